/* Reviews of model sites (评审、复核): before naming and after. */
#include "src/records/site.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/records.h"
#include "src/records/child.h"
#include "src/records/common.h"
#include "src/banned.h"

static const struct field fields[] = {
	{ FIELD(struct site_review, code), .flags = FIELD_UNIQUE | FIELD_READONLY | FIELD_SEARCHED, .label = N_("评审编号"),
		.width = 16, .max = 60, .section = N_("基本"), .help = N_("示范点编号加序号，由程序填写。"),
		.example = "SF-001-S01", ALIASES("编号") },
	{ FIELD(struct site_review, name), .flags = FIELD_READONLY | FIELD_LISTED | FIELD_SEARCHED, .label = N_("评审"),
		.width = 36, .max = 200, .help = N_("示范点和日期，由程序填写。"), .example = "示例村党建示范点 2025-04-10",
		ALIASES("评审名称") },
	{ FIELD(struct site_review, site), .flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_WIDE, .target = &site_reg, .label = N_("示范点"),
		.width = 28, .help = N_("评审哪个示范点。"), .example = "SF-001", ALIASES("示范点编号") },
	{ FIELD(struct site_review, org), .flags = FIELD_READONLY, .target = &org_reg, .label = N_("依托党组织"), .width = 24,
		.help = N_("示范点依托的党组织，由程序填写。"), .example = "632821102210-01", ALIASES("党组织") },
	{ FIELD(struct site_review, kind), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_TALLIED, .set = "site_review_kind",
		.label = N_("种类"), .width = 8, .help = N_("命名前的评审，还是命名后的复核。"), .example = "评审",
		ALIASES("类型") },
	{ FIELD(struct site_review, on), .flags = FIELD_REQUIRED | FIELD_LISTED, .label = N_("日期"), .width = 10,
		.help = N_("哪天评审的。"), .example = "2025-04-10", ALIASES("评审日期", "时间") },
	{ FIELD(struct site_review, lead), .flags = FIELD_LISTED, .label = N_("组长"), .width = 12, .max = 60,
		.help = N_("谁主持。"), .example = "示例才让", ALIASES("评审组长") },
	{ FIELD(struct site_review, team), .label = N_("评审组"), .width = 24, .max = 200, .help = N_("评审组的人员。"),
		.example = "示例才让、示例卓玛", ALIASES("成员") },
	{ FIELD(struct site_review, score), .flags = FIELD_LISTED, .label = N_("得分"), .width = 8, .help = N_("0 到 100 分。"),
		.example = "88", ALIASES("分数") },
	{ FIELD(struct site_review, result), .flags = FIELD_LISTED, .set = "recheck_result", .label = N_("结论"), .width = 8,
		.help = N_("保留还是限期整改。"), .example = "保留", ALIASES("评审结论") },
	{ FIELD(struct site_review, opinion), .label = N_("意见"), .width = 30, .help = N_("评审组的意见。"), .example = "同意",
		ALIASES("评审意见") },
	{ FIELD(struct site_review, note), .label = N_("备注"), .width = 30, .help = N_("其他要说明的事。"), .example = "示例",
		ALIASES("说明") },
};

static void site_review_fill(const struct lookup *l, void *rec, const void *before)
{
	struct site_review *r = rec;
	struct site *s = reg_new(&site_reg);
	struct buf name = BUF_INIT;

	(void)before;
	if (!r->code)
		child_number(l, &site_review_reg, reg_field(&site_review_reg, "site"), rec, "-S");
	if (!r->org.id && child_get(l, &site_reg, r->site.id, s))
		r->org.id = s->org.id;
	reg_free(&site_reg, s);
	child_add_name(l, &site_reg, r->site.id, STYLE_LIST, &name);
	buf_addc(&name, ' ');
	date_format(&name, r->on);
	free(r->name);
	r->name = buf_detach(&name);
}

static void site_review_check(const struct check *c, const void *rec, const void *before)
{
	const struct site_review *r = rec;

	(void)before;
	if (r->score.hundredths != INT_NONE && (r->score.hundredths < 0 || r->score.hundredths > 10000))
		findings_add(c->found, RULE_ERROR, NULL, "score", _("得分要在 0 到 100 之间。"));
	if (date_is_surely_before(c->lookup->today, r->on))
		findings_add(c->found, RULE_WARN, NULL, "on", _("日期在今天之后，请改正。"));
}

static const struct belonging belongings[] = {
	{ .by = "site", SAYS("on", "kind", "result", "score", "lead", "opinion"), .order = "on", .newest_first = true, .key = 'p' },
};

const struct reg site_review_reg = {
	.name = "site_review",
	.title = N_("示范点评审"),
	REG_STRUCT(struct site_review),
	REG_FIELDS(fields),
	.key = "code",
	.label = "name",
	.sort = "on",
	.writers = ROLE_CHECKER,
	.scope = "org",
	REG_BELONGS(belongings),
	.fill = site_review_fill,
	.check = site_review_check,
};
