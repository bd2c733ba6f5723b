#ifndef UI_COMMANDS_H
#define UI_COMMANDS_H

#include "src/report.h"
#include "ui/screen.h"

/*
 * All that can be done just now, for the palette and the menus: the actions of the screen on top, those of the app, and
 * the ways to other screens, from the tables alone.
 */

/* What a command is found by, the best first. */
enum { SOUGHT_LABEL, SOUGHT_NAME, SOUGHT_WORDS, SOUGHT_HELP, SOUGHTS };

/* Where a way leads; NULL where it does not say. */
struct way_to {
	const struct reg *reg;
	const struct report *report;
};

struct command {
	const struct ui_action *action;		/* NULL: a way to another screen */
	void (*go)(struct app *a, const struct way_to *to);
	struct way_to to;			/* for that */
	enum ui_group group;
	char *label;				/* in the language that is spoken */
	const char *help;			/* the same; may be NULL */
	const char *keys[ACTION_KEYS + 1];	/* borrowed */
	char *refusal;				/* why it cannot be run now, or NULL */
	bool elsewhere;				/* on another screen, which the refusal names */
	char *sought[SOUGHTS];			/* in lines, of each language one; any may be NULL */
	int rank;				/* of the last search: less is better */
};

struct commands {
	struct command *items;
	size_t n, cap;
	size_t *found;				/* of items: in this order, those that can be run first */
	size_t n_found, n_ready;		/* ... so many of them */
};

/* With elsewhere also what can be done on other screens only, which is found by what is typed. */
void commands_collect(struct app *a, bool elsewhere, struct commands *out);
void commands_release(struct commands *c);
/* Sets found: all words of what is typed stand in it.  Chinese, initials or English; nothing typed: all that is done here. */
void commands_search(struct commands *c, const char *typed);
/* Runs it on the screen on top, which is the one they were collected from; what cannot be run says why. */
void command_run(struct app *a, const struct command *c);
/* Who has searched for it three times hears which key does the same. */
void command_tell_key(struct app *a, const struct command *c);
/* "F4 &"; as many keys as have room. */
void command_add_keys(const struct command *c, int cells, struct buf *out);

#endif
