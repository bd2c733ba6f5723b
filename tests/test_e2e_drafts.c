/*
 * What was typed outlives the program, with real keys at a real terminal: killed in the middle of typing, the line
 * lost, asked to end; two people at one record; a database that is busy.
 */
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "src/buf.h"
#include "tests/support/e2e.h"
#include "tests/support/faults.h"
#include "tests/support/office.h"
#include "src/banned.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

static int setup(void **state)
{
	struct office *o;
	int rc = office_setup(state);

	if (rc < 0)
		return rc;
	o = *state;
	office_branch(o, "001", 0);
	office_branch(o, "002", 0);
	return 0;
}

static struct e2e *start(struct office *o, const char *option)
{
	const char *const argv[] = { getenv("ZHIBU_BIN"), "--db", o->path, option, NULL };
	char place[256];
	const char *const env[] = { place, "ZHIBU_BUSY_SECONDS=600", NULL };

	snprintf(place, sizeof(place), "XDG_STATE_HOME=%s", office_file(o, "state"));
	return e2e_start(&(struct e2e_program){ .argv = argv, .env = env });
}

static void open_form(struct e2e *e)
{
	e2e_wait(e, "党组织");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "示例001");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全称");
}

/* The short name is left with a change, the field after it is not; the change stands on the screen and on the disk. */
static void change(struct e2e *e, const char *short_name)
{
	e2e_send(e, "<Tab><Tab><C-u>");
	e2e_send(e, short_name);
	e2e_send(e, "<Tab>");
	e2e_wait(e, "1处未保存");
	e2e_wait_idle(e);
}

/* How many drafts there are; each is closed to others. */
static size_t drafts(struct office *o)
{
	const char *folder = office_file(o, "state/zhibu/drafts");
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	struct stat st;
	char path[512];
	size_t n = 0;

	if (!dir)
		return 0;
	assert_int_equal(stat(folder, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.') {
			snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
			assert_int_equal(stat(path, &st), 0);
			assert_int_equal(st.st_mode & 07777, 0600);
			n++;
		}
	closedir(dir);
	return n;
}

static void leave(struct e2e *e)
{
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

/* At the next start it is offered, gone on with and saved. */
static void take_up(struct office *o, const char *short_name)
{
	struct e2e *e = start(o, NULL);

	e2e_wait(e, "台账 > 草稿");
	e2e_wait(e, "1 份");
	e2e_send(e, "<Enter>");
	e2e_wait(e, short_name);
	e2e_wait(e, "1处未保存");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已保存");
	leave(e);
	assert_int_equal(drafts(o), 0);
}

static void test_e2e_drafts__killed_in_the_middle_of_typing(void **state)
{
	struct office *o = *state;
	struct e2e *e = start(o, NULL);

	open_form(e);
	change(e, "新的简称");
	e2e_kill(e, SIGKILL);
	assert_int_equal(e2e_exit_status(e), 128 + SIGKILL);
	e2e_free(e);
	assert_int_equal(drafts(o), 1);
	take_up(o, "新的简称");
}

static void test_e2e_drafts__the_record_offers_it_too(void **state)
{
	struct office *o = *state;
	struct e2e *e = start(o, NULL);

	open_form(e);
	change(e, "新的简称");
	e2e_kill(e, SIGKILL);
	e2e_exit_status(e);
	e2e_free(e);
	e = start(o, NULL);
	e2e_wait(e, "1 份");
	e2e_send(e, "<Esc>");
	e2e_wait(e, "首页");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "示例002");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "-> 新的简称");
	e2e_send(e, "<F8>");
	e2e_wait(e, "找不回来");
	e2e_send(e, "<F8>");
	e2e_wait(e, "草稿已扔掉");
	assert_int_equal(drafts(o), 0);
	leave(e);
}

/* What is being typed in the current field is kept too. */
static void test_e2e_drafts__the_line_is_lost(void **state)
{
	struct office *o = *state;
	struct e2e *e = start(o, NULL);

	open_form(e);
	e2e_send(e, "<Tab><Tab><C-u>线断时");
	e2e_wait(e, "线断时");
	e2e_hang_up(e);
	assert_int_equal(e2e_exit_status(e), 128 + SIGHUP);
	e2e_free(e);
	assert_int_equal(drafts(o), 1);
	take_up(o, "线断时");
}

