/*
 * Reading separated values.  The text of the row at hand stands in one buffer
 * and cells point into it: ends of cells are overwritten by NUL and doubled quotes
 * closed up in place, so a plain cell is looked at once and copied never.
 *
 * Positions inside a row count from its first byte, because the buffer moves when more is read.
 */
#include "src/csv.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "src/encoding.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

#define MAX_CELLS 500
#define MAX_ROW ((size_t)1024 * 1024)
#define SAMPLE_LINES 20

struct csv_reader {
	struct decoder decoder;
	struct buf text; /* read, and not given out before the row at hand */
	size_t row;      /* where in text that row begins */
	long line;       /* its number, as in struct csv_row */
	long column;     /* characters since the last line break in all that was read */
	bool after_cr;   /* the line before ended in CR: an LF now belongs to it */
	char separator;
	bool ends_plain[256]; /* bytes that may end a cell without quotes */
	size_t from[MAX_CELLS];
	char *cells[MAX_CELLS];
	long long size;
	struct err failed; /* an error is for good: what follows it cannot be trusted */
};

/* ---- More text --------------------------------------------------------------------------------- */

static char *row_text(const struct csv_reader *r)
{
	return r->text.data + r->row;
}

static size_t row_length(const struct csv_reader *r)
{
	return r->text.len - r->row;
}

static int bad_bytes(const struct csv_reader *r, struct err *e)
{
	unsigned int byte = decoder_bad_byte(&r->decoder);

	if (r->decoder.encoding == CSV_UTF8)
		err_set(e, ERR_INVALID,
			_("第 %ld 行第 %ld 个字起不是 UTF-8（字节 %02X）；文件若是 GB18030 编码，请加 "
			  "--encoding gb18030。"),
			r->line, r->column + 1, byte);
	else if (r->decoder.told)
		err_set(e, ERR_INVALID,
			_("第 %ld 行第 %ld 个字起不是 GB18030（字节 %02X）；文件若是 UTF-8 编码，请加 "
			  "--encoding utf-8。"),
			r->line, r->column + 1, byte);
	else
		err_set(e, ERR_INVALID,
			_("第 %ld 行第 %ld 个字起既不是 UTF-8 也不是 GB18030（字节 %02X）；"
			  "请另存为 CSV UTF-8，或用 --encoding 指明编码。"),
			r->line, r->column + 1, byte);
	if (e)
		e->line = r->line;
	return ERR_INVALID;
}

/* Moves the column past text that was just read; only its last line matters. */
static void count_column(struct csv_reader *r, const char *s, size_t n)
{
	const char *lf = memrchr(s, '\n', n), *cr = memrchr(s, '\r', n);
	const char *last = !lf || (cr && cr > lf) ? cr : lf;

	if (last) {
		r->column = 0;
		n -= (size_t)(last + 1 - s);
		s = last + 1;
	}
	for (size_t i = 0; i < n; i++)
		r->column += ((unsigned char)s[i] & 0xC0) != 0x80;
}

/* 1: the row's text became longer, 0: the file ends here. */
static int read_on(struct csv_reader *r, struct err *e)
{
	bool first = r->decoder.done == 0;
	size_t had;
	int rc;

	if (r->row > 0) {
		memmove(r->text.data, row_text(r), row_length(r));
		buf_truncate(&r->text, row_length(r));
		r->row = 0;
	}
	had = r->text.len;
	rc = decoder_fill(&r->decoder, &r->text, e);
	if (rc == ERR_INVALID)
		return bad_bytes(r, e);
	if (rc <= 0)
		return rc;
	if (first && r->text.len >= 3 && memcmp(r->text.data, "\xEF\xBB\xBF", 3) == 0)
		had = r->row = 3;
	count_column(r, r->text.data + had, r->text.len - had);
	return 1;
}

static int refuse_long_row(const struct csv_reader *r, struct err *e)
{
	err_set(e, ERR_INVALID, _("第 %ld 行开始的一行超过 1 MB；多半是引号没有成对，请检查这一行的引号。"),
		r->line);
	if (e)
		e->line = r->line;
	return ERR_INVALID;
}

/* Sees to it that the row's byte at `at` is there: 1 yes, 0 the file ends before it. */
static int need(struct csv_reader *r, size_t at, struct err *e)
{
	while (at >= row_length(r)) {
		int rc = row_length(r) > MAX_ROW ? refuse_long_row(r, e) : read_on(r, e);

		if (rc <= 0)
			return rc;
	}
	return 1;
}

/* ---- Cells ------------------------------------------------------------------------------------- */

static int refuse_nul(const struct csv_reader *r, struct err *e)
{
	err_set(e, ERR_INVALID, _("第 %ld 行有空字节，这不是文字文件；请在表格程序中另存为「CSV UTF-8」。"),
		r->line);
	if (e)
		e->line = r->line;
	return ERR_INVALID;
}

/*
 * Moves *at to the end of a cell without quotes.  The buffer's closing NUL stops the
 * inner loop at the end of what was read, so that it need not look at the length.
 */
