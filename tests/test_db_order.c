/*
 * Orders in chunks against a plain sorted list.
 */
#include "db/order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/records.h"
#include "tests/support/crowd.h"
#include "tests/support/office.h"
#include "src/banned.h"

/* Enough for several chunks. */
#define ROWS 1300

/* Rows of their own, beside the store's bookkeeping: an order needs nothing but a value and a number. */
struct world {
	struct office *o;
	struct order order;
	int64_t ids[ROWS]; /* sorted as the order is */
	size_t n;
};

static int64_t value_of(int64_t id)
{
	/* Many ties, and every tenth one is empty. */
	return id % 10 == 0 ? INT64_MAX : id * 7919 % 40;
}

static struct key key_of_number(int64_t id)
{
	struct cell c = { .kind = value_of(id) == INT64_MAX ? CELL_NULL : CELL_INT, .number = value_of(id) };
	struct key key;

	assert_int_equal(key_make(reg_field(&org_reg, "full_members"), &c, &key, NULL), 0);
	return key;
}

static int compare(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	if (value_of(a) != value_of(b))
		return value_of(a) < value_of(b) ? -1 : 1;
	return a < b ? -1 : a > b;
}

static void insert_row(struct office *o, int64_t id)
{
	struct org *org = office_new_org("x", 0);
	struct buf code = BUF_INIT;

	buf_addf(&code, "R%lld", (long long)id);
	free(org->code);
	org->code = buf_detach(&code);
	org->rec.id = id;
	org->rec.version = 1;
	org->full_members = value_of(id) == INT64_MAX ? INT_NONE : value_of(id);
	assert_int_equal(rows_insert(o->s, &org_reg, org, &o->e), 0);
	reg_free(&org_reg, org);
}

/* The facts are there; the orders of org are empty. */
static struct world *begin(struct office *o)
{
	struct world *w = xcalloc(1, sizeof(*w));
	bool guarded = store_guard(o->s, false);

	w->o = o;
	w->order = (struct order){ o->s, &org_reg, reg_field(&org_reg, "full_members"), false };
	assert_int_equal(sql_exec(o->s, "BEGIN", &o->e), 0);
	assert_int_equal(order_tables(o->s, &org_reg, &o->e), 0);
	store_guard(o->s, guarded);
	for (int64_t id = 1; id <= ROWS; id++)
		insert_row(o, id);
	return w;
}

static void end(struct world *w)
{
	assert_int_equal(sql_exec(w->o->s, "ROLLBACK", &w->o->e), 0);
	free(w);
}

static void fill_all(struct world *w)
{
	for (w->n = 0; w->n < ROWS; w->n++)
		w->ids[w->n] = (int64_t)w->n + 1;
	qsort(w->ids, w->n, sizeof(w->ids[0]), compare);
	assert_int_equal(order_fill(&w->order, w->ids, w->n, &w->o->e), 0);
}

static void add(struct world *w, int64_t id)
{
	struct place place = { key_of_number(id), id };

	assert_int_equal(order_add(&w->order, &place, 1, &w->o->e), 0);
	w->ids[w->n++] = id;
	qsort(w->ids, w->n, sizeof(w->ids[0]), compare);
}

static void take_out(struct world *w, size_t at)
{
	struct place place = { key_of_number(w->ids[at]), w->ids[at] };

	assert_int_equal(order_remove(&w->order, &place, 1, &w->o->e), 1);
	w->n--;
	memmove(&w->ids[at], &w->ids[at + 1], (w->n - at) * sizeof(w->ids[0]));
}

static void same(struct world *w)
{
	struct order_cursor c;
	int64_t id, n;
	size_t at = 0;

	assert_int_equal(order_first(&c, &w->order, &w->o->e), 0);
	while (order_next(&c, &id, &w->o->e) == 1) {
		assert_true(at < w->n);
		assert_int_equal(id, w->ids[at++]);
	}
	assert_int_equal(at, w->n);
	assert_int_equal(order_last(&c, &w->order, &w->o->e), 0);
	while (order_prev(&c, &id, &w->o->e) == 1)
		assert_int_equal(id, w->ids[--at]);
	assert_int_equal(at, 0);
	assert_int_equal(order_count(&w->order, &n, &w->o->e), 0);
	assert_int_equal(n, w->n);
}

static void test_order__filled_at_once_it_is_sorted(void **state)
{
	struct world *w = begin(*state);

	fill_all(w);
	same(w);
	end(w);
}

