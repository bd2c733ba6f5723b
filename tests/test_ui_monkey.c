/*
 * Keys at random: no crash, no broken picture, no screen that cannot be left, nothing wrong in the database.
 * `make fuzz` does the same with many more seeds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/monkey.h"
#include "tests/support/stage.h"
#include "src/banned.h"

static void test_monkey__ten_thousand_keys(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 6; seed++)
		assert_int_equal(monkey_play(&(struct monkey){ .seed = seed, .keys = 1700 }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_monkey__ten_thousand_keys),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
