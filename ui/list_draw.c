/* The picture of a list: columns, marks, the current row, the filter line. */

#include "src/i18n.h"
#include "src/text.h"
#include "ui/list_tree.h"
#include "src/banned.h"

#define MARKS 3			/* cells before the first column: ">", "*" and a blank */

static void put_cell(struct picture *p, int y, const struct column *c, const char *text, enum look look)
{
	struct spot at = { y, c->x, c->cells };

	if (field_type(c->field)->right)
		picture_put_right(p, at, text, look);
	else
		picture_put(p, at, text, look);
}

/* The sign of the order stands behind the head; where there is no room, or a number's head fills the right, before it. */
static void draw_order(const struct list *l, struct picture *p, int y, const struct column *c)
{
	int head = text_width(_(c->field->label)), left = field_type(c->field)->right ? c->cells - head : 0;
	bool before = left > 0 || head >= c->cells;

	picture_put(p, (struct spot){ y, c->x + left + (before ? -1 : head), 1 }, l->view.descending ? "v" : "^", LOOK_HEAD);
}

/* "<" and ">" where more columns lie. */
static void draw_head(const struct list *l, struct picture *p, int y, int cols)
{
	picture_fill(p, y, ' ', LOOK_HEAD);
	for (size_t i = 0; i < l->columns.n; i++) {
		const struct column *c = &l->columns.column[i];

		put_cell(p, y, c, _(c->field->label), LOOK_HEAD);
		picture_touch(p, (struct box){ y, c->x, 1, c->cells }, LIST_HEAD(c->field - l->reg->fields));
		if (c->field == l->view.sort && !list_is_ranked(l))
			draw_order(l, p, y, c);
	}
	if (l->in_tree)
		list_tree_draw_head(l, p, y);
	if (l->columns.more_left)
		picture_put(p, (struct spot){ y, 1, 1 }, "<", LOOK_HEAD);
	if (l->columns.more_right)
		picture_put(p, (struct spot){ y, cols - 1, 1 }, ">", LOOK_HEAD);
}

/* --- rows --- */

/* In the list of all records: "x" for one that is retired, "-" for one that the default view leaves out, which to a picker is
 * as good as any other. */
static char sign_of(struct list *l, size_t row)
{
	struct list_row *r = &l->rows[row];
	const struct rec *rec = r->rec;
	const struct view usual = { .reg = l->reg };
	struct sift one = { .ids = &rec->id, .n = 1 };

	if (!date_is_empty(rec->retired_on))
		return 'x';
	if (!l->view.all || l->picks)
		return ' ';
	if (r->standing == STANDING_UNKNOWN && store_sift(app_store(l->screen.app), &usual, &one, 0, NULL) == 0)
		r->standing = one.passed ? STANDING_LISTED : STANDING_LEFT_OUT;
	return r->standing == STANDING_LEFT_OUT ? '-' : ' ';
}

static void draw_row(struct list *l, struct picture *p, int y, size_t row, int cols)
{
	const struct rec *r = l->rows[row].rec;
	bool current = row == l->cur, picked = selection_has(&l->selection, r->id);
	char sign = sign_of(l, row);
	bool dim = sign != ' ' || (l->in_tree && l->rows[row].dim);
	enum look look = current ? LOOK_CURRENT : picked ? LOOK_SELECTED : dim ? LOOK_DIM : LOOK_TEXT;
	char marks[] = { current ? '>' : ' ', picked ? '*' : sign, picked ? sign : ' ', '\0' };

	picture_touch(p, (struct box){ y, 0, 1, cols }, r->id);
	picture_fill(p, y, ' ', look);
	picture_put(p, (struct spot){ y, 0, MARKS }, marks, look);
	for (size_t i = 0; i < l->columns.n; i++) {
		struct column c = l->columns.column[i];
		const char *text = list_cell(l, row, c.field);

		if (i == 0 && l->in_tree)
			list_tree_draw_row(l, p, y, &l->rows[row], look, &c);
		put_cell(p, y, &c, text, look);
		marks_draw(&l->filter.marks, p, (struct spot){ y, c.x, c.cells }, c.field, text,
			current ? LOOK_CURRENT_MATCH : LOOK_MATCH);
		marks_draw(&l->find.marks, p, (struct spot){ y, c.x, c.cells }, c.field, text,
			current ? LOOK_CURRENT_MATCH : LOOK_MATCH);
	}
}

