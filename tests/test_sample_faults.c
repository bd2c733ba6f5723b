/*
 * What the sample has besides good records: organizations that are no longer at work, posts
 * that stand empty, terms that run out, and a few records that rules complain about.
 */
#include "src/cmd/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/sampled.h"
#include "src/banned.h"

/* --- no longer at work --- */

static void test_sample_faults__former_ones_say_when_and_why(void **state)
{
	static const struct {
		const char *name;
		struct date day;
		const char *reason;
	} rows[] = {
		{ "德令哈市道路建设项目临时党支部", { 2024, 10, 31 }, "task_ended" },
		/* Of some only the month or the year is known. */
		{ "茫崖市地毯厂党支部", { 2019, 6, 0 }, "unit_closed" },
		{ "乌兰县皮毛厂党支部", { 2021, 0, 0 }, "dissolved" },
		{ "都兰县乡村振兴局党支部", { 2024, 3, 15 }, "merged" },
		{ "天峻县运输站等单位联合党支部", { 2023, 5, 20 }, "split" },
		{ "格尔木市农机厂党总支", { 2025, 9, 30 }, "merged" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct org *o = by_name(rows[i].name);

		assert_int_equal(date_compare(o->dissolved, rows[i].day), 0);
		assert_string_equal(o->dissolved_reason.s, rows[i].reason);
		assert_null(o->secretary);
		assert_false(is_primary(o));
	}
}

static void test_sample_faults__retired_records_say_what_was_wrong_with_them(void **state)
{
	const struct org *twice = by_name("乌兰县供水公司（重复）党支部");

	(void)state;
	assert_int_equal(date_compare(twice->rec.retired_on, (struct date){ 2026, 3, 2 }), 0);
	assert_string_equal(twice->rec.retired_reason, "示例：重复登记");
	/* The right one is still there. */
	assert_true(is_primary(by_name("乌兰县供水公司党支部")));
	assert_true(begins(by_name("大柴旦物资站党支部")->rec.retired_reason, "示例"));
}

static void test_sample_faults__two_workshops_lost_their_superior(void **state)
{
	const struct org *above = by_name("格尔木市农机厂党总支");
	size_t orphans = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is_primary(o) || superior(o) == NULL || is_at_work(superior(o)))
			continue;
		assert_ptr_equal(superior(o), above);
		assert_non_null(o->secretary);
		orphans++;
	}
	assert_int_equal(orphans, 2);
	assert_non_null(child_called(above, "格尔木市农机厂第一车间党支部"));
}

/* --- empty posts --- */

static void test_sample_faults__posts_stand_empty_in_every_county_and_domain(void **state)
{
	bool domain[10] = { false };
	size_t counties = 0;

	(void)state;
	for (size_t k = 0; k < sample.n; k++) {
		const struct org *county = &sample.orgs[k];
		bool some = false;

		if (!is(county->category.s, "102"))
			continue;
		for (size_t i = 0; i < sample.n; i++) {
			const struct org *o = &sample.orgs[i];

			if (!is_primary(o) || o->secretary != NULL || !stands_below(o, county))
				continue;
			some = true;
			domain[o->domain.s[0] - '0'] = true;
		}
		counties += some;
	}
	assert_int_equal(counties, 6);
	assert_true(domain[1] && domain[2] && domain[3] && domain[4] && domain[6] && domain[7]);
}

static void test_sample_faults__somebody_answers_the_telephone_all_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is_primary(o))
			continue;
		assert_non_null(o->contact);
		assert_non_null(o->phone.s);
	}
}

/* --- terms --- */

/* Whole years, so that nothing else is odd about a term that has run out. */
static bool is_whole(const struct org *o)
{
	int years = o->term_to.year - o->term_from.year;

	return (years == 3 || years == 5) &&
	       date_compare(date_add_months(o->term_from, 12 * years), o->term_to) == 0;
}

static void test_sample_faults__terms_that_run_out_are_as_long_as_others(void **state)
{
	size_t over = 0, odd = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is_primary(o))
			continue;
		odd += !is_whole(o);
		if (date_compare(o->term_to, SAMPLE_DAY) >= 0)
			continue;
		over++;
		/* Not forgotten for years: what a busy office overlooks. */
		assert_in_range(date_days_between(o->term_to, SAMPLE_DAY), 20, 365);
	}
	assert_int_equal(over, 8);
	assert_int_equal(odd, 0);
}

/* --- what rules complain about --- */

static void expect_sum(const char *name, size_t branches, int64_t each)
{
	const struct org *above = by_name(name);
	size_t n = 0;

	for (size_t i = 0; i < sample.n; i++) {
		if (superior(&sample.orgs[i]) != above)
			continue;
		assert_int_equal(sample.orgs[i].full_members, each);
		n++;
	}
	assert_int_equal(n, branches);
	assert_int_equal(above->full_members, (int64_t)n * each);
}

static void test_sample_faults__too_few_members_still_add_up(void **state)
{
	(void)state;
	expect_sum("盐湖社区党总支", 2, 12);
	expect_sum("育红巷社区党委", 4, 20);
}

static void test_sample_faults__a_joint_branch_covers_a_unit_too_many(void **state)
{
	const struct org *o = by_name("雪岭矿业等企业联合党支部");
	size_t units = 1;

	(void)state;
	for (const char *at = o->units; (at = strstr(at, "、")) != NULL; at += strlen("、"))
		units++;
	assert_int_equal(units, 6);
	assert_true(begins(o->units, "示例"));
}

/* Each complaint is about another record, so that a clerk can settle one after the other. */
static void test_sample_faults__no_record_has_two_complaints(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		struct findings found = { .n = 0 };

		assert_int_equal(reg_check(&org_reg, &seeds.lookup, &sample.orgs[i], NULL, &found, NULL), 0);
		if (found.n > 1)
			fail_msg("%s: %s %s", sample.orgs[i].name, found.items[0].text, found.items[1].text);
		findings_release(&found);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample_faults__former_ones_say_when_and_why),
		cmocka_unit_test(test_sample_faults__retired_records_say_what_was_wrong_with_them),
		cmocka_unit_test(test_sample_faults__two_workshops_lost_their_superior),
		cmocka_unit_test(test_sample_faults__posts_stand_empty_in_every_county_and_domain),
		cmocka_unit_test(test_sample_faults__somebody_answers_the_telephone_all_the_same),
		cmocka_unit_test(test_sample_faults__terms_that_run_out_are_as_long_as_others),
		cmocka_unit_test(test_sample_faults__too_few_members_still_add_up),
		cmocka_unit_test(test_sample_faults__a_joint_branch_covers_a_unit_too_many),
		cmocka_unit_test(test_sample_faults__no_record_has_two_complaints),
	};

	return cmocka_run_group_tests(tests, sampled_setup, sampled_teardown);
}
