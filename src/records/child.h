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

/* A deadline as it shall be and as it was; before the first save the latter is empty. */
struct deadline {
	struct date now, before, first;
	int64_t postponed;	/* how often it was moved back, before this save */
};
/* Whether this save moves it back; one that was taken away in between is compared with the first. */
bool deadline_is_postponed(const struct deadline *d);
/* Keeps the first deadline, and counts each time it is moved back; asked twice it says the same. */
void deadline_fill(const struct deadline *d, struct date *first, int64_t *postponed);

/* Adds how many days are left or have gone by; a month or a year counts to its last day. */
void deadline_add_days(struct date today, struct date deadline, struct buf *out);

/* Whether another child in use of the same parent says the same in all of these fields, NULL at the end. */
bool child_has_twin(const struct lookup *l, const struct reg *reg, const char *by, const void *rec,
		    const char *const *fields);

#endif
