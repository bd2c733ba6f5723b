/*
 * A clerk's day with real keys at a real terminal: find an organization by its
 * initials, edit it in Chinese, save, look at its history, undo.
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

static void find_branch(struct e2e *e)
{
	e2e_send(e, "<Enter>");
	e2e_wait(e, "党组织");
	e2e_send(e, "<F4>nsg");
	e2e_wait(e, "南沙沟村党支部");
	e2e_send(e, "<Enter>");
	e2e_wait_gone(e, "筛选>");
}

static void test_e2e_clerk__finds_edits_and_undoes(void **state)
{
	struct e2e *e = start(80, 24);
	char out[16384];

	(void)state;
	find_branch(e);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全称");
	/* The note at the end of the form takes several lines of Chinese. */
	e2e_send(e, "<M-6><Tab><Tab>");
	e2e_wait(e, "备注");
	e2e_send(e, "已核对，电话有变。");
	e2e_wait(e, "已核对，电话有变。");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已保存");
	assert_int_equal(run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "list", "org", "nsg", "--format", "json",
						    NULL }, out, sizeof(out)), 0);
	assert_non_null(strstr(out, "已核对，电话有变。"));
	e2e_send(e, "h");
	e2e_wait(e, "历史");
	e2e_wait(e, "备注");
	e2e_send(e, "u");
	e2e_wait(e, "撤销这一步");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已撤销");
	e2e_send(e, "<Esc><Esc><Esc>");
	leave(e);
	assert_int_equal(run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "list", "org", "nsg", "--format", "json",
						    NULL }, out, sizeof(out)), 0);
	assert_null(strstr(out, "已核对，电话有变。"));
	assert_int_equal(run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "verify", NULL }, out, sizeof(out)), 0);
}

static void test_e2e_clerk__unsaved_changes_are_listed_and_kept(void **state)
{
	struct e2e *e = start(80, 24);

	(void)state;
	find_branch(e);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全称");
	e2e_send(e, "<M-6><Tab><Tab>");
	e2e_wait(e, "备注");
	e2e_send(e, "未保存的话");
	e2e_wait(e, "未保存的话");
	/* Leaving the program asks; Esc in the question goes back to the form. */
	e2e_send(e, "<C-q>");
	e2e_wait(e, "还没有保存");
	e2e_wait(e, "备注");
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "放弃修改");
	e2e_wait(e, "未保存的话");
	e2e_send(e, "<Esc>");
	e2e_wait(e, "放弃修改");
	e2e_send(e, "<F8>");
	e2e_wait_gone(e, "未保存的话");
	leave(e);
}

static void test_e2e_clerk__pasted_lines_become_one_line(void **state)
{
	struct e2e *e = start(80, 24);

	(void)state;
	e2e_send(e, "<Enter>");
	e2e_wait(e, "党组织");
	e2e_send(e, "<F4>");
	e2e_wait(e, "筛选>");
	e2e_paste(e, "南沙沟\n村", strlen("南沙沟\n村"));
	e2e_wait(e, "南沙沟 村");
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "筛选>");
	leave(e);
}

static void test_e2e_clerk__works_in_a_small_window_and_while_resizing(void **state)
{
	struct e2e *e = start(40, 12);

	(void)state;
	find_branch(e);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全称");
	e2e_resize(e, 30, 8);
	e2e_wait(e, "窗口太小");
	e2e_resize(e, 200, 60);
	e2e_wait(e, "正式党员");
	e2e_resize(e, 80, 24);
	e2e_wait(e, "全称");
	leave(e);
}

static void test_e2e_clerk__readers_work_while_the_screens_are_open(void **state)
{
	struct e2e *e = start(80, 24);
	char out[8192];

	(void)state;
	assert_int_equal(run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "list", "org", "--limit", "1", NULL },
			     out, sizeof(out)), 0);
	leave(e);
}

/* Another program's save is seen without a key. */
static void test_e2e_clerk__sees_what_others_save(void **state)
{
	struct e2e *e = start(80, 24);
	char out[8192], key[64];

	(void)state;
	find_branch(e);
	assert_int_equal(run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "list", "org", "nsg", "--columns", "code",
						    "--format", "tsv", NULL }, out, sizeof(out)), 0);
	assert_int_equal(sscanf(out, "%*s %60s", key), 1);
	assert_int_equal(run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "set", "org", key, "name=南沙沟村新党支部",
						    NULL }, out, sizeof(out)), 0);
	e2e_wait(e, "南沙沟村新党支部");
	assert_int_equal(run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "undo", "--yes", NULL }, out,
			     sizeof(out)), 0);
	e2e_wait(e, "南沙沟村党支部");
	leave(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_e2e_clerk__finds_edits_and_undoes),
		cmocka_unit_test(test_e2e_clerk__unsaved_changes_are_listed_and_kept),
		cmocka_unit_test(test_e2e_clerk__pasted_lines_become_one_line),
		cmocka_unit_test(test_e2e_clerk__works_in_a_small_window_and_while_resizing),
		cmocka_unit_test(test_e2e_clerk__readers_work_while_the_screens_are_open),
		cmocka_unit_test(test_e2e_clerk__sees_what_others_save),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
