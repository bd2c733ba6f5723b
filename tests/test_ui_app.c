/*
 * The stack of screens, the message line, the frame and the keys that all screens share,
 * with a screen made for the purpose.
 */
#include "ui/app.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "tests/support/stage.h"
#include "ui/panel.h"
#include "src/banned.h"

/* --- a screen that writes down what happens to it --- */

struct trial {
	struct screen screen;
	bool guarded;		/* asks before it is left */
	struct buf *told;
};

static struct buf told;

static void tell(struct trial *t, const char *what)
{
	buf_addf(&told, "%s:%s ", t->screen.type->name, what);
}

static void trial_draw(struct screen *s, struct picture *p)
{
	struct area area = screen_frame(s, p, s->type->panel ? "" : _("台账 > 试验"), _("右边"));

	for (int i = 0; i < area.rows; i++)
		picture_put(p, (struct spot){ area.y + i, 0, p->cols }, "~", LOOK_TEXT);
}

static void answered(void *ctx, int answer)
{
	struct trial *t = ctx;

	buf_addf(&told, "answer:%d ", answer);
	if (answer == 0) {
		t->guarded = false;
		app_pop(t->screen.app, 7);
	}
}

static bool trial_may_leave(struct screen *s)
{
	struct trial *t = (struct trial *)s;
	struct answer answers[] = { { "F8", "走" }, { "F7", "不" } };

	tell(t, "may-leave");
	if (t->guarded)
		app_push(s->app, question_new(s->app, &(struct question){
			.title = "问", .text = "走吗？", .answers = answers, .n = 2, .done = answered, .ctx = t,
		}));
	return !t->guarded;
}

static bool trial_key(struct screen *s, const struct key *k)
{
	if (k->kind == K_CHAR && k->cp == 'x')
		app_pop(s->app, 42);
	else if (k->kind == K_CHAR && k->cp == 'm')
		app_say(s->app, "说 %d", 5);
	else
		return false;
	return true;
}

static void trial_resume(struct screen *s, int64_t result)
{
	tell((struct trial *)s, "resume");
	buf_addf(&told, "%d ", (int)result);
}

static void trial_free(struct screen *s)
{
	tell((struct trial *)s, "free");
	free(s);
}

static const struct ui_action trial_actions[] = {
	{ .name = "way", .label = N_("办法"), .bar = N_("办法"), .help = N_("一个办法。"), .keys = { "F6", "w" }, .run = 0 },
	{ .name = "hint", .label = N_("提示"), .bar = N_("提示"), .help = N_("一个提示。"), .keys = { "h" }, .run = 1 },
	{ .name = "quiet", .label = N_("不提"), .help = N_("不出现在底行。"), .keys = { "y" }, .run = 2 },
};

static const struct screen_type one = {
	.name = "one", .actions = { trial_actions, 3 }, .draw = trial_draw, .key = trial_key, .resume = trial_resume,
	.may_leave = trial_may_leave, .free = trial_free,
}, two = {
	.name = "two", .actions = { trial_actions, 3 }, .draw = trial_draw, .key = trial_key, .resume = trial_resume,
	.may_leave = trial_may_leave, .free = trial_free,
};

static struct trial *push(struct stage *s, const struct screen_type *type)
{
	struct trial *t = xcalloc(1, sizeof(*t));

	t->screen = (struct screen){ .type = type, .app = s->app };
	app_push(s->app, &t->screen);
	return t;
}

static void was_told(const char *want)
{
	assert_string_equal(buf_str(&told), want);
	buf_clear(&told);
}

static int setup(void **state)
{
	buf_clear(&told);
	return stage_setup(state);
}

static int teardown(void **state)
{
	int rc = stage_teardown(state);

	buf_release(&told);
	return rc;
}

/* --- the stack --- */

static void test_app__the_screen_below_hears_of_the_result(void **state)
{
	struct stage *s = *state;

	push(s, &one);
	push(s, &two);
	stage_keys(s, "x");
	was_told("one:resume 42 two:free ");
	assert_string_equal(app_top(s->app)->type->name, "one");
	assert_false(app_done(s->app));
	stage_keys(s, "x");
	was_told("one:free ");
	assert_true(app_done(s->app));
}

static void test_app__what_could_not_be_made_is_passed_over(void **state)
{
	struct stage *s = *state;

	push(s, &one);
	app_push(s->app, NULL);
	assert_string_equal(app_top(s->app)->type->name, "one");
}

