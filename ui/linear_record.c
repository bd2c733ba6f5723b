/* One record, field by field: shown, changed, made, saved, taken out of use. */
#include <stdlib.h>
#include <string.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/workflow.h"
#include "ui/linear.h"
#include "src/banned.h"

bool linear_is_new(const struct linear_edit *edit)
{
	return ((const struct rec *)edit->base)->id == 0;
}

bool linear_is_changed(const struct linear_edit *edit)
{
	return !reg_equal(edit->reg, edit->base, edit->rec);
}

static bool is_editable(const struct linear_edit *edit, const struct field *f)
{
	bool fixed = (f->flags & FIELD_FIXED) && !linear_is_new(edit) && !field_is_empty(f, edit->base);

	return !(f->flags & FIELD_READONLY) && !fixed;
}

/* --- saying --- */

/* What the person typed here is not hidden from them. */
static void add_value(const struct linear_edit *edit, const struct field *f, struct buf *out)
{
	const struct lookup *l = store_lookup(edit->linear->store);

	if (field_is_empty(f, edit->rec))
		buf_adds(out, _("未填"));
	else if (field_equal(f, edit->base, edit->rec))
		field_format_masked(f, edit->rec, l, STYLE_LIST, out);
	else
		field_format(f, edit->rec, l, STYLE_EDIT, out);
}

static void say_field(const struct linear_edit *edit, size_t i)
{
	const struct field *f = &edit->reg->fields[i];
	struct buf value = BUF_INIT;

	add_value(edit, f, &value);
	talk_say(&edit->linear->talk, _("%zu. %s：%s%s%s"), i + 1, _(f->label), buf_str(&value),
		 is_editable(edit, f) ? "" : _("（不能改）"),
		 field_equal(f, edit->base, edit->rec) ? "" : _("（改了，还没有保存）"));
	buf_release(&value);
}

static void say_facts(const struct linear_edit *edit)
{
	const struct rec *base = edit->base;
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < edit->reg->nfacts && !linear_is_new(edit); i++) {
		buf_clear(&text);
		edit->reg->facts[i].add(store_lookup(edit->linear->store), base, &text);
		if (text.len)
			talk_say(&edit->linear->talk, "%s：%s", _(edit->reg->facts[i].label), buf_str(&text));
	}
	if (!date_is_empty(base->retired_on)) {
		buf_clear(&text);
		date_format(&text, base->retired_on);
		talk_say(&edit->linear->talk, _("已停用：%s，%s"), buf_str(&text), base->retired_reason ? base->retired_reason : "");
	}
	buf_release(&text);
}

static void say_record(const struct linear_edit *edit)
{
	struct buf name = BUF_INIT;

	if (linear_is_new(edit))
		buf_adds(&name, _("新增"));
	else
		reg_describe(edit->reg, edit->base, &name);
	talk_say(&edit->linear->talk, _("%s：%s"), _(edit->reg->title), buf_str(&name));
	for (size_t i = 0; i < edit->reg->nfields; i++)
		if (is_editable(edit, &edit->reg->fields[i]) || !field_is_empty(&edit->reg->fields[i], edit->rec))
			say_field(edit, i);
	say_facts(edit);
	buf_release(&name);
}

static void say_help(const struct linear_edit *edit)
{
	talk_say(&edit->linear->talk, _("号码：改那一项。s：保存。回车：再念一遍。%s-：退回，没保存的会问。"),
		 linear_is_new(edit) ? _("c：接着一项一项填。") : _("r：停用，或者恢复使用。"));
}

/* --- asking for a value --- */

static void say_codes(struct linear_edit *edit, const struct field *f)
{
	const struct lookup *l = store_lookup(edit->linear->store);
	const struct code_item *item;
	size_t n = codebook_set(l->codes, f->set, &item);

	for (size_t i = 0; i < n; i++)
		if (code_item_in_use(&item[i], l->today))
			talk_say(&edit->linear->talk, "  %s %s", item[i].value, code_item_label(&item[i]));
}

