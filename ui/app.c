/*
 * The stack of screens, the message line and the keys that every screen shares.
 * Knows no curses: ui.c feeds it keys and paints its pictures.
 */
#include "ui/app_part.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "db/care.h"
#include "db/journal.h"
#include "db/past.h"
#include "src/clock.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/cursor.h"
#include "ui/find_all.h"
#include "ui/lock.h"
#include "ui/log.h"
#include "ui/palette.h"
#include "ui/past.h"
#include "ui/pin.h"
#include "ui/recent.h"
#include "ui/screen.h"
#include "ui/screens.h"
#include "ui/ui.h"
#include "src/banned.h"

#define LEAST_COLS 40
#define LEAST_ROWS 12
#define IDLE_MS 5
#define CHECKUP_MS 8	/* of the data check at a time */
#define KEEP_MS 1000	/* so much of what is being typed may be lost with the program */

enum { APP_HELP, APP_PALETTE, APP_MENU, APP_FIND, APP_QUIT, APP_REDRAW, APP_PAST, APP_LOG, APP_YESTERDAY, APP_IMPORTS, APP_COPY, APP_LOCK, APP_PIN, APP_RECENT };

static const struct ui_action global_actions[] = {
	{ .name = "help", .label = N_("帮助"), .bar = N_("帮助"), .help = N_("这个屏幕和光标所在项的说明。"),
	  .keys = { "F1", "?" }, .group = GROUP_HELP, .run = APP_HELP },
	{ .name = "palette", .label = N_("命令"), .bar = N_("命令"),
	  .help = N_("查找这里能用的所有命令：输入汉字、拼音首字母或英文，Enter 执行；右边是它的键。"),
	  .words = N_("搜索 所有操作 找命令"), .keys = { "F2", ":", "Ctrl-P" }, .group = GROUP_HELP, .run = APP_PALETTE },
	{ .name = "menu", .label = N_("菜单"), .bar = N_("菜单"), .help = N_("打开菜单，里面有这里能用的所有命令。"),
	  .keys = { "F9", "Alt-M" }, .group = GROUP_HELP, .run = APP_MENU },
	{ .name = "quit", .label = N_("退出程序"), .help = N_("离开程序；没有保存的内容会先问。"),
	  .keys = { "Ctrl-Q" }, .group = GROUP_MOVE, .run = APP_QUIT },
	{ .name = "copy-mode", .label = N_("复制模式"),
	  .help = N_("画面停住，鼠标交给终端，可以拖动选中文字来复制；按任意键回来。"), .words = N_("拷贝 选文字 鼠标 剪贴板"),
	  .keys = { "Alt-C" }, .group = GROUP_SELECT, .run = APP_COPY },
	{ .name = "find-all", .label = N_("到处查找"), .help = N_("在所有台账里找：名称、编码、拼音首字母、电话和身份证号的最后四位。"),
	  .words = N_("全部台账 全局搜索 找人 找电话"), .keys = { "Ctrl-G" }, .group = GROUP_VIEW, .run = APP_FIND },
	{ .name = "recent", .label = N_("最近的记录"), .help = N_("最近打开或保存过的记录：按数字或 Enter 再打开。"),
	  .words = N_("刚才的 上一条 历史记录 最近打开"), .keys = { "Ctrl-O" }, .group = GROUP_VIEW, .run = APP_RECENT },
	{ .name = "redraw", .label = N_("重画"), .help = N_("屏幕乱了时重新画一遍。"),
	  .keys = { "Ctrl-L" }, .group = GROUP_HELP, .run = APP_REDRAW },
	{ .name = "past", .label = N_("看历史某一天"),
	  .help = N_("写一个日期，整个程序就只读地显示那一天的样子；再按一次并写「现在」就回来。"),
	  .words = N_("时光机 时点 历史 昨天 上月底 去年底 回到现在"), .keys = { "@", "Alt-T" }, .group = GROUP_PAST, .run = APP_PAST },
	{ .name = "log", .label = N_("操作记录"), .help = N_("谁在什么时候改了什么，新的在前；可以只看一个人、一天、一个台账，撤销其中任何一次。"),
	  .words = N_("谁改了 改动 历史 审计"), .keys = { "Alt-L" }, .group = GROUP_PAST, .run = APP_LOG },
	{ .name = "yesterday", .label = N_("昨天改了什么"), .help = N_("操作记录，只列昨天的。"),
	  .words = N_("昨天的改动"), .keys = { "Alt-Y" }, .group = GROUP_PAST, .run = APP_YESTERDAY },
	{ .name = "imports", .label = N_("撤销导入"), .help = N_("操作记录，只列导入，最近的在前：可以整批撤销。"),
	  .words = N_("撤销这次导入 退回导入 撤销整批"), .keys = { "Alt-U" }, .group = GROUP_PAST, .run = APP_IMPORTS },
	{ .name = "lock", .label = N_("锁屏"), .help = N_("离开座位时藏起屏幕，输入 PIN 才回来；先用「设置 PIN」设一个。"),
	  .keys = { "Alt-Z" }, .group = GROUP_FILE, .run = APP_LOCK },
	{ .name = "pin", .label = N_("设置 PIN"), .help = N_("设置或更换自己解锁屏幕的 PIN：输两次，不显示；已有的先输原来的。"),
	  .words = N_("密码 口令 锁屏密码 更换密码"), .keys = { "Alt-P" }, .group = GROUP_FILE, .run = APP_PIN },
};

