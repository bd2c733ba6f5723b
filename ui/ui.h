#ifndef UI_UI_H
#define UI_UI_H

#include <stdbool.h>
#include <stdint.h>

#include "db/store.h"

/* What a register's list opens with. */
struct ui_filter {
	const char *reg, *where;
	const char *place;	/* where it was written, for who must correct it */
};

struct ui_options {
	bool no_color;		/* also when NO_COLOR is set and not empty */
	const char *theme;	/* see ui/paint.h; NULL: default */
	bool frames;		/* frames of lines: this terminal draws them as wide as we count them */
	int64_t idle_lock_ms;	/* after so long without a key the operator's PIN is asked for; 0: never */
	bool no_mouse;		/* the mouse stays the terminal's, which marks and copies with it */
	const struct ui_filter *filters;
	size_t n_filters;
	const char *notice;	/* said on the first screen; NULL: nothing */
	const struct reg *reg;	/* open this register's list at once; NULL: home */
	const char *where;	/* its filter; NULL: none */
	const char *drafts;	/* folder where drafts are kept; NULL: none are */
};

/*
 * Gives the action of a screen ("list.filter", "app.palette") other keys, their words separated by spaces; before
 * ui_run().  ERR_USAGE: no such screen, action or key, or a key that the screen cannot do without.
 */
int ui_bind_keys(const char *name, const char *words, struct err *e);
/* When all are given: 0, or ERR_USAGE with the names of two actions that have the same key; then none is bound. */
int ui_check_keys(struct err *e);

/* Calls fn with each action, the keys it has now, and its label. */
void ui_each_action(void (*fn)(void *ctx, const char *name, const char *keys, const char *label), void *ctx);

/* The signal that ended the last ui_run(), also where the terminal went away; or 0. */
int ui_signal(void);

/* Opens the screens and returns when the person leaves: 0, or an error before the first screen (no terminal, TERM=dumb,
 * unknown terminal), or ERR_STOPPED after a signal or the end of the terminal.  The terminal is always restored. */
int ui_run(struct store *s, const struct ui_options *o, struct err *e);

/* The same as questions and answers on stdin and stdout (linear.h); returns when the person leaves or the input ends.  drafts as
 * above. */
void ui_talk(struct store *s, const char *drafts);

#endif
