/* The command line itself: what is understood, what is refused, and how the program says so. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/buf.h"
#include "src/cli_args.h"
#include "tests/support/run.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	run_new_home();
	return 0;
}

static int setup_desk(void **state)
{
	(void)state;
	run_new_desk();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

static void refused(int status, const char *text)
{
	run_refused(&r, status, text);
}

/* ---- Help -------------------------------------------------------------------------------------- */

static void test_cli_args__help_lists_every_command_and_global_option(void **state)
{
	(void)state;
	run_zhibu(&r, "--help");
	assert_int_equal(r.status, 0);
	assert_string_equal(r.err, "");
	for (size_t i = 0; i < commands_n; i++)
		says(r.out, commands[i]->name);
	for (size_t i = 0; i < option_rows_n; i++)
		if (option_rows[i].global)
			says(r.out, option_rows[i].name);
	for (size_t i = 0; i < registers_n; i++)
		says(r.out, registers[i]->title);
}

static void test_cli_args__help_of_a_command_lists_its_options(void **state)
{
	struct buf usage = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < commands_n; i++) {
		run_zhibu(&r, "help", commands[i]->name);
		assert_int_equal(r.status, 0);
		buf_clear(&usage);
		buf_addf(&usage, "zhibu %s", commands[i]->name);
		says(r.out, buf_str(&usage));
		says(r.out, commands[i]->summary);
		for (size_t k = 0; k < option_rows_n; k++) {
			buf_clear(&usage);
			buf_addf(&usage, "  --%s", option_rows[k].name);
			if (args_in_list(commands[i]->options, option_rows[k].name))
				says(r.out, buf_str(&usage));
		}
	}
	buf_release(&usage);
}

/* Every option that a command names exists: a slip there would refuse it for ever. */
static void test_cli_args__commands_name_options_that_exist(void **state)
{
	(void)state;
	for (size_t i = 0; i < commands_n; i++)
		for (const char *at = commands[i]->options; *at;
			at += strcspn(at, " "), at += strspn(at, " "))
			assert_non_null(option_find(at, strcspn(at, " ")));
}

static void test_cli_args__h_asks_for_help_before_and_after_the_command(void **state)
{
	char *before;

	(void)state;
	run_zhibu(&r, "-h", "list");
	assert_int_equal(r.status, 0);
	before = r.out;
	r.out = NULL;
	run_zhibu(&r, "list", "-h");
	assert_int_equal(r.status, 0);
	assert_string_equal(r.out, before);
	free(before);
	run_zhibu(&r, "help", "lst");
	refused(2, "list");
}

static void test_cli_args__version_is_told(void **state)
{
	(void)state;
	run_zhibu(&r, "--version");
	assert_int_equal(r.status, 0);
	assert_string_equal(r.out, "zhibu " ZHIBU_VERSION "\n");
	run_zhibu(&r, "-V", "list");
	assert_string_equal(r.out, "zhibu " ZHIBU_VERSION "\n");
}

/* ---- What is not understood -------------------------------------------------------------------- */

static void test_cli_args__unknown_commands_name_the_nearest(void **state)
{
	(void)state;
	run_zhibu(&r, "lists");
	refused(2, "list");
	run_zhibu(&r, "bakup", "x");
	refused(2, "backup");
	run_zhibu(&r, "完全不是");
	refused(2, "zhibu help");
}

static void test_cli_args__unknown_options_name_the_nearest(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "--formt", "json");
	refused(2, "--format");
	run_zhibu(&r, "list", "org", "--formt=json");
	refused(2, "--format");
	run_zhibu(&r, "--read-only", "list", "org");
	refused(2, "--readonly");
	run_zhibu(&r, "list", "-x");
	refused(2, "-x");
	run_zhibu(&r, "list", "-Cx");
	refused(2, "-Cx");
}

