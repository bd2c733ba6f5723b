/*
 * A form with real keys at a real terminal: phone numbers one record after the other, a record
 * that another one refers to, a reason for a warning, and pastes that do not fit.
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

#include "src/mem.h"
#include "tests/support/e2e.h"

static char folder[] = "/tmp/zhibu-form-XXXXXX";
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

/* The organization's line, with personal data in full where the administrator asks for it. */
static void stored(const char *where, char *out, size_t size)
{
	run((const char *const[]){ getenv("ZHIBU_BIN"), "--db", db, "list", "org", where, "--format", "json", "--reveal", NULL },
		out, size);
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

static struct e2e *start(const char *filter)
{
	const char *const argv[] = { getenv("ZHIBU_BIN"), "--db", db, NULL };
	const char *const env[] = { state, NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .env = env });

	e2e_wait(e, "1,644");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "党组织");
	e2e_send(e, "<F4>");
	e2e_send(e, filter);
	e2e_send(e, "<Enter>");
	e2e_wait_gone(e, "筛选>");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全称");
	return e;
}

static void leave(struct e2e *e)
{
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void test_e2e_form__phone_numbers_one_after_the_other(void **unused)
{
	struct e2e *e = start("领域=机关");
	char out[65536];
	int y, x;

	(void)unused;
	e2e_send(e, "<M-3><Tab>");
	e2e_wait(e, ">  书记电话");
	for (int i = 0; i < 3; i++) {
		char typed[32], place[32];

		snprintf(typed, sizeof(typed), "1391234560%d<PgDn>", i);
		e2e_send(e, typed);
		e2e_wait(e, "还没有保存");
		e2e_send(e, "<C-s>");
		e2e_wait(e, "已保存");
		snprintf(place, sizeof(place), " %d/485", i + 2);
		e2e_wait(e, place);
		/* The caret is in the same field, ready for the next number. */
		e2e_wait_idle(e);
		e2e_cursor(e, &y, &x);
		assert_non_null(strstr(e2e_row(e, y), "书记电话"));
	}
	e2e_send(e, "<Esc>");
	e2e_wait(e, "筛选");
	leave(e);
	stored("书记电话=13912345600,13912345601,13912345602", out, sizeof(out));
	assert_non_null(strstr(out, "13912345600"));
	assert_non_null(strstr(out, "13912345602"));
}

static void test_e2e_form__to_the_superior_and_back(void **unused)
{
	struct e2e *e = start("nsg");

	(void)unused;
	e2e_send(e, "<M-3><End>甲<M-1><Tab><Tab><Tab><Tab><F4>");
	e2e_wait(e, "党委 (");
	e2e_send(e, "<Esc>");
	e2e_wait(e, ">  上级组织");
	e2e_wait(e, "*1处未保存");
	/* The picker knows where it comes from, too. */
	e2e_send(e, "<F3>");
	e2e_wait(e, "选定");
	e2e_send(e, "<Esc>");
	e2e_wait(e, ">  上级组织");
	e2e_send(e, "<Esc>");
	e2e_wait(e, "放弃修改");
	e2e_send(e, "<F8>");
	e2e_wait_gone(e, "放弃修改");
	leave(e);
}

static void test_e2e_form__a_warning_is_accepted_with_a_reason(void **unused)
{
	struct e2e *e = start("nsg");

	(void)unused;
	e2e_send(e, "<M-4><C-u>2<C-s>");
	e2e_wait(e, "改正或写明原因");
	e2e_send(e, "整村搬迁，已报批<Enter>");
	e2e_wait(e, "已保存");
	e2e_send(e, "h");
	e2e_wait(e, "整村搬迁，已报批");
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "整村搬迁");
	leave(e);
}

static void test_e2e_form__pastes_that_do_not_fit(void **unused)
{
	struct e2e *e = start("nsg");
	size_t size = 1024 * 1024;
	char *text = xmalloc(size);

	(void)unused;
	for (size_t i = 0; i < size; i++)
		text[i] = i % 60 == 59 ? '\n' : 'x';
	e2e_send(e, "<M-3>");
	e2e_paste(e, text, size);
	e2e_wait(e, "最多 60 个");
	e2e_wait_gone(e, "未保存");
	/* Thirty lines become one, escape sequences none at all. */
	e2e_send(e, "<M-2><Tab>");
	e2e_paste(e, text, (size_t)(30 * 10));
	e2e_wait(e, "xxx");
	e2e_wait(e, "*1处未保存");
	e2e_send(e, "<Tab><M-6>");
	e2e_paste(e, "a\033[31mb", 7);
	e2e_wait(e, "! ");
	e2e_send(e, "<Esc>");
	e2e_wait(e, "放弃修改");
	e2e_send(e, "<F8>");
	e2e_wait_gone(e, "放弃修改");
	leave(e);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_e2e_form__phone_numbers_one_after_the_other),
		cmocka_unit_test(test_e2e_form__to_the_superior_and_back),
		cmocka_unit_test(test_e2e_form__a_warning_is_accepted_with_a_reason),
		cmocka_unit_test(test_e2e_form__pastes_that_do_not_fit),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
