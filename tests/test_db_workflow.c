/*
 * Workflows through the store: the whole life of a rectification case, who may make which step, what
 * is missing for it, and what undo does with one.
 */
#include "src/workflow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/journal.h"
#include "db/read.h"
#include "src/records/site.h"
#include "tests/support/cases.h"
#include "src/banned.h"

/* --- the way --- */

static void test_workflow__a_case_lives_from_screening_to_the_archive(void **state)
{
	struct office *o = *state;

	request(o);
	office_open(o, "checker");
	accept_with(o, "70", "50%");
	has(o, &acceptance_reg, CASE "-Y01", "grade", "pass");
	to_stage(o, "accepted");
	office_open(o, "approver");
	must(o, &rectification_reg, CASE, "stage", "closed", "closing_document", "示例〔2024〕1号");
	has(o, &rectification_reg, CASE, "closed_on", TODAY);
	has(o, &rectification_reg, CASE, "lookback_due", "2025-05-20");
	has(o, &rectification_reg, CASE, "closed_by", "approver");
	office_open(o, "checker");
	must(o, &rectification_reg, CASE, "stage", "lookback", "lookback_result", "巩固较好");
	to_stage(o, "archived");
	refused(o, ERR_INVALID, "最后一步", &rectification_reg, CASE, "stage", "rectifying");
	office_sound(o);
}

static void test_workflow__a_step_that_is_not_in_the_table_names_the_next_ones(void **state)
{
	struct office *o = *state;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	has(o, &rectification_reg, CASE, "stage", "screened");
	refused(o, ERR_INVALID, "不能从「排查」直接到「销号」/初定", &rectification_reg, CASE, "stage", "closed");
	refused(o, ERR_INVALID, "先填写认定标准", &rectification_reg, CASE, "stage", "proposed");
	has(o, &rectification_reg, CASE, "stage", "screened");
}

static void test_workflow__a_plan_wants_helpers_problems_measures_owners(void **state)
{
	struct office *o = *state;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024", "criteria", "1");
	to_stage(o, "proposed");
	to_stage(o, "confirmed");
	to_stage(o, "filed");
	refused(o, ERR_INVALID, "先填写完成时限", &rectification_reg, CASE, "stage", "planned");
	must(o, &rectification_reg, CASE, "deadline", "2024-10-31", "criteria", "");
	refused(o, ERR_INVALID, "整顿方案要有认定标准", &rectification_reg, CASE, "stage", "planned");
	must(o, &rectification_reg, CASE, "criteria", "1");
	for (size_t i = 0; i < 4; i++) {
		static const char *const helpers[4][2] = { { "county_leader", "联村县级领导" },
			{ "township_leader", "包村乡镇领导" }, { "first_secretary", "第一书记" }, { "paired_unit", "结对单位" } };

		refused(o, ERR_INVALID, helpers[i][1], &rectification_reg, CASE, "stage", "planned");
		must(o, &rectification_reg, CASE, helpers[i][0], "无");
		refused(o, ERR_INVALID, helpers[i][1], &rectification_reg, CASE, "stage", "planned");
		must(o, &rectification_reg, CASE, helpers[i][0], "示例");
	}
	refused(o, ERR_INVALID, "还没有登记问题", &rectification_reg, CASE, "stage", "planned");
	must(o, &problem_reg, NULL, "rectification", CASE, "name", "问题一");
	refused(o, ERR_INVALID, "还没有整改措施", &rectification_reg, CASE, "stage", "planned");
	must(o, &measure_reg, NULL, "problem", PROBLEM, "name", "措施一");
	refused(o, ERR_INVALID, "没有写责任人或完成时限", &rectification_reg, CASE, "stage", "planned");
	must(o, &measure_reg, MEASURE, "owner", "甲", "deadline", "2024-06-30");
	to_stage(o, "planned");
	has(o, &rectification_reg, CASE, "planned_on", TODAY);
}

/* What is not there yet is nobody's: a clerk hears what is missing, and who may not write at all hears that. */
static void test_workflow__a_clerk_hears_what_is_missing_before_whose_it_is(void **state)
{
	struct office *o = *state;

	office_operator(o, "of_b", "clerk", office_branch(o, "B2", 0));
	office_operator(o, "looker", "viewer", 0);
	office_open(o, "of_b");
	refused(o, ERR_INVALID, "整顿案件和述职评议要填一个", &problem_reg, NULL, "name", "组织生活不经常");
	refused(o, ERR_INVALID, "必须填写", &rectification_reg, NULL, "year", "2024");
	refused(o, ERR_DENIED, "管理范围", &rectification_reg, NULL, "org", "V1", "year", "2024");
	office_open(o, "looker");
	refused(o, ERR_DENIED, "没有修改", &problem_reg, NULL, "name", "组织生活不经常");
}

