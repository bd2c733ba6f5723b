/*
 * Undo and redo of whole actions.  Both invert an action's changes as a new
 * action through the one write path, so rights and rules hold and the journal
 * only grows.  Undo names the action it takes back; redo names the undo.
 */
#include <stdlib.h>

#include "db/action.h"
#include "db/lookup.h"
#include "db/members.h"
#include "db/save.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"

#include "src/banned.h"

/* An inversion of more records than this rebuilds the derived data at its end instead of at each record. */
#define BULK_RECORDS 20000

void undo_plan_release(struct undo_plan *p)
{
	action_release(&p->action);
	free(p->overtaken_text);
	free(p->subject);
	*p = (struct undo_plan){ .changes = 0 };
}

/* --- finding the action --- */

static int copy_action(void *ctx, const struct action *a)
{
	action_copy(ctx, a);
	return 1;
}

static int newest(struct store *s, const char *sql, int64_t *id, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, sql, &stmt, e);

	if (rc < 0)
		return rc;
	rc = sql_bind(s, stmt, 1, store_operator_login(s), e);
	if (rc == 0)
		rc = sql_step(s, stmt, e);
	*id = rc == 1 ? sqlite3_column_int64(stmt, 0) : 0;
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}

#define NOT_TAKEN_BACK " AND NOT EXISTS (SELECT 1 FROM action u WHERE u.target = a.id AND u.kind IN ('undo', 'redo')" \
	" AND NOT EXISTS (SELECT 1 FROM action r WHERE r.target = u.id AND r.kind = 'redo'))"

static const char newest_undoable[] =
	"SELECT a.id FROM action a WHERE a.login = ?1 AND a.kind IN ('edit', 'batch', 'import') AND a.changes > 0"
	NOT_TAKEN_BACK " ORDER BY a.id DESC LIMIT 1";
/* Redo ends with the next ordinary change, as in any editor: older undos are reached by their number. */
static const char newest_redoable[] =
	"SELECT a.id FROM action a WHERE a.login = ?1 AND a.kind = 'undo' AND a.id >"
	" coalesce((SELECT max(b.id) FROM action b WHERE b.login = ?1 AND b.kind IN ('edit', 'batch', 'import')), 0)"
	" AND NOT EXISTS (SELECT 1 FROM action r WHERE r.target = a.id AND r.kind = 'redo') ORDER BY a.id DESC LIMIT 1";

static int fetch(struct store *s, int64_t id, struct action *out, struct err *e)
{
	struct journal_filter f = { .action = id };
	int rc = journal_actions(s, &f, copy_action, out, e);

	if (rc == 0)
		return err_set(e, ERR_NOT_FOUND, _("没有编号为 %lld 的操作；请用 zhibu log 查看。"), (long long)id);
	return rc == 1 ? 0 : rc;
}

/* --- what was overtaken --- */

static void describe_overtaken(struct store *s, struct undo_plan *p, sqlite3_stmt *stmt)
{
	const struct reg *reg = reg_find(sql_text(stmt, 0));
	const struct field *f = reg ? reg_field(reg, sql_text(stmt, 2)) : NULL;
	struct buf b = BUF_INIT, name = BUF_INIT;

	if (p->overtaken_text || !reg)
		return;
	s->lookup.ref_format(s, reg, sqlite3_column_int64(stmt, 1), STYLE_LIST, &name);
	buf_addf(&b, _("「%s」的「%s」后来又由 %s 改过"), buf_str(&name), f ? _(f->label) : _("整条记录"),
		 sql_text(stmt, 3));
	p->overtaken_text = buf_detach(&b);
	buf_release(&name);
}

