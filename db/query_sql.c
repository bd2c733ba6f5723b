/*
 * Conditions as SQL.  A condition becomes an expression over the register's table
 * under the alias t, with every value as a numbered parameter, so that the same
 * expression may stand twice in one statement.
 */
#include "db/query_sql.h"

#include <assert.h>
#include <stdlib.h>

#include "src/empty.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/workflow.h"
#include "src/banned.h"

/* What several --where and a view add up to; the parser stops at 64 each. */
#define MAX_CONDS 1024

struct writer {
	const struct reg *reg;
	struct buf *sql;
	struct sql_params *params;
	bool words;
};

/* ---- Parameters -------------------------------------------------------------------------------- */

void sql_params_release(struct sql_params *p)
{
	for (size_t i = 0; i < p->n; i++)
		free((void *)(uintptr_t)p->cells[i].text);
	free(p->cells);
	*p = (struct sql_params){ .cells = NULL };
}

size_t sql_params_add(struct sql_params *p, const struct cell *c)
{
	struct cell *copy;

	if (p->n == p->cap) {
		p->cap = p->cap ? p->cap * 2 : 8;
		p->cells = xreallocarray(p->cells, p->cap, sizeof(p->cells[0]));
	}
	copy = &p->cells[p->n++];
	*copy = (struct cell){ .kind = c->kind, .number = c->number };
	if (c->kind == CELL_TEXT)
		copy->text = xstrdup(c->text);
	return p->n;
}

void sql_params_bind(const struct sql_params *p, sqlite3_stmt *stmt)
{
	for (size_t i = 0; i < p->n; i++)
		rows_bind_cell(stmt, (int)i + 1, &p->cells[i]);
}

static void add_value(struct writer *w, const struct cell *c)
{
	buf_addf(w->sql, "?%zu", sql_params_add(w->params, c));
}

static void add_text(struct writer *w, const char *text)
{
	struct cell c = { .kind = CELL_TEXT, .text = text };

	add_value(w, &c);
}

/* ---- One condition ----------------------------------------------------------------------------- */

static void add_column(struct writer *w, const struct field *f)
{
	buf_addf(w->sql, "t.\"%s\"", f->name);
}

static void add_compare(struct writer *w, const struct field *f, const char *sign, const struct cell *value)
{
	add_column(w, f);
	buf_addf(w->sql, " %s ", sign);
	add_value(w, value);
}

/* A day, or all days of a month or year.  Partial dates lie in it too: their text is how its days begin. */
static void add_period(struct writer *w, const struct cond *c)
{
	add_compare(w, c->field, ">=", &c->values[0]);
	buf_adds(w->sql, " AND ");
	add_compare(w, c->field, "<=", &c->upper);
}

/* One of several codes stored with commas between them. */
static void add_member(struct writer *w, const struct field *f, const struct cell *value)
{
	buf_addf(w->sql, "instr(',' || t.\"%s\" || ',', ',' || ", f->name);
	add_value(w, value);
	buf_adds(w->sql, " || ',')");
}

static void add_piece(struct writer *w, const struct field *f, const struct cell *value)
{
	buf_addf(w->sql, "zhibu_has(t.\"%s\", ", f->name);
	add_value(w, value);
	buf_adds(w->sql, ")");
}

/* Parts joined by OR or AND.  SQLite nests a AND b AND c one level deeper for each; halves stay shallow. */
struct parts {
	const void *of;
	void (*add)(struct writer *w, const void *of, size_t i);
	const char *sign;
};

static void add_parts(struct writer *w, const struct parts *p, size_t from, size_t to)
{
	size_t middle = from + (to - from) / 2;

	if (to - from == 1) {
		p->add(w, p->of, from);
		return;
	}
	buf_adds(w->sql, "(");
	add_parts(w, p, from, middle);
	buf_adds(w->sql, p->sign);
	add_parts(w, p, middle, to);
	buf_adds(w->sql, ")");
}

