/*
 * Undo and redo of whole actions: what comes back is exactly what was there.
 */
#include "db/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/internal.h"
#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void set(struct office *o, struct org *org, const char *field, const char *typed)
{
	if (field_parse(reg_field(&org_reg, field), typed, store_lookup(o->s), org, &o->e) < 0)
		fail_msg("%s", o->e.text);
}

static void assert_field(struct office *o, int64_t id, const char *field, const char *want)
{
	char *text = office_field(o, id, field);

	assert_string_equal(text, want);
	free(text);
}

static int64_t newest(struct office *o)
{
	return office_number(o, "SELECT max(id) FROM action");
}

static int64_t orgs(struct office *o)
{
	return office_number(o, "SELECT count(*) FROM org");
}

/* action 0: the latest.  Returns what planning or doing returned. */
static int undo_forced(struct office *o, int64_t action, bool force)
{
	struct undo_plan plan;
	int64_t done = 0;
	int rc;

	err_clear(&o->e);
	rc = journal_plan_undo(o->s, action, &plan, &o->e);
	if (rc == 0)
		rc = journal_undo(o->s, &plan, force, &done, &o->e);
	undo_plan_release(&plan);
	if (rc == 0)
		assert_int_equal(done, newest(o));
	return rc;
}

static int undo(struct office *o, int64_t action)
{
	return undo_forced(o, action, false);
}

static int redo(struct office *o, int64_t action)
{
	struct undo_plan plan;
	int rc;

	err_clear(&o->e);
	rc = journal_plan_redo(o->s, action, &plan, &o->e);
	if (rc == 0)
		rc = journal_redo(o->s, &plan, false, NULL, &o->e);
	undo_plan_release(&plan);
	return rc;
}

static void must(const struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

/* --- one record --- */

static void test_db_undo__an_edit_comes_back_and_goes_again(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_must_edit(o, id, "secretary", "示例扎西");
	office_must_edit(o, id, "secretary", "示例才仁");
	must(o, undo(o, 0));
	assert_field(o, id, "secretary", "示例扎西");
	must(o, redo(o, 0));
	assert_field(o, id, "secretary", "示例才仁");
	must(o, undo(o, 0));
	assert_field(o, id, "secretary", "示例扎西");
	must(o, undo(o, 0));
	assert_field(o, id, "secretary", "");
	must(o, redo(o, 0));
	must(o, redo(o, 0));
	assert_field(o, id, "secretary", "示例才仁");
	office_refused(o, redo(o, 0), ERR_NOT_FOUND, "没有可以重做");
	office_sound(o);
}

static void test_db_undo__what_was_filled_in_is_taken_back_too(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_must_edit(o, id, "term_from", "2024-03-15");
	assert_field(o, id, "term_to", "2027-03-15");
	must(o, undo(o, 0));
	assert_field(o, id, "term_from", "");
	assert_field(o, id, "term_to", "");
	must(o, redo(o, 0));
	assert_field(o, id, "term_to", "2027-03-15");
	office_sound(o);
}

static void test_db_undo__a_new_record_goes_and_comes_back_as_it_was(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct org *before = office_org(o, id), *after;

	must(o, undo(o, 0));
	assert_int_equal(orgs(o), 0);
	must(o, redo(o, 0));
	after = office_org(o, id);
	assert_true(reg_equal(&org_reg, before, after));
	assert_int_equal(after->rec.id, id);
	assert_true(after->rec.version > before->rec.version);
	reg_free(&org_reg, before);
	reg_free(&org_reg, after);
	office_sound(o);
}

/* Who read the record before it went must not overwrite what came back. */
static void test_db_undo__a_stale_form_meets_the_new_version(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct org *base = office_org(o, id), *org = office_org(o, id);

	must(o, undo(o, 0));
	must(o, redo(o, 0));
	office_must_edit(o, id, "secretary", "示例才仁");
	set(o, org, "secretary", "示例卓玛");
	assert_int_equal(store_save_one(o->s, &org_reg, base, org, NULL, &o->e), ERR_CONFLICT);
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
}

static void test_db_undo__retiring_and_reviving_are_undone(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct org *org;

	assert_int_equal(office_retire(o, &org_reg, id), 0);
	must(o, undo(o, 0));
	org = office_org(o, id);
	assert_true(date_is_empty(org->rec.retired_on));
	assert_null(org->rec.retired_reason);
	reg_free(&org_reg, org);
	must(o, redo(o, 0));
	org = office_org(o, id);
	assert_false(date_is_empty(org->rec.retired_on));
	assert_string_equal(org->rec.retired_reason, "示例");
	reg_free(&org_reg, org);
	office_sound(o);
}

static void test_db_undo__what_came_into_use_is_not_retired_by_redo(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), retiring;

	assert_int_equal(office_retire(o, &org_reg, id), 0);
	retiring = newest(o);
	must(o, undo(o, retiring));
	office_branch(o, "A2", id);
	office_refused(o, redo(o, office_number(o, "SELECT max(id) FROM action WHERE kind = 'undo'")),
		ERR_INVALID, "A1/A2");
	office_sound(o);
}

