#ifndef UI_FIND_ALL_H
#define UI_FIND_ALL_H

#include "ui/screen.h"

/* Find everywhere: one line, and at each key what all registers have, by register.  Enter opens the record, Esc returns. */
struct screen *find_all_new(struct app *a);

#endif
