/* The picture of the first screen: what there is to do beside the registers, or above them in a narrow window. */
#include "ui/home.h"

#include "db/past.h"
#include "src/i18n.h"
#include "src/money.h"
#include "src/text.h"
#include "src/banned.h"

#define LEFT_COLS 49
#define WIDE_COLS 120		/* from here on there is a third column */
#define REGISTER_COLS 30	/* of the second one then */
#define ASIDE_MOST 66
#define RIGHT_MOST 46		/* a number too far from its label is hard to read */
#define NUMBER_CELLS 9
#define WORK_CELLS 6		/* of the number of what there is to do */
#define NOTE_CELLS 11
#define SHORT_NOTE 10
#define LABEL_X 5

/* Rows of a pane from one on and before another, in a column of the window. */
struct strip {
	struct home_pane *pane;
	size_t first, end, *top;
	bool active;			/* the cursor is there */
};

/* Of those rows that are shown; *at: which of them has the cursor. */
static size_t count_shown(const struct home *h, const struct strip *s, size_t *at)
{
	size_t n = 0;

	*at = 0;
	for (size_t i = s->first; i < s->end; i++) {
		if (i == s->pane->cursor.at)
			*at = n;
		n += home_row_is_shown(h, &s->pane->rows[i]);
	}
	return n;
}

static const char *sign_of(const struct home_row *row)
{
	static const char *const signs[] = {
		[URGENCY_OVERDUE] = "!!", [URGENCY_SOON] = "!", [URGENCY_WAITING] = "", [URGENCY_CHECK] = "?",
	};

	return row->kind == HOME_WORK || row->kind == HOME_FINDING ? signs[row->urgency] : "";
}

static enum look look_of(const struct home_row *row, bool current)
{
	if (current)
		return LOOK_CURRENT;
	if (row->kind == HOME_WORK && row->urgency == URGENCY_OVERDUE)
		return LOOK_ERROR;
	return row->kind == HOME_FACT || row->kind == HOME_NOTHING ? LOOK_DIM : LOOK_TEXT;
}

static void add_number(struct buf *b, const struct home_row *row)
{
	if (!row->counted)
		return;
	if (!row->count.done) {
		buf_adds(b, "...");
		return;
	}
	money_format_grouped(b, (struct money){ row->count.n * 100 });
	buf_truncate(b, b->len - strlen(".00"));
	/* Behind a number that still grows. */
	if (row->kind == HOME_FINDING && row->note)
		buf_adds(b, row->note);
}

/* The mark, the digit, the sign and the label; then the number, and the note behind it. */
static void draw_row(struct picture *p, struct spot at, const struct home_row *row, bool current)
{
	enum look look = look_of(row, current);
	int note = row->note ? text_width(row->note) : 0, most = at.cells < LEFT_COLS ? SHORT_NOTE : NOTE_CELLS;
	bool signed_row = home_row_is_work(row) || row->kind == HOME_FINDING;
	int right = home_row_is_work(row) || row->kind == HOME_VIEW ? most : 0;
	int number, label, gap = row->kind == HOME_VIEW;
	char digit[2] = { row->digit ? (char)('0' + row->digit) : ' ', '\0' };
	struct buf b = BUF_INIT;

	add_number(&b, row);
	if (row->kind == HOME_CHANGE || row->kind == HOME_FACT)
		right = note;
	number = !row->counted ? 0 : row->kind == HOME_REG ? NUMBER_CELLS : WORK_CELLS;
	label = signed_row ? LABEL_X : 1;
	picture_put(p, at, current ? ">" : " ", look);
	if (label > 1) {
		picture_put(p, (struct spot){ at.y, at.x + 1, 1 }, digit, look);
		picture_put(p, (struct spot){ at.y, at.x + 2, 2 }, sign_of(row), look);
	}
	picture_put(p, (struct spot){ at.y, at.x + label, at.cells - label - number - right - 1 }, row->label, look);
	picture_put_right(p, (struct spot){ at.y, at.x + at.cells - right - number - 1, number }, buf_str(&b), look);
	/* A register's title may be cut, but not run into the number. */
	if (right)
		picture_put_right(p, (struct spot){ at.y, at.x + at.cells - right - 1 + gap, right - gap }, row->note ? row->note : "", look);
	buf_release(&b);
}

static void draw_heading(struct picture *p, struct spot at, const char *label)
{
	picture_put(p, (struct spot){ at.y, at.x + 1, at.cells - 1 }, label, LOOK_HEAD);
}

