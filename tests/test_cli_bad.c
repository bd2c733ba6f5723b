/* What goes wrong around the program: one sentence, the right exit status, nothing changed. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/buf.h"
#include "src/cli_args.h"
#include "src/cli.h"
#include "tests/support/run.h"

static struct run r;

static int setup(void **state)
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

static size_t lines(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static void refused(int status, const char *text)
{
	run_refused(&r, status, text);
}

/* Each of these commands refuses the database with this status and these words. */
static void all_refuse(int status, const char *text)
{
	static const char *const tried[][6] = {
		{ "list", "org" },
		{ "show", "org", "B1" },
		{ "set", "org", "B1", "secretary=甲" },
		{ "figures" },
		{ "log" },
		{ "verify" },
		{ "export", "org" },
	};

	for (size_t i = 0; i < sizeof(tried) / sizeof(tried[0]); i++) {
		run_with(&r, NULL, tried[i]);
		refused(status, text);
	}
}

/* Behind the program's back, without any of its switches. */
static void meddle(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(run_database(), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void secretary_is(const char *name)
{
	char expected[64];

	run_zhibu(&r, "show", "org", "B1", "--columns", "secretary", "--format", "tsv", "--english");
	if (r.status != 0)
		fail_msg("%s", r.err);
	snprintf(expected, sizeof(expected), "secretary\n%s\n", name);
	assert_string_equal(r.out, expected);
}

/* ---- The database ------------------------------------------------------------------------------ */

static void test_cli_bad__a_newer_database_is_refused(void **state)
{
	(void)state;
	meddle("PRAGMA user_version = 9999");
	all_refuse(6, "9999");
}

static void test_cli_bad__a_foreign_database_is_refused(void **state)
{
	(void)state;
	meddle("PRAGMA application_id = 12345");
	all_refuse(6, "zhibu.db");
}

static void test_cli_bad__a_changed_schema_is_refused(void **state)
{
	(void)state;
	meddle("CREATE TABLE mine (x)");
	all_refuse(6, "zhibu.db");
}

static void test_cli_bad__a_file_that_is_no_database_is_refused(void **state)
{
	(void)state;
	run_write_file(run_database(), "not a database, but long enough to look like one", 48);
	all_refuse(6, "zhibu.db");
	run_write_file(run_database(), "", 0);
	all_refuse(6, "zhibu.db");
}

static void test_cli_bad__a_missing_database_names_init(void **state)
{
	(void)state;
	assert_int_equal(unlink(run_database()), 0);
	all_refuse(6, "zhibu init");
}

/* A cut copy, as a full stick leaves it. */
static void test_cli_bad__half_a_database_is_refused(void **state)
{
	size_t n;
	char *image = run_read_file(run_database(), &n);

	(void)state;
	run_write_file(run_database(), image, n / 2);
	free(image);
	run_zhibu(&r, "verify");
	assert_int_equal(r.status, 6);
	says(r.err, "zhibu: ");
	run_zhibu(&r, "list", "org");
	assert_true(r.status == 0 || r.status == 6);
}

static void test_cli_bad__links_and_open_files_are_refused(void **state)
{
	(void)state;
	assert_int_equal(chmod(run_database(), 0644), 0);
	all_refuse(5, "chmod");
	assert_int_equal(chmod(run_database(), 0600), 0);
	assert_int_equal(link(run_database(), run_path("second.db")), 0);
	all_refuse(5, "zhibu.db");
	assert_int_equal(unlink(run_path("second.db")), 0);
	assert_int_equal(rename(run_database(), run_path("real.db")), 0);
	assert_int_equal(symlink(run_path("real.db"), run_database()), 0);
	all_refuse(5, "zhibu.db");
}

static void test_cli_bad__a_folder_that_takes_no_file_is_refused(void **state)
{
	(void)state;
	/* Root writes everywhere. */
	if (geteuid() == 0)
		skip();
	assert_int_equal(chmod(run_path("data/zhibu"), 0500), 0);
	run_zhibu(&r, "--db", run_path("data/zhibu/new.db"), "init");
	refused(5, "data/zhibu");
	run_zhibu(&r, "backup", run_path("data/zhibu/copy.db"));
	refused(5, "data/zhibu");
	assert_int_equal(chmod(run_path("data/zhibu"), 0700), 0);
}

/* ---- The disk ---------------------------------------------------------------------------------- */

static void test_cli_bad__a_full_disk_changes_nothing(void **state)
{
	struct buf note = BUF_INIT;
	struct stat st;

	(void)state;
	buf_adds(&note, "note=");
	for (int i = 0; i < 3000; i++)
		buf_adds(&note, "长");
	assert_int_equal(stat(run_database(), &st), 0);
	run_limited(
		&r, 4096, (const char *const[]){ "set", "org", "B1", "secretary=甲", buf_str(&note), NULL });
	assert_int_equal(r.status, 6);
	says(r.err, "zhibu: ");
	assert_int_equal(lines(r.err), 1);
	secretary_is("示例才仁");
	run_zhibu(&r, "verify");
	assert_int_equal(r.status, 0);
	buf_release(&note);
}

static void test_cli_bad__a_full_disk_leaves_no_half_files(void **state)
{
	(void)state;
	run_limited(&r, 4096, (const char *const[]){ "--db", run_path("new.db"), "init", NULL });
	assert_int_equal(r.status, 6);
	says(r.err, "zhibu: ");
	assert_int_equal(access(run_path("new.db"), F_OK), -1);
	run_limited(&r, 4096, (const char *const[]){ "backup", run_path("copy.db"), NULL });
	assert_int_equal(r.status, 6);
	assert_int_equal(access(run_path("copy.db"), F_OK), -1);
	run_limited(
		&r, 64, (const char *const[]){ "--readonly", "export", "code", run_path("out.csv"), NULL });
	assert_int_equal(r.status, 6);
	assert_int_equal(access(run_path("out.csv"), F_OK), -1);
	secretary_is("示例才仁");
}

/* ---- Streams ----------------------------------------------------------------------------------- */

/* The database must never be opened as stdout. */
static void test_cli_bad__closed_streams_are_no_files_of_ours(void **state)
{
	char *before, *after;
	size_t n, m;

	(void)state;
	before = run_read_file(run_database(), &n);
	run_without(&r, "1", (const char *const[]){ "list", "org", NULL });
	assert_int_equal(r.status, 6);
	says(r.err, "zhibu: ");
	run_without(&r, "12", (const char *const[]){ "list", "org", NULL });
	assert_int_equal(r.status, 6);
	run_without(&r, "012", (const char *const[]){ "list", "orgs", NULL });
	assert_int_equal(r.status, 2);
	after = run_read_file(run_database(), &m);
	assert_int_equal(n, m);
	assert_memory_equal(before, after, n);
	free(before);
	free(after);
	run_without(&r, "0", (const char *const[]){ "set", "org", "B1", "secretary=示例卓玛", NULL });
	assert_int_equal(r.status, 0);
	secretary_is("示例卓玛");
}

/* ---- Terminals --------------------------------------------------------------------------------- */

static void test_cli_bad__no_terminal_no_screens(void **state)
{
	(void)state;
	run_with(&r, NULL, (const char *const[]){ NULL });
	assert_true(r.status > 0 && r.status < 128);
	says(r.err, "zhibu: ");
	assert_int_equal(lines(r.err), 1);
	setenv("TERM", "dumb", 1);
	run_with(&r, NULL, (const char *const[]){ NULL });
	assert_true(r.status > 0 && r.status < 128);
	unsetenv("TERM");
	run_with(&r, NULL, (const char *const[]){ NULL });
	assert_true(r.status > 0 && r.status < 128);
	setenv("TERM", "xterm-256color", 1);
}

/* ---- Surroundings ------------------------------------------------------------------------------ */

static void test_cli_bad__odd_surroundings_are_survived(void **state)
{
	(void)state;
	setenv("LC_ALL", "xx_YY.NOSUCH", 1);
	setenv("TZ", "/etc/passwd", 1);
	run_zhibu(&r, "log", "--format", "json");
	assert_int_equal(r.status, 0);
	assert_int_equal(lines(r.out), 4);
	setenv("ZHIBU_TODAY", "yesterday", 1);
	run_zhibu(&r, "list", "org");
	assert_int_equal(r.status, 0);
	unsetenv("ZHIBU_TODAY");
	setenv("HOME", "relative", 1);
	unsetenv("XDG_DATA_HOME");
	run_zhibu(&r, "config");
	assert_int_equal(r.status, 0);
	says(r.out, "/.local/share/zhibu/zhibu.db");
}

static void test_cli_bad__long_words_are_cut_in_sentences(void **state)
{
	struct buf word = BUF_INIT;

	(void)state;
	for (int i = 0; i < 20000; i++)
		buf_adds(&word, "长");
	run_zhibu(&r, "list", buf_str(&word));
	refused(2, "长");
	assert_true(strlen(r.err) < 1100);
	run_zhibu(&r, "show", "org", buf_str(&word));
	assert_int_equal(r.status, 1);
	assert_true(strlen(r.err) < 1100);
	run_zhibu(&r, "list", "org", buf_str(&word));
	assert_true(r.status == 1 || r.status == 2);
	buf_adds(&word, "=x");
	run_zhibu(&r, "set", "org", "B1", buf_str(&word));
	refused(2, "长");
	buf_release(&word);
}

static void test_cli_bad__many_options_are_counted(void **state)
{
	const char *args[2 + 2 * (CLI_LIST_MAX + 1) + 1] = { "list", "org" };
	size_t n = 2;

	(void)state;
	while (n < sizeof(args) / sizeof(args[0]) - 1) {
		args[n++] = "--where";
		args[n++] = "党员>1";
	}
	run_with(&r, NULL, args);
	refused(2, "--where");
}

static const char *const hostile[] = {
	"", "\033]52;c;eA==\007", "\xFF\xFE", "\xE2\x80\xAE\xE2\x81\xA6", "%s%n%s%n", "'; DROP TABLE org; --",
	"9223372036854775808", "\n\n",
};

/* An answer of the program's own: no crash, no control character, and what it says begins with its name. */
static void answered(const char *what, const char *word)
{
	if (r.status > 6)
		fail_msg("zhibu %s %s ended with %d: %s", what, word, r.status, r.err);
	for (const char *at = r.err; *at; at++)
		assert_true((unsigned char)*at >= 0x20 || *at == '\n');
	if (r.status > 1)
		says(r.err, "zhibu: ");
	assert_null(strstr(r.err, "\xE2\x80\xAE"));
	assert_null(strchr(r.out, '\033'));
}

/* Every command with every hostile word in each of its places. */
static void test_cli_bad__hostile_words_get_an_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < commands_n; i++) {
		const struct command *k = commands[i];

		/* It would fill a database each time. */
		if (strcmp(k->name, "demo") == 0)
			continue;
		for (size_t h = 0; h < sizeof(hostile) / sizeof(hostile[0]); h++) {
			const char *word = hostile[h];

			run_zhibu(
				&r, k->name, strncmp(k->synopsis, "REG", 3) == 0 ? "org" : word, word, word);
			answered(k->name, word);
		}
	}
	run_zhibu(&r, "verify");
	assert_int_equal(r.status, 0);
}

