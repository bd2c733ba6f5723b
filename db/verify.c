/*
 * Proof that nothing was changed behind the program's back: the chain of
 * actions is recomputed, every record is replayed from the journal and compared with its
 * row, SQLite checks its pages, and the derived data is compared with the facts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/action.h"
#include "db/derived.h"
#include "src/empty.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"

#include "src/banned.h"

struct verify {
	struct store *s;
	void (*report)(void *ctx, const char *text);
	void *ctx;
	int64_t *problems;
	struct err *e;
};

static void problem(struct verify *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void problem(struct verify *v, const char *fmt, ...)
{
	struct buf b = BUF_INIT, safe = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	text_show(&safe, buf_str(&b));
	v->report(v->ctx, buf_str(&safe));
	(*v->problems)++;
	buf_release(&b);
	buf_release(&safe);
}

/* --- the chain --- */

static int digest_changes(struct verify *v, int64_t action, unsigned char *out)
{
	sqlite3_stmt *stmt;
	struct sm3 *md = sm3_new();
	int rc = sql_get(v->s, "SELECT reg, CAST(record AS TEXT), op, field, before, after FROM change"
			       " WHERE action = ?1 ORDER BY seq", &stmt, v->e);

	if (rc == 0)
		sqlite3_bind_int64(stmt, 1, action);
	while (rc == 0 && (rc = sql_step(v->s, stmt, v->e)) == 1) {
		const char *columns[6];

		for (int i = 0; i < 6; i++)
			columns[i] = sql_text_or_null(stmt, i);
		action_hash_change(md, columns, 6);
		rc = 0;
	}
	sm3_end(md, out);
	sql_done(v->s, stmt);
	return rc;
}

/* Compares one action's hash; `previous` becomes the stored hash, so that one altered action is one problem. */
static int check_action(struct verify *v, sqlite3_stmt *stmt, unsigned char *previous)
{
	unsigned char changes[ACTION_HASH], hash[ACTION_HASH];
	const char *columns[11];
	int64_t id = sqlite3_column_int64(stmt, 0);
	int rc;

	for (int i = 0; i < 11; i++)
		columns[i] = sql_text_or_null(stmt, i);
	rc = digest_changes(v, id, changes);
	if (rc < 0)
		return rc;
	action_hash(previous, changes, columns, 11, hash);
	if (sqlite3_column_bytes(stmt, 11) != ACTION_HASH || memcmp(hash, sqlite3_column_blob(stmt, 11), ACTION_HASH) != 0)
		problem(v, _("操作 %lld（%s %s）与链上的摘要不符：这条操作、它的改动或它之前的操作被改、被删或换了次序。"),
			(long long)id, sql_text(stmt, 2), sql_text(stmt, 1));
	if (sqlite3_column_bytes(stmt, 11) == ACTION_HASH)
		memcpy(previous, sqlite3_column_blob(stmt, 11), ACTION_HASH);
	return 0;
}

/* The end of the chain, as the newest action's commit left it. */
static int check_head(struct verify *v, int64_t newest, const unsigned char *last)
{
	unsigned char hash[ACTION_HASH];
	int64_t id;
	int rc = action_head(v->s, &id, hash, v->e);

	if (rc == 0 && (id != newest || memcmp(hash, last, ACTION_HASH) != 0))
		problem(v, _("操作记录到操作 %lld 为止，但最后写入的是操作 %lld：末尾的操作被删、被改或被加过。"),
			(long long)newest, (long long)id);
	return rc;
}

static int check_orphans(struct verify *v)
{
	int64_t n;
	int rc = sql_ask(v->s, "SELECT count(*) FROM change WHERE action NOT IN (SELECT id FROM action)", &n, v->e);

	if (n)
		problem(v, _("有 %lld 处改动不属于任何操作：操作被删过。"), (long long)n);
	return rc;
}

static int check_chain(struct verify *v)
{
	unsigned char previous[ACTION_HASH] = { 0 };
	int64_t newest = 0;
	sqlite3_stmt *stmt;
	int rc = sql_get(v->s, "SELECT CAST(id AS TEXT), CAST(at AS TEXT), login, name, channel, host, kind, reason,"
			       " CAST(coalesce(target, 0) AS TEXT), CAST(records AS TEXT), CAST(changes AS TEXT), hash"
			       " FROM action ORDER BY id", &stmt, v->e);

	while (rc == 0 && (rc = sql_step(v->s, stmt, v->e)) == 1) {
		newest = sqlite3_column_int64(stmt, 0);
		rc = check_action(v, stmt, previous);
	}
	sql_done(v->s, stmt);
	if (rc == 0)
		rc = check_head(v, newest, previous);
	return rc == 0 ? check_orphans(v) : rc;
}

