/*
 * Records by their exact name, through the order of names: an import asks for each
 * row's superior, and an index of its own would only repeat the order.
 */
#include "db/derived.h"

#include "db/order.h"
#include "src/banned.h"

struct found {
	const char *label;
	int64_t *ids;
	int n, most;
};

/* The stored label of a record: 1 equal, 0 not, or gone. */
static int has_label(const struct order *o, int64_t id, const char *label, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT \"%s\" = ?2 FROM \"%s\" WHERE id = ?1", o->field->name, o->reg->name);
	rc = sql_get(o->s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	sqlite3_bind_text(stmt, 2, label, -1, SQLITE_STATIC);
	rc = sql_step(o->s, stmt, e);
	if (rc == 1)
		rc = sqlite3_column_int(stmt, 0);
	sql_done(o->s, stmt);
	return rc;
}

/* Equal keys need not be equal texts, but unequal keys end the search. */
static int find_in(const struct order *o, const struct key *key, struct found *found, struct err *e)
{
	struct order_cursor c;
	struct key own;
	int64_t id;
	int rc = order_seek(&c, o, key, INT64_MIN, e);

	while (rc >= 0 && found->n < found->most && (rc = order_next(&c, &id, e)) == 1) {
		rc = key_of_id(o->s, o->reg, o->field, id, &own, e);
		/* Only a damaged order names a record that is not there. */
		if (rc == 0)
			continue;
		if (rc < 0 || key_compare(&own, key) != 0)
			break;
		rc = has_label(o, id, found->label, e);
		if (rc == 1)
			found->ids[found->n++] = id;
	}
	return rc < 0 ? rc : 0;
}

int derived_find_label(
	struct store *s, const struct reg *reg, const char *label, int64_t *ids, int most, struct err *e)
{
	struct found found = { .label = label, .most = most };
	struct cell c = { .kind = CELL_TEXT, .text = label };
	struct key key;
	int rc = key_make(reg_label(reg), &c, &key, e);

	found.ids = ids;
	for (int out = 0; rc == 0 && out < 2; out++) {
		struct order o = { s, reg, reg_label(reg), out == 1 };

		rc = find_in(&o, &key, &found, e);
	}
	return rc < 0 ? rc : found.n;
}
