/*
 * Saving a form, guards, undoing, other people, personal data, and who may write.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "db/journal.h"
#include "tests/support/forms.h"
#include "src/banned.h"

/* --- saving --- */

static void test_form_save__saves_and_goes_back_to_the_list(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Enter>");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增<Ctrl-S>");
	assert_string_equal(stage_top(s), "list");
	stage_says(s, "已保存；u 撤销");
	stage_shows(s, ">  002");
	stage_stored(s, "002", "secretary", "示例旦增");
	stage_keys(s, "u<Ctrl-S>");
	stage_stored(s, "002", "secretary", "示例卓玛");
}

static void test_form_save__without_changes_nothing_is_saved(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Enter><Ctrl-S>");
	assert_string_equal(stage_top(s), "list");
	stage_says(s, "没有改动");
	assert_int_equal(office_number(s->office, "SELECT max(version) FROM org"), 1);
}

static void test_form_save__a_new_record_is_found_in_the_list(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F7>0035<Tab>中共示例镇新河村支部委员会");
	form_go_to(s, "类别");
	stage_keys(s, "631");
	form_go_to(s, "正式党员");
	stage_keys(s, "9<Ctrl-S>新设<Enter>");
	assert_string_equal(stage_top(s), "list");
	stage_shows(s, "共 8");
	stage_shows(s, ">  0035");
}

static void test_form_save__an_error_keeps_from_saving_and_is_shown_where_it_is(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "成立日期");
	stage_keys(s, "2023-02-29");
	form_go_to(s, "书记");
	stage_keys(s, "<Ctrl-S>");
	assert_string_equal(stage_top(s), "form");
	stage_errs(s, "2023");
	assert_true(form_is_on(s, "成立日期"));
	stage_stored(s, "002", "founded", "");
}

static void test_form_save__what_is_required_is_asked_for_at_the_end(void **state)
{
	struct stage *s = *state;

	form_open(s, NULL);
	/* Gaps that nobody has seen yet are no errors. */
	stage_hides(s, "!");
	stage_keys(s, "<Tab>");
	assert_int_equal(form_mark(s, "编码"), '!');
	assert_int_equal(form_mark(s, "全称"), ' ');
	stage_keys(s, "中共示例镇新河村支部委员会<Ctrl-S>");
	stage_errs(s, "编码必须填写");
	assert_true(form_is_on(s, "编码"));
	assert_int_equal(form_mark(s, "类别"), '!');
	stage_shows(s, "!2处错误");
}

/* How often a text stands on the screen. */
static int times(struct stage *s, const char *text)
{
	int n = 0;

	for (const char *at = stage_lines(s); (at = strstr(at, text)); at++)
		n++;
	return n;
}

/* One cannot be read, one before it is empty: the first in the order of the form it is. */
static void test_form_save__the_first_error_of_the_form_is_gone_to(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "成立日期");
	stage_keys(s, "2023-02-29");
	form_go_to(s, "全称");
	form_clear(s);
	form_go_to(s, "书记");
	stage_keys(s, "<Ctrl-S>");
	assert_true(form_is_on(s, "全称"));
	stage_errs(s, "全称必须填写");
	assert_int_equal(times(s, "全称必须填写"), 1);
	stage_keys(s, "示例<Ctrl-S>");
	assert_true(form_is_on(s, "成立日期"));
	assert_int_equal(times(s, "2023-02-29"), 2);	/* in the field and in the sentence */
}

static void test_form_save__a_code_that_is_taken_is_refused(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_clear(s);
	stage_keys(s, "003<Ctrl-S>");
	stage_errs(s, "003");
	assert_string_equal(stage_top(s), "form");
	assert_true(form_is_on(s, "编码"));
}

/* --- leaving --- */

