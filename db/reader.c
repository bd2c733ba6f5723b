/*
 * Readers.
 */
#include "db/reader.h"

#include <stdlib.h>
#include <string.h>

#include "db/order.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

int store_snapshot_begin(struct store *s, bool *own, struct err *e)
{
	*own = sqlite3_get_autocommit(s->db) != 0;
	return *own ? sql_exec(s, "BEGIN", e) : 0;
}

void store_snapshot_end(struct store *s, bool own)
{
	if (own)
		sql_exec(s, "COMMIT", NULL);
}

static int not_found(struct err *e)
{
	return err_set(e, ERR_NOT_FOUND, _("这条记录已经不在这个列表里了；请从头看起。"));
}

/* ---- Short results ----------------------------------------------------------------------------- */

static size_t find_id(const struct reader *r, int64_t id)
{
	size_t i = 0;

	while (i < r->n && r->ids[i] != id)
		i++;
	return i;
}

/* at: the gap to read from.  The anchor need not be in the result: reading goes on where it would stand. */
static int seek_few(struct reader *r, int64_t anchor, bool with, struct err *e)
{
	struct order o = { r->s, r->v->reg, view_field(r->v), false };
	struct sorted in = { .ids = r->ids, .n = r->n };
	struct key key;
	int rc;

	r->at = find_id(r, anchor);
	if (r->at < r->n) {
		r->at += with == r->down;
		return 0;
	}
	/* A record that is not in the result has no rank. */
	if (r->ranked)
		return not_found(e);
	rc = key_of_id(r->s, r->v->reg, o.field, anchor, &key, e);
	if (rc <= 0)
		return rc < 0 ? rc : not_found(e);
	rc = order_search(&o, &in, &key, anchor, e);
	r->at = in.at;
	return rc;
}

static bool is_from_end(const struct page_want *want)
{
	return want->from == PAGE_FIRST || want->from == PAGE_LAST;
}

static int open_few(struct reader *r, const struct few *few, const struct page_want *want, struct err *e)
{
	r->kind = READER_FEW;
	r->ranked = r->v->ranked;
	r->n = few->n;
	r->ids = xcalloc(few->n + 1, sizeof(r->ids[0]));
	memcpy(r->ids, few->ids, few->n * sizeof(r->ids[0]));
	r->at = r->down ? r->n : 0;
	return is_from_end(want) ? 0 : seek_few(r, want->anchor, want->from == PAGE_AT, e);
}

static int next_of_few(struct reader *r, int64_t *id)
{
	if (r->down ? r->at == 0 : r->at == r->n)
		return 0;
	*id = r->ids[r->down ? --r->at : r->at++];
	return 1;
}

/* ---- Words ------------------------------------------------------------------------------------- */

static int open_words(struct reader *r, const struct page_want *want, struct err *e)
{
	int64_t beyond = r->down ? INT64_MAX : INT64_MIN;
	struct key key;
	int rc = 1;

	if (!is_from_end(want)) {
		rc = key_of_id(r->s, r->v->reg, view_field(r->v), want->anchor, &key, e);
		beyond = want->anchor;
	}
	if (rc <= 0)
		return rc < 0 ? rc : not_found(e);
	if (want->from == PAGE_AT)
		beyond += r->down ? 1 : -1;
	r->kind = READER_WORDS;
	return candidates_words(&r->words, r->s, r->v, r->down, beyond, e);
}

/* ---- Any of them ------------------------------------------------------------------------------- */

static int open_walk(struct reader *r, const struct page_want *want, struct err *e)
{
	struct walk *w = &r->walk;

	r->kind = READER_WALK;
	walk_init(w, r->s, r->v, r->down);
	return is_from_end(want) ? walk_from_end(w, e) : walk_from(w, want->anchor, want->from == PAGE_AT, e);
}

static int open_kind(struct reader *r, const struct page_want *want, struct err *e)
{
	const struct few *few;
	/* Half of the time for finding out whether the result is short, the rest for the window. */
	int rc = few_get(r->s, r->v, (want->budget_ms + 1) / 2, &few, e);

	if (rc < 0)
		return rc;
	if (rc == 1)
		return open_few(r, few, want, e);
	rc = open_words(r, want, e);
	if (rc < 0)
		return rc;
	if (rc == 1)
		return sieve_open(&r->sieve, r->s, r->v, true, e);
	rc = open_walk(r, want, e);
	return rc < 0 ? rc : sieve_open(&r->sieve, r->s, r->v, false, e);
}

int reader_open(
	struct reader *r, struct store *s, const struct view *v, const struct page_want *want, struct err *e)
{
	static const struct page_want all = { .from = PAGE_FIRST };
	struct sieve limit;
	int rc;

	want = want ? want : &all;
	sieve_limit(&limit, want->budget_ms);
	r->s = s;
	r->v = v;
	r->down = (want->from == PAGE_LAST || want->from == PAGE_BEFORE) != v->descending;
	r->sieve = (struct sieve){ .s = NULL };
	r->words.stmt = NULL;
	r->ids = NULL;
	r->ranked = false;
	r->looked = 0;
	rc = open_kind(r, want, e);
	if (rc < 0)
		reader_close(r);
	else
		r->sieve.end_ns = limit.end_ns;
	return rc < 0 ? rc : 0;
}

int reader_next(struct reader *r, int64_t *id, bool *passes, struct err *e)
{
	int rc;

	*passes = true;
	if (r->kind == READER_FEW)
		return next_of_few(r, id);
	rc = r->kind == READER_WORDS ? candidates_next(&r->words, id, e) : walk_next(&r->walk, id, e);
	if (rc <= 0)
		return rc;
	rc = sieve_pass(&r->sieve, *id, e);
	*passes = rc == 1;
	return rc < 0 ? rc : 1;
}

bool reader_is_over(struct reader *r)
{
	return ++r->looked > SIEVE_UNTIMED && sieve_is_over(&r->sieve);
}

void reader_close(struct reader *r)
{
	sql_done(r->s, r->words.stmt);
	r->words.stmt = NULL;
	sieve_close(&r->sieve);
	free(r->ids);
	r->ids = NULL;
}
