/*
 * A form with real keys at a real terminal: phone numbers one record after the other, a record
 * that another one refers to, a reason for a warning, and pastes that do not fit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/e2e_demo.h"
#include "src/banned.h"

static struct e2e *start(const char *filter)
{
	struct e2e *e = e2e_demo_start(0, 0);

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

static void test_e2e_form__phone_numbers_one_after_the_other(void **unused)
{
	struct e2e *e = start("领域=机关");
	const char *out;
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
	e2e_quit(e);
	out = e2e_demo_run("list", "org", "书记电话=13912345600,13912345601,13912345602", "--format", "json", "--reveal");
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
	e2e_quit(e);
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
	e2e_quit(e);
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
	e2e_quit(e);
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

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
