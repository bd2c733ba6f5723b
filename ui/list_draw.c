/* The picture of a list: columns by width, marks, the current row, the filter line. */
#include <string.h>

#include "src/i18n.h"
#include "src/money.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "ui/list.h"

#define MARKS 3			/* cells before the first column: ">", "*", blank */
#define COLUMNS 32
#define LEAST_LABEL 16

struct column {
	const struct field *field;
	int x, cells;
};

static int width_of(const struct field *f)
{
	int width = f->width ? f->width : field_type(f)->width, head = text_width(_(f->label)) + 2;

	return width > head ? width : head;
}

/* The label column always; then as many of the listed ones as fit, in table order; what is left widens the label. */
static size_t lay_out(const struct list *l, int cols, struct column *out)
{
	const struct field *label = reg_label(l->reg);
	int left = cols - MARKS - LEAST_LABEL, x = MARKS, spare;
	bool taken[COLUMNS] = { false };
	size_t n = 0;

	for (size_t i = 0; i < l->reg->nfields && i < COLUMNS; i++) {
		const struct field *f = &l->reg->fields[i];

		if (f == label || !(f->flags & FIELD_LISTED) || width_of(f) + 1 > left)
			continue;
		taken[i] = true;
		left -= width_of(f) + 1;
	}
	spare = LEAST_LABEL + left;
	if (label->width && spare > label->width + 12 && cols > 100)
		spare = label->width + 12;
	for (size_t i = 0; i < l->reg->nfields && i < COLUMNS; i++) {
		const struct field *f = &l->reg->fields[i];

		if (f != label && !taken[i])
			continue;
		out[n] = (struct column){ .field = f, .x = x, .cells = f == label ? spare - 1 : width_of(f) };
		x += out[n++].cells + 1;
	}
	return n;
}

static void draw_head(const struct list *l, struct picture *p, int y, const struct column *columns, size_t n)
{
	picture_fill(p, y, ' ', LOOK_HEAD);
	for (size_t i = 0; i < n; i++) {
		struct buf b = BUF_INIT;

		buf_adds(&b, _(columns[i].field->label));
		if (columns[i].field == l->view.sort)
			buf_adds(&b, l->view.descending ? " v" : " ^");
		if (field_type(columns[i].field)->right)
			picture_put_right(p, y, columns[i].x, columns[i].cells, buf_str(&b), LOOK_HEAD);
		else
			picture_put(p, y, columns[i].x, columns[i].cells, buf_str(&b), LOOK_HEAD);
		buf_release(&b);
	}
}

/* Underlines where the first bare word of the filter was found. */
static void mark_match(const struct list *l, struct picture *p, int y, const struct column *c, const char *text)
{
	struct buf words = BUF_INIT;
	struct span span;

	query_words(&l->query, &words);
	if (words.len) {
		words.data[strcspn(words.data, " ")] = '\0';
		if (pinyin_match(text, buf_str(&words), &span) != MATCH_NONE) {
			int from = text_width_n(text, span.from), to = text_width_n(text, span.to);

			if (to > c->cells)
				to = c->cells;
			if (from < to)
				picture_look(p, y, c->x + from, to - from, LOOK_MATCH);
		}
	}
	buf_release(&words);
}

static void draw_row(const struct list *l, struct picture *p, int y, size_t i, const struct column *columns, size_t n)
{
	const struct rec *r = l->rows[i];
	bool current = i == l->cur, picked = list_is_selected(l, r->id), retired = !date_is_empty(r->retired_on);
	enum look look = current ? LOOK_CURRENT : picked ? LOOK_SELECTED : retired ? LOOK_DIM : LOOK_TEXT;
	char marks[MARKS + 1] = { current ? '>' : ' ', picked ? '*' : retired ? 'x' : ' ', ' ', '\0' };

	picture_fill(p, y, ' ', look);
	picture_put(p, y, 0, MARKS, marks, look);
	for (size_t k = 0; k < n; k++) {
		struct buf b = BUF_INIT;

		field_format_masked(columns[k].field, l->rows[i], store_lookup(app_store(l->screen.app)), STYLE_LIST, &b);
		if (field_type(columns[k].field)->right)
			picture_put_right(p, y, columns[k].x, columns[k].cells, buf_str(&b), look);
		else
			picture_put(p, y, columns[k].x, columns[k].cells, buf_str(&b), look);
		if (columns[k].field == reg_label(l->reg) && !current)
			mark_match(l, p, y, &columns[k], buf_str(&b));
		buf_release(&b);
	}
}

