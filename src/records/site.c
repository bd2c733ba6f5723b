/*
 * Model sites (党建示范点): from nurturing over naming and rechecks to the end.  There is no quota and no count of
 * papers here; a live site whose organization is in rectification is an alarm on both records.
 */
#include "src/records/site.h"

#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/records.h"
#include "src/records/child.h"
#include "src/records/common.h"
#include "src/records/rectification.h"
#include "src/banned.h"

static const struct field fields[] = {
	{ FIELD(struct site, code), .flags = FIELD_UNIQUE | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("示范点编号"), .width = 12, .max = 60, .section = N_("基本"),
		.help = N_("示范点的编号，只能用字母、数字和短横线；不写时用依托党组织的编码加序号。"), .example = "SF-001", ALIASES("编号") },
	{ FIELD(struct site, name), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED, .label = N_("名称"), .width = 30,
		.max = 120, .help = N_("示范点的名称。"), .example = "示例村党建示范点", ALIASES("示范点", "示范点名称") },
	{ FIELD(struct site, org), .flags = FIELD_REQUIRED | FIELD_LISTED, .target = &org_reg, .label = N_("依托党组织"),
		.width = 24, .help = N_("依托哪个党组织。"), .example = "632821102210-01", ALIASES("党组织", "所属党组织") },
	{ FIELD(struct site, domain), .flags = FIELD_LISTED | FIELD_TALLIED, .set = "domain", .label = N_("领域"), .width = 12,
		.help = N_("不写时用依托党组织的领域。"), .example = "农村", ALIASES("所属领域") },
	{ FIELD(struct site, division), .target = &division_reg, .label = N_("区域"), .width = 18,
		.help = N_("不写时用依托党组织的行政区划。"), .example = "632821102210", ALIASES("行政区划", "所在区域") },
	{ FIELD(struct site, level), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_TALLIED, .set = "model_site_level",
		.label = N_("级别"), .width = 8, .help = N_("国家级、省级、州级还是县级。"), .example = "州级",
		ALIASES("示范点级别") },
	{ FIELD(struct site, kind), .set = "model_site_kind", .label = N_("类型"), .width = 12,
		.help = N_("示范点的类型，由各地确定。"), .example = "基层党建示范点", ALIASES("示范点类型") },
	{ FIELD(struct site, stage), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_TALLIED, .set = "model_site_stage",
		.label = N_("阶段"), .width = 8, .help = N_("走到哪一步。改这一项就是办下一步，条件不够时会说明缺什么。"),
		.example = "培育", ALIASES("示范点状态", "状态", "示范点阶段") },
	{ FIELD(struct site, brand), .flags = FIELD_SEARCHED | FIELD_MAY_BE_NONE,
		.label = N_("品牌特色"), .width = 24, .max = 120,
		.help = N_("党建品牌和特色。"), .example = "示例品牌", ALIASES("品牌", "特色") },
	{ FIELD(struct site, nurtured_year), .flags = FIELD_YEAR, .least = 2000, .most = 2100, .label = N_("培育年度"), .width = 8,
		.help = N_("从哪一年开始培育。"), .example = "2024", ALIASES("培育年份") },

	{ FIELD(struct site, leader), .section = N_("人员和投入"), .label = N_("责任领导"), .width = 12, .max = 60,
		.help = N_("负责培育的领导。"), .example = "示例卓玛", ALIASES("联系领导") },
	{ FIELD(struct site, contact), .flags = FIELD_WIDE, .label = N_("联系人"), .width = 12, .max = 60, .help = N_("日常联系的人。"),
		.example = "示例才仁", ALIASES("联络员") },
	{ FIELD(struct site, phone), .flags = FIELD_PERSONAL | FIELD_WIDE, .label = N_("联系电话"), .help = N_("联系人的电话。"),
		.example = "0977-8220000", ALIASES("电话") },
	{ FIELD(struct site, fund_source), .flags = FIELD_MAY_BE_NONE,
		.label = N_("资金来源"), .width = 20, .max = 80, .help = N_("投入的资金从哪里来。"),
		.example = "示例专项经费", ALIASES("投入资金来源") },
	{ FIELD(struct site, fund_first), .label = N_("首付"), .width = 14, .help = N_("已经付的首款，单位是元。"),
		.example = "50,000.00", ALIASES("首款", "首付资金") },
	{ FIELD(struct site, fund_last), .label = N_("尾款"), .width = 14, .help = N_("尾款，单位是元。"), .example = "50,000.00",
		ALIASES("尾款资金") },
	{ FIELD(struct site, area), .least = 0, .most = 1000000, .label = N_("阵地面积"), .width = 8,
		.help = N_("活动阵地的面积，单位是平方米。"), .example = "320", ALIASES("面积") },

	{ FIELD(struct site, applied_on), .section = N_("经过"), .label = N_("申报日期"), .width = 10,
		.help = N_("申报的日期，办这一步时自动填写。"), .example = "2025-03-01", ALIASES("申报") },
	{ FIELD(struct site, reviewed_on), .label = N_("评审日期"), .width = 10,
		.help = N_("评审的日期，办这一步时自动填写。"), .example = "2025-04-10", ALIASES("评审") },
	{ FIELD(struct site, publicised_on), .label = N_("公示日期"), .width = 10,
		.help = N_("开始公示的日期，办这一步时自动填写。"), .example = "2025-05-10", ALIASES("公示") },
	{ FIELD(struct site, named_on), .flags = FIELD_LISTED, .label = N_("命名日期"), .width = 10,
		.help = N_("命名的日期，办这一步时自动填写。"), .example = "2025-06-20", ALIASES("命名", "命名时间") },
	{ FIELD(struct site, named_document), .label = N_("命名文号"), .width = 20, .max = 80, .help = N_("命名的文号。"),
		.example = "示例组发〔2025〕3号", ALIASES("命名文件") },
	{ FIELD(struct site, plaque_on), .label = N_("授牌日期"), .width = 10,
		.help = N_("授牌的日期，办这一步时自动填写。"), .example = "2025-07-01", ALIASES("授牌") },
	{ FIELD(struct site, rechecked_on), .label = N_("复核日期"), .width = 10,
		.help = N_("最近一次复核的日期，办这一步时自动填写。"), .example = "2026-06-20", ALIASES("复核") },
	{ FIELD(struct site, recheck_result), .set = "recheck_result", .label = N_("复核结论"), .width = 8,
		.help = N_("最近一次复核的结论。"), .example = "保留", ALIASES("复核结果") },
	{ FIELD(struct site, expires_on), .label = N_("到期日期"), .width = 10, .help = N_("命名到哪天有效；长期有效的不填。"),
		.example = "2028-06-20", ALIASES("有效期至") },
	{ FIELD(struct site, revoked_on), .label = N_("撤销日期"), .width = 10,
		.help = N_("撤销命名的日期，办这一步时自动填写。"), .example = "2026-08-01", ALIASES("撤销", "摘牌日期") },
	{ FIELD(struct site, revoked_document), .label = N_("撤销文号"), .width = 20, .max = 80, .help = N_("撤销命名的文号。"),
		.example = "示例组发〔2026〕5号", ALIASES("撤销文件") },
	{ FIELD(struct site, revoked_reason), .set = "model_site_revocation", .label = N_("撤销原因"), .width = 16,
		.help = N_("为什么撤销命名；撤销时要填。"), .example = "弄虚作假", ALIASES("摘牌原因") },
	{ FIELD(struct site, note), .section = N_("其他"), .label = N_("备注"), .width = 30, .help = N_("其他要说明的事。"),
		.example = "示例", ALIASES("说明") },
};

