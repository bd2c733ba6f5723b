/*
 * Views (视图): what a list shows - conditions, order, columns, flat or as a tree - under a name.  Each belongs to
 * the person who saved it; its kind says who else finds it in the list of views, and who may change it.
 */
#include "src/records.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/layout.h"
#include "src/mem.h"
#include "src/query.h"
#include "src/records/common.h"
#include "src/text.h"
#include "src/banned.h"

static const struct field view_fields[] = {
	{ FIELD(struct view_row, key), .flags = FIELD_UNIQUE | FIELD_READONLY | FIELD_SEARCHED, .label = N_("键"),
		.width = 32, .max = 200, .section = N_("基本"), .help = N_("台账、名称和所有人合在一起，由程序填写。"),
		.example = "org/书记空缺@zhangmin", ALIASES("视图键", "主键") },
	{ FIELD(struct view_row, name), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED, .label = N_("名称"),
		.width = 28, .max = 40, .help = N_("视图叫什么；同一个人在同一个台账里不能重名。"), .example = "书记空缺",
		ALIASES("视图", "视图名称", "名字") },
	{ FIELD(struct view_row, ledger), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FIXED, .label = N_("台账"),
		.width = 16, .max = 40, .help = N_("哪个台账的视图，写台账的英文名或中文名；保存后不能改。"), .example = "org",
		ALIASES("台账名称", "所属台账") },
	{ FIELD(struct view_row, kind), .flags = FIELD_REQUIRED | FIELD_LISTED, .set = "view_kind", .label = N_("范围"),
		.width = 6,
		.help = N_("个人：只有本人和管理员看得到，连同它的历史，审核员、审批员也看不到；共享：大家都能用，本人和审核员以上可以改；"
			   "锁定：大家都能用，审批员以上才能改。"),
		.example = "个人", ALIASES("共享", "种类", "类型") },
	{ FIELD(struct view_row, owner), .flags = FIELD_LISTED | FIELD_SEARCHED | FIELD_FIXED, .label = N_("所有人"),
		.width = 16, .max = 32, .help = N_("谁的视图：登录名；不填就是保存的人，保存后不能改。"),
		.example = "zhangmin", ALIASES("登录名", "所有者", "建立人") },
	{ FIELD(struct view_row, filter), .flags = FIELD_WIDE, .label = N_("条件"), .width = 30, .max = 2000, .section = N_("内容"),
		.help = N_("与筛选一样写，一行一个，都要符合；不填就没有条件。"), .example = "书记=空",
		ALIASES("筛选", "筛选条件") },
	{ FIELD(struct view_row, all), .width = 6, .label = N_("含停用"), .help = N_("也列出停用的和默认不列的记录。"), .example = "否",
		ALIASES("全部", "包含停用") },
	{ FIELD(struct view_row, sort), .label = N_("排序列"), .width = 16, .max = 40,
		.help = N_("按哪一列排序，写字段的英文名或中文名；不填就按台账自己的顺序。"), .example = "code",
		ALIASES("排序", "排序字段") },
	{ FIELD(struct view_row, descending), .label = N_("倒序"), .help = N_("从大到小排。"), .example = "否",
		ALIASES("降序") },
	{ FIELD(struct view_row, tree), .label = N_("树形"), .help = N_("按上下级排成树；只有分上下级的台账可以。"),
		.example = "否", ALIASES("树") },
	{ FIELD(struct view_row, columns), .label = N_("列"), .width = 30, .max = 1000,
		.help = N_("显示哪些列，按先后用逗号隔开，冒号后面是宽度；不填就由程序按窗口宽度安排。"),
		.example = "name:30,code,category:8", ALIASES("各列", "显示列") },
	{ FIELD(struct view_row, note), .label = N_("备注"), .width = 30, .section = N_("其他"),
		.help = N_("补充说明。"), .example = "示例", ALIASES("说明") },
};

static void replace(char **text, const char *by)
{
	if (!by || strcmp(*text, by) == 0)
		return;
	free(*text);
	*text = xstrdup(by);
}

/* Registers and fields by their own names, whatever they were called; what is not known stays for the check. */
static void fill_names(struct view_row *v)
{
	const struct reg *reg = text_is_filled(v->ledger) ? reg_find(v->ledger) : NULL;
	const struct field *sort = reg && text_is_filled(v->sort) ? reg_field_typed(reg, v->sort) : NULL;

	if (reg)
		replace(&v->ledger, reg->name);
	if (sort)
		replace(&v->sort, sort->name);
}

