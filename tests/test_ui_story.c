/*
 * The page that tells the story of a record: what is on it, what is added to it, and that it is the same for every register
 * whose records go a way or have others that belong to them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/read.h"
#include "src/belonging.h"
#include "tests/support/stage_cases.h"
#include "src/banned.h"

#define CASE "002-2024"
#define PROBLEM "002-2024-P01"

static void add_records(struct store *s)
{
	stage_put(s, &rectification_reg, CASE, "county_leader", "示例才让", "county_leader_post", "示例县领导", "county_leader_since",
		"2024-03-20", "batch", "第一批");
	stage_put(s, &problem_reg, NULL, "rectification", CASE, "name", "三会一课不经常", "origin", "screening");
	stage_put(s, &measure_reg, NULL, "problem", PROBLEM, "name", "制定年度组织生活计划", "owner", "示例卓玛", "deadline", "2024-05-10");
	stage_put(s, &measure_reg, NULL, "problem", PROBLEM, "name", "每月固定一天开展主题党日", "owner", "示例卓玛", "deadline",
		"2024-05-25");
	stage_put(s, &progress_reg, NULL, "rectification", CASE, "on", "2024-03-10", "name", "第一书记入户走访", "kind", "visit");
	stage_put(s, &progress_reg, NULL, "rectification", CASE, "on", "2024-05-02", "name", "县委组织部催办", "by", "示例组织员");
}

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	stage_add_cases(s);
	add_records(s->office->s);
	return 0;
}

static int64_t find(struct stage *s, const struct reg *reg, const char *key)
{
	struct rec *rec = reg_new(reg);
	struct err e = ERR_INIT;
	int64_t id;

	if (store_find(s->office->s, reg, key, rec, &e) < 0)
		fail_msg("%s", e.text);
	id = rec->id;
	reg_free(reg, rec);
	return id;
}

static void open_story(struct stage *s, const struct reg *reg, const char *key)
{
	struct screen *story = story_new(s->app, reg, find(s, reg, key));

	assert_non_null(story);
	app_push(s->app, story);
	stage_keys(s, "");
}

/* The cursor goes to the line with this text. */
static void go_to(struct stage *s, const char *text)
{
	stage_keys(s, "<Home>");
	for (int i = 0; i < 200 && !strstr(stage_current(s), text); i++)
		stage_keys(s, "<Down>");
	stage_current_is(s, text);
}

static int64_t count(struct stage *s, const struct reg *reg, const char *where)
{
	struct query q = { .n = 0 };
	struct view v = { .reg = reg, .query = &q };
	struct count c = { .cap = 0 };
	struct err e = ERR_INIT;

	assert_int_equal(query_parse(reg, where, store_lookup(s->office->s), &q, &e), 0);
	assert_int_equal(store_count(s->office->s, &v, &c, &e), 0);
	query_release(&q);
	return c.n;
}

/* --- pictures --- */

static void test_story__at_80x24(void **state)
{
	struct stage *s = *state;

	open_story(s, &rectification_reg, CASE);
	stage_is(s,
		" 台账 > 整顿案件 > 中共示例镇南沙沟村支部委员会 2024年                全貌 1/26",
		"--------------------------------------------------------------------------------",
		"> 阶段: 初定  从 2024-03-01 起，第 81 天  完成时限: 2024-05-08  !! 逾期12天",
		"  责任人: 示例卓玛",
		"  走过: 2024-03-01 初定",
		" 下一步",
		"  [审定] -> 审定  可以办",
		"  [退回排查] -> 排查  可以办，要写原因",
		"  再次列入: ! 再次列入，这是第 2 轮",
		" 基本",
		"  案件编号: 002-2024",
		"  党组织: 中共示例镇南沙沟村支部委员会",
		"  村级区划: 南沙沟村村委会",
		"  领域: 农村  列入年度: 2024  批次: 第一批",
		"  认定标准: 班子配备不齐、书记长期缺职  第几轮: 2",
		"  上一轮: 中共示例镇南沙沟村支部委员会 2022年",
		" 四个一",
		"  联村县级领导: 示例才让 示例县领导 2024-03-20",
		" 责任和时限",
		"  最初时限: 2024-05-08  调整书记: 否",
		" 问题 (1)  整改措施 (2)  逾期 1 !!",
		"  三会一课不经常  排查发现",
		"  Enter 打开   + 添加   . 办理   o 全貌   h 历史   u 撤销   Tab 下一段",
		"1帮助   2命令   3       4打开   5办理   6       7添加   8       9菜单   10返回");
	stage_keys(s, "<End>");
	stage_shows(s, "    每月固定一天开展主题党日  没开始  责任人: 示例卓玛  2024-05-25  ! 剩5天");
	stage_shows(s, " 整顿经过 (2)");
	stage_shows(s, "  2024-05-02  县委组织部催办  示例组织员");
	stage_shows(s, "  2024-03-10  走访  第一书记入户走访");
	stage_shows(s, " 整顿验收 (0)");
	stage_shows(s, " 以前的轮次");
	stage_current_is(s, "2022  归档");
	assert_int_equal(stage_look_of(s, "制定年度组织生活计划"), LOOK_ERROR);
	assert_int_equal(stage_look_of(s, "每月固定一天"), LOOK_WARN);
}

