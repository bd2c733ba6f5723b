/* What comes from the clipboard of a spreadsheet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "ui/tsv.h"
#include "src/banned.h"

static struct tsv t;
static struct err e;

static int teardown(void **state)
{
	(void)state;
	tsv_release(&t);
	return 0;
}

static int get(const char *text)
{
	e = (struct err)ERR_INIT;
	return tsv_read(&t, text, strlen(text), &e);
}

static void test_tsv__rows_and_cells(void **state)
{
	(void)state;
	assert_int_equal(get("甲\t1\r\n乙\t2\r\n"), 0);
	assert_int_equal(t.nrows, 2);
	assert_int_equal(t.cols, 2);
	assert_string_equal(t.rows[0][0], "甲");
	assert_string_equal(t.rows[1][1], "2");
}

static void test_tsv__terminals_send_returns(void **state)
{
	(void)state;
	assert_int_equal(get("甲\t1\r乙\t2"), 0);
	assert_int_equal(t.nrows, 2);
	assert_string_equal(t.rows[1][0], "乙");
}

static void test_tsv__a_short_row_has_empty_cells(void **state)
{
	(void)state;
	assert_int_equal(get("甲\n乙\t2\t3\n丙\t\n"), 0);
	assert_int_equal(t.cols, 3);
	assert_string_equal(t.rows[0][2], "");
	assert_string_equal(t.rows[2][1], "");
}

static void test_tsv__quotes_hold_tabs_and_lines(void **state)
{
	(void)state;
	assert_int_equal(get("\"甲\t乙\"\t\"一\n二\"\t\"说\"\"好\"\"\"\n"), 0);
	assert_int_equal(t.nrows, 1);
	assert_string_equal(t.rows[0][0], "甲\t乙");
	assert_string_equal(t.rows[0][1], "一\n二");
	assert_string_equal(t.rows[0][2], "说\"好\"");
}

static void test_tsv__what_is_broken_is_refused(void **state)
{
	(void)state;
	assert_int_equal(get("\"甲\t1\n"), ERR_INVALID);
	assert_int_equal(t.nrows, 0);
	assert_int_equal(get(""), ERR_INVALID);
	assert_true(e.text[0] != '\0');
	assert_int_equal(get("\xff\xfe\t1\n"), ERR_INVALID);
	e = (struct err)ERR_INIT;
	assert_int_equal(tsv_read(&t, "a\0b\tc\n", 6, &e), ERR_INVALID);
}

static void test_tsv__what_is_a_block(void **state)
{
	(void)state;
	assert_true(tsv_is_block("甲\t乙", strlen("甲\t乙")));
	assert_true(tsv_is_block("甲\r乙", strlen("甲\r乙")));
	assert_false(tsv_is_block("甲\r\n", strlen("甲\r\n")));
	assert_false(tsv_is_block("甲 乙", strlen("甲 乙")));
	assert_false(tsv_is_block("", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_tsv__rows_and_cells, teardown),
		cmocka_unit_test_teardown(test_tsv__terminals_send_returns, teardown),
		cmocka_unit_test_teardown(test_tsv__a_short_row_has_empty_cells, teardown),
		cmocka_unit_test_teardown(test_tsv__quotes_hold_tabs_and_lines, teardown),
		cmocka_unit_test_teardown(test_tsv__what_is_broken_is_refused, teardown),
		cmocka_unit_test_teardown(test_tsv__what_is_a_block, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
