/*
 * Terminals of all kinds: without colours, with eight and with many; locales without UTF-8, and one of GB18030.
 * In each the same is done with real keys: filter by Chinese, edit, save, look, leave.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/support/e2e.h"
#include "tests/support/office.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct office *o;

	if (office_setup(state) < 0)
		return -1;
	o = *state;
	office_branch(o, "001", 0);
	office_branch(o, "002", 0);
	office_close(o);
	return 0;
}

/* A terminal with its environment: up to four settings. */
struct terminal {
	const char *env[5];
	const char *charset;
};

static struct e2e *start(struct office *o, const struct terminal *t)
{
	const char *const argv[] = { getenv("ZHIBU_BIN"), "--db", o->path, NULL };
	const char *env[7];
	char place[256];
	size_t n = 0;

	snprintf(place, sizeof(place), "XDG_STATE_HOME=%s", office_file(o, "state"));
	env[n++] = place;
	for (size_t i = 0; t->env[i]; i++)
		env[n++] = t->env[i];
	env[n] = NULL;
	return e2e_start(&(struct e2e_program){ .argv = argv, .env = env, .charset = t->charset });
}

static bool is_coloured(struct e2e *e)
{
	for (int y = 0; y < 24; y++)
		for (int x = 0; x < 80; x++)
			if (e2e_cell(e, y, x).coloured)
				return true;
	return false;
}

/* An error is coloured where there are colours; the sign and the words are there in any case. */
static void filter(struct e2e *e, bool colours)
{
	e2e_send(e, "<F4>全称<lt>");
	e2e_wait(e, "! ");
	e2e_wait_idle(e);
	assert_int_equal(is_coloured(e), colours);
	e2e_send(e, "<BS><BS><BS>示例002");
	e2e_wait(e, "筛选> 示例002");
	e2e_wait_gone(e, "示例001");
	e2e_send(e, "<Enter>");
	e2e_wait_gone(e, "筛选> ");
}

static void edit_and_save(struct e2e *e)
{
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全称(必填)");
	e2e_send(e, "<Tab><Tab><C-u>南沙沟𠀀支部");
	e2e_send(e, "<Paste:，东河>");
	e2e_wait(e, "南沙沟𠀀支部，东河");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已保存");
	e2e_wait_idle(e);
}

static void work(struct office *o, const struct terminal *t, bool colours)
{
	struct e2e *e = start(o, t);
	char *stored;

	e2e_wait(e, "首页");
	e2e_wait(e, "党组织");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "示例001");
	filter(e, colours);
	edit_and_save(e);
	e2e_resize(e, 40, 12);
	e2e_wait(e, "10返回");
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
	office_open(o, NULL);
	stored = office_text(o, "SELECT short_name FROM org WHERE code = '002'");
	assert_string_equal(stored, "南沙沟𠀀支部，东河");
	free(stored);
	office_close(o);
}

static void test_e2e_locale__without_colours(void **state)
{
	work(*state, &(struct terminal){ .env = { "TERM=vt100" } }, false);
}

static void test_e2e_locale__without_colours_as_xterm(void **state)
{
	work(*state, &(struct terminal){ .env = { "TERM=xterm-mono" } }, false);
}

static void test_e2e_locale__no_color(void **state)
{
	work(*state, &(struct terminal){ .env = { "NO_COLOR=1" } }, false);
}

static void test_e2e_locale__eight_colours_on_the_console(void **state)
{
	work(*state, &(struct terminal){ .env = { "TERM=linux", "ZHIBU_CHINESE_CONSOLE=true" } }, true);
}

static void test_e2e_locale__eight_colours_as_xterm(void **state)
{
	work(*state, &(struct terminal){ .env = { "TERM=xterm" } }, true);
}

static void test_e2e_locale__many_colours(void **state)
{
	work(*state, &(struct terminal){ .env = { "TERM=screen-256color" } }, true);
}

