/*
 * struct err: what a message holds after every way to fill it.
 */
#include "src/err.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>
#include <cmocka.h>

#include "src/banned.h"

static void test_err__set_fills_and_returns_the_code(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(err_set(&e, ERR_NOT_FOUND, "找不到党组织 %s。", "示例"), ERR_NOT_FOUND);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_string_equal(e.text, "找不到党组织 示例。");
	assert_null(e.field);
	assert_int_equal(e.line, 0);
}

static void test_err__field_names_the_field(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(err_field(&e, ERR_INVALID, "name", "全称不能为空。"), ERR_INVALID);
	assert_string_equal(e.field, "name");
	assert_string_equal(e.text, "全称不能为空。");
}

static void test_err__a_new_message_forgets_the_old_place(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	err_field(&e, ERR_INVALID, "name", "一");
	e.line = 12;
	err_set(&e, ERR_IO, "二");
	assert_null(e.field);
	assert_int_equal(e.line, 0);
	assert_string_equal(e.text, "二");
}

static void test_err__null_is_allowed_everywhere(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, ERR_BUSY, "%d", 1), ERR_BUSY);
	assert_int_equal(err_field(NULL, ERR_DENIED, "name", "%d", 1), ERR_DENIED);
	err_clear(NULL);
}

static void test_err__clear_forgets_everything(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	err_field(&e, ERR_INVALID, "name", "错");
	e.line = 3;
	err_clear(&e);
	assert_int_equal(e.code, ERR_NONE);
	assert_null(e.field);
	assert_int_equal(e.line, 0);
	assert_string_equal(e.text, "");
}

static void test_err__a_message_can_be_wrapped_in_another(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	err_set(&e, ERR_INVALID, "日期不对");
	err_set(&e, ERR_INVALID, "第 %d 行：%s", 7, e.text);
	assert_string_equal(e.text, "第 7 行：日期不对");
}

/* A string of `lead` ASCII bytes and then many of the same character. */
static void fill(char *s, size_t size, size_t lead, const char *one)
{
	size_t n = lead, w = strlen(one);

	memset(s, 'a', lead);
	for (; n + w < size; n += w)
		memcpy(s + n, one, w);
	s[n] = '\0';
}

static void check_cut(const char *one)
{
	char s[3 * ERR_TEXT_MAX];
	size_t w = strlen(one);

	for (size_t lead = 0; lead < 4; lead++) {
		struct err e = ERR_INIT;
		size_t n;

		fill(s, sizeof(s), lead, one);
		err_set(&e, ERR_INVALID, "%s", s);
		n = strlen(e.text);
		assert_true(n < ERR_TEXT_MAX);
		assert_true(n + w >= ERR_TEXT_MAX);
		assert_int_equal((n - lead) % w, 0);
		assert_memory_equal(e.text, s, n);
	}
}

static void test_err__long_text_is_cut_between_characters(void **state)
{
	(void)state;
	check_cut("a");
	check_cut("é");
	check_cut("\xC2\x80");
	check_cut("ཁ");
	check_cut("党");
	check_cut("\U0002CB4A");
}

static void test_err__text_that_just_fits_stays_whole(void **state)
{
	char s[ERR_TEXT_MAX];
	struct err e = ERR_INIT;

	(void)state;
	/* 1023 bytes: 341 characters of three bytes. */
	fill(s, sizeof(s), 0, "党");
	assert_int_equal(strlen(s), ERR_TEXT_MAX - 1);
	err_set(&e, ERR_INVALID, "%s", s);
	assert_string_equal(e.text, s);
}

static void test_err__a_precision_does_not_leave_half_a_character(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	err_set(&e, ERR_INVALID, "%.4s", "党组织");
	assert_string_equal(e.text, "党");
	err_set(&e, ERR_INVALID, "%.5s", "党组织");
	assert_string_equal(e.text, "党");
	err_set(&e, ERR_INVALID, "%.2s", "党组织");
	assert_string_equal(e.text, "");
}

static void test_err__bytes_that_are_no_text_do_no_harm(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	err_set(&e, ERR_INVALID, "%s", "\x80\x80\x80\x80\x80");
	assert_string_equal(e.text, "\x80\x80\x80\x80\x80");
}

static void test_err__an_argument_without_text_leaves_the_sentence(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(err_set(&e, ERR_IO, "bad %lc", (wint_t)0xD800), ERR_IO);
	assert_memory_equal(e.text, "bad ", 4);
}

static void test_err__exit_status_of_every_code(void **state)
{
	(void)state;
	assert_int_equal(err_exit_status(ERR_NONE), 0);
	assert_int_equal(err_exit_status(ERR_USAGE), 2);
	assert_int_equal(err_exit_status(ERR_INVALID), 4);
	assert_int_equal(err_exit_status(ERR_NOT_FOUND), 1);
	assert_int_equal(err_exit_status(ERR_CONFLICT), 4);
	assert_int_equal(err_exit_status(ERR_BUSY), 3);
	assert_int_equal(err_exit_status(ERR_DENIED), 5);
	assert_int_equal(err_exit_status(ERR_DATABASE), 6);
	assert_int_equal(err_exit_status(ERR_IO), 6);
	assert_int_equal(err_exit_status(ERR_STOPPED), 130);
}

static void test_err__a_number_that_is_no_code_is_not_success(void **state)
{
	(void)state;
	assert_int_not_equal(err_exit_status((enum err_code)-99), 0);
	assert_int_not_equal(err_exit_status((enum err_code)1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_err__set_fills_and_returns_the_code),
		cmocka_unit_test(test_err__field_names_the_field),
		cmocka_unit_test(test_err__a_new_message_forgets_the_old_place),
		cmocka_unit_test(test_err__null_is_allowed_everywhere),
		cmocka_unit_test(test_err__clear_forgets_everything),
		cmocka_unit_test(test_err__a_message_can_be_wrapped_in_another),
		cmocka_unit_test(test_err__long_text_is_cut_between_characters),
		cmocka_unit_test(test_err__text_that_just_fits_stays_whole),
		cmocka_unit_test(test_err__a_precision_does_not_leave_half_a_character),
		cmocka_unit_test(test_err__bytes_that_are_no_text_do_no_harm),
		cmocka_unit_test(test_err__an_argument_without_text_leaves_the_sentence),
		cmocka_unit_test(test_err__exit_status_of_every_code),
		cmocka_unit_test(test_err__a_number_that_is_no_code_is_not_success),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
