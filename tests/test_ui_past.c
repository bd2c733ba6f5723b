/*
 * The whole program on another day: what it shows, that nothing can be changed there, and the way back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "db/past.h"
#include "src/mem.h"
#include "tests/support/stage_cases.h"
#include "ui/board.h"
#include "ui/reports.h"
#include "ui/screens.h"
#include "src/banned.h"

/* The office is of 10 May; on the 12th the third organization got another name, today the second one another superior. */
static void make_past(struct stage *s)
{
	struct office *o = s->office;

	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-10 08:00:00', 'utc') AS INTEGER) * 1000");
	office_must_edit(o, stage_org(s, "003"), "name", "十二日以后的党支部");
	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-12 08:00:00', 'utc') AS INTEGER) * 1000"
			 " WHERE id = (SELECT max(id) FROM action)");
}

/* The copy is made by another thread. */
static void wait_there(struct stage *s)
{
	for (int i = 0; i < 100 && strstr(stage_lines(s), "正在准备"); i++)
		stage_keys(s, "");
}

static void go(struct stage *s, const char *day)
{
	stage_keys(s, "<Alt-T>");
	stage_keys(s, day);
	stage_keys(s, "<Enter>");
	wait_there(s);
}

static void test_past__a_day_is_asked_for_and_shown(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter>@");
	stage_shows(s, "看哪一天？");
	stage_keys(s, "05-11<Enter>");
	wait_there(s);
	stage_shows(s, "[历史 2024-05-11 只读] 台账 > 党组织");
	stage_hides(s, "十二日以后");
	stage_keys(s, "<Esc>");
	stage_shows(s, "[历史 2024-05-11 只读] 台账 > 首页");
	stage_keys(s, "<Esc>");
	stage_says(s, "回到了现在");
	stage_shows(s, "十二日以后");
	stage_hides(s, "[历史");
}

static void test_past__one_stands_where_one_stood(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter><F4>十二日<Enter>");
	stage_current_is(s, "十二日以后的党支部");
	stage_keys(s, "<Esc><Enter>");
	stage_shows(s, "十二日以后的党支部");
	go(s, "2024-05-11");
	stage_shows(s, "[历史 2024-05-11 只读] 台账 > 党组织 >");
	stage_hides(s, "十二日以后的党支部");
	stage_keys(s, "<Alt-T>现在<Enter>");
	stage_shows(s, "十二日以后的党支部");
	stage_hides(s, "[历史");
}

static void test_past__what_is_being_typed_waits_for_the_return(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter><Enter><Down>改到一半");
	stage_shows(s, "改到一半");
	stage_keys(s, "<Alt-H>");
	go(s, "2024-05-11");
	stage_hides(s, "改到一半");
	stage_keys(s, "@<Enter>");
	stage_keys(s, "<Esc>");
	stage_shows(s, "改到一半");
}

static void test_past__from_one_day_to_another(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter>");
	go(s, "2024-05-11");
	go(s, "-8天");
	stage_shows(s, "[历史 2024-05-12 只读]");
	stage_shows(s, "十二日以后");
	stage_keys(s, "@now<Enter>");
	stage_hides(s, "[历史");
	stage_shows(s, "台账 > 党组织");
}

static void assert_refused(struct stage *s, const char *keys)
{
	stage_keys(s, keys);
	stage_errs(s, "现在看的是历史 2024-05-12，只能看不能改；请先回到现在（按 @）。");
}

static void test_past__nothing_can_be_changed_there(void **state)
{
	struct stage *s = *state;
	int64_t actions;

	make_past(s);
	actions = office_number(s->office, "SELECT count(*) FROM action");
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter>");
	go(s, "2024-05-12");
	assert_refused(s, "<F7>");
	assert_refused(s, "<F8>");
	assert_refused(s, "u");
	assert_refused(s, "R");
	stage_keys(s, "h");
	assert_refused(s, "u");
	assert_refused(s, "<Esc><Enter>x");
	stage_keys(s, "<Esc><Esc>");
	assert_refused(s, "u");
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action"), actions);
	stage_keys(s, "<Esc>");
	stage_hides(s, "[历史");
}

static void test_past__a_day_that_is_none_is_refused_and_stays_in_the_line(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "@2024-02-30<Enter>");
	stage_errs(s, "2024-02-30");
	stage_shows(s, "看历史");
	stage_keys(s, "<Esc>@2024-05-21<Enter>");
	stage_errs(s, "2024-05-21 还没有到");
	stage_keys(s, "<Esc>@2024-05-09<Enter>");
	stage_errs(s, "2024-05-10 建库");
	stage_keys(s, "<Esc>@去年底再说<Enter>");
	stage_errs(s, "去年底再说");
	stage_keys(s, "<Esc>");
	stage_hides(s, "[历史");
}

