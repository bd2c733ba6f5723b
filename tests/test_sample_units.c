/*
 * The sample's counties: agencies, schools, hospitals, firms, and the committees over them.
 */
#include "src/cmd/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/buf.h"
#include "tests/support/sampled.h"
#include "src/banned.h"

#define PREFECTURE "海西州"
#define DISTRICT "大柴旦行委"

static const char *const counties[] = { "格尔木市", "德令哈市", "茫崖市", "乌兰县", "都兰县", "天峻县" };
#define COUNTIES (sizeof(counties) / sizeof(counties[0]))

/* by_name() of two parts. */
static const struct org *of(const char *seat, const char *what)
{
	struct buf name = BUF_INIT;
	const struct org *o;

	buf_addf(&name, "%s%s", seat, what);
	o = by_name(buf_str(&name));
	buf_release(&name);
	return o;
}

static size_t count_below(const struct org *above, const char *domain)
{
	size_t n = 0;

	for (size_t i = 0; i < sample.n; i++)
		n += is_primary(&sample.orgs[i]) && is(sample.orgs[i].domain.s, domain) &&
		     stands_below(&sample.orgs[i], above);
	return n;
}

/* --- committees --- */

static void test_sample_units__counties_have_the_same_committees(void **state)
{
	static const struct {
		const char *what, *category, *domain;
	} rows[] = { { "直属机关工委", "103", "3" }, { "教育局党委", "611", "5" },
		{ "卫健局党委", "611", "6" }, { "国资局党委", "611", "4" }, { "两新工委", "103", "8" } };

	(void)state;
	for (size_t i = 0; i < COUNTIES; i++) {
		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
			const struct org *o = of(counties[i], rows[k].what);

			assert_string_equal(o->category.s, rows[k].category);
			assert_ptr_equal(superior(o), of(counties[i], "委"));
			assert_true(count_below(o, rows[k].domain) >= 2);
		}
		/* Five groups of leading members, which nobody counts. */
		assert_string_equal(of(counties[i], "人大常委会党组")->category.s, "612");
		assert_null(of(counties[i], "政府党组")->secretary);
	}
}

static void test_sample_units__at_home_committees_are_called_shorter(void **state)
{
	(void)state;
	assert_string_equal(of(PREFECTURE, "委")->short_name, "州委");
	assert_string_equal(of("德令哈市", "委")->short_name, "市委");
	assert_string_equal(of("都兰县", "委")->short_name, "县委");
	assert_string_equal(by_name("大柴旦工委")->short_name, "工委");
	assert_string_equal(of("乌兰县", "直属机关工委")->short_name, "县直机关工委");
	assert_string_equal(of(PREFECTURE, "直属机关工委")->short_name, "州直机关工委");
	/* There is no such word for the district. */
	assert_null(of(DISTRICT, "直属机关工委")->short_name);
	assert_null(of("乌兰县", "教育局党委")->short_name);
}

static void test_sample_units__the_small_district_has_general_branches(void **state)
{
	(void)state;
	assert_string_equal(of(DISTRICT, "教育局党总支")->category.s, "621");
	assert_ptr_equal(superior(of(DISTRICT, "国资局党总支")), by_name("大柴旦工委"));
	for (size_t i = 0; i < sample.n; i++) {
		if (begins(sample.orgs[i].name, "大柴旦") && is(sample.orgs[i].category.s, "612"))
			fail_msg("%s", sample.orgs[i].name);
	}
}

static void test_sample_units__small_counties_have_no_park(void **state)
{
	static const char *const with[] = { "格尔木市", "德令哈市", "乌兰县", "都兰县", "天峻县" };

	(void)state;
	for (size_t i = 0; i < sizeof(with) / sizeof(with[0]); i++)
		assert_true(count_below(of(with[i], "工业园党工委"), "7") > 3);
	assert_null(child_called(by_name("茫崖市委"), "茫崖市工业园党工委"));
	assert_null(child_called(by_name("大柴旦工委"), "大柴旦行委工业园党工委"));
	assert_null(child_called(by_name("海西州委"), "海西州工业园党工委"));
}

static void test_sample_units__larger_places_have_more_of_everything(void **state)
{
	static const char *const domains[] = { "3", "5", "6", "4" };

	(void)state;
	for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++) {
		size_t large = count_below(of("格尔木市", "委"), domains[i]);
		size_t middle = count_below(of("乌兰县", "委"), domains[i]);
		size_t small = count_below(by_name("大柴旦工委"), domains[i]);

		assert_true(large > middle);
		assert_true(middle > small);
		assert_true(small > 0);
	}
}

/* --- names and units --- */

