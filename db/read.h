#ifndef DB_READ_H
#define DB_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "db/store.h"
#include "src/query.h"
#include "src/worklist.h"

/*
 * Reading for screens and reports.  Lists are read as windows by key (keyset),
 * never as a whole and never by an offset that grows, so that 1,644 and 665,276
 * records take the same path.  A window that cannot be filled within its time
 * says so and is continued by the next call.
 */

/* What a list shows: a register, its condition, its order. */
struct view {
	const struct reg *reg;
	const struct query *query;	/* NULL: no condition beyond the default view */
	bool all;			/* also what the default view leaves out, retired records too */
	const struct field *sort;	/* a sortable field; NULL: the register's own order */
	bool descending;
	/* What bare words match best comes first, where the result is short enough to be held (RANKED_MOST); else, and
	 * among equals, by the field. */
	bool ranked;
};

#define RANKED_MOST 1000

enum page_from { PAGE_FIRST, PAGE_LAST, PAGE_AFTER, PAGE_BEFORE, PAGE_AT };

/* Which window. */
struct page_want {
	enum page_from from;
	int64_t anchor;		/* id of the record to start after, before or at (PAGE_AT includes it) */
	int rows;		/* at most */
	int budget_ms;		/* 0: as long as it takes */
};

struct page {
	void *rows;		/* n records in a row, reg->size apart, in list order */
	size_t n;
	const struct reg *reg;
	bool more;		/* further records lie in the direction that was read */
	bool unfinished;	/* the time was up before the window was full: read on from the last row */
	bool ranked;		/* the best matches do come first */
	int64_t resume;		/* where to read on when unfinished (also with no rows at all); pass as anchor */
};

/*
 * ERR_NOT_FOUND: the anchor is gone from the view; start from an end.
 * Zero *out before the first use; it is cleared and filled.
 */
int store_page(struct store *s, const struct view *v, const struct page_want *want, struct page *out, struct err *e);
void page_release(struct page *p);
void *page_row(const struct page *p, size_t i);

struct count {
	int64_t cap;		/* set before: how far to count at most (0: all) ... */
	int budget_ms;		/* ... and for how long (0: as long as it takes) */
	int64_t n;		/* found */
	bool exact;		/* n is the whole count */
};

/* How many records the view has: from the counters where they serve, else counted. */
int store_count(struct store *s, const struct view *v, struct count *c, struct err *e);

/* A count that goes on from call to call; all zero before the first. */
struct counting {
	int64_t n;		/* found so far */
	int64_t after;		/* the record looked at last */
	char least[11];		/* the earliest day among them, "" where there is none */
	bool done;
};
/*
 * Looks at the next records for about so many milliseconds, in the order of their numbers, which is the quickest way to look at
 * all.  since (a date field) may be NULL.  What is counted is one state of the data only while store_data_version() stays.
 */
int store_count_on(struct store *s, const struct view *v, const struct field *since, struct counting *c, int ms,
		   struct err *e);

/* What is for the person who works to see to today, in the order of the registers; only: of this one (NULL: of all). */
void store_worklists(struct store *s, const struct reg *only, struct worklists *out);

/* Adds a condition (without "|") as it is for the person who works: only of the records that are theirs to see to. */
void store_add_scope(struct store *s, const struct reg *reg, const char *where, struct buf *out);

/* How many there are, found out from call to call; all zero before the first. */
struct worklist_count {
	struct counting counting;
	bool tried;		/* the short way was no way */
	bool done;
	int64_t n;
	struct date since;	/* the earliest day of theirs; empty: none */
};
/* Looks for about so many milliseconds; ms 0: to the end.  What could not be counted ends with 0 and the reason. */
int store_worklist_count(struct store *s, const struct worklist_made *w, struct worklist_count *c, int ms, struct err *e);

/*
 * One state of the data for all readings until the end; give that what begin said in *own.  Never held while a person
 * types: the log could not be copied back meanwhile.
 */
int store_snapshot_begin(struct store *s, bool *own, struct err *e);
void store_snapshot_end(struct store *s, bool own);

/* How many records of the view stand before this one, and the id of the n-th (from 0): by sums over the order's
 * chunks; with a condition whose result is not short, by reading up to there.  ERR_NOT_FOUND: there is none. */
int store_position(struct store *s, const struct view *v, int64_t id, int64_t *n, struct err *e);
int store_nth(struct store *s, const struct view *v, int64_t n, int64_t *id, struct err *e);

/* One record by id, or by the text of its key field; rec is initialised by the caller and filled. */
int store_get(struct store *s, const struct reg *reg, int64_t id, void *rec, struct err *e);
int store_find(struct store *s, const struct reg *reg, const char *typed, void *rec, struct err *e);

/* Calls fn for every record of the view, in order, from one snapshot; a non-zero return of fn ends it and is returned. */
int store_each(struct store *s, const struct view *v, int (*fn)(void *ctx, const void *rec), void *ctx,
	       struct err *e);

/* Current records of the default view with this value of a FIELD_TALLIED field (NULL value: all of them), from the counters. */
int store_tally(struct store *s, const struct reg *reg, const struct field *f, const char *value, int64_t *n,
		struct err *e);
/* All values of a tallied field, largest first as the codes are ordered: fn(ctx, value, n). */
int store_tallies(struct store *s, const struct reg *reg, const struct field *f,
		  void (*fn)(void *ctx, const char *value, int64_t n), void *ctx, struct err *e);
/* A published figure: its number, from counters where they serve. */
int store_figure(struct store *s, const struct reg *reg, const struct figure *f, int64_t *n, struct err *e);

#endif
