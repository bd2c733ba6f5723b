/*
 * Drafts as bytes and as files: whole or refused, closed to others, one program at a time.
 */
#include "ui/draft.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

#define FOLDER "state/zhibu/drafts"

static struct draft sample(int64_t record)
{
	struct draft d = {
		.database = 0x1234, .login = xstrdup("zhangmin"), .reg = xstrdup("org"), .record = record, .version = 3,
		.field = xstrdup("secretary"),
	};

	draft_add(&d, "secretary", "示例卓玛", "示例旦增", false);
	draft_add(&d, "founded", NULL, "昨天\n的", true);
	draft_add(&d, "contact", "示例", NULL, false);
	return d;
}

static struct draft_want want_all(void)
{
	return (struct draft_want){ .database = 0x1234, .login = "zhangmin" };
}

/* Writes one and leaves it as a program that was killed leaves it. */
static void leave_draft(struct office *o, int64_t record)
{
	struct draft_file file = DRAFT_NONE;
	struct draft d = sample(record);

	assert_int_equal(draft_write(office_file(o, FOLDER), &file, &d, &o->e), 0);
	draft_release(&d);
	draft_let_go(&file);
}

static size_t count(struct office *o, struct draft_want want)
{
	struct draft_list l;
	size_t n;

	assert_int_equal(draft_find(office_file(o, FOLDER), &want, &l, &o->e), 0);
	n = l.n;
	draft_list_release(&l);
	return n;
}

/* The only file of the folder, or NULL; the caller frees its path. */
static char *only_file(struct office *o)
{
	DIR *dir = opendir(office_file(o, FOLDER));
	struct buf path = BUF_INIT;
	const struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.') {
			assert_int_equal(path.len, 0);
			buf_addf(&path, "%s/%s", office_file(o, FOLDER), entry->d_name);
		}
	closedir(dir);
	return path.len ? buf_detach(&path) : NULL;
}

/* --- bytes --- */

static void test_draft__comes_back_as_it_was(void **state)
{
	struct draft d = sample(7), back;
	struct buf b = BUF_INIT;

	(void)state;
	d.number = 99;
	d.at_ms = 1700000000000;
	draft_encode(&d, &b);
	assert_int_equal(draft_decode(&back, buf_str(&b), b.len), 0);
	assert_int_equal(back.database, 0x1234);
	assert_string_equal(back.login, "zhangmin");
	assert_string_equal(back.reg, "org");
	assert_int_equal(back.record, 7);
	assert_int_equal(back.number, 99);
	assert_int_equal(back.version, 3);
	assert_int_equal(back.at_ms, 1700000000000);
	assert_string_equal(back.field, "secretary");
	assert_int_equal(back.n, 3);
	assert_string_equal(back.fields[0].base, "示例卓玛");
	assert_string_equal(back.fields[0].text, "示例旦增");
	assert_false(back.fields[0].typed);
	assert_null(back.fields[1].base);
	assert_string_equal(back.fields[1].text, "昨天\n的");
	assert_true(back.fields[1].typed);
	assert_null(back.fields[2].text);
	draft_release(&back);
	draft_release(&d);
	buf_release(&b);
}

static void test_draft__half_a_file_is_refused(void **state)
{
	struct draft d = sample(7), back;
	struct buf b = BUF_INIT;

	(void)state;
	draft_encode(&d, &b);
	for (size_t n = 0; n < b.len; n++)
		assert_int_equal(draft_decode(&back, buf_str(&b), n), ERR_INVALID);
	draft_release(&d);
	buf_release(&b);
}

/* The check at the end made right again, so that what stands before it is looked at. */
static void seal(struct buf *b)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < b->len; i++)
		h = (h ^ (unsigned char)b->data[i]) * UINT64_C(0x100000001b3);
	buf_addf(b, "end %016llx\n", (unsigned long long)h);
}

/* The same numbers in every run. */
static uint32_t below(uint32_t n)
{
	static uint64_t x = 1;

	x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(x >> 33) % n;
}

