/*
 * The loop of the screens at a real terminal: how much is sent for a key, held
 * keys, repainting, where the cursor stands, colours, locales, and the ways out.
 */
#include <setjmp.h>
#include <signal.h>
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
static struct e2e *start(struct office *o, const char *const *env)
{
	const char *const argv[] = { getenv("ZHIBU_BIN"), "--db", o->path, NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .env = env });

	e2e_wait(e, "首页");
	e2e_send(e, "<End><Up><Up><Up><Enter>");
	e2e_wait(e, "共 443");
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

/* The bytes that come for these keys. */
static size_t bytes_for(struct e2e *e, const char *keys, const char *until)
{
	e2e_bytes(e);
	e2e_send(e, keys);
	e2e_wait(e, until);
	e2e_wait_idle(e);
	return e2e_bytes(e);
}

static void test_e2e_screens__a_key_sends_little(void **state)
{
	struct e2e *e = start(*state, NULL);

	assert_in_range(bytes_for(e, "<Down>", "第 2 "), 1, 300);
	assert_in_range(bytes_for(e, "<Up>", "第 1 "), 1, 300);
	assert_in_range(bytes_for(e, "<PgDn>", "第 20 "), 1, 1800);
	/* The line below the last one: the terminal itself moves the others. */
	assert_in_range(bytes_for(e, "<End>", "第 443 "), 1, 1800);
	assert_in_range(bytes_for(e, "<PgUp><PgUp>", "第 405 "), 1, 1800);
	assert_in_range(bytes_for(e, "<Up>", "第 404 "), 1, 300);
	leave(e);
}

/* A key that changes one line, and one that changes all of them. */
#define LINE_BYTES 300
#define PAGE_BYTES 1800
/* Another field: the one left, the one entered, and up to two lines of help in Chinese, which alone are 240 bytes. */
#define FIELD_BYTES 450

static void sends(struct e2e *e, const char *keys, size_t most)
{
	size_t n;

	e2e_bytes(e);
	e2e_send(e, keys);
	e2e_wait_idle(e);
	n = e2e_bytes(e);
	if (n > most)
		fail_msg("%s sends %zu bytes, more than %zu", keys, n, most);
}

static void test_e2e_screens__a_tree_sends_little(void **state)
{
	struct e2e *e = start(*state, NULL);

	sends(e, "<F5>", PAGE_BYTES);
	e2e_wait(e, "[树形]");
	sends(e, "<Right>", PAGE_BYTES);
	sends(e, "<Down>", LINE_BYTES);
	sends(e, "<Right>", PAGE_BYTES);
	sends(e, "<Down>", LINE_BYTES);
	sends(e, "<Left>", PAGE_BYTES);
	sends(e, "<Left>", PAGE_BYTES);
	sends(e, "<PgDn>", PAGE_BYTES);
	leave(e);
}

static void test_e2e_screens__a_filter_sends_little(void **state)
{
	static const char *const typed[] = { "南", "沙", "沟" };
	struct e2e *e = start(*state, NULL);

	sends(e, "<F4>", PAGE_BYTES);
	for (size_t i = 0; i < 3; i++)
		sends(e, typed[i], PAGE_BYTES);
	e2e_wait(e, "筛选> 南沙沟");
	/* Where the same rows are left, a key is a key. */
	sends(e, "村", LINE_BYTES);
	sends(e, "<BS>", LINE_BYTES);
	sends(e, "<Left>", LINE_BYTES);
	sends(e, "<Enter>", PAGE_BYTES);
	leave(e);
}

static void test_e2e_screens__a_form_sends_little(void **state)
{
	struct e2e *e = start(*state, NULL);

	sends(e, "<Enter>", PAGE_BYTES);
	e2e_wait(e, "级别");
	sends(e, "<Tab>", FIELD_BYTES);
	sends(e, "改", LINE_BYTES);
	sends(e, "<BS>", LINE_BYTES);
	sends(e, "<Tab>", FIELD_BYTES);
	sends(e, "<S-Tab>", FIELD_BYTES);
	leave(e);
}

static void test_e2e_screens__nothing_is_sent_while_nothing_happens(void **state)
{
	struct e2e *e = start(*state, NULL);
	char *before = strdup(e2e_screen(e));

	e2e_bytes(e);
	/* A key for nobody, twice: the second time the screen is the same already. */
	e2e_send(e, "<F12>");
	e2e_wait(e, "F12");
	e2e_wait_idle(e);
	e2e_bytes(e);
	e2e_send(e, "<F12>");
	e2e_wait_idle(e);
	assert_in_range(e2e_bytes(e), 0, 40);
	e2e_send(e, "<Down><Up>");
	e2e_wait_gone(e, "F12");
	e2e_wait_idle(e);
	assert_string_equal(e2e_screen(e), before);
	free(before);
	leave(e);
}

static void test_e2e_screens__held_keys_do_not_queue(void **state)
{
	struct e2e *e = start(*state, NULL);
	struct buf keys = BUF_INIT;

	for (int i = 0; i < 400; i++)
		buf_addc(&keys, 'j');
	/* One by one they would send 80,000 bytes. */
	assert_in_range(bytes_for(e, buf_str(&keys), "第 401 "), 1, 12000);
	buf_release(&keys);
	leave(e);
}

