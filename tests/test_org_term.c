/*
 * Terms of office: how long, how far ahead, and what the program proposes by itself.
 */
#include "src/records/org.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/org_world.h"
#include "src/banned.h"

/* ---- Terms ------------------------------------------------------------------ */

static void test_org_term__term_ends_after_it_began(void **state)
{
	struct world *w = *state;

	put(w, "term_from", "2023-01-10");
	put(w, "term_to", "2023-01-09");
	refused(w, "term_to", "2023-01-09");
}

static void assert_term(struct world *w, const char *rule, const char *to, bool fits)
{
	put(w, "term_to", to);
	if (fits)
		silent(w, rule);
	else
		warns(w, rule, "term_to", to);
}

static void test_org_term__term_of_a_branch_is_three_years_give_or_take_one(void **state)
{
	struct world *w = *state;

	put(w, "term_from", "2023-01-10");
	assert_term(w, "org.term_years_branch", "2026-01-10", true);
	assert_term(w, "org.term_years_branch", "2027-01-10", true);
	assert_term(w, "org.term_years_branch", "2027-01-11", false);
	assert_term(w, "org.term_years_branch", "2025-01-10", true);
	assert_term(w, "org.term_years_branch", "2025-01-09", false);
	put(w, "category", "621");
	put(w, "name", "中共示例总支部委员会");
	assert_term(w, "org.term_years_branch", "2027-01-11", false);
}

static void test_org_term__term_of_a_committee_is_five_years(void **state)
{
	struct world *w = *state;

	put(w, "category", "611");
	put(w, "term_from", "2021-06-01");
	assert_term(w, "org.term_years_committee", "2026-06-01", true);
	assert_term(w, "org.term_years_committee", "2027-06-01", true);
	assert_term(w, "org.term_years_committee", "2027-06-02", false);
}

static void test_org_term__term_in_a_village_or_community_is_five_years(void **state)
{
	static const char *const places[] = { VILLAGE, "农村", COMMUNITY, "城市社区", "632822103500",
		"农村" };
	struct world *w = *state;

	put(w, "term_from", "2021-06-01");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i += 2) {
		put(w, "division", places[i]);
		put(w, "domain", places[i + 1]);
		assert_term(w, "org.term_years_village", "2027-06-01", true);
		assert_term(w, "org.term_years_village", "2027-06-02", false);
		silent(w, "org.term_years_branch");
	}
}

static void test_org_term__a_school_in_a_village_has_the_branch_term(void **state)
{
	struct world *w = *state;

	put(w, "division", VILLAGE);
	put(w, "domain", "学校");
	put(w, "term_from", "2023-01-10");
	assert_term(w, "org.term_years_branch", "2028-01-10", false);
}

static void test_org_term__partial_terms_are_judged_by_what_they_say(void **state)
{
	struct world *w = *state;

	put(w, "term_from", "2023-01");
	assert_term(w, "org.term_years_branch", "2027-01", true);
	assert_term(w, "org.term_years_branch", "2027-02", false);
	put(w, "term_from", "2023");
	assert_term(w, "org.term_years_branch", "2027", true);
	assert_term(w, "org.term_years_branch", "2028", false);
}

static void test_org_term__expired_term_is_reported_from_the_day_after(void **state)
{
	struct world *w = *state;

	put(w, "term_from", "2021-05-20");
	put(w, "term_to", "2024-05-19");
	warns(w, "org.term_expired", "term_to", "2024-05-19");
	assert_null(finding(w, "org.term_reminder"));
	put(w, "term_to", "2024-05-20");
	silent(w, "org.term_expired");
	put(w, "term_to", "2024-05");
	silent(w, "org.term_expired");
	put(w, "term_to", "2024-04");
	warns(w, "org.term_expired", "term_to", "2024-04");
}

