/* Many records at once: the keys of the screen. */
#include "ui/bulk.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "src/banned.h"

#define REASON_MAX 200

enum {
	BULK_SAVE = MOVES, BULK_BACK, BULK_NEXT, BULK_PREVIOUS, BULK_PROPOSE, BULK_COMMAND, BULK_HIDDEN, BULK_COPY, BULK_WHY, BULK_ADD,
	BULK_TAKE_BACK,
};

#define COMMON_ACTIONS \
	{ .name = "save", .label = N_("全部修改"), .help = N_("把结果是「改」的各条一次写入，记为一次操作；先要预览完。"), \
	  .keys = { "Ctrl-S" }, .group = GROUP_RECORD, .run = BULK_SAVE }, \
	{ .name = "back", .label = N_("取消"), .bar = N_("取消"), .help = N_("收起提示，停止写入；再按则回到列表，什么都不改。"), \
	  .keys = { "F10", "Esc" }, .group = GROUP_MOVE, .run = BULK_BACK }, \
	{ .name = "next", .label = N_("下一格"), .help = N_("到下一格；填好的值随即预览。"), .keys = { "Tab", "Enter" }, \
	  .group = GROUP_MOVE, .run = BULK_NEXT }, \
	{ .name = "previous", .label = N_("上一格"), .help = N_("到上一格。"), .keys = { "Shift-Tab" }, .group = GROUP_MOVE, .run = BULK_PREVIOUS }, \
	{ .name = "why", .label = N_("说明全文"), .bar = N_("说明"), .help = N_("当前一行的原值、新值和说明的全文。"), \
	  .keys = { "F4" }, .group = GROUP_RECORD, .run = BULK_WHY }, \
	{ .name = "command", .label = N_("命令行"), .bar = N_("命令行"), .help = N_("显示做同样事情的命令行，可以抄给别人。"), \
	  .keys = { "F5" }, .group = GROUP_RECORD, .run = BULK_COMMAND }, \
	{ .name = "hidden", .label = N_("不改隐藏的"), .bar = N_("只可见"), \
	  .help = N_("选中的里面被筛选隐藏的不改；再按一次又一起改。"), .keys = { "F8" }, .group = GROUP_RECORD, .run = BULK_HIDDEN }, \
	{ .name = "up", .label = N_("上一行"), .help = N_("上移一行。"), .keys = { "Up" }, .group = GROUP_MOVE, .run = MOVE_UP }, \
	{ .name = "down", .label = N_("下一行"), .help = N_("下移一行。"), .keys = { "Down" }, .group = GROUP_MOVE, .run = MOVE_DOWN }, \
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .group = GROUP_MOVE, .run = MOVE_PAGE_UP }, \
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn" }, .group = GROUP_MOVE, .run = MOVE_PAGE_DOWN }

static const struct ui_action set_actions[] = {
	{ .name = "propose", .label = N_("挑选"), .bar = N_("挑选"), .help = N_("列出可选的字段或值；Tab 或 Enter 填入。"),
	  .keys = { "F3" }, .group = GROUP_MOVE, .run = BULK_PROPOSE },
	{ .name = "copy-first", .label = N_("照第一条"), .help = N_("新值取第一条记录的值。"), .keys = { "Ctrl-D" },
	  .group = GROUP_RECORD, .run = BULK_COPY },
	{ .name = "add", .label = N_("再加一项"), .bar = N_("加一项"),
	  .help = N_("字段和新值放到上面，再选一个字段，一起改；一次最多 4 项。"), .words = N_("多个字段 几项一起改"),
	  .keys = { "F7" }, .group = GROUP_RECORD, .run = BULK_ADD },
	{ .name = "take-back", .label = N_("减去一项"), .bar = N_("减一项"),
	  .help = N_("去掉最后加上的一项；填写的格空着时，取回来再填。"), .keys = { "F6" }, .group = GROUP_RECORD, .run = BULK_TAKE_BACK },
	COMMON_ACTIONS,
};

static const struct ui_action state_actions[] = { COMMON_ACTIONS };

