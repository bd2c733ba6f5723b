/* The form of any register: its fields one below the other, each edited by its type alone. */
#include "ui/form.h"

#include <stdlib.h>

#include "db/journal.h"
#include "db/read.h"
#include "src/empty.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/recent.h"
#include "ui/screens.h"
#include "src/banned.h"

enum {
	FORM_SAVE, FORM_SAVE_NEXT, FORM_BACK, FORM_NEXT, FORM_PREV, FORM_FIND, FORM_OPEN, FORM_REVEAL, FORM_ERROR, FORM_NEW,
	FORM_EMPTY, FORM_RECORD_AFTER, FORM_RECORD_BEFORE, FORM_LAST, FORM_UNDO, FORM_HISTORY, FORM_STEPS, FORM_STORY,
	FORM_SECTION,	/* and the number of the section */
};

#define SECTION_ACTION(number, called, ...) \
	{ .name = "section-" number, .label = (called), .help = N_("到这一段的第一项；各段的名称在标题下面一行。"), \
	  __VA_ARGS__, .group = GROUP_MOVE, .run = FORM_SECTION + (number)[0] - '0' }

static const struct ui_action actions[] = {
	{ .name = "save", .label = N_("保存"), .bar = N_("保存"), .help = N_("检查并保存，回到列表。"), .keys = { "Ctrl-S" },
	  .group = GROUP_RECORD, .run = FORM_SAVE },
	{ .name = "save-next", .label = N_("存并下条"), .bar = N_("存下条"),
	  .help = N_("检查并保存，到下一条记录的同一项。"), .keys = { "Ctrl-N" }, .group = GROUP_RECORD, .run = FORM_SAVE_NEXT },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"),
	  .help = N_("收起提示，或离开表单；有没保存的修改会先列出来问。"), .keys = { "F10", "Esc" }, .group = GROUP_MOVE, .run = FORM_BACK },
	{ .name = "record-after", .label = N_("下一条"), .bar = N_("下一条"),
	  .help = N_("到列表里的下一条记录，光标留在同一项；有没保存的修改会先问，Ctrl-S 保存并接着走。"),
	  .keys = { "PgDn" }, .group = GROUP_MOVE, .run = FORM_RECORD_AFTER },
	{ .name = "record-before", .label = N_("上一条"), .help = N_("到列表里的上一条记录，同上。"), .keys = { "PgUp" },
	  .group = GROUP_MOVE, .run = FORM_RECORD_BEFORE },
	{ .name = "next", .label = N_("下一项"), .help = N_("到下一项；提示打开时取用标着 > 的一条。"),
	  .keys = { "Enter", "Tab", "Down" }, .group = GROUP_MOVE, .run = FORM_NEXT },
	{ .name = "previous", .label = N_("上一项"), .help = N_("到上一项。"), .keys = { "Shift-Tab", "Up" },
	  .group = GROUP_MOVE, .run = FORM_PREV },
	SECTION_ACTION("1", N_("第一段"), .keys = { "Alt-1" }), SECTION_ACTION("2", N_("第二段"), .keys = { "Alt-2" }),
	SECTION_ACTION("3", N_("第三段"), .keys = { "Alt-3" }), SECTION_ACTION("4", N_("第四段"), .keys = { "Alt-4" }),
	SECTION_ACTION("5", N_("第五段"), .keys = { "Alt-5" }), SECTION_ACTION("6", N_("第六段"), .keys = { "Alt-6" }),
	SECTION_ACTION("7", N_("第七段"), .keys = { "Alt-7" }), SECTION_ACTION("8", N_("第八段"), .keys = { "Alt-8" }),
	SECTION_ACTION("9", N_("第九段"), .keys = { "Alt-9" }),
	{ .name = "find", .label = N_("挑选"), .bar = N_("挑选"),
	  .help = N_("引用项：到那个台账的列表里选；代码项：列出全部可选的；是否项：换成另一个。"), .keys = { "F3" },
	  .group = GROUP_RECORD, .run = FORM_FIND },
	{ .name = "open-target", .label = N_("打开所指"), .bar = N_("打开"),
	  .help = N_("打开这一项所指的记录；看完按 Esc 回到这一项，已输入的都还在。"), .keys = { "F4" }, .group = GROUP_RECORD, .run = FORM_OPEN },
	{ .name = "reveal", .label = N_("显示个人信息"), .bar = N_("显示"), .help = N_("显示这一项被遮住的个人信息，记入操作记录。"),
	  .keys = { "F5" }, .group = GROUP_RECORD, .run = FORM_REVEAL },
	{ .name = "next-error", .label = N_("下一处错误"), .bar = N_("下个错"), .help = N_("到下一处错误或提醒。"),
	  .keys = { "F6" }, .group = GROUP_MOVE, .run = FORM_ERROR },
	{ .name = "new-target", .label = N_("新增所指"), .bar = N_("新增"),
	  .help = N_("引用项里写的还没有登记：新增一条，名称用已写的，保存后填回这一项。"), .keys = { "F7" }, .group = GROUP_RECORD, .run = FORM_NEW },
	{ .name = "empty", .label = N_("无/不适用"), .bar = N_("空值"),
	  .help = N_("没有值的原因：无、不适用、未填，依次换。"), .keys = { "F8" }, .group = GROUP_RECORD, .run = FORM_EMPTY },
	{ .name = "last-value", .label = N_("同上一条"), .bar = N_("同上条"),
	  .help = N_("填入刚才保存的那条记录在这一项的值。"), .keys = { "Ctrl-D" }, .group = GROUP_RECORD, .run = FORM_LAST },
	{ .name = "undo", .label = N_("撤销本项"), .bar = N_("撤销"),
	  .help = N_("先逐步撤销本项里的输入，再把本项、然后最后改的一项还原为打开时的内容；Ctrl-Y 重做输入。"),
	  .keys = { "Ctrl-Z" }, .group = GROUP_PAST, .run = FORM_UNDO },
	{ .name = "history", .label = N_("历史"), .help = N_("这条记录的历史；看完按 Esc 回到表单，已输入的都还在。"),
	  .keys = { "Alt-H" }, .group = GROUP_PAST, .run = FORM_HISTORY },
	{ .name = "steps", .label = N_("办理"), .help = N_("下一步可以办什么、各缺什么；选一步办理并保存。"),
	  .keys = { "Alt-S" }, .group = GROUP_RECORD, .run = FORM_STEPS },
	{ .name = "story", .label = N_("全貌"),
	  .help = N_("这条记录的全貌：走到哪一步、缺什么，以及属于它的全部记录；看完按 Esc 回到表单，已输入的都还在。"),
	  .keys = { "Alt-O" }, .group = GROUP_VIEW, .run = FORM_STORY },
};

