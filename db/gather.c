/*
 * Gathering: reads each fact once, makes keys, and sorts them by their first eight
 * bytes, which nearly always decide.
 */
#include "db/gather.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "db/default_view.h"
#include "src/mem.h"
#include "src/banned.h"

/* What the keys of one pass may take, and what a record's key takes about. */
#define MEMORY (INT64_C(256) * 1024 * 1024)
#define KEY_BYTES 32
/* Fewer records are sorted before a thread has begun. */
#define WORTH_A_THREAD 10000

/* ---- Keys -------------------------------------------------------------------------------------- */

/* The first byte only tells empty values from others; they get the highest head. */
#define HEAD_FROM 1
#define TAIL_FROM 9

static uint64_t head_of(const struct key *key)
{
	uint64_t head = 0;

	if (key->n == HEAD_FROM)
		return UINT64_MAX;
	for (size_t i = HEAD_FROM; i < TAIL_FROM; i++)
		head = head << 8 | (i < key->n ? key->bytes[i] : 0);
	return head;
}

static void add_tail(struct gather_column *c, const uint8_t *bytes, size_t n)
{
	if (c->ntails + n + 1 > c->tails_cap) {
		c->tails_cap = c->tails_cap ? c->tails_cap * 2 : 65536;
		c->tails = xreallocarray(c->tails, c->tails_cap, 1);
	}
	c->tails[c->ntails++] = (uint8_t)n;
	memcpy(c->tails + c->ntails, bytes, n);
	c->ntails += n;
}

static void add_key(struct gather_column *c, size_t row, const struct key *key)
{
	struct gather_key *k;

	if (row >= c->cap) {
		c->cap = c->cap ? c->cap * 2 : 1024;
		c->keys = xreallocarray(c->keys, c->cap, sizeof(c->keys[0]));
	}
	k = &c->keys[row];
	k->head = head_of(key);
	k->row = (uint32_t)row;
	k->tail = (uint32_t)c->ntails + 1;
	if (key->n > TAIL_FROM)
		add_tail(c, key->bytes + TAIL_FROM, key->n - TAIL_FROM);
	else if (key->n == HEAD_FROM)
		add_tail(c, key->bytes, 1);
	else
		k->tail = 0;
}

static int compare_tails(const struct gather_column *c, uint32_t one, uint32_t other)
{
	const uint8_t *a = one ? c->tails + one - 1 : NULL, *b = other ? c->tails + other - 1 : NULL;
	size_t na = a ? *a : 0, nb = b ? *b : 0;
	int order = na && nb ? memcmp(a + 1, b + 1, na < nb ? na : nb) : 0;

	return order ? order : (na > nb) - (na < nb);
}

static int compare_keys(const void *one, const void *other, void *column)
{
	const struct gather_key *a = one, *b = other;
	int order;

	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	order = compare_tails(column, a->tail, b->tail);
	return order ? order : (a->row > b->row) - (a->row < b->row);
}

/* ---- The facts --------------------------------------------------------------------------------- */

static void add_row(struct gather *g, int64_t id, bool out)
{
	if (g->n == g->cap) {
		g->cap = g->cap ? g->cap * 2 : 1024;
		g->ids = xreallocarray(g->ids, g->cap, sizeof(g->ids[0]));
		g->out = xreallocarray(g->out, g->cap, sizeof(g->out[0]));
	}
	g->ids[g->n] = id;
	g->out[g->n++] = out;
}

static void take_text(const struct cell *c, struct buf *text)
{
	struct cell copy = *c;
	const char *s = cell_text(&copy);

	if (s)
		buf_adds(text, s);
	buf_addc(text, '\n');
}

/* Counters and text of the row that was added last; columns from 2 on are the fields. */
static int take_rest(struct gather *g, sqlite3_stmt *stmt, struct buf *text, struct err *e)
{
	bool out = g->out[g->n - 1];

	buf_clear(text);
	tally_pad_record(&g->pad, out, 1);
	branch_facts_take(&g->branches, g->reg, stmt, 2, !out);
	for (size_t i = 0; i < g->reg->nfields; i++) {
		const struct field *f = &g->reg->fields[i];
		bool tallied = (f->flags & FIELD_TALLIED) && !out;
		struct cell c;

		if (!tallied && !field_is_searched(f))
			continue;
		key_column(stmt, (int)i + 2, &c);
		if (tallied)
			tally_pad_value(&g->pad, f, &c, 1);
		if (field_is_searched(f))
			take_text(&c, text);
	}
	return g->text ? g->text(g->ctx, g->ids[g->n - 1], text, e) : 0;
}

