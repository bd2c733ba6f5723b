/*
 * Who refers to a record.  Each reference column has an index, so a record that
 * nothing refers to costs one look-up per column.
 */
#include "db/uses.h"

#include <inttypes.h>

#include "db/internal.h"
#include "src/i18n.h"
#include "src/banned.h"

static int count(struct store *s, struct use *use, int64_t id, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT count(*) FROM (SELECT 1 FROM \"%s\" WHERE \"%s\" = ?1 AND retired_on IS NULL LIMIT %d)",
		use->reg->name, use->field->name, USES_MOST + 1);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	rc = sql_step(s, stmt, e);
	use->n = rc == 1 ? sqlite3_column_int64(stmt, 0) : 0;
	use->more = use->n > USES_MOST;
	use->n -= use->more;
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}

int store_uses(struct store *s, const struct reg *reg, int64_t id, void (*fn)(void *ctx, const struct use *use),
	void *ctx, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		for (size_t k = 0; rc == 0 && k < registers[i]->nfields; k++) {
			struct use use = { .reg = registers[i], .field = &registers[i]->fields[k] };

			if (use.field->type != TYPE_REF || use.field->target != reg)
				continue;
			rc = count(s, &use, id, e);
			if (rc == 0 && use.n > 0)
				fn(ctx, &use);
		}
	return rc;
}

static size_t count_fields(const struct reg *by, const struct reg *target)
{
	size_t n = 0;

	for (size_t i = 0; i < by->nfields; i++)
		n += by->fields[i].type == TYPE_REF && by->fields[i].target == target;
	return n;
}

void use_label(const struct use *use, struct buf *out)
{
	if (use->field->flags & FIELD_TREE)
		buf_adds(out, _("直接下级"));
	else
		buf_adds(out, _(use->reg->title));
	if (!(use->field->flags & FIELD_TREE) && count_fields(use->reg, use->field->target) > 1)
		buf_addf(out, " (%s)", _(use->field->label));
}

void use_count(const struct use *use, struct buf *out)
{
	buf_addf(out, "%" PRId64 "%s", use->n, use->more ? "+" : "");
}
