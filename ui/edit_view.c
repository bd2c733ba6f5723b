/*
 * Words, lines and rows of the text in the line editor, and the part of it that
 * a box of cells shows.
 */
#include "ui/edit_part.h"

#include <string.h>
#include <wctype.h>

#include "src/banned.h"

static int width(const struct edit *e, size_t from, size_t to)
{
	return text_width_n(edit_text(e) + from, to - from);
}

static size_t next_from(const struct edit *e, size_t at)
{
	return text_next(edit_text(e) + at, e->text.len - at);
}

/* ---- Words ---------------------------------------------------------------- */

enum word { WORD_SPACE, WORD_HAN, WORD_LETTERS, WORD_SIGNS };

static bool is_han(uint32_t cp)
{
	return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
		(cp >= 0x20000 && cp <= 0x3FFFF) || cp == 0x3007;
}

static enum word word_at(const struct edit *e, size_t at)
{
	uint32_t cp = 0;

	text_decode(edit_text(e) + at, e->text.len - at, &cp);
	if (cp == 0x00A0 || iswspace((wint_t)cp))
		return WORD_SPACE;
	if (is_han(cp))
		return WORD_HAN;
	return cp == '_' || iswalnum((wint_t)cp) ? WORD_LETTERS : WORD_SIGNS;
}

/* The beginning of the run of graphemes of one kind that ends at a place. */
static size_t run_left(const struct edit *e, size_t at, enum word kind)
{
	while (at > 0) {
		size_t before = at - text_prev(edit_text(e), at);

		if (word_at(e, before) != kind)
			break;
		at = before;
	}
	return at;
}

static size_t run_right(const struct edit *e, size_t at, enum word kind)
{
	while (at < e->text.len && word_at(e, at) == kind)
		at += next_from(e, at);
	return at;
}

size_t edit_word_left(const struct edit *e)
{
	size_t at = run_left(e, e->caret, WORD_SPACE);

	return at ? run_left(e, at, word_at(e, at - text_prev(edit_text(e), at))) : 0;
}

size_t edit_word_right(const struct edit *e)
{
	size_t at = run_right(e, e->caret, WORD_SPACE);

	return at < e->text.len ? run_right(e, at, word_at(e, at)) : at;
}

/* ---- Lines and rows ------------------------------------------------------- */

size_t edit_line_start(const struct edit *e, size_t at)
{
	const char *s = edit_text(e), *end;

	if (e->kind != TEXT_NOTE)
		return 0;
	end = memrchr(s, '\n', at);
	return end ? (size_t)(end - s) + 1 : 0;
}

size_t edit_line_end(const struct edit *e, size_t at)
{
	const char *s = edit_text(e), *end;

	if (e->kind != TEXT_NOTE)
		return e->text.len;
	end = memchr(s + at, '\n', e->text.len - at);
	return end ? (size_t)(end - s) : e->text.len;
}

/* A row of the box: a line, or the part of one that fits. */
struct row {
	size_t from, to;
	size_t next;		/* where the row below begins */
	bool last;
};

/* The last column is kept for the caret behind a full row. */
static struct row row_from(const struct edit *e, size_t from)
{
	int room = e->cols > 2 ? e->cols - 1 : 1;
	struct row r = { .from = from, .to = from };

	while (r.to < e->text.len && edit_text(e)[r.to] != '\n') {
		size_t len = next_from(e, r.to);
		int cells = width(e, r.to, r.to + len);

		if (cells > room && r.to > from)
			break;
		room -= cells;
		r.to += len;
	}
	r.last = r.to == e->text.len;
	r.next = !r.last && edit_text(e)[r.to] == '\n' ? r.to + 1 : r.to;
	return r;
}

/* The row a place belongs to; where a line is wrapped, that is the lower one. */
static struct row row_of(const struct edit *e, size_t at)
{
	struct row r = row_from(e, edit_line_start(e, at));

	while (!r.last && at >= r.next)
		r = row_from(e, r.next);
	return r;
}

/* The place in a row under a cell. */
static size_t place_in_row(const struct edit *e, const struct row *r, int cell)
{
	size_t at = r->from;

	while (at < r->to) {
		size_t len = next_from(e, at);

		cell -= width(e, at, at + len);
		/* The end of a wrapped row is the beginning of the next one. */
		if (cell < 0 || (at + len == r->next && !r->last))
			break;
		at += len;
	}
	return at;
}

