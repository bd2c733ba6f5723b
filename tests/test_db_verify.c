/*
 * What was changed behind the program's back is found: each test meddles with the file as
 * somebody with sqlite3 would.
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
#include "tests/support/office.h"
#include "src/banned.h"

/* Three branches, an edit, one out of use, one undone, and an export at the end. */
static int group_setup(void **state)
{
	struct office *o;
	struct undo_plan plan;
	int64_t id;

	office_group_setup(state);
	office_setup(state);
	o = *state;
	id = office_branch(o, "A1", 0);
	office_branch(o, "A2", id);
	office_must_edit(o, id, "secretary", "示例甲");
	assert_int_equal(office_retire(o, &org_reg, office_branch(o, "A3", 0)), 0);
	office_branch(o, "A4", 0);
	assert_int_equal(journal_plan_undo(o->s, 0, &plan, &o->e), 0);
	assert_int_equal(journal_undo(o->s, &plan, false, NULL, &o->e), 0);
	undo_plan_release(&plan);
	assert_int_equal(journal_note(o->s, ACTION_EXPORT, "示例.csv", &o->e), 0);
	office_sound(o);
	office_keep(o);
	return office_teardown(state);
}

static void meddled(struct office *o, const char *sql, const char *words)
{
	office_close(o);
	office_meddle(o, sql);
	office_found(o, words);
}

/* --- the journal --- */

static void test_db_verify__an_altered_change_is_found(void **state)
{
	meddled(*state, "UPDATE change SET after = '示例乙' WHERE field = 'secretary'", "与链上的摘要不符");
}

static void test_db_verify__an_altered_past_is_found_even_with_the_row(void **state)
{
	meddled(*state, "UPDATE change SET after = '示例乙' WHERE field = 'secretary';"
			"UPDATE org SET secretary = '示例乙' WHERE code = 'A1'", "与链上的摘要不符");
}

static void test_db_verify__every_column_of_a_change_counts(void **state)
{
	static const char *const ways[] = {
		"UPDATE change SET reg = 'rule' WHERE field = 'secretary'",
		"UPDATE change SET record = record + 1 WHERE field = 'secretary'",
		"UPDATE change SET op = 'create' WHERE field = 'secretary'",
		"UPDATE change SET field = 'contact' WHERE field = 'secretary'",
		"UPDATE change SET before = '' WHERE field = 'secretary'",
		"UPDATE change SET after = NULL WHERE field = 'secretary'",
		"DELETE FROM change WHERE field = 'secretary'",
		("INSERT INTO change SELECT action, seq + 1, reg, record, op, 'note', NULL, 'x' FROM change"
		 " WHERE field = 'secretary'"),
		"UPDATE change SET seq = -seq WHERE action = (SELECT action FROM change WHERE field = 'retired_on')",
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		meddled(*state, ways[i], "与链上的摘要不符");
		office_teardown(state);
		office_setup(state);
	}
}

static void test_db_verify__every_column_of_an_action_counts(void **state)
{
	static const char *const ways[] = {
		"at = at + 1", "login = 'x'", "name = 'x'", "channel = 'x'", "host = 'x'", "kind = 'batch'",
		"reason = 'x'", "target = id", "records = 7", "changes = 7", "hash = zeroblob(32)", "hash = X'00'",
		/* Actions of one millisecond have neighbouring numbers. */
		"id = id + 1000",
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		char sql[160];

		snprintf(sql, sizeof(sql), "UPDATE action SET %s WHERE id = (SELECT action FROM change WHERE field ="
					   " 'secretary')", ways[i]);
		meddled(*state, sql, "与链上的摘要不符");
		office_teardown(state);
		office_setup(state);
	}
}

static void test_db_verify__an_action_deleted_in_the_middle_is_found(void **state)
{
	meddled(*state, "DELETE FROM action WHERE id = (SELECT action FROM change WHERE field = 'secretary')",
		"有 1 处改动不属于任何操作");
}

