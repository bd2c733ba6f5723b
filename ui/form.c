/* The form of any register: its fields one below the other, each edited by its type alone. */
#include "ui/form.h"

#include <stdlib.h>
#include <string.h>

#include "db/journal.h"
#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"

enum { FORM_SAVE, FORM_BACK, FORM_NEXT, FORM_PREV, FORM_PICK, FORM_LIST, FORM_REVEAL, FORM_ERROR, FORM_FIRST, FORM_LAST };

static const struct ui_action actions[] = {
	{ .name = "save", .label = N_("保存"), .bar = N_("保存"), .help = N_("检查并保存，回到列表。"),
	  .keys = { "F2", "Ctrl-S" }, .run = FORM_SAVE },
	{ .name = "back", .label = N_("返回"), .help = N_("收起提示，或离开表单；有没保存的修改会先列出来问。"),
	  .keys = { "Esc" }, .run = FORM_BACK },
	{ .name = "next", .label = N_("下一项"), .help = N_("到下一项；提示列表打开时取用选中的一条。"),
	  .keys = { "Enter", "Tab", "Down" }, .run = FORM_NEXT },
	{ .name = "previous", .label = N_("上一项"), .help = N_("到上一项。"), .keys = { "Shift-Tab", "Up" },
	  .run = FORM_PREV },
	{ .name = "pick", .label = N_("到列表里找"), .bar = N_("查找"), .help = N_("引用项：打开那个台账的列表来选。"),
	  .keys = { "F3" }, .run = FORM_PICK },
	{ .name = "choices", .label = N_("列出可选"), .bar = N_("可选"), .help = N_("代码项和引用项：列出可选的值；是否项：换成另一个。"),
	  .keys = { "F4" }, .run = FORM_LIST },
	{ .name = "reveal", .label = N_("显示个人信息"), .bar = N_("显示"), .help = N_("显示被遮住的个人信息，记入日志。"),
	  .keys = { "F5" }, .run = FORM_REVEAL },
	{ .name = "next-error", .label = N_("下一处错误"), .bar = N_("下个错"), .help = N_("到下一处错误或提醒。"),
	  .keys = { "F6" }, .run = FORM_ERROR },
	{ .name = "first-field", .label = N_("第一项"), .help = N_("到第一项。"), .keys = { "PgUp" }, .run = FORM_FIRST },
	{ .name = "last-field", .label = N_("最后一项"), .help = N_("到最后一项。"), .keys = { "PgDn" }, .run = FORM_LAST },
};

static const struct field *current(const struct form *f)
{
	return &f->reg->fields[f->cur];
}

bool form_is_editable(const struct form *f, size_t field)
{
	unsigned int flags = f->reg->fields[field].flags;

	return !(flags & FIELD_READONLY) && !(f->base && (flags & FIELD_FIXED));
}

/* --- fields --- */

static bool is_hidden(const struct form *f, size_t field)
{
	const struct field *t = &f->reg->fields[field];

	return (t->flags & FIELD_PERSONAL) && !f->revealed && f->base && !form_is_changed(f, field) &&
	       !field_is_empty(t, f->rec);
}

void form_field_text(struct form *f, size_t field, struct buf *out)
{
	const struct lookup *l = store_lookup(app_store(f->screen.app));
	const struct field *t = &f->reg->fields[field];

	if (f->typed[field])
		buf_adds(out, f->typed[field]);
	else if (is_hidden(f, field))
		field_format_masked(t, f->rec, l, STYLE_EDIT, out);
	else
		field_format(t, f->rec, l, STYLE_EDIT, out);
}

bool form_is_changed(const struct form *f, size_t field)
{
	const struct field *t = &f->reg->fields[field];

	if (f->typed[field])
		return true;
	return f->base ? !field_equal(t, f->base, f->rec) : !field_is_empty(t, f->rec) && !(t->flags & FIELD_READONLY);
}

size_t form_changes(const struct form *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->reg->nfields; i++)
		n += form_is_changed(f, i) && form_is_editable(f, i);
	return n;
}

void form_judge(struct form *f)
{
	findings_clear(&f->findings);
	if (f->base || form_changes(f))
		reg_check(f->reg, store_lookup(app_store(f->screen.app)), f->rec, f->base, &f->findings, NULL);
}

void form_load_field(struct form *f)
{
	const struct field *t = current(f);
	struct buf b = BUF_INIT;

	choice_close(f);
	f->hidden = is_hidden(f, f->cur);
	f->replaced = false;
	edit_release(&f->edit);
	edit_init(&f->edit, t->type == TYPE_NOTE ? TEXT_NOTE : TEXT_LINE, 0);
	if (!f->hidden)
		form_field_text(f, f->cur, &b);
	edit_load(&f->edit, buf_str(&b));
	buf_release(&b);
}

