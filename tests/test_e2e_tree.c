/*
 * The tree with real keys at a real terminal: fold, filter, move a branch, take it back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/e2e_demo.h"
#include "src/banned.h"

/* The list as a tree, with the cursor on a village's branch. */
static struct e2e *open_tree(int cols, int rows)
{
	struct e2e *e = e2e_demo_start(cols, rows);

	e2e_send(e, "<Enter>");
	e2e_wait(e, "党组织");
	e2e_send(e, "<F4>nsg");
	e2e_wait(e, "南沙沟村党支部");
	e2e_send(e, "<Enter>");
	e2e_wait_gone(e, "筛选>");
	e2e_send(e, "<F5>");
	e2e_wait(e, "[树形]");
	e2e_wait(e, "- 柯柯镇党委");
	return e;
}

static void pick(struct e2e *e, const char *initials, const char *name)
{
	e2e_send(e, "m");
	e2e_wait(e, "移到哪里");
	e2e_send(e, initials);
	e2e_wait(e, name);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "[ Ctrl-S 移动 ]");
}

static void test_e2e_tree__folds_and_filters(void **state)
{
	struct e2e *e = open_tree(80, 24);

	(void)state;
	e2e_wait(e, "(灰)");
	e2e_wait(e, "路径 海西州委 / 乌兰县委 / 柯柯镇党委 / 南沙沟村党支部");
	e2e_send(e, "k");
	e2e_wait_gone(e, "(灰)");
	e2e_send(e, "k<Esc>");
	e2e_wait(e, "东沙沟村党支部");
	e2e_send(e, "<Left>");
	e2e_wait(e, "本枝合计 下级 28");
	e2e_send(e, "<Left>");
	e2e_wait(e, "+ 柯柯镇党委");
	e2e_wait_gone(e, "东沙沟村党支部");
	e2e_send(e, "-");
	e2e_wait_gone(e, "柯柯镇党委");
	e2e_send(e, "*");
	e2e_wait(e, "已全部展开");
	e2e_send(e, "<End><Home>");
	e2e_wait(e, "- 海西州委");
	e2e_send(e, "t");
	e2e_wait_gone(e, "[树形]");
	e2e_quit(e);
}

static void test_e2e_tree__moves_a_branch_and_takes_it_back(void **state)
{
	struct e2e *e = open_tree(80, 24);

	(void)state;
	pick(e, "tpzdw", "铜普镇党委");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已移动");
	e2e_wait(e, "路径 海西州委 / 乌兰县委 / 铜普镇党委 / 南沙沟村党支部");
	e2e_send(e, "u");
	e2e_wait(e, "撤销这一步");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "路径 海西州委 / 乌兰县委 / 柯柯镇党委 / 南沙沟村党支部");
	e2e_quit(e);
	e2e_demo_run("verify");
}

static void test_e2e_tree__a_circle_is_refused(void **state)
{
	struct e2e *e = open_tree(80, 24);

	(void)state;
	e2e_send(e, "<Esc><Left>");
	e2e_wait(e, "本枝合计 下级 28");
	pick(e, "南沙沟", "南沙沟村党支部");
	e2e_wait(e, "和它下面的");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "不能选自己或自己的下级");
	e2e_wait(e, "路径 海西州委 / 乌兰县委 / 柯柯镇党委");
	e2e_quit(e);
}

static void test_e2e_tree__in_a_small_window(void **state)
{
	struct e2e *e = open_tree(40, 12);

	(void)state;
	e2e_resize(e, 200, 60);
	e2e_wait(e, "路径 海西州委 / 乌兰县委 / 柯柯镇党委 / 南沙沟村党支部");
	e2e_resize(e, 40, 12);
	e2e_wait_gone(e, "路径");
	e2e_quit(e);
}

#define TEST(name) cmocka_unit_test(test_e2e_tree__##name)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(folds_and_filters),
		TEST(moves_a_branch_and_takes_it_back),
		TEST(a_circle_is_refused),
		TEST(in_a_small_window),
	};

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
