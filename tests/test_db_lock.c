/*
 * Who holds the write lock: asked of the kernel, and said to the person who waits.
 */
#include "db/lock.h"

#include <pwd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/support/office.h"
#include "src/banned.h"

static char *holder_of(const struct office *o)
{
	struct buf b = BUF_INIT;

	lock_holder(o->path, &b);
	return buf_detach(&b);
}

static void assert_nobody(const struct office *o)
{
	char *who = holder_of(o);

	if (who && who[0])
		fail_msg("「%s」", who);
	free(who);
}

static void assert_names(const char *text, pid_t pid)
{
	const struct passwd *pw = getpwuid(geteuid());
	char number[32];

	snprintf(number, sizeof(number), "进程 %ld", (long)pid);
	if (!strstr(text, number) || (pw && !strstr(text, pw->pw_name)))
		fail_msg("「%s」 names neither 「%s」 nor the account", text, number);
}

static void test_db_lock__nobody_holds_an_idle_database(void **state)
{
	struct office *o = *state;

	assert_nobody(o);
	office_close(o);
	assert_nobody(o);
}

static void test_db_lock__the_holder_is_named_by_account_and_process(void **state)
{
	struct office *o = *state;
	struct blocker b = office_block(o->path);
	char *who = holder_of(o);

	assert_names(who, b.pid);
	free(who);
	office_unblock(&b);
	assert_nobody(o);
}

static void test_db_lock__asking_does_not_lose_ones_own_lock(void **state)
{
	struct office *o = *state;
	struct store *other = office_second(o);
	char *who;

	assert_int_equal(store_begin(o->s, ACTION_EDIT, NULL, &o->e), 0);
	who = holder_of(o);
	assert_names(who, getpid());
	free(who);
	assert_int_equal(store_begin(other, ACTION_EDIT, NULL, &o->e), ERR_BUSY);
	who = holder_of(o);
	assert_names(who, getpid());
	free(who);
	store_rollback(o->s);
	assert_int_equal(store_begin(other, ACTION_EDIT, NULL, &o->e), 0);
	store_close(other);
}

static void test_db_lock__who_waits_too_long_is_told_whom_for(void **state)
{
	struct office *o = *state;
	struct store *s = office_second(o);
	struct blocker b = office_block(o->path);

	err_clear(&o->e);
	office_refused(o, store_begin(s, ACTION_EDIT, NULL, &o->e), ERR_BUSY, "正在写入/请稍后再试");
	assert_names(o->e.text, b.pid);
	office_unblock(&b);
	assert_int_equal(store_begin(s, ACTION_EDIT, NULL, &o->e), 0);
	store_close(s);
}

/* Reading goes on while somebody writes. */
static void test_db_lock__readers_do_not_wait(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct blocker b = office_block(o->path);
	char *name = office_field(o, id, "code");

	assert_string_equal(name, "A1");
	free(name);
	assert_int_equal(office_try(o, o->path, true), 0);
	assert_int_equal(office_try(o, o->path, false), 0);
	office_unblock(&b);
}

static void test_db_lock__a_missing_file_has_no_holder(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	lock_holder("/nowhere/a.db", &b);
	assert_int_equal(b.len, 0);
	lock_holder("", &b);
	assert_int_equal(b.len, 0);
	buf_release(&b);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_lock__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(nobody_holds_an_idle_database),
		T(the_holder_is_named_by_account_and_process),
		T(asking_does_not_lose_ones_own_lock),
		T(who_waits_too_long_is_told_whom_for),
		T(readers_do_not_wait),
		T(a_missing_file_has_no_holder),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
