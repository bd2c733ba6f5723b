/* zhibu step: the next step of a record's workflow, or what it still wants. */
#include "src/cmd/commands.h"

#include <stdio.h>
#include <string.h>

#include "db/journal.h"
#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/workflow.h"
#include "src/banned.h"

#define STEPS 16

static const char *stage_label(struct cli *c, const struct reg *reg, const char *value)
{
	return workflow_stage_label(reg, store_lookup(c->store), value);
}

/* All that keeps this person from making the step. */
static void print_missing(struct cli *c, const struct reg *reg, const struct step *step, const void *rec)
{
	const struct doer who = { .role = store_role(c->store), .name = store_operator_name(c->store) };
	struct findings found = { .items = NULL };
	struct err e = ERR_INIT;

	if (workflow_may_make(reg, step, &who, rec, &e) < 0)
		findings_add(&found, RULE_ERROR, NULL, NULL, "%s", e.text);
	workflow_missing(reg, step, &(struct check){ .lookup = store_lookup(c->store), .found = &found }, rec);
	for (size_t i = 0; i < found.n; i++)
		printf("    %s %s\n", found.items[i].level == RULE_ERROR ? "!" : "?", found.items[i].text);
	findings_release(&found);
}

/* Where the record stands, and every step that leads on. */
static void print_next(struct cli *c, const struct reg *reg, const void *rec)
{
	const struct step *next[STEPS];
	size_t n = workflow_next(reg, rec, next, STEPS);

	printf(_("现在：%s\n"), stage_label(c, reg, workflow_stage(reg, rec)));
	if (!n)
		printf(_("已经是最后一步。\n"));
	for (size_t i = 0; i < n && i < STEPS; i++) {
		printf(_("  %s -> %s (%s)%s\n"), _(next[i]->label), stage_label(c, reg, next[i]->to), next[i]->to,
		       next[i]->reason ? _("，要写原因") : "");
		print_missing(c, reg, next[i], rec);
	}
}

/* Where more than one thing is missing, all of them are named. */
static int refuse(struct cli *c, const struct reg *reg, const struct step *step, const void *rec, struct err *e)
{
	struct findings found = { .items = NULL };
	size_t n;

	workflow_missing(reg, step, &(struct check){ .lookup = store_lookup(c->store), .found = &found }, rec);
	n = findings_count(&found, RULE_ERROR);
	for (size_t i = 0; n > 1 && i < found.n; i++)
		if (found.items[i].level == RULE_ERROR)
			cli_say("! %s", found.items[i].text);
	findings_release(&found);
	return n > 1 ? err_set(e, ERR_INVALID, _("「%s」还缺 %zu 项，没有办；补齐以后再办。"), _(step->label), n) : ERR_INVALID;
}

static int take_name(void *ctx, const struct action *a, const struct change *c)
{
	(void)c;
	text_show(ctx, a->name);
	return 1;
}

/* Somebody else has made the same step since the record was read. */
static void say_faster(struct cli *c, const struct reg *reg, const void *base, const char *to)
{
	const struct journal_lines last = { .reg = reg, .record = ((const struct rec *)base)->id, .field = reg->workflow->stage };
	struct buf name = BUF_INIT, who = BUF_INIT;

	cli_name(reg, base, &name);
	journal_read(c->store, &last, take_name, &who, NULL);
	cli_say(_("%s 刚才已由 %s 办到「%s」。"), buf_str(&name), buf_str(&who), stage_label(c, reg, to));
	buf_release(&name);
	buf_release(&who);
}

/* Makes the step, or names all that is missing for it. */
static int make(struct cli *c, const struct reg *reg, const void *base, void *rec, struct err *e)
{
	const char *from = workflow_stage(reg, base), *to = workflow_stage(reg, rec);
	struct buf name = BUF_INIT;
	int rc;

	cli_name(reg, base, &name);
	if (strcmp(from, to) == 0)
		rc = err_set(e, ERR_INVALID, _("%s 已经是「%s」，没有要办的。"), buf_str(&name), stage_label(c, reg, to));
	else
		rc = cli_save(c, reg, base, rec, e);
	if (rc == ERR_INVALID && workflow_step(reg, from, to))
		rc = refuse(c, reg, workflow_step(reg, from, to), rec, e);
	if (rc == 1)
		say_faster(c, reg, base, to);
	else if (rc == 0)
		cli_say(_("%s：%s -> %s。"), buf_str(&name), stage_label(c, reg, from), stage_label(c, reg, to));
	buf_release(&name);
	return rc < 0 ? rc : 0;
}

