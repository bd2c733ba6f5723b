/*
 * --columns, --where and --sort for the rows of log, history and check.  A condition is
 * "column=text" (also != ~ < > <= >=) or a text that any column contains.
 */
#include "src/cli_pick.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/query_sign.h"
#include "src/text.h"
#include "src/banned.h"

static bool same_name(const char *a, const char *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool same;

	text_key(&x, a);
	text_key(&y, b);
	same = strcmp(buf_str(&x), buf_str(&y)) == 0;
	buf_release(&x);
	buf_release(&y);
	return same;
}

static bool is_column(const struct out_column *c, const char *name)
{
	return same_name(c->name, name) || same_name(_(c->label), name) || same_name(c->label, name);
}

static int unknown_column(const struct out *o, const char *name, struct err *e)
{
	struct nearest near;
	struct buf quoted = BUF_INIT, all = BUF_INIT;
	const struct out_column *found;

	nearest_begin(&near, name);
	for (size_t i = 0; i < o->n; i++) {
		nearest_try(&near, o->columns[i].name, &o->columns[i]);
		nearest_try(&near, _(o->columns[i].label), &o->columns[i]);
		buf_addf(&all, "%s%s", i ? " " : "", o->columns[i].name);
	}
	found = nearest_end(&near);
	text_quote(&quoted, name);
	if (found)
		err_set(e, ERR_USAGE, _("没有%s这一列，是不是 %s（%s）？"), buf_str(&quoted), found->name,
			_(found->label));
	else
		err_set(e, ERR_USAGE, _("没有%s这一列，有：%s。"), buf_str(&quoted), buf_str(&all));
	buf_release(&quoted);
	buf_release(&all);
	return ERR_USAGE;
}

int pick_column(const struct out *o, const char *name, size_t *out, struct err *e)
{
	for (*out = 0; *out < o->n; ++*out)
		if (is_column(&o->columns[*out], name))
			return 0;
	return unknown_column(o, name, e);
}

int pick_columns(struct out *o, const char *list, struct err *e)
{
	int rc = 0;

	o->nshown = 0;
	for (const char *at = list; rc == 0 && *at;) {
		size_t n = strcspn(at, ",");
		char *name = xstrndup(at, n);

		o->shown = xreallocarray(o->shown, o->nshown + 1, sizeof(*o->shown));
		rc = pick_column(o, name, &o->shown[o->nshown++], e);
		free(name);
		at += n + (at[n] ? 1 : 0);
	}
	if (rc == 0 && !o->nshown)
		rc = err_set(e, ERR_USAGE, _("--columns 后面没有写列名。"));
	return rc;
}

/* ---- Conditions -------------------------------------------------------------------------------- */

static int read_test(const struct out *o, const char *typed, struct out_test *t, struct err *e)
{
	size_t n = strcspn(typed, "!=<>~"), sign;
	enum op op;
	int rc;
	char *name;

	*t = (struct out_test){ .column = o->n, .op = OP_HAS, .text = typed };
	sign = query_sign(typed + n, strlen(typed + n), &op);
	if (!n || !sign)
		return 0;
	name = xstrndup(typed, n);
	rc = pick_column(o, name, &t->column, e);
	free(name);
	t->op = op;
	t->text = typed + n + sign;
	return rc;
}

int pick_tests(struct out *o, struct err *e)
{
	int rc = 0;

	o->tests = xcalloc(o->cli->where.n + 1, sizeof(*o->tests));
	for (; rc == 0 && o->ntests < o->cli->where.n; o->ntests++)
		rc = read_test(o, o->cli->where.items[o->ntests], &o->tests[o->ntests], e);
	return rc;
}

static bool is_number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n > 0 && n < 19 && !s[n];
}

/* Numbers by size, anything else by its bytes, which for dates is their order too. */
static int compare(const char *a, const char *b)
{
	if (is_number(a) && is_number(b)) {
		long long x = strtoll(a, NULL, 10), y = strtoll(b, NULL, 10);

		return (x > y) - (x < y);
	}
	return strcmp(a, b);
}

static bool test_cell(const struct out_test *t, const char *cell)
{
	static const bool met[][3] = { /* where the cell is less, equal, more */
		[OP_EQ] = { false, true, false }, [OP_NE] = { true, false, true }, [OP_LT] = { true, false, false },
		[OP_LE] = { true, true, false }, [OP_GT] = { false, false, true }, [OP_GE] = { false, true, true },
	};
	int order = compare(cell, t->text);

	return t->op == OP_HAS ? strstr(cell, t->text) != NULL : met[t->op][1 + (order > 0) - (order < 0)];
}

/* Of a cell with two names each may meet the test; that it is something else must be true of both. */
static bool test_column(const struct out *o, const struct out_test *t)
{
	const char *cell = o->row[t->column], *other = o->other[t->column];
	bool met = test_cell(t, cell ? cell : "");

	if (!other)
		return met;
	return t->op == OP_NE ? met && test_cell(t, other) : met || test_cell(t, other);
}

static bool passes(const struct out *o, const struct out_test *t)
{
	if (t->column < o->n)
		return test_column(o, t);
	for (size_t i = 0; i < o->n; i++)
		if ((o->row[i] && strstr(o->row[i], t->text)) || (o->other[i] && strstr(o->other[i], t->text)))
			return true;
	return false;
}

bool pick_passes(const struct out *o)
{
	for (size_t i = 0; i < o->ntests; i++)
		if (!passes(o, &o->tests[i]))
			return false;
	return true;
}

/* ---- Order ------------------------------------------------------------------------------------- */

static int compare_rows(const void *a, const void *b, void *ctx)
{
	const struct out *o = ctx;
	char *const *x = *(char **const *)a, *const *y = *(char **const *)b;
	int order = compare(x[o->sort] ? x[o->sort] : "", y[o->sort] ? y[o->sort] : "");

	return o->descending ? -order : order;
}

void pick_sort(struct out *o)
{
	qsort_r(o->rows, o->nrows, sizeof(*o->rows), compare_rows, o);
}
