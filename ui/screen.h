#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "db/read.h"
#include "db/store.h"
#include "ui/keys.h"
#include "ui/picture.h"

/*
 * A screen is a state, a table of actions and a few functions.  Screens stand on a
 * stack: the top one gets the keys; a panel (dialog) is drawn over the one below it.
 * A screen reaches the terminal only through its picture and the person only through
 * app_say(), so every screen can be driven and looked at by a test without a terminal.
 */

struct app;
struct screen;

struct screen_type {
	const char *name;
	const char *title;		/* N_("列表"): what it is, for the index of help */
	bool panel;			/* drawn over the screen below; gets every key */
	struct ui_actions actions;	/* for the key bar, the palette, the menus, F1 and the manual */
	void (*draw)(struct screen *s, struct picture *p);
	/* false: the key is not for this screen, and may be one of the app's (F1, Ctrl-Q, Ctrl-L). */
	bool (*key)(struct screen *s, const struct key *k);
	/* Whether an action can be run just now: 0, or a negative code and the sentence why not.  The key bar, the palette and the
	 * menus ask it at every drawing, so it must be quick.  May be NULL: all can. */
	int (*may_run)(struct screen *s, int run, struct err *e);
	/* Runs one of its actions as its key does, also while that key would be text.  May be NULL: the key is pressed. */
	void (*run)(struct screen *s, const struct ui_action *a);
	/* A thing of its picture was clicked on and becomes the current one; true where it was that already, and the click means
	 * Enter.  May be NULL. */
	bool (*point)(struct screen *s, int64_t what);
	/* Where in its state the struct cursor stands whose rows are these things (cursor_show()), where that is all there is to
	 * them; 0: point() knows. */
	size_t cursor;
	/* The wheel is turned over a thing: the part of the screen that it stands in becomes the one that the keys move in.  May be
	 * NULL: there is only one. */
	void (*turn)(struct screen *s, int64_t what);
	/* What an action is called in the key bar just now, where that is not what its table says; else NULL.  May be NULL. */
	const char *(*bar)(const struct screen *s, int run);
	/* A slice of waiting work, true when more is left; quiet: no key came for a while, so that it may take 40 ms
	 * instead of 10.  May be NULL. */
	bool (*idle)(struct screen *s, bool quiet);
	/* It is on top again after a key; result is what the screen that was there gave to app_pop().  May be NULL. */
	void (*resume)(struct screen *s, int64_t result);
	/* May the program leave it now?  A form with changes asks and says no.  NULL: yes. */
	bool (*may_leave)(struct screen *s);
	/* It has just been put on the stack, and may put a question on top of itself.  May be NULL. */
	void (*pushed)(struct screen *s);
	/* Writes down what a person would lose with the program, wherever on the stack it stands; typed: also what is being
	 * typed, because nobody types right now, somebody has for a second or the program has to end.  May be NULL. */
	void (*keep)(struct screen *s, bool typed);
	/* The same screen anew, over the store that the app has now, which may show another day; NULL (also the function): that
	 * cannot be. */
	struct screen *(*again)(const struct screen *s);
	/* Help on what the cursor is at, for F1; may be NULL. */
	void (*help)(struct screen *s, struct buf *out);
	void (*free)(struct screen *s);
};

/* Every screen's state begins with this. */
struct screen {
	const struct screen_type *type;
	struct app *app;
	bool input;			/* the line above the key bar is its own; messages stand one line higher */
	const char *hint;		/* what stands in the message line when there is none; NULL: keys from the table */
	struct screen *next_gone;	/* the app's */
};

/* --- the app (app.c) --- */

struct app *app_new(struct store *store);
void app_free(struct app *a);
struct store *app_store(struct app *a);
/*
 * Shows another day: screens like those of the present, over `past` (past.h), which becomes the app's.  Those of the present
 * stay as they are, and so does what is being typed in them, until app_leave_past().
 */
