/*
 * Party organizations: every threshold at its limit, names, units, the tree.
 */
#include "src/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/org_world.h"
#include "src/banned.h"

static void put_number(struct world *w, const char *field, int n)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "%d", n);
	put(w, field, buf_str(&text));
	buf_release(&text);
}

/* ---- The record as a whole ------------------------------------------------ */

static void test_org__a_sound_branch_has_no_findings(void **state)
{
	struct world *w = *state;

	assert_int_equal(judge(w), 0);
	if (w->found.n != 0)
		fail_msg("%s", w->found.items[0].text);
}

static void test_org__an_empty_record_misses_what_is_required(void **state)
{
	struct world *w = *state;

	reg_release(&org_reg, &w->o);
	assert_int_equal(judge(w), ERR_INVALID);
	assert_string_equal(w->e.field, "code");
	assert_int_equal(findings_count(&w->found, RULE_ERROR), 3);
}

static void test_org__code_takes_letters_digits_and_hyphen_only(void **state)
{
	struct world *w = *state;

	put(w, "code", "QS-010203a");
	assert_int_equal(judge(w), 0);
	put(w, "code", "QS_01");
	refused(w, "code", "QS_01");
	put(w, "code", "青01");
	refused(w, "code", "青01");
	put(w, "code", "QS 01");
	refused(w, "code", "短横线");
}

static void test_org__full_width_code_becomes_ascii(void **state)
{
	struct world *w = *state;

	put(w, "code", "ＱＳ－０１");
	fill(w, NULL);
	assert_string_equal(w->o.code, "QS-01");
	assert_int_equal(judge(w), 0);
}

static void test_org__an_office_may_forbid_or_switch_off(void **state)
{
	struct world *w = *state;

	put(w, "full_members", "2");
	put(w, "committee_size", "");
	seeds_set_rule(&w->seeds, "org.branch_min_members", RULE_ERROR, 3);
	refused(w, "full_members", "2 人");
	seeds_set_rule(&w->seeds, "org.branch_min_members", RULE_OFF, 3);
	silent(w, "org.branch_min_members");
	seeds_set_rule(&w->seeds, "org.branch_min_members", RULE_WARN, 2);
	silent(w, "org.branch_min_members");
}

static void test_org__findings_name_the_document(void **state)
{
	struct world *w = *state;

	put(w, "full_members", "2");
	warns(w, "org.branch_min_members", "full_members", "支部工作条例");
}

/* ---- Names ---------------------------------------------------------------- */

static void test_org__name_begins_as_the_seal_does(void **state)
{
	struct world *w = *state;

	put(w, "name", "中国共产党示例镇机关支部委员会");
	silent(w, "org.name_begin");
	put(w, "name", "示例镇机关支部委员会");
	warns(w, "org.name_begin", "name", "示例镇机关支部委员会");
	put(w, "category", "党组");
	silent(w, "org.name_begin");
}

static void assert_ending(struct world *w, const char *category, const char *name, bool fits)
{
	put(w, "category", category);
	put(w, "name", name);
	if (fits)
		silent(w, "org.name_end");
	else
		warns(w, "org.name_end", "name", name);
}

static void test_org__name_ends_as_its_category_does(void **state)
{
	struct world *w = *state;

	assert_ending(w, "611", "中共示例委员会", true);
	assert_ending(w, "611", "中共示例支部委员会", false);
	assert_ending(w, "611", "中共示例总支部委员会", false);
	assert_ending(w, "611", "中共示例党委", false);
	assert_ending(w, "621", "中共示例总支部委员会", true);
	assert_ending(w, "621", "中共示例支部委员会", false);
	assert_ending(w, "631", "中共示例支部委员会", true);
	assert_ending(w, "631", "中共示例总支部委员会", false);
	assert_ending(w, "631", "中共示例委员会", false);
	assert_ending(w, "632", "中共示例联合支部委员会", true);
	assert_ending(w, "612", "中共示例局党组", true);
	assert_ending(w, "931", "中共示例工程临时党支部", true);
	assert_ending(w, "631", "会", false);
}

/* ---- Members -------------------------------------------------------------- */

static void test_org__branch_from_three_full_members(void **state)
{
	struct world *w = *state;

	put(w, "committee_size", "");
	put(w, "full_members", "3");
	silent(w, "org.branch_min_members");
	put(w, "full_members", "2");
	put(w, "probationary_members", "5");
	warns(w, "org.branch_min_members", "full_members", "正式党员 2 人");
	put(w, "full_members", "0");
	warns(w, "org.branch_min_members", "full_members", "正式党员 0 人");
	put(w, "full_members", "");
	silent(w, "org.branch_min_members");
}

