/*
 * The filter line of a list: what can be typed, what it says, what it leaves.
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

/* --- pictures --- */

static void test_list_filter__filtering_at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>nsg");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]               第 1 行 100%  筛选后 1 / 全部 7",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		">  002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
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
		"",
		"",
		"",
		"",
		"",
		"",
		"  Enter 固定  Esc 还原  例: nsg  书记=空  届满<2027  -东河  东河 或 西岭",
		" 筛选> nsg                                                                1 / 7",
		"1帮助   2       3       4筛选   5       6排序   7新增   8停用   9       10返回");
	/* The cursor stands behind what was typed. */
	assert_int_equal(s->picture.cursor_y, 22);
	assert_int_equal(s->picture.cursor_x, 10);
	stage_keys(s, "<Enter>");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]               第 1 行 100%  筛选后 1 / 全部 7",
		" 筛选: nsg                                                             Esc 清除",
		"   编码^           全称                           类别       上级组织          >",
		">  002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
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
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  Enter 打开   z 全部   Space 选中   h 历史   u 撤销",
		"1帮助   2       3       4筛选   5       6排序   7新增   8停用   9       10返回");
}

static void test_list_filter__filtering_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<F4>支部 书记=");
	stage_is(s,
		" 党组织 [在册的基层党组织]        0 / 7",
		"   全称                         类别   >",
		"",
		"   没有符合条件的记录；",
		"   改条件，或按 Esc 还原",
		"",
		"",
		"",
		"! 第 4 个字起的「书记=」：后面还没有写",
		"  值；要找没有填写的，请写 书记=空。",
		" 筛选> 支部 书记=                 0 / 7",
		"1帮助   4筛选   6排序   7新增   10返回");
}

static void test_list_filter__empty_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<F4>xyz");
	stage_is(s,
		" 党组织 [在册的基层党组织]        0 / 7",
		"   全称                         类别   >",
		"",
		"   没有符合条件的记录；",
		"   改条件，或按 Esc 还原",
		"",
		"",
		"",
		"",
		"  Enter 固定  Esc 还原  例: nsg  书记=空",
		" 筛选> xyz                        0 / 7",
		"1帮助   4筛选   6排序   7新增   10返回");
	stage_keys(s, "<Enter>");
	stage_shows(s, "按 F4 改条件");
}

/* --- filtering --- */

static void test_list_filter__finds_by_characters_initials_and_full_pinyin(void **state)
{
	struct stage *s = *state;
	static const char *const typed[] = { "南沙", "nsg", "nanshagou", "ＮＳＧ", "002" };

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		stage_keys(s, "<F4>");
		stage_keys(s, typed[i]);
		stage_shows(s, "南沙沟村");
		stage_shows(s, "1 / 全部 7");
		stage_keys(s, "<Enter><Esc>");
		stage_shows(s, "共 7");
	}
}

static void test_list_filter__takes_conditions(void **state)
{
	struct stage *s = *state;
	static const struct { const char *typed, *count; } cases[] = {
		{ "书记=空", "1 / 7" }, { "正式党员>30", "3 / 7" }, { "领域=农村 -南沙", "4 / 7" }, { "东河 或 西岭", "2 / 7" },
		{ "类别=党委", "1 / 7" }, { "domain=1", "5 / 7" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		stage_keys(s, "<F4>");
		stage_keys(s, cases[i].typed);
		stage_shows(s, cases[i].count);
		stage_keys(s, "<Esc>");
	}
}

static void test_list_filter__a_condition_that_cannot_be_read_is_explained_and_the_last_result_stays(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>正式党员>30");
	stage_shows(s, "3 / 全部 7");
	/* Still being typed: what was found stays, the sentence says what is wrong. */
	stage_keys(s, "<Paste: 书记=>");
	stage_shows(s, "3 / 全部 7");
	stage_shows(s, "南街社区");
	stage_errs(s, "书记=空");
	/* Enter does not throw it away. */
	stage_keys(s, "<Enter>");
	stage_errs(s, "书记=空");
	stage_shows(s, "筛选> 正式党员>30 书记=");
	stage_keys(s, "示例梅朵<Enter>");
	stage_hides(s, "筛选>");
	stage_shows(s, "筛选: 正式党员>30 书记=示例梅朵");
	stage_shows(s, "1 / 全部 7");
}

/* A sentence longer than the line takes two, and the line with the filter stays. */
static void test_list_filter__a_date_that_does_not_exist_is_named_with_its_remedy(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>成立<lt>2023-02-29");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             筛选后 0 / 全部 7",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		"",
		"   没有符合条件的记录；",
		"   改条件，或按 Esc 还原",
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
		"",
		"",
		"",
		"! 第 1 个字起的「成立<2023-02-29」：日期「2023-02-29」不存在：2023 年 2 月没有",
		"  29 日，最后一天是 2023-02-28。",
		" 筛选> 成立<2023-02-29                                                    0 / 7",
		"1帮助   2       3       4筛选   5       6排序   7新增   8停用   9       10返回");
}

