/*
 * The form of any register: typing, leaving fields, proposals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/forms.h"
#include "src/banned.h"

/* --- pictures --- */

static void test_form__at_80x24(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)",
		"<1基本> 2单位  3班子  4党员  5届期  6其他 ---------------------- Alt-数字换段 --",
		" 基本",
		">  编码(必填)   [002                                                          ]",
		"   全称(必填)   [中共示例镇南沙沟村支部委员会                                 ]",
		"   简称         [南沙沟村党支部                                               ]",
		"   类别(必填)   [党支部                        ]",
		"   上级组织     [中共示例镇委员会 001                                         ]",
		"   领域         [农村                          ]",
		"   行政区划     [                                                             ]",
		"   成立日期     [              ]",
		"   成立文号     [                                                             ]",
		"   撤销日期     [              ]",
		"   撤销原因     [                              ]",
		" 单位",
		"   单位情况     [                              ]",
		"   单位名称     [                                                             ]",
		"   单位性质     [                                                             ]",
		"   信用代码     [                        ]",
		" 班子",
		"  党组织编码，只能用字母、数字和短横线，不能与别的组织相同（停用的也算）。",
		"",
		"  Ctrl-S 保存   Ctrl-N 存下条   Ctrl-D 同上条   Ctrl-Z 撤销",
		"1帮助   2命令   3       4       5       6下个错 7       8       9菜单   10返回");
	assert_int_equal(s->picture.cursor_y, 3);
}

static void test_form__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	form_open(s, "002");
	stage_keys(s, "<Tab>");
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟村支部委员~",
		"<1基本> 2  3  4  5  6 ------------------",
		" 基本",
		"   编码(必填)   [002                  ]",
		">  全称(必填)   [沟村支部委员会       ]",
		"   简称         [南沙沟村党支部       ]",
		"   类别(必填)   [党支部               ]",
		"   上级组织     [中共示例镇委员会 001 ]",
		"   领域         [农村                 ]",
		"  党组织全称，以印章为准。一般以「中国~",
		"  Ctrl-S 保存   Ctrl-N 存下条",
		"1帮助   2命令   6下个错 9菜单   10返回");
	stage_keys(s, "<Alt-6><Tab><Tab>");
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟村支部委员~",
		" 1  2  3  4  5 <6其他>------------------",
		"   选举方式     [                     ]",
		" 其他",
		"   星级         [            ]",
		"   党群服务中心 [否    ]",
		">  备注         [                     ]",
		"                [                     ]",
		"                [                     ]",
		"  其他要说明的事。",
		"  Ctrl-S 保存   Ctrl-N 存下条",
		"1帮助   2命令   6下个错 9菜单   10返回");
}

static void test_form__at_200x60(void **state)
{
	struct stage *s = *state;

	stage_size(s, 200, 60);
	form_open(s, "002");
	for (size_t i = 0; i < org_reg.nfields; i++)
		stage_shows(s, org_reg.fields[i].label);
	stage_shows(s, "届期");
}

static void test_form__a_new_record(void **state)
{
	struct stage *s = *state;

	form_open(s, NULL);
	stage_is(s,
		" 台账 > 党组织 > 新增",
		"<1基本> 2单位  3班子  4党员  5届期  6其他 ---------------------- Alt-数字换段 --",
		" 基本",
		">  编码(必填)   [                                                             ]",
		"   全称(必填)   [                                                             ]",
		"   简称         [                                                             ]",
		"   类别(必填)   [                              ]",
		"   上级组织     [                                                             ]",
		"   领域         [                              ]",
		"   行政区划     [                                                             ]",
		"   成立日期     [              ]",
		"   成立文号     [                                                             ]",
		"   撤销日期     [              ]",
		"   撤销原因     [                              ]",
		" 单位",
		"   单位情况     [                              ]",
		"   单位名称     [                                                             ]",
		"   单位性质     [                                                             ]",
		"   信用代码     [                        ]",
		" 班子",
		"  党组织编码，只能用字母、数字和短横线，不能与别的组织相同（停用的也算）。",
		"",
		"  Ctrl-S 保存   Ctrl-N 存下条   Ctrl-D 同上条   Ctrl-Z 撤销",
		"1帮助   2命令   3       4       5       6下个错 7       8       9菜单   10返回");
}

