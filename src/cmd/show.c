/* zhibu show: one record with all its fields. */
#include "src/cmd/commands.h"

#include <stdio.h>
#include <string.h>

#include "src/cli_record.h"
#include "src/cli_view.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

/* "label: value", further lines of a note below the first. */
static void print_line(const char *label, int cells, const char *text)
{
	struct buf line = BUF_INIT;

	text_pad(&line, label, cells, TEXT_LEFT);
	buf_adds(&line, "  ");
	while (*text) {
		size_t n = strcspn(text, "\n");

		text_show_n(&line, text, n);
		text += n;
		if (*text) {
			buf_addc(&line, '\n');
			buf_fill(&line, ' ', (size_t)cells + 2);
			text++;
		}
	}
	while (line.len && line.data[line.len - 1] == ' ')
		buf_truncate(&line, line.len - 1);
	printf("%s\n", buf_str(&line));
	buf_release(&line);
}

static void print_form(const struct cli *c, const struct record_columns *columns, struct out *o)
{
	int cells = 0;

	for (size_t i = 0; i < columns->n; i++) {
		int n = text_width(c->english ? columns->columns[i].name : _(columns->columns[i].label));

		cells = n > cells ? n : cells;
	}
	for (size_t i = 0; i < columns->n; i++)
		print_line(c->english ? columns->columns[i].name : _(columns->columns[i].label), cells,
			o->row[i] ? o->row[i] : "");
}

static int print(struct cli *c, const struct record_columns *columns, const void *rec, struct err *e)
{
	struct out o;
	int rc = 0;

	out_begin(&o, c, columns->columns, columns->n);
	record_columns_cells(c, columns, rec, &o);
	if (c->format != FORMAT_TABLE) {
		rc = out_row(&o, e);
		return out_end(&o, rc, e);
	}
	print_form(c, columns, &o);
	out_end(&o, 0, e);
	return rc;
}

static int show(struct cli *c, const struct reg *reg, const void *rec, struct err *e)
{
	struct record_columns columns;
	struct buf name = BUF_INIT;
	int rc;

	/* Somebody who looks at a record must see that it is out of use. */
	c->all = c->all || !date_is_empty(((const struct rec *)rec)->retired_on);
	rc = record_columns_pick(c, reg, false, &columns, e);
	if (rc < 0)
		return rc;
	columns.notes = true;
	if (c->reveal) {
		cli_name(reg, rec, &name);
		rc = cli_reveal(c, buf_str(&name), e);
	}
	if (rc == 0)
		rc = print(c, &columns, rec, e);
	buf_release(&name);
	record_columns_release(&columns);
	return rc;
}

static int run(struct cli *c, struct err *e)
{
	const struct reg *reg;
	void *rec = NULL;
	int rc = cli_reg(c->argv[0], &reg, e);

	if (rc == 0)
		rc = cli_find(c, reg, c->argv[1], &rec, e);
	if (!rec)
		return rc;
	rc = show(c, reg, rec, e);
	reg_free(reg, rec);
	return rc;
}

const struct command command_show = {
	.name = "show",
	.synopsis = "REG KEY",
	.summary = N_("显示一条记录的全部内容"),
	.help = N_("KEY 是编码（操作员是登录名），也可以写全称。--all 连停用日期也显示。"),
	.options = "format columns all english reveal",
	.least = 2,
	.most = 2,
	.needs = NEEDS_READ,
	.run = run,
};
