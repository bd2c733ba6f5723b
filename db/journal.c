/* Reading the journal: actions and their changes, newest first. */
#include "db/journal.h"

#include <stdlib.h>
#include <string.h>

#include "db/action.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"

#include "src/banned.h"

static const struct {
	const char *value, *label;
} kinds[] = {
	[ACTION_EDIT] = { "edit", N_("修改") },
	[ACTION_BATCH] = { "batch", N_("批量") },
	[ACTION_IMPORT] = { "import", N_("导入") },
	[ACTION_UNDO] = { "undo", N_("撤销") },
	[ACTION_REDO] = { "redo", N_("重做") },
	[ACTION_REFUSED] = { "refused", N_("被拒") },
	[ACTION_EXPORT] = { "export", N_("导出") },
	[ACTION_REVEAL] = { "reveal", N_("显示个人信息") },
	[ACTION_SETUP] = { "setup", N_("建库") },
};

const char *action_kind_value(enum action_kind kind)
{
	return kinds[kind].value;
}

const char *action_kind_label(enum action_kind kind)
{
	return _(kinds[kind].label);
}

static enum action_kind kind_from(const char *value)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (value && strcmp(kinds[i].value, value) == 0)
			return (enum action_kind)i;
	return ACTION_EDIT;
}

/*
 * The conditions of a filter over action a.  An action is undone when an undo names it and no redo names that undo.
 */
static void filter_sql(const struct journal_filter *f, struct buf *sql)
{
	buf_adds(sql, " WHERE 1");
	if (f->action)
		buf_addf(sql, " AND a.id = %lld", (long long)f->action);
	if (f->before)
		buf_addf(sql, " AND a.id < %lld", (long long)f->before);
	if (f->login)
		buf_adds(sql, " AND a.login = ?1");
	if (f->record)
		buf_addf(sql, " AND a.id IN (SELECT c.action FROM change c WHERE c.reg = '%s' AND c.record = %lld)",
			 f->reg->name, (long long)f->record);
	else if (f->reg)
		buf_addf(sql, " AND EXISTS (SELECT 1 FROM change c WHERE c.action = a.id AND c.reg = '%s')",
			 f->reg->name);
	buf_adds(sql, " ORDER BY a.id DESC");
	if (f->limit)
		buf_addf(sql, " LIMIT %lld", (long long)f->limit);
}

static void take_action(sqlite3_stmt *stmt, struct action *a)
{
	*a = (struct action){
		.id = sqlite3_column_int64(stmt, 0),
		.at_ms = sqlite3_column_int64(stmt, 1),
		.login = xstrdup(sql_text(stmt, 2)),
		.name = xstrdup(sql_text(stmt, 3)),
		.channel = xstrdup(sql_text(stmt, 4)),
		.host = xstrdup(sql_text(stmt, 5)),
		.kind = kind_from(sql_text(stmt, 6)),
		.reason = xstrdup(sql_text_or_null(stmt, 7)),
		.target = sqlite3_column_int64(stmt, 8),
		.records = sqlite3_column_int64(stmt, 9),
		.undone_by = sqlite3_column_int64(stmt, 10),
	};
}

void action_release(struct action *a)
{
	free(a->login);
	free(a->name);
	free(a->channel);
	free(a->host);
	free(a->reason);
	*a = (struct action){ .id = 0 };
}

int journal_actions(struct store *s, const struct journal_filter *f, int (*fn)(void *ctx, const struct action *a),
		    void *ctx, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_adds(&sql, "SELECT a.id, a.at, a.login, a.name, a.channel, a.host, a.kind, a.reason, a.target, a.records,"
		       " (SELECT u.id FROM action u WHERE u.target = a.id AND u.kind IN ('undo', 'redo')"
		       "  AND NOT EXISTS (SELECT 1 FROM action r WHERE r.target = u.id AND r.kind = 'redo'))"
		       " FROM action a");
	filter_sql(f, &sql);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	if (f->login)
		rc = sql_bind(s, stmt, 1, f->login, e);
	while (rc == 0 && (rc = sql_step(s, stmt, e)) == 1) {
		struct action a;

		take_action(stmt, &a);
		rc = fn(ctx, &a);
		action_release(&a);
		if (rc != 0)
			break;
	}
	sql_done(s, stmt);
	return rc;
}

/* --- changes --- */

