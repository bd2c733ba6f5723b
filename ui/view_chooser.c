/* The views of a register, and which one is to be shown. */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "ui/busy.h"
#include "ui/cursor.h"
#include "ui/edit.h"
#include "ui/list.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "src/banned.h"

#define COUNT_MS 8
#define COUNT_CAP 10001
#define FIND_MAX_CHARS 40
#define NUMBERED 9

/* A view, or without a number the list as it is opened. */
struct offer {
	struct saved_view view;
	struct count count;
	bool counted;
};

struct chooser {
	struct screen screen;
	struct list *list;
	struct offer *offers;
	size_t n, cap;
	size_t *shown;			/* places of those that are found */
	size_t n_shown;
	struct cursor cursor;
	struct edit find;
	int64_t going;			/* the view that is to be taken out of use */
};

enum { CHOOSE_TAKE = MOVES, CHOOSE_RETIRE, CHOOSE_BACK };

/* Letters are looked for, so that nothing here has one. */
static const struct ui_action actions[] = {
	{ .name = "take", .label = N_("用这个视图"), .help = N_("列表按光标所在的视图显示；数字键直接选。"), .keys = { "Enter" },
	  .group = GROUP_RECORD, .run = CHOOSE_TAKE },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("清空查找；再按则不换视图。"), .keys = { "F10", "Esc" },
	  .group = GROUP_MOVE, .run = CHOOSE_BACK },
	{ .name = "retire", .label = N_("停用视图"), .bar = N_("停用"), .help = N_("停用光标所在的视图，问过再做，可撤销。"),
	  .keys = { "F8" }, .group = GROUP_RECORD, .run = CHOOSE_RETIRE },
	{ .name = "up", .label = N_("上一行"), .help = N_("上移一行。"), .keys = { "Up" }, .group = GROUP_MOVE, .run = MOVE_UP },
	{ .name = "down", .label = N_("下一行"), .help = N_("下移一行。"), .keys = { "Down" }, .group = GROUP_MOVE, .run = MOVE_DOWN },
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .group = GROUP_MOVE, .run = MOVE_PAGE_UP },
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn" }, .group = GROUP_MOVE,
	  .run = MOVE_PAGE_DOWN },
};

/* --- what is offered --- */

static struct offer *add_offer(struct chooser *c)
{
	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 16;
		c->offers = xreallocarray(c->offers, c->cap, sizeof(*c->offers));
	}
	c->offers[c->n] = (struct offer){ .counted = false };
	return &c->offers[c->n++];
}

static int add_view(void *ctx, const struct saved_view *v)
{
	saved_view_copy(&add_offer(ctx)->view, v);
	return 0;
}

static void release_offers(struct chooser *c)
{
	for (size_t i = 0; i < c->n; i++)
		saved_view_release(&c->offers[i].view);
	c->n = c->n_shown = 0;
}

static bool is_found(const struct chooser *c, const struct offer *o)
{
	const char *typed = edit_text(&c->find), *name = o->view.id ? o->view.name : _("默认视图");

	return !*typed || pinyin_match(name ? name : "", typed, NULL) != MATCH_NONE;
}

static void find(struct chooser *c)
{
	c->shown = xreallocarray(c->shown, c->n + 1, sizeof(*c->shown));
	c->n_shown = 0;
	for (size_t i = 0; i < c->n; i++)
		if (is_found(c, &c->offers[i]))
			c->shown[c->n_shown++] = i;
	c->cursor.at = 0;
}

static void load(struct chooser *c)
{
	struct err e = ERR_INIT;

	release_offers(c);
	add_offer(c);
	if (views_each(app_store(c->screen.app), c->list->reg, add_view, c, &e) < 0)
		app_say_error(c->screen.app, &e);
	find(c);
}

static struct offer *current(const struct chooser *c)
{
	return c->cursor.at < c->n_shown ? &c->offers[c->shown[c->cursor.at]] : NULL;
}

static void count(struct chooser *c, struct offer *o)
{
	struct store *s = app_store(c->screen.app);
	struct query q;
	struct view v = { .reg = c->list->reg, .query = &q, .all = o->view.all };

	o->counted = true;
	o->count = (struct count){ .cap = COUNT_CAP, .budget_ms = COUNT_MS };
	o->view.reg = c->list->reg;
	if (view_query(s, &o->view, &q, NULL) < 0 || store_count(s, &v, &o->count, NULL) < 0)
		o->count = (struct count){ .n = -1 };
	query_release(&q);
}

