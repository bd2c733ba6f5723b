#ifndef UI_TSV_H
#define UI_TSV_H

#include <stdbool.h>
#include <stddef.h>

#include "src/err.h"

/* A block of cells as spreadsheets put it on the clipboard: rows by line ends, cells by tabs, quotes around what holds such. */
struct tsv {
	char ***rows;		/* rows of `cols` cells; what a row lacks at its end is "" */
	size_t nrows, cols;
};

/* Whether pasted text is such a block at all: it has a tab, or more than one line. */
bool tsv_is_block(const char *text, size_t n);
/* Zero *out before.  ERR_INVALID: an open quote, or too many cells. */
int tsv_read(struct tsv *out, const char *text, size_t n, struct err *e);
void tsv_release(struct tsv *t);

#endif
