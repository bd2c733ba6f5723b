/*
 * Tours, hits and sums: what is gone through in slices must be what reading everything and sifting it shows.
 */
#include "db/tour.h"

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

/* More than a result that is held in memory. */
#define ORGS 1250

static struct office *office;
static struct crowd crowd;

static int set_up(void **state)
{
	void *o;

	(void)state;
	office_group_setup(NULL);
	office_setup(&o);
	office = o;
	crowd_save(office, ORGS);
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

static void must(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

static void parse(const char *text, struct query *q)
{
	struct err e = ERR_INIT;

	must(query_parse(&org_reg, text, store_lookup(office->s), q, &e), &e);
}

/* --- conditions, and the same in C --- */

static bool is_large(const struct org *o)
{
	return o->full_members != INT_NONE && o->full_members > 30;
}

static bool has_no_secretary(const struct org *o)
{
	return !o->secretary;
}

static bool is_branch(const struct org *o)
{
	return o->category.s && strcmp(o->category.s, "631") == 0;
}

static bool has_the_end(const struct org *o)
{
	return strstr(o->name, "委员会") != NULL;
}

static bool is_of_delingha(const struct org *o)
{
	return strstr(o->name, "德令哈") || (o->short_name && strstr(o->short_name, "德令哈"));
}

static bool is_any(const struct org *o)
{
	(void)o;
	return true;
}

static const struct {
	const char *text;
	bool (*is)(const struct org *o);
} conditions[] = {
	{ "", is_any }, { "正式党员>30", is_large }, { "书记=未填", has_no_secretary }, { "类别=631", is_branch },
	{ "全称~委员会", has_the_end }, { "德令哈", is_of_delingha },
};

#define N_CONDITIONS (sizeof(conditions) / sizeof(conditions[0]))

static bool (*first_is)(const struct org *), (*second_is)(const struct org *);

static bool both_are(const struct org *o)
{
	return first_is(o) && second_is(o);
}

/* --- going through --- */

struct heap {
	const int64_t *ids;
	size_t n, at, slice;
};

static int take(void *ctx, int64_t id)
{
	struct heap *h = ctx;

	assert_true(h->at < h->n);
	assert_int_equal(id, h->ids[h->at]);
	h->at++;
	return h->slice && h->at % h->slice == 0;
}

static void tour(const struct view *v, const struct query *also, struct heap heap)
{
	struct tour t = { .also = also };
	struct err e = ERR_INIT;

	for (int rc = 0; !t.over; must(rc, &e))
		rc = store_tour(office->s, v, &t, take, &heap, &e);
	assert_int_equal(heap.at, heap.n);
}

static int64_t seek(const struct view *v, const struct query *also, enum page_from from, int64_t anchor)
{
	struct page_want want = { .from = from, .anchor = anchor };
	struct sought found;
	struct err e = ERR_INIT;

	must(store_seek(office->s, v, also, &want, &found, &e), &e);
	assert_false(found.unfinished);
	return found.id;
}

/* From hit to hit, down and up. */
static void seek_all(const struct view *v, const struct query *also, const int64_t *ids, size_t n)
{
	int64_t id = seek(v, also, PAGE_FIRST, 0);

	for (size_t i = 0; i < n; i++, id = seek(v, also, PAGE_AFTER, id)) {
		assert_int_equal(id, ids[i]);
		assert_int_equal(seek(v, also, PAGE_AT, id), id);
	}
	assert_int_equal(id, 0);
	id = seek(v, also, PAGE_LAST, 0);
	for (size_t i = n; i-- > 0; id = seek(v, also, PAGE_BEFORE, id))
		assert_int_equal(id, ids[i]);
	assert_int_equal(id, 0);
}

static void check_pair(size_t one, size_t other, struct view v)
{
	struct query query, also;
	int64_t *ids;
	size_t n;

	parse(conditions[one].text, &query);
	parse(conditions[other].text, &also);
	v.query = &query;
	first_is = conditions[one].is;
	second_is = conditions[other].is;
	ids = crowd_list(&crowd, &v, both_are, &n);
	tour(&v, &also, (struct heap){ ids, n, 0, 0 });
	tour(&v, &also, (struct heap){ ids, n, 0, 100 });
	if (n < 60)
		seek_all(&v, &also, ids, n);
	free(ids);
	query_release(&query);
	query_release(&also);
}

static void test_tour__meets_every_hit_once_and_in_order(void **state)
{
	static const char *const sorts[] = { "code", "name", "full_members" };

	(void)state;
	for (size_t i = 0; i < N_CONDITIONS * N_CONDITIONS; i++)
		for (size_t j = 0; j < 12; j++)
			check_pair(i / N_CONDITIONS, i % N_CONDITIONS, (struct view){ .reg = &org_reg,
				.sort = reg_field(&org_reg, sorts[j % 3]), .descending = j & 4, .all = j >= 6 });
}

/* The row from which one looks need not be a hit. */
static void test_tour__looks_from_any_row_for_the_next_hit(void **state)
{
	struct view v = { .reg = &org_reg, .sort = reg_field(&org_reg, "name") };
	struct query also;
	int64_t *ids, *hits;
	size_t n, n_hits, hit = 0;

	(void)state;
	parse("德令哈", &also);
	ids = crowd_list(&crowd, &v, NULL, &n);
	hits = crowd_list(&crowd, &v, is_of_delingha, &n_hits);
	assert_true(n_hits > 0);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(seek(&v, &also, PAGE_AT, ids[i]), hit < n_hits ? hits[hit] : 0);
		assert_int_equal(seek(&v, &also, PAGE_BEFORE, ids[i]), hit > 0 ? hits[hit - 1] : 0);
		hit += hit < n_hits && hits[hit] == ids[i];
	}
	free(ids);
	free(hits);
	query_release(&also);
}

static void test_tour__says_where_it_had_to_stop(void **state)
{
	struct view v = { .reg = &org_reg };
	struct page_want want = { .from = PAGE_FIRST, .budget_ms = 1 };
	struct sought found;
	struct query also;
	struct err e = ERR_INIT;

	(void)state;
	parse("备注~没有哪条这样写", &also);
	/* However short the time is, it comes to an end, and finds nothing. */
	must(store_seek(office->s, &v, &also, &want, &found, &e), &e);
	for (want.from = PAGE_AFTER; found.unfinished;) {
		want.anchor = found.resume;
		must(store_seek(office->s, &v, &also, &want, &found, &e), &e);
	}
	assert_int_equal(found.id, 0);
	query_release(&also);
}

static void test_tour__sifts_any_records_by_a_view(void **state)
{
	struct view v = { .reg = &org_reg }, all = { .reg = &org_reg, .all = true };
	struct err e = ERR_INIT;
	struct sift sift;
	struct query q;
	int64_t *ids, *hits;
	size_t n, n_hits;

	(void)state;
	parse("正式党员>30", &q);
	v.query = &q;
	ids = crowd_list(&crowd, &all, NULL, &n);
	hits = crowd_list(&crowd, &v, is_large, &n_hits);
	assert_int_equal(n, crowd.n);
	sift = (struct sift){ .ids = ids, .n = n };
	must(store_sift(office->s, &v, &sift, 0, &e), &e);
	assert_int_equal(sift.at, n);
	assert_int_equal(sift.passed, n_hits);
	sift = (struct sift){ .ids = ids, .n = n };
	must(store_sift(office->s, &all, &sift, 0, &e), &e);
	assert_int_equal(sift.passed, n);
	free(ids);
	free(hits);
	query_release(&q);
}

static size_t place_in(const struct sums *s, const char *field)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (strcmp(s->fields[i]->name, field) == 0)
			return i;
	fail_msg("%s is not summed", field);
	return 0;
}

