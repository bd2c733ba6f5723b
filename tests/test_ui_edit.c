/*
 * The line editor, by tables: a text with its caret ('|'), keys, and the text
 * with its caret as it has to be afterwards.
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

#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* ---- Helpers --------------------------------------------------------------- */

/* Presses "<Left>", "<Ctrl-W>" or a character; gives what follows it. */
static const char *press_one(struct edit *e, const char *keys, bool *mine)
{
	struct key key = { .kind = K_NONE };
	const char *end = *keys == '<' ? strchr(keys, '>') : NULL;
	char name[32] = "";
	uint32_t cp;
	size_t n;

	if (end) {
		n = (size_t)(end - keys - 1);
		assert_true(n < sizeof(name));
		memcpy(name, keys + 1, n);
		assert_int_equal(key_parse(&key, name, NULL), 0);
		n += 2;
	} else {
		n = text_decode(keys, strlen(keys), &cp);
		assert_true(n > 0);
		key = (struct key){ .kind = K_CHAR, .cp = cp };
	}
	*mine = edit_key(e, &key);
	return keys + n;
}

/* Gives whether the last key was for the editor. */
static bool press(struct edit *e, const char *keys)
{
	bool mine = false;

	while (*keys)
		keys = press_one(e, keys, &mine);
	return mine;
}

/* Loads a text that holds its caret as '|'; without one the caret stands at the end. */
static void load(struct edit *e, const char *marked)
{
	const char *bar = strchr(marked, '|');
	struct buf text = BUF_INIT;

	buf_add(&text, marked, bar ? (size_t)(bar - marked) : strlen(marked));
	if (bar)
		buf_adds(&text, bar + 1);
	edit_load(e, buf_str(&text));
	buf_release(&text);
	if (bar)
		e->caret = (size_t)(bar - marked);
}

static void add_marked(struct buf *out, const struct edit *e)
{
	buf_add(out, edit_text(e), e->caret);
	buf_addc(out, '|');
	buf_adds(out, edit_text(e) + e->caret);
}

static void expect(const struct edit *e, const char *marked)
{
	struct buf text = BUF_INIT;

	add_marked(&text, e);
	assert_string_equal(buf_str(&text), marked);
	buf_release(&text);
}

struct step {
	const char *what, *before, *keys, *after;
};

static void run_steps(enum text_kind kind, size_t max, const struct step *steps, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf text = BUF_INIT;
		struct edit e;

		edit_init(&e, kind, max);
		load(&e, steps[i].before);
		press(&e, steps[i].keys);
		add_marked(&text, &e);
		if (strcmp(buf_str(&text), steps[i].after) != 0)
			fail_msg("%s: \"%s\" instead of \"%s\"", steps[i].what, buf_str(&text), steps[i].after);
		buf_release(&text);
		edit_release(&e);
	}
}

static void paste(struct edit *e, const char *text)
{
	edit_paste(e, text, strlen(text));
}

/* ---- Typing and taking away -------------------------------------------------- */

static void test_edit__keys_do_what_their_name_says(void **state)
{
	static const struct step steps[] = {
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
		{ "keys of the form change nothing", "党|支", "<Enter><Tab><F4><Up><Down><PgUp><Alt-1><Ctrl-S>", "党|支" },
	};

	(void)state;
	run_steps(TEXT_LINE, 40, steps, LEN(steps));
}

static void test_edit__a_grapheme_is_one_step(void **state)
{
	static const struct step steps[] = {
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
		{ "Extension B: four bytes, one step", "\U00020000\U0002A6A5|", "<Left>", "\U00020000|\U0002A6A5" },
		{ "Extension B: backspace", "a\U00020000|", "<Backspace>", "a|" },
		{ "Extension B: typed in the middle", "马|马", "\U00020000", "马\U00020000|马" },
		{ "Hangul jamo form one syllable", "\u1112\u1161\u11AB|", "<Backspace>", "|" },
		{ "flags are two code points", "\U0001F1E8\U0001F1F3|", "<Left>", "|\U0001F1E8\U0001F1F3" },
	};

	(void)state;
	run_steps(TEXT_LINE, 40, steps, LEN(steps));
}