/* Whatever stands in it, it is taken whole or refused. */
static void test_draft__damaged_files_are_refused_or_whole(void **state)
{
	static const char signs[] = "0123456789-\n \0\xff" "endtyp";
	struct draft d = sample(7), back;
	struct buf b = BUF_INIT, damaged = BUF_INIT;
	int whole = 0;

	(void)state;
	draft_encode(&d, &b);
	buf_truncate(&b, b.len - strlen("end 0123456789abcdef\n"));
	for (int i = 0; i < 20000; i++) {
		buf_clear(&damaged);
		buf_add(&damaged, b.data, b.len);
		for (uint32_t k = below(4); k > 0; k--)
			damaged.data[below((uint32_t)b.len)] = signs[below(sizeof(signs) - 1)];
		if (below(4) == 0)
			buf_truncate(&damaged, below((uint32_t)b.len));
		seal(&damaged);
		if (draft_decode(&back, buf_str(&damaged), damaged.len) == 0) {
			whole++;
			assert_non_null(back.login);
			for (size_t k = 0; k < back.n; k++)
				assert_non_null(back.fields[k].name);
			draft_release(&back);
		}
	}
	/* Some are damaged only in a value: the test would say nothing if all were refused. */
	assert_in_range(whole, 1000, 19999);
	draft_release(&d);
	buf_release(&b);
	buf_release(&damaged);
}

/* --- files --- */

static void test_draft__is_closed_to_others(void **state)
{
	struct office *o = *state;
	static const char *const folders[] = { "state", "state/zhibu", FOLDER };
	struct stat st;
	mode_t before = umask(0);
	char *path;

	leave_draft(o, 7);
	umask(before);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(stat(office_file(o, folders[i]), &st), 0);
		assert_int_equal(st.st_mode & 07777, 0700);
	}
	path = only_file(o);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	free(path);
}

static void test_draft__is_found_by_database_person_and_record(void **state)
{
	struct office *o = *state;
	struct draft_want want = want_all();

	assert_int_equal(count(o, want), 0);
	leave_draft(o, 7);
	leave_draft(o, 7);
	leave_draft(o, 0);
	assert_int_equal(count(o, want), 3);
	want.reg = "org";
	want.record = 7;
	assert_int_equal(count(o, want), 2);
	want.reg = "division";
	assert_int_equal(count(o, want), 0);
	want = want_all();
	want.database++;
	assert_int_equal(count(o, want), 0);
	want = want_all();
	want.login = "liqiang";
	assert_int_equal(count(o, want), 0);
}

static void test_draft__is_written_again_in_its_place(void **state)
{
	struct office *o = *state;
	struct draft_file file = DRAFT_NONE;
	struct draft d = sample(7);
	struct draft_want want = want_all();
	struct draft_list l;

	assert_int_equal(draft_write(office_file(o, FOLDER), &file, &d, &o->e), 0);
	draft_add(&d, "name", NULL, "新", false);
	assert_int_equal(draft_write(office_file(o, FOLDER), &file, &d, &o->e), 0);
	draft_release(&d);
	/* While this program works on it, nobody else is offered it. */
	assert_int_equal(count(o, want_all()), 0);
	draft_let_go(&file);
	assert_int_equal(draft_find(office_file(o, FOLDER), &want, &l, &o->e), 0);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.items[0].n, 4);
	assert_int_equal(draft_take(office_file(o, FOLDER), &l.items[0], &file, &o->e), 0);
	draft_remove(&file);
	assert_int_equal(draft_take(office_file(o, FOLDER), &l.items[0], &file, &o->e), ERR_BUSY);
	draft_list_release(&l);
	assert_null(only_file(o));
}

static void test_draft__belongs_to_one_program_at_a_time(void **state)
{
	struct office *o = *state;
	struct draft_file one = DRAFT_NONE, two = DRAFT_NONE;
	struct draft_want want = want_all();
	struct draft_list l;

	leave_draft(o, 7);
	assert_int_equal(draft_find(office_file(o, FOLDER), &want, &l, &o->e), 0);
	assert_int_equal(draft_take(office_file(o, FOLDER), &l.items[0], &one, &o->e), 0);
	assert_int_equal(draft_take(office_file(o, FOLDER), &l.items[0], &two, &o->e), ERR_BUSY);
	/* Also after it was written anew. */
	assert_int_equal(draft_write(office_file(o, FOLDER), &one, &l.items[0], &o->e), 0);
	assert_int_equal(draft_take(office_file(o, FOLDER), &l.items[0], &two, &o->e), ERR_BUSY);
	/* Two who begin at the same time have two files. */
	assert_int_equal(draft_write(office_file(o, FOLDER), &two, &l.items[0], &o->e), 0);
	assert_string_not_equal(one.path, two.path);
	draft_let_go(&one);
	draft_let_go(&two);
	draft_list_release(&l);
	assert_int_equal(count(o, want_all()), 2);
}

