/* The window of records behind a list screen. */
#include "ui/list.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/list_tree.h"
#include "src/banned.h"

/* How long one reading may keep the person waiting; what is missing then comes while idle. */
#define READ_MS 8
#define COUNT_MS 3
#define COUNT_CAP 1001

static int window_rows(const struct list *l)
{
	return (l->room > 0 ? l->room : 20) * 2;
}

static void release_row(const struct list *l, struct list_row *row)
{
	for (size_t i = 0; row->cells && i < l->reg->nfields; i++)
		free(row->cells[i]);
	free(row->cells);
	reg_free(l->reg, row->rec);
}

void list_release_rows(struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		release_row(l, &l->rows[i]);
	free(l->rows);
	l->rows = NULL;
	l->n = l->cap = 0;
	l->top = l->cur = 0;
}

const char *list_cell(struct list *l, size_t row, const struct field *f)
{
	struct list_row *r = &l->rows[row];
	size_t i = (size_t)(f - l->reg->fields);
	struct buf b = BUF_INIT;

	if (!r->cells)
		r->cells = xcalloc(l->reg->nfields, sizeof(*r->cells));
	if (!r->cells[i]) {
		field_format_masked(f, r->rec, store_lookup(app_store(l->screen.app)), STYLE_LIST, &b);
		r->cells[i] = buf_detach(&b);
	}
	return r->cells[i];
}

static int64_t id_of(const struct list *l, size_t row)
{
	return ((const struct rec *)l->rows[row].rec)->id;
}

static void make_room(struct list *l, size_t more)
{
	if (l->n + more <= l->cap)
		return;
	l->cap = l->n + more + 32;
	l->rows = xreallocarray(l->rows, l->cap, sizeof(*l->rows));
}

/* A record out of the page, which then has an empty one in its place. */
static void *take_record(const struct list *l, struct page *page, size_t i)
{
	void *rec = xmalloc(l->reg->size);

	memcpy(rec, page_row(page, i), l->reg->size);
	reg_init(l->reg, page_row(page, i));
	return rec;
}

void list_insert_rows(struct list *l, const struct list_row *rows, size_t n, bool before)
{
	size_t at = before ? 0 : l->n;

	make_room(l, n);
	if (before && l->n)
		memmove(l->rows + n, l->rows, l->n * sizeof(*l->rows));
	if (n)
		memcpy(l->rows + at, rows, n * sizeof(*rows));
	l->n += n;
	if (before) {
		l->top += n;
		l->cur += n;
		if (l->first_place >= 0)
			l->first_place -= (int64_t)n;
	}
}

/* Takes a page's records over, before or after those that are there. */
static void take_page(struct list *l, struct page *page, bool before)
{
	struct list_row *rows = xcalloc(page->n + 1, sizeof(*rows));

	for (size_t i = 0; i < page->n; i++)
		rows[i].rec = take_record(l, page, i);
	list_insert_rows(l, rows, page->n, before);
	free(rows);
}

static int read_flat(struct list *l, enum page_from from, int64_t anchor, int rows)
{
	struct page_want want = { .from = from, .anchor = anchor, .rows = rows, .budget_ms = READ_MS };
	struct page page = { .rows = NULL };
	struct err e = ERR_INIT;
	bool back = from == PAGE_BEFORE || from == PAGE_LAST;
	int rc = store_page(app_store(l->screen.app), &l->view, &want, &page, &e);

	if (rc == 0) {
		take_page(l, &page, from == PAGE_BEFORE);
		l->ranked = page.ranked;
		if (back) {
			l->more_before = page.more || page.unfinished;
			l->resume_before = page.unfinished ? page.resume : 0;
		} else {
			l->more_after = page.more || page.unfinished;
			l->unfinished = page.unfinished;
			l->resume = page.resume;
		}
	} else if (rc != ERR_NOT_FOUND) {
		app_say_error(l->screen.app, &e);
	}
	page_release(&page);
	return rc;
}

