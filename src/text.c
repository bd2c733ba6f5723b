/*
 * UTF-8 text.  Nearly everything that comes by is plain (src/text_char.h): each
 * function walks quickly over runs of it and asks utf8proc and wcwidth() only
 * about the rest.
 */
#include "src/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text_char.h"
#include "src/banned.h"

#define REPLACEMENT 0xFFFDu
#define QUOTE_CELLS 40
#define NUMBER_DIGITS 7

/* ---- What may be shown ---------------------------------------------------- */

/* One character as a terminal gets it; a replacement (one cell) stands for what must not get there. */
struct glyph {
	size_t len;
	int cells;
	bool replaced;
};

static struct glyph glyph_at(const char *s, size_t n, size_t at)
{
	struct glyph g = { .len = 1, .cells = 1, .replaced = true };
	uint32_t cp;
	size_t len = text_decode(s + at, n - at, &cp);
	int cells;

	if (len == 0)
		return g;
	g.len = len;
	cells = wcwidth((wchar_t)cp);
	if (cells < 0 || text_hidden_reason(cp) || (text_is_joiner(cp) && !text_joiner_has_letter(s, n, at)))
		return g;
	g.cells = cells;
	g.replaced = false;
	return g;
}

void text_show_n(struct buf *out, const char *s, size_t n)
{
	size_t at = 0, from = 0;
	int cells = 0;

	/* What may be shown is copied in pieces as long as possible. */
	for (;;) {
		struct glyph g;

		at += text_plain_run(s + at, n - at, &cells);
		if (at >= n)
			break;
		g = glyph_at(s, n, at);
		if (g.replaced) {
			buf_add(out, s + from, at - from);
			buf_addcp(out, REPLACEMENT);
			from = at + g.len;
		}
		at += g.len;
	}
	buf_add(out, s + from, n - from);
}

void text_show(struct buf *out, const char *s)
{
	text_show_n(out, s, strlen(s));
}

/* ---- Graphemes ------------------------------------------------------------ */

size_t text_next(const char *s, size_t n)
{
	utf8proc_int32_t state = 0;
	size_t at = text_plain_length(s, n), len;
	uint32_t cp, next;

	/* Nothing plain ever joins what is plain. */
	if (at && (at == n || text_plain_length(s + at, n - at)))
		return at;
	at = text_decode(s, n, &cp);
	if (at == 0)
		return n ? 1 : 0;
	while ((len = text_decode(s + at, n - at, &next)) != 0) {
		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)cp, (utf8proc_int32_t)next, &state))
			break;
		at += len;
		cp = next;
	}
	return at;
}

static int bound_class(uint32_t cp)
{
	return utf8proc_get_property((utf8proc_int32_t)cp)->boundclass;
}

/* Whether a grapheme certainly begins at s + at; "no" may also mean that more has to be looked at. */
static bool is_sure_start(const char *s, size_t n, size_t at)
{
	uint32_t cp, before;
	int class;

	/* A bad byte stands alone. */
	if (at == 0 || !text_decode_before(s, at, &before) || !text_decode(s + at, n - at, &cp))
		return true;
	class = bound_class(cp);
	return (class == UTF8PROC_BOUNDCLASS_OTHER || class == UTF8PROC_BOUNDCLASS_CONTROL) &&
		bound_class(before) != UTF8PROC_BOUNDCLASS_PREPEND;
}

size_t text_prev(const char *s, size_t at)
{
	size_t from = at, len;
	uint32_t cp;

	if (at == 0)
		return 0;
	/* Clusters can only be told from their beginning: go back to one, then forward to the last. */
	do {
		len = text_decode_before(s, from, &cp);
		if (len == 0 && from == at)
			return 1;
		from -= len;
	} while (!is_sure_start(s, at, from));
	while (from + (len = text_next(s + from, at - from)) < at)
		from += len;
	return at - from;
}

/* ---- Cells ---------------------------------------------------------------- */

/* Cells of s[from..to), where s has n bytes: joiners are judged by what stands around them. */
static int range_width(const char *s, size_t n, size_t from, size_t to)
{
	int cells = 0;

	for (size_t at = from;;) {
		struct glyph g;

		at += text_plain_run(s + at, to - at, &cells);
		if (at >= to)
			return cells;
		g = glyph_at(s, n, at);
		cells += g.cells;
		at += g.len;
	}
}

int text_width_n(const char *s, size_t n)
{
	return range_width(s, n, 0, n);
}

int text_width(const char *s)
{
	return text_width_n(s, strlen(s));
}

size_t text_length(const char *s)
{
	size_t n = strlen(s), at = 0, count = 0, len;
	uint32_t cp;

	for (; at < n; count++) {
		len = text_decode(s + at, n - at, &cp);
		at += len ? len : 1;
	}
	return count;
}

size_t text_fit(const char *s, int cells)
{
	size_t n = strlen(s), at = 0;

	if (cells <= 0)
		return 0;
	while (at < n) {
		size_t len = text_next(s + at, n - at);

		/* A joiner is judged without what follows, because that may be cut off. */
		int w = range_width(s, at + len, at, at + len);

		if (w > cells)
			break;
		cells -= w;
		at += len;
	}
	return at;
}

void text_pad(struct buf *out, const char *s, int cells, enum text_align align)
{
	size_t n = strlen(s);
	int width = text_width_n(s, n);
	bool cut = width > cells;

	if (cells <= 0)
		return;
	if (cut) {
		n = text_fit(s, cells - 1);
		width = text_width_n(s, n) + 1;
	}
	if (align == TEXT_RIGHT)
		buf_fill(out, ' ', (size_t)(cells - width));
	buf_add(out, s, n);
	if (cut)
		buf_addc(out, '~');
	if (align == TEXT_LEFT)
		buf_fill(out, ' ', (size_t)(cells - width));
}

