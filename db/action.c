/*
 * Actions: begin, the journal of their changes, commit.  An action's row is
 * written last, because its hash covers everything before it.
 */
#include "db/action.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/derived_state.h"
#include "db/lookup.h"
#include "db/open.h"
#include "db/operator.h"
#include "db/save.h"
#include "db/schema.h"
#include "db/settle.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

/* --- hashing --- */

/* Length first, so that no two lists of columns give the same bytes. */
static void add_column(struct sm3 *md, const char *text)
{
	char number[24], *at = number + sizeof(number);
	size_t n = text ? strlen(text) : 0, rest = n;

	if (!text) {
		sm3_add(md, "-", 1);
		return;
	}
	*--at = ':';
	do
		*--at = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	sm3_add(md, at, (size_t)(number + sizeof(number) - at));
	sm3_add(md, text, n);
}

void action_hash_change(struct sm3 *md, const char *const *columns, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add_column(md, columns[i]);
}

void action_hash(const unsigned char *previous, const unsigned char *changes, const char *const *columns, size_t n,
		 unsigned char *out)
{
	struct sm3 *md = sm3_new();

	sm3_add(md, previous, ACTION_HASH);
	sm3_add(md, changes, ACTION_HASH);
	action_hash_change(md, columns, n);
	sm3_end(md, out);
}

/* --- the end of the chain --- */

static unsigned char hex_byte(const char *two)
{
	char digits[] = { two[0], two[1], '\0' };

	return (unsigned char)strtoul(digits, NULL, 16);
}

int action_head(struct store *s, int64_t *id, unsigned char *hash, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "SELECT value FROM meta WHERE name = 'head'", &stmt, e);

	*id = 0;
	memset(hash, 0, ACTION_HASH);
	if (rc < 0)
		return rc;
	rc = sql_step(s, stmt, e);
	if (rc == 1) {
		char *hex;

		*id = strtoll(sql_text(stmt, 0), &hex, 10);
		hex += *hex == ' ';
		for (size_t i = 0; strlen(hex) == (size_t)2 * ACTION_HASH && i < ACTION_HASH; i++)
			hash[i] = hex_byte(hex + 2 * i);
	}
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}

static int set_head(struct store *s, const unsigned char *hash, struct err *e)
{
	struct buf head = BUF_INIT;
	int rc;

	buf_addf(&head, "%lld ", (long long)s->action.id);
	for (size_t i = 0; i < ACTION_HASH; i++)
		buf_addf(&head, "%02x", hash[i]);
	rc = meta_set(s, "head", buf_str(&head), e);
	buf_release(&head);
	return rc;
}

/* --- changes --- */

static const char *const op_values[] = {
	[CHANGE_CREATE] = "create", [CHANGE_UPDATE] = "update", [CHANGE_REMOVE] = "remove",
};

/* One row of the change table but for its place in the action. */
struct change_row {
	const struct reg *reg;
	int64_t record;
	enum change_op op;
	const char *field, *before, *after;
};

/*
 * The action's own row, empty until the commit.  While what the changes refer to is missing, SQLite would look after every
 * written record whether that one was it.
 */
static int begin_row(struct store *s, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "INSERT INTO action(id, at, login, name, channel, host, kind, records, changes, hash)"
			    " VALUES(?1, 0, '', '', '', '', '', 0, 0, x'')", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, s->action.id);
	rc = sql_step(s, stmt, e);
	sql_done(s, stmt);
	return rc;
}

static int add_change(struct store *s, const struct change_row *row, struct err *e)
{
	char number[24];
	const char *op = op_values[row->op];
	const char *columns[] = { row->reg->name, number, op, row->field, row->before, row->after };
	sqlite3_stmt *stmt;
	int rc = s->action.changes ? 0 : begin_row(s, e);

	if (rc == 0)
		rc = sql_get(s, "INSERT INTO change(action, seq, reg, record, op, field, before, after)"
				" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", &stmt, e);
	if (rc != 0)
		return rc;
	snprintf(number, sizeof(number), "%lld", (long long)row->record);
	sqlite3_bind_int64(stmt, 1, s->action.id);
	sqlite3_bind_int64(stmt, 2, ++s->action.changes);
	sqlite3_bind_int64(stmt, 4, row->record);
	rc = sql_bind(s, stmt, 3, row->reg->name, e);
	for (int i = 2; rc == 0 && i < 6; i++)
		rc = sql_bind(s, stmt, i + 3, columns[i], e);
	if (rc == 0)
		rc = sql_step(s, stmt, e);
	sql_done(s, stmt);
	action_hash_change(s->action.hash, columns, sizeof(columns) / sizeof(columns[0]));
	return rc;
}

