/*
 * Records below that of a row: a ledger's row is a case, its cells "1.… 2.…" are problems and measures.  Each
 * level is paired with the one above, its columns with its items; what does not come out even is refused, never guessed.
 */
#include "db/import_part.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/items.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

#define PART_FIELDS 16

/* The records of one level that a row makes. */
struct level {
	const struct reg_part *part;
	size_t column;			/* of the items that make records */
	struct items items;
	char **texts;			/* each record's; of the items, or of `inner` */
	size_t *parents;		/* each record's place in the level above */
	size_t *outer;			/* which item of the cell each is of */
	int64_t *ids;
	size_t n;
	struct items *inner;		/* items of items */
};

/* --- columns --- */

/* The column for a part's field: its own, or the one that it shares with the row's record. */
static size_t column_for(const struct import *im, const struct reg_part *part, const struct reg_part_field *f)
{
	size_t own = header_part_column(&im->header, part, reg_field(part->reg, f->name));

	if (own != NO_COLUMN || !f->shared)
		return own;
	return header_column(&im->header, reg_field(im->reg, f->shared));
}

void parts_begin(struct import *im)
{
	size_t n = 0;

	for (const struct reg_part *part = im->reg->parts; part && n < IMPORT_PARTS; part = part->below) {
		im->parts_on |= column_for(im, part, &part->fields[0]) != NO_COLUMN;
		im->report->parts[n++].reg = part->reg;
	}
	if (!im->parts_on)
		memset(im->report->parts, 0, sizeof(im->report->parts));
}

/* Whether a cell has several items; one that cannot be taken apart is judged elsewhere. */
static size_t count_items(const char *cell)
{
	struct items items;
	size_t n = items_split(cell, &items, NULL) < 0 ? 0 : items.n;

	items_release(&items);
	return n;
}

bool parts_take_cell(const struct import *im, const struct csv_row *row, size_t column)
{
	const struct field *f = im->header.columns[column].field;

	for (const struct reg_part *part = im->parts_on ? im->reg->parts : NULL; part; part = part->below) {
		size_t names = column_for(im, part, &part->fields[0]);

		if (names == NO_COLUMN || !row_cell(row, names)[0])
			continue;
		for (size_t i = 0; i < part->nfields; i++) {
			const struct reg_part_field *p = &part->fields[i];

			if (p->shared && strcmp(p->shared, f->name) == 0 && column_for(im, part, p) == column)
				return count_items(row_cell(row, column)) != 1;
		}
	}
	return false;
}

/* --- taking apart --- */

/* false: the cell cannot be taken apart, and that is refused. */
static bool split(struct import *im, const struct csv_row *row, size_t column, struct items *out)
{
	struct err why = ERR_INIT;

	*out = (struct items){ .n = 0 };
	if (column == NO_COLUMN || items_split(row_cell(row, column), out, &why) == 0)
		return true;
	refuse_typed(im, row, column, &why);
	return false;
}

static void add_record(struct level *l, char *text, size_t parent, size_t outer)
{
	l->texts = xreallocarray(l->texts, l->n + 1, sizeof(*l->texts));
	l->parents = xreallocarray(l->parents, l->n + 1, sizeof(*l->parents));
	l->outer = xreallocarray(l->outer, l->n + 1, sizeof(*l->outer));
	l->ids = xreallocarray(l->ids, l->n + 1, sizeof(*l->ids));
	l->texts[l->n] = text;
	l->parents[l->n] = parent;
	l->outer[l->n] = outer;
	l->ids[l->n++] = 0;
}

/* As many items as there are above: each belongs to one, and may be several itself. */
static bool pair_each(struct import *im, const struct csv_row *row, struct level *l)
{
	l->inner = xcalloc(l->items.n, sizeof(*l->inner));
	for (size_t i = 0; i < l->items.n; i++) {
		struct err why = ERR_INIT;

		if (items_split(l->items.texts[i], &l->inner[i], &why) < 0) {
			refuse_typed(im, row, l->column, &why);
			return false;
		}
		for (size_t k = 0; k < l->inner[i].n; k++)
			add_record(l, l->inner[i].texts[k], i, i);
	}
	return true;
}

static void refuse_uneven(struct import *im, const struct csv_row *row, const struct level *l, const struct level *above)
{
	struct buf why = BUF_INIT;
	const char *title = _(l->part->reg->title), *up = above ? _(above->part->reg->title) : "";

	if (!above->n)
		buf_addf(&why, _("这一行有%s，却没有%s；%s要属于一个%s，请补上。"), title, up, title, up);
	else
		buf_addf(&why, _("有 %zu 个%s、%zu 项%s，分不清哪项属于哪个；请写成一样多，一个%s有几项的，在它的编号下再分（1）（2）。"),
			above->n, up, l->items.n, title, up);
	refuse_cell(im, row, l->column, buf_str(&why));
	buf_release(&why);
}

