/* Reports through the store: children and ancestors in one line, and what moved since a day. */
#include "db/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "tests/support/cases.h"
#include "src/banned.h"

static const char problem_2[] = CASE "-P02";

struct told {
	const struct report *report;
	struct report_style how;
	struct buf text;	/* a line for each line, "|" between its cells */
};

static int tell(void *ctx, const struct report_line *line)
{
	struct told *t = ctx;

	for (size_t i = 0; i < t->report->n; i++) {
		buf_adds(&t->text, i ? "|" : "");
		report_cell(t->report, &t->report->columns[i], line, &t->how, &t->text);
	}
	buf_addc(&t->text, '\n');
	return 0;
}

static void says_since(struct office *o, const struct report *r, const char *since, const char *want)
{
	struct told t = { .report = r, .how = { .lookup = store_lookup(o->s), .style = STYLE_LIST }, .text = BUF_INIT };
	struct report_want w = { .report = r };

	if (since)
		assert_int_equal(date_parse(since, store_lookup(o->s)->today, &w.since, &o->e), 0);
	if (store_report(o->s, &w, tell, &t, &o->e) < 0)
		fail_msg("%s", o->e.text);
	assert_string_equal(buf_str(&t.text), want);
	buf_release(&t.text);
}

#define says(o, r, want) says_since((o), (r), NULL, (want))

/* --- lines --- */

static void test_report__a_line_gathers_what_belongs_to_its_record(void **state)
{
	static const struct report_column columns[] = {
		{ .name = "number", .paths = "#" },
		{ .name = "org", .paths = "org.name" },
		{ .name = "problems", .paths = "problem<rectification.name" },
		{ .name = "measures", .paths = "problem<rectification.measure<problem.name" },
		{ .name = "last", .paths = "progress<rectification!on.on progress<rectification!on.name" },
		{ .name = "again", .paths = "?earlier" },
	};
	const struct report r = { .name = "t", .reg = &rectification_reg, REPORT_COLUMNS(columns) };
	struct office *o = *state;

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	must(o, &problem_reg, NULL, "rectification", CASE, "name", "问题一");
	must(o, &problem_reg, NULL, "rectification", CASE, "name", "问题二");
	must(o, &measure_reg, NULL, "problem", PROBLEM, "name", "措施甲");
	must(o, &measure_reg, NULL, "problem", problem_2, "name", "措施乙");
	must(o, &measure_reg, NULL, "problem", problem_2, "name", "措施丙");
	must(o, &progress_reg, NULL, "rectification", CASE, "on", "2024-05-02", "name", "后来的事");
	must(o, &progress_reg, NULL, "rectification", CASE, "on", "2024-05-01", "name", "先前的事");
	says(o, &r, "1|中共示例V1支部委员会|1.问题一；2.问题二|1.措施甲；2.措施乙；3.措施丙|2024-05-02 后来的事|否\n");
}

static void test_report__retired_children_and_cases_are_left_out(void **state)
{
	static const struct report_column columns[] = { { .name = "problems", .paths = "problem<rectification.name" } };
	const struct report r = { .name = "t", .reg = &rectification_reg, REPORT_COLUMNS(columns) };
	struct office *o = *state;
	struct problem *p = reg_new(&problem_reg);

	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	must(o, &problem_reg, NULL, "rectification", CASE, "name", "问题一");
	must(o, &problem_reg, NULL, "rectification", CASE, "name", "问题二");
	assert_int_equal(store_find(o->s, &problem_reg, PROBLEM, p, &o->e), 0);
	assert_int_equal(office_retire(o, &problem_reg, p->rec.id), 0);
	says(o, &r, "1.问题二\n");
	assert_int_equal(store_find(o->s, &problem_reg, CASE "-P02", p, &o->e), 0);
	assert_int_equal(office_retire(o, &problem_reg, p->rec.id), 0);
	says(o, &r, "\n");
	reg_free(&problem_reg, p);
}

