/*
 * Backup, restore, facts and the check of all records.
 */
#include "db/care.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "db/internal.h"
#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static int files_in(const struct office *o)
{
	DIR *dir = opendir(o->dir);
	int n = 0;

	assert_non_null(dir);
	for (const struct dirent *d; (d = readdir(dir));)
		n += d->d_name[0] != '.';
	closedir(dir);
	return n;
}

static int backup(struct office *o, const char *path)
{
	err_clear(&o->e);
	return care_backup(o->s, path, &o->e);
}

static int restore(struct office *o, const char *from, const char *to)
{
	err_clear(&o->e);
	return care_restore(from, to, &o->e);
}

/* The copy opens, verifies and has that many organizations. */
static void assert_copy(struct office *o, const char *path, int64_t orgs)
{
	struct store_options options = { .path = path, .readonly = true };
	struct store *s, *ours = o->s;
	char *our_path = o->path;

	assert_int_equal(store_open(&options, &s, &o->e), 0);
	o->s = s;
	o->path = xstrdup(path);
	office_sound(o);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), orgs);
	free(o->path);
	o->s = ours;
	o->path = our_path;
	store_close(s);
}

/* --- backup --- */

static void test_db_care__a_backup_is_a_whole_database_closed_to_others(void **state)
{
	struct office *o = *state;
	char *copy = xstrdup(office_file(o, "copy.db"));
	mode_t before = umask(0);
	struct stat st;

	office_branch(o, "A1", 0);
	assert_int_equal(backup(o, copy), 0);
	umask(before);
	assert_int_equal(stat(copy, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_copy(o, copy, 1);
	office_branch(o, "A2", 0);
	assert_copy(o, copy, 1);
	free(copy);
}

static void test_db_care__a_backup_leaves_nothing_beside_it(void **state)
{
	struct office *o = *state;
	int before = files_in(o);

	assert_int_equal(backup(o, office_file(o, "copy.db")), 0);
	assert_int_equal(files_in(o), before + 1);
}

/* What stands in the log but not yet in the file belongs to it. */
static void test_db_care__a_backup_has_what_was_just_saved(void **state)
{
	struct office *o = *state;
	struct store *writer = office_second(o);
	char *copy = xstrdup(office_file(o, "copy.db"));
	struct org *org = office_new_org("A1", 0);

	assert_int_equal(store_save_one(writer, &org_reg, NULL, org, NULL, &o->e), 0);
	assert_int_equal(backup(o, copy), 0);
	assert_copy(o, copy, 1);
	reg_free(&org_reg, org);
	store_close(writer);
	free(copy);
}

/* Somebody is in the middle of saving: the backup has what was there before. */
static void test_db_care__a_backup_waits_for_nobody(void **state)
{
	struct office *o = *state;
	struct store *writer = office_second(o);
	char *copy = xstrdup(office_file(o, "copy.db"));
	struct org *org = office_new_org("A1", 0);

	assert_int_equal(store_begin(writer, ACTION_EDIT, NULL, &o->e), 0);
	assert_int_equal(store_save(writer, &org_reg, NULL, org, NULL, &o->e), 0);
	assert_int_equal(backup(o, copy), 0);
	assert_copy(o, copy, 0);
	assert_int_equal(store_commit(writer, NULL, &o->e), 0);
	reg_free(&org_reg, org);
	store_close(writer);
	free(copy);
}

static void test_db_care__a_backup_replaces_nothing(void **state)
{
	struct office *o = *state;
	char *copy = xstrdup(office_file(o, "copy.db"));

	assert_int_equal(backup(o, copy), 0);
	office_refused(o, backup(o, copy), ERR_USAGE, "已经存在/不会覆盖");
	office_refused(o, backup(o, o->path), ERR_USAGE, "已经存在");
	office_refused(o, backup(o, o->dir), ERR_USAGE, "已经存在");
	office_refused(o, backup(o, "/nowhere/copy.db"), ERR_IO, "目录不存在");
	assert_copy(o, copy, 0);
	free(copy);
}

static void test_db_care__a_backup_of_what_does_not_verify_is_refused(void **state)
{
	struct office *o = *state;
	int before;

	office_branch(o, "A1", 0);
	office_meddle(o, "UPDATE org SET name = '别的'");
	before = files_in(o);
	office_refused(o, backup(o, office_file(o, "copy.db")), ERR_DATABASE, "校验/不符/没有采用/全称");
	assert_int_equal(files_in(o), before);
}

static int backup_within(void *ctx)
{
	struct office *o = ctx;
	int rc;

	office_open(o, NULL);
	office_limit_files(100000);
	rc = backup(o, office_file(o, "copy.db"));
	office_close(o);
	return -rc;
}

static void test_db_care__a_backup_on_a_full_disk_leaves_nothing(void **state)
{
	struct office *o = *state;
	pid_t child;
	int status;

	office_close(o);
	child = fork();
	if (child == 0)
		_exit(backup_within(o));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), -ERR_IO);
	assert_int_equal(access(office_file(o, "copy.db"), F_OK), -1);
	office_open(o, NULL);
	office_close(o);
	assert_int_equal(files_in(o), 1);
}

static void test_db_care__readers_may_make_a_backup(void **state)
{
	struct office *o = *state;
	struct store_options options = { .path = o->path, .readonly = true };
	char *copy = xstrdup(office_file(o, "copy.db"));

	office_branch(o, "A1", 0);
	office_close(o);
	assert_int_equal(store_open(&options, &o->s, &o->e), 0);
	assert_int_equal(backup(o, copy), 0);
	assert_copy(o, copy, 1);
	free(copy);
}

/* --- restore --- */

