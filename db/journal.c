/* Reading the journal: actions and their changes, newest first, and their names. */
#include "db/journal.h"

#include <stdlib.h>
#include <string.h>

#include "db/action.h"
#include "db/past_part.h"
#include "db/seen.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"

#include "src/banned.h"

static const struct {
	const char *value, *label;
} kinds[ACTION_KINDS] = {
	[ACTION_EDIT] = { "edit", N_("修改") },
	[ACTION_BATCH] = { "batch", N_("批量") },
	[ACTION_IMPORT] = { "import", N_("导入") },
	[ACTION_UNDO] = { "undo", N_("撤销") },
	[ACTION_REDO] = { "redo", N_("重做") },
	[ACTION_REFUSED] = { "refused", N_("被拒") },
	[ACTION_EXPORT] = { "export", N_("导出") },
	[ACTION_REVEAL] = { "reveal", N_("显示个人信息") },
	[ACTION_SETUP] = { "setup", N_("建库") },
	[ACTION_PIN] = { "pin", N_("改PIN") },
};

const char *action_kind_value(enum action_kind kind)
{
	return kinds[kind].value;
}

const char *action_kind_label(enum action_kind kind)
{
	return _(kinds[kind].label);
}

static const struct {
	const char *value, *label;
} deeds[] = {
	[DEED_EDIT] = { "update", N_("修改") },
	[DEED_CREATE] = { "create", N_("新增") },
	[DEED_REMOVE] = { "remove", N_("删除") },
	[DEED_RETIRE] = { "retire", N_("停用") },
	[DEED_REVIVE] = { "revive", N_("恢复") },
};

const char *deed_value(enum deed deed)
{
	return deeds[deed].value;
}

const char *deed_label(enum deed deed)
{
	return _(deeds[deed].label);
}

const char *action_label(const struct action *a)
{
	return a->deed == DEED_EDIT ? action_kind_label(a->kind) : deed_label(a->deed);
}

const char *channel_label(const char *channel)
{
	static const char *const channels[][2] = {
		{ "form", N_("表单") }, { "cli", N_("命令行") }, { "import", N_("导入") },
	};

	for (size_t i = 0; i < sizeof(channels) / sizeof(channels[0]); i++)
		if (strcmp(channel, channels[i][0]) == 0)
			return _(channels[i][1]);
	return channel;
}

static enum deed deed_from(const char *value)
{
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(deeds[i].value, value) == 0)
			return (enum deed)i;
	return DEED_EDIT;
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
static void filter_days(const struct journal_filter *f, struct buf *sql)
{
	struct moment end = { f->to, MOMENT_END }, before = { date_add_days(f->from, -1), MOMENT_END };

	if (!date_is_empty(f->from))
		buf_addf(sql, " AND a.at > %lld", (long long)moment_ms(&before));
	if (!date_is_empty(f->to))
		buf_addf(sql, " AND a.at <= %lld", (long long)moment_ms(&end));
}

#define FEW_CHANGES 50000

bool journal_is_short(struct store *s, const struct reg *reg)
{
	struct buf many = BUF_INIT;
	bool is_short;

	buf_addf(&many, "SELECT 1 FROM change INDEXED BY change_record WHERE reg = '%s' LIMIT 1 OFFSET %d", reg->name, FEW_CHANGES);
	is_short = !sql_integer(s, buf_str(&many), 0);
	buf_release(&many);
	return is_short;
}

/* Actions that touched a register: from its own changes where they are few; else each action is asked, of which then most
 * say so with their first change. */
static void filter_reg(struct store *s, const struct reg *reg, struct buf *sql)
{
	if (journal_is_short(s, reg))
		buf_addf(sql, " AND a.id IN (SELECT c.action FROM change c INDEXED BY change_record WHERE c.reg = '%s')", reg->name);
	else
		buf_addf(sql, " AND EXISTS (SELECT 1 FROM change c WHERE c.action = a.id AND c.reg = '%s')", reg->name);
}

/* Of what others do, what touches something that is seen; what one did oneself is always there. */
static void filter_seen(struct store *s, struct buf *sql)
{
	struct buf changes = BUF_INIT;

	seen_add_changes(s, "c", &changes);
	if (changes.len)
		buf_addf(sql, " AND (a.changes = 0 OR a.login = ?7 OR EXISTS (SELECT 1 FROM change c WHERE c.action = a.id%s))",
			 buf_str(&changes));
	buf_release(&changes);
}

