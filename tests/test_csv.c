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

#include "src/banned.h"

/* ---- Helpers ----------------------------------------------------------------------------------- */

static FILE *file_of(const void *bytes, size_t n)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	rewind(f);
	return f;
}

/* Adds each row as "line:[cell][cell]\n"; returns what csv_open() or csv_next() returned last. */
static int read_all(FILE *f, enum csv_encoding encoding, char separator, struct buf *out, struct err *e)
{
	struct csv_reader *r;
	struct csv_row row;
	int rc = csv_open(f, encoding, separator, &r, e);

	if (rc < 0)
		return rc;
	while ((rc = csv_next(r, &row, e)) > 0) {
		buf_addf(out, "%ld:", row.line);
		for (size_t i = 0; i < row.n; i++)
			buf_addf(out, "[%s]", row.cells[i]);
		buf_addc(out, '\n');
	}
	csv_close(r);
	return rc;
}

static void expect_bytes(const char *bytes, size_t n, const char *want)
{
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f = file_of(bytes, n);
	int rc = read_all(f, CSV_DETECT, 0, &got, &e);

	assert_string_equal(e.text, "");
	assert_int_equal(rc, 0);
	assert_string_equal(buf_str(&got), want);
	buf_release(&got);
	fclose(f);
}

#define EXPECT(bytes, want) expect_bytes(bytes, sizeof(bytes) - 1, want)

/* The file is refused at that line, with these words in the sentence; 0 where it is about no line. */
static void refuse_bytes(const char *bytes, size_t n, long line, const char *words)
{
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f = file_of(bytes, n);

	assert_int_equal(read_all(f, CSV_DETECT, 0, &got, &e), ERR_INVALID);
	assert_int_equal(e.code, ERR_INVALID);
	assert_int_equal(e.line, line);
	if (!strstr(e.text, words))
		fail_msg("\"%s\" does not say \"%s\"", e.text, words);
	buf_release(&got);
	fclose(f);
}

#define REFUSE(bytes, line, words) refuse_bytes(bytes, sizeof(bytes) - 1, line, words)

static char separator_of(const char *text)
{
	struct csv_reader *r;
	struct err e = ERR_INIT;
	FILE *f = file_of(text, strlen(text));
	char found;

	assert_int_equal(csv_open(f, CSV_DETECT, 0, &r, &e), 0);
	found = csv_separator(r);
	csv_close(r);
	fclose(f);
	return found;
}

static enum csv_encoding encoding_of(const char *bytes, size_t n)
{
	struct csv_reader *r;
	struct err e = ERR_INIT;
	FILE *f = file_of(bytes, n);
	enum csv_encoding found;

	assert_int_equal(csv_open(f, CSV_DETECT, 0, &r, &e), 0);
	found = csv_encoding(r);
	csv_close(r);
	fclose(f);
	return found;
}

#define ENCODING(bytes) encoding_of(bytes, sizeof(bytes) - 1)

/* Repeatable random numbers (xorshift). */
static uint32_t seed;

static uint32_t next_random(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

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
	(void)state;
	EXPECT("a,\"一\n二\"\nb,c\n", "1:[a][一\n二]\n3:[b][c]\n");
	EXPECT("a,\"一\r\n二\r\n三\"\r\nb,c\r\n", "1:[a][一\r\n二\r\n三]\n4:[b][c]\n");
	EXPECT("a,\"一\r二\n\r三\"\nb,c\n", "1:[a][一\r二\n\r三]\n5:[b][c]\n");
	EXPECT("\"\n\"\"\n\",\"\n\"\nb,c\n", "1:[\n\"\n][\n]\n5:[b][c]\n");
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
	FILE *f = file_of("a,b;c,d\n", 8);

	(void)state;
	assert_int_equal(read_all(f, CSV_DETECT, ';', &got, &e), 0);
	assert_string_equal(buf_str(&got), "1:[a,b][c,d]\n");
	buf_release(&got);
	fclose(f);
}

/* ---- Encodings --------------------------------------------------------------------------------- */

