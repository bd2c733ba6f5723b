/*
 * Reading CSV: what a spreadsheet shows is what arrives, whatever the encoding,
 * separator and line ends, and what cannot be read is refused with its line.
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

#include "tests/support/rows.h"
#include "src/banned.h"

#define MEGABYTE ((size_t)1024 * 1024)

/* ---- Rows and cells ---------------------------------------------------------------------------- */

static void test_csv__plain_rows(void **state)
{
	(void)state;
	EXPECT("编码,全称\nA1,示例村党支部\n", "1:[编码][全称]\n2:[A1][示例村党支部]\n");
	EXPECT("a,b\n1,2", "1:[a][b]\n2:[1][2]\n");
	EXPECT("a,b\n,\n1,", "1:[a][b]\n2:[][]\n3:[1][]\n");
	EXPECT("", "");
	EXPECT("a", "1:[a]\n");
}

static void test_csv__every_kind_of_line_end(void **state)
{
	(void)state;
	EXPECT("a,b\r\nc,d\r\n", "1:[a][b]\n2:[c][d]\n");
	EXPECT("a,b\rc,d\r", "1:[a][b]\n2:[c][d]\n");
	EXPECT("a,b\nc,d\r\ne,f\rg,h", "1:[a][b]\n2:[c][d]\n3:[e][f]\n4:[g][h]\n");
}

static void test_csv__empty_lines_are_skipped_but_counted(void **state)
{
	(void)state;
	EXPECT("\n\na,b\n\n\nc,d\n\n", "3:[a][b]\n6:[c][d]\n");
	EXPECT("\r\n\r\na,b\r\n\r\nc,d\r\n", "3:[a][b]\n5:[c][d]\n");
	EXPECT("\r\ra,b\r\r\rc,d", "3:[a][b]\n6:[c][d]\n");
	EXPECT("\n\n\n", "");
	/* A line with anything in it is a row: spaces, or an empty text in quotes. */
	EXPECT("a,b\n \n\"\"\n", "1:[a][b]\n2:[ ]\n3:[]\n");
}

static void test_csv__quotes(void **state)
{
	(void)state;
	EXPECT("\"a\",\"b,c\"\n\"\",\"d\"", "1:[a][b,c]\n2:[][d]\n");
	EXPECT("\"他说\"\"好\"\"\",x\n", "1:[他说\"好\"][x]\n");
	EXPECT("\"\"\"\",\"\"\"\"\"\"\n", "1:[\"][\"\"]\n");
	EXPECT("\"a\"\"b\"\"c\"\"d\",e\n", "1:[a\"b\"c\"d][e]\n");
	EXPECT("\"a\"\r\n\"b\"\r\"c\"", "1:[a]\n2:[b]\n3:[c]\n");
}

static void test_csv__a_quote_inside_plain_text_is_a_letter(void **state)
{
	(void)state;
	EXPECT("5\" 管,\"x\"\n a,\"b\"\n", "1:[5\" 管][x]\n2:[ a][b]\n");
}

static void test_csv__line_breaks_inside_quotes(void **state)
{
	/* Rows are numbered as a spreadsheet shows them, however many lines one has. */
	(void)state;
	EXPECT("a,\"一\n二\"\nb,c\n", "1:[a][一\n二]\n2:[b][c]\n");
	EXPECT("a,\"一\r\n二\r\n三\"\r\nb,c\r\n", "1:[a][一\r\n二\r\n三]\n2:[b][c]\n");
	EXPECT("a,\"一\r二\n\r三\"\nb,c\n", "1:[a][一\r二\n\r三]\n2:[b][c]\n");
	EXPECT("\"\n\"\"\n\",\"\n\"\nb,c\n", "1:[\n\"\n][\n]\n2:[b][c]\n");
}

static void test_csv__rows_may_differ_in_length(void **state)
{
	(void)state;
	EXPECT("台账\na,b,c\n1,2\n1,2,3,4\n", "1:[台账]\n2:[a][b][c]\n3:[1][2]\n4:[1][2][3][4]\n");
}

static void test_csv__text_stays_as_it_is(void **state)
{
	(void)state;
	EXPECT(" a , b\t,'c\n", "1:[ a ][ b\t]['c]\n");
	EXPECT("'=1+1,\"'@x\"\n", "1:['=1+1]['@x]\n");
}

/* ---- Separators -------------------------------------------------------------------------------- */

static char separator_of(const char *text)
{
	struct csv_reader *r;
	struct err e = ERR_INIT;
	FILE *f = rows_file(text, strlen(text));
	char found;

	assert_int_equal(csv_open(f, CSV_DETECT, 0, &r, &e), 0);
	found = csv_separator(r);
	csv_close(r);
	fclose(f);
	return found;
}

