/*
 * Saving: what is refused, what is merged with somebody else's work, and what leaves no trace.
 */
#include "db/save.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void set(struct office *o, struct org *org, const char *field, const char *typed)
{
	if (field_parse(reg_field(&org_reg, field), typed, store_lookup(o->s), org, &o->e) < 0)
		fail_msg("%s", o->e.text);
}

static int save_new(struct office *o, struct org *org)
{
	err_clear(&o->e);
	return store_save_one(o->s, &org_reg, NULL, org, NULL, &o->e);
}

/* A new branch with one thing wrong. */
static void refused_new(struct office *o, struct org *org, const char *field, const char *words)
{
	int64_t before = office_number(o, "SELECT count(*) FROM action");

	office_refused(o, save_new(o, org), ERR_INVALID, words);
	assert_non_null(o->e.field);
	assert_string_equal(o->e.field, field);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action"), before);
	reg_free(&org_reg, org);
}

static void assert_field(struct office *o, int64_t id, const char *field, const char *want)
{
	char *text = office_field(o, id, field);

	assert_string_equal(text, want);
	free(text);
}

/* --- new records --- */

static void test_db_save__a_new_record_has_a_number_and_version_1(void **state)
{
	struct office *o = *state;
	struct org *org = office_new_org("A1", 0), *back;

	assert_int_equal(save_new(o, org), 0);
	assert_true(org->rec.id > 0);
	assert_int_equal(org->rec.version, 1);
	back = office_org(o, org->rec.id);
	assert_true(reg_equal(&org_reg, org, back));
	assert_int_equal(back->rec.version, 1);
	reg_free(&org_reg, back);
	reg_free(&org_reg, org);
	office_sound(o);
}

static void test_db_save__every_type_of_field_comes_back(void **state)
{
	struct office *o = *state;
	static const char *const typed[][2] = {
		{ "short_name", "示例村党支部" }, { "domain", "农村" }, { "division", "632821102210" },
		{ "founded", "2001-07" }, { "units", "示例村" }, { "unit_nature", "建制村" },
		{ "secretary", "示例·才仁" }, { "secretary_phone", "13900000000" }, { "committee_size", "3" },
		{ "full_members", "12" }, { "centre", "是" }, { "note", "一行\n\"两\"行\\\t{}'" },
	};
	struct org *org = office_new_org("A1", 0), *back;

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
		set(o, org, typed[i][0], typed[i][1]);
	assert_int_equal(save_new(o, org), 0);
	back = office_org(o, org->rec.id);
	assert_true(reg_equal(&org_reg, org, back));
	reg_free(&org_reg, back);
	reg_free(&org_reg, org);
	office_sound(o);
}

static void test_db_save__required_fields_are_required(void **state)
{
	struct office *o = *state;
	struct org *org = office_new_org("A1", 0);

	free(org->name);
	org->name = NULL;
	refused_new(o, org, "name", "全称");
	org = office_new_org("A1", 0);
	free(org->code);
	org->code = NULL;
	refused_new(o, org, "code", "编码");
}

static void test_db_save__a_code_is_used_once_even_when_retired(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	refused_new(o, office_new_org("A1", 0), "code", "编码/A1/已经用在/中共示例A1支部委员会");
	assert_int_equal(office_retire(o, &org_reg, id), 0);
	refused_new(o, office_new_org("A1", 0), "code", "已经用在");
}

static void test_db_save__a_record_keeps_its_own_code(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_branch(o, "A2", 0);
	office_must_edit(o, id, "secretary", "示例才仁");
	office_refused(o, office_edit(o, id, "code", "A2"), ERR_INVALID, "已经用在");
	office_must_edit(o, id, "code", "A3");
}

/* --- references --- */

static void test_db_save__a_record_is_not_its_own_superior(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A1", 0), b = office_branch(o, "A2", a), c = office_branch(o, "A3", b);

	office_refused(o, office_edit(o, a, "superior", "A1"), ERR_INVALID, "自己");
	office_refused(o, office_edit(o, a, "superior", "A3"), ERR_INVALID, "下级");
	assert_string_equal(o->e.field, "superior");
	office_refused(o, office_edit(o, a, "superior", "A2"), ERR_INVALID, "下级");
	office_must_edit(o, c, "superior", "A1");
	office_must_edit(o, b, "superior", "A3");
	office_refused(o, office_edit(o, c, "superior", "A2"), ERR_INVALID, "下级");
}

