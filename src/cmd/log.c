/* zhibu log: who did what and when, newest first. */
#include "src/cmd/commands.h"

#include <inttypes.h>

#include "src/cli_journal.h"
#include "src/cli_out.h"
#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/banned.h"

#define LOG_DEFAULT 20

static const struct out_column columns[] = {
	{ .name = "action", .label = N_("操作编号"), .width = 20 },
	{ .name = "at", .label = N_("时间"), .width = 25 },
	{ .name = "login", .label = N_("登录名"), .width = 16 },
	{ .name = "name", .label = N_("姓名"), .width = 16 },
	{ .name = "channel", .label = N_("途径"), .width = 8 },
	{ .name = "host", .label = N_("计算机"), .width = 16 },
	{ .name = "kind", .label = N_("类型"), .width = 12 },
	{ .name = "records", .label = N_("记录数"), .width = 10, .right = true, .kind = OUT_NUMBER },
	{ .name = "target", .label = N_("对象操作"), .width = 20 },
	{ .name = "undone_by", .label = N_("被撤销"), .width = 20 },
	{ .name = "reason", .label = N_("原因") },
};

struct listing {
	struct cli *cli;
	struct out out;
	struct err *e;
};

/* 0 is no number of an action. */
static void add_number(struct out *o, int64_t n, bool zero_too)
{
	struct buf text = BUF_INIT;

	if (n || zero_too)
		buf_addf(&text, "%" PRId64, n);
	out_cell(o, text.len ? buf_str(&text) : NULL);
	buf_release(&text);
}

static int take_action(void *ctx, const struct action *a)
{
	struct listing *l = ctx;
	struct out *o = &l->out;
	struct buf at = BUF_INIT;

	journal_add_time(l->cli, a->at_ms, &at);
	add_number(o, a->id, true);
	out_cell(o, buf_str(&at));
	out_cell(o, a->login);
	out_cell(o, a->name);
	out_cell(o, a->channel);
	out_cell(o, a->host);
	out_word(o, action_kind_value(a->kind), action_label(a));
	add_number(o, a->records, true);
	add_number(o, a->target, false);
	add_number(o, a->undone_by, false);
	out_cell(o, a->reason);
	buf_release(&at);
	return out_row(o, l->e);
}

/* One of --day, --since and --until. */
static int take_day(struct cli *c, const char *typed, struct date *from, struct date *to, struct err *e)
{
	struct date unused;
	int rc = typed ? journal_days(c->store, typed, from ? from : &unused, to ? to : &unused, e) : 0;

	if (rc == ERR_INVALID && e)
		e->code = ERR_USAGE;
	return rc == ERR_INVALID ? ERR_USAGE : rc;
}

static int take_filter(struct cli *c, struct journal_filter *f, struct err *e)
{
	int rc = take_day(c, c->day, &f->from, &f->to, e);

	if (rc == 0)
		rc = take_day(c, c->since, &f->from, NULL, e);
	if (rc == 0)
		rc = take_day(c, c->until, NULL, &f->to, e);
	if (rc == 0 && c->in_register)
		rc = cli_reg(c->in_register, &f->reg, e);
	f->person = c->person;
	return rc;
}

static int run(struct cli *c, struct err *e)
{
	/* Who seeks or sorts means all of them; the limit then counts what was found. */
	bool every = c->all || c->limit || c->where.n || c->sort || c->day || c->since || c->until || c->person || c->in_register;
	struct journal_filter filter = { .limit = every ? 0 : LOG_DEFAULT };
	struct listing l = { .cli = c, .e = e };
	int rc;

	/* A line of a terminal holds these; the rest is there for who asks. */
	if (!c->columns && c->format == FORMAT_TABLE)
		c->columns = "action,at,name,kind,records,undone_by,reason";
	out_begin(&l.out, c, columns, sizeof(columns) / sizeof(columns[0]));
	rc = out_pick(&l.out, e);
	if (rc == 0)
		rc = take_filter(c, &filter, e);
	if (rc == 0)
		rc = journal_actions(c->store, &filter, take_action, &l, e);
	return out_end(&l.out, rc, e);
}

const struct command command_log = {
	.name = "log",
	.synopsis = "",
	.summary = N_("操作记录：谁在什么时候做了什么，新的在前"),
	.help = N_(
		"不写 --limit 时列最近 20 次，--all 列全部。条件写成 列名=文字，例如 --where kind=import。\n"
		"--day 昨天 是昨天的改动；--person、--register、--since、--until 可以一起用。"),
	.options = "format columns where sort limit all english person day since until register",
	.needs = NEEDS_READ,
	.run = run,
};