static void test_cli_args__what_was_typed_is_shown_harmlessly(void **state)
{
	(void)state;
	run_zhibu(&r, "\033[2Jlist");
	refused(2, "\xEF\xBF\xBD");
	assert_null(strchr(r.err, '\033'));
	run_zhibu(&r, "--\xFF\xFE");
	refused(2, "\xEF\xBF\xBD");
	run_zhibu(&r, "list", "\xE2\x80\xAEgro");
	refused(2, "\xEF\xBF\xBD");
}

static void test_cli_args__options_belong_to_commands(void **state)
{
	(void)state;
	run_zhibu(&r, "init", "--limit", "3");
	refused(2, "zhibu help init");
	run_zhibu(&r, "list", "org", "--dry-run");
	refused(2, "--dry-run");
	run_zhibu(&r, "--format", "json");
	refused(2, "--format");
}

static void test_cli_args__values_are_checked(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "--format", "xml");
	refused(2, "table csv tsv json");
	run_zhibu(&r, "list", "org", "--limit", "0");
	refused(2, "--limit");
	run_zhibu(&r, "list", "org", "--limit", "-3");
	refused(2, "--limit");
	run_zhibu(&r, "list", "org", "--limit", "99999999999999999999");
	refused(2, "--limit");
	run_zhibu(&r, "--lang", "fr", "list", "org");
	refused(2, "zh en");
	run_zhibu(&r, "list", "org", "--sort");
	refused(2, "--sort");
	run_zhibu(&r, "list", "org", "--where", "--all");
	refused(2, "--where");
	run_zhibu(&r, "--readonly=yes", "list", "org");
	refused(2, "--readonly");
}

static void test_cli_args__arguments_are_counted(void **state)
{
	(void)state;
	run_zhibu(&r, "show", "org");
	refused(2, "REG KEY");
	run_zhibu(&r, "verify", "now");
	refused(2, "now");
	run_zhibu(&r, "set", "org", "A1");
	refused(2, "FIELD=VALUE");
}

static void test_cli_args__unknown_registers_name_the_nearest(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "orgs");
	refused(2, "org");
	run_zhibu(&r, "show", "行政区画", "1");
	refused(2, "division");
	run_zhibu(&r, "list", "这是什么");
	refused(2, "operator");
}

/* ---- What contradicts itself ------------------------------------------------------------------- */

static void test_cli_args__contradictions_are_refused(void **state)
{
	(void)state;
	run_zhibu(&r, "export", "org", "--no-bom", "--encoding", "gb18030");
	refused(2, "--no-bom");
	run_zhibu(&r, "export", "org", "--format", "json", "--no-bom");
	refused(2, "--no-bom");
	run_zhibu(&r, "export", "org", "--format", "json", "--encoding=gb18030");
	refused(2, "JSON");
	run_zhibu(&r, "list", "org", "--english", "--format", "json");
	refused(2, "--english");
	run_zhibu(&r, "list", "org", "--reveal", "--readonly");
	refused(2, "--reveal");
	run_zhibu(&r, "config", "--check", "--show-origin");
	refused(2, "--check");
	run_zhibu(&r, "list", "org", "--format", "csv", "--format", "json");
	refused(2, "--format");
}