static int plain_cell(struct csv_reader *r, size_t *at, struct err *e)
{
	int more;

	for (;;) {
		const char *s = row_text(r) + *at;

		while (!r->ends_plain[(unsigned char)*s])
			s++;
		*at = (size_t)(s - row_text(r));
		if (*s != '\0')
			return 0;
		if (*at < row_length(r))
			return refuse_nul(r, e);
		more = need(r, *at, e);
		if (more <= 0)
			return more;
	}
}

static int refuse_open_quote(const struct csv_reader *r, struct err *e)
{
	err_set(e, ERR_INVALID, _("第 %ld 行开始的引号到文件末尾都没有结束；请在这一格末尾补上引号。"), r->line);
	if (e)
		e->line = r->line;
	return ERR_INVALID;
}

/* Bytes inside quotes that need a closer look. */
static const bool ends_quoted[256] = { ['\0'] = true, ['"'] = true };

/* Closes the gap that doubled quotes left: moves the row's bytes [from, to) down to *end. */
static void move_down(struct csv_reader *r, size_t *end, size_t from, size_t to)
{
	char *s = row_text(r);

	if (*end != from)
		memmove(s + *end, s + from, to - from);
	*end += to - from;
}

/* Moves *at past a quote: 1 where a second one follows, so that both mean one, 0 where it closes the cell. */
static int quote(struct csv_reader *r, size_t *at, struct err *e)
{
	int more = need(r, ++*at, e);

	return more <= 0 ? more : row_text(r)[*at] == '"';
}

/* Moves *at from the first byte inside the quotes past the closing one. */
static int quoted_cell(struct csv_reader *r, size_t *at, struct err *e)
{
	size_t to = *at, from = to, end = to;

	for (;;) {
		const char *s = row_text(r);
		int rc;

		while (!ends_quoted[(unsigned char)s[to]])
			to++;
		rc = need(r, to, e);
		if (rc <= 0)
			return rc < 0 ? rc : refuse_open_quote(r, e);
		s = row_text(r);
		if (s[to] == '\0')
			return refuse_nul(r, e);
		/* The end of what was read, and not of the cell. */
		if (s[to] != '"')
			continue;
		move_down(r, &end, from, to);
		rc = quote(r, &to, e);
		if (rc < 0)
			return rc;
		if (rc == 0)
			break;
		from = to++;
	}
	row_text(r)[end] = '\0';
	*at = to;
	return 0;
}

static int refuse_after_quote(const struct csv_reader *r, size_t cell, struct err *e)
{
	err_set(e, ERR_INVALID,
		_("第 %ld 行第 %zu 格的引号后面还有字；格内的引号要写成两个引号，或去掉引号后面的字。"), r->line,
		cell);
	if (e)
		e->line = r->line;
	return ERR_INVALID;
}

/* Reads the cell at *at and moves *at to what ends it. */
static int one_cell(struct csv_reader *r, size_t cell, size_t *at, struct err *e)
{
	int rc = need(r, *at, e);

	if (rc < 0)
		return rc;
	r->from[cell] = *at;
	if (rc == 0 || row_text(r)[*at] != '"')
		return plain_cell(r, at, e);
	r->from[cell] = ++*at;
	rc = quoted_cell(r, at, e);
	if (rc < 0)
		return rc;
	rc = need(r, *at, e);
	if (rc < 0)
		return rc;
	if (rc > 0 && !r->ends_plain[(unsigned char)row_text(r)[*at]])
		return refuse_after_quote(r, cell + 1, e);
	if (rc > 0 && row_text(r)[*at] == '\0')
		return refuse_nul(r, e);
	return 0;
}

/* ---- Rows -------------------------------------------------------------------------------------- */

static int refuse_many_cells(const struct csv_reader *r, struct err *e)
{
	err_set(e, ERR_INVALID, _("第 %ld 行超过 %d 格；请检查分隔符，或删去多余的列。"), r->line, MAX_CELLS);
	if (e)
		e->line = r->line;
	return ERR_INVALID;
}

/* Reads the cells of the row that begins at r->row; *length becomes its bytes with the line break. */
static int cells(struct csv_reader *r, size_t *n, size_t *length, struct err *e)
{
	size_t at = 0;
	char c;

	*n = 0;
	do {
		int rc;

		if (*n == MAX_CELLS)
			return refuse_many_cells(r, e);
		rc = one_cell(r, *n, &at, e);
		if (rc < 0)
			return rc;
		++*n;
		c = row_text(r)[at];
		row_text(r)[at] = '\0';
		if (c != '\0')
			at++;
	} while (c == r->separator);
	r->after_cr = c == '\r';
	*length = at;
	return at > MAX_ROW ? refuse_long_row(r, e) : 0;
}

