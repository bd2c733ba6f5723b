/*
 * Rectification cases (整顿): one round for one village organization in one year, from screening to the
 * archive.  What the documents demand is asked by dated rules; the way itself is a table.
 */
#include "src/records/rectification.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "src/empty.h"
#include "src/i18n.h"
#include "src/ids.h"
#include "src/mem.h"
#include "src/records.h"
#include "src/records/child.h"
#include "src/records/common.h"
#include "src/records/org.h"
#include "src/records/site.h"
#include "src/banned.h"

#define PRACTICE "软弱涣散基层党组织整顿的通行做法"

static const struct field fields[] = {
	{ FIELD(struct rectification, code),
		.flags = FIELD_UNIQUE | FIELD_READONLY | FIELD_LISTED | FIELD_SEARCHED, .label = N_("案件编号"),
		.width = 20, .max = 40, .section = N_("基本"), .help = N_("党组织编码加年度，由程序填写。"),
		.example = "632821102210-01-2026", ALIASES("编号", "整顿编号") },
	{ FIELD(struct rectification, name), .flags = FIELD_READONLY | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("案件"), .width = 28, .max = 140, .help = N_("党组织全称加年度，由程序填写。"),
		.example = "南沙沟村党支部 2026年", ALIASES("案件名称") },
	{ FIELD(struct rectification, org), .flags = FIELD_REQUIRED | FIELD_FIXED, .target = &org_reg,
		.label = N_("党组织"), .width = 24, .help = N_("被列为软弱涣散的村（社区）党组织。"),
		.example = "632821102210-01", .source = PRACTICE,
		ALIASES("党组织全称", "党组织名称", "村党组织", "组织", "村党组织名称", "软弱涣散村党组织") },
	{ FIELD(struct rectification, division), .flags = FIELD_READONLY, .target = &division_reg, .label = N_("村级区划"),
		.width = 18, .help = N_("哪个村（社区），列入时由程序填写；党组织撤销重建以后，村还是这个村。"),
		.example = "632821102210", ALIASES("村（社区）区划") },
	{ FIELD(struct rectification, domain), .flags = FIELD_READONLY | FIELD_TALLIED, .set = "domain", .label = N_("领域"),
		.width = 10, .help = N_("农村还是城市社区，列入时由程序填写；累计数只算村。"), .example = "农村",
		ALIASES("所属领域") },
	{ FIELD(struct rectification, year), .flags = FIELD_YEAR | FIELD_REQUIRED | FIELD_FIXED | FIELD_LISTED, .least = 2000,
		.most = 2100, .label = N_("列入年度"), .width = 8, .help = N_("列入整顿的年度。"), .example = "2026",
		ALIASES("年度", "列入年份", "年份") },
	{ FIELD(struct rectification, batch), .flags = FIELD_MAY_BE_NONE,
		.label = N_("批次"), .width = 8, .max = 20, .help = N_("列入的批次。"),
		.example = "第一批", ALIASES("列入批次") },
	{ FIELD(struct rectification, stage), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_TALLIED,
		.set = "rectification_stage", .label = N_("阶段"), .width = 10,
		.help = N_("走到哪一步。改这一项就是办下一步，条件不够时会说明缺什么。"), .example = "排查",
		ALIASES("整顿状态", "案件状态", "状态", "所处阶段", "整顿阶段") },
	{ FIELD(struct rectification, criteria), .set = "rectification_criterion", .label = N_("认定标准"), .width = 20,
		.help = N_("符合哪几条认定标准，可以选几条。"), .example = "班子配备不齐、书记长期缺职", .source = PRACTICE,
		ALIASES("认定依据", "符合标准", "软弱涣散类型") },
	{ FIELD(struct rectification, round), .flags = FIELD_READONLY, .label = N_("第几轮"), .width = 6,
		.help = N_("这个村第几次列入整顿，由程序填写；大于 1 就是再次列入。"), .example = "1",
		ALIASES("轮次", "列入次数") },
	{ FIELD(struct rectification, earlier), .flags = FIELD_READONLY, .target = &rectification_reg,
		.label = N_("上一轮"), .width = 20, .help = N_("同一个村上一次列入的案件，由程序填写。"),
		.example = "632821102210-01-2023", ALIASES("上一轮案件") },
	{ FIELD(struct rectification, cause), .label = N_("原因分析"), .width = 30, .help = N_("为什么软弱涣散。"),
		.example = "示例原因", ALIASES("原因") },

	{ FIELD(struct rectification, county_leader), .flags = FIELD_MAY_BE_NONE,
		.section = N_("四个一"), .label = N_("联村县级领导"), .width = 12,
		.max = 60, .help = N_("联系这个村的县级领导。"), .example = "示例才让",
		ALIASES("联村领导", "县级领导", "联点县级领导") },
	{ FIELD(struct rectification, county_leader_post), .flags = FIELD_MORE, .label = N_("联村领导职务"), .width = 16, .max = 60,
		.help = N_("担任的职务。"), .example = "示例职务", ALIASES("县级领导职务") },
	{ FIELD(struct rectification, county_leader_unit), .flags = FIELD_MORE, .label = N_("联村领导单位"), .width = 20, .max = 80,
		.help = N_("所在的单位。"), .example = "示例单位", ALIASES("县级领导单位") },
	{ FIELD(struct rectification, county_leader_since), .flags = FIELD_MORE, .label = N_("联村起始"), .width = 10,
		.help = N_("从哪天起联系。"), .example = "2026-03-01", ALIASES("联村日期") },
	{ FIELD(struct rectification, township_leader), .flags = FIELD_MAY_BE_NONE,
		.label = N_("包村乡镇领导"), .width = 12, .max = 60,
		.help = N_("包这个村的乡镇领导。"), .example = "示例卓玛", ALIASES("包村领导", "乡镇领导") },
	{ FIELD(struct rectification, township_leader_post), .flags = FIELD_MORE, .label = N_("包村领导职务"), .width = 16, .max = 60,
		.help = N_("担任的职务。"), .example = "示例职务", ALIASES("乡镇领导职务") },
	{ FIELD(struct rectification, township_leader_unit), .flags = FIELD_MORE, .label = N_("包村领导单位"), .width = 20, .max = 80,
		.help = N_("所在的单位。"), .example = "示例单位", ALIASES("乡镇领导单位") },
	{ FIELD(struct rectification, township_leader_since), .flags = FIELD_MORE, .label = N_("包村起始"), .width = 10,
		.help = N_("从哪天起包村。"), .example = "2026-03-01", ALIASES("包村日期") },
	{ FIELD(struct rectification, first_secretary), .flags = FIELD_MAY_BE_NONE | FIELD_WIDE,
		.label = N_("第一书记"), .width = 12, .max = 60,
		.help = N_("派驻的第一书记。"), .example = "示例多杰", ALIASES("驻村第一书记", "第一书记姓名") },
	{ FIELD(struct rectification, first_secretary_post), .flags = FIELD_MORE, .label = N_("第一书记职务"), .width = 16, .max = 60,
		.help = N_("在原单位担任的职务。"), .example = "示例职务", ALIASES("第一书记原职务") },
	{ FIELD(struct rectification, first_secretary_unit), .flags = FIELD_MORE, .label = N_("第一书记单位"), .width = 20, .max = 80,
		.help = N_("原来所在的单位。"), .example = "示例单位", ALIASES("派出单位", "第一书记派出单位") },
	{ FIELD(struct rectification, first_secretary_since), .flags = FIELD_MORE, .label = N_("派驻起始"), .width = 10,
		.help = N_("从哪天起派驻。"), .example = "2026-03-01", ALIASES("派驻日期", "第一书记任职时间") },
	{ FIELD(struct rectification, paired_unit), .flags = FIELD_MAY_BE_NONE,
		.label = N_("结对单位"), .width = 20, .max = 80,
		.help = N_("结对帮扶的单位。"), .example = "示例单位", ALIASES("帮扶单位", "结对帮扶单位") },
	{ FIELD(struct rectification, paired_contact), .flags = FIELD_MORE, .label = N_("结对联系人"), .width = 12, .max = 60,
		.help = N_("结对单位的联系人。"), .example = "示例才仁", ALIASES("帮扶联系人") },
	{ FIELD(struct rectification, paired_contact_post), .flags = FIELD_MORE, .label = N_("联系人职务"), .width = 16, .max = 60,
		.help = N_("担任的职务。"), .example = "示例职务", ALIASES("结对联系人职务") },
	{ FIELD(struct rectification, paired_since), .flags = FIELD_MORE, .label = N_("结对起始"), .width = 10, .help = N_("从哪天起结对。"),
		.example = "2026-03-01", ALIASES("结对日期") },

	{ FIELD(struct rectification, responsible_unit), .section = N_("责任和时限"), .label = N_("责任单位"), .width = 20,
		.max = 80, .help = N_("负责整顿的单位。"), .example = "示例镇党委", ALIASES("牵头单位") },
	{ FIELD(struct rectification, responsible), .flags = FIELD_LISTED, .label = N_("责任人"), .width = 12, .max = 60,
		.help = N_("对整顿负责的领导；验收不能由他主持。"), .example = "示例卓玛",
		ALIASES("责任领导", "整顿责任人") },
	{ FIELD(struct rectification, started), .flags = FIELD_WIDE, .label = N_("开始日期"), .width = 10, .help = N_("整顿从哪天开始。"),
		.example = "2026-04-20", ALIASES("开始时间", "整顿开始时间") },
	{ FIELD(struct rectification, deadline), .flags = FIELD_LISTED, .label = N_("完成时限"), .width = 10,
		.help = N_("到哪天要完成。往后改算一次延期，原来的日期留在历史里。"), .example = "2026-10-31",
		ALIASES("时限", "整顿时限", "完成时间", "到期日期") },
	{ FIELD(struct rectification, first_deadline), .flags = FIELD_READONLY, .label = N_("最初时限"), .width = 10,
		.help = N_("第一次定的完成时限，由程序填写。"), .example = "2026-09-30", ALIASES("原定时限") },
	{ FIELD(struct rectification, postponed), .flags = FIELD_READONLY, .label = N_("延期次数"), .width = 8,
		.help = N_("完成时限往后改过几次，由程序填写。"), .example = "1", ALIASES("已延期次数") },
	{ FIELD(struct rectification, secretary_replaced), .label = N_("调整书记"), .width = 8,
		.help = N_("整顿中是不是调整了书记。"), .example = "否", ALIASES("是否调整书记") },

	{ FIELD(struct rectification, proposed_on), .section = N_("经过"), .label = N_("初定"), .width = 10,
		.help = N_("乡镇初步确定的日期，办这一步时自动填写。"), .example = "2026-04-01", ALIASES("初定日期") },
	{ FIELD(struct rectification, confirmed_on), .label = N_("审定"), .width = 10, .help = N_("县级审定的日期，办这一步时自动填写。"),
		.example = "2026-04-10", ALIASES("审定日期") },
	{ FIELD(struct rectification, filed_on), .label = N_("备案"), .width = 10, .help = N_("州级备案的日期，办这一步时自动填写。"),
		.example = "2026-04-10", ALIASES("备案日期") },
	{ FIELD(struct rectification, planned_on), .label = N_("定方案"), .width = 10, .help = N_("一村一策方案定下的日期，办这一步时自动填写。"),
		.example = "2026-04-10", ALIASES("定方案日期") },
	{ FIELD(struct rectification, requested_on), .label = N_("申请验收"), .width = 10, .help = N_("申请验收的日期，办这一步时自动填写。"),
		.example = "2026-04-10", ALIASES("申请验收日期") },
	{ FIELD(struct rectification, accepted_on), .label = N_("验收"), .width = 10, .help = N_("验收合格的日期，办这一步时自动填写。"),
		.example = "2026-04-10", ALIASES("验收日期") },
	{ FIELD(struct rectification, closed_on), .label = N_("销号"), .width = 10, .help = N_("销号的日期，办这一步时自动填写。"),
		.example = "2026-04-10", ALIASES("销号日期") },
	{ FIELD(struct rectification, requested_by), .flags = FIELD_READONLY, .label = N_("申请人"), .width = 12,
		.max = 60, .help = N_("谁申请的验收，由程序填写。"), .example = "示例录入员", ALIASES("验收申请人") },
	{ FIELD(struct rectification, closed_by), .flags = FIELD_READONLY, .label = N_("销号人"), .width = 12, .max = 60,
		.help = N_("谁办的销号，由程序填写。"), .example = "示例审批员", ALIASES("办理销号的人") },
	{ FIELD(struct rectification, closing_document), .label = N_("批复文号"), .width = 20, .max = 80,
		.help = N_("同意销号的文号。"), .example = "示例组发〔2026〕1号", ALIASES("销号文号") },
	{ FIELD(struct rectification, lookback_due), .label = N_("回头看时限"), .width = 10,
		.help = N_("销号后一年内要回头看；办销号时自动填写。"), .example = "2027-10-31",
		ALIASES("回头看到期") },
	{ FIELD(struct rectification, lookback_on), .label = N_("回头看日期"), .width = 10,
		.help = N_("实际回头看的日期。"), .example = "2027-06-30", ALIASES("回头看", "回头看时间") },
	{ FIELD(struct rectification, lookback_result), .label = N_("回头看结果"), .width = 20,
		.help = N_("回头看的结果，有没有反弹。"), .example = "巩固较好", ALIASES("回头看结论", "回头看情况") },
	{ FIELD(struct rectification, archived_on), .label = N_("归档"), .width = 10, .help = N_("归档的日期，办这一步时自动填写。"),
		.example = "2026-04-10", ALIASES("归档日期") },
	{ FIELD(struct rectification, note), .section = N_("其他"), .label = N_("备注"), .width = 30,
		.help = N_("其他要说明的事。"), .example = "示例", ALIASES("说明") },
};

