/*
 * Derived data: made when a database is new or has been written by another version, and made anew after a bulk load.
 */
#include "db/derived.h"

#include <stdlib.h>
#include <string.h>

#include "db/branch.h"
#include "db/derived_state.h"
#include "db/gather.h"
#include "db/order.h"
#include "db/read.h"
#include "db/search.h"
#include "db/tokens.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

/* Grows when the tables of orders or counters become others. */
#define DERIVED_VERSION 2

/* ---- Opening ----------------------------------------------------------------------------------- */

int derived_open(struct store *s, struct err *e)
{
	s->derived = xcalloc(1, sizeof(*s->derived));
	s->derived->views = default_views_new();
	s->derived->merge = s->derived->log = !s->readonly;
	return search_open(s, e);
}

void derived_close(struct store *s)
{
	default_views_free(s->derived->views);
	few_release(&s->derived->few);
	free(s->derived);
	s->derived = NULL;
}

/* ---- What it was made from --------------------------------------------------------------------- */

static void describe_field(const struct field *f, struct buf *out)
{
	const unsigned int that_count = FIELD_LISTED | FIELD_SEARCHED | FIELD_PERSONAL | FIELD_TALLIED |
		FIELD_MAY_BE_NONE | FIELD_MAY_NOT_APPLY | FIELD_SUMMED;

	buf_addf(out, "%s %d %u\n", f->name, (int)f->type, f->flags & that_count);
}

static void describe_reg(const struct reg *reg, struct buf *out)
{
	buf_addf(out, "register %s view %s\n", reg->name, reg->view ? reg->view : "");
	for (size_t i = 0; i < reg->nfields; i++)
		describe_field(&reg->fields[i], out);
}

/* FNV-1a over everything that decides what is derived. */
static void fingerprint(struct store *s, struct buf *out)
{
	struct buf all = BUF_INIT;
	uint64_t h = UINT64_C(0xCBF29CE484222325);

	buf_addf(&all, "derived %d chunk %d\n", DERIVED_VERSION, ORDER_CHUNK);
	buf_addf(&all, "schema %lld\n", (long long)sql_integer(s, "PRAGMA user_version", 0));
	key_version(&all);
	tokens_version(&all);
	for (size_t i = 0; i < registers_n; i++)
		describe_reg(registers[i], &all);
	for (size_t i = 0; i < all.len; i++)
		h = (h ^ (unsigned char)all.data[i]) * UINT64_C(0x100000001B3);
	buf_addf(out, "%016llx", (unsigned long long)h);
	buf_release(&all);
}

/* ---- Making it anew ---------------------------------------------------------------------------- */

struct filling {
	struct gather gather;
	sqlite3_stmt *search;
};

static int add_tokens(void *ctx, int64_t id, const struct packed *tokens, struct err *e)
{
	struct filling *f = ctx;

	return search_add_next(f->gather.s, f->gather.reg, &f->search, id, tokens, e);
}

static int fill_orders(const struct gather *g, struct err *e)
{
	int64_t *ids = xreallocarray(NULL, g->n + 1, sizeof(*ids));
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < g->ncolumns * 2; i++) {
		struct order o = { g->s, g->reg, g->columns[i / 2].field, i % 2 };
		size_t n = gather_order(g, &g->columns[i / 2], o.out, ids);

		rc = order_fill(&o, ids, n, e);
	}
	free(ids);
	return rc;
}

static bool is_empty(struct store *s, const struct reg *reg)
{
	struct buf sql = BUF_INIT;
	bool empty;

	buf_addf(&sql, "SELECT EXISTS(SELECT 1 FROM \"%s\")", reg->name);
	empty = !sql_integer(s, buf_str(&sql), 0);
	buf_release(&sql);
	return empty;
}

