/* The first screen: the figures that the records give, and the way into every register. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/money.h"
#include "src/text.h"
#include "ui/screen.h"
#include "ui/undo.h"

/* One line: a register, a figure of it, or one value of a figure; Enter opens the records behind it. */
struct entry {
	const struct reg *reg;
	char *label;
	char *where;		/* condition of the list behind it; "" the default view */
	int64_t n;
	bool heading;		/* a register's own line */
};

struct home {
	struct screen screen;
	struct entry *entries;
	size_t n, cap, top, cur;
	int room;
	int64_t data_version;
};

enum { HOME_OPEN, HOME_QUIT, HOME_UP, HOME_DOWN, HOME_PGUP, HOME_PGDN, HOME_FIRST, HOME_LAST, HOME_UNDO, HOME_REDO };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("进入"), .help = N_("打开这个数背后的列表。"), .keys = { "Enter" }, .run = HOME_OPEN },
	{ .name = "quit", .label = N_("退出"), .bar = N_("退出"), .help = N_("离开程序。"), .keys = { "F10", "q", "Ctrl-Q" },
	  .run = HOME_QUIT },
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销你最近的一次操作，先说明会改什么。"),
	  .keys = { "F9", "Ctrl-Z", "u" }, .run = HOME_UNDO },
	{ .name = "redo", .label = N_("重做"), .help = N_("把刚撤销的操作重新做一遍。"), .keys = { "Ctrl-Y", "R" },
	  .run = HOME_REDO },
	{ .name = "up", .label = N_("上一行"), .help = N_("上移一行。"), .keys = { "Up", "k" }, .run = HOME_UP },
	{ .name = "down", .label = N_("下一行"), .help = N_("下移一行。"), .keys = { "Down", "j", "Tab" }, .run = HOME_DOWN },
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .run = HOME_PGUP },
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn" }, .run = HOME_PGDN },
	{ .name = "first", .label = N_("开头"), .help = N_("到第一行。"), .keys = { "Home", "g" }, .run = HOME_FIRST },
	{ .name = "last", .label = N_("末尾"), .help = N_("到最后一行。"), .keys = { "End", "G" }, .run = HOME_LAST },
};

static void release_entries(struct home *h)
{
	for (size_t i = 0; i < h->n; i++) {
		free(h->entries[i].label);
		free(h->entries[i].where);
	}
	free(h->entries);
	h->entries = NULL;
	h->n = h->cap = 0;
}

/* Takes over the entry's texts. */
static void add_entry(struct home *h, struct entry e)
{
	if (h->n == h->cap) {
		h->cap = h->cap ? h->cap * 2 : 32;
		h->entries = xreallocarray(h->entries, h->cap, sizeof(*h->entries));
	}
	if (!e.where)
		e.where = xstrdup("");
	h->entries[h->n++] = e;
}

struct by_value { struct home *home; const struct reg *reg; const struct field *field; };

/* One value of a tallied field, labelled by its code. */
static void add_value(void *ctx, const char *value, int64_t n)
{
	struct by_value *by = ctx;
	const struct lookup *l = store_lookup(app_store(by->home->screen.app));
	const struct code_item *item = by->field->set ? codebook_by_value(l->codes, by->field->set, value) : NULL;
	struct buf label = BUF_INIT, where = BUF_INIT;

	if (!value || !*value || !n)
		return;
	buf_addf(&label, "    %s", item ? code_item_label(item) : value);
	buf_addf(&where, "%s=%s", by->field->name, value);
	add_entry(by->home, (struct entry){
		.reg = by->reg, .label = buf_detach(&label), .where = buf_detach(&where), .n = n });
}

static void add_figure(struct home *h, const struct reg *reg, const struct figure *f)
{
	struct store *s = app_store(h->screen.app);
	struct by_value by = { h, reg, f->by ? reg_field(reg, f->by) : NULL };
	struct buf label = BUF_INIT;
	int64_t n = 0;

	buf_addf(&label, "  %s", _(f->label));
	if (by.field)
		n = -1;
	else if (store_figure(s, reg, f, &n, NULL) < 0)
		n = 0;
	add_entry(h, (struct entry){ .reg = reg, .label = buf_detach(&label), .n = n, .where = xstrdup(f->where) });
	if (by.field)
		store_tallies(s, reg, by.field, add_value, &by, NULL);
}

