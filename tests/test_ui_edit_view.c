/*
 * The line editor: lines and rows, what a box of cells shows of the text, and a
 * long walk of keys that must never lose the caret or the way back.
 */
#include "ui/edit.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/typing.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* ---- What always holds ------------------------------------------------------------- */

static void check_border(const struct edit *e, size_t place)
{
	size_t at = 0;

	assert_true(place <= e->text.len);
	while (at < place)
		at += text_next(edit_text(e) + at, e->text.len - at);
	assert_int_equal(at, place);
}

static void check_view(struct edit *e, int cols, int rows)
{
	struct edit_view v;
	size_t at;

	edit_view(e, cols, rows, &v);
	assert_true(v.rows >= 1 && v.rows <= rows);
	assert_in_range(v.x, 0, cols - 1);
	assert_in_range(v.y, 0, v.rows - 1);
	for (int i = 0; i < v.rows; i++) {
		assert_true(v.row[i].from <= v.row[i].to);
		check_border(e, v.row[i].from);
		check_border(e, v.row[i].to);
		assert_true(text_width_n(edit_text(e) + v.row[i].from, v.row[i].to - v.row[i].from) <= cols);
	}
	at = v.row[v.y].from;
	assert_true(at <= e->caret);
	if (cols > 2)
		assert_int_equal(v.x, text_width_n(edit_text(e) + at, e->caret - at));
}

/* ---- Several lines ------------------------------------------------------------------ */

static void test_edit_view__notes_have_lines(void **state)
{
	static const struct typing_step steps[] = {
		{ "Enter begins a line", "甲|乙", "<Enter>", "甲\n|乙" },
		{ "home and end stay in the line", "甲\n乙丙|丁\n戊", "<Home>a<End>z", "甲\na乙丙丁z|\n戊" },
		{ "first and last leave it", "甲\n乙|\n丙", "<Ctrl-Home>a<Ctrl-End>z", "a甲\n乙\n丙z|" },
		{ "backspace joins lines", "甲\n|乙", "<Backspace>", "甲|乙" },
		{ "delete joins lines", "甲|\n乙", "<Del>", "甲|乙" },
		{ "letter and mark that meet are one grapheme", "e\n|\u0301x", "<Backspace>", "e\u0301|x" },
		{ "Ctrl-U stays in the line", "甲\n乙丙|丁", "<Ctrl-U>", "甲\n|丁" },
		{ "Ctrl-U at its beginning joins", "甲\n|丁", "<Ctrl-U>", "甲|丁" },
		{ "Ctrl-K stays in the line", "甲\n乙|丙\n丁", "<Ctrl-K>", "甲\n乙|\n丁" },
		{ "Ctrl-K at its end joins", "甲|\n丁", "<Ctrl-K>", "甲|丁" },
		{ "up keeps the cell", "甲乙丙\n丁戊己|", "<Up>", "甲乙丙|\n丁戊己" },
		{ "up into a shorter line and back", "甲乙丙|\n\n丁戊己", "<Down><Down>",
			"甲乙丙\n\n丁戊己|" },
		{ "half a character counts as its beginning", "甲乙\nabc|", "<Up>", "甲|乙\nabc" },
		{ "down stops in the last line", "甲\n乙|", "<Down>", "甲\n乙|" },
		{ "moving sideways forgets the cell", "甲乙丙|\n\n丁戊己", "<Down><Left><Right><Down>",
			"甲乙丙\n\n|丁戊己" },
	};

	(void)state;
	type_steps(TEXT_NOTE, 100, steps, LEN(steps));
}