static void test_db_save__a_circle_in_damaged_data_ends(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A1", 0), b = office_branch(o, "A2", a), c = office_branch(o, "A3", 0);
	char sql[128];

	snprintf(sql, sizeof(sql), "UPDATE org SET superior = %lld WHERE id = %lld", (long long)b, (long long)a);
	office_meddle(o, sql);
	office_refused(o, office_edit(o, c, "superior", "A2"), ERR_INVALID, "层级超过");
}

static void test_db_save__what_is_referred_to_must_be_there_and_in_use(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A1", 0);
	struct org *org = office_new_org("A2", 4711);

	refused_new(o, org, "superior", "已不存在");
	assert_int_equal(office_retire(o, &org_reg, a), 0);
	refused_new(o, office_new_org("A2", a), "superior", "已停用/A1");
}

static void test_db_save__an_old_reference_to_a_retired_record_may_stay(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_must_edit(o, id, "division", "632821102210");
	office_meddle(o, "UPDATE division SET retired_on = '2020-01-01' WHERE id = 632821102210");
	office_must_edit(o, id, "secretary", "示例才仁");
}

static void test_db_save__dangling_references_cannot_be_committed(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A1", 0);
	struct org *org = office_org(o, a);

	office_branch(o, "A2", a);
	assert_int_equal(store_begin(o->s, ACTION_EDIT, NULL, &o->e), 0);
	assert_int_equal(save_remove(o->s, &org_reg, org, &o->e), 0);
	assert_true(store_commit(o->s, NULL, &o->e) < 0);
	reg_free(&org_reg, org);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 2);
	office_sound(o);
}

/* --- changing --- */

static void test_db_save__each_save_counts_the_version(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct org *org;

	office_must_edit(o, id, "secretary", "示例才仁");
	office_must_edit(o, id, "secretary", "示例卓玛");
	org = office_org(o, id);
	assert_int_equal(org->rec.version, 3);
	assert_string_equal(org->secretary, "示例卓玛");
	reg_free(&org_reg, org);
}

static void test_db_save__no_change_leaves_no_trace(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), actions = office_number(o, "SELECT count(*) FROM action");
	struct org *base = office_org(o, id), *org = office_org(o, id);
	struct save_report report = { .changed = false };

	assert_int_equal(store_save_one(o->s, &org_reg, base, org, &report, &o->e), 0);
	assert_false(report.changed);
	assert_int_equal(org->rec.version, 1);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action"), actions);
	save_report_release(&report);
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
}

static void test_db_save__the_reason_is_stored_with_the_action(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct org *base = office_org(o, id), *org = office_org(o, id);
	struct save_report report = { .reason = "示例：经批准" };
	char *reason;

	org->full_members = 99;
	assert_int_equal(store_save_one(o->s, &org_reg, base, org, &report, &o->e), 0);
	reason = office_text(o, "SELECT reason FROM action ORDER BY id DESC LIMIT 1");
	assert_string_equal(reason, "示例：经批准");
	free(reason);
	save_report_release(&report);
	assert_null(report.reason);
	office_must_edit(o, id, "full_members", "98");
	assert_null(office_text(o, "SELECT reason FROM action ORDER BY id DESC LIMIT 1"));
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
	office_sound(o);
}

static void test_db_save__what_follows_is_filled_in(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	char *before = office_field(o, id, "term_to");

	assert_string_equal(before, "");
	free(before);
	office_must_edit(o, id, "term_from", "2024-03-15");
	assert_field(o, id, "term_to", "2027-03-15");
	office_sound(o);
}

static void test_db_save__a_removed_record_cannot_be_saved(void **state)
{
	struct office *o = *state;
	struct org *base = office_new_org("A1", 0), *org = office_new_org("A1", 0);

	base->rec.id = org->rec.id = 4711;
	base->rec.version = 1;
	assert_int_equal(store_save_one(o->s, &org_reg, base, org, NULL, &o->e), ERR_NOT_FOUND);
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
}

/* A caller's struct cannot take a record out of use without the reason and the checks of store_retire(). */
static void test_db_save__saving_does_not_retire(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct org *base = office_org(o, id), *org = office_org(o, id);

	org->rec.retired_on = (struct date){ 2024, 1, 1 };
	org->rec.retired_reason = xstrdup("偷偷");
	assert_int_equal(store_save_one(o->s, &org_reg, base, org, NULL, &o->e), 0);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE retired_on IS NOT NULL"), 0);
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
}

/* --- two at once --- */

/* Reads, lets somebody else change their field, changes one's own. */
static int save_after(struct office *o, int64_t id, const char *const theirs[2], const char *const mine[2],
		      struct save_report *report)
{
	struct org *base = office_org(o, id), *org = office_org(o, id);
	int rc;

