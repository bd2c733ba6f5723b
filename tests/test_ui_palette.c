/* The palette: whatever can be done is found by what people call it, and runs as its key does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "src/records/rectification.h"
#include "tests/support/stage.h"
#include "ui/app.h"
#include "ui/commands.h"
#include "ui/screens.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const char *top(struct stage *s)
{
	return app_top(s->app)->type->name;
}

static void open_list(struct stage *s)
{
	app_push(s->app, home_new(s->app));
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "");
}

/* --- the pictures --- */

static void test_palette__over_a_list(void **state)
{
	struct stage *s = *state;

	open_list(s);
	stage_keys(s, "<F2>cx");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 1 行 14%  共 7",
		"----+- 命令 (输入汉字、拼音首字母或英文) ----------------------------------+----",
		"    | > cx                                                                 |   >",
		">  0| >撤销  撤销你最近的一次操作，先说明会改什么。               u Ctrl-Z |",
		"   0|  撤销导入  操作记录，只列导入，最近的在前：可以~               Alt-U |",
		"   0|  退出程序  离开程序；没有保存的内容会先问。                   Ctrl-Q |",
		"   0| 现在不能用：                                                         |",
		"   0|  撤销本项  (在「表单」里用，那里按 Ctrl-Z)                    Ctrl-Z |",
		"   0|  重新计算  (在「一份报表」里用，那里按 F5)                        F5 |",
		"   0|                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"  撤销你最近的一次操作，先说明会改什么。",
		"1       2关闭   3       4       5       6       7       8       9       10关闭");
}

static void test_palette__over_a_narrow_list(void **state)
{
	struct stage *s = *state;

	open_list(s);
	stage_size(s, 40, 12);
	stage_keys(s, "<F2>cx");
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"  +- 命令 ---------------------------+ >",
		"> | > cx                             |",
		"  | >撤销                   u Ctrl-Z |",
		"  |  撤销导入                  Alt-U |",
		"  |  退出程序                 Ctrl-Q |",
		"  | 现在不能用：                     |",
		"  |  撤销本项  (在「表单」~   Ctrl-Z |",
		"  +----------------------------------+",
		"",
		"  撤销你最近的一次操作，先说明会改什么。",
		"2关闭   10关闭");
	/* What it does is said below, also in a window that becomes large or small meanwhile. */
	stage_size(s, 80, 24);
	stage_keys(s, "<Down>");
	stage_shows(s, "没有保存的内容会先问");
	stage_size(s, 40, 12);
	stage_shows(s, "> cx");
}

static void test_palette__what_cannot_be_done_stands_apart_with_the_reason(void **state)
{
	struct stage *s = *state;

	stage_enter_readonly(s);
	open_list(s);
	stage_keys(s, "<F2>xz");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 1 行 14%  共 7",
		"----+- 命令 (输入汉字、拼音首字母或英文) ----------------------------------+----",
		"    | > xz                                                                 |   >",
		">  0| >选中  选中或取消当前行，并下移一行。                          Space |",
		"   0|  打开 行政区划  打开这个台账的列表；按 Esc 回到~                     |",
		"   0|  看历史某一天  写一个日期，整个程序就只读地显示~             @ Alt-T |",
		"   0|  撤销导入  操作记录，只列导入，最近的在前：可以~               Alt-U |",
		"   0| 现在不能用：                                                         |",
		"   0|  新增  (数据库是只读打开的，不能改。)                       F7 Ins a |",
		"   0|  新增所指  (在「表单」里用，那里按 F7)                            F7 |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    |                                                                      |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"  选中或取消当前行，并下移一行。",
		"1       2关闭   3       4       5       6       7       8       9       10关闭");
}

/* --- what is found --- */

/* The first one found is this. */
static void finds(struct stage *s, const char *typed, const char *label)
{
	const struct command *first;
	struct commands c;

	commands_collect(s->app, true, &c);
	commands_search(&c, typed);
	if (!c.n_found)
		fail_msg("%s finds nothing", typed);
	first = &c.items[c.found[0]];
	if (strcmp(first->label, label) != 0)
		fail_msg("%s finds %s, not %s", typed, first->label, label);
	commands_release(&c);
}

static void test_palette__by_chinese_initials_and_english(void **state)
{
	struct stage *s = *state;

	open_list(s);
	finds(s, "筛选", "筛选");
	finds(s, "sx", "筛选");
	finds(s, "shaixuan", "筛选");
	finds(s, "filter", "筛选");
	finds(s, "FILTER", "筛选");
	finds(s, "select all", "全选");
	finds(s, "all select", "全选");
	finds(s, "find next", "下一处");
	finds(s, "党组织", "打开 党组织");
	finds(s, "org", "打开 党组织");
	finds(s, "打开党组织", "打开 党组织");
	finds(s, "dkdzz", "打开 党组织");
	finds(s, "整顿 看板", "看板 整顿案件");
	finds(s, "shouye", "首页");
}

