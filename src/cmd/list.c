/* zhibu list: the records of a register that meet a condition. */
#include "src/cmd/commands.h"

#include "src/cli_record.h"
#include "src/cli_view.h"
#include "src/i18n.h"
#include "src/banned.h"

struct listing {
	struct cli *cli;
	struct record_columns columns;
	struct out out;
	struct err *e;
};

static int take_record(void *ctx, const void *rec)
{
	struct listing *l = ctx;

	record_columns_cells(l->cli, &l->columns, rec, &l->out);
	return out_row(&l->out, l->e);
}

static int print(struct listing *l, const struct cli_view *v)
{
	int rc;

	out_begin(&l->out, l->cli, l->columns.columns, l->columns.n);
	rc = store_each(l->cli->store, &v->view, take_record, l, l->e);
	return out_end(&l->out, rc, l->e);
}

static int run(struct cli *c, struct err *e)
{
	struct listing l = { .cli = c, .e = e };
	struct cli_view v;
	const struct reg *reg;
	int rc = cli_reg(c->argv[0], &reg, e);

	if (rc < 0)
		return rc;
	/* Programs get every field of a record, people those of the list. */
	rc = record_columns_pick(c, reg, c->format != FORMAT_JSON, &l.columns, e);
	if (rc < 0)
		return rc;
	rc = cli_view_open(c, reg, cli_words(c, 1), &v, e);
	if (rc == 0 && c->reveal)
		rc = cli_reveal(c, _(reg->title), e);
	if (rc == 0 && v.layout.n)
		record_columns_take(&l.columns, &v.layout);
	if (rc == 0)
		rc = print(&l, &v);
	cli_view_release(&v);
	record_columns_release(&l.columns);
	return rc;
}

const struct command command_list = {
	.name = "list",
	.synopsis = "REG [CONDITION...]",
	.summary = N_("列出台账里的记录"),
	.help = N_("条件与界面上的筛选一样写：状态=在用  党员>30  成立<2010  书记=空  -东河  dhc\n"
		   "不写 --all 时只列平时列出的（党组织：在册的基层党组织）。没有符合的，退出码是 1。"),
	.options = "format columns where view worklist sort limit all english reveal as-of",
	.least = 1,
	.most = -1,
	.needs = NEEDS_READ,
	.run = run,
};
