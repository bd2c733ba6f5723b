/*
 * The line editor: typing, taking away, words, pastes, what is refused, undo.
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

#include "src/text.h"
#include "tests/support/typing.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void paste(struct edit *e, const char *text)
{
	edit_paste(e, text, strlen(text));
}

/* ---- Typing and taking away -------------------------------------------------- */

static void test_edit__keys_do_what_their_name_says(void **state)
{
	static const struct typing_step steps[] = {
		{ "type into an empty field", "", "支部", "支部|" },
		{ "insert at the beginning", "|支部", "党", "党|支部" },
		{ "insert in the middle", "党|部", "支", "党支|部" },
		{ "insert at the end", "党支|", "部", "党支部|" },
		{ "a blank is text", "a|b", "<Space>", "a |b" },
		{ "backspace at the beginning does nothing", "|党", "<Backspace>", "|党" },
		{ "backspace in the middle", "党支|部", "<Backspace>", "党|部" },
		{ "backspace at the end", "党支部|", "<Backspace><Backspace>", "党|" },
		{ "backspace empties the field", "党|", "<Backspace><Backspace>", "|" },
		{ "delete at the end does nothing", "党|", "<Del>", "党|" },
		{ "delete at the beginning", "|党支部", "<Del>", "|支部" },
		{ "delete in the middle", "党|支部", "<Del><Del><Del>", "党|" },
		{ "left and right", "党支部|", "<Left><Left><Right>", "党支|部" },
		{ "left stops at the beginning", "党|", "<Left><Left><Left>", "|党" },
		{ "right stops at the end", "|党", "<Right><Right>", "党|" },
		{ "home and end", "党|支部", "<Home>a<End>z", "a党支部z|" },
		{ "Ctrl-A and Ctrl-E", "党|支部", "<Ctrl-A>a<Ctrl-E>z", "a党支部z|" },
		{ "Ctrl-Home and Ctrl-End", "党|支部", "<Ctrl-Home>a<Ctrl-End>z", "a党支部z|" },
		{ "Ctrl-U cuts to the beginning", "党支|部", "<Ctrl-U>", "|部" },
		{ "Ctrl-U at the beginning does nothing", "|部", "<Ctrl-U>", "|部" },
		{ "Ctrl-K cuts to the end", "党|支部", "<Ctrl-K>", "党|" },
		{ "Ctrl-K at the end does nothing", "党|", "<Ctrl-K>", "党|" },
		{ "keys of the form change nothing", "党|支",
			"<Enter><Tab><F4><Up><Down><PgUp><Alt-1><Ctrl-S>", "党|支" },
	};

	(void)state;
	type_steps(TEXT_LINE, 40, steps, LEN(steps));
}

static void test_edit__a_grapheme_is_one_step(void **state)
{
	static const struct typing_step steps[] = {
		{ "combining mark: over letter and mark", "e\u0301x|", "<Left><Left>", "|e\u0301x" },
		{ "combining mark: backspace takes both", "ae\u0301|", "<Backspace>", "a|" },
		{ "combining mark: delete takes both", "|e\u0301a", "<Del>", "|a" },
		{ "combining mark: typed behind its letter", "e|x", "\u0301", "e\u0301|x" },
		{ "mark before a letter: the caret never stands inside", "|\u0301x", "e", "e\u0301|x" },
		{ "Tibetan: a stack is one step", "བོད་སྐྱེ|", "<Left>", "བོད་|སྐྱེ" },
		{ "Tibetan: backspace takes the stack", "བོད་སྐྱེ|", "<Backspace>", "བོད་|" },
		{ "Tibetan: typed sign by sign", "|", "སྐྱེ", "སྐྱེ|" },
		{ "Mongolian: letters one by one", "ᠮᠣᠩ|", "<Backspace>", "ᠮᠣ|" },
		{ "Mongolian: variation selector goes with its letter", "ᠮᠠ\u180B|", "<Backspace>", "ᠮ|" },
		{ "Mongolian: variation selector typed", "ᠠ|", "\u180B", "ᠠ\u180B|" },
		{ "Extension B: four bytes, one step", "\U00020000\U0002A6A5|", "<Left>",
			"\U00020000|\U0002A6A5" },
		{ "Extension B: backspace", "a\U00020000|", "<Backspace>", "a|" },
		{ "Extension B: typed in the middle", "马|马", "\U00020000", "马\U00020000|马" },
		{ "Hangul jamo form one syllable", "\u1112\u1161\u11AB|", "<Backspace>", "|" },
		{ "flags are two code points", "\U0001F1E8\U0001F1F3|", "<Left>", "|\U0001F1E8\U0001F1F3" },
	};

	(void)state;
	type_steps(TEXT_LINE, 40, steps, LEN(steps));
}

