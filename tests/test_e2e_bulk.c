/* Many records at once with real keys at a real terminal, taken back in one step, and the same from the command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/e2e_demo.h"
#include "src/banned.h"

#define FIRST "001006001"
#define SECOND "001006002"
static const char both[] = FIRST "," SECOND;

/* The organizations, with the first ones selected. */
static struct e2e *open_list(int cols, int rows)
{
	struct e2e *e = e2e_demo_start(cols, rows);

	e2e_send(e, "<Enter>");
	e2e_wait(e, "海西州委组织部");
	return e;
}

static char *contacts(void)
{
	return xstrdup(e2e_demo_run("list", "org", "--columns", "code,contact,short_name", "--sort", "code", "--limit", "4",
		"--format", "tsv"));
}

/* The first of the commands shown that fits into one line of the panel, as somebody types it off. */
static void read_words(struct e2e *e, char *words, size_t room)
{
	const char *at = strstr(e2e_screen(e), "zhibu set"), *end = at ? strstr(at, " --reason") : NULL;

	if (at && end && (size_t)(end - at) < room) {
		memcpy(words, at, (size_t)(end - at));
		words[end - at] = '\0';
	} else {
		fail_msg("%s", e2e_screen(e));
	}
}

static void test_e2e_bulk__edit_and_one_undo(void **state)
{
	struct e2e *e = open_list(80, 24);
	char *before = contacts(), *after, *again;
	char words[200];

	(void)state;
	e2e_send(e, "<Space><Space>");
	e2e_wait(e, "选中 2");
	e2e_send(e, "e");
	e2e_wait(e, "批量修改");
	e2e_send(e, "lxr");
	e2e_wait(e, ">联系人");
	e2e_send(e, "<Enter>abc<Enter>");
	e2e_wait(e, "将改 2");
	e2e_send(e, "统一");
	e2e_wait(e, "统一");
	e2e_send(e, "<F5>");
	e2e_wait(e, "[ Esc 返回 ]");
	read_words(e, words, sizeof(words));
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "做同样事情的命令行");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已改 2 条");
	after = contacts();
	assert_string_not_equal(before, after);
	e2e_send(e, "u");
	e2e_wait(e, "2 条记录会一起改");
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已撤销");
	again = contacts();
	assert_string_equal(before, again);
	free(again);
	/* The command that was shown does the same. */
	assert_string_equal(words, "zhibu set org --ids " FIRST "," SECOND " contact=abc");
	e2e_demo_run("set", "org", "--ids", both, "contact=abc", "--reason", "统一");
	again = contacts();
	assert_string_equal(after, again);
	e2e_demo_run("undo", "--yes");
	e2e_quit(e);
	free(before);
	free(after);
	free(again);
}

static void test_e2e_bulk__a_pasted_block(void **state)
{
	struct e2e *e = open_list(40, 12);
	static const char block[] = "简称\t联系人\n短甲\tabc\n短乙\t\n";
	char *now;

	(void)state;
	e2e_send(e, "<Space><Space>");
	e2e_wait(e, "选2");
	e2e_paste(e, block, sizeof(block) - 1);
	e2e_wait(e, "按表头: 简称、联系人");
	e2e_wait(e, "将改 2");
	e2e_send(e, "抄<C-s>");
	e2e_wait(e, "已改 2 条");
	now = contacts();
	assert_non_null(strstr(now, FIRST "\tabc\t短甲\n"));
	assert_non_null(strstr(now, "短乙"));
	free(now);
	e2e_send(e, "u<C-s>");
	e2e_wait(e, "已撤销");
	e2e_paste(e, "1\t2\n3\t4\n5\t6\n", 12);
	e2e_wait(e, "3 行");
	e2e_quit(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_e2e_bulk__edit_and_one_undo),
		cmocka_unit_test(test_e2e_bulk__a_pasted_block),
	};

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
