/*
 * The configuration file, by libconfig.  The library would follow @include to
 * any file (and end the program where that is a folder), and it makes a small
 * number of one that is too large; so the bytes are read and looked at here
 * before the library sees them.
 */
#include "src/config.h"

#include <errno.h>
#include <fcntl.h>
#include <libconfig.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/buf.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/text.h"
#include "src/banned.h"

#define MOST_BYTES 65536
/* No setting needs more digits, and libconfig counts modulo 2^32. */
#define MOST_DIGITS 9

const struct setting setting_rows[SETTINGS_N] = {
	[SETTING_DATABASE] = { .name = "database", .path = true, .environment = "ZHIBU_DB", .option = "--db",
		.help = N_("数据库文件") },
	[SETTING_LANGUAGE] = { .name = "language", .choices = "auto zh en", .environment = "ZHIBU_LANG",
		.option = "--lang", .builtin = "auto", .help = N_("界面语言；auto：按系统的语言环境") },
	[SETTING_COLOR] = { .name = "color", .choices = "auto never", .environment = "ZHIBU_COLOR",
		.option = "--no-color", .builtin = "auto", .help = N_("颜色；auto：终端能显示就用") },
	[SETTING_BUSY_SECONDS] = { .name = "busy_seconds", .least = 1, .most = 600,
		.environment = "ZHIBU_BUSY_SECONDS", .builtin = "5", .help = N_("数据库被占用时最多等几秒") },
};

static const struct {
	const char *value, *label;
} origins[] = {
	[FROM_BUILTIN] = { "builtin", N_("内置") },
	[FROM_SITE] = { "site", N_("全机配置") },
	[FROM_USER] = { "user", N_("个人配置") },
	[FROM_ENVIRONMENT] = { "environment", N_("环境变量") },
	[FROM_COMMAND] = { "command", N_("命令行") },
};

const char *setting_origin_value(enum setting_origin origin)
{
	return origins[origin].value;
}

const char *setting_origin_label(enum setting_origin origin)
{
	return _(origins[origin].label);
}

const char *settings_library(void)
{
	static char version[24];

	snprintf(version, sizeof(version), "%d.%d.%d", LIBCONFIG_VER_MAJOR, LIBCONFIG_VER_MINOR,
		LIBCONFIG_VER_REVISION);
	return version;
}

/* ---- Places ------------------------------------------------------------------------------------ */

static const char *home(void)
{
	const char *dir = getenv("HOME");
	const struct passwd *pw;

	if (dir && dir[0] == '/')
		return dir;
	pw = getpwuid(getuid());
	return pw && pw->pw_dir && pw->pw_dir[0] == '/' ? pw->pw_dir : NULL;
}

char *xdg_path(const char *variable, const char *fallback, const char *below)
{
	const char *dir = getenv(variable);
	struct buf path = BUF_INIT;

	/* The specification: a path that is not absolute is to be ignored. */
	if (dir && dir[0] == '/')
		buf_addf(&path, "%s/%s", dir, below);
	else if (home())
		buf_addf(&path, "%s/%s/%s", home(), fallback, below);
	else
		return NULL;
	return buf_detach(&path);
}

char *xdg_user_config(void)
{
	return xdg_path("XDG_CONFIG_HOME", ".config", "zhibu/config");
}

/* ---- Values ------------------------------------------------------------------------------------ */

static void value_release(struct setting_value *v)
{
	free(v->text);
	free(v->place);
	*v = (struct setting_value){ .text = NULL };
}

void settings_init(struct settings *c)
{
	*c = (struct settings){ .values = { { .text = NULL } } };
	for (size_t i = 0; i < SETTINGS_N; i++)
		c->values[i].text = xstrdup(setting_rows[i].builtin);
	c->values[SETTING_DATABASE].text = xdg_path("XDG_DATA_HOME", ".local/share", "zhibu/zhibu.db");
}

void settings_release(struct settings *c)
{
	for (size_t i = 0; i < SETTINGS_N; i++)
		value_release(&c->values[i]);
}

const char *settings_text(const struct settings *c, enum setting_id id)
{
	return c->values[id].text;
}

