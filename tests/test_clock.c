/*
 * The clocks: one that only goes forward, and one that is the time of day.
 */
#include "src/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <cmocka.h>

#include "src/banned.h"

static void test_clock__goes_forward(void **state)
{
	int64_t before = clock_ms();

	(void)state;
	assert_true(before > 0);
	for (int i = 0; i < 1000; i++) {
		int64_t now = clock_ms();

		assert_true(now >= before);
		before = now;
	}
}

static void test_clock__is_the_time_of_day(void **state)
{
	int64_t before = (int64_t)time(NULL) * 1000, now = clock_wall_ms(), after = ((int64_t)time(NULL) + 1) * 1000;

	(void)state;
	assert_true(before <= now && now <= after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clock__goes_forward),
		cmocka_unit_test(test_clock__is_the_time_of_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
