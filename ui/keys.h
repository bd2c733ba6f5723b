#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/buf.h"
#include "src/err.h"

/*
 * Keys as people name them ("F4", "Ctrl-S", "Alt-1", "PgUp", "/"), and what a
 * screen does with them: one table of actions, from which the key bar, F1 and the
 * manual are printed.  Nothing here knows curses; ui/term.h makes the keys.
 */

enum key_kind {
	K_NONE,		/* no key came in the time given */
	K_CHAR,		/* the character cp */
	K_CTRL,		/* Ctrl with cp, a small letter or one of @ \ ] ^ _ */
	K_F,		/* function key number `code` */
	K_ENTER, K_ESC, K_TAB, K_BACKSPACE, K_DELETE, K_INSERT,
	K_UP, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END, K_PGUP, K_PGDN,
	K_PASTE,	/* text, len bytes as they came; text is NULL where it was too long to be pasted */
	K_RESIZE,	/* the window has another size */
	K_MOUSE,	/* `code` says what, at y and x */
	K_HANGUP,	/* the terminal is gone or the program is asked to end: keep what was typed, leave */
	K_OTHER,	/* a key nobody uses here */
};

/* ctrl is for keys without a letter (Ctrl-Left), shift for those and Tab; Alt-A and Alt-a are one key. */
struct key {
	enum key_kind kind;
	uint32_t cp;
	int code;
	bool alt, ctrl, shift;
	char *text;		/* owned: key_release() */
	size_t len;
	int y, x;		/* of the mouse, from 0; what lies outside the window is nowhere */
};

/* MOUSE_BROKEN: a report that broke off, or cannot be read. */
enum mouse { MOUSE_CLICK, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN, MOUSE_BROKEN };

/* What a character from the terminal means: a control character is the key that sends it. */
struct key key_of_char(uint32_t cp);
/* 0, or ERR_INVALID where no key has that name. */
int key_parse(struct key *out, const char *name, struct err *e);
void key_add_name(struct buf *out, const struct key *key);
bool key_equal(const struct key *a, const struct key *b);
bool key_is_text(const struct key *key);	/* a character that belongs into a field */
void key_release(struct key *key);

#define ACTION_KEYS 5

/* Which menu of the menu bar an action stands in. */
enum ui_group {
	GROUP_NONE, GROUP_RECORD, GROUP_VIEW, GROUP_SELECT, GROUP_FILE, GROUP_PAST, GROUP_MOVE, GROUP_GO, GROUP_HELP,
	GROUPS
};

struct ui_action {
	const char *name;		/* for the manual, the settings and the tests: "find"; once in a table */
	const char *label;		/* N_("查找") */
	const char *bar;		/* at most 6 cells, beside its F-key in the last line; or NULL */
	const char *help;		/* one sentence, N_() */
	const char *words;		/* what else people call it, N_(), for searching; or NULL */
	const char *keys[ACTION_KEYS];	/* most useful first; those after the last are NULL; read them by action_keys() */
	enum ui_group group;
	int run;			/* what the screen does: a number of its own, for its key(), run() and may_run() */
};

struct ui_actions {
	const struct ui_action *rows;
	size_t n;
};

/* The keys of an action: those of its row, or what action_bind() gave it. */
const char *const *action_keys(const struct ui_action *action);
/* Gives an action of a table other keys (copied); NULL: those of its row again.  Whether they are sound says actions_check(). */
void action_bind(const struct ui_action *action, const char *const keys[ACTION_KEYS]);
void actions_unbind(void);		/* all of them; at the end */
const struct ui_action *actions_named(struct ui_actions actions, const char *name);	/* or NULL */
/* The first key that the action of a name has now, for messages that tell it; NULL where the table has none of that name. */
const char *action_key(struct ui_actions actions, const char *name);
/* "记录" */
const char *group_label(enum ui_group group);

/* The action of a key, or NULL.  A full-width sign (？) counts as its twin (?) where no action has it. */
const struct ui_action *actions_find(struct ui_actions actions, const struct key *key);

#define BAR_SLOTS 10
/* The key bar: short labels by the number of their function key; NULL where there is none. */
struct key_bar {
	const char *labels[BAR_SLOTS + 1];
};
/* Takes the labels of a table over those that are there; label (may be NULL: as they are) says what
 * they are just now, NULL for none. */
void bar_take(struct key_bar *bar, struct ui_actions actions, const char *(*label)(const struct ui_action *, void *ctx), void *ctx);
#define BAR_SLOT_CELLS 8
/* Which function keys have a slot, from the left, in a window so wide: all ten of them, or in a narrow one what is in use, the
 * first ones and the last.  Returns how many. */
int bar_slots(const struct key_bar *bar, int cells, int numbers[BAR_SLOTS]);
void bar_print(const struct key_bar *bar, struct buf *out, int cells);
/* Lines of keys, label and help, each at most that wide and ended by a line feed. */
void actions_help(struct buf *out, struct ui_actions actions, int cells);
/* Whether the table is sound: names and keys known and used once, labels not too wide.  For the tests of screens. */
int actions_check(struct ui_actions actions, struct err *e);

#endif
