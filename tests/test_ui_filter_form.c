/*
 * The conditions of a list as a form.
 */
#include "ui/filter_form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/stage.h"
#include "ui/filter_lines.h"
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

static void test_filter_form__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>沙沟 书记=非空 党员>3<Enter><F4>类别=党支部<F4>");
	stage_is(s,
		" 台账 > 党组织 > 筛选                                                    符合 2",
		"--------------------------------------------------------------------------------",
		">  词语         [沙沟                                                         ]",
		"   编码         [                                                             ]",
		"   全称         [                                                             ]",
		"   简称         [                                                             ]",
		"   类别         [党支部                                                       ]",
		"   上级组织     [                                                             ]",
		"   领域         [                                                             ]",
		"   行政区划     [                                                             ]",
		"   成立日期     [                                                             ]",
		"   成立文号     [                                                             ]",
		"   撤销日期     [                                                             ]",
		"   撤销原因     [                                                             ]",
		"   单位情况     [                                                             ]",
		"   单位名称     [                                                             ]",
		"   单位性质     [                                                             ]",
		"   信用代码     [                                                             ]",
		"   书记         [非空                                                         ]",
		"   书记电话     [                                                             ]",
		"   书记任职     [                                                             ]",
		"   委员人数     [                                                             ]",
		"  例: 南沙  nsg  -东河    Enter 筛选  Esc 取消",
		"1帮助   2命令   3提示   4       5       6       7       8清空   9菜单   10取消");
	stage_keys(s, "<Down><Down><Down><Down><Ctrl-U>lh");
	stage_is(s,
		" 台账 > 党组织 > 筛选                                                    符合 2",
		"--------------------------------------------------------------------------------",
		"   词语         [沙沟                                                         ]",
		"   编码         [                                                             ]",
		"   全称         [                                                             ]",
		"   简称         [                                                             ]",
		">* 类别         [lh                                                           ]",
		"   上级组织     +---------------------+                                       ]",
		"   领域         |>联合党支部  632     |                                       ]",
		"   行政区划     | 临时联合党支部  932 |                                       ]",
		"   成立日期     +---------------------+                                       ]",
		"   成立文号     [                                                             ]",
		"   撤销日期     [                                                             ]",
		"   撤销原因     [                                                             ]",
		"   单位情况     [                                                             ]",
		"   单位名称     [                                                             ]",
		"   单位性质     [                                                             ]",
		"   信用代码     [                                                             ]",
		"   书记         [非空                                                         ]",
		"   书记电话     [                                                             ]",
		"   书记任职     [                                                             ]",
		"   委员人数     [                                                             ]",
		"  Tab 填入  上/下 挑选  Esc 收起",
		"1帮助   2命令   3提示   4       5       6       7       8清空   9菜单   10取消");
}

static void test_filter_form__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<F4><F4><Down><Down><Down><Down><F3><Down><Down><Down>");
	stage_is(s,
		" 党组织 > 筛选                   符合 7",
		"   词语         [                     ]",
		"   编码         [                     ]",
		"   全称         [                     ]",
		"   简称         [                     ]",
		">  类别         [                     ]",
		"   上级组织     +---------------------+",
		"   领域         | 党总支部  621       |",
		"   行政区划     |>党支部  631         |",
		"   成立日期     +---------------------+",
		"  Tab 填入  上/下 挑选  Esc 收起",
		"1帮助   2命令   3提示   8清空   10取消");
	stage_keys(s, "<Enter><Ctrl-S>");
	stage_is(s,
		" 党组织 筛:类别=党支部            6 / 7",
		"   全称                         类别   >",
		">  中共示例镇南沙沟村支部委员会 党支部",
		"   中共示例镇北沙沟村支部委员会 党支部",
		"   中共示例镇东河村支部委员会   党支部",
		"   中共示例镇西岭村支部委员会   党支部",
		"   中共示例镇南街社区支部委员会 党支部",
		"   中共示例县直属机关支部委员会 党支部",
		"",
		"",
		"  Enter 打开   z 全部   i 详情   = 合计",
		"1帮助   2命令   3查找   4筛选   10返回");
}

