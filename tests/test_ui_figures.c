/*
 * Figures: registers, the numbers that their records give, and the lists behind them.
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
	app_push(s->app, figures_new(s->app));
	return 0;
}

/* The figure of that name. */
static void figure_is(struct stage *s, const char *label, const char *number)
{
	struct buf end = BUF_INIT;

	buf_addf(&end, " %s", number);
	for (int y = 0; y < s->rows; y++) {
		const char *row = stage_row(s, y);

		if (strstr(row, label)) {
			assert_true(strlen(row) > end.len);
			assert_string_equal(row + strlen(row) - end.len, buf_str(&end));
			buf_release(&end);
			return;
		}
	}
	fail_msg("not shown: %s", label);
}

static void test_figures__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "");
	stage_is(s,
		" 台账 > 数字",
		"--------------------------------------------------------------------------------",
		" 台账                         |  党组织",
		">党组织                     7 |  基层党组织                                 7",
		" 整顿案件                   0 |  基层党组织（按领域）",
		" 问题                       0 |    农村                                     5",
		" 整改措施                   0 |    城市社区                                 1",
		" 整顿经过                   0 |    机关                                     1",
		" 整顿验收                   0 |  基层党组织（按类别）",
		" 述职评议                   0 |    党委                                     1",
		" 示范点                     0 |    党支部                                   6",
		" 示范点评审                 0 |  没有书记的党组织                           1",
		" 视图                       0 |  届满未换届的党组织                         0",
		" 行政区划                 443 |  六个月内届满的党组织                       0",
		" 代码                     246 |",
		" 规则                      43 |",
		" 操作员                     1 |",
		"                              |",
		"                              |",
		"                              |",
		"                              |",
		"                              |",
		"  Enter 进入   Tab 换栏",
		"1帮助   2命令   3       4       5       6       7       8       9菜单   10返回");
	assert_int_equal(s->picture.cursor_y, 3);
	assert_int_equal(s->picture.cursor_x, 0);
}

static void test_figures__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "");
	stage_is(s,
		" 数字",
		" 台账",
		">党组织                               7",
		" 整顿案件                             0",
		" 问题                                 0",
		" 整改措施                             0",
		" 整顿经过                             0",
		" 整顿验收                             0",
		" 述职评议                             0",
		" 示范点                               0",
		"  Enter 进入   Tab 换栏",
		"1帮助   2命令   9菜单   10返回");
	stage_keys(s, "<Tab><Down><Down>");
	stage_is(s,
		" 数字",
		" 党组织",
		" 基层党组织                           7",
		" 基层党组织（按领域）",
		">  农村                               5",
		"   城市社区                           1",
		"   机关                               1",
		" 基层党组织（按类别）",
		"   党委                               1",
		"   党支部                             6",
		"  Enter 进入   Tab 换栏",
		"1帮助   2命令   9菜单   10返回");
}

static void test_figures__at_200x60(void **state)
{
	struct stage *s = *state;

	stage_size(s, 200, 60);
	stage_keys(s, "<Tab>");
	stage_shows(s, "基层党组织");
	stage_shows(s, "操作员");
	/* A number stands not far from its label. */
	assert_true(text_width(stage_row(s, 3)) < 80);
}

static void test_figures__counts_without_counters_come_while_idle(void **state)
{
	struct stage *s = *state;

	stage_shows(s, "...");
	/* Not while somebody types. */
	assert_false(app_idle(s->app, false));
	stage_shows(s, "...");
	while (app_idle(s->app, true))
		continue;
	stage_hides(s, "...");
}

static void test_figures__figures_follow_the_register(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down>");
	stage_shows(s, "软弱涣散村党组织（累计）");
	stage_hides(s, "没有书记的党组织");
	stage_keys(s, "<End><Up><Up><Up>");
	stage_shows(s, "行政区划（按级别）");
	stage_hides(s, "没有书记的党组织");
	stage_keys(s, "<Down>");
	stage_shows(s, "没有要统计的数");
	/* There is nothing to go over to. */
	stage_keys(s, "<Tab><Enter>");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_shows(s, "台账 > 代码");
}

static void test_figures__enter_opens_the_register(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<End><Up><Up><Up><Enter>");
	stage_shows(s, "台账 > 行政区划");
	stage_shows(s, "共 443");
	stage_keys(s, "<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "figures");
}

static void test_figures__every_number_opens_the_list_behind_it(void **state)
{
	struct stage *s = *state;
	struct { const char *keys, *condition, *first; } cases[] = {
		{ "<Tab><Enter>", "共 7", "001" },
		{ "<Tab><Down><Enter>", "共 7", "001" },
		{ "<Tab><Down><Down><Enter>", "筛选: 领域=农村", "筛选后 5 / 全部 7" },
		{ "<Tab><Down><Down><Down><Enter>", "筛选: 领域=城市社区", "筛选后 1 / 全部 7" },
		{ "<Tab><End><Up><Up><Enter>", "筛选: 没有书记的党组织", "东河村" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		stage_keys(s, cases[i].keys);
		stage_shows(s, cases[i].condition);
		stage_shows(s, cases[i].first);
		/* It is a condition like others: more can be added. */
		if (i == 4) {
			stage_keys(s, "<F4>004<Enter>");
			stage_shows(s, "筛选: 没有书记的党组织 + 004");
			stage_keys(s, "<Esc>");
		}
		stage_keys(s, "<Esc>");
		if (i > 1)
			stage_keys(s, "<Esc>");
		stage_keys(s, "<Home><Tab>");
		assert_string_equal(app_top(s->app)->type->name, "figures");
	}
}

static void test_figures__figures_follow_the_records(void **state)
{
	struct stage *s = *state;
	int64_t id = stage_org(s, "004");

	stage_keys(s, "");
	figure_is(s, "没有书记的党组织", "1");
	office_must_edit(s->office, id, "secretary", "示例旦增");
	stage_keys(s, "");
	figure_is(s, "没有书记的党组织", "0");
}

static void test_figures__figures_follow_what_other_programs_save(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office), *own = s->office->s;

	stage_keys(s, "");
	s->office->s = other;
	office_branch(s->office, "020", stage_org(s, "001"));
	s->office->s = own;
	store_close(other);
	stage_keys(s, "");
	figure_is(s, "基层党组织 ", "8");
	stage_keys(s, "<Enter>");
	stage_shows(s, "共 8");
}

static void test_figures__help_explains(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F1>");
	stage_shows(s, "每个数后面都是一张列表");
	stage_shows(s, "换一栏");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_figures__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(at_200x60),
		TEST(counts_without_counters_come_while_idle),
		TEST(figures_follow_the_register),
		TEST(enter_opens_the_register),
		TEST(every_number_opens_the_list_behind_it),
		TEST(figures_follow_the_records),
		TEST(figures_follow_what_other_programs_save),
		TEST(help_explains),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
