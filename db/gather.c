/*
 * Gathering: reads each fact once, makes keys, and sorts them by their first eight
 * bytes, which nearly always decide.  The facts are read in blocks: while a worker makes keys, counters
 * and tokens of one, the thread that has the database stores the tokens of the block before and
 * reads the next.
 */
#include "db/gather.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "db/default_view.h"
#include "db/search.h"
#include "db/worker.h"
#include "src/clock.h"
#include "src/mem.h"
#include "src/banned.h"

/* What the keys of one pass may take, and what a record's key takes about. */
#define MEMORY (INT64_C(256) * 1024 * 1024)
#define KEY_BYTES 32
/* Fewer records are sorted before a thread has begun. */
#define WORTH_A_THREAD 10000
#define BLOCK_ROWS 512

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
	c->disordered |= row > 0 && compare_keys(k - 1, k, c) > 0;
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

/* What a field of a record holds; text stands in the block's texts. */
struct gathered {
	int kind; /* of the cell */
	int64_t number;
	size_t text;
};

struct block {
	size_t first, n;     /* the number of its first record, and how many */
	struct gathered *facts;  /* of each record in turn, as many as the register has fields */
	struct buf texts;
	struct buf tokens;   /* packed, one record behind the other */
	size_t *ends;        /* where the tokens of each end */
	bool *out;
	int rc;
	struct err e;
};

/* What one pass over the facts needs besides the gathering itself. */
struct reading {
	struct gather *g;
	sqlite3_stmt *stmt;
	size_t rows;         /* in a block */
	bool rest;           /* counters and tokens too, not only keys */
	struct worker *worker;
	struct block blocks[2];
	int turn;            /* which block is read next */
	struct buf text;     /* of the record at hand, for the worker */
};

static bool is_tallied(const struct field *f)
{
	return (f->flags & FIELD_TALLIED) != 0;
}

/* Whether anything follows from the field; others are not read. */
static bool is_needed(const struct field *f)
{
	return key_is_kept(f) || is_tallied(f) || search_takes(f) || (f->flags & FIELD_SUMMED) != 0;
}

/* --- made of a block, without the database --- */

static void take_cell(const struct block *b, const struct gathered *from, struct cell *c)
{
	*c = (struct cell){ .kind = from->kind, .number = from->number };
	if (c->kind == CELL_TEXT)
		c->text = b->texts.data + from->text;
}

static void make_rest(struct reading *r, struct block *b, size_t row)
{
	struct gather *g = r->g;
	const struct gathered *facts = b->facts + row * g->reg->nfields;

	buf_clear(&r->text);
	tally_pad_record(&g->pad, b->out[row], 1);
	for (size_t i = 0; i < g->reg->nfields; i++) {
		const struct field *f = &g->reg->fields[i];
		bool tallied = is_tallied(f) && !b->out[row];
		struct cell c;

		if (!tallied && !search_takes(f))
			continue;
		take_cell(b, &facts[i], &c);
		if (tallied)
			tally_pad_value(&g->pad, f, &c, 1);
		if (search_takes(f))
			search_add_text(f, &c, &r->text);
	}
	if (g->tokens)
		tokens_pack(buf_str(&r->text), r->text.len, &b->tokens);
	b->ends[row] = b->tokens.len;
}

static int make_keys(const struct reading *r, struct block *b, size_t row)
{
	struct gather *g = r->g;
	const struct gathered *facts = b->facts + row * g->reg->nfields;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < g->ncolumns; i++) {
		struct gather_column *column = &g->columns[i];
		struct cell c;
		struct key key;

		take_cell(b, &facts[column->field - g->reg->fields], &c);
		rc = key_make(column->field, &c, &key, &b->e);
		if (rc == 0)
			add_key(column, b->first + row, &key);
	}
	return rc;
}

static void make_block(void *ctx, void *job)
{
	struct reading *r = ctx;
	struct block *b = job;

	b->rc = 0;
	buf_clear(&b->tokens);
	for (size_t row = 0; b->rc == 0 && row < b->n; row++) {
		b->rc = make_keys(r, b, row);
		if (b->rc == 0 && r->rest)
			make_rest(r, b, row);
	}
}

