/* A window over the changes of one record or of one action. */
#include "ui/changes.h"

#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/banned.h"

static void release_line(struct change_line *l)
{
	action_release(&l->action);
	change_release(&l->change);
}

static void release_lines(struct change_line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++)
		release_line(&lines[i]);
}

/* --- a page --- */

struct page {
	struct change_line *lines;
	size_t n;
};

static int take(void *ctx, const struct action *a, const struct change *c)
{
	struct page *p = ctx;

	action_copy(&p->lines[p->n].action, a);
	change_copy(&p->lines[p->n].change, c);
	return ++p->n == CHANGES_PAGE;
}

/* The lines behind (or in front of) one, nearest first; *end: there are no more. */
static int read_page(struct changes *c, const struct change *from, bool back, struct page *out, bool *end, struct err *e)
{
	struct journal_lines which = c->which;
	int rc;

	which.field = c->field;
	which.from = from;
	which.back = back;
	*out = (struct page){ .lines = xcalloc(CHANGES_PAGE, sizeof(*out->lines)) };
	rc = journal_read(c->store, &which, take, out, e);
	if (rc < 0) {
		release_lines(out->lines, out->n);
		free(out->lines);
		*out = (struct page){ .n = 0 };
	}
	*end = rc == 0;
	return rc < 0 ? rc : 0;
}

/* --- the window --- */

static void append(struct changes *c, const struct page *p)
{
	c->lines = xreallocarray(c->lines, c->n + p->n + 1, sizeof(*c->lines));
	memcpy(c->lines + c->n, p->lines, p->n * sizeof(*c->lines));
	c->n += p->n;
}

/* The page's lines come nearest first. */
static void prepend(struct changes *c, const struct page *p)
{
	c->lines = xreallocarray(c->lines, c->n + p->n + 1, sizeof(*c->lines));
	memmove(c->lines + p->n, c->lines, c->n * sizeof(*c->lines));
	for (size_t i = 0; i < p->n; i++)
		c->lines[p->n - 1 - i] = p->lines[i];
	c->n += p->n;
	c->cursor.at += p->n;
	c->cursor.top += p->n;
}

/* As many lines are kept, so that the cursor has some screens to both sides. */
static size_t kept(const struct changes *c)
{
	size_t pages = (size_t)3 * CHANGES_PAGE, screens = c->cursor.room > 0 ? (size_t)6 * (size_t)c->cursor.room : 0;

	return pages > screens ? pages : screens;
}

static void drop_front(struct changes *c)
{
	size_t n = c->n > kept(c) ? c->n - kept(c) : 0;

	if (n > c->cursor.top)
		n = c->cursor.top;
	if (!n)
		return;
	release_lines(c->lines, n);
	memmove(c->lines, c->lines + n, (c->n - n) * sizeof(*c->lines));
	c->n -= n;
	c->cursor.at -= n;
	c->cursor.top -= n;
	c->first = false;
}

static void drop_end(struct changes *c)
{
	size_t least = c->cursor.top + (size_t)(c->cursor.room > 0 ? c->cursor.room : 1);
	size_t keep = least > kept(c) ? least : kept(c);

	if (c->n <= keep)
		return;
	release_lines(c->lines + keep, c->n - keep);
	c->n = keep;
	c->last = false;
}

static int grow_down(struct changes *c, struct err *e)
{
	struct page p;
	int rc = read_page(c, c->n ? &c->lines[c->n - 1].change : NULL, false, &p, &c->last, e);

	if (rc < 0)
		return rc;
	append(c, &p);
	free(p.lines);
	drop_front(c);
	return 0;
}

static int grow_up(struct changes *c, struct err *e)
{
	struct page p;
	int rc = read_page(c, c->n ? &c->lines[0].change : NULL, true, &p, &c->first, e);

	if (rc < 0)
		return rc;
	prepend(c, &p);
	free(p.lines);
	drop_end(c);
	return 0;
}

static void forget(struct changes *c)
{
	release_lines(c->lines, c->n);
	c->n = 0;
	c->first = c->last = false;
}

static int to_first(struct changes *c, struct err *e)
{
	if (!c->first) {
		forget(c);
		c->first = true;
		c->cursor.at = c->cursor.top = 0;
		return grow_down(c, e);
	}
	c->cursor.at = 0;
	return 0;
}

static int to_last(struct changes *c, struct err *e)
{
	int rc = 0;

	if (!c->last) {
		forget(c);
		c->last = true;
		c->cursor.at = c->cursor.top = 0;
		rc = grow_up(c, e);
	}
	c->cursor.at = c->n ? c->n - 1 : 0;
	return rc;
}

/* Reads on until the cursor has a screen to go, down or up. */
static int make_room(struct changes *c, bool down, struct err *e)
{
	size_t room = c->cursor.room > 1 ? (size_t)c->cursor.room : 1;
	int rc = 0;

	while (rc == 0 && down && !c->last && c->cursor.top + 2 * room >= c->n)
		rc = grow_down(c, e);
	while (rc == 0 && !down && !c->first && c->cursor.top < room)
		rc = grow_up(c, e);
	return rc;
}

int changes_move(struct changes *c, int move, struct err *e)
{
	int rc;

	if (move == MOVE_FIRST)
		return to_first(c, e);
	if (move == MOVE_LAST)
		return to_last(c, e);
	rc = make_room(c, move == MOVE_DOWN || move == MOVE_PAGE_DOWN, e);
	if (rc == 0)
		cursor_move(&c->cursor, move, c->n);
	return rc;
}

/* The window anew around a line that stays where it is on the screen, unless newer ones appear above the first. */
static int load_around(struct changes *c, const struct change *at, struct err *e)
{
	size_t above = c->cursor.at - c->cursor.top;
	bool top = c->first && c->cursor.top == 0;
	int rc;

	forget(c);
	c->lines = xreallocarray(c->lines, 1, sizeof(*c->lines));
	c->lines[0] = (struct change_line){ .change = { .action = 0 } };
	change_copy(&c->lines[0].change, at);
	c->n = 1;
	c->cursor.at = c->cursor.top = 0;
	rc = grow_up(c, e);
	/* What stood in for the line is read again with those behind it. */
	c->n--;
	release_line(&c->lines[c->n]);
	if (rc == 0)
		rc = grow_down(c, e);
	c->cursor.top = top && c->first ? 0 : c->cursor.at > above ? c->cursor.at - above : 0;
	return rc;
}

int changes_load(struct changes *c, struct err *e)
{
	const struct change_line *current = changes_current(c);
	struct change at;
	int rc;

	if (!current) {
		forget(c);
		return to_first(c, e);
	}
	change_copy(&at, &current->change);
	rc = load_around(c, &at, e);
	change_release(&at);
	return rc;
}

int changes_only(struct changes *c, const char *field, struct err *e)
{
	char *copy = xstrdup(field);

	free(c->field);
	c->field = copy;
	return changes_load(c, e);
}

void changes_fit(struct changes *c, int room)
{
	c->cursor.room = room;
	/* What cannot be read now is asked for again by the next key. */
	make_room(c, true, NULL);
	cursor_fit(&c->cursor, c->n, room);
	make_room(c, false, NULL);
	cursor_fit(&c->cursor, c->n, room);
}

const struct change_line *changes_current(const struct changes *c)
{
	return c->cursor.at < c->n ? &c->lines[c->cursor.at] : NULL;
}

void changes_release(struct changes *c)
{
	forget(c);
	free(c->lines);
	free(c->field);
	*c = (struct changes){ .n = 0 };
}
