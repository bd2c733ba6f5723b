/*
 * F1 on every screen, and the index of registers and fields.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/text.h"
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

static void test_help__of_a_list_at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F1>");
	stage_is(s,
		" 帮助",
		"--------------------------------------------------------------------------------",
		" 「党组织」的列表。按 F4 后输入汉字、拼音首字母、全拼或条件来筛选；空格隔开的都",
		" 要符合。",
		" 条件的写法：字段=值，几个值用逗号隔开；!= < <= > >= 和 ~（含有）；日期=",
		" 2010..2015；字段=空，字段=非空；引用的字段<=名称 表示它及以下，< 只要下级；引",
		" 用的字段~词 表示能用这个词找到；-词 表示不含；词 或 词 表示二者之一。例：上级",
		" 组织=空  届满日期<2027",
		" Enter 把条件固定在列表上方，可以固定几个；Esc 逐个去掉。Tab 提示可以怎样写。F4",
		" 按两次则填表，不用写符号。",
		" 这个台账的字段：编码、全称、简称、类别、上级组织、领域、行政区划、成立日期、成",
		" 立文号、撤销日期、撤销原因、单位情况、单位名称、单位性质、信用代码、书记、书记",
		" 电话、书记任职、委员人数、联系人、联系电话、正式党员、预备党员、本届起始、届满",
		" 日期、选举方式、星级、党群服务中心、备注",
		"",
		" 这个屏幕的键：",
		" Enter               打开          打开当前记录的表单。",
		" F10 Esc q           返回          依次退出：筛选、选中、本屏。",
		" F3 / 、 Ctrl-F      查找          边输入边找，不隐藏别的行。",
		" n                   下一处        找下一处。",
		" N                   上一处        找上一处。",
		" F4 & \\              筛选          边输入边筛选：汉字、拼音首字母，或条件，如",
		"  Space 往下   b 往回",
		"1总目   2命令   3       4       5       6       7       8       9菜单   10返回");
}

static void test_help__of_a_list_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "?");
	stage_is(s,
		" 帮助",
		" 「党组织」的列表。按 F4 后输入汉字、拼",
		" 音首字母、全拼或条件来筛选；空格隔开的",
		" 都要符合。",
		" 条件的写法：字段=值，几个值用逗号隔",
		" 开；!= < <= > >= 和 ~（含有）；日期=",
		" 2010..2015；字段=空，字段=非空；引用的",
		" 字段<=名称 表示它及以下，< 只要下级；",
		" 引用的字段~词 表示能用这个词找到；-词",
		" 表示不含；词 或 词 表示二者之一。例：",
		"  Space 往下   b 往回",
		"1总目   2命令   9菜单   10返回");
}

static void test_help__of_the_field_under_the_cursor(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Enter><Down><F1>");
	stage_is(s,
		" 帮助",
		"--------------------------------------------------------------------------------",
		" 全称 (name)",
		" 党组织全称，以印章为准。一般以「中国共产党」或「中共」开头，党委以委员会、总支",
		" 以总支部委员会、支部以支部委员会结尾。",
		" 例：中共乌兰县柯柯镇南沙沟村支部委员会",
		" 依据：皖组通字〔2017〕26号",
		"",
		" 这个屏幕的键：",
		" Ctrl-S              保存          检查并保存，回到列表。",
		" Ctrl-N              存并下条      检查并保存，到下一条记录的同一项。",
		" F10 Esc             返回          收起提示，或离开表单；有没保存的修改会先列出",
		"                                   来问。",
		" PgDn                下一条        到列表里的下一条记录，光标留在同一项；有没保",
		"                                   存的修改会先问，Ctrl-S 保存并接着走。",
		" PgUp                上一条        到列表里的上一条记录，同上。",
		" Enter Tab Down      下一项        到下一项；提示打开时取用标着 > 的一条。",
		" Shift-Tab Up        上一项        到上一项。",
		" Alt-1               第一段        到这一段的第一项；各段的名称在标题下面一行。",
		" Alt-2               第二段        到这一段的第一项；各段的名称在标题下面一行。",
		" Alt-3               第三段        到这一段的第一项；各段的名称在标题下面一行。",
		" Alt-4               第四段        到这一段的第一项；各段的名称在标题下面一行。",
		"  Space 往下   b 往回",
		"1总目   2命令   3       4       5       6       7       8       9菜单   10返回");
}

static void test_help__a_full_width_question_mark_opens_it_too(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "？");
	assert_string_equal(app_top(s->app)->type->name, "help");
	stage_keys(s, "<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

static void test_help__again_shows_all_registers_and_fields(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F1><F1>");
	stage_shows(s, "帮助 > 总目");
	stage_shows(s, "党组织  org");
	stage_shows(s, "编码  code");
	stage_keys(s, "登录名");
	stage_shows(s, "登录名  login  (文字，必填)");
	stage_keys(s, "<F1>");
	stage_shows(s, "这个屏幕的键");
	stage_hides(s, "login");
}

/* What is typed finds fields and keys by Chinese, initials or their English names; all words count. */
static void test_help__the_index_is_searched(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F1><F1>保存视图");
	stage_shows(s, "保存视图");
	stage_hides(s, "编码  code");
	stage_keys(s, "<Ctrl-U>bcst");
	stage_shows(s, "保存视图");
	stage_keys(s, "<Ctrl-U>撤销导入");
	stage_shows(s, "Alt-U");
	stage_keys(s, "<Ctrl-U>昨天 改");
	stage_shows(s, "昨天改了什么");
	stage_keys(s, "<Ctrl-U>secretary");
	stage_shows(s, "secretary");
	stage_keys(s, "qqqq");
	stage_shows(s, "没有找到");
	stage_size(s, 40, 12);
	stage_keys(s, "<Ctrl-U>yesterday");
	stage_shows(s, "昨天改了什么");
	stage_keys(s, "<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

/* Going through it page by page shows every field of every register. */
static void test_help__the_index_leaves_nothing_out(void **state)
{
	struct stage *s = *state;
	struct buf all = BUF_INIT;

	stage_size(s, 100, 30);
	stage_keys(s, "<F1><F1>");
	for (int i = 0; i < 80; i++) {
		buf_adds(&all, stage_lines(s));
		stage_keys(s, "<PgDn>");
	}
	for (size_t i = 0; i < registers_n; i++)
		for (size_t k = 0; k < registers[i]->nfields; k++) {
			struct buf head = BUF_INIT;

			buf_addf(&head, "%s  %s  (", registers[i]->fields[k].label, registers[i]->fields[k].name);
			assert_non_null(strstr(buf_str(&all), buf_str(&head)));
			buf_release(&head);
		}
	buf_release(&all);
}

static void test_help__scrolls_and_stops_at_the_ends(void **state)
{
	struct stage *s = *state;
	char *first, *second;

	stage_size(s, 60, 16);
	stage_keys(s, "<F1>");
	first = strdup(stage_lines(s));
	stage_keys(s, "<Up><PgUp>");
	assert_string_equal(stage_lines(s), first);
	stage_keys(s, "<Down>");
	assert_string_not_equal(stage_lines(s), first);
	stage_keys(s, "<Up>");
	assert_string_equal(stage_lines(s), first);
	stage_keys(s, "<End>");
	second = strdup(stage_lines(s));
	stage_keys(s, "<Down>  ");
	assert_string_equal(stage_lines(s), second);
	stage_hides(s, "这个屏幕的键");
	stage_keys(s, "<Home>");
	assert_string_equal(stage_lines(s), first);
	stage_keys(s, " b");
	assert_string_equal(stage_lines(s), first);
	free(first);
	free(second);
}

/* Another width breaks the lines anew. */
static void test_help__fits_every_width(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Enter><F1>");
	for (int cols = 40; cols <= 120; cols += 7) {
		stage_size(s, cols, 20);
		stage_keys(s, "<Home>");
		for (int i = 0; i < 6; i++) {
			for (int y = 2; y < 18; y++)
				assert_null(strchr(stage_row(s, y), '~'));
			stage_keys(s, "<PgDn>");
		}
	}
}

static void test_help__says_what_is_wrong_with_the_field(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F7><Tab>");
	stage_keys(s, "<Up><F1>");
	stage_shows(s, "! ");
	stage_shows(s, "必须填写");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_help__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(of_a_list_at_80x24),
		TEST(of_a_list_at_40x12),
		TEST(of_the_field_under_the_cursor),
		TEST(a_full_width_question_mark_opens_it_too),
		TEST(again_shows_all_registers_and_fields),
		TEST(the_index_leaves_nothing_out),
		TEST(the_index_is_searched),
		TEST(scrolls_and_stops_at_the_ends),
		TEST(fits_every_width),
		TEST(says_what_is_wrong_with_the_field),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
