#ifndef DB_GATHER_H
#define DB_GATHER_H

#include "db/branch.h"
#include "db/keys.h"
#include "db/tally.h"
#include "db/tokens.h"

/*
 * One pass over all facts of a register, for everything that is derived from them: the
 * records in the order of each field, their counters, their searched texts.  A bulk
 * load stores what comes out, and verify compares with it.
 *
 * Orders are held in memory while they are made; in a very large register they take
 * several passes with some of the fields each, so that memory stays bounded.
 */

#define GATHER_FIELDS 64

struct gather_key {
	uint64_t head;	/* the first bytes of the key, in the order of numbers */
	uint32_t row;
	uint32_t tail;	/* where its further bytes are, from 1; 0: none */
};

struct gather_column {
	const struct field *field;
	struct gather_key *keys;
	size_t cap;
	uint8_t *tails;		/* each: how many bytes, the bytes */
	size_t ntails, tails_cap;
	bool disordered;	/* keys do not ascend as they came */
};

struct reading;
struct sorting;

struct gather {
	struct store *s;
	const struct reg *reg;
	/* Called for the tokens of each record's searched text when not NULL; counters come from the same pass. */
	int (*tokens)(void *ctx, int64_t id, const struct packed *tokens, struct err *e);
	void *ctx;
	size_t memory;		/* what keys may take in one pass; 0: the usual */
	size_t block;		/* records that are read at a time; 0: the usual */

	size_t n, cap;		/* records */
	int64_t *ids;		/* ascending */
	bool *out;		/* not in the default view */
	struct gather_column columns[GATHER_FIELDS];
	size_t ncolumns;
	struct tally_pad pad;
	struct branch_facts branches;
	struct reading *reading;	/* while a pass reads */
	struct sorting *sorting;	/* ... and then sorts */
};

/*
 * Reads the facts and sorts the kept fields from number `first` on (counting kept fields), as many as
 * memory allows; *next is where the following pass begins, 0 after the last.  Tokens and counters
 * come with the first pass only.
 */
int gather_pass(struct gather *g, size_t first, size_t *next, struct err *e);
/* The same in slices: begin, and then steps of about so many milliseconds (0: to the end): 1 there is more, 0 it is done. */
int gather_begin(struct gather *g, size_t first, size_t *next, struct err *e);
int gather_step(struct gather *g, int ms, struct err *e);
/* The numbers of the records inside or outside of the view in the order of a column; returns how many. */
size_t gather_order(const struct gather *g, const struct gather_column *column, bool out, int64_t *ids);
void gather_release(struct gather *g);

#endif
