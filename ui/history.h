#ifndef UI_HISTORY_H
#define UI_HISTORY_H

#include "ui/changes.h"
#include "ui/screen.h"

/* What the history of a record leads to. */

/* One change with all there is to say about it; copies the line. */
struct screen *change_new(struct app *a, const struct change_line *line);
/* Asks whether the change's field shall have again the value that it had then, and does it; or says why that cannot be. */
void restore_ask(struct app *a, const struct change_line *line);

#endif