	office_must_edit(o, id, theirs[0], theirs[1]);
	set(o, org, mine[0], mine[1]);
	err_clear(&o->e);
	rc = store_save_one(o->s, &org_reg, base, org, report, &o->e);
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
	return rc;
}

#define PAIR(field, typed) (const char *const[]){ field, typed }

static void test_db_save__different_fields_are_merged(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct save_report report = { .changed = false };

	assert_int_equal(save_after(o, id, PAIR("secretary", "示例才仁"), PAIR("contact", "示例卓玛"), &report), 0);
	assert_int_equal(report.merged, 1);
	assert_true(report.changed);
	assert_int_equal(report.conflicts.n, 0);
	save_report_release(&report);
	assert_field(o, id, "secretary", "示例才仁");
	assert_field(o, id, "contact", "示例卓玛");
	assert_int_equal(office_number(o, "SELECT version FROM org"), 3);
	office_sound(o);
}

static void test_db_save__the_same_change_twice_is_no_conflict(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct save_report report = { .changed = false };

	assert_int_equal(save_after(o, id, PAIR("secretary", "示例才仁"), PAIR("secretary", "示例才仁"), &report), 0);
	assert_false(report.changed);
	save_report_release(&report);
	assert_int_equal(office_number(o, "SELECT version FROM org"), 2);
}

static void test_db_save__the_same_field_is_a_conflict_with_all_three_values(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct save_report report = { .changed = false };

	office_must_edit(o, id, "secretary", "示例扎西");
	office_refused(o, save_after(o, id, PAIR("secretary", "示例才仁"), PAIR("secretary", "示例卓玛"), &report),
		       ERR_CONFLICT, "书记/示例才仁/示例卓玛/没有写入");
	assert_string_equal(o->e.field, "secretary");
	assert_int_equal(report.conflicts.n, 1);
	assert_string_equal(report.conflicts.items[0].field->name, "secretary");
	assert_string_equal(report.conflicts.items[0].base, "示例扎西");
	assert_string_equal(report.conflicts.items[0].theirs, "示例才仁");
	assert_string_equal(report.conflicts.items[0].mine, "示例卓玛");
	assert_string_equal(report.conflicts.who, store_operator_name(o->s));
	assert_int_equal(strlen(report.conflicts.when), strlen("2026-11-22 08:52"));
	save_report_release(&report);
	assert_field(o, id, "secretary", "示例才仁");
}

static void test_db_save__personal_values_of_a_conflict_are_masked(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct save_report report = { .changed = false };

	office_refused(o, save_after(o, id, PAIR("phone", "13911112222"), PAIR("phone", "13933334444"), &report),
		       ERR_CONFLICT, "联系电话");
	assert_null(strstr(o->e.text, "13911112222"));
	assert_null(strstr(o->e.text, "13933334444"));
	assert_null(strstr(report.conflicts.items[0].theirs, "1112222"));
	save_report_release(&report);
}

static void test_db_save__emptying_is_a_change_too(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_must_edit(o, id, "secretary", "示例扎西");
	assert_int_equal(save_after(o, id, PAIR("secretary", ""), PAIR("secretary", "示例卓玛"), NULL), ERR_CONFLICT);
	assert_field(o, id, "secretary", "");
	assert_int_equal(save_after(o, id, PAIR("contact", "示例卓玛"), PAIR("secretary", "示例扎西"), NULL), 0);
	assert_field(o, id, "contact", "示例卓玛");
}

/* What two people make together must be sound too. */
static void test_db_save__a_merged_record_is_judged_whole(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_must_edit(o, id, "founded", "2001-01-01");
	office_refused(o, save_after(o, id, PAIR("founded", "2020-01-01"), PAIR("dissolved", "2010-01-01"), NULL),
		       ERR_INVALID, "撤销");
}

static void test_db_save__a_record_retired_meanwhile_is_not_changed(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct org *base = office_org(o, id), *org = office_org(o, id);

	assert_int_equal(office_retire(o, &org_reg, id), 0);
	set(o, org, "secretary", "示例才仁");
	office_refused(o, store_save_one(o->s, &org_reg, base, org, NULL, &o->e), ERR_INVALID, "停用/恢复");
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
	office_refused(o, office_edit(o, id, "secretary", "示例才仁"), ERR_INVALID, "停用/恢复");
}

/* --- out of use and back --- */

static int revive(struct office *o, int64_t id, const char *reason)
{
	int rc;

	err_clear(&o->e);
	assert_int_equal(store_begin(o->s, ACTION_EDIT, NULL, &o->e), 0);
	rc = store_revive(o->s, &org_reg, id, reason, &o->e);
	if (rc < 0)
		store_rollback(o->s);
	else
		assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
	return rc;
}