/* Up to nine digits: -1 for anything else. */
static int read_number(const char *s)
{
	int n = 0;

	if (!*s || strlen(s) > MOST_DIGITS)
		return -1;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return -1;
		n = 10 * n + (*s - '0');
	}
	return n;
}

int settings_number(const struct settings *c, enum setting_id id)
{
	return read_number(settings_text(c, id));
}

static bool is_choice(const char *choices, const char *text)
{
	size_t n = strlen(text);

	for (const char *at = choices; *at; at += strcspn(at, " "), at += strspn(at, " "))
		if (strcspn(at, " ") == n && strncmp(at, text, n) == 0)
			return true;
	return false;
}

static int check_path(const struct setting *s, const char *text, enum setting_origin origin, struct err *e)
{
	struct buf shown = BUF_INIT;
	int rc = 0;

	text_show(&shown, text);
	if (!*text)
		rc = err_set(e, ERR_USAGE, _("%s 是空的，请写文件的路径。"), s->name);
	else if (strcmp(buf_str(&shown), text) != 0)
		rc = err_set(e, ERR_USAGE, _("%s 的路径 %s 里有不能显示的字符。"), s->name, buf_str(&shown));
	else if (origin <= FROM_USER && text[0] != '/' && strncmp(text, "~/", 2) != 0)
		rc = err_set(e, ERR_USAGE, _("%s 的路径 %s 不完整，请写从 / 或 ~/ 开始的路径。"), s->name,
			buf_str(&shown));
	buf_release(&shown);
	return rc;
}

/* Says only what is wrong; where it stands is put before it by the caller. */
static int check_value(const struct setting *s, const char *text, enum setting_origin origin, struct err *e)
{
	struct buf quoted = BUF_INIT;
	int rc = 0;

	text_quote(&quoted, text);
	if (s->path)
		rc = check_path(s, text, origin, e);
	else if (s->choices && !is_choice(s->choices, text))
		rc = err_set(
			e, ERR_USAGE, _("%s 不能是%s，可以是：%s。"), s->name, buf_str(&quoted), s->choices);
	else if (s->most && (read_number(text) < s->least || read_number(text) > s->most))
		rc = err_set(e, ERR_USAGE, _("%s 不能是%s，应是 %d 到 %d 的整数。"), s->name,
			buf_str(&quoted), s->least, s->most);
	buf_release(&quoted);
	return rc;
}

static char *expand(const struct setting *s, const char *text)
{
	struct buf path = BUF_INIT;

	if (!s->path || strncmp(text, "~/", 2) != 0 || !home())
		return xstrdup(text);
	buf_addf(&path, "%s%s", home(), text + 1);
	return buf_detach(&path);
}

static void take(struct settings *c, enum setting_id id, const char *text, enum setting_origin origin,
	const char *place)
{
	struct setting_value *v = &c->values[id];

	if (origin < v->origin)
		return;
	value_release(v);
	*v = (struct setting_value){
		.text = expand(&setting_rows[id], text), .origin = origin, .place = xstrdup(place)
	};
}

int settings_set(
	struct settings *c, enum setting_id id, const char *text, enum setting_origin origin, struct err *e)
{
	const char *place = origin == FROM_COMMAND ? setting_rows[id].option : setting_rows[id].environment;
	int rc = check_value(&setting_rows[id], text, origin, e);

	if (rc < 0)
		return e ? err_set(e, rc, _("%s：%s"), place, e->text) : rc;
	take(c, id, text, origin, place);
	return 0;
}

int settings_environment(struct settings *c, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < SETTINGS_N; i++) {
		const char *text = getenv(setting_rows[i].environment);

		if (text && *text)
			rc = settings_set(c, (enum setting_id)i, text, FROM_ENVIRONMENT, e);
	}
	return rc;
}

/* ---- The bytes of a file ----------------------------------------------------------------------- */

/* Puts the place before the sentence. */
static int at_line(const char *path, long line, int rc, struct err *e)
{
	struct buf shown = BUF_INIT;

	if (!e)
		return rc;
	text_show(&shown, path);
	if (line)
		err_set(e, rc, _("配置文件 %s 第 %ld 行：%s"), buf_str(&shown), line, e->text);
	else
		err_set(e, rc, _("配置文件 %s：%s"), buf_str(&shown), e->text);
	e->line = line;
	buf_release(&shown);
	return rc;
}