static void test_edit__words_are_runs_of_han_letters_or_signs(void **state)
{
	static const struct step steps[] = {
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
	run_steps(TEXT_LINE, 40, steps, LEN(steps));
}

/* ---- What is refused ----------------------------------------------------------- */

static void test_edit__a_full_field_takes_no_more_and_says_so(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 4);
	press(&e, "东河村支");
	assert_string_equal(e.refused.text, "");
	press(&e, "部");
	expect(&e, "东河村支|");
	assert_non_null(strstr(e.refused.text, "4"));
	assert_non_null(strstr(e.refused.text, "写满"));
	press(&e, "<Home>x");
	expect(&e, "|东河村支");
	assert_string_not_equal(e.refused.text, "");
	press(&e, "<Del>");
	assert_string_equal(e.refused.text, "");
	press(&e, "西");
	expect(&e, "西|河村支");
	edit_release(&e);
}

static void test_edit__a_paste_that_does_not_fit_is_refused_whole(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 6);
	load(&e, "东河|村");
	paste(&e, "一二三四");
	expect(&e, "东河|村");
	assert_non_null(strstr(e.refused.text, "4 个字"));
	assert_non_null(strstr(e.refused.text, "最多 6 个"));
	assert_non_null(strstr(e.refused.text, "还能写 3 个"));
	assert_false(edit_changed(&e));
	paste(&e, "一二三");
	expect(&e, "东河一二三|村");
	assert_string_equal(e.refused.text, "");
	edit_release(&e);
}

