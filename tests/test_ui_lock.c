/* The locked screen: what it shows, what it takes, and what is there again behind it. */
#include "ui/lock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "db/pin.h"
#include "src/records.h"
#include "tests/support/stage.h"
#include "ui/app_part.h"
#include "src/banned.h"

static void give_pin(struct stage *s)
{
	struct err e = ERR_INIT;

	if (pin_set(s->office->s, "2580", &e) < 0)
		fail_msg("%s", e.text);
}

static void open_form(struct stage *s)
{
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<F7>秘密支部");
	stage_shows(s, "秘密支部");
}

static void test_lock__nothing_of_the_data_is_to_be_seen(void **state)
{
	struct stage *s = *state;

	give_pin(s);
	open_form(s);
	stage_keys(s, "<Alt-Z>");
	assert_true(app_is_locked(s->app));
	stage_is(s,
		"", "", "", "", "", "", "",
		"                    +- 已锁屏 -----------------------------+",
		"                    | 示例管理员                           |",
		"                    | PIN                                  |",
		"                    |                                      |",
		"                    |                                      |",
		"                    | Enter 解锁   Ctrl-Q 存草稿并退出     |",
		"                    | 忘了就请管理员清除：zhibu pin 登录名 |",
		"                    | --clear                              |",
		"                    +--------------------------------------+",
		"", "", "", "", "", "", "", "");
	stage_size(s, 40, 12);
	stage_keys(s, "");
	stage_hides(s, "秘密");
	stage_shows(s, "已锁屏");
}

static void test_lock__a_wrong_pin_opens_nothing(void **state)
{
	struct stage *s = *state;

	give_pin(s);
	open_form(s);
	stage_keys(s, "<Alt-Z>x2580<Enter>");
	stage_shows(s, "PIN 不对");
	stage_shows(s, "已锁屏");
	assert_true(app_is_locked(s->app));
	/* Too early: it is not even looked at. */
	stage_keys(s, "2580<Enter>");
	assert_true(app_is_locked(s->app));
	stage_hides(s, "秘密");
}

static void test_lock__with_the_pin_what_was_typed_is_there_again(void **state)
{
	struct stage *s = *state;

	give_pin(s);
	open_form(s);
	stage_keys(s, "<Alt-Z>99<Backspace><Backspace>２５80<Enter>");
	assert_false(app_is_locked(s->app));
	stage_shows(s, "秘密支部");
	stage_keys(s, "一");
	stage_shows(s, "秘密支部一");
}

static void test_lock__without_a_pin_nothing_is_locked(void **state)
{
	struct stage *s = *state;

	open_form(s);
	stage_keys(s, "<Alt-Z>");
	stage_errs(s, "zhibu pin");
	app_set_idle_lock(s->app, 60000);
	assert_false(app_is_locked(s->app));
}

/* Or leaving and coming back would be the way in. */
static void test_lock__with_idle_lock_it_begins_locked(void **state)
{
	struct stage *s = *state;

	give_pin(s);
	app_push(s->app, home_new(s->app));
	app_set_idle_lock(s->app, 60000);
	assert_true(app_is_locked(s->app));
	stage_keys(s, "2580<Enter>");
	assert_false(app_is_locked(s->app));
	stage_shows(s, "首页");
}

static void test_lock__the_way_out_keeps_what_was_typed(void **state)
{
	struct stage *s = *state;

	give_pin(s);
	app_set_drafts(s->app, office_file(s->office, "drafts"));
	open_form(s);
	stage_keys(s, "<Alt-Z><Ctrl-Q>");
	assert_true(app_done(s->app));
	stage_enter(s, NULL);
	app_set_drafts(s->app, office_file(s->office, "drafts"));
	app_push(s->app, drafts_new(s->app));
	stage_keys(s, "<Enter>");
	stage_shows(s, "秘密支部");
}

/* ---- Setting the PIN ------------------------------------------------------------- */

static int has_pin(struct stage *s, const char *pin)
{
	struct err e = ERR_INIT;

	return pin_matches(s->office->s, pin, &e);
}

static void test_lock__a_pin_is_set_with_two_prompts_that_show_nothing(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<Alt-P>258<Enter>");
	stage_errs(s, "4 到 64");
	stage_keys(s, "2580<Backspace>1");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 1 行 14%  共 7",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		">  001             中共示例镇委员会               党委",
		"   002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
		"   003             中共示例镇北沙沟村支部委员会   党支部     中共示例镇委员会",
		"   004             中共示例镇东河村支部委员会     党支部     中共示例镇委员会",
		"   005             中共示例镇西岭村支部委员会     党支部     中共示例镇委员会",
		"   006             中共示例镇南街社区支部委员会   党支部     中共示例镇委员会",
		"   0+- 设置 PIN -----------------------------------------------------------+",
		"    | 新的 PIN：                                                           |",
		"    | ****                                                                 |",
		"    |                                                                      |",
		"    | [ Enter 确定 ]  [ Esc 取消 ]                                         |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10取消");
	stage_keys(s, "<Enter>");
	stage_shows(s, "再输一次：");
	stage_keys(s, "2582<Enter>");
	stage_errs(s, "不一样");
	stage_shows(s, "新的 PIN：");
	assert_int_equal(has_pin(s, "2581"), ERR_NOT_FOUND);
	stage_keys(s, "2581<Enter>2581<Enter>");
	stage_says(s, "已设置 PIN");
	assert_string_equal(app_top(s->app)->type->name, "list");
	assert_int_equal(has_pin(s, "2581"), 1);
	stage_keys(s, "<Alt-Z>");
	assert_true(app_is_locked(s->app));
	stage_keys(s, "2581<Enter>");
	assert_false(app_is_locked(s->app));
}