static void filter_sql(struct store *s, const struct journal_filter *f, struct buf *sql)
{
	buf_adds(sql, " WHERE 1");
	if (f->action)
		buf_adds(sql, " AND a.id = ?2");
	if (f->before)
		buf_adds(sql, " AND a.id < ?3");
	if (f->login)
		buf_adds(sql, " AND a.login = ?1");
	if (f->person)
		buf_adds(sql, " AND (a.login = ?5 OR a.name = ?5)");
	if (f->kind)
		buf_adds(sql, " AND a.kind = ?6");
	filter_days(f, sql);
	filter_seen(s, sql);
	if (f->record)
		buf_addf(sql, " AND a.id IN (SELECT c.action FROM change c WHERE c.reg = '%s' AND c.record = ?4)",
			 f->reg->name);
	else if (f->reg)
		filter_reg(s, f->reg, sql);
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
		.changes = sqlite3_column_int64(stmt, 11),
		.deed = deed_from(sql_text(stmt, 12)),
	};
}

void action_copy(struct action *to, const struct action *from)
{
	*to = *from;
	to->login = xstrdup(from->login);
	to->name = xstrdup(from->name);
	to->channel = xstrdup(from->channel);
	to->host = xstrdup(from->host);
	to->reason = xstrdup(from->reason);
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

/* One sort of change in all of an action: the first that is another one ends the search. */
#define DEED \
	"CASE WHEN a.kind NOT IN ('edit', 'batch') OR a.changes = 0 THEN ''" \
	" WHEN NOT EXISTS (SELECT 1 FROM change c WHERE c.action = a.id AND c.op <> 'create') THEN 'create'" \
	" WHEN EXISTS (SELECT 1 FROM change c WHERE c.action = a.id AND" \
	"  (c.op <> 'update' OR c.field NOT IN ('retired_on', 'retired_reason'))) THEN ''" \
	" ELSE coalesce((SELECT CASE count(c.after) WHEN count(*) THEN 'retire' WHEN 0 THEN 'revive' END" \
	"  FROM change c WHERE c.action = a.id AND c.field = 'retired_on' HAVING count(*) > 0), '') END"

int journal_days(struct store *s, const char *typed, struct date *from, struct date *to, struct err *e)
{
	struct date today = s->lookup.today, d;
	struct moment m;
	int rc = moment_parse(typed, today, &m, e);

	if (rc < 0)
		return rc;
	*from = *to = m.day;
	/* A month or a year is all of it. */
	if (date_parse(typed, today, &d, NULL) < 0 || d.day)
		return 0;
	*from = (struct date){ d.year, d.month ? d.month : 1, 1 };
	return 0;
}

int journal_actions(struct store *s, const struct journal_filter *f, int (*fn)(void *ctx, const struct action *a),
		    void *ctx, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_adds(&sql, "SELECT a.id, a.at, a.login, a.name, a.channel, a.host, a.kind, a.reason, a.target, a.records,"
		       " (SELECT u.id FROM action u WHERE u.target = a.id AND u.kind IN ('undo', 'redo')"
		       "  AND NOT EXISTS (SELECT 1 FROM action r WHERE r.target = u.id AND r.kind = 'redo')),"
		       " a.changes, " DEED " FROM action a");
	filter_sql(s, f, &sql);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 2, f->action);
	sqlite3_bind_int64(stmt, 3, f->before);
	sqlite3_bind_int64(stmt, 4, f->record);
	if (f->login)
		rc = sql_bind(s, stmt, 1, f->login, e);
	if (rc == 0 && f->person)
		rc = sql_bind(s, stmt, 5, f->person, e);
	if (rc == 0 && f->kind)
		rc = sql_bind(s, stmt, 6, f->kind, e);
	if (rc == 0 && sqlite3_bind_parameter_count(stmt) >= 7)
		rc = sql_bind(s, stmt, 7, store_operator_login(s), e);
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

		c->part++;
		c->name = sql_text(stmt, 0);
		c->field = c->reg ? reg_field(c->reg, c->name) : NULL;
		c->before = c->op == CHANGE_REMOVE ? value : NULL;
		c->after = c->op == CHANGE_CREATE ? value : NULL;
		rc = w->fn(w->ctx, a, c);
	}
	sql_done(w->s, stmt);
	return rc;
}

