/*
 * Taking back, in a private copy, everything that happened after a moment.  What a record was is what it is, with
 * each of its changes since taken back, the newest first.  Derived data is kept in step record by record, or made
 * anew for a register of which much has changed.
 *
 * References and keys of the records concerned may be at odds on the way (a key that has moved from one record to another,
 * two organizations that have changed places), so those records first give up theirs, and in a second round get what
 * they had: at no time is there a key twice or a circle in a tree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/action.h"
#include "db/derived.h"
#include "db/members.h"
#include "db/past_part.h"
#include "db/seen.h"
#include "src/clock.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

/* Where more records than one of so many were touched, and enough to matter, all of a register is made anew. */
#define BULK_PART 10
#ifndef BULK_LEAST
#define BULK_LEAST 500
#endif
#define PERCENT_BEGIN 50
#define PERCENT_END 99

/* A record that was touched since; one that was made or removed, or changed what it must give up, has two rounds, and so has
 * one that may have to stay hidden. */
struct touched {
	int64_t record;
	bool twice;
	bool hidden;		/* as found in the first round */
};

struct list {
	struct touched *items;
	size_t n, cap;
};

struct rewind {
	struct store *s;
	int64_t first;			/* action: it and all later ones are taken back */
	struct past_progress *progress;
	int64_t done, total;		/* records */
	/* Of each register: */
	struct list *touched;
	bool *bulk;			/* its derived data is made anew at the end */
	struct derived_batch *batch;	/* of the register under way; NULL for such a one */
};

/* ---- Which ------------------------------------------------------------------------------------- */

/*
 * The first one in the order of the chain that is later by the clock.  A clock that once stood far ahead says nothing; one
 * that stood behind does not matter, because what came after an earlier action is later than the moment too.
 */
int rewind_find(struct store *s, const struct past_want *want, int64_t *first, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc;

	*first = want->before;
	if (want->before)
		return 0;
	rc = sql_get(s, "SELECT min(id) FROM action WHERE at > ?1 AND at <= ?2", &stmt, e);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, moment_ms(&want->moment));
	sqlite3_bind_int64(stmt, 2, clock_wall_ms());
	rc = sql_step(s, stmt, e);
	*first = rc == 1 ? sqlite3_column_int64(stmt, 0) : 0;
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}

static void add_touched(struct list *to, struct touched t)
{
	if (to->n == to->cap) {
		to->cap = to->cap ? to->cap * 2 : 256;
		to->items = xreallocarray(to->items, to->cap, sizeof(*to->items));
	}
	to->items[to->n++] = t;
}

/* A key that only one record may have, or the place in a tree. */
static bool must_give_up(const struct field *f)
{
	return f && ((f->flags & FIELD_UNIQUE) || (f->flags & FIELD_TREE));
}

static int by_record(const void *a, const void *b)
{
	const struct touched *x = a, *y = b;

	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	return (int)y->twice - (int)x->twice;
}

/* Each record once, in the order of numbers, which is how the table lies. */
static void settle(struct list *l)
{
	size_t n = 0;

	if (l->n)
		qsort(l->items, l->n, sizeof(l->items[0]), by_record);
	for (size_t i = 0; i < l->n; i++)
		if (n == 0 || l->items[n - 1].record != l->items[i].record)
			l->items[n++] = l->items[i];
	l->n = n;
}

static int list_touched(struct rewind *r, struct err *e)
{
	const struct reg *reg = NULL;
	sqlite3_stmt *stmt;
	int rc = sql_get(r->s, "SELECT reg, record, op, field FROM change WHERE action >= ?1", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, r->first);
	while ((rc = sql_step(r->s, stmt, e)) == 1) {
		if (!reg || strcmp(reg->name, sql_text(stmt, 0)) != 0)
			reg = reg_find(sql_text(stmt, 0));
		if (reg)
			add_touched(&r->touched[reg_index(reg)], (struct touched){ sqlite3_column_int64(stmt, 1),
				.twice = strcmp(sql_text(stmt, 2), "update") != 0 || reg->sharing ||
					must_give_up(reg_field(reg, sql_text(stmt, 3))) });
	}
	sql_done(r->s, stmt);
	for (size_t i = 0; i < registers_n; i++) {
		settle(&r->touched[i]);
		r->total += (int64_t)r->touched[i].n;
	}
	return rc;
}

