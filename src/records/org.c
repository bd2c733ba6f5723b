/*
 * Party organizations (党组织): the register that everything else refers to.  What the
 * documents demand of one is judged here, always by dated rules; only what cannot
 * be (an end before its beginning) is refused outright.
 */
#include "src/records.h"

#include <inttypes.h>
#include <string.h>

#include "src/i18n.h"
#include "src/ids.h"
#include "src/records/common.h"
#include "src/records/org.h"
#include "src/text.h"
#include "src/banned.h"

#define BRANCH_RULES "《中国共产党支部工作条例（试行）》"
#define TERM_RULES "《关于党的基层组织任期的意见》"
#define FORM_2017 "皖组通字〔2017〕26号"

static const struct field org_fields[] = {
	{ FIELD(struct org, code), .flags = FIELD_REQUIRED | FIELD_UNIQUE | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("编码"), .width = 15, .max = 32, .section = N_("基本"),
		.help = N_("党组织编码，只能用字母、数字和短横线，不能与别的组织相同（停用的也算）。"),
		.example = "632821102210-01",
		ALIASES("组织编码", "党组织编码", "党组织代码", "组织代码", "党组织编号", "编号", "代码") },
	{ FIELD(struct org, name), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("全称"), .width = 30, .max = 120,
		.help = N_("党组织全称，以印章为准。一般以「中国共产党」或「中共」开头，党委以委员会、"
			   "总支以总支部委员会、支部以支部委员会结尾。"),
		.example = "中共乌兰县柯柯镇南沙沟村支部委员会", .source = FORM_2017,
		ALIASES("名称", "党组织名称", "党组织全称", "组织名称", "组织全称", "党组织", "组织",
			"支部名称", "党支部名称") },
	{ FIELD(struct org, short_name), .flags = FIELD_SEARCHED | FIELD_MAY_BE_NONE,
		.label = N_("简称"), .width = 20, .max = 60,
		.help = N_("平时的叫法，查找和打印时用。"), .example = "南沙沟村党支部",
		ALIASES("党组织简称", "组织简称", "简名") },
	{ FIELD(struct org, category), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_TALLIED,
		.set = "org_category", .label = N_("类别"), .width = 10,
		.help = N_("党委、党总支部、党支部、联合党支部及其临时组织算基层党组织；党组、党小组、"
			   "党工委和地方委员会只作为上下级关系登记，不计入总数。"),
		.example = "党支部", .source = FORM_2017,
		ALIASES("党组织类别", "组织类别", "类型", "党组织类型", "组织类型", "组织形式", "种类") },
	{ FIELD(struct org, superior), .flags = FIELD_LISTED | FIELD_TREE, .target = &org_reg,
		.label = N_("上级组织"), .width = 24,
		.help = N_("直接领导它的党组织，填编码或全称。党支部下面不再设党支部。"),
		.example = "中共乌兰县柯柯镇委员会", .source = FORM_2017,
		ALIASES("上级", "上级党组织", "上级党组织名称", "上级党组织全称", "上级组织名称", "上级编码",
			"上级组织编码", "上级党组织编码", "隶属", "隶属党组织", "所属党组织", "所属党委",
			"上级党委") },
	{ FIELD(struct org, domain), .flags = FIELD_LISTED | FIELD_TALLIED, .set = "domain",
		.label = N_("领域"), .width = 12,
		.help = N_("农村、城市社区、机关等八个领域之一，都不合适的填其他。建制村的党组织填农村，"
			   "社区的填城市社区。"),
		.example = "农村", ALIASES("所属领域", "党建领域", "领域类别", "行业领域") },
	{ FIELD(struct org, division), .flags = FIELD_LISTED, .target = &division_reg,
		.label = N_("行政区划"), .width = 18,
		.help = N_(
			"组织所在的区划，填 12 位代码或名称。村和社区的党组织填到村级，其他填到乡级或县级。"),
		.example = "632821102210", .source = "GB/T 2260，GB/T 10114",
		ALIASES("区划", "区域", "所在区域", "所属区域", "所在区划", "区划代码", "行政区划代码",
			"所在地", "所在村", "村(社区)", "所在村(社区)", "地区") },
	{ FIELD(struct org, founded), .flags = FIELD_WIDE, .label = N_("成立日期"), .width = 10,
		.help = N_("上级批准成立的日期。只知道年或年月的，可以只填到年或月。"),
		.example = "1958-10-01",
		ALIASES("成立", "成立时间", "建立时间", "组建时间", "设立时间", "批准成立时间",
			"批准成立日期") },
	{ FIELD(struct org, founding_document), .flags = FIELD_MAY_BE_NONE, .label = N_("成立文号"), .width = 20, .max = 80,
		.help = N_("批准成立的文件和文号。"), .example = "示例组发〔2021〕1号",
		ALIASES("批准文号", "批复文号", "成立批文", "成立文件", "批准成立文号") },
	{ FIELD(struct org, dissolved), .label = N_("撤销日期"), .width = 10,
		.help = N_(
			"撤销、合并或转出的日期。填了这一项，就不再算在册的基层党组织，记录和历史都保留。"),
		.example = "2024-06-30", ALIASES("撤销", "撤销时间", "撤并日期", "撤并时间") },
	{ FIELD(struct org, dissolved_reason), .set = "dissolved_reason", .label = N_("撤销原因"),
		.width = 14, .help = N_("为什么撤销；填了撤销日期就要填。"), .example = "合并",
		ALIASES("撤并原因", "撤销情况") },

	{ FIELD(struct org, unit_situation), .set = "unit_situation", .section = N_("单位"),
		.label = N_("单位情况"), .width = 18,
		.help = N_("与上级党组织在同一个单位的，单位名称、性质和信用代码不填，或填「不适用」；"
			   "自己所在单位是法人的，填法人单位；几个单位合建的，填联合党支部。"),
		.example = "法人单位", .source = FORM_2017,
		ALIASES("所在单位情况", "党组织所在单位情况", "单位建立党组织情况") },
	{ FIELD(struct org, units), .flags = FIELD_MAY_NOT_APPLY, .label = N_("单位名称"), .width = 24, .max = 600,
		.help = N_("所在单位的全称；联合党支部有几个单位就填几个，用顿号隔开，一般不超过 5 个。"),
		.example = "示例牧民专业合作社、示例农机服务队", .source = FORM_2017,
		ALIASES("单位", "所在单位", "所在单位名称", "依托单位", "覆盖单位", "联合单位") },
	{ FIELD(struct org, unit_nature), .flags = FIELD_MAY_NOT_APPLY, .set = "unit_nature",
		.label = N_("单位性质"), .width = 18,
		.help = N_("所在单位的性质，可以选几项。"), .example = "建制村", .source = FORM_2017,
		ALIASES("单位性质类别", "单位类别", "单位类型") },
	{ FIELD(struct org, credit_code), .flags = FIELD_MAY_BE_NONE | FIELD_MAY_NOT_APPLY, .label = N_("信用代码"),
		.help = N_("所在单位的统一社会信用代码，18 位。它属于单位，"
			   "所以同一单位的几个党组织不重复填，只有填法人单位的才填。"),
		.example = "N2632822MF0000005J", .source = "GB 32100-2015",
		ALIASES("统一社会信用代码", "社会信用代码", "单位统一社会信用代码",
			"法人单位统一社会信用代码") },

	{ FIELD(struct org, secretary), .flags = FIELD_LISTED | FIELD_SEARCHED | FIELD_MAY_BE_NONE,
		.section = N_("班子"),
		.label = N_("书记"), .width = 12, .max = 60,
		.help = N_("现任书记的姓名；空缺的填无。"),
		.example = "示例才仁", .source = FORM_2017,
		ALIASES("书记姓名", "党组织书记", "党组织书记姓名", "支部书记", "党支部书记", "负责人",
			"党组织负责人") },
	{ FIELD(struct org, secretary_phone),
		.flags = FIELD_PERSONAL | FIELD_MAY_BE_NONE | FIELD_MAY_NOT_APPLY | FIELD_WIDE, .label = N_("书记电话"),
		.help = N_("手机号，或带区号的固定电话。"), .example = "13900000000",
		ALIASES("书记联系电话", "书记手机", "书记手机号", "书记手机号码", "书记联系方式",
			"负责人电话") },
	{ FIELD(struct org, secretary_since), .label = N_("书记任职"), .width = 10,
		.help = N_("现任书记从哪天起任职；连任的，填第一次任职的日期。换了书记要跟着改。"), .example = "2021-03-15",
		ALIASES("任职", "任职时间", "任职日期", "书记任职时间", "书记任职日期", "任书记时间") },
	{ FIELD(struct org, committee_size), .least = 0, .most = 99, .label = N_("委员人数"), .width = 8,
		.help = N_("委员会的人数，含书记、副书记。正式党员 7 人以上的支部设委员会，3 至 5 人，"
			   "一般不超过 7 人。"),
		.example = "5", .source = BRANCH_RULES,
		ALIASES("委员数", "班子人数", "委员会人数", "支委人数", "支委数", "支委会人数") },
	{ FIELD(struct org, contact), .flags = FIELD_MAY_BE_NONE, .label = N_("联系人"), .width = 12, .max = 60,
		.help = N_("平时办事找谁。"), .example = "示例卓玛", .source = FORM_2017,
		ALIASES("联系人姓名", "联络人", "联络员", "党务联系人") },
	{ FIELD(struct org, phone), .flags = FIELD_PERSONAL | FIELD_MAY_BE_NONE, .label = N_("联系电话"),
		.help = N_("联系人的手机号，或带区号的固定电话。"), .example = "0977-8220000",
		.source = FORM_2017,
		ALIASES("电话", "手机", "联系方式", "电话号码", "手机号", "手机号码", "办公电话",
			"联系人电话", "联系人手机") },

	{ FIELD(struct org, full_members), .flags = FIELD_LISTED | FIELD_SUMMED, .least = 0, .most = 999999,
		.section = N_("党员"), .label = N_("正式党员"), .width = 8,
		.help = N_("正式党员人数；党委和总支填全部下级的合计。党支部一般 3 至 50 人，"
			   "总支超过 50 人，党委超过 100 人。"),
		.example = "23", .source = BRANCH_RULES,
		ALIASES("党员", "党员数", "党员人数", "党员数量", "正式党员数", "正式党员人数") },
	{ FIELD(struct org, probationary_members), .flags = FIELD_SUMMED, .least = 0, .most = 999999, .label = N_("预备党员"),
		.width = 8, .help = N_("预备党员人数。"), .example = "2",
		ALIASES("预备党员数", "预备党员人数") },

	{ FIELD(struct org, term_from), .flags = FIELD_WIDE, .section = N_("届期"), .label = N_("本届起始"), .width = 10,
		.help = N_("本届委员会选出的日期。届满日期空着时，按任期算出一个供参考。"),
		.example = "2021-03-15", .source = TERM_RULES,
		ALIASES("换届时间", "换届日期", "最近换届时间", "本届换届时间", "任期开始", "本届任期开始",
			"任期起", "届期开始", "本届当选时间") },
	{ FIELD(struct org, term_to), .flags = FIELD_LISTED, .label = N_("届满日期"), .width = 10,
		.help = N_("任期到哪天。党委 5 年，总支和支部 3 年，村和社区都是 5 年；"
			   "提前或延期要经批准，一般不超过 1 年。这里填的日期不会自己变。"),
		.example = "2026-03-15", .source = TERM_RULES,
		ALIASES("届满", "届满时间", "任期届满", "任期届满时间", "任期届满日期", "任期结束", "任期止",
			"应换届时间", "下次换届时间") },
	{ FIELD(struct org, election_method), .flags = FIELD_MAY_NOT_APPLY, .set = "election_method",
		.label = N_("选举方式"), .width = 16,
		.help = N_("本届委员会或书记怎样产生。"), .example = "党员大会选举",
		.source = "《中国共产党基层组织选举工作条例》",
		ALIASES("换届方式", "产生方式", "换届选举方式") },

	{ FIELD(struct org, stars), .least = 0, .most = 10, .section = N_("其他"), .label = N_("星级"),
		.width = 4, .help = N_("最近一次评星定级的星数；最多几星，由规则 org.stars_max 定。"),
		.example = "4", ALIASES("评星", "评星定级", "星级评定", "星数") },
	{ FIELD(struct org, centre), .label = N_("党群服务中心"), .width = 12,
		.help = N_("有没有自己的党群服务中心。"), .example = "是",
		ALIASES("党群中心", "是否有党群服务中心") },
	{ FIELD(struct org, note), .label = N_("备注"), .width = 30, .help = N_("其他要说明的事。"),
		.example = "示例", ALIASES("说明", "其他说明") },
};

