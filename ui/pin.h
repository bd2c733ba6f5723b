#ifndef UI_PIN_H
#define UI_PIN_H

#include "ui/screen.h"

/* Asks for a new PIN, twice and without showing it, after the one there is; nothing where the person can have none, as is said. */
void pin_ask(struct app *a);

#endif
