/* The next step of the record's workflow, made through the form's own saving. */
#include "src/i18n.h"
#include "ui/form.h"
#include "ui/steps.h"
#include "src/banned.h"

static void chosen(void *ctx, const struct step *step)
{
	struct form *f = ctx;

	form_go(f, (size_t)(reg_field(f->reg, f->reg->workflow->stage) - f->reg->fields));
	if (form_put(f, stage_label(app_store(f->screen.app), f->reg, step->to)))
		form_save(f, NULL);
}

void form_fill_for(struct form *f, const struct step *step, const struct field *field)
{
	if (step) {
		form_go(f, (size_t)(reg_field(f->reg, f->reg->workflow->stage) - f->reg->fields));
		form_put(f, stage_label(app_store(f->screen.app), f->reg, step->to));
	}
	form_go(f, (size_t)(field - f->reg->fields));
}

static void fill(void *ctx, const struct step *step, const struct field *field)
{
	form_fill_for(ctx, step, field);
}

void form_ask_step(struct form *f)
{
	struct app *a = f->screen.app;

	choice_close(f);
	if (!f->reg->workflow)
		app_say(a, _("这个台账没有流程，没有要办的步骤"));
	else if (f->fresh)
		app_say(a, _("新记录先按 %s 保存，再办下一步"), action_key(f->screen.type->actions, "save"));
	else if (f->readonly)
		app_say_error(a, &f->denied);
	else if (form_leave_field(f))
		app_push(a, steps_new(a, &(struct steps_want){
			.reg = f->reg, .base = f->base, .rec = f->rec, .done = chosen, .fill = fill, .ctx = f,
		}));
}
