/*
 * Printing rows.  What goes to a terminal passes text_show() in every format, since a
 * record may hold what an escape sequence would do there; into files and pipes CSV, TSV
 * and JSON carry the text as it is.
 */
#include "src/cli_out.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/cli_pick.h"
#include "src/csv.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* More rows than this are printed as they come, each column as wide as it may get. */
#ifndef OUT_WAIT_ROWS
#define OUT_WAIT_ROWS 1000
#endif
#define GAP "  "

/* ---- stdout ------------------------------------------------------------------------------------ */

bool out_abandoned(void)
{
	struct pollfd p = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&p, 1, 0) == 1 && (p.revents & POLLERR) != 0;
}

static int cannot_write(struct err *e)
{
	return err_set(e, ERR_IO, _("输出写不出去：%s。"), strerror(errno));
}

int out_flush(struct err *e)
{
	return fflush(stdout) == EOF || ferror(stdout) ? cannot_write(e) : 0;
}

static int put(const struct buf *line, struct err *e)
{
	return line->len && fwrite(line->data, 1, line->len, stdout) != line->len ? cannot_write(e) : 0;
}

/* ---- One cell ---------------------------------------------------------------------------------- */

static void add_json_char(struct buf *out, char c)
{
	switch (c) {
	case '"':
	case '\\':
		buf_addc(out, '\\');
		buf_addc(out, c);
		break;
	case '\n':
		buf_adds(out, "\\n");
		break;
	case '\t':
		buf_adds(out, "\\t");
		break;
	default:
		if ((unsigned char)c < 0x20)
			buf_addf(out, "\\u%04x", (unsigned int)(unsigned char)c);
		else
			buf_addc(out, c);
	}
}

static void add_json_text(struct buf *out, const char *text)
{
	buf_addc(out, '"');
	for (; *text; text++)
		add_json_char(out, *text);
	buf_addc(out, '"');
}

/* A number that is masked is a text. */
static bool is_bare(const struct out_column *c, const char *text)
{
	if (c->kind == OUT_BOOL)
		return strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
	return c->kind == OUT_NUMBER && *text && text[strspn(text, "-0123456789")] == '\0';
}

static void add_json_value(struct buf *out, const struct out_column *c, const char *text)
{
	if (!text)
		buf_adds(out, "null");
	else if (is_bare(c, text))
		buf_adds(out, text);
	else
		add_json_text(out, text);
}

/* A terminal shows what it would obey as a replacement; so does JSON, which must be UTF-8. */
static const char *safe(const struct out *o, const char *text, struct buf *scratch)
{
	bool lines = o->cli->format == FORMAT_TABLE;

	if (!text || (!o->screen && !lines && text_is_utf8(text, strlen(text))))
		return text;
	buf_clear(scratch);
	for (const char *at = text; *at;) {
		size_t n = strcspn(at, "\n\t");

		text_show_n(scratch, at, n);
		at += n;
		if (*at)
			buf_addc(scratch, lines ? ' ' : *at);
		at += *at ? 1 : 0;
	}
	return buf_str(scratch);
}

/* ---- One line ---------------------------------------------------------------------------------- */

static void add_json_row(const struct out *o, char *const *row, struct buf *line)
{
	struct buf scratch = BUF_INIT;

	for (size_t i = 0; i < o->nshown; i++) {
		const struct out_column *c = &o->columns[o->shown[i]];

		buf_addf(line, "%s\"%s\":", i ? "," : "{", c->name);
		add_json_value(line, c, safe(o, row[o->shown[i]], &scratch));
	}
	buf_adds(line, "}\n");
	buf_release(&scratch);
}

/* The formula guard is for values; our own headers begin with letters. */
static void add_separated(const struct out *o, char *const *row, struct buf *line)
{
	char separator = o->cli->format == FORMAT_TSV ? '\t' : ',';
	struct buf scratch = BUF_INIT;

	for (size_t i = 0; i < o->nshown; i++) {
		const char *text = safe(o, row[o->shown[i]], &scratch);

		if (i)
			buf_addc(line, separator);
		csv_add_cell(line, text ? text : "", separator, true);
	}
	buf_addc(line, '\n');
	buf_release(&scratch);
}