static void test_story__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	open_story(s, &rectification_reg, CASE);
	go_to(s, "每月固定一天");
	stage_is(s,
		" 中共示例镇南沙沟村支部委员~ 全貌 20/26",
		"  最初时限: 2024-05-08  调整书记: 否",
		" 问题 (1)  整改措施 (2)  逾期 1 !!",
		"  三会一课不经常  排查发现",
		"    制定年度组织生活计划  没开始",
		"      责任人: 示例卓玛",
		"      2024-05-10  !! 逾期10天",
		">   每月固定一天开展主题党日  没开始",
		"      责任人: 示例卓玛",
		"      2024-05-25  ! 剩5天",
		"  Enter 打开   + 添加   . 办理   o 全貌",
		"1帮助   2命令   4打开   5办理   10返回");
}

static void test_story__a_wide_window_takes_fewer_lines(void **state)
{
	struct stage *s = *state;

	stage_size(s, 200, 60);
	open_story(s, &rectification_reg, CASE);
	stage_shows(s, "!! 逾期12天  责任人: 示例卓玛");
	stage_shows(s, " 以前的轮次");
	assert_int_equal(s->picture.cursor_y, 2);
}

static void test_story__long_texts_are_shown_whole(void **state)
{
	struct stage *s = *state;
	struct buf name = BUF_INIT;

	for (int i = 0; i < 12; i++)
		buf_addf(&name, "第%d项走访农户听取意见，", i + 1);
	stage_put(s->office->s, &progress_reg, NULL, "rectification", CASE, "on", "2024-05-18", "name", buf_str(&name));
	buf_release(&name);
	open_story(s, &rectification_reg, CASE);
	go_to(s, "2024-05-18");
	stage_shows(s, "第1项走访农户");
	stage_shows(s, "第12项");
	stage_size(s, 40, 12);
	stage_keys(s, "<Up><Down>");
	stage_shows(s, "第1项走访农户");
}

static void test_story__fifty_measures_scroll(void **state)
{
	struct stage *s = *state;

	for (int i = 1; i <= 50; i++) {
		struct buf name = BUF_INIT;

		buf_addf(&name, "示例措施第%d条", i);
		stage_put(s->office->s, &measure_reg, NULL, "problem", PROBLEM, "name", buf_str(&name));
		buf_release(&name);
	}
	open_story(s, &rectification_reg, CASE);
	go_to(s, "示例措施第50条");
	stage_shows(s, "示例措施第40条");
	stage_keys(s, "<PgUp><PgUp>");
	stage_hides(s, "示例措施第50条");
	stage_keys(s, "<PgDn><PgDn><PgDn>");
	stage_shows(s, "示例措施第50条");
	stage_keys(s, "<Home>");
	stage_shows(s, "> 阶段: 初定");
	stage_keys(s, "<End><Up>");
	stage_shows(s, "以前的轮次");
}

/* --- moving --- */

static void test_story__from_part_to_part(void **state)
{
	struct stage *s = *state;

	open_story(s, &rectification_reg, CASE);
	stage_keys(s, "<Tab>");
	stage_current_is(s, "下一步");
	stage_keys(s, "<Tab><Right><Right><Right>");
	stage_current_is(s, "问题 (1)");
	stage_keys(s, "<Tab><Tab><Tab>");
	stage_current_is(s, "以前的轮次");
	stage_keys(s, "<Tab><Tab>");
	stage_current_is(s, "2022");
	stage_keys(s, "<Shift-Tab><Left>");
	stage_current_is(s, "整顿验收 (0)");
	stage_keys(s, "<Home><Up><Left>");
	stage_current_is(s, "阶段: 初定");
}

