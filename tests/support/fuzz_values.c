/*
 * Targets: dates, money, identity numbers, text.
 */
#include <stdlib.h>
#include <string.h>

#include "src/date.h"
#include "src/ids.h"
#include "src/money.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "tests/support/fuzz.h"
#include "src/banned.h"

/* --- dates --- */

static const struct date today = { 2024, 6, 15 };

static void check_day(struct date d)
{
	struct buf text = BUF_INIT;
	struct date back;

	if (!date_is_valid(d))
		fuzz_fail("an invalid date was read: %d-%d-%d", d.year, d.month, d.day);
	date_format(&text, d);
	if (date_parse(buf_str(&text), today, &back, NULL) < 0 || date_compare(d, back) != 0)
		fuzz_fail("「%s」 does not come back", buf_str(&text));
	buf_release(&text);
}

/* Steps stay in the calendar, keep the order, and lead back. */
static void check_steps(struct date d, int64_t days)
{
	struct date moved = date_add_days(d, days), first = date_add_days(d, 0);

	if (!date_is_valid(moved) || !date_is_valid(date_add_months(d, (int)(days % 100000))))
		fuzz_fail("a step leaves the calendar");
	if (days > 0 && date_compare(moved, first) < 0)
		fuzz_fail("a step forward goes back");
	if (moved.year > 1 && moved.year < 9999 && date_days_between(first, moved) != days)
		fuzz_fail("%lld days are %lld", (long long)days, (long long)date_days_between(first, moved));
}

static void one_date(const uint8_t *data, size_t n)
{
	char *s = fuzz_string(data, n);
	struct err e = ERR_INIT;
	struct date d = { 0 };
	struct month m = { 0 };
	int64_t days = 0;

	for (size_t i = 0; i < n && i < 6; i++)
		days = days * 31 + (int8_t)data[i];
	if (date_parse(s, today, &d, &e) < 0) {
		fuzz_check_message(e.text);
	} else if (!date_is_empty(d)) {
		check_day(d);
		check_steps(d, days);
	}
	err_clear(&e);
	if (month_parse(s, today, &m, &e) < 0)
		fuzz_check_message(e.text);
	else if (m.year && (m.month < 1 || m.month > 12))
		fuzz_fail("month %d", m.month);
	free(s);
}

static const char *const dates[] = {
	"2024-01-05", "2024/1/5", "2024.1.5", "20240105", "2024年1月5日", "２０２４－０１－０５", "2024-01", "2024年",
	"202401", "2024", ".", "今天", "today", "-30", "+30d", "+6m", "-1y", "45000", "2023-02-29", "0001-01-01", "9999-12-31",
	"", NULL,
};

const struct fuzz_target fuzz_date = { "date", one_date, dates };

/* --- money --- */

static void check_money(struct money m, int64_t factor)
{
	struct buf text = BUF_INIT;
	struct money back, other;
	struct err e = ERR_INIT;

	if (m.fen > MONEY_MAX || m.fen < -MONEY_MAX)
		fuzz_fail("an amount beyond the limit: %lld", (long long)m.fen);
	money_format(&text, m);
	if (money_parse(buf_str(&text), &back, NULL) < 0 || back.fen != m.fen)
		fuzz_fail("「%s」 does not come back", buf_str(&text));
	buf_clear(&text);
	money_format_grouped(&text, m);
	if (money_parse(buf_str(&text), &back, NULL) < 0 || back.fen != m.fen)
		fuzz_fail("「%s」 does not come back", buf_str(&text));
	buf_clear(&text);
	money_format_capital(&text, m);
	if (!text.len || !text_is_utf8(text.data, text.len))
		fuzz_fail("no capitals for %lld", (long long)m.fen);
	buf_release(&text);
	if (money_scale(m, factor, 7, &other, &e) < 0)
		fuzz_check_message(e.text);
	err_clear(&e);
	if (money_add(m, (struct money){ factor }, &other, &e) < 0)
		fuzz_check_message(e.text);
	else if (factor != MONEY_NONE && other.fen - factor != m.fen)
		fuzz_fail("a wrong sum");
}

