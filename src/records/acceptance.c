/*
 * Acceptances (验收): a county team looks, asks, counts and gives a score.  County practice: 70 points
 * pass, more than half dissatisfied fails outright, and the grade follows.
 */
#include "src/records/rectification.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/records.h"
#include "src/records/child.h"
#include "src/records/common.h"
#include "src/banned.h"

#define PRACTICE "县级整顿验收的通行做法"

static const struct field fields[] = {
	{ FIELD(struct acceptance, code), .flags = FIELD_UNIQUE | FIELD_READONLY | FIELD_SEARCHED, .label = N_("验收编号"),
		.width = 24, .max = 60, .section = N_("基本"), .help = N_("案件编号加序号，由程序填写。"),
		.example = "632821102210-01-2026-Y01", ALIASES("编号") },
	{ FIELD(struct acceptance, name), .flags = FIELD_READONLY | FIELD_LISTED | FIELD_SEARCHED, .label = N_("验收"),
		.width = 36, .max = 200, .help = N_("案件和日期，由程序填写。"), .example = "南沙沟村党支部 2026年 2026-10-20",
		ALIASES("验收名称") },
	{ FIELD(struct acceptance, rectification), .flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_WIDE, .target = &rectification_reg,
		.label = N_("整顿案件"), .width = 28, .help = N_("验收哪个案件。"), .example = "632821102210-01-2026",
		ALIASES("案件", "案件编号") },
	{ FIELD(struct acceptance, org), .flags = FIELD_READONLY, .target = &org_reg, .label = N_("党组织"), .width = 24,
		.help = N_("案件的党组织，由程序填写。"), .example = "632821102210-01", ALIASES("所属党组织") },
	{ FIELD(struct acceptance, on), .flags = FIELD_REQUIRED | FIELD_LISTED, .label = N_("验收日期"), .width = 10,
		.help = N_("哪天验收的；要在申请验收之后。"), .example = "2026-10-20", ALIASES("日期", "验收时间") },
	{ FIELD(struct acceptance, lead), .flags = FIELD_REQUIRED | FIELD_LISTED, .label = N_("验收组长"), .width = 12,
		.max = 60, .help = N_("谁主持验收；不能是整顿的责任人。"), .example = "示例才让", .source = PRACTICE,
		ALIASES("组长", "验收人") },
	{ FIELD(struct acceptance, team), .label = N_("验收组"), .width = 24, .max = 200, .help = N_("验收组的人员。"),
		.example = "示例才让、示例卓玛", ALIASES("验收组成员") },
	{ FIELD(struct acceptance, score), .flags = FIELD_REQUIRED | FIELD_LISTED, .label = N_("得分"), .width = 8,
		.help = N_("0 到 100 分；70 分以上合格。"), .example = "86.5", .source = PRACTICE, ALIASES("分数", "验收得分") },
	{ FIELD(struct acceptance, dissatisfied), .flags = FIELD_REQUIRED | FIELD_LISTED, .label = N_("不满意率"), .width = 10,
		.help = N_("民主测评里不满意的比例；超过 50% 就不合格。"), .example = "5%", .source = PRACTICE,
		ALIASES("不满意比例") },
	{ FIELD(struct acceptance, grade), .flags = FIELD_LISTED | FIELD_TALLIED, .set = "acceptance_grade",
		.label = N_("结论"), .width = 10,
		.help = N_("合格、基本合格或不合格；不写时按得分和不满意率定。"), .example = "合格", ALIASES("验收结论", "等次") },
	{ FIELD(struct acceptance, document), .flags = FIELD_MAY_BE_NONE,
		.label = N_("批复文号"), .width = 20, .max = 80, .help = N_("批复的文号。"),
		.example = "示例组发〔2026〕1号", ALIASES("文号") },
	{ FIELD(struct acceptance, opinion), .label = N_("意见"), .width = 30, .help = N_("验收组的意见。"),
		.example = "同意", ALIASES("验收意见") },
	{ FIELD(struct acceptance, note), .label = N_("备注"), .width = 30, .help = N_("其他要说明的事。"), .example = "示例",
		ALIASES("说明") },
};

#define ALL 10000 /* hundredths of 100 */

/* What the numbers alone allow. */
static bool is_passed(const struct check *c, const struct acceptance *a)
{
	return a->score.hundredths >= 100 * check_param(c, "acceptance.pass_score", 70) &&
	       a->dissatisfied.hundredths <= 100 * check_param(c, "acceptance.most_dissatisfied", 50);
}

static void fill_name(const struct lookup *l, struct acceptance *a)
{
	struct buf b = BUF_INIT;

	child_add_name(l, &rectification_reg, a->rectification.id, STYLE_LIST, &b);
	buf_addc(&b, ' ');
	date_format(&b, a->on);
	free(a->name);
	a->name = buf_detach(&b);
}

