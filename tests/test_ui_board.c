/*
 * The board of a register with a workflow: lanes and cards, their signs, the steps made from it, and
 * what happens when somebody else was faster.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "db/read.h"
#include "tests/support/stage_cases.h"
#include "ui/board.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	stage_add_cases(s);
	app_push(s->app, list_new(s->app, &rectification_reg, NULL, NULL));
	stage_keys(s, "b");
	return 0;
}

/* The current card is that of the record with this in its name, which the line below the lanes gives in full. */
#define is_on(s, text) is_on_at(s, text, __FILE__, __LINE__)
static void is_on_at(struct stage *s, const char *text, const char *file, int line)
{
	const char *state = stage_row(s, s->rows < 16 ? 8 : 19);

	if (!strstr(state, text)) {
		fprintf(stderr, "not on %s: %s\n", text, state);
		_fail(file, line);
	}
	stage_shows(s, ">");
	assert_int_not_equal(s->picture.cursor_y, 0);
}

/* --- pictures --- */

static void test_board__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>");
	stage_is(s,
		" 台账 > 整顿案件 > 看板 [按阶段]                    共 5  逾期 1 !!  七日内 1 !",
		"--------------------------------------------------------------------------------",
		" 排查 (1)                  [初定 (2)]                审定 (1)                  >",
		" 中共示例镇东河村支部委员 >中共示例镇南沙沟村支部委  中共示例镇西岭村支部委员会",
		"   会 2024年                 员会 2024年               2024年",
		"                             !! 逾期12天 示例卓玛      剩164天",
		"                           中共示例镇北沙沟村支部委",
		"                             员会 2024年",
		"                             ! 剩2天 示例扎西",
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
		"  Enter 全貌   . 办理   h 历史   u 撤销",
		"1帮助   2命令   3       4打开   5列表   6分栏   7新增   8       9菜单   10返回");
}

static void test_board__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<Right>");
	stage_is(s,
		" 整顿案件 > 看板                   2/14",
		"<[初定 (2)]                            >",
		">中共示例镇南沙沟村支部委员会 2024年",
		"   !! 逾期12天 示例卓玛",
		" 中共示例镇北沙沟村支部委员会 2024年",
		"   ! 剩2天 示例扎西",
		"",
		"",
		" 中共示例镇南沙沟村支部委员会 2024年  ~",
		" 下一步: [审定]  [退回排查]",
		"  Enter 全貌   . 办理   h 历史   u 撤销",
		"1帮助   2命令   4打开   5列表   10返回");
}

static void test_board__a_wide_window_has_more_lanes(void **state)
{
	struct stage *s = *state;

	stage_size(s, 200, 60);
	stage_shows(s, "[排查 (1)]");
	stage_shows(s, "申请验收 (0)");
}

static void test_board__steps_at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>n");
	stage_is(s,
		" 台账 > 整顿案件 > 看板 [按阶段]                    共 5  逾期 1 !!  七日内 1 !",
		"--------------------------------------------------------------------------------",
		" 排查 (1)                  [初定 (2)]                审定 (1)                  >",
		" 中共示例镇东河村支部委员 >中共示例镇南沙沟村支部委  中共示例镇西岭村支部委员会",
		"   会 2024年                 员会 2024年               2024年",
		"                             !! 逾期12天 示例卓玛      剩164天",
		"                           中共示例镇北沙沟村支部委",
		"                             员会 2024年",
		"                             ! 剩2天 示例扎西",
		"    +- 办理：现在是「初定」 -----------------------------------------------+",
		"    | > 审定 -> 审定  可以办                                               |",
		"    |   退回排查 -> 排查  可以办，要写原因                                 |",
		"    |                                                                      |",
		"    | [ Enter 办这一步 ]  [ Esc 返回 ]                                     |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"--------------------------------------------------------------------------------",
		" 中共示例镇南沙沟村支部委员会 2024年  阶段: 初定  完成时限: 2024-05-08  责任人~",
		" 2024-03-01 初定",
		" 下一步: [审定]  [退回排查]",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
}

/* --- moving --- */