static void test_workflow__roles_decide_who_makes_a_step(void **state)
{
	struct office *o = *state;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024", "criteria", "1");
	to_stage(o, "proposed");
	office_open(o, "clerk");
	refused(o, ERR_DENIED, "审定/审批员", &rectification_reg, CASE, "stage", "confirmed");
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE kind = 'refused'"), 1);
	office_open(o, "checker");
	refused(o, ERR_DENIED, "审批员", &rectification_reg, CASE, "stage", "confirmed");
	office_open(o, "approver");
	to_stage(o, "confirmed");
}

static void test_workflow__whoever_asked_does_not_accept(void **state)
{
	struct office *o = *state;

	request(o);
	office_open(o, "checker");
	accept_with(o, "86.5", "3%");
	/* The clerk who asked is a checker by now. */
	office_open(o, NULL);
	must(o, &operator_reg, "clerk", "role", "checker");
	office_open(o, "clerk");
	refused(o, ERR_DENIED, "另一个人", &rectification_reg, CASE, "stage", "accepted");
	office_open(o, "checker");
	to_stage(o, "accepted");
}

static void test_workflow__nobody_enters_a_closed_case_without_the_right_to_close(void **state)
{
	struct office *o = *state;

	office_open(o, "clerk");
	refused(o, ERR_DENIED, "登记为这个阶段", &rectification_reg, NULL, "org", "V1", "year", "2020", "stage", "closed");
	office_open(o, "approver");
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2020", "stage", "closed", "closed_on", "2020-12-01");
}

/* --- verdicts --- */

static void test_workflow__the_grade_follows_from_score_and_ballot(void **state)
{
	static const struct { const char *score, *dissatisfied, *grade; } cases[] = {
		{ "69.9", "0%", "fail" }, { "70", "0%", "pass" }, { "100", "50%", "pass" }, { "100", "50.1%", "fail" },
		{ "0", "100%", "fail" },
	};
	struct office *o = *state;

	request(o);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char key[32];

		office_open(o, "checker");
		accept_with(o, cases[i].score, cases[i].dissatisfied);
		snprintf(key, sizeof(key), CASE "-Y%02zu", i + 1);
		has(o, &acceptance_reg, key, "grade", cases[i].grade);
	}
	refused(o, ERR_INVALID, "只能是不合格", &acceptance_reg, CASE "-Y01", "grade", "pass");
	refused(o, ERR_INVALID, "只能是不合格", &acceptance_reg, CASE "-Y04", "grade", "basic");
	refused(o, ERR_INVALID, "0 到 100", &acceptance_reg, CASE "-Y02", "score", "101");
	refused(o, ERR_INVALID, "0 到 100", &acceptance_reg, CASE "-Y02", "score", "-1");
	refused(o, ERR_INVALID, "100%", &acceptance_reg, CASE "-Y02", "dissatisfied", "100.5%");
}

static void test_workflow__a_failed_acceptance_needs_a_new_deadline(void **state)
{
	struct office *o = *state;

	request(o);
	office_open(o, "checker");
	refused(o, ERR_INVALID, "还没有登记", &rectification_reg, CASE, "stage", "accepted");
	refused(o, ERR_INVALID, "责任人", &acceptance_reg, NULL, "rectification", CASE, "on", TODAY, "lead", "示例乙", "score",
		"80", "dissatisfied", "0%");
	accept_with(o, "60", "10%");
	refused(o, ERR_INVALID, "结论是「不合格」", &rectification_reg, CASE, "stage", "accepted");
	refused(o, ERR_INVALID, "要写明原因", &rectification_reg, CASE, "stage", "failed");
	why = "得分不到 70 分";
	must(o, &rectification_reg, CASE, "stage", "failed");
	why = NULL;
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE reason = '得分不到 70 分'"), 1);
	refused(o, ERR_INVALID, "今天以后的完成时限", &rectification_reg, CASE, "stage", "rectifying", "deadline", "");
	office_meddle(o, "UPDATE rectification SET started = '2024-05-01', deadline = '2024-05-19', first_deadline = '2024-05-19'");
	refused(o, ERR_INVALID, "今天以后的完成时限", &rectification_reg, CASE, "stage", "rectifying");
	must(o, &rectification_reg, CASE, "stage", "rectifying", "deadline", TODAY);
	has(o, &rectification_reg, CASE, "first_deadline", "2024-05-19");
	has(o, &rectification_reg, CASE, "postponed", "1");
}