/* --- what follows --- */

/* The other cases of a village, one after the other: fn returns 1 when that is enough. */
struct others {
	const struct rectification *own;
	int (*fn)(void *arg, const struct rectification *other);
	void *arg;
	bool of_neighbours;	/* those of the organization itself have been asked */
};

static int ask_other(void *arg, const void *rec)
{
	const struct others *o = arg;
	const struct rectification *other = rec;

	if (other->rec.id == o->own->rec.id || !date_is_empty(other->rec.retired_on))
		return 0;
	return o->of_neighbours && other->org.id == o->own->org.id ? 0 : o->fn(o->arg, other);
}

static bool any_by(const struct lookup *l, const char *by, int64_t id, struct others *o)
{
	const struct children_of of = { &rectification_reg, reg_field(&rectification_reg, by), id };

	return l->ref_each && id && l->ref_each(l->ctx, &of, ask_other, o, NULL) == 1;
}

/*
 * Of the organization, and of others of its village, because one may be dissolved and another one take its place.  A
 * community may have several at the same time, each with rounds of its own.
 */
static bool any_other(const struct lookup *l, const struct rectification *own,
		      int (*fn)(void *arg, const struct rectification *other), void *arg)
{
	struct others o = { .own = own, .fn = fn, .arg = arg };

	if (any_by(l, "org", own->org.id, &o))
		return true;
	o.of_neighbours = true;
	return ids_division_kind(own->division.id) == DIVISION_VILLAGE && any_by(l, "division", own->division.id, &o);
}

