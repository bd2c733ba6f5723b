/*
 * The end of the program: what it says and its exit status when a signal was caught on the way.
 */
#include "src/cli.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/cli_person.h"
#include "src/mem.h"
#include "tests/support/run.h"
#include "src/banned.h"

static char said[1000];

static int setup(void **state)
{
	(void)state;
	run_new_desk();
	setenv("LC_ALL", "C.UTF-8", 1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_remove_home();
	return 0;
}

/* In a child, which ends by _exit(): what the parent has in its buffers is not written twice. */
static _Noreturn void child(int number, int out, const char *const *words)
{
	char *copies[8] = { xstrdup("zhibu") }, *argv[8];
	int argc = 1, status;

	for (; words[argc - 1]; argc++)
		copies[argc] = xstrdup(words[argc - 1]);
	/* The program puts its words in another order. */
	memcpy(argv, copies, sizeof(argv));
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	*person_stop_flag() = number;
	status = cli_main(argc, argv);
	fflush(NULL);
	for (int i = 0; i < argc; i++)
		free(copies[i]);
	_exit(status);
}

/* The program, to which this signal (0: none) came at its beginning: its status, and what it said. */
static int caught(int number, const char *const *words)
{
	FILE *f = tmpfile();
	int status;
	pid_t pid;

	assert_non_null(f);
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		child(number, fileno(f), words);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFEXITED(status))
		fail_msg("ended by signal %d: %s", WTERMSIG(status), said);
	rewind(f);
	said[fread(said, 1, sizeof(said) - 1, f)] = '\0';
	fclose(f);
	return WEXITSTATUS(status);
}

#define CAUGHT(number, ...) caught((number), (const char *const[]){ __VA_ARGS__, NULL })

static void test_cli__without_a_signal_the_error_decides(void **state)
{
	(void)state;
	assert_int_equal(CAUGHT(0, "show", "org", "没有"), 1);
	says(said, "没有");
	assert_int_equal(CAUGHT(0, "--nothing"), 2);
}

static void test_cli__another_error_is_said_though_a_signal_came(void **state)
{
	(void)state;
	assert_int_equal(CAUGHT(SIGTERM, "list", "--nothing"), 128 + SIGTERM);
	says(said, "--nothing");
	assert_null(strstr(said, "已停止"));
	assert_int_equal(CAUGHT(SIGINT, "restore", run_path("none.db"), run_path("new.db")), 128 + SIGINT);
	says(said, "none.db");
	assert_null(strstr(said, "没有留下"));
}

static void test_cli__who_was_stopped_says_so(void **state)
{
	(void)state;
	assert_int_equal(CAUGHT(SIGHUP, "export", "code", run_path("out.csv")), 128 + SIGHUP);
	says(said, "zhibu: 已停止");
	assert_int_equal(access(run_path("out.csv"), F_OK), -1);
}

/* What was done is done. */
static void test_cli__success_stays_success(void **state)
{
	(void)state;
	assert_int_equal(CAUGHT(SIGTERM, "--version"), 0);
	says(said, "zhibu ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cli__without_a_signal_the_error_decides, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cli__another_error_is_said_though_a_signal_came, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cli__who_was_stopped_says_so, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cli__success_stays_success, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