/* --- what the keys do --- */

static void reveal(struct form *f)
{
	struct err e = ERR_INIT;

	if (!f->hidden) {
		app_say(f->screen.app, _("这一项没有遮住的内容"));
		return;
	}
	if (journal_reveal(app_store(f->screen.app), f->reg, form_current(f), f->base, &e) < 0) {
		app_say_error(f->screen.app, &e);
	} else {
		f->fields[f->cur].revealed = true;
		form_load_field(f);
		app_say(f->screen.app, _("已显示，并记入操作记录"));
	}
}

static void show_story(struct form *f)
{
	struct app *a = f->screen.app;

	choice_close(f);
	if (f->fresh)
		app_say(a, _("新记录先按 %s 保存，再看全貌"), action_key(f->screen.type->actions, "save"));
	else
		app_push(a, story_new(a, f->reg, ((const struct rec *)f->base)->id));
}

/* --- keys --- */

static void go_back(struct form *f)
{
	if (f->n_choices)
		choice_close(f);
	else
		form_ask_leave(f, NULL);
}

static void take_and_step(struct form *f)
{
	choice_take(f);
	form_step(f, 1);
}

static void take_and_save(struct form *f)
{
	choice_take(f);
	form_save(f, NULL);
}

static void take_save_and_go_on(struct form *f)
{
	choice_take(f);
	form_save_next(f);
}

