/*
 * Summaries of branches, one change at a time.
 */
#include "db/branch.h"

#include <stdlib.h>
#include <string.h>

#include "db/default_view.h"
#include "db/keys.h"
#include "src/mem.h"
#include "src/banned.h"

size_t branch_fields(const struct reg *reg, const struct field **out)
{
	size_t n = 0;

	for (size_t i = 0; i < reg->nfields && n < BRANCH_SUMS; i++) {
		if (reg->fields[i].flags & FIELD_SUMMED)
			out[n++] = &reg->fields[i];
	}
	return n;
}

void branch_part(const struct branch_record *r, const struct branch *below, struct branch *out)
{
	*out = *below;
	if (below->n == 0)
		memcpy(out->sums, r->values, sizeof(out->sums));
	if (below->n == 0 && !r->inside)
		memset(out->sums, 0, sizeof(out->sums));
	out->n += r->inside;
}

void branch_add(struct branch *to, const struct branch *from, int sign)
{
	to->n += sign * from->n;
	for (size_t i = 0; i < BRANCH_SUMS; i++)
		to->sums[i] += sign * from->sums[i];
}

bool branch_is_nothing(const struct branch *b)
{
	static const struct branch nothing = { .n = 0 };

	return memcmp(b, &nothing, sizeof(nothing)) == 0;
}

/* ---- The table --------------------------------------------------------------------------------- */

int branch_table(struct store *s, const struct reg *reg, struct err *e)
{
	const struct field *summed[BRANCH_SUMS];
	size_t n = branch_fields(reg, summed);
	struct buf sql = BUF_INIT;
	int rc;

	if (!reg_tree(reg))
		return 0;
	buf_addf(&sql,
		"DROP TABLE IF EXISTS \"k_%s_branch\";"
		"CREATE TABLE \"k_%s_branch\"(id INTEGER PRIMARY KEY, n INTEGER NOT NULL",
		reg->name, reg->name);
	for (size_t i = 0; i < n; i++)
		buf_addf(&sql, ", \"%s\" INTEGER NOT NULL", summed[i]->name);
	buf_adds(&sql, ") STRICT");
	rc = sql_exec(s, buf_str(&sql), e);
	buf_release(&sql);
	return rc;
}

int store_branch(struct store *s, const struct reg *reg, int64_t id, struct branch *out, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	*out = (struct branch){ .n = 0 };
	buf_addf(&sql, "SELECT * FROM \"k_%s_branch\" WHERE id = ?1", reg->name);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	rc = sql_step(s, stmt, e);
	if (rc == 1)
		out->n = sqlite3_column_int64(stmt, 1);
	for (int i = 0; rc == 1 && i < sqlite3_column_count(stmt) - 2; i++)
		out->sums[i] = sqlite3_column_int64(stmt, i + 2);
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}

static int write_row(
	struct store *s, const struct reg *reg, int64_t id, const struct branch *b, struct err *e)
{
	const struct field *summed[BRANCH_SUMS];
	size_t n = branch_fields(reg, summed);
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	if (branch_is_nothing(b)) {
		buf_addf(&sql, "DELETE FROM \"k_%s_branch\" WHERE id = ?1", reg->name);
	} else {
		buf_addf(&sql, "INSERT OR REPLACE INTO \"k_%s_branch\" VALUES(?1, ?2", reg->name);
		for (size_t i = 0; i < n; i++)
			buf_addf(&sql, ", ?%zu", i + 3);
		buf_adds(&sql, ")");
	}
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	for (size_t i = 0; !branch_is_nothing(b) && i < n + 1; i++)
		sqlite3_bind_int64(stmt, (int)i + 2, i ? b->sums[i - 1] : b->n);
	rc = sql_step(s, stmt, e);
	sql_done(s, stmt);
	return rc;
}

int branch_fill(struct store *s, const struct reg *reg, const struct branch_row *rows, size_t n, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = write_row(s, reg, rows[i].id, &rows[i].below, e);
	return rc;
}

/* ---- Changes ----------------------------------------------------------------------------------- */

static int64_t number_of(const struct cell *c)
{
	return c->kind == CELL_INT ? c->number : 0;
}

/* What a side adds to those above; *parent is who they are. */
static void take_part(const struct reg *reg, const struct branch_side *side, const struct branch *below,
	int64_t *parent, struct branch *out)
{
	const struct field *tree = reg_tree(reg), *summed[BRANCH_SUMS];
	size_t n = branch_fields(reg, summed);
	struct branch_record r = { .inside = side->inside };
	struct cell c;

	*parent = 0;
	*out = (struct branch){ .n = 0 };
	if (!side->rec)
		return;
	field_type(tree)->put(field_const(tree, side->rec), &c);
	*parent = number_of(&c);
	for (size_t i = 0; i < n; i++) {
		field_type(summed[i])->put(field_const(summed[i], side->rec), &c);
		r.values[i] = number_of(&c);
	}
	branch_part(&r, below, out);
}