static void keep_error(struct form *f, const char *text, const struct err *e)
{
	free(f->typed[f->cur]);
	free(f->errors[f->cur]);
	f->typed[f->cur] = xstrdup(text);
	f->errors[f->cur] = xstrdup(e->text);
}

static void drop_error(struct form *f)
{
	free(f->typed[f->cur]);
	free(f->errors[f->cur]);
	f->typed[f->cur] = f->errors[f->cur] = NULL;
}

bool form_leave_field(struct form *f)
{
	struct err e = ERR_INIT;
	bool good = true;

	choice_close(f);
	if (!form_is_editable(f, f->cur) || f->hidden || (!edit_changed(&f->edit) && !f->replaced))
		return !f->errors[f->cur];
	if (field_parse(current(f), edit_text(&f->edit), store_lookup(app_store(f->screen.app)), f->rec, &e) < 0) {
		keep_error(f, edit_text(&f->edit), &e);
		app_say_error(f->screen.app, &e);
		good = false;
	} else {
		drop_error(f);
	}
	form_judge(f);
	form_load_field(f);
	return good;
}

void form_go(struct form *f, size_t field)
{
	form_leave_field(f);
	f->cur = field;
	form_load_field(f);
}

/* --- keys --- */

static void step(struct form *f, int by)
{
	size_t n = f->reg->nfields, i = f->cur;

	for (size_t k = 0; k < n; k++) {
		if ((by > 0 && i + 1 >= n) || (by < 0 && i == 0))
			break;
		i = by > 0 ? i + 1 : i - 1;
		if (form_is_editable(f, i))
			break;
	}
	form_go(f, form_is_editable(f, i) ? i : f->cur);
}

static void next_error(struct form *f)
{
	size_t n = f->reg->nfields;

	form_leave_field(f);
	for (size_t k = 1; k <= n; k++) {
		size_t i = (f->cur + k) % n;
		bool found = f->errors[i] != NULL;

		for (size_t j = 0; j < f->findings.n && !found; j++)
			found = f->findings.items[j].field &&
				strcmp(f->findings.items[j].field, f->reg->fields[i].name) == 0;
		if (found) {
			form_go(f, i);
			return;
		}
	}
	app_say(f->screen.app, _("没有错误，也没有提醒"));
}

static void pick(struct form *f)
{
	if (current(f)->type != TYPE_REF) {
		app_say(f->screen.app, _("这一项不是引用；代码项按 F4 列出可选的值"));
		return;
	}
	choice_close(f);
	app_push(f->screen.app, list_new_picker(f->screen.app, current(f)->target, NULL));
}

static void picked(struct screen *s, int64_t result)
{
	struct form *f = (struct form *)s;
	const struct lookup *l = store_lookup(app_store(s->app));
	struct buf b = BUF_INIT;

	if (result <= 0 || current(f)->type != TYPE_REF || f->conflicts.n)
		return;
	l->ref_format(l->ctx, current(f)->target, result, STYLE_EDIT, &b);
	edit_replace(&f->edit, buf_str(&b));
	form_leave_field(f);
	buf_release(&b);
}

static void list_choices(struct form *f)
{
	if (current(f)->type == TYPE_BOOL) {
		bool yes = *(const bool *)field_const(current(f), f->rec);

		edit_replace(&f->edit, yes ? _("否") : _("是"));
		form_leave_field(f);
		return;
	}
	choice_update(f, true);
	if (!f->choosing)
		app_say(f->screen.app, _("这一项没有可选的值，直接输入即可"));
}

static void reveal(struct form *f)
{
	struct err e = ERR_INIT;
	struct buf what = BUF_INIT;

	if (!f->hidden) {
		app_say(f->screen.app, _("这一项没有遮住的内容"));
		return;
	}
	reg_describe(f->reg, f->base, &what);
	buf_addf(&what, " %s", _(current(f)->label));
	if (journal_note(app_store(f->screen.app), ACTION_REVEAL, buf_str(&what), &e) < 0) {
		app_say_error(f->screen.app, &e);
	} else {
		f->revealed = true;
		form_load_field(f);
	}
	buf_release(&what);
}

