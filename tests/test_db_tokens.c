/*
 * What the search index is made of and asked for.
 */
#include "db/tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/pinyin.h"
#include "src/banned.h"

static int add(void *ctx, const char *token, size_t n)
{
	struct buf *out = ctx;

	buf_addc(out, ' ');
	buf_add(out, token, n);
	return 0;
}

/* The tokens between spaces, with one at each end. */
static void tokens(const char *text, struct buf *out)
{
	assert_int_equal(tokens_of_text(text, strlen(text), add, out), 0);
	buf_addc(out, ' ');
}

static bool has(const struct buf *all, const char *token)
{
	struct buf one = BUF_INIT;
	bool found;

	buf_addf(&one, " %s ", token);
	found = strstr(buf_str(all), buf_str(&one)) != NULL;
	buf_release(&one);
	return found;
}

/* Each of the tokens in the list is there, or is not. */
static void check_list(const char *text, const struct buf *all, const char *list, bool there)
{
	struct buf one = BUF_INIT;

	while (*list) {
		size_t n = strcspn(list, " ");

		buf_clear(&one);
		buf_add(&one, list, n);
		if (has(all, buf_str(&one)) != there)
			fail_msg("%s: %s in%s", text, buf_str(&one), buf_str(all));
		list += n + (list[n] == ' ');
	}
	buf_release(&one);
}

/* want: tokens that must be there, unwanted: others that must not; both with spaces between. */
static void check(const char *text, const char *want, const char *unwanted)
{
	struct buf all = BUF_INIT;

	tokens(text, &all);
	check_list(text, &all, want, true);
	check_list(text, &all, unwanted, false);
	buf_release(&all);
}

static void test_tokens__text_gives_characters_and_pairs(void **state)
{
	(void)state;
	check("南沙沟", "南 沙 沟 南沙 沙沟", "南沟 沟南 南沙沟");
	check("南", "南 Nan", "N");
}

static void test_tokens__initials_count_every_reading(void **state)
{
	(void)state;
	/* 长 is chang and zhang, 都 du and dou, 厦 sha and xia. */
	check("长江", "CJ ZJ Chang Zhang Jiang", "JC");
	check("都兰", "DL Du Dou Lan", "LD");
	check("厦门", "XM SM", "MX");
}

static void test_tokens__letters_and_digits_stand_for_themselves(void **state)
{
	(void)state;
	check("A区", "a 区 a区 AQ", "A");
	check("3号", "3 号 3号 3H", "");
	check("ab", "a b ab", "AB");
}

static void test_tokens__digits_come_in_threes(void **state)
{
	(void)state;
	check("632821", "632 328 282 821 21 6", "63 32 28 82 6328");
	check("12", "12 1 2", "");
	check("7", "7", "");
	check("1a23", "1a a2 23", "1a2");
}

static void test_tokens__fields_do_not_run_together(void **state)
{
	(void)state;
	check("南\n沙", "南 沙", "南沙 NS");
	check("12\n34", "12 34", "123 234 23");
}

static void test_tokens__text_counts_as_its_search_key(void **state)
{
	(void)state;
	check("Ａ１ 号", "a a1 1号 1H", "Ａ");
	check("南 沙", "南沙 NS", "");
	/* A letter and its mark, apart or together. */
	check("e\xCC\x81", "\xC3\xA9", "e");
}

static void test_tokens__each_comes_once(void **state)
{
	struct buf all = BUF_INIT;
	const char *first;

	(void)state;
	tokens("村村村村\n村村", &all);
	first = strstr(buf_str(&all), " 村村 ");
	assert_non_null(first);
	assert_null(strstr(first + 1, " 村村 "));
	buf_release(&all);
}

/* More different tokens than fit beside the text: a note of some thousand characters. */
static void test_tokens__a_long_text_gives_all_and_each_once(void **state)
{
	struct buf text = BUF_INIT, all = BUF_INIT, token = BUF_INIT;
	size_t n = 0;

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (unsigned int cp = 0x4E00; cp < 0x4E00 + 2000; cp++)
			buf_addcp(&text, cp);
		buf_addc(&text, '\n');
	}
	tokens(buf_str(&text), &all);
	for (const char *at = buf_str(&all); (at = strstr(at, " 丁七 ")) != NULL; at++)
		n++;
	assert_int_equal(n, 0);
	buf_addcp(&token, 0x4E00 + 1998);
	buf_addcp(&token, 0x4E00 + 1999);
	assert_true(has(&all, buf_str(&token)));
	buf_clear(&token);
	buf_addf(&token, " 一丁 ");
	for (const char *at = buf_str(&all); (at = strstr(at, buf_str(&token))) != NULL; at++)
		n++;
	assert_int_equal(n, 1);
	buf_release(&text);
	buf_release(&all);
	buf_release(&token);
}

