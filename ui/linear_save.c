/* Saving from questions and answers: reasons for what is doubtful, and choices where somebody else was faster. */
#include <stdlib.h>
#include <string.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/merge.h"
#include "src/text.h"
#include "src/workflow.h"
#include "ui/linear.h"
#include "src/banned.h"

/* --- reasons --- */

/* Says what is doubtful about this change; whether anything is. */
static bool say_doubts(struct linear_edit *edit)
{
	const struct lookup *l = store_lookup(edit->linear->store);
	const void *before = linear_is_new(edit) ? NULL : edit->base;
	struct findings found = { .items = NULL };
	const struct step *step = before ? workflow_wants_reason(edit->reg, edit->rec, before) : NULL;
	bool doubtful;

	reg_check(edit->reg, l, edit->rec, before, &found, NULL);
	reg_drop_old_warnings(edit->reg, l, before, &found);
	doubtful = step != NULL;
	for (size_t i = 0; i < found.n; i++) {
		if (found.items[i].level != RULE_WARN)
			continue;
		doubtful = true;
		talk_say(&edit->linear->talk, _("提醒：%s"), found.items[i].text);
	}
	if (step)
		talk_say(&edit->linear->talk, _("「%s」要写原因。"), _(step->label));
	findings_release(&found);
	return doubtful;
}

/* False: the person would rather change something. */
static bool ask_reason(struct linear_edit *edit)
{
	struct talk *t = &edit->linear->talk;
	struct buf clean = BUF_INIT;
	struct err e = ERR_INIT;
	const char *answer;
	bool taken = false;

	if (!say_doubts(edit))
		return true;
	while (!taken && (answer = talk_ask(t, _("原因（回车：先不保存）"))) != NULL && *answer) {
		buf_clear(&clean);
		taken = text_clean(&clean, answer, strlen(answer), TEXT_LINE, &e) == 0;
		if (!taken)
			talk_say_error(t, &e);
	}
	if (taken) {
		free(edit->reason);
		edit->reason = xstrdup(buf_str(&clean));
	}
	buf_release(&clean);
	return taken;
}

/* --- somebody else was faster --- */

static void add_value(const struct linear_edit *edit, const struct field *f, const void *rec, struct buf *out)
{
	if (field_is_empty(f, rec))
		buf_adds(out, _("未填"));
	else
		field_format_masked(f, rec, store_lookup(edit->linear->store), STYLE_EDIT, out);
}

/* Mine or theirs; false where nobody answers. */
static bool choose(struct linear_edit *edit, const struct field *f, const void *theirs)
{
	struct talk *t = &edit->linear->talk;
	struct buf his = BUF_INIT, mine = BUF_INIT;
	const char *answer;

	add_value(edit, f, theirs, &his);
	add_value(edit, f, edit->rec, &mine);
	talk_say(t, _("%s：他改成 %s，你改成 %s。"), _(f->label), buf_str(&his), buf_str(&mine));
	buf_release(&his);
	buf_release(&mine);
	do {
		answer = talk_ask(t, _("1 用我的，2 用他的"));
	} while (answer && !talk_is(answer, "1") && !talk_is(answer, "2"));
	if (answer && talk_is(answer, "2"))
		field_copy(f, edit->rec, theirs);
	return answer != NULL;
}

/* What only one side changed is merged; false where a choice was not made. */
static bool merge(struct linear_edit *edit, const struct conflicts *c)
{
	void *theirs = reg_new(edit->reg);
	struct err e = ERR_INIT;
	bool chosen = store_get(edit->linear->store, edit->reg, ((struct rec *)edit->base)->id, theirs, &e) == 0;

	if (chosen)
		talk_say(&edit->linear->talk, _("%s 在 %s 也改了这一条。"), c->who ? c->who : "?", c->when ? c->when : "?");
	else
		talk_say_error(&edit->linear->talk, &e);
	for (size_t i = 0; chosen && i < edit->reg->nfields; i++) {
		const struct field *f = &edit->reg->fields[i];
		enum merge holds = field_merge(f, edit->base, theirs, edit->rec);

		if (holds == MERGE_ASK)
			chosen = choose(edit, f, theirs);
		else if (holds == MERGE_THEIRS)
			field_copy(f, edit->rec, theirs);
	}
	if (chosen) {
		reg_copy(edit->reg, edit->base, theirs);
		((struct rec *)edit->rec)->version = ((struct rec *)theirs)->version;
	}
	reg_free(edit->reg, theirs);
	return chosen;
}

/* --- saving --- */

/* 0 saved, 1 to be tried again, negative: refused, which was said. */
static int try(struct linear_edit *edit)
{
	struct save_report report = { .reason = edit->reason };
	struct err e = ERR_INIT;
	void *saved = reg_new(edit->reg);
	int rc;

	reg_copy(edit->reg, saved, edit->rec);
	rc = store_save_one(edit->linear->store, edit->reg, linear_is_new(edit) ? NULL : edit->base, saved, &report, &e);
	if (rc == ERR_CONFLICT && report.conflicts.n) {
		rc = merge(edit, &report.conflicts) ? 1 : rc;
	} else if (rc < 0) {
		talk_say_error(&edit->linear->talk, &e);
	} else {
		reg_copy(edit->reg, edit->rec, saved);
		reg_copy(edit->reg, edit->base, saved);
	}
	save_report_release(&report);
	reg_free(edit->reg, saved);
	return rc;
}

bool linear_save(struct linear_edit *edit)
{
	int rc = 1;

	if (!linear_is_changed(edit)) {
		talk_say(&edit->linear->talk, _("没有要保存的修改。"));
		return true;
	}
	if (!ask_reason(edit))
		return false;
	while (rc == 1)
		rc = try(edit);
	if (rc < 0)
		return false;
	draft_remove(edit->draft);
	talk_say(&edit->linear->talk, _("已保存。"));
	return true;
}
