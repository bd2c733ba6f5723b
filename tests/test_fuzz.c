/*
 * A little bad input for every target; `make fuzz` does more.
 */
#include "tests/support/fuzz.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "src/banned.h"

static void test_fuzz__bad_input_is_refused_with_a_sentence(void **state)
{
	(void)state;
	setlocale(LC_ALL, "C.UTF-8");
	for (size_t i = 0; i < fuzz_targets_n; i++)
		fuzz_loop(fuzz_targets[i], 1, 0, 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fuzz__bad_input_is_refused_with_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
