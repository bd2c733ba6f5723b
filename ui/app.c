/*
 * The stack of screens, the message line and the keys that every screen shares.
 * Knows no curses: ui.c feeds it keys and paints its pictures.
 */
#include "ui/screen.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/app.h"

#define DEPTH 24
#define LEAST_COLS 40
#define LEAST_ROWS 12

struct app {
	struct store *store;
	struct screen *stack[DEPTH];
	size_t n;
	struct buf message;
	bool error;
	bool quitting;		/* screens are asked, from the top, whether they may be left */
	bool done;
};

/* Keys that no screen needs to handle itself. */
enum { APP_HELP, APP_QUIT, APP_REDRAW };

static const struct ui_action global_actions[] = {
	{ .name = "help", .label = N_("帮助"), .bar = N_("帮助"), .help = N_("这个屏幕和光标所在项的说明。"),
	  .keys = { "F1", "?" }, .run = APP_HELP },
	{ .name = "quit", .label = N_("退出"), .bar = NULL, .help = N_("离开程序；没有保存的内容会先问。"),
	  .keys = { "F10", "Ctrl-Q" }, .run = APP_QUIT },
	{ .name = "redraw", .label = N_("重画"), .bar = NULL, .help = N_("屏幕乱了时重新画一遍。"),
	  .keys = { "Ctrl-L" }, .run = APP_REDRAW },
};

struct ui_actions app_actions(void)
{
	return (struct ui_actions){ global_actions, sizeof(global_actions) / sizeof(global_actions[0]) };
}

struct app *app_new(struct store *store)
{
	struct app *a = xcalloc(1, sizeof(*a));

	a->store = store;
	return a;
}

void app_free(struct app *a)
{
	while (a->n) {
		a->n--;
		a->stack[a->n]->type->free(a->stack[a->n]);
	}
	buf_release(&a->message);
	free(a);
}

struct store *app_store(struct app *a)
{
	return a->store;
}

void app_push(struct app *a, struct screen *s)
{
	s->app = a;
	if (a->n == DEPTH) {
		s->type->free(s);
		app_say(a, _("打开的屏幕太多（%d 层）；请先按 Esc 返回。"), DEPTH);
		return;
	}
	a->stack[a->n++] = s;
}

static void go_on_quitting(struct app *a)
{
	while (a->quitting && a->n) {
		struct screen *top = app_top(a);

		/* A screen that says no has put a question on top of itself; the answer decides (see app_pop). */
		if (top->type->may_leave && !top->type->may_leave(top))
			return;
		a->n--;
		top->type->free(top);
	}
	a->done = a->n == 0;
}

void app_pop(struct app *a, int64_t result)
{
	struct screen *gone, *below;
	bool panel;

	assert(a->n > 0);
	gone = a->stack[--a->n];
	below = a->n ? a->stack[a->n - 1] : NULL;
	panel = gone->type->panel;
	gone->type->free(gone);
	/* Esc in the question that leaving had asked cancels the leaving. */
	if (panel && result < 0)
		a->quitting = false;
	if (!below)
		a->done = true;
	else if (below->type->resume)
		below->type->resume(below, result);
	if (!panel && a->quitting)
		go_on_quitting(a);
}

struct screen *app_top(struct app *a)
{
	return a->n ? a->stack[a->n - 1] : NULL;
}

void app_quit(struct app *a)
{
	a->quitting = true;
	go_on_quitting(a);
}

bool app_done(const struct app *a)
{
	return a->done;
}

void app_hangup(struct app *a)
{
	a->done = true;
}

/* --- the message line --- */

void app_say(struct app *a, const char *fmt, ...)
{
	va_list ap;

	buf_clear(&a->message);
	va_start(ap, fmt);
	buf_vaddf(&a->message, fmt, ap);
	va_end(ap);
	a->error = false;
}

void app_say_error(struct app *a, const struct err *e)
{
	app_say(a, "%s", e->text);
	a->error = true;
}

