#ifndef SRC_ITEMS_H
#define SRC_ITEMS_H

#include <stddef.h>

#include "src/err.h"

/*
 * Several things that stand in one cell of a ledger: numbered ("1." "1、" "（1）" "1)" "①" "一、" "（一）" "一是"), or else
 * each in a line of its own.  A number counts only where it is the next one, so that "2026.9.30" or a figure inside
 * of a sentence begins nothing; lines inside a numbered item are joined.
 */
struct items {
	char **texts;		/* without numbers, blanks and semicolons around them; none is empty */
	size_t n;
};

/*
 * Takes a cell apart.  ERR_INVALID where a number is missing or stands twice, an item has no text, or something
 * stands in front of the first number; *out is empty then.  An empty cell has no items.
 */
int items_split(const char *cell, struct items *out, struct err *e);
void items_release(struct items *items);

#endif