/* --- using it --- */

static void test_filter_form__needs_no_signs(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4><F4>沙沟<Down><Down>南沙<Down><Down>党支部,党委<Enter>");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_shows(s, "筛选: 沙沟 + 全称~南沙 + 类别=党支部,党委");
	stage_shows(s, "筛选后 1 / 全部 7");
	/* It opens with what is in force, and the lines can be cleared. */
	stage_keys(s, "<F4><F4>");
	stage_shows(s, "[南沙");
	stage_shows(s, "[党支部,党委");
	stage_keys(s, "<F8>");
	stage_hides(s, "[南沙");
	stage_shows(s, "符合 7");
	stage_keys(s, "<Enter>");
	stage_hides(s, "筛选:");
}

static void test_filter_form__numbers_dates_and_empty_values(void **state)
{
	struct stage *s = *state;
	static const struct { const char *field, *typed, *chip; } cases[] = {
		{ "正式党员", "20", "正式党员=20" },
		{ "正式党员", ">30", "正式党员>30" },
		{ "正式党员", ">=3 <lt>=30", "正式党员>=3 正式党员<=30" },
		{ "正式党员", "3..30", "正式党员=3..30" },
		{ "届满日期", "2026", "届满日期=2026" },
		{ "届满日期", "<lt>今天", "届满日期<今天" },
		{ "书记", "空", "书记=空" },
		{ "书记", "卓玛", "书记~卓玛" },
		{ "书记", "=示例卓玛", "书记=示例卓玛" },
		{ "书记", "!=示例卓玛", "书记!=示例卓玛" },
		{ "书记", "示例 卓玛", "书记~\"示例 卓玛\"" },
		{ "上级组织", "示例镇", "上级组织~示例镇" },
		{ "党群服务中心", "否", "党群服务中心=否" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t line = 1;

		while (strcmp(org_reg.fields[line - 1].label, cases[i].field) != 0)
			line++;
		stage_keys(s, "<F4><F4><F8>");
		for (size_t j = 0; j < line; j++)
			stage_keys(s, "<Tab>");
		stage_keys(s, cases[i].typed);
		stage_keys(s, "<Ctrl-S>");
		stage_shows(s, cases[i].chip);
		/* What comes back into the form means the same. */
		stage_keys(s, "<F4><F4>x<Backspace><Enter>");
		stage_shows(s, cases[i].chip);
		stage_keys(s, "<Esc>");
	}
}

static void test_filter_form__what_cannot_be_read_is_said_in_its_line(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>沙沟<Enter><F4><F4><Down><Down><Down><Down><Down><Down><Down><Down>2023-02-29");
	stage_errs(s, "2023 年 2 月没有 29 日");
	stage_keys(s, "<Up><Ctrl-S>");
	assert_string_equal(app_top(s->app)->type->name, "filter");
	stage_errs(s, "2023 年 2 月没有 29 日");
	stage_current_is(s, "成立日期");
	stage_keys(s, "<Backspace>8<Enter>");
	stage_shows(s, "筛选: 沙沟 + 成立日期=2023-02-28");
}

static void test_filter_form__esc_changes_nothing(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>沙沟<F4><Down>x<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_shows(s, "筛选: 沙沟  ");
	/* The first Esc puts proposals away. */
	stage_keys(s, "<F4><F4><Down><Down><Down><Down><F3>");
	stage_shows(s, "党委  611");
	stage_keys(s, "<Esc>");
	stage_hides(s, "党委  611");
	assert_string_equal(app_top(s->app)->type->name, "filter");
	stage_keys(s, "<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

/* A named condition keeps its name as long as nothing is changed. */
static void test_filter_form__names_stay_with_what_is_not_changed(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &org_reg, "书记=空 类别=党支部", "没有书记的支部"));
	stage_keys(s, "<F4><F4><Enter>");
	stage_shows(s, "筛选: 没有书记的支部");
	stage_keys(s, "<F4><F4>河<Enter>");
	stage_shows(s, "筛选: 河 + 类别=党支部 + 书记=空");
}

/* What the program asks for is shown in the words of the people who read it, and stays what it is called. */
static void test_filter_form__a_figure_is_shown_in_words(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Esc>");
	app_free(s->app);
	s->app = app_new(s->office->s);
	app_push(s->app, list_new(s->app, &org_reg, "category=611,621,631 dissolved=empty secretary=empty", "没有书记"));
	stage_keys(s, "<F4><F4>");
	stage_shows(s, "类别         [党委,党总支部,党支部 ");
	stage_shows(s, "撤销日期     [空 ");
	stage_shows(s, "书记         [空 ");
	stage_keys(s, "<Enter>");
	stage_shows(s, "筛选: 没有书记 ");
	stage_shows(s, "筛选后 1 / 全部 7");
	/* A line that is changed makes conditions of their own of it, which mean the same. */
	stage_keys(s, "<F4><F4>东河<Enter>");
	stage_shows(s, "筛选: 东河 + 类别=党委,党总支部,党支部 + 撤销日期=空 + 书记=空");
	stage_shows(s, "筛选后 1 / 全部 7");
}

/* What is no condition on one field has a line of its own, as it was typed. */
static void test_filter_form__alternatives_have_a_line(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>南沙 或 东河<Enter><F4>状态=在用<Enter><F4><F4><PgDn><PgDn>");
	stage_shows(s, "其他条件     [南沙 或 东河");
	stage_shows(s, "其他条件     [状态=在用");
	stage_keys(s, "<Esc><F4><F4>沙<Enter>");
	stage_shows(s, "筛选: 沙 + 南沙 或 东河 + 状态=在用");
	stage_shows(s, "筛选后 1 / 全部 7");
}

/* --- lines --- */

/* What a chip's lines mean together is what the chip means; of a minus, and of several conditions on a field, too. */
static void test_filter_form__lines_mean_what_the_chips_meant(void **state)
{
	struct stage *s = *state;
	static const struct { const char *chip, *lines; } cases[] = {
		{ "东河 -西岭 \"a b\"", "东河 -西岭 \"a b\"" },
		{ "-类别=党委", "类别!=党委" },
		{ "-类别!=党委", "类别=党委" },
		{ "-党员>30", "-党员>30" },
		{ "党员>3 党员<30", "正式党员>3 正式党员<30" },
		{ "书记=非空 书记~卓", "书记=非空 书记~卓" },
		{ "书记~卓 书记!=\"卓 玛\"", "书记~卓 书记!=\"卓 玛\"" },
		{ "上级=001 上级~示例", "上级组织=001 上级组织~示例" },
		{ "上级=\"中共示例镇委员会 001\"", "上级组织=\"中共示例镇委员会 001\"" },
		{ "category=611,932 secretary=empty", "类别=党委,临时联合党支部 书记=空" },
		{ "-category!=631", "类别=党支部" },
		{ "secretary!=empty phone=unfilled", "书记!=空 联系电话=未填" },
		{ "term_to<today founded=filled", "成立日期=非空 届满日期<今天" },
		{ "\"或\" \"-东河\" \"a=b\"", "\"或\" \"-东河\" \"a=b\"" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct chips chips = { .items = NULL };
		struct filter_lines lines;
		struct query q;
		struct buf out = BUF_INIT;

		assert_int_equal(query_parse(&org_reg, cases[i].chip, store_lookup(s->office->s), &q, &s->office->e), 0);
		chips_add(&chips, cases[i].chip, NULL, &q);
		filter_lines_init(&lines, &org_reg, store_lookup(s->office->s)->codes, &chips);
		for (size_t j = 0; j < lines.n; j++)
			filter_line_condition(&lines.items[j], &out);
		assert_string_equal(buf_str(&out), cases[i].lines);
		filter_lines_release(&lines);
		chips_release(&chips);
		buf_release(&out);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_filter_form__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(needs_no_signs),
		TEST(numbers_dates_and_empty_values),
		TEST(what_cannot_be_read_is_said_in_its_line),
		TEST(esc_changes_nothing),
		TEST(names_stay_with_what_is_not_changed),
		TEST(a_figure_is_shown_in_words),
		TEST(alternatives_have_a_line),
		TEST(lines_mean_what_the_chips_meant),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
