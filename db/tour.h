#ifndef DB_TOUR_H
#define DB_TOUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/read.h"

/*
 * Going through many records in slices: places, sums and the next hit in 665,276 records are found without ever
 * keeping a key waiting.  A slice takes about `budget_ms` (0: as long as it takes) and the next one goes on where it
 * ended; where the data changed in between, ERR_NOT_FOUND may say that the place is gone, and one starts anew.
 */

/* Through a view, in its order. */
struct tour {
	const struct query *also;	/* only records that meet this too; NULL: all of the view */
	int budget_ms;			/* of a slice */
	int64_t after;			/* the record looked at last; 0: none yet */
	bool over;			/* there are no more */
};

/* Calls fn for each record; what it returns other than 0 ends the slice behind this record and is returned. */
int store_tour(struct store *s, const struct view *v, struct tour *t, int (*fn)(void *ctx, int64_t id),
	       void *ctx, struct err *e);

/* The first record of the view, read as `want` says, that meets `also`. */
struct sought {
	int64_t id;		/* 0: none found */
	bool unfinished;	/* the time was up: go on behind `resume` */
	int64_t resume;
};
int store_seek(struct store *s, const struct view *v, const struct query *also, const struct page_want *want,
	       struct sought *out, struct err *e);

/* How many of these records, whatever their order, are in the view. */
struct sift {
	const int64_t *ids;
	size_t n;
	size_t at;		/* looked at so far */
	size_t passed;
};
int store_sift(struct store *s, const struct view *v, struct sift *sift, int budget_ms, struct err *e);

/*
 * Sums over records: of integers and money; of all fields how often they are not filled in.  FIELD_SUMMED fields of a
 * tree are added up as for its branches (tree.h): only over the lowest records of the default view, because those
 * above hold totals in the same fields.
 */
#define SUMS_MAX 24

struct sums {
	const struct reg *reg;
	size_t n_fields;
	const struct field *fields[SUMS_MAX];
	int64_t sum[SUMS_MAX], empty[SUMS_MAX];
	bool too_large[SUMS_MAX];	/* the sum is beyond what can be counted */
	/* Values that were not added: of records with others below them, and of those outside of the default view. */
	int64_t above[SUMS_MAX], outside[SUMS_MAX];
	int64_t n;			/* records */
	char *sql;			/* made with the first record */
};

bool field_is_summed(const struct field *f);
/* Over no records yet, of the fields that lists show. */
void sums_init(struct sums *sums, const struct reg *reg);
void sums_release(struct sums *sums);
/* Adds a record; one that is gone counts nothing. */
int store_sum(struct store *s, struct sums *sums, int64_t id, struct err *e);

#endif
