/*
 * Workflows: every way from one stage to another in every register, allowed and refused, by every role.  Who makes
 * which step is said here once more, because a slip in a register's table would be seen nowhere else.
 */
#include "src/workflow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/records.h"
#include "src/records/rectification.h"
#include "src/records/site.h"
#include "src/banned.h"

struct way {
	const char *from, *to;
	enum role role;
	bool reason;
};

static const struct way of_cases[] = {
	{ "screened", "proposed", ROLE_CLERK, false },
	{ "proposed", "confirmed", ROLE_APPROVER, false },
	{ "proposed", "screened", ROLE_APPROVER, true },
	{ "confirmed", "filed", ROLE_APPROVER, false },
	{ "filed", "planned", ROLE_CLERK, false },
	{ "planned", "rectifying", ROLE_CLERK, false },
	{ "rectifying", "acceptance_requested", ROLE_CLERK, false },
	{ "acceptance_requested", "rectifying", ROLE_CHECKER, true },
	{ "acceptance_requested", "accepted", ROLE_CHECKER, false },
	{ "acceptance_requested", "basic", ROLE_CHECKER, false },
	{ "acceptance_requested", "failed", ROLE_CHECKER, true },
	{ "basic", "consolidate", ROLE_CLERK, false },
	{ "consolidate", "acceptance_requested", ROLE_CLERK, false },
	{ "failed", "rectifying", ROLE_CLERK, false },
	{ "accepted", "closed", ROLE_APPROVER, false },
	{ "closed", "lookback", ROLE_CHECKER, false },
	{ "lookback", "archived", ROLE_CLERK, false },
};

static const struct way of_sites[] = {
	{ "nurturing", "applied", ROLE_CLERK, false },
	{ "applied", "nurturing", ROLE_CHECKER, true },
	{ "applied", "reviewed", ROLE_CHECKER, false },
	{ "reviewed", "publicised", ROLE_CHECKER, false },
	{ "reviewed", "nurturing", ROLE_CHECKER, true },
	{ "publicised", "named", ROLE_APPROVER, false },
	{ "publicised", "nurturing", ROLE_APPROVER, true },
	{ "named", "plaque", ROLE_CLERK, false },
	{ "plaque", "rechecked", ROLE_CHECKER, false },
	{ "rechecked", "plaque", ROLE_CHECKER, false },
	{ "named", "revoked", ROLE_APPROVER, true },
	{ "plaque", "revoked", ROLE_APPROVER, true },
	{ "rechecked", "revoked", ROLE_APPROVER, true },
	{ "named", "expired", ROLE_APPROVER, false },
	{ "plaque", "expired", ROLE_APPROVER, false },
	{ "rechecked", "expired", ROLE_APPROVER, false },
};

static const struct way of_measures[] = {
	{ "open", "doing", ROLE_CLERK, false },
	{ "open", "done", ROLE_CLERK, false },
	{ "doing", "done", ROLE_CLERK, false },
	{ "done", "doing", ROLE_CHECKER, true },
};

#define WAYS(table) (table), sizeof(table) / sizeof((table)[0])

static const struct {
	const struct reg *reg;
	const struct way *ways;
	size_t n;
} all[] = {
	{ &rectification_reg, WAYS(of_cases) }, { &site_reg, WAYS(of_sites) }, { &measure_reg, WAYS(of_measures) },
};

static const struct lookup nothing = { .today = { 2024, 5, 20 } };

static void *at_stage(const struct reg *reg, const char *stage)
{
	void *rec = reg_new(reg);

	((struct code *)field_value(reg_field(reg, reg->workflow->stage), rec))->s = xstrdup(stage);
	return rec;
}