static void add_member_at(struct writer *w, const void *of, size_t i)
{
	const struct cond *c = of;

	add_member(w, c->field, &c->values[i]);
}

static void add_piece_at(struct writer *w, const void *of, size_t i)
{
	const struct cond *c = of;

	add_piece(w, c->field, &c->values[i]);
}

static void add_any(
	struct writer *w, const struct cond *c, void (*add)(struct writer *, const void *, size_t))
{
	struct parts p = { .of = c, .add = add, .sign = " OR " };

	assert(c->nvalues > 0);
	add_parts(w, &p, 0, c->nvalues);
}

static void add_in(struct writer *w, const struct cond *c)
{
	add_column(w, c->field);
	buf_adds(w->sql, " IN (");
	for (size_t i = 0; i < c->nvalues; i++) {
		buf_adds(w->sql, i ? ", " : "");
		add_value(w, &c->values[i]);
	}
	buf_adds(w->sql, ")");
}

static void add_one_of(struct writer *w, const struct cond *c)
{
	if (c->nvalues == 1 && c->upper.kind != CELL_NULL)
		add_period(w, c);
	else if (c->field->type == TYPE_CODES)
		add_any(w, c, add_member_at);
	else
		add_in(w, c);
}

static void add_word(struct writer *w, const struct cond *c)
{
	buf_adds(w->sql, "zhibu_match(");
	add_text(w, c->text);
	for (size_t i = 0; i < w->reg->nfields; i++) {
		if (field_is_searched(&w->reg->fields[i]))
			buf_addf(w->sql, ", t.\"%s\"", w->reg->fields[i].name);
	}
	buf_adds(w->sql, ")");
}

/* The last moment of a typed period where there is one, else the value itself. */
static const struct cell *upper_of(const struct cond *c)
{
	return c->upper.kind == CELL_NULL ? &c->values[0] : &c->upper;
}

/* Not filled in, or one of the words that say why. */
static void add_empty(struct writer *w, const struct field *f)
{
	buf_addf(w->sql, "t.\"%s\" IS NULL", f->name);
	for (int i = EMPTY_NONE; field_has_states(f) && i < EMPTY_COUNT; i++) {
		buf_adds(w->sql, " OR ");
		add_column(w, f);
		buf_adds(w->sql, " = ");
		add_text(w, empty_text((enum empty)i));
	}
}

static void add_filled(struct writer *w, const struct field *f)
{
	buf_adds(w->sql, "NOT (");
	add_empty(w, f);
	buf_adds(w->sql, ")");
}

/* Whether the record is among those above what is referred to, which itself counts where `self` says so: there are
 * only a few levels to go up.  UNION ends a circle in damaged data. */
static void add_branch(struct writer *w, const struct cond *c, bool self)
{
	const char *tree = c->field->target->name, *up = reg_tree(c->field->target)->name;

	buf_adds(w->sql, "EXISTS(WITH RECURSIVE up(id) AS (");
	if (self)
		buf_addf(w->sql, "SELECT t.\"%s\"", c->field->name);
	else
		buf_addf(w->sql, "SELECT a.\"%s\" FROM \"%s\" a WHERE a.id = t.\"%s\"", up, tree, c->field->name);
	buf_addf(w->sql, " UNION SELECT a.\"%s\" FROM up CROSS JOIN \"%s\" a ON a.id = up.id) SELECT 1 FROM up WHERE id = ",
		up, tree);
	add_value(w, &c->values[0]);
	buf_adds(w->sql, ")");
}

/* Whether a record that has not ended refers to the same record, or to this one.  The look-up is by an index, because every
 * reference has one. */
static void add_open(struct writer *w, const struct cond *c)
{
	const struct workflow *way = c->by_reg->workflow;

	buf_addf(w->sql, "EXISTS(SELECT 1 FROM \"%s\" o WHERE o.\"%s\" = t.\"%s\" AND o.retired_on IS NULL", c->by_reg->name,
		c->by->name, c->field ? c->field->name : "id");
	for (const char *const *stage = way ? way->ended : NULL; stage && *stage; stage++) {
		buf_addf(w->sql, " AND coalesce(o.\"%s\", '') != ", way->stage);
		add_text(w, *stage);
	}
	buf_adds(w->sql, ")");
}

