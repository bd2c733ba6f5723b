/* The menu bar: all that can be done just now, by groups, for those who would rather look than search. */
#include "ui/palette.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "ui/app.h"
#include "ui/commands.h"
#include "ui/cursor.h"
#include "ui/screens.h"
#include "src/banned.h"

#define KEY_CELLS 12
#define LABEL_MOST 30

struct menu {
	struct screen screen;
	struct commands commands;
	enum ui_group groups[GROUPS];	/* those that have something in them */
	size_t n_groups, group;
	size_t *rows, n;		/* the commands of the open one */
	struct cursor cursor;
};

enum { MENU_RUN = MOVES, MENU_BACK, MENU_LEFT, MENU_RIGHT };

static const struct ui_action actions[] = {
	{ .name = "run", .label = N_("执行"), .bar = N_("执行"), .help = N_("执行光标所在的命令，和按它的键一样。"), .keys = { "Enter" },
	  .group = GROUP_RECORD, .run = MENU_RUN },
	{ .name = "back", .label = N_("关闭"), .bar = N_("关闭"), .help = N_("关闭，什么都不做。"), .keys = { "F10", "Esc", "F9", "Alt-M" },
	  .group = GROUP_MOVE, .run = MENU_BACK },
	{ .name = "left", .label = N_("左边的菜单"), .help = N_("打开左边的菜单。"), .keys = { "Left", "Shift-Tab" }, .group = GROUP_MOVE,
	  .run = MENU_LEFT },
	{ .name = "right", .label = N_("右边的菜单"), .help = N_("打开右边的菜单。"), .keys = { "Right", "Tab" }, .group = GROUP_MOVE,
	  .run = MENU_RIGHT },
	{ .name = "up", .label = N_("上一条"), .help = N_("上一条命令。"), .keys = { "Up" }, .group = GROUP_MOVE, .run = MOVE_UP },
	{ .name = "down", .label = N_("下一条"), .help = N_("下一条命令；字母则到下一条以它开头（拼音）的。"), .keys = { "Down" },
	  .group = GROUP_MOVE, .run = MOVE_DOWN },
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .group = GROUP_MOVE, .run = MOVE_PAGE_UP },
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn" }, .group = GROUP_MOVE,
	  .run = MOVE_PAGE_DOWN },
	{ .name = "first", .label = N_("开头"), .help = N_("到第一条。"), .keys = { "Home" }, .group = GROUP_MOVE, .run = MOVE_FIRST },
	{ .name = "last", .label = N_("末尾"), .help = N_("到最后一条。"), .keys = { "End" }, .group = GROUP_MOVE, .run = MOVE_LAST },
};

static const struct command *current(const struct menu *m)
{
	return m->cursor.at < m->n ? &m->commands.items[m->rows[m->cursor.at]] : NULL;
}

static void explain(struct menu *m)
{
	const struct command *c = current(m);

	if (c)
		app_say(m->screen.app, "%s", c->refusal ? c->refusal : c->help ? c->help : c->label);
}

/* --- which menus, and what is in them --- */

static size_t count_in(const struct menu *m, enum ui_group group)
{
	size_t n = 0;

	for (size_t i = 0; i < m->commands.n; i++)
		n += m->commands.items[i].group == group;
	return n;
}

static void open_group(struct menu *m, size_t group)
{
	m->group = group;
	m->n = 0;
	m->cursor = (struct cursor){ .room = 1 };
	for (size_t i = 0; i < m->commands.n; i++)
		if (m->commands.items[i].group == m->groups[group])
			m->rows[m->n++] = i;
}

/* --- the picture --- */

/* What can be clicked on: a command of the open menu by its place, another menu by its own. */
#define NAME(group) (-1 - (int64_t)(group))

/* Where the name of a menu begins in the bar, and with the first one the bar as a whole. */
static int bar_cells(const struct menu *m, size_t from, size_t to)
{
	int cells = 0;

	for (size_t i = from; i < to; i++)
		cells += text_width(group_label(m->groups[i])) + 1;
	return cells;
}

/* In a bar too long for the window the first menus go, until the open one is to be seen. */
static size_t first_shown(const struct menu *m, int cols)
{
	size_t first = 0;

	while (first < m->group && bar_cells(m, first, m->group + 1) > cols - 1)
		first++;
	return first;
}

/* Returns where the open menu's name stands. */
static int draw_names(const struct menu *m, struct picture *p)
{
	size_t first = first_shown(m, p->cols);
	int at = 0;

	picture_fill(p, 0, ' ', LOOK_KEYBAR);
	for (size_t i = first; i < m->n_groups; i++) {
		int x = 1 + bar_cells(m, first, i);
		const char *name = group_label(m->groups[i]);

		if (x + text_width(name) > p->cols)
			break;
		picture_add(p, (struct spot){ 0, x, text_width(name) }, name, i == m->group ? LOOK_TEXT : LOOK_KEYBAR);
		picture_touch(p, (struct box){ 0, x - 1, 1, text_width(name) + 1 }, NAME(i));
		if (i == m->group) {
			picture_add(p, (struct spot){ 0, x - 1, 1 }, ">", LOOK_TEXT);
			at = x;
		}
	}
	return at;
}

static struct box place(const struct menu *m, const struct picture *p, int x)
{
	struct box b = { .y = 1, .rows = (int)m->n + 2 };
	int label = 0, keys = 0;

