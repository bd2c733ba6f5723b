/* Which value of a field holds, where two people changed the same record. */
#include "src/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "src/banned.h"

struct thing {
	char *name;
	int64_t size;
};

static const struct field name_field = { FIELD(struct thing, name) };
static const struct field size_field = { FIELD(struct thing, size) };

static enum merge merge_names(const char *base, const char *theirs, const char *mine)
{
	const struct thing three[] = {
		{ .name = (char *)(uintptr_t)base }, { .name = (char *)(uintptr_t)theirs }, { .name = (char *)(uintptr_t)mine },
	};

	return field_merge(&name_field, &three[0], &three[1], &three[2]);
}

static void test_merge__what_nobody_changed_is_mine(void **state)
{
	(void)state;
	assert_int_equal(merge_names("甲", "甲", "甲"), MERGE_MINE);
	assert_int_equal(merge_names(NULL, NULL, NULL), MERGE_MINE);
}

static void test_merge__what_one_side_changed_is_that_sides(void **state)
{
	(void)state;
	assert_int_equal(merge_names("甲", "甲", "乙"), MERGE_MINE);
	assert_int_equal(merge_names("甲", "乙", "甲"), MERGE_THEIRS);
	assert_int_equal(merge_names("甲", NULL, "甲"), MERGE_THEIRS);
	assert_int_equal(merge_names(NULL, "甲", NULL), MERGE_THEIRS);
}

static void test_merge__the_same_change_twice_is_no_question(void **state)
{
	(void)state;
	assert_int_equal(merge_names("甲", "乙", "乙"), MERGE_MINE);
	assert_int_equal(merge_names("甲", NULL, NULL), MERGE_MINE);
}

static void test_merge__two_different_changes_are_asked_about(void **state)
{
	const struct thing base = { .size = 1 }, theirs = { .size = 2 }, mine = { .size = 3 };

	(void)state;
	assert_int_equal(merge_names("甲", "乙", "丙"), MERGE_ASK);
	assert_int_equal(merge_names("甲", NULL, "丙"), MERGE_ASK);
	assert_int_equal(merge_names(NULL, "乙", "丙"), MERGE_ASK);
	assert_int_equal(field_merge(&size_field, &base, &theirs, &mine), MERGE_ASK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_merge__what_nobody_changed_is_mine),
		cmocka_unit_test(test_merge__what_one_side_changed_is_that_sides),
		cmocka_unit_test(test_merge__the_same_change_twice_is_no_question),
		cmocka_unit_test(test_merge__two_different_changes_are_asked_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
