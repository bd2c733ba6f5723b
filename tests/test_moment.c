/*
 * Moments in the past, as people name them.
 */
#include "src/moment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

static void assert_read(const char *typed, const char *today_iso, const char *want)
{
	struct date today;
	struct moment m;
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;

	assert_int_equal(date_parse(today_iso, (struct date){ 0 }, &today, NULL), 0);
	if (moment_parse(typed, today, &m, &e) < 0)
		fail_msg("%s: %s", typed, e.text);
	moment_format(&b, &m);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void assert_refused(const char *typed, const char *words)
{
	struct moment m = { .seconds = -7 };
	struct err e = ERR_INIT;

	assert_int_equal(moment_parse(typed, (struct date){ 2026, 3, 15 }, &m, &e), ERR_INVALID);
	if (!strstr(e.text, words))
		fail_msg("%s: %s", typed, e.text);
	assert_int_equal(m.seconds, -7);
}

static void test_moment__days_are_read_like_all_days(void **state)
{
	(void)state;
	assert_read("2026-03-14", "2026-03-15", "2026-03-14");
	assert_read("2026年3月1日", "2026-03-15", "2026-03-01");
	assert_read("２０２６/2/3", "2026-03-15", "2026-02-03");
	assert_read("今天", "2026-03-15", "2026-03-15");
	assert_read(" -1 ", "2024-03-01", "2024-02-29");
	assert_read("-30天", "2026-03-15", "2026-02-13");
	assert_read("-2个月", "2026-03-31", "2026-01-31");
	assert_read("-1年", "2024-02-29", "2023-02-28");
}

static void test_moment__words_name_the_ends_of_what_is_over(void **state)
{
	(void)state;
	assert_read("昨天", "2024-03-01", "2024-02-29");
	assert_read("yesterday", "2026-01-01", "2025-12-31");
	assert_read("前天", "2026-03-15", "2026-03-13");
	assert_read("上周末", "2026-03-16", "2026-03-15");
	assert_read("上周末", "2026-03-15", "2026-03-08");
	assert_read("上月底", "2024-03-31", "2024-02-29");
	assert_read("上月底", "2026-01-31", "2025-12-31");
	assert_read("上季末", "2026-05-31", "2026-03-31");
	assert_read("上季末", "2026-01-01", "2025-12-31");
	assert_read("去年底", "2026-12-31", "2025-12-31");
	assert_read("前年底", "2026-03-15", "2024-12-31");
}

static void test_moment__a_month_or_year_means_its_end_and_today_at_most(void **state)
{
	(void)state;
	assert_read("2024-02", "2026-03-15", "2024-02-29");
	assert_read("2025", "2026-03-15", "2025-12-31");
	assert_read("2026-03", "2026-03-15", "2026-03-15");
	assert_read("2026", "2026-03-15", "2026-03-15");
}

static void test_moment__without_a_year_it_is_the_last_such_day(void **state)
{
	(void)state;
	assert_read("03-15", "2026-03-15", "2026-03-15");
	assert_read("3/16", "2026-03-15", "2025-03-16");
	assert_read("3月14日", "2026-03-15", "2026-03-14");
	assert_read("02-29", "2026-03-15", "2024-02-29");
}

static void test_moment__a_time_of_the_day_may_follow(void **state)
{
	(void)state;
	assert_read("2026-03-14 10:12", "2026-03-15", "2026-03-14 10:12");
	assert_read("昨天  9:05:07", "2026-03-15", "2026-03-14 09:05:07");
	assert_read("03-14 23:59", "2026-03-15", "2026-03-14");
	assert_read("03-14 00:00:00", "2026-03-15", "2026-03-14 00:00:00");
}

static void test_moment__what_is_no_day_or_not_yet_is_refused(void **state)
{
	(void)state;
	assert_refused("", "没有写日期");
	assert_refused("2026-02-30", "2026-02-30");
	assert_refused("13-40", "13-40");
	assert_refused("2026-03-16", "还没有到");
	assert_refused("+1", "还没有到");
	assert_refused("明年", "明年");
	assert_refused("2026-03-14 25:00", "25:00");
	assert_refused("2026-03-14 10:61", "10:61");
	assert_refused("2026-03-14 10:+1", "10:+1");
	assert_refused("3-+4", "3-+4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moment__days_are_read_like_all_days),
		cmocka_unit_test(test_moment__words_name_the_ends_of_what_is_over),
		cmocka_unit_test(test_moment__a_month_or_year_means_its_end_and_today_at_most),
		cmocka_unit_test(test_moment__without_a_year_it_is_the_last_such_day),
		cmocka_unit_test(test_moment__a_time_of_the_day_may_follow),
		cmocka_unit_test(test_moment__what_is_no_day_or_not_yet_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
