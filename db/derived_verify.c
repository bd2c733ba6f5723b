/*
 * Verifying derived data: everything is made once more from the facts, in memory, and
 * compared with what is stored.
 */
#include "db/derived.h"

#include <stdlib.h>

#include "db/derived_state.h"
#include "db/gather.h"
#include "db/order.h"
#include "db/search.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

struct verify {
	struct store *s;
	const struct reg *reg;
	void (*report)(void *ctx, const char *text);
	void *ctx;
	int64_t *problems;
	uint64_t sum; /* of all tokens */
};

__attribute__((format(printf, 2, 3))) static void problem(struct verify *v, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	++*v->problems;
	if (v->report)
		v->report(v->ctx, buf_str(&text));
	buf_release(&text);
}

/* ---- Orders ------------------------------------------------------------------------------------ */

/* 1: the stored order has exactly these numbers. */
static int same_order(const struct order *o, const int64_t *ids, size_t n, struct err *e)
{
	struct order_cursor c;
	size_t at = 0;
	int64_t id;
	int rc = order_first(&c, o, e);

	while (rc >= 0 && (rc = order_next(&c, &id, e)) == 1) {
		if (at == n || ids[at++] != id)
			return 0;
	}
	return rc < 0 ? rc : at == n;
}

static int check_orders(struct verify *v, const struct gather *g, struct err *e)
{
	int64_t *ids = xcalloc(g->n + 1, sizeof(*ids));
	int rc = 1;

	for (size_t i = 0; rc >= 0 && i < g->ncolumns * 2; i++) {
		struct order o = { v->s, v->reg, g->columns[i / 2].field, i % 2 };
		size_t n = gather_order(g, &g->columns[i / 2], o.out, ids);

		rc = same_order(&o, ids, n, e);
		if (rc == 0)
			problem(v, _("%s按「%s」排列的次序与记录不符。"), _(v->reg->title),
				_(o.field->label));
	}
	free(ids);
	return rc < 0 ? rc : 0;
}

/* ---- Counters ---------------------------------------------------------------------------------- */

static void check_tally(struct verify *v, const struct tally_pad *pad, sqlite3_stmt *stmt, size_t *met)
{
	const char *field = sql_text(stmt, 0);
	const char *value = sql_text(stmt, 1);
	int64_t n = sqlite3_column_int64(stmt, 2), right = tally_pad_get(pad, field, value);

	*met += n != 0;
	if (n != right)
		problem(v, _("%s的计数 %s=%s 是 %lld，按记录应是 %lld。"), _(v->reg->title), field, value,
			(long long)n, (long long)right);
}

static int check_tallies(struct verify *v, const struct tally_pad *pad, struct err *e)
{
	sqlite3_stmt *stmt;
	size_t met = 0;
	int rc = sql_get(v->s, "SELECT field, value, n FROM tally WHERE reg = ?1", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_text(stmt, 1, v->reg->name, -1, SQLITE_STATIC);
	while ((rc = sql_step(v->s, stmt, e)) == 1)
		check_tally(v, pad, stmt, &met);
	sql_done(v->s, stmt);
	if (rc == 0 && met != pad->n)
		problem(v, _("%s的计数不全：有 %zu 项，按记录应有 %zu 项。"), _(v->reg->title), met, pad->n);
	return rc;
}

/* ---- Branches ---------------------------------------------------------------------------------- */

static int check_branches(struct verify *v, const struct gather *g, struct err *e)
{
	struct branch_row *rows;
	size_t n = branch_sum_up(&g->branches, g->ids, &rows);
	int64_t different = 0;
	int rc = branch_compare(v->s, v->reg, rows, n, &different, e);

	free(rows);
	if (rc == 0 && different > 0)
		problem(v, _("%s的各级合计有 %lld 处与记录不符。"), _(v->reg->title), (long long)different);
	return rc;
}

/* ---- Search ------------------------------------------------------------------------------------ */

static int add_tokens(void *ctx, int64_t id, const struct packed *tokens, struct err *e)
{
	struct verify *v = ctx;

	(void)e;
	v->sum += search_sum_tokens(tokens, id);
	return 0;
}

static int check_search(struct verify *v, struct err *e)
{
	uint64_t stored = 0;
	int rc = search_has(v->reg) ? search_sum_stored(v->s, v->reg, &stored, e) : 0;

	if (rc == 0 && search_has(v->reg) && stored != v->sum)
		problem(v, _("%s的检索数据与记录不符。"), _(v->reg->title));
	return rc;
}

int derived_verify(struct store *s, const struct reg *reg, void (*report)(void *ctx, const char *text),
	void *ctx, int64_t *problems, struct err *e)
{
	struct verify v = { .s = s, .reg = reg, .report = report, .ctx = ctx };
	struct gather g = { .s = s, .reg = reg, .tokens = add_tokens, .ctx = &v };
	size_t first = 0, next = 0;
	int rc;

	v.problems = problems;
	do {
		rc = gather_pass(&g, first, &next, e);
		if (rc == 0 && first == 0)
			rc = check_tallies(&v, &g.pad, e);
		if (rc == 0 && first == 0)
			rc = check_branches(&v, &g, e);
		if (rc == 0)
			rc = check_orders(&v, &g, e);
		first = next;
	} while (rc == 0 && next > 0);
	gather_release(&g);
	return rc < 0 ? rc : check_search(&v, e);
}
