/*
 * Ways through a list: finding without hiding, going to a row; and what is shown of many records at once: the
 * selection of all, totals, the detail pane.
 */
#include "ui/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	return 0;
}

/* Instead of the seven organizations, the 443 divisions. */
static void open_divisions(struct stage *s)
{
	app_free(s->app);
	s->app = app_new(s->office->s);
	app_push(s->app, list_new(s->app, &division_reg, NULL, NULL));
	stage_keys(s, "");
}

/* --- finding --- */

static void test_list_find__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F3>sg");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 2 行 28%  共 7",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		"   001             中共示例镇委员会               党委",
		">  002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
		"   003             中共示例镇北沙沟村支部委员会   党支部     中共示例镇委员会",
		"   004             中共示例镇东河村支部委员会     党支部     中共示例镇委员会",
		"   005             中共示例镇西岭村支部委员会     党支部     中共示例镇委员会",
		"   006             中共示例镇南街社区支部委员会   党支部     中共示例镇委员会",
		"   007             中共示例县直属机关支部委员会   党支部",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  Enter 停在这里  Esc 回到原处  上下键 前后各处  可输入汉字、拼音首字母、条件",
		" 查找> sg                                                                   1/2",
		"1帮助   2命令   3下一处 4筛选   5树形   6排序   7新增   8停用   9菜单   10还原");
	assert_int_equal(stage_look_of(s, "沙沟村支部委员会   党支部"), LOOK_CURRENT_MATCH);
	stage_keys(s, "<Enter>");
	stage_shows(s, "查找「sg」 1/2   n 下一处");
	stage_current_is(s, "南沙沟");
}

static void test_list_find__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "/示例镇n");
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"   全称                         类别   >",
		"   中共示例镇委员会             党委",
		">  中共示例镇南沙沟村支部委员会 党支部",
		"   中共示例镇北沙沟村支部委员会 党支部",
		"   中共示例镇东河村支部委员会   党支部",
		"   中共示例镇西岭村支部委员会   党支部",
		"   中共示例镇南街社区支部委员会 党支部",
		"   中共示例县直属机关支部委员会 党支部",
		"  Enter 停在这里  Esc 回到原处",
		" 查找> 示例镇n                      1/2",
		"1帮助   2命令   3下一处 4筛选   10还原");
	stage_keys(s, "<Backspace><Enter>");
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"   全称                         类别   >",
		">  中共示例镇委员会             党委",
		"   中共示例镇南沙沟村支部委员会 党支部",
		"   中共示例镇北沙沟村支部委员会 党支部",
		"   中共示例镇东河村支部委员会   党支部",
		"   中共示例镇西岭村支部委员会   党支部",
		"   中共示例镇南街社区支部委员会 党支部",
		"   中共示例县直属机关支部委员会 党支部",
		"",
		"  示例镇 1/6  n 下个 N 上个",
		"1帮助   2命令   3查找   4筛选   10返回");
}

static void test_list_find__goes_round_from_hit_to_hit(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "、支部<Enter>");
	stage_current_is(s, "002");
	stage_shows(s, "1/6");
	stage_keys(s, "n");
	stage_current_is(s, "003");
	stage_shows(s, "2/6");
	stage_keys(s, "nnnn");
	stage_current_is(s, "007");
	stage_shows(s, "6/6");
	stage_keys(s, "n");
	stage_current_is(s, "002");
	stage_says(s, "已到末尾");
	stage_keys(s, "N");
	stage_current_is(s, "007");
	stage_says(s, "已到开头");
	stage_keys(s, "N");
	stage_shows(s, "5/6");
	/* From anywhere, it is the next one from there. */
	stage_keys(s, "<Home>n");
	stage_current_is(s, "002");
	stage_shows(s, "1/6");
	stage_keys(s, "<Esc>");
	stage_hides(s, "查找「");
	stage_current_is(s, "002");
	stage_keys(s, "n");
	stage_shows(s, " 查找>");
}

static void test_list_find__begins_at_the_current_row(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Down><Down><F3>村");
	stage_current_is(s, "004");
	stage_shows(s, "3/4");
	stage_keys(s, "<Down>");
	stage_current_is(s, "005");
	stage_keys(s, "<Up><Up>");
	stage_current_is(s, "003");
	stage_shows(s, "2/4");
	stage_keys(s, "<F3>");
	stage_current_is(s, "004");
}

static void test_list_find__esc_returns_to_where_one_was(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><F3>xl");
	stage_current_is(s, "西岭");
	stage_keys(s, "<Esc>");
	stage_current_is(s, "002");
	stage_hides(s, "查找>");
	/* Also when all that was typed is taken away again. */
	stage_keys(s, "<F3>xl<Backspace><Backspace>");
	stage_current_is(s, "002");
}

