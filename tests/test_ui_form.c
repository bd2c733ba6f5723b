/*
 * The form of any register: typing, leaving fields, proposals, saving, guards, undoing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/journal.h"
#include "tests/support/stage.h"
#include "src/banned.h"

static void open_form(struct stage *s, const char *code)
{
	app_push(s->app, form_new(s->app, &org_reg, code ? stage_org(s, code) : 0));
	stage_keys(s, "");
}

/* With a list below, as a person comes to a form. */
static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	return 0;
}

/* Goes down to the field with this label. */
static void go_to(struct stage *s, const char *label)
{
	struct buf want = BUF_INIT;

	stage_keys(s, "<PgUp><PgUp><PgUp>");
	for (size_t i = 0; i < 40; i++) {
		for (int y = 0; y < s->rows; y++) {
			const char *row = stage_row(s, y);

			if (row[0] == '>' && strncmp(row + 3, label, strlen(label)) == 0) {
				buf_release(&want);
				return;
			}
		}
		stage_keys(s, "<Tab>");
	}
	fail_msg("no field %s", label);
}

/* What the row with that label shows, marks and all. */
static const char *field_row(struct stage *s, const char *label)
{
	for (int y = 0; y < s->rows; y++) {
		const char *row = stage_row(s, y);

		if (strlen(row) > 3 && strncmp(row + 3, label, strlen(label)) == 0)
			return row;
	}
	fail_msg("not shown: %s", label);
	return NULL;
}

static void row_has(struct stage *s, const char *label, const char *text)
{
	const char *row = field_row(s, label);

	if (!strstr(row, text))
		fail_msg("no %s in: %s", text, row);
}

static char mark_of(struct stage *s, const char *label)
{
	return field_row(s, label)[1];
}

static const char *top(struct stage *s)
{
	return app_top(s->app)->type->name;
}

static void stored(struct stage *s, const char *code, const char *field, const char *want)
{
	char *text = office_field(s->office, stage_org(s, code), field);

	assert_string_equal(text, want);
	free(text);
}

static void clear(struct stage *s)
{
	stage_keys(s, "<End><Ctrl-U>");
}

/* --- pictures --- */

static void test_form__at_80x24(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)",
		"--------------------------------------------------------------------------------",
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
		"  Ctrl-S 保存   Enter 下一项   Ctrl-Z 撤销   PgDn 下一屏",
		"1帮助   2       3查找   4       5显示   6下个错 7       8       9       10返回");
	assert_int_equal(s->picture.cursor_y, 3);
}

static void test_form__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	open_form(s, "002");
	stage_keys(s, "<Tab>");
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟村支部委员~",
		" 基本",
		"   编码(必填)   [002                  ]",
		">  全称(必填)   [沟村支部委员会       ]",
		"   简称         [南沙沟村党支部       ]",
		"   类别(必填)   [党支部               ]",
		"   上级组织     [中共示例镇委员会 001 ]",
		"   领域         [农村                 ]",
		"   行政区划     [                     ]",
		"  党组织全称，以印章为准。一般以「中国~",
		"  Ctrl-S 保存   Enter 下一项",
		"1帮助   3查找   5显示   6下个错 10返回");
	stage_keys(s, "<PgDn><PgDn><PgDn><PgDn><PgDn>");
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟村支部委员~",
		"   届满日期     [              ]",
		"   选举方式     [                     ]",
		" 其他",
		"   星级         [            ]",
		"   党群服务中心 [否    ]",
		">  备注         [                     ]",
		"                [                     ]",
		"                [                     ]",
		"  其他要说明的事。",
		"  Ctrl-S 保存   Enter 下一项",
		"1帮助   3查找   5显示   6下个错 10返回");
}

static void test_form__at_200x60(void **state)
{
	struct stage *s = *state;

	stage_size(s, 200, 60);
	open_form(s, "002");
	for (size_t i = 0; i < org_reg.nfields; i++)
		stage_shows(s, org_reg.fields[i].label);
	stage_shows(s, "届期");
}

static void test_form__a_new_record(void **state)
{
	struct stage *s = *state;

	open_form(s, NULL);
	stage_is(s,
		" 台账 > 党组织 > 新增",
		"--------------------------------------------------------------------------------",
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
		"  Ctrl-S 保存   Enter 下一项   Ctrl-Z 撤销   PgDn 下一屏",
		"1帮助   2       3查找   4       5显示   6下个错 7       8       9       10返回");
}

