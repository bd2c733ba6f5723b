/*
 * Orders in chunks.  The first chunk of an order has the empty mark, which stands
 * before everything, and is kept even when it is empty; so every place in an order
 * belongs to exactly one chunk, the last one whose mark is not above it.
 */
#include "db/order.h"

#include <endian.h>
#include <string.h>

#include "src/i18n.h"
#include "src/banned.h"

/* ---- Statements -------------------------------------------------------------------------------- */

static int field_number(const struct order *o)
{
	return (int)(o->field - o->reg->fields);
}

/* A statement in which each %s is the register's name; ?1 and ?2 say which order. */
static int get(const struct order *o, const char *fmt, sqlite3_stmt **out, struct err *e)
{
	struct buf sql = BUF_INIT;
	const char *at;
	int rc;

	while ((at = strstr(fmt, "%s")) != NULL) {
		buf_add(&sql, fmt, (size_t)(at - fmt));
		buf_adds(&sql, o->reg->name);
		fmt = at + 2;
	}
	buf_adds(&sql, fmt);
	rc = sql_get(o->s, buf_str(&sql), out, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int(*out, 1, field_number(o));
	sqlite3_bind_int(*out, 2, o->out);
	return 0;
}

/* Runs a statement that gives no rows. */
static int finish(const struct order *o, sqlite3_stmt *stmt, struct err *e)
{
	int rc = sql_step(o->s, stmt, e);

	sql_done(o->s, stmt);
	return rc;
}

static void bind_mark(sqlite3_stmt *stmt, int at, const struct mark *m)
{
	sqlite3_bind_blob(stmt, at, m->bytes, (int)m->n, SQLITE_STATIC);
}

int order_tables(struct store *s, const struct reg *reg, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc;

	buf_addf(&sql,
		"DROP TABLE IF EXISTS \"k_%s\"; DROP TABLE IF EXISTS \"k_%s_ids\";"
		"CREATE TABLE \"k_%s\"(field INTEGER NOT NULL, out INTEGER NOT NULL, mark BLOB NOT NULL,"
		" n INTEGER NOT NULL, chunk INTEGER NOT NULL, PRIMARY KEY(field, out, mark)) STRICT, WITHOUT "
		"ROWID;"
		"CREATE TABLE \"k_%s_ids\"(chunk INTEGER PRIMARY KEY, ids BLOB NOT NULL) STRICT",
		reg->name, reg->name, reg->name, reg->name);
	rc = sql_exec(s, buf_str(&sql), e);
	buf_release(&sql);
	return rc;
}

/* ---- Chunks ------------------------------------------------------------------------------------ */

static void unpack(struct order_cursor *c, const void *blob, int bytes)
{
	c->n = (size_t)bytes / sizeof(int64_t);
	if (c->n > ORDER_CHUNK)
		c->n = ORDER_CHUNK;
	memcpy(c->ids, blob, c->n * sizeof(int64_t));
	for (size_t i = 0; i < c->n; i++)
		c->ids[i] = (int64_t)le64toh((uint64_t)c->ids[i]);
}

static void pack(int64_t *to, const int64_t *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (int64_t)htole64((uint64_t)ids[i]);
}

static int take_mark(const struct order *o, sqlite3_stmt *stmt, int column, struct mark *m, struct err *e)
{
	int n = sqlite3_column_bytes(stmt, column);

	m->n = 0;
	if (n > MARK_MAX)
		return err_set(e, ERR_DATABASE,
			_("数据库 %s 里排列次序的数据已损坏；请用最近的备份恢复：zhibu restore。"),
			o->s->path);
	if (n > 0)
		memcpy(m->bytes, sqlite3_column_blob(stmt, column), (size_t)n);
	m->n = (size_t)n;
	return 0;
}

static int take_chunk(struct order_cursor *c, sqlite3_stmt *stmt, struct err *e)
{
	int n = sqlite3_column_bytes(stmt, 2);

	c->chunk = sqlite3_column_int64(stmt, 1);
	c->n = c->at = 0;
	if (n > 0)
		unpack(c, sqlite3_column_blob(stmt, 2), n);
	return take_mark(&c->order, stmt, 0, &c->mark, e);
}

#define SELECT_CHUNK                                                                                    \
	"SELECT k.mark, k.chunk, i.ids FROM \"k_%s\" k CROSS JOIN \"k_%s_ids\" i ON i.chunk = k.chunk " \
	"WHERE k.field = ?1 AND k.out = ?2 "

/* Loads a chunk: 1, or 0 when there is no such one, and the cursor stays as it is. */
static int load(struct order_cursor *c, const char *sql, const struct mark *m, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = get(&c->order, sql, &stmt, e);

	if (rc < 0)
		return rc;
	if (m)
		bind_mark(stmt, 3, m);
	rc = sql_step(c->order.s, stmt, e);
	if (rc == 1)
		rc = take_chunk(c, stmt, e) < 0 ? ERR_DATABASE : 1;
	sql_done(c->order.s, stmt);
	return rc;
}

static void cursor_init(struct order_cursor *c, const struct order *o)
{
	c->order = *o;
	c->mark.n = 0;
	c->chunk = 0;
	c->n = c->at = 0;
}

/* The chunk to which this place belongs: 1, or 0 while the order has no chunks. */
static int load_home(struct order_cursor *c, const struct order *o, const struct mark *m, struct err *e)
{
	cursor_init(c, o);
	return load(c, SELECT_CHUNK "AND k.mark <= ?3 ORDER BY k.mark DESC LIMIT 1", m, e);
}

static int insert_chunk(
	const struct order *o, const struct mark *m, const int64_t *ids, size_t n, struct err *e)
{
	int64_t packed[ORDER_CHUNK];
	sqlite3_stmt *stmt;
	int rc;

	pack(packed, ids, n);
	rc = get(o, "INSERT INTO \"k_%s_ids\"(ids) VALUES(?3)", &stmt, e);
	if (rc < 0)
		return rc;
	sqlite3_bind_blob(stmt, 3, packed, (int)(n * sizeof(packed[0])), SQLITE_STATIC);
	rc = finish(o, stmt, e);
	if (rc < 0)
		return rc;
	rc = get(o,
		"INSERT INTO \"k_%s\"(field, out, mark, n, chunk) VALUES(?1, ?2, ?3, ?4, "
		"last_insert_rowid())",
		&stmt, e);
	if (rc < 0)
		return rc;
	bind_mark(stmt, 3, m);
	sqlite3_bind_int64(stmt, 4, (int64_t)n);
	return finish(o, stmt, e);
}

static int update_chunk(const struct order_cursor *c, struct err *e)
{
	int64_t packed[ORDER_CHUNK];
	sqlite3_stmt *stmt;
	int rc;

	pack(packed, c->ids, c->n);
	rc = get(&c->order, "UPDATE \"k_%s_ids\" SET ids = ?3 WHERE chunk = ?4", &stmt, e);
	if (rc < 0)
		return rc;
	sqlite3_bind_blob(stmt, 3, packed, (int)(c->n * sizeof(packed[0])), SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 4, c->chunk);
	rc = finish(&c->order, stmt, e);
	if (rc < 0)
		return rc;
	rc = get(&c->order, "UPDATE \"k_%s\" SET n = ?4 WHERE field = ?1 AND out = ?2 AND mark = ?3", &stmt,
		e);
	if (rc < 0)
		return rc;
	bind_mark(stmt, 3, &c->mark);
	sqlite3_bind_int64(stmt, 4, (int64_t)c->n);
	return finish(&c->order, stmt, e);
}

static int delete_chunk(const struct order_cursor *c, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = get(&c->order, "DELETE FROM \"k_%s_ids\" WHERE chunk = ?3", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 3, c->chunk);
	rc = finish(&c->order, stmt, e);
	if (rc < 0)
		return rc;
	rc = get(&c->order, "DELETE FROM \"k_%s\" WHERE field = ?1 AND out = ?2 AND mark = ?3", &stmt, e);
	if (rc < 0)
		return rc;
	bind_mark(stmt, 3, &c->mark);
	return finish(&c->order, stmt, e);
}

/* ---- Searching --------------------------------------------------------------------------------- */

/* Whether the record stands before (key, id): 1 or 0. */
static int stands_before(
	const struct order *o, int64_t id, const struct key *key, int64_t than, struct err *e)
{
	struct key own;
	int rc = key_of_id(o->s, o->reg, o->field, id, &own, e), order;

	if (rc <= 0)
		return rc;
	order = key_compare(&own, key);
	return order < 0 || (order == 0 && id < than);
}

int order_search(const struct order *o, struct sorted *in, const struct key *key, int64_t id, struct err *e)
{
	size_t low = in->at, high = in->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int before = stands_before(o, in->ids[middle], key, id, e);

		if (before < 0)
			return before;
		if (before)
			low = middle + 1;
		else
			high = middle;
	}
	in->at = low;
	return 0;
}

