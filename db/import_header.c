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

/* The line that a person named is the header whatever it says. */
static int find_named_line(struct import *im, size_t *at, struct err *e)
{
	struct kept_rows *rows = &im->header.rows;
	struct csv_row row = { .line = 0 };
	int rc = 0;

	while (row.line < im->o->header_line && (rc = csv_next(im->reader, &row, e)) == 1)
		kept_rows_add(rows, &row);
	/* One more, to be shown beside the names. */
	if (rc == 1 && (rc = csv_next(im->reader, &row, e)) == 1)
		kept_rows_add(rows, &row);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < rows->n; i++) {
		*at = i;
		if (rows->items[i]->row.line == im->o->header_line)
			return 0;
	}
	return err_set(e, ERR_INVALID, _("第 %ld 行是空的，或者文件没有那么长；请换一行作表头。"), im->o->header_line);
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

size_t header_column(const struct header *h, const struct field *f)
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
	const char *first = h->columns[header_column(h, f)].shown;
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

size_t header_part_column(const struct header *h, const struct reg_part *part, const struct field *f)
{
	for (size_t i = 0; i < h->n; i++) {
		if (h->columns[i].part == part && h->columns[i].part_field == f)
			return i;
	}
	return NO_COLUMN;
}

/* The part's field that a title names, of those that have columns of their own. */
static const struct field *part_field_of_title(const struct reg_part *part, const char *cell)
{
	const struct field *f = field_of_title(part->reg, cell);

	for (size_t i = 0; f && i < part->nfields; i++) {
		if (strcmp(part->fields[i].name, f->name) == 0)
			return f;
	}
	return NULL;
}

/* A name that no field of the register has may be one of a part. */
static void name_part(struct import *im, struct column *c)
{
	for (const struct reg_part *part = im->reg->parts; part; part = part->below) {
		const struct field *f = part_field_of_title(part, c->title);

		if (!f || header_part_column(&im->header, part, f) != NO_COLUMN)
			continue;
		c->part = part;
		c->part_field = f;
		return;
	}
}

/* Narrow columns have their titles in several lines.  The caller frees. */
static char *one_line(const char *title)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "");
	for (; *title; title++) {
		if (!strchr("\r\n\t", *title))
			buf_addc(&b, *title);
	}
	return buf_detach(&b);
}

static void add_column(struct import *im, const char *cell)
{
	struct header *h = &im->header;
	struct column c = { .title = xstrdup(cell), .shown = one_line(cell), .ours = is_ours(cell) };

	if (!c.ours && cell[0])
		c.field = field_of_title(im->reg, cell);
	if (c.field && header_column(h, c.field) != NO_COLUMN) {
		c.twin = c.field;
		c.field = NULL;
	} else if (!c.field && !c.ours && cell[0]) {
		name_part(im, &c);
	}
	h->columns[h->n++] = c;
}

static void name_unknown(struct import *im)
{
	const struct header *h = &im->header;
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < h->n; i++) {
		const struct column *c = &h->columns[i];

		if (c->field || c->part || c->ours || c->left_out || !c->title[0])
			continue;
		buf_adds(&names, names.len ? ", " : "");
		text_show(&names, c->shown);
	}
	free(im->report->unknown_columns);
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

		if (!(f->flags & FIELD_REQUIRED) || header_column(h, f) != NO_COLUMN || is_stage(im->reg, f))
			continue;
		buf_adds(&names, names.len ? _("、") : "");
		buf_adds(&names, _(f->label));
	}
	free(h->missing);
	h->missing = names.len ? buf_detach(&names) : NULL;
}

void header_settle(struct import *im)
{
	struct header *h = &im->header;

	h->key = header_column(h, reg_key(im->reg));
	h->label = h->naming = header_column(h, reg_label(im->reg));
	for (size_t i = 0; h->naming == NO_COLUMN && i < h->n; i++) {
		if (i != h->key && h->columns[i].field && tells(im->reg, h->columns[i].field))
			h->naming = i;
	}
	name_unknown(im);
	name_missing(im);
}

int header_read(struct import *im, struct err *e)
{
	struct header *h = &im->header;
	const struct csv_row *row;
	size_t at = 0;
	int rc = im->o->header_line ? find_named_line(im, &at, e) : find_line(im, &at, e);

	if (rc < 0)
		return rc;
	row = &h->rows.items[at]->row;
	im->report->header_line = row->line;
	h->columns = xcalloc(row->n ? row->n : 1, sizeof(h->columns[0]));
	for (size_t i = 0; i < row->n; i++)
		add_column(im, row->cells[i]);
	h->next = at + 1;
	header_settle(im);
	return 0;
}