/* Who has never seen the program asks in their own words. */
static void test_palette__what_people_look_for_first(void **state)
{
	struct stage *s = *state;

	open_list(s);
	finds(s, "保存视图", "保存视图");
	finds(s, "bcst", "保存视图");
	finds(s, "save view", "保存视图");
	finds(s, "撤销导入", "撤销导入");
	finds(s, "撤销这次导入", "撤销导入");
	finds(s, "cxdr", "撤销导入");
	finds(s, "昨天改了什么", "昨天改了什么");
	finds(s, "昨天", "昨天改了什么");
	finds(s, "ztglsm", "昨天改了什么");
	finds(s, "yesterday", "昨天改了什么");
}

static void test_palette__nothing_found_is_said(void **state)
{
	struct stage *s = *state;

	open_list(s);
	stage_keys(s, "<F2>qqqq");
	stage_says(s, "没有这样的命令");
	stage_keys(s, "<Enter>");
	stage_says(s, "没有这样的命令");
	assert_string_equal(top(s), "palette");
	stage_keys(s, "<Ctrl-U>");
	stage_shows(s, "打开");
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "list");
}

/* Who looks for something where it cannot be done learns where it can. */
static void test_palette__what_is_done_elsewhere_says_where(void **state)
{
	struct stage *s = *state;

	app_push(s->app, home_new(s->app));
	stage_keys(s, "<F2>保存视图");
	stage_shows(s, "保存视图  (在「列表」里用，那里按 w)");
	stage_keys(s, "<Enter>");
	stage_says(s, "在「列表」里用，那里按 w");
	assert_string_equal(top(s), "palette");
	stage_keys(s, "<Ctrl-U>");
	stage_hides(s, "保存视图");
	stage_keys(s, "<Esc>");
}

/* A question or a line to fill in is answered first: what leads elsewhere waits, what explains does not. */
static void test_palette__panels_have_the_keys_that_explain(void **state)
{
	struct stage *s = *state;

	open_list(s);
	stage_keys(s, "<Down><Down><Down><F8>");
	assert_string_equal(top(s), "prompt");
	stage_keys(s, "<Ctrl-G>");
	assert_string_equal(top(s), "prompt");
	stage_says(s, "写好后按 Enter 确定");
	stage_keys(s, "<F1>");
	stage_shows(s, "写好后按 Enter 确定");
	stage_shows(s, "F2 : Ctrl-P");
	stage_hides(s, "Ctrl-G");
	stage_keys(s, "<Esc><Esc>");
}

/* What works on a screen and everywhere under one label stands there once. */
static void test_palette__nothing_stands_in_it_twice(void **state)
{
	struct stage *s = *state;
	struct commands c;

	app_push(s->app, home_new(s->app));
	commands_collect(s->app, true, &c);
	for (size_t i = 0; i < c.n; i++)
		for (size_t k = 0; k < i; k++)
			if (c.items[i].action && c.items[k].action)
				assert_string_not_equal(c.items[i].label, c.items[k].label);
	commands_release(&c);
}

/* Each action of each screen is among them exactly once, with its key. */
static void test_palette__every_action_is_in_it(void **state)
{
	struct stage *s = *state;
	struct screen *below[] = {
		home_new(s->app), list_new(s->app, &org_reg, NULL, NULL), list_new_picker(s->app, &org_reg, 0),
		form_new(s->app, &org_reg, stage_org(s, "002")), history_new(s->app, &org_reg, stage_org(s, "002")),
		list_new(s->app, &rectification_reg, NULL, NULL),
	};

	for (size_t i = 0; i < LEN(below); i++) {
		struct ui_actions actions = below[i]->type->actions;
		struct commands c;

		app_push(s->app, below[i]);
		commands_collect(s->app, false, &c);
		assert_int_equal(c.n_found, c.n);
		for (size_t k = 0; k < actions.n; k++) {
			size_t n = 0;

			for (size_t j = 0; j < c.n; j++)
				n += c.items[j].action == &actions.rows[k] &&
					strcmp(c.items[j].keys[0], action_keys(&actions.rows[k])[0]) == 0;
			assert_int_equal(n, 1);
		}
		commands_release(&c);
	}
}

/* --- what it does --- */

static void test_palette__enter_runs_it_as_its_key_would(void **state)
{
	struct stage *s = *state;

	open_list(s);
	stage_keys(s, "<F2>detail<Enter>");
	assert_string_equal(top(s), "list");
	stage_shows(s, "最后改动");
	stage_keys(s, ":xinzeng<Enter>");
	assert_string_equal(top(s), "form");
	stage_shows(s, "新增");
	stage_keys(s, "<Esc>：reverse<Enter>");
	stage_says(s, "从大到小");
	stage_keys(s, "<Ctrl-P>quit<Enter>");
	assert_true(app_done(s->app));
}

