/*
 * The same work on many records: zhibu set, retire and revive with --ids.
 */
#include "src/cli_batch.h"

#include <stdlib.h>
#include <string.h>

#include "src/cli_out.h"
#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

bool cli_is_batch(const struct cli *c)
{
	return c->ids || c->dry_run || c->format_name;
}

/* ---- Which records, which values --------------------------------------------------------------- */

static int add_record(struct cli *c, struct batch *b, const char *typed, struct err *e)
{
	struct buf quoted = BUF_INIT;
	void *rec;
	int64_t id;
	int rc = cli_find(c, b->reg, typed, &rec, e);

	if (rc < 0)
		return rc;
	id = ((const struct rec *)rec)->id;
	reg_free(b->reg, rec);
	for (size_t i = 0; i < b->n; i++)
		if (b->rows[i].id == id) {
			text_quote(&quoted, typed);
			err_set(e, ERR_USAGE, _("--ids 里%s写了两次，只能写一次。"), buf_str(&quoted));
			buf_release(&quoted);
			return ERR_USAGE;
		}
	if (b->n == BATCH_MOST)
		return err_set(e, ERR_USAGE, _("一次最多改 %d 条记录；请分几次改。"), BATCH_MOST);
	batch_add(b, id);
	return 0;
}

static int add_records(struct cli *c, struct batch *b, struct err *e)
{
	int rc = 0;

	if (!c->ids)
		return add_record(c, b, c->argv[1], e);
	for (const char *at = c->ids; rc == 0 && *at;) {
		size_t n = strcspn(at, ",");
		char *typed = xstrndup(at, n);

		rc = add_record(c, b, typed, e);
		free(typed);
		at += n + (at[n] ? 1 : 0);
	}
	if (rc == 0 && !b->n)
		rc = err_set(e, ERR_USAGE, _("--ids 后面没有写记录。"));
	return rc;
}

static int set_values(struct batch *b, struct words words, struct err *e)
{
	const struct field **fields = xcalloc((size_t)words.n + 1, sizeof(const struct field *));
	const char *value;
	int rc = cli_check_twice(b->reg, words, e);

	for (int i = 0; rc == 0 && i < words.n; i++) {
		rc = cli_assignment(b->reg, words.items[i], &fields[i], &value, e);
		if (rc == 0 && !batch_may_set(fields[i]))
			rc = err_field(e, ERR_USAGE, fields[i]->name, _("%s不能成批改。"), _(fields[i]->label));
	}
	if (rc == 0)
		batch_set_fields(b, fields, (size_t)words.n, false);
	for (int i = 0; rc == 0 && i < words.n; i++)
		batch_set_text(b, 0, (size_t)i, strchr(words.items[i], '=') + 1);
	free(fields);
	return rc;
}

static int check_words(const struct cli *c, enum batch_deed deed, int first, struct err *e)
{
	int words = c->argc - first;

	if (c->format_name && !c->dry_run)
		return err_set(e, ERR_USAGE, _("--format 要和 --dry-run 一起用。"));
	if (deed != BATCH_SET && words > 0)
		return err_set(e, ERR_USAGE, _("用了 --ids，后面就不再写别的记录。"));
	return 0;
}

/* ---- The preview ------------------------------------------------------------------------------- */

static const struct out_column columns[] = {
	{ .name = "key", .label = N_("编码"), .width = 20 },
	{ .name = "name", .label = N_("名称"), .width = 30 },
	{ .name = "field", .label = N_("字段"), .width = 12 },
	{ .name = "before", .label = N_("原值"), .width = 24 },
	{ .name = "after", .label = N_("新值"), .width = 24 },
	{ .name = "result", .label = N_("结果"), .width = 10 },
	{ .name = "why", .label = N_("说明") },
};

static void put_field(struct cli *c, const struct field *f, const void *rec, struct out *o)
{
	struct buf b = BUF_INIT;

	if (rec)
		field_format_masked(f, rec, store_lookup(c->store), STYLE_EDIT, &b);
	out_cell(o, b.len ? buf_str(&b) : NULL);
	buf_release(&b);
}