static void test_lock__another_pin_asks_for_the_one_there_is(void **state)
{
	struct stage *s = *state;

	give_pin(s);
	app_push(s->app, home_new(s->app));
	/* Through the palette, as somebody finds it. */
	stage_keys(s, "<F2>szpin<Enter>");
	stage_shows(s, "现在的 PIN：");
	stage_keys(s, "1111<Enter>");
	stage_errs(s, "PIN 不对");
	stage_shows(s, "现在的 PIN：");
	stage_keys(s, "2580<Enter>3690<Enter><Esc>");
	assert_int_equal(has_pin(s, "2580"), 1);
	stage_size(s, 40, 12);
	stage_keys(s, "<Alt-P>2580<Enter>３690<Enter>３690<Enter>");
	stage_says(s, "已设置 PIN");
	assert_int_equal(has_pin(s, "3690"), 1);
	assert_int_equal(has_pin(s, "2580"), 0);
}

static void test_lock__who_can_have_no_pin_is_told_before(void **state)
{
	struct stage *s = *state;

	stage_enter_readonly(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Alt-P>");
	stage_errs(s, "只读");
}

/* ---- Work under way -------------------------------------------------------------- */

static int slices;

static bool work_on(struct screen *s, bool quiet)
{
	(void)s;
	(void)quiet;
	return ++slices < 3;
}

static void draw_nothing(struct screen *s, struct picture *p)
{
	(void)s;
	(void)p;
}

static void let_go(struct screen *s)
{
	(void)s;
}

/* A writing that is under way would hold the database until somebody comes back. */
static void test_lock__what_was_begun_goes_on(void **state)
{
	static const struct screen_type type = { .name = "working", .title = "working", .draw = draw_nothing, .idle = work_on,
		.free = let_go };
	struct stage *s = *state;
	static struct screen working;

	working = (struct screen){ .type = &type, .app = s->app };
	give_pin(s);
	app_push(s->app, &working);
	app_lock(s->app);
	assert_true(app_is_locked(s->app));
	slices = 0;
	assert_true(app_idle(s->app, false));
	assert_true(app_idle(s->app, false));
	assert_false(app_idle(s->app, true));
	assert_int_equal(slices, 3);
	app_pop(s->app, 0);
}

/* ---- Times, on a clock of the test's own ---------------------------------------- */

static void type(struct lock *l, const char *digits, int64_t now_ms)
{
	for (; *digits; digits++)
		lock_key(l, &(struct key){ .kind = K_CHAR, .cp = (unsigned char)*digits }, now_ms);
	lock_key(l, &(struct key){ .kind = K_ENTER }, now_ms);
}

static void test_lock__each_wrong_pin_waits_longer(void **state)
{
	struct stage *s = *state;
	struct lock *l = lock_new(s->office->s, 0);
	struct err e = ERR_INIT;
	int64_t now = 1000;

	give_pin(s);
	assert_int_equal(lock_now(l, &e), 0);
	for (int64_t wait = 1000; wait <= 4000; wait *= 2) {
		type(l, "0000", now);
		/* The right one, a moment too early. */
		type(l, "2580", now + wait - 1);
		assert_true(lock_is_on(l));
		now += wait;
	}
	type(l, "2580", now);
	assert_false(lock_is_on(l));
	lock_free(l);
}

static void test_lock__it_is_due_after_the_time_without_a_key(void **state)
{
	struct stage *s = *state;
	struct lock *l = lock_new(s->office->s, 60000);
	struct err e = ERR_INIT;

	give_pin(s);
	lock_touch(l, 5000);
	assert_false(lock_is_due(l, 64999));
	assert_true(lock_is_due(l, 65000));
	lock_touch(l, 64999);
	assert_false(lock_is_due(l, 65000));
	assert_int_equal(lock_now(l, &e), 0);
	assert_false(lock_is_due(l, 1000000));
	lock_free(l);
	l = lock_new(s->office->s, 0);
	assert_false(lock_is_due(l, 1000000));
	lock_free(l);
}

/* An administrator clears what somebody has forgotten; the next Enter opens. */
static void test_lock__a_pin_that_was_cleared_stands_in_nobodys_way(void **state)
{
	struct stage *s = *state;
	struct lock *l = lock_new(s->office->s, 0);
	struct err e = ERR_INIT;

	give_pin(s);
	assert_int_equal(lock_now(l, &e), 0);
	assert_int_equal(pin_clear(s->office->s, store_operator_login(s->office->s), &e), 0);
	type(l, "1", 0);
	assert_false(lock_is_on(l));
	lock_free(l);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_lock__##name, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(nothing_of_the_data_is_to_be_seen),
		TEST(a_wrong_pin_opens_nothing),
		TEST(with_the_pin_what_was_typed_is_there_again),
		TEST(a_pin_is_set_with_two_prompts_that_show_nothing),
		TEST(another_pin_asks_for_the_one_there_is),
		TEST(who_can_have_no_pin_is_told_before),
		TEST(without_a_pin_nothing_is_locked),
		TEST(with_idle_lock_it_begins_locked),
		TEST(the_way_out_keeps_what_was_typed),
		TEST(what_was_begun_goes_on),
		TEST(each_wrong_pin_waits_longer),
		TEST(it_is_due_after_the_time_without_a_key),
		TEST(a_pin_that_was_cleared_stands_in_nobodys_way),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