static void draw_empty(const struct list *l, struct picture *p, int y)
{
	struct buf text = BUF_INIT;

	if (l->unfinished)
		buf_adds(&text, _("还在找，按 Esc 停止"));
	else if (l->screen.input)
		buf_adds(&text, _("没有符合条件的记录；\n改条件，或按 Esc 还原"));
	else if (filter_is_on(&l->filter))
		buf_adds(&text, _("没有符合条件的记录；\n按 Esc 去掉最后一个条件"));
	else
		buf_addf(&text, _("还没有记录；按 %s 新增"), list_key_of(l, "new"));
	picture_text(p, (struct box){ y, MARKS, 2, p->cols - MARKS }, buf_str(&text), LOOK_DIM);
	buf_release(&text);
}

void list_scroll_to_current(struct list *l, int room)
{
	size_t rows = room > 0 ? (size_t)room : 1;

	l->room = room;
	if (l->cur < l->top)
		l->top = l->cur;
	if (l->cur >= l->top + rows)
		l->top = l->cur - rows + 1;
	if (l->top + rows > l->n)
		l->top = l->n > rows ? l->n - rows : 0;
}

/* Whether one can scroll to it: whoever chose the columns may have left it out. */
static bool has_column(const struct list *l, const struct field *f)
{
	if (l->layout.n)
		return layout_place(&l->layout, f) < l->layout.n;
	return f == l->view.sort || field_is_sortable(f);
}

/* The columns for a window so wide; where the one sorted by is to be seen, scrolled so far. */
static void fit_columns(struct list *l, int cols)
{
	struct columns_want want = {
		.view = &l->view, .layout = &l->layout, .x = MARKS, .cols = cols, .scroll = l->scroll,
	};

	if (l->in_tree) {
		list_tree_columns(l, MARKS, cols);
		return;
	}
	columns_fit(&want, &l->columns);
	if (l->show_column && has_column(l, l->show_column) && !columns_have(&l->columns, l->show_column)) {
		want.scroll = 0;
		columns_fit(&want, &l->columns);
		while (l->columns.more_right && !columns_have(&l->columns, l->show_column)) {
			want.scroll++;
			columns_fit(&want, &l->columns);
		}
	}
	l->scroll = want.scroll;
	l->show_column = NULL;
}

static void draw_rows(struct list *l, struct picture *p, struct area area, int cols)
{
	fit_columns(l, cols);
	if (l->in_tree)
		area.rows -= list_tree_draw_foot(l, p, area);
	draw_head(l, p, area.y, cols);
	list_scroll_to_current(l, area.rows - 1);
	for (size_t i = l->top; i < l->n && i < l->top + (size_t)l->room; i++)
		draw_row(l, p, area.y + 1 + (int)(i - l->top), i, cols);
	if (!l->n)
		draw_empty(l, p, area.y + 2);
	picture_cursor(p, area.y + 1 + (int)(l->cur - l->top), 0);
}

/* --- the whole --- */

#define TOTALS_ROWS 14		/* a lower window has no room for totals */

/* From the top: the rows, the totals, the details; in a wide window those stand at the side. */
static void draw_parts(struct list *l, struct picture *p, struct area area)
{
	int side = detail_cols(l, p), below = detail_lines(l, p);
	int totals = l->totals.of != TOTALS_OFF && p->rows >= TOTALS_ROWS;

	draw_rows(l, p, (struct area){ area.y, area.rows - below - totals }, p->cols - side - (side > 0));
	if (totals)
		totals_draw(l, p, area.y + area.rows - below - 1);
	if (side)
		detail_draw(l, p, (struct box){ area.y, p->cols - side, area.rows, side });
	else if (below)
		detail_draw(l, p, (struct box){ area.y + area.rows - below, 0, below, p->cols });
}

void list_draw(struct screen *s, struct picture *p)
{
	struct list *l = (struct list *)s;
	struct buf left = BUF_INIT, right = BUF_INIT;
	struct area area;

	if (!s->input)
		s->hint = find_is_on(l) ? find_hint(l, p->cols) : NULL;
	list_title(l, p, &left, &right);
	area = screen_frame(s, p, buf_str(&left), buf_str(&right));
	draw_parts(l, p, area);
	filter_draw_chips(l, p);
	if (s->input && l->find.open)
		find_draw_line(l, p);
	else if (s->input)
		filter_draw_line(l, p, area);
	buf_release(&left);
	buf_release(&right);
}
