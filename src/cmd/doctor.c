/* zhibu doctor: what the program finds around it, so that a person on the telephone can read it out. */
#include "src/cmd/commands.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/care.h"
#include "src/cli_locale.h"
#include "src/cli_out.h"
#include "src/cli_person.h"
#include "src/cli_terminal.h"
#include "src/cli_tty.h"
#include "src/i18n.h"
#include "src/records.h"
#include "src/text.h"
#include "src/banned.h"

static const struct out_column columns[] = {
	{ .name = "section", .label = N_("部分"), .width = 10 },
	{ .name = "item", .label = N_("项目"), .width = 22 },
	{ .name = "value", .label = N_("情况") },
	{ .name = "problem", .label = N_("问题") },
};

struct doctor {
	struct cli *cli;
	struct out out;
	const char *section;
	int problems;
	int rc;
	struct err *e;
};

static void tell(struct doctor *d, const char *item, const char *value, const char *problem)
{
	if (d->rc)
		return;
	out_cell(&d->out, d->section);
	out_cell(&d->out, item);
	out_cell(&d->out, value ? value : _("（没有）"));
	out_cell(&d->out, problem);
	d->problems += problem != NULL;
	d->rc = out_row(&d->out, d->e);
}

/* ---- Program and surroundings ------------------------------------------------------------------ */

static void look_at_program(struct doctor *d)
{
	char libc[64] = "?";

	d->section = _("程序");
	confstr(_CS_GNU_LIBC_VERSION, libc, sizeof(libc));
	tell(d, "zhibu", ZHIBU_VERSION, NULL);
	tell(d, "libc", libc, NULL);
	tell(d, "libconfig", settings_library(), NULL);
	tell(d, _("配置"), d->cli->settings_error.code ? _("有错") : _("没有问题"),
		d->cli->settings_error.code ? d->cli->settings_error.text : NULL);
}

static void look_at_locale(struct doctor *d)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG", "LANGUAGE" };
	bool utf8 = strcmp(locale_codeset(), "UTF-8") == 0, gb = strncmp(locale_codeset(), "GB", 2) == 0;

	d->section = _("语言环境");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		tell(d, names[i], getenv(names[i]), NULL);
	tell(d, _("字符集"), locale_codeset(),
		utf8 ? NULL : gb
			? _("不是 UTF-8：界面照这个字符集显示，命令的输出仍是 UTF-8；最好把终端和 LANG 都改成 UTF-8")
			: _("不是 UTF-8：程序照样输出 UTF-8，请把终端也设成 UTF-8，例如 LANG=zh_CN.UTF-8"));
}

/* A description that cannot be found means no screens. */
static bool has_terminfo(const char *term)
{
	static const char *const folders[] = { "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo" };
	struct buf path = BUF_INIT;
	bool found = false;

	for (size_t i = 0; !found && i < sizeof(folders) / sizeof(folders[0]); i++) {
		buf_clear(&path);
		buf_addf(&path, "%s/%c/%s", folders[i], term[0], term);
		found = access(buf_str(&path), R_OK) == 0;
	}
	buf_release(&path);
	return found;
}

static const char *term_problem(const char *term)
{
	if (!term || !*term)
		return _("没有设置 TERM，打不开界面");
	if (strcmp(term, "dumb") == 0)
		return _("dumb 终端打不开界面，会改为一问一答");
	if (strcmp(term, "linux") == 0)
		return _("Linux 控制台不能显示汉字；fbterm 等能显示的，设 ZHIBU_CHINESE_CONSOLE=true");
	if (strchr(term, '/') || getenv("TERMINFO") || getenv("TERMINFO_DIRS") || has_terminfo(term))
		return NULL;
	return _("系统里没有这种终端的描述，请安装 ncurses-term 或换一种 TERM");
}

