/*
 * A rectification case with real keys at a real terminal: entered from the list, refused its first step,
 * filled in, and taken from screening to approval on the board.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support/e2e.h"

static char folder[] = "/tmp/zhibu-board-XXXXXX";
static char db[64], state[80];

/* Runs a command of the program; its output in `out`. */
static void run(const char *const *argv, char *out, size_t size)
{
	int fds[2], status;
	size_t len = 0;
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		dup2(fds[1], 1);
		close(fds[0]);
		execv(argv[0], (char *const *)(const void *)argv);
		_exit(127);
	}
	close(fds[1]);
	while (len < size - 1 && (n = read(fds[0], out + len, size - 1 - len)) > 0)
		len += (size_t)n;
	out[len] = '\0';
	close(fds[0]);
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static int set_up(void **unused)
{
	char out[8192];

	(void)unused;
	if (!mkdtemp(folder))
		return -1;
	snprintf(db, sizeof(db), "%s/zhibu.db", folder);
	snprintf(state, sizeof(state), "XDG_STATE_HOME=%s/state", folder);
	run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "demo", NULL }, out, sizeof(out));
	return 0;
}

static int tear_down(void **unused)
{
	char out[256];

	(void)unused;
	run((const char *const[]){ "/bin/rm", "-rf", folder, NULL }, out, sizeof(out));
	return 0;
}

#define CASE "001014014017-2026"

/* In the list of cases. */
static struct e2e *start(void)
{
	const char *const argv[] = { getenv("ZHIBU_BIN"), "--db", db, NULL };
	const char *const env[] = { state, "ZHIBU_TODAY=2026-11-22", NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .env = env });

	e2e_wait(e, "1,644");
	e2e_send(e, "<Down><Enter>");
	e2e_wait(e, "案件编号");
	return e;
}

static void add_case(struct e2e *e)
{
	e2e_send(e, "a");
	e2e_wait(e, "党组织(必填)");
	e2e_send(e, "nsg");
	e2e_wait(e, ">南沙沟村党支部");
	e2e_send(e, "<Enter>2026<C-s>");
	e2e_wait(e, "已保存");
	e2e_wait(e, ">  " CASE);
}

/* The step is refused, with what is missing; then that is filled in. */
static void fill_in_what_is_missing(struct e2e *e)
{
	e2e_send(e, ".");
	e2e_wait(e, "> 初定 -> 初定  还缺 1 项");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "! 要「初定」，先填写认定标准。");
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "办这一步");
	e2e_wait(e, "[排查 (2)]");
	e2e_send(e, "<Enter>");
	e2e_wait(e, ">  批次");
	e2e_send(e, "<Tab><Tab>1<C-s>");
	e2e_wait(e, "已保存");
	e2e_wait(e, "下一步: [初定]");
	e2e_wait_gone(e, "先填写");
}

static void test_e2e_board__a_case_from_screening_to_approval(void **unused)
{
	struct e2e *e = start();
	char out[65536];

	(void)unused;
	add_case(e);
	e2e_send(e, "b");
	e2e_wait(e, "[排查 (2)]");
	e2e_wait(e, ">南沙沟村党支部 2026年");
	fill_in_what_is_missing(e);
	e2e_send(e, ".<Enter>");
	e2e_wait(e, "排查 -> 初定；u 撤销");
	e2e_wait(e, "初定 (1)");
	e2e_send(e, "<Right>n");
	e2e_wait(e, "退回排查 -> 排查  可以办，要写原因");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "初定 -> 审定；u 撤销");
	e2e_wait(e, "审定 (1)");
	e2e_send(e, "b");
	e2e_wait(e, "案件编号");
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
	run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "show", "rectification", CASE, "--format", "json", NULL }, out,
		sizeof(out));
	assert_non_null(strstr(out, "\"stage\":\"confirmed\""));
	assert_non_null(strstr(out, "\"confirmed_on\":\"2026-11-22\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_e2e_board__a_case_from_screening_to_approval),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
