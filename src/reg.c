/*
 * Registers: what follows from the table of fields alone.
 */
#include "src/reg.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/text.h"
#include "src/banned.h"

/* --- roles --- */

static const char *const role_values[] = {
	[ROLE_VIEWER] = "viewer",
	[ROLE_CLERK] = "clerk",
	[ROLE_CHECKER] = "checker",
	[ROLE_APPROVER] = "approver",
	[ROLE_ADMIN] = "admin",
};

#define ROLES (sizeof(role_values) / sizeof(role_values[0]))

const char *role_value(enum role role)
{
	return (size_t)role < ROLES ? role_values[role] : NULL;
}

enum role role_from_value(const char *value)
{
	for (size_t i = 0; value && i < ROLES; i++)
		if (strcmp(role_values[i], value) == 0)
			return (enum role)i;
	return ROLE_VIEWER;
}

/* --- names --- */

/* What names are compared by: the search key, and without the underscores of English names. */
static void name_key(struct buf *out, const char *name)
{
	size_t from = out->len, to = from;

	text_key(out, name);
	for (size_t i = from; i < out->len; i++)
		if (out->data[i] != '_')
			out->data[to++] = out->data[i];
	buf_truncate(out, to);
}

static bool has_key(const char *name, const char *key)
{
	struct buf own = BUF_INIT;
	bool same;

	if (!name)
		return false;
	name_key(&own, name);
	same = strcmp(buf_str(&own), key) == 0;
	buf_release(&own);
	return same;
}

static bool reg_is_called(const struct reg *reg, const char *key)
{
	return has_key(reg->name, key) || has_key(reg->title, key) || has_key(_(reg->title), key);
}

const struct reg *reg_find(const char *name_or_title)
{
	const struct reg *found = NULL;
	struct buf key = BUF_INIT;

	name_key(&key, name_or_title);
	for (size_t i = 0; i < registers_n && !found && key.len > 0; i++)
		if (reg_is_called(registers[i], buf_str(&key)))
			found = registers[i];
	buf_release(&key);
	return found;
}

const struct field *reg_field(const struct reg *reg, const char *name)
{
	/* Checks ask for each record they judge; mostly the first letter tells already. */
	for (size_t i = 0; i < reg->nfields; i++)
		if (reg->fields[i].name[0] == name[0] && strcmp(reg->fields[i].name, name) == 0)
			return &reg->fields[i];
	return NULL;
}

static bool is_named(const struct field *f, const char *key)
{
	return has_key(f->name, key);
}

static bool is_labelled(const struct field *f, const char *key)
{
	return has_key(f->label, key) || has_key(_(f->label), key);
}

static bool has_alias(const struct field *f, const char *key)
{
	for (const char *const *alias = f->aliases; alias && *alias; alias++)
		if (has_key(*alias, key) || has_key(_(*alias), key))
			return true;
	return false;
}

const struct field *reg_field_typed(const struct reg *reg, const char *typed)
{
	/* An alias of one field must not hide the label of another that comes later. */
	bool (*const ways[])(const struct field *f, const char *key) = { is_named, is_labelled, has_alias };
	const struct field *found = NULL;
	struct buf key = BUF_INIT;

	name_key(&key, typed);
	for (size_t way = 0; way < sizeof(ways) / sizeof(ways[0]) && key.len > 0; way++)
		for (size_t i = 0; i < reg->nfields && !found; i++)
			if (ways[way](&reg->fields[i], buf_str(&key)))
				found = &reg->fields[i];
	buf_release(&key);
	return found;
}

const struct field *reg_field_nearest(const struct reg *reg, const char *typed)
{
	struct nearest near;

	nearest_begin(&near, typed);
	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		nearest_try(&near, f->name, f);
		nearest_try(&near, f->label, f);
		nearest_try(&near, _(f->label), f);
		for (const char *const *alias = f->aliases; alias && *alias; alias++)
			nearest_try(&near, *alias, f);
	}
	return nearest_end(&near);
}

const struct field *reg_tree(const struct reg *reg)
{
	for (size_t i = 0; i < reg->nfields; i++)
		if (reg->fields[i].flags & FIELD_TREE)
			return &reg->fields[i];
	return NULL;
}

const struct field *reg_reference(const struct reg *reg, const struct reg *target)
{
	const struct field *own = reg->scope && reg->scope[0] ? reg_field(reg, reg->scope) : NULL;

	if (own && own->target == target)
		return own;
	for (size_t i = 0; i < reg->nfields; i++)
		if (reg->fields[i].target == target)
			return &reg->fields[i];
	return NULL;
}

