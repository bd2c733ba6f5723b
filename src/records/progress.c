/* Notes of progress (经过): what happened in a case, dated: work, reminders, visits. */
#include "src/records/rectification.h"

#include "src/i18n.h"
#include "src/records.h"
#include "src/records/child.h"
#include "src/records/common.h"
#include "src/banned.h"

static const struct field fields[] = {
	{ FIELD(struct progress, code), .flags = FIELD_UNIQUE | FIELD_READONLY | FIELD_SEARCHED, .label = N_("编号"),
		.width = 24, .max = 60, .section = N_("基本"), .help = N_("案件编号加序号，由程序填写。"),
		.example = "632821102210-01-2026-J01", ALIASES("经过编号") },
	{ FIELD(struct progress, on), .flags = FIELD_REQUIRED | FIELD_LISTED, .label = N_("日期"), .width = 10,
		.help = N_("哪天的事。"), .example = "2026-06-01", ALIASES("时间") },
	{ FIELD(struct progress, name), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED, .label = N_("经过"),
		.width = 44, .max = 400, .help = N_("做了什么，或者催办、走访的情况。"), .example = "第一书记入户走访",
		ALIASES("进展", "进展情况", "内容") },
	{ FIELD(struct progress, kind), .flags = FIELD_LISTED | FIELD_TALLIED, .set = "progress_kind", .label = N_("种类"),
		.width = 8, .help = N_("进展、催办还是走访。"), .example = "走访", ALIASES("类型") },
	{ FIELD(struct progress, by), .flags = FIELD_LISTED, .label = N_("经办人"), .width = 12, .max = 60,
		.help = N_("谁办的。"), .example = "示例卓玛", ALIASES("记录人") },
	{ FIELD(struct progress, rectification), .flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_LISTED,
		.target = &rectification_reg, .label = N_("整顿案件"), .width = 28, .help = N_("属于哪个整顿案件。"),
		.example = "632821102210-01-2026", ALIASES("案件", "案件编号") },
	{ FIELD(struct progress, org), .flags = FIELD_READONLY, .target = &org_reg, .label = N_("党组织"), .width = 24,
		.help = N_("案件的党组织，由程序填写。"), .example = "632821102210-01", ALIASES("所属党组织") },
	{ FIELD(struct progress, note), .label = N_("备注"), .width = 30, .help = N_("其他要说明的事。"), .example = "示例",
		ALIASES("说明") },
};

static void progress_fill(const struct lookup *l, void *rec, const void *before)
{
	struct progress *p = rec;
	struct rectification *r = reg_new(&rectification_reg);

	(void)before;
	if (!p->code)
		child_number(l, &progress_reg, reg_field(&progress_reg, "rectification"), rec, "-J");
	if (!p->org.id && child_get(l, &rectification_reg, p->rectification.id, r))
		p->org.id = r->org.id;
	reg_free(&rectification_reg, r);
}

static void progress_check(const struct check *c, const void *rec, const void *before)
{
	static const char *const same[] = { "on", "name", NULL };
	const struct progress *p = rec;

	if (!before && child_has_twin(c->lookup, &progress_reg, "rectification", rec, same))
		findings_add(c->found, RULE_ERROR, NULL, "name", _("这一天同样的经过已经记过了；要改它，请打开那一条。"));
	if (date_is_surely_before(c->lookup->today, p->on))
		findings_add(c->found, RULE_WARN, NULL, "on", _("日期在今天之后；经过只记已经发生的事。"));
}

static const struct belonging belongings[] = {
	{ .by = "rectification", SAYS("on", "kind", "name", "by"), .order = "on", .newest_first = true, .key = 'j', .signs = "by" },
};

const struct reg progress_reg = {
	.name = "progress",
	.title = N_("整顿经过"),
	REG_STRUCT(struct progress),
	REG_FIELDS(fields),
	.key = "code",
	.label = "name",
	.sort = "on",
	.writers = ROLE_CLERK,
	.scope = "org",
	REG_BELONGS(belongings),
	.fill = progress_fill,
	.check = progress_check,
};