struct rounds {
	int64_t before;			/* the year that they are earlier than */
	int64_t n;			/* earlier rounds */
	int64_t latest, year;		/* the last of them */
};

static int count_round(void *arg, const struct rectification *other)
{
	struct rounds *r = arg;

	if (other->year >= r->before)
		return 0;
	r->n++;
	if (other->year > r->year) {
		r->year = other->year;
		r->latest = other->rec.id;
	}
	return 0;
}

static void fill_round(const struct lookup *l, struct rectification *r)
{
	struct rounds rounds = { .before = r->year };

	if (!l->ref_each || !r->org.id || r->year == INT_NONE)
		return;
	any_other(l, r, count_round, &rounds);
	r->round = rounds.n + 1;
	r->earlier.id = rounds.latest;
}

static void fill_name(const struct lookup *l, struct rectification *r)
{
	struct buf code = BUF_INIT, name = BUF_INIT;

	if (!r->org.id || r->year == INT_NONE)
		return;
	child_add_name(l, &org_reg, r->org.id, STYLE_DATA, &code);
	child_add_name(l, &org_reg, r->org.id, STYLE_LIST, &name);
	buf_addf(&code, "-%" PRId64, r->year);
	buf_addf(&name, " %" PRId64 "年", r->year);
	free(r->code);
	free(r->name);
	r->code = buf_detach(&code);
	r->name = buf_detach(&name);
}

