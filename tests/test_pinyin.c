/* Pinyin as a person meets it: what they type, what is found, and what is marked in the list. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "src/buf.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "src/banned.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char branch[] = "南沙沟村党支部";

struct example {
	const char *text, *word;
	enum match match;
	const char *marked;	/* the bytes of text that span must name */
};

static void assert_found(const struct example *x)
{
	struct span at = { 77, 77 };
	enum match m = pinyin_match(x->text, x->word, &at);
	size_t n;

	if (m != x->match)
		print_error("%s in %s: %d instead of %d\n", x->word, x->text, (int)m, (int)x->match);
	assert_int_equal(m, x->match);
	assert_int_equal(pinyin_match(x->text, x->word, NULL), x->match);
	assert_true(at.from <= at.to);
	assert_true(at.to <= strlen(x->text));
	n = at.to - at.from;
	if (n != strlen(x->marked) || memcmp(x->text + at.from, x->marked, n) != 0)
		print_error("%s in %s: bytes %zu to %zu are marked\n", x->word, x->text, at.from, at.to);
	assert_int_equal(n, strlen(x->marked));
	assert_memory_equal(x->text + at.from, x->marked, n);
}

static void assert_all_found(const struct example *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_found(&x[i]);
}

static uint32_t letters(const char *s)
{
	uint32_t bits = 0;

	for (; *s != '\0'; s++)
		bits |= 1U << (*s - 'a');
	return bits;
}

static uint32_t only_cp(const char *s)
{
	uint32_t cp;

	assert_int_equal(text_decode(s, strlen(s), &cp), strlen(s));
	return cp;
}

static bool has_reading(const char *character, const char *reading)
{
	const char *all = pinyin_readings(only_cp(character));
	size_t n = strlen(reading);

	while (all != NULL) {
		if (strncmp(all, reading, n) == 0 && (all[n] == ' ' || all[n] == '\0'))
			return true;
		all = strchr(all, ' ');
		if (all != NULL)
			all++;
	}
	return false;
}

/* ---- Readings ---------------------------------------------------------------------------------- */

