/* Reports: the lines of a view one by one, or the events that the journal has of them. */
#include "db/report.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/journal.h"
#include "src/mem.h"
#include "src/workflow.h"

#include "src/banned.h"

#define WEEK 7

struct reporting {
	struct store *s;
	const struct report *report;
	struct report_line line;
	int (*fn)(void *ctx, const struct report_line *line);
	void *ctx;
	struct err *e;

	/* Of a report of progress: */
	const struct field *stage;
	int64_t since_ms;
	struct happening *happenings;
	size_t n, cap;
};

/* What happened to a record. */
struct happening {
	int64_t id;
	enum event event;
	char *was;		/* stage then, NULL: it was not there */
};

static int give(void *ctx, const void *rec)
{
	struct reporting *r = ctx;

	r->line.rec = rec;
	r->line.number++;
	return r->fn(r->ctx, &r->line);
}

/* --- what moved --- */

/* The first moment of a day on this machine's clock, as the journal counts. */
static int64_t day_begins_ms(struct date day)
{
	struct tm tm = { .tm_year = day.year - 1900, .tm_mon = (day.month ? day.month : 1) - 1,
			 .tm_mday = day.day ? day.day : 1, .tm_isdst = -1 };

	return (int64_t)mktime(&tm) * 1000;
}

/* The record as it was on the first day. */
struct then {
	int64_t since_ms;
	bool created;		/* since that day */
	bool moved;
	char *stage;		/* before it moved; NULL: none */
};

/* Newest first: the last one looked at is the earliest change since that day. */
static int look_back(void *ctx, const struct action *a, const struct change *c)
{
	struct then *then = ctx;

	if (a->at_ms < then->since_ms)
		return 1;
	then->created = c->op == CHANGE_CREATE;
	then->moved = true;
	free(then->stage);
	then->stage = c->before ? xstrdup(c->before) : NULL;
	return 0;
}

static bool has_ended(const struct reg *reg, const char *stage)
{
	const char *const *ended = reg->workflow->ended;

	for (size_t i = 0; ended && ended[i]; i++)
		if (strcmp(ended[i], stage) == 0)
			return true;
	return false;
}

static void keep(struct reporting *r, const struct rec *rec, enum event event, const char *was)
{
	if (r->n == r->cap) {
		r->cap = r->cap ? r->cap * 2 : 64;
		r->happenings = xreallocarray(r->happenings, r->cap, sizeof(*r->happenings));
	}
	r->happenings[r->n++] = (struct happening){ rec->id, event, was ? xstrdup(was) : NULL };
}

/* A stage that was left and taken again is where it was. */
static enum event movement(const struct reg *reg, const struct then *then, const char *now)
{
	const char *was = then->stage ? then->stage : "";

	if (then->created)
		return has_ended(reg, now) ? EVENT_NONE : EVENT_NEW;
	if (!then->moved || strcmp(was, now) == 0)
		return EVENT_NONE;
	return has_ended(reg, now) && !has_ended(reg, was) ? EVENT_ENDED : EVENT_ADVANCED;
}

static int look_at(void *ctx, const void *rec)
{
	struct reporting *r = ctx;
	const struct reg *reg = r->report->reg;
	struct then then = { .since_ms = r->since_ms };
	struct journal_lines lines = { .reg = reg, .record = ((const struct rec *)rec)->id, .field = r->stage->name };
	const char *now = workflow_stage(reg, rec);
	enum event event;
	int64_t days;
	int rc = journal_read(r->s, &lines, look_back, &then, r->e);

	if (rc >= 0) {
		event = movement(reg, &then, now);
		if (event)
			keep(r, rec, event, then.created ? NULL : then.stage);
		if (workflow_days_left(reg, rec, store_lookup(r->s)->today, &days) && days < 0)
			keep(r, rec, EVENT_OVERDUE, then.created ? NULL : then.moved ? then.stage : now);
	}
	free(then.stage);
	return rc < 0 ? rc : 0;
}

static int give_events(struct reporting *r, enum event event)
{
	void *rec = reg_new(r->report->reg);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < r->n; i++) {
		if (r->happenings[i].event != event)
			continue;
		r->line.event = event;
		r->line.was = r->happenings[i].was;
		rc = store_get(r->s, r->report->reg, r->happenings[i].id, rec, r->e);
		if (rc == 0)
			rc = give(r, rec);
	}
	reg_free(r->report->reg, rec);
	return rc;
}

static int report_progress(struct reporting *r, const struct view *v)
{
	int rc;

	r->stage = reg_field(v->reg, v->reg->workflow->stage);
	r->since_ms = day_begins_ms(r->line.since);
	rc = store_each(r->s, v, look_at, r, r->e);
	for (int event = EVENT_NEW; rc == 0 && event <= EVENT_OVERDUE; event++)
		rc = give_events(r, (enum event)event);
	for (size_t i = 0; i < r->n; i++)
		free(r->happenings[i].was);
	free(r->happenings);
	return rc;
}

int store_report(struct store *s, const struct report_want *want,
		 int (*fn)(void *ctx, const struct report_line *line), void *ctx, struct err *e)
{
	const struct report *report = want->report;
	const struct lookup *l = store_lookup(s);
	struct reporting r = { .s = s, .report = report, .fn = fn, .ctx = ctx, .e = e };
	struct query query = { .n = 0 }, more = { .n = 0 };
	struct view v = { .reg = report->reg, .query = &query, .sort = report->sort ? reg_field(report->reg, report->sort) : NULL };
	int rc = report->where ? query_parse(report->reg, report->where, l, &query, e) : 0;

	if (rc < 0)
		return rc;
	if (want->query) {
		query_copy(&more, want->query);
		query_and(&query, &more);
	}
	r.line.since = date_is_empty(want->since) ? date_add_days(l->today, -WEEK) : want->since;
	rc = report->progress ? report_progress(&r, &v) : store_each(s, &v, give, &r, e);
	query_release(&query);
	return rc;
}
