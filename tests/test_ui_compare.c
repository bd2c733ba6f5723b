/*
 * Two moments side by side on the screen: of one record from its history, of a register from a list or the log.
 */
#include "ui/compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "src/banned.h"

static void date_newest(struct office *o, const char *local)
{
	char sql[200];

	snprintf(sql, sizeof(sql), "UPDATE action SET at = CAST(strftime('%%s', '%s', 'utc') AS INTEGER) * 1000"
		 " WHERE id = (SELECT max(id) FROM action)", local);
	office_meddle(o, sql);
}

/* The office is of 10 May 2024; on the 12th 004 gets a secretary and a phone, on the 14th another one, 005 goes out of use on
 * the 15th, and one came on the 16th. */
static int setup(void **state)
{
	struct stage *s;
	struct office *o;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	o = s->office;
	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-10 08:00:00', 'utc') AS INTEGER) * 1000");
	office_must_edit(o, stage_org(s, "004"), "secretary", "示例旦增");
	date_newest(o, "2024-05-12 08:00:00");
	office_must_edit(o, stage_org(s, "004"), "secretary_phone", "13900000044");
	date_newest(o, "2024-05-12 08:01:00");
	office_must_edit(o, stage_org(s, "004"), "secretary", "示例才让");
	date_newest(o, "2024-05-14 09:00:00");
	if (office_retire(o, &org_reg, stage_org(s, "005")) < 0)
		fail_msg("%s", o->e.text);
	date_newest(o, "2024-05-15 09:00:00");
	office_branch(o, "NEW1", 0);
	date_newest(o, "2024-05-16 09:00:00");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	return 0;
}

static void compare(struct stage *s, const char *between)
{
	stage_keys(s, "C<Ctrl-U>");
	stage_keys(s, between);
	stage_keys(s, "<Enter>");
}

/* ---- A register -------------------------------------------------------------------------------- */

static void test_compare__a_register_at_80x24(void **state)
{
	struct stage *s = *state;

	compare(s, "2024-05-11");
	stage_is(s,
		" 台账 > 党组织 > 比较",
		"--------------------------------------------------------------------------------",
		"  记录                     变化   字段         原值              新值",
		"> 中共示例镇东河村支部委~  修改   书记         （空）         -> 示例才让",
		"                           修改   书记电话     （空）         -> 139****0044",
		"  中共示例镇西岭村支部委~  停用   停用日期     （空）         -> 2024-05-20",
		"                           停用   停用原因     （空）         -> 示例",
		"  中共示例NEW1支部委员会 ~ 新增",
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
		"  2024-05-11 .. 现在  新增 1 条  修改 1 条  停用 1 条",
		"  Enter 详细",
		"1帮助   2命令   3       4       5时点   6       7       8       9菜单   10返回");
}

static void test_compare__a_register_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	compare(s, "2024-05-12..2024-05-14");
	stage_shows(s, "> 中共示例镇~  书记     示例~  -> 示例~");
	stage_shows(s, "修改 1 条");
}

static void test_compare__enter_opens_the_history_of_the_record(void **state)
{
	struct stage *s = *state;

	compare(s, "2024-05-13..2024-05-14");
	stage_keys(s, "<Enter>");
	stage_shows(s, "004 > 历史");
	stage_keys(s, "<Esc>");
	stage_shows(s, "2024-05-13 .. 2024-05-14");
	stage_keys(s, "<Esc>");
	stage_hides(s, "比较");
}

static void test_compare__other_moments(void **state)
{
	struct stage *s = *state;

	compare(s, "2024-05-13..2024-05-14");
	stage_hides(s, "新增");
	stage_keys(s, "c<Ctrl-U>2024-05-15<Enter>");
	stage_shows(s, "2024-05-15 .. 现在");
	stage_hides(s, "示例才让");
	stage_shows(s, "新增 1 条");
}

