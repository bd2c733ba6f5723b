#ifndef UI_PAINT_H
#define UI_PAINT_H

#include "ui/picture.h"

/* From pictures to curses: what a look is in the theme that was chosen, and which cells have to be written. */

struct paint {
	const char *theme;	/* "default", "contrast", "sunlight"; NULL and any other name: default */
	bool colours;		/* false: only bold, reverse and underline, and no sunlight, which is made of colours */
	bool frames;		/* frames of lines; the terminal draws them one cell wide */
};

/* Once after curses was started. */
void paint_start(const struct paint *how);

/* Brings a picture to the terminal.  before: the one that stands there (only what differs is looked at), or NULL to
 * repaint from nothing (the first one, Ctrl-L, another size). */
void picture_paint(const struct picture *p, const struct picture *before);

#endif
