/*
 * The whole program on another day: what it shows, that nothing can be changed there, and the way back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/past.h"
#include "src/mem.h"
#include "tests/support/stage.h"
#include "ui/screen.h"
#include "src/banned.h"

/* The office is of 10 May; on the 12th the third organization got another name, today the second one another superior. */
static void make_past(struct stage *s)
{
	struct office *o = s->office;

	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-10 08:00:00', 'utc') AS INTEGER) * 1000");
	office_must_edit(o, stage_org(s, "003"), "name", "十二日以后的党支部");
	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-12 08:00:00', 'utc') AS INTEGER) * 1000"
			 " WHERE id = (SELECT max(id) FROM action)");
}

/* The copy is made by another thread. */
static void wait_there(struct stage *s)
{
	for (int i = 0; i < 100 && strstr(stage_lines(s), "正在准备"); i++)
		stage_keys(s, "");
}

static void go(struct stage *s, const char *day)
{
	stage_keys(s, "<Alt-T>");
	stage_keys(s, day);
	stage_keys(s, "<Enter>");
	wait_there(s);
}

static void test_past__a_day_is_asked_for_and_shown(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter>@");
	stage_shows(s, "看哪一天？");
	stage_keys(s, "05-11<Enter>");
	wait_there(s);
	stage_shows(s, "[历史 2024-05-11 只读] 台账 > 党组织");
	stage_hides(s, "十二日以后");
	stage_keys(s, "<Esc>");
	stage_shows(s, "[历史 2024-05-11 只读] 台账 > 首页");
	stage_keys(s, "<Esc>");
	stage_says(s, "回到了现在");
	stage_shows(s, "十二日以后");
	stage_hides(s, "[历史");
}

static void test_past__one_stands_where_one_stood(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter><F4>十二日<Enter>");
	stage_current_is(s, "十二日以后的党支部");
	stage_keys(s, "<Esc><Enter>");
	stage_shows(s, "十二日以后的党支部");
	go(s, "2024-05-11");
	stage_shows(s, "[历史 2024-05-11 只读] 台账 > 党组织 >");
	stage_hides(s, "十二日以后的党支部");
	stage_keys(s, "<Alt-T>现在<Enter>");
	stage_shows(s, "十二日以后的党支部");
	stage_hides(s, "[历史");
}

static void test_past__what_is_being_typed_waits_for_the_return(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter><Enter><Down>改到一半");
	stage_shows(s, "改到一半");
	stage_keys(s, "<Alt-H>");
	go(s, "2024-05-11");
	stage_hides(s, "改到一半");
	stage_keys(s, "@<Enter>");
	stage_keys(s, "<Esc>");
	stage_shows(s, "改到一半");
}

static void test_past__from_one_day_to_another(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter>");
	go(s, "2024-05-11");
	go(s, "-8天");
	stage_shows(s, "[历史 2024-05-12 只读]");
	stage_shows(s, "十二日以后");
	stage_keys(s, "@now<Enter>");
	stage_hides(s, "[历史");
	stage_shows(s, "台账 > 党组织");
}

static void assert_refused(struct stage *s, const char *keys)
{
	stage_keys(s, keys);
	stage_errs(s, "现在看的是历史 2024-05-12，只能看不能改；请先回到现在（按 @）。");
}

static void test_past__nothing_can_be_changed_there(void **state)
{
	struct stage *s = *state;
	int64_t actions;

	make_past(s);
	actions = office_number(s->office, "SELECT count(*) FROM action");
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter>");
	go(s, "2024-05-12");
	assert_refused(s, "<F7>");
	assert_refused(s, "<F8>");
	assert_refused(s, "u");
	assert_refused(s, "R");
	stage_keys(s, "h");
	assert_refused(s, "u");
	assert_refused(s, "<Esc><Enter>x");
	stage_keys(s, "<Esc><Esc>");
	assert_refused(s, "u");
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action"), actions);
	stage_keys(s, "<Esc>");
	stage_hides(s, "[历史");
}

static void test_past__a_day_that_is_none_is_refused_and_stays_in_the_line(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "@2024-02-30<Enter>");
	stage_errs(s, "2024-02-30");
	stage_shows(s, "看历史");
	stage_keys(s, "<Esc>@2024-05-21<Enter>");
	stage_errs(s, "2024-05-21 还没有到");
	stage_keys(s, "<Esc>@2024-05-09<Enter>");
	stage_errs(s, "2024-05-10 建库");
	stage_keys(s, "<Esc>@去年底再说<Enter>");
	stage_errs(s, "去年底再说");
	stage_keys(s, "<Esc>");
	stage_hides(s, "[历史");
}

static void test_past__a_record_that_was_not_there_is_said(void **state)
{
	struct stage *s = *state;
	int64_t id;

	make_past(s);
	id = office_branch(s->office, "NEW1", 0);
	app_push(s->app, home_new(s->app));
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	app_push(s->app, form_new(s->app, &org_reg, id));
	go(s, "2024-05-12");
	stage_shows(s, "[历史 2024-05-12 只读] 台账 > 党组织 [");
	stage_hides(s, "NEW1");
	stage_keys(s, "@<Enter>");
	stage_shows(s, "NEW1");
}

static void test_past__quitting_there_only_returns(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	go(s, "2024-05-12");
	stage_keys(s, "<Ctrl-Q>");
	assert_false(app_done(s->app));
	stage_says(s, "再按一次才退出");
	stage_keys(s, "<Ctrl-Q>");
	assert_true(app_done(s->app));
}

static void test_past__the_title_in_a_small_window(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter>");
	stage_size(s, 40, 12);
	go(s, "2024-05-12");
	assert_non_null(strstr(stage_row(s, 0), "[历史 2024-05-12 只读] 党组"));
	stage_keys(s, "@");
	stage_shows(s, "回到现在");
}

static void test_past__the_program_may_end_there(void **state)
{
	struct stage *s = *state;

	make_past(s);
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Enter>");
	go(s, "2024-05-12");
	app_hangup(s->app);
	assert_true(app_done(s->app));
}

int main(void)
{
#define STAGE(test) cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		STAGE(test_past__a_day_is_asked_for_and_shown),
		STAGE(test_past__one_stands_where_one_stood),
		STAGE(test_past__what_is_being_typed_waits_for_the_return),
		STAGE(test_past__from_one_day_to_another),
		STAGE(test_past__nothing_can_be_changed_there),
		STAGE(test_past__a_day_that_is_none_is_refused_and_stays_in_the_line),
		STAGE(test_past__a_record_that_was_not_there_is_said),
		STAGE(test_past__quitting_there_only_returns),
		STAGE(test_past__the_title_in_a_small_window),
		STAGE(test_past__the_program_may_end_there),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