static void test_edit__forbidden_characters_are_refused_with_a_sentence(void **state)
{
	static const struct {
		const char *pasted, *named;
	} cases[] = {
		{ "东\u200B河", "U+200B" },	/* zero width space */
		{ "东河\uFEFF", "U+FEFF" },
		{ "\u202E东河", "U+202E" },
		{ "东\x1B[31m河", "U+001B" },
		{ "东\x7F河", "U+007F" },
		{ "东\u200D河", "U+200D" },	/* a joiner without Tibetan or Mongolian */
		{ "\U000E0041", "U+E0041" },
		{ "a\u0301\u0301\u0301\u0301\u0301", "U+0301" },
		{ "\xB6\xAB\xBA\xD3", "0xB6" },	/* GB18030 */
		{ "\xE4\xB8", "0xE4" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct edit e;

		edit_init(&e, TEXT_LINE, 40);
		load(&e, "前|后");
		paste(&e, cases[i].pasted);
		expect(&e, "前|后");
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
	press(&e, "a\u0301\u0302\u0303\u0304");
	assert_string_equal(e.refused.text, "");
	press(&e, "\u0305");
	expect(&e, "a\u0301\u0302\u0303\u0304|");
	assert_non_null(strstr(e.refused.text, "U+0305"));
	edit_release(&e);
}

static void test_edit__a_text_that_was_wrong_before_can_still_be_mended(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 4);
	load(&e, "东\u200B河|村子里的");
	press(&e, "沿");
	expect(&e, "东\u200B河|村子里的");
	assert_non_null(strstr(e.refused.text, "写满"));
	press(&e, "<Ctrl-K>沿");
	expect(&e, "东\u200B河沿|");
	press(&e, "\u200B");
	expect(&e, "东\u200B河沿|");
	press(&e, "<Left><Left><Backspace>");
	assert_string_equal(edit_text(&e), "东河沿");
	edit_release(&e);
}

static void test_edit__damaged_bytes_can_be_passed_and_deleted(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	edit_load(&e, "东\xFF\xE4河");
	press(&e, "<Left><Left><Left><Right><Backspace><Del>");
	expect(&e, "东|河");
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
	load(&line, "甲|乙");
	assert_false(edit_paste(&line, buf_str(&big), big.len));
	expect(&line, "甲|乙");
	edit_init(&note, TEXT_NOTE, 1000000);
	assert_true(edit_paste(&note, buf_str(&big), big.len));
	assert_int_equal(note.text.len, big.len);
	edit_view(&note, 60, 10, &view);
	assert_int_equal(view.rows, 10);
	assert_true(view.before);
	press(&note, "尾");
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
	expect(&e, "两 行|");
	key.text = NULL;
	assert_true(edit_key(&e, &key));
	expect(&e, "两 行|");
	assert_non_null(strstr(e.refused.text, "4 MB"));
	edit_release(&e);
}

/* ---- Undo ------------------------------------------------------------------------- */

static void test_edit__undo_takes_back_one_run_at_a_time(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	load(&e, "东河");
	press(&e, "村支部<Backspace><Backspace><Home><Del><Del>");
	expect(&e, "|村");
	assert_true(press(&e, "<Ctrl-Z>"));
	expect(&e, "|东河村");
	press(&e, "<Ctrl-Z>");
	expect(&e, "东河村支部|");
	assert_true(edit_changed(&e));
	press(&e, "<Ctrl-Z>");
	expect(&e, "东河|");
	assert_false(edit_changed(&e));
	assert_false(press(&e, "<Ctrl-Z>"));
	press(&e, "<Ctrl-Y>");
	expect(&e, "东河村支部|");
	press(&e, "<Ctrl-Y><Ctrl-Y>");
	expect(&e, "|村");
	assert_false(press(&e, "<Ctrl-Y>"));
	edit_release(&e);
}

static void test_edit__moving_and_clauses_begin_a_new_run(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	press(&e, "甲乙<Left>丙丁");
	press(&e, "<Ctrl-Z>");
	expect(&e, "甲|乙");
	press(&e, "<Ctrl-Z>");
	expect(&e, "|");
	press(&e, "已换届，待备案");
	press(&e, "<Ctrl-Z>");
	expect(&e, "已换届，|");
	edit_release(&e);
}

static void test_edit__a_change_after_undo_ends_redo(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	press(&e, "甲<Ctrl-Z>乙");
	assert_false(edit_do(&e, EDIT_REDO));
	expect(&e, "乙|");
	press(&e, "<Ctrl-Z>");
	expect(&e, "|");
	edit_release(&e);
}

static void test_edit__cuts_and_pastes_are_steps_of_their_own(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 80);
	load(&e, "东河村|党支部");
	paste(&e, "第一");
	paste(&e, "联合");
	press(&e, "<Ctrl-U>");
	expect(&e, "|党支部");
	press(&e, "<Ctrl-K>");
	expect(&e, "|");
	press(&e, "<Ctrl-Z>");
	expect(&e, "|党支部");
	press(&e, "<Ctrl-Z>");
	expect(&e, "东河村第一联合|党支部");
	press(&e, "<Ctrl-Z>");
	expect(&e, "东河村第一|党支部");
	press(&e, "<Ctrl-Z>");
	assert_false(edit_changed(&e));
	edit_release(&e);
}

static void test_edit__replace_is_one_step(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	load(&e, "2003|");
	assert_true(edit_replace(&e, "2003-07-01"));
	expect(&e, "2003-07-01|");
	assert_false(edit_replace(&e, "2003-07-01"));
	press(&e, "<Ctrl-Z>");
	expect(&e, "2003|");
	press(&e, "<Ctrl-Y>");
	expect(&e, "2003-07-01|");
	edit_release(&e);
}

static void test_edit__back_to_the_original_is_unchanged(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 40);
	load(&e, "东河");
	assert_false(edit_changed(&e));
	press(&e, "村");
	assert_true(edit_changed(&e));
	press(&e, "<Backspace>");
	assert_false(edit_changed(&e));
	edit_load(&e, "另一个");
	assert_false(edit_do(&e, EDIT_UNDO));
	expect(&e, "另一个|");
	edit_release(&e);
}

