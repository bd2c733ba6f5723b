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
#include "ui/screens.h"
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
		"  Enter 固定  Esc 还原  Tab 提示  F4 填表  例: nsg  上级组织=空  届满日期<2027",
		" 筛选> nsg                                                                1 / 7",
		"1帮助   2命令   3查找   4填表   5树形   6排序   7新增   8停用   9菜单   10还原");
	/* The cursor stands behind what was typed. */
	assert_int_equal(s->picture.cursor_y, 22);
	assert_int_equal(s->picture.cursor_x, 10);
	stage_keys(s, "<Enter>");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]               第 1 行 100%  筛选后 1 / 全部 7",
		" 筛选: nsg                                               Esc 逐个去掉  w 存视图",
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
		"  Enter 打开   z 全部   i 详情   Space 选中   = 合计   h 历史   u 撤销   g 转到",
		"1帮助   2命令   3查找   4筛选   5树形   6排序   7新增   8停用   9菜单   10返回");
}

/* What keeps the conditions is named by the key that it has. */
static void test_list_filter__the_hint_has_the_key_that_is_bound(void **state)
{
	static const char *const own[ACTION_KEYS] = { "F12" };
	struct stage *s = *state;
	struct err e = ERR_INIT;

	assert_int_equal(keys_bind("list", "save-view", own, &e), 0);
	stage_keys(s, "<F4>nsg<Enter>");
	stage_shows(s, "Esc 逐个去掉  F12 存视图");
	actions_unbind();
}

static void test_list_filter__filtering_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<F4>支部 书记=");
	stage_is(s,
		" 党组织 [在册的基层党组织]        0 / 7",
		"   全称                         类别   >",
		"      +------------+",
		"   没 |>空  没有填 | ；",
		"   改 | 非空  填了 |还原",
		"      | 未填       |",
		"      | 无         |",
		"      +------------+",
		"! 第 4 个字起的「书记=」：后面还没有写",
		"  值；要找没有填写的，请写 书记=空。",
		" 筛选> 支部 书记=                 0 / 7",
		"1帮助   2命令   3查找   4填表   10还原");
}

static void test_list_filter__empty_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<F4>qqq");
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
		"  Enter 固定  Esc 还原  Tab 提示",
		" 筛选> qqq                        0 / 7",
		"1帮助   2命令   3查找   4填表   10还原");
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
		"1帮助   2命令   3查找   4填表   5树形   6排序   7新增   8       9菜单   10还原");
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
	stage_keys(s, "<F4>书记<lt>1<F7>");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_shows(s, "筛选: 支部");
	stage_shows(s, "筛选> 书记<1");
}

static void test_list_filter__an_empty_result_keeps_the_line_editable(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>南沙x");
	stage_shows(s, "0 / 全部 7");
	stage_shows(s, "没有符合条件的记录");
	/* Enter does not keep what finds nothing. */
	stage_keys(s, "<Enter>");
	stage_says(s, "改条件，或按 Esc 还原");
	stage_keys(s, "<Backspace>");
	stage_shows(s, "1 / 全部 7");
	/* A record that is missing can be made at once, though; the condition stays for coming back. */
	stage_keys(s, "x<F7>");
	assert_string_equal(app_top(s->app)->type->name, "form");
	stage_keys(s, "<Esc>");
	stage_shows(s, "筛选: 南沙x");
	stage_shows(s, "按 Esc 去掉最后一个条件");
	stage_keys(s, "<Enter>");
	stage_says(s, "没有记录可打开");
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

/* --- chips --- */

static void test_list_filter__kept_conditions_stand_above_the_list(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>领域=农村<Enter><F4>支部<Enter><F4>sg");
	stage_shows(s, "筛选: 领域=农村 + 支部");
	stage_shows(s, "筛选> sg");
	stage_shows(s, "筛选后 2 / 全部 7");
	stage_keys(s, "<Enter>");
	stage_shows(s, "筛选: 领域=农村 + 支部 + sg");
	/* Each Esc takes the last one away; then the selection, then the screen. */
	stage_keys(s, "<Space><Esc>");
	stage_shows(s, "筛选: 领域=农村 + 支部  ");
	stage_keys(s, "<Esc>");
	stage_shows(s, "筛选: 领域=农村  ");
	stage_shows(s, "筛选后 5 / 全部 7");
	stage_keys(s, "<Esc>");
	stage_hides(s, "筛选:");
	stage_shows(s, "选中 1");
	stage_keys(s, "<Esc>");
	stage_hides(s, "选中 1");
	assert_false(app_done(s->app));
	stage_keys(s, "<Esc>");
	assert_true(app_done(s->app));
}

static void test_list_filter__each_chip_is_a_whole(void **state)
{
	struct stage *s = *state;

	/* "or" binds within a chip only. */
	stage_keys(s, "<F4>南沙 或 东河<Enter><F4>书记=空<Enter>");
	stage_shows(s, "筛选: 南沙 或 东河 + 书记=空");
	stage_shows(s, "筛选后 1 / 全部 7");
	stage_keys(s, "<Esc>");
	stage_shows(s, "筛选后 2 / 全部 7");
}

static void test_list_filter__backspace_in_an_empty_line_changes_the_last_chip(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>领域=农村<Enter><F4>南沙<Enter><F4><Backspace>");
	stage_shows(s, "筛选> 南沙");
	stage_shows(s, "筛选: 领域=农村");
	stage_shows(s, "筛选后 1 / 全部 7");
	stage_keys(s, "<Backspace><Backspace>东河<Enter>");
	stage_shows(s, "筛选: 领域=农村 + 东河");
	/* Esc brings all of them back. */
	stage_keys(s, "<F4><Backspace><Ctrl-U><Backspace><Esc>");
	stage_shows(s, "筛选: 领域=农村 + 东河");
	stage_shows(s, "筛选后 1 / 全部 7");
}

static void test_list_filter__an_empty_line_keeps_nothing(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4><Enter><F4>  <Enter><F4>支部<Enter><F4>支部<Enter>");
	stage_shows(s, "筛选: 支部  ");
	stage_keys(s, "<Esc>");
	stage_hides(s, "筛选:");
}

static void test_list_filter__a_list_with_a_condition_shows_its_name(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &org_reg, "书记=空", "没有书记的党组织"));
	stage_keys(s, "<F4>河<Enter>");
	stage_shows(s, "筛选: 没有书记的党组织 + 河");
	stage_keys(s, "<Esc>");
	stage_shows(s, "筛选: 没有书记的党组织  ");
	stage_shows(s, "筛选后 1 / 全部 7");
	stage_keys(s, "<F4><Backspace>");
	stage_shows(s, "筛选> 书记=空");
}