/* Which it was then: a village may become a community later, and its organization another one's. */
static void fill_place(const struct lookup *l, struct rectification *r)
{
	struct org org;

	if (r->domain.s && r->division.id)
		return;
	reg_init(&org_reg, &org);
	if (child_get(l, &org_reg, r->org.id, &org)) {
		if (!r->domain.s)
			r->domain.s = xstrdup(org_is_of_community(&org) ? "2" : "1");
		if (!r->division.id)
			r->division = org.division;
	}
	reg_release(&org_reg, &org);
}

static bool is_at(const struct rectification *r, const char *stage)
{
	return r->stage.s && strcmp(r->stage.s, stage) == 0;
}

/* How long after closing a case is looked at again. */
static int lookback_months(const struct lookup *l)
{
	int64_t months = check_param(&(struct check){ .lookup = l }, "rectification.lookback_months", 12);

	return months > 0 && months <= 1200 ? (int)months : 12;
}

static void rectification_fill(const struct lookup *l, void *rec, const void *before)
{
	struct rectification *r = rec;
	const struct rectification *b = before;

	if (!r->stage.s && !before)
		r->stage.s = xstrdup("screened");
	if (!r->code)
		fill_name(l, r);
	fill_place(l, r);
	fill_round(l, r);
	if (b)
		deadline_fill(&(struct deadline){ .now = r->deadline, .before = b->deadline, .first = b->first_deadline,
			.postponed = b->postponed }, &r->first_deadline, &r->postponed);
	else
		r->first_deadline = r->deadline;
	if (is_at(r, "closed") && date_is_empty(r->lookback_due))
		r->lookback_due = date_months_after(r->closed_on, lookback_months(l));
}

