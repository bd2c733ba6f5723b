/*
 * The sample: how many organizations there are, what they are called, and the tree.
 */
#include "src/cmd/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/ids.h"
#include "src/text.h"
#include "tests/support/sampled.h"
#include "src/banned.h"

/* --- the figures --- */

static size_t count_category(const char *category)
{
	size_t n = 0;

	for (size_t i = 0; i < sample.n; i++)
		n += is_at_work(&sample.orgs[i]) && is(sample.orgs[i].category.s, category);
	return n;
}

static void test_sample__there_are_exactly_as_many_as_published(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++)
		n += is_primary(&sample.orgs[i]);
	assert_int_equal(n, 1644);
	assert_int_equal(n, SAMPLE_PRIMARY);
}

static void test_sample__they_stand_in_eight_domains(void **state)
{
	size_t domains[10] = { 0 };

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is_primary(o))
			continue;
		assert_non_null(o->domain.s);
		assert_in_range(o->domain.s[0], '1', '8');
		assert_int_equal(o->domain.s[1], '\0');
		domains[o->domain.s[0] - '0']++;
	}
	/* Villages alone would not do: each domain is worth a look. */
	for (int i = 1; i <= 8; i++)
		assert_true(domains[i] >= 50);
}

static void test_sample__committees_and_groups_are_nodes_outside_of_it(void **state)
{
	(void)state;
	assert_int_equal(count_category("101"), 1);
	assert_int_equal(count_category("102"), 6);
	assert_true(count_category("103") > 7);
	assert_true(count_category("612") > 0);
	assert_true(count_category("641") > 0);
	assert_string_equal(by_name("大柴旦工委")->category.s, "103");
	assert_string_equal(by_name("乌兰县委")->category.s, "102");
	assert_string_equal(by_name("海西州委")->category.s, "101");
}

static void test_sample__some_are_no_longer_at_work(void **state)
{
	size_t dissolved = 0, retired = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		assert_int_equal(date_is_empty(o->dissolved), o->dissolved_reason.s == NULL);
		assert_int_equal(date_is_empty(o->rec.retired_on), o->rec.retired_reason == NULL);
		dissolved += !date_is_empty(o->dissolved);
		retired += !date_is_empty(o->rec.retired_on);
	}
	assert_in_range(dissolved, 3, 12);
	assert_in_range(retired, 2, 8);
}

static void test_sample__eighteen_have_no_secretary(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		n += is_primary(o) && o->secretary == NULL;
		/* A telephone without its owner would be odd. */
		assert_int_equal(o->secretary == NULL, o->secretary_phone.s == NULL);
		assert_true(o->secretary != NULL || date_is_empty(o->secretary_since));
		assert_true(date_compare(o->secretary_since, SAMPLE_DAY) <= 0);
	}
	assert_int_equal(n, 18);
}

/* --- villages, communities, townships --- */

/* The one organization that stands for the village or community itself. */
static const struct org *org_of_place(const struct division *d, const char *domain)
{
	const struct org *found = NULL;

	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is_primary(o) || o->division.id != d->rec.id || !is(o->domain.s, domain) ||
			!is(o->unit_situation.s, "own"))
			continue;
		if (found != NULL)
			fail_msg("%s and %s both stand for %s", found->name, o->name, d->name);
		found = o;
	}
	if (found == NULL)
		fail_msg("%s %s has no organization", d->code, d->name);
	return found;
}

/* What stands behind the name of the place; the township may stand before it. */
static const char *behind_place(const char *name, const char *township, const char *place)
{
	if (begins(name, township))
		name += strlen(township);
	if (!begins(name, place))
		fail_msg("%s does not begin with %s", name, place);
	return name + strlen(place);
}

static void check_org_of_place(const struct division *d, const char *domain)
{
	const struct org *o = org_of_place(d, domain);
	const char *township = division_of(d->parent.id)->name, *rest;
	struct buf place = BUF_INIT;

	sample_place_name(&place, d->name);
	/* The township's own committee is the one above it. */
	assert_int_equal(superior(o)->division.id, d->parent.id);
	assert_true(begins(o->units, township));
	/* 南沙沟村 and 党支部, with nothing between them; and at home the village's 支部. */
	rest = behind_place(o->name, township, buf_str(&place));
	assert_true(is(rest, "党支部") || is(rest, "党总支") || is(rest, "党委"));
	if (is(rest, "党委"))
		assert_null(o->short_name);
	else
		assert_string_equal(behind_place(o->short_name, "", buf_str(&place)), rest + strlen("党"));
	buf_release(&place);
}

