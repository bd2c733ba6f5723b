/*
 * Conditions as stretches of orders: they must hold exactly the records that meet the condition.
 */
#include "db/range.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/crowd.h"
#include "src/banned.h"

static struct office *office;
static struct crowd crowd;

static int set_up(void **state)
{
	void *o;

	(void)state;
	office_group_setup(NULL);
	office_setup(&o);
	office = o;
	crowd_save(office, 200);
	crowd_read(office, &crowd);
	return 0;
}

static int tear_down(void **state)
{
	void *o = office;

	(void)state;
	crowd_release(&crowd);
	office_teardown(&o);
	return office_group_teardown(NULL);
}

static void parse(const char *text, struct query *q)
{
	if (query_parse(&org_reg, text, store_lookup(office->s), q, &office->e) < 0)
		fail_msg("%s: %s", text, office->e.text);
}

static bool is_range(const char *text, struct range *out)
{
	struct query q;
	bool is;

	parse(text, &q);
	assert_int_equal(q.n, 1);
	assert_int_equal(q.any[0].n, 1);
	is = range_of_cond(&q.any[0].conds[0], out, &office->e);
	query_release(&q);
	return is;
}

static int64_t count(const struct range *r, bool all)
{
	struct view v = { .reg = &org_reg, .all = all };
	int64_t n;

	assert_int_equal(range_count(r, office->s, &v, &n, &office->e), 0);
	return n;
}

typedef bool judge(const struct org *org);

static void holds(const char *text, judge *is)
{
	int64_t inside = 0, all = 0;
	struct range r;

	if (!is_range(text, &r))
		fail_msg("%s is no stretch", text);
	for (size_t i = 0; i < crowd.n; i++) {
		all += is(crowd.orgs[i]);
		inside += is(crowd.orgs[i]) && crowd_in_view(crowd.orgs[i]);
	}
	if (count(&r, false) != inside || count(&r, true) != all)
		fail_msg("%s: %lld of %lld, %lld of %lld in all", text, (long long)count(&r, false),
			(long long)inside, (long long)count(&r, true), (long long)all);
}

/* ---- What they hold ---------------------------------------------------------------------------- */

static int64_t members(const struct org *org)
{
	return org->full_members;
}

static bool has_7(const struct org *org)
{
	return members(org) == 7;
}

static bool above_7(const struct org *org)
{
	return members(org) != INT_NONE && members(org) > 7;
}

static bool from_7(const struct org *org)
{
	return members(org) != INT_NONE && members(org) >= 7;
}

static bool below_7(const struct org *org)
{
	return members(org) != INT_NONE && members(org) < 7;
}

static bool up_to_7(const struct org *org)
{
	return members(org) != INT_NONE && members(org) <= 7;
}

static bool has_none(const struct org *org)
{
	return members(org) == INT_NONE;
}

static bool nobody(const struct org *org)
{
	(void)org;
	return false;
}

static bool everybody_filled(const struct org *org)
{
	return members(org) != INT_NONE;
}

static void test_range__numbers(void **state)
{
	(void)state;
	holds("党员=7", has_7);
	holds("党员>7", above_7);
	holds("党员>=7", from_7);
	holds("党员<7", below_7);
	holds("党员<=7", up_to_7);
	holds("党员=空", has_none);
	holds("党员<-5", nobody);
	holds("党员>99999", nobody);
	holds("党员>=0", everybody_filled);
}

static bool ends_2021(const struct org *org)
{
	return org->term_to.year == 2021;
}

static bool ends_january_2021(const struct org *org)
{
	return ends_2021(org) && org->term_to.month == 1;
}

static bool ends_after_2021(const struct org *org)
{
	return org->term_to.year > 2021;
}

static bool ends_before_2021(const struct org *org)
{
	return org->term_to.year != 0 && org->term_to.year < 2021;
}

static bool ends_until_2021(const struct org *org)
{
	return org->term_to.year != 0 && org->term_to.year <= 2021;
}

static bool ends_never(const struct org *org)
{
	return date_is_empty(org->term_to);
}

static void test_range__dates_and_their_parts(void **state)
{
	(void)state;
	holds("届满=2021", ends_2021);
	holds("届满=2021-01", ends_january_2021);
	holds("届满>2021", ends_after_2021);
	holds("届满<2021", ends_before_2021);
	holds("届满<=2021", ends_until_2021);
	holds("届满=空", ends_never);
}

static bool is_joint(const struct org *org)
{
	return strcmp(org->category.s, "632") == 0;
}

