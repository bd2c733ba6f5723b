/*
 * Creating and opening: what must be true of a file before a byte of it is believed.
 */
#include "db/open.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "db/care.h"
#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static int create(struct office *o, const char *path)
{
	struct store_options options = { .path = path, .channel = "test" };

	err_clear(&o->e);
	return store_create(&options, &o->e);
}

/* How many files the folder of the test has. */
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

/* --- creating --- */

static void test_db_open__a_new_database_is_closed_to_others(void **state)
{
	struct office *o = *state;
	mode_t before = umask(0);
	struct stat st;

	assert_int_equal(create(o, office_file(o, "new.db")), 0);
	umask(before);
	assert_int_equal(stat(office_file(o, "new.db"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_nlink, 1);
}

static void test_db_open__the_files_beside_it_are_closed_too(void **state)
{
	struct office *o = *state;
	static const char *const names[] = { "zhibu.db", "zhibu.db-wal", "zhibu.db-shm" };
	mode_t before = umask(0);

	office_branch(o, "A1", 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct stat st;

		assert_int_equal(stat(office_file(o, names[i]), &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
	}
	umask(before);
}

static void test_db_open__a_new_database_is_whole_and_leaves_nothing_beside(void **state)
{
	struct office *o = *state;

	office_close(o);
	assert_int_equal(files_in(o), 1);
	assert_int_equal(create(o, office_file(o, "new.db")), 0);
	assert_int_equal(files_in(o), 2);
	assert_int_equal(office_try(o, office_file(o, "new.db"), true), 0);
	assert_int_equal(office_number(o, "SELECT count(*) FROM division"), 443);
	assert_true(office_number(o, "SELECT count(*) FROM code") > 100);
	assert_true(office_number(o, "SELECT count(*) FROM rule") > 10);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 0);
}

static void test_db_open__creating_refuses_what_is_there(void **state)
{
	struct office *o = *state;
	struct stat before, after;

	office_close(o);
	assert_int_equal(stat(o->path, &before), 0);
	office_refused(o, create(o, o->path), ERR_USAGE, "已经存在/不会覆盖");
	office_refused(o, create(o, o->dir), ERR_USAGE, "已经存在");
	assert_int_equal(symlink("/nowhere/x", office_file(o, "link")), 0);
	office_refused(o, create(o, office_file(o, "link")), ERR_USAGE, "已经存在");
	office_refused(o, create(o, "/nowhere/a.db"), ERR_IO, "目录不存在");
	assert_int_equal(stat(o->path, &after), 0);
	assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
	assert_int_equal(files_in(o), 2);
}

/* A limit on the size of files stands for a full disk at every point of it. */
static int create_within(void *ctx)
{
	struct office *o = ctx;

	return -create(o, office_file(o, "new.db"));
}

static int in_child_with_limit(struct office *o, int (*fn)(void *ctx), long bytes)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		office_limit_files(bytes);
		_exit(fn(o));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_db_open__creating_on_a_full_disk_leaves_nothing(void **state)
{
	struct office *o = *state;
	static const long sizes[] = { 0, 1, 512, 4096, 5000, 20000, 65536, 100000, 200000 };

	office_close(o);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		assert_int_equal(in_child_with_limit(o, create_within, sizes[i]), -ERR_IO);
		assert_int_equal(files_in(o), 1);
	}
	assert_int_equal(create(o, office_file(o, "new.db")), 0);
}

static void test_db_open__whoever_creates_is_the_administrator(void **state)
{
	struct office *o = *state;

	assert_int_equal(store_role(o->s), ROLE_ADMIN);
	assert_int_equal(office_number(o, "SELECT count(*) FROM operator"), 1);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE kind = 'setup'"), 2);
	office_sound(o);
}

/* --- opening --- */

static void test_db_open__other_files_are_refused(void **state)
{
	struct office *o = *state;
	FILE *f = fopen(office_file(o, "empty"), "w");

	fclose(f);
	chmod(office_file(o, "empty"), 0600);
	office_refused(o, office_try(o, office_file(o, "empty"), false), ERR_DATABASE, "不是 zhibu 的数据库");
	f = fopen(office_file(o, "text"), "w");
	fputs("编码,全称\n", f);
	fclose(f);
	chmod(office_file(o, "text"), 0600);
	office_refused(o, office_try(o, office_file(o, "text"), false), ERR_DATABASE, "不是 zhibu 的数据库");
	office_refused(o, office_try(o, office_file(o, "none"), false), ERR_DATABASE, "没有数据库/zhibu init");
	office_refused(o, office_try(o, o->dir, false), ERR_DENIED, "不是普通文件");
}

static void test_db_open__a_foreign_database_is_left_as_it_is(void **state)
{
	struct office *o = *state;
	char *ours = o->path;
	int64_t n;

	o->path = xstrdup(office_file(o, "foreign.db"));
	fclose(fopen(o->path, "w"));
	chmod(o->path, 0600);
	office_meddle(o, "PRAGMA journal_mode = WAL; CREATE TABLE t(x); INSERT INTO t VALUES(1), (2)");
	n = files_in(o);
	office_refused(o, office_try(o, o->path, false), ERR_DATABASE, "别的程序");
	office_refused(o, office_try(o, o->path, true), ERR_DATABASE, "别的程序");
	assert_int_equal(files_in(o), n);
	assert_int_equal(office_number(o, "SELECT count(*) FROM t"), 2);
	free(o->path);
	o->path = ours;
}

static void truncated(struct office *o, off_t size)
{
	assert_int_equal(truncate(o->path, size), 0);
	assert_int_equal(office_try(o, o->path, false), ERR_DATABASE);
	assert_non_null(strstr(o->e.text, o->path));
	assert_int_equal(office_try(o, o->path, true), ERR_DATABASE);
}

static void test_db_open__a_file_that_was_cut_short_is_refused(void **state)
{
	struct office *o = *state;

	office_close(o);
	truncated(o, 8192);
	truncated(o, 4096);
	truncated(o, 100);
	truncated(o, 99);
	truncated(o, 0);
}

static void overwrite(const char *path, off_t at, size_t n)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	static const char junk[4096] = { 'x' };

	assert_true(fd >= 0 && n <= sizeof(junk));
	assert_int_equal(pwrite(fd, junk, n, at), n);
	close(fd);
}

static void test_db_open__a_damaged_first_page_is_refused(void **state)
{
	struct office *o = *state;

	office_close(o);
	overwrite(o->path, 100, 3000);
	office_refused(o, office_try(o, o->path, false), ERR_DATABASE, "损坏/备份");
	office_refused(o, office_try(o, o->path, true), ERR_DATABASE, "损坏/备份");
}

static void test_db_open__damaged_code_sets_are_refused_with_a_sentence(void **state)
{
	struct office *o = *state;

	office_close(o);
	office_meddle(o, "UPDATE code SET effective_from = 'no day'");
	office_refused(o, office_try(o, o->path, false), ERR_DATABASE, "zhibu verify");
}

/* --- reading only --- */

static void test_db_open__reading_only_writes_nothing(void **state)
{
	struct office *o = *state;
	struct store_options options = { .path = o->path, .readonly = true };
	struct stat before, after;
	struct store *s;
	struct org *org = office_new_org("A1", 0);

	office_close(o);
	assert_int_equal(stat(o->path, &before), 0);
	assert_int_equal(store_open(&options, &s, &o->e), 0);
	assert_true(store_is_readonly(s));
	office_refused(o, store_begin(s, ACTION_EDIT, NULL, &o->e), ERR_DENIED, "只读");
	office_refused(o, store_save_one(s, &org_reg, NULL, org, NULL, &o->e), ERR_DENIED, "只读");
	office_refused(o, store_may_write(s, &org_reg, NULL, &o->e), ERR_DENIED, "只读");
	assert_true(sqlite3_exec(s->db, "DELETE FROM org", NULL, NULL, NULL) != SQLITE_OK);
	assert_false(store_idle(s, 10));
	store_close(s);
	reg_free(&org_reg, org);
	assert_int_equal(stat(o->path, &after), 0);
	assert_int_equal(before.st_size, after.st_size);
	assert_int_equal(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
	assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}

static void test_db_open__reading_only_sees_what_was_just_saved(void **state)
{
	struct office *o = *state;
	struct store_options options = { .path = o->path, .readonly = true };
	struct store *s;
	int64_t id = office_branch(o, "A1", 0);
	struct org *org = reg_new(&org_reg);

	assert_int_equal(store_open(&options, &s, &o->e), 0);
	assert_int_equal(rows_get(s, &org_reg, id, org, &o->e), 0);
	office_must_edit(o, id, "secretary", "示例才仁");
	assert_int_equal(rows_get(s, &org_reg, id, org, &o->e), 0);
	assert_string_equal(org->secretary, "示例才仁");
	reg_free(&org_reg, org);
	store_close(s);
}

struct folder_case {
	char dir[64], path[128];
	struct office *o;
	bool readonly;
};

static int try_it(void *ctx)
{
	const struct folder_case *c = ctx;

	return -office_try(c->o, c->path, c->readonly);
}

/* A database in a folder that the account may not write to: no log can stand beside it. */
static void test_db_open__a_folder_that_cannot_be_written_is_refused(void **state)
{
	struct office *o = *state;
	struct folder_case c = { .dir = "/tmp/zhibu-open.XXXXXX", .o = o };

	if (geteuid() != 0)
		skip();
	assert_non_null(mkdtemp(c.dir));
	snprintf(c.path, sizeof(c.path), "%s/a.db", c.dir);
	assert_int_equal(create(o, c.path), 0);
	assert_int_equal(chown(c.path, 65534, 65534), 0);
	assert_int_equal(chmod(c.dir, 0755), 0);
	assert_int_equal(office_as_nobody(try_it, &c), -ERR_DENIED);
	c.readonly = true;
	assert_int_equal(office_as_nobody(try_it, &c), -ERR_DENIED);
	c.readonly = false;
	assert_int_equal(chmod(c.dir, 0777), 0);
	assert_int_equal(office_as_nobody(try_it, &c), 0);
	assert_int_equal(chmod(c.path, 0400), 0);
	assert_int_equal(office_as_nobody(try_it, &c), -ERR_DENIED);
	c.readonly = true;
	assert_int_equal(office_as_nobody(try_it, &c), 0);
	unlink(c.path);
	rmdir(c.dir);
}

/* --- a read-only medium --- */

#define NO_MOUNT 77

static bool own_mounts(void)
{
	return unshare(CLONE_NEWNS) == 0 && mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0;
}

static bool freeze(const char *dir)
{
	return own_mounts() && mount(dir, dir, "none", MS_BIND, NULL) == 0 &&
	       mount("none", dir, "none", MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) == 0;
}

static int read_frozen(struct office *o)
{
	struct store_options options = { .path = o->path, .readonly = true };
	struct org *org = reg_new(&org_reg);
	struct store *s;
	int64_t id = 0;

	if (!freeze(o->dir))
		return NO_MOUNT;
	if (store_open(&options, &s, &o->e) < 0)
		return 1;
	if (store_lookup(s)->ref_find(s, &org_reg, "A1", &id, &o->e) < 0 || rows_get(s, &org_reg, id, org, &o->e) < 0)
		return 2;
	store_close(s);
	if (office_try(o, o->path, false) != ERR_DENIED || !strstr(o->e.text, "--readonly"))
		return 3;
	reg_free(&org_reg, org);
	return 0;
}

static void test_db_open__a_read_only_medium_can_be_read(void **state)
{
	struct office *o = *state;
	char *plain = o->path;
	pid_t child;
	int status;

	office_branch(o, "A1", 0);
	office_close(o);
	/* With signs that mean something in a URI. */
	o->path = xstrdup(office_file(o, "a 100%41?x#.db"));
	assert_int_equal(rename(plain, o->path), 0);
	free(plain);
	child = fork();
	if (child == 0)
		_exit(read_frozen(o));
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_MOUNT)
		skip();
	assert_int_equal(status, 0);
}

/* --- a full disk --- */

static void fill(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY, 0600);
	char zeros[4096] = "";

	while (write(fd, zeros, sizeof(zeros)) > 0)
		;
	close(fd);
}

