/* Cells with several items: which way of numbering begins the text, and then the next number of the same way. */
#include "src/items.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "src/buf.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

#define ITEMS_MOST 100

/* --- numbers --- */

enum way { WAY_NONE, WAY_POINT, WAY_COMMA, WAY_CLOSED, WAY_BRACKETS, WAY_CIRCLE, WAY_HAN, WAY_HAN_BRACKETS, WAY_HAN_IS };

/* A number that may begin an item. */
struct mark {
	enum way way;
	int number;
	size_t bytes;
};

/* Passes over one of these texts, parted by blanks; 0: none stands there. */
static size_t skip_one(const char *s, const char *texts)
{
	while (*texts) {
		size_t n = strcspn(texts, " ");

		if (n && strncmp(s, texts, n) == 0)
			return n;
		texts += n + (texts[n] == ' ');
	}
	return 0;
}

static int digit_at(const char *s, size_t *bytes)
{
	uint32_t cp = 0;
	size_t n = text_decode(s, strlen(s), &cp);

	*bytes = n;
	if (cp >= '0' && cp <= '9' && n)
		return (int)(cp - '0');
	return n && cp >= 0xFF10 && cp <= 0xFF19 ? (int)(cp - 0xFF10) : -1;
}

/* An Arabic number below 1000; 0 where there is none. */
static int arabic(const char *s, size_t *bytes)
{
	int number = 0, digit;
	size_t n;

	*bytes = 0;
	while ((digit = digit_at(s + *bytes, &n)) >= 0) {
		number = number * 10 + digit;
		*bytes += n;
		if (number >= 1000)
			return 0;
	}
	return number;
}

static int han_digit(const char *s)
{
	static const char digits[] = "一二三四五六七八九";

	for (int i = 0; i < 9; i++)
		if (strncmp(s, digits + (size_t)i * 3, 3) == 0)
			return i + 1;
	return 0;
}

/* A Chinese number below 100: 三, 十, 十二, 二十, 二十一. */
static int han(const char *s, size_t *bytes)
{
	int tens = 0, ones = han_digit(s);
	size_t n = ones ? 3 : 0;

	if (strncmp(s + n, "十", 3) == 0) {
		tens = ones ? ones : 1;
		n += 3;
		ones = han_digit(s + n);
		n += ones ? 3 : 0;
	}
	*bytes = n;
	return tens * 10 + ones;
}

/* A point behind a number is a decimal point, or belongs to a date, where digits follow; but not before a whole year. */
static bool is_decimal(const char *s)
{
	size_t bytes;
	int n = 0;

	while (digit_at(s, &bytes) >= 0) {
		s += bytes;
		n++;
	}
	return n > 0 && n < 4;
}

static struct mark behind_number(const char *s, int number, size_t bytes)
{
	const char *after = s + bytes;
	size_t n;

	if ((n = skip_one(after, ". ．")) && !is_decimal(after + n))
		return (struct mark){ WAY_POINT, number, bytes + n };
	if ((n = skip_one(after, "、")))
		return (struct mark){ WAY_COMMA, number, bytes + n };
	if ((n = skip_one(after, ") ）")))
		return (struct mark){ WAY_CLOSED, number, bytes + n };
	return (struct mark){ WAY_NONE, 0, 0 };
}

static struct mark in_brackets(const char *s, size_t open)
{
	size_t bytes, close;
	int number = arabic(s + open, &bytes);
	enum way way = WAY_BRACKETS;

	if (!number) {
		number = han(s + open, &bytes);
		way = WAY_HAN_BRACKETS;
	}
	close = number ? skip_one(s + open + bytes, ") ）") : 0;
	return close ? (struct mark){ way, number, open + bytes + close } : (struct mark){ WAY_NONE, 0, 0 };
}

static struct mark behind_han(const char *s, int number, size_t bytes)
{
	if (strncmp(s + bytes, "、", 3) == 0)
		return (struct mark){ WAY_HAN, number, bytes + 3 };
	if (strncmp(s + bytes, "是", 3) == 0)
		return (struct mark){ WAY_HAN_IS, number, bytes + 3 };
	return (struct mark){ WAY_NONE, 0, 0 };
}

static struct mark mark_at(const char *s)
{
	size_t bytes, open = skip_one(s, "( （");
	uint32_t cp = 0;
	int number;

	if (open)
		return in_brackets(s, open);
	if ((number = arabic(s, &bytes)))
		return behind_number(s, number, bytes);
	if ((number = han(s, &bytes)))
		return behind_han(s, number, bytes);
	bytes = text_decode(s, strlen(s), &cp);
	if (bytes && cp >= 0x2460 && cp <= 0x2473)
		return (struct mark){ WAY_CIRCLE, (int)(cp - 0x2460) + 1, bytes };
	return (struct mark){ WAY_NONE, 0, 0 };
}

/* --- blanks and lines --- */

static size_t blank_at(const char *s)
{
	return *s == ' ' || *s == '\t' || *s == '\n' || *s == '\r' ? 1 : skip_one(s, "\xC2\xA0 \xE3\x80\x80");
}

static const char *skip_blanks(const char *s)
{
	size_t n;

	while ((n = blank_at(s)))
		s += n;
	return s;
}

