/* --as-of: commands on another day; and log by person, day and register. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/run.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	run_new_desk();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

static void did(void)
{
	if (r.status != 0)
		fail_msg("exit status %d: %s", r.status, r.err);
}

static void hides(const char *where, const char *text)
{
	if (strstr(where, text))
		fail_msg("「%s」 says 「%s」", where, text);
}

/* The newest action was at that local time (all: every one). */
static void date_actions(const char *local, int all)
{
	char sql[200];
	sqlite3 *db;

	snprintf(sql, sizeof(sql), "UPDATE action SET at = CAST(strftime('%%s', '%s', 'utc') AS INTEGER) * 1000%s", local,
		 all ? "" : " WHERE id = (SELECT max(id) FROM action)");
	assert_int_equal(sqlite3_open(run_database(), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* T1 is there since 10 January 2024, T2 below it; on the 20th T1 gets another name and T2 goes out of use. */
static void make_past(void)
{
	run_zhibu(&r, "add", "org", "code=T1", "name=中共老名字委员会", "category=党委", "domain=机关");
	did();
	run_zhibu(&r, "add", "org", "code=T2", "name=中共小支部", "category=党支部", "domain=机关", "superior=T1");
	did();
	date_actions("2024-01-10 09:00:00", 1);
	run_zhibu(&r, "set", "org", "T1", "name=中共新名字委员会");
	did();
	date_actions("2024-01-20 09:00:00", 0);
	run_zhibu(&r, "retire", "org", "T2", "--reason", "撤并");
	did();
	date_actions("2024-01-20 10:00:00", 0);
}

static void test_past__list_finds_under_the_name_of_then(void **state)
{
	(void)state;
	make_past();
	run_zhibu(&r, "list", "org", "老名字", "--as-of", "2024-01-19");
	did();
	says(r.out, "中共老名字委员会");
	run_zhibu(&r, "list", "org", "老名字");
	assert_int_equal(r.status, 1);
	run_zhibu(&r, "list", "org", "--as-of", "2024-01-19", "--format", "csv");
	says(r.out, "中共小支部");
	run_zhibu(&r, "list", "org", "--as-of", "2024-01-20", "--format", "csv");
	hides(r.out, "中共小支部");
	run_zhibu(&r, "list", "org", "--as-of", "2024-01-20 09:30", "--format", "csv");
	says(r.out, "中共小支部");
	says(r.out, "新名字");
}

static void test_past__show_export_check_and_figures_too(void **state)
{
	(void)state;
	make_past();
	run_zhibu(&r, "show", "org", "T2", "--as-of", "2024-01-15");
	did();
	says(r.out, "中共老名字委员会");
	hides(r.out, "撤并");
	run_zhibu(&r, "export", "org", "--as-of", "2024-01-15");
	did();
	says(r.out, "老名字");
	hides(r.out, "新名字");
	run_zhibu(&r, "check", "org", "--as-of", "2024-01-15");
	assert_true(r.status == 0 || r.status == 1);
	hides(r.out, "新名字");
	run_zhibu(&r, "figures", "--as-of", "2024-01-15", "--where", "key=orgs", "--format", "csv");
	did();
	says(r.out, "orgs,基层党组织,,,4\n");
	run_zhibu(&r, "figures", "--where", "key=orgs", "--format", "csv");
	says(r.out, "orgs,基层党组织,,,3\n");
}

static void test_past__an_export_of_it_is_journaled_now(void **state)
{
	(void)state;
	make_past();
	run_zhibu(&r, "export", "org", "--as-of", "2024-01-15");
	did();
	run_zhibu(&r, "log", "--limit", "1");
	did();
	says(r.out, "历史 2024-01-15");
	run_zhibu(&r, "--readonly", "export", "org", "--as-of", "2024-01-15");
	did();
}

/* B1's case is there since 10 January 2024 with a deadline of the 15th, is proposed on the 18th and has problem and measure then. */
static void make_case(void)
{
	run_zhibu(&r, "set", "org", "B1", "division=632821102210", "domain=1", "secretary=示例才让", "secretary_since=2023-05-01");
	did();
	run_zhibu(&r, "add", "rectification", "org=B1", "year=2024", "deadline=2024-01-15", "criteria=1");
	did();
	date_actions("2024-01-10 09:00:00", 1);
	run_zhibu(&r, "step", "rectification", "B1-2024", "初定", "deadline=2024-03-31");
	did();
	date_actions("2024-01-18 09:00:00", 0);
	run_zhibu(&r, "add", "problem", "rectification=B1-2024", "name=三会一课不经常");
	did();
	date_actions("2024-01-18 10:00:00", 0);
	run_zhibu(&r, "add", "measure", "problem=B1-2024-P01", "name=每月一次主题党日");
	did();
	date_actions("2024-01-18 11:00:00", 0);
	run_zhibu(&r, "set", "org", "B1", "secretary=示例卓玛", "secretary_since=2024-01-25");
	did();
	date_actions("2024-01-25 09:00:00", 0);
}

static void reports(const char *name, const char *day, const char *words)
{
	run_zhibu(&r, "report", name, "--as-of", day, "--format", "json");
	did();
	says(r.out, words);
}

static void test_past__a_ledger_is_as_it_was(void **state)
{
	(void)state;
	make_case();
	reports("rectification-ledger", "2024-01-17", "\"stage\":\"screened\",\"days_left\":\"!! 逾期 2 天\"");
	says(r.out, "\"problems\":null");
	says(r.out, "\"measures\":null");
	says(r.out, "\"secretary\":\"示例才让\",\"secretary_phone\":\"139****1234\",\"secretary_since\":\"2023-05-01\"");
	says(r.out, "\"deadline\":\"2024-01-15\"");
	reports("rectification-ledger", "2024-01-18", "\"stage\":\"proposed\",\"days_left\":\"还有 73 天\"");
	says(r.out, "\"problems\":\"1.三会一课不经常\"");
	says(r.out, "\"measures\":\"1.每月一次主题党日\"");
	says(r.out, "\"secretary_since\":\"2023-05-01\"");
	reports("rectification-ledger", "2024-01-25", "\"secretary\":\"示例卓玛\"");
	says(r.out, "\"secretary_since\":\"2024-01-25\"");
	run_zhibu(&r, "report", "site-ledger", "--as-of", "2024-01-18");
	assert_int_equal(r.status, 1);
}

/* The week of then, too, looks back from its own day. */
static void test_past__the_week_is_that_of_the_day(void **state)
{
	(void)state;
	make_case();
	reports("rectification-week", "2024-01-16", "\"event\":\"new\",\"since\":\"2024-01-09\"");
	says(r.out, "\"event\":\"overdue\"");
	reports("rectification-week", "2024-01-18", "\"event\":\"advanced\",\"since\":\"2024-01-11\"");
	says(r.out, "\"was\":\"screened\",\"stage\":\"proposed\"");
	hides(r.out, "\"event\":\"overdue\"");
	run_zhibu(&r, "report", "rectification-week", "--as-of", "2024-01-30");
	assert_int_equal(r.status, 1);
	run_zhibu(&r, "report", "rectification-week", "--as-of", "2024-01-30", "--since", "2024-01-12", "--format", "json");
	did();
	says(r.out, "\"event\":\"advanced\"");
	run_zhibu(&r, "report", "rectification-week", "--as-of", "2024-01-16", "--since", "2024-01-17");
	assert_int_equal(r.status, 2);
}

static void refused(const char *day, const char *words)
{
	run_zhibu(&r, "list", "org", "--as-of", day);
	assert_int_equal(r.status, 2);
	says(r.err, words);
	assert_string_equal(r.out, "");
}

static void test_past__days_that_are_none_are_refused(void **state)
{
	(void)state;
	make_past();
	refused("2023-02-29", "2023-02-29");
	refused("2023-12-31", "2024-01-10");
	refused("2999-01-01", "还没有到");
	refused("从前", "从前");
	refused("", "没有写日期");
	run_zhibu(&r, "set", "org", "T1", "name=x", "--as-of", "2024-01-15");
	assert_int_equal(r.status, 2);
	says(r.err, "as-of");
}

static void test_past__log_by_day_person_and_register(void **state)
{
	(void)state;
	make_past();
	run_zhibu(&r, "log", "--day", "2024-01-20", "--format", "csv");
	did();
	says(r.out, "2024-01-20T09:00");
	says(r.out, "2024-01-20T10:00");
	hides(r.out, "2024-01-10");
	run_zhibu(&r, "log", "--until", "2024-01-19", "--format", "csv");
	did();
	hides(r.out, "2024-01-20");
	run_zhibu(&r, "log", "--since", "2024-01-11", "--register", "org", "--format", "csv");
	did();
	hides(r.out, "2024-01-10");
	run_zhibu(&r, "log", "--register", "rule", "--format", "csv");
	did();
	says(r.out, "setup");
	hides(r.out, "2024-01-20");
	run_zhibu(&r, "log", "--person", "没有这个人");
	assert_int_equal(r.status, 1);
	run_zhibu(&r, "log", "--day", "2024-01", "--format", "csv");
	did();
	says(r.out, "2024-01-10");
	says(r.out, "2024-01-20");
	run_zhibu(&r, "log", "--day", "2024-01-40");
	assert_int_equal(r.status, 2);
	run_zhibu(&r, "log", "--register", "没有");
	assert_int_equal(r.status, 2);
}

/* ---- compare ----------------------------------------------------------------------------------- */

static void test_past__compare_two_days(void **state)
{
	(void)state;
	make_past();
	run_zhibu(&r, "compare", "org", "2024-01-19", "--format", "csv");
	did();
	says(r.out, "T1,中共新名字委员会,update,name,中共老名字委员会,中共新名字委员会");
	says(r.out, "T2,中共小支部,retire,retired_reason,,撤并");
	says(r.err, "新增 0 条，修改 1 条，停用 1 条");
	run_zhibu(&r, "compare", "org", "2024-01-19", "2024-01-20 09:30", "--format", "json");
	did();
	says(r.out, "{\"key\":\"T1\",\"name\":\"中共新名字委员会\",\"op\":\"update\",\"field\":\"name\","
		    "\"before\":\"中共老名字委员会\",\"after\":\"中共新名字委员会\"}");
	hides(r.out, "T2");
	run_zhibu(&r, "compare", "org", "2024-01-20");
	assert_int_equal(r.status, 1);
	assert_string_equal(r.out, "");
}

static void test_past__compare_one_record_and_by_condition(void **state)
{
	(void)state;
	make_past();
	run_zhibu(&r, "compare", "org", "T2", "2024-01-19", "--format", "csv");
	did();
	says(r.out, "撤并");
	hides(r.out, "T1");
	run_zhibu(&r, "compare", "org", "T1", "2024-01-19", "now");
	did();
	run_zhibu(&r, "compare", "org", "-1");
	assert_int_equal(r.status, 1);
	run_zhibu(&r, "compare", "org", "T1", "2024-01-19", "now");
	did();
	says(r.out, "中共老名字委员会");
	run_zhibu(&r, "compare", "org", "2024-01-19", "--where", "op=retire", "--columns", "key,after", "--format", "csv");
	did();
	says(r.out, "T2,撤并");
	hides(r.out, "T1");
}

static void compare_refused(const char *from, const char *to, const char *words)
{
	run_zhibu(&r, "compare", "org", from, to);
	assert_int_equal(r.status, 2);
	says(r.err, words);
	assert_string_equal(r.out, "");
}

static void test_past__compare_refuses_what_is_no_moment(void **state)
{
	(void)state;
	make_past();
	compare_refused("2024-01-20", "2024-01-19", "先早后晚");
	compare_refused("2023-01-20", "2024-01-19", "2024-01-10");
	compare_refused("2024-01-20", "2999-01-01", "还没有到");
	run_zhibu(&r, "compare", "org", "从前");
	assert_int_equal(r.status, 2);
	says(r.err, "从前");
	run_zhibu(&r, "compare", "orgs", "2024-01-20");
	assert_int_equal(r.status, 2);
	run_zhibu(&r, "compare", "org", "没有", "2024-01-20", "现在");
	assert_int_equal(r.status, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_past__list_finds_under_the_name_of_then, setup, teardown),
		cmocka_unit_test_setup_teardown(test_past__show_export_check_and_figures_too, setup, teardown),
		cmocka_unit_test_setup_teardown(test_past__a_ledger_is_as_it_was, setup, teardown),
		cmocka_unit_test_setup_teardown(test_past__the_week_is_that_of_the_day, setup, teardown),
		cmocka_unit_test_setup_teardown(test_past__an_export_of_it_is_journaled_now, setup, teardown),
		cmocka_unit_test_setup_teardown(test_past__days_that_are_none_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_past__log_by_day_person_and_register, setup, teardown),
		cmocka_unit_test_setup_teardown(test_past__compare_two_days, setup, teardown),
		cmocka_unit_test_setup_teardown(test_past__compare_one_record_and_by_condition, setup, teardown),
		cmocka_unit_test_setup_teardown(test_past__compare_refuses_what_is_no_moment, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