bool bulk_sets(const struct bulk *b)
{
	return b->batch.deed == BATCH_SET;
}

bool bulk_has_part(const struct bulk *b, enum bulk_part part)
{
	if (part == BULK_FIELD)
		return bulk_sets(b) && !b->header;
	return part == BULK_REASON || (bulk_sets(b) && !b->block.nrows);
}

bool bulk_has_values(const struct bulk *b)
{
	return b->has_value || b->n_added;
}

/* --- what to do --- */

static void go(struct bulk *b, int by)
{
	int part = (int)b->part;

	completion_close(&b->completion);
	if (!bulk_take(b, b->part) && by > 0)
		return;
	/* Behind the last one it begins anew, and somebody who pressed Enter there meant something else. */
	if (b->part == BULK_REASON && by > 0 && bulk_has_values(b))
		app_say(b->screen.app, _("都填好了就按 %s 写入"), action_key(b->screen.type->actions, "save"));
	do
		part = (part + BULK_PARTS + by) % BULK_PARTS;
	while (!bulk_has_part(b, (enum bulk_part)part));
	b->part = (enum bulk_part)part;
}

static void leave_answered(void *ctx, int answer)
{
	struct bulk *b = ctx;

	if (answer == 0)
		app_pop(b->screen.app, 0);
}

/* What was typed is nowhere else: it is not dropped unasked.  A field that was only chosen is nothing yet. */
static void leave(struct bulk *b)
{
	const struct answer answers[] = { { "F8", _("放弃") } };

	if (!b->n_added && !*edit_text(&b->edits[BULK_VALUE]) && !*edit_text(&b->edits[BULK_REASON])) {
		app_pop(b->screen.app, 0);
		return;
	}
	app_push(b->screen.app, question_new(b->screen.app, &(struct question){
		.title = _("还没有写入"), .text = _("输入的内容还没有写入；放弃就都没有了。"), .answers = answers, .n = 1,
		.esc = _("回去"), .done = leave_answered, .ctx = b,
	}));
}

static void go_back(struct bulk *b)
{
	if (b->writing) {
		batch_stop(app_store(b->screen.app), &b->batch);
		b->writing = false;
		bulk_judge_anew(b);
		app_say(b->screen.app, _("已停止，一条都没有改"));
	} else if (b->completion.n) {
		completion_close(&b->completion);
	} else {
		leave(b);
	}
}

static void show_text(struct bulk *b, const char *title, const char *text)
{
	app_push(b->screen.app, question_new(b->screen.app, &(struct question){ .title = title, .text = text }));
}

static void show_command(struct bulk *b)
{
	struct buf text = BUF_INIT;

	bulk_command(b, &text);
	show_text(b, _("做同样事情的命令行"), buf_str(&text));
	buf_release(&text);
}

/* What a narrow column cuts off. */
static void show_why(struct bulk *b)
{
	size_t nf = bulk_fields(b), row = b->cursor.at / nf, field = b->cursor.at % nf;
	const struct batch_row *r = row < b->batch.n ? &b->batch.rows[row] : NULL;
	struct store *s = app_store(b->screen.app);
	struct buf text = BUF_INIT;

	if (!r || !r->base)
		return;
	if (b->batch.nfields)
		buf_addf(&text, "%s\n", _(b->batch.fields[field]->label));
	buf_adds(&text, _("原值: "));
	batch_show(s, &b->batch, row, field, false, &text);
	buf_adds(&text, _("\n新值: "));
	batch_show(s, &b->batch, row, field, true, &text);
	buf_addf(&text, _("\n结果: %s"), batch_result_label(bulk_result(b, row, field)));
	if (r->why)
		buf_addf(&text, "\n%s", r->why);
	show_text(b, _("说明"), buf_str(&text));
	buf_release(&text);
}

