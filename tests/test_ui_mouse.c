/*
 * The mouse: a click makes the row under it the current one, another one opens it; the wheel moves what is under it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "src/records/rectification.h"
#include "src/text.h"
#include "tests/support/forms.h"
#include "ui/app.h"
#include "ui/board.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void report(struct stage *s, enum mouse what, int y, int x)
{
	app_key(s->app, &(struct key){ .kind = K_MOUSE, .code = what, .y = y, .x = x });
	stage_keys(s, "");
}

/* The cell where this text stands last. */
static void find(struct stage *s, const char *text, int *y, int *x)
{
	*y = -1;
	for (int row = 0; row < s->rows; row++) {
		const char *line = stage_row(s, row), *at = strstr(line, text);

		if (!at)
			continue;
		*y = row;
		*x = text_width_n(line, (size_t)(at - line));
	}
	if (*y < 0)
		fail_msg("not shown: %s\n%s", text, stage_lines(s));
}

static void click(struct stage *s, const char *text)
{
	int y, x = 0;

	find(s, text, &y, &x);
	report(s, MOUSE_CLICK, y, x);
}

/* Keys that lead somewhere from a list of organizations, a row there, and what stands on top after a second click. */
struct way {
	const char *keys, *top, *row, *then;
};

static void go(struct stage *s, const struct way *w)
{
	stage_keys(s, w->keys);
	if (strcmp(stage_top(s), w->top) != 0)
		fail_msg("%s leads to %s, not to %s:\n%s", w->keys, stage_top(s), w->top, stage_lines(s));
	click(s, w->row);
	if (!strstr(stage_current(s), w->row))
		fail_msg("%s: a click on %s:\n%s", w->keys, w->row, stage_lines(s));
	assert_string_equal(stage_top(s), w->top);
	click(s, w->row);
	if (strcmp(stage_top(s), w->then) != 0)
		fail_msg("%s: a second click leads to %s, not to %s:\n%s", w->keys, stage_top(s), w->then, stage_lines(s));
}

static void test_mouse__rows_everywhere(void **state)
{
	static const struct way ways[] = {
		{ "<Home>", "list", "006", "form" },
		{ "<Alt-L>", "log", "南街社区", "action" },
		{ "<Down><Enter><Tab>改<Ctrl-S>名称有误<Enter>h", "history", "新增", "change" },
		{ "<Alt-L><Enter>", "action", "书记电话", "change" },
		{ "<F4><F4>", "filter", "全称", "filter" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(ways); i++) {
		void *own;
		struct stage *s;

		assert_int_equal(forms_setup(&own), 0);
		s = own;
		go(s, &ways[i]);
		stage_teardown(&own);
	}
}

static void test_mouse__a_second_click_shows_or_hides_a_column(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "c");
	click(s, "[x] 类别");
	stage_shows(s, "> [x] 类别");
	click(s, "[x] 类别");
	stage_shows(s, "> [ ] 类别");
	assert_string_equal(stage_top(s), "columns");
}

static void test_mouse__a_proposal_is_taken_by_the_second_click(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>书");
	click(s, "书记  ");
	click(s, "书记  ");
	stage_shows(s, "筛选> 书记");
	assert_string_equal(stage_top(s), "list");
}

/* What two people changed is chosen by a click on it. */
static void test_mouse__a_value_is_chosen_where_two_differ(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "简称");
	form_clear(s);
	stage_keys(s, "南沟支部");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增");
	stage_other_edits(s, "002", "short_name", "南沙支部");
	stage_other_edits(s, "002", "secretary", "示例扎西");
	stage_keys(s, "<Ctrl-S>");
	click(s, "对方改成 示例扎西");
	stage_shows(s, "> 书记");
	stage_shows(s, "(*) 对方改成 示例扎西");
	stage_shows(s, "( ) 我改成 示例旦增");
	click(s, "对方改成 示例扎西");
	stage_shows(s, "(*) 对方改成 示例扎西");
	click(s, "简称  打开时");
	stage_shows(s, "> 简称");
	stage_shows(s, "(*) 我改成 南沟支部");
	click(s, "[ Ctrl-S 保存 ]");
	stage_stored(s, "002", "secretary", "示例扎西");
	stage_stored(s, "002", "short_name", "南沟支部");
}

static void test_mouse__the_wheel_moves_the_pane_under_it(void **state)
{
	struct stage *s = *state;

	app_push(s->app, figures_new(s->app));
	stage_keys(s, "");
	report(s, MOUSE_WHEEL_DOWN, 4, 40);
	assert_int_equal(s->picture.cursor_x, 32);
	report(s, MOUSE_WHEEL_DOWN, 4, 4);
	assert_int_equal(s->picture.cursor_x, 0);
}

static void test_mouse__the_wheel_over_a_question_says_nothing(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "g");
	report(s, MOUSE_WHEEL_DOWN, 4, 4);
	assert_string_equal(stage_top(s), "prompt");
}

static void test_mouse__lanes_of_a_board(void **state)
{
	struct stage *s = *state;
	int y, x;

	app_push(s->app, board_new(s->app, &(struct board_want){ .reg = &rectification_reg }));
	stage_keys(s, "<Right>");
	stage_keys(s, "<Left>");
	y = s->picture.cursor_y;
	x = s->picture.cursor_x;
	report(s, MOUSE_WHEEL_DOWN, y, x + 30);
	assert_int_equal(s->picture.cursor_x > x, 1);
	report(s, MOUSE_CLICK, y, x);
	assert_int_equal(s->picture.cursor_x, x);
}

/* --- the key bar --- */

static void bar_has(struct stage *s, const char *label)
{
	const char *bar = stage_row(s, s->rows - 1);

	if (!strstr(bar, label))
		fail_msg("no %s in the key bar: %s", label, bar);
}

static void test_key_bar__beside_open_lines(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "");
	bar_has(s, "4筛选");
	bar_has(s, "10返回");
	stage_keys(s, "<F4>");
	bar_has(s, "4填表");
	bar_has(s, "10还原");
	stage_keys(s, "<Esc><F3>");
	bar_has(s, "3下一处");
	bar_has(s, "10还原");
	stage_keys(s, "<F10>");
	bar_has(s, "3查找");
	assert_string_equal(stage_top(s), "list");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, forms_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mouse__rows_everywhere),
		TEST(test_mouse__a_second_click_shows_or_hides_a_column),
		TEST(test_mouse__a_proposal_is_taken_by_the_second_click),
		TEST(test_mouse__a_value_is_chosen_where_two_differ),
		TEST(test_mouse__the_wheel_moves_the_pane_under_it),
		TEST(test_mouse__the_wheel_over_a_question_says_nothing),
		TEST(test_mouse__lanes_of_a_board),
		TEST(test_key_bar__beside_open_lines),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
