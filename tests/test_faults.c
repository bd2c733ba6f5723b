/*
 * Commands under failing calls and power cuts, some of each: `make torture` has all of them.
 */
#include "tests/support/fault_run.h"
#include "tests/support/power.h"

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

static char dir[256], library[4096];

static int setup(void **state)
{
	const char *tmp = getenv("TMPDIR"), *build = getenv("ZHIBU_BUILD");

	setlocale(LC_ALL, "C.UTF-8");
	snprintf(library, sizeof(library), "%s/tests/faults.so", build ? build : "build");
	snprintf(dir, sizeof(dir), "%s/faults.XXXXXX", tmp ? tmp : "/tmp");
	*state = getenv("ZHIBU_BIN");
	return *state && mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	return rmdir(dir);
}

/* A sanitizer must come before all other libraries. */
static void skip_with_sanitizers(void)
{
#ifdef SANITIZED
	skip();
#endif
}

static void test_faults__a_failing_call_leaves_what_was_or_what_shall_be(void **state)
{
	struct fault_plan plan = { .zhibu = *state, .library = library, .dir = dir, .seed = 1, .points = 2,
				   .memory_points = 3 };

	skip_with_sanitizers();
	assert_int_equal(fault_run(&plan), 0);
	assert_true(fault_runs() > 100);
}

static void test_faults__what_was_said_to_be_done_outlasts_a_power_cut(void **state)
{
	struct power p = { .zhibu = *state, .library = library, .dir = dir, .seed = 1, .cuts = 60 };

	skip_with_sanitizers();
	assert_int_equal(power_run(&p), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_faults__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_failing_call_leaves_what_was_or_what_shall_be),
		T(what_was_said_to_be_done_outlasts_a_power_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