static void test_pinyin__gives_all_readings_of_heteronyms(void **state)
{
	static const struct { const char *character, *reading; } known[] = {
		{ "都", "dou" }, { "都", "du" }, { "重", "zhong" }, { "重", "chong" },
		{ "厦", "xia" }, { "厦", "sha" }, { "长", "chang" }, { "长", "zhang" },
		{ "柴", "chai" }, { "茫", "mang" }, { "崖", "ya" }, { "尕", "ga" },
		{ "柯", "ke" }, { "乌", "wu" }, { "兰", "lan" }, { "六", "lu" },
		{ "百", "bo" }, { "圩", "xu" }, { "单", "shan" }, { "查", "zha" },
		{ "仇", "qiu" }, { "解", "xie" }, { "尉", "yu" }, { "会", "kuai" },
		{ "乐", "le" }, { "乐", "yue" }, { "乐", "lao" }, { "谌", "shen" },
		{ "〇", "ling" }, { "東", "dong" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT(known); i++) {
		if (!has_reading(known[i].character, known[i].reading))
			print_error("%s is not read %s\n", known[i].character, known[i].reading);
		assert_true(has_reading(known[i].character, known[i].reading));
	}
	assert_string_equal(pinyin_readings(only_cp("都")), "dou du");
	assert_string_equal(pinyin_readings(only_cp("村")), "cun");
}

static void test_pinyin__writes_umlaut_as_v(void **state)
{
	(void)state;
	assert_true(has_reading("女", "nv"));
	assert_true(has_reading("绿", "lv"));
	assert_true(has_reading("略", "lve"));
	assert_false(has_reading("路", "lv"));
}

static void test_pinyin__knows_rare_characters_beyond_the_first_plane(void **state)
{
	(void)state;
	assert_true(has_reading("䶮", "yan"));
	assert_true(has_reading("𬭊", "du"));
	assert_true(has_reading("𠀀", "he"));
	assert_true(has_reading("𰻞", "biang"));
	assert_int_equal(pinyin_initials(0x2CB4A), letters("d"));
}

static void test_pinyin__has_no_reading_where_there_is_none(void **state)
{
	static const uint32_t none[] = {
		0, 'a', 'Z', '7', ' ', 0xB7, 0xFC, 0x3000, 0x3001, 0x33FF, 0x4DC0, 0xA000,
		0xAC00, 0xE000, 0xFF21, 0xFFFD, 0x1F600, 0xF4F,
		0x2FFFF, 0x30EDF, 0x323AF, 0x10FFFF, 0x110000, UINT32_MAX,
	};
	(void)state;

	for (size_t i = 0; i < COUNT(none); i++) {
		assert_int_equal(pinyin_initials(none[i]), 0);
		assert_null(pinyin_readings(none[i]));
	}
}

static void test_pinyin__initials_are_those_of_the_readings(void **state)
{
	size_t known = 0;
	(void)state;

	for (uint32_t cp = 0; cp < 0x110100; cp++) {
		const char *r = pinyin_readings(cp);
		uint32_t bits = 0;

		for (size_t i = 0; r != NULL && r[i] != '\0'; i++) {
			assert_true(r[i] == ' ' || (r[i] >= 'a' && r[i] <= 'z'));
			if (i == 0 || r[i - 1] == ' ')
				bits |= 1U << (r[i] - 'a');
		}
		assert_int_equal(pinyin_initials(cp), bits);
		known += bits != 0;
	}
	assert_in_range(known, 41000, 60000);
}

static void test_pinyin__the_initials_of_heteronyms_are_all_there(void **state)
{
	(void)state;
	assert_int_equal(pinyin_initials(only_cp("重")) & letters("zc"), letters("zc"));
	assert_int_equal(pinyin_initials(only_cp("厦")), letters("xs"));
	assert_int_equal(pinyin_initials(only_cp("长")), letters("cz"));
	assert_int_equal(pinyin_initials(only_cp("都")), letters("d"));
}

/* In the first block of ideographs only signs for measures, made in Japan or Korea, have none. */
static void test_pinyin__hardly_any_ideograph_is_without_a_reading(void **state)
{
	size_t without = 0;
	(void)state;

	for (uint32_t cp = 0x4E00; cp <= 0x9FA5; cp++)
		without += pinyin_initials(cp) == 0;
	assert_true(without <= 10);
}

/* ---- Finding ----------------------------------------------------------------------------------- */

static void test_pinyin__finds_the_whole_and_its_beginning(void **state)
{
	static const struct example x[] = {
		{ branch, branch, MATCH_EXACT, branch },
		{ branch, "南沙沟", MATCH_PREFIX, "南沙沟" },
		{ branch, "南", MATCH_PREFIX, "南" },
		{ "DN50管网", "dn50", MATCH_PREFIX, "DN50" },
		{ "3号楼", "3", MATCH_PREFIX, "3" },
		{ "a", "A", MATCH_EXACT, "a" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__finds_initials_from_any_place(void **state)
{
	static const struct example x[] = {
		{ branch, "nsg", MATCH_INITIALS, "南沙沟" },
		{ branch, "NSG", MATCH_INITIALS, "南沙沟" },
		{ branch, "ｎｓｇ", MATCH_INITIALS, "南沙沟" },
		{ branch, "n", MATCH_INITIALS, "南" },
		{ branch, "dzb", MATCH_INITIALS, "党支部" },
		{ branch, "nsgcdzb", MATCH_INITIALS, branch },
		{ branch, "b", MATCH_INITIALS, "部" },
		{ "柯柯镇", "kkz", MATCH_INITIALS, "柯柯镇" },
		{ "茫崖市", "my", MATCH_INITIALS, "茫崖" },
		{ "尕海镇", "ghz", MATCH_INITIALS, "尕海镇" },
		{ "䶮𬭊", "yd", MATCH_INITIALS, "䶮𬭊" },
		{ "二〇一六", "el", MATCH_INITIALS, "二〇" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__finds_every_reading_of_a_heteronym(void **state)
{
	static const struct example x[] = {
		{ "都兰县", "dl", MATCH_INITIALS, "都兰" },
		{ "都兰县", "dulan", MATCH_FULL, "都兰" },
		{ "都兰县", "doulan", MATCH_FULL, "都兰" },
		{ "长江路", "cjl", MATCH_INITIALS, "长江路" },
		{ "长江路", "zjl", MATCH_INITIALS, "长江路" },
		{ "长江路", "changj", MATCH_FULL, "长江" },
		{ "厦门", "xm", MATCH_INITIALS, "厦门" },
		{ "厦门", "sm", MATCH_INITIALS, "厦门" },
		{ "厦门", "xiamen", MATCH_FULL, "厦门" },
		{ "重庆", "cq", MATCH_INITIALS, "重庆" },
		{ "重庆", "zq", MATCH_INITIALS, "重庆" },
		{ "重点", "zhongdian", MATCH_FULL, "重点" },
		{ "重庆", "chongq", MATCH_FULL, "重庆" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__finds_full_readings_also_half_typed(void **state)
{
	static const struct example x[] = {
		{ branch, "nanshagou", MATCH_FULL, "南沙沟" },
		{ branch, "nansh", MATCH_FULL, "南沙" },
		{ branch, "nansha", MATCH_FULL, "南沙" },
		{ branch, "na", MATCH_FULL, "南" },
		{ branch, "zhibu", MATCH_FULL, "支部" },
		{ branch, "dangzhib", MATCH_FULL, "党支部" },
		{ branch, "nanshagoucundangzhibu", MATCH_FULL, branch },
		{ "西安", "xian", MATCH_FULL, "西安" },
		{ "县里", "xian", MATCH_FULL, "县" },
		{ "向阳", "xian", MATCH_FULL, "向" },
		{ "𬭊䶮", "duyan", MATCH_FULL, "𬭊䶮" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__finds_umlauts_however_they_are_typed(void **state)
{
	static const struct example x[] = {
		{ "绿草村", "lvcao", MATCH_FULL, "绿草" },
		{ "绿草村", "lücao", MATCH_FULL, "绿草" },
		{ "绿草村", "lu\xCC\x88" "cao", MATCH_FULL, "绿草" },
		{ "侵略", "qinlve", MATCH_FULL, "侵略" },
		{ "侵略", "qinlue", MATCH_FULL, "侵略" },
		{ "侵略", "qinlu", MATCH_FULL, "侵略" },
		{ "吕家", "lujia", MATCH_NONE, "" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__finds_mixed_words(void **state)
{
	static const struct example x[] = {
		{ branch, "ns沟", MATCH_INITIALS, "南沙沟" },
		{ branch, "南s沟", MATCH_INITIALS, "南沙沟" },
		{ branch, "沟c", MATCH_INITIALS, "沟村" },
		{ branch, "南shagou", MATCH_FULL, "南沙沟" },
		{ branch, "nan沙gou", MATCH_FULL, "南沙沟" },
		{ "第3支部", "d3zb", MATCH_INITIALS, "第3支部" },
		{ "第３支部", "di3zhi", MATCH_FULL, "第３支" },
		{ "Ａ区一号楼", "aqyhl", MATCH_INITIALS, "Ａ区一号楼" },
		{ "昆仑A区", "kunluna", MATCH_FULL, "昆仑A" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__finds_what_stands_inside(void **state)
{
	static const struct example x[] = {
		{ branch, "沙沟", MATCH_INSIDE, "沙沟" },
		{ branch, "部", MATCH_INSIDE, "部" },
		{ "昆仑ABC区", "bc", MATCH_INSIDE, "BC" },
		{ "电话0977-8221234", "8221", MATCH_INSIDE, "8221" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__does_not_find_what_is_not_there(void **state)
{
	static const struct example x[] = {
		{ branch, "沟沙", MATCH_NONE, "" },
		{ branch, "ng", MATCH_NONE, "" },	/* 南 and 沟 are not neighbours */
		{ branch, "nsgx", MATCH_NONE, "" },
		{ branch, "nansgou", MATCH_NONE, "" },	/* half a reading counts at the end only */
		{ branch, "anshagou", MATCH_NONE, "" },
		{ branch, "nanshagoux", MATCH_NONE, "" },
		{ branch, "zhibuhui", MATCH_NONE, "" },
		{ branch, "部会", MATCH_NONE, "" },
		{ branch, "'; drop", MATCH_NONE, "" },
		{ "", "a", MATCH_NONE, "" },
		{ "南", "南沙", MATCH_NONE, "" },
		{ "123", "1234", MATCH_NONE, "" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__best_way_wins(void **state)
{
	static const struct example x[] = {
		{ "村沙沟", "沙沟", MATCH_INSIDE, "沙沟" },
		{ "沙沟村", "沙沟", MATCH_PREFIX, "沙沟" },
		{ "安a安", "a", MATCH_INITIALS, "安" },
		{ "1a安", "a", MATCH_INITIALS, "安" },	/* and not the literal a before it */
		{ "昆仑ga尕", "ga", MATCH_FULL, "尕" },	/* read, although it also stands there */
		{ "ga尕", "ga", MATCH_PREFIX, "ga" },
		{ "南南", "nan", MATCH_FULL, "南" },
		{ "老h厂", "han", MATCH_FULL, "h厂" },	/* h + an begins further to the left than han */
	};
	(void)state;
	assert_all_found(x, COUNT(x));
	assert_true(MATCH_EXACT < MATCH_PREFIX && MATCH_PREFIX < MATCH_INITIALS);
	assert_true(MATCH_INITIALS < MATCH_FULL && MATCH_FULL < MATCH_INSIDE && MATCH_INSIDE < MATCH_NONE);
}

static void test_pinyin__ignores_spaces_and_marks_the_original_bytes(void **state)
{
	static const struct example x[] = {
		{ branch, " n s g ", MATCH_INITIALS, "南沙沟" },
		{ branch, "nan sha gou", MATCH_FULL, "南沙沟" },
		{ branch, "沙　沟", MATCH_INSIDE, "沙沟" },
		{ "南 沙　沟村", "nsg", MATCH_INITIALS, "南 沙　沟" },
		{ "  南沙沟", "南沙", MATCH_PREFIX, "南沙" },
		{ "  南沙", "南沙", MATCH_EXACT, "南沙" },
		{ "ＡＢ村", "b村", MATCH_INSIDE, "Ｂ村" },
		{ "cafe\xCC\x81村", "é村", MATCH_INSIDE, "e\xCC\x81村" },
		{ "新か\xE3\x82\x99村", "が村", MATCH_INSIDE, "か\xE3\x82\x99村" },
		{ "caf\xC3\xA9村", "e\xCC\x81村", MATCH_INSIDE, "\xC3\xA9村" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__an_empty_word_begins_everything(void **state)
{
	static const struct example x[] = {
		{ "", "", MATCH_EXACT, "" },
		{ branch, "", MATCH_PREFIX, "" },
		{ branch, " 　", MATCH_PREFIX, "" },
		{ " ", "", MATCH_EXACT, "" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__tibetan_and_mongolian_match_themselves(void **state)
{
	static const struct example x[] = {
		{ "མཚོ་ནུབ", "མཚོ་ནུབ", MATCH_EXACT, "མཚོ་ནུབ" },
		{ "མཚོ་ནུབ", "མཚོ", MATCH_PREFIX, "མཚོ" },
		{ "མཚོ་ནུབ", "ནུབ", MATCH_INSIDE, "ནུབ" },
		{ "海西 མཚོ་ནུབ", "hx", MATCH_INITIALS, "海西" },
		{ "海西 མཚོ་ནུབ", "hxམཚོ", MATCH_INITIALS, "海西 མཚོ" },
		{ "མཚོ་ནུབ", "hx", MATCH_NONE, "" },
		{ "ᠬᠥᠬᠡ", "ᠬᠥᠬᠡ", MATCH_EXACT, "ᠬᠥᠬᠡ" },
		{ "👍村", "👍c", MATCH_INITIALS, "👍村" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

static void test_pinyin__bytes_that_are_not_utf8_do_no_harm(void **state)
{
	static const struct example x[] = {
		{ "\xFF\xFE", "\xFF\xFE", MATCH_EXACT, "\xFF\xFE" },
		{ "南\xE6\xB2沟", "n", MATCH_INITIALS, "南" },
		{ "南\xE6", "\xE6", MATCH_INSIDE, "\xE6" },
		{ "南\x80沟", "ng", MATCH_NONE, "" },
		{ "\xED\xA0\x80村", "cun", MATCH_FULL, "村" },
		{ "南沙", "\xFF", MATCH_NONE, "" },
	};
	(void)state;
	assert_all_found(x, COUNT(x));
}

/* Whatever the folding of a text takes for itself must be what text_key() says. */
static void test_pinyin__compares_by_text_key(void **state)
{
	struct buf text = BUF_INIT, key = BUF_INIT;
	(void)state;

	for (uint32_t cp = 0x20; cp < 0x33000; cp += cp < 0x3400 || (cp >= 0xF900 && cp < 0x10000) ? 1 : 7) {
		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		buf_clear(&text);
		buf_clear(&key);
		buf_adds(&text, "沟A");
		buf_addcp(&text, cp);
		buf_adds(&text, "村Ｂ");
		text_key(&key, buf_str(&text));
		if (pinyin_match(buf_str(&text), buf_str(&key), NULL) != MATCH_EXACT)
			fail_msg("U+%04X is compared otherwise than by its key", (unsigned)cp);
	}
	buf_release(&text);
	buf_release(&key);
}

/* ---- Size -------------------------------------------------------------------------------------- */

static void repeat(struct buf *b, const char *s, size_t times)
{
	buf_clear(b);
	while (times-- > 0)
		buf_adds(b, s);
}

static void test_pinyin__long_texts_and_words_are_searched_whole(void **state)
{
	struct buf text = BUF_INIT, word = BUF_INIT;
	struct span at;
	(void)state;

	repeat(&text, "南沙沟村", 2000);
	buf_adds(&text, "都兰县");
	assert_int_equal(pinyin_match(buf_str(&text), "dlx", &at), MATCH_INITIALS);
	assert_string_equal(text.data + at.from, "都兰县");
	assert_int_equal(pinyin_match(buf_str(&text), "dulanxian", &at), MATCH_FULL);
	assert_string_equal(text.data + at.from, "都兰县");

	repeat(&word, "nanshagoucun", 100);
	assert_int_equal(pinyin_match(buf_str(&text), buf_str(&word), &at), MATCH_FULL);
	assert_int_equal(at.from, 0);
	assert_int_equal(at.to, 100 * strlen("南沙沟村"));
	buf_addc(&word, 'q');
	assert_int_equal(pinyin_match(buf_str(&text), buf_str(&word), NULL), MATCH_NONE);
	buf_release(&text);
	buf_release(&word);
}

/* These texts can be spelt in very many ways; trying them one after the other would take for ever. */
static void test_pinyin__ambiguous_readings_do_not_explode(void **state)
{
	struct buf text = BUF_INIT, word = BUF_INIT;
	(void)state;

	repeat(&text, "安安恩恩阿啊嗯那呢", 60);
	repeat(&word, "an", 120);
	buf_adds(&word, "zzz");
	assert_int_equal(pinyin_match(buf_str(&text), buf_str(&word), NULL), MATCH_NONE);
	repeat(&text, "厄嗯", 200);
	repeat(&word, "en", 200);
	assert_int_not_equal(pinyin_match(buf_str(&text), buf_str(&word), NULL), MATCH_NONE);
	buf_addc(&word, 'x');
	assert_int_equal(pinyin_match(buf_str(&text), buf_str(&word), NULL), MATCH_NONE);
	buf_release(&text);
	buf_release(&word);
}

/* The obvious search, by trying everything: whether word is spelt by the characters from here on. */
static bool spelt(const char *text, const char *word, bool read)
{
	uint32_t cp;
	size_t len = text_decode(text, strlen(text), &cp);
	const char *r = len == 0 ? NULL : pinyin_readings(cp);

	if (*word == '\0')
		return read;
	if (len == 0)
		return false;
	if (strncmp(word, text, len) == 0 && spelt(text + len, word + len, read))
		return true;
	while (r != NULL) {
		size_t n = strcspn(r, " "), typed = strlen(word);

		if (strncmp(word, r, n < typed ? n : typed) == 0 &&
				(typed <= n || spelt(text + len, word + n, true)))
			return true;
		r = r[n] == ' ' ? r + n + 1 : NULL;
	}
	return false;
}

static bool spelt_anywhere(const char *text, const char *word)
{
	uint32_t cp;

	for (; *text != '\0'; text += text_decode(text, strlen(text), &cp)) {
		if (spelt(text, word, false))
			return true;
	}
	return false;
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 16;
}

static void add_random(char *out, const char *const *pieces, size_t n, uint32_t *seed)
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t times = next_random(seed) % 6; times > 0; times--) {
		const char *piece = pieces[next_random(seed) % n];

		memcpy(out + at, piece, strlen(piece) + 1);
		at += strlen(piece);
	}
}

static void test_pinyin__agrees_with_the_obvious_search(void **state)
{
	static const char *const characters[] = { "安", "阿", "恩", "那", "南", "西", "县", "a", "n", "厦" };
	static const char *const syllables[] = {
		"an", "a", "n", "en", "na", "nan", "xi", "xia", "xian", "sha", "安",
	};
	uint32_t seed = 2026;
	size_t found = 0, missed = 0;
	(void)state;

	for (int round = 0; round < 50000; round++) {
		char text[32], word[32];
		enum match m;

		add_random(text, characters, COUNT(characters), &seed);
		add_random(word, syllables, COUNT(syllables), &seed);
		m = pinyin_match(text, word, NULL);
		/* What is found in a better way is not searched by full readings. */
		if (m < MATCH_FULL)
			continue;
		if (spelt_anywhere(text, word) != (m == MATCH_FULL))
			fail_msg("%s in %s: %d", word, text, (int)m);
		assert_true(m == MATCH_FULL || (strstr(text, word) != NULL) == (m == MATCH_INSIDE));
		found += m == MATCH_FULL;
		missed += m == MATCH_NONE;
	}
	assert_true(found > 1000);
	assert_true(missed > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pinyin__gives_all_readings_of_heteronyms),
		cmocka_unit_test(test_pinyin__writes_umlaut_as_v),
		cmocka_unit_test(test_pinyin__knows_rare_characters_beyond_the_first_plane),
		cmocka_unit_test(test_pinyin__has_no_reading_where_there_is_none),
		cmocka_unit_test(test_pinyin__initials_are_those_of_the_readings),
		cmocka_unit_test(test_pinyin__the_initials_of_heteronyms_are_all_there),
		cmocka_unit_test(test_pinyin__hardly_any_ideograph_is_without_a_reading),
		cmocka_unit_test(test_pinyin__finds_the_whole_and_its_beginning),
		cmocka_unit_test(test_pinyin__finds_initials_from_any_place),
		cmocka_unit_test(test_pinyin__finds_every_reading_of_a_heteronym),
		cmocka_unit_test(test_pinyin__finds_full_readings_also_half_typed),
		cmocka_unit_test(test_pinyin__finds_umlauts_however_they_are_typed),
		cmocka_unit_test(test_pinyin__finds_mixed_words),
		cmocka_unit_test(test_pinyin__finds_what_stands_inside),
		cmocka_unit_test(test_pinyin__does_not_find_what_is_not_there),
		cmocka_unit_test(test_pinyin__best_way_wins),
		cmocka_unit_test(test_pinyin__ignores_spaces_and_marks_the_original_bytes),
		cmocka_unit_test(test_pinyin__an_empty_word_begins_everything),
		cmocka_unit_test(test_pinyin__tibetan_and_mongolian_match_themselves),
		cmocka_unit_test(test_pinyin__bytes_that_are_not_utf8_do_no_harm),
		cmocka_unit_test(test_pinyin__compares_by_text_key),
		cmocka_unit_test(test_pinyin__long_texts_and_words_are_searched_whole),
		cmocka_unit_test(test_pinyin__ambiguous_readings_do_not_explode),
		cmocka_unit_test(test_pinyin__agrees_with_the_obvious_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