void change_copy(struct change *to, const struct change *from)
{
	*to = *from;
	to->name = xstrdup(from->name);
	to->before = xstrdup(from->before);
	to->after = xstrdup(from->after);
}

void change_release(struct change *c)
{
	/* change_copy() made these; in a change that is being read they are borrowed. */
	free((char *)(uintptr_t)c->name);
	free((char *)(uintptr_t)c->before);
	free((char *)(uintptr_t)c->after);
	*c = (struct change){ .action = 0 };
}

enum deed change_deed(const struct change *c)
{
	bool date = strcmp(c->name, "retired_on") == 0;

	if (c->op != CHANGE_UPDATE)
		return c->op == CHANGE_CREATE ? DEED_CREATE : DEED_REMOVE;
	if (c->field || (!date && strcmp(c->name, "retired_reason") != 0))
		return DEED_EDIT;
	return c->after ? DEED_RETIRE : DEED_REVIVE;
}

const char *change_field_label(const struct change *c)
{
	if (c->field)
		return _(c->field->label);
	if (strcmp(c->name, "retired_on") == 0)
		return _("停用日期");
	return strcmp(c->name, "retired_reason") == 0 ? _("停用原因") : c->name;
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
		.seq = sqlite3_column_int64(stmt, 6),
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

	buf_adds(&sql, "SELECT reg, record, op, field, before, after, seq FROM change");
	/* Of one record in an import of a million SQLite would look at all. */
	buf_adds(&sql, w->filter->record ? " INDEXED BY change_record WHERE action = ?1" : " WHERE action = ?1");
	if (w->filter->reg)
		buf_addf(&sql, " AND reg = '%s'", w->filter->reg->name);
	if (w->filter->record)
		buf_addf(&sql, " AND record = %lld", (long long)w->filter->record);
	seen_add_changes(w->s, "change", &sql);
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
static void add_value(struct store *s, const struct change *c, const char *text, bool full, struct buf *out)
{
	void (*format)(const struct field *f, const void *rec, const struct lookup *l, enum style style, struct buf *out) =
		full ? field_format : field_format_masked;
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
		format(c->field, rec, &s->lookup, full ? STYLE_EDIT : STYLE_LIST, out);
	else
		text_show(out, field_is_personal(c->field) && !full ? "***" : text);
	reg_free(c->reg, rec);
}

void journal_value(struct store *s, const struct change *c, const char *text, struct buf *out)
{
	add_value(s, c, text, false, out);
}

void journal_value_in_full(struct store *s, const struct change *c, const char *text, struct buf *out)
{
	add_value(s, c, text, true, out);
}

/* Ends an action without changes: rc is whether it may be, with the reason in why. */
static int end_note(struct store *s, int rc, const struct err *why, struct err *e)
{
	if (rc == 0)
		return store_commit(s, NULL, e);
	action_denied(s, why->text);
	store_rollback(s);
	return err_set(e, rc, "%s", why->text);
}

int journal_note(struct store *s, enum action_kind kind, const char *what, struct err *e)
{
	struct err own = ERR_INIT;
	int rc;

	s = past_journal(s);
	rc = store_begin(s, kind, what, e);
	if (rc < 0)
		return rc;
	/* The role is asked inside the action, when the operator's row has just been read again. */
	return end_note(s, kind == ACTION_REVEAL ? store_may_reveal(s, &own) : 0, &own, e);
}

int journal_reveal(struct store *s, const struct reg *reg, const struct field *f, const void *rec, struct err *e)
{
	struct err own = ERR_INIT;
	struct buf what = BUF_INIT;
	int rc;

	reg_describe(reg, rec, &what);
	buf_addf(&what, " %s", _(f->label));
	s = past_journal(s);
	rc = store_begin(s, ACTION_REVEAL, buf_str(&what), e);
	buf_release(&what);
	return rc < 0 ? rc : end_note(s, store_may_see(s, reg, f, rec, &own), &own, e);
}