#define PRIMARY "category=611,621,631,632,911,921,931,932 dissolved=empty"

static const struct figure org_figures[] = {
	{ .key = "orgs", .label = N_("基层党组织") },
	{ .key = "domains", .label = N_("基层党组织（按领域）"), .by = "domain" },
	{ .key = "categories", .label = N_("基层党组织（按类别）"), .by = "category" },
	{ .key = "no_secretary", .label = N_("没有书记的党组织"), .where = PRIMARY " secretary=empty" },
	{ .key = "term_over", .label = N_("届满未换届的党组织"), .where = PRIMARY " term_to<today" },
	{ .key = "term_ending",
		.label = N_("六个月内届满的党组织"),
		.where = PRIMARY " term_to>=today term_to<=+6m" },
};

static const struct worklist org_worklists[] = {
	{ .key = "term-over", .label = N_("届满未换届"), .where = "term_to<today", .urgency = URGENCY_OVERDUE, .since = "term_to" },
	{ .key = "term-30", .label = N_("三十日内届满"), .where = "term_to>=today term_to<=+30d", .urgency = URGENCY_SOON,
		.since = "term_to" },
	{ .key = "no-secretary", .label = N_("没有书记"), .where = "secretary=empty", .urgency = URGENCY_CHECK },
};

/* --- what follows from the category --- */