static void one_money(const uint8_t *data, size_t n)
{
	char *s = fuzz_string(data, n);
	struct err e = ERR_INIT;
	struct money m;
	int64_t factor = 1;

	for (size_t i = 0; i < n && i < 7; i++)
		factor = factor * 127 + (int8_t)data[i];
	if (money_parse(s, &m, &e) < 0)
		fuzz_check_message(e.text);
	else if (m.fen != MONEY_NONE)
		check_money(m, factor % MONEY_MAX);
	free(s);
}

static const char *const amounts[] = {
	"1234.50", "1,234.50", "-0.01", "￥12", "12元", "1.5万", "3亿", "９，９９９．９９", "9999999999999.99", "0", "+5",
	"0.1", "", NULL,
};

const struct fuzz_target fuzz_money = { "money", one_money, amounts };

/* --- identity numbers --- */

static int citizen(const char *s, struct buf *out, struct err *e)
{
	struct date birth = { 0 };
	enum sex sex;
	int rc = ids_citizen(s, out, &birth, &sex, e);

	if (rc == 0 && (!date_is_valid(birth) || birth.day == 0))
		fuzz_fail("a citizen number without a birthday");
	return rc;
}

static int card(const char *s, struct buf *out, struct err *e)
{
	int luhn;

	return ids_card(s, out, &luhn, e);
}

static void check_number(const char *s, int (*read)(const char *s, struct buf *out, struct err *e))
{
	struct buf out = BUF_INIT, again = BUF_INIT;
	struct err e = ERR_INIT;

	buf_adds(&out, "");
	if (read(s, &out, &e) < 0) {
		fuzz_check_message(e.text);
		if (out.len)
			fuzz_fail("refused, but 「%s」 was written", buf_str(&out));
	} else {
		for (size_t i = 0; i < out.len; i++)
			if ((unsigned char)out.data[i] < 0x20 || (unsigned char)out.data[i] > 0x7e)
				fuzz_fail("not ASCII: %s", buf_str(&out));
		if (read(buf_str(&out), &again, &e) < 0 || strcmp(buf_str(&out), buf_str(&again)) != 0)
			fuzz_fail("「%s」 does not come back", buf_str(&out));
	}
	buf_release(&out);
	buf_release(&again);
}

static void one_id(const uint8_t *data, size_t n)
{
	char *s = fuzz_string(data, n);
	struct err e = ERR_INIT;

	check_number(s, citizen);
	check_number(s, ids_credit);
	check_number(s, ids_phone);
	check_number(s, card);
	if (ids_destroyed(s, &e) < 0)
		fuzz_check_message(e.text);
	ids_division_kind(strtoll(s, NULL, 10));
	free(s);
}

static const char *const ids[] = {
	"460301199001011236", "11010519491231002X", "11010519491231002x", "91350211M000100Y43", "N2632822MF0000005J",
	"13900000000", "0977-8220000", "0977-8220000-123", "6222020000000000000", "3.4082E+17", "460301199001010000",
	"１３９０００００００", "", NULL,
};

const struct fuzz_target fuzz_ids = { "ids", one_id, ids };

/* --- text --- */

static void check_shown(const char *s)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;

	text_show(&once, s);
	text_show(&twice, buf_str(&once));
	if (strcmp(buf_str(&once), buf_str(&twice)) != 0 || !text_is_utf8(buf_str(&once), once.len))
		fuzz_fail("showing twice shows something else");
	for (size_t at = 0; at < once.len;) {
		uint32_t cp = 0;
		size_t len = text_decode(once.data + at, once.len - at, &cp);

		if (!len || cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x202a && cp <= 0x202e) ||
		    (cp >= 0x2066 && cp <= 0x2069) || cp == 0x200b || cp == 0xfeff)
			fuzz_fail("U+%04X is shown", (unsigned int)cp);
		at += len;
	}
	buf_release(&once);
	buf_release(&twice);
}