int header_check(struct import *im, struct err *e)
{
	const struct header *h = &im->header;
	bool telling = false;

	for (size_t i = 0; i < h->n; i++) {
		const struct column *c = &h->columns[i];

		telling |= c->field && tells(im->reg, c->field);
		if (c->twin)
			return refuse_twice(im, c->twin, c->shown, e);
	}
	if (telling)
		return 0;
	return err_set(e, ERR_INVALID, _("没有一列能说明是哪一条%s：至少要有「%s」或「%s」一列；请对应好再导入。"), _(im->reg->title),
		_(reg_key(im->reg)->label), _(reg_label(im->reg)->label));
}

/* --- what a person says of the columns --- */

struct import_target *import_targets(const struct reg *reg, size_t *n)
{
	size_t all = reg->nfields;
	struct import_target *out;

	for (const struct reg_part *part = reg->parts; part; part = part->below)
		all += part->nfields;
	out = xcalloc(all, sizeof(*out));
	for (*n = 0; *n < reg->nfields; ++*n)
		out[*n] = (struct import_target){ reg, &reg->fields[*n] };
	for (const struct reg_part *part = reg->parts; part; part = part->below) {
		for (size_t i = 0; i < part->nfields; i++)
			out[(*n)++] = (struct import_target){ part->reg, reg_field(part->reg, part->fields[i].name) };
	}
	return out;
}

size_t import_columns(const struct import *im)
{
	return im->header.n;
}

struct import_column import_column(const struct import *im, size_t i)
{
	const struct column *c = &im->header.columns[i];
	struct import_column out = { .title = c->shown, .twice = c->twin != NULL, .ours = c->ours };

	if (c->field)
		out.target = (struct import_target){ im->reg, c->field };
	else if (c->part)
		out.target = (struct import_target){ c->part->reg, c->part_field };
	return out;
}

const char *import_sample(const struct import *im, size_t column)
{
	const struct header *h = &im->header;

	return h->next < h->rows.n ? row_cell(&h->rows.items[h->next]->row, column) : "";
}

static void unmap(struct column *c)
{
	c->field = c->part_field = c->twin = NULL;
	c->part = NULL;
}

void import_map(struct import *im, size_t column, struct import_target target)
{
	struct header *h = &im->header;
	const struct reg_part *part = im->reg->parts;
	size_t other;

	unmap(&h->columns[column]);
	h->columns[column].left_out = !target.field;
	if (target.field && target.reg == im->reg) {
		other = header_column(h, target.field);
		if (other != NO_COLUMN)
			unmap(&h->columns[other]);
		h->columns[column].field = target.field;
	} else if (target.field) {
		while (part->reg != target.reg)
			part = part->below;
		other = header_part_column(h, part, target.field);
		if (other != NO_COLUMN)
			unmap(&h->columns[other]);
		h->columns[column].part = part;
		h->columns[column].part_field = target.field;
	}
	header_settle(im);
}

/* --- the rows behind it --- */

/* The row with the cells that somebody corrected; false: it is left out. */
static bool fix_row(struct import *im, struct csv_row *row)
{
	const struct import_options *o = im->o;
	static char none[] = "";

	while (im->fix < o->nfixes && o->fixes[im->fix].line < row->line)
		im->fix++;
	if (im->fix == o->nfixes || o->fixes[im->fix].line != row->line)
		return true;
	if (im->fixed_cap < row->n + im->header.n)
		im->fixed = xreallocarray(im->fixed, im->fixed_cap = row->n + im->header.n, sizeof(*im->fixed));
	memcpy(im->fixed, row->cells, row->n * sizeof(*im->fixed));
	row->cells = im->fixed;
	for (; im->fix < o->nfixes && o->fixes[im->fix].line == row->line; im->fix++) {
		const struct import_fix *f = &o->fixes[im->fix];

		if (f->column == NO_COLUMN)
			return false;
		for (; row->n <= f->column; row->n++)
			im->fixed[row->n] = none;
		im->fixed[f->column] = f->text;
	}
	return true;
}

static int next_row(struct import *im, struct csv_row *row, struct err *e)
{
	struct header *h = &im->header;

	if (h->next == h->rows.n)
		return csv_next(im->reader, row, e);
	*row = h->rows.items[h->next++]->row;
	return 1;
}

int header_next_row(struct import *im, struct csv_row *row, struct err *e)
{
	int rc = next_row(im, row, e);

	while (rc == 1 && !fix_row(im, row)) {
		im->report->skipped++;
		rc = next_row(im, row, e);
	}
	return rc;
}

void header_release(struct header *h)
{
	for (size_t i = 0; i < h->n; i++) {
		free(h->columns[i].title);
		free(h->columns[i].shown);
		free(h->columns[i].typed);
		free(h->columns[i].code);
	}
	free(h->columns);
	free(h->missing);
	kept_rows_release(&h->rows);
	*h = (struct header){ .n = 0 };
}
