/* Pictures of screens: a grid of cells in which wide characters stay whole. */
#include "ui/picture.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/text.h"
#include "ui/wrap.h"
#include "src/banned.h"

void picture_init(struct picture *p)
{
	*p = (struct picture){ .cols = 0 };
}

void picture_release(struct picture *p)
{
	free(p->cells);
	free(p->touches);
	buf_release(&p->text);
	buf_release(&p->safe);
	picture_init(p);
}

void picture_start(struct picture *p, int cols, int rows)
{
	size_t n = (size_t)cols * (size_t)rows;

	if (cols != p->cols || rows != p->rows || !p->cells)
		p->cells = xreallocarray(p->cells, n ? n : 1, sizeof(*p->cells));
	p->cols = cols;
	p->rows = rows;
	p->cursor_y = p->cursor_x = 0;
	p->n_touches = 0;
	buf_clear(&p->text);
	buf_addc(&p->text, ' ');	/* offset 0 is the blank */
	for (size_t i = 0; i < n; i++)
		p->cells[i] = (struct picture_cell){ .len = 1, .width = 1, .look = LOOK_TEXT };
}

static size_t index_of(const struct picture *p, int y, int x)
{
	return (size_t)y * (size_t)p->cols + (size_t)x;
}

static struct picture_cell *cell_at(struct picture *p, int y, int x)
{
	return &p->cells[index_of(p, y, x)];
}

/* Cuts the spot to what lies inside the picture; false where nothing does. */
static bool clip(const struct picture *p, struct spot *at)
{
	if (at->y < 0 || at->y >= p->rows || at->x < 0 || at->x >= p->cols)
		return false;
	if (at->cells > p->cols - at->x)
		at->cells = p->cols - at->x;
	return at->cells > 0;
}

/* The look stays: a reversed line has no hole. */
static void blank(struct picture_cell *c)
{
	c->at = 0;
	c->len = 1;
	c->width = 1;
}

/* Before a spot is overwritten: the halves of wide characters that would stay alone become blanks. */
static void cut_edges(struct picture *p, struct spot at)
{
	int end = at.x + at.cells;

	if (at.x > 0 && cell_at(p, at.y, at.x)->width == 0)
		blank(cell_at(p, at.y, at.x - 1));
	if (end < p->cols && cell_at(p, at.y, end)->width == 0)
		blank(cell_at(p, at.y, end));
}

static void clear_spot(struct picture *p, struct spot at, enum look look)
{
	cut_edges(p, at);
	for (int i = 0; i < at.cells; i++) {
		struct picture_cell *c = cell_at(p, at.y, at.x + i);

		blank(c);
		c->look = (unsigned char)look;
	}
}

/* One grapheme into as many cells as the spot has. */
static void set_grapheme(struct picture *p, struct spot at, const char *s, size_t n, enum look look)
{
	struct picture_cell *c = cell_at(p, at.y, at.x);

	cut_edges(p, at);
	*c = (struct picture_cell){
		.at = n == 1 && *s == ' ' ? 0 : (unsigned int)p->text.len,
		.len = (unsigned char)n, .width = (unsigned char)at.cells, .look = (unsigned char)look,
	};
	if (c->at)
		buf_add(&p->text, s, n);
	if (at.cells == 2)
		*cell_at(p, at.y, at.x + 1) = (struct picture_cell){ .width = 0, .look = (unsigned char)look };
}

/* Graphemes of already safe text into the spot; returns the cells used. */
static int put_graphemes(struct picture *p, struct spot at, const char *s, size_t n, enum look look)
{
	int used = 0;

	for (size_t i = 0, len; i < n; i += len) {
		struct spot one = { at.y, at.x + used, 0 };
		bool odd;

		len = text_next(s + i, n - i);
		one.cells = text_width_n(s + i, len);
		/* No cell can hold it (a mark without a letter, joined signs): it is not hidden, though. */
		odd = len > UCHAR_MAX || one.cells > 2 || one.cells <= 0;
		if (odd)
			one.cells = 1;
		if (used + one.cells > at.cells)
			break;
		set_grapheme(p, one, odd ? "?" : s + i, odd ? 1 : len, look);
		used += one.cells;
	}
	return used;
}

