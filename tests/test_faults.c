/*
 * Commands under failing calls, some of each: `make torture` makes all of them fail.
 */
#include "tests/support/fault_run.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/banned.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

static void test_faults__a_failing_call_leaves_what_was_or_what_shall_be(void **state)
{
	char dir[256], library[4096];
	const char *tmp = getenv("TMPDIR"), *build = getenv("ZHIBU_BUILD");
	struct fault_plan plan = { .zhibu = getenv("ZHIBU_BIN"), .library = library, .dir = dir, .seed = 1,
				   .points = 2, .memory_points = 3 };

	(void)state;
#ifdef SANITIZED
	/* The sanitizer must come before all other libraries. */
	skip();
#endif
	assert_non_null(plan.zhibu);
	assert_non_null(build);
	setlocale(LC_ALL, "C.UTF-8");
	snprintf(library, sizeof(library), "%s/tests/faults.so", build);
	snprintf(dir, sizeof(dir), "%s/faults.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(dir));
	assert_int_equal(fault_run(&plan), 0);
	assert_true(fault_runs() > 100);
	assert_int_equal(rmdir(dir), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults__a_failing_call_leaves_what_was_or_what_shall_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