/* The step that is meant, by what is done ("完成") or by where it leads ("已完成", "done"); NULL: none of the next ones. */
static const struct step *step_meant(struct cli *c, const struct reg *reg, const void *rec, const char *typed)
{
	const struct step *next[STEPS];
	size_t n = workflow_next(reg, rec, next, STEPS);

	for (size_t i = 0; i < n && i < STEPS; i++)
		if (strcmp(_(next[i]->label), typed) == 0 || strcmp(next[i]->to, typed) == 0 ||
		    strcmp(stage_label(c, reg, next[i]->to), typed) == 0)
			return next[i];
	return NULL;
}

/* A word that is no stage at all: a near one may be the opposite, so that the next steps are told instead. */
static int refuse_word(const struct reg *reg, const void *rec, const char *typed, struct err *e)
{
	const struct step *next[STEPS];
	size_t n = workflow_next(reg, rec, next, STEPS);
	struct buf all = BUF_INIT, quoted = BUF_INIT;

	for (size_t i = 0; i < n && i < STEPS; i++)
		buf_addf(&all, "%s%s", i ? _("、") : "", _(next[i]->label));
	text_quote(&quoted, typed);
	if (n)
		err_set(e, ERR_INVALID, _("没有%s这一步；下一步可以是：%s。"), buf_str(&quoted), buf_str(&all));
	else
		err_set(e, ERR_INVALID, _("没有%s这一步；已经是最后一步。"), buf_str(&quoted));
	buf_release(&all);
	buf_release(&quoted);
	return ERR_INVALID;
}

/* The words behind REG KEY: a stage, and values that go with the step. */
static int assign(struct cli *c, const struct reg *reg, const char *typed, void *rec, struct err *e)
{
	const struct step *step = step_meant(c, reg, rec, typed);
	const struct field *f = reg_field(reg, reg->workflow->stage);
	int rc = field_parse(f, step ? step->to : typed, store_lookup(c->store), rec, e);

	return rc == 0 ? cli_assign(c, reg, cli_words(c, 3), rec, e) : refuse_word(reg, rec, typed, e);
}

static int run(struct cli *c, struct err *e)
{
	const struct reg *reg;
	void *base = NULL, *rec;
	int rc = cli_reg(c->argv[0], &reg, e);

	if (rc == 0 && !reg->workflow)
		rc = err_set(e, ERR_USAGE, _("%s没有流程；要改它的字段，用 zhibu set。"), _(reg->title));
	if (rc == 0)
		rc = cli_find(c, reg, c->argv[1], &base, e);
	if (rc != 0)
		return rc;
	rec = reg_new(reg);
	reg_copy(reg, rec, base);
	if (c->argc == 2)
		print_next(c, reg, base);
	else if ((rc = assign(c, reg, c->argv[2], rec, e)) == 0)
		rc = make(c, reg, base, rec, e);
	reg_free(reg, base);
	reg_free(reg, rec);
	return rc;
}

const struct command command_step = {
	.name = "step",
	.synopsis = "REG KEY [STAGE [FIELD=VALUE...]]",
	.summary = N_("办流程的下一步；不写阶段时列出能办的和还缺什么"),
	.help = N_("阶段写中文名、英文代码或要办的事；和这一步一起要填的字段写在后面。退回、不合格、撤销命名要用 --reason 写原因。\n"
		   "例如：zhibu step rectification 632821102210-01-2026 初定 认定标准=1"),
	.options = "reason",
	.least = 2,
	.most = -1,
	.needs = NEEDS_WRITE,
	.run = run,
};
