/*
 * Derived data, kept in step with the changes of records: one by one, or many together, so that a chunk of an order,
 * a counter or the row of a branch in which much changes is written once.
 */
#include "db/derived.h"

#include <stdlib.h>
#include <string.h>

#include "db/branch.h"
#include "db/derived_state.h"
#include "db/order.h"
#include "db/search.h"
#include "db/tally.h"
#include "src/mem.h"
#include "src/banned.h"

/* How many moves in orders are kept in memory: one megabyte. */
#ifndef MOVES_AT_ONCE
#define MOVES_AT_ONCE 8192
#endif

/* A record that comes to stand in an order, or goes from it. */
struct move {
	const struct field *field;
	bool out, comes;
	struct place place;
};

struct derived_batch {
	struct store *s;
	const struct reg *reg;
	struct move *moves;
	size_t n, cap;
	struct tally_pad tallies;
	struct branch_pad branches;
};

/* ---- One record -------------------------------------------------------------------------------- */

/* A record as it stood or stands, and where. */
struct state {
	const void *rec; /* NULL: there is none */
	bool out;
};

struct change {
	struct store *s;
	const struct reg *reg;
	int64_t id;
	struct state before, now;
};

static const struct field *first_kept(const struct reg *reg)
{
	for (size_t i = 0; i < reg->nfields; i++) {
		if (key_is_kept(&reg->fields[i]))
			return &reg->fields[i];
	}
	return NULL;
}

/* The row has been written already; where the record stood is known by the orders. */
static int find_before(struct change *c, struct err *e)
{
	struct order o = { c->s, c->reg, first_kept(c->reg), false };
	struct key key;
	int rc;

	if (!c->before.rec || !o.field)
		return 0;
	rc = key_of_record(o.field, c->before.rec, &key, e);
	if (rc == 0)
		rc = order_has(&o, &key, c->id, e);
	c->before.out = rc == 0;
	return rc < 0 ? rc : 0;
}

static int find_now(struct change *c, struct err *e)
{
	int rc = c->now.rec ? default_view_has(c->s, c->reg, c->id, e) : 0;

	c->now.out = rc == 0;
	return rc < 0 ? rc : 0;
}

static struct move *add_move(struct derived_batch *b, const struct field *f, bool out, bool comes)
{
	if (b->n == b->cap) {
		b->cap = b->cap ? b->cap * 2 : 16;
		b->moves = xreallocarray(b->moves, b->cap, sizeof(*b->moves));
	}
	b->moves[b->n] = (struct move){ .field = f, .out = out, .comes = comes };
	return &b->moves[b->n++];
}

static int note_move(struct derived_batch *b, const struct change *c, const struct field *f, bool comes, struct err *e)
{
	const struct state *state = comes ? &c->now : &c->before;
	struct move *m;

	if (!state->rec)
		return 0;
	m = add_move(b, f, state->out, comes);
	m->place.id = c->id;
	return key_of_record(f, state->rec, &m->place.key, e);
}

/* Most fields of a record stay as they are, and keys are not made for nothing. */
static bool stays(const struct change *c, const struct field *f)
{
	return c->before.rec && c->now.rec && c->before.out == c->now.out && field_equal(f, c->before.rec, c->now.rec);
}

static int note_moves(struct derived_batch *b, const struct change *c, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < c->reg->nfields; i++) {
		const struct field *f = &c->reg->fields[i];

		if (!key_is_kept(f) || stays(c, f))
			continue;
		rc = note_move(b, c, f, false, e);
		if (rc == 0)
			rc = note_move(b, c, f, true, e);
	}
	return rc;
}

static int change_text(const struct change *c, struct err *e)
{
	struct buf was = BUF_INIT, is = BUF_INIT;
	int rc = 0;

	if (c->before.rec)
		search_text(c->reg, c->before.rec, &was);
	if (c->now.rec)
		search_text(c->reg, c->now.rec, &is);
	if (c->before.rec && c->now.rec && strcmp(buf_str(&was), buf_str(&is)) == 0)
		goto out;
	if (c->before.rec)
		rc = search_remove(c->s, c->reg, c->id, &was, e);
	if (rc == 0 && c->now.rec)
		rc = search_add(c->s, c->reg, c->id, &is, e);
out:
	buf_release(&was);
	buf_release(&is);
	return rc;
}

