/* Derived data of a whole register: tables, one pass or several over the facts, counters, orders, search. */
#include "db/derived_fill.h"

#include <stdlib.h>

#include "db/branch.h"
#include "db/derived_state.h"
#include "db/gather.h"
#include "db/keys.h"
#include "db/order.h"
#include "db/search.h"
#include "src/clock.h"
#include "src/mem.h"
#include "src/banned.h"

/* What is done one after the other; facts and orders again for every further pass. */
enum stage { STAGE_TABLES, STAGE_FACTS, STAGE_COUNTERS, STAGE_ORDERS, STAGE_SEARCH, STAGE_DONE };

struct derived_fill {
	struct store *s;
	const struct reg *reg;
	struct gather gather;
	sqlite3_stmt *search;
	enum stage stage;
	size_t first, next;	/* kept fields that this pass and the following one begin with */
	size_t orders;		/* of this pass, that are filled */
	int64_t *ids;		/* of one order */
	size_t kept;		/* fields that have orders */
	int64_t rows;
};

/* The cache is made larger meanwhile, which saves reading pages twice. */
static void set_cache(struct store *s, bool large)
{
	bool guarded = store_guard(s, false);

	sql_exec(s, large ? "PRAGMA cache_size = -64000" : "PRAGMA cache_size = -6000", NULL);
	if (!large)
		sqlite3_db_release_memory(s->db);
	store_guard(s, guarded);
}

static int add_tokens(void *ctx, int64_t id, const struct packed *tokens, struct err *e)
{
	struct derived_fill *f = ctx;

	return search_add_next(f->s, f->reg, &f->search, id, tokens, e);
}

static int64_t count_rows(struct store *s, const struct reg *reg)
{
	struct buf sql = BUF_INIT;
	int64_t n;

	buf_addf(&sql, "SELECT count(*) FROM \"%s\"", reg->name);
	n = sql_integer(s, buf_str(&sql), 0);
	buf_release(&sql);
	return n;
}

struct derived_fill *derived_fill_new(struct store *s, const struct reg *reg)
{
	struct derived_fill *f = xcalloc(1, sizeof(*f));

	f->s = s;
	f->reg = reg;
	f->gather = (struct gather){ .s = s, .reg = reg, .tokens = add_tokens, .ctx = f };
	f->rows = count_rows(s, reg);
	for (size_t i = 0; i < reg->nfields; i++)
		f->kept += key_is_kept(&reg->fields[i]);
	sql_forget_all(s);
	set_cache(s, true);
	return f;
}

void derived_fill_free(struct derived_fill *f)
{
	if (!f)
		return;
	gather_release(&f->gather);
	sql_done(f->s, f->search);
	free(f->ids);
	set_cache(f->s, false);
	f->s->derived->merge = f->s->derived->log = true;
	free(f);
}

/* ---- The stages -------------------------------------------------------------------------------- */

static int begin_pass(struct derived_fill *f, struct err *e)
{
	f->first = f->next;
	f->orders = 0;
	f->stage = STAGE_FACTS;
	return gather_begin(&f->gather, f->first, &f->next, e);
}

static int make_tables(struct derived_fill *f, struct err *e)
{
	int rc = order_tables(f->s, f->reg, e);

	if (rc == 0)
		rc = branch_table(f->s, f->reg, e);
	if (rc == 0)
		rc = search_table(f->s, f->reg, e);
	if (rc == 0)
		rc = tally_clear(f->s, f->reg, e);
	f->stage = STAGE_DONE;
	/* A new database has no codes yet, in which its views might be read. */
	if (rc < 0 || !f->rows)
		return rc;
	rc = search_fill_begin(f->s, f->reg, f->rows, e);
	return rc < 0 ? rc : begin_pass(f, e);
}

static int read_facts(struct derived_fill *f, int ms, struct err *e)
{
	int rc = gather_step(&f->gather, ms, e);

	if (rc == 0)
		f->stage = f->first == 0 ? STAGE_COUNTERS : STAGE_ORDERS;
	return rc < 0 ? rc : 0;
}

/* What comes with the first pass alone. */
static int fill_counters(struct derived_fill *f, struct err *e)
{
	const struct gather *g = &f->gather;
	struct branch_row *rows;
	size_t n = branch_sum_up(&g->branches, g->ids, &rows);
	int rc = tally_write(f->s, f->reg, &g->pad, e);

	if (rc == 0)
		rc = branch_fill(f->s, f->reg, rows, n, e);
	free(rows);
	f->stage = STAGE_ORDERS;
	return rc;
}

/* The next one of this pass: of each field that of the default view, and the other one. */
static int fill_order(struct derived_fill *f, struct err *e)
{
	const struct gather_column *column = &f->gather.columns[f->orders / 2];
	struct order o = { f->s, f->reg, column->field, f->orders % 2 };
	size_t n;
	int rc;

	if (!f->ids)
		f->ids = xreallocarray(NULL, f->gather.n + 1, sizeof(*f->ids));
	n = gather_order(&f->gather, column, o.out, f->ids);
	f->orders++;
	rc = order_fill(&o, f->ids, n, e);
	/* Its pages are written once, and if that were left to the end, all of them would be at once. */
	sqlite3_db_cacheflush(f->s->db);
	return rc;
}

static int fill_orders(struct derived_fill *f, struct err *e)
{
	if (f->orders < f->gather.ncolumns * 2)
		return fill_order(f, e);
	if (f->next)
		return begin_pass(f, e);
	f->stage = STAGE_SEARCH;
	return 0;
}

/* What was collected in memory is written now, and not when the person believes that all is done. */
static int end_search(struct derived_fill *f, struct err *e)
{
	int rc;

	sql_done(f->s, f->search);
	f->search = NULL;
	rc = search_fill_end(f->s, f->reg, e);
	/* FTS5 writes what it holds at every savepoint. */
	if (rc == 0)
		rc = sql_exec(f->s, "SAVEPOINT filled; RELEASE filled", e);
	f->stage = STAGE_DONE;
	return rc;
}

static int step(struct derived_fill *f, int ms, struct err *e)
{
	switch (f->stage) {
	case STAGE_TABLES: return make_tables(f, e);
	case STAGE_FACTS: return read_facts(f, ms, e);
	case STAGE_COUNTERS: return fill_counters(f, e);
	case STAGE_ORDERS: return fill_orders(f, e);
	case STAGE_SEARCH: return end_search(f, e);
	case STAGE_DONE: break;
	}
	return 0;
}

int derived_fill_step(struct derived_fill *f, int ms, struct err *e)
{
	bool guarded = store_guard(f->s, false);
	int64_t end = clock_ms() + ms;
	int rc;

	do
		rc = step(f, ms, e);
	while (rc == 0 && f->stage != STAGE_DONE && (!ms || clock_ms() < end));
	store_guard(f->s, guarded);
	return rc < 0 ? rc : f->stage != STAGE_DONE;
}

void derived_fill_progress(const struct derived_fill *f, int64_t *done, int64_t *all)
{
	const struct gather *g = &f->gather;
	int64_t before = (int64_t)f->first * f->rows;

	*all = f->rows * (int64_t)(f->kept ? f->kept : 1);
	*done = f->stage > STAGE_ORDERS ? *all : before + (int64_t)(g->n * g->ncolumns);
}