static void test_edit__words_are_runs_of_han_letters_or_signs(void **state)
{
	static const struct typing_step steps[] = {
		{ "a run of han is a word", "青山镇 东河村党支部|", "<Ctrl-W>", "青山镇 |" },
		{ "the blanks before the caret go along", "青山镇  |", "<Ctrl-W>", "|" },
		{ "letters and digits are a word", "东河村QS0103|", "<Ctrl-W>", "东河村|" },
		{ "signs are a word", "东河村（一）|", "<Ctrl-W><Ctrl-W>", "东河村（|" },
		{ "underscore belongs to letters", "a org_name|", "<Ctrl-W>", "a |" },
		{ "what stands behind the caret stays", "one two| three", "<Ctrl-W>", "one | three" },
		{ "at the beginning nothing goes", "|one", "<Ctrl-W>", "|one" },
		{ "Alt-Backspace is the same", "one two|", "<Alt-Backspace>", "one |" },
		{ "word left", "one 两个字|", "<Ctrl-Left>", "one |两个字" },
		{ "word left twice", "one 两个字|", "<Ctrl-Left><Ctrl-Left>", "|one 两个字" },
		{ "word left stops", "  |", "<Alt-Left><Alt-Left>", "|  " },
		{ "word right", "|one 两个字", "<Ctrl-Right>", "one| 两个字" },
		{ "word right over the blank", "one| 两个字x", "<Alt-Right>", "one 两个字|x" },
		{ "word right stops", "one |  ", "<Alt-F>", "one   |" },
		{ "Alt-B", "东河村QS|", "<Alt-B>", "东河村|QS" },
		{ "full-width blank and no-break space", "甲\u3000\u00A0|", "<Ctrl-W>", "|" },
		{ "extension B is han", "x\U00020000马|", "<Ctrl-W>", "x|" },
		{ "Tibetan letters", "བོད་ བོད|", "<Ctrl-W>", "བོད་ |" },
	};

	(void)state;
	type_steps(TEXT_LINE, 40, steps, LEN(steps));
}

/* ---- What is refused ----------------------------------------------------------- */

static void test_edit__a_full_field_takes_no_more_and_says_so(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 4);
	type_keys(&e, "东河村支");
	assert_string_equal(e.refused.text, "");
	type_keys(&e, "部");
	expect_text(&e, "东河村支|");
	assert_non_null(strstr(e.refused.text, "4"));
	assert_non_null(strstr(e.refused.text, "写满"));
	type_keys(&e, "<Home>x");
	expect_text(&e, "|东河村支");
	assert_string_not_equal(e.refused.text, "");
	type_keys(&e, "<Del>");
	assert_string_equal(e.refused.text, "");
	type_keys(&e, "西");
	expect_text(&e, "西|河村支");
	edit_release(&e);
}

/* The same with every script: what libform gets wrong with one of them (it deletes another character when the field is full). */
static void test_edit__full_fields_in_every_script(void **state)
{
	static const struct {
		const char *text, *first, *last, *middle;	/* without its first and its last step, and with the caret after one step */
	} cases[] = {
		{ "东河村支部", "|河村支部", "东河村支|", "东|河村支部" },
		{ "QS01-2", "|S01-2", "QS01-|", "Q|S01-2" },
		{ "e\u0301te\u0301", "|te\u0301", "e\u0301t|", "e\u0301|te\u0301" },
		{ "བོད་སྐྱེ", "|ད་སྐྱེ", "བོད་|", "བོ|ད་སྐྱེ" },
		{ "ᠮᠣᠩᠭᠣᠯ", "|ᠣᠩᠭᠣᠯ", "ᠮᠣᠩᠭᠣ|", "ᠮ|ᠣᠩᠭᠣᠯ" },
		{ "ᠠ\u180Bᠮᠠ\u180B", "|ᠮᠠ\u180B", "ᠠ\u180Bᠮ|", "ᠠ\u180B|ᠮᠠ\u180B" },
		{ "\U00020000马\U0002A6A5", "|马\U0002A6A5", "\U00020000马|", "\U00020000|马\U0002A6A5" },
		{ "（一）、", "|一）、", "（一）|", "（|一）、" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct edit e;

		edit_init(&e, TEXT_LINE, text_length(cases[i].text));
		assert_true(edit_paste(&e, cases[i].text, strlen(cases[i].text)));
		type_keys(&e, "x<Home><Right>x");
		paste(&e, "党支");
		expect_text(&e, cases[i].middle);
		type_keys(&e, "<Home>x<Del>");
		expect_text(&e, cases[i].first);
		type_keys(&e, "<Ctrl-Z><End><Backspace>");
		expect_text(&e, cases[i].last);
		type_keys(&e, "<Ctrl-Z><Home><Right><Backspace>");
		expect_text(&e, cases[i].first);
		type_keys(&e, "<Ctrl-Z>");
		assert_string_equal(edit_text(&e), cases[i].text);
		assert_false(edit_paste(&e, "\u200B", 3));
		assert_string_equal(edit_text(&e), cases[i].text);
		edit_release(&e);
	}
}

static void test_edit__a_paste_that_does_not_fit_is_refused_whole(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 6);
	load_text(&e, "东河|村");
	paste(&e, "一二三四");
	expect_text(&e, "东河|村");
	assert_non_null(strstr(e.refused.text, "4 个字"));
	assert_non_null(strstr(e.refused.text, "最多 6 个"));
	assert_non_null(strstr(e.refused.text, "还能写 3 个"));
	assert_false(edit_changed(&e));
	paste(&e, "一二三");
	expect_text(&e, "东河一二三|村");
	assert_string_equal(e.refused.text, "");
	edit_release(&e);
}