static void pad_state(struct tally_pad *pad, const struct reg *reg, const struct state *state, int n)
{
	if (!state->rec)
		return;
	tally_pad_record(pad, state->out, n);
	for (size_t i = 0; i < reg->nfields && !state->out; i++) {
		const struct field *f = &reg->fields[i];
		struct cell c;

		if (!(f->flags & FIELD_TALLIED))
			continue;
		field_type(f)->put(field_const(f, state->rec), &c);
		tally_pad_value(pad, f, &c, n);
	}
}

/* ---- Together ---------------------------------------------------------------------------------- */

/* Those that go first, then order by order. */
static int by_order(const void *a, const void *b)
{
	const struct move *x = a, *y = b;

	if (x->comes != y->comes)
		return x->comes - y->comes;
	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return x->out != y->out ? x->out - y->out : place_compare(&x->place, &y->place);
}

static bool is_same_order(const struct move *a, const struct move *b)
{
	return a->comes == b->comes && a->field == b->field && a->out == b->out;
}

/* All moves in the order of the first one; how many they are. */
static int move_in_order(const struct derived_batch *b, const struct move *moves, size_t n, struct err *e)
{
	struct order o = { b->s, b->reg, moves[0].field, moves[0].out };
	struct place *places = xreallocarray(NULL, n, sizeof(*places));
	size_t some = 0;
	int rc;

	for (; some < n && is_same_order(&moves[some], &moves[0]); some++)
		places[some] = moves[some].place;
	rc = moves[0].comes ? order_add(&o, places, some, e) : order_remove(&o, places, some, e);
	/* Facts are right and go on; what follows from them is made anew when the database is opened next. */
	if (rc >= 0 && !moves[0].comes && (size_t)rc < some)
		rc = meta_set(b->s, "derived", "", e);
	free(places);
	return rc < 0 ? rc : (int)some;
}

static int settle_moves(struct derived_batch *b, struct err *e)
{
	int rc = 0;

	if (b->n)
		qsort(b->moves, b->n, sizeof(b->moves[0]), by_order);
	for (size_t i = 0; rc >= 0 && i < b->n; i += (size_t)rc) {
		rc = move_in_order(b, b->moves + i, b->n - i, e);
		if (rc < 0)
			return rc;
	}
	b->n = 0;
	return 0;
}

struct derived_batch *derived_batch_new(struct store *s, const struct reg *reg)
{
	struct derived_batch *b = xcalloc(1, sizeof(*b));

	b->s = s;
	b->reg = reg;
	return b;
}

void derived_batch_free(struct derived_batch *b)
{
	free(b->moves);
	tally_pad_release(&b->tallies);
	free(b->branches.rows);
	free(b);
}

int derived_note(struct derived_batch *b, const void *before, const void *now, struct err *e)
{
	const struct rec *rec = now ? now : before;
	struct change c = { .s = b->s, .reg = b->reg, .id = rec->id, .before.rec = before, .now.rec = now };
	int rc = find_before(&c, e);

	if (rc == 0)
		rc = find_now(&c, e);
	if (rc == 0)
		rc = note_moves(b, &c, e);
	if (rc == 0)
		rc = change_text(&c, e);
	if (rc < 0)
		return rc;
	pad_state(&b->tallies, b->reg, &c.before, -1);
	pad_state(&b->tallies, b->reg, &c.now, 1);
	rc = branch_note(&b->branches, b->s, b->reg,
		(struct branch_side[]){ { before, !c.before.out }, { now, !c.now.out } }, e);
	b->s->derived->merge = b->s->derived->log = true;
	return rc == 0 && b->n >= MOVES_AT_ONCE ? derived_settle(b, e) : rc;
}

int derived_settle(struct derived_batch *b, struct err *e)
{
	int rc = settle_moves(b, e);

	if (rc == 0)
		rc = tally_write(b->s, b->reg, &b->tallies, e);
	tally_pad_release(&b->tallies);
	return rc == 0 ? branch_settle(&b->branches, b->s, b->reg, e) : rc;
}

int derived_update(struct store *s, const struct reg *reg, const void *before, const void *now, struct err *e)
{
	struct derived_batch *b = derived_batch_new(s, reg);
	int rc = derived_note(b, before, now, e);

	if (rc == 0)
		rc = derived_settle(b, e);
	derived_batch_free(b);
	return rc;
}
