/*
 * The door for text that comes in: every rule has its example here.
 */
#include "src/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

#define RARE "䶮\U0002CB4A"
#define TIBETAN "ཁ"
#define MONGOLIAN "ᠮ"

static void check_clean(const char *s, enum text_kind kind, const char *want)
{
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	buf_adds(&b, ">");
	if (text_clean(&b, s, strlen(s), kind, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(e.code, ERR_NONE);
	assert_string_equal(buf_str(&b) + 1, want);
	buf_release(&b);
}

/* Refused in every kind of text, out untouched, and the message has all of `says`. */
static void check_refused_n(const char *s, size_t n, enum text_kind kind, const char *says)
{
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	buf_adds(&b, ">");
	assert_int_equal(text_clean(&b, s, n, kind, &e), ERR_INVALID);
	assert_int_equal(e.code, ERR_INVALID);
	assert_string_equal(buf_str(&b), ">");
	if (!strstr(e.text, says))
		fail_msg("\"%s\" does not say \"%s\"", e.text, says);
	buf_release(&b);
}

static void check_refused(const char *s, enum text_kind kind, const char *says)
{
	check_refused_n(s, strlen(s), kind, says);
}

static void check_refused_everywhere(const char *s, const char *says)
{
	check_refused(s, TEXT_LINE, says);
	check_refused(s, TEXT_NOTE, says);
	check_refused(s, TEXT_CODE, says);
}

static void test_text_clean__keeps_names_as_typed(void **state)
{
	(void)state;
	check_clean("柯柯镇南沙沟村党支部", TEXT_LINE, "柯柯镇南沙沟村党支部");
	check_clean(RARE TIBETAN MONGOLIAN, TEXT_LINE, RARE TIBETAN MONGOLIAN);
	check_clean("ＡＢ（示例）", TEXT_LINE, "ＡＢ（示例）");
	check_clean("e\u0301", TEXT_LINE, "e\u0301");
	check_clean("", TEXT_LINE, "");
	check_clean("\u0F58\u0F41\u0F60\u0F0B\u0F60\u0F42\u0FB2\u0F7C\u0F0B", TEXT_LINE,
		"\u0F58\u0F41\u0F60\u0F0B\u0F60\u0F42\u0FB2\u0F7C\u0F0B");
	/* 50 characters and more are a name too. */
	check_clean("示示示示示示示示示示示示示示示示示示示示示示示示示示例例例例例例例例例例例例例例例例例例例例例例例例例例", TEXT_LINE,
		"示示示示示示示示示示示示示示示示示示示示示示示示示示例例例例例例例例例例例例例例例例例例例例例例例例例例");
}

static void test_text_clean__trims_spaces(void **state)
{
	(void)state;
	check_clean("  党 组\u3000织 ", TEXT_LINE, "党 组\u3000织");
	check_clean("\u3000\u00A0 党\u00A0\u3000 \u3000", TEXT_LINE, "党");
	check_clean(" \u3000\u00A0", TEXT_LINE, "");
	check_clean(" a\n b \n ", TEXT_NOTE, "a\n b \n");
	check_clean("\u3000１２\u3000", TEXT_CODE, "12");
}

static void test_text_clean__knows_the_layout_of_notes(void **state)
{
	(void)state;
	check_clean("一\n二\t三", TEXT_NOTE, "一\n二\t三");
	check_clean("一\r\n二\r\n", TEXT_NOTE, "一\n二\n");
	check_refused("一\r二", TEXT_NOTE, "U+000D");
	check_refused("一\r", TEXT_NOTE, "U+000D");
	check_refused("一\n二", TEXT_LINE, "U+000A");
	check_refused("一\t二", TEXT_LINE, "U+0009");
	check_refused("一\r\n二", TEXT_LINE, "U+000D");
	check_refused("1\n", TEXT_CODE, "U+000A");
}

static void test_text_clean__makes_codes_half_width(void **state)
{
	(void)state;
	check_clean("６３２８２１１９０１０２０３００１Ｘ", TEXT_CODE, "63282119010203001X");
	check_clean("０９７７－８２２１２３４", TEXT_CODE, "0977-8221234");
	check_clean("党１", TEXT_CODE, "党1");
	check_clean("1\u30222", TEXT_CODE, "1\u30222");
}

static void test_text_clean__writes_one_separator_in_names(void **state)
{
	static const char *const variants[] = {
		"\u00B7", "\u2022", "\u2027", "\u2219", "\u22C5", "\u30FB", "\uFF65",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
		struct buf typed = BUF_INIT;

		buf_addf(&typed, "阿依古丽%s买买提", variants[i]);
		check_clean(buf_str(&typed), TEXT_LINE, "阿依古丽·买买提");
		check_clean(buf_str(&typed), TEXT_NOTE, buf_str(&typed));
		check_clean(buf_str(&typed), TEXT_CODE, buf_str(&typed));
		buf_release(&typed);
	}
	check_clean("\u0F41\u0F72\u2022\u0F41", TEXT_LINE, "\u0F41\u0F72·\u0F41");
	check_clean("Ali•Bek", TEXT_LINE, "Ali·Bek");
}

static void test_text_clean__leaves_other_dots_alone(void **state)
{
	(void)state;
	check_clean("• 第一", TEXT_LINE, "• 第一");
	check_clean("1•2", TEXT_LINE, "1•2");
	check_clean("甲•1", TEXT_LINE, "甲•1");
	check_clean("甲••乙", TEXT_LINE, "甲••乙");
	check_clean("甲 • 乙", TEXT_LINE, "甲 • 乙");
	check_clean("甲•", TEXT_LINE, "甲•");
	check_clean("甲.乙", TEXT_LINE, "甲.乙");
}

static void test_text_clean__refuses_control_characters(void **state)
{
	(void)state;
	for (unsigned int c = 0; c < 0xA0; c++) {
		struct buf b = BUF_INIT;

		if (c == '\t' || c == '\n' || (c >= 0x20 && c < 0x7F))
			continue;
		buf_adds(&b, "a");
		buf_addcp(&b, c);
		buf_adds(&b, "b");
		check_refused_n(b.data, b.len, TEXT_LINE, "控制字符");
		check_refused_n(b.data, b.len, TEXT_NOTE, "控制字符");
		check_refused_n(b.data, b.len, TEXT_CODE, "控制字符");
		buf_release(&b);
	}
}

static void check_range_refused(unsigned int first, unsigned int last)
{
	for (unsigned int c = first; c <= last; c++) {
		struct buf b = BUF_INIT, says = BUF_INIT;

		buf_addf(&says, "U+%04X", c);
		buf_adds(&b, "甲");
		buf_addcp(&b, c);
		buf_adds(&b, "乙");
		check_refused_everywhere(buf_str(&b), buf_str(&says));
		buf_release(&b);
		buf_release(&says);
	}
}

static void test_text_clean__refuses_what_nobody_sees(void **state)
{
	(void)state;
	check_range_refused(0x202A, 0x202E);
	check_range_refused(0x2066, 0x2069);
	check_range_refused(0x061C, 0x061C);
	check_range_refused(0x200B, 0x200B);
	check_range_refused(0x200E, 0x200F);
	check_range_refused(0xFEFF, 0xFEFF);
	check_range_refused(0x2028, 0x2029);
	check_range_refused(0x2060, 0x2064);
	check_range_refused(0xE0000, 0xE007F);
	check_range_refused(0x00AD, 0x00AD);
}

static void test_text_clean__refuses_noncharacters(void **state)
{
	(void)state;
	check_range_refused(0xFDD0, 0xFDEF);
	for (unsigned int plane = 0; plane <= 0x10; plane++)
		check_range_refused(plane * 0x10000 + 0xFFFE, plane * 0x10000 + 0xFFFF);
}

static void test_text_clean__refuses_a_leading_byte_order_mark(void **state)
{
	(void)state;
	check_refused_everywhere("\uFEFF党", "第 1 个字符");
}

static void test_text_clean__refuses_bytes_that_are_no_text(void **state)
{
	(void)state;
	check_refused_everywhere("党\xFF", "0xFF");
	check_refused_everywhere("党\xED\xA0\x80", "0xED");	/* surrogate */
	check_refused_everywhere("党\xC0\x80", "UTF-8");
	check_refused_everywhere("\xB5\xB3\xD7\xE9\xD6\xAF", "第 1 个字符");
	check_refused_n("党组", 5, TEXT_LINE, "第 2 个字符");
}

static void test_text_clean__says_where(void **state)
{
	(void)state;
	check_refused("党组\u200B织", TEXT_LINE, "第 3 个字符 U+200B");
	check_refused("  党\u200B", TEXT_LINE, "第 4 个字符 U+200B");
	check_refused("１\u200B", TEXT_CODE, "第 2 个字符 U+200B");
	check_refused("一\r\n二二\x01", TEXT_NOTE, "第 2 行第 3 个字符 U+0001");
	check_refused("a\xFF", TEXT_LINE, "第 2 个字符处的字节 0xFF");
}

static void test_text_clean__takes_four_marks_and_no_more(void **state)
{
	(void)state;
	check_clean("a\u0301\u0302\u0303\u0304", TEXT_LINE, "a\u0301\u0302\u0303\u0304");
	check_clean("党\u0301\u0302\u0303\u0304组\u0301", TEXT_LINE, "党\u0301\u0302\u0303\u0304组\u0301");
	check_refused_everywhere("a\u0301\u0302\u0303\u0304\u0305", "第 6 个字符 U+0305");
	/* Spacing and enclosing marks count as well. */
	check_refused_everywhere("\u0F41\u0F3E\u0F3F\u0F3E\u0F3F\u0F3E", "4 个");
	check_refused_everywhere("a\u20DD\u20DD\u20DD\u20DD\u20DD", "4 个");
	check_refused_everywhere("党\u0301\u0302\u0303\u0304\u0305", "4 个");
	check_refused_everywhere("\u1820\u200D\u200D\u200D\u200D\u200D", "4 个");
}

static void test_text_clean__takes_joiners_where_they_spell(void **state)
{
	static const char *const joiners[] = {
		"\u200C", "\u200D", "\u180B", "\u180C", "\u180D", "\u180E", "\u180F",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(joiners) / sizeof(joiners[0]); i++) {
		struct buf good = BUF_INIT, bad = BUF_INIT;

		buf_addf(&good, "\u1820%s\u1821", joiners[i]);
		check_clean(buf_str(&good), TEXT_LINE, buf_str(&good));
		buf_clear(&good);
		buf_addf(&good, "%s\u0F41", joiners[i]);
		check_clean(buf_str(&good), TEXT_LINE, buf_str(&good));
		buf_addf(&bad, "a%sb", joiners[i]);
		check_refused_everywhere(buf_str(&bad), "连接符");
		buf_clear(&bad);
		buf_addf(&bad, "党%s", joiners[i]);
		check_refused_everywhere(buf_str(&bad), "连接符");
		buf_release(&good);
		buf_release(&bad);
	}
	check_clean("\u1820\u180B\u200D", TEXT_LINE, "\u1820\u180B\u200D");
	check_refused_everywhere("\u0F0B\u200D", "连接符");	/* a mark between syllables is no letter */
}

static void test_text_clean__works_without_a_place_for_the_error(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(text_clean(&b, "a\x01", 2, TEXT_LINE, NULL), ERR_INVALID);
	assert_int_equal(text_clean(&b, "a", 1, TEXT_LINE, NULL), 0);
	assert_string_equal(buf_str(&b), "a");
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_clean__keeps_names_as_typed),
		cmocka_unit_test(test_text_clean__trims_spaces),
		cmocka_unit_test(test_text_clean__knows_the_layout_of_notes),
		cmocka_unit_test(test_text_clean__makes_codes_half_width),
		cmocka_unit_test(test_text_clean__writes_one_separator_in_names),
		cmocka_unit_test(test_text_clean__leaves_other_dots_alone),
		cmocka_unit_test(test_text_clean__refuses_control_characters),
		cmocka_unit_test(test_text_clean__refuses_what_nobody_sees),
		cmocka_unit_test(test_text_clean__refuses_noncharacters),
		cmocka_unit_test(test_text_clean__refuses_a_leading_byte_order_mark),
		cmocka_unit_test(test_text_clean__refuses_bytes_that_are_no_text),
		cmocka_unit_test(test_text_clean__says_where),
		cmocka_unit_test(test_text_clean__takes_four_marks_and_no_more),
		cmocka_unit_test(test_text_clean__takes_joiners_where_they_spell),
		cmocka_unit_test(test_text_clean__works_without_a_place_for_the_error),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
