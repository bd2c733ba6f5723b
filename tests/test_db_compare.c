/*
 * Two moments side by side: what is said to differ is what differs between the records of the two days.
 */
#include "db/compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/past.h"
#include "db/read.h"
#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void must(const struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

static int64_t newest(struct office *o)
{
	return office_number(o, "SELECT max(id) FROM action");
}

/* ---- What is said ------------------------------------------------------------------------------ */

static int add_change(void *ctx, const struct change *c)
{
	buf_addf(ctx, "%lld %s %s: %s -> %s\n", (long long)c->record, deed_value(change_deed(c)), c->name,
		 c->before ? c->before : "", c->after ? c->after : "");
	return 0;
}

static struct compare_sum sum;

/* "RECORD DEED FIELD: BEFORE -> AFTER", a line each; the caller frees. */
static char *differences(struct office *o, int64_t record, int64_t after, int64_t until)
{
	struct compare_want want = { .reg = &org_reg, .record = record, .after = after, .until = until };
	struct buf b = BUF_INIT;

	must(o, store_compare(o->s, &want, add_change, &b, &sum, &o->e));
	buf_adds(&b, "");
	return buf_detach(&b);
}

static void assert_differences(struct office *o, int64_t after, int64_t until, const char *want)
{
	char *is = differences(o, 0, after, until);

	assert_string_equal(is ? is : "", want);
	free(is);
}

static const char *line(char *out, size_t size, int64_t id, const char *rest)
{
	snprintf(out, size, "%lld %s\n", (long long)id, rest);
	return out;
}

/* ---- Cases ------------------------------------------------------------------------------------- */

static void test_db_compare__the_earliest_before_and_the_latest_after(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), from = newest(o), middle;
	char want[200];

	office_must_edit(o, id, "secretary", "王涛");
	middle = newest(o);
	office_must_edit(o, id, "secretary", "刘洋");
	assert_differences(o, from, COMPARE_NOW, line(want, sizeof(want), id, "update secretary:  -> 刘洋"));
	assert_differences(o, from, middle, line(want, sizeof(want), id, "update secretary:  -> 王涛"));
	assert_differences(o, middle, COMPARE_NOW, line(want, sizeof(want), id, "update secretary: 王涛 -> 刘洋"));
	assert_int_equal(sum.records[DEED_EDIT], 1);
	assert_differences(o, newest(o), COMPARE_NOW, "");
	assert_int_equal(sum.records[DEED_EDIT], 0);
}

static void test_db_compare__what_was_changed_back_does_not_differ(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), from;

	office_must_edit(o, id, "note", "一");
	from = newest(o);
	office_must_edit(o, id, "note", "二");
	office_must_edit(o, id, "note", "一");
	assert_differences(o, from, COMPARE_NOW, "");
	office_must_edit(o, id, "note", "三");
	must(o, office_retire(o, &org_reg, id));
	must(o, store_begin(o->s, ACTION_EDIT, NULL, &o->e));
	must(o, store_revive(o->s, &org_reg, id, "还在", &o->e));
	must(o, store_commit(o->s, NULL, &o->e));
	office_must_edit(o, id, "note", "一");
	assert_differences(o, from, COMPARE_NOW, "");
}

static void test_db_compare__made_retired_revived_and_taken_back(void **state)
{
	struct office *o = *state;
	int64_t old = office_branch(o, "A1", 0), from = newest(o), made = office_branch(o, "A2", old), with, retired;
	struct undo_plan plan;
	char want[200], *is;

	office_must_edit(o, made, "note", "新的");
	with = newest(o);
	assert_differences(o, from, COMPARE_NOW, line(want, sizeof(want), made, "create :  -> "));
	assert_int_equal(sum.records[DEED_CREATE], 1);
	must(o, office_retire(o, &org_reg, made));
	retired = newest(o);
	is = differences(o, made, with, COMPARE_NOW);
	assert_non_null(strstr(is, "retire retired_on:  -> 20"));
	assert_non_null(strstr(is, "retire retired_reason:  -> "));
	assert_int_equal(sum.records[DEED_RETIRE], 1);
	free(is);
	must(o, store_begin(o->s, ACTION_EDIT, NULL, &o->e));
	must(o, store_revive(o->s, &org_reg, made, "还在", &o->e));
	must(o, store_commit(o->s, NULL, &o->e));
	free(differences(o, 0, retired, COMPARE_NOW));
	assert_int_equal(sum.records[DEED_REVIVE], 1);
	/* Undone from the last to the first one, it is as if it had never been. */
	for (int i = 0; i < 4; i++) {
		must(o, journal_plan_undo(o->s, 0, &plan, &o->e));
		must(o, journal_undo(o->s, &plan, true, NULL, &o->e));
		undo_plan_release(&plan);
	}
	assert_differences(o, from, COMPARE_NOW, "");
	assert_differences(o, with, COMPARE_NOW, line(want, sizeof(want), made, "remove :  -> "));
	assert_int_equal(sum.records[DEED_REMOVE], 1);
}

