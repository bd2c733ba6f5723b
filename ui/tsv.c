/* Cells from the clipboard of a spreadsheet. */
#include "ui/tsv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/csv.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

bool tsv_is_block(const char *text, size_t n)
{
	while (n && (text[n - 1] == '\n' || text[n - 1] == '\r'))
		n--;
	return memchr(text, '\t', n) || memchr(text, '\n', n) || memchr(text, '\r', n);
}

void tsv_release(struct tsv *t)
{
	for (size_t i = 0; i < t->nrows; i++) {
		for (size_t k = 0; k < t->cols; k++)
			free(t->rows[i][k]);
		free(t->rows[i]);
	}
	free(t->rows);
	*t = (struct tsv){ .rows = NULL };
}

/* All rows get as many cells as the longest one. */
static void widen(struct tsv *t, size_t cols)
{
	for (size_t i = 0; i < t->nrows; i++) {
		t->rows[i] = xreallocarray(t->rows[i], cols, sizeof(*t->rows[i]));
		for (size_t k = t->cols; k < cols; k++)
			t->rows[i][k] = xstrdup("");
	}
	t->cols = cols;
}

static void add_row(struct tsv *t, const struct csv_row *row)
{
	if (row->n > t->cols)
		widen(t, row->n);
	t->rows = xreallocarray(t->rows, t->nrows + 1, sizeof(*t->rows));
	t->rows[t->nrows] = xcalloc(t->cols + 1, sizeof(*t->rows[0]));
	for (size_t k = 0; k < t->cols; k++)
		t->rows[t->nrows][k] = xstrdup(k < row->n ? csv_unguard(row->cells[k]) : "");
	t->nrows++;
}

static int read_rows(struct tsv *out, FILE *in, struct err *e)
{
	struct csv_reader *r = NULL;
	struct csv_row row;
	int rc = csv_open(in, CSV_UTF8, '\t', &r, e);

	if (rc < 0)
		return rc;
	while ((rc = csv_next(r, &row, e)) == 1)
		add_row(out, &row);
	csv_close(r);
	return rc;
}

/* Terminals send the end of a line as the key that ends one. */
static char *with_line_ends(const char *text, size_t *n)
{
	char *out = xcalloc(*n + 1, 1);
	size_t to = 0;

	for (size_t i = 0; i < *n; i++) {
		bool pair = text[i] == '\r' && i + 1 < *n && text[i + 1] == '\n';

		if (!pair)
			out[to++] = text[i] == '\r' ? '\n' : text[i];
	}
	*n = to;
	return out;
}

int tsv_read(struct tsv *out, const char *text, size_t n, struct err *e)
{
	char *lines = with_line_ends(text, &n);
	FILE *in = fmemopen(lines, n, "r");
	int rc;

	if (in) {
		rc = read_rows(out, in, e);
		fclose(in);
	} else {
		rc = err_set(e, ERR_INVALID, _("粘贴的内容是空的。"));
	}
	free(lines);
	if (rc == 0 && !out->nrows)
		rc = err_set(e, ERR_INVALID, _("粘贴的内容是空的。"));
	if (rc < 0)
		tsv_release(out);
	return rc;
}