static bool is_of_branch(const struct cond *c)
{
	return c->field->type == TYPE_REF;
}

static void add_test(struct writer *w, const struct cond *c)
{
	switch (c->op) {
	case OP_WORD:
		add_word(w, c);
		break;
	case OP_EQ:
	case OP_NE:
		add_one_of(w, c);
		break;
	case OP_LT:
		if (is_of_branch(c))
			add_branch(w, c, false);
		else
			add_compare(w, c->field, "<", &c->values[0]);
		break;
	case OP_LE:
		if (is_of_branch(c))
			add_branch(w, c, true);
		else
			add_compare(w, c->field, "<=", upper_of(c));
		break;
	case OP_GT:
		add_compare(w, c->field, ">", upper_of(c));
		break;
	case OP_GE:
		add_compare(w, c->field, ">=", &c->values[0]);
		break;
	case OP_HAS:
		add_any(w, c, add_piece_at);
		break;
	case OP_EMPTY:
		add_empty(w, c->field);
		break;
	case OP_UNFILLED:
		buf_addf(w->sql, "t.\"%s\" IS NULL", c->field->name);
		break;
	case OP_FILLED:
		add_filled(w, c->field);
		break;
	case OP_CURRENT:
		buf_adds(w->sql, "t.retired_on IS NULL");
		break;
	case OP_RETIRED:
		buf_adds(w->sql, "t.retired_on IS NOT NULL");
		break;
	case OP_OPEN:
		add_open(w, c);
		break;
	}
}

/* What compares with an empty column is NULL in SQL; to "not" that must count as no. */
static void add_cond(struct writer *w, const void *of, size_t i)
{
	const struct cond *c = &((const struct all_of *)of)->conds[i];
	bool negate = c->negate != (c->op == OP_NE);

	if (c->op == OP_WORD && !w->words) {
		buf_adds(w->sql, "1");
		return;
	}
	buf_adds(w->sql, negate ? "NOT coalesce((" : "(");
	add_test(w, c);
	buf_adds(w->sql, negate ? "), 0)" : ")");
}

/* ---- The whole --------------------------------------------------------------------------------- */

static void add_alternative(struct writer *w, const void *of, size_t i)
{
	const struct all_of *all = &((const struct query *)of)->any[i];
	struct parts p = { .of = all, .add = add_cond, .sign = " AND " };

	if (all->n == 0)
		buf_adds(w->sql, "1");
	else
		add_parts(w, &p, 0, all->n);
}

static size_t count_conds(const struct query *q)
{
	size_t n = 0;

	for (size_t i = 0; i < q->n; i++)
		n += q->any[i].n;
	return n;
}

static int write_query(struct writer *w, const struct query *q, struct err *e)
{
	struct parts p = { .of = q, .add = add_alternative, .sign = " OR " };

	if (count_conds(q) > MAX_CONDS)
		return err_set(e, ERR_INVALID, _("条件太多，连起来超过 %d 个；请去掉一些。"), MAX_CONDS);
	if (q->n == 0)
		buf_adds(w->sql, "1");
	else
		add_parts(w, &p, 0, q->n);
	return 0;
}

int query_sql(const struct reg *reg, const struct query *q, struct buf *sql, struct sql_params *params,
	struct err *e)
{
	struct writer w = { .reg = reg, .sql = sql, .params = params };

	return write_query(&w, q, e);
}

int query_sql_words(const struct reg *reg, const struct query *q, struct buf *sql, struct sql_params *params,
	struct err *e)
{
	struct writer w = { .reg = reg, .sql = sql, .params = params, .words = true };

	return write_query(&w, q, e);
}
