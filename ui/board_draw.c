/* The picture of a board: lanes side by side, cards in them, and what is to be said of the current card. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/text.h"
#include "ui/board.h"
#include "ui/steps.h"
#include "ui/way.h"
#include "ui/wrap.h"
#include "src/banned.h"

#define LANE_CELLS 24		/* at least so many for each of several lanes */
#define DETAIL_ROWS 4		/* with their rule */
#define NARROW_DETAIL_ROWS 2

static struct date today(const struct board *b)
{
	return store_lookup(app_store(b->screen.app))->today;
}

static const char *cell(struct list *l, size_t row, const char *field)
{
	return field ? list_cell(l, row, reg_field(l->reg, field)) : "";
}

/* --- cards --- */

/* In a board by something else than the stage, the second line says the stage too. */
static enum look add_second_line(const struct board *b, struct list *l, size_t row, struct buf *out)
{
	const struct workflow *w = b->reg->workflow;
	const char *parts[] = { b->grouping ? cell(l, row, w->stage) : "", cell(l, row, w->person) };
	enum look look = way_add_days(b->reg, l->rows[row].rec, today(b), out);

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (*parts[i])
			buf_addf(out, "%s%s", out->len ? " " : "", parts[i]);
	return look;
}

/* The name, where there is room on two lines, and what there is to say of it. */
static void draw_card(const struct board *b, struct picture *p, struct box at, struct list *l, size_t row, bool current)
{
	struct spot text = { at.y, at.x + 1, at.cols - 2 };
	const char *name = list_cell(l, row, reg_label(l->reg));
	enum look plain = current ? LOOK_CURRENT : LOOK_TEXT;
	struct buf line = BUF_INIT;
	struct wrap w = wrap_line(name, text.cells);
	enum look look = add_second_line(b, l, row, &line);
	int lines = at.rows > 2 && name[w.all] ? 3 : 2;

	for (int i = 0; current && i < lines; i++)
		picture_put(p, (struct spot){ at.y + i, at.x, at.cols - 1 }, i ? "" : ">", LOOK_CURRENT);
	if (current)
		picture_cursor(p, at.y, at.x);
	/* What follows the first line is set in, so that one card is told from the next. */
	picture_put(p, (struct spot){ at.y + lines - 1, text.x + 2, text.cells - 2 }, buf_str(&line), current ? plain : look);
	if (lines == 3)
		picture_put(p, (struct spot){ at.y + 1, text.x + 2, text.cells - 2 }, name + w.all, plain);
	buf_clear(&line);
	buf_add(&line, name, w.shown);
	picture_put(p, text, lines == 3 ? buf_str(&line) : name, plain);
	buf_release(&line);
}

/* How many cards lie below the last one shown, as far as that is known. */
static void add_below(const struct list *l, size_t end, struct buf *out)
{
	int64_t below = l->count.n - l->first_place - (int64_t)end;

	if (end >= l->n && !l->more_after)
		return;
	if (l->first_place >= 0 && l->count.exact && below > 0)
		buf_addf(out, _("下面还有 %lld 件"), (long long)below);
	else
		buf_adds(out, _("下面还有"));
}

static void draw_empty(const struct list *l, struct picture *p, struct spot at, bool current)
{
	picture_put(p, (struct spot){ at.y, at.x + 1, at.cells - 2 }, l->unfinished ? _("还在找") : _("没有"), LOOK_DIM);
	if (!current)
		return;
	picture_put(p, (struct spot){ at.y, at.x, 1 }, ">", LOOK_CURRENT);
	picture_cursor(p, at.y, at.x);
}

static void draw_head(const struct lane *lane, struct picture *p, struct spot at, bool current)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s%s", current ? "[" : "", lane->label);
	if (lane->loaded) {
		buf_adds(&b, " (");
		list_add_number(&b, lane->list.count.n);
		buf_adds(&b, lane->list.count.exact ? ")" : "+)");
	}
	buf_adds(&b, current ? "]" : "");
	picture_put(p, (struct spot){ at.y, at.x + 1, at.cells - 2 }, buf_str(&b), LOOK_HEAD);
	buf_release(&b);
}

