#ifndef SRC_RECORDS_COMMON_H
#define SRC_RECORDS_COMMON_H

#include <stdbool.h>

#include "src/reg.h"

/* What the files of this folder share: the small questions that several registers' checks ask. */

/* Further names of a field, and the fields that a line of what belongs to a record says: for table rows. */
#define ALIASES(...) .aliases = (const char *const[]){ __VA_ARGS__, NULL }
#define SAYS(...) .says = (const char *const[]){ __VA_ARGS__, NULL }

bool text_is_filled(const char *s);
/* The same of a field that knows 无 and 不适用, which are answers but no values. */
bool text_is_value(const char *s);
/* Are there only ASCII letters, digits and characters of `more` in it?  True for an empty text. */
bool text_is_plain(const char *s, const char *more);
/* Full-width forms become ASCII, in place: for codes that are plain text fields. */
void text_make_halfwidth(char **s);

/*
 * Is a before b for certain?  Partial dates are compared by what both of them say: 2010 is neither before
 * nor after 2010-05.  False when one of them is empty.
 */
bool date_is_surely_before(struct date a, struct date b);

/* So many months later; a partial date stays partial: 2021-03 and five years are 2026-03. */
struct date date_months_after(struct date d, int months);

/* Reports an end that lies before its beginning, which no rule can allow. */
void check_period(
	const struct check *c, const struct reg *reg, const char *from, const char *to, const void *rec);

#endif