static void test_csv__separator_is_found(void **state)
{
	(void)state;
	assert_int_equal(separator_of("a,b,c\n1,2,3\n"), ',');
	assert_int_equal(separator_of("a;b;c\n1;2;3\n"), ';');
	assert_int_equal(separator_of("a\tb\tc\n1\t2\t3\n"), '\t');
	assert_int_equal(separator_of("编码\n"), ',');
	assert_int_equal(separator_of(""), ',');
	assert_int_equal(separator_of("\n\n\na;b\n"), ';');
}

static void test_csv__separator_is_the_consistent_one(void **state)
{
	(void)state;
	/* Commas in the text of a tab file come in uneven numbers. */
	assert_int_equal(separator_of("名称\t备注\n甲\t一, 二, 三\n乙\t四\n丙\t五, 六\n"), '\t');
	assert_int_equal(separator_of("名称;价\n甲;1,5\n乙;12\n"), ';');
	/* Inside quotes nothing counts, not even over several lines. */
	assert_int_equal(separator_of("a;\"x,y,z\"\nb;\"x,y,z\"\n"), ';');
	assert_int_equal(separator_of("a;\"x,\"\"y\"\",\n,\n,z\"\nb;\"x,y,z\"\n"), ';');
	/* A title above the table does not vote. */
	assert_int_equal(separator_of("示例县党组织台账，2024年\n编码;全称;类别\n1;甲;乙\n"), ';');
}

static void test_csv__separator_can_be_set(void **state)
{
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f = rows_file("a,b;c,d\n", 8);

	(void)state;
	assert_int_equal(rows_list(f, CSV_DETECT, ';', &got, &e), 0);
	assert_string_equal(buf_str(&got), "1:[a,b][c,d]\n");
	buf_release(&got);
	fclose(f);
}

/* ---- Refused ----------------------------------------------------------------------------------- */

static void test_csv__an_open_quote_is_refused_where_it_began(void **state)
{
	(void)state;
	REFUSE("a,b\nc,\"d\ne,f\ng,h\n", 2, "第 2 行开始的引号");
	REFUSE("a,b\n\"x\ny\",\"z\n\n", 2, "第 2 行开始的引号");
	REFUSE("a,\"", 1, "引号");
	REFUSE("a,\"b\"\"", 1, "引号");
}

static void test_csv__text_after_a_closing_quote_is_refused(void **state)
{
	(void)state;
	REFUSE("a,b\nc,\"d\"e\n", 2, "第 2 行第 2 格的引号后面还有字");
	REFUSE("\"a\" ,b\n", 1, "第 1 格");
	REFUSE("\"a\nb\"c\n", 1, "引号后面");
}

static void test_csv__a_nul_byte_is_refused(void **state)
{
	(void)state;
	REFUSE("a,b\nc\0d,e\n", 2, "第 2 行有空字节");
	REFUSE("a,b\n\0", 2, "空字节");
	REFUSE("a,b\n\"c\n\0\"\n", 2, "第 2 行有空字节");
	REFUSE("a,\"b\"\0\n", 1, "空字节");
}

static void test_csv__too_many_cells_are_refused(void **state)
{
	struct buf text = BUF_INIT, got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f;

	(void)state;
	buf_adds(&text, "a,b\n");
	buf_fill(&text, ',', 499);
	buf_addc(&text, '\n');
	f = rows_file(text.data, text.len);
	assert_int_equal(rows_list(f, CSV_DETECT, ',', &got, &e), 0);
	fclose(f);

	buf_clear(&text);
	buf_adds(&text, "a,b\n");
	buf_fill(&text, ',', 500);
	rows_refuse(text.data, text.len, 2, "500 格");
	buf_release(&text);
	buf_release(&got);
}

static void test_csv__a_row_above_a_megabyte_is_refused(void **state)
{
	struct buf text = BUF_INIT, got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f;

	(void)state;
	buf_adds(&text, "a,b\n\"");
	buf_fill(&text, 'x', MEGABYTE - 10);
	buf_adds(&text, "\"\n");
	f = rows_file(text.data, text.len);
	assert_int_equal(rows_list(f, CSV_DETECT, 0, &got, &e), 0);
	assert_int_equal(got.len, strlen("1:[a][b]\n2:[]\n") + MEGABYTE - 10);
	fclose(f);

	buf_clear(&text);
	buf_adds(&text, "a,b\n");
	buf_fill(&text, 'x', MEGABYTE + 10);
	buf_addc(&text, '\n');
	rows_refuse(text.data, text.len, 2, "1 MB");

	/* A quote that nobody closed in a large file is told as such, not read to its end. */
	buf_clear(&text);
	buf_adds(&text, "a,b\n\"");
	for (int i = 0; i < 300000; i++)
		buf_adds(&text, "a,b,c,d\n");
	rows_refuse(text.data, text.len, 2, "引号");
	buf_release(&text);
	buf_release(&got);
}