static const struct org_category categories[] = {
	{ "611", SHAPE_COMMITTEE, false, false },
	{ "911", SHAPE_COMMITTEE, false, true },
	{ "621", SHAPE_GENERAL, false, false },
	{ "921", SHAPE_GENERAL, false, true },
	{ "631", SHAPE_BRANCH, false, false },
	{ "931", SHAPE_BRANCH, false, true },
	{ "632", SHAPE_BRANCH, true, false },
	{ "932", SHAPE_BRANCH, true, true },
	{ "641", SHAPE_GROUP, false, false },
};

/* Groups in bodies, working committees, local committees, what an office adds: a node, nothing more. */
static const struct org_category other_category = { "", SHAPE_NODE, false, false };

const struct org_category *org_category(const struct org *o)
{
	for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++) {
		if (o->category.s != NULL && strcmp(categories[i].value, o->category.s) == 0)
			return &categories[i];
	}
	return &other_category;
}

static bool code_is(const struct code *code, const char *value)
{
	return code->s != NULL && strcmp(code->s, value) == 0;
}

bool org_is_at_work(const struct org *o)
{
	return date_is_empty(o->rec.retired_on) && date_is_empty(o->dissolved);
}

bool org_is_of_village(const struct org *o)
{
	enum division_kind kind = ids_division_kind(o->division.id);

	if (kind != DIVISION_VILLAGE && kind != DIVISION_COMMUNITY && kind != DIVISION_LIKE_VILLAGE)
		return false;
	return !text_is_filled(o->domain.s) || code_is(&o->domain, "1") || code_is(&o->domain, "2");
}