/* Whether a number of this way may begin an item here.  Some stand in no sentence, and need nothing in front of them but no
 * digit; the others may, as in 落实第2、3项. */
static bool may_begin(enum way way, const char *text, const char *s)
{
	static const char *const ends[] = { " ", "\t", "\n", "\r", ";", ",", "\xC2\xA0", "　", "；", "。", "，", "、", "：", ":" };

	if (way == WAY_POINT || way == WAY_BRACKETS || way == WAY_HAN_BRACKETS || way == WAY_CIRCLE)
		return s == text || s[-1] < '0' || s[-1] > '9';
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t n = strlen(ends[i]);

		if ((size_t)(s - text) >= n && memcmp(s - n, ends[i], n) == 0)
			return true;
	}
	return s == text;
}

static bool begins_line(const char *text, const char *s)
{
	while (s > text && (s[-1] == ' ' || s[-1] == '\t'))
		s--;
	return s == text || s[-1] == '\n' || s[-1] == '\r';
}

/* How many bytes the blank or semicolon in front of `to` takes. */
static size_t tail_before(const char *from, const char *to)
{
	static const char *const tails[] = { " ", "\t", "\n", "\r", ";", "\xC2\xA0", "　", "；" };

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		size_t n = strlen(tails[i]);

		if (to >= from + n && memcmp(to - n, tails[i], n) == 0)
			return n;
	}
	return 0;
}

/* Cuts blanks and semicolons off both ends. */
static void trim(const char **from, const char **to)
{
	size_t n;

	*from = skip_blanks(*from);
	while ((n = tail_before(*from, *to)))
		*to -= n;
}

/* Lines of one item are one text: Chinese needs nothing between them, two ASCII words a blank. */
static char *join_lines(const char *from, const char *to)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "");
	while (from < to) {
		size_t n;

		if (*from != '\n' && *from != '\r') {
			buf_addc(&b, *from++);
			continue;
		}
		while (from < to && (n = blank_at(from)))
			from += n;
		if (b.len && !(b.data[b.len - 1] & 0x80) && !(*from & 0x80))
			buf_addc(&b, ' ');
	}
	return buf_detach(&b);
}

/* --- taking apart --- */

static int add(struct items *items, const char *from, const char *to, struct err *e)
{
	trim(&from, &to);
	if (from >= to)
		return err_set(e, ERR_INVALID, _("第 %zu 项只有编号，没有内容；请补上，或去掉这个编号。"), items->n + 1);
	if (items->n == ITEMS_MOST)
		return err_set(e, ERR_INVALID, _("一格里超过 %d 项；请分成几行。"), ITEMS_MOST);
	items->texts = xreallocarray(items->texts, items->n + 1, sizeof(*items->texts));
	items->texts[items->n++] = join_lines(from, to);
	return 0;
}

static int split_lines(const char *s, struct items *out, struct err *e)
{
	int rc = 0;

	while (rc == 0 && *(s = skip_blanks(s))) {
		const char *end = s + strcspn(s, "\r\n");

		rc = add(out, s, end, e);
		s = end;
	}
	return rc;
}

/* Where the item behind number `last` ends: at the next number, or at the end. A wrong number at the beginning of a line is
 * refused, because an item would go into another one unseen. */
static int find_next(const char *text, const char *s, const struct mark *last, const char **next, struct err *e)
{
	for (; *s; s++) {
		struct mark m = mark_at(s);

		if (m.way != last->way || !may_begin(m.way, text, s))
			continue;
		if (m.number == last->number + 1)
			break;
		if (begins_line(text, s))
			return err_set(e, ERR_INVALID, _("编号不连续：%d 后面是 %d；请改正编号。"), last->number, m.number);
	}
	*next = s;
	return 0;
}

static int split_numbered(const char *text, const struct mark *first, struct items *out, struct err *e)
{
	const char *s = text;
	struct mark m = *first;
	int rc = 0;

	while (rc == 0 && *s) {
		const char *from = s + m.bytes, *next = from;

		rc = find_next(text, from, &m, &next, e);
		if (rc == 0)
			rc = add(out, from, next, e);
		m = mark_at(next);
		s = next;
	}
	return rc;
}

/* A number 1 that begins a later line. */
static bool has_later_first(const char *text)
{
	for (const char *s = text; (s = strpbrk(s, "\r\n")) != NULL;) {
		struct mark m;

		s = skip_blanks(s);
		m = mark_at(s);
		if (m.way != WAY_NONE && m.number == 1)
			return true;
	}
	return false;
}

int items_split(const char *cell, struct items *out, struct err *e)
{
	const char *text = skip_blanks(cell);
	struct mark first = mark_at(text);
	int rc;

	*out = (struct items){ .n = 0 };
	if (first.way != WAY_NONE && first.number == 1)
		rc = split_numbered(text, &first, out, e);
	else if (has_later_first(text))
		rc = err_set(e, ERR_INVALID, _("第一个编号前面还有文字；请去掉，或者也编上号。"));
	else
		rc = split_lines(text, out, e);
	if (rc < 0)
		items_release(out);
	return rc;
}

void items_release(struct items *items)
{
	for (size_t i = 0; i < items->n; i++)
		free(items->texts[i]);
	free(items->texts);
	*items = (struct items){ .n = 0 };
}