/* From where the cursor stands. */
static int search_chunk(struct order_cursor *c, const struct key *key, int64_t id, struct err *e)
{
	struct sorted in = { .ids = c->ids, .n = c->n, .at = c->at };
	int rc = order_search(&c->order, &in, key, id, e);

	c->at = in.at;
	return rc;
}

/* Mere numbers are quickly looked through; keys would have to be made for the other way. */
static bool find_id(struct order_cursor *c, int64_t id)
{
	for (size_t i = 0; i < c->n; i++) {
		if (c->ids[i] == id) {
			c->at = i;
			return true;
		}
	}
	return false;
}

/* ---- Changing ---------------------------------------------------------------------------------- */

static int mark_of_id(const struct order *o, int64_t id, struct mark *m, struct err *e)
{
	struct key key = { .n = 0 };
	int rc = key_of_id(o->s, o->reg, o->field, id, &key, e);

	mark_make(&key, id, m);
	return rc < 0 ? rc : 0;
}

/* Makes room in a full chunk; what comes in at its end leaves it full, because lists mostly grow there. */
static int split(struct order_cursor *c, struct err *e)
{
	size_t keep = c->n / 2;
	struct mark m;
	int rc = mark_of_id(&c->order, c->ids[keep], &m, e);

	if (rc == 0)
		rc = insert_chunk(&c->order, &m, c->ids + keep, c->n - keep, e);
	if (rc < 0)
		return rc;
	c->n = keep;
	return update_chunk(c, e);
}