static void test_db_undo__what_lost_its_superior_does_not_come_back(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A1", 0), b = office_branch(o, "A2", a), retiring;

	assert_int_equal(office_retire(o, &org_reg, b), 0);
	retiring = newest(o);
	assert_int_equal(office_retire(o, &org_reg, a), 0);
	office_refused(o, undo(o, retiring), ERR_INVALID, "A1/停用");
	must(o, undo(o, 0));
	must(o, undo(o, 0));
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE retired_on IS NULL"), 2);
	office_sound(o);
}

/* --- several records --- */

/* An import-like action: new records that refer to each other, in both orders, and an edit. */
static int64_t import(struct office *o, int64_t old)
{
	struct org *parent = office_new_org("P", 0), *child = office_new_org("C", 0),
		   *base = office_org(o, old), *edited = office_org(o, old);
	int64_t action = 0;

	must(o, store_begin(o->s, ACTION_IMPORT, "示例.csv", &o->e));
	must(o, store_save(o->s, &org_reg, NULL, parent, NULL, &o->e));
	child->superior.id = parent->rec.id;
	must(o, store_save(o->s, &org_reg, NULL, child, NULL, &o->e));
	edited->superior.id = child->rec.id;
	set(o, edited, "secretary", "示例才仁");
	must(o, store_save(o->s, &org_reg, base, edited, NULL, &o->e));
	must(o, store_commit(o->s, &action, &o->e));
	reg_free(&org_reg, parent);
	reg_free(&org_reg, child);
	reg_free(&org_reg, base);
	reg_free(&org_reg, edited);
	return action;
}

static void test_db_undo__an_import_is_undone_as_a_whole(void **state)
{
	struct office *o = *state;
	int64_t old = office_branch(o, "OLD", 0), action = import(o, old);

	assert_int_equal(orgs(o), 3);
	must(o, undo(o, action));
	assert_int_equal(orgs(o), 1);
	assert_field(o, old, "superior", "");
	assert_field(o, old, "secretary", "");
	office_sound(o);
	must(o, redo(o, 0));
	assert_int_equal(orgs(o), 3);
	assert_field(o, old, "superior", "C");
	assert_field(o, old, "secretary", "示例才仁");
	office_sound(o);
	must(o, undo(o, 0));
	assert_int_equal(orgs(o), 1);
	office_sound(o);
}

