/*
 * Two people change one record: what only one of them changed is merged, what both changed is asked about.
 */
#include "ui/conflict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/forms.h"
#include "src/banned.h"

/* The person changes secretary and short name, somebody else both of them and the number of members. */
static void collide(struct stage *s)
{
	form_open(s, "002");
	form_go_to(s, "简称");
	form_clear(s);
	stage_keys(s, "南沟支部");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增");
	form_go_to(s, "联系人");
	stage_keys(s, "示例甲");
	stage_other_edits(s, "002", "short_name", "南沙支部");
	stage_other_edits(s, "002", "full_members", "24");
	stage_other_edits(s, "002", "secretary", "示例扎西");
	stage_keys(s, "<Ctrl-S>");
	assert_string_equal(stage_top(s), "conflict");
}

static void test_conflict__at_80x24(void **state)
{
	struct stage *s = *state;

	collide(s);
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)                  *3处未保存",
		" 1基本*  2单位 <3班子*> 4党员  5届期  6其他 -------------------- Alt-数字换段 --",
		"   行政区划     [                                                             ]",
		"   成立日期     [              ]",
		"   成立文号     [                                                             ]",
		"   撤销日期     [              ]",
		"    +- 两个人改了同一项 ---------------------------------------------------+",
		" 单 | 示例管理员 在 0000-00-00 00:00 也改了这一条；2 处要你选：            |",
		"    | > 简称  打开时 南沙沟村党支部                                        |",
		"    |     ( ) 对方改成 南沙支部                                            |  ]",
		"    |     (*) 我改成 南沟支部                                              |  ]",
		"    |   书记  打开时 示例卓玛                                              |",
		" 班 |     ( ) 对方改成 示例扎西                                            |",
		" *  |     (*) 我改成 示例旦增                                              |  ]",
		"    | 已自动合并对方改的：正式党员 23 -> 24                                |",
		"    |                                                                      |",
		"    | [ Ctrl-S 保存 ]  [ 空格 换一个 ]  [ Esc 回到表单 ]                   |",
		">*  +----------------------------------------------------------------------+  ]",
		"   联系电话     [                        ]",
		" 党员",
		"  平时办事找谁。",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
}

static void test_conflict__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	collide(s);
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟~  *3处未保存",
		" 1+- 两个人改了同一项 ---------------+--",
		"  | 示例管理员 在 0000-00-00 00:00   |]",
		"  | 也改了这一条；2 处要你选：       |",
		" *| > 简称  打开时 南沙沟村党支部    |]",
		"  |     ( ) 对方改成 南沙支部        |]",
		"  |     (*) 我改成 南沟支部          |",
		"  | （PgDn、PgUp 看其余）            |",
		">*| [ Ctrl-S 保存 ]  [ 空格 换一个 ] |]",
		"  | [ Esc 回到表单 ]                 |",
		"  +----------------------------------+",
		"10返回");
	stage_keys(s, "<Down> ");
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟~  *3处未保存",
		" 1+- 两个人改了同一项 ---------------+--",
		"  |     ( ) 对方改成 南沙支部        |]",
		"  |     (*) 我改成 南沟支部          |",
		" *| > 书记  打开时 示例卓玛          |]",
		"  |     (*) 对方改成 示例扎西        |]",
		"  |     ( ) 我改成 示例旦增          |",
		"  | （PgDn、PgUp 看其余）            |",
		">*| [ Ctrl-S 保存 ]  [ 空格 换一个 ] |]",
		"  | [ Esc 回到表单 ]                 |",
		"  +----------------------------------+",
		"10返回");
	stage_keys(s, "<PgDn>");
	stage_shows(s, "-> 24");
	stage_keys(s, "<PgUp><PgUp><PgUp>");
	stage_shows(s, "也改了这一条");
}