static const char *make_safe(struct picture *p, const char *text)
{
	buf_clear(&p->safe);
	text_show(&p->safe, text);
	return buf_str(&p->safe);
}

int picture_add(struct picture *p, struct spot at, const char *text, enum look look)
{
	if (!clip(p, &at))
		return 0;
	make_safe(p, text);
	return put_graphemes(p, at, buf_str(&p->safe), p->safe.len, look);
}

static void put_aligned(struct picture *p, struct spot at, const char *text, enum text_align align, enum look look)
{
	const char *safe = make_safe(p, text);
	size_t n = p->safe.len;
	int width = text_width_n(safe, n), left;
	bool cut;

	if (!clip(p, &at))
		return;
	cut = width > at.cells;
	if (cut) {
		n = text_fit(safe, at.cells - 1);
		width = text_width_n(safe, n) + 1;
	}
	clear_spot(p, at, look);
	left = align == TEXT_RIGHT ? at.cells - width : 0;
	at = (struct spot){ at.y, at.x + left, at.cells - left };
	left = put_graphemes(p, at, safe, n, look);
	if (cut)
		put_graphemes(p, (struct spot){ at.y, at.x + left, 1 }, "~", 1, look);
}

void picture_put(struct picture *p, struct spot at, const char *text, enum look look)
{
	put_aligned(p, at, text, TEXT_LEFT, look);
}

void picture_put_right(struct picture *p, struct spot at, const char *text, enum look look)
{
	put_aligned(p, at, text, TEXT_RIGHT, look);
}

/* The same sign in each cell of the spot. */
static void put_sign(struct picture *p, struct spot at, char sign, enum look look)
{
	if (!clip(p, &at))
		return;
	clear_spot(p, at, look);
	for (int i = 0; i < at.cells && sign != ' '; i++)
		set_grapheme(p, (struct spot){ at.y, at.x + i, 1 }, &sign, 1, look);
}

void picture_fill(struct picture *p, int y, char c, enum look look)
{
	put_sign(p, (struct spot){ y, 0, p->cols }, c, look);
}

/* --- what can be clicked on --- */

static struct touch *add_touch(struct picture *p, struct box b, enum touch_kind kind)
{
	if (p->n_touches == p->cap_touches) {
		p->cap_touches = p->cap_touches ? p->cap_touches * 2 : 64;
		p->touches = xreallocarray(p->touches, p->cap_touches, sizeof(*p->touches));
	}
	p->touches[p->n_touches] = (struct touch){ .box = b, .kind = kind };
	return &p->touches[p->n_touches++];
}

void picture_touch_key(struct picture *p, struct box b, const struct key *key)
{
	add_touch(p, b, TOUCH_KEY)->key = *key;
}

void picture_touch(struct picture *p, struct box b, int64_t what)
{
	add_touch(p, b, TOUCH_THING)->what = what;
}

void picture_forget_things(struct picture *p)
{
	for (size_t i = 0; i < p->n_touches; i++)
		if (p->touches[i].kind == TOUCH_THING)
			p->touches[i].kind = TOUCH_NOTHING;
}

static bool is_in(struct box b, int y, int x)
{
	return y >= b.y && y < b.y + b.rows && x >= b.x && x < b.x + b.cols;
}

const struct touch *picture_at(const struct picture *p, int y, int x)
{
	for (size_t i = p->n_touches; i-- > 0;)
		if (is_in(p->touches[i].box, y, x))
			return p->touches[i].kind == TOUCH_NOTHING ? NULL : &p->touches[i];
	return NULL;
}

