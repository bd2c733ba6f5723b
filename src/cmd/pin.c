/* zhibu pin: the PIN that unlocks an operator's screens. */
#include "db/pin.h"

#include <string.h>

#include "src/buf.h"
#include "src/cli_out.h"
#include "src/cli_person.h"
#include "src/cli_tty.h"
#include "src/cmd/commands.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

#define MOST_BYTES 1024

/* What comes from the terminal, also ahead of its question. */
struct asking {
	struct tty tty;
	struct buf ahead;
};

static void release(struct buf *secret)
{
	if (secret->data)
		explicit_bzero(secret->data, secret->len);
	buf_release(secret);
}

/* A byte of the line; false at its end.  Nothing is echoed, not even how much there is. */
static bool take_byte(struct buf *line, char c)
{
	if (c == '\r' || c == '\n')
		return false;
	if (c == '\b' || c == '\177')
		buf_truncate(line, line->len - text_prev(buf_str(line), line->len));
	else if ((unsigned char)c >= 0x20 && line->len < MOST_BYTES)
		buf_addc(line, c);
	return true;
}

/* Moves a line from what came ahead; false where its end has not come yet. */
static bool take_line(struct asking *a, struct buf *line)
{
	size_t at = 0;
	bool more = true;
	struct buf rest = BUF_INIT;

	while (more && at < a->ahead.len)
		more = take_byte(line, a->ahead.data[at++]);
	buf_add(&rest, buf_str(&a->ahead) + at, a->ahead.len - at);
	release(&a->ahead);
	a->ahead = rest;
	return !more;
}

static int ask(struct asking *a, const char *question, struct buf *line, struct err *e)
{
	char bytes[64];

	tty_write(&a->tty, question);
	while (!take_line(a, line)) {
		size_t n = tty_key(&a->tty, bytes, sizeof(bytes), -1);

		/* Ctrl-C comes as a key, a request to end as nothing at all. */
		if (n == 0 || memchr(bytes, 0x03, n)) {
			tty_write(&a->tty, "\n");
			return err_set(e, ERR_STOPPED, _("已停止，没有改动。"));
		}
		buf_add(&a->ahead, bytes, n);
		explicit_bzero(bytes, sizeof(bytes));
	}
	tty_write(&a->tty, "\n");
	return 0;
}

/* Whoever sits down at somebody's terminal does not know the PIN that is there. */
static int check_old(struct cli *c, struct asking *a, struct err *e)
{
	struct buf old = BUF_INIT;
	int rc = pin_is_set(c->store, e);

	if (rc <= 0)
		return rc;
	rc = ask(a, _("现在的 PIN："), &old, e);
	if (rc == 0)
		rc = pin_matches(c->store, buf_str(&old), e);
	release(&old);
	if (rc == 0)
		return err_set(e, ERR_DENIED, _("PIN 不对，没有改动；忘了就请管理员执行 zhibu pin 登录名 --clear。"));
	return rc < 0 ? rc : 0;
}

static int ask_new(struct cli *c, struct asking *a, struct err *e)
{
	struct buf first = BUF_INIT, second = BUF_INIT;
	int rc = ask(a, _("新的 PIN："), &first, e);

	if (rc == 0)
		rc = ask(a, _("再输一次："), &second, e);
	if (rc == 0 && strcmp(buf_str(&first), buf_str(&second)) != 0)
		rc = err_set(e, ERR_INVALID, _("两次输入的 PIN 不一样，没有改动。"));
	if (rc == 0)
		rc = pin_set(c->store, buf_str(&first), e);
	release(&first);
	release(&second);
	return rc;
}

static int change(struct cli *c, struct err *e)
{
	struct asking a = { .ahead = BUF_INIT };
	int rc;

	if (c->argc && strcmp(c->argv[0], store_operator_login(c->store)) != 0)
		return err_set(e, ERR_USAGE, _("别人的 PIN 由本人设置；管理员可以清除：zhibu pin %s --clear。"), c->argv[0]);
	if (c->no_input || !tty_open(&a.tty))
		return err_set(e, ERR_USAGE, _("PIN 只能在终端上输入。"));
	rc = check_old(c, &a, e);
	if (rc == 0)
		rc = ask_new(c, &a, e);
	tty_close(&a.tty);
	release(&a.ahead);
	if (rc == 0)
		cli_say("%s", _("已设置 PIN。"));
	return rc;
}

/* One's own is taken away by whoever knows it. */
static int clear_own(struct cli *c, struct err *e)
{
	struct asking a = { .ahead = BUF_INIT };
	int rc;

	if (c->no_input || !tty_open(&a.tty))
		return err_set(e, ERR_USAGE, _("PIN 只能在终端上输入。"));
	rc = check_old(c, &a, e);
	tty_close(&a.tty);
	release(&a.ahead);
	return rc == 0 ? pin_clear(c->store, store_operator_login(c->store), e) : rc;
}

static int run(struct cli *c, struct err *e)
{
	bool own = !c->argc || strcmp(c->argv[0], store_operator_login(c->store)) == 0;
	int rc;

	if (!c->clear)
		return change(c, e);
	/* An administrator who has forgotten his own is helped by nobody else. */
	rc = own && store_role(c->store) != ROLE_ADMIN
		     ? clear_own(c, e)
		     : pin_clear(c->store, own ? store_operator_login(c->store) : c->argv[0], e);
	if (rc == 0)
		cli_say("%s", _("已清除 PIN。"));
	return rc;
}

const struct command command_pin = {
	.name = "pin",
	.synopsis = "[LOGIN]",
	.summary = N_("设置解锁屏幕的 PIN；--clear 去掉它"),
	.help = N_("问两次，不显示；已有 PIN 时先问原来的。设置 idle_lock = 10; 后，十分钟没有按键就锁屏。\n"
		   "忘了 PIN，由管理员执行 zhibu pin LOGIN --clear。"),
	.options = "clear",
	.most = 1,
	.needs = NEEDS_WRITE,
	.run = run,
};