static void test_e2e_drafts__asked_to_end(void **state)
{
	static const int signals[] = { SIGHUP, SIGTERM, SIGINT };
	struct office *o = *state;

	for (size_t i = 0; i < 3; i++) {
		struct e2e *e = start(o, NULL);
		char name[16];

		snprintf(name, sizeof(name), "sig%d", signals[i]);
		open_form(e);
		e2e_send(e, "<Tab><Tab><C-u>");
		e2e_send(e, name);
		e2e_wait(e, name);
		e2e_kill(e, signals[i]);
		assert_int_equal(e2e_exit_status(e), 128 + signals[i]);
		assert_true(e2e_is_restored(e));
		e2e_free(e);
		take_up(o, name);
	}
}

static void test_e2e_drafts__kept_by_the_guard(void **state)
{
	struct office *o = *state;
	struct e2e *e = start(o, NULL);

	open_form(e);
	change(e, "以后再说");
	e2e_send(e, "<C-q>");
	e2e_wait(e, "还没有保存");
	e2e_wait(e, "-> 以后再说");
	e2e_send(e, "<C-k>");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_free(e);
	take_up(o, "以后再说");
}

static void test_e2e_drafts__reading_only_leaves_none(void **state)
{
	struct office *o = *state;
	struct e2e *e = start(o, "--readonly");

	open_form(e);
	e2e_send(e, "<Tab><Tab>x");
	e2e_wait(e, "只读打开");
	e2e_kill(e, SIGTERM);
	assert_int_equal(e2e_exit_status(e), 128 + SIGTERM);
	e2e_free(e);
	assert_int_equal(drafts(o), 0);
}

static void test_e2e_drafts__two_programs_at_one_record(void **state)
{
	struct office *o = *state;
	struct e2e *one = start(o, NULL), *two = start(o, NULL);

	open_form(one);
	open_form(two);
	change(one, "第一个人");
	change(two, "第二个人");
	assert_int_equal(drafts(o), 2);
	e2e_send(one, "<C-s>");
	e2e_wait(one, "已保存");
	e2e_send(two, "<C-s>");
	e2e_wait(two, "两个人改了同一项");
	e2e_wait(two, "第一个人");
	e2e_wait(two, "第二个人");
	e2e_send(two, "<Esc>");
	e2e_wait_gone(two, "两个人改了同一项");
	e2e_wait(two, "1处未保存");
	e2e_send(two, "<C-s>");
	e2e_wait(two, "(*) 我改成");
	e2e_send(two, "<Space>");
	e2e_wait(two, "(*) 对方改成");
	e2e_send(two, "<C-s>");
	e2e_wait_gone(two, "两个人改了同一项");
	leave(one);
	leave(two);
	assert_int_equal(drafts(o), 0);
}

static void test_e2e_drafts__a_busy_database(void **state)
{
	struct office *o = *state;
	struct e2e *e = start(o, NULL);
	struct blocker b;
	char pid[32];

	open_form(e);
	change(e, "等一等");
	b = office_block(o->path);
	e2e_send(e, "<C-s>");
	e2e_wait(e, "数据库正忙");
	snprintf(pid, sizeof(pid), "进程 %ld", (long)b.pid);
	e2e_wait(e, pid);
	/* The screen lives: time goes on, and the window may change. */
	e2e_wait(e, "已等待 1 秒");
	e2e_resize(e, 60, 16);
	e2e_wait(e, "停止等待");
	e2e_resize(e, 80, 24);
	e2e_send(e, "<Esc>");
	e2e_wait(e, "没有保存");
	e2e_wait(e, "等一等");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "数据库正忙");
	office_unblock(&b);
	e2e_wait(e, "已保存");
	leave(e);
	assert_int_equal(drafts(o), 0);
}

/* Told to end while it waits: the draft is there. */
static void test_e2e_drafts__asked_to_end_while_it_waits(void **state)
{
	struct office *o = *state;
	struct e2e *e = start(o, NULL);
	struct blocker b;

	open_form(e);
	change(e, "等不到");
	b = office_block(o->path);
	e2e_send(e, "<C-s>");
	e2e_wait(e, "数据库正忙");
	e2e_kill(e, SIGTERM);
	assert_int_equal(e2e_exit_status(e), 128 + SIGTERM);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
	office_unblock(&b);
	take_up(o, "等不到");
}