/* ---- Against the past itself ------------------------------------------------------------------- */

#define STATES 12

static void text_of(struct store *s, const struct org *org, const struct field *f, struct buf *out)
{
	field_format(f, org, store_lookup(s), STYLE_DATA, out);
}

/* How many fields of two records read differently, those of retirement too. */
static int64_t fields_between(struct store *a, struct store *b, const struct org *was, const struct org *is)
{
	int64_t n = date_compare(was->rec.retired_on, is->rec.retired_on) != 0;

	n += strcmp(was->rec.retired_reason ? was->rec.retired_reason : "", is->rec.retired_reason ? is->rec.retired_reason : "") != 0;
	for (size_t i = 0; i < org_reg.nfields; i++) {
		struct buf x = BUF_INIT, y = BUF_INIT;

		text_of(a, was, &org_reg.fields[i], &x);
		text_of(b, is, &org_reg.fields[i], &y);
		n += strcmp(buf_str(&x), buf_str(&y)) != 0;
		buf_release(&x);
		buf_release(&y);
	}
	return n;
}

static int64_t lines_between(struct store *a, struct store *b, int64_t id)
{
	struct org *was = reg_new(&org_reg), *is = reg_new(&org_reg);
	bool in_a = store_get(a, &org_reg, id, was, NULL) == 0, in_b = store_get(b, &org_reg, id, is, NULL) == 0;
	int64_t n = in_a != in_b ? 1 : in_a ? fields_between(a, b, was, is) : 0;

	reg_free(&org_reg, was);
	reg_free(&org_reg, is);
	return n;
}

static int count_change(void *ctx, const struct change *c)
{
	(void)c;
	++*(int64_t *)ctx;
	return 0;
}

static void assert_as_the_past(struct office *o, struct store *const past[], const int64_t action[], int64_t id)
{
	for (int a = 0; a < STATES; a++)
		for (int b = a; b < STATES; b++) {
			struct compare_want want = { &org_reg, id, action[a], action[b], 0 };
			int64_t n = 0;

			must(o, store_compare(o->s, &want, count_change, &n, &sum, &o->e));
			if (n != lines_between(past[a], past[b], id))
				fail_msg("%lld between %d and %d: %lld", (long long)id, a, b, (long long)n);
		}
}

/* One thing after the other happens to two records and a third. */
static void happen(struct office *o, int step, int64_t ids[3])
{
	static const char *const fields[] = { "note", "secretary", "phone", "name" };
	struct undo_plan plan;

	if (step == 3) {
		ids[2] = office_branch(o, "C1", ids[0]);
	} else if (step == 5) {
		must(o, office_retire(o, &org_reg, ids[1]));
	} else if (step == 6 || step == 9) {
		must(o, journal_plan_undo(o->s, 0, &plan, &o->e));
		must(o, journal_undo(o->s, &plan, true, NULL, &o->e));
		undo_plan_release(&plan);
	} else if (step == 8) {
		office_must_edit(o, ids[0], "note", "零");
	} else {
		office_must_edit(o, ids[step % 2], fields[step % 4], step % 4 == 2 ? "0977-8201234" : step % 3 ? "甲支部" : "乙支部");
	}
}

static void test_db_compare__between_any_two_actions_it_says_what_the_past_shows(void **state)
{
	struct office *o = *state;
	int64_t ids[3] = { office_branch(o, "A1", 0), office_branch(o, "B1", 0), 0 }, action[STATES];
	struct store *past[STATES];

	for (int i = 0; i < STATES; i++) {
		struct past_want want = { .moment = { date_today(), MOMENT_END } };

		happen(o, i, ids);
		action[i] = newest(o);
		must(o, past_open(o->s, &want, &past[i], &o->e));
	}
	for (int k = 0; k < 3; k++)
		assert_as_the_past(o, past, action, ids[k]);
	for (int i = 0; i < STATES; i++)
		store_close(past[i]);
}

/* ---- Limits and words -------------------------------------------------------------------------- */