static void test_e2e_screens__ctrl_l_repairs_the_screen(void **state)
{
	struct e2e *e = start(*state, NULL);
	char *before = strdup(e2e_screen(e));

	e2e_bytes(e);
	e2e_send(e, "<C-l>");
	e2e_wait_idle(e);
	assert_in_range(e2e_bytes(e), 800, 20000);
	assert_string_equal(e2e_screen(e), before);
	free(before);
	leave(e);
}

static void cursor_is(struct e2e *e, int want_y, int want_x)
{
	int y, x;

	e2e_wait_idle(e);
	e2e_cursor(e, &y, &x);
	assert_int_equal(y, want_y);
	assert_int_equal(x, want_x);
	assert_true(e2e_cursor_visible(e));
}

/* Input methods and braille lines follow the real cursor. */
static void test_e2e_screens__the_cursor_stands_where_the_person_is(void **state)
{
	struct e2e *e = start(*state, NULL);

	cursor_is(e, 3, 0);
	e2e_send(e, "<Down><Down>");
	e2e_wait(e, "第 3 ");
	cursor_is(e, 5, 0);
	e2e_send(e, "<F4>南沙沟");
	e2e_wait(e, "筛选> 南沙沟");
	cursor_is(e, 22, 13);
	e2e_send(e, "<Left>");
	cursor_is(e, 22, 11);
	e2e_send(e, "<Enter><Enter><Home>");
	e2e_wait(e, "级别");
	e2e_wait_idle(e);
	leave(e);
}

static void test_e2e_screens__resizing_repaints_whole(void **state)
{
	struct e2e *e = start(*state, NULL);

	e2e_send(e, "<F4>南沙");
	e2e_wait(e, "筛选> 南沙");
	e2e_resize(e, 40, 12);
	e2e_wait(e, "10还原");
	e2e_wait_idle(e);
	assert_non_null(strstr(e2e_row(e, 10), "筛选> 南沙"));
	e2e_resize(e, 20, 5);
	e2e_wait(e, "窗口太小");
	e2e_resize(e, 132, 40);
	e2e_wait(e, "筛选> 南沙");
	e2e_wait_idle(e);
	assert_non_null(strstr(e2e_row(e, 38), "筛选> 南沙"));
	e2e_send(e, "沟<Enter>");
	e2e_wait(e, "南沙沟村村委会");
	leave(e);
}

/* What is being looked for stands in its line whatever the window's size, and the rows go on. */
static void test_e2e_screens__finding_with_resizes(void **state)
{
	struct e2e *e = start(*state, NULL);

	e2e_send(e, "/乌兰qqq");
	e2e_wait(e, "没有找到");
	e2e_send(e, "<BS><BS><BS>");
	e2e_wait(e, "1/");
	e2e_resize(e, 40, 12);
	e2e_wait(e, "查找> 乌兰");
	e2e_resize(e, 20, 5);
	e2e_wait(e, "窗口太小");
	e2e_resize(e, 132, 40);
	e2e_wait(e, "查找> 乌兰");
	e2e_send(e, "<Enter>n");
	e2e_wait(e, "2/");
	e2e_send(e, "g443<Enter>");
	e2e_wait(e, "第 443 行 100%");
	leave(e);
}

static bool is_coloured(struct e2e *e, int rows, int cols)
{
	for (int y = 0; y < rows; y++)
		for (int x = 0; x < cols; x++)
			if (e2e_cell(e, y, x).coloured)
				return true;
	return false;
}

static void test_e2e_screens__no_color_leaves_bold_and_reverse(void **state)
{
	static const char *const env[] = { "NO_COLOR=1", NULL };
	struct e2e *e = start(*state, env);

	e2e_send(e, "<F4>级别<lt>");
	e2e_wait(e, "! ");
	e2e_wait_idle(e);
	assert_false(is_coloured(e, 24, 80));
	assert_true(e2e_cell(e, 0, 1).reverse);
	leave(e);
	e = start(*state, NULL);
	e2e_send(e, "<F4>级别<lt>");
	e2e_wait(e, "! ");
	e2e_wait_idle(e);
	assert_true(is_coloured(e, 24, 80));
	leave(e);
}

static void test_e2e_screens__chinese_also_in_the_c_locale(void **state)
{
	static const char *const env[] = { "LANG", "LC_ALL=C", NULL };
	struct e2e *e = start(*state, env);

	e2e_send(e, "<F4>南沙沟");
	e2e_wait(e, "南沙沟村村委会");
	leave(e);
}

static void test_e2e_screens__asked_to_end_it_ends_with_the_terminal_restored(void **state)
{
	struct e2e *e = start(*state, NULL);

	e2e_send(e, "<Enter>");
	e2e_wait(e, "级别");
	e2e_kill(e, SIGTERM);
	e2e_exit_status(e);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_e2e_screens__##name, setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_key_sends_little),
		TEST(a_tree_sends_little),
		TEST(a_filter_sends_little),
		TEST(a_form_sends_little),
		TEST(nothing_is_sent_while_nothing_happens),
		TEST(held_keys_do_not_queue),
		TEST(ctrl_l_repairs_the_screen),
		TEST(the_cursor_stands_where_the_person_is),
		TEST(resizing_repaints_whole),
		TEST(finding_with_resizes),
		TEST(no_color_leaves_bold_and_reverse),
		TEST(chinese_also_in_the_c_locale),
		TEST(asked_to_end_it_ends_with_the_terminal_restored),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
