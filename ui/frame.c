/*
 * What all full screens share: the title with the day that is looked at, the message line or the keys that have no
 * slot in the bar, and the bar.
 */
#include <string.h>

#include "db/past.h"
#include "src/i18n.h"
#include "src/text.h"
#include "ui/app.h"
#include "ui/screen.h"
#include "ui/wrap.h"
#include "src/banned.h"

/* A path loses its beginning, which is always the same, where room is short. */
static const char *short_title(const struct picture *p, const char *title)
{
	const char *root = _("台账 > ");
	size_t n = strlen(root);

	return p->cols < NARROW_COLS && strncmp(title, root, n) == 0 ? title + n : title;
}

/* "[历史 2026-03-15 只读] " in front of a title where it is another day. */
static void add_day(struct app *a, struct buf *out)
{
	const struct moment *m = store_moment(app_store(a));

	if (!m)
		return;
	buf_adds(out, _("[历史 "));
	moment_format(out, m);
	buf_adds(out, _(" 只读] "));
}

static void draw_title(struct picture *p, const char *title, const char *right)
{
	int width = right ? text_width(right) : 0, beside = p->cols - text_width(title) - 4;

	picture_fill(p, 0, ' ', LOOK_TITLE);
	/* What the title leaves, and half of the line in any case. */
	if (beside < p->cols / 2)
		beside = p->cols / 2;
	if (width > beside)
		width = beside;
	if (width)
		picture_put_right(p, (struct spot){ 0, p->cols - width - 1, width }, right, LOOK_TITLE);
	picture_put(p, (struct spot){ 0, 1, p->cols - width - 3 }, title, LOOK_TITLE);
}

/* How much of a hint has room: its parts stand two blanks apart, and half a part would say nothing. */
static size_t hint_room(const char *hint, int cells)
{
	size_t n = strlen(hint), room = 0;

	if (text_width(hint) <= cells)
		return n;
	for (const char *end = hint; (end = strstr(end, "  ")) != NULL; end += 2)
		if (text_width_n(hint, (size_t)(end - hint)) <= cells)
			room = (size_t)(end - hint);
	return room ? room : n;
}

static void draw_hint(const char *hint, struct picture *p, int y)
{
	struct spot at = { y, 2, p->cols - 2 };
	struct buf b = BUF_INIT;

	buf_add(&b, hint, hint_room(hint, at.cells));
	picture_add(p, at, buf_str(&b), LOOK_DIM);
	buf_release(&b);
}

/* What the top screen cannot do just now has no place among its keys. */
static const char *label_of(const struct ui_action *action, void *ctx)
{
	const struct screen *top = app_top(ctx);
	const char *label = top->type->bar ? top->type->bar(top, action->run) : NULL;

	return app_may_run(ctx, action, NULL) < 0 ? NULL : label ? label : _(action->bar);
}

/* Keys that a person would not guess and that have no slot in the bar: "h 历史". */
static void draw_hints(struct screen *s, struct picture *p, int y)
{
	int x = 2;

	if (s->hint) {
		draw_hint(s->hint, p, y);
		return;
	}
	for (size_t i = 0; i < s->type->actions.n; i++) {
		const struct ui_action *action = &s->type->actions.rows[i];
		const char *label = action->bar ? label_of(action, s->app) : NULL;
		struct buf b = BUF_INIT;
		struct key key = { .kind = K_NONE };

		key_parse(&key, action_keys(action)[0], NULL);
		if (label && key.kind != K_F) {
			buf_addf(&b, "%s %s", action_keys(action)[0], label);
			if (text_width(buf_str(&b)) < p->cols - x)
				x += picture_add(p, (struct spot){ y, x, p->cols - x }, buf_str(&b), LOOK_DIM) + 3;
		}
		buf_release(&b);
	}
}

#define MESSAGE_LINES 3

/* How many lines the message needs; the keys that stand there without one take a single line. */
static int message_lines(const struct app *a, const struct picture *p)
{
	int n = wrap_count(app_message(a, NULL), p->cols - 2);

	return n < 1 ? 1 : n > MESSAGE_LINES ? MESSAGE_LINES : n;
}

/* A sentence that says what to do is no good when its end is cut off. */
static void draw_message(struct screen *s, struct picture *p, struct area area)
{
	bool error;
	const char *message = app_message(s->app, &error);
	enum look look = error ? LOOK_ERROR : LOOK_TEXT;

	if (!*message && app_top(s->app) == s)
		draw_hints(s, p, area.y);
	if (error)
		picture_put(p, (struct spot){ area.y, 0, 2 }, "! ", look);
	picture_text(p, (struct box){ area.y, 2, area.rows, p->cols - 2 }, message, look);
}

/* The keys of the top screen, also below a panel: there no others work.  What a screen does with a key wins over the app. */
static void draw_bar(struct app *a, struct picture *p)
{
	const struct screen_type *top = app_top(a)->type;
	struct key_bar labels = { { NULL } };
	int numbers[BAR_SLOTS], n;
	struct buf bar = BUF_INIT;

	if (!top->panel)
		bar_take(&labels, app_actions(), NULL, NULL);
	bar_take(&labels, top->actions, label_of, a);
	bar_print(&labels, &bar, p->cols);
	n = bar_slots(&labels, p->cols, numbers);
	for (int i = 0; i < n; i++)
		picture_touch_key(p, (struct box){ p->rows - 1, i * BAR_SLOT_CELLS, 1, BAR_SLOT_CELLS },
			&(struct key){ .kind = K_F, .code = numbers[i] });
	picture_put(p, (struct spot){ p->rows - 1, 0, p->cols }, buf_str(&bar), LOOK_KEYBAR);
	buf_release(&bar);
}

struct area screen_frame(struct screen *s, struct picture *p, const char *title, const char *right)
{
	bool tall = p->rows >= TALL_ROWS;
	int top = tall ? 2 : 1, lines = message_lines(s->app, p), bottom = p->rows - (s->input ? 2 : 1);
	struct buf whole = BUF_INIT;

	add_day(s->app, &whole);
	buf_adds(&whole, short_title(p, title));
	draw_title(p, buf_str(&whole), right);
	buf_release(&whole);
	if (tall)
		picture_fill(p, 1, '-', LOOK_FRAME);
	draw_message(s, p, (struct area){ bottom - lines, lines });
	draw_bar(s->app, p);
	return (struct area){ top, bottom - lines - top };
}
