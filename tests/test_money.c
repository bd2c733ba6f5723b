/*
 * Amounts: what is read, what is refused, the three ways of writing, and
 * arithmetic that never leaves the range unnoticed.
 */
#include "src/money.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

static struct money fen(int64_t n)
{
	return (struct money){ .fen = n };
}

static void check(const char *s, int64_t want)
{
	struct money m = { .fen = 77 };
	struct err e = ERR_INIT;

	if (money_parse(s, &m, &e) != 0)
		fail_msg("%s: %s", s, e.text);
	assert_int_equal(m.fen, want);
}

static void refused(const char *s, const char *says)
{
	struct money m = { .fen = 77 };
	struct err e = ERR_INIT;

	if (money_parse(s, &m, &e) != ERR_INVALID)
		fail_msg("%s was taken", s);
	assert_int_equal(m.fen, 77);
	if (!strstr(e.text, says))
		fail_msg("%s: \"%s\" does not say \"%s\"", s, e.text, says);
}

/* ---- Reading -------------------------------------------------------------- */

static void test_money__plain_numbers(void **state)
{
	(void)state;
	check("0", 0);
	check("1234.50", 123450);
	check("1234.5", 123450);
	check("1234", 123400);
	check("0.05", 5);
	check("007", 700);
	check("-12.34", -1234);
	check("+12.34", 1234);
	check("-0", 0);
	check("  12 ", 1200);
	check("9999999999999.99", MONEY_MAX);
	check("-9999999999999.99", -MONEY_MAX);
}

static void test_money__nothing_is_not_zero(void **state)
{
	(void)state;
	check("", MONEY_NONE);
	check(" \u3000", MONEY_NONE);
}

static void test_money__commas_and_units_around(void **state)
{
	(void)state;
	check("1,234.50", 123450);
	check("1,234,567", 123456700);
	check("￥1,234.50", 123450);
	check("¥12", 1200);
	check("￥ 12 元", 1200);
	check("12元", 1200);
	check("-￥5", -500);
	check("￥-5", -500);
	check("１，２３４．５０", 123450);
	check("￥１２元", 1200);
}

static void test_money__ten_thousands_and_hundred_millions(void **state)
{
	(void)state;
	check("1.5万", 1500000);
	check("3亿", 30000000000);
	check("1.2345万元", 1234500);
	check("1.234567万", 1234567);
	check("0.0000000001亿", 1);
	check("1,234.5万", 1234500000);
	check("-2 万 元", -2000000);
	check("99999亿", 999990000000000);
}

static void test_money__parts_of_a_fen_are_refused(void **state)
{
	(void)state;
	refused("1.234", "2 位小数");
	refused("1.230", "2 位小数");
	refused("0.001元", "2 位小数");
	refused("1.2345678万", "6 位小数");
	refused("1.23456789012亿", "10 位小数");
}

static void test_money__commas_out_of_place_are_refused(void **state)
{
	(void)state;
	refused("12,34", "1,234.50");
	refused("1234,567", "1,234.50");
	refused("1,234,56", "1,234.50");
	refused("1,2345", "1,234.50");
	refused(",123", "1,234.50");
	refused("1,,234", "1,234.50");
	refused("1,234,", "1,234.50");
	refused("1.2,345", "1,234.50");
}