static void test_form__proposals_at_80x24(void **state)
{
	struct stage *s = *state;

	open_form(s, NULL);
	go_to(s, "类别");
	stage_keys(s, "dzb");
	stage_is(s,
		" 台账 > 党组织 > 新增                                       *1处未保存 !2处错误",
		"--------------------------------------------------------------------------------",
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
		"  Ctrl-S 保存   Enter 下一项   Ctrl-Z 撤销   PgDn 下一屏",
		"1帮助   2       3查找   4       5显示   6下个错 7       8       9       10返回");
}

static void test_form__proposals_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	open_form(s, NULL);
	go_to(s, "上级组织");
	stage_keys(s, "支部");
	stage_is(s,
		" 党组织 > 新增      *1处未保存 !3处错误",
		" 基本         +------------------------+",
		" ! 编码(必填) |>中共示例镇南沙沟村支部~|",
		" ! 全称(必填) | 中共示例镇北沙沟村支部~|",
		"   简称       | 中共示例镇东河村支部委~|",
		" ! 类别(必填) +------------------------+",
		">* 上级组织     [支部                 ]",
		"   领域         [                     ]",
		"   行政区划     [                     ]",
		"  直接领导它的党组织，填编码或全称。党~",
		"  Ctrl-S 保存   Enter 下一项",
		"1帮助   3查找   5显示   6下个错 10返回");
}

static void test_form__an_error_on_leaving_a_field(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "成立日期");
	stage_keys(s, "2023-02-29<Tab>");
	stage_errs(s, "2023");
	stage_keys(s, "<Up>");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)         *1处未保存 !1处错误",
		"--------------------------------------------------------------------------------",
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
		"  Ctrl-S 保存   Enter 下一项   Ctrl-Z 撤销   PgDn 下一屏",
		"1帮助   2       3查找   4       5显示   6下个错 7       8       9       10返回");
	stage_size(s, 40, 12);
	stage_is(s,
		" 党组织 > 中共示~   *1处未保存 !1处错误",
		"   编码(必填)   [002                  ]",
		"   全称(必填)   [中共示例镇南沙沟村支~]",
		"   简称         [南沙沟村党支部       ]",
		"   类别(必填)   [党支部               ]",
		"   上级组织     [中共示例镇委员会 001 ]",
		"   领域         [农村                 ]",
		"   行政区划     [                     ]",
		">! 成立日期     [2023-02-29    ]",
		"! 成立日期：日期「2023-02-29」不存在：2~",
		"  Ctrl-S 保存   Enter 下一项",
		"1帮助   3查找   5显示   6下个错 10返回");
}

static void test_form__the_question_before_changes_are_lost(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "全称");
	stage_keys(s, "（示例）");
	go_to(s, "书记");
	clear(s);
	stage_keys(s, "示例旦增<Esc>");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)                  *2处未保存",
		"--------------------------------------------------------------------------------",
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
		"    | [ Ctrl-S 保存 ]  [ F8 放弃修改 ]  [ Esc 返回 ]                       |  ]",
		"    +----------------------------------------------------------------------+",
		" 班子",
		">* 书记         [示例旦增                                                     ]",
		"   书记电话     [139****0002             ]",
		"   委员人数     [            ]",
		"  现任书记的姓名；空缺的不填。",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	stage_size(s, 40, 12);
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟~  *2处未保存",
		"  +- 还没有保存 ---------------------+]",
		"  | 有 2 处修改还没有保存：          |",
		"  |   全称  中共示例镇南沙沟村支部委 |]",
		"  | 员会 -> 中共示例镇南沙沟村支部委 |]",
		"  | 员会（示例）                     |]",
		"  |   书记  示例卓玛 -> 示例旦增     |]",
		"  |                                  |",
		">*| [ Ctrl-S 保存 ]  [ F8 放弃修改 ] |]",
		"  | [ Esc 返回 ]                     |",
		"  +----------------------------------+",
		"10返回");
}

/* --- typing and leaving --- */

