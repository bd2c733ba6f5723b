/*
 * Short results: which views have one, and how long it holds.
 */
#include "db/few.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "db/reader.h"
#include "src/mem.h"
#include "tests/support/crowd.h"
#include "src/banned.h"

static void must(struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

/* What few_get() says; *n is how many numbers it holds. */
static int get(struct office *o, const char *text, const char *sort, size_t *n)
{
	struct view v = { .reg = &org_reg, .sort = sort ? reg_field(&org_reg, sort) : NULL };
	const struct few *few;
	struct query q;
	int rc;

	must(o, query_parse(&org_reg, text, store_lookup(o->s), &q, &o->e));
	v.query = &q;
	rc = few_get(o->s, &v, 0, &few, &o->e);
	must(o, rc);
	*n = rc == 1 ? few->n : 0;
	query_release(&q);
	return rc;
}

static void test_few__words_and_stretches_have_one(void **state)
{
	struct office *o = *state;
	size_t n;

	crowd_save(o, 60);
	assert_int_equal(get(o, "示例", NULL, &n), 1);
	assert_true(n > 0);
	assert_int_equal(get(o, "类别=632", NULL, &n), 1);
	assert_true(n > 0);
	assert_int_equal(get(o, "党员>5 类别!=632", NULL, &n), 1);
	assert_int_equal(get(o, "全称~沙", NULL, &n), 1);
	assert_int_equal(get(o, "没有这个名字", NULL, &n), 1);
	assert_int_equal(n, 0);
}

static void test_few__what_no_index_knows_has_none(void **state)
{
	struct office *o = *state;
	size_t n;

	crowd_save(o, 60);
	assert_int_equal(get(o, "", NULL, &n), 0);
	assert_int_equal(get(o, "类别!=632", NULL, &n), 0);
	assert_int_equal(get(o, "-示例", NULL, &n), 0);
	assert_int_equal(get(o, "成立>2020", NULL, &n), 0);
	assert_int_equal(get(o, "类别=632 | 党员>5", NULL, &n), 0);
	assert_int_equal(get(o, "备注~示例", NULL, &n), 0);
}

static void test_few__is_held_until_the_data_changes(void **state)
{
	struct office *o = *state;
	size_t n;
	int64_t id = office_branch(o, "A1", 0);

	office_branch(o, "A2", 0);
	assert_int_equal(get(o, "示例A", NULL, &n), 1);
	assert_int_equal(n, 2);
	assert_int_equal(get(o, "示例A", NULL, &n), 1);
	assert_int_equal(n, 2);
	office_must_edit(o, id, "name", "中共示例东河村支部委员会");
	assert_int_equal(get(o, "示例A", NULL, &n), 1);
	assert_int_equal(n, 1);
}

/* Views that differ in anything but the direction are told from each other. */
static void test_few__each_view_has_its_own(void **state)
{
	struct office *o = *state;
	size_t n, m;

	crowd_save(o, 60);
	get(o, "类别=631 党员>5", NULL, &n);
	get(o, "类别=631 党员>15", NULL, &m);
	assert_int_not_equal(n, m);
	get(o, "类别=631 党员>5", NULL, &m);
	assert_int_equal(n, m);
	get(o, "类别=631 -党员>5", NULL, &m);
	assert_int_not_equal(n, m);
	get(o, "示例", NULL, &n);
	get(o, "书记~示例", NULL, &m);
	assert_true(n >= m);
}

static void test_few__stands_in_the_order_of_the_view(void **state)
{
	struct office *o = *state;
	struct view v = { .reg = &org_reg, .sort = reg_field(&org_reg, "full_members") };
	const struct few *few;
	struct query q;
	int64_t before = -1;

	crowd_save(o, 60);
	must(o, query_parse(&org_reg, "党员>=0", store_lookup(o->s), &q, &o->e));
	v.query = &q;
	assert_int_equal(few_get(o->s, &v, 0, &few, &o->e), 1);
	assert_true(few->n > 10);
	for (size_t i = 0; i < few->n; i++) {
		struct org *org = office_org(o, few->ids[i]);

		assert_true(org->full_members >= before);
		before = org->full_members;
		reg_free(&org_reg, org);
	}
	query_release(&q);
}

/* ---- Readers ----------------------------------------------------------------------------------- */

static enum reader_kind kind(struct office *o, const char *text)
{
	struct view v = { .reg = &org_reg };
	struct reader r;
	struct query q;
	enum reader_kind kind;

	must(o, query_parse(&org_reg, text, store_lookup(o->s), &q, &o->e));
	v.query = &q;
	must(o, reader_open(&r, o->s, &v, NULL, &o->e));
	kind = r.kind;
	reader_close(&r);
	query_release(&q);
	return kind;
}

static void test_few__readers_take_the_way_that_suits(void **state)
{
	struct office *o = *state;

	crowd_save(o, 30);
	assert_int_equal(kind(o, ""), READER_WALK);
	assert_int_equal(kind(o, "类别!=632"), READER_WALK);
	assert_int_equal(kind(o, "类别=632"), READER_FEW);
	assert_int_equal(kind(o, "nsg"), READER_FEW);
	assert_int_equal(kind(o, "-nsg"), READER_WALK);
}

/* A reader that was closed leaves no statement open: DDL and commits go through. */
static void test_few__a_reader_that_stops_in_the_middle_leaves_nothing(void **state)
{
	struct office *o = *state;
	struct view v = { .reg = &org_reg };
	struct reader r;
	int64_t id;
	bool passes;

	crowd_save(o, 30);
	must(o, reader_open(&r, o->s, &v, NULL, &o->e));
	assert_int_equal(reader_next(&r, &id, &passes, &o->e), 1);
	reader_close(&r);
	for (sqlite3_stmt *stmt = sqlite3_next_stmt(o->s->db, NULL); stmt;
		stmt = sqlite3_next_stmt(o->s->db, stmt))
		assert_false(sqlite3_stmt_busy(stmt));
}

static void test_few__a_snapshot_joins_an_open_action(void **state)
{
	struct office *o = *state;
	bool own;

	must(o, store_snapshot_begin(o->s, &own, &o->e));
	assert_true(own);
	store_snapshot_end(o->s, own);
	assert_true(sqlite3_get_autocommit(o->s->db));
	must(o, store_begin(o->s, ACTION_EDIT, NULL, &o->e));
	must(o, store_snapshot_begin(o->s, &own, &o->e));
	assert_false(own);
	store_snapshot_end(o->s, own);
	assert_false(sqlite3_get_autocommit(o->s->db));
	store_rollback(o->s);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_few__words_and_stretches_have_one),
		TEST(test_few__what_no_index_knows_has_none),
		TEST(test_few__is_held_until_the_data_changes),
		TEST(test_few__each_view_has_its_own),
		TEST(test_few__stands_in_the_order_of_the_view),
		TEST(test_few__readers_take_the_way_that_suits),
		TEST(test_few__a_reader_that_stops_in_the_middle_leaves_nothing),
		TEST(test_few__a_snapshot_joins_an_open_action),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