const char *app_message(const struct app *a, bool *error)
{
	if (error)
		*error = a->error;
	return buf_str(&a->message);
}

/* --- drawing --- */

static void draw_too_small(struct picture *p)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, _("窗口太小(%dx%d), 请放大到 %dx%d 以上"), p->cols, p->rows, LEAST_COLS, LEAST_ROWS);
	picture_put(p, 0, 0, p->cols, buf_str(&b), LOOK_WARN);
	buf_release(&b);
}

void app_draw(struct app *a, struct picture *p)
{
	size_t first = a->n;

	if (p->cols < LEAST_COLS || p->rows < LEAST_ROWS) {
		draw_too_small(p);
		return;
	}
	while (first > 1 && a->stack[first - 1]->type->panel)
		first--;
	for (size_t i = first ? first - 1 : 0; i < a->n; i++)
		a->stack[i]->type->draw(a->stack[i], p);
}

static void draw_title(struct picture *p, const char *title, const char *right)
{
	int width = right ? text_width(right) : 0, left = p->cols - width - 2;

	picture_fill(p, 0, ' ', LOOK_TITLE);
	if (left < p->cols / 2)
		left = p->cols / 2;
	picture_put(p, 0, 1, left - 1, title, LOOK_TITLE);
	if (right && width <= p->cols / 2)
		picture_put_right(p, 0, p->cols - width - 1, width, right, LOOK_TITLE);
}

static void draw_bottom(struct screen *s, struct picture *p)
{
	struct buf bar = BUF_INIT;
	bool error;
	const char *message = app_message(s->app, &error);

	if (*message) {
		picture_put(p, p->rows - 2, 0, 2, error ? "! " : "  ", error ? LOOK_ERROR : LOOK_TEXT);
		picture_put(p, p->rows - 2, 2, p->cols - 2, message, error ? LOOK_ERROR : LOOK_TEXT);
	}
	actions_bar(&bar, s->type->actions, p->cols);
	picture_put(p, p->rows - 1, 0, p->cols, buf_str(&bar), LOOK_KEYBAR);
	buf_release(&bar);
}

int screen_frame(struct screen *s, struct picture *p, const char *title, const char *right, int *rows)
{
	bool tall = p->rows >= 16;

	draw_title(p, title, right);
	if (tall)
		picture_fill(p, 1, '-', LOOK_DIM);
	draw_bottom(s, p);
	*rows = p->rows - (tall ? 4 : 3);
	return tall ? 2 : 1;
}

/* --- keys --- */

static bool global_key(struct app *a, const struct key *k)
{
	const struct ui_action *action = actions_find(app_actions(), k);

	if (!action)
		return false;
	switch (action->run) {
	case APP_HELP:
		if (strcmp(app_top(a)->type->name, "help") != 0)
			app_push(a, help_new(a, app_top(a)));
		return true;
	case APP_QUIT:
		app_quit(a);
		return true;
	default:
		return true;	/* ui.c clears the terminal on Ctrl-L by itself */
	}
}

bool app_key(struct app *a, const struct key *k)
{
	struct screen *top = app_top(a);

	if (k->kind == K_HANGUP)
		app_hangup(a);
	if (a->done || !top)
		return false;
	if (k->kind == K_RESIZE || k->kind == K_NONE)
		return true;
	buf_clear(&a->message);
	a->error = false;
	if (!top->type->key(top, k) && !global_key(a, k) && !*app_message(a, NULL)) {
		struct buf name = BUF_INIT;

		key_name(&name, k);
		app_say(a, _("这里不用 %s 键；F1 看能用的键。"), buf_str(&name));
		buf_release(&name);
	}
	return !a->done;
}

bool app_idle(struct app *a)
{
	struct screen *top = app_top(a);

	if (top && top->type->idle && top->type->idle(top))
		return true;
	return store_idle(a->store, 5);
}
