/*
 * Small branches of trees as lists of numbers.
 */
#include "db/below.h"

#include "db/internal.h"
#include "src/banned.h"

/* A condition is read at each key of a filter line: so many records are looked at. */
#define LOOK_MOST 1000

static int prepare(struct store *s, const struct reg *reg, const struct field *by, sqlite3_stmt **stmt, struct err *e)
{
	const char *tree = by->target->name, *up = reg_tree(by->target)->name;
	struct buf sql = BUF_INIT;
	int rc;

	buf_addf(&sql,
		"WITH RECURSIVE below(id) AS (SELECT ?1 UNION SELECT c.id FROM below CROSS JOIN \"%s\" c"
		" ON c.\"%s\" = below.id LIMIT ?2)"
		" SELECT id, EXISTS(SELECT 1 FROM \"%s\" r WHERE r.\"%s\" = below.id) FROM below",
		tree, up, reg->name, by->name);
	rc = sql_get(s, buf_str(&sql), stmt, e);
	buf_release(&sql);
	return rc;
}

int lookup_below(void *ctx, struct ref_branch *b, struct err *e)
{
	struct store *s = ctx;
	sqlite3_stmt *stmt;
	int rc = prepare(s, b->reg, b->by, &stmt, e), looked = 0;

	b->n = 0;
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, b->top);
	sqlite3_bind_int64(stmt, 2, LOOK_MOST);
	while ((rc = sql_step(s, stmt, e)) == 1) {
		int64_t id = sqlite3_column_int64(stmt, 0);
		bool referred = sqlite3_column_int(stmt, 1) != 0 && id != b->top;

		if (++looked == LOOK_MOST || (referred && b->n == REF_BELOW_MOST))
			break;
		if (referred)
			b->ids[b->n++] = id;
	}
	sql_done(s, stmt);
	return rc;
}
