/*
 * What a form adds to typing: previews, reasons for warnings, kinds of emptiness, facts, and
 * how it answers to bad input.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "tests/support/forms.h"
#include "src/banned.h"

/* --- what the text becomes --- */

static void test_form_more__a_date_is_shown_in_its_standard_form_while_typing(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "成立日期");
	stage_keys(s, "2003年7月1日");
	form_has(s, "成立日期", "] -> 2003-07-01");
	form_clear(s);
	stage_keys(s, "-30");
	form_has(s, "成立日期", "] -> 2024-04-20");
	stage_size(s, 40, 12);
	stage_shows(s, "\n  -> 2024-04-20");
	stage_size(s, 80, 24);
	/* The standard form, half a date and nonsense need no comment. */
	form_clear(s);
	stage_keys(s, "2003-07-01");
	stage_hides(s, "->");
	stage_keys(s, "x");
	stage_hides(s, "->");
	stage_says(s, "");
}

static void test_form_more__a_sum_is_shown_in_capitals_too(void **state)
{
	struct stage *s = *state;

	app_push(s->app, form_new(s->app, reg_find("site"), 0));
	form_go_to(s, "首付");
	stage_keys(s, "1.5万");
	form_has(s, "首付", "] -> 15000.00  壹万伍仟元整");
	stage_keys(s, "<Tab><Up>");
	form_has(s, "首付", "[15000.00 ");
	form_has(s, "首付", "] 壹万伍仟元整");
	form_clear(s);
	stage_hides(s, "元整");
}

static void test_form_more__one_key_is_today(void **state)
{
	struct stage *s = *state;
	static const char *const signs[] = { ".", "。", "．", "今<Tab><Up>", "今天<Tab><Up>" };

	form_open(s, "002");
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		form_go_to(s, "成立日期");
		form_clear(s);
		stage_keys(s, signs[i]);
		form_has(s, "成立日期", "[2024-05-20");
	}
	/* A point behind a year is a point, and in other fields always. */
	form_clear(s);
	stage_keys(s, "2003.7");
	form_has(s, "成立日期", "[2003.7 ");
	form_go_to(s, "成立文号");
	stage_keys(s, ".");
	form_has(s, "成立文号", "[. ");
}

/* --- kinds of emptiness --- */

static void test_form_more__f8_says_why_there_is_no_value(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "信用代码");
	stage_keys(s, "<F8>");
	form_has(s, "信用代码", "[无 ");
	stage_says(s, "无；F8 换");
	stage_keys(s, "<F8>");
	form_has(s, "信用代码", "[不适用 ");
	stage_keys(s, "<F8>");
	form_has(s, "信用代码", "[  ");
	stage_says(s, "未填");
	stage_hides(s, "未保存");
	/* Only the states that the field knows, and from a value too. */
	form_go_to(s, "书记");
	stage_keys(s, "<F8>");
	form_has(s, "书记", "[无 ");
	stage_keys(s, "<F8>");
	form_has(s, "书记", "[  ");
	stage_keys(s, "<F8><Ctrl-S>");
	stage_stored(s, "002", "secretary", "无");
}

static void test_form_more__emptiness_can_be_typed(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记电话");
	stage_keys(s, "不适用<Tab><Up>");
	form_has(s, "书记电话", "[不适用 ");
	stage_keys(s, "<Ctrl-S>");
	stage_stored(s, "002", "secretary_phone", "不适用");
	/* That there is none is no secret. */
	form_open(s, "002");
	form_go_to(s, "书记电话");
	form_has(s, "书记电话", "[不适用 ");
	stage_keys(s, "<F5>");
	stage_says(s, "没有遮住的内容");
}

static void test_form_more__fields_with_one_emptiness_say_so(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "成立日期");
	stage_keys(s, "<F8>");
	stage_says(s, "Ctrl-U");
	assert_int_equal(form_mark(s, "成立日期"), ' ');
}

/* The domains are nine; a list of codes is never cut, and ends with the kinds of emptiness. */
static void test_form_more__a_code_set_is_listed_whole(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "领域");
	stage_keys(s, "<F3>");
	for (int i = 0; i < 8; i++)
		stage_keys(s, "<Down>");
	stage_shows(s, "|>其他  9");
	stage_size(s, 40, 12);
	stage_shows(s, "9/9");
	stage_size(s, 80, 24);
	stage_keys(s, "<Esc>");
	form_go_to(s, "选举方式");
	stage_keys(s, "<F3><Up>");
	stage_shows(s, "|>不适用");
	stage_keys(s, "<Enter>");
	form_has(s, "选举方式", "[不适用 ");
}

/* --- reasons for warnings --- */