static void test_db_care__restoring_makes_a_new_database(void **state)
{
	struct office *o = *state;
	char *copy = xstrdup(office_file(o, "copy.db")), *back = xstrdup(office_file(o, "back.db"));
	struct stat st;

	office_branch(o, "A1", 0);
	assert_int_equal(backup(o, copy), 0);
	office_branch(o, "A2", 0);
	assert_int_equal(restore(o, copy, back), 0);
	assert_int_equal(stat(back, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_copy(o, back, 1);
	free(o->path);
	o->path = back;
	office_open(o, NULL);
	office_branch(o, "A3", 0);
	office_sound(o);
	free(copy);
}

static void test_db_care__restoring_never_goes_over_a_file(void **state)
{
	struct office *o = *state;
	char *copy = xstrdup(office_file(o, "copy.db"));

	office_branch(o, "A1", 0);
	assert_int_equal(backup(o, copy), 0);
	office_branch(o, "A2", 0);
	office_refused(o, restore(o, copy, o->path), ERR_USAGE, "已经存在");
	office_refused(o, restore(o, copy, copy), ERR_USAGE, "已经存在");
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 2);
	free(copy);
}

static void test_db_care__only_databases_of_ours_are_restored(void **state)
{
	struct office *o = *state;
	char *to = xstrdup(office_file(o, "to.db"));
	int fd = open(office_file(o, "text"), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	assert_int_equal(write(fd, "编码,全称\n", 14), 14);
	close(fd);
	office_refused(o, restore(o, office_file(o, "text"), to), ERR_DATABASE, "不是 zhibu 的数据库");
	office_refused(o, restore(o, office_file(o, "none"), to), ERR_DATABASE, "没有数据库");
	office_refused(o, restore(o, o->dir, to), ERR_DENIED, "不是普通文件");
	assert_int_equal(access(to, F_OK), -1);
	free(to);
}

static void damage(const char *path, off_t at, size_t n)
{
	static const char junk[4096] = { 'x', 'y', 'z' };
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	assert_true(fd >= 0 && n <= sizeof(junk));
	assert_int_equal(pwrite(fd, junk, n, at), n);
	close(fd);
}

static void test_db_care__a_damaged_backup_is_refused_wherever_it_is_damaged(void **state)
{
	struct office *o = *state;
	char *copy = xstrdup(office_file(o, "copy.db")), *to = xstrdup(office_file(o, "to.db"));
	struct stat st;

	office_branch(o, "A1", 0);
	assert_int_equal(backup(o, copy), 0);
	assert_int_equal(stat(copy, &st), 0);
	for (off_t at = 4096; at < st.st_size; at += st.st_size / 6) {
		assert_int_equal(unlink(copy), 0);
		assert_int_equal(backup(o, copy), 0);
		damage(copy, at & ~4095, 4096);
		if (restore(o, copy, to) == 0)
			fail_msg("damage at %lld was not found", (long long)at);
		assert_int_equal(o->e.code, ERR_DATABASE);
		assert_int_equal(access(to, F_OK), -1);
	}
	free(copy);
	free(to);
}

static void test_db_care__an_altered_backup_is_refused(void **state)
{
	struct office *o = *state;
	char *copy = xstrdup(office_file(o, "copy.db")), *ours = o->path;

	office_branch(o, "A1", 0);
	assert_int_equal(backup(o, copy), 0);
	o->path = copy;
	office_meddle(o, "UPDATE org SET name = '别的'");
	o->path = ours;
	office_refused(o, restore(o, copy, office_file(o, "to.db")), ERR_DATABASE, "校验/不符");
	assert_int_equal(access(office_file(o, "to.db"), F_OK), -1);
	free(copy);
}

static void test_db_care__a_newer_backup_is_refused(void **state)
{
	struct office *o = *state;
	char *copy = xstrdup(office_file(o, "copy.db")), *ours = o->path;

	assert_int_equal(backup(o, copy), 0);
	o->path = copy;
	office_meddle(o, "PRAGMA user_version = 99");
	o->path = ours;
	office_refused(o, restore(o, copy, office_file(o, "to.db")), ERR_DATABASE, "更新的版本");
	free(copy);
}

/* --- facts --- */

static void add_fact(void *ctx, const char *what, const char *value)
{
	buf_addf(ctx, "%s=%s\n", what, value);
}

static void test_db_care__facts_name_the_file_and_the_versions(void **state)
{
	struct office *o = *state;
	struct buf facts = BUF_INIT;

	assert_int_equal(care_facts(o->s, add_fact, &facts, &o->e), 0);
	assert_non_null(strstr(buf_str(&facts), o->path));
	assert_non_null(strstr(buf_str(&facts), "结构版本="));
	assert_non_null(strstr(buf_str(&facts), "SQLite=3."));
	assert_non_null(strstr(buf_str(&facts), "操作数=2\n"));
	buf_release(&facts);
	/* The guard is back afterwards. */
	assert_true(sqlite3_exec(o->s->db, "PRAGMA user_version = 1", NULL, NULL, NULL) != SQLITE_OK);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_care__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(a_backup_is_a_whole_database_closed_to_others),
		T(a_backup_leaves_nothing_beside_it),
		T(a_backup_has_what_was_just_saved),
		T(a_backup_waits_for_nobody),
		T(a_backup_replaces_nothing),
		T(a_backup_of_what_does_not_verify_is_refused),
		T(a_backup_on_a_full_disk_leaves_nothing),
		T(readers_may_make_a_backup),
		T(restoring_makes_a_new_database),
		T(restoring_never_goes_over_a_file),
		T(only_databases_of_ours_are_restored),
		T(a_damaged_backup_is_refused_wherever_it_is_damaged),
		T(an_altered_backup_is_refused),
		T(a_newer_backup_is_refused),
		T(facts_name_the_file_and_the_versions),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
