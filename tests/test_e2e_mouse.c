/* The mouse as terminals report it: clicks and the wheel do what their keys do, and no part of a report is ever typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/e2e_demo.h"
#include "tests/support/run.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void report(struct e2e *e, int button, int y, int x)
{
	char bytes[40];

	snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%dM\033[<%d;%d;%dm", button, x + 1, y + 1, button, x + 1, y + 1);
	e2e_write(e, bytes, strlen(bytes));
	e2e_wait_idle(e);
}

/* The filter line is open and empty. */
static void nothing_is_typed(struct e2e *e, const char *sent, size_t cut)
{
	static const char empty[] = " 筛选>                     ";

	if (strncmp(e2e_row(e, 22), empty, sizeof(empty) - 1) != 0)
		fail_msg("%s, %zu:\n%s", sent + 1, cut, e2e_screen(e));
}

static void click(struct e2e *e, int y, int x)
{
	report(e, 0, y, x);
}

static struct e2e *open_list(void)
{
	struct e2e *e = e2e_demo_start(0, 0);

	e2e_send(e, "<Enter>");
	e2e_wait(e, "第 1 行");
	return e;
}

static void test_mouse__a_click_chooses_a_row_and_another_one_opens_it(void **state)
{
	struct e2e *e = open_list();

	(void)state;
	click(e, 6, 30);
	e2e_wait(e, "第 4 行");
	assert_true(e2e_row(e, 6)[0] == '>');
	click(e, 6, 30);
	e2e_wait(e, "Alt-数字换段");
	e2e_quit(e);
}

static void test_mouse__the_wheel_scrolls(void **state)
{
	struct e2e *e = open_list();

	(void)state;
	report(e, 65, 10, 10);
	e2e_wait(e, "第 4 行");
	report(e, 65, 10, 10);
	e2e_wait(e, "第 7 行");
	report(e, 64, 10, 10);
	e2e_wait(e, "第 4 行");
	e2e_quit(e);
}

static void test_mouse__key_bar_heads_menus_and_answers(void **state)
{
	struct e2e *e = open_list();

	(void)state;
	click(e, 2, 20);
	e2e_wait(e, "排序");
	click(e, 23, 8 * 8 + 2);
	e2e_wait(e, ">记录");
	click(e, 0, 8);
	e2e_wait(e, ">查看");
	click(e, 23, 8 * 9 + 2);
	e2e_wait_gone(e, ">查看");
	click(e, 23, 3 * 8 + 2);
	e2e_wait(e, " 筛选> ");
	click(e, 23, 8 * 9 + 2);
	e2e_wait_gone(e, " 筛选> ");
	click(e, 23, 8 * 9 + 2);
	e2e_wait(e, "10退出");
	e2e_quit(e);
}

/* Nothing happens, which is said, and nothing is typed: into the open filter line everything that is text would go. */
static void test_mouse__broken_reports_are_nothing(void **state)
{
	static const char *const reports[] = {
		"\033[<0;5;6", "\033[<0;5", "\033[<", "\033[<0;5;6x", "\033[<;;M", "\033[<0;5M", "\033[<0;5;6;7M", "\033[<99999999999999999999;1;1M",
		"\033[<0;99999;99999M", "\033[<0;0;0M", "\033[<35;5;6M", "\033[<3;5;6M", "\033[<0;5;6m", "\033[<0;-5;6M",
		"\033[<00000000000000000000000000000000000000000000000000;5;6M",
	};
	struct e2e *e = open_list();

	(void)state;
	e2e_send(e, "<F4>");
	e2e_wait(e, " 筛选> ");
	for (size_t i = 0; i < LEN(reports); i++) {
		e2e_write(e, reports[i], strlen(reports[i]));
		e2e_wait_idle(e);
		nothing_is_typed(e, reports[i], strlen(reports[i]));
		e2e_wait(e, "第 1 行");
	}
	e2e_send(e, "k");
	e2e_wait(e, " 筛选> k");
	e2e_write(e, reports[0], strlen(reports[0]));
	e2e_wait(e, "鼠标的信号不完整");
	e2e_quit(e);
}

/* The line is slow, and the terminal's bytes come one by one, or in two parts at any place. */
static void test_mouse__a_report_in_two_parts_is_never_typed(void **state)
{
	static const char whole[] = "\033[<0;5;2M"; /* on nothing */
	struct e2e *e = open_list();

	(void)state;
	e2e_send(e, "<F4>");
	e2e_wait(e, " 筛选> ");
	for (size_t cut = 2; cut < sizeof(whole) - 1; cut++) {
		e2e_write(e, whole, cut);
		e2e_wait_idle(e);
		e2e_write(e, whole + cut, sizeof(whole) - 1 - cut);
		e2e_wait_idle(e);
		nothing_is_typed(e, whole, cut);
		e2e_send(e, "<F10>");
		e2e_wait_gone(e, " 筛选> ");
		e2e_send(e, "<F4>");
		e2e_wait(e, " 筛选> ");
	}
	e2e_quit(e);
}

