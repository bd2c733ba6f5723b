/*
 * Another day with real keys; and two programs at one database: what one saves the other shows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "tests/support/e2e_demo.h"

/* The sample is of 2026-10-01; on 2026-11-02 an organization got another name. */
static void make_past(void)
{
	sqlite3 *db;

	e2e_demo_run("set", "org", "001006004", "name=海西州委统战部新党支部");
	assert_int_equal(sqlite3_open(run_database(), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "UPDATE action SET at = CAST(strftime('%s', '2026-10-01 08:00:00', 'utc') AS INTEGER) * 1000;"
					  "UPDATE action SET at = CAST(strftime('%s', '2026-11-02 08:00:00', 'utc') AS INTEGER) * 1000"
					  " WHERE id = (SELECT max(id) FROM action)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void test_e2e_past__there_and_back(void **state)
{
	struct e2e *e;

	(void)state;
	make_past();
	e = e2e_demo_start(0, 0);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "海西州委统战部新党支部");
	e2e_send(e, "@上月底<Enter>");
	e2e_wait(e, "[历史 2026-10-31 只读] 台账 > 党组织");
	e2e_wait(e, "海西州委统战部党支部");
	e2e_wait_gone(e, "统战部新党支部");
	e2e_send(e, "<F7>");
	e2e_wait(e, "只能看不能改");
	e2e_send(e, "<F4>统战部新<Enter>");
	e2e_wait(e, "0 / 1,644");
	e2e_send(e, "<Esc><M-t>现在<Enter>");
	e2e_wait(e, "海西州委统战部新党支部");
	e2e_wait_gone(e, "[历史");
	e2e_send(e, "@2026-09-30<Enter>");
	e2e_wait(e, "2026-10-01 建库");
	e2e_send(e, "<Esc>");
	e2e_quit(e);
}

/* What a command prints has so many lines without the head. */
static int lines_of(const char *out)
{
	int n = -1;

	for (; *out; out++)
		n += *out == '\n';
	return n;
}

/* What was overdue three weeks ago is the same on the screens and for the commands. */
static void test_e2e_past__a_board_and_a_page_of_another_day(void **state)
{
	struct e2e *e = e2e_demo_start(0, 0);
	char title[80];
	int now, then;

	(void)state;
	now = lines_of(e2e_demo_run("list", "rectification", "--worklist", "overdue", "--format", "csv"));
	then = lines_of(e2e_demo_run("list", "rectification", "--worklist", "overdue", "--as-of", "2026-11-02", "--format", "csv"));
	assert_true(0 < then && then < now);
	e2e_send(e, "2b");
	snprintf(title, sizeof(title), "共 %d  逾期 %d !!", now, now);
	e2e_wait(e, title);
	e2e_send(e, "@2026-11-02<Enter>");
	e2e_wait(e, "[历史 2026-11-02 只读] 台账 > 整顿案件 > 看板");
	snprintf(title, sizeof(title), "共 %d  逾期 %d !!", then, then);
	e2e_wait(e, title);
	e2e_send(e, "a");
	e2e_wait(e, "只能看不能改");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全貌");
	e2e_send(e, "+");
	e2e_wait(e, "只能看不能改");
	e2e_send(e, "@now<Enter>");
	e2e_wait_gone(e, "[历史");
	e2e_wait(e, "看板");
	e2e_quit(e);
}

/* --- two programs --- */

/* The row of a text on the screen with the cursor's sign. */
static void wait_current(struct e2e *e, const char *text)
{
	char row[200];

	snprintf(row, sizeof(row), ">  %s", text);
	e2e_wait(e, row);
}

/* A save of one stands on the other's list without a key there, whose cursor stays on its record although another comes in
 * above it. */
static void test_e2e_past__the_other_sees_a_save_and_stays_where_it_is(void **state)
{
	struct e2e *one = e2e_demo_start(0, 0), *two = e2e_demo_start(0, 0);

	(void)state;
	e2e_send(one, "<Enter>");
	e2e_wait(one, "001006005");
	e2e_send(one, "<Down><Down><Down><Down>");
	wait_current(one, "001006005");
	e2e_send(two, "<Enter><Enter><Tab><Tab>");
	e2e_wait(two, "简称");
	e2e_send(two, "州办支部<C-s>");
	e2e_wait(two, "已保存");
	e2e_demo_run("add", "org", "code=001006000", "name=最前面的新党支部", "category=党支部", "domain=机关", "superior=001006");
	e2e_wait(one, "第 6 行 0%  共 1,645");
	e2e_wait(two, "共 1,645");
	wait_current(one, "001006005");
	e2e_demo_run("retire", "org", "001006000", "--reason", "试验");
	e2e_wait(one, "第 5 行 0%  共 1,644");
	wait_current(one, "001006005");
	e2e_quit(one);
	e2e_quit(two);
}

/* A form without changes shows what the other saved; one with changes keeps them, says so, and saving merges. */
static void test_e2e_past__a_form_says_that_its_record_has_changed(void **state)
{
	struct e2e *e = e2e_demo_start(0, 0);

	(void)state;
	e2e_send(e, "<Enter><Enter>");
	e2e_wait(e, "全称(必填)");
	e2e_demo_run("set", "org", "001006001", "short_name=别人写的");
	e2e_wait(e, "刚改了这条记录（简称）");
	e2e_wait(e, "别人写的");
	e2e_send(e, "<Tab><C-End>甲");
	e2e_demo_run("set", "org", "001006001", "short_name=别人又写的");
	e2e_wait(e, "你输入的都在");
	e2e_send(e, "<C-s>");
	e2e_wait_gone(e, "全称(必填)");
	assert_non_null(strstr(e2e_demo_run("show", "org", "001006001"), "别人又写的"));
	assert_non_null(strstr(e2e_demo_run("show", "org", "001006001"), "党支部甲"));
	e2e_quit(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_e2e_past__a_board_and_a_page_of_another_day),
		cmocka_unit_test(test_e2e_past__the_other_sees_a_save_and_stays_where_it_is),
		cmocka_unit_test(test_e2e_past__a_form_says_that_its_record_has_changed),
		cmocka_unit_test(test_e2e_past__there_and_back),
	};

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