static void test_past__a_record_that_was_not_there_is_said(void **state)
{
	struct stage *s = *state;
	int64_t id;

	make_past(s);
	id = office_branch(s->office, "NEW1", 0);
	app_push(s->app, home_new(s->app));
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	app_push(s->app, form_new(s->app, &org_reg, id));
	go(s, "2024-05-12");
	stage_shows(s, "[历史 2024-05-12 只读] 台账 > 党组织 [");
	stage_hides(s, "NEW1");
	stage_says(s, "那时还没有这条记录");
	stage_keys(s, "@<Enter>");
	stage_shows(s, "NEW1");
}

static void test_past__quitting_there_only_returns(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	go(s, "2024-05-12");
	stage_keys(s, "<Ctrl-Q>");
	assert_false(app_done(s->app));
	stage_says(s, "再按一次才退出");
	stage_keys(s, "<Ctrl-Q>");
	assert_true(app_done(s->app));
}

static void test_past__the_title_in_a_small_window(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter>");
	stage_size(s, 40, 12);
	go(s, "2024-05-12");
	assert_non_null(strstr(stage_row(s, 0), "[历史 2024-05-12 只读] 党组"));
	stage_keys(s, "@");
	stage_shows(s, "回到现在");
}

static void test_past__the_program_may_end_there(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter>");
	go(s, "2024-05-12");
	app_hangup(s->app);
	assert_true(app_done(s->app));
}

/* ---- Cases: what is told in days ---------------------------------------------------------------- */

#define CASE "002-2024"

/* The cases are of 10 May; on the 12th that of 002 goes a step on, and on the 15th its deadline is moved. */
static void make_cases(struct stage *s)
{
	struct office *o = s->office;

	stage_add_cases(s);
	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-10 08:00:00', 'utc') AS INTEGER) * 1000");
	stage_put(o->s, &rectification_reg, CASE, "stage", "confirmed", "confirmed_on", "2024-05-12");
	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-12 08:00:00', 'utc') AS INTEGER) * 1000"
			 " WHERE id = (SELECT max(id) FROM action)");
	stage_put(o->s, &rectification_reg, CASE, "deadline", "2024-06-30");
	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-15 08:00:00', 'utc') AS INTEGER) * 1000"
			 " WHERE id = (SELECT max(id) FROM action)");
	app_push(s->app, home_new(s->app));
}

static void open_list(struct stage *s, const char *codes)
{
	app_push(s->app, list_new(s->app, &rectification_reg, codes, NULL));
	stage_keys(s, "");
}

static void test_past__the_board_stays_the_board(void **state)
{
	struct stage *s = *state;

	make_cases(s);
	open_list(s, "code=" CASE ",003-2024");
	stage_keys(s, "b<Right>");
	stage_shows(s, "[审定 (1)]");
	stage_shows(s, "剩41天");
	go(s, "2024-05-11");
	stage_is(s,
		" [历史 2024-05-11 只读] 台账 > 整顿案件 > 看板 [按阶段]",
		" 筛选: code=002-2024,003-2024",
		" 排查 (0)                  [初定 (2)]                审定 (0)                  >",
		" 没有                     >中共示例镇南沙沟村支部委  没有",
		"                             员会 2024年",
		"                             !! 逾期3天 示例卓玛",
		"                           中共示例镇北沙沟村支部委",
		"                             员会 2024年",
		"                             剩11天 示例扎西",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"--------------------------------------------------------------------------------",
		" 中共示例镇南沙沟村支部委员会 2024年  阶段: 初定  完成时限: 2024-05-08  责任人~",
		" 2024-03-01 初定",
		" 下一步: [审定]  [退回排查]",
		"  Enter 全貌   h 历史",
		"1帮助   2命令   3       4打开   5列表   6分栏   7       8       9菜单   10返回");
	stage_size(s, 40, 12);
	stage_keys(s, "");
	stage_is(s,
		" [历史 2024-05-11 只读] 整顿案件 ~ 2/14",
		"<[初定 (2)]                            >",
		">中共示例镇南沙沟村支部委员会 2024年",
		"   !! 逾期3天 示例卓玛",
		" 中共示例镇北沙沟村支部委员会 2024年",
		"   剩11天 示例扎西",
		"",
		"",
		" 中共示例镇南沙沟村支部委员会 2024年  ~",
		" 下一步: [审定]  [退回排查]",
		"  Enter 全貌   h 历史",
		"1帮助   2命令   4打开   5列表   10返回");
}