/* A way between two stages, for everybody; way: as the list above has it, NULL: there is none. */
static void judge(const struct reg *reg, const char *from, const char *to, const struct way *way)
{
	struct findings found = { .items = NULL };
	const struct check c = { .lookup = &nothing, .found = &found };
	void *before = at_stage(reg, from), *rec = at_stage(reg, to);
	const struct step *step = workflow_step(reg, from, to);
	struct err e = ERR_INIT;

	if (!way != !step)
		fail_msg("%s from %s to %s: %s", reg->name, from, to, step ? "should not be there" : "is not there");
	for (int role = ROLE_VIEWER; way && role <= ROLE_ADMIN; role++) {
		const struct doer who = { .role = (enum role)role, .name = "示例甲" };
		int want = role < (int)way->role ? ERR_DENIED : 0;

		if (workflow_may(reg, &who, rec, before, &e) != want)
			fail_msg("%s from %s to %s: role %d", reg->name, from, to, role);
	}
	if (way)
		assert_int_equal(workflow_wants_reason(reg, rec, before) != NULL, way->reason);
	else
		assert_int_equal(workflow_check(reg, &c, rec, before, "示例原因", &e), ERR_INVALID);
	findings_release(&found);
	reg_free(reg, before);
	reg_free(reg, rec);
}

static const struct way *listed(size_t i, const char *from, const char *to)
{
	for (size_t k = 0; k < all[i].n; k++)
		if (strcmp(all[i].ways[k].from, from) == 0 && strcmp(all[i].ways[k].to, to) == 0)
			return &all[i].ways[k];
	return NULL;
}

/* All stages there are: those that the list begins or ends a way with. */
static size_t stages_of(size_t i, const char **out, size_t room)
{
	size_t n = 0;

	for (size_t k = 0; k < 2 * all[i].n; k++) {
		const char *stage = k % 2 ? all[i].ways[k / 2].to : all[i].ways[k / 2].from;
		size_t at = 0;

		while (at < n && strcmp(out[at], stage) != 0)
			at++;
		assert_true(at < room);
		if (at == n)
			out[n++] = stage;
	}
	return n;
}

static void test_workflow__every_way_is_for_its_role_and_no_other_is_there(void **state)
{
	const char *stages[32];

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		size_t n = stages_of(i, stages, 32);

		assert_int_equal(all[i].reg->workflow->n, all[i].n);
		for (size_t from = 0; from < n; from++)
			for (size_t to = 0; to < n; to++)
				if (from != to)
					judge(all[i].reg, stages[from], stages[to], listed(i, stages[from], stages[to]));
	}
}

/* A register whose way nobody has written down above. */
static void test_workflow__no_register_is_left_out(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < registers_n; i++)
		n += registers[i]->workflow != NULL;
	assert_int_equal(n, sizeof(all) / sizeof(all[0]));
}

/* Whoever asked for the acceptance neither accepts nor closes, whatever the role. */
static void test_workflow__who_asked_does_not_judge(void **state)
{
	static const char *const barred[][2] = {
		{ "acceptance_requested", "accepted" }, { "acceptance_requested", "basic" },
		{ "acceptance_requested", "failed" }, { "accepted", "closed" },
	};
	const struct doer same = { .role = ROLE_ADMIN, .name = "示例甲" }, other = { .role = ROLE_ADMIN, .name = "示例乙" };
	struct err e = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(barred) / sizeof(barred[0]); i++) {
		struct rectification *before = at_stage(&rectification_reg, barred[i][0]);
		void *rec = at_stage(&rectification_reg, barred[i][1]);

		before->requested_by = xstrdup("示例甲");
		assert_int_equal(workflow_may(&rectification_reg, &same, rec, before, &e), ERR_DENIED);
		assert_non_null(strstr(e.text, "示例甲"));
		assert_int_equal(workflow_may(&rectification_reg, &other, rec, before, &e), 0);
		reg_free(&rectification_reg, before);
		reg_free(&rectification_reg, rec);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_workflow__every_way_is_for_its_role_and_no_other_is_there),
		cmocka_unit_test(test_workflow__no_register_is_left_out),
		cmocka_unit_test(test_workflow__who_asked_does_not_judge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
