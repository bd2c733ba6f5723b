/*
 * Terms of office: how many years the documents give, when one ends, and what a
 * clerk should hear about it.  The end is stored, so a new document changes no record.
 */
#include "src/records/org.h"

#include <inttypes.h>

#include "src/i18n.h"
#include "src/records/common.h"
#include "src/banned.h"

/* The rule whose number is the years of a term, or NULL for an organization without terms. */
static const char *term_rule(const struct org *o)
{
	const struct org_category *category = org_category(o);

	if (category->temporary || category->shape == SHAPE_NODE || category->shape == SHAPE_GROUP)
		return NULL;
	if (org_is_of_village(o))
		return "org.term_years_village";
	return category->shape == SHAPE_COMMITTEE ? "org.term_years_committee" : "org.term_years_branch";
}

/* The years that the rule in force on that day gives; 0 where there is none. */
static int term_years(const struct lookup *l, const struct org *o, struct date day)
{
	const char *name = term_rule(o);
	const struct rule_item *rule;

	if (name == NULL || l->rules == NULL)
		return 0;
	rule = rule_on(l->rules, name, day);
	if (rule == NULL || rule->level == RULE_OFF || rule->param < 1 || rule->param > 100)
		return 0;
	return (int)rule->param;
}

/* Was a new term begun and its end left as it was? */
static bool forgot_end(const struct org *o, const struct org *before)
{
	return before != NULL && date_compare(before->term_from, o->term_from) != 0 &&
	       date_compare(before->term_to, o->term_to) == 0;
}

void org_fill_term(const struct lookup *l, struct org *o, const struct org *before)
{
	int years;

	if (date_is_empty(o->term_from))
		return;
	if (!date_is_empty(o->term_to) && !forgot_end(o, before))
		return;
	years = term_years(l, o, o->term_from);
	if (years != 0)
		o->term_to = date_months_after(o->term_from, 12 * years);
}

static void check_term_length(const struct check *c, const struct org *o)
{
	const char *rule = term_rule(o);
	int64_t tolerance = check_param(c, "org.term_tolerance", 12);
	struct date earliest, latest;
	struct buf from = BUF_INIT;
	struct buf to = BUF_INIT;
	int64_t years;

	if (rule == NULL || date_is_empty(o->term_from) || date_is_empty(o->term_to) || tolerance > 1200)
		return;
	years = check_param(c, rule, 0);
	if (years < 1 || years > 100)
		return;
	earliest = date_months_after(o->term_from, (int)(12 * years - tolerance));
	latest = date_months_after(o->term_from, (int)(12 * years + tolerance));
	if (!date_is_surely_before(o->term_to, earliest) && !date_is_surely_before(latest, o->term_to))
		return;
	date_format(&from, o->term_from);
	date_format(&to, o->term_to);
	check_rule(c, rule, "term_to",
		N_("任期从 %s 到 %s；这类党组织每届 %" PRId64 " 年，提前或延期一般不超过 %" PRId64 " 个月。"),
		buf_str(&from), buf_str(&to), years, tolerance);
	buf_release(&from);
	buf_release(&to);
}

static void check_term_end(const struct check *c, const struct org *o)
{
	struct date today = c->lookup->today;
	int64_t months = check_param(c, "org.term_reminder", 6);
	bool over = date_is_surely_before(o->term_to, today);
	struct buf to = BUF_INIT;

	if (date_is_empty(o->term_to) || months > 1200)
		return;
	if (!over && date_is_surely_before(date_add_months(today, (int)months), o->term_to))
		return;
	date_format(&to, o->term_to);
	if (over)
		check_rule(c, "org.term_expired", "term_to",
			N_("任期已于 %s 届满，应当换届，延期要经上级批准。"), buf_str(&to));
	else
		check_rule(c, "org.term_reminder", "term_to",
			N_("任期将于 %s 届满，离届满不到 %" PRId64 " 个月，请准备换届。"), buf_str(&to),
			months);
	buf_release(&to);
}

void org_check_term(const struct check *c, const struct org *o)
{
	check_term_length(c, o);
	check_term_end(c, o);
}
