/*
 * What stands in the sample's records: members, people, dates, and what rules say of them.
 */
#include "src/cmd/sample.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/ids.h"
#include "tests/support/sampled.h"
#include "src/banned.h"

/* --- members --- */

static int64_t members_below(const struct org *above)
{
	int64_t sum = 0;

	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];
		const struct org *up = o;

		if (!is_primary(o) || !is_branch(o))
			continue;
		while (up != NULL && up != above)
			up = superior(up);
		sum += up == above ? o->full_members : 0;
	}
	return sum;
}

static void test_sample_fill__committees_add_their_branches_up(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is_primary(o) || is_branch(o))
			continue;
		if (o->full_members != members_below(o))
			fail_msg("%s: %" PRId64 " members, its branches have %" PRId64, o->name,
				o->full_members, members_below(o));
	}
}

/* --- what is filled --- */

static void test_sample_fill__every_field_of_the_register_is_used(void **state)
{
	bool yes = false, no = false;

	(void)state;
	for (size_t k = 0; k < org_reg.nfields; k++) {
		const struct field *f = &org_reg.fields[k];
		size_t filled = 0;

		for (size_t i = 0; i < sample.n; i++)
			filled += !field_is_empty(f, &sample.orgs[i]);
		if (filled == 0)
			fail_msg("no record has %s", f->name);
	}
	for (size_t i = 0; i < sample.n; i++) {
		yes |= sample.orgs[i].centre;
		no |= !sample.orgs[i].centre;
	}
	assert_true(yes && no);
}

/* References are looked at with the tree. */
static void expect_typeable(const struct field *f, const struct org *o)
{
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;
	struct org typed;

	if (f->type == TYPE_REF)
		return;
	reg_init(&org_reg, &typed);
	field_format(f, o, &seeds.lookup, STYLE_EDIT, &text);
	if (field_parse(f, buf_str(&text), &seeds.lookup, &typed, &e) != 0)
		fail_msg("%s: %s", o->name, e.text);
	if (!field_equal(f, o, &typed))
		fail_msg("%s: %s is not %s as it is typed", o->name, f->name, buf_str(&text));
	reg_release(&org_reg, &typed);
	buf_release(&text);
}

static void test_sample_fill__every_value_is_one_that_a_clerk_can_type(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		for (size_t k = 0; k < org_reg.nfields; k++)
			expect_typeable(&org_reg.fields[k], &sample.orgs[i]);
	}
}

/* --- nobody can be taken for real --- */

static void expect_invented(const char *person, const struct phone *phone)
{
	if (person != NULL)
		assert_true(begins(person, "示例") && strlen(person) > strlen("示例"));
	if (phone->s != NULL)
		assert_true(begins(phone->s, "1390000") && strlen(phone->s) == 11);
}

static void test_sample_fill__everything_is_marked_as_a_sample(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		assert_true(begins(o->note.s, "示例"));
		expect_invented(o->secretary, &o->secretary_phone);
		expect_invented(o->contact, &o->phone);
		if (o->founding_document != NULL)
			assert_true(begins(o->founding_document, "示例"));
	}
	for (size_t i = 0; i < sample.noperators; i++) {
		assert_true(begins(sample.operators[i].note.s, "示例"));
		expect_invented(sample.operators[i].name, &sample.operators[i].phone);
	}
}

static void test_sample_fill__credit_codes_are_right_and_nobodys(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (o->credit_code.s == NULL)
			continue;
		assert_int_equal(ids_credit(o->credit_code.s, &out, NULL), 0);
		/* GB 11714 ends an organization code in 0 to 9 or X. */
		assert_int_equal(o->credit_code.s[16], 'Y');
	}
	buf_release(&out);
}

static void test_sample_fill__characters_that_are_hard_to_show_occur(void **state)
{
	static const char *const rare[] = { "䶮", "𬭊", "·" };

	(void)state;
	for (size_t k = 0; k < sizeof(rare) / sizeof(rare[0]); k++) {
		size_t n = 0;

		for (size_t i = 0; i < sample.n; i++) {
			const struct org *o = &sample.orgs[i];

			n += o->secretary != NULL && strstr(o->secretary, rare[k]) != NULL;
			n += o->contact != NULL && strstr(o->contact, rare[k]) != NULL;
		}
		if (n == 0)
			fail_msg("nobody's name has %s", rare[k]);
	}
}

/* --- rules --- */

static void test_sample_fill__no_rule_forbids_anything_in_it(void **state)
{
	(void)state;
	assert_int_equal(count_findings(NULL, RULE_ERROR), 0);
}

static void test_sample_fill__terms_run_out_around_the_day_of_the_sample(void **state)
{
	(void)state;
	assert_int_equal(date_compare(seeds.lookup.today, SAMPLE_DAY), 0);
	assert_int_equal(count_findings("org.term_expired", RULE_WARN), 8);
	assert_int_equal(count_findings("org.term_reminder", RULE_WARN), 20);
}

static void test_sample_fill__a_handful_of_other_warnings_shows_what_rules_say(void **state)
{
	static const char *const rules[] = { "org.branch_min_members", "org.branch_max_members",
		"org.branch_committee_from", "org.branch_committee_most", "org.general_branch_over",
		"org.party_committee_over", "org.joint_max_units",
		"org.stars_max", "org.superior_active", "org.term_years_branch" };

	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		size_t n = count_findings(rules[i], RULE_WARN);

		if (n < 1 || n > 2)
			fail_msg("%s: %zu warnings", rules[i], n);
	}
	assert_in_range(count_findings(NULL, RULE_WARN), 10, 14);
}

static void test_sample_fill__nothing_ends_before_it_begins(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!date_is_empty(o->term_from)) {
			assert_true(date_compare(o->term_from, o->term_to) < 0);
			assert_true(date_compare(o->founded, o->term_from) < 0);
			assert_true(date_compare(o->term_from, SAMPLE_DAY) < 0);
		}
		if (!date_is_empty(o->dissolved))
			assert_true(date_compare(o->founded, o->dissolved) < 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample_fill__committees_add_their_branches_up),
		cmocka_unit_test(test_sample_fill__every_field_of_the_register_is_used),
		cmocka_unit_test(test_sample_fill__every_value_is_one_that_a_clerk_can_type),
		cmocka_unit_test(test_sample_fill__everything_is_marked_as_a_sample),
		cmocka_unit_test(test_sample_fill__credit_codes_are_right_and_nobodys),
		cmocka_unit_test(test_sample_fill__characters_that_are_hard_to_show_occur),
		cmocka_unit_test(test_sample_fill__no_rule_forbids_anything_in_it),
		cmocka_unit_test(test_sample_fill__terms_run_out_around_the_day_of_the_sample),
		cmocka_unit_test(test_sample_fill__a_handful_of_other_warnings_shows_what_rules_say),
		cmocka_unit_test(test_sample_fill__nothing_ends_before_it_begins),
	};

	return cmocka_run_group_tests(tests, sampled_setup, sampled_teardown);
}
