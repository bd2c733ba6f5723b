/*
 * The list of drafts at the start of the program.
 */
#include "ui/draft_show.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/forms.h"
#include "src/banned.h"

#define FOLDER "drafts"

/* The program is gone without a word, and started again as a person starts it. */
static void start(struct stage *s)
{
	app_free(s->app);
	s->app = app_new(s->office->s);
	app_set_drafts(s->app, office_file(s->office, FOLDER));
	app_push(s->app, home_new(s->app));
	stage_keys(s, "");
}

static void leave_two(struct stage *s)
{
	app_set_drafts(s->app, office_file(s->office, FOLDER));
	form_open(s, "002");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增<Tab>13900000077");
	form_open(s, NULL);
	stage_keys(s, "099<Tab>示例新支部<Tab>");
	start(s);
}

static void test_drafts__at_80x24(void **state)
{
	struct stage *s = *state;

	leave_two(s);
	stage_is(s,
		" 台账 > 草稿                                                               2 份",
		"--------------------------------------------------------------------------------",
		">00-00 00:00  党组织      （新）示例新支部                             2 处修改",
		" 00-00 00:00  党组织      中共示例镇南沙沟村支部委员会                 2 处修改",
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
		"  Enter 接着改",
		"1帮助   2命令   3       4       5       6       7       8扔掉   9菜单   10返回");
}

static void test_drafts__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	leave_two(s);
	stage_is(s,
		" 草稿                              2 份",
		">00-00 00:00  （新）示例新支部     2 处",
		" 00-00 00:00  中共示例镇南沙沟村~  2 处",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  Enter 接着改",
		"1帮助   2命令   8扔掉   9菜单   10返回");
	stage_keys(s, "<Down><F8>");
	stage_is(s,
		" 草稿                              2 份",
		" 1+- 扔掉草稿 -----------------------+",
		">1| 扔掉这份草稿？里面有 2 处没保存  |",
		"  | 的修改：                         |",
		"  |   书记      示例卓玛 -> 示例旦增 |",
		"  |   书记电话  139****0002 -> 139** |",
		"  | **0077                           |",
		"  |                                  |",
		"  | [ F8 扔掉 ]  [ Esc 返回 ]        |",
		"  +----------------------------------+",
		"",
		"10返回");
}

static void test_drafts__one_is_gone_on_with(void **state)
{
	struct stage *s = *state;

	leave_two(s);
	stage_keys(s, "<Down><Enter>");
	assert_string_equal(stage_top(s), "form");
	stage_says(s, "接着改：2 处修改");
	form_has(s, "书记", "[示例旦增");
	assert_true(form_is_on(s, "书记电话"));
	stage_keys(s, "<Ctrl-S>");
	/* Back among what is left. */
	assert_string_equal(stage_top(s), "drafts");
	stage_says(s, "已保存");
	stage_shows(s, "1 份");
	stage_stored(s, "002", "secretary", "示例旦增");
	stage_keys(s, "<Enter><Esc><F8>");
	assert_string_equal(stage_top(s), "home");
	stage_keys(s, "<F4>");
	stage_says(s, "没有草稿");
}

static void test_drafts__one_is_thrown_away_after_a_question(void **state)
{
	struct stage *s = *state;

	leave_two(s);
	stage_keys(s, "<Down><F8>");
	stage_shows(s, "139****0002 -> 139****0077");
	stage_keys(s, "<Esc>");
	stage_shows(s, "2 份");
	stage_keys(s, "<F8><F8>");
	stage_says(s, "扔掉");
	stage_shows(s, "1 份");
	stage_hides(s, "南沙沟");
}

static void test_drafts__can_wait(void **state)
{
	struct stage *s = *state;

	leave_two(s);
	stage_keys(s, "<Esc>");
	assert_string_equal(stage_top(s), "home");
	stage_keys(s, "<F4>");
	assert_string_equal(stage_top(s), "drafts");
	stage_shows(s, "2 份");
	stage_keys(s, "<F1>");
	stage_shows(s, "电源断了也在");
}

static void test_drafts__nothing_left_goes_straight_home(void **state)
{
	struct stage *s = *state;

	start(s);
	assert_string_equal(stage_top(s), "home");
}

static void test_drafts__of_another_person_are_not_shown(void **state)
{
	struct stage *s = *state;

	leave_two(s);
	office_operator(s->office, "clerk", "clerk", 0);
	stage_enter(s, "clerk");
	start(s);
	assert_string_equal(stage_top(s), "home");
}

/* The record may have gone by an undo of its making. */
static void test_drafts__a_record_that_is_gone_is_told(void **state)
{
	struct stage *s = *state;

	office_branch(s->office, "098", 0);
	app_set_drafts(s->app, office_file(s->office, FOLDER));
	form_open(s, "098");
	form_go_to(s, "书记");
	stage_keys(s, "甲<Tab>");
	start(s);
	stage_keys(s, "<Esc>u<Ctrl-S><F4>");
	stage_shows(s, "记录已不存在");
	stage_keys(s, "<Enter>");
	assert_string_equal(stage_top(s), "drafts");
	stage_errs(s, "");
	stage_keys(s, "<F8><F8>");
	assert_string_equal(stage_top(s), "home");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_drafts__##name, forms_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(one_is_gone_on_with),
		TEST(one_is_thrown_away_after_a_question),
		TEST(can_wait),
		TEST(nothing_left_goes_straight_home),
		TEST(of_another_person_are_not_shown),
		TEST(a_record_that_is_gone_is_told),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
