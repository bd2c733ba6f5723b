/*
 * What is wrong with a row: collected cell by cell, so that a ledger is
 * corrected in one go, told to the caller, and written beside the row to a file that can
 * be imported again once it is corrected.
 */
#include "db/import_part.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* --- personal data stays covered --- */

static void add_masked(struct buf *out, const struct field *f, const char *value)
{
	const struct type *t = field_type(f);
	struct buf masked = BUF_INIT;

	if (t->mask_head == 0 && t->mask_tail == 0)
		buf_adds(&masked, "***");
	else
		text_mask(&masked, value, t->mask_head, t->mask_tail);
	text_show(out, buf_str(&masked));
	buf_release(&masked);
}

/* Adds text with every `secret` in it replaced. */
static void add_replaced(struct buf *out, const char *text, const char *secret, const char *cover)
{
	const char *at;

	while (secret[0] && (at = strstr(text, secret))) {
		buf_add(out, text, (size_t)(at - text));
		buf_adds(out, cover);
		text = at + strlen(secret);
	}
	buf_adds(out, text);
}

/* A parser may quote what was typed, whole or cut. */
static char *cover_reason(const char *reason, const char *value, const char *cover)
{
	struct buf quoted = BUF_INIT, quoted_cover = BUF_INIT, once = BUF_INIT, twice = BUF_INIT;

	text_quote(&quoted, value);
	text_quote(&quoted_cover, cover);
	add_replaced(&once, reason, buf_str(&quoted), buf_str(&quoted_cover));
	add_replaced(&twice, buf_str(&once), value, cover);
	buf_release(&quoted);
	buf_release(&quoted_cover);
	buf_release(&once);
	return buf_detach(&twice);
}

/* --- collecting --- */

/* The sentence without the field's label in front, which stands in the column's place already. */
static const char *without_label(const struct field *f, const char *reason)
{
	struct buf label = BUF_INIT;
	size_t n;

	buf_addf(&label, _("%s：%s"), _(f->label), "");
	n = strncmp(reason, buf_str(&label), label.len) == 0 ? label.len : 0;
	buf_release(&label);
	return reason + n;
}

static struct refusal *add(struct import *im)
{
	if (im->nrefusals == im->refusals_cap) {
		im->refusals_cap = im->refusals_cap ? im->refusals_cap * 2 : 8;
		im->refusals = xreallocarray(im->refusals, im->refusals_cap, sizeof(im->refusals[0]));
	}
	return &im->refusals[im->nrefusals++];
}

static const struct field *field_of(const struct column *c)
{
	return c->field ? c->field : c->part_field;
}

static void refuse_personal(struct refusal *r, const struct field *f, const char *value, const char *reason)
{
	struct buf cover = BUF_INIT;

	buf_adds(&cover, "");
	add_masked(&cover, f, value);
	r->reason = cover_reason(reason, value, buf_str(&cover));
	r->value = buf_detach(&cover);
}

void refuse_cell(struct import *im, const struct csv_row *row, size_t column, const char *reason)
{
	const struct column *c = &im->header.columns[column];
	const char *value = column < row->n ? row->cells[column] : "";
	struct refusal *r = add(im);
	struct buf shown = BUF_INIT;

	*r = (struct refusal){ .column = column, .title = c->shown };
	if (field_of(c))
		reason = without_label(field_of(c), reason);
	if (field_of(c) && field_is_personal(field_of(c))) {
		refuse_personal(r, field_of(c), value, reason);
		return;
	}
	r->cell = xstrdup(value);
	buf_adds(&shown, "");
	text_show(&shown, value);
	r->value = buf_detach(&shown);
	r->reason = xstrdup(reason);
}

void refuse_typed(struct import *im, const struct csv_row *row, size_t column, const struct err *why)
{
	struct refusal *r;

	refuse_cell(im, row, column, why->text);
	r = &im->refusals[im->nrefusals - 1];
	if (why->near[0] && r->cell)
		r->near = xstrdup(why->near);
}

void refuse_field(struct import *im, const struct csv_row *row, const struct field *f, const char *reason)
{
	const struct header *h = &im->header;

	for (size_t i = 0; f && i < h->n; i++) {
		if (h->columns[i].field == f) {
			refuse_cell(im, row, i, reason);
			return;
		}
	}
	*add(im) = (struct refusal){
		.column = NO_COLUMN, .title = f ? _(f->label) : "", .value = xstrdup(""), .reason = xstrdup(reason),
	};
}

static void forget(struct refusal *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(items[i].value);
		free(items[i].reason);
		free(items[i].cell);
		free(items[i].near);
	}
}

void refuse_forget(struct import *im)
{
	forget(im->refusals, im->nrefusals);
	im->nrefusals = 0;
}

/* --- the file of refused rows --- */

/* What could not be written is found by ferror() before the import ends. */
static void write_line(const struct import *im, const char *line)
{
	fwrite(line, 1, strlen(line), im->o->errors);
}

/* Cells come from the file as they are, so a guard that stands there already is not doubled. */
static void add_cell(struct buf *line, const char *text)
{
	csv_add_cell(line, csv_unguard(text), ',', true);
	buf_addc(line, ',');
}

