#ifndef UI_HELP_INDEX_H
#define UI_HELP_INDEX_H

#include "src/buf.h"

/*
 * The index of help: all registers with their fields, and the keys of all screens, from the tables.  Only what has all words
 * of what is typed, in Chinese, pinyin initials or English; nothing typed: everything.  Lines of at most that many cells.
 */
struct help_index {
	char **sought;		/* what each topic is found by, in their order; NULL before the first use */
	size_t n, cap;
};
void help_index(struct help_index *all, const char *typed, int cols, struct buf *out);
void help_index_release(struct help_index *all);
/* Adds text broken at that many cells, each line after an indent. */
void help_wrapped(struct buf *out, const char *text, int indent, int cols);

#endif
