/*
 * Trees.  The children of a record are read whole, judged by the view's condition and sorted; the
 * families read last are kept.  Where a condition leaves few records, those and what stands above them tell
 * which children there are.  Else a family too large to be read (a ledger without superiors is one) is
 * stepped through by the index over the superiors, in the order of numbers.
 */
#include "db/tree.h"

#include <stdlib.h>

#include "db/branch.h"
#include "db/keys.h"
#include "db/sieve.h"
#include "db/tree_count.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

/* Children that are sorted, which takes about 3 us each; and how many are kept, in all families together. */
#ifndef TREE_FAMILY
#define TREE_FAMILY 10000
#endif
#define KEPT_FAMILIES 64
#define KEPT_CHILDREN ((size_t)TREE_FAMILY * 4)

struct family {
	int64_t parent;
	bool crowded;		/* too many: none are held */
	int64_t *ids;		/* in the order of the view */
	size_t n, at;		/* at: where the last step ended */
	uint64_t used;
};

struct tree {
	struct store *s;
	const struct view *v;
	const struct field *field;
	struct family families[KEPT_FAMILIES];
	size_t n, children;
	uint64_t clock;
	struct tree_count count;
};

struct tree *tree_new(struct store *s, const struct view *v)
{
	struct tree *t = xcalloc(1, sizeof(*t));

	t->s = s;
	t->v = v;
	t->field = reg_tree(v->reg);
	return t;
}

static void drop_family(struct tree *t, size_t i)
{
	t->children -= t->families[i].n;
	free(t->families[i].ids);
	t->families[i] = t->families[--t->n];
}

static void forget_families(struct tree *t)
{
	while (t->n)
		drop_family(t, t->n - 1);
}

void tree_forget(struct tree *t)
{
	forget_families(t);
	tree_count_clear(&t->count);
}

void tree_free(struct tree *t)
{
	if (!t)
		return;
	tree_forget(t);
	free(t);
}

/* ---- Counting ---------------------------------------------------------------------------------- */

/* Whether the condition decides what is shown, else the default view does, or everything is. */
static bool is_filtered(const struct tree *t)
{
	return view_is_sifted(t->s, t->v);
}

int tree_work(struct tree *t, int ms, struct err *e)
{
	int64_t found = t->count.found;
	int rc;

	if (!is_filtered(t) || t->count.whole)
		return 0;
	rc = tree_count_on(&t->count, t->s, t->v, ms, e);
	/* Branches that were left out may have something in them now. */
	if (t->count.found != found)
		forget_families(t);
	return rc < 0 ? rc : !t->count.whole;
}

int64_t tree_found(const struct tree *t)
{
	return t->count.found;
}

bool tree_is_counted(const struct tree *t)
{
	return !is_filtered(t) || t->count.whole;
}

/* ---- Single records ---------------------------------------------------------------------------- */

static int has_children(struct tree *t, int64_t id, bool *has, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT EXISTS(SELECT 1 FROM \"%s\" WHERE \"%s\" = ?1)", t->v->reg->name, t->field->name);
	rc = sql_get(t->s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	rc = sql_step(t->s, stmt, e);
	*has = rc == 1 && sqlite3_column_int(stmt, 0) != 0;
	sql_done(t->s, stmt);
	return rc < 0 ? rc : 0;
}

static int count_below(struct tree *t, int64_t id, int64_t *n, struct err *e)
{
	struct branch b;
	int rc = 0;

	if (is_filtered(t)) {
		*n = tree_count_below(&t->count, id);
	} else {
		rc = store_branch(t->s, t->v->reg, id, &b, e);
		*n = b.n;
	}
	return rc;
}

/* Whether a record meets the view's condition: 1 or 0. */
static int is_hit(struct tree *t, int64_t id, struct err *e)
{
	struct sieve sieve;
	int rc = sieve_open(&sieve, t->s, t->v, true, e);

	if (rc == 0)
		rc = sieve_pass(&sieve, id, e);
	sieve_close(&sieve);
	return rc;
}

int tree_node(struct tree *t, int64_t id, struct tree_node *out, struct err *e)
{
	int rc = is_hit(t, id, e);

	*out = (struct tree_node){ .hit = rc == 1 };
	if (rc >= 0)
		rc = count_below(t, id, &out->below, e);
	if (rc < 0)
		return rc;
	out->parent = out->below > 0;
	return t->v->all && !is_filtered(t) ? has_children(t, id, &out->parent, e) : 0;
}

/* ---- Families ---------------------------------------------------------------------------------- */

/* Children of a record in the order of their numbers: number, value of the view's field, whether it is in the view. */
struct reading {
	sqlite3_stmt *stmt;
	struct sql_params params;
};

/* Those beyond a number, upwards or downwards. */
static int open_reading(
	struct reading *r, struct tree *t, int64_t parent, bool down, int64_t beyond, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc, n;

	*r = (struct reading){ .stmt = NULL };
	buf_addf(&sql, "SELECT t.id, t.\"%s\", ", view_field(t->v)->name);
	rc = sieve_condition(t->s, t->v, &r->params, &sql, e);
	n = (int)r->params.n + 1;
	buf_addf(&sql, " FROM \"%s\" t WHERE t.\"%s\" IS ?%d AND t.id %c ?%d ORDER BY t.id%s", t->v->reg->name,
		t->field->name, n, down ? '<' : '>', n + 1, down ? " DESC" : "");
	if (rc == 0)
		rc = sql_get(t->s, buf_str(&sql), &r->stmt, e);
	buf_release(&sql);
	if (rc < 0) {
		sql_params_release(&r->params);
		return rc;
	}
	sql_params_bind(&r->params, r->stmt);
	if (parent)
		sqlite3_bind_int64(r->stmt, n, parent);
	sqlite3_bind_int64(r->stmt, n + 1, beyond);
	return 0;
}

static void close_reading(struct reading *r, struct tree *t)
{
	sql_done(t->s, r->stmt);
	sql_params_release(&r->params);
}

/* The next child that is shown: 1, or 0 at the end. */
static int next_child(struct reading *r, struct tree *t, int64_t *id, struct err *e)
{
	int rc;

	while ((rc = sql_step(t->s, r->stmt, e)) == 1) {
		int64_t below = 0;

		*id = sqlite3_column_int64(r->stmt, 0);
		if (sqlite3_column_int(r->stmt, 2))
			return 1;
		rc = count_below(t, *id, &below, e);
		if (rc < 0 || below > 0)
			return rc < 0 ? rc : 1;
	}
	return rc;
}

struct child {
	int64_t id;
	struct key key;
};

struct children {
	struct child *items;
	size_t n, cap;
};

static int by_key(const void *one, const void *other)
{
	const struct child *a = one, *b = other;
	int order = key_compare(&a->key, &b->key);

	return order ? order : (a->id > b->id) - (a->id < b->id);
}

static struct child *add_child(struct children *c, int64_t id)
{
	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 32;
		c->items = xreallocarray(c->items, c->cap, sizeof(c->items[0]));
	}
	c->items[c->n].id = id;
	return &c->items[c->n++];
}