static int read_page(struct list *l, enum page_from from, int64_t anchor, int rows)
{
	return l->in_tree ? list_tree_read(l, from, anchor, rows) : read_flat(l, from, anchor, rows);
}

static void count(struct list *l, int64_t cap, int budget)
{
	struct store *s = app_store(l->screen.app);
	struct view whole = l->view;
	struct err e = ERR_INIT;
	int rc;

	whole.query = &l->filter.limit;
	l->total = l->count = (struct count){ .cap = cap, .budget_ms = budget };
	rc = store_count(s, &whole, &l->total, &e);
	if (!filter_is_on(&l->filter))
		l->count = l->total;
	else if (rc == 0)
		rc = store_count(s, &l->view, &l->count, &e);
	if (rc < 0)
		app_say_error(l->screen.app, &e);
}

/* The place of the window in the view.  Under a condition it is only known from an end: else all would be read to find out. */
static void find_place(struct list *l)
{
	int64_t place;

	if (l->first_place >= 0 || !l->n || l->in_tree || !query_is_empty(&l->filter.query))
		return;
	if (store_position(app_store(l->screen.app), &l->view, id_of(l, 0), &place, NULL) == 0)
		l->first_place = place;
}

static void start_over(struct list *l)
{
	list_release_rows(l);
	l->more_before = l->more_after = l->unfinished = false;
	l->resume_before = 0;
	l->first_place = -1;
	l->data_version = store_data_version(app_store(l->screen.app));
}

static void read_first(struct list *l)
{
	start_over(l);
	read_page(l, PAGE_FIRST, 0, window_rows(l));
	l->first_place = l->in_tree ? -1 : 0;
}

/* Reads a window with the record `offset` rows below the first one shown; false when it is gone. */
static bool read_around(struct list *l, int64_t keep, size_t offset)
{
	start_over(l);
	if (read_page(l, PAGE_AT, keep, window_rows(l)) < 0 || !l->n || id_of(l, 0) != keep)
		return false;
	l->more_before = true;
	read_page(l, PAGE_BEFORE, keep, window_rows(l));
	l->top = l->cur > offset ? l->cur - offset : 0;
	if (!l->more_before && !l->in_tree)
		l->first_place = 0;
	find_place(l);
	return true;
}

void list_show(struct list *l, int64_t id, size_t line)
{
	for (size_t i = 0; i < l->n; i++)
		if (id_of(l, i) == id) {
			l->cur = i;
			return;
		}
	if (l->in_tree)
		list_tree_reveal(l, id);
	if (!read_around(l, id, line))
		read_first(l);
}

static void read_window(struct list *l, int64_t keep)
{
	/* A record that is gone leaves the cursor to its neighbour. */
	int64_t after = keep && l->cur + 1 < l->n ? id_of(l, l->cur + 1) : 0;
	int64_t before = keep && l->cur && l->cur <= l->n ? id_of(l, l->cur - 1) : 0;
	size_t offset = l->cur - l->top;

	if (store_data_version(app_store(l->screen.app)) != l->data_version)
		filter_refresh(l);
	if (!(keep && read_around(l, keep, offset)) && !(after && read_around(l, after, offset)) &&
	    !(before && read_around(l, before, offset)))
		read_first(l);
}

void list_reload(struct list *l, int64_t keep)
{
	l->reloads++;
	if (l->in_tree)
		list_tree_renew(l, keep);
	read_window(l, keep);
	if (l->in_tree && !keep)
		list_tree_first_hit(l);
	count(l, COUNT_CAP, COUNT_MS);
}

void list_reread(struct list *l, int64_t keep)
{
	if (store_data_version(app_store(l->screen.app)) != l->data_version)
		list_reload(l, keep);
	else
		read_window(l, keep);
}

