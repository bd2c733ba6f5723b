/* The loop: a key, the screens, a picture.  Waiting work is done only while no key waits. */
#include "ui/ui.h"

#include "src/i18n.h"
#include "ui/app.h"
#include "ui/paint.h"
#include "ui/screen.h"
#include "ui/term.h"
#include "src/banned.h"

/* Work that takes longer waits until nobody has typed for so long. */
#define QUIET_MS 150
/* How often the screens look for changes that others made. */
#define TICK_MS 500

/* Work that cannot wait, the moment of quiet before work that can, that work, and the look at times. */
enum waiting { WAITING_WORK, WAITING_QUIET, WAITING_MORE, WAITING_LONG };

/* The picture that stands on the terminal and the one that comes next. */
struct canvas {
	struct picture shown, next;
	bool anew;		/* repaint from nothing */
};

static void draw(struct app *a, struct canvas *c)
{
	struct picture swap;
	int cols, rows;

	term_size(&cols, &rows);
	picture_start(&c->next, cols, rows);
	app_draw(a, &c->next);
	c->anew |= cols != c->shown.cols || rows != c->shown.rows;
	picture_paint(&c->next, c->anew ? NULL : &c->shown);
	swap = c->shown;
	c->shown = c->next;
	c->next = swap;
	c->anew = false;
}

/* A slice of waiting work; what is done at once, what when it is quiet, and then a look at times. */
static enum waiting work(struct app *a, enum waiting w)
{
	if (app_idle(a, w != WAITING_WORK))
		return w == WAITING_WORK ? WAITING_WORK : WAITING_MORE;
	return w == WAITING_WORK ? WAITING_QUIET : WAITING_LONG;
}

/* One key, or work where none comes in time; false: there is nothing to see before the next key. */
static bool step(struct app *a, struct canvas *c, enum waiting *w)
{
	static const int wait_ms[] = { [WAITING_WORK] = 0, [WAITING_QUIET] = QUIET_MS,
		[WAITING_MORE] = 0, [WAITING_LONG] = TICK_MS };
	bool locked = app_is_locked(a);
	/* When what was begun is done, a locked screen has nothing to look after: nothing wakes it but a key. */
	struct key k = term_read_key(locked && wait_ms[*w] ? -1 : wait_ms[*w]);

	if (k.kind == K_NONE) {
		*w = work(a, *w);
		c->anew |= locked != app_is_locked(a);
		return true;
	}
	c->anew |= k.kind == K_RESIZE || (k.kind == K_CTRL && k.cp == 'l');
	app_key(a, &k);
	key_release(&k);
	/* Nothing of what is hidden may stay on the terminal, not even where curses believes that it is gone. */
	c->anew |= locked != app_is_locked(a);
	*w = WAITING_WORK;
	/* Held keys do not queue: what nobody would see is not drawn. */
	if (!term_pending())
		return true;
	app_keep_in_time(a);
	return false;
}

/* Nothing is drawn, and the mouse is the terminal's, until a key comes; that one only ends it. */
static void stand_still(struct app *a, struct canvas *c)
{
	struct key k;

	term_mouse(false);
	k = term_read_key(-1);
	term_mouse(true);
	app_end_copying(a);
	c->anew |= k.kind == K_RESIZE;
	if (k.kind == K_HANGUP)
		app_key(a, &k);
	key_release(&k);
	draw(a, c);
}

static void loop(struct app *a, struct canvas *c)
{
	enum waiting w = WAITING_WORK;

	draw(a, c);
	while (!app_done(a))
		if (step(a, c, &w) && !app_done(a)) {
			draw(a, c);
			if (app_is_copying(a))
				stand_still(a, c);
		}
}

int ui_signal(void)
{
	return term_signal();
}

/* A draft that could not be written is told where the terminal was. */
static void add_complaint(const struct app *a, struct buf *out)
{
	bool error;
	const char *message = app_message(a, &error);

	if (error)
		buf_adds(out, message);
}

int ui_run(struct store *s, const struct ui_options *o, struct err *e)
{
	struct canvas c = { .anew = true };
	struct buf complaint = BUF_INIT;
	struct app *a;
	int rc = term_start(o, e);

	if (rc < 0)
		return rc;
	picture_init(&c.shown);
	picture_init(&c.next);
	a = app_new(s);
	app_set_filters(a, o->filters, o->n_filters);
	app_set_drafts(a, store_is_readonly(s) ? NULL : o->drafts);
	app_push(a, home_new(a));
	if (o->reg)
		app_push(a, list_new(a, o->reg, o->where, NULL));
	app_set_idle_lock(a, o->idle_lock_ms);
	if (o->notice)
		app_say(a, "%s", o->notice);
	loop(a, &c);
	add_complaint(a, &complaint);
	app_free(a);
	picture_release(&c.shown);
	picture_release(&c.next);
	term_stop();
	if (term_signal())
		rc = err_set(e, ERR_STOPPED, _("程序被要求结束（信号 %d）。%s"), term_signal(), buf_str(&complaint));
	buf_release(&complaint);
	return rc;
}
