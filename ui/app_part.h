#ifndef UI_APP_PART_H
#define UI_APP_PART_H

#include "ui/app.h"
#include "ui/lock.h"
#include "ui/recent.h"
#include "ui/screen.h"
#include "ui/checkup.h"
#include "ui/ui.h"

/* The state of the app, for app.c and what stands in files of its own: app_kept.c, recent.c. */

#define DEPTH 24
#define PANELS 8	/* above that: a question must always find room, or a changed form could not be left */

/* The screens of the present, while another day is looked at. */
struct aside {
	struct store *store;	/* NULL: nothing is set aside */
	struct screen *stack[DEPTH + PANELS];
	size_t n;
};

struct app {
	struct store *store;
	char *drafts;		/* folder, or NULL */
	struct lock *lock;
	const struct ui_filter *filters;
	size_t n_filters;
	struct screen *stack[DEPTH + PANELS];
	size_t n;
	struct aside aside;
	struct store *left[2];	/* of the past: closed when the screens over it are gone */
	struct screen *gone;	/* popped while a key is handled: its functions may still be running */
	bool popped;
	int64_t result;		/* of the last one */
	struct buf message;
	bool error;
	bool leaving;		/* screens are asked, from the top, whether they may be left */
	size_t leaves;		/* ... so many of them stay: 0 when the program ends */
	bool done;
	bool blind;		/* the window is too small to show anything */
	struct picture touched;	/* of the last picture only what can be clicked on, */
	const struct screen *touches;	/* and the screen that was on top in it */
	bool copying;		/* see app_is_copying() */
	bool damage_told;	/* see tell_damage() */
	int64_t kept_ms;	/* when what is being typed was written down last */
	struct use {
		const struct ui_action *action;
		int n;
	} *uses;		/* of actions that were searched for */
	size_t n_uses;
	struct saved {
		const struct reg *reg;
		void *rec;
	} *saved;		/* the last one of each register */
	size_t n_saved;
	struct recent recent;	/* opened in this run */
	struct checkup checkup;	/* of the present */
};

/* Has every screen write down what a person would lose. */
void app_keep(struct app *a, bool typed);
/* Locks the screens, or says why not. */
void app_lock(struct app *a);

#endif
