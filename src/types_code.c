/*
 * Field types whose values stand elsewhere: codes in the code book, references
 * in another register.
 */
#include "src/types.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/banned.h"

/* How many codes a message lists before it says how many there are. */
#define LISTED 8
#define LISTED_WHOLE 10

/* The items of a field's set. */
struct set {
	const struct codebook *book;
	const char *name;
	const struct code_item *items;
	size_t n;
	struct date today;
};

static struct set set_of(const struct field *f, const struct lookup *l)
{
	static const struct codebook none;
	struct set s = { .book = l && l->codes ? l->codes : &none, .name = f->set ? f->set : "" };

	if (l)
		s.today = l->today;
	s.n = codebook_set(s.book, s.name, &s.items);
	return s;
}

static const struct code_item *nearest_item(const struct set *s, const char *typed)
{
	struct nearest near;

	nearest_begin(&near, typed);
	for (size_t i = 0; i < s->n; i++) {
		const struct code_item *item = &s->items[i];

		if (!code_item_in_use(item, s->today))
			continue;
		nearest_try(&near, item->label, item);
		nearest_try(&near, item->label_en, item);
		nearest_try(&near, item->value, item);
	}
	return nearest_end(&near);
}

/* Adds the labels a person may choose from, the first few of them (all, rather than leave one or two out); returns how
 * many there are. */
static size_t add_choices(const struct set *s, struct buf *out)
{
	size_t all = 0, n = 0, most;

	for (size_t i = 0; i < s->n; i++)
		all += code_item_in_use(&s->items[i], s->today);
	most = all > LISTED_WHOLE ? LISTED : all;
	for (size_t i = 0; i < s->n && n < most; i++) {
		if (!code_item_in_use(&s->items[i], s->today))
			continue;
		buf_adds(out, n++ ? _("、") : "");
		text_show(out, code_item_label(&s->items[i]));
	}
	return all;
}

static int refuse_unknown(const struct set *s, const char *typed, struct err *e)
{
	const struct code_item *near = nearest_item(s, typed);
	struct buf choices = BUF_INIT, why = BUF_INIT;
	size_t n = 1;

	if (near)
		text_show(&choices, code_item_label(near));
	else
		n = add_choices(s, &choices);
	if (near)
		buf_addf(&why, _("不在可选的代码里，是不是「%s」？"), buf_str(&choices));
	else if (n > LISTED_WHOLE)
		buf_addf(&why, _("不在可选的代码里，请从这 %zu 项中选：%s 等。"), n, buf_str(&choices));
	else if (n > 0)
		buf_addf(&why, _("不在可选的代码里，请从这些中选：%s。"), buf_str(&choices));
	else
		buf_addf(&why, _("不在可选的代码里：代码集 %s 是空的，请管理员先登记代码。"), s->name);
	type_refuse(e, typed, buf_str(&why));
	if (near)
		err_set_near(e, code_item_label(near));
	buf_release(&choices);
	buf_release(&why);
	return ERR_INVALID;
}

/* Whether a comma-separated list of values has this one. */
static bool has_value(const char *list, const char *value)
{
	size_t len = strlen(value);

	while (list) {
		if (strncmp(list, value, len) == 0 && (list[len] == '\0' || list[len] == ','))
			return true;
		list = strchr(list, ',');
		list = list ? list + 1 : NULL;
	}
	return false;
}

/* Finds what was typed; *out is NULL where that is refused.  A code out of use is refused, unless `now` has it already: reading a record back is
 * no new input. */
static int find_item(const struct set *s, const char *typed, const char *now, const struct code_item **out,
		     struct err *e)
{
	const struct code_item *item = codebook_find(s->book, s->name, typed);

	*out = NULL;
	if (!item)
		return refuse_unknown(s, typed, e);
	if (code_item_in_use(item, s->today) || has_value(now, item->value)) {
		*out = item;
		return 0;
	}
	if (!item->retired && date_compare(s->today, item->from) < 0)
		return type_refuse(e, typed, _("还没有启用，现在不能选，请选别的代码。"));
	return type_refuse(e, typed, _("已经停用，不能再选，请选别的代码。"));
}

/* --- one code --- */

int code_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
	       struct err *e)
{
	struct set s = set_of(f, l);
	const struct code_item *item;
	int rc = find_item(&s, typed, ((struct code *)value)->s, &item, e);

	if (item)
		text_take(value, xstrdup(item->value));
	return rc;
}

/* The label, or the value itself where the set does not know it or the label would read back as another. */
static const char *shown_as(const struct set *s, const char *value, enum style style)
{
	const struct code_item *item = codebook_by_value(s->book, s->name, value);
	const char *label;

	if (!item || style == STYLE_DATA)
		return value;
	label = code_item_label(item);
	if (style == STYLE_EDIT && codebook_find(s->book, s->name, label) != item)
		return value;
	return label;
}

void code_format(const struct field *f, const void *value, const struct lookup *l, enum style style,
		 struct buf *out)
{
	const char *code = ((const struct code *)value)->s;
	struct set s = set_of(f, l);

	if (code)
		buf_adds(out, shown_as(&s, code, style));
}

/* --- several codes --- */

/* Bytes of the separator at s, or 0. */
static size_t separator(const char *s)
{
	static const char *const signs[] = { ",", "，", "、", ";", "；", " ", "　", "\xC2\xA0" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t len = strlen(signs[i]);

		if (strncmp(s, signs[i], len) == 0)
			return len;
	}
	return 0;
}

