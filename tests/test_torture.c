/*
 * A short torture: kills, writers at once, damaged files, strange ledgers.  `make torture` does the same for longer.
 */
#include "tests/support/torture.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/banned.h"

static int setup(void **state)
{
	static char dir[64];

	setlocale(LC_ALL, "C.UTF-8");
	snprintf(dir, sizeof(dir), "%s/torture.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	*state = mkdtemp(dir);
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	return rmdir(*state);
}

static void test_torture__what_was_told_saved_survives_a_kill(void **state)
{
	assert_int_equal(torture_kill(&(struct torture){ .dir = *state, .seed = 1, .rounds = 30 }), 0);
}

static void test_torture__writers_at_once_lose_nothing(void **state)
{
	assert_int_equal(torture_writers(&(struct torture){ .dir = *state, .seed = 1, .rounds = 1 }), 0);
}

static void test_torture__damaged_files_neither_crash_nor_hang_nor_lie(void **state)
{
	assert_int_equal(torture_damage(&(struct torture){ .dir = *state, .seed = 1, .rounds = 60 }), 0);
}

static void test_torture__imports_are_what_was_foretold_and_undone_as_a_whole(void **state)
{
	assert_int_equal(torture_import(&(struct torture){ .dir = *state, .seed = 1, .rounds = 80 }), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_torture__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(what_was_told_saved_survives_a_kill),
		T(writers_at_once_lose_nothing),
		T(damaged_files_neither_crash_nor_hang_nor_lie),
		T(imports_are_what_was_foretold_and_undone_as_a_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