void picture_box(struct picture *p, struct box b, const char *title)
{
	add_touch(p, b, TOUCH_NOTHING);
	for (int i = 0; i < b.rows; i++) {
		bool edge = i == 0 || i == b.rows - 1;

		put_sign(p, (struct spot){ b.y + i, b.x, b.cols }, edge ? '-' : ' ', edge ? LOOK_FRAME : LOOK_TEXT);
		put_sign(p, (struct spot){ b.y + i, b.x, 1 }, edge ? '+' : '|', LOOK_FRAME);
		put_sign(p, (struct spot){ b.y + i, b.x + b.cols - 1, 1 }, edge ? '+' : '|', LOOK_FRAME);
	}
	if (title && *title && b.cols > 8) {
		int used = picture_add(p, (struct spot){ b.y, b.x + 3, b.cols - 6 }, title, LOOK_HEAD);

		put_sign(p, (struct spot){ b.y, b.x + 2, 1 }, ' ', LOOK_TEXT);
		put_sign(p, (struct spot){ b.y, b.x + 3 + used, 1 }, ' ', LOOK_TEXT);
	}
}

void picture_text(struct picture *p, struct box b, const char *text, enum look look)
{
	struct buf line = BUF_INIT;

	for (int i = 0; i < b.rows && *text; i++) {
		struct wrap w = wrap_line(text, b.cols);
		bool last = i + 1 == b.rows && text[w.all] != '\0';

		buf_clear(&line);
		buf_add(&line, text, last ? strcspn(text, "\n") : w.shown);
		/* A line that is cut at its end shows that even where only a further line is missing. */
		if (last)
			buf_fill(&line, '~', 1);
		picture_put(p, (struct spot){ b.y + i, b.x, b.cols }, buf_str(&line), look);
		text += w.all;
	}
	buf_release(&line);
}

void picture_edit(struct picture *p, struct box b, struct edit *e)
{
	struct edit_view view;
	struct buf line = BUF_INIT;

	edit_view(e, b.cols, b.rows, &view);
	for (int i = 0; i < b.rows; i++) {
		buf_clear(&line);
		if (i < view.rows)
			buf_add(&line, edit_text(e) + view.row[i].from, view.row[i].to - view.row[i].from);
		picture_put(p, (struct spot){ b.y + i, b.x, b.cols }, buf_str(&line), LOOK_FIELD);
	}
	picture_cursor(p, b.y + view.y, b.x + view.x);
	buf_release(&line);
}

void picture_look(struct picture *p, struct spot at, enum look look)
{
	if (!clip(p, &at))
		return;
	for (int i = 0; i < at.cells; i++)
		cell_at(p, at.y, at.x + i)->look = (unsigned char)look;
}

static int between(int least, int value, int most)
{
	return value < least ? least : value > most ? most : value;
}

void picture_cursor(struct picture *p, int y, int x)
{
	p->cursor_y = between(0, y, p->rows - 1);
	p->cursor_x = between(0, x, p->cols - 1);
}

void picture_lines(const struct picture *p, struct buf *out)
{
	for (int y = 0; y < p->rows; y++) {
		size_t end = out->len;

		for (int x = 0; x < p->cols; x++) {
			const struct picture_cell *c = &p->cells[index_of(p, y, x)];

			if (!c->width)
				continue;
			buf_add(out, p->text.data + c->at, c->len);
			if (c->at)
				end = out->len;
		}
		buf_truncate(out, end);
		buf_addc(out, '\n');
	}
}

static bool same_cell(const struct picture *p, const struct picture *other, size_t i)
{
	const struct picture_cell *a = &p->cells[i], *b = &other->cells[i];

	return a->len == b->len && a->width == b->width && a->look == b->look &&
		memcmp(p->text.data + a->at, other->text.data + b->at, a->len) == 0;
}

bool picture_same_line(const struct picture *p, const struct picture *other, int y)
{
	size_t from = index_of(p, y, 0);

	for (size_t i = from; i < from + (size_t)p->cols; i++)
		if (!same_cell(p, other, i))
			return false;
	return true;
}