static void test_workflow__sent_back_nothing_of_the_old_request_counts(void **state)
{
	struct office *o = *state;

	request(o);
	office_open(o, "checker");
	accept_with(o, "86.5", "3%");
	why = "材料不齐";
	to_stage(o, "rectifying");
	must(o, &measure_reg, MEASURE, "stage", "doing");
	why = NULL;
	assert_int_equal(office_number(o, "SELECT count(*) FROM rectification WHERE requested_on IS NULL"), 1);
	assert_int_equal(office_number(o, "SELECT count(*) FROM measure WHERE done_on IS NULL"), 1);
	refused(o, ERR_INVALID, "还没有申请验收", &acceptance_reg, NULL, "rectification", CASE, "on", TODAY, "lead", "示例组长",
		"score", "80", "dissatisfied", "0%");
	office_open(o, "clerk");
	refused(o, ERR_INVALID, "没完成的措施", &rectification_reg, CASE, "stage", "acceptance_requested");
	must(o, &measure_reg, MEASURE, "stage", "done", "done_on", "2024-05-18");
	has(o, &measure_reg, MEASURE, "done_on", "2024-05-18");
	to_stage(o, "acceptance_requested");
	has(o, &rectification_reg, CASE, "requested_on", TODAY);
}

static void test_workflow__a_day_that_was_typed_before_the_step_stays(void **state)
{
	struct office *o = *state;

	begin_case(o);
	to_stage(o, "planned");
	must(o, &rectification_reg, CASE, "started", "2024-05-06");
	to_stage(o, "rectifying");
	has(o, &rectification_reg, CASE, "started", "2024-05-06");
	must(o, &measure_reg, MEASURE, "done_on", "2024-05-10");
	must(o, &measure_reg, MEASURE, "stage", "done");
	has(o, &measure_reg, MEASURE, "done_on", "2024-05-10");
}

static void test_workflow__whoever_is_responsible_later_did_not_accept(void **state)
{
	struct office *o = *state;

	request(o);
	office_open(o, "checker");
	accept_with(o, "86.5", "3%");
	must(o, &rectification_reg, CASE, "responsible", "示例组长");
	refused(o, ERR_INVALID, "由别人来验收", &rectification_reg, CASE, "stage", "accepted");
	must(o, &rectification_reg, CASE, "responsible", "示例乙");
	to_stage(o, "accepted");
}

static void test_workflow__acceptance_waits_for_the_measures(void **state)
{
	struct office *o = *state;

	begin_case(o);
	to_stage(o, "planned");
	to_stage(o, "rectifying");
	refused(o, ERR_INVALID, "没完成的措施", &rectification_reg, CASE, "stage", "acceptance_requested");
	must(o, &measure_reg, MEASURE, "stage", "done");
	has(o, &measure_reg, MEASURE, "done_on", TODAY);
	to_stage(o, "acceptance_requested");
	has(o, &rectification_reg, CASE, "requested_by", "clerk");
}

/* --- two people, and undo --- */

static void test_workflow__two_people_make_one_step(void **state)
{
	struct office *o = *state;
	struct rectification *base, *mine;
	struct save_report report = { .changed = false };
	const struct lookup *l = store_lookup(o->s);
	int64_t id;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024", "criteria", "1");
	to_stage(o, "proposed");
	base = reg_new(&rectification_reg);
	mine = reg_new(&rectification_reg);
	assert_int_equal(l->ref_find(l->ctx, &rectification_reg, CASE, &id, &o->e), 0);
	assert_int_equal(store_get(o->s, &rectification_reg, id, base, &o->e), 0);
	reg_copy(&rectification_reg, mine, base);
	why = "情况不实";
	to_stage(o, "screened");
	why = NULL;
	free(mine->stage.s);
	mine->stage.s = strdup("confirmed");
	assert_int_equal(store_save_one(o->s, &rectification_reg, base, mine, &report, &o->e), ERR_CONFLICT);
	assert_int_equal(report.conflicts.n, 1);
	assert_string_equal(report.conflicts.items[0].field->name, "stage");
	assert_non_null(report.conflicts.who);
	save_report_release(&report);
	reg_free(&rectification_reg, base);
	reg_free(&rectification_reg, mine);
}

static void test_workflow__undo_takes_a_step_back_for_those_who_may_make_it(void **state)
{
	struct office *o = *state;
	struct undo_plan plan;
	int64_t action, done;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024", "criteria", "1");
	to_stage(o, "proposed");
	to_stage(o, "confirmed");
	action = office_number(o, "SELECT max(id) FROM action");
	office_open(o, "clerk");
	assert_int_equal(journal_plan_undo(o->s, action, &plan, &o->e), 0);
	office_refused(o, journal_undo(o->s, &plan, false, &done, &o->e), ERR_DENIED, "审定");
	undo_plan_release(&plan);
	office_open(o, "approver");
	assert_int_equal(journal_plan_undo(o->s, action, &plan, &o->e), 0);
	assert_int_equal(journal_undo(o->s, &plan, false, &done, &o->e), 0);
	undo_plan_release(&plan);
	has(o, &rectification_reg, CASE, "stage", "proposed");
	office_sound(o);
}