static void test_form_save__the_question_before_changes_are_lost(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "全称");
	stage_keys(s, "（示例）");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增<Esc>");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)                  *2处未保存",
		" 1基本*  2单位 <3班子*> 4党员  5届期  6其他 -------------------- Alt-数字换段 --",
		"   简称         [南沙沟村党支部                                               ]",
		"   类别(必填)   [党支部                        ]",
		"   上级组织     [中共示例镇委员会 001                                         ]",
		"   领域         [农村                          ]",
		"   行政区划     [                                                             ]",
		"   成立日期     [              ]",
		"    +- 还没有保存 ---------------------------------------------------------+  ]",
		"    | 有 2 处修改还没有保存：                                              |",
		"    |   全称  中共示例镇南沙沟村支部委员会 -> 中共示例镇南沙沟村支部委员会 |",
		" 单 | （示例）                                                             |",
		"    |   书记  示例卓玛 -> 示例旦增                                         |",
		"    |                                                                      |  ]",
		"    | [ Ctrl-S 保存 ]  [ F8 放弃修改 ]  [ Esc 接着改 ]                     |  ]",
		"    +----------------------------------------------------------------------+",
		" 班子",
		">* 书记         [示例旦增                                                     ]",
		"   书记电话     [139****0002             ]",
		"   书记任职     [              ]",
		"  现任书记的姓名；空缺的填无。",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	stage_size(s, 40, 12);
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟~  *2处未保存",
		" 1+- 还没有保存 ---------------------+--",
		"  | 有 2 处修改还没有保存：          |",
		"  |   全称  中共示例镇南沙沟村支部委 |]",
		"  | 员会 -> 中共示例镇南沙沟村支部委 |]",
		"  | 员会（示例）                     |]",
		"  |   书记  示例卓玛 -> 示例旦增     |]",
		"  |                                  |",
		">*| [ Ctrl-S 保存 ]  [ F8 放弃修改 ] |]",
		"  | [ Esc 接着改 ]                   |",
		"  +----------------------------------+",
		"10返回");
}

static void test_form_save__an_untouched_form_is_left_without_a_question(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Enter><Tab><Tab><Esc>");
	assert_string_equal(stage_top(s), "list");
	stage_keys(s, "<F7><Tab><Tab><Esc>");
	assert_string_equal(stage_top(s), "list");
}

static void test_form_save__unsaved_changes_are_listed(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	form_clear(s);
	form_go_to(s, "书记电话");
	stage_keys(s, "13900000099");
	form_go_to(s, "成立日期");
	stage_keys(s, "昨");
	stage_keys(s, "<Esc>");
	stage_shows(s, "有 3 处修改还没有保存");
	stage_shows(s, "书记      示例卓玛 -> （空）");
	/* What was stored stays masked, what was typed just now can be checked. */
	stage_shows(s, "书记电话  139****0002 -> 13900000099");
	stage_shows(s, "成立日期  （空） -> 昨");
	/* Esc goes back to the form as it was. */
	stage_keys(s, "<Esc>");
	assert_string_equal(stage_top(s), "form");
	stage_shows(s, "*3处未保存");
}

static void test_form_save__the_answers_save_or_give_up(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Enter>");
	form_go_to(s, "书记");
	stage_keys(s, "改<Esc><F8>");
	assert_string_equal(stage_top(s), "list");
	stage_stored(s, "002", "secretary", "示例卓玛");
	stage_keys(s, "<Enter>");
	form_go_to(s, "书记");
	stage_keys(s, "改<Esc><Ctrl-S>");
	assert_string_equal(stage_top(s), "list");
	stage_stored(s, "002", "secretary", "示例卓玛改");
}

static void test_form_save__saving_from_the_question_may_fail(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "成立日期");
	stage_keys(s, "昨<Ctrl-Q>");
	assert_string_equal(stage_top(s), "question");
	stage_keys(s, "<Ctrl-S>");
	assert_string_equal(stage_top(s), "form");
	stage_errs(s, "昨");
	/* The program is not left behind the person's back later on. */
	form_clear(s);
	stage_keys(s, "<Esc>");
	assert_string_equal(stage_top(s), "list");
	assert_false(app_done(s->app));
}

static void test_form_save__leaving_the_program_asks_every_form(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	stage_keys(s, "改");
	form_go_to(s, "上级组织");
	stage_keys(s, "<F3><F7>001<Ctrl-Q>");
	stage_shows(s, "编码  （空） -> 001");
	stage_keys(s, "<F8>");
	stage_shows(s, "书记  示例卓玛 -> 示例卓玛改");
	stage_keys(s, "<Ctrl-S>");
	assert_true(app_done(s->app));
	stage_stored(s, "002", "secretary", "示例卓玛改");
}

