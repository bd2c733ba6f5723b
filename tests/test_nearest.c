/*
 * Which name a person may have meant.
 */
#include "src/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "src/banned.h"

static void test_nearest__counts_changed_added_and_missing_characters(void **state)
{
	(void)state;
	assert_int_equal(nearest_distance("党支部", "党支部", 3), 0);
	assert_int_equal(nearest_distance("党支布", "党支部", 3), 1);
	assert_int_equal(nearest_distance("党部", "党支部", 3), 1);
	assert_int_equal(nearest_distance("党党支部", "党支部", 3), 1);
	assert_int_equal(nearest_distance("kitten", "sitting", 5), 3);
	assert_int_equal(nearest_distance("", "ab", 5), 2);
	assert_int_equal(nearest_distance("", "", 0), 0);
}

static void test_nearest__is_the_same_both_ways(void **state)
{
	(void)state;
	assert_int_equal(nearest_distance("sunday", "saturday", 9), 3);
	assert_int_equal(nearest_distance("saturday", "sunday", 9), 3);
	assert_int_equal(nearest_distance("成立日期", "日期", 9), 2);
	assert_int_equal(nearest_distance("日期", "成立日期", 9), 2);
}

static void test_nearest__is_blind_to_case_width_spaces_and_underscores(void **state)
{
	(void)state;
	assert_int_equal(nearest_distance("Full Members", "full_members", 3), 0);
	assert_int_equal(nearest_distance("ｎａｍｅ", "name", 3), 0);
}

static void test_nearest__gives_up_beyond_the_limit(void **state)
{
	char text[201];

	(void)state;
	assert_int_equal(nearest_distance("abcdef", "uvwxyz", 2), 3);
	assert_int_equal(nearest_distance("a", "abcdef", 2), 3);
	for (int i = 0; i < 200; i++)
		text[i] = 'a';
	text[200] = '\0';
	assert_int_equal(nearest_distance(text, text, 2), 3);
}

static const char *pick(const char *typed)
{
	static const char *const names[] = { "name", "short_name", "书记", "联系人", "书记电话" };
	struct nearest n;

	nearest_begin(&n, typed);
	nearest_try(&n, NULL, "none");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		nearest_try(&n, names[i], names[i]);
	return nearest_end(&n);
}

static void test_nearest__the_nearest_candidate_wins(void **state)
{
	(void)state;
	assert_string_equal(pick("naem"), "name");
	assert_string_equal(pick("shortname"), "short_name");
	assert_string_equal(pick("书计"), "书记");
	assert_string_equal(pick("书记电化"), "书记电话");
}

static void test_nearest__nothing_is_near_to_a_different_word(void **state)
{
	(void)state;
	assert_null(pick("成立日期"));
	assert_null(pick("xy"));
	assert_null(pick("人"));
	assert_null(pick(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nearest__counts_changed_added_and_missing_characters),
		cmocka_unit_test(test_nearest__is_the_same_both_ways),
		cmocka_unit_test(test_nearest__is_blind_to_case_width_spaces_and_underscores),
		cmocka_unit_test(test_nearest__gives_up_beyond_the_limit),
		cmocka_unit_test(test_nearest__the_nearest_candidate_wins),
		cmocka_unit_test(test_nearest__nothing_is_near_to_a_different_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
