/*
 * Single records, counters and published figures.
 */
#include "db/read.h"

#include <stdlib.h>
#include <string.h>

#include "db/default_view.h"
#include "db/derived.h"
#include "db/lookup.h"
#include "db/order.h"
#include "db/seen.h"
#include "db/tally.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/worklist.h"
#include "src/banned.h"

/* ---- Records ----------------------------------------------------------------------------------- */

int store_get(struct store *s, const struct reg *reg, int64_t id, void *rec, struct err *e)
{
	int rc = rows_get(s, reg, id, rec, e);

	if (rc < 0 || seen_record(s, reg, rec))
		return rc;
	reg_release(reg, rec);
	reg_init(reg, rec);
	return rows_missing(reg, id, e);
}

/* The typed text as the field would have it; what it would refuse stays as it is, and will not be found. */
static void clean_key(struct store *s, const struct reg *reg, const char *typed, struct buf *out)
{
	const struct field *f = reg_key(reg);
	void *rec = reg_new(reg);
	struct cell c = { .kind = CELL_NULL };

	if (field_parse(f, typed, &s->lookup, rec, NULL) == 0)
		field_type(f)->put(field_const(f, rec), &c);
	buf_adds(out, cell_text(&c) ? cell_text(&c) : typed);
	reg_free(reg, rec);
}

/* Keys are mostly stored in half width, whatever an input method makes of them. */
static int find_key(struct store *s, const struct reg *reg, const char *key, int64_t *id, struct err *e)
{
	struct buf half = BUF_INIT;
	int rc = lookup_key(s, reg, key, id, e);

	if (rc == ERR_NOT_FOUND) {
		text_halfwidth(&half, key, strlen(key));
		rc = lookup_key(s, reg, buf_str(&half), id, e);
		buf_release(&half);
	}
	return rc;
}

int store_find(struct store *s, const struct reg *reg, const char *typed, void *rec, struct err *e)
{
	struct buf key = BUF_INIT, shown = BUF_INIT;
	int64_t id = 0;
	int rc;

	clean_key(s, reg, typed, &key);
	rc = find_key(s, reg, buf_str(&key), &id, e);
	if (rc == ERR_NOT_FOUND) {
		text_quote(&shown, typed);
		err_set(e, ERR_NOT_FOUND, _("没有%s为%s的%s。"), _(reg_key(reg)->label), buf_str(&shown),
			_(reg->title));
	}
	buf_release(&key);
	buf_release(&shown);
	return rc < 0 ? rc : rows_get(s, reg, id, rec, e);
}

/* ---- Counters ---------------------------------------------------------------------------------- */

int store_tally(struct store *s, const struct reg *reg, const struct field *f, const char *value, int64_t *n,
	struct err *e)
{
	return tally_read(s, reg, value ? f->name : "", value ? value : "", n, e);
}

struct value {
	char *text;
	int64_t n;
	long place; /* among the codes */
};

struct values {
	struct value *items;
	size_t n;
};

static int by_place(const void *one, const void *other)
{
	const struct value *a = one, *b = other;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return strcmp(a->text, b->text);
}

/* Where a value stands among the codes of its set; all others come behind, the largest first. */
static long place_of(const struct store *s, const struct field *f, const char *value)
{
	const struct code_item *first;
	size_t n = f->set ? codebook_set(&s->codes, f->set, &first) : 0;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(first[i].value, value) == 0)
			return (long)i;
	}
	return (long)n;
}

static int read_values(
	struct store *s, const struct reg *reg, const struct field *f, struct values *v, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "SELECT value, n FROM tally WHERE reg = ?1 AND field = ?2 AND n != 0", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_text(stmt, 1, reg->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, f->name, -1, SQLITE_STATIC);
	while ((rc = sql_step(s, stmt, e)) == 1) {
		char *text = xstrdup(sql_text(stmt, 0));

		v->items = xreallocarray(v->items, v->n + 1, sizeof(v->items[0]));
		v->items[v->n++] =
			(struct value){ text, sqlite3_column_int64(stmt, 1), place_of(s, f, text) };
	}
	sql_done(s, stmt);
	return rc;
}

int store_tallies(struct store *s, const struct reg *reg, const struct field *f,
	void (*fn)(void *ctx, const char *value, int64_t n), void *ctx, struct err *e)
{
	struct values v = { .items = NULL };
	int rc = read_values(s, reg, f, &v, e);

	if (v.n > 1)
		qsort(v.items, v.n, sizeof(v.items[0]), by_place);
	for (size_t i = 0; i < v.n; i++) {
		if (rc == 0)
			fn(ctx, v.items[i].text, v.items[i].n);
		free(v.items[i].text);
	}
	free(v.items);
	return rc;
}

/* ---- Figures ----------------------------------------------------------------------------------- */

/* A figure's own condition takes the place of the default view's; only records in use count. */
int store_figure(struct store *s, const struct reg *reg, const struct figure *f, int64_t *n, struct err *e)
{
	struct query q = { .any = NULL }, current = { .any = NULL };
	char *where = figure_where(reg, f);
	struct view v = { .reg = reg, .query = &q, .all = where != NULL };
	struct count all = { .cap = 0 };
	int rc = 0;

	if (where) {
		rc = query_parse(reg, where, &s->lookup, &q, e);
		if (rc == 0)
			rc = query_parse(reg, "state=current", &s->lookup, &current, e);
		if (rc == 0)
			query_and(&q, &current);
	}
	if (rc == 0)
		rc = store_count(s, &v, &all, e);
	*n = all.n;
	query_release(&q);
	query_release(&current);
	free(where);
	return rc;
}
