#ifndef DB_ORDER_H
#define DB_ORDER_H

#include "db/keys.h"

/*
 * An order: the numbers of a register's records in the order of one field's values,
 * ties by number.  It is stored as chunks of up to ORDER_CHUNK numbers (one page of the
 * database each), found by the mark of their first record:
 *
 *   k_<reg>      field, out, mark -> n, chunk    mark: a value that is not above the chunk's first record
 *   k_<reg>_ids  chunk -> ids                    8 bytes each, little-endian
 *
 * So a window is one look-up and one page, a place in the list is a sum over some
 * hundred n, and building an order of 665,276 records writes 1,400 rows.  The keys of
 * the records inside a chunk are not kept: they follow from the facts.
 *
 * Of the two orders of a field one has the records of the default view, one the others ("out").
 */

#ifndef ORDER_CHUNK
#define ORDER_CHUNK 480
#endif

struct order {
	struct store *s;
	const struct reg *reg;
	const struct field *field;
	bool out;
};

/* Tables of a register; make drops what is there. */
int order_tables(struct store *s, const struct reg *reg, struct err *e);

/* A record's place in an order. */
struct place {
	struct key key;
	int64_t id;
};

/* n records, sorted by place; each chunk is read and written once.  The rows of all that stand in the order then have
 * the keys by which they stand: of many that change, all go before one comes. */
int order_add(const struct order *o, const struct place *places, size_t n, struct err *e);
/* How many stood there; fewer than n means that this order has gone wrong. */
int order_remove(const struct order *o, const struct place *places, size_t n, struct err *e);
int place_compare(const struct place *a, const struct place *b);
/* 1: this record stands in it. */
int order_has(const struct order *o, const struct key *key, int64_t id, struct err *e);
/* Fills an empty order with n numbers that are sorted already. */
int order_fill(const struct order *o, const int64_t *ids, size_t n, struct err *e);
int order_count(const struct order *o, int64_t *n, struct err *e);

/* Stands in a gap between two records. */
struct order_cursor {
	struct order order;
	struct mark mark;	/* of the chunk */
	int64_t chunk;
	size_t n, at;
	int64_t ids[ORDER_CHUNK];
};

int order_first(struct order_cursor *c, const struct order *o, struct err *e);
int order_last(struct order_cursor *c, const struct order *o, struct err *e);
/* Before the record with this key and number, or where it would stand. */
int order_seek(
	struct order_cursor *c, const struct order *o, const struct key *key, int64_t id, struct err *e);
/* Before the n-th record, from 0; at the end when there are fewer. */
int order_nth(struct order_cursor *c, const struct order *o, int64_t n, struct err *e);
/* Steps over a record: 1, *id is its number; 0: there is none. */
int order_next(struct order_cursor *c, int64_t *id, struct err *e);
int order_prev(struct order_cursor *c, int64_t *id, struct err *e);
/* How many records stand before the gap. */
int order_rank(const struct order_cursor *c, int64_t *n, struct err *e);

/* Numbers that are sorted by the field; the search begins at `at`, which becomes where a record was found, or would stand. */
struct sorted {
	const int64_t *ids;
	size_t n, at;
};

int order_search(const struct order *o, struct sorted *in, const struct key *key, int64_t id, struct err *e);

#endif