static void test_sample__every_village_and_community_has_its_organization(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < seeds.ndivisions; i++) {
		const struct division *d = &seeds.divisions[i];
		enum division_kind kind = ids_division_kind(d->rec.id);

		if (kind != DIVISION_VILLAGE && kind != DIVISION_COMMUNITY)
			continue;
		check_org_of_place(d, kind == DIVISION_VILLAGE ? "1" : "2");
		n++;
	}
	assert_int_equal(n, 297 + 86);
}

static void test_sample__south_sand_ditch_stands_in_its_place(void **state)
{
	const struct org *o = by_name("南沙沟村党支部");

	(void)state;
	assert_string_equal(o->short_name, "南沙沟村支部");
	assert_string_equal(o->category.s, "631");
	assert_string_equal(o->units, "柯柯镇南沙沟村村民委员会");
	assert_int_equal(o->division.id, INT64_C(632821102210));
	assert_non_null(o->secretary);
	o = superior(o);
	assert_string_equal(o->name, "柯柯镇党委");
	assert_string_equal(o->units, "乌兰县柯柯镇人民政府");
	o = superior(o);
	assert_string_equal(o->name, "乌兰县委");
	o = superior(o);
	assert_string_equal(o->name, "海西州委");
	assert_null(superior(o));
}

/* 人大常委会党组 and the like are right. */
static bool is_clumsy(const struct org *o, const char *words)
{
	if (o->short_name != NULL && strstr(o->short_name, words) != NULL)
		return true;
	return strstr(o->name, words) != NULL && strstr(o->name, "常委会党组") == NULL;
}

static void test_sample__names_are_what_a_person_would_write(void **state)
{
	static const char *const never[] = { "村村", "委会党", "委会支部", "社区村", "社区社区", "生活区村",
		"中共", "委员会", "有限公司", "党党", "委党委" };

	(void)state;
	for (size_t i = 0; i < sample.n * (sizeof(never) / sizeof(never[0])); i++) {
		const struct org *o = &sample.orgs[i % sample.n];

		if (is_clumsy(o, never[i / sample.n]))
			fail_msg("%s (%s)", o->name, o->short_name != NULL ? o->short_name : "");
	}
}

/* The width of the name in lists, and room for a superior beside it. */
static void test_sample__names_fit_into_a_list(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (text_width(o->name) > 30)
			fail_msg("%s is %d cells wide", o->name, text_width(o->name));
		if (o->short_name != NULL && text_width(o->short_name) >= text_width(o->name))
			fail_msg("%s is not shorter than %s", o->short_name, o->name);
	}
}

/* What the names of a category end in; NULL where there is none like it. */
static const char *ending_of(const char *category)
{
	static const struct {
		const char *category, *ending;
	} rows[] = { { "611", "党委" }, { "621", "党总支" }, { "631", "党支部" }, { "632", "联合党支部" },
		{ "931", "临时党支部" }, { "612", "党组" }, { "641", "党小组" }, { "101", "委" },
		{ "102", "委" }, { "103", "工委" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (is(category, rows[i].category))
			return rows[i].ending;
	}
	return NULL;
}

static void test_sample__endings_tell_the_category(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];
		const char *ending = ending_of(o->category.s);

		if (!ending || !ends(o->name, ending))
			fail_msg("%s is a %s", o->name, o->category.s);
		/* A joint branch says so, and no other does. */
		assert_int_equal(ends(o->name, "联合党支部"), is(o->category.s, "632"));
	}
}

static void test_sample__every_township_has_a_committee_over_its_villages(void **state)
{
	size_t committees = 0, working = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];
		const struct division *d;

		if (o->division.id == 0 || ids_division_kind(o->division.id) != DIVISION_TOWNSHIP)
			continue;
		d = division_of(o->division.id);
		if (superior(o)->division.id != d->parent.id)
			continue;
		committees += is(o->category.s, "611");
		working += is(o->category.s, "103");
		assert_non_null(strstr(o->units != NULL ? o->units : o->name, d->name));
	}
	/* 35 townships and two farms; 8 streets and the industrial committee. */
	assert_int_equal(committees, 35 + 2);
	assert_int_equal(working, 8 + 1);
}

