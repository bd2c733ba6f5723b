/*
 * Pictures on a screen of curses that goes to /dev/null, read back from its cells.
 */
#include "ui/paint.h"

#include <curses.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <cmocka.h>

#include "src/banned.h"

#define COLS_HERE 20
#define ROWS_HERE 4

static FILE *null;
static SCREEN *screen;
static struct picture shown, next;

static int open_screen(void **state)
{
	(void)state;
	setenv("COLUMNS", "20", 1);
	setenv("LINES", "4", 1);
	null = fopen("/dev/null", "r+");
	screen = null ? newterm("xterm-256color", null, null) : NULL;
	picture_init(&shown);
	picture_init(&next);
	return screen ? 0 : -1;
}

static int close_screen(void **state)
{
	(void)state;
	picture_release(&shown);
	picture_release(&next);
	endwin();
	delscreen(screen);
	return fclose(null);
}

/* A blank screen, and a blank picture of it. */
static int fresh(void **state)
{
	(void)state;
	paint_start(&(struct paint){ .colours = false });
	picture_start(&shown, COLS_HERE, ROWS_HERE);
	picture_paint(&shown, NULL);
	picture_start(&next, COLS_HERE, ROWS_HERE);
	return 0;
}

static struct spot spot(int y, int x, int cells)
{
	return (struct spot){ y, x, cells };
}

/* What ui.c does: the new picture over the one that is shown. */
static void paint(void)
{
	struct picture other = shown;

	picture_paint(&next, &shown);
	shown = next;
	next = other;
	picture_start(&next, COLS_HERE, ROWS_HERE);
}