static void test_past__a_board_is_grouped_as_it_was_left(void **state)
{
	struct stage *s = *state;

	make_cases(s);
	open_list(s, "code=" CASE ",003-2024");
	stage_keys(s, "b><Right>");
	stage_shows(s, "[按完成时限]");
	go(s, "2024-05-13");
	stage_shows(s, "[按完成时限]");
	stage_shows(s, "!! 逾期5天 审定");
	/* From there to another day. */
	stage_keys(s, "<Enter>");
	stage_shows(s, "全貌");
	go(s, "2024-05-11");
	stage_shows(s, "[历史 2024-05-11 只读]");
	stage_shows(s, "阶段: 初定");
	stage_shows(s, "!! 逾期3天");
	stage_keys(s, "<Esc>");
	stage_shows(s, "[按完成时限]");
}

static void test_past__the_story_is_told_from_that_day(void **state)
{
	struct stage *s = *state;

	make_cases(s);
	open_list(s, "code=" CASE);
	stage_keys(s, "o<Down><Down>");
	stage_shows(s, "阶段: 审定");
	stage_shows(s, "剩41天");
	go(s, "2024-05-12");
	stage_is(s,
		" [历史 2024-05-12 只读] 台账 > 整顿案件 > 中共示例镇南沙沟村支部委员~ 全貌 1/18",
		"--------------------------------------------------------------------------------",
		"> 阶段: 审定  从 2024-05-12 起，第 1 天  完成时限: 2024-05-08  !! 逾期4天",
		"  责任人: 示例卓玛",
		"  走过: 2024-03-01 初定 > 2024-05-12 审定",
		" 下一步",
		"  [备案] -> 备案  可以办",
		"  再次列入: ! 再次列入，这是第 2 轮",
		" 基本",
		"  案件编号: 002-2024",
		"  党组织: 中共示例镇南沙沟村支部委员会",
		"  村级区划: 南沙沟村村委会",
		"  领域: 农村  列入年度: 2024  认定标准: 班子配备不齐、书记长期缺职  第几轮: 2",
		"  上一轮: 中共示例镇南沙沟村支部委员会 2022年",
		" 责任和时限",
		"  最初时限: 2024-05-08  调整书记: 否",
		" 问题 (0)",
		" 整顿经过 (0)",
		" 整顿验收 (0)",
		" 以前的轮次",
		"  2022  归档  责任人: 示例卓玛  2022-10-31",
		"",
		"  Enter 打开   o 全貌   h 历史   Tab 下一段",
		"1帮助   2命令   3       4打开   5       6       7       8       9菜单   10返回");
	stage_keys(s, "<Home>");
	assert_refused(s, ".");
	assert_refused(s, "+");
	assert_refused(s, "u");
	assert_refused(s, "R");
	stage_keys(s, "h");
	stage_is(s,
		" [历史 2024-05-12 只读] 台账 > 整顿案件 > 中共示例镇南沙沟村支部委~ 共 2 次改动",
		"--------------------------------------------------------------------------------",
		"  时间             谁         动作   字段         原值             新值",
		"> 0000-00-00 00:00 示例管理员 修改   阶段         初定          -> 审定",
		"  0000-00-00 00:00 示例管理员 修改   审定         （空）        -> 2024-05-12",
		"  0000-00-00 00:00 示例管理员 新增   案件编号     （空）        -> 002-2024",
		"  0000-00-00 00:00 示例管理员 新增   案件         （空）        -> 中共示例镇南~",
		"  0000-00-00 00:00 示例管理员 新增   党组织       （空）        -> 中共示例镇南~",
		"  0000-00-00 00:00 示例管理员 新增   村级区划     （空）        -> 南沙沟村村委~",
		"  0000-00-00 00:00 示例管理员 新增   领域         （空）        -> 农村",
		"  0000-00-00 00:00 示例管理员 新增   列入年度     （空）        -> 2024",
		"  0000-00-00 00:00 示例管理员 新增   阶段         （空）        -> 初定",
		"  0000-00-00 00:00 示例管理员 新增   认定标准     （空）        -> 班子配备不齐~",
		"  0000-00-00 00:00 示例管理员 新增   第几轮       （空）        -> 2",
		"  0000-00-00 00:00 示例管理员 新增   上一轮       （空）        -> 中共示例镇南~",
		"  0000-00-00 00:00 示例管理员 新增   责任人       （空）        -> 示例卓玛",
		"  0000-00-00 00:00 示例管理员 新增   完成时限     （空）        -> 2024-05-08",
		"  0000-00-00 00:00 示例管理员 新增   最初时限     （空）        -> 2024-05-08",
		"  0000-00-00 00:00 示例管理员 新增   调整书记     （空）        -> 否",
		"  0000-00-00 00:00 示例管理员 新增   初定         （空）        -> 2024-03-01",
		"",
		"  方式: test  原因: 示例原因",
		"  Enter 详细   u 撤销   R 重做   r 恢复",
		"1帮助   2命令   3       4此字段 5比较   6       7       8       9菜单   10返回");
	stage_hides(s, "2024-06-30");
}

