/* The picture of a tree: signs and indentation, totals of branches, the path to the current record. */

#include "src/i18n.h"
#include "src/text.h"
#include "ui/list_tree.h"
#include "src/banned.h"

#define INDENT 2
#define TOTALS_LEAST 13		/* "12,345/98,765" */

/* ---- Columns ---- */

/* "下级/正式党员": how many stand below, and the first of the summed fields. */
static void totals_head(const struct list *l, struct buf *b)
{
	const struct field *summed[BRANCH_SUMS];

	buf_adds(b, _("下级"));
	if (branch_fields(l->reg, summed))
		buf_addf(b, "/%s", _(summed[0]->label));
}

static int totals_cells(const struct list *l, int cols)
{
	struct buf b = BUF_INIT;
	int cells;

	totals_head(l, &b);
	cells = text_width(buf_str(&b));
	buf_release(&b);
	if (cols < NARROW_COLS)
		return 0;
	return cells > TOTALS_LEAST ? cells : TOTALS_LEAST;
}

void list_tree_columns(struct list *l, int x, int cols)
{
	int totals = totals_cells(l, cols);
	struct columns *c = &l->columns;

	columns_fit(&(struct columns_want){
		.view = &l->view, .layout = &l->layout, .x = x, .cols = cols - (totals ? totals + 1 : 0), .tree = true,
	}, c);
	l->totals_cells = totals;
	l->totals_x = x + c->column[0].cells + 1;
	for (size_t i = 1; totals && i < c->n; i++)
		c->column[i].x += totals + 1;
}

void list_tree_draw_head(const struct list *l, struct picture *p, int y)
{
	struct buf b = BUF_INIT;

	totals_head(l, &b);
	picture_put_right(p, (struct spot){ y, l->totals_x, l->totals_cells }, buf_str(&b), LOOK_HEAD);
	buf_release(&b);
}

/* ---- Rows ---- */

static void add_hits(const struct list *l, struct buf *b, int64_t n)
{
	list_add_number(b, n);
	buf_adds(b, tree_is_counted(l->tree->tree) ? "" : "+");
}

/* What is said behind a name: that the record does not meet the condition, and what is hidden below it. */
static void add_remark(const struct list *l, const struct list_row *row, struct buf *b)
{
	bool filtered = filter_is_on(&l->filter), hidden = row->fold == '+' && row->below > 0;

	if (row->dim)
		buf_adds(b, _("(灰)"));
	if (hidden && filtered) {
		buf_adds(b, _("(命中"));
		add_hits(l, b, row->below);
		buf_adds(b, ")");
	} else if (hidden && !l->totals_cells) {
		buf_adds(b, "(");
		list_add_number(b, row->below);
		buf_adds(b, ")");
	}
}

static void draw_totals(const struct list *l, struct picture *p, int y, const struct list_row *row, enum look look)
{
	const struct field *summed[BRANCH_SUMS];
	struct buf b = BUF_INIT;

	if (row->branch.n) {
		list_add_number(&b, row->branch.n);
		if (branch_fields(l->reg, summed)) {
			buf_adds(&b, "/");
			list_add_number(&b, row->branch.sums[0]);
		}
	}
	picture_put_right(p, (struct spot){ y, l->totals_x, l->totals_cells }, buf_str(&b), look);
	buf_release(&b);
}

/* In a narrow column deep branches share the last indentation: half of the cells stay for the name. */
void list_tree_draw_row(const struct list *l, struct picture *p, int y, const struct list_row *row, enum look look,
	struct column *name)
{
	int indent = row->depth * INDENT, most = name->cells / 3;
	char sign[] = { row->fold, '\0' };
	struct buf remark = BUF_INIT;
	int cells;

	if (l->tree->hits_only)
		indent = most = 0;
	indent = indent < most ? indent : most;
	if (!l->tree->hits_only) {
		picture_put(p, (struct spot){ y, name->x + indent, 1 }, sign, look);
		indent += INDENT;
	}
	add_remark(l, row, &remark);
	cells = text_width(buf_str(&remark));
	picture_put_right(p, (struct spot){ y, name->x + name->cells - cells, cells }, buf_str(&remark), look);
	name->x += indent;
	name->cells -= indent + cells + (cells > 0);
	buf_release(&remark);
	draw_totals(l, p, y, row, look);
}

/* ---- The foot ---- */

/* The path in so many cells: where it does not fit, its beginning, which is above on the screen, goes first. */
static void add_path(const struct list *l, int64_t id, int cells, struct buf *b)
{
	const struct lookup *look = store_lookup(app_store(l->screen.app));
	int64_t path[TREE_DEPTH];
	struct buf rest = BUF_INIT;
	size_t n, i;

	if (store_chain(app_store(l->screen.app), l->reg, id, path, &n, NULL) < 0)
		return;
	for (i = n; i > 0; i--) {
		struct buf name = BUF_INIT;

		look->ref_format(look->ctx, l->reg, path[i - 1], STYLE_LIST, &name);
		if (i < n)
			buf_addf(&name, " / %s", buf_str(&rest));
		if (i < n && text_width(buf_str(&name)) > cells - (i > 1 ? text_width(".. / ") : 0)) {
			buf_release(&name);
			break;
		}
		buf_release(&rest);
		rest = name;
	}
	buf_addf(b, "%s%s", i ? ".. / " : "", buf_str(&rest));
	buf_release(&rest);
}

static void add_totals(const struct list *l, const struct list_row *row, struct buf *b)
{
	const struct field *summed[BRANCH_SUMS];
	size_t n = branch_fields(l->reg, summed);

	if (!row->branch.n) {
		buf_adds(b, _("没有下级"));
		return;
	}
	buf_adds(b, _("下级 "));
	list_add_number(b, row->branch.n);
	for (size_t i = 0; i < n; i++) {
		buf_addf(b, "  %s ", _(summed[i]->label));
		list_add_number(b, row->branch.sums[i]);
	}
	if (filter_is_on(&l->filter)) {
		buf_adds(b, _("  命中 "));
		add_hits(l, b, row->below);
	}
}

int list_tree_draw_foot(const struct list *l, struct picture *p, struct area area)
{
	int y = area.y + area.rows - 2;
	struct buf b = BUF_INIT;
	int label;

	if (p->rows < TALL_ROWS || area.rows < 8)
		return 0;
	if (l->cur < l->n) {
		label = picture_add(p, (struct spot){ y, 1, p->cols - 1 }, _("路径 "), LOOK_DIM) + 1;
		add_path(l, ((const struct rec *)l->rows[l->cur].rec)->id, p->cols - label, &b);
		picture_add(p, (struct spot){ y, label, p->cols - label }, buf_str(&b), LOOK_TEXT);
		buf_clear(&b);
		add_totals(l, &l->rows[l->cur], &b);
		label = picture_add(p, (struct spot){ y + 1, 1, p->cols - 1 }, _("本枝合计 "), LOOK_DIM) + 1;
		picture_add(p, (struct spot){ y + 1, label, p->cols - label }, buf_str(&b), LOOK_TEXT);
	}
	buf_release(&b);
	return 2;
}
