#ifndef SRC_CSV_H
#define SRC_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "src/buf.h"
#include "src/err.h"

/*
 * Separated values as spreadsheet programs write and read them (RFC 4180 and
 * what is found in the wild): UTF-8 with or without BOM, GB18030, comma,
 * semicolon or tab, quotes with doubled quotes, line breaks inside quotes, CR LF or LF.
 * Encoding and separator are found out from the content and can be set.
 */

enum csv_encoding { CSV_DETECT, CSV_UTF8, CSV_GB18030 };

struct csv_reader;

struct csv_row {
	char **cells;		/* UTF-8, as in the file but for the quotes; borrowed until the next row */
	size_t n;
	long line;		/* as a spreadsheet numbers its rows: from 1, empty ones too, one with line breaks in it once */
};

/* Reads from an open file (kept open by the caller).  separator 0: found out.  ERR_INVALID where the text is neither
 * UTF-8 nor GB18030, with line and column. */
int csv_open(FILE *in, enum csv_encoding encoding, char separator, struct csv_reader **out, struct err *e);
/* 1: a row, 0: the end, negative: an error (an open quote at the end, a row above 1 MB or 500 cells, a NUL byte). */
int csv_next(struct csv_reader *r, struct csv_row *row, struct err *e);
enum csv_encoding csv_encoding(const struct csv_reader *r);
char csv_separator(const struct csv_reader *r);
/* Bytes read so far and in all (0 where unknown), for progress. */
void csv_progress(const struct csv_reader *r, long long *done, long long *all);
void csv_close(struct csv_reader *r);

/* Writing one cell: quotes where needed, formula guard (a leading apostrophe before = + - @ tab CR and their full-width
 * twins, so that a spreadsheet shows the text and does not run it). */
void csv_add_cell(struct buf *out, const char *text, char separator, bool guard);
/* The reverse of the guard: text without the apostrophe that the guard would have put there. Borrowed from text. */
const char *csv_unguard(const char *text);
/* Converts UTF-8 to GB18030 in place of the buffer's contents. */
int csv_to_gb18030(struct buf *b, struct err *e);

#endif