static void load(struct home *h)
{
	struct store *s = app_store(h->screen.app);

	release_entries(h);
	h->data_version = store_data_version(s);
	for (size_t i = 0; i < registers_n; i++) {
		const struct reg *reg = registers[i];
		struct view v = { .reg = reg };
		int64_t n = 0;
		bool exact = true;

		store_count(s, &v, 0, 0, &n, &exact, NULL);
		add_entry(h, (struct entry){ .reg = reg, .label = xstrdup(_(reg->title)), .n = n, .heading = true });
		for (size_t k = 0; k < reg->nfigures; k++)
			add_figure(h, reg, &reg->figures[k]);
	}
	if (h->cur >= h->n)
		h->cur = h->n ? h->n - 1 : 0;
}

static void draw_entry(const struct home *h, struct picture *p, int y, size_t i)
{
	const struct entry *e = &h->entries[i];
	enum look look = i == h->cur ? LOOK_CURRENT : e->heading ? LOOK_HEAD : LOOK_TEXT;
	struct buf n = BUF_INIT;
	int cells = p->cols < 60 ? p->cols - 14 : 40;

	if (i == h->cur)
		picture_fill(p, y, ' ', look);
	picture_put(p, y, 0, 2, i == h->cur ? "> " : "  ", look);
	picture_put(p, y, 2, cells, e->label, look);
	if (e->n >= 0) {
		money_format_grouped(&n, (struct money){ e->n * 100 });
		buf_truncate(&n, n.len - 3);
		picture_put_right(p, y, 2 + cells, 10, buf_str(&n), look);
	}
	buf_release(&n);
}

static void home_draw(struct screen *s, struct picture *p)
{
	struct home *h = (struct home *)s;
	const char *role = role_value(store_role(app_store(s->app)));
	const struct lookup *l = store_lookup(app_store(s->app));
	const struct code_item *label = codebook_by_value(l->codes, "role", role);
	struct buf right = BUF_INIT;
	int rows, y;

	text_show(&right, store_operator_name(app_store(s->app)));
	buf_addf(&right, "(%s)", label ? code_item_label(label) : role);
	buf_adds(&right, store_is_readonly(app_store(s->app)) ? _("  [只读]  ") : "  ");
	date_format(&right, l->today);
	y = screen_frame(s, p, _("台账 > 首页"), buf_str(&right), &rows);
	h->room = rows;
	if (h->cur < h->top)
		h->top = h->cur;
	if (h->cur >= h->top + (size_t)rows)
		h->top = h->cur - (size_t)rows + 1;
	for (int i = 0; i < rows && h->top + (size_t)i < h->n; i++)
		draw_entry(h, p, y + i, h->top + (size_t)i);
	picture_cursor(p, y + (int)(h->cur - h->top), 0);
	buf_release(&right);
}

static void move_to(struct home *h, long to)
{
	if (to >= (long)h->n)
		to = (long)h->n - 1;
	h->cur = to > 0 ? (size_t)to : 0;
}

static bool home_key(struct screen *s, const struct key *k)
{
	struct home *h = (struct home *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case HOME_OPEN:
		if (h->cur < h->n)
			app_push(s->app, list_new(s->app, h->entries[h->cur].reg, h->entries[h->cur].where));
		break;
	case HOME_QUIT: app_quit(s->app); break;
	case HOME_UNDO: undo_ask(s->app, false); break;
	case HOME_REDO: undo_ask(s->app, true); break;
	case HOME_UP: move_to(h, (long)h->cur - 1); break;
	case HOME_DOWN: move_to(h, (long)h->cur + 1); break;
	case HOME_PGUP: move_to(h, (long)h->cur - h->room); break;
	case HOME_PGDN: move_to(h, (long)h->cur + h->room); break;
	case HOME_FIRST: move_to(h, 0); break;
	case HOME_LAST: move_to(h, (long)h->n); break;
	}
	return true;
}

static void home_resume(struct screen *s, int64_t result)
{
	struct home *h = (struct home *)s;

	(void)result;
	if (store_data_version(app_store(s->app)) != h->data_version)
		load(h);
}

static bool home_idle(struct screen *s)
{
	home_resume(s, 0);
	return false;
}

static void home_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("每个数后面都是一张列表：移到它上面按回车。数都从记录算出来，没有一个是手填的。"));
}

static void home_free(struct screen *s)
{
	struct home *h = (struct home *)s;

	release_entries(h);
	free(h);
}

static const struct screen_type home_type = {
	.name = "home",
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = home_draw, .key = home_key, .idle = home_idle, .resume = home_resume, .help = home_help,
	.free = home_free,
};

struct screen *home_new(struct app *a)
{
	struct home *h = xcalloc(1, sizeof(*h));

	h->screen = (struct screen){ .type = &home_type, .app = a };
	load(h);
	return &h->screen;
}
