/*
 * Summaries of branches, all of them in one pass over the superiors of a register.
 */
#include <stdlib.h>
#include <string.h>

#include "db/branch.h"
#include "db/keys.h"
#include "src/mem.h"
#include "src/banned.h"

/* ---- Facts ------------------------------------------------------------------------------------- */

static int64_t column(sqlite3_stmt *stmt, const struct reg *reg, const struct field *f, int first)
{
	struct cell c;

	key_column(stmt, first + (int)(f - reg->fields), &c);
	return c.kind == CELL_INT ? c.number : 0;
}

static void grow(struct branch_facts *f)
{
	f->cap = f->cap ? f->cap * 2 : 1024;
	f->parents = xreallocarray(f->parents, f->cap, sizeof(f->parents[0]));
	f->inside = xreallocarray(f->inside, f->cap, sizeof(f->inside[0]));
	f->values = xreallocarray(f->values, f->cap * (f->nsummed + 1), sizeof(f->values[0]));
}

void branch_facts_take(
	struct branch_facts *f, const struct reg *reg, sqlite3_stmt *stmt, int first, bool inside)
{
	if (f->n == 0) {
		f->tree = reg_tree(reg);
		f->nsummed = branch_fields(reg, f->summed);
	}
	if (!f->tree)
		return;
	if (f->n == f->cap)
		grow(f);
	f->parents[f->n] = column(stmt, reg, f->tree, first);
	f->inside[f->n] = inside;
	for (size_t i = 0; i < f->nsummed; i++)
		f->values[f->n * f->nsummed + i] = column(stmt, reg, f->summed[i], first);
	f->n++;
}

void branch_facts_release(struct branch_facts *f)
{
	free(f->parents);
	free(f->inside);
	free(f->values);
	*f = (struct branch_facts){ .parents = NULL };
}

/* ---- Summing up -------------------------------------------------------------------------------- */

#define NONE UINT32_MAX

struct work {
	const struct branch_facts *facts;
	uint32_t *up;		/* of each record: the one above it */
	uint32_t *row;		/* of each record with children: its row */
	struct branch_row *rows;
	uint32_t *open;		/* of each row: children that have not been added yet */
	size_t n, cap;
};

static uint32_t place_of(const int64_t *ids, size_t n, int64_t id)
{
	size_t from = 0, to = n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (ids[middle] < id)
			from = middle + 1;
		else
			to = middle;
	}
	return from < n && ids[from] == id ? (uint32_t)from : NONE;
}

static void make_room(struct work *w)
{
	w->cap = w->cap ? w->cap * 2 : 256;
	w->rows = xreallocarray(w->rows, w->cap, sizeof(w->rows[0]));
	w->open = xreallocarray(w->open, w->cap, sizeof(w->open[0]));
}

static void count_child(struct work *w, uint32_t up, int64_t id)
{
	if (w->row[up] == NONE) {
		if (w->n == w->cap)
			make_room(w);
		w->open[w->n] = 0;
		w->rows[w->n] = (struct branch_row){ .id = id };
		w->row[up] = (uint32_t)w->n++;
	}
	w->open[w->row[up]]++;
}

/* Neighbours mostly have the same superior, so that is tried before it is looked for. */
static void link_up(struct work *w, const int64_t *ids)
{
	const struct branch_facts *f = w->facts;
	int64_t last = 0;
	uint32_t at = NONE;

	for (size_t i = 0; i < f->n; i++) {
		if (f->parents[i] != last)
			at = f->parents[i] ? place_of(ids, f->n, f->parents[i]) : NONE;
		last = f->parents[i];
		w->up[i] = at;
		if (at != NONE)
			count_child(w, at, ids[at]);
	}
}

static void part_of(const struct work *w, uint32_t i, struct branch *out)
{
	static const struct branch nothing = { .n = 0 };
	const struct branch_facts *f = w->facts;
	struct branch_record r = { .inside = f->inside[i] };

	memcpy(r.values, f->values + i * f->nsummed, f->nsummed * sizeof(r.values[0]));
	branch_part(&r, w->row[i] == NONE ? &nothing : &w->rows[w->row[i]].below, out);
}

/* Climbs from a record without children, as long as it is the last child that the one above has waited for. */
static void climb(struct work *w, uint32_t i)
{
	while (w->up[i] != NONE) {
		uint32_t row = w->row[w->up[i]];
		struct branch part;

		part_of(w, i, &part);
		branch_add(&w->rows[row].below, &part, 1);
		if (--w->open[row] > 0)
			return;
		i = w->up[i];
	}
}

static int by_id(const void *one, const void *other)
{
	const struct branch_row *a = one, *b = other;

	return (a->id > b->id) - (a->id < b->id);
}

static size_t drop_empty(struct branch_row *rows, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (!branch_is_nothing(&rows[i].below))
			rows[kept++] = rows[i];
	}
	return kept;
}

size_t branch_sum_up(const struct branch_facts *f, const int64_t *ids, struct branch_row **out)
{
	struct work w = { .facts = f };

	*out = NULL;
	if (f->n == 0)
		return 0;
	w.up = xreallocarray(NULL, f->n, sizeof(w.up[0]));
	w.row = xreallocarray(NULL, f->n, sizeof(w.row[0]));
	memset(w.row, 0xFF, f->n * sizeof(w.row[0]));
	make_room(&w);
	link_up(&w, ids);
	for (size_t i = 0; i < f->n; i++) {
		if (w.row[i] == NONE)
			climb(&w, (uint32_t)i);
	}
	free(w.up);
	free(w.row);
	free(w.open);
	w.n = drop_empty(w.rows, w.n);
	if (w.n > 1)
		qsort(w.rows, w.n, sizeof(w.rows[0]), by_id);
	*out = w.rows;
	return w.n;
}

/* ---- Comparing --------------------------------------------------------------------------------- */

static bool is_row(sqlite3_stmt *stmt, const struct branch_row *row)
{
	struct branch stored = { .n = sqlite3_column_int64(stmt, 1) };

	for (int i = 0; i < sqlite3_column_count(stmt) - 2 && i < BRANCH_SUMS; i++)
		stored.sums[i] = sqlite3_column_int64(stmt, i + 2);
	return memcmp(&stored, &row->below, sizeof(stored)) == 0;
}

int branch_compare(struct store *s, const struct reg *reg, const struct branch_row *rows, size_t n,
	int64_t *different, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	size_t at = 0;
	int rc;

	*different = 0;
	if (!reg_tree(reg))
		return 0;
	buf_addf(&sql, "SELECT * FROM \"k_%s_branch\" ORDER BY id", reg->name);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	while ((rc = sql_step(s, stmt, e)) == 1) {
		int64_t id = sqlite3_column_int64(stmt, 0);

		/* Rows that should be there and are not; then one that should not, or has other numbers. */
		for (; at < n && rows[at].id < id; at++)
			++*different;
		if (at < n && rows[at].id == id)
			*different += !is_row(stmt, &rows[at++]);
		else
			++*different;
	}
	sql_done(s, stmt);
	*different += (int64_t)(n - at);
	return rc;
}
