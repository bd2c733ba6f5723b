/* The picture of a record's page. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/story.h"
#include "ui/wrap.h"
#include "src/banned.h"

#define GAP 2			/* cells between parts of a line */
#define HANGING 2		/* cells that what follows the first row of a line is set in */

/* --- rows --- */

/* Breaks a part over rows; all but the first are set in.  Returns the cells of the last one. */
static int lay_broken(struct buf *out, const char *text, int cells)
{
	int width = 0;

	for (int room = cells; *text; room = cells - HANGING) {
		struct wrap w = wrap_line(text, room);
		struct buf row = BUF_INIT;

		buf_add(&row, text, w.shown);
		width = text_width(buf_str(&row)) + cells - room;
		buf_adds(out, buf_str(&row));
		buf_release(&row);
		text += w.all;
		if (*text) {
			buf_addc(out, '\n');
			buf_fill(out, ' ', HANGING);
		}
	}
	return width;
}

/* Puts one part behind what stands in the last row, x cells of it, or on a row of its own; returns the cells of the last row. */
static int lay_part(struct buf *out, const char *text, int x, const struct story_line *l)
{
	int width = text_width(text), in = l->inset ? HANGING : 0;

	if (x == 0)
		return lay_broken(out, text, l->cells);
	if (x + GAP + width <= l->cells) {
		buf_fill(out, ' ', GAP);
		buf_adds(out, text);
		return x + GAP + width;
	}
	buf_addc(out, '\n');
	buf_fill(out, ' ', (size_t)in);
	return in + lay_broken(out, text, l->cells - in);
}

static void lay(struct story_line *l, int cells)
{
	struct buf out = BUF_INIT, one = BUF_INIT;
	int x = 0;

	if (l->laid && l->cells == cells)
		return;
	l->cells = cells;
	for (const char *s = l->text; *s;) {
		size_t n = strcspn(s, "\n");

		buf_clear(&one);
		buf_add(&one, s, n);
		x = lay_part(&out, buf_str(&one), x, l);
		s += s[n] ? n + 1 : n;
	}
	free(l->laid);
	l->laid = xstrdup(buf_str(&out));
	l->rows = 1;
	for (const char *s = l->laid; (s = strchr(s, '\n')); s++)
		l->rows++;
	buf_release(&out);
	buf_release(&one);
}

int story_rows(struct story *st, size_t line)
{
	return st->lines[line].rows;
}

/* --- drawing --- */

/* The cursor's line stays in sight: its first row before all. */
static void scroll(struct story *st, int room)
{
	int at = 0, total = 0;

	for (size_t i = 0; i < st->n; i++) {
		at += i < st->cur ? st->lines[i].rows : 0;
		total += st->lines[i].rows;
	}
	st->room = room;
	if (st->sought && st->n) {
		if (at + st->lines[st->cur].rows > st->top + room)
			st->top = at + st->lines[st->cur].rows - room;
		if (at < st->top)
			st->top = at;
	}
	st->sought = false;
	if (st->top > total - room)
		st->top = total > room ? total - room : 0;
}

static void draw_line(struct story *st, struct picture *p, struct area area, size_t i, int y)
{
	const struct story_line *l = &st->lines[i];
	bool current = i == st->cur;
	enum look look = current ? LOOK_CURRENT : l->look;
	struct buf row = BUF_INIT;

	for (const char *s = l->laid; s; y++) {
		size_t n = strcspn(s, "\n");
		int x = 1 + l->indent;

		buf_clear(&row);
		buf_add(&row, s, n);
		if (y >= area.y && y < area.y + area.rows) {
			picture_touch(p, (struct box){ y, 0, 1, p->cols }, (int64_t)i);
			if (current || l->head)
				picture_fill(p, y, ' ', look);
			picture_put(p, (struct spot){ y, x, p->cols - x }, buf_str(&row), look);
			if (current && s == l->laid)
				picture_put(p, (struct spot){ y, 0, 1 }, ">", look);
		}
		s = s[n] ? s + n + 1 : NULL;
	}
	buf_release(&row);
}

static void draw_lines(struct story *st, struct picture *p, struct area area)
{
	int y = area.y;

	for (size_t i = 0; i < st->n; i++)
		lay(&st->lines[i], p->cols - 2 - st->lines[i].indent);
	scroll(st, area.rows);
	y -= st->top;
	picture_cursor(p, area.y, 0);
	for (size_t i = 0; i < st->n && y < area.y + area.rows; i++) {
		if (y + st->lines[i].rows > area.y)
			draw_line(st, p, area, i, y);
		if (i == st->cur)
			picture_cursor(p, y > area.y ? y : area.y, 0);
		y += st->lines[i].rows;
	}
}

void story_draw(struct screen *s, struct picture *p)
{
	struct story *st = (struct story *)s;
	struct buf left = BUF_INIT, right = BUF_INIT;

	buf_addf(&left, p->cols < NARROW_COLS ? "%.0s%s" : _("台账 > %s > %s"), _(st->reg->title), st->name);
	if (st->n)
		buf_addf(&right, _("全貌 %zu/%zu"), st->cur + 1, st->n);
	draw_lines(st, p, screen_frame(s, p, buf_str(&left), buf_str(&right)));
	buf_release(&left);
	buf_release(&right);
}