static int take_keys(struct gather *g, sqlite3_stmt *stmt, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < g->ncolumns; i++) {
		struct gather_column *column = &g->columns[i];
		struct cell c;
		struct key key;

		key_column(stmt, (int)(column->field - g->reg->fields) + 2, &c);
		rc = key_make(column->field, &c, &key, e);
		if (rc == 0)
			add_key(column, g->n - 1, &key);
	}
	return rc;
}

static int prepare(struct gather *g, sqlite3_stmt **stmt, struct err *e)
{
	const struct default_view *view;
	struct buf sql = BUF_INIT;
	int rc = default_view_get(g->s, g->reg, &view, e);

	if (rc < 0)
		return rc;
	buf_addf(&sql, "SELECT t.id, %s", view->sql);
	for (size_t i = 0; i < g->reg->nfields; i++)
		buf_addf(&sql, ", t.\"%s\"", g->reg->fields[i].name);
	buf_addf(&sql, " FROM \"%s\" t ORDER BY t.id", g->reg->name);
	rc = sql_get(g->s, buf_str(&sql), stmt, e);
	buf_release(&sql);
	if (rc == 0)
		sql_params_bind(&view->params, *stmt);
	return rc;
}

static int read_facts(struct gather *g, bool rest, struct err *e)
{
	struct buf text = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc = prepare(g, &stmt, e);

	if (rc < 0)
		return rc;
	while ((rc = sql_step(g->s, stmt, e)) == 1) {
		add_row(g, sqlite3_column_int64(stmt, 0), !sqlite3_column_int(stmt, 1));
		rc = take_keys(g, stmt, e);
		if (rc == 0 && rest)
			rc = take_rest(g, stmt, &text, e);
		if (rc < 0)
			break;
	}
	sql_done(g->s, stmt);
	buf_release(&text);
	return rc;
}

/* ---- Passes ------------------------------------------------------------------------------------ */

static void forget(struct gather *g)
{
	for (size_t i = 0; i < g->ncolumns; i++) {
		free(g->columns[i].keys);
		free(g->columns[i].tails);
	}
	g->ncolumns = g->n = 0;
}

void gather_release(struct gather *g)
{
	forget(g);
	free(g->ids);
	free(g->out);
	tally_pad_release(&g->pad);
	branch_facts_release(&g->branches);
}

/* Chooses the columns of this pass; *next as in gather_pass(). */
static void choose(struct gather *g, size_t first, size_t most, size_t *next)
{
	size_t kept = 0;

	*next = 0;
	for (size_t i = 0; i < g->reg->nfields; i++) {
		const struct field *f = &g->reg->fields[i];

		if (!key_is_kept(f) || kept++ < first)
			continue;
		if (g->ncolumns == most) {
			*next = kept - 1;
			return;
		}
		g->columns[g->ncolumns++] = (struct gather_column){ .field = f };
	}
}

static size_t columns_at_once(struct gather *g)
{
	struct buf sql = BUF_INIT;
	int64_t rows, most, memory = g->memory ? (int64_t)g->memory : MEMORY;

	buf_addf(&sql, "SELECT count(*) FROM \"%s\"", g->reg->name);
	rows = sql_integer(g->s, buf_str(&sql), 0);
	buf_release(&sql);
	most = memory / KEY_BYTES / (rows + 1);
	if (most < 1)
		return 1;
	return most < GATHER_FIELDS ? (size_t)most : GATHER_FIELDS;
}

/* Sorting needs nothing but the keys, so that two threads halve it: each takes the next column. */
struct sorting {
	struct gather *g;
	atomic_size_t next;
};

static void *sort_columns(void *ctx)
{
	struct sorting *s = ctx;
	size_t i;

	while ((i = atomic_fetch_add(&s->next, 1)) < s->g->ncolumns) {
		struct gather_column *column = &s->g->columns[i];

		qsort_r(column->keys, s->g->n, sizeof(column->keys[0]), compare_keys, column);
	}
	return NULL;
}

static void sort(struct gather *g)
{
	struct sorting s = { .g = g };
	pthread_t other;
	bool two = g->n >= WORTH_A_THREAD && pthread_create(&other, NULL, sort_columns, &s) == 0;

	if (g->n > 1)
		sort_columns(&s);
	if (two)
		pthread_join(other, NULL);
}

int gather_pass(struct gather *g, size_t first, size_t *next, struct err *e)
{
	int rc;

	forget(g);
	choose(g, first, columns_at_once(g), next);
	rc = read_facts(g, first == 0, e);
	if (rc == 0)
		sort(g);
	return rc;
}

size_t gather_order(const struct gather *g, const struct gather_column *column, bool out, int64_t *ids)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++) {
		uint32_t row = column->keys[i].row;

		if (g->out[row] == out)
			ids[n++] = g->ids[row];
	}
	return n;
}
