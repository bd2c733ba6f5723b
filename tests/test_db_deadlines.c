/* Rounds, deadlines and alarms of rectification cases: what is counted, and what an office is told of. */
#include "src/records/child.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/journal.h"
#include "db/read.h"
#include "src/records.h"
#include "src/records/site.h"
#include "tests/support/cases.h"
#include "src/banned.h"

/* What is shown beside the record. */
static void shows(struct office *o, const struct reg *reg, const char *key, const char *fact, const char *want)
{
	const struct lookup *l = store_lookup(o->s);
	struct buf out = BUF_INIT;
	void *rec = reg_new(reg);
	int64_t id;

	assert_int_equal(l->ref_find(l->ctx, reg, key, &id, &o->e), 0);
	assert_int_equal(store_get(o->s, reg, id, rec, &o->e), 0);
	for (size_t i = 0; i < reg->nfacts; i++)
		if (strcmp(reg->facts[i].name, fact) == 0)
			reg->facts[i].add(l, rec, &out);
	assert_string_equal(buf_str(&out), want);
	buf_release(&out);
	reg_free(reg, rec);
}

static void test_deadlines__a_village_comes_back_as_a_new_round(void **state)
{
	struct office *o = *state;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2021");
	refused(o, ERR_INVALID, "还有没有销号", &rectification_reg, NULL, "org", "V1", "year", "2024");
	must(o, &rectification_reg, "V1-2021", "note", "示例");
	office_meddle(o, "UPDATE rectification SET stage = 'archived'");
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	has(o, &rectification_reg, CASE, "round", "2");
	office_meddle(o, "UPDATE rectification SET stage = 'archived'");
	refused(o, ERR_INVALID, "2024 年已经列入过一次", &rectification_reg, NULL, "org", "V1", "year", "2024");
	assert_int_equal(office_number(o, "SELECT count(*) FROM rectification a JOIN rectification b ON b.id = a.earlier"
					  " WHERE a.year = 2024 AND b.year = 2021"), 1);
}

/* A village is its division: the branch may be dissolved and another one take its place. */
static void test_deadlines__a_village_comes_back_with_another_organization(void **state)
{
	struct office *o = *state;
	int64_t next = office_branch(o, "V2", 0);

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2021", "stage", "archived");
	office_must_edit(o, village, "dissolved", "2022-01-01");
	office_must_edit(o, next, "division", "632821102210");
	refused(o, ERR_INVALID, "这个村 2021 年已经列入过一次", &rectification_reg, NULL, "org", "V2", "year", "2021");
	must(o, &rectification_reg, NULL, "org", "V2", "year", "2024");
	has(o, &rectification_reg, "V2-2024", "round", "2");
	shows(o, &rectification_reg, "V2-2024", "relisted", "! 再次列入，这是第 2 轮");
	assert_int_equal(office_number(o, "SELECT count(*) FROM rectification a JOIN rectification b ON b.id = a.earlier"
					  " WHERE a.code = 'V2-2024' AND b.code = 'V1-2021'"), 1);
	/* A round that is entered late counts for those of the next organization too. */
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2018", "stage", "archived");
	has(o, &rectification_reg, "V2-2024", "round", "3");
	/* Where the organization belongs later does not move its cases. */
	office_must_edit(o, next, "division", "632821102201");
	must(o, &rectification_reg, "V2-2024", "note", "示例");
	has(o, &rectification_reg, "V2-2024", "round", "3");
}

/* A community may have several organizations at the same time, each with rounds of its own. */
static void test_deadlines__organizations_of_a_community_are_counted_by_themselves(void **state)
{
	struct office *o = *state;
	int64_t second = office_branch(o, "V2", 0);

	office_must_edit(o, village, "division", "632821102001");
	office_must_edit(o, second, "division", "632821102001");
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	must(o, &rectification_reg, NULL, "org", "V2", "year", "2024");
	must(o, &rectification_reg, NULL, "org", "V2", "year", "2021", "stage", "archived");
	has(o, &rectification_reg, "V1-2024", "round", "1");
	has(o, &rectification_reg, "V2-2024", "round", "2");
}

static int64_t case_of(struct office *o, int year)
{
	char sql[80];

	snprintf(sql, sizeof(sql), "SELECT id FROM rectification WHERE year = %d", year);
	return office_number(o, sql);
}