/* --- read and stored by the thread that has the database --- */

static void read_value(struct block *b, sqlite3_stmt *stmt, int column, struct gathered *to)
{
	struct cell c;

	key_column(stmt, column, &c);
	*to = (struct gathered){ .kind = c.kind, .number = c.number, .text = b->texts.len };
	if (c.kind == CELL_TEXT)
		buf_add(&b->texts, c.text, strlen(c.text) + 1);
}

/* Columns from 2 on are the fields. */
static void read_row(struct reading *r, struct block *b)
{
	struct gather *g = r->g;
	struct gathered *facts = b->facts + b->n * g->reg->nfields;

	b->out[b->n] = !sqlite3_column_int(r->stmt, 1);
	add_row(g, sqlite3_column_int64(r->stmt, 0), b->out[b->n]);
	for (size_t i = 0; i < g->reg->nfields; i++) {
		if (is_needed(&g->reg->fields[i]))
			read_value(b, r->stmt, (int)i + 2, &facts[i]);
	}
	if (r->rest)
		branch_facts_take(&g->branches, g->reg, r->stmt, 2, !b->out[b->n]);
	b->n++;
}

/* 1: the block is full, 0: it is the last one. */
static int read_block(struct reading *r, struct block *b, struct err *e)
{
	int rc = 1;

	b->first = r->g->n;
	b->n = 0;
	buf_clear(&b->texts);
	while (b->n < r->rows && (rc = sql_step(r->g->s, r->stmt, e)) == 1)
		read_row(r, b);
	return rc;
}

/* Gives out the tokens of a block that is made. */
static int store_block(const struct reading *r, const struct block *b, struct err *e)
{
	const struct gather *g = r->g;
	size_t from = 0;
	int rc = b->rc;

	if (rc < 0 && e)
		*e = b->e;
	for (size_t row = 0; rc == 0 && r->rest && g->tokens && row < b->n; row++) {
		const struct packed tokens = { buf_str(&b->tokens) + from, b->ends[row] - from };

		rc = g->tokens(g->ctx, g->ids[b->first + row], &tokens, e);
		from = b->ends[row];
	}
	return rc;
}

/* A register of less than a block needs no thread. */
static void hand_over(struct reading *r, struct block *b, bool more)
{
	if (!r->worker && more)
		r->worker = worker_new(make_block, r);
	if (r->worker)
		worker_give(r->worker, b);
	else
		make_block(r, b);
}

/* Reads a block, and stores the one before: 1 there are more, 0 that was the last. */
static int next_block(struct reading *r, struct err *e)
{
	struct block *now = &r->blocks[r->turn], *made = &r->blocks[!r->turn];
	int rc, more = read_block(r, now, e);

	if (more < 0)
		return more;
	/* Once this one is taken, the one before is made. */
	hand_over(r, now, more);
	r->turn = !r->turn;
	rc = store_block(r, made, e);
	if (rc < 0 || more)
		return rc < 0 ? rc : 1;
	worker_wait(r->worker);
	return store_block(r, now, e);
}

static int prepare(struct gather *g, sqlite3_stmt **stmt, struct err *e)
{
	const struct default_view *view;
	struct buf sql = BUF_INIT;
	int rc = default_view_get(g->s, g->reg, &view, e);

	if (rc < 0)
		return rc;
	buf_addf(&sql, "SELECT t.id, %s", view->sql);
	for (size_t i = 0; i < g->reg->nfields; i++) {
		const struct field *f = &g->reg->fields[i];

		if (is_needed(f))
			buf_addf(&sql, ", t.\"%s\"", f->name);
		else
			buf_adds(&sql, ", NULL");
	}
	buf_addf(&sql, " FROM \"%s\" t ORDER BY t.id", g->reg->name);
	rc = sql_get(g->s, buf_str(&sql), stmt, e);
	buf_release(&sql);
	if (rc == 0)
		sql_params_bind(&view->params, *stmt);
	return rc;
}