static void check_cleaned(const char *s, size_t n, enum text_kind kind)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct err e = ERR_INIT;

	if (text_clean(&once, s, n, kind, &e) < 0) {
		fuzz_check_message(e.text);
		if (once.len)
			fuzz_fail("refused, but something was written");
	} else {
		if (!text_is_utf8(buf_str(&once), once.len) || strlen(buf_str(&once)) != once.len)
			fuzz_fail("clean text that is no UTF-8 or has a NUL");
		if (text_clean(&twice, buf_str(&once), once.len, kind, &e) < 0 || twice.len != once.len ||
		    memcmp(buf_str(&once), buf_str(&twice), once.len) != 0)
			fuzz_fail("cleaning twice (kind %d) gives something else: %s", (int)kind, e.text);
	}
	buf_release(&once);
	buf_release(&twice);
}

/* Steps forward and back meet at the same places; a joiner without its letter is shown as a cell, so parts may be wider. */
static void check_graphemes(const char *s, size_t n)
{
	size_t at = 0;
	int width = 0;

	while (at < n) {
		size_t len = text_next(s + at, n - at);

		if (!len || len > n - at)
			fuzz_fail("a step of %zu at %zu of %zu", len, at, n);
		if (text_prev(s, at + len) != len)
			fuzz_fail("forward %zu, back %zu at %zu", len, text_prev(s, at + len), at);
		width += text_width_n(s + at, len);
		at += len;
	}
	if (width < text_width_n(s, n))
		fuzz_fail("parts are %d cells wide, the whole %d", width, text_width_n(s, n));
}

static void check_cells(const char *s, int cells)
{
	struct buf padded = BUF_INIT;
	size_t fit = text_fit(s, cells);

	if (fit > strlen(s) || text_width_n(s, fit) > cells)
		fuzz_fail("%zu bytes do not fit into %d cells", fit, cells);
	text_pad(&padded, s, cells, cells % 2 ? TEXT_LEFT : TEXT_RIGHT);
	if (text_width(buf_str(&padded)) != cells)
		fuzz_fail("padded to %d cells it has %d", cells, text_width(buf_str(&padded)));
	buf_release(&padded);
}

static void check_keys(const char *s)
{
	struct buf key = BUF_INIT, again = BUF_INIT, mask = BUF_INIT;

	text_key(&key, s);
	text_key(&again, buf_str(&key));
	if (strcmp(buf_str(&key), buf_str(&again)) != 0)
		fuzz_fail("the key of a key is another one");
	text_mask(&mask, s, 3, 4);
	if (!text_is_utf8(buf_str(&mask), mask.len))
		fuzz_fail("a mask that is no UTF-8");
	buf_release(&key);
	buf_release(&again);
	buf_release(&mask);
}

static void one_text(const uint8_t *data, size_t n)
{
	char *s = fuzz_string(data, n);
	size_t len = strlen(s);

	check_shown(s);
	for (int kind = TEXT_LINE; kind <= TEXT_CODE; kind++) {
		check_cleaned(s, len, (enum text_kind)kind);
		check_cleaned((const char *)data, n, (enum text_kind)kind);
	}
	if (text_is_utf8(s, len)) {
		check_graphemes(s, len);
		check_keys(s);
		for (int cells = 0; cells < 12; cells++)
			check_cells(s, cells);
	}
	free(s);
}

static const char *const texts[] = {
	"中共乌兰县柯柯镇南沙沟村支部委员会", "示例·才仁", "　空　格　", "ＡＢＣ１２３", "e\xcc\x81\xcc\x82\xcc\x83", "👨‍👩‍👧‍👦 🇨🇳",
	"བོད་ཡིག", "ᠮᠣᠩᠭᠣᠯ᠎ᠠ", "第一行\n第二行\t制表", "\x1b[31m红\x1b[0m", "a\xe2\x80\xae-", "各\xcd\x8f角", "ﾊﾝｶｸ", "", NULL,
};

const struct fuzz_target fuzz_text = { "text", one_text, texts };
