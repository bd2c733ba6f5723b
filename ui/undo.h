#ifndef UI_UNDO_H
#define UI_UNDO_H

#include "ui/screen.h"

/* Says what an undo (or redo) of the operator's latest action would change, asks, and does it. */
void undo_ask(struct app *a, bool redo);

#endif
