#ifndef SRC_TEXT_H
#define SRC_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/buf.h"
#include "src/err.h"

/*
 * UTF-8 text as people type and see it.  Three units are kept apart: bytes
 * (size_t), graphemes (what one press of an arrow key moves over) and cells
 * (int, columns of a terminal).  Every width anywhere in the program comes
 * from text_width(), which asks wcwidth(), because ncurses does too.
 *
 * Three doors:
 *   text_clean()  everything that comes in (typed, pasted, imported, arguments);
 *   text_show()   everything that goes out to a terminal or a log;
 *   text_key()    what two texts are compared by when searching.
 */

/* One code point from s (n bytes left): its length in bytes, or 0 where the bytes are not UTF-8
 * (overlong, surrogate, above U+10FFFF, cut short) or n is 0. */
size_t text_decode(const char *s, size_t n, uint32_t *cp);

/* Bytes of the grapheme cluster (UAX 29) that starts at s, and of the one that ends at s + at; 0 at the end. */
size_t text_next(const char *s, size_t n);
size_t text_prev(const char *s, size_t at);

int text_width(const char *s);
int text_width_n(const char *s, size_t n);
size_t text_length(const char *s);		/* code points */

/* How many bytes of s fit into that many cells, whole graphemes only. */
size_t text_fit(const char *s, int cells);

enum text_align { TEXT_LEFT, TEXT_RIGHT };
/* Adds s in exactly `cells` cells: cut with a final '~' where it does not fit, padded with spaces where it is short. */
void text_pad(struct buf *out, const char *s, int cells, enum text_align align);

enum text_kind {
	TEXT_LINE,	/* names and the like: stored as typed, one line */
	TEXT_NOTE,	/* several lines; tab and line feed allowed, CR LF becomes LF */
	TEXT_CODE,	/* codes, phones, dates, numbers: full-width forms become ASCII */
};
/*
 * Cleans what came in, by the rules of the manual's TEXT section: refuses bytes that
 * are not UTF-8, control and bidi characters, zero-width marks, tags, noncharacters, more
 * than four combining marks on a letter, joiners outside Tibetan and Mongolian; trims
 * ASCII space, U+00A0 and U+3000; the separator in names becomes U+00B7 (民委发〔2016〕33号).
 * On refusal out is unchanged and the error names the character and its position.
 */
int text_clean(struct buf *out, const char *s, size_t n, enum text_kind kind, struct err *e);

/* Adds s with everything a terminal might obey, hide or reorder shown as U+FFFD; bad bytes too. */
void text_show(struct buf *out, const char *s);
void text_show_n(struct buf *out, const char *s, size_t n);
/* Adds s as messages quote what was typed: 「s」, shown, cut to 40 cells. */
void text_quote(struct buf *out, const char *s);

/* Adds the search key of s: NFC, full-width to half-width, lower case, no spaces. */
void text_key(struct buf *out, const char *s);

bool text_is_utf8(const char *s, size_t n);
/* Full-width ASCII (U+FF01..FF5E) and U+3000 become their ASCII twins; the rest stays. */
void text_halfwidth(struct buf *out, const char *s, size_t n);
/* Personal data as lists show it: `head` and `tail` characters stay, the rest becomes '*'. */
void text_mask(struct buf *out, const char *s, int head, int tail);
/* A sentence or a file's name: runs of 7 and more digits (full-width ones too), which may be somebody's number, keep
 * 3 and 2 of them. */
void text_mask_numbers(struct buf *out, const char *s);

#endif
