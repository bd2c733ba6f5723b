/*
 * From options to a view of a register, and from its records to rows.
 */
#include "src/cli_view.h"

#include <stdlib.h>
#include <string.h>

#include "db/views.h"
#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* ---- Conditions and order ---------------------------------------------------------------------- */

static int add_condition(
	struct cli *c, const struct reg *reg, const char *typed, struct query *q, struct err *e)
{
	struct buf clean = BUF_INIT;
	struct query more;
	int rc = text_clean(&clean, typed, strlen(typed), TEXT_LINE, e);

	if (rc == 0)
		rc = query_parse(reg, buf_str(&clean), store_lookup(c->store), &more, e);
	if (rc == 0)
		query_and(q, &more);
	buf_release(&clean);
	/* A condition that cannot be understood is a fault of the line, not of the data. */
	if (rc == ERR_INVALID && e)
		e->code = ERR_USAGE;
	return rc == ERR_INVALID ? ERR_USAGE : rc;
}

int cli_condition(
	struct cli *c, const struct reg *reg, struct words words, struct query *out, struct err *e)
{
	struct buf all = BUF_INIT;
	int rc;

	for (int i = 0; i < words.n; i++)
		buf_addf(&all, "%s%s", i ? " " : "", words.items[i]);
	rc = words.n > 0 ? add_condition(c, reg, buf_str(&all), out, e) : 0;
	buf_release(&all);
	return rc;
}

static void add_sortable(const struct reg *reg, struct buf *out)
{
	for (size_t i = 0; i < reg->nfields; i++)
		if (field_is_sortable(&reg->fields[i]))
			buf_addf(out, "%s%s", out->len ? " " : "", reg->fields[i].name);
}

static int take_sort(const char *typed, struct view *v, struct err *e)
{
	struct buf sortable = BUF_INIT;
	int rc;

	v->descending = typed[0] == '-';
	rc = cli_field(v->reg, typed + v->descending, &v->sort, e);
	if (rc < 0 || field_is_sortable(v->sort))
		return rc;
	add_sortable(v->reg, &sortable);
	err_set(e, ERR_USAGE, _("不能按%s排序，可以按：%s。"), _(v->sort->label), buf_str(&sortable));
	buf_release(&sortable);
	return ERR_USAGE;
}

/* The condition of a worklist of the person who works. */
static int add_worklist(struct cli *c, const struct reg *reg, struct query *q, struct err *e)
{
	struct worklists lists = { .n = 0 };
	const struct worklist_made *made;
	struct buf known = BUF_INIT;
	int rc;

	store_worklists(c->store, reg, &lists);
	made = worklists_find(&lists, reg, c->worklist);
	for (size_t i = 0; i < lists.n; i++)
		buf_addf(&known, "%s%s", i ? " " : "", lists.items[i].key);
	if (made)
		rc = add_condition(c, reg, made->where, q, e);
	else if (lists.n)
		rc = err_set(e, ERR_USAGE, _("「%s」没有 %s 这件要办的事，有的是：%s。"), _(reg->title), c->worklist, buf_str(&known));
	else
		rc = err_set(e, ERR_USAGE, _("「%s」没有要办的事。"), _(reg->title));
	worklists_release(&lists);
	buf_release(&known);
	return rc;
}

/* What of a saved view the options leave open.  One that makes no sense any more is refused: nobody shall take all records
 * for those of the view. */
static int take_parts(struct cli *c, const struct saved_view *v, struct cli_view *out, struct err *e)
{
	struct query q;
	int rc = view_query(c->store, v, &q, e);

	if (rc == 0)
		query_and(&out->query, &q);
	else
		query_release(&q);
	if (rc == 0 && !c->columns)
		rc = layout_parse(v->reg, v->columns, &out->layout, e);
	if (rc == 0 && !c->sort && v->sort)
		rc = take_sort(v->sort, &out->view, e);
	out->view.descending = !c->sort && v->descending;
	out->view.all |= v->all;
	return rc;
}

static int add_view(struct cli *c, const struct reg *reg, struct cli_view *out, struct err *e)
{
	struct saved_view v;
	struct err why = ERR_INIT;
	int rc = views_find(c->store, reg, c->view, &v, &why);

	/* A name that there is not is a fault of the line, and nothing that was looked for and not found. */
	if (rc == ERR_NOT_FOUND || rc == ERR_INVALID)
		rc = err_set(e, ERR_USAGE, "%s", why.text);
	else if (rc < 0)
		*e = why;
	if (rc < 0)
		return rc;
	rc = take_parts(c, &v, out, &why);
	if (rc < 0)
		rc = err_set(e, ERR_INVALID, _("视图「%s」不能用：%s"), v.name, why.text);
	saved_view_release(&v);
	return rc;
}

int cli_view_open(
	struct cli *c, const struct reg *reg, struct words words, struct cli_view *out, struct err *e)
{
	int rc;

	*out = (struct cli_view){ .view = { .reg = reg, .all = c->all } };
	rc = cli_condition(c, reg, words, &out->query, e);
	for (size_t i = 0; rc == 0 && i < c->where.n; i++)
		rc = add_condition(c, reg, c->where.items[i], &out->query, e);
	if (rc == 0 && c->view)
		rc = add_view(c, reg, out, e);
	if (rc == 0 && c->worklist)
		rc = add_worklist(c, reg, &out->query, e);
	if (rc == 0 && c->sort)
		rc = take_sort(c->sort, &out->view, e);
	if (rc < 0)
		cli_view_release(out);
	else if (!query_is_empty(&out->query))
		out->view.query = &out->query;
	return rc;
}