/* Which round the case of that year is, and which year's was the one before; 0: none. */
static void round_is(struct office *o, int year, int round, int earlier)
{
	char sql[120];

	snprintf(sql, sizeof(sql), "SELECT round FROM rectification WHERE year = %d", year);
	assert_int_equal(office_number(o, sql), round);
	snprintf(sql, sizeof(sql), "SELECT coalesce(earlier, 0) FROM rectification WHERE year = %d", year);
	assert_int_equal(office_number(o, sql), earlier ? case_of(o, earlier) : 0);
}

static void undo_last(struct office *o)
{
	struct undo_plan plan;
	int64_t done;

	assert_int_equal(journal_plan_undo(o->s, 0, &plan, &o->e), 0);
	if (journal_undo(o->s, &plan, false, &done, &o->e) < 0)
		fail_msg("%s", o->e.text);
	undo_plan_release(&plan);
}

/* Old ledgers are typed in when the new ones are there already. */
static void test_deadlines__a_round_that_is_entered_late_counts_for_the_later_ones(void **state)
{
	struct office *o = *state;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	round_is(o, 2024, 1, 0);
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2020", "stage", "archived");
	round_is(o, 2020, 1, 0);
	round_is(o, 2024, 2, 2020);
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2022", "stage", "archived");
	round_is(o, 2022, 2, 2020);
	round_is(o, 2024, 3, 2022);
	undo_last(o);
	round_is(o, 2024, 2, 2020);
	office_sound(o);
}

static void test_deadlines__a_round_that_was_none_is_counted_no_more(void **state)
{
	struct office *o = *state;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2020", "stage", "archived");
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2022", "stage", "archived");
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	round_is(o, 2024, 3, 2022);
	assert_int_equal(office_retire(o, &rectification_reg, case_of(o, 2022)), 0);
	round_is(o, 2024, 2, 2020);
	assert_int_equal(office_retire(o, &rectification_reg, case_of(o, 2020)), 0);
	round_is(o, 2024, 1, 0);
	undo_last(o);
	round_is(o, 2024, 2, 2020);
	assert_int_equal(office_retire(o, &rectification_reg, case_of(o, 2020)), 0);
	assert_int_equal(store_begin(o->s, ACTION_EDIT, NULL, &o->e), 0);
	assert_int_equal(store_revive(o->s, &rectification_reg, case_of(o, 2022), "没有错", &o->e), 0);
	assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
	round_is(o, 2022, 1, 0);
	round_is(o, 2024, 2, 2022);
}

static void test_deadlines__a_village_has_one_open_case(void **state)
{
	struct office *o = *state;
	int64_t second = office_branch(o, "V2", 0);

	office_must_edit(o, second, "division", "632821102210");
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	refused(o, ERR_INVALID, "这个村的另一个党组织", &rectification_reg, NULL, "org", "V2", "year", "2024");
	must(o, &rectification_reg, NULL, "org", "V2", "year", "2022", "stage", "archived");
	office_must_edit(o, second, "division", "632821102201");
	must(o, &rectification_reg, NULL, "org", "V2", "year", "2024");
}

static void test_deadlines__only_villages_that_exist_are_listed(void **state)
{
	struct office *o = *state;

	office_branch(o, "A1", 0);
	refused(o, ERR_INVALID, "不是村或社区", &rectification_reg, NULL, "org", "A1", "year", "2024");
	office_must_edit(o, village, "dissolved", "2023-01-01");
	refused(o, ERR_INVALID, "已经撤销", &rectification_reg, NULL, "org", "V1", "year", "2024");
}