static void test_org__branch_up_to_fifty_members(void **state)
{
	struct world *w = *state;

	put(w, "full_members", "50");
	silent(w, "org.branch_max_members");
	put(w, "probationary_members", "1");
	warns(w, "org.branch_max_members", "full_members", "党员 51 人");
	put(w, "probationary_members", "");
	put(w, "full_members", "51");
	warns(w, "org.branch_max_members", "full_members", "党员 51 人");
}

static void test_org__general_branch_above_fifty_members(void **state)
{
	struct world *w = *state;

	put(w, "category", "621");
	put(w, "full_members", "51");
	silent(w, "org.general_branch_over");
	put(w, "full_members", "50");
	warns(w, "org.general_branch_over", "full_members", "超过 50 人");
	put(w, "probationary_members", "1");
	silent(w, "org.general_branch_over");
	put(w, "full_members", "2");
	silent(w, "org.branch_min_members");
}

static void test_org__party_committee_above_a_hundred_members(void **state)
{
	struct world *w = *state;

	put(w, "category", "611");
	put(w, "full_members", "101");
	silent(w, "org.party_committee_over");
	put(w, "full_members", "100");
	warns(w, "org.party_committee_over", "full_members", "超过 100 人");
	put(w, "full_members", "");
	silent(w, "org.party_committee_over");
}

static void test_org__uncounted_nodes_have_no_thresholds(void **state)
{
	static const char *const nodes[] = { "党组", "党小组", "州委", "县委", "党工委" };
	struct world *w = *state;

	put(w, "name", "示例");
	put(w, "full_members", "1");
	put(w, "committee_size", "40");
	put(w, "term_to", "2099-01-01");
	for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
		put(w, "category", nodes[i]);
		assert_int_equal(judge(w), 0);
		if (w->found.n != 0)
			fail_msg("%s: %s", nodes[i], w->found.items[0].text);
	}
}

/* ---- The committee of a branch -------------------------------------------- */

static void test_org__branch_elects_a_committee_from_seven_full_members(void **state)
{
	struct world *w = *state;

	put(w, "full_members", "7");
	put(w, "committee_size", "0");
	warns(w, "org.branch_committee_from", "committee_size", "7 人以上");
	put(w, "committee_size", "3");
	silent(w, "org.branch_committee_from");
	put(w, "full_members", "6");
	warns(w, "org.branch_committee_from", "committee_size", "不足 7 人");
	put(w, "committee_size", "2");
	silent(w, "org.branch_committee_from");
	put(w, "committee_size", "0");
	silent(w, "org.branch_committee_from");
	put(w, "committee_size", "");
	put(w, "full_members", "30");
	silent(w, "org.branch_committee_from");
}

static void test_org__branch_committee_has_three_to_seven(void **state)
{
	struct world *w = *state;

	put(w, "full_members", "20");
	for (int n = 3; n <= 7; n++) {
		put_number(w, "committee_size", n);
		silent(w, "org.branch_committee_least");
		silent(w, "org.branch_committee_most");
	}
	put(w, "committee_size", "2");
	warns(w, "org.branch_committee_least", "committee_size", "委员 2 人");
	put(w, "committee_size", "8");
	warns(w, "org.branch_committee_most", "committee_size", "委员 8 人");
	put(w, "category", "611");
	silent(w, "org.branch_committee_most");
}

/* ---- Units ---------------------------------------------------------------- */

static void test_org__joint_branch_of_up_to_five_units(void **state)
{
	struct world *w = *state;

	put(w, "category", "联合党支部");
	put(w, "unit_situation", "联合党支部");
	put(w, "units", "示例一社、示例二社、示例三社、示例四社、示例五社、");
	silent(w, "org.joint_max_units");
	put(w, "units", "示例一社、示例二社、示例三社、示例四社、示例五社、示例六社");
	warns(w, "org.joint_max_units", "units", "6 个");
	put(w, "units", "示例一社； 示例二社;示例三社、、示例四社、示例五社、示例六社");
	warns(w, "org.joint_max_units", "units", "6 个");
	put(w, "category", "党支部");
	put(w, "unit_situation", "");
	silent(w, "org.joint_max_units");
}

static void test_org__joint_in_category_and_unit_situation_agree(void **state)
{
	struct world *w = *state;

	put(w, "category", "632");
	put(w, "unit_situation", "joint");
	silent(w, "org.joint_situation");
	put(w, "unit_situation", "own");
	warns(w, "org.joint_situation", "unit_situation", "联合党支部");
	put(w, "category", "631");
	silent(w, "org.joint_situation");
	put(w, "unit_situation", "joint");
	warns(w, "org.joint_situation", "unit_situation", "不是联合党支部");
	put(w, "unit_situation", "");
	put(w, "category", "632");
	silent(w, "org.joint_situation");
}