/* Bytes of `name` when the text begins with it as a whole word, else 0. */
static size_t begins_with(const char *text, const char *name)
{
	size_t len = name ? strlen(name) : 0;

	if (len == 0 || strncmp(text, name, len) != 0)
		return 0;
	return text[len] == '\0' || separator(text + len) ? len : 0;
}

static size_t greater(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Bytes of the next word.  Labels may have separators inside (不公开、优亲厚友): the longest that fits. */
static size_t word_length(const struct set *s, const char *text)
{
	size_t len = 0;

	for (size_t i = 0; i < s->n; i++) {
		len = greater(len, begins_with(text, s->items[i].label));
		len = greater(len, begins_with(text, s->items[i].label_en));
		len = greater(len, begins_with(text, s->items[i].value));
	}
	if (len > 0)
		return len;
	while (text[len] && !separator(text + len))
		len++;
	return len;
}

struct chosen {
	const struct code_item **items;
	size_t n, cap;
};

/* Keeps the items sorted by value, each once. */
static void choose(struct chosen *c, const struct code_item *item)
{
	size_t at = 0;

	while (at < c->n && strcmp(c->items[at]->value, item->value) < 0)
		at++;
	if (at < c->n && strcmp(c->items[at]->value, item->value) == 0)
		return;
	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 8;
		c->items = xreallocarray(c->items, c->cap, sizeof(c->items[0]));
	}
	memmove(c->items + at + 1, c->items + at, (c->n - at) * sizeof(c->items[0]));
	c->items[at] = item;
	c->n++;
}

static int choose_all(struct chosen *c, const struct set *s, const char *typed, const char *now,
		      struct err *e)
{
	int rc = 0;

	while (*typed && !rc) {
		size_t len = separator(typed);
		const struct code_item *item;
		char *word;

		if (len > 0) {
			typed += len;
			continue;
		}
		len = word_length(s, typed);
		word = xstrndup(typed, len);
		rc = find_item(s, word, now, &item, e);
		if (item)
			choose(c, item);
		free(word);
		typed += len;
	}
	return rc;
}

int codes_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
		struct err *e)
{
	struct set s = set_of(f, l);
	struct chosen c = { .items = NULL };
	struct buf list = BUF_INIT;
	int rc = choose_all(&c, &s, typed, ((struct codes *)value)->s, e);

	for (size_t i = 0; i < c.n && !rc; i++) {
		if (i > 0)
			buf_addc(&list, ',');
		buf_adds(&list, c.items[i]->value);
	}
	if (!rc)
		text_take(value, list.len > 0 ? buf_detach(&list) : NULL);
	buf_release(&list);
	free(c.items);
	return rc;
}

/* Whether another item's name goes on after this label with a separator: joined labels could be mistaken. */
static bool is_beginning(const struct set *s, const char *label)
{
	size_t len = strlen(label);

	for (size_t i = 0; i < s->n; i++) {
		const char *const names[] = { s->items[i].label, s->items[i].label_en };

		for (size_t j = 0; j < 2; j++)
			if (names[j] && strncmp(names[j], label, len) == 0 && separator(names[j] + len))
				return true;
	}
	return false;
}

static void add_item(const struct set *s, const char *value, enum style style, struct buf *out)
{
	const char *shown = shown_as(s, value, style);

	buf_adds(out, style == STYLE_EDIT && is_beginning(s, shown) ? value : shown);
}

void codes_format(const struct field *f, const void *value, const struct lookup *l, enum style style,
		  struct buf *out)
{
	const char *list = ((const struct codes *)value)->s;
	struct set s = set_of(f, l);

	while (list) {
		const char *comma = strchr(list, ',');
		char *one = comma ? xstrndup(list, (size_t)(comma - list)) : xstrdup(list);

		add_item(&s, one, style, out);
		free(one);
		if (comma)
			buf_adds(out, style == STYLE_DATA ? "," : "、");
		list = comma ? comma + 1 : NULL;
	}
}

/* --- a record of another register --- */

int ref_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
	      struct err *e)
{
	int64_t id;
	int rc;

	if (!l || !l->ref_find)
		return type_refuse(e, typed, _("在这里无法查找，请打开数据库后再填。"));
	rc = l->ref_find(l->ctx, f->target, typed, &id, e);
	if (!rc)
		((struct ref *)value)->id = id;
	return rc;
}

void ref_format(const struct field *f, const void *value, const struct lookup *l, enum style style,
		struct buf *out)
{
	int64_t id = ((const struct ref *)value)->id;
	size_t from = out->len;

	if (id == 0)
		return;
	if (l && l->ref_format && l->ref_format(l->ctx, f->target, id, style, out) == 0)
		return;
	/* A record that cannot be read still has its number. */
	buf_truncate(out, from);
	buf_addf(out, "%" PRId64, id);
}

void ref_put(const void *value, struct cell *out)
{
	int64_t id = ((const struct ref *)value)->id;

	out->kind = id ? CELL_INT : CELL_NULL;
	out->number = id;
	out->text = NULL;
}

int ref_get(void *value, const struct cell *in)
{
	if (in->kind == CELL_TEXT)
		return ERR_DATABASE;
	((struct ref *)value)->id = in->kind == CELL_INT ? in->number : 0;
	return 0;
}

void ref_release(void *value)
{
	((struct ref *)value)->id = 0;
}
