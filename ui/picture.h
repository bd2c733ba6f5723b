#ifndef UI_PICTURE_H
#define UI_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "src/buf.h"
#include "ui/edit.h"
#include "ui/look.h"

/*
 * A screen as it shall look: a grid of cells without curses.  Screens draw into
 * a picture from their state alone, tests compare pictures with literal ones,
 * and only picture_paint() (paint.c) brings one to the terminal.
 *
 * Always true: a wide character has both its cells or none; what is put over half
 * of one blanks the other half.  All text goes through text_show().
 */

struct picture_cell {
	unsigned int at;	/* offset of the grapheme in `text`; 0 is a blank */
	unsigned char len;	/* bytes */
	unsigned char width;	/* 1, 2, or 0: the right half of the cell before */
	unsigned char look;
};

struct touch;

struct picture {
	int cols, rows;
	struct picture_cell *cells;
	struct buf text;
	struct buf safe;	/* the text being put, as text_show() gives it */
	int cursor_y, cursor_x;	/* where the real cursor stands: in the caret or on the current row */
	struct touch *touches;	/* what can be clicked on; of those in one place the last one counts */
	size_t n_touches, cap_touches;
};

/* Some cells of one line; what lies outside the picture is left out. */
struct spot {
	int y, x, cells;
};

struct box {
	int y, x, rows, cols;
};

enum touch_kind {
	TOUCH_NOTHING,		/* hides what lies below it */
	TOUCH_KEY,		/* presses a key */
	TOUCH_THING,		/* is told to the screen: a row, a field, the head of a column */
};

struct touch {
	struct box box;
	enum touch_kind kind;
	struct key key;
	int64_t what;		/* as the screen counts its things */
};

void picture_init(struct picture *p);
void picture_release(struct picture *p);
/* Makes it blank, of this size. */
void picture_start(struct picture *p, int cols, int rows);
/* Fills the spot with text, cut with '~' or padded with blanks; on the left, or on the right as numbers are. */
void picture_put(struct picture *p, struct spot at, const char *text, enum look look);
void picture_put_right(struct picture *p, struct spot at, const char *text, enum look look);
/* Puts text without padding; returns the cells it took, at most the spot's. */
int picture_add(struct picture *p, struct spot at, const char *text, enum look look);
void picture_fill(struct picture *p, int y, char c, enum look look);	/* a whole line */
/* A blank box with an ASCII frame, for panels; title may be NULL. */
void picture_box(struct picture *p, struct box b, const char *title);
/* Puts text into a box, broken into lines; what does not fit is cut with '~' at the end of the last one. */
void picture_text(struct picture *p, struct box b, const char *text, enum look look);
/* What the box shows of a text that is being edited, with the cursor in the caret. */
void picture_edit(struct picture *p, struct box b, struct edit *e);
void picture_look(struct picture *p, struct spot at, enum look look);	/* changes only the look */
void picture_cursor(struct picture *p, int y, int x);
void picture_touch_key(struct picture *p, struct box b, const struct key *key);
void picture_touch(struct picture *p, struct box b, int64_t what);
/* The things of a screen below another one cannot be reached. */
void picture_forget_things(struct picture *p);
const struct touch *picture_at(const struct picture *p, int y, int x);	/* NULL where there is none */
/* The picture as lines of text, trailing blanks cut: what tests compare. */
void picture_lines(const struct picture *p, struct buf *out);
/* Whether a line looks the same in both; they are of one size. */
bool picture_same_line(const struct picture *p, const struct picture *other, int y);

#endif