static void test_edit__forbidden_characters_are_refused_with_a_sentence(void **state)
{
	static const struct {
		const char *pasted, *named;
	} cases[] = {
		{ "东\u200B河", "U+200B" }, /* zero width space */
		{ "东河\uFEFF", "U+FEFF" },
		{ "\u202E东河", "U+202E" },
		{ "东\x1B[31m河", "U+001B" },
		{ "东\x7F河", "U+007F" },
		{ "东\u200D河", "U+200D" }, /* a joiner without Tibetan or Mongolian */
		{ "\U000E0041", "U+E0041" },
		{ "a\u0301\u0301\u0301\u0301\u0301", "U+0301" },
		{ "\xB6\xAB\xBA\xD3", "0xB6" }, /* GB18030 */
		{ "\xE4\xB8", "0xE4" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct edit e;

		edit_init(&e, TEXT_LINE, 40);
		load_text(&e, "前|后");
		paste(&e, cases[i].pasted);
		expect_text(&e, "前|后");
		assert_non_null(strstr(e.refused.text, cases[i].named));
		assert_non_null(strstr(e.refused.text, "没有写入"));
		assert_false(edit_do(&e, EDIT_UNDO));
		edit_release(&e);
	}
}

static void test_edit__a_byte_zero_is_refused(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 40);
	assert_false(edit_paste(&e, "东\0河", 7));
	assert_string_equal(edit_text(&e), "");
	assert_non_null(strstr(e.refused.text, "U+0000"));
	edit_release(&e);
}

static void test_edit__the_fifth_mark_on_a_letter_is_refused(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	type_keys(&e, "a\u0301\u0302\u0303\u0304");
	assert_string_equal(e.refused.text, "");
	type_keys(&e, "\u0305");
	expect_text(&e, "a\u0301\u0302\u0303\u0304|");
	assert_non_null(strstr(e.refused.text, "U+0305"));
	edit_release(&e);
}

static void test_edit__a_text_that_was_wrong_before_can_still_be_mended(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 4);
	load_text(&e, "东\u200B河|村子里的");
	type_keys(&e, "沿");
	expect_text(&e, "东\u200B河|村子里的");
	assert_non_null(strstr(e.refused.text, "写满"));
	type_keys(&e, "<Ctrl-K>沿");
	expect_text(&e, "东\u200B河沿|");
	type_keys(&e, "\u200B");
	expect_text(&e, "东\u200B河沿|");
	type_keys(&e, "<Left><Left><Backspace>");
	assert_string_equal(edit_text(&e), "东河沿");
	edit_release(&e);
}

static void test_edit__damaged_bytes_can_be_passed_and_deleted(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	edit_load(&e, "东\xFF\xE4河");
	type_keys(&e, "<Left><Left><Left><Right><Backspace><Del>");
	expect_text(&e, "东|河");
	edit_release(&e);
}

/* ---- Pastes ---------------------------------------------------------------------- */

