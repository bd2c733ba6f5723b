#ifndef UI_APP_H
#define UI_APP_H

#include "ui/screen.h"

/* The keys that work in every screen, for F1, the manual and the tests. */
struct ui_actions app_actions(void);
/* Those that explain: they work in panels too. */
struct ui_actions app_panel_actions(void);
/* Whether an action of the top screen or of the app can be run just now; see screen_type.may_run. */
int app_may_run(struct app *a, const struct ui_action *action, struct err *e);
/* The picture stands still and the mouse is the terminal's, until a key is pressed that means nothing else: for ui.c. */
bool app_is_copying(const struct app *a);
void app_end_copying(struct app *a);
/* Counts that it was run by searching for it; returns how often. */
int app_count_use(struct app *a, const struct ui_action *action);
/* Back to the first screen, asking where something would be lost. */
void app_go_home(struct app *a);
/* What the data check found; NULL in the past, which nobody can mend. */
struct checkup;
const struct checkup *app_checkup(const struct app *a);
/* Runs it as its key would. */
void app_run(struct app *a, const struct ui_action *action);

#endif
