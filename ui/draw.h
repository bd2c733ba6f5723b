#ifndef UI_DRAW_H
#define UI_DRAW_H

#include <curses.h>
#include <stdbool.h>

#include "ui/look.h"

/*
 * Text in windows of curses.  Whatever is drawn goes through text_show(), takes
 * exactly the cells it was given, stays inside the window, and never leaves half
 * of a wide character behind: ncurses 6.4 shows rubbish where that happens.
 */

/* Once after curses was started; without colours there are still bold, reverse and underline. */
void draw_start(bool colours);
attr_t draw_attributes(enum look look);		/* the colour pair is part of it */

struct draw_spot {
	WINDOW *win;
	int y, x, cells;
};

/* Cut with '~' where it does not fit, padded with blanks where it is short. */
void draw_text(struct draw_spot at, const char *text, enum look look);
void draw_text_right(struct draw_spot at, const char *text, enum look look);
void draw_fill(struct draw_spot at, char c, enum look look);

#endif
