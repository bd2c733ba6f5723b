/*
 * Single records, counters and figures.
 */
#include "db/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/crowd.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void must(struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

/* ---- Records ----------------------------------------------------------------------------------- */

static void found(struct office *o, const struct reg *reg, const char *typed, int64_t id)
{
	void *rec = reg_new(reg);

	if (store_find(o->s, reg, typed, rec, &o->e) < 0)
		fail_msg("%s", o->e.text);
	assert_int_equal(((struct rec *)rec)->id, id);
	reg_free(reg, rec);
}

static void test_read__a_record_by_its_key(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A-1", 0);

	found(o, &org_reg, "A-1", id);
	/* As an input method may have left it. */
	found(o, &org_reg, " Ａ-１ ", id);
	found(o, &division_reg, "632821000000", INT64_C(632821000000));
}

static void test_read__retired_records_are_found_too(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A-1", 0);

	must(o, office_retire(o, &org_reg, id));
	found(o, &org_reg, "A-1", id);
}

static void test_read__an_unknown_key_is_named(void **state)
{
	struct office *o = *state;
	struct org *org = reg_new(&org_reg);

	assert_int_equal(store_find(o->s, &org_reg, "没有\x1B[2J", org, &o->e), ERR_NOT_FOUND);
	assert_non_null(strstr(o->e.text, "没有"));
	assert_non_null(strstr(o->e.text, "党组织"));
	assert_null(strchr(o->e.text, '\x1B'));
	assert_int_equal(store_find(o->s, &org_reg, "", org, &o->e), ERR_NOT_FOUND);
	assert_int_equal(store_get(o->s, &org_reg, 12345, org, &o->e), ERR_NOT_FOUND);
	reg_free(&org_reg, org);
}

static void test_read__a_record_by_its_number(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A-1", 0);
	struct org *org = reg_new(&org_reg);

	must(o, store_get(o->s, &org_reg, id, org, &o->e));
	assert_string_equal(org->code, "A-1");
	reg_free(&org_reg, org);
}

/* ---- Counters ---------------------------------------------------------------------------------- */

static int64_t naive(const struct crowd *c, const char *category)
{
	int64_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += crowd_in_view(c->orgs[i]) &&
		     (!category || strcmp(c->orgs[i]->category.s, category) == 0);
	return n;
}

static void test_read__counters_count(void **state)
{
	static const char *const categories[] = { NULL, "631", "632", "621", "611", "931" };
	struct office *o = *state;
	struct crowd c;
	int64_t n;

	crowd_save(o, 150);
	crowd_read(o, &c);
	for (size_t i = 0; i < 6; i++) {
		must(o, store_tally(
				o->s, &org_reg, reg_field(&org_reg, "category"), categories[i], &n, &o->e));
		assert_int_equal(n, naive(&c, categories[i]));
	}
	must(o, store_tally(o->s, &org_reg, reg_field(&org_reg, "category"), "641", &n, &o->e));
	assert_int_equal(n, 0);
	crowd_release(&c);
}

struct seen {
	struct buf values;
	int64_t sum;
};

static void see(void *ctx, const char *value, int64_t n)
{
	struct seen *seen = ctx;

	assert_true(n > 0);
	buf_addf(&seen->values, "%s ", value);
	seen->sum += n;
}

static void test_read__all_counters_come_as_the_codes_are_ordered(void **state)
{
	struct office *o = *state;
	struct seen seen = { .sum = 0 };
	struct crowd c;

	crowd_save(o, 150);
	crowd_read(o, &c);
	must(o, store_tallies(o->s, &org_reg, reg_field(&org_reg, "domain"), see, &seen, &o->e));
	/* Records without a value stand at the end. */
	assert_string_equal(buf_str(&seen.values), "1 2 3 4  ");
	assert_int_equal(seen.sum, naive(&c, NULL));
	buf_release(&seen.values);
	crowd_release(&c);
}

static void test_read__no_counter_is_zero(void **state)
{
	struct office *o = *state;
	struct seen seen = { .sum = 0 };
	int64_t id = office_branch(o, "A1", 0);

	must(o, office_retire(o, &org_reg, id));
	must(o, store_tallies(o->s, &org_reg, reg_field(&org_reg, "category"), see, &seen, &o->e));
	assert_int_equal(seen.values.len, 0);
}