/* Room for all rows, one by one from the top; the cursor's row is among them. */
static void draw_strip(struct home *h, struct picture *p, struct box b, const struct strip *s)
{
	struct cursor shown = { .top = *s->top };
	size_t n = count_shown(h, s, &shown.at), k = 0;
	int column = s->pane == &h->panes[PANE_REGISTERS] ? COLUMN_REGISTERS : s->first ? COLUMN_ASIDE : COLUMN_TODAY;

	cursor_fit(&shown, n, b.rows);
	/* With the first row that can be chosen its heading comes back. */
	if (shown.at <= 1)
		shown.top = 0;
	*s->top = shown.top;
	picture_touch(p, b, HOME_THING(column, HOME_NO_ROW));
	if (s->active)
		s->pane->cursor.room = b.rows;
	for (size_t i = s->first; i < s->end; i++) {
		const struct home_row *row = &s->pane->rows[i];
		struct spot at = { b.y + (int)(k - shown.top), b.x, b.cols };
		bool current = s->active && i == s->pane->cursor.at;

		if (!home_row_is_shown(h, row) || k++ < shown.top || at.y >= b.y + b.rows)
			continue;
		picture_touch(p, (struct box){ at.y, at.x, 1, at.cells }, HOME_THING(column, i));
		if (row->kind == HOME_HEADING)
			draw_heading(p, at, row->label);
		else
			draw_row(p, at, row, current);
		if (current)
			picture_cursor(p, at.y, at.x);
	}
}

static struct strip strip_of(struct home *h, int pane)
{
	struct home_pane *p = &h->panes[pane];

	return (struct strip){ p, 0, p->n, &p->cursor.top, h->pane == pane };
}

static void draw_frame(struct picture *p, struct area area, int x)
{
	for (int i = 0; i < area.rows; i++)
		picture_put(p, (struct spot){ area.y + i, x, 1 }, "|", LOOK_FRAME);
}

static void draw_beside(struct home *h, struct picture *p, struct area area)
{
	struct strip today = strip_of(h, PANE_TODAY), registers_strip = strip_of(h, PANE_REGISTERS);
	int right = p->cols - LEFT_COLS - 2, x = LEFT_COLS + 2;
	size_t aside = today.pane->aside, at = today.pane->cursor.at;

	if (h->wide) {
		struct strip third = { today.pane, aside, today.end, &today.pane->aside_top, today.active && at >= aside };
		int from = x + REGISTER_COLS + 3, cols = p->cols - from;

		draw_frame(p, area, from - 2);
		draw_strip(h, p, (struct box){ area.y, from, area.rows, cols < ASIDE_MOST ? cols : ASIDE_MOST }, &third);
		today.end = aside;
		today.active = today.active && at < aside;
		right = REGISTER_COLS;
	}
	draw_frame(p, area, LEFT_COLS);
	draw_strip(h, p, (struct box){ area.y, 0, area.rows, LEFT_COLS }, &today);
	draw_strip(h, p, (struct box){ area.y, x, area.rows, right < RIGHT_MOST ? right : RIGHT_MOST }, &registers_strip);
}

/* Most of the window is for the part with the cursor; of the other the first rows stay in sight. */
static void draw_stacked(struct home *h, struct picture *p, struct area area)
{
	struct strip today = strip_of(h, PANE_TODAY), registers_strip = strip_of(h, PANE_REGISTERS);
	size_t at, n = count_shown(h, &today, &at);
	int most = today.active ? area.rows - 3 : area.rows / 2, rows = (int)n < most ? (int)n : most;

	draw_strip(h, p, (struct box){ area.y, 0, rows, p->cols }, &today);
	draw_strip(h, p, (struct box){ area.y + rows, 0, area.rows - rows, p->cols }, &registers_strip);
}

/* Who works here, and today. */
static void add_state(struct home *h, struct buf *b, bool narrow)
{
	struct store *s = app_store(h->screen.app);
	const struct lookup *l = store_lookup(s);
	const char *role = role_value(store_role(s));
	const struct code_item *label = codebook_by_value(l->codes, "role", role);

	buf_addf(b, "%s(%s)", store_operator_name(s), label ? code_item_label(label) : role);
	buf_adds(b, store_is_readonly(s) && !store_moment(s) ? _("  [只读]") : "");
	if (!narrow) {
		buf_adds(b, "  ");
		date_format(b, l->today);
	}
}

void home_draw(struct screen *s, struct picture *p)
{
	struct home *h = (struct home *)s;
	bool narrow = p->cols < LEFT_COLS + 2 + NUMBER_CELLS * 3;
	struct buf state = BUF_INIT;
	struct area area;

	/* Other rows are shown now, and the cursor may have stood on one that is not. */
	if (h->wide != (p->cols >= WIDE_COLS)) {
		h->wide = !h->wide;
		home_number_rows(h);
	}
	add_state(h, &state, p->cols < NARROW_COLS);
	area = screen_frame(s, p, _("台账 > 首页"), buf_str(&state));
	if (narrow)
		draw_stacked(h, p, area);
	else
		draw_beside(h, p, area);
	buf_release(&state);
}