static void test_list_find__conditions_are_found_too_and_mistakes_are_said(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F3>书记=空");
	stage_current_is(s, "东河");
	stage_shows(s, "1/1");
	stage_keys(s, "<Esc><F3>书计=空");
	stage_errs(s, "书计");
	stage_current_is(s, "001");
	stage_shows(s, "查找> 书计=空");
	stage_keys(s, "<Esc><F3>没有这样的名字");
	stage_says(s, "没有找到「没有这样的名字」");
	stage_shows(s, "0/0");
	stage_current_is(s, "001");
	stage_keys(s, "<Paste:\x1b>");
	stage_errs(s, "");
	stage_shows(s, "查找> 没有这样的名字");
}

static void test_list_find__stays_within_a_filter(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>类别=631<Enter><F3>镇<Enter>");
	stage_shows(s, "1/5");
	stage_keys(s, "<Esc>");
	stage_shows(s, "筛选后 6");
	stage_keys(s, "<Esc>");
	stage_shows(s, "共 7");
}

static void test_list_find__far_away_in_a_long_register(void **state)
{
	struct stage *s = *state;

	open_divisions(s);
	stage_keys(s, "<F3>天峻");
	stage_shows(s, "1/1");
	stage_current_is(s, "天峻县");
	stage_keys(s, "<Enter>n");
	stage_says(s, "已到末尾，从头接着找：1/1");
	stage_keys(s, "<F3>wulanxian");
	stage_current_is(s, "乌兰县");
	stage_keys(s, "<Esc>");
	stage_current_is(s, "天峻县");
}

/* Somebody else saves while the line is being typed: nothing typed is lost, and the row stays. */
static void test_list_find__survives_a_resize_and_what_others_save(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office), *own = s->office->s;

	stage_keys(s, "<F3>东河");
	s->office->s = other;
	office_branch(s->office, "000", 0);
	s->office->s = own;
	store_close(other);
	stage_keys(s, "");
	stage_shows(s, "共 8");
	stage_shows(s, "查找> 东河");
	stage_current_is(s, "东河");
	stage_size(s, 40, 12);
	stage_keys(s, "");
	stage_shows(s, "查找> 东河");
	stage_size(s, 132, 40);
	stage_keys(s, "村");
	stage_shows(s, "查找> 东河村");
	stage_current_is(s, "东河");
}

/* --- going to a row --- */

static void test_list_goto__a_row_by_its_number(void **state)
{
	struct stage *s = *state;

	open_divisions(s);
	stage_keys(s, "g");
	stage_shows(s, "第几行  1 - 443");
	stage_keys(s, "2００<Enter>");
	stage_shows(s, "第 200 行");
	stage_keys(s, "g443<Enter>");
	stage_shows(s, "第 443 行 100%");
	stage_keys(s, "g1<Enter>");
	stage_shows(s, "第 1 行 0%");
}

static void test_list_goto__says_what_is_no_row(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down>g8<Enter>");
	stage_errs(s, "没有第 8 行：这里一共 7 行。");
	stage_keys(s, "<Backspace>0<Enter>");
	stage_errs(s, "「0」不是行号");
	stage_keys(s, "<Backspace>abc<Enter>");
	stage_errs(s, "「abc」不是行号");
	stage_keys(s, "<Backspace><Backspace><Backspace>99999999999999999999<Enter>");
	stage_errs(s, "不是行号");
	stage_keys(s, "<Esc>");
	stage_current_is(s, "002");
}

static void test_list_goto__under_a_filter(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>类别=631<Enter>g3<Enter>");
	stage_shows(s, "第 3 行 50%");
	stage_current_is(s, "004");
}

/* --- selecting --- */

static void test_list_select__all_that_are_listed(void **state)
{
	struct stage *s = *state;

	open_divisions(s);
	stage_keys(s, "A");
	stage_says(s, "已选中列出的全部 443 条");
	stage_shows(s, "选中 443");
	stage_keys(s, " ");
	stage_shows(s, "选中 442");
	stage_keys(s, "U<F4>级别=县级<Enter>A");
	stage_says(s, "已选中列出的全部");
	stage_hides(s, "443 条");
}

static void test_list_select__invert_turns_those_listed_around(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "  *");
	stage_says(s, "现在选中 5 条");
	stage_current_is(s, "003");
	assert_non_null(strstr(stage_row(s, 3), "   001"));
	assert_non_null(strstr(stage_row(s, 7), " * 005"));
	stage_keys(s, "*");
	stage_shows(s, "选中 2");
}

