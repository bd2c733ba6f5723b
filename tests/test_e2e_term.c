/*
 * The terminal: its size, looks and cursor, signals, how it is left, and which
 * one will not do.  The program under test is a child of this one.
 */
#include "ui/term.h"

#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/e2e_child.h"
#include "ui/paint.h"
#include "src/banned.h"

/* ---- Size ---------------------------------------------------------------------------------- */

static void test_term__a_new_size_is_a_key(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_resize(e, 100, 30);
	e2e_wait(e, "resize 100x30");
	e2e_resize(e, 30, 5);
	e2e_wait(e, "resize 30x5");
	e2e_resize(e, 80, 24);
	e2e_wait(e, "resize 80x24");
	e2e_send(e, "x");
	e2e_wait_idle(e);
	assert_string_equal(e2e_row(e, 1), "x");
	e2e_leave(e);
}

static void test_term__lines_and_columns_of_the_environment_do_not_matter(void **state)
{
	static const char *const env[] = { "LINES=7", "COLUMNS=33", NULL };
	struct e2e *e = e2e_start_env(e2e_name_keys, env);

	(void)state;
	e2e_wait(e, "ready");
	e2e_resize(e, 90, 20);
	e2e_wait(e, "resize 90x20");
	e2e_leave(e);
}

/* ---- Cursor and colours ------------------------------------------------------------------------ */

static void test_term__the_cursor_stands_where_it_was_put(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);
	int y, x;

	(void)state;
	e2e_send(e, "东");
	e2e_wait(e, "东");
	e2e_wait_idle(e);
	e2e_cursor(e, &y, &x);
	assert_int_equal(y, 1);
	assert_int_equal(x, 2);
	assert_true(e2e_cursor_visible(e));
	e2e_leave(e);
}

static int show_looks(void *ctx)
{
	struct err e = ERR_INIT;
	struct picture p;
	struct key key;

	(void)ctx;
	setlocale(LC_ALL, "");
	if (term_start(&(struct ui_options){ .no_color = getenv("PLAIN") != NULL }, &e) < 0)
		return 1;
	picture_init(&p);
	picture_start(&p, 80, 24);
	picture_put(&p, (struct spot){ 0, 0, 10 }, "标题", LOOK_TITLE);
	picture_put(&p, (struct spot){ 1, 0, 10 }, "错误", LOOK_ERROR);
	picture_put(&p, (struct spot){ 2, 0, 10 }, "字段", LOOK_FIELD);
	picture_put(&p, (struct spot){ 3, 0, 10 }, "ready", LOOK_TEXT);
	picture_paint(&p, NULL);
	picture_release(&p);
	key = term_read_key(-1);
	key_release(&key);
	return 0;
}

static void check_looks(const char *const *env, bool coloured)
{
	struct e2e *e = e2e_start_env(show_looks, env);

	e2e_wait(e, "ready");
	assert_true(e2e_cell(e, 0, 0).reverse);
	assert_int_equal(e2e_cell(e, 0, 0).width, 2);
	assert_int_equal(e2e_cell(e, 0, 1).width, 0);
	assert_false(e2e_cell(e, 0, 0).coloured);
	assert_true(e2e_cell(e, 1, 0).bold);
	assert_int_equal(e2e_cell(e, 1, 0).coloured, coloured);
	assert_true(e2e_cell(e, 2, 0).underline);
	assert_string_equal(e2e_cell(e, 2, 0).text, "字");
	assert_false(e2e_cell(e, 3, 0).bold || e2e_cell(e, 3, 0).underline || e2e_cell(e, 3, 0).coloured);
	e2e_leave(e);
}

static void test_term__looks_are_attributes_and_few_colours(void **state)
{
	static const char *const no_color[] = { "NO_COLOR=1", NULL }, *const empty[] = { "NO_COLOR=", NULL };
	static const char *const plain[] = { "PLAIN=1", NULL };

	(void)state;
	check_looks(NULL, true);
	check_looks(empty, true);
	check_looks(no_color, false);
	check_looks(plain, false);
}

/* ---- The end ------------------------------------------------------------------------------------- */

static void test_term__the_screen_before_comes_back(void **state)
{
	static const char *const argv[] = { "/bin/sh", "-c", "echo before; exec sleep 0", NULL };
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	assert_false(e2e_is_restored(e));
	e2e_send(e, "q");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	assert_null(strstr(e2e_screen(e), "ready"));
	e2e_free(e);
	e = e2e_start(&(struct e2e_program){ .argv = argv });
	e2e_wait(e, "before");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_free(e);
}

static void test_term__signals_end_it_with_the_terminal_restored(void **state)
{
	static const int numbers[] = { SIGTERM, SIGHUP, SIGINT, SIGXCPU, SIGALRM, SIGUSR1, SIGUSR2 };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct e2e *e = e2e_start_ready(e2e_name_keys);

		e2e_kill(e, numbers[i]);
		assert_int_equal(e2e_exit_status(e), 128 + numbers[i]);
		assert_true(e2e_is_restored(e));
		e2e_free(e);
	}
}

static void test_term__a_stop_from_outside_is_ignored(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_kill(e, SIGTSTP);
	e2e_send(e, "<F2>");
	e2e_wait(e, "F2");
	e2e_leave(e);
}

static void test_term__a_terminal_that_goes_away_is_the_end(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_hang_up(e);
	assert_int_equal(e2e_exit_status(e), 128 + SIGHUP);
	e2e_free(e);
}

