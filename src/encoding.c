/*
 * Finding out and converting encodings.  UTF-8 is checked in long steps, since
 * every imported byte passes here; GB18030 goes through iconv a block at a time.
 */
#include "src/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

#define BLOCK ((size_t)64 * 1024)
#define SAMPLE ((size_t)1024 * 1024) /* what the decision rests on */
#define LONGEST 4                    /* bytes of a character, in both encodings */

/* ---- UTF-8 ------------------------------------------------------------------------------------- */

static bool is_tail(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* The range of the second byte depends on the first: that keeps out overlong forms, surrogates and too large numbers. */
static bool is_second(unsigned char lead, unsigned char c)
{
	switch (lead) {
	case 0xE0:
		return c >= 0xA0 && c <= 0xBF;
	case 0xED:
		return c >= 0x80 && c <= 0x9F;
	case 0xF0:
		return c >= 0x90 && c <= 0xBF;
	case 0xF4:
		return c >= 0x80 && c <= 0x8F;
	default:
		return is_tail(c);
	}
}

/* Bytes of the character at p; 0 where there is none; more than n where its end is missing. */
static inline size_t character(const unsigned char *p, size_t n)
{
	size_t need;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	need = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (n > 1 && !is_second(p[0], p[1]))
		return 0;
	for (size_t i = 2; i < need && i < n; i++) {
		if (!is_tail(p[i]))
			return 0;
	}
	return need;
}

static bool is_ascii(const unsigned char *eight)
{
	uint64_t bits;

	memcpy(&bits, eight, sizeof(bits));
	return (bits & UINT64_C(0x8080808080808080)) == 0;
}

/* How many bytes at the beginning are whole characters. */
static size_t valid_length(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t i = 0;

	while (i < n) {
		size_t step = n - i >= 8 && is_ascii(p + i) ? 8 : character(p + i, n - i);

		if (step == 0 || step > n - i)
			break;
		i += step;
	}
	return i;
}

/*
 * Characters of three bytes and more, which Chinese text in UTF-8 is made of and other
 * bytes hardly ever resemble, and places where bytes belong to no character.
 */
static void count_characters(const char *s, size_t n, size_t *good, size_t *bad)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t i = 0, before = 1;

	*good = *bad = 0;
	while (i < n) {
		size_t step = character(p + i, n - i);

		*bad += step == 0 && before != 0;
		*good += step > 2;
		i += step > 0 ? step : 1;
		before = step;
	}
}

/* ---- The decision ------------------------------------------------------------------------------ */

static bool begins(const struct decoder *d, const char *signature, size_t n)
{
	return d->len >= n && memcmp(d->raw, signature, n) == 0;
}

static int refuse_other_files(const struct decoder *d, struct err *e)
{
	if (begins(d, "PK\x03\x04", 4) || begins(d, "\xD0\xCF\x11\xE0", 4))
		return err_set(e, ERR_INVALID,
			_("这是 Excel 工作簿，不是 CSV；请在表格程序中另存为「CSV "
			  "UTF-8（逗号分隔）」再导入。"));
	if (begins(d, "\xFF\xFE", 2) || begins(d, "\xFE\xFF", 2))
		return err_set(e, ERR_INVALID,
			_("文件是 UTF-16 编码；请在表格程序中另存为「CSV UTF-8（逗号分隔）」再导入。"));
	if (d->encoding == CSV_GB18030 && begins(d, "\xEF\xBB\xBF", 3))
		return err_set(e, ERR_INVALID,
			_("文件开头的标记说明它是 UTF-8，不能按 GB18030 读；请不要指定编码。"));
	return 0;
}

/*
 * One wrong byte in long UTF-8 text means damaged UTF-8, which is then refused at
 * that byte: read as GB18030 it would pass, with every character wrong.
 */
static enum csv_encoding detect(const struct decoder *d)
{
	size_t valid = valid_length(d->raw, d->len), left = d->len - valid, good, bad;

	if (left == 0)
		return CSV_UTF8;
	if (!d->ended && character((const unsigned char *)d->raw + valid, left) > left)
		return CSV_UTF8;
	count_characters(d->raw, d->len, &good, &bad);
	return good > 8 * bad ? CSV_UTF8 : CSV_GB18030;
}

static int read_more(struct decoder *d, size_t want, struct err *e)
{
	size_t got;

	if (d->from > 0)
		memmove(d->raw, d->raw + d->from, d->len - d->from);
	d->len -= d->from;
	d->from = 0;
	errno = 0;
	got = fread(d->raw + d->len, 1, want, d->in);
	d->len += got;
	if (got == want)
		return 0;
	if (ferror(d->in))
		return err_set(e, ERR_IO, _("读文件失败：%s；请检查磁盘或 U 盘后重试。"), strerror(errno));
	d->ended = true;
	return 0;
}

static int open_iconv(iconv_t *out, const char *to, const char *from, struct err *e)
{
	*out = iconv_open(to, from);
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): this is how iconv_open() says no */
	if (*out != (iconv_t)-1)
		return 0;
	return err_set(e, ERR_IO, _("系统缺少 GB18030 编码转换；请安装 libc-bin，或改用 UTF-8 编码的文件。"));
}