static void test_edit_view__the_form_gets_up_and_down_at_the_edges(void **state)
{
	struct edit note, line;

	(void)state;
	edit_init(&note, TEXT_NOTE, 100);
	edit_init(&line, TEXT_LINE, 100);
	load_text(&note, "甲\n乙|");
	assert_false(type_keys(&note, "<Down>"));
	assert_true(type_keys(&note, "<Up>"));
	assert_false(type_keys(&note, "<Up>"));
	assert_false(type_keys(&note, "<PgUp>"));
	load_text(&line, "甲|");
	assert_false(type_keys(&line, "<Up>"));
	assert_false(type_keys(&line, "<Down>"));
	assert_false(type_keys(&line, "<Enter>"));
	assert_false(type_keys(&line, "<Ctrl-Z>"));
	assert_true(type_keys(&line, "<Right>"));
	edit_release(&note);
	edit_release(&line);
}

static void test_edit_view__up_and_down_follow_wrapped_rows(void **state)
{
	struct edit_view view;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 100);
	load_text(&e, "一二三四五六七八九|");
	edit_view(&e, 7, 5, &view); /* three characters a row: the last column is the caret's */
	assert_int_equal(view.rows, 3);
	assert_int_equal(view.y, 2);
	assert_int_equal(view.x, 6);
	type_keys(&e, "<Up>");
	expect_text(&e, "一二三四五|六七八九");
	type_keys(&e, "<Up>");
	expect_text(&e, "一二|三四五六七八九");
	type_keys(&e, "<Down><Down>");
	expect_text(&e, "一二三四五六七八九|");
	type_keys(&e, "<PgUp>");
	expect_text(&e, "一二|三四五六七八九");
	type_keys(&e, "<PgDn>");
	expect_text(&e, "一二三四五六七八九|");
	edit_release(&e);
}

/* ---- What a box shows ----------------------------------------------------------------- */

/* The row of the view with its caret as '|'. */
static void expect_row(const struct edit *e, const struct edit_view *v, int y, const char *text)
{
	char *row = strndup(edit_text(e) + v->row[y].from, v->row[y].to - v->row[y].from);

	assert_string_equal(row, text);
	free(row);
}

static void test_edit_view__a_line_scrolls_with_the_caret(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	load_text(&e, "东河村第一联合党支部|"); /* 20 cells */
	edit_view(&e, 21, 1, &v);
	expect_row(&e, &v, 0, "东河村第一联合党支部");
	assert_int_equal(v.x, 20);
	edit_view(&e, 20, 1, &v); /* no cell left for the caret: it scrolls */
	assert_true(v.before);
	assert_false(v.after);
	assert_true(v.x < 20);
	edit_view(&e, 9, 1, &v);
	expect_row(&e, &v, 0, "党支部");
	assert_int_equal(v.x, 6);
	type_keys(&e, "<Home>");
	edit_view(&e, 9, 1, &v);
	expect_row(&e, &v, 0, "东河村第"); /* nine cells hold four characters, never half a fifth */
	assert_int_equal(v.x, 0);
	assert_false(v.before);
	assert_true(v.after);
	type_keys(&e, "<Right><Right><Right><Right>");
	edit_view(&e, 9, 1, &v);
	assert_true(v.before && v.after);
	assert_true(v.x + 2 <= 9); /* the character under the caret is whole */
	edit_release(&e);
}

static void test_edit_view__what_is_about_to_be_deleted_is_seen(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	load_text(&e, "abcdefghijklmnopqrstuvwxyz|");
	edit_view(&e, 10, 1, &v);
	for (int i = 0; i < 26; i++) {
		type_keys(&e, "<Backspace>");
		edit_view(&e, 10, 1, &v);
		assert_true(v.x > 0 || e.caret == 0);
	}
	edit_release(&e);
}

static void test_edit_view__another_text_is_shown_from_a_border(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	load_text(&e, "abcdefghijklmnopqrstuvwxyz|");
	check_view(&e, 9, 1);
	edit_replace(&e, "东河村第一联合党");
	check_view(&e, 9, 1);
	type_keys(&e, "<Ctrl-Z>");
	check_view(&e, 9, 1);
	edit_load(&e, "东");
	check_view(&e, 9, 1);
	edit_release(&e);
}

