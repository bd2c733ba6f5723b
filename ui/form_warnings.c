/* Warnings that a person accepts: with a reason, which the history keeps. */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/form.h"
#include "ui/panel.h"
#include "src/banned.h"

void form_forget_reason(struct form *f)
{
	free(f->reason);
	f->reason = NULL;
}

/* What stays of the form's findings when those are gone that the record had before and whose fields were left alone. */
static struct findings new_warnings(const struct form *f)
{
	const struct lookup *l = store_lookup(app_store(f->screen.app));
	struct findings left = { .items = NULL }, asked = { .items = NULL };

	for (size_t i = 0; i < f->findings.n; i++) {
		const struct finding *one = &f->findings.items[i];
		const struct field *t = one->field ? reg_field(f->reg, one->field) : NULL;
		bool touched = t && form_is_changed(f, (size_t)(t - f->reg->fields));

		if (one->level == RULE_WARN)
			findings_add(touched ? &asked : &left, RULE_WARN, one->rule, one->field, "%s", one->text);
	}
	reg_drop_old_warnings(f->reg, l, f->fresh ? NULL : f->base, &left);
	for (size_t i = 0; i < left.n; i++)
		findings_add(&asked, RULE_WARN, left.items[i].rule, left.items[i].field, "%s", left.items[i].text);
	findings_release(&left);
	return asked;
}

static void reason_given(void *ctx, const char *text)
{
	struct form *f = ctx;

	free(f->reason);
	f->reason = xstrdup(text);
	f->reason_at = f->changes;
	form_save_on(f);
}

/* The first of them is where the person comes back to who would rather change it. */
static void go_to(struct form *f, const struct finding *warning)
{
	const struct field *t = warning->field ? reg_field(f->reg, warning->field) : NULL;

	if (t) {
		f->cur = (size_t)(t - f->reg->fields);
		form_load_field(f);
	}
}

static void ask(struct form *f, const struct findings *warnings)
{
	struct buf title = BUF_INIT, text = BUF_INIT;

	buf_addf(&title, _("有 %zu 处提醒：改正或写明原因"), warnings->n);
	for (size_t i = 0; i < warnings->n; i++)
		buf_addf(&text, i ? "\n? %s" : "? %s", warnings->items[i].text);
	app_push(f->screen.app, prompt_new(f->screen.app, &(struct prompt){
		.title = buf_str(&title), .label = buf_str(&text), .initial = f->reason, .required = true,
		.done = reason_given, .ctx = f,
	}));
	buf_release(&title);
	buf_release(&text);
}

bool form_ask_reason(struct form *f)
{
	struct findings warnings;
	bool asks;

	if (f->reason && f->reason_at == f->changes)
		return false;
	/* What the rules refuse needs no reason, and what nobody changed is not saved. */
	if (findings_count(&f->findings, RULE_ERROR) || !form_count_changes(f)) {
		form_forget_reason(f);
		return false;
	}
	warnings = new_warnings(f);
	asks = warnings.n > 0;
	if (asks) {
		go_to(f, &warnings.items[0]);
		ask(f, &warnings);
	} else {
		form_forget_reason(f);
	}
	findings_release(&warnings);
	return asks;
}