static void test_csv__utf8_with_and_without_bom(void **state)
{
	(void)state;
	EXPECT("\xEF\xBB\xBF"
	       "编码,全称\n1,甲\n",
		"1:[编码][全称]\n2:[1][甲]\n");
	EXPECT("\xEF\xBB\xBF\"编码\",全称\n", "1:[编码][全称]\n");
	EXPECT("\xEF\xBB\xBF", "");
	assert_int_equal(ENCODING("\xEF\xBB\xBF"
				  "a,b\n"),
		CSV_UTF8);
	assert_int_equal(ENCODING("中文"), CSV_UTF8);
	assert_int_equal(ENCODING("plain"), CSV_UTF8);
	assert_int_equal(ENCODING(""), CSV_UTF8);
}

static void test_csv__gb18030_is_recognised(void **state)
{
	(void)state;
	/* 编码,全称 and 支部,党委 */
	EXPECT("\xB1\xE0\xC2\xEB,\xC8\xAB\xB3\xC6\r\n\xD6\xA7\xB2\xBF,\xB5\xB3\xCE\xAF\r\n",
		"1:[编码][全称]\n2:[支部][党委]\n");
	assert_int_equal(ENCODING("\xB1\xE0\xC2\xEB,\xC8\xAB\xB3\xC6\r\n"), CSV_GB18030);
	/* The mark that some editors put in front, in GB18030. */
	EXPECT("\x84\x31\x95\x33\xB1\xE0,a\n", "1:[编][a]\n");
}

static void test_csv__gb18030_has_the_rare_characters_of_names(void **state)
{
	(void)state;
	EXPECT("\xFE\x9F,\x99\x33\xA8\x38\n", "1:[䶮][𬭊]\n");
	/* Tibetan ཀཁག and Mongolian ᠮᠣᠩ stand in four bytes each. */
	EXPECT("\x81\x32\xEE\x38\x81\x32\xEE\x39\x81\x32\xEF\x30,"
	       "\x81\x34\xD7\x34\x81\x34\xD6\x33\x81\x34\xD6\x39\n",
		"1:[ཀཁག][ᠮᠣᠩ]\n");
	EXPECT("\x81\x30\x84\x36,\xA1\xA4\n", "1:[¥][·]\n");
}

static void test_csv__gb18030_of_older_editions(void **state)
{
	(void)state;
	/* U+9FB4 and U+9FBB, U+FE10 and U+FE19: four bytes until 2005, two since. */
	EXPECT("\x82\x35\x90\x37,\x82\x35\x91\x34\n", "1:[\u9FB4][\u9FBB]\n");
	EXPECT("\x84\x31\x82\x36,\x84\x31\x83\x35\n", "1:[\uFE10][\uFE19]\n");
	EXPECT("\xFE\x59,\xA6\xD9\n", "1:[\u9FB4][\uFE10]\n");
	/* The neighbours of those runs are other characters. */
	EXPECT("\x82\x35\x91\x35,\x82\x35\x90\x36\n", "1:[\u9FBC][\u9FB3]\n");
}

static void test_csv__an_encoding_can_be_set(void **state)
{
	/* These bytes are U+07E8 and so on in UTF-8, and 党 in GB18030 ("联通" has the same trouble). */
	static const char bytes[] = "\xD6\xA7\xD6\xA7,a\n";
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f = file_of(bytes, sizeof(bytes) - 1);

	(void)state;
	assert_int_equal(read_all(f, CSV_GB18030, 0, &got, &e), 0);
	assert_string_equal(buf_str(&got), "1:[支支][a]\n");
	rewind(f);
	buf_clear(&got);
	assert_int_equal(read_all(f, CSV_UTF8, 0, &got, &e), 0);
	assert_string_equal(buf_str(&got), "1:[\u05A7\u05A7][a]\n");
	buf_release(&got);
	fclose(f);
}

