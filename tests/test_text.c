/*
 * Text as people see it: widths, cutting, the cursor's steps, what is shown and
 * compared, and what holds for any bytes at all.
 */
#include "src/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

#define RARE "䶮\U0002CB4A"
#define TIBETAN "ཁ"
#define MONGOLIAN "ᠮ"

/* ---- Decoding ------------------------------------------------------------- */

static void check_decode(const char *s, size_t n, size_t want_len, uint32_t want)
{
	uint32_t cp = 0;

	assert_int_equal(text_decode(s, n, &cp), want_len);
	if (want_len)
		assert_int_equal(cp, want);
}

static void test_text__decode_reads_one_character(void **state)
{
	(void)state;
	check_decode("A", 1, 1, 'A');
	check_decode("\0", 1, 1, 0);
	check_decode("é", 2, 2, 0xE9);
	check_decode("党组", 6, 3, 0x515A);
	check_decode("\U0002CB4A", 4, 4, 0x2CB4A);
	check_decode("\xF4\x8F\xBF\xBF", 4, 4, 0x10FFFF);
}

static void test_text__decode_refuses_what_is_not_utf8(void **state)
{
	(void)state;
	check_decode("", 0, 0, 0);
	check_decode("\x80", 1, 0, 0);
	check_decode("\xFF", 1, 0, 0);
	check_decode("\xC0\x80", 2, 0, 0);		/* overlong */
	check_decode("\xE0\x80\xAF", 3, 0, 0);
	check_decode("\xF0\x80\x80\xAF", 4, 0, 0);
	check_decode("\xED\xA0\x80", 3, 0, 0);		/* surrogate */
	check_decode("\xF4\x90\x80\x80", 4, 0, 0);	/* above U+10FFFF */
	check_decode("\xE5\x85", 2, 0, 0);		/* cut short */
	check_decode("党", 2, 0, 0);
	check_decode("\xE5" "AB", 3, 0, 0);
}

static void test_text__is_utf8_looks_at_every_byte(void **state)
{
	(void)state;
	assert_true(text_is_utf8("", 0));
	assert_true(text_is_utf8("a党\n" RARE TIBETAN, strlen("a党\n" RARE TIBETAN)));
	assert_true(text_is_utf8("a\0b", 3));
	assert_false(text_is_utf8("党组织\xFF", 10));
	assert_false(text_is_utf8("党组织", 8));
	assert_false(text_is_utf8("\xB5\xB3\xD7\xE9\xD6\xAF", 6));	/* GB18030 */
}

static void test_text__length_counts_characters(void **state)
{
	(void)state;
	assert_int_equal(text_length(""), 0);
	assert_int_equal(text_length("abc"), 3);
	assert_int_equal(text_length("党组织" RARE), 5);
	assert_int_equal(text_length("e\u0301"), 2);
	assert_int_equal(text_length("a\xFF\xFE" "b"), 4);
}

/* ---- Graphemes ------------------------------------------------------------ */

static void check_cluster(const char *s, size_t len)
{
	size_t n = strlen(s);

	assert_int_equal(text_next(s, n), len);
	assert_int_equal(text_prev(s, len), len);
}

static void test_text__one_step_is_one_grapheme(void **state)
{
	(void)state;
	check_cluster("ab", 1);
	check_cluster("党组", 3);
	check_cluster("a党", 1);
	check_cluster("党a", 3);
	check_cluster(RARE, 3);
	check_cluster("\U0002CB4Aa", 4);
	check_cluster("e\u0301x", 3);
	check_cluster("党\u0301\u0302x", 7);
	check_cluster("\u0F67\u0F71\u0F74\u0F83\u0F0B", 12);		/* a Tibetan stack */
	check_cluster("\u1820\u180B\u1821", 6);			/* Mongolian letter and variant */
	check_cluster("\U0001F1E8\U0001F1F3\U0001F1E8", 8);		/* a flag */
	check_cluster("\U0001F468\u200D\U0001F469x", 11);		/* a joined emoji */
	check_cluster("\u1112\u1161\u11ABx", 9);			/* Korean by letters */
	check_cluster("\r\nx", 2);
}

static void test_text__no_step_at_the_ends(void **state)
{
	(void)state;
	assert_int_equal(text_next("", 0), 0);
	assert_int_equal(text_prev("abc", 0), 0);
}