/* A folder that is a small disk of its own, with the database and no room besides. */
static int open_on_full(struct office *o)
{
	char copy[200], rest[200];
	const char *disk = office_file(o, "disk");

	snprintf(copy, sizeof(copy), "%s/zhibu.db", disk);
	snprintf(rest, sizeof(rest), "%s/rest", disk);
	if (mkdir(disk, 0700) < 0 || !own_mounts() || mount("none", disk, "tmpfs", 0, "size=8m") < 0)
		return NO_MOUNT;
	if (care_backup(o->s, copy, &o->e) < 0)
		return 1;
	fill(rest);
	if (office_try(o, copy, false) != ERR_IO || !strstr(o->e.text, "磁盘已满"))
		return 2;
	snprintf(copy, sizeof(copy), "%s/copy.db", disk);
	if (care_backup(o->s, copy, &o->e) != ERR_IO || !strstr(o->e.text, "磁盘已满") || access(copy, F_OK) == 0)
		return 3;
	snprintf(copy, sizeof(copy), "%s/zhibu.db", disk);
	return unlink(rest) == 0 && office_try(o, copy, false) == 0 ? 0 : 4;
}

static void test_db_open__a_disk_without_any_room_is_said_to_be_full(void **state)
{
	struct office *o = *state;
	pid_t child;
	int status;

	office_close(o);
	child = fork();
	if (child == 0) {
		office_open(o, NULL);
		_exit(open_on_full(o));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	rmdir(office_file(o, "disk"));
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_MOUNT)
		skip();
	assert_int_equal(status, 0);
}