static void test_csv__after_an_error_there_is_nothing_more(void **state)
{
	static const char text[] = "a,\"b\"c\nd,e\n";
	struct csv_reader *r;
	struct csv_row row;
	struct err e = ERR_INIT, again = ERR_INIT;
	FILE *f = rows_file(text, sizeof(text) - 1);

	(void)state;
	assert_int_equal(csv_open(f, CSV_DETECT, 0, &r, &e), 0);
	assert_int_equal(csv_next(r, &row, &e), ERR_INVALID);
	assert_int_equal(csv_next(r, &row, &again), ERR_INVALID);
	assert_string_equal(again.text, e.text);
	assert_int_equal(again.line, 1);
	assert_int_equal(csv_next(r, &row, NULL), ERR_INVALID);
	csv_close(r);
	fclose(f);
}

static void test_csv__errors_may_be_ignored(void **state)
{
	struct csv_reader *r = NULL;
	FILE *f = rows_file("PK\x03\x04", 4);

	(void)state;
	assert_int_equal(csv_open(f, CSV_DETECT, 0, &r, NULL), ERR_INVALID);
	assert_null(r);
	csv_close(NULL);
	fclose(f);
}

/* ---- Blocks ------------------------------------------------------------------------------------ */

/* Reads `rows` equal rows behind a first line of `shift` bytes and says whether each came out whole, with so many lines from one to the next. */
static void expect_rows(const struct buf *text, size_t shift, long rows, long apart, const char *const cells[3])
{
	struct csv_reader *r;
	struct csv_row row;
	struct err e = ERR_INIT;
	FILE *f = rows_file(text->data, text->len);
	long n = 0;
	int rc;

	assert_int_equal(csv_open(f, CSV_DETECT, ',', &r, &e), 0);
	assert_int_equal(csv_next(r, &row, &e), 1);
	assert_int_equal(strlen(row.cells[0]), shift + 1);
	while ((rc = csv_next(r, &row, &e)) > 0) {
		assert_int_equal(row.n, 3);
		for (size_t i = 0; i < 3; i++)
			assert_string_equal(row.cells[i], cells[i]);
		assert_int_equal(row.line, 2 + apart * n);
		n++;
	}
	assert_string_equal(e.text, "");
	assert_int_equal(rc, 0);
	assert_int_equal(n, rows);
	csv_close(r);
	fclose(f);
}

static void test_csv__nothing_is_lost_where_blocks_meet(void **state)
{
	/* With every shift another byte of the row falls on the ends of the blocks. */
	static const char utf8[] = "示例村,\"二\r\n\"\"三\"\"\",𬭊\r\n";
	static const char gb[] =
		"\xCA\xBE\xC0\xFD\xB4\xE5,\"\xB6\xFE\r\n\"\"\xC8\xFD\"\"\",\x99\x33\xA8\x38\r\n";
	static const char *const want[] = { "示例村", "二\r\n\"三\"", "𬭊" };
	struct buf text = BUF_INIT;

	(void)state;
	for (size_t shift = 0; shift < sizeof(utf8); shift++) {
		buf_clear(&text);
		buf_fill(&text, 'x', shift + 1);
		buf_addc(&text, '\n');
		for (int i = 0; i < 5000; i++)
			buf_add(&text, utf8, sizeof(utf8) - 1);
		expect_rows(&text, shift, 5000, 1, want);
		buf_clear(&text);
		buf_fill(&text, 'x', shift + 1);
		buf_addc(&text, '\n');
		for (int i = 0; i < 5000; i++)
			buf_add(&text, gb, sizeof(gb) - 1);
		expect_rows(&text, shift, 5000, 1, want);
	}
	buf_release(&text);
}

static void test_csv__files_larger_than_the_sample(void **state)
{
	static const char row[] = "示例村,\"二\",三\n\n";
	static const char *const want[] = { "示例村", "二", "三" };
	struct buf text = BUF_INIT;

	(void)state;
	for (size_t shift = 0; shift < 4; shift++) {
		buf_clear(&text);
		buf_fill(&text, 'x', shift + 1);
		buf_addc(&text, '\n');
		while (text.len < 1300000)
			buf_add(&text, row, sizeof(row) - 1);
		expect_rows(&text, shift, (long)((text.len - shift - 2) / (sizeof(row) - 1)), 2, want);
	}
	buf_release(&text);
}