/* --- the tree --- */

static void test_sample__superiors_come_first_and_lead_to_the_prefecture(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];
		size_t steps = 0;

		assert_int_equal(o->rec.id, i + 1);
		assert_in_range(o->superior.id, i == 0 ? 0 : 1, i);
		for (; superior(o) != NULL; o = superior(o))
			assert_true(++steps < 8);
		assert_string_equal(o->category.s, "101");
	}
}

static void test_sample__nothing_but_groups_stands_below_a_branch(void **state)
{
	(void)state;
	for (size_t i = 1; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (is_branch(superior(o)))
			assert_string_equal(o->category.s, "641");
		if (is(o->category.s, "641"))
			assert_true(is_branch(superior(o)));
	}
}

static void test_sample__codes_say_where_in_the_tree(void **state)
{
	(void)state;
	for (size_t i = 1; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		assert_true(begins(o->code, superior(o)->code));
		assert_int_equal(strlen(o->code), strlen(superior(o)->code) + 3);
		assert_int_equal(strspn(o->code, "0123456789"), strlen(o->code));
	}
}

static int by_text(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* Each value of a text field stands once. */
static void expect_unique(size_t offset)
{
	const char **values = calloc(sample.n, sizeof(*values));
	size_t n = 0;

	assert_non_null(values);
	for (size_t i = 0; i < sample.n; i++) {
		const char *value = *(char *const *)((const char *)&sample.orgs[i] + offset);

		if (value != NULL)
			values[n++] = value;
	}
	qsort(values, n, sizeof(*values), by_text);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(values[i - 1], values[i]) == 0)
			fail_msg("%s stands twice", values[i]);
	}
	assert_true(n > 100);
	free(values);
}

static void test_sample__codes_names_and_numbers_stand_once(void **state)
{
	(void)state;
	expect_unique(offsetof(struct org, code));
	expect_unique(offsetof(struct org, name));
	expect_unique(offsetof(struct org, credit_code));
	expect_unique(offsetof(struct org, phone));
	expect_unique(offsetof(struct org, secretary_phone));
}

/* --- always the same --- */

static void expect_same(const struct sample *a, const struct sample *b)
{
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->noperators, b->noperators);
	for (size_t i = 0; i < a->n; i++) {
		assert_true(reg_equal(&org_reg, &a->orgs[i], &b->orgs[i]));
		assert_int_equal(date_compare(a->orgs[i].rec.retired_on, b->orgs[i].rec.retired_on), 0);
	}
	for (size_t i = 0; i < a->noperators; i++)
		assert_true(reg_equal(&operator_reg, &a->operators[i], &b->operators[i]));
	assert_int_equal(a->nrules, b->nrules);
	for (size_t i = 0; i < a->nrules; i++)
		assert_true(reg_equal(&rule_reg, &a->rules[i], &b->rules[i]));
}

static void test_sample__another_day_makes_the_same(void **state)
{
	struct sample again;

	(void)state;
	setenv("ZHIBU_TODAY", "2031-02-03", 1);
	assert_int_equal(sample_make(&again, seeds.divisions, seeds.ndivisions, NULL), 0);
	unsetenv("ZHIBU_TODAY");
	expect_same(&sample, &again);
	sample_release(&again);
}

static void test_sample__the_order_of_divisions_makes_no_difference(void **state)
{
	struct division *turned = calloc(seeds.ndivisions, sizeof(*turned));
	struct sample again;

	(void)state;
	assert_non_null(turned);
	for (size_t i = 0; i < seeds.ndivisions; i++)
		turned[seeds.ndivisions - 1 - i] = seeds.divisions[i];
	assert_int_equal(sample_make(&again, turned, seeds.ndivisions, NULL), 0);
	expect_same(&sample, &again);
	sample_release(&again);
	free(turned);
}

static void expect_refused(const struct division *divisions, size_t n)
{
	struct sample none;
	struct err e = ERR_INIT;

	assert_int_equal(sample_make(&none, divisions, n, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "行政区划"));
	assert_int_equal(none.n, 0);
	sample_release(&none);
}

