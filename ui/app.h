#ifndef UI_APP_H
#define UI_APP_H

#include "ui/keys.h"

/* The keys that work in every screen, for F1, the manual and the tests. */
struct ui_actions app_actions(void);

#endif