#define N_GLOBAL (sizeof(global_actions) / sizeof(global_actions[0]))

struct ui_actions app_actions(void)
{
	return (struct ui_actions){ global_actions, N_GLOBAL };
}

/* The table begins with them. */
struct ui_actions app_panel_actions(void)
{
	return (struct ui_actions){ global_actions, APP_MENU + 1 };
}

/* --- the stack --- */

struct app *app_new(struct store *store)
{
	struct app *a = xcalloc(1, sizeof(*a));

	a->store = store;
	a->lock = lock_new(store, 0);
	return a;
}

static void bury(struct app *a)
{
	while (a->gone) {
		struct screen *s = a->gone;

		a->gone = s->next_gone;
		s->type->free(s);
	}
	for (size_t i = 0; i < sizeof(a->left) / sizeof(a->left[0]); i++) {
		store_close(a->left[i]);
		a->left[i] = NULL;
	}
}

void app_free(struct app *a)
{
	if (a->aside.store)
		app_leave_past(a);
	recent_keep(a);
	recent_release(&a->recent);
	checkup_release(&a->checkup);
	bury(a);
	while (a->n) {
		a->n--;
		a->stack[a->n]->type->free(a->stack[a->n]);
	}
	for (size_t i = 0; i < a->n_saved; i++)
		reg_free(a->saved[i].reg, a->saved[i].rec);
	free(a->saved);
	free(a->uses);
	picture_release(&a->touched);
	buf_release(&a->message);
	lock_free(a->lock);
	free(a->drafts);
	free(a);
}

struct store *app_store(struct app *a)
{
	return a->store;
}

void app_set_drafts(struct app *a, const char *folder)
{
	free(a->drafts);
	a->drafts = xstrdup(folder);
}

/* What is typed in the past, into a filter line perhaps, is no draft. */
const char *app_drafts(const struct app *a)
{
	return a->aside.store ? NULL : a->drafts;
}

void app_push(struct app *a, struct screen *s)
{
	if (!s)
		return;
	if (a->n >= (s->type->panel ? DEPTH + PANELS : DEPTH)) {
		s->type->free(s);
		app_say(a, _("打开的屏幕太多（%d 层）；请先按 Esc 返回。"), DEPTH);
		return;
	}
	a->stack[a->n++] = s;
	if (s->type->pushed)
		s->type->pushed(s);
}

static struct screen *take_top(struct app *a)
{
	struct screen *s = a->stack[--a->n];

	s->next_gone = a->gone;
	a->gone = s;
	return s;
}

static void go_on_leaving(struct app *a)
{
	while (a->leaving && a->n > a->leaves) {
		struct screen *top = a->stack[a->n - 1];

		/* A screen that says no has put a question on top of itself; the answer decides. */
		if (top->type->may_leave && !top->type->may_leave(top))
			return;
		take_top(a);
		a->popped = true;
	}
	a->done = a->n == 0;
}

void app_pop(struct app *a, int64_t result)
{
	bool panel;

	assert(a->n > 0);
	panel = take_top(a)->type->panel;
	a->popped = true;
	a->result = result;
	a->done = a->n == 0;
	if (!panel)
		go_on_leaving(a);
}

struct screen *app_top(struct app *a)
{
	return a->n ? a->stack[a->n - 1] : NULL;
}

/* --- another day --- */

struct store *app_present(struct app *a)
{
	return a->aside.store ? a->aside.store : a->store;
}

static void leave_store(struct app *a)
{
	size_t i = a->left[0] ? 1 : 0;

	assert(!a->left[i]);
	a->left[i] = a->store;
	while (a->n)
		take_top(a);
}