static void acceptance_fill(const struct lookup *l, void *rec, const void *before)
{
	struct acceptance *a = rec;
	struct rectification *r = reg_new(&rectification_reg);

	(void)before;
	if (!a->code)
		child_number(l, &acceptance_reg, reg_field(&acceptance_reg, "rectification"), rec, "-Y");
	if (!a->org.id && child_get(l, &rectification_reg, a->rectification.id, r))
		a->org.id = r->org.id;
	reg_free(&rectification_reg, r);
	fill_name(l, a);
	if (!a->grade.s && a->score.hundredths != INT_NONE && a->dissatisfied.hundredths != INT_NONE)
		a->grade.s = xstrdup(is_passed(&(struct check){ .lookup = l }, a) ? "pass" : "fail");
}

static void check_numbers(const struct check *c, const struct acceptance *a)
{
	if (a->score.hundredths != INT_NONE && (a->score.hundredths < 0 || a->score.hundredths > ALL))
		findings_add(c->found, RULE_ERROR, NULL, "score", _("得分要在 0 到 100 之间。"));
	if (a->dissatisfied.hundredths != INT_NONE && (a->dissatisfied.hundredths < 0 || a->dissatisfied.hundredths > ALL))
		findings_add(c->found, RULE_ERROR, NULL, "dissatisfied", _("不满意率要在 0%% 到 100%% 之间。"));
}

static void check_grade(const struct check *c, const struct acceptance *a)
{
	int64_t pass = check_param(c, "acceptance.pass_score", 70), most = check_param(c, "acceptance.most_dissatisfied", 50);

	if (!a->grade.s || strcmp(a->grade.s, "fail") == 0)
		return;
	if (a->score.hundredths != INT_NONE && a->score.hundredths < 100 * pass)
		check_rule(c, "acceptance.pass_score", "grade", N_("得分不到 %" PRId64 " 分，结论只能是不合格。"), pass);
	if (a->dissatisfied.hundredths > 100 * most)
		check_rule(c, "acceptance.most_dissatisfied", "grade", N_("不满意率超过 %" PRId64 "%%，结论只能是不合格。"), most);
}

static void check_case(const struct check *c, const struct acceptance *a, const struct acceptance *before)
{
	struct rectification *r = reg_new(&rectification_reg);

	if (child_get(c->lookup, &rectification_reg, a->rectification.id, r)) {
		if (a->lead && r->responsible && strcmp(a->lead, r->responsible) == 0)
			check_rule(c, "acceptance.other_person", "lead", N_("验收组长就是这个案件的责任人；要由别人来验收。"));
		if (date_is_empty(r->requested_on) && !before)
			findings_add(c->found, RULE_ERROR, NULL, "rectification", _("这个案件还没有申请验收；先把措施办完，再申请。"));
		else if (date_is_surely_before(a->on, r->requested_on) && !before)
			findings_add(c->found, RULE_ERROR, NULL, "on", _("验收日期早于申请验收的日期，请改正。"));
	}
	reg_free(&rectification_reg, r);
}

static void acceptance_check(const struct check *c, const void *rec, const void *before)
{
	const struct acceptance *a = rec;

	if (date_is_surely_before(c->lookup->today, a->on))
		findings_add(c->found, RULE_WARN, NULL, "on", _("验收日期在今天之后，请改正。"));
	check_numbers(c, a);
	check_grade(c, a);
	check_case(c, a, before);
}

static const struct belonging belongings[] = {
	{ .by = "rectification", SAYS("on", "grade", "score", "dissatisfied", "lead", "document", "opinion"), .order = "on",
		.newest_first = true, .key = 'y' },
};

const struct reg acceptance_reg = {
	.name = "acceptance",
	.title = N_("整顿验收"),
	REG_STRUCT(struct acceptance),
	REG_FIELDS(fields),
	.key = "code",
	.label = "name",
	.sort = "on",
	.writers = ROLE_CHECKER,
	.scope = "org",
	REG_BELONGS(belongings),
	.fill = acceptance_fill,
	.check = acceptance_check,
};

/* --- for the case --- */

struct latest {
	struct acceptance *out;
	bool found;
};

static int take_later(void *arg, const void *rec)
{
	struct latest *latest = arg;
	const struct acceptance *a = rec;

	if (!date_is_empty(a->rec.retired_on) || (latest->found && date_compare(a->on, latest->out->on) < 0))
		return 0;
	reg_copy(&acceptance_reg, latest->out, rec);
	latest->found = true;
	return 0;
}

bool rectification_acceptance(const struct lookup *l, int64_t id, struct acceptance *out)
{
	struct latest latest = { .out = out };
	const struct children_of of_case = { &acceptance_reg, reg_field(&acceptance_reg, "rectification"), id };

	if (l && l->ref_each && id)
		l->ref_each(l->ctx, &of_case, take_later, &latest, NULL);
	return latest.found;
}
