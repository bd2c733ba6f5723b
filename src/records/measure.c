/* Measures (措施): what is done about a problem, by whom and until when. */
#include "src/records/rectification.h"

#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/records.h"
#include "src/records/child.h"
#include "src/records/common.h"
#include "src/banned.h"

static const struct field fields[] = {
	{ FIELD(struct measure, code), .flags = FIELD_UNIQUE | FIELD_READONLY | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("措施编号"), .width = 28, .max = 80, .section = N_("基本"),
		.help = N_("问题的编号加序号，由程序填写。"), .example = "632821102210-01-2026-P01-M01", ALIASES("编号") },
	{ FIELD(struct measure, name), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED, .label = N_("措施"),
		.width = 40, .max = 400, .help = N_("具体做什么。"), .example = "每月开展一次主题党日",
		ALIASES("整改措施", "整顿措施", "措施内容") },
	{ FIELD(struct measure, problem), .flags = FIELD_REQUIRED | FIELD_FIXED, .target = &problem_reg, .label = N_("问题"),
		.width = 30, .help = N_("针对哪个问题。"), .example = "632821102210-01-2026-P01",
		ALIASES("问题编号", "对应问题") },
	{ FIELD(struct measure, rectification), .flags = FIELD_READONLY, .target = &rectification_reg,
		.label = N_("整顿案件"), .width = 28, .help = N_("问题所属的整顿案件，由程序填写。"),
		.example = "632821102210-01-2026", ALIASES("案件", "案件编号") },
	{ FIELD(struct measure, org), .flags = FIELD_READONLY | FIELD_LISTED, .target = &org_reg, .label = N_("党组织"),
		.width = 24, .help = N_("问题所属的党组织，由程序填写。"), .example = "632821102210-01",
		ALIASES("所属党组织") },
	{ FIELD(struct measure, stage), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_TALLIED, .set = "measure_stage",
		.label = N_("阶段"), .width = 8, .help = N_("没开始、进行中还是已完成。"), .example = "没开始",
		ALIASES("措施状态", "状态", "完成情况", "整改情况") },
	{ FIELD(struct measure, owner), .flags = FIELD_LISTED, .section = N_("责任和时限"), .label = N_("责任人"), .width = 12,
		.max = 60, .help = N_("谁负责做。"), .example = "示例卓玛", ALIASES("责任领导", "措施责任人") },
	{ FIELD(struct measure, responsible_unit), .flags = FIELD_WIDE, .label = N_("责任单位"), .width = 20, .max = 80,
		.help = N_("哪个单位负责。"), .example = "示例镇党委", ALIASES("牵头单位") },
	{ FIELD(struct measure, deadline), .flags = FIELD_LISTED, .label = N_("完成时限"), .width = 10,
		.help = N_("到哪天要完成。往后改要写延期原因，算一次延期，原来的日期留在历史里。"), .example = "2026-09-30",
		ALIASES("时限", "整改时限", "完成时间", "到期日期") },
	{ FIELD(struct measure, first_deadline), .flags = FIELD_READONLY, .label = N_("最初时限"), .width = 10,
		.help = N_("第一次定的完成时限，由程序填写。"), .example = "2026-08-31", ALIASES("原定时限") },
	{ FIELD(struct measure, postponed), .flags = FIELD_READONLY, .label = N_("延期次数"), .width = 8,
		.help = N_("完成时限往后改过几次，由程序填写。"), .example = "1", ALIASES("已延期次数") },
	{ FIELD(struct measure, postponed_reason), .label = N_("延期原因"), .width = 20,
		.help = N_("为什么延期；完成时限往后改时要写。"), .example = "示例原因", ALIASES("延期理由") },
	{ FIELD(struct measure, progress), .section = N_("进展"), .label = N_("进展"), .width = 30,
		.help = N_("做到哪一步。"), .example = "已开展三次", ALIASES("进展情况") },
	{ FIELD(struct measure, done_on), .flags = FIELD_WIDE, .label = N_("完成日期"), .width = 10,
		.help = N_("哪天完成的；改成已完成时自动填写。"), .example = "2026-09-20", ALIASES("实际完成时间") },
	{ FIELD(struct measure, evidence), .label = N_("佐证"), .width = 30, .help = N_("有什么材料说明做完了。"),
		.example = "会议记录 3 份", ALIASES("佐证材料", "证明材料") },
	{ FIELD(struct measure, note), .label = N_("备注"), .width = 30, .help = N_("其他要说明的事。"), .example = "示例",
		ALIASES("说明") },
};

#define DEADLINE(m, b) { .now = (m)->deadline, .before = (b)->deadline, .first = (b)->first_deadline, .postponed = (b)->postponed }

