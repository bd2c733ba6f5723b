/*
 * Find everywhere: results by register at each key, and the way there and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

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

static const char *top(struct stage *s)
{
	return app_top(s->app)->type->name;
}

static void test_find_all__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "/");
	stage_shows(s, "电话、身份证号的最后四位");
	stage_keys(s, "nsg");
	stage_is(s,
		" 台账 > 到处查找",
		"--------------------------------------------------------------------------------",
		" 党组织 (1)",
		"> 002                 中共示例镇南沙沟村支部委员会",
		" 行政区划 (1)",
		"  632821102210        南沙沟村村委会",
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
		"  Enter 打开",
		" 到处查找> nsg",
		"1帮助   2命令   3       4       5       6       7       8       9菜单   10返回");
}

/* Of many the first few are shown, and where the others are is said. */
static void test_find_all__many_are_opened_from_their_heading(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "/nsg");
	stage_hides(s, "看全部");
	stage_keys(s, "<Ctrl-U>党");
	stage_shows(s, "在这一行按 Enter 看全部");
}

static void test_find_all__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<Ctrl-G>沙沟");
	stage_is(s,
		" 到处查找",
		" 党组织 (2)",
		"> 中共示例镇南沙沟村支部委员会  002",
		"  中共示例镇北沙沟村支部委员会  003",
		" 行政区划 (3)",
		"  东沙沟村村委会  632821102208",
		"  西沙沟村村委会  632821102209",
		"  南沙沟村村委会  632821102210",
		"",
		"  Enter 打开",
		" 到处查找> 沙沟",
		"1帮助   2命令   9菜单   10返回");
}

static void test_find_all__enter_opens_and_esc_returns(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F3>nsg<Enter>");
	assert_string_equal(top(s), "form");
	stage_shows(s, "南沙沟村党支部");
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "find-all");
	/* The heading has the whole list. */
	stage_keys(s, "<Up><Enter>");
	assert_string_equal(top(s), "list");
	stage_shows(s, "筛选: nsg");
	stage_keys(s, "<Esc><Esc><Esc>");
	assert_string_equal(top(s), "home");
}

/* Words in any order, and a quotation mark that nobody meant as one. */
static void test_find_all__the_list_has_what_was_found(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "/村支部 \"示例镇<Up><Enter>");
	assert_string_equal(top(s), "list");
	stage_shows(s, "南沙沟");
}

static void test_find_all__works_in_a_form(void **state)
{
	struct stage *s = *state;

	app_push(s->app, form_new(s->app, &org_reg, stage_org(s, "004")));
	stage_keys(s, "<Ctrl-G>005<Enter>");
	assert_string_equal(top(s), "form");
	stage_shows(s, "西岭村");
	stage_keys(s, "<Esc><Esc>");
	assert_string_equal(top(s), "form");
	stage_shows(s, "东河村");
}

static void test_find_all__the_end_of_a_phone_number(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "/0005");
	stage_shows(s, "中共示例镇西岭村支部委员会");
	stage_shows(s, "139****0005");
	stage_hides(s, "13900000005");
}

static void test_find_all__nothing_found(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "/没有这样的");
	stage_shows(s, "没有找到");
	stage_keys(s, "<Enter><Down><PgDn>");
	assert_string_equal(top(s), "find-all");
}

static void test_find_all__what_is_out_of_use_is_marked(void **state)
{
	struct stage *s = *state;

	assert_int_equal(office_retire(s->office, &org_reg, stage_org(s, "005")), 0);
	stage_keys(s, "/005");
	stage_shows(s, "[已停用]");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_find_all__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(many_are_opened_from_their_heading),
		TEST(at_40x12),
		TEST(enter_opens_and_esc_returns),
		TEST(the_list_has_what_was_found),
		TEST(works_in_a_form),
		TEST(the_end_of_a_phone_number),
		TEST(nothing_found),
		TEST(what_is_out_of_use_is_marked),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
