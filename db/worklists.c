/*
 * Worklists of the person who works, and how long they are: by the shortest stretch of an order where that
 * is short, else by looking at all records in slices.
 */
#include "db/read.h"

#include <stdlib.h>

#include "db/internal.h"
#include "db/sieve.h"
#include "src/banned.h"

/* The short way is tried for so long. */
#define SHORT_MS 4

/* Whoever works; what is in `key` is borrowed.  False: on the day that is looked at their organization was not there yet. */
static bool who_works(struct store *s, struct worklist_for *who, struct buf *key)
{
	int64_t scope = store_operator(s)->scope.id;

	*who = (struct worklist_for){ .role = store_role(s), .name = store_operator_name(s) };
	if (!scope)
		return true;
	if (s->lookup.ref_format(s->lookup.ctx, &org_reg, scope, STYLE_DATA, key) < 0)
		return false;
	who->scope = buf_str(key);
	return true;
}

void store_add_scope(struct store *s, const struct reg *reg, const char *where, struct buf *out)
{
	struct buf key = BUF_INIT;
	struct worklist_for who;

	who_works(s, &who, &key);
	worklists_add_scope(out, reg, &who, where);
	buf_release(&key);
}

void store_worklists(struct store *s, const struct reg *only, struct worklists *out)
{
	struct buf key = BUF_INIT;
	struct worklist_for who;
	bool there = who_works(s, &who, &key);

	for (size_t i = 0; there && i < registers_n; i++)
		if (!only || registers[i] == only)
			worklists_add(out, registers[i], &who);
	buf_release(&key);
}

/* The records stand in the order of that day, so that the first one has the earliest; where it takes long to find, it is not
 * known. */
static int read_since(struct store *s, const struct view *v, const struct field *since, struct worklist_count *c, struct err *e)
{
	const struct page_want want = { .from = PAGE_FIRST, .rows = 1, .budget_ms = SHORT_MS };
	struct page page = { .rows = NULL };
	int rc = store_page(s, v, &want, &page, e);

	if (rc == 0 && page.n)
		c->since = *(const struct date *)field_const(since, page_row(&page, 0));
	page_release(&page);
	return rc;
}

static int count_short(struct store *s, const struct view *v, const struct field *since, struct worklist_count *c,
	struct err *e)
{
	struct count count = { .budget_ms = SHORT_MS };
	int rc = store_count(s, v, &count, e);

	c->tried = true;
	if (rc < 0 || !count.exact)
		return rc;
	c->n = count.n;
	if (since && count.n)
		rc = read_since(s, v, since, c, e);
	c->done = rc == 0;
	return rc;
}

static int count_all(struct store *s, const struct view *v, const struct field *since, struct worklist_count *c, int ms,
	struct err *e)
{
	int rc = store_count_on(s, v, since, &c->counting, ms, e);

	while (rc == 0 && ms == 0 && !c->counting.done)
		rc = store_count_on(s, v, since, &c->counting, ms, e);
	if (rc < 0)
		return rc;
	c->n = c->counting.n;
	c->done = c->counting.done;
	return c->done ? date_parse(c->counting.least, s->lookup.today, &c->since, e) : 0;
}

int store_worklist_count(struct store *s, const struct worklist_made *w, struct worklist_count *c, int ms, struct err *e)
{
	const struct field *since = w->since && field_is_sortable(w->since) ? w->since : NULL;
	struct query q;
	struct view v = { .reg = w->reg, .query = &q, .all = w->all, .sort = since };
	int rc = query_parse_lines(w->reg, w->where, &s->lookup, &q, e);

	if (rc == 0)
		rc = c->tried ? count_all(s, &v, w->since, c, ms, e) : count_short(s, &v, since, c, e);
	if (rc == 0 && ms == 0 && !c->done)
		rc = count_all(s, &v, w->since, c, 0, e);
	query_release(&q);
	return rc;
}
