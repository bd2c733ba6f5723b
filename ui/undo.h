#ifndef UI_UNDO_H
#define UI_UNDO_H

#include "db/journal.h"
#include "ui/screen.h"

/*
 * Undo and redo: what would change is said, then asked, then done.  A few fields of one record are asked
 * about in a panel, anything larger on a screen of its own.
 */

/* The operator's latest action that can be undone (or redone). */
void undo_ask(struct app *a, bool redo);
/* Whether anything could be undone here at all: 0, or ERR_DENIED with the reason. */
int undo_may_run(struct app *a, struct err *e);
/* The key for it on the screen that is there now, or else in a list: for messages. */
const char *undo_key(struct app *a, bool redo);
/* This one; redo of an action that was undone does it again. */
void undo_ask_action(struct app *a, const struct action *action, bool redo);

/* More records than this need their number typed before Ctrl-S. */
#define UNDO_MANY 100

enum action_view { ACTION_LOOK, ACTION_ASK_UNDO, ACTION_ASK_REDO };
/* All changes of an action, to look at or as a question; takes the plan over, of which to look the action is enough. */
struct screen *action_new(struct app *a, struct undo_plan *plan, enum action_view view);
/* Undoes or redoes what was planned, once no other program writes, and says so, or why not; takes the plan over. */
void undo_do(struct app *a, struct undo_plan *plan, bool redo);

#endif