static bool is_of_wulan(const struct org *org)
{
	return org->division.id == INT64_C(632821000000);
}

static bool has_no_superior(const struct org *org)
{
	return org->superior.id == 0;
}

static bool has_no_domain(const struct org *org)
{
	return org->domain.s == NULL;
}

static void test_range__codes_and_references(void **state)
{
	(void)state;
	holds("类别=632", is_joint);
	holds("行政区划=632821000000", is_of_wulan);
	holds("上级=空", has_no_superior);
	holds("领域=空", has_no_domain);
}

static bool has_unknown_secretary(const struct org *org)
{
	return !org->secretary;
}

static bool has_vacant_post(const struct org *org)
{
	return org->secretary && strcmp(org->secretary, "无") == 0;
}

static void test_range__why_there_is_no_value(void **state)
{
	(void)state;
	holds("书记=空", crowd_is_vacant);
	holds("书记=未填", has_unknown_secretary);
	holds("书记=无", has_vacant_post);
}

/* Equal keys of text need not be equal texts: the stretch may hold more, and says so. */
static void test_range__text_is_not_exact(void **state)
{
	struct range r;

	(void)state;
	assert_true(is_range("书记=示例才仁", &r));
	assert_false(r.exact);
	assert_true(count(&r, true) > 0);
	assert_true(is_range("书记=空", &r));
	assert_true(r.exact);
	assert_true(is_range("党员=7", &r));
	assert_true(r.exact);
}

static void test_range__not_every_condition_is_one(void **state)
{
	static const char *const texts[] = { "类别=632,631", "类别!=632", "-类别=632", "书记~才仁", "才仁",
		"状态=在用", "党员=非空", "备注=示例", "单位性质=社区" };
	struct range r;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (is_range(texts[i], &r))
			fail_msg("%s", texts[i]);
	}
}

/* ---- Several of them --------------------------------------------------------------------------- */

static int64_t count_both(const char *one, const char *other)
{
	struct range a, b;

	assert_true(is_range(one, &a));
	assert_true(is_range(other, &b));
	range_intersect(&a, &b);
	return count(&a, true);
}

static int64_t plain(int64_t from, int64_t to)
{
	int64_t n = 0;

	for (size_t i = 0; i < crowd.n; i++)
		n += members(crowd.orgs[i]) != INT_NONE && members(crowd.orgs[i]) >= from &&
		     members(crowd.orgs[i]) <= to;
	return n;
}

static void test_range__two_share_what_both_hold(void **state)
{
	(void)state;
	assert_int_equal(count_both("党员>=5", "党员<=9"), plain(5, 9));
	assert_int_equal(count_both("党员<=9", "党员>=5"), plain(5, 9));
	assert_int_equal(count_both("党员>5", "党员<9"), plain(6, 8));
	assert_int_equal(count_both("党员>=5", "党员>=9"), plain(9, 1000));
	assert_int_equal(count_both("党员=7", "党员>=5"), plain(7, 7));
	assert_int_equal(count_both("党员=7", "党员=8"), 0);
	assert_int_equal(count_both("党员>9", "党员<5"), 0);
	assert_int_equal(count_both("党员=空", "党员>5"), 0);
}

/* The cursor stands where the stretch begins. */
static void test_range__is_walked_from_its_beginning(void **state)
{
	struct order o = { office->s, &org_reg, reg_field(&org_reg, "full_members"), false };
	struct order_cursor c;
	struct range r;
	int64_t n, id, before = -1;

	(void)state;
	assert_true(is_range("党员>7", &r));
	assert_int_equal(range_open(&r, &o, &c, &n, &office->e), 0);
	assert_true(n > 0);
	for (; n > 0; n--) {
		const struct org *org;

		assert_int_equal(order_next(&c, &id, &office->e), 1);
		org = crowd_find(&crowd, id);
		assert_true(above_7(org));
		assert_true(members(org) >= before);
		before = members(org);
	}
	/* Behind it stand the empty ones. */
	assert_int_equal(order_next(&c, &id, &office->e), 1);
	assert_true(has_none(crowd_find(&crowd, id)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_range__numbers),
		cmocka_unit_test(test_range__dates_and_their_parts),
		cmocka_unit_test(test_range__codes_and_references),
		cmocka_unit_test(test_range__why_there_is_no_value),
		cmocka_unit_test(test_range__text_is_not_exact),
		cmocka_unit_test(test_range__not_every_condition_is_one),
		cmocka_unit_test(test_range__two_share_what_both_hold),
		cmocka_unit_test(test_range__is_walked_from_its_beginning),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