static void test_form__errors_come_on_leaving_not_while_typing(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "成立日期");
	stage_keys(s, "2023-13");
	stage_says(s, "");
	assert_int_not_equal(mark_of(s, "成立日期"), '!');
	stage_keys(s, "<Tab>");
	stage_errs(s, "2023-13");
	assert_int_equal(mark_of(s, "成立日期"), '!');
	stage_shows(s, "!1处错误");
	/* What was typed stays, and can be put right. */
	row_has(s, "成立日期", "[2023-13");
	stage_keys(s, "<Up>");
	stage_keys(s, "<Backspace>2<Tab>");
	assert_int_equal(mark_of(s, "成立日期"), '*');
	row_has(s, "成立日期", "[2023-12 ");
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

	open_form(s, "002");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		go_to(s, cases[i].label);
		clear(s);
		stage_keys(s, cases[i].typed);
		stage_keys(s, "<Shift-Tab>");
		row_has(s, cases[i].label, cases[i].shown);
	}
}

static void test_form__a_value_typed_back_is_no_change(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记");
	stage_keys(s, "x");
	stage_shows(s, "*1处未保存");
	assert_int_equal(mark_of(s, "书记"), '*');
	stage_keys(s, "<Backspace>");
	stage_hides(s, "未保存");
	/* The same after the field was left and entered again. */
	stage_keys(s, "y<Tab>");
	stage_shows(s, "*1处未保存");
	stage_keys(s, "<Up><Backspace><Tab>");
	stage_hides(s, "未保存");
	go_to(s, "成立日期");
	stage_keys(s, "2003<Tab><Up>");
	clear(s);
	stage_keys(s, "<Tab>");
	stage_hides(s, "未保存");
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "list");
}

static void test_form__moves_over_all_fields_and_stops_at_the_ends(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "编码");
	stage_keys(s, "<Up><Shift-Tab>");
	assert_int_equal(field_row(s, "编码")[0], '>');
	for (size_t i = 1; i < org_reg.nfields; i++) {
		stage_keys(s, "<Tab>");
		assert_int_equal(field_row(s, org_reg.fields[i].label)[0], '>');
	}
	stage_keys(s, "<Tab>");
	stage_says(s, "最后一项");
	assert_int_equal(field_row(s, "备注")[0], '>');
	for (size_t i = org_reg.nfields - 1; i-- > 0;) {
		stage_keys(s, "<Shift-Tab>");
		assert_int_equal(field_row(s, org_reg.fields[i].label)[0], '>');
	}
}

static void test_form__notes_have_several_lines(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "备注");
	stage_keys(s, "第一行<Enter>第二行<Ctrl-S>");
	stage_says(s, "已保存");
	stored(s, "002", "note", "第一行\n第二行");
}

static void test_form__a_paste_of_lines_becomes_one(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "联系人");
	stage_keys(s, "<Paste:示例\r\n卓玛\n><Ctrl-S>");
	stage_says(s, "已保存");
	stored(s, "002", "contact", "示例 卓玛");
}

static void test_form__what_may_not_be_in_a_text_is_refused_where_it_is_typed(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "联系人");
	stage_keys(s, "示<Paste:a\xE2\x80\xAE" "b>");
	stage_errs(s, "没有写入");
	row_has(s, "联系人", "[示 ");
	stage_keys(s, "例");
	row_has(s, "联系人", "[示例 ");
}

static void test_form__too_long_a_text_is_refused_on_leaving(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记");
	for (int i = 0; i < 12; i++)
		stage_keys(s, "示例名字");
	stage_keys(s, "示例名字示例名字示例名字示例名字<Tab>");
	stage_errs(s, "60");
	assert_int_equal(mark_of(s, "书记"), '!');
}

static void test_form__wide_characters_are_never_cut_in_a_narrow_field(void **state)
{
	struct stage *s = *state;

	/* stage.c looks over each picture. */
	for (int cols = 40; cols < 50; cols++) {
		stage_size(s, cols, 12);
		open_form(s, "002");
		stage_keys(s, "<Tab>一二三四五六七八九十a一二三四五<Home><Right><Right><Ctrl-Z><Ctrl-Z>");
		stage_keys(s, "<Esc>");
		if (strcmp(top(s), "question") == 0)
			stage_keys(s, "<F8>");
	}
}

/* --- several fields --- */

static void test_form__fields_the_program_fills_are_passed_over(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &code_reg, "代码集=role 值=clerk", NULL));
	stage_keys(s, "<Enter>");
	assert_string_equal(top(s), "form");
	/* key is the program's, set and value are fixed once they are saved. */
	assert_int_equal(field_row(s, "名称")[0], '>');
	assert_null(strchr(field_row(s, "键"), '['));
	assert_null(strchr(field_row(s, "代码集"), '['));
	stage_keys(s, "<Up><Up>");
	assert_int_equal(field_row(s, "名称")[0], '>');
}

