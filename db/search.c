/*
 * The search index and the SQL functions that go with it.
 */
#include "db/search.h"

#include <inttypes.h>
#include <string.h>

#include "db/query_sql.h"
#include "src/i18n.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "src/banned.h"

/* What FTS5 gathers in memory before it writes: while the index is filled, and for edits (its default). */
#define FILL_MEMORY (INT64_C(64) << 20)
#define FILL_MEMORY_ROW 64
#define EDIT_MEMORY (INT64_C(1) << 20)

/* ---- The tokenizer ----------------------------------------------------------------------------- */

typedef int emit_fn(void *ctx, int flags, const char *token, int n, int from, int to);

/* Documents come as packed tokens (tokens_pack()), expressions are made of finished ones (tokens_of_word()). */
static int tokenize(Fts5Tokenizer *t, void *ctx, int flags, const char *text, int n, emit_fn *emit)
{
	const char *at = text, *token;
	int rc = SQLITE_OK;
	size_t length;

	(void)t;
	if (n > 0 && (flags & FTS5_TOKENIZE_QUERY))
		return emit(ctx, 0, text, n, 0, n);
	while (rc == SQLITE_OK && (token = tokens_next(&at, text + n, &length)) != NULL)
		rc = emit(ctx, 0, token, (int)length, 0, (int)length);
	return rc;
}

/* It has no state; FTS5 only wants an address that is not NULL. */
static int tokenizer_create(void *ctx, const char **args, int n, Fts5Tokenizer **out)
{
	static char none;

	(void)ctx;
	(void)args;
	(void)n;
	*out = (Fts5Tokenizer *)(void *)&none;
	return SQLITE_OK;
}

static void tokenizer_delete(Fts5Tokenizer *t)
{
	(void)t;
}

static int register_tokenizer(struct store *s)
{
	static const char name[] = "zhibu";
	fts5_tokenizer tokenizer = { tokenizer_create, tokenizer_delete, tokenize };
	fts5_api *api = NULL;
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(s->db, "SELECT fts5(?1)", -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_bind_pointer(stmt, 1, (void *)&api, "fts5_api_ptr", NULL);
	sqlite3_step(stmt);
	sqlite3_finalize(stmt);
	return api ? api->xCreateTokenizer(api, name, NULL, &tokenizer, NULL) : SQLITE_ERROR;
}

/* ---- Functions --------------------------------------------------------------------------------- */

/* zhibu_match(word, text, ...): 1 when one of the texts has the word. */
static void match_function(sqlite3_context *ctx, int n, sqlite3_value **args)
{
	const char *word = n > 0 ? (const char *)sqlite3_value_text(args[0]) : NULL;
	int found = 0;

	for (int i = 1; word && i < n && !found; i++) {
		const char *text = (const char *)sqlite3_value_text(args[i]);

		found = text && pinyin_match(text, word, NULL) != MATCH_NONE;
	}
	sqlite3_result_int(ctx, found);
}

/* Han characters, small letters, digits and signs are their own key. */
static bool is_own_key(const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c <= ' ' || (c >= 'A' && c <= 'Z') || c == 0x7F)
			return false;
		if (c < 0x80)
			continue;
		if (c < 0xE4 || c > 0xE9 || (c == 0xE4 && (unsigned char)s[1] < 0xB8))
			return false;
		s += 2;
	}
	return true;
}

/* A key of the text in buf, unless the text is its own. */
static const char *key_of(const char *text, struct buf *buf)
{
	if (is_own_key(text))
		return text;
	text_key(buf, text);
	return buf_str(buf);
}

/* zhibu_has(text, part): 1 when the text contains the part, both as search keys; NULL for no text. */
static void has_function(sqlite3_context *ctx, int n, sqlite3_value **args)
{
	const char *text = (const char *)sqlite3_value_text(args[0]),
		   *part = (const char *)sqlite3_value_text(args[1]);
	struct buf one = BUF_INIT, other = BUF_INIT;

	(void)n;
	if (!text || !part)
		return;
	sqlite3_result_int(ctx, strstr(key_of(text, &one), key_of(part, &other)) != NULL);
	buf_release(&one);
	buf_release(&other);
}

int search_open(struct store *s, struct err *e)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
	int rc = register_tokenizer(s);

	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(
			s->db, "zhibu_match", -1, flags, NULL, match_function, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(s->db, "zhibu_has", 2, flags, NULL, has_function, NULL, NULL);
	if (rc == SQLITE_OK)
		return 0;
	return err_set(e, ERR_DATABASE,
		_("这台机器的 SQLite 没有全文检索（FTS5），不能使用；请换用带 FTS5 的版本。"));
}

/* ---- The table --------------------------------------------------------------------------------- */