/* A small generator, so that every run of the test presses the same keys. */
static unsigned int draw(unsigned int *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

static const char *const some_keys[] = {
	"东", "e", "\u0301", " ", "\U00020000", "སྐྱེ", "ᠠ\u180B", "，", "<Left>", "<Right>", "<Home>", "<End>",
	"<Backspace>", "<Del>", "<Ctrl-W>", "<Ctrl-U>", "<Ctrl-K>", "<Ctrl-Left>", "<Ctrl-Right>", "<Enter>",
	"<Up>", "<Down>", "<PgUp>", "<PgDn>", "<Ctrl-Z>", "<Ctrl-Y>",
};

static void check_border(const struct edit *e)
{
	size_t at = 0;

	assert_true(e->caret <= e->text.len);
	while (at < e->caret)
		at += text_next(edit_text(e) + at, e->text.len - at);
	assert_int_equal(at, e->caret);
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
		assert_true(v.row[i].from <= v.row[i].to && v.row[i].to <= e->text.len);
		assert_true(text_width_n(edit_text(e) + v.row[i].from, v.row[i].to - v.row[i].from) <= cols);
	}
	at = v.row[v.y].from;
	assert_true(at <= e->caret);
	if (cols > 2)
		assert_int_equal(v.x, text_width_n(edit_text(e) + at, e->caret - at));
}

static void walk(enum text_kind kind, unsigned int seed)
{
	struct edit e;

	edit_init(&e, kind, 60);
	load(&e, "东e\u0301河 村|支部");
	for (int i = 0; i < 400; i++) {
		press(&e, some_keys[draw(&seed) % LEN(some_keys)]);
		check_border(&e);
		check_view(&e, (int)(draw(&seed) % 20) + 1, (int)(draw(&seed) % 4) + 1);
		assert_true(text_length(edit_text(&e)) <= 60);
	}
	while (edit_do(&e, EDIT_UNDO))
		check_border(&e);
	assert_string_equal(edit_text(&e), "东e\u0301河 村支部");
	assert_false(edit_changed(&e));
	edit_release(&e);
}

static void test_edit__whatever_is_pressed_undo_leads_back_to_the_original(void **state)
{
	(void)state;
	for (unsigned int seed = 1; seed <= 12; seed++) {
		walk(TEXT_LINE, seed);
		walk(TEXT_NOTE, seed);
	}
}

/* ---- Several lines ------------------------------------------------------------------ */

static void test_edit__notes_have_lines(void **state)
{
	static const struct step steps[] = {
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
		{ "up into a shorter line and back", "甲乙丙|\n\n丁戊己", "<Down><Down>", "甲乙丙\n\n丁戊己|" },
		{ "half a character counts as its beginning", "甲乙\nabc|", "<Up>", "甲|乙\nabc" },
		{ "down stops in the last line", "甲\n乙|", "<Down>", "甲\n乙|" },
		{ "moving sideways forgets the cell", "甲乙丙|\n\n丁戊己", "<Down><Left><Right><Down>", "甲乙丙\n\n|丁戊己" },
	};

	(void)state;
	run_steps(TEXT_NOTE, 100, steps, LEN(steps));
}

static void test_edit__the_form_gets_up_and_down_at_the_edges(void **state)
{
	struct edit note, line;

	(void)state;
	edit_init(&note, TEXT_NOTE, 100);
	edit_init(&line, TEXT_LINE, 100);
	load(&note, "甲\n乙|");
	assert_false(press(&note, "<Down>"));
	assert_true(press(&note, "<Up>"));
	assert_false(press(&note, "<Up>"));
	assert_false(press(&note, "<PgUp>"));
	load(&line, "甲|");
	assert_false(press(&line, "<Up>"));
	assert_false(press(&line, "<Down>"));
	assert_false(press(&line, "<Enter>"));
	assert_false(press(&line, "<Ctrl-Z>"));
	assert_true(press(&line, "<Right>"));
	edit_release(&note);
	edit_release(&line);
}