/* --- judging --- */

static const char *const ended[] = { "closed", "lookback", "archived", NULL };

bool rectification_is_open(const struct rectification *r)
{
	for (size_t i = 0; ended[i]; i++)
		if (is_at(r, ended[i]))
			return false;
	return true;
}

static bool is_other_open(const void *rec, const void *arg)
{
	const struct rectification *r = rec;
	const int64_t *but = arg;

	return r->rec.id != *but && rectification_is_open(r);
}

bool rectification_open_for(const struct lookup *l, int64_t org, int64_t but)
{
	return child_any(l, &rectification_reg, "org", org, is_other_open, &but);
}

static int is_of_year(void *arg, const struct rectification *other)
{
	return other->year == *(int64_t *)arg;
}

/* A case is a round, and a year has one. */
static void check_year(const struct check *c, const struct rectification *r)
{
	int64_t year = r->year;

	if (year != INT_NONE && any_other(c->lookup, r, is_of_year, &year))
		findings_add(c->found, RULE_ERROR, NULL, "year", _("这个村 %" PRId64 " 年已经列入过一次；一年只列一轮。"), year);
}

static void check_org(const struct check *c, const struct rectification *r)
{
	struct org org;

	reg_init(&org_reg, &org);
	if (child_get(c->lookup, &org_reg, r->org.id, &org)) {
		if (!org_is_of_village(&org))
			findings_add(c->found, RULE_ERROR, NULL, "org",
				_("「%s」不是村或社区的党组织，不能列入软弱涣散村整顿；请核对。"), org.name ? org.name : "");
		else if (!date_is_empty(org.dissolved) && rectification_is_open(r))
			findings_add(c->found, RULE_ERROR, NULL, "org", _("「%s」已经撤销，不能再列入整顿。"),
				org.name ? org.name : "");
	}
	reg_release(&org_reg, &org);
}

static int is_open(void *arg, const struct rectification *other)
{
	(void)arg;
	return rectification_is_open(other);
}

/* A village has one open case, also where it has several organizations. */
static void check_open(const struct check *c, const struct rectification *r, bool new)
{
	if (rectification_open_for(c->lookup, r->org.id, r->rec.id))
		findings_add(c->found, RULE_ERROR, NULL, "org",
			_("这个党组织还有没有销号的整顿案件；先办完那一件，再列新的一轮。"));
	else if (new && any_other(c->lookup, r, is_open, NULL))
		findings_add(c->found, RULE_ERROR, NULL, "org",
			_("这个村的另一个党组织还有没有销号的整顿案件；先办完那一件，再列新的一轮。"));
}

static void check_alarm(const struct check *c, const struct rectification *r)
{
	if (site_live_for(c->lookup, r->org.id))
		check_rule(c, "rectification.site_alarm", "org", N_("这个党组织现在还是党建示范点；列入整顿的，应当研究撤销示范点命名。"));
}

