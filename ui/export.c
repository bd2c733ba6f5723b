/* A list as a CSV file: what, where to, and the writing in slices. */
#include "ui/export.h"

#include <stdlib.h>

#include "db/export.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/panel.h"
#include "ui/pick.h"
#include "ui/save_as.h"
#include "ui/screens.h"
#include "src/banned.h"

#define SLICE_MS 25

enum what { LISTED, SELECTED, EVERYTHING, WHATS };

struct exporter {
	struct screen screen;
	struct list *list;		/* the screen below: its view stays as it is meanwhile */
	struct view view;
	struct export_options o;
	char *path;
	struct export *work;
	struct count count;		/* of what is written */
};

static const struct ui_action actions[] = {
	{ .name = "stop", .label = N_("停止"), .bar = N_("停止"), .help = N_("停止导出，不留下文件。"), .keys = { "F10", "Esc", "Ctrl-C" },
	  .group = GROUP_MOVE },
};

/* --- writing --- */

static void export_draw(struct screen *s, struct picture *p)
{
	struct exporter *x = (struct exporter *)s;
	struct box b = panel_box(p, 2);
	struct buf text = BUF_INIT;

	buf_adds(&text, _("已写 "));
	list_add_number(&text, x->work ? export_rows(x->work) : 0);
	if (x->count.exact) {
		buf_adds(&text, " / ");
		list_add_number(&text, x->count.n);
	}
	picture_box(p, b, _("导出"));
	picture_put(p, (struct spot){ b.y + 1, b.x + 2, b.cols - 4 }, buf_str(&text), LOOK_TEXT);
	picture_put(p, (struct spot){ b.y + 2, b.x + 2, b.cols - 4 }, _("[ Esc 停止，不留下文件 ]"), LOOK_FIELD);
	picture_cursor(p, b.y + 2, b.x + 2);
	buf_release(&text);
}

static bool export_key(struct screen *s, const struct key *k)
{
	struct exporter *x = (struct exporter *)s;

	if (!actions_find(s->type->actions, k)) {
		app_say(s->app, _("正在导出；Esc 停止。"));
		return true;
	}
	export_cancel(x->work);
	x->work = NULL;
	app_pop(s->app, 0);
	app_say(s->app, _("已停止，没有留下文件"));
	return true;
}

static void finish(struct exporter *x, int rc, const struct err *e)
{
	struct app *a = x->screen.app;
	struct buf shown = BUF_INIT;
	long rows = x->work ? export_rows(x->work) : 0;
	struct err why = *e;

	if (rc < 0)
		export_cancel(x->work);
	else
		rc = export_end(x->work, &why);
	x->work = NULL;
	app_pop(a, 0);
	text_show(&shown, x->path);
	if (rc < 0)
		app_say_error(a, &why);
	else
		app_say(a, reg_has_personal(x->list->reg) ? _("已导出 %ld 条到 %s（个人信息已遮盖）") : _("已导出 %ld 条到 %s"), rows, buf_str(&shown));
	buf_release(&shown);
}

static bool export_idle(struct screen *s, bool quiet)
{
	struct exporter *x = (struct exporter *)s;
	struct err e = ERR_INIT;
	int rc = x->work ? export_step(x->work, SLICE_MS, &e) : 0;

	(void)quiet;
	if (rc == 1)
		return true;
	if (x->work)
		finish(x, rc, &e);
	return false;
}

static void export_free(struct screen *s)
{
	struct exporter *x = (struct exporter *)s;

	export_cancel(x->work);
	free(x->path);
	free(x);
}

const struct screen_type export_type = {
	.name = "export", .title = N_("正在导出"), .panel = true,
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = export_draw, .key = export_key, .idle = export_idle, .free = export_free,
};

/* --- where to --- */

static void start(struct list *l, enum what what, const char *path, bool replace)
{
	struct app *a = l->screen.app;
	struct exporter *x = xcalloc(1, sizeof(*x));
	struct err e = ERR_INIT;

	x->screen = (struct screen){ .type = &export_type, .app = a };
	x->list = l;
	x->view = l->view;
	x->path = xstrdup(path);
	x->count = what == LISTED ? l->count : what == EVERYTHING ? l->total : (struct count){ .n = (int64_t)l->selection.n,
		.exact = true };
	x->o = (struct export_options){ .format = EXPORT_CSV, .bom = true, .replace = replace };
	if (what == EVERYTHING)
		x->view.query = NULL;
	if (what == SELECTED) {
		x->o.ids = l->selection.ids;
		x->o.nids = l->selection.n;
	}
	if (export_begin(app_store(a), &x->view, &x->o, x->path, &x->work, &e) < 0) {
		app_say_error(a, &e);
		export_free(&x->screen);
	} else {
		app_push(a, &x->screen);
	}
}

static void path_of_listed(void *ctx, const char *path, bool replace)
{
	start(ctx, LISTED, path, replace);
}

static void path_of_selected(void *ctx, const char *path, bool replace)
{
	start(ctx, SELECTED, path, replace);
}

static void path_of_everything(void *ctx, const char *path, bool replace)
{
	start(ctx, EVERYTHING, path, replace);
}

static void what_chosen(void *ctx, size_t which)
{
	struct list *l = ctx;

	save_as_ask(l->screen.app, &(struct save_as){
		.name = _(l->reg->title),
		.about = reg_has_personal(l->reg) ? _("CSV，表格软件可以直接打开；个人信息遮盖一部分。") : _("CSV，表格软件可以直接打开。"),
		.done = which == 0 ? path_of_listed : which == 1 && l->selection.n ? path_of_selected : path_of_everything,
		.ctx = l,
	});
}

/* --- what --- */

static char *label(const char *words, const struct count *c)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s  ", words);
	list_add_number(&b, c->n);
	buf_addf(&b, _("%s 条"), c->exact ? "" : "+");
	return buf_detach(&b);
}

void export_ask(struct list *l)
{
	const struct count selected = { .n = (int64_t)l->selection.n, .exact = true };
	char *labels[WHATS];
	size_t n = 0;

	labels[n++] = label(_("现在列出的"), &l->count);
	if (l->selection.n)
		labels[n++] = label(_("选中的"), &selected);
	labels[n++] = label(l->view.all ? _("全部，含停用的") : _("全部，不筛选"), &l->total);
	app_push(l->screen.app, pick_new(l->screen.app, &(struct pick){
		.title = _("导出哪些"), .labels = (const char *const *)labels, .n = n, .at = l->selection.n ? 1 : 0,
		.done = what_chosen, .ctx = l,
	}));
	for (size_t i = 0; i < n; i++)
		free(labels[i]);
}
