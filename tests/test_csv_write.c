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
#include <cmocka.h>

#include "tests/support/rows.h"
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

/* ---- There and back ---------------------------------------------------------------------------- */

static void add_random_cell(struct buf *out)
{
	static const char *const pieces[] = { "a", "b", "1", " ", ",", ";", "\t", "\"", "\n", "\r", "'", "=",
		"-", "党", "·", "𬭊", "ཀ", "＝" };

	for (uint32_t n = rows_random(9); n > 0; n--)
		buf_adds(out, pieces[rows_random(sizeof(pieces) / sizeof(pieces[0]))]);
}

#define COLUMNS 4
#define ROWS 60

/* Writes random cells with csv_add_cell(), the first row with one piece of text in each. */
static void write_random(struct buf *file, char *cells[ROWS][COLUMNS], char separator)
{
	for (size_t i = 0; i < ROWS; i++) {
		for (size_t j = 0; j < COLUMNS; j++) {
			struct buf cell = BUF_INIT;

			add_random_cell(&cell);
			if (j > 0)
				buf_addc(file, separator);
			csv_add_cell(file, buf_str(&cell), separator, true);
			cells[i][j] = buf_detach(&cell);
		}
		buf_adds(file, "\r\n");
	}
}

static void read_back(
	const struct buf *file, char *cells[ROWS][COLUMNS], char separator, enum csv_encoding encoding)
{
	struct csv_reader *r;
	struct csv_row row;
	struct err e = ERR_INIT;
	FILE *f = rows_file(file->data, file->len);

	assert_int_equal(csv_open(f, encoding, separator, &r, &e), 0);
	for (size_t i = 0; i < ROWS; i++) {
		assert_int_equal(csv_next(r, &row, &e), 1);
		assert_int_equal(row.n, COLUMNS);
		for (size_t j = 0; j < COLUMNS; j++)
			assert_string_equal(csv_unguard(row.cells[j]), cells[i][j]);
	}
	assert_int_equal(csv_next(r, &row, &e), 0);
	csv_close(r);
	fclose(f);
}

static void test_csv_write__what_is_written_reads_the_same(void **state)
{
	static const char separators[] = ",;\t";

	(void)state;
	for (int round = 0; round < 60; round++) {
		char *cells[ROWS][COLUMNS];
		char separator = separators[round % 3];
		struct buf file = BUF_INIT;
		struct err e = ERR_INIT;

		write_random(&file, cells, separator);
		read_back(&file, cells, separator, CSV_UTF8);
		assert_int_equal(csv_to_gb18030(&file, &e), 0);
		read_back(&file, cells, separator, CSV_GB18030);
		for (size_t i = 0; i < (size_t)ROWS * COLUMNS; i++)
			free(cells[i / COLUMNS][i % COLUMNS]);
		buf_release(&file);
	}
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
		cmocka_unit_test(test_csv_write__what_is_written_reads_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