static void test_cli_args__readonly_contradicts_writing(void **state)
{
	static const char *const writing[][6] = {
		{ "--readonly", "init" },
		{ "--readonly", "set", "org", "A1", "name=x" },
		{ "add", "org", "name=x", "--readonly" },
		{ "retire", "org", "A1", "--readonly" },
		{ "--readonly", "undo" },
		{ "--readonly", "import", "org", "x.csv" },
		{ "--readonly", "restore", "a", "b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(writing) / sizeof(writing[0]); i++) {
		run_with(&r, NULL, writing[i]);
		refused(2, "--readonly");
	}
	assert_int_equal(access(run_path("data/zhibu"), F_OK), -1);
}

/* ---- What is understood ------------------------------------------------------------------------ */

static void test_cli_args__options_stand_before_and_after_the_command(void **state)
{
	(void)state;
	run_zhibu(&r, "--db", run_database(), "-C", "list", "org", "--no-input", "--limit=1");
	assert_int_equal(r.status, 0);
	says(r.out, "A1");
	assert_null(strstr(r.out, "B1"));
}

static void test_cli_args__a_condition_may_begin_with_a_dash(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "-南沙沟");
	assert_int_equal(r.status, 0);
	says(r.out, "A1");
	assert_null(strstr(r.out, "B1"));
	run_zhibu(&r, "list", "org", "--", "-category=631");
	says(r.out, "A1");
	assert_null(strstr(r.out, "B1"));
	run_zhibu(&r, "list", "org", "--sort", "-code");
	assert_true(strstr(r.out, "B1") < strstr(r.out, "A1"));
}

/* A person's alias may name a database, and the line another one. */
static void test_cli_args__the_last_global_option_wins(void **state)
{
	(void)state;
	run_zhibu(&r, "--db", "/nowhere/x.db", "list", "org", "--db", run_database());
	assert_int_equal(r.status, 0);
}

/* ---- Where the database is --------------------------------------------------------------------- */

static void test_cli_args__the_database_is_found_by_the_strongest_origin(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org");
	assert_int_equal(r.status, 0);
	setenv("ZHIBU_DB", "/nowhere/env.db", 1);
	run_zhibu(&r, "list", "org");
	refused(6, "/nowhere/env.db");
	run_zhibu(&r, "--db", run_database(), "list", "org");
	assert_int_equal(r.status, 0);
	unsetenv("ZHIBU_DB");
	setenv("XDG_DATA_HOME", "data", 1);
	run_zhibu(&r, "list", "org");
	refused(6, ".local/share/zhibu/zhibu.db");
}

