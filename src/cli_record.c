/*
 * Registers, records and values as they are named on the command line.
 */
#include "src/cli_record.h"

#include <stdlib.h>
#include <string.h>

#include "db/journal.h"
#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/records.h"
#include "src/text.h"
#include "src/banned.h"

static void add_registers(struct buf *out)
{
	for (size_t i = 0; i < registers_n; i++)
		buf_addf(out, "%s%s", i ? " " : "", registers[i]->name);
}

int cli_reg(const char *name, const struct reg **out, struct err *e)
{
	struct nearest near;
	struct buf quoted = BUF_INIT, all = BUF_INIT;
	const struct reg *found;

	*out = reg_find(name);
	if (*out)
		return 0;
	nearest_begin(&near, name);
	for (size_t i = 0; i < registers_n; i++) {
		nearest_try(&near, registers[i]->name, registers[i]);
		nearest_try(&near, registers[i]->title, registers[i]);
	}
	found = nearest_end(&near);
	text_quote(&quoted, name);
	add_registers(&all);
	if (found)
		err_set(e, ERR_USAGE, _("没有%s这个台账，是不是 %s（%s）？"), buf_str(&quoted), found->name,
			_(found->title));
	else
		err_set(e, ERR_USAGE, _("没有%s这个台账，有：%s。"), buf_str(&quoted), buf_str(&all));
	buf_release(&quoted);
	buf_release(&all);
	return ERR_USAGE;
}

int cli_field(const struct reg *reg, const char *typed, const struct field **out, struct err *e)
{
	struct buf quoted = BUF_INIT;
	const struct field *near;

	*out = reg_field_typed(reg, typed);
	if (*out)
		return 0;
	near = reg_field_nearest(reg, typed);
	text_quote(&quoted, typed);
	if (near)
		err_set(e, ERR_USAGE, _("%s没有%s这个字段，是不是 %s（%s）？"), _(reg->title), buf_str(&quoted),
			near->name, _(near->label));
	else
		err_set(e, ERR_USAGE, _("%s没有%s这个字段；有哪些，见 zhibu export %s --english 的表头。"),
			_(reg->title), buf_str(&quoted), reg->name);
	buf_release(&quoted);
	return ERR_USAGE;
}

int cli_find(struct cli *c, const struct reg *reg, const char *typed, void **rec, struct err *e)
{
	const struct lookup *l = store_lookup(c->store);
	struct buf clean = BUF_INIT;
	int64_t id = 0;
	int rc = text_clean(&clean, typed, strlen(typed), TEXT_LINE, e);

	*rec = reg_new(reg);
	if (rc == 0)
		rc = l->ref_find(l->ctx, reg, buf_str(&clean), &id, e);
	if (rc == 0)
		rc = store_get(c->store, reg, id, *rec, e);
	buf_release(&clean);
	if (rc < 0) {
		reg_free(reg, *rec);
		*rec = NULL;
	}
	return rc;
}

int cli_record(struct cli *c, const struct reg **reg, void **rec, struct err *e)
{
	int rc = cli_reg(c->argv[0], reg, e);

	*rec = NULL;
	return rc < 0 ? rc : cli_find(c, *reg, c->argv[1], rec, e);
}

/* ---- field=value ------------------------------------------------------------------------------- */

static int assign(struct cli *c, const struct field *f, const char *value, void *rec, struct err *e)
{
	const struct rec *r = rec;

	if (f->flags & FIELD_READONLY)
		return err_field(e, ERR_USAGE, f->name, _("%s由程序填写，不能自己填。"), _(f->label));
	if ((f->flags & FIELD_FIXED) && r->id)
		return err_field(e, ERR_INVALID, f->name, _("%s保存以后不能改。"), _(f->label));
	return field_parse(f, value, store_lookup(c->store), rec, e);
}

int cli_assignment(const struct reg *reg, const char *word, const struct field **f, const char **value, struct err *e)
{
	const char *sign = strchr(word, '=');
	struct buf quoted = BUF_INIT;
	char *name;
	int rc;

	if (!sign || sign == word) {
		text_quote(&quoted, word);
		err_set(e, ERR_USAGE, _("%s看不懂，应写成 字段=值，例如 书记=示例；要清空就不写值。"),
			buf_str(&quoted));
		buf_release(&quoted);
		return ERR_USAGE;
	}
	name = xstrndup(word, (size_t)(sign - word));
	rc = cli_field(reg, name, f, e);
	free(name);
	*value = sign + 1;
	return rc;
}