static void check_lookback(const struct check *c, const struct rectification *r)
{
	int months = lookback_months(c->lookup);
	struct date last = date_months_after(r->closed_on, months);

	if (date_is_surely_before(last, r->lookback_due))
		check_rule(c, "rectification.lookback_months", "lookback_due", N_("回头看时限超过销号后 %d 个月。"), months);
	if (date_is_surely_before(c->lookup->today, r->lookback_on))
		findings_add(c->found, RULE_WARN, NULL, "lookback_on", _("回头看的日期在今天之后，请改正。"));
	if (date_is_surely_before(last, r->lookback_on))
		check_rule(c, "rectification.lookback_months", "lookback_on", N_("回头看的日期超过销号后 %d 个月。"), months);
}

static void rectification_check(const struct check *c, const void *rec, const void *before)
{
	const struct rectification *r = rec;

	check_period(c, &rectification_reg, "started", "deadline", rec);
	check_period(c, &rectification_reg, "closed_on", "lookback_on", rec);
	/* A village that is merged or dissolved while its case is open must not keep the case from being closed. */
	if (!before)
		check_org(c, r);
	if (rectification_is_open(r)) {
		check_open(c, r, !before);
		check_alarm(c, r);
	}
	if (!before)
		check_year(c, r);
	check_lookback(c, r);
}

/* --- what the steps demand --- */

static bool has_gap(const void *rec, const void *arg)
{
	const struct measure *m = rec;

	(void)arg;
	return !text_is_value(m->owner) || date_is_empty(m->deadline);
}

static bool is_any(const void *rec, const void *arg)
{
	(void)rec;
	(void)arg;
	return true;
}

static bool wants_measure(const void *rec, const void *arg)
{
	const struct rec *problem = rec;

	return !child_any(arg, &measure_reg, "problem", problem->id, is_any, NULL);
}

static bool has_gaps(const void *rec, const void *arg)
{
	const struct rec *problem = rec;

	return child_any(arg, &measure_reg, "problem", problem->id, has_gap, NULL);
}

/* The rule asks for a value in each of these fields, by a sentence of its own; 无 is none. */
static void demand_fields(const struct check *c, const char *rule, const char *const *names, const void *rec)
{
	for (; *names; names++) {
		const struct field *f = reg_field(&rectification_reg, *names);

		if (field_empty(f, rec) != EMPTY_NOT)
			check_rule(c, rule, f->name, N_("整顿方案要有%s，还没有填写。"), _(f->label));
	}
}

/* One village, one plan: helpers, criteria, problems, and for each of these a measure with an owner and a deadline. */
static void demand_plan(const struct check *c, const void *rec)
{
	static const char *const helpers[] = { "county_leader", "township_leader", "first_secretary", "paired_unit", NULL };
	static const char *const criteria[] = { "criteria", NULL };
	const struct rectification *r = rec;
	const struct lookup *l = c->lookup;

	demand_fields(c, "rectification.plan_criterion", criteria, rec);
	demand_fields(c, "rectification.plan_helpers", helpers, rec);
	if (!child_any(l, &problem_reg, "rectification", r->rec.id, is_any, NULL))
		check_rule(c, "rectification.plan_problem", "stage", N_("还没有登记问题；方案至少要有一个问题。"));
	if (child_any(l, &problem_reg, "rectification", r->rec.id, wants_measure, l))
		check_rule(c, "rectification.plan_measure", "stage", N_("有的问题还没有整改措施；每个问题至少一条。"));
	if (child_any(l, &problem_reg, "rectification", r->rec.id, has_gaps, l))
		check_rule(c, "rectification.plan_owner", "stage", N_("有的措施没有写责任人或完成时限。"));
}

static bool is_undone(const void *rec, const void *arg)
{
	const struct measure *m = rec;

	(void)arg;
	return !m->stage.s || strcmp(m->stage.s, "done") != 0;
}

static bool has_undone(const void *rec, const void *arg)
{
	const struct rec *problem = rec;

	return child_any(arg, &measure_reg, "problem", problem->id, is_undone, NULL);
}

static void demand_done(const struct check *c, const void *rec)
{
	const struct rectification *r = rec;

	if (child_any(c->lookup, &problem_reg, "rectification", r->rec.id, has_undone, c->lookup))
		check_rule(c, "rectification.measures_done", "stage", N_("还有没完成的措施；先全部完成。"));
}

