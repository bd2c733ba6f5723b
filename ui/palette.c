/* The command palette: what is typed finds what can be done, and Enter does it. */
#include "ui/palette.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/app.h"
#include "ui/commands.h"
#include "ui/cursor.h"
#include "ui/edit.h"
#include "ui/screens.h"
#include "src/banned.h"

#define TYPED_MOST 60
#define BOX_COLS 72
#define BOX_ROWS 18
#define KEY_CELLS 18
#define NARROW_KEY_CELLS 8

struct palette {
	struct screen screen;
	struct commands commands;
	struct edit line;
	struct cursor cursor;		/* among those found */
};

enum { PALETTE_RUN = MOVES, PALETTE_BACK };

static const struct ui_action actions[] = {
	{ .name = "run", .label = N_("执行"), .bar = N_("执行"), .help = N_("执行光标所在的命令，和按它的键一样。"), .keys = { "Enter" },
	  .group = GROUP_RECORD, .run = PALETTE_RUN },
	{ .name = "back", .label = N_("关闭"), .bar = N_("关闭"), .help = N_("关闭，什么都不做。"), .keys = { "F10", "Esc", "F2", "Ctrl-P" },
	  .group = GROUP_MOVE, .run = PALETTE_BACK },
	{ .name = "up", .label = N_("上一条"), .help = N_("上一条命令。"), .keys = { "Up", "Shift-Tab" }, .group = GROUP_MOVE,
	  .run = MOVE_UP },
	{ .name = "down", .label = N_("下一条"), .help = N_("下一条命令。"), .keys = { "Down", "Tab" }, .group = GROUP_MOVE,
	  .run = MOVE_DOWN },
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .group = GROUP_MOVE, .run = MOVE_PAGE_UP },
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn" }, .group = GROUP_MOVE,
	  .run = MOVE_PAGE_DOWN },
};

static const struct command *current(const struct palette *q)
{
	return q->cursor.at < q->commands.n_found ? &q->commands.items[q->commands.found[q->cursor.at]] : NULL;
}

/* What the current one does, or why it cannot be done. */
static void explain(struct palette *q)
{
	const struct command *c = current(q);

	if (!c)
		app_say(q->screen.app, _("没有这样的命令；换一个词，或按 Esc 返回。"));
	else
		app_say(q->screen.app, "%s", c->refusal ? c->refusal : c->help ? c->help : c->label);
}

/* --- the picture --- */

/* Between the title and the message line, which it leaves free. */
static struct box place(const struct picture *p)
{
	struct box b = { .y = 1, .rows = p->rows - 4 < BOX_ROWS ? p->rows - 4 : BOX_ROWS,
		.cols = p->cols - 4 < BOX_COLS ? p->cols - 4 : BOX_COLS };

	b.x = (p->cols - b.cols) / 2 & ~1;
	return b;
}

/* A line between those that can be run and the others. */
static void draw_parting(struct picture *p, struct spot at)
{
	picture_put(p, at, _("现在不能用："), LOOK_DIM);
}

static void draw_command(const struct palette *q, struct picture *p, struct spot at, size_t i)
{
	const struct command *c = &q->commands.items[q->commands.found[i]];
	int keys = at.cells < BOX_COLS - 4 ? NARROW_KEY_CELLS : KEY_CELLS;
	enum look look = i == q->cursor.at ? LOOK_CURRENT : c->refusal ? LOOK_DIM : LOOK_TEXT;
	struct buf b = BUF_INIT;

	picture_touch(p, (struct box){ at.y, at.x, 1, at.cells }, (int64_t)i);
	picture_put(p, at, i == q->cursor.at ? ">" : "", look);
	command_add_keys(c, keys, &b);
	picture_put_right(p, (struct spot){ at.y, at.x + at.cells - keys, keys }, buf_str(&b), look);
	buf_clear(&b);
	buf_adds(&b, c->label);
	if (c->refusal)
		buf_addf(&b, "  (%s)", c->refusal);
	else if (c->help && keys == KEY_CELLS)
		buf_addf(&b, "  %s", c->help);
	picture_put(p, (struct spot){ at.y, at.x + 1, at.cells - keys - 2 }, buf_str(&b), look);
	buf_release(&b);
}