/* Which record above each item belongs to; above is NULL for the row's own record. */
static bool pair(struct import *im, const struct csv_row *row, struct level *l, const struct level *above)
{
	size_t parents = above ? above->n : 1;

	if (!split(im, row, l->column, &l->items))
		return false;
	if (!l->items.n)
		return true;
	if (above && parents > 1 && parents == l->items.n)
		return pair_each(im, row, l);
	if (parents != 1) {
		refuse_uneven(im, row, l, above);
		return false;
	}
	for (size_t i = 0; i < l->items.n; i++)
		add_record(l, l->items.texts[i], 0, i);
	return true;
}

static void release(struct level *l)
{
	for (size_t i = 0; l->inner && i < l->items.n; i++)
		items_release(&l->inner[i]);
	free(l->inner);
	items_release(&l->items);
	free(l->texts);
	free(l->parents);
	free(l->outer);
	free(l->ids);
}

/* --- records --- */

struct seeking {
	const struct field *label;
	const void *wanted;
	int64_t id;
};

static int is_same(void *arg, const void *rec)
{
	struct seeking *s = arg;

	if (!date_is_empty(((const struct rec *)rec)->retired_on) || !field_equal(s->label, s->wanted, rec))
		return 0;
	s->id = ((const struct rec *)rec)->id;
	return 1;
}

/* The record below `parent` that is called so already, or 0. */
static int find_record(struct import *im, const struct reg_part *part, int64_t parent, const void *wanted, int64_t *id,
		struct err *e)
{
	const struct lookup *l = &im->s->lookup;
	const struct children_of below = { part->reg, reg_field(part->reg, part->by), parent };
	struct seeking s = { .label = reg_label(part->reg), .wanted = wanted };
	int rc = l->ref_each(l->ctx, &below, is_same, &s, e);

	*id = s.id;
	return rc < 0 ? rc : 0;
}

/* What a field's cell says about the i-th record; NULL: nothing. */
static const char *value_for(const struct level *l, const struct items *values, size_t i)
{
	if (!values->n)
		return NULL;
	if (values->n == 1)
		return values->texts[0];
	return values->texts[values->n == l->n ? i : l->outer[i]];
}

static void refuse_count(struct import *im, const struct csv_row *row, size_t column, const struct level *l, size_t n)
{
	struct buf why = BUF_INIT;

	buf_addf(&why, _("%s有 %zu 条，这一格却有 %zu 项；请写一项（都用它），或者写 %zu 项。"), _(l->part->reg->title), l->n, n, l->n);
	refuse_cell(im, row, column, buf_str(&why));
	buf_release(&why);
}

/* The items of all columns of a level but the first; each is one for all, or one for each. */
static void read_values(struct import *im, const struct csv_row *row, const struct level *l, struct items *values)
{
	for (size_t i = 1; i < l->part->nfields && i < PART_FIELDS; i++) {
		size_t column = column_for(im, l->part, &l->part->fields[i]), n;

		if (!split(im, row, column, &values[i]))
			continue;
		n = values[i].n;
		if (n > 1 && n != l->n && n != l->items.n)
			refuse_count(im, row, column, l, n);
	}
}

struct one {
	struct level *level;
	const struct items *values;
	size_t i;
	int64_t parent;
	void *rec, *base;
};

/* Puts what the cells say into the record; what cannot be read is refused. */
static void fill(struct import *im, const struct csv_row *row, const struct one *o)
{
	const struct reg_part *part = o->level->part;

	for (size_t i = 1; i < part->nfields && i < PART_FIELDS; i++) {
		const char *text = value_for(o->level, &o->values[i], o->i);
		struct err why = ERR_INIT;

		if (text && field_parse(reg_field(part->reg, part->fields[i].name), text, &im->s->lookup, o->rec, &why) < 0)
			refuse_typed(im, row, column_for(im, part, &part->fields[i]), &why);
	}
}

static void refuse_part(struct import *im, const struct csv_row *row, const struct one *o, const struct err *why)
{
	const struct reg_part *part = o->level->part;
	struct buf text = BUF_INIT, name = BUF_INIT;
	size_t column = o->level->column;

	for (size_t i = 0; why->field && i < part->nfields; i++) {
		if (strcmp(part->fields[i].name, why->field) == 0 && column_for(im, part, &part->fields[i]) != NO_COLUMN)
			column = column_for(im, part, &part->fields[i]);
	}
	text_quote(&name, o->level->texts[o->i]);
	buf_addf(&text, _("%s%s：%s"), _(part->reg->title), buf_str(&name), why->text);
	refuse_cell(im, row, column, buf_str(&text));
	buf_release(&text);
	buf_release(&name);
}