static void test_db_save__retiring_keeps_the_record_with_day_and_reason(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct org *org;

	assert_int_equal(office_retire(o, &org_reg, id), 0);
	org = office_org(o, id);
	assert_int_equal(date_compare(org->rec.retired_on, date_today()), 0);
	assert_string_equal(org->rec.retired_reason, "示例");
	reg_free(&org_reg, org);
	office_refused(o, office_retire(o, &org_reg, id), ERR_INVALID, "早已停用");
	assert_int_equal(revive(o, id, "示例恢复"), 0);
	org = office_org(o, id);
	assert_true(date_is_empty(org->rec.retired_on));
	assert_null(org->rec.retired_reason);
	reg_free(&org_reg, org);
	office_refused(o, revive(o, id, "示例恢复"), ERR_INVALID, "正在使用");
	office_sound(o);
}

static void test_db_save__a_reason_is_needed_and_cleaned(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	assert_int_equal(store_begin(o->s, ACTION_EDIT, NULL, &o->e), 0);
	office_refused(o, store_retire(o->s, &org_reg, id, NULL, &o->e), ERR_USAGE, "原因");
	office_refused(o, store_retire(o->s, &org_reg, id, " \t", &o->e), ERR_INVALID, "");
	office_refused(o, store_retire(o->s, &org_reg, id, "\xe3\x80\x80", &o->e), ERR_USAGE, "原因");
	office_refused(o, store_retire(o->s, &org_reg, id, "好\xff", &o->e), ERR_INVALID, "");
	office_refused(o, store_retire(o->s, &org_reg, id, "a\xe2\x80\xae" "b", &o->e), ERR_INVALID, "");
	assert_int_equal(store_retire(o->s, &org_reg, id, "  合并 ", &o->e), 0);
	assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE retired_reason = '合并'"), 1);
}

static void test_db_save__what_others_use_is_not_retired(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A1", 0), b = office_branch(o, "A2", a);

	office_refused(o, office_retire(o, &org_reg, a), ERR_INVALID, "A1/A2/上级组织");
	assert_int_equal(office_retire(o, &org_reg, b), 0);
	assert_int_equal(office_retire(o, &org_reg, a), 0);
	office_refused(o, revive(o, b, "示例"), ERR_INVALID, "A1/停用");
	assert_int_equal(revive(o, a, "示例"), 0);
	assert_int_equal(revive(o, b, "示例"), 0);
	office_sound(o);
}

static void test_db_save__an_organization_in_a_scope_is_not_retired(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);

	office_operator(o, "zhuoma", "clerk", id);
	office_refused(o, office_retire(o, &org_reg, id), ERR_INVALID, "zhuoma/管理范围");
	office_refused(o, office_retire(o, &org_reg, 4711), ERR_NOT_FOUND, "4711");
}

/* --- actions of several records --- */

static void test_db_save__a_refusal_leaves_the_action_open(void **state)
{
	struct office *o = *state;
	struct org *good = office_new_org("A1", 0), *bad = office_new_org("A1", 0), *other = office_new_org("A2", 0);

	assert_int_equal(store_begin(o->s, ACTION_BATCH, "示例", &o->e), 0);
	assert_int_equal(store_save(o->s, &org_reg, NULL, good, NULL, &o->e), 0);
	assert_int_equal(store_save(o->s, &org_reg, NULL, bad, NULL, &o->e), ERR_INVALID);
	assert_int_equal(store_save(o->s, &org_reg, NULL, other, NULL, &o->e), 0);
	assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 2);
	assert_int_equal(office_number(o, "SELECT records FROM action WHERE kind = 'batch'"), 2);
	reg_free(&org_reg, good);
	reg_free(&org_reg, bad);
	reg_free(&org_reg, other);
	office_sound(o);
}

static void test_db_save__rolling_back_leaves_nothing(void **state)
{
	struct office *o = *state;
	struct org *org = office_new_org("A1", 0);
	int64_t actions = office_number(o, "SELECT count(*) FROM action");

	assert_int_equal(store_begin(o->s, ACTION_BATCH, NULL, &o->e), 0);
	assert_int_equal(store_save(o->s, &org_reg, NULL, org, NULL, &o->e), 0);
	store_rollback(o->s);
	reg_free(&org_reg, org);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 0);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action"), actions);
	office_branch(o, "A1", 0);
	office_sound(o);
}

