/* zhibu history: every change of one record, newest first. */
#include "src/cmd/commands.h"

#include <inttypes.h>

#include "src/cli_journal.h"
#include "src/cli_out.h"
#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/banned.h"

static const struct out_column columns[] = {
	{ .name = "action", .label = N_("操作编号"), .width = 20 },
	{ .name = "at", .label = N_("时间"), .width = 25 },
	{ .name = "login", .label = N_("登录名"), .width = 16 },
	{ .name = "name", .label = N_("姓名"), .width = 16 },
	{ .name = "kind", .label = N_("类型"), .width = 12 },
	{ .name = "op", .label = N_("变化"), .width = 6 },
	{ .name = "field", .label = N_("字段"), .width = 14 },
	{ .name = "before", .label = N_("原来"), .width = 30 },
	{ .name = "after", .label = N_("改为"), .width = 30 },
	{ .name = "reason", .label = N_("原因") },
};

struct listing {
	struct cli *cli;
	struct out out;
	struct err *e;
};

static void add_value(struct listing *l, const struct change *c, const char *text)
{
	struct buf shown = BUF_INIT;

	journal_add_value(l->cli, c, text, &shown);
	out_cell(&l->out, text ? buf_str(&shown) : NULL);
	buf_release(&shown);
}

static int take_change(void *ctx, const struct action *a, const struct change *c)
{
	struct listing *l = ctx;
	struct buf at = BUF_INIT, id = BUF_INIT;

	buf_addf(&id, "%" PRId64, a->id);
	journal_add_time(l->cli, a->at_ms, &at);
	out_cell(&l->out, buf_str(&id));
	out_cell(&l->out, buf_str(&at));
	out_cell(&l->out, a->login);
	out_cell(&l->out, a->name);
	out_word(&l->out, action_kind_value(a->kind), action_label(a));
	out_word(&l->out, deed_value(change_deed(c)), deed_label(change_deed(c)));
	out_word(&l->out, c->name, change_field_label(c));
	add_value(l, c, c->before);
	add_value(l, c, c->after);
	out_cell(&l->out, a->reason);
	buf_release(&at);
	buf_release(&id);
	return out_row(&l->out, l->e);
}

static int print(struct cli *c, const struct reg *reg, int64_t id, struct err *e)
{
	struct journal_filter filter = { .reg = reg, .record = id };
	struct listing l = { .cli = c, .e = e };
	int rc;

	if (!c->columns && c->format == FORMAT_TABLE)
		c->columns = "action,at,name,op,field,before,after,reason";
	out_begin(&l.out, c, columns, sizeof(columns) / sizeof(columns[0]));
	rc = out_pick(&l.out, e);
	if (rc == 0)
		rc = journal_changes(c->store, &filter, take_change, &l, e);
	return out_end(&l.out, rc, e);
}

static int run(struct cli *c, struct err *e)
{
	struct buf name = BUF_INIT;
	const struct reg *reg;
	void *rec;
	int rc = cli_record(c, &reg, &rec, e);

	if (rc < 0)
		return rc;
	cli_name(reg, rec, &name);
	if (c->reveal)
		rc = cli_reveal(c, buf_str(&name), e);
	if (rc == 0)
		rc = print(c, reg, ((const struct rec *)rec)->id, e);
	buf_release(&name);
	reg_free(reg, rec);
	return rc;
}

const struct command command_history = {
	.name = "history",
	.synopsis = "REG KEY",
	.summary = N_("一条记录的全部变化，新的在前"),
	.help = N_("每行是一个字段的一次变化：谁、什么时候、从什么改为什么、为什么。"),
	.options = "format columns where sort limit all english reveal",
	.least = 2,
	.most = 2,
	.needs = NEEDS_READ,
	.run = run,
};