/* The child was saved first, its parent after it, in one action. */
static void test_db_undo__references_forward_come_back_too(void **state)
{
	struct office *o = *state;
	struct org *child = office_new_org("C", 0), *parent = office_new_org("P", 0), *base;

	must(o, store_begin(o->s, ACTION_BATCH, NULL, &o->e));
	must(o, store_save(o->s, &org_reg, NULL, child, NULL, &o->e));
	must(o, store_save(o->s, &org_reg, NULL, parent, NULL, &o->e));
	base = reg_new(&org_reg);
	reg_copy(&org_reg, base, child);
	base->rec = child->rec;
	base->rec.retired_reason = NULL;
	child->superior.id = parent->rec.id;
	must(o, store_save(o->s, &org_reg, base, child, NULL, &o->e));
	must(o, store_commit(o->s, NULL, &o->e));
	must(o, undo(o, 0));
	assert_int_equal(orgs(o), 0);
	office_sound(o);
	must(o, redo(o, 0));
	assert_field(o, child->rec.id, "superior", "P");
	office_sound(o);
	reg_free(&org_reg, child);
	reg_free(&org_reg, parent);
	reg_free(&org_reg, base);
}

static void test_db_undo__a_batch_of_edits_is_undone_as_a_whole(void **state)
{
	struct office *o = *state;
	int64_t ids[5];

	for (int i = 0; i < 5; i++) {
		char code[16];

		snprintf(code, sizeof(code), "A%d", i);
		ids[i] = office_branch(o, code, 0);
	}
	must(o, store_begin(o->s, ACTION_BATCH, NULL, &o->e));
	for (int i = 0; i < 5; i++) {
		struct org *base = office_org(o, ids[i]), *org = office_org(o, ids[i]);

		set(o, org, "contact", "示例卓玛");
		must(o, store_save(o->s, &org_reg, base, org, NULL, &o->e));
		reg_free(&org_reg, base);
		reg_free(&org_reg, org);
	}
	must(o, store_commit(o->s, NULL, &o->e));
	must(o, undo(o, 0));
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE contact IS NULL"), 5);
	must(o, redo(o, 0));
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE contact = '示例卓玛'"), 5);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE kind IN ('undo', 'redo')"), 2);
	office_sound(o);
}

/* One record saved twice inside an action goes back to before the first. */
static void test_db_undo__two_saves_of_a_record_in_one_action(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_must_edit(o, id, "secretary", "示例甲");
	must(o, store_begin(o->s, ACTION_BATCH, NULL, &o->e));
	for (int i = 0; i < 2; i++) {
		struct org *base = reg_new(&org_reg), *org = reg_new(&org_reg);

		must(o, rows_get(o->s, &org_reg, id, base, &o->e));
		must(o, rows_get(o->s, &org_reg, id, org, &o->e));
		set(o, org, "secretary", i ? "示例丙" : "示例乙");
		must(o, store_save(o->s, &org_reg, base, org, NULL, &o->e));
		reg_free(&org_reg, base);
		reg_free(&org_reg, org);
	}
	must(o, store_commit(o->s, NULL, &o->e));
	assert_field(o, id, "secretary", "示例丙");
	must(o, undo(o, 0));
	assert_field(o, id, "secretary", "示例甲");
	must(o, redo(o, 0));
	assert_field(o, id, "secretary", "示例丙");
	office_sound(o);
}

static void test_db_undo__what_others_refer_to_is_not_taken_away(void **state)
{
	struct office *o = *state;
	int64_t old = office_branch(o, "OLD", 0), action = import(o, old);

	office_branch(o, "NEW", office_number(o, "SELECT id FROM org WHERE code = 'C'"));
	office_refused(o, undo(o, action), ERR_INVALID, "中共示例C支部委员会/中共示例NEW支部委员会");
	assert_int_equal(orgs(o), 4);
	must(o, undo(o, 0));
	must(o, undo(o, action));
	assert_int_equal(orgs(o), 1);
	office_sound(o);
}

static void test_db_undo__a_code_taken_meanwhile_stands_in_the_way(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), edit;

	office_must_edit(o, id, "code", "A2");
	edit = newest(o);
	office_branch(o, "A1", 0);
	office_refused(o, undo(o, edit), ERR_INVALID, "已经用在");
	assert_field(o, id, "code", "A2");
	office_sound(o);
}

