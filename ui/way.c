#include "ui/way.h"

#include <stdlib.h>
#include <string.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "ui/change.h"
#include "src/banned.h"

#define SOON_DAYS 7
#define PASSED_MOST 32

enum look way_add_days(const struct reg *reg, const void *rec, struct date today, struct buf *out)
{
	int64_t days;

	if (!workflow_days_left(reg, rec, today, &days))
		return LOOK_TEXT;
	if (days < 0)
		buf_addf(out, _("!! 逾期%lld天"), (long long)-days);
	else if (days == 0)
		buf_adds(out, _("! 今天到期"));
	else
		buf_addf(out, days <= SOON_DAYS ? _("! 剩%lld天") : _("剩%lld天"), (long long)days);
	return days < 0 ? LOOK_ERROR : days <= SOON_DAYS ? LOOK_WARN : LOOK_TEXT;
}

/* --- what is behind it --- */

struct passed {
	struct date on;
	const char *label;
};

static int by_day(const void *one, const void *other)
{
	const struct passed *a = one, *b = other;

	return date_compare(a->on, b->on);
}

void way_add_past(const struct reg *reg, const void *rec, struct buf *out)
{
	const struct workflow *w = reg->workflow;
	struct passed passed[PASSED_MOST] = { { .label = NULL } };
	size_t n = 0;

	for (size_t i = 0; i < w->n && n < PASSED_MOST; i++) {
		const struct field *f = w->steps[i].sets ? reg_field(reg, w->steps[i].sets) : NULL;
		bool again = false;

		for (size_t k = 0; f && k < i; k++)
			again |= w->steps[k].sets && strcmp(w->steps[k].sets, f->name) == 0;
		if (f && !again && !field_is_empty(f, rec))
			passed[n++] = (struct passed){ *(const struct date *)field_const(f, rec), _(w->steps[i].label) };
	}
	qsort(passed, n, sizeof(passed[0]), by_day);
	for (size_t i = 0; i < n; i++) {
		buf_adds(out, i ? " > " : "");
		date_format(out, passed[i].on);
		buf_addf(out, " %s", passed[i].label);
	}
}

/* --- since when --- */

static struct date set_by_step(const struct reg *reg, const void *rec)
{
	const struct workflow *w = reg->workflow;
	const char *stage = workflow_stage(reg, rec);
	struct date since = { .year = 0 };

	for (size_t i = 0; i < w->n; i++) {
		const struct step *step = &w->steps[i];
		const struct date *d = step->sets && strcmp(step->to, stage) == 0 ? field_const(reg_field(reg, step->sets), rec) : NULL;

		if (d && date_compare(since, *d) < 0)
			since = *d;
	}
	return since;
}

static int take_moment(void *ctx, const struct action *a, const struct change *c)
{
	(void)c;
	change_add_time(ctx, a->at_ms, MOMENT);
	return 1;
}

struct date way_since(struct store *s, const struct reg *reg, const void *rec)
{
	const struct journal_lines last = { .reg = reg, .record = ((const struct rec *)rec)->id, .field = reg->workflow->stage };
	struct date since = set_by_step(reg, rec);
	struct buf moment = BUF_INIT;
	char *space;

	if (!date_is_empty(since))
		return since;
	journal_read(s, &last, take_moment, &moment, NULL);
	space = moment.len ? strchr(moment.data, ' ') : NULL;
	if (space)
		*space = '\0';
	if (date_parse(buf_str(&moment), store_lookup(s)->today, &since, NULL) < 0)
		since = (struct date){ .year = 0 };
	buf_release(&moment);
	return since;
}