static void run(struct form *f, const struct ui_action *a)
{
	switch (a->run) {
	case FORM_SAVE: take_and_save(f); break;
	case FORM_SAVE_NEXT: take_save_and_go_on(f); break;
	case FORM_BACK: go_back(f); break;
	case FORM_NEXT: take_and_step(f); break;
	case FORM_PREV: form_step(f, -1); break;
	case FORM_FIND: form_find(f); break;
	case FORM_OPEN: form_open_target(f); break;
	case FORM_REVEAL: reveal(f); break;
	case FORM_ERROR: form_next_error(f); break;
	case FORM_NEW: form_new_target(f); break;
	case FORM_RECORD_AFTER: form_beside(f, 1); break;
	case FORM_RECORD_BEFORE: form_beside(f, -1); break;
	case FORM_EMPTY: form_next_empty(f); break;
	case FORM_LAST: form_take_last(f); break;
	case FORM_UNDO: form_undo(f); break;
	case FORM_HISTORY: form_history(f); break;
	case FORM_STEPS: form_ask_step(f); break;
	case FORM_STORY: show_story(f); break;
	default: form_go_to_section(f, (size_t)(a->run - FORM_SECTION)); break;
	}
}

/* What the current field takes, and what this person may do with the record. */
static int may_change(struct form *f, struct err *e)
{
	if (f->readonly)
		return err_set(e, ERR_DENIED, "%s", f->denied.text);
	if (!form_is_editable(f, f->cur))
		return err_set(e, ERR_DENIED, _("「%s」由程序填写或登记后不能改。"), _(form_current(f)->label));
	return 0;
}

static int may_refer(struct form *f, struct err *e)
{
	if (form_current(f)->type == TYPE_REF)
		return 0;
	return err_set(e, ERR_NOT_FOUND, _("「%s」不指向别的记录。"), _(form_current(f)->label));
}

static int may_find(struct form *f, struct err *e)
{
	const struct field *t = form_current(f);

	if (t->type == TYPE_REF || t->type == TYPE_BOOL || t->set)
		return may_change(f, e);
	return err_set(e, ERR_NOT_FOUND, _("「%s」没有可选的，直接输入即可。"), _(form_current(f)->label));
}

static int may_step(const struct form *f, struct err *e)
{
	if (!f->reg->workflow)
		return err_set(e, ERR_NOT_FOUND, _("「%s」没有流程，没有要办的步骤。"), _(f->reg->title));
	if (f->fresh)
		return err_set(e, ERR_NOT_FOUND, _("新记录先保存，再办下一步。"));
	return f->readonly ? err_set(e, ERR_DENIED, "%s", f->denied.text) : 0;
}

static int may_save(const struct form *f, struct err *e)
{
	return f->readonly ? err_set(e, ERR_DENIED, "%s", f->denied.text) : 0;
}

static int may_go_to_section(const struct form *f, size_t number, struct err *e)
{
	size_t at = 0;

	for (size_t i = 1; i < number && at < f->reg->nfields; i++)
		at = form_next_section(f, at);
	return at < f->reg->nfields ? 0 : err_set(e, ERR_NOT_FOUND, _("没有第 %zu 段"), number);
}