static void test_csv__progress_reaches_the_size(void **state)
{
	struct buf text = BUF_INIT;
	struct csv_reader *r;
	struct csv_row row;
	struct err e = ERR_INIT;
	long long done = -1, all = -1, last = 0;
	FILE *f;

	(void)state;
	for (int i = 0; i < 50000; i++)
		buf_adds(&text, "abc,def\n");
	f = rows_file(text.data, text.len);
	assert_int_equal(csv_open(f, CSV_DETECT, 0, &r, &e), 0);
	while (csv_next(r, &row, &e) > 0) {
		csv_progress(r, &done, &all);
		assert_true(done >= last && done <= all);
		last = done;
	}
	assert_int_equal(done, text.len);
	assert_int_equal(all, text.len);
	csv_close(r);
	fclose(f);
	buf_release(&text);
}

static void test_csv__a_pipe_has_no_size(void **state)
{
	struct csv_reader *r;
	struct csv_row row;
	struct err e = ERR_INIT;
	long long done, all;
	FILE *f = popen("printf 'a,b\\nc,d\\n'", "r"); /* NOLINT(cert-env33-c): a fixed command */

	(void)state;
	assert_non_null(f);
	assert_int_equal(csv_open(f, CSV_DETECT, 0, &r, &e), 0);
	assert_int_equal(csv_next(r, &row, &e), 1);
	assert_int_equal(csv_next(r, &row, &e), 1);
	assert_string_equal(row.cells[1], "d");
	csv_progress(r, &done, &all);
	assert_int_equal(done, 8);
	assert_int_equal(all, 0);
	csv_close(r);
	pclose(f);
}

/* ---- Anything ---------------------------------------------------------------------------------- */

/* Whatever the bytes are: rows of whole text, or a refusal with a sentence. */
static void read_anything(char *copy, size_t n)
{
	FILE *f = fmemopen(copy, n, "rb");
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	int rc;

	assert_non_null(f);
	rc = rows_list(f, (enum csv_encoding)rows_random(3), 0, &got, &e);
	assert_true(rc == 0 || (rc == ERR_INVALID && e.text[0] != '\0'));
	buf_release(&got);
	fclose(f);
}

static void test_csv__random_bytes_never_crash(void **state)
{
	static const char spice[] = "\",;\t\n\r'\0\x81\x30\xFE\xE6\x9D\x91\xEF\xBB\xBF"
				    "a";
	char bytes[48];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t n = 1 + rows_random(sizeof(bytes));

		for (size_t i = 0; i < n; i++)
			bytes[i] = spice[rows_random(sizeof(spice) - 1)];
		memset(bytes + rows_random((uint32_t)n), (int)rows_random(256), 1);
		read_anything(bytes, n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv__plain_rows),
		cmocka_unit_test(test_csv__every_kind_of_line_end),
		cmocka_unit_test(test_csv__empty_lines_are_skipped_but_counted),
		cmocka_unit_test(test_csv__quotes),
		cmocka_unit_test(test_csv__a_quote_inside_plain_text_is_a_letter),
		cmocka_unit_test(test_csv__line_breaks_inside_quotes),
		cmocka_unit_test(test_csv__rows_may_differ_in_length),
		cmocka_unit_test(test_csv__text_stays_as_it_is),
		cmocka_unit_test(test_csv__separator_is_found),
		cmocka_unit_test(test_csv__separator_is_the_consistent_one),
		cmocka_unit_test(test_csv__separator_can_be_set),
		cmocka_unit_test(test_csv__an_open_quote_is_refused_where_it_began),
		cmocka_unit_test(test_csv__text_after_a_closing_quote_is_refused),
		cmocka_unit_test(test_csv__a_nul_byte_is_refused),
		cmocka_unit_test(test_csv__too_many_cells_are_refused),
		cmocka_unit_test(test_csv__a_row_above_a_megabyte_is_refused),
		cmocka_unit_test(test_csv__after_an_error_there_is_nothing_more),
		cmocka_unit_test(test_csv__errors_may_be_ignored),
		cmocka_unit_test(test_csv__nothing_is_lost_where_blocks_meet),
		cmocka_unit_test(test_csv__files_larger_than_the_sample),
		cmocka_unit_test(test_csv__progress_reaches_the_size),
		cmocka_unit_test(test_csv__a_pipe_has_no_size),
		cmocka_unit_test(test_csv__random_bytes_never_crash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
