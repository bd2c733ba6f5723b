/* zhibu report: the ledgers and figures that an office hands up. */
#include "src/cmd/commands.h"

#include <stdlib.h>

#include "db/report.h"
#include "src/cli_out.h"
#include "src/cli_record.h"
#include "src/cli_view.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/banned.h"

/* --- which there are --- */

static const struct out_column of_reports[] = {
	{ .name = "name", .label = N_("代号"), .width = 24 },
	{ .name = "title", .label = N_("报表"), .width = 30 },
	{ .name = "register", .label = N_("台账"), .width = 16 },
	{ .name = "help", .label = N_("说明") },
};

static int list_reports(struct cli *c, struct err *e)
{
	struct out out;
	int rc = 0;

	out_begin(&out, c, of_reports, sizeof(of_reports) / sizeof(of_reports[0]));
	for (size_t i = 0; rc == 0 && i < reports_n; i++) {
		out_cell(&out, reports[i]->name);
		out_cell(&out, _(reports[i]->title));
		out_cell(&out, reports[i]->reg->name);
		out_cell(&out, _(reports[i]->help));
		rc = out_row(&out, e);
	}
	return out_end(&out, rc, e);
}

/* --- one of them --- */

struct printing {
	struct cli *cli;
	const struct report *report;
	struct report_style how;
	struct out out;
	struct err *e;
};

static int print_line(void *ctx, const struct report_line *line)
{
	struct printing *p = ctx;
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < p->report->n; i++) {
		buf_clear(&text);
		report_cell(p->report, &p->report->columns[i], line, &p->how, &text);
		out_cell(&p->out, text.len ? buf_str(&text) : NULL);
	}
	buf_release(&text);
	return out_row(&p->out, p->e);
}

static enum out_kind kind_of(const struct report_column *column, const struct field *f)
{
	if (column->paths[0] == '#')
		return OUT_NUMBER;
	if (column->paths[0] == '?')
		return OUT_BOOL;
	return !f ? OUT_TEXT : f->type == TYPE_BOOL ? OUT_BOOL : f->type == TYPE_INT ? OUT_NUMBER : OUT_TEXT;
}

static struct out_column *make_columns(const struct report *r)
{
	struct out_column *columns = xcalloc(r->n, sizeof(*columns));

	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = report_field(r, &r->columns[i]);

		columns[i] = (struct out_column){ .name = r->columns[i].name, .label = report_label(r, &r->columns[i]),
			.width = report_width(r, &r->columns[i]), .right = f && field_type(f)->right,
			.kind = kind_of(&r->columns[i], f) };
	}
	return columns;
}

static enum style style_of(const struct cli *c)
{
	return c->format == FORMAT_JSON ? STYLE_DATA : c->format == FORMAT_TABLE ? STYLE_LIST : STYLE_EDIT;
}

static int print_report(struct cli *c, const struct report_want *want, struct err *e)
{
	struct printing p = { .cli = c, .report = want->report, .e = e,
		.how = { .lookup = store_lookup(c->store), .style = style_of(c), .reveal = c->reveal } };
	struct out_column *columns = make_columns(want->report);
	int rc = c->reveal ? cli_reveal(c, _(want->report->title), e) : 0;

	if (rc < 0)
		goto out;
	out_begin(&p.out, c, columns, want->report->n);
	rc = out_pick(&p.out, e);
	if (rc == 0)
		rc = store_report(c->store, want, print_line, &p, e);
	rc = out_end(&p.out, rc, e);
out:
	free(columns);
	return rc;
}

static int find_report(const char *typed, const struct report **out, struct err *e)
{
	const struct report *nearest;
	struct nearest near;

	*out = report_find(typed);
	if (*out)
		return 0;
	nearest_begin(&near, typed);
	for (size_t i = 0; i < reports_n; i++) {
		nearest_try(&near, reports[i]->name, reports[i]);
		nearest_try(&near, _(reports[i]->title), reports[i]);
	}
	nearest = nearest_end(&near);
	if (nearest)
		return err_set(e, ERR_USAGE, _("没有报表 %s，最接近的是 %s；不写名字，就列出全部报表。"), typed, nearest->name);
	return err_set(e, ERR_USAGE, _("没有报表 %s；不写名字，就列出全部报表。"), typed);
}

static int take_since(const struct cli *c, struct report_want *want, struct err *e)
{
	struct date today = store_lookup(c->store)->today;
	int rc;

	if (!c->since)
		return 0;
	if (!want->report->progress)
		return err_set(e, ERR_USAGE, _("报表 %s 说的是现在，不用 --since；要看那一天的样子，请用 --as-of。"), want->report->name);
	rc = date_parse(c->since, today, &want->since, e);
	if (rc < 0)
		return e->code = ERR_USAGE;
	if (date_is_empty(want->since) || date_compare(want->since, today) > 0)
		return err_set(e, ERR_USAGE, _("--since 要写今天或以前的一天，如 2026-11-15、-7。"));
	return 0;
}

static int run(struct cli *c, struct err *e)
{
	struct report_want want = { .report = NULL };
	struct query query = { .n = 0 };
	int rc;

	if (c->argc == 0)
		return list_reports(c, e);
	rc = find_report(c->argv[0], &want.report, e);
	if (rc == 0)
		rc = take_since(c, &want, e);
	if (rc == 0)
		rc = cli_condition(c, want.report->reg, cli_words(c, 1), &query, e);
	want.query = &query;
	if (rc == 0)
		rc = print_report(c, &want, e);
	query_release(&query);
	return rc;
}

const struct command command_report = {
	.name = "report",
	.synopsis = "[NAME [CONDITION...]]",
	.summary = N_("要上报的台账和进展；不写名字，列出有哪些"),
	.help = N_("条件按报表所用台账的字段写，与 list 一样；--where 和 --sort 按报表的列。\n"
		   "周报从 --since 那天起算，不写是七天前。没有符合的，退出码是 1。"),
	.options = "format columns where sort limit english reveal since as-of",
	.most = -1,
	.needs = NEEDS_READ,
	.run = run,
};
