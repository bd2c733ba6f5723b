/*
 * Names of villages and communities, from the forms in which their committees are listed.
 */
#include "src/cmd/sample_part.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/ids.h"
#include "src/mem.h"
#include "tests/support/sampled.h"
#include "src/banned.h"

/* --- names of places --- */

static void expect_place(const char *unit, const char *want)
{
	struct buf name = BUF_INIT;

	sample_place_name(&name, unit);
	assert_string_equal(buf_str(&name), want);
	buf_release(&name);
}

static void test_sample_names__villages_lose_the_name_of_their_committee(void **state)
{
	(void)state;
	expect_place("南沙沟村村委会", "南沙沟村");
	expect_place("小岛村委会", "小岛村");
	expect_place("梅陇村民委员会", "梅陇村");
	expect_place("梅陇村村民委员会", "梅陇村");
	expect_place("乌图牧委会", "乌图村");
	expect_place("乌图村牧委会", "乌图村");
	expect_place("乌图牧民委员会", "乌图村");
}

static void test_sample_names__a_short_village_name_keeps_its_only_character(void **state)
{
	(void)state;
	expect_place("中村委会", "中村");
	expect_place("中村村委会", "中村");
	expect_place("新村村委会", "新村");
	expect_place("郭里木新村村委会", "郭里木新村");
}

static void test_sample_names__farming_and_herding_halves_of_a_village_stay_apart(void **state)
{
	(void)state;
	expect_place("科日农业村委会", "科日农业村");
	expect_place("科日牧业牧委会", "科日牧业村");
}

static void test_sample_names__communities_end_in_community(void **state)
{
	(void)state;
	expect_place("博爱巷社区居委会", "博爱巷社区");
	expect_place("城东社区居民委员会", "城东社区");
	expect_place("团结湖路社区委员会", "团结湖路社区");
	expect_place("和平街居委会", "和平街社区");
	expect_place("油田东五村居民委员会", "油田东五村社区");
	expect_place("诺木洪中心街社区", "诺木洪中心街社区");
}

static void test_sample_names__living_areas_keep_their_name(void **state)
{
	(void)state;
	expect_place("诺木洪农场生活区", "诺木洪农场生活区");
	expect_place("场部虚拟生活区", "场部生活区");
}

static void test_sample_names__what_is_no_committee_stays_as_it_is(void **state)
{
	(void)state;
	expect_place("", "");
	expect_place("村委会", "村委会");
	expect_place("居委会", "居委会");
	expect_place("柯柯镇", "柯柯镇");
	expect_place("虚拟生活区", "虚拟生活区");
}

static void check_real_name(const struct division *d, const char *name)
{
	static const char *const never[] = { "村村", "社区社区", "委员会", "居委会", "村委会", "牧委会",
		"社区村" };
	enum division_kind kind = ids_division_kind(d->rec.id);

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		if (strstr(name, never[i]) != NULL)
			fail_msg("%s became %s", d->name, name);
	}
	if (kind == DIVISION_VILLAGE)
		assert_true(ends(name, "村"));
	else if (kind == DIVISION_COMMUNITY)
		assert_true(ends(name, "社区"));
	else
		assert_true(ends(name, "生活区") || ends(name, "村"));
}

static void test_sample_names__every_real_unit_gets_a_place_name(void **state)
{
	size_t villages = 0, communities = 0, others = 0;

	(void)state;
	assert_int_equal(seeds.ndivisions, 443);
	for (size_t i = 0; i < seeds.ndivisions; i++) {
		const struct division *d = &seeds.divisions[i];
		enum division_kind kind = ids_division_kind(d->rec.id);
		struct buf name = BUF_INIT;

		villages += kind == DIVISION_VILLAGE;
		communities += kind == DIVISION_COMMUNITY;
		others += kind == DIVISION_LIKE_VILLAGE;
		sample_place_name(&name, d->name);
		if (d->rec.id % 1000 != 0)
			check_real_name(d, buf_str(&name));
		else if (!ends(d->name, "委员会"))
			assert_string_equal(buf_str(&name), d->name);
		buf_release(&name);
	}
	assert_int_equal(villages, 297);
	assert_int_equal(communities, 86);
	assert_int_equal(others, 6);
}

