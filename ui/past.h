#ifndef UI_PAST_H
#define UI_PAST_H

#include "ui/screen.h"

/* Asks for a day and goes there; in the past 现在, or nothing, goes back. */
void past_ask(struct app *a);

#endif
