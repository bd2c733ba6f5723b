/*
 * Lines of a text that is broken to fit, and the cursor of short lists.
 */
#include "ui/wrap.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "src/buf.h"
#include "src/text.h"
#include "ui/cursor.h"
#include "src/banned.h"

/* All lines, joined by '|'. */
static void breaks_into(const char *text, int cells, const char *want)
{
	struct buf b = BUF_INIT;
	int n = 0;

	for (const char *s = text; *s; n++) {
		struct wrap w = wrap_line(s, cells);

		assert_true(w.all > 0);
		assert_true(w.shown <= w.all);
		if (n)
			buf_addc(&b, '|');
		buf_add(&b, s, w.shown);
		s += w.all;
	}
	assert_string_equal(buf_str(&b), want);
	assert_int_equal(wrap_count(text, cells), n);
	buf_release(&b);
}

static void test_wrap__a_short_text_is_one_line(void **state)
{
	(void)state;
	breaks_into("", 10, "");
	breaks_into("东河村", 6, "东河村");
	breaks_into("abc", 10, "abc");
}

static void test_wrap__breaks_between_characters_by_cells(void **state)
{
	(void)state;
	breaks_into("东河村西岭村", 6, "东河村|西岭村");
	breaks_into("东河村西岭村", 7, "东河村|西岭村");
	breaks_into("东河村西岭村", 5, "东河|村西|岭村");
}

static void test_wrap__breaks_at_line_ends(void **state)
{
	(void)state;
	breaks_into("东河\n西岭", 20, "东河|西岭");
	breaks_into("东河\n\n西岭\n", 20, "东河||西岭");
	/* A line that just fits does not leave an empty one behind. */
	breaks_into("东河村\n西岭村", 6, "东河村|西岭村");
}

static void test_wrap__no_line_begins_with_a_closing_sign(void **state)
{
	(void)state;
	breaks_into("东河村，西岭", 6, "东河|村，西|岭");
	breaks_into("（东河村）。西岭", 8, "（东河|村）。西|岭");
	/* Nothing but closing signs still comes to an end. */
	breaks_into("，，，，", 4, "，，|，，");
}

static void test_wrap__latin_words_stay_whole(void **state)
{
	(void)state;
	breaks_into("open the form", 8, "open the|form");
	breaks_into("按 Ctrl-S 保存", 8, "按 |Ctrl-S |保存");
	breaks_into("最后一天是 2023-02-28。", 18, "最后一天是 |2023-02-28。");
	breaks_into("编码 632821102210 重复", 14, "编码 |632821102210 |重复");
	breaks_into("abcdefghijkl", 5, "abcde|fghij|kl");
}

static void test_wrap__a_window_too_narrow_still_ends(void **state)
{
	(void)state;
	breaks_into("东河", 1, "东|河");
	breaks_into("东河", 0, "东|河");
	breaks_into("ab", 0, "a|b");
}

static void test_wrap__no_line_is_wider_than_the_window(void **state)
{
	static const char text[] = "党组织全称，以印章为准。一般以「中国共产党」或「中共」开头（FORM_2017），党委以委员会结尾。";

	(void)state;
	for (int cells = 2; cells < 100; cells++)
		for (const char *s = text; *s;) {
			struct wrap w = wrap_line(s, cells);

			assert_true(text_width_n(s, w.shown) <= cells);
			s += w.all;
		}
}

/* --- the cursor --- */

static void at(const struct cursor *c, size_t want, size_t top)
{
	assert_int_equal(c->at, want);
	assert_int_equal(c->top, top);
}

static void test_cursor__moves_and_stops_at_the_ends(void **state)
{
	struct cursor c = { .at = 0 };

	(void)state;
	cursor_fit(&c, 5, 3);
	cursor_move(&c, MOVE_UP, 5);
	at(&c, 0, 0);
	cursor_move(&c, MOVE_DOWN, 5);
	at(&c, 1, 0);
	cursor_move(&c, MOVE_LAST, 5);
	cursor_fit(&c, 5, 3);
	at(&c, 4, 2);
	cursor_move(&c, MOVE_DOWN, 5);
	at(&c, 4, 2);
	cursor_move(&c, MOVE_FIRST, 5);
	cursor_fit(&c, 5, 3);
	at(&c, 0, 0);
}

static void test_cursor__turns_pages(void **state)
{
	struct cursor c = { .at = 0 };

	(void)state;
	cursor_fit(&c, 20, 6);
	cursor_move(&c, MOVE_PAGE_DOWN, 20);
	cursor_fit(&c, 20, 6);
	at(&c, 6, 1);
	for (int i = 0; i < 5; i++)
		cursor_move(&c, MOVE_PAGE_DOWN, 20);
	cursor_fit(&c, 20, 6);
	at(&c, 19, 14);
	cursor_move(&c, MOVE_PAGE_UP, 20);
	cursor_fit(&c, 20, 6);
	at(&c, 13, 13);
}

static void test_cursor__follows_a_list_that_shrinks(void **state)
{
	struct cursor c = { .at = 9 };

	(void)state;
	cursor_fit(&c, 10, 4);
	at(&c, 9, 6);
	cursor_fit(&c, 3, 4);
	at(&c, 2, 0);
	cursor_fit(&c, 0, 4);
	at(&c, 0, 0);
	cursor_move(&c, MOVE_DOWN, 0);
	at(&c, 0, 0);
	/* No room at all, as while a window is drawn smaller and smaller. */
	cursor_fit(&c, 5, 0);
	cursor_move(&c, MOVE_PAGE_DOWN, 5);
	cursor_fit(&c, 5, -3);
	at(&c, 1, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrap__a_short_text_is_one_line),
		cmocka_unit_test(test_wrap__breaks_between_characters_by_cells),
		cmocka_unit_test(test_wrap__breaks_at_line_ends),
		cmocka_unit_test(test_wrap__no_line_begins_with_a_closing_sign),
		cmocka_unit_test(test_wrap__latin_words_stay_whole),
		cmocka_unit_test(test_wrap__a_window_too_narrow_still_ends),
		cmocka_unit_test(test_wrap__no_line_is_wider_than_the_window),
		cmocka_unit_test(test_cursor__moves_and_stops_at_the_ends),
		cmocka_unit_test(test_cursor__turns_pages),
		cmocka_unit_test(test_cursor__follows_a_list_that_shrinks),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
