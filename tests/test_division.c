/*
 * Divisions: the 443 shipped units, and codes typed by people.
 */
#include "src/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/ids.h"
#include "tests/support/seeds.h"
#include "src/banned.h"

struct world {
	struct seeds seeds;
	struct division d;
	struct findings found;
	struct err e;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	*state = w;
	seeds_load(&w->seeds, "2024-05-20");
	reg_init(&division_reg, &w->d);
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	findings_release(&w->found);
	reg_release(&division_reg, &w->d);
	seeds_release(&w->seeds);
	free(w);
	return 0;
}

static void put(struct world *w, const char *field, const char *text)
{
	type_in(&w->seeds, &division_reg, &w->d, field, text);
}

/* A new unit as a person types it: what is left out follows from the code. */
static void type_unit(struct world *w, const char *code, const char *name)
{
	reg_release(&division_reg, &w->d);
	put(w, "code", code);
	put(w, "name", name);
	division_reg.fill(&w->seeds.lookup, &w->d, NULL);
}

static int judge_unit(struct world *w, const struct division *d)
{
	findings_clear(&w->found);
	err_clear(&w->e);
	return reg_check(&division_reg, &w->seeds.lookup, d, NULL, &w->found, &w->e);
}

static int judge(struct world *w)
{
	return judge_unit(w, &w->d);
}

static void refused(struct world *w, const char *code)
{
	type_unit(w, code, "示例");
	assert_int_equal(judge(w), ERR_INVALID);
	assert_string_equal(w->e.field, "code");
	if (strstr(w->e.text, code) == NULL)
		fail_msg("\"%s\" does not name %s", w->e.text, code);
}

static void warns(struct world *w, const char *rule, const char *says)
{
	assert_int_equal(judge(w), 0);
	assert_int_equal(w->found.n, 1);
	assert_string_equal(w->found.items[0].rule, rule);
	assert_int_equal(w->found.items[0].level, RULE_WARN);
	if (strstr(w->found.items[0].text, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", w->found.items[0].text, says);
}

/* ---- The shipped units ------------------------------------------------------ */

static size_t count_kind(const struct world *w, enum division_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < w->seeds.ndivisions; i++)
		n += ids_division_kind(w->seeds.divisions[i].rec.id) == kind;
	return n;
}

static void test_division__haixi_is_complete(void **state)
{
	const struct world *w = *state;

	assert_int_equal(w->seeds.ndivisions, 443);
	assert_int_equal(count_kind(w, DIVISION_PREFECTURE), 1);
	assert_int_equal(count_kind(w, DIVISION_COUNTY), 7);
	assert_int_equal(count_kind(w, DIVISION_TOWNSHIP), 46);
	assert_int_equal(count_kind(w, DIVISION_VILLAGE), 297);
	assert_int_equal(count_kind(w, DIVISION_COMMUNITY), 86);
	assert_int_equal(count_kind(w, DIVISION_LIKE_VILLAGE), 6);
}

static void test_division__shipped_units_have_no_findings(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < w->seeds.ndivisions; i++) {
		const struct division *d = &w->seeds.divisions[i];

		assert_int_equal(judge_unit(w, d), 0);
		if (w->found.n != 0)
			fail_msg("%s: %s", d->code, w->found.items[0].text);
	}
}

static bool is_shipped(const struct world *w, int64_t id)
{
	for (size_t i = 0; i < w->seeds.ndivisions; i++) {
		if (w->seeds.divisions[i].rec.id == id)
			return true;
	}
	return false;
}

static void test_division__only_the_prefecture_has_no_parent(void **state)
{
	const struct world *w = *state;

	for (size_t i = 0; i < w->seeds.ndivisions; i++) {
		const struct division *d = &w->seeds.divisions[i];

		if (d->parent.id == 0)
			assert_string_equal(d->name, "海西蒙古族藏族自治州");
		else
			assert_true(is_shipped(w, d->parent.id));
	}
}

static void test_division__codes_ascend_and_are_unique(void **state)
{
	const struct world *w = *state;
	int64_t last = 0;

	/* By level first, as the source has them: the prefecture, counties, townships, villages. */
	for (size_t i = 1; i < w->seeds.ndivisions; i++) {
		const struct division *d = &w->seeds.divisions[i];

		if (strcmp(d->level.s, w->seeds.divisions[i - 1].level.s) != 0)
			last = 0;
		assert_true(d->rec.id > last);
		last = d->rec.id;
	}
}

