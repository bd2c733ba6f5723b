#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "db/read.h"
#include "db/store.h"
#include "ui/keys.h"
#include "ui/picture.h"

/*
 * A screen is a state, a table of actions and four functions.  Screens stand on a
 * stack: the top one gets the keys; a panel (dialog) is drawn over the one below it.
 * A screen reaches the terminal only through its picture and the person only through
 * app_say(), so every screen can be driven and looked at by a test without a terminal.
 */

struct app;
struct screen;

struct screen_type {
	const char *name;
	bool panel;			/* drawn over the screen below */
	struct ui_actions actions;	/* for the key bar, F1 and the manual */
	void (*draw)(struct screen *s, struct picture *p);
	/* Gets every key but the global ones it leaves alone; false: not for it (F1, F10 and Ctrl-L are then the app's). */
	bool (*key)(struct screen *s, const struct key *k);
	/* A slice of waiting work (at most about 10 ms); true when more is left.  May be NULL. */
	bool (*idle)(struct screen *s);
	/* The screen above was popped; result is what it gave to app_pop().  May be NULL. */
	void (*resume)(struct screen *s, int64_t result);
	/* May the program leave it now?  A form with changes asks and says no.  NULL: yes. */
	bool (*may_leave)(struct screen *s);
	/* One sentence of help on what the cursor is at, for F1; may be NULL. */
	void (*help)(struct screen *s, struct buf *out);
	void (*free)(struct screen *s);
};

/* Every screen's state begins with this. */
struct screen {
	const struct screen_type *type;
	struct app *app;
};

/* --- the app (app.c) --- */

struct app *app_new(struct store *store);
void app_free(struct app *a);
struct store *app_store(struct app *a);
/* Puts a screen on top; the app owns and frees it. */
void app_push(struct app *a, struct screen *s);
/* Takes the top screen away; the one below gets result by resume(). The last one ends the program. */
void app_pop(struct app *a, int64_t result);
struct screen *app_top(struct app *a);
/* The message line: one sentence until the next key.  An error is marked by "!" and stays until a key was handled. */
void app_say(struct app *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void app_say_error(struct app *a, const struct err *e);
const char *app_message(const struct app *a, bool *error);
void app_quit(struct app *a);		/* asks may_leave() of every screen from the top first */
bool app_done(const struct app *a);

/* Draws all visible screens into p (its size is set); below 40x12 one polite line. */
void app_draw(struct app *a, struct picture *p);
/* Handles one key; false when the program is over. */
bool app_key(struct app *a, const struct key *k);
bool app_idle(struct app *a);
/* The terminal is gone or the program is asked to end: screens keep what was typed. */
void app_hangup(struct app *a);

/* The frame all full screens share: title line (reverse), rule, message or input line, key bar. Returns the rows in between:
 * the first row and how many.  right may be NULL. */
int screen_frame(struct screen *s, struct picture *p, const char *title, const char *right, int *rows);

/* --- the screens --- */

struct screen *home_new(struct app *a);
/* where: condition text for the filter line, or NULL. */
struct screen *list_new(struct app *a, const struct reg *reg, const char *where);
/* As a picker: Enter pops with the record's id as the result (0: none). */
struct screen *list_new_picker(struct app *a, const struct reg *reg, const char *where);
/* id 0: a new record.  Pops with the saved record's id, 0 when nothing was saved. */
struct screen *form_new(struct app *a, const struct reg *reg, int64_t id);
struct screen *history_new(struct app *a, const struct reg *reg, int64_t id);
struct screen *help_new(struct app *a, struct screen *about);
/* Asks for one line of text; done is called with it (not when the person pressed Esc). */
struct screen *prompt_new(struct app *a, const char *title, const char *label, bool required,
			  void (*done)(void *ctx, const char *text), void *ctx);
/* Asks a question with up to four answers, each with its key ("Ctrl-S 保存").  done is called exactly once, after the panel
 * is gone: with the index of the answer, or -1 for Esc and when the program ends. */
struct confirm_answer { const char *key; const char *label; };
struct confirm {
	const char *title, *text;
	const struct confirm_answer *answers;
	int n;
	void (*done)(void *ctx, int answer);
	void *ctx;
};
struct screen *confirm_new(struct app *a, const struct confirm *question);

#endif