static bool is_one_of(const char *value, const char *const *set)
{
	for (; value && *set; set++)
		if (strcmp(value, *set) == 0)
			return true;
	return false;
}

static const char *const live[] = { "named", "plaque", "rechecked", NULL };

bool site_is_live(const struct site *site)
{
	return date_is_empty(site->rec.retired_on) && is_one_of(site->stage.s, live);
}

static bool is_live(const void *rec, const void *arg)
{
	(void)arg;
	return site_is_live(rec);
}

bool site_live_for(const struct lookup *l, int64_t org)
{
	return child_any(l, &site_reg, "org", org, is_live, NULL);
}

static void site_fill(const struct lookup *l, void *rec, const void *before)
{
	struct site *s = rec;
	struct org *org = reg_new(&org_reg);

	text_make_halfwidth(&s->code);
	child_number(l, &site_reg, reg_field(&site_reg, "org"), rec, "-SF");
	if (!s->stage.s && !before)
		s->stage.s = xstrdup("nurturing");
	if (!before && child_get(l, &org_reg, s->org.id, org)) {
		if (!s->domain.s)
			s->domain.s = xstrdup(org->domain.s);
		if (!s->division.id)
			s->division = org->division;
	}
	reg_free(&org_reg, org);
}

static void site_check(const struct check *c, const void *rec, const void *before)
{
	const struct site *s = rec;

	if (!before && child_has_twin(c->lookup, &site_reg, "org", rec, (const char *const[]){ "name", NULL }))
		findings_add(c->found, RULE_ERROR, NULL, "name", _("这个党组织已经有同名的示范点；要改它，请打开那一条。"));
	if (!text_is_plain(s->code, "-"))
		findings_add(c->found, RULE_ERROR, NULL, "code", _("编号只能用字母、数字和短横线。"));
	if (s->fund_first.fen != MONEY_NONE && s->fund_first.fen < 0)
		findings_add(c->found, RULE_ERROR, NULL, "fund_first", _("首付不能是负数。"));
	if (s->fund_last.fen != MONEY_NONE && s->fund_last.fen < 0)
		findings_add(c->found, RULE_ERROR, NULL, "fund_last", _("尾款不能是负数。"));
	check_period(c, &site_reg, "named_on", "expires_on", rec);
	check_period(c, &site_reg, "named_on", "revoked_on", rec);
	if (site_is_live(s) && rectification_open_for(c->lookup, s->org.id, 0))
		check_rule(c, "site.rectification_alarm", "org",
			N_("依托的党组织已列入软弱涣散整顿；应当研究撤销命名。"));
}