static void test_form_more__a_warning_asks_for_a_reason(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "正式党员");
	form_clear(s);
	stage_keys(s, "2<Alt-1><Ctrl-S>");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)                  *1处未保存",
		" 1基本  2单位  3班子 <4党员*> 5届期  6其他 --------------------- Alt-数字换段 --",
		"   撤销日期     [              ]",
		"   撤销原因     [                              ]",
		" 单位",
		"   单位情况     [                              ]",
		"   单位名称     [                                                             ]",
		"   单位性质     [                                                             ]",
		"    +- 有 1 处提醒：改正或写明原因 ----------------------------------------+",
		" 班 | ? 正式党员 2 人；成立党支部应有正式党员 3 人以上，不足的一般与邻近单 |",
		"    | 位成立联合党支部（依据：《中国共产党支部工作条例（试行）》）。       |  ]",
		"    |                                                                      |",
		"    |                                                                      |",
		"    | [ Enter 确定 ]  [ Esc 取消 ]                                         |",
		"    +----------------------------------------------------------------------+  ]",
		"   联系电话     [                        ]",
		" 党员",
		">* 正式党员     [2           ]",
		"   预备党员     [            ]",
		" 届期",
		"? 正式党员 2 人；成立党支部应有正式党员 3 人以上，不足的一般与邻近单位成立联合党",
		"  支部（依据：《中国共产党支部工作条例（试行）》）。",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	/* No reason, no saving. */
	stage_keys(s, "<Enter>");
	stage_says(s, "请先填写");
	stage_size(s, 40, 12);
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟~  *1处未保存",
		" 1+- 有 1 处提醒：改正或写明原因 ----+--",
		"  | ? 正式党员 2 人；成立党支部应有  |]",
		"  | 正式党员 3 人以上，不足的一般与  |",
		"  | 邻近单位成立联合党支部（依据：《 |",
		"  | 中国共产党支部工作条例（试       |]",
		"  | 行）》）。                       |]",
		"  |                                  |",
		">*|                                  |",
		"? | [ Enter 确定 ]  [ Esc 取消 ]     | ~",
		"  +----------------------------------+",
		"10返回");
	stage_size(s, 80, 24);
	stage_keys(s, "整村搬迁，已报批<Enter>");
	assert_string_equal(stage_top(s), "list");
	stage_stored(s, "002", "full_members", "2");
	app_push(s->app, history_new(s->app, &org_reg, stage_org(s, "002")));
	stage_shows(s, "整村搬迁，已报批");
}

static void test_form_more__esc_goes_back_to_the_field(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "正式党员");
	form_clear(s);
	stage_keys(s, "2<Alt-1><Ctrl-S><Esc>");
	assert_string_equal(stage_top(s), "form");
	assert_true(form_is_on(s, "正式党员"));
	stage_stored(s, "002", "full_members", "23");
	/* What is put right needs no reason. */
	form_clear(s);
	stage_keys(s, "24<Ctrl-S>");
	stage_says(s, "已保存；u 撤销");
}

/* What others left behind is not this person's to explain, until they touch it. */
static void test_form_more__old_warnings_are_not_asked_about(void **state)
{
	struct stage *s = *state;

	stage_other_edits(s, "002", "full_members", "2");
	form_open(s, "002");
	form_go_to(s, "书记");
	stage_keys(s, "甲<Ctrl-S>");
	assert_string_equal(stage_top(s), "list");
	form_open(s, "002");
	form_go_to(s, "正式党员");
	form_clear(s);
	stage_keys(s, "1<Ctrl-S>");
	assert_string_equal(stage_top(s), "prompt");
}

static void test_form_more__the_reason_is_asked_for_on_the_way_to_the_next_record(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Enter>");
	form_go_to(s, "正式党员");
	form_clear(s);
	stage_keys(s, "2<PgDn><Ctrl-S>");
	assert_string_equal(stage_top(s), "prompt");
	stage_keys(s, "已报批<Enter>");
	assert_string_equal(stage_top(s), "form");
	stage_shows(s, "(003)");
	assert_true(form_is_on(s, "正式党员"));
	stage_stored(s, "002", "full_members", "2");
	/* The next record's warnings are others. */
	form_clear(s);
	stage_keys(s, "1<Ctrl-S>");
	assert_string_equal(stage_top(s), "prompt");
}

/* --- what follows from the record --- */