static void test_db_verify__an_action_deleted_with_all_its_traces_is_found(void **state)
{
	meddled(*state, "CREATE TEMP TABLE a AS SELECT action FROM change WHERE field = 'secretary';"
			"DELETE FROM action WHERE id IN (SELECT action FROM a);"
			"DELETE FROM change WHERE action IN (SELECT action FROM a);"
			"UPDATE org SET secretary = NULL WHERE code = 'A1'", "与链上的摘要不符");
}

static void test_db_verify__a_tail_that_was_cut_off_is_found(void **state)
{
	meddled(*state, "DELETE FROM action WHERE kind = 'export'", "末尾的操作被删");
}

/* The next save would have hidden it, had it begun from what is left. */
static void test_db_verify__a_cut_tail_is_found_after_further_saves_too(void **state)
{
	struct office *o = *state;

	office_meddle(o, "DELETE FROM action WHERE kind = 'export'");
	office_open(o, NULL);
	office_branch(o, "A9", 0);
	office_found(o, "与链上的摘要不符");
}

static void test_db_verify__a_cut_tail_with_its_records_is_found(void **state)
{
	meddled(*state, "DELETE FROM change WHERE action >= (SELECT action FROM change WHERE field = 'retired_on');"
			"DELETE FROM action WHERE id NOT IN (SELECT action FROM change);"
			"UPDATE org SET retired_on = NULL, retired_reason = NULL", "末尾的操作被删");
}

static void test_db_verify__an_action_put_at_the_end_is_found(void **state)
{
	meddled(*state, "INSERT INTO action SELECT id + 1, at, login, name, channel, host, kind, 'x', NULL, 0, 0, hash"
			" FROM action ORDER BY id DESC LIMIT 1", "末尾的操作被删、被改或被加过");
}

static void test_db_verify__exchanged_actions_are_found(void **state)
{
	meddled(*state, "CREATE TEMP TABLE a AS SELECT DISTINCT action AS id FROM change WHERE reg = 'org' ORDER BY 1 LIMIT 2;"
			"UPDATE action SET id = -1 WHERE id = (SELECT min(id) FROM a);"
			"UPDATE change SET action = -1 WHERE action = (SELECT min(id) FROM a);"
			"UPDATE action SET id = (SELECT min(id) FROM a) WHERE id = (SELECT max(id) FROM a);"
			"UPDATE change SET action = (SELECT min(id) FROM a) WHERE action = (SELECT max(id) FROM a);"
			"UPDATE action SET id = (SELECT max(id) FROM a) WHERE id = -1;"
			"UPDATE change SET action = (SELECT max(id) FROM a) WHERE action = -1", "换了次序");
}

static void test_db_verify__one_altered_action_is_one_problem(void **state)
{
	struct office *o = *state;

	office_meddle(o, "UPDATE action SET host = 'x' WHERE id = (SELECT action FROM change WHERE field = 'secretary')");
	office_open(o, NULL);
	assert_int_equal(office_problems(o, NULL), 1);
}

static void test_db_verify__a_missing_head_is_found(void **state)
{
	meddled(*state, "DELETE FROM meta WHERE name = 'head'", "末尾");
}

static void test_db_verify__an_empty_journal_is_found(void **state)
{
	meddled(*state, "DELETE FROM change; DELETE FROM action; DELETE FROM meta WHERE name = 'head'", "不在操作记录里");
}

static void test_db_verify__a_damaged_object_of_a_creation_is_found(void **state)
{
	meddled(*state, "UPDATE change SET after = '{\"code\":' WHERE op = 'create' AND reg = 'org'", "与链上的摘要不符");
}

/* --- the records --- */

static void test_db_verify__an_altered_row_is_found(void **state)
{
	meddled(*state, "UPDATE org SET secretary = '示例乙' WHERE code = 'A1'", "「书记」与操作记录不符");
}

