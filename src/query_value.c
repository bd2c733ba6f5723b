/*
 * What a condition compares with: values read by the field's own type, and for
 * dates the last day that the typed year or month has.
 */
#include "src/query_value.h"

#include <stdlib.h>
#include <string.h>

#include "src/codebook.h"
#include "src/empty.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* Room for a value of any type. */
union value {
	char *text;
	struct note note;
	int64_t number;
	bool yes;
	struct date date;
	struct month month;
	struct money money;
	struct percent percent;
	struct decimal decimal;
	struct code code;
	struct codes codes;
	struct ref ref;
	struct phone phone;
	struct citizen_no citizen;
	struct credit_code credit;
	struct card_no card;
};

/* ---- Cells that own their text ----------------------------------------------------------------- */

static void own_text(struct cell *out, const char *text)
{
	*out = (struct cell){ .kind = CELL_TEXT, .text = xstrdup(text) };
}

static void own(struct cell *out, const struct cell *from)
{
	if (from->kind == CELL_TEXT)
		own_text(out, from->text);
	else
		*out = (struct cell){ .kind = from->kind, .number = from->number };
}

static void cell_release(struct cell *c)
{
	/* Cells borrow as a rule and say const; these do not. */
	union {
		const char *said;
		char *meant;
	} text = { .said = c->text };

	free(text.meant);
	*c = (struct cell){ .kind = CELL_NULL };
}

void query_cond_release(struct cond *c)
{
	for (size_t i = 0; i < c->nvalues; i++)
		cell_release(&c->values[i]);
	cell_release(&c->upper);
	free(c->values);
	free(c->text);
	*c = (struct cond){ .op = OP_WORD };
}

void query_cond_copy(struct cond *to, const struct cond *from)
{
	size_t n = from->nvalues;

	*to = *from;
	to->text = xstrdup(from->text);
	to->values = n > 0 ? xcalloc(n, sizeof(to->values[0])) : NULL;
	for (size_t i = 0; i < n; i++)
		own(&to->values[i], &from->values[i]);
	own(&to->upper, &from->upper);
}

/* ---- Values ------------------------------------------------------------------------------------ */

bool query_has_parts(const struct field *f)
{
	const struct type *t = field_type(f);

	return t->storage == STORAGE_TEXT && !t->ordered && !f->set;
}

static int read_typed(
	const struct field *f, const char *typed, const struct lookup *l, struct cell *out, struct err *e)
{
	const struct type *t = field_type(f);
	/* Limits are for what may be stored; a question may go beyond them. */
	struct field unlimited = *f;
	union value v;
	struct cell c;
	int rc;

	unlimited.least = unlimited.most = 0;
	memset(&v, 0, sizeof(v));
	t->release(&v);
	rc = t->parse(&unlimited, typed, l, &v, e);
	if (rc == 0) {
		t->put(&v, &c);
		own(out, &c);
	}
	t->release(&v);
	return rc;
}

/* One code of a set.  Those out of use are looked for too: the records that have them are still there. */
static int read_code(
	const struct field *f, const char *typed, const struct lookup *l, struct cell *out, struct err *e)
{
	const struct code_item *item = l && l->codes ? codebook_find(l->codes, f->set, typed) : NULL;
	int rc;

	if (item) {
		own_text(out, item->value);
		return 0;
	}
	rc = read_typed(f, typed, l, out, e);
	if (rc < 0)
		return rc;
	cell_release(out);
	return err_set(e, ERR_INVALID, _("几项代码之间请用逗号分开，例如 %s=1,2。"), _(f->label));
}

/* A year alone, which a month field would refuse as a value, is a fair question. */
static bool read_year(const struct field *f, const char *typed, const struct lookup *l, struct cell *out)
{
	struct date none = { .year = 0 }, d = none;
	struct buf year = BUF_INIT;

	if (f->type != TYPE_MONTH || date_parse(typed, l ? l->today : none, &d, NULL) < 0 || d.month != 0)
		return false;
	date_format(&year, d);
	own_text(out, buf_str(&year));
	buf_release(&year);
	return true;
}