bool reg_has_personal(const struct reg *reg)
{
	for (size_t i = 0; i < reg->nfields; i++)
		if (field_is_personal(&reg->fields[i]))
			return true;
	return false;
}

const struct field *reg_key(const struct reg *reg)
{
	return reg->key ? reg_field(reg, reg->key) : NULL;
}

const struct field *reg_label(const struct reg *reg)
{
	return reg->label ? reg_field(reg, reg->label) : NULL;
}

bool field_is_sortable(const struct field *f)
{
	return (f->flags & FIELD_LISTED) != 0;
}

/* --- records of persons --- */

const struct share *reg_share(const struct reg *reg, const void *rec)
{
	static const struct share strictest = { .own = ROLE_ADMIN, .others = ROLE_ADMIN };
	const struct sharing *s = reg->sharing;
	const struct code *kind = field_const(reg_field(reg, s->kind), rec);

	for (size_t i = 0; i < s->n; i++)
		if (kind->s && strcmp(kind->s, s->shares[i].kind) == 0)
			return &s->shares[i];
	return &strictest;
}

const char *reg_owner(const struct reg *reg, const void *rec)
{
	const char *owner = *(char *const *)field_const(reg_field(reg, reg->sharing->owner), rec);

	return owner ? owner : "";
}

/* --- records --- */

void reg_init(const struct reg *reg, void *rec)
{
	memset(rec, 0, reg->size);
	/* Releasing is what makes a value empty, and empty is not always zero. */
	for (size_t i = 0; i < reg->nfields; i++)
		field_type(&reg->fields[i])->release(field_value(&reg->fields[i], rec));
}

void *reg_new(const struct reg *reg)
{
	void *rec = xmalloc(reg->size);

	reg_init(reg, rec);
	return rec;
}

void reg_release(const struct reg *reg, void *rec)
{
	struct rec *head = rec;

	for (size_t i = 0; i < reg->nfields; i++)
		field_type(&reg->fields[i])->release(field_value(&reg->fields[i], rec));
	free(head->retired_reason);
	*head = (struct rec){ .id = 0 };
}

void reg_free(const struct reg *reg, void *rec)
{
	if (!rec)
		return;
	reg_release(reg, rec);
	free(rec);
}

void reg_copy(const struct reg *reg, void *to, const void *from)
{
	const struct rec *source = from;
	struct rec *head = to;

	if (to == from)
		return;
	for (size_t i = 0; i < reg->nfields; i++)
		field_copy(&reg->fields[i], to, from);
	free(head->retired_reason);
	*head = *source;
	head->retired_reason = xstrdup(source->retired_reason);
}

bool reg_equal(const struct reg *reg, const void *a, const void *b)
{
	for (size_t i = 0; i < reg->nfields; i++)
		if (!field_equal(&reg->fields[i], a, b))
			return false;
	return true;
}

/* --- checks --- */

static const struct rule_item *rule_of(const struct check *c, const char *rule)
{
	const struct rule_item *row = NULL;

	if (c->lookup && c->lookup->rules)
		row = rule_on(c->lookup->rules, rule, c->lookup->today);
	return row && row->level != RULE_OFF ? row : NULL;
}

/* Bytes of the full stop at the end of a sentence, or 0. */
static size_t full_stop(const struct buf *b)
{
	static const char stop[] = "。";
	size_t n = sizeof(stop) - 1;

	if (b->len >= n && memcmp(b->data + b->len - n, stop, n) == 0)
		return n;
	return b->len > 0 && b->data[b->len - 1] == '.' ? 1 : 0;
}

/* Names the document that demands it, inside the sentence. */
static void add_document(struct buf *sentence, const char *document)
{
	struct buf shown = BUF_INIT;
	size_t stop = full_stop(sentence);
	char *end = xstrdup(buf_str(sentence) + sentence->len - stop);

	text_show(&shown, document);
	buf_truncate(sentence, sentence->len - stop);
	buf_addf(sentence, _("（依据：%s）"), buf_str(&shown));
	buf_adds(sentence, end);
	free(end);
	buf_release(&shown);
}

void check_rule(const struct check *c, const char *rule, const char *field, const char *fmt, ...)
{
	const struct rule_item *row = rule_of(c, rule);
	struct buf sentence = BUF_INIT;
	va_list ap;

	if (!row || findings_only_count(c->found, row->level))
		return;
	va_start(ap, fmt);
	buf_vaddf(&sentence, _(fmt), ap);
	va_end(ap);
	if (row->document && row->document[0])
		add_document(&sentence, row->document);
	findings_add(c->found, row->level, rule, field, "%s", buf_str(&sentence));
	buf_release(&sentence);
}