/* --- records against their history --- */

struct replay {
	const struct reg *reg;
	int64_t id;
	bool exists;
	char **values;		/* by field; then retired_on, retired_reason */
};

static size_t slots(const struct reg *reg)
{
	return reg->nfields + 2;
}

static char **slot_of(struct replay *r, const char *name)
{
	const struct field *f = reg_field(r->reg, name);

	if (f)
		return &r->values[f - r->reg->fields];
	if (strcmp(name, "retired_on") == 0)
		return &r->values[r->reg->nfields];
	return strcmp(name, "retired_reason") == 0 ? &r->values[r->reg->nfields + 1] : NULL;
}

static void replay_clear(struct replay *r)
{
	for (size_t i = 0; i < slots(r->reg); i++) {
		free(r->values[i]);
		r->values[i] = NULL;
	}
	r->exists = false;
}

static void replay_set(struct replay *r, const char *name, const char *text)
{
	char **slot = slot_of(r, name);

	if (!slot)
		return;
	free(*slot);
	*slot = xstrdup(text);
}

static int replay_create(struct verify *v, struct replay *r, const char *json)
{
	sqlite3_stmt *stmt;
	/* A damaged object says nothing; the row then differs from it, and the chain says why. */
	int rc = sql_get(v->s, "SELECT key, value FROM json_each(CASE WHEN json_valid(?1) THEN ?1 ELSE '{}' END)", &stmt,
			 v->e);

	replay_clear(r);
	if (rc == 0)
		rc = sql_bind(v->s, stmt, 1, json, v->e);
	while (rc == 0 && (rc = sql_step(v->s, stmt, v->e)) == 1) {
		replay_set(r, sql_text(stmt, 0), sql_text_or_null(stmt, 1));
		rc = 0;
	}
	sql_done(v->s, stmt);
	r->exists = true;
	return rc;
}

static void compare_slot(struct verify *v, const struct replay *r, const char *label, const char *row, const char *past)
{
	if (strcmp(row ? row : "", past ? past : "") != 0 || !row != !past)
		problem(v, _("%s 记录 %lld 的「%s」与操作记录不符：被绕过程序改动过。"), _(r->reg->title), (long long)r->id,
			label);
}

static int compare_row(struct verify *v, struct replay *r)
{
	void *rec = reg_new(r->reg);
	struct rec *fixed = rec;
	struct cell c;
	struct err own = ERR_INIT;
	int rc = rows_get(v->s, r->reg, r->id, rec, &own);

	if (rc == ERR_NOT_FOUND) {
		if (r->exists)
			problem(v, _("%s 记录 %lld 不见了：操作记录里有它，却没有删除它的操作。"), _(r->reg->title),
				(long long)r->id);
		goto out;
	}
	if (rc < 0) {
		problem(v, "%s", own.text);
		goto out;
	}
	if (!r->exists)
		problem(v, _("%s 记录 %lld 已撤销建立，却还在表里。"), _(r->reg->title), (long long)r->id);
	for (size_t i = 0; r->exists && i < r->reg->nfields; i++) {
		const struct field *f = &r->reg->fields[i];

		field_type(f)->put(field_const(f, rec), &c);
		compare_slot(v, r, _(f->label), cell_text(&c), r->values[i]);
	}
	if (r->exists) {
		type_by_id(TYPE_DATE)->put(&fixed->retired_on, &c);
		compare_slot(v, r, _("停用日期"), cell_text(&c), r->values[r->reg->nfields]);
		compare_slot(v, r, _("停用原因"), fixed->retired_reason, r->values[r->reg->nfields + 1]);
	}
out:
	reg_free(r->reg, rec);
	return 0;
}

static int replay_step(struct verify *v, struct replay *r, sqlite3_stmt *stmt)
{
	const char *op = sql_text(stmt, 1);
	int rc = 0;

	if (sqlite3_column_int64(stmt, 0) != r->id) {
		if (r->id)
			rc = compare_row(v, r);
		r->id = sqlite3_column_int64(stmt, 0);
		replay_clear(r);
	}
	if (rc == 0 && strcmp(op, "create") == 0)
		rc = replay_create(v, r, sql_text_or_null(stmt, 4));
	else if (strcmp(op, "remove") == 0)
		replay_clear(r);
	else if (rc == 0)
		replay_set(r, sql_text(stmt, 2), sql_text_or_null(stmt, 4));
	return rc;
}

