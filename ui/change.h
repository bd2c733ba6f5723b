#ifndef UI_CHANGE_H
#define UI_CHANGE_H

#include "db/journal.h"

/* How a change in the journal reads on the screen. */

/* One of its values; words for an empty one, masked where it is personal. */
void change_add_value(struct store *s, const struct change *c, const char *value, struct buf *out);
/* A moment in local time: 2026-11-22 08:45, or without the year. */
void change_add_time(struct buf *out, int64_t ms, bool year);

#endif
