/* The loop: a key, the screens, a picture.  Waiting work is done only while no key waits. */
#include "ui/ui.h"

#include <signal.h>

#include "src/i18n.h"
#include "ui/paint.h"
#include "ui/screen.h"
#include "ui/term.h"

/* How often the screens look for changes that others made. */
#define TICK_MS 1000

static void draw(struct app *a, struct picture *p, bool all)
{
	int cols, rows;

	term_size(&cols, &rows);
	picture_start(p, cols, rows);
	app_draw(a, p);
	picture_paint(p, all);
}

static void handle(struct app *a, struct key *k, bool *all)
{
	if (k->kind == K_RESIZE || (k->kind == K_CTRL && k->cp == 'l'))
		*all = true;
	app_key(a, k);
	key_release(k);
}

static void loop(struct app *a)
{
	struct picture p;
	bool all = false, more = true;

	picture_init(&p);
	draw(a, &p, false);
	while (!app_done(a)) {
		struct key k = term_read_key(more ? 0 : TICK_MS);

		if (k.kind != K_NONE) {
			handle(a, &k, &all);
			more = true;
			/* Held keys: what nobody would see is not drawn. */
			if (term_pending() && !all)
				continue;
		} else {
			more = app_idle(a);
		}
		if (!app_done(a))
			draw(a, &p, all);
		all = false;
	}
	picture_release(&p);
}

int ui_run(struct store *s, const struct ui_options *o, struct err *e)
{
	struct app *a;
	int rc = term_start(o->no_color, e);

	if (rc < 0)
		return rc;
	a = app_new(s);
	app_push(a, home_new(a));
	if (o->reg)
		app_push(a, list_new(a, o->reg, o->where));
	loop(a);
	app_free(a);
	term_stop();
	if (term_signal() && term_signal() != SIGINT)
		return err_set(e, ERR_STOPPED, _("程序被要求结束（信号 %d）。"), term_signal());
	return 0;
}
