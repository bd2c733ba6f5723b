/*
 * A terminal whose characters are not UTF-8: between it and the program all bytes are converted.
 */
#include <errno.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/e2e_part.h"
#include "src/banned.h"

void e2e_charset_start(struct e2e *e, const char *charset)
{
	e->converts = charset != NULL;
	if (!charset)
		return;
	e->reads = iconv_open("UTF-8", charset);
	e->writes = iconv_open(charset, "UTF-8");
	if (e->reads == (iconv_t)-1 || e->writes == (iconv_t)-1)
		fail_msg("iconv knows no %s", charset);
}

void e2e_charset_stop(struct e2e *e)
{
	if (!e->converts)
		return;
	iconv_close(e->reads);
	iconv_close(e->writes);
	buf_release(&e->half);
}

/* What is converted is added to out; gives how many bytes were left over, which begin a character. */
static size_t convert(iconv_t cd, char *bytes, size_t n, struct buf *out)
{
	char part[1024];

	while (n > 0) {
		char *to = part;
		size_t room = sizeof(part), rc = iconv(cd, &bytes, &n, &to, &room);

		buf_add(out, part, sizeof(part) - room);
		if (rc != (size_t)-1 || errno == E2BIG)
			continue;
		if (errno == EINVAL)
			return n;
		/* No character: the terminal shows something else for it. */
		buf_addc(out, '?');
		bytes++;
		n--;
	}
	return 0;
}

void e2e_show_bytes(struct e2e *e, const char *bytes, size_t n)
{
	struct buf text = BUF_INIT;
	size_t left;

	if (!e->converts) {
		vterm_input_write(e->vt, bytes, n);
		return;
	}
	buf_add(&e->half, bytes, n);
	left = convert(e->reads, e->half.data, e->half.len, &text);
	memmove(e->half.data, e->half.data + e->half.len - left, left);
	buf_truncate(&e->half, left);
	vterm_input_write(e->vt, buf_str(&text), text.len);
	buf_release(&text);
}

void e2e_put(struct e2e *e, const char *text, size_t n)
{
	struct buf copy = BUF_INIT;

	if (!e->converts) {
		buf_add(&e->out, text, n);
		return;
	}
	buf_add(&copy, text, n);
	convert(e->writes, copy.data, copy.len, &e->out);
	buf_release(&copy);
}
