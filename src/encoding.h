#ifndef SRC_ENCODING_H
#define SRC_ENCODING_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "src/buf.h"
#include "src/csv.h"
#include "src/err.h"

/*
 * The bytes of a file as UTF-8, block by block.  What it hands out is always
 * whole, valid UTF-8; where the bytes stop making sense it first hands out
 * everything before them, so that whoever reads knows line and column.
 */
struct decoder {
	FILE *in;                   /* borrowed */
	enum csv_encoding encoding; /* never CSV_DETECT once open */
	bool told;                  /* the person named the encoding; it was not found out */
	bool converting;            /* iconv is open, as it is for GB18030 only */
	iconv_t iconv;
	char *raw; /* bytes read; those from `from` up to `len` are not handed out yet */
	size_t from, len;
	bool ended;     /* the file has no more bytes than those in raw */
	long long done; /* bytes handed out */
};

/* Reads the first megabyte and decides.  Refuses what is no text: UTF-16, a workbook.  Needs no close on error. */
int decoder_open(struct decoder *d, FILE *in, enum csv_encoding encoding, struct err *e);
/* Adds up to 64 KB of the file: 1 something, 0 the end, ERR_IO, or ERR_INVALID at bytes that are not of the
 * encoding (e is then left alone; decoder_bad_byte() is the first of them). */
int decoder_fill(struct decoder *d, struct buf *out, struct err *e);
unsigned char decoder_bad_byte(const struct decoder *d);
void decoder_close(struct decoder *d);

#endif