static void test_org__credit_code_belongs_to_a_unit_of_its_own(void **state)
{
	struct world *w = *state;

	put(w, "credit_code", "N2632822MF0000005J");
	put(w, "unit_situation", "法人单位");
	silent(w, "org.credit_own_unit");
	put(w, "unit_situation", "");
	silent(w, "org.credit_own_unit");
	put(w, "unit_situation", "与上级党组织相同");
	warns(w, "org.credit_own_unit", "credit_code", "N2632822MF0000005J");
	put(w, "credit_code", "");
	silent(w, "org.credit_own_unit");
}

static void test_org__same_unit_leaves_the_unit_to_the_superior(void **state)
{
	struct world *w = *state;

	put(w, "unit_situation", "same");
	silent(w, "org.same_unit_empty");
	put(w, "units", "示例镇人民政府");
	warns(w, "org.same_unit_empty", "units", "与上级党组织相同");
	put(w, "units", "");
	put(w, "unit_nature", "党政机关");
	warns(w, "org.same_unit_empty", "units", "与上级党组织相同");
	put(w, "unit_situation", "own");
	silent(w, "org.same_unit_empty");
}

/* ---- The tree and the map -------------------------------------------------- */

static void under(struct world *w, const char *superior, const char *own)
{
	type_in(&w->seeds, &org_reg, &w->committee, "category", superior);
	put(w, "category", own);
}

static void test_org__a_branch_has_no_organizations_below_it(void **state)
{
	struct world *w = *state;

	under(w, "631", "631");
	warns(w, "org.superior_leaf", "superior", "中共示例镇委员会");
	under(w, "632", "621");
	warns(w, "org.superior_leaf", "superior", "不再设");
	under(w, "631", "641");
	silent(w, "org.superior_leaf");
	under(w, "641", "641");
	warns(w, "org.superior_leaf", "superior", "党小组");
	under(w, "621", "631");
	silent(w, "org.superior_leaf");
	under(w, "103", "611");
	silent(w, "org.superior_leaf");
}

static void test_org__a_superior_out_of_use_is_reported(void **state)
{
	struct world *w = *state;

	silent(w, "org.superior_active");
	type_in(&w->seeds, &org_reg, &w->committee, "dissolved", "2020-01-01");
	warns(w, "org.superior_active", "superior", "中共示例镇委员会");
	type_in(&w->seeds, &org_reg, &w->committee, "dissolved", "");
	w->committee.rec.retired_on = (struct date){ 2020, 1, 1 };
	warns(w, "org.superior_active", "superior", "中共示例镇委员会");
}

static void test_org__a_primary_organization_has_a_superior(void **state)
{
	struct world *w = *state;

	put(w, "superior", "");
	warns(w, "org.superior_missing", "superior", "上级");
	put(w, "category", "州委");
	silent(w, "org.superior_missing");
}

static void test_org__an_unreadable_superior_is_no_crash(void **state)
{
	struct world *w = *state;

	w->o.superior.id = 404;
	silent(w, "org.superior_active");
	w->seeds.lookup.ref_get = NULL;
	assert_int_equal(judge(w), 0);
}

static void test_org__villages_are_rural_and_communities_urban(void **state)
{
	struct world *w = *state;

	put(w, "division", VILLAGE);
	put(w, "domain", "农村");
	silent(w, "org.place_domain");
	put(w, "domain", "城市社区");
	warns(w, "org.place_domain", "domain", VILLAGE);
	put(w, "domain", "学校");
	silent(w, "org.place_domain");
	put(w, "division", COMMUNITY);
	put(w, "domain", "城市社区");
	silent(w, "org.place_domain");
	put(w, "domain", "农村");
	warns(w, "org.place_domain", "domain", COMMUNITY);
	put(w, "division", TOWNSHIP);
	silent(w, "org.place_domain");
}

static void test_org__every_organization_has_a_domain(void **state)
{
	struct world *w = *state;

	put(w, "domain", "");
	warns(w, "org.domain_missing", "domain", "领域");
}

/* ---- Beginning and end ----------------------------------------------------- */

static void test_org__dissolved_before_founded_is_refused(void **state)
{
	struct world *w = *state;

	put(w, "dissolved_reason", "撤销");
	put(w, "founded", "2001-07-01");
	put(w, "dissolved", "2001-07-01");
	assert_int_equal(judge(w), 0);
	put(w, "dissolved", "2001-06-30");
	refused(w, "dissolved", "2001-06-30");
	refused(w, "dissolved", "2001-07-01");
}