static bool is_above(int64_t id, const struct org *o)
{
	while (o && o->superior.id && o->superior.id != id)
		o = crowd_find(&crowd, o->superior.id);
	return o && o->superior.id == id;
}

/* In the default view, and nothing of that stands below it. */
static bool is_lowest(const struct org *o)
{
	for (size_t i = 0; i < crowd.n; i++)
		if (crowd_in_view(crowd.orgs[i]) && is_above(o->rec.id, crowd.orgs[i]))
			return false;
	return crowd_in_view(o);
}

static void test_tour__adds_up_numbers_and_counts_what_is_not_filled(void **state)
{
	int64_t members = 0, unfilled = 0, no_secretary = 0;
	struct err e = ERR_INIT;
	struct sums sums;

	(void)state;
	sums_init(&sums, &org_reg);
	for (size_t i = 0; i < crowd.n; i++) {
		const struct org *o = crowd.orgs[i];

		must(store_sum(office->s, &sums, o->rec.id, &e), &e);
		members += o->full_members == INT_NONE || !is_lowest(o) ? 0 : o->full_members;
		unfilled += o->full_members == INT_NONE;
		no_secretary += !o->secretary;
	}
	/* A record that is gone counts nothing. */
	must(store_sum(office->s, &sums, 1, &e), &e);
	assert_int_equal(sums.n, crowd.n);
	assert_int_equal(sums.sum[place_in(&sums, "full_members")], members);
	assert_int_equal(sums.empty[place_in(&sums, "full_members")], unfilled);
	assert_int_equal(sums.empty[place_in(&sums, "secretary")], no_secretary);
	assert_int_equal(sums.empty[place_in(&sums, "code")], 0);
	assert_true(unfilled > 0 && no_secretary > 0);
	sums_release(&sums);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tour__meets_every_hit_once_and_in_order),
		cmocka_unit_test(test_tour__looks_from_any_row_for_the_next_hit),
		cmocka_unit_test(test_tour__says_where_it_had_to_stop),
		cmocka_unit_test(test_tour__sifts_any_records_by_a_view),
		cmocka_unit_test(test_tour__adds_up_numbers_and_counts_what_is_not_filled),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
