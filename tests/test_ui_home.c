/*
 * The first screen: what there is to do today, all registers, and the lists behind the numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "db/care.h"
#include "db/views.h"
#include "src/mem.h"
#include "src/text.h"
#include "tests/support/stage.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	app_push(s->app, home_new(s->app));
	return 0;
}

/* The line with that text ends with the number. */
static void number_is(struct stage *s, const char *label, const char *number)
{
	for (int y = 0; y < s->rows; y++) {
		const char *row = stage_row(s, y), *at = strstr(row, label);

		if (!at)
			continue;
		at += strlen(label);
		at += strspn(at, " ");
		assert_int_equal(strncmp(at, number, strlen(number)), 0);
		assert_true(strchr(" |", at[strlen(number)]) != NULL);
		return;
	}
	fail_msg("not shown: %s", label);
}

static void test_home__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "");
	stage_is(s,
		" 台账 > 首页                                     示例管理员(管理员)  2024-05-20",
		"--------------------------------------------------------------------------------",
		" 今天要办                                        |  台账",
		" 1?  党组织 没有书记                1            | >党组织                    7",
		" 最近改动                                        |  整顿案件                  0",
		" 00-00 00:00 示例管理员 新增 中共示例县直属机关~ |  问题                      0",
		" 00-00 00:00 示例管理员 新增 中共示例镇南街社区~ |  整改措施                  0",
		" 00-00 00:00 示例管理员 新增 中共示例镇西岭村支~ |  整顿经过                  0",
		" 数据体检                                        |  整顿验收                  0",
		"  ?  党组织 党组织一般都有上级组织             2 |  述职评议                  0",
		"                                                 |  示范点                    0",
		"                                                 |  示范点评审                0",
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
	assert_int_equal(s->picture.cursor_y, 3);
	assert_int_equal(s->picture.cursor_x, 51);
}

static void test_home__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "");
	stage_is(s,
		" 首页                示例管理员(管理员)",
		" 今天要办",
		" 1?  党组织 没有书记        1",
		" 最近改动",
		" 00-00 00:00 示例管理员 新增 中共示例~",
		" 台账",
		">党组织                               7",
		" 整顿案件                             0",
		" 问题                                 0",
		" 整改措施                             0",
		"  Enter 进入   Tab 换栏   r 报表",
		"1帮助   2命令   3查找   4草稿   10退出");
	stage_keys(s, "<Tab>");
	stage_is(s,
		" 首页                示例管理员(管理员)",
		" 今天要办",
		">1?  党组织 没有书记        1",
		" 最近改动",
		" 00-00 00:00 示例管理员 新增 中共示例~",
		" 00-00 00:00 示例管理员 新增 中共示例~",
		" 00-00 00:00 示例管理员 新增 中共示例~",
		" 台账",
		" 党组织                               7",
		" 整顿案件                             0",
		"  Enter 进入   Tab 换栏   r 报表",
		"1帮助   2命令   3查找   4草稿   10退出");
}

static void test_home__at_200x60(void **state)
{
	struct stage *s = *state;

	stage_size(s, 200, 60);
	stage_keys(s, "<Tab>");
	stage_shows(s, "操作员");
	/* A number stands not far from its label; what was changed last has its own column. */
	number_is(s, "操作员", "1");
	stage_shows(s, "|  最近改动");
	assert_true(text_width(stage_row(s, 3)) < 160);
}

/* Nothing is due, and everybody has a secretary. */
static void test_home__all_done(void **state)
{
	struct stage *s = *state;

	office_must_edit(s->office, stage_org(s, "004"), "secretary", "示例旦增");
	stage_keys(s, "");
	stage_shows(s, "今天没有要办的");
	stage_keys(s, "1");
	stage_says(s, "今天要办的没有第 1 件");
}

static void test_home__a_digit_opens_the_worklist(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "");
	stage_keys(s, "1");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_shows(s, "筛选: 没有书记");
	stage_shows(s, "东河村");
	/* One Esc takes the condition away, the next goes home. */
	stage_keys(s, "<Esc><Esc>");
	assert_string_equal(app_top(s->app)->type->name, "home");
	/* The cursor stands on what was opened. */
	stage_current_is(s, "没有书记");
	stage_keys(s, "<Enter>");
	stage_shows(s, "筛选: 没有书记");
}

static void test_home__numbers_follow_the_records(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "");
	number_is(s, "党组织 没有书记", "1");
	office_must_edit(s->office, stage_org(s, "004"), "term_to", "2024-05-19");
	stage_keys(s, "");
	number_is(s, "党组织 届满未换届", "1");
	stage_shows(s, "最长1天");
	stage_keys(s, "<Tab><Home>");
	stage_current_is(s, "届满未换届");
	assert_int_equal(stage_look_of(s, "整顿案件"), LOOK_TEXT);
	/* The most urgent has the first digit. */
	stage_keys(s, "1");
	stage_shows(s, "筛选: 届满未换届");
}

static void test_home__numbers_follow_what_other_programs_save(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office), *own = s->office->s;

	stage_keys(s, "");
	number_is(s, ">党组织", "7");
	s->office->s = other;
	office_branch(s->office, "020", stage_org(s, "001"));
	s->office->s = own;
	store_close(other);
	stage_keys(s, "");
	number_is(s, ">党组织", "8");
	stage_keys(s, "<Enter>");
	stage_shows(s, "共 8");
}