static int read_all(struct tree *t, int64_t parent, struct children *out, struct err *e)
{
	struct reading r;
	int64_t id;
	int rc = open_reading(&r, t, parent, false, INT64_MIN, e);

	if (rc < 0)
		return rc;
	while (rc >= 0 && (rc = next_child(&r, t, &id, e)) == 1) {
		struct cell c;

		key_column(r.stmt, 1, &c);
		rc = key_make(view_field(t->v), &c, &add_child(out, id)->key, e);
	}
	close_reading(&r, t);
	return rc;
}

/* Of few records found: what stands above something found, and what was found and has nothing of the kind below it. */
static int pick_few(struct tree *t, int64_t parent, struct children *out, struct err *e)
{
	const struct tree_count *c = &t->count;
	int rc = 1;

	for (size_t i = 0; i < c->cap; i++)
		if (c->lines[i].id && c->lines[i].parent == parent)
			add_child(out, c->lines[i].id);
	for (size_t i = 0; i < (size_t)c->found; i++)
		if (c->hits[i].parent == parent && tree_count_below(c, c->hits[i].id) == 0)
			add_child(out, c->hits[i].id);
	for (size_t i = 0; rc >= 0 && i < out->n; i++)
		rc = key_of_id(t->s, t->v->reg, view_field(t->v), out->items[i].id, &out->items[i].key, e);
	return rc;
}