static void test_report__personal_data_is_masked_unless_revealed(void **state)
{
	static const struct report_column columns[] = { { .name = "phone", .paths = "org.secretary_phone" } };
	const struct report r = { .name = "t", .reg = &rectification_reg, REPORT_COLUMNS(columns) };
	struct office *o = *state;
	struct told t = { .report = &r, .how = { .lookup = store_lookup(o->s), .style = STYLE_LIST, .reveal = true } };
	struct report_want w = { .report = &r };

	must(o, &org_reg, "V1", "secretary_phone", "13800001234");
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024");
	says(o, &r, "138****1234\n");
	assert_int_equal(store_report(o->s, &w, tell, &t, &o->e), 0);
	assert_string_equal(buf_str(&t.text), "13800001234\n");
	buf_release(&t.text);
}

/* --- what moved --- */

static const struct report_column week_columns[] = {
	{ .name = "event", .label = "event", .paths = "%event" },
	{ .name = "was", .label = "was", .paths = "%was" },
	{ .name = "stage", .paths = "stage" },
};
static const struct report week = { .name = "t", .reg = &rectification_reg, .progress = true, REPORT_COLUMNS(week_columns) };

/* Everything so far was done on that day, as the journal's clock says. */
static void happened_on(struct office *o, const char *day)
{
	struct buf sql = BUF_INIT;

	buf_addf(&sql, "UPDATE action SET at = unixepoch('%s 12:00:00') * 1000 WHERE at > unixepoch('2024-06-01') * 1000", day);
	office_meddle(o, buf_str(&sql));
	buf_release(&sql);
}

static void test_report__a_case_is_new_advances_and_ends(void **state)
{
	struct office *o = *state;

	begin_case(o);
	says(o, &week, "新列入||备案\n");
	happened_on(o, "2024-05-01");
	says(o, &week, "");
	says_since(o, &week, "2024-04-20", "新列入||备案\n");
	must(o, &rectification_reg, CASE, "stage", "planned");
	happened_on(o, "2024-05-15");
	says(o, &week, "推进|备案|定方案\n");
	says_since(o, &week, "2024-05-16", "");
	/* The last day may lie at the end of a month, and in another year. */
	says_since(o, &week, "2023-12-31", "新列入||定方案\n");
}

static void test_report__a_case_that_is_late_is_told_besides(void **state)
{
	struct office *o = *state;

	begin_case(o);
	happened_on(o, "2024-05-01");
	must(o, &rectification_reg, CASE, "deadline", TODAY);
	says(o, &week, "");
	must(o, &rectification_reg, CASE, "deadline", "2024-05-19");
	says(o, &week, "逾期|备案|备案\n");
	must(o, &rectification_reg, CASE, "stage", "planned");
	says(o, &week, "推进|备案|定方案\n逾期|备案|定方案\n");
}

static void test_report__an_end_is_told_once(void **state)
{
	struct office *o = *state;

	request(o);
	happened_on(o, "2024-05-10");
	office_open(o, "checker");
	accept_with(o, "80", "5%");
	to_stage(o, "accepted");
	office_open(o, "approver");
	must(o, &rectification_reg, CASE, "stage", "closed", "closing_document", "示例〔2024〕1号");
	says(o, &week, "办结|申请验收|销号\n");
	happened_on(o, "2024-05-12");
	office_open(o, "checker");
	must(o, &rectification_reg, CASE, "stage", "lookback", "lookback_result", "巩固较好");
	says(o, &week, "推进|销号|回头看\n");
}

#define T(name) cmocka_unit_test_setup_teardown(test_report__##name, cases_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_line_gathers_what_belongs_to_its_record),
		T(retired_children_and_cases_are_left_out),
		T(personal_data_is_masked_unless_revealed),
		T(a_case_is_new_advances_and_ends),
		T(a_case_that_is_late_is_told_besides),
		T(an_end_is_told_once),
	};

	return cmocka_run_group_tests(tests, cases_group_setup, office_group_teardown);
}
