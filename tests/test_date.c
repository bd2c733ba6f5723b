/*
 * Dates: every form that people write, every form that is refused with its
 * remedy, and the arithmetic of the calendar.
 */
#include "src/date.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "src/banned.h"

static const struct date today = { 2024, 1, 31 };
static const struct date empty = { 0, 0, 0 };

static struct date day(int year, int month, int d)
{
	return (struct date){ (int16_t)year, (int8_t)month, (int8_t)d };
}

static void assert_date(struct date d, const char *want)
{
	struct buf b = BUF_INIT;

	date_format(&b, d);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void check(const char *s, const char *want)
{
	struct date d = { 1, 1, 1 };
	struct err e = ERR_INIT;

	if (date_parse(s, today, &d, &e) != 0)
		fail_msg("%s", e.text);
	assert_true(date_is_valid(d));
	assert_date(d, want);
}

/* Refused, out untouched, and the sentence contains `says`. */
static void refused(const char *s, const char *says)
{
	struct date d = { 1234, 5, 6 };
	struct err e = ERR_INIT;

	assert_int_equal(date_parse(s, today, &d, &e), ERR_INVALID);
	assert_int_equal(e.code, ERR_INVALID);
	assert_date(d, "1234-05-06");
	if (!strstr(e.text, says))
		fail_msg("\"%s\" does not say \"%s\"", e.text, says);
}

/* ---- Reading -------------------------------------------------------------- */

static void test_date__whole_days_in_every_form(void **state)
{
	(void)state;
	check("2024-01-05", "2024-01-05");
	check("2024-1-5", "2024-01-05");
	check("2024/1/5", "2024-01-05");
	check("2024/1/5 0:00", "2024-01-05");
	check("2024-01-05 00:00:00", "2024-01-05");
	check("2024/01/05", "2024-01-05");
	check("2024.1.5", "2024-01-05");
	check("20240105", "2024-01-05");
	check("2024年1月5日", "2024-01-05");
	check("2024年01月05号", "2024-01-05");
	check("2024年 1月 5日", "2024-01-05");
	check("  2024-01-05\u3000", "2024-01-05");
	check("２０２４－０１－０５", "2024-01-05");
	check("２０２４年１月５日", "2024-01-05");
	check("２０２４．１．５", "2024-01-05");
	check("1921-07-01", "1921-07-01");
	check("0001-01-01", "0001-01-01");
	check("9999-12-31", "9999-12-31");
}

static void test_date__partial_dates(void **state)
{
	(void)state;
	check("2024-01", "2024-01");
	check("2024.01", "2024-01");
	check("2024/1", "2024-01");
	check("2024年1月", "2024-01");
	check("202401", "2024-01");
	check("2024年", "2024");
	check("2024", "2024");
	check("0001", "0001");
}

static void test_date__nothing_is_the_empty_date(void **state)
{
	(void)state;
	check("", "");
	check("  \u3000", "");
}

static void test_date__words_for_today(void **state)
{
	(void)state;
	check(".", "2024-01-31");
	check("．", "2024-01-31");
	check("今天", "2024-01-31");
	check("今", "2024-01-31");
	check("today", "2024-01-31");
	check("Today", "2024-01-31");
}

static void test_date__words_for_this_month_and_year(void **state)
{
	struct date leap = { 2024, 2, 29 }, d;

	(void)state;
	check("本月", "2024-01");
	check("今年", "2024");
	check("月初", "2024-01-01");
	check("月底", "2024-01-31");
	assert_int_equal(date_parse("月底", leap, &d, NULL), 0);
	assert_date(d, "2024-02-29");
	assert_int_equal(date_parse("月初", leap, &d, NULL), 0);
	assert_date(d, "2024-02-01");
}

static void test_date__distances_from_today(void **state)
{
	(void)state;
	check("-30", "2024-01-01");
	check("+30", "2024-03-01");
	check("+30d", "2024-03-01");
	check("-31d", "2023-12-31");
	check("+0", "2024-01-31");
	check("+1m", "2024-02-29");
	check("+13m", "2025-02-28");
	check("-1m", "2023-12-31");
	check("+6M", "2024-07-31");
	check("+1y", "2025-01-31");
	check("-1Y", "2023-01-31");
	check("＋３０", "2024-03-01");
}

static void test_date__serial_numbers_of_spreadsheets(void **state)
{
	(void)state;
	check("45296", "2024-01-05");
	check("25569", "1970-01-01");
	check("36526", "2000-01-01");
	check("20000", "1954-10-03");
	check("80000", "2119-01-11");
	refused("19999", "序号");
	refused("80001", "序号");
	refused("00000", "序号");
}

static void test_date__a_day_the_calendar_has_not(void **state)
{
	(void)state;
	check("2024-02-29", "2024-02-29");
	check("2000-02-29", "2000-02-29");
	refused("2023-02-29", "2023-02-28");
	refused("2024-02-30", "2024-02-29");
	refused("1900-02-29", "1900-02-28");
	refused("20240431", "2024-04-30");
	refused("2024年6月31日", "2024-06-30");
	refused("2024-01-32", "2024-01-31");
	refused("2024-01-00", "没有 0 日");
}

static void test_date__months_and_years_that_are_none(void **state)
{
	(void)state;
	refused("2024-13-01", "月份");
	refused("2024-00-01", "月份");
	refused("2024-13", "月份");
	refused("2024年0月", "月份");
	refused("20241301", "月份");
	refused("0000-01-01", "年份");
	refused("0000", "年份");
	refused("00000101", "年份");
}

static void test_date__short_years_are_not_guessed(void **state)
{
	(void)state;
	refused("24-01-05", "四位");
	refused("24年1月5日", "四位");
	refused("12024-01-05", "四位");
	refused("240105", "四位");
	check("219912", "2199-12");
	check("180001", "1800-01");
}

static void test_date__what_is_no_date(void **state)
{
	static const char *const bad[] = {
		"abc", "昨天", "2024-01/05", "2024-01-05-", "2024-", "2024-1-", "2024--1", "2024-001-05", "2024-01-005",
		"2024-01-05x", "2024-01-05 08:30", "2024-01-05 24:00", "2024 01 05", "2024 1 2", "202", "2024010", "202401051", "2024年1",
		"2024年1月5", "2024年5日", "年", "/", "一九二一年", "1月5日", "2024-1月5日", "..", "1e5",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refused(bad[i], "2024-01-05");
}

static void test_date__distances_that_are_none(void **state)
{
	(void)state;
	refused("+", "+30d");
	refused("-", "+30d");
	refused("+d", "+30d");
	refused("+3w", "+30d");
	refused("+3dd", "+30d");
	refused("--3", "+30d");
	refused("+3天", "+30d");
}

static void test_date__distances_out_of_the_calendar(void **state)
{
	(void)state;
	refused("-9999999", "9999");
	refused("+9999999d", "9999");
	refused("+9999999y", "9999");
	refused("-2024y", "9999");
	refused("+99999999999999999999", "9999");
	refused("-24288m", "9999");
	check("-24276m", "0001-01-31");
	check("+7975y", "9999-01-31");
}

static void test_date__dangerous_text_is_refused_and_not_repeated(void **state)
{
	struct date d = { 0, 0, 0 };
	struct err e = ERR_INIT;

	(void)state;
	refused("2024-01-05\u200B", "U+200B");
	refused("2024\n", "U+000A");
	refused("\xFF", "UTF-8");
	assert_int_equal(date_parse("很长很长很长很长很长很长很长很长很长很长很长很长很长很长的文字", today, &d, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "~」"));
}

static void test_date__today_must_be_known_for_what_is_relative(void **state)
{
	struct date d = { 1, 1, 1 };

	(void)state;
	assert_int_equal(date_parse(".", empty, &d, NULL), ERR_INVALID);
	assert_int_equal(date_parse("+1", empty, &d, NULL), ERR_INVALID);
	assert_int_equal(date_parse("本月", empty, &d, NULL), ERR_INVALID);
	assert_int_equal(date_parse("2024-01-05", empty, &d, NULL), 0);
	assert_date(d, "2024-01-05");
}

static void check_month(const char *s, const char *want)
{
	struct month m = { 1, 1 };
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;

	if (month_parse(s, today, &m, &e) != 0)
		fail_msg("%s", e.text);
	month_format(&b, m);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void refused_month(const char *s, const char *says)
{
	struct month m = { 1234, 5 };
	struct err e = ERR_INIT;

	assert_int_equal(month_parse(s, today, &m, &e), ERR_INVALID);
	assert_int_equal(m.year, 1234);
	assert_int_equal(m.month, 5);
	if (!strstr(e.text, says))
		fail_msg("\"%s\" does not say \"%s\"", e.text, says);
}

static void test_date__months(void **state)
{
	(void)state;
	check_month("2024-01", "2024-01");
	check_month("2024/1", "2024-01");
	check_month("2024.1", "2024-01");
	check_month("２０２４年１月", "2024-01");
	check_month("202401", "2024-01");
	check_month("", "");
	check_month(".", "2024-01");
	check_month("本月", "2024-01");
	check_month("今", "2024-01");
	check_month("-1", "2023-12");
	check_month("+1", "2024-02");
	check_month("+1y", "2025-01");
	check_month("2024-01-01", "2024-01");
	check_month("45292", "2024-01");
}

static void test_date__months_refused(void **state)
{
	(void)state;
	refused_month("2024-01-05", "某一天");
	refused_month("45296", "某一天");
	refused_month("2024", "月份");
	refused_month("2024-13", "月份");
	refused_month("一月", "2024-01");
	refused_month("2024-01\x01", "U+0001");
	refused_month("今年", "月份");
}

/* ---- The calendar --------------------------------------------------------- */

static void test_date__what_is_written_is_read_back(void **state)
{
	struct date d = day(1, 1, 1), back;

	(void)state;
	for (int64_t n = 0; n < 3652059; n += 997) {
		struct buf b = BUF_INIT;

		d = date_add_days(day(1, 1, 1), n);
		date_format(&b, d);
		assert_int_equal(date_parse(buf_str(&b), empty, &back, NULL), 0);
		assert_int_equal(date_compare(d, back), 0);
		assert_int_equal(date_days_between(day(1, 1, 1), d), n);
		buf_release(&b);
	}
}

static void test_date__every_day_follows_the_one_before(void **state)
{
	struct date d = day(1896, 1, 1), next;

	(void)state;
	for (int i = 0; i < 110 * 366; i++) {
		next = date_add_days(d, 1);
		assert_true(date_is_valid(next));
		assert_int_equal(date_compare(d, next), -1);
		assert_int_equal(date_days_between(d, next), 1);
		assert_int_equal(date_compare(date_add_days(next, -1), d), 0);
		d = next;
	}
	assert_date(d, "2006-03-25");
}

static void test_date__known_distances(void **state)
{
	(void)state;
	assert_int_equal(date_days_between(day(1970, 1, 1), day(2024, 1, 5)), 19727);
	assert_int_equal(date_days_between(day(2024, 1, 5), day(1970, 1, 1)), -19727);
	assert_int_equal(date_days_between(day(1, 1, 1), day(9999, 12, 31)), 3652058);
	assert_int_equal(date_days_between(day(2024, 0, 0), day(2024, 1, 1)), 0);
	assert_int_equal(date_days_between(day(2024, 2, 0), day(2024, 3, 0)), 29);
	assert_int_equal(date_days_between(empty, day(2024, 1, 1)), 0);
	assert_int_equal(date_days_between(day(2024, 1, 1), empty), 0);
}

static void test_date__months_end_inside_the_month(void **state)
{
	(void)state;
	assert_date(date_add_months(day(2024, 1, 31), 1), "2024-02-29");
	assert_date(date_add_months(day(2023, 1, 31), 1), "2023-02-28");
	assert_date(date_add_months(day(2024, 2, 29), 12), "2025-02-28");
	assert_date(date_add_months(day(2024, 2, 29), 48), "2028-02-29");
	assert_date(date_add_months(day(2024, 3, 31), -1), "2024-02-29");
	assert_date(date_add_months(day(2024, 1, 15), -1), "2023-12-15");
	assert_date(date_add_months(day(2024, 12, 15), 1), "2025-01-15");
	assert_date(date_add_months(day(2024, 0, 0), 1), "2024-02-01");
	assert_date(date_add_months(day(2024, 5, 0), 0), "2024-05-01");
}

static void test_date__arithmetic_stays_inside_the_calendar(void **state)
{
	(void)state;
	assert_date(date_add_days(day(9999, 12, 30), 5), "9999-12-31");
	assert_date(date_add_days(day(1, 1, 2), -5), "0001-01-01");
	assert_date(date_add_days(day(2024, 1, 1), INT64_MAX), "9999-12-31");
	assert_date(date_add_days(day(2024, 1, 1), INT64_MIN), "0001-01-01");
	assert_date(date_add_months(day(2024, 1, 1), INT32_MAX), "9999-12-31");
	assert_date(date_add_months(day(2024, 1, 1), INT32_MIN), "0001-01-01");
	assert_true(date_is_empty(date_add_days(empty, 5)));
	assert_true(date_is_empty(date_add_months(empty, 5)));
	assert_date(date_add_days(day(2024, 3, 0), -1), "2024-02-29");
}

static void test_date__order_is_the_order_of_the_text(void **state)
{
	static const struct date sorted[] = {
		{ 0, 0, 0 }, { 1, 1, 1 }, { 2023, 12, 31 }, { 2024, 0, 0 }, { 2024, 1, 0 }, { 2024, 1, 1 }, { 2024, 1, 2 },
		{ 2024, 2, 0 }, { 2024, 2, 1 }, { 2025, 0, 0 },
	};
	const int n = sizeof(sorted) / sizeof(sorted[0]);

	(void)state;
	for (int i = 0; i < n; i++) {
		for (int k = 0; k < n; k++) {
			struct buf a = BUF_INIT, b = BUF_INIT;

			date_format(&a, sorted[i]);
			date_format(&b, sorted[k]);
			assert_int_equal(date_compare(sorted[i], sorted[k]), (i > k) - (i < k));
			assert_int_equal(strcmp(buf_str(&a), buf_str(&b)) < 0, i < k);
			buf_release(&a);
			buf_release(&b);
		}
	}
}

static void test_date__valid_dates(void **state)
{
	(void)state;
	assert_true(date_is_valid(empty));
	assert_true(date_is_valid(day(2024, 0, 0)));
	assert_true(date_is_valid(day(2024, 2, 0)));
	assert_true(date_is_valid(day(2024, 2, 29)));
	assert_false(date_is_valid(day(2023, 2, 29)));
	assert_false(date_is_valid(day(1900, 2, 29)));
	assert_false(date_is_valid(day(2024, 0, 1)));
	assert_false(date_is_valid(day(2024, 13, 1)));
	assert_false(date_is_valid(day(2024, -1, 1)));
	assert_false(date_is_valid(day(2024, 1, -1)));
	assert_false(date_is_valid(day(2024, 1, 32)));
	assert_false(date_is_valid(day(0, 1, 1)));
	assert_false(date_is_valid(day(0, 0, 1)));
	assert_false(date_is_valid(day(-1, 0, 0)));
	assert_false(date_is_valid(day(10000, 1, 1)));
}

static void test_date__days_of_a_month(void **state)
{
	(void)state;
	assert_int_equal(date_days_in_month(2024, 1), 31);
	assert_int_equal(date_days_in_month(2024, 2), 29);
	assert_int_equal(date_days_in_month(2023, 2), 28);
	assert_int_equal(date_days_in_month(2100, 2), 28);
	assert_int_equal(date_days_in_month(2000, 2), 29);
	assert_int_equal(date_days_in_month(2024, 11), 30);
	assert_int_equal(date_days_in_month(2024, 0), 0);
	assert_int_equal(date_days_in_month(2024, 13), 0);
}

/* ---- Today ---------------------------------------------------------------- */

static void test_date__today_can_be_set(void **state)
{
	(void)state;
	setenv("ZHIBU_TODAY", "2026-02-28", 1);
	assert_date(date_today(), "2026-02-28");
	unsetenv("ZHIBU_TODAY");
}

static void test_date__today_is_the_clock_s_day_otherwise(void **state)
{
	static const char *const no_days[] = { "", "2026-02-30", "2026-02", "today", "+000000030", ".", "2026-2-28x" };
	time_t before, after;

	(void)state;
	for (size_t i = 0; i < sizeof(no_days) / sizeof(no_days[0]); i++) {
		struct date now;
		struct tm a, b;

		setenv("ZHIBU_TODAY", no_days[i], 1);
		before = time(NULL);
		now = date_today();
		after = time(NULL);
		localtime_r(&before, &a);
		localtime_r(&after, &b);
		/* Midnight may pass between the two looks at the clock. */
		assert_true(now.day == a.tm_mday || now.day == b.tm_mday);
		assert_true(now.year == a.tm_year + 1900 || now.year == b.tm_year + 1900);
		assert_true(now.month == a.tm_mon + 1 || now.month == b.tm_mon + 1);
	}
	unsetenv("ZHIBU_TODAY");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_date__whole_days_in_every_form),
		cmocka_unit_test(test_date__partial_dates),
		cmocka_unit_test(test_date__nothing_is_the_empty_date),
		cmocka_unit_test(test_date__words_for_today),
		cmocka_unit_test(test_date__words_for_this_month_and_year),
		cmocka_unit_test(test_date__distances_from_today),
		cmocka_unit_test(test_date__serial_numbers_of_spreadsheets),
		cmocka_unit_test(test_date__a_day_the_calendar_has_not),
		cmocka_unit_test(test_date__months_and_years_that_are_none),
		cmocka_unit_test(test_date__short_years_are_not_guessed),
		cmocka_unit_test(test_date__what_is_no_date),
		cmocka_unit_test(test_date__distances_that_are_none),
		cmocka_unit_test(test_date__distances_out_of_the_calendar),
		cmocka_unit_test(test_date__dangerous_text_is_refused_and_not_repeated),
		cmocka_unit_test(test_date__today_must_be_known_for_what_is_relative),
		cmocka_unit_test(test_date__months),
		cmocka_unit_test(test_date__months_refused),
		cmocka_unit_test(test_date__what_is_written_is_read_back),
		cmocka_unit_test(test_date__every_day_follows_the_one_before),
		cmocka_unit_test(test_date__known_distances),
		cmocka_unit_test(test_date__months_end_inside_the_month),
		cmocka_unit_test(test_date__arithmetic_stays_inside_the_calendar),
		cmocka_unit_test(test_date__order_is_the_order_of_the_text),
		cmocka_unit_test(test_date__valid_dates),
		cmocka_unit_test(test_date__days_of_a_month),
		cmocka_unit_test(test_date__today_can_be_set),
		cmocka_unit_test(test_date__today_is_the_clock_s_day_otherwise),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