static void add_table_row(const struct out *o, char *const *row, struct buf *line)
{
	struct buf scratch = BUF_INIT;

	for (size_t i = 0; i < o->nshown; i++) {
		const struct out_column *c = &o->columns[o->shown[i]];
		const char *text = safe(o, row[o->shown[i]], &scratch);

		buf_adds(line, i ? GAP : "");
		if (i + 1 == o->nshown && !c->right && !c->width)
			buf_adds(line, text ? text : "");
		else
			text_pad(line, text ? text : "", o->widths[i], c->right ? TEXT_RIGHT : TEXT_LEFT);
	}
	/* Spaces at the end of a line are of no use to anybody. */
	while (line->len && line->data[line->len - 1] == ' ')
		buf_truncate(line, line->len - 1);
	buf_addc(line, '\n');
	buf_release(&scratch);
}

static int print_row(const struct out *o, char *const *row, struct err *e)
{
	struct buf line = BUF_INIT;
	int rc;

	if (o->cli->format == FORMAT_JSON)
		add_json_row(o, row, &line);
	else if (o->cli->format == FORMAT_TABLE)
		add_table_row(o, row, &line);
	else
		add_separated(o, row, &line);
	rc = put(&line, e);
	buf_release(&line);
	return rc;
}

/* ---- Heads and widths -------------------------------------------------------------------------- */

static const char *head_of(const struct out *o, size_t column)
{
	const struct out_column *c = &o->columns[column];

	return o->cli->english ? c->name : _(c->label);
}

static int cells_of(const struct out *o, const char *text, struct buf *scratch)
{
	return text ? text_width(safe(o, text, scratch)) : 0;
}

static int width_of(const struct out *o, size_t column, bool complete)
{
	int head = text_width(head_of(o, column)), most = head, limit = o->columns[column].width;
	struct buf scratch = BUF_INIT;

	if (!complete && limit)
		return limit > head ? limit : head;
	for (size_t i = 0; i < o->nrows; i++) {
		int cells = cells_of(o, o->rows[i][column], &scratch);

		most = cells > most ? cells : most;
	}
	buf_release(&scratch);
	return limit && most > limit ? (limit > head ? limit : head) : most;
}

static int print_head(struct out *o, struct err *e)
{
	char **row = xcalloc(o->n, sizeof(*row));
	int rc;

	if (o->cli->format == FORMAT_JSON) {
		free(row);
		return 0;
	}
	for (size_t i = 0; i < o->n; i++)
		row[i] = xstrdup(head_of(o, i));
	if (o->bold)
		fputs("\033[1m", stdout);
	rc = print_row(o, row, e);
	if (o->bold)
		fputs("\033[0m", stdout);
	for (size_t i = 0; i < o->n; i++)
		free(row[i]);
	free(row);
	return rc;
}

static int begin_printing(struct out *o, bool complete, struct err *e)
{
	o->begun = true;
	o->widths = xcalloc(o->nshown, sizeof(*o->widths));
	for (size_t i = 0; i < o->nshown; i++)
		o->widths[i] = width_of(o, o->shown[i], complete);
	return print_head(o, e);
}

/* ---- Rows -------------------------------------------------------------------------------------- */

static bool wants_colour(const struct cli *c)
{
	const char *term = getenv("TERM"), *none = getenv("NO_COLOR");

	return !c->no_color && !(none && *none) && term && *term && strcmp(term, "dumb") != 0;
}

void out_begin(struct out *o, const struct cli *c, const struct out_column *columns, size_t n)
{
	*o = (struct out){ .cli = c, .n = n, .nshown = n, .sort = n };
	o->columns = xcalloc(n, sizeof(*o->columns));
	memcpy(o->columns, columns, n * sizeof(*columns));
	o->shown = xcalloc(n, sizeof(*o->shown));
	for (size_t i = 0; i < n; i++)
		o->shown[i] = i;
	o->row = xcalloc(n, sizeof(*o->row));
	o->other = xcalloc(n, sizeof(*o->other));
	o->screen = isatty(STDOUT_FILENO) == 1;
	o->bold = o->screen && c->format == FORMAT_TABLE && wants_colour(c);
}

