#ifndef UI_PICTURE_H
#define UI_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "src/buf.h"
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

struct picture {
	int cols, rows;
	struct picture_cell *cells;
	struct buf text;
	int cursor_y, cursor_x;	/* where the real cursor stands: in the caret or on the current row */
};

void picture_init(struct picture *p);
void picture_release(struct picture *p);
/* Makes it blank, of this size. */
void picture_start(struct picture *p, int cols, int rows);
/* Puts text into exactly `cells` cells from (y, x), cut or padded; what lies outside the picture is left out. */
void picture_put(struct picture *p, int y, int x, int cells, const char *text, enum look look);
/* The same, at the right of its cells (numbers). */
void picture_put_right(struct picture *p, int y, int x, int cells, const char *text, enum look look);
/* Puts text without padding; returns the cells it took, at most `cells`. */
int picture_add(struct picture *p, int y, int x, int cells, const char *text, enum look look);
void picture_fill(struct picture *p, int y, char c, enum look look);	/* a whole line */
/* A blank box with an ASCII frame, for panels. */
void picture_box(struct picture *p, int y, int x, int rows, int cols, const char *title);
void picture_look(struct picture *p, int y, int x, int cells, enum look look);	/* changes only the look */
void picture_cursor(struct picture *p, int y, int x);
/* The picture as lines of text, trailing blanks cut: what tests compare. */
void picture_lines(const struct picture *p, struct buf *out);

#endif
