/* What is typed on the screen of a batch: which field, which value. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "src/empty.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/bulk.h"
#include "src/banned.h"

void bulk_propose(struct bulk *b, bool asked)
{
	completion_close(&b->completion);
	if (b->part == BULK_FIELD)
		completion_field(&b->completion, b->reg, &b->edits[BULK_FIELD]);
	else if (b->part == BULK_VALUE && b->field)
		completion_value(&b->completion, &(struct completing){
			.store = app_store(b->screen.app), .reg = b->reg, .field = b->field, .line = &b->edits[BULK_VALUE],
			.asked = asked,
		});
}

/* --- a block --- */

/* The field of a column of the block. */
static const struct field *column_field(const struct bulk *b, size_t first, size_t k)
{
	if (b->header)
		return reg_field_typed(b->reg, b->block.rows[0][k]);
	return first + k < b->ncolumns ? b->columns[first + k] : NULL;
}

static bool refuse(struct bulk *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static bool refuse(struct bulk *b, const char *fmt, ...)
{
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	err_set(&e, ERR_INVALID, "%s", buf_str(&text));
	app_say_error(b->screen.app, &e);
	buf_release(&text);
	return false;
}

static bool find_columns(struct bulk *b, size_t first, const struct field **fields)
{
	for (size_t k = 0; k < b->block.cols; k++) {
		fields[k] = column_field(b, first, k);
		if (!fields[k])
			return refuse(b, _("粘贴的一块有 %zu 列，从「%s」起只有 %zu 列；请从左边的一列起，或少粘几列。"), b->block.cols,
				_(b->field->label), b->ncolumns - first);
		if (!batch_may_set(fields[k]))
			return refuse(b, _("「%s」不能成批改；请从别的一列起，或少粘这一列。"), _(fields[k]->label));
		for (size_t i = 0; i < k; i++)
			if (fields[i] == fields[k])
				return refuse(b, _("粘贴的一块里「%s」有两列，只能有一列。"), _(fields[k]->label));
	}
	return true;
}

/* An empty cell leaves what is there, as in a file. */
static void fill_in_block(struct bulk *b, const struct field *const *fields)
{
	size_t skip = b->header ? 1 : 0;

	batch_set_fields(&b->batch, fields, b->block.cols, true);
	for (size_t i = 0; i + skip < b->block.nrows && i < b->batch.n; i++)
		for (size_t k = 0; k < b->block.cols; k++) {
			const char *text = b->block.rows[i + skip][k];

			if (*text)
				batch_set_text(&b->batch, i, k, empty_typed(text) == EMPTY_UNFILLED ? "" : text);
		}
}

static bool take_block(struct bulk *b)
{
	const struct field **fields = xcalloc(b->block.cols + 1, sizeof(const struct field *));
	size_t first = 0;
	bool good;

	while (!b->header && first < b->ncolumns && b->columns[first] != b->field)
		first++;
	good = find_columns(b, first, fields);
	if (good)
		fill_in_block(b, fields);
	free(fields);
	b->has_value = good;
	if (good)
		bulk_judge_anew(b);
	return good;
}

/* --- a field and its value --- */

static void set_text(struct bulk *b, size_t field, const char *typed)
{
	batch_set_text(&b->batch, 0, field, empty_typed(typed) == EMPTY_UNFILLED ? "" : typed);
}

/* A field without a value is only there as long as it is the only one: its old values are then to be seen. */
void bulk_apply(struct bulk *b)
{
	const struct field *fields[BULK_FIELDS];
	size_t n = b->n_added;

	for (size_t i = 0; i < n; i++)
		fields[i] = b->added[i].field;
	if (b->field && (b->has_value || !n))
		fields[n++] = b->field;
	batch_set_fields(&b->batch, fields, n, false);
	for (size_t i = 0; i < b->n_added; i++)
		set_text(b, i, b->added[i].text);
	if (b->has_value)
		set_text(b, b->n_added, buf_str(&b->applied));
	bulk_judge_anew(b);
}

/* A block begins in a column of the list. */
static bool is_column(const struct bulk *b, const struct field *f)
{
	for (size_t i = 0; i < b->ncolumns; i++)
		if (b->columns[i] == f)
			return true;
	return !b->block.nrows;
}

static bool is_added(const struct bulk *b, const struct field *f)
{
	for (size_t i = 0; i < b->n_added; i++)
		if (b->added[i].field == f)
			return true;
	return false;
}

/* What stands in the lines, which the preview may be of. */
static void put_in_lines(struct bulk *b, const struct field *f, const char *value)
{
	b->field = f;
	b->has_value = *value != '\0';
	buf_clear(&b->applied);
	buf_adds(&b->applied, value);
	edit_replace(&b->edits[BULK_FIELD], f ? _(f->label) : "");
	edit_load(&b->edits[BULK_VALUE], value);
}

/* Beside those that were added there need not be another one. */
static bool take_no_field(struct bulk *b)
{
	if (!b->n_added)
		return refuse(b, _("请先选字段；F3 列出全部。"));
	if (b->field) {
		put_in_lines(b, NULL, "");
		bulk_apply(b);
	}
	return true;
}

static bool take_field(struct bulk *b)
{
	const char *typed = edit_text(&b->edits[BULK_FIELD]);
	const struct field *f;

	if (b->header)
		return b->has_value || take_block(b);
	if (!*typed)
		return take_no_field(b);
	f = reg_field_typed(b->reg, typed);
	if (!f)
		return refuse(b, _("没有「%s」这个字段；F3 列出全部。"), typed);
	if (!batch_may_set(f) || !is_column(b, f))
		return refuse(b, _("「%s」不能成批改；F3 列出可以改的。"), _(f->label));
	if (f == b->field)
		return true;
	if (is_added(b, f))
		return refuse(b, _("「%s」上面已经有了；请选别的字段，或按 F6 去掉最后加上的一项。"), _(f->label));
	put_in_lines(b, f, "");
	if (b->block.nrows)
		return take_block(b);
	bulk_apply(b);
	if (b->fill)
		bulk_copy_first(b);
	return true;
}

static bool take_value(struct bulk *b)
{
	const char *typed = edit_text(&b->edits[BULK_VALUE]);

	if (!b->field)
		return (b->n_added && !*typed) || refuse(b, _("请先选字段；F3 列出全部。"));
	if (b->has_value && strcmp(typed, buf_str(&b->applied)) == 0)
		return true;
	if (!*typed)
		return refuse(b, _("改成什么还没有填；要清空，请填「未填」。"));
	buf_clear(&b->applied);
	buf_adds(&b->applied, typed);
	b->has_value = true;
	bulk_apply(b);
	return true;
}

bool bulk_take(struct bulk *b, enum bulk_part part)
{
	if (!bulk_sets(b) || part == BULK_REASON)
		return true;
	return part == BULK_FIELD ? take_field(b) : take_value(b);
}

bool bulk_take_all(struct bulk *b)
{
	if (!bulk_take(b, BULK_FIELD))
		return false;
	return !bulk_has_part(b, BULK_VALUE) || bulk_take(b, BULK_VALUE);
}

void bulk_copy_first(struct bulk *b)
{
	struct store *s = app_store(b->screen.app);
	void *rec;
	struct buf text = BUF_INIT;

	if (!b->field || b->block.nrows) {
		refuse(b, _("请先选字段；F3 列出全部。"));
		return;
	}
	if (!b->batch.n) {
		refuse(b, _("还在找选中的记录；请稍等再按。"));
		return;
	}
	if (field_is_personal(b->field)) {
		refuse(b, _("「%s」是个人信息，不能照抄。"), _(b->field->label));
		return;
	}
	rec = reg_new(b->reg);
	if (store_get(s, b->reg, b->batch.rows[0].id, rec, NULL) == 0)
		field_format(b->field, rec, store_lookup(s), STYLE_EDIT, &text);
	reg_free(b->reg, rec);
	edit_replace(&b->edits[BULK_VALUE], text.len ? buf_str(&text) : empty_label(EMPTY_UNFILLED));
	buf_release(&text);
	completion_close(&b->completion);
	take_value(b);
}

/* --- further fields --- */

void bulk_add(struct bulk *b)
{
	if (b->n_added == BULK_FIELDS - 1) {
		refuse(b, _("一次最多改 %d 项；请先把这几项改了，再改别的。"), BULK_FIELDS);
		return;
	}
	if (!bulk_take_all(b))
		return;
	b->part = BULK_FIELD;
	if (!b->field) {
		refuse(b, _("请先选字段；F3 列出全部。"));
		return;
	}
	b->added[b->n_added++] = (struct bulk_added){ b->field, xstrdup(buf_str(&b->applied)) };
	put_in_lines(b, NULL, "");
	bulk_apply(b);
}

void bulk_take_back(struct bulk *b)
{
	struct bulk_added *last = &b->added[--b->n_added];

	if (!*edit_text(&b->edits[BULK_FIELD])) {
		put_in_lines(b, last->field, last->text);
		b->part = BULK_VALUE;
	}
	free(last->text);
	bulk_apply(b);
}

void bulk_release_added(struct bulk *b)
{
	while (b->n_added)
		free(b->added[--b->n_added].text);
}
