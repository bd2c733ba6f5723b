/*
 * Reading the journal line by line from any place in it, to both sides: what a window over a long
 * history shows.  A record that was created or removed is one row and as many lines as it had fields.
 */
#include <stdlib.h>
#include <string.h>

#include "db/internal.h"
#include "db/journal.h"
#include "db/seen.h"
#include "src/mem.h"

#include "src/banned.h"

struct reading {
	struct store *s;
	const struct journal_lines *which;
	int (*fn)(void *ctx, const struct action *a, const struct change *c);
	void *ctx;
	struct err *e;
	struct action action;	/* of the line at hand */
};

/* --- a whole record --- */

struct member {
	char *name, *value;
	int part;
};

struct members {
	struct member *items;
	size_t n;
};

static void members_release(struct members *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->items[i].name);
		free(m->items[i].value);
	}
	free(m->items);
}

static int members_read(struct reading *r, const char *json, struct members *m)
{
	sqlite3_stmt *stmt;
	int part = 0, rc = sql_get(r->s, "SELECT key, value FROM json_each(?1) WHERE key <> 'version'", &stmt, r->e);

	if (rc < 0)
		return rc;
	rc = sql_bind(r->s, stmt, 1, json, r->e);
	while (rc == 0 && (rc = sql_step(r->s, stmt, r->e)) == 1) {
		rc = 0;
		part++;
		if (r->which->field && strcmp(r->which->field, sql_text(stmt, 0)) != 0)
			continue;
		m->items = xreallocarray(m->items, m->n + 1, sizeof(*m->items));
		m->items[m->n++] = (struct member){ .name = xstrdup(sql_text(stmt, 0)),
						    .value = xstrdup(sql_text_or_null(stmt, 1)), .part = part };
	}
	sql_done(r->s, stmt);
	return rc;
}

/* --- lines --- */

/* Whether a line lies behind (or, going back, in front of) the place that the reading starts from. */
static bool is_beyond(const struct reading *r, const struct change *c)
{
	const struct change *from = r->which->from;

	if (!from || c->action != from->action || c->seq != from->seq)
		return true;
	return r->which->back ? c->part < from->part : c->part > from->part;
}

static int give(struct reading *r, struct change *c)
{
	if (!is_beyond(r, c))
		return 0;
	c->field = c->reg ? reg_field(c->reg, c->name) : NULL;
	return r->fn(r->ctx, &r->action, c);
}

static int give_whole(struct reading *r, struct change *c)
{
	struct members m = { .n = 0 };
	bool created = c->op == CHANGE_CREATE;
	int rc = members_read(r, created ? c->after : c->before, &m);

	for (size_t i = 0; rc == 0 && i < m.n; i++) {
		const struct member *at = &m.items[r->which->back ? m.n - 1 - i : i];

		c->name = at->name;
		c->part = at->part;
		c->before = created ? NULL : at->value;
		c->after = created ? at->value : NULL;
		rc = give(r, c);
	}
	members_release(&m);
	return rc;
}

static int keep_action(void *ctx, const struct action *a)
{
	action_copy(ctx, a);
	return 0;
}

static int give_row(struct reading *r, sqlite3_stmt *stmt)
{
	struct change c = {
		.action = sqlite3_column_int64(stmt, 0),
		.seq = sqlite3_column_int64(stmt, 1),
		.reg = reg_find(sql_text(stmt, 2)),
		.record = sqlite3_column_int64(stmt, 3),
		.op = change_op_from(sql_text(stmt, 4)),
		.name = sql_text(stmt, 5),
		.before = sql_text_or_null(stmt, 6),
		.after = sql_text_or_null(stmt, 7),
	};
	struct journal_filter f = { .action = c.action };
	int rc = 0;

	if (r->action.id != c.action) {
		action_release(&r->action);
		rc = journal_actions(r->s, &f, keep_action, &r->action, r->e);
	}
	if (rc < 0)
		return rc;
	return c.op == CHANGE_UPDATE ? give(r, &c) : give_whole(r, &c);
}

/* Each is a walk along an index from a place on: ?3 and ?4 are its action and its line in there. */
static const char *rows_sql_for(const struct journal_lines *l)
{
	if (!l->record)
		return l->back ? " WHERE action = ?3 AND seq <= ?4" : " WHERE action = ?3 AND seq >= ?4";
	return l->back ? " WHERE reg = ?1 AND record = ?2 AND action >= ?3 AND (action > ?3 OR seq <= ?4)" :
			 " WHERE reg = ?1 AND record = ?2 AND action <= ?3 AND (action < ?3 OR seq >= ?4)";
}

static const char *order_for(const struct journal_lines *l)
{
	if (!l->record)
		return l->back ? " ORDER BY seq DESC" : " ORDER BY seq";
	return l->back ? " ORDER BY action, seq DESC" : " ORDER BY action DESC, seq";
}

static int prepare(struct reading *r, sqlite3_stmt **stmt)
{
	const struct journal_lines *l = r->which;
	int64_t end = l->back ? INT64_MAX : 0;
	struct buf sql = BUF_INIT;
	int rc;

	buf_adds(&sql, "SELECT action, seq, reg, record, op, field, before, after FROM change");
	buf_adds(&sql, rows_sql_for(l));
	buf_adds(&sql, l->field ? " AND (field = ?5 OR op <> 'update')" : "");
	seen_add_changes(r->s, "change", &sql);
	buf_adds(&sql, order_for(l));
	rc = sql_get(r->s, buf_str(&sql), stmt, r->e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(*stmt, 2, l->record);
	sqlite3_bind_int64(*stmt, 3, l->record ? (l->from ? l->from->action : INT64_MAX - end) : l->action);
	sqlite3_bind_int64(*stmt, 4, l->from ? l->from->seq : end);
	rc = l->record ? sql_bind(r->s, *stmt, 1, l->reg->name, r->e) : 0;
	return rc == 0 && l->field ? sql_bind(r->s, *stmt, 5, l->field, r->e) : rc;
}

int journal_read(struct store *s, const struct journal_lines *which,
		 int (*fn)(void *ctx, const struct action *a, const struct change *c), void *ctx, struct err *e)
{
	struct reading r = { .s = s, .which = which, .fn = fn, .ctx = ctx, .e = e };
	sqlite3_stmt *stmt = NULL;
	int rc = prepare(&r, &stmt);

	while (rc == 0 && (rc = sql_step(s, stmt, e)) == 1)
		rc = give_row(&r, stmt);
	if (stmt)
		sql_done(s, stmt);
	action_release(&r.action);
	return rc;
}

int64_t journal_times(struct store *s, const struct reg *reg, int64_t record)
{
	struct buf sql = BUF_INIT;
	int64_t n;

	buf_addf(&sql, "SELECT count(DISTINCT action) FROM change WHERE reg = '%s' AND record = %lld", reg->name,
		 (long long)record);
	seen_add_changes(s, "change", &sql);
	n = sql_integer(s, buf_str(&sql), 0);
	buf_release(&sql);
	return n;
}
