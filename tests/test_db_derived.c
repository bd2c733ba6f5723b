/*
 * Derived data follows every change, and is made anew when it does not fit.
 */
#include "db/derived.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "db/order.h"
#include "db/read.h"
#include "src/mem.h"
#include "tests/support/crowd.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void must(struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

static int64_t count(struct office *o, const char *condition, bool all)
{
	struct view v = { .reg = &org_reg, .all = all };
	struct query q;
	struct count found = { .cap = 0 };

	must(o, query_parse(&org_reg, condition, store_lookup(o->s), &q, &o->e));
	v.query = &q;
	must(o, store_count(o->s, &v, &found, &o->e));
	assert_true(found.exact);
	query_release(&q);
	return found.n;
}

/* The list by a field is what the plain way shows. */
static void listed(struct office *o, const char *field)
{
	struct view v = { .reg = &org_reg, .sort = reg_field(&org_reg, field), .all = true };
	struct page p = { .rows = NULL };
	struct crowd c;
	int64_t *ids;
	size_t n;

	crowd_read(o, &c);
	ids = crowd_list(&c, &v, NULL, &n);
	must(o, store_page(o->s, &v, &(struct page_want){ PAGE_FIRST, 0, (int)n + 1, 0 }, &p, &o->e));
	assert_int_equal(p.n, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(((struct rec *)page_row(&p, i))->id, ids[i]);
	free(ids);
	page_release(&p);
	crowd_release(&c);
}

static void edit_at_random(struct office *o, int64_t id)
{
	struct org *base = office_org(o, id), *org = office_org(o, id);

	crowd_change(o, org);
	must(o, store_save_one(o->s, &org_reg, base, org, NULL, &o->e));
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
}

static void test_derived__follows_edits(void **state)
{
	struct office *o = *state;
	struct crowd c;

	crowd_save(o, 120);
	office_sound(o);
	crowd_read(o, &c);
	for (int i = 0; i < 60; i++) {
		const struct org *org = c.orgs[crowd_random((uint32_t)c.n)];

		if (date_is_empty(org->rec.retired_on))
			edit_at_random(o, org->rec.id);
	}
	crowd_release(&c);
	office_sound(o);
	listed(o, "name");
	listed(o, "full_members");
}

static void test_derived__follows_retiring_and_reviving(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), n;

	must(o, store_tally(o->s, &org_reg, reg_field(&org_reg, "category"), "631", &n, &o->e));
	assert_int_equal(n, 1);
	must(o, office_retire(o, &org_reg, id));
	must(o, store_tally(o->s, &org_reg, reg_field(&org_reg, "category"), "631", &n, &o->e));
	assert_int_equal(n, 0);
	assert_int_equal(count(o, "A1", false), 0);
	assert_int_equal(count(o, "A1", true), 1);
	must(o, store_begin(o->s, ACTION_EDIT, NULL, &o->e));
	must(o, store_revive(o->s, &org_reg, id, "示例", &o->e));
	must(o, store_commit(o->s, NULL, &o->e));
	assert_int_equal(count(o, "A1", false), 1);
	office_sound(o);
}

/* A new name is found, the old one is not. */
static void test_derived__search_forgets_what_was(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_must_edit(o, id, "name", "中共示例南沙沟村支部委员会");
	assert_int_equal(count(o, "nsg", false), 1);
	office_must_edit(o, id, "name", "中共示例东河村支部委员会");
	assert_int_equal(count(o, "nsg", false), 0);
	assert_int_equal(count(o, "南沙", false), 0);
	assert_int_equal(count(o, "dh", false), 1);
	office_sound(o);
}

static void test_derived__a_rollback_leaves_nothing(void **state)
{
	struct office *o = *state;
	struct org *org = office_new_org("A2", 0);

	office_branch(o, "A1", 0);
	must(o, store_begin(o->s, ACTION_EDIT, NULL, &o->e));
	must(o, store_save(o->s, &org_reg, NULL, org, NULL, &o->e));
	/* Inside of the action the new one is there ... */
	assert_int_equal(count(o, "A2", false), 1);
	store_rollback(o->s);
	/* ... and gone with it. */
	assert_int_equal(count(o, "A2", false), 0);
	assert_int_equal(count(o, "", false), 1);
	reg_free(&org_reg, org);
	office_sound(o);
}

