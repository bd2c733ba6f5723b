/* Workflows: which steps a record may make, judged from the register's table alone. */
#include "src/workflow.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

static const struct field *stage_field(const struct reg *reg)
{
	return reg_field(reg, reg->workflow->stage);
}

const char *workflow_stage(const struct reg *reg, const void *rec)
{
	const struct code *stage = reg->workflow ? field_const(stage_field(reg), rec) : NULL;

	return stage && stage->s ? stage->s : "";
}

const char *workflow_stage_label(const struct reg *reg, const struct lookup *l, const char *value)
{
	const struct code_item *item = NULL;

	if (l && l->codes && *value)
		item = codebook_by_value(l->codes, stage_field(reg)->set, value);
	return item ? code_item_label(item) : *value ? value : _("空");
}

const struct step *workflow_step(const struct reg *reg, const char *from, const char *to)
{
	const struct workflow *w = reg->workflow;

	for (size_t i = 0; w && i < w->n; i++)
		if (strcmp(w->steps[i].from, from) == 0 && strcmp(w->steps[i].to, to) == 0)
			return &w->steps[i];
	return NULL;
}

size_t workflow_next(const struct reg *reg, const void *rec, const struct step **out, size_t room)
{
	const struct workflow *w = reg->workflow;
	const char *stage = workflow_stage(reg, rec);
	size_t n = 0;

	for (size_t i = 0; w && i < w->n; i++) {
		if (strcmp(w->steps[i].from, stage) != 0)
			continue;
		if (n < room)
			out[n] = &w->steps[i];
		n++;
	}
	return n;
}

static bool is_ended(const struct workflow *w, const char *stage)
{
	for (const char *const *name = w->ended; name && *name; name++)
		if (strcmp(*name, stage) == 0)
			return true;
	return false;
}

bool workflow_days_left(const struct reg *reg, const void *rec, struct date today, int64_t *days)
{
	const struct workflow *w = reg->workflow;
	const struct date *deadline = w && w->deadline ? field_const(reg_field(reg, w->deadline), rec) : NULL;

	if (!deadline || date_is_empty(*deadline) || is_ended(w, workflow_stage(reg, rec)))
		return false;
	*days = date_days_between(today, date_last_day(*deadline));
	return true;
}

/* The step that a save makes; NULL where it makes none, or none that the table knows. */
static const struct step *step_of(const struct reg *reg, const void *rec, const void *before)
{
	return before && rec ? workflow_step(reg, workflow_stage(reg, before), workflow_stage(reg, rec)) : NULL;
}

static bool is_moved(const struct reg *reg, const void *rec, const void *before)
{
	return reg->workflow && before && strcmp(workflow_stage(reg, rec), workflow_stage(reg, before)) != 0;
}

/* --- sentences --- */

static void add_next(const struct check *c, const struct reg *reg, const void *before, struct buf *out)
{
	const struct step *next[16];
	size_t n = workflow_next(reg, before, next, 16);

	for (size_t i = 0; i < n && i < 16; i++) {
		buf_adds(out, i ? _("、") : "");
		buf_adds(out, workflow_stage_label(reg, c->lookup, next[i]->to));
	}
}

static void refuse_way(const struct check *c, const struct reg *reg, const void *rec, const void *before)
{
	struct buf from = BUF_INIT, to = BUF_INIT, next = BUF_INIT;

	buf_adds(&from, workflow_stage_label(reg, c->lookup, workflow_stage(reg, before)));
	buf_adds(&to, workflow_stage_label(reg, c->lookup, workflow_stage(reg, rec)));
	add_next(c, reg, before, &next);
	if (next.len)
		findings_add(c->found, RULE_ERROR, NULL, reg->workflow->stage, _("不能从「%s」直接到「%s」；下一步可以是：%s。"),
			     buf_str(&from), buf_str(&to), buf_str(&next));
	else
		findings_add(c->found, RULE_ERROR, NULL, reg->workflow->stage, _("「%s」是最后一步，不能再改成「%s」。"),
			     buf_str(&from), buf_str(&to));
	buf_release(&from);
	buf_release(&to);
	buf_release(&next);
}

/* --- judging --- */

void workflow_missing(const struct reg *reg, const struct step *step, const struct check *c, const void *rec)
{
	for (const char *const *name = step->fields; name && *name; name++) {
		const struct field *f = reg_field(reg, *name);

		if (field_is_empty(f, rec))
			findings_add(c->found, RULE_ERROR, NULL, f->name, _("要「%s」，先填写%s。"), _(step->label), _(f->label));
	}
	if (step->demand)
		step->demand(c, rec);
}

const struct step *workflow_wants_reason(const struct reg *reg, const void *rec, const void *before)
{
	const struct step *step = step_of(reg, rec, before);

	return step && step->reason ? step : NULL;
}

int workflow_check(const struct reg *reg, const struct check *c, const void *rec, const void *before, const char *reason,
		   struct err *e)
{
	const struct step *step = step_of(reg, rec, before);
	size_t first = c->found->n;

	if (!is_moved(reg, rec, before))
		return 0;
	if (step)
		workflow_missing(reg, step, c, rec);
	else
		refuse_way(c, reg, rec, before);
	if (step && step->reason && !reason)
		findings_add(c->found, RULE_WARN, NULL, reg->workflow->stage, _("「%s」要写明原因。"), _(step->label));
	return findings_error(c->found, first, e);
}

/* The least role for a record that is entered in this stage: that of the easiest step into it; to begin takes none. */
static enum role role_to_enter(const struct workflow *w, const char *stage)
{
	enum role least = ROLE_ADMIN;
	bool reached = false;

