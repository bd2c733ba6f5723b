/*
 * Windows of a list.
 */
#include "db/read.h"

#include <stdlib.h>

#include "db/reader.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

void page_release(struct page *p)
{
	for (size_t i = 0; i < p->n; i++)
		reg_release(p->reg, page_row(p, i));
	free(p->rows);
	*p = (struct page){ .rows = NULL };
}

void *page_row(const struct page *p, size_t i)
{
	return (char *)p->rows + i * p->reg->size;
}

/* The numbers of a window, in the order in which they are read. */
struct window {
	int64_t *ids;
	size_t n, most;
};

/* Reads until the window is full, one record beyond it, or until the time is up. */
static int read_ids(struct reader *r, struct window *w, struct page *out, struct err *e)
{
	bool passes;
	int64_t id;
	int rc;

	while ((rc = reader_next(r, &id, &passes, e)) == 1) {
		if (passes && w->n == w->most) {
			out->more = true;
			return 0;
		}
		if (passes)
			w->ids[w->n++] = id;
		out->resume = id;
		if (w->n < w->most && reader_is_over(r)) {
			out->more = out->unfinished = true;
			return 0;
		}
	}
	return rc;
}

/*
 * Rows by number.  Lists often run as the numbers do, and then going on to the next row is
 * much less work than looking each one up; so a few steps are tried before a new look-up.
 */
#define STEPS 4

struct rows {
	struct store *s;
	const struct reg *reg;
	sqlite3_stmt *stmt;
	int64_t at; /* the row at which the statement stands; 0: nowhere */
};

static int rows_open(struct rows *r, struct store *s, const struct reg *reg, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc;

	*r = (struct rows){ .s = s, .reg = reg };
	buf_addf(&sql, "SELECT %s FROM \"%s\" WHERE id >= ?1 ORDER BY id", rows_sql(s, reg)->columns,
		reg->name);
	rc = sql_get(s, buf_str(&sql), &r->stmt, e);
	buf_release(&sql);
	return rc;
}

static int rows_step(struct rows *r, struct err *e)
{
	int rc = sql_step(r->s, r->stmt, e);

	r->at = rc == 1 ? sqlite3_column_int64(r->stmt, 0) : 0;
	return rc < 0 ? rc : 0;
}

/* 1: rec has been filled, 0: there is no such record. */
static int rows_fetch(struct rows *r, int64_t id, void *rec, struct err *e)
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < STEPS && r->at != 0 && r->at < id; i++)
		rc = rows_step(r, e);
	if (rc == 0 && r->at != id) {
		sqlite3_reset(r->stmt);
		sqlite3_bind_int64(r->stmt, 1, id);
		rc = rows_step(r, e);
	}
	if (rc < 0 || r->at != id)
		return rc;
	rc = rows_read(r->reg, r->stmt, 0, rec, e);
	return rc < 0 ? rc : 1;
}

static int read_rows(struct store *s, const struct window *w, bool backward, struct page *out, struct err *e)
{
	struct rows r;
	int rc = rows_open(&r, s, out->reg, e);

	out->rows = xcalloc(w->n + 1, out->reg->size);
	for (size_t i = 0; rc >= 0 && i < w->n; i++) {
		void *row = page_row(out, out->n++);

		reg_init(out->reg, row);
		rc = rows_fetch(&r, w->ids[backward ? w->n - 1 - i : i], row, e);
	}
	sql_done(s, r.stmt);
	return rc < 0 ? rc : 0;
}

static int read_page(
	struct reader *r, struct window *w, const struct page_want *want, struct page *out, struct err *e)
{
	int rc = read_ids(r, w, out, e);

	out->ranked = r->ranked;
	if (rc < 0)
		return rc;
	return read_rows(r->s, w, want->from == PAGE_LAST || want->from == PAGE_BEFORE, out, e);
}

int store_page(
	struct store *s, const struct view *v, const struct page_want *want, struct page *out, struct err *e)
{
	struct window w = { .most = want->rows > 0 ? (size_t)want->rows : 0 };
	struct reader r;
	bool own;
	int rc;

	page_release(out);
	out->reg = v->reg;
	rc = store_snapshot_begin(s, &own, e);
	if (rc < 0)
		return rc;
	w.ids = xcalloc(w.most + 1, sizeof(w.ids[0]));
	rc = reader_open(&r, s, v, want, e);
	if (rc == 0) {
		rc = read_page(&r, &w, want, out, e);
		reader_close(&r);
	}
	store_snapshot_end(s, own);
	if (rc == 0 && want->from == PAGE_AT && (w.n == 0 || w.ids[0] != want->anchor))
		rc = err_set(e, ERR_NOT_FOUND, _("这条记录已经不在这个列表里了；请从头看起。"));
	free(w.ids);
	if (rc < 0)
		page_release(out);
	return rc;
}

/* Hands the records on until fn has had enough. */
static int pass_on(
	struct reader *r, struct rows *rows, int (*fn)(void *ctx, const void *rec), void *ctx, struct err *e)
{
	void *rec = reg_new(rows->reg);
	bool passes;
	int64_t id;
	int rc;

	while ((rc = reader_next(r, &id, &passes, e)) == 1) {
		rc = passes ? rows_fetch(rows, id, rec, e) : 0;
		if (rc == 1)
			rc = fn(ctx, rec);
		if (rc != 0)
			break;
	}
	reg_free(rows->reg, rec);
	return rc;
}

int store_each(struct store *s, const struct view *v, int (*fn)(void *ctx, const void *rec), void *ctx,
	struct err *e)
{
	struct reader r;
	struct rows rows;
	bool own;
	int rc = store_snapshot_begin(s, &own, e);

	if (rc < 0)
		return rc;
	rc = rows_open(&rows, s, v->reg, e);
	if (rc == 0)
		rc = reader_open(&r, s, v, NULL, e);
	if (rc == 0) {
		rc = pass_on(&r, &rows, fn, ctx, e);
		reader_close(&r);
	}
	sql_done(s, rows.stmt);
	store_snapshot_end(s, own);
	return rc;
}
