#ifndef UI_CHARSET_H
#define UI_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The terminal's characters.  Inside, all text is UTF-8, and so is the terminal unless the locale of the environment
 * says GB18030, GBK or GB2312: then LC_CTYPE is that locale while the screens are up, and curses reads and writes its
 * bytes.  In any other locale (C, POSIX) the terminal is taken for one of UTF-8.
 */

void charset_start(void);
void charset_stop(void);	/* LC_CTYPE is again what it was */
/* Whether what curses would send is something that it can send: UTF-8 or one of those above. */
bool charset_is_known(void);

/* What was pasted, in UTF-8; takes text over and the caller frees what is given.  Bytes that are no characters of
 * the terminal stay as they came: whoever gets the text refuses them. */
char *charset_to_utf8(char *text, size_t *n);
/* Whether the terminal has this character. */
bool charset_has(wchar_t c);

#endif