	if (strcmp(w->steps[0].from, stage) == 0)
		return ROLE_VIEWER;
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->steps[i].to, stage) == 0) {
			reached = true;
			least = w->steps[i].role < least ? w->steps[i].role : least;
		}
	return reached ? least : ROLE_VIEWER;
}

static int refuse_role(const char *what, enum role role, struct err *e)
{
	static const char *const names[] = { N_("查看员"), N_("录入员"), N_("审核员"), N_("审批员"), N_("管理员") };

	return err_set(e, ERR_DENIED, _("「%s」要由%s或更高的角色来办；你没有这个权限。"), what, _(names[role]));
}

static int refuse_person(const struct step *step, const char *name, struct err *e)
{
	struct buf shown = BUF_INIT;
	int rc;

	text_show(&shown, name);
	rc = err_set(e, ERR_DENIED, _("前面一步是 %s 办的，「%s」要由另一个人来办。"), buf_str(&shown), _(step->label));
	buf_release(&shown);
	return rc;
}

/* Whether the same person made an earlier step; the signature before this save counts, not one that came with it. */
static bool is_same_person(const struct reg *reg, const struct step *step, const struct doer *who, const void *before)
{
	char *const *signature;

	if (!step->not_by)
		return false;
	signature = field_const(reg_field(reg, step->not_by), before);
	return *signature && strcmp(*signature, who->name) == 0;
}

int workflow_may_make(const struct reg *reg, const struct step *step, const struct doer *who, const void *before,
		      struct err *e)
{
	if (who->role < step->role)
		return refuse_role(_(step->label), step->role, e);
	return is_same_person(reg, step, who, before) ? refuse_person(step, who->name, e) : 0;
}

int workflow_may(const struct reg *reg, const struct doer *who, const void *rec, const void *before, struct err *e)
{
	const struct step *step = step_of(reg, rec, before);
	enum role role;

	if (!reg->workflow || !rec || (before && !is_moved(reg, rec, before)))
		return 0;
	if (!before) {
		role = role_to_enter(reg->workflow, workflow_stage(reg, rec));
		return who->role < role ? refuse_role(_("登记为这个阶段"), role, e) : 0;
	}
	/* Undo takes a step back: that is for those who may make it, also where the table has a step of its own that way. */
	if (who->undoes && workflow_step(reg, workflow_stage(reg, rec), workflow_stage(reg, before)))
		step = workflow_step(reg, workflow_stage(reg, rec), workflow_stage(reg, before));
	return step ? workflow_may_make(reg, step, who, before, e) : 0;
}

/* --- what a step sets --- */

/* What came with the step stays: it is no longer what an earlier way through here left. */
static void empty_old(const struct reg *reg, const struct step *step, void *rec, const void *before)
{
	for (const char *const *name = step->empties; name && *name; name++) {
		const struct field *f = reg_field(reg, *name);

		if (field_equal(f, rec, before))
			field_type(f)->release(field_value(f, rec));
	}
}

void workflow_fill(const struct reg *reg, const struct doer *who, const struct lookup *l, void *rec, const void *before)
{
	const struct step *step = step_of(reg, rec, before);
	const struct field *f;

	if (!is_moved(reg, rec, before) || !step)
		return;
	empty_old(reg, step, rec, before);
	f = step->sets ? reg_field(reg, step->sets) : NULL;
	/* A day that was typed, with the step or before it, stays. */
	if (f && field_is_empty(f, rec))
		*(struct date *)field_value(f, rec) = l->today;
	f = step->signs ? reg_field(reg, step->signs) : NULL;
	if (f) {
		char **signature = field_value(f, rec);

		free(*signature);
		*signature = xstrdup(who->name);
	}
}

/* --- is the table sound? --- */

static int test_field(const struct reg *reg, const char *name, enum type_id type, struct err *e)
{
	const struct field *f = name ? reg_field(reg, name) : NULL;

	if (!name || (f && (type == TYPE_COUNT || f->type == type)))
		return 0;
	return err_set(e, ERR_INVALID, "workflow of %s: %s is no field of the right type", reg->name, name);
}

static int test_step(const struct reg *reg, const struct step *step, struct err *e)
{
	int rc = test_field(reg, step->sets, TYPE_DATE, e);

	for (const char *const *name = step->fields; rc == 0 && name && *name; name++)
		rc = test_field(reg, *name, TYPE_COUNT, e);
	for (const char *const *name = step->empties; rc == 0 && name && *name; name++)
		rc = test_field(reg, *name, TYPE_COUNT, e);
	if (rc == 0)
		rc = test_field(reg, step->signs, TYPE_TEXT, e);
	if (rc == 0)
		rc = test_field(reg, step->not_by, TYPE_TEXT, e);
	if (rc == 0 && (!step->label || workflow_step(reg, step->from, step->to) != step))
		rc = err_set(e, ERR_INVALID, "workflow of %s: step %s to %s has no label or stands there twice", reg->name,
			     step->from, step->to);
	return rc;
}

int workflow_test(const struct reg *reg, struct err *e)
{
	const struct workflow *w = reg->workflow;
	int rc = w ? test_field(reg, w->stage, TYPE_CODE, e) : 0;

	if (w && rc == 0)
		rc = test_field(reg, w->deadline, TYPE_DATE, e);
	if (w && rc == 0)
		rc = test_field(reg, w->person, TYPE_TEXT, e);

	for (size_t i = 0; w && rc == 0 && i < w->n; i++)
		rc = test_step(reg, &w->steps[i], e);
	return rc;
}
