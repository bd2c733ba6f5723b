/* Settings as the program takes them: config, keys, masks, terminals; at a terminal where that is what matters. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "src/mem.h"
#include "tests/support/e2e.h"
#include "tests/support/run.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	run_new_desk();
	mkdir(run_path("config/zhibu"), 0700);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

static void configure(const char *text)
{
	run_write_file(run_path("config/zhibu/config"), text, strlen(text));
}

/* ---- Files ------------------------------------------------------------------------------------- */

static const struct {
	const char *text, *line, *words;
} bad[] = {
	{ "keys = {\n list = {\n  filtr = [ \"F4\" ]; }; };", ":3", "filter" },
	{ "keys = {\n lists = { filter = [ \"F4\" ]; }; };", ":2", "list" },
	{ "keys = { list = { filter = [ \"F44\" ]; }; };", ":1", "F44" },
	{ "keys = { list = { filter = [ \"F3\" ]; }; };", "keys", "find" },
	{ "keys = { list = { back = [ \"F10\" ]; }; };", ":1", "Esc" },
	{ "keys = { form = { save = [ \"s\" ]; }; };", ":1", "form" },
	{ "\nexport_masks = [ \"org.name\" ];", "2", "org.name" },
	{ "filters = { organ = \"x\"; };", "1", "org" },
	{ "filters = { org = \"无此字段=1\"; };", "第 1 行", "无此字段" },
	{ "filters = {\n  org = \"状态=在用\";\n  code = \"东河 行政区划=611\"; };", "第 3 行", "行政区划" },
	{ "filters = { org = \"党员>很多\"; };", "第 1 行", "党员" },
	{ "filters = { org = \"类别~村\"; };", "第 1 行", "类别" },
	{ "star_maximum = 5;", "1", "org.stars_max" },
	{ "theme = \"pink\";", "1", "sunlight" },
	{ "idle_lock = -1;", "1", "600" },
	{ "unicode = 1;", "1", "true" },
	{ "broken", "第 1 行", "看不懂" },
	{ "broken\n", "第 1 行", "看不懂" },
	{ "idle_lock = 5;\nbroken # why\n\n# end\n/* a\nb */\n", "第 2 行", "看不懂" },
	{ "theme = \"none\"\n\n\n)", "第 4 行", "看不懂" },
	{ "keys = {\n list = { filter = [ \"F4\" ]; };\n", "第 2 行", "看不懂" },
	{ "idle_lock = 5\nmouse = false;\ncolor = \"blue\";", "3", "never" },
};

/* One sentence with the place, nothing of the file in force, and no program on top of it. */
static void test_config__bad_files_are_refused_with_place_and_remedy(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		configure(bad[i].text);
		run_zhibu(&r, "config", "--check");
		assert_int_equal(r.status, 2);
		says(r.err, bad[i].line);
		says(r.err, bad[i].words);
		run_zhibu(&r, "config", "--check", run_path("config/zhibu/config"));
		assert_int_equal(r.status, 2);
		says(r.err, bad[i].words);
		run_zhibu(&r, "list", "org");
		assert_int_equal(r.status, 2);
		assert_string_equal(r.out, "");
	}
}

static void test_config__a_file_is_checked_before_it_is_put_in_place(void **state)
{
	const char *good = "keys = { list = { filter = [ \"F12\" ]; }; };\nidle_lock = 5;\n";
	const char *values = "filters = { org = \"类别=没有,611 上级~柯柯 上级<=某镇党委 成立=2010.. 书记=空 | 南沙沟 -类别=党委\"; };\n";

	(void)state;
	configure("broken");
	run_write_file(run_path("new"), good, strlen(good));
	run_zhibu(&r, "config", "--check", run_path("new"));
	assert_int_equal(r.status, 0);
	/* Whether there are such codes and records only a database knows, and none is asked. */
	run_write_file(run_path("new"), values, strlen(values));
	run_zhibu(&r, "config", "--check", run_path("new"), "--db", run_path("no.db"));
	assert_int_equal(r.status, 0);
	run_zhibu(&r, "config", "--check", run_path("none"));
	assert_int_equal(r.status, 2);
	run_zhibu(&r, "config", run_path("new"));
	assert_int_equal(r.status, 2);
	says(r.err, "--check");
}

