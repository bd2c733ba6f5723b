/*
 * The program from its first line to its exit status: locale, options, settings,
 * database, command, and the one sentence when something is wrong.
 */
#include "src/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdint.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/cli_args.h"
#include "src/cli_help.h"
#include "src/cli_locale.h"
#include "src/cli_out.h"
#include "src/cli_person.h"
#include "src/cli_terminal.h"
#include "db/folder.h"
#include "db/past.h"
#include "src/buf.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/ui.h"
#include "src/banned.h"

/* What a shell reports for a program that SIGPIPE ended. */
#define STATUS_NO_READER (128 + SIGPIPE)

void cli_say(const char *fmt, ...)
{
	struct buf line = BUF_INIT, shown = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&line, fmt, ap);
	va_end(ap);
	text_show(&shown, buf_str(&line));
	fprintf(stderr, "%s\n", buf_str(&shown));
	buf_release(&line);
	buf_release(&shown);
}

/* ---- Settings ---------------------------------------------------------------------------------- */

/* A usual place may be empty; a file that somebody named must be there. */
static int read_file(struct cli *c, const char *path, enum setting_origin origin, bool named, struct err *e)
{
	struct err own = ERR_INIT;
	int rc = path ? settings_read(&c->settings, path, origin, &own) : 0;

	if (rc == ERR_NOT_FOUND && !named)
		return 0;
	return rc < 0 ? err_set(e, ERR_USAGE, "%s", own.text) : 0;
}

static int take_options(struct cli *c, struct err *e)
{
	const struct {
		enum setting_id id;
		const char *text; /* NULL: not given */
	} given[] = {
		{ SETTING_DATABASE, c->db },
		{ SETTING_LANGUAGE, c->lang },
		{ SETTING_COLOR, c->no_color ? "never" : NULL },
		{ SETTING_UNICODE, c->no_unicode ? "false" : c->unicode ? "true" : NULL },
		{ SETTING_MOUSE, c->no_mouse ? "false" : NULL },
	};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(given) / sizeof(given[0]); i++)
		if (given[i].text)
			rc = settings_set(&c->settings, given[i].id, given[i].text, FROM_COMMAND, e);
	return rc;
}

int cli_bind_keys(const struct settings *s, struct err *e)
{
	const struct setting_value *keys = &s->values[SETTING_KEYS];
	const char *place = NULL;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < keys->n; i++) {
		place = keys->entries[i].place;
		rc = ui_bind_keys(keys->entries[i].key, keys->entries[i].text, e);
	}
	if (rc < 0)
		return err_set(e, ERR_USAGE, _("配置文件 %s：%s"), place, e->text);
	rc = ui_check_keys(e);
	return rc < 0 ? err_set(e, ERR_USAGE, _("配置文件里的 keys：%s"), e->text) : 0;
}

static int load_settings(struct cli *c, struct err *e)
{
	const char *named = c->config ? c->config : getenv("ZHIBU_CONFIG");
	char *own = named && *named ? xstrdup(named) : xdg_user_config();
	int rc = read_file(c, SYSCONFDIR "/zhibu/config", FROM_SITE, false, e);

	if (rc == 0)
		rc = read_file(c, own, FROM_USER, named && *named, e);
	if (rc == 0)
		rc = settings_environment(&c->settings, e);
	if (rc == 0)
		rc = take_options(c, e);
	if (rc == 0)
		rc = cli_bind_keys(&c->settings, e);
	free(own);
	return rc;
}

/* Errors of the line itself should already be in the language that the line asks for. */
static void language_first(int argc, char **argv)
{
	for (int i = 1; i < argc && argv[i]; i++) {
		const char *language = NULL;

		if (strncmp(argv[i], "--lang=", 7) == 0)
			language = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			language = argv[i + 1];
		if (language && (strcmp(language, "zh") == 0 || strcmp(language, "en") == 0))
			locale_language(language);
	}
}