int out_pick(struct out *o, struct err *e)
{
	const char *sort = o->cli->sort;
	int rc = o->cli->columns ? pick_columns(o, o->cli->columns, e) : 0;

	if (rc == 0)
		rc = pick_tests(o, e);
	if (rc == 0 && sort) {
		o->descending = sort[0] == '-';
		rc = pick_column(o, sort + o->descending, &o->sort, e);
	}
	return rc;
}

void out_cell(struct out *o, const char *text)
{
	o->row[o->at++] = xstrdup(text);
}

void out_word(struct out *o, const char *value, const char *label)
{
	bool eyes = o->cli->format == FORMAT_TABLE;

	o->other[o->at] = xstrdup(eyes ? value : label);
	out_cell(o, eyes ? label : value);
}

static void release_row(const struct out *o, char **row)
{
	for (size_t i = 0; i < o->n; i++) {
		free(row[i]);
		row[i] = NULL;
	}
}

static void keep_row(struct out *o)
{
	if (o->nrows == o->cap) {
		o->cap = o->cap ? 2 * o->cap : 64;
		o->rows = xreallocarray(o->rows, o->cap, sizeof(*o->rows));
	}
	o->rows[o->nrows++] = o->row;
	o->row = xcalloc(o->n, sizeof(*o->row));
}

/* Prints what was kept back. */
static int print_kept(struct out *o, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; i < o->nrows; i++) {
		if (rc == 0)
			rc = print_row(o, o->rows[i], e);
		release_row(o, o->rows[i]);
		free(o->rows[i]);
	}
	o->nrows = 0;
	return rc;
}

static bool is_waiting(const struct out *o)
{
	return o->sort < o->n || (o->cli->format == FORMAT_TABLE && o->nrows < OUT_WAIT_ROWS);
}

static int take_row(struct out *o, struct err *e)
{
	int rc = 0;

	if (!o->begun && is_waiting(o)) {
		keep_row(o);
		return 0;
	}
	if (!o->begun)
		rc = begin_printing(o, false, e);
	if (rc == 0 && o->nrows)
		rc = print_kept(o, e);
	return rc < 0 ? rc : print_row(o, o->row, e);
}

int out_row(struct out *o, struct err *e)
{
	bool passed = pick_passes(o);
	int rc = passed ? take_row(o, e) : 0;

	release_row(o, o->row);
	release_row(o, o->other);
	o->at = 0;
	if (rc < 0 || !passed)
		return rc;
	o->given++;
	return o->cli->limit && o->sort == o->n && o->given >= o->cli->limit ? 1 : 0;
}

/* A file has its header line also when no row follows. */
static bool is_separated(const struct out *o)
{
	return o->cli->format == FORMAT_CSV || o->cli->format == FORMAT_TSV;
}

static int print_rest(struct out *o, struct err *e)
{
	int rc;

	if (o->sort < o->n)
		pick_sort(o);
	for (; o->cli->limit && o->nrows > (size_t)o->cli->limit; o->nrows--) {
		release_row(o, o->rows[o->nrows - 1]);
		free(o->rows[o->nrows - 1]);
	}
	rc = o->begun ? 0 : begin_printing(o, true, e);
	return rc < 0 ? rc : print_kept(o, e);
}

int out_end(struct out *o, int rc, struct err *e)
{
	if (rc >= 0 && (o->given || is_separated(o)))
		rc = print_rest(o, e);
	if (rc >= 0)
		rc = o->given ? 0 : 1;
	for (size_t i = 0; i < o->nrows; i++) {
		release_row(o, o->rows[i]);
		free(o->rows[i]);
	}
	release_row(o, o->row);
	release_row(o, o->other);
	free(o->row);
	free(o->other);
	free(o->rows);
	free(o->tests);
	free(o->shown);
	free(o->columns);
	free(o->widths);
	return rc;
}
