/*
 * The reports that an office hands up.  A new report is one table here.  A column needs a label of its own
 * only where that of its field says too little beside the others.
 */
#include "src/report.h"

#include "src/i18n.h"
#include "src/records/rectification.h"
#include "src/records/site.h"
#include "src/banned.h"

/* With the label and the width of the field that the path ends with, or other ones. */
#define COLUMN(column, path) { .name = (column), .paths = (path) }
#define WIDE(column, path, cells) { .name = (column), .paths = (path), .width = (cells) }
#define TITLED(column, title, path, cells) { .name = (column), .label = (title), .paths = (path), .width = (cells) }

#define NUMBER TITLED("number", N_("序号"), "#", 4)

/* Where an organization is, from the register's field that names it. */
#define PLACES(org) \
	TITLED("prefecture", N_("州"), org "division^level=prefecture.name", 12), \
	TITLED("county", N_("县市"), org "division^level=county.name", 12), \
	TITLED("township", N_("乡镇"), org "division^level=township.name", 12)

static const struct report_column rectification_ledger[] = {
	NUMBER,
	PLACES("org."),
	TITLED("village", N_("村"), "org.division^level=village.name", 14),
	TITLED("village_code", N_("村代码"), "org.division^level=village.code", 12),
	WIDE("org", "org.name", 24),
	COLUMN("category", "org.category"),
	COLUMN("members", "org.full_members"),
	COLUMN("secretary", "org.secretary"),
	COLUMN("secretary_phone", "org.secretary_phone"),
	COLUMN("secretary_since", "org.secretary_since"),
	COLUMN("year", "year"),
	COLUMN("batch", "batch"),
	COLUMN("criteria", "criteria"),
	TITLED("problems", N_("主要问题"), "problem<rectification.name", 30),
	COLUMN("cause", "cause"),
	TITLED("measures", N_("整顿措施"), "measure<rectification.name", 30),
	WIDE("county_leader", "county_leader county_leader_post county_leader_unit", 24),
	WIDE("township_leader", "township_leader township_leader_post township_leader_unit", 24),
	WIDE("first_secretary", "first_secretary first_secretary_post first_secretary_unit", 24),
	WIDE("paired_unit", "paired_unit paired_contact paired_contact_post", 24),
	COLUMN("responsible_unit", "responsible_unit"),
	COLUMN("responsible", "responsible"),
	COLUMN("started", "started"),
	COLUMN("deadline", "deadline"),
	COLUMN("stage", "stage"),
	TITLED("days_left", N_("离时限"), "=days_left", 14),
	TITLED("progress", N_("最近进展"), "progress<rectification!on.on progress<rectification!on.name", 30),
	COLUMN("secretary_replaced", "secretary_replaced"),
	COLUMN("accepted_on", "acceptance<rectification!on.on"),
	TITLED("team", N_("验收组"), "acceptance<rectification!on.lead acceptance<rectification!on.team", 24),
	COLUMN("score", "acceptance<rectification!on.score"),
	COLUMN("dissatisfied", "acceptance<rectification!on.dissatisfied"),
	TITLED("grade", N_("结论"), "acceptance<rectification!on.grade", 0),
	COLUMN("document", "closing_document"),
	TITLED("closed_on", N_("销号日期"), "closed_on", 10),
	COLUMN("lookback_on", "lookback_on"),
	COLUMN("lookback_result", "lookback_result"),
	TITLED("relisted", N_("是否再次列入"), "?earlier", 6),
	COLUMN("note", "note"),
};

static const struct report rectification_ledger_report = {
	.name = "rectification-ledger",
	.title = N_("软弱涣散村党组织整顿台账"),
	.help = N_("一个案件一行：在哪里、为什么列入、谁负责、做到哪一步、验收和销号的结果。"),
	.reg = &rectification_reg,
	.sort = "year",
	.stays = "org",
	REPORT_COLUMNS(rectification_ledger),
};

static const struct report_column rectification_week[] = {
	NUMBER,
	TITLED("event", N_("动态"), "%event", 8),
	TITLED("since", N_("起始日期"), "%since", 10),
	COLUMN("case", "code"),
	TITLED("county", N_("县市"), "org.division^level=county.name", 12),
	TITLED("township", N_("乡镇"), "org.division^level=township.name", 12),
	WIDE("org", "org.name", 24),
	TITLED("was", N_("原来的阶段"), "%was", 10),
	TITLED("stage", N_("现在的阶段"), "stage", 10),
	COLUMN("responsible", "responsible"),
	COLUMN("deadline", "deadline"),
	TITLED("days_left", N_("离时限"), "=days_left", 14),
	TITLED("progress", N_("最近进展"), "progress<rectification!on.on progress<rectification!on.name", 30),
};

