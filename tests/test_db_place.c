/*
 * Where a database may stand: which files are refused before SQLite sees them.
 */
#include "db/place.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/support/office.h"
#include "src/mem.h"
#include "src/banned.h"

/* A folder that every account may enter: the test's own may lie below a closed one. */
struct place_test {
	char dir[64];
	char path[96], other[96];
	struct err e;
};

static void write_bytes(const char *path, const void *bytes, size_t n)
{
	int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), n);
	close(fd);
}

/* The first 100 bytes of a database, of this program ("zhib") or of another. */
static void write_header(const char *path, const char application[4])
{
	char head[100] = "SQLite format 3";

	for (int i = 0; i < 4; i++)
		head[68 + i] = application[i];
	write_bytes(path, head, sizeof(head));
}

static int setup(void **state)
{
	struct place_test *t = xcalloc(1, sizeof(*t));

	snprintf(t->dir, sizeof(t->dir), "/tmp/zhibu-place.XXXXXX");
	assert_non_null(mkdtemp(t->dir));
	assert_int_equal(chmod(t->dir, 0755), 0);
	snprintf(t->path, sizeof(t->path), "%s/a.db", t->dir);
	snprintf(t->other, sizeof(t->other), "%s/b.db", t->dir);
	write_header(t->path, "zhib");
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	struct place_test *t = *state;

	remove(t->path);
	remove(t->other);
	rmdir(t->dir);
	free(t);
	return 0;
}

static void refused(struct place_test *t, const char *path, int code, const char *says)
{
	char *real = NULL;

	err_clear(&t->e);
	assert_int_equal(place_check(path, false, &real, &t->e), code);
	assert_null(real);
	if (!strstr(t->e.text, says))
		fail_msg("「%s」 does not say 「%s」", t->e.text, says);
	/* Somebody who has several databases must see which one is meant. */
	assert_non_null(strstr(t->e.text, path));
}

static void accepted(struct place_test *t, const char *path, bool readonly)
{
	char *real;

	if (place_check(path, readonly, &real, &t->e) < 0)
		fail_msg("%s", t->e.text);
	free(real);
}

static void test_db_place__our_own_closed_file_is_taken(void **state)
{
	struct place_test *t = *state;
	char *real;

	assert_int_equal(place_check(t->path, false, &real, &t->e), 0);
	assert_string_equal(real, t->path);
	free(real);
	accepted(t, t->path, true);
}

static void test_db_place__a_folder_reached_through_a_link_is_resolved(void **state)
{
	struct place_test *t = *state;
	char link_path[128], through[192], *real;

	snprintf(link_path, sizeof(link_path), "%s/link", t->dir);
	snprintf(through, sizeof(through), "%s/a.db", link_path);
	assert_int_equal(symlink(t->dir, link_path), 0);
	assert_int_equal(place_check(through, false, &real, &t->e), 0);
	assert_string_equal(real, t->path);
	free(real);
	remove(link_path);
}

static void test_db_place__a_relative_name_is_resolved(void **state)
{
	struct place_test *t = *state;
	char before[4096], *real;

	assert_non_null(getcwd(before, sizeof(before)));
	assert_int_equal(chdir(t->dir), 0);
	assert_int_equal(place_check("a.db", false, &real, &t->e), 0);
	assert_int_equal(chdir(before), 0);
	assert_string_equal(real, t->path);
	free(real);
}

static void test_db_place__what_is_missing_is_named_with_the_remedy(void **state)
{
	struct place_test *t = *state;
	char deep[128];

	refused(t, t->other, ERR_DATABASE, "zhibu init");
	snprintf(deep, sizeof(deep), "%s/none/a.db", t->dir);
	refused(t, deep, ERR_DATABASE, "目录不存在");
}

static void test_db_place__links_are_refused(void **state)
{
	struct place_test *t = *state;

	assert_int_equal(symlink(t->path, t->other), 0);
	refused(t, t->other, ERR_DENIED, "不是普通文件");
	assert_int_equal(unlink(t->other), 0);
	assert_int_equal(link(t->path, t->other), 0);
	refused(t, t->path, ERR_DENIED, "硬链接");
	refused(t, t->other, ERR_DENIED, "硬链接");
	assert_int_equal(unlink(t->other), 0);
	accepted(t, t->path, false);
}