static void test_money__what_is_no_amount_is_refused(void **state)
{
	static const char *const bad[] = {
		"abc", "12abc", "1e5", "0x10", "--5", "+-5", "-+5", "++5", "￥￥5", "5￥", "1.2.3", ".5", "5.", "-", "￥", "元", "万", "1万万",
		"1元万", "12元整", "1 234", "nan", "inf", "(5)", "一百", "1万5千",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refused(bad[i], "看不懂");
}

static void test_money__too_much_is_refused(void **state)
{
	(void)state;
	refused("10000000000000", "超出范围");
	refused("-10000000000000", "超出范围");
	refused("100000亿", "超出范围");
	refused("9223372036854775807亿", "超出范围");
	refused("9223372036854775808", "位数太多");
	refused("99999999999999999999999999999999", "位数太多");
	refused("1,000,000,000,000,000,000,000", "位数太多");
	refused("0.99999999999999999999999999999999", "位数太多");
}

static void test_money__dangerous_text_is_refused(void **state)
{
	(void)state;
	refused("12\n", "U+000A");
	refused("1\u200B2", "U+200B");
	refused("12\xFF", "UTF-8");
}

static void test_money__no_message_tells_the_amount(void **state)
{
	static const char *const bad[] = { "4321.987", "43219x", "43,21", "4321987654321098765432" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct money m;
		struct err e = ERR_INIT;

		assert_int_equal(money_parse(bad[i], &m, &e), ERR_INVALID);
		assert_null(strstr(e.text, "432"));
	}
}

/* ---- Writing -------------------------------------------------------------- */

static void check_formats(int64_t n, const char *plain, const char *grouped)
{
	struct buf a = BUF_INIT, b = BUF_INIT;

	money_format(&a, fen(n));
	money_format_grouped(&b, fen(n));
	assert_string_equal(buf_str(&a), plain);
	assert_string_equal(buf_str(&b), grouped);
	buf_release(&a);
	buf_release(&b);
}

static void test_money__formats(void **state)
{
	(void)state;
	check_formats(123450, "1234.50", "1,234.50");
	check_formats(0, "0.00", "0.00");
	check_formats(5, "0.05", "0.05");
	check_formats(-5, "-0.05", "-0.05");
	check_formats(99999, "999.99", "999.99");
	check_formats(100000, "1000.00", "1,000.00");
	check_formats(-100000000, "-1000000.00", "-1,000,000.00");
	check_formats(100000500, "1000005.00", "1,000,005.00");
	check_formats(MONEY_MAX, "9999999999999.99", "9,999,999,999,999.99");
	check_formats(-MONEY_MAX, "-9999999999999.99", "-9,999,999,999,999.99");
	check_formats(MONEY_NONE, "", "");
}

static void test_money__what_is_written_is_read_back(void **state)
{
	int64_t n = 1;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct buf a = BUF_INIT, b = BUF_INIT;

		n = (int64_t)(((uint64_t)n * 6364136223846793005u + 1442695040888963407u) >> 1) % (MONEY_MAX + 1);
		money_format(&a, fen(-n));
		money_format_grouped(&b, fen(n));
		check(buf_str(&a), -n);
		check(buf_str(&b), n);
		buf_release(&a);
		buf_release(&b);
	}
}