/* The line that parts them counts among the rows, so that no command is hidden by it. */
static void draw_commands(struct palette *q, struct picture *p, struct box inner)
{
	size_t ready = q->commands.n_ready, n = q->commands.n_found;
	bool parted = ready < n;
	struct cursor lines = q->cursor;

	lines.at += parted && lines.at >= ready;
	cursor_fit(&lines, n + parted, inner.rows);
	for (size_t i = lines.top; i < n + parted && i < lines.top + (size_t)inner.rows; i++) {
		struct spot at = { inner.y + (int)(i - lines.top), inner.x, inner.cols };

		if (parted && i == ready)
			draw_parting(p, at);
		else
			draw_command(q, p, at, i - (parted && i > ready));
	}
	q->cursor.top = lines.top;
	q->cursor.room = inner.rows;
}

static void palette_draw(struct screen *s, struct picture *p)
{
	struct palette *q = (struct palette *)s;
	struct box b = place(p);
	struct spot line = { b.y + 1, b.x + 2, b.cols - 4 };

	picture_box(p, b, p->cols < NARROW_COLS ? _("命令") : _("命令 (输入汉字、拼音首字母或英文)"));
	picture_put(p, line, ">", LOOK_TEXT);
	draw_commands(q, p, (struct box){ b.y + 2, line.x, b.rows - 3, line.cells });
	picture_edit(p, (struct box){ line.y, line.x + 2, 1, line.cells - 2 }, &q->line);
}

/* --- keys --- */

static void run_current(struct palette *q)
{
	struct app *a = q->screen.app;
	const struct command *c = current(q);

	if (!c || c->refusal) {
		explain(q);
		return;
	}
	/* It is freed when the key is done with, and so is what it collected. */
	app_pop(a, 0);
	command_run(a, c);
	command_tell_key(a, c);
}

static bool palette_key(struct screen *s, const struct key *k)
{
	struct palette *q = (struct palette *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (a && a->run == PALETTE_RUN) {
		run_current(q);
		return true;
	}
	if (a && a->run == PALETTE_BACK) {
		app_pop(s->app, 0);
		return true;
	}
	if (a) {
		cursor_move(&q->cursor, a->run, q->commands.n_found);
	} else if (edit_key(&q->line, k)) {
		commands_search(&q->commands, edit_text(&q->line));
		q->cursor = (struct cursor){ .room = q->cursor.room };
	}
	if (q->line.refused.text[0])
		app_say_error(s->app, &q->line.refused);
	else
		explain(q);
	return true;
}

/* A click on a command is Enter. */
static bool palette_point(struct screen *s, int64_t what)
{
	((struct palette *)s)->cursor.at = (size_t)what;
	return true;
}

static void palette_pushed(struct screen *s)
{
	explain((struct palette *)s);
}

static void palette_free(struct screen *s)
{
	struct palette *q = (struct palette *)s;

	commands_release(&q->commands);
	edit_release(&q->line);
	free(q);
}

const struct screen_type palette_type = {
	.name = "palette", .title = N_("命令"), .panel = true, .actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = palette_draw, .key = palette_key, .point = palette_point, .pushed = palette_pushed, .free = palette_free,
};

struct screen *palette_new(struct app *a)
{
	struct palette *q = xcalloc(1, sizeof(*q));

	q->screen = (struct screen){ .type = &palette_type, .app = a };
	commands_collect(a, true, &q->commands);
	edit_init(&q->line, TEXT_LINE, TYPED_MOST);
	q->cursor.room = 1;
	return &q->screen;
}
