/*
 * Encodings of files: each is recognised, and bytes that are none are refused with their
 * place.  Seen through the CSV reader, which is what people meet.
 */
#include "src/encoding.h"

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

static enum csv_encoding encoding_of(const char *bytes, size_t n)
{
	struct csv_reader *r;
	struct err e = ERR_INIT;
	FILE *f = rows_file(bytes, n);
	enum csv_encoding found;

	assert_int_equal(csv_open(f, CSV_DETECT, 0, &r, &e), 0);
	found = csv_encoding(r);
	csv_close(r);
	fclose(f);
	return found;
}

#define ENCODING(bytes) encoding_of(bytes, sizeof(bytes) - 1)

static void test_encoding__utf8_with_and_without_bom(void **state)
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

static void test_encoding__gb18030_is_recognised(void **state)
{
	(void)state;
	/* 编码,全称 and 支部,党委 */
	EXPECT("\xB1\xE0\xC2\xEB,\xC8\xAB\xB3\xC6\r\n\xD6\xA7\xB2\xBF,\xB5\xB3\xCE\xAF\r\n",
		"1:[编码][全称]\n2:[支部][党委]\n");
	assert_int_equal(ENCODING("\xB1\xE0\xC2\xEB,\xC8\xAB\xB3\xC6\r\n"), CSV_GB18030);
	/* The mark that some editors put in front, in GB18030. */
	EXPECT("\x84\x31\x95\x33\xB1\xE0,a\n", "1:[编][a]\n");
}

static void test_encoding__gb18030_has_the_rare_characters_of_names(void **state)
{
	(void)state;
	EXPECT("\xFE\x9F,\x99\x33\xA8\x38\n", "1:[䶮][𬭊]\n");
	/* Tibetan ཀཁག and Mongolian ᠮᠣᠩ stand in four bytes each. */
	EXPECT("\x81\x32\xEE\x38\x81\x32\xEE\x39\x81\x32\xEF\x30,"
	       "\x81\x34\xD7\x34\x81\x34\xD6\x33\x81\x34\xD6\x39\n",
		"1:[ཀཁག][ᠮᠣᠩ]\n");
	EXPECT("\x81\x30\x84\x36,\xA1\xA4\n", "1:[¥][·]\n");
}

static void test_encoding__gb18030_of_older_editions(void **state)
{
	(void)state;
	/* U+9FB4 and U+9FBB, U+FE10 and U+FE19: four bytes until 2005, two since. */
	EXPECT("\x82\x35\x90\x37,\x82\x35\x91\x34\n", "1:[\u9FB4][\u9FBB]\n");
	EXPECT("\x84\x31\x82\x36,\x84\x31\x83\x35\n", "1:[\uFE10][\uFE19]\n");
	EXPECT("\xFE\x59,\xA6\xD9\n", "1:[\u9FB4][\uFE10]\n");
	/* The neighbours of those runs are other characters. */
	EXPECT("\x82\x35\x91\x35,\x82\x35\x90\x36\n", "1:[\u9FBC][\u9FB3]\n");
}

static void test_encoding__an_encoding_can_be_set(void **state)
{
	/* 支 in GB18030; in UTF-8 the same two bytes are a Hebrew accent. */
	static const char bytes[] = "\xD6\xA7\xD6\xA7,a\n";
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f = rows_file(bytes, sizeof(bytes) - 1);

	(void)state;
	assert_int_equal(rows_list(f, CSV_GB18030, 0, &got, &e), 0);
	assert_string_equal(buf_str(&got), "1:[支支][a]\n");
	rewind(f);
	buf_clear(&got);
	assert_int_equal(rows_list(f, CSV_UTF8, 0, &got, &e), 0);
	assert_string_equal(buf_str(&got), "1:[\u05A7\u05A7][a]\n");
	buf_release(&got);
	fclose(f);
}

static void test_encoding__a_wrong_encoding_is_refused_with_its_place(void **state)
{
	static const char gb[] = "a,b\n\xB1\xE0,c\n", utf8[] = "a,b\n中,c\n\xFF\n";
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f = rows_file(gb, sizeof(gb) - 1);

	(void)state;
	assert_int_equal(rows_list(f, CSV_UTF8, 0, &got, &e), ERR_INVALID);
	assert_int_equal(e.line, 2);
	assert_non_null(strstr(e.text, "第 2 行第 1 个字"));
	assert_non_null(strstr(e.text, "--encoding gb18030"));
	/* What stands before was handed out. */
	assert_string_equal(buf_str(&got), "1:[a][b]\n");
	fclose(f);

	f = rows_file(utf8, sizeof(utf8) - 1);
	assert_int_equal(rows_list(f, CSV_GB18030, 0, &got, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "--encoding utf-8"));
	fclose(f);

	f = rows_file("\xEF\xBB\xBF"
		      "a,b\n",
		7);
	assert_int_equal(rows_list(f, CSV_GB18030, 0, &got, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "UTF-8"));
	fclose(f);
	buf_release(&got);
}

