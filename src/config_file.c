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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/buf.h"
#include "src/config_part.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/text.h"
#include "src/banned.h"

#define MOST_BYTES 65536
/* No setting needs more digits, and libconfig counts modulo 2^32. */
#define MOST_DIGITS 9

const char *settings_library(void)
{
	static char version[24];

	snprintf(version, sizeof(version), "%d.%d.%d", LIBCONFIG_VER_MAJOR, LIBCONFIG_VER_MINOR,
		LIBCONFIG_VER_REVISION);
	return version;
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

int settings_blame(const struct setting_value *v, struct err *e)
{
	const char *colon = strrchr(v->place, ':');
	char *path = xstrndup(v->place, (size_t)(colon - v->place));

	at_line(path, strtol(colon + 1, NULL, 10), ERR_USAGE, e);
	free(path);
	return ERR_USAGE;
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

/* The last line on which anything stands besides comments: what is not finished there ends nowhere else. */
static long last_line(const char *text)
{
	const char *last = text;

	for (const char *at = text; *at;) {
		const char *past = skip_inert(at);

		if ((past == at && !strchr(" \t\r\n", *at)) || *at == '"')
			last = at;
		at = past && past != at ? past : at + 1;
	}
	return line_of(text, last);
}

static int refuse_at(long line, long *out, struct err *e, const char *why)
{
	*out = line;
	return err_set(e, ERR_USAGE, "%s", why);
}

/* The mark that editors on Windows put before a text; the library takes it for a name. */
static void blank_mark(struct buf *b)
{
	static const char mark[] = "\xEF\xBB\xBF";

	if (b->data && strncmp(b->data, mark, strlen(mark)) == 0)
		memset(b->data, ' ', strlen(mark));
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

/* What the file says, judged before any of it is taken. */
struct found {
	enum setting_origin origin;
	const char *path;
	long line;		/* of what is being read */
	struct found_value {
		enum setting_id id;
		struct setting_entry value;
	} *items;
	size_t n;
};

static void found_release(struct found *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->items[i].value.key);
		free(f->items[i].value.text);
		free(f->items[i].value.place);
	}
	free(f->items);
}

/* Judges a value and keeps it; key NULL: the setting is no group. */
static int found_add(struct found *f, enum setting_id id, const char *key, const char *text, struct err *e)
{
	struct buf place = BUF_INIT;
	struct found_value *v;

	buf_addf(&place, "%s:%ld", f->path, f->line);
	f->items = xreallocarray(f->items, f->n + 1, sizeof(f->items[0]));
	v = &f->items[f->n++];
	*v = (struct found_value){ .id = id, .value = { .key = xstrdup(key), .text = xstrdup(text),
		.origin = f->origin, .place = buf_detach(&place) } };
	return setting_check(&setting_rows[id], &v->value, e);
}

/* What people look for here and is a dated rule of the database, where each change has its reason and its day. */
static const struct {
	const char *name, *rule;
} rules[] = {
	{ "star_maximum", "org.stars_max" },
	{ "reminder_months", "org.term_reminder" },
};

static int unknown_setting(const char *name, struct err *e)
{
	struct nearest near;
	struct buf quoted = BUF_INIT, all = BUF_INIT;
	const struct setting *found;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(rules[i].name, name) == 0)
			return err_set(e, ERR_USAGE, _("%s 不是设置，由规则 %s 定；请管理员在「规则」台账里改。"), name,
				rules[i].rule);
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

/* How a value of each kind is written, and the type that the library then gives it. */
static const struct {
	int type;
	const char *how;
} kinds[] = {
	[KIND_CHOICE] = { CONFIG_TYPE_STRING, N_("引号里的文字") },
	[KIND_SWITCH] = { CONFIG_TYPE_BOOL, N_(" true 或 false，不加引号") },
	[KIND_NUMBER] = { CONFIG_TYPE_INT, N_("整数，例如 5") },
	[KIND_PATH] = { CONFIG_TYPE_STRING, N_("引号里的文字") },
	[KIND_LIST] = { CONFIG_TYPE_ARRAY, N_("方括号里的文字，例如 [ \"a\", \"b\" ]") },
	[KIND_TEXTS] = { CONFIG_TYPE_GROUP, N_("花括号里的一组，例如 { 名称 = \"文字\"; }") },
	[KIND_KEYS] = { CONFIG_TYPE_GROUP, N_("花括号里的一组，例如 { list = { filter = [ \"F4\" ]; }; }") },
};

static int check_type(const config_setting_t *from, enum setting_kind kind, struct err *e)
{
	if (config_setting_type(from) == kinds[kind].type)
		return 0;
	return err_set(e, ERR_USAGE, _("%s 应是%s。"), config_setting_name(from), _(kinds[kind].how));
}

/* The words of an array, separated by spaces, of which they have none themselves. */
static int read_words(const config_setting_t *from, struct buf *out, struct err *e)
{
	int n = config_setting_length(from);

	for (int i = 0; i < n; i++) {
		const config_setting_t *item = config_setting_get_elem(from, (unsigned int)i);
		const char *word = config_setting_get_string(item);

		if (!word || !*word || strchr(word, ' '))
			return err_set(e, ERR_USAGE, _("%s 的方括号里应是不带空格的文字，例如 [ \"a\", \"b\" ]。"),
				config_setting_name(from));
		buf_addf(out, "%s%s", i ? " " : "", word);
	}
	return 0;
}

/* One value that is no group, as text. */
static int read_value(const config_setting_t *from, enum setting_kind kind, struct buf *out, struct err *e)
{
	int rc = check_type(from, kind, e);

	if (rc < 0)
		return rc;
	if (kind == KIND_LIST)
		return read_words(from, out, e);
	if (kind == KIND_NUMBER)
		buf_addf(out, "%d", config_setting_get_int(from));
	else if (kind == KIND_SWITCH)
		buf_adds(out, config_setting_get_bool(from) ? "true" : "false");
	else
		buf_adds(out, config_setting_get_string(from));
	return 0;
}

/* One line of a group; `before` is what its name begins with. */
static int read_line(struct found *f, enum setting_id id, const config_setting_t *from, const char *before, struct err *e)
{
	struct buf key = BUF_INIT, text = BUF_INIT;
	int rc;

	f->line = (long)config_setting_source_line(from);
	buf_addf(&key, "%s%s", before, config_setting_name(from));
	rc = read_value(from, setting_rows[id].kind == KIND_KEYS ? KIND_LIST : KIND_CHOICE, &text, e);
	if (rc == 0)
		rc = found_add(f, id, buf_str(&key), buf_str(&text), e);
	buf_release(&key);
	buf_release(&text);
	return rc;
}

static int read_group(struct found *f, enum setting_id id, const config_setting_t *from, const char *before, struct err *e)
{
	int n = config_setting_length(from), rc = 0;

	for (int i = 0; rc == 0 && i < n; i++)
		rc = read_line(f, id, config_setting_get_elem(from, (unsigned int)i), before, e);
	return rc;
}

/* keys = { list = { filter = [ "F4" ]; }; }: its lines are those of the groups in it. */
static int read_keys(struct found *f, enum setting_id id, const config_setting_t *from, struct err *e)
{
	int n = config_setting_length(from), rc = 0;

	for (int i = 0; rc == 0 && i < n; i++) {
		const config_setting_t *screen = config_setting_get_elem(from, (unsigned int)i);
		struct buf before = BUF_INIT;

		f->line = (long)config_setting_source_line(screen);
		buf_addf(&before, "%s.", config_setting_name(screen));
		rc = check_type(screen, KIND_KEYS, e);
		if (rc == 0)
			rc = read_group(f, id, screen, buf_str(&before), e);
		buf_release(&before);
	}
	return rc;
}

static int read_setting(struct found *f, const config_setting_t *from, struct err *e)
{
	const char *name = config_setting_name(from);
	struct buf text = BUF_INIT;
	size_t id = 0;
	int rc;

	f->line = (long)config_setting_source_line(from);
	while (id < SETTINGS_N && strcmp(setting_rows[id].name, name) != 0)
		id++;
	if (id == SETTINGS_N)
		return unknown_setting(name, e);
	rc = check_type(from, setting_rows[id].kind, e);
	if (rc < 0)
		return rc;
	if (config_setting_length(from) == 0 && config_setting_type(from) == CONFIG_TYPE_GROUP)
		return found_add(f, (enum setting_id)id, NULL, "", e);
	if (setting_rows[id].kind == KIND_KEYS)
		return read_keys(f, (enum setting_id)id, from, e);
	if (setting_rows[id].kind == KIND_TEXTS)
		return read_group(f, (enum setting_id)id, from, "", e);
	rc = read_value(from, setting_rows[id].kind, &text, e);
	if (rc == 0)
		rc = found_add(f, (enum setting_id)id, NULL, buf_str(&text), e);
	buf_release(&text);
	return rc;
}

/* First every setting is judged, then all are taken. */
static int read_settings(
	struct settings *c, const char *path, enum setting_origin origin, const config_t *file, struct err *e)
{
	const config_setting_t *root = config_root_setting(file);
	struct found f = { .origin = origin, .path = path };
	int n = config_setting_length(root), rc = 0;

	for (int i = 0; rc == 0 && i < n; i++)
		rc = read_setting(&f, config_setting_get_elem(root, (unsigned int)i), e);
	if (rc < 0)
		at_line(path, f.line, rc, e);
	for (size_t i = 0; rc == 0 && i < f.n; i++)
		settings_take(c, f.items[i].id, &f.items[i].value);
	found_release(&f);
	return rc;
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
		long line = (long)config_error_line(&file), last = last_line(text);

		rc = err_set(e, ERR_USAGE, "%s",
			twice ? _("同一个设置写了两次。") : _("看不懂，一行应写成 名称 = 值; 的样子。"));
		/* The library says where it stopped, which is behind the end where something is missing there. */
		at_line(path, line < last ? line : last, rc, e);
	}
	config_destroy(&file);
	return rc;
}

int settings_read(struct settings *c, const char *path, enum setting_origin origin, struct err *e)
{
	struct buf text = BUF_INIT;
	long line = 0;
	int rc = read_file(path, &text, e);

	blank_mark(&text);
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