static void test_board__goes_from_lane_to_lane_and_card_to_card(void **state)
{
	struct stage *s = *state;

	is_on(s, "东河村支部委员会 2024年");
	stage_keys(s, "<Left>");
	stage_says(s, "左边没有");
	stage_keys(s, "<Right>");
	is_on(s, "南沙沟村支部委员会 2024年");
	stage_keys(s, "<Down>");
	is_on(s, "北沙沟村支部委员会 2024年");
	stage_keys(s, "<Down><PgDn>");
	is_on(s, "北沙沟村支部委员会 2024年");
	stage_keys(s, "<Home>");
	is_on(s, "南沙沟村支部委员会 2024年");
	stage_keys(s, "<End>");
	is_on(s, "北沙沟村支部委员会 2024年");
	stage_keys(s, "<Right><Left>");
	is_on(s, "北沙沟村支部委员会 2024年");
}

static void test_board__an_empty_lane_has_the_cursor_too(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right><Right><Right>");
	stage_shows(s, "[备案 (0)]");
	assert_int_equal(s->picture.cursor_y, 3);
	assert_int_equal(s->picture.cursor_x, 52);
	stage_keys(s, "<Up><Down><PgUp><PgDn><Home><End><Enter>");
	stage_says(s, "没有记录可打开");
	stage_keys(s, ".");
	stage_says(s, "没有要办的");
	stage_keys(s, "h");
	stage_shows(s, "[备案 (0)]");
}

static void test_board__opens_forms_and_goes_back_to_the_list(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right><F4>");
	assert_string_equal(app_top(s->app)->type->name, "form");
	stage_shows(s, "南沙沟村支部委员会");
	stage_keys(s, "<PgDn>");
	stage_shows(s, "北沙沟村支部委员会");
	stage_keys(s, "<Esc>b");
	assert_string_equal(app_top(s->app)->type->name, "list-flow");
	stage_keys(s, "<End>b");
	assert_string_equal(app_top(s->app)->type->name, "board");
}

static void test_board__begins_at_the_record_of_the_list(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "b<Home><Down><Down>");
	stage_current_is(s, "北沙沟村支部");
	stage_keys(s, "b");
	is_on(s, "北沙沟村支部委员会 2024年");
}

static void test_board__has_the_conditions_of_the_list(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "b&北沙沟<Enter>b");
	stage_shows(s, "筛选: 北沙沟");
	stage_shows(s, "[初定 (1)]");
	stage_shows(s, "共 1");
	stage_hides(s, "南沙沟");
	stage_keys(s, "b<Esc>&没有这个<Esc>b");
	stage_shows(s, "共 5");
}

static void test_board__of_nothing(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &site_reg, NULL, NULL));
	stage_keys(s, "b");
	stage_shows(s, "[培育 (0)]");
	stage_shows(s, "共 0");
	stage_keys(s, "o.<Enter><Right><End>ooo<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "list-flow");
}

static void test_board__is_not_offered_where_there_is_no_workflow(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "b");
	stage_says(s, "这里不用 b 键");
}

/* The same letter as in a list and a tree. */
static void test_board__o_is_the_story(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right><Down>o");
	stage_shows(s, "全貌 1/");
}

static void test_board__by_the_month_of_the_deadline(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right><Down><F6>");
	stage_says(s, "按「完成时限」分栏");
	stage_shows(s, "[2024-05 (2)]");
	is_on(s, "北沙沟村支部委员会 2024年");
	stage_shows(s, "! 剩2天 初定");
	stage_keys(s, "<Left>");
	stage_shows(s, "[2024-05 以前 (1)]");
	is_on(s, "南沙沟村支部委员会 2022年");
	stage_keys(s, "<Right><Right><Right><Right><Right><Right>");
	stage_shows(s, "[2024-10 (1)]");
	is_on(s, "西岭村支部委员会 2024年");
	stage_keys(s, "<Right><Right>");
	stage_shows(s, "[没有完成时限 (1)]");
	is_on(s, "东河村支部委员会 2024年");
}

static void test_board__by_the_superior(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right><Down>>>");
	stage_says(s, "按「党组织」的上级分栏");
	stage_shows(s, "看板 [按党组织的上级]");
	stage_shows(s, "[中共示例镇委员会 (5)]");
	is_on(s, "北沙沟村支部委员会 2024年");
	stage_shows(s, "! 剩2天 初定");
	stage_keys(s, "<Left>");
	stage_says(s, "左边没有别的栏了");
	/* One that has no superior is a branch of its own. */
	office_must_edit(s->office, stage_org(s, "005"), "superior", "");
	stage_keys(s, ">");
	stage_shows(s, "[初定 (2)]");
	stage_keys(s, ">>");
	stage_shows(s, "[中共示例镇委员会 (4)]");
	stage_shows(s, "中共示例镇西岭村支部委员");
	stage_keys(s, "<Right>");
	is_on(s, "西岭村支部委员会 2024年");
	stage_keys(s, ">");
	stage_shows(s, "[审定 (1)]");
}