void list_first(struct list *l)
{
	if (l->more_before)
		read_first(l);
	l->top = l->cur = 0;
}

void list_last(struct list *l)
{
	if (l->more_after) {
		start_over(l);
		read_page(l, PAGE_LAST, 0, window_rows(l));
		if (l->count.exact && !l->in_tree)
			l->first_place = l->count.n - (int64_t)l->n;
	}
	l->cur = l->n ? l->n - 1 : 0;
}

static void drop_first_rows(struct list *l, size_t extra)
{
	for (size_t i = 0; i < extra; i++)
		release_row(l, &l->rows[i]);
	memmove(l->rows, l->rows + extra, (l->n - extra) * sizeof(*l->rows));
	l->n -= extra;
	l->resume_before = 0;
	l->top -= extra < l->top ? extra : l->top;
	l->cur -= extra;
	l->more_before = true;
	if (l->first_place >= 0)
		l->first_place += (int64_t)extra;
}

static void drop_last_rows(struct list *l, size_t extra)
{
	for (size_t i = l->n - extra; i < l->n; i++)
		release_row(l, &l->rows[i]);
	l->n -= extra;
	l->more_after = true;
	l->unfinished = false;
}

/* Keeps the window a few screens long: what lies far behind the current row is let go. */
static void trim(struct list *l)
{
	size_t most = (size_t)window_rows(l) * 3;

	if (l->n <= most)
		return;
	if (l->cur > l->n / 2)
		drop_first_rows(l, l->n - most);
	else
		drop_last_rows(l, l->n - most);
}

static void read_on(struct list *l, bool down)
{
	if (down && l->more_after && l->n)
		read_page(l, PAGE_AFTER, l->unfinished ? l->resume : id_of(l, l->n - 1), window_rows(l));
	else if (!down && l->more_before && l->n)
		read_page(l, PAGE_BEFORE, l->resume_before ? l->resume_before : id_of(l, 0), window_rows(l));
}

static void move_up(struct list *l, size_t by)
{
	if (by > l->cur)
		read_on(l, false);
	l->cur -= by < l->cur ? by : l->cur;
}

static void move_down(struct list *l, size_t by)
{
	if (l->cur + by >= l->n)
		read_on(l, true);
	if (l->n)
		l->cur = l->cur + by < l->n ? l->cur + by : l->n - 1;
}

void list_move(struct list *l, long by)
{
	if (by < 0)
		move_up(l, (size_t)-by);
	else
		move_down(l, (size_t)by);
	trim(l);
}

const char *list_key_of(const struct list *l, const char *action)
{
	return action_key(l->screen.type->actions, action);
}

const struct rec *list_current(const struct list *l)
{
	return l->cur < l->n ? l->rows[l->cur].rec : NULL;
}

int64_t list_current_id(const struct list *l)
{
	const struct rec *r = list_current(l);

	return r ? r->id : 0;
}

/* Who is about to press a key for one record must not meet its neighbour unawares. */
static void reload_for_others(struct list *l)
{
	int64_t id = list_current_id(l);
	struct buf was = BUF_INIT;

	if (id)
		field_format(reg_label(l->reg), list_current(l), store_lookup(app_store(l->screen.app)), STYLE_LIST, &was);
	list_reload(l, id);
	if (id && list_current_id(l) != id)
		app_say(l->screen.app, _("「%s」已不在列表里：别人刚停用了它，或改得不合条件了"), buf_str(&was));
	buf_release(&was);
}

bool list_idle(struct list *l, bool quiet)
{
	if (store_data_version(app_store(l->screen.app)) != l->data_version) {
		reload_for_others(l);
		return true;
	}
	if (l->in_tree && list_tree_idle(l, quiet))
		return true;
	if (l->unfinished && l->n < (size_t)window_rows(l)) {
		read_page(l, PAGE_AFTER, l->resume, window_rows(l) - (int)l->n);
		return true;
	}
	return false;
}