int place_compare(const struct place *a, const struct place *b)
{
	int order = key_compare(&a->key, &b->key);

	return order ? order : (a->id > b->id) - (a->id < b->id);
}

static int load_home_of(struct order_cursor *c, const struct order *o, const struct place *p, struct err *e)
{
	struct mark m;

	mark_make(&p->key, p->id, &m);
	return load_home(c, o, &m, e);
}

static void put_in(struct order_cursor *c, int64_t id)
{
	memmove(&c->ids[c->at + 1], &c->ids[c->at], (c->n - c->at) * sizeof(c->ids[0]));
	c->ids[c->at++] = id;
	c->n++;
}

/* Behind the one that has just come: mostly right behind it. */
static int search_next(struct order_cursor *c, const struct place *p, struct err *e)
{
	int before;

	if (c->at == c->n)
		return 0;
	before = stands_before(&c->order, c->ids[c->at], &p->key, p->id, e);
	if (before <= 0)
		return before;
	c->at++;
	return search_chunk(c, &p->key, p->id, e);
}

/* Those that belong to the chunk and find room in it, at least the first; how many.  At its end the next chunk may begin. */
static int fill_chunk(struct order_cursor *c, const struct place *places, size_t n, struct err *e)
{
	size_t some = 0;
	int rc;

	do {
		put_in(c, places[some++].id);
		rc = some < n && c->n < ORDER_CHUNK ? search_next(c, &places[some], e) : 0;
	} while (rc == 0 && some < n && c->n < ORDER_CHUNK && c->at < c->n);
	if (rc == 0)
		rc = update_chunk(c, e);
	return rc < 0 ? rc : (int)some;
}

