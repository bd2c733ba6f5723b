/* zhibu step: a case goes its way from the command line alone. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>

#include "tests/support/run.h"
#include "src/banned.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	setenv("ZHIBU_TODAY", "2024-05-20", 1);
	run_new_desk();
	run_zhibu(&r, "set", "org", "B1", "division=632821102210", "domain=1");
	run_zhibu(&r, "add", "rectification", "org=B1", "year=2024");
	assert_int_equal(r.status, 0);
	assert_string_equal(r.out, "B1-2024\n");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

#define CASE "step", "rectification", "B1-2024"
#define step(...) run_zhibu(&r, CASE, __VA_ARGS__)

static void test_cli_step__names_the_next_steps_and_what_is_missing(void **state)
{
	(void)state;
	run_zhibu(&r, CASE);
	assert_int_equal(r.status, 0);
	says(r.out, "现在：排查\n");
	says(r.out, "初定 -> 初定 (proposed)");
	says(r.out, "! 要「初定」，先填写认定标准。");
}

static void test_cli_step__makes_a_step_with_its_fields(void **state)
{
	(void)state;
	step("初定");
	assert_int_equal(r.status, 4);
	says(r.err, "先填写认定标准");
	step("初定", "认定标准=1");
	assert_int_equal(r.status, 0);
	says(r.err, "排查 -> 初定");
	run_zhibu(&r, "show", "rectification", "B1-2024", "--format", "json");
	says(r.out, "\"stage\":\"proposed\"");
	says(r.out, "\"proposed_on\":\"2024-05-20\"");
	step("proposed");
	assert_int_equal(r.status, 4);
	says(r.err, "已经是「初定」");
}

static void test_cli_step__names_all_that_is_missing(void **state)
{
	(void)state;
	step("初定", "criteria=1");
	step("审定");
	step("备案");
	step("定方案");
	assert_int_equal(r.status, 4);
	says(r.err, "! 要「定方案」，先填写完成时限。\n");
	says(r.err, "! 整顿方案要有第一书记，还没有填写。\n");
	says(r.err, "! 还没有登记问题；方案至少要有一个问题。\n");
	says(r.err, "「定方案」还缺 6 项，没有办");
}

/* What is to be done may be written instead of the stage that it leads to. */
static void test_cli_step__takes_the_word_for_what_is_done(void **state)
{
	(void)state;
	step("proposed", "criteria=1");
	step("退回排查", "--reason", "情况不实");
	assert_int_equal(r.status, 0);
	says(r.err, "初定 -> 排查");
}

static void test_cli_step__says_who_may_not(void **state)
{
	(void)state;
	run_zhibu(&r, "add", "operator", "login=looker", "name=示例查看员", "role=viewer");
	step("proposed", "criteria=1");
	run_zhibu(&r, CASE, "--operator", "looker");
	assert_int_equal(r.status, 0);
	says(r.out, "! 「审定」要由审批员或更高的角色来办；你没有这个权限。");
}

static void test_cli_step__sending_back_wants_a_reason(void **state)
{
	(void)state;
	step("proposed", "criteria=1");
	step("screened");
	assert_int_equal(r.status, 4);
	says(r.err, "要写明原因");
	step("screened", "--reason", "情况不实");
	assert_int_equal(r.status, 0);
	run_zhibu(&r, "log", "--limit", "1");
	says(r.out, "情况不实");
}

static void test_cli_step__what_is_not_in_the_way_is_refused(void **state)
{
	(void)state;
	step("销号");
	assert_int_equal(r.status, 4);
	says(r.err, "不能从「排查」直接到「销号」；下一步可以是：初定。");
	/* A near word may be the opposite. */
	step("去年");
	assert_int_equal(r.status, 4);
	says(r.err, "没有「去年」这一步；下一步可以是：初定。");
	run_zhibu(&r, "step", "org", "B1");
	assert_int_equal(r.status, 2);
	says(r.err, "没有流程");
}

#define T(name) cmocka_unit_test_setup_teardown(test_cli_step__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(names_the_next_steps_and_what_is_missing),
		T(makes_a_step_with_its_fields),
		T(names_all_that_is_missing),
		T(takes_the_word_for_what_is_done),
		T(says_who_may_not),
		T(sending_back_wants_a_reason),
		T(what_is_not_in_the_way_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