static void test_form__next_error_goes_round(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	stage_keys(s, "<F6>");
	stage_says(s, "没有错误");
	go_to(s, "成立日期");
	stage_keys(s, "x<Tab>");
	go_to(s, "星级");
	stage_keys(s, "x<Tab>");
	stage_keys(s, "<F6>");
	assert_int_equal(field_row(s, "成立日期")[0], '>');
	stage_keys(s, "<F6>");
	assert_int_equal(field_row(s, "星级")[0], '>');
	stage_keys(s, "<F6>");
	assert_int_equal(field_row(s, "成立日期")[0], '>');
}

static void test_form__rules_are_told_while_filling_in(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "正式党员");
	clear(s);
	stage_keys(s, "2<Tab><Up>");
	/* A warning does not keep from saving. */
	assert_int_equal(mark_of(s, "正式党员"), '*');
	stage_shows(s, "? ");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "提醒");
	stored(s, "002", "full_members", "2");
}

/* --- codes and references --- */

static void test_form__a_code_is_found_by_characters_pinyin_and_number(void **state)
{
	struct stage *s = *state;
	static const char *const typed[] = { "联合", "lhdzb", "lianhe", "632" };

	open_form(s, "002");
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		go_to(s, "类别");
		clear(s);
		stage_keys(s, typed[i]);
		stage_shows(s, "|>联合党支部  632");
		stage_keys(s, "<Enter>");
		row_has(s, "类别", "[联合党支部 ");
		go_to(s, "类别");
		clear(s);
		stage_keys(s, "党支部<Enter>");
		row_has(s, "类别", "[党支部 ");
	}
}

static void test_form__proposals_are_walked_through_and_taken(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "领域");
	clear(s);
	stage_keys(s, "<F3>");
	stage_shows(s, "|>农村  1");
	stage_keys(s, "<Down><Down>");
	stage_hides(s, "|>农村");
	stage_keys(s, "<Up><Enter>");
	row_has(s, "领域", "[城市社区 ");
	/* Round in both directions. */
	go_to(s, "领域");
	stage_keys(s, "<F3><Up>");
	stage_hides(s, "|>农村");
	stage_keys(s, "<Down>");
	stage_shows(s, "|>农村");
}

static void test_form__esc_closes_the_proposals_and_leaves_the_text(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "领域");
	clear(s);
	stage_keys(s, "nc");
	stage_shows(s, "|>农村");
	stage_keys(s, "<Esc>");
	stage_hides(s, "|>农村");
	row_has(s, "领域", "[nc ");
	assert_string_equal(top(s), "form");
}

static void test_form__a_code_that_does_not_exist_is_refused(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "领域");
	clear(s);
	stage_keys(s, "没有的领域<Tab>");
	stage_errs(s, "没有的领域");
	assert_int_equal(mark_of(s, "领域"), '!');
}

static void test_form__several_codes_are_proposed_one_by_one(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "单位性质");
	stage_keys(s, "建制<Enter>");
	row_has(s, "单位性质", "[建制村");
	go_to(s, "单位性质");
	stage_keys(s, "、");
	stage_keys(s, "<F3>");
	stage_shows(s, "|>");
	stage_keys(s, "<Down><Enter>");
	row_has(s, "单位性质", "建制村");
	row_has(s, "单位性质", "、");
	assert_int_equal(mark_of(s, "单位性质"), '*');
	/* Without a separator F3 adds one. */
	stage_keys(s, "<Up>");
	stage_keys(s, "<F3><Enter>");
	assert_int_equal(mark_of(s, "单位性质"), '*');
}

static void test_form__a_reference_is_found_by_its_initials(void **state)
{
	struct stage *s = *state;

	open_form(s, "003");
	go_to(s, "上级组织");
	clear(s);
	stage_keys(s, "xzs");
	stage_shows(s, "|>中共示例县直属机关支部委员会 007");
	stage_keys(s, "<Enter>");
	row_has(s, "上级组织", "[中共示例县直属机关支部委员会 007");
	/* A sign of conditions in it is a sign. */
	go_to(s, "上级组织");
	clear(s);
	stage_keys(s, "a=b\"c<Tab>");
	stage_errs(s, "a=b");
}

