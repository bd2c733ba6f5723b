/*
 * Pictures: text in cells, wide characters whole, boxes and the editor's box.
 */
#include "ui/picture.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

#define COLS_HERE 12
#define ROWS_HERE 3

static struct picture p;

static int start(void **state)
{
	(void)state;
	picture_init(&p);
	picture_start(&p, COLS_HERE, ROWS_HERE);
	return 0;
}

static int end(void **state)
{
	(void)state;
	picture_release(&p);
	return 0;
}

static void is(const char *want)
{
	struct buf b = BUF_INIT;

	picture_lines(&p, &b);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static const struct picture_cell *cell(int y, int x)
{
	return &p.cells[y * COLS_HERE + x];
}

static struct spot spot(int y, int x, int cells)
{
	return (struct spot){ y, x, cells };
}

static void test_picture__is_blank_in_the_beginning(void **state)
{
	(void)state;
	is("\n\n\n");
	for (int x = 0; x < COLS_HERE; x++) {
		assert_int_equal(cell(0, x)->width, 1);
		assert_int_equal(cell(0, x)->look, LOOK_TEXT);
	}
}

static void test_picture__text_fills_its_spot(void **state)
{
	(void)state;
	picture_put(&p, spot(0, 0, 12), "xxxxxxxxxxxx", LOOK_TEXT);
	picture_put(&p, spot(0, 2, 6), "南沙", LOOK_DIM);
	is("xx南沙  xxxx\n\n\n");
	assert_int_equal(cell(0, 1)->look, LOOK_TEXT);
	for (int x = 2; x < 8; x++)
		assert_int_equal(cell(0, x)->look, LOOK_DIM);
	assert_int_equal(cell(0, 8)->look, LOOK_TEXT);
}

static void test_picture__numbers_stand_on_the_right(void **state)
{
	(void)state;
	picture_put_right(&p, spot(0, 0, 8), "1,644", LOOK_TEXT);
	picture_put_right(&p, spot(1, 0, 7), "党员", LOOK_TEXT);
	is("   1,644\n   党员\n\n");
}

static void test_picture__long_text_is_cut_with_a_sign(void **state)
{
	(void)state;
	picture_put(&p, spot(0, 0, 6), "南沙沟", LOOK_TEXT);
	picture_put(&p, spot(1, 0, 6), "南沙沟村", LOOK_TEXT);
	picture_put(&p, spot(2, 0, 5), "南沙沟村", LOOK_TEXT);
	is("南沙沟\n南沙~\n南沙~\n");
	/* The cell that no wide character fits into is a blank, not a half. */
	assert_int_equal(cell(1, 5)->width, 1);
	picture_put_right(&p, spot(0, 0, 6), "南沙沟村", LOOK_TEXT);
	is(" 南沙~\n南沙~\n南沙~\n");
}

static void test_picture__nothing_reaches_over_the_edge(void **state)
{
	(void)state;
	picture_put(&p, spot(0, 9, 12), "南沙沟", LOOK_TEXT);
	picture_put(&p, spot(-1, 0, 4), "x", LOOK_TEXT);
	picture_put(&p, spot(3, 0, 4), "x", LOOK_TEXT);
	picture_put(&p, spot(1, -1, 4), "x", LOOK_TEXT);
	picture_put(&p, spot(1, 12, 4), "x", LOOK_TEXT);
	picture_put(&p, spot(1, 0, 0), "x", LOOK_TEXT);
	is("         南~\n\n\n");
	assert_int_equal(picture_add(&p, spot(2, 11, 4), "南", LOOK_TEXT), 0);
	assert_int_equal(picture_add(&p, spot(5, 0, 4), "南", LOOK_TEXT), 0);
}

static void test_picture__half_a_wide_character_becomes_a_blank(void **state)
{
	(void)state;
	picture_put(&p, spot(0, 0, 8), "南沙沟村", LOOK_TEXT);
	picture_put(&p, spot(0, 1, 2), "ab", LOOK_TEXT);
	is(" ab 沟村\n\n\n");
	assert_int_equal(cell(0, 0)->width, 1);
	assert_int_equal(cell(0, 3)->width, 1);
	picture_put(&p, spot(1, 0, 8), "南沙沟村", LOOK_TEXT);
	picture_add(&p, spot(1, 3, 2), "東", LOOK_TEXT);
	is(" ab 沟村\n南 東 村\n\n");
}

static void test_picture__adding_leaves_what_stands_beside(void **state)
{
	(void)state;
	picture_put(&p, spot(0, 0, 12), "............", LOOK_TEXT);
	assert_int_equal(picture_add(&p, spot(0, 2, 8), "村a", LOOK_TEXT), 3);
	is("..村a.......\n\n\n");
	assert_int_equal(picture_add(&p, spot(0, 0, 3), "东河村", LOOK_TEXT), 2);
	is("东村a.......\n\n\n");
}

static void test_picture__what_a_terminal_would_obey_is_replaced(void **state)
{
	(void)state;
	picture_put(&p, spot(0, 0, 12), "a\033[2Jb", LOOK_TEXT);
	picture_put(&p, spot(1, 0, 12), "a\xE2\x80\xAE" "b\xE2\x80\x8B", LOOK_TEXT);
	picture_put(&p, spot(2, 0, 12), "a\xFF", LOOK_TEXT);
	is("a\uFFFD[2Jb\na\uFFFDb\uFFFD\na\uFFFD\n");
}

/* A mark without a letter has no cell of its own; several marks on a letter stay with it. */
static void test_picture__marks_stay_with_their_letters(void **state)
{
	(void)state;
	picture_put(&p, spot(0, 0, 12), "e\xCC\x81\xCC\xA3x", LOOK_TEXT);
	is("e\xCC\x81\xCC\xA3x\n\n\n");
	assert_int_equal(cell(0, 0)->len, 5);
	assert_int_equal(cell(0, 1)->len, 1);
	picture_put(&p, spot(1, 0, 12), "\xCC\x81", LOOK_TEXT);
	is("e\xCC\x81\xCC\xA3x\n?\n\n");
	/* Tibetan: a syllable's letters stand below each other in one cell. */
	picture_put(&p, spot(2, 0, 12), "བཀྲ", LOOK_TEXT);
	assert_int_equal(cell(2, 1)->len, 6);
}

static void test_picture__a_line_is_filled_with_a_sign(void **state)
{
	(void)state;
	picture_put(&p, spot(1, 0, 12), "南沙沟村", LOOK_TEXT);
	picture_fill(&p, 1, '-', LOOK_DIM);
	is("\n------------\n\n");
	assert_int_equal(cell(1, 11)->look, LOOK_DIM);
	picture_fill(&p, 1, ' ', LOOK_TITLE);
	is("\n\n\n");
	assert_int_equal(cell(1, 0)->look, LOOK_TITLE);
}

static void test_picture__a_box_covers_what_is_below(void **state)
{
	(void)state;
	for (int y = 0; y < ROWS_HERE; y++)
		picture_put(&p, spot(y, 0, 12), "南沙沟村东河", LOOK_TEXT);
	picture_box(&p, (struct box){ 0, 1, 3, 9 }, NULL);
	is(" +-------+河\n |       |河\n +-------+河\n");
	picture_box(&p, (struct box){ 0, 0, 3, 12 }, "题目");
	is("+- 题目 ---+\n|          |\n+----------+\n");
	/* A title longer than the box is cut inside the frame. */
	picture_box(&p, (struct box){ 0, 0, 3, 12 }, "很长的题目");
	is("+- 很长的 -+\n|          |\n+----------+\n");
}

static void test_picture__only_the_look_changes(void **state)
{
	(void)state;
	picture_put(&p, spot(0, 0, 12), "南沙沟村", LOOK_TEXT);
	picture_look(&p, spot(0, 2, 4), LOOK_MATCH);
	is("南沙沟村\n\n\n");
	assert_int_equal(cell(0, 1)->look, LOOK_TEXT);
	assert_int_equal(cell(0, 2)->look, LOOK_MATCH);
	assert_int_equal(cell(0, 5)->look, LOOK_MATCH);
	assert_int_equal(cell(0, 6)->look, LOOK_TEXT);
	picture_look(&p, spot(0, 10, 40), LOOK_ERROR);
	assert_int_equal(cell(0, 11)->look, LOOK_ERROR);
	assert_int_equal(cell(1, 0)->look, LOOK_TEXT);
}

static void test_picture__the_cursor_stays_inside(void **state)
{
	(void)state;
	picture_cursor(&p, 1, 5);
	assert_int_equal(p.cursor_y, 1);
	assert_int_equal(p.cursor_x, 5);
	picture_cursor(&p, -1, 99);
	assert_int_equal(p.cursor_y, 0);
	assert_int_equal(p.cursor_x, COLS_HERE - 1);
	picture_cursor(&p, 99, -1);
	assert_int_equal(p.cursor_y, ROWS_HERE - 1);
	assert_int_equal(p.cursor_x, 0);
}

static void test_picture__the_editor_shows_its_part_and_the_caret(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 0);
	edit_load(&e, "南沙沟村东河");
	picture_edit(&p, (struct box){ 1, 2, 1, 6 }, &e);
	assert_int_equal(p.cursor_y, 1);
	assert_in_range(p.cursor_x, 2, 7);
	/* The caret stands behind the last character, which is seen whole. */
	assert_non_null(strstr(buf_str(&p.text), "河"));
	assert_int_equal(cell(1, 2)->look, LOOK_FIELD);
	assert_int_equal(cell(1, 7)->look, LOOK_FIELD);
	assert_int_equal(cell(1, 8)->look, LOOK_TEXT);
	edit_do(&e, EDIT_HOME);
	picture_edit(&p, (struct box){ 1, 2, 1, 6 }, &e);
	is("\n  南沙沟\n\n");
	assert_int_equal(p.cursor_x, 2);
	edit_release(&e);
}