static void test_sample__other_divisions_than_the_shipped_ones_are_refused(void **state)
{
	struct division *twice = calloc(2 * seeds.ndivisions, sizeof(*twice));

	(void)state;
	assert_non_null(twice);
	for (size_t i = 0; i < 2 * seeds.ndivisions; i++)
		twice[i] = seeds.divisions[i % seeds.ndivisions];
	expect_refused(twice, 2 * seeds.ndivisions);
	expect_refused(NULL, 0);
	free(twice);
}

/* --- operators --- */

static void test_sample__there_is_an_operator_for_each_role(void **state)
{
	static const char *const roles[] = { "viewer", "clerk", "checker", "approver", "admin" };

	(void)state;
	assert_int_equal(sample.noperators, 5);
	for (size_t i = 0; i < 5; i++) {
		const struct operator_row *row = &sample.operators[i];
		struct buf login = BUF_INIT;

		buf_addf(&login, "demo-%s", roles[i]);
		assert_string_equal(row->login, buf_str(&login));
		assert_string_equal(row->role.s, roles[i]);
		assert_int_equal(reg_check(&operator_reg, &seeds.lookup, row, NULL, NULL, NULL), 0);
		buf_release(&login);
	}
	assert_int_equal(sample.operators[0].scope.id, 0);
	assert_int_equal(sample.operators[1].scope.id, by_name("柯柯镇党委")->rec.id);
	assert_int_equal(sample.operators[2].scope.id, by_name("乌兰县委")->rec.id);
}

/* --- rules --- */

static enum rule_level level_on(const char *rule, int year)
{
	const struct rule_item *item =
		rule_on(&seeds.rules, rule, (struct date){ .year = (int16_t)year, .month = 1, .day = 1 });

	assert_non_null(item);
	return item->level;
}

static void test_sample__only_rules_about_full_names_are_set_aside(void **state)
{
	static const char *const names[] = { "org.name_begin", "org.name_end" };

	(void)state;
	assert_int_equal(sample.nrules, sizeof(names) / sizeof(names[0]));
	for (size_t i = 0; i < sample.nrules; i++) {
		const struct rule_row *row = &sample.rules[i];

		assert_string_equal(row->name, names[i]);
		assert_string_equal(row->document, "示例");
		assert_true(begins(row->label, "示例"));
		assert_non_null(row->note.s);
		assert_int_equal(reg_check(&rule_reg, &seeds.lookup, row, NULL, NULL, NULL), 0);
		/* Whatever the computer's clock says; and before, what is shipped. */
		assert_int_equal(level_on(names[i], 2001), RULE_OFF);
		assert_int_equal(level_on(names[i], 2050), RULE_OFF);
		assert_int_equal(level_on(names[i], 1999), RULE_WARN);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample__there_are_exactly_as_many_as_published),
		cmocka_unit_test(test_sample__they_stand_in_eight_domains),
		cmocka_unit_test(test_sample__committees_and_groups_are_nodes_outside_of_it),
		cmocka_unit_test(test_sample__some_are_no_longer_at_work),
		cmocka_unit_test(test_sample__eighteen_have_no_secretary),
		cmocka_unit_test(test_sample__every_village_and_community_has_its_organization),
		cmocka_unit_test(test_sample__south_sand_ditch_stands_in_its_place),
		cmocka_unit_test(test_sample__names_are_what_a_person_would_write),
		cmocka_unit_test(test_sample__names_fit_into_a_list),
		cmocka_unit_test(test_sample__endings_tell_the_category),
		cmocka_unit_test(test_sample__every_township_has_a_committee_over_its_villages),
		cmocka_unit_test(test_sample__superiors_come_first_and_lead_to_the_prefecture),
		cmocka_unit_test(test_sample__nothing_but_groups_stands_below_a_branch),
		cmocka_unit_test(test_sample__codes_say_where_in_the_tree),
		cmocka_unit_test(test_sample__codes_names_and_numbers_stand_once),
		cmocka_unit_test(test_sample__another_day_makes_the_same),
		cmocka_unit_test(test_sample__the_order_of_divisions_makes_no_difference),
		cmocka_unit_test(test_sample__other_divisions_than_the_shipped_ones_are_refused),
		cmocka_unit_test(test_sample__there_is_an_operator_for_each_role),
		cmocka_unit_test(test_sample__only_rules_about_full_names_are_set_aside),
	};

	return cmocka_run_group_tests(tests, sampled_setup, sampled_teardown);
}