/* One sentence with the line; a database that is only not there yet is no fault. */
static void test_config__the_database_is_judged_too(void **state)
{
	static const struct {
		const char *path, *words;
	} of[] = {
		{ "none/zhibu.db", "目录不存在" }, { "config", "不是普通文件" }, { "config/zhibu/config", "不是 zhibu 的数据库" },
		{ "new.db", NULL }, { "zhibu.db", NULL },
	};

	(void)state;
	run_zhibu(&r, "init", "--db", run_path("zhibu.db"));
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		static char text[512];

		snprintf(text, sizeof(text), "# where\ndatabase = \"%s\";\n", run_path(of[i].path));
		configure(text);
		for (int given = 0; given < 2; given++) {
			run_zhibu(&r, "config", "--check", given ? run_path("config/zhibu/config") : NULL);
			assert_int_equal(r.status, of[i].words ? 2 : 0);
			if (of[i].words)
				says(r.err, of[i].words);
			if (of[i].words)
				says(r.err, "第 2 行");
		}
	}
	/* Where the command line says another one, this one counts for nothing now. */
	configure("database = \"/none/zhibu.db\";\n");
	run_zhibu(&r, "config", "--check", "--db", run_path("zhibu.db"));
	assert_int_equal(r.status, 0);
}

static void test_config__every_line_of_a_group_has_its_origin(void **state)
{
	(void)state;
	configure("filters = {\n  org = \"状态=在用\";\n};\n"
		  "keys = { list = { filter = [ \"F12\", \"&\" ]; }; tree = { previous-sibling = [ \"[\" ]; }; };\n");
	run_zhibu(&r, "config", "--show-origin", "--format", "tsv", "--english");
	assert_int_equal(r.status, 0);
	says(r.out, "filters.org\t状态=在用\tuser\t");
	says(r.out, "config/zhibu/config:2\n");
	says(r.out, "keys.list.filter\tF12 &\tuser\t");
	says(r.out, "idle_lock\t0\tbuiltin\t");
	run_zhibu(&r, "config", "--show-origin");
	says(r.out, "keys.tree.previous-sibling");
	run_zhibu(&r, "help", "keys");
	says(r.out, "list.filter               F12 & ");
}

static void test_config__masked_fields_never_leave_uncovered(void **state)
{
	(void)state;
	run_zhibu(&r, "export", "org", "--columns", "code,secretary_phone", "--reveal", "--english");
	assert_int_equal(r.status, 0);
	assert_null(strstr(r.out, "*"));
	configure("export_masks = [ \"org.secretary_phone\" ];\n");
	run_zhibu(&r, "export", "org", "--columns", "code,secretary_phone", "--reveal", "--english");
	assert_int_equal(r.status, 0);
	says(r.out, "***");
}

/* ---- At a terminal ------------------------------------------------------------------------------ */

/* At a terminal with these variables and the home's own folders. */
static struct e2e *start_at(const char *const *variables, const char *const *argv)
{
	static char config[256], state[256];
	const char *env[8] = { config, state };
	size_t n = 2;

	snprintf(config, sizeof(config), "XDG_CONFIG_HOME=%s", run_path("config"));
	snprintf(state, sizeof(state), "XDG_STATE_HOME=%s", run_path("state"));
	while (variables && *variables)
		env[n++] = *variables++;
	return e2e_start(&(struct e2e_program){ .argv = argv, .env = env });
}

static struct e2e *start(const char *const *variables, const char *option)
{
	const char *const argv[] = { run_program(), "--db", run_database(), option, NULL };

	return start_at(variables, argv);
}

