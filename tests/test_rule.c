/*
 * Dated rules: which row is in force, and what findings keep.
 */
#include "src/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "src/banned.h"

static char name_a[] = "a.least", name_b[] = "b.most", old_document[] = "旧文件", new_document[] = "新文件";

static struct date day(int year, int month, int of_month)
{
	return (struct date){ .year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)of_month };
}

static int setup(void **state)
{
	static struct ruleset set;

	/* Added out of order: the newest first. */
	ruleset_add(&set, &(struct rule_item){ .name = name_b, .level = RULE_WARN, .param = 7 });
	ruleset_add(&set, &(struct rule_item){ .name = name_a, .level = RULE_ERROR, .param = 5,
					       .document = new_document, .from = { 2020, 0, 0 } });
	ruleset_add(&set, &(struct rule_item){ .name = name_a, .level = RULE_WARN, .param = 3,
					       .document = old_document, .from = { 2010, 7, 1 } });
	ruleset_sort(&set);
	*state = &set;
	return 0;
}

static int teardown(void **state)
{
	ruleset_release(*state);
	return 0;
}

static void test_rule__the_latest_row_in_force_wins(void **state)
{
	const struct rule_item *row = rule_on(*state, "a.least", day(2024, 5, 1));

	assert_non_null(row);
	assert_int_equal(row->param, 5);
	assert_int_equal(row->level, RULE_ERROR);
	assert_string_equal(row->document, "新文件");
}

static void test_rule__the_day_decides(void **state)
{
	assert_int_equal(rule_on(*state, "a.least", day(2019, 12, 31))->param, 3);
	assert_int_equal(rule_on(*state, "a.least", day(2020, 1, 1))->param, 5);
	assert_int_equal(rule_on(*state, "a.least", day(2010, 7, 1))->param, 3);
	assert_null(rule_on(*state, "a.least", day(2010, 6, 30)));
}

static void test_rule__a_row_without_dates_always_counts(void **state)
{
	assert_int_equal(rule_on(*state, "b.most", day(1, 1, 1))->param, 7);
	assert_int_equal(rule_on(*state, "b.most", day(9999, 12, 31))->param, 7);
}

static void test_rule__an_unknown_name_has_no_row(void **state)
{
	static const struct ruleset empty;

	assert_null(rule_on(*state, "a", day(2024, 1, 1)));
	assert_null(rule_on(*state, "a.least2", day(2024, 1, 1)));
	assert_null(rule_on(*state, "zzz", day(2024, 1, 1)));
	assert_null(rule_on(&empty, "a.least", day(2024, 1, 1)));
}

static void test_rule__an_ended_or_retired_row_gives_way_to_the_older(void **state)
{
	struct ruleset *set = *state;

	ruleset_add(set, &(struct rule_item){ .name = name_a, .param = 9, .from = { 2022, 1, 1 },
					      .to = { 2022, 0, 0 } });
	ruleset_add(set, &(struct rule_item){ .name = name_a, .param = 11, .from = { 2023, 1, 1 },
					      .retired = true });
	ruleset_sort(set);
	assert_int_equal(rule_on(set, "a.least", day(2022, 12, 31))->param, 9);
	assert_int_equal(rule_on(set, "a.least", day(2023, 6, 1))->param, 5);
}

static void test_rule__the_set_keeps_copies(void **state)
{
	struct ruleset set = { .items = NULL };
	char name[] = "x", label[] = "内容";

	(void)state;
	ruleset_add(&set, &(struct rule_item){ .name = name, .label = label, .level = RULE_OFF });
	name[0] = 'y';
	ruleset_sort(&set);
	assert_non_null(rule_on(&set, "x", day(2024, 1, 1)));
	assert_string_equal(rule_on(&set, "x", day(2024, 1, 1))->label, "内容");
	ruleset_release(&set);
	assert_null(rule_on(&set, "x", day(2024, 1, 1)));
}

static void test_rule__many_rows_are_kept_apart(void **state)
{
	struct ruleset set = { .items = NULL };
	char name[16];

	(void)state;
	for (int i = 99; i >= 0; i--) {
		snprintf(name, sizeof(name), "r%d", i);
		ruleset_add(&set, &(struct rule_item){ .name = name, .param = i });
	}
	ruleset_sort(&set);
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "r%d", i);
		assert_int_equal(rule_on(&set, name, day(2024, 1, 1))->param, i);
	}
	ruleset_release(&set);
}

static void test_rule__levels_have_code_values(void **state)
{
	(void)state;
	for (int level = RULE_OFF; level <= RULE_ERROR; level++)
		assert_int_equal(rule_level_from_value(rule_level_value((enum rule_level)level)), level);
	assert_string_equal(rule_level_value(RULE_WARN), "warn");
	assert_int_equal(rule_level_from_value("error"), RULE_ERROR);
	assert_int_equal(rule_level_from_value(NULL), RULE_OFF);
	assert_int_equal(rule_level_from_value("strict"), RULE_WARN);
}

static void test_rule__findings_keep_order_and_are_counted(void **state)
{
	struct findings f = { .items = NULL };

	(void)state;
	findings_add(&f, RULE_WARN, "a.least", "members", "只有 %d 人", 2);
	findings_add(&f, RULE_ERROR, NULL, "name", "%s必须填写", "名称");
	findings_add(&f, RULE_WARN, NULL, NULL, "%s", "第三");
	assert_int_equal(f.n, 3);
	assert_string_equal(f.items[0].text, "只有 2 人");
	assert_string_equal(f.items[0].rule, "a.least");
	assert_string_equal(f.items[1].field, "name");
	assert_string_equal(f.items[2].text, "第三");
	assert_int_equal(findings_count(&f, RULE_WARN), 2);
	assert_int_equal(findings_count(&f, RULE_ERROR), 1);
	assert_int_equal(findings_count(&f, RULE_OFF), 0);
	findings_release(&f);
}

static void test_rule__what_is_off_is_no_finding(void **state)
{
	struct findings f = { .items = NULL };

	(void)state;
	findings_add(&f, RULE_OFF, "a.least", "members", "%s", "不该出现");
	assert_int_equal(f.n, 0);
	findings_release(&f);
}

static void test_rule__findings_can_be_used_again(void **state)
{
	struct findings f = { .items = NULL };

	(void)state;
	for (int i = 0; i < 50; i++)
		findings_add(&f, RULE_WARN, NULL, NULL, "%d", i);
	assert_int_equal(f.n, 50);
	assert_string_equal(f.items[49].text, "49");
	findings_clear(&f);
	assert_int_equal(f.n, 0);
	assert_int_equal(findings_count(&f, RULE_WARN), 0);
	findings_add(&f, RULE_ERROR, NULL, NULL, "%s", "又一条");
	assert_string_equal(f.items[0].text, "又一条");
	findings_release(&f);
	findings_release(&f);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_rule__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_latest_row_in_force_wins),
		TEST(the_day_decides),
		TEST(a_row_without_dates_always_counts),
		TEST(an_unknown_name_has_no_row),
		TEST(an_ended_or_retired_row_gives_way_to_the_older),
		TEST(the_set_keeps_copies),
		TEST(many_rows_are_kept_apart),
		TEST(levels_have_code_values),
		TEST(findings_keep_order_and_are_counted),
		TEST(what_is_off_is_no_finding),
		TEST(findings_can_be_used_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