static void test_edit__up_and_down_follow_wrapped_rows(void **state)
{
	struct edit_view view;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 100);
	load(&e, "一二三四五六七八九|");
	edit_view(&e, 7, 5, &view);		/* three characters a row: the last column is the caret's */
	assert_int_equal(view.rows, 3);
	assert_int_equal(view.y, 2);
	assert_int_equal(view.x, 6);
	press(&e, "<Up>");
	expect(&e, "一二三四五|六七八九");
	press(&e, "<Up>");
	expect(&e, "一二|三四五六七八九");
	press(&e, "<Down><Down>");
	expect(&e, "一二三四五六七八九|");
	press(&e, "<PgUp>");
	expect(&e, "一二|三四五六七八九");
	press(&e, "<PgDn>");
	expect(&e, "一二三四五六七八九|");
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

static void test_edit__a_line_scrolls_with_the_caret(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	load(&e, "东河村第一联合党支部|");		/* 20 cells */
	edit_view(&e, 21, 1, &v);
	expect_row(&e, &v, 0, "东河村第一联合党支部");
	assert_int_equal(v.x, 20);
	edit_view(&e, 20, 1, &v);			/* no cell left for the caret: it scrolls */
	assert_true(v.before);
	assert_false(v.after);
	assert_true(v.x < 20);
	edit_view(&e, 9, 1, &v);
	expect_row(&e, &v, 0, "党支部");
	assert_int_equal(v.x, 6);
	press(&e, "<Home>");
	edit_view(&e, 9, 1, &v);
	expect_row(&e, &v, 0, "东河村第");		/* nine cells hold four characters, never half a fifth */
	assert_int_equal(v.x, 0);
	assert_false(v.before);
	assert_true(v.after);
	press(&e, "<Right><Right><Right><Right>");
	edit_view(&e, 9, 1, &v);
	assert_true(v.before && v.after);
	assert_true(v.x + 2 <= 9);			/* the character under the caret is whole */
	edit_release(&e);
}

static void test_edit__what_is_about_to_be_deleted_is_seen(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	load(&e, "abcdefghijklmnopqrstuvwxyz|");
	edit_view(&e, 10, 1, &v);
	for (int i = 0; i < 26; i++) {
		press(&e, "<Backspace>");
		edit_view(&e, 10, 1, &v);
		assert_true(v.x > 0 || e.caret == 0);
	}
	edit_release(&e);
}

static void test_edit__eight_characters_are_sixteen_cells(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	press(&e, "东河村第一党支部");
	for (int x = 16; x >= 0; x -= 2) {
		edit_view(&e, 40, 1, &v);
		assert_int_equal(v.x, x);
		press(&e, "<Left>");
	}
	edit_release(&e);
}

static void test_edit__marks_take_no_cell(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	press(&e, "e\u0301\u0302x");
	edit_view(&e, 40, 1, &v);
	assert_int_equal(v.x, 2);
	press(&e, "<Left>");
	edit_view(&e, 40, 1, &v);
	assert_int_equal(v.x, 1);
	edit_release(&e);
}

static void test_edit__tiny_boxes_show_what_they_can(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_LINE, 100);
	load(&e, "东|河");
	edit_view(&e, 1, 1, &v);
	expect_row(&e, &v, 0, "");		/* no room for half a character */
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
	load(&e, "东河|");
	edit_view(&e, 1, 1, &v);
	assert_int_equal(v.rows, 1);
	expect_row(&e, &v, 0, "");
	edit_release(&e);
}