/* Beside what is typed there is something to choose from; and a field can only be taken back where one was added. */
static int bulk_may_run(struct screen *s, int what, struct err *e)
{
	const struct bulk *b = (const struct bulk *)s;

	if (what == BULK_PROPOSE && b->part == BULK_REASON)
		return err_set(e, ERR_NOT_FOUND, _("这一格没有可挑选的，请直接输入。"));
	if ((what == BULK_ADD || what == BULK_TAKE_BACK) && b->block.nrows)
		return err_set(e, ERR_INVALID, _("粘贴的一块改哪几项，由它的列决定。"));
	if (what == BULK_TAKE_BACK && !b->n_added)
		return err_set(e, ERR_NOT_FOUND, _("没有加上的项；F7 再加一项。"));
	return 0;
}

/* One field more, or one less. */
static void change_fields(struct bulk *b, int what)
{
	struct err e = ERR_INIT;

	completion_close(&b->completion);
	if (bulk_may_run(&b->screen, what, &e) < 0)
		app_say_error(b->screen.app, &e);
	else if (what == BULK_ADD)
		bulk_add(b);
	else
		bulk_take_back(b);
}

static void propose(struct bulk *b)
{
	bulk_propose(b, true);
	if (!b->completion.n)
		app_say(b->screen.app, _("这一格没有可挑选的，请直接输入。"));
}

static void run(struct bulk *b, int what)
{
	if (b->writing && what != BULK_BACK)
		return;
	switch (what) {
	case BULK_SAVE: bulk_write(b); break;
	case BULK_BACK: go_back(b); break;
	case BULK_NEXT: go(b, 1); break;
	case BULK_PREVIOUS: go(b, -1); break;
	case BULK_PROPOSE: propose(b); break;
	case BULK_COMMAND: show_command(b); break;
	case BULK_WHY: show_why(b); break;
	case BULK_HIDDEN: bulk_leave_hidden(b); break;
	case BULK_COPY: bulk_copy_first(b); break;
	case BULK_ADD:
	case BULK_TAKE_BACK: change_fields(b, what); break;
	default: cursor_move(&b->cursor, what, bulk_lines(b)); break;
	}
}

/* The keys that proposals have while they are open. */
static bool proposal_key(struct bulk *b, const struct key *k)
{
	bool moves = key_equal(k, &(struct key){ .kind = K_UP }) || key_equal(k, &(struct key){ .kind = K_DOWN });
	bool takes = (k->kind == K_TAB && !k->shift) || k->kind == K_ENTER;

	if (moves) {
		completion_move(&b->completion, k->kind == K_DOWN ? 1 : -1);
		return true;
	}
	/* A value that was typed in full is taken as it stands; the name of a field is one of the list in any case. */
	if (!takes || (b->part == BULK_VALUE && !b->completion.chosen && k->kind == K_ENTER))
		return false;
	completion_take(&b->completion, &b->edits[b->part]);
	completion_close(&b->completion);
	if (b->part == BULK_FIELD || b->field->type != TYPE_CODES)
		go(b, 1);
	return true;
}

static bool bulk_key(struct screen *s, const struct key *k)
{
	struct bulk *b = (struct bulk *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);
	struct edit *edit = &b->edits[b->part];

	if (b->completion.n && proposal_key(b, k))
		return true;
	if (a && !key_is_text(k)) {
		run(b, a->run);
		return true;
	}
	if (b->writing || !edit_key(edit, k))
		return b->writing && key_is_text(k);
	if (edit->refused.text[0])
		app_say_error(s->app, &edit->refused);
	else
		bulk_propose(b, false);
	return true;
}

/* A line that is clicked on again tells all of itself. */
static bool bulk_point(struct screen *s, int64_t what)
{
	struct bulk *b = (struct bulk *)s;

	if (b->writing)
		return false;
	if (completion_has(&b->completion, what))
		return completion_point(&b->completion, what);
	completion_close(&b->completion);
	if (what >= 0 && cursor_point(&b->cursor, what))
		show_why(b);
	else if (what < 0 && bulk_take(b, b->part))
		b->part = (enum bulk_part)(BULK_THING(0) - what);
	return false;
}

/* --- help and life --- */