static void test_e2e_locale__c(void **state)
{
	work(*state, &(struct terminal){ .env = { "LANG", "LC_ALL=C" } }, true);
}

static void test_e2e_locale__posix(void **state)
{
	work(*state, &(struct terminal){ .env = { "LANG", "LC_ALL=POSIX" } }, true);
}

static void test_e2e_locale__none(void **state)
{
	work(*state, &(struct terminal){ .env = { "LANG" } }, true);
}

/* Runs a program that says nothing; whether it ended well. */
static bool run_quietly(const char *const *argv)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		int nothing = open("/dev/null", O_RDWR);

		dup2(nothing, STDOUT_FILENO);
		dup2(nothing, STDERR_FILENO);
		/* execvp() takes the strings as they are and does not write to them. */
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static char folder[32];

/* The Chinese locale of a character set in a folder of its own; the test ends here where none can be made. */
static void make_locale(const char *charset)
{
	char place[64];

	snprintf(folder, sizeof(folder), "/tmp/zhibu-locale-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(place, sizeof(place), "%s/zh_CN.%s", folder, charset);
	if (run_quietly((const char *const[]){ "localedef", "-i", "zh_CN", "-f", charset, place, NULL }))
		return;
	run_quietly((const char *const[]){ "rm", "-r", folder, NULL });
	print_message("no locale zh_CN.%s can be made here (package locales): not tried\n", charset);
	skip();
}

static void remove_locale(void)
{
	assert_true(run_quietly((const char *const[]){ "rm", "-r", folder, NULL }));
}

static void test_e2e_locale__gb18030(void **state)
{
	char place[64];

	make_locale("GB18030");
	snprintf(place, sizeof(place), "LOCPATH=%s", folder);
	work(*state, &(struct terminal){ .env = { place, "LC_ALL=zh_CN.GB18030" }, .charset = "GB18030" }, true);
	remove_locale();
}

/* What an older terminal has no character for is shown as a question mark, and stays what it is. */
static void test_e2e_locale__gbk(void **state)
{
	char place[64], *stored;
	struct e2e *e;

	office_open(*state, NULL);
	office_must_edit(*state, office_number(*state, "SELECT id FROM org WHERE code = '001'"), "short_name", "南𠀀沟支部");
	office_close(*state);
	make_locale("GBK");
	snprintf(place, sizeof(place), "LOCPATH=%s", folder);
	e = start(*state, &(struct terminal){ .env = { place, "LC_ALL=zh_CN.GBK" }, .charset = "GBK" });
	e2e_wait(e, "首页");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "示例001");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "南?沟支部");
	e2e_send(e, "<Tab><Tab><End>东河<C-s>");
	e2e_wait(e, "已保存");
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_free(e);
	remove_locale();
	office_open(*state, NULL);
	stored = office_text(*state, "SELECT short_name FROM org WHERE code = '001'");
	assert_string_equal(stored, "南𠀀沟支部东河");
	free(stored);
	office_close(*state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_e2e_locale__##name, setup, office_teardown)

/* A terminal that can only print lines is talked with; nothing moves its cursor. */
static void test_e2e_locale__a_dumb_terminal_is_talked_with(void **state)
{
	struct office *o = *state;
	struct e2e *e = start(o, &(struct terminal){ .env = { "TERM=dumb" } });

	e2e_wait(e, "1. 党组织 2");
	e2e_send(e, "1<Enter>");
	e2e_wait(e, "2. ");
	e2e_send(e, "2<Enter>");
	e2e_wait(e, "s：保存");
	e2e_send(e, "-<Enter>");
	e2e_wait(e, "记录> -");
	e2e_send(e, "<C-d>");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_free(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_colours),
		TEST(without_colours_as_xterm),
		TEST(no_color),
		TEST(eight_colours_on_the_console),
		TEST(eight_colours_as_xterm),
		TEST(many_colours),
		TEST(c),
		TEST(posix),
		TEST(none),
		TEST(gb18030),
		TEST(gbk),
		TEST(a_dumb_terminal_is_talked_with),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
