/*
 * Counting what meets a condition below each record of a tree.
 */
#include "db/tree_count.h"

#include <stdlib.h>

#include "db/candidates.h"
#include "db/few.h"
#include "db/sieve.h"
#include "db/tree.h"
#include "db/walk.h"
#include "src/mem.h"
#include "src/banned.h"

int tree_parent(struct store *s, const struct reg *reg, int64_t id, int64_t *parent, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	*parent = 0;
	buf_addf(&sql, "SELECT \"%s\" FROM \"%s\" WHERE id = ?1", reg_tree(reg)->name, reg->name);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	rc = sql_step(s, stmt, e);
	if (rc == 1)
		*parent = sqlite3_column_int64(stmt, 0);
	sql_done(s, stmt);
	return rc;
}

/* ---- Lines ------------------------------------------------------------------------------------- */

static struct tree_line *find(const struct tree_count *c, int64_t id)
{
	size_t at = (size_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 32);

	for (at %= c->cap; c->lines[at].id && c->lines[at].id != id; at = (at + 1) % c->cap)
		continue;
	return &c->lines[at];
}

static void grow(struct tree_count *c)
{
	struct tree_count more = { .cap = c->cap ? c->cap * 2 : 64 };

	more.lines = xcalloc(more.cap, sizeof(more.lines[0]));
	for (size_t i = 0; i < c->cap; i++)
		if (c->lines[i].id)
			*find(&more, c->lines[i].id) = c->lines[i];
	free(c->lines);
	c->lines = more.lines;
	c->cap = more.cap;
}

int64_t tree_count_below(const struct tree_count *c, int64_t id)
{
	return c->cap ? find(c, id)->below : 0;
}

bool tree_count_is_few(const struct tree_count *c)
{
	return c->begun && (c->found == 0 || c->hits);
}

void tree_count_clear(struct tree_count *c)
{
	free(c->lines);
	free(c->hits);
	*c = (struct tree_count){ .lines = NULL };
}

static void keep_hit(struct tree_count *c, int64_t id, int64_t parent)
{
	if (c->found == 0)
		c->hits = xreallocarray(NULL, FEW_MOST, sizeof(c->hits[0]));
	if (c->hits && c->found < FEW_MOST) {
		c->hits[c->found] = (struct tree_hit){ id, parent };
	} else {
		free(c->hits);
		c->hits = NULL;
	}
	c->found++;
}

/* Adds one to all above a record.  Who stands above whom is looked up once for each line. */
static int add_found(struct tree_count *c, struct store *s, const struct reg *reg, int64_t id, struct err *e)
{
	int64_t up;
	int rc = tree_parent(s, reg, id, &up, e);

	keep_hit(c, id, up);
	for (int depth = 0; rc >= 0 && up && depth < TREE_DEPTH; depth++) {
		struct tree_line *line;

		if (c->n * 4 >= c->cap * 3)
			grow(c);
		line = find(c, up);
		if (!line->id) {
			rc = tree_parent(s, reg, up, &line->parent, e);
			line->id = up;
			c->n++;
		}
		line->below++;
		up = line->parent;
	}
	return rc < 0 ? rc : 0;
}

/* ---- Reading ----------------------------------------------------------------------------------- */

static int add_few(
	struct tree_count *c, struct store *s, const struct reg *reg, const struct few *few, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < few->n; i++)
		rc = add_found(c, s, reg, few->ids[i], e);
	c->whole = rc == 0;
	return rc;
}

/* A source of records that can be left and taken up again behind the one looked at last. */
struct source {
	struct candidates words;
	struct walk walk;
};

static int open_source(struct source *from, struct tree_count *c, struct store *s, const struct view *v,
	struct err *e)
{
	int rc = candidates_words(&from->words, s, v, false, c->resume ? c->resume : INT64_MIN, e);

	if (rc != 0) {
		c->words = rc == 1;
		return rc < 0 ? rc : 0;
	}
	c->words = false;
	walk_init(&from->walk, s, v, false);
	return c->resume ? walk_from(&from->walk, c->resume, false, e) : walk_from_end(&from->walk, e);
}

static int next(struct source *from, const struct tree_count *c, int64_t *id, struct err *e)
{
	return c->words ? candidates_next(&from->words, id, e) : walk_next(&from->walk, id, e);
}

static int read_on(struct tree_count *c, struct source *from, struct sieve *sieve, const struct view *v,
	struct err *e)
{
	int64_t id;
	int rc, looked = 0;

	while ((rc = next(from, c, &id, e)) == 1) {
		c->resume = id;
		rc = sieve_pass(sieve, id, e);
		if (rc == 1)
			rc = add_found(c, sieve->s, v->reg, id, e);
		if (rc < 0 || (++looked > SIEVE_UNTIMED && sieve_is_over(sieve)))
			return rc;
	}
	c->whole = rc == 0;
	return rc;
}

int tree_count_on(struct tree_count *c, struct store *s, const struct view *v, int ms, struct err *e)
{
	const struct few *few;
	struct source from = { .words = { .stmt = NULL } };
	struct sieve sieve;
	bool first = !c->begun;
	int rc = 0;

	/* Half of the time for finding out whether the result is short, the rest for counting. */
	if (first)
		rc = few_get(s, v, ms ? (ms + 1) / 2 : 0, &few, e);
	if (rc < 0)
		return rc;
	c->begun = true;
	if (rc == 1)
		return add_few(c, s, v->reg, few, e);
	rc = open_source(&from, c, s, v, e);
	if (rc == 0)
		rc = sieve_open(&sieve, s, v, c->words, e);
	if (rc == 0) {
		sieve_limit(&sieve, first && ms > 1 ? ms / 2 : ms);
		rc = read_on(c, &from, &sieve, v, e);
		sieve_close(&sieve);
	}
	sql_done(s, from.words.stmt);
	return rc < 0 ? rc : 0;
}