static void run(struct form *f, int what)
{
	switch (what) {
	case FORM_SAVE: choice_take(f); form_save(f); break;
	case FORM_BACK:
		if (f->choosing)
			choice_close(f);
		else
			form_ask_leave(f);
		break;
	case FORM_NEXT:
		choice_take(f);
		step(f, 1);
		break;
	case FORM_PREV: step(f, -1); break;
	case FORM_PICK: pick(f); break;
	case FORM_LIST: list_choices(f); break;
	case FORM_REVEAL: reveal(f); break;
	case FORM_ERROR: next_error(f); break;
	case FORM_FIRST: form_go(f, 0); break;
	case FORM_LAST: form_go(f, f->reg->nfields - 1); break;
	}
}

static bool choice_key(struct form *f, const struct key *k)
{
	if (!f->choosing || (k->kind != K_UP && k->kind != K_DOWN))
		return false;
	if (k->kind == K_DOWN)
		f->choice = (f->choice + 1) % f->n_choices;
	else
		f->choice = (f->choice + f->n_choices - 1) % f->n_choices;
	return true;
}

/* The first thing typed into a hidden field replaces it as a whole. */
static void unhide(struct form *f, const struct key *k)
{
	if (f->hidden && (key_is_text(k) || k->kind == K_PASTE || k->kind == K_BACKSPACE || k->kind == K_DELETE)) {
		f->hidden = false;
		edit_load(&f->edit, "");
		/* Even an empty text now differs from what stands there. */
		f->replaced = true;
	}
}

static bool edit_field(struct form *f, const struct key *k)
{
	if (!form_is_editable(f, f->cur) || (k->kind == K_ENTER && current(f)->type != TYPE_NOTE))
		return false;
	unhide(f, k);
	if (f->hidden || !edit_key(&f->edit, k))
		return false;
	if (f->edit.refused.text[0])
		app_say_error(f->screen.app, &f->edit.refused);
	choice_update(f, false);
	return true;
}

static bool form_key(struct screen *s, const struct key *k)
{
	struct form *f = (struct form *)s;
	const struct ui_action *a;

	if (choice_key(f, k))
		return true;
	if (current(f)->type == TYPE_BOOL && k->kind == K_CHAR && k->cp == ' ') {
		list_choices(f);
		return true;
	}
	if (edit_field(f, k))
		return true;
	a = actions_find(s->type->actions, k);
	if (!a)
		return false;
	run(f, a->run);
	return true;
}

static void form_help(struct screen *s, struct buf *out)
{
	const struct form *f = (const struct form *)s;
	const struct field *t = current(f);

	buf_addf(out, "%s (%s)", _(t->label), t->name);
	if (t->help)
		buf_addf(out, "\n%s", _(t->help));
	if (t->example)
		buf_addf(out, _("\n例：%s"), t->example);
	if (t->source)
		buf_addf(out, _("\n依据：%s"), _(t->source));
	if (t->type == TYPE_DATE)
		buf_adds(out, _("\n日期可写 2024-1-5、2024年1月5日、20240105、只写 2024 或 2024-01；句点是今天，-30 是 30 天前，+1y 是一年后。"));
}

static void form_free(struct screen *s)
{
	struct form *f = (struct form *)s;

	choice_close(f);
	for (size_t i = 0; i < f->reg->nfields; i++) {
		free(f->typed[i]);
		free(f->errors[i]);
	}
	free(f->typed);
	free(f->errors);
	findings_release(&f->findings);
	conflicts_release(&f->conflicts);
	edit_release(&f->edit);
	if (f->base)
		reg_free(f->reg, f->base);
	reg_free(f->reg, f->rec);
	free(f);
}

static const struct screen_type form_type = {
	.name = "form",
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = form_draw, .key = form_key, .resume = picked, .may_leave = form_may_leave, .help = form_help,
	.free = form_free,
};

struct screen *form_new(struct app *a, const struct reg *reg, int64_t id)
{
	struct form *f = xcalloc(1, sizeof(*f));
	struct err e = ERR_INIT;

	f->screen = (struct screen){ .type = &form_type, .app = a };
	f->reg = reg;
	f->rec = reg_new(reg);
	f->typed = xcalloc(reg->nfields, sizeof(*f->typed));
	f->errors = xcalloc(reg->nfields, sizeof(*f->errors));
	if (id) {
		f->base = reg_new(reg);
		if (store_get(app_store(a), reg, id, f->base, &e) < 0)
			app_say_error(a, &e);
		else if (store_may_write(app_store(a), reg, f->base, &e) < 0)
			app_say_error(a, &e);
		reg_copy(reg, f->rec, f->base);
	}
	while (f->cur + 1 < reg->nfields && !form_is_editable(f, f->cur))
		f->cur++;
	edit_init(&f->edit, TEXT_LINE, 0);
	form_judge(f);
	form_load_field(f);
	return &f->screen;
}