/* A row, cell by cell: a half of a wide character without the other one shows as '#'. */
static void add_row(struct buf *out, int y)
{
	int rest = 0;

	for (int x = 0; x < COLS_HERE; x++) {
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

static attr_t attributes_at(int y, int x)
{
	cchar_t cell;

	mvin_wch(y, x, &cell);
	return cell.attr & (A_BOLD | A_REVERSE | A_UNDERLINE | A_DIM | A_COLOR);
}

/* ---- Cells ---------------------------------------------------------------------- */

static void test_paint__lines_stand_as_in_the_picture(void **state)
{
	(void)state;
	picture_put(&next, spot(0, 2, 8), "东河村", LOOK_TEXT);
	picture_put_right(&next, spot(1, 2, 8), "1,644", LOOK_TEXT);
	paint();
	expect_row(0, "  东河村");
	expect_row(1, "     1,644");
	expect_row(2, "");
}

static void test_paint__the_last_cell_of_the_screen_is_painted(void **state)
{
	(void)state;
	picture_put(&next, spot(ROWS_HERE - 1, 0, COLS_HERE), "一二三四五六七八九十", LOOK_TEXT);
	paint();
	expect_row(ROWS_HERE - 1, "一二三四五六七八九十");
	picture_fill(&next, ROWS_HERE - 1, '-', LOOK_TEXT);
	paint();
	expect_row(ROWS_HERE - 1, "--------------------");
	expect_row(ROWS_HERE - 2, "");
}

static void test_paint__no_half_of_a_wide_character_stays(void **state)
{
	(void)state;
	picture_put(&next, spot(0, 0, COLS_HERE), "东河村党支部", LOOK_TEXT);
	paint();
	picture_put(&next, spot(0, 0, COLS_HERE), " 一二三x", LOOK_TEXT);
	paint();
	expect_row(0, " 一二三x");
	picture_put(&next, spot(0, 0, COLS_HERE), "东x村", LOOK_TEXT);
	paint();
	expect_row(0, "东x村");
}

static void test_paint__what_is_gone_from_the_picture_is_gone_from_the_screen(void **state)
{
	(void)state;
	picture_put(&next, spot(1, 0, COLS_HERE), "东河村", LOOK_TITLE);
	paint();
	paint();
	expect_row(1, "");
	assert_int_equal(attributes_at(1, 0), A_NORMAL);
}

static void test_paint__characters_of_four_bytes_and_marks(void **state)
{
	(void)state;
	picture_put(&next, spot(0, 0, COLS_HERE), "\U00020000\U0002A6A5x", LOOK_TEXT);
	picture_put(&next, spot(1, 0, COLS_HERE), "e\u0301xyz", LOOK_TEXT);
	picture_put(&next, spot(2, 0, COLS_HERE), "བོད་སྐྱེ", LOOK_TEXT);
	paint();
	expect_row(0, "\U00020000\U0002A6A5x");
	expect_row(1, "e\u0301xyz");
	expect_row(2, "བོད་སྐྱེ");
}

static void test_paint__only_lines_that_differ_are_touched(void **state)
{
	(void)state;
	picture_put(&next, spot(0, 0, COLS_HERE), "东河村", LOOK_TEXT);
	picture_put(&next, spot(1, 0, COLS_HERE), "一", LOOK_TEXT);
	paint();
	mvaddstr(0, 0, "xx");
	picture_put(&next, spot(0, 0, COLS_HERE), "东河村", LOOK_TEXT);
	picture_put(&next, spot(1, 0, COLS_HERE), "二", LOOK_TEXT);
	paint();
	expect_row(0, "xx河村");
	expect_row(1, "二");
	picture_paint(&shown, NULL);
	expect_row(0, "东河村");
}

static void test_paint__the_cursor_stands_where_the_picture_says(void **state)
{
	(void)state;
	picture_cursor(&next, 2, 5);
	paint();
	assert_int_equal(getcury(stdscr), 2);
	assert_int_equal(getcurx(stdscr), 5);
}

/* ---- Looks ------------------------------------------------------------------------- */

static void test_paint__a_look_covers_its_cells_and_no_others(void **state)
{
	(void)state;
	picture_put(&next, spot(0, 2, 6), "标题", LOOK_TITLE);
	paint();
	assert_int_equal(attributes_at(0, 1), A_NORMAL);
	assert_int_equal(attributes_at(0, 2), A_REVERSE);
	assert_int_equal(attributes_at(0, 7), A_REVERSE);
	assert_int_equal(attributes_at(0, 8), A_NORMAL);
	picture_put(&next, spot(0, 2, 6), "标题", LOOK_TEXT);
	paint();
	assert_int_equal(attributes_at(0, 2), A_NORMAL);
}

static attr_t attributes_of(enum look look)
{
	picture_put(&next, spot(0, 0, 4), "示例", look);
	paint();
	return attributes_at(0, 0);
}

static void test_paint__without_colours_all_but_text_still_stand_out(void **state)
{
	(void)state;
	for (enum look look = LOOK_TEXT; look < LOOK_COUNT; look++) {
		attr_t attributes = attributes_of(look);

		assert_int_equal(attributes & A_COLOR, 0);
		assert_int_equal(attributes != A_NORMAL, look != LOOK_TEXT);
	}
}

static void test_paint__colours_are_added_where_they_may_be(void **state)
{
	(void)state;
	paint_start(&(struct paint){ .colours = true });
	assert_int_not_equal(attributes_of(LOOK_ERROR) & A_COLOR, 0);
	assert_int_not_equal(attributes_of(LOOK_WARN) & A_COLOR, 0);
	assert_int_not_equal(attributes_of(LOOK_ERROR) & A_BOLD, 0);
	assert_int_equal(attributes_of(LOOK_TEXT), A_NORMAL);
	paint_start(&(struct paint){ .colours = false });
	assert_int_equal(attributes_of(LOOK_WARN) & A_COLOR, 0);
}

/* Frames are marked by their signs alone, and what is dim says nothing that is not said elsewhere. */
static bool means_something(enum look look)
{
	return look != LOOK_TEXT && look != LOOK_DIM && look != LOOK_FRAME;
}

static void check_theme(const char *name, bool colours, attr_t ever)
{
	paint_start(&(struct paint){ .theme = name, .colours = colours });
	for (enum look look = LOOK_TEXT; look < LOOK_COUNT; look++) {
		attr_t attributes = attributes_of(look);

		if (means_something(look))
			assert_int_not_equal(attributes & ~A_COLOR, 0);
		if (ever)
			assert_int_equal(attributes & A_DIM, 0);
		assert_int_equal((attributes & A_COLOR) != 0, colours && (ever || look == LOOK_WARN || look == LOOK_ERROR));
	}
	/* A record that is current, one that is selected and one that is wrong are not taken for each other. */
	assert_int_not_equal(attributes_of(LOOK_CURRENT) & ~A_COLOR, attributes_of(LOOK_SELECTED) & ~A_COLOR);
	assert_int_not_equal(attributes_of(LOOK_CURRENT) & ~A_COLOR, attributes_of(LOOK_CURRENT_MATCH) & ~A_COLOR);
}

static void test_paint__no_theme_tells_by_colour_alone(void **state)
{
	(void)state;
	check_theme(NULL, true, 0);
	check_theme("default", false, 0);
	check_theme("contrast", true, A_COLOR);
	check_theme("sunlight", true, A_COLOR);
	paint_start(&(struct paint){ .theme = "contrast", .colours = false });
	assert_int_equal(attributes_of(LOOK_ERROR), A_BOLD | A_REVERSE);
	paint_start(&(struct paint){ .theme = "sunlight", .colours = false });
	assert_int_equal(attributes_of(LOOK_TITLE), A_REVERSE);
}

static void colours_of(enum look look, short *text, short *back)
{
	pair_content((short)PAIR_NUMBER(attributes_of(look)), text, back);
}

static void test_paint__in_the_sun_all_is_dark_on_light(void **state)
{
	short text, back;

	(void)state;
	paint_start(&(struct paint){ .theme = "sunlight", .colours = true });
	for (enum look look = LOOK_TEXT; look < LOOK_COUNT; look++) {
		colours_of(look, &text, &back);
		assert_int_equal(text, COLOR_BLACK);
		assert_int_equal(back, COLOR_WHITE + 8);
	}
	paint_start(&(struct paint){ .theme = "contrast", .colours = true });
	colours_of(LOOK_TEXT, &text, &back);
	assert_int_equal(text, COLOR_WHITE + 8);
	assert_int_equal(back, COLOR_BLACK);
}

static void test_paint__frames_are_lines_where_they_may_be(void **state)
{
	(void)state;
	paint_start(&(struct paint){ .frames = true });
	picture_fill(&next, 0, '-', LOOK_FRAME);
	picture_box(&next, (struct box){ 1, 2, 3, 12 }, NULL);
	picture_put(&next, spot(2, 4, 6), "+-|东", LOOK_TEXT);
	paint();
	expect_row(0, "────────────────────");
	expect_row(1, "  ┌──────────┐");
	expect_row(2, "  │ +-|东    │");
	expect_row(3, "  └──────────┘");
	paint_start(&(struct paint){ .frames = false });
	picture_box(&next, (struct box){ 1, 2, 3, 12 }, NULL);
	picture_paint(&next, NULL);
	expect_row(1, "  +----------+");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_paint__lines_stand_as_in_the_picture, fresh),
		cmocka_unit_test_setup(test_paint__the_last_cell_of_the_screen_is_painted, fresh),
		cmocka_unit_test_setup(test_paint__no_half_of_a_wide_character_stays, fresh),
		cmocka_unit_test_setup(test_paint__what_is_gone_from_the_picture_is_gone_from_the_screen, fresh),
		cmocka_unit_test_setup(test_paint__characters_of_four_bytes_and_marks, fresh),
		cmocka_unit_test_setup(test_paint__only_lines_that_differ_are_touched, fresh),
		cmocka_unit_test_setup(test_paint__the_cursor_stands_where_the_picture_says, fresh),
		cmocka_unit_test_setup(test_paint__a_look_covers_its_cells_and_no_others, fresh),
		cmocka_unit_test_setup(test_paint__without_colours_all_but_text_still_stand_out, fresh),
		cmocka_unit_test_setup(test_paint__colours_are_added_where_they_may_be, fresh),
		cmocka_unit_test_setup(test_paint__no_theme_tells_by_colour_alone, fresh),
		cmocka_unit_test_setup(test_paint__in_the_sun_all_is_dark_on_light, fresh),
		cmocka_unit_test_setup(test_paint__frames_are_lines_where_they_may_be, fresh),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, open_screen, close_screen);
}
