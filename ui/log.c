/* Who did what: all actions, newest first, and the way to undo any of them. */
#include "ui/log.h"

#include <stdlib.h>
#include <time.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/change.h"
#include "ui/compare.h"
#include "ui/cursor.h"
#include "ui/log_filter.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "ui/undo.h"
#include "src/banned.h"

/* So many actions are read at once, and so many at most: what is older is found by a filter. */
#define LOG_PAGE 200
#define LOG_MOST 5000

struct log_line {
	struct action action;
	char *subject;			/* what it changed, read when first drawn; or NULL */
	const struct reg *reg;		/* ... and whose it is */
};

struct log {
	struct screen screen;
	struct log_filter filter;
	struct log_line *lines;
	size_t n, cap;
	bool last;			/* there are no older ones */
	struct cursor cursor;
	int64_t data_version;
};

enum { LOG_BACK = MOVES, LOG_OPEN, LOG_FILTER, LOG_PERSON, LOG_DAY, LOG_REGISTER, LOG_UNDO, LOG_REDO, LOG_COMPARE };

static const struct ui_action actions[] = {
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("先取消筛选，再回到原来的屏幕。"),
	  .keys = { "F10", "Esc", "q" }, .group = GROUP_MOVE, .run = LOG_BACK },
	{ .name = "open", .label = N_("全部改动"), .bar = N_("详细"), .help = N_("这次操作改了什么：每处的原值和新值。"),
	  .keys = { "Enter" }, .group = GROUP_RECORD, .run = LOG_OPEN },
	{ .name = "filter", .label = N_("筛选"), .bar = N_("筛选"),
	  .help = N_("只列一部分：日期（昨天、2026-03、2026-03-01..2026-03-15）、人、台账、导入，可以一起写。"),
	  .keys = { "F4", "&", "\\" }, .group = GROUP_VIEW, .run = LOG_FILTER },
	{ .name = "person", .label = N_("只看此人"), .bar = N_("看此人"), .help = N_("只列光标所在那个人的；再按一次列所有人的。"),
	  .keys = { "p" }, .group = GROUP_VIEW, .run = LOG_PERSON },
	{ .name = "day", .label = N_("只看此日"), .bar = N_("看此日"), .help = N_("只列光标所在那一天的；再按一次列每一天的。"),
	  .keys = { "d" }, .group = GROUP_VIEW, .run = LOG_DAY },
	{ .name = "register", .label = N_("只看此台账"), .bar = N_("看此账"), .help = N_("只列光标所在那个台账的；再按一次列所有台账的。"),
	  .keys = { "t" }, .group = GROUP_VIEW, .run = LOG_REGISTER },
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销这一行的操作，整批导入也一样，先列出会改什么。"),
	  .words = N_("撤销这次导入"), .keys = { "u", "Ctrl-Z" }, .group = GROUP_PAST, .run = LOG_UNDO },
	{ .name = "redo", .label = N_("重做"), .bar = N_("重做"), .help = N_("把这一行被撤销的操作重新做一遍，先列出会改什么。"),
	  .keys = { "R", "Ctrl-Y" }, .group = GROUP_PAST, .run = LOG_REDO },
	{ .name = "compare", .label = N_("比较两个时点"), .bar = N_("比较"),
	  .help = N_("光标所在那个台账在两个时点之间新增、停用了哪些，哪些字段不同。"), .words = N_("差别 compare diff"),
	  .keys = { "F5", "c" }, .group = GROUP_PAST, .run = LOG_COMPARE },
	MOVE_ACTIONS,
};

/* ---- Reading ----------------------------------------------------------------------------------- */

static void forget(struct log *l)
{
	for (size_t i = 0; i < l->n; i++) {
		action_release(&l->lines[i].action);
		free(l->lines[i].subject);
	}
	l->n = 0;
	l->last = false;
}

static int take_action(void *ctx, const struct action *a)
{
	struct log *l = ctx;

	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : LOG_PAGE;
		l->lines = xreallocarray(l->lines, l->cap, sizeof(*l->lines));
	}
	l->lines[l->n] = (struct log_line){ .subject = NULL };
	action_copy(&l->lines[l->n++].action, a);
	return 0;
}