static void test_form__proposals_at_80x24(void **state)
{
	struct stage *s = *state;

	form_open(s, NULL);
	form_go_to(s, "类别");
	stage_keys(s, "dzb");
	stage_is(s,
		" 台账 > 党组织 > 新增                                       *1处未保存 !2处错误",
		"<1基本!> 2单位  3班子  4党员  5届期  6其他 --------------------- Alt-数字换段 --",
		" 基本",
		" ! 编码(必填)   [                                                             ]",
		" ! 全称(必填)   [                                                             ]",
		"   简称         [                                                             ]",
		">* 类别(必填)   [dzb                           ]",
		"   上级组织   +---------------------+                                         ]",
		"   领域       |>党支部  631         |          ]",
		"   行政区划   | 联合党支部  632     |                                         ]",
		"   成立日期   | 临时党支部  931     |",
		"   成立文号   | 临时联合党支部  932 |                                         ]",
		"   撤销日期   +---------------------+",
		"   撤销原因     [                              ]",
		" 单位",
		"   单位情况     [                              ]",
		"   单位名称     [                                                             ]",
		"   单位性质     [                                                             ]",
		"   信用代码     [                        ]",
		" 班子",
		"  党委、党总支部、党支部、联合党支部及其临时组织算基层党组织；党组、党小组、党工",
		"  委和地方委员会只作为上下级关系登记，不计入总数。",
		"  Ctrl-S 保存   Ctrl-N 存下条   Ctrl-D 同上条   Ctrl-Z 撤销",
		"1帮助   2命令   3挑选   4       5       6下个错 7       8       9菜单   10返回");
}

static void test_form__proposals_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	form_open(s, NULL);
	form_go_to(s, "上级组织");
	stage_keys(s, "支部");
	stage_is(s,
		" 党组织 > 新增      *1处未保存 !3处错误",
		"<1基本!> 2  3 +------------------------+",
		" 基本         |>中共示例镇南沙沟村支部~|",
		" ! 编码(必填) | 中共示例镇北沙沟村支部~|",
		" ! 全称(必填) | 中共示例镇东河村支部委~|",
		"   简称       | 中共示例镇西岭村支部委~|",
		" ! 类别(必填) +- 1/6 ------------------+",
		">* 上级组织     [支部                 ]",
		"   领域         [                     ]",
		"  直接领导它的党组织，填编码或全称。党~",
		"  Ctrl-S 保存   Ctrl-N 存下条",
		"1帮助   2命令   3挑选   4打开   10返回");
}

static void test_form__an_error_on_leaving_a_field(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "成立日期");
	stage_keys(s, "2023-02-29<Tab>");
	stage_errs(s, "2023");
	stage_keys(s, "<Up>");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)         *1处未保存 !1处错误",
		"<1基本!> 2单位  3班子  4党员  5届期  6其他 --------------------- Alt-数字换段 --",
		" 基本",
		"   编码(必填)   [002                                                          ]",
		"   全称(必填)   [中共示例镇南沙沟村支部委员会                                 ]",
		"   简称         [南沙沟村党支部                                               ]",
		"   类别(必填)   [党支部                        ]",
		"   上级组织     [中共示例镇委员会 001                                         ]",
		"   领域         [农村                          ]",
		"   行政区划     [                                                             ]",
		">! 成立日期     [2023-02-29    ]",
		"   成立文号     [                                                             ]",
		"   撤销日期     [              ]",
		"   撤销原因     [                              ]",
		" 单位",
		"   单位情况     [                              ]",
		"   单位名称     [                                                             ]",
		"   单位性质     [                                                             ]",
		"   信用代码     [                        ]",
		" 班子",
		"! 成立日期：日期「2023-02-29」不存在：2023 年 2 月没有 29 日，最后一天是",
		"  2023-02-28。",
		"  Ctrl-S 保存   Ctrl-N 存下条   Ctrl-D 同上条   Ctrl-Z 撤销",
		"1帮助   2命令   3       4       5       6下个错 7       8       9菜单   10返回");
	stage_size(s, 40, 12);
	stage_is(s,
		" 党组织 > 中共示~   *1处未保存 !1处错误",
		"<1基本!> 2  3  4  5  6 -----------------",
		"   全称(必填)   [中共示例镇南沙沟村支~]",
		"   简称         [南沙沟村党支部       ]",
		"   类别(必填)   [党支部               ]",
		"   上级组织     [中共示例镇委员会 001 ]",
		"   领域         [农村                 ]",
		"   行政区划     [                     ]",
		">! 成立日期     [2023-02-29    ]",
		"! 成立日期：日期「2023-02-29」不存在：2~",
		"  Ctrl-S 保存   Ctrl-N 存下条",
		"1帮助   2命令   6下个错 9菜单   10返回");
}