void cli_view_release(struct cli_view *v)
{
	query_release(&v->query);
	v->view.query = NULL;
}

/* ---- Columns ----------------------------------------------------------------------------------- */

static const struct out_column base_columns[] = {
	{ .name = "id", .label = N_("内部编号"), .width = 20 },
	{ .name = "version", .label = N_("版本"), .width = 6, .right = true, .kind = OUT_NUMBER },
	{ .name = "retired_on", .label = N_("停用日期"), .width = 10 },
	{ .name = "retired_reason", .label = N_("停用原因"), .width = 20 },
};

static const struct out_column *find_base(const char *name)
{
	for (size_t i = 0; i < sizeof(base_columns) / sizeof(base_columns[0]); i++)
		if (strcmp(base_columns[i].name, name) == 0 || strcmp(_(base_columns[i].label), name) == 0)
			return &base_columns[i];
	return NULL;
}

static enum out_kind kind_of(const struct field *f)
{
	if (f->type == TYPE_BOOL)
		return OUT_BOOL;
	return f->type == TYPE_INT ? OUT_NUMBER : OUT_TEXT;
}

static void add_column(struct record_columns *r, struct out_column column, const struct field *f)
{
	r->columns = xreallocarray(r->columns, r->n + 1, sizeof(*r->columns));
	r->fields = xreallocarray(r->fields, r->n + 1, sizeof(*r->fields));
	r->columns[r->n] = column;
	r->fields[r->n++] = f;
}

static void add_field(struct record_columns *r, const struct field *f)
{
	const struct type *t = field_type(f);

	add_column(r,
		(struct out_column){ .name = f->name,
			.label = f->label,
			.width = f->width ? f->width : t->width,
			.right = t->right,
			.kind = kind_of(f) },
		f);
}

static int add_named(struct record_columns *r, const struct reg *reg, const char *name, struct err *e)
{
	const struct out_column *base = find_base(name);
	const struct field *f;
	int rc;

	if (base) {
		add_column(r, *base, NULL);
		return 0;
	}
	rc = cli_field(reg, name, &f, e);
	if (rc == 0)
		add_field(r, f);
	return rc;
}

static int add_list(struct record_columns *r, const struct reg *reg, const char *list, struct err *e)
{
	int rc = 0;

	for (const char *at = list; rc == 0 && *at;) {
		size_t n = strcspn(at, ",");
		char *name = xstrndup(at, n);

		rc = add_named(r, reg, name, e);
		free(name);
		at += n + (at[n] ? 1 : 0);
	}
	return rc;
}

int record_columns_pick(
	const struct cli *c, const struct reg *reg, bool listed, struct record_columns *out, struct err *e)
{
	int rc = 0;

	*out = (struct record_columns){ .n = 0 };
	if (c->columns)
		rc = add_list(out, reg, c->columns, e);
	for (size_t i = 0; !c->columns && i < reg->nfields; i++)
		if (!listed || (reg->fields[i].flags & FIELD_LISTED))
			add_field(out, &reg->fields[i]);
	/* Among all records those out of use must be told from the others. */
	if (!c->columns && c->all)
		add_named(out, reg, "retired_on", e);
	if (rc == 0 && !out->n)
		rc = err_set(e, ERR_USAGE, _("--columns 后面没有写列名。"));
	if (rc < 0)
		record_columns_release(out);
	return rc;
}

void record_columns_take(struct record_columns *r, const struct layout *layout)
{
	record_columns_release(r);
	for (size_t i = 0; i < layout->n; i++) {
		add_field(r, layout->column[i].field);
		if (layout->column[i].cells)
			r->columns[i].width = layout->column[i].cells;
	}
}

void record_columns_release(struct record_columns *r)
{
	free(r->columns);
	free(r->fields);
	r->columns = NULL;
	r->fields = NULL;
	r->n = 0;
	r->notes = false;
}

/* ---- Cells ------------------------------------------------------------------------------------- */

static enum style style_of(const struct cli *c, const struct record_columns *r, const struct field *f)
{
	if (c->format == FORMAT_JSON)
		return STYLE_DATA;
	return c->format != FORMAT_TABLE || (r->notes && f->type == TYPE_NOTE) ? STYLE_EDIT : STYLE_LIST;
}

static void add_base(const char *name, const struct rec *r, struct buf *out)
{
	if (strcmp(name, "id") == 0)
		buf_addf(out, "%lld", (long long)r->id);
	else if (strcmp(name, "version") == 0)
		buf_addf(out, "%lld", (long long)r->version);
	else if (strcmp(name, "retired_on") == 0)
		date_format(out, r->retired_on);
	else
		buf_adds(out, r->retired_reason ? r->retired_reason : "");
}

void record_columns_cells(const struct cli *c, const struct record_columns *r, const void *rec, struct out *o)
{
	const struct lookup *l = store_lookup(c->store);
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = r->fields[i];

		buf_clear(&text);
		if (!f)
			add_base(r->columns[i].name, rec, &text);
		else if (c->reveal)
			field_format(f, rec, l, style_of(c, r, f), &text);
		else
			field_format_masked(f, rec, l, style_of(c, r, f), &text);
		out_cell(o, text.len ? buf_str(&text) : NULL);
	}
	buf_release(&text);
}
