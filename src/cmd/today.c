/* zhibu today: what there is to see to, as the first screen shows it. */
#include "src/cmd/commands.h"

#include <inttypes.h>

#include "db/read.h"
#include "src/cli_out.h"
#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/banned.h"

static const struct out_column columns[] = {
	{ .name = "register", .label = N_("台账"), .width = 14 },
	{ .name = "key", .label = N_("代号"), .width = 16 },
	{ .name = "label", .label = N_("要办的事"), .width = 20 },
	{ .name = "urgency", .label = N_("缓急"), .width = 8 },
	{ .name = "value", .label = N_("数量"), .width = 8, .right = true, .kind = OUT_NUMBER },
	{ .name = "since", .label = N_("最早的日期"), .width = 10 },
};

static int print_one(struct cli *c, struct out *o, const struct worklist_made *w, struct err *e)
{
	struct worklist_count count = { .n = 0 };
	struct buf text = BUF_INIT;
	int rc = store_worklist_count(c->store, w, &count, 0, e);

	if (rc == 0 && (count.n || c->all)) {
		out_word(o, w->reg->name, _(w->reg->title));
		out_cell(o, w->key);
		out_cell(o, w->label);
		out_word(o, urgency_value(w->urgency), urgency_label(w->urgency));
		buf_addf(&text, "%" PRId64, count.n);
		out_cell(o, buf_str(&text));
		buf_clear(&text);
		date_format(&text, count.since);
		out_cell(o, text.len ? buf_str(&text) : NULL);
		rc = out_row(o, e);
	}
	buf_release(&text);
	return rc;
}

static int print_all(struct cli *c, struct out *o, const struct reg *only, struct err *e)
{
	struct worklists lists = { .n = 0 };
	bool own;
	int rc = store_snapshot_begin(c->store, &own, e);

	if (rc < 0)
		return rc;
	store_worklists(c->store, only, &lists);
	for (size_t i = 0; rc == 0 && i < lists.n; i++)
		rc = print_one(c, o, &lists.items[i], e);
	store_snapshot_end(c->store, own);
	worklists_release(&lists);
	return rc;
}

static int run(struct cli *c, struct err *e)
{
	const struct reg *only = NULL;
	struct out out;
	int rc = c->argc ? cli_reg(c->argv[0], &only, e) : 0;

	if (rc < 0)
		return rc;
	out_begin(&out, c, columns, sizeof(columns) / sizeof(columns[0]));
	rc = out_pick(&out, e);
	if (rc == 0)
		rc = print_all(c, &out, only, e);
	rc = out_end(&out, rc, e);
	if (rc == 0 && !out.given && c->format == FORMAT_TABLE)
		cli_say("%s", _("今天没有要办的。"));
	return rc;
}

const struct command command_today = {
	.name = "today",
	.synopsis = "[REG]",
	.summary = N_("今天要办的事：逾期、快到期、等我办和要核对的"),
	.help = N_("数的是登录的人管得到的、在用的记录；--all 把一条也没有的也列出来。\n"
		   "看其中的记录：zhibu list REG --worklist 代号。"),
	.options = "format columns where sort limit all english as-of",
	.most = 1,
	.needs = NEEDS_READ,
	.run = run,
};