bool org_is_of_community(const struct org *o)
{
	if (text_is_filled(o->domain.s))
		return code_is(&o->domain, "2");
	return ids_division_kind(o->division.id) == DIVISION_COMMUNITY;
}

/* --- names --- */

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool ends(const char *s, const char *with)
{
	size_t n = strlen(s);
	size_t m = strlen(with);

	return n >= m && strcmp(s + n - m, with) == 0;
}

static bool name_fits(const char *name, enum shape shape, const char **ending)
{
	bool general = ends(name, "总支部委员会");
	bool branch = !general && ends(name, "支部委员会");

	switch (shape) {
	case SHAPE_COMMITTEE:
		*ending = "委员会";
		return ends(name, "委员会") && !general && !branch;
	case SHAPE_GENERAL:
		*ending = "总支部委员会";
		return general;
	case SHAPE_BRANCH:
		*ending = "支部委员会";
		return branch;
	case SHAPE_NODE:
	case SHAPE_GROUP:
		break;
	}
	return true;
}

static void check_name(const struct check *c, const struct org *o)
{
	const struct org_category *category = org_category(o);
	const char *ending = "";
	struct buf shown = BUF_INIT;

	if (!text_is_filled(o->name) || category->shape == SHAPE_NODE || category->shape == SHAPE_GROUP)
		return;
	text_show(&shown, o->name);
	if (!begins(o->name, "中国共产党") && !begins(o->name, "中共"))
		check_rule(c, "org.name_begin", "name", N_("全称「%s」没有以「中国共产党」或「中共」开头。"),
			buf_str(&shown));
	if (!category->temporary && !name_fits(o->name, category->shape, &ending))
		check_rule(c, "org.name_end", "name",
			N_("全称「%s」的结尾与类别不符，这类党组织一般以「%s」结尾。"), buf_str(&shown),
			ending);
	buf_release(&shown);
}