static void test_order__one_by_one_it_is_sorted_too(void **state)
{
	struct world *w = begin(*state);

	/* A way through all numbers that is neither upwards nor downwards. */
	for (int64_t i = 0; i < ROWS; i++)
		add(w, 1 + i * 371 % ROWS);
	same(w);
	end(w);
}

static void test_order__upwards_and_downwards(void **state)
{
	struct world *w = begin(*state);

	for (int64_t id = 1; id <= ROWS / 2; id++)
		add(w, id);
	for (int64_t id = ROWS; id > ROWS / 2; id--)
		add(w, id);
	same(w);
	end(w);
}

static void test_order__comes_and_goes(void **state)
{
	struct world *w = begin(*state);

	fill_all(w);
	for (int round = 0; round < 3; round++) {
		while (w->n > 200)
			take_out(w, crowd_random((uint32_t)w->n));
		same(w);
		for (int64_t id = 1; id <= ROWS; id++) {
			struct key key = key_of_number(id);

			if (order_has(&w->order, &key, id, &w->o->e) == 0)
				add(w, id);
		}
		same(w);
	}
	while (w->n > 0)
		take_out(w, 0);
	same(w);
	add(w, 7);
	same(w);
	end(w);
}

/* Every so many of those that stand in it, in its order. */
static size_t every(const struct world *w, size_t step, struct place *out)
{
	size_t n = 0;

	for (size_t at = 0; at < w->n; at += step)
		out[n++] = (struct place){ key_of_number(w->ids[at]), w->ids[at] };
	return n;
}

static void take_out_together(struct world *w, const struct place *places, size_t n)
{
	size_t left = 0;

	assert_int_equal(order_remove(&w->order, places, n, &w->o->e), n);
	for (size_t at = 0, i = 0; at < w->n; at++) {
		if (i < n && w->ids[at] == places[i].id)
			i++;
		else
			w->ids[left++] = w->ids[at];
	}
	w->n = left;
	same(w);
}

static void add_together(struct world *w, const struct place *places, size_t n)
{
	assert_int_equal(order_add(&w->order, places, n, &w->o->e), 0);
	for (size_t i = 0; i < n; i++)
		w->ids[w->n++] = places[i].id;
	qsort(w->ids, w->n, sizeof(w->ids[0]), compare);
	same(w);
}

static void test_order__many_come_and_go_together(void **state)
{
	static const size_t steps[] = { 1, 2, 3, 7, 479, 1 };
	struct place *places = xreallocarray(NULL, ROWS, sizeof(*places));
	struct world *w = begin(*state);

	fill_all(w);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		size_t n = every(w, steps[i], places);

		take_out_together(w, places, n);
		/* Of those that are gone none goes. */
		assert_int_equal(order_remove(&w->order, places, n, &w->o->e), 0);
		add_together(w, places, n);
	}
	free(places);
	end(w);
}

static void test_order__what_is_not_there_is_not_removed(void **state)
{
	struct world *w = begin(*state);
	struct place place = { key_of_number(5), 5 };

	assert_int_equal(order_remove(&w->order, &place, 1, &w->o->e), 0);
	add(w, 4);
	assert_int_equal(order_remove(&w->order, &place, 1, &w->o->e), 0);
	assert_int_equal(order_has(&w->order, &place.key, 5, &w->o->e), 0);
	same(w);
	end(w);
}

static void test_order__both_sides_and_all_fields_are_apart(void **state)
{
	struct world *w = begin(*state);
	struct order out = w->order, other = w->order;
	struct order_cursor c;
	struct key key = key_of_number(5);
	int64_t id;

	out.out = true;
	other.field = reg_field(&org_reg, "code");
	add(w, 5);
	assert_int_equal(order_has(&w->order, &key, 5, &w->o->e), 1);
	assert_int_equal(order_has(&out, &key, 5, &w->o->e), 0);
	assert_int_equal(order_first(&c, &out, &w->o->e), 0);
	assert_int_equal(order_next(&c, &id, &w->o->e), 0);
	assert_int_equal(order_last(&c, &other, &w->o->e), 0);
	assert_int_equal(order_prev(&c, &id, &w->o->e), 0);
	end(w);
}