static void leave(struct e2e *e)
{
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void test_config__keys_and_filters_work_on_the_screens(void **state)
{
	struct e2e *e;

	(void)state;
	configure("filters = { org = \"编码=B1\"; };\nkeys = { list = { find = [ \"F4\" ]; filter = [ \"F3\", \"&\" ]; }; };\n");
	e = start(NULL, NULL);
	e2e_wait(e, "首页");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "3筛选   4查找");
	e2e_wait(e, "B1 ");
	assert_null(strstr(e2e_screen(e), "A1 "));
	e2e_send(e, "<F1>");
	e2e_wait(e, "F3 &");
	leave(e);
}

static bool frames_are_lines(struct e2e *e)
{
	e2e_wait(e, "首页");
	e2e_wait_idle(e);
	return strcmp(e2e_cell(e, 1, 0).text, "─") == 0;
}

static void test_config__frames_are_lines_only_after_they_were_measured(void **state)
{
	const char *const argv[] = { run_program(), "doctor", NULL };
	struct e2e *e = start(NULL, "--unicode");

	(void)state;
	assert_false(frames_are_lines(e));
	e2e_wait(e, "字宽还没有量过");
	leave(e);
	e = start_at(NULL, argv);
	e2e_exit_status(e);
	e2e_free(e);
	e = start(NULL, "--unicode");
	assert_true(frames_are_lines(e));
	assert_null(strstr(e2e_screen(e), "字宽"));
	leave(e);
	e = start(NULL, NULL);
	assert_false(frames_are_lines(e));
	leave(e);
	/* Another kind of terminal is another one. */
	e = start((const char *const[]){ "TERM_PROGRAM=other", NULL }, "--unicode");
	assert_false(frames_are_lines(e));
	leave(e);
}

static void test_config__themes_are_drawn(void **state)
{
	struct e2e *e;

	(void)state;
	configure("theme = \"sunlight\";\n");
	e = start(NULL, NULL);
	e2e_wait(e, "首页");
	e2e_wait_idle(e);
	assert_true(e2e_cell(e, 0, 1).reverse && e2e_cell(e, 0, 1).bold && e2e_cell(e, 0, 1).coloured);
	assert_true(e2e_cell(e, 12, 70).coloured);
	leave(e);
	e = start(NULL, "-C");
	e2e_wait(e, "首页");
	e2e_wait_idle(e);
	assert_true(e2e_cell(e, 0, 1).reverse);
	assert_false(e2e_cell(e, 0, 1).bold || e2e_cell(e, 0, 1).coloured || e2e_cell(e, 12, 70).coloured);
	leave(e);
}

static bool is_ascii(const char *s)
{
	while (*s && (unsigned char)*s < 0x80)
		s++;
	return !*s;
}

static void test_config__a_console_without_chinese_characters_is_told_so(void **state)
{
	const char *const console[] = { "TERM=linux", NULL };
	const char *const chinese[] = { "TERM=linux", "ZHIBU_CHINESE_CONSOLE=true", NULL };
	struct e2e *e = start(console, NULL);

	(void)state;
	e2e_wait(e, "TERMINALS");
	assert_int_equal(e2e_exit_status(e), 2);
	assert_true(is_ascii(e2e_screen(e)));
	e2e_free(e);
	e = start(chinese, NULL);
	e2e_wait(e, "首页");
	leave(e);
	e = start(console, "--lang=en");
	e2e_wait(e, "Home");
	leave(e);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_config__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(bad_files_are_refused_with_place_and_remedy),
		TEST(a_file_is_checked_before_it_is_put_in_place),
		TEST(the_database_is_judged_too),
		TEST(every_line_of_a_group_has_its_origin),
		TEST(masked_fields_never_leave_uncovered),
		TEST(keys_and_filters_work_on_the_screens),
		TEST(frames_are_lines_only_after_they_were_measured),
		TEST(themes_are_drawn),
		TEST(a_console_without_chinese_characters_is_told_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
