#ifndef DB_DERIVED_H
#define DB_DERIVED_H

#include "db/internal.h"

/*
 * Everything that is computed from the facts to make reading instant, for every register alike:
 *
 *   k_<reg>, k_<reg>_ids   the orders: for each sortable field and reference, the records' numbers in the
 *                          order of its values, in chunks of some hundred (order.h); those in the
 *                          default view and those outside of it ("out") apart.
 *   s_<reg>                search: contentless FTS5 over the searched fields, our own tokens (tokens.h).
 *   k_<reg>_branch         what stands below each record of a tree (branch.h).
 *   tally                  counters: register, field, value -> records of the default view (tally.h).
 *
 * meta.derived holds the fingerprint of all that decides what stands in there (register tables, views,
 * ICU, pinyin, our own versions); when it does not fit, everything is made anew.  All functions but
 * ensure and idle run inside the action's transaction.
 */

int derived_open(struct store *s, struct err *e);	/* functions and tokenizer; once per connection */
void derived_close(struct store *s);
/* Creates or rebuilds what does not fit; ERR_DATABASE when that is needed but the database is read-only. */
int derived_ensure(struct store *s, struct err *e);

/* Called by the save path after each change of a row: the record as it stood (NULL: new) and as it stands
 * now (NULL: removed).  The row itself is written already; each change is told before the next is made. */
int derived_update(
	struct store *s, const struct reg *reg, const void *before, const void *now, struct err *e);

/* The same for many records of a register together, which costs less.  Each is told once between two settlings, up to
 * which what is told is seen by nobody: orders, counters and sums stay as they were. */
struct derived_batch *derived_batch_new(struct store *s, const struct reg *reg);
void derived_batch_free(struct derived_batch *b);
int derived_note(struct derived_batch *b, const void *before, const void *now, struct err *e);
int derived_settle(struct derived_batch *b, struct err *e);

/* During a bulk load derived_update() is not called: what stands there stays until all of the register is made anew at the
 * end (derived_fill.h), so that the records of before can still be found.  Here that is done at once. */
int derived_make(struct store *s, const struct reg *reg, struct err *e);

/* Up to `most` numbers of records with exactly this label, first those of the default view; how many. */
int derived_find_label(struct store *s, const struct reg *reg, const char *label, int64_t *ids, int most,
	struct err *e);

/* Compares all derived data of a register with the facts and reports each difference; used by verify. */
int derived_verify(struct store *s, const struct reg *reg, void (*report)(void *ctx, const char *text),
	void *ctx, int64_t *problems, struct err *e);
/* Search merge and checkpoint in slices; true when more is left. */
bool derived_idle(struct store *s, int ms);

#endif