static bool idle(struct screen *s, bool quiet)
{
	struct chooser *c = (struct chooser *)s;

	(void)quiet;
	for (size_t i = 0; i < c->n_shown; i++)
		if (!c->offers[c->shown[i]].counted) {
			count(c, &c->offers[c->shown[i]]);
			return true;
		}
	return false;
}

/* --- the picture --- */

#define COUNT_CELLS 9
#define KIND_CELLS 6
#define OWNER_CELLS 14

static void draw_count(struct picture *p, struct spot at, const struct offer *o, enum look look)
{
	struct buf b = BUF_INIT;

	if (!o->counted)
		buf_adds(&b, "...");
	else if (o->count.n < 0)
		buf_adds(&b, "!");
	else
		list_add_number(&b, o->count.n);
	buf_adds(&b, !o->counted || o->count.n < 0 || o->count.exact ? "" : "+");
	picture_put_right(p, at, buf_str(&b), look);
	buf_release(&b);
}

/* The list without a view is 0. */
static size_t first_number(const struct chooser *c)
{
	return c->n_shown && c->offers[c->shown[0]].view.id ? 1 : 0;
}

static void draw_offer(const struct chooser *c, struct picture *p, struct spot row, size_t i)
{
	const struct offer *o = &c->offers[c->shown[i]];
	enum look look = i == c->cursor.at ? LOOK_CURRENT : LOOK_TEXT;
	int owner = row.cells < NARROW_COLS ? 0 : OWNER_CELLS;
	int right = row.x + row.cells - COUNT_CELLS, kind = right - owner - KIND_CELLS - 1;
	size_t number = i + first_number(c);
	char mark[] = { i == c->cursor.at ? '>' : ' ', number <= NUMBERED ? (char)('0' + number) : ' ', ' ', '\0' };

	picture_put(p, row, mark, look);
	picture_put(p, (struct spot){ row.y, row.x + 3, kind - row.x - 4 }, o->view.id ? o->view.name : _("默认视图"), look);
	if (o->view.id)
		picture_put(p, (struct spot){ row.y, kind, KIND_CELLS }, view_kind_label(app_store(c->screen.app), o->view.kind), look);
	if (o->view.id && owner && !o->view.mine)
		picture_put(p, (struct spot){ row.y, kind + KIND_CELLS + 1, owner - 1 }, o->view.owner, look);
	draw_count(p, (struct spot){ row.y, right, COUNT_CELLS }, o, look);
}

static void draw_none(const struct chooser *c, struct picture *p, struct spot at)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, _("还没有保存过视图；在列表里按 %s 保存"), list_key_of(c->list, "save-view"));
	picture_put(p, at, buf_str(&b), LOOK_DIM);
	buf_release(&b);
}

static void draw(struct screen *s, struct picture *p)
{
	struct chooser *c = (struct chooser *)s;
	struct box b = panel_box(p, (int)c->n + 3);
	int x = b.x + 2, inner = b.cols - 4, end = b.y + b.rows - 1, label = text_width(_("找> "));

	picture_box(p, b, _("视图"));
	cursor_show(&c->cursor, c->n_shown, p, (struct box){ b.y + 1, x, b.rows - 5, inner });
	for (size_t i = c->cursor.top; i < c->n_shown && i < c->cursor.top + (size_t)c->cursor.room; i++)
		draw_offer(c, p, (struct spot){ b.y + 1 + (int)(i - c->cursor.top), x, inner }, i);
	cursor_draw_more(&c->cursor, c->n_shown, p, b);
	if (!c->n_shown)
		picture_put(p, (struct spot){ b.y + 1, x, inner }, _("没有这样的视图"), LOOK_DIM);
	else if (c->n == 1)
		draw_none(c, p, (struct spot){ end - 3, x, inner });
	picture_put(p, (struct spot){ end - 1, x, inner }, p->cols < NARROW_COLS ? _("Enter 打开  F8 停用  Esc 返回") :
		_("[ Enter 打开 ]  [ F8 停用 ]  [ Esc 返回 ]"), LOOK_TEXT);
	picture_put(p, (struct spot){ end - 2, x, label }, _("找> "), LOOK_TEXT);
	picture_edit(p, (struct box){ end - 2, x + label, 1, inner - label }, &c->find);
}

/* --- keys --- */

static void show(struct chooser *c, const struct offer *o)
{
	struct list *l = c->list;
	struct saved_view v;

	/* The chooser is gone when the list says what it has to say. */
	saved_view_copy(&v, &o->view);
	app_pop(c->screen.app, 0);
	if (v.id)
		list_view_apply(l, &v);
	else
		list_view_leave(l);
	saved_view_release(&v);
}