static void test_edit_view__halves_that_meet_at_the_edge_are_shown_whole(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	load_text(&e, "abcdefgh\U0001F1E8x|\U0001F1F3ijklmnopqrstuvwxyz");
	e.from = strlen("abcdefgh\U0001F1E8");
	type_keys(&e, "<Backspace>");
	check_view(&e, 9, 1);
	edit_release(&e);
}

static void test_edit_view__eight_characters_are_sixteen_cells(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	type_keys(&e, "东河村第一党支部");
	for (int x = 16; x >= 0; x -= 2) {
		edit_view(&e, 40, 1, &v);
		assert_int_equal(v.x, x);
		type_keys(&e, "<Left>");
	}
	edit_release(&e);
}

static void test_edit_view__marks_take_no_cell(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	type_keys(&e, "e\u0301\u0302x");
	edit_view(&e, 40, 1, &v);
	assert_int_equal(v.x, 2);
	type_keys(&e, "<Left>");
	edit_view(&e, 40, 1, &v);
	assert_int_equal(v.x, 1);
	edit_release(&e);
}

static void test_edit_view__tiny_boxes_show_what_they_can(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	load_text(&e, "东|河");
	edit_view(&e, 1, 1, &v);
	expect_row(&e, &v, 0, ""); /* no room for half a character */
	assert_int_equal(v.x, 0);
	edit_view(&e, 2, 1, &v);
	expect_row(&e, &v, 0, "河");
	edit_view(&e, 0, 1, &v);
	assert_int_equal(v.rows, 0);
	edit_view(&e, 10, 0, &v);
	assert_int_equal(v.rows, 0);
	edit_view(&e, 10, -3, &v);
	assert_int_equal(v.rows, 0);
	edit_release(&e);
	edit_init(&e, TEXT_NOTE, 100);
	load_text(&e, "东河|");
	edit_view(&e, 1, 1, &v);
	assert_int_equal(v.rows, 1);
	expect_row(&e, &v, 0, "");
	edit_release(&e);
}

static void test_edit_view__a_note_wraps_and_scrolls(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 100);
	load_text(&e, "|已查看台账\na\n\n整改完成");
	edit_view(&e, 8, 3, &v);
	assert_int_equal(v.rows, 3);
	expect_row(&e, &v, 0, "已查看");
	expect_row(&e, &v, 1, "台账");
	expect_row(&e, &v, 2, "a");
	assert_true(v.after);
	assert_false(v.before);
	type_keys(&e, "<Down><Down><Down>");
	edit_view(&e, 8, 3, &v);
	expect_row(&e, &v, 0, "台账");
	expect_row(&e, &v, 2, "");
	assert_int_equal(v.y, 2);
	type_keys(&e, "<Ctrl-End>");
	edit_view(&e, 8, 3, &v);
	expect_row(&e, &v, 1, "整改完");
	expect_row(&e, &v, 2, "成");
	assert_int_equal(v.y, 2);
	assert_int_equal(v.x, 2);
	assert_true(v.before);
	assert_false(v.after);
	type_keys(&e, "<Ctrl-Home>");
	edit_view(&e, 8, 3, &v);
	assert_int_equal(v.y, 0);
	assert_false(v.before);
	edit_release(&e);
}

static void test_edit_view__a_line_end_at_the_end_gives_an_empty_row(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 100);
	type_keys(&e, "甲<Enter>");
	edit_view(&e, 8, 3, &v);
	assert_int_equal(v.rows, 2);
	assert_int_equal(v.y, 1);
	assert_int_equal(v.x, 0);
	edit_release(&e);
}

static void test_edit_view__another_width_keeps_the_caret_in_the_box(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 1000);
	for (int i = 0; i < 20; i++)
		type_keys(&e, "东河村第一党支部abc，");
	for (int cols = 60; cols > 0; cols--)
		check_view(&e, cols, 1 + cols % 5);
	type_keys(&e, "<Ctrl-Home>");
	for (int cols = 1; cols < 60; cols += 3)
		check_view(&e, cols, 4);
	check_view(&e, 30, 300);
	edit_release(&e);
}

