#ifndef TESTS_SUPPORT_ROWS_H
#define TESTS_SUPPORT_ROWS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "src/csv.h"

/* Files of separated values as literals: made, read and compared in one line. */

/* A temporary file with these bytes, at its beginning; gone once closed. */
FILE *rows_file(const void *bytes, size_t n);
/* Adds each row as "line:[cell][cell]\n"; returns what csv_open() or csv_next() returned last. */
int rows_list(FILE *f, enum csv_encoding encoding, char separator, struct buf *out, struct err *e);

/* The bytes are read as these rows. */
void rows_expect(const char *bytes, size_t n, const char *want);
/* They are refused at that line, with these words in the sentence; 0 where it is about no line. */
void rows_refuse(const char *bytes, size_t n, long line, const char *words);

/* For literals, which may have NUL bytes inside. */
#define EXPECT(bytes, want) rows_expect(bytes, sizeof(bytes) - 1, want)
#define REFUSE(bytes, line, words) rows_refuse(bytes, sizeof(bytes) - 1, line, words)

/* Random numbers that are the same in every run. */
uint32_t rows_random(uint32_t below);

#endif
