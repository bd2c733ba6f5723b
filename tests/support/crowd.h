#ifndef TESTS_SUPPORT_CROWD_H
#define TESTS_SUPPORT_CROWD_H

#include "db/read.h"
#include "tests/support/office.h"

/*
 * Many invented organizations, the same in every run, with ties and empty values in every
 * field, some retired or outside of the default view; and the plain way to list them:
 * all of them read, sifted by a C function and sorted by comparing values.
 */

struct crowd {
	struct org **orgs;	/* as stored, by number */
	size_t n;
};

/* Saves n of them in one action. */
void crowd_save(struct office *o, size_t n);
/* Sets every field of an organization at random; its code stays. */
void crowd_change(struct office *o, struct org *org);
/* Reads all organizations that there are; crowd_release() it. */
void crowd_read(struct office *o, struct crowd *c);
void crowd_release(struct crowd *c);

/* What the view should show, as numbers in its order; *n how many.  is NULL: everybody.  The caller frees. */
int64_t *crowd_list(const struct crowd *c, const struct view *v, bool (*is)(const struct org *org), size_t *n);
/* Whether the default view has it. */
bool crowd_in_view(const struct org *org);
/* Whether it has no secretary, for whatever reason. */
bool crowd_is_vacant(const struct org *org);
/* Random numbers that are the same in every run. */
uint32_t crowd_random(uint32_t below);
const struct org *crowd_find(const struct crowd *c, int64_t id);

#endif
