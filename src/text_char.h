#ifndef SRC_TEXT_CHAR_H
#define SRC_TEXT_CHAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Single characters, for the text*.c files only: everybody else speaks of whole
 * texts.  "Plain" is printable ASCII and U+4E00..U+9FFF: nothing about such a
 * character has to be looked up, and it never joins its neighbours.
 */

#define TEXT_MARKS_MAX 4	/* combining marks on a letter; a cell of ncurses holds no more */

/* 1 for printable ASCII, 3 for U+4E00..U+9FFF, otherwise 0. */
static inline size_t text_plain_length(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (n == 0)
		return 0;
	if (*u >= 0x20 && *u < 0x7F)
		return 1;
	if (*u < 0xE4 || *u > 0xE9 || n < 3 || (u[1] & 0xC0) != 0x80 || (u[2] & 0xC0) != 0x80)
		return 0;
	return *u == 0xE4 && u[1] < 0xB8 ? 0 : 3;
}

/* Bytes of plain characters at s; their cells are added to *cells. */
size_t text_plain_run(const char *s, size_t n, int *cells);
/* Like text_decode() for the character that ends at s + at; 0 where the byte before belongs to none. */
size_t text_decode_before(const char *s, size_t at, uint32_t *cp);

/* Why a character may not stand in any text (untranslated), or NULL. */
const char *text_hidden_reason(uint32_t cp);
bool text_is_mark(uint32_t cp);
bool text_is_letter(uint32_t cp);
/* Joiners and Mongolian variation selectors: invisible, but Tibetan and Mongolian are spelt with them. */
bool text_is_joiner(uint32_t cp);
/* Whether the joiner at s + at has a Tibetan or Mongolian letter beside it, with only joiners between. */
bool text_joiner_has_letter(const char *s, size_t n, size_t at);

#endif
