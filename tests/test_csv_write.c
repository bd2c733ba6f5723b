/*
 * Writing CSV cells: quotes, the formula guard and its reverse, GB18030.
 */
#include "src/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

static void expect_cell(const char *text, const char *want, char separator, bool guard)
{
	struct buf out = BUF_INIT;

	buf_adds(&out, ">");
	csv_add_cell(&out, text, separator, guard);
	assert_string_equal(buf_str(&out) + 1, want);
	buf_release(&out);
}

/* Guarded like this, and the same again after it was read. */
static void expect_guarded(const char *text, const char *want)
{
	struct buf out = BUF_INIT;

	csv_add_cell(&out, text, ',', true);
	assert_string_equal(buf_str(&out), want);
	assert_string_equal(csv_unguard(buf_str(&out)), text);
	buf_release(&out);
}

static void test_csv_write__plain_text_stays(void **state)
{
	(void)state;
	expect_cell("", "", ',', true);
	expect_cell("示例村党支部", "示例村党支部", ',', true);
	expect_cell(" a b ", " a b ", ',', true);
	expect_cell("it's", "it's", ',', true);
	expect_cell("a;b", "a;b", ',', true);
	expect_cell("a,b", "a,b", ';', true);
}

static void test_csv_write__quotes_where_needed(void **state)
{
	(void)state;
	expect_cell("a,b", "\"a,b\"", ',', true);
	expect_cell("a;b", "\"a;b\"", ';', true);
	expect_cell("a\tb", "\"a\tb\"", '\t', true);
	expect_cell("一\n二", "\"一\n二\"", ',', true);
	expect_cell("一\r二", "\"一\r二\"", ',', true);
	expect_cell("\"", "\"\"\"\"", ',', true);
	expect_cell("a\"b\"\"c", "\"a\"\"b\"\"\"\"c\"", ',', true);
}

static void test_csv_write__formulas_get_an_apostrophe(void **state)
{
	(void)state;
	expect_guarded("=1+1", "'=1+1");
	expect_guarded("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0");
	expect_guarded("-2+3", "'-2+3");
	expect_guarded("@SUM(A1)", "'@SUM(A1)");
	expect_guarded("\tx", "'\tx");
	expect_guarded("＝1", "'＝1");
	expect_guarded("＋1", "'＋1");
	expect_guarded("－1", "'－1");
	expect_guarded("＠x", "'＠x");
	expect_guarded("=", "'=");
	expect_guarded("-", "'-");
	expect_cell("=A1,B1", "\"'=A1,B1\"", ',', true);
	expect_cell("\rx", "\"'\rx\"", ',', true);
	expect_cell("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"", ',', true);
}

static void test_csv_write__the_guard_can_be_off(void **state)
{
	(void)state;
	expect_cell("=1+1", "=1+1", ',', false);
	expect_cell("'=1", "'=1", ',', false);
	expect_cell("@a,b", "\"@a,b\"", ',', false);
}

static void test_csv_write__signed_numbers_are_no_formulas(void **state)
{
	(void)state;
	expect_guarded("-12.50", "-12.50");
	expect_guarded("-3", "-3");
	expect_guarded("+5", "+5");
	expect_guarded("+8613900000000", "+8613900000000");
	expect_guarded("-.5", "-.5");
	/* But what only looks like one is guarded. */
	expect_guarded("-1.2.3", "'-1.2.3");
	expect_guarded("-1e5", "'-1e5");
	expect_guarded("+.", "'+.");
	expect_cell("-1,234.50", "\"'-1,234.50\"", ',', true);
}

static void test_csv_write__apostrophes_that_were_typed_stay(void **state)
{
	(void)state;
	expect_guarded("'=1", "''=1");
	expect_guarded("''=1", "'''=1");
	expect_guarded("'－1", "''－1");
	expect_guarded("'", "'");
	expect_guarded("'a", "'a");
	expect_guarded("'-5", "'-5");
	expect_guarded("''-5", "''-5");
	assert_string_equal(csv_unguard("'hello"), "'hello");
	assert_string_equal(csv_unguard("=1"), "=1");
	assert_string_equal(csv_unguard(""), "");
}

static void expect_gb(const char *text, const char *want)
{
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	buf_adds(&b, text);
	assert_int_equal(csv_to_gb18030(&b, &e), 0);
	assert_int_equal(b.len, strlen(want));
	assert_memory_equal(buf_str(&b), want, strlen(want));
	buf_release(&b);
}

static void test_csv_write__gb18030(void **state)
{
	(void)state;
	expect_gb("", "");
	expect_gb("a,b\r\n", "a,b\r\n");
	expect_gb("编码,党", "\xB1\xE0\xC2\xEB,\xB5\xB3");
	expect_gb("才仁·卓玛", "\xB2\xC5\xC8\xCA\xA1\xA4\xD7\xBF\xC2\xEA");
	/* Rare characters of names, as GB 18030-2022 demands them. */
	expect_gb("䶮", "\xFE\x9F");
	expect_gb("𬭊", "\x99\x33\xA8\x38");
	expect_gb("ཀ", "\x81\x32\xEE\x38");
	expect_gb("ᠮ", "\x81\x34\xD7\x34");
}

static void test_csv_write__gb18030_of_long_text(void **state)
{
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	(void)state;
	for (int i = 0; i < 20000; i++)
		buf_adds(&b, "x党");
	assert_int_equal(csv_to_gb18030(&b, &e), 0);
	assert_int_equal(b.len, 60000);
	for (size_t i = 0; i < b.len; i += 3)
		assert_memory_equal(b.data + i, "x\xB5\xB3", 3);
	buf_release(&b);
}

static void test_csv_write__gb18030_names_what_it_lacks(void **state)
{
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	(void)state;
	buf_adds(&b, "党\uE81E支");
	assert_int_equal(csv_to_gb18030(&b, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "U+E81E"));
	/* The text is still there, so that the caller can write UTF-8 instead. */
	assert_string_equal(buf_str(&b), "党\uE81E支");
	assert_int_equal(csv_to_gb18030(&b, NULL), ERR_INVALID);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv_write__plain_text_stays),
		cmocka_unit_test(test_csv_write__quotes_where_needed),
		cmocka_unit_test(test_csv_write__formulas_get_an_apostrophe),
		cmocka_unit_test(test_csv_write__the_guard_can_be_off),
		cmocka_unit_test(test_csv_write__signed_numbers_are_no_formulas),
		cmocka_unit_test(test_csv_write__apostrophes_that_were_typed_stay),
		cmocka_unit_test(test_csv_write__gb18030),
		cmocka_unit_test(test_csv_write__gb18030_of_long_text),
		cmocka_unit_test(test_csv_write__gb18030_names_what_it_lacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
