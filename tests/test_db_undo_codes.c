/*
 * Undo of codes: a value that a record holds always has its row, whatever is taken back and brought back.
 */
#include "db/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static int64_t newest(struct office *o)
{
	return office_number(o, "SELECT max(id) FROM action");
}

static void must(const struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

/* action 0: the latest. */
static int undo(struct office *o, int64_t action)
{
	struct undo_plan plan;
	int rc;

	err_clear(&o->e);
	rc = journal_plan_undo(o->s, action, &plan, &o->e);
	if (rc == 0)
		rc = journal_undo(o->s, &plan, false, NULL, &o->e);
	undo_plan_release(&plan);
	return rc;
}

static int redo(struct office *o, int64_t action)
{
	struct undo_plan plan;
	int rc;

	err_clear(&o->e);
	rc = journal_plan_redo(o->s, action, &plan, &o->e);
	if (rc == 0)
		rc = journal_redo(o->s, &plan, false, NULL, &o->e);
	undo_plan_release(&plan);
	return rc;
}

static int64_t add_code(struct office *o, const char *set_name, const char *value)
{
	struct code_row *row = reg_new(&code_reg);

	row->set_name = xstrdup(set_name);
	row->value = xstrdup(value);
	row->label = xstrdup("示例代码");
	must(o, store_save_one(o->s, &code_reg, NULL, row, NULL, &o->e));
	reg_free(&code_reg, row);
	return newest(o);
}

static void test_db_undo_codes__a_code_that_records_hold_is_not_taken_away(void **state)
{
	struct office *o = *state;
	int64_t adding = add_code(o, "unit_nature", "x1"), id = office_branch(o, "A1", 0), edit;

	add_code(o, "unit_nature", "x0");
	add_code(o, "unit_nature", "x2");
	office_must_edit(o, id, "unit_nature", "x0,x1,x2");
	edit = newest(o);
	assert_int_equal(office_retire(o, &org_reg, id), 0);
	office_refused(o, undo(o, adding), ERR_INVALID, "示例代码/中共示例A1支部委员会/单位性质");
	assert_int_equal(office_number(o, "SELECT count(*) FROM code WHERE key = 'unit_nature.x1'"), 1);
	office_sound(o);
	must(o, undo(o, newest(o)));
	must(o, undo(o, edit));
	must(o, undo(o, adding));
	assert_int_equal(office_number(o, "SELECT count(*) FROM code WHERE key = 'unit_nature.x1'"), 0);
	office_sound(o);
}

static void test_db_undo_codes__a_single_value_counts_too(void **state)
{
	struct office *o = *state;
	int64_t adding = add_code(o, "unit_situation", "x1");

	office_must_edit(o, office_branch(o, "A1", 0), "unit_situation", "示例代码");
	office_refused(o, undo(o, adding), ERR_INVALID, "示例代码/中共示例A1支部委员会");
	office_sound(o);
}

/* The same value in another set is another code. */
static void test_db_undo_codes__a_code_nobody_holds_goes_and_retiring_one_is_undone(void **state)
{
	struct office *o = *state;
	int64_t adding = add_code(o, "domain", "x1"), id = office_branch(o, "A1", 0);

	add_code(o, "unit_nature", "x1");
	office_must_edit(o, id, "unit_nature", "示例代码");
	must(o, undo(o, adding));
	assert_int_equal(office_retire(o, &code_reg,
				 office_number(o, "SELECT id FROM code WHERE key = 'unit_nature.x1'")), 0);
	must(o, undo(o, 0));
	must(o, redo(o, 0));
	office_sound(o);
}

/* The value goes first, then its code; now the value must not come back alone. */
static void test_db_undo_codes__a_value_does_not_come_back_without_its_code(void **state)
{
	struct office *o = *state;
	int64_t adding = add_code(o, "unit_nature", "x1"), id = office_branch(o, "A1", 0), edit, back;

	office_must_edit(o, id, "unit_nature", "示例代码");
	edit = newest(o);
	must(o, undo(o, edit));
	back = newest(o);
	must(o, undo(o, adding));
	must(o, redo(o, newest(o)));
	must(o, undo(o, adding));
	office_refused(o, redo(o, back), ERR_INVALID, "单位性质/代码/不存在");
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE unit_nature IS NULL"), 1);
	office_sound(o);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_undo_codes__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(a_code_that_records_hold_is_not_taken_away),
		T(a_single_value_counts_too),
		T(a_code_nobody_holds_goes_and_retiring_one_is_undone),
		T(a_value_does_not_come_back_without_its_code),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
