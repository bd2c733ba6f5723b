/*
 * Sums over records, one after another.
 */
#include <stdlib.h>

#include "db/default_view.h"
#include "db/internal.h"
#include "db/tour.h"
#include "src/banned.h"

bool field_is_summed(const struct field *f)
{
	return f->type == TYPE_INT || f->type == TYPE_MONEY;
}

void sums_init(struct sums *sums, const struct reg *reg)
{
	*sums = (struct sums){ .reg = reg };
	for (size_t i = 0; i < reg->nfields && sums->n_fields < SUMS_MAX; i++) {
		if (reg->fields[i].flags & FIELD_LISTED)
			sums->fields[sums->n_fields++] = &reg->fields[i];
	}
}

void sums_release(struct sums *sums)
{
	free(sums->sql);
	*sums = (struct sums){ .reg = NULL };
}

/* Where a record stands; after that the fields follow. */
enum { COLUMN_INSIDE, COLUMN_ABOVE, COLUMNS };

static void write_sql(struct sums *sums, const struct default_view *view, struct buf *sql)
{
	const char *name = sums->reg->name;

	buf_addf(sql, "SELECT %s, ", view->sql);
	if (reg_tree(sums->reg))
		buf_addf(sql, "EXISTS(SELECT 1 FROM \"k_%s_branch\" b WHERE b.id = t.id AND b.n > 0)", name);
	else
		buf_adds(sql, "0");
	for (size_t i = 0; i < sums->n_fields; i++)
		buf_addf(sql, ", t.\"%s\"", sums->fields[i]->name);
	buf_addf(sql, " FROM \"%s\" t WHERE t.id = ?%zu", name, view->params.n + 1);
}

static int prepare(struct store *s, struct sums *sums, int64_t id, sqlite3_stmt **stmt, struct err *e)
{
	const struct default_view *view;
	struct buf sql = BUF_INIT;
	int rc = default_view_get(s, sums->reg, &view, e);

	if (rc < 0)
		return rc;
	if (!sums->sql) {
		write_sql(sums, view, &sql);
		sums->sql = buf_detach(&sql);
	}
	rc = sql_get(s, sums->sql, stmt, e);
	if (rc < 0)
		return rc;
	sql_params_bind(&view->params, *stmt);
	sqlite3_bind_int64(*stmt, (int)view->params.n + 1, id);
	return 0;
}

static bool is_of_branches(const struct sums *sums, size_t i)
{
	return reg_tree(sums->reg) && sums->fields[i]->flags & FIELD_SUMMED;
}

static void add_value(struct sums *sums, size_t i, sqlite3_stmt *stmt)
{
	int column = (int)i + COLUMNS;

	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		sums->empty[i]++;
	else if (is_of_branches(sums, i) && !sqlite3_column_int(stmt, COLUMN_INSIDE))
		sums->outside[i]++;
	else if (is_of_branches(sums, i) && sqlite3_column_int(stmt, COLUMN_ABOVE))
		sums->above[i]++;
	else if (field_is_summed(sums->fields[i]) &&
		 __builtin_add_overflow(sums->sum[i], sqlite3_column_int64(stmt, column), &sums->sum[i]))
		sums->too_large[i] = true;
}

int store_sum(struct store *s, struct sums *sums, int64_t id, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = prepare(s, sums, id, &stmt, e);

	if (rc < 0)
		return rc;
	rc = sql_step(s, stmt, e);
	if (rc == 1) {
		sums->n++;
		for (size_t i = 0; i < sums->n_fields; i++)
			add_value(sums, i, stmt);
	}
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}
