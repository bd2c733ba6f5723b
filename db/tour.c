/*
 * Going through many records in slices.
 */
#include "db/tour.h"

#include "db/reader.h"
#include "src/banned.h"

/*
 * A view's records that meet a further condition: either the view is read and sifted by the condition, or, where few
 * records meet it and the view runs by its order, those are read and sifted by the view.  Both give the view's order.
 */
struct hits {
	struct reader reader;
	struct sieve sieve;
	struct view view;	/* what the sieve asks, or what is read */
};

static void hits_close(struct hits *h)
{
	reader_close(&h->reader);
	sieve_close(&h->sieve);
}

/* Whether the few that meet the condition are read: 1, and they are open. */
static int open_few(struct hits *h, struct store *s, const struct view *v, const struct page_want *want, struct err *e)
{
	int rc;

	h->reader.kind = READER_WALK;
	rc = reader_open(&h->reader, s, &h->view, want, e);
	if (rc == 0 && h->reader.kind != READER_FEW) {
		reader_close(&h->reader);
		return 0;
	}
	if (rc == 0)
		rc = sieve_open(&h->sieve, s, v, false, e);
	return rc < 0 ? rc : 1;
}

/* A view without a condition, or with one that no index serves, runs by its order. */
static int runs_by_order(struct store *s, const struct view *v, const struct page_want *want, struct err *e)
{
	struct reader r;
	int rc, kind;

	if (!view_is_sifted(s, v))
		return 1;
	rc = reader_open(&r, s, v, want, e);
	kind = r.kind;
	if (rc == 0)
		reader_close(&r);
	return rc < 0 ? rc : kind == READER_WALK;
}

static int hits_open(struct hits *h, struct store *s, const struct view *v, const struct query *also,
	const struct page_want *want, struct err *e)
{
	int rc;

	h->sieve = (struct sieve){ .s = NULL };
	h->view = *v;
	h->view.query = also;
	h->view.ranked = false;
	if (!also || query_is_empty(also))
		return reader_open(&h->reader, s, v, want, e);
	rc = runs_by_order(s, v, want, e);
	if (rc == 1)
		rc = open_few(h, s, v, want, e);
	if (rc != 0)
		return rc < 0 ? rc : 0;
	rc = reader_open(&h->reader, s, v, want, e);
	if (rc < 0)
		return rc;
	h->view.all = true;
	rc = sieve_open(&h->sieve, s, &h->view, false, e);
	if (rc < 0)
		reader_close(&h->reader);
	return rc;
}

/* 1: *id has been looked at. */
static int hits_next(struct hits *h, int64_t *id, bool *passes, struct err *e)
{
	int rc = reader_next(&h->reader, id, passes, e);

	if (rc != 1 || !*passes || !h->sieve.s)
		return rc;
	rc = sieve_pass(&h->sieve, *id, e);
	*passes = rc == 1;
	return rc < 0 ? rc : 1;
}

/* Goes on until fn has had enough, until the time is up, or to the end; *last is the record looked at last. */
static int go_through(struct hits *h, int64_t *last, bool *over, int (*fn)(void *ctx, int64_t id), void *ctx,
	struct err *e)
{
	bool passes;
	int64_t id;
	int rc;

	*over = false;
	while ((rc = hits_next(h, &id, &passes, e)) == 1) {
		*last = id;
		rc = passes ? fn(ctx, id) : 0;
		if (rc != 0 || reader_is_over(&h->reader))
			return rc;
	}
	*over = rc == 0;
	return rc;
}

int store_tour(struct store *s, const struct view *v, struct tour *t, int (*fn)(void *ctx, int64_t id),
	void *ctx, struct err *e)
{
	struct page_want want = { .from = t->after ? PAGE_AFTER : PAGE_FIRST, .anchor = t->after, .budget_ms = t->budget_ms };
	struct hits h;
	bool own;
	int rc = store_snapshot_begin(s, &own, e);

	if (rc < 0)
		return rc;
	rc = hits_open(&h, s, v, t->also, &want, e);
	if (rc == 0) {
		rc = go_through(&h, &t->after, &t->over, fn, ctx, e);
		hits_close(&h);
	}
	store_snapshot_end(s, own);
	return rc;
}

/* ---- The next hit ------------------------------------------------------------------------------ */

static int take_first(void *ctx, int64_t id)
{
	*(int64_t *)ctx = id;
	return 1;
}

int store_seek(struct store *s, const struct view *v, const struct query *also, const struct page_want *want,
	struct sought *out, struct err *e)
{
	bool own, over = true;
	struct hits h;
	int rc = store_snapshot_begin(s, &own, e);

	*out = (struct sought){ .id = 0 };
	if (rc < 0)
		return rc;
	rc = hits_open(&h, s, v, also, want, e);
	if (rc == 0) {
		rc = go_through(&h, &out->resume, &over, take_first, &out->id, e);
		hits_close(&h);
	}
	store_snapshot_end(s, own);
	out->unfinished = rc == 0 && !over;
	return rc < 0 ? rc : 0;
}

/* ---- Any records ------------------------------------------------------------------------------- */

int store_sift(struct store *s, const struct view *v, struct sift *sift, int budget_ms, struct err *e)
{
	struct sieve sieve;
	int rc = sieve_open(&sieve, s, v, true, e);

	if (rc < 0)
		return rc;
	sieve_limit(&sieve, budget_ms);
	while (rc >= 0 && sift->at < sift->n) {
		rc = sieve_pass(&sieve, sift->ids[sift->at], e);
		sift->at += rc >= 0;
		sift->passed += rc == 1;
		if (sieve_is_over(&sieve))
			break;
	}
	sieve_close(&sieve);
	return rc < 0 ? rc : 0;
}