/* --- the way --- */

static const char *const for_name[] = { "named_document", NULL };
static const char *const for_recheck[] = { "recheck_result", NULL };
static const char *const application[] = { "applied_on", "reviewed_on", "publicised_on", NULL };
static const char *const recheck[] = { "rechecked_on", "recheck_result", NULL };
static const char *const for_end[] = { "revoked_reason", "revoked_document", NULL };

#define REVOKE(from_stage) \
	{ from_stage, "revoked", N_("撤销命名"), ROLE_APPROVER, .reason = true, .sets = "revoked_on", .fields = for_end }
#define EXPIRE(from_stage) { from_stage, "expired", N_("到期"), ROLE_APPROVER, .later = true, .demand = demand_expiry }

static void demand_expiry(const struct check *c, const void *rec)
{
	const struct site *s = rec;

	if (date_is_empty(s->expires_on) || date_compare(s->expires_on, c->lookup->today) > 0)
		findings_add(c->found, RULE_ERROR, NULL, "expires_on", _("到期日期没有填，或者还没有到。"));
}

static bool is_review(const void *rec, const void *arg)
{
	const struct site_review *r = rec;

	return r->kind.s && strcmp(r->kind.s, arg) == 0;
}

static void demand_review(const struct check *c, const void *rec)
{
	const struct site *s = rec;

	if (!child_any(c->lookup, &site_review_reg, "site", s->rec.id, is_review, "review"))
		check_rule(c, "site.review", "stage", N_("还没有登记评审；先登记评审，再公示。"));
}

