/* What becomes of a row that is taken, in words: which record, and what changes in it. */
#include "db/import_part.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

static void add_value(const struct import *im, const struct field *f, const void *rec, struct buf *out)
{
	struct buf value = BUF_INIT;

	if (!field_is_empty(f, rec))
		field_format_masked(f, rec, &im->s->lookup, STYLE_LIST, &value);
	text_show(out, value.len ? buf_str(&value) : _("（空）"));
	buf_release(&value);
}

/* "书记 王涛->刘洋  电话 (空)->138****2207" */
static void add_changes(const struct import *im, const struct reg *reg, const void *before, const void *rec, struct buf *out)
{
	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		if (field_equal(f, before, rec))
			continue;
		buf_addf(out, "%s%s ", out->len ? "  " : "", _(f->label));
		add_value(im, f, before, out);
		buf_adds(out, "->");
		add_value(im, f, rec, out);
	}
}

/* What stands in a new record that is not made by the program. */
static void add_contents(const struct import *im, const struct reg *reg, const void *rec, struct buf *out)
{
	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		if ((f->flags & FIELD_READONLY) || f == reg_key(reg) || f == reg_label(reg) || f->type == TYPE_REF ||
				field_is_empty(f, rec) || (f->type == TYPE_BOOL && !*(const bool *)field_const(f, rec)))
			continue;
		buf_addf(out, "%s%s ", out->len ? "  " : "", _(f->label));
		add_value(im, f, rec, out);
	}
}

static char *text_of(const struct import *im, const struct field *f, const void *rec)
{
	struct buf value = BUF_INIT, shown = BUF_INIT;

	field_format_masked(f, rec, &im->s->lookup, STYLE_LIST, &value);
	buf_adds(&shown, "");
	text_show(&shown, buf_str(&value));
	buf_release(&value);
	return buf_detach(&shown);
}

static struct told_part make(const struct import *im, const struct reg *reg, const void *before, const void *rec, bool changed)
{
	struct buf changes = BUF_INIT;

	buf_adds(&changes, "");
	if (!before)
		add_contents(im, reg, rec, &changes);
	else if (changed)
		add_changes(im, reg, before, rec, &changes);
	return (struct told_part){
		.reg = reg, .fate = !before ? IMPORT_ADDED : changed ? IMPORT_UPDATED : IMPORT_UNCHANGED,
		.key = text_of(im, reg_key(reg), rec), .name = text_of(im, reg_label(reg), rec), .changes = buf_detach(&changes),
	};
}

static void release(struct told_part *t)
{
	free(t->key);
	free(t->name);
	free(t->changes);
}

static void give(const struct import *im, long line, const struct told_part *t)
{
	im->o->taken(im->o->ctx, &(struct import_taken){
		.line = line, .reg = t->reg, .fate = t->fate, .key = t->key, .name = t->name, .changes = t->changes,
	});
}

static bool is_wanted(const struct import *im)
{
	return im->o->taken && im->taken < im->o->taken_rows;
}

void tell_taken(struct import *im, const struct csv_row *row, const void *before, const void *rec, bool changed)
{
	struct told_part own;

	if (!is_wanted(im))
		return;
	own = make(im, im->reg, before, rec, changed);
	give(im, row->line, &own);
	release(&own);
	for (size_t i = 0; i < im->ntold_parts; i++)
		give(im, row->line, &im->told_parts[i]);
	tell_forget_parts(im);
	im->taken++;
}

void tell_keep_part(struct import *im, const struct reg *reg, const void *before, const void *rec, bool changed)
{
	if (!is_wanted(im))
		return;
	im->told_parts = xreallocarray(im->told_parts, im->ntold_parts + 1, sizeof(*im->told_parts));
	im->told_parts[im->ntold_parts++] = make(im, reg, before, rec, changed);
}

void tell_forget_parts(struct import *im)
{
	for (size_t i = 0; i < im->ntold_parts; i++)
		release(&im->told_parts[i]);
	im->ntold_parts = 0;
}