static void test_board__by_the_superior_under_a_condition(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "b&北沙沟<Enter>b>>");
	stage_shows(s, "[中共示例镇委员会 (1)]");
	stage_keys(s, "bb<Esc>b");
	app_push(s->app, list_new(s->app, &site_reg, NULL, NULL));
	stage_keys(s, "b>>");
	stage_shows(s, "没有");
	stage_keys(s, "<Right><Left><Down>.<Enter>h<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "list-flow");
}

/* --- signs --- */

/* The second line of the card of that deadline. */
static void card_says(struct stage *s, const char *deadline, const char *words)
{
	stage_put(s->office->s, &rectification_reg, "003-2024", "deadline", deadline);
	stage_keys(s, "<Up>");
	stage_shows(s, words);
}

static void test_board__days_are_counted_from_today(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>");
	card_says(s, "2024-05-19", "!! 逾期1天");
	card_says(s, "2024-05-20", "! 今天到期");
	card_says(s, "2024-05-21", "! 剩1天");
	card_says(s, "2024-05-27", "! 剩7天");
	card_says(s, "2024-05-28", " 剩8天");
	card_says(s, "2024-05", "剩11天");
	card_says(s, "2024-02", "!! 逾期81天");
	card_says(s, "2025-02-28", "剩284天");
	card_says(s, "2024", "剩225天");
}

static void test_board__what_is_closed_is_not_overdue(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right><Right><Right><Right><Right><Right><Right><Right><Right><Right><Right><Right><Right>");
	stage_shows(s, "[归档 (1)]");
	stage_shows(s, "2022-03-01 初定 > 2022-03-20 审定");
	stage_shows(s, "已经是最后一步。");
	assert_null(strstr(stage_row(s, 19), "!!"));
}

/* --- steps --- */

static void test_board__a_step_that_lacks_something_says_what(void **state)
{
	struct stage *s = *state;

	stage_shows(s, "下一步: [初定] 要「初定」，先填写认定标准。");
	stage_keys(s, ".");
	stage_shows(s, "还缺 1 项");
	stage_shows(s, "! 要「初定」，先填写认定标准。");
	stage_shows(s, "[ Enter 去填写 ]");
	stage_keys(s, "<Enter>");
	stage_errs(s, "先填写认定标准");
	stage_current_is(s, ">! 认定标准");
	stage_shows(s, "[初定 ");
	stage_has(s, &rectification_reg, "004-2024", "stage", "screened");
	/* One saving fills in and makes the step. */
	stage_keys(s, "2<Ctrl-S>");
	stage_has(s, &rectification_reg, "004-2024", "stage", "proposed");
	stage_has(s, &rectification_reg, "004-2024", "proposed_on", "2024-05-20");
	stage_shows(s, "排查 (0)");
	stage_shows(s, "[初定 (3)]");
	stage_keys(s, "u<Ctrl-S>");
	stage_has(s, &rectification_reg, "004-2024", "stage", "screened");
	stage_shows(s, " 排查 (1)");
}

static void test_board__sending_back_wants_a_reason(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>n<Down>");
	stage_shows(s, "> 退回排查 -> 排查  可以办，要写原因");
	stage_keys(s, "<Enter>");
	stage_shows(s, "「退回排查」要写明原因。");
	stage_keys(s, "<Enter>");
	stage_says(s, "请先填写");
	stage_keys(s, "<Esc>");
	stage_has(s, &rectification_reg, "002-2024", "stage", "proposed");
	stage_keys(s, "n<Down><Enter>材料不全<Enter>");
	stage_says(s, "初定 -> 排查");
	stage_has(s, &rectification_reg, "002-2024", "stage", "screened");
	stage_keys(s, "<Left><Up>");
	is_on(s, "南沙沟村支部委员会 2024年");
	stage_keys(s, "h");
	stage_shows(s, "材料不全");
}

