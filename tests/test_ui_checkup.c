/*
 * The data check: what it finds and when it begins anew, its lines on the first screen, and the records behind them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "ui/checkup.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	/* Their term is over. */
	office_must_edit(s->office, stage_org(s, "002"), "term_to", "2024-05-19");
	office_must_edit(s->office, stage_org(s, "003"), "term_to", "2024-04-30");
	return 0;
}

static void run_to_the_end(struct checkup *c, struct store *s, int64_t now)
{
	while (checkup_idle(c, s, now, 1))
		;
}

static const struct checkup_group *group_of(const struct checkup *c, const char *rule)
{
	const struct checkup_pass *found = checkup_found(c);

	for (size_t i = 0; i < found->n; i++)
		if (found->groups[i].rule && strcmp(found->groups[i].rule, rule) == 0)
			return &found->groups[i];
	return NULL;
}

static void test_checkup__counts_by_rule(void **state)
{
	struct stage *s = *state;
	struct checkup c = { .runs = false };
	const struct checkup_group *g;

	assert_true(checkup_is_counting(&c));
	run_to_the_end(&c, s->office->s, 0);
	assert_false(checkup_is_counting(&c));
	g = group_of(&c, "org.term_expired");
	assert_non_null(g);
	assert_int_equal(g->n, 2);
	assert_int_equal(g->n_ids, 2);
	assert_ptr_equal(g->reg, &org_reg);
	assert_true(checkup_found(&c)->looked > 700);
	checkup_release(&c);
}

/* After a change it rests first, and shows meanwhile what it had. */
static void test_checkup__begins_anew_after_a_rest(void **state)
{
	struct stage *s = *state;
	struct checkup c = { .runs = false };

	run_to_the_end(&c, s->office->s, 1000);
	c.spent_ms = 50;
	assert_false(checkup_idle(&c, s->office->s, 1000000, 1));
	office_must_edit(s->office, stage_org(s, "002"), "term_to", "2028-05-19");
	assert_false(checkup_idle(&c, s->office->s, 1499, 1));
	assert_false(c.runs);
	assert_int_equal(group_of(&c, "org.term_expired")->n, 2);
	run_to_the_end(&c, s->office->s, 1500);
	assert_int_equal(group_of(&c, "org.term_expired")->n, 1);
	checkup_release(&c);
}

static void test_checkup__only_what_is_theirs_to_see_to(void **state)
{
	struct stage *s = *state;
	struct checkup c = { .runs = false };

	office_operator(s->office, "lee", "clerk", stage_org(s, "002"));
	stage_enter(s, "lee");
	run_to_the_end(&c, s->office->s, 0);
	assert_int_equal(group_of(&c, "org.term_expired")->n, 1);
	checkup_release(&c);
}

static void go_home(struct stage *s)
{
	app_push(s->app, home_new(s->app));
	stage_keys(s, "");
}

static void test_checkup__on_the_first_screen(void **state)
{
	struct stage *s = *state;

	go_home(s);
	stage_is(s,
		" 台账 > 首页                                     示例管理员(管理员)  2024-05-20",
		"--------------------------------------------------------------------------------",
		" 今天要办                                        |  台账",
		" 1!! 党组织 届满未换届              2   最长20天 | >党组织                    7",
		" 2?  党组织 没有书记                1            |  整顿案件                  0",
		" 最近改动                                        |  问题                      0",
		" 00-00 00:00 示例管理员 修改 中共示例镇北沙沟村~ |  整改措施                  0",
		" 00-00 00:00 示例管理员 修改 中共示例镇南沙沟村~ |  整顿经过                  0",
		" 00-00 00:00 示例管理员 新增 中共示例县直属机关~ |  整顿验收                  0",
		" 数据体检                                        |  述职评议                  0",
		"  ?  党组织 党组织一般都有上级组织             2 |  示范点                    0",
		"  ?  党组织 任期届满应当按期换届               2 |  示范点评审                0",
		"                                                 |  视图                      0",
		"                                                 |  行政区划                443",
		"                                                 |  代码                    246",
		"                                                 |  规则                     43",
		"                                                 |  操作员                    1",
		"                                                 |  数据安全",
		"                                                 |  上次备份           从来没有",
		"                                                 |  上次校验           从来没有",
		"                                                 |",
		"                                                 |",
		"  Enter 进入   Tab 换栏   r 报表   u 撤销   R 重做",
		"1帮助   2命令   3查找   4草稿   5       6数字   7       8       9菜单   10退出");
	stage_keys(s, "<Tab><End>");
	stage_current_is(s, "期");
	stage_size(s, 40, 12);
	stage_is(s,
		" 首页                示例管理员(管理员)",
		" 00-00 00:00 示例管理员 修改 中共示例~",
		" 00-00 00:00 示例管理员 修改 中共示例~",
		" 00-00 00:00 示例管理员 新增 中共示例~",
		" 数据体检",
		"  ?  党组织 党组织一般都有上级组~     2",
		"> ?  党组织 任期届满应当按期换届      2",
		" 台账",
		" 党组织                               7",
		" 整顿案件                             0",
		"  Enter 进入   Tab 换栏   r 报表",
		"1帮助   2命令   3查找   4草稿   10退出");
}