static void test_form__a_reference_is_picked_from_its_list(void **state)
{
	struct stage *s = *state;

	open_form(s, "003");
	go_to(s, "行政区划");
	stage_keys(s, "<F3>");
	assert_string_equal(top(s), "picker");
	stage_keys(s, "/南沙沟<Enter><Enter>");
	assert_string_equal(top(s), "form");
	row_has(s, "行政区划", "[南沙沟村村委会 632821102210");
	assert_int_equal(field_row(s, "行政区划")[0], '>');
	/* Esc in the picker leaves the field as it was. */
	stage_keys(s, "<F3><Esc>");
	assert_string_equal(top(s), "form");
	row_has(s, "行政区划", "[南沙沟村村委会 632821102210");
	stage_keys(s, "<Ctrl-S>");
	stored(s, "003", "division", "632821102210");
}

static void test_form__a_missing_record_is_made_in_the_picker(void **state)
{
	struct stage *s = *state;

	open_form(s, "003");
	go_to(s, "上级组织");
	stage_keys(s, "<F3><F7>");
	stage_shows(s, "新增");
	stage_keys(s, "<Tab>中共示例县委员会");
	go_to(s, "编码");
	stage_keys(s, "099");
	go_to(s, "类别");
	stage_keys(s, "611");
	go_to(s, "正式党员");
	stage_keys(s, "200<Ctrl-S>");
	assert_string_equal(top(s), "picker");
	stage_keys(s, "<Enter>");
	row_has(s, "上级组织", "[中共示例县委员会 099");
}

static void test_form__a_yes_or_no_is_switched_by_space(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "党群服务中心");
	row_has(s, "党群服务中心", "[否");
	stage_keys(s, " ");
	row_has(s, "党群服务中心", "[是");
	assert_int_equal(mark_of(s, "党群服务中心"), '*');
	stage_keys(s, "<F3>");
	row_has(s, "党群服务中心", "[否");
	stage_hides(s, "未保存");
}

static void test_form__fields_without_a_choice_say_so(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记");
	stage_keys(s, "<F3>");
	stage_says(s, "没有可选的");
}

/* --- saving --- */

static void test_form__saves_and_goes_back_to_the_list(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Enter>");
	go_to(s, "书记");
	clear(s);
	stage_keys(s, "示例旦增<Ctrl-S>");
	assert_string_equal(top(s), "list");
	stage_says(s, "已保存；u 撤销");
	stage_shows(s, ">  002");
	stage_shows(s, "示例旦增");
	stored(s, "002", "secretary", "示例旦增");
	stage_keys(s, "u<Ctrl-S>");
	stage_shows(s, "示例卓玛");
}

static void test_form__without_changes_nothing_is_saved(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Enter><Ctrl-S>");
	assert_string_equal(top(s), "list");
	stage_says(s, "没有改动");
	assert_int_equal(office_number(s->office, "SELECT max(version) FROM org"), 1);
}

static void test_form__a_new_record_is_found_in_the_list(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F7>0035<Tab>中共示例镇新河村支部委员会");
	go_to(s, "类别");
	stage_keys(s, "631");
	go_to(s, "正式党员");
	stage_keys(s, "9<Ctrl-S>");
	assert_string_equal(top(s), "list");
	stage_shows(s, "共 8");
	stage_shows(s, ">  0035");
}

static void test_form__an_error_keeps_from_saving_and_is_shown_where_it_is(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "成立日期");
	stage_keys(s, "2023-02-29");
	go_to(s, "书记");
	stage_keys(s, "<Ctrl-S>");
	assert_string_equal(top(s), "form");
	stage_errs(s, "2023");
	assert_int_equal(field_row(s, "成立日期")[0], '>');
	stored(s, "002", "founded", "");
}

static void test_form__what_is_required_is_asked_for_at_the_end(void **state)
{
	struct stage *s = *state;

	open_form(s, NULL);
	/* Gaps that nobody has seen yet are no errors. */
	stage_hides(s, "!");
	stage_keys(s, "<Tab>");
	assert_int_equal(mark_of(s, "编码"), '!');
	assert_int_equal(mark_of(s, "全称"), ' ');
	stage_keys(s, "中共示例镇新河村支部委员会<Ctrl-S>");
	stage_errs(s, "编码必须填写");
	assert_int_equal(field_row(s, "编码")[0], '>');
	assert_int_equal(mark_of(s, "类别"), '!');
	stage_shows(s, "!2处错误");
}

