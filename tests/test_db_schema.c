/*
 * The version of the tables: which databases are opened, which are brought up to date, which are refused.
 */
#include "db/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/embed.h"
#include "db/open.h"
#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static int64_t steps(void)
{
	int64_t n = 0;

	while (embed_schema[n].name)
		n++;
	return n;
}

/* Meddles with the closed file, then tries to open it. */
static void refused_after(struct office *o, const char *sql, const char *words)
{
	office_close(o);
	office_meddle(o, sql);
	office_refused(o, office_try(o, o->path, false), ERR_DATABASE, words);
	assert_non_null(strstr(o->e.text, o->path));
	office_refused(o, office_try(o, o->path, true), ERR_DATABASE, words);
}

static void test_db_schema__migrations_are_numbered_without_a_gap(void **state)
{
	(void)state;
	for (int64_t i = 0; i < steps(); i++) {
		char number[16];

		snprintf(number, sizeof(number), "%03d-", (int)i + 1);
		assert_memory_equal(embed_schema[i].name, number, 4);
	}
}

static void test_db_schema__a_new_database_is_ours_and_of_the_newest_version(void **state)
{
	struct office *o = *state;

	assert_int_equal(office_number(o, "PRAGMA application_id"), SCHEMA_APPLICATION_ID);
	assert_int_equal(office_number(o, "PRAGMA user_version"), steps());
	assert_int_equal(SCHEMA_APPLICATION_ID, 'z' << 24 | 'h' << 16 | 'i' << 8 | 'b');
}

static void test_db_schema__a_newer_database_is_refused_with_both_versions(void **state)
{
	struct office *o = *state;
	char want[32];

	snprintf(want, sizeof(want), "结构 99/只到 %d/升级", (int)steps());
	refused_after(o, "PRAGMA user_version = 99", want);
	assert_int_equal(office_number(o, "PRAGMA user_version"), 99);
}

static void test_db_schema__impossible_versions_are_refused(void **state)
{
	struct office *o = *state;

	refused_after(o, "PRAGMA user_version = 0", "改动过");
	refused_after(o, "PRAGMA user_version = -1", "改动过");
	assert_int_equal(office_number(o, "PRAGMA user_version"), -1);
}

static void test_db_schema__a_foreign_database_is_refused_and_left_alone(void **state)
{
	struct office *o = *state;

	refused_after(o, "PRAGMA application_id = 1234", "别的程序");
	refused_after(o, "PRAGMA application_id = -5", "别的程序");
	assert_int_equal(office_number(o, "PRAGMA application_id"), -5);
}

static void test_db_schema__altered_tables_are_found(void **state)
{
	static const char *const ways[] = {
		"CREATE TABLE extra(x)",
		"ALTER TABLE org ADD COLUMN extra TEXT",
		"ALTER TABLE org DROP COLUMN note",
		"DROP INDEX org_superior",
		"CREATE INDEX extra ON org(name)",
		"CREATE TRIGGER t AFTER UPDATE ON org BEGIN DELETE FROM change; END",
		"CREATE VIEW v AS SELECT * FROM org",
		"DELETE FROM meta WHERE name = 'schema'",
		"UPDATE meta SET value = 'x' WHERE name = 'schema'",
		"DROP TABLE meta",
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct office *o = *state;

		refused_after(o, ways[i], "改动过/备份");
		office_teardown(state);
		office_setup(state);
	}
}

/* A trigger on a derived table would run in the write path as well. */
static void test_db_schema__nothing_foreign_hides_behind_a_derived_name(void **state)
{
	static const char *const ways[] = {
		"CREATE TRIGGER s_evil AFTER UPDATE ON org BEGIN DELETE FROM change; END",
		"CREATE TRIGGER k_evil AFTER INSERT ON action BEGIN DELETE FROM meta; END",
		"CREATE INDEX k_evil ON org(name)",
		"CREATE TABLE s_x(x); CREATE TRIGGER x AFTER INSERT ON s_x BEGIN DELETE FROM change; END",
		"CREATE TABLE k_x(x); CREATE TRIGGER y AFTER INSERT ON k_x BEGIN DELETE FROM change; END",
		"CREATE VIEW s_v AS SELECT * FROM org",
		"CREATE TRIGGER tally AFTER INSERT ON tally BEGIN DELETE FROM change; END",
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct office *o = *state;

		refused_after(o, ways[i], "改动过");
		office_teardown(state);
		office_setup(state);
	}
}

