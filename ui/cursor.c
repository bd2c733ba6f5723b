/* The current row of short lists: figures, changes. */
#include "ui/cursor.h"

#include "src/i18n.h"
#include "src/banned.h"

static size_t back(size_t at, size_t by)
{
	return at > by ? at - by : 0;
}

void cursor_move(struct cursor *c, int move, size_t n)
{
	size_t page = c->room > 1 ? (size_t)c->room : 1;

	switch (move) {
	case MOVE_UP: c->at = back(c->at, 1); break;
	case MOVE_DOWN: c->at++; break;
	case MOVE_PAGE_UP: c->at = back(c->at, page); break;
	case MOVE_PAGE_DOWN: c->at += page; break;
	case MOVE_FIRST: c->at = 0; break;
	case MOVE_LAST: c->at = n; break;
	default: break;
	}
	if (c->at >= n)
		c->at = back(n, 1);
}

void cursor_fit(struct cursor *c, size_t n, int room)
{
	size_t rows = room > 1 ? (size_t)room : 1;

	c->room = room;
	if (c->at >= n)
		c->at = back(n, 1);
	if (c->at < c->top)
		c->top = c->at;
	if (c->at >= c->top + rows)
		c->top = c->at - rows + 1;
	if (c->top + rows > n)
		c->top = back(n, rows);
}

void cursor_touch(const struct cursor *c, size_t n, struct picture *p, struct box rows)
{
	for (int i = 0; i < rows.rows && c->top + (size_t)i < n; i++)
		picture_touch(p, (struct box){ rows.y + i, rows.x, 1, rows.cols }, (int64_t)c->top + i);
}

void cursor_show(struct cursor *c, size_t n, struct picture *p, struct box rows)
{
	cursor_fit(c, n, rows.rows);
	cursor_touch(c, n, p, rows);
}

void cursor_draw_more(const struct cursor *c, size_t n, struct picture *p, struct box frame)
{
	size_t end = c->top + (size_t)c->room;
	struct buf text = BUF_INIT;

	if (c->top)
		picture_add(p, (struct spot){ frame.y, frame.x + frame.cols / 2, frame.cols / 2 - 2 }, _(" 上面还有 "), LOOK_TEXT);
	if (end < n)
		buf_addf(&text, _(" 下面还有 %zu 条 "), n - end);
	picture_add(p, (struct spot){ frame.y + frame.rows - 1, frame.x + 2, frame.cols - 4 }, buf_str(&text), LOOK_TEXT);
	buf_release(&text);
}

bool cursor_point(struct cursor *c, int64_t row)
{
	bool was = c->at == (size_t)row;

	c->at = (size_t)row;
	return was;
}