static void test_order__every_place_is_found(void **state)
{
	struct world *w = begin(*state);
	struct order_cursor c;
	int64_t id, n;

	fill_all(w);
	for (size_t at = 0; at < w->n; at += 37) {
		struct key key = key_of_number(w->ids[at]);

		assert_int_equal(order_seek(&c, &w->order, &key, w->ids[at], &w->o->e), 0);
		assert_int_equal(order_rank(&c, &n, &w->o->e), 0);
		assert_int_equal(n, at);
		assert_int_equal(order_next(&c, &id, &w->o->e), 1);
		assert_int_equal(id, w->ids[at]);
		assert_int_equal(order_nth(&c, &w->order, (int64_t)at, &w->o->e), 0);
		assert_int_equal(order_next(&c, &id, &w->o->e), 1);
		assert_int_equal(id, w->ids[at]);
	}
	assert_int_equal(order_nth(&c, &w->order, ROWS, &w->o->e), 0);
	assert_int_equal(order_next(&c, &id, &w->o->e), 0);
	assert_int_equal(order_nth(&c, &w->order, ROWS + 1000, &w->o->e), 0);
	assert_int_equal(order_next(&c, &id, &w->o->e), 0);
	end(w);
}

/* A record that is not there has a place all the same. */
static void test_order__a_gap_is_found(void **state)
{
	struct world *w = begin(*state);
	struct order_cursor c;
	int64_t n;

	fill_all(w);
	for (size_t at = 3; at < ROWS; at += 101) {
		int64_t id;
		struct key key;

		if (at >= w->n)
			break;
		id = w->ids[at];
		key = key_of_number(id);
		take_out(w, at);
		assert_int_equal(order_seek(&c, &w->order, &key, id, &w->o->e), 0);
		assert_int_equal(order_rank(&c, &n, &w->o->e), 0);
		assert_int_equal(n, at);
	}
	end(w);
}

static void test_order__an_empty_one_has_no_places(void **state)
{
	struct world *w = begin(*state);
	struct order_cursor c;
	struct key key = key_of_number(1);
	int64_t id, n;

	same(w);
	assert_int_equal(order_seek(&c, &w->order, &key, 1, &w->o->e), 0);
	assert_int_equal(order_rank(&c, &n, &w->o->e), 0);
	assert_int_equal(n, 0);
	assert_int_equal(order_nth(&c, &w->order, 0, &w->o->e), 0);
	assert_int_equal(order_next(&c, &id, &w->o->e), 0);
	assert_int_equal(order_prev(&c, &id, &w->o->e), 0);
	end(w);
}

/* Chunks that are damaged on disk must not reach beyond memory. */
static void test_order__a_damaged_chunk_does_no_harm(void **state)
{
	struct world *w = begin(*state);
	struct order_cursor c;
	int64_t id;
	int rc;

	fill_all(w);
	assert_int_equal(sql_exec(w->o->s,
				 "UPDATE k_org_ids SET ids = zeroblob(100003) WHERE chunk % 2;"
				 "UPDATE k_org_ids SET ids = x'' WHERE NOT chunk % 2;"
				 "UPDATE k_org SET n = -5",
				 &w->o->e),
		0);
	assert_int_equal(order_first(&c, &w->order, &w->o->e), 0);
	while ((rc = order_next(&c, &id, &w->o->e)) == 1)
		assert_int_equal(id, 0);
	assert_int_equal(rc, 0);
	assert_int_equal(order_nth(&c, &w->order, 700, &w->o->e), 0);
	assert_int_equal(sql_exec(w->o->s,
				 "UPDATE k_org SET mark = zeroblob(5000) WHERE length(mark) > 0 AND"
				 " chunk = (SELECT max(chunk) FROM k_org)",
				 &w->o->e),
		0);
	assert_int_equal(order_first(&c, &w->order, &w->o->e), 0);
	while ((rc = order_next(&c, &id, &w->o->e)) == 1)
		assert_int_equal(id, 0);
	assert_int_equal(rc, ERR_DATABASE);
	assert_non_null(strstr(w->o->e.text, "损坏"));
	end(w);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_order__filled_at_once_it_is_sorted),
		TEST(test_order__one_by_one_it_is_sorted_too),
		TEST(test_order__upwards_and_downwards),
		TEST(test_order__comes_and_goes),
		TEST(test_order__many_come_and_go_together),
		TEST(test_order__what_is_not_there_is_not_removed),
		TEST(test_order__both_sides_and_all_fields_are_apart),
		TEST(test_order__every_place_is_found),
		TEST(test_order__a_gap_is_found),
		TEST(test_order__an_empty_one_has_no_places),
		TEST(test_order__a_damaged_chunk_does_no_harm),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