static void count(struct import *im, const struct reg_part *part, bool new, bool changed)
{
	for (size_t i = 0; i < IMPORT_PARTS; i++) {
		struct import_part_count *c = &im->report->parts[i];

		if (c->reg == part->reg)
			++*(new ? &c->added : changed ? &c->updated : &c->unchanged);
	}
}

static int save_record(struct import *im, const struct csv_row *row, struct one *o, bool new, struct err *e)
{
	const struct reg_part *part = o->level->part;
	struct save_report saved = { .changed = false };
	struct err why = ERR_INIT;
	int rc;

	saved.findings.counting = true;
	rc = store_save(im->s, part->reg, new ? NULL : o->base, o->rec, &saved, &why);
	if (rc == 0) {
		o->level->ids[o->i] = ((const struct rec *)o->rec)->id;
		im->report->warnings += (long)findings_count(&saved.findings, RULE_WARN);
		count(im, part, new, saved.changed);
		tell_keep_part(im, part->reg, new ? NULL : o->base, o->rec, saved.changed);
	} else if (row_is_refusal(rc)) {
		refuse_part(im, row, o, &why);
		rc = 0;
	} else if (e) {
		*e = why;
	}
	save_report_release(&saved);
	return rc;
}

/* The record as it stands, or a new one below its parent. */
static int load(struct import *im, const struct one *o, int64_t id, struct err *e)
{
	const struct reg_part *part = o->level->part;
	int rc = 0;

	if (id) {
		rc = rows_get(im->s, part->reg, id, o->base, e);
		reg_copy(part->reg, o->rec, o->base);
	} else {
		*(struct ref *)field_value(reg_field(part->reg, part->by), o->rec) = (struct ref){ o->parent };
	}
	return rc;
}

static int take_one(struct import *im, const struct csv_row *row, struct one *o, struct err *e)
{
	const struct reg_part *part = o->level->part;
	struct err why = ERR_INIT;
	int64_t id = 0;
	int rc;

	if (field_parse(reg_label(part->reg), o->level->texts[o->i], &im->s->lookup, o->rec, &why) < 0) {
		refuse_typed(im, row, o->level->column, &why);
		return 0;
	}
	rc = find_record(im, part, o->parent, o->rec, &id, e);
	if (rc == 0)
		rc = load(im, o, id, e);
	if (rc < 0)
		return rc;
	fill(im, row, o);
	return im->nrefusals ? 0 : save_record(im, row, o, !id, e);
}

static int take_record(struct import *im, const struct csv_row *row, struct one *o, struct err *e)
{
	const struct reg *reg = o->level->part->reg;
	int rc;

	o->rec = reg_new(reg);
	o->base = reg_new(reg);
	rc = take_one(im, row, o, e);
	reg_free(reg, o->rec);
	reg_free(reg, o->base);
	return rc;
}

static int save_level(struct import *im, const struct csv_row *row, struct level *l, const struct level *above, struct err *e)
{
	struct items values[PART_FIELDS] = { { .n = 0 } };
	int rc = 0;

	read_values(im, row, l, values);
	for (size_t i = 0; rc == 0 && !im->nrefusals && i < l->n; i++) {
		struct one o = { .level = l, .values = values, .i = i,
			.parent = above ? above->ids[l->parents[i]] : ((const struct rec *)im->rec)->id };

		rc = take_record(im, row, &o, e);
	}
	for (size_t i = 0; i < PART_FIELDS; i++)
		items_release(&values[i]);
	return rc;
}

/* Nobody is to believe that the record itself has taken one of several values. */
static void warn_shared(struct import *im, const struct csv_row *row)
{
	for (size_t i = 0; i < im->header.n; i++) {
		const struct field *f = im->header.columns[i].field;

		if (f && row_cell(row, i)[0] && parts_take_cell(im, row, i))
			findings_add(&im->saved.findings, RULE_WARN, NULL, f->name, _("有 %zu 项，都归下面的各条；%s自己的这一项没有改。"),
				count_items(row_cell(row, i)), _(im->reg->title));
	}
}

int parts_save(struct import *im, const struct csv_row *row, struct err *e)
{
	struct level levels[IMPORT_PARTS] = { { .n = 0 } };
	const struct reg_part *part = im->reg->parts;
	int rc = 0;
	size_t n = 0;

	for (; rc == 0 && part && !im->nrefusals && n < IMPORT_PARTS; part = part->below, n++) {
		levels[n].part = part;
		levels[n].column = column_for(im, part, &part->fields[0]);
		if (pair(im, row, &levels[n], n ? &levels[n - 1] : NULL) && levels[n].n)
			rc = save_level(im, row, &levels[n], n ? &levels[n - 1] : NULL, e);
	}
	if (rc == 0 && !im->nrefusals)
		warn_shared(im, row);
	for (size_t i = 0; i < n; i++)
		release(&levels[i]);
	return rc;
}
