#ifndef SRC_BELONGING_H
#define SRC_BELONGING_H

#include "src/reg.h"

/* Which records belong to which: what the page of a record tells besides the record itself. */

struct belongs {
	const struct reg *reg;			/* these ... */
	const struct belonging *by;		/* ... by this */
};

#define BELONGS_MOST 16

/* What belongs to records of reg, in the order of registers[]; how many there are, at most BELONGS_MOST. */
size_t belongs_to(const struct reg *reg, struct belongs out[BELONGS_MOST]);
/* Whether records of reg have a story: they go their way, or others belong to them. */
bool reg_has_story(const struct reg *reg);
/* The reference from a record to an earlier one of its own register, as a round to the round before; NULL. */
const struct field *reg_earlier(const struct reg *reg);
/* The row of reg by that field, or NULL. */
const struct belonging *reg_belonging(const struct reg *reg, const struct field *by);
/* Whether the rows are sound: fields of the right types, no letter twice on one page.  For the tests of registers. */
int belonging_test(const struct reg *reg, struct err *e);

#endif
