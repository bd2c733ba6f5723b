#ifndef DB_PAST_H
#define DB_PAST_H

#include <stdatomic.h>

#include "db/store.h"
#include "src/moment.h"

/*
 * The database as it was at some moment: a store of its own, read only, which everything that reads a store can
 * read.  It is a private copy of the file in which all changes since have been taken back: fields have their old values,
 * records that came later are not there, retired ones are in use; code sets, rules, operators and the journal are those
 * of the moment too, and "today" is its day.  Whoever looks has the rights of the present, and of records that belong to
 * persons sees only what is seen in the present too, or is there no longer.  What is journaled while one looks (exports, personal data shown)
 * stands in the present's journal.  The copy has no name while it is looked at, so that nothing of it stays behind.
 */

/* How the making goes, read and stopped by another thread. */
struct past_progress {
	atomic_int percent;	/* done so far */
	volatile int stop;	/* not zero: it ends with ERR_STOPPED */
};

struct past_want {
	struct moment moment;
	int64_t before;		/* not 0: the moment just before this action, whatever the day says */
	struct past_progress *progress;	/* NULL: nobody looks */
};

/* Reads a moment as people write it and judges it for this database: ERR_INVALID also before its first action. */
int past_parse(struct store *s, const char *typed, struct moment *out, struct err *e);
/* live (a store of the present) must outlive *out; it is not used while the copy is made, except for its path and operator.
 * ERR_IO: no room for the copy. */
int past_open(struct store *live, const struct past_want *want, struct store **out, struct err *e);
/* NULL: the store shows the present. */
const struct moment *store_moment(const struct store *s);

#endif