/* --- names that stand more than once --- */

static char county[] = "示例县", east[] = "东镇", west[] = "西镇", willow_farm[] = "柳村村委会",
	    willow_herd[] = "柳村牧委会", poplar[] = "杨村村委会";
static const struct division places[] = {
	{ .rec = { .id = 1 }, .name = county },
	{ .rec = { .id = 11 }, .name = east, .parent = { .id = 1 } },
	{ .rec = { .id = 12 }, .name = west, .parent = { .id = 1 } },
	{ .rec = { .id = 111 }, .name = willow_farm, .parent = { .id = 11 } },
	{ .rec = { .id = 121 }, .name = willow_herd, .parent = { .id = 12 } },
	{ .rec = { .id = 122 }, .name = poplar, .parent = { .id = 12 } },
};

/* Names and divisions in, names out. */
static void expect_distinguished(
	const char *const *names, const int64_t *divisions, const char *const *want, size_t n)
{
	struct sample few = { .orgs = xcalloc(n + 1, sizeof(struct org)), .n = n };

	for (size_t i = 0; i < n; i++) {
		reg_init(&org_reg, &few.orgs[i]);
		few.orgs[i].name = xstrdup(names[i]);
		few.orgs[i].short_name = xstrdup("简称");
		few.orgs[i].division.id = divisions[i];
	}
	sample_distinguish(&few, places, sizeof(places) / sizeof(places[0]));
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(few.orgs[i].name, want[i]);
		/* Those at home say it as before. */
		assert_string_equal(few.orgs[i].short_name, "简称");
	}
	sample_release(&few);
}

static void test_sample_names__twins_are_called_after_their_townships(void **state)
{
	static const char *const names[] = { "柳村党支部", "杨村党支部", "柳村党支部" };
	static const int64_t divisions[] = { 111, 122, 121 };
	static const char *const want[] = { "东镇柳村党支部", "杨村党支部", "西镇柳村党支部" };

	(void)state;
	expect_distinguished(names, divisions, want, 3);
}

static void test_sample_names__another_ending_is_another_name(void **state)
{
	static const char *const names[] = { "柳村党支部", "柳村党总支", "柳村第一党小组", "柳村第二党小组" };
	static const int64_t divisions[] = { 111, 121, 111, 111 };

	(void)state;
	expect_distinguished(names, divisions, names, 4);
}

static void test_sample_names__streets_are_called_after_their_county(void **state)
{
	static const char *const names[] = { "东镇党委", "东镇党委", "东镇党委" };
	static const int64_t divisions[] = { 11, 111, 12 };
	static const char *const want[] = { "示例县东镇党委", "东镇东镇党委", "示例县东镇党委" };

	(void)state;
	expect_distinguished(names, divisions, want, 3);
}

static void test_sample_names__without_a_place_above_a_name_stays(void **state)
{
	static const char *const names[] = { "示例党支部", "示例党支部" };
	static const int64_t divisions[] = { 1, 0 };

	(void)state;
	expect_distinguished(names, divisions, names, 2);
	expect_distinguished(names, divisions, names, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample_names__villages_lose_the_name_of_their_committee),
		cmocka_unit_test(test_sample_names__a_short_village_name_keeps_its_only_character),
		cmocka_unit_test(test_sample_names__farming_and_herding_halves_of_a_village_stay_apart),
		cmocka_unit_test(test_sample_names__communities_end_in_community),
		cmocka_unit_test(test_sample_names__living_areas_keep_their_name),
		cmocka_unit_test(test_sample_names__what_is_no_committee_stays_as_it_is),
		cmocka_unit_test(test_sample_names__every_real_unit_gets_a_place_name),
		cmocka_unit_test(test_sample_names__twins_are_called_after_their_townships),
		cmocka_unit_test(test_sample_names__another_ending_is_another_name),
		cmocka_unit_test(test_sample_names__streets_are_called_after_their_county),
		cmocka_unit_test(test_sample_names__without_a_place_above_a_name_stays),
	};

	return cmocka_run_group_tests(tests, sampled_setup, sampled_teardown);
}