static void test_db_place__a_dangling_link_is_refused(void **state)
{
	struct place_test *t = *state;

	assert_int_equal(symlink("/nowhere", t->other), 0);
	refused(t, t->other, ERR_DENIED, "不是普通文件");
}

static void test_db_place__folders_pipes_and_sockets_are_refused(void **state)
{
	struct place_test *t = *state;
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	refused(t, t->dir, ERR_DENIED, "不是普通文件");
	assert_int_equal(mkfifo(t->other, 0600), 0);
	refused(t, t->other, ERR_DENIED, "不是普通文件");
	assert_int_equal(unlink(t->other), 0);
	snprintf(at.sun_path, sizeof(at.sun_path), "%s", t->other);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	close(fd);
	refused(t, t->other, ERR_DENIED, "不是普通文件");
	refused(t, "/dev/null", ERR_DENIED, "不是普通文件");
}

static void test_db_place__a_file_open_to_others_is_refused_with_the_command(void **state)
{
	struct place_test *t = *state;
	static const mode_t bad[] = { 0644, 0604, 0602, 0601, 0666 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(chmod(t->path, bad[i]), 0);
		refused(t, t->path, ERR_DENIED, "chmod o-rwx");
	}
	assert_int_equal(chmod(t->path, 0660), 0);
	accepted(t, t->path, false);
}

static void test_db_place__other_files_are_no_database(void **state)
{
	struct place_test *t = *state;
	static const char text[] = "编码,全称\n";
	char head[100] = "SQLite format 3";

	write_bytes(t->other, "", 0);
	refused(t, t->other, ERR_DATABASE, "不是 zhibu 的数据库");
	write_bytes(t->other, text, sizeof(text) - 1);
	refused(t, t->other, ERR_DATABASE, "不是 zhibu 的数据库");
	write_bytes(t->other, head, 99);
	refused(t, t->other, ERR_DATABASE, "不是 zhibu 的数据库");
	write_bytes(t->other, "SQLite format 2\0 and so on, for more than a hundred bytes, so that it is not"
			      " only refused for being short of a header", 116);
	refused(t, t->other, ERR_DATABASE, "不是 zhibu 的数据库");
}

static void test_db_place__databases_of_other_programs_are_refused(void **state)
{
	struct place_test *t = *state;

	write_header(t->other, "\0\0\0\0");
	refused(t, t->other, ERR_DATABASE, "别的程序的数据库");
	write_header(t->other, "\xff\xff\xff\xff");
	refused(t, t->other, ERR_DATABASE, "别的程序的数据库");
}

static void test_db_place__network_file_systems_are_known(void **state)
{
	static const long network[] = { 0x6969, 0x517B, (long)0xFE534D42, (long)0xFF534D42, 0x01021997, 0x65735546,
					0x00c36400, 0x5346414F };
	static const long local[] = { 0xEF53, 0x9123683E, 0x58465342, 0x01021994, 0x794c7630, 0x2FC12FC1, 0x4d44,
				      0x2011BAB0, 0x5346544e };

	(void)state;
	for (size_t i = 0; i < sizeof(network) / sizeof(network[0]); i++)
		assert_true(place_is_network(network[i]));
	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++)
		assert_false(place_is_network(local[i]));
}

/* On 32-bit machines and in some kernels f_type comes sign-extended. */
static void test_db_place__a_negative_file_system_type_is_known_too(void **state)
{
	(void)state;
	assert_true(place_is_network((long)(int32_t)0xFF534D42));
	assert_true(place_is_network((long)(int32_t)0xFE534D42));
}

/* --- as another account --- */

static int check_readonly_or_not(const char *path, bool readonly)
{
	char *real;
	struct err e = ERR_INIT;
	int rc = place_check(path, readonly, &real, &e);

	free(real);
	return -rc;
}

static int try_writing(void *ctx)
{
	return check_readonly_or_not(ctx, false);
}

static int try_reading(void *ctx)
{
	return check_readonly_or_not(ctx, true);
}

static int try_new(void *ctx)
{
	char *real;
	struct err e = ERR_INIT;
	int rc = place_check_new(ctx, &real, &e);

	free(real);
	return -rc;
}

