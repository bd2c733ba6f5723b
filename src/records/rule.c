/*
 * Rules (规则): what documents demand, as dated rows.  An office sets each one to off, warn or
 * error and changes its number; a new document is a new row with a later date.
 */
#include "src/records.h"

#include <ctype.h>
#include <stdlib.h>

#include "src/i18n.h"
#include "src/records/common.h"
#include "src/text.h"
#include "src/banned.h"

static const struct field rule_fields[] = {
	{ FIELD(struct rule_row, key), .flags = FIELD_UNIQUE | FIELD_READONLY | FIELD_SEARCHED,
		.label = N_("键"), .width = 32, .max = 100, .section = N_("基本"),
		.help = N_("规则名和施行日期合在一起，由程序填写。"),
		.example = "org.branch_min_members@2018-10-28", ALIASES("规则键", "主键") },
	{ FIELD(struct rule_row, name), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED | FIELD_FIXED,
		.label = N_("规则"), .width = 28, .max = 60,
		.help = N_(
			"程序里的规则名，保存后不能改。规定变了，就用同一个规则名新增一行，填新的施行日期。"),
		.example = "org.branch_min_members", ALIASES("规则名", "规则代码", "编码") },
	{ FIELD(struct rule_row, label), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("内容"), .width = 32, .max = 120, .help = N_("规则要求什么，用一句话说明。"),
		.example = "党支部正式党员一般不少于3名", ALIASES("规则内容", "名称", "要求", "规则说明") },
	{ FIELD(struct rule_row, level), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_TALLIED,
		.set = "rule_level", .label = N_("处理"), .width = 6,
		.help = N_(
			"关闭：不检查；提醒：可以保存；禁止：不能保存。文件写「一般」「经批准」的，用提醒。"),
		.example = "提醒", ALIASES("处理方式", "级别", "等级", "程度") },
	{ FIELD(struct rule_row, param), .flags = FIELD_LISTED, .least = 0, .most = 1000000,
		.label = N_("数值"), .width = 8, .help = N_("规则用的数，例如人数、年数、月数；没有就不填。"),
		.example = "3", ALIASES("参数", "限值", "标准") },
	{ FIELD(struct rule_row, effective_from), .flags = FIELD_LISTED, .section = N_("依据"),
		.label = N_("施行日期"), .width = 10, .help = N_("从哪天起按这一行检查；不填表示一直如此。"),
		.example = "2018-10-28", ALIASES("生效日期", "开始日期", "执行日期") },
	{ FIELD(struct rule_row, effective_to), .flags = FIELD_WIDE, .label = N_("废止日期"), .width = 10,
		.help = N_("到哪天为止；有新的一行时不必填。"), .example = "2025-12-31",
		ALIASES("失效日期", "结束日期", "停止日期") },
	{ FIELD(struct rule_row, document), .flags = FIELD_LISTED, .label = N_("文件"), .width = 34,
		.max = 120, .help = N_("依据的文件和文号；不填表示没有文件依据。"),
		.example = "《中国共产党支部工作条例（试行）》",
		ALIASES("文号", "依据", "文件依据", "文件名称") },
	{ FIELD(struct rule_row, note), .section = N_("其他"), .label = N_("备注"), .width = 30,
		.help = N_("补充说明。本程序自己提出的，写明「无文件依据」。"), .example = "无文件依据",
		ALIASES("说明") },
};

static void rule_fill(const struct lookup *l, void *rec, const void *before)
{
	struct rule_row *row = rec;
	struct buf key = BUF_INIT;

	(void)l;
	(void)before;
	text_make_halfwidth(&row->name);
	if (!text_is_filled(row->name))
		return;
	buf_addf(&key, "%s@", row->name);
	date_format(&key, row->effective_from);
	free(row->key);
	row->key = buf_detach(&key);
}

static bool is_rule_name(const char *s)
{
	if (!text_is_plain(s, "._"))
		return false;
	for (; *s != '\0'; s++) {
		if (isupper((unsigned char)*s))
			return false;
	}
	return true;
}

static void rule_check(const struct check *c, const void *rec, const void *before)
{
	const struct rule_row *row = rec;
	struct buf shown = BUF_INIT;

	(void)before;
	if (text_is_filled(row->name) && !is_rule_name(row->name)) {
		text_show(&shown, row->name);
		findings_add(c->found, RULE_ERROR, NULL, "name",
			_("规则「%s」只能用小写英文字母、数字、点和下划线，例如 org.term_reminder。"),
			buf_str(&shown));
		buf_release(&shown);
	}
	check_period(c, &rule_reg, "effective_from", "effective_to", rec);
}

const struct reg rule_reg = {
	.name = "rule",
	.title = N_("规则"),
	REG_STRUCT(struct rule_row),
	REG_FIELDS(rule_fields),
	.key = "key",
	.label = "label",
	.sort = "name",
	.writers = ROLE_ADMIN,
	.fill = rule_fill,
	.check = rule_check,
};