/* --- overtaken --- */

static void test_db_undo__a_later_change_of_the_field_is_not_lost_unasked(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), first;
	struct undo_plan plan;

	office_must_edit(o, id, "secretary", "示例甲");
	first = newest(o);
	office_must_edit(o, id, "secretary", "示例乙");
	office_must_edit(o, id, "contact", "示例丙");
	must(o, journal_plan_undo(o->s, first, &plan, &o->e));
	assert_int_equal(plan.overtaken, 1);
	assert_int_equal(plan.changes, 1);
	assert_non_null(strstr(plan.overtaken_text, "书记"));
	assert_non_null(strstr(plan.overtaken_text, "中共示例A1支部委员会"));
	undo_plan_release(&plan);
	office_refused(o, undo(o, first), ERR_CONFLICT, "书记/--yes");
	assert_field(o, id, "secretary", "示例乙");
	must(o, undo_forced(o, first, true));
	assert_field(o, id, "secretary", "");
	assert_field(o, id, "contact", "示例丙");
	office_sound(o);
}

static void test_db_undo__a_later_change_of_another_field_stays(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), first;

	office_must_edit(o, id, "secretary", "示例甲");
	first = newest(o);
	office_must_edit(o, id, "contact", "示例丙");
	must(o, undo(o, first));
	assert_field(o, id, "secretary", "");
	assert_field(o, id, "contact", "示例丙");
	office_sound(o);
}

static void test_db_undo__a_later_change_that_was_undone_does_not_count(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), first, second;

	office_must_edit(o, id, "secretary", "示例甲");
	first = newest(o);
	office_must_edit(o, id, "secretary", "示例乙");
	second = newest(o);
	must(o, undo(o, second));
	must(o, redo(o, 0));
	office_refused(o, undo(o, first), ERR_CONFLICT, "书记");
	must(o, undo(o, second));
	must(o, undo(o, first));
	assert_field(o, id, "secretary", "");
	office_sound(o);
}

static void test_db_undo__an_edited_record_is_not_taken_away_unasked(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), creation = newest(o);

	office_must_edit(o, id, "secretary", "示例甲");
	office_refused(o, undo(o, creation), ERR_CONFLICT, "");
	must(o, undo_forced(o, creation, true));
	assert_int_equal(orgs(o), 0);
	must(o, redo(o, 0));
	assert_field(o, id, "secretary", "示例甲");
	office_sound(o);
}

/* Between looking and doing somebody else saved. */
static void test_db_undo__what_changed_after_the_preview_is_not_lost(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct undo_plan plan;

	office_must_edit(o, id, "secretary", "示例甲");
	must(o, journal_plan_undo(o->s, 0, &plan, &o->e));
	office_must_edit(o, id, "secretary", "示例乙");
	office_refused(o, journal_undo(o->s, &plan, false, NULL, &o->e), ERR_CONFLICT, "查看之后");
	office_refused(o, journal_undo(o->s, &plan, true, NULL, &o->e), ERR_CONFLICT, "查看之后");
	undo_plan_release(&plan);
	assert_field(o, id, "secretary", "示例乙");
	office_sound(o);
}

/* What an action left in the field: its last change there. */
static char *left_by(struct office *o, int64_t action, const char *field)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce(after, '') FROM change WHERE action = %lld AND field = '%s'",
		(long long)action, field);
	return office_text(o, sql);
}

/* The preview says "overtaken" exactly when the field no longer has what the action left there. */
static void check_preview(struct office *o, int64_t id, int64_t action)
{
	struct undo_plan plan;
	char *left = left_by(o, action, "secretary"), *now = office_field(o, id, "secretary");

	if (journal_plan_undo(o->s, action, &plan, &o->e) == 0 &&
		(plan.overtaken == 0) != (strcmp(left, now) == 0))
		fail_msg("action %lld left 「%s」, now 「%s」, %lld overtaken", (long long)action, left, now,
			(long long)plan.overtaken);
	undo_plan_release(&plan);
	free(left);
	free(now);
}

