/*
 * The daily check of the file: done once a day, in the background, and what it
 * finds is told; a sound file is left alone until tomorrow.
 */
#include "db/health.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "db/care.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void reopen(struct office *o)
{
	office_close(o);
	office_open(o, NULL);
}

/* As if the store had been open for a minute. */
static void make_old(struct office *o)
{
	o->s->opened_ms -= 60000;
}

/* Lets the store idle until the check has ended; its thread gets the time it needs. */
static void idle_until_checked(struct office *o)
{
	const struct timespec moment = { .tv_nsec = 1000000 };
	struct buf b = BUF_INIT;

	for (int i = 0; i < 30000; i++) {
		char *checked;

		store_idle(o->s, 5);
		checked = meta_get(o->s, "checked");
		if (checked || care_complaint(o->s, &b)) {
			free(checked);
			buf_release(&b);
			return;
		}
		nanosleep(&moment, NULL);
	}
	fail_msg("the check never ended");
}

static void test_db_health__a_sound_file_is_remembered_for_the_day(void **state)
{
	struct office *o = *state;
	struct buf b = BUF_INIT, today = BUF_INIT;
	char *checked;

	store_idle(o->s, 5);
	assert_null(o->s->health);
	make_old(o);
	idle_until_checked(o);
	assert_false(care_complaint(o->s, &b));
	date_format(&today, o->s->lookup.today);
	checked = meta_get(o->s, "checked");
	assert_string_equal(checked, buf_str(&today));
	free(checked);
	buf_release(&today);
}

static void test_db_health__it_runs_once_a_day(void **state)
{
	struct office *o = *state;

	make_old(o);
	idle_until_checked(o);
	reopen(o);
	make_old(o);
	store_idle(o->s, 5);
	assert_null(o->s->health);
	assert_true(o->s->health_asked);
}

/* Fills the last page with rubbish, as a failing disk would. */
static void damage(const char *path)
{
	char rubbish[4096];
	int fd = open(path, O_WRONLY);
	off_t size;

	assert_true(fd >= 0);
	size = lseek(fd, 0, SEEK_END);
	memset(rubbish, 0xa5, sizeof(rubbish));
	for (off_t at = size / 4096 / 2; at < size / 4096; at++)
		assert_int_equal(pwrite(fd, rubbish, sizeof(rubbish), at * 4096), (ssize_t)sizeof(rubbish));
	close(fd);
}

static void test_db_health__damage_is_told(void **state)
{
	struct office *o = *state;
	struct buf b = BUF_INIT;
	char *checked;

	reopen(o);
	damage(o->path);
	make_old(o);
	idle_until_checked(o);
	assert_true(care_complaint(o->s, &b));
	assert_non_null(strstr(buf_str(&b), "zhibu restore"));
	checked = meta_get(o->s, "checked");
	assert_null(checked);
	buf_release(&b);
}

/* With somebody else's lock on the file nothing waits, and the result is kept until it can be written down. */
static void test_db_health__another_writer_is_not_waited_for(void **state)
{
	struct office *o = *state;
	const struct timespec moment = { .tv_nsec = 1000000 };
	struct blocker other = office_block(o->path);
	char *checked;

	store_wait(o->s, 600000);
	make_old(o);
	store_idle(o->s, 5);
	assert_true(health_running(o->s));
	for (int i = 0; i < 30000 && health_running(o->s); i++) {
		nanosleep(&moment, NULL);
		store_idle(o->s, 5);
	}
	assert_false(health_running(o->s));
	checked = meta_get(o->s, "checked");
	assert_null(checked);
	office_unblock(&other);
	idle_until_checked(o);
	assert_int_equal(o->s->busy_ms, 600000);
}

static void test_db_health__closing_breaks_the_check_off(void **state)
{
	struct office *o = *state;

	make_old(o);
	store_idle(o->s, 5);
	assert_non_null(o->s->health);
	reopen(o);
	assert_null(o->s->health);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_health__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(a_sound_file_is_remembered_for_the_day),
		T(it_runs_once_a_day),
		T(damage_is_told),
		T(another_writer_is_not_waited_for),
		T(closing_breaks_the_check_off),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