static const struct step steps[] = {
	{ "nurturing", "applied", N_("申报"), ROLE_CLERK, .sets = "applied_on" },
	{ "applied", "nurturing", N_("退回培育"), ROLE_CHECKER, .reason = true, .empties = application },
	{ "applied", "reviewed", N_("评审"), ROLE_CHECKER, .sets = "reviewed_on" },
	{ "reviewed", "publicised", N_("公示"), ROLE_CHECKER, .sets = "publicised_on", .demand = demand_review },
	{ "reviewed", "nurturing", N_("评审未过"), ROLE_CHECKER, .reason = true, .empties = application },
	{ "publicised", "named", N_("命名"), ROLE_APPROVER, .sets = "named_on", .fields = for_name },
	{ "publicised", "nurturing", N_("公示未过"), ROLE_APPROVER, .reason = true, .empties = application },
	{ "named", "plaque", N_("授牌"), ROLE_CLERK, .sets = "plaque_on" },
	{ "plaque", "rechecked", N_("复核"), ROLE_CHECKER, .later = true, .sets = "rechecked_on", .fields = for_recheck },
	{ "rechecked", "plaque", N_("进入下一轮"), ROLE_CHECKER, .later = true, .empties = recheck },
	REVOKE("named"), REVOKE("plaque"), REVOKE("rechecked"),
	EXPIRE("named"), EXPIRE("plaque"), EXPIRE("rechecked"),
};

static void add_alarm(const struct lookup *l, const void *rec, struct buf *out)
{
	const struct site *s = rec;

	if (site_is_live(s) && rectification_open_for(l, s->org.id, 0))
		buf_adds(out, _("!! 依托的党组织正在整顿"));
}

static const struct fact facts[] = {
	{ .name = "alarm", .label = N_("整顿警示"), .add = add_alarm },
};

static const struct workflow way = { .stage = "stage", .deadline = "expires_on", .person = "leader",
	.ended = (const char *const[]){ "revoked", "expired", NULL }, WORKFLOW_STEPS(steps) };

#define LIVE "stage=named,plaque,rechecked"
/* Named more than a year ago, and not looked at again in this last year. */
#define RECHECK LIVE " named_on<-365 -rechecked_on>=-365"

static const struct figure figures[] = {
	{ .key = "model_sites", .label = N_("党建示范点"), .where = LIVE },
	{ .key = "model_sites_by_stage", .label = N_("示范点（按阶段）"), .by = "stage" },
	{ .key = "model_sites_by_level", .label = N_("示范点（按级别）"), .by = "level" },
	{ .key = "model_sites_recheck", .label = N_("一年没有复核的示范点"), .worklist = "recheck" },
	{ .key = "model_sites_expiring", .label = N_("三十日内到期的示范点"), .where = LIVE " expires_on<=+30d" },
};

static const struct belonging belongings[] = {
	{ .by = "org", SAYS("name", "level", "stage", "named_on"), .key = 's' },
};

static const struct worklist worklists[] = {
	{ .key = "in-rectification", .label = N_("依托组织在整顿"), .where = LIVE " org=@rectification", .urgency = URGENCY_OVERDUE },
	{ .key = "recheck", .label = N_("一年没有复核"), .where = RECHECK, .urgency = URGENCY_CHECK,
		.since = "named_on" },
};

const struct reg site_reg = {
	.name = "site",
	.title = N_("示范点"),
	REG_STRUCT(struct site),
	REG_FIELDS(fields),
	.key = "code",
	.label = "name",
	.sort = "code",
	.writers = ROLE_CLERK,
	.scope = "org",
	REG_FIGURES(figures),
	REG_WORKLISTS(worklists),
	REG_FACTS(facts),
	REG_BELONGS(belongings),
	.workflow = &way,
	.fill = site_fill,
	.check = site_check,
};
