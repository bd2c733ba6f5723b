#ifndef UI_PAINT_H
#define UI_PAINT_H

#include "ui/picture.h"

/* Once after curses was started; without colours there are still bold, reverse and underline. */
void paint_start(bool colours);

/* Brings a picture to the terminal.  before: the one that stands there (only what differs is looked at), or NULL to
 * repaint from nothing (the first one, Ctrl-L, another size). */
void picture_paint(const struct picture *p, const struct picture *before);

#endif
