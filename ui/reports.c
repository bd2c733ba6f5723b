/* The reports there are: what each is for, and Enter shows it. */
#include "ui/reports.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/cursor.h"
#include "ui/screens.h"
#include "src/banned.h"

struct reports {
	struct screen screen;
	const struct reg *reg;		/* NULL: of all */
	const struct report **items;
	size_t n;
	struct cursor cursor;
};

enum { REPORTS_OPEN = MOVES, REPORTS_BACK };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("打开"), .bar = N_("打开"), .help = N_("按现在的记录算出这份报表。"), .keys = { "Enter" },
	  .group = GROUP_RECORD, .run = REPORTS_OPEN },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到前一个屏幕。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = REPORTS_BACK },
	MOVE_ACTIONS,
};

/* Below the names stands what the current one is for. */
#define HELP_ROWS 3
#define REG_CELLS 12

static void reports_draw(struct screen *s, struct picture *p)
{
	struct reports *l = (struct reports *)s;
	struct area area = screen_frame(s, p, _("台账 > 报表"), NULL);
	int reg_x = p->cols - REG_CELLS - 1;
	int y;

	cursor_show(&l->cursor, l->n, p, (struct box){ area.y, 0, area.rows - HELP_ROWS - 1, p->cols });
	for (size_t i = l->cursor.top; i < l->n && i < l->cursor.top + (size_t)l->cursor.room; i++) {
		enum look look = i == l->cursor.at ? LOOK_CURRENT : LOOK_TEXT;

		y = area.y + (int)(i - l->cursor.top);
		picture_put(p, (struct spot){ y, 0, p->cols }, i == l->cursor.at ? ">" : "", look);
		picture_put(p, (struct spot){ y, 1, reg_x - 2 }, _(l->items[i]->title), look);
		picture_put(p, (struct spot){ y, reg_x, REG_CELLS }, _(l->items[i]->reg->title), look);
	}
	y = area.y + area.rows - HELP_ROWS;
	picture_fill(p, y - 1, '-', LOOK_DIM);
	picture_text(p, (struct box){ y, 1, HELP_ROWS, p->cols - 2 }, _(l->items[l->cursor.at]->help), LOOK_TEXT);
	picture_cursor(p, area.y + (int)(l->cursor.at - l->cursor.top), 0);
}

static bool reports_key(struct screen *s, const struct key *k)
{
	struct reports *l = (struct reports *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case REPORTS_OPEN: app_push(s->app, report_view_new(s->app, l->items[l->cursor.at])); break;
	case REPORTS_BACK: app_pop(s->app, 0); break;
	default: cursor_move(&l->cursor, a->run, l->n); break;
	}
	return true;
}

static void reports_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("要上报的台账和进展，每次都按现在的记录算。命令行上是 zhibu report。"));
}

static void reports_free(struct screen *s)
{
	struct reports *l = (struct reports *)s;

	free(l->items);
	free(l);
}

static struct screen *reports_again(const struct screen *s)
{
	const struct reports *l = (const struct reports *)s;
	struct screen *again = reports_new(s->app, l->reg);

	((struct reports *)again)->cursor = l->cursor;
	return again;
}

const struct screen_type reports_type = {
	.name = "reports", .title = N_("报表"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = reports_draw, .key = reports_key, .cursor = offsetof(struct reports, cursor), .help = reports_help,
	.again = reports_again, .free = reports_free,
};

int reports_may_open(const struct reg *reg, struct err *e)
{
	for (size_t i = 0; i < reports_n; i++)
		if (!reg || reports[i]->reg == reg)
			return 0;
	return err_set(e, ERR_NOT_FOUND, _("这个台账没有报表"));
}

struct screen *reports_new(struct app *a, const struct reg *reg)
{
	struct reports *l = xcalloc(1, sizeof(*l));

	l->items = xcalloc(reports_n, sizeof(*l->items));
	for (size_t i = 0; i < reports_n; i++)
		if (!reg || reports[i]->reg == reg)
			l->items[l->n++] = reports[i];
	l->screen = (struct screen){ .type = &reports_type, .app = a };
	l->reg = reg;
	return &l->screen;
}
