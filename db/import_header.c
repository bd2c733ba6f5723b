/*
 * The line of a ledger that names its columns.  Titles, dates and notes often
 * stand above it, so it is looked for: the line with the most names that are known.
 */
#include "db/import_part.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/workflow.h"
#include "src/banned.h"

#define HEADER_LINES 10

/* --- rows that are kept --- */

static struct kept_row *keep(const struct csv_row *row)
{
	size_t size = sizeof(struct kept_row) + row->n * sizeof(char *);
	struct kept_row *k;
	char *text;

	for (size_t i = 0; i < row->n; i++)
		size += strlen(row->cells[i]) + 1;
	k = xmalloc(size);
	k->row = (struct csv_row){ .cells = (char **)(k + 1), .n = row->n, .line = row->line };
	text = (char *)(k->row.cells + row->n);
	for (size_t i = 0; i < row->n; i++) {
		size_t n = strlen(row->cells[i]) + 1;

		memcpy(text, row->cells[i], n);
		k->row.cells[i] = text;
		text += n;
	}
	return k;
}

void kept_rows_add(struct kept_rows *k, const struct csv_row *row)
{
	if (k->n == k->cap) {
		k->cap = k->cap ? k->cap * 2 : 16;
		k->items = xreallocarray(k->items, k->cap, sizeof(k->items[0]));
	}
	k->items[k->n++] = keep(row);
}

void kept_rows_release(struct kept_rows *k)
{
	for (size_t i = 0; i < k->n; i++)
		free(k->items[i]);
	free(k->items);
	*k = (struct kept_rows){ .n = 0 };
}

/* --- names of columns --- */

/* What a header cell says without what people put around a name: line breaks, the star of a required column. */
static void plain_title(const char *cell, struct buf *out)
{
	for (; *cell; cell++) {
		if (!strchr("\r\n\t *", *cell))
			buf_addc(out, *cell);
	}
}

/* Cuts off a unit or a remark in brackets at the end: 党员数（人）. */
static bool cut_brackets(struct buf *title)
{
	static const char wide[] = "（";
	const char *s = buf_str(title), *at = strstr(s, wide);

	if (!at)
		at = strchr(s, '(');
	if (!at || at == s)
		return false;
	buf_truncate(title, (size_t)(at - s));
	return true;
}

static const struct field *field_of_title(const struct reg *reg, const char *cell)
{
	const struct field *f = reg_field_typed(reg, cell);
	struct buf title = BUF_INIT;

	if (f)
		return f;
	plain_title(cell, &title);
	f = reg_field_typed(reg, buf_str(&title));
	if (!f && cut_brackets(&title))
		f = reg_field_typed(reg, buf_str(&title));
	buf_release(&title);
	return f;
}

/* The columns that a file of refused rows has behind those of the ledger. */
static bool is_ours(const char *cell)
{
	const char *const titles[] = { IMPORT_LINE, IMPORT_REASON, _(IMPORT_LINE), _(IMPORT_REASON) };

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		if (strcmp(cell, titles[i]) == 0)
			return true;
	}
	return false;
}

/* Whether it could tell one record from another: a key that the program makes is made of fields that never change. */
static bool tells(const struct reg *reg, const struct field *f)
{
	return f == reg_key(reg) || f == reg_label(reg) ||
	       ((reg_key(reg)->flags & FIELD_READONLY) && (f->flags & FIELD_FIXED));
}

/* How many cells name a field; 0 where none of them could tell one record from another. */
static size_t count_names(const struct reg *reg, const struct csv_row *row)
{
	bool telling = false;
	size_t n = 0;

	for (size_t i = 0; i < row->n; i++) {
		const struct field *f = row->cells[i][0] ? field_of_title(reg, row->cells[i]) : NULL;

		n += f != NULL;
		telling |= f && tells(reg, f);
	}
	return telling ? n : 0;
}

/* --- looking for the line --- */

static int refuse_headless(struct import *im, struct err *e)
{
	if (!im->header.rows.n)
		return err_set(e, ERR_INVALID, _("文件是空的，没有可以导入的行。"));
	return err_set(e, ERR_INVALID, _("前 %d 行里找不到「%s」的表头：至少要有「%s」或「%s」一列；请补上表头再导入。"),
		HEADER_LINES, _(im->reg->title), _(reg_key(im->reg)->label), _(reg_label(im->reg)->label));
}

