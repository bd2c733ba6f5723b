/*
 * struct buf: what stands in it after each way of adding and taking away.
 */
#include "src/buf.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <cmocka.h>

#include "src/banned.h"

static void test_buf__an_empty_one_reads_as_empty_text(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	assert_string_equal(buf_str(&b), "");
	buf_clear(&b);
	buf_truncate(&b, 3);
	assert_int_equal(b.len, 0);
	buf_release(&b);
	assert_string_equal(buf_str(&b), "");
}

static void test_buf__pieces_are_joined(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_adds(&b, "党");
	buf_addc(&b, '-');
	buf_add(&b, "组织xyz", 6);
	buf_addf(&b, " %d/%s", 42, "完");
	buf_fill(&b, '.', 3);
	assert_string_equal(buf_str(&b), "党-组织 42/完...");
	assert_int_equal(b.len, strlen(b.data));
	buf_release(&b);
}

static void test_buf__adding_nothing_changes_nothing(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_add(&b, NULL, 0);
	buf_adds(&b, "");
	buf_fill(&b, 'x', 0);
	buf_addf(&b, "%s", "");
	assert_int_equal(b.len, 0);
	assert_string_equal(b.data, "");
	buf_release(&b);
}

static void test_buf__bytes_may_contain_nul(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_add(&b, "a\0b", 3);
	buf_addc(&b, '\0');
	assert_int_equal(b.len, 4);
	assert_memory_equal(b.data, "a\0b\0", 5);
	buf_release(&b);
}

static void test_buf__it_grows_past_every_boundary(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < 5000; i++) {
		buf_addc(&b, (char)('a' + i % 26));
		assert_int_equal(b.data[b.len], '\0');
	}
	assert_int_equal(b.len, 5000);
	for (size_t i = 0; i < b.len; i++)
		assert_int_equal(b.data[i], 'a' + (int)(i % 26));
	buf_release(&b);
}

/* Formatting must work where the text ends exactly at, before and after the end of the memory. */
static void test_buf__formatted_text_of_any_length(void **state)
{
	char want[301];

	(void)state;
	for (size_t n = 0; n <= 300; n++) {
		struct buf b = BUF_INIT;

		memset(want, 'z', n);
		want[n] = '\0';
		buf_addc(&b, '>');
		buf_addf(&b, "%s", want);
		assert_int_equal(b.len, n + 1);
		assert_int_equal(b.data[0], '>');
		assert_string_equal(b.data + 1, want);
		buf_release(&b);
	}
}

static void test_buf__a_failed_conversion_adds_nothing(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_adds(&b, "before");
	buf_addf(&b, "part %lc", (wint_t)0xD800);
	assert_string_equal(buf_str(&b), "before");
	buf_release(&b);
}

static void check_codepoint(unsigned int codepoint, const char *utf8)
{
	struct buf b = BUF_INIT;

	buf_addcp(&b, codepoint);
	assert_int_equal(b.len, strlen(utf8));
	assert_string_equal(buf_str(&b), utf8);
	buf_release(&b);
}

static void test_buf__code_points_become_utf8(void **state)
{
	(void)state;
	check_codepoint('A', "A");
	check_codepoint(0x7F, "\x7F");
	check_codepoint(0x80, "\xC2\x80");
	check_codepoint(0x7FF, "\xDF\xBF");
	check_codepoint(0x800, "\xE0\xA0\x80");
	check_codepoint(0x515A, "党");
	check_codepoint(0xFFFD, "\xEF\xBF\xBD");
	check_codepoint(0x10000, "\xF0\x90\x80\x80");
	check_codepoint(0x2CB4A, "\U0002CB4A");
	check_codepoint(0x10FFFF, "\xF4\x8F\xBF\xBF");
}

static void test_buf__what_is_no_code_point_becomes_a_replacement(void **state)
{
	(void)state;
	check_codepoint(0xD800, "\uFFFD");
	check_codepoint(0xDFFF, "\uFFFD");
	check_codepoint(0x110000, "\uFFFD");
	check_codepoint(0xFFFFFFFF, "\uFFFD");
}

static void test_buf__truncate_and_clear_keep_the_memory(void **state)
{
	struct buf b = BUF_INIT;
	const char *before;

	(void)state;
	buf_adds(&b, "abcdef");
	before = b.data;
	buf_truncate(&b, 10);
	assert_string_equal(buf_str(&b), "abcdef");
	buf_truncate(&b, 2);
	assert_string_equal(buf_str(&b), "ab");
	buf_clear(&b);
	assert_string_equal(buf_str(&b), "");
	assert_int_equal(b.len, 0);
	buf_adds(&b, "new");
	assert_ptr_equal(b.data, before);
	assert_string_equal(buf_str(&b), "new");
	buf_release(&b);
}

static void test_buf__detach_hands_the_text_over(void **state)
{
	struct buf b = BUF_INIT;
	char *text, *empty;

	(void)state;
	buf_adds(&b, "mine");
	text = buf_detach(&b);
	assert_string_equal(text, "mine");
	assert_null(b.data);
	assert_int_equal(b.len, 0);
	empty = buf_detach(&b);
	assert_string_equal(empty, "");
	buf_adds(&b, "other");
	assert_string_equal(text, "mine");
	free(text);
	free(empty);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buf__an_empty_one_reads_as_empty_text),
		cmocka_unit_test(test_buf__pieces_are_joined),
		cmocka_unit_test(test_buf__adding_nothing_changes_nothing),
		cmocka_unit_test(test_buf__bytes_may_contain_nul),
		cmocka_unit_test(test_buf__it_grows_past_every_boundary),
		cmocka_unit_test(test_buf__formatted_text_of_any_length),
		cmocka_unit_test(test_buf__a_failed_conversion_adds_nothing),
		cmocka_unit_test(test_buf__code_points_become_utf8),
		cmocka_unit_test(test_buf__what_is_no_code_point_becomes_a_replacement),
		cmocka_unit_test(test_buf__truncate_and_clear_keep_the_memory),
		cmocka_unit_test(test_buf__detach_hands_the_text_over),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
