/* Progress on a terminal's stderr, and none elsewhere. */
#include "src/cli_person.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "src/cli_locale.h"
#include "tests/support/e2e.h"

/* A key that leaves the screen as it is. */
static bool wait_for_key(void)
{
	struct termios mode;
	char key;

	tcgetattr(STDIN_FILENO, &mode);
	mode.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSANOW, &mode);
	return read(STDIN_FILENO, &key, 1) == 1;
}

/* Half of the bytes after so many seconds, and a key to end. */
static int half_done(void *ctx)
{
	struct progress p;

	(void)ctx;
	locale_start();
	progress_begin(&p);
	p.started_ms -= 10000;
	progress_show(&p, 500000, 1000000, 120000);
	/* So soon after the first nothing is drawn. */
	progress_show(&p, 500001, 1000000, 999999);
	if (!wait_for_key())
		return 1;
	progress_end(&p);
	puts("done");
	return 0;
}

static int just_begun(void *ctx)
{
	struct progress p;

	(void)ctx;
	locale_start();
	progress_begin(&p);
	progress_show(&p, 1, 1000000, 7);
	return wait_for_key() ? 0 : 1;
}

static void test_cli_person__progress_tells_rows_rate_and_time_left(void **state)
{
	struct e2e *e = e2e_start(&(struct e2e_program){ .run = half_done });

	(void)state;
	e2e_wait(e, "120000 行，每秒 1");
	e2e_wait(e, "，50%，还要 1");
	assert_string_equal(e2e_row(e, 1), "");
	e2e_wait_idle(e);
	e2e_send(e, "<Enter>");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_wait(e, "done");
	assert_string_equal(e2e_row(e, 0), "done");
	e2e_free(e);
}

static void test_cli_person__nothing_is_guessed_at_the_beginning(void **state)
{
	struct e2e *e = e2e_start(&(struct e2e_program){ .run = just_begun });

	(void)state;
	e2e_wait(e, "7 行");
	assert_string_equal(e2e_row(e, 0), "7 行");
	e2e_wait_idle(e);
	e2e_send(e, "<Enter>");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_free(e);
}

static void test_cli_person__files_get_no_progress(void **state)
{
	struct progress p = { .screen = false };

	(void)state;
	progress_show(&p, 1, 2, 3);
	assert_false(p.drawn);
	progress_end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cli_person__progress_tells_rows_rate_and_time_left),
		cmocka_unit_test(test_cli_person__nothing_is_guessed_at_the_beginning),
		cmocka_unit_test(test_cli_person__files_get_no_progress),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
