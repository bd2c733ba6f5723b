/*
 * Text in windows of curses, drawn on a screen that goes to /dev/null and read
 * back from the window's cells.
 */
#include "ui/draw.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <cmocka.h>

#include "src/buf.h"
#include "src/text.h"
#include "src/banned.h"

#define COLS_HERE 20
#define ROWS_HERE 4

static FILE *null;
static SCREEN *screen;

static int open_screen(void **state)
{
	(void)state;
	setenv("COLUMNS", "20", 1);
	setenv("LINES", "4", 1);
	null = fopen("/dev/null", "r+");
	screen = null ? newterm("xterm-256color", null, null) : NULL;
	if (!screen)
		return -1;
	draw_start(false);
	return 0;
}

static int close_screen(void **state)
{
	(void)state;
	endwin();
	delscreen(screen);
	return fclose(null);
}

static struct draw_spot spot(int y, int x, int cells)
{
	return (struct draw_spot){ stdscr, y, x, cells };
}

/* A row, cell by cell: a half of a wide character without the other one shows as '#'. */
static void add_row(struct buf *out, int y)
{
	int rest = 0;

	for (int x = 0; x < getmaxx(stdscr); x++) {
		wchar_t chars[CCHARW_MAX + 1] = { 0 };
		cchar_t cell;
		attr_t attributes;
		short pair;
		bool right;

		mvin_wch(y, x, &cell);
		getcchar(&cell, chars, &attributes, &pair, NULL);
		right = (cell.attr & A_CHARTEXT) > 1;
		if (right != (rest > 0))
			buf_addc(out, '#');
		rest = right ? rest - 1 : wcwidth(chars[0]) - 1;
		for (size_t i = 0; !right && chars[i]; i++)
			buf_addcp(out, (unsigned int)chars[i]);
	}
	if (rest)
		buf_addc(out, '#');
}

static void expect_row(int y, const char *text)
{
	struct buf row = BUF_INIT;

	add_row(&row, y);
	while (row.len > 0 && row.data[row.len - 1] == ' ')
		buf_truncate(&row, row.len - 1);
	assert_string_equal(buf_str(&row), text);
	buf_release(&row);
}

static int fresh(void **state)
{
	(void)state;
	werase(stdscr);
	draw_start(false);
	return 0;
}

/* ---- Cells ---------------------------------------------------------------------- */

static void test_draw__text_takes_exactly_its_cells(void **state)
{
	(void)state;
	draw_fill(spot(0, 0, 20), '.', LOOK_TEXT);
	draw_text(spot(0, 2, 8), "东河村", LOOK_TEXT);
	expect_row(0, "..东河村  ..........");
	draw_text_right(spot(0, 2, 8), "1,644", LOOK_TEXT);
	expect_row(0, "..   1,644..........");
}

static void test_draw__what_does_not_fit_is_cut_and_marked(void **state)
{
	(void)state;
	draw_fill(spot(0, 0, 20), '.', LOOK_TEXT);
	draw_text(spot(0, 0, 8), "东河村党支部", LOOK_TEXT);
	expect_row(0, "东河村~ ............");
}

static void test_draw__nothing_leaves_the_window(void **state)
{
	(void)state;
	draw_text(spot(-1, 0, 8), "上", LOOK_TEXT);
	draw_text(spot(ROWS_HERE, 0, 8), "下", LOOK_TEXT);
	draw_text(spot(0, -1, 8), "左", LOOK_TEXT);
	draw_text(spot(0, COLS_HERE, 8), "右", LOOK_TEXT);
	draw_text(spot(0, 3, 0), "无", LOOK_TEXT);
	draw_text(spot(0, 3, -4), "无", LOOK_TEXT);
	for (int y = 0; y < ROWS_HERE; y++)
		expect_row(y, "");
	draw_text(spot(1, 15, 100), "东河村", LOOK_TEXT);
	expect_row(1, "               东河~");
	expect_row(2, "");
}

static void test_draw__the_last_cell_of_the_window_is_drawn(void **state)
{
	(void)state;
	draw_text(spot(ROWS_HERE - 1, 0, COLS_HERE), "一二三四五六七八九十", LOOK_TEXT);
	expect_row(ROWS_HERE - 1, "一二三四五六七八九十");
	draw_fill(spot(ROWS_HERE - 1, 0, COLS_HERE), '-', LOOK_TEXT);
	expect_row(ROWS_HERE - 1, "--------------------");
	expect_row(ROWS_HERE - 2, "");
}