static void add_json_string(struct buf *b, const char *s)
{
	buf_addc(b, '"');
	while (*s) {
		size_t n = 0;

		while ((unsigned char)s[n] >= 0x20 && s[n] != '"' && s[n] != '\\')
			n++;
		buf_add(b, s, n);
		s += n;
		if (*s == '"' || *s == '\\')
			buf_addf(b, "\\%c", *s);
		else if (*s)
			buf_addf(b, "\\u%04x", (unsigned int)*s);
		s += *s ? 1 : 0;
	}
	buf_addc(b, '"');
}

static void add_member(struct buf *b, const char *name, const char *text)
{
	if (!text)
		return;
	/* Names of fields need no escapes. */
	buf_adds(b, b->len > 1 ? ",\"" : "\"");
	buf_adds(b, name);
	buf_adds(b, "\":");
	add_json_string(b, text);
}

static void date_cell(const struct date *d, struct cell *c)
{
	type_by_id(TYPE_DATE)->put(d, c);
}

/* The filled fields of a record as one JSON object of cell texts. */
static void whole_record(const struct reg *reg, const void *rec, struct buf *b)
{
	const struct rec *r = rec;
	char version[24];
	struct cell c;

	snprintf(version, sizeof(version), "%lld", (long long)r->version);
	buf_addc(b, '{');
	add_member(b, "version", version);
	date_cell(&r->retired_on, &c);
	add_member(b, "retired_on", cell_text(&c));
	add_member(b, "retired_reason", r->retired_reason);
	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		field_type(f)->put(field_const(f, rec), &c);
		add_member(b, f->name, cell_text(&c));
	}
	buf_addc(b, '}');
}

static int add_retirement(struct store *s, const struct reg *reg, const struct rec *before, const struct rec *now,
			  struct err *e)
{
	struct cell a, b;
	const char *was = before->retired_reason, *is = now->retired_reason;
	int rc = 0;

	date_cell(&before->retired_on, &a);
	date_cell(&now->retired_on, &b);
	if (!cell_equal(&a, &b))
		rc = add_change(s, &(struct change_row){ reg, now->id, CHANGE_UPDATE, "retired_on", cell_text(&a),
							 cell_text(&b) }, e);
	if (rc == 0 && strcmp(was ? was : "", is ? is : "") != 0)
		rc = add_change(s, &(struct change_row){ reg, now->id, CHANGE_UPDATE, "retired_reason", was, is }, e);
	return rc;
}

static int add_fields(struct store *s, const struct reg *reg, const void *before, const void *now, struct err *e)
{
	int rc = add_retirement(s, reg, before, now, e);

	for (size_t i = 0; rc == 0 && i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];
		struct cell a, b;

		field_type(f)->put(field_const(f, before), &a);
		field_type(f)->put(field_const(f, now), &b);
		if (!cell_equal(&a, &b))
			rc = add_change(s, &(struct change_row){ reg, ((const struct rec *)now)->id, CHANGE_UPDATE,
								 f->name, cell_text(&a), cell_text(&b) }, e);
	}
	return rc;
}

int action_record(struct store *s, const struct reg *reg, const void *before, const void *now, struct err *e)
{
	struct change_row row = { .reg = reg, .op = now ? CHANGE_CREATE : CHANGE_REMOVE, .field = "" };
	const void *whole = now ? now : before;

	assert(whole);
	s->action.records++;
	s->action.codes_changed |= lookup_has_book(reg);
	if (before && now)
		return add_fields(s, reg, before, now, e);
	buf_clear(&s->action.json);
	whole_record(reg, whole, &s->action.json);
	row.record = ((const struct rec *)whole)->id;
	*(now ? &row.after : &row.before) = buf_str(&s->action.json);
	return add_change(s, &row, e);
}

/* --- begin and end --- */

static void forget(struct store *s)
{
	sm3_free(s->action.hash);
	buf_release(&s->action.json);
	free(s->action.reason);
	free(s->action.denied);
	s->action = (struct pending_action){ .open = false };
	/* A later action may get the same number when this one was rolled back while the clock stood behind. */
	lookup_forget_all(s);
}