/* --- typing and leaving --- */

static void test_form__errors_come_on_leaving_not_while_typing(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "成立日期");
	stage_keys(s, "2023-13");
	stage_says(s, "");
	assert_int_not_equal(form_mark(s, "成立日期"), '!');
	stage_keys(s, "<Tab>");
	stage_errs(s, "2023-13");
	assert_int_equal(form_mark(s, "成立日期"), '!');
	stage_shows(s, "!1处错误");
	/* What was typed stays, and can be put right. */
	form_has(s, "成立日期", "[2023-13");
	stage_keys(s, "<Up>");
	stage_keys(s, "<Backspace>2<Tab>");
	assert_int_equal(form_mark(s, "成立日期"), '*');
	form_has(s, "成立日期", "[2023-12 ");
	stage_hides(s, "处错误");
}

static void test_form__values_are_shown_back_in_their_standard_form(void **state)
{
	struct stage *s = *state;
	static const struct { const char *label, *typed, *shown; } cases[] = {
		{ "成立日期", "2003年7月1日", "[2003-07-01 " }, { "成立日期", ".", "[2024-05-20 " },
		{ "成立日期", "２００３．７", "[2003-07 " }, { "正式党员", "1,024", "[1024" },
		{ "党群服务中心", "是", "[是" }, { "类别", "632", "[联合党支部" }, { "领域", "国有企业", "[国有企业" },
		{ "上级组织", "007", "[中共示例县直属机关支部委员会 007" }, { "单位性质", "建制村", "[建制村" },
	};

	form_open(s, "002");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		form_go_to(s, cases[i].label);
		form_clear(s);
		stage_keys(s, cases[i].typed);
		stage_keys(s, "<Shift-Tab>");
		form_has(s, cases[i].label, cases[i].shown);
	}
}

static void test_form__a_value_typed_back_is_no_change(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	stage_keys(s, "x");
	stage_shows(s, "*1处未保存");
	assert_int_equal(form_mark(s, "书记"), '*');
	stage_keys(s, "<Backspace>");
	stage_hides(s, "未保存");
	/* The same after the field was left and entered again. */
	stage_keys(s, "y<Tab>");
	stage_shows(s, "*1处未保存");
	stage_keys(s, "<Up><Backspace><Tab>");
	stage_hides(s, "未保存");
	form_go_to(s, "成立日期");
	stage_keys(s, "2003<Tab><Up>");
	form_clear(s);
	stage_keys(s, "<Tab>");
	stage_hides(s, "未保存");
	stage_keys(s, "<Esc>");
	assert_string_equal(stage_top(s), "list");
}