static void test_story__opens_what_the_line_is_about(void **state)
{
	struct stage *s = *state;

	open_story(s, &rectification_reg, CASE);
	stage_keys(s, "<Enter>");
	stage_shows(s, "台账 > 整顿案件");
	assert_string_equal(app_top(s->app)->type->name, "form");
	stage_keys(s, "<Esc>");
	go_to(s, "制定年度组织生活计划");
	stage_keys(s, "<Enter>");
	stage_shows(s, "台账 > 整改措施");
	stage_keys(s, "<Esc>");
	stage_current_is(s, "制定年度组织生活计划");
	stage_keys(s, "o");
	stage_shows(s, "台账 > 整改措施 > 制定年度组织生活计划");
	stage_shows(s, "[开始] -> 进行中  可以办");
	stage_keys(s, "o");
	stage_says(s, "这就是它的全貌");
	stage_keys(s, "q");
	go_to(s, "党组织: ");
	stage_keys(s, "o");
	stage_shows(s, "台账 > 党组织 > 中共示例镇南沙沟村支部委员会");
	stage_shows(s, " 整顿案件 (2)  逾期 1 !!");
	stage_keys(s, "q");
	go_to(s, "以前的轮次");
	stage_keys(s, "<Down>o");
	stage_shows(s, " 后来的轮次 (1)");
	stage_keys(s, "qh");
	assert_string_equal(app_top(s->app)->type->name, "history");
	stage_keys(s, "q");
	go_to(s, "县委组织部催办");
	stage_keys(s, "o");
	stage_says(s, "「整顿经过」没有流程");
}

/* --- adding --- */

static void test_story__a_note_takes_two_keys_and_the_text(void **state)
{
	struct stage *s = *state;

	open_story(s, &rectification_reg, CASE);
	stage_keys(s, "+j召开党员大会<Enter>");
	stage_says(s, "已添加「召开党员大会」；u 撤销");
	stage_current_is(s, "2024-05-20  召开党员大会  示例管理员");
	stage_shows(s, " 整顿经过 (3)");
	stage_has(s, &progress_reg, CASE "-J03", "on", "2024-05-20");
	stage_keys(s, "u<Ctrl-S>");
	stage_shows(s, " 整顿经过 (2)");
}

static void test_story__a_measure_goes_to_the_problem_of_the_cursor(void **state)
{
	struct stage *s = *state;

	stage_put(s->office->s, &problem_reg, NULL, "rectification", CASE, "name", "公开不及时");
	open_story(s, &rectification_reg, CASE);
	stage_keys(s, "+");
	stage_shows(s, "c 整改措施 -> （先把光标移到一条「问题」上）");
	stage_keys(s, "c");
	stage_says(s, "先按 Esc，把光标移到要添加的那一条「问题」上");
	stage_keys(s, "<Esc>");
	go_to(s, "公开不及时");
	stage_keys(s, "+c每季度公开一次<Enter>");
	stage_current_is(s, "每季度公开一次  没开始");
	stage_has(s, &measure_reg, CASE "-P02-M01", "name", "每季度公开一次");
	/* On a measure the next one goes to the same problem. */
	stage_keys(s, "+c补齐台账<Enter>");
	stage_has(s, &measure_reg, CASE "-P02-M02", "name", "补齐台账");
	go_to(s, "制定年度");
	stage_keys(s, "+<Up>");
	stage_shows(s, "c 整改措施 -> 三会一课不经常");
	stage_keys(s, "<Down><Down><Down><Enter>按月检查<Enter>");
	stage_has(s, &measure_reg, PROBLEM "-M03", "name", "按月检查");
}

static void test_story__with_one_problem_the_cursor_may_be_anywhere(void **state)
{
	struct stage *s = *state;

	open_story(s, &rectification_reg, CASE);
	stage_keys(s, "+c建立台账按月检查<Enter>");
	stage_current_is(s, "建立台账按月检查  没开始");
	stage_keys(s, "+w班子不团结<Enter>");
	stage_current_is(s, "班子不团结");
}