static void read_more(struct log *l)
{
	const struct log_filter *f = &l->filter;
	struct journal_filter want = { .reg = f->reg, .person = f->person, .kind = f->kind, .from = f->from, .to = f->to,
		.before = l->n ? l->lines[l->n - 1].action.id : 0, .limit = LOG_PAGE };
	size_t before = l->n;
	struct err e = ERR_INIT;

	if (l->last)
		return;
	if (journal_actions(app_store(l->screen.app), &want, take_action, l, &e) < 0)
		app_say_error(l->screen.app, &e);
	l->last = l->n < before + LOG_PAGE || l->n >= LOG_MOST;
}

/* Anew, with the cursor on the action where it stood, as far as that is among the first ones. */
static void load(struct log *l)
{
	int64_t at = l->cursor.at < l->n ? l->lines[l->cursor.at].action.id : 0;

	l->data_version = store_data_version(app_store(l->screen.app));
	forget(l);
	do
		read_more(l);
	while (!l->last && l->n <= l->cursor.at);
	for (size_t i = 0; i < l->n; i++)
		if (l->lines[i].action.id == at)
			l->cursor.at = i;
	if (l->cursor.at >= l->n)
		l->cursor.at = 0;
}

static void move(struct log *l, int how)
{
	size_t room = l->cursor.room > 1 ? (size_t)l->cursor.room : 1;

	while (!l->last && (how == MOVE_LAST || l->cursor.at + 2 * room >= l->n))
		read_more(l);
	cursor_move(&l->cursor, how, l->n);
}

struct naming {
	struct store *store;
	struct log_line *line;
	struct buf text;
};

static int name_first(void *ctx, const struct action *a, const struct change *c)
{
	struct naming *n = ctx;

	(void)a;
	n->line->reg = c->reg;
	if (c->reg)
		buf_addf(&n->text, "%s ", _(c->reg->title));
	change_add_record(n->store, c, &n->text);
	return 1;
}

/* "党组织 东河村党支部 001 等 3 条": the first record, and how many with it. */
static void read_subject(struct log *l, struct log_line *line)
{
	struct naming n = { .store = app_store(l->screen.app), .line = line };
	struct journal_lines which = { .action = line->action.id };

	if (line->subject)
		return;
	if (line->action.changes)
		journal_read(n.store, &which, name_first, &n, NULL);
	if (line->action.records > 1)
		buf_addf(&n.text, _(" 等 %lld 条"), (long long)line->action.records);
	if (line->action.reason)
		buf_addf(&n.text, "%s%s", n.text.len ? "  " : "", line->action.reason);
	line->subject = buf_detach(&n.text);
	if (!line->subject)
		line->subject = xstrdup("");
}

/* ---- The picture ------------------------------------------------------------------------------- */

#define NARROW 72

enum column { WHEN, WHO, DONE, WHAT, COLUMNS };

static const char *const heads[COLUMNS] = { N_("时间"), N_("谁"), N_("动作"), N_("改了什么") };

static void lay_out(int cols, struct spot out[COLUMNS])
{
	static const int wide[] = { 16, 10, 8 }, narrow[] = { 11, 0, 8 };
	const int *cells = cols < NARROW ? narrow : wide;
	int x = 2;

	for (int i = WHEN; i < WHAT; i++) {
		out[i] = (struct spot){ 0, x, cells[i] };
		x += cells[i] ? cells[i] + 1 : 0;
	}
	out[WHAT] = (struct spot){ 0, x, cols - x };
}

static void add_cell(struct log *l, size_t i, enum column column, bool narrow, struct buf *out)
{
	struct log_line *line = &l->lines[i];

	switch (column) {
	case WHEN: change_add_time(out, line->action.at_ms, narrow ? MOMENT_SHORT : MOMENT); break;
	case WHO: buf_adds(out, line->action.name); break;
	case DONE:
		/* What is undone is seen without colours too. */
		buf_addf(out, "%s%s", line->action.undone_by ? "-" : "", action_label(&line->action));
		break;
	case WHAT:
		read_subject(l, line);
		buf_adds(out, line->subject);
		break;
	case COLUMNS: break;
	}
}

static void draw_line(struct log *l, struct picture *p, int y, const struct spot *columns, size_t i)
{
	enum look look = i == l->cursor.at ? LOOK_CURRENT : LOOK_TEXT;
	struct buf b = BUF_INIT;

	picture_fill(p, y, ' ', look);
	picture_put(p, (struct spot){ y, 0, 1 }, i == l->cursor.at ? ">" : " ", look);
	for (int k = 0; k < COLUMNS; k++) {
		buf_clear(&b);
		add_cell(l, i, (enum column)k, p->cols < NARROW, &b);
		picture_put(p, (struct spot){ y, columns[k].x, columns[k].cells }, buf_str(&b), look);
	}
	buf_release(&b);
}