static void look_at_terminal(struct doctor *d)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
	bool in = isatty(STDIN_FILENO) == 1, out = isatty(STDOUT_FILENO) == 1;
	struct buf size = BUF_INIT;
	int wide, high;

	d->section = _("终端");
	tell(d, "TERM", term, term_problem(term));
	tell(d, _("输入"), in ? _("终端") : _("不是终端"), NULL);
	tell(d, _("输出"), out ? _("终端") : _("不是终端"), NULL);
	if (tty_size(&wide, &high)) {
		buf_addf(&size, "%dx%d", wide, high);
		tell(d, _("大小"), buf_str(&size),
			wide < 80 || high < 24 ? _("比 80x24 小，界面会挤") : NULL);
	}
	tell(d, "NO_COLOR", no_color, NULL);
	tell(d, _("按键"), _("用 zhibu doctor keys 逐个试"), NULL);
	buf_release(&size);
}

/* ---- Widths ------------------------------------------------------------------------------------ */

static const char *const samples[] = {
	"中", "，", "。", "「", "·", "“", "…", "—", "①", "─", "●", "→", "é", "㐀", "𠀀", "ཀ", "ᠮ", "😀",
};

static void measure(struct doctor *d, const struct tty *t, const char *sample)
{
	int expected = text_width(sample), seen = t->fd >= 0 ? tty_measure(t, sample) : -1;
	struct buf item = BUF_INIT, value = BUF_INIT;
	uint32_t cp = 0;

	text_decode(sample, strlen(sample), &cp);
	buf_addf(&item, "U+%04X %s", (unsigned int)cp, sample);
	buf_addf(&value, _("%d 格"), expected);
	if (seen >= 0)
		buf_addf(&value, _("，终端上 %d 格"), seen);
	tell(d, buf_str(&item), buf_str(&value),
		seen >= 0 && seen != expected ? _("终端画的宽度不同，这个字后面会错位") : NULL);
	buf_release(&item);
	buf_release(&value);
}

/* Frames of lines (--unicode) are drawn only after this. */
static void measure_frames(struct doctor *d, const struct tty *t)
{
	int seen = tty_measure(t, TERMINAL_FRAMES);
	bool good = seen == TERMINAL_FRAMES_WIDTH;
	struct buf value = BUF_INIT;

	buf_addf(&value, _("%d 格"), TERMINAL_FRAMES_WIDTH);
	buf_addf(&value, _("，终端上 %d 格"), seen);
	tell(d, _("边框的线条"), buf_str(&value), good ? NULL : _("终端画的宽度不同，边框只能用 ASCII 字符"));
	if (seen >= 0)
		terminal_remember_frames(good);
	buf_release(&value);
}

/* A terminal that does not answer once is not asked again: each time would cost half a second. */
static void look_at_widths(struct doctor *d)
{
	struct tty t;
	bool screen = tty_open(&t);

	d->section = _("字宽");
	if (screen && tty_measure(&t, "a") != 1) {
		tty_close(&t);
		tell(d, _("测量"), _("终端没有回答光标位置"), NULL);
	} else if (!screen) {
		tell(d, _("测量"), _("不在终端上，没有测量"), NULL);
	} else {
		measure_frames(d, &t);
	}
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		measure(d, &t, samples[i]);
	tty_close(&t);
}

/* ---- The database ------------------------------------------------------------------------------ */

static void tell_fact(void *ctx, const char *what, const char *value)
{
	tell(ctx, what, value, NULL);
}

static void look_at_database(struct doctor *d)
{
	struct cli *c = d->cli;
	struct err e = ERR_INIT;
	const struct operator_row *who;

	d->section = _("数据库");
	if (d->cli->settings_error.code || cli_open(c, true, &e) < 0) {
		tell(d, _("数据库"), cli_database(c), e.text[0] ? e.text : _("配置有错，没有打开"));
		return;
	}
	if (care_facts(c->store, tell_fact, d, &e) < 0)
		tell(d, _("数据库"), cli_database(c), e.text);
	who = store_operator(c->store);
	tell(d, _("操作员"), who->name, NULL);
	tell(d, _("角色"), who->role.s, NULL);
}

/* ---- Keys -------------------------------------------------------------------------------------- */

/* "ESC [ A" */
static void add_bytes(struct buf *out, const char *key, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)key[i];

		buf_adds(out, i ? " " : "");
		if (c == 0x1B)
			buf_adds(out, "ESC");
		else if (c < 0x20)
			buf_addf(out, "Ctrl-%c", c + 0x40);
		else if (c == 0x7F)
			buf_adds(out, "DEL");
		else if (c < 0x7F)
			buf_addc(out, (char)c);
		else
			buf_addf(out, "%02X", (unsigned int)c);
	}
}

