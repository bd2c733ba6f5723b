/*
 * The sample's townships: what stands in each of them, and in its villages and communities.
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
#include "tests/support/sampled.h"
#include "src/banned.h"

/* The committee or working committee of a township: the first that stands there. */
static const struct org *committee_of(const struct division *township)
{
	for (size_t i = 0; i < sample.n; i++) {
		if (sample.orgs[i].division.id == township->rec.id)
			return &sample.orgs[i];
	}
	fail_msg("nothing stands in %s", township->name);
	return NULL;
}

/* The one right below the township whose name ends so. */
static const struct org *office(const struct org *committee, const char *ending)
{
	const struct org *found = NULL;

	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (superior(o) != committee || !ends(o->name, ending))
			continue;
		assert_null(found);
		found = o;
	}
	return found;
}

static bool is_township_proper(const struct division *d)
{
	return ends(d->name, "镇") || ends(d->name, "乡");
}

static bool is_street(const struct division *d)
{
	return ends(d->name, "街道") || ends(d->name, "工行委");
}

/* --- offices --- */

static void check_offices(const struct division *d)
{
	const struct org *committee = committee_of(d), *o;

	assert_string_equal(committee->category.s, "611");
	assert_string_equal(office(committee, "机关党支部")->unit_situation.s, "same");
	o = office(committee, "中心学校党支部");
	assert_string_equal(o->domain.s, "5");
	assert_string_equal(o->unit_nature.s, "school");
	assert_true(ends(o->units, "中心学校"));
	o = office(committee, "卫生院党支部");
	assert_string_equal(o->domain.s, "6");
	assert_string_equal(o->unit_nature.s, "hospital");
	o = office(committee, "站所联合党支部");
	assert_string_equal(o->category.s, "632");
	assert_string_equal(o->unit_situation.s, "joint");
	assert_non_null(strstr(o->units, "、"));
}

static void test_sample_places__townships_have_a_school_a_clinic_and_offices(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < seeds.ndivisions; i++) {
		const struct division *d = &seeds.divisions[i];

		if (ids_division_kind(d->rec.id) != DIVISION_TOWNSHIP || !is_township_proper(d))
			continue;
		check_offices(d);
		n++;
	}
	assert_int_equal(n, 21 + 14);
}

static void test_sample_places__streets_have_an_office_of_their_own_unit(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < seeds.ndivisions; i++) {
		const struct division *d = &seeds.divisions[i];
		const struct org *committee;

		if (ids_division_kind(d->rec.id) != DIVISION_TOWNSHIP || !is_street(d))
			continue;
		committee = committee_of(d);
		assert_string_equal(committee->category.s, "103");
		/* A working committee stands for no unit and elects nobody. */
		assert_null(committee->units);
		assert_true(date_is_empty(committee->term_to));
		assert_string_equal(office(committee, "机关党支部")->unit_situation.s, "own");
		assert_null(office(committee, "中心学校党支部"));
		n++;
	}
	assert_int_equal(n, 8 + 1);
}

static void test_sample_places__farms_have_brigades(void **state)
{
	static const char *const farms[] = { "格尔木农垦党委", "莫河畜牧场党委" };

	(void)state;
	for (size_t i = 0; i < sizeof(farms) / sizeof(farms[0]); i++) {
		const struct org *farm = by_name(farms[i]);

		assert_string_equal(farm->domain.s, "4");
		assert_string_equal(farm->unit_nature.s, "state_enterprise");
		assert_string_equal(office(farm, "第一生产队党支部")->domain.s, "4");
		assert_non_null(office(farm, "第二生产队党支部"));
		assert_null(office(farm, "卫生院党支部"));
	}
	/* The unit keeps the name that it has in the list. */
	assert_string_equal(by_name("格尔木农垦党委")->units, "格尔木农垦有限公司");
	assert_string_equal(by_name("莫河畜牧场党委")->units, "海西州莫河畜牧场");
}

/* --- villages and communities --- */