static void draw_lines(struct log *l, struct picture *p, struct area area)
{
	struct spot columns[COLUMNS];
	struct cursor *c = &l->cursor;

	lay_out(p->cols, columns);
	picture_fill(p, area.y, ' ', LOOK_HEAD);
	for (int k = 0; k < COLUMNS; k++)
		picture_put(p, (struct spot){ area.y, columns[k].x, columns[k].cells }, _(heads[k]), LOOK_HEAD);
	cursor_show(c, l->n, p, (struct box){ area.y + 1, 0, area.rows - 2, p->cols });
	for (size_t i = c->top; i < l->n && i < c->top + (size_t)c->room; i++)
		draw_line(l, p, area.y + 1 + (int)(i - c->top), columns, i);
	if (!l->n)
		picture_put(p, (struct spot){ area.y + 1, 2, p->cols - 2 }, _("没有符合的操作"), LOOK_DIM);
	picture_cursor(p, area.y + 1 + (int)(c->at - c->top), 0);
}

/* From where, how much, and whether it stands. */
static void draw_action(const struct log *l, struct picture *p, int y)
{
	const struct action *a = l->cursor.at < l->n ? &l->lines[l->cursor.at].action : NULL;
	struct buf b = BUF_INIT;

	if (!a)
		return;
	buf_addf(&b, _("方式: %s"), channel_label(a->channel));
	if (a->records)
		buf_addf(&b, _("  %lld 条记录 %lld 处"), (long long)a->records, (long long)a->changes);
	if (a->undone_by)
		buf_adds(&b, a->kind == ACTION_UNDO ? _("  已重做") : _("  已撤销"));
	if (a->reason)
		buf_addf(&b, _("  原因: %s"), a->reason);
	picture_put(p, (struct spot){ y, 2, p->cols - 2 }, buf_str(&b), LOOK_DIM);
	buf_release(&b);
}

static void log_draw(struct screen *s, struct picture *p)
{
	struct log *l = (struct log *)s;
	struct buf right = BUF_INIT, words = BUF_INIT;
	struct area area;

	log_filter_format(&l->filter, &words);
	if (log_filter_is_on(&l->filter))
		buf_addf(&right, _("只看: %s  "), buf_str(&words));
	buf_addf(&right, l->last && l->n < LOG_MOST ? _("共 %zu 次") : _("%zu 次以上"), l->n);
	area = screen_frame(s, p, _("台账 > 操作记录"), buf_str(&right));
	draw_lines(l, p, area);
	draw_action(l, p, area.y + area.rows - 1);
	buf_release(&right);
	buf_release(&words);
}

/* ---- Keys -------------------------------------------------------------------------------------- */

static void read_anew(struct log *l)
{
	l->cursor = (struct cursor){ .room = l->cursor.room };
	forget(l);
	load(l);
}

static int check_words(void *ctx, const char *words, struct err *e)
{
	struct log *l = ctx;
	struct log_filter f = { .person = NULL };
	int rc = log_filter_parse(app_store(l->screen.app), words, &f, e);

	log_filter_release(&f);
	return rc;
}

static void take_words(void *ctx, const char *words)
{
	struct log *l = ctx;

	log_filter_parse(app_store(l->screen.app), words, &l->filter, NULL);
	read_anew(l);
}

static void ask_filter(struct log *l)
{
	struct buf words = BUF_INIT, label = BUF_INIT;

	log_filter_format(&l->filter, &words);
	buf_addf(&label, _("日期、人、台账、导入，中间空格：\n昨天   2026-03   2026-03-01..2026-03-15   张敏   %s   导入"),
		 _(registers[0]->title));
	app_push(l->screen.app, prompt_new(l->screen.app, &(struct prompt){
		.title = _("只看一部分操作"), .label = buf_str(&label),
		.initial = buf_str(&words), .check = check_words, .done = take_words, .ctx = l }));
	buf_release(&words);
	buf_release(&label);
}

static void only_person(struct log *l, const struct action *a)
{
	char *person = l->filter.person ? NULL : xstrdup(a->login);

	free(l->filter.person);
	l->filter.person = person;
}

