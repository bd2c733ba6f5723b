/* Small files of a person's own, and the folders they stand in. */
#include "db/small_file.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "db/folder.h"
#include "tests/support/office.h"
#include "src/banned.h"

static int replace(const char *path, const char *text)
{
	struct buf b = BUF_INIT;
	int rc;

	buf_adds(&b, text);
	rc = small_file_replace(path, &b);
	buf_release(&b);
	return rc;
}

static void holds(const char *path, const char *text)
{
	struct buf b = BUF_INIT;

	assert_true(small_file_read(path, &b));
	assert_string_equal(buf_str(&b), text);
	buf_release(&b);
}

static int mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return (int)(st.st_mode & 0777);
}

static int files_in(const char *folder)
{
	DIR *dir = opendir(folder);
	int n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static void test_db_small_file__is_replaced_as_a_whole_and_closed_to_others(void **state)
{
	struct office *o = *state;

	assert_int_equal(replace(office_file(o, "state/deep/notes"), "第一次写的，长一些\n"), 0);
	holds(office_file(o, "state/deep/notes"), "第一次写的，长一些\n");
	assert_int_equal(replace(office_file(o, "state/deep/notes"), "second\n"), 0);
	holds(office_file(o, "state/deep/notes"), "second\n");
	assert_int_equal(mode_of(office_file(o, "state")), 0700);
	assert_int_equal(mode_of(office_file(o, "state/deep")), 0700);
	assert_int_equal(mode_of(office_file(o, "state/deep/notes")), 0600);
	assert_int_equal(files_in(office_file(o, "state/deep")), 1);
}

static void test_db_small_file__what_cannot_be_replaced_stays(void **state)
{
	struct office *o = *state;

	assert_int_equal(replace(office_file(o, "state/notes"), "old\n"), 0);
	errno = 0;
	assert_int_equal(replace(office_file(o, "state/notes/below"), "new\n"), -1);
	assert_int_equal(errno, ENOTDIR);
	holds(office_file(o, "state/notes"), "old\n");
	/* A folder stands in the way of the name. */
	assert_int_equal(folder_make(office_file(o, "state/folder/inner")), 0);
	assert_int_equal(replace(office_file(o, "state/folder"), "new\n"), -1);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(files_in(office_file(o, "state")), 2);
}

static void test_db_small_file__a_new_one_takes_nobodys_name(void **state)
{
	struct office *o = *state;
	struct buf b = BUF_INIT;

	buf_adds(&b, "new\n");
	assert_int_equal(replace(office_file(o, "notes"), "old\n"), 0);
	assert_int_equal(small_file_create(office_file(o, "notes"), &b), -1);
	assert_int_equal(errno, EEXIST);
	holds(office_file(o, "notes"), "old\n");
	buf_release(&b);
}

static void test_db_small_file__reads_no_link_and_nothing_large(void **state)
{
	struct office *o = *state;
	struct buf b = BUF_INIT;
	char *notes;

	errno = 0;
	assert_false(small_file_read(office_file(o, "notes"), &b));
	assert_int_equal(errno, ENOENT);
	buf_fill(&b, 'x', (size_t)70 * 1024);
	assert_int_equal(small_file_replace(office_file(o, "notes"), &b), 0);
	buf_clear(&b);
	assert_false(small_file_read(office_file(o, "notes"), &b));
	notes = strdup(office_file(o, "notes"));
	assert_int_equal(replace(notes, "little\n"), 0);
	assert_int_equal(symlink(notes, office_file(o, "link")), 0);
	assert_false(small_file_read(office_file(o, "link"), &b));
	free(notes);
	buf_release(&b);
}

static void test_db_small_file__folders_are_flushed_where_there_are_any(void **state)
{
	struct office *o = *state;

	assert_int_equal(folder_make(office_file(o, "a/b/c")), 0);
	assert_int_equal(folder_make(office_file(o, "a/b/c")), 0);
	assert_int_equal(folder_flush_above(office_file(o, "a/b/c")), 0);
	assert_int_equal(folder_flush_above(office_file(o, "nowhere/c")), -1);
	assert_int_equal(errno, ENOENT);
}

#define T(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_db_small_file__is_replaced_as_a_whole_and_closed_to_others),
		T(test_db_small_file__what_cannot_be_replaced_stays),
		T(test_db_small_file__a_new_one_takes_nobodys_name),
		T(test_db_small_file__reads_no_link_and_nothing_large),
		T(test_db_small_file__folders_are_flushed_where_there_are_any),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
