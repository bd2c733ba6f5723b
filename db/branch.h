#ifndef DB_BRANCH_H
#define DB_BRANCH_H

#include "db/internal.h"
#include "db/tree.h"

/*
 * Summaries of branches, for registers that are trees, kept in the transaction of every change:
 *
 *   k_<reg>_branch   id -> n, and a column for each summed field: what stands below the record
 *
 * Records with nothing of the default view below them have no row.  What a record adds to the one above it
 * follows from its row and its own values: see branch_part().
 */

/* A record as the summaries see it. */
struct branch_record {
	int64_t parent;		/* 0: it stands at the top */
	bool inside;		/* of the default view */
	int64_t values[BRANCH_SUMS];
};

/* What a record adds to all above it: itself and what is below, of which it hides nothing when there is something. */
void branch_part(const struct branch_record *r, const struct branch *below, struct branch *out);

void branch_add(struct branch *to, const struct branch *from, int sign);
bool branch_is_nothing(const struct branch *b);

/* Makes the table, empty; nothing in a register that is no tree. */
int branch_table(struct store *s, const struct reg *reg, struct err *e);
/* A record as it stood or stands, and where. */
struct branch_side {
	const void *rec;	/* NULL: there is none */
	bool inside;		/* of the default view */
};

struct branch_row {
	int64_t id;
	struct branch below;
};

/* What is still to be added to the rows of some records, and by them to all above. */
struct branch_pad {
	struct branch_row *rows;
	size_t n, cap;
};

/* A record has changed; its row is written already.  What that means for those above it is noted on the pad. */
int branch_note(struct branch_pad *pad, struct store *s, const struct reg *reg, const struct branch_side sides[2], struct err *e);
/* Empties the pad into the table. */
int branch_settle(struct branch_pad *pad, struct store *s, const struct reg *reg, struct err *e);

/* ---- All at once: facts are taken while a register is gathered, in the order of numbers ---- */

struct branch_facts {
	const struct field *tree, *summed[BRANCH_SUMS];
	size_t nsummed;
	int64_t *parents;
	bool *inside;
	int64_t *values;	/* nsummed of each record */
	size_t n, cap;
};

/* The fields' columns begin at `first`. */
void branch_facts_take(
	struct branch_facts *f, const struct reg *reg, sqlite3_stmt *stmt, int first, bool inside);
void branch_facts_release(struct branch_facts *f);
/* The rows that follow from them; ids are the numbers of the records, ascending.  The caller frees *out. */
size_t branch_sum_up(const struct branch_facts *f, const int64_t *ids, struct branch_row **out);
int branch_fill(struct store *s, const struct reg *reg, const struct branch_row *rows, size_t n, struct err *e);
/* How many rows of the table are others than these. */
int branch_compare(struct store *s, const struct reg *reg, const struct branch_row *rows, size_t n,
	int64_t *different, struct err *e);

#endif