static void test_db_verify__every_field_of_a_row_counts(void **state)
{
	struct office *o = *state;

	for (size_t i = 0; i < org_reg.nfields; i++) {
		const struct field *f = &org_reg.fields[i];
		char sql[128];

		snprintf(sql, sizeof(sql), "UPDATE org SET \"%s\" = %s WHERE code = 'A2'", f->name,
			 field_type(f)->storage == STORAGE_INTEGER ? "1" : "'2001-01-01'");
		meddled(o, sql, f->label);
		office_teardown(state);
		office_setup(state);
		o = *state;
	}
}

static void test_db_verify__altered_retirement_is_found(void **state)
{
	meddled(*state, "UPDATE org SET retired_on = '2001-01-01' WHERE code = 'A3'", "停用日期");
	office_teardown(state);
	office_setup(state);
	meddled(*state, "UPDATE org SET retired_on = NULL WHERE code = 'A3'", "停用日期");
	office_teardown(state);
	office_setup(state);
	meddled(*state, "UPDATE org SET retired_reason = '别的' WHERE code = 'A3'", "停用原因");
	office_teardown(state);
	office_setup(state);
	meddled(*state, "UPDATE org SET retired_on = '2001-01-01', retired_reason = 'x' WHERE code = 'A1'", "停用日期");
}

static void test_db_verify__a_value_that_is_none_is_found(void **state)
{
	meddled(*state, "UPDATE org SET founded = 'no day' WHERE code = 'A1'", "成立日期");
	office_teardown(state);
	office_setup(state);
	meddled(*state, "UPDATE org SET retired_on = 'no day' WHERE code = 'A1'", "停用日期");
}

static void test_db_verify__an_inserted_row_is_found(void **state)
{
	meddled(*state, "INSERT INTO org(id, version, code, name) VALUES(77, 1, 'X', '多出来的')", "有 1 条记录不在操作记录里");
}

static void test_db_verify__a_deleted_row_is_found(void **state)
{
	meddled(*state, "DELETE FROM org WHERE code = 'A2'", "不见了");
}

static void test_db_verify__a_row_whose_creation_was_undone_is_found(void **state)
{
	meddled(*state, "INSERT INTO org(id, version, code, name) SELECT record, 1, 'A4', 'x' FROM change WHERE op = 'remove'",
		"却还在表里");
}

static void test_db_verify__the_programs_own_books_count_too(void **state)
{
	static const char *const ways[][2] = {
		{ "UPDATE operator SET role = 'viewer'", "角色" },
		{ "UPDATE rule SET level = 'off' WHERE id = 1", "规则" },
		{ "UPDATE code SET label = 'x' WHERE id = 1", "代码" },
		{ "UPDATE division SET name = 'x' WHERE id = 632800000000", "区划" },
		{ "DELETE FROM rule WHERE id = 1", "不见了" },
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		meddled(*state, ways[i][0], ways[i][1]);
		office_teardown(state);
		office_setup(state);
	}
}

/* --- what is derived --- */

static void test_db_verify__altered_counters_are_found(void **state)
{
	meddled(*state, "UPDATE tally SET n = n + 1 WHERE reg = 'org'", "计数");
	office_teardown(state);
	office_setup(state);
	meddled(*state, "DELETE FROM tally WHERE reg = 'org'", "计数");
}

static void test_db_verify__altered_orders_are_found(void **state)
{
	struct office *o = *state;

	meddled(o, "DELETE FROM k_org", "");
	assert_true(office_problems(o, NULL) > 0);
}

static void test_db_verify__an_altered_index_of_words_is_found(void **state)
{
	struct office *o = *state;
	int64_t n = 0;

	/* The rows of the index stay sound, but it holds another office's words. */
	office_meddle(o, "UPDATE org SET name = '别的名称' WHERE code = 'A1'");
	office_found(o, "检索数据与记录不符");
	/* Where even SQLite cannot read it, that is said. */
	office_close(o);
	office_meddle(o, "DELETE FROM s_org_data WHERE id > 10");
	office_open(o, NULL);
	office_refused(o, journal_verify(o->s, office_ignore, NULL, &n, &o->e), ERR_DATABASE, "损坏");
}