static void check_code(const struct check *c, const struct org *o)
{
	struct buf shown = BUF_INIT;

	if (text_is_plain(o->code, "-"))
		return;
	text_show(&shown, o->code);
	findings_add(c->found, RULE_ERROR, NULL, "code", _("编码「%s」只能用字母、数字和短横线。"),
		buf_str(&shown));
	buf_release(&shown);
}

/* --- members and committee --- */

static int64_t all_members(const struct org *o)
{
	return o->full_members + (o->probationary_members == INT_NONE ? 0 : o->probationary_members);
}

static void check_branch_members(const struct check *c, const struct org *o)
{
	int64_t least = check_param(c, "org.branch_min_members", 3);
	int64_t most = check_param(c, "org.branch_max_members", 50);

	if (o->full_members < least)
		check_rule(c, "org.branch_min_members", "full_members",
			N_("正式党员 %" PRId64 " 人；成立党支部应有正式党员 %" PRId64
			  " 人以上，不足的一般与邻近单位成立联合党支部。"),
			o->full_members, least);
	if (all_members(o) > most)
		check_rule(c, "org.branch_max_members", "full_members",
			N_("党员 %" PRId64 " 人；党支部党员一般不超过 %" PRId64 " 人。"), all_members(o),
			most);
}

static void check_members_over(const struct check *c, const struct org *o, const char *rule)
{
	int64_t limit = check_param(c, rule, INT_NONE);

	if (all_members(o) <= limit)
		check_rule(c, rule, "full_members",
			N_("党员 %" PRId64 " 人；这类党组织一般超过 %" PRId64 " 人才设立，少于此数要经批准。"),
			all_members(o), limit);
}

static void check_members(const struct check *c, const struct org *o)
{
	enum shape shape = org_category(o)->shape;

	if (o->full_members == INT_NONE)
		return;
	if (shape == SHAPE_BRANCH)
		check_branch_members(c, o);
	else if (shape == SHAPE_GENERAL)
		check_members_over(c, o, "org.general_branch_over");
	else if (shape == SHAPE_COMMITTEE)
		check_members_over(c, o, "org.party_committee_over");
}

static void check_committee_wanted(const struct check *c, const struct org *o)
{
	int64_t from = check_param(c, "org.branch_committee_from", 7);
	int64_t least = check_param(c, "org.branch_committee_least", 3);
	bool has_committee = o->committee_size >= least;

	if (o->full_members == INT_NONE)
		return;
	if (o->full_members >= from && o->committee_size == 0)
		check_rule(c, "org.branch_committee_from", "committee_size",
			N_("正式党员 %" PRId64 " 人；有正式党员 %" PRId64 " 人以上的党支部应当设立委员会。"),
			o->full_members, from);
	else if (o->full_members < from && has_committee)
		check_rule(c, "org.branch_committee_from", "committee_size",
			N_("正式党员 %" PRId64 " 人，委员 %" PRId64 " 人；正式党员不足 %" PRId64
			  " 人的党支部只设书记，必要时设副书记。"),
			o->full_members, o->committee_size, from);
}

