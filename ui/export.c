/* A list as a CSV file: what, where to, and the writing in slices. */
#include "ui/export.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/export.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/panel.h"
#include "ui/pick.h"
#include "ui/screens.h"
#include "src/banned.h"

#define SLICE_MS 25
#define PATH_MOST 1000

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

/* The list as it was asked about, until the writing begins. */
struct wanted {
	struct list *list;
	enum what what;
	char *path;
	bool replace;
};

static void forget(void *ctx)
{
	struct wanted *w = ctx;

	free(w->path);
	free(w);
}

static void start(const struct wanted *w)
{
	struct list *l = w->list;
	struct app *a = l->screen.app;
	struct exporter *x = xcalloc(1, sizeof(*x));
	struct err e = ERR_INIT;

	x->screen = (struct screen){ .type = &export_type, .app = a };
	x->list = l;
	x->view = l->view;
	x->path = xstrdup(w->path);
	x->count = w->what == LISTED ? l->count : w->what == EVERYTHING ? l->total : (struct count){ .n = (int64_t)l->selection.n,
		.exact = true };
	x->o = (struct export_options){ .format = EXPORT_CSV, .bom = true, .replace = w->replace };
	if (w->what == EVERYTHING)
		x->view.query = NULL;
	if (w->what == SELECTED) {
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

static void replace_answered(void *ctx, int answer)
{
	struct wanted *w = ctx;

	w->replace = true;
	if (answer == 0)
		start(w);
	forget(w);
}

static void ask_replace(struct wanted *w)
{
	const struct answer answers[] = { { "F8", _("覆盖") } };
	struct buf text = BUF_INIT;

	text_show(&text, w->path);
	buf_adds(&text, _("\n这个文件已经有了。覆盖以后，原来的内容就没有了。"));
	app_push(w->list->screen.app, question_new(w->list->screen.app, &(struct question){
		.title = _("覆盖文件"), .text = buf_str(&text), .answers = answers, .n = 1, .done = replace_answered, .ctx = w,
	}));
	buf_release(&text);
}

/* What does not begin with a slash stands in the home folder. */
static char *whole_path(const char *typed)
{
	const char *home = getenv("HOME");
	struct buf b = BUF_INIT;

	if (typed[0] == '/' || !home)
		return xstrdup(typed);
	if (strncmp(typed, "~/", 2) == 0)
		typed += 2;
	buf_addf(&b, "%s/%s", home, typed);
	return buf_detach(&b);
}

/* What is said here leaves the path that was typed on the screen. */
static int check_folder(const char *path, struct err *e)
{
	char *copy = xstrdup(path);
	const char *folder = dirname(copy);
	struct buf shown = BUF_INIT;
	int rc = 0;

	text_show(&shown, folder);
	if (access(folder, F_OK) < 0)
		rc = err_set(e, ERR_INVALID, _("没有 %s 这个目录；请换一个，或先建好它。"), buf_str(&shown));
	else if (access(folder, W_OK | X_OK) < 0)
		rc = err_set(e, ERR_INVALID, _("目录 %s 里不能写文件；请换一个。"), buf_str(&shown));
	buf_release(&shown);
	free(copy);
	return rc;
}

/* Only an ordinary file of this person gives way. */
static int check_path(void *ctx, const char *text, struct err *e)
{
	char *path = whole_path(text);
	struct stat st;
	int rc = check_folder(path, e);

	(void)ctx;
	if (rc == 0 && lstat(path, &st) == 0 && !(S_ISREG(st.st_mode) && st.st_uid == geteuid()))
		rc = err_set(e, ERR_INVALID, _("那里已经有别的东西（目录、链接或别人的文件），不能覆盖；请换一个文件名。"));
	free(path);
	return rc;
}

static void path_given(void *ctx, const char *text)
{
	const struct wanted *asked = ctx;
	struct wanted *w = xcalloc(1, sizeof(*w));
	struct stat st;

	*w = (struct wanted){ .list = asked->list, .what = asked->what, .path = whole_path(text) };
	if (lstat(w->path, &st) == 0) {
		ask_replace(w);
	} else {
		start(w);
		forget(w);
	}
}

/* "党组织-2026-11-22.csv" in the home folder. */
static void add_default_path(const struct list *l, struct buf *out)
{
	const char *home = getenv("HOME");

	buf_addf(out, "%s/%s-", home ? home : "", _(l->reg->title));
	date_format(out, store_lookup(app_store(l->screen.app))->today);
	buf_adds(out, ".csv");
}

static void what_chosen(void *ctx, size_t which)
{
	struct list *l = ctx;
	struct app *a = l->screen.app;
	struct wanted *w = xcalloc(1, sizeof(*w));
	struct buf path = BUF_INIT;

	*w = (struct wanted){ .list = l, .what = which == 0 ? LISTED : which == 1 && l->selection.n ? SELECTED : EVERYTHING };
	add_default_path(l, &path);
	app_push(a, prompt_new(a, &(struct prompt){
		.title = _("导出到哪个文件"),
		.label = reg_has_personal(l->reg) ? _("CSV，表格软件可以直接打开；个人信息遮盖一部分。") : _("CSV，表格软件可以直接打开。"),
		.initial = buf_str(&path),
		.required = true, .max = PATH_MOST, .check = check_path, .done = path_given, .free = forget, .ctx = w,
	}));
	buf_release(&path);
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