/* Edits, undos and redos in any order; every value is typed once, so that equal means untouched. */
static void test_db_undo__the_preview_is_right_after_any_sequence(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), edits[12];
	size_t n = 0;

	/* The creation is somebody else's, so that undo without a number ends with the edits. */
	office_operator(o, "zhuoma", "clerk", 0);
	office_open(o, "zhuoma");
	for (unsigned int seed = 7, i = 0; i < 120; i++) {
		char name[32];
		unsigned int what;

		seed = seed * 1103515245 + 12345;
		what = seed >> 16;
		if ((what & 3) == 0 && n < 12) {
			snprintf(name, sizeof(name), "示例%zu", n);
			office_must_edit(o, id, "secretary", name);
			edits[n++] = newest(o);
		} else if ((what & 3) == 1) {
			redo(o, 0);
		} else if (n) {
			undo(o, (what & 4) ? 0 : edits[(what >> 3) % n]);
		}
		for (size_t k = 0; k < n; k++)
			check_preview(o, id, edits[k]);
	}
	assert_int_equal(n, 12);
	office_sound(o);
}

static void test_db_undo__twice_is_refused(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), edit;
	struct undo_plan plan;

	office_must_edit(o, id, "secretary", "示例甲");
	edit = newest(o);
	must(o, journal_plan_undo(o->s, edit, &plan, &o->e));
	must(o, undo(o, edit));
	office_refused(o, undo(o, edit), ERR_INVALID, "已经撤销过");
	/* Also by somebody who looked before. */
	office_refused(o, journal_undo(o->s, &plan, true, NULL, &o->e), ERR_INVALID, "已经撤销过");
	undo_plan_release(&plan);
	must(o, redo(o, newest(o)));
	office_refused(o, redo(o, office_number(o, "SELECT id FROM action WHERE kind = 'undo'")), ERR_INVALID,
		"已经重做过");
	office_sound(o);
}

/* --- which action --- */

static void test_db_undo__undos_and_redos_are_not_undone_themselves(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_must_edit(o, id, "secretary", "示例甲");
	must(o, undo(o, 0));
	office_refused(o, undo(o, newest(o)), ERR_INVALID, "不能撤销");
	must(o, redo(o, 0));
	office_refused(o, undo(o, newest(o)), ERR_INVALID, "不能撤销");
	office_refused(o, redo(o, newest(o)), ERR_INVALID, "不是撤销");
	office_refused(o, undo(o, office_number(o, "SELECT min(id) FROM action")), ERR_INVALID, "不能撤销");
	office_refused(o, undo(o, 4711), ERR_NOT_FOUND, "4711/zhibu log");
	office_refused(o, redo(o, 4711), ERR_NOT_FOUND, "4711");
}

static void test_db_undo__without_a_number_it_is_ones_own_latest(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_operator(o, "zhuoma", "clerk", 0);
	office_must_edit(o, id, "secretary", "示例甲");
	office_open(o, "zhuoma");
	office_refused(o, undo(o, 0), ERR_NOT_FOUND, "没有可以撤销");
	office_refused(o, redo(o, 0), ERR_NOT_FOUND, "没有可以重做");
	office_must_edit(o, id, "contact", "示例乙");
	office_open(o, NULL);
	must(o, undo(o, 0));
	assert_field(o, id, "secretary", "");
	assert_field(o, id, "contact", "示例乙");
	office_sound(o);
}

static void test_db_undo__a_new_change_ends_redo(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), undone;

	office_must_edit(o, id, "secretary", "示例甲");
	must(o, undo(o, 0));
	undone = newest(o);
	office_must_edit(o, id, "contact", "示例乙");
	office_refused(o, redo(o, 0), ERR_NOT_FOUND, "没有可以重做");
	must(o, redo(o, undone));
	assert_field(o, id, "secretary", "示例甲");
	office_sound(o);
}