static void test_board__a_step_of_a_higher_role_is_not_made(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "lucy", "clerk", 0);
	stage_enter(s, "lucy");
	app_push(s->app, list_new(s->app, &rectification_reg, NULL, NULL));
	stage_keys(s, "b<Right>n");
	stage_shows(s, "「审定」要由审批员或更高的角色来办");
	stage_keys(s, "<Enter>");
	stage_errs(s, "审批员");
	stage_keys(s, "<Esc>");
	stage_has(s, &rectification_reg, "002-2024", "stage", "proposed");
}

static void test_board__for_looking_only(void **state)
{
	struct stage *s = *state;

	stage_enter_readonly(s);
	app_push(s->app, list_new(s->app, &rectification_reg, NULL, NULL));
	stage_keys(s, "b<Right>n");
	assert_string_equal(app_top(s->app)->type->name, "board");
	stage_has(s, &rectification_reg, "002-2024", "stage", "proposed");
}

/* --- two people --- */

static void test_board__another_step_was_made_meanwhile(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office);

	stage_keys(s, "<Right>n");
	stage_put(other, &rectification_reg, "002-2024", "stage", "screened");
	stage_keys(s, "<Enter>");
	stage_errs(s, "示例管理员 已把「中共示例镇南沙沟村支部委员会 2024年」办到「排查」；你的这一步没有办");
	stage_has(s, &rectification_reg, "002-2024", "stage", "screened");
	stage_shows(s, "[排查 (2)]");
	store_close(other);
}

static void test_board__the_same_step_was_made_meanwhile(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office);

	stage_keys(s, "<Right>n");
	stage_put(other, &rectification_reg, "002-2024", "stage", "confirmed");
	stage_keys(s, "<Enter>");
	stage_errs(s, "示例管理员 已把「中共示例镇南沙沟村支部委员会 2024年」办到「审定」");
	stage_has(s, &rectification_reg, "002-2024", "stage", "confirmed");
	store_close(other);
}

static void test_board__what_others_do_shows_by_itself(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office);

	stage_put(other, &rectification_reg, "002-2024", "stage", "screened");
	store_close(other);
	stage_keys(s, "<Up>");
	stage_shows(s, "[排查 (2)]");
	stage_shows(s, "初定 (1)");
}

/* --- the form --- */

static void test_form_step__shows_what_is_missing_and_saves_the_step(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4><Alt-S>");
	stage_shows(s, "现在是「排查」");
	stage_keys(s, "<Enter>");
	stage_errs(s, "先填写认定标准");
	stage_current_is(s, ">! 认定标准");
	stage_keys(s, "2<Ctrl-S>");
	stage_says(s, "已保存");
	stage_has(s, &rectification_reg, "004-2024", "stage", "proposed");
	stage_has(s, &rectification_reg, "004-2024", "criteria", "2");
}

static void test_form_step__asks_for_the_reason(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right><F4><Alt-S><Down><Enter>");
	stage_shows(s, "要写明原因");
	stage_keys(s, "材料不全<Enter>");
	stage_has(s, &rectification_reg, "002-2024", "stage", "screened");
}

static void test_form_step__only_where_there_are_steps(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "a<Alt-S>");
	stage_says(s, "先按 Ctrl-S 保存");
	stage_keys(s, "<Esc>");
	app_push(s->app, form_new(s->app, &org_reg, stage_org(s, "002")));
	stage_keys(s, "<Alt-S>");
	stage_says(s, "没有流程");
}

static void test_form_step__two_people_at_once(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office);

	stage_keys(s, "<Right><F4>");
	stage_put(other, &rectification_reg, "002-2024", "stage", "screened");
	store_close(other);
	stage_keys(s, "<Alt-S><Enter>");
	assert_string_equal(app_top(s->app)->type->name, "conflict");
	stage_shows(s, "示例管理员");
	stage_shows(s, "排查");
	stage_keys(s, "<Esc>");
	stage_has(s, &rectification_reg, "002-2024", "stage", "screened");
}

static void test_form_step__the_same_step_by_two_people(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office);

	stage_keys(s, "<Right><F4>");
	stage_put(other, &rectification_reg, "002-2024", "stage", "confirmed");
	store_close(other);
	stage_keys(s, "<Alt-S><Enter>");
	stage_says(s, "别人刚才已经存了同样的内容");
	stage_has(s, &rectification_reg, "002-2024", "stage", "confirmed");
}