static void view_fill(const struct lookup *l, void *rec, const void *before)
{
	struct view_row *v = rec;
	struct buf key = BUF_INIT;

	(void)l;
	(void)before;
	fill_names(v);
	if (!text_is_filled(v->kind.s))
		v->kind.s = xstrdup("private");
	if (!text_is_filled(v->ledger) || !text_is_filled(v->name))
		return;
	buf_addf(&key, "%s/%s@%s", v->ledger, v->name, v->owner ? v->owner : "");
	free(v->key);
	v->key = buf_detach(&key);
}

/*
 * What was right when it was saved may not be so now, because a code or a record is gone: then it is said, but the
 * view may still be renamed or taken out of use.
 */
static void report(const struct check *c, const char *field, const void *rec, const void *before, const char *sentence)
{
	const struct field *f = reg_field(&view_reg, field);
	bool old = before && field_equal(f, rec, before);

	findings_add(c->found, old ? RULE_WARN : RULE_ERROR, NULL, field, "%s", sentence);
}

static void check_filter(const struct check *c, const struct reg *reg, const struct view_row *v, const void *before)
{
	struct query q;
	struct err e = ERR_INIT;

	if (query_parse_lines(reg, v->filter.s, c->lookup, &q, &e) < 0)
		report(c, "filter", v, before, e.text);
	query_release(&q);
}

static void check_sort(const struct check *c, const struct reg *reg, const struct view_row *v, const void *before)
{
	const struct field *f = text_is_filled(v->sort) ? reg_field_typed(reg, v->sort) : NULL;
	struct buf b = BUF_INIT;

	if (!text_is_filled(v->sort) || (f && field_is_sortable(f)))
		return;
	buf_addf(&b, _("「%s」不能按「%s」排序；请写列表平时列出的一列。"), _(reg->title), f ? _(f->label) : v->sort);
	report(c, "sort", v, before, buf_str(&b));
	buf_release(&b);
}

static void check_contents(const struct check *c, const struct reg *reg, const struct view_row *v, const void *before)
{
	struct layout layout;
	struct err e = ERR_INIT;

	check_filter(c, reg, v, before);
	check_sort(c, reg, v, before);
	if (layout_parse(reg, v->columns, &layout, &e) < 0)
		report(c, "columns", v, before, e.text);
	if (v->tree && !reg_tree(reg))
		report(c, "tree", v, before, _("这个台账不分上下级，没有树形。"));
}

static void view_check(const struct check *c, const void *rec, const void *before)
{
	const struct view_row *v = rec;
	const struct reg *reg;
	struct buf b = BUF_INIT, shown = BUF_INIT, all = BUF_INIT;

	if (!text_is_filled(v->ledger))
		return;
	reg = reg_find(v->ledger);
	if (reg) {
		check_contents(c, reg, v, before);
		return;
	}
	text_quote(&shown, v->ledger);
	for (size_t i = 0; i < registers_n; i++)
		buf_addf(&all, "%s%s", i ? " " : "", registers[i]->name);
	buf_addf(&b, _("没有%s这个台账，有：%s。"), buf_str(&shown), buf_str(&all));
	report(c, "ledger", rec, before, buf_str(&b));
	buf_release(&b);
	buf_release(&shown);
	buf_release(&all);
}

static const struct share shares[] = {
	{ .kind = "private", .own = ROLE_CLERK, .others = ROLE_ADMIN },
	{ .kind = "shared", .seen = true, .own = ROLE_CLERK, .others = ROLE_CHECKER },
	{ .kind = "locked", .seen = true, .own = ROLE_APPROVER, .others = ROLE_APPROVER },
};

static const struct sharing sharing = {
	.owner = "owner", .kind = "kind", .shares = shares, .n = sizeof(shares) / sizeof(shares[0]),
};

const struct reg view_reg = {
	.name = "view",
	.title = N_("视图"),
	REG_STRUCT(struct view_row),
	REG_FIELDS(view_fields),
	.key = "key",
	.label = "name",
	.sort = "name",
	.writers = ROLE_CLERK,
	.sharing = &sharing,
	.fill = view_fill,
	.check = view_check,
};
