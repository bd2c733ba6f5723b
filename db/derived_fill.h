#ifndef DB_DERIVED_FILL_H
#define DB_DERIVED_FILL_H

#include "db/internal.h"

/*
 * Making all derived data of a register anew, in slices, so that a large one can tell how far it is and be stopped.  It goes
 * on inside one transaction, in which nothing of the register is written or read by its orders until it is done; freed
 * before that, it leaves the transaction fit for nothing but a rollback.
 */

struct derived_fill;

struct derived_fill *derived_fill_new(struct store *s, const struct reg *reg);
/* Goes on for about so many milliseconds (0: to the end): 1 there is more, 0 all is made, negative: it has ended. */
int derived_fill_step(struct derived_fill *f, int ms, struct err *e);
/* Records that have been taken, once for each of their orders, of all. */
void derived_fill_progress(const struct derived_fill *f, int64_t *done, int64_t *all);
void derived_fill_free(struct derived_fill *f);		/* NULL is allowed */

#endif