static void test_form__a_code_that_is_taken_is_refused(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	clear(s);
	stage_keys(s, "003<Ctrl-S>");
	stage_errs(s, "003");
	assert_string_equal(top(s), "form");
	assert_int_equal(field_row(s, "编码")[0], '>');
}

static void test_form__a_database_that_is_busy_loses_nothing(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office);
	struct app *app = app_new(other);
	struct app *own = s->app;
	struct blocker b;

	/* The second one waits 20 ms only. */
	s->app = app;
	app_push(app, list_new(app, &org_reg, NULL, NULL));
	stage_keys(s, "<Down><Enter>");
	go_to(s, "书记");
	clear(s);
	stage_keys(s, "示例旦增");
	b = office_block(s->office->path);
	stage_keys(s, "<Ctrl-S>");
	stage_errs(s, "");
	assert_string_equal(top(s), "form");
	row_has(s, "书记", "[示例旦增");
	office_unblock(&b);
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已保存");
	s->app = own;
	app_free(app);
	store_close(other);
}

/* --- leaving --- */

static void test_form__an_untouched_form_is_left_without_a_question(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Enter><Tab><Tab><Esc>");
	assert_string_equal(top(s), "list");
	stage_keys(s, "<F7><Tab><Tab><Esc>");
	assert_string_equal(top(s), "list");
}

static void test_form__unsaved_changes_are_listed(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记");
	clear(s);
	go_to(s, "书记电话");
	stage_keys(s, "13900000099");
	go_to(s, "成立日期");
	stage_keys(s, "昨");
	stage_keys(s, "<Esc>");
	stage_shows(s, "有 3 处修改还没有保存");
	stage_shows(s, "书记  示例卓玛 -> （空）");
	/* Personal data is masked here too. */
	stage_shows(s, "书记电话  139****0002 -> 139****0099");
	stage_shows(s, "成立日期  （空） -> 昨");
	/* Esc goes back to the form as it was. */
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "form");
	stage_shows(s, "*3处未保存");
}

static void test_form__the_answers_save_or_give_up(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Enter>");
	go_to(s, "书记");
	stage_keys(s, "改<Esc><F8>");
	assert_string_equal(top(s), "list");
	stored(s, "002", "secretary", "示例卓玛");
	stage_keys(s, "<Enter>");
	go_to(s, "书记");
	stage_keys(s, "改<Esc><Ctrl-S>");
	assert_string_equal(top(s), "list");
	stored(s, "002", "secretary", "示例卓玛改");
}

static void test_form__saving_from_the_question_may_fail(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "成立日期");
	stage_keys(s, "昨<Ctrl-Q>");
	assert_string_equal(top(s), "question");
	stage_keys(s, "<Ctrl-S>");
	assert_string_equal(top(s), "form");
	stage_errs(s, "昨");
	/* The program is not left behind the person's back later on. */
	clear(s);
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "list");
	assert_false(app_done(s->app));
}

static void test_form__leaving_the_program_asks_every_form(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记");
	stage_keys(s, "改");
	go_to(s, "上级组织");
	stage_keys(s, "<F3><F7>001<Ctrl-Q>");
	stage_shows(s, "编码  （空） -> 001");
	stage_keys(s, "<F8>");
	stage_shows(s, "书记  示例卓玛 -> 示例卓玛改");
	stage_keys(s, "<Ctrl-S>");
	assert_true(app_done(s->app));
	stored(s, "002", "secretary", "示例卓玛改");
}

/* --- undoing --- */

static void test_form__undo_takes_back_typing_then_fields(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "联系人");
	stage_keys(s, "示例<Tab>");
	go_to(s, "书记");
	clear(s);
	stage_keys(s, "旦增<Ctrl-Z>");
	row_has(s, "书记", "[ ");
	stage_keys(s, "<Ctrl-Z>");
	row_has(s, "书记", "[示例卓玛");
	stage_keys(s, "<Ctrl-Y><Ctrl-Y>");
	row_has(s, "书记", "[旦增");
	stage_keys(s, "<Tab><Ctrl-Z>");
	stage_says(s, "「书记」已还原");
	row_has(s, "书记", "[示例卓玛");
	stage_keys(s, "<Ctrl-Z>");
	stage_says(s, "「联系人」已还原");
	assert_int_equal(field_row(s, "联系人")[0], '>');
	stage_hides(s, "未保存");
	stage_keys(s, "<Ctrl-Z>");
	stage_says(s, "没有可撤销的");
}