static int attempt(void *ctx, struct err *e)
{
	struct chooser *c = ctx;

	return views_retire(app_store(c->screen.app), c->going, _("不再使用"), e);
}

static void attempted(void *ctx, int rc, const struct err *e)
{
	struct chooser *c = ctx;

	if (rc < 0) {
		app_say_error(c->screen.app, e);
		return;
	}
	/* The list goes on with what it shows, which is no view any more. */
	if (c->list->shown.saved.id == c->going)
		shown_view_release(&c->list->shown);
	load(c);
	app_say(c->screen.app, _("视图已停用；回到列表后按 %s 撤销"), list_key_of(c->list, "undo"));
}

static void retire_answered(void *ctx, int answer)
{
	struct chooser *c = ctx;

	if (answer == 0)
		busy_run(c->screen.app, &(struct busy_work){
			.attempt = attempt, .done = attempted, .kept = _("台账里的记录不变。"), .ctx = c,
		});
}

static void ask_retire(struct chooser *c)
{
	const struct answer answers[] = { { "F8", _("停用") } };
	struct app *a = c->screen.app;
	const struct offer *o = current(c);
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	if (!o || !o->view.id) {
		app_say(a, _("默认视图不能停用。"));
		return;
	}
	if (views_may_save(app_store(a), &o->view, &e) < 0) {
		app_say_error(a, &e);
		return;
	}
	c->going = o->view.id;
	buf_addf(&b, _("停用视图「%s」？只是不再列出它，台账里的记录不变；可以撤销。"), o->view.name);
	app_push(a, question_new(a, &(struct question){
		.title = _("停用视图"), .text = buf_str(&b), .answers = answers, .n = 1, .done = retire_answered, .ctx = c,
	}));
	buf_release(&b);
}

static void go_back(struct chooser *c)
{
	if (!*edit_text(&c->find)) {
		app_pop(c->screen.app, 0);
		return;
	}
	edit_load(&c->find, "");
	find(c);
}

/* Shows the view that a digit stands before. */
static void pick(struct chooser *c, uint32_t digit)
{
	size_t number = digit - '0', first = first_number(c);

	if (number < first || number - first >= c->n_shown)
		app_say(c->screen.app, _("没有这个号的视图"));
	else
		show(c, &c->offers[c->shown[number - first]]);
}

static void look_for(struct chooser *c, const struct key *k)
{
	if (!edit_key(&c->find, k))
		app_say(c->screen.app, _("输入名称或拼音首字母来找，数字直接选，Enter 打开，Esc 返回。"));
	else if (c->find.refused.text[0])
		app_say_error(c->screen.app, &c->find.refused);
	else
		find(c);
}

static bool chooser_key(struct screen *s, const struct key *k)
{
	struct chooser *c = (struct chooser *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a && k->kind == K_CHAR && !k->alt && k->cp >= '0' && k->cp <= '9')
		pick(c, k->cp);
	else if (!a)
		look_for(c, k);
	else if (a->run == CHOOSE_BACK)
		go_back(c);
	else if (a->run == CHOOSE_RETIRE)
		ask_retire(c);
	else if (a->run != CHOOSE_TAKE)
		cursor_move(&c->cursor, a->run, c->n_shown);
	else if (current(c))
		show(c, current(c));
	return true;
}

static void help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("先是自己的视图，再是别人共享和锁定的。输入名称的几个字或拼音首字母来找；行前的数字直接选。"
			"右边的数是现在有多少条；! 表示这个视图的条件已经有看不懂的。"));
}

static void chooser_free(struct screen *s)
{
	struct chooser *c = (struct chooser *)s;

	release_offers(c);
	edit_release(&c->find);
	free(c->offers);
	free(c->shown);
	free(c);
}

const struct screen_type view_chooser_type = {
	.name = "views", .title = N_("选视图"), .panel = true,
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = draw, .key = chooser_key, .cursor = offsetof(struct chooser, cursor), .idle = idle, .help = help, .free = chooser_free,
};

struct screen *view_chooser_new(struct list *l)
{
	struct chooser *c = xcalloc(1, sizeof(*c));

	c->screen = (struct screen){ .type = &view_chooser_type, .app = l->screen.app };
	c->list = l;
	edit_init(&c->find, TEXT_LINE, FIND_MAX_CHARS);
	load(c);
	/* It begins at the one that is shown. */
	for (size_t i = 0; i < c->n_shown; i++)
		if (c->offers[c->shown[i]].view.id == l->shown.saved.id)
			c->cursor.at = i;
	return &c->screen;
}
