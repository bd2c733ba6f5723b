/*
 * Saved views: who is offered which, who may write which, and what happens to names.
 */
#include "db/views.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/find.h"
#include "db/journal.h"
#include "db/read.h"
#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static int save_as(struct office *o, const char *name, enum view_kind kind, int64_t *id)
{
	struct saved_view v = { .ledger = xstrdup("org"), .name = xstrdup(name), .kind = kind, .filter = xstrdup("书记=空") };
	int rc = views_save(o->s, &v, &o->e);

	if (id)
		*id = v.id;
	saved_view_release(&v);
	return rc;
}

static int64_t must_save(struct office *o, const char *name, enum view_kind kind)
{
	int64_t id = 0;

	if (save_as(o, name, kind, &id) < 0)
		fail_msg("%s: %s", name, o->e.text);
	return id;
}

/* Saves another filter over a view. */
static int save_over(struct office *o, int64_t id, const char *filter)
{
	struct saved_view v;
	int rc;

	assert_int_equal(views_get(o->s, id, &v, &o->e), 0);
	free(v.filter);
	v.filter = xstrdup(filter);
	rc = views_may_save(o->s, &v, &o->e);
	assert_int_equal(views_save(o->s, &v, &o->e), rc);
	saved_view_release(&v);
	return rc;
}

static int add(void *ctx, const struct saved_view *v)
{
	buf_addf(ctx, "%s@%s%s ", v->name, v->owner, v->mine ? "*" : "");
	return 0;
}

