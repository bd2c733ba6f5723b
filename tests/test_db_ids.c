/*
 * Numbers of records and actions: unique, ascending, whatever the clock says.
 */
#include "db/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>
#include <cmocka.h>

#include "tests/support/office.h"
#include "src/banned.h"

#define EPOCH_MS INT64_C(1577836800000)

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void test_db_ids__a_number_begins_with_the_time(void **state)
{
	struct office *o = *state;
	int64_t before = now_ms() - EPOCH_MS;
	int64_t id = office_branch(o, "A1", 0);

	/* An hour of room: numbers only count up while an action goes on. */
	assert_in_range(id >> 22, before - 1000, before + 3600 * 1000);
}

static void test_db_ids__numbers_last_until_2089(void **state)
{
	int64_t last_ms = (INT64_C(1) << 41) - 1 + EPOCH_MS;
	time_t t = (time_t)(last_ms / 1000);
	struct tm tm;

	(void)state;
	assert_non_null(gmtime_r(&t, &tm));
	assert_int_equal(tm.tm_year + 1900, 2089);
}

static void test_db_ids__numbers_ascend_within_and_across_actions(void **state)
{
	struct office *o = *state;
	int64_t last = 0;

	for (int i = 0; i < 20; i++) {
		char code[16];
		int64_t id;

		snprintf(code, sizeof(code), "A%d", i);
		id = office_branch(o, code, 0);
		assert_true(id > last);
		last = id;
	}
	assert_int_equal(office_number(o, "SELECT count(*) FROM action a WHERE EXISTS"
					  " (SELECT 1 FROM action b WHERE b.id < a.id AND b.at > a.at)"), 0);
}

static void save_new(struct office *o, struct store *s, const char *code)
{
	struct org *org = office_new_org(code, 0);

	if (store_save_one(s, &org_reg, NULL, org, NULL, &o->e) < 0)
		fail_msg("%s", o->e.text);
	reg_free(&org_reg, org);
}

/* Two programs in turn, many times in the same millisecond: the chain goes by number. */
static void test_db_ids__programs_in_turn_keep_the_order(void **state)
{
	struct office *o = *state;
	struct store *other = office_second(o);

	for (int i = 0; i < 30; i++) {
		char code[16];

		snprintf(code, sizeof(code), "B%d", i);
		save_new(o, i % 2 ? other : o->s, code);
	}
	store_close(other);
	office_sound(o);
}

/* A clock that was ahead has been put right: the numbers it gave stand in the future. */
static void test_db_ids__a_clock_that_steps_back_does_not_break_the_order(void **state)
{
	struct office *o = *state;
	const int64_t ahead = INT64_C(1) << 61;
	struct org *org = office_new_org("C1", 0);
	struct store *other = office_second(o);

	assert_int_equal(store_begin(o->s, ACTION_EDIT, NULL, &o->e), 0);
	o->s->last_id = ahead;
	o->s->action.records = 1;
	assert_int_equal(store_save(o->s, &org_reg, NULL, org, NULL, &o->e), 0);
	assert_int_equal(org->rec.id, ahead + 1);
	assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
	reg_free(&org_reg, org);

	save_new(o, other, "C2");
	store_close(other);
	assert_true(office_number(o, "SELECT max(id) FROM action") > ahead);
	office_branch(o, "C3", 0);
	office_sound(o);
}

/* A record that was taken away by undo does not leave its number to another. */
static void test_db_ids__numbers_of_removed_records_are_not_given_again(void **state)
{
	struct office *o = *state;
	int64_t gone = office_branch(o, "D1", 0);

	office_meddle(o, "DELETE FROM org");
	o->s->last_id = 0;
	assert_int_equal(store_begin(o->s, ACTION_EDIT, NULL, &o->e), 0);
	assert_true(o->s->last_id > gone);
	store_rollback(o->s);
}

static void test_db_ids__shipped_rows_have_the_same_numbers_everywhere(void **state)
{
	struct office *o = *state;

	assert_int_equal(office_number(o, "SELECT count(*) FROM division WHERE id <> CAST(code AS INTEGER)"), 0);
	assert_int_equal(office_number(o, "SELECT min(id) FROM code"), 1);
	assert_int_equal(office_number(o, "SELECT max(id) - count(*) FROM code"), 0);
	assert_int_equal(office_number(o, "SELECT max(id) - count(*) FROM rule"), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_ids__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(a_number_begins_with_the_time),
		T(numbers_last_until_2089),
		T(numbers_ascend_within_and_across_actions),
		T(programs_in_turn_keep_the_order),
		T(a_clock_that_steps_back_does_not_break_the_order),
		T(numbers_of_removed_records_are_not_given_again),
		T(shipped_rows_have_the_same_numbers_everywhere),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