static void put_value(struct cli *c, const struct batch *b, size_t row, size_t field, bool after, struct out *o)
{
	struct buf text = BUF_INIT;

	batch_show(c->store, b, row, field, after, &text);
	out_cell(o, text.len ? buf_str(&text) : NULL);
	buf_release(&text);
}

static int show_row(struct cli *c, const struct batch *b, size_t i, struct out *o, struct err *e)
{
	const struct batch_row *row = &b->rows[i];
	int rc = 0;

	for (size_t k = 0; rc == 0 && k < (b->nfields ? b->nfields : 1); k++) {
		put_field(c, reg_key(b->reg), row->base, o);
		put_field(c, reg_label(b->reg), row->base, o);
		out_cell(o, b->nfields ? _(b->fields[k]->label) : _("状态"));
		put_value(c, b, i, k, false, o);
		put_value(c, b, i, k, true, o);
		out_word(o, batch_result_value(row->result), batch_result_label(row->result));
		out_cell(o, row->why);
		rc = out_row(o, e);
	}
	return rc;
}

static int refused(const struct batch *b, struct err *e)
{
	enum err_code code = ERR_INVALID;

	for (size_t i = 0; i < b->n; i++)
		code = b->rows[i].denied ? ERR_DENIED : code;
	if (b->n == 1)
		return err_set(e, code, "%s", b->rows[0].why);
	return err_set(e, code, _("%zu 条里有 %zu 条不能改，所以一条都没有改。"), b->n, b->counts[BATCH_REFUSED]);
}

static int show(struct cli *c, const struct batch *b, struct err *e)
{
	struct out o;
	int rc = 0;

	out_begin(&o, c, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; rc == 0 && i < b->n; i++)
		rc = show_row(c, b, i, &o, e);
	rc = out_end(&o, rc, e);
	if (rc < 0)
		return rc;
	cli_say(_("会改 %zu 条，不变 %zu 条，拒绝 %zu 条；这次只检查，没有写入。"), b->counts[BATCH_CHANGE],
		b->counts[BATCH_SAME], b->counts[BATCH_REFUSED]);
	return b->counts[BATCH_REFUSED] ? refused(b, e) : 0;
}

/* ---- The work ---------------------------------------------------------------------------------- */

/* Refusals and warnings, each with its record. */
static void say_rows(const struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct batch_row *row = &b->rows[i];
		struct buf name = BUF_INIT;

		if (!row->why || (row->result == BATCH_REFUSED && b->n == 1))
			continue;
		if (row->base)
			reg_describe(b->reg, row->base, &name);
		cli_say(row->result == BATCH_REFUSED ? _("拒绝：%s：%s") : _("提醒：%s：%s"), buf_str(&name), row->why);
		buf_release(&name);
	}
}

static int write(struct cli *c, struct batch *b, struct err *e)
{
	int rc;

	say_rows(b);
	if (b->counts[BATCH_REFUSED]) {
		batch_note_denied(c->store, b);
		return refused(b, e);
	}
	rc = batch_write(c->store, b, c->reason, 0, e);
	if (rc == 0)
		cli_say(_("已改 %zu 条，不变 %zu 条；记为一次操作，可以用 zhibu undo 一次撤销。"), b->counts[BATCH_CHANGE],
			b->counts[BATCH_SAME]);
	return rc;
}

int cli_batch(struct cli *c, const struct reg *reg, enum batch_deed deed, struct err *e)
{
	int first = c->ids ? 1 : 2, rc = check_words(c, deed, first, e);
	struct batch b;

	batch_init(&b, reg, deed);
	if (rc == 0)
		rc = add_records(c, &b, e);
	if (rc == 0 && deed == BATCH_SET)
		rc = set_values(&b, cli_words(c, first), e);
	if (rc == 0 && deed != BATCH_SET)
		batch_restart(&b);
	if (rc == 0)
		rc = batch_judge(c->store, &b, 0, e);
	if (rc == 0)
		rc = c->dry_run ? show(c, &b, e) : write(c, &b, e);
	batch_release(&b);
	return rc;
}