static void test_edit__a_note_wraps_and_scrolls(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 100);
	load(&e, "|已查看台账\na\n\n整改完成");
	edit_view(&e, 8, 3, &v);
	assert_int_equal(v.rows, 3);
	expect_row(&e, &v, 0, "已查看");
	expect_row(&e, &v, 1, "台账");
	expect_row(&e, &v, 2, "a");
	assert_true(v.after);
	assert_false(v.before);
	press(&e, "<Down><Down><Down>");
	edit_view(&e, 8, 3, &v);
	expect_row(&e, &v, 0, "台账");
	expect_row(&e, &v, 2, "");
	assert_int_equal(v.y, 2);
	press(&e, "<Ctrl-End>");
	edit_view(&e, 8, 3, &v);
	expect_row(&e, &v, 1, "整改完");
	expect_row(&e, &v, 2, "成");
	assert_int_equal(v.y, 2);
	assert_int_equal(v.x, 2);
	assert_true(v.before);
	assert_false(v.after);
	press(&e, "<Ctrl-Home>");
	edit_view(&e, 8, 3, &v);
	assert_int_equal(v.y, 0);
	assert_false(v.before);
	edit_release(&e);
}

static void test_edit__a_line_end_at_the_end_gives_an_empty_row(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 100);
	press(&e, "甲<Enter>");
	edit_view(&e, 8, 3, &v);
	assert_int_equal(v.rows, 2);
	assert_int_equal(v.y, 1);
	assert_int_equal(v.x, 0);
	edit_release(&e);
}

static void test_edit__another_width_keeps_the_caret_in_the_box(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 1000);
	for (int i = 0; i < 20; i++)
		press(&e, "东河村第一党支部abc，");
	for (int cols = 60; cols > 0; cols--)
		check_view(&e, cols, 1 + cols % 5);
	press(&e, "<Ctrl-Home>");
	for (int cols = 1; cols < 60; cols += 3)
		check_view(&e, cols, 4);
	check_view(&e, 30, 300);
	edit_release(&e);
}

static void test_edit__more_rows_than_a_view_holds_are_left_out(void **state)
{
	struct edit_view v;
	struct edit e;

	(void)state;
	edit_init(&e, TEXT_NOTE, 1000);
	for (int i = 0; i < 100; i++)
		press(&e, "<Enter>");
	edit_view(&e, 20, 90, &v);
	assert_int_equal(v.rows, EDIT_VIEW_ROWS);
	assert_int_equal(v.y, EDIT_VIEW_ROWS - 1);
	edit_release(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edit__keys_do_what_their_name_says),
		cmocka_unit_test(test_edit__a_grapheme_is_one_step),
		cmocka_unit_test(test_edit__words_are_runs_of_han_letters_or_signs),
		cmocka_unit_test(test_edit__a_full_field_takes_no_more_and_says_so),
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
		cmocka_unit_test(test_edit__whatever_is_pressed_undo_leads_back_to_the_original),
		cmocka_unit_test(test_edit__notes_have_lines),
		cmocka_unit_test(test_edit__the_form_gets_up_and_down_at_the_edges),
		cmocka_unit_test(test_edit__up_and_down_follow_wrapped_rows),
		cmocka_unit_test(test_edit__a_line_scrolls_with_the_caret),
		cmocka_unit_test(test_edit__what_is_about_to_be_deleted_is_seen),
		cmocka_unit_test(test_edit__eight_characters_are_sixteen_cells),
		cmocka_unit_test(test_edit__marks_take_no_cell),
		cmocka_unit_test(test_edit__tiny_boxes_show_what_they_can),
		cmocka_unit_test(test_edit__a_note_wraps_and_scrolls),
		cmocka_unit_test(test_edit__a_line_end_at_the_end_gives_an_empty_row),
		cmocka_unit_test(test_edit__another_width_keeps_the_caret_in_the_box),
		cmocka_unit_test(test_edit__more_rows_than_a_view_holds_are_left_out),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