/* A later change to the same field, or to a record that this action created. */
#define OVERTAKEN \
	"SELECT c.reg, c.record, l.field, (SELECT name FROM action WHERE id = l.action) FROM change c" \
	" JOIN change l ON l.reg = c.reg AND l.record = c.record AND l.action > c.action" \
	" WHERE c.action = ?1 AND (c.op <> 'update' OR l.op <> 'update' OR l.field = c.field)" \
	" AND NOT EXISTS (SELECT 1 FROM action a WHERE a.id = l.action AND a.kind IN ('undo', 'redo') AND" \
	"  EXISTS (SELECT 1 FROM action t WHERE t.id = a.target AND t.id >= ?1))" \
	" AND NOT EXISTS (SELECT 1 FROM action u WHERE u.target = l.action AND u.kind IN ('undo', 'redo')" \
	"  AND NOT EXISTS (SELECT 1 FROM action r WHERE r.target = u.id AND r.kind = 'redo'))"

static int count_overtaken(struct store *s, struct undo_plan *p, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, OVERTAKEN, &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, p->action.id);
	while ((rc = sql_step(s, stmt, e)) == 1) {
		p->overtaken++;
		describe_overtaken(s, p, stmt);
	}
	sql_done(s, stmt);
	return rc;
}

void journal_overtaken_by(struct store *s, const struct change *c, struct buf *out)
{
	sqlite3_stmt *stmt;

	if (sql_get(s, OVERTAKEN " AND c.seq = ?2 ORDER BY l.action DESC LIMIT 1", &stmt, NULL) < 0)
		return;
	sqlite3_bind_int64(stmt, 1, c->action);
	sqlite3_bind_int64(stmt, 2, c->seq);
	if (sql_step(s, stmt, NULL) == 1)
		buf_adds(out, sql_text(stmt, 3));
	sql_done(s, stmt);
}

static int name_subject(struct store *s, struct undo_plan *p, struct err *e)
{
	struct buf name = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "SELECT reg, record FROM change WHERE action = ?1 ORDER BY seq LIMIT 1", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, p->action.id);
	rc = sql_step(s, stmt, e);
	if (rc == 1) {
		const struct reg *reg = reg_find(sql_text(stmt, 0));

		if (reg)
			s->lookup.ref_format(s, reg, sqlite3_column_int64(stmt, 1), STYLE_EDIT, &name);
	}
	sql_done(s, stmt);
	p->subject = xstrdup(buf_str(&name));
	buf_release(&name);
	return rc < 0 ? rc : 0;
}

static int count_changes(struct store *s, struct undo_plan *p, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "SELECT count(*), total(op = 'create'), total(op = 'remove') FROM change WHERE action = ?1", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, p->action.id);
	rc = sql_step(s, stmt, e);
	if (rc == 1) {
		p->changes = sqlite3_column_int64(stmt, 0);
		p->gone = sqlite3_column_int64(stmt, 1);
		p->back = sqlite3_column_int64(stmt, 2);
	}
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}

static int plan(struct store *s, int64_t id, struct undo_plan *out, struct err *e)
{
	int rc;

	*out = (struct undo_plan){ .changes = 0 };
	rc = fetch(s, id, &out->action, e);
	if (rc < 0)
		return rc;
	rc = count_changes(s, out, e);
	if (rc == 0)
		rc = name_subject(s, out, e);
	return rc < 0 ? rc : count_overtaken(s, out, e);
}

int journal_plan_undo(struct store *s, int64_t action, struct undo_plan *out, struct err *e)
{
	int rc = 0;

	*out = (struct undo_plan){ .changes = 0 };
	if (!action)
		rc = newest(s, newest_undoable, &action, e);
	if (rc == 0 && !action)
		rc = err_set(e, ERR_NOT_FOUND, _("没有可以撤销的操作。"));
	if (rc == 0)
		rc = plan(s, action, out, e);
	if (rc == 0 && out->action.undone_by)
		rc = err_set(e, ERR_INVALID, _("操作 %lld 已经撤销过了，没有改动。"), (long long)action);
	else if (rc == 0 && out->action.kind != ACTION_EDIT && out->action.kind != ACTION_BATCH &&
		 out->action.kind != ACTION_IMPORT)
		rc = err_set(e, ERR_INVALID, _("操作 %lld（%s）不能撤销。"), (long long)action,
			     action_kind_label(out->action.kind));
	return rc;
}

