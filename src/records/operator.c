/*
 * Operators (操作员): who may work with the database, as what, and in which part of the tree.  The
 * login is the account of the operating system; the program keeps no passwords.
 */
#include "src/records.h"

#include "src/i18n.h"
#include "src/records/common.h"
#include "src/text.h"
#include "src/banned.h"

static const struct field operator_fields[] = {
	{ FIELD(struct operator_row, login),
		.flags = FIELD_REQUIRED | FIELD_UNIQUE | FIELD_LISTED | FIELD_SEARCHED | FIELD_FIXED,
		.label = N_("登录名"), .width = 16, .max = 32, .section = N_("基本"),
		.help = N_("这台计算机上的系统账号，保存后不能改。换人就停用旧的，新增一个。"),
		.example = "zhangmin", ALIASES("账号", "用户名", "系统账号", "帐号") },
	{ FIELD(struct operator_row, name), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("姓名"), .width = 16, .max = 60, .help = N_("在操作记录里显示的名字。"),
		.example = "示例录入员", ALIASES("操作员", "操作员姓名", "名字") },
	{ FIELD(struct operator_row, role), .flags = FIELD_REQUIRED | FIELD_LISTED, .set = "role",
		.label = N_("角色"), .width = 8,
		.help = N_("查看员只看；录入员改台账；审核员和审批员另可审核、审批；管理员还管代码、"
			   "规则和操作员。"),
		.example = "录入员", ALIASES("权限", "岗位", "职责") },
	{ FIELD(struct operator_row, scope), .flags = FIELD_LISTED, .target = &org_reg,
		.label = N_("管理范围"), .width = 30,
		.help = N_("只能改这个党组织和它下级的记录；不填表示全部。"), .example = "中共示例镇委员会",
		ALIASES("范围", "管辖范围", "所属党组织", "所属组织") },
	{ FIELD(struct operator_row, phone), .flags = FIELD_PERSONAL | FIELD_MAY_BE_NONE | FIELD_WIDE, .section = N_("其他"),
		.label = N_("电话"), .help = N_("手机号，或带区号的固定电话。"), .example = "0977-8220000",
		ALIASES("联系电话", "手机", "手机号", "电话号码", "联系方式") },
	{ FIELD(struct operator_row, note), .label = N_("备注"), .width = 30, .help = N_("补充说明。"),
		.example = "示例", ALIASES("说明") },
};

static void operator_check(const struct check *c, const void *rec, const void *before)
{
	const struct operator_row *row = rec;
	struct buf shown = BUF_INIT;

	(void)before;
	if (role_from_value(row->role.s) == ROLE_ADMIN && row->scope.id)
		findings_add(c->found, RULE_ERROR, NULL, "scope",
			_("管理员管代码、规则和操作员，不能只管一部分：请把管理范围留空，或另选角色。"));
	if (!text_is_filled(row->login) || (text_is_plain(row->login, "._-") && row->login[0] != '-'))
		return;
	text_show(&shown, row->login);
	findings_add(c->found, RULE_ERROR, NULL, "login",
		_("登录名「%s」只能用字母、数字、点、下划线和短横线，不能以短横线开头。"), buf_str(&shown));
	buf_release(&shown);
}

const struct reg operator_reg = {
	.name = "operator",
	.title = N_("操作员"),
	REG_STRUCT(struct operator_row),
	REG_FIELDS(operator_fields),
	.key = "login",
	.label = "name",
	.sort = "login",
	.writers = ROLE_ADMIN,
	.check = operator_check,
};
