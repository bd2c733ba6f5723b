/*
 * A clerk's day with real keys at a real terminal: find an organization by its
 * initials, edit it in Chinese, save, look at its history, undo.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/e2e_demo.h"
#include "src/banned.h"

static void find_branch(struct e2e *e)
{
	e2e_send(e, "<Enter>");
	e2e_wait(e, "党组织");
	e2e_send(e, "<F4>nsg");
	e2e_wait(e, "南沙沟村党支部");
	e2e_send(e, "<Enter>");
	e2e_wait_gone(e, "筛选>");
}

static void test_e2e_clerk__finds_edits_and_undoes(void **state)
{
	struct e2e *e = e2e_demo_start(80, 24);

	(void)state;
	find_branch(e);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全称");
	/* The note at the end of the form takes several lines of Chinese. */
	e2e_send(e, "<M-6><Tab><Tab>");
	e2e_wait(e, "备注");
	e2e_send(e, "已核对，电话有变。");
	e2e_wait(e, "已核对，电话有变。");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已保存");
	assert_non_null(strstr(e2e_demo_run("list", "org", "nsg", "--format", "json"), "已核对，电话有变。"));
	e2e_send(e, "h");
	e2e_wait(e, "历史");
	e2e_wait(e, "备注");
	e2e_send(e, "u");
	e2e_wait(e, "撤销这一步");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已撤销");
	e2e_send(e, "<Esc><Esc><Esc>");
	e2e_quit(e);
	assert_null(strstr(e2e_demo_run("list", "org", "nsg", "--format", "json"), "已核对，电话有变。"));
	e2e_demo_run("verify");
}

static void test_e2e_clerk__unsaved_changes_are_listed_and_kept(void **state)
{
	struct e2e *e = e2e_demo_start(80, 24);

	(void)state;
	find_branch(e);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全称");
	e2e_send(e, "<M-6><Tab><Tab>");
	e2e_wait(e, "备注");
	e2e_send(e, "未保存的话");
	e2e_wait(e, "未保存的话");
	/* Leaving the program asks; Esc in the question goes back to the form. */
	e2e_send(e, "<C-q>");
	e2e_wait(e, "还没有保存");
	e2e_wait(e, "备注");
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "放弃修改");
	e2e_wait(e, "未保存的话");
	e2e_send(e, "<Esc>");
	e2e_wait(e, "放弃修改");
	e2e_send(e, "<F8>");
	e2e_wait_gone(e, "未保存的话");
	e2e_quit(e);
}

static void test_e2e_clerk__pasted_lines_become_one_line(void **state)
{
	struct e2e *e = e2e_demo_start(80, 24);

	(void)state;
	e2e_send(e, "<Enter>");
	e2e_wait(e, "党组织");
	e2e_send(e, "<F4>");
	e2e_wait(e, "筛选>");
	e2e_paste(e, "南沙沟\n村", strlen("南沙沟\n村"));
	e2e_wait(e, "南沙沟 村");
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "筛选>");
	e2e_quit(e);
}

static void test_e2e_clerk__works_in_a_small_window_and_while_resizing(void **state)
{
	struct e2e *e = e2e_demo_start(40, 12);

	(void)state;
	find_branch(e);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全称");
	e2e_resize(e, 30, 8);
	e2e_wait(e, "窗口太小");
	e2e_resize(e, 200, 60);
	e2e_wait(e, "正式党员");
	e2e_resize(e, 80, 24);
	e2e_wait(e, "全称");
	e2e_quit(e);
}

static void test_e2e_clerk__readers_work_while_the_screens_are_open(void **state)
{
	struct e2e *e = e2e_demo_start(80, 24);

	(void)state;
	e2e_demo_run("list", "org", "--limit", "1");
	e2e_quit(e);
}

/* Another program's save is seen without a key. */
static void test_e2e_clerk__sees_what_others_save(void **state)
{
	struct e2e *e = e2e_demo_start(80, 24);
	char key[64];

	(void)state;
	find_branch(e);
	assert_int_equal(sscanf(e2e_demo_run("list", "org", "nsg", "--columns", "code", "--format", "tsv"), "%*s %60s", key), 1);
	e2e_demo_run("set", "org", key, "name=南沙沟村新党支部");
	e2e_wait(e, "南沙沟村新党支部");
	e2e_demo_run("undo", "--yes");
	e2e_wait(e, "南沙沟村党支部");
	e2e_quit(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_e2e_clerk__finds_edits_and_undoes),
		cmocka_unit_test(test_e2e_clerk__unsaved_changes_are_listed_and_kept),
		cmocka_unit_test(test_e2e_clerk__pasted_lines_become_one_line),
		cmocka_unit_test(test_e2e_clerk__works_in_a_small_window_and_while_resizing),
		cmocka_unit_test(test_e2e_clerk__readers_work_while_the_screens_are_open),
		cmocka_unit_test(test_e2e_clerk__sees_what_others_save),
	};

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