static void test_encoding__bytes_of_no_encoding_are_refused(void **state)
{
	(void)state;
	REFUSE("a,b\nc,d\n\"e\nf\",\xFF\xFF\n", 3,
		"第 3 行第 4 个字起既不是 UTF-8 也不是 GB18030（字节 FF）");
	REFUSE("\xB1\xE0,\x80\n", 1, "第 1 行第 3 个字");
	/* Cut in the middle of a character. */
	REFUSE("\xB1\xE0\xC2\xEB\r\n\xB1\xE0\xC2", 2, "第 2 行第 2 个字");
	REFUSE("\xEF\xBB\xBF"
	       "中文,中\xE6\x96",
		1, "第 1 行第 5 个字起不是 UTF-8（字节 E6）");
}

static void test_encoding__damaged_utf8_is_not_taken_for_gb18030(void **state)
{
	/* As GB18030 all of it could be read, and every name would be wrong without a word. */
	(void)state;
	REFUSE("编码,全称\n1,示例村党支部\n2,示例\xE6\x9D乡党委\n", 3, "第 3 行第 5 个字起不是 UTF-8");
}

static void test_encoding__other_kinds_of_file_are_refused_with_the_remedy(void **state)
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

static void test_encoding__a_folder_is_no_file(void **state)
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

static void test_encoding__later_bytes_that_contradict_are_refused(void **state)
{
	struct buf text = BUF_INIT;

	(void)state;
	/* More than the sample is plain ASCII, then comes GB18030. */
	for (int i = 0; i < 150000; i++)
		buf_adds(&text, "abcdefg\n");
	buf_adds(&text, "ab,\xB5\xB3\n");
	rows_refuse(text.data, text.len, 150001, "第 150001 行第 4 个字起不是 UTF-8（字节 B5）");
	buf_release(&text);
}

static void test_encoding__a_character_on_the_samples_edge_does_not_mislead(void **state)
{
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;
	struct buf got = BUF_INIT;
	FILE *f;

	(void)state;
	buf_fill(&text, '\n', (size_t)1024 * 1024 - 1);
	buf_adds(&text, "党\n");
	f = rows_file(text.data, text.len);
	assert_int_equal(rows_list(f, CSV_DETECT, 0, &got, &e), 0);
	assert_string_equal(buf_str(&got), "1048576:[党]\n");
	fclose(f);
	buf_release(&text);
	buf_release(&got);
}

/* ---- Going out ----------------------------------------------------------------------------------- */

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

static void test_encoding__writing_gb18030(void **state)
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

static void test_encoding__writing_gb18030_of_long_text(void **state)
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

static void test_encoding__writing_gb18030_names_what_it_lacks(void **state)
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
		cmocka_unit_test(test_encoding__utf8_with_and_without_bom),
		cmocka_unit_test(test_encoding__gb18030_is_recognised),
		cmocka_unit_test(test_encoding__gb18030_has_the_rare_characters_of_names),
		cmocka_unit_test(test_encoding__gb18030_of_older_editions),
		cmocka_unit_test(test_encoding__an_encoding_can_be_set),
		cmocka_unit_test(test_encoding__a_wrong_encoding_is_refused_with_its_place),
		cmocka_unit_test(test_encoding__bytes_of_no_encoding_are_refused),
		cmocka_unit_test(test_encoding__damaged_utf8_is_not_taken_for_gb18030),
		cmocka_unit_test(test_encoding__other_kinds_of_file_are_refused_with_the_remedy),
		cmocka_unit_test(test_encoding__a_folder_is_no_file),
		cmocka_unit_test(test_encoding__later_bytes_that_contradict_are_refused),
		cmocka_unit_test(test_encoding__a_character_on_the_samples_edge_does_not_mislead),
		cmocka_unit_test(test_encoding__writing_gb18030),
		cmocka_unit_test(test_encoding__writing_gb18030_of_long_text),
		cmocka_unit_test(test_encoding__writing_gb18030_names_what_it_lacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