static void write_header(struct import *im)
{
	const struct header *h = &im->header;
	struct buf line = BUF_INIT;

	buf_addcp(&line, 0xFEFF);
	for (size_t i = 0; i < h->n; i++) {
		if (!h->columns[i].ours)
			add_cell(&line, h->columns[i].title);
	}
	add_cell(&line, _(IMPORT_LINE));
	csv_add_cell(&line, _(IMPORT_REASON), ',', true);
	buf_adds(&line, "\r\n");
	write_line(im, buf_str(&line));
	buf_release(&line);
}

static void add_reasons(const struct import *im, struct buf *out)
{
	for (size_t i = 0; i < im->nrefusals; i++) {
		const struct refusal *r = &im->refusals[i];

		buf_adds(out, i ? " " : "");
		if (r->title[0])
			buf_addf(out, _("%s：%s"), r->title, r->reason);
		else
			buf_adds(out, r->reason);
	}
}

/* The caller frees. */
static char *make_line(const struct import *im, const struct csv_row *row)
{
	const struct header *h = &im->header;
	struct buf line = BUF_INIT, reasons = BUF_INIT;

	for (size_t i = 0; i < h->n; i++) {
		if (!h->columns[i].ours)
			add_cell(&line, i < row->n ? row->cells[i] : "");
	}
	buf_addf(&line, "%ld,", row->line);
	add_reasons(im, &reasons);
	csv_add_cell(&line, buf_str(&reasons), ',', true);
	buf_release(&reasons);
	/* Cells beyond the header are part of what is wrong with the row, and so they stay beyond it. */
	for (size_t i = h->n; i < row->n; i++) {
		buf_addc(&line, ',');
		csv_add_cell(&line, csv_unguard(row->cells[i]), ',', true);
	}
	buf_adds(&line, "\r\n");
	return buf_detach(&line);
}

/* --- telling --- */

static void give(struct import *im, const struct told *t)
{
	void (*tell)(void *ctx, const struct import_refusal *r) = t->warning ? im->o->warned : im->o->refused;

	for (size_t i = 0; tell && i < t->n; i++) {
		const struct refusal *r = &t->items[i];
		struct buf title = BUF_INIT;

		text_show(&title, r->title);
		tell(im->o->ctx, &(struct import_refusal){
			.line = t->line, .column = buf_str(&title), .value = r->value, .reason = r->reason,
			.key = t->key, .name = t->name, .at = r->column, .cell = r->cell ? r->cell : "",
			.near = r->near ? r->near : "", .mapping = r->mapping,
		});
		buf_release(&title);
	}
	if (!t->written)
		return;
	if (!im->error_header)
		write_header(im);
	im->error_header = true;
	write_line(im, t->written);
}

static void told_release(struct told *t)
{
	forget(t->items, t->n);
	free(t->items);
	free(t->key);
	free(t->name);
	free(t->written);
}

static void hold(struct import *im, const struct told *t)
{
	if (im->nheld == im->held_cap) {
		im->held_cap = im->held_cap ? im->held_cap * 2 : 8;
		im->held = xreallocarray(im->held, im->held_cap, sizeof(im->held[0]));
	}
	im->held[im->nheld++] = *t;
}

/* A cell that says which record the row is about. */
static char *shown_cell(const struct csv_row *row, size_t column)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "");
	text_show(&b, row_cell(row, column));
	return buf_detach(&b);
}

/* Says what was collected about the row at hand, now or in its turn. */
static void tell_row(struct import *im, const struct csv_row *row, bool warning)
{
	struct told t = { .line = row->line, .items = im->refusals, .n = im->nrefusals, .warning = warning,
		.key = shown_cell(row, im->header.key), .name = shown_cell(row, im->header.naming) };

	if (im->o->errors && !warning)
		t.written = make_line(im, row);
	im->refusals = NULL;
	im->nrefusals = im->refusals_cap = 0;
	if (im->hold) {
		hold(im, &t);
		return;
	}
	give(im, &t);
	told_release(&t);
}

void refuse_row(struct import *im, const struct csv_row *row)
{
	im->report->refused++;
	tell_row(im, row, false);
}

bool refuse_wants_warnings(const struct import *im)
{
	return im->o->warned && im->warned < im->o->warn_rows;
}

void refuse_warn(struct import *im, const struct csv_row *row, const struct findings *found)
{
	if (!refuse_wants_warnings(im))
		return;
	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->items[i];

		if (f->level == RULE_WARN)
			refuse_field(im, row, f->field ? reg_field(im->reg, f->field) : NULL, f->text);
	}
	if (!im->nrefusals)
		return;
	im->warned++;
	tell_row(im, row, true);
}

static int by_line(const void *a, const void *b)
{
	const struct told *one = a, *other = b;

	return (one->line > other->line) - (one->line < other->line);
}

static void drop_held(struct import *im)
{
	for (size_t i = 0; i < im->nheld; i++)
		told_release(&im->held[i]);
	im->nheld = 0;
}

void refuse_give_held(struct import *im)
{
	if (im->nheld > 1)
		qsort(im->held, im->nheld, sizeof(im->held[0]), by_line);
	for (size_t i = 0; i < im->nheld; i++)
		give(im, &im->held[i]);
	drop_held(im);
}

void refuse_release(struct import *im)
{
	refuse_forget(im);
	free(im->refusals);
	drop_held(im);
	free(im->held);
}