/* Reads the first lines; *at becomes the row with the most names, the first of several. */
static int find_line(struct import *im, size_t *at, struct err *e)
{
	struct kept_rows *rows = &im->header.rows;
	struct csv_row row;
	size_t most = 0;
	int rc = 0;

	while (rows->n < HEADER_LINES && (rc = csv_next(im->reader, &row, e)) == 1) {
		size_t n = row.line <= HEADER_LINES ? count_names(im->reg, &row) : 0;

		if (n > most) {
			most = n;
			*at = rows->n;
		}
		kept_rows_add(rows, &row);
		if (row.line > HEADER_LINES)
			break;
	}
	if (rc < 0)
		return rc;
	return most ? 0 : refuse_headless(im, e);
}

/* --- its columns --- */

static size_t column_of(const struct header *h, const struct field *f)
{
	for (size_t i = 0; i < h->n; i++) {
		if (f && h->columns[i].field == f)
			return i;
	}
	return NO_COLUMN;
}

static int refuse_twice(const struct import *im, const struct field *f, const char *other, struct err *e)
{
	const struct header *h = &im->header;
	const char *first = h->columns[column_of(h, f)].title;
	struct buf a = BUF_INIT, b = BUF_INIT;

	text_quote(&a, first);
	text_quote(&b, other);
	err_field(e, ERR_INVALID, f->name, _("第 %ld 行表头的%s和%s都是「%s」这一列；请去掉一列再导入。"),
		im->report->header_line, buf_str(&a), buf_str(&b), _(f->label));
	if (e)
		e->line = im->report->header_line;
	buf_release(&a);
	buf_release(&b);
	return ERR_INVALID;
}

static int add_column(struct import *im, const char *cell, struct err *e)
{
	struct header *h = &im->header;
	bool ours = is_ours(cell);
	const struct field *f = ours || !cell[0] ? NULL : field_of_title(im->reg, cell);

	if (f && column_of(h, f) != NO_COLUMN)
		return refuse_twice(im, f, cell, e);
	h->columns[h->n++] = (struct column){ .field = f, .title = xstrdup(cell), .ours = ours };
	return 0;
}

static void name_unknown(struct import *im)
{
	const struct header *h = &im->header;
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < h->n; i++) {
		const struct column *c = &h->columns[i];

		if (c->field || c->ours || !c->title[0])
			continue;
		buf_adds(&names, names.len ? ", " : "");
		text_show(&names, c->title);
	}
	im->report->unknown_columns = names.len ? buf_detach(&names) : NULL;
}

/* A new record without a stage begins where its workflow does. */
static bool is_stage(const struct reg *reg, const struct field *f)
{
	return reg->workflow && strcmp(f->name, reg->workflow->stage) == 0;
}

static void name_missing(struct import *im)
{
	struct header *h = &im->header;
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < im->reg->nfields; i++) {
		const struct field *f = &im->reg->fields[i];

		if (!(f->flags & FIELD_REQUIRED) || column_of(h, f) != NO_COLUMN || is_stage(im->reg, f))
			continue;
		buf_adds(&names, names.len ? _("、") : "");
		buf_adds(&names, _(f->label));
	}
	h->missing = names.len ? buf_detach(&names) : NULL;
}

int header_read(struct import *im, struct err *e)
{
	struct header *h = &im->header;
	const struct csv_row *row;
	size_t at = 0;
	int rc = find_line(im, &at, e);

	if (rc < 0)
		return rc;
	row = &h->rows.items[at]->row;
	im->report->header_line = row->line;
	h->columns = xcalloc(row->n, sizeof(h->columns[0]));
	for (size_t i = 0; rc == 0 && i < row->n; i++)
		rc = add_column(im, row->cells[i], e);
	h->next = at + 1;
	h->key = column_of(h, reg_key(im->reg));
	h->label = column_of(h, reg_label(im->reg));
	name_unknown(im);
	name_missing(im);
	return rc;
}

int header_next_row(struct import *im, struct csv_row *row, struct err *e)
{
	struct header *h = &im->header;

	if (h->next == h->rows.n)
		return csv_next(im->reader, row, e);
	*row = h->rows.items[h->next++]->row;
	return 1;
}

void header_release(struct header *h)
{
	for (size_t i = 0; i < h->n; i++) {
		free(h->columns[i].title);
		free(h->columns[i].typed);
		free(h->columns[i].code);
	}
	free(h->columns);
	free(h->missing);
	kept_rows_release(&h->rows);
	*h = (struct header){ .n = 0 };
}