static void test_form_more__facts_stand_below_the_first_section(void **state)
{
	struct stage *s = *state;

	form_open(s, "001");
	stage_shows(s, "下级");
	form_open(s, "002");
	form_go_to(s, "成立日期");
	stage_keys(s, "2003-7-1<Tab>");
	stage_shows(s, "20 年");
	form_go_to(s, "届满日期");
	stage_keys(s, "2024-6-20<Tab><Alt-1>");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)                  *2处未保存",
		"<1基本*> 2单位  3班子  4党员  5届期*  6其他 -------------------- Alt-数字换段 --",
		" 基本",
		">  编码(必填)   [002                                                          ]",
		"   全称(必填)   [中共示例镇南沙沟村支部委员会                                 ]",
		"   简称         [南沙沟村党支部                                               ]",
		"   类别(必填)   [党支部                        ]",
		"   上级组织     [中共示例镇委员会 001                                         ]",
		"   领域         [农村                          ]",
		"   行政区划     [                                                             ]",
		" * 成立日期     [2003-07-01    ]",
		"   成立文号     [                                                             ]",
		"   撤销日期     [              ]",
		"   撤销原因     [                              ]",
		"   本届任期      离届满还有 31 天",
		"   成立至今      20 年",
		" 单位",
		"   单位情况     [                              ]",
		"   单位名称     [                                                             ]",
		"   单位性质     [                                                             ]",
		"  党组织编码，只能用字母、数字和短横线，不能与别的组织相同（停用的也算）。",
		"",
		"  Ctrl-S 保存   Ctrl-N 存下条   Ctrl-D 同上条   Ctrl-Z 撤销",
		"1帮助   2命令   3       4       5       6下个错 7       8       9菜单   10返回");
	stage_size(s, 40, 12);
	stage_keys(s, "<Alt-2><Up><Down>");
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟~  *2处未保存",
		" 1* <2单位> 3  4  5*  6 ----------------",
		"   撤销原因     [                     ]",
		"   本届任期      离届满还有 31 天",
		"   成立至今      20 年",
		" 单位",
		">  单位情况     [                     ]",
		"   单位名称     [                     ]",
		"   单位性质     [                     ]",
		"  与上级党组织在同一个单位的，单位名称~",
		"  Ctrl-S 保存   Ctrl-N 存下条",
		"1帮助   2命令   3挑选   6下个错 10返回");
}

/* --- help --- */

static void test_form_more__rare_characters_are_named_by_their_number(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "联系人");
	stage_keys(s, "示㐂𠮷<F1>");
	stage_shows(s, "生僻字：㐂 U+3402、𠮷 U+20BB7");
	stage_keys(s, "<Esc><Backspace><Backspace><F1>");
	stage_hides(s, "生僻字");
}

static void test_form_more__help_says_which_emptiness_there_is(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "信用代码");
	stage_keys(s, "<F1>");
	stage_shows(s, "没有的填「无」，用不上的填「不适用」");
	stage_shows(s, "依据：GB 32100-2015");
	stage_shows(s, "例：N2632822MF0000005J");
}

/* --- personal data --- */

static void test_form_more__a_clerk_is_told_who_may_see_it(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "clerk", "clerk", 0);
	stage_enter(s, "clerk");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	form_open(s, "002");
	form_go_to(s, "书记电话");
	stage_shows(s, "已遮住；要看全请找审核员");
	stage_keys(s, "<F5>");
	stage_hides(s, "13900000002");
	stage_errs(s, "审核");
	form_has(s, "书记电话", "*");
}

/* Of the branches that they look after clerks call the people; it is journaled as ever. */
static void test_form_more__a_clerk_sees_telephones_within_the_own_scope(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "clerk", "clerk", stage_org(s, "002"));
	stage_enter(s, "clerk");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	form_open(s, "002");
	form_go_to(s, "书记电话");
	stage_shows(s, "F5 显示（会记入操作记录）");
	stage_keys(s, "<F5>");
	stage_says(s, "已显示");
	form_has(s, "书记电话", "13900000002");
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action WHERE kind = 'reveal' AND login = 'clerk'"), 1);
	/* Others' stay covered. */
	stage_keys(s, "<Esc>");
	form_open(s, "003");
	form_go_to(s, "书记电话");
	stage_keys(s, "<F5>");
	stage_errs(s, "审核");
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action WHERE kind = 'reveal'"), 1);
}

/* --- bad input --- */

static void add_times(struct buf *out, const char *text, int n)
{
	while (n-- > 0)
		buf_adds(out, text);
}

static void test_form_more__thirty_lines_become_one(void **state)
{
	struct stage *s = *state;
	struct buf paste = BUF_INIT;

	form_open(s, "002");
	form_go_to(s, "单位名称");
	buf_adds(&paste, "<Paste:");
	add_times(&paste, "一队\r\n", 30);
	buf_adds(&paste, ">");
	stage_keys(s, buf_str(&paste));
	form_has(s, "单位名称", "一队 一队 一队");
	assert_string_equal(stage_top(s), "form");
	assert_true(form_is_on(s, "单位名称"));
	buf_release(&paste);
}

