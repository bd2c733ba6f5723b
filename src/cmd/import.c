/* zhibu import: a ledger file into a register. */
#include "db/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/import_left.h"
#include "src/cli_person.h"
#include "src/cli_record.h"
#include "src/cmd/commands.h"
#include "src/config.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* Rows whose warnings are listed; after so many a person looks at them with zhibu check. */
#define WARN_ROWS 20

struct importing {
	struct cli *cli;
	const struct reg *reg;
	struct progress progress;
	FILE *in, *errors;
	long listed;		/* warnings that were listed */
	char *maps[CLI_LIST_MAX];	/* what --map says, cut up */
	size_t n_maps;
	struct import_named *named;	/* in it */
	size_t n_named;
	struct import_report report;
};

static void say_refusal(void *ctx, const struct import_refusal *r)
{
	struct importing *i = ctx;
	struct buf value = BUF_INIT;

	progress_end(&i->progress);
	text_quote(&value, r->value ? r->value : "");
	if (r->column && *r->column)
		cli_say(_("第 %ld 行，%s%s：%s"), r->line, r->column, buf_str(&value), r->reason);
	else
		cli_say(_("第 %ld 行：%s"), r->line, r->reason);
	buf_release(&value);
}

static void say_warning(void *ctx, const struct import_refusal *r)
{
	struct importing *i = ctx;

	i->listed++;
	progress_end(&i->progress);
	if (r->column && *r->column)
		cli_say(_("提醒：第 %ld 行，%s：%s"), r->line, r->column, r->reason);
	else
		cli_say(_("提醒：第 %ld 行：%s"), r->line, r->reason);
}

static int show_progress(void *ctx, const struct import_progress *p)
{
	struct importing *i = ctx;

	if (p->settling)
		progress_show_step(&i->progress, _("行都读完了，正在整理检索和统计"), p->done, p->all);
	else
		progress_show(&i->progress, p->done, p->all, p->rows);
	return person_stop_signal();
}

static int cannot_open(const char *path, int why, struct err *e)
{
	struct buf shown = BUF_INIT;

	text_show(&shown, path);
	err_set(e, ERR_IO, _("打不开文件 %s：%s。"), buf_str(&shown), strerror(why));
	buf_release(&shown);
	return ERR_IO;
}

static int open_input(struct importing *i, const char *path, struct err *e)
{
	struct stat st;

	if (strcmp(path, "-") == 0) {
		i->in = stdin;
		return 0;
	}
	i->in = fopen(path, "re");
	if (!i->in)
		return cannot_open(path, errno, e);
	if (fstat(fileno(i->in), &st) == 0 && S_ISDIR(st.st_mode))
		return cannot_open(path, EISDIR, e);
	return 0;
}

/* A file of errors is new, so that it can be taken away again when there are none. */
static int open_errors(struct importing *i, struct err *e)
{
	const char *path = i->cli->errors;
	int fd;

	if (!path)
		return 0;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return cannot_open(path, errno, e);
	i->errors = fdopen(fd, "w");
	return i->errors ? 0 : cannot_open(path, errno, e);
}

static int close_errors(struct importing *i, int rc, struct err *e)
{
	bool failed;

	if (!i->errors)
		return rc;
	failed = fclose(i->errors) == EOF;
	i->errors = NULL;
	if (!i->report.refused)
		unlink(i->cli->errors);
	return failed && rc >= 0 ? cannot_open(i->cli->errors, errno, e) : rc;
}

static void say_report(const struct importing *i)
{
	const struct import_report *r = &i->report;
	bool kept = r->action != 0;

	if (!r->rows) {
		cli_say("%s", _("文件里只有表头，没有数据行，没有什么可导入的。"));
		return;
	}
	cli_say(_("读了 %ld 行：新增 %ld，修改 %ld，没有变化 %ld，退回 %ld，提醒 %ld。"), r->rows, r->added,
		r->updated, r->unchanged, r->refused, r->warnings);
	for (size_t k = 0; k < IMPORT_PARTS && r->parts[k].reg && r->rows > r->refused; k++)
		cli_say(_("其中%s：新增 %ld，修改 %ld，没有变化 %ld。"), _(r->parts[k].reg->title), r->parts[k].added,
			r->parts[k].updated, r->parts[k].unchanged);
	if (r->unknown_columns)
		cli_say(_("没有用到的列：%s（要用上，加 --map '列名=字段'）"), r->unknown_columns);
	if (i->cli->dry_run)
		cli_say("%s", _("只是检查，没有写入。"));
	else if (!kept)
		cli_say("%s", _("没有写入。"));
	if (r->refused && !i->cli->partial)
		cli_say("%s", _("要先收下好的行，加 --partial。"));
	if (r->refused && !i->errors)
		cli_say("%s", _("要把退回的行和原因另存，加 --errors 文件；在那个文件里改好，再导入它。"));
	if (r->warnings > i->listed)
		cli_say(_("还有 %ld 条提醒没有列出。"), r->warnings - i->listed);
	if (kept && r->warnings)
		cli_say(_("现有的提醒用 zhibu check %s 查看。"), i->reg->name);
	if (i->errors && r->refused)
		cli_say(_("退回的行在 %s。"), i->cli->errors);
}