void text_quote(struct buf *out, const char *s)
{
	size_t n = text_fit(s, QUOTE_CELLS);

	buf_adds(out, _("「"));
	text_show_n(out, s, n);
	buf_adds(out, s[n] ? "~" : "");
	buf_adds(out, _("」"));
}

/* ---- Other forms of a text ------------------------------------------------ */

bool text_is_utf8(const char *s, size_t n)
{
	uint32_t cp;
	size_t len;
	int cells = 0;

	for (size_t at = 0;; at += len) {
		at += text_plain_run(s + at, n - at, &cells);
		if (at >= n)
			return true;
		len = text_decode(s + at, n - at, &cp);
		if (len == 0)
			return false;
	}
}

/* The ASCII twin of a full-width character, or the character itself. */
static uint32_t half_of(uint32_t cp)
{
	if (cp == 0x3000)
		return ' ';
	return cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFF01 + '!' : cp;
}

void text_halfwidth(struct buf *out, const char *s, size_t n)
{
	size_t at = 0, from = 0;
	int cells = 0;

	for (;;) {
		uint32_t cp = 0;
		size_t len;

		at += text_plain_run(s + at, n - at, &cells);
		if (at >= n)
			break;
		len = text_decode(s + at, n - at, &cp);
		if (len == 3 && half_of(cp) != cp) {
			buf_add(out, s + from, at - from);
			buf_addc(out, (char)half_of(cp));
			from = at + len;
		}
		at += len ? len : 1;
	}
	buf_add(out, s + from, n - from);
}

static bool is_space(uint32_t cp)
{
	return (cp >= '\t' && cp <= '\r') || utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_ZS;
}

/* Characters beside plain ones that neither have a case nor compose with anything. */
static bool is_settled(uint32_t cp)
{
	return cp < 0x80 || cp == 0x00B7 || (cp >= 0x2010 && cp <= 0x2027) || (cp >= 0x3001 && cp <= 0x3029);
}

/* NFC and case folding of what was added to out from `start` on. */
static void fold(struct buf *out, size_t start)
{
	const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)out->data + start;
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t n = utf8proc_map(s, (utf8proc_ssize_t)(out->len - start), &folded,
		UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);

	/* The other errors are about text that is not UTF-8, which add_to_key() does not make. */
	if (n < 0)
		mem_die(_("内存不足，程序停止；已经保存的数据不受影响。"));
	buf_truncate(out, start);
	buf_add(out, folded, (size_t)n);
	free(folded);
}

/* Adds one character to a key; true when the key needs fold() for it. */
static bool add_to_key(struct buf *out, uint32_t cp)
{
	cp = half_of(cp);
	if (is_space(cp))
		return false;
	if (cp >= 'A' && cp <= 'Z')
		cp = cp - 'A' + 'a';
	buf_addcp(out, cp);
	return !is_settled(cp);
}

/* Adds a run of plain characters to a key: in one piece, then without spaces and in lower case. */
static void add_run_to_key(struct buf *out, const char *s, size_t n)
{
	size_t to = out->len;

	buf_add(out, s, n);
	for (size_t from = to; from < out->len; from++) {
		char c = out->data[from];

		if (c == ' ')
			continue;
		out->data[to++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	buf_truncate(out, to);
}

void text_key(struct buf *out, const char *s)
{
	size_t n = strlen(s), at = 0, start = out->len;
	bool rare = false;
	int cells = 0;

	while (at < n) {
		size_t len = text_plain_run(s + at, n - at, &cells);
		uint32_t cp = REPLACEMENT;

		if (len > 0) {
			add_run_to_key(out, s + at, len);
		} else {
			len = text_decode(s + at, n - at, &cp);
			rare |= add_to_key(out, cp);
		}
		at += len ? len : 1;
	}
	if (rare)
		fold(out, start);
}

void text_mask(struct buf *out, const char *s, int head, int tail)
{
	size_t n = strlen(s), len;
	int total = 0, i = 0;

	for (size_t at = 0; at < n; at += text_next(s + at, n - at))
		total++;
	/* A text too short to hide anything in is hidden whole. */
	if (total <= head + tail)
		head = tail = 0;
	for (size_t at = 0; at < n; at += len, i++) {
		len = text_next(s + at, n - at);
		if (i < head || i >= total - tail)
			buf_add(out, s + at, len);
		else
			buf_addc(out, '*');
	}
}

/* Bytes of the digits at s; *digits counts them. */
static size_t digits_run(const char *s, size_t n, int *digits)
{
	size_t at = 0, len;
	uint32_t cp = 0;

	for (*digits = 0; at < n; at += len, (*digits)++) {
		len = text_decode(s + at, n - at, &cp);
		if (!len || !((cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19)))
			break;
	}
	return at;
}

void text_mask_numbers(struct buf *out, const char *s)
{
	size_t n = strlen(s), len;

	for (size_t at = 0; at < n; at += len) {
		int digits;

		len = digits_run(s + at, n - at, &digits);
		if (digits >= NUMBER_DIGITS) {
			char *number = xstrndup(s + at, len);

			text_mask(out, number, 3, 2);
			free(number);
			continue;
		}
		if (!len)
			len = text_next(s + at, n - at);
		buf_add(out, s + at, len);
	}
}