static void test_app__too_many_screens_are_refused(void **state)
{
	struct stage *s = *state;

	for (int i = 0; i < 24; i++)
		push(s, &one);
	stage_says(s, "");
	push(s, &two);
	was_told("two:free ");
	stage_says(s, "24 层");
	assert_string_equal(app_top(s->app)->type->name, "one");
}

/* --- leaving the program --- */

static void test_app__quitting_frees_all_from_the_top(void **state)
{
	struct stage *s = *state;

	push(s, &one);
	push(s, &two);
	stage_keys(s, "<Ctrl-Q>");
	was_told("two:may-leave one:may-leave one:free two:free ");
	assert_true(app_done(s->app));
}

static void test_app__a_screen_that_says_no_is_asked_and_esc_cancels_the_quitting(void **state)
{
	struct stage *s = *state;

	push(s, &one);
	push(s, &two)->guarded = true;
	stage_keys(s, "<Ctrl-Q>");
	was_told("two:may-leave ");
	stage_shows(s, "走吗？");
	stage_keys(s, "<Esc>");
	was_told("answer:-1 two:resume 0 ");
	assert_false(app_done(s->app));
	assert_string_equal(app_top(s->app)->type->name, "two");
	/* Leaving that screen later does not end the program all the same. */
	stage_keys(s, "x");
	was_told("one:resume 42 two:free ");
	assert_false(app_done(s->app));
}

static void test_app__an_answer_that_keeps_the_screen_cancels_the_quitting_too(void **state)
{
	struct stage *s = *state;

	push(s, &one);
	push(s, &two)->guarded = true;
	stage_keys(s, "<Ctrl-Q><F7>");
	was_told("two:may-leave answer:1 two:resume 0 ");
	stage_keys(s, "x");
	assert_false(app_done(s->app));
}

static void test_app__the_answer_to_leave_goes_on_with_the_quitting(void **state)
{
	struct stage *s = *state;

	push(s, &one)->guarded = true;
	push(s, &two)->guarded = true;
	stage_keys(s, "<Ctrl-Q><F8>");
	was_told("two:may-leave answer:0 one:may-leave two:free ");
	assert_false(app_done(s->app));
	stage_shows(s, "走吗？");
	stage_keys(s, "<F8>");
	assert_true(app_done(s->app));
	was_told("answer:0 one:free ");
}

static void test_app__an_open_question_is_answered_with_no_when_the_terminal_goes(void **state)
{
	struct stage *s = *state;
	struct key k = { .kind = K_HANGUP };

	push(s, &two)->guarded = true;
	stage_keys(s, "<Ctrl-Q>");
	assert_false(app_key(s->app, &k));
	assert_true(app_done(s->app));
	app_free(s->app);
	was_told("two:may-leave answer:-1 two:free ");
	s->app = app_new(s->office->s);
}

static void test_app__no_key_does_anything_after_the_end(void **state)
{
	struct stage *s = *state;
	struct key k = { .kind = K_CHAR, .cp = 'm' };

	push(s, &one);
	app_hangup(s->app);
	assert_false(app_key(s->app, &k));
	stage_says(s, "");
}

/* --- the message line --- */

static void test_app__a_message_stays_until_the_next_key(void **state)
{
	struct stage *s = *state;
	struct key resize = { .kind = K_RESIZE };

	push(s, &one);
	stage_keys(s, "m");
	stage_says(s, "说 5");
	/* Another window size is no key. */
	app_key(s->app, &resize);
	stage_says(s, "说 5");
	stage_keys(s, "<F1><Esc>");
	stage_says(s, "");
}

static void test_app__errors_have_a_sign(void **state)
{
	struct stage *s = *state;
	struct err e = ERR_INIT;

	push(s, &one);
	err_set(&e, ERR_INVALID, "电话不对。");
	app_say_error(s->app, &e);
	stage_errs(s, "电话不对。");
	assert_string_equal(stage_row(s, 22), "! 电话不对。");
	assert_int_equal(stage_look_of(s, "电话不对"), LOOK_ERROR);
	app_say(s->app, "好了");
	stage_says(s, "好了");
	assert_string_equal(stage_row(s, 22), "  好了");
}