void app_enter_past(struct app *a, struct store *past);
void app_leave_past(struct app *a);	/* nothing where it is the present */
struct store *app_present(struct app *a);	/* the store that everything is written to */
/* The folder where drafts are kept (copied); NULL, as in the beginning: none are kept. */
void app_set_drafts(struct app *a, const char *folder);
const char *app_drafts(const struct app *a);
/* The path of a file of this name beside that folder, where the person's habits are kept; the caller frees.  NULL: none are kept. */
char *app_state(const struct app *a, const char *name);
/* From now on the screens are locked when no key came for so long, and at once; 0: only by the key for it. */
void app_set_idle_lock(struct app *a, int64_t idle_ms);
bool app_is_locked(const struct app *a);
/* What lists open with where nothing else is asked for (borrowed). */
struct ui_filter;
void app_set_filters(struct app *a, const struct ui_filter *filters, size_t n);
const struct ui_filter *app_filter(const struct app *a, const struct reg *reg);	/* or NULL */
/* Puts a screen on top; the app owns and frees it.  NULL, from a screen that could not be made and said why, is passed over. */
void app_push(struct app *a, struct screen *s);
/* Takes the top screen away; it is freed when the key is done with.  The last one ends the program. */
void app_pop(struct app *a, int64_t result);
struct screen *app_top(struct app *a);
/* The message line: one sentence until the next key.  An error is marked by "!". */
void app_say(struct app *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void app_say_error(struct app *a, const struct err *e);
const char *app_message(const struct app *a, bool *error);
/* Asks may_leave() of every screen from the top; Esc in such a question cancels the leaving. */
void app_quit(struct app *a);
bool app_done(const struct app *a);

/* The record of a register that was saved last, for the forms that follow.  keep takes rec over; NULL: none was saved yet. */
void app_keep_saved(struct app *a, const struct reg *reg, void *rec);
const void *app_last_saved(const struct app *a, const struct reg *reg);

/* Draws all visible screens into p (its size is set); below 40x12 one polite sentence. */
void app_draw(struct app *a, struct picture *p);
/* Handles one key; false when the program is over. */
bool app_key(struct app *a, const struct key *k);
bool app_idle(struct app *a, bool quiet);
/* Who types without a pause loses no more than the last second: between keys that leave no time for app_idle(). */
void app_keep_in_time(struct app *a);
/* The terminal is gone or the program is asked to end: what is being typed is kept, and nothing is asked. */
void app_hangup(struct app *a);

/* Lines of a picture. */
struct area {
	int y, rows;
};

#define NARROW_COLS 60		/* below this, paths and columns are shortened */
#define TALL_ROWS 16		/* below this, rules and hints go */

/* The frame all full screens share: title line (reverse), rule, message line, key bar; returns what lies between.  A message
 * or, without one, the keys that have no slot in the bar.  right may be NULL. */
struct area screen_frame(struct screen *s, struct picture *p, const char *title, const char *right);

/* --- the screens --- */

struct screen *home_new(struct app *a);
/* All registers and the figures that their records give. */
struct screen *figures_new(struct app *a);
/* where: condition of its filter line, or NULL; name: the condition in words, or NULL. */
struct screen *list_new(struct app *a, const struct reg *reg, const char *where, const char *name);
/* As a saved view (db/views.h) has it; NULL where that could not be shown, as was said. */
struct screen *list_new_view(struct app *a, int64_t id);
/* As a picker of what is in use, with the filter line open: Enter pops with the record's id as the result (0: none).  It begins
 * at a record; 0: at the first one. */
struct screen *list_new_picker(struct app *a, const struct reg *reg, int64_t at);
/* id 0: a new record.  Pops with the saved record's id, 0 when nothing was saved.  NULL where there is none to show. */
struct screen *form_new(struct app *a, const struct reg *reg, int64_t id);

/* The list that a form was opened from, as far as the form goes on in it.  It lives longer than the form. */
struct neighbours {
	void *ctx;
	/* Moves by 1 or -1 from the record; the one there, or 0 where there is none. */
	int64_t (*step)(void *ctx, int64_t from, int by);
	/* The place of the record it stands on, from 1, and the number of records; 0 where that is not known. */
	void (*place)(void *ctx, int64_t *place, int64_t *of);
};
struct screen *form_new_beside(struct app *a, const struct reg *reg, int64_t id, struct neighbours beside);
/* A new record with this text typed into its name. */
struct screen *form_new_named(struct app *a, const struct reg *reg, const char *name);
/* A new record with some fields filled in already, as a person types them. */
struct filled {
	const struct field *field;
	const char *text;
};
struct screen *form_new_filled(struct app *a, const struct reg *reg, const struct filled *values, size_t n);
/* The page that tells all of a record, by belonging.h; NULL, and it says so, where the register has no stories. */
struct screen *story_new(struct app *a, const struct reg *reg, int64_t id);
/* What the person left unsaved; NULL where there is nothing. */
struct screen *drafts_new(struct app *a);
struct screen *history_new(struct app *a, const struct reg *reg, int64_t id);
struct screen *help_new(struct app *a, struct screen *about);

#endif
