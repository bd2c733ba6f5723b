#ifndef UI_DRAFT_SHOW_H
#define UI_DRAFT_SHOW_H

#include "db/store.h"
#include "ui/screen.h"
#include "ui/draft.h"

/* Drafts in words. */

/* Adds the changes as lines "\n  field  value at opening -> value now", personal data masked; but now: the record with the
 * values that somebody typed here a moment ago, which are shown in full to be checked.  NULL: those are masked too. */
void draft_add_changes(struct store *s, const struct reg *reg, const struct draft *d, const void *now,
	struct buf *out);

/* Adds which record it is about. */
void draft_add_subject(struct store *s, const struct draft *d, struct buf *out);
/* All drafts of the person who works with this database; as draft_find(). */
int draft_find_all(struct app *a, struct draft_list *out, struct err *e);

#endif
