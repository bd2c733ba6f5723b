/*
 * Records and rows: SQL text from the register's table, binding and reading by
 * the field type's cell, never by field.
 */
#include "db/internal.h"

#include <assert.h>
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

/* Columns before the fields: id, version, retired_on, retired_reason. */
#define FIXED_COLUMNS 4

size_t reg_index(const struct reg *reg)
{
	size_t i = 0;

	while (i < registers_n && registers[i] != reg)
		i++;
	assert(i < registers_n);
	return i;
}

static char *build_insert(const struct reg *reg, const char *columns)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "INSERT INTO \"%s\"(%s) VALUES(?1", reg->name, columns);
	for (size_t i = 1; i < FIXED_COLUMNS + reg->nfields; i++)
		buf_addf(&b, ", ?%zu", i + 1);
	buf_adds(&b, ")");
	return buf_detach(&b);
}

static char *build_update(const struct reg *reg)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "UPDATE \"%s\" SET version = ?2, retired_on = ?3, retired_reason = ?4", reg->name);
	for (size_t i = 0; i < reg->nfields; i++)
		buf_addf(&b, ", \"%s\" = ?%zu", reg->fields[i].name, FIXED_COLUMNS + i + 1);
	buf_adds(&b, " WHERE id = ?1");
	return buf_detach(&b);
}

const struct reg_sql *rows_sql(struct store *s, const struct reg *reg)
{
	struct reg_sql *sql;
	struct buf b = BUF_INIT;

	if (!s->sql)
		s->sql = xcalloc(registers_n, sizeof(*s->sql));
	sql = &s->sql[reg_index(reg)];
	if (sql->columns)
		return sql;
	buf_adds(&b, "id, version, retired_on, retired_reason");
	for (size_t i = 0; i < reg->nfields; i++)
		buf_addf(&b, ", \"%s\"", reg->fields[i].name);
	sql->columns = buf_detach(&b);
	buf_addf(&b, "SELECT %s FROM \"%s\" WHERE id = ?1", sql->columns, reg->name);
	sql->select = buf_detach(&b);
	sql->insert = build_insert(reg, sql->columns);
	sql->update = build_update(reg);
	return sql;
}

static void column_cell(sqlite3_stmt *stmt, int col, struct cell *c)
{
	*c = (struct cell){ .kind = CELL_NULL };
	switch (sqlite3_column_type(stmt, col)) {
	case SQLITE_NULL:
		break;
	case SQLITE_INTEGER:
		c->kind = CELL_INT;
		c->number = sqlite3_column_int64(stmt, col);
		break;
	default:
		c->kind = CELL_TEXT;
		c->text = sql_text(stmt, col);
		break;
	}
}

static int read_fixed(sqlite3_stmt *stmt, int first, struct rec *r)
{
	const struct type *date = type_by_id(TYPE_DATE);
	struct cell c;

	r->id = sqlite3_column_int64(stmt, first);
	r->version = sqlite3_column_int64(stmt, first + 1);
	column_cell(stmt, first + 2, &c);
	free(r->retired_reason);
	r->retired_reason = xstrdup(sql_text_or_null(stmt, first + 3));
	return date->get(&r->retired_on, &c);
}

int rows_read(const struct reg *reg, sqlite3_stmt *stmt, int first, void *rec, struct err *e)
{
	struct rec *r = rec;

	if (read_fixed(stmt, first, r) < 0)
		return err_set(e, ERR_DATABASE, _("%s 记录 %lld 的停用日期不成日期；请用 zhibu verify 查看。"), _(reg->title),
			       (long long)r->id);
	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];
		struct cell c;

		column_cell(stmt, first + FIXED_COLUMNS + (int)i, &c);
		if (field_type(f)->get(field_value(f, rec), &c) < 0)
			return err_field(e, ERR_DATABASE, f->name,
					 _("%s 记录 %lld 的「%s」不是%s；请用 zhibu verify 查看。"), _(reg->title),
					 (long long)r->id, _(f->label), _(field_type(f)->label));
	}
	return 0;
}

int rows_bind_cell(sqlite3_stmt *stmt, int at, const struct cell *c)
{
	switch (c->kind) {
	case CELL_NULL:
		return sqlite3_bind_null(stmt, at);
	case CELL_INT:
		return sqlite3_bind_int64(stmt, at, c->number);
	case CELL_TEXT:
		break;
	}
	return sql_copied(sqlite3_bind_text(stmt, at, c->text, -1, SQLITE_TRANSIENT));
}

/* Text of the record itself stays where it is until the statement has run; what a type has formatted does not. */
static int bind_borrowed(sqlite3_stmt *stmt, int at, const struct cell *c)
{
	if (c->kind != CELL_TEXT || c->text == c->scratch)
		return rows_bind_cell(stmt, at, c);
	return sqlite3_bind_text(stmt, at, c->text, -1, SQLITE_STATIC);
}

/* The statement comes unbound from its cache: what is empty is NULL already. */
int rows_bind(const struct reg *reg, sqlite3_stmt *stmt, const void *rec)
{
	const struct rec *r = rec;
	struct cell c;
	int rc;

	sqlite3_bind_int64(stmt, 1, r->id);
	sqlite3_bind_int64(stmt, 2, r->version);
	type_by_id(TYPE_DATE)->put(&r->retired_on, &c);
	rc = rows_bind_cell(stmt, 3, &c);
	if (rc == SQLITE_OK)
		rc = sql_copied(sqlite3_bind_text(stmt, 4, r->retired_reason, -1, SQLITE_TRANSIENT));
	for (size_t i = 0; rc == SQLITE_OK && i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		field_type(f)->put(field_const(f, rec), &c);
		if (c.kind != CELL_NULL)
			rc = bind_borrowed(stmt, FIXED_COLUMNS + 1 + (int)i, &c);
	}
	return rc;
}

static int write_row(struct store *s, const struct reg *reg, const char *sql, const void *rec, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, sql, &stmt, e);

	if (rc < 0)
		return rc;
	rc = rows_bind(reg, stmt, rec) == SQLITE_OK ? sql_step(s, stmt, e) : sql_error(s, e);
	sql_done(s, stmt);
	return rc;
}

int rows_insert(struct store *s, const struct reg *reg, const void *rec, struct err *e)
{
	return write_row(s, reg, rows_sql(s, reg)->insert, rec, e);
}

int rows_update(struct store *s, const struct reg *reg, const void *rec, struct err *e)
{
	return write_row(s, reg, rows_sql(s, reg)->update, rec, e);
}

int rows_delete(struct store *s, const struct reg *reg, int64_t id, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc;

	buf_addf(&sql, "DELETE FROM \"%s\" WHERE id = %lld", reg->name, (long long)id);
	rc = sql_exec(s, buf_str(&sql), e);
	buf_release(&sql);
	return rc;
}

int rows_missing(const struct reg *reg, int64_t id, struct err *e)
{
	return err_set(e, ERR_NOT_FOUND, _("没有编号为 %lld 的%s。"), (long long)id, _(reg->title));
}

int rows_get(struct store *s, const struct reg *reg, int64_t id, void *rec, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, rows_sql(s, reg)->select, &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	rc = sql_step(s, stmt, e);
	if (rc == 1)
		rc = rows_read(reg, stmt, 0, rec, e);
	else if (rc == 0)
		rc = rows_missing(reg, id, e);
	sql_done(s, stmt);
	return rc;
}
