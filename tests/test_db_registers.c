/*
 * The tables of the schema against the registers: SQL that was frozen once and a
 * table of fields that grows must say the same.
 */
#include "src/records.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "db/embed.h"
#include "src/banned.h"

static sqlite3 *db;

static int ignored(void *ctx, int n, char **values, char **names)
{
	(void)ctx;
	(void)n;
	(void)values;
	(void)names;
	return 0;
}

static void must(const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, ignored, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
}

static int setup(void **state)
{
	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL), SQLITE_OK);
	must("PRAGMA foreign_keys = ON");
	for (const struct embed_file *step = embed_schema; step->name; step++)
		must((const char *)step->data);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return 0;
}

/* A statement with the register's name (and a field's) as its parameters. */
static sqlite3_stmt *ask(const char *sql, const char *reg, const char *field)
{
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	sqlite3_bind_text(stmt, 1, reg, -1, SQLITE_STATIC);
	if (field != NULL)
		sqlite3_bind_text(stmt, 2, field, -1, SQLITE_STATIC);
	return stmt;
}

static int ask_number(const char *sql, const char *reg, const char *field)
{
	sqlite3_stmt *stmt = ask(sql, reg, field);
	int n;

	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

static const char *column(sqlite3_stmt *stmt, int i)
{
	const unsigned char *text = sqlite3_column_text(stmt, i);

	return text != NULL ? (const char *)text : "";
}

static void assert_column(sqlite3_stmt *stmt, const char *name, const char *type)
{
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_string_equal(column(stmt, 0), name);
	assert_string_equal(column(stmt, 1), type);
}

static void assert_field(const struct reg *reg, const char *name, const char *type)
{
	sqlite3_stmt *stmt = ask("SELECT type FROM pragma_table_info(?1) WHERE name = ?2", reg->name, name);

	if (sqlite3_step(stmt) != SQLITE_ROW)
		fail_msg("%s has no column %s", reg->name, name);
	assert_string_equal(column(stmt, 0), type);
	sqlite3_finalize(stmt);
}

static const char *storage_of(const struct field *f)
{
	return field_type(f)->storage == STORAGE_INTEGER ? "INTEGER" : "TEXT";
}

/* Not in their order: a column that came later stands behind the others. */
static void test_db_registers__columns_are_the_fields(void **state)
{
	(void)state;
	for (size_t r = 0; r < registers_n; r++) {
		const struct reg *reg = registers[r];

		assert_field(reg, "id", "INTEGER");
		assert_field(reg, "version", "INTEGER");
		assert_field(reg, "retired_on", "TEXT");
		assert_field(reg, "retired_reason", "TEXT");
		for (size_t i = 0; i < reg->nfields; i++)
			assert_field(reg, reg->fields[i].name, storage_of(&reg->fields[i]));
		assert_int_equal(ask_number("SELECT count(*) FROM pragma_table_info(?1)", reg->name, NULL), 4 + (int)reg->nfields);
	}
}

static void test_db_registers__tables_are_strict_and_keyed_by_id(void **state)
{
	(void)state;
	for (size_t r = 0; r < registers_n; r++) {
		const char *name = registers[r]->name;

		assert_int_equal(ask_number("SELECT strict FROM pragma_table_list(?1)", name, NULL), 1);
		assert_int_equal(
			ask_number("SELECT pk FROM pragma_table_info(?1) WHERE name = 'id'", name, NULL), 1);
		assert_int_equal(
			ask_number("SELECT \"notnull\" FROM pragma_table_info(?1) WHERE name = 'version'",
				name, NULL),
			1);
	}
}

/* How many indexes begin with that column, unique ones or others. */
static int indexes_on(const struct reg *reg, const struct field *f, const char *unique)
{
	struct buf sql = BUF_INIT;
	int n;

	buf_addf(&sql,
		"SELECT count(*) FROM pragma_index_list(?1) AS l, pragma_index_info(l.name) AS i"
		" WHERE i.seqno = 0 AND i.name = ?2 AND l.\"unique\" = %s",
		unique);
	n = ask_number(buf_str(&sql), reg->name, f->name);
	buf_release(&sql);
	return n;
}

static void test_db_registers__unique_fields_and_references_are_indexed(void **state)
{
	(void)state;
	for (size_t r = 0; r < registers_n; r++) {
		const struct reg *reg = registers[r];

		for (size_t i = 0; i < reg->nfields; i++) {
			const struct field *f = &reg->fields[i];

			assert_int_equal(indexes_on(reg, f, "1"), (f->flags & FIELD_UNIQUE) != 0);
			assert_int_equal(indexes_on(reg, f, "0"), f->target != NULL);
		}
	}
}

static void test_db_registers__references_point_to_their_register(void **state)
{
	(void)state;
	for (size_t r = 0; r < registers_n; r++) {
		const struct reg *reg = registers[r];

		for (size_t i = 0; i < reg->nfields; i++) {
			const struct field *f = &reg->fields[i];
			sqlite3_stmt *stmt = ask("SELECT \"table\", \"to\" FROM pragma_foreign_key_list(?1) "
						 "WHERE \"from\" = ?2",
				reg->name, f->name);

			if (f->target != NULL)
				assert_column(stmt, f->target->name, "id");
			assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
			sqlite3_finalize(stmt);
		}
	}
}

static void test_db_registers__references_may_come_before_their_target(void **state)
{
	(void)state;
	must("BEGIN");
	must("INSERT INTO org (id, version, superior, division) VALUES (2, 1, 1, 632800000000)");
	must("INSERT INTO org (id, version) VALUES (1, 1)");
	must("INSERT INTO division (id, version, parent) VALUES (632800000000, 1, NULL)");
	must("INSERT INTO operator (id, version, scope) VALUES (3, 1, 1)");
	must("COMMIT");
	must("BEGIN");
	must("INSERT INTO org (id, version, superior) VALUES (4, 1, 404)");
	assert_int_equal(sqlite3_exec(db, "COMMIT", ignored, NULL, NULL), SQLITE_CONSTRAINT);
	must("ROLLBACK");
	must("DELETE FROM operator");
	must("DELETE FROM org WHERE id = 2");
	must("DELETE FROM org");
	must("DELETE FROM division");
}

static void test_db_registers__two_records_cannot_share_a_code(void **state)
{
	(void)state;
	must("INSERT INTO org (id, version, code) VALUES (1, 1, 'SL-01')");
	assert_int_equal(sqlite3_exec(db, "INSERT INTO org (id, version, code) VALUES (2, 1, 'SL-01')",
				 ignored, NULL, NULL),
		SQLITE_CONSTRAINT);
	assert_int_equal(sqlite3_exec(db, "UPDATE org SET full_members = 'many'", ignored, NULL, NULL),
		SQLITE_CONSTRAINT);
	must("DELETE FROM org");
}

int main(void)
{
#define T(name) cmocka_unit_test(test_db_registers__##name)
	const struct CMUnitTest tests[] = {
		T(columns_are_the_fields),
		T(tables_are_strict_and_keyed_by_id),
		T(unique_fields_and_references_are_indexed),
		T(references_point_to_their_register),
		T(references_may_come_before_their_target),
		T(two_records_cannot_share_a_code),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