static void add_grouped(struct buf *b, int64_t n)
{
	money_format_grouped(b, (struct money){ n * 100 });
	buf_truncate(b, b->len - 3);	/* without the fen */
}

static void title_right(const struct list *l, struct buf *b)
{
	if (l->n_selected)
		buf_addf(b, _("选中 %zu  "), l->n_selected);
	if (l->first_place >= 0 && l->n) {
		add_grouped(b, l->first_place + (int64_t)l->cur + 1);
		buf_adds(b, " / ");
	}
	add_grouped(b, l->count);
	buf_adds(b, l->count_exact ? "" : "+");
	if (l->unfinished)
		buf_adds(b, _("  还在找"));
}

static void title_left(const struct list *l, struct buf *b)
{
	buf_addf(b, "%s > %s", _("台账"), _(l->reg->title));
	if (l->picker)
		buf_adds(b, _("  [选择]"));
	if (l->view.all)
		buf_adds(b, _("  [全部，含停用]"));
	else if (l->reg->view_label)
		buf_addf(b, "  [%s]", _(l->reg->view_label));
}

/* The condition in force, in place of the rule below the title. */
static void draw_condition(const struct list *l, struct picture *p)
{
	struct buf b = BUF_INIT;

	if (!l->where.len || l->filtering || p->rows < 16)
		return;
	buf_addf(&b, _(" 筛选: %s    Esc 清除"), buf_str(&l->where));
	picture_put(p, 1, 0, p->cols, buf_str(&b), LOOK_DIM);
	buf_release(&b);
}

static void draw_filter(struct list *l, struct picture *p)
{
	int y = p->rows - 2, label = text_width(_(" 筛选> ")), cells, hint;
	const char *right = l->filter_error.text[0] ? l->filter_error.text : _("回车固定  Esc 清除");
	struct edit_view view;
	struct buf shown = BUF_INIT;

	hint = text_width(right);
	if (hint > p->cols / 2)
		hint = p->cols / 2;
	cells = p->cols - label - hint - 2;
	edit_view(&l->filter, cells, 1, &view);
	buf_add(&shown, edit_text(&l->filter) + view.row[0].from, view.row[0].to - view.row[0].from);
	picture_put(p, y, 0, label, _(" 筛选> "), LOOK_TEXT);
	picture_put(p, y, label, cells, buf_str(&shown), LOOK_FIELD);
	picture_put(p, y, label + cells, 2, "", LOOK_TEXT);
	picture_put(p, y, p->cols - hint, hint, right, l->filter_error.text[0] ? LOOK_ERROR : LOOK_DIM);
	picture_cursor(p, y, label + view.x);
	buf_release(&shown);
}

static void scroll_to_current(struct list *l, int room)
{
	l->room = room;
	if (l->cur < l->top)
		l->top = l->cur;
	if (l->cur >= l->top + (size_t)room)
		l->top = l->cur - (size_t)room + 1;
	/* Where the window ends above the last line, earlier rows fill the screen. */
	if (l->top + (size_t)room > l->n)
		l->top = l->n > (size_t)room ? l->n - (size_t)room : 0;
}

void list_draw(struct screen *s, struct picture *p)
{
	struct list *l = (struct list *)s;
	struct buf left = BUF_INIT, right = BUF_INIT;
	struct column columns[COLUMNS];
	size_t n = lay_out(l, p->cols, columns);
	int rows, y;

	title_left(l, &left);
	title_right(l, &right);
	y = screen_frame(s, p, buf_str(&left), buf_str(&right), &rows);
	draw_condition(l, p);
	draw_head(l, p, y, columns, n);
	scroll_to_current(l, rows - 1);
	for (int i = 0; i < rows - 1 && l->top + (size_t)i < l->n; i++)
		draw_row(l, p, y + 1 + i, l->top + (size_t)i, columns, n);
	if (!l->n)
		picture_put(p, y + 2, MARKS, p->cols - MARKS, l->unfinished ? _("还在找，按 Esc 停止") :
			    l->where.len ? _("没有符合条件的记录；按 F4 改条件，按 Esc 清除") : _("还没有记录；按 F7 新增"),
			    LOOK_DIM);
	picture_cursor(p, y + 1 + (l->n ? (int)(l->cur - l->top) : 0), 0);
	if (l->filtering)
		draw_filter(l, p);
	buf_release(&left);
	buf_release(&right);
}