static void test_sample_units__everyday_names_stand_for_units_named_in_full(void **state)
{
	static const struct {
		const char *name, *units;
	} rows[] = {
		{ "乌兰县人社局党支部", "乌兰县人力资源和社会保障局" },
		{ "海西州发改委党支部", "海西州发展和改革委员会" },
		{ "格尔木市委编办党支部", "格尔木市委机构编制委员会办公室" },
		{ "大柴旦工委组织部党支部", "大柴旦工委组织部" },
		{ "大柴旦供水公司党支部", "大柴旦供水有限公司" },
		{ "德令哈市第三小学党支部", "德令哈市第三小学" },
		{ "都兰县疾控中心党支部", "都兰县疾病预防控制中心" },
		{ "海西州能源投资集团党委", "海西州能源投资集团有限公司" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(by_name(rows[i].name)->units, rows[i].units);
}

static void test_sample_units__large_units_have_branches_under_a_roof(void **state)
{
	const struct org *police = of("德令哈市", "公安局党委"),
			 *college = of(PREFECTURE, "职业技术学院党委");
	const struct org *court = of("格尔木市", "法院党总支");

	(void)state;
	assert_non_null(child_called(police, "德令哈市公安局第一党支部"));
	assert_non_null(child_called(police, "德令哈市公安局第三党支部"));
	assert_non_null(child_called(police, "德令哈市公安局离退休党支部"));
	assert_non_null(child_called(college, "海西州职业技术学院第二党支部"));
	assert_non_null(child_called(court, "格尔木市法院第一党支部"));
	assert_null(child_called(court, "格尔木市法院第三党支部"));
	/* In a small county the same unit is one branch. */
	assert_string_equal(of("天峻县", "公安局党支部")->category.s, "631");
}

static void test_sample_units__the_unit_fields_agree_with_each_other(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];
		bool own = is(o->unit_situation.s, "own"), joint = is(o->unit_situation.s, "joint");

		assert_int_equal(own, o->credit_code.s != NULL);
		assert_int_equal(own || joint, o->units != NULL);
		assert_int_equal(own || joint, o->unit_nature.s != NULL);
		assert_int_equal(joint, is(o->category.s, "632"));
		if (joint && is_at_work(o))
			assert_non_null(strstr(o->units, "、"));
	}
}

static void test_sample_units__credit_codes_begin_as_the_kind_of_unit_has_it(void **state)
{
	static const struct {
		const char *name, *begin;
	} rows[] = { { "南沙沟村党支部", "54632821" }, { "乌兰县人社局党支部", "11632821" },
		{ "海西州实验小学党支部", "12632800" }, { "都兰县供水公司党支部", "91632822" },
		{ "天峻县餐饮行业协会党支部", "51632823" }, { "东山村枸杞种植合作社党支部", "93632802" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(begins(by_name(rows[i].name)->credit_code.s, rows[i].begin));
}

/* --- private firms --- */

static bool is_firm(const struct org *o)
{
	return is(o->unit_nature.s, "private_enterprise");
}

static void test_sample_units__firms_stand_under_their_own_county(void **state)
{
	size_t n = 0, in_parks = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (!is_firm(o))
			continue;
		n++;
		assert_int_equal(o->division.id, superior(o)->division.id);
		assert_string_equal(superior(o)->category.s, "103");
		in_parks += ends(superior(o)->name, "工业园党工委");
		/* Known without the county, which stands in the unit's name. */
		assert_false(begins(o->name, division_of(o->division.id)->name));
		assert_false(begins(o->name, PREFECTURE) || begins(o->name, "大柴旦"));
		assert_true(ends(o->name, "公司党支部") || ends(o->name, "等企业联合党支部"));
		assert_non_null(strstr(o->units, "公司"));
	}
	assert_in_range(n, 100, 240);
	assert_in_range(in_parks, n / 5, n / 2);
}

/* A firm with a branch of its own shares none. */
static void expect_not_shared(const struct org *one)
{
	for (size_t i = 0; i < sample.n; i++) {
		const struct org *o = &sample.orgs[i];

		if (o != one && is_firm(o) && is(o->category.s, "632") &&
			strstr(o->units, one->units) != NULL)
			fail_msg("%s has a part in %s", one->units, o->name);
	}
}

static void test_sample_units__a_firm_has_a_branch_or_a_part_in_one(void **state)
{
	size_t joint = 0;

	(void)state;
	for (size_t i = 0; i < sample.n; i++) {
		if (!is_firm(&sample.orgs[i]))
			continue;
		if (is(sample.orgs[i].category.s, "632"))
			joint++;
		else
			expect_not_shared(&sample.orgs[i]);
	}
	assert_in_range(joint, 8, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample_units__counties_have_the_same_committees),
		cmocka_unit_test(test_sample_units__at_home_committees_are_called_shorter),
		cmocka_unit_test(test_sample_units__the_small_district_has_general_branches),
		cmocka_unit_test(test_sample_units__small_counties_have_no_park),
		cmocka_unit_test(test_sample_units__larger_places_have_more_of_everything),
		cmocka_unit_test(test_sample_units__everyday_names_stand_for_units_named_in_full),
		cmocka_unit_test(test_sample_units__large_units_have_branches_under_a_roof),
		cmocka_unit_test(test_sample_units__the_unit_fields_agree_with_each_other),
		cmocka_unit_test(test_sample_units__credit_codes_begin_as_the_kind_of_unit_has_it),
		cmocka_unit_test(test_sample_units__firms_stand_under_their_own_county),
		cmocka_unit_test(test_sample_units__a_firm_has_a_branch_or_a_part_in_one),
	};

	return cmocka_run_group_tests(tests, sampled_setup, sampled_teardown);
}
