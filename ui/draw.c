/*
 * From text and looks to cells of a curses window.
 */
#include "ui/draw.h"

#include <string.h>

#include "src/buf.h"
#include "src/text.h"
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
	[LOOK_HEAD] = { A_BOLD | A_UNDERLINE, -1 },
};

static bool coloured;

void draw_start(bool colours)
{
	coloured = colours && has_colors() && start_color() == OK && use_default_colors() == OK;
	for (short look = 0; coloured && look < LOOK_COUNT; look++)
		init_pair((short)(look + 1), looks[look].colour, -1);
}

attr_t draw_attributes(enum look look)
{
	bool own = !coloured || looks[look].colour < 0;

	return looks[look].attributes | (own ? 0 : (attr_t)COLOR_PAIR((int)look + 1));
}

/* ---- Wide characters that stand there already -------------------------------- */

/* ncurses counts the cells of a wide character from 1 in the low bits of each cell's attributes. */
static bool is_right_half(WINDOW *win, int y, int x)
{
	cchar_t cell;

	return x > 0 && x < getmaxx(win) && mvwin_wch(win, y, x, &cell) == OK && (cell.attr & A_CHARTEXT) > 1;
}

/* The look stays: a reversed line has no hole. */
static void blank_cell(WINDOW *win, int y, int x)
{
	wchar_t chars[CCHARW_MAX + 1];
	attr_t attributes;
	cchar_t cell;
	short pair;

	if (mvwin_wch(win, y, x, &cell) != OK || getcchar(&cell, chars, &attributes, &pair, NULL) != OK)
		return;
	wattr_set(win, attributes & ~A_CHARTEXT, pair, NULL);
	mvwaddch(win, y, x, ' ');
}

/* The halves that would stay alone beside the cells become blanks. */
static void cut_edges(const struct draw_spot *at)
{
	if (is_right_half(at->win, at->y, at->x + at->cells))
		blank_cell(at->win, at->y, at->x + at->cells);
	if (is_right_half(at->win, at->y, at->x))
		blank_cell(at->win, at->y, at->x - 1);
}

/* ---- Drawing ------------------------------------------------------------------- */

static bool clip(struct draw_spot *at)
{
	int cols = getmaxx(at->win);

	if (at->y < 0 || at->y >= getmaxy(at->win) || at->x < 0 || at->x >= cols)
		return false;
	if (at->cells > cols - at->x)
		at->cells = cols - at->x;
	return at->cells > 0;
}

static void write_line(const struct draw_spot *at, const struct buf *line, enum look look)
{
	cut_edges(at);
	wattrset(at->win, (int)draw_attributes(look));
	/* In the last cell of a window curses reports an error and draws all the same. */
	mvwaddnstr(at->win, at->y, at->x, buf_str(line), (int)line->len);
	wattrset(at->win, A_NORMAL);
}

/* A mark without a letter would be joined to what stands left of the cells. */
static const char *without_stray_marks(const char *s)
{
	size_t len;

	while ((len = text_next(s, strlen(s))) != 0 && text_width_n(s, len) == 0)
		s += len;
	return s;
}

static void write_padded(struct draw_spot at, const char *text, enum text_align align, enum look look)
{
	struct buf safe = BUF_INIT, line = BUF_INIT;

	if (!clip(&at))
		return;
	text_show(&safe, text);
	text_pad(&line, without_stray_marks(buf_str(&safe)), at.cells, align);
	write_line(&at, &line, look);
	buf_release(&safe);
	buf_release(&line);
}

void draw_text(struct draw_spot at, const char *text, enum look look)
{
	write_padded(at, text, TEXT_LEFT, look);
}

void draw_text_right(struct draw_spot at, const char *text, enum look look)
{
	write_padded(at, text, TEXT_RIGHT, look);
}

void draw_fill(struct draw_spot at, char c, enum look look)
{
	struct buf line = BUF_INIT;

	if (!clip(&at))
		return;
	buf_fill(&line, c, (size_t)at.cells);
	write_line(&at, &line, look);
	buf_release(&line);
}
