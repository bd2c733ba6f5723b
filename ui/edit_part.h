#ifndef UI_EDIT_PART_H
#define UI_EDIT_PART_H

#include "ui/edit.h"

/*
 * What the edit*.c files share: every change of the text goes through edit_change()
 * or edit_splice(), every place in it through edit_border().
 */

/* Kinds of changes that become one step of undo when they follow each other. */
enum edit_run { RUN_NONE, RUN_TYPE, RUN_BACKSPACE, RUN_DELETE };

struct edit_change {
	size_t at, cut;		/* bytes taken away there ... */
	const char *add;	/* ... and put there instead */
	size_t n;
	enum edit_run run;
};

/* The next border between graphemes at or behind a place between two code points. */
size_t edit_border(const struct edit *e, size_t at);
/* Changes the text alone; the caller moves the caret. */
void edit_splice(struct edit *e, size_t at, size_t cut, const char *add, size_t n);
/* Changes the text, moves the caret behind the change and remembers how to undo it. */
void edit_change(struct edit *e, const struct edit_change *change);
void edit_forget_steps(struct edit *e);
bool edit_undo(struct edit *e);
bool edit_redo(struct edit *e);

size_t edit_word_left(const struct edit *e);
size_t edit_word_right(const struct edit *e);
size_t edit_line_start(const struct edit *e, size_t at);
size_t edit_line_end(const struct edit *e, size_t at);
/* Moves the caret by rows of the box; false where it stands in the outermost one already. */
bool edit_move_rows(struct edit *e, int rows);

#endif
