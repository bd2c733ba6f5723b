/* What records that belong to another one share. */
#include "src/records/child.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/records/common.h"
#include "src/banned.h"

/* --- codes --- */

struct numbering {
	const struct field *key;
	const char *mark;
	int64_t last;
};

/* The number behind the last mark of a code, 0 where there is none. */
static int64_t number_in(const char *code, const char *mark)
{
	const char *found = NULL;

	for (const char *p = code ? strstr(code, mark) : NULL; p; p = strstr(p + 1, mark))
		found = p;
	return found ? strtoll(found + strlen(mark), NULL, 10) : 0;
}

static int look_at_number(void *arg, const void *rec)
{
	struct numbering *n = arg;
	int64_t number = number_in(*(char *const *)field_const(n->key, rec), n->mark);

	n->last = number > n->last ? number : n->last;
	return 0;
}

void child_number(const struct lookup *l, const struct reg *reg, const struct field *by, void *rec, const char *mark)
{
	int64_t parent = ((const struct ref *)field_const(by, rec))->id;
	struct numbering n = { .key = reg_key(reg), .mark = mark };
	char **code = field_value(n.key, rec);
	struct buf b = BUF_INIT;

	if (*code || !parent || !l->ref_each || !l->ref_format)
		return;
	if (l->ref_format(l->ctx, by->target, parent, STYLE_DATA, &b) == 0 &&
	    l->ref_each(l->ctx, &(struct children_of){ reg, by, parent }, look_at_number, &n, NULL) == 0) {
		buf_addf(&b, "%s%02" PRId64, mark, n.last + 1);
		*code = buf_detach(&b);
	}
	buf_release(&b);
}

/* --- looking at each other --- */

struct search {
	bool (*fn)(const void *rec, const void *arg);
	const void *arg;
};

static int ask_one(void *ctx, const void *rec)
{
	const struct search *s = ctx;

	return date_is_empty(((const struct rec *)rec)->retired_on) && s->fn(rec, s->arg) ? 1 : 0;
}

bool child_any(const struct lookup *l, const struct reg *reg, const char *by, int64_t parent,
	       bool (*fn)(const void *rec, const void *arg), const void *arg)
{
	struct search s = { .fn = fn, .arg = arg };

	return l && l->ref_each && parent &&
	       l->ref_each(l->ctx, &(struct children_of){ reg, reg_field(reg, by), parent }, ask_one, &s, NULL) == 1;
}

bool child_get(const struct lookup *l, const struct reg *reg, int64_t id, void *rec)
{
	return l && l->ref_get && id && l->ref_get(l->ctx, reg, id, rec, NULL) == 0;
}

void child_add_name(const struct lookup *l, const struct reg *reg, int64_t id, enum style style, struct buf *out)
{
	if (l && l->ref_format && id)
		l->ref_format(l->ctx, reg, id, style, out);
}

struct twin {
	const struct reg *reg;
	const void *rec;
	const char *const *fields;
};

static bool is_twin(const void *rec, const void *arg)
{
	const struct twin *t = arg;

	if (((const struct rec *)rec)->id == ((const struct rec *)t->rec)->id)
		return false;
	for (const char *const *name = t->fields; *name; name++)
		if (!field_equal(reg_field(t->reg, *name), rec, t->rec))
			return false;
	return true;
}

bool child_has_twin(const struct lookup *l, const struct reg *reg, const char *by, const void *rec,
		    const char *const *fields)
{
	struct twin t = { .reg = reg, .rec = rec, .fields = fields };

	return child_any(l, reg, by, ((const struct ref *)field_const(reg_field(reg, by), rec))->id, is_twin, &t);
}

/* --- deadlines --- */

bool deadline_is_postponed(const struct deadline *d)
{
	return date_is_surely_before(date_is_empty(d->before) ? d->first : d->before, d->now);
}

void deadline_add_days(struct date today, struct date deadline, struct buf *out)
{
	int64_t days;

	if (date_is_empty(deadline))
		return;
	days = date_days_between(today, date_last_day(deadline));
	if (days > 0)
		buf_addf(out, _("还有 %" PRId64 " 天"), days);
	else if (days < 0)
		buf_addf(out, _("!! 逾期 %" PRId64 " 天"), -days);
	else
		buf_adds(out, _("! 今天到期"));
}

void deadline_fill(const struct deadline *d, struct date *first, int64_t *postponed)
{
	*first = date_is_empty(d->first) ? d->now : d->first;
	*postponed = d->postponed;
	if (deadline_is_postponed(d))
		*postponed = (d->postponed == INT_NONE ? 0 : d->postponed) + 1;
}