static void say_field_help(struct linear_edit *edit, const struct field *f)
{
	struct talk *t = &edit->linear->talk;

	talk_say(t, "%s", _(f->help ? f->help : f->label));
	if (f->example)
		talk_say(t, _("例如：%s"), f->example);
	if (f->set)
		say_codes(edit, f);
	talk_say(t, _("回车：不变。=：清空。-：回到前一项。!：不再往下填。"));
}

/* A refused value leaves the old one. */
static bool take_value(struct linear_edit *edit, const struct field *f, const char *typed)
{
	struct err e = ERR_INIT;
	struct buf value = BUF_INIT;
	const char *text = talk_is(typed, "=") ? "" : typed;

	if (field_parse(f, text, store_lookup(edit->linear->store), edit->rec, &e) < 0) {
		talk_say_error(&edit->linear->talk, &e);
		return false;
	}
	linear_keep(edit);
	if (!field_equal(f, edit->base, edit->rec)) {
		add_value(edit, f, &value);
		talk_say(&edit->linear->talk, _("%s改为：%s"), _(f->label), buf_str(&value));
		buf_release(&value);
	}
	return true;
}

int linear_ask_field(struct linear_edit *edit, const struct field *f)
{
	struct talk *t = &edit->linear->talk;
	struct buf value = BUF_INIT;
	const char *answer;
	int way = 2;

	add_value(edit, f, &value);
	talk_say(t, _("%s%s，现在：%s"), _(f->label), (f->flags & FIELD_REQUIRED) ? _("（必填）") : "", buf_str(&value));
	while (way == 2) {
		answer = talk_ask(t, _(f->label));
		if (!answer || talk_is(answer, "!"))
			way = 1;
		else if (talk_is(answer, "-"))
			way = -1;
		else if (talk_is(answer, "?"))
			say_field_help(edit, f);
		else if (!*answer || take_value(edit, f, answer))
			way = 0;
	}
	buf_release(&value);
	return way;
}

/* The field before or behind that can be filled in; nfields where there is none. */
static size_t next_field(const struct linear_edit *edit, size_t from, int by)
{
	size_t i = from;

	do {
		if (by < 0 && i == 0)
			return edit->reg->nfields;
		i = by < 0 ? i - 1 : i + 1;
	} while (i < edit->reg->nfields && !is_editable(edit, &edit->reg->fields[i]));
	return i;
}

/* All of them, one after the other: a new record. */
static void ask_all(struct linear_edit *edit)
{
	size_t i = is_editable(edit, &edit->reg->fields[0]) ? 0 : next_field(edit, 0, 1);

	while (i < edit->reg->nfields) {
		int way = linear_ask_field(edit, &edit->reg->fields[i]);
		size_t next = way == 1 ? edit->reg->nfields : next_field(edit, i, way < 0 ? -1 : 1);

		if (way < 0 && next == edit->reg->nfields)
			next = i;	/* there is none before the first */
		i = next;
	}
}

/* --- leaving --- */

static bool may_leave(struct linear_edit *edit)
{
	struct talk *t = &edit->linear->talk;
	const char *answer;

	while (linear_is_changed(edit)) {
		answer = talk_ask(t, _("有没保存的修改。1 保存，2 存为草稿并退回，3 放弃修改，回车 留下"));
		if (!answer || talk_is(answer, "2")) {
			draft_let_go(edit->draft);
			return true;
		}
		if (!*answer || (talk_is(answer, "1") && !linear_save(edit)))
			return false;
		if (talk_is(answer, "3")) {
			draft_remove(edit->draft);
			return true;
		}
	}
	draft_remove(edit->draft);
	return true;
}

/* Nobody types what will be refused. */
static bool may_change(struct linear_edit *edit)
{
	struct linear *l = edit->linear;
	struct err e = ERR_INIT;

	if (store_may_write(l->store, edit->reg, linear_is_new(edit) ? NULL : edit->base, &e) == 0)
		return true;
	talk_say_error(&l->talk, &e);
	return false;
}

/* --- taking it out of use, and back --- */

