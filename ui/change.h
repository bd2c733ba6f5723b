#ifndef UI_CHANGE_H
#define UI_CHANGE_H

#include "db/journal.h"

/* How a change in the journal reads on the screen. */

/* One of its values; words for an empty one; masked where it is personal. */
void change_add_value(struct store *s, const struct change *c, const char *value, struct buf *out);
/* What stands there now, which is not what it made of it where somebody changed it again; of a whole record, what it made. */
void change_add_now(struct store *s, const struct change *c, struct buf *out);
/* "修改", "停用", "撤销": what was done to the record. */
const char *change_done(const struct action *a, const struct change *c);
/* Its record as it is called now, "name key". */
void change_add_record(struct store *s, const struct change *c, struct buf *out);
/* A moment in local time: 2026-11-22 08:45, without the year, or to the second. */
enum moment_style { MOMENT, MOMENT_SHORT, MOMENT_EXACT };
void change_add_time(struct buf *out, int64_t ms, enum moment_style how);
/* "修改  2026-11-22 08:45  李强  表单  reason": an action in one line. */
void change_add_action(struct buf *out, const struct action *a, enum moment_style how);
/* Each a line of its own: how many records would be gone, or back again, with an undo or redo; nothing where none. */
void change_add_fate(struct buf *out, const struct undo_plan *p);

#endif