static void test_draw__no_half_of_a_wide_character_stays(void **state)
{
	static const struct {
		int x, cells;
		const char *after;
	} cases[] = {
		{ 0, 2, "xx河村党" },
		{ 0, 1, "x 河村党" },
		{ 1, 1, " x河村党" },
		{ 1, 2, " xx 村党" },
		{ 1, 3, " xxx村党" },
		{ 2, 2, "东xx村党" },
		{ 3, 3, "东 xxx党" },
		{ 3, 4, "东 xxxx" },
		{ 7, 1, "东河村 x" },
		{ 7, 2, "东河村 xx" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		draw_text(spot(0, 0, 20), "东河村党", LOOK_TEXT);
		draw_fill(spot(0, cases[i].x, cases[i].cells), 'x', LOOK_TEXT);
		expect_row(0, cases[i].after);
	}
}

static void test_draw__wide_over_wide_at_odd_cells(void **state)
{
	(void)state;
	draw_text(spot(0, 0, 20), "东河村党支部", LOOK_TEXT);
	draw_text(spot(0, 3, 4), "一二", LOOK_TEXT);
	expect_row(0, "东 一二 支部");
	draw_text(spot(1, 0, 20), "中中中中中中", LOOK_TEXT);
	draw_text(spot(1, 3, 2), "中", LOOK_TEXT);
	expect_row(1, "中 中 中中中");
}

/* ---- Text ------------------------------------------------------------------------ */

static void test_draw__only_safe_text_reaches_the_terminal(void **state)
{
	(void)state;
	draw_text(spot(0, 0, 20), "a\x1B[31mb\u202Ec\u200Bd\xFF", LOOK_TEXT);
	expect_row(0, "a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFD");
	draw_text(spot(1, 0, 20), "甲\n乙\t丙", LOOK_TEXT);
	expect_row(1, "甲\uFFFD乙\uFFFD丙");
}

static void test_draw__marks_stay_with_their_letters(void **state)
{
	(void)state;
	draw_text(spot(0, 0, 4), "e\u0301xyz", LOOK_TEXT);
	expect_row(0, "e\u0301xyz");
	draw_text(spot(0, 0, 3), "e\u0301xyz", LOOK_TEXT);
	expect_row(0, "e\u0301x~z");
	draw_text(spot(1, 0, 20), "བོད་སྐྱེ", LOOK_TEXT);
	expect_row(1, "བོད་སྐྱེ");
}

static void test_draw__a_stray_mark_does_not_change_its_neighbour(void **state)
{
	(void)state;
	draw_text(spot(0, 0, 1), "[", LOOK_TEXT);
	draw_text(spot(0, 1, 5), "\u0301\u0302ab", LOOK_TEXT);
	expect_row(0, "[ab");
}

static void test_draw__characters_of_four_bytes(void **state)
{
	(void)state;
	draw_text(spot(0, 0, 6), "\U00020000\U0002A6A5x", LOOK_TEXT);
	expect_row(0, "\U00020000\U0002A6A5x");
	draw_text(spot(0, 0, 3), "\U00020000\U0002A6A5", LOOK_TEXT);
	expect_row(0, "\U00020000~ x");
}

/* ---- Looks ------------------------------------------------------------------------- */

static attr_t attributes_at(int y, int x)
{
	cchar_t cell;

	mvin_wch(y, x, &cell);
	return cell.attr & (A_BOLD | A_REVERSE | A_UNDERLINE | A_DIM | A_COLOR);
}

static void test_draw__a_look_covers_its_cells_and_no_others(void **state)
{
	(void)state;
	draw_text(spot(0, 2, 6), "标题", LOOK_TITLE);
	assert_int_equal(attributes_at(0, 1), A_NORMAL);
	assert_int_equal(attributes_at(0, 2), A_REVERSE);
	assert_int_equal(attributes_at(0, 7), A_REVERSE);
	assert_int_equal(attributes_at(0, 8), A_NORMAL);
	draw_text(spot(0, 2, 6), "标题", LOOK_TEXT);
	assert_int_equal(attributes_at(0, 2), A_NORMAL);
}

static void test_draw__a_blanked_half_keeps_the_look_of_its_character(void **state)
{
	(void)state;
	draw_text(spot(0, 0, 4), "标题", LOOK_TITLE);
	draw_text(spot(0, 1, 2), "ab", LOOK_TEXT);
	assert_int_equal(attributes_at(0, 0), A_REVERSE);
	assert_int_equal(attributes_at(0, 1), A_NORMAL);
	assert_int_equal(attributes_at(0, 3), A_REVERSE);
}

static void test_draw__without_colours_all_but_text_still_stand_out(void **state)
{
	(void)state;
	for (enum look look = LOOK_TEXT; look < LOOK_COUNT; look++) {
		assert_int_equal(draw_attributes(look) & A_COLOR, 0);
		assert_int_equal(draw_attributes(look) != A_NORMAL, look != LOOK_TEXT);
	}
}

static void test_draw__colours_are_added_where_they_may_be(void **state)
{
	(void)state;
	draw_start(true);
	assert_int_not_equal(draw_attributes(LOOK_ERROR) & A_COLOR, 0);
	assert_int_not_equal(draw_attributes(LOOK_ERROR) & A_BOLD, 0);
	assert_int_equal(draw_attributes(LOOK_TEXT), A_NORMAL);
	draw_text(spot(0, 0, 4), "错误", LOOK_ERROR);
	assert_int_equal(attributes_at(0, 0), draw_attributes(LOOK_ERROR));
	draw_start(false);
	assert_int_equal(draw_attributes(LOOK_ERROR) & A_COLOR, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_draw__text_takes_exactly_its_cells, fresh),
		cmocka_unit_test_setup(test_draw__what_does_not_fit_is_cut_and_marked, fresh),
		cmocka_unit_test_setup(test_draw__nothing_leaves_the_window, fresh),
		cmocka_unit_test_setup(test_draw__the_last_cell_of_the_window_is_drawn, fresh),
		cmocka_unit_test_setup(test_draw__no_half_of_a_wide_character_stays, fresh),
		cmocka_unit_test_setup(test_draw__wide_over_wide_at_odd_cells, fresh),
		cmocka_unit_test_setup(test_draw__only_safe_text_reaches_the_terminal, fresh),
		cmocka_unit_test_setup(test_draw__marks_stay_with_their_letters, fresh),
		cmocka_unit_test_setup(test_draw__a_stray_mark_does_not_change_its_neighbour, fresh),
		cmocka_unit_test_setup(test_draw__characters_of_four_bytes, fresh),
		cmocka_unit_test_setup(test_draw__a_look_covers_its_cells_and_no_others, fresh),
		cmocka_unit_test_setup(test_draw__a_blanked_half_keeps_the_look_of_its_character, fresh),
		cmocka_unit_test_setup(test_draw__without_colours_all_but_text_still_stand_out, fresh),
		cmocka_unit_test_setup(test_draw__colours_are_added_where_they_may_be, fresh),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, open_screen, close_screen);
}