bool search_has(const struct reg *reg)
{
	for (size_t i = 0; i < reg->nfields; i++) {
		if (search_takes(&reg->fields[i]))
			return true;
	}
	return false;
}

/*
 * Merging happens while idle, never in the middle of a save: it would hold up one save in
 * some dozens for a tenth of a second.
 */
int search_table(struct store *s, const struct reg *reg, struct err *e)
{
	struct buf sql = BUF_INIT;
	const char *name = reg->name;
	int rc;

	buf_addf(&sql, "DROP TABLE IF EXISTS \"s_%s\";", name);
	if (search_has(reg))
		buf_addf(&sql,
			"CREATE VIRTUAL TABLE \"s_%s\" USING fts5(text, content='', columnsize=0, "
			"detail=none,"
			" tokenize='zhibu');"
			"INSERT INTO \"s_%s\"(\"s_%s\", rank) VALUES('automerge', 0), ('crisismerge', 1000),"
			" ('usermerge', 8);",
			name, name, name);
	rc = sql_exec(s, buf_str(&sql), e);
	buf_release(&sql);
	return rc;
}

static int set_memory(struct store *s, const struct reg *reg, int64_t bytes, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc;

	if (!search_has(reg))
		return 0;
	buf_addf(&sql, "INSERT INTO \"s_%s\"(\"s_%s\", rank) VALUES('hashsize', %" PRId64 ")", reg->name, reg->name,
		bytes);
	rc = sql_exec(s, buf_str(&sql), e);
	buf_release(&sql);
	return rc;
}

int search_fill_begin(struct store *s, const struct reg *reg, int64_t rows, struct err *e)
{
	int64_t bytes = rows < FILL_MEMORY / FILL_MEMORY_ROW ? rows * FILL_MEMORY_ROW : FILL_MEMORY;

	return set_memory(s, reg, bytes > EDIT_MEMORY ? bytes : EDIT_MEMORY, e);
}

int search_fill_end(struct store *s, const struct reg *reg, struct err *e)
{
	return set_memory(s, reg, EDIT_MEMORY, e);
}

bool search_takes(const struct field *f)
{
	return field_is_searched(f) || field_type(f)->tail;
}

void search_add_text(const struct field *f, struct cell *c, struct buf *out)
{
	const char *text = cell_text(c);
	char tail[FIELD_TAIL + 1];

	if (field_is_searched(f)) {
		buf_adds(out, text ? text : "");
		buf_addc(out, '\n');
	}
	if (field_tail(f, text, tail)) {
		buf_addc(out, TOKENS_TAIL);
		buf_addf(out, "%s\n", tail);
	}
}

void search_text(const struct reg *reg, const void *rec, struct buf *out)
{
	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];
		struct cell c;

		if (!search_takes(f))
			continue;
		field_type(f)->put(field_const(f, rec), &c);
		search_add_text(f, &c, out);
	}
}

static int run(struct store *s, sqlite3_stmt *stmt, int64_t id, const struct packed *tokens, struct err *e)
{
	sqlite3_bind_int64(stmt, 1, id);
	sqlite3_bind_text(stmt, 2, tokens->bytes, (int)tokens->n, SQLITE_STATIC);
	return sql_step(s, stmt, e);
}

int search_add_next(struct store *s, const struct reg *reg, sqlite3_stmt **stmt, int64_t id,
	const struct packed *tokens, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc = 0;

	if (!search_has(reg))
		return 0;
	if (!*stmt) {
		buf_addf(&sql, "INSERT INTO \"s_%s\"(rowid, text) VALUES(?1, ?2)", reg->name);
		rc = sql_get(s, buf_str(&sql), stmt, e);
		buf_release(&sql);
	}
	if (rc == 0)
		rc = run(s, *stmt, id, tokens, e);
	sqlite3_reset(*stmt);
	return rc;
}

/* The packed tokens of a text, in a buffer. */
static struct packed pack(const struct buf *text, struct buf *tokens)
{
	tokens_pack(buf_str(text), text->len, tokens);
	return (struct packed){ buf_str(tokens), tokens->len };
}

int search_add(struct store *s, const struct reg *reg, int64_t id, const struct buf *text, struct err *e)
{
	struct buf tokens = BUF_INIT;
	struct packed packed = pack(text, &tokens);
	sqlite3_stmt *stmt = NULL;
	int rc = search_add_next(s, reg, &stmt, id, &packed, e);

	sql_done(s, stmt);
	buf_release(&tokens);
	return rc;
}

