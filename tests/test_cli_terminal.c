/* The command line at a terminal: questions, Ctrl-C, keys and widths. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/buf.h"
#include "src/mem.h"
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

/* Starts the program on the desk's database. */
static struct e2e *start_with(const char *const *env, const char *const *args)
{
	const char *argv[32] = { run_program(), "--db", run_database() };
	size_t n = 3;

	while (*args)
		argv[n++] = *args++;
	return e2e_start(&(struct e2e_program){ .argv = argv, .env = env, .cols = 120, .rows = 40 });
}
#define start(...) start_with(NULL, (const char *const[]){ __VA_ARGS__, NULL })

static void secretary_is(const char *name)
{
	char expected[64];

	run_zhibu(&r, "show", "org", "B1", "--columns", "secretary", "--format", "tsv", "--english");
	assert_int_equal(r.status, 0);
	snprintf(expected, sizeof(expected), "secretary\n%s\n", name);
	assert_string_equal(r.out, expected);
}

/* Two changes of the same field; the number of the first. */
static char *overtaken(void)
{
	char id[32];

	run_zhibu(&r, "set", "org", "B1", "secretary=示例卓玛");
	run_zhibu(&r, "log", "--limit", "1", "--columns", "action", "--format", "tsv", "--english");
	assert_int_equal(sscanf(r.out, "action\n%31[0-9]", id), 1);
	run_zhibu(&r, "set", "org", "B1", "secretary=示例多杰");
	assert_int_equal(r.status, 0);
	return xstrdup(id);
}

static void answer(const char *keys, int status, const char *secretary)
{
	char *id = overtaken();
	struct e2e *e = start("undo", id);

	e2e_wait(e, "(y/N)");
	e2e_send(e, keys);
	assert_int_equal(e2e_exit_status(e), status);
	secretary_is(secretary);
	e2e_free(e);
	free(id);
}

static void test_cli_terminal__yes_goes_on(void **state)
{
	(void)state;
	answer("y<Enter>", 0, "示例才仁");
}

static void test_cli_terminal__yes_in_chinese_too(void **state)
{
	(void)state;
	answer("是<Enter>", 0, "示例才仁");
}

static void test_cli_terminal__anything_else_is_no(void **state)
{
	(void)state;
	answer("<Enter>", 1, "示例多杰");
	answer("nein<Enter>", 1, "示例多杰");
}

static void test_cli_terminal__the_end_of_input_is_no(void **state)
{
	(void)state;
	answer("<C-d>", 1, "示例多杰");
}

static void test_cli_terminal__ctrl_c_at_a_question_stops(void **state)
{
	(void)state;
	answer("<C-c>", 130, "示例多杰");
}

static void test_cli_terminal__no_input_never_asks(void **state)
{
	char *id = overtaken();
	struct e2e *e = start("undo", id, "--no-input");

	(void)state;
	assert_int_equal(e2e_exit_status(e), 2);
	e2e_wait(e, "--yes");
	secretary_is("示例多杰");
	e2e_free(e);
	free(id);
}

static void test_cli_terminal__a_single_change_is_undone_without_a_question(void **state)
{
	struct e2e *e;

	(void)state;
	run_zhibu(&r, "set", "org", "B1", "secretary=示例卓玛");
	e = start("undo");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_wait(e, "已撤销");
	secretary_is("示例才仁");
	e2e_free(e);
}

/* ---- Screens ----------------------------------------------------------------------------------- */

