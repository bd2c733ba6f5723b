/*
 * The changes of one record, and taking actions back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "src/banned.h"

/* A record with some history: made, edited twice. */
static int setup(void **state)
{
	struct stage *s;
	int64_t id;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	id = stage_org(s, "004");
	office_must_edit(s->office, id, "secretary", "示例旦增");
	office_must_edit(s->office, id, "secretary_phone", "13900000044");
	app_push(s->app, list_new(s->app, &org_reg, "004", NULL));
	stage_keys(s, "h");
	return 0;
}

static void test_history__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_is(s,
		" 台账 > 党组织 > 中共示例镇东河村支部委员会 004 > 历史             共 10 处改动",
		"--------------------------------------------------------------------------------",
		"  时间             谁         动作   字段         原值             新值",
		"> 0000-00-00 00:00 示例管理员 修改   书记电话     （空）        -> 139****0044",
		"  0000-00-00 00:00 示例管理员 修改   书记         （空）        -> 示例旦增",
		"  0000-00-00 00:00 示例管理员 建立   编码         （空）        -> 004",
		"  0000-00-00 00:00 示例管理员 建立   全称         （空）        -> 中共示例镇东~",
		"  0000-00-00 00:00 示例管理员 建立   简称         （空）        -> 东河村党支部",
		"  0000-00-00 00:00 示例管理员 建立   类别         （空）        -> 党支部",
		"  0000-00-00 00:00 示例管理员 建立   上级组织     （空）        -> 中共示例镇委~",
		"  0000-00-00 00:00 示例管理员 建立   领域         （空）        -> 农村",
		"  0000-00-00 00:00 示例管理员 建立   正式党员     （空）        -> 12",
		"  0000-00-00 00:00 示例管理员 建立   党群服务中心 （空）        -> 否",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  u 撤销   R 重做",
		"1帮助   2       3       4       5       6       7       8       9       10返回");
	assert_int_equal(s->picture.cursor_y, 3);
}

static void test_history__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<Down>");
	stage_is(s,
		" 党组织 > 中共示例镇东河~  共 10 处改动",
		"  时间        字段     原值      新值",
		"  00-00 00:00 书记电话 （空） -> 139***~",
		"> 00-00 00:00 书记     （空） -> 示例旦~",
		"  00-00 00:00 编码     （空） -> 004",
		"  00-00 00:00 全称     （空） -> 中共示~",
		"  00-00 00:00 简称     （空） -> 东河村~",
		"  00-00 00:00 类别     （空） -> 党支部",
		"  00-00 00:00 上级组织 （空） -> 中共示~",
		"",
		"  u 撤销   R 重做",
		"1帮助   10返回");
}

static void test_history__newest_first_and_nothing_left_out(void **state)
{
	struct stage *s = *state;

	assert_non_null(strstr(stage_row(s, 3), "书记电话"));
	assert_non_null(strstr(stage_row(s, 4), "示例旦增"));
	assert_non_null(strstr(stage_row(s, 5), "建立"));
	/* code, name, short name, category, superior, domain, full members, and the phone and secretary edits */
	stage_shows(s, "编码");
	stage_shows(s, "简称");
	stage_shows(s, "正式党员");
}

static void test_history__personal_data_is_masked(void **state)
{
	struct stage *s = *state;

	stage_shows(s, "139****0044");
	stage_hides(s, "13900000044");
}

static void test_history__moves_over_the_changes(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<End>");
	assert_int_equal(stage_row(s, s->picture.cursor_y)[0], '>');
	stage_keys(s, "<Down><PgDn>");
	stage_keys(s, "<Home>");
	assert_int_equal(stage_row(s, 3)[0], '>');
	stage_keys(s, "<Up><PgUp>");
	assert_int_equal(stage_row(s, 3)[0], '>');
	stage_keys(s, "jj");
	assert_int_equal(stage_row(s, 5)[0], '>');
	stage_keys(s, "k");
	assert_int_equal(stage_row(s, 4)[0], '>');
}

static void test_history__shows_the_reason(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Esc><F8>并入南沙沟<Enter>z");
	stage_keys(s, "h");
	stage_shows(s, "停用日期");
	stage_shows(s, "停用原因");
	stage_shows(s, "原因: 并入南沙沟");
}