static void measure_fill(const struct lookup *l, void *rec, const void *before)
{
	struct measure *m = rec;
	const struct measure *b = before;
	struct problem *p = reg_new(&problem_reg);

	if (!m->code)
		child_number(l, &measure_reg, reg_field(&measure_reg, "problem"), rec, "-M");
	if (!m->stage.s && !before)
		m->stage.s = xstrdup("open");
	if (!m->org.id && child_get(l, &problem_reg, m->problem.id, p)) {
		m->org.id = p->org.id;
		m->rectification.id = p->rectification.id;
	}
	reg_free(&problem_reg, p);
	if (b)
		deadline_fill(&(struct deadline)DEADLINE(m, b), &m->first_deadline, &m->postponed);
	else
		m->first_deadline = m->deadline;
}

/* What was written for an earlier postponement is no reason for this one. */
static bool is_same_reason(const struct measure *a, const struct measure *b)
{
	return b->postponed_reason.s && strcmp(a->postponed_reason.s, b->postponed_reason.s) == 0;
}

static void measure_check(const struct check *c, const void *rec, const void *before)
{
	const struct measure *m = rec, *b = before;

	if (b && deadline_is_postponed(&(struct deadline)DEADLINE(m, b))) {
		if (!text_is_filled(m->postponed_reason.s))
			check_rule(c, "measure.postponed_reason", "postponed_reason", N_("完成时限往后改了，请写这一次的延期原因。"));
		else if (is_same_reason(m, b))
			check_rule(c, "measure.postponed_reason", "postponed_reason",
				N_("完成时限又往后改了，延期原因还是上一次的；请写这一次的延期原因。"));
	}
	if (!b && child_has_twin(c->lookup, &measure_reg, "problem", rec, (const char *const[]){ "name", NULL }))
		findings_add(c->found, RULE_ERROR, NULL, "name", _("这个问题已经有同样的一条措施；要改它，请打开那一条。"));
	if (!date_is_empty(m->done_on) && date_is_surely_before(c->lookup->today, m->done_on))
		findings_add(c->found, RULE_WARN, NULL, "done_on", _("完成日期在今天之后，请改正。"));
}

static const struct step steps[] = {
	{ "open", "doing", N_("开始"), ROLE_CLERK, .fields = (const char *const[]){ "owner", "deadline", NULL } },
	{ "open", "done", N_("完成"), ROLE_CLERK, .sets = "done_on",
		.fields = (const char *const[]){ "owner", "deadline", NULL } },
	{ "doing", "done", N_("完成"), ROLE_CLERK, .sets = "done_on" },
	{ "done", "doing", N_("退回"), ROLE_CHECKER, .reason = true, .empties = (const char *const[]){ "done_on", NULL } },
};

static void add_days_left(const struct lookup *l, const void *rec, struct buf *out)
{
	const struct measure *m = rec;

	if (!m->stage.s || strcmp(m->stage.s, "done") != 0)
		deadline_add_days(l->today, m->deadline, out);
}

static const struct fact facts[] = {
	{ .name = "days_left", .label = N_("离时限"), .add = add_days_left, .of_way = true },
};

static const struct workflow way = { .stage = "stage", .deadline = "deadline", .person = "owner",
	.ended = (const char *const[]){ "done", NULL }, WORKFLOW_STEPS(steps) };

static const struct figure figures[] = {
	{ .key = "measures", .label = N_("述职评议的整改措施"), .where = "rectification=empty" },
	{ .key = "measures_by_stage", .label = N_("整改措施（按阶段）"), .by = "stage" },
	{ .key = "measures_overdue", .label = N_("措施逾期"), .worklist = "overdue" },
	{ .key = "measures_due", .label = N_("措施七日内到期"), .worklist = "due-7" },
	{ .key = "measures_month", .label = N_("措施本月稍后到期"), .worklist = "due-month" },
};

static const struct belonging belongings[] = {
	{ .by = "problem", SAYS("name", "stage", "owner", "deadline", "done_on", "postponed"), .key = 'c' },
};

static const struct reg_part_field of_ledger[] = {
	{ "name", NULL },
	{ "owner", "responsible" },
	{ "responsible_unit", "responsible_unit" },
	{ "deadline", "deadline" },
	{ "progress", NULL },
};

const struct reg_part measures_of_problem = {
	.reg = &measure_reg, .by = "problem", .fields = of_ledger, .nfields = sizeof(of_ledger) / sizeof(of_ledger[0]),
};

const struct reg measure_reg = {
	.name = "measure",
	.title = N_("整改措施"),
	REG_STRUCT(struct measure),
	REG_FIELDS(fields),
	.key = "code",
	.label = "name",
	.sort = "deadline",
	.writers = ROLE_CLERK,
	.scope = "org",
	REG_FIGURES(figures),
	REG_FACTS(facts),
	REG_BELONGS(belongings),
	.workflow = &way,
	.fill = measure_fill,
	.check = measure_check,
};