static int refuse(void *ctx, const char *token, size_t n)
{
	(void)token;
	(void)n;
	++*(int *)ctx;
	return 7;
}

static void test_tokens__end_when_told_so(void **state)
{
	int n = 0;

	(void)state;
	assert_int_equal(tokens_of_text("南沙沟", strlen("南沙沟"), refuse, &n), 7);
	assert_int_equal(n, 1);
}

static void test_tokens__packed_ones_are_the_same(void **state)
{
	const char *text = "南沙沟村A1\n632821\nzhuang";
	struct buf plain = BUF_INIT, packed = BUF_INIT, again = BUF_INIT;
	const char *at, *token;
	size_t n;

	(void)state;
	tokens(text, &plain);
	tokens_pack(text, strlen(text), &packed);
	at = buf_str(&packed);
	while ((token = tokens_next(&at, buf_str(&packed) + packed.len, &n)) != NULL)
		add(&again, token, n);
	buf_addc(&again, ' ');
	assert_string_equal(buf_str(&again), buf_str(&plain));
	buf_release(&plain);
	buf_release(&packed);
	buf_release(&again);
}

/* A length that points behind the end must not be followed. */
static void test_tokens__a_cut_pack_ends(void **state)
{
	const char cut[] = { 3, 'a' }, *at = cut;
	size_t n;

	(void)state;
	assert_null(tokens_next(&at, cut + sizeof(cut), &n));
}

static void test_tokens__broken_bytes_do_no_harm(void **state)
{
	struct buf all = BUF_INIT;

	(void)state;
	tokens("\xE5\x8D", &all);
	tokens("a\xFF\xFE"
	       "b\xF4\x90\x80\x80",
		&all);
	tokens("", &all);
	tokens("\n\n", &all);
	buf_release(&all);
}

/* ---- Words ------------------------------------------------------------------------------------- */

static void asks(const char *word, const char *want)
{
	struct buf out = BUF_INIT;

	assert_true(tokens_of_word(word, &out));
	if (strcmp(buf_str(&out), want) != 0)
		fail_msg("%s asks for %s", word, buf_str(&out));
	buf_release(&out);
}

static void test_tokens__a_word_of_text_asks_for_its_pairs(void **state)
{
	(void)state;
	asks("南", "(\"南\")");
	asks("南沙", "(\"南沙\")");
	asks("南沙沟", "(\"南沙\" AND \"沙沟\")");
	asks("南 沙", "(\"南沙\")");
}

static void test_tokens__digits_ask_for_threes(void **state)
{
	(void)state;
	asks("7", "(\"7\")");
	asks("6328", "(\"632\" AND \"328\")");
	asks("63", "((\"63\" OR \"630\" OR \"631\" OR \"632\" OR \"633\" OR \"634\" OR \"635\" OR \"636\" OR "
		   "\"637\""
		   " OR \"638\" OR \"639\"))");
	asks("村632", "(\"村6\" AND \"632\")");
}

static void test_tokens__letters_ask_for_text_or_initials(void **state)
{
	(void)state;
	asks("nsg", "((\"ns\" OR \"NS\") AND (\"sg\" OR \"SG\"))");
	asks("3q", "((\"3q\" OR \"3Q\"))");
	asks("长j", "((\"CJ\" OR \"ZJ\"))");
	asks("·j", "(\"·\")");
}

static void test_tokens__readings_are_asked_for_too(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	assert_true(tokens_of_word("nansha", &out));
	assert_non_null(strstr(buf_str(&out), "(\"Nan\") AND (\"Sha\" OR \"Shai\" OR \"Shan\""));
	buf_clear(&out);
	assert_true(tokens_of_word("xian", &out));
	/* The one, or the two. */
	assert_non_null(strstr(buf_str(&out), "OR ((\"Xian\" OR \"Xiang\"))"));
	assert_non_null(strstr(buf_str(&out), "(\"Xi\") AND (\"An\" OR \"Ang\")"));
	buf_clear(&out);
	/* u and ü for the v of the table. */
	assert_true(tokens_of_word("lue", &out));
	assert_non_null(strstr(buf_str(&out), "\"Lve\""));
	buf_clear(&out);
	assert_true(tokens_of_word("lü", &out));
	assert_non_null(strstr(buf_str(&out), "\"Lv\""));
	buf_release(&out);
}