static void test_sample_places__living_areas_are_neither_village_nor_community(void **state)
{
	static const char *const areas[] = { "河东农工商公司生活区党支部", "河西农工商公司生活区党支部",
		"场部生活区党支部", "查查香卡生活区党支部", "诺木洪农场生活区党支部" };

	(void)state;
	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
		const struct org *o = by_name(areas[i]);

		assert_string_equal(o->domain.s, "4");
		assert_int_equal(ids_division_kind(o->division.id), DIVISION_LIKE_VILLAGE);
	}
	/* Herders who stand among them in the list are a village all the same. */
	assert_string_equal(by_name("西大滩村党支部")->domain.s, "1");
}

static void test_sample_places__large_ones_have_branches_inside(void **state)
{
	size_t villages = 0, communities = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i], *up = superior(o);

		/* A branch in the same place as the one above it. */
		if (up == NULL || o->division.id % 1000 == 0 || up->division.id != o->division.id ||
			is(o->category.s, "641"))
			continue;
		assert_string_equal(o->category.s, "631");
		assert_true(is(up->category.s, "621") || is(up->category.s, "611"));
		assert_string_equal(o->domain.s, up->domain.s);
		assert_string_equal(o->unit_situation.s, "same");
		assert_null(o->units);
		assert_null(o->credit_code.s);
		villages += is(o->domain.s, "1");
		communities += is(o->domain.s, "2");
	}
	assert_in_range(villages, 20, 60);
	assert_in_range(communities, 60, 140);
}

static void test_sample_places__some_villages_have_a_cooperative(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is(o->unit_nature.s, "cooperative"))
			continue;
		n++;
		assert_string_equal(o->domain.s, "7");
		assert_true(ends(o->units, "专业合作社"));
		assert_true(ends(o->name, "合作社党支部"));
		assert_null(strstr(o->name, "专业"));
		/* Members that live in the village, below the township: it is nobody's part. */
		assert_int_equal(o->division.id - o->division.id % 1000, superior(o)->division.id);
		assert_null(o->short_name);
	}
	assert_in_range(n, 25, 70);
}

static void test_sample_places__groups_come_in_pairs_and_own_nothing(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is(o->category.s, "641"))
			continue;
		n++;
		assert_true(ends(o->name, "村第一党小组") || ends(o->name, "村第二党小组"));
		assert_int_equal(o->division.id, superior(o)->division.id);
		assert_null(o->credit_code.s);
		assert_true(date_is_empty(o->term_from) && o->full_members == INT_NONE);
	}
	assert_true(n > 0 && n % 2 == 0);
}

/* --- places called alike --- */

static void test_sample_places__the_township_tells_places_of_one_name_apart(void **state)
{
	(void)state;
	assert_ptr_equal(superior(by_name("柯柯镇西村党支部")), by_name("柯柯镇党委"));
	assert_ptr_equal(superior(by_name("郭勒木德镇西村党支部")), by_name("郭勒木德镇党委"));
	/* At home nobody says the township. */
	assert_string_equal(by_name("柯柯镇西村党支部")->short_name, "西村支部");
	assert_string_equal(by_name("郭勒木德镇西村党支部")->short_name, "西村支部");
	/* Two streets, in two cities, and what stands in them. */
	assert_ptr_equal(superior(by_name("德令哈市河西街道党工委")), by_name("德令哈市委"));
	assert_ptr_equal(superior(by_name("格尔木市河西街道机关党支部")), by_name("格尔木市河西街道党工委"));
	/* Where there is one only, the name stays as it is. */
	assert_ptr_equal(superior(by_name("东村党支部")), by_name("柯柯镇党委"));
	assert_ptr_equal(superior(by_name("河东街道党工委")), by_name("德令哈市委"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample_places__townships_have_a_school_a_clinic_and_offices),
		cmocka_unit_test(test_sample_places__streets_have_an_office_of_their_own_unit),
		cmocka_unit_test(test_sample_places__farms_have_brigades),
		cmocka_unit_test(test_sample_places__living_areas_are_neither_village_nor_community),
		cmocka_unit_test(test_sample_places__large_ones_have_branches_inside),
		cmocka_unit_test(test_sample_places__some_villages_have_a_cooperative),
		cmocka_unit_test(test_sample_places__groups_come_in_pairs_and_own_nothing),
		cmocka_unit_test(test_sample_places__the_township_tells_places_of_one_name_apart),
	};

	return cmocka_run_group_tests(tests, sampled_setup, sampled_teardown);
}