struct walk {
	struct store *s;
	const struct journal_filter *filter;
	int (*fn)(void *ctx, const struct action *a, const struct change *c);
	void *ctx;
	struct err *e;
};

/* A whole record, field by field in the order of the register's table. */
static int give_members(struct walk *w, const struct action *a, struct change *c, const char *json)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(w->s, "SELECT key, value FROM json_each(?1) WHERE key <> 'version'", &stmt, w->e);

	if (rc < 0)
		return rc;
	rc = sql_bind(w->s, stmt, 1, json, w->e);
	while (rc == 0 && (rc = sql_step(w->s, stmt, w->e)) == 1) {
		const char *value = sql_text_or_null(stmt, 1);

		c->name = sql_text(stmt, 0);
		c->field = c->reg ? reg_field(c->reg, c->name) : NULL;
		c->before = c->op == CHANGE_REMOVE ? value : NULL;
		c->after = c->op == CHANGE_CREATE ? value : NULL;
		rc = w->fn(w->ctx, a, c);
	}
	sql_done(w->s, stmt);
	return rc;
}

enum change_op change_op_from(const char *value)
{
	if (strcmp(value, "create") == 0)
		return CHANGE_CREATE;
	return strcmp(value, "remove") == 0 ? CHANGE_REMOVE : CHANGE_UPDATE;
}

static int give_change(struct walk *w, const struct action *a, sqlite3_stmt *stmt)
{
	struct change c = {
		.action = a->id,
		.reg = reg_find(sql_text(stmt, 0)),
		.record = sqlite3_column_int64(stmt, 1),
		.op = change_op_from(sql_text(stmt, 2)),
		.name = sql_text(stmt, 3),
		.before = sql_text_or_null(stmt, 4),
		.after = sql_text_or_null(stmt, 5),
	};

	if (c.op != CHANGE_UPDATE)
		return give_members(w, a, &c, c.op == CHANGE_CREATE ? c.after : c.before);
	c.field = c.reg ? reg_field(c.reg, c.name) : NULL;
	return w->fn(w->ctx, a, &c);
}

static int walk_action(void *ctx, const struct action *a)
{
	struct walk *w = ctx;
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_adds(&sql, "SELECT reg, record, op, field, before, after FROM change WHERE action = ?1");
	if (w->filter->reg)
		buf_addf(&sql, " AND reg = '%s'", w->filter->reg->name);
	if (w->filter->record)
		buf_addf(&sql, " AND record = %lld", (long long)w->filter->record);
	buf_adds(&sql, " ORDER BY seq");
	rc = sql_get(w->s, buf_str(&sql), &stmt, w->e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, a->id);
	while (rc == 0 && (rc = sql_step(w->s, stmt, w->e)) == 1)
		rc = give_change(w, a, stmt);
	sql_done(w->s, stmt);
	return rc;
}

int journal_changes(struct store *s, const struct journal_filter *f,
		    int (*fn)(void *ctx, const struct action *a, const struct change *c), void *ctx, struct err *e)
{
	struct walk w = { .s = s, .filter = f, .fn = fn, .ctx = ctx, .e = e };

	return journal_actions(s, f, walk_action, &w, e);
}

/* A value from the journal inside an otherwise empty record, so that the field's own format shows it. */
void journal_value(struct store *s, const struct change *c, const char *text, struct buf *out)
{
	struct cell cell;
	void *rec;

	if (!text)
		return;
	if (!c->field) {
		text_show(out, text);
		return;
	}
	rec = reg_new(c->reg);
	cell_from_text(&cell, field_type(c->field), text);
	if (field_type(c->field)->get(field_value(c->field, rec), &cell) == 0)
		field_format_masked(c->field, rec, &s->lookup, STYLE_LIST, out);
	else
		text_show(out, field_is_personal(c->field) ? "***" : text);
	reg_free(c->reg, rec);
}

int journal_note(struct store *s, enum action_kind kind, const char *what, struct err *e)
{
	struct err own = ERR_INIT;
	int rc = store_begin(s, kind, what, e);

	if (rc < 0)
		return rc;
	/* The role is asked inside the action, when the operator's row has just been read again. */
	rc = kind == ACTION_REVEAL ? store_may_reveal(s, &own) : 0;
	if (rc == 0)
		return store_commit(s, NULL, e);
	action_denied(s, own.text);
	store_rollback(s);
	return err_set(e, rc, "%s", own.text);
}
