/*
 * What follows from an organization's own record on this day; shown, never stored.
 */
#include <inttypes.h>

#include "src/i18n.h"
#include "src/records/org.h"
#include "src/banned.h"

static void add_term(const struct lookup *l, const void *rec, struct buf *out)
{
	const struct org *o = rec;
	int64_t days;

	/* Of a month or a year alone nobody can count the days. */
	if (!org_is_at_work(o) || o->term_to.day == 0)
		return;
	days = date_days_between(l->today, o->term_to);
	if (days > 0)
		buf_addf(out, _("离届满还有 %" PRId64 " 天"), days);
	else if (days < 0)
		buf_addf(out, _("已届满 %" PRId64 " 天"), -days);
	else
		buf_adds(out, _("今天届满"));
}

static void add_members(const struct lookup *l, const void *rec, struct buf *out)
{
	const struct org *o = rec;

	(void)l;
	if (o->full_members != INT_NONE && o->probationary_members != INT_NONE)
		buf_addf(out, _("%" PRId64 " 人"), o->full_members + o->probationary_members);
}

static void add_age(const struct lookup *l, const void *rec, struct buf *out)
{
	const struct org *o = rec;
	struct date from = o->founded, today = l->today;
	bool earlier = today.month < from.month || (today.month == from.month && today.day < from.day);
	int years = today.year - from.year - earlier;

	if (!org_is_at_work(o) || date_is_empty(from) || years < 0)
		return;
	buf_addf(out, from.day ? _("%d 年") : _("约 %d 年"), years);
}

const struct fact org_facts[ORG_FACTS] = {
	{ .name = "term", .label = N_("本届任期"), .add = add_term },
	{ .name = "members", .label = N_("党员合计"), .add = add_members },
	{ .name = "age", .label = N_("成立至今"), .add = add_age },
};
