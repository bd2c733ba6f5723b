/* Importing a file: looking at the check, correcting, and writing. */
#include "ui/import.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/files.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "src/banned.h"

#define CELL_MAX 4000
#define CELL_ROWS 5

enum {
	IMPORT_TAKE = MOVES, IMPORT_EDIT, IMPORT_SKIP, IMPORT_UNSKIP, IMPORT_NEXT, IMPORT_SWITCH, IMPORT_MAP, IMPORT_SAVE,
	IMPORT_DO, IMPORT_AGAIN, IMPORT_BACK,
};

static const struct ui_action actions[] = {
	{ .name = "do", .label = N_("导入"), .bar = N_("导入"), .help = N_("把没有问题的行写进台账，作为一步，可以整批撤销；先问一遍。"),
	  .keys = { "F7", "Ctrl-S" }, .group = GROUP_FILE, .run = IMPORT_DO },
	{ .name = "take", .label = N_("采用建议"), .bar = N_("采用"), .help = N_("用最接近的那个值；没有建议的，改这一格。"), .keys = { "Enter" },
	  .group = GROUP_RECORD, .run = IMPORT_TAKE },
	{ .name = "edit", .label = N_("改这一格"), .bar = N_("改"), .help = N_("直接改这一格，改完再检查；文件本身不变。"), .keys = { "F4", "e" },
	  .group = GROUP_RECORD, .run = IMPORT_EDIT },
	{ .name = "skip", .label = N_("略过这行"), .bar = N_("略过"), .help = N_("这一行不导入。"), .keys = { "F8", "s", "Del" },
	  .group = GROUP_RECORD, .run = IMPORT_SKIP },
	{ .name = "unskip", .label = N_("不再略过"), .help = N_("略过的行都再检查。"), .keys = { "U" }, .group = GROUP_RECORD,
	  .run = IMPORT_UNSKIP },
	{ .name = "next-error", .label = N_("下个错误"), .bar = N_("下个错"), .help = N_("到下一处错误。"), .keys = { "F6", "n" },
	  .group = GROUP_MOVE, .run = IMPORT_NEXT },
	{ .name = "switch", .label = N_("问题/内容"), .bar = N_("看内容"), .help = N_("看问题，或看将要写入的内容。"), .keys = { "Tab" },
	  .group = GROUP_VIEW, .run = IMPORT_SWITCH },
	{ .name = "columns", .label = N_("列的对应"), .bar = N_("对应"), .help = N_("各列导入到哪个字段；表头在哪一行；文件的编码。"),
	  .keys = { "F5", "c" }, .group = GROUP_FILE, .run = IMPORT_MAP },
	{ .name = "save-refused", .label = N_("另存错误行"), .bar = N_("错误行"), .help = N_("把错误的行另存为带原因的 CSV，改好后再导入。"),
	  .keys = { "x" }, .group = GROUP_FILE, .run = IMPORT_SAVE },
	{ .name = "again", .label = N_("再检查"), .help = N_("重新读文件，再检查一遍。"), .keys = { "r" }, .group = GROUP_FILE,
	  .run = IMPORT_AGAIN },
	{ .name = "back", .label = N_("取消"), .bar = N_("取消"), .help = N_("不导入，什么都不写。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = IMPORT_BACK },
	MOVE_ACTIONS_WITH("k", "g"),
};

/* --- correcting --- */

/* Whether the line that the cursor is at is a problem, and its cell one of the file. */
static int may_correct(const struct importer *m, const struct import_item *item, struct err *e)
{
	if (!item || m->shows_taken)
		return err_set(e, ERR_INVALID, _("没有要改的"));
	if (item->at == IMPORT_NO_COLUMN)
		return err_set(e, ERR_INVALID, _("这一处不在文件的哪一格里；请改列的对应（F5），或略过这一行（s）。"));
	return 0;
}

static const struct import_item *to_correct(struct importer *m)
{
	const struct import_item *item = import_current(m);
	struct err why = ERR_INIT;

	if (may_correct(m, item, &why) == 0)
		return item;
	app_say(m->screen.app, "%s", why.text);
	return NULL;
}

static void correct(struct importer *m, const char *text)
{
	const struct import_item *item = import_current(m);

	import_fix(m, item->line, item->at, text);
	import_mark(m, item->line, item->at, text);
	import_recheck(m);
}

static void corrected(void *ctx, const char *text)
{
	correct(ctx, text);
}

static void edit(struct importer *m)
{
	const struct import_item *item = to_correct(m);
	struct buf label = BUF_INIT;

	if (!item)
		return;
	import_pause(m);
	buf_addf(&label, _("第 %ld 行  %s\n%s"), item->line, item->title, item->text);
	app_push(m->screen.app, prompt_new(m->screen.app, &(struct prompt){
		.title = _("改这一格"), .label = buf_str(&label), .initial = item->cell,
		.rows = strpbrk(item->cell, "\r\n") ? CELL_ROWS : 1, .max = CELL_MAX, .done = corrected, .ctx = m,
	}));
	buf_release(&label);
}

static void next_error(struct importer *m)
{
	struct import_items *l = &m->problems;

	m->shows_taken = false;
	for (size_t i = 1; i <= l->n; i++) {
		size_t at = (l->cursor.at + i) % l->n;

		if (l->items[at].kind == ITEM_ERROR && !l->items[at].corrected) {
			l->cursor.at = at;
			return;
		}
	}
	app_say(m->screen.app, import_is_rechecking(m) ? _("没有别的错误了，正在再检查。") : _("没有错误"));
}

static void take_nearest(struct importer *m)
{
	const struct import_item *item = import_current(m);

	if (item && !m->shows_taken && item->corrected)
		next_error(m);
	else if (item && !m->shows_taken && *item->near)
		correct(m, item->near);
	else
		edit(m);
}

static void skip(struct importer *m)
{
	const struct import_item *item = import_current(m);
	long line;

	if (!item || m->shows_taken) {
		app_say(m->screen.app, _("只有列出的问题行可以略过；Tab 换到问题。"));
		return;
	}
	line = item->line;
	import_fix(m, line, IMPORT_NO_COLUMN, "");
	import_mark(m, line, IMPORT_NO_COLUMN, NULL);
	import_recheck(m);
	app_say(m->screen.app, _("第 %ld 行略过不导入；U 不再略过。"), line);
}

static void unskip(struct importer *m)
{
	if (import_unskip(m) > 0)
		import_recheck(m);
	else
		app_say(m->screen.app, _("没有略过的行"));
}

/* --- writing --- */

static void save_refused(struct importer *m)
{
	if (import_is_rechecking(m))
		app_say(m->screen.app, _("改过以后还没有检查完，请稍等。"));
	else if (m->is_checked && m->checked.refused)
		import_save_refused(m);
	else
		app_say(m->screen.app, _("没有错误的行可另存"));
}

static void write_answered(void *ctx, int answer)
{
	if (answer == 0)
		import_write(ctx);
}

static void ask_write(struct importer *m)
{
	struct answer answers[] = { { "Ctrl-S", _("导入") } };
	struct buf text = BUF_INIT, counts = BUF_INIT;
	long good = m->checked.rows - m->checked.refused;

	import_add_counts(m, &counts);
	buf_addf(&text, _("%s\n导入 %ld 行，作为一步，导入后按 %s 可以整批撤销。"), buf_str(&counts), good,
		action_key(list_type.actions, "undo"));
	if (m->checked.refused)
		buf_addf(&text, _("\n有错误的 %ld 行不导入，另存为「%s」旁边的错误行文件，带原因。要全部改好再导入，请按 Esc 返回去改。"),
			m->checked.refused, m->name);
	app_push(m->screen.app, question_new(m->screen.app, &(struct question){
		.title = _("导入"), .text = buf_str(&text), .answers = answers, .n = 1, .done = write_answered, .ctx = m,
	}));
	buf_release(&text);
	buf_release(&counts);
}

static void write_good(struct importer *m)
{
	const struct import_report *r = &m->checked;

	if (m->complaint)
		app_say(m->screen.app, _("这个文件还不能导入：先改列的对应（F5），或者改文件。"));
	else if (import_is_rechecking(m))
		app_say(m->screen.app, _("改过以后还没有检查完，请稍等。"));
	else if (!m->is_checked)
		app_say(m->screen.app, _("还没有检查完；按 r 再检查。"));
	else if (!(r->added + r->updated))
		app_say(m->screen.app, r->refused ? _("没有可以导入的行；请先改错误的行。") : _("文件里的内容和台账一样，没有要写的。"));
	else
		ask_write(m);
}

/* --- leaving --- */

static void leave_answered(void *ctx, int answer)
{
	struct importer *m = ctx;

	if (answer == 0)
		app_pop(m->screen.app, 0);
}

static void leave(struct importer *m)
{
	const struct answer answers[] = { { "F8", _("放弃") } };

	if (!m->n_fixes) {
		app_pop(m->screen.app, 0);
		return;
	}
	app_push(m->screen.app, question_new(m->screen.app, &(struct question){
		.title = _("还没有导入"), .text = _("在这里改过的内容还没有导入，文件本身没有变；放弃就都没有了。"), .answers = answers, .n = 1,
		.esc = _("接着改"), .done = leave_answered, .ctx = m,
	}));
}

static bool import_may_leave(struct screen *s)
{
	struct importer *m = (struct importer *)s;

	import_pause(m);
	import_stop(m);
	if (m->n_fixes)
		leave(m);
	return !m->n_fixes;
}

static void cancel(struct importer *m)
{
	bool check = m->task == TASK_CHECK;

	import_stop(m);
	/* What stands there may be about cells that were corrected meanwhile. */
	m->is_checked &= !check;
	app_say(m->screen.app, check ? _("检查已取消；按 r 再检查。") : _("已取消，什么都没有写入。"));
}

/* --- the file --- */

static FILE *open_file(const char *path)
{
	/* O_NONBLOCK: a pipe of that name must not hold us up. */
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	return fd < 0 ? NULL : fdopen(fd, "r");
}

/* Whether it is the file that was opened, unchanged since then. */
static bool is_same(const struct importer *m, FILE *in)
{
	const struct stat *was = &m->opened;
	struct stat now;

	return fstat(fileno(in), &now) == 0 && was->st_dev == now.st_dev && was->st_ino == now.st_ino &&
	       was->st_size == now.st_size && was->st_mtim.tv_sec == now.st_mtim.tv_sec &&
	       was->st_mtim.tv_nsec == now.st_mtim.tv_nsec;
}

/* Spreadsheet programs put a new file in the old one's place; what was corrected here is about lines of the old one. */
static void read_again(struct importer *m)
{
	FILE *in = open_file(m->path);
	bool same = in && is_same(m, in);

	if (!in) {
		app_say(m->screen.app, _("打不开文件 %s"), m->name);
		return;
	}
	import_stop(m);
	fclose(m->in);
	m->in = m->o.in = in;
	fstat(fileno(in), &m->opened);
	if (!same && m->n_fixes) {
		import_forget_fixes(m);
		app_say(m->screen.app, _("文件变了，已重新读；在这里改过的请再改一遍。"));
	}
	import_check(m);
}

/* --- keys --- */

static void change_columns(struct importer *m)
{
	import_pause(m);
	app_push(m->screen.app, import_map_new(m));
}

static void run(struct importer *m, int what)
{
	switch (what) {
	case IMPORT_TAKE: take_nearest(m); break;
	case IMPORT_EDIT: edit(m); break;
	case IMPORT_SKIP: skip(m); break;
	case IMPORT_UNSKIP: unskip(m); break;
	case IMPORT_NEXT: next_error(m); break;
	case IMPORT_SWITCH: m->shows_taken = !m->shows_taken; break;
	case IMPORT_MAP: change_columns(m); break;
	case IMPORT_SAVE: save_refused(m); break;
	case IMPORT_DO: write_good(m); break;
	case IMPORT_AGAIN: read_again(m); break;
	case IMPORT_BACK: leave(m); break;
	default: cursor_move(&import_shown(m)->cursor, what, import_shown(m)->n); break;
	}
}

/* Corrections go on while an earlier one is checked; else nothing is done while the database is locked.  false: the key is for
 * others. */
static bool key_beside_work(struct importer *m, const struct key *k, const struct ui_action *a)
{
	if ((a && a->run == IMPORT_BACK) || (k->kind == K_CTRL && (k->cp == 'c' || k->cp == 'q')))
		cancel(m);
	else if (!import_is_rechecking(m))
		app_say(m->screen.app, _("正在处理，Esc 取消。"));
	else if (a)
		run(m, a->run);
	else
		import_pause(m);
	return a || !m->stale;
}

static int import_may_run(struct screen *s, int run, struct err *e)
{
	struct importer *m = (struct importer *)s;

	return run == IMPORT_TAKE || run == IMPORT_EDIT ? may_correct(m, import_current(m), e) : 0;
}

/* Enter takes a proposal only where there is one. */
static const char *import_bar(const struct screen *s, int run)
{
	const struct importer *m = (const struct importer *)s;
	const struct import_item *item = import_current(m);

	if (run == IMPORT_SWITCH)
		return m->shows_taken ? _("看问题") : NULL;
	return run == IMPORT_TAKE && item && !*item->near ? _("改") : NULL;
}

static bool import_key(struct screen *s, const struct key *k)
{
	struct importer *m = (struct importer *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (m->task != TASK_NONE)
		return key_beside_work(m, k, a);
	if (a)
		run(m, a->run);
	return a != NULL;
}

static bool import_point(struct screen *s, int64_t what)
{
	return cursor_point(&import_shown((struct importer *)s)->cursor, what);
}

static bool import_idle(struct screen *s, bool quiet)
{
	(void)quiet;
	return import_work((struct importer *)s);
}

/* The columns may go elsewhere now. */
static void import_resume(struct screen *s, int64_t result)
{
	struct importer *m = (struct importer *)s;

	(void)result;
	if (m->remapped)
		import_check(m);
}

static void import_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("先检查，什么都不写。有问题的行一处一行，行号和表格软件里的一样；可以直接改、采用建议、略过，或另存出去改。"
			"Ctrl-S 才导入，作为一步，之后按 u 整批撤销。空格子不改原来的内容。\n"
			"一格里写几条的（1. 2. 或分行）会拆成几条下级记录，Tab 看拆成什么。"));
}

static void import_free(struct screen *s)
{
	struct importer *m = (struct importer *)s;

	import_stop(m);
	import_items_release(&m->problems);
	import_items_release(&m->taken);
	import_items_release(&m->found);
	import_items_release(&m->takes);
	import_report_release(&m->report);
	import_report_release(&m->checked);
	import_forget_columns(m);
	import_forget_fixes(m);
	if (m->in)
		fclose(m->in);
	free(m->complaint);
	free(m->saved_path);
	free(m->path);
	free(m->name);
	free(m);
}

const struct screen_type import_type = {
	.name = "import", .title = N_("导入"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = import_draw, .key = import_key, .may_run = import_may_run, .bar = import_bar, .point = import_point, .idle = import_idle, .resume = import_resume, .may_leave = import_may_leave,
	.help = import_help, .free = import_free,
};

struct screen *import_new(struct app *a, const struct reg *reg, const char *path)
{
	struct importer *m = xcalloc(1, sizeof(*m));
	const char *slash = strrchr(path, '/');

	m->screen = (struct screen){ .type = &import_type, .app = a };
	m->reg = reg;
	m->path = xstrdup(path);
	m->name = xstrdup(slash ? slash + 1 : path);
	m->in = open_file(path);
	m->o = (struct import_options){
		.in = m->in, .name = m->name, .refused = import_keep_refused, .warned = import_keep_warned, .warn_rows = ITEMS_MOST,
		.taken = import_keep_taken, .taken_rows = ITEMS_MOST, .ctx = m,
	};
	if (m->in) {
		fstat(fileno(m->in), &m->opened);
		import_check(m);
		return &m->screen;
	}
	app_say(a, _("打不开文件 %s"), m->name);
	import_free(&m->screen);
	return NULL;
}

/* --- which file --- */

struct asked {
	struct app *app;
	const struct reg *reg;
};

static void file_picked(void *ctx, const char *path)
{
	const struct asked *q = ctx;
	char *folder = import_memory(q->app);

	import_keep_folder(folder, path);
	app_push(q->app, import_new(q->app, q->reg, path));
	free(folder);
}

void import_ask(struct app *a, const struct reg *reg)
{
	char *memory = import_memory(a), *folder = import_last_folder(memory);
	struct asked *q = xcalloc(1, sizeof(*q));
	struct buf title = BUF_INIT;
	struct err e = ERR_INIT;

	*q = (struct asked){ .app = a, .reg = reg };
	if (store_may_write(app_store(a), reg, NULL, &e) < 0) {
		app_say_error(a, &e);
		free(q);
	} else {
		buf_addf(&title, _("台账 > 导入 > %s > 选文件"), _(reg->title));
		app_push(a, files_new(a, &(struct files_want){
			.title = buf_str(&title), .folder = folder, .done = file_picked, .free = free, .ctx = q,
		}));
	}
	buf_release(&title);
	free(folder);
	free(memory);
}
