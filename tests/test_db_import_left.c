/* Files of refused rows that a person still has to correct. */
#include "db/import_left.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static char *reg_name = (char[]){ "org" };

/* Makes the file and returns its path, to be freed. */
static char *make_file(struct office *o, const char *name)
{
	char *path = strdup(office_file(o, name));
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs("x\n", f);
	assert_int_equal(fclose(f), 0);
	return path;
}

static void note(struct office *o, const char *path, int64_t database, long rows)
{
	const struct import_left left = { .database = database, .reg = reg_name, .path = xstrdup(path), .rows = rows };

	assert_int_equal(import_left_note(office_file(o, "state/imports"), &left, &o->e), 0);
	free(left.path);
}

static void left_is(struct office *o, int64_t database, size_t files, long rows)
{
	struct import_left_list l;

	assert_int_equal(import_left_read(office_file(o, "state/imports"), database, &l, &o->e), 0);
	assert_int_equal(l.n, files);
	assert_int_equal(l.rows, rows);
	import_left_release(&l);
}

static void test_db_import_left__nothing_is_left_in_the_beginning(void **state)
{
	struct import_left_list l;

	left_is(*state, 0, 0, 0);
	assert_int_equal(import_left_read(NULL, 0, &l, NULL), 0);
	assert_int_equal(l.n, 0);
}

static void test_db_import_left__a_file_is_known_until_it_is_cleared(void **state)
{
	struct office *o = *state;
	char *one = make_file(o, "甲.csv"), *two = make_file(o, "乙.csv");

	note(o, one, 7, 3);
	note(o, two, 8, 4);
	left_is(o, 0, 2, 7);
	left_is(o, 7, 1, 3);
	/* Written anew, it counts once. */
	note(o, one, 7, 5);
	left_is(o, 0, 2, 9);
	assert_int_equal(import_left_clear(office_file(o, "state/imports"), one, &o->e), 0);
	left_is(o, 0, 1, 4);
	assert_int_equal(import_left_clear(office_file(o, "state/imports"), one, &o->e), 0);
	left_is(o, 0, 1, 4);
	free(one);
	free(two);
}

static void test_db_import_left__a_file_that_is_gone_is_left_no_more(void **state)
{
	struct office *o = *state;
	char *one = make_file(o, "甲.csv");

	note(o, one, 7, 3);
	assert_int_equal(unlink(one), 0);
	left_is(o, 0, 0, 0);
	free(one);
}

static void test_db_import_left__lines_that_are_not_ours_are_passed_over(void **state)
{
	struct office *o = *state;
	char *one = make_file(o, "甲.csv");
	FILE *f;

	note(o, one, 7, 3);
	f = fopen(office_file(o, "state/imports/refused"), "a");
	assert_non_null(f);
	fprintf(f, "\nx\n7\torg\t-1\t%s\n7\torg\t2\trelative\n7x\torg\t2\t%s\n7\torg\t\t%s\n", one, one, one);
	fclose(f);
	left_is(o, 0, 1, 3);
	free(one);
}

static void test_db_import_left__a_folder_that_cannot_be_made_is_said(void **state)
{
	struct office *o = *state;
	char *one = make_file(o, "甲.csv");
	struct import_left left = { .database = 1, .reg = reg_name, .path = one, .rows = 1 };

	assert_int_equal(import_left_note(one, &left, &o->e), ERR_IO);
	assert_non_null(strstr(o->e.text, "甲.csv"));
	free(one);
}

#define T(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_db_import_left__nothing_is_left_in_the_beginning),
		T(test_db_import_left__a_file_is_known_until_it_is_cleared),
		T(test_db_import_left__a_file_that_is_gone_is_left_no_more),
		T(test_db_import_left__lines_that_are_not_ours_are_passed_over),
		T(test_db_import_left__a_folder_that_cannot_be_made_is_said),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
