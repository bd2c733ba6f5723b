/* The terminal before the screens: what was measured of it, and consoles without Chinese characters. */
#include "src/cli_terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/small_file.h"
#include "src/buf.h"
#include "src/cli_locale.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

#define LINES_KEPT 32
#define GOOD "good "
#define BAD "bad "

/* ---- What was measured ------------------------------------------------------------------------- */

/* One line, whatever the variables hold. */
static void add_key(struct buf *out)
{
	static const char *const names[] = { "TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "VTE_VERSION",
		"KONSOLE_VERSION", "SSH_CONNECTION" };

	buf_adds(out, locale_codeset());
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);
		/* Of a connection only the machine that it comes from: its port is another one each time. */
		size_t n = value ? strcspn(value, " \t\r\n") : 0;

		buf_addc(out, ' ');
		buf_add(out, value ? value : "-", value ? n : 1);
	}
}

static char *state_file(void)
{
	return xdg_path("XDG_STATE_HOME", ".local/state", "zhibu/terminals");
}

/* Calls fn with each line of the file; its result ends it when it is true. */
static bool each_line(const char *path, bool (*fn)(void *ctx, const char *line), void *ctx)
{
	FILE *f = path ? fopen(path, "re") : NULL;
	char line[1024];
	bool found = false;

	for (int i = 0; f && !found && i < LINES_KEPT && fgets(line, sizeof(line), f); i++) {
		line[strcspn(line, "\n")] = '\0';
		found = fn(ctx, line);
	}
	if (f)
		fclose(f);
	return found;
}

static bool is_good(void *ctx, const char *line)
{
	return strncmp(line, GOOD, strlen(GOOD)) == 0 && strcmp(line + strlen(GOOD), ctx) == 0;
}

bool terminal_draws_frames(void)
{
	struct buf key = BUF_INIT;
	char *path = state_file(), *own;
	bool good;

	add_key(&key);
	own = buf_detach(&key);
	good = each_line(path, is_good, own);
	free(own);
	free(path);
	return good;
}

struct lines {
	const char *key;
	struct buf text;
};

static bool keep_other(void *ctx, const char *line)
{
	struct lines *l = ctx;
	const char *space = strchr(line, ' ');

	if (space && strcmp(space + 1, l->key) != 0)
		buf_addf(&l->text, "%s\n", line);
	return false;
}

/* What cannot be written is measured again next time. */
void terminal_remember_frames(bool good)
{
	struct buf key = BUF_INIT;
	struct lines l = { .text = BUF_INIT };
	char *path = state_file(), *own;

	add_key(&key);
	own = buf_detach(&key);
	l.key = own;
	buf_addf(&l.text, "%s%s\n", good ? GOOD : BAD, own);
	each_line(path, keep_other, &l);
	if (path)
		small_file_replace(path, &l.text);
	buf_release(&l.text);
	free(own);
	free(path);
}

/* ---- Consoles ---------------------------------------------------------------------------------- */

/*
 * The console of Linux has room for 512 characters, and no Chinese ones; what asks to be called so and has
 * them (fbterm) says so by a setting.  In English the labels at least can be read.
 */
int terminal_check_characters(const struct settings *s, struct err *e)
{
	const char *type = getenv("TERM");
	const struct setting_value *language = &s->values[SETTING_LANGUAGE];

	if (!type || strcmp(type, "linux") != 0 || settings_on(s, SETTING_CHINESE_CONSOLE) ||
	    strcmp(language->text, "en") == 0)
		return 0;
	/* For once in no other language than the one that can be read there. */
	return err_set(e, ERR_USAGE,
		"This console (TERM=linux) cannot show Chinese characters (kongzhitai bu neng xianshi hanzi). "
		"Use a graphical terminal, ssh, kmscon or fbterm; where fbterm or the like calls itself \"linux\", "
		"say so: ZHIBU_CHINESE_CONSOLE=true zhibu. English labels: zhibu --lang en. "
		"More: man -L C zhibu, section TERMINALS.");
}