static int prepare_record(struct store *s, const struct reg *reg, sqlite3_stmt **stmt, int64_t id, struct err *e)
{
	const struct field *summed[BRANCH_SUMS];
	size_t n = branch_fields(reg, summed);
	const struct default_view *view;
	struct buf sql = BUF_INIT;
	int rc = default_view_get(s, reg, &view, e);

	if (rc < 0)
		return rc;
	buf_addf(&sql, "SELECT t.\"%s\", %s", reg_tree(reg)->name, view->sql);
	for (size_t i = 0; i < n; i++)
		buf_addf(&sql, ", t.\"%s\"", summed[i]->name);
	buf_addf(&sql, " FROM \"%s\" t WHERE t.id = ?%zu", reg->name, view->params.n + 1);
	rc = sql_get(s, buf_str(&sql), stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sql_params_bind(&view->params, *stmt);
	sqlite3_bind_int64(*stmt, (int)view->params.n + 1, id);
	return 0;
}

/* 1: it is there.  It may not be: inside an action references may be written before what they point to. */
static int read_record(
	struct store *s, const struct reg *reg, int64_t id, struct branch_record *out, struct err *e)
{
	sqlite3_stmt *stmt;
	struct cell c;
	int rc = prepare_record(s, reg, &stmt, id, e);

	if (rc < 0)
		return rc;
	*out = (struct branch_record){ .parent = 0 };
	rc = sql_step(s, stmt, e);
	if (rc == 1) {
		key_column(stmt, 0, &c);
		out->parent = number_of(&c);
		out->inside = sqlite3_column_int(stmt, 1) != 0;
	}
	for (int i = 0; rc == 1 && i < sqlite3_column_count(stmt) - 2; i++)
		out->values[i] = sqlite3_column_int64(stmt, i + 2);
	sql_done(s, stmt);
	return rc;
}

static void note(struct branch_pad *pad, int64_t id, const struct branch *delta)
{
	if (!id || branch_is_nothing(delta))
		return;
	if (pad->n == pad->cap) {
		pad->cap = pad->cap ? pad->cap * 2 : 16;
		pad->rows = xreallocarray(pad->rows, pad->cap, sizeof(*pad->rows));
	}
	pad->rows[pad->n++] = (struct branch_row){ id, *delta };
}

int branch_note(struct branch_pad *pad, struct store *s, const struct reg *reg, const struct branch_side sides[2], struct err *e)
{
	const struct rec *rec = sides[1].rec ? sides[1].rec : sides[0].rec;
	struct branch below, from, to, gone = { .n = 0 };
	int64_t was, is;
	int rc;

	if (!reg_tree(reg))
		return 0;
	rc = store_branch(s, reg, rec->id, &below, e);
	if (rc < 0)
		return rc;
	take_part(reg, &sides[0], &below, &was, &from);
	take_part(reg, &sides[1], &below, &is, &to);
	branch_add(was == is ? &to : &gone, &from, -1);
	note(pad, was, &gone);
	note(pad, is, &to);
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct branch_row *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* One row for each record. */
static void add_up(struct branch_pad *pad)
{
	size_t n = 0;

	if (pad->n)
		qsort(pad->rows, pad->n, sizeof(pad->rows[0]), by_id);
	for (size_t i = 0; i < pad->n; i++) {
		if (n > 0 && pad->rows[n - 1].id == pad->rows[i].id)
			branch_add(&pad->rows[n - 1].below, &pad->rows[i].below, 1);
		else
			pad->rows[n++] = pad->rows[i];
	}
	pad->n = n;
}

/*
 * Adds to what stands below a record, and notes what that means for the one above it.  One that had nothing below it and
 * now has (or the reverse) counts upwards with other sums.  It does not matter in which order rows and sums change: what
 * counts upwards is each time the difference to what counted before.
 */
static int add_below(struct store *s, const struct reg *reg, const struct branch_row *delta, struct branch_pad *above, struct err *e)
{
	struct branch below, was, is;
	struct branch_record r = { .parent = 0 };
	int rc = store_branch(s, reg, delta->id, &below, e);

	if (rc == 0)
		rc = read_record(s, reg, delta->id, &r, e);
	if (rc < 0)
		return rc;
	branch_part(&r, &below, &was);
	branch_add(&below, &delta->below, 1);
	branch_part(&r, &below, &is);
	branch_add(&is, &was, -1);
	note(above, r.parent, &is);
	return write_row(s, reg, delta->id, &below, e);
}

/* A pad is as deep as the tree: each round brings what is on it one level up. */
int branch_settle(struct branch_pad *pad, struct store *s, const struct reg *reg, struct err *e)
{
	int rc = 0;

	for (int depth = 0; rc == 0 && pad->n > 0 && depth < TREE_DEPTH; depth++) {
		struct branch_pad above = { .n = 0 };

		add_up(pad);
		for (size_t i = 0; rc == 0 && i < pad->n; i++)
			rc = add_below(s, reg, &pad->rows[i], &above, e);
		free(pad->rows);
		*pad = above;
	}
	free(pad->rows);
	*pad = (struct branch_pad){ .n = 0 };
	return rc;
}
