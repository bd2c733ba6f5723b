/*
 * What refers to a record, and how often.
 */
#include "db/uses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/office.h"
#include "src/banned.h"

static void add(void *ctx, const struct use *use)
{
	use_label(use, ctx);
	buf_addc(ctx, ' ');
	use_count(use, ctx);
	buf_addc(ctx, '\n');
}

static void says(struct office *o, const struct reg *reg, int64_t id, const char *want)
{
	struct buf out = BUF_INIT;

	assert_int_equal(store_uses(o->s, reg, id, add, &out, &o->e), 0);
	assert_string_equal(buf_str(&out), want);
	buf_release(&out);
}

static void test_db_uses__each_register_is_told_with_its_number(void **state)
{
	struct office *o = *state;
	int64_t top = office_branch(o, "A", 0), one = office_branch(o, "B", top);

	says(o, &org_reg, top, "直接下级 1\n");
	says(o, &org_reg, one, "");
	office_branch(o, "C", top);
	office_operator(o, "clerk", "clerk", top);
	says(o, &org_reg, top, "直接下级 2\n操作员 1\n");
	office_must_edit(o, one, "division", "632821102211");
	says(o, &division_reg, INT64_C(632821102211), "党组织 1\n");
	says(o, &division_reg, INT64_C(632821102000), "直接下级 21\n");
	says(o, &division_reg, INT64_C(632821102210), "");
}

static void test_db_uses__what_is_out_of_use_does_not_count(void **state)
{
	struct office *o = *state;
	int64_t top = office_branch(o, "A", 0), one = office_branch(o, "B", top);

	office_branch(o, "C", top);
	assert_int_equal(office_retire(o, &org_reg, one), 0);
	says(o, &org_reg, top, "直接下级 1\n");
}

static void test_db_uses__many_are_not_counted_to_the_end(void **state)
{
	struct office *o = *state;
	struct buf code = BUF_INIT;
	int64_t top = office_branch(o, "A", 0);

	assert_int_equal(store_begin(o->s, ACTION_BATCH, NULL, &o->e), 0);
	for (int i = 0; i <= USES_MOST; i++) {
		struct org *org;

		buf_clear(&code);
		buf_addf(&code, "B%d", i);
		org = office_new_org(buf_str(&code), top);
		assert_int_equal(store_save(o->s, &org_reg, NULL, org, NULL, &o->e), 0);
		reg_free(&org_reg, org);
	}
	assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
	says(o, &org_reg, top, "直接下级 1000+\n");
	buf_release(&code);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_db_uses__##name, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_register_is_told_with_its_number),
		TEST(what_is_out_of_use_does_not_count),
		TEST(many_are_not_counted_to_the_end),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