/* Esc would close the filter line; a report that was cut right behind its ESC is a click as ever, while the ESC is waited for. */
static void test_mouse__a_report_cut_behind_its_esc_is_no_esc(void **state)
{
	static const char row[] = "[<0;31;6M";
	const char *const argv[] = { run_program(), "--db", run_database(), NULL };
	const char *const env[] = { "ZHIBU_TODAY=2026-11-22", "ESCDELAY=20000", NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .env = env });

	(void)state;
	e2e_wait(e, "1,644");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "第 1 行");
	e2e_send(e, "j<F4>");
	e2e_wait(e, " 筛选> ");
	e2e_write(e, "\033", 1);
	e2e_wait_idle(e);
	e2e_write(e, "[<0;5;2M", strlen("[<0;5;2M"));
	e2e_wait_idle(e);
	nothing_is_typed(e, "ESC alone", 1);
	e2e_send(e, "<F10>");
	e2e_wait_gone(e, " 筛选> ");
	e2e_write(e, "\033", 1);
	e2e_wait_idle(e);
	e2e_write(e, row, strlen(row));
	e2e_wait(e, "第 3 行");
	e2e_quit(e);
}

static void test_mouse__copy_mode_stands_still_until_a_key(void **state)
{
	struct e2e *e = open_list();

	(void)state;
	e2e_send(e, "<M-c>");
	assert_true(e2e_has_mouse(e));
	e2e_wait(e, "复制模式");
	e2e_wait_idle(e);
	assert_false(e2e_has_mouse(e));
	e2e_send(e, "j");
	e2e_wait_gone(e, "复制模式");
	e2e_wait(e, "第 1 行");
	assert_true(e2e_has_mouse(e));
	e2e_send(e, "j");
	e2e_wait(e, "第 2 行");
	e2e_quit(e);
}

/* Also not by copy mode, which gives it back. */
static void stays_the_terminals(const char *option, const char *setting)
{
	const char *const argv[] = { run_program(), "--db", run_database(), option, NULL };
	const char *const env[] = { "ZHIBU_TODAY=2026-11-22", setting, NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .env = env });

	e2e_wait(e, "1,644");
	assert_false(e2e_has_mouse(e));
	e2e_send(e, "<M-c>");
	e2e_wait(e, "复制模式");
	e2e_send(e, "j");
	e2e_wait_gone(e, "复制模式");
	assert_false(e2e_has_mouse(e));
	e2e_quit(e);
}

static void test_mouse__not_wanted(void **state)
{
	(void)state;
	stays_the_terminals("-M", NULL);
	stays_the_terminals("--no-mouse", NULL);
	stays_the_terminals(NULL, "ZHIBU_MOUSE=false");
}

static void test_mouse__is_given_back_at_the_end(void **state)
{
	struct e2e *e = open_list();

	(void)state;
	assert_true(e2e_has_mouse(e));
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_false(e2e_has_mouse(e));
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

/* The pane under the pointer, wherever the cursor is. */
static void test_mouse__panes_of_home(void **state)
{
	struct e2e *e = e2e_demo_start(0, 0);
	int y = 0;

	(void)state;
	while (y < 23 && !strstr(e2e_row(e, y), "1!"))
		y++;
	report(e, 0, y, 10);
	assert_true(e2e_row(e, y)[0] == '>');
	report(e, 65, 4, 60);
	assert_true(e2e_row(e, y)[0] == ' ');
	report(e, 0, y, 10);
	report(e, 0, y, 10);
	e2e_wait(e, "第 1 行");
	e2e_quit(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mouse__a_click_chooses_a_row_and_another_one_opens_it),
		cmocka_unit_test(test_mouse__the_wheel_scrolls),
		cmocka_unit_test(test_mouse__key_bar_heads_menus_and_answers),
		cmocka_unit_test(test_mouse__broken_reports_are_nothing),
		cmocka_unit_test(test_mouse__a_report_in_two_parts_is_never_typed),
		cmocka_unit_test(test_mouse__a_report_cut_behind_its_esc_is_no_esc),
		cmocka_unit_test(test_mouse__copy_mode_stands_still_until_a_key),
		cmocka_unit_test(test_mouse__not_wanted),
		cmocka_unit_test(test_mouse__is_given_back_at_the_end),
		cmocka_unit_test(test_mouse__panes_of_home),
	};

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
