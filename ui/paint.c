/* The last step of drawing, and the only one of the screens that calls curses. */
#include "ui/paint.h"

#include <curses.h>
#include <string.h>
#include <wchar.h>

#include "src/text.h"
#include "ui/charset.h"
#include "src/banned.h"

/* A look: what every terminal can do, and colours, of which -1 is the terminal's own. */
struct style {
	attr_t attributes;
	short text, back;
};

/*
 * Nothing is told by a colour alone: without colours each look that means something still differs from plain text, and
 * what it means stands beside it as a sign.
 */
static const struct theme {
	const char *name;
	bool coloured;		/* it is made of colours: without them the default is better */
	struct style looks[LOOK_COUNT];
} themes[] = {
	/* The terminal's own colours are the ones its owner can read, so nearly all looks are made of attributes. */
	{ "default", false, {
		[LOOK_TEXT] = { A_NORMAL, -1, -1 },
		[LOOK_TITLE] = { A_REVERSE, -1, -1 },
		[LOOK_CURRENT] = { A_REVERSE, -1, -1 },
		[LOOK_SELECTED] = { A_BOLD, -1, -1 },
		[LOOK_WARN] = { A_BOLD, COLOR_MAGENTA, -1 },
		[LOOK_ERROR] = { A_BOLD, COLOR_RED, -1 },
		[LOOK_DIM] = { A_DIM, -1, -1 },
		[LOOK_MATCH] = { A_UNDERLINE, -1, -1 },
		[LOOK_KEYBAR] = { A_REVERSE, -1, -1 },
		[LOOK_FIELD] = { A_UNDERLINE, -1, -1 },
		[LOOK_CHANGED] = { A_BOLD, -1, -1 },
		[LOOK_CURRENT_MATCH] = { A_REVERSE | A_UNDERLINE, -1, -1 },
		[LOOK_HEAD] = { A_BOLD | A_UNDERLINE, -1, -1 },
		[LOOK_FRAME] = { A_DIM, -1, -1 },
	} },
	/* White on black whatever the terminal has, nothing dim, two attributes where others have one. */
	{ "contrast", false, {
		[LOOK_TEXT] = { A_NORMAL, COLOR_WHITE, COLOR_BLACK },
		[LOOK_TITLE] = { A_REVERSE | A_BOLD, COLOR_WHITE, COLOR_BLACK },
		[LOOK_CURRENT] = { A_REVERSE | A_BOLD, COLOR_YELLOW, COLOR_BLACK },
		[LOOK_SELECTED] = { A_BOLD | A_UNDERLINE, COLOR_YELLOW, COLOR_BLACK },
		[LOOK_WARN] = { A_BOLD | A_UNDERLINE, COLOR_WHITE, COLOR_BLACK },
		[LOOK_ERROR] = { A_BOLD | A_REVERSE, COLOR_WHITE, COLOR_BLACK },
		[LOOK_DIM] = { A_NORMAL, COLOR_WHITE, COLOR_BLACK },
		[LOOK_MATCH] = { A_BOLD | A_UNDERLINE, COLOR_CYAN, COLOR_BLACK },
		[LOOK_KEYBAR] = { A_REVERSE | A_BOLD, COLOR_WHITE, COLOR_BLACK },
		[LOOK_FIELD] = { A_UNDERLINE, COLOR_WHITE, COLOR_BLACK },
		[LOOK_CHANGED] = { A_BOLD | A_UNDERLINE, COLOR_CYAN, COLOR_BLACK },
		[LOOK_CURRENT_MATCH] = { A_REVERSE | A_BOLD | A_UNDERLINE, COLOR_YELLOW, COLOR_BLACK },
		[LOOK_HEAD] = { A_BOLD | A_UNDERLINE, COLOR_WHITE, COLOR_BLACK },
		[LOOK_FRAME] = { A_BOLD, COLOR_WHITE, COLOR_BLACK },
	} },
	/* Black on white: a screen in the sun is a mirror for everything else.  Colours and thin greys cannot be seen there. */
	{ "sunlight", true, {
		[LOOK_TEXT] = { A_NORMAL, COLOR_BLACK, COLOR_WHITE },
		[LOOK_TITLE] = { A_REVERSE | A_BOLD, COLOR_BLACK, COLOR_WHITE },
		[LOOK_CURRENT] = { A_REVERSE | A_BOLD, COLOR_BLACK, COLOR_WHITE },
		[LOOK_SELECTED] = { A_BOLD | A_UNDERLINE, COLOR_BLACK, COLOR_WHITE },
		[LOOK_WARN] = { A_BOLD | A_UNDERLINE, COLOR_BLACK, COLOR_WHITE },
		[LOOK_ERROR] = { A_BOLD | A_REVERSE, COLOR_BLACK, COLOR_WHITE },
		[LOOK_DIM] = { A_NORMAL, COLOR_BLACK, COLOR_WHITE },
		[LOOK_MATCH] = { A_BOLD | A_UNDERLINE, COLOR_BLACK, COLOR_WHITE },
		[LOOK_KEYBAR] = { A_REVERSE | A_BOLD, COLOR_BLACK, COLOR_WHITE },
		[LOOK_FIELD] = { A_UNDERLINE, COLOR_BLACK, COLOR_WHITE },
		[LOOK_CHANGED] = { A_BOLD | A_UNDERLINE, COLOR_BLACK, COLOR_WHITE },
		[LOOK_CURRENT_MATCH] = { A_REVERSE | A_BOLD | A_UNDERLINE, COLOR_BLACK, COLOR_WHITE },
		[LOOK_HEAD] = { A_BOLD | A_UNDERLINE, COLOR_BLACK, COLOR_WHITE },
		[LOOK_FRAME] = { A_BOLD, COLOR_BLACK, COLOR_WHITE },
	} },
};