static void test_story__what_is_refused_is_not_to_be_typed_again(void **state)
{
	struct stage *s = *state;

	open_story(s, &rectification_reg, CASE);
	stage_keys(s, "+c制定年度组织生活计划<Enter>");
	stage_errs(s, "已经有同样的一条措施");
	stage_shows(s, "制定年度组织生活计划");
	assert_string_equal(app_top(s->app)->type->name, "prompt");
	stage_keys(s, "（二）<Enter>");
	stage_says(s, "已添加「制定年度组织生活计划（二）」");
	stage_keys(s, "+c<Enter>");
	stage_says(s, "请先填写");
	stage_keys(s, "<Esc>+x<Esc>");
	assert_int_equal(count(s, &measure_reg, "rectification=" CASE), 3);
}

static void test_story__the_whole_form_by_f7(void **state)
{
	struct stage *s = *state;

	open_story(s, &rectification_reg, CASE);
	stage_keys(s, "+j慰问老党员<F7>");
	assert_string_equal(app_top(s->app)->type->name, "form");
	stage_shows(s, "慰问老党员");
	stage_shows(s, "2024-05-20");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已保存");
	stage_current_is(s, "慰问老党员");
	stage_has(s, &progress_reg, CASE "-J03", "name", "慰问老党员");
}

static void test_story__what_needs_more_than_a_line_opens_its_form(void **state)
{
	struct stage *s = *state;

	open_story(s, &rectification_reg, CASE);
	stage_keys(s, "+y");
	assert_string_equal(app_top(s->app)->type->name, "form");
	stage_shows(s, "台账 > 整顿验收");
	stage_shows(s, "中共示例镇南沙沟村支部委员会 2024年 002-2024");
	stage_shows(s, "2024-05-20");
	stage_keys(s, "<Ctrl-S>");
	stage_errs(s, "还没有申请验收");
}

/* --- steps --- */

static void test_story__steps_of_the_record_of_the_line(void **state)
{
	struct stage *s = *state;

	open_story(s, &rectification_reg, CASE);
	go_to(s, "制定年度组织生活计划");
	stage_keys(s, ".");
	stage_shows(s, "现在是「没开始」");
	stage_keys(s, "<Down><Enter>");
	stage_says(s, "「制定年度组织生活计划」：没开始 -> 已完成；u 撤销");
	stage_current_is(s, "制定年度组织生活计划  已完成");
	stage_shows(s, "完成日期: 2024-05-20");
	stage_keys(s, "<Home><Alt-S><Enter>");
	stage_says(s, "初定 -> 审定");
	stage_shows(s, "阶段: 审定  从 2024-05-20 起，第 1 天");
	go_to(s, "县委组织部催办");
	/* A note has no way of its own: it is the case that goes on. */
	stage_keys(s, ".");
	stage_shows(s, "现在是「审定」");
}

static void test_story__says_what_is_missing(void **state)
{
	struct stage *s = *state;

	stage_put(s->office->s, &rectification_reg, CASE, "stage", "confirmed");
	stage_put(s->office->s, &rectification_reg, CASE, "stage", "filed");
	open_story(s, &rectification_reg, CASE);
	stage_shows(s, "[定方案] -> 定方案  还缺 3 项");
	stage_shows(s, "! 整顿方案要有第一书记，还没有填写。");
	/* The last of it is filled in, and the page says so by itself. */
	stage_put(s->office->s, &rectification_reg, CASE, "township_leader", "示例乙", "first_secretary", "示例丙", "paired_unit",
		"示例单位");
	stage_keys(s, "x");
	stage_shows(s, "[定方案] -> 定方案  可以办");
}

/* What the record's own fields lack is filled in at once; the stage waits for the rest. */
static void test_story__a_step_that_lacks_more_than_fields_leads_to_these(void **state)
{
	struct stage *s = *state;

	stage_put(s->office->s, &rectification_reg, CASE, "stage", "confirmed");
	stage_put(s->office->s, &rectification_reg, CASE, "stage", "filed");
	stage_put(s->office->s, &problem_reg, NULL, "rectification", CASE, "name", "没有措施的问题");
	open_story(s, &rectification_reg, CASE);
	stage_keys(s, ".");
	stage_shows(s, "还缺 4 项");
	stage_keys(s, "<Enter>");
	stage_current_is(s, ">  包村乡镇领导");
	stage_keys(s, "示例乙<Ctrl-S>");
	stage_has(s, &rectification_reg, CASE, "stage", "filed");
	stage_has(s, &rectification_reg, CASE, "township_leader", "示例乙");
	stage_keys(s, ".");
	stage_shows(s, "还缺 3 项");
}