struct words cli_words(const struct cli *c, int from)
{
	return (struct words){ .items = c->argv + from, .n = c->argc > from ? c->argc - from : 0 };
}

/* ---- The database ------------------------------------------------------------------------------ */

const char *cli_database(const struct cli *c)
{
	return settings_text(&c->settings, SETTING_DATABASE);
}

int cli_make_folders(const struct cli *c, struct err *e)
{
	char *copy, *folder;
	int rc = 0;

	if (!cli_database(c) || c->settings.values[SETTING_DATABASE].origin != FROM_BUILTIN)
		return 0;
	copy = xstrdup(cli_database(c));
	folder = dirname(copy);
	if (folder_make(folder) < 0)
		rc = err_set(e, ERR_IO, _("不能建立目录 %s：%s。"), folder, strerror(errno));
	free(copy);
	return rc;
}

static const char *channel_of(const struct cli *c)
{
	if (!c->command)
		return "form";
	return strcmp(c->command->name, "import") == 0 ? "import" : "cli";
}

/* The command then works on the database of another day, and knows nothing of it. */
static int go_back(struct cli *c, struct err *e)
{
	struct past_want want = { .before = 0 };
	struct store *past = NULL;
	int rc = past_parse(c->store, c->as_of, &want.moment, e);

	if (rc == ERR_INVALID)
		return e->code = ERR_USAGE;
	if (rc == 0)
		rc = past_open(c->store, &want, &past, e);
	if (rc < 0)
		return rc;
	c->present = c->store;
	c->store = past;
	return 0;
}

int cli_open(struct cli *c, bool readonly, struct err *e)
{
	struct store_options o = {
		.path = cli_database(c),
		.readonly = readonly || c->readonly,
		.operator_login = c->operator_login,
		.channel = channel_of(c),
		.busy_ms = 1000 * settings_number(&c->settings, SETTING_BUSY_SECONDS),
		.export_masks = settings_text(&c->settings, SETTING_EXPORT_MASKS),
	};
	int rc;

	if (!o.path)
		return err_set(e, ERR_USAGE, _("不知道数据库在哪里：没有主目录；请用 --db 写明。"));
	rc = store_open(&o, &c->store, e);
	if (rc == 0 && c->command)
		store_stop_flag(c->store, person_stop_flag());
	return rc == 0 && c->as_of ? go_back(c, e) : rc;
}

/* ---- Running ----------------------------------------------------------------------------------- */

/* A terminal that cannot move its cursor has no screens, but questions and answers. */
static bool is_linear(const struct cli *c)
{
	const char *term = getenv("TERM");

	return c->linear || (term && strcmp(term, "dumb") == 0 && isatty(STDIN_FILENO));
}

static int run_linear(struct cli *c, struct err *e)
{
	char *drafts = xdg_path("XDG_STATE_HOME", ".local/state", "zhibu/drafts");
	int rc = cli_open(c, c->readonly, e);

	if (rc == 0)
		ui_talk(c->store, drafts);
	free(drafts);
	return rc;
}

/* Frames of lines are drawn only where they are known to be as wide as we count them. */
static bool may_draw_frames(const struct cli *c, const char **notice)
{
	bool asked = settings_on(&c->settings, SETTING_UNICODE), known = asked && terminal_draws_frames();

	if (asked && !known)
		*notice = _("这个终端的字宽还没有量过，或者量得不对，边框仍用 ASCII 字符；先执行 zhibu doctor。");
	return known;
}

static struct ui_filter *filters_of(const struct cli *c, size_t *n)
{
	const struct setting_value *v = &c->settings.values[SETTING_FILTERS];
	struct ui_filter *filters = xcalloc(v->n + 1, sizeof(filters[0]));

	for (size_t i = 0; i < v->n; i++)
		filters[i] = (struct ui_filter){ v->entries[i].key, v->entries[i].text, v->entries[i].place };
	*n = v->n;
	return filters;
}