static void test_form__undo_takes_back_an_unreadable_text(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "成立日期");
	stage_keys(s, "昨<Tab><Ctrl-Z>");
	row_has(s, "成立日期", "[ ");
	stage_hides(s, "处错误");
}

/* --- somebody else --- */

static void other_edits(struct stage *s, const char *code, const char *field, const char *typed)
{
	struct store *other = office_second(s->office), *own = s->office->s;

	s->office->s = other;
	office_must_edit(s->office, stage_org(s, code), field, typed);
	s->office->s = own;
	store_close(other);
}

static void test_form__different_fields_are_merged(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记");
	stage_keys(s, "改");
	other_edits(s, "002", "full_members", "24");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "合并了别人刚改的 1 项");
	stored(s, "002", "secretary", "示例卓玛改");
	stored(s, "002", "full_members", "24");
}

static void test_form__the_same_field_is_asked_about(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记");
	clear(s);
	stage_keys(s, "示例旦增");
	other_edits(s, "002", "secretary", "示例扎西");
	stage_keys(s, "<Ctrl-S>");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)                  *1处未保存",
		"--------------------------------------------------------------------------------",
		"   简称         [南沙沟村党支部                                               ]",
		"   类别(必填)   [党支部                        ]",
		"   上级组织     [中共示例镇委员会 001                                         ]",
		"   领域         [农村                          ]",
		"   行政区划     [                                                             ]",
		"    +- 两个人改了同一项 ---------------------------------------------------+",
		"    | 示例管理员 在 0000-00-00 00:00 也改了这一条。不同的字段会自动合并，  |  ]",
		"    | 下面的要你定：                                                       |",
		"    | 书记                                                                 |",
		" 单 |   打开时 示例卓玛                                                    |",
		"    |   对方   示例扎西                                                    |",
		"    |   我     示例旦增                                                    |  ]",
		"    |                                                                      |  ]",
		"    | [ Ctrl-S 用我的 ]  [ Ctrl-T 用对方的 ]  [ Esc 返回 ]                 |",
		" 班 +----------------------------------------------------------------------+",
		">* 书记         [示例旦增                                                     ]",
		"   书记电话     [139****0002             ]",
		"   委员人数     [            ]",
		"  现任书记的姓名；空缺的不填。",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	/* Esc goes back to the form, and nothing was saved. */
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "form");
	stored(s, "002", "secretary", "示例扎西");
	stage_keys(s, "<Ctrl-S><Ctrl-S>");
	stage_says(s, "已保存");
	stored(s, "002", "secretary", "示例旦增");
}

static void test_form__theirs_can_be_taken(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记");
	stage_keys(s, "改");
	go_to(s, "联系人");
	stage_keys(s, "示例甲");
	other_edits(s, "002", "secretary", "示例扎西");
	stage_keys(s, "<Ctrl-S><Ctrl-T>");
	stage_says(s, "已保存");
	stored(s, "002", "secretary", "示例扎西");
	stored(s, "002", "contact", "示例甲");
}

static void test_form__personal_data_stays_masked_in_a_conflict(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记电话");
	stage_keys(s, "13900000077");
	other_edits(s, "002", "secretary_phone", "13900000088");
	stage_keys(s, "<Ctrl-S>");
	stage_shows(s, "139****0088");
	stage_shows(s, "139****0077");
	stage_hides(s, "13900000088");
	stage_hides(s, "13900000002");
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

static void test_form__personal_data_is_masked_until_revealed_and_that_is_journaled(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记");
	row_has(s, "书记电话", "[139****0002");
	go_to(s, "书记电话");
	row_has(s, "书记电话", "[139****0002");
	stage_shows(s, "F5 显示");
	assert_int_equal(reveals(s), 0);
	stage_keys(s, "<F5>");
	row_has(s, "书记电话", "[13900000002");
	assert_int_equal(reveals(s), 1);
	/* One field is one reveal; the other stays masked. */
	stage_keys(s, "<F5>");
	stage_says(s, "没有遮住的内容");
	assert_int_equal(reveals(s), 1);
	/* Shown, it can be edited in its middle. */
	stage_keys(s, "<Backspace>9<Ctrl-S>");
	stored(s, "002", "secretary_phone", "13900000009");
}

static void test_form__typing_into_masked_data_replaces_it(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记电话");
	stage_keys(s, "<Left><Home>");
	row_has(s, "书记电话", "[139****0002");
	stage_keys(s, "1");
	row_has(s, "书记电话", "[1 ");
	stage_keys(s, "3900000055<Ctrl-S>");
	stored(s, "002", "secretary_phone", "13900000055");
	assert_int_equal(reveals(s), 0);
}

static void test_form__masked_data_can_be_cleared(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记电话");
	stage_keys(s, "<Backspace><Tab>");
	assert_int_equal(mark_of(s, "书记电话"), '*');
	stage_keys(s, "<Ctrl-S>");
	stored(s, "002", "secretary_phone", "");
}

static void test_form__typing_the_masked_value_itself_is_no_change(void **state)
{
	struct stage *s = *state;

	open_form(s, "002");
	go_to(s, "书记电话");
	stage_keys(s, "13900000002<Tab>");
	stage_hides(s, "未保存");
	/* And it is masked again. */
	row_has(s, "书记电话", "[139****0002");
}

/* --- who may not write --- */

static void test_form__a_viewer_looks_only(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "viewer", "viewer", 0);
	stage_enter(s, "viewer");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<Down><Enter>");
	stage_shows(s, "只读");
	stage_hides(s, "[南沙沟");
	stage_keys(s, "<Tab>改");
	stage_says(s, "只能看");
	stage_keys(s, "<Paste:改>");
	stage_says(s, "只能看");
	stage_keys(s, "<Backspace><Ctrl-U> ");
	stage_hides(s, "未保存");
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "list");
}

