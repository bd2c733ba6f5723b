/* Values of settings: judged, taken, and asked for. */
#include "src/config.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/buf.h"
#include "src/config_part.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* More than any setting needs. */
#define MOST_DIGITS 9

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

static void entry_release(struct setting_entry *entry)
{
	free(entry->key);
	free(entry->text);
	free(entry->place);
}

static void value_release(struct setting_value *v)
{
	for (size_t i = 0; i < v->n; i++)
		entry_release(&v->entries[i]);
	free(v->entries);
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

bool settings_on(const struct settings *c, enum setting_id id)
{
	return strcmp(settings_text(c, id), "true") == 0;
}

static struct setting_entry *find_entry(const struct setting_value *v, const char *key)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->entries[i].key, key) == 0)
			return &v->entries[i];
	return NULL;
}

/* ---- Judging ----------------------------------------------------------------------------------- */

static bool has_word(const char *words, const char *text)
{
	size_t n = strlen(text);

	for (const char *at = words; *at; at += strcspn(at, " "), at += strspn(at, " "))
		if (strcspn(at, " ") == n && strncmp(at, text, n) == 0)
			return true;
	return false;
}

static int check_path(const struct setting *s, const struct setting_entry *value, struct err *e)
{
	const char *text = value->text;
	struct buf shown = BUF_INIT;
	int rc = 0;

	text_show(&shown, text);
	if (!*text)
		rc = err_set(e, ERR_USAGE, _("%s 是空的，请写文件的路径。"), s->name);
	else if (strcmp(buf_str(&shown), text) != 0)
		rc = err_set(e, ERR_USAGE, _("%s 的路径 %s 里有不能显示的字符。"), s->name, buf_str(&shown));
	else if (value->origin <= FROM_USER && text[0] != '/' && strncmp(text, "~/", 2) != 0)
		rc = err_set(e, ERR_USAGE, _("%s 的路径 %s 不完整，请写从 / 或 ~/ 开始的路径。"), s->name,
			buf_str(&shown));
	buf_release(&shown);
	return rc;
}

/* Each word of a list. */
static int check_words(const struct setting *s, const char *text, struct err *e)
{
	int rc = 0;

	for (const char *at = text + strspn(text, " "); rc == 0 && *at; at += strspn(at, " ")) {
		char *word = xstrndup(at, strcspn(at, " "));

		rc = s->check(NULL, word, e);
		at += strlen(word);
		free(word);
	}
	return rc < 0 && e ? err_set(e, rc, _("%s：%s"), s->name, e->text) : rc;
}

static int check_simple(const struct setting *s, const char *text, struct err *e)
{
	const char *choices = s->kind == KIND_SWITCH ? "true false" : s->choices;
	struct buf quoted = BUF_INIT;
	int rc = 0;

	text_quote(&quoted, text);
	if (s->kind == KIND_NUMBER && (read_number(text) < s->least || read_number(text) > s->most))
		rc = err_set(e, ERR_USAGE, _("%s 不能是%s，应是 %d 到 %d 的整数。"), s->name, buf_str(&quoted),
			s->least, s->most);
	else if (s->kind != KIND_NUMBER && !has_word(choices, text))
		rc = err_set(e, ERR_USAGE, _("%s 不能是%s，可以是：%s。"), s->name, buf_str(&quoted), choices);
	buf_release(&quoted);
	return rc;
}

int setting_check(const struct setting *s, const struct setting_entry *value, struct err *e)
{
	if (s->kind == KIND_PATH)
		return check_path(s, value, e);
	if (s->kind == KIND_LIST)
		return check_words(s, value->text, e);
	if (s->kind == KIND_TEXTS || s->kind == KIND_KEYS)
		return s->check && value->key ? s->check(value->key, value->text, e) : 0;
	return check_simple(s, value->text, e);
}

/* ---- Taking ------------------------------------------------------------------------------------ */

static char *expand(const struct setting *s, const char *text)
{
	struct buf path = BUF_INIT;

	if (s->kind != KIND_PATH || strncmp(text, "~/", 2) != 0 || !home())
		return xstrdup(text);
	buf_addf(&path, "%s%s", home(), text + 1);
	return buf_detach(&path);
}

static void take_entry(struct setting_value *v, const struct setting_entry *value)
{
	struct setting_entry *entry = find_entry(v, value->key);

	if (entry && value->origin < entry->origin)
		return;
	if (entry) {
		entry_release(entry);
	} else {
		v->entries = xreallocarray(v->entries, v->n + 1, sizeof(v->entries[0]));
		entry = &v->entries[v->n++];
	}
	*entry = (struct setting_entry){ .key = xstrdup(value->key), .text = xstrdup(value->text),
		.origin = value->origin, .place = xstrdup(value->place) };
}

/* Nobody's list takes a word out of another one. */
static void take_words(struct setting_value *v, const struct setting_entry *value)
{
	struct buf words = BUF_INIT, place = BUF_INIT;

	buf_addf(&words, "%s%s%s", v->text, *v->text && *value->text ? " " : "", value->text);
	buf_addf(&place, "%s%s%s", v->place ? v->place : "", v->place ? " " : "", value->place);
	free(v->text);
	free(v->place);
	v->text = buf_detach(&words);
	v->place = buf_detach(&place);
	if (value->origin > v->origin)
		v->origin = value->origin;
}

void settings_take(struct settings *c, enum setting_id id, const struct setting_entry *value)
{
	struct setting_value *v = &c->values[id];

	if (value->key) {
		take_entry(v, value);
	} else if (v->n == 0 && (setting_rows[id].kind == KIND_TEXTS || setting_rows[id].kind == KIND_KEYS)) {
		/* A group that is there and has no lines. */
		free(v->place);
		v->place = xstrdup(value->place);
		v->origin = value->origin;
	} else if (setting_rows[id].kind == KIND_LIST) {
		take_words(v, value);
	} else if (value->origin >= v->origin && v->n == 0) {
		value_release(v);
		*v = (struct setting_value){ .text = expand(&setting_rows[id], value->text),
			.origin = value->origin, .place = xstrdup(value->place) };
	}
}

int settings_set(
	struct settings *c, enum setting_id id, const char *text, enum setting_origin origin, struct err *e)
{
	const char *place = origin == FROM_COMMAND ? setting_rows[id].option : setting_rows[id].environment;
	char *own_text = xstrdup(text), *own_place = xstrdup(place);
	struct setting_entry value = { .text = own_text, .origin = origin, .place = own_place };
	int rc = setting_check(&setting_rows[id], &value, e);

	if (rc == 0)
		settings_take(c, id, &value);
	else if (e)
		err_set(e, rc, _("%s：%s"), place, e->text);
	free(own_text);
	free(own_place);
	return rc;
}

int settings_environment(struct settings *c, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < SETTINGS_N; i++) {
		const char *name = setting_rows[i].environment, *text = name ? getenv(name) : NULL;

		if (text && *text)
			rc = settings_set(c, (enum setting_id)i, text, FROM_ENVIRONMENT, e);
	}
	return rc;
}