static int run_screens(struct cli *c, struct err *e)
{
	char *drafts = xdg_path("XDG_STATE_HOME", ".local/state", "zhibu/drafts");
	struct ui_options o = { .no_color = c->no_color, .theme = settings_text(&c->settings, SETTING_THEME),
		.idle_lock_ms = INT64_C(60000) * settings_number(&c->settings, SETTING_IDLE_LOCK),
		.no_mouse = !settings_on(&c->settings, SETTING_MOUSE), .drafts = drafts };
	struct ui_filter *filters = filters_of(c, &o.n_filters);
	int rc = terminal_check_characters(&c->settings, e);

	o.filters = filters;
	o.frames = may_draw_frames(c, &o.notice);
	if (rc == 0)
		rc = cli_open(c, c->readonly, e);
	if (rc == 0)
		rc = ui_run(c->store, &o, e);
	free(filters);
	free(drafts);
	return rc;
}

static int run_command(struct cli *c, struct err *e)
{
	enum cli_needs needs = c->command->needs;
	int rc = 0;

	person_watch();
	/* To show personal data is an action, and that has to be written. */
	if (needs == NEEDS_READ || needs == NEEDS_WRITE)
		rc = cli_open(c, needs == NEEDS_READ && !c->reveal, e);
	return rc < 0 ? rc : c->command->run(c, e);
}

static int run(struct cli *c, struct err *e)
{
	int rc;

	if (c->version)
		return help_version();
	if (c->help)
		return c->command ? help_command(c->command) : help_overview();
	rc = args_check(c, e);
	if (rc < 0)
		return rc;
	rc = load_settings(c, &c->settings_error);
	if (rc < 0 && !(c->command && c->command->tolerant)) {
		*e = c->settings_error;
		return rc;
	}
	locale_language(settings_text(&c->settings, SETTING_LANGUAGE));
	c->no_color = strcmp(settings_text(&c->settings, SETTING_COLOR), "never") == 0;
	if (c->command)
		return run_command(c, e);
	return is_linear(c) ? run_linear(c, e) : run_screens(c, e);
}

/* ---- The end ----------------------------------------------------------------------------------- */

static void complain(const char *text)
{
	struct buf shown = BUF_INIT;

	text_show(&shown, text);
	fprintf(stderr, "zhibu: %s\n", buf_str(&shown));
	buf_release(&shown);
}

/* The screens take Ctrl-C for a key; what ends them is a signal or a terminal that goes away. */
static int status_of(const struct cli *c, int rc)
{
	if (person_stop_signal())
		return 128 + person_stop_signal();
	return rc == ERR_STOPPED && !c->command ? 128 + ui_signal() : err_exit_status((enum err_code)rc);
}

/* What is still in the buffer of stdout may be what fails. */
static int finish(const struct cli *c, int rc, struct err *e)
{
	struct err late = ERR_INIT;

	if (out_flush(&late) < 0 && rc >= 0) {
		*e = late;
		rc = ERR_IO;
	}
	if (rc >= 0)
		return rc;
	if (rc == ERR_IO && out_abandoned())
		return STATUS_NO_READER;
	/* A signal may come when something else has gone wrong already: only who was stopped left nothing. */
	complain(rc == ERR_STOPPED && !e->text[0] ? _("已停止，没有留下改动。") : e->text);
	return status_of(c, rc);
}

/* A program started without stdin, stdout or stderr must not get a file of ours in their place; writing there
 * then fails. */
static void hold_streams(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			_exit(EXIT_FAILURE);
}

int cli_main(int argc, char **argv)
{
	struct cli c = { .argc = 0 };
	struct err e = ERR_INIT;
	int rc;

	hold_streams();
	umask(0077);
	/* A reader that went away and a file that may not grow are errors of a write, not ends of the program. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	locale_start();
	language_first(argc, argv);
	settings_init(&c.settings);
	rc = args_parse(&c, argc, argv, &e);
	if (rc == 0)
		rc = run(&c, &e);
	store_close(c.store);
	store_close(c.present);
	settings_release(&c.settings);
	return finish(&c, rc, &e);
}