static void only_day(struct log *l, const struct action *a)
{
	time_t at = (time_t)(a->at_ms / 1000);
	struct date day = { .year = 0 };
	struct tm tm;

	if (date_is_empty(l->filter.from) && date_is_empty(l->filter.to) && localtime_r(&at, &tm))
		day = (struct date){ (int16_t)(tm.tm_year + 1900), (int8_t)(tm.tm_mon + 1), (int8_t)tm.tm_mday };
	l->filter.from = l->filter.to = day;
}

static void only_register(struct log *l, struct log_line *line)
{
	read_subject(l, line);
	l->filter.reg = l->filter.reg ? NULL : line->reg;
}

/* What a filter is given or taken, the action at the cursor stays in sight. */
static void filter_by(struct log *l, struct log_line *line, int what)
{
	int64_t id = line->action.id;

	if (what == LOG_PERSON)
		only_person(l, &line->action);
	else if (what == LOG_DAY)
		only_day(l, &line->action);
	else
		only_register(l, line);
	read_anew(l);
	for (size_t i = 0; i < l->n; i++)
		if (l->lines[i].action.id == id)
			l->cursor.at = i;
}

static void go_back(struct log *l)
{
	if (!log_filter_is_on(&l->filter)) {
		app_pop(l->screen.app, 0);
		return;
	}
	log_filter_release(&l->filter);
	read_anew(l);
}

static void open_action(struct log *l, const struct action *a)
{
	struct undo_plan plan = { .changes = a->changes };

	action_copy(&plan.action, a);
	app_push(l->screen.app, action_new(l->screen.app, &plan, ACTION_LOOK));
}

static void compare_register(struct log *l, struct log_line *line)
{
	read_subject(l, line);
	if (line->reg)
		compare_ask(l->screen.app, line->reg);
	else
		app_say(l->screen.app, "%s", _("这次操作没有改台账；请把光标移到改了台账的一行。"));
}

static void run(struct log *l, struct log_line *line, int what)
{
	struct app *a = l->screen.app;

	switch (what) {
	case LOG_OPEN: open_action(l, &line->action); break;
	case LOG_UNDO: undo_ask_action(a, &line->action, false); break;
	case LOG_REDO: undo_ask_action(a, &line->action, true); break;
	case LOG_COMPARE: compare_register(l, line); break;
	default: filter_by(l, line, what); break;
	}
}

static bool log_key(struct screen *s, const struct key *k)
{
	struct log *l = (struct log *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	if (a->run == LOG_BACK)
		go_back(l);
	else if (a->run == LOG_FILTER)
		ask_filter(l);
	else if (a->run < MOVES)
		move(l, a->run);
	else if (l->cursor.at < l->n)
		run(l, &l->lines[l->cursor.at], a->run);
	else
		app_say(s->app, "%s", _("没有符合的操作"));
	return true;
}

static void log_resume(struct screen *s, int64_t result)
{
	struct log *l = (struct log *)s;

	(void)result;
	if (store_data_version(app_store(s->app)) != l->data_version)
		load(l);
}

static bool log_idle(struct screen *s, bool quiet)
{
	(void)quiet;
	log_resume(s, 0);
	return false;
}

static struct screen *log_again(const struct screen *s)
{
	const struct log *l = (const struct log *)s;
	struct buf words = BUF_INIT;
	struct screen *again;

	log_filter_format(&l->filter, &words);
	again = log_new(s->app, buf_str(&words));
	buf_release(&words);
	return again;
}

static void log_free(struct screen *s)
{
	struct log *l = (struct log *)s;

	forget(l);
	free(l->lines);
	log_filter_release(&l->filter);
	free(l);
}

const struct screen_type log_type = {
	.name = "log", .title = N_("操作记录"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = log_draw, .key = log_key, .cursor = offsetof(struct log, cursor), .idle = log_idle, .resume = log_resume, .again = log_again, .free = log_free,
};

struct screen *log_new(struct app *a, const char *words)
{
	struct log *l = xcalloc(1, sizeof(*l));
	struct err e = ERR_INIT;

	l->screen = (struct screen){ .type = &log_type, .app = a };
	if (words && log_filter_parse(app_store(a), words, &l->filter, &e) < 0)
		app_say_error(a, &e);
	load(l);
	return &l->screen;
}