static void save_in_bulk(struct office *o, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		struct buf code = BUF_INIT;
		struct org *org;

		buf_addf(&code, "X%zu", i);
		org = office_new_org(buf_str(&code), 0);
		crowd_change(o, org);
		must(o, store_save(o->s, &org_reg, NULL, org, NULL, &o->e));
		reg_free(&org_reg, org);
		buf_release(&code);
	}
}

static void test_derived__a_bulk_load_comes_to_the_same(void **state)
{
	struct office *o = *state;

	crowd_save(o, 30);
	must(o, store_begin(o->s, ACTION_IMPORT, NULL, &o->e));
	store_bulk_begin(o->s, &org_reg);
	save_in_bulk(o, 0, 600);
	/* What stood before can still be found. */
	assert_int_equal(count(o, "X1", true), 0);
	must(o, store_bulk_step(o->s, 0, &o->e));
	assert_int_equal(count(o, "X599", true), 1);
	must(o, store_commit(o->s, NULL, &o->e));
	office_sound(o);
	listed(o, "name");
	listed(o, "term_to");
	/* And single changes go on from there. */
	edit_at_random(o, office_branch(o, "Y1", 0));
	office_sound(o);
}

static void test_derived__a_bulk_load_can_be_given_up(void **state)
{
	struct office *o = *state;

	crowd_save(o, 30);
	must(o, store_begin(o->s, ACTION_IMPORT, NULL, &o->e));
	store_bulk_begin(o->s, &org_reg);
	save_in_bulk(o, 0, 50);
	must(o, store_bulk_step(o->s, 0, &o->e));
	store_rollback(o->s);
	assert_int_equal(count(o, "", true), 30);
	office_sound(o);
	edit_at_random(o, office_branch(o, "Y1", 0));
	office_sound(o);
}

/* ---- Many together ----------------------------------------------------------------------------- */

static void wrong(void *ctx, const char *text)
{
	(void)ctx;
	fail_msg("%s", text);
}

static void verify_orgs(struct office *o)
{
	int64_t problems = 0;

	must(o, derived_verify(o->s, &org_reg, wrong, NULL, &problems, &o->e));
	assert_int_equal(problems, 0);
}

/* Every organization gets other values, and stands below another one. */
static void change_all(struct office *o, const struct crowd *c, struct derived_batch *b)
{
	for (size_t i = 0; i < c->n; i++) {
		struct org *org = office_org(o, c->orgs[i]->rec.id);

		crowd_change(o, org);
		org->superior.id = i ? c->orgs[crowd_random((uint32_t)i)]->rec.id : 0;
		must(o, rows_update(o->s, &org_reg, org, &o->e));
		must(o, derived_note(b, c->orgs[i], org, &o->e));
		reg_free(&org_reg, org);
	}
}

static void remove_all_but_the_first(struct office *o, const struct crowd *c, struct derived_batch *b)
{
	for (size_t i = c->n; i-- > 1;) {
		must(o, rows_delete(o->s, &org_reg, c->orgs[i]->rec.id, &o->e));
		must(o, derived_note(b, c->orgs[i], NULL, &o->e));
	}
}

static void put_back(struct office *o, const struct crowd *c, struct derived_batch *b)
{
	for (size_t i = 1; i < c->n; i++) {
		must(o, rows_insert(o->s, &org_reg, c->orgs[i], &o->e));
		must(o, derived_note(b, NULL, c->orgs[i], &o->e));
	}
}

/* More moves than are kept in memory, so that some are made on the way. */
static void test_derived__many_changes_together_come_to_the_same(void **state)
{
	static void (*const steps[])(struct office *, const struct crowd *, struct derived_batch *) = {
		change_all, change_all, remove_all_but_the_first, put_back
	};
	struct office *o = *state;
	struct crowd c;

	crowd_save(o, 250);
	must(o, sql_exec(o->s, "BEGIN", &o->e));
	crowd_read(o, &c);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct derived_batch *b = derived_batch_new(o->s, &org_reg);

		steps[i](o, &c, b);
		must(o, derived_settle(b, &o->e));
		derived_batch_free(b);
		verify_orgs(o);
		if (steps[i] == change_all) {
			crowd_release(&c);
			crowd_read(o, &c);
		}
	}
	crowd_release(&c);
	must(o, sql_exec(o->s, "ROLLBACK", &o->e));
}