/* SQLite rolls back by itself when a disk fails in the middle; what comes after must not stand alone. */
static void test_db_save__nothing_is_written_after_a_rollback_by_itself(void **state)
{
	struct office *o = *state;
	struct org *first = office_new_org("A1", 0), *second = office_new_org("A2", 0);

	assert_int_equal(store_begin(o->s, ACTION_BATCH, NULL, &o->e), 0);
	assert_int_equal(store_save(o->s, &org_reg, NULL, first, NULL, &o->e), 0);
	assert_int_equal(sqlite3_exec(o->s->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	office_refused(o, store_save(o->s, &org_reg, NULL, second, NULL, &o->e), ERR_IO, "没有写成");
	office_refused(o, store_commit(o->s, NULL, &o->e), ERR_IO, "没有写成/什么都没有写入");
	reg_free(&org_reg, first);
	reg_free(&org_reg, second);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 0);
	office_branch(o, "A3", 0);
	office_sound(o);
}

static void test_db_save__a_half_written_record_is_not_committed(void **state)
{
	struct office *o = *state;
	struct org *org = office_new_org("A1", 0);

	/* A row that breaks the table's own rule stands for any step that fails. */
	org->rec.id = 1;
	org->rec.version = 1;
	assert_int_equal(store_begin(o->s, ACTION_BATCH, NULL, &o->e), 0);
	assert_int_equal(store_save(o->s, &org_reg, NULL, org, NULL, &o->e), 0);
	free(org->code);
	org->code = xstrdup("A2");
	assert_true(store_save(o->s, &org_reg, NULL, org, NULL, &o->e) < 0);
	office_refused(o, store_commit(o->s, NULL, &o->e), ERR_IO, "已取消");
	reg_free(&org_reg, org);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 0);
}

static void test_db_save__code_sets_work_at_once(void **state)
{
	struct office *o = *state;
	struct code_row *row = reg_new(&code_reg);
	int64_t id = office_branch(o, "A1", 0);

	row->set_name = xstrdup("domain");
	row->value = xstrdup("77");
	row->label = xstrdup("示例领域");
	assert_int_equal(store_save_one(o->s, &code_reg, NULL, row, NULL, &o->e), 0);
	office_must_edit(o, id, "domain", "示例领域");
	assert_field(o, id, "domain", "77");
	reg_free(&code_reg, row);
}

static void test_db_save__code_sets_taken_back_are_forgotten(void **state)
{
	struct office *o = *state;
	struct code_row *row = reg_new(&code_reg);

	row->set_name = xstrdup("domain");
	row->value = xstrdup("77");
	row->label = xstrdup("示例领域");
	assert_int_equal(store_begin(o->s, ACTION_EDIT, NULL, &o->e), 0);
	assert_int_equal(store_save(o->s, &code_reg, NULL, row, NULL, &o->e), 0);
	assert_non_null(codebook_by_value(&o->s->codes, "domain", "77"));
	store_rollback(o->s);
	assert_null(codebook_by_value(&o->s->codes, "domain", "77"));
	reg_free(&code_reg, row);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_save__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(a_new_record_has_a_number_and_version_1),
		T(every_type_of_field_comes_back),
		T(required_fields_are_required),
		T(a_code_is_used_once_even_when_retired),
		T(a_record_keeps_its_own_code),
		T(a_record_is_not_its_own_superior),
		T(a_circle_in_damaged_data_ends),
		T(what_is_referred_to_must_be_there_and_in_use),
		T(an_old_reference_to_a_retired_record_may_stay),
		T(dangling_references_cannot_be_committed),
		T(each_save_counts_the_version),
		T(no_change_leaves_no_trace),
		T(the_reason_is_stored_with_the_action),
		T(what_follows_is_filled_in),
		T(a_removed_record_cannot_be_saved),
		T(saving_does_not_retire),
		T(different_fields_are_merged),
		T(the_same_change_twice_is_no_conflict),
		T(the_same_field_is_a_conflict_with_all_three_values),
		T(personal_values_of_a_conflict_are_masked),
		T(emptying_is_a_change_too),
		T(a_merged_record_is_judged_whole),
		T(a_record_retired_meanwhile_is_not_changed),
		T(retiring_keeps_the_record_with_day_and_reason),
		T(a_reason_is_needed_and_cleaned),
		T(what_others_use_is_not_retired),
		T(an_organization_in_a_scope_is_not_retired),
		T(a_refusal_leaves_the_action_open),
		T(rolling_back_leaves_nothing),
		T(nothing_is_written_after_a_rollback_by_itself),
		T(a_half_written_record_is_not_committed),
		T(code_sets_work_at_once),
		T(code_sets_taken_back_are_forgotten),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