/* --- a file that goes away --- */

static void refuses_to_save(struct office *o)
{
	struct org *org = office_new_org("A2", 0);

	err_clear(&o->e);
	office_refused(o, store_save_one(o->s, &org_reg, NULL, org, NULL, &o->e), ERR_DATABASE, "移走、换掉或删除/没有写入");
	reg_free(&org_reg, org);
}

static void test_db_open__nothing_is_saved_in_a_file_that_is_not_there_any_more(void **state)
{
	struct office *o = *state;
	char *away = xstrdup(office_file(o, "away.db")), *log = xstrdup(office_file(o, "zhibu.db-wal"));
	struct store *s;

	office_branch(o, "A1", 0);
	assert_int_equal(rename(o->path, away), 0);
	refuses_to_save(o);
	/* Another one stands in its place. */
	assert_int_equal(care_backup(o->s, o->path, &o->e), ERR_USAGE);
	assert_int_equal(create(o, office_file(o, "new.db")), 0);
	assert_int_equal(rename(office_file(o, "new.db"), o->path), 0);
	refuses_to_save(o);
	assert_int_equal(rename(away, o->path), 0);
	office_branch(o, "A3", 0);
	/* Of two that write, one has lost its log. */
	s = office_second(o);
	assert_int_equal(unlink(log), 0);
	refuses_to_save(o);
	store_close(s);
	free(away);
	free(log);
}

