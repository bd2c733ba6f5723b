/*
 * Saved views on the command line: list and export by them, and who may write them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/run.h"
#include "src/banned.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	run_new_desk();
	run_zhibu(&r, "add", "view", "ledger=党组织", "name=支部", "kind=共享", "filter=类别=党支部", "columns=secretary,name:12",
		"sort=全称");
	if (r.status != 0)
		fail_msg("%s", r.err);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

static void test_cli_views__list_goes_by_a_view(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "--view", "支部", "--format", "csv");
	assert_int_equal(r.status, 0);
	says(r.out, "书记,全称");
	assert_null(strstr(r.out, "A1"));
	/* What is said besides comes before what the view says. */
	run_zhibu(&r, "list", "org", "--view", "支部", "--columns", "code", "--sort", "-code", "--format", "csv");
	says(r.out, "B1");
	assert_null(strstr(r.out, "书记"));
	run_zhibu(&r, "list", "org", "--view", "支部", "code=A1");
	assert_int_equal(r.status, 1);
}

static void test_cli_views__export_goes_by_a_view(void **state)
{
	(void)state;
	run_zhibu(&r, "export", "org", "--view", "支部");
	assert_int_equal(r.status, 0);
	says(r.out, "书记,全称");
	assert_null(strstr(r.out, "A1"));
}

static void test_cli_views__unknown_and_broken_ones_are_refused(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "--view", "党委");
	assert_true(r.status > 1);
	says(r.err, "没有「党委」这个视图，有：支部");
	assert_string_equal(r.out, "");
	run_zhibu(&r, "set", "view", "支部", "filter=类别=没有的");
	assert_true(r.status > 1);
	/* What it refers to was called so when it was saved. */
	run_zhibu(&r, "set", "view", "支部", "filter=上级组织=A1");
	assert_int_equal(r.status, 0);
	run_zhibu(&r, "list", "org", "--view", "支部");
	assert_int_equal(r.status, 0);
	run_zhibu(&r, "set", "org", "A1", "code=A9");
	run_zhibu(&r, "list", "org", "--view", "支部");
	assert_true(r.status > 1);
	says(r.err, "视图「支部」不能用");
	assert_string_equal(r.out, "");
	run_zhibu(&r, "show", "view", "支部");
	says(r.out, "上级组织=A1");
}

static void test_cli_views__a_clerk_writes_no_view_of_somebody_else(void **state)
{
	(void)state;
	run_zhibu(&r, "add", "operator", "login=min", "name=示例录入员", "role=录入员");
	assert_int_equal(r.status, 0);
	run_zhibu(&r, "--operator", "min", "set", "view", "支部", "filter=书记=空");
	assert_true(r.status > 1);
	says(r.err, "本人或审核员以上才能改");
	run_zhibu(&r, "--operator", "min", "add", "view", "ledger=org", "name=x", "owner=somebody");
	assert_true(r.status > 1);
	run_zhibu(&r, "--operator", "min", "add", "view", "ledger=org", "name=x", "kind=个人", "filter=书记=空");
	assert_int_equal(r.status, 0);
	says(r.err, "org/x@min");
	/* A private one is offered to its owner only. */
	run_zhibu(&r, "list", "org", "--view", "x");
	assert_true(r.status > 1);
	run_zhibu(&r, "--operator", "min", "list", "org", "--view", "x");
	assert_int_equal(r.status, 0);
	says(r.out, "A1");
}

static void test_cli_views__private_ones_are_nobody_elses(void **state)
{
	static const char *const ways[][5] = {
		{ "list", "view", "--all" }, { "export", "view" }, { "log", "--all" }, { "history", "view", "org/x@min" },
		{ "show", "view", "org/x@min" }, { "list", "org", "--view", "org/x@min" }, { "show", "view", "x" },
	};

	(void)state;
	run_zhibu(&r, "add", "operator", "login=min", "name=示例录入员", "role=录入员");
	run_zhibu(&r, "add", "operator", "login=wen", "name=示例审批员", "role=审批员");
	run_zhibu(&r, "--operator", "min", "add", "view", "ledger=org", "name=x", "kind=个人", "filter=书记=空", "note=只有自己看");
	assert_int_equal(r.status, 0);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		run_zhibu(&r, "--operator", "wen", ways[i][0], ways[i][1], ways[i][2], ways[i][3]);
		if (strstr(r.out, "只有自己看") || strstr(r.out, "x@min"))
			fail_msg("%s %s shows: %s", ways[i][0], ways[i][1], r.out);
	}
	assert_int_not_equal(r.status, 0);
	says(r.err, "没有");
	run_zhibu(&r, "--operator", "wen", "list", "view", "--all");
	says(r.out, "支部");
	run_zhibu(&r, "--operator", "min", "history", "view", "org/x@min");
	says(r.out, "只有自己看");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_cli_views__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(list_goes_by_a_view),
		TEST(export_goes_by_a_view),
		TEST(unknown_and_broken_ones_are_refused),
		TEST(a_clerk_writes_no_view_of_somebody_else),
		TEST(private_ones_are_nobody_elses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
