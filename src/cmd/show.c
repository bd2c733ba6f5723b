/* zhibu show: one record with all its fields. */
#include "src/cmd/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/uses.h"
#include "src/cli_record.h"
#include "src/cli_view.h"
#include "src/i18n.h"
#include "src/mem.h"
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

/* ---- What follows from the record, and what refers to it ---------------------------------------- */

struct facts {
	bool english;
	struct fact_line {
		char *label, *text;
	} *lines;
	size_t n;
};

/* Takes both contents; a fact that says nothing is none. */
static void add_fact(struct facts *f, struct buf *label, struct buf *text)
{
	if (text->len > 0) {
		f->lines = xreallocarray(f->lines, f->n + 1, sizeof(*f->lines));
		f->lines[f->n++] = (struct fact_line){ buf_detach(label), buf_detach(text) };
	}
	buf_release(label);
	buf_release(text);
}

static void add_use(void *ctx, const struct use *use)
{
	struct facts *f = ctx;
	struct buf label = BUF_INIT, n = BUF_INIT;

	if (f->english)
		buf_addf(&label, "%s.%s", use->reg->name, use->field->name);
	else
		use_label(use, &label);
	use_count(use, &n);
	add_fact(f, &label, &n);
}

static int read_facts(struct cli *c, const struct reg *reg, const void *rec, struct facts *f, struct err *e)
{
	for (size_t i = 0; i < reg->nfacts; i++) {
		const struct fact *fact = &reg->facts[i];
		struct buf label = BUF_INIT, text = BUF_INIT;

		buf_adds(&label, c->english ? fact->name : _(fact->label));
		fact->add(store_lookup(c->store), rec, &text);
		add_fact(f, &label, &text);
	}
	return store_uses(c->store, reg, ((const struct rec *)rec)->id, add_use, f, e);
}

static void print_facts(struct facts *f)
{
	int cells = 0;

	for (size_t i = 0; i < f->n; i++) {
		int n = text_width(f->lines[i].label);

		cells = n > cells ? n : cells;
	}
	for (size_t i = 0; i < f->n; i++) {
		printf("%s", i == 0 ? "\n" : "");
		print_line(f->lines[i].label, cells, f->lines[i].text);
		free(f->lines[i].label);
		free(f->lines[i].text);
	}
	free(f->lines);
}

/* Below the fields, because nobody can change them there. */
static int show_facts(struct cli *c, const struct reg *reg, const void *rec, struct err *e)
{
	struct facts f = { .english = c->english };
	int rc = read_facts(c, reg, rec, &f, e);

	print_facts(&f);
	return rc;
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
	if (rc == 0 && c->format == FORMAT_TABLE && !c->columns)
		rc = show_facts(c, reg, rec, e);
	buf_release(&name);
	record_columns_release(&columns);
	return rc;
}

static int run(struct cli *c, struct err *e)
{
	const struct reg *reg;
	void *rec;
	int rc = cli_record(c, &reg, &rec, e);

	if (rc < 0)
		return rc;
	rc = show(c, reg, rec, e);
	reg_free(reg, rec);
	return rc;
}

const struct command command_show = {
	.name = "show",
	.synopsis = "REG KEY",
	.summary = N_("显示一条记录的全部内容"),
	.help = N_("KEY 是编码（操作员是登录名），也可以写全称。--all 连停用日期也显示。\n"
		   "各字段下面是由记录推算的（如离届满的天数），以及有多少条在用的记录引用它。"),
	.options = "format columns all english reveal as-of",
	.least = 2,
	.most = 2,
	.needs = NEEDS_READ,
	.run = run,
};