static void test_edit__a_paste_takes_the_form_of_the_field(void **state)
{
	static const struct {
		enum text_kind kind;
		const char *pasted, *after;
	} cases[] = {
		{ TEXT_LINE, "一\n二\r\n三\r四", "一 二 三 四" },
		{ TEXT_LINE, "一\t二", "一 二" },
		{ TEXT_LINE, "340321199001011234\r\n", "340321199001011234" },
		{ TEXT_LINE, "\n", "" },
		{ TEXT_LINE, "  一  ", "  一  " },
		{ TEXT_CODE, "QS01\n", "QS01" },
		{ TEXT_CODE, "１３８", "１３８" },
		{ TEXT_NOTE, "一\n二\r\n三\r四\n", "一\n二\n三\n四\n" },
		{ TEXT_NOTE, "一\t二", "一 二" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct edit e;

		edit_init(&e, cases[i].kind, 40);
		paste(&e, cases[i].pasted);
		assert_string_equal(edit_text(&e), cases[i].after);
		assert_string_equal(e.refused.text, "");
		edit_release(&e);
	}
}

static void add_lines(struct buf *out, int lines, const char *line)
{
	for (int i = 0; i < lines; i++)
		buf_addf(out, "%s%s", i ? "\n" : "", line);
}

static void test_edit__thirty_lines_become_one_or_stay_thirty(void **state)
{
	struct buf lines = BUF_INIT;
	struct edit line, note;

	(void)state;
	add_lines(&lines, 30, "第一支部");
	edit_init(&line, TEXT_LINE, 200);
	edit_init(&note, TEXT_NOTE, 200);
	assert_true(edit_paste(&line, buf_str(&lines), lines.len));
	assert_true(edit_paste(&note, buf_str(&lines), lines.len));
	assert_null(strchr(edit_text(&line), '\n'));
	assert_int_equal(text_length(edit_text(&line)), 30 * 5 - 1);
	assert_string_equal(edit_text(&note), buf_str(&lines));
	assert_true(edit_do(&line, EDIT_UNDO));
	assert_string_equal(edit_text(&line), "");
	edit_release(&line);
	edit_release(&note);
	buf_release(&lines);
}

static void test_edit__a_megabyte_is_refused_or_taken_whole(void **state)
{
	struct buf big = BUF_INIT;
	struct edit line, note;
	struct edit_view view;

	(void)state;
	while (big.len < 1024 * 1024)
		buf_adds(&big, "东河村第一党支部，");
	edit_init(&line, TEXT_LINE, 120);
	load_text(&line, "甲|乙");
	assert_false(edit_paste(&line, buf_str(&big), big.len));
	expect_text(&line, "甲|乙");
	edit_init(&note, TEXT_NOTE, 1000000);
	assert_true(edit_paste(&note, buf_str(&big), big.len));
	assert_int_equal(note.text.len, big.len);
	edit_view(&note, 60, 10, &view);
	assert_int_equal(view.rows, 10);
	assert_true(view.before);
	type_keys(&note, "尾");
	edit_view(&note, 60, 10, &view);
	assert_int_equal(note.text.len, big.len + 3);
	edit_release(&line);
	edit_release(&note);
	buf_release(&big);
}

static void test_edit__a_paste_key_is_a_paste(void **state)
{
	char text[] = "两\n行";
	struct key key = { .kind = K_PASTE, .text = text, .len = strlen(text) };
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	assert_true(edit_key(&e, &key));
	expect_text(&e, "两 行|");
	key.text = NULL;
	assert_true(edit_key(&e, &key));
	expect_text(&e, "两 行|");
	assert_non_null(strstr(e.refused.text, "4 MB"));
	edit_release(&e);
}

/* ---- Undo ------------------------------------------------------------------------- */

static void test_edit__undo_takes_back_one_run_at_a_time(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	load_text(&e, "东河");
	type_keys(&e, "村支部<Backspace><Backspace><Home><Del><Del>");
	expect_text(&e, "|村");
	assert_true(type_keys(&e, "<Ctrl-Z>"));
	expect_text(&e, "|东河村");
	type_keys(&e, "<Ctrl-Z>");
	expect_text(&e, "东河村支部|");
	assert_true(edit_changed(&e));
	type_keys(&e, "<Ctrl-Z>");
	expect_text(&e, "东河|");
	assert_false(edit_changed(&e));
	assert_false(type_keys(&e, "<Ctrl-Z>"));
	type_keys(&e, "<Ctrl-Y>");
	expect_text(&e, "东河村支部|");
	type_keys(&e, "<Ctrl-Y><Ctrl-Y>");
	expect_text(&e, "|村");
	assert_false(type_keys(&e, "<Ctrl-Y>"));
	edit_release(&e);
}

static void test_edit__moving_and_clauses_begin_a_new_run(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	type_keys(&e, "甲乙<Left>丙丁");
	type_keys(&e, "<Ctrl-Z>");
	expect_text(&e, "甲|乙");
	type_keys(&e, "<Ctrl-Z>");
	expect_text(&e, "|");
	type_keys(&e, "甲乙<Left><Right>丙<Ctrl-Z>");
	expect_text(&e, "甲乙|");
	type_keys(&e, "<Ctrl-Z>");
	type_keys(&e, "已换届，待备案");
	type_keys(&e, "<Ctrl-Z>");
	expect_text(&e, "已换届，|");
	edit_release(&e);
}

static void test_edit__a_change_after_undo_ends_redo(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	type_keys(&e, "甲<Ctrl-Z>乙");
	assert_false(edit_do(&e, EDIT_REDO));
	expect_text(&e, "乙|");
	type_keys(&e, "<Ctrl-Z>");
	expect_text(&e, "|");
	edit_release(&e);
}

static void test_edit__cuts_and_pastes_are_steps_of_their_own(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 80);
	load_text(&e, "东河村|党支部");
	paste(&e, "第一");
	paste(&e, "联合");
	type_keys(&e, "<Ctrl-U>");
	expect_text(&e, "|党支部");
	type_keys(&e, "<Ctrl-K>");
	expect_text(&e, "|");
	type_keys(&e, "<Ctrl-Z>");
	expect_text(&e, "|党支部");
	type_keys(&e, "<Ctrl-Z>");
	expect_text(&e, "东河村第一联合|党支部");
	type_keys(&e, "<Ctrl-Z>");
	expect_text(&e, "东河村第一|党支部");
	type_keys(&e, "<Ctrl-Z>");
	assert_false(edit_changed(&e));
	edit_release(&e);
}