/* --- the guarded connection --- */

static void denied(struct store *s, const char *sql)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		fail_msg("the store's connection may: %s", sql);
}

static void test_db_open__the_connection_may_only_read_and_write_rows(void **state)
{
	struct office *o = *state;

	denied(o->s, "ATTACH '/tmp/other.db' AS other");
	denied(o->s, "DETACH main");
	denied(o->s, "PRAGMA journal_mode = DELETE");
	denied(o->s, "PRAGMA synchronous = OFF");
	denied(o->s, "PRAGMA foreign_keys = OFF");
	denied(o->s, "PRAGMA writable_schema = ON");
	denied(o->s, "PRAGMA trusted_schema = ON");
	denied(o->s, "PRAGMA user_version = 5");
	denied(o->s, "PRAGMA data_version = 5");
	denied(o->s, "CREATE TABLE t(x)");
	denied(o->s, "CREATE TEMP TABLE t(x)");
	denied(o->s, "CREATE VIEW v AS SELECT 1");
	denied(o->s, "CREATE TRIGGER t AFTER INSERT ON org BEGIN SELECT 1; END");
	denied(o->s, "CREATE TEMP TRIGGER t AFTER INSERT ON org BEGIN SELECT 1; END");
	denied(o->s, "CREATE INDEX i ON org(name)");
	denied(o->s, "CREATE VIRTUAL TABLE v USING fts5(x)");
	denied(o->s, "DROP TABLE org");
	denied(o->s, "DROP INDEX org_superior");
	denied(o->s, "ALTER TABLE org RENAME TO gro");
	denied(o->s, "REINDEX");
	denied(o->s, "ANALYZE");
	denied(o->s, "VACUUM");
	denied(o->s, "VACUUM INTO '/tmp/zhibu-should-not-be'");
	denied(o->s, "SELECT load_extension('x')");
	denied(o->s, "INSERT INTO sqlite_schema VALUES('table', 't', 't', 0, '')");
	denied(o->s, "SELECT \"no_such_column\"");
	assert_int_equal(sqlite3_exec(o->s->db, "SELECT count(*) FROM org", NULL, NULL, NULL), SQLITE_OK);
}