/* --- undoing --- */

static void test_form_save__undo_takes_back_typing_then_fields(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "联系人");
	stage_keys(s, "示例<Tab>");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "旦增<Ctrl-Z>");
	form_has(s, "书记", "[ ");
	stage_keys(s, "<Ctrl-Z>");
	form_has(s, "书记", "[示例卓玛");
	stage_keys(s, "<Ctrl-Y><Ctrl-Y>");
	form_has(s, "书记", "[旦增");
	stage_keys(s, "<Tab><Ctrl-Z>");
	stage_says(s, "「书记」已还原");
	form_has(s, "书记", "[示例卓玛");
	stage_keys(s, "<Ctrl-Z>");
	stage_says(s, "「联系人」已还原");
	assert_true(form_is_on(s, "联系人"));
	stage_hides(s, "未保存");
	stage_keys(s, "<Ctrl-Z>");
	stage_says(s, "没有可撤销的");
}

static void test_form_save__undo_takes_back_an_unreadable_text(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "成立日期");
	stage_keys(s, "昨<Tab><Ctrl-Z>");
	form_has(s, "成立日期", "[ ");
	stage_hides(s, "处错误");
}

/* --- somebody else --- */

static void test_form_save__different_fields_are_merged(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	stage_keys(s, "改");
	stage_other_edits(s, "002", "full_members", "24");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "合并了别人刚改的 1 项");
	stage_stored(s, "002", "secretary", "示例卓玛改");
	stage_stored(s, "002", "full_members", "24");
}

/* --- personal data --- */

static int count_reveals(void *ctx, const struct action *a)
{
	*(int *)ctx += a->kind == ACTION_REVEAL;
	return 0;
}

static int reveals(struct stage *s)
{
	struct journal_filter f = { .limit = 0 };
	int n = 0;

	assert_int_equal(journal_actions(s->office->s, &f, count_reveals, &n, NULL), 0);
	return n;
}

static void test_form_save__personal_data_is_masked_until_revealed_and_that_is_journaled(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	form_has(s, "书记电话", "[139****0002");
	form_go_to(s, "书记电话");
	form_has(s, "书记电话", "[139****0002");
	stage_shows(s, "F5 显示");
	assert_int_equal(reveals(s), 0);
	stage_keys(s, "<F5>");
	form_has(s, "书记电话", "[13900000002");
	assert_int_equal(reveals(s), 1);
	/* One field is one reveal; the other stays masked. */
	stage_keys(s, "<F5>");
	stage_says(s, "没有遮住的内容");
	assert_int_equal(reveals(s), 1);
	/* Shown, it can be edited in its middle. */
	stage_keys(s, "<Backspace>9<Ctrl-S>");
	stage_stored(s, "002", "secretary_phone", "13900000009");
}

static void test_form_save__typing_into_masked_data_replaces_it(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记电话");
	stage_keys(s, "<Left><Home>");
	form_has(s, "书记电话", "[139****0002");
	stage_keys(s, "1");
	form_has(s, "书记电话", "[1 ");
	stage_keys(s, "3900000055<Ctrl-S>");
	stage_stored(s, "002", "secretary_phone", "13900000055");
	assert_int_equal(reveals(s), 0);
}

static void test_form_save__undo_brings_masked_data_back_at_once(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记电话");
	stage_keys(s, "139<Backspace>0<Ctrl-Z>");
	form_has(s, "书记电话", "[139****0002");
	stage_hides(s, "未保存");
	/* Also where the same was typed, or nothing is left of it. */
	stage_keys(s, "13900000002<Ctrl-Z>");
	form_has(s, "书记电话", "[139****0002");
	stage_keys(s, "1<Backspace><Ctrl-Z>");
	form_has(s, "书记电话", "[139****0002");
	stage_hides(s, "未保存");
}