static void test_cli_terminal__no_command_opens_the_screens(void **state)
{
	struct e2e *e = start_with(NULL, (const char *const[]){ NULL });

	(void)state;
	e2e_wait(e, "党组织");
	e2e_wait_idle(e);
	e2e_kill(e, SIGTERM);
	assert_int_equal(e2e_exit_status(e), 128 + SIGTERM);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

/* ---- Looks ------------------------------------------------------------------------------------- */

/* Whether the head of a table is bold. */
static bool head_is_bold(const char *const *env, const char *option)
{
	struct e2e *e =
		start_with(env, (const char *const[]){ "list", "org", "--columns", "code", option, NULL });
	bool bold;

	assert_int_equal(e2e_exit_status(e), 0);
	e2e_wait(e, "B1");
	bold = e2e_cell(e, 0, 0).bold;
	assert_string_equal(e2e_row(e, 0), "编码");
	assert_string_equal(e2e_row(e, 1), "A1");
	assert_false(e2e_cell(e, 1, 0).bold);
	e2e_free(e);
	return bold;
}

static void test_cli_terminal__heads_stand_out_unless_unwanted(void **state)
{
	(void)state;
	assert_true(head_is_bold(NULL, NULL));
	assert_false(head_is_bold(NULL, "-C"));
	assert_false(head_is_bold((const char *const[]){ "NO_COLOR=1", NULL }, NULL));
	assert_true(head_is_bold((const char *const[]){ "NO_COLOR=", NULL }, NULL));
	assert_false(head_is_bold((const char *const[]){ "TERM=dumb", NULL }, NULL));
	assert_false(head_is_bold((const char *const[]){ "ZHIBU_COLOR=never", NULL }, NULL));
}

/* ---- doctor ------------------------------------------------------------------------------------ */

static void test_cli_terminal__doctor_asks_the_terminal_for_widths(void **state)
{
	struct e2e *e = start("doctor", "--columns", "item,value");

	(void)state;
	e2e_wait(e, "U+4E2D");
	e2e_exit_status(e);
	e2e_wait(e, "2 格，终端上 2 格");
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void test_cli_terminal__doctor_keys_names_what_arrives(void **state)
{
	struct e2e *e = start("doctor", "keys");

	(void)state;
	e2e_wait(e, "按 q 结束");
	e2e_send(e, "<F4>");
	e2e_wait(e, "ESC O S  F4");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "Ctrl-S");
	e2e_send(e, "中");
	e2e_wait(e, "E4 B8 AD");
	e2e_send(e, "q");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void test_cli_terminal__doctor_keys_gives_the_terminal_back_when_ended(void **state)
{
	struct e2e *e = start("doctor", "keys");

	(void)state;
	e2e_wait(e, "按 q 结束");
	e2e_kill(e, 15);
	assert_int_equal(e2e_exit_status(e), 143);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

/* ---- Stopping long work ------------------------------------------------------------------------ */

static void test_cli_terminal__ctrl_c_leaves_nothing_of_an_import(void **state)
{
	struct e2e *e = start("import", "org", "-");

	(void)state;
	e2e_wait_idle(e);
	e2e_send(e, "code,name,category<Enter>C1,Sample,631<Enter>");
	e2e_wait_idle(e);
	e2e_send(e, "<C-c>");
	assert_int_equal(e2e_exit_status(e), 130);
	e2e_wait(e, "zhibu: ");
	e2e_free(e);
	run_zhibu(&r, "list", "org", "--all", "code=C1");
	assert_int_equal(r.status, 1);
	run_zhibu(&r, "verify");
	assert_int_equal(r.status, 0);
}

#define MANY 30000

static void write_big_ledger(void)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, "code,name,category,superior,domain,full_members\n");
	for (int i = 0; i < MANY; i++)
		buf_addf(&text, "C%05d,中共示例镇东河%d村支部委员会,631,A1,1,12\n", i, i);
	run_write_file(run_path("big.csv"), text.data, text.len);
	buf_release(&text);
}

static long count_big(void)
{
	long n = 0;

	run_zhibu(&r, "list", "org", "--all", "full_members=12", "--columns", "code", "--format", "tsv");
	for (const char *at = r.out; *at; at++)
		n += *at == '\n';
	return n - 1;
}

/* Ctrl-C in the middle of the rows.  Where it comes too late all is there; half is never there. */
static void test_cli_terminal__an_interrupted_import_is_all_or_nothing(void **state)
{
	struct e2e *e;
	int status;

	(void)state;
	write_big_ledger();
	e = start("import", "org", run_path("big.csv"));
	e2e_wait(e, " 行");
	e2e_send(e, "<C-c>");
	status = e2e_exit_status(e);
	assert_true(status == 130 || status == 0);
	e2e_free(e);
	assert_int_equal(count_big(), status ? 0 : MANY);
	run_zhibu(&r, "verify");
	assert_int_equal(r.status, 0);
	run_zhibu(&r, "set", "org", "B1", "secretary=示例卓玛");
	assert_int_equal(r.status, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_cli_terminal__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(yes_goes_on),
		TEST(yes_in_chinese_too),
		TEST(anything_else_is_no),
		TEST(the_end_of_input_is_no),
		TEST(ctrl_c_at_a_question_stops),
		TEST(no_input_never_asks),
		TEST(a_single_change_is_undone_without_a_question),
		TEST(no_command_opens_the_screens),
		TEST(heads_stand_out_unless_unwanted),
		TEST(doctor_asks_the_terminal_for_widths),
		TEST(doctor_keys_names_what_arrives),
		TEST(doctor_keys_gives_the_terminal_back_when_ended),
		TEST(ctrl_c_leaves_nothing_of_an_import),
		TEST(an_interrupted_import_is_all_or_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