static void test_db_place__the_file_of_another_account_is_refused(void **state)
{
	struct place_test *t = *state;

	if (geteuid() != 0)
		skip();
	assert_int_equal(office_as_nobody(try_writing, t->path), -ERR_DENIED);
	assert_int_equal(office_as_nobody(try_reading, t->path), -ERR_DENIED);
	assert_int_equal(chown(t->path, 65534, 0), 0);
	assert_int_equal(office_as_nobody(try_writing, t->path), 0);
	assert_int_equal(chown(t->path, 1, 65534), 0);
	assert_int_equal(office_as_nobody(try_writing, t->path), -ERR_DENIED);
	/* Shared on purpose with one's own group. */
	assert_int_equal(chmod(t->path, 0660), 0);
	assert_int_equal(office_as_nobody(try_writing, t->path), 0);
	assert_int_equal(chown(t->path, 1, 1), 0);
	assert_int_equal(office_as_nobody(try_writing, t->path), -ERR_DENIED);
}

static void test_db_place__a_file_that_cannot_be_written_can_be_read(void **state)
{
	struct place_test *t = *state;

	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(t->path, 65534, 65534), 0);
	assert_int_equal(chmod(t->path, 0400), 0);
	assert_int_equal(office_as_nobody(try_writing, t->path), -ERR_DENIED);
	assert_int_equal(office_as_nobody(try_reading, t->path), 0);
	assert_int_equal(chmod(t->path, 0), 0);
	assert_int_equal(office_as_nobody(try_reading, t->path), -ERR_DENIED);
}

static void test_db_place__a_folder_that_cannot_be_written_takes_no_new_file(void **state)
{
	struct place_test *t = *state;

	if (geteuid() != 0)
		skip();
	assert_int_equal(office_as_nobody(try_new, t->other), -ERR_DENIED);
	assert_int_equal(chmod(t->dir, 0777), 0);
	assert_int_equal(office_as_nobody(try_new, t->other), 0);
}

/* --- new files --- */

static void test_db_place__nothing_is_replaced(void **state)
{
	struct place_test *t = *state;
	char *real;

	assert_int_equal(place_check_new(t->path, &real, &t->e), ERR_USAGE);
	assert_null(real);
	assert_non_null(strstr(t->e.text, "已经存在"));
	assert_int_equal(symlink("/nowhere", t->other), 0);
	assert_int_equal(place_check_new(t->other, &real, &t->e), ERR_USAGE);
	assert_int_equal(unlink(t->other), 0);
	assert_int_equal(place_check_new(t->other, &real, &t->e), 0);
	free(real);
	assert_int_equal(place_check_new("/nowhere/a.db", &real, &t->e), ERR_IO);
}

static void test_db_place__a_finished_file_gets_its_name_once(void **state)
{
	struct place_test *t = *state;
	struct stat st;

	write_header(t->other, "zhib");
	/* Somebody made a file of that name in the meantime. */
	assert_int_equal(place_publish(t->other, t->path, &t->e), ERR_USAGE);
	assert_int_equal(stat(t->other, &st), 0);
	assert_int_equal(unlink(t->path), 0);
	assert_int_equal(place_publish(t->other, t->path, &t->e), 0);
	assert_int_equal(stat(t->path, &st), 0);
	assert_int_equal(stat(t->other, &st), -1);
	assert_int_equal(place_publish(t->other, t->path, &t->e), ERR_IO);
	/* In place of the other one where that is meant, and where there is none. */
	write_header(t->other, "next");
	assert_int_equal(place_replace(t->other, t->path, &t->e), 0);
	assert_int_equal(stat(t->other, &st), -1);
	assert_int_equal(rename(t->path, t->other), 0);
	assert_int_equal(place_replace(t->other, t->path, &t->e), 0);
	assert_int_equal(place_replace(t->other, t->path, &t->e), ERR_IO);
}

static void test_db_place__a_temporary_database_goes_with_all_its_files(void **state)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
	struct place_test *t = *state;
	char path[4096];

	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", t->other, tails[i]);
		write_header(path, "zhib");
	}
	place_drop(t->other);
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", t->other, tails[i]);
		assert_int_equal(access(path, F_OK), -1);
	}
	place_drop(t->other);
	assert_int_equal(access(t->path, F_OK), 0);
}