static void test_form__moves_over_all_fields_and_stops_at_the_ends(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "编码");
	stage_keys(s, "<Up><Shift-Tab>");
	assert_true(form_is_on(s, "编码"));
	for (size_t i = 1; i < org_reg.nfields; i++) {
		stage_keys(s, "<Tab>");
		assert_true(form_is_on(s, org_reg.fields[i].label));
	}
	stage_keys(s, "<Tab>");
	stage_says(s, "最后一项");
	assert_true(form_is_on(s, "备注"));
	for (size_t i = org_reg.nfields - 1; i-- > 0;) {
		stage_keys(s, "<Shift-Tab>");
		assert_true(form_is_on(s, org_reg.fields[i].label));
	}
}

static void test_form__notes_have_several_lines(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "备注");
	stage_keys(s, "第一行<Enter>第二行<Ctrl-S>");
	stage_says(s, "已保存");
	stage_stored(s, "002", "note", "第一行\n第二行");
}

static void test_form__a_paste_of_lines_becomes_one(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "联系人");
	stage_keys(s, "<Paste:示例\r\n卓玛\n><Ctrl-S>");
	stage_says(s, "已保存");
	stage_stored(s, "002", "contact", "示例 卓玛");
}

static void test_form__what_may_not_be_in_a_text_is_refused_where_it_is_typed(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "联系人");
	stage_keys(s, "示<Paste:a\xE2\x80\xAE" "b>");
	stage_errs(s, "没有写入");
	form_has(s, "联系人", "[示 ");
	stage_keys(s, "例");
	form_has(s, "联系人", "[示例 ");
}

/* A secretary's name has at most 60 characters: what is too much is refused whole, where it is typed. */
static void test_form__a_full_field_takes_no_more(void **state)
{
	struct stage *s = *state;
	struct buf paste = BUF_INIT;

	form_open(s, "002");
	form_go_to(s, "书记");
	buf_adds(&paste, "<Paste:");
	for (int i = 0; i < 10000; i++)
		buf_adds(&paste, "名");
	buf_adds(&paste, ">");
	stage_keys(s, buf_str(&paste));
	stage_errs(s, "最多 60 个");
	form_has(s, "书记", "[示例卓玛 ");
	for (int i = 0; i < 56; i++)
		stage_keys(s, "名");
	stage_says(s, "");
	stage_keys(s, "名");
	stage_errs(s, "最多写 60 个字");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已保存");
	buf_release(&paste);
}

static void test_form__wide_characters_are_never_cut_in_a_narrow_field(void **state)
{
	struct stage *s = *state;

	/* stage.c looks over each picture. */
	for (int cols = 40; cols < 50; cols++) {
		stage_size(s, cols, 12);
		form_open(s, "002");
		stage_keys(s, "<Tab>一二三四五六七八九十a一二三四五<Home><Right><Right><Ctrl-Z><Ctrl-Z>");
		stage_keys(s, "<Esc>");
		if (strcmp(stage_top(s), "question") == 0)
			stage_keys(s, "<F8>");
	}
}

/* --- several fields --- */

static void test_form__fields_the_program_fills_are_passed_over(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &code_reg, "代码集=role 值=clerk", NULL));
	stage_keys(s, "<Enter>");
	assert_string_equal(stage_top(s), "form");
	/* key is the program's, set and value are fixed once they are saved. */
	assert_true(form_is_on(s, "名称"));
	assert_null(strchr(form_row(s, "键"), '['));
	assert_null(strchr(form_row(s, "代码集"), '['));
	stage_keys(s, "<Up><Up>");
	assert_true(form_is_on(s, "名称"));
}

static void test_form__next_error_goes_round(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	stage_keys(s, "<F6>");
	stage_says(s, "没有错误");
	form_go_to(s, "成立日期");
	stage_keys(s, "x<Tab>");
	form_go_to(s, "星级");
	stage_keys(s, "x<Tab>");
	stage_keys(s, "<F6>");
	assert_true(form_is_on(s, "成立日期"));
	stage_keys(s, "<F6>");
	assert_true(form_is_on(s, "星级"));
	stage_keys(s, "<F6>");
	assert_true(form_is_on(s, "成立日期"));
}

