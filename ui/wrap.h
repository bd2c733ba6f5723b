#ifndef UI_WRAP_H
#define UI_WRAP_H

#include <stddef.h>

/* A line of a text that is broken to fit: its bytes to show, and the bytes up to the next line. */
struct wrap {
	size_t shown, all;
};

/* The first line of the text at a width of that many cells.  Never empty-handed: all is 0 only at the end of the text.
 * Words of Latin letters stay whole where they can, and no line begins with a closing sign (，。）). */
struct wrap wrap_line(const char *text, int cells);
int wrap_count(const char *text, int cells);	/* how many lines it takes */

#endif