/* The screens one above the other, as far as there are such in the past; of a screen's record alone it is said that it was not
 * there. */
static void stand_there(struct app *a, struct screen *const *stack, size_t n)
{
	size_t i = 1;

	app_say(a, "%s", "");
	app_push(a, home_new(a));
	for (; i < n; i++) {
		const struct screen *s = stack[i];
		struct screen *again = s->type->again ? s->type->again(s) : NULL;

		if (!again)
			break;
		app_push(a, again);
	}
	if (i < n && a->error)
		app_say(a, "%s", _("那时还没有这条记录，停在它前面的一屏"));
}

void app_enter_past(struct app *a, struct store *past)
{
	struct screen *stack[DEPTH + PANELS];
	size_t n = a->n;

	memcpy(stack, a->stack, sizeof(stack));
	if (a->aside.store) {
		leave_store(a);
	} else {
		a->aside.store = a->store;
		a->aside.n = a->n;
		memcpy(a->aside.stack, a->stack, sizeof(a->stack));
		a->n = 0;
	}
	a->store = past;
	/* Those of another past day are gone, but not yet freed. */
	stand_there(a, stack, n);
}

void app_leave_past(struct app *a)
{
	if (!a->aside.store)
		return;
	leave_store(a);
	a->store = a->aside.store;
	a->n = a->aside.n;
	memcpy(a->stack, a->aside.stack, sizeof(a->stack));
	a->aside.store = NULL;
	a->aside.n = 0;
	/* Much may have happened meanwhile. */
	a->popped = true;
	a->result = 0;
	app_say(a, "%s", _("回到了现在"));
}

void app_quit(struct app *a)
{
	if (a->aside.store) {
		app_leave_past(a);
		app_say(a, "%s", _("回到了现在；再按一次才退出程序"));
		return;
	}
	a->leaving = true;
	a->leaves = 0;
	go_on_leaving(a);
}

void app_go_home(struct app *a)
{
	a->leaving = true;
	a->leaves = 1;
	a->result = 0;
	go_on_leaving(a);
}

bool app_done(const struct app *a)
{
	return a->done;
}

void app_keep(struct app *a, bool typed)
{
	if (typed)
		a->kept_ms = clock_ms();
	for (size_t i = 0; !a->aside.store && i < a->n; i++)
		if (a->stack[i]->type->keep)
			a->stack[i]->type->keep(a->stack[i], typed);
}

void app_keep_in_time(struct app *a)
{
	if (!a->done && clock_ms() - a->kept_ms >= KEEP_MS)
		app_keep(a, true);
}

void app_hangup(struct app *a)
{
	/* What is being typed is in the screens of the present. */
	app_leave_past(a);
	if (!a->done)
		app_keep(a, true);
	a->done = true;
}

/* --- the message line --- */

void app_say(struct app *a, const char *fmt, ...)
{
	va_list ap;

	buf_clear(&a->message);
	va_start(ap, fmt);
	buf_vaddf(&a->message, fmt, ap);
	va_end(ap);
	a->error = false;
}

void app_say_error(struct app *a, const struct err *e)
{
	app_say(a, "%s", e->text);
	a->error = true;
}

const char *app_message(const struct app *a, bool *error)
{
	if (error)
		*error = a->error;
	return buf_str(&a->message);
}

/* --- drawing --- */

static void draw_too_small(const struct app *a, struct picture *p)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, _("窗口太小(%dx%d), 请放大到 %dx%d 以上"), p->cols, p->rows, LEAST_COLS, LEAST_ROWS);
	if (a->drafts)
		buf_adds(&b, _("; Ctrl-Q 存草稿并退出"));
	picture_text(p, (struct box){ 0, 0, p->rows, p->cols }, buf_str(&b), LOOK_TEXT);
	buf_release(&b);
}

/* A click is about what the person saw. */
static void keep_touches(struct app *a, const struct picture *p)
{
	struct picture *t = &a->touched;

	if (t->cap_touches < p->n_touches) {
		t->cap_touches = p->cap_touches;
		t->touches = xreallocarray(t->touches, t->cap_touches, sizeof(*t->touches));
	}
	a->touches = app_top(a);
	t->n_touches = p->n_touches;
	if (p->n_touches)
		memcpy(t->touches, p->touches, p->n_touches * sizeof(*p->touches));
}