static void bulk_help(struct screen *s, struct buf *out)
{
	const struct bulk *b = (const struct bulk *)s;

	buf_adds(out, _("先看每条会怎样，再按 Ctrl-S 一次写入：结果是「改」的都写入，记为一次操作，可以用 u 一次撤销；"
			"写入时有一条不能改，就一条都不改。不变的和拒绝的照样列出，拒绝的原因在表的下面。"));
	buf_addf(out, _("\n[隐] 是被列表的筛选隐藏、但仍选中的记录，F8 不改它们。一次最多 %d 条。"), BATCH_MOST);
	if (b->block.nrows)
		buf_adds(out, _("\n粘贴的一块按列表的次序对应记录；第一行是字段名时按名对应，否则从选定的一列起向右。空的格不改。"));
	else if (bulk_sets(b))
		buf_adds(out, _("\n新值的写法和表单里一样；要清空，填「未填」。"
				"有的规则要两项一起改：填好一项，按 F7 再加一项；F6 去掉最后加上的。"));
	if (b->field && b->field->help)
		buf_addf(out, "\n%s: %s", _(b->field->label), _(b->field->help));
}

static void bulk_free(struct screen *s)
{
	struct bulk *b = (struct bulk *)s;

	batch_stop(app_store(s->app), &b->batch);
	batch_release(&b->batch);
	tsv_release(&b->block);
	completion_close(&b->completion);
	for (int i = 0; i < BULK_PARTS; i++)
		edit_release(&b->edits[i]);
	buf_release(&b->applied);
	bulk_release_added(b);
	free(b->columns);
	free(b->ids);
	free(b->found);
	free(b);
}

const struct screen_type bulk_set_type = {
	.name = "bulk", .title = N_("批量修改"),
	.actions = { set_actions, sizeof(set_actions) / sizeof(set_actions[0]) },
	.draw = bulk_draw, .key = bulk_key, .may_run = bulk_may_run, .point = bulk_point, .idle = bulk_idle, .help = bulk_help, .free = bulk_free,
};

const struct screen_type bulk_state_type = {
	.name = "bulk-retire", .title = N_("批量停用和恢复"),
	.actions = { state_actions, sizeof(state_actions) / sizeof(state_actions[0]) },
	.draw = bulk_draw, .key = bulk_key, .may_run = bulk_may_run, .point = bulk_point, .idle = bulk_idle, .help = bulk_help, .free = bulk_free,
};

static bool is_too_many(struct app *a, size_t n)
{
	if (n > BATCH_MOST)
		app_say(a, _("一次最多改 %d 条，现在选中 %zu 条；请先筛选，分几次改。"), BATCH_MOST, n);
	return n > BATCH_MOST;
}

bool bulk_has_header(const struct reg *reg, const struct tsv *block)
{
	for (size_t k = 0; k < block->cols; k++)
		if (!reg_field_typed(reg, block->rows[0][k]))
			return false;
	return block->nrows > 1;
}

struct screen *bulk_new(struct app *a, const struct bulk_want *want)
{
	struct bulk *b;

	if (is_too_many(a, want->n)) {
		if (want->block)
			tsv_release(want->block);
		return NULL;
	}
	b = xcalloc(1, sizeof(*b));
	b->screen = (struct screen){
		.type = want->deed == BATCH_SET ? &bulk_set_type : &bulk_state_type, .app = a, .input = true,
	};
	b->reg = want->reg;
	b->fill = want->fill;
	b->selected = want->selected;
	batch_init(&b->batch, want->reg, want->deed);
	for (int i = 0; i < BULK_PARTS; i++)
		edit_init(&b->edits[i], TEXT_LINE, i == BULK_REASON ? REASON_MAX : 0);
	if (want->block) {
		b->block = *want->block;
		*want->block = (struct tsv){ .rows = NULL };
		b->columns = xcalloc(want->ncolumns + 1, sizeof(const struct field *));
		memcpy(b->columns, want->columns, want->ncolumns * sizeof(const struct field *));
		b->ncolumns = want->ncolumns;
		b->header = bulk_has_header(b->reg, &b->block);
	}
	while (!bulk_has_part(b, b->part))
		b->part++;
	bulk_start_gathering(b, want);
	return &b->screen;
}