static void test_story__since_when_where_no_step_has_a_day(void **state)
{
	struct stage *s = *state;

	stage_put(s->office->s, &rectification_reg, NULL, "org", "003", "year", "2023", "stage", "archived");
	open_story(s, &rectification_reg, "003-2023");
	stage_shows(s, "阶段: 归档  从 20");
	stage_shows(s, "已经是最后一步。");
}

/* --- deadlines --- */

static void go_to_field(struct stage *s, const char *label)
{
	for (int i = 0; i < 30 && !strstr(stage_current(s), label); i++)
		stage_keys(s, "<Tab>");
	stage_current_is(s, label);
}

/* Moved back in the form, a deadline wants its reason, counts as a postponement, and is kept in the history. */
static void test_story__a_deadline_moved_back(void **state)
{
	struct stage *s = *state;

	open_story(s, &rectification_reg, CASE);
	go_to(s, "制定年度组织生活计划");
	stage_keys(s, "<Enter>");
	go_to_field(s, "完成时限");
	stage_keys(s, "<Ctrl-U>2024-05-31<Ctrl-S>");
	stage_errs(s, "请写这一次的延期原因");
	go_to_field(s, "延期原因");
	stage_keys(s, "大雪封路<Ctrl-S>");
	stage_says(s, "已保存");
	stage_shows(s, "2024-05-31  剩11天");
	stage_keys(s, "h");
	stage_shows(s, "2024-05-10");
}

/* --- others --- */

static void test_story__what_others_save_shows_by_itself(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office);

	open_story(s, &rectification_reg, CASE);
	go_to(s, "县委组织部催办");
	stage_put(other, &progress_reg, NULL, "rectification", CASE, "on", "2024-05-19", "name", "乡镇党委约谈");
	stage_keys(s, "x");
	stage_shows(s, " 整顿经过 (3)");
	stage_shows(s, "2024-05-19  乡镇党委约谈");
	stage_current_is(s, "县委组织部催办");
	store_close(other);
}

static void test_story__two_people_at_once(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office);

	open_story(s, &rectification_reg, CASE);
	stage_keys(s, ".");
	stage_put(other, &rectification_reg, CASE, "stage", "confirmed");
	stage_keys(s, "<Enter>");
	stage_errs(s, "示例管理员 已把「中共示例镇南沙沟村支部委员会 2024年」办到「审定」；你的这一步没有办");
	stage_shows(s, "阶段: 审定");
	store_close(other);
}

static void test_story__for_looking_only(void **state)
{
	struct stage *s = *state;

	stage_enter_readonly(s);
	open_story(s, &rectification_reg, CASE);
	stage_keys(s, "<End>");
	stage_shows(s, "整顿经过 (2)");
	stage_keys(s, "+");
	stage_errs(s, "只读");
	stage_keys(s, ".");
	stage_errs(s, "只读");
	assert_string_equal(app_top(s->app)->type->name, "story");
	assert_int_equal(count(s, &progress_reg, "rectification=" CASE), 2);
}

/* --- other registers --- */

static void test_story__of_a_review(void **state)
{
	struct stage *s = *state;
	struct store *store = s->office->s;

	stage_put(store, &review_reg, NULL, "org", "001", "year", "2023", "held_on", "2024-01-15");
	stage_put(store, &problem_reg, NULL, "review", "001-2023", "name", "调查研究不深入", "origin", "self");
	stage_put(store, &measure_reg, NULL, "problem", "001-2023-P01", "name", "每季度下村一次", "deadline", "2024-05-01");
	open_story(s, &review_reg, "001-2023");
	stage_hides(s, "下一步");
	stage_shows(s, " 问题 (1)  整改措施 (1)  逾期 1 !!");
	stage_shows(s, "    每季度下村一次  没开始  2024-05-01  !! 逾期19天");
	stage_keys(s, "+c建立联系点<Enter>");
	stage_current_is(s, "建立联系点");
}