static int read_clean(
	const struct cond *c, const char *typed, const struct lookup *l, struct cell *out, struct err *e)
{
	enum empty state = empty_typed(typed);

	if (!*typed)
		return err_set(
			e, ERR_INVALID, _("引号里没有字；要找没有填写的，请写 %s=空。"), _(c->field->label));
	if (c->op == OP_HAS) {
		own_text(out, typed);
		return 0;
	}
	if (state > EMPTY_UNFILLED && field_knows(c->field, state)) {
		own_text(out, empty_text(state));
		return 0;
	}
	if (c->field->set)
		return read_code(c->field, typed, l, out, e);
	return read_year(c->field, typed, l, out) ? 0 : read_typed(c->field, typed, l, out, e);
}

int query_value(
	const struct cond *c, const char *typed, const struct lookup *l, struct cell *out, struct err *e)
{
	struct buf clean = BUF_INIT;
	int rc = text_clean(&clean, typed, strlen(typed), field_type(c->field)->kind, e);

	if (rc == 0)
		rc = read_clean(c, buf_str(&clean), l, out, e);
	buf_release(&clean);
	return rc;
}

/* ---- Periods ----------------------------------------------------------------------------------- */

#define YEAR_LENGTH 4  /* 2010 */
#define MONTH_LENGTH 7 /* 2010-05 */
#define DAY_LENGTH 10  /* 2010-05-01 */

/* Two or four digits of ISO text. */
static int digits(const char *s, int n)
{
	int number = 0;

	for (int i = 0; i < n; i++)
		number = number * 10 + (s[i] - '0');
	return number;
}

/* Adds what an ISO date lacks to its last day (or month, in a field of months). */
static void add_last(struct buf *out, const char *iso, bool months)
{
	size_t n = strlen(iso);

	buf_adds(out, iso);
	if (n == YEAR_LENGTH)
		buf_adds(out, months ? "-12" : "-12-31");
	if (n == MONTH_LENGTH && !months)
		buf_addf(out, "-%02d", date_days_in_month(digits(iso, 4), digits(iso + 5, 2)));
}

int query_period(struct cond *c, struct err *e)
{
	const struct type *t = field_type(c->field);
	bool months = c->field->type == TYPE_MONTH;
	struct buf last = BUF_INIT;

	if (!t->ordered || t->storage != STORAGE_TEXT)
		return 0;
	if (c->nvalues == 1) {
		add_last(&last, c->values[0].text, months);
		own_text(&c->upper, buf_str(&last));
		buf_release(&last);
		return 0;
	}
	for (size_t i = 0; i < c->nvalues; i++) {
		if (strlen(c->values[i].text) < (months ? MONTH_LENGTH : DAY_LENGTH))
			return err_set(e, ERR_INVALID,
				_("几个日期一起写时每个都要写全；几个年份请分开写，例如 %s=2010 | %s=2012。"),
				_(c->field->label), _(c->field->label));
	}
	return 0;
}

/* ---- Ranges ------------------------------------------------------------------------------------ */

/* One end, as a condition of its own: a year stands for all its days. */
static int read_end(const struct cond *c, const char *typed, const struct lookup *l, struct cond *out, struct err *e)
{
	int rc;

	*out = (struct cond){ .op = OP_EQ, .field = c->field, .values = xcalloc(1, sizeof(out->values[0])) };
	rc = query_value(out, typed, l, &out->values[out->nvalues++], e);
	return rc < 0 ? rc : query_period(out, e);
}

static struct cell *last_of(struct cond *end)
{
	return end->upper.kind == CELL_NULL ? &end->values[0] : &end->upper;
}

static int compare_cells(const struct cell *a, const struct cell *b)
{
	if (a->kind == CELL_TEXT)
		return strcmp(a->text, b->text);
	return (a->number > b->number) - (a->number < b->number);
}

