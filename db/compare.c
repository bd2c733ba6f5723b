/*
 * Two moments side by side.  What the changes in between say of a record's fields is enough: read from the newest one back
 * they end with the values of the first moment, read from the oldest one on with those of the second.  Fields that nobody
 * touched stay empty on both sides.
 */
#include "db/compare.h"

#include <stdlib.h>
#include <string.h>

#include "db/members.h"
#include "db/past_part.h"
#include "db/seen.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

struct comparison {
	struct store *s;
	struct compare_want want;
	struct compare_sum sum;
	int64_t *records;	/* touched in between, ascending */
	size_t n, cap, at;
	/* Of the step at hand: */
	int (*fn)(void *ctx, const struct change *c);
	void *ctx;
	struct err *e;
};

/* ---- Moments ----------------------------------------------------------------------------------- */

/* The number behind which the moment stands: just before that of the first later action. */
static int action_of(struct store *s, const struct moment *m, int64_t *action, struct err *e)
{
	struct past_want want = { .moment = *m };
	int64_t first;
	int rc = rewind_find(s, &want, &first, e);

	*action = first ? first - 1 : COMPARE_NOW;
	return rc;
}

static int check_order(const struct moment *from, const struct moment *to, struct err *e)
{
	if (moment_ms(from) < moment_ms(to))
		return 0;
	return err_set(e, ERR_INVALID, "%s", _("两个时点要先早后晚：先写较早的那天，再写较晚的；一天是指那天结束时。"));
}

/* Two moments, or one and now. */
struct pair {
	struct moment first, second;
	bool to_now;
};

static int read_pair(struct store *s, const char *from, const char *to, struct pair *p, struct err *e)
{
	int rc = past_parse(s, from, &p->first, e);

	p->to_now = !to || moment_is_now(to);
	if (rc == 0 && !p->to_now)
		rc = past_parse(s, to, &p->second, e);
	return rc == 0 && !p->to_now ? check_order(&p->first, &p->second, e) : rc;
}

static int take_pair(struct store *s, const struct pair *p, struct compare_want *out, struct err *e)
{
	struct compare_want want = *out;
	int rc = action_of(s, &p->first, &want.after, e);

	want.until = COMPARE_NOW;
	if (rc == 0 && !p->to_now)
		rc = action_of(s, &p->second, &want.until, e);
	if (rc == 0)
		*out = want;
	return rc;
}

int compare_between(struct store *s, const char *from, const char *to, struct compare_want *out, struct err *e)
{
	struct pair p;
	int rc = read_pair(s, from, to, &p, e);

	return rc == 0 ? take_pair(s, &p, out, e) : rc;
}

int compare_parse(struct store *s, const char *typed, struct compare_want *out, struct buf *words, struct err *e)
{
	char *from = xstrdup(typed), *dots = strstr(from, "..");
	struct pair p;
	int rc;

	if (dots)
		*dots = '\0';
	rc = read_pair(s, from, dots ? dots + strlen("..") : NULL, &p, e);
	free(from);
	if (rc == 0)
		rc = take_pair(s, &p, out, e);
	if (rc < 0 || !words)
		return rc;
	moment_format(words, &p.first);
	buf_adds(words, " .. ");
	if (p.to_now)
		buf_adds(words, _("现在"));
	else
		moment_format(words, &p.second);
	return 0;
}

bool compare_is_moment(struct store *s, const char *typed)
{
	struct moment m;

	return moment_parse(typed, s->lookup.today, &m, NULL) == 0;
}

/* ---- Which records ----------------------------------------------------------------------------- */

static void add_record(struct comparison *c, int64_t record)
{
	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 256;
		c->records = xreallocarray(c->records, c->cap, sizeof(*c->records));
	}
	c->records[c->n++] = record;
}

/*
 * A register with few changes is asked for them by record; else the stretch of the journal is read, which ends where
 * enough records were found.
 */