static const struct report rectification_week_report = {
	.name = "rectification-week",
	.title = N_("整顿进展周报"),
	.help = N_("从某天起（平时是七天前）新列入、推进、办结的案件，和现在逾期的案件；一个案件可以有两行。"),
	.reg = &rectification_reg,
	.progress = true,
	.stays = "org",
	REPORT_COLUMNS(rectification_week),
};

static const struct report_column relisted[] = {
	NUMBER,
	PLACES("org."),
	WIDE("org", "org.name", 24),
	COLUMN("year", "year"),
	COLUMN("round", "round"),
	COLUMN("stage", "stage"),
	COLUMN("earlier", "earlier.code"),
	TITLED("earlier_year", N_("上一轮年度"), "earlier.year", 0),
	TITLED("earlier_stage", N_("上一轮阶段"), "earlier.stage", 0),
	TITLED("earlier_closed_on", N_("上一轮销号日期"), "earlier.closed_on", 0),
	COLUMN("criteria", "criteria"),
	COLUMN("responsible", "responsible"),
};

static const struct report relisted_report = {
	.name = "relisted",
	.title = N_("再次列入整顿的村"),
	.help = N_("列入过不止一轮的村，和上一轮的结果。"),
	.reg = &rectification_reg,
	.where = "round>1",
	.sort = "year",
	.stays = "org",
	REPORT_COLUMNS(relisted),
};

static const struct report_column site_ledger[] = {
	NUMBER,
	COLUMN("code", "code"),
	COLUMN("name", "name"),
	COLUMN("domain", "domain"),
	PLACES(""),
	WIDE("org", "org.name", 24),
	COLUMN("level", "level"),
	COLUMN("kind", "kind"),
	COLUMN("brand", "brand"),
	COLUMN("nurtured_year", "nurtured_year"),
	COLUMN("leader", "leader"),
	COLUMN("contact", "contact"),
	COLUMN("phone", "phone"),
	COLUMN("fund_source", "fund_source"),
	COLUMN("fund_first", "fund_first"),
	COLUMN("fund_last", "fund_last"),
	COLUMN("area", "area"),
	COLUMN("named_on", "named_on"),
	COLUMN("named_document", "named_document"),
	COLUMN("plaque_on", "plaque_on"),
	COLUMN("rechecked_on", "rechecked_on"),
	COLUMN("recheck_result", "recheck_result"),
	COLUMN("stage", "stage"),
	TITLED("alarm", N_("整顿警示"), "=alarm", 20),
	COLUMN("revoked_on", "revoked_on"),
	COLUMN("revoked_document", "revoked_document"),
	COLUMN("revoked_reason", "revoked_reason"),
	COLUMN("note", "note"),
};

static const struct report site_ledger_report = {
	.name = "site-ledger",
	.title = N_("党建示范点台账"),
	.help = N_("一个示范点一行：领域、区域、品牌、投入、命名、复核和撤销。"),
	.reg = &site_reg,
	.sort = "code",
	.stays = "name",
	REPORT_COLUMNS(site_ledger),
};

static const struct report_column review_measures[] = {
	NUMBER,
	TITLED("review", N_("述职评议"), "problem.review.name", 24),
	TITLED("origin", N_("问题来源"), "problem.origin", 10),
	WIDE("problem", "problem.name", 24),
	COLUMN("code", "code"),
	WIDE("measure", "name", 30),
	COLUMN("responsible_unit", "responsible_unit"),
	COLUMN("owner", "owner"),
	COLUMN("deadline", "deadline"),
	COLUMN("first_deadline", "first_deadline"),
	COLUMN("postponed", "postponed"),
	COLUMN("stage", "stage"),
	TITLED("days_left", N_("离时限"), "=days_left", 14),
	COLUMN("progress", "progress"),
	COLUMN("done_on", "done_on"),
	COLUMN("evidence", "evidence"),
};

static const struct report review_measures_report = {
	.name = "review-measures",
	.title = N_("述职评议整改措施"),
	.help = N_("述职评议查出的问题的措施：谁负责、什么时限、做到哪一步、逾期几天。"),
	.reg = &measure_reg,
	.where = "rectification=empty",
	.sort = "code",
	.stays = "measure",
	REPORT_COLUMNS(review_measures),
};

const struct report *const reports[] = {
	&rectification_ledger_report,
	&rectification_week_report,
	&relisted_report,
	&site_ledger_report,
	&review_measures_report,
};
const size_t reports_n = sizeof(reports) / sizeof(reports[0]);
