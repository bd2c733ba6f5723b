/*
 * Party organizations: every threshold at its limit, names, terms, the tree, and
 * what the program fills in by itself.  The day is 2024-05-20.
 */
#include "src/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/seeds.h"
#include "src/banned.h"

#define VILLAGE "632821102210"   /* 南沙沟村 */
#define COMMUNITY "632821102001" /* 柯柯社区 */
#define TOWNSHIP "632821102000"  /* 柯柯镇 */

struct world {
	struct seeds seeds;
	struct org committee; /* 中共示例镇委员会, id 1: the superior of the others */
	struct org o;         /* the organization under test: a sound branch */
	struct org before;
	struct findings found;
	struct err e;
};

static void put(struct world *w, const char *field, const char *text)
{
	type_in(&w->seeds, &org_reg, &w->o, field, text);
}

static void put_number(struct world *w, const char *field, int n)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "%d", n);
	put(w, field, buf_str(&text));
	buf_release(&text);
}

static void make_committee(struct world *w)
{
	struct org *o = &w->committee;

	reg_init(&org_reg, o);
	o->rec.id = 1;
	type_in(&w->seeds, &org_reg, o, "code", "SL-01");
	type_in(&w->seeds, &org_reg, o, "name", "中共示例镇委员会");
	type_in(&w->seeds, &org_reg, o, "category", "611");
	seeds_add(&w->seeds, &org_reg, o);
}

/* A branch of an agency with nothing to find fault with. */
static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	*state = w;
	seeds_load(&w->seeds, "2024-05-20");
	make_committee(w);
	reg_init(&org_reg, &w->o);
	reg_init(&org_reg, &w->before);
	put(w, "code", "SL-0102");
	put(w, "name", "中共示例镇机关支部委员会");
	put(w, "category", "党支部");
	put(w, "superior", "SL-01");
	put(w, "domain", "机关");
	put(w, "division", TOWNSHIP);
	put(w, "founded", "2001-07-01");
	put(w, "full_members", "12");
	put(w, "committee_size", "3");
	put(w, "term_from", "2023-01-10");
	put(w, "term_to", "2026-01-10");
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	findings_release(&w->found);
	reg_release(&org_reg, &w->o);
	reg_release(&org_reg, &w->before);
	reg_release(&org_reg, &w->committee);
	seeds_release(&w->seeds);
	free(w);
	return 0;
}

static int judge(struct world *w)
{
	findings_clear(&w->found);
	err_clear(&w->e);
	return reg_check(&org_reg, &w->seeds.lookup, &w->o, NULL, &w->found, &w->e);
}

static const struct finding *finding(const struct world *w, const char *rule)
{
	for (size_t i = 0; i < w->found.n; i++) {
		if (w->found.items[i].rule != NULL && strcmp(w->found.items[i].rule, rule) == 0)
			return &w->found.items[i];
	}
	return NULL;
}

/* The record may be saved, and that rule says something about that field with these words in it. */
static void warns(struct world *w, const char *rule, const char *field, const char *says)
{
	const struct finding *f;

	if (judge(w) != 0)
		fail_msg("refused: %s", w->e.text);
	f = finding(w, rule);
	if (f == NULL)
		fail_msg("%s says nothing", rule);
	assert_int_equal(f->level, RULE_WARN);
	assert_string_equal(f->field, field);
	if (strstr(f->text, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", f->text, says);
}

static void silent(struct world *w, const char *rule)
{
	const struct finding *f;

	assert_int_equal(judge(w), 0);
	f = finding(w, rule);
	if (f != NULL)
		fail_msg("%s: %s", rule, f->text);
}

static void refused(struct world *w, const char *field, const char *says)
{
	assert_int_equal(judge(w), ERR_INVALID);
	assert_string_equal(w->e.field, field);
	if (strstr(w->e.text, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", w->e.text, says);
}

static void assert_date(struct date d, const char *want)
{
	struct buf text = BUF_INIT;

	date_format(&text, d);
	assert_string_equal(buf_str(&text), want);
	buf_release(&text);
}

/* What the save path does before it judges. */
static void fill(struct world *w, const void *before)
{
	org_reg.fill(&w->seeds.lookup, &w->o, before);
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

/* ---- Terms ------------------------------------------------------------------ */

static void test_org__term_ends_after_it_began(void **state)
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

static void test_org__term_of_a_branch_is_three_years_give_or_take_one(void **state)
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

static void test_org__term_of_a_committee_is_five_years(void **state)
{
	struct world *w = *state;

	put(w, "category", "611");
	put(w, "term_from", "2021-06-01");
	assert_term(w, "org.term_years_committee", "2026-06-01", true);
	assert_term(w, "org.term_years_committee", "2027-06-01", true);
	assert_term(w, "org.term_years_committee", "2027-06-02", false);
}

static void test_org__term_in_a_village_or_community_is_five_years(void **state)
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

static void test_org__a_school_in_a_village_has_the_branch_term(void **state)
{
	struct world *w = *state;

	put(w, "division", VILLAGE);
	put(w, "domain", "学校");
	put(w, "term_from", "2023-01-10");
	assert_term(w, "org.term_years_branch", "2028-01-10", false);
}

static void test_org__partial_terms_are_judged_by_what_they_say(void **state)
{
	struct world *w = *state;

	put(w, "term_from", "2023-01");
	assert_term(w, "org.term_years_branch", "2027-01", true);
	assert_term(w, "org.term_years_branch", "2027-02", false);
	put(w, "term_from", "2023");
	assert_term(w, "org.term_years_branch", "2027", true);
	assert_term(w, "org.term_years_branch", "2028", false);
}

static void test_org__expired_term_is_reported_from_the_day_after(void **state)
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

static void test_org__reminder_comes_six_months_ahead(void **state)
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

static void test_org__empty_end_of_term_is_proposed(void **state)
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

static void test_org__nothing_is_proposed_without_a_rule(void **state)
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

static void test_org__a_typed_end_of_term_stays(void **state)
{
	struct world *w = *state;

	put(w, "term_from", "2023-01-10");
	put(w, "term_to", "2025-12-31");
	fill(w, NULL);
	assert_date(w->o.term_to, "2025-12-31");
}

static void test_org__a_stored_end_of_term_is_never_recomputed(void **state)
{
	struct world *w = *state;

	put(w, "term_to", "2025-12-31");
	reg_copy(&org_reg, &w->before, &w->o);
	put(w, "category", "611");
	put(w, "secretary", "示例书记");
	fill(w, &w->before);
	assert_date(w->o.term_to, "2025-12-31");
}

static void test_org__a_new_term_moves_an_end_that_was_not_touched(void **state)
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

static void test_org__no_beginning_leaves_the_end_alone(void **state)
{
	struct world *w = *state;

	reg_copy(&org_reg, &w->before, &w->o);
	put(w, "term_from", "");
	fill(w, &w->before);
	assert_date(w->o.term_to, "2026-01-10");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_org__##name, setup, teardown)
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
		T(stars_up_to_the_local_maximum),
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