static void test_form__rules_are_told_while_filling_in(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "正式党员");
	form_clear(s);
	stage_keys(s, "2<Tab><Up>");
	/* A warning does not keep from saving. */
	assert_int_equal(form_mark(s, "正式党员"), '*');
	stage_shows(s, "? ");
	stage_keys(s, "<Ctrl-S>已报批<Enter>");
	stage_says(s, "提醒");
	stage_stored(s, "002", "full_members", "2");
}

/* --- codes and references --- */

static void test_form__a_code_is_found_by_characters_pinyin_and_number(void **state)
{
	struct stage *s = *state;
	static const char *const typed[] = { "联合", "lhdzb", "lianhe", "632" };

	form_open(s, "002");
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		form_go_to(s, "类别");
		form_clear(s);
		stage_keys(s, typed[i]);
		stage_shows(s, "|>联合党支部  632");
		stage_keys(s, "<Enter>");
		form_has(s, "类别", "[联合党支部 ");
		form_go_to(s, "类别");
		form_clear(s);
		stage_keys(s, "党支部<Enter>");
		form_has(s, "类别", "[党支部 ");
	}
}

static void test_form__proposals_are_walked_through_and_taken(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "领域");
	form_clear(s);
	stage_keys(s, "<F3>");
	stage_shows(s, "|>农村  1");
	stage_keys(s, "<Down><Down>");
	stage_hides(s, "|>农村");
	stage_keys(s, "<Up><Enter>");
	form_has(s, "领域", "[城市社区 ");
	/* Round in both directions. */
	form_go_to(s, "领域");
	stage_keys(s, "<F3><Up>");
	stage_hides(s, "|>农村");
	stage_keys(s, "<Down>");
	stage_shows(s, "|>农村");
}

static void test_form__esc_closes_the_proposals_and_leaves_the_text(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "领域");
	form_clear(s);
	stage_keys(s, "nc");
	stage_shows(s, "|>农村");
	stage_keys(s, "<Esc>");
	stage_hides(s, "|>农村");
	form_has(s, "领域", "[nc ");
	assert_string_equal(stage_top(s), "form");
}

static void test_form__a_code_that_does_not_exist_is_refused(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "领域");
	form_clear(s);
	stage_keys(s, "没有的领域<Tab>");
	stage_errs(s, "没有的领域");
	assert_int_equal(form_mark(s, "领域"), '!');
}

static void test_form__several_codes_are_proposed_one_by_one(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "单位性质");
	stage_keys(s, "建制<Enter>");
	form_has(s, "单位性质", "[建制村");
	form_go_to(s, "单位性质");
	stage_keys(s, "、");
	stage_keys(s, "<F3>");
	stage_shows(s, "|>");
	stage_keys(s, "<Down><Enter>");
	form_has(s, "单位性质", "建制村");
	form_has(s, "单位性质", "、");
	assert_int_equal(form_mark(s, "单位性质"), '*');
	/* Without a separator F3 adds one. */
	stage_keys(s, "<Up>");
	stage_keys(s, "<F3><Enter>");
	assert_int_equal(form_mark(s, "单位性质"), '*');
}

static void test_form__a_reference_is_found_by_its_initials(void **state)
{
	struct stage *s = *state;

	form_open(s, "003");
	form_go_to(s, "上级组织");
	form_clear(s);
	stage_keys(s, "xzs");
	stage_shows(s, "|>中共示例县直属机关支部委员会 007");
	stage_keys(s, "<Enter>");
	form_has(s, "上级组织", "[中共示例县直属机关支部委员会 007");
	/* A sign of conditions in it is a sign. */
	form_go_to(s, "上级组织");
	form_clear(s);
	stage_keys(s, "a=b\"c<Tab>");
	stage_errs(s, "a=b");
}

/* 07 stands in 007 too, which comes before it. */
static void test_form__an_exact_code_is_proposed_first(void **state)
{
	struct stage *s = *state;

	office_branch(s->office, "07", 0);
	form_open(s, "003");
	form_go_to(s, "上级组织");
	form_clear(s);
	stage_keys(s, "07");
	stage_shows(s, "|>中共示例07支部委员会 07");
	stage_shows(s, "| 中共示例县直属机关支部委员会 007");
	stage_keys(s, "<Enter>");
	form_has(s, "上级组织", "[中共示例07支部委员会 07");
}