static void test_form_save__masked_data_can_be_cleared(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记电话");
	stage_keys(s, "<Backspace><Tab>");
	assert_int_equal(form_mark(s, "书记电话"), '*');
	stage_keys(s, "<Ctrl-S>");
	stage_stored(s, "002", "secretary_phone", "");
}

static void test_form_save__typing_the_masked_value_itself_is_no_change(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记电话");
	stage_keys(s, "13900000002<Tab>");
	stage_hides(s, "未保存");
	/* And it is masked again. */
	form_has(s, "书记电话", "[139****0002");
}

/* --- who may not write --- */

static void test_form_save__a_viewer_looks_only(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "viewer", "viewer", 0);
	stage_enter(s, "viewer");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<Down><Enter>");
	stage_shows(s, "只读");
	stage_hides(s, "[南沙沟");
	stage_keys(s, "<Tab>改");
	stage_errs(s, "没有修改");
	stage_keys(s, "<Paste:改>");
	stage_errs(s, "没有修改");
	stage_keys(s, "<Backspace><Ctrl-U> ");
	stage_hides(s, "未保存");
	stage_keys(s, "<Esc>");
	assert_string_equal(stage_top(s), "list");
}

static void test_form_save__a_database_for_reading_is_not_written(void **state)
{
	struct stage *s = *state;

	stage_enter_readonly(s);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<Down><Enter>");
	stage_shows(s, "只读");
	form_go_to(s, "书记电话");
	/* To show personal data is to write a line of the journal. */
	stage_keys(s, "<F5>");
	stage_errs(s, "");
	form_has(s, "书记电话", "139****0002");
}

static void test_form_save__a_record_outside_ones_scope_is_for_reading(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "clerk", "clerk", stage_org(s, "001"));
	stage_enter(s, "clerk");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<End><Enter>");
	stage_errs(s, "");
	stage_shows(s, "只读");
	stage_keys(s, "<Esc><Home><Down><Enter>");
	stage_hides(s, "只读");
}

static void test_form_save__a_record_that_is_gone_opens_nothing(void **state)
{
	struct stage *s = *state;
	struct screen *form = form_new(s->app, &org_reg, 12345);

	assert_null(form);
	stage_errs(s, "");
	app_push(s->app, form);
	assert_string_equal(stage_top(s), "list");
}

/* However deep one is: the question that leaving needs still finds room. */
static void test_form_save__can_be_left_below_many_screens(void **state)
{
	struct stage *s = *state;

	for (int i = 0; i < 30; i++)
		app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<F10><Enter><Tab>改");
	assert_string_equal(stage_top(s), "form");
	stage_keys(s, "<F10>");
	assert_string_equal(stage_top(s), "question");
	stage_keys(s, "<F8>");
	assert_string_equal(stage_top(s), "list");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_form_save__##name, forms_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(saves_and_goes_back_to_the_list),
		TEST(without_changes_nothing_is_saved),
		TEST(a_new_record_is_found_in_the_list),
		TEST(an_error_keeps_from_saving_and_is_shown_where_it_is),
		TEST(what_is_required_is_asked_for_at_the_end),
		TEST(the_first_error_of_the_form_is_gone_to),
		TEST(a_code_that_is_taken_is_refused),
		TEST(can_be_left_below_many_screens),
		TEST(the_question_before_changes_are_lost),
		TEST(an_untouched_form_is_left_without_a_question),
		TEST(unsaved_changes_are_listed),
		TEST(the_answers_save_or_give_up),
		TEST(saving_from_the_question_may_fail),
		TEST(leaving_the_program_asks_every_form),
		TEST(undo_takes_back_typing_then_fields),
		TEST(undo_takes_back_an_unreadable_text),
		TEST(different_fields_are_merged),
		TEST(personal_data_is_masked_until_revealed_and_that_is_journaled),
		TEST(typing_into_masked_data_replaces_it),
		TEST(undo_brings_masked_data_back_at_once),
		TEST(masked_data_can_be_cleared),
		TEST(typing_the_masked_value_itself_is_no_change),
		TEST(a_viewer_looks_only),
		TEST(a_database_for_reading_is_not_written),
		TEST(a_record_outside_ones_scope_is_for_reading),
		TEST(a_record_that_is_gone_opens_nothing),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