static void test_picture__notes_take_several_lines(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 0);
	edit_load(&e, "第一行\n二");
	picture_put(&p, spot(2, 0, 12), "xxxxxxxxxxxx", LOOK_TEXT);
	picture_edit(&p, (struct box){ 0, 1, 3, 10 }, &e);
	is(" 第一行\n 二\nx          x\n");
	assert_int_equal(p.cursor_y, 1);
	assert_int_equal(p.cursor_x, 3);
	edit_release(&e);
}

static void test_picture__lines_that_look_the_same_are_found(void **state)
{
	struct picture other;

	(void)state;
	picture_init(&other);
	picture_start(&other, COLS_HERE, ROWS_HERE);
	for (int y = 0; y < ROWS_HERE; y++)
		assert_true(picture_same_line(&p, &other, y));
	/* What was drawn in another order still looks the same. */
	picture_put(&p, spot(1, 0, 4), "村", LOOK_TEXT);
	picture_put(&p, spot(0, 0, 4), "河", LOOK_TEXT);
	picture_put(&other, spot(0, 0, 4), "河", LOOK_TEXT);
	picture_put(&other, spot(1, 0, 4), "村", LOOK_TEXT);
	assert_true(picture_same_line(&p, &other, 0));
	assert_true(picture_same_line(&p, &other, 1));
	picture_look(&other, spot(0, 11, 1), LOOK_DIM);
	assert_false(picture_same_line(&p, &other, 0));
	picture_put(&other, spot(1, 0, 4), "社", LOOK_TEXT);
	assert_false(picture_same_line(&p, &other, 1));
	assert_true(picture_same_line(&p, &other, 2));
	picture_release(&other);
}

static void test_picture__another_size_starts_blank(void **state)
{
	(void)state;
	picture_put(&p, spot(0, 0, 12), "南沙沟村", LOOK_TITLE);
	picture_start(&p, 4, 1);
	is("\n");
	picture_start(&p, 0, 0);
	is("");
	picture_start(&p, COLS_HERE, ROWS_HERE);
	is("\n\n\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_picture__##name, start, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_blank_in_the_beginning),
		TEST(text_fills_its_spot),
		TEST(numbers_stand_on_the_right),
		TEST(long_text_is_cut_with_a_sign),
		TEST(nothing_reaches_over_the_edge),
		TEST(half_a_wide_character_becomes_a_blank),
		TEST(adding_leaves_what_stands_beside),
		TEST(what_a_terminal_would_obey_is_replaced),
		TEST(marks_stay_with_their_letters),
		TEST(a_line_is_filled_with_a_sign),
		TEST(a_box_covers_what_is_below),
		TEST(only_the_look_changes),
		TEST(the_cursor_stays_inside),
		TEST(the_editor_shows_its_part_and_the_caret),
		TEST(notes_take_several_lines),
		TEST(lines_that_look_the_same_are_found),
		TEST(another_size_starts_blank),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
