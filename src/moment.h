#ifndef SRC_MOMENT_H
#define SRC_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "src/date.h"

/*
 * A moment in the past that somebody wants to look at: the end of a day or, where a time was given, the end of that
 * minute or second.  All in local time, like what people remember.
 */
struct moment {
	struct date day;	/* a whole one */
	int32_t seconds;	/* of that day, how many have passed; MOMENT_END: all of it */
};

#define MOMENT_END (24 * 60 * 60)

/*
 * Reads what date.h reads, and 昨天 前天 上周末 上月底 上季末 去年底 (yesterday, last-month, last-year ...), the
 * last day of that month or year for 2026-03 or 2025, 03-15 for the last one before `today`, and behind a day
 * a time: 2026-03-15 10:12 or 10:12:30.  ERR_INVALID: not a day, or one that lies after today.
 */
int moment_parse(const char *typed, struct date today, struct moment *out, struct err *e);
/* Whether it says the present: 现在, now, or nothing. */
bool moment_is_now(const char *typed);
/* Adds "2026-03-15" or "2026-03-15 10:12:30". */
void moment_format(struct buf *out, const struct moment *m);

#endif