static void test_edit__replace_is_one_step(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	load_text(&e, "2003|");
	assert_true(edit_replace(&e, "2003-07-01"));
	expect_text(&e, "2003-07-01|");
	assert_false(edit_replace(&e, "2003-07-01"));
	type_keys(&e, "<Ctrl-Z>");
	expect_text(&e, "2003|");
	type_keys(&e, "<Ctrl-Y>");
	expect_text(&e, "2003-07-01|");
	edit_release(&e);
}

static void test_edit__back_to_the_original_is_unchanged(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	load_text(&e, "东河");
	assert_false(edit_changed(&e));
	type_keys(&e, "村");
	assert_true(edit_changed(&e));
	type_keys(&e, "<Backspace>");
	assert_false(edit_changed(&e));
	edit_load(&e, "另一个");
	assert_false(edit_do(&e, EDIT_UNDO));
	expect_text(&e, "另一个|");
	edit_release(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edit__keys_do_what_their_name_says),
		cmocka_unit_test(test_edit__a_grapheme_is_one_step),
		cmocka_unit_test(test_edit__words_are_runs_of_han_letters_or_signs),
		cmocka_unit_test(test_edit__a_full_field_takes_no_more_and_says_so),
		cmocka_unit_test(test_edit__full_fields_in_every_script),
		cmocka_unit_test(test_edit__a_paste_that_does_not_fit_is_refused_whole),
		cmocka_unit_test(test_edit__forbidden_characters_are_refused_with_a_sentence),
		cmocka_unit_test(test_edit__a_byte_zero_is_refused),
		cmocka_unit_test(test_edit__the_fifth_mark_on_a_letter_is_refused),
		cmocka_unit_test(test_edit__a_text_that_was_wrong_before_can_still_be_mended),
		cmocka_unit_test(test_edit__damaged_bytes_can_be_passed_and_deleted),
		cmocka_unit_test(test_edit__a_paste_takes_the_form_of_the_field),
		cmocka_unit_test(test_edit__thirty_lines_become_one_or_stay_thirty),
		cmocka_unit_test(test_edit__a_megabyte_is_refused_or_taken_whole),
		cmocka_unit_test(test_edit__a_paste_key_is_a_paste),
		cmocka_unit_test(test_edit__undo_takes_back_one_run_at_a_time),
		cmocka_unit_test(test_edit__moving_and_clauses_begin_a_new_run),
		cmocka_unit_test(test_edit__a_change_after_undo_ends_redo),
		cmocka_unit_test(test_edit__cuts_and_pastes_are_steps_of_their_own),
		cmocka_unit_test(test_edit__replace_is_one_step),
		cmocka_unit_test(test_edit__back_to_the_original_is_unchanged),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