int64_t check_param(const struct check *c, const char *rule, int64_t fallback)
{
	const struct rule_item *row = rule_of(c, rule);

	return row && row->param != INT_NONE ? row->param : fallback;
}

static void check_required(const struct check *c, const struct field *f, const void *rec)
{
	if (!(f->flags & FIELD_REQUIRED) || !field_is_empty(f, rec))
		return;
	if (f->example)
		findings_add(c->found, RULE_ERROR, NULL, f->name, _("%s必须填写，例如 %s。"), _(f->label),
			     f->example);
	else
		findings_add(c->found, RULE_ERROR, NULL, f->name, _("%s必须填写。"), _(f->label));
}

static void add_shown(const struct check *c, const struct field *f, const void *rec, struct buf *out)
{
	struct buf plain = BUF_INIT;

	field_format_masked(f, rec, c->lookup, STYLE_LIST, &plain);
	text_show(out, plain.len > 0 ? buf_str(&plain) : _("空"));
	buf_release(&plain);
}

/* Typed once: what was left empty may still be filled in. */
static void check_fixed(const struct check *c, const struct field *f, const void *rec, const void *before)
{
	struct buf old = BUF_INIT, new = BUF_INIT;

	if (!(f->flags & FIELD_FIXED) || !before || field_is_empty(f, before) || field_equal(f, rec, before))
		return;
	add_shown(c, f, before, &old);
	add_shown(c, f, rec, &new);
	findings_add(c->found, RULE_ERROR, NULL, f->name,
		     _("%s登记以后不能更改，原来是「%s」，不能改为「%s」。"), _(f->label), buf_str(&old),
		     buf_str(&new));
	buf_release(&old);
	buf_release(&new);
}

/* Typed dates are checked by their parser; this is about those that a program computed. */
static void check_calendar(const struct check *c, const struct field *f, const void *rec)
{
	struct cell cell;

	if (f->type != TYPE_DATE || date_is_valid(*(const struct date *)field_const(f, rec)))
		return;
	field_type(f)->put(field_const(f, rec), &cell);
	findings_add(c->found, RULE_ERROR, NULL, f->name, _("%s：%s 不是日历上的日子，请重新填写。"),
		     _(f->label), cell.kind == CELL_TEXT ? cell.text : "-");
}

static void check_built_in(const struct check *c, const struct reg *reg, const void *rec, const void *before)
{
	for (size_t i = 0; i < reg->nfields; i++) {
		check_required(c, &reg->fields[i], rec);
		check_fixed(c, &reg->fields[i], rec, before);
		check_calendar(c, &reg->fields[i], rec);
	}
}

int reg_check(const struct reg *reg, const struct lookup *l, const void *rec, const void *before,
	      struct findings *found, struct err *e)
{
	struct findings own = { .items = NULL };
	struct check c = { .lookup = l, .found = found ? found : &own };
	size_t first = c.found->n;
	int rc;

	check_built_in(&c, reg, rec, before);
	if (reg->check)
		reg->check(&c, rec, before);
	rc = findings_error(c.found, first, e);
	findings_release(&own);
	return rc;
}

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_known(const struct findings *known, const struct finding *f)
{
	for (size_t i = 0; i < known->n; i++) {
		const struct finding *other = &known->items[i];

		if (other->level == f->level && is_same(other->rule, f->rule) && is_same(other->field, f->field))
			return true;
	}
	return false;
}

void reg_drop_old_warnings(const struct reg *reg, const struct lookup *l, const void *before, struct findings *found)
{
	struct findings known = { .items = NULL };
	size_t n = 0;

	if (before)
		reg_check(reg, l, before, before, &known, NULL);
	for (size_t i = 0; i < found->n; i++) {
		struct finding f = found->items[i];

		if (f.level == RULE_WARN && is_known(&known, &f))
			free(f.text);
		else
			found->items[n++] = f;
	}
	found->n = n;
	findings_release(&known);
}

void reg_describe(const struct reg *reg, const void *rec, struct buf *out)
{
	const struct field *label = reg_label(reg), *key = reg_key(reg);
	struct buf name = BUF_INIT, number = BUF_INIT;

	if (label)
		field_format_masked(label, rec, NULL, STYLE_LIST, &name);
	if (key && key != label)
		field_format_masked(key, rec, NULL, STYLE_LIST, &number);
	if (name.len == 0 && number.len == 0)
		buf_adds(&name, _(reg->title));
	text_show(out, buf_str(&name));
	if (number.len > 0 && name.len > 0)
		buf_adds(out, " (");
	text_show(out, buf_str(&number));
	if (number.len > 0 && name.len > 0)
		buf_addc(out, ')');
	buf_release(&name);
	buf_release(&number);
}