static bool changed_much(struct rewind *r, const struct reg *reg, size_t touched)
{
	struct buf sql = BUF_INIT;
	int64_t all;

	if (touched < BULK_LEAST)
		return false;
	buf_addf(&sql, "SELECT count(*) FROM \"%s\"", reg->name);
	all = sql_integer(r->s, buf_str(&sql), 0);
	buf_release(&sql);
	return (int64_t)touched * BULK_PART > all;
}

/* ---- One record -------------------------------------------------------------------------------- */

/* A record as it stands in the copy, and as it was. */
struct sides {
	const struct reg *reg;
	int64_t id;
	void *now, *then;
	bool is, was;		/* there */
};

static int take_back(struct store *s, struct sides *x, sqlite3_stmt *stmt, struct err *e)
{
	enum change_op op = change_op_from(sql_text(stmt, 0));

	if (op == CHANGE_UPDATE)
		return members_set(x->reg, x->then, sql_text(stmt, 1), sql_text_or_null(stmt, 2), e);
	reg_release(x->reg, x->then);
	reg_init(x->reg, x->then);
	x->was = op == CHANGE_REMOVE;
	((struct rec *)x->then)->id = x->id;
	return x->was ? members_set_all(s, x->reg, x->then, sql_text(stmt, 2), e) : 0;
}

static int find_then(struct rewind *r, struct sides *x, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(r->s, "SELECT op, field, before FROM change INDEXED BY change_record WHERE reg = ?1 AND record = ?2"
			       " AND action >= ?3 ORDER BY action DESC, seq DESC", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_text(stmt, 1, x->reg->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 2, x->id);
	sqlite3_bind_int64(stmt, 3, r->first);
	while (rc == 0 && (rc = sql_step(r->s, stmt, e)) == 1)
		rc = take_back(r->s, x, stmt, e);
	sql_done(r->s, stmt);
	return rc;
}

static int read_now(struct rewind *r, struct sides *x, struct err *e)
{
	int rc = rows_get(r->s, x->reg, x->id, x->now, e);

	x->is = x->was = rc == 0;
	if (rc == 0)
		reg_copy(x->reg, x->then, x->now);
	return rc == ERR_NOT_FOUND ? 0 : rc;
}

/* What its owner has made private since was shared then, but is shown to others no more. */
static bool is_hidden(const struct store *s, const struct sides *x)
{
	return x->is && !seen_record(s, x->reg, x->now);
}

/* Row and derived data; then NULL: it was not there. */
static int write(struct rewind *r, const struct sides *x, void *then, struct err *e)
{
	int rc = 0;

	if (!then && x->is)
		rc = rows_delete(r->s, x->reg, x->id, e);
	else if (then && x->is)
		rc = rows_update(r->s, x->reg, then, e);
	else if (then)
		rc = rows_insert(r->s, x->reg, then, e);
	if (rc < 0 || (!then && !x->is) || !r->batch)
		return rc;
	return derived_note(r->batch, x->is ? x->now : NULL, then, e);
}

static void give_up(const struct sides *x, void *between)
{
	reg_copy(x->reg, between, x->now);
	for (size_t i = 0; i < x->reg->nfields; i++) {
		const struct field *f = &x->reg->fields[i];

		if (must_give_up(f) && !field_equal(f, x->now, x->then))
			field_type(f)->release(field_value(f, between));
	}
}

/* Those that were not there go, and the others give up what they must. */
static int clear_way(struct rewind *r, const struct sides *x, struct err *e)
{
	void *between;
	int rc = 0;

	if (!x->is)
		return 0;
	if (!x->was)
		return write(r, x, NULL, e);
	between = reg_new(x->reg);
	give_up(x, between);
	if (!reg_equal(x->reg, x->now, between))
		rc = write(r, x, between, e);
	reg_free(x->reg, between);
	return rc;
}

static int restore(struct rewind *r, const struct sides *x, struct err *e)
{
	return x->was ? write(r, x, x->then, e) : 0;
}

static int one_record(struct rewind *r, const struct reg *reg, struct touched *t, bool first_round, struct err *e)
{
	struct sides x = { .reg = reg, .id = t->record, .now = reg_new(reg), .then = reg_new(reg) };
	int rc = read_now(r, &x, e);

	if (rc == 0)
		rc = find_then(r, &x, e);
	if (rc == 0 && first_round)
		t->hidden = is_hidden(r->s, &x);
	x.was = x.was && !t->hidden;
	if (rc == 0)
		rc = first_round ? clear_way(r, &x, e) : restore(r, &x, e);
	reg_free(reg, x.now);
	reg_free(reg, x.then);
	return rc;
}

/* ---- All of them ------------------------------------------------------------------------------- */

static int tell(struct rewind *r, struct err *e)
{
	if (r->s->stop && *r->s->stop)
		return err_set(e, ERR_STOPPED, _("已停止，仍在现在。"));
	if (r->progress)
		r->progress->percent = PERCENT_BEGIN + (int)(r->done * (PERCENT_END - PERCENT_BEGIN) / (r->total + 1));
	return 0;
}

static int records(struct rewind *r, const struct reg *reg, bool first_round, struct err *e)
{
	struct list *l = &r->touched[reg_index(reg)];
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < l->n; i++) {
		if (first_round && !l->items[i].twice)
			continue;
		rc = one_record(r, reg, &l->items[i], first_round, e);
		r->done += first_round ? 0 : 1;
		if (rc == 0 && i % 256 == 0)
			rc = tell(r, e);
	}
	return rc;
}