static void test_form__a_database_for_reading_is_not_written(void **state)
{
	struct stage *s = *state;

	stage_enter_readonly(s);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<Down><Enter>");
	stage_shows(s, "只读");
	go_to(s, "书记电话");
	/* To show personal data is to write a line of the journal. */
	stage_keys(s, "<F5>");
	stage_errs(s, "");
	row_has(s, "书记电话", "139****0002");
}

static void test_form__a_record_outside_ones_scope_is_for_reading(void **state)
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

static void test_form__a_record_that_is_gone_opens_nothing(void **state)
{
	struct stage *s = *state;
	struct screen *form = form_new(s->app, &org_reg, 12345);

	assert_null(form);
	stage_errs(s, "");
	app_push(s->app, form);
	assert_string_equal(top(s), "list");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_form__##name, setup, stage_teardown)

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
		TEST(the_question_before_changes_are_lost),
		TEST(errors_come_on_leaving_not_while_typing),
		TEST(values_are_shown_back_in_their_standard_form),
		TEST(a_value_typed_back_is_no_change),
		TEST(moves_over_all_fields_and_stops_at_the_ends),
		TEST(notes_have_several_lines),
		TEST(a_paste_of_lines_becomes_one),
		TEST(what_may_not_be_in_a_text_is_refused_where_it_is_typed),
		TEST(too_long_a_text_is_refused_on_leaving),
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
		TEST(a_reference_is_picked_from_its_list),
		TEST(a_missing_record_is_made_in_the_picker),
		TEST(a_yes_or_no_is_switched_by_space),
		TEST(fields_without_a_choice_say_so),
		TEST(saves_and_goes_back_to_the_list),
		TEST(without_changes_nothing_is_saved),
		TEST(a_new_record_is_found_in_the_list),
		TEST(an_error_keeps_from_saving_and_is_shown_where_it_is),
		TEST(what_is_required_is_asked_for_at_the_end),
		TEST(a_code_that_is_taken_is_refused),
		TEST(a_database_that_is_busy_loses_nothing),
		TEST(an_untouched_form_is_left_without_a_question),
		TEST(unsaved_changes_are_listed),
		TEST(the_answers_save_or_give_up),
		TEST(saving_from_the_question_may_fail),
		TEST(leaving_the_program_asks_every_form),
		TEST(undo_takes_back_typing_then_fields),
		TEST(undo_takes_back_an_unreadable_text),
		TEST(different_fields_are_merged),
		TEST(the_same_field_is_asked_about),
		TEST(theirs_can_be_taken),
		TEST(personal_data_stays_masked_in_a_conflict),
		TEST(personal_data_is_masked_until_revealed_and_that_is_journaled),
		TEST(typing_into_masked_data_replaces_it),
		TEST(masked_data_can_be_cleared),
		TEST(typing_the_masked_value_itself_is_no_change),
		TEST(a_viewer_looks_only),
		TEST(a_database_for_reading_is_not_written),
		TEST(a_record_outside_ones_scope_is_for_reading),
		TEST(a_record_that_is_gone_opens_nothing),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
