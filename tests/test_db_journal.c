/*
 * The journal: who changed what, in one action per save, chained by hash.
 */
#include "db/journal.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "db/action.h"
#include "db/internal.h"
#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void set(struct office *o, struct org *org, const char *field, const char *typed)
{
	if (field_parse(reg_field(&org_reg, field), typed, store_lookup(o->s), org, &o->e) < 0)
		fail_msg("%s", o->e.text);
}

/* --- what is asked of the journal, as text --- */

static int add_action(void *ctx, const struct action *a)
{
	buf_addf(ctx, "%s %s %s %lld\n", action_kind_value(a->kind), a->login, a->reason ? a->reason : "-",
		 (long long)a->records);
	return 0;
}

static void assert_actions(struct office *o, const struct journal_filter *f, const char *want)
{
	struct buf b = BUF_INIT;

	assert_int_equal(journal_actions(o->s, f, add_action, &b, &o->e), 0);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static int add_change(void *ctx, const struct action *a, const struct change *c)
{
	static const char *const ops[] = { "+", "=", "-" };

	(void)a;
	buf_addf(ctx, "%s %s.%s %s > %s\n", ops[c->op], c->reg ? c->reg->name : "?", c->name,
		 c->before ? c->before : "-", c->after ? c->after : "-");
	return 0;
}

static void assert_changes(struct office *o, const struct journal_filter *f, const char *want)
{
	struct buf b = BUF_INIT;

	assert_int_equal(journal_changes(o->s, f, add_change, &b, &o->e), 0);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static int64_t newest(struct office *o)
{
	return office_number(o, "SELECT max(id) FROM action");
}

/* --- one action per save --- */

static void test_db_journal__a_save_is_one_action_with_who_when_where_and_why(void **state)
{
	struct office *o = *state;
	struct org *org = office_new_org("A1", 0);
	char host[HOST_NAME_MAX + 1] = "", sql[512];
	time_t before = time(NULL);

	gethostname(host, sizeof(host) - 1);
	assert_int_equal(store_begin(o->s, ACTION_EDIT, "示例原因", &o->e), 0);
	assert_int_equal(store_save(o->s, &org_reg, NULL, org, NULL, &o->e), 0);
	assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM action WHERE id = %lld AND kind = 'edit' AND channel = 'test'"
				   " AND host = '%s' AND login = '%s' AND reason = '示例原因' AND records = 1"
				   " AND changes = 1 AND target IS NULL AND length(hash) = 32",
		 (long long)newest(o), host, store_operator(o->s)->login);
	assert_int_equal(office_number(o, sql), 1);
	assert_in_range(office_number(o, "SELECT at / 1000 FROM action ORDER BY id DESC"), before - 1, before + 3600);
	reg_free(&org_reg, org);
}

static void test_db_journal__each_changed_field_is_one_change(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct org *base, *org;

	office_must_edit(o, id, "secretary", "示例甲");
	base = office_org(o, id);
	org = office_org(o, id);
	set(o, org, "secretary", "示例乙");
	set(o, org, "full_members", "12");
	set(o, org, "contact", "");
	set(o, org, "founded", "2001-07");
	assert_int_equal(store_save_one(o->s, &org_reg, base, org, NULL, &o->e), 0);
	assert_changes(o, &(struct journal_filter){ .action = newest(o) },
		       "= org.founded - > 2001-07\n"
		       "= org.secretary 示例甲 > 示例乙\n"
		       "= org.full_members - > 12\n");
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
}

static void test_db_journal__a_new_record_is_one_row_and_reads_as_its_fields(void **state)
{
	struct office *o = *state;

	office_branch(o, "A1", 0);
	assert_int_equal(office_number(o, "SELECT changes FROM action ORDER BY id DESC"), 1);
	assert_changes(o, &(struct journal_filter){ .action = newest(o) },
		       "+ org.code - > A1\n"
		       "+ org.name - > 中共示例A1支部委员会\n"
		       "+ org.category - > 631\n"
		       "+ org.centre - > 0\n");
}

static void test_db_journal__texts_of_new_records_are_kept_byte_by_byte(void **state)
{
	struct office *o = *state;
	static const char note[] = "引号\" 反斜线\\ {} [] ,:\n第二行\t制表 \\u0041 'x' 👍 \\n";
	struct org *org = office_new_org("A1", 0);
	char *kept;

	set(o, org, "note", note);
	assert_int_equal(store_save_one(o->s, &org_reg, NULL, org, NULL, &o->e), 0);
	kept = office_text(o, "SELECT json_extract(after, '$.note') FROM change WHERE reg = 'org'");
	assert_string_equal(kept, note);
	free(kept);
	reg_free(&org_reg, org);
	office_sound(o);
}

static void test_db_journal__retiring_is_two_changes(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct buf want = BUF_INIT, today = BUF_INIT;

	assert_int_equal(office_retire(o, &org_reg, id), 0);
	date_format(&today, date_today());
	buf_addf(&want, "= org.retired_on - > %s\n= org.retired_reason - > 示例\n", buf_str(&today));
	assert_changes(o, &(struct journal_filter){ .action = newest(o) }, buf_str(&want));
	buf_release(&want);
	buf_release(&today);
}

static void test_db_journal__a_removed_record_is_kept_whole(void **state)
{
	struct office *o = *state;
	struct undo_plan plan;

	office_branch(o, "A1", 0);
	assert_int_equal(journal_plan_undo(o->s, 0, &plan, &o->e), 0);
	assert_int_equal(journal_undo(o->s, &plan, false, NULL, &o->e), 0);
	undo_plan_release(&plan);
	assert_changes(o, &(struct journal_filter){ .action = newest(o) },
		       "- org.code A1 > -\n"
		       "- org.name 中共示例A1支部委员会 > -\n"
		       "- org.category 631 > -\n"
		       "- org.centre 0 > -\n");
}

static void test_db_journal__an_empty_action_leaves_no_trace_but_a_note_does(void **state)
{
	struct office *o = *state;
	int64_t action = 7, before = newest(o);

	assert_int_equal(store_begin(o->s, ACTION_EDIT, "空", &o->e), 0);
	assert_int_equal(store_commit(o->s, &action, &o->e), 0);
	assert_int_equal(action, 0);
	assert_int_equal(newest(o), before);
	assert_int_equal(journal_note(o->s, ACTION_REVEAL, "联系电话 A1", &o->e), 0);
	assert_true(newest(o) > before);
	assert_int_equal(office_number(o, "SELECT kind = 'reveal' AND reason = '联系电话 A1' AND records = 0"
					  " FROM action ORDER BY id DESC"), 1);
	office_sound(o);
}

/* --- filters --- */

static void test_db_journal__actions_come_newest_first_and_can_be_narrowed(void **state)
{
	struct office *o = *state;
	int64_t a, b, first;

	office_operator(o, "zhuoma", "clerk", 0);
	office_open(o, "zhuoma");
	a = office_branch(o, "A1", 0);
	first = newest(o);
	b = office_branch(o, "A2", 0);
	office_must_edit(o, a, "secretary", "示例甲");
	assert_actions(o, &(struct journal_filter){ .login = "zhuoma" },
		       "edit zhuoma - 1\nedit zhuoma - 1\nedit zhuoma - 1\n");
	assert_actions(o, &(struct journal_filter){ .login = "zhuoma", .limit = 2 }, "edit zhuoma - 1\nedit zhuoma - 1\n");
	assert_actions(o, &(struct journal_filter){ .login = "no-such-login" }, "");
	assert_actions(o, &(struct journal_filter){ .reg = &org_reg, .record = b }, "edit zhuoma - 1\n");
	assert_actions(o, &(struct journal_filter){ .reg = &org_reg }, "edit zhuoma - 1\nedit zhuoma - 1\nedit zhuoma - 1\n");
	assert_actions(o, &(struct journal_filter){ .reg = &org_reg, .before = first }, "");
	assert_actions(o, &(struct journal_filter){ .action = first }, "edit zhuoma - 1\n");
	assert_changes(o, &(struct journal_filter){ .reg = &org_reg, .record = a, .limit = 1 },
		       "= org.secretary - > 示例甲\n");
}

static int stop_at_second(void *ctx, const struct action *a)
{
	int *n = ctx;

	(void)a;
	return ++*n == 2 ? 42 : 0;
}

static void test_db_journal__the_caller_may_stop(void **state)
{
	struct office *o = *state;
	struct journal_filter all = { .limit = 0 };
	int n = 0;

	office_branch(o, "A1", 0);
	office_branch(o, "A2", 0);
	assert_int_equal(journal_actions(o->s, &all, stop_at_second, &n, &o->e), 42);
	assert_int_equal(n, 2);
}

static int keep_undone(void *ctx, const struct action *a)
{
	int64_t *undone = ctx;

	*undone = a->undone_by;
	return 1;
}

static void test_db_journal__an_undone_action_says_so(void **state)
{
	struct office *o = *state;
	struct undo_plan plan;
	struct journal_filter f = { .action = 0 };
	int64_t undone = 1, done;

	office_branch(o, "A1", 0);
	f.action = newest(o);
	journal_actions(o->s, &f, keep_undone, &undone, &o->e);
	assert_int_equal(undone, 0);
	assert_int_equal(journal_plan_undo(o->s, 0, &plan, &o->e), 0);
	assert_int_equal(journal_undo(o->s, &plan, false, &done, &o->e), 0);
	undo_plan_release(&plan);
	journal_actions(o->s, &f, keep_undone, &undone, &o->e);
	assert_int_equal(undone, done);
}

/* --- values for people --- */

static void assert_value(struct office *o, const char *field, const char *stored, const char *want)
{
	struct change c = { .reg = &org_reg, .field = reg_field(&org_reg, field), .name = field };
	struct buf b = BUF_INIT;

	journal_value(o->s, &c, stored, &b);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_db_journal__values_are_shown_as_people_read_them(void **state)
{
	struct office *o = *state;
	char id[32];

	snprintf(id, sizeof(id), "%lld", (long long)office_branch(o, "A1", 0));
	assert_value(o, "category", "631", "党支部");
	assert_value(o, "superior", id, "中共示例A1支部委员会");
	assert_value(o, "founded", "2001-07", "2001-07");
	assert_value(o, "full_members", "12", "12");
	assert_value(o, "centre", "1", "是");
	assert_value(o, "secretary", NULL, "");
	assert_value(o, "founded", "no day", "no day");
	assert_value(o, "full_members", "many\x1b[2J", "many\xef\xbf\xbd[2J");
}

static void test_db_journal__personal_values_are_masked(void **state)
{
	struct office *o = *state;
	struct change c = { .reg = &org_reg, .field = reg_field(&org_reg, "phone"), .name = "phone" };
	struct buf b = BUF_INIT;

	journal_value(o->s, &c, "13911112222", &b);
	assert_null(strstr(buf_str(&b), "13911112222"));
	assert_null(strstr(buf_str(&b), "1111222"));
	buf_release(&b);
}

struct born {
	struct rec rec;
	struct date day;
};

static const struct field born_fields[] = {
	{ FIELD(struct born, day), .flags = FIELD_PERSONAL, .label = "出生日期" },
};

static const struct reg born_reg = { .name = "born", REG_STRUCT(struct born), REG_FIELDS(born_fields) };

/* A damaged value of somebody's is still somebody's. */
static void test_db_journal__personal_values_that_are_none_are_masked(void **state)
{
	struct office *o = *state;
	struct change c = { .reg = &born_reg, .field = &born_fields[0], .name = "day" };
	struct buf b = BUF_INIT;

	journal_value(o->s, &c, "1990-01-01 示例", &b);
	assert_string_equal(buf_str(&b), "***");
	buf_release(&b);
}

static void test_db_journal__stored_words_name_the_operations(void **state)
{
	(void)state;
	assert_int_equal(change_op_from("create"), CHANGE_CREATE);
	assert_int_equal(change_op_from("remove"), CHANGE_REMOVE);
	assert_int_equal(change_op_from("update"), CHANGE_UPDATE);
	assert_int_equal(change_op_from("strange"), CHANGE_UPDATE);
}

static void test_db_journal__every_kind_has_a_value_and_a_label(void **state)
{
	(void)state;
	for (int kind = ACTION_EDIT; kind <= ACTION_SETUP; kind++) {
		assert_true(strlen(action_kind_value((enum action_kind)kind)) > 0);
		assert_true(strlen(action_kind_label((enum action_kind)kind)) > 0);
	}
}

/* --- the chain --- */

static void test_db_journal__the_hash_covers_what_went_before(void **state)
{
	static const char *const columns[] = { "1", NULL, "x" }, *const other[] = { "1", "", "x" };
	unsigned char zero[ACTION_HASH] = { 0 }, one[ACTION_HASH] = { 1 }, a[ACTION_HASH], b[ACTION_HASH];

	(void)state;
	action_hash(zero, zero, columns, 3, a);
	action_hash(zero, zero, columns, 3, b);
	assert_memory_equal(a, b, ACTION_HASH);
	action_hash(one, zero, columns, 3, b);
	assert_memory_not_equal(a, b, ACTION_HASH);
	action_hash(zero, one, columns, 3, b);
	assert_memory_not_equal(a, b, ACTION_HASH);
	/* Empty is not nothing. */
	action_hash(zero, zero, other, 3, b);
	assert_memory_not_equal(a, b, ACTION_HASH);
}

/* "ab" + "c" and "a" + "bc" are different rows. */
static void test_db_journal__columns_do_not_run_together(void **state)
{
	static const char *const one[] = { "ab", "c" }, *const two[] = { "a", "bc" }, *const three[] = { "1:a", "" };
	unsigned char zero[ACTION_HASH] = { 0 }, a[ACTION_HASH], b[ACTION_HASH], c[ACTION_HASH];

	(void)state;
	action_hash(zero, zero, one, 2, a);
	action_hash(zero, zero, two, 2, b);
	action_hash(zero, zero, three, 2, c);
	assert_memory_not_equal(a, b, ACTION_HASH);
	assert_memory_not_equal(b, c, ACTION_HASH);
}

static void test_db_journal__sm3_is_the_standards(void **state)
{
	/* GB/T 32905-2016, example 1: "abc". */
	static const unsigned char want[SM3_SIZE] = {
		0x66, 0xc7, 0xf0, 0xf4, 0x62, 0xee, 0xed, 0xd9, 0xd1, 0xf2, 0xd4, 0x6b, 0xdc, 0x10, 0xe4, 0xe2,
		0x41, 0x67, 0xc4, 0x87, 0x5c, 0xf2, 0xf7, 0xa2, 0x29, 0x7d, 0xa0, 0x2b, 0x8f, 0x4b, 0xa8, 0xe0,
	};
	unsigned char got[SM3_SIZE];
	struct sm3 *md = sm3_new();

	(void)state;
	sm3_add(md, "a", 1);
	sm3_add(md, "bc", 2);
	sm3_end(md, got);
	assert_memory_equal(got, want, SM3_SIZE);
	sm3_free(NULL);
}

/* Long texts are digested by blocks, in a thread beside; the pieces fit no block. */
static void test_db_journal__sm3_of_a_million_letters(void **state)
{
	static const unsigned char want[SM3_SIZE] = {
		0xc8, 0xaa, 0xf8, 0x94, 0x29, 0x55, 0x40, 0x29, 0xe2, 0x31, 0x94, 0x1a, 0x2a, 0xcc, 0x0a, 0xd6,
		0x1f, 0xf2, 0xa5, 0xac, 0xd8, 0xfa, 0xdd, 0x25, 0x84, 0x7a, 0x3a, 0x73, 0x2b, 0x3b, 0x02, 0xc3,
	};
	unsigned char got[SM3_SIZE];
	struct sm3 *md = sm3_new();
	char piece[1009];

	(void)state;
	memset(piece, 'a', sizeof(piece));
	for (size_t left = 1000000; left > 0;) {
		size_t n = left < sizeof(piece) ? left : sizeof(piece);

		sm3_add(md, piece, n);
		left -= n;
	}
	sm3_end(md, got);
	assert_memory_equal(got, want, SM3_SIZE);
}

static void test_db_journal__the_head_is_the_newest_action(void **state)
{
	struct office *o = *state;
	unsigned char hash[ACTION_HASH];
	char hex[2 * ACTION_HASH + 1], *stored;
	int64_t id;

	office_branch(o, "A1", 0);
	assert_int_equal(action_head(o->s, &id, hash, &o->e), 0);
	assert_int_equal(id, newest(o));
	for (size_t i = 0; i < ACTION_HASH; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	stored = office_text(o, "SELECT lower(hex(hash)) FROM action ORDER BY id DESC");
	assert_string_equal(hex, stored);
	free(stored);
	office_meddle(o, "UPDATE meta SET value = 'x' WHERE name = 'head'");
	assert_int_equal(action_head(o->s, &id, hash, &o->e), 0);
	assert_int_equal(id, 0);
	office_meddle(o, "UPDATE meta SET value = '12 zz' WHERE name = 'head'");
	assert_int_equal(action_head(o->s, &id, hash, &o->e), 0);
	assert_int_equal(hash[0], 0);
}

static void test_db_journal__a_damaged_journal_is_read_without_harm(void **state)
{
	struct office *o = *state;
	struct journal_filter all = { .limit = 0 };
	struct buf b = BUF_INIT;

	office_branch(o, "A1", 0);
	office_meddle(o, "UPDATE change SET reg = 'nothing', op = 'strange', field = 'gone' WHERE reg = 'code'");
	office_meddle(o, "UPDATE action SET kind = 'strange', login = X'ff' || 'x'");
	assert_int_equal(journal_changes(o->s, &all, add_change, &b, &o->e), 0);
	assert_non_null(strstr(buf_str(&b), "= ?.gone"));
	buf_release(&b);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_journal__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(a_save_is_one_action_with_who_when_where_and_why),
		T(each_changed_field_is_one_change),
		T(a_new_record_is_one_row_and_reads_as_its_fields),
		T(texts_of_new_records_are_kept_byte_by_byte),
		T(retiring_is_two_changes),
		T(a_removed_record_is_kept_whole),
		T(an_empty_action_leaves_no_trace_but_a_note_does),
		T(actions_come_newest_first_and_can_be_narrowed),
		T(the_caller_may_stop),
		T(an_undone_action_says_so),
		T(values_are_shown_as_people_read_them),
		T(personal_values_are_masked),
		T(personal_values_that_are_none_are_masked),
		T(stored_words_name_the_operations),
		T(every_kind_has_a_value_and_a_label),
		T(the_hash_covers_what_went_before),
		T(columns_do_not_run_together),
		T(sm3_is_the_standards),
		T(sm3_of_a_million_letters),
		T(the_head_is_the_newest_action),
		T(a_damaged_journal_is_read_without_harm),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
