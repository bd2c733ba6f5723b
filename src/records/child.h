#ifndef SRC_RECORDS_CHILD_H
#define SRC_RECORDS_CHILD_H

#include "src/reg.h"

/* What records that belong to another one share: numbers below their parent's code, and looks at each other. */

/*
 * Gives a new child its code: the parent's code, `mark` and the next number among all children of the
 * parent that the field `by` links ("QS0102-2026-P03").  A child that has a code keeps it.
 */
void child_number(const struct lookup *l, const struct reg *reg, const struct field *by, void *rec, const char *mark);

/* Whether fn says so of a child in use; fn gets `arg`. */
bool child_any(const struct lookup *l, const struct reg *reg, const char *by, int64_t parent,
	       bool (*fn)(const void *rec, const void *arg), const void *arg);

/* Copies record id of reg into *rec (initialised; the caller releases it); false where there is none. */
bool child_get(const struct lookup *l, const struct reg *reg, int64_t id, void *rec);

/* Adds how a record is called in lists; nothing for 0. */
void child_add_name(const struct lookup *l, const struct reg *reg, int64_t id, enum style style, struct buf *out);

/* Keeps the first deadline, and counts each time it is moved back. */
struct deadline {
	struct date now, before, *first;
	int64_t *postponed;
};
void deadline_fill(const struct deadline *d);

#endif
