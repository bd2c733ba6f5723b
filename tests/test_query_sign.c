/* The signs between a field and its value. */
#include "src/query_sign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

static const enum op compared[] = { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_HAS };

static void means(const char *text, enum op op, size_t length)
{
	enum op found = OP_WORD;

	assert_int_equal(query_sign(text, strlen(text), &found), length);
	assert_int_equal(found, op);
}

static void test_query_sign__what_the_program_writes_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(compared) / sizeof(compared[0]); i++) {
		const char *text = query_sign_text(compared[i]);

		assert_true(*text);
		means(text, compared[i], strlen(text));
	}
	assert_string_equal(query_sign_text(OP_WORD), "");
}

static void test_query_sign__all_ways_to_type_one_mean_the_same(void **state)
{
	(void)state;
	means("≠632801", OP_NE, strlen("≠"));
	means("≤2010", OP_LE, strlen("≤"));
	means("≥2010", OP_GE, strlen("≥"));
	means("＝党支部", OP_EQ, strlen("＝"));
	means("～东", OP_HAS, strlen("～"));
	means("！＝631", OP_NE, strlen("！＝"));
	means("＜=5", OP_LE, strlen("＜="));
	means("<＝5", OP_LE, strlen("<＝"));
	means("＞＝5", OP_GE, strlen("＞＝"));
}

static void test_query_sign__the_longer_one_wins_and_a_beginning_is_none(void **state)
{
	(void)state;
	means("<=5", OP_LE, 2);
	means("<5", OP_LT, 1);
	means("!5", OP_WORD, 0);
	means("东<5", OP_WORD, 0);
	means("", OP_WORD, 0);
	/* What stands behind the end does not count: the caret may be in the middle of "<=". */
	assert_int_equal(query_sign("<=5", 1, NULL), 1);
	assert_int_equal(query_sign("!=5", 1, NULL), 0);
}

static void test_query_sign__characters_lose_their_width(void **state)
{
	size_t n;

	(void)state;
	assert_int_equal(query_char("Ａ", strlen("Ａ"), &n), 'A');
	assert_int_equal(n, 3);
	assert_int_equal(query_char("　", strlen("　"), &n), ' ');
	assert_int_equal(query_char("\t", 1, &n), ' ');
	assert_int_equal(query_char("东", strlen("东"), &n), 0x4E1C);
	assert_int_equal(query_char("", 0, &n), 0);
	assert_int_equal(n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query_sign__what_the_program_writes_is_read),
		cmocka_unit_test(test_query_sign__all_ways_to_type_one_mean_the_same),
		cmocka_unit_test(test_query_sign__the_longer_one_wins_and_a_beginning_is_none),
		cmocka_unit_test(test_query_sign__characters_lose_their_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
