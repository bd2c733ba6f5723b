#ifndef DB_SETTLE_H
#define DB_SETTLE_H

#include "db/internal.h"

/*
 * What a bulk load has left to be done before its commit, in slices that can tell how far they are and be stopped: derived
 * data is made anew, and then the write-ahead log goes to the disk piece by piece, so that the commit need not wait for
 * some hundred megabytes at once.
 */

struct settle;

struct settle *settle_new(struct store *s, const struct reg *reg);
/* Goes on for about so many milliseconds (0: to the end): 1 there is more, 0 the action may be committed. */
int settle_step(struct settle *t, int ms, struct err *e);
/* How much of it is done, of SETTLE_ALL. */
#define SETTLE_ALL 1000
int settle_progress(const struct settle *t);
void settle_free(struct settle *t);	/* NULL is allowed; not done yet: only a rollback may follow */

#endif