static void test_compare__nothing_differs_and_says_so(void **state)
{
	struct stage *s = *state;

	compare(s, "2024-05-16");
	stage_shows(s, "这两个时点没有差别");
	stage_keys(s, "<Enter>");
	stage_says(s, "没有差别");
}

static void test_compare__moments_that_are_none_stay_in_the_line(void **state)
{
	struct stage *s = *state;

	compare(s, "2024-05-14..2024-05-13");
	stage_errs(s, "先早后晚");
	stage_shows(s, "2024-05-14..2024-05-13");
	stage_keys(s, "<Ctrl-U>2024-02-30<Enter>");
	stage_errs(s, "2024-02-30");
	stage_keys(s, "<Ctrl-U>2024-05-09<Enter>");
	stage_errs(s, "2024-05-10");
}

static void test_compare__with_now_it_follows_what_is_written(void **state)
{
	struct stage *s = *state;

	compare(s, "2024-05-13");
	stage_hides(s, "刚刚写的");
	office_must_edit(s->office, stage_org(s, "003"), "note", "刚刚写的");
	stage_keys(s, "");
	stage_shows(s, "刚刚写的");
}

static void test_compare__from_the_log_it_is_the_register_of_the_line(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Alt-L>c<Ctrl-U>2024-05-13<Enter>");
	stage_shows(s, "台账 > 党组织 > 比较");
	stage_shows(s, "示例才让");
}

/* ---- One record -------------------------------------------------------------------------------- */

static void open_history(struct stage *s)
{
	app_push(s->app, history_new(s->app, &org_reg, stage_org(s, "004")));
	stage_keys(s, "");
}

static void test_compare__two_lines_of_a_history(void **state)
{
	struct stage *s = *state;

	open_history(s);
	stage_keys(s, "c");
	stage_says(s, "记下了这个时点");
	stage_shows(s, ">*2024-05-14 09:00");
	stage_keys(s, "<Down><Down>c");
	stage_shows(s, "004 > 比较");
	stage_shows(s, "2024-05-12 08:00 .. 2024-05-14 09:00");
	stage_shows(s, "> 修改   书记         示例旦增                    -> 示例才让");
	stage_shows(s, "  修改   书记电话     （空）                      -> 139****0044");
	stage_keys(s, "<Enter>");
	stage_shows(s, "原值: 示例旦增");
	stage_shows(s, "新值: 示例才让");
	stage_keys(s, "<Esc><Esc>");
	stage_shows(s, "004 > 历史");
	stage_hides(s, ">*");
}

static void test_compare__a_line_of_a_history_and_now(void **state)
{
	struct stage *s = *state;

	open_history(s);
	stage_keys(s, "<Down><Down>cc");
	stage_shows(s, "2024-05-12 08:00 .. 现在");
	stage_shows(s, "示例旦增                    -> 示例才让");
}

static void test_compare__esc_takes_the_mark_away(void **state)
{
	struct stage *s = *state;

	open_history(s);
	stage_keys(s, "c<Esc>");
	stage_hides(s, ">*");
	stage_shows(s, "004 > 历史");
	stage_keys(s, "<Down>c");
	stage_shows(s, ">*2024-05-12 08:01");
}

int main(void)
{
#define COMPARE(test) cmocka_unit_test_setup_teardown(test, setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		COMPARE(test_compare__a_register_at_80x24),
		COMPARE(test_compare__a_register_at_40x12),
		COMPARE(test_compare__enter_opens_the_history_of_the_record),
		COMPARE(test_compare__other_moments),
		COMPARE(test_compare__nothing_differs_and_says_so),
		COMPARE(test_compare__moments_that_are_none_stay_in_the_line),
		COMPARE(test_compare__with_now_it_follows_what_is_written),
		COMPARE(test_compare__from_the_log_it_is_the_register_of_the_line),
		COMPARE(test_compare__two_lines_of_a_history),
		COMPARE(test_compare__a_line_of_a_history_and_now),
		COMPARE(test_compare__esc_takes_the_mark_away),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
