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
	static const struct {
		const char *rule;
		size_t n;
	} rows[] = { { "org.branch_min_members", 2 }, { "org.branch_max_members", 1 },
		{ "org.branch_committee_from", 1 }, { "org.branch_committee_most", 1 },
		{ "org.general_branch_over", 1 }, { "org.party_committee_over", 1 },
		{ "org.joint_max_units", 1 }, { "org.stars_max", 1 }, { "org.superior_active", 2 },
		{ "org.term_years_branch", 1 } };
	size_t sum = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = count_findings(rows[i].rule, RULE_WARN);

		if (n != rows[i].n)
			fail_msg("%s: %zu warnings", rows[i].rule, n);
		sum += n;
	}
	/* And no others. */
	assert_int_equal(count_findings(NULL, RULE_WARN), sum);
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

/* --- terms, elections, founding --- */

static bool is_of_village(const struct org *o)
{
	return o->division.id % 1000 != 0 && (is(o->domain.s, "1") || is(o->domain.s, "2"));
}

static void test_sample_fill__villages_were_elected_in_the_spring(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is_primary(o) || !is_of_village(o))
			continue;
		assert_int_equal(o->term_to.year - o->term_from.year, 5);
		assert_false(is(o->election_method.s, "appointed"));
		n += o->term_from.year == 2026 && o->term_from.month >= 1 && o->term_from.month <= 4;
	}
	/* All but those whose term was made to run out. */
	assert_in_range(n, 297 + 86, 600);
	assert_string_equal(by_name("柯柯镇党委")->election_method.s, "congress");
	assert_int_equal(by_name("柯柯镇党委")->term_from.year, 2026);
	assert_in_range(by_name("柯柯镇党委")->term_from.month, 6, 8);
}

static void test_sample_fill__of_the_old_ones_nobody_knows_the_day(void **state)
{
	size_t year_only = 0, month_only = 0, whole = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];
		struct buf year = BUF_INIT;

		assert_in_range(o->founded.year, 1956, 2025);
		year_only += o->founded.month == 0;
		month_only += o->founded.month != 0 && o->founded.day == 0;
		whole += o->founded.day != 0;
		assert_int_equal(o->founding_document != NULL, o->founded.year >= 2000);
		buf_addf(&year, "示例组发〔%d〕", o->founded.year);
		if (o->founding_document != NULL)
			assert_true(begins(o->founding_document, buf_str(&year)));
		buf_release(&year);
	}
	assert_true(year_only > 50 && month_only > 50 && whole > 500);
}

/* --- ratings --- */

static void test_sample_fill__villages_have_stars_and_centres(void **state)
{
	size_t stars[7] = { 0 }, centres = 0, villages = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is_primary(o) || !is_of_village(o) || !is(o->unit_situation.s, "own"))
			continue;
		assert_in_range(o->stars, 2, 6);
		stars[o->stars]++;
		centres += o->centre;
		villages++;
	}
	for (size_t i = 2; i <= 5; i++)
		assert_true(stars[i] > 20);
	/* One was given a star too many. */
	assert_int_equal(stars[6], 1);
	assert_true(centres > villages / 2 && centres < villages);
	assert_true(by_name("柯柯镇党委")->centre);
}

/* --- names alike, records not --- */

/* Chance goes by the whole name: villages called alike are not copies of each other. */
static void test_sample_fill__places_called_alike_are_different(void **state)
{
	static const char *const pairs[][2] = { { "柯柯镇西村党支部", "郭勒木德镇西村党支部" },
		{ "宗加镇诺木洪村党支部", "巴隆乡诺木洪村党支部" },
		{ "新源镇曲陇村党支部", "阳康乡曲陇村党支部" } };

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const struct org *a = by_name(pairs[i][0]), *b = by_name(pairs[i][1]);

		assert_string_equal(a->short_name, b->short_name);
		assert_string_not_equal(a->secretary, b->secretary);
		assert_int_not_equal(date_compare(a->founded, b->founded), 0);
		assert_int_not_equal(date_compare(a->term_from, b->term_from), 0);
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
		cmocka_unit_test(test_sample_fill__villages_were_elected_in_the_spring),
		cmocka_unit_test(test_sample_fill__of_the_old_ones_nobody_knows_the_day),
		cmocka_unit_test(test_sample_fill__villages_have_stars_and_centres),
		cmocka_unit_test(test_sample_fill__places_called_alike_are_different),
	};

	return cmocka_run_group_tests(tests, sampled_setup, sampled_teardown);
}
