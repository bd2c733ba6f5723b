/*
 * Summaries of branches, one change at a time.
 */
#include "db/branch.h"

#include <string.h>

#include "db/default_view.h"
#include "db/keys.h"
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

/*
 * Adds to what stands below a record, and so to all above it.  One that had nothing below it and now has
 * (or the reverse) counts upwards with other sums, so each step sees what the one below it has become.
 */
static int add_upwards(
	struct store *s, const struct reg *reg, int64_t id, struct branch delta, struct err *e)
{
	int rc = 0;

	for (int depth = 0; id && depth < TREE_DEPTH && !branch_is_nothing(&delta); depth++) {
		struct branch below, was, is;
		struct branch_record r;

		rc = store_branch(s, reg, id, &below, e);
		if (rc < 0)
			return rc;
		rc = read_record(s, reg, id, &r, e);
		if (rc < 0)
			return rc;
		branch_part(&r, &below, &was);
		branch_add(&below, &delta, 1);
		branch_part(&r, &below, &is);
		rc = write_row(s, reg, id, &below, e);
		if (rc < 0)
			return rc;
		delta = is;
		branch_add(&delta, &was, -1);
		id = r.parent;
	}
	return 0;
}

int branch_change(struct store *s, const struct reg *reg, const struct branch_side *before,
	const struct branch_side *now, struct err *e)
{
	const struct rec *rec = now->rec ? now->rec : before->rec;
	struct branch below, from, to, gone = { .n = 0 };
	int64_t was, is;
	int rc;

	if (!reg_tree(reg))
		return 0;
	rc = store_branch(s, reg, rec->id, &below, e);
	if (rc < 0)
		return rc;
	take_part(reg, before, &below, &was, &from);
	take_part(reg, now, &below, &is, &to);
	if (was == is) {
		branch_add(&to, &from, -1);
		return add_upwards(s, reg, is, to, e);
	}
	branch_add(&gone, &from, -1);
	rc = add_upwards(s, reg, was, gone, e);
	return rc < 0 ? rc : add_upwards(s, reg, is, to, e);
}