/* In a low window a card takes two lines; else three, and the last line of the lane says how many are below. */
static void draw_lane(struct board *b, struct picture *p, struct box at, size_t i)
{
	struct list *l = &b->lanes[i].list;
	int step = p->rows < TALL_ROWS ? 2 : 3, room = (at.rows - (step == 3 ? 2 : 1)) / step;
	bool current = i == b->cur;
	size_t end;
	struct buf below = BUF_INIT;

	picture_touch(p, at, BOARD_THING(i, BOARD_NO_ROW));
	draw_head(&b->lanes[i], p, (struct spot){ at.y, at.x, at.cols }, current);
	if (!b->lanes[i].loaded)
		return;
	list_scroll_to_current(l, room > 1 ? room : 1);
	end = l->top + (size_t)l->room < l->n ? l->top + (size_t)l->room : l->n;
	for (size_t k = l->top; k < end; k++) {
		struct box card = { at.y + 1 + (int)(k - l->top) * step, at.x, step, at.cols };

		picture_touch(p, card, BOARD_THING(i, k));
		draw_card(b, p, card, l, k, current && k == l->cur);
	}
	if (!l->n)
		draw_empty(l, p, (struct spot){ at.y + 1, at.x, at.cols }, current);
	add_below(l, end, &below);
	if (step == 3 && below.len)
		picture_put(p, (struct spot){ at.y + at.rows - 1, at.x + 1, at.cols - 2 }, buf_str(&below), LOOK_DIM);
	buf_release(&below);
}

static void fit_lanes(struct board *b, int cols)
{
	b->shown = cols < NARROW_COLS ? 1 : cols / LANE_CELLS;
	if ((size_t)b->shown > b->n)
		b->shown = b->n ? (int)b->n : 1;
	if (b->cur < b->first)
		b->first = b->cur;
	if (b->cur >= b->first + (size_t)b->shown)
		b->first = b->cur - (size_t)b->shown + 1;
	if (b->first + (size_t)b->shown > b->n)
		b->first = b->n > (size_t)b->shown ? b->n - (size_t)b->shown : 0;
}

static void draw_lanes(struct board *b, struct picture *p, struct area area)
{
	fit_lanes(b, p->cols);
	board_load_sight(b);
	picture_fill(p, area.y, ' ', LOOK_HEAD);
	for (int i = 0; i < b->shown && b->first + (size_t)i < b->n; i++) {
		int x = p->cols * i / b->shown & ~1, end = p->cols * (i + 1) / b->shown & ~1;

		draw_lane(b, p, (struct box){ area.y, x, area.rows, end - x }, b->first + (size_t)i);
	}
	if (!b->n) {
		picture_put(p, (struct spot){ area.y + 1, 1, p->cols - 1 }, b->scan.phase ? _("正在分栏") : _("没有"), LOOK_DIM);
		picture_cursor(p, area.y + 1, 0);
	}
	if (b->first)
		picture_put(p, (struct spot){ area.y, 0, 1 }, "<", LOOK_HEAD);
	if (b->first + (size_t)b->shown < b->n)
		picture_put(p, (struct spot){ area.y, p->cols - 1, 1 }, ">", LOOK_HEAD);
}

/* --- the current card --- */

static void add_state(struct board *b, struct list *l, struct buf *out)
{
	const struct workflow *w = b->reg->workflow;
	const char *const fields[] = { w->stage, w->deadline, w->person };
	struct buf days = BUF_INIT;

	buf_adds(out, list_cell(l, l->cur, reg_label(b->reg)));
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (*cell(l, l->cur, fields[i]))
			buf_addf(out, "  %s: %s", _(reg_field(b->reg, fields[i])->label), cell(l, l->cur, fields[i]));
	way_add_days(b->reg, l->rows[l->cur].rec, today(b), &days);
	if (days.len)
		buf_addf(out, "  %s", buf_str(&days));
	buf_release(&days);
}

/* Each step that leads on, with the first thing that it still needs. */
static void add_next(struct board *b, const void *rec, struct buf *out)
{
	const struct step *next[16];
	size_t n = workflow_next(b->reg, rec, next, 16);

	buf_adds(out, n ? _("下一步: ") : _("已经是最后一步。"));
	for (size_t i = 0; i < n && i < 16; i++) {
		struct findings missing = { .items = NULL };
		struct err e = ERR_INIT;

		step_missing(app_store(b->screen.app), &(struct steps_want){ .reg = b->reg, .base = rec, .rec = rec }, next[i],
			&missing);
		buf_addf(out, "%s[%s]", i ? "  " : "", _(next[i]->label));
		if (findings_error(&missing, 0, &e) < 0)
			buf_addf(out, " %s", e.text);
		findings_release(&missing);
	}
}