static int begin_chunk(const struct order *o, const struct mark *m, int64_t first, struct err *e)
{
	int rc = insert_chunk(o, m, &first, 1, e);

	return rc < 0 ? rc : 1;
}

/* How many; none when room had to be made first. */
static int add_some(const struct order *o, const struct place *places, size_t n, struct err *e)
{
	static const struct mark least;
	struct order_cursor c;
	struct mark m;
	int rc = load_home_of(&c, o, &places[0], e);

	if (rc == 0)
		return begin_chunk(o, &least, places[0].id, e);
	if (rc == 1)
		rc = search_chunk(&c, &places[0].key, places[0].id, e);
	if (rc < 0)
		return rc;
	if (c.n < ORDER_CHUNK)
		return fill_chunk(&c, places, n, e);
	if (c.at < c.n)
		return split(&c, e);
	mark_make(&places[0].key, places[0].id, &m);
	return begin_chunk(o, &m, places[0].id, e);
}

int order_add(const struct order *o, const struct place *places, size_t n, struct err *e)
{
	for (size_t i = 0; i < n;) {
		int rc = add_some(o, places + i, n - i, e);

		if (rc < 0)
			return rc;
		i += (size_t)rc;
	}
	return 0;
}

static bool take_out(struct order_cursor *c, int64_t id)
{
	if (!find_id(c, id))
		return false;
	c->n--;
	memmove(&c->ids[c->at], &c->ids[c->at + 1], (c->n - c->at) * sizeof(c->ids[0]));
	return true;
}

/* Those that stand in the chunk of the first; how many. */
static int remove_some(const struct order *o, const struct place *places, size_t n, struct err *e)
{
	struct order_cursor c;
	size_t some = 0;
	int rc = load_home_of(&c, o, &places[0], e);

	if (rc <= 0)
		return rc;
	while (some < n && take_out(&c, places[some].id))
		some++;
	if (some > 0)
		rc = c.n == 0 && c.mark.n > 0 ? delete_chunk(&c, e) : update_chunk(&c, e);
	return rc < 0 ? rc : (int)some;
}

int order_remove(const struct order *o, const struct place *places, size_t n, struct err *e)
{
	int removed = 0;

	for (size_t i = 0; i < n;) {
		int rc = remove_some(o, places + i, n - i, e);

		if (rc < 0)
			return rc;
		removed += rc;
		i += rc ? (size_t)rc : 1;
	}
	return removed;
}

int order_has(const struct order *o, const struct key *key, int64_t id, struct err *e)
{
	struct order_cursor c;
	struct mark m;
	int rc;

	mark_make(key, id, &m);
	rc = load_home(&c, o, &m, e);
	return rc < 0 ? rc : rc == 1 && find_id(&c, id);
}

int order_fill(const struct order *o, const int64_t *ids, size_t n, struct err *e)
{
	struct mark m = { .n = 0 };
	int rc = 0;

	for (size_t at = 0; rc == 0 && at < n; at += ORDER_CHUNK) {
		size_t some = n - at < ORDER_CHUNK ? n - at : ORDER_CHUNK;

		if (at > 0)
			rc = mark_of_id(o, ids[at], &m, e);
		if (rc == 0)
			rc = insert_chunk(o, &m, ids + at, some, e);
	}
	return rc;
}

/* ---- Cursors ----------------------------------------------------------------------------------- */

int order_first(struct order_cursor *c, const struct order *o, struct err *e)
{
	int rc;

	cursor_init(c, o);
	rc = load(c, SELECT_CHUNK "ORDER BY k.mark LIMIT 1", NULL, e);
	return rc < 0 ? rc : 0;
}