int journal_plan_redo(struct store *s, int64_t action, struct undo_plan *out, struct err *e)
{
	int rc = 0;

	*out = (struct undo_plan){ .changes = 0 };
	if (!action)
		rc = newest(s, newest_redoable, &action, e);
	if (rc == 0 && !action)
		rc = err_set(e, ERR_NOT_FOUND, _("没有可以重做的操作。"));
	if (rc == 0)
		rc = plan(s, action, out, e);
	if (rc == 0 && out->action.kind != ACTION_UNDO)
		rc = err_set(e, ERR_INVALID, _("操作 %lld 不是撤销，不能重做。"), (long long)action);
	else if (rc == 0 && out->action.undone_by)
		rc = err_set(e, ERR_INVALID, _("操作 %lld 已经重做过了，没有改动。"), (long long)action);
	return rc;
}

/* --- inverting --- */

struct line {
	const struct reg *reg;
	int64_t record;
	enum change_op op;
	char *field, *before, *after;
};

struct lines {
	struct line *items;
	size_t n, cap;
};

static void lines_release(struct lines *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->items[i].field);
		free(l->items[i].before);
		free(l->items[i].after);
	}
	free(l->items);
}

static void lines_add(struct lines *l, sqlite3_stmt *stmt)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 64;
		l->items = xreallocarray(l->items, l->cap, sizeof(*l->items));
	}
	l->items[l->n++] = (struct line){
		.reg = reg_find(sql_text(stmt, 0)),
		.record = sqlite3_column_int64(stmt, 1),
		.op = change_op_from(sql_text(stmt, 2)),
		.field = xstrdup(sql_text(stmt, 3)),
		.before = xstrdup(sql_text_or_null(stmt, 4)),
		.after = xstrdup(sql_text_or_null(stmt, 5)),
	};
}

/* Newest change first, so that children go before the parents they were added under. */
static int load_lines(struct store *s, int64_t action, struct lines *out, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "SELECT reg, record, op, field, before, after FROM change WHERE action = ?1"
			    " ORDER BY seq DESC", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, action);
	while ((rc = sql_step(s, stmt, e)) == 1)
		lines_add(out, stmt);
	sql_done(s, stmt);
	return rc;
}

/* All field changes of one record (they stand together): *used counts the lines. */
static int invert_update(struct store *s, const struct line *l, size_t left, size_t *used, struct err *e)
{
	void *cur = reg_new(l->reg), *rec = reg_new(l->reg);
	int rc = rows_get(s, l->reg, l->record, cur, e);
	size_t i = 0;

	if (rc == 0)
		reg_copy(l->reg, rec, cur);
	for (; rc == 0 && i < left && l[i].op == CHANGE_UPDATE && l[i].reg == l->reg && l[i].record == l->record; i++)
		rc = members_set(l->reg, rec, l[i].field, l[i].before, e);
	if (rc == 0)
		rc = save_exact(s, l->reg, cur, rec, e);
	*used = i;
	reg_free(l->reg, cur);
	reg_free(l->reg, rec);
	return rc;
}

static int invert_create(struct store *s, const struct line *l, struct err *e)
{
	void *cur = reg_new(l->reg);
	int rc = rows_get(s, l->reg, l->record, cur, e);

	if (rc == 0)
		rc = save_remove(s, l->reg, cur, e);
	reg_free(l->reg, cur);
	return rc;
}

static int invert_remove(struct store *s, const struct line *l, struct err *e)
{
	void *rec = reg_new(l->reg);
	int rc = members_set_all(s, l->reg, rec, l->before, e);

	((struct rec *)rec)->id = l->record;
	if (rc == 0)
		rc = save_exact(s, l->reg, NULL, rec, e);
	reg_free(l->reg, rec);
	return rc;
}