static void test_org__partial_dates_are_compared_by_what_they_say(void **state)
{
	struct world *w = *state;

	put(w, "dissolved_reason", "撤销");
	put(w, "founded", "2001-07-01");
	put(w, "dissolved", "2001");
	assert_int_equal(judge(w), 0);
	put(w, "dissolved", "2001-07");
	assert_int_equal(judge(w), 0);
	put(w, "dissolved", "2001-06");
	refused(w, "dissolved", "早于");
	put(w, "dissolved", "2000");
	refused(w, "dissolved", "早于");
}

static void test_org__dissolved_date_and_reason_go_together(void **state)
{
	struct world *w = *state;

	put(w, "dissolved", "2024-01-01");
	warns(w, "org.dissolved_reason", "dissolved_reason", "撤销原因");
	put(w, "dissolved_reason", "合并");
	silent(w, "org.dissolved_reason");
	put(w, "dissolved", "");
	warns(w, "org.dissolved_reason", "dissolved", "撤销日期");
}

static void test_org__a_dissolved_organization_is_left_in_peace(void **state)
{
	struct world *w = *state;

	put(w, "dissolved", "2024-01-01");
	put(w, "dissolved_reason", "撤销");
	put(w, "full_members", "0");
	put(w, "term_to", "2023-12-31");
	put(w, "superior", "");
	assert_int_equal(judge(w), 0);
	if (w->found.n != 0)
		fail_msg("%s", w->found.items[0].text);
}

static void test_org__founded_in_the_future_is_reported(void **state)
{
	struct world *w = *state;

	put(w, "founded", "2024-05-20");
	silent(w, "org.founded_future");
	put(w, "founded", "2024-05-21");
	warns(w, "org.founded_future", "founded", "2024-05-21");
	put(w, "founded", "2024");
	silent(w, "org.founded_future");
}

static void test_org__a_secretary_is_in_office_since_a_day_that_has_come(void **state)
{
	static const struct {
		const char *since;
		size_t warnings;
	} days[] = { { "2024-05-20", 0 }, { "2024", 0 }, { "2024-05-21", 1 } };
	struct world *w = *state;
	size_t before;

	assert_int_equal(judge(w), 0);
	before = w->found.n;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		put(w, "secretary_since", days[i].since);
		assert_int_equal(judge(w), 0);
		assert_int_equal(w->found.n, before + days[i].warnings);
	}
}

static void test_org__stars_up_to_the_local_maximum(void **state)
{
	struct world *w = *state;

	put(w, "stars", "5");
	silent(w, "org.stars_max");
	put(w, "stars", "6");
	warns(w, "org.stars_max", "stars", "6");
	seeds_set_rule(&w->seeds, "org.stars_max", RULE_WARN, 10);
	put(w, "stars", "10");
	silent(w, "org.stars_max");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_org__##name, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
		T(a_sound_branch_has_no_findings),
		T(an_empty_record_misses_what_is_required),
		T(code_takes_letters_digits_and_hyphen_only),
		T(full_width_code_becomes_ascii),
		T(an_office_may_forbid_or_switch_off),
		T(findings_name_the_document),
		T(name_begins_as_the_seal_does),
		T(name_ends_as_its_category_does),
		T(branch_from_three_full_members),
		T(branch_up_to_fifty_members),
		T(general_branch_above_fifty_members),
		T(party_committee_above_a_hundred_members),
		T(uncounted_nodes_have_no_thresholds),
		T(branch_elects_a_committee_from_seven_full_members),
		T(branch_committee_has_three_to_seven),
		T(joint_branch_of_up_to_five_units),
		T(joint_in_category_and_unit_situation_agree),
		T(credit_code_belongs_to_a_unit_of_its_own),
		T(same_unit_leaves_the_unit_to_the_superior),
		T(a_branch_has_no_organizations_below_it),
		T(a_superior_out_of_use_is_reported),
		T(a_primary_organization_has_a_superior),
		T(an_unreadable_superior_is_no_crash),
		T(villages_are_rural_and_communities_urban),
		T(every_organization_has_a_domain),
		T(dissolved_before_founded_is_refused),
		T(partial_dates_are_compared_by_what_they_say),
		T(dissolved_date_and_reason_go_together),
		T(a_dissolved_organization_is_left_in_peace),
		T(founded_in_the_future_is_reported),
		T(a_secretary_is_in_office_since_a_day_that_has_come),
		T(stars_up_to_the_local_maximum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
