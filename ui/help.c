/* F1: what the cursor stands on and the keys of the screen below, from the tables; F1 again: all registers and fields. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/app.h"
#include "ui/cursor.h"
#include "ui/edit.h"
#include "ui/help_index.h"
#include "ui/screen.h"
#include "ui/screens.h"
#include "ui/wrap.h"
#include "src/banned.h"

#define LINE_MOST 60

struct help {
	struct screen screen;
	struct screen *about;	/* stands below and lives longer */
	bool index;
	int top, room, lines;
	struct buf text;	/* laid out for so many cells: */
	int cols;
	struct help_index all;
	struct edit line;	/* what is looked for in it */
};

enum { HELP_BACK = MOVES, HELP_INDEX };

static const struct ui_action actions[] = {
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到原来的屏幕。"),
	  .keys = { "F10", "Esc", "q" }, .group = GROUP_MOVE, .run = HELP_BACK },
	{ .name = "index", .label = N_("总目"), .bar = N_("总目"),
	  .help = N_("所有台账、字段和各屏幕的键，输入文字来查；再按一次回到本屏说明。"), .keys = { "F1", "?" }, .group = GROUP_HELP, .run = HELP_INDEX },
	{ .name = "read-on", .label = N_("往下看"), .bar = N_("往下"), .help = N_("往下翻一页。"),
	  .keys = { "Space", "Enter" }, .group = GROUP_MOVE, .run = MOVE_PAGE_DOWN },
	{ .name = "read-back", .label = N_("往回看"), .bar = N_("往回"), .help = N_("往上翻一页。"), .keys = { "b" },
	  .group = GROUP_MOVE, .run = MOVE_PAGE_UP },
	MOVE_ACTIONS,
};

/* --- the text --- */

static void lay_out_screen(struct help *h, int cols)
{
	struct buf at = BUF_INIT;

	if (h->about->type->help)
		h->about->type->help(h->about, &at);
	if (at.len) {
		help_wrapped(&h->text, buf_str(&at), 0, cols);
		buf_addc(&h->text, '\n');
	}
	buf_addf(&h->text, "%s\n", _("这个屏幕的键："));
	actions_help(&h->text, h->about->type->actions, cols);
	buf_addf(&h->text, "\n%s\n", _("到处可用的键："));
	actions_help(&h->text, h->about->type->panel ? app_panel_actions() : app_actions(), cols);
	buf_release(&at);
}

static void lay_out(struct help *h, int cols)
{
	buf_clear(&h->text);
	h->cols = cols;
	if (h->index)
		help_index(&h->all, edit_text(&h->line), cols, &h->text);
	else
		lay_out_screen(h, cols);
	h->lines = 0;
	for (const char *s = buf_str(&h->text); *s; s++)
		h->lines += *s == '\n';
}

/* --- the screen --- */

static void scroll_to(struct help *h, int top)
{
	if (top > h->lines - h->room)
		top = h->lines - h->room;
	h->top = top > 0 ? top : 0;
}

static const char *next_line(const char *s)
{
	s += strcspn(s, "\n");
	return *s ? s + 1 : s;
}

static void draw_line(struct help *h, struct picture *p)
{
	const char *label = _(" 查找> ");
	int y = p->rows - 2, x = text_width(label);

	picture_put(p, (struct spot){ y, 0, x }, label, LOOK_TEXT);
	picture_edit(p, (struct box){ y, x, 1, p->cols - x - 1 }, &h->line);
}

static void help_draw(struct screen *s, struct picture *p)
{
	struct help *h = (struct help *)s;
	struct area area = screen_frame(s, p, h->index ? _("帮助 > 总目") : _("帮助"), NULL);
	const char *line;

	if (h->cols != p->cols - 2)
		lay_out(h, p->cols - 2);
	h->room = area.rows;
	scroll_to(h, h->top);
	line = buf_str(&h->text);
	for (int i = 0; i < h->top; i++)
		line = next_line(line);
	for (int i = 0; i < area.rows && *line; i++, line = next_line(line)) {
		struct buf b = BUF_INIT;

		buf_add(&b, line, strcspn(line, "\n"));
		picture_put(p, (struct spot){ area.y + i, 1, p->cols - 1 }, buf_str(&b), LOOK_TEXT);
		buf_release(&b);
	}
	picture_cursor(p, area.y, 0);
	if (h->index)
		draw_line(h, p);
}

static void turn_over(struct help *h)
{
	h->index = !h->index;
	h->screen.input = h->index;
	/* Blank and b are letters there. */
	h->screen.hint = h->index ? _("输入汉字、拼音首字母或英文来查  PgDn 往下  PgUp 往回") : NULL;
	edit_load(&h->line, "");
	h->cols = 0;
	h->top = 0;
}

static bool help_key(struct screen *s, const struct key *k)
{
	struct help *h = (struct help *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);
	int page = h->room > 2 ? h->room - 1 : 1;

	/* A blank before any word reads on, as everywhere in help. */
	if (h->index && (edit_text(&h->line)[0] || k->cp != ' ') && (key_is_text(k) || k->kind == K_PASTE || !a) && edit_key(&h->line, k)) {
		h->cols = h->top = 0;
		return true;
	}
	if (!a)
		return false;
	switch (a->run) {
	case HELP_BACK: app_pop(s->app, 0); break;
	case HELP_INDEX: turn_over(h); break;
	case MOVE_DOWN: scroll_to(h, h->top + 1); break;
	case MOVE_UP: scroll_to(h, h->top - 1); break;
	case MOVE_PAGE_DOWN: scroll_to(h, h->top + page); break;
	case MOVE_PAGE_UP: scroll_to(h, h->top - page); break;
	case MOVE_FIRST: scroll_to(h, 0); break;
	default: scroll_to(h, h->lines); break;
	}
	return true;
}

static void help_free(struct screen *s)
{
	struct help *h = (struct help *)s;

	buf_release(&h->text);
	help_index_release(&h->all);
	edit_release(&h->line);
	free(h);
}

const struct screen_type help_type = {
	.name = "help", .title = N_("帮助"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = help_draw, .key = help_key, .free = help_free,
};

struct screen *help_new(struct app *a, struct screen *about)
{
	struct help *h = xcalloc(1, sizeof(*h));

	h->screen = (struct screen){ .type = &help_type, .app = a };
	h->about = about;
	edit_init(&h->line, TEXT_LINE, LINE_MOST);
	return &h->screen;
}
