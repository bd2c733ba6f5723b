/*
 * Conditions at a real terminal: chips, proposals, the form, pastes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/buf.h"
#include "tests/support/e2e.h"
#include "tests/support/office.h"
#include "src/banned.h"

static int setup(void **state)
{
	if (office_setup(state) < 0)
		return -1;
	office_close(*state);
	return 0;
}

/* Opens the list of divisions, which every new database has. */
static struct e2e *start(struct office *o, int cols, int rows)
{
	const char *const argv[] = { getenv("ZHIBU_BIN"), "--db", o->path, NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .cols = cols, .rows = rows });

	e2e_wait(e, "首页");
	e2e_send(e, "<End><Up><Up><Up><Enter>");
	e2e_wait(e, "443");
	e2e_wait_idle(e);
	return e;
}

static void leave(struct e2e *e)
{
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void test_e2e_filter__chips_come_and_go(void **state)
{
	struct e2e *e = start(*state, 80, 24);

	e2e_send(e, "<F4>级别=村级<Enter>");
	e2e_wait(e, "筛选: 级别=村级");
	e2e_send(e, "&上级~柯柯<Enter>");
	e2e_wait(e, "筛选: 级别=村级 + 上级~柯柯");
	e2e_send(e, "\\nsg");
	e2e_wait(e, "南沙沟村村委会");
	e2e_wait(e, "筛选后 1 / 全部 443");
	/* Where the word was found is underlined, also in the row with the cursor. */
	e2e_wait_idle(e);
	for (int x = 0; x < 80; x++)
		if (strcmp(e2e_cell(e, 3, x).text, "沟") == 0)
			assert_true(e2e_cell(e, 3, x).underline && e2e_cell(e, 3, x).reverse);
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "筛选> ");
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "上级~柯柯");
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "筛选: ");
	e2e_wait(e, "共 443");
	leave(e);
}

static void test_e2e_filter__proposals_are_taken_with_tab_or_chosen(void **state)
{
	struct e2e *e = start(*state, 80, 24);

	e2e_send(e, "<F4>jb");
	e2e_wait(e, ">级别  level");
	e2e_send(e, "<Tab>");
	e2e_wait(e, "筛选> 级别=");
	e2e_wait(e, "村级");
	e2e_send(e, "xianj<Tab>,<Down><Down><Enter>");
	e2e_wait(e, "级别=县级,地级");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "筛选: 级别=县级,地级");
	e2e_wait_gone(e, "筛选> ");
	leave(e);
}

static void test_e2e_filter__the_form_at_40x12(void **state)
{
	struct e2e *e = start(*state, 40, 12);

	e2e_send(e, "<F4><F4>");
	e2e_wait(e, "3提示");
	e2e_send(e, "沙沟<Tab><Tab><Tab>cj");
	e2e_wait(e, ">村级");
	e2e_send(e, "<Tab><C-s>");
	e2e_wait(e, "筛:沙沟 + 级别=村级");
	e2e_wait(e, "南沙沟村村委会");
	leave(e);
}

static void test_e2e_filter__a_paste_of_lines_is_one_condition(void **state)
{
	struct e2e *e = start(*state, 80, 24);
	static const char lines[] = "级别=村级\n沙沟\n";
	struct buf large = BUF_INIT;

	e2e_send(e, "<F4>");
	e2e_wait(e, "筛选> ");
	e2e_paste(e, lines, strlen(lines));
	e2e_wait(e, "筛选> 级别=村级 沙沟");
	buf_fill(&large, 'x', 10000);
	e2e_paste(e, buf_str(&large), large.len);
	e2e_wait(e, "没有粘贴：内容有 10000 个字");
	assert_non_null(strstr(e2e_row(e, 22), "筛选> 级别=村级 沙沟"));
	e2e_send(e, "<Enter>");
	e2e_wait(e, "筛选: 级别=村级 沙沟");
	buf_release(&large);
	leave(e);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_e2e_filter__chips_come_and_go),
		TEST(test_e2e_filter__proposals_are_taken_with_tab_or_chosen),
		TEST(test_e2e_filter__the_form_at_40x12),
		TEST(test_e2e_filter__a_paste_of_lines_is_one_condition),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
