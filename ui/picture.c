/* Pictures of screens: a grid of cells in which wide characters stay whole. */
#include "ui/picture.h"

#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/text.h"

void picture_init(struct picture *p)
{
	*p = (struct picture){ .cols = 0 };
}

void picture_release(struct picture *p)
{
	free(p->cells);
	buf_release(&p->text);
	picture_init(p);
}

void picture_start(struct picture *p, int cols, int rows)
{
	size_t n = (size_t)cols * (size_t)rows;

	if (cols != p->cols || rows != p->rows)
		p->cells = xreallocarray(p->cells, n ? n : 1, sizeof(*p->cells));
	p->cols = cols;
	p->rows = rows;
	p->cursor_y = p->cursor_x = 0;
	buf_clear(&p->text);
	buf_addc(&p->text, ' ');	/* offset 0 is the blank */
	for (size_t i = 0; i < n; i++)
		p->cells[i] = (struct picture_cell){ .len = 1, .width = 1, .look = LOOK_TEXT };
}

static struct picture_cell *cell_at(struct picture *p, int y, int x)
{
	return &p->cells[(size_t)y * (size_t)p->cols + (size_t)x];
}

static void blank(struct picture *p, int y, int x)
{
	struct picture_cell *c = cell_at(p, y, x);

	c->at = 0;
	c->len = 1;
	c->width = 1;
}

/* Before cells from .. to are overwritten: the halves of wide characters that would stay alone become blanks. */
static void cut_edges(struct picture *p, int y, int from, int to)
{
	if (from < p->cols && from > 0 && cell_at(p, y, from)->width == 0)
		blank(p, y, from - 1);
	if (to < p->cols && cell_at(p, y, to)->width == 0)
		blank(p, y, to);
}

static void set_cell(struct picture *p, int y, int x, const char *s, size_t n, int width, enum look look)
{
	struct picture_cell *c = cell_at(p, y, x);

	c->at = n == 1 && *s == ' ' ? 0 : (unsigned int)p->text.len;
	c->len = (unsigned char)n;
	c->width = (unsigned char)width;
	c->look = (unsigned char)look;
	if (c->at)
		buf_add(&p->text, s, n);
	if (width == 2) {
		c = cell_at(p, y, x + 1);
		*c = (struct picture_cell){ .width = 0, .look = (unsigned char)look };
	}
}

/* Graphemes of already safe text into cells; returns the cells used. */
static int put_graphemes(struct picture *p, int y, int x, int cells, const char *s, size_t n, enum look look)
{
	int used = 0;

	for (size_t at = 0, len; at < n; at += len) {
		int width;

		len = text_next(s + at, n - at);
		width = text_width_n(s + at, len);
		/* A cluster that no cell can hold (joined emoji, a mark without a letter) shows as a replacement. */
		if (len > 255 || width > 2 || width <= 0) {
			if (used < cells && x + used < p->cols) {
				cut_edges(p, y, x + used, x + used + 1);
				set_cell(p, y, x + used++, "?", 1, 1, look);
			}
			continue;
		}
		if (used + width > cells || x + used + width > p->cols)
			break;
		cut_edges(p, y, x + used, x + used + width);
		set_cell(p, y, x + used, s + at, len, width, look);
		used += width;
	}
	return used;
}

static bool visible(const struct picture *p, int y, int x, int *cells)
{
	if (y < 0 || y >= p->rows || x < 0 || x >= p->cols)
		return false;
	if (x + *cells > p->cols)
		*cells = p->cols - x;
	return *cells > 0;
}

int picture_add(struct picture *p, int y, int x, int cells, const char *text, enum look look)
{
	struct buf safe = BUF_INIT;
	int used = 0;

	if (!visible(p, y, x, &cells))
		return 0;
	text_show(&safe, text);
	used = put_graphemes(p, y, x, cells, buf_str(&safe), safe.len, look);
	buf_release(&safe);
	return used;
}

static void put_padded(struct picture *p, int y, int x, int cells, const char *text, enum look look,
		       enum text_align align)
{
	struct buf safe = BUF_INIT, padded = BUF_INIT;

	if (!visible(p, y, x, &cells))
		return;
	text_show(&safe, text);
	text_pad(&padded, buf_str(&safe), cells, align);
	put_graphemes(p, y, x, cells, buf_str(&padded), padded.len, look);
	buf_release(&safe);
	buf_release(&padded);
}

void picture_put(struct picture *p, int y, int x, int cells, const char *text, enum look look)
{
	put_padded(p, y, x, cells, text, look, TEXT_LEFT);
}

void picture_put_right(struct picture *p, int y, int x, int cells, const char *text, enum look look)
{
	put_padded(p, y, x, cells, text, look, TEXT_RIGHT);
}

void picture_fill(struct picture *p, int y, char c, enum look look)
{
	struct buf b = BUF_INIT;

	buf_fill(&b, c, (size_t)p->cols);
	picture_put(p, y, 0, p->cols, buf_str(&b), look);
	buf_release(&b);
}

void picture_box(struct picture *p, int y, int x, int rows, int cols, const char *title)
{
	for (int i = 0; i < rows; i++) {
		bool edge = i == 0 || i == rows - 1;
		struct buf b = BUF_INIT;

		buf_addc(&b, edge ? '+' : '|');
		buf_fill(&b, edge ? '-' : ' ', cols > 2 ? (size_t)cols - 2 : 0);
		buf_addc(&b, edge ? '+' : '|');
		picture_put(p, y + i, x, cols, buf_str(&b), LOOK_TEXT);
		buf_release(&b);
	}
	if (title && *title && cols > 6) {
		struct buf b = BUF_INIT;

		buf_addf(&b, " %s ", title);
		picture_add(p, y, x + 2, cols - 4, buf_str(&b), LOOK_TITLE);
		buf_release(&b);
	}
}

void picture_look(struct picture *p, int y, int x, int cells, enum look look)
{
	if (!visible(p, y, x, &cells))
		return;
	for (int i = 0; i < cells; i++)
		cell_at(p, y, x + i)->look = (unsigned char)look;
}

void picture_cursor(struct picture *p, int y, int x)
{
	p->cursor_y = y < 0 ? 0 : y >= p->rows ? p->rows - 1 : y;
	p->cursor_x = x < 0 ? 0 : x >= p->cols ? p->cols - 1 : x;
}

void picture_lines(const struct picture *p, struct buf *out)
{
	for (int y = 0; y < p->rows; y++) {
		size_t end = out->len;

		for (int x = 0; x < p->cols; x++) {
			const struct picture_cell *c = &p->cells[(size_t)y * (size_t)p->cols + (size_t)x];

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
