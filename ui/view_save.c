/* A name, and for whom, for what a list shows. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/edit.h"
#include "ui/list.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "src/banned.h"

#define NAME_MAX_CHARS 40

struct view_save {
	struct screen screen;
	struct list *list;
	struct edit name;
	enum view_kind kind;
};

enum { SAVE_TAKE, SAVE_BACK, SAVE_NEXT, SAVE_PREVIOUS };

static const struct ui_action actions[] = {
	{ .name = "save", .label = N_("保存"), .help = N_("按写好的名称保存视图；已有同名的先问。"), .keys = { "Enter", "Ctrl-S" },
	  .group = GROUP_RECORD, .run = SAVE_TAKE },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("不保存。"), .keys = { "F10", "Esc" },
	  .group = GROUP_MOVE, .run = SAVE_BACK },
	{ .name = "next-kind", .label = N_("换一种"), .help = N_("给谁用：个人、共享、锁定。"), .keys = { "Tab", "Down" },
	  .group = GROUP_RECORD, .run = SAVE_NEXT },
	{ .name = "previous-kind", .label = N_("换回"), .help = N_("给谁用：锁定、共享、个人。"), .keys = { "Shift-Tab", "Up" },
	  .group = GROUP_RECORD, .run = SAVE_PREVIOUS },
};

/* --- the picture --- */

static const char *meaning(enum view_kind kind)
{
	static const char *const meanings[VIEW_KINDS] = {
		[VIEW_PRIVATE] = N_("只有自己在视图列表里看到"),
		[VIEW_SHARED] = N_("大家都能用；自己和审核员以上能改"),
		[VIEW_LOCKED] = N_("大家都能用；审批员以上才能改"),
	};

	return _(meanings[kind]);
}

static void add_kinds(const struct view_save *v, struct buf *b)
{
	struct store *s = app_store(v->screen.app);

	for (int i = 0; i < VIEW_KINDS; i++)
		buf_addf(b, "%s(%s) %s", i ? "  " : "", i == (int)v->kind ? "*" : " ", view_kind_label(s, (enum view_kind)i));
}

static void draw(struct screen *s, struct picture *p)
{
	struct view_save *v = (struct view_save *)s;
	struct box b = panel_box(p, 6);
	int x = b.x + 2, inner = b.cols - 4;
	struct buf kinds = BUF_INIT;

	add_kinds(v, &kinds);
	picture_box(p, b, _("保存视图"));
	picture_put(p, (struct spot){ b.y + 1, x, inner }, _("名称"), LOOK_TEXT);
	picture_put(p, (struct spot){ b.y + 3, x, inner }, buf_str(&kinds), LOOK_TEXT);
	picture_put(p, (struct spot){ b.y + 4, x, inner }, meaning(v->kind), LOOK_DIM);
	picture_put(p, (struct spot){ b.y + 6, x, inner }, p->cols < NARROW_COLS ? _("Enter 保存  Tab 范围  Esc 取消") :
		_("[ Enter 保存 ]  [ Tab 换范围 ]  [ Esc 取消 ]"), LOOK_TEXT);
	picture_edit(p, (struct box){ b.y + 2, x, 1, inner }, &v->name);
	buf_release(&kinds);
}

/* --- keys --- */

static void take(struct view_save *v)
{
	struct app *a = v->screen.app;
	struct list *l = v->list;
	struct buf name = BUF_INIT;
	struct err e = ERR_INIT;
	int rc = text_clean(&name, edit_text(&v->name), strlen(edit_text(&v->name)), TEXT_LINE, &e);

	if (rc == 0 && !name.len)
		rc = err_set(&e, ERR_INVALID, _("请先填视图的名称，例如：书记空缺。"));
	if (rc == 0)
		rc = list_view_check_name(l, buf_str(&name), v->kind, &e);
	buf_release(&name);
	if (rc < 0) {
		app_say_error(a, &e);
		return;
	}
	app_pop(a, 0);
	list_view_save(l);
}

static bool view_save_key(struct screen *s, const struct key *k)
{
	struct view_save *v = (struct view_save *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (a && a->run == SAVE_TAKE)
		take(v);
	else if (a && a->run == SAVE_BACK)
		app_pop(s->app, 0);
	else if (a)
		v->kind = (v->kind + (a->run == SAVE_NEXT ? 1 : VIEW_KINDS - 1)) % VIEW_KINDS;
	else if (!edit_key(&v->name, k))
		app_say(s->app, _("写好名称按 Enter 保存，Tab 换范围，不存就按 Esc。"));
	else if (v->name.refused.text[0])
		app_say_error(s->app, &v->name.refused);
	return true;
}

static void help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("视图记下现在的筛选、排序、列、树形，不记光标和选中。个人的只有自己在视图列表里看到；共享的大家都能用，"
			"自己和审核员以上能改；锁定的大家都能用，审批员以上才能改。保存和改动都记入历史，可以撤销。"));
}

static void view_save_free(struct screen *s)
{
	struct view_save *v = (struct view_save *)s;

	edit_release(&v->name);
	free(v);
}

const struct screen_type view_save_type = {
	.name = "save-view", .title = N_("保存视图"), .panel = true,
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = draw, .key = view_save_key, .help = help, .free = view_save_free,
};

struct screen *view_save_new(struct list *l)
{
	/* What was typed before, else the view that is shown. */
	const struct saved_view *like = l->shown.pending.name ? &l->shown.pending : &l->shown.saved;
	struct view_save *v = xcalloc(1, sizeof(*v));

	v->screen = (struct screen){ .type = &view_save_type, .app = l->screen.app };
	v->list = l;
	v->kind = like->kind;
	edit_init(&v->name, TEXT_LINE, NAME_MAX_CHARS);
	edit_load(&v->name, like->name ? like->name : "");
	return &v->screen;
}
