/*
 * What is shown beside an organization's record: on 2024-05-20, as all of this folder.
 */
#include "src/records/org.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/org_world.h"
#include "src/banned.h"

static void says(struct world *w, const char *name, const char *want)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < org_reg.nfacts; i++)
		if (strcmp(org_reg.facts[i].name, name) == 0)
			org_reg.facts[i].add(&w->seeds.lookup, &w->o, &out);
	assert_string_equal(buf_str(&out), want);
	buf_release(&out);
}

static void test_org_facts__days_of_the_term(void **state)
{
	struct world *w = *state;

	put(w, "term_to", "2024-06-29");
	says(w, "term", "离届满还有 40 天");
	put(w, "term_to", "2024-05-21");
	says(w, "term", "离届满还有 1 天");
	put(w, "term_to", "2024-05-20");
	says(w, "term", "今天届满");
	put(w, "term_to", "2024-05-19");
	says(w, "term", "已届满 1 天");
}

static void test_org_facts__nobody_counts_days_to_a_month(void **state)
{
	struct world *w = *state;

	put(w, "term_to", "2024-06");
	says(w, "term", "");
	put(w, "term_to", "");
	says(w, "term", "");
}

static void test_org_facts__members_in_all(void **state)
{
	struct world *w = *state;

	put(w, "full_members", "23");
	put(w, "probationary_members", "2");
	says(w, "members", "25 人");
	/* A sum with something unknown in it is none. */
	put(w, "probationary_members", "");
	says(w, "members", "");
}

static void test_org_facts__age(void **state)
{
	struct world *w = *state;

	put(w, "founded", "2001-05-20");
	says(w, "age", "23 年");
	put(w, "founded", "2001-05-21");
	says(w, "age", "22 年");
	put(w, "founded", "2001");
	says(w, "age", "约 23 年");
	put(w, "founded", "2024-05");
	says(w, "age", "约 0 年");
	put(w, "founded", "2025-01-01");
	says(w, "age", "");
	put(w, "founded", "");
	says(w, "age", "");
}

static void test_org_facts__nothing_runs_on_after_the_end(void **state)
{
	struct world *w = *state;

	put(w, "dissolved", "2024-01-01");
	says(w, "term", "");
	says(w, "age", "");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_org_facts__##name, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
		T(days_of_the_term),
		T(nobody_counts_days_to_a_month),
		T(members_in_all),
		T(age),
		T(nothing_runs_on_after_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