static int begin_raw(struct store *s, enum action_kind kind, const char *reason, struct err *e)
{
	int rc = sql_exec(s, "BEGIN IMMEDIATE", e);

	if (rc < 0)
		return rc;
	rc = schema_unchanged(s, e);
	if (rc == 0)
		rc = store_ids_begin(s, e);
	if (rc < 0) {
		sql_exec(s, "ROLLBACK", NULL);
		return rc;
	}
	s->action = (struct pending_action){ .open = true, .kind = kind, .reason = xstrdup(reason) };
	s->action.hash = sm3_new();
	s->action.id = store_new_id(s);
	return 0;
}

/* The first person to write in a database without operators becomes its administrator, as an action of its own. */
static int settle_first(struct store *s, struct err *e)
{
	struct operator_row *op = &s->operator_row;
	int rc;

	s->action.kind = ACTION_SETUP;
	free(s->action.reason);
	s->action.reason = xstrdup(_("第一个使用者成为管理员"));
	rc = save_record(s, &operator_reg, NULL, op, NULL, e);
	if (rc == 0)
		rc = store_commit(s, NULL, e);
	/* A failed commit has rolled back already. */
	if (rc < 0 && s->action.open)
		store_rollback(s);
	return rc;
}

int store_begin(struct store *s, enum action_kind kind, const char *reason, struct err *e)
{
	bool first = false;
	int rc;

	assert(!s->action.open);
	rc = store_may_change(s, e);
	if (rc < 0)
		return rc;
	rc = begin_raw(s, kind, reason, e);
	if (rc == 0)
		rc = store_refresh(s, e);
	if (rc == 0 && kind != ACTION_SETUP)
		rc = operator_refresh(s, &first, e);
	if (rc == 0 && first) {
		rc = settle_first(s, e);
		if (rc == 0)
			rc = begin_raw(s, kind, reason, e);
	}
	if (rc < 0 && s->action.open)
		store_rollback(s);
	return rc;
}

static int bind_action(struct store *s, sqlite3_stmt *stmt, const char *const *columns, struct err *e)
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < 8; i++)
		rc = sql_bind(s, stmt, i + 1, columns[i], e);
	if (s->action.target)
		sqlite3_bind_int64(stmt, 9, s->action.target);
	sqlite3_bind_int64(stmt, 10, s->action.records);
	sqlite3_bind_int64(stmt, 11, s->action.changes);
	return rc;
}

static const char *action_sql(const struct pending_action *a)
{
	if (a->changes)
		return "UPDATE action SET at = CAST(?2 AS INTEGER), login = ?3, name = ?4, channel = ?5, host = ?6, kind = ?7,"
		       " reason = ?8, target = ?9, records = ?10, changes = ?11, hash = ?12 WHERE id = CAST(?1 AS INTEGER)";
	return "INSERT INTO action(id, at, login, name, channel, host, kind, reason, target, records, changes, hash)"
	       " VALUES(CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
}

static int write_action(struct store *s, struct err *e)
{
	unsigned char previous[ACTION_HASH], changes[ACTION_HASH], hash[ACTION_HASH];
	char id[24], at[24], target[24], records[24], count[24];
	const struct operator_row *op = &s->operator_row;
	const char *columns[] = {
		id, at, op->login ? op->login : "", op->name ? op->name : "", s->channel, s->host,
		action_kind_value(s->action.kind), s->action.reason, target, records, count,
	};
	sqlite3_stmt *stmt;
	int64_t newest;
	int rc = action_head(s, &newest, previous, e);

	if (rc == 0)
		rc = sql_get(s, action_sql(&s->action), &stmt, e);
	if (rc != 0)
		return rc;
	snprintf(id, sizeof(id), "%lld", (long long)s->action.id);
	snprintf(at, sizeof(at), "%lld", (long long)store_clock_ms(s));
	snprintf(target, sizeof(target), "%lld", (long long)s->action.target);
	snprintf(records, sizeof(records), "%lld", (long long)s->action.records);
	snprintf(count, sizeof(count), "%lld", (long long)s->action.changes);
	sm3_end(s->action.hash, changes);
	s->action.hash = NULL;
	action_hash(previous, changes, columns, sizeof(columns) / sizeof(columns[0]), hash);
	sqlite3_bind_blob(stmt, 12, hash, ACTION_HASH, SQLITE_STATIC);
	rc = bind_action(s, stmt, columns, e);
	if (rc == 0)
		rc = sql_step(s, stmt, e);
	sql_done(s, stmt);
	return rc == 0 ? set_head(s, hash, e) : rc;
}