static int assign_word(struct cli *c, const struct reg *reg, const char *word, void *rec, struct err *e)
{
	const struct field *f;
	const char *value;
	int rc = cli_assignment(reg, word, &f, &value, e);

	return rc < 0 ? rc : assign(c, f, value, rec, e);
}

int cli_check_twice(const struct reg *reg, struct words words, struct err *e)
{
	bool *seen = xcalloc(reg->nfields, sizeof(*seen));
	int rc = 0;

	for (int i = 0; rc == 0 && i < words.n; i++) {
		char *name = xstrndup(words.items[i], strcspn(words.items[i], "="));
		const struct field *f = reg_field_typed(reg, name);

		if (f && seen[f - reg->fields])
			rc = err_field(e, ERR_USAGE, f->name, _("%s写了两次，只能写一次。"), _(f->label));
		if (f)
			seen[f - reg->fields] = true;
		free(name);
	}
	free(seen);
	return rc;
}

int cli_assign(struct cli *c, const struct reg *reg, struct words words, void *rec, struct err *e)
{
	int rc = cli_check_twice(reg, words, e);

	for (int i = 0; rc == 0 && i < words.n; i++)
		rc = assign_word(c, reg, words.items[i], rec, e);
	return rc;
}

/* ---- Said and shown ---------------------------------------------------------------------------- */

/* As much as the screens take. */
#define REASON_MAX 200

int cli_reason(const struct cli *c, char **reason, struct err *e)
{
	struct buf clean = BUF_INIT;
	int rc;

	*reason = NULL;
	if (!c->reason)
		return 0;
	rc = text_clean(&clean, c->reason, strlen(c->reason), TEXT_LINE, e);
	if (rc == 0 && text_length(buf_str(&clean)) > REASON_MAX)
		rc = err_set(e, ERR_INVALID, _("有 %zu 个字符，最多 %d 个，请写短一些。"), text_length(buf_str(&clean)), REASON_MAX);
	if (rc < 0 && e)
		err_set(e, rc, _("原因：%s"), e->text);
	if (rc == 0 && clean.len)
		*reason = buf_detach(&clean);
	buf_release(&clean);
	return rc;
}

/* Warnings on stderr, one line each. */
static void say_findings(const struct reg *reg, const struct findings *found)
{
	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->items[i];
		const struct field *field = f->field ? reg_field(reg, f->field) : NULL;

		/* Most sentences begin with the field already. */
		if (field && strncmp(f->text, _(field->label), strlen(_(field->label))) == 0)
			field = NULL;
		if (f->level == RULE_WARN)
			cli_say(_("提醒：%s%s%s"), field ? _(field->label) : "", field ? _("：") : "",
				f->text);
	}
}

/* Begin, save, commit; what was refused leaves nothing. */
static int save_action(struct cli *c, const struct reg *reg, const void *base, void *rec, struct err *e)
{
	struct save_report report = { .changed = false };
	int rc = store_save(c->store, reg, base, rec, &report, e);

	if (rc < 0)
		store_rollback(c->store);
	else
		rc = store_commit(c->store, NULL, e);
	if (rc == 0) {
		say_findings(reg, &report.findings);
		rc = report.changed ? 0 : 1;
	}
	save_report_release(&report);
	return rc;
}

int cli_save(struct cli *c, const struct reg *reg, const void *base, void *rec, struct err *e)
{
	char *reason;
	int rc = cli_reason(c, &reason, e);

	if (rc == 0)
		rc = store_begin(c->store, ACTION_EDIT, reason, e);
	free(reason);
	return rc < 0 ? rc : save_action(c, reg, base, rec, e);
}

int cli_may_reveal(struct cli *c, struct err *e)
{
	int rc = store_may_reveal(c->store, NULL);

	if (rc == 0)
		return 0;
	return err_set(
		e, rc, _("完整的个人信息只有审核员以上才能看；请去掉 --reveal，或请审核员来查。"));
}

int cli_reveal(struct cli *c, const char *what, struct err *e)
{
	int rc = cli_may_reveal(c, e);

	return rc < 0 ? rc : journal_note(c->store, ACTION_REVEAL, what, e);
}

void cli_name(const struct reg *reg, const void *rec, struct buf *out)
{
	buf_adds(out, _(reg->title));
	buf_adds(out, _("「"));
	reg_describe(reg, rec, out);
	buf_adds(out, _("」"));
}
