/* The window of records behind a list screen. */
#include "ui/list.h"

#include <stdlib.h>
#include <string.h>

#include "src/mem.h"

/* How long one reading may keep the person waiting; what is missing then comes while idle. */
#define READ_MS 8
#define COUNT_MS 3
#define COUNT_CAP 1001
#define IDLE_COUNT_MS 40

static int window_rows(const struct list *l)
{
	return (l->room > 0 ? l->room : 20) * 2;
}

void list_release_rows(struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		reg_free(l->reg, l->rows[i]);
	free(l->rows);
	l->rows = NULL;
	l->n = l->cap = 0;
	l->top = l->cur = 0;
}

static void make_room(struct list *l, size_t more)
{
	if (l->n + more <= l->cap)
		return;
	l->cap = l->n + more + 32;
	l->rows = xreallocarray(l->rows, l->cap, sizeof(*l->rows));
}

/* Takes a page's records over, before or after those that are there. */
static void take_page(struct list *l, struct page *page, bool before)
{
	size_t at = before ? 0 : l->n;

	make_room(l, page->n);
	memmove(l->rows + at + page->n, l->rows + at, (l->n - at) * sizeof(*l->rows));
	for (size_t i = 0; i < page->n; i++) {
		l->rows[at + i] = reg_new(l->reg);
		reg_copy(l->reg, l->rows[at + i], page_row(page, i));
	}
	l->n += page->n;
	if (before) {
		l->top += page->n;
		l->cur += page->n;
		if (l->first_place >= 0)
			l->first_place -= (int64_t)page->n;
	}
}

static int read_page(struct list *l, enum page_from from, int64_t anchor, int rows)
{
	struct page page = { .rows = NULL };
	struct err e = ERR_INIT;
	bool before = from == PAGE_BEFORE;
	int rc = store_page(app_store(l->screen.app), &l->view, from, anchor, rows, READ_MS, &page, &e);

	if (rc == 0) {
		take_page(l, &page, before);
		l->unfinished = page.unfinished && !before;
		l->resume = page.resume;
		if (before || from == PAGE_LAST)
			l->more_before = page.more || page.unfinished;
		else
			l->more_after = page.more || page.unfinished;
	} else if (rc != ERR_NOT_FOUND) {
		app_say_error(l->screen.app, &e);
	}
	page_release(&page);
	return rc;
}

static void count(struct list *l, int64_t cap, int budget)
{
	struct err e = ERR_INIT;

	if (store_count(app_store(l->screen.app), &l->view, cap, budget, &l->count, &l->count_exact, &e) < 0)
		app_say_error(l->screen.app, &e);
	l->count_open = !l->count_exact && cap > 0;
}

static void start_over(struct list *l)
{
	list_release_rows(l);
	l->more_before = l->more_after = l->unfinished = false;
	l->first_place = -1;
	l->data_version = store_data_version(app_store(l->screen.app));
}

void list_reload(struct list *l, int64_t keep)
{
	size_t offset = l->cur - l->top;

	start_over(l);
	if (keep && read_page(l, PAGE_AT, keep, window_rows(l)) == 0 && l->n && ((struct rec *)l->rows[0])->id == keep) {
		l->more_before = true;
		read_page(l, PAGE_BEFORE, keep, window_rows(l));
		l->top = l->cur > offset ? l->cur - offset : 0;
	} else {
		start_over(l);
		read_page(l, PAGE_FIRST, 0, window_rows(l));
		l->first_place = 0;
	}
	count(l, COUNT_CAP, COUNT_MS);
}

void list_first(struct list *l)
{
	if (l->first_place != 0) {
		start_over(l);
		read_page(l, PAGE_FIRST, 0, window_rows(l));
		l->first_place = 0;
	}
	l->top = l->cur = 0;
}

void list_last(struct list *l)
{
	if (l->more_after) {
		start_over(l);
		read_page(l, PAGE_LAST, 0, window_rows(l));
		l->first_place = l->count_exact ? l->count - (int64_t)l->n : -1;
	}
	l->cur = l->n ? l->n - 1 : 0;
}

/* Keeps the window a few screens long: what lies far behind the current row is let go. */
static void trim(struct list *l)
{
	size_t most = (size_t)window_rows(l) * 3, extra;

	if (l->n <= most)
		return;
	extra = l->n - most;
	if (l->cur > l->n / 2) {
		for (size_t i = 0; i < extra; i++)
			reg_free(l->reg, l->rows[i]);
		memmove(l->rows, l->rows + extra, (l->n - extra) * sizeof(*l->rows));
		l->top -= extra < l->top ? extra : l->top;
		l->cur -= extra;
		l->more_before = true;
		if (l->first_place >= 0)
			l->first_place += (int64_t)extra;
	} else {
		for (size_t i = l->n - extra; i < l->n; i++)
			reg_free(l->reg, l->rows[i]);
		l->more_after = true;
		l->unfinished = false;
	}
	l->n -= extra;
}

static void read_on(struct list *l, bool down)
{
	if (down && l->more_after && l->n)
		read_page(l, PAGE_AFTER, l->unfinished ? l->resume : ((struct rec *)l->rows[l->n - 1])->id,
			  window_rows(l));
	else if (!down && l->more_before && l->n)
		read_page(l, PAGE_BEFORE, ((struct rec *)l->rows[0])->id, window_rows(l));
}

void list_move(struct list *l, long by)
{
	if (by > 0 && l->cur + (size_t)by >= l->n)
		read_on(l, true);
	if (by < 0 && (size_t)-by > l->cur)
		read_on(l, false);
	if (!l->n)
		return;
	if (by < 0)
		l->cur -= (size_t)-by < l->cur ? (size_t)-by : l->cur;
	else
		l->cur = l->cur + (size_t)by < l->n ? l->cur + (size_t)by : l->n - 1;
	trim(l);
}

void *list_current(const struct list *l)
{
	return l->cur < l->n ? l->rows[l->cur] : NULL;
}

int64_t list_current_id(const struct list *l)
{
	const struct rec *r = list_current(l);

	return r ? r->id : 0;
}

bool list_idle(struct list *l)
{
	if (store_data_version(app_store(l->screen.app)) != l->data_version) {
		list_reload(l, list_current_id(l));
		return true;
	}
	if (l->unfinished && l->n < (size_t)window_rows(l)) {
		read_page(l, PAGE_AFTER, l->resume, window_rows(l) - (int)l->n);
		return l->unfinished;
	}
	if (l->count_open) {
		count(l, 0, IDLE_COUNT_MS);
		l->count_open = false;
	}
	return false;
}