static void test_tokens__letters_among_readings_are_thought_of(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	assert_true(tokens_of_word("aqu", &out));
	/* A区: the letter itself, with a character that begins with q behind it. */
	assert_non_null(strstr(buf_str(&out), "OR (\"a\" AND (\"aq\" OR \"AQ\"))"));
	buf_clear(&out);
	assert_true(tokens_of_word("qua", &out));
	/* 区A: the letter behind a character that began one or two letters before. */
	assert_non_null(strstr(buf_str(&out), "OR (\"a\" AND (\"ua\" OR \"UA\" OR \"QA\"))"));
	buf_clear(&out);
	/* No reading of more than a letter: mere initials. */
	assert_true(tokens_of_word("nsg", &out));
	assert_null(strstr(buf_str(&out), "(\"n\""));
	buf_release(&out);
}

static void test_tokens__quotes_stay_inside(void **state)
{
	(void)state;
	asks("\"", "(\"\"\"\")");
	asks("南\"", "(\"南\"\"\")");
}

static void test_tokens__an_empty_word_asks_for_nothing(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	assert_false(tokens_of_word("", &out));
	assert_false(tokens_of_word("  ", &out));
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

/* Letters that can be cut in thousands of ways, and no end of them. */
static void test_tokens__a_long_word_asks_for_little(void **state)
{
	struct buf word = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_adds(&word, "xianan");
	assert_true(tokens_of_word(buf_str(&word), &out));
	assert_true(out.len < 20000);
	buf_release(&word);
	buf_release(&out);
}

static void test_tokens__a_part_is_text_only(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	assert_true(tokens_of_part("ns", &out));
	assert_string_equal(buf_str(&out), "(\"ns\")");
	buf_clear(&out);
	assert_true(tokens_of_part("A1区", &out));
	assert_string_equal(buf_str(&out), "(\"a1\" AND \"1区\")");
	buf_clear(&out);
	assert_true(tokens_of_part("x", &out));
	assert_string_equal(buf_str(&out), "(\"x\")");
	assert_false(tokens_of_part("", &out));
	buf_release(&out);
}

/* The word of a reading asks for the token of that reading. */
static void can_be_typed(const char *reading, size_t n, struct buf *seen)
{
	struct buf out = BUF_INIT, token = BUF_INIT;

	buf_add(&token, reading, n);
	if (has(seen, buf_str(&token)))
		goto done;
	buf_addf(seen, " %s ", buf_str(&token));
	assert_true(tokens_of_word(buf_str(&token), &out));
	token.data[0] = (char)(token.data[0] - 'a' + 'A');
	buf_addc(&token, '"');
	if (!strstr(buf_str(&out), buf_str(&token)))
		fail_msg("%s: %s", buf_str(&token), buf_str(&out));
done:
	buf_release(&out);
	buf_release(&token);
}

/* Every reading of the pinyin table must be known to the words, or typing it would find nothing. */
static void test_tokens__every_reading_can_be_typed(void **state)
{
	struct buf seen = BUF_INIT;

	(void)state;
	for (uint32_t cp = 0x3007; cp < 0xA000; cp++) {
		const char *reading = pinyin_readings(cp);

		while (reading) {
			size_t n = strcspn(reading, " ");

			can_be_typed(reading, n, &seen);
			reading = reading[n] ? reading + n + 1 : NULL;
		}
	}
	/* There are more than four hundred, each with two spaces. */
	assert_true(seen.len > 400 * 4);
	buf_release(&seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens__text_gives_characters_and_pairs),
		cmocka_unit_test(test_tokens__initials_count_every_reading),
		cmocka_unit_test(test_tokens__letters_and_digits_stand_for_themselves),
		cmocka_unit_test(test_tokens__digits_come_in_threes),
		cmocka_unit_test(test_tokens__fields_do_not_run_together),
		cmocka_unit_test(test_tokens__text_counts_as_its_search_key),
		cmocka_unit_test(test_tokens__each_comes_once),
		cmocka_unit_test(test_tokens__a_long_text_gives_all_and_each_once),
		cmocka_unit_test(test_tokens__end_when_told_so),
		cmocka_unit_test(test_tokens__packed_ones_are_the_same),
		cmocka_unit_test(test_tokens__a_cut_pack_ends),
		cmocka_unit_test(test_tokens__broken_bytes_do_no_harm),
		cmocka_unit_test(test_tokens__a_word_of_text_asks_for_its_pairs),
		cmocka_unit_test(test_tokens__digits_ask_for_threes),
		cmocka_unit_test(test_tokens__letters_ask_for_text_or_initials),
		cmocka_unit_test(test_tokens__readings_are_asked_for_too),
		cmocka_unit_test(test_tokens__letters_among_readings_are_thought_of),
		cmocka_unit_test(test_tokens__quotes_stay_inside),
		cmocka_unit_test(test_tokens__an_empty_word_asks_for_nothing),
		cmocka_unit_test(test_tokens__a_long_word_asks_for_little),
		cmocka_unit_test(test_tokens__a_part_is_text_only),
		cmocka_unit_test(test_tokens__every_reading_can_be_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