static void test_checkup__a_wide_window_has_a_third_column(void **state)
{
	struct stage *s = *state;

	stage_size(s, 120, 20);
	go_home(s);
	stage_is(s,
		" 台账 > 首页                                                                             示例管理员(管理员)  2024-05-20",
		"------------------------------------------------------------------------------------------------------------------------",
		" 今天要办                                        |  台账                          |  最近改动",
		" 1!! 党组织 届满未换届              2   最长20天 | >党组织                     7  |  00-00 00:00 示例管理员 修改 中共~",
		" 2?  党组织 没有书记                1            |  整顿案件                   0  |  00-00 00:00 示例管理员 修改 中共~",
		"                                                 |  问题                       0  |  00-00 00:00 示例管理员 新增 中共~",
		"                                                 |  整改措施                   0  |  00-00 00:00 示例管理员 新增 中共~",
		"                                                 |  整顿经过                   0  |  00-00 00:00 示例管理员 新增 中共~",
		"                                                 |  整顿验收                   0  |  00-00 00:00 示例管理员 新增 中共~",
		"                                                 |  述职评议                   0  |  00-00 00:00 示例管理员 新增 中共~",
		"                                                 |  示范点                     0  |  00-00 00:00 示例管理员 新增 中共~",
		"                                                 |  示范点评审                 0  |  00-00 00:00 示例管理员 新增 中共~",
		"                                                 |  视图                       0  |  数据体检",
		"                                                 |  行政区划                 443  |   ?  党组织 党组织一般都有上~     2",
		"                                                 |  代码                     246  |   ?  党组织 任期届满应当按期~     2",
		"                                                 |  规则                      43  |",
		"                                                 |  操作员                     1  |",
		"                                                 |  数据安全                      |",
		"  Enter 进入   Tab 换栏   r 报表   u 撤销   R 重做",
		"1帮助   2命令   3查找   4草稿   5       6数字   7       8       9菜单   10退出");
	/* Tab goes through the columns, and the cursor stays in one. */
	stage_keys(s, "<Tab>");
	assert_int_equal(s->picture.cursor_x, 84);
	assert_int_equal(s->picture.cursor_y, 3);
	stage_keys(s, "<End><Down><Down>");
	assert_int_equal(s->picture.cursor_x, 84);
	assert_int_equal(s->picture.cursor_y, 14);
	stage_keys(s, "<Tab><End>");
	stage_current_is(s, "没有书记");
	stage_keys(s, "<Left>");
	/* What only a wide window has room for is gone with it. */
	stage_size(s, 80, 24);
	stage_keys(s, "");
	stage_keys(s, "<Enter>");
	assert_string_not_equal(app_top(s->app)->type->name, "home");
}

static void test_checkup__enter_opens_the_records_at_the_field(void **state)
{
	struct stage *s = *state;

	go_home(s);
	stage_keys(s, "<Tab><End><Enter>");
	assert_string_equal(app_top(s->app)->type->name, "checkup");
	stage_is(s,
		" 台账 > 数据体检 > 党组织 任期届满应当按期换届                              1/2",
		"--------------------------------------------------------------------------------",
		">002            中共示例镇南沙沟村支部委员会   任期已于 2024-05-19 届满，应当换~",
		" 003            中共示例镇北沙沟村支部委员会   任期已于 2024-04-30 届满，应当换~",
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
		"  任期已于 2024-05-19 届满，应当换届，延期要经上级批准（依据：中共中央办公厅《关",
		"1帮助   2命令   3       4       5       6       7       8       9菜单   10返回");
	stage_size(s, 40, 12);
	stage_is(s,
		" 数据体检 > 党组织 任期届满应当按~  1/2",
		">中共示例镇南沙沟~  任期已于 2024-05-19~",
		" 中共示例镇北沙沟~  任期已于 2024-04-30~",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  任期已于 2024-05-19 届满，应当换届，延",
		"1帮助   2命令   9菜单   10返回");
	stage_size(s, 80, 24);
	stage_keys(s, "<Down><Enter>");
	assert_string_equal(app_top(s->app)->type->name, "form");
	stage_keys(s, "<Ctrl-U>2028-05-01<Ctrl-S>");
	stage_shows(s, "已改好");
	stage_keys(s, "<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "home");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_checkup__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(counts_by_rule),
		TEST(begins_anew_after_a_rest),
		TEST(only_what_is_theirs_to_see_to),
		TEST(on_the_first_screen),
		TEST(a_wide_window_has_a_third_column),
		TEST(enter_opens_the_records_at_the_field),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