void app_draw(struct app *a, struct picture *p)
{
	size_t first = a->n;

	a->blind = p->cols < LEAST_COLS || p->rows < LEAST_ROWS;
	if (a->blind) {
		draw_too_small(a, p);
		return;
	}
	if (lock_is_on(a->lock)) {
		lock_draw(a->lock, p);
		return;
	}
	while (first > 1 && a->stack[first - 1]->type->panel)
		first--;
	for (size_t i = first ? first - 1 : 0; i < a->n; i++) {
		picture_forget_things(p);
		a->stack[i]->type->draw(a->stack[i], p);
	}
	keep_touches(a, p);
}

/* --- keys --- */

static bool is_global(const struct ui_action *action)
{
	return action >= global_actions && action < global_actions + N_GLOBAL;
}

int app_may_run(struct app *a, const struct ui_action *action, struct err *e)
{
	struct screen *top = app_top(a);

	if (is_global(action) || !top->type->may_run)
		return 0;
	return top->type->may_run(top, action->run, e);
}

int app_count_use(struct app *a, const struct ui_action *action)
{
	size_t i = 0;

	while (i < a->n_uses && a->uses[i].action != action)
		i++;
	if (i == a->n_uses) {
		a->uses = xreallocarray(a->uses, ++a->n_uses, sizeof(*a->uses));
		a->uses[i] = (struct use){ .action = action };
	}
	return ++a->uses[i].n;
}

static void start_copying(struct app *a)
{
	a->copying = true;
	app_say(a, _("复制模式：拖动鼠标选中文字；按任意键回来"));
}

bool app_is_copying(const struct app *a)
{
	return a->copying;
}

void app_end_copying(struct app *a)
{
	a->copying = false;
	buf_clear(&a->message);
}

static void run_global(struct app *a, const struct ui_action *action)
{
	/* ui.c repaints everything after Ctrl-L. */
	if (action->run == APP_HELP)
		app_push(a, help_new(a, app_top(a)));
	else if (action->run == APP_FIND)
		app_push(a, find_all_new(a));
	else if (action->run == APP_PALETTE)
		app_push(a, palette_new(a));
	else if (action->run == APP_MENU)
		app_push(a, menu_new(a));
	else if (action->run == APP_QUIT)
		app_quit(a);
	else if (action->run == APP_COPY)
		start_copying(a);
	else if (action->run == APP_PAST)
		past_ask(a);
	else if (action->run == APP_LOG)
		app_push(a, log_new(a, NULL));
	else if (action->run == APP_YESTERDAY)
		app_push(a, log_new(a, "昨天"));
	else if (action->run == APP_IMPORTS)
		app_push(a, log_new(a, action_kind_value(ACTION_IMPORT)));
	else if (action->run == APP_RECENT)
		recent_ask(a);
	else if (action->run == APP_LOCK)
		app_lock(a);
	else if (action->run == APP_PIN)
		pin_ask(a);
}

/* Esc where no screen wants it, which is on the first one. */
static bool leave_past_key(struct app *a, const struct key *k)
{
	if (k->kind != K_ESC || !a->aside.store)
		return false;
	app_leave_past(a);
	return true;
}

/* A panel gets every key; but what explains it can be asked for there too, by keys that are no text. */
static bool explains(struct app *a, const struct key *k)
{
	const struct screen *top = app_top(a);

	return top->type->panel && !key_is_text(k) && actions_find(app_panel_actions(), k) && !actions_find(top->type->actions, k);
}

static bool global_key(struct app *a, const struct key *k)
{
	const struct ui_action *action = actions_find(app_actions(), k);

	if (action)
		run_global(a, action);
	return action != NULL;
}

void app_run(struct app *a, const struct ui_action *action)
{
	struct screen *top = app_top(a);
	struct key key;

	if (is_global(action))
		run_global(a, action);
	else if (top->type->run)
		top->type->run(top, action);
	else if (key_parse(&key, action_keys(action)[0], NULL) == 0)
		top->type->key(top, &key);
}

static void refuse(struct app *a, const struct key *k)
{
	struct buf name = BUF_INIT;

	if (k->kind == K_PASTE) {
		app_say(a, _("这里不能粘贴；请先进入要填的字段，或先打开列表的筛选行（%s）。"), action_key(list_type.actions, "filter"));
		return;
	}
	key_add_name(&name, k);
	app_say(a, _("这里不用 %s 键；F1 看能用的键。"), buf_str(&name));
	buf_release(&name);
}

static void press(struct app *a, const struct key *k)
{
	struct screen *top = app_top(a);

	if (explains(a, k) || !top->type->key(top, k))
		if (!global_key(a, k) && !leave_past_key(a, k))
			refuse(a, k);
}