static bool is_there(const struct place_test *t, const char *name)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", t->dir, name);
	return access(path, F_OK) == 0;
}

static void make(const struct place_test *t, const char *name)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", t->dir, name);
	write_header(path, "zhib");
}

/* The number of a process that is no more. */
static long dead_process(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	return child;
}

static void test_db_place__what_killed_processes_left_is_swept(void **state)
{
	struct place_test *t = *state;
	static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
	static const char *const others[] = { "a.db.new-", "a.db.new-x", "a.db.new-1.csv", "aa.db.new-1", "a.db.bak" };
	long dead = dead_process();
	struct buf ours = BUF_INIT;
	char name[64];

	for (size_t i = 0; i < 4; i++) {
		snprintf(name, sizeof(name), "a.db.new-%ld%s", dead, tails[i]);
		make(t, name);
	}
	for (size_t i = 0; i < 5; i++)
		make(t, others[i]);
	place_temporary(t->path, &ours);
	write_header(buf_str(&ours), "zhib");
	place_sweep(t->path);
	for (size_t i = 0; i < 4; i++) {
		snprintf(name, sizeof(name), "a.db.new-%ld%s", dead, tails[i]);
		assert_false(is_there(t, name));
	}
	for (size_t i = 0; i < 5; i++) {
		assert_true(is_there(t, others[i]));
		snprintf(t->other, sizeof(t->other), "%s/%s", t->dir, others[i]);
		unlink(t->other);
	}
	assert_int_equal(access(buf_str(&ours), F_OK), 0);
	assert_true(is_there(t, "a.db"));
	place_drop(buf_str(&ours));
	buf_release(&ours);
	place_sweep("/nowhere/a.db");
}

/* A new database would take in what belongs to the one that stood there. */
static void test_db_place__the_log_of_another_database_is_in_the_way(void **state)
{
	static const char *const logs[] = { "b.db-wal", "b.db-journal" };
	struct place_test *t = *state;
	char path[128], *real;

	snprintf(path, sizeof(path), "%s/b.db", t->dir);
	for (size_t i = 0; i < 2; i++) {
		make(t, logs[i]);
		assert_int_equal(place_check_new(path, &real, &t->e), ERR_USAGE);
		assert_null(real);
		assert_non_null(strstr(t->e.text, logs[i]));
		place_drop(path);
	}
	make(t, "b.db-shm");
	assert_int_equal(place_check_new(path, &real, &t->e), 0);
	free(real);
	place_drop(path);
}

static void test_db_place__what_a_reader_left_closed_is_opened_for_a_writer(void **state)
{
	struct place_test *t = *state;
	char shm[128];
	struct stat st;

	snprintf(shm, sizeof(shm), "%s-shm", t->path);
	make(t, "a.db-shm");
	assert_int_equal(chmod(shm, 0400), 0);
	accepted(t, t->path, true);
	assert_int_equal(stat(shm, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0400);
	accepted(t, t->path, false);
	assert_int_equal(stat(shm, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	unlink(shm);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_place__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(our_own_closed_file_is_taken),
		T(a_folder_reached_through_a_link_is_resolved),
		T(a_relative_name_is_resolved),
		T(what_is_missing_is_named_with_the_remedy),
		T(links_are_refused),
		T(a_dangling_link_is_refused),
		T(folders_pipes_and_sockets_are_refused),
		T(a_file_open_to_others_is_refused_with_the_command),
		T(other_files_are_no_database),
		T(databases_of_other_programs_are_refused),
		T(network_file_systems_are_known),
		T(a_negative_file_system_type_is_known_too),
		T(the_file_of_another_account_is_refused),
		T(a_file_that_cannot_be_written_can_be_read),
		T(a_folder_that_cannot_be_written_takes_no_new_file),
		T(what_a_reader_left_closed_is_opened_for_a_writer),
		T(nothing_is_replaced),
		T(the_log_of_another_database_is_in_the_way),
		T(a_finished_file_gets_its_name_once),
		T(what_killed_processes_left_is_swept),
		T(a_temporary_database_goes_with_all_its_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