/* Refusals and traces of reading are no changes. */
static void test_db_undo__actions_without_changes_are_passed_over(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_must_edit(o, id, "secretary", "示例甲");
	must(o, journal_note(o->s, ACTION_EXPORT, "示例.csv", &o->e));
	office_refused(o, undo(o, newest(o)), ERR_INVALID, "导出/不能撤销");
	must(o, undo(o, 0));
	assert_field(o, id, "secretary", "");
}

static void test_db_undo__undo_is_an_action_of_its_own(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), edit;
	char sql[160];

	office_must_edit(o, id, "secretary", "示例甲");
	edit = newest(o);
	must(o, undo(o, edit));
	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM action WHERE kind = 'undo' AND target = %lld AND changes = 1"
		" AND records = 1",
		(long long)edit);
	assert_int_equal(office_number(o, sql), 1);
	office_sound(o);
}

static void test_db_undo__code_sets_come_back_in_memory_too(void **state)
{
	struct office *o = *state;
	struct code_row *row = reg_new(&code_reg);

	row->set_name = xstrdup("domain");
	row->value = xstrdup("77");
	row->label = xstrdup("示例领域");
	must(o, store_save_one(o->s, &code_reg, NULL, row, NULL, &o->e));
	must(o, undo(o, 0));
	assert_null(codebook_by_value(&o->s->codes, "domain", "77"));
	must(o, redo(o, 0));
	assert_non_null(codebook_by_value(&o->s->codes, "domain", "77"));
	reg_free(&code_reg, row);
	office_sound(o);
}

static void test_db_undo__a_damaged_journal_is_refused(void **state)
{
	struct office *o = *state;

	office_branch(o, "A1", 0);
	must(o, undo(o, 0));
	office_meddle(o, "UPDATE change SET before = '{\"code\":' WHERE op = 'remove'");
	assert_true(redo(o, 0) < 0);
	office_meddle(o, "UPDATE change SET before = '{\"founded\":\"no day\"}' WHERE op = 'remove'");
	office_refused(o, redo(o, 0), ERR_DATABASE, "zhibu verify");
	office_meddle(o, "UPDATE change SET reg = 'nothing' WHERE op = 'remove'");
	office_refused(o, redo(o, 0), ERR_DATABASE, "zhibu verify");
	assert_int_equal(orgs(o), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_undo__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(an_edit_comes_back_and_goes_again),
		T(what_was_filled_in_is_taken_back_too),
		T(a_new_record_goes_and_comes_back_as_it_was),
		T(a_stale_form_meets_the_new_version),
		T(retiring_and_reviving_are_undone),
		T(what_came_into_use_is_not_retired_by_redo),
		T(what_lost_its_superior_does_not_come_back),
		T(an_import_is_undone_as_a_whole),
		T(references_forward_come_back_too),
		T(a_batch_of_edits_is_undone_as_a_whole),
		T(two_saves_of_a_record_in_one_action),
		T(what_others_refer_to_is_not_taken_away),
		T(a_code_taken_meanwhile_stands_in_the_way),
		T(a_later_change_of_the_field_is_not_lost_unasked),
		T(a_later_change_of_another_field_stays),
		T(a_later_change_that_was_undone_does_not_count),
		T(an_edited_record_is_not_taken_away_unasked),
		T(what_changed_after_the_preview_is_not_lost),
		T(the_preview_is_right_after_any_sequence),
		T(twice_is_refused),
		T(undos_and_redos_are_not_undone_themselves),
		T(without_a_number_it_is_ones_own_latest),
		T(a_new_change_ends_redo),
		T(actions_without_changes_are_passed_over),
		T(undo_is_an_action_of_its_own),
		T(code_sets_come_back_in_memory_too),
		T(a_damaged_journal_is_refused),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
