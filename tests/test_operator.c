/*
 * Operators: accounts of the system, nothing else.
 */
#include "src/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/seeds.h"
#include "src/banned.h"

static struct seeds seeds;

static int setup(void **state)
{
	(void)state;
	seeds_load(&seeds, "2024-05-20");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	seeds_release(&seeds);
	return 0;
}

static int judge(const struct reg *reg, const void *rec, struct err *e)
{
	err_clear(e);
	return reg_check(reg, &seeds.lookup, rec, NULL, NULL, e);
}

static void assert_refused(const struct reg *reg, void *rec, const char *field, const char *text)
{
	struct err e = ERR_INIT;

	type_in(&seeds, reg, rec, field, text);
	assert_int_equal(judge(reg, rec, &e), ERR_INVALID);
	assert_string_equal(e.field, field);
}

static void assert_taken(const struct reg *reg, void *rec, const char *field, const char *text)
{
	struct err e = ERR_INIT;

	type_in(&seeds, reg, rec, field, text);
	if (judge(reg, rec, &e) != 0)
		fail_msg("%s", e.text);
}

static void test_operator__operator_login_is_an_account_name(void **state)
{
	struct operator_row *row = reg_new(&operator_reg);
	struct err e = ERR_INIT;

	(void)state;
	type_in(&seeds, &operator_reg, row, "login", "zhangmin");
	type_in(&seeds, &operator_reg, row, "name", "示例录入员");
	assert_int_equal(judge(&operator_reg, row, &e), ERR_INVALID);
	assert_string_equal(e.field, "role");
	assert_taken(&operator_reg, row, "role", "录入员");
	assert_int_equal(role_from_value(row->role.s), ROLE_CLERK);
	assert_refused(&operator_reg, row, "login", "张敏");
	assert_refused(&operator_reg, row, "login", "zhang min");
	assert_refused(&operator_reg, row, "login", "-rf");
	assert_taken(&operator_reg, row, "login", "zhang.min_2-a");
	reg_free(&operator_reg, row);
}

/* Codes, rules and operators have no place in the tree, so that a part of it would bind nobody. */
static void test_operator__an_administrator_has_no_scope(void **state)
{
	struct operator_row *row = reg_new(&operator_reg);
	struct err e = ERR_INIT;

	(void)state;
	type_in(&seeds, &operator_reg, row, "login", "zhangmin");
	type_in(&seeds, &operator_reg, row, "name", "示例管理员");
	assert_taken(&operator_reg, row, "role", "管理员");
	row->scope.id = 1;
	assert_int_equal(judge(&operator_reg, row, &e), ERR_INVALID);
	assert_string_equal(e.field, "scope");
	assert_non_null(strstr(e.text, "管理范围"));
	assert_taken(&operator_reg, row, "role", "审批员");
	reg_free(&operator_reg, row);
}

int main(void)
{
#define T(name) cmocka_unit_test(test_operator__##name)
	const struct CMUnitTest tests[] = {
		T(operator_login_is_an_account_name),
		T(an_administrator_has_no_scope),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
