/*
 * Keys at random, one seed after the other: monkey [SEED [SEEDS [KEYS]]].
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

#include "tests/support/monkey.h"
#include "tests/support/stage.h"
#include "src/banned.h"

static uint32_t first;
static long seeds, keys;

static long number(int argc, char **argv, int at, long otherwise)
{
	return argc > at ? strtol(argv[at], NULL, 10) : otherwise;
}

static void test_monkey__goes_on(void **state)
{
	int failed = 0;

	(void)state;
	for (long i = 0; i < seeds; i++)
		failed += monkey_play(&(struct monkey){ .seed = first + (uint32_t)i, .keys = (int)keys }) != 0;
	assert_int_equal(failed, 0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_monkey__goes_on) };

	first = (uint32_t)number(argc, argv, 1, (long)time(NULL));
	seeds = number(argc, argv, 2, 1);
	keys = number(argc, argv, 3, 10000);
	printf("monkey: %ld seeds from %lu, %ld keys each\n", seeds, (unsigned long)first, keys);
	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