static void refuse_verdict(const struct check *c, const struct acceptance *a)
{
	struct buf on = BUF_INIT, grade = BUF_INIT;

	date_format(&on, a->on);
	field_format(reg_field(&acceptance_reg, "grade"), a, c->lookup, STYLE_LIST, &grade);
	findings_add(c->found, RULE_ERROR, NULL, "stage", _("%s 验收的结论是「%s」；请办与它相符的一步，或者改正验收记录。"),
		buf_str(&on), grade.len ? buf_str(&grade) : _("空"));
	buf_release(&on);
	buf_release(&grade);
}

/* The verdict must be that of the latest acceptance, held after it was asked for. */
static void demand_verdict(const struct check *c, const struct rectification *r, const char *grade)
{
	struct acceptance a;
	bool fits;

	reg_init(&acceptance_reg, &a);
	fits = rectification_acceptance(c->lookup, r->rec.id, &a) && date_compare(a.on, r->requested_on) >= 0;
	if (!fits)
		findings_add(c->found, RULE_ERROR, NULL, "stage", _("还没有登记申请验收以后的验收。"));
	else if (!a.grade.s || strcmp(a.grade.s, grade) != 0)
		refuse_verdict(c, &a);
	else if (a.lead && r->responsible && strcmp(a.lead, r->responsible) == 0)
		check_rule(c, "acceptance.other_person", "responsible", N_("责任人主持了最近一次验收；要由别人来验收。"));
	reg_release(&acceptance_reg, &a);
}

static void demand_pass(const struct check *c, const void *rec)
{
	demand_verdict(c, rec, "pass");
	demand_done(c, rec);
}

static void demand_basic(const struct check *c, const void *rec)
{
	demand_verdict(c, rec, "basic");
}

static void demand_fail(const struct check *c, const void *rec)
{
	demand_verdict(c, rec, "fail");
}

static void demand_time(const struct check *c, const void *rec)
{
	const struct rectification *r = rec;

	if (date_is_empty(r->deadline) || date_compare(date_last_day(r->deadline), c->lookup->today) < 0)
		findings_add(c->found, RULE_ERROR, NULL, "deadline", _("验收不合格的，要重新定一个今天以后的完成时限。"));
}

/* --- the way --- */

#define EMPTIES(...) .empties = (const char *const[]){ __VA_ARGS__, NULL }
#define FIELDS(...) .fields = (const char *const[]){ __VA_ARGS__, NULL }

static const struct step steps[] = {
	{ "screened", "proposed", N_("初定"), ROLE_CLERK, .sets = "proposed_on", FIELDS("criteria") },
	{ "proposed", "confirmed", N_("审定"), ROLE_APPROVER, .sets = "confirmed_on" },
	{ "proposed", "screened", N_("退回排查"), ROLE_APPROVER, .reason = true, EMPTIES("proposed_on") },
	{ "confirmed", "filed", N_("备案"), ROLE_APPROVER, .sets = "filed_on" },
	{ "filed", "planned", N_("定方案"), ROLE_CLERK, .sets = "planned_on", .demand = demand_plan, FIELDS("deadline") },
	{ "planned", "rectifying", N_("开始整顿"), ROLE_CLERK, .sets = "started", FIELDS("responsible") },
	{ "rectifying", "acceptance_requested", N_("申请验收"), ROLE_CLERK, .sets = "requested_on",
		.signs = "requested_by", .demand = demand_done },
	{ "acceptance_requested", "accepted", N_("验收合格"), ROLE_CHECKER, .sets = "accepted_on",
		.not_by = "requested_by", .demand = demand_pass },
	{ "acceptance_requested", "basic", N_("基本合格"), ROLE_CHECKER, .not_by = "requested_by", .demand = demand_basic },
	{ "acceptance_requested", "failed", N_("不合格"), ROLE_CHECKER, .not_by = "requested_by", .reason = true,
		.demand = demand_fail },
	{ "acceptance_requested", "rectifying", N_("退回整顿"), ROLE_CHECKER, .reason = true, EMPTIES("requested_on") },
	{ "basic", "consolidate", N_("巩固提高"), ROLE_CLERK, EMPTIES("requested_on") },
	{ "consolidate", "acceptance_requested", N_("再次申请验收"), ROLE_CLERK, .sets = "requested_on",
		.signs = "requested_by", .demand = demand_done },
	{ "failed", "rectifying", N_("重新整顿"), ROLE_CLERK, .demand = demand_time, EMPTIES("requested_on") },
	{ "accepted", "closed", N_("销号"), ROLE_APPROVER, .sets = "closed_on", .signs = "closed_by",
		.not_by = "requested_by", FIELDS("closing_document") },
	{ "closed", "lookback", N_("回头看"), ROLE_CHECKER, .later = true, .sets = "lookback_on", FIELDS("lookback_result") },
	{ "lookback", "archived", N_("归档"), ROLE_CLERK, .sets = "archived_on" },
};

