#ifndef UI_EDIT_H
#define UI_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/buf.h"
#include "src/err.h"
#include "src/text.h"
#include "ui/keys.h"

/*
 * The line editor: the text of one field while somebody types, pasted into, cut
 * and undone by graphemes, and which part of it a box of cells shows.  It knows
 * no curses.  Always true: the caret stands between two graphemes, nothing typed or
 * pasted makes the text longer than `max`, and nothing is ever shortened to make it
 * fit: what does not fit or may not be in a text is refused whole, and `refused`
 * says why.
 */

#define EDIT_MAX 100000		/* characters where a field names no limit of its own */

struct edit_step;

struct edit {
	struct buf text;
	size_t caret;			/* bytes */
	enum text_kind kind;		/* TEXT_NOTE has several lines */
	size_t max;			/* characters (code points) */
	struct err refused;		/* about the last key; its text is "" where all went well */

	struct buf loaded;
	struct edit_step *steps;	/* the first `done` can be undone, the others done again */
	size_t n_steps, cap_steps, done;
	bool joins;			/* what is typed next belongs to the last step */
	size_t from;			/* first byte shown */
	int goal;			/* cell that Up and Down keep to, or -1 */
	int cols, rows;			/* of the box it was last shown in */
};

enum edit_op {
	EDIT_LEFT, EDIT_RIGHT, EDIT_WORD_LEFT, EDIT_WORD_RIGHT,
	EDIT_HOME, EDIT_END, EDIT_FIRST, EDIT_LAST,
	EDIT_UP, EDIT_DOWN, EDIT_PGUP, EDIT_PGDN,
	EDIT_BACKSPACE, EDIT_DELETE, EDIT_CUT_WORD, EDIT_CUT_HOME, EDIT_CUT_END,
	EDIT_UNDO, EDIT_REDO,
	EDIT_OPS
};

void edit_init(struct edit *e, enum text_kind kind, size_t max);	/* max 0: EDIT_MAX */
void edit_release(struct edit *e);
/* Takes a value to edit as it stands; the caret goes to its end and there is nothing to undo. */
void edit_load(struct edit *e, const char *text);
const char *edit_text(const struct edit *e);		/* borrowed until the next change */
bool edit_changed(const struct edit *e);		/* differs from what was loaded */

/* These return whether they changed or moved anything. */
bool edit_type(struct edit *e, uint32_t cp);
bool edit_paste(struct edit *e, const char *bytes, size_t n);
/* Puts a value of the program's own (picked, today, the cell above) in place of the text, as one step. */
bool edit_replace(struct edit *e, const char *text);
/* The same for some of its bytes, whole graphemes; the caret goes behind it. */
bool edit_put(struct edit *e, size_t from, size_t to, const char *text);
bool edit_do(struct edit *e, enum edit_op op);
/* Whether the key was for the editor; Up in the first line, for example, is the form's. */
bool edit_key(struct edit *e, const struct key *key);

#define EDIT_VIEW_ROWS 64

struct edit_view {
	struct edit_span {
		size_t from, to;
	} row[EDIT_VIEW_ROWS];		/* bytes of the text, whole graphemes, none wider than the box */
	int rows;
	int y, x;			/* the caret's cell */
	bool before, after;		/* more text that way */
};

/* What a box of cols x rows cells shows; scrolls so that the caret is in it.  One-line texts use one row. */
void edit_view(struct edit *e, int cols, int rows, struct edit_view *view);

#endif