static void test_list_select__says_how_many_a_filter_hides(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "   <F4>nsg<Enter>");
	stage_shows(s, "选中 3，其中 2 条未显示");
	/* Those hidden are not touched by what is done to those listed. */
	stage_keys(s, "*");
	stage_shows(s, "选中 2，其中 2 条未显示");
	stage_size(s, 40, 12);
	stage_keys(s, "");
	stage_shows(s, "选2(藏2)");
	stage_size(s, 80, 24);
	stage_keys(s, "<Esc>");
	stage_shows(s, "选中 2");
	stage_hides(s, "未显示");
}

static void test_list_select__many_by_halving(void **state)
{
	struct selection sel = { .ids = NULL };
	const int64_t some[] = { 2, 4, 6, 8, 1000 };

	(void)state;
	for (int64_t id = 1000; id > 0; id--)
		selection_toggle(&sel, id * 7919 % 1009);
	assert_int_equal(sel.n, 1000);
	for (size_t i = 1; i < sel.n; i++)
		assert_true(sel.ids[i - 1] < sel.ids[i]);
	for (int64_t id = 1; id <= 1000; id++)
		selection_toggle(&sel, id * 7919 % 1009);
	assert_int_equal(sel.n, 0);
	selection_add(&sel, some, 3);
	selection_add(&sel, some + 1, 4);
	assert_int_equal(sel.n, 5);
	selection_invert(&sel, some + 1, 3);
	assert_int_equal(sel.n, 2);
	assert_true(selection_has(&sel, 2) && selection_has(&sel, 1000) && !selection_has(&sel, 4));
	selection_release(&sel);
}

/* --- what the default view leaves out --- */

static void test_list_all__says_why_a_row_is_not_usually_listed(void **state)
{
	struct stage *s = *state;

	office_must_edit(s->office, stage_org(s, "006"), "dissolved", "2024-03-01");
	stage_keys(s, "");
	stage_shows(s, "共 6");
	stage_keys(s, "z");
	stage_shows(s, " - 006");
	stage_shows(s, "   005");
	assert_int_equal(stage_look_of(s, "006"), LOOK_DIM);
	stage_keys(s, "A<End>");
	stage_shows(s, " *-006");
}

/* --- totals and details --- */

static void test_list_totals__of_those_listed_selected_and_all(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "=<Right><Right><Right><Right>");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 1 行 14%  共 7",
		"--------------------------------------------------------------------------------",
		" < 全称                          行政区划         书记       正式党员 届满日期",
		">  中共示例镇委员会                               示例才仁        120",
		"   中共示例镇南沙沟村支部委员会                   示例卓玛         23",
		"   中共示例镇北沙沟村支部委员会                   示例扎西          8",
		"   中共示例镇东河村支部委员会                                      12",
		"   中共示例镇西岭村支部委员会                     示例多杰         31",
		"   中共示例镇南街社区支部委员会                   示例梅朵         40",
		"   中共示例县直属机关支部委员会                   示例永红         17",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		" 合计 7 条  正式党员 按最下级 131  未填 7         未填 1          131 未填 7",
		"  Enter 打开   z 全部   i 详情   Space 选中   = 合计   h 历史   u 撤销   g 转到",
		"1帮助   2命令   3查找   4筛选   5树形   6排序   7新增   8停用   9菜单   10返回");
	stage_keys(s, "<F4>xl<Enter><Home> ==");
	stage_says(s, "不显示合计");
	/* Who has picked records sees those first. */
	stage_keys(s, "=");
	stage_says(s, "选中的记录");
	stage_shows(s, "选中 1 条");
	stage_keys(s, "=");
	stage_says(s, "列出的记录");
	stage_keys(s, "=");
	stage_says(s, "全部记录");
	stage_shows(s, "全部 7 条");
	stage_keys(s, "=");
	stage_says(s, "不显示合计");
	stage_hides(s, "全部 7 条");
}

/* The sums are told in words as long as their columns are not seen. */
static void test_list_totals__of_columns_that_are_not_seen(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "=");
	stage_shows(s, " 合计 7 条  正式党员 按最下级 131  ");
	/* Without a committee the sum is that of the column: it needs no more words than its name. */
	stage_keys(s, "<F4>类别=党支部<Enter>");
	stage_shows(s, " 筛选后 6 条  正式党员 131  ");
	stage_keys(s, "<Right><Right><Right><Right>");
	assert_null(strstr(stage_row(s, 21), "正式党员"));
	assert_non_null(strstr(stage_row(s, 21), " 131 "));
	stage_keys(s, "<Esc>A=<Home>=");
	stage_shows(s, "正式党员 按最下级 131");
	stage_size(s, 40, 20);
	stage_keys(s, "");
	stage_shows(s, "正式党员 按最下级 131");
	/* What is retired is not added, as in the tree. */
	stage_size(s, 80, 24);
	stage_keys(s, "U<End><F8>并入<Enter>z");
	stage_shows(s, "合计 7 条  正式党员 按在册最下级 114");
	stage_size(s, 40, 20);
	stage_keys(s, "");
	stage_shows(s, "合计 7 条  正式党员 按最下级 114");
}