static void test_edit_view__more_rows_than_a_view_holds_are_left_out(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 1000);
	for (int i = 0; i < 100; i++)
		type_keys(&e, "<Enter>");
	edit_view(&e, 20, 90, &v);
	assert_int_equal(v.rows, EDIT_VIEW_ROWS);
	assert_int_equal(v.y, EDIT_VIEW_ROWS - 1);
	edit_release(&e);
}

/* ---- A long walk ---------------------------------------------------------------------- */

/* A small generator, so that every run of the test presses the same keys. */
static unsigned int draw(unsigned int *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

static const char *const some_keys[] = {
	"东",
	"e",
	"\u0301",
	" ",
	"\U00020000",
	"སྐྱེ",
	"ᠠ\u180B",
	"，",
	"<Left>",
	"<Right>",
	"<Home>",
	"<End>",
	"<Backspace>",
	"<Del>",
	"<Ctrl-W>",
	"<Ctrl-U>",
	"<Ctrl-K>",
	"<Ctrl-Left>",
	"<Ctrl-Right>",
	"<Enter>",
	"<Up>",
	"<Down>",
	"<PgUp>",
	"<PgDn>",
	"<Ctrl-Z>",
	"<Ctrl-Y>",
};

static void walk(enum text_kind kind, unsigned int seed)
{
	struct edit e;

	edit_init(&e, kind, 60);
	load_text(&e, "东e\u0301河 村|支部");
	for (int i = 0; i < 400; i++) {
		type_keys(&e, some_keys[draw(&seed) % LEN(some_keys)]);
		check_border(&e, e.caret);
		check_view(&e, (int)(draw(&seed) % 20) + 1, (int)(draw(&seed) % 4) + 1);
		assert_true(text_length(edit_text(&e)) <= 60);
	}
	while (edit_do(&e, EDIT_UNDO))
		check_border(&e, e.caret);
	assert_string_equal(edit_text(&e), "东e\u0301河 村支部");
	assert_false(edit_changed(&e));
	edit_release(&e);
}

static void test_edit_view__whatever_is_pressed_undo_leads_back_to_the_original(void **state)
{
	(void)state;
	for (unsigned int seed = 1; seed <= 12; seed++) {
		walk(TEXT_LINE, seed);
		walk(TEXT_NOTE, seed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edit_view__whatever_is_pressed_undo_leads_back_to_the_original),
		cmocka_unit_test(test_edit_view__notes_have_lines),
		cmocka_unit_test(test_edit_view__the_form_gets_up_and_down_at_the_edges),
		cmocka_unit_test(test_edit_view__up_and_down_follow_wrapped_rows),
		cmocka_unit_test(test_edit_view__a_line_scrolls_with_the_caret),
		cmocka_unit_test(test_edit_view__what_is_about_to_be_deleted_is_seen),
		cmocka_unit_test(test_edit_view__another_text_is_shown_from_a_border),
		cmocka_unit_test(test_edit_view__halves_that_meet_at_the_edge_are_shown_whole),
		cmocka_unit_test(test_edit_view__eight_characters_are_sixteen_cells),
		cmocka_unit_test(test_edit_view__marks_take_no_cell),
		cmocka_unit_test(test_edit_view__tiny_boxes_show_what_they_can),
		cmocka_unit_test(test_edit_view__a_note_wraps_and_scrolls),
		cmocka_unit_test(test_edit_view__a_line_end_at_the_end_gives_an_empty_row),
		cmocka_unit_test(test_edit_view__another_width_keeps_the_caret_in_the_box),
		cmocka_unit_test(test_edit_view__more_rows_than_a_view_holds_are_left_out),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
