/* A new PIN: the present one where there is one, then the new one twice, as `zhibu pin` asks. */
#include "ui/pin.h"

#include <stdlib.h>
#include <string.h>

#include "db/pin.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/busy.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "ui/secret.h"
#include "src/banned.h"

enum step { STEP_OLD, STEP_NEW, STEP_AGAIN };

struct pin_panel {
	struct screen screen;
	enum step step;
	struct secret typed, first;
};

enum { PIN_ENTER, PIN_BACK };

static const struct ui_action actions[] = {
	{ .name = "enter", .label = N_("确定"), .help = N_("输入完了这一次；最后一次以后就设置好了。"), .keys = { "Enter" },
	  .group = GROUP_FILE, .run = PIN_ENTER },
	{ .name = "back", .label = N_("取消"), .bar = N_("取消"), .help = N_("不设置，原来怎样还怎样。"), .keys = { "F10", "Esc" },
	  .group = GROUP_MOVE, .run = PIN_BACK },
};

/* --- what was typed --- */

static void begin(struct pin_panel *q, enum step step)
{
	q->step = step;
	secret_forget(&q->typed);
	if (step != STEP_AGAIN)
		secret_forget(&q->first);
}

static void refuse(struct pin_panel *q, enum step again, const struct err *e)
{
	begin(q, again);
	app_say_error(q->screen.app, e);
}

/* Whoever sits down at somebody's screen does not know the PIN that is there. */
static void take_old(struct pin_panel *q)
{
	struct err e = ERR_INIT;
	int rc = pin_matches(app_store(q->screen.app), buf_str(&q->typed.typed), &e);

	if (rc == 0)
		err_set(&e, ERR_DENIED, _("PIN 不对；忘了就请管理员执行 zhibu pin 登录名 --clear。"));
	if (rc == 1)
		begin(q, STEP_NEW);
	else
		refuse(q, STEP_OLD, &e);
}

static void take_new(struct pin_panel *q)
{
	struct err e = ERR_INIT;

	if (pin_check(buf_str(&q->typed.typed), &e) < 0) {
		refuse(q, STEP_NEW, &e);
		return;
	}
	buf_adds(&q->first.typed, buf_str(&q->typed.typed));
	begin(q, STEP_AGAIN);
}

static int attempt(void *ctx, struct err *e)
{
	struct pin_panel *q = ctx;

	return pin_set(app_store(q->screen.app), buf_str(&q->first.typed), e);
}

static void attempted(void *ctx, int rc, const struct err *e)
{
	struct pin_panel *q = ctx;

	if (rc < 0) {
		refuse(q, STEP_NEW, e);
		return;
	}
	app_pop(q->screen.app, 0);
	app_say(q->screen.app, _("已设置 PIN。"));
}

static void take_again(struct pin_panel *q)
{
	struct err e = ERR_INIT;

	if (strcmp(buf_str(&q->typed.typed), buf_str(&q->first.typed)) != 0) {
		err_set(&e, ERR_INVALID, _("两次输入的 PIN 不一样，请重新输入新的。"));
		refuse(q, STEP_NEW, &e);
		return;
	}
	busy_run(q->screen.app, &(struct busy_work){
		.attempt = attempt, .done = attempted, .kept = _("原来的 PIN 不变。"), .ctx = q,
	});
}

static void take(struct pin_panel *q)
{
	static void (*const takes[])(struct pin_panel *) = {
		[STEP_OLD] = take_old, [STEP_NEW] = take_new, [STEP_AGAIN] = take_again,
	};

	takes[q->step](q);
}

/* --- the panel --- */

static void draw(struct screen *s, struct picture *p)
{
	static const char *const questions[] = {
		[STEP_OLD] = N_("现在的 PIN："), [STEP_NEW] = N_("新的 PIN："), [STEP_AGAIN] = N_("再输一次："),
	};
	const struct pin_panel *q = (const struct pin_panel *)s;
	char *labels[] = { xstrdup(_("[ Enter 确定 ]")), xstrdup(_("[ Esc 取消 ]")) };
	struct box b = panel_box(p, 4);

	picture_box(p, b, _("设置 PIN"));
	picture_put(p, (struct spot){ b.y + 1, b.x + 2, b.cols - 4 }, _(questions[q->step]), LOOK_TEXT);
	secret_draw(&q->typed, p, (struct spot){ b.y + 2, b.x + 2, b.cols - 4 });
	panel_answers(p, b, b.y + 4, labels, 2);
	free(labels[0]);
	free(labels[1]);
}

static bool pin_key(struct screen *s, const struct key *k)
{
	struct pin_panel *q = (struct pin_panel *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (a && a->run == PIN_ENTER)
		take(q);
	else if (a)
		app_pop(s->app, 0);
	else if (!secret_key(&q->typed, k))
		app_say(s->app, _("输入 PIN 后按 Enter，不设置就按 Esc。"));
	return true;
}

static void help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_addf(out, _("PIN 有 %d 到 %d 个字符，输入时只显示星号，要输两次；已有 PIN 时先输原来的。锁屏后输入它才回来。"), PIN_LEAST, PIN_MOST);
}

static void pin_free(struct screen *s)
{
	struct pin_panel *q = (struct pin_panel *)s;

	secret_release(&q->typed);
	secret_release(&q->first);
	free(q);
}

const struct screen_type pin_type = {
	.name = "pin", .title = N_("设置 PIN"), .panel = true, .actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = draw, .key = pin_key, .help = help, .free = pin_free,
};

void pin_ask(struct app *a)
{
	struct err e = ERR_INIT;
	int rc = pin_may_set(app_store(a), &e), set = rc == 0 ? pin_is_set(app_store(a), &e) : 0;
	struct pin_panel *q;

	if (rc < 0 || set < 0) {
		app_say_error(a, &e);
		return;
	}
	q = xcalloc(1, sizeof(*q));
	q->screen = (struct screen){ .type = &pin_type, .app = a };
	q->step = set ? STEP_OLD : STEP_NEW;
	app_push(a, &q->screen);
}