static void test_text__flags_pair_up_from_the_left(void **state)
{
	const char *s = "x\U0001F1E8\U0001F1F3\U0001F1E8\U0001F1F3\U0001F1E8";

	(void)state;
	assert_int_equal(text_prev(s, 21), 4);
	assert_int_equal(text_prev(s, 17), 8);
	assert_int_equal(text_prev(s, 9), 8);
}

static void test_text__a_bad_byte_is_one_step(void **state)
{
	(void)state;
	assert_int_equal(text_next("\xFF\xFF", 2), 1);
	assert_int_equal(text_prev("\xFF\xFF", 2), 1);
	assert_int_equal(text_next("\xE5\x85" "a", 3), 1);
	assert_int_equal(text_prev("党\x85", 4), 1);
	assert_int_equal(text_next("\xFF\u0301", 3), 1);
	assert_int_equal(text_prev("\xFF\u0301", 3), 2);
}

/* ---- Cells ---------------------------------------------------------------- */

static void test_text__width_is_what_a_terminal_uses(void **state)
{
	(void)state;
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("abc 123"), 7);
	assert_int_equal(text_width("党组织"), 6);
	assert_int_equal(text_width("一龥\u9FFF"), 6);
	assert_int_equal(text_width("，。（）「」"), 12);
	assert_int_equal(text_width("ＡＢ１"), 6);
	assert_int_equal(text_width(RARE), 4);
	assert_int_equal(text_width(TIBETAN MONGOLIAN), 2);
	assert_int_equal(text_width("阿依古丽·买买提"), 15);
	assert_int_equal(text_width("e\u0301"), 1);
	assert_int_equal(text_width("ཀྲུང"), 2);
	assert_int_equal(text_width_n("党组织", 3), 2);
	assert_int_equal(text_width_n("党组织", 0), 0);
}

static void test_text__width_counts_a_replacement_for_what_is_not_shown(void **state)
{
	(void)state;
	assert_int_equal(text_width("a\tb"), 3);
	assert_int_equal(text_width("\x1B[31m"), 5);
	assert_int_equal(text_width("a\u200B\u202E"), 3);
	assert_int_equal(text_width("a\u200Db"), 3);
	assert_int_equal(text_width("\xFF\xFE"), 2);
	assert_int_equal(text_width_n("党", 2), 2);
	assert_int_equal(text_width("\u1820\u200D"), 1);
}

static void check_fit(const char *s, int cells, const char *want)
{
	size_t n = text_fit(s, cells);

	assert_int_equal(n, strlen(want));
	assert_memory_equal(s, want, n);
}

static void test_text__fit_never_cuts_a_grapheme(void **state)
{
	(void)state;
	check_fit("党组织", 6, "党组织");
	check_fit("党组织", 5, "党组");
	check_fit("党组织", 4, "党组");
	check_fit("党组织", 1, "");
	check_fit("党组织", 0, "");
	check_fit("党组织", -3, "");
	check_fit("党组织", 100, "党组织");
	check_fit("a党b", 2, "a");
	check_fit("e\u0301e\u0301", 1, "e\u0301");
	check_fit("党\u0301a", 2, "党\u0301");
	check_fit("", 5, "");
}

