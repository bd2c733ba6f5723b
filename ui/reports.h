#ifndef UI_REPORTS_H
#define UI_REPORTS_H

#include "src/report.h"
#include "ui/screen.h"

/* Reports on the screen: which there are (reports.c), and one of them as a table (report_view.c). */

/* Those of a register, or all where it is NULL. */
struct screen *reports_new(struct app *a, const struct reg *reg);
/* Whether there are any; ERR_NOT_FOUND says that there are none. */
int reports_may_open(const struct reg *reg, struct err *e);
/* NULL where it could not be read, which has been said. */
struct screen *report_view_new(struct app *a, const struct report *r);

#endif