static int reading_begin(struct gather *g, bool rest, struct err *e)
{
	struct reading *r;
	sqlite3_stmt *stmt;
	int rc = prepare(g, &stmt, e);

	if (rc < 0)
		return rc;
	r = g->reading = xcalloc(1, sizeof(*r));
	*r = (struct reading){ .g = g, .stmt = stmt, .rest = rest, .rows = g->block ? g->block : BLOCK_ROWS };
	for (int i = 0; i < 2; i++) {
		struct block *b = &r->blocks[i];

		b->facts = xcalloc(r->rows * g->reg->nfields, sizeof(b->facts[0]));
		b->ends = xcalloc(r->rows, sizeof(b->ends[0]));
		b->out = xcalloc(r->rows, sizeof(b->out[0]));
	}
	return 0;
}

static void reading_end(struct gather *g)
{
	struct reading *r = g->reading;

	if (!r)
		return;
	worker_free(r->worker);
	for (int i = 0; i < 2; i++) {
		free(r->blocks[i].facts);
		free(r->blocks[i].ends);
		free(r->blocks[i].out);
		buf_release(&r->blocks[i].texts);
		buf_release(&r->blocks[i].tokens);
	}
	buf_release(&r->text);
	sql_done(g->s, r->stmt);
	free(r);
	g->reading = NULL;
}

/* ---- Sorting ----------------------------------------------------------------------------------- */

/* It needs nothing but the keys, so that two threads do it, each with the next column. */
#define SORTERS 2

struct sorting {
	struct gather *g;
	atomic_size_t next;
	struct worker *sorters[SORTERS];
};

static void sort_columns(void *ctx, void *job)
{
	struct sorting *s = ctx;
	size_t i;

	(void)job;
	while ((i = atomic_fetch_add(&s->next, 1)) < s->g->ncolumns) {
		struct gather_column *column = &s->g->columns[i];

		/* Numbers rise from record to record, and of a field that nobody fills all keys are the same. */
		if (column->disordered)
			qsort_r(column->keys, s->g->n, sizeof(column->keys[0]), compare_keys, column);
	}
}

static void sorting_begin(struct gather *g)
{
	struct sorting *s = g->sorting = xcalloc(1, sizeof(*s));

	s->g = g;
	for (int i = 0; i < SORTERS && g->n >= WORTH_A_THREAD; i++) {
		s->sorters[i] = worker_new(sort_columns, s);
		worker_give(s->sorters[i], s);
	}
	if (g->n > 1 && g->n < WORTH_A_THREAD)
		sort_columns(s, s);
}

/* Columns that nobody has begun stay as they are. */
static void sorting_end(struct gather *g)
{
	struct sorting *s = g->sorting;

	if (!s)
		return;
	atomic_store(&s->next, g->ncolumns);
	for (int i = 0; i < SORTERS; i++)
		worker_free(s->sorters[i]);
	free(s);
	g->sorting = NULL;
}

/* Waits so long (0: until it is done); true: all is sorted. */
static bool sorting_done(struct gather *g, int ms)
{
	struct sorting *s = g->sorting;

	for (int i = 0; s && i < SORTERS; i++) {
		if (!worker_wait_ms(s->sorters[i], ms))
			return false;
	}
	sorting_end(g);
	return true;
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
	reading_end(g);
	sorting_end(g);
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

int gather_begin(struct gather *g, size_t first, size_t *next, struct err *e)
{
	reading_end(g);
	sorting_end(g);
	forget(g);
	choose(g, first, columns_at_once(g), next);
	return reading_begin(g, first == 0, e);
}

int gather_step(struct gather *g, int ms, struct err *e)
{
	int64_t end = clock_ms() + ms;

	while (g->reading) {
		int rc = next_block(g->reading, e);

		if (rc < 1)
			reading_end(g);
		if (rc < 0)
			return rc;
		if (rc == 0)
			sorting_begin(g);
		if (ms && clock_ms() >= end)
			return 1;
	}
	return sorting_done(g, ms) ? 0 : 1;
}

int gather_pass(struct gather *g, size_t first, size_t *next, struct err *e)
{
	int rc = gather_begin(g, first, next, e);

	return rc < 0 ? rc : gather_step(g, 0, e);
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
