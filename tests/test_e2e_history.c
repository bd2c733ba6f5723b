/*
 * Looking back with real keys at a real terminal: a change, its history, one field restored, an action
 * undone after its preview and done again, a record retired with a reason and brought back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/e2e.h"
#include "tests/support/run.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	run_new_desk();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

static void did(const char *words)
{
	if (r.status != 0 || (words && !strstr(r.out, words)))
		fail_msg("exit status %d: %s%s", r.status, r.out, r.err);
}

/* On the history of the branch. */
static struct e2e *start(int cols, int rows)
{
	const char *const argv[] = { run_program(), "--db", run_database(), NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .cols = cols, .rows = rows });

	e2e_wait(e, "党组织");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "全称");
	e2e_send(e, "<F4>B1<Enter>");
	e2e_wait_gone(e, "筛选>");
	return e;
}

static void leave(struct e2e *e)
{
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void secretary(const char *word)
{
	run_zhibu(&r, "set", "org", "B1", word, "--reason", "示例换届");
	did(NULL);
}

static void secretary_is(const char *name)
{
	run_zhibu(&r, "show", "org", "B1", "--columns", "secretary", "--format", "tsv");
	did(name);
}

static void restore_undo_redo(int cols, int rows)
{
	struct e2e *e;

	secretary("secretary=示例卓玛");
	secretary("secretary=示例多杰");
	e = start(cols, rows);
	e2e_send(e, "h");
	e2e_wait(e, "示例换届");
	/* In full, and back. */
	e2e_send(e, "<Enter>");
	e2e_wait(e, "新值  示例多杰");
	e2e_send(e, "<Esc>");
	e2e_wait(e, "次改动");
	/* The value of the change before. */
	e2e_send(e, "<Down>r");
	e2e_wait(e, "改为: 示例卓玛");
	e2e_send(e, "填错了人");
	e2e_wait(e, "填错了人");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "已恢复");
	secretary_is("示例卓玛");
	e2e_send(e, "<Home>");
	e2e_wait(e, "填错了人");
	e2e_send(e, "u");
	e2e_wait(e, "书记: 示例卓玛 -> 示例多杰");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已撤销");
	secretary_is("示例多杰");
	e2e_send(e, "<C-y>");
	e2e_wait(e, "书记: 示例多杰 -> 示例卓玛");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已重做");
	secretary_is("示例卓玛");
	leave(e);
}

static void test_e2e_history__restore_undo_redo(void **state)
{
	(void)state;
	restore_undo_redo(80, 24);
}

static void test_e2e_history__restore_undo_redo_at_40x12(void **state)
{
	(void)state;
	restore_undo_redo(40, 12);
}

static void test_e2e_history__retired_and_brought_back(void **state)
{
	struct e2e *e = start(80, 24);

	(void)state;
	e2e_send(e, "<F8>");
	e2e_wait(e, "原因");
	e2e_send(e, "示例并入<Enter>");
	e2e_wait(e, "已停用");
	e2e_send(e, "z<F4>B1<Enter>h");
	e2e_wait(e, "停用日期");
	e2e_wait(e, "原因: 示例并入");
	e2e_send(e, "<Esc><F8>");
	e2e_wait(e, "恢复");
	e2e_send(e, "示例分开<Enter>h");
	e2e_wait(e, "恢复   停用日期");
	e2e_wait(e, "原因: 示例分开");
	leave(e);
	run_zhibu(&r, "log", "--where", "kind=恢复");
	did("示例分开");
}

/* Two records imported at once: listed before they are undone together. */
static void test_e2e_history__a_batch_is_listed_first(void **state)
{
	static const char rows[] = "编码,书记\nA1,示例甲\nB1,示例乙\n";
	struct e2e *e;

	(void)state;
	run_write_file(run_path("rows.csv"), rows, strlen(rows));
	run_zhibu(&r, "import", "org", run_path("rows.csv"));
	did(NULL);
	e = start(80, 24);
	e2e_send(e, "h");
	e2e_wait(e, "导入");
	e2e_wait(e, "同时改了 2 条记录");
	e2e_send(e, "u");
	e2e_wait(e, "这 2 条记录会一起改");
	e2e_wait(e, "示例甲");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已撤销，一共 2 条记录");
	secretary_is("示例才仁");
	leave(e);
}

/* From the form and back to it: what was restored stands there. */
static void test_e2e_history__from_the_form(void **state)
{
	struct e2e *e;

	(void)state;
	secretary("secretary=示例卓玛");
	e = start(100, 50);
	e2e_send(e, "<Enter>");
	e2e_wait(e, "示例卓玛");
	e2e_send(e, "<M-h>");
	e2e_wait(e, "次改动");
	e2e_send(e, "r");
	e2e_wait(e, "改为: 示例才仁");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "已恢复");
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "示例卓玛");
	e2e_wait(e, "示例才仁");
	leave(e);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_e2e_history__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(restore_undo_redo),
		T(restore_undo_redo_at_40x12),
		T(retired_and_brought_back),
		T(a_batch_is_listed_first),
		T(from_the_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
