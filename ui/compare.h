#ifndef UI_COMPARE_H
#define UI_COMPARE_H

#include "db/compare.h"
#include "ui/screen.h"

/* What differs between two moments, of a register or of one record (want->record); words say which moments those are. */
struct screen *compare_new(struct app *a, const struct compare_want *want, const char *words);
/* Asks between which moments a register shall be compared, and shows it. */
void compare_ask(struct app *a, const struct reg *reg);

#endif
