#ifndef UI_UI_H
#define UI_UI_H

#include <stdbool.h>

#include "db/store.h"

struct ui_options {
	bool no_color;		/* also when NO_COLOR is set and not empty */
	const struct reg *reg;	/* open this register's list at once; NULL: home */
	const char *where;	/* its filter; NULL: none */
	const char *drafts;	/* folder where drafts are kept; NULL: none are */
};

/* The signal that ended the last ui_run(), also where the terminal went away; or 0. */
int ui_signal(void);

/* Opens the screens and returns when the person leaves: 0, or an error before the first screen (no terminal, TERM=dumb,
 * unknown terminal), or ERR_STOPPED after a signal or the end of the terminal.  The terminal is always restored. */
int ui_run(struct store *s, const struct ui_options *o, struct err *e);

#endif
