/*
 * Views at a real terminal: a clerk saves one, finds it again after a restart, and the commands know it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/e2e_demo.h"
#include "src/banned.h"

/* The list of divisions, which every office has. */
static struct e2e *start(const char *login)
{
	const char *const argv[] = { run_program(), "--db", run_database(), "--operator", login, NULL };
	const char *const env[] = { "ZHIBU_TODAY=2026-11-22", NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .env = env });

	e2e_wait(e, "首页");
	e2e_send(e, "<End><Up><Up><Up><Enter>");
	e2e_wait(e, "台账 > 行政区划");
	e2e_wait_idle(e);
	return e;
}

static void test_e2e_views__a_clerk_finds_the_view_again(void **state)
{
	struct e2e *e = start("demo-clerk");

	(void)state;
	e2e_send(e, "<F4>级别=村级<Enter>");
	e2e_wait(e, "筛选: 级别=村级");
	e2e_send(e, "c<Right><Right><Enter>w各村<Tab><Enter>");
	e2e_wait(e, "已保存视图「各村」（共享）");
	e2e_quit(e);

	e = start("demo-clerk");
	e2e_send(e, "vgc<Enter>");
	e2e_wait(e, "[视图: 各村]");
	e2e_wait(e, "筛选: 级别=村级");
	e2e_send(e, "z");
	e2e_wait(e, "[视图: 各村*]");
	e2e_quit(e);
	assert_non_null(strstr(e2e_demo_run("list", "view"), "各村"));
	assert_null(strstr(e2e_demo_run("list", "division", "--view", "各村"), "乌兰县"));
}

static void test_e2e_views__the_panels_survive_small_windows(void **state)
{
	struct e2e *e = start("demo-clerk");

	(void)state;
	e2e_send(e, "c");
	e2e_wait(e, "选列");
	e2e_resize(e, 40, 12);
	e2e_wait(e, "K/J");
	e2e_resize(e, 30, 8);
	e2e_resize(e, 120, 30);
	e2e_send(e, "<Esc>v");
	e2e_wait(e, "默认视图");
	e2e_resize(e, 40, 12);
	e2e_wait(e, "Enter 打开  F8 停用");
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "默认视图");
	e2e_quit(e);
}

#define TEST(name) cmocka_unit_test(test_e2e_views__##name)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_clerk_finds_the_view_again),
		TEST(the_panels_survive_small_windows),
	};

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
