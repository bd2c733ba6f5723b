/*
 * Files of separated values as literals.
 */
#include "tests/support/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

FILE *rows_file(const void *bytes, size_t n)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	rewind(f);
	return f;
}

int rows_list(FILE *f, enum csv_encoding encoding, char separator, struct buf *out, struct err *e)
{
	struct csv_reader *r;
	struct csv_row row;
	int rc = csv_open(f, encoding, separator, &r, e);

	if (rc < 0)
		return rc;
	while ((rc = csv_next(r, &row, e)) > 0) {
		buf_addf(out, "%ld:", row.line);
		for (size_t i = 0; i < row.n; i++)
			buf_addf(out, "[%s]", row.cells[i]);
		buf_addc(out, '\n');
	}
	csv_close(r);
	return rc;
}

void rows_expect(const char *bytes, size_t n, const char *want)
{
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f = rows_file(bytes, n);
	int rc = rows_list(f, CSV_DETECT, 0, &got, &e);

	assert_string_equal(e.text, "");
	assert_int_equal(rc, 0);
	assert_string_equal(buf_str(&got), want);
	buf_release(&got);
	fclose(f);
}

void rows_refuse(const char *bytes, size_t n, long line, const char *words)
{
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	FILE *f = rows_file(bytes, n);

	assert_int_equal(rows_list(f, CSV_DETECT, 0, &got, &e), ERR_INVALID);
	assert_int_equal(e.code, ERR_INVALID);
	assert_int_equal(e.line, line);
	if (!strstr(e.text, words))
		fail_msg("\"%s\" does not say \"%s\"", e.text, words);
	buf_release(&got);
	fclose(f);
}

uint32_t rows_random(uint32_t below)
{
	static uint32_t state = 4711;

	/* xorshift */
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % below;
}
