#ifndef UI_DRAFT_SHOW_H
#define UI_DRAFT_SHOW_H

#include "db/store.h"
#include "ui/draft.h"

/* Drafts in words. */

/* Adds the changes as lines "\n  field  value at opening -> value now", personal data masked. */
void draft_add_changes(struct store *s, const struct reg *reg, const struct draft *d, struct buf *out);

#endif
