/*
 * What follows from an organization's own record on this day; shown, never stored.
 */
#include <inttypes.h>

#include "src/i18n.h"
#include "src/records/org.h"
#include "src/records/rectification.h"
#include "src/records/site.h"
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

static void add_site(const struct lookup *l, const void *rec, struct buf *out)
{
	if (site_live_for(l, ((const struct rec *)rec)->id))
		buf_adds(out, _("现在是党建示范点"));
}

static void add_rectification(const struct lookup *l, const void *rec, struct buf *out)
{
	if (rectification_open_for(l, ((const struct rec *)rec)->id, 0))
		buf_adds(out, _("正在整顿，还没有销号"));
}

const struct fact org_facts[ORG_FACTS] = {
	{ .name = "term", .label = N_("本届任期"), .add = add_term },
	{ .name = "members", .label = N_("党员合计"), .add = add_members },
	{ .name = "age", .label = N_("成立至今"), .add = add_age },
	{ .name = "site", .label = N_("示范情况"), .add = add_site },
	{ .name = "rectification", .label = N_("整顿情况"), .add = add_rectification },
};