static void test_history__an_undo_is_asked_for_and_becomes_history(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "u");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇东河村支部委员会 004 > 历史             共 10 处改动",
		"--------------------------------------------------------------------------------",
		"  时间             谁         动作   字段         原值             新值",
		"> 0000-00-00 00:00 示例管理员 修改   书记电话     （空）        -> 139****0044",
		"  0000-00-00 00:00 示例管理员 修改   书记         （空）        -> 示例旦增",
		"  0000-00-00 00:00 示例管理员 建立   编码         （空）        -> 004",
		"  0000-00-00 00:00 示例管理员 建立   全称         （空）        -> 中共示例镇东~",
		"  0000-00-00 00:00 示例管理员 建立   简称         （空）        -> 东河村党支部",
		"  20+- 撤销 ---------------------------------------------------------------+",
		"  20| 修改  00-00 00:00  示例管理员                                        | 委~",
		"  20| 中共示例镇东河村支部委员会 004，1 处改动                             |",
		"  20|   书记电话: 139****0044 -> （空）                                    |",
		"  20|                                                                      |",
		"    | [ Ctrl-S 撤销这一步 ]  [ Esc 返回 ]                                  |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	stage_keys(s, "<Esc>");
	stage_shows(s, "（空）        -> 139****0044");
}

static void test_history__undo_and_redo_show_at_once(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "u<Ctrl-S>");
	stage_says(s, "已撤销");
	assert_non_null(strstr(stage_row(s, 3), "撤销"));
	stage_keys(s, "R<Ctrl-S>");
	stage_says(s, "已重做");
	assert_non_null(strstr(stage_row(s, 3), "重做"));
	stage_keys(s, "<Esc><Esc>");
	stage_shows(s, "示例旦增");
}

/* Undoing what somebody else changed again later says what would be lost. */
static void test_history__an_undo_that_loses_later_changes_warns(void **state)
{
	struct stage *s = *state;
	int64_t id = stage_org(s, "004");

	office_operator(s->office, "clerk", "clerk", 0);
	office_must_edit(s->office, id, "secretary", "示例永红");
	stage_enter(s, "clerk");
	office_must_edit(s->office, id, "secretary", "示例梅朵");
	stage_enter(s, NULL);
	app_push(s->app, list_new(s->app, &org_reg, "004", NULL));
	stage_keys(s, "u");
	stage_shows(s, "示例永红 -> 示例旦增");
	stage_shows(s, "! 其中 1 处后来又改过");
	stage_keys(s, "<Esc>");
	stage_shows(s, "示例梅朵");
	/* Whoever wants it all the same has been told. */
	stage_keys(s, "u<Ctrl-S>");
	stage_says(s, "已撤销");
	stage_shows(s, "示例旦增");
}

/* Of a large action only the first changes are listed, and how many more there are. */
static void test_history__a_large_action_is_summed_up(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Esc><F7>0099<Tab>中共示例镇新河村支部委员会<Tab>新河村党支部<Tab>631<Tab><Tab>1<Tab><Tab>2001<Tab>示例文号<Tab><Tab>");
	stage_keys(s, "<Tab><Tab><Tab><Tab><Tab>示例甲<Tab><Tab>3<Tab>示例乙<Tab><Tab>9<Tab>1<Ctrl-S>");
	stage_says(s, "已保存");
	stage_keys(s, "u");
	stage_shows(s, "另有");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已撤销");
}

static void test_history__follows_what_others_save(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office), *own = s->office->s;

	s->office->s = other;
	office_must_edit(s->office, stage_org(s, "004"), "contact", "示例甲");
	s->office->s = own;
	store_close(other);
	stage_keys(s, "");
	assert_non_null(strstr(stage_row(s, 3), "联系人"));
}

static void test_history__goes_back_to_the_list(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "q");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_keys(s, "h<F10>");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_history__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(newest_first_and_nothing_left_out),
		TEST(personal_data_is_masked),
		TEST(moves_over_the_changes),
		TEST(shows_the_reason),
		TEST(an_undo_is_asked_for_and_becomes_history),
		TEST(undo_and_redo_show_at_once),
		TEST(an_undo_that_loses_later_changes_warns),
		TEST(a_large_action_is_summed_up),
		TEST(follows_what_others_save),
		TEST(goes_back_to_the_list),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