bool edit_move_rows(struct edit *e, int rows)
{
	struct row r;
	size_t start;

	if (e->kind != TEXT_NOTE)
		return false;
	r = row_of(e, e->caret);
	start = r.from;
	if (e->goal < 0)
		e->goal = width(e, r.from, e->caret);
	for (; rows < 0 && r.from > 0; rows++)
		r = row_of(e, r.from - 1);
	for (; rows > 0 && !r.last; rows--)
		r = row_from(e, r.next);
	e->joins = false;
	if (r.from == start)
		return false;
	e->caret = place_in_row(e, &r, e->goal);
	return true;
}

/* ---- The part that is shown ------------------------------------------------ */

/* The place that stands at most so many cells left of another one. */
static size_t left_by(const struct edit *e, size_t at, int cells)
{
	while (at > 0) {
		size_t before = at - text_prev(edit_text(e), at);

		cells -= width(e, before, at);
		if (cells < 0)
			break;
		at = before;
	}
	return at;
}

/* Cells under the caret: the whole grapheme before which it stands is to be seen. */
static int caret_cells(const struct edit *e)
{
	int cells = width(e, e->caret, e->caret + next_from(e, e->caret));

	return cells > 0 ? cells : 1;
}

/* Leaving the box on either side scrolls by a third of it, so that one sees where one goes. */
static void scroll_line(struct edit *e)
{
	int third = e->cols / 3, need = caret_cells(e);

	e->from = edit_border(e, e->from);
	if (width(e, 0, e->text.len) < e->cols)
		e->from = 0;
	else if (e->caret <= e->from)
		e->from = left_by(e, e->caret, third);
	else if (width(e, e->from, e->caret) + need > e->cols)
		e->from = left_by(e, e->caret, e->cols - (need > third ? need : third));
}

static void view_line(struct edit *e, struct edit_view *view)
{
	struct edit_span *span = &view->row[0];

	scroll_line(e);
	span->from = e->from;
	span->to = e->from + text_fit(edit_text(e) + e->from, e->cols);
	view->rows = 1;
	view->x = width(e, e->from, e->caret);
	view->before = span->from > 0;
	view->after = span->to < e->text.len;
}

/* Makes the row with the caret one of the e->rows rows from e->from on. */
static void scroll_note(struct edit *e, const struct row *caret)
{
	size_t tops[EDIT_VIEW_ROWS], n = 0;
	size_t rows = (size_t)e->rows;
	struct row r = row_of(e, e->from < e->text.len ? e->from : e->text.len);

	if (caret->from < r.from)
		r = *caret;
	for (tops[0] = r.from; r.from < caret->from; tops[n % rows] = r.from) {
		r = row_from(e, r.next);
		n++;
	}
	e->from = n < rows ? tops[0] : tops[(n + 1) % rows];
}

static void view_note(struct edit *e, struct edit_view *view)
{
	struct row caret = row_of(e, e->caret), r = { .next = 0 };

	scroll_note(e, &caret);
	r.next = e->from;
	while (view->rows < e->rows && !r.last) {
		struct edit_span *span = &view->row[view->rows];

		r = row_from(e, r.next);
		if (r.from == caret.from)
			view->y = view->rows;
		*span = (struct edit_span){ r.from, r.to };
		/* A wide character in a box of one cell cannot be shown. */
		if (width(e, r.from, r.to) > e->cols)
			span->to = span->from;
		view->rows++;
	}
	view->x = width(e, caret.from, e->caret);
	view->before = e->from > 0;
	view->after = !r.last;
}

void edit_view(struct edit *e, int cols, int rows, struct edit_view *view)
{
	view->rows = view->y = view->x = 0;
	view->before = view->after = false;
	if (cols <= 0 || rows <= 0)
		return;
	e->cols = cols;
	e->rows = rows < EDIT_VIEW_ROWS ? rows : EDIT_VIEW_ROWS;
	if (e->kind == TEXT_NOTE)
		view_note(e, view);
	else
		view_line(e, view);
	if (view->x >= cols)
		view->x = cols - 1;
}