static void test_org_term__reminder_comes_six_months_ahead(void **state)
{
	struct world *w = *state;

	put(w, "term_from", "2021-11-20");
	put(w, "term_to", "2024-11-20");
	warns(w, "org.term_reminder", "term_to", "2024-11-20");
	put(w, "term_to", "2024-11-21");
	silent(w, "org.term_reminder");
	seeds_set_rule(&w->seeds, "org.term_reminder", RULE_WARN, 7);
	warns(w, "org.term_reminder", "term_to", "7 个月");
	put(w, "term_to", "");
	silent(w, "org.term_reminder");
}

/* ---- What the program proposes --------------------------------------------- */

static void proposes(struct world *w, const char *from, const char *to)
{
	put(w, "term_from", from);
	put(w, "term_to", "");
	fill(w, NULL);
	assert_date(w->o.term_to, to);
}

static void test_org_term__empty_end_of_term_is_proposed(void **state)
{
	struct world *w = *state;

	proposes(w, "2023-01-10", "2026-01-10");
	proposes(w, "2024-02-29", "2027-02-28");
	proposes(w, "2023-03", "2026-03");
	proposes(w, "2023", "2026");
	proposes(w, "", "");
	put(w, "category", "611");
	proposes(w, "2023-01-10", "2028-01-10");
	put(w, "category", "631");
	put(w, "division", VILLAGE);
	put(w, "domain", "农村");
	proposes(w, "2023-01-10", "2028-01-10");
}

static void test_org_term__nothing_is_proposed_without_a_rule(void **state)
{
	struct world *w = *state;

	/* The document is of July 2018. */
	proposes(w, "2017-01-10", "");
	put(w, "category", "党组");
	proposes(w, "2023-01-10", "");
	put(w, "category", "临时党支部");
	proposes(w, "2023-01-10", "");
	put(w, "category", "党支部");
	seeds_set_rule(&w->seeds, "org.term_years_branch", RULE_OFF, 3);
	proposes(w, "2023-01-10", "");
	w->seeds.lookup.rules = NULL;
	proposes(w, "2023-01-10", "");
}

static void test_org_term__a_typed_end_of_term_stays(void **state)
{
	struct world *w = *state;

	put(w, "term_from", "2023-01-10");
	put(w, "term_to", "2025-12-31");
	fill(w, NULL);
	assert_date(w->o.term_to, "2025-12-31");
}

static void test_org_term__a_stored_end_of_term_is_never_recomputed(void **state)
{
	struct world *w = *state;

	put(w, "term_to", "2025-12-31");
	reg_copy(&org_reg, &w->before, &w->o);
	put(w, "category", "611");
	put(w, "secretary", "示例书记");
	fill(w, &w->before);
	assert_date(w->o.term_to, "2025-12-31");
}

static void test_org_term__a_new_term_moves_an_end_that_was_not_touched(void **state)
{
	struct world *w = *state;

	reg_copy(&org_reg, &w->before, &w->o);
	put(w, "term_from", "2024-05-01");
	fill(w, &w->before);
	assert_date(w->o.term_to, "2027-05-01");
	put(w, "term_to", "2027-12-31");
	fill(w, &w->before);
	assert_date(w->o.term_to, "2027-12-31");
}

static void test_org_term__no_beginning_leaves_the_end_alone(void **state)
{
	struct world *w = *state;

	reg_copy(&org_reg, &w->before, &w->o);
	put(w, "term_from", "");
	fill(w, &w->before);
	assert_date(w->o.term_to, "2026-01-10");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_org_term__##name, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
		T(term_ends_after_it_began),
		T(term_of_a_branch_is_three_years_give_or_take_one),
		T(term_of_a_committee_is_five_years),
		T(term_in_a_village_or_community_is_five_years),
		T(a_school_in_a_village_has_the_branch_term),
		T(partial_terms_are_judged_by_what_they_say),
		T(expired_term_is_reported_from_the_day_after),
		T(reminder_comes_six_months_ahead),
		T(empty_end_of_term_is_proposed),
		T(nothing_is_proposed_without_a_rule),
		T(a_typed_end_of_term_stays),
		T(a_stored_end_of_term_is_never_recomputed),
		T(a_new_term_moves_an_end_that_was_not_touched),
		T(no_beginning_leaves_the_end_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