int decoder_open(struct decoder *d, FILE *in, enum csv_encoding encoding, struct err *e)
{
	int rc;

	*d = (struct decoder){ .in = in, .encoding = encoding, .told = encoding != CSV_DETECT };
	d->raw = xmalloc(SAMPLE + LONGEST);
	rc = read_more(d, SAMPLE, e);
	if (rc == 0)
		rc = refuse_other_files(d, e);
	if (rc < 0)
		goto out;
	if (encoding == CSV_DETECT)
		d->encoding = begins(d, "\xEF\xBB\xBF", 3) ? CSV_UTF8 : detect(d);
	if (d->encoding == CSV_UTF8)
		return 0;
	rc = open_iconv(&d->iconv, "UTF-8", "GB18030", e);
	d->converting = rc == 0;
out:
	if (rc < 0)
		decoder_close(d);
	return rc;
}

void decoder_close(struct decoder *d)
{
	if (d->converting)
		iconv_close(d->iconv);
	d->converting = false;
	free(d->raw);
	d->raw = NULL;
}

/* ---- GB18030 ----------------------------------------------------------------------------------- */

/* The number of a four-byte code in the order of the standard. */
static long four_byte_number(const unsigned char *p)
{
	return (((p[0] - 0x81L) * 10 + (p[1] - 0x30L)) * 126 + (p[2] - 0x81L)) * 10 + (p[3] - 0x30L);
}

static bool is_four_byte(const unsigned char *p, size_t n)
{
	return n >= 4 && p[0] >= 0x81 && p[1] >= 0x30 && p[1] <= 0x39 && p[2] >= 0x81 && p[3] >= 0x30 &&
	       p[3] <= 0x39;
}

/*
 * Eighteen characters moved from four bytes (2005 edition) to two (2022).  The C library
 * knows only the new place; files written by older programs have them in the old one.
 */
static size_t moved_character(const char *s, size_t n, struct buf *out)
{
	static const struct {
		unsigned char first[4];
		long count;
		unsigned int to;
	} moved[] = {
		{ { 0x82, 0x35, 0x90, 0x37 }, 8, 0x9FB4 },
		{ { 0x84, 0x31, 0x82, 0x36 }, 10, 0xFE10 },
	};
	const unsigned char *p = (const unsigned char *)s;

	if (!is_four_byte(p, n))
		return 0;
	for (size_t i = 0; i < sizeof(moved) / sizeof(moved[0]); i++) {
		long at = four_byte_number(p) - four_byte_number(moved[i].first);

		if (at < 0 || at >= moved[i].count)
			continue;
		buf_addcp(out, moved[i].to + (unsigned int)at);
		return 4;
	}
	return 0;
}

/* Adds n bytes as UTF-8 as far as they make sense; returns how many did. */
static size_t convert(iconv_t cd, char *s, size_t n, struct buf *out)
{
	char space[4096], *in = s;
	size_t left = n, moved;

	for (;;) {
		char *to = space;
		size_t room = sizeof(space);
		size_t rc = iconv(cd, &in, &left, &to, &room);
		int why = errno;

		buf_add(out, space, sizeof(space) - room);
		if (rc != (size_t)-1)
			break;
		if (why == E2BIG)
			continue;
		moved = why == EILSEQ ? moved_character(in, left, out) : 0;
		if (moved == 0)
			break;
		in += moved;
		left -= moved;
	}
	return n - left;
}

/* ---- Blocks ------------------------------------------------------------------------------------ */

int decoder_fill(struct decoder *d, struct buf *out, struct err *e)
{
	size_t n, used;

	if (d->len - d->from < LONGEST && !d->ended) {
		int rc = read_more(d, BLOCK, e);

		if (rc < 0)
			return rc;
	}
	n = d->len - d->from;
	if (n == 0)
		return 0;
	n = n < BLOCK ? n : BLOCK;
	if (d->encoding == CSV_GB18030) {
		used = convert(d->iconv, d->raw + d->from, n, out);
	} else {
		used = valid_length(d->raw + d->from, n);
		buf_add(out, d->raw + d->from, used);
	}
	d->from += used;
	d->done += (long long)used;
	return used > 0 ? 1 : ERR_INVALID;
}

unsigned char decoder_bad_byte(const struct decoder *d)
{
	return (unsigned char)(d->from < d->len ? d->raw[d->from] : 0);
}

/* ---- Going out --------------------------------------------------------------------------------- */

/* Converts what it can; *s moves to the rest. */
static void encode(iconv_t cd, char **s, size_t *left, struct buf *out)
{
	char space[4096];
	size_t rc;

	do {
		char *to = space;
		size_t room = sizeof(space);

		rc = iconv(cd, s, left, &to, &room);
		buf_add(out, space, sizeof(space) - room);
	} while (rc == (size_t)-1 && errno == E2BIG);
}

int csv_to_gb18030(struct buf *b, struct err *e)
{
	struct buf gb = BUF_INIT;
	char *rest = b->data;
	size_t left = b->len;
	uint32_t cp = 0;
	iconv_t cd;
	int rc = open_iconv(&cd, "GB18030", "UTF-8", e);

	if (rc < 0)
		return rc;
	encode(cd, &rest, &left, &gb);
	iconv_close(cd);
	if (left > 0) {
		text_decode(rest, left, &cp);
		buf_release(&gb);
		return err_set(e, ERR_INVALID, _("字符 U+%04X 在 GB18030 中没有位置；请改用 UTF-8 导出。"),
			(unsigned int)cp);
	}
	buf_release(b);
	*b = gb;
	return 0;
}
