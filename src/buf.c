/*
 * Strings that grow.  Memory doubles, so that adding n bytes one at a time
 * costs O(n); one byte beyond len is always there for the closing NUL.
 */
#include "src/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

#define FIRST_CAP 64

/* Makes room for n more bytes and the NUL. */
static void reserve(struct buf *b, size_t n)
{
	size_t want, cap = b->cap ? b->cap : FIRST_CAP;

	if (__builtin_add_overflow(b->len, n, &want) || want > SIZE_MAX / 4)
		mem_die(_("文字太长，内存放不下，程序停止；已经保存的数据不受影响。"));
	want++;
	if (want <= b->cap)
		return;
	while (cap < want)
		cap *= 2;
	b->data = xreallocarray(b->data, cap, 1);
	b->cap = cap;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
	reserve(b, n);
	if (n > 0)
		memcpy(b->data + b->len, bytes, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
	reserve(b, 1);
	b->data[b->len++] = c;
	b->data[b->len] = '\0';
}

void buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	size_t room;
	int n;

	/* Most text fits into what is there; only what does not is formatted twice. */
	reserve(b, 1);
	room = b->cap - b->len;
	va_copy(again, ap);
	n = vsnprintf(b->data + b->len, room, fmt, ap);
	if (n >= 0 && (size_t)n >= room) {
		reserve(b, (size_t)n);
		n = vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	if (n > 0)
		b->len += (size_t)n;
	/* A conversion that failed may have left a part behind. */
	b->data[b->len] = '\0';
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(b, fmt, ap);
	va_end(ap);
}

void buf_addcp(struct buf *b, unsigned int codepoint)
{
	unsigned int c = codepoint;
	unsigned char u[4];
	size_t n = 0;

	/* What is no character must not become bytes that are no UTF-8. */
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	if (c < 0x80) {
		u[n++] = (unsigned char)c;
	} else if (c < 0x800) {
		u[n++] = (unsigned char)(0xC0 | (c >> 6));
	} else if (c < 0x10000) {
		u[n++] = (unsigned char)(0xE0 | (c >> 12));
		u[n++] = (unsigned char)(0x80 | ((c >> 6) & 0x3F));
	} else {
		u[n++] = (unsigned char)(0xF0 | (c >> 18));
		u[n++] = (unsigned char)(0x80 | ((c >> 12) & 0x3F));
		u[n++] = (unsigned char)(0x80 | ((c >> 6) & 0x3F));
	}
	if (c >= 0x80)
		u[n++] = (unsigned char)(0x80 | (c & 0x3F));
	buf_add(b, u, n);
}

void buf_fill(struct buf *b, char c, size_t n)
{
	reserve(b, n);
	memset(b->data + b->len, c, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_truncate(struct buf *b, size_t len)
{
	if (len >= b->len)
		return;
	b->len = len;
	b->data[len] = '\0';
}

void buf_clear(struct buf *b)
{
	buf_truncate(b, 0);
}

void buf_release(struct buf *b)
{
	free(b->data);
	*b = (struct buf)BUF_INIT;
}

char *buf_detach(struct buf *b)
{
	char *text = b->data ? b->data : xstrdup("");

	*b = (struct buf)BUF_INIT;
	return text;
}

const char *buf_str(const struct buf *b)
{
	return b->data ? b->data : "";
}