/* A letter would be typed there. */
static void test_palette__beside_an_open_filter_line(void **state)
{
	struct stage *s = *state;

	open_list(s);
	stage_keys(s, "<F4>支部<F2>detail<Enter>");
	stage_shows(s, "最后改动");
	stage_shows(s, "支部");
	stage_hides(s, "支部i");
	stage_keys(s, "<F3>南<F2>tree<Enter>");
	assert_string_equal(top(s), "tree");
}

static void test_palette__in_a_form(void **state)
{
	struct stage *s = *state;

	app_push(s->app, form_new(s->app, &org_reg, stage_org(s, "002")));
	stage_keys(s, "<Tab>:<F2>section 3<Enter>");
	assert_string_equal(top(s), "form");
	stage_shows(s, "<3");
	/* The colon is text there, and what is typed stays. */
	stage_keys(s, "<F2>org<Enter>");
	assert_string_equal(top(s), "list");
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "form");
	stage_shows(s, "*1处未保存");
}

static void test_palette__home_asks_where_something_would_be_lost(void **state)
{
	struct stage *s = *state;

	open_list(s);
	stage_keys(s, "<Enter><Tab>改<F2>shouye<Enter>");
	assert_string_equal(top(s), "question");
	stage_keys(s, "<F8>");
	assert_string_equal(top(s), "home");
	assert_false(app_done(s->app));
	stage_keys(s, "<Enter>");
	assert_string_equal(top(s), "list");
}

static void test_palette__what_cannot_run_says_why(void **state)
{
	struct stage *s = *state;

	stage_enter_readonly(s);
	open_list(s);
	stage_keys(s, "<F2>retire<Enter>");
	stage_says(s, "只读");
	assert_string_equal(top(s), "palette");
}

/* Every role sees the same commands; what it may not do has a reason. */
static void test_palette__for_each_role(void **state)
{
	static const struct {
		const char *role;
		bool may_write;
	} cases[] = { { "viewer", false }, { "clerk", true }, { "checker", true }, { "admin", true } };
	struct stage *s = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		struct commands c;
		size_t refused = 0;

		stage_enter(s, NULL);
		office_operator(s->office, cases[i].role, cases[i].role, 0);
		stage_enter(s, cases[i].role);
		open_list(s);
		commands_collect(s->app, true, &c);
		for (size_t k = 0; k < c.n; k++)
			if (c.items[k].action && strcmp(c.items[k].action->name, "new") == 0)
				refused += c.items[k].refusal && strstr(c.items[k].refusal, "权限");
		assert_int_equal(refused, cases[i].may_write ? 0 : 1);
		commands_release(&c);
		if (cases[i].may_write)
			stage_shows(s, "7新增");
		else
			stage_hides(s, "7新增");
	}
}

static void test_palette__after_three_times_the_key_is_told(void **state)
{
	struct stage *s = *state;

	open_list(s);
	for (int i = 0; i < 3; i++) {
		stage_keys(s, "<F2>detail<Enter>");
		assert_int_equal(strstr(app_message(s->app, NULL), "可以直接按 i") != NULL, i == 2);
	}
}

/* It follows a key that somebody chose. */
static void test_palette__shows_other_keys(void **state)
{
	static const char *const own[ACTION_KEYS] = { "F12" };
	struct stage *s = *state;
	struct err e = ERR_INIT;

	open_list(s);
	assert_int_equal(keys_bind("list", "detail", own, &e), 0);
	stage_keys(s, "<F2>detail");
	stage_shows(s, "F12 |");
	stage_keys(s, "<Enter>");
	actions_unbind();
	stage_shows(s, "最后改动");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_palette__##name, stage_setup, stage_teardown)

/* One of this register and one of all: two commands are never called the same. */
static void test_palette__two_kinds_of_reports_have_two_names(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &rectification_reg, NULL, NULL));
	stage_keys(s, "<F2>报表");
	stage_shows(s, "本台账的报表");
	stage_shows(s, "所有报表");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_kinds_of_reports_have_two_names),
		TEST(over_a_list),
		TEST(over_a_narrow_list),
		TEST(what_cannot_be_done_stands_apart_with_the_reason),
		TEST(by_chinese_initials_and_english),
		TEST(what_people_look_for_first),
		TEST(nothing_found_is_said),
		TEST(what_is_done_elsewhere_says_where),
		TEST(nothing_stands_in_it_twice),
		TEST(panels_have_the_keys_that_explain),
		TEST(every_action_is_in_it),
		TEST(enter_runs_it_as_its_key_would),
		TEST(beside_an_open_filter_line),
		TEST(in_a_form),
		TEST(home_asks_where_something_would_be_lost),
		TEST(what_cannot_run_says_why),
		TEST(for_each_role),
		TEST(after_three_times_the_key_is_told),
		TEST(shows_other_keys),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