static void check_committee_size(const struct check *c, const struct org *o)
{
	int64_t least = check_param(c, "org.branch_committee_least", 3);
	int64_t most = check_param(c, "org.branch_committee_most", 7);
	int64_t from = check_param(c, "org.branch_committee_from", 7);

	/* A branch without a committee has a secretary, perhaps a deputy: one or two are no mistake there. */
	if (o->committee_size > 0 && o->committee_size < least && o->full_members >= from)
		check_rule(c, "org.branch_committee_least", "committee_size",
			N_("委员 %" PRId64 " 人；党支部委员会由 %" PRId64 " 人以上组成。"), o->committee_size,
			least);
	if (o->committee_size > most)
		check_rule(c, "org.branch_committee_most", "committee_size",
			N_("委员 %" PRId64 " 人；党支部委员会一般不超过 %" PRId64 " 人。"), o->committee_size,
			most);
}

static void check_committee(const struct check *c, const struct org *o)
{
	if (org_category(o)->shape != SHAPE_BRANCH || o->committee_size == INT_NONE)
		return;
	check_committee_wanted(c, o);
	check_committee_size(c, o);
}

/* --- the unit --- */

/* Names between the separators that people use; empty ones do not count. */
static int64_t count_units(const char *units)
{
	static const char *const separators[] = { "、", "；", ";", "\n" };
	int64_t n = 0;
	bool inside = false;

	while (units != NULL && *units != '\0') {
		size_t skip = 0;

		for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
			if (begins(units, separators[i]))
				skip = strlen(separators[i]);
		}
		if (skip == 0 && !inside && *units != ' ')
			n++;
		inside = skip == 0 && (inside || *units != ' ');
		units += skip != 0 ? skip : 1;
	}
	return n;
}

static void check_joint(const struct check *c, const struct org *o)
{
	bool joint = org_category(o)->joint;
	int64_t most = check_param(c, "org.joint_max_units", 5);
	int64_t units = text_is_value(o->units) ? count_units(o->units) : 0;

	if (joint && units > most)
		check_rule(c, "org.joint_max_units", "units",
			N_("覆盖单位 %" PRId64 " 个；联合党支部覆盖单位一般不超过 %" PRId64 " 个。"), units,
			most);
	if (text_is_filled(o->unit_situation.s) && joint != code_is(&o->unit_situation, "joint"))
		check_rule(c, "org.joint_situation", "unit_situation",
			joint ? N_("类别是联合党支部，单位情况一般也填联合党支部。")
			      : N_("单位情况填了联合党支部，但类别不是联合党支部。"));
}

static void check_unit(const struct check *c, const struct org *o)
{
	bool has_credit = text_is_value(o->credit_code.s);
	bool same = code_is(&o->unit_situation, "same");

	if (same && (text_is_value(o->units) || text_is_value(o->unit_nature.s)))
		check_rule(c, "org.same_unit_empty", "units",
			N_("单位情况是与上级党组织相同，单位名称和单位性质由上级填写，这里不填。"));
	if (has_credit && text_is_filled(o->unit_situation.s) && !code_is(&o->unit_situation, "own"))
		check_rule(c, "org.credit_own_unit", "credit_code",
			N_("信用代码 %s 属于单位；单位情况是法人单位的党组织才填写。"), o->credit_code.s);
}

/* --- place in the tree and on the map --- */

static void check_place(const struct check *c, const struct org *o)
{
	enum division_kind kind = ids_division_kind(o->division.id);

	if (!text_is_filled(o->domain.s) && org_category(o)->shape != SHAPE_NODE)
		check_rule(c, "org.domain_missing", "domain", N_("领域没有填，按领域统计时算不进去。"));
	if (kind == DIVISION_VILLAGE && code_is(&o->domain, "2"))
		check_rule(c, "org.place_domain", "domain",
			N_("行政区划 %" PRId64 " 是建制村，领域填的是城市社区。"), o->division.id);
	if (kind == DIVISION_COMMUNITY && code_is(&o->domain, "1"))
		check_rule(c, "org.place_domain", "domain",
			N_("行政区划 %" PRId64 " 是社区，领域填的是农村。"), o->division.id);
}