static void test_home__enter_opens_the_register(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Enter>");
	stage_shows(s, "台账 > 党组织");
	stage_shows(s, "共 7");
	stage_keys(s, "<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "home");
	stage_keys(s, "<Down><Enter>");
	stage_shows(s, "台账 > 整顿案件");
}

/* Headings and facts are passed over, at the ends too. */
static void test_home__the_cursor_stands_on_what_can_be_opened(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Home><Up>");
	stage_shows(s, "| >党组织");
	stage_keys(s, "<End><Down>");
	stage_shows(s, "| >操作员");
	stage_keys(s, "<Tab><Home><Up>");
	stage_current_is(s, "没有书记");
	stage_keys(s, "<Down>");
	stage_current_is(s, "示例管理员");
	stage_keys(s, "<Enter>");
	assert_string_not_equal(app_top(s->app)->type->name, "home");
	stage_keys(s, "<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "home");
}

static void test_home__figures_are_a_key_away(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "=");
	assert_string_equal(app_top(s->app)->type->name, "figures");
	stage_shows(s, "基层党组织（按领域）");
	stage_keys(s, "<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "home");
}

static void test_home__says_when_copies_were_made(void **state)
{
	struct stage *s = *state;

	number_is(s, "上次备份", "从来没有");
	number_is(s, "上次校验", "从来没有");
	care_mark(s->office->s, CARE_BACKUP);
	stage_keys(s, "");
	stage_shows(s, "上次备份   20");
	number_is(s, "上次校验", "从来没有");
}

static void test_home__a_clerk_sees_what_is_in_scope(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "lee", "clerk", stage_org(s, "002"));
	stage_enter(s, "lee");
	app_push(s->app, home_new(s->app));
	stage_keys(s, "");
	stage_hides(s, "没有书记");
	stage_shows(s, "今天没有要办的");
}

static void test_home__says_who_works_and_how(void **state)
{
	struct stage *s = *state;

	stage_enter_readonly(s);
	app_push(s->app, home_new(s->app));
	stage_shows(s, "示例管理员(管理员)  [只读]  2024-05-20");
}

static void test_home__leaves_the_program(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Esc>");
	assert_false(app_done(s->app));
	stage_keys(s, "q");
	assert_true(app_done(s->app));
}

static void test_home__help_explains(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F1>");
	stage_shows(s, "左边是今天要办的");
	stage_shows(s, "退出");
}

static void test_home__undo_asks(void **state)
{
	struct stage *s = *state;

	office_must_edit(s->office, stage_org(s, "004"), "secretary", "示例旦增");
	stage_keys(s, "u");
	stage_shows(s, "书记: 示例旦增 -> （空）");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已撤销");
	number_is(s, "党组织 没有书记", "1");
	stage_keys(s, "R<Ctrl-S>");
	stage_says(s, "已重做");
	stage_hides(s, "没有书记");
}

/* --- views --- */

static void save_view(struct stage *s, const char *name, bool retired_too)
{
	struct saved_view v = { .reg = &org_reg, .ledger = xstrdup("org"), .name = xstrdup(name), .filter = xstrdup("domain=1"),
		.sort = xstrdup("full_members"), .descending = true, .all = retired_too };

	if (views_save(s->office->s, &v, &s->office->e) < 0)
		fail_msg("%s", s->office->e.text);
	saved_view_release(&v);
}

/* Its condition, its order and what it leaves out, not its condition alone. */
static void test_home__a_view_is_opened_whole(void **state)
{
	struct stage *s = *state;

	assert_int_equal(office_retire(s->office, &org_reg, stage_org(s, "003")), 0);
	save_view(s, "农村", false);
	save_view(s, "农村连停用", true);
	stage_keys(s, "<Tab>");
	number_is(s, "农村连停用", "5");
	number_is(s, "农村 ", "4");
	stage_keys(s, "<Home><Down>");
	stage_current_is(s, "农村");
	stage_keys(s, "<Enter>");
	stage_shows(s, "农村");
	stage_current_is(s, "001");
	stage_keys(s, "<Down>");
	stage_current_is(s, "005");
	stage_keys(s, "<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "home");
}

static void test_home__views_are_a_key_away(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "v");
	stage_says(s, "还没有自己的视图");
	save_view(s, "农村", false);
	save_view(s, "乡下", false);
	stage_keys(s, "");
	stage_keys(s, "v");
	stage_shows(s, "我的视图");
	stage_keys(s, "nc<Enter>");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_shows(s, "农村");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_home__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(at_200x60),
		TEST(all_done),
		TEST(a_digit_opens_the_worklist),
		TEST(numbers_follow_the_records),
		TEST(numbers_follow_what_other_programs_save),
		TEST(enter_opens_the_register),
		TEST(the_cursor_stands_on_what_can_be_opened),
		TEST(figures_are_a_key_away),
		TEST(says_when_copies_were_made),
		TEST(a_clerk_sees_what_is_in_scope),
		TEST(says_who_works_and_how),
		TEST(leaves_the_program),
		TEST(help_explains),
		TEST(undo_asks),
		TEST(a_view_is_opened_whole),
		TEST(views_are_a_key_away),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