static void test_list_detail__below_the_rows_and_at_the_side(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down>i");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 2 行 28%  共 7",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		"   001             中共示例镇委员会               党委",
		">  002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
		"   003             中共示例镇北沙沟村支部委员会   党支部     中共示例镇委员会",
		"   004             中共示例镇东河村支部委员会     党支部     中共示例镇委员会",
		"   005             中共示例镇西岭村支部委员会     党支部     中共示例镇委员会",
		"   006             中共示例镇南街社区支部委员会   党支部     中共示例镇委员会",
		"   007             中共示例县直属机关支部委员会   党支部",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"--------------------------------------------------------------------------------",
		" 路径 中共示例镇委员会",
		" 领域 农村  书记 示例卓玛  正式党员 23  简称 南沙沟村党支部",
		" 书记电话 139****0002  党群服务中心 否",
		" 最后改动 00-00 00:00  示例管理员  新增",
		"  Enter 打开   z 全部   i 详情   Space 选中   = 合计   h 历史   u 撤销   g 转到",
		"1帮助   2命令   3查找   4筛选   5树形   6排序   7新增   8停用   9菜单   10返回");
	stage_size(s, 132, 24);
	stage_keys(s, "");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                                                                                 第 2 行 28%  共 7",
		"------------------------------------------------------------------------------------------------------------------------------------",
		"   编码^           全称                           类别      上级组织         领域   > | 路径          中共示例镇委员会",
		"   001             中共示例镇委员会               党委                       农村     | 书记          示例卓玛",
		">  002             中共示例镇南沙沟村支部委员会   党支部    中共示例镇委员会 农村     | 正式党员      23",
		"   003             中共示例镇北沙沟村支部委员会   党支部    中共示例镇委员会 农村     | 简称          南沙沟村党支部",
		"   004             中共示例镇东河村支部委员会     党支部    中共示例镇委员会 农村     | 书记电话      139****0002",
		"   005             中共示例镇西岭村支部委员会     党支部    中共示例镇委员会 农村     | 党群服务中心  否",
		"   006             中共示例镇南街社区支部委员会   党支部    中共示例镇委员会 城市社区 | 最后改动      00-00 00:00  示例管理员  新增",
		"   007             中共示例县直属机关支部委员会   党支部                     机关     |",
		"                                                                                      |",
		"                                                                                      |",
		"                                                                                      |",
		"                                                                                      |",
		"                                                                                      |",
		"                                                                                      |",
		"                                                                                      |",
		"                                                                                      |",
		"                                                                                      |",
		"                                                                                      |",
		"                                                                                      |",
		"                                                                                      |",
		"  Enter 打开   z 全部   i 详情   Space 选中   = 合计   h 历史   u 撤销   g 转到   v 视图   w 存视图   c 选列",
		"1帮助   2命令   3查找   4筛选   5树形   6排序   7新增   8停用   9菜单   10返回");
	stage_size(s, 80, 14);
	stage_keys(s, "");
	stage_hides(s, "最后改动");
	stage_size(s, 80, 24);
	stage_keys(s, "i");
	stage_hides(s, "最后改动");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_list_##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(find__at_80x24),
		TEST(find__at_40x12),
		TEST(find__goes_round_from_hit_to_hit),
		TEST(find__begins_at_the_current_row),
		TEST(find__esc_returns_to_where_one_was),
		TEST(find__conditions_are_found_too_and_mistakes_are_said),
		TEST(find__stays_within_a_filter),
		TEST(find__far_away_in_a_long_register),
		TEST(find__survives_a_resize_and_what_others_save),
		TEST(goto__a_row_by_its_number),
		TEST(goto__says_what_is_no_row),
		TEST(goto__under_a_filter),
		TEST(select__all_that_are_listed),
		TEST(select__invert_turns_those_listed_around),
		TEST(select__says_how_many_a_filter_hides),
		TEST(select__many_by_halving),
		TEST(all__says_why_a_row_is_not_usually_listed),
		TEST(totals__of_those_listed_selected_and_all),
		TEST(totals__of_columns_that_are_not_seen),
		TEST(detail__below_the_rows_and_at_the_side),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