static void test_form_more__a_megabyte_is_refused_and_nothing_lost(void **state)
{
	struct stage *s = *state;
	struct buf paste = BUF_INIT;

	form_open(s, "002");
	form_go_to(s, "全称");
	buf_adds(&paste, "<Paste:");
	add_times(&paste, "名称十六字节一", 1024 * 1024 / 21);
	buf_adds(&paste, ">");
	stage_keys(s, buf_str(&paste));
	stage_errs(s, "最多 120 个");
	stage_hides(s, "未保存");
	buf_release(&paste);
	buf_adds(&paste, "<Paste:");
	add_times(&paste, "名", 10000);
	buf_adds(&paste, ">");
	stage_keys(s, buf_str(&paste));
	stage_errs(s, "最多 120 个");
	form_has(s, "全称", "[中共示例镇南沙沟村支部委员会 ");
	buf_release(&paste);
}

static void test_form_more__signs_that_nobody_sees_are_refused(void **state)
{
	struct stage *s = *state;
	static const char *const bad[] = {
		"<Paste:a\033[31mb>", "<Paste:a\033]0;title\007b>", "<Paste:a\u202Eb>", "\u202E", "\u2066",
		"<Paste:\xFF\xFE>", "<Paste:a\x01>",
	};

	form_open(s, "002");
	form_go_to(s, "联系人");
	stage_keys(s, "示例");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		bool error;

		stage_keys(s, bad[i]);
		assert_true(*app_message(s->app, &error));
		assert_true(error);
		form_has(s, "联系人", "[示例 ");
		assert_true(form_is_on(s, "联系人"));
	}
}

static void test_form_more__a_retired_record_cannot_be_referred_to(void **state)
{
	struct stage *s = *state;

	office_branch(s->office, "090", 0);
	assert_int_equal(office_retire(s->office, &org_reg, stage_org(s, "090")), 0);
	form_open(s, "003");
	form_go_to(s, "上级组织");
	form_clear(s);
	stage_keys(s, "090");
	stage_hides(s, "| 中共示例090");
	stage_keys(s, "<Esc><Tab>");
	stage_errs(s, "已停用");
	stage_keys(s, "<Up>");
	form_has(s, "上级组织", "090");
	assert_int_equal(form_mark(s, "上级组织"), '!');
	stage_keys(s, "<Ctrl-S>");
	stage_errs(s, "已停用");
	assert_true(form_is_on(s, "上级组织"));
	/* Going back to what it was is no error. */
	form_clear(s);
	stage_keys(s, "001<Tab>");
	stage_hides(s, "未保存");
}

static void test_form_more__a_superior_below_oneself_is_refused(void **state)
{
	struct stage *s = *state;

	form_open(s, "001");
	form_go_to(s, "上级组织");
	stage_keys(s, "002<Enter>");
	stage_errs(s, "不能选自己或自己的下级");
	stage_keys(s, "<Up>");
	form_has(s, "上级组织", "002");
	form_clear(s);
	stage_keys(s, "001<Enter>");
	stage_errs(s, "不能选自己或自己的下级");
	stage_keys(s, "<Up>");
	form_clear(s);
	stage_keys(s, "<Tab>");
	stage_hides(s, "未保存");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_form_more__##name, forms_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_date_is_shown_in_its_standard_form_while_typing),
		TEST(a_sum_is_shown_in_capitals_too),
		TEST(one_key_is_today),
		TEST(f8_says_why_there_is_no_value),
		TEST(emptiness_can_be_typed),
		TEST(fields_with_one_emptiness_say_so),
		TEST(a_code_set_is_listed_whole),
		TEST(a_warning_asks_for_a_reason),
		TEST(esc_goes_back_to_the_field),
		TEST(old_warnings_are_not_asked_about),
		TEST(the_reason_is_asked_for_on_the_way_to_the_next_record),
		TEST(facts_stand_below_the_first_section),
		TEST(rare_characters_are_named_by_their_number),
		TEST(help_says_which_emptiness_there_is),
		TEST(a_clerk_is_told_who_may_see_it),
		TEST(a_clerk_sees_telephones_within_the_own_scope),
		TEST(thirty_lines_become_one),
		TEST(a_megabyte_is_refused_and_nothing_lost),
		TEST(signs_that_nobody_sees_are_refused),
		TEST(a_retired_record_cannot_be_referred_to),
		TEST(a_superior_below_oneself_is_refused),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
