/*
 * Worklists: which days, stages and people a register's table means on a day.
 */
#include "src/worklist.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "src/workflow.h"
#include "src/banned.h"

struct task {
	struct rec rec;
	char *code;
	struct ref org, superior;
	struct code stage;
	struct date deadline;
	char *asked_by;
};

static const struct reg org;

static const struct field fields[] = {
	{ FIELD(struct task, code), .label = "code", .flags = FIELD_UNIQUE },
	{ FIELD(struct task, org), .label = "org", .target = &org },
	{ FIELD(struct task, stage), .label = "stage", .set = "stage" },
	{ FIELD(struct task, deadline), .label = "deadline" },
	{ FIELD(struct task, asked_by), .label = "asked_by" },
};

static const struct field org_fields[] = {
	{ FIELD(struct task, code), .label = "code", .flags = FIELD_UNIQUE },
	{ FIELD(struct task, superior), .label = "superior", .target = &org, .flags = FIELD_TREE },
};

static const struct step steps[] = {
	{ "open", "asked", "ask", ROLE_CLERK, .reason = false },
	{ "asked", "open", "send back", ROLE_CHECKER, .reason = true },
	{ "asked", "done", "accept", ROLE_CHECKER, .not_by = "asked_by" },
	{ "asked", "failed", "fail", ROLE_CHECKER, .not_by = "asked_by" },
	{ "failed", "closed", "close", ROLE_APPROVER, .reason = false },
	{ "done", "seen", "look back", ROLE_CHECKER, .later = true },
};

static const struct workflow way = { .stage = "stage", .deadline = "deadline",
	.ended = (const char *const[]){ "done", "closed", NULL }, WORKFLOW_STEPS(steps) };

static const struct worklist own[] = {
	{ .key = "odd", .label = "odd", .where = "code~1", .urgency = URGENCY_CHECK, .role = ROLE_CHECKER },
};

static const struct reg task = { .name = "task", .title = "task", REG_STRUCT(struct task), REG_FIELDS(fields), .key = "code",
	.label = "code", .writers = ROLE_CLERK, .scope = "org", .workflow = &way, REG_WORKLISTS(own) };
static const struct reg org = { .name = "unit", .title = "unit", REG_STRUCT(struct task), REG_FIELDS(org_fields), .key = "code",
	.label = "code", .scope = "", REG_WORKLISTS(own) };

static void where_is(const struct reg *reg, const struct worklist_for *who, const char *key, const char *where)
{
	struct worklists w = { .n = 0 };
	const struct worklist_made *made;

	worklists_add(&w, reg, who);
	made = worklists_find(&w, reg, key);
	if (!where) {
		assert_null(made);
	} else {
		assert_non_null(made);
		assert_string_equal(made->where, where);
	}
	worklists_release(&w);
}

#define ON(y, m, d) (&(struct worklist_for){ .today = { y, m, d }, .role = ROLE_CLERK, .name = "张敏" })

static void test_worklist__days_within_a_month(void **state)
{
	(void)state;
	where_is(&task, ON(2026, 11, 12), "overdue",
		"stage!=done,closed deadline<2026-11-12 deadline!=\"2026-11\",\"2026\"");
	where_is(&task, ON(2026, 11, 12), "due-7", "stage!=done,closed deadline=2026-11-12..2026-11-19");
	where_is(&task, ON(2026, 11, 12), "due-month", "stage!=done,closed deadline=2026-11 deadline!=2026-11-01..2026-11-19");
}

static void test_worklist__days_across_the_ends_of_months_and_years(void **state)
{
	static const struct {
		struct date today;
		const char *soon, *month;
	} cases[] = {
		{ { 2026, 11, 1 }, "2026-11-01..2026-11-08", "2026-11 deadline!=2026-11-01..2026-11-08" },
		{ { 2026, 11, 23 }, "2026-11-23..2026-11-30", "2026-11 deadline!=2026-11-01..2026-11-30" },
		{ { 2026, 11, 24 }, "2026-11-24..2026-12-01", "2026-11 deadline!=2026-11-01..2026-11-30" },
		{ { 2026, 11, 30 }, "2026-11-30..2026-12-07", "2026-11 deadline!=2026-11-01..2026-11-30" },
		{ { 2026, 12, 31 }, "2026-12-31..2027-01-07", "2026-12 deadline!=2026-12-01..2026-12-31" },
		{ { 2024, 2, 22 }, "2024-02-22..2024-02-29", "2024-02 deadline!=2024-02-01..2024-02-29" },
		{ { 2023, 2, 22 }, "2023-02-22..2023-03-01", "2023-02 deadline!=2023-02-01..2023-02-28" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct worklist_for who = { .today = cases[i].today, .role = ROLE_CLERK, .name = "" };
		struct buf where = BUF_INIT;

		buf_addf(&where, "stage!=done,closed deadline=%s", cases[i].soon);
		where_is(&task, &who, "due-7", buf_str(&where));
		buf_clear(&where);
		buf_addf(&where, "stage!=done,closed deadline=%s", cases[i].month);
		where_is(&task, &who, "due-month", buf_str(&where));
		buf_release(&where);
	}
}

static void test_worklist__waiting_is_for_the_role(void **state)
{
	struct worklist_for who = { .today = { 2026, 11, 12 }, .role = ROLE_CLERK, .name = "张敏" };

	(void)state;
	where_is(&task, &who, "waiting", "stage=open");
	who.role = ROLE_CHECKER;
	where_is(&task, &who, "waiting", "stage=asked asked_by!=\"张敏\"");
	who.role = ROLE_ADMIN;
	where_is(&task, &who, "waiting", "stage=asked asked_by!=\"张敏\" | stage=failed");
	who.name = "张\"三\"";
	where_is(&task, &who, "waiting", "stage=asked asked_by!=“张\"三\"” | stage=failed");
	who.role = ROLE_VIEWER;
	where_is(&task, &who, "waiting", NULL);
}

static void test_worklist__the_scope_holds_for_all(void **state)
{
	struct worklist_for who = { .today = { 2026, 11, 12 }, .role = ROLE_ADMIN, .name = "a", .scope = "001 x" };

	(void)state;
	where_is(&task, &who, "due-7", "stage!=done,closed deadline=2026-11-12..2026-11-19 org<=\"001 x\"");
	where_is(&task, &who, "waiting", "stage=asked asked_by!=\"a\" org<=\"001 x\" | stage=failed org<=\"001 x\"");
	where_is(&task, &who, "odd", "code~1 org<=\"001 x\"");
	/* The top of the scope belongs to it too. */
	where_is(&org, &who, "odd", "code~1 superior<=\"001 x\" | code~1 code=\"001 x\"");
}

static void test_worklist__of_the_table_are_for_a_role(void **state)
{
	struct worklist_for who = { .today = { 2026, 11, 12 }, .role = ROLE_CLERK, .name = "a" };

	(void)state;
	where_is(&task, &who, "odd", NULL);
	who.role = ROLE_CHECKER;
	where_is(&task, &who, "odd", "code~1");
	where_is(&org, &who, "overdue", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_worklist__days_within_a_month),
		cmocka_unit_test(test_worklist__days_across_the_ends_of_months_and_years),
		cmocka_unit_test(test_worklist__waiting_is_for_the_role),
		cmocka_unit_test(test_worklist__the_scope_holds_for_all),
		cmocka_unit_test(test_worklist__of_the_table_are_for_a_role),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
