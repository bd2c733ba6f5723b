/* A person who has never seen the program finds what they want by F2, F9 or F1 alone, in Chinese and in English words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/e2e_demo.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static struct e2e *open_list(void)
{
	struct e2e *e = e2e_demo_start(0, 0);

	e2e_send(e, "<Enter>");
	e2e_wait(e, "第 1 行");
	return e;
}

/* The English words are those of the catalogue, although the screens speak Chinese. */
static void test_palette__what_people_look_for_first(void **state)
{
	static const struct {
		const char *typed, *found;
	} cases[] = {
		{ "save view", ">保存视图" }, { "undo import", ">撤销导入" }, { "what changed yesterday", ">昨天改了什么" },
		{ "保存视图", ">保存视图" }, { "撤销导入", ">撤销导入" }, { "昨天改了什么", ">昨天改了什么" },
	};
	struct e2e *e = open_list();

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		e2e_send(e, "<F2>");
		e2e_wait(e, "输入汉字、拼音首字母或英文");
		e2e_send(e, cases[i].typed);
		e2e_wait(e, cases[i].found);
		e2e_send(e, "<Esc>");
		e2e_wait_gone(e, "输入汉字、拼音首字母或英文");
	}
	e2e_quit(e);
}

static void test_palette__menus_have_them_too(void **state)
{
	struct e2e *e = open_list();

	(void)state;
	e2e_send(e, "<F9><Right>");
	e2e_wait(e, "保存视图");
	e2e_send(e, "<Esc><F9><Left><Left><Left><Left>");
	e2e_wait(e, "撤销导入");
	e2e_wait(e, "昨天改了什么");
	e2e_send(e, "<Esc>");
	e2e_quit(e);
}

static void test_palette__the_window_may_change_meanwhile(void **state)
{
	struct e2e *e = open_list();

	(void)state;
	e2e_send(e, "<F2>sx");
	e2e_wait(e, ">筛选");
	e2e_resize(e, 40, 12);
	e2e_wait(e, "2关闭   10关闭");
	e2e_wait(e, ">筛选");
	e2e_resize(e, 132, 40);
	e2e_send(e, "<Enter>");
	e2e_wait(e, " 筛选> ");
	e2e_send(e, "<Esc>");
	e2e_quit(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_palette__what_people_look_for_first),
		cmocka_unit_test(test_palette__menus_have_them_too),
		cmocka_unit_test(test_palette__the_window_may_change_meanwhile),
	};

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