static void test_db_compare__no_more_records_than_asked_for(void **state)
{
	struct office *o = *state;
	int64_t from = newest(o), n = 0;
	struct compare_want want = { &org_reg, 0, from, COMPARE_NOW, 3 };

	for (int i = 0; i < 4; i++) {
		char code[8];

		snprintf(code, sizeof(code), "N%d", i);
		office_branch(o, code, 0);
	}
	must(o, store_compare(o->s, &want, count_change, &n, &sum, &o->e));
	assert_int_equal(n, 3);
	assert_true(sum.more);
	want.most = 4;
	n = 0;
	must(o, store_compare(o->s, &want, count_change, &n, &sum, &o->e));
	assert_int_equal(n, 4);
	assert_false(sum.more);
	want.reg = &code_reg;
	n = 0;
	must(o, store_compare(o->s, &want, count_change, &n, &sum, &o->e));
	assert_int_equal(n, 0);
}

static void date_newest(struct office *o, const char *local)
{
	char sql[200];

	snprintf(sql, sizeof(sql), "UPDATE action SET at = CAST(strftime('%%s', '%s', 'utc') AS INTEGER) * 1000 WHERE id = %lld",
		 local, (long long)newest(o));
	office_meddle(o, sql);
}

static void assert_between(struct office *o, const char *typed, const char *want)
{
	struct compare_want w = { .reg = &org_reg };
	char *is;

	must(o, compare_parse(o->s, typed, &w, NULL, &o->e));
	is = differences(o, 0, w.after, w.until);
	assert_string_equal(is ? is : "", want);
	free(is);
}

static void test_db_compare__moments_are_the_ends_of_days(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	char want[200];

	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-01-01 08:00:00', 'utc') AS INTEGER) * 1000");
	office_must_edit(o, id, "note", "一");
	date_newest(o, "2024-02-10 12:00:00");
	office_must_edit(o, id, "note", "二");
	date_newest(o, "2024-02-20 12:00:00");
	assert_between(o, "2024-02-09..2024-02-10", line(want, sizeof(want), id, "update note:  -> 一"));
	assert_between(o, "2024-02-10..现在", line(want, sizeof(want), id, "update note: 一 -> 二"));
	assert_between(o, " 2024-02-09 ", line(want, sizeof(want), id, "update note:  -> 二"));
	assert_between(o, "2024-02-20 11:59 .. 2024-02-20 12:00", line(want, sizeof(want), id, "update note: 一 -> 二"));
	assert_between(o, "2024-02-20", "");
}

static void test_db_compare__moments_that_are_none_are_refused(void **state)
{
	struct office *o = *state;
	struct compare_want w = { .after = 7, .until = 8 };

	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-01-10 08:00:00', 'utc') AS INTEGER) * 1000");
	office_refused(o, compare_parse(o->s, "2024-02-30", &w, NULL, &o->e), ERR_INVALID, "2024-02-30");
	office_refused(o, compare_parse(o->s, "2024-02-03..2024-02-02", &w, NULL, &o->e), ERR_INVALID, "先早后晚");
	office_refused(o, compare_parse(o->s, "2024-02-03..2024-02-03", &w, NULL, &o->e), ERR_INVALID, "先早后晚");
	office_refused(o, compare_parse(o->s, "2023-02-03..2024-02-03", &w, NULL, &o->e), ERR_INVALID, "2024-01-10");
	office_refused(o, compare_parse(o->s, "2024-02-03..从前", &w, NULL, &o->e), ERR_INVALID, "从前");
	office_refused(o, compare_parse(o->s, "", &w, NULL, &o->e), ERR_INVALID, "日期");
	assert_int_equal(w.after, 7);
	assert_int_equal(w.until, 8);
	assert_true(compare_is_moment(o->s, "昨天"));
	assert_false(compare_is_moment(o->s, "001014014017"));
}

#define WITH_OFFICE(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OFFICE(test_db_compare__the_earliest_before_and_the_latest_after),
		WITH_OFFICE(test_db_compare__what_was_changed_back_does_not_differ),
		WITH_OFFICE(test_db_compare__made_retired_revived_and_taken_back),
		WITH_OFFICE(test_db_compare__between_any_two_actions_it_says_what_the_past_shows),
		WITH_OFFICE(test_db_compare__no_more_records_than_asked_for),
		WITH_OFFICE(test_db_compare__moments_are_the_ends_of_days),
		WITH_OFFICE(test_db_compare__moments_that_are_none_are_refused),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