static void test_app__a_key_for_nobody_is_named(void **state)
{
	struct stage *s = *state;

	push(s, &one);
	stage_keys(s, "<F12>");
	stage_says(s, "F12");
	stage_keys(s, "<Ctrl-W>");
	stage_says(s, "Ctrl-W");
}

static void test_app__a_paste_outside_a_field_is_refused_with_a_hint(void **state)
{
	struct stage *s = *state;

	push(s, &one);
	stage_keys(s, "<Paste:x南沙沟>");
	stage_says(s, "不能粘贴");
	assert_false(app_done(s->app));
	assert_string_equal(app_top(s->app)->type->name, "one");
}

/* --- the frame --- */

static void test_app__the_frame_at_80x24(void **state)
{
	struct stage *s = *state;

	push(s, &one);
	stage_is(s,
		" 台账 > 试验                                                               右边",
		"--------------------------------------------------------------------------------",
		"~", "~", "~", "~", "~", "~", "~", "~", "~", "~", "~", "~", "~", "~", "~", "~", "~", "~", "~", "~",
		"  h 提示",
		"1帮助   2命令   3       4       5       6办法   7       8       9菜单   10");
	assert_int_equal(stage_look_of(s, "试验"), LOOK_TITLE);
	assert_int_equal(stage_look_of(s, "h 提示"), LOOK_DIM);
	assert_int_equal(stage_look_of(s, "1帮助"), LOOK_KEYBAR);
}

static void test_app__the_frame_in_a_small_window(void **state)
{
	struct stage *s = *state;

	push(s, &one);
	stage_size(s, 40, 12);
	stage_is(s,
		" 试验                              右边",
		"~", "~", "~", "~", "~", "~", "~", "~", "~",
		"  h 提示",
		"1帮助   2命令   6办法   9菜单");
}

static void test_app__a_screen_may_have_the_input_line(void **state)
{
	struct stage *s = *state;
	struct trial *t = push(s, &one);

	stage_size(s, 40, 12);
	t->screen.input = true;
	t->screen.hint = "请输入";
	assert_string_equal(stage_row(s, 9), "  请输入");
	assert_string_equal(stage_row(s, 10), "");
	stage_keys(s, "m");
	assert_string_equal(stage_row(s, 9), "  说 5");
	assert_string_equal(stage_row(s, 8), "~");
}

static void test_app__below_40x12_one_polite_sentence(void **state)
{
	struct stage *s = *state;

	push(s, &one);
	stage_size(s, 39, 24);
	assert_string_equal(stage_row(s, 0), "窗口太小(39x24), 请放大到 40x12 以上");
	assert_string_equal(stage_row(s, 23), "");
	stage_size(s, 80, 11);
	assert_string_equal(stage_row(s, 0), "窗口太小(80x11), 请放大到 40x12 以上");
	stage_size(s, 20, 5);
	stage_is(s, "窗口太小(20x5), 请放", "大到 40x12 以上", "", "", "");
	stage_size(s, 1, 1);
	stage_is(s, "~");
	/* What is typed blindly does nothing, and the large window shows everything again. */
	stage_keys(s, "m<Ctrl-Q>");
	assert_false(app_done(s->app));
	stage_size(s, 80, 24);
	assert_string_equal(stage_row(s, 22), "  h 提示");
	stage_keys(s, "m");
	assert_string_equal(stage_row(s, 22), "  说 5");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_app__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_screen_below_hears_of_the_result),
		TEST(what_could_not_be_made_is_passed_over),
		TEST(too_many_screens_are_refused),
		TEST(quitting_frees_all_from_the_top),
		TEST(a_screen_that_says_no_is_asked_and_esc_cancels_the_quitting),
		TEST(an_answer_that_keeps_the_screen_cancels_the_quitting_too),
		TEST(the_answer_to_leave_goes_on_with_the_quitting),
		TEST(an_open_question_is_answered_with_no_when_the_terminal_goes),
		TEST(no_key_does_anything_after_the_end),
		TEST(a_message_stays_until_the_next_key),
		TEST(errors_have_a_sign),
		TEST(a_key_for_nobody_is_named),
		TEST(a_paste_outside_a_field_is_refused_with_a_hint),
		TEST(the_frame_at_80x24),
		TEST(the_frame_in_a_small_window),
		TEST(a_screen_may_have_the_input_line),
		TEST(below_40x12_one_polite_sentence),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
