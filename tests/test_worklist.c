/*
 * Worklists: which days, stages and people a register's table means.
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

static void test_worklist__deadlines_are_told_from_the_day_on_which_they_are_read(void **state)
{
	const struct worklist_for who = { .role = ROLE_CLERK, .name = "张敏" };

	(void)state;
	where_is(&task, &who, "overdue", "stage!=done,closed deadline<今天 deadline!=\"本月\",\"今年\"");
	where_is(&task, &who, "due-7", "stage!=done,closed deadline=今天..+7d");
	where_is(&task, &who, "due-month", "stage!=done,closed deadline=本月 deadline!=月初..+7d");
}

static void test_worklist__waiting_is_for_the_role(void **state)
{
	struct worklist_for who = { .role = ROLE_CLERK, .name = "张敏" };

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
	struct worklist_for who = { .role = ROLE_ADMIN, .name = "a", .scope = "001 x" };

	(void)state;
	where_is(&task, &who, "due-7", "stage!=done,closed deadline=今天..+7d org<=\"001 x\"");
	where_is(&task, &who, "waiting", "stage=asked asked_by!=\"a\" org<=\"001 x\" | stage=failed org<=\"001 x\"");
	where_is(&task, &who, "odd", "code~1 org<=\"001 x\"");
	/* The top of the scope belongs to it too. */
	where_is(&org, &who, "odd", "code~1 superior<=\"001 x\" | code~1 code=\"001 x\"");
}

static void test_worklist__of_the_table_are_for_a_role(void **state)
{
	struct worklist_for who = { .role = ROLE_CLERK, .name = "a" };

	(void)state;
	where_is(&task, &who, "odd", NULL);
	who.role = ROLE_CHECKER;
	where_is(&task, &who, "odd", "code~1");
	where_is(&org, &who, "overdue", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_worklist__deadlines_are_told_from_the_day_on_which_they_are_read),
		cmocka_unit_test(test_worklist__waiting_is_for_the_role),
		cmocka_unit_test(test_worklist__the_scope_holds_for_all),
		cmocka_unit_test(test_worklist__of_the_table_are_for_a_role),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