static char separator_of(const char *name)
{
	if (!name)
		return 0;
	if (strcmp(name, "tab") == 0)
		return '\t';
	return strcmp(name, "comma") == 0 ? ',' : ';';
}

static enum csv_encoding encoding_of(const char *name)
{
	if (!name)
		return CSV_DETECT;
	return strcmp(name, "utf-8") == 0 ? CSV_UTF8 : CSV_GB18030;
}

/* --- columns --- */

static int refuse_map(const char *text, struct err *e)
{
	struct buf quoted = BUF_INIT;

	text_quote(&quoted, text);
	err_set(e, ERR_USAGE, _("--map 后面应写 列名=字段，不能是%s。"), buf_str(&quoted));
	buf_release(&quoted);
	return ERR_USAGE;
}

/* "号=编码,备考=": a comma that stands before the "=" is part of the title. */
static int read_map(struct importing *i, const char *text, struct err *e)
{
	char *rest = i->maps[i->n_maps++] = xstrdup(text);

	while (rest) {
		char *title = rest, *equal = strchr(rest, '=');

		if (!equal || equal == title)
			return refuse_map(text, e);
		rest = strchr(equal, ',');
		if (rest)
			*rest++ = '\0';
		*equal = '\0';
		i->named = xreallocarray(i->named, i->n_named + 1, sizeof(*i->named));
		i->named[i->n_named++] = (struct import_named){ title, equal + 1 };
	}
	return 0;
}

static int read_maps(struct importing *i, struct err *e)
{
	int rc = 0;

	for (size_t k = 0; rc == 0 && k < i->cli->map.n; k++)
		rc = read_map(i, i->cli->map.items[k], e);
	return rc;
}

static void forget_maps(struct importing *i)
{
	for (size_t k = 0; k < i->n_maps; k++)
		free(i->maps[k]);
	free(i->named);
}

/* --- the whole --- */

static int import(struct importing *i, const char *name, const char *reason, struct err *e)
{
	struct cli *c = i->cli;
	struct import_options o = {
		.in = i->in,
		.name = name,
		.encoding = encoding_of(c->encoding),
		.separator = separator_of(c->separator),
		.named = i->named,
		.nnamed = i->n_named,
		.dry_run = c->dry_run,
		.partial = c->partial,
		.errors = i->errors,
		.reason = reason,
		.refused = say_refusal,
		.warned = say_warning,
		.warn_rows = WARN_ROWS,
		.progress = show_progress,
		.ctx = i,
	};
	int rc;

	progress_begin(&i->progress);
	rc = import_file(c->store, i->reg, &o, &i->report, e);
	progress_end(&i->progress);
	/* Of a file that could not be read at all there is nothing to report. */
	if (rc == 0 || (rc == ERR_INVALID && i->report.rows))
		say_report(i);
	return rc;
}

/* Rows that were refused are remembered until the file that has them is imported without a refusal: the home screen shows it. */
static void remember(struct importing *i, const char *path, bool imported)
{
	char *folder = xdg_path("XDG_STATE_HOME", ".local/state", "zhibu/imports");
	char *real = realpath(path, NULL), *errors = i->report.refused && i->cli->errors ? realpath(i->cli->errors, NULL) : NULL;
	char name[64];
	struct import_left left = { .reg = name, .path = errors, .rows = i->report.refused };
	struct err e = ERR_INIT;
	int rc = 0;

	snprintf(name, sizeof(name), "%s", i->reg->name);
	left.database = store_identity(i->cli->store);
	if (folder && errors)
		rc = import_left_note(folder, &left, &e);
	if (folder && real && rc == 0 && imported && !i->cli->dry_run)
		rc = import_left_clear(folder, real, &e);
	if (rc < 0)
		cli_say("%s", e.text);
	free(folder);
	free(real);
	free(errors);
}

static int run(struct cli *c, struct err *e)
{
	struct importing i = { .cli = c };
	const char *path = c->argv[1];
	char *reason = NULL;
	int rc = cli_reg(c->argv[0], &i.reg, e);

	if (rc == 0)
		rc = cli_reason(c, &reason, e);
	if (rc == 0)
		rc = read_maps(&i, e);
	if (rc == 0)
		rc = open_input(&i, path, e);
	if (rc == 0)
		rc = open_errors(&i, e);
	if (rc == 0)
		rc = import(&i, i.in == stdin ? _("标准输入") : path, reason, e);
	rc = close_errors(&i, rc, e);
	if (rc == 0 || rc == ERR_INVALID)
		remember(&i, path, rc == 0);
	if (i.in && i.in != stdin)
		fclose(i.in);
	import_report_release(&i.report);
	forget_maps(&i);
	free(reason);
	return rc;
}

const struct command command_import = {
	.name = "import",
	.synopsis = "REG FILE|-",
	.summary = N_("从 CSV 文件导入台账"),
	.help = N_("编码、分隔符和表头行自动识别，列名按中文名、别名或英文名对应；别的列名用 --map 指明：\n"
		   "  zhibu import org 台账.csv --map '单位编号=编码' --map '备考='\n"
		   "有一行出错就全部不收；--partial 收下好的行，--errors 把退回的行写到文件。\n"
		   "一次导入是一次操作，可以撤销。"),
	.options = "dry-run partial errors encoding separator map reason",
	.least = 2,
	.most = 2,
	.needs = NEEDS_WRITE,
	.run = run,
};
