/*
 * Default views: which records a list shows and a counter counts unless asked for all.
 */
#include "db/default_view.h"

#include <stdlib.h>
#include <string.h>

#include "db/derived_state.h"
#include "src/mem.h"
#include "src/banned.h"

struct default_view *default_views_new(void)
{
	return xcalloc(registers_n, sizeof(struct default_view));
}

void default_views_free(struct default_view *views)
{
	for (size_t i = 0; i < registers_n; i++) {
		free(views[i].sql);
		sql_params_release(&views[i].params);
		query_release(&views[i].query);
	}
	free(views);
}

static int read_view(struct store *s, const struct reg *reg, struct default_view *view, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc = reg->view ? query_parse(reg, reg->view, &s->lookup, &view->query, e) : 0;

	if (rc < 0)
		return rc;
	buf_adds(&sql, "(t.retired_on IS NULL AND (");
	rc = query_sql(reg, &view->query, &sql, &view->params, e);
	buf_adds(&sql, "))");
	if (rc == 0)
		view->sql = buf_detach(&sql);
	else
		sql_params_release(&view->params);
	if (rc < 0)
		query_release(&view->query);
	buf_release(&sql);
	return rc;
}

int default_view_get(struct store *s, const struct reg *reg, const struct default_view **out, struct err *e)
{
	struct default_view *view = &s->derived->views[reg_index(reg)];
	int rc = view->sql ? 0 : read_view(s, reg, view, e);

	*out = view;
	return rc;
}

int default_view_has(struct store *s, const struct reg *reg, int64_t id, struct err *e)
{
	const struct default_view *view;
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc = default_view_get(s, reg, &view, e);

	if (rc < 0)
		return rc;
	buf_addf(&sql, "SELECT %s FROM \"%s\" t WHERE t.id = ?%zu", view->sql, reg->name, view->params.n + 1);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sql_params_bind(&view->params, stmt);
	sqlite3_bind_int64(stmt, (int)view->params.n + 1, id);
	rc = sql_step(s, stmt, e);
	if (rc == 1)
		rc = sqlite3_column_int(stmt, 0);
	sql_done(s, stmt);
	return rc;
}

/* ---- What is left ------------------------------------------------------------------------------ */

static void describe_cell(const struct cell *value, struct buf *out)
{
	struct cell c = *value;
	const char *text = cell_text(&c);

	buf_addf(out, "%zu:%s,", text ? strlen(text) : 0, text ? text : "");
}

void cond_describe(const struct cond *c, struct buf *out)
{
	buf_addf(out, "%d%d%s ", (int)c->op, c->negate, c->field ? c->field->name : "");
	if (c->op == OP_WORD)
		buf_addf(out, "%zu:%s", strlen(c->text), c->text);
	if (c->by)
		buf_addf(out, "%s.%s ", c->by_reg->name, c->by->name);
	for (size_t i = 0; i < c->nvalues; i++)
		describe_cell(&c->values[i], out);
	describe_cell(&c->upper, out);
}

static bool same(const struct cond *a, const struct cond *b)
{
	struct buf one = BUF_INIT, other = BUF_INIT;
	bool equal;

	cond_describe(a, &one);
	cond_describe(b, &other);
	equal = strcmp(buf_str(&one), buf_str(&other)) == 0;
	buf_release(&one);
	buf_release(&other);
	return equal;
}

static bool is_among(const struct cond *c, const struct all_of *all)
{
	for (size_t i = 0; i < all->n; i++) {
		if (same(c, &all->conds[i]))
			return true;
	}
	return false;
}

/* A condition that repeats the default view's, as published figures do, means records of it only. */
static bool implies(const struct all_of *all, const struct all_of *view)
{
	static const struct cond current = { .op = OP_CURRENT };

	for (size_t i = 0; i < view->n; i++) {
		if (!is_among(&view->conds[i], all))
			return false;
	}
	return is_among(&current, all);
}

int remainder_of_view(struct store *s, const struct view *v, struct remainder *out, struct err *e)
{
	static const struct all_of nothing = { .conds = NULL };
	static const struct cond current = { .op = OP_CURRENT };
	const struct all_of *all = v->query && v->query->n == 1 ? &v->query->any[0] : &nothing,
			    *own = &nothing;
	const struct default_view *view;
	int rc = default_view_get(s, v->reg, &view, e);

	*out = (struct remainder){ .inside = !v->all, .one = !v->query || v->query->n <= 1 };
	if (rc < 0 || !out->one || view->query.n > 1)
		return rc;
	if (view->query.n == 1)
		own = &view->query.any[0];
	out->inside |= implies(all, own);
	out->conds = xcalloc(all->n + 1, sizeof(out->conds[0]));
	for (size_t i = 0; i < all->n; i++) {
		const struct cond *c = &all->conds[i];

		if (!out->inside || !(is_among(c, own) || same(c, &current)))
			out->conds[out->n++] = c;
	}
	return 0;
}

void remainder_release(struct remainder *r)
{
	free((void *)(uintptr_t)r->conds);
	*r = (struct remainder){ .conds = NULL };
}