/* Moves past empty lines and the LF of a CR LF: 1 where a row begins, 0 at the end. */
static int find_row(struct csv_reader *r, struct err *e)
{
	for (;;) {
		int rc = need(r, 0, e);
		char c;

		if (rc <= 0)
			return rc;
		c = *row_text(r);
		if (c != '\n' && c != '\r')
			return 1;
		if (c != '\n' || !r->after_cr)
			r->line++;
		r->after_cr = c == '\r';
		r->row++;
	}
}

static int next_row(struct csv_reader *r, struct csv_row *row, struct err *e)
{
	size_t length;
	int rc = find_row(r, e);

	if (rc <= 0)
		return rc;
	rc = cells(r, &row->n, &length, e);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < row->n; i++)
		r->cells[i] = row_text(r) + r->from[i];
	row->cells = r->cells;
	row->line = r->line;
	r->line++;
	r->row += length;
	return 1;
}

int csv_next(struct csv_reader *r, struct csv_row *row, struct err *e)
{
	int rc;

	if (r->failed.code == ERR_NONE) {
		rc = next_row(r, row, &r->failed);
		if (rc >= 0)
			return rc;
	}
	if (e)
		*e = r->failed;
	return r->failed.code;
}

/* ---- Opening ----------------------------------------------------------------------------------- */

static const char separators[] = { ',', '\t', ';' };
#define SEPARATORS sizeof(separators)

/* Whether a quote after this byte begins quoted text (or doubles the quote before it). */
static bool may_begin_quotes(char before)
{
	return before == '\n' || before == '\r' || before == '"' || memchr(separators, before, SEPARATORS);
}

/* Counts the separators outside quotes in the first lines that have text; returns how many lines. */
static size_t count_separators(const char *s, size_t n, bool whole, int counts[SAMPLE_LINES][SEPARATORS])
{
	size_t lines = 0;
	bool quoted = false, filled = false;
	char before = '\n';

	for (size_t i = 0; i < n && lines < SAMPLE_LINES; before = s[i++]) {
		const char *found = memchr(separators, s[i], SEPARATORS);

		if (s[i] == '"' && (quoted || may_begin_quotes(before)))
			quoted = !quoted;
		if (quoted)
			continue;
		if (found)
			counts[lines][found - separators]++;
		if (s[i] != '\n' && s[i] != '\r') {
			filled = true;
		} else if (filled) {
			lines++;
			filled = false;
		}
	}
	/* A line cut off by the end of the sample counts only where there is no other. */
	if (filled && lines < SAMPLE_LINES && (whole || lines == 0))
		lines++;
	return lines;
}

/* How many lines have as many of this separator as line `i`; none where that has none. */
static int agreement(int counts[SAMPLE_LINES][SEPARATORS], size_t lines, size_t i, size_t k)
{
	int same = 0;

	for (size_t j = 0; j < lines && counts[i][k] > 0; j++)
		same += counts[j][k] == counts[i][k];
	return same;
}

/* The separator on whose number the most lines agree; the more frequent one where two are as good. */
static char find_separator(const struct csv_reader *r)
{
	int counts[SAMPLE_LINES][SEPARATORS] = { { 0 } };
	size_t lines = count_separators(row_text(r), row_length(r), r->decoder.ended, counts);
	int best_same = 0, best_count = 0;
	char best = ',';

	for (size_t k = 0; k < SEPARATORS; k++) {
		for (size_t i = 0; i < lines; i++) {
			int same = agreement(counts, lines, i, k), count = counts[i][k];

			if (same < best_same || (same == best_same && count <= best_count))
				continue;
			best_same = same;
			best_count = count;
			best = separators[k];
		}
	}
	return best;
}

static long long file_size(FILE *in)
{
	struct stat st;

	return fstat(fileno(in), &st) == 0 && S_ISREG(st.st_mode) ? (long long)st.st_size : 0;
}

int csv_open(FILE *in, enum csv_encoding encoding, char separator, struct csv_reader **out, struct err *e)
{
	struct csv_reader *r = xcalloc(1, sizeof(*r));
	int rc;

	r->line = 1;
	r->size = file_size(in);
	buf_adds(&r->text, "");
	rc = decoder_open(&r->decoder, in, encoding, e);
	if (rc < 0) {
		buf_release(&r->text);
		free(r);
		return rc;
	}
	rc = read_on(r, e);
	if (rc < 0) {
		csv_close(r);
		return rc;
	}
	r->separator = separator;
	if (!separator)
		r->separator = find_separator(r);
	r->ends_plain['\0'] = true;
	r->ends_plain['\n'] = true;
	r->ends_plain['\r'] = true;
	r->ends_plain[(unsigned char)r->separator] = true;
	*out = r;
	return 0;
}

void csv_close(struct csv_reader *r)
{
	if (!r)
		return;
	decoder_close(&r->decoder);
	buf_release(&r->text);
	free(r);
}

enum csv_encoding csv_encoding(const struct csv_reader *r)
{
	return r->decoder.encoding;
}

char csv_separator(const struct csv_reader *r)
{
	return r->separator;
}

void csv_progress(const struct csv_reader *r, long long *done, long long *all)
{
	*done = r->decoder.done;
	*all = r->size;
}