static void test_story__of_a_site(void **state)
{
	struct stage *s = *state;
	struct store *store = s->office->s;

	stage_put(store, &site_reg, NULL, "code", "SF-1", "name", "南沙沟示范点", "org", "002", "level", "county", "stage", "named",
		"named_on", "2023-06-01", "phone", "09778220000");
	stage_put(store, &site_review_reg, NULL, "site", "SF-1", "kind", "review", "on", "2023-04-10", "score", "88");
	open_story(s, &site_reg, "SF-1");
	stage_shows(s, "整顿警示: !! 依托的党组织正在整顿");
	stage_shows(s, "阶段: 命名  从 2023-06-01 起，第 355 天");
	stage_shows(s, "[授牌] -> 授牌  可以办");
	stage_hides(s, "8220000");
	stage_keys(s, "<End>");
	stage_current_is(s, "2023-04-10  评审  得分: 88");
	stage_keys(s, "+p");
	stage_shows(s, "台账 > 示范点评审");
}

static void test_story__of_an_organization(void **state)
{
	struct stage *s = *state;

	open_story(s, &org_reg, "002");
	stage_shows(s, " 整顿案件 (2)  逾期 1 !!");
	stage_shows(s, "  2024  初定  责任人: 示例卓玛  2024-05-08  !! 逾期12天");
	stage_shows(s, "  2022  归档  责任人: 示例卓玛  2022-10-31");
	stage_shows(s, " 示范点 (0)");
}

static void test_story__opens_from_lists_boards_and_forms(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &rectification_reg, NULL, NULL));
	stage_keys(s, "o");
	assert_string_equal(app_top(s->app)->type->name, "story");
	stage_keys(s, "qb<Enter>");
	assert_string_equal(app_top(s->app)->type->name, "story");
	stage_keys(s, "<Enter><Alt-O>");
	assert_string_equal(app_top(s->app)->type->name, "story");
	stage_keys(s, "<Esc><Esc><Esc><Esc>a<Alt-O>");
	stage_says(s, "新记录先按 Ctrl-S 保存，再看全貌");
	stage_keys(s, "<Esc>");
	app_push(s->app, list_new(s->app, &operator_reg, NULL, NULL));
	stage_keys(s, "o");
	stage_says(s, "「操作员」没有流程");
}

/* Whatever there is, each register that has a story has a page. */
static void test_story__every_register(void **state)
{
	struct stage *s = *state;

	for (size_t i = 0; i < registers_n; i++) {
		struct view v = { .reg = registers[i], .all = true };
		struct page page = { .rows = NULL };
		struct err e = ERR_INIT;

		assert_int_equal(store_page(s->office->s, &v, &(struct page_want){ .rows = 1 }, &page, &e), 0);
		if (page.n && reg_has_story(registers[i])) {
			app_push(s->app, story_new(s->app, registers[i], ((struct rec *)page_row(&page, 0))->id));
			stage_keys(s, "<End><Home>");
			assert_string_equal(app_top(s->app)->type->name, "story");
		}
		page_release(&page);
	}
}

#define story_test(f) cmocka_unit_test_setup_teardown(f, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story_test(test_story__at_80x24),
		story_test(test_story__at_40x12),
		story_test(test_story__a_wide_window_takes_fewer_lines),
		story_test(test_story__long_texts_are_shown_whole),
		story_test(test_story__fifty_measures_scroll),
		story_test(test_story__from_part_to_part),
		story_test(test_story__opens_what_the_line_is_about),
		story_test(test_story__a_note_takes_two_keys_and_the_text),
		story_test(test_story__a_measure_goes_to_the_problem_of_the_cursor),
		story_test(test_story__with_one_problem_the_cursor_may_be_anywhere),
		story_test(test_story__what_is_refused_is_not_to_be_typed_again),
		story_test(test_story__the_whole_form_by_f7),
		story_test(test_story__what_needs_more_than_a_line_opens_its_form),
		story_test(test_story__steps_of_the_record_of_the_line),
		story_test(test_story__says_what_is_missing),
		story_test(test_story__a_step_that_lacks_more_than_fields_leads_to_these),
		story_test(test_story__since_when_where_no_step_has_a_day),
		story_test(test_story__a_deadline_moved_back),
		story_test(test_story__what_others_save_shows_by_itself),
		story_test(test_story__two_people_at_once),
		story_test(test_story__for_looking_only),
		story_test(test_story__of_a_review),
		story_test(test_story__of_a_site),
		story_test(test_story__of_an_organization),
		story_test(test_story__opens_from_lists_boards_and_forms),
		story_test(test_story__every_register),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
