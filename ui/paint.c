/* The last step of drawing, and the only one of the screens that calls curses. */
#include "ui/paint.h"

#include <curses.h>
#include <wchar.h>

#include "src/text.h"
#include "ui/charset.h"
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

static void add_wide(struct buf *out, wchar_t c)
{
	buf_add(out, (const char *)&c, sizeof(c));
}

/* The characters of a cell; in cells of question marks where the terminal has not all of them. */
static void add_cell(const struct picture *p, const struct picture_cell *c, struct buf *out)
{
	const char *s = p->text.data + c->at;
	size_t before = out->len;
	uint32_t cp;

	for (size_t at = 0, n; at < c->len; at += n ? n : 1) {
		n = text_decode(s + at, c->len - at, &cp);
		if (charset_has((wchar_t)cp)) {
			add_wide(out, (wchar_t)cp);
			continue;
		}
		buf_truncate(out, before);
		for (int i = 0; i < c->width; i++)
			add_wide(out, L'?');
		return;
	}
}

/* One run of cells of the same look; returns where the next one begins. */
static int paint_run(const struct picture *p, int y, int x, struct buf *text)
{
	int look = cell(p, y, x)->look, end = x;

	buf_clear(text);
	for (; end < p->cols && cell(p, y, end)->look == look; end++)
		if (cell(p, y, end)->width)
			add_cell(p, cell(p, y, end), text);
	attrset((int)attributes((enum look)look));
	/* In the last cell of the screen curses reports an error and draws all the same. */
	mvaddnwstr(y, x, (const wchar_t *)(const void *)buf_str(text), (int)(text->len / sizeof(wchar_t)));
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