/* Without the signal, the end of the input alone has to be seen. */
static int ignore_hangup(void *ctx)
{
	struct err e = ERR_INIT;
	struct key key;

	(void)ctx;
	setlocale(LC_ALL, "");
	/* Before too: the end can be seen ahead of the signal, which then comes when the handlers are given back. */
	signal(SIGHUP, SIG_IGN);
	if (term_start(&(struct ui_options){ .reg = NULL }, &e) < 0)
		return 1;
	signal(SIGHUP, SIG_IGN);
	e2e_show(0, "ready");
	key = term_read_key(-1);
	return key.kind == K_HANGUP && term_signal() == SIGHUP && term_read_key(0).kind == K_HANGUP ? 7 : 8;
}

static void test_term__the_end_of_the_input_is_the_end(void **state)
{
	struct e2e *e = e2e_start_ready(ignore_hangup);

	(void)state;
	e2e_hang_up(e);
	assert_int_equal(e2e_exit_status(e), 7);
	e2e_free(e);
}

/* Leaves in a bad way: ctx says how. */
static int end_badly(void *ctx)
{
	const char *how = ctx;
	struct err e = ERR_INIT;

	setlocale(LC_ALL, "");
	if (term_start(&(struct ui_options){ .reg = NULL }, &e) < 0)
		return 1;
	e2e_show(0, "ready");
	term_push_key((struct key){ .kind = K_NONE });
	term_read_key(-1);
	term_read_key(-1);
	if (strcmp(how, "memory") == 0)
		mem_die("no memory left");
	if (strcmp(how, "abort") == 0)
		abort();
	return 3;
}

static void check_bad_end(const char *how, int status)
{
	char name[16];
	struct e2e *e;

	snprintf(name, sizeof(name), "%s", how);
	e = e2e_start(&(struct e2e_program){ .run = end_badly, .ctx = name });
	e2e_wait(e, "ready");
	assert_false(e2e_is_restored(e));
	e2e_send(e, "x");
	assert_int_equal(e2e_exit_status(e), status);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void test_term__every_way_out_restores_the_terminal(void **state)
{
	(void)state;
	check_bad_end("exit", 3);
	check_bad_end("memory", 70);
	check_bad_end("abort", 128 + SIGABRT);
}

/* ---- Terminals that will not do --------------------------------------------------------------------- */

static void check_refused(const char *variable, const char *said)
{
	const char *const env[] = { variable, NULL };
	struct e2e *e = e2e_start_env(e2e_name_keys, env);

	assert_int_equal(e2e_exit_status(e), 2);
	assert_non_null(strstr(e2e_screen(e), said));
	assert_null(strstr(e2e_screen(e), "ready"));
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void test_term__a_terminal_that_will_not_do_is_refused_with_a_sentence(void **state)
{
	(void)state;
	check_refused("TERM=dumb", "dumb");
	check_refused("TERM", "TERM=xterm-256color");
	check_refused("TERM=", "TERM=xterm-256color");
	check_refused("TERM=no-such-terminal", "no-such-terminal");
	check_refused("TERM=../../etc/passwd", "passwd");
	check_refused("TERM=a\x1B[31mb", "a\uFFFD[31mb");
	check_refused("LC_ALL=C", "UTF-8");
}

static int start_without(void *ctx)
{
	const int *fd = ctx;
	struct err e = ERR_INIT;
	int null = open("/dev/null", O_RDWR), saved = dup(STDOUT_FILENO), rc;

	setlocale(LC_ALL, "");
	dup2(null, *fd);
	rc = term_start(&(struct ui_options){ .reg = NULL }, &e);
	dup2(saved, STDOUT_FILENO);
	puts(e.text);
	return err_exit_status((enum err_code)rc);
}

static void test_term__no_terminal_at_all_is_refused(void **state)
{
	int fds[] = { STDIN_FILENO, STDOUT_FILENO };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct e2e *e = e2e_start(&(struct e2e_program){ .run = start_without, .ctx = &fds[i] });

		assert_int_equal(e2e_exit_status(e), 2);
		assert_non_null(strstr(e2e_screen(e), "终端"));
		e2e_free(e);
	}
}

/* ---- The harness itself ------------------------------------------------------------------------------ */

static void test_term__bytes_are_counted(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_wait_idle(e);
	assert_true(e2e_bytes(e) > 0);
	assert_int_equal(e2e_bytes(e), 0);
	e2e_send(e, "a");
	e2e_wait_idle(e);
	assert_in_range(e2e_bytes(e), 1, 300);
	e2e_leave(e);
}

static void test_term__a_program_that_is_not_there_says_so(void **state)
{
	static const char *const argv[] = { "/nowhere/zhibu", NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv });

	(void)state;
	assert_int_equal(e2e_exit_status(e), 127);
	e2e_wait(e, "/nowhere/zhibu");
	e2e_wait_gone(e, "no such text");
	e2e_free(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_term__a_new_size_is_a_key),
		cmocka_unit_test(test_term__lines_and_columns_of_the_environment_do_not_matter),
		cmocka_unit_test(test_term__the_cursor_stands_where_it_was_put),
		cmocka_unit_test(test_term__looks_are_attributes_and_few_colours),
		cmocka_unit_test(test_term__the_screen_before_comes_back),
		cmocka_unit_test(test_term__signals_end_it_with_the_terminal_restored),
		cmocka_unit_test(test_term__a_stop_from_outside_is_ignored),
		cmocka_unit_test(test_term__a_terminal_that_goes_away_is_the_end),
		cmocka_unit_test(test_term__the_end_of_the_input_is_the_end),
		cmocka_unit_test(test_term__every_way_out_restores_the_terminal),
		cmocka_unit_test(test_term__a_terminal_that_will_not_do_is_refused_with_a_sentence),
		cmocka_unit_test(test_term__no_terminal_at_all_is_refused),
		cmocka_unit_test(test_term__bytes_are_counted),
		cmocka_unit_test(test_term__a_program_that_is_not_there_says_so),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