/* --- facts --- */

static void add_days_left(const struct lookup *l, const void *rec, struct buf *out)
{
	const struct rectification *r = rec;

	if (rectification_is_open(r))
		deadline_add_days(l->today, r->deadline, out);
}

static void add_alarm(const struct lookup *l, const void *rec, struct buf *out)
{
	const struct rectification *r = rec;

	if (rectification_is_open(r) && site_live_for(l, r->org.id))
		buf_adds(out, _("!! 这个党组织现在还是党建示范点"));
}

static void add_relisted(const struct lookup *l, const void *rec, struct buf *out)
{
	const struct rectification *r = rec;

	(void)l;
	if (r->round != INT_NONE && r->round > 1)
		buf_addf(out, _("! 再次列入，这是第 %" PRId64 " 轮"), r->round);
}

static const struct fact facts[] = {
	{ .name = "days_left", .label = N_("离时限"), .add = add_days_left, .of_way = true },
	{ .name = "alarm", .label = N_("示范点警示"), .add = add_alarm },
	{ .name = "relisted", .label = N_("再次列入"), .add = add_relisted },
};

static const struct workflow way = { .stage = "stage", .deadline = "deadline", .person = "responsible", .ended = ended,
	WORKFLOW_STEPS(steps) };

#define OPEN "stage!=closed,lookback,archived"

static const struct figure figures[] = {
	{ .key = "weak_orgs", .label = N_("软弱涣散村党组织（累计）"), .where = "domain!=2" },
	{ .key = "weak_orgs_by_stage", .label = N_("整顿案件（按阶段）"), .by = "stage" },
	{ .key = "weak_orgs_open", .label = N_("没有销号的整顿案件"), .where = OPEN },
	{ .key = "rectification_overdue", .label = N_("整顿逾期"), .worklist = "overdue" },
	{ .key = "rectification_due", .label = N_("整顿七日内到期"), .worklist = "due-7" },
	{ .key = "rectification_month", .label = N_("整顿本月稍后到期"), .worklist = "due-month" },
	{ .key = "lookback_due", .label = N_("该回头看的案件"), .worklist = "lookback" },
	{ .key = "relisted", .label = N_("再次列入整顿的"), .where = "round>1" },
};

static const struct belonging belongings[] = {
	{ .by = "org", SAYS("year", "stage", "responsible", "deadline"), .order = "year", .newest_first = true, .key = 'z' },
	{ .by = "earlier", .label = N_("后来的轮次"), SAYS("year", "stage", "responsible", "deadline"), .order = "year" },
};

static const struct worklist worklists[] = {
	{ .key = "lookback", .label = N_("该回头看"), .where = "stage=closed lookback_due<=+30d", .urgency = URGENCY_SOON,
		.since = "lookback_due" },
};

static const struct reg_part_field of_ledger[] = {
	{ "name", NULL },
};

static const struct reg_part problems = {
	.reg = &problem_reg, .by = "rectification", .fields = of_ledger, .nfields = 1, .below = &measures_of_problem,
};

const struct reg rectification_reg = {
	.name = "rectification",
	.title = N_("整顿案件"),
	REG_STRUCT(struct rectification),
	REG_FIELDS(fields),
	.key = "code",
	.label = "name",
	.sort = "deadline",
	.writers = ROLE_CLERK,
	.scope = "org",
	.kin = (const char *const[]){ "org", "division", NULL },
	.parts = &problems,
	REG_FIGURES(figures),
	REG_WORKLISTS(worklists),
	REG_FACTS(facts),
	REG_BELONGS(belongings),
	.workflow = &way,
	.fill = rectification_fill,
	.check = rectification_check,
};
