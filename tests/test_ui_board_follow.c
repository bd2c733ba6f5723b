/* The board keeps up: the cursor goes along with a card, and lanes come and go with what others do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/stage_cases.h"
#include "src/banned.h"

#define SOUTH "002-2024"	/* 初定, overdue; its lane has 003 below it */

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

/* The line below the lanes says whose card is the current one. */
static void is_on(struct stage *s, const char *text)
{
	const char *state = stage_row(s, 19);

	if (!strstr(state, text))
		fail_msg("not on %s: %s", text, state);
}

static void test_board__the_cursor_goes_along_with_a_step(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>");
	is_on(s, "南沙沟村支部委员会 2024年");
	stage_keys(s, ".<Enter>");
	stage_says(s, "初定 -> 审定；u 撤销");
	stage_shows(s, "[审定 (2)]");
	is_on(s, "南沙沟村支部委员会 2024年");
	/* So the next step is one key more, and the way back too. */
	stage_keys(s, ".<Enter>");
	stage_shows(s, "[备案 (1)]");
	is_on(s, "南沙沟村支部委员会 2024年");
	stage_has(s, &rectification_reg, SOUTH, "stage", "filed");
}

static void test_board__the_cursor_stays_where_a_condition_lets_the_card_go(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "b");
	stage_keys(s, "&阶段=初定<Enter>b");
	is_on(s, "南沙沟村支部委员会 2024年");
	stage_keys(s, ".<Enter>");
	stage_says(s, "初定 -> 审定；u 撤销");
	stage_shows(s, "[初定 (1)]");
	is_on(s, "北沙沟村支部委员会 2024年");
}

static void test_board__by_months_the_card_stays_where_it_is(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>>.<Enter>");
	stage_says(s, "初定 -> 审定；u 撤销");
	is_on(s, "南沙沟村支部委员会 2024年");
	stage_shows(s, "!! 逾期12天 审定");
}

static void test_board__somebody_else_takes_the_current_card_away(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>");
	stage_put(s->office->s, &rectification_reg, SOUTH, "stage", "confirmed");
	stage_keys(s, "x");
	stage_shows(s, "[初定 (1)]");
	is_on(s, "北沙沟村支部委员会 2024年");
}

static void test_board__a_new_branch_has_a_lane_of_its_own(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>>>");
	stage_shows(s, "[中共示例镇委员会 (5)]");
	is_on(s, "南沙沟村支部委员会 2024年");
	/* What stands elsewhere now, and what is new. */
	office_must_edit(s->office, stage_org(s, "005"), "superior", "");
	stage_keys(s, "x");
	stage_shows(s, "[中共示例镇委员会 (4)]");
	stage_shows(s, "中共示例镇西岭村支部委员");
	is_on(s, "南沙沟村支部委员会 2024年");
	office_must_edit(s->office, stage_org(s, "005"), "superior", "001");
	stage_keys(s, "x");
	stage_shows(s, "[中共示例镇委员会 (5)]");
	is_on(s, "南沙沟村支部委员会 2024年");
}

#define board_test(f) cmocka_unit_test_setup_teardown(f, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		board_test(test_board__the_cursor_goes_along_with_a_step),
		board_test(test_board__the_cursor_stays_where_a_condition_lets_the_card_go),
		board_test(test_board__by_months_the_card_stays_where_it_is),
		board_test(test_board__somebody_else_takes_the_current_card_away),
		board_test(test_board__a_new_branch_has_a_lane_of_its_own),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