/* What was created is gone: nothing may refer to it or, if it was a code, hold its value. */
static int check_gone(struct store *s, const struct line *l, struct err *e)
{
	int rc = save_check_unreferenced(s, l->reg, l->record, false, e);
	void *code;

	if (rc < 0 || l->reg != &code_reg)
		return rc;
	code = reg_new(&code_reg);
	rc = members_set_all(s, &code_reg, code, l->after, e);
	if (rc == 0)
		rc = save_check_code_unused(s, code, e);
	reg_free(&code_reg, code);
	return rc;
}

static int invert_lines(struct store *s, const struct lines *l, struct err *e)
{
	int rc = 0;

	for (size_t i = 0, used = 1; rc == 0 && i < l->n; i += used, used = 1) {
		const struct line *line = &l->items[i];

		if (!line->reg)
			return err_set(e, ERR_DATABASE, _("操作记录里有未知的台账；请用 zhibu verify 查看。"));
		if (line->op == CHANGE_UPDATE)
			rc = invert_update(s, line, l->n - i, &used, e);
		else if (line->op == CHANGE_CREATE)
			rc = invert_create(s, line, e);
		else
			rc = invert_remove(s, line, e);
	}
	/* Records of the same action may have referred to each other, so this can only be judged at the end. */
	for (size_t i = 0; rc == 0 && i < l->n; i++)
		if (l->items[i].op == CHANGE_CREATE)
			rc = check_gone(s, &l->items[i], e);
	return rc;
}

static int invert_all(struct store *s, const struct lines *l, struct err *e)
{
	const struct reg *bulk = l->n > BULK_RECORDS ? l->items[0].reg : NULL;
	int rc;

	if (bulk)
		store_bulk_begin(s, bulk);
	rc = invert_lines(s, l, e);
	if (rc == 0 && bulk)
		rc = store_bulk_step(s, 0, e);
	return rc;
}

/* An action that left no trace changed nothing, which must not pass for a success. */
static int commit(struct store *s, int64_t *done, struct err *e)
{
	int64_t id;
	int rc = store_commit(s, &id, e);

	if (rc == 0 && !id)
		rc = err_set(e, ERR_INVALID, _("现在的内容已经是那样，没有改动。"));
	if (rc == 0 && done)
		*done = id;
	return rc;
}

static int invert(struct store *s, const struct undo_plan *p, enum action_kind kind, int64_t *done, struct err *e)
{
	struct lines lines = { .n = 0 };
	struct undo_plan now = { .changes = 0 };
	int rc = store_begin(s, kind, p->action.reason, e);

	if (rc < 0)
		return rc;
	s->action.target = p->action.id;
	/* Between the plan and now somebody else may have done the same. */
	rc = kind == ACTION_UNDO ? journal_plan_undo(s, p->action.id, &now, e) :
				   journal_plan_redo(s, p->action.id, &now, e);
	if (rc == 0 && now.overtaken > p->overtaken)
		rc = err_set(e, ERR_CONFLICT, _("%s，是在你查看之后；没有执行，请重新查看后再定。"), now.overtaken_text);
	undo_plan_release(&now);
	if (rc == 0)
		rc = load_lines(s, p->action.id, &lines, e);
	if (rc == 0)
		rc = invert_all(s, &lines, e);
	lines_release(&lines);
	if (rc == 0)
		return commit(s, done, e);
	store_rollback(s);
	return rc;
}

static int refuse_overtaken(const struct undo_plan *p, bool force, struct err *e)
{
	if (!p->overtaken || force)
		return 0;
	return err_set(e, ERR_CONFLICT, _("%s；撤销会丢掉后来的改动，没有执行。确实要这样做请加 --yes。"),
		       p->overtaken_text ? p->overtaken_text : _("有些内容后来又改过"));
}

int journal_undo(struct store *s, const struct undo_plan *p, bool force, int64_t *done, struct err *e)
{
	int rc = refuse_overtaken(p, force, e);

	return rc < 0 ? rc : invert(s, p, ACTION_UNDO, done, e);
}

int journal_redo(struct store *s, const struct undo_plan *p, bool force, int64_t *done, struct err *e)
{
	int rc = refuse_overtaken(p, force, e);

	return rc < 0 ? rc : invert(s, p, ACTION_REDO, done, e);
}