/* What comes with the first pass alone. */
static int fill_counters(const struct gather *g, struct err *e)
{
	struct branch_row *rows;
	size_t n = branch_sum_up(&g->branches, g->ids, &rows);
	int rc = tally_write(g->s, g->reg, &g->pad, e);

	if (rc == 0)
		rc = branch_fill(g->s, g->reg, rows, n, e);
	free(rows);
	return rc;
}

static int fill(struct store *s, const struct reg *reg, struct err *e)
{
	struct filling f = { .gather = { .s = s, .reg = reg, .tokens = add_tokens, .ctx = &f } };
	size_t first = 0, next = 0;
	int rc;

	/* A new database has no codes yet, in which its views might be read. */
	if (is_empty(s, reg))
		return 0;
	rc = search_fill_begin(s, reg, e);
	if (rc < 0)
		return rc;
	do {
		rc = gather_pass(&f.gather, first, &next, e);
		if (rc == 0 && first == 0)
			rc = fill_counters(&f.gather, e);
		if (rc == 0)
			rc = fill_orders(&f.gather, e);
		first = next;
	} while (rc == 0 && next > 0);
	sql_done(s, f.search);
	gather_release(&f.gather);
	return rc < 0 ? rc : search_fill_end(s, reg, e);
}

static int make_reg(struct store *s, const struct reg *reg, struct err *e)
{
	int rc = order_tables(s, reg, e);

	if (rc == 0)
		rc = branch_table(s, reg, e);
	if (rc == 0)
		rc = search_table(s, reg, e);
	if (rc == 0)
		rc = tally_clear(s, reg, e);
	return rc < 0 ? rc : fill(s, reg, e);
}

/* The cache is made larger for the time of a rebuild, where it saves reading pages twice. */
static void set_cache(struct store *s, bool large)
{
	sql_exec(s, large ? "PRAGMA cache_size = -64000" : "PRAGMA cache_size = -6000", NULL);
	if (!large)
		sqlite3_db_release_memory(s->db);
}

static int make_all(struct store *s, const char *print, struct err *e)
{
	int rc = tally_table(s, e);

	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		rc = make_reg(s, registers[i], e);
	return rc < 0 ? rc : meta_set(s, "derived", print, e);
}

static int rebuild(struct store *s, const char *print, struct err *e)
{
	bool guarded = store_guard(s, false);
	int rc = store_refresh(s, e);

	if (rc == 0)
		rc = sql_exec(s, "BEGIN IMMEDIATE", e);
	if (rc < 0)
		goto out;
	set_cache(s, true);
	rc = make_all(s, print, e);
	if (rc == 0)
		rc = sql_exec(s, "COMMIT", e);
	if (rc < 0)
		sql_exec(s, "ROLLBACK", NULL);
	set_cache(s, false);
	s->derived->merge = s->derived->log = true;
out:
	store_guard(s, guarded);
	return rc;
}

int derived_ensure(struct store *s, struct err *e)
{
	struct buf print = BUF_INIT;
	char *stored = meta_get(s, "derived");
	int rc = 0;

	fingerprint(s, &print);
	if (!stored || strcmp(stored, buf_str(&print)) != 0) {
		if (s->readonly)
			rc = err_set(e, ERR_DATABASE,
				_("数据库 %s 的检索数据是别的版本做的，要重做一次；请先不带 --readonly "
				  "打开它一次。"),
				s->path);
		else
			rc = rebuild(s, buf_str(&print), e);
	}
	free(stored);
	buf_release(&print);
	return rc;
}

int derived_bulk_begin(struct store *s, const struct reg *reg, struct err *e)
{
	/* What stands there stays until the end, so that the records of before can still be found. */
	(void)s;
	(void)reg;
	(void)e;
	return 0;
}

int derived_bulk_end(struct store *s, const struct reg *reg, struct err *e)
{
	bool guarded = store_guard(s, false);
	int rc;

	sql_forget_all(s);
	set_cache(s, true);
	rc = make_reg(s, reg, e);
	set_cache(s, false);
	store_guard(s, guarded);
	s->derived->merge = s->derived->log = true;
	return rc;
}