/* ---- Made anew --------------------------------------------------------------------------------- */

static void spoil(struct office *o)
{
	office_meddle(o, "DELETE FROM k_org; DELETE FROM k_org_ids; DELETE FROM tally;"
			 "UPDATE meta SET value = 'another version' WHERE name = 'derived'");
}

static void test_derived__is_made_anew_for_another_version(void **state)
{
	struct office *o = *state;

	crowd_save(o, 50);
	office_close(o);
	spoil(o);
	office_open(o, NULL);
	office_sound(o);
	assert_int_equal(count(o, "", true), 50);
	listed(o, "code");
}

static void test_derived__cannot_be_made_anew_read_only(void **state)
{
	struct office *o = *state;
	int rc;

	office_close(o);
	spoil(o);
	rc = office_try(o, o->path, true);
	office_refused(o, rc, ERR_DATABASE, "检索数据/打开一次/--readonly");
	/* Once it has been opened for writing, it can be read. */
	assert_int_equal(office_try(o, o->path, false), 0);
	assert_int_equal(office_try(o, o->path, true), 0);
}

/* An order that lost a record does not stop the work; opening again mends it. */
static void test_derived__mends_what_was_lost(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_branch(o, "A2", 0);
	office_close(o);
	office_meddle(o, "UPDATE k_org_ids SET ids = x''; UPDATE k_org SET n = 0");
	office_open(o, NULL);
	office_must_edit(o, id, "name", "中共示例东河村支部委员会");
	office_open(o, NULL);
	office_sound(o);
	listed(o, "name");
}

static void test_derived__a_new_database_needs_no_second_start(void **state)
{
	struct office *o = *state;

	assert_int_equal(office_try(o, o->path, true), 0);
}

/* ---- Verifying --------------------------------------------------------------------------------- */

static void test_derived__verify_finds_a_wrong_order(void **state)
{
	struct office *o = *state;

	crowd_save(o, 20);
	office_close(o);
	office_meddle(o, "UPDATE k_org_ids SET ids = CAST(substr(ids, 9) || substr(ids, 1, 8) AS BLOB)");
	office_open(o, NULL);
	office_found(o, "按「全称」排列的次序与记录不符");
}

static void test_derived__verify_finds_a_wrong_count(void **state)
{
	struct office *o = *state;

	crowd_save(o, 20);
	office_close(o);
	office_meddle(
		o, "UPDATE tally SET n = n + 1 WHERE reg = 'org' AND field = 'category' AND value = '631'");
	office_open(o, NULL);
	office_found(o, "计数 category=631 是");
}

static void test_derived__verify_finds_a_missing_count(void **state)
{
	struct office *o = *state;

	crowd_save(o, 20);
	office_close(o);
	office_meddle(o, "DELETE FROM tally WHERE reg = 'org' AND field = 'domain' AND value = ''");
	office_open(o, NULL);
	office_found(o, "计数不全");
}

static void test_derived__verify_finds_a_text_that_search_does_not_know(void **state)
{
	struct office *o = *state;
	int64_t problems = 0;

	crowd_save(o, 20);
	must(o, derived_verify(o->s, &org_reg, NULL, NULL, &problems, &o->e));
	assert_int_equal(problems, 0);
	office_close(o);
	office_meddle(o, "UPDATE org SET secretary = '另一个人' WHERE id = (SELECT max(id) FROM org)");
	office_open(o, NULL);
	must(o, derived_verify(o->s, &org_reg, NULL, NULL, &problems, &o->e));
	assert_true(problems >= 2);
}

/* ---- While idle -------------------------------------------------------------------------------- */