/* Whether a record has more children than are sorted: asked of the index alone. */
static int is_crowd(struct tree *t, int64_t parent, bool *crowd, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT count(*) FROM (SELECT 1 FROM \"%s\" WHERE \"%s\" IS ?1 LIMIT %d)", t->v->reg->name,
		t->field->name, TREE_FAMILY + 1);
	rc = sql_get(t->s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	if (parent)
		sqlite3_bind_int64(stmt, 1, parent);
	rc = sql_step(t->s, stmt, e);
	*crowd = rc == 1 && sqlite3_column_int64(stmt, 0) > TREE_FAMILY;
	sql_done(t->s, stmt);
	return rc < 0 ? rc : 0;
}

static int read_children(struct tree *t, int64_t parent, struct children *out, bool *crowded, struct err *e)
{
	int rc;

	if (is_filtered(t) && tree_count_is_few(&t->count))
		return pick_few(t, parent, out, e);
	rc = is_crowd(t, parent, crowded, e);
	return rc < 0 || *crowded ? rc : read_all(t, parent, out, e);
}

static void keep_children(const struct tree *t, struct family *f, struct children *c)
{
	if (c->n > 1)
		qsort(c->items, c->n, sizeof(c->items[0]), by_key);
	f->n = c->n;
	f->ids = xcalloc(c->n + 1, sizeof(f->ids[0]));
	for (size_t i = 0; i < c->n; i++)
		f->ids[t->v->descending ? c->n - 1 - i : i] = c->items[i].id;
}

/* Room for one more family: those that were not used for the longest time go. */
static void make_room(struct tree *t)
{
	while (t->n == KEPT_FAMILIES || (t->n > 0 && t->children > KEPT_CHILDREN)) {
		size_t oldest = 0;

		for (size_t i = 1; i < t->n; i++)
			if (t->families[i].used < t->families[oldest].used)
				oldest = i;
		drop_family(t, oldest);
	}
}

static int read_family(struct tree *t, int64_t parent, struct family **out, struct err *e)
{
	struct family f = { .parent = parent };
	struct children children = { .items = NULL };
	int rc = read_children(t, parent, &children, &f.crowded, e);

	if (rc >= 0)
		keep_children(t, &f, &children);
	free(children.items);
	if (rc < 0)
		return rc;
	make_room(t);
	t->children += f.n;
	t->families[t->n] = f;
	*out = &t->families[t->n++];
	return 0;
}

static int get_family(struct tree *t, int64_t parent, struct family **out, struct err *e)
{
	int rc = 0;

	*out = NULL;
	for (size_t i = 0; i < t->n && !*out; i++)
		if (t->families[i].parent == parent)
			*out = &t->families[i];
	if (!*out)
		rc = read_family(t, parent, out, e);
	if (rc == 0)
		(*out)->used = ++t->clock;
	return rc;
}

/* ---- Steps ------------------------------------------------------------------------------------- */

static int step_by_number(struct tree *t, int64_t parent, enum tree_step step, int64_t *id, struct err *e)
{
	bool down = (step == TREE_LAST || step == TREE_BEFORE) != t->v->descending;
	bool from_end = step == TREE_FIRST || step == TREE_LAST;
	struct reading r;
	int rc = open_reading(&r, t, parent, down, from_end ? down ? INT64_MAX : INT64_MIN : *id, e);

	if (rc < 0)
		return rc;
	rc = next_child(&r, t, id, e);
	close_reading(&r, t);
	return rc;
}

/* Steps mostly go on from where the last one ended. */
static size_t find_child(struct family *f, int64_t id)
{
	size_t i = 0;

	if (f->at < f->n && f->ids[f->at] == id)
		return f->at;
	while (i < f->n && f->ids[i] != id)
		i++;
	return i;
}

static int step_in_family(struct family *f, enum tree_step step, int64_t *id)
{
	size_t at = step == TREE_AFTER || step == TREE_BEFORE ? find_child(f, *id) : 0;

	if (step == TREE_AFTER && at < f->n)
		at++;
	else if (step == TREE_BEFORE || step == TREE_LAST)
		at = (step == TREE_LAST ? f->n : at) - 1;
	if (at >= f->n)
		return 0;
	f->at = at;
	*id = f->ids[at];
	return 1;
}

int tree_child(struct tree *t, int64_t parent, enum tree_step step, int64_t *id, struct err *e)
{
	struct family *f;
	int rc = get_family(t, parent, &f, e);

	if (rc < 0)
		return rc;
	return f->crowded ? step_by_number(t, parent, step, id, e) : step_in_family(f, step, id);
}

bool tree_is_crowded(struct tree *t, int64_t parent)
{
	struct family *f;

	return get_family(t, parent, &f, NULL) == 0 && f->crowded;
}

/* ---- Branches ---------------------------------------------------------------------------------- */

#define BELOW "WITH RECURSIVE b(id) AS (SELECT ?1 UNION SELECT t.id FROM \"%s\" t, b WHERE t.\"%s\" = b.id) "

int tree_each(struct tree *t, int64_t id, int (*fn)(void *ctx, int64_t id), void *ctx, struct err *e)
{
	struct buf sql = BUF_INIT;
	struct sieve sieve;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, BELOW "SELECT id FROM b", t->v->reg->name, t->field->name);
	rc = sql_get(t->s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	rc = sieve_open(&sieve, t->s, t->v, true, e);
	while (rc == 0 && (rc = sql_step(t->s, stmt, e)) == 1) {
		int64_t at = sqlite3_column_int64(stmt, 0);

		rc = sieve_pass(&sieve, at, e);
		if (rc == 1)
			rc = fn(ctx, at);
	}
	sieve_close(&sieve);
	sql_done(t->s, stmt);
	return rc;
}

int store_branch_size(struct store *s, const struct reg *reg, int64_t id, int64_t *n, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	*n = 0;
	buf_addf(&sql, BELOW "SELECT count(*) - 1 FROM b", reg->name, reg_tree(reg)->name);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	rc = sql_step(s, stmt, e);
	if (rc == 1)
		*n = sqlite3_column_int64(stmt, 0);
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}

int store_chain(struct store *s, const struct reg *reg, int64_t id, int64_t path[TREE_DEPTH], size_t *n,
	struct err *e)
{
	int64_t up[TREE_DEPTH], parent;
	int rc = 1;

	*n = 0;
	for (; id && *n < TREE_DEPTH && rc == 1; id = parent) {
		rc = tree_parent(s, reg, id, &parent, e);
		if (rc == 1)
			up[(*n)++] = id;
	}
	if (rc < 0)
		return rc;
	if (*n == 0)
		return err_set(e, ERR_NOT_FOUND, _("这条记录已经不在了；请从头看起。"));
	for (size_t i = 0; i < *n; i++)
		path[i] = up[*n - 1 - i];
	return 0;
}
