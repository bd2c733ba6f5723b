/* zhibu export: a register, or what meets a condition, as a file. */
#include "db/export.h"

#include <stdio.h>
#include <string.h>

#include "src/cli_record.h"
#include "src/cli_view.h"
#include "src/cmd/commands.h"
#include "src/i18n.h"
#include "src/banned.h"

/* What --format says; else what the file's name says; else CSV. */
static int format_of(const struct cli *c, const char *path, enum export_format *out, struct err *e)
{
	static const struct {
		const char *name, *ending;
		enum export_format format;
	} formats[] = {
		{ "csv", ".csv", EXPORT_CSV },
		{ "tsv", ".tsv", EXPORT_TSV },
		{ "json", ".json", EXPORT_JSON },
		{ "json", ".jsonl", EXPORT_JSON },
	};
	const char *dot = path ? strrchr(path, '.') : NULL;

	*out = EXPORT_CSV;
	if (c->format_name && strcmp(c->format_name, "table") == 0)
		return err_set(e, ERR_USAGE, _("导出的格式可以是 csv、tsv、json；表格用 zhibu list。"));
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		bool named = c->format_name && strcmp(c->format_name, formats[i].name) == 0;

		if (named || (!c->format_name && dot && strcmp(dot, formats[i].ending) == 0))
			*out = formats[i].format;
	}
	return 0;
}

/* The same contradictions as those of options, where the file's name gave the format. */
static int check_format(const struct cli *c, const struct export_options *o, struct err *e)
{
	if (o->format != EXPORT_CSV && c->no_bom)
		return err_set(e, ERR_USAGE, _("只有 CSV 才写 BOM，请去掉 --no-bom。"));
	if (o->format == EXPORT_JSON && o->gb18030)
		return err_set(e, ERR_USAGE, _("JSON 总是 UTF-8，请去掉 --encoding gb18030。"));
	return 0;
}

static int check_fields(const struct record_columns *columns, struct err *e)
{
	for (size_t i = 0; i < columns->n; i++)
		if (!columns->fields[i])
			return err_set(e, ERR_USAGE, _("导出没有 %s 这一列；要看它，用 zhibu list。"),
				columns->columns[i].name);
	return 0;
}

static int write_out(
	struct cli *c, const struct view *v, struct export_options *o, const char *path, struct err *e)
{
	long rows = 0;
	int rc;

	o->gb18030 = c->encoding && strcmp(c->encoding, "gb18030") == 0;
	o->bom = o->format == EXPORT_CSV && !o->gb18030 && !c->no_bom;
	rc = check_format(c, o, e);
	if (rc == 0 && o->reveal)
		rc = cli_may_reveal(c, e);
	if (rc < 0)
		return rc;
	if (path)
		rc = export_file(c->store, v, o, path, &rows, e);
	else
		rc = export_view(c->store, v, o, stdout, &rows, e);
	if (rc == 0 && path)
		cli_say(_("已导出 %ld 条到 %s。"), rows, path);
	return rc < 0 || rows ? rc : 1;
}

static int run(struct cli *c, struct err *e)
{
	const char *path = c->argc > 1 && strcmp(c->argv[1], "-") != 0 ? c->argv[1] : NULL;
	struct export_options o = { .english = c->english, .reveal = c->reveal, .limit = c->limit };
	struct record_columns columns = { .n = 0 };
	struct cli_view v;
	const struct reg *reg;
	int rc = cli_reg(c->argv[0], &reg, e);

	if (rc == 0)
		rc = format_of(c, path, &o.format, e);
	if (rc == 0 && c->columns)
		rc = record_columns_pick(c, reg, false, &columns, e);
	if (rc == 0)
		rc = check_fields(&columns, e);
	/* Every export leaves a trace, so the database must be writable, unless somebody says otherwise. */
	if (rc == 0)
		rc = cli_open(c, false, e);
	if (rc == 0)
		rc = cli_view_open(c, reg, cli_words(c, c->argc), &v, e);
	if (rc == 0 && v.layout.n)
		record_columns_take(&columns, &v.layout);
	if (rc == 0) {
		o.columns = columns.n ? columns.fields : NULL;
		o.ncolumns = columns.n;
		rc = write_out(c, &v.view, &o, path, e);
		cli_view_release(&v);
	}
	record_columns_release(&columns);
	return rc;
}

const struct command command_export = {
	.name = "export",
	.synopsis = "REG [FILE]",
	.summary = N_("导出台账到文件；不写文件就写到标准输出"),
	.help = N_(
		"默认是带 BOM 的 UTF-8 CSV，表格软件可以直接打开；文件名以 .tsv、.json 结尾就是那种格式。\n"
		"个人信息默认遮住一部分，--reveal 导出完整的（要审核员以上）。\n"
		"每次导出都记入操作记录；加 --readonly 就不记，也不能导出完整的个人信息。"),
	.options = "format columns where view sort limit all encoding no-bom english reveal as-of",
	.least = 1,
	.most = 2,
	.needs = NEEDS_NOTHING,
	.run = run,
};
