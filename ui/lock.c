/* See lock.h. */
#include "ui/lock.h"

#include <stdlib.h>

#include <inttypes.h>

#include "db/pin.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/secret.h"
#include "src/banned.h"

#define MOST_WAIT_MS 60000
#define INNER_COLS 36

struct lock {
	struct store *store;
	int64_t idle_ms, touched_ms;
	bool on;
	struct secret typed;
	struct buf message;
	int wrong;		/* one after the other */
	int64_t again_ms;	/* no PIN is looked at before */
};

struct lock *lock_new(struct store *s, int64_t idle_ms)
{
	struct lock *l = xcalloc(1, sizeof(*l));

	l->store = s;
	l->idle_ms = idle_ms;
	return l;
}

void lock_free(struct lock *l)
{
	if (!l)
		return;
	secret_release(&l->typed);
	buf_release(&l->message);
	free(l);
}

bool lock_is_on(const struct lock *l)
{
	return l->on;
}

int lock_now(struct lock *l, struct err *e)
{
	int rc = pin_is_set(l->store, e);

	if (rc == 0)
		return err_set(e, ERR_NOT_FOUND, _("还没有设置 PIN，锁不了屏；请先用命令「设置 PIN」，或执行 zhibu pin。"));
	if (rc < 0)
		return rc;
	l->on = true;
	buf_clear(&l->message);
	return 0;
}

void lock_touch(struct lock *l, int64_t now_ms)
{
	l->touched_ms = now_ms;
}

bool lock_is_due(const struct lock *l, int64_t now_ms)
{
	return l->idle_ms > 0 && !l->on && now_ms - l->touched_ms >= l->idle_ms;
}

/* ---- The PIN ----------------------------------------------------------------------- */

static void say_wait(struct lock *l, int64_t now_ms)
{
	buf_clear(&l->message);
	buf_addf(&l->message, _("PIN 不对。请等 %" PRId64 " 秒再输入。"), (l->again_ms - now_ms + 999) / 1000);
}

static void refuse(struct lock *l, int64_t now_ms)
{
	int64_t wait = l->wrong < 16 ? INT64_C(1000) << l->wrong : MOST_WAIT_MS;

	l->wrong++;
	l->again_ms = now_ms + (wait < MOST_WAIT_MS ? wait : MOST_WAIT_MS);
	say_wait(l, now_ms);
}

static void try_pin(struct lock *l, int64_t now_ms)
{
	struct err e = ERR_INIT;
	int rc;

	if (!l->typed.typed.len)
		return;
	if (now_ms < l->again_ms) {
		say_wait(l, now_ms);
		secret_forget(&l->typed);
		return;
	}
	rc = pin_matches(l->store, buf_str(&l->typed.typed), &e);
	secret_forget(&l->typed);
	buf_clear(&l->message);
	/* An administrator has cleared it: what was forgotten stands in nobody's way any more. */
	if (rc == 1 || rc == ERR_NOT_FOUND) {
		l->on = false;
		l->wrong = 0;
		l->touched_ms = now_ms;
	} else if (rc == 0) {
		refuse(l, now_ms);
	} else {
		buf_adds(&l->message, e.text);
	}
}

void lock_key(struct lock *l, const struct key *k, int64_t now_ms)
{
	if (k->kind == K_ENTER)
		try_pin(l, now_ms);
	else if (k->kind == K_ESC)
		secret_forget(&l->typed);
	else
		secret_key(&l->typed, k);
}

/* ---- The screen --------------------------------------------------------------------- */

void lock_draw(const struct lock *l, struct picture *p)
{
	const char *help = _("Enter 解锁   Ctrl-Q 存草稿并退出");
	struct box b = { .rows = 9, .cols = INNER_COLS + 4, .y = (p->rows - 9) / 2, .x = (p->cols - INNER_COLS - 4) / 2 & ~1 };

	picture_box(p, b, _("已锁屏"));
	picture_text(p, (struct box){ b.y + 1, b.x + 2, 1, INNER_COLS }, store_operator_name(l->store), LOOK_TEXT);
	picture_add(p, (struct spot){ b.y + 2, b.x + 2, 6 }, "PIN", LOOK_TEXT);
	picture_text(p, (struct box){ b.y + 3, b.x + 2, 2, INNER_COLS }, buf_str(&l->message), LOOK_ERROR);
	picture_text(p, (struct box){ b.y + 5, b.x + 2, 1, INNER_COLS }, help, LOOK_TEXT);
	picture_text(p, (struct box){ b.y + 6, b.x + 2, 2, INNER_COLS },
		_("忘了就请管理员清除：zhibu pin 登录名 --clear"), LOOK_DIM);
	secret_draw(&l->typed, p, (struct spot){ b.y + 2, b.x + 6, INNER_COLS - 4 });
}