static void test_csv__a_wrong_encoding_is_refused_with_its_place(void **state)
{
	static const char gb[] = "a,b\n\xB1\xE0,c\n", utf8[] = "a,b\n中,c\n\xFF\n";
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f = file_of(gb, sizeof(gb) - 1);

	(void)state;
	assert_int_equal(read_all(f, CSV_UTF8, 0, &got, &e), ERR_INVALID);
	assert_int_equal(e.line, 2);
	assert_non_null(strstr(e.text, "第 2 行第 1 个字"));
	assert_non_null(strstr(e.text, "--encoding gb18030"));
	/* What stands before was handed out. */
	assert_string_equal(buf_str(&got), "1:[a][b]\n");
	fclose(f);

	f = file_of(utf8, sizeof(utf8) - 1);
	assert_int_equal(read_all(f, CSV_GB18030, 0, &got, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "--encoding utf-8"));
	fclose(f);

	f = file_of("\xEF\xBB\xBF"
		    "a,b\n",
		7);
	assert_int_equal(read_all(f, CSV_GB18030, 0, &got, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "UTF-8"));
	fclose(f);
	buf_release(&got);
}

static void test_csv__bytes_of_no_encoding_are_refused(void **state)
{
	(void)state;
	REFUSE("a,b\nc,d\n\"e\nf\",\xFF\xFF\n", 4,
		"第 4 行第 4 个字起既不是 UTF-8 也不是 GB18030（字节 FF）");
	REFUSE("\xB1\xE0,\x80\n", 1, "第 1 行第 3 个字");
	/* Cut in the middle of a character. */
	REFUSE("\xB1\xE0\xC2\xEB\r\n\xB1\xE0\xC2", 2, "第 2 行第 2 个字");
	REFUSE("\xEF\xBB\xBF"
	       "中文,中\xE6\x96",
		1, "第 1 行第 5 个字起不是 UTF-8（字节 E6）");
}

static void test_csv__damaged_utf8_is_not_taken_for_gb18030(void **state)
{
	/* As GB18030 all of it could be read, and every name would be wrong without a word. */
	(void)state;
	REFUSE("编码,全称\n1,示例村党支部\n2,示例\xE6\x9D乡党委\n", 3, "第 3 行第 5 个字起不是 UTF-8");
}

