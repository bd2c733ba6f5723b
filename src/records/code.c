/*
 * Codes (代码): every code set of the program (domains, categories, criteria ...) as dated rows
 * that an office edits itself.  Stored values refer to `value`, so that one never changes.
 */
#include "src/records.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/records/common.h"
#include "src/text.h"
#include "src/banned.h"

static const struct field code_fields[] = {
	{ FIELD(struct code_row, key), .flags = FIELD_UNIQUE | FIELD_READONLY | FIELD_SEARCHED,
		.label = N_("键"), .width = 24, .max = 100, .section = N_("基本"),
		.help = N_("代码集和代码值合在一起，由程序填写。"), .example = "org_category.631",
		ALIASES("代码键", "主键") },
	{ FIELD(struct code_row, set_name),
		.flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED | FIELD_FIXED, .label = N_("代码集"),
		.width = 22, .max = 40,
		.help = N_("这一行属于哪一套代码。用小写英文字母、数字和下划线，保存后不能改。"),
		.example = "org_category", ALIASES("代码集名称", "代码表", "集合", "类别") },
	{ FIELD(struct code_row, value), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FIXED,
		.label = N_("代码值"), .width = 12, .max = 40,
		.help = N_("存进数据库的值。用字母、数字、下划线、点和短横线，保存后不能改；不再使用的，"
			   "填停止日期或停用。"),
		.example = "631", ALIASES("值", "代码", "编码") },
	{ FIELD(struct code_row, label), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("名称"), .width = 28, .max = 80,
		.help = N_("屏幕和报表上显示的文字。可以改，已有记录跟着变。"), .example = "党支部",
		ALIASES("代码名称", "含义", "中文名称", "标签") },
	{ FIELD(struct code_row, label_en), .flags = FIELD_WIDE, .label = N_("英文名称"), .width = 28, .max = 80,
		.help = N_("英文界面显示的文字；不填时显示中文。"), .example = "Party branch",
		ALIASES("英文", "英文名") },
	{ FIELD(struct code_row, position), .flags = FIELD_LISTED, .least = 0, .most = 99999,
		.label = N_("顺序"), .width = 6, .help = N_("在选择列表里排第几，小的在前。"), .example = "3",
		ALIASES("序号", "排序", "次序", "排列顺序") },
	{ FIELD(struct code_row, effective_from), .section = N_("期限"), .label = N_("启用日期"), .width = 10,
		.help = N_("从哪天起可以选用；不填表示一直可用。"), .example = "2019-01-01",
		ALIASES("生效日期", "开始日期", "启用时间") },
	{ FIELD(struct code_row, effective_to), .flags = FIELD_LISTED, .label = N_("停止日期"), .width = 10,
		.help = N_("到哪天为止可以选用；以前填的记录不受影响。"), .example = "2025-12-31",
		ALIASES("失效日期", "结束日期", "停止时间") },
	{ FIELD(struct code_row, note), .section = N_("其他"), .label = N_("备注"), .width = 30,
		.help = N_("来源、文号、说明。程序自编的例子写「示例」。"), .example = "示例",
		ALIASES("说明", "来源") },
};

static void code_fill(const struct lookup *l, void *rec, const void *before)
{
	struct code_row *row = rec;
	struct buf key = BUF_INIT;

	(void)l;
	(void)before;
	text_make_halfwidth(&row->set_name);
	text_make_halfwidth(&row->value);
	if (!text_is_filled(row->set_name) || !text_is_filled(row->value))
		return;
	buf_addf(&key, "%s.%s", row->set_name, row->value);
	free(row->key);
	row->key = buf_detach(&key);
}

static bool is_set_name(const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s >= 'A' && *s <= 'Z')
			return false;
	}
	return true;
}

static void check_signs(const struct check *c, const struct code_row *row)
{
	struct buf shown = BUF_INIT;

	if (text_is_filled(row->set_name) &&
		!(text_is_plain(row->set_name, "_") && is_set_name(row->set_name))) {
		text_show(&shown, row->set_name);
		findings_add(c->found, RULE_ERROR, NULL, "set_name",
			_("代码集「%s」只能用小写英文字母、数字和下划线。"), buf_str(&shown));
	}
	if (!text_is_plain(row->value, "_.-")) {
		buf_clear(&shown);
		text_show(&shown, row->value);
		findings_add(c->found, RULE_ERROR, NULL, "value",
			_("代码值「%s」只能用字母、数字、下划线、点和短横线。"), buf_str(&shown));
	}
	buf_release(&shown);
}

static void code_check(const struct check *c, const void *rec, const void *before)
{
	(void)before;
	check_signs(c, rec);
	check_period(c, &code_reg, "effective_from", "effective_to", rec);
}

const struct reg code_reg = {
	.name = "code",
	.title = N_("代码"),
	REG_STRUCT(struct code_row),
	REG_FIELDS(code_fields),
	.key = "key",
	.label = "label",
	.sort = "set_name",
	.writers = ROLE_ADMIN,
	.fill = code_fill,
	.check = code_check,
};
