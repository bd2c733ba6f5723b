#ifndef UI_REPORTS_H
#define UI_REPORTS_H

#include "src/report.h"
#include "ui/screen.h"

/* Reports on the screen: which there are (reports.c), and one of them as a table (report_view.c). */

struct screen *reports_new(struct app *a);
/* NULL where it could not be read, which has been said. */
struct screen *report_view_new(struct app *a, const struct report *r);

#endif