static void test_list_filter__an_unknown_field_names_the_nearest(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>书计=空");
	stage_errs(s, "书记");
	stage_keys(s, "<Esc>");
	stage_shows(s, "共 7");
}

static void test_list_filter__esc_in_the_filter_line_brings_back_what_was(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>支部<Enter>");
	stage_shows(s, "6 / 全部 7");
	stage_keys(s, "<F4> 东河");
	stage_shows(s, "1 / 全部 7");
	stage_keys(s, "<Esc>");
	stage_shows(s, "6 / 全部 7");
	stage_shows(s, "筛选: 支部");
	/* The next Esc takes the condition away, one more leaves. */
	stage_keys(s, "<Esc>");
	stage_shows(s, "共 7");
	assert_false(app_done(s->app));
	stage_keys(s, "<Esc>");
	assert_true(app_done(s->app));
}

static void test_list_filter__typing_in_the_filter_is_always_text(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>q?zuhUR I<lt>");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_shows(s, "筛选> q?zuhUR I<");
}

static void test_list_filter__arrows_move_while_filtering(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>支部<Down><Down>");
	stage_current_is(s, "东河");
	stage_keys(s, "<Up>");
	stage_current_is(s, "北沙沟");
	stage_shows(s, "筛选> 支部");
	stage_keys(s, "<PgDn>");
	stage_current_is(s, "县直属机关");
}

static void test_list_filter__function_keys_work_from_the_filter_line(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>支部<F6>");
	stage_says(s, "全称");
	stage_shows(s, "筛选: 支部");
	/* Where the condition cannot be read they wait until it can. */
	stage_keys(s, "<F4> 书记<lt>1<F7>");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_shows(s, "筛选> 支部 书记<1");
}

static void test_list_filter__an_empty_result_keeps_the_line_editable(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>南沙x");
	stage_shows(s, "0 / 全部 7");
	stage_shows(s, "没有符合条件的记录");
	stage_keys(s, "<Enter>");
	stage_keys(s, "<Enter>");
	stage_says(s, "没有记录可打开");
	stage_keys(s, "<F4><Backspace>");
	stage_shows(s, "1 / 全部 7");
}

static void test_list_filter__a_message_never_hides_the_filter_line(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>支部<Paste:\x1b>");
	stage_errs(s, "没有");
	assert_int_equal(stage_row(s, 21)[0], '!');
	assert_non_null(strstr(stage_row(s, 22), "筛选> 支部"));
	stage_keys(s, "<F12>");
	assert_non_null(strstr(stage_row(s, 21), "F12"));
	assert_non_null(strstr(stage_row(s, 22), "筛选> 支部"));
}

static void test_list_filter__the_place_of_a_match_is_marked(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>sg<Enter>");
	stage_current_is(s, "南沙沟");
	stage_keys(s, "<Down>");
	assert_int_equal(stage_look_of(s, "沙沟村支部委员会   党支部"), LOOK_MATCH);
	assert_int_equal(stage_look_of(s, "村支部委员会   党支部"), LOOK_TEXT);
}

static void test_list_filter__a_long_filter_scrolls_in_its_line(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<F4>南沙沟村党支部或北沙沟村党支部或东河村党支部");
	assert_non_null(strstr(stage_row(s, 10), "河村党支部"));
	assert_non_null(strstr(stage_row(s, 10), "0 / 7"));
	stage_keys(s, "<Home>");
	assert_non_null(strstr(stage_row(s, 10), "筛选> 南沙沟"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_list_filter__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(filtering_at_80x24),
		TEST(filtering_at_40x12),
		TEST(empty_at_40x12),
		TEST(finds_by_characters_initials_and_full_pinyin),
		TEST(takes_conditions),
		TEST(a_condition_that_cannot_be_read_is_explained_and_the_last_result_stays),
		TEST(a_date_that_does_not_exist_is_named_with_its_remedy),
		TEST(an_unknown_field_names_the_nearest),
		TEST(esc_in_the_filter_line_brings_back_what_was),
		TEST(typing_in_the_filter_is_always_text),
		TEST(arrows_move_while_filtering),
		TEST(function_keys_work_from_the_filter_line),
		TEST(an_empty_result_keeps_the_line_editable),
		TEST(a_message_never_hides_the_filter_line),
		TEST(the_place_of_a_match_is_marked),
		TEST(a_long_filter_scrolls_in_its_line),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
