/*
 * The tree with real keys at a real terminal: fold, filter, move a branch, take it back.
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

static char folder[] = "/tmp/zhibu-e2e-XXXXXX";
static char db[64];

/* Runs a command of the program; its output in `out`. Returns the exit status. */
static int run(const char *const *argv, char *out, size_t size)
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
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int set_up(void **state)
{
	char out[8192];

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(db, sizeof(db), "%s/zhibu.db", folder);
	return run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "demo", NULL }, out, sizeof(out));
}

static int tear_down(void **state)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	char path[80];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", db, tails[i]);
		unlink(path);
	}
	return rmdir(folder);
}

static struct e2e *start(int cols, int rows)
{
	const char *const argv[] = { getenv("ZHIBU_BIN"), "--db", db, NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .cols = cols, .rows = rows });

	e2e_wait(e, "1,644");
	return e;
}

static void leave(struct e2e *e)
{
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

/* The list as a tree, with the cursor on a village's branch. */
static struct e2e *open_tree(int cols, int rows)
{
	struct e2e *e = start(cols, rows);

	e2e_send(e, "<Enter>");
	e2e_wait(e, "党组织");
	e2e_send(e, "<F4>nsg");
	e2e_wait(e, "南沙沟村党支部");
	e2e_send(e, "<Enter>");
	e2e_wait_gone(e, "筛选>");
	e2e_send(e, "<F5>");
	e2e_wait(e, "[树形]");
	e2e_wait(e, "- 柯柯镇党委");
	return e;
}

static void pick(struct e2e *e, const char *initials, const char *name)
{
	e2e_send(e, "m");
	e2e_wait(e, "移到哪里");
	e2e_send(e, initials);
	e2e_wait(e, name);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "[ Ctrl-S 移动 ]");
}

static void test_e2e_tree__folds_and_filters(void **state)
{
	struct e2e *e = open_tree(80, 24);

	(void)state;
	e2e_wait(e, "(灰)");
	e2e_wait(e, "路径 海西州委 / 乌兰县委 / 柯柯镇党委 / 南沙沟村党支部");
	e2e_send(e, "k");
	e2e_wait_gone(e, "(灰)");
	e2e_send(e, "k<Esc>");
	e2e_wait(e, "东沙沟村党支部");
	e2e_send(e, "<Left>");
	e2e_wait(e, "本枝合计 下级 28");
	e2e_send(e, "<Left>");
	e2e_wait(e, "+ 柯柯镇党委");
	e2e_wait_gone(e, "东沙沟村党支部");
	e2e_send(e, "-");
	e2e_wait_gone(e, "柯柯镇党委");
	e2e_send(e, "*");
	e2e_wait(e, "已全部展开");
	e2e_send(e, "<End><Home>");
	e2e_wait(e, "- 海西州委");
	e2e_send(e, "t");
	e2e_wait_gone(e, "[树形]");
	leave(e);
}

static void test_e2e_tree__moves_a_branch_and_takes_it_back(void **state)
{
	struct e2e *e = open_tree(80, 24);
	char out[16384];

	(void)state;
	pick(e, "tpzdw", "铜普镇党委");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已移动");
	e2e_wait(e, "路径 海西州委 / 乌兰县委 / 铜普镇党委 / 南沙沟村党支部");
	e2e_send(e, "u");
	e2e_wait(e, "撤销这一步");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "路径 海西州委 / 乌兰县委 / 柯柯镇党委 / 南沙沟村党支部");
	leave(e);
	assert_int_equal(run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "verify", NULL }, out, sizeof(out)), 0);
}

static void test_e2e_tree__a_circle_is_refused(void **state)
{
	struct e2e *e = open_tree(80, 24);

	(void)state;
	e2e_send(e, "<Esc><Left>");
	e2e_wait(e, "本枝合计 下级 28");
	pick(e, "南沙沟", "南沙沟村党支部");
	e2e_wait(e, "和它下面的");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "不能选自己或自己的下级");
	e2e_wait(e, "路径 海西州委 / 乌兰县委 / 柯柯镇党委");
	leave(e);
}

static void test_e2e_tree__in_a_small_window(void **state)
{
	struct e2e *e = open_tree(40, 12);

	(void)state;
	e2e_resize(e, 200, 60);
	e2e_wait(e, "路径 海西州委 / 乌兰县委 / 柯柯镇党委 / 南沙沟村党支部");
	e2e_resize(e, 40, 12);
	e2e_wait_gone(e, "路径");
	leave(e);
}

#define TEST(name) cmocka_unit_test(test_e2e_tree__##name)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(folds_and_filters),
		TEST(moves_a_branch_and_takes_it_back),
		TEST(a_circle_is_refused),
		TEST(in_a_small_window),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
