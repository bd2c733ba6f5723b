#ifndef UI_DRAFT_SHOW_H
#define UI_DRAFT_SHOW_H

#include "db/store.h"
#include "ui/screen.h"
#include "ui/draft.h"

/* Drafts and records: what goes from one into the other, and drafts in words. */

/* A draft of this record, as it was opened, without fields yet; of whoever works.  draft_release() it. */
void draft_begin(struct draft *d, struct store *s, const struct reg *reg, const void *base);
/* The text that a draft has of a value, the caller's; NULL: empty. */
char *draft_value(const struct field *f, const void *rec);
/* Puts such a text into the record; false where it is none of this field, and the record stays. */
bool draft_put_value(const struct field *f, void *rec, const char *text);

/* Adds the changes as lines "\n  field  value at opening -> value now", personal data masked; but now: the record with the
 * values that somebody typed here a moment ago, which are shown in full to be checked.  NULL: those are masked too. */
void draft_add_changes(struct store *s, const struct reg *reg, const struct draft *d, const void *now,
	struct buf *out);

/* Adds which record it is about. */
void draft_add_subject(struct store *s, const struct draft *d, struct buf *out);
/* All drafts of the person who works with this database; as draft_find(). */
int draft_find_all(struct app *a, struct draft_list *out, struct err *e);

#endif