/* Without the guard (while derived tables are made) the rest still holds. */
static void test_db_open__switches_hold_without_the_guard(void **state)
{
	struct office *o = *state;
	bool guarded = store_guard(o->s, false);
	int on;

	assert_true(guarded);
	denied(o->s, "ATTACH '/tmp/other.db' AS other");
	denied(o->s, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema");
	denied(o->s, "SELECT load_extension('x')");
	assert_int_equal(sqlite3_db_config(o->s->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &on), SQLITE_OK);
	assert_int_equal(on, 1);
	assert_int_equal(sqlite3_db_config(o->s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, -1, &on), SQLITE_OK);
	assert_int_equal(on, 0);
	assert_int_equal(sql_integer(o->s, "PRAGMA synchronous", -1), 2);
	assert_int_equal(sql_integer(o->s, "PRAGMA foreign_keys", -1), 1);
	assert_int_equal(sql_integer(o->s, "PRAGMA cell_size_check", -1), 1);
	assert_int_equal(sql_integer(o->s, "PRAGMA secure_delete", -1), 1);
	assert_int_equal(sql_integer(o->s, "PRAGMA mmap_size", 0), 0);
	assert_int_equal(sql_integer(o->s, "SELECT (SELECT journal_mode FROM pragma_journal_mode) = 'wal'", -1), 1);
	assert_int_equal(sqlite3_limit(o->s->db, SQLITE_LIMIT_ATTACHED, -1), 0);
	assert_int_equal(sqlite3_limit(o->s->db, SQLITE_LIMIT_LENGTH, -1), 1000000);
	store_guard(o->s, guarded);
}

static void test_db_open__a_log_left_behind_is_taken_in(void **state)
{
	struct office *o = *state;
	pid_t child;
	int status;

	office_close(o);
	child = fork();
	if (child == 0) {
		office_open(o, NULL);
		office_branch(o, "A1", 0);
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(access(office_file(o, "zhibu.db-wal"), F_OK), 0);
	office_open(o, NULL);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 1);
	office_sound(o);
	office_close(o);
	assert_int_equal(files_in(o), 1);
}

/* The process that made it was killed; ours is alive. */
static void test_db_open__a_copy_that_was_left_behind_is_swept(void **state)
{
	struct office *o = *state;
	char name[40];
	pid_t dead = fork();
	FILE *f;

	if (dead == 0)
		_exit(0);
	assert_int_equal(waitpid(dead, NULL, 0), dead);
	office_close(o);
	snprintf(name, sizeof(name), "zhibu.db.new-%d", (int)dead);
	f = fopen(office_file(o, name), "w");
	assert_non_null(f);
	fclose(f);
	assert_int_equal(office_try(o, o->path, true), 0);
	assert_int_equal(files_in(o), 2);
	assert_int_equal(office_try(o, o->path, false), 0);
	assert_int_equal(files_in(o), 1);
}

static void test_db_open__reading_leaves_nothing_beside(void **state)
{
	struct office *o = *state;
	struct store *other;

	office_close(o);
	assert_int_equal(office_try(o, o->path, true), 0);
	assert_int_equal(files_in(o), 1);
	/* While somebody else works with the file, what is beside it is his. */
	office_open(o, NULL);
	assert_int_equal(open_settle(o->s, &o->e), 0);
	assert_int_equal(office_try(o, o->path, true), 0);
	assert_int_equal(files_in(o), 3);
	other = office_second(o);
	office_branch(o, "A1", 0);
	store_close(other);
	office_sound(o);
	office_close(o);
	assert_int_equal(files_in(o), 1);
}

static void test_db_open__settling_moves_the_log_into_the_file(void **state)
{
	struct office *o = *state;
	struct stat st;

	office_branch(o, "A1", 0);
	assert_int_equal(stat(office_file(o, "zhibu.db-wal"), &st), 0);
	assert_true(st.st_size > 0);
	assert_int_equal(open_settle(o->s, &o->e), 0);
	assert_int_equal(stat(office_file(o, "zhibu.db-wal"), &st), 0);
	assert_int_equal(st.st_size, 0);
}

static void test_db_open__closing_an_open_action_takes_it_back(void **state)
{
	struct office *o = *state;
	struct org *org = office_new_org("A1", 0);

	assert_int_equal(store_begin(o->s, ACTION_EDIT, NULL, &o->e), 0);
	assert_int_equal(store_save(o->s, &org_reg, NULL, org, NULL, &o->e), 0);
	reg_free(&org_reg, org);
	office_open(o, NULL);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 0);
	store_close(NULL);
}

