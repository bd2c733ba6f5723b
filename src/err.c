/*
 * Filling in struct err.  The text is made in a buffer of our own before it is
 * copied, so that a caller may wrap what was said before:
 *	return err_set(e, e->code, _("%s：%s"), name, e->text);
 */
#include "src/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "src/banned.h"

/* How many bytes a UTF-8 character has by its first byte; a byte that begins none counts as one. */
static size_t lead_length(unsigned char c)
{
	if (c >= 0xF0)
		return 4;
	if (c >= 0xE0)
		return 3;
	return c >= 0xC0 ? 2 : 1;
}

/* The length without a last character whose end is missing. */
static size_t whole_length(const char *s, size_t n)
{
	for (size_t back = 1; back <= 3 && back <= n; back++) {
		unsigned char c = (unsigned char)s[n - back];

		if (c < 0x80)
			return n;
		if (c >= 0xC0)
			return lead_length(c) > back ? n - back : n;
	}
	return n;
}

__attribute__((format(printf, 2, 0)))
static void fill_text(struct err *e, const char *fmt, va_list ap)
{
	char text[ERR_TEXT_MAX];
	int need = vsnprintf(text, sizeof(text), fmt, ap);
	size_t n;

	/* An argument that cannot be written as text still leaves the sentence itself. */
	if (need < 0)
		need = snprintf(text, sizeof(text), "%s", fmt);
	n = need < (int)sizeof(text) ? (size_t)need : sizeof(text) - 1;
	n = whole_length(text, n);
	memcpy(e->text, text, n);
	e->text[n] = '\0';
}

__attribute__((format(printf, 4, 0)))
static void fill(struct err *e, enum err_code code, const char *field, const char *fmt, va_list ap)
{
	fill_text(e, fmt, ap);
	e->code = code;
	e->field = field;
	e->line = 0;
}

int err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return code;
	va_start(ap, fmt);
	fill(e, code, NULL, fmt, ap);
	va_end(ap);
	return code;
}

int err_field(struct err *e, enum err_code code, const char *field, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return code;
	va_start(ap, fmt);
	fill(e, code, field, fmt, ap);
	va_end(ap);
	return code;
}

void err_set_near(struct err *e, const char *near)
{
	size_t n = strlen(near);

	if (e && n < sizeof(e->near))
		memcpy(e->near, near, n + 1);
}

void err_clear(struct err *e)
{
	if (!e)
		return;
	e->code = ERR_NONE;
	e->field = NULL;
	e->line = 0;
	e->text[0] = '\0';
	e->near[0] = '\0';
}

int err_exit_status(enum err_code code)
{
	switch (code) {
	case ERR_NONE:
		return 0;
	case ERR_NOT_FOUND:
		return 1;
	case ERR_USAGE:
		return 2;
	case ERR_BUSY:
		return 3;
	case ERR_INVALID:
	case ERR_CONFLICT:
		return 4;
	case ERR_DENIED:
		return 5;
	case ERR_DATABASE:
	case ERR_IO:
		return 6;
	case ERR_STOPPED:
		return 130;
	}
	/* A number that is no code is a fault of ours; it must not look like success. */
	return 6;
}