static void overwrite(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void test_draft__what_cannot_be_read_is_put_aside(void **state)
{
	struct office *o = *state;
	struct draft_want want = want_all();
	struct draft_list l;
	char *path, *aside;

	leave_draft(o, 7);
	path = only_file(o);
	overwrite(path, "something else");
	leave_draft(o, 8);
	assert_int_equal(draft_find(office_file(o, FOLDER), &want, &l, &o->e), ERR_INVALID);
	assert_non_null(strstr(o->e.text, ".bad"));
	/* The others are there, and the next time nothing is in the way. */
	assert_int_equal(l.n, 1);
	assert_int_equal(l.items[0].record, 8);
	draft_list_release(&l);
	assert_int_equal(count(o, want_all()), 1);
	aside = xcalloc(1, strlen(path) + 8);
	snprintf(aside, strlen(path) + 8, "%s.bad", path);
	assert_int_equal(access(aside, R_OK), 0);
	free(aside);
	free(path);
}

/* A draft under another's name, a link and a pipe are not taken. */
static void test_draft__foreign_files_are_put_aside(void **state)
{
	struct office *o = *state;
	struct draft_want want = want_all();
	struct draft_list l;
	char *path, *other;

	leave_draft(o, 7);
	path = only_file(o);
	other = xstrdup(path);
	strstr(other, "-7-")[1] = '8';
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(draft_find(office_file(o, FOLDER), &want, &l, &o->e), ERR_INVALID);
	assert_int_equal(l.n, 0);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	assert_int_equal(draft_find(office_file(o, FOLDER), &want, &l, &o->e), ERR_INVALID);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(draft_find(office_file(o, FOLDER), &want, &l, &o->e), ERR_INVALID);
	assert_int_equal(count(o, want_all()), 0);
	free(path);
	free(other);
}

static void test_draft__a_folder_open_to_others_is_not_used(void **state)
{
	struct office *o = *state;
	struct draft_file file = DRAFT_NONE;
	struct draft d = sample(7);

	leave_draft(o, 8);
	assert_int_equal(chmod(office_file(o, FOLDER), 0755), 0);
	assert_int_equal(draft_write(office_file(o, FOLDER), &file, &d, &o->e), ERR_IO);
	assert_non_null(strstr(o->e.text, "chmod 700"));
	assert_null(file.path);
	draft_release(&d);
}

/* As on a full disk: the draft before stays whole. */
static int write_beyond_the_limit(void *ctx)
{
	struct office *o = ctx;
	struct draft_file file = DRAFT_NONE;
	struct draft d = sample(7);
	char long_text[4000];
	struct err e = ERR_INIT;

	if (draft_write(office_file(o, FOLDER), &file, &d, &e) < 0)
		return 1;
	office_limit_files(2000);
	memset(long_text, 'x', sizeof(long_text));
	long_text[sizeof(long_text) - 1] = '\0';
	draft_add(&d, "note", NULL, long_text, false);
	if (draft_write(office_file(o, FOLDER), &file, &d, &e) != ERR_IO)
		return 2;
	draft_release(&d);
	draft_let_go(&file);
	return 0;
}

static void test_draft__a_full_disk_leaves_the_draft_before(void **state)
{
	struct office *o = *state;
	struct draft_want want = want_all();
	struct draft_list l;

	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(write_beyond_the_limit(o));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(draft_find(office_file(o, FOLDER), &want, &l, &o->e), 0);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.items[0].n, 3);
	draft_list_release(&l);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_draft__##name, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(comes_back_as_it_was),
		TEST(half_a_file_is_refused),
		TEST(damaged_files_are_refused_or_whole),
		TEST(is_closed_to_others),
		TEST(is_found_by_database_person_and_record),
		TEST(is_written_again_in_its_place),
		TEST(belongs_to_one_program_at_a_time),
		TEST(what_cannot_be_read_is_put_aside),
		TEST(foreign_files_are_put_aside),
		TEST(a_folder_open_to_others_is_not_used),
		TEST(a_full_disk_leaves_the_draft_before),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
