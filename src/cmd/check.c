/* zhibu check: every record in use judged by today's rules. */
#include "src/cmd/commands.h"

#include "db/read.h"
#include "src/cli_out.h"
#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/banned.h"

static const struct out_column columns[] = {
	{ .name = "register", .label = N_("台账"), .width = 10 },
	{ .name = "key", .label = N_("编码"), .width = 20 },
	{ .name = "label", .label = N_("名称"), .width = 30 },
	{ .name = "level", .label = N_("级别"), .width = 6 },
	{ .name = "field", .label = N_("字段"), .width = 14 },
	{ .name = "rule", .label = N_("规则"), .width = 26 },
	{ .name = "text", .label = N_("问题") },
};

struct listing {
	struct cli *cli;
	const struct reg *reg;
	struct out out;
	struct err *e;
	long found;
};

static void add_field(struct listing *l, const struct field *f, const void *rec)
{
	struct buf text = BUF_INIT;

	field_format_masked(f, rec, store_lookup(l->cli->store), STYLE_DATA, &text);
	out_cell(&l->out, buf_str(&text));
	buf_release(&text);
}

static int take_finding(struct listing *l, const void *rec, const struct finding *f)
{
	const struct field *field = f->field ? reg_field(l->reg, f->field) : NULL;

	l->found++;
	out_word(&l->out, l->reg->name, _(l->reg->title));
	add_field(l, reg_key(l->reg), rec);
	add_field(l, reg_label(l->reg), rec);
	out_word(&l->out, rule_level_value(f->level), f->level == RULE_ERROR ? _("错误") : _("提醒"));
	out_word(&l->out, f->field, field ? _(field->label) : f->field);
	out_cell(&l->out, f->rule);
	out_cell(&l->out, f->text);
	return out_row(&l->out, l->e);
}

static int check_record(void *ctx, const void *rec)
{
	struct listing *l = ctx;
	struct findings found = { .n = 0 };
	int rc = 0;

	reg_check(l->reg, store_lookup(l->cli->store), rec, rec, &found, NULL);
	for (size_t i = 0; rc == 0 && i < found.n; i++)
		rc = take_finding(l, rec, &found.items[i]);
	findings_release(&found);
	return rc;
}

/* Not only what lists show by default: a committee that is not counted has its rules too. */
static int check_register(struct listing *l, const struct reg *reg, struct err *e)
{
	struct query current = { .n = 0 };
	struct view v = { .reg = reg, .query = &current, .all = true };
	int rc =
		l->cli->all ? 0 : query_parse(reg, "state=current", store_lookup(l->cli->store), &current, e);

	l->reg = reg;
	if (rc == 0)
		rc = store_each(l->cli->store, &v, check_record, l, e);
	query_release(&current);
	return rc;
}

static int check_registers(struct listing *l, const struct reg *only, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		if (!only || registers[i] == only)
			rc = check_register(l, registers[i], e);
	return rc;
}

static int run(struct cli *c, struct err *e)
{
	struct listing l = { .cli = c, .e = e };
	const struct reg *only = NULL;
	int rc = c->argc ? cli_reg(c->argv[0], &only, e) : 0;

	if (rc < 0)
		return rc;
	if (!c->columns && c->format == FORMAT_TABLE)
		c->columns = "register,key,label,level,field,text";
	out_begin(&l.out, c, columns, sizeof(columns) / sizeof(columns[0]));
	rc = out_pick(&l.out, e);
	if (rc == 0)
		rc = check_registers(&l, only, e);
	rc = out_end(&l.out, rc, e);
	if (rc < 0)
		return rc;
	if (!l.found)
		cli_say("%s", _("没有发现问题。"));
	/* No row is good news here: exit 1 says that there are problems. */
	return l.out.given ? 1 : 0;
}

const struct command command_check = {
	.name = "check",
	.synopsis = "[REG]",
	.summary = N_("用今天的规则检查在用的记录"),
	.help = N_("每个问题一行，级别是 error（错误）或 warn（提醒）；列出了问题时退出码是 1。\n"
		   "--all 把停用的记录也检查一遍。\n"
		   "条件写成 列名=文字，例如 --where level=error --where rule~term。"),
	.options = "format columns where sort limit all english as-of",
	.most = 1,
	.needs = NEEDS_READ,
	.run = run,
};
