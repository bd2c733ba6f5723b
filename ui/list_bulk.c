/* What a list does with many records at once: change a field, take out of use, paste a block. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/bulk.h"
#include "ui/list.h"
#include "src/banned.h"

/* The selection, or without one the current record. */
static bool chosen(struct list *l, struct bulk_want *want, int64_t *one)
{
	*one = list_current_id(l);
	want->reg = l->reg;
	want->view = l->view;
	want->ids = l->selection.n ? l->selection.ids : one;
	want->n = l->selection.n ? l->selection.n : 1;
	want->listed = !l->selection.n;
	if (*one || l->selection.n)
		return true;
	app_say(l->screen.app, _("这里没有记录可改"));
	return false;
}

static void open_screen(struct list *l, struct bulk_want *want)
{
	struct app *a = l->screen.app;
	bool alone = !l->selection.n && !want->block;
	struct err e = ERR_INIT;
	struct screen *s;

	if (store_may_write(app_store(a), l->reg, NULL, &e) < 0) {
		app_say_error(a, &e);
		if (want->block)
			tsv_release(want->block);
		return;
	}
	want->selected = l->selection.n > 0;
	s = bulk_new(a, want);
	app_push(a, s);
	if (s && alone)
		app_say(a, _("没有选中的，只改当前这一条；%s 选中几条再按 %s"), list_key_of(l, "select"), list_key_of(l, "edit-many"));
}

void list_bulk_edit(struct list *l, bool fill)
{
	struct bulk_want want = { .deed = BATCH_SET, .fill = fill };
	int64_t one;

	if (fill && l->selection.n < 2) {
		app_say(l->screen.app, _("先用 %s 选中几条：其余各条照第一条填"), list_key_of(l, "select"));
		return;
	}
	if (chosen(l, &want, &one))
		open_screen(l, &want);
}

/* Brought back is what is selected when the current record is out of use. */
void list_bulk_retire(struct list *l)
{
	const struct rec *r = list_current(l);
	struct bulk_want want = { .deed = r && !date_is_empty(r->retired_on) ? BATCH_REVIVE : BATCH_RETIRE };
	int64_t one;

	if (chosen(l, &want, &one))
		open_screen(l, &want);
}

/* --- a block --- */

/* The columns from left to right as they were drawn, then what else lists show. */
static size_t columns_in_order(const struct list *l, const struct field **out)
{
	size_t n = 0;

	for (size_t i = 0; i < l->columns.n; i++)
		out[n++] = l->columns.column[i].field;
	for (size_t i = 0; i < l->reg->nfields; i++)
		if ((l->reg->fields[i].flags & FIELD_LISTED) && !columns_have(&l->columns, &l->reg->fields[i]))
			out[n++] = &l->reg->fields[i];
	return n;
}

/* The selected records that are listed, in order; without a selection those from the current one on.  They are read by windows,
 * and no further than the block goes. */
struct taking {
	struct list *l;
	int64_t *ids;
	size_t n, most;
};

static int take(void *ctx, int64_t id)
{
	struct taking *t = ctx;

	if (!t->l->selection.n || selection_has(&t->l->selection, id))
		t->ids[t->n++] = id;
	return t->n == t->most;
}

static int take_records(struct taking *t, struct err *e)
{
	struct view v = t->l->view;
	struct page_want want = { .from = PAGE_AT, .anchor = list_current_id(t->l), .rows = (int)t->most };
	struct page page = { .rows = NULL };
	struct tour tour = { .budget_ms = 0 };
	int rc;

	if (t->l->selection.n && !list_is_ranked(t->l)) {
		v.ranked = false;
		rc = store_tour(app_store(t->l->screen.app), &v, &tour, take, t, e);
		return rc == 1 ? 0 : rc;
	}
	/* What is ordered by how well it matches is short enough to be read as a whole. */
	if (t->l->selection.n)
		want = (struct page_want){ .from = PAGE_FIRST, .rows = RANKED_MOST };
	rc = store_page(app_store(t->l->screen.app), &v, &want, &page, e);
	for (size_t i = 0; rc == 0 && i < page.n && t->n < t->most; i++)
		take(t, ((const struct rec *)page_row(&page, i))->id);
	page_release(&page);
	return rc;
}

static void open_block(struct list *l, struct tsv *block, struct taking *t)
{
	const struct field **columns = xcalloc(l->columns.n + l->reg->nfields, sizeof(const struct field *));
	struct bulk_want want = {
		.reg = l->reg, .deed = BATCH_SET, .view = l->view, .ids = t->ids, .n = t->n, .listed = true, .block = block,
		.columns = columns,
	};

	want.ncolumns = columns_in_order(l, columns);
	open_screen(l, &want);
	free(columns);
}

static void paste(struct list *l, struct tsv *block)
{
	struct taking t = { .l = l, .most = block->nrows - (bulk_has_header(l->reg, block) ? 1 : 0) };
	struct err e = ERR_INIT;

	t.ids = xcalloc(t.most + 1, sizeof(*t.ids));
	if (t.most > BATCH_MOST)
		err_set(&e, ERR_INVALID, _("粘贴的一块有 %zu 行，一次最多 %d 行；请分几次。"), t.most, BATCH_MOST);
	else if (take_records(&t, &e) == 0 && t.n < t.most)
		err_set(&e, ERR_INVALID, l->selection.n ? _("粘贴的一块有 %zu 行，列出的只选中了 %zu 条；请多选几条，或少粘几行。") :
			_("粘贴的一块有 %zu 行，从当前这条往下只有 %zu 条；请少粘几行。"), t.most, t.n);
	if (e.code)
		app_say_error(l->screen.app, &e);
	else
		open_block(l, block, &t);
	tsv_release(block);
	free(t.ids);
}

bool list_paste(struct list *l, const struct key *k)
{
	struct tsv block = { .rows = NULL };
	struct err e = ERR_INIT;

	if (!k->text || !tsv_is_block(k->text, k->len))
		return false;
	/* Lines of prose are no block unless somebody picked the records for them. */
	if (!l->selection.n && !memchr(k->text, '\t', k->len)) {
		app_say(l->screen.app, _("要粘贴一列到几条记录，请先用 %s 选中它们；要用来筛选，请先按 %s。"),
			list_key_of(l, "select"), list_key_of(l, "filter"));
		return true;
	}
	if (l->in_tree)
		err_set(&e, ERR_INVALID, _("树形里不能粘贴一块；请按 %s 回到平铺再粘贴。"), list_key_of(l, "flat"));
	else
		tsv_read(&block, k->text, k->len, &e);
	if (e.code)
		app_say_error(l->screen.app, &e);
	else
		paste(l, &block);
	return true;
}