static void test_past__nothing_can_be_changed_from_a_board_there(void **state)
{
	struct stage *s = *state;

	make_cases(s);
	open_list(s, "code=" CASE ",003-2024");
	stage_keys(s, "b");
	go(s, "2024-05-12");
	stage_keys(s, "<Right>");
	assert_refused(s, ".");
	assert_refused(s, "a");
	assert_refused(s, "u");
	assert_refused(s, "R");
}

/* A condition that is told from today is told from the day that is looked at. */
static void test_past__what_is_overdue_is_what_was_overdue(void **state)
{
	struct stage *s = *state;
	struct worklists lists = { .items = NULL };
	const struct worklist_made *overdue;

	make_cases(s);
	store_worklists(app_store(s->app), &rectification_reg, &lists);
	overdue = worklists_find(&lists, &rectification_reg, "overdue");
	app_push(s->app, list_new(s->app, &rectification_reg, overdue->where, overdue->label));
	worklists_release(&lists);
	stage_keys(s, "");
	stage_hides(s, CASE);
	go(s, "2024-05-14");
	stage_shows(s, "筛选: 逾期");
	stage_shows(s, CASE);
	stage_keys(s, "b");
	stage_shows(s, "共 1  逾期 1 !!");
	go(s, "2024-05-15");
	stage_shows(s, "看板");
	stage_shows(s, "筛选: 逾期");
	stage_shows(s, "[审定 (0)]");
}

static void test_past__reports_and_figures_stay_open(void **state)
{
	struct stage *s = *state;

	make_cases(s);
	app_push(s->app, figures_new(s->app));
	go(s, "2024-05-11");
	stage_shows(s, "[历史 2024-05-11 只读] 台账 > 数字");
	stage_keys(s, "<Esc>@<Enter>");
	app_push(s->app, reports_new(s->app, &rectification_reg));
	stage_keys(s, "<Enter><Down><Right><Right>");
	go(s, "2024-05-11");
	stage_shows(s, "[历史 2024-05-11 只读] 台账 > 报表 > 软弱涣散村党组织整顿台账");
	stage_is(s,
		" [历史 2024-05-11 只读] 台账 > 报表 > 软弱涣散村党组织整顿台账              2/5",
		"--------------------------------------------------------------------------------",
		" 序号 全称                     州           县市         乡镇                  >",
		" 1    中共示例镇南沙沟村支部~  海西蒙古族~  乌兰县       柯柯镇",
		">2    中共示例镇南沙沟村支部~  海西蒙古族~  乌兰县       柯柯镇",
		" 3    中共示例镇北沙沟村支部~  海西蒙古族~  乌兰县       柯柯镇",
		" 4    中共示例镇东河村支部委~  海西蒙古族~  乌兰县       柯柯镇",
		" 5    中共示例镇西岭村支部委~  海西蒙古族~  乌兰县       柯柯镇",
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
		"--------------------------------------------------------------------------------",
		" 乡镇: 柯柯镇",
		"",
		"",
		"  Enter 打开   Right 换列   x 导出",
		"1帮助   2命令   3       4       5重算   6       7       8       9菜单   10返回");
}

int main(void)
{
#define STAGE(test) cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		STAGE(test_past__a_day_is_asked_for_and_shown),
		STAGE(test_past__one_stands_where_one_stood),
		STAGE(test_past__what_is_being_typed_waits_for_the_return),
		STAGE(test_past__from_one_day_to_another),
		STAGE(test_past__nothing_can_be_changed_there),
		STAGE(test_past__a_day_that_is_none_is_refused_and_stays_in_the_line),
		STAGE(test_past__a_record_that_was_not_there_is_said),
		STAGE(test_past__quitting_there_only_returns),
		STAGE(test_past__the_title_in_a_small_window),
		STAGE(test_past__the_program_may_end_there),
		STAGE(test_past__the_board_stays_the_board),
		STAGE(test_past__a_board_is_grouped_as_it_was_left),
		STAGE(test_past__the_story_is_told_from_that_day),
		STAGE(test_past__nothing_can_be_changed_from_a_board_there),
		STAGE(test_past__what_is_overdue_is_what_was_overdue),
		STAGE(test_past__reports_and_figures_stay_open),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
