/* Problems (问题): what a rectification case or an annual review found. */
#include "src/records/rectification.h"

#include "src/i18n.h"
#include "src/records.h"
#include "src/records/child.h"
#include "src/records/common.h"
#include "src/banned.h"

static const struct field fields[] = {
	{ FIELD(struct problem, code), .flags = FIELD_UNIQUE | FIELD_READONLY | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("问题编号"), .width = 24, .max = 60, .section = N_("基本"),
		.help = N_("案件或评议的编号加序号，由程序填写。"), .example = "632821102210-01-2026-P01",
		ALIASES("编号") },
	{ FIELD(struct problem, name), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED, .label = N_("问题"),
		.width = 40, .max = 200, .help = N_("一句话说清是什么问题。"), .example = "组织生活不经常",
		ALIASES("主要问题", "存在问题", "问题描述") },
	{ FIELD(struct problem, rectification), .flags = FIELD_FIXED | FIELD_LISTED, .target = &rectification_reg,
		.label = N_("整顿案件"), .width = 28, .help = N_("属于哪个整顿案件；年度评议的问题不填这一项。"),
		.example = "632821102210-01-2026", ALIASES("案件", "案件编号") },
	{ FIELD(struct problem, review), .flags = FIELD_FIXED, .target = &review_reg, .label = N_("述职评议"), .width = 28,
		.help = N_("属于哪一年的述职评议；整顿案件的问题不填这一项。"), .example = "632800000000-2025",
		ALIASES("评议", "评议编号") },
	{ FIELD(struct problem, org), .flags = FIELD_READONLY | FIELD_LISTED, .target = &org_reg, .label = N_("党组织"),
		.width = 24, .help = N_("案件或评议所属的党组织，由程序填写。"), .example = "632821102210-01",
		ALIASES("所属党组织") },
	{ FIELD(struct problem, origin), .flags = FIELD_LISTED | FIELD_TALLIED, .set = "problem_origin", .label = N_("来源"),
		.width = 12, .help = N_("怎样发现的。"), .example = "自己查摆", ALIASES("问题来源") },
	{ FIELD(struct problem, cause), .label = N_("原因分析"), .width = 30, .help = N_("为什么有这个问题。"),
		.example = "示例原因", ALIASES("原因") },
	{ FIELD(struct problem, note), .label = N_("备注"), .width = 30, .help = N_("其他要说明的事。"), .example = "示例",
		ALIASES("说明") },
};

/* The organization of the case or of the review. */
static int64_t org_of(const struct lookup *l, const struct problem *p)
{
	struct rectification *r = reg_new(&rectification_reg);
	struct review *v = reg_new(&review_reg);
	int64_t org = 0;

	if (child_get(l, &rectification_reg, p->rectification.id, r))
		org = r->org.id;
	else if (child_get(l, &review_reg, p->review.id, v))
		org = v->org.id;
	reg_free(&rectification_reg, r);
	reg_free(&review_reg, v);
	return org;
}

static void problem_fill(const struct lookup *l, void *rec, const void *before)
{
	struct problem *p = rec;
	const char *by = p->rectification.id ? "rectification" : "review";

	(void)before;
	if (!p->code)
		child_number(l, &problem_reg, reg_field(&problem_reg, by), rec, "-P");
	if (!p->org.id)
		p->org.id = org_of(l, p);
}

static void problem_check(const struct check *c, const void *rec, const void *before)
{
	static const char *const same[] = { "name", NULL };
	const struct problem *p = rec;

	if (!before && (child_has_twin(c->lookup, &problem_reg, "rectification", rec, same) ||
			child_has_twin(c->lookup, &problem_reg, "review", rec, same)))
		findings_add(c->found, RULE_ERROR, NULL, "name", _("同样的问题已经登记过了；要改它，请打开那一条。"));
	if (!p->rectification.id == !p->review.id)
		findings_add(c->found, RULE_ERROR, NULL, "rectification", _("整顿案件和述职评议要填一个，也只能填一个。"));
}

static const struct figure figures[] = {
	{ .key = "problems", .label = N_("述职评议指出的问题"), .where = "review=filled" },
};

static const struct belonging belongings[] = {
	{ .by = "rectification", SAYS("name", "origin"), .whole = true, .key = 'w' },
	{ .by = "review", SAYS("name", "origin"), .whole = true, .key = 'w' },
};

const struct reg problem_reg = {
	.name = "problem",
	.title = N_("问题"),
	REG_STRUCT(struct problem),
	REG_FIELDS(fields),
	.key = "code",
	.label = "name",
	.sort = "code",
	.writers = ROLE_CLERK,
	.scope = "org",
	REG_FIGURES(figures),
	REG_BELONGS(belongings),
	.fill = problem_fill,
	.check = problem_check,
};