static int64_t log_size(struct office *o)
{
	struct stat st;
	struct buf path = BUF_INIT;
	int64_t size;

	buf_addf(&path, "%s-wal", o->path);
	size = stat(buf_str(&path), &st) == 0 ? (int64_t)st.st_size : 0;
	buf_release(&path);
	return size;
}

static void test_derived__idle_work_ends_and_changes_nothing(void **state)
{
	struct office *o = *state;
	int slices = 0;

	for (int i = 0; i < 40; i++) {
		struct buf code = BUF_INIT;

		buf_addf(&code, "A%d", i);
		office_branch(o, buf_str(&code), 0);
		buf_release(&code);
	}
	assert_true(log_size(o) > 0);
	while (store_idle(o->s, 1000))
		assert_true(++slices < 1000);
	assert_int_equal(log_size(o), 0);
	assert_false(store_idle(o->s, 1000));
	assert_int_equal(count(o, "A39", false), 1);
	office_sound(o);
}

static void test_derived__idle_gives_way_to_a_writer(void **state)
{
	struct office *o = *state;
	struct store *other = office_second(o);

	office_branch(o, "A1", 0);
	must(o, store_begin(other, ACTION_EDIT, NULL, &o->e));
	store_idle(o->s, 50);
	store_rollback(other);
	store_close(other);
	while (store_idle(o->s, 1000))
		;
	office_sound(o);
}

/* What another program saves is seen at once, also where a result was held. */
static void test_derived__sees_what_others_save(void **state)
{
	struct office *o = *state;
	struct store *mine = o->s, *other = office_second(o);

	office_branch(o, "A1", 0);
	assert_int_equal(count(o, "示例A", false), 1);
	o->s = other;
	office_branch(o, "A2", 0);
	assert_int_equal(count(o, "示例A", false), 2);
	o->s = mine;
	assert_int_equal(count(o, "示例A", false), 2);
	assert_int_equal(count(o, "", false), 2);
	store_close(other);
}

/* ---- Names ------------------------------------------------------------------------------------- */

static void test_derived__labels_are_found_exactly(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A1", 0), b = office_branch(o, "A2", 0), c = office_branch(o, "A3", 0),
		ids[4];

	office_must_edit(o, a, "name", "中共示例东河村支部委员会");
	office_must_edit(o, b, "name", "中共示例东河村支部委员会");
	office_must_edit(o, c, "name", "中共示例东河村支部委员会");
	must(o, office_retire(o, &org_reg, a));
	assert_int_equal(derived_find_label(o->s, &org_reg, "中共示例东河村支部委员会", ids, 4, &o->e), 3);
	/* Those in use first. */
	assert_int_equal(ids[0], b);
	assert_int_equal(ids[1], c);
	assert_int_equal(ids[2], a);
	assert_int_equal(derived_find_label(o->s, &org_reg, "中共示例东河村支部委员会", ids, 2, &o->e), 2);
	assert_int_equal(derived_find_label(o->s, &org_reg, "中共示例东河村", ids, 4, &o->e), 0);
	assert_int_equal(derived_find_label(o->s, &org_reg, "", ids, 4, &o->e), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_derived__follows_edits),
		TEST(test_derived__follows_retiring_and_reviving),
		TEST(test_derived__search_forgets_what_was),
		TEST(test_derived__a_rollback_leaves_nothing),
		TEST(test_derived__a_bulk_load_comes_to_the_same),
		TEST(test_derived__a_bulk_load_can_be_given_up),
		TEST(test_derived__many_changes_together_come_to_the_same),
		TEST(test_derived__is_made_anew_for_another_version),
		TEST(test_derived__cannot_be_made_anew_read_only),
		TEST(test_derived__mends_what_was_lost),
		TEST(test_derived__a_new_database_needs_no_second_start),
		TEST(test_derived__verify_finds_a_wrong_order),
		TEST(test_derived__verify_finds_a_wrong_count),
		TEST(test_derived__verify_finds_a_missing_count),
		TEST(test_derived__verify_finds_a_text_that_search_does_not_know),
		TEST(test_derived__idle_work_ends_and_changes_nothing),
		TEST(test_derived__idle_gives_way_to_a_writer),
		TEST(test_derived__sees_what_others_save),
		TEST(test_derived__labels_are_found_exactly),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
