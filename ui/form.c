/* The form of any register: its fields one below the other, each edited by its type alone. */
#include "ui/form.h"

#include <stdlib.h>
#include <string.h>

#include "db/journal.h"
#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

enum {
	FORM_SAVE, FORM_BACK, FORM_NEXT, FORM_PREV, FORM_FIND, FORM_REVEAL, FORM_ERROR, FORM_PAGE_DOWN, FORM_PAGE_UP,
	FORM_UNDO,
};

static const struct ui_action actions[] = {
	{ .name = "save", .label = N_("保存"), .bar = N_("保存"), .help = N_("检查并保存，回到列表。"), .keys = { "Ctrl-S" },
	  .run = FORM_SAVE },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"),
	  .help = N_("收起提示，或离开表单；有没保存的修改会先列出来问。"), .keys = { "F10", "Esc" }, .run = FORM_BACK },
	{ .name = "next", .label = N_("下一项"), .bar = N_("下一项"), .help = N_("到下一项；提示打开时取用标着 > 的一条。"),
	  .keys = { "Enter", "Tab", "Down" }, .run = FORM_NEXT },
	{ .name = "previous", .label = N_("上一项"), .help = N_("到上一项。"), .keys = { "Shift-Tab", "Up" },
	  .run = FORM_PREV },
	{ .name = "find", .label = N_("查找"), .bar = N_("查找"),
	  .help = N_("引用项：到那个台账的列表里选；代码项：列出全部可选的；是否项：换成另一个。"), .keys = { "F3" },
	  .run = FORM_FIND },
	{ .name = "reveal", .label = N_("显示个人信息"), .bar = N_("显示"), .help = N_("显示这一项被遮住的个人信息，记入日志。"),
	  .keys = { "F5" }, .run = FORM_REVEAL },
	{ .name = "next-error", .label = N_("下一处错误"), .bar = N_("下个错"), .help = N_("到下一处错误或提醒。"),
	  .keys = { "F6" }, .run = FORM_ERROR },
	{ .name = "undo", .label = N_("撤销本项"), .bar = N_("撤销"),
	  .help = N_("先逐步撤销本项里的输入，再把本项、然后最后改的一项还原为打开时的内容；Ctrl-Y 重做输入。"),
	  .keys = { "Ctrl-Z" }, .run = FORM_UNDO },
	{ .name = "page-down", .label = N_("下一屏"), .bar = N_("下一屏"), .help = N_("往下一屏。"), .keys = { "PgDn" }, .run = FORM_PAGE_DOWN },
	{ .name = "page-up", .label = N_("上一屏"), .help = N_("往上一屏。"), .keys = { "PgUp" }, .run = FORM_PAGE_UP },
};

/* --- moving --- */

/* The next field that can be filled in, where there is one; a form to look at is walked through field by field. */
static size_t next_field(const struct form *f, size_t from, int by)
{
	size_t n = f->reg->nfields;

	for (size_t i = from; by > 0 ? i + 1 < n : i > 0;) {
		i = by > 0 ? i + 1 : i - 1;
		if (f->readonly || form_is_editable(f, i))
			return i;
	}
	return from;
}

static void step(struct form *f, int by)
{
	size_t to = next_field(f, f->cur, by);

	if (to != f->cur)
		form_go(f, to);
	else if (form_leave_field(f) && by > 0)
		app_say(f->screen.app, f->readonly ? _("已是最后一项") : _("已是最后一项；Ctrl-S 保存"));
}

static void page(struct form *f, int by)
{
	size_t to = f->cur;

	/* Keys typed ahead come before the first picture has told how much fits. */
	for (int i = 0; i < (f->room ? f->room : 16) - 1; i++)
		to = next_field(f, to, by);
	form_go(f, to);
}

static void next_error(struct form *f)
{
	size_t n = f->reg->nfields;

	form_leave_field(f);
	for (size_t k = 1; k <= n; k++) {
		size_t i = (f->cur + k) % n;

		if (f->fields[i].error || form_finding(f, i)) {
			form_go(f, i);
			return;
		}
	}
	app_say(f->screen.app, _("没有错误，也没有提醒"));
}

/* --- help for one field --- */

static void toggle(struct form *f)
{
	bool yes = *(const bool *)field_const(form_current(f), f->rec);

	edit_replace(&f->edit, yes ? _("否") : _("是"));
	form_leave_field(f);
}

/* What a person can choose from, by the type of the field. */
static void find(struct form *f)
{
	struct app *a = f->screen.app;

	if (!form_is_editable(f, f->cur)) {
		app_say(a, _("这一项不能改"));
	} else if (form_current(f)->type == TYPE_REF) {
		choice_close(f);
		app_push(a, list_new_picker(a, form_current(f)->target, NULL));
	} else if (form_current(f)->type == TYPE_BOOL) {
		toggle(f);
	} else {
		choice_update(f, true);
		if (!f->n_choices)
			app_say(a, _("这一项没有可选的，直接输入即可"));
	}
}

/* The picker is gone: takes the record that was chosen there. */
static void form_resume(struct screen *s, int64_t result)
{
	struct form *f = (struct form *)s;
	const struct lookup *l = store_lookup(app_store(s->app));
	struct buf b = BUF_INIT;

	if (result <= 0 || form_current(f)->type != TYPE_REF)
		return;
	l->ref_format(l->ctx, form_current(f)->target, result, STYLE_EDIT, &b);
	edit_replace(&f->edit, buf_str(&b));
	form_leave_field(f);
	buf_release(&b);
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
	buf_addf(&what, " %s", _(form_current(f)->label));
	if (journal_note(app_store(f->screen.app), ACTION_REVEAL, buf_str(&what), &e) < 0) {
		app_say_error(f->screen.app, &e);
	} else {
		f->fields[f->cur].revealed = true;
		form_load_field(f);
		app_say(f->screen.app, _("已显示，并记入日志"));
	}
	buf_release(&what);
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
	step(f, 1);
}

