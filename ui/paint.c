/* The last step of drawing, and the only one of the screens that calls curses. */
#include "ui/paint.h"

#include <curses.h>

#include "src/banned.h"

/*
 * The terminal's own colours are the ones its owner can read, so nearly all looks
 * are made of attributes.  A colour only stresses what is marked by a sign anyway.
 */
static const struct {
	attr_t attributes;
	short colour;			/* -1: the terminal's own */
} looks[LOOK_COUNT] = {
	[LOOK_TEXT] = { A_NORMAL, -1 },
	[LOOK_TITLE] = { A_REVERSE, -1 },
	[LOOK_CURRENT] = { A_REVERSE, -1 },
	[LOOK_SELECTED] = { A_BOLD, -1 },
	[LOOK_WARN] = { A_BOLD, COLOR_MAGENTA },
	[LOOK_ERROR] = { A_BOLD, COLOR_RED },
	[LOOK_DIM] = { A_DIM, -1 },
	[LOOK_MATCH] = { A_UNDERLINE, -1 },
	[LOOK_KEYBAR] = { A_REVERSE, -1 },
	[LOOK_FIELD] = { A_UNDERLINE, -1 },
	[LOOK_CHANGED] = { A_BOLD, -1 },
	[LOOK_CURRENT_MATCH] = { A_REVERSE | A_UNDERLINE, -1 },
	[LOOK_HEAD] = { A_BOLD | A_UNDERLINE, -1 },
};

static bool coloured;

void paint_start(bool colours)
{
	coloured = colours && has_colors() && start_color() == OK && use_default_colors() == OK;
	for (short look = 0; coloured && look < LOOK_COUNT; look++)
		init_pair((short)(look + 1), looks[look].colour, -1);
}

static attr_t attributes(enum look look)
{
	bool own = !coloured || looks[look].colour < 0;

	return looks[look].attributes | (own ? 0 : (attr_t)COLOR_PAIR((int)look + 1));
}

static const struct picture_cell *cell(const struct picture *p, int y, int x)
{
	return &p->cells[(size_t)y * (size_t)p->cols + (size_t)x];
}

/* One run of cells of the same look; returns where the next one begins. */
static int paint_run(const struct picture *p, int y, int x, struct buf *text)
{
	int look = cell(p, y, x)->look, end = x;

	buf_clear(text);
	for (; end < p->cols && cell(p, y, end)->look == look; end++)
		if (cell(p, y, end)->width)
			buf_add(text, p->text.data + cell(p, y, end)->at, cell(p, y, end)->len);
	attrset((int)attributes((enum look)look));
	/* In the last cell of the screen curses reports an error and draws all the same. */
	mvaddnstr(y, x, buf_str(text), (int)text->len);
	return end;
}

/* A line is always painted whole, so that no half of a wide character of the line before stays behind. */
static void paint_line(const struct picture *p, int y, struct buf *text)
{
	for (int x = 0; x < p->cols;)
		x = paint_run(p, y, x, text);
}

void picture_paint(const struct picture *p, const struct picture *before)
{
	struct buf text = BUF_INIT;

	if (!before) {
		/* Moved lines are moved by the terminal, where it can. */
		idlok(stdscr, TRUE);
		clearok(stdscr, TRUE);
	}
	for (int y = 0; y < p->rows; y++)
		if (!before || !picture_same_line(p, before, y))
			paint_line(p, y, &text);
	attrset(A_NORMAL);
	move(p->cursor_y, p->cursor_x);
	refresh();
	buf_release(&text);
}
