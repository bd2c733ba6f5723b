#ifndef UI_WAY_H
#define UI_WAY_H

#include "db/store.h"
#include "src/workflow.h"
#include "ui/look.h"

/* The way of a record through its workflow in words, for the board and for its page. */

/* Adds "!! 逾期12天", "! 剩2天": signs that need no colour; nothing where no deadline counts.  Returns how it looks. */
enum look way_add_days(const struct reg *reg, const void *rec, struct date today, struct buf *out);
/* Adds the days that steps have set, in their order: "2026-03-01 初定 > 2026-03-20 审定". */
void way_add_past(const struct reg *reg, const void *rec, struct buf *out);
/* Since when it is in its stage: the day the step set, else that of the last change in the journal; empty: not known. */
struct date way_since(struct store *s, const struct reg *reg, const void *rec);

#endif