static void take_and_save(struct form *f)
{
	choice_take(f);
	form_save(f);
}

static void run(struct form *f, int what)
{
	switch (what) {
	case FORM_SAVE: take_and_save(f); break;
	case FORM_BACK: go_back(f); break;
	case FORM_NEXT: take_and_step(f); break;
	case FORM_PREV: step(f, -1); break;
	case FORM_FIND: find(f); break;
	case FORM_REVEAL: reveal(f); break;
	case FORM_ERROR: next_error(f); break;
	case FORM_UNDO: form_undo(f); break;
	case FORM_PAGE_DOWN: page(f, 1); break;
	default: page(f, -1); break;
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
static void unhide(struct form *f, const struct key *k)
{
	if (key_is_text(k) || k->kind == K_PASTE || k->kind == K_BACKSPACE || k->kind == K_DELETE) {
		f->hidden = false;
		f->replaced = true;
		edit_load(&f->edit, "");
	}
}

static bool edit_field(struct form *f, const struct key *k)
{
	if (!form_is_editable(f, f->cur))
		return false;
	if (form_current(f)->type == TYPE_BOOL && k->kind == K_CHAR && k->cp == ' ') {
		toggle(f);
		return true;
	}
	if (f->hidden)
		unhide(f, k);
	if (f->hidden || !edit_key(&f->edit, k))
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
	app_say(f->screen.app, f->readonly ? _("这条记录只能看，不能改") : _("这一项由程序填写或登记后不能改"));
	return true;
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
	run(f, a->run);
	return true;
}

/* --- F1 --- */

/* What can be typed, by the type of the field. */
static const char *const type_help[TYPE_COUNT] = {
	[TYPE_NOTE] = N_("可以写几行：Enter 换行，Tab 到下一项。"),
	[TYPE_BOOL] = N_("空格键在是和否之间换。"),
	[TYPE_DATE] = (N_("日期可写 2024-1-5、2024年1月5日、20240105，只知道年月就写 2024-01 或 2024；"
			  "句点是今天，-30 是 30 天前，+1y 是一年后。")),
	[TYPE_MONTH] = N_("月份可写 2024-1、2024年1月、202401；句点是本月，-1 是上个月。"),
	[TYPE_MONEY] = N_("单位是元，最多两位小数；可写 1,234.50 或 1.5万。"),
	[TYPE_CODE] = N_("输入汉字、拼音首字母或代码，从列出的里面选；F3 列出全部。"),
	[TYPE_CODES] = N_("可以选几项，用顿号隔开；输入汉字、拼音首字母或代码，从列出的里面选；F3 列出全部。"),
	[TYPE_REF] = N_("输入名称、拼音首字母或编码，从列出的里面选；F3 到列表里找。"),
};

static void add_line(struct buf *out, const char *label, const char *text)
{
	if (text)
		buf_addf(out, "\n%s%s", label, text);
}

static void form_help(struct screen *s, struct buf *out)
{
	const struct form *f = (const struct form *)s;
	const struct field *t = form_current(f);
	const struct finding *finding = form_finding(f, f->cur);
	const char *by_type = type_help[t->type];

	buf_addf(out, "%s (%s)", _(t->label), t->name);
	add_line(out, "! ", f->fields[f->cur].error);
	add_line(out, "! ", finding ? finding->text : NULL);
	add_line(out, "", t->help ? _(t->help) : NULL);
	add_line(out, _("例："), t->example);
	add_line(out, _("依据："), t->source ? _(t->source) : NULL);
	add_line(out, "", by_type ? _(by_type) : NULL);
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
	findings_release(&f->findings);
	conflicts_release(&f->conflicts);
	edit_release(&f->edit);
	buf_release(&f->original);
	reg_free(f->reg, f->base);
	reg_free(f->reg, f->rec);
	free(f);
}

static const struct screen_type form_type = {
	.name = "form",
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = form_draw, .key = form_key, .resume = form_resume, .may_leave = form_may_leave, .help = form_help,
	.free = form_free,
};

/* Reads the record and finds out whether this person may change it; a new one that may not be written is refused. */
static int open_record(struct form *f, int64_t id, struct err *e)
{
	struct store *s = app_store(f->screen.app);
	int rc;

	if (f->fresh)
		return store_may_write(s, f->reg, NULL, e);
	rc = store_get(s, f->reg, id, f->base, e);
	if (rc < 0)
		return rc;
	f->readonly = store_may_write(s, f->reg, f->base, e) < 0;
	if (f->readonly)
		app_say_error(f->screen.app, e);
	reg_copy(f->reg, f->rec, f->base);
	return 0;
}

struct screen *form_new(struct app *a, const struct reg *reg, int64_t id)
{
	struct form *f = xcalloc(1, sizeof(*f));
	struct err e = ERR_INIT;

	f->screen = (struct screen){ .type = &form_type, .app = a };
	f->reg = reg;
	f->fresh = id == 0;
	f->base = reg_new(reg);
	f->rec = reg_new(reg);
	f->fields = xcalloc(reg->nfields, sizeof(*f->fields));
	edit_init(&f->edit, TEXT_LINE, 0);
	if (open_record(f, id, &e) < 0) {
		app_say_error(a, &e);
		form_free(&f->screen);
		return NULL;
	}
	if (!form_is_editable(f, 0))
		f->cur = next_field(f, 0, 1);
	form_judge(f);
	form_load_field(f);
	return &f->screen;
}