static void test_cli_args__init_makes_private_folders(void **state)
{
	struct stat st;

	(void)state;
	unsetenv("XDG_DATA_HOME");
	run_zhibu(&r, "init");
	assert_int_equal(r.status, 0);
	says(r.err, run_path(".local/share/zhibu/zhibu.db"));
	assert_int_equal(stat(run_path(".local/share/zhibu"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat(run_path(".local/share/zhibu/zhibu.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void test_cli_args__only_init_makes_folders(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org");
	refused(6, "zhibu.db");
	assert_int_equal(access(run_path("data/zhibu"), F_OK), -1);
	run_zhibu(&r, "--db", run_path("typo/x.db"), "init");
	refused(6, "typo");
	assert_int_equal(access(run_path("typo"), F_OK), -1);
}

static void test_cli_args__init_never_overwrites(void **state)
{
	char *before, *after;
	size_t n, m;

	(void)state;
	before = run_read_file(run_database(), &n);
	run_zhibu(&r, "init");
	refused(2, "zhibu.db");
	after = run_read_file(run_database(), &m);
	assert_int_equal(n, m);
	assert_memory_equal(before, after, n);
	free(before);
	free(after);
}

static void test_cli_args__what_is_no_database_is_refused(void **state)
{
	(void)state;
	run_write_file(run_path("f"), "this is no database at all", 26);
	chmod(run_path("f"), 0600);
	run_zhibu(&r, "--db", run_path("f"), "list", "org");
	refused(6, "/f");
	run_zhibu(&r, "--db", run_path("data"), "list", "org");
	assert_true(r.status == 5 || r.status == 6);
	says(r.err, "zhibu: ");
}

/* ---- Configuration ----------------------------------------------------------------------------- */

static void configure(const char *text)
{
	mkdir(run_path("config/zhibu"), 0700);
	run_write_file(run_path("config/zhibu/config"), text, strlen(text));
}

static void test_cli_args__config_shows_where_each_value_comes_from(void **state)
{
	(void)state;
	configure("busy_seconds = 9;\ncolor = \"never\";\n");
	setenv("ZHIBU_COLOR", "auto", 1);
	run_zhibu(&r, "config", "--show-origin", "--format", "csv", "--english", "--db", "/x.db");
	assert_int_equal(r.status, 0);
	says(r.out, "name,value,origin,place\n");
	says(r.out, "database,/x.db,command,'--db\n");
	says(r.out, "color,auto,environment,ZHIBU_COLOR\n");
	says(r.out, "language,auto,builtin,\n");
	says(r.out, "busy_seconds,9,user,");
	says(r.out, "config/zhibu/config:1\n");
}

static void test_cli_args__a_wrong_configuration_stops_everything_but_help(void **state)
{
	(void)state;
	configure("\nbusy_seconds = 5000;\n");
	run_zhibu(&r, "list", "org");
	refused(2, "busy_seconds");
	says(r.err, "2");
	run_zhibu(&r, "config", "--check");
	refused(2, "busy_seconds");
	run_zhibu(&r, "help");
	assert_int_equal(r.status, 0);
	run_zhibu(&r, "doctor");
	assert_int_equal(r.status, 1);
	says(r.out, "busy_seconds");
	configure("busy_seconds = 50;\n");
	run_zhibu(&r, "config", "--check");
	assert_int_equal(r.status, 0);
}

static void test_cli_args__a_named_configuration_must_be_there(void **state)
{
	(void)state;
	configure("busy_seconds = 5000;\n");
	run_zhibu(&r, "--config", run_path("none"), "config");
	refused(2, "none");
	run_write_file(run_path("mine"), "busy_seconds = 8;", 17);
	run_zhibu(&r, "--config", run_path("mine"), "config");
	assert_int_equal(r.status, 0);
	says(r.out, "8");
}

static void test_cli_args__the_configuration_names_the_database(void **state)
{
	struct buf text = BUF_INIT;

	(void)state;
	assert_int_equal(rename(run_database(), run_path("other.db")), 0);
	buf_addf(&text, "database = \"%s\";", run_path("other.db"));
	configure(buf_str(&text));
	run_zhibu(&r, "list", "org");
	assert_int_equal(r.status, 0);
	buf_release(&text);
}

/* ---- Languages --------------------------------------------------------------------------------- */

static void english_in(const char *locale)
{
	setenv("LC_ALL", locale, 1);
	run_zhibu(&r, "--lang", "en", "list", "org");
	assert_int_equal(r.status, 0);
	says(r.out, "Code");
	says(r.out, "南沙沟");
	run_zhibu(&r, "list", "orgg", "--lang=en");
	assert_int_equal(r.status, 2);
	for (const char *at = r.err; *at; at++)
		assert_true((unsigned char)*at < 0x80 || strstr(r.err, "「"));
}

static void test_cli_args__english_needs_no_locale(void **state)
{
	(void)state;
	english_in("C");
	english_in("POSIX");
	english_in("C.UTF-8");
	english_in("no_SUCH.locale");
}

/* Run from a build folder, the program finds the catalogue beside itself. */
static void test_cli_args__english_is_found_beside_the_program(void **state)
{
	char *named = getenv("ZHIBU_LOCALEDIR") ? strdup(getenv("ZHIBU_LOCALEDIR")) : NULL;

	(void)state;
	unsetenv("ZHIBU_LOCALEDIR");
	english_in("C");
	if (named)
		setenv("ZHIBU_LOCALEDIR", named, 1);
	free(named);
}

static void test_cli_args__language_comes_from_environment_and_configuration(void **state)
{
	(void)state;
	setenv("LANGUAGE", "en", 1);
	setenv("LC_ALL", "C", 1);
	run_zhibu(&r, "list", "org");
	says(r.out, "Code");
	run_zhibu(&r, "--lang", "zh", "list", "org");
	says(r.out, "编码");
	unsetenv("LANGUAGE");
	run_zhibu(&r, "list", "org");
	says(r.out, "编码");
	configure("language = \"en\";");
	run_zhibu(&r, "list", "org");
	says(r.out, "Code");
}

/* Wide characters are laid out the same whatever the locale says. */
static void test_cli_args__output_is_utf8_in_every_locale(void **state)
{
	char *usual;

	(void)state;
	run_zhibu(&r, "list", "org");
	usual = r.out;
	r.out = NULL;
	setenv("LC_ALL", "C", 1);
	run_zhibu(&r, "list", "org");
	assert_string_equal(r.out, usual);
	free(usual);
}

/* ---- Streams ----------------------------------------------------------------------------------- */

static void test_cli_args__a_full_disk_is_told(void **state)
{
	(void)state;
	run_into(&r, "/dev/full", (const char *const[]){ "list", "code", "--all", "--format", "csv", NULL });
	assert_int_equal(r.status, 6);
	says(r.err, "zhibu: ");
	run_into(&r, "/dev/full", (const char *const[]){ "help", NULL });
	assert_int_equal(r.status, 6);
	run_into(&r, "/dev/full", (const char *const[]){ "show", "org", "A1", NULL });
	assert_int_equal(r.status, 6);
}

/* A reader that has seen enough is no error worth a word. */
static void test_cli_args__a_closed_pipe_is_quiet(void **state)
{
	int fds[2];

	(void)state;
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	close(fds[0]);
	run_onto(&r, fds[1], (const char *const[]){ "list", "code", "--all", "--format", "json", NULL });
	close(fds[1]);
	assert_int_equal(r.status, 128 + 13);
	assert_string_equal(r.err, "");
}

static void test_cli_args__no_colour_in_files(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org");
	assert_null(strchr(r.out, '\033'));
}

/* Without the screens' terminal there are no screens, and the sentence says what to do. */
static void test_cli_args__no_command_needs_a_terminal(void **state)
{
	(void)state;
	run_with(&r, NULL, (const char *const[]){ NULL });
	assert_int_not_equal(r.status, 0);
	says(r.err, "zhibu: ");
	assert_string_equal(r.out, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_cli_args__##name, setup, teardown)
#define DESK(name) cmocka_unit_test_setup_teardown(test_cli_args__##name, setup_desk, teardown)
	const struct CMUnitTest tests[] = {
		TEST(help_lists_every_command_and_global_option),
		TEST(help_of_a_command_lists_its_options),
		TEST(commands_name_options_that_exist),
		TEST(h_asks_for_help_before_and_after_the_command),
		TEST(version_is_told),
		TEST(unknown_commands_name_the_nearest),
		TEST(unknown_options_name_the_nearest),
		TEST(what_was_typed_is_shown_harmlessly),
		TEST(options_belong_to_commands),
		TEST(values_are_checked),
		TEST(arguments_are_counted),
		TEST(unknown_registers_name_the_nearest),
		TEST(contradictions_are_refused),
		TEST(readonly_contradicts_writing),
		DESK(options_stand_before_and_after_the_command),
		DESK(a_condition_may_begin_with_a_dash),
		DESK(the_last_global_option_wins),
		DESK(the_database_is_found_by_the_strongest_origin),
		TEST(init_makes_private_folders),
		TEST(only_init_makes_folders),
		DESK(init_never_overwrites),
		DESK(what_is_no_database_is_refused),
		TEST(config_shows_where_each_value_comes_from),
		DESK(a_wrong_configuration_stops_everything_but_help),
		TEST(a_named_configuration_must_be_there),
		DESK(the_configuration_names_the_database),
		DESK(english_needs_no_locale),
		DESK(english_is_found_beside_the_program),
		DESK(language_comes_from_environment_and_configuration),
		DESK(output_is_utf8_in_every_locale),
		DESK(a_full_disk_is_told),
		DESK(a_closed_pipe_is_quiet),
		DESK(no_colour_in_files),
		DESK(no_command_needs_a_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