static void update_detail(struct board *b, struct list *l)
{
	struct board_detail *d = &b->detail;
	int64_t id = list_current_id(l);

	if (d->id == id && d->data_version == l->data_version)
		return;
	buf_clear(&d->state);
	buf_clear(&d->past);
	buf_clear(&d->next);
	d->id = id;
	d->data_version = l->data_version;
	if (!id)
		return;
	add_state(b, l, &d->state);
	way_add_past(b->reg, list_current(l), &d->past);
	add_next(b, list_current(l), &d->next);
}

/* Where not all of the past has room, the latest steps do. */
static void draw_past(const char *past, struct picture *p, struct spot at)
{
	static const char sep[] = " > ";
	const char *rest = past, *next;

	while (text_width(rest) > at.cells - (rest > past ? 2 : 0) && (next = strstr(rest, sep)))
		rest = next + strlen(sep);
	if (rest > past)
		at.x += picture_add(p, (struct spot){ at.y, at.x, 2 }, "~ ", LOOK_TEXT);
	picture_add(p, (struct spot){ at.y, at.x, at.cells }, rest, LOOK_TEXT);
}

static void draw_detail(struct board *b, struct picture *p, struct area area)
{
	struct board_detail *d = &b->detail;
	struct lane *lane = board_lane(b);
	bool narrow = p->rows < TALL_ROWS;
	struct spot at = { area.y, 1, p->cols - 2 };

	if (!lane)
		return;
	update_detail(b, &lane->list);
	if (!narrow)
		picture_fill(p, at.y++, '-', LOOK_FRAME);
	picture_put(p, at, buf_str(&d->state), LOOK_TEXT);
	at.y++;
	if (!narrow)
		draw_past(buf_str(&d->past), p, (struct spot){ at.y++, at.x, at.cells });
	picture_put(p, at, buf_str(&d->next), LOOK_TEXT);
}

/* --- the whole --- */

static void add_count(const struct board_count *c, const char *label, const char *sign, struct buf *out)
{
	if (!c->known || (!c->count.n && *sign))
		return;
	buf_adds(out, label);
	list_add_number(out, c->count.n);
	buf_addf(out, "%s%s", c->count.exact ? "" : "+", sign);
}

static void add_numbers(const struct board *b, bool narrow, struct buf *out)
{
	if (narrow) {
		buf_addf(out, "%zu/%zu", b->n ? b->cur + 1 : 0, b->n);
		return;
	}
	add_count(&b->counts[BOARD_ALL], _("共 "), "", out);
	add_count(&b->counts[BOARD_OVERDUE], _("  逾期 "), " !!", out);
	add_count(&b->counts[BOARD_DUE], _("  七日内 "), " !", out);
}

static void draw_chips(const struct board *b, struct picture *p)
{
	struct buf text = BUF_INIT;

	if (!b->chips.n || p->rows < TALL_ROWS)
		return;
	buf_adds(&text, _(" 筛选: "));
	chips_add_text(&b->chips, p->cols - text_width(buf_str(&text)) - 1, &text);
	picture_put(p, (struct spot){ 1, 0, p->cols }, buf_str(&text), LOOK_TEXT);
	buf_release(&text);
}

static void add_grouping(const struct field *f, struct buf *out)
{
	if (board_has_branches(f))
		buf_addf(out, _(" [按%s的上级]"), _(f->label));
	else
		buf_addf(out, _(" [按%s]"), _(f->label));
}

void board_draw(struct screen *s, struct picture *p)
{
	struct board *b = (struct board *)s;
	int detail = p->rows < TALL_ROWS ? NARROW_DETAIL_ROWS : DETAIL_ROWS;
	bool narrow = p->cols < NARROW_COLS;
	struct buf left = BUF_INIT, right = BUF_INIT;
	struct area area;

	buf_addf(&left, _("台账 > %s > 看板"), _(b->reg->title));
	if (!narrow)
		add_grouping(b->groupings[b->grouping], &left);
	add_numbers(b, narrow, &right);
	area = screen_frame(s, p, buf_str(&left), buf_str(&right));
	draw_lanes(b, p, (struct area){ area.y, area.rows - detail });
	draw_detail(b, p, (struct area){ area.y + area.rows - detail, detail });
	draw_chips(b, p);
	buf_release(&left);
	buf_release(&right);
}