static void offered(struct office *o, const char *want)
{
	struct buf b = BUF_INIT;

	assert_int_equal(views_each(o->s, &org_reg, add, &b, &o->e), 0);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

/* Clerks, a checker and an approver; then somebody of them sits down. */
static void staff(struct office *o)
{
	office_operator(o, "min", "clerk", 0);
	office_operator(o, "lan", "clerk", 0);
	office_operator(o, "hua", "checker", 0);
	office_operator(o, "wen", "approver", 0);
	office_operator(o, "kan", "viewer", 0);
}

static void test_views__own_ones_come_first_and_private_ones_stay_private(void **state)
{
	struct office *o = *state;

	staff(o);
	office_open(o, "min");
	must_save(o, "b", VIEW_PRIVATE);
	must_save(o, "a", VIEW_SHARED);
	office_open(o, "lan");
	must_save(o, "c", VIEW_PRIVATE);
	offered(o, "c@lan* a@min ");
	office_open(o, "min");
	offered(o, "a@min* b@min* ");
	office_open(o, "kan");
	offered(o, "a@min ");
	office_sound(o);
}

static int add_line(void *ctx, const struct action *a, const struct change *c)
{
	if (strcmp(c->name, "name") == 0)
		buf_addf(ctx, "%s:%s ", a->login, c->after ? c->after : c->before);
	return 0;
}

static int add_record(void *ctx, const void *rec)
{
	buf_addf(ctx, "%s ", ((const struct view_row *)rec)->key);
	return 0;
}

/* The register as somebody reads it, in windows and counted, and what the journal tells of it. */
static void sees(struct office *o, const char *login, const char *keys, const char *told)
{
	const struct view all = { .reg = &view_reg, .all = true };
	const struct page_want first = { .from = PAGE_FIRST, .rows = 50 };
	const struct journal_filter of_views = { .reg = &view_reg };
	struct page page = { .n = 0 };
	struct count count = { .cap = 0 };
	struct buf b = BUF_INIT;

	office_open(o, login);
	assert_int_equal(store_each(o->s, &all, add_record, &b, &o->e), 0);
	assert_string_equal(buf_str(&b), keys);
	assert_int_equal(store_page(o->s, &all, &first, &page, &o->e), 0);
	assert_int_equal(store_count(o->s, &all, &count, &o->e), 0);
	assert_true(count.exact && page.n == (size_t)count.n);
	for (size_t i = 0; i < page.n; i++) {
		int64_t id, at;

		assert_int_equal(store_nth(o->s, &all, (int64_t)i, &id, &o->e), 0);
		assert_int_equal(id, ((const struct rec *)page_row(&page, i))->id);
		assert_int_equal(store_position(o->s, &all, id, &at, &o->e), 0);
		assert_int_equal(at, i);
	}
	page_release(&page);
	buf_clear(&b);
	assert_int_equal(journal_changes(o->s, &of_views, add_line, &b, &o->e), 0);
	assert_string_equal(buf_str(&b), told);
	buf_release(&b);
}

static int count_line(void *ctx, const struct action *a, const struct change *c)
{
	(void)a;
	(void)c;
	++*(int *)ctx;
	return 0;
}

/* Neither by its number nor by its key, and its history is empty. */
static void sees_nothing_of(struct office *o, int64_t id, const char *key)
{
	const struct journal_lines lines = { .reg = &view_reg, .record = id };
	const struct page_want first = { .from = PAGE_FIRST, .rows = 5 };
	struct view_row *row = reg_new(&view_reg);
	struct found found = { .n = 0 };
	int n = 0;

	assert_int_equal(store_find_in(o->s, &view_reg, key, &first, &found, &o->e), 0);
	assert_true(found.n == 0 && found.count.n == 0);
	found_release(&found);
	office_refused(o, store_get(o->s, &view_reg, id, row, &o->e), ERR_NOT_FOUND, "没有");
	assert_null(row->name);
	office_refused(o, store_find(o->s, &view_reg, key, row, &o->e), ERR_NOT_FOUND, "没有");
	assert_int_equal(journal_read(o->s, &lines, count_line, &n, &o->e), 0);
	assert_int_equal(n, 0);
	assert_int_equal(journal_times(o->s, &view_reg, id), 0);
	reg_free(&view_reg, row);
}

static void test_views__others_see_nothing_of_private_ones(void **state)
{
	struct office *o = *state;
	struct undo_plan plan;
	int64_t own, removed;

	staff(o);
	office_open(o, "min");
	own = must_save(o, "b", VIEW_PRIVATE);
	must_save(o, "a", VIEW_SHARED);
	sees(o, "min", "org/a@min org/b@min ", "min:a min:b ");
	sees(o, "lan", "org/a@min ", "min:a ");
	sees_nothing_of(o, own, "org/b@min");
	sees(o, "hua", "org/a@min ", "min:a ");
	sees(o, "wen", "org/a@min ", "min:a ");
	sees_nothing_of(o, own, "org/b@min");
	sees(o, "kan", "org/a@min ", "min:a ");
	/* Somebody has to clear up after those who have left. */
	sees(o, NULL, "org/a@min org/b@min ", "min:a min:b ");
	/* What undo takes away was private too. */
	office_open(o, "min");
	removed = must_save(o, "c", VIEW_PRIVATE);
	assert_int_equal(journal_plan_undo(o->s, 0, &plan, &o->e), 0);
	assert_int_equal(journal_undo(o->s, &plan, false, NULL, &o->e), 0);
	undo_plan_release(&plan);
	sees(o, "lan", "org/a@min ", "min:a ");
	sees_nothing_of(o, removed, "org/c@min");
	sees(o, "min", "org/a@min org/b@min ", "min:c min:c min:a min:b ");
	office_sound(o);
}

static void test_views__a_view_is_what_was_saved(void **state)
{
	struct office *o = *state;
	struct saved_view v = {
		.ledger = xstrdup("党组织"), .name = xstrdup("树"), .kind = VIEW_SHARED, .filter = xstrdup("书记=空\n党员>3"),
		.all = true, .sort = xstrdup("全称"), .descending = true, .tree = true, .columns = xstrdup("name:30,phone"),
	}, got;

	assert_int_equal(views_save(o->s, &v, &o->e), 0);
	assert_int_equal(views_get(o->s, v.id, &got, &o->e), 0);
	assert_ptr_equal(got.reg, &org_reg);
	assert_string_equal(got.ledger, "org");
	assert_string_equal(got.filter, v.filter);
	assert_string_equal(got.sort, "name");
	assert_string_equal(got.columns, "name:30,phone");
	assert_true(got.all && got.descending && got.tree && got.mine && got.kind == VIEW_SHARED);
	saved_view_release(&v);
	saved_view_release(&got);
}

static void test_views__private_is_written_by_its_owner_alone(void **state)
{
	struct office *o = *state;
	struct saved_view got = { .id = 0 };
	int64_t id;

	staff(o);
	office_open(o, "min");
	id = must_save(o, "mine", VIEW_PRIVATE);
	assert_int_equal(save_over(o, id, "党员>3"), 0);
	for (size_t i = 0; i < 3; i++) {
		static const char *const others[] = { "lan", "hua", "wen" };

		office_open(o, others[i]);
		office_refused(o, views_get(o->s, id, &got, &o->e), ERR_NOT_FOUND, "没有");
		office_refused(o, views_retire(o->s, id, "x", &o->e), ERR_DENIED, "本人或管理员以上");
	}
	/* Who has left does not leave views behind that nobody can put away. */
	office_open(o, NULL);
	assert_int_equal(views_retire(o->s, id, "x", &o->e), 0);
	office_sound(o);
}

static void test_views__shared_ones_are_changed_by_checkers_too(void **state)
{
	struct office *o = *state;
	int64_t id;

	staff(o);
	office_open(o, "min");
	id = must_save(o, "all", VIEW_SHARED);
	office_open(o, "lan");
	office_refused(o, save_over(o, id, "党员>9"), ERR_DENIED, "本人或审核员以上");
	office_open(o, "hua");
	assert_int_equal(save_over(o, id, "党员>3"), 0);
	office_open(o, "min");
	assert_int_equal(save_over(o, id, "党员>4"), 0);
}

static void test_views__locked_ones_are_changed_by_approvers_alone(void **state)
{
	struct office *o = *state;
	int64_t id;

	staff(o);
	office_open(o, "min");
	office_refused(o, save_as(o, "l", VIEW_LOCKED, NULL), ERR_DENIED, "锁定/审批员以上");
	office_open(o, "wen");
	id = must_save(o, "l", VIEW_LOCKED);
	office_open(o, "hua");
	office_refused(o, save_over(o, id, "党员>9"), ERR_DENIED, "审批员以上");
	offered(o, "l@wen ");
	office_open(o, NULL);
	assert_int_equal(save_over(o, id, "党员>4"), 0);
}

static void test_views__a_viewer_saves_none(void **state)
{
	struct office *o = *state;

	staff(o);
	office_open(o, "kan");
	office_refused(o, save_as(o, "x", VIEW_PRIVATE, NULL), ERR_DENIED, "没有修改「视图」的权限/录入员");
}

/* Sets fields of a view as typed, as the commands do. */
static int set_field(struct office *o, int64_t id, const char *field, const char *typed)
{
	void *base = reg_new(&view_reg), *rec = reg_new(&view_reg);
	int rc = id ? store_get(o->s, &view_reg, id, base, &o->e) : 0;

	reg_copy(&view_reg, rec, base);
	if (rc == 0)
		rc = field_parse(reg_field(&view_reg, field), typed, store_lookup(o->s), rec, &o->e);
	if (rc == 0 && !id)
		field_parse(reg_field(&view_reg, "ledger"), "org", store_lookup(o->s), rec, &o->e);
	if (rc == 0 && !id)
		field_parse(reg_field(&view_reg, "name"), "x", store_lookup(o->s), rec, &o->e);
	if (rc == 0)
		rc = store_save_one(o->s, &view_reg, id ? base : NULL, rec, NULL, &o->e);
	reg_free(&view_reg, base);
	reg_free(&view_reg, rec);
	return rc;
}

static void test_views__no_way_of_writing_goes_round_the_owner(void **state)
{
	struct office *o = *state;
	int64_t id;

	staff(o);
	office_open(o, "min");
	id = must_save(o, "mine", VIEW_SHARED);
	/* Neither given away, nor lent a name, nor locked. */
	office_refused(o, set_field(o, id, "owner", "lan"), ERR_DENIED, "lan/本人或审核员以上");
	office_refused(o, set_field(o, 0, "owner", "lan"), ERR_DENIED, "lan/本人或管理员以上");
	office_refused(o, set_field(o, id, "kind", "锁定"), ERR_DENIED, "审批员以上");
	office_open(o, "hua");
	/* A checker may change what is shared, but not hide it. */
	office_refused(o, set_field(o, id, "kind", "个人"), ERR_DENIED, "本人或管理员以上");
	assert_int_equal(set_field(o, id, "name", "better"), 0);
	office_sound(o);
}

static void test_views__what_cannot_be_is_not_saved(void **state)
{
	struct office *o = *state;

	office_refused(o, set_field(o, 0, "filter", "书几=空"), ERR_INVALID, "书几");
	office_refused(o, set_field(o, 0, "filter", "书记=空\n党员>很多"), ERR_INVALID, "很多");
	office_refused(o, set_field(o, 0, "sort", "手机"), ERR_INVALID, "不能按");
	office_refused(o, set_field(o, 0, "columns", "name,xx"), ERR_INVALID, "xx");
	assert_int_equal(office_number(o, "SELECT count(*) FROM \"view\""), 0);
}

static void test_views__a_broken_one_can_be_renamed_and_put_away(void **state)
{
	struct office *o = *state;
	int64_t id = must_save(o, "v", VIEW_PRIVATE);

	office_meddle(o, "UPDATE \"view\" SET filter = 'nosuch=1', columns = 'gone'");
	office_open(o, NULL);
	assert_int_equal(set_field(o, id, "name", "w"), 0);
	office_refused(o, set_field(o, id, "columns", "gone,too"), ERR_INVALID, "gone");
	assert_int_equal(views_retire(o->s, id, "x", &o->e), 0);
}

static void test_views__a_name_is_taken_once_and_comes_back(void **state)
{
	struct office *o = *state;
	int64_t id = must_save(o, "v", VIEW_PRIVATE), again;
	struct buf one = BUF_INIT;

	office_refused(o, save_as(o, "v", VIEW_SHARED, NULL), ERR_INVALID, "已经用在");
	assert_int_equal(views_retire(o->s, id, "x", &o->e), 0);
	offered(o, "");
	assert_int_equal(views_mine(o->s, &org_reg, "v", &again, &o->e), 0);
	assert_true(again == id);
	assert_int_equal(save_over(o, id, "党员>3"), 0);
	buf_addf(&one, "v@%s* ", store_operator_login(o->s));
	offered(o, buf_str(&one));
	buf_release(&one);
	assert_int_equal(views_mine(o->s, &org_reg, "w", &again, &o->e), 0);
	assert_true(again == 0);
	office_sound(o);
}

static void found(struct office *o, const char *name, int64_t id)
{
	struct saved_view v;

	assert_int_equal(views_find(o->s, &org_reg, name, &v, &o->e), 0);
	assert_true(v.id == id);
	saved_view_release(&v);
}

static void test_views__names_are_found(void **state)
{
	struct office *o = *state;
	struct saved_view v;
	int64_t of_min, of_lan, own;

	staff(o);
	office_refused(o, views_find(o->s, &org_reg, "v", &v, &o->e), ERR_NOT_FOUND, "还没有保存过");
	office_open(o, "min");
	of_min = must_save(o, "v", VIEW_SHARED);
	office_open(o, "lan");
	of_lan = must_save(o, "v", VIEW_SHARED);
	office_open(o, "hua");
	office_refused(o, views_find(o->s, &org_reg, "v", &v, &o->e), ERR_INVALID, "v@lan/v@min");
	found(o, "v@min", of_min);
	found(o, "org/v@lan", of_lan);
	own = must_save(o, "v", VIEW_PRIVATE);
	found(o, "v", own);
	office_refused(o, views_find(o->s, &org_reg, "w", &v, &o->e), ERR_NOT_FOUND, "没有「w」这个视图，有：");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_views__##name, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(own_ones_come_first_and_private_ones_stay_private),
		TEST(others_see_nothing_of_private_ones),
		TEST(a_view_is_what_was_saved),
		TEST(private_is_written_by_its_owner_alone),
		TEST(shared_ones_are_changed_by_checkers_too),
		TEST(locked_ones_are_changed_by_approvers_alone),
		TEST(a_viewer_saves_none),
		TEST(no_way_of_writing_goes_round_the_owner),
		TEST(what_cannot_be_is_not_saved),
		TEST(a_broken_one_can_be_renamed_and_put_away),
		TEST(a_name_is_taken_once_and_comes_back),
		TEST(names_are_found),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