int order_last(struct order_cursor *c, const struct order *o, struct err *e)
{
	int rc;

	cursor_init(c, o);
	rc = load(c, SELECT_CHUNK "ORDER BY k.mark DESC LIMIT 1", NULL, e);
	c->at = c->n;
	return rc < 0 ? rc : 0;
}

int order_seek(
	struct order_cursor *c, const struct order *o, const struct key *key, int64_t id, struct err *e)
{
	struct mark m;
	int rc;

	mark_make(key, id, &m);
	rc = load_home(c, o, &m, e);
	if (rc <= 0 || find_id(c, id))
		return rc < 0 ? rc : 0;
	return search_chunk(c, key, id, e);
}

int order_next(struct order_cursor *c, int64_t *id, struct err *e)
{
	while (c->at == c->n) {
		struct mark m = c->mark;
		int rc = load(c, SELECT_CHUNK "AND k.mark > ?3 ORDER BY k.mark LIMIT 1", &m, e);

		if (rc <= 0)
			return rc;
	}
	*id = c->ids[c->at++];
	return 1;
}

int order_prev(struct order_cursor *c, int64_t *id, struct err *e)
{
	while (c->at == 0) {
		struct mark m = c->mark;
		int rc = load(c, SELECT_CHUNK "AND k.mark < ?3 ORDER BY k.mark DESC LIMIT 1", &m, e);

		if (rc <= 0)
			return rc;
		c->at = c->n;
	}
	*id = c->ids[--c->at];
	return 1;
}

/* ---- Places ------------------------------------------------------------------------------------ */

/* Sum of n over chunks. */
#define SELECT_SUM "SELECT coalesce(sum(n), 0) FROM \"k_%s\" WHERE field = ?1 AND out = ?2"

static int take_sum(const struct order *o, sqlite3_stmt *stmt, int64_t *n, struct err *e)
{
	int rc = sql_step(o->s, stmt, e);

	if (rc == 1)
		*n = sqlite3_column_int64(stmt, 0);
	sql_done(o->s, stmt);
	return rc < 0 ? rc : 0;
}

int order_count(const struct order *o, int64_t *n, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = get(o, SELECT_SUM, &stmt, e);

	return rc < 0 ? rc : take_sum(o, stmt, n, e);
}

int order_rank(const struct order_cursor *c, int64_t *n, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = get(&c->order, SELECT_SUM " AND mark < ?3", &stmt, e);

	if (rc < 0)
		return rc;
	bind_mark(stmt, 3, &c->mark);
	rc = take_sum(&c->order, stmt, n, e);
	*n += (int64_t)c->at;
	return rc;
}

/* The mark of the chunk with the n-th record, or of the last chunk; *n becomes its place in there. */
static int find_nth(const struct order *o, int64_t *n, struct mark *m, struct err *e)
{
	sqlite3_stmt *stmt;
	int64_t here = 0;
	int rc = get(o, "SELECT n, mark FROM \"k_%s\" WHERE field = ?1 AND out = ?2 ORDER BY mark", &stmt, e);

	if (rc < 0)
		return rc;
	m->n = 0;
	while ((rc = sql_step(o->s, stmt, e)) == 1) {
		*n -= here;
		here = sqlite3_column_int64(stmt, 0);
		rc = take_mark(o, stmt, 1, m, e);
		if (rc < 0 || *n < here)
			break;
	}
	sql_done(o->s, stmt);
	return rc < 0 ? rc : 0;
}

int order_nth(struct order_cursor *c, const struct order *o, int64_t n, struct err *e)
{
	struct mark m;
	int rc = find_nth(o, &n, &m, e);

	if (rc < 0)
		return rc;
	rc = load_home(c, o, &m, e);
	c->at = n < (int64_t)c->n ? (size_t)n : c->n;
	return rc < 0 ? rc : 0;
}