static int form_may_run(struct screen *s, int what, struct err *e)
{
	struct form *f = (struct form *)s;

	switch (what) {
	case FORM_SAVE: case FORM_SAVE_NEXT: case FORM_UNDO: return may_save(f, e);
	case FORM_LAST: return may_change(f, e);
	case FORM_EMPTY:
		if (!field_has_states(form_current(f)))
			return err_set(e, ERR_NOT_FOUND, _("「%s」没有「无」和「不适用」之分。"), _(form_current(f)->label));
		return may_change(f, e);
	case FORM_FIND: return may_find(f, e);
	case FORM_OPEN: return may_refer(f, e);
	case FORM_NEW: return may_refer(f, e) < 0 ? ERR_NOT_FOUND : may_change(f, e);
	case FORM_REVEAL:
		return f->hidden ? store_may_see(app_store(s->app), f->reg, form_current(f), f->base, e) : err_set(e, ERR_NOT_FOUND, _("这一项没有遮住的内容。"));
	case FORM_RECORD_AFTER: case FORM_RECORD_BEFORE:
		return f->beside.step ? 0 : err_set(e, ERR_NOT_FOUND, _("这个表单不是从列表打开的，没有上一条和下一条。"));
	case FORM_HISTORY: return f->fresh ? err_set(e, ERR_NOT_FOUND, _("新记录还没有历史。")) : 0;
	case FORM_STEPS: return may_step(f, e);
	default: return what > FORM_SECTION ? may_go_to_section(f, (size_t)(what - FORM_SECTION), e) : 0;
	}
}

static bool choice_key(struct form *f, const struct key *k)
{
	if (!f->n_choices || (k->kind != K_UP && k->kind != K_DOWN))
		return false;
	choice_move(f, k->kind == K_DOWN ? 1 : -1);
	return true;
}

/* The first thing typed into a hidden field replaces it as a whole. */
static bool types_over(const struct key *k)
{
	return key_is_text(k) || k->kind == K_PASTE || k->kind == K_BACKSPACE || k->kind == K_DELETE;
}

/* A lone sign in a field of days is today, or this month. */
static bool take_today(struct form *f, const struct key *k)
{
	enum type_id type = form_current(f)->type;
	bool sign = k->kind == K_CHAR && (k->cp == '.' || k->cp == 0x3002 || k->cp == 0xFF0E);

	return sign && !*edit_text(&f->edit) && (type == TYPE_DATE || type == TYPE_MONTH) && form_put(f, ".");
}

static bool edit_field(struct form *f, const struct key *k)
{
	if (!form_is_editable(f, f->cur))
		return false;
	if (form_current(f)->type == TYPE_BOOL && k->kind == K_CHAR && k->cp == ' ') {
		form_toggle(f);
		return true;
	}
	if (take_today(f, k))
		return true;
	if (f->hidden && types_over(k))
		form_unhide(f);
	/* Its steps would only lead back to nothing, and not to what was hidden. */
	if (f->hidden || (f->replaced && key_equal(k, &(struct key){ .kind = K_CTRL, .cp = 'z' })) || !edit_key(&f->edit, k))
		return false;
	if (f->edit.refused.text[0])
		app_say_error(f->screen.app, &f->edit.refused);
	choice_update(f, false);
	return true;
}

/* Text in a form that cannot take it. */
static bool refuse_text(struct form *f, const struct key *k)
{
	if (!key_is_text(k) && k->kind != K_PASTE)
		return false;
	if (f->readonly)
		app_say_error(f->screen.app, &f->denied);
	else
		app_say(f->screen.app, _("这一项由程序填写或登记后不能改"));
	return true;
}

static bool form_point(struct screen *s, int64_t what)
{
	struct form *f = (struct form *)s;

	if (what < PROPOSAL(f->n_choices)) {
		bool was = PROPOSAL(f->choice) == what;

		f->choice = (size_t)(what - PROPOSAL(0));
		return was;
	}
	if (what < 0)
		form_go_to_section(f, (size_t)-what);
	else if ((size_t)what != f->cur)
		form_go(f, (size_t)what);
	return false;
}

static bool form_key(struct screen *s, const struct key *k)
{
	struct form *f = (struct form *)s;
	const struct ui_action *a;

	if (choice_key(f, k) || edit_field(f, k))
		return true;
	a = actions_find(s->type->actions, k);
	if (!a)
		return refuse_text(f, k);
	run(f, a);
	return true;
}

/* --- life --- */