static const struct theme *theme = themes;
static bool coloured, frames;

static void choose_theme(const char *name)
{
	theme = themes;
	for (size_t i = 0; name && i < sizeof(themes) / sizeof(themes[0]); i++)
		if (strcmp(themes[i].name, name) == 0 && (coloured || !themes[i].coloured))
			theme = &themes[i];
}

/* The bright one of a colour's two shades where there are both: the plain white is a grey. */
static short shade(short colour)
{
	return colour == COLOR_WHITE && COLORS >= 16 ? COLOR_WHITE + 8 : colour;
}

static attr_t attributes(enum look look)
{
	const struct style *style = &theme->looks[look];
	bool own = !coloured || (style->text < 0 && style->back < 0);

	return style->attributes | (own ? 0 : (attr_t)COLOR_PAIR((int)look + 1));
}

void paint_start(const struct paint *how)
{
	coloured = how->colours && has_colors() && start_color() == OK && use_default_colors() == OK;
	frames = how->frames;
	choose_theme(how->theme);
	for (short look = 0; coloured && look < LOOK_COUNT; look++)
		init_pair((short)(look + 1), shade(theme->looks[look].text), shade(theme->looks[look].back));
	/* Also what no picture has covered yet. */
	bkgdset(' ' | attributes(LOOK_TEXT));
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

/* ---- Frames ---------------------------------------------------------------------- */

/* The sign of a frame at a place, or 0. */
static char frame_at(const struct picture *p, int y, int x)
{
	const struct picture_cell *c;
	char sign;

	if (y < 0 || y >= p->rows || x < 0 || x >= p->cols)
		return 0;
	c = cell(p, y, x);
	sign = c->look == LOOK_FRAME && c->at && c->len == 1 ? p->text.data[c->at] : 0;
	return sign == '+' || sign == '-' || sign == '|' ? sign : 0;
}

/* The line for a sign of a frame, or 0 for any other cell; a corner reaches to the signs around it. */
static wchar_t line_at(const struct picture *p, int y, int x)
{
	enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };
	static const wchar_t corners[] = {
		L'+', L'│', L'│', L'│', L'─', L'┘', L'┐', L'┤', L'─', L'└', L'┌', L'├', L'─', L'┴', L'┬', L'┼',
	};
	char sign = frame_at(p, y, x), up = frame_at(p, y - 1, x), down = frame_at(p, y + 1, x),
	     left = frame_at(p, y, x - 1), right = frame_at(p, y, x + 1);

	if (sign != '+')
		return sign == '-' ? L'─' : sign == '|' ? L'│' : 0;
	return corners[(up && up != '-' ? UP : 0) | (down && down != '-' ? DOWN : 0) |
		       (left && left != '|' ? LEFT : 0) | (right && right != '|' ? RIGHT : 0)];
}

/* ---- Lines ----------------------------------------------------------------------- */

/* One run of cells of the same look; returns where the next one begins. */
static int paint_run(const struct picture *p, int y, int x, struct buf *text)
{
	int look = cell(p, y, x)->look, end = x;

	buf_clear(text);
	for (; end < p->cols && cell(p, y, end)->look == look; end++) {
		wchar_t line = frames ? line_at(p, y, end) : 0;

		if (line && charset_has(line))
			add_wide(text, line);
		else if (cell(p, y, end)->width)
			add_cell(p, cell(p, y, end), text);
	}
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