static void test_deadlines__a_moved_deadline_wants_a_reason_and_is_counted(void **state)
{
	struct office *o = *state;

	begin_case(o);
	refused(o, ERR_INVALID, "延期原因", &measure_reg, MEASURE, "deadline", "2024-10-01");
	must(o, &measure_reg, MEASURE, "deadline", "2024-10-01", "postponed_reason", "示例原因");
	has(o, &measure_reg, MEASURE, "first_deadline", "2024-09-30");
	has(o, &measure_reg, MEASURE, "postponed", "1");
	/* Earlier is no postponement. */
	must(o, &measure_reg, MEASURE, "deadline", "2024-08-01");
	has(o, &measure_reg, MEASURE, "postponed", "1");
	/* The reason of the last time is none for the next. */
	refused(o, ERR_INVALID, "这一次的延期原因", &measure_reg, MEASURE, "deadline", "2024-08-02");
	must(o, &measure_reg, MEASURE, "deadline", "2024-08-02", "postponed_reason", "另一个原因");
	has(o, &measure_reg, MEASURE, "postponed", "2");
	/* Taking it away first does not help. */
	must(o, &rectification_reg, CASE, "deadline", "");
	must(o, &rectification_reg, CASE, "deadline", "2024-10-31");
	assert_int_equal(office_number(o, "SELECT postponed IS NULL FROM rectification"), 1);
	must(o, &rectification_reg, CASE, "deadline", "");
	must(o, &rectification_reg, CASE, "deadline", "2024-11-01");
	has(o, &rectification_reg, CASE, "postponed", "1");
}

static void test_deadlines__deadlines_move_across_the_ends_of_months_and_years(void **state)
{
	static const struct { const char *from, *to; bool later; } cases[] = {
		{ "2024-02-28", "2024-02-29", true }, { "2024-02-29", "2024-03-01", true }, { "2023-02-28", "2023-03-01", true },
		{ "2024-01-31", "2024-02-01", true }, { "2024-12-31", "2025-01-01", true }, { "2025-01-01", "2024-12-31", false },
		{ "2024-03-01", "2024-02-29", false }, { "2024-02-29", "2024-02-29", false }, { "2024-05-31", "2024-05", false },
		{ "2024-05-31", "2024-06", true },
	};
	struct office *o = *state;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		office_meddle(o, "UPDATE rectification SET deadline = NULL, first_deadline = NULL, postponed = NULL");
		must(o, &rectification_reg, CASE, "deadline", cases[i].from);
		if (strcmp(cases[i].from, cases[i].to) != 0)
			must(o, &rectification_reg, CASE, "deadline", cases[i].to);
		if (office_number(o, "SELECT coalesce(postponed, 0) FROM rectification") != cases[i].later)
			fail_msg("%s -> %s", cases[i].from, cases[i].to);
	}
}

static void test_deadlines__a_closed_case_is_looked_at_again_within_a_year(void **state)
{
	static const struct { const char *closed, *due; } cases[] = {
		{ "2023-05-20", "2024-05-20" }, { "2020-02-29", "2021-02-28" }, { "2019-02-28", "2020-02-28" },
		{ "2022-12-31", "2023-12-31" }, { "2022-08-31", "2023-08-31" }, { "2022-08", "2023-08" },
	};
	struct office *o = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char year[8], key[16];

		snprintf(year, sizeof(year), "%d", 2010 + (int)i);
		snprintf(key, sizeof(key), "V1-%s", year);
		must(o, &rectification_reg, NULL, "org", "V1", "year", year, "stage", "closed", "closed_on", cases[i].closed);
		has(o, &rectification_reg, key, "lookback_due", cases[i].due);
		count_warnings(o, &rectification_reg, key, 0);
	}
	must(o, &rectification_reg, "V1-2011", "lookback_on", "2021-02-28");
	count_warnings(o, &rectification_reg, "V1-2011", 0);
	must(o, &rectification_reg, "V1-2011", "lookback_on", "2021-03-01", "lookback_due", "2021-03-01");
	count_warnings(o, &rectification_reg, "V1-2011", 2);
}

static void test_deadlines__a_village_that_goes_leaves_its_case_to_be_closed(void **state)
{
	struct office *o = *state;

	request(o);
	office_open(o, NULL);
	office_must_edit(o, village, "dissolved", "2024-05-01");
	office_open(o, "checker");
	accept_with(o, "86.5", "3%");
	to_stage(o, "accepted");
}

static void test_deadlines__the_same_is_not_entered_twice(void **state)
{
	struct office *o = *state;

	begin_case(o);
	refused(o, ERR_INVALID, "同样的问题", &problem_reg, NULL, "rectification", CASE, "name", "组织生活不经常");
	refused(o, ERR_INVALID, "同样的一条措施", &measure_reg, NULL, "problem", PROBLEM, "name", "每月一次主题党日");
	must(o, &progress_reg, NULL, "rectification", CASE, "on", "2024-05-01", "name", "走访");
	must(o, &progress_reg, NULL, "rectification", CASE, "on", "2024-05-02", "name", "走访");
	refused(o, ERR_INVALID, "同样的经过", &progress_reg, NULL, "rectification", CASE, "on", "2024-05-02", "name", "走访");
}