static int check_records(struct verify *v, const struct reg *reg)
{
	struct replay r = { .reg = reg, .values = xcalloc(slots(reg), sizeof(char *)) };
	struct buf sql = BUF_INIT;
	int64_t strangers = 0;
	sqlite3_stmt *stmt;
	int rc = sql_get(v->s, "SELECT record, op, field, before, after FROM change WHERE reg = ?1"
			       " ORDER BY record, action, seq", &stmt, v->e);

	if (rc == 0)
		sqlite3_bind_text(stmt, 1, reg->name, -1, SQLITE_STATIC);
	while (rc == 0 && (rc = sql_step(v->s, stmt, v->e)) == 1)
		rc = replay_step(v, &r, stmt);
	sql_done(v->s, stmt);
	if (rc == 0 && r.id)
		rc = compare_row(v, &r);
	buf_addf(&sql, "SELECT count(*) FROM \"%s\" t WHERE NOT EXISTS"
		       " (SELECT 1 FROM change c WHERE c.reg = '%s' AND c.record = t.id)", reg->name, reg->name);
	if (rc == 0)
		rc = sql_ask(v->s, buf_str(&sql), &strangers, v->e);
	if (rc == 0 && strangers)
		problem(v, _("%s 有 %lld 条记录不在操作记录里：被绕过程序加进来。"), _(reg->title),
			(long long)strangers);
	buf_release(&sql);
	replay_clear(&r);
	free(r.values);
	return rc;
}

/* --- codes --- */

/* The few values that are there are looked up, not the many records that hold them. */
static int check_codes(struct verify *v, const struct reg *reg, const struct field *f)
{
	struct buf sql = BUF_INIT;
	int64_t strangers = 0;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT \"%s\", count(*) FROM \"%s\" GROUP BY 1", f->name, reg->name);
	rc = sql_get(v->s, buf_str(&sql), &stmt, v->e);
	buf_release(&sql);
	while (rc == 0 && (rc = sql_step(v->s, stmt, v->e)) == 1) {
		const char *values = sql_text_or_null(stmt, 0);
		bool is_state = field_has_states(f) && empty_stored(values) > EMPTY_UNFILLED;

		if (!is_state && !codebook_has(&v->s->codes, f->set, values))
			strangers += sqlite3_column_int64(stmt, 1);
		rc = 0;
	}
	sql_done(v->s, stmt);
	if (strangers)
		problem(v, _("%s 有 %lld 条记录的「%s」不在代码里：那些代码被删过。"), _(reg->title), (long long)strangers,
			_(f->label));
	return rc;
}

static int check_all_codes(struct verify *v, const struct reg *reg)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < reg->nfields; i++)
		if (reg->fields[i].set)
			rc = check_codes(v, reg, &reg->fields[i]);
	return rc;
}

/* --- pages --- */

static int check_pages(struct verify *v)
{
	bool guarded = store_guard(v->s, false);
	sqlite3_stmt *stmt;
	int rc = sql_get(v->s, "PRAGMA quick_check(20)", &stmt, v->e);

	while (rc == 0 && (rc = sql_step(v->s, stmt, v->e)) == 1) {
		const char *text = sql_text(stmt, 0);

		if (strcmp(text, "ok") != 0)
			problem(v, _("SQLite 检查：%s"), text);
		rc = 0;
	}
	sql_done(v->s, stmt);
	store_guard(v->s, guarded);
	return rc;
}

int journal_verify(struct store *s, void (*report)(void *ctx, const char *text), void *ctx, int64_t *problems,
		   struct err *e)
{
	struct verify v = { .s = s, .report = report, .ctx = ctx, .problems = problems, .e = e };
	int rc;

	*problems = 0;
	rc = sql_exec(s, "BEGIN", e);	/* one snapshot for all parts */
	if (rc < 0)
		return rc;
	rc = check_pages(&v);
	if (rc == 0)
		rc = check_chain(&v);
	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		rc = check_records(&v, registers[i]);
	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		rc = check_all_codes(&v, registers[i]);
	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		rc = derived_verify(s, registers[i], report, ctx, problems, e);
	sql_exec(s, "ROLLBACK", NULL);
	return rc;
}