static void test_form__a_reference_is_picked_from_its_list(void **state)
{
	struct stage *s = *state;

	form_open(s, "003");
	form_go_to(s, "行政区划");
	stage_keys(s, "<F3>");
	assert_string_equal(stage_top(s), "picker");
	stage_keys(s, "南沙沟<Enter>");
	assert_string_equal(stage_top(s), "form");
	form_has(s, "行政区划", "[南沙沟村村委会 632821102210");
	assert_true(form_is_on(s, "行政区划"));
	/* Esc in the picker leaves the field as it was. */
	stage_keys(s, "<F3><Esc>");
	assert_string_equal(stage_top(s), "form");
	form_has(s, "行政区划", "[南沙沟村村委会 632821102210");
	stage_keys(s, "<Ctrl-S>");
	stage_stored(s, "003", "division", "632821102210");
}

static void test_form__a_missing_record_is_made_in_the_picker(void **state)
{
	struct stage *s = *state;

	form_open(s, "003");
	form_go_to(s, "上级组织");
	stage_keys(s, "<F3><F7>");
	stage_shows(s, "新增");
	stage_keys(s, "<Tab>中共示例县委员会");
	form_go_to(s, "编码");
	stage_keys(s, "099");
	form_go_to(s, "类别");
	stage_keys(s, "611");
	form_go_to(s, "正式党员");
	stage_keys(s, "200<Ctrl-S>新设<Enter>");
	assert_string_equal(stage_top(s), "picker");
	stage_keys(s, "<Enter>");
	form_has(s, "上级组织", "[中共示例县委员会 099");
}

static void test_form__a_yes_or_no_is_switched_by_space(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "党群服务中心");
	form_has(s, "党群服务中心", "[否");
	stage_keys(s, " ");
	form_has(s, "党群服务中心", "[是");
	assert_int_equal(form_mark(s, "党群服务中心"), '*');
	stage_keys(s, "<F3>");
	form_has(s, "党群服务中心", "[否");
	stage_hides(s, "未保存");
}

static void test_form__fields_without_a_choice_say_so(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	stage_keys(s, "<F3>");
	stage_says(s, "没有可选的");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_form__##name, forms_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(at_200x60),
		TEST(a_new_record),
		TEST(proposals_at_80x24),
		TEST(proposals_at_40x12),
		TEST(an_error_on_leaving_a_field),
		TEST(errors_come_on_leaving_not_while_typing),
		TEST(values_are_shown_back_in_their_standard_form),
		TEST(a_value_typed_back_is_no_change),
		TEST(moves_over_all_fields_and_stops_at_the_ends),
		TEST(notes_have_several_lines),
		TEST(a_paste_of_lines_becomes_one),
		TEST(what_may_not_be_in_a_text_is_refused_where_it_is_typed),
		TEST(a_full_field_takes_no_more),
		TEST(wide_characters_are_never_cut_in_a_narrow_field),
		TEST(fields_the_program_fills_are_passed_over),
		TEST(next_error_goes_round),
		TEST(rules_are_told_while_filling_in),
		TEST(a_code_is_found_by_characters_pinyin_and_number),
		TEST(proposals_are_walked_through_and_taken),
		TEST(esc_closes_the_proposals_and_leaves_the_text),
		TEST(a_code_that_does_not_exist_is_refused),
		TEST(several_codes_are_proposed_one_by_one),
		TEST(a_reference_is_found_by_its_initials),
		TEST(an_exact_code_is_proposed_first),
		TEST(a_reference_is_picked_from_its_list),
		TEST(a_missing_record_is_made_in_the_picker),
		TEST(a_yes_or_no_is_switched_by_space),
		TEST(fields_without_a_choice_say_so),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