static void test_db_schema__the_fingerprint_follows_the_schema_alone(void **state)
{
	struct office *o = *state;
	struct buf before = BUF_INIT, after = BUF_INIT;

	assert_int_equal(schema_fingerprint(o->s, &before, &o->e), 0);
	assert_int_equal(before.len, 64);
	office_branch(o, "A1", 0);
	assert_int_equal(schema_fingerprint(o->s, &after, &o->e), 0);
	assert_string_equal(buf_str(&before), buf_str(&after));
	buf_release(&before);
	buf_release(&after);
}

/* An unguarded connection to a file that may be migrated. */
static struct store *raw_store(struct office *o, const char *name)
{
	struct store_options options = { .path = "", .channel = "test" };
	struct store *s = open_new(&options, xstrdup(office_file(o, name)));

	assert_int_equal(open_connection(s, true, &o->e), 0);
	return s;
}

/* As the first version left it: one step, its fingerprint, its number. */
static void make_first_version(struct store *s)
{
	struct buf print = BUF_INIT, pragma = BUF_INIT;

	buf_addf(&pragma, "PRAGMA user_version = 1; PRAGMA application_id = %d", SCHEMA_APPLICATION_ID);
	assert_int_equal(sql_exec(s, (const char *)embed_schema[0].data, NULL), 0);
	assert_int_equal(sql_exec(s, buf_str(&pragma), NULL), 0);
	assert_int_equal(schema_fingerprint(s, &print, NULL), 0);
	assert_int_equal(meta_set(s, "schema", buf_str(&print), NULL), 0);
	buf_release(&print);
	buf_release(&pragma);
}

static void test_db_schema__an_older_database_is_brought_up_to_date(void **state)
{
	struct office *o = *state;
	struct store *s = raw_store(o, "old.db");

	make_first_version(s);
	s->readonly = true;
	office_refused(o, schema_check(s, &o->e), ERR_DATABASE, "旧版本/打开一次/--readonly");
	assert_int_equal(sql_integer(s, "PRAGMA user_version", 0), 1);
	s->readonly = false;
	assert_int_equal(schema_check(s, &o->e), 0);
	assert_int_equal(sql_integer(s, "PRAGMA user_version", 0), steps());
	assert_int_equal(schema_check(s, &o->e), 0);
	store_close(s);
}

/* While this program had it open. */
static void test_db_schema__what_a_newer_program_brought_up_to_date_is_not_written_any_more(void **state)
{
	struct office *o = *state;
	struct org *org = office_new_org("A2", 0);
	char pragma[60];

	office_branch(o, "A1", 0);
	snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %lld", (long long)steps() + 1);
	office_meddle(o, pragma);
	office_refused(o, store_save_one(o->s, &org_reg, NULL, org, NULL, &o->e), ERR_DATABASE, "升级/没有写入");
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 1);
	reg_free(&org_reg, org);
}

static void test_db_schema__an_older_database_that_was_altered_is_not_touched(void **state)
{
	struct office *o = *state;
	struct store *s = raw_store(o, "old.db");

	make_first_version(s);
	assert_int_equal(meta_set(s, "schema", "something else", NULL), 0);
	office_refused(o, schema_check(s, &o->e), ERR_DATABASE, "改动过");
	assert_int_equal(sql_integer(s, "PRAGMA user_version", 0), 1);
	store_close(s);
}

static void test_db_schema__a_failed_migration_leaves_nothing(void **state)
{
	struct office *o = *state;
	struct store *s = raw_store(o, "half.db");

	/* The second step meets a table of its name. */
	assert_int_equal(sql_exec(s, "CREATE TABLE operator(x)", &o->e), 0);
	assert_true(schema_migrate(s, &o->e) < 0);
	assert_int_equal(sql_integer(s, "SELECT count(*) FROM sqlite_schema", -1), 1);
	assert_int_equal(sql_integer(s, "PRAGMA user_version", -1), 0);
	store_close(s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_schema__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(migrations_are_numbered_without_a_gap),
		T(a_new_database_is_ours_and_of_the_newest_version),
		T(a_newer_database_is_refused_with_both_versions),
		T(impossible_versions_are_refused),
		T(a_foreign_database_is_refused_and_left_alone),
		T(altered_tables_are_found),
		T(nothing_foreign_hides_behind_a_derived_name),
		T(the_fingerprint_follows_the_schema_alone),
		T(an_older_database_is_brought_up_to_date),
		T(what_a_newer_program_brought_up_to_date_is_not_written_any_more),
		T(an_older_database_that_was_altered_is_not_touched),
		T(a_failed_migration_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