static void check_capital(int64_t n, const char *want)
{
	struct buf b = BUF_INIT;

	money_format_capital(&b, fen(n));
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

/* The examples of the People's Bank's rules. */
static void test_money__capital_characters_by_the_rules(void **state)
{
	(void)state;
	check_capital(140950, "壹仟肆佰零玖元伍角整");
	check_capital(600714, "陆仟零柒元壹角肆分");
	check_capital(168032, "壹仟陆佰捌拾元零叁角贰分");
	check_capital(10700053, "壹拾万柒仟元零伍角叁分");
	check_capital(1640902, "壹万陆仟肆佰零玖元零贰分");
	check_capital(32504, "叁佰贰拾伍元零肆分");
}

static void test_money__capital_characters_of_small_amounts(void **state)
{
	(void)state;
	check_capital(0, "零元整");
	check_capital(5, "伍分");
	check_capital(50, "伍角整");
	check_capital(55, "伍角伍分");
	check_capital(100, "壹元整");
	check_capital(1000, "壹拾元整");
	check_capital(1005, "壹拾元零伍分");
	check_capital(123450, "壹仟贰佰叁拾肆元伍角整");
	check_capital(-123450, "负壹仟贰佰叁拾肆元伍角整");
	check_capital(MONEY_NONE, "");
}

static void test_money__capital_characters_of_large_amounts(void **state)
{
	(void)state;
	check_capital(1000000, "壹万元整");
	check_capital(1000100, "壹万零壹元整");
	check_capital(10000100, "壹拾万零壹元整");
	check_capital(100100000, "壹佰万壹仟元整");
	check_capital(10000000000, "壹亿元整");
	check_capital(10000000100, "壹亿零壹元整");
	check_capital(10001000000, "壹亿零壹万元整");
	check_capital(10000123400, "壹亿零壹仟贰佰叁拾肆元整");
	check_capital(100000000000000, "壹万亿元整");
	check_capital(100000000000100, "壹万亿零壹元整");
	check_capital(100001234000000, "壹万亿零壹仟贰佰叁拾肆万元整");
	check_capital(100010000000000, "壹万零壹亿元整");
	check_capital(101001010010101, "壹万零壹佰亿壹仟零壹拾万零壹佰零壹元零壹分");
	check_capital(MONEY_MAX, "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分");
}

/* ---- Arithmetic ----------------------------------------------------------- */

static void test_money__sums(void **state)
{
	struct money m = { .fen = 0 };
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(money_add(fen(150), fen(-75), &m, &e), 0);
	assert_int_equal(m.fen, 75);
	assert_int_equal(money_add(m, m, &m, &e), 0);
	assert_int_equal(m.fen, 150);
	assert_int_equal(money_add(fen(MONEY_MAX - 1), fen(1), &m, &e), 0);
	assert_int_equal(m.fen, MONEY_MAX);
}

static void test_money__what_is_not_filled_adds_nothing(void **state)
{
	struct money m = { .fen = 0 };

	(void)state;
	assert_int_equal(money_add(fen(MONEY_NONE), fen(5), &m, NULL), 0);
	assert_int_equal(m.fen, 5);
	assert_int_equal(money_add(fen(5), fen(MONEY_NONE), &m, NULL), 0);
	assert_int_equal(m.fen, 5);
	assert_int_equal(money_add(fen(MONEY_NONE), fen(MONEY_NONE), &m, NULL), 0);
	assert_int_equal(m.fen, MONEY_NONE);
	assert_int_equal(money_scale(fen(MONEY_NONE), 3, 2, &m, NULL), 0);
	assert_int_equal(m.fen, MONEY_NONE);
}

static void test_money__sums_beyond_the_range_are_refused(void **state)
{
	struct money m = { .fen = 77 };
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(money_add(fen(MONEY_MAX), fen(1), &m, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "超出范围"));
	assert_int_equal(money_add(fen(-MONEY_MAX), fen(-1), &m, NULL), ERR_INVALID);
	assert_int_equal(m.fen, 77);
}

static void check_scale(int64_t n, int64_t numerator, int64_t denominator, int64_t want)
{
	struct money m = { .fen = 77 };

	assert_int_equal(money_scale(fen(n), numerator, denominator, &m, NULL), 0);
	assert_int_equal(m.fen, want);
}

static void test_money__shares_are_rounded_half_away_from_zero(void **state)
{
	(void)state;
	check_scale(100, 1, 3, 33);
	check_scale(200, 1, 3, 67);
	check_scale(5, 1, 2, 3);
	check_scale(-5, 1, 2, -3);
	check_scale(-4, 1, 3, -1);
	check_scale(5, -1, 2, -3);
	check_scale(1, 1, 3, 0);
	check_scale(123450, 70, 100, 86415);
	check_scale(123450, 0, 100, 0);
	check_scale(MONEY_MAX, 1000000, 1000000, MONEY_MAX);
	check_scale(MONEY_MAX, INT64_MAX, INT64_MAX, MONEY_MAX);
	check_scale(1, INT64_MAX / 2 + 1, INT64_MAX, 1);
	check_scale(1, INT64_MAX / 2, INT64_MAX, 0);
}

static void test_money__shares_beyond_the_range_are_refused(void **state)
{
	struct money m = { .fen = 77 };

	(void)state;
	assert_int_equal(money_scale(fen(MONEY_MAX), 2, 1, &m, NULL), ERR_INVALID);
	assert_int_equal(money_scale(fen(MONEY_MAX), INT64_MIN, 1, &m, NULL), ERR_INVALID);
	assert_int_equal(m.fen, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_money__plain_numbers),
		cmocka_unit_test(test_money__nothing_is_not_zero),
		cmocka_unit_test(test_money__commas_and_units_around),
		cmocka_unit_test(test_money__ten_thousands_and_hundred_millions),
		cmocka_unit_test(test_money__parts_of_a_fen_are_refused),
		cmocka_unit_test(test_money__commas_out_of_place_are_refused),
		cmocka_unit_test(test_money__what_is_no_amount_is_refused),
		cmocka_unit_test(test_money__too_much_is_refused),
		cmocka_unit_test(test_money__dangerous_text_is_refused),
		cmocka_unit_test(test_money__no_message_tells_the_amount),
		cmocka_unit_test(test_money__formats),
		cmocka_unit_test(test_money__what_is_written_is_read_back),
		cmocka_unit_test(test_money__capital_characters_by_the_rules),
		cmocka_unit_test(test_money__capital_characters_of_small_amounts),
		cmocka_unit_test(test_money__capital_characters_of_large_amounts),
		cmocka_unit_test(test_money__sums),
		cmocka_unit_test(test_money__what_is_not_filled_adds_nothing),
		cmocka_unit_test(test_money__sums_beyond_the_range_are_refused),
		cmocka_unit_test(test_money__shares_are_rounded_half_away_from_zero),
		cmocka_unit_test(test_money__shares_beyond_the_range_are_refused),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