/* ---- Figures ----------------------------------------------------------------------------------- */

static int64_t figure(struct office *o, const struct figure *f)
{
	int64_t n;

	must(o, store_figure(o->s, &org_reg, f, &n, &o->e));
	return n;
}

static int64_t figure_of(struct office *o, const char *where)
{
	struct figure f = { .key = "test", .where = where };

	return figure(o, &f);
}

static int64_t plain(const struct crowd *c, bool (*is)(const struct org *))
{
	int64_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += is(c->orgs[i]);
	return n;
}

static bool is_current_group(const struct org *org)
{
	return date_is_empty(org->rec.retired_on) && strcmp(org->category.s, "641") == 0;
}

static bool is_in_use(const struct org *org)
{
	return date_is_empty(org->rec.retired_on);
}

static bool is_vacant(const struct org *org)
{
	return crowd_in_view(org) && crowd_is_vacant(org);
}

static bool is_in_two_domains(const struct org *org)
{
	return date_is_empty(org->rec.retired_on) && org->domain.s &&
	       (strcmp(org->domain.s, "1") == 0 || strcmp(org->domain.s, "3") == 0);
}

static bool ends_in_2021(const struct org *org)
{
	return crowd_in_view(org) && org->term_to.year == 2021;
}

static bool is_old_and_large(const struct org *org)
{
	return is_in_use(org) && org->founded.year == 2020 && org->full_members != INT_NONE &&
	       org->full_members > 9;
}

#define PRIMARY "category=611,621,631,632,911,921,931,932 dissolved=empty "

static void test_read__figures_count_records_in_use(void **state)
{
	struct office *o = *state;
	struct crowd c;

	crowd_save(o, 150);
	crowd_read(o, &c);
	/* A condition of its own takes the place of the default view. */
	assert_int_equal(figure_of(o, "category=641"), plain(&c, is_current_group));
	assert_true(plain(&c, is_current_group) > 0);
	assert_int_equal(figure_of(o, "state=current"), plain(&c, is_in_use));
	assert_int_equal(figure_of(o, NULL), plain(&c, crowd_in_view));
	assert_int_equal(figure_of(o, PRIMARY), plain(&c, crowd_in_view));
	assert_int_equal(figure_of(o, PRIMARY "secretary=empty"), plain(&c, is_vacant));
	assert_int_equal(figure_of(o, "domain=1,3,1"), plain(&c, is_in_two_domains));
	assert_int_equal(figure_of(o, PRIMARY "term_to>=2021 term_to<2022"), plain(&c, ends_in_2021));
	assert_int_equal(figure_of(o, PRIMARY "term_to>=2022 term_to<2021"), 0);
	assert_int_equal(figure_of(o, "founded=2020 full_members>9"), plain(&c, is_old_and_large));
	crowd_release(&c);
}

/* Those that are published give the same when every record is looked at. */
static void test_read__published_figures_are_right(void **state)
{
	struct office *o = *state;

	crowd_save(o, 150);
	for (size_t i = 0; i < org_reg.nfigures; i++) {
		const struct figure *f = &org_reg.figures[i];
		struct buf slow = BUF_INIT;
		int64_t n = figure(o, f);

		/* A word that all names have lets no counter and no order answer. */
		buf_addf(&slow, "%s 支部", f->where ? f->where : PRIMARY);
		assert_int_equal(figure_of(o, buf_str(&slow)), n);
		buf_release(&slow);
	}
}

static void test_read__a_figure_with_an_unknown_field_says_so(void **state)
{
	struct office *o = *state;
	struct figure f = { .key = "test", .where = "nonsense=1" };
	int64_t n;

	assert_int_equal(store_figure(o->s, &org_reg, &f, &n, &o->e), ERR_INVALID);
	assert_non_null(strstr(o->e.text, "nonsense"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_read__a_record_by_its_key),
		TEST(test_read__retired_records_are_found_too),
		TEST(test_read__an_unknown_key_is_named),
		TEST(test_read__a_record_by_its_number),
		TEST(test_read__counters_count),
		TEST(test_read__all_counters_come_as_the_codes_are_ordered),
		TEST(test_read__no_counter_is_zero),
		TEST(test_read__figures_count_records_in_use),
		TEST(test_read__published_figures_are_right),
		TEST(test_read__a_figure_with_an_unknown_field_says_so),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
