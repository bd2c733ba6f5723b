#ifndef TESTS_SUPPORT_THINGS_H
#define TESTS_SUPPORT_THINGS_H

#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "db/embed.h"
#include "src/records.h"
#include "tests/support/fake.h"
#include "tests/support/ledger.h"

/*
 * Databases with two registers more than the program has, so that every type of field is there.  These are
 * the definitions themselves, which stand in for the program's own: only one file of a test program includes this.
 */

/* NOLINTBEGIN(misc-definitions-in-headers) */

const struct reg *const registers[] = {
	&org_reg, &division_reg, &code_reg, &rule_reg, &operator_reg, &place_reg, &thing_reg,
};
const size_t registers_n = sizeof(registers) / sizeof(registers[0]);

/* The program's own tables are made in one step, whatever migrations they came with. */
static unsigned char own_sql[65536], codes[65536], divisions[65536], rules[65536];

static const unsigned char things_sql[] =
	"CREATE TABLE \"place\" (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, retired_on TEXT, retired_reason TEXT,"
	" \"code\" TEXT UNIQUE, \"name\" TEXT) STRICT;"
	"CREATE TABLE \"thing\" (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, retired_on TEXT, retired_reason TEXT,"
	" \"code\" TEXT UNIQUE, \"name\" TEXT, \"note\" TEXT, \"members\" INTEGER, \"stars\" INTEGER, \"centre\" INTEGER,"
	" \"founded\" TEXT, \"opened\" TEXT, \"funds\" INTEGER, \"pay\" INTEGER, \"share\" INTEGER, \"score\" INTEGER, \"category\" TEXT,"
	" \"criteria\" TEXT, \"place\" INTEGER, \"superior\" INTEGER, \"person\" TEXT, \"phone\" TEXT, \"citizen\" TEXT,"
	" \"credit\" TEXT, \"card\" TEXT) STRICT;";

const struct embed_file embed_schema[] = {
	{ "001-own.sql", own_sql, sizeof(own_sql) },
	{ "002-things.sql", things_sql, sizeof(things_sql) },
	{ NULL, NULL, 0 },
};

const struct embed_file embed_seed[] = {
	{ "code.csv", codes, sizeof(codes) - 1 },
	{ "division.csv", divisions, sizeof(divisions) - 1 },
	{ "rule.csv", rules, sizeof(rules) - 1 },
	{ NULL, NULL, 0 },
};

/* Reads a file behind the first `from` bytes; returns how many there are then. */
static size_t read_behind(unsigned char *to, size_t size, size_t from, const char *path)
{
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(to + from, 1, size - 1 - from, f);
	assert_true(n > 0 && n < size - 1 - from);
	fclose(f);
	return from + n;
}

/* The tables above know only the size of the room, so what is left of it becomes empty lines. */
static void read_files(unsigned char *to, size_t size, const char *pattern)
{
	glob_t found;
	size_t n = 0;

	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		n = read_behind(to, size, n, found.gl_pathv[i]);
	globfree(&found);
	memset(to + n, '\n', size - 1 - n);
}

/* Before the first database is made. */
static void things_read(void)
{
	read_files(own_sql, sizeof(own_sql), "db/schema/*.sql");
	read_files(codes, sizeof(codes), "db/seed/code.csv");
	read_files(divisions, sizeof(divisions), "db/seed/division.csv");
	read_files(rules, sizeof(rules), "db/seed/rule.csv");
}

/* Imports a ledger, all of which is good. */
static void things_take(struct office *o, const struct reg *reg, const char *text)
{
	struct ledger l = { .name = NULL };

	if (ledger_import(o, &l, reg, text) < 0)
		fail_msg("%s\n%s", l.e.text, buf_str(&l.refused));
	assert_int_equal(l.report.refused, 0);
	ledger_release(&l);
}

/* NOLINTEND(misc-definitions-in-headers) */

#endif