static void undo_as(struct office *o, const char *login, int want)
{
	struct undo_plan plan;
	int64_t done;

	office_open(o, login);
	assert_int_equal(journal_plan_undo(o->s, office_number(o, "SELECT max(id) FROM action WHERE kind = 'edit'"), &plan, &o->e), 0);
	assert_int_equal(journal_undo(o->s, &plan, false, &done, &o->e), want);
	undo_plan_release(&plan);
}

/* There is a step of its own from the second stage to the first, for others; undo is no such step. */
static void test_workflow__whoever_made_a_step_may_undo_it(void **state)
{
	struct office *o = *state;

	office_open(o, "clerk");
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024", "criteria", "1");
	to_stage(o, "proposed");
	undo_as(o, "clerk", 0);
	has(o, &rectification_reg, CASE, "stage", "screened");
	refused(o, ERR_INVALID, "不能从", &rectification_reg, CASE, "stage", "confirmed");
	to_stage(o, "proposed");
	office_open(o, "approver");
	why = "情况不实";
	to_stage(o, "screened");
	why = NULL;
	/* What the approver sent back, the clerk cannot undo. */
	undo_as(o, "clerk", ERR_DENIED);
	undo_as(o, "approver", 0);
	has(o, &rectification_reg, CASE, "stage", "proposed");
	has(o, &rectification_reg, CASE, "proposed_on", TODAY);
	office_sound(o);
}

static void test_workflow__the_tables_are_sound(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < registers_n; i++)
		if (workflow_test(registers[i], &e) < 0)
			fail_msg("%s", e.text);
}

/* Every stage that a step names is a code of the set, and every code but the first is reached by a step. */
static void test_workflow__every_stage_is_a_code(void **state)
{
	struct office *o = *state;
	const struct codebook *codes = store_lookup(o->s)->codes;

	for (size_t i = 0; i < registers_n; i++) {
		const struct workflow *w = registers[i]->workflow;
		const char *set = w ? reg_field(registers[i], w->stage)->set : NULL;

		for (size_t k = 0; w && k < w->n; k++)
			if (!codebook_has(codes, set, w->steps[k].from) || !codebook_has(codes, set, w->steps[k].to))
				fail_msg("%s: from %s to %s", registers[i]->name, w->steps[k].from, w->steps[k].to);
	}
}

/* Communities are rectified in the same way; the published number is about villages. */
static void test_workflow__the_published_number_counts_villages(void **state)
{
	struct office *o = *state;
	const struct figure *villages = rectification_reg.figures;
	int64_t n = 0;

	assert_string_equal(villages->key, "weak_orgs");
	office_branch(o, "U1", 0);
	must(o, &org_reg, "U1", "division", "632821102001", "domain", "2");
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	must(o, &rectification_reg, NULL, "org", "U1", "year", "2024");
	has(o, &rectification_reg, CASE, "domain", "1");
	has(o, &rectification_reg, "U1-2024", "domain", "2");
	assert_int_equal(store_figure(o->s, &rectification_reg, villages, &n, &o->e), 0);
	assert_int_equal(n, 1);
	/* A village that became a community later was rectified as a village. */
	must(o, &org_reg, "V1", "domain", "2");
	must(o, &rectification_reg, CASE, "note", "示例");
	has(o, &rectification_reg, CASE, "domain", "1");
}

#define T(name) cmocka_unit_test_setup_teardown(test_workflow__##name, cases_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_case_lives_from_screening_to_the_archive),
		T(a_step_that_is_not_in_the_table_names_the_next_ones),
		T(a_plan_wants_helpers_problems_measures_owners),
		T(a_clerk_hears_what_is_missing_before_whose_it_is),
		T(roles_decide_who_makes_a_step),
		T(whoever_asked_does_not_accept),
		T(nobody_enters_a_closed_case_without_the_right_to_close),
		T(the_grade_follows_from_score_and_ballot),
		T(a_failed_acceptance_needs_a_new_deadline),
		T(sent_back_nothing_of_the_old_request_counts),
		T(a_day_that_was_typed_before_the_step_stays),
		T(whoever_is_responsible_later_did_not_accept),
		T(acceptance_waits_for_the_measures),
		T(two_people_make_one_step),
		T(undo_takes_a_step_back_for_those_who_may_make_it),
		T(whoever_made_a_step_may_undo_it),
		T(the_tables_are_sound),
		T(every_stage_is_a_code),
		T(the_published_number_counts_villages),
	};

	return cmocka_run_group_tests(tests, cases_group_setup, office_group_teardown);
}