static void take_value(struct cond *c, const struct cell *value)
{
	c->values = xcalloc(1, sizeof(c->values[0]));
	own(&c->values[c->nvalues++], value);
}

static int read_both(struct cond *c, const char *from, const char *to, const struct lookup *l, struct err *e)
{
	struct cond first = { .op = OP_EQ }, last = { .op = OP_EQ };
	int rc = read_end(c, from, l, &first, e);

	if (rc == 0)
		rc = read_end(c, to, l, &last, e);
	if (rc == 0 && compare_cells(&first.values[0], last_of(&last)) > 0)
		rc = err_set(e, ERR_INVALID, _("「..」前面的比后面的大；请把小的、早的写在前面。"));
	if (rc == 0) {
		take_value(c, &first.values[0]);
		own(&c->upper, last_of(&last));
	}
	query_cond_release(&first);
	query_cond_release(&last);
	return rc;
}

/* "!=2010.." is not the opposite of "=2010..": what is empty belongs to it too. */
static int read_one(struct cond *c, enum op op, const char *typed, const struct lookup *l, struct err *e)
{
	struct cond end;
	int rc = read_end(c, typed, l, &end, e);

	if (rc == 0) {
		c->negate = c->negate != (c->op == OP_NE);
		c->op = op;
		take_value(c, &end.values[0]);
		own(&c->upper, &end.upper);
	}
	query_cond_release(&end);
	return rc;
}

int query_range(struct cond *c, const char *typed, const struct lookup *l, struct err *e)
{
	const char *dots = strstr(typed, ".."), *to = dots + strlen("..");
	char *from = xstrndup(typed, (size_t)(dots - typed));
	int rc;

	if (!*from && !*to)
		rc = err_set(e, ERR_INVALID, _("「..」前后都没有写值；请写成 %s=2010..2015 这样。"), _(c->field->label));
	else if (!*from)
		rc = read_one(c, OP_LE, to, l, e);
	else
		rc = *to ? read_both(c, from, to, l, e) : read_one(c, OP_GE, from, l, e);
	free(from);
	return rc;
}

/* ---- Names ------------------------------------------------------------------------------------- */

int query_named(struct cond *c, const char *typed, const struct lookup *l, struct err *e)
{
	struct buf clean = BUF_INIT;
	int64_t *ids = NULL;
	size_t n = 0;
	int rc = text_clean(&clean, typed, strlen(typed), TEXT_LINE, e);

	if (rc == 0 && clean.len == 0)
		rc = err_set(e, ERR_INVALID, _("引号里没有字；要找没有填写的，请写 %s=空。"), _(c->field->label));
	if (rc == 0)
		rc = l->ref_named(l->ctx, c->field->target, buf_str(&clean), &ids, &n, e);
	if (rc == 0 && n > 0) {
		c->values = xreallocarray(c->values, c->nvalues + n, sizeof(c->values[0]));
		for (size_t i = 0; i < n; i++)
			c->values[c->nvalues++] = (struct cell){ .kind = CELL_INT, .number = ids[i] };
	}
	free(ids);
	buf_release(&clean);
	return rc;
}

/* ---- Branches ---------------------------------------------------------------------------------- */

int query_branch(const struct reg *reg, struct cond *c, const struct lookup *l, struct err *e)
{
	struct ref_branch b = { .reg = reg, .by = c->field, .top = c->values[0].number };
	int rc = l && l->ref_below ? l->ref_below(l->ctx, &b, e) : 1;

	if (rc != 0)
		return rc < 0 ? rc : 0;
	c->values = xreallocarray(c->values, b.n + 1, sizeof(c->values[0]));
	/* Only what is below: the topmost gives way; no record has the number 0. */
	if (c->op == OP_LT)
		c->values[0].number = 0;
	for (size_t i = 0; i < b.n; i++)
		c->values[c->nvalues++] = (struct cell){ .kind = CELL_INT, .number = b.ids[i] };
	c->op = OP_EQ;
	return 0;
}