/* Somebody else could make us write to another database. */
static int check_file(int fd, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_set(e, ERR_USAGE, _("读不出来（%s）。"), strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_USAGE, _("不是普通文件。"));
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return err_set(e, ERR_USAGE, _("属于别的账号，请换成自己的文件。"));
	if (st.st_mode & S_IWOTH)
		return err_set(e, ERR_USAGE, _("别的账号也能改它，请先执行 chmod o-w。"));
	if (st.st_size > MOST_BYTES)
		return err_set(e, ERR_USAGE, _("超过 64 KB，不像是配置文件。"));
	return 0;
}

/* A file that grows while it is read is stopped by the same limit. */
static int read_bytes(int fd, struct buf *out, struct err *e)
{
	char block[4096];
	ssize_t n;

	while ((n = read(fd, block, sizeof(block))) > 0) {
		buf_add(out, block, (size_t)n);
		if (out->len > MOST_BYTES)
			return err_set(e, ERR_USAGE, _("超过 64 KB，不像是配置文件。"));
	}
	return n < 0 ? err_set(e, ERR_USAGE, _("读不出来（%s）。"), strerror(errno)) : 0;
}

static int read_file(const char *path, struct buf *out, struct err *e)
{
	/* O_NONBLOCK: a pipe of that name must not hold us up. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int rc;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return err_set(e, ERR_NOT_FOUND, _("没有这个文件。"));
	if (fd < 0)
		return err_set(e, ERR_USAGE, _("打不开（%s）。"), strerror(errno));
	rc = check_file(fd, e);
	if (rc == 0)
		rc = read_bytes(fd, out, e);
	close(fd);
	return rc;
}

/* ---- What the library must not see ------------------------------------------------------------- */

static long line_of(const char *text, const char *at)
{
	long line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* Behind the string or the comment that begins here; here where none does; NULL where it has no end. */
static const char *skip_inert(const char *at)
{
	const char *end;

	if (*at == '"') {
		for (at++; *at && *at != '"'; at++)
			at += at[0] == '\\' && at[1] ? 1 : 0;
		return *at ? at + 1 : NULL;
	}
	if (*at == '#' || strncmp(at, "//", 2) == 0)
		return at + strcspn(at, "\n");
	if (strncmp(at, "/*", 2) != 0)
		return at;
	end = strstr(at + 2, "*/");
	return end ? end + 2 : NULL;
}

/* The first place outside strings and comments that the library would read wrongly, and why; NULL. */
static const char *find_trap(const char *text, const char **why)
{
	static const char digits[] = "0123456789abcdefABCDEFxX";

	while (*text) {
		const char *past = skip_inert(text);
		size_t n = strspn(text, digits);

		*why = past ? _("数字太长。") : _("引号或注释没有结束。");
		if (!past || (past == text && *text >= '0' && *text <= '9' && n > MOST_DIGITS))
			return text;
		text = past != text ? past : text + (n ? n : 1);
	}
	return NULL;
}

static int refuse_at(long line, long *out, struct err *e, const char *why)
{
	*out = line;
	return err_set(e, ERR_USAGE, "%s", why);
}

static int check_text(const struct buf *b, long *line, struct err *e)
{
	const char *text = buf_str(b), *at, *why;
	size_t n = strlen(text);

	if (n != b->len)
		return refuse_at(line_of(text, text + n), line, e, _("有 NUL 字节，不是文本。"));
	if (!text_is_utf8(text, n))
		return refuse_at(0, line, e, _("不是 UTF-8 文本，请用 UTF-8 保存。"));
	if ((at = strstr(text, "@include")))
		return refuse_at(
			line_of(text, at), line, e, _("不能用 @include，请把设置都写在这一个文件里。"));
	if ((at = find_trap(text, &why)))
		return refuse_at(line_of(text, at), line, e, why);
	return 0;
}

/* ---- The settings of a file -------------------------------------------------------------------- */

static int unknown_setting(const char *name, struct err *e)
{
	struct nearest near;
	struct buf quoted = BUF_INIT, all = BUF_INIT;
	const struct setting *found;

	nearest_begin(&near, name);
	for (size_t i = 0; i < SETTINGS_N; i++) {
		nearest_try(&near, setting_rows[i].name, &setting_rows[i]);
		buf_addf(&all, "%s%s", i ? " " : "", setting_rows[i].name);
	}
	found = nearest_end(&near);
	text_quote(&quoted, name);
	if (found)
		err_set(e, ERR_USAGE, _("没有%s这个设置，是不是 %s？"), buf_str(&quoted), found->name);
	else
		err_set(e, ERR_USAGE, _("没有%s这个设置，有：%s。"), buf_str(&quoted), buf_str(&all));
	buf_release(&quoted);
	buf_release(&all);
	return ERR_USAGE;
}

/* The value as text, when it has the setting's type. */
static int read_value(const struct setting *s, const config_setting_t *from, struct buf *out, struct err *e)
{
	int type = config_setting_type(from);

	if (s->most && type == CONFIG_TYPE_INT)
		buf_addf(out, "%d", config_setting_get_int(from));
	else if (!s->most && type == CONFIG_TYPE_STRING)
		buf_adds(out, config_setting_get_string(from));
	else
		return err_set(e, ERR_USAGE,
			s->most ? _("%s 应是整数，例如 5。") : _("%s 应是引号里的文字。"), s->name);
	return 0;
}

static int read_setting(
	const config_setting_t *from, enum setting_origin origin, struct buf *text, size_t *id, struct err *e)
{
	const char *name = config_setting_name(from);
	int rc;

	for (*id = 0; *id < SETTINGS_N && strcmp(setting_rows[*id].name, name) != 0;)
		(*id)++;
	if (*id == SETTINGS_N)
		return unknown_setting(name, e);
	rc = read_value(&setting_rows[*id], from, text, e);
	return rc < 0 ? rc : check_value(&setting_rows[*id], buf_str(text), origin, e);
}

/* First every setting is judged, then all are taken. */
static int read_settings(
	struct settings *c, const char *path, enum setting_origin origin, const config_t *file, struct err *e)
{
	const config_setting_t *root = config_root_setting(file);
	int n = config_setting_length(root);

	for (int i = 0; i < 2 * n; i++) {
		const config_setting_t *from = config_setting_get_elem(root, (unsigned int)(i % n));
		long line = (long)config_setting_source_line(from);
		struct buf text = BUF_INIT, place = BUF_INIT;
		size_t id;
		int rc = read_setting(from, origin, &text, &id, e);

		buf_addf(&place, "%s:%ld", path, line);
		if (rc == 0 && i >= n)
			take(c, (enum setting_id)id, buf_str(&text), origin, buf_str(&place));
		buf_release(&text);
		buf_release(&place);
		if (rc < 0)
			return at_line(path, line, rc, e);
	}
	return 0;
}

static int parse(
	struct settings *c, const char *path, enum setting_origin origin, const char *text, struct err *e)
{
	config_t file;
	int rc;

	config_init(&file);
	if (config_read_string(&file, text)) {
		rc = read_settings(c, path, origin, &file, e);
	} else {
		bool twice = strcmp(config_error_text(&file), "duplicate setting name") == 0;

		rc = err_set(e, ERR_USAGE, "%s",
			twice ? _("同一个设置写了两次。") : _("看不懂，一行应写成 名称 = 值; 的样子。"));
		at_line(path, (long)config_error_line(&file), rc, e);
	}
	config_destroy(&file);
	return rc;
}

int settings_read(struct settings *c, const char *path, enum setting_origin origin, struct err *e)
{
	struct buf text = BUF_INIT;
	long line = 0;
	int rc = read_file(path, &text, e);

	if (rc == 0)
		rc = check_text(&text, &line, e);
	/* The library takes a comment that ends with the file for an error. */
	buf_addc(&text, '\n');
	if (rc < 0)
		at_line(path, line, rc, e);
	else
		rc = parse(c, path, origin, buf_str(&text), e);
	buf_release(&text);
	return rc;
}