static const struct {
	const char *bytes, *name;
} known[] = {
	{ "\033[A", N_("上") },
	{ "\033OA", N_("上") },
	{ "\033[B", N_("下") },
	{ "\033OB", N_("下") },
	{ "\033[C", N_("右") },
	{ "\033OC", N_("右") },
	{ "\033[D", N_("左") },
	{ "\033OD", N_("左") },
	{ "\033[5~", "PgUp" },
	{ "\033[6~", "PgDn" },
	{ "\033[H", "Home" },
	{ "\033OH", "Home" },
	{ "\033[1~", "Home" },
	{ "\033[F", "End" },
	{ "\033OF", "End" },
	{ "\033[4~", "End" },
	{ "\033[2~", "Ins" },
	{ "\033[3~", "Del" },
	{ "\033OP", "F1" },
	{ "\033[11~", "F1" },
	{ "\033[[A", "F1" },
	{ "\033OQ", "F2" },
	{ "\033[12~", "F2" },
	{ "\033[[B", "F2" },
	{ "\033OR", "F3" },
	{ "\033[13~", "F3" },
	{ "\033[[C", "F3" },
	{ "\033OS", "F4" },
	{ "\033[14~", "F4" },
	{ "\033[[D", "F4" },
	{ "\033[15~", "F5" },
	{ "\033[[E", "F5" },
	{ "\033[17~", "F6" },
	{ "\033[18~", "F7" },
	{ "\033[19~", "F8" },
	{ "\033[20~", "F9" },
	{ "\033[21~", "F10" },
	{ "\033", "Esc" },
	{ "\r", "Enter" },
	{ "\t", "Tab" },
	{ "\033[Z", "Shift-Tab" },
	{ "\177", "Backspace" },
	{ "\010", "Backspace / Ctrl-H" },
};

static const char *key_name(const char *key)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].bytes, key) == 0)
			return _(known[i].name);
	return "";
}

static int try_keys(struct err *e)
{
	struct buf line = BUF_INIT;
	struct tty t;
	char key[64];
	size_t n;

	if (!tty_open(&t))
		return err_set(e, ERR_USAGE, _("doctor keys 要在终端上用。"));
	tty_write(&t, _("按键试试，看收到什么；按 q 结束。\n"));
	while ((n = tty_key(&t, key, sizeof(key), -1)) > 0 && strcmp(key, "q") != 0) {
		buf_clear(&line);
		add_bytes(&line, key, n);
		buf_addf(&line, "  %s\n", key_name(key));
		tty_write(&t, buf_str(&line));
	}
	tty_close(&t);
	buf_release(&line);
	return person_stop_signal() ? err_set(e, ERR_STOPPED, _("已停止。")) : 0;
}

static int run(struct cli *c, struct err *e)
{
	struct doctor d = { .cli = c, .e = e };
	int rc;

	if (c->argc && strcmp(c->argv[0], "keys") != 0)
		return err_set(e, ERR_USAGE, _("doctor 后面只能写 keys。"));
	if (c->argc)
		return try_keys(e);
	out_begin(&d.out, c, columns, sizeof(columns) / sizeof(columns[0]));
	d.rc = out_pick(&d.out, e);
	look_at_program(&d);
	look_at_locale(&d);
	look_at_terminal(&d);
	look_at_widths(&d);
	look_at_database(&d);
	rc = out_end(&d.out, d.rc, e);
	if (rc < 0)
		return rc;
	if (!d.problems)
		cli_say("%s", _("没有发现问题。"));
	return d.problems ? 1 : 0;
}

const struct command command_doctor = {
	.name = "doctor",
	.synopsis = "[keys]",
	.summary = N_("检查终端、语言环境、字宽、版本和数据库"),
	.help = N_(
		"有问题时退出码是 1。doctor keys 显示每个按键送来什么，用来查 F 键和 Alt 键是不是到得了。"),
	.options = "format columns english",
	.most = 1,
	.tolerant = true,
	.run = run,
};
