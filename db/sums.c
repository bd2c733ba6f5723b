/*
 * Sums over records, one after another.
 */
#include <stdlib.h>

#include "db/internal.h"
#include "db/tour.h"
#include "src/banned.h"

bool field_is_summed(const struct field *f)
{
	return f->type == TYPE_INT || f->type == TYPE_MONEY;
}

void sums_init(struct sums *sums, const struct reg *reg)
{
	struct buf sql = BUF_INIT;

	*sums = (struct sums){ .reg = reg };
	buf_adds(&sql, "SELECT 1");
	for (size_t i = 0; i < reg->nfields && sums->n_fields < SUMS_MAX; i++) {
		if (!(reg->fields[i].flags & FIELD_LISTED))
			continue;
		sums->fields[sums->n_fields++] = &reg->fields[i];
		buf_addf(&sql, ", \"%s\"", reg->fields[i].name);
	}
	buf_addf(&sql, " FROM \"%s\" WHERE id = ?1", reg->name);
	sums->sql = buf_detach(&sql);
}

void sums_release(struct sums *sums)
{
	free(sums->sql);
	*sums = (struct sums){ .reg = NULL };
}

static void add_value(struct sums *sums, size_t i, sqlite3_stmt *stmt)
{
	int column = (int)i + 1;

	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		sums->empty[i]++;
	else if (field_is_summed(sums->fields[i]) &&
		 __builtin_add_overflow(sums->sum[i], sqlite3_column_int64(stmt, column), &sums->sum[i]))
		sums->too_large[i] = true;
}

int store_sum(struct store *s, struct sums *sums, int64_t id, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, sums->sql, &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	rc = sql_step(s, stmt, e);
	if (rc == 1) {
		sums->n++;
		for (size_t i = 0; i < sums->n_fields; i++)
			add_value(sums, i, stmt);
	}
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}
