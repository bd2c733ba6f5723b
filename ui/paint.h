#ifndef UI_PAINT_H
#define UI_PAINT_H

#include "ui/picture.h"

/* Brings a picture to the terminal; curses sends only what changed.  all: repaint from nothing (Ctrl-L, resize). */
void picture_paint(const struct picture *p, bool all);

#endif