static void test_list_filter__many_chips_show_the_last_ones(void **state)
{
	struct stage *s = *state;

	stage_size(s, 80, 24);
	for (int i = 0; i < CHIPS_MAX; i++) {
		struct buf b = BUF_INIT;

		buf_addf(&b, "<F4>编码!=没有%d<Enter>", i);
		stage_keys(s, buf_str(&b));
		buf_release(&b);
	}
	stage_shows(s, "筛选: .. + 编码!=没有17 + 编码!=没有18 + 编码!=没有19");
	stage_keys(s, "<F4>支部<Enter>");
	stage_says(s, "条件已经有 20 个");
	stage_shows(s, "筛选> 支部");
	/* Alternatives multiply. */
	stage_keys(s, "<Esc>");
	for (int i = 0; i < CHIPS_MAX; i++)
		stage_keys(s, "<Esc>");
	for (int i = 0; i < 7; i++) {
		struct buf b = BUF_INIT;

		buf_addf(&b, "<F4>编码!=没有%d | 支部<Enter>", i);
		stage_keys(s, buf_str(&b));
		buf_release(&b);
	}
	stage_errs(s, "条件合起来太多");
}

static void test_list_filter__chips_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<F4>领域=农村<Enter><F4>sg<Enter>");
	stage_is(s,
		" 党组织 筛:领域=农村 + sg         2 / 7",
		"   全称                         类别   >",
		">  中共示例镇南沙沟村支部委员会 党支部",
		"   中共示例镇北沙沟村支部委员会 党支部",
		"",
		"",
		"",
		"",
		"",
		"",
		"  Enter 打开   z 全部   i 详情   = 合计",
		"1帮助   2命令   3查找   4筛选   10返回");
}

/* --- matches --- */

static void test_list_filter__all_words_are_marked(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>示例镇 zbwyh 书记~卓玛<Enter>");
	assert_int_equal(stage_look_of(s, "示例镇南沙沟"), LOOK_CURRENT_MATCH);
	assert_int_equal(stage_look_of(s, "南沙沟村"), LOOK_CURRENT);
	assert_int_equal(stage_look_of(s, "支部委员会  "), LOOK_CURRENT_MATCH);
}

static void test_list_filter__the_best_matches_come_first(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>bsg");
	stage_keys(s, "<Esc><F4>示例");
	stage_shows(s, "按匹配程度");
	stage_hides(s, "编码^");
	/* Somebody who chooses an order gets it, and keeps it. */
	stage_keys(s, "<F6>");
	stage_hides(s, "按匹配程度");
	stage_shows(s, "全称^");
	stage_keys(s, "<Esc><F4>示例镇<Enter>");
	stage_hides(s, "按匹配程度");
}

static void test_list_filter__pastes(void **state)
{
	struct stage *s = *state;
	struct buf b = BUF_INIT;

	stage_keys(s, "<F4><Paste:领域=农村\r\n沙沟\n>");
	stage_shows(s, "筛选> 领域=农村 沙沟");
	stage_shows(s, "筛选后 2 / 全部 7");
	buf_adds(&b, "<Paste:");
	for (int i = 0; i < 10000; i++)
		buf_adds(&b, "沙");
	buf_adds(&b, ">");
	stage_keys(s, buf_str(&b));
	stage_errs(s, "没有粘贴：内容有 10000 个字，这里最多 1000 个");
	stage_shows(s, "筛选> 领域=农村 沙沟  ");
	stage_shows(s, "筛选后 2 / 全部 7");
	buf_release(&b);
}

/* As Esc does: one step back, also from a line that cannot be read. */
static void test_list_filter__f10_leaves_the_line(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>级别<lt>南<F10>");
	assert_false(app_top(s->app)->input);
	stage_hides(s, "筛选> ");
	stage_shows(s, "共 7");
	stage_keys(s, "<F4>支部<F10>");
	stage_shows(s, "共 7");
	stage_keys(s, "<F10>");
	assert_true(app_done(s->app));
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_list_filter__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(filtering_at_80x24),
		TEST(the_hint_has_the_key_that_is_bound),
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
		TEST(kept_conditions_stand_above_the_list),
		TEST(each_chip_is_a_whole),
		TEST(backspace_in_an_empty_line_changes_the_last_chip),
		TEST(an_empty_line_keeps_nothing),
		TEST(a_list_with_a_condition_shows_its_name),
		TEST(many_chips_show_the_last_ones),
		TEST(chips_at_40x12),
		TEST(all_words_are_marked),
		TEST(the_best_matches_come_first),
		TEST(pastes),
		TEST(f10_leaves_the_line),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