static int touched_sql(struct comparison *c, sqlite3_stmt **stmt)
{
	struct buf sql = BUF_INIT;
	int rc;

	buf_adds(&sql, "SELECT DISTINCT record FROM change");
	if (journal_is_short(c->s, c->want.reg))
		buf_adds(&sql, " INDEXED BY change_record");
	buf_adds(&sql, " WHERE reg = ?1 AND action > ?2 AND action <= ?3");
	seen_add_changes(c->s, "change", &sql);
	buf_adds(&sql, " LIMIT ?4");
	rc = sql_get(c->s, buf_str(&sql), stmt, c->e);
	buf_release(&sql);
	return rc;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static int find_touched(struct comparison *c)
{
	sqlite3_stmt *stmt;
	int rc = touched_sql(c, &stmt);

	if (rc < 0)
		return rc;
	rc = sql_bind(c->s, stmt, 1, c->want.reg->name, c->e);
	sqlite3_bind_int64(stmt, 2, c->want.after);
	sqlite3_bind_int64(stmt, 3, c->want.until);
	sqlite3_bind_int64(stmt, 4, c->want.most ? c->want.most + 1 : -1);
	while (rc == 0 && (rc = sql_step(c->s, stmt, c->e)) == 1) {
		add_record(c, sqlite3_column_int64(stmt, 0));
		rc = 0;
	}
	sql_done(c->s, stmt);
	c->sum.more = c->want.most && c->n > (size_t)c->want.most;
	c->n -= c->sum.more ? 1 : 0;
	if (c->n)
		qsort(c->records, c->n, sizeof(*c->records), by_number);
	return rc;
}

/* ---- One record -------------------------------------------------------------------------------- */

/* A record at one of the moments, as far as it was touched. */
struct side {
	void *rec;
	bool there;
};

/* One change more on the way to a side: its `before` on the way back, else its `after`. */
static int take(struct comparison *c, struct side *side, enum change_op op, const char *field, const char *value)
{
	if (op == CHANGE_UPDATE)
		return members_set(c->want.reg, side->rec, field, value, c->e);
	reg_release(c->want.reg, side->rec);
	reg_init(c->want.reg, side->rec);
	side->there = value != NULL;
	return value ? members_set_all(c->s, c->want.reg, side->rec, value, c->e) : 0;
}

static int find_side(struct comparison *c, int64_t record, bool back, struct side *side)
{
	sqlite3_stmt *stmt;
	struct buf sql = BUF_INIT;
	int rc;

	buf_addf(&sql, "SELECT op, field, %s FROM change INDEXED BY change_record WHERE reg = ?1 AND record = ?2"
		       " AND action > ?3 AND action <= ?4", back ? "before" : "after");
	seen_add_changes(c->s, "change", &sql);
	buf_adds(&sql, back ? " ORDER BY action DESC, seq DESC" : " ORDER BY action, seq");
	rc = sql_get(c->s, buf_str(&sql), &stmt, c->e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	rc = sql_bind(c->s, stmt, 1, c->want.reg->name, c->e);
	sqlite3_bind_int64(stmt, 2, record);
	sqlite3_bind_int64(stmt, 3, c->want.after);
	sqlite3_bind_int64(stmt, 4, c->want.until);
	while (rc == 0 && (rc = sql_step(c->s, stmt, c->e)) == 1)
		rc = take(c, side, change_op_from(sql_text(stmt, 0)), sql_text(stmt, 1), sql_text_or_null(stmt, 2));
	sql_done(c->s, stmt);
	return rc;
}

static int give(struct comparison *c, const struct change *change, struct cell *before, struct cell *after)
{
	struct change x = *change;

	if (cell_equal(before, after))
		return 0;
	x.before = cell_text(before);
	x.after = cell_text(after);
	return c->fn(c->ctx, &x);
}

static void text_cell(struct cell *c, const char *text)
{
	*c = (struct cell){ .kind = text && *text ? CELL_TEXT : CELL_NULL, .text = text };
}

static int give_retirement(struct comparison *c, struct change *change, const struct rec *was, const struct rec *is)
{
	struct cell a, b;
	int rc;

	type_by_id(TYPE_DATE)->put(&was->retired_on, &a);
	type_by_id(TYPE_DATE)->put(&is->retired_on, &b);
	change->name = "retired_on";
	rc = give(c, change, &a, &b);
	if (rc != 0)
		return rc;
	text_cell(&a, was->retired_reason);
	text_cell(&b, is->retired_reason);
	change->name = "retired_reason";
	return give(c, change, &a, &b);
}

static int give_fields(struct comparison *c, struct change *change, const void *was, const void *is)
{
	const struct reg *reg = c->want.reg;
	int rc = give_retirement(c, change, was, is);

	for (size_t i = 0; rc == 0 && i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];
		struct cell a, b;

		field_type(f)->put(field_const(f, was), &a);
		field_type(f)->put(field_const(f, is), &b);
		change->field = f;
		change->name = f->name;
		rc = give(c, change, &a, &b);
	}
	return rc;
}

static bool differs(const struct reg *reg, const struct rec *was, const struct rec *is)
{
	const char *a = was->retired_reason, *b = is->retired_reason;

	if (date_compare(was->retired_on, is->retired_on) != 0 || strcmp(a ? a : "", b ? b : "") != 0)
		return true;
	for (size_t i = 0; i < reg->nfields; i++)
		if (!field_equal(&reg->fields[i], was, is))
			return true;
	return false;
}

static enum deed deed_of(const struct side *was, const struct side *is)
{
	const struct rec *a = was->rec, *b = is->rec;
	bool gone = !date_is_empty(a->retired_on), goes = !date_is_empty(b->retired_on);

	if (was->there != is->there)
		return is->there ? DEED_CREATE : DEED_REMOVE;
	if (gone != goes)
		return goes ? DEED_RETIRE : DEED_REVIVE;
	return DEED_EDIT;
}

static int give_sides(struct comparison *c, int64_t record, const struct side *was, const struct side *is)
{
	struct change change = { .reg = c->want.reg, .record = record, .op = CHANGE_UPDATE, .name = "" };

	if ((!was->there && !is->there) || (was->there == is->there && !differs(c->want.reg, was->rec, is->rec)))
		return 0;
	c->sum.records[deed_of(was, is)]++;
	if (was->there == is->there)
		return give_fields(c, &change, was->rec, is->rec);
	change.op = is->there ? CHANGE_CREATE : CHANGE_REMOVE;
	return c->fn(c->ctx, &change);
}

static int compare_record(struct comparison *c, int64_t record)
{
	struct side was = { reg_new(c->want.reg), true }, is = { reg_new(c->want.reg), true };
	int rc = find_side(c, record, true, &was);

	if (rc == 0)
		rc = find_side(c, record, false, &is);
	if (rc == 0)
		rc = give_sides(c, record, &was, &is);
	reg_free(c->want.reg, was.rec);
	reg_free(c->want.reg, is.rec);
	return rc;
}

/* ---- All of them ------------------------------------------------------------------------------- */

struct comparison *comparison_new(struct store *s, const struct compare_want *want, struct err *e)
{
	struct comparison *c = xcalloc(1, sizeof(*c));
	int64_t last;
	int rc = sql_ask(s, "SELECT max(id) FROM action", &last, e);

	*c = (struct comparison){ .s = s, .want = *want, .e = e };
	/* The journal only grows at its end: up to here it says the same from step to step. */
	if (rc == 0 && c->want.until > last)
		c->want.until = last;
	if (rc == 0 && want->record)
		add_record(c, want->record);
	else if (rc == 0)
		rc = find_touched(c);
	if (rc == 0)
		return c;
	comparison_free(c);
	return NULL;
}

int comparison_next(struct comparison *c, int (*fn)(void *ctx, const struct change *c), void *ctx, struct err *e)
{
	int rc;

	if (c->at == c->n)
		return 0;
	c->fn = fn;
	c->ctx = ctx;
	c->e = e;
	rc = compare_record(c, c->records[c->at++]);
	return rc == 0 ? c->at < c->n : rc;
}

const struct compare_sum *comparison_sum(const struct comparison *c)
{
	return &c->sum;
}

void comparison_free(struct comparison *c)
{
	if (c)
		free(c->records);
	free(c);
}

/* What fn returns must be told from "there are more". */
struct giving {
	int (*fn)(void *ctx, const struct change *c);
	void *ctx;
	int rc;
};

static int give_on(void *ctx, const struct change *c)
{
	struct giving *g = ctx;

	g->rc = g->fn(g->ctx, c);
	return g->rc != 0 ? ERR_STOPPED : 0;
}

int store_compare(struct store *s, const struct compare_want *want, int (*fn)(void *ctx, const struct change *c), void *ctx,
		  struct compare_sum *sum, struct err *e)
{
	struct giving g = { .fn = fn, .ctx = ctx };
	struct comparison *c = comparison_new(s, want, e);
	int rc = 1;

	*sum = (struct compare_sum){ .more = false };
	if (!c)
		return e ? e->code : ERR_DATABASE;
	while (rc == 1)
		rc = comparison_next(c, give_on, &g, e);
	*sum = *comparison_sum(c);
	comparison_free(c);
	return g.rc != 0 ? g.rc : rc;
}