static void test_deadlines__days_are_counted_to_the_deadline(void **state)
{
	static const struct { const char *deadline, *says; } cases[] = {
		{ "2024-05-21", "还有 1 天" }, { "2024-05-20", "! 今天到期" }, { "2024-05-19", "!! 逾期 1 天" },
		{ "2024-02-29", "!! 逾期 81 天" }, { "2025-01-01", "还有 226 天" }, { "2024-06", "还有 41 天" }, { "", "" },
	};
	struct office *o = *state;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		must(o, &rectification_reg, CASE, "deadline", cases[i].deadline);
		shows(o, &rectification_reg, CASE, "days_left", cases[i].says);
	}
	must(o, &rectification_reg, CASE, "deadline", "2024-05-01");
	office_meddle(o, "UPDATE rectification SET stage = 'closed'");
	shows(o, &rectification_reg, CASE, "days_left", "");
}

static void test_deadlines__a_live_site_in_rectification_is_an_alarm_on_both(void **state)
{
	struct office *o = *state;

	must(o, &site_reg, NULL, "code", "SF-1", "name", "示例示范点", "org", "V1", "level", "county");
	count_warnings(o, &site_reg, "SF-1", 0);
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	count_warnings(o, &rectification_reg, CASE, 0);
	must(o, &site_reg, "SF-1", "stage", "applied");
	must(o, &site_reg, "SF-1", "stage", "reviewed");
	refused(o, ERR_INVALID, "还没有登记评审", &site_reg, "SF-1", "stage", "publicised");
	must(o, &site_review_reg, NULL, "site", "SF-1", "kind", "review", "on", TODAY);
	must(o, &site_reg, "SF-1", "stage", "publicised");
	refused(o, ERR_INVALID, "命名文号", &site_reg, "SF-1", "stage", "named");
	must(o, &site_reg, "SF-1", "stage", "named", "named_document", "示例〔2024〕2号");
	count_warnings(o, &site_reg, "SF-1", 1);
	count_warnings(o, &rectification_reg, CASE, 1);
	shows(o, &site_reg, "SF-1", "alarm", "!! 依托的党组织正在整顿");
	shows(o, &rectification_reg, CASE, "alarm", "!! 这个党组织现在还是党建示范点");
	shows(o, &org_reg, "V1", "site", "现在是党建示范点");
	shows(o, &org_reg, "V1", "rectification", "正在整顿，还没有销号");
	refused(o, ERR_INVALID, "撤销原因", &site_reg, "SF-1", "stage", "revoked");
	why = "列入整顿";
	must(o, &site_reg, "SF-1", "stage", "revoked", "revoked_reason", "weak", "revoked_document", "示例〔2024〕3号");
	why = NULL;
	has(o, &site_reg, "SF-1", "revoked_on", TODAY);
	count_warnings(o, &rectification_reg, CASE, 0);
	shows(o, &site_reg, "SF-1", "alarm", "");
	shows(o, &rectification_reg, CASE, "alarm", "");
	shows(o, &org_reg, "V1", "site", "");
}

#define T(name) cmocka_unit_test_setup_teardown(test_deadlines__##name, cases_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_village_comes_back_as_a_new_round),
		T(a_village_comes_back_with_another_organization),
		T(organizations_of_a_community_are_counted_by_themselves),
		T(a_round_that_is_entered_late_counts_for_the_later_ones),
		T(a_round_that_was_none_is_counted_no_more),
		T(a_village_has_one_open_case),
		T(only_villages_that_exist_are_listed),
		T(a_moved_deadline_wants_a_reason_and_is_counted),
		T(deadlines_move_across_the_ends_of_months_and_years),
		T(a_closed_case_is_looked_at_again_within_a_year),
		T(a_village_that_goes_leaves_its_case_to_be_closed),
		T(the_same_is_not_entered_twice),
		T(days_are_counted_to_the_deadline),
		T(a_live_site_in_rectification_is_an_alarm_on_both),
	};

	return cmocka_run_group_tests(tests, cases_group_setup, office_group_teardown);
}
