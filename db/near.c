/*
 * What was probably meant.
 */
#include "db/near.h"

#include <stdlib.h>
#include <string.h>

#include "db/search.h"
#include "db/seen.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/text.h"
#include "src/banned.h"

/* A condition with a wrong reference is read at each key, and so many names take a few milliseconds to compare. */
#define NAMES_MOST 500

struct near {
	struct store *s;
	const struct reg *reg;
	struct nearest nearest;
	int64_t id;
};

/* Tries the records, number and text, that a statement with one parameter names, unless they are too many. */
static void try_rows(struct near *n, const char *sql, const char *parameter)
{
	struct near before = *n;
	sqlite3_stmt *stmt;
	int looked = 0;

	if (sql_get(n->s, sql, &stmt, NULL) < 0)
		return;
	if (sql_bind(n->s, stmt, 1, parameter, NULL) < 0)
		looked = NAMES_MOST;
	for (; looked <= NAMES_MOST && sql_step(n->s, stmt, NULL) == 1; looked++) {
		int best = n->nearest.best;

		nearest_try(&n->nearest, sql_text(stmt, 1), n);
		if (n->nearest.best < best)
			n->id = sqlite3_column_int64(stmt, 0);
	}
	sql_done(n->s, stmt);
	if (looked > NAMES_MOST)
		*n = before;
}

static void try_keys(struct near *n, const char *typed)
{
	static const char *const ways[][2] = { { "<=", "DESC" }, { ">", "ASC" } };
	const char *key = reg_key(n->reg)->name;
	struct buf sql = BUF_INIT;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		buf_clear(&sql);
		buf_addf(&sql, "SELECT t.id, t.\"%s\" FROM \"%s\" t WHERE t.\"%s\" %s ?1 AND t.retired_on IS NULL", key,
			 n->reg->name, key, ways[i][0]);
		seen_add_records(n->s, n->reg, &sql);
		buf_addf(&sql, " ORDER BY t.\"%s\" %s LIMIT 1", key, ways[i][1]);
		try_rows(n, buf_str(&sql), typed);
	}
	buf_release(&sql);
}

static void try_names(struct near *n, const char *part)
{
	const char *name = n->reg->name;
	struct buf words = BUF_INIT, sql = BUF_INIT;

	if (tokens_of_part(part, &words)) {
		buf_addf(&sql, "SELECT t.id, t.\"%s\" FROM \"s_%s\" CROSS JOIN \"%s\" t ON t.id = \"s_%s\".rowid"
			       " WHERE \"s_%s\" MATCH ?1 AND t.retired_on IS NULL",
			 reg_label(n->reg)->name, name, name, name, name);
		seen_add_records(n->s, n->reg, &sql);
		buf_addf(&sql, " LIMIT %d", NAMES_MOST + 1);
		try_rows(n, buf_str(&sql), buf_str(&words));
	}
	buf_release(&words);
	buf_release(&sql);
}

static void try_halves(struct near *n, const char *typed)
{
	size_t half = text_length(typed) / 2, at = 0;
	char *first;

	for (size_t i = 0; i < half; i++) {
		uint32_t cp;

		at += text_decode(typed + at, strlen(typed + at), &cp);
	}
	if (at == 0 || !search_has(n->reg))
		return;
	first = xstrndup(typed, at);
	try_names(n, first);
	try_names(n, typed + at);
	free(first);
}

void near_add(struct store *s, const struct reg *reg, const char *typed, struct buf *out)
{
	struct near n = { .s = s, .reg = reg };

	nearest_begin(&n.nearest, typed);
	try_keys(&n, typed);
	try_halves(&n, typed);
	if (nearest_end(&n.nearest))
		s->lookup.ref_format(s, reg, n.id, STYLE_EDIT, out);
}