static void add_line(void *ctx, const char *text)
{
	buf_addf(ctx, "%s\n", text);
}

static void test_db_verify__values_without_a_code_are_counted_by_field(void **state)
{
	struct office *o = *state;
	struct buf said = BUF_INIT;
	int64_t problems;

	office_close(o);
	office_meddle(o, "UPDATE org SET unit_nature = 'x1' WHERE code <> 'A1'; UPDATE org SET unit_situation = 'x1' WHERE code = 'A1'");
	office_open(o, NULL);
	if (journal_verify(o->s, add_line, &said, &problems, &o->e) < 0)
		fail_msg("%s", o->e.text);
	assert_non_null(strstr(buf_str(&said), "党组织 有 2 条记录的「单位性质」不在代码里"));
	assert_non_null(strstr(buf_str(&said), "党组织 有 1 条记录的「"));
	buf_release(&said);
}

/* --- the file --- */

static void test_db_verify__a_damaged_index_is_found(void **state)
{
	struct office *o = *state;

	office_meddle(o, "PRAGMA writable_schema = ON; CREATE TABLE x(y);"
			 "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'x')"
			 " WHERE name = 'org_superior'; DELETE FROM sqlite_schema WHERE name = 'x'");
	office_open(o, NULL);
	assert_true(office_problems(o, NULL) > 0);
}

static void test_db_verify__verifying_changes_nothing(void **state)
{
	struct office *o = *state;
	int64_t before, after;

	office_open(o, NULL);
	before = store_data_version(o->s);
	office_sound(o);
	office_sound(o);
	after = store_data_version(o->s);
	assert_int_equal(before, after);
}

static void test_db_verify__readers_may_verify(void **state)
{
	struct office *o = *state;
	struct store_options options = { .path = o->path, .readonly = true };

	office_close(o);
	assert_int_equal(store_open(&options, &o->s, &o->e), 0);
	office_sound(o);
}

/* A damaged text must not reach the terminal as it is. */
static void test_db_verify__what_it_says_is_safe_to_show(void **state)
{
	struct office *o = *state;
	char *said;

	office_meddle(o, "UPDATE action SET name = 'x' || char(27) || '[2J' || char(8238), login = char(7)");
	office_open(o, NULL);
	assert_true(office_problems(o, &said) > 0);
	assert_null(strchr(said, '\x1b'));
	assert_null(strchr(said, '\a'));
	assert_null(strstr(said, "\xe2\x80\xae"));
	free(said);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_verify__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(an_altered_change_is_found),
		T(an_altered_past_is_found_even_with_the_row),
		T(every_column_of_a_change_counts),
		T(every_column_of_an_action_counts),
		T(an_action_deleted_in_the_middle_is_found),
		T(an_action_deleted_with_all_its_traces_is_found),
		T(a_tail_that_was_cut_off_is_found),
		T(a_cut_tail_is_found_after_further_saves_too),
		T(a_cut_tail_with_its_records_is_found),
		T(an_action_put_at_the_end_is_found),
		T(exchanged_actions_are_found),
		T(one_altered_action_is_one_problem),
		T(a_missing_head_is_found),
		T(an_empty_journal_is_found),
		T(a_damaged_object_of_a_creation_is_found),
		T(an_altered_row_is_found),
		T(every_field_of_a_row_counts),
		T(altered_retirement_is_found),
		T(a_value_that_is_none_is_found),
		T(an_inserted_row_is_found),
		T(a_deleted_row_is_found),
		T(a_row_whose_creation_was_undone_is_found),
		T(the_programs_own_books_count_too),
		T(altered_counters_are_found),
		T(altered_orders_are_found),
		T(an_altered_index_of_words_is_found),
		T(values_without_a_code_are_counted_by_field),
		T(a_damaged_index_is_found),
		T(verifying_changes_nothing),
		T(readers_may_verify),
		T(what_it_says_is_safe_to_show),
	};

	return cmocka_run_group_tests(tests, group_setup, office_group_teardown);
}