	for (size_t i = 0; i < m->n; i++) {
		const struct command *c = &m->commands.items[m->rows[i]];
		struct buf text = BUF_INIT;
		int cells = text_width(c->label);

		label = cells > label ? cells : label;
		command_add_keys(c, KEY_CELLS, &text);
		keys = text_width(buf_str(&text)) > keys ? text_width(buf_str(&text)) : keys;
		buf_release(&text);
	}
	b.cols = (label < LABEL_MOST ? label : LABEL_MOST) + keys + 6;
	if (b.rows > p->rows - 4)
		b.rows = p->rows - 4;
	if (b.cols > p->cols)
		b.cols = p->cols;
	b.x = x + b.cols > p->cols ? (p->cols - b.cols) & ~1 : (x - 1) & ~1;
	return b;
}

static void draw_row(const struct menu *m, struct picture *p, struct spot at, size_t i)
{
	const struct command *c = &m->commands.items[m->rows[i]];
	bool now = i == m->cursor.at;
	enum look look = now ? LOOK_CURRENT : c->refusal ? LOOK_DIM : LOOK_TEXT;
	struct buf keys = BUF_INIT;
	int cells;

	command_add_keys(c, KEY_CELLS, &keys);
	cells = text_width(buf_str(&keys));
	picture_touch(p, (struct box){ at.y, at.x, 1, at.cells }, (int64_t)i);
	picture_put(p, at, now ? ">" : c->refusal ? "x" : "", look);
	picture_put(p, (struct spot){ at.y, at.x + 1, at.cells - cells - 3 }, c->label, look);
	picture_put(p, (struct spot){ at.y, at.x + at.cells - cells - 1, cells }, buf_str(&keys), look);
	buf_release(&keys);
}

static void menu_draw(struct screen *s, struct picture *p)
{
	struct menu *m = (struct menu *)s;
	struct box b = place(m, p, draw_names(m, p));

	picture_box(p, b, NULL);
	cursor_fit(&m->cursor, m->n, b.rows - 2);
	for (size_t i = m->cursor.top; i < m->n && i < m->cursor.top + (size_t)m->cursor.room; i++)
		draw_row(m, p, (struct spot){ b.y + 1 + (int)(i - m->cursor.top), b.x + 1, b.cols - 2 }, i);
	cursor_draw_more(&m->cursor, m->n, p, b);
	picture_cursor(p, b.y + 1 + (int)(m->cursor.at - m->cursor.top), b.x + 1);
}

/* --- keys --- */

static void run_current(struct menu *m)
{
	struct app *a = m->screen.app;
	const struct command *c = current(m);

	if (!c || c->refusal) {
		explain(m);
		return;
	}
	/* It is freed when the key is done with, and so is what it collected. */
	app_pop(a, 0);
	command_run(a, c);
}

static bool begins_with(const struct command *c, uint32_t letter)
{
	uint32_t first;

	if (!text_decode(c->label, strlen(c->label), &first))
		return false;
	if (first < 0x80)
		return (first | 0x20) == (letter | 0x20);
	return pinyin_initials(first) & (1u << ((letter | 0x20) - 'a'));
}

/* To the next command that begins with the letter, around the end. */
static void look_for(struct menu *m, uint32_t letter)
{
	for (size_t i = 1; i <= m->n; i++) {
		size_t at = (m->cursor.at + i) % m->n;

		if (begins_with(&m->commands.items[m->rows[at]], letter)) {
			m->cursor.at = at;
			return;
		}
	}
}

static bool is_letter(const struct key *k)
{
	return key_is_text(k) && k->cp < 0x80 && (k->cp | 0x20) >= 'a' && (k->cp | 0x20) <= 'z';
}

static bool menu_key(struct screen *s, const struct key *k)
{
	struct menu *m = (struct menu *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (a && a->run == MENU_RUN) {
		run_current(m);
		return true;
	}
	if (a && a->run == MENU_BACK) {
		app_pop(s->app, 0);
		return true;
	}
	if (a && a->run == MENU_LEFT)
		open_group(m, (m->group + m->n_groups - 1) % m->n_groups);
	else if (a && a->run == MENU_RIGHT)
		open_group(m, (m->group + 1) % m->n_groups);
	else if (a)
		cursor_move(&m->cursor, a->run, m->n);
	else if (is_letter(k))
		look_for(m, k->cp);
	explain(m);
	return true;
}

/* A click on a command is Enter, one on a name opens that menu. */
static bool menu_point(struct screen *s, int64_t what)
{
	struct menu *m = (struct menu *)s;

	if (what >= 0) {
		m->cursor.at = (size_t)what;
		return true;
	}
	open_group(m, (size_t)(-1 - what));
	explain(m);
	return false;
}

static void menu_pushed(struct screen *s)
{
	explain((struct menu *)s);
}

static void menu_free(struct screen *s)
{
	struct menu *m = (struct menu *)s;

	commands_release(&m->commands);
	free(m->rows);
	free(m);
}

const struct screen_type menu_type = {
	.name = "menu", .title = N_("菜单"), .panel = true, .actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = menu_draw, .key = menu_key, .point = menu_point, .pushed = menu_pushed, .free = menu_free,
};

struct screen *menu_new(struct app *a)
{
	struct menu *m = xcalloc(1, sizeof(*m));

	m->screen = (struct screen){ .type = &menu_type, .app = a };
	commands_collect(a, false, &m->commands);
	m->rows = xcalloc(m->commands.n + 1, sizeof(*m->rows));
	for (enum ui_group g = GROUP_RECORD; g < GROUPS; g++)
		if (count_in(m, g))
			m->groups[m->n_groups++] = g;
	open_group(m, 0);
	return &m->screen;
}
