/*
 * Short results.
 */
#include "db/few.h"

#include <stdlib.h>
#include <string.h>

#include "db/candidates.h"
#include "db/derived_state.h"
#include "db/rank.h"
#include "db/sieve.h"
#include "src/mem.h"
#include "src/banned.h"

/* A stretch may be longer than its result: looking at a record costs about a microsecond. */
#define STRETCH_MOST ((int64_t)FEW_MOST * 4)

struct item {
	int64_t id;
	int rank;
	struct key key;
};

struct items {
	struct item *items;
	size_t n, cap;
};

void few_release(struct few *few)
{
	free(few->view);
	free(few->ids);
	*few = (struct few){ .view = NULL };
}

/* ---- Which view it is -------------------------------------------------------------------------- */

/* Equal texts mean equal views; the direction is the same list read backwards. */
static void describe(const struct view *v, struct buf *out)
{
	buf_addf(out, "%s %s %d%d", v->reg->name, view_field(v)->name, v->all, v->ranked);
	for (size_t i = 0; i < v->query->n; i++) {
		buf_adds(out, "|");
		for (size_t j = 0; j < v->query->any[i].n; j++)
			cond_describe(&v->query->any[i].conds[j], out);
	}
}

/* ---- Collecting -------------------------------------------------------------------------------- */

static void add(struct items *items, int64_t id)
{
	if (items->n == items->cap) {
		items->cap = items->cap ? items->cap * 2 : 64;
		items->items = xreallocarray(items->items, items->cap, sizeof(items->items[0]));
	}
	items->items[items->n++] = (struct item){ .id = id };
}

static int compare(const void *one, const void *other)
{
	const struct item *a = one, *b = other;
	int order = a->rank - b->rank;

	if (!order)
		order = key_compare(&a->key, &b->key);
	return order ? order : (a->id > b->id) - (a->id < b->id);
}

/* 1: the items are all there are; 0: too many, or too long. */
static int collect(struct candidates *c, struct sieve *sieve, struct items *items, struct err *e)
{
	int64_t id;
	int rc, looked = 0;

	while ((rc = candidates_next(c, &id, e)) == 1) {
		rc = sieve_pass(sieve, id, e);
		if (rc < 0)
			return rc;
		if ((++looked > SIEVE_UNTIMED && sieve_is_over(sieve)) || (rc == 1 && items->n == FEW_MOST))
			return 0;
		if (rc == 1)
			add(items, id);
	}
	return rc < 0 ? rc : 1;
}

static int rank(struct items *items, struct store *s, const struct view *v, struct err *e)
{
	struct rank r;
	int rc = rank_open(&r, s, v, e);

	for (size_t i = 0; rc == 0 && i < items->n; i++)
		rc = rank_of(&r, items->items[i].id, &items->items[i].rank, e);
	rank_close(&r);
	return rc;
}

/* Keys are made only once it is known that they are few. */
static int sort(struct items *items, struct store *s, const struct view *v, struct err *e)
{
	int rc = 1;

	for (size_t i = 0; rc >= 0 && i < items->n; i++)
		rc = key_of_id(s, v->reg, view_field(v), items->items[i].id, &items->items[i].key, e);
	if (rc >= 0 && v->ranked)
		rc = rank(items, s, v, e);
	if (rc >= 0 && items->n > 1)
		qsort(items->items, items->n, sizeof(items->items[0]), compare);
	return rc < 0 ? rc : 1;
}

static void hold(struct few *few, const struct items *items)
{
	few->ids = xcalloc(items->n + 1, sizeof(few->ids[0]));
	few->n = items->n;
	for (size_t i = 0; i < items->n; i++)
		few->ids[i] = items->items[i].id;
}

static int find(struct few *few, struct store *s, const struct view *v, int budget_ms, struct err *e)
{
	struct items items = { .items = NULL };
	struct candidates c;
	struct sieve sieve;
	int rc = candidates_open(&c, s, v, STRETCH_MOST, e);

	if (rc <= 0)
		return rc;
	rc = sieve_open(&sieve, s, v, true, e);
	if (rc == 0) {
		sieve_limit(&sieve, budget_ms);
		rc = collect(&c, &sieve, &items, e);
	}
	sieve_close(&sieve);
	candidates_close(&c);
	if (rc == 1)
		rc = sort(&items, s, v, e);
	few->whole = rc == 1;
	if (rc == 1)
		hold(few, &items);
	free(items.items);
	return rc;
}

/* Inside of a transaction that writes, nothing is held beyond the call: it may be rolled back. */
static int64_t version(struct store *s)
{
	return s->action.open ? -1 : store_data_version(s);
}

int few_get(struct store *s, const struct view *v, int budget_ms, const struct few **out, struct err *e)
{
	struct few *few = &s->derived->few;
	struct buf view = BUF_INIT;
	int64_t now = version(s);
	int rc;

	*out = few;
	if (!view_has_query(v))
		return 0;
	describe(v, &view);
	if (few->view && now >= 0 && few->version == now && strcmp(few->view, buf_str(&view)) == 0) {
		buf_release(&view);
		return few->whole;
	}
	few_release(few);
	rc = find(few, s, v, budget_ms, e);
	few->view = buf_detach(&view);
	few->version = now;
	if (rc < 0)
		few_release(few);
	return rc;
}
