/* zhibu compare: what differs between two moments. */
#include "src/cmd/commands.h"

#include <inttypes.h>

#include "db/compare.h"
#include "src/cli_journal.h"
#include "src/cli_out.h"
#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/banned.h"

static const struct out_column columns[] = {
	{ .name = "key", .label = N_("编号"), .width = 16 },
	{ .name = "name", .label = N_("名称"), .width = 30 },
	{ .name = "op", .label = N_("变化"), .width = 6 },
	{ .name = "field", .label = N_("字段"), .width = 14 },
	{ .name = "before", .label = N_("原来"), .width = 30 },
	{ .name = "after", .label = N_("后来"), .width = 30 },
};

struct listing {
	struct cli *cli;
	struct out out;
	struct err *e;
};

static void add_record(struct listing *l, const struct change *c, enum style style)
{
	const struct lookup *look = store_lookup(l->cli->store);
	struct buf text = BUF_INIT;

	look->ref_format(look->ctx, c->reg, c->record, style, &text);
	out_cell(&l->out, text.len ? buf_str(&text) : NULL);
	buf_release(&text);
}

static void add_value(struct listing *l, const struct change *c, const char *value)
{
	struct buf text = BUF_INIT;

	journal_add_value(l->cli, c, value, &text);
	out_cell(&l->out, value ? buf_str(&text) : NULL);
	buf_release(&text);
}

static int take_change(void *ctx, const struct change *c)
{
	struct listing *l = ctx;

	add_record(l, c, STYLE_DATA);
	add_record(l, c, STYLE_LIST);
	out_word(&l->out, deed_value(change_deed(c)), deed_label(change_deed(c)));
	if (c->op == CHANGE_UPDATE)
		out_word(&l->out, c->name, change_field_label(c));
	else
		out_cell(&l->out, NULL);
	add_value(l, c, c->before);
	add_value(l, c, c->after);
	return out_row(&l->out, l->e);
}

static void say_sum(const struct compare_sum *sum)
{
	cli_say(_("新增 %" PRId64 " 条，修改 %" PRId64 " 条，停用 %" PRId64 " 条，恢复 %" PRId64 " 条，删除 %" PRId64 " 条。"),
		sum->records[DEED_CREATE], sum->records[DEED_EDIT], sum->records[DEED_RETIRE], sum->records[DEED_REVIVE],
		sum->records[DEED_REMOVE]);
}

static int print(struct cli *c, const struct compare_want *want, struct err *e)
{
	struct listing l = { .cli = c, .e = e };
	struct compare_sum sum = { .more = false };
	int rc;

	out_begin(&l.out, c, columns, sizeof(columns) / sizeof(columns[0]));
	rc = out_pick(&l.out, e);
	if (rc == 0)
		rc = store_compare(c->store, want, take_change, &l, &sum, e);
	/* With a limit or a condition less may have been seen or shown than there was. */
	if (rc == 0 && !c->where.n && !want->record)
		say_sum(&sum);
	return out_end(&l.out, rc, e);
}

static int find_record(struct cli *c, struct compare_want *want, struct err *e)
{
	struct buf name = BUF_INIT;
	void *rec = NULL;
	int rc = cli_find(c, want->reg, c->argv[1], &rec, e);

	if (!rec)
		return rc;
	want->record = ((const struct rec *)rec)->id;
	cli_name(want->reg, rec, &name);
	if (c->reveal)
		rc = cli_reveal(c, buf_str(&name), e);
	buf_release(&name);
	reg_free(want->reg, rec);
	return rc;
}

/* Of three words the second is a moment where it reads as one, else a record. */
static bool names_record(const struct cli *c)
{
	return c->argc == 4 || (c->argc == 3 && !compare_is_moment(c->store, c->argv[1]));
}

static int take_words(struct cli *c, struct compare_want *want, struct err *e)
{
	int at = names_record(c) ? 2 : 1;
	int rc = cli_reg(c->argv[0], &want->reg, e);

	if (rc == 0)
		rc = compare_between(c->store, c->argv[at], at + 1 < c->argc ? c->argv[at + 1] : NULL, want, e);
	if (rc == ERR_INVALID && e)
		e->code = ERR_USAGE;
	if (rc < 0)
		return rc == ERR_INVALID ? ERR_USAGE : rc;
	if (at == 2)
		return find_record(c, want, e);
	return c->reveal ? cli_reveal(c, _(want->reg->title), e) : 0;
}

static int run(struct cli *c, struct err *e)
{
	struct compare_want want = { .reg = NULL };
	int rc = take_words(c, &want, e);

	return rc == 0 ? print(c, &want, e) : rc;
}

const struct command command_compare = {
	.name = "compare",
	.synopsis = "REG [KEY] FROM [TO]",
	.summary = N_("比较两个时点：新增、停用了哪些，哪些字段不同"),
	.help = N_(
		"FROM 和 TO 是那天结束时，写法和 --as-of 一样；不写 TO 就和现在比。例如从上月底到现在：zhibu compare org 上月底。\n"
		"每行是一个字段的差别，中间改过又改回来的不算；整条新增或删除的只有一行。\n"
		"写了 KEY 就只看那一条记录。条件写成 列名=文字，例如 --where op=retire。"),
	.options = "format columns where sort limit english reveal",
	.least = 2,
	.most = 4,
	.needs = NEEDS_READ,
	.run = run,
};
