/* Annual reviews (述职评议): where the problems come from that are no village's rectification. */
#include "src/records/rectification.h"

#include <inttypes.h>
#include <stdlib.h>

#include "src/i18n.h"
#include "src/records.h"
#include "src/records/child.h"
#include "src/records/common.h"
#include "src/banned.h"

static const struct field fields[] = {
	{ FIELD(struct review, code), .flags = FIELD_UNIQUE | FIELD_READONLY | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("评议编号"), .width = 22, .max = 40, .section = N_("基本"), .help = N_("党组织编码加年度，由程序填写。"),
		.example = "632800000000-2025", ALIASES("编号") },
	{ FIELD(struct review, name), .flags = FIELD_READONLY | FIELD_LISTED | FIELD_SEARCHED, .label = N_("评议"),
		.width = 32, .max = 140, .help = N_("党组织全称加年度，由程序填写。"), .example = "中共示例州委员会 2025年",
		ALIASES("评议名称") },
	{ FIELD(struct review, org), .flags = FIELD_REQUIRED | FIELD_FIXED, .target = &org_reg, .label = N_("党组织"),
		.width = 24, .help = N_("哪个党组织述职。"), .example = "632800000000", ALIASES("述职党组织", "组织") },
	{ FIELD(struct review, year), .flags = FIELD_YEAR | FIELD_REQUIRED | FIELD_FIXED | FIELD_LISTED, .least = 2000, .most = 2100,
		.label = N_("年度"), .width = 6, .help = N_("述职评议的年度。"), .example = "2025", ALIASES("评议年度") },
	{ FIELD(struct review, held_on), .flags = FIELD_LISTED, .label = N_("评议日期"), .width = 10,
		.help = N_("哪天开的述职评议会。"), .example = "2026-01-15", ALIASES("日期") },
	{ FIELD(struct review, chair), .flags = FIELD_WIDE, .label = N_("主持人"), .width = 12, .max = 60, .help = N_("谁主持评议。"),
		.example = "示例才让", ALIASES("点评人") },
	{ FIELD(struct review, comment), .label = N_("点评"), .width = 30, .help = N_("上级的点评意见。"),
		.example = "示例", ALIASES("点评意见") },
	{ FIELD(struct review, note), .label = N_("备注"), .width = 30, .help = N_("其他要说明的事。"), .example = "示例",
		ALIASES("说明") },
};

static void review_fill(const struct lookup *l, void *rec, const void *before)
{
	struct review *r = rec;
	struct buf code = BUF_INIT, name = BUF_INIT;

	(void)before;
	if (r->code || !r->org.id || r->year == INT_NONE)
		return;
	child_add_name(l, &org_reg, r->org.id, STYLE_DATA, &code);
	child_add_name(l, &org_reg, r->org.id, STYLE_LIST, &name);
	buf_addf(&code, "-%" PRId64, r->year);
	buf_addf(&name, " %" PRId64 "年", r->year);
	r->code = buf_detach(&code);
	free(r->name);
	r->name = buf_detach(&name);
}

static const struct belonging belongings[] = {
	{ .by = "org", SAYS("year", "held_on", "chair"), .order = "year", .newest_first = true, .key = 'p' },
};

static const struct reg_part_field of_ledger[] = {
	{ "name", NULL },
};

static const struct reg_part problems = {
	.reg = &problem_reg, .by = "review", .fields = of_ledger, .nfields = 1, .below = &measures_of_problem,
};

const struct reg review_reg = {
	.name = "review",
	.title = N_("述职评议"),
	REG_STRUCT(struct review),
	REG_FIELDS(fields),
	.key = "code",
	.label = "name",
	.sort = "year",
	.writers = ROLE_CLERK,
	.scope = "org",
	.parts = &problems,
	REG_BELONGS(belongings),
	.fill = review_fill,
};