static void retire(struct linear_edit *edit)
{
	struct linear *l = edit->linear;
	struct rec *base = edit->base;
	bool back = !date_is_empty(base->retired_on);
	struct buf clean = BUF_INIT;
	struct err e = ERR_INIT;
	const char *why;
	int rc;

	if (linear_is_changed(edit))
		talk_say(&l->talk, _("先保存或放弃修改，再停用。"));
	if (linear_is_changed(edit) || !may_change(edit))
		return;
	why = talk_ask(&l->talk, back ? _("为什么恢复使用（回车：算了）") : _("为什么停用（回车：算了）"));
	if (!why || !*why)
		return;
	rc = text_clean(&clean, why, strlen(why), TEXT_LINE, &e);
	if (rc == 0)
		rc = store_begin(l->store, ACTION_EDIT, buf_str(&clean), &e);
	if (rc == 0) {
		rc = back ? store_revive(l->store, edit->reg, base->id, buf_str(&clean), &e) :
			    store_retire(l->store, edit->reg, base->id, buf_str(&clean), &e);
		if (rc < 0)
			store_rollback(l->store);
		else
			rc = store_commit(l->store, NULL, &e);
	}
	if (rc == 0)
		rc = store_get(l->store, edit->reg, base->id, edit->base, &e);
	if (rc == 0)
		reg_copy(edit->reg, edit->rec, edit->base);
	if (rc < 0)
		talk_say_error(&l->talk, &e);
	else
		talk_say(&l->talk, back ? _("已恢复使用。") : _("已停用。"));
	buf_release(&clean);
}

/* --- the record --- */

static void change(struct linear_edit *edit, const struct field *f)
{
	if (!is_editable(edit, f))
		talk_say(&edit->linear->talk, _("%s不能改。"), _(f->label));
	else if (may_change(edit))
		linear_ask_field(edit, f);
}

/* False: the person leaves. */
static bool obey(struct linear_edit *edit, const char *answer)
{
	struct talk *t = &edit->linear->talk;
	long n = talk_number(answer, (long)edit->reg->nfields);

	if (talk_is(answer, "-"))
		return !may_leave(edit);
	if (n)
		change(edit, &edit->reg->fields[n - 1]);
	else if (talk_is(answer, "s"))
		linear_save(edit);
	else if (talk_is(answer, "c"))
		ask_all(edit);
	else if (talk_is(answer, "r") && !linear_is_new(edit))
		retire(edit);
	else if (!*answer)
		say_record(edit);
	else if (talk_is(answer, "?"))
		say_help(edit);
	else
		talk_say(t, _("看不懂；输入 ? 听说明。"));
	return true;
}

static void work_on(struct linear_edit *edit)
{
	struct talk *t = &edit->linear->talk;
	const char *answer = "";
	bool stays = true;

	linear_offer_draft(edit);
	if (linear_is_new(edit) && !linear_is_changed(edit))
		ask_all(edit);
	say_record(edit);
	say_help(edit);
	while (stays && (answer = talk_ask(t, linear_is_changed(edit) ? _("记录（没保存）") : _("记录"))) != NULL)
		stays = obey(edit, answer);
	/* The input has ended: what was typed waits for the next time. */
	if (!answer)
		draft_let_go(edit->draft);
}

void linear_record(struct linear *l, const struct reg *reg, int64_t id)
{
	struct draft_file draft = DRAFT_NONE;
	struct linear_edit edit = { .linear = l, .reg = reg, .draft = &draft };
	struct err e = ERR_INIT;
	int rc;

	edit.base = reg_new(reg);
	edit.rec = reg_new(reg);
	rc = id ? store_get(l->store, reg, id, edit.base, &e) : store_may_write(l->store, reg, NULL, &e);
	if (rc < 0) {
		talk_say_error(&l->talk, &e);
	} else {
		reg_copy(reg, edit.rec, edit.base);
		work_on(&edit);
	}
	free(edit.reason);
	reg_free(reg, edit.base);
	reg_free(reg, edit.rec);
}