static void test_db_open__others_saves_are_noticed(void **state)
{
	struct office *o = *state;
	struct store *other = office_second(o);
	int64_t before = store_data_version(other);

	assert_int_equal(store_data_version(other), before);
	office_branch(o, "A1", 0);
	assert_true(store_data_version(other) != before);
	store_close(other);
}

static void test_db_open__a_stop_flag_ends_long_work(void **state)
{
	struct office *o = *state;
	volatile int stop = 1;
	int64_t n;

	store_stop_flag(o->s, &stop);
	office_refused(o, sql_ask(o->s, "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 9999999)"
				       " SELECT count(*) FROM c", &n, &o->e), ERR_STOPPED, "已停止");
	store_stop_flag(o->s, NULL);
	assert_int_equal(sql_ask(o->s, "SELECT 7", &n, &o->e), 0);
	assert_int_equal(n, 7);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_open__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(a_new_database_is_closed_to_others),
		T(the_files_beside_it_are_closed_too),
		T(a_new_database_is_whole_and_leaves_nothing_beside),
		T(creating_refuses_what_is_there),
		T(creating_on_a_full_disk_leaves_nothing),
		T(whoever_creates_is_the_administrator),
		T(other_files_are_refused),
		T(a_foreign_database_is_left_as_it_is),
		T(a_file_that_was_cut_short_is_refused),
		T(a_damaged_first_page_is_refused),
		T(damaged_code_sets_are_refused_with_a_sentence),
		T(reading_only_writes_nothing),
		T(reading_only_sees_what_was_just_saved),
		T(a_folder_that_cannot_be_written_is_refused),
		T(a_read_only_medium_can_be_read),
		T(a_disk_without_any_room_is_said_to_be_full),
		T(nothing_is_saved_in_a_file_that_is_not_there_any_more),
		T(the_connection_may_only_read_and_write_rows),
		T(switches_hold_without_the_guard),
		T(a_log_left_behind_is_taken_in),
		T(a_copy_that_was_left_behind_is_swept),
		T(reading_leaves_nothing_beside),
		T(settling_moves_the_log_into_the_file),
		T(closing_an_open_action_takes_it_back),
		T(others_saves_are_noticed),
		T(a_stop_flag_ends_long_work),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