static void form_free(struct screen *s)
{
	struct form *f = (struct form *)s;

	choice_close(f);
	for (size_t i = 0; i < f->reg->nfields; i++) {
		free(f->fields[i].typed);
		free(f->fields[i].error);
	}
	free(f->fields);
	form_release_draft(f);
	form_release_facts(f);
	form_forget_reason(f);
	findings_release(&f->findings);
	save_report_release(&f->report);
	edit_release(&f->edit);
	buf_release(&f->original);
	reg_free(f->reg, f->base);
	reg_free(f->reg, f->rec);
	reg_free(f->reg, f->theirs);
	reg_free(f->reg, f->saving);
	free(f);
}

static void form_pushed(struct screen *s)
{
	struct form *f = (struct form *)s;

	/* One that goes on with a draft asks about no other. */
	if (!f->draft.path)
		form_offer_draft(f);
}

static bool form_idle(struct screen *s, bool quiet)
{
	(void)quiet;
	form_look_around((struct form *)s);
	return choice_idle((struct form *)s);
}

static struct screen *form_again(const struct screen *s);

const struct screen_type form_type = {
	.name = "form", .title = N_("表单"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = form_draw, .key = form_key, .may_run = form_may_run, .point = form_point, .idle = form_idle, .resume = form_resume, .may_leave = form_may_leave,
	.pushed = form_pushed, .keep = form_keep, .help = form_help,
	.again = form_again, .free = form_free,
};

static struct screen *form_again(const struct screen *s)
{
	const struct form *f = (const struct form *)s;

	return f->fresh ? NULL : form_new(s->app, f->reg, ((const struct rec *)f->base)->id);
}

static struct form *new_form(struct app *a, const struct reg *reg, int64_t id, struct neighbours beside)
{
	struct form *f = xcalloc(1, sizeof(*f));
	struct err e = ERR_INIT;

	f->screen = (struct screen){ .type = &form_type, .app = a };
	f->reg = reg;
	f->beside = beside;
	f->base = reg_new(reg);
	f->rec = reg_new(reg);
	f->fields = xcalloc(reg->nfields, sizeof(*f->fields));
	edit_init(&f->edit, TEXT_LINE, 0);
	if (form_load(f, id, &e) == 0) {
		recent_note(a, reg, id);
		return f;
	}
	app_say_error(a, &e);
	form_free(&f->screen);
	return NULL;
}

struct screen *form_new(struct app *a, const struct reg *reg, int64_t id)
{
	return form_new_beside(a, reg, id, (struct neighbours){ .step = NULL });
}

struct screen *form_new_beside(struct app *a, const struct reg *reg, int64_t id, struct neighbours beside)
{
	struct form *f = new_form(a, reg, id, beside);

	return f ? &f->screen : NULL;
}

struct screen *form_new_named(struct app *a, const struct reg *reg, const char *name)
{
	struct form *f = new_form(a, reg, 0, (struct neighbours){ .step = NULL });
	size_t first;

	if (!f)
		return NULL;
	first = f->cur;
	form_go(f, (size_t)(reg_label(reg) - reg->fields));
	edit_replace(&f->edit, name);
	form_go(f, first);
	f->fields[first].seen = false;
	return &f->screen;
}

/* The first field that can still be filled in. */
static size_t first_gap(const struct form *f)
{
	for (size_t i = 0; i < f->reg->nfields; i++)
		if (form_is_editable(f, i) && field_is_empty(&f->reg->fields[i], f->rec))
			return i;
	return f->cur;
}

struct screen *form_new_filled(struct app *a, const struct reg *reg, const struct filled *values, size_t n)
{
	struct form *f = new_form(a, reg, 0, (struct neighbours){ .step = NULL });

	if (!f)
		return NULL;
	for (size_t i = 0; i < n; i++)
		form_read(f, (size_t)(values[i].field - reg->fields), values[i].text);
	f->cur = first_gap(f);
	form_judge(f);
	form_load_field(f);
	return &f->screen;
}
