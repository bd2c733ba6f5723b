#ifndef UI_PALETTE_H
#define UI_PALETTE_H

#include "ui/screen.h"

/* Two panels over the screen on top, with all that can be done there: one to search in, and the menu bar. */
struct screen *palette_new(struct app *a);
struct screen *menu_new(struct app *a);

#endif
