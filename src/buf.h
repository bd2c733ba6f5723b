#ifndef SRC_BUF_H
#define SRC_BUF_H

#include <stddef.h>
#include <stdarg.h>

/*
 * The only string builder.  data is always NUL-terminated once anything was
 * added (and "" through buf_str() before), len counts bytes without that NUL.
 */
struct buf {
	char *data;
	size_t len, cap;
};

#define BUF_INIT { .data = NULL }

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
void buf_addcp(struct buf *b, unsigned int codepoint);	/* as UTF-8 */
void buf_fill(struct buf *b, char c, size_t n);
void buf_truncate(struct buf *b, size_t len);
void buf_clear(struct buf *b);		/* empty, memory kept */
void buf_release(struct buf *b);	/* empty, memory given back */
char *buf_detach(struct buf *b);	/* the caller owns the text; b is empty afterwards */
const char *buf_str(const struct buf *b);	/* never NULL; borrowed until the next change */

#endif