static void check_pad(const char *s, int cells, enum text_align align, const char *want)
{
	struct buf b = BUF_INIT;

	text_pad(&b, s, cells, align);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_text__pad_fills_or_cuts_to_the_cell(void **state)
{
	(void)state;
	check_pad("党组", 6, TEXT_LEFT, "党组  ");
	check_pad("党组", 6, TEXT_RIGHT, "  党组");
	check_pad("党组", 4, TEXT_LEFT, "党组");
	check_pad("党组织", 5, TEXT_LEFT, "党组~");
	check_pad("党组织", 4, TEXT_LEFT, "党~ ");
	check_pad("党组织", 4, TEXT_RIGHT, " 党~");
	check_pad("党组织", 1, TEXT_LEFT, "~");
	check_pad("党组织", 2, TEXT_LEFT, "~ ");
	check_pad("党组织", 0, TEXT_LEFT, "");
	check_pad("党组织", -1, TEXT_LEFT, "");
	check_pad("12.50", 8, TEXT_RIGHT, "   12.50");
	check_pad("", 3, TEXT_LEFT, "   ");
}

/* ---- Showing -------------------------------------------------------------- */

static void check_show(const char *s, const char *want)
{
	struct buf b = BUF_INIT;

	text_show(&b, s);
	assert_string_equal(buf_str(&b), want);
	assert_int_equal(text_width(s), text_width(want));
	buf_release(&b);
}

static void test_text__show_leaves_text_alone(void **state)
{
	(void)state;
	check_show("", "");
	check_show("plain 123 ~!", "plain 123 ~!");
	check_show("柯柯镇，（示例）" RARE TIBETAN MONGOLIAN, "柯柯镇，（示例）" RARE TIBETAN MONGOLIAN);
	check_show("阿依古丽·买买提 e\u0301", "阿依古丽·买买提 e\u0301");
	check_show("\u1820\u180B\u200D", "\u1820\u180B\u200D");
}

static void test_text__show_replaces_what_a_terminal_obeys(void **state)
{
	(void)state;
	check_show("a\x1B[2Jb", "a\uFFFD[2Jb");
	check_show("党\a\n\t", "党\uFFFD\uFFFD\uFFFD");
	check_show("\xC2\x9B" "31m", "\uFFFD31m");
	check_show("\u202E党\u2066", "\uFFFD党\uFFFD");
	check_show("a\u200Bb\uFEFF", "a\uFFFDb\uFFFD");
	check_show("a\u200Db", "a\uFFFDb");
	check_show("\U000E0041", "\uFFFD");
	check_show("\uFFFE", "\uFFFD");
	check_show("\u2028", "\uFFFD");
	check_show("a\xFF" "b\xE5\x85", "a\uFFFDb\uFFFD\uFFFD");
	check_show("\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD");
}

static void test_text__show_n_stops_where_told(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	text_show_n(&b, "党组织", 6);
	text_show_n(&b, "\0x", 2);
	text_show_n(&b, "党", 2);
	assert_string_equal(buf_str(&b), "党组\uFFFDx\uFFFD\uFFFD");
	buf_release(&b);
}

static void test_text__quotes_are_safe_and_short(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	text_quote(&b, "党\x1B[m");
	assert_string_equal(buf_str(&b), "「党\uFFFD[m」");
	buf_clear(&b);
	text_quote(&b, "");
	assert_string_equal(buf_str(&b), "「」");
	buf_clear(&b);
	text_quote(&b, "示例示例示例示例示例示例示例示例示例示例");
	assert_string_equal(buf_str(&b), "「示例示例示例示例示例示例示例示例示例示例」");
	buf_clear(&b);
	text_quote(&b, "示例示例示例示例示例示例示例示例示例示例示");
	assert_string_equal(buf_str(&b), "「示例示例示例示例示例示例示例示例示例示例~」");
	buf_release(&b);
}

/* ---- Keys, half width, masks ---------------------------------------------- */

static void check_key(const char *s, const char *want)
{
	struct buf b = BUF_INIT;

	text_key(&b, s);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_text__key_is_the_same_for_what_people_mean(void **state)
{
	(void)state;
	check_key("", "");
	check_key("南沙沟村党支部", "南沙沟村党支部");
	check_key(" 南沙沟\u3000村\t党\u00A0支部\n", "南沙沟村党支部");
	check_key("ＡＢｃ　１２", "abc12");
	check_key("ABC-12", "abc-12");
	check_key("e\u0301", "é");
	check_key("E\u0301É", "éé");
	check_key("Ａ\u030A", "å");
	check_key("ÄSTRASSE", "ästrasse");
	check_key("\uF900", "豈");
	check_key("（甲、乙）。", "(甲、乙)。");
	check_key("\u2003甲", "甲");
	check_key("阿依古丽·买买提", "阿依古丽·买买提");
	check_key(RARE TIBETAN MONGOLIAN, RARE TIBETAN MONGOLIAN);
}

static void test_text__key_takes_bad_bytes(void **state)
{
	(void)state;
	check_key("a\xFF" "B", "a\uFFFDb");
}

static void test_text__key_is_added_to_what_is_there(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_adds(&b, "E\u0301 ");
	text_key(&b, "E\u0301");
	assert_string_equal(buf_str(&b), "E\u0301 é");
	buf_release(&b);
}

static void test_text__halfwidth_changes_only_twins(void **state)
{
	struct buf b = BUF_INIT;
	const char *s = "！ＡＺａｚ０９～\u3000党、。￥\xFF";

	(void)state;
	text_halfwidth(&b, s, strlen(s));
	assert_string_equal(buf_str(&b), "!AZaz09~ 党、。￥\xFF");
	buf_clear(&b);
	text_halfwidth(&b, "１２", 3);
	assert_string_equal(buf_str(&b), "1");
	buf_release(&b);
}

static void check_mask(const char *s, int head, int tail, const char *want)
{
	struct buf b = BUF_INIT;

	text_mask(&b, s, head, tail);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_text__mask_hides_the_middle(void **state)
{
	(void)state;
	check_mask("13800001234", 3, 4, "138****1234");
	check_mask("632821190102030011", 6, 4, "632821********0011");
	check_mask("张三丰", 1, 0, "张**");
	check_mask("才仁多杰", 1, 1, "才**杰");
	check_mask("\u0F41\u0F72\u0F41", 1, 0, "\u0F41\u0F72*");
	check_mask("", 1, 1, "");
}

static void check_numbers(const char *s, const char *want)
{
	struct buf b = BUF_INIT;

	text_mask_numbers(&b, s);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_text__long_numbers_are_hidden_wherever_they_stand(void **state)
{
	(void)state;
	check_numbers("13800001234", "138******34");
	check_numbers("党员13800001234.csv", "党员138******34.csv");
	check_numbers("63282119010203003X", "632************03X");
	check_numbers("１３８００００１２３４号", "１３８******３４号");
	check_numbers("123456 和 1234567", "123456 和 123**67");
	check_numbers("1234567/7654321", "123**67/765**21");
	check_numbers("2024-05-20", "2024-05-20");
	check_numbers("", "");
	check_numbers("没有", "没有");
	check_numbers("\xFF" "1234567" "\xE5", "\xFF" "123**67" "\xE5");
}

static void test_text__mask_hides_short_text_whole(void **state)
{
	(void)state;
	check_mask("1234567", 3, 4, "*******");
	check_mask("12", 3, 4, "**");
	check_mask("王", 1, 0, "*");
	check_mask("123", 0, 0, "***");
}

/* ---- What holds for any bytes --------------------------------------------- */

static const char *const pieces[] = {
	"a", " ", "党", "组", "～", "１", RARE, TIBETAN, MONGOLIAN, "e\u0301", "\u0301", "\u0F71", "\u200D", "\u180B",
	"\u202E", "\u200B", "\n", "\x1B", "\xFF", "\xE5", "\x85", "\U0001F1E8", "\U0001F468", "\u0600", "\u1112", "\u1161",
	"\u00B7", "\u30FB", "\r\n", "\uFFFE", "\u3000", "\u00A0",
};

/* The same texts in every run: a small generator of our own. */
static void make_text(struct buf *out, uint32_t *seed)
{
	size_t count;

	buf_clear(out);
	*seed = *seed * 1664525u + 1013904223u;
	count = *seed >> 28;
	for (size_t i = 0; i < count; i++) {
		*seed = *seed * 1664525u + 1013904223u;
		buf_adds(out, pieces[(*seed >> 16) % (sizeof(pieces) / sizeof(pieces[0]))]);
	}
}

static void check_steps(const char *s, size_t n)
{
	size_t ends[128], count = 0;

	for (size_t at = 0; at < n; at += text_next(s + at, n - at)) {
		assert_true(text_next(s + at, n - at) > 0);
		assert_true(count < 128);
		ends[count++] = at;
	}
	for (size_t at = n; at > 0; at = ends[count]) {
		assert_true(count > 0);
		count--;
		assert_int_equal(at - text_prev(s, at), ends[count]);
	}
}

static void check_cells(const char *s)
{
	struct buf shown = BUF_INIT, again = BUF_INIT, cell = BUF_INIT;

	text_show(&shown, s);
	assert_true(text_is_utf8(buf_str(&shown), shown.len));
	assert_int_equal(text_width(buf_str(&shown)), text_width(s));
	text_show(&again, buf_str(&shown));
	assert_string_equal(buf_str(&again), buf_str(&shown));
	for (int cells = 0; cells < 12; cells++) {
		assert_true(text_width_n(s, text_fit(s, cells)) <= cells);
		buf_clear(&cell);
		text_pad(&cell, s, cells, cells % 2 ? TEXT_LEFT : TEXT_RIGHT);
		assert_int_equal(text_width(buf_str(&cell)), cells);
	}
	buf_release(&shown);
	buf_release(&again);
	buf_release(&cell);
}

static void check_doors(const char *s, size_t n, enum text_kind kind)
{
	struct buf once = BUF_INIT, twice = BUF_INIT, shown = BUF_INIT;

	if (text_clean(&once, s, n, kind, NULL) == 0) {
		assert_int_equal(text_clean(&twice, buf_str(&once), once.len, kind, NULL), 0);
		assert_string_equal(buf_str(&twice), buf_str(&once));
		text_show(&shown, buf_str(&once));
		if (kind != TEXT_NOTE)
			assert_string_equal(buf_str(&shown), buf_str(&once));
	} else {
		assert_int_equal(once.len, 0);
	}
	buf_release(&once);
	buf_release(&twice);
	buf_release(&shown);
}

static void test_text__rules_hold_for_any_mixture(void **state)
{
	struct buf s = BUF_INIT;
	uint32_t seed = 20240105;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		make_text(&s, &seed);
		check_steps(buf_str(&s), s.len);
		check_cells(buf_str(&s));
		check_doors(buf_str(&s), s.len, TEXT_LINE);
		check_doors(buf_str(&s), s.len, TEXT_NOTE);
		check_doors(buf_str(&s), s.len, TEXT_CODE);
	}
	buf_release(&s);
}

/* Memory of exactly n bytes, so that the sanitizer sees a read beyond them. */
static void test_text__nothing_is_read_beyond_the_end(void **state)
{
	const char *s = "a党\U0002CB4Ae\u0301";
	size_t n = strlen(s);

	(void)state;
	for (size_t cut = 1; cut <= n; cut++) {
		struct buf b = BUF_INIT;
		char *exact = malloc(cut);

		assert_non_null(exact);
		memcpy(exact, s, cut);
		text_show_n(&b, exact, cut);
		text_halfwidth(&b, exact, cut);
		text_clean(&b, exact, cut, TEXT_LINE, NULL);
		assert_true(text_width_n(exact, cut) > 0);
		for (size_t at = 0; at < cut; at += text_next(exact + at, cut - at))
			assert_true(text_prev(exact, cut) <= cut);
		free(exact);
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text__decode_reads_one_character),
		cmocka_unit_test(test_text__decode_refuses_what_is_not_utf8),
		cmocka_unit_test(test_text__is_utf8_looks_at_every_byte),
		cmocka_unit_test(test_text__length_counts_characters),
		cmocka_unit_test(test_text__one_step_is_one_grapheme),
		cmocka_unit_test(test_text__no_step_at_the_ends),
		cmocka_unit_test(test_text__flags_pair_up_from_the_left),
		cmocka_unit_test(test_text__a_bad_byte_is_one_step),
		cmocka_unit_test(test_text__width_is_what_a_terminal_uses),
		cmocka_unit_test(test_text__width_counts_a_replacement_for_what_is_not_shown),
		cmocka_unit_test(test_text__fit_never_cuts_a_grapheme),
		cmocka_unit_test(test_text__pad_fills_or_cuts_to_the_cell),
		cmocka_unit_test(test_text__show_leaves_text_alone),
		cmocka_unit_test(test_text__show_replaces_what_a_terminal_obeys),
		cmocka_unit_test(test_text__show_n_stops_where_told),
		cmocka_unit_test(test_text__quotes_are_safe_and_short),
		cmocka_unit_test(test_text__key_is_the_same_for_what_people_mean),
		cmocka_unit_test(test_text__key_takes_bad_bytes),
		cmocka_unit_test(test_text__key_is_added_to_what_is_there),
		cmocka_unit_test(test_text__halfwidth_changes_only_twins),
		cmocka_unit_test(test_text__mask_hides_the_middle),
		cmocka_unit_test(test_text__mask_hides_short_text_whole),
		cmocka_unit_test(test_text__long_numbers_are_hidden_wherever_they_stand),
		cmocka_unit_test(test_text__rules_hold_for_any_mixture),
		cmocka_unit_test(test_text__nothing_is_read_beyond_the_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
