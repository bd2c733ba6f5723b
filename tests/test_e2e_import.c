/* A ledger with real keys at a real terminal: picked, mapped, a cell corrected, imported, undone; and a list exported. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/e2e_demo.h"
#include "src/banned.h"

#define LEDGER "填报单位：示例镇\n代号,全称,类别,领域\nX901,中共示例镇新沟村支部委员会,党支部,农村\nX902,中共示例镇旧沟村支部委员会,党支不,农村\n"

static void put_file(const char *name, const char *text)
{
	run_write_file(run_path(name), text, strlen(text));
}

static bool is_there(const char *code)
{
	struct run r = { .status = 0 };
	bool there;

	run_zhibu(&r, "show", "org", code);
	there = r.status == 0;
	run_release(&r);
	return there;
}

static void pick(struct e2e *e)
{
	e2e_send(e, "p");
	e2e_wait(e, "选文件");
	e2e_wait(e, "示例镇台账.csv");
	e2e_send(e, "slz");
	e2e_wait(e, "1 个");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "代号=不导入");
	e2e_wait(e, "检查完成");
}

static void map(struct e2e *e)
{
	e2e_send(e, "<F5>");
	e2e_wait(e, "列的对应");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "导入到");
	e2e_send(e, "编码<Enter>");
	e2e_wait(e, "代号                   编码");
	e2e_send(e, "<Esc>");
	e2e_wait(e, "新增 1");
	e2e_wait(e, "错误 1");
	e2e_wait(e, "检查完成");
}

static void test_e2e_import__picked_mapped_corrected_imported_undone(void **state)
{
	struct e2e *e;

	(void)state;
	put_file("示例镇台账.csv", LEDGER);
	e = e2e_demo_start(0, 0);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "党组织 [");
	pick(e);
	map(e);
	e2e_send(e, "<F6>");
	e2e_wait(e, "（Enter 采");
	e2e_send(e, "<F4>");
	e2e_wait(e, "改这一格");
	e2e_send(e, "<C-u>党支部<Enter>");
	e2e_wait(e, "新增 2");
	e2e_wait(e, "检查完成");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "作为一步");
	assert_false(is_there("X901"));
	e2e_send(e, "<C-s>");
	e2e_wait(e, "u 撤销这次导入");
	assert_true(is_there("X901"));
	assert_true(is_there("X902"));
	e2e_send(e, "u");
	e2e_wait(e, "X901");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已撤销");
	assert_false(is_there("X901"));
	e2e_quit(e);
}

static void test_e2e_import__a_list_is_exported(void **state)
{
	struct e2e *e = e2e_demo_start(0, 0);
	char *text;
	size_t n;

	(void)state;
	e2e_send(e, "<Enter>");
	e2e_wait(e, "党组织 [");
	e2e_send(e, "x");
	e2e_wait(e, "导出哪些");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "导出到哪个文件");
	e2e_send(e, "<C-u>名单.csv<Enter>");
	e2e_wait(e, "已导出 1644 条");
	e2e_quit(e);
	text = run_read_file(run_path("名单.csv"), &n);
	assert_non_null(text);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_e2e_import__picked_mapped_corrected_imported_undone),
		cmocka_unit_test(test_e2e_import__a_list_is_exported),
	};

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
