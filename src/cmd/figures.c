/* zhibu figures: the published figures of all registers. */
#include "src/cmd/commands.h"

#include <inttypes.h>

#include "db/read.h"
#include "src/cli_out.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

static const struct out_column columns[] = {
	{ .name = "register", .label = N_("台账"), .width = 12 },
	{ .name = "key", .label = N_("代号"), .width = 20 },
	{ .name = "label", .label = N_("指标"), .width = 36 },
	{ .name = "of", .label = N_("分项代码"), .width = 12 },
	{ .name = "of_label", .label = N_("分项"), .width = 24 },
	{ .name = "value", .label = N_("数量"), .width = 12, .right = true, .kind = OUT_NUMBER },
};

struct printing {
	struct cli *cli;
	struct out out;
	const struct reg *reg;
	const struct figure *figure;
	const struct field *by;
	int rc;
	struct err *e;
};

/* A count stands with its thousands grouped for eyes, plainly for programs. */
static void add_count(struct out *o, int64_t n)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "%" PRId64, n);
	for (size_t at = text.len; o->cli->format == FORMAT_TABLE && at > 3; at -= 3) {
		struct buf tail = BUF_INIT;

		buf_adds(&tail, buf_str(&text) + at - 3);
		buf_truncate(&text, at - 3);
		buf_addf(&text, ",%s", buf_str(&tail));
		buf_release(&tail);
	}
	out_cell(o, buf_str(&text));
	buf_release(&text);
}

static void print_line(struct printing *p, const char *value, const char *label, int64_t n)
{
	if (p->rc)
		return;
	out_cell(&p->out, p->reg->name);
	out_cell(&p->out, p->figure->key);
	out_cell(&p->out, _(p->figure->label));
	out_cell(&p->out, value);
	out_cell(&p->out, label);
	add_count(&p->out, n);
	p->rc = out_row(&p->out, p->e);
}

static void print_value(void *ctx, const char *value, int64_t n)
{
	struct printing *p = ctx;
	const struct code_item *item = NULL;

	if (value && p->by->set)
		item = codebook_by_value(store_lookup(p->cli->store)->codes, p->by->set, value);
	print_line(p, value, item ? code_item_label(item) : value ? value : _("（未填）"), n);
}

static int print_figure(struct printing *p)
{
	int64_t n = 0;
	int rc;

	p->by = p->figure->by ? reg_field(p->reg, p->figure->by) : NULL;
	if (p->by) {
		rc = store_tallies(p->cli->store, p->reg, p->by, print_value, p, p->e);
	} else {
		rc = store_figure(p->cli->store, p->reg, p->figure, &n, p->e);
		if (rc == 0)
			print_line(p, NULL, NULL, n);
	}
	return rc < 0 ? rc : p->rc;
}

static int run(struct cli *c, struct err *e)
{
	struct printing p = { .cli = c, .e = e };
	int rc;

	out_begin(&p.out, c, columns, sizeof(columns) / sizeof(columns[0]));
	rc = out_pick(&p.out, e);
	for (size_t i = 0; rc == 0 && i < registers_n; i++) {
		p.reg = registers[i];
		for (size_t k = 0; rc == 0 && k < p.reg->nfigures; k++) {
			p.figure = &p.reg->figures[k];
			rc = print_figure(&p);
		}
	}
	return out_end(&p.out, rc, e);
}

const struct command command_figures = {
	.name = "figures",
	.synopsis = "",
	.summary = N_("按记录算出的各项数字"),
	.options = "format columns where sort limit english as-of",
	.needs = NEEDS_READ,
	.run = run,
};
