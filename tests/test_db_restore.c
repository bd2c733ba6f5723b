/*
 * Giving a field a value back that it had.
 */
#include "db/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "tests/support/office.h"
#include "src/banned.h"

static void assert_field(struct office *o, int64_t id, const char *field, const char *want)
{
	char *text = office_field(o, id, field);

	assert_string_equal(text, want);
	free(text);
}

static int put_back(struct office *o, int64_t id, const char *field, const char *value, const char *reason)
{
	const struct restore r = { &org_reg, id, field, value, reason };

	err_clear(&o->e);
	return journal_restore(o->s, &r, NULL, &o->e);
}

static int keep_reason(void *ctx, const struct action *a)
{
	buf_addf(ctx, "%s %s", action_kind_value(a->kind), a->reason ? a->reason : "-");
	return 1;
}

static void newest_is(struct office *o, const char *want)
{
	struct journal_filter f = { .limit = 1 };
	struct buf b = BUF_INIT;

	journal_actions(o->s, &f, keep_reason, &b, &o->e);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_db_restore__is_an_edit_of_its_own_and_can_be_undone(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct undo_plan plan;

	office_must_edit(o, id, "secretary", "示例甲");
	office_must_edit(o, id, "secretary", "示例乙");
	assert_int_equal(put_back(o, id, "secretary", "示例甲", " 填错了 "), 0);
	assert_field(o, id, "secretary", "示例甲");
	newest_is(o, "edit 填错了");
	assert_int_equal(journal_plan_undo(o->s, 0, &plan, &o->e), 0);
	assert_int_equal(journal_undo(o->s, &plan, false, NULL, &o->e), 0);
	undo_plan_release(&plan);
	assert_field(o, id, "secretary", "示例乙");
	office_sound(o);
}

static void test_db_restore__empties_what_was_empty(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_must_edit(o, id, "secretary", "示例甲");
	assert_int_equal(put_back(o, id, "secretary", NULL, NULL), 0);
	assert_field(o, id, "secretary", "");
	newest_is(o, "edit -");
}

static void test_db_restore__what_is_so_already_is_no_change(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	const struct restore r = { &org_reg, id, "secretary", "示例甲", NULL };

	office_must_edit(o, id, "secretary", "示例甲");
	assert_int_equal(journal_may_restore(o->s, &r, NULL, &o->e), 1);
	office_refused(o, put_back(o, id, "secretary", "示例甲", NULL), ERR_INVALID, "书记/现在就是这个值");
}

static void test_db_restore__retirement_is_not_a_field(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_refused(o, put_back(o, id, "retired_on", "2024-01-01", NULL), ERR_INVALID, "停用和恢复/F8");
	office_refused(o, put_back(o, id, "gone", "1", NULL), ERR_INVALID, "gone/不能恢复");
}

static void test_db_restore__a_value_that_is_none_any_more_is_refused(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_refused(o, put_back(o, id, "founded", "no day", NULL), ERR_INVALID, "当时的值现在不能用");
	office_refused(o, put_back(o, id, "category", "999", NULL), ERR_INVALID, "当时的值现在不能用");
	/* The rules judge it as they do what is typed. */
	office_refused(o, put_back(o, id, "name", NULL, NULL), ERR_INVALID, "全称");
	assert_field(o, id, "category", "631");
}

static void test_db_restore__a_retired_reference_is_refused(void **state)
{
	struct office *o = *state;
	int64_t top = office_branch(o, "A1", 0), other = office_branch(o, "A2", 0), id = office_branch(o, "A3", 0);
	char was[24];

	snprintf(was, sizeof(was), "%lld", (long long)top);
	office_must_edit(o, id, "superior", "A1");
	office_must_edit(o, id, "superior", "A2");
	assert_int_equal(put_back(o, id, "superior", was, NULL), 0);
	office_must_edit(o, id, "superior", "A2");
	assert_int_equal(office_retire(o, &org_reg, top), 0);
	office_refused(o, put_back(o, id, "superior", was, NULL), ERR_INVALID, "上级组织/已停用");
	(void)other;
}

static void test_db_restore__needs_the_right_to_write(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	const struct restore r = { &org_reg, id, "secretary", NULL, NULL };

	office_must_edit(o, id, "secretary", "示例甲");
	office_operator(o, "looker", "viewer", 0);
	office_open(o, "looker");
	assert_int_equal(journal_may_restore(o->s, &r, NULL, &o->e), ERR_DENIED);
	assert_int_equal(put_back(o, id, "secretary", NULL, NULL), ERR_DENIED);
	assert_field(o, id, "secretary", "示例甲");
}

static void test_db_restore__says_before_what_stands_there(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	const struct restore r = { &org_reg, id, "phone", NULL, NULL };
	char *now = NULL;

	office_must_edit(o, id, "phone", "13900000044");
	assert_int_equal(journal_may_restore(o->s, &r, &now, &o->e), 0);
	assert_string_equal(now, "139****0044");
	free(now);
	newest_is(o, "edit -");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_restore__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(is_an_edit_of_its_own_and_can_be_undone),
		T(empties_what_was_empty),
		T(what_is_so_already_is_no_change),
		T(retirement_is_not_a_field),
		T(a_value_that_is_none_any_more_is_refused),
		T(a_retired_reference_is_refused),
		T(needs_the_right_to_write),
		T(says_before_what_stands_there),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