#define WHEEL_LINES 3

/* Whether it was the current thing already. */
static bool point_at(struct screen *s, int64_t what)
{
	if (s->type->point)
		return s->type->point(s, what);
	return s->type->cursor && cursor_point((struct cursor *)((char *)s + s->type->cursor), what);
}

/* A click on nothing, or outside of what is asked, is none. */
static void click(struct app *a, const struct touch *t)
{
	struct screen *top = app_top(a);

	/* Keys typed ahead may have brought another screen that nobody has seen yet. */
	if (!t || top != a->touches)
		return;
	if (t->kind == TOUCH_KEY)
		press(a, &t->key);
	else if (point_at(top, t->what))
		press(a, &(struct key){ .kind = K_ENTER });
}

/* What is under the pointer moves as by its own keys; where nothing can, nothing is said. */
static void turn_wheel(struct app *a, const struct touch *t, bool up)
{
	struct screen *top = app_top(a);
	const struct ui_action *action = actions_named(top->type->actions, up ? "up" : "down");
	struct key key = { .kind = up ? K_UP : K_DOWN };

	if (action)
		key_parse(&key, action_keys(action)[0], NULL);
	if (t && t->kind == TOUCH_THING && top == a->touches && top->type->turn)
		top->type->turn(top, t->what);
	for (int i = 0; i < WHEEL_LINES; i++)
		top->type->key(top, &key);
}

static void mouse(struct app *a, const struct key *k)
{
	const struct touch *t = picture_at(&a->touched, k->y, k->x);

	switch ((enum mouse)k->code) {
	case MOUSE_CLICK: click(a, t); break;
	case MOUSE_WHEEL_UP:
	case MOUSE_WHEEL_DOWN: turn_wheel(a, t, k->code == MOUSE_WHEEL_UP); break;
	case MOUSE_BROKEN: app_say(a, _("鼠标的信号不完整，什么都没有做；请再点一次。")); break;
	}
}

/* After a key: the screen that came to the top hears of it, and leaving is over where no question stands open. */
static void settle(struct app *a)
{
	struct screen *top = app_top(a);

	if (a->popped && top && top->type->resume)
		top->type->resume(top, a->result);
	if (top && !top->type->panel)
		a->leaving = false;
	a->popped = false;
	bury(a);
}

bool app_key(struct app *a, const struct key *k)
{
	struct screen *top = app_top(a);

	if (k->kind == K_HANGUP)
		app_hangup(a);
	if (a->done || !top)
		return false;
	if (k->kind == K_RESIZE || k->kind == K_NONE)
		return true;
	/* What nobody sees nobody meant; the way out asks nothing, so it is there only where a draft keeps everything. */
	if (a->blind || lock_is_on(a->lock)) {
		if (k->kind == K_CTRL && k->cp == 'q' && (a->drafts || store_is_readonly(a->store)))
			app_hangup(a);
		else if (!a->blind)
			lock_key(a->lock, k, clock_ms());
		return !a->done;
	}
	lock_touch(a->lock, clock_ms());
	buf_clear(&a->message);
	a->error = false;
	if (k->kind == K_MOUSE)
		mouse(a, k);
	else
		press(a, k);
	settle(a);
	return !a->done;
}

/* What the daily check of the file found, once. */
static void tell_damage(struct app *a)
{
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;

	if (!a->damage_told && care_complaint(a->store, &b)) {
		a->damage_told = true;
		err_set(&e, ERR_DATABASE, "%s", buf_str(&b));
		app_say_error(a, &e);
	}
	buf_release(&b);
}

bool app_idle(struct app *a, bool quiet)
{
	struct screen *top = app_top(a);
	bool more;

	if (lock_is_due(a->lock, clock_ms()))
		app_lock(a);
	if (!lock_is_on(a->lock)) {
		app_keep(a, quiet);
		app_keep_in_time(a);
	}
	/* What was begun goes on behind the lock: a long import must not hold the database until somebody comes back. */
	more = top && top->type->idle && top->type->idle(top, quiet);
	/* A panel that waited for something may be done with it, and gone. */
	if (a->popped)
		settle(a);
	if (more)
		return true;
	if (!quiet || lock_is_on(a->lock))
		return false;
	if (store_idle(a->store, IDLE_MS))
		return true;
	tell_damage(a);
	return !a->aside.store && checkup_idle(&a->checkup, a->store, clock_ms(), CHECKUP_MS);
}