/* --- power cuts --- */

#define FILES_MOST 64

static struct e2e *start_logged(struct office *o)
{
	const char *const argv[] = { getenv("ZHIBU_BIN"), "--db", o->path, NULL };
	char place[256], library[512], folder[256], file[256];
	const char *const env[] = { place, library, folder, file, NULL };

	snprintf(place, sizeof(place), "XDG_STATE_HOME=%s", office_file(o, "state"));
	snprintf(library, sizeof(library), "LD_PRELOAD=%s/tests/faults.so", getenv("ZHIBU_BUILD"));
	snprintf(folder, sizeof(folder), "FAULT_DIR=%s", office_file(o, "state/zhibu/drafts"));
	snprintf(file, sizeof(file), "FAULT_LOG=%s", office_file(o, "log"));
	return e2e_start(&(struct e2e_program){ .argv = argv, .env = env });
}

static void read_all(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	char block[4096];
	size_t n;

	assert_non_null(f);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(out, block, n);
	fclose(f);
}

/*
 * A cut may lose whatever was not flushed.  So a draft gets its name only when all its bytes are on the disk, and the name is
 * there when the folder was flushed.  Returns how many drafts came to be in that way; *open: a name that may still be lost.
 */
static int check_order(const struct buf *log, const char *folder, bool *open)
{
	bool unflushed[FILES_MOST] = { false }, is_folder[FILES_MOST] = { false };
	int renamed = 0;

	*open = false;
	for (size_t at = 0; at + sizeof(struct fault_entry) <= log->len;) {
		struct fault_entry entry;
		const char *bytes = log->data + at + sizeof(entry);

		memcpy(&entry, log->data + at, sizeof(entry));
		assert_in_range(entry.file, 0, FILES_MOST - 1);
		if (entry.what == FAULT_OPENED || entry.what == FAULT_CREATED)
			is_folder[entry.file] = entry.n == strlen(folder) && memcmp(bytes, folder, (size_t)entry.n) == 0;
		/* Plain write() is not in the log: a new file counts as written. */
		if (entry.what == FAULT_CREATED || entry.what == FAULT_WROTE || entry.what == FAULT_TRUNCATED)
			unflushed[entry.file] = true;
		if (entry.what == FAULT_FLUSHED)
			unflushed[entry.file] = false;
		if (entry.what == FAULT_FLUSHED && is_folder[entry.file])
			*open = false;
		if (entry.what == FAULT_RENAMED) {
			assert_false(unflushed[entry.file]);
			*open = true;
			renamed++;
		}
		at += sizeof(entry) + (size_t)entry.n;
	}
	return renamed;
}

static void test_e2e_drafts__what_was_left_outlasts_a_power_cut(void **state)
{
	static const char *const folders[] = { "state", "state/zhibu", "state/zhibu/drafts" };
	struct office *o = *state;
	struct buf log = BUF_INIT;
	struct e2e *e;
	bool open;

#ifdef SANITIZED
	/* A sanitizer must come before all other libraries. */
	skip();
#endif
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(mkdir(office_file(o, folders[i]), 0700), 0);
	e = start_logged(o);
	open_form(e);
	change(e, "停电之前");
	e2e_send(e, "<Tab><Tab><Tab><Tab><Tab>");
	e2e_wait_idle(e);
	read_all(office_file(o, "log"), &log);
	assert_int_not_equal(check_order(&log, office_file(o, "state/zhibu/drafts"), &open), 0);
	assert_false(open);
	e2e_kill(e, SIGKILL);
	e2e_exit_status(e);
	e2e_free(e);
	buf_release(&log);
	take_up(o, "停电之前");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_e2e_drafts__##name, setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(killed_in_the_middle_of_typing),
		TEST(the_record_offers_it_too),
		TEST(the_line_is_lost),
		TEST(asked_to_end),
		TEST(kept_by_the_guard),
		TEST(reading_only_leaves_none),
		TEST(two_programs_at_one_record),
		TEST(a_busy_database),
		TEST(asked_to_end_while_it_waits),
		TEST(what_was_left_outlasts_a_power_cut),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