static void test_conflict__each_field_is_chosen_for_itself(void **state)
{
	struct stage *s = *state;

	collide(s);
	/* Enter chooses as Space does. */
	stage_keys(s, "<Enter><Down><Left><Enter><Ctrl-S>");
	stage_says(s, "已保存");
	assert_string_equal(stage_top(s), "list");
	stage_stored(s, "002", "short_name", "南沙支部");
	stage_stored(s, "002", "secretary", "示例旦增");
	stage_stored(s, "002", "contact", "示例甲");
	stage_stored(s, "002", "full_members", "24");
}

static void test_conflict__esc_goes_back_and_nothing_is_lost(void **state)
{
	struct stage *s = *state;

	collide(s);
	stage_keys(s, " <Esc>");
	assert_string_equal(stage_top(s), "form");
	form_has(s, "书记", "[示例旦增");
	form_has(s, "联系人", "[示例甲");
	stage_shows(s, "*3处未保存");
	stage_stored(s, "002", "secretary", "示例扎西");
	stage_keys(s, "<Ctrl-S>");
	assert_string_equal(stage_top(s), "conflict");
	stage_keys(s, "<Ctrl-S>");
	stage_stored(s, "002", "short_name", "南沟支部");
	stage_stored(s, "002", "secretary", "示例旦增");
}

static void test_conflict__a_third_save_in_between_is_asked_about_again(void **state)
{
	struct stage *s = *state;

	collide(s);
	stage_other_edits(s, "002", "contact", "示例乙");
	stage_keys(s, "<Ctrl-S>");
	assert_string_equal(stage_top(s), "conflict");
	stage_shows(s, "联系人  打开时");
	stage_hides(s, "书记  打开时");
	stage_keys(s, " <Ctrl-S>");
	stage_stored(s, "002", "contact", "示例乙");
	stage_stored(s, "002", "secretary", "示例旦增");
}

static void test_conflict__the_same_value_is_no_conflict(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增");
	form_go_to(s, "联系人");
	stage_keys(s, "示例甲");
	stage_other_edits(s, "002", "secretary", "示例旦增");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已保存");
	stage_stored(s, "002", "contact", "示例甲");
}

static void test_conflict__personal_data_stays_masked(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记电话");
	stage_keys(s, "13900000077");
	stage_other_edits(s, "002", "secretary_phone", "13900000088");
	stage_keys(s, "<Ctrl-S>");
	stage_shows(s, "139****0088");
	stage_shows(s, "139****0077");
	stage_hides(s, "13900000088");
	stage_hides(s, "13900000002");
}

static void test_conflict__a_record_that_was_retired_is_told(void **state)
{
	struct stage *s = *state;
	struct store *other;

	form_open(s, "002");
	form_go_to(s, "书记");
	stage_keys(s, "改");
	other = office_second(s->office);
	assert_int_equal(store_begin(other, ACTION_EDIT, NULL, NULL), 0);
	assert_int_equal(store_retire(other, &org_reg, stage_org(s, "002"), "合并", NULL), 0);
	assert_int_equal(store_commit(other, NULL, NULL), 0);
	store_close(other);
	stage_keys(s, "<Ctrl-S>");
	stage_errs(s, "刚被停用");
	assert_string_equal(stage_top(s), "form");
	form_has(s, "书记", "[示例卓玛改");
}

/* The answer leads where the guard was asked to go. */
static void test_conflict__leaving_the_program_goes_on_after_it(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	stage_keys(s, "改");
	stage_other_edits(s, "002", "secretary", "示例扎西");
	stage_keys(s, "<Ctrl-Q><Ctrl-S>");
	assert_string_equal(stage_top(s), "conflict");
	stage_keys(s, "<Ctrl-S>");
	assert_true(app_done(s->app));
	stage_stored(s, "002", "secretary", "示例卓玛改");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_conflict__##name, forms_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(each_field_is_chosen_for_itself),
		TEST(esc_goes_back_and_nothing_is_lost),
		TEST(a_third_save_in_between_is_asked_about_again),
		TEST(the_same_value_is_no_conflict),
		TEST(personal_data_stays_masked),
		TEST(a_record_that_was_retired_is_told),
		TEST(leaving_the_program_goes_on_after_it),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