static void test_home__opens_the_board_of_a_register_and_of_a_figure(void **state)
{
	struct stage *s = *state;

	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Esc>b");
	stage_says(s, "没有看板");
	stage_keys(s, "<Down>b");
	stage_shows(s, "共 5");
	stage_keys(s, "<Esc><Esc><Tab>");
	stage_keys(s, "<Home>");
	stage_current_is(s, "整顿案件 逾期");
	stage_keys(s, "b");
	stage_shows(s, "筛选: 逾期");
	stage_shows(s, "共 1");
	stage_shows(s, "[初定 (1)]");
}

/* --- many cards --- */

#define MANY 500

static void test_board__a_lane_of_500_cards(void **state)
{
	struct stage *s = *state;
	struct store *store = s->office->s;
	struct err e = ERR_INIT;
	char text[32];

	stage_put(store, &problem_reg, NULL, "rectification", "002-2024", "name", "示例问题");
	assert_int_equal(store_begin(store, ACTION_BATCH, NULL, &e), 0);
	for (int i = 0; i < MANY; i++) {
		void *m = reg_new(&measure_reg);

		snprintf(text, sizeof(text), "措施%03d", i);
		assert_int_equal(stage_set_pairs(store, &measure_reg, m,
			(const char *const[]){ "problem", "002-2024-P01", "name", text, "deadline", "2024-06-30", NULL }, &e), 0);
		if (store_save(store, &measure_reg, NULL, m, NULL, &e) < 0)
			fail_msg("%s", e.text);
		reg_free(&measure_reg, m);
	}
	assert_int_equal(store_commit(store, NULL, &e), 0);
	app_push(s->app, list_new(s->app, &measure_reg, NULL, NULL));
	stage_keys(s, "b");
	stage_shows(s, "[没开始 (500)]");
	stage_shows(s, "下面还有 496 件");
	is_on(s, "措施000");
	for (int i = 0; i < 60; i++)
		stage_keys(s, "<Down>");
	is_on(s, "措施060");
	stage_keys(s, "<End>");
	is_on(s, "措施499");
	stage_hides(s, "下面还有");
	stage_keys(s, "<PgUp>");
	is_on(s, "措施495");
	stage_keys(s, "<Home>");
	is_on(s, "措施000");
	stage_size(s, 40, 12);
	stage_keys(s, "<PgDn>");
	is_on(s, "措施003");
}

#define board_test(f) cmocka_unit_test_setup_teardown(f, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		board_test(test_board__at_80x24),
		board_test(test_board__at_40x12),
		board_test(test_board__a_wide_window_has_more_lanes),
		board_test(test_board__steps_at_80x24),
		board_test(test_board__goes_from_lane_to_lane_and_card_to_card),
		board_test(test_board__an_empty_lane_has_the_cursor_too),
		board_test(test_board__opens_forms_and_goes_back_to_the_list),
		board_test(test_board__begins_at_the_record_of_the_list),
		board_test(test_board__has_the_conditions_of_the_list),
		board_test(test_board__of_nothing),
		board_test(test_board__is_not_offered_where_there_is_no_workflow),
		board_test(test_board__o_is_the_story),
		board_test(test_board__by_the_month_of_the_deadline),
		board_test(test_board__by_the_superior),
		board_test(test_board__by_the_superior_under_a_condition),
		board_test(test_board__days_are_counted_from_today),
		board_test(test_board__what_is_closed_is_not_overdue),
		board_test(test_board__a_step_that_lacks_something_says_what),
		board_test(test_board__sending_back_wants_a_reason),
		board_test(test_board__a_step_of_a_higher_role_is_not_made),
		board_test(test_board__for_looking_only),
		board_test(test_board__another_step_was_made_meanwhile),
		board_test(test_board__the_same_step_was_made_meanwhile),
		board_test(test_board__what_others_do_shows_by_itself),
		board_test(test_form_step__shows_what_is_missing_and_saves_the_step),
		board_test(test_form_step__asks_for_the_reason),
		board_test(test_form_step__only_where_there_are_steps),
		board_test(test_form_step__two_people_at_once),
		board_test(test_form_step__the_same_step_by_two_people),
		board_test(test_home__opens_the_board_of_a_register_and_of_a_figure),
		board_test(test_board__a_lane_of_500_cards),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
