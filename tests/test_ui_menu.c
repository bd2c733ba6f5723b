/* The menu bar: every command by groups, for those who would rather look than search. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "ui/app.h"
#include "src/banned.h"

static const char *top(struct stage *s)
{
	return app_top(s->app)->type->name;
}

static void open_list(struct stage *s)
{
	app_push(s->app, home_new(s->app));
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "");
}

static void test_menu__over_a_history(void **state)
{
	struct stage *s = *state;

	open_list(s);
	stage_keys(s, "h<F9><Right>");
	stage_is(s,
		" 记录>查看 选择 文件 历史 移动 前往 帮助",
		"----+--------------------+------------------------------------------------------",
		"  时|>只看此字段  F4 & \\ |    动作   字段         原值             新值",
		"> 20| 到处查找    Ctrl-G | 员 新增   编码         （空）        -> 001",
		"  20| 最近的记录  Ctrl-O | 员 新增   全称         （空）        -> 中共示例镇委~",
		"  20+--------------------+ 员 新增   简称         （空）        -> 示例镇党委",
		"  0000-00-00 00:00 示例管理员 新增   类别         （空）        -> 党委",
		"  0000-00-00 00:00 示例管理员 新增   领域         （空）        -> 农村",
		"  0000-00-00 00:00 示例管理员 新增   书记         （空）        -> 示例才仁",
		"  0000-00-00 00:00 示例管理员 新增   书记电话     （空）        -> 139****0001",
		"  0000-00-00 00:00 示例管理员 新增   正式党员     （空）        -> 120",
		"  0000-00-00 00:00 示例管理员 新增   党群服务中心 （空）        -> 否",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  方式: test",
		"  只列光标所在字段的改动；再按一次列全部。",
		"1       2       3       4       5       6       7       8       9关闭   10关闭");
}

static void test_menu__over_a_narrow_form(void **state)
{
	struct stage *s = *state;

	app_push(s->app, form_new(s->app, &org_reg, stage_org(s, "002")));
	stage_size(s, 40, 12);
	stage_keys(s, "<F9><Left><Left><Left>");
	stage_is(s,
		" 记录 查看 选择 文件 历史>移动 前往 帮助",
		"<1基本> 2  3+--------------------------+",
		" 基本       |>返回             F10 Esc |",
		">  编码(必填|x下一条              PgDn |",
		"   全称(必填|x上一条              PgUp |",
		"   简称     | 下一项         Enter Tab |",
		"   类别(必填| 上一项      Shift-Tab Up |",
		"   上级组织 | 第一段             Alt-1 |",
		"  党组织编码+- 下面还有 10 条 ---------+",
		"  收起提示，或离开表单；有没保存的修改会",
		"  先列出来问。",
		"9关闭   10关闭");
	/* The window may become another one meanwhile. */
	stage_size(s, 132, 40);
	stage_keys(s, "<Down>");
	stage_size(s, 40, 12);
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "form");
}

static void test_menu__enter_runs_what_stands_there(void **state)
{
	struct stage *s = *state;

	open_list(s);
	stage_keys(s, "<Alt-M>x<Enter>");
	assert_string_equal(top(s), "form");
	stage_shows(s, "新增");
	stage_keys(s, "<Esc><Down><F9>t");
	assert_string_equal(top(s), "menu");
	stage_keys(s, "<Enter>");
	assert_string_equal(top(s), "prompt");
	stage_keys(s, "<Esc><F9><Esc>");
	assert_string_equal(top(s), "list");
	stage_keys(s, "<F9><F9>");
	assert_string_equal(top(s), "list");
}

static void test_menu__what_cannot_run_is_dimmed_and_says_why(void **state)
{
	struct stage *s = *state;

	stage_enter_readonly(s);
	open_list(s);
	stage_keys(s, "<F9><Down>");
	stage_says(s, "只读");
	assert_int_equal(stage_look_of(s, "x停用"), LOOK_DIM);
	stage_keys(s, "<Enter>");
	assert_string_equal(top(s), "menu");
	stage_says(s, "只读");
}

/* Wherever the menu goes, nothing of it is outside the window, and the open one is to be seen. */
static void test_menu__every_menu_in_every_size(void **state)
{
	static const int sizes[][2] = { { 40, 12 }, { 41, 13 }, { 60, 16 }, { 80, 24 }, { 200, 60 } };
	struct stage *s = *state;

	open_list(s);
	stage_keys(s, "<F9>");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		stage_size(s, sizes[i][0], sizes[i][1]);
		for (int k = 0; k < 8; k++) {
			stage_keys(s, "<End><Home><Right>");
			assert_non_null(strchr(stage_row(s, 0), '>'));
		}
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_menu__##name, stage_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(over_a_history),
		TEST(over_a_narrow_form),
		TEST(enter_runs_what_stands_there),
		TEST(what_cannot_run_is_dimmed_and_says_why),
		TEST(every_menu_in_every_size),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