static void test_csv__other_kinds_of_file_are_refused_with_the_remedy(void **state)
{
	(void)state;
	REFUSE("PK\x03\x04\x14\x00\x06\x00", 0, "CSV UTF-8");
	REFUSE("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0, "CSV UTF-8");
	REFUSE("\xFF\xFE"
	       "a\0,\0b\0",
		0, "UTF-16");
	REFUSE("\xFE\xFF\0a\0,\0b", 0, "UTF-16");
	/* UTF-16 without its mark. */
	REFUSE("a\0,\0b\0\r\0\n\0", 1, "空字节");
}

static void test_csv__a_folder_is_no_file(void **state)
{
	struct csv_reader *r = NULL;
	struct err e = ERR_INIT;
	FILE *f = fopen("/tmp", "rb");

	(void)state;
	assert_non_null(f);
	assert_int_equal(csv_open(f, CSV_DETECT, 0, &r, &e), ERR_IO);
	assert_non_null(strstr(e.text, "读文件失败"));
	fclose(f);
}

/* ---- Refused ----------------------------------------------------------------------------------- */

static void test_csv__an_open_quote_is_refused_where_it_began(void **state)
{
	(void)state;
	REFUSE("a,b\nc,\"d\ne,f\ng,h\n", 2, "第 2 行开始的引号");
	REFUSE("a,b\n\"x\ny\",\"z\n\n", 3, "第 3 行开始的引号");
	REFUSE("a,\"", 1, "引号");
	REFUSE("a,\"b\"\"", 1, "引号");
}

static void test_csv__text_after_a_closing_quote_is_refused(void **state)
{
	(void)state;
	REFUSE("a,b\nc,\"d\"e\n", 2, "第 2 行第 2 格的引号后面还有字");
	REFUSE("\"a\" ,b\n", 1, "第 1 格");
	REFUSE("\"a\nb\"c\n", 2, "引号后面");
}

static void test_csv__a_nul_byte_is_refused(void **state)
{
	(void)state;
	REFUSE("a,b\nc\0d,e\n", 2, "第 2 行有空字节");
	REFUSE("a,b\n\0", 2, "空字节");
	REFUSE("a,b\n\"c\n\0\"\n", 3, "第 3 行有空字节");
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
	f = file_of(text.data, text.len);
	assert_int_equal(read_all(f, CSV_DETECT, ',', &got, &e), 0);
	fclose(f);

	buf_clear(&text);
	buf_adds(&text, "a,b\n");
	buf_fill(&text, ',', 500);
	refuse_bytes(text.data, text.len, 2, "500 格");
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
	buf_fill(&text, 'x', 1024 * 1024 - 10);
	buf_adds(&text, "\"\n");
	f = file_of(text.data, text.len);
	assert_int_equal(read_all(f, CSV_DETECT, 0, &got, &e), 0);
	assert_int_equal(got.len, strlen("1:[a][b]\n2:[]\n") + 1024 * 1024 - 10);
	fclose(f);

	buf_clear(&text);
	buf_adds(&text, "a,b\n");
	buf_fill(&text, 'x', 1024 * 1024 + 10);
	buf_addc(&text, '\n');
	refuse_bytes(text.data, text.len, 2, "1 MB");

	/* A quote that nobody closed in a large file is told as such, not read to its end. */
	buf_clear(&text);
	buf_adds(&text, "a,b\n\"");
	for (int i = 0; i < 300000; i++)
		buf_adds(&text, "a,b,c,d\n");
	refuse_bytes(text.data, text.len, 2, "引号");
	buf_release(&text);
	buf_release(&got);
}

static void test_csv__after_an_error_there_is_nothing_more(void **state)
{
	static const char text[] = "a,\"b\"c\nd,e\n";
	struct csv_reader *r;
	struct csv_row row;
	struct err e = ERR_INIT, again = ERR_INIT;
	FILE *f = file_of(text, sizeof(text) - 1);

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
	FILE *f = file_of("PK\x03\x04", 4);

	(void)state;
	assert_int_equal(csv_open(f, CSV_DETECT, 0, &r, NULL), ERR_INVALID);
	assert_null(r);
	csv_close(NULL);
	fclose(f);
}

/* ---- Blocks ------------------------------------------------------------------------------------ */

/* Reads `rows` equal rows behind a first line of `shift` bytes and says whether each came out whole. */
static void expect_rows(const struct buf *text, size_t shift, long rows, const char *const cells[3])
{
	struct csv_reader *r;
	struct csv_row row;
	struct err e = ERR_INIT;
	FILE *f = file_of(text->data, text->len);
	long n = 0;
	int rc;

	assert_int_equal(csv_open(f, CSV_DETECT, ',', &r, &e), 0);
	assert_int_equal(csv_next(r, &row, &e), 1);
	assert_int_equal(strlen(row.cells[0]), shift + 1);
	while ((rc = csv_next(r, &row, &e)) > 0) {
		assert_int_equal(row.n, 3);
		for (size_t i = 0; i < 3; i++)
			assert_string_equal(row.cells[i], cells[i]);
		assert_int_equal(row.line, 2 + 2 * n);
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
		expect_rows(&text, shift, 5000, want);
		buf_clear(&text);
		buf_fill(&text, 'x', shift + 1);
		buf_addc(&text, '\n');
		for (int i = 0; i < 5000; i++)
			buf_add(&text, gb, sizeof(gb) - 1);
		expect_rows(&text, shift, 5000, want);
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
		expect_rows(&text, shift, (long)((text.len - shift - 2) / (sizeof(row) - 1)), want);
	}
	buf_release(&text);
}

static void test_csv__later_bytes_that_contradict_are_refused(void **state)
{
	struct buf text = BUF_INIT;

	(void)state;
	/* More than the sample is plain ASCII, then comes GB18030. */
	for (int i = 0; i < 150000; i++)
		buf_adds(&text, "abcdefg\n");
	buf_adds(&text, "ab,\xB5\xB3\n");
	refuse_bytes(text.data, text.len, 150001, "第 150001 行第 4 个字起不是 UTF-8（字节 B5）");
	buf_release(&text);
}

static void test_csv__a_character_on_the_samples_edge_does_not_mislead(void **state)
{
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;
	struct buf got = BUF_INIT;
	FILE *f;

	(void)state;
	buf_fill(&text, '\n', 1024 * 1024 - 1);
	buf_adds(&text, "党\n");
	f = file_of(text.data, text.len);
	assert_int_equal(read_all(f, CSV_DETECT, 0, &got, &e), 0);
	assert_string_equal(buf_str(&got), "1048576:[党]\n");
	fclose(f);
	buf_release(&text);
	buf_release(&got);
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
	f = file_of(text.data, text.len);
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

static void add_random_cell(struct buf *out)
{
	static const char *const pieces[] = { "a", "b", "1", " ", ",", ";", "\t", "\"", "\n", "\r", "'", "=",
		"-", "党", "·", "𬭊", "ཀ", "＝" };

	for (uint32_t n = next_random(9); n > 0; n--)
		buf_adds(out, pieces[next_random(sizeof(pieces) / sizeof(pieces[0]))]);
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
	FILE *f = file_of(file->data, file->len);

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

static void test_csv__what_is_written_reads_the_same(void **state)
{
	static const char separators[] = ",;\t";

	(void)state;
	seed = 20240105;
	for (int round = 0; round < 60; round++) {
		char *cells[ROWS][COLUMNS];
		char separator = separators[round % 3];
		struct buf file = BUF_INIT;
		struct err e = ERR_INIT;

		write_random(&file, cells, separator);
		read_back(&file, cells, separator, CSV_UTF8);
		assert_int_equal(csv_to_gb18030(&file, &e), 0);
		read_back(&file, cells, separator, CSV_GB18030);
		for (size_t i = 0; i < ROWS * COLUMNS; i++)
			free(cells[i / COLUMNS][i % COLUMNS]);
		buf_release(&file);
	}
}

/* Whatever the bytes are: rows of whole text, or a refusal with a sentence. */
static void read_anything(char *copy, size_t n)
{
	FILE *f = fmemopen(copy, n, "rb");
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	int rc;

	assert_non_null(f);
	rc = read_all(f, (enum csv_encoding)next_random(3), 0, &got, &e);
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
	seed = 4711;
	for (int round = 0; round < 20000; round++) {
		size_t n = 1 + next_random(sizeof(bytes));

		for (size_t i = 0; i < n; i++)
			bytes[i] = next_random(3) ? spice[next_random(sizeof(spice) - 1)]
						  : (char)next_random(256);
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
		cmocka_unit_test(test_csv__utf8_with_and_without_bom),
		cmocka_unit_test(test_csv__gb18030_is_recognised),
		cmocka_unit_test(test_csv__gb18030_has_the_rare_characters_of_names),
		cmocka_unit_test(test_csv__gb18030_of_older_editions),
		cmocka_unit_test(test_csv__an_encoding_can_be_set),
		cmocka_unit_test(test_csv__a_wrong_encoding_is_refused_with_its_place),
		cmocka_unit_test(test_csv__bytes_of_no_encoding_are_refused),
		cmocka_unit_test(test_csv__damaged_utf8_is_not_taken_for_gb18030),
		cmocka_unit_test(test_csv__other_kinds_of_file_are_refused_with_the_remedy),
		cmocka_unit_test(test_csv__a_folder_is_no_file),
		cmocka_unit_test(test_csv__an_open_quote_is_refused_where_it_began),
		cmocka_unit_test(test_csv__text_after_a_closing_quote_is_refused),
		cmocka_unit_test(test_csv__a_nul_byte_is_refused),
		cmocka_unit_test(test_csv__too_many_cells_are_refused),
		cmocka_unit_test(test_csv__a_row_above_a_megabyte_is_refused),
		cmocka_unit_test(test_csv__after_an_error_there_is_nothing_more),
		cmocka_unit_test(test_csv__errors_may_be_ignored),
		cmocka_unit_test(test_csv__nothing_is_lost_where_blocks_meet),
		cmocka_unit_test(test_csv__files_larger_than_the_sample),
		cmocka_unit_test(test_csv__later_bytes_that_contradict_are_refused),
		cmocka_unit_test(test_csv__a_character_on_the_samples_edge_does_not_mislead),
		cmocka_unit_test(test_csv__progress_reaches_the_size),
		cmocka_unit_test(test_csv__a_pipe_has_no_size),
		cmocka_unit_test(test_csv__what_is_written_reads_the_same),
		cmocka_unit_test(test_csv__random_bytes_never_crash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