/* Every option of list with every hostile word behind it. */
static void test_cli_bad__hostile_values_get_an_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < option_rows_n; i++) {
		const struct option_row *o = &option_rows[i];
		struct buf option = BUF_INIT;

		for (size_t h = 0; o->value && h < sizeof(hostile) / sizeof(hostile[0]); h++) {
			buf_clear(&option);
			buf_addf(&option, "--%s=%s", o->name, hostile[h]);
			run_zhibu(&r, "list", "org", buf_str(&option));
			answered(o->name, hostile[h]);
		}
		buf_release(&option);
	}
}

/* Half-typed and senseless conditions. */
static void test_cli_bad__odd_conditions_get_an_answer(void **state)
{
	static const char *const conditions[] = {
		"\"",
		"((((((((",
		"=",
		"|",
		"||||",
		"~",
		"-",
		"--",
		"　",
		"党员>",
		">3",
		"党员=",
		"党员>=<3",
		"成立=2023-02-29",
		"\xF3\xA0\x81\x81",
		"党员>99999999999999999999",
		"code=code=code",
		"a | | b",
		"或 或",
		"-\"x",
		"类别=,,,",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++) {
		run_zhibu(&r, "list", "org", "--where", conditions[i]);
		answered("list", conditions[i]);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_cli_bad__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_newer_database_is_refused),
		TEST(a_foreign_database_is_refused),
		TEST(a_changed_schema_is_refused),
		TEST(a_file_that_is_no_database_is_refused),
		TEST(a_missing_database_names_init),
		TEST(half_a_database_is_refused),
		TEST(links_and_open_files_are_refused),
		TEST(a_folder_that_takes_no_file_is_refused),
		TEST(a_full_disk_changes_nothing),
		TEST(a_full_disk_leaves_no_half_files),
		TEST(closed_streams_are_no_files_of_ours),
		TEST(no_terminal_no_screens),
		TEST(odd_surroundings_are_survived),
		TEST(long_words_are_cut_in_sentences),
		TEST(many_options_are_counted),
		TEST(hostile_words_get_an_answer),
		TEST(hostile_values_get_an_answer),
		TEST(odd_conditions_get_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