int search_remove(struct store *s, const struct reg *reg, int64_t id, const struct buf *text, struct err *e)
{
	struct buf sql = BUF_INIT, tokens = BUF_INIT;
	struct packed packed;
	sqlite3_stmt *stmt;
	int rc;

	if (!search_has(reg))
		return 0;
	packed = pack(text, &tokens);
	buf_addf(&sql, "INSERT INTO \"s_%s\"(\"s_%s\", rowid, text) VALUES('delete', ?1, ?2)", reg->name,
		reg->name);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc == 0)
		rc = run(s, stmt, id, &packed, e);
	sql_done(s, stmt);
	buf_release(&tokens);
	return rc;
}

/* ---- Asking ------------------------------------------------------------------------------------ */

/* One of several parts that a field may contain. */
static bool add_parts(const struct cond *c, struct buf *out)
{
	buf_addc(out, '(');
	for (size_t i = 0; i < c->nvalues; i++) {
		buf_adds(out, i ? " OR " : "");
		if (!tokens_of_part(c->values[i].text, out))
			return false;
	}
	buf_addc(out, ')');
	return true;
}

static bool add_cond(const struct cond *c, bool parts, struct buf *out)
{
	if (c->negate)
		return false;
	if (c->op == OP_WORD)
		return tokens_of_word(c->text, out);
	return parts && c->op == OP_HAS && field_is_searched(c->field) && add_parts(c, out);
}

/* All words of one alternative; false when it has none. */
static bool add_alternative(const struct all_of *all, bool parts, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < all->n; i++) {
		struct buf one = BUF_INIT;

		if (add_cond(&all->conds[i], parts, &one)) {
			buf_adds(out, any ? " AND " : "");
			buf_add(out, one.data, one.len);
			any = true;
		}
		buf_release(&one);
	}
	return any;
}

bool search_expression(const struct query *q, bool parts, struct buf *out)
{
	for (size_t i = 0; i < q->n; i++) {
		buf_adds(out, i ? " OR (" : "(");
		if (!add_alternative(&q->any[i], parts, out))
			return false;
		buf_adds(out, ")");
	}
	return q->n > 0;
}

/* ---- Merging ----------------------------------------------------------------------------------- */

static int merge(struct store *s, const struct reg *reg, int pages, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc;

	buf_addf(&sql, "INSERT INTO \"s_%s\"(\"s_%s\", rank) VALUES('merge', %d)", reg->name, reg->name,
		pages);
	rc = sql_exec(s, buf_str(&sql), e);
	buf_release(&sql);
	return rc;
}

int search_merge(struct store *s, const struct reg *reg, int pages, struct err *e)
{
	int64_t before = sqlite3_total_changes64(s->db);
	int rc;

	if (!search_has(reg))
		return 0;
	rc = merge(s, reg, pages, e);
	if (rc < 0)
		return rc;
	/* One change is the command itself; more than that means that something was merged. */
	return sqlite3_total_changes64(s->db) - before >= 2;
}

/* ---- Verifying --------------------------------------------------------------------------------- */

static uint64_t pair_hash(const char *token, size_t n, int64_t id)
{
	uint64_t h = UINT64_C(0xCBF29CE484222325) ^ (uint64_t)id;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)token[i]) * UINT64_C(0x100000001B3);
	h ^= h >> 32;
	return h * UINT64_C(0x9E3779B97F4A7C15);
}

uint64_t search_sum_tokens(const struct packed *tokens, int64_t id)
{
	const char *at = tokens->bytes, *end = at + tokens->n, *token;
	uint64_t sum = 0;
	size_t n;

	while ((token = tokens_next(&at, end, &n)) != NULL)
		sum += pair_hash(token, n, id);
	return sum;
}

static int sum_rows(struct store *s, uint64_t *sum, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "SELECT term, doc FROM temp.search_terms", &stmt, e);

	if (rc < 0)
		return rc;
	while ((rc = sql_step(s, stmt, e)) == 1) {
		const char *term = sql_text(stmt, 0);

		*sum += pair_hash(term, strlen(term), sqlite3_column_int64(stmt, 1));
	}
	sql_done(s, stmt);
	sql_forget_all(s);
	return rc;
}

/* fts5vocab lists what is stored, pair by pair; it is a table of this connection alone. */
int search_sum_stored(struct store *s, const struct reg *reg, uint64_t *sum, struct err *e)
{
	bool guarded = store_guard(s, false);
	struct buf sql = BUF_INIT;
	int rc;

	*sum = 0;
	buf_addf(&sql, "CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab(main, \"s_%s\", instance)",
		reg->name);
	rc = sql_exec(s, buf_str(&sql), e);
	if (rc == 0) {
		rc = sum_rows(s, sum, e);
		sql_exec(s, "DROP TABLE temp.search_terms", NULL);
	}
	buf_release(&sql);
	store_guard(s, guarded);
	return rc;
}
