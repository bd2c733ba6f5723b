/*
 * A database that another program writes to: the form stays, the screen lives, and waiting can be stopped.
 */
#include "ui/busy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/support/forms.h"
#include "src/banned.h"

static void change(struct stage *s)
{
	form_open(s, "002");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增");
}

/* One key, and no time for the work that waits: so the picture does not depend on how fast the machine is. */
static void press(struct stage *s, struct key key)
{
	app_key(s->app, &key);
}

#define CTRL_S ((struct key){ .kind = K_CTRL, .cp = 's' })
#define ESC ((struct key){ .kind = K_ESC })

static void test_busy__says_who_holds_it_and_for_how_long(void **state)
{
	struct stage *s = *state;
	struct blocker b;
	char holder[64];

	store_wait(s->office->s, 600000);
	change(s);
	b = office_block(s->office->path);
	press(s, CTRL_S);
	assert_string_equal(stage_top(s), "busy");
	snprintf(holder, sizeof(holder), "（进程 %ld）正在写入", (long)b.pid);
	stage_shows(s, holder);
	stage_shows(s, "已等待 0 秒；");
	stage_shows(s, "内容仍在表单里，不会丢");
	stage_shows(s, "[ Esc 停止等待 ]");
	stage_size(s, 40, 12);
	stage_shows(s, "已等待 0 秒");
	stage_shows(s, "不会丢");
	stage_shows(s, "[ Esc 停止等待 ]");
	/* A moment later it is tried again, and then it works. */
	assert_true(app_idle(s->app, false));
	assert_string_equal(stage_top(s), "busy");
	office_unblock(&b);
	stage_size(s, 80, 24);
	stage_keys(s, "");
	assert_string_equal(stage_top(s), "list");
	stage_says(s, "已保存");
	stage_stored(s, "002", "secretary", "示例旦增");
}

static void test_busy__esc_stops_waiting_and_nothing_is_lost(void **state)
{
	struct stage *s = *state;
	struct blocker b;

	store_wait(s->office->s, 600000);
	change(s);
	b = office_block(s->office->path);
	press(s, CTRL_S);
	press(s, (struct key){ .kind = K_CHAR, .cp = 'x' });
	stage_says(s, "正在等数据库");
	press(s, ESC);
	assert_string_equal(stage_top(s), "form");
	stage_errs(s, "没有保存");
	stage_shows(s, "*1处未保存");
	form_has(s, "书记", "[示例旦增");
	office_unblock(&b);
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已保存");
}

static void test_busy__the_time_limit_ends_it(void **state)
{
	struct stage *s = *state;
	struct blocker b;

	store_wait(s->office->s, 20);
	app_set_drafts(s->app, office_file(s->office, "drafts"));
	change(s);
	b = office_block(s->office->path);
	stage_keys(s, "<Ctrl-S>");
	assert_string_equal(stage_top(s), "form");
	stage_errs(s, "没有保存");
	form_has(s, "书记", "[示例旦增");
	assert_int_equal(access(office_file(s->office, "drafts"), F_OK), 0);
	office_unblock(&b);
	/* The limit is what it was. */
	assert_int_equal(store_wait(s->office->s, 20), 20);
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已保存");
}

static void test_busy__leaving_the_program_goes_on_after_it(void **state)
{
	struct stage *s = *state;
	struct blocker b;

	store_wait(s->office->s, 600000);
	change(s);
	b = office_block(s->office->path);
	press(s, (struct key){ .kind = K_CTRL, .cp = 'q' });
	press(s, CTRL_S);
	assert_string_equal(stage_top(s), "busy");
	office_unblock(&b);
	while (!app_done(s->app) && app_idle(s->app, false))
		;
	assert_true(app_done(s->app));
	stage_stored(s, "002", "secretary", "示例旦增");
}

static void test_busy__to_stop_waiting_cancels_the_leaving(void **state)
{
	struct stage *s = *state;
	struct blocker b;

	store_wait(s->office->s, 600000);
	change(s);
	b = office_block(s->office->path);
	press(s, (struct key){ .kind = K_CTRL, .cp = 'q' });
	press(s, CTRL_S);
	press(s, ESC);
	assert_string_equal(stage_top(s), "form");
	office_unblock(&b);
	stage_keys(s, "<Ctrl-S>");
	assert_false(app_done(s->app));
	assert_string_equal(stage_top(s), "list");
}

/* The reason was written once, and that is enough. */
static void test_busy__a_reason_is_not_lost(void **state)
{
	struct stage *s = *state;
	struct blocker b;

	store_wait(s->office->s, 600000);
	b = office_block(s->office->path);
	stage_keys(s, "<End><F8>并入镇党委");
	press(s, (struct key){ .kind = K_ENTER });
	assert_string_equal(stage_top(s), "busy");
	stage_shows(s, "写好的原因不会丢");
	press(s, ESC);
	stage_errs(s, "没有做：");
	stage_shows(s, "停用，请写原因");
	stage_shows(s, "并入镇党委");
	office_unblock(&b);
	stage_keys(s, "<Enter>");
	stage_says(s, "已停用");
	stage_shows(s, "共 6");
	/* The next record begins with none. */
	stage_keys(s, "<End><F8>");
	stage_shows(s, "停用，请写原因");
	stage_hides(s, "并入镇党委");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_busy__##name, forms_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(says_who_holds_it_and_for_how_long),
		TEST(esc_stops_waiting_and_nothing_is_lost),
		TEST(the_time_limit_ends_it),
		TEST(leaving_the_program_goes_on_after_it),
		TEST(to_stop_waiting_cancels_the_leaving),
		TEST(a_reason_is_not_lost),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
