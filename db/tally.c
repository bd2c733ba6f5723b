/*
 * Counters.  A dashboard reads a handful of rows instead of counting records.
 */
#include "db/tally.h"

#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/banned.h"

/* ---- The pad ----------------------------------------------------------------------------------- */

static struct tally_line *find(const struct tally_pad *pad, const char *field, const char *value, size_t n)
{
	uint32_t h = 2166136261u ^ (unsigned char)*field;
	size_t at;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)value[i]) * 16777619u;
	for (at = h % pad->cap; pad->lines[at].value; at = (at + 1) % pad->cap) {
		const struct tally_line *line = &pad->lines[at];

		if (strcmp(line->field, field) == 0 && strncmp(line->value, value, n) == 0 && !line->value[n])
			break;
	}
	return &pad->lines[at];
}

static void grow(struct tally_pad *pad)
{
	struct tally_pad more = { .n = pad->n, .cap = pad->cap ? pad->cap * 2 : 32 };

	more.lines = xcalloc(more.cap, sizeof(more.lines[0]));
	for (size_t i = 0; i < pad->cap; i++) {
		const struct tally_line *line = &pad->lines[i];

		if (line->value)
			*find(&more, line->field, line->value, strlen(line->value)) = *line;
	}
	free(pad->lines);
	*pad = more;
}

static void add(struct tally_pad *pad, const char *field, const char *value, size_t length, int n)
{
	struct tally_line *line;

	if (pad->n * 2 >= pad->cap)
		grow(pad);
	line = find(pad, field, value, length);
	if (!line->value) {
		*line = (struct tally_line){ .field = field, .value = xstrndup(value, length) };
		pad->n++;
	}
	line->n += n;
}

void tally_pad_record(struct tally_pad *pad, bool out, int n)
{
	const char *value = out ? TALLY_OUT : "";

	add(pad, "", value, strlen(value), n);
}

/* A record with several codes counts for each of them. */
void tally_pad_value(struct tally_pad *pad, const struct field *f, const struct cell *value, int n)
{
	struct cell copy = *value;
	const char *text = cell_text(&copy);

	if (!text)
		text = "";
	while (f->type == TYPE_CODES && strchr(text, ',')) {
		add(pad, f->name, text, strcspn(text, ","), n);
		text = strchr(text, ',') + 1;
	}
	add(pad, f->name, text, strlen(text), n);
}

int64_t tally_pad_get(const struct tally_pad *pad, const char *field, const char *value)
{
	return pad->cap ? find(pad, field, value, strlen(value))->n : 0;
}

void tally_pad_release(struct tally_pad *pad)
{
	for (size_t i = 0; i < pad->cap; i++)
		free(pad->lines[i].value);
	free(pad->lines);
	*pad = (struct tally_pad){ .lines = NULL };
}

/* ---- The table --------------------------------------------------------------------------------- */

int tally_table(struct store *s, struct err *e)
{
	return sql_exec(s,
		"DROP TABLE IF EXISTS tally;"
		"CREATE TABLE tally(reg TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, n INTEGER "
		"NOT NULL,"
		" PRIMARY KEY(reg, field, value)) STRICT, WITHOUT ROWID",
		e);
}

int tally_clear(struct store *s, const struct reg *reg, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "DELETE FROM tally WHERE reg = ?1", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_text(stmt, 1, reg->name, -1, SQLITE_STATIC);
	rc = sql_step(s, stmt, e);
	sql_done(s, stmt);
	return rc;
}

static void bind(sqlite3_stmt *stmt, const struct reg *reg, const char *field, const char *value)
{
	sqlite3_bind_text(stmt, 1, reg->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, field, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, value, -1, SQLITE_STATIC);
}

static int write_line(struct store *s, const struct reg *reg, const struct tally_line *line, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s,
		"INSERT INTO tally(reg, field, value, n) VALUES(?1, ?2, ?3, ?4)"
		" ON CONFLICT DO UPDATE SET n = n + excluded.n",
		&stmt, e);

	if (rc < 0)
		return rc;
	bind(stmt, reg, line->field, line->value);
	sqlite3_bind_int64(stmt, 4, line->n);
	rc = sql_step(s, stmt, e);
	sql_done(s, stmt);
	return rc;
}

int tally_write(struct store *s, const struct reg *reg, const struct tally_pad *pad, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < pad->cap; i++) {
		if (pad->lines[i].value && pad->lines[i].n != 0)
			rc = write_line(s, reg, &pad->lines[i], e);
	}
	return rc;
}

int tally_read(struct store *s, const struct reg *reg, const char *field, const char *value, int64_t *n,
	struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "SELECT n FROM tally WHERE reg = ?1 AND field = ?2 AND value = ?3", &stmt, e);

	*n = 0;
	if (rc < 0)
		return rc;
	bind(stmt, reg, field, value);
	rc = sql_step(s, stmt, e);
	if (rc == 1)
		*n = sqlite3_column_int64(stmt, 0);
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}
