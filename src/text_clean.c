/*
 * The door for text that comes in: text_clean().
 */
#include "src/text.h"

#include <string.h>

#include "src/i18n.h"
#include "src/text_char.h"
#include "src/banned.h"

struct cleaner {
	const char *s;		/* the whole text, as it came */
	size_t at, end;		/* the place, and where the trimmed text ends */
	enum text_kind kind;
	int marks;		/* combining marks since the last letter */
	struct err *e;
};

/* Bytes of a space that is trimmed at s, or 0. */
static size_t trimmed_space(const char *s, size_t n)
{
	if (n >= 1 && s[0] == ' ')
		return 1;
	if (n >= 2 && memcmp(s, "\u00A0", 2) == 0)
		return 2;
	return n >= 3 && memcmp(s, "\u3000", 3) == 0 ? 3 : 0;
}

static void trim(struct cleaner *c)
{
	size_t len;

	while ((len = trimmed_space(c->s + c->at, c->end - c->at)) != 0)
		c->at += len;
	for (size_t back = 1; back <= 3 && back <= c->end - c->at;) {
		if (trimmed_space(c->s + c->end - back, back) == back) {
			c->end -= back;
			back = 1;
		} else {
			back++;
		}
	}
}

/* Adds "第 2 行第 5 个字符": what a person can count to. */
static void add_place(struct buf *out, const struct cleaner *c)
{
	size_t row = 1, column = 1, len;
	uint32_t cp;

	for (size_t at = 0; at < c->at; at += len ? len : 1) {
		len = text_decode(c->s + at, c->at - at, &cp);
		column++;
		if (c->s[at] == '\n') {
			row++;
			column = 1;
		}
	}
	if (row > 1)
		buf_addf(out, _("第 %zu 行"), row);
	buf_addf(out, _("第 %zu 个字符"), column);
}

static int refuse_byte(const struct cleaner *c)
{
	struct buf place = BUF_INIT;
	int rc;

	add_place(&place, c);
	rc = err_set(c->e, ERR_INVALID, _("%s处的字节 0x%02X 不是 UTF-8 文字，请检查文件的编码或重新输入。"),
		buf_str(&place), (unsigned char)c->s[c->at]);
	buf_release(&place);
	return rc;
}

static int refuse(const struct cleaner *c, uint32_t cp, const char *what)
{
	struct buf place = BUF_INIT;
	int rc;

	add_place(&place, c);
	rc = err_set(c->e, ERR_INVALID, _("%s U+%04X 不能使用（%s），请删去它。"),
		buf_str(&place), (unsigned int)cp, what);
	buf_release(&place);
	return rc;
}

/* Why the character at the place is refused, or NULL. */
static const char *clean_reason(struct cleaner *c, uint32_t cp)
{
	const char *what = text_hidden_reason(cp);

	if (what)
		return _(what);
	if (!text_is_mark(cp) && !text_is_joiner(cp)) {
		c->marks = 0;
		return NULL;
	}
	/* An invisible joiner counts as a mark, so that no long run of them can be hidden either. */
	if (++c->marks > TEXT_MARKS_MAX)
		return _("一个字上的附加符号超过 4 个");
	if (text_is_joiner(cp) && !text_joiner_has_letter(c->s, c->end, c->at))
		return _("连接符只能紧挨着藏文或蒙古文字母");
	return NULL;
}

/* The signs people type for the separator in names of ethnic minorities. */
static bool is_separator(uint32_t cp)
{
	switch (cp) {
	case 0x00B7:
	case 0x2022:
	case 0x2027:
	case 0x2219:
	case 0x22C5:
	case 0x30FB:
	case 0xFF65:
		return true;
	default:
		return false;
	}
}

static bool is_between_letters(const struct cleaner *c, size_t len)
{
	size_t after = c->at + len, before = c->at, back;
	uint32_t cp;

	if (!text_decode(c->s + after, c->end - after, &cp) || !text_is_letter(cp))
		return false;
	while ((back = text_decode_before(c->s, before, &cp)) != 0 && (text_is_mark(cp) || text_is_joiner(cp)))
		before -= back;
	return back != 0 && text_is_letter(cp);
}

/* In notes tab and line feed stay, and the carriage return before a line feed goes. */
static bool clean_layout(struct cleaner *c, struct buf *out)
{
	char here = c->s[c->at];

	if (c->kind != TEXT_NOTE)
		return false;
	if (here == '\t' || here == '\n')
		buf_addc(out, here);
	else if (here != '\r' || c->at + 1 >= c->end || c->s[c->at + 1] != '\n')
		return false;
	c->marks = 0;
	c->at++;
	return true;
}

static int clean_one(struct cleaner *c, struct buf *out)
{
	const char *what;
	uint32_t cp;
	size_t len;

	if (clean_layout(c, out))
		return 0;
	len = text_decode(c->s + c->at, c->end - c->at, &cp);
	if (len == 0)
		return refuse_byte(c);
	what = clean_reason(c, cp);
	if (what)
		return refuse(c, cp, what);
	if (c->kind == TEXT_LINE && is_separator(cp) && is_between_letters(c, len))
		buf_addcp(out, 0x00B7);
	else
		buf_add(out, c->s + c->at, len);
	c->at += len;
	return 0;
}

static int clean_all(struct cleaner *c, struct buf *out)
{
	size_t before = out->len;
	int rc = 0, cells = 0;

	trim(c);
	while (rc == 0 && c->at < c->end) {
		size_t run = text_plain_run(c->s + c->at, c->end - c->at, &cells);

		if (run > 0) {
			buf_add(out, c->s + c->at, run);
			c->at += run;
			c->marks = 0;
		} else {
			rc = clean_one(c, out);
		}
	}
	if (rc < 0)
		buf_truncate(out, before);
	return rc;
}

int text_clean(struct buf *out, const char *s, size_t n, enum text_kind kind, struct err *e)
{
	struct cleaner c = { .s = s, .end = n, .kind = kind, .e = e };
	struct buf half = BUF_INIT;
	int rc;

	if (kind == TEXT_CODE) {
		text_halfwidth(&half, s, n);
		c.s = buf_str(&half);
		c.end = half.len;
	}
	rc = clean_all(&c, out);
	buf_release(&half);
	return rc;
}