static void test_division__levels_are_shown_by_their_labels(void **state)
{
	const struct world *w = *state;
	struct buf shown = BUF_INIT;

	field_format(reg_field(&division_reg, "level"), &w->seeds.divisions[1], &w->seeds.lookup, STYLE_LIST,
		&shown);
	assert_string_equal(buf_str(&shown), "县级");
	buf_release(&shown);
}

/* ---- Typed codes -------------------------------------------------------------- */

static void test_division__a_short_code_is_completed(void **state)
{
	struct world *w = *state;

	type_unit(w, "632857", "示例行政委员会");
	assert_string_equal(w->d.code, "632857000000");
	assert_string_equal(w->d.level.s, "county");
	assert_int_equal(w->d.parent.id, INT64_C(632800000000));
	assert_int_equal(judge(w), 0);
	assert_int_equal(w->found.n, 0);
	type_unit(w, "632821105", "示例镇");
	assert_string_equal(w->d.code, "632821105000");
	assert_string_equal(w->d.level.s, "township");
	assert_int_equal(w->d.parent.id, INT64_C(632821000000));
}

static void test_division__full_width_digits_become_ascii(void **state)
{
	struct world *w = *state;

	type_unit(w, "６３２８２１１０２２９９", "示例村委会");
	assert_string_equal(w->d.code, "632821102299");
	assert_string_equal(w->d.level.s, "village");
	assert_int_equal(w->d.parent.id, INT64_C(632821102000));
	assert_int_equal(judge(w), 0);
}

static void test_division__typed_level_and_parent_stay(void **state)
{
	struct world *w = *state;

	reg_release(&division_reg, &w->d);
	put(w, "code", "632821102299");
	put(w, "name", "示例村委会");
	put(w, "level", "乡级");
	put(w, "parent", "632821101000");
	division_reg.fill(&w->seeds.lookup, &w->d, NULL);
	assert_string_equal(w->d.level.s, "township");
	assert_int_equal(w->d.parent.id, INT64_C(632821101000));
}

static void test_division__unknown_parent_is_left_empty(void **state)
{
	struct world *w = *state;

	type_unit(w, "110101001001", "示例居委会");
	assert_int_equal(w->d.parent.id, 0);
	assert_int_equal(judge(w), 0);
	type_unit(w, "630000", "青海省");
	assert_int_equal(w->d.parent.id, 0);
	assert_string_equal(w->d.level.s, "province");
	assert_int_equal(judge(w), 0);
}

static void test_division__what_is_no_code_is_refused(void **state)
{
	struct world *w = *state;

	refused(w, "63282");
	refused(w, "6328211022");
	refused(w, "63282110221A");
	refused(w, "-63282110221");
	refused(w, "000000000000");
}

static void test_division__empty_code_and_name_are_missed(void **state)
{
	struct world *w = *state;

	type_unit(w, "", "");
	assert_int_equal(judge(w), ERR_INVALID);
	assert_string_equal(w->e.field, "code");
	type_unit(w, "632821102299", "");
	assert_int_equal(judge(w), ERR_INVALID);
	assert_string_equal(w->e.field, "name");
}

static void test_division__level_against_the_code_is_reported(void **state)
{
	struct world *w = *state;

	type_unit(w, "632821102299", "示例村委会");
	put(w, "level", "乡级");
	warns(w, "division.level", "村级");
}

static void test_division__parent_against_the_code_is_reported(void **state)
{
	struct world *w = *state;

	type_unit(w, "632821102299", "示例村委会");
	put(w, "parent", "632821101000");
	warns(w, "division.parent", "632821102000");
}

static void test_division__a_stored_code_is_fixed(void **state)
{
	struct world *w = *state;
	struct division before;

	type_unit(w, "632821102299", "示例村委会");
	reg_init(&division_reg, &before);
	reg_copy(&division_reg, &before, &w->d);
	put(w, "code", "632821102298");
	assert_int_equal(
		reg_check(&division_reg, &w->seeds.lookup, &w->d, &before, &w->found, &w->e), ERR_INVALID);
	assert_string_equal(w->e.field, "code");
	reg_release(&division_reg, &before);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_division__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(haixi_is_complete),
		T(shipped_units_have_no_findings),
		T(only_the_prefecture_has_no_parent),
		T(codes_ascend_and_are_unique),
		T(levels_are_shown_by_their_labels),
		T(a_short_code_is_completed),
		T(full_width_digits_become_ascii),
		T(typed_level_and_parent_stay),
		T(unknown_parent_is_left_empty),
		T(what_is_no_code_is_refused),
		T(empty_code_and_name_are_missed),
		T(level_against_the_code_is_reported),
		T(parent_against_the_code_is_reported),
		T(a_stored_code_is_fixed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
