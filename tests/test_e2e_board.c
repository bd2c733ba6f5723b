/*
 * A rectification case with real keys at a real terminal: entered from the list, refused its first step,
 * filled in, and taken from screening to approval on the board.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/e2e_demo.h"
#include "src/banned.h"

#define CASE "001014014017-2026"

/* In the list of cases. */
static struct e2e *start(void)
{
	struct e2e *e = e2e_demo_start(0, 0);

	e2e_send(e, "<Down><Enter>");
	e2e_wait(e, "案件编号");
	return e;
}

static void add_case(struct e2e *e)
{
	e2e_send(e, "a");
	e2e_wait(e, "党组织(必填)");
	e2e_send(e, "nsg");
	e2e_wait(e, ">南沙沟村党支部");
	e2e_send(e, "<Enter>2026<C-s>");
	e2e_wait(e, "已保存");
	e2e_wait(e, ">  " CASE);
}

/* The step leads to what is missing; saving that makes it. */
static void fill_in_what_is_missing(struct e2e *e)
{
	e2e_send(e, ".");
	e2e_wait(e, "> 初定 -> 初定  还缺 1 项");
	e2e_send(e, "<Enter>");
	e2e_wait(e, ">! 认定标准");
	e2e_send(e, "1<C-s>");
	e2e_wait(e, "已保存");
	e2e_wait(e, "[初定 (1)]");
}

static void test_e2e_board__a_case_from_screening_to_approval(void **unused)
{
	struct e2e *e = start();
	const char *out;

	(void)unused;
	add_case(e);
	e2e_send(e, "b");
	e2e_wait(e, "[排查 (2)]");
	e2e_wait(e, ">南沙沟村党支部 2026年");
	fill_in_what_is_missing(e);
	e2e_send(e, "n");
	e2e_wait(e, "退回排查 -> 排查  可以办，要写原因");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "初定 -> 审定；u 撤销");
	e2e_wait(e, "审定 (1)");
	e2e_send(e, "b");
	e2e_wait(e, "案件编号");
	e2e_quit(e);
	out = e2e_demo_run("show", "rectification", CASE, "--format", "json");
	assert_non_null(strstr(out, "\"stage\":\"confirmed\""));
	assert_non_null(strstr(out, "\"confirmed_on\":\"2026-11-22\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_e2e_board__a_case_from_screening_to_approval),
	};

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