static void judge_superior(const struct check *c, const struct org *o, const struct org *superior)
{
	enum shape above = org_category(superior)->shape;
	enum shape own = org_category(o)->shape;
	struct buf shown = BUF_INIT;

	text_show(&shown, text_is_filled(superior->name) ? superior->name : "");
	if (above == SHAPE_GROUP || (above == SHAPE_BRANCH && own != SHAPE_GROUP))
		check_rule(c, "org.superior_leaf", "superior",
			N_("上级「%s」是党支部或党小组，下面一般不再设党组织（党支部下面可以设党小组）。"),
			buf_str(&shown));
	if (!org_is_at_work(superior))
		check_rule(c, "org.superior_active", "superior",
			N_("上级「%s」已经撤销或停用，请改填现在的上级。"), buf_str(&shown));
	buf_release(&shown);
}

static void look_at_superior(const struct check *c, const struct org *o)
{
	const struct lookup *l = c->lookup;
	struct org copy;
	const void *superior;

	if (l->ref_peek != NULL) {
		if (l->ref_peek(l->ctx, &org_reg, o->superior.id, &superior, NULL) == 0)
			judge_superior(c, o, superior);
		return;
	}
	if (l->ref_get == NULL)
		return;
	reg_init(&org_reg, &copy);
	if (l->ref_get(l->ctx, &org_reg, o->superior.id, &copy, NULL) == 0)
		judge_superior(c, o, &copy);
	reg_release(&org_reg, &copy);
}

static void check_superior(const struct check *c, const struct org *o)
{
	if (o->superior.id != 0)
		look_at_superior(c, o);
	else if (org_category(o)->shape != SHAPE_NODE)
		check_rule(c, "org.superior_missing", "superior",
			N_("上级组织没有填，不能归到任何一个范围。"));
}

/* --- beginning and end --- */

static void check_life(const struct check *c, const struct org *o)
{
	bool dissolved = !date_is_empty(o->dissolved);
	bool reason = text_is_filled(o->dissolved_reason.s);
	struct buf founded = BUF_INIT;

	check_period(c, &org_reg, "founded", "dissolved", o);
	check_period(c, &org_reg, "term_from", "term_to", o);
	if (dissolved && !reason)
		check_rule(
			c, "org.dissolved_reason", "dissolved_reason", N_("填了撤销日期，请写明撤销原因。"));
	if (!dissolved && reason)
		check_rule(c, "org.dissolved_reason", "dissolved", N_("填了撤销原因，请写明撤销日期。"));
	if (date_is_surely_before(c->lookup->today, o->founded)) {
		date_format(&founded, o->founded);
		check_rule(
			c, "org.founded_future", "founded", N_("成立日期 %s 在今天之后。"), buf_str(&founded));
		buf_release(&founded);
	}
	if (date_is_surely_before(c->lookup->today, o->secretary_since))
		findings_add(c->found, RULE_WARN, NULL, "secretary_since", _("书记任职的日期在今天之后，请改正。"));
}

static void check_stars(const struct check *c, const struct org *o)
{
	int64_t most = check_param(c, "org.stars_max", 10);

	if (o->stars != INT_NONE && o->stars > most)
		check_rule(c, "org.stars_max", "stars",
			N_("星级 %" PRId64 " 超过了本地规定的最高 %" PRId64 " 星。"), o->stars, most);
}

static void org_fill(const struct lookup *l, void *rec, const void *before)
{
	struct org *o = rec;

	text_make_halfwidth(&o->code);
	org_fill_term(l, o, before);
}

static void org_check(const struct check *c, const void *rec, const void *before)
{
	const struct org *o = rec;

	(void)before;
	check_code(c, o);
	check_name(c, o);
	check_life(c, o);
	check_stars(c, o);
	check_unit(c, o);
	check_joint(c, o);
	if (!org_is_at_work(o))
		return;
	check_superior(c, o);
	check_place(c, o);
	check_members(c, o);
	check_committee(c, o);
	org_check_term(c, o);
}

const struct reg org_reg = {
	.name = "org",
	.title = N_("党组织"),
	REG_STRUCT(struct org),
	REG_FIELDS(org_fields),
	.key = "code",
	.label = "name",
	.view = PRIMARY,
	.view_label = N_("在册的基层党组织"),
	.sort = "code",
	.writers = ROLE_CLERK,
	.scope = "",
	REG_FIGURES(org_figures),
	REG_WORKLISTS(org_worklists),
	REG_FACTS(org_facts),
	.fill = org_fill,
	.check = org_check,
};