/* A refusal is written after the refused work is gone; where even that fails (disk full), the refusal itself stands. */
static void journal_denial(struct store *s, char *sentence)
{
	if (sentence && begin_raw(s, ACTION_REFUSED, sentence, NULL) == 0) {
		if (write_action(s, NULL) < 0 || sql_exec(s, "COMMIT", NULL) < 0)
			sql_exec(s, "ROLLBACK", NULL);
		forget(s);
	}
	free(sentence);
}

void action_denied(struct store *s, const char *sentence)
{
	free(s->action.denied);
	s->action.denied = xstrdup(sentence);
}

static bool leaves_trace(const struct pending_action *a)
{
	return a->changes || a->kind == ACTION_EXPORT || a->kind == ACTION_REVEAL || a->kind == ACTION_PIN;
}

int store_commit(struct store *s, int64_t *action, struct err *e)
{
	char *denied;
	int64_t id = s->action.id;
	bool trace = leaves_trace(&s->action), reread = s->action.codes_changed;
	int rc = 0;

	assert(s->action.open && !s->action.bulk);
	/* SQLite rolls back by itself when the disk is full or fails: what came after it would stand alone. */
	if (s->action.broken || sqlite3_get_autocommit(s->db)) {
		store_rollback(s);
		return err_set(e, ERR_IO, _("这次操作中有一步没有写成，整个操作已取消，什么都没有写入；请再试一次。"));
	}
	if (trace)
		rc = open_in_place(s, e);
	if (rc == 0 && trace)
		rc = write_action(s, e);
	if (rc == 0)
		rc = sql_exec(s, trace ? "COMMIT" : "ROLLBACK", e);
	if (rc < 0) {
		store_rollback(s);
		return rc;
	}
	denied = s->action.denied;
	s->action.denied = NULL;
	forget(s);
	journal_denial(s, denied);
	if (reread)
		lookup_reload(s, NULL);
	if (action)
		*action = trace ? id : 0;
	return 0;
}

void store_rollback(struct store *s)
{
	char *denied = s->action.denied;
	bool reread = s->action.codes_changed, bulk = s->action.bulk;

	assert(s->action.open);
	s->action.denied = NULL;
	settle_free(s->action.settle);
	s->action.settle = NULL;
	if (!sqlite3_get_autocommit(s->db))
		sql_exec(s, "ROLLBACK", NULL);
	forget(s);
	/* What went into the log for nothing is still there. */
	s->derived->log = true;
	if (bulk)
		sql_forget_all(s);
	if (reread)
		lookup_reload(s, NULL);
	journal_denial(s, denied);
}

/* --- going back a little --- */

int action_mark(struct store *s, struct action_mark *m, struct err *e)
{
	int rc;

	assert(s->action.open && !s->action.bulk);
	rc = sql_exec(s, "SAVEPOINT mark", e);
	*m = (struct action_mark){ .changes = s->action.changes, .records = s->action.records,
		.codes_changed = s->action.codes_changed };
	if (rc == 0)
		m->hash = sm3_copy(s->action.hash);
	return rc;
}

int action_keep(struct store *s, struct action_mark *m, struct err *e)
{
	sm3_free(m->hash);
	m->hash = NULL;
	return sql_exec(s, "RELEASE mark", e);
}

int action_go_back(struct store *s, struct action_mark *m, struct err *e)
{
	bool reread = s->action.codes_changed && !m->codes_changed;
	int rc = sql_exec(s, "ROLLBACK TO mark; RELEASE mark", e);

	sm3_free(s->action.hash);
	s->action.hash = m->hash;
	m->hash = NULL;
	s->action.changes = m->changes;
	s->action.records = m->records;
	s->action.codes_changed = m->codes_changed;
	/* Where it could not go back, nothing of the action may stay. */
	s->action.broken |= rc < 0;
	lookup_forget_all(s);
	return rc == 0 && reread ? lookup_reload(s, e) : rc;
}

void store_bulk_begin(struct store *s, const struct reg *reg)
{
	assert(s->action.open && !s->action.bulk);
	s->action.bulk = true;
	s->action.bulk_reg = reg;
}

int store_bulk_step(struct store *s, int ms, struct err *e)
{
	struct pending_action *a = &s->action;
	int rc;

	assert(a->bulk);
	if (!a->settle)
		a->settle = settle_new(s, a->bulk_reg);
	rc = settle_step(a->settle, ms, e);
	if (rc == 0) {
		settle_free(a->settle);
		a->settle = NULL;
		a->bulk = false;
		a->bulk_reg = NULL;
	}
	return rc;
}

int store_bulk_progress(const struct store *s)
{
	return s->action.settle ? settle_progress(s->action.settle) : 0;
}