static int one_round(struct rewind *r, const struct reg *reg, bool first_round, struct err *e)
{
	int rc;

	r->batch = r->bulk[reg_index(reg)] ? NULL : derived_batch_new(r->s, reg);
	rc = records(r, reg, first_round, e);
	if (rc == 0 && r->batch)
		rc = derived_settle(r->batch, e);
	if (r->batch)
		derived_batch_free(r->batch);
	return rc;
}

static int forget_journal(struct rewind *r, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc;

	buf_addf(&sql,
		"DELETE FROM change WHERE action >= %lld;"
		"DELETE FROM action WHERE id >= %lld;"
		"INSERT OR REPLACE INTO meta(name, value) SELECT 'head', id || ' ' || lower(hex(hash))"
		" FROM action ORDER BY id DESC LIMIT 1",
		(long long)r->first, (long long)r->first);
	rc = sql_exec(r->s, buf_str(&sql), e);
	buf_release(&sql);
	return rc;
}

static int take_all_back(struct rewind *r, struct err *e)
{
	int rc = list_touched(r, e);

	for (size_t i = 0; i < registers_n; i++)
		r->bulk[i] = changed_much(r, registers[i], r->touched[i].n);
	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		rc = one_round(r, registers[i], true, e);
	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		rc = one_round(r, registers[i], false, e);
	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		if (r->bulk[i])
			rc = derived_make(r->s, registers[i], e);
	return rc == 0 ? forget_journal(r, e) : rc;
}

int rewind_store(struct store *s, const struct past_want *want, struct err *e)
{
	struct rewind r = { .s = s, .progress = want->progress };
	int rc = rewind_find(s, want, &r.first, e);

	if (rc < 0 || !r.first)
		return rc;
	rc = sql_exec(s, "PRAGMA cache_size = -64000; BEGIN", e);
	if (rc < 0)
		return rc;
	r.bulk = xcalloc(registers_n, sizeof(*r.bulk));
	r.touched = xcalloc(registers_n, sizeof(*r.touched));
	rc = take_all_back(&r, e);
	for (size_t i = 0; i < registers_n; i++)
		free(r.touched[i].items);
	free(r.touched);
	free(r.bulk);
	if (rc == 0)
		rc = sql_exec(s, "COMMIT", e);
	sql_exec(s, "PRAGMA cache_size = -6000", NULL);
	return rc;
}
