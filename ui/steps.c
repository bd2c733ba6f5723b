/* The panel with the next steps of a record. */
#include "ui/steps.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/cursor.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "ui/wrap.h"
#include "src/banned.h"

#define STEPS_MOST 16

enum { STEPS_TAKE = MOVES, STEPS_BACK };

static const struct ui_action actions[] = {
	{ .name = "take", .label = N_("办这一步"), .bar = N_("办理"), .help = N_("办光标所在的一步；还缺字段时到表单里去填，阶段已经改好，填完保存就办了。"),
	  .keys = { "Enter" }, .group = GROUP_RECORD, .run = STEPS_TAKE },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("什么都不办。"), .keys = { "F10", "Esc" },
	  .group = GROUP_MOVE, .run = STEPS_BACK },
	MOVE_ACTIONS,
};


struct steps_panel {
	struct screen screen;
	char *title;
	size_t n;
	struct {
		const struct step *step;
		char *label;			/* "初定 -> 初定" */
		struct findings missing;
	} items[STEPS_MOST];
	struct cursor cursor;
	int top;				/* first line shown */
	const struct reg *reg;
	void (*done)(void *ctx, const struct step *step);
	void (*fill)(void *ctx, const struct step *step, const struct field *field);
	void *ctx;
};

const char *stage_label(struct store *s, const struct reg *reg, const char *value)
{
	return workflow_stage_label(reg, store_lookup(s), value);
}

void step_missing(struct store *s, const struct steps_want *want, const struct step *step, struct findings *out)
{
	const struct reg *reg = want->reg;
	const struct doer who = { .role = store_role(s), .name = store_operator_name(s) };
	struct err e = ERR_INIT;

	if (workflow_may_make(reg, step, &who, want->base, &e) < 0)
		findings_add(out, RULE_ERROR, NULL, NULL, "%s", e.text);
	workflow_missing(reg, step, &(struct check){ .lookup = store_lookup(s), .found = out }, want->rec);
}

/*
 * The first of the record's own fields that the step wants filled in, NULL where there is none or the person may not make it;
 * *alone: nothing else is missing.
 */
static const struct field *first_gap(const struct steps_panel *q, bool *alone)
{
	const struct findings *missing = &q->items[q->cursor.at].missing;
	const struct field *gap = NULL;

	*alone = true;
	for (size_t i = 0; i < missing->n; i++) {
		const struct finding *m = &missing->items[i];

		if (m->level != RULE_ERROR)
			continue;
		if (!m->field)
			return NULL;
		if (strcmp(m->field, q->reg->workflow->stage) == 0)
			*alone = false;
		else if (!gap)
			gap = reg_field(q->reg, m->field);
	}
	return gap;
}

/* --- the picture --- */

/* The step's line, with what it wants besides. */
static void add_head(const struct steps_panel *q, size_t i, struct buf *out)
{
	const struct findings *missing = &q->items[i].missing;
	size_t errors = findings_count(missing, RULE_ERROR);

	buf_addf(out, "%s %s  ", i == q->cursor.at ? ">" : " ", q->items[i].label);
	if (errors)
		buf_addf(out, _("还缺 %zu 项"), errors);
	else
		buf_adds(out, q->items[i].step->reason || missing->n ? _("可以办，要写原因") : _("可以办"));
}

static int draw_wrapped(struct picture *p, struct box b, int y, const char *text, enum look look)
{
	struct buf line = BUF_INIT;

	while (*text) {
		struct wrap w = wrap_line(text, b.cols);

		buf_clear(&line);
		buf_add(&line, text, w.shown);
		if (p && y >= 0 && y < b.rows)
			picture_put(p, (struct spot){ b.y + y, b.x, b.cols }, buf_str(&line), look);
		text += w.all;
		y++;
	}
	buf_release(&line);
	return y;
}

/* Of those lines what lies in the box. */
static void touch_lines(struct picture *p, struct box b, struct area lines, int64_t what)
{
	int from = lines.y > 0 ? lines.y : 0, end = lines.y + lines.rows < b.rows ? lines.y + lines.rows : b.rows;

	picture_touch(p, (struct box){ b.y + from, b.x, end - from, b.cols }, what);
}

/* Draws the steps from line y of the box on, or without a picture only counts; returns the line below.  *at is that of
 * the current step. */
static int draw_steps(const struct steps_panel *q, struct picture *p, struct box b, int y, struct area *at)
{
	struct box inner = { b.y, b.x + 4, b.rows, b.cols - 4 };
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < q->n; i++) {
		const struct findings *missing = &q->items[i].missing;
		int from = y;

		buf_clear(&text);
		add_head(q, i, &text);
		y = draw_wrapped(p, b, y, buf_str(&text), i == q->cursor.at ? LOOK_CURRENT : LOOK_TEXT);
		for (size_t k = 0; k < missing->n; k++) {
			bool error = missing->items[k].level == RULE_ERROR;

			buf_clear(&text);
			buf_addf(&text, "%s %s", error ? "!" : "?", missing->items[k].text);
			y = draw_wrapped(p, inner, y, buf_str(&text), error ? LOOK_ERROR : LOOK_WARN);
		}
		if (p)
			touch_lines(p, b, (struct area){ from, y - from }, (int64_t)i);
		if (i == q->cursor.at)
			*at = (struct area){ from, y - from };
	}
	buf_release(&text);
	return q->n ? y : draw_wrapped(p, b, y, _("已经是最后一步。"), LOOK_DIM);
}

/* The current step stays in sight, its first line before all. */
static void scroll_to(struct steps_panel *q, struct area at, int rows)
{
	if (at.y + at.rows > q->top + rows)
		q->top = at.y + at.rows - rows;
	if (at.y < q->top)
		q->top = at.y;
}

static const char *answers(const struct steps_panel *q)
{
	bool alone;

	if (!q->n)
		return _("[ Esc 返回 ]");
	return first_gap(q, &alone) ? _("[ Enter 去填写 ]  [ Esc 返回 ]") : _("[ Enter 办这一步 ]  [ Esc 返回 ]");
}

static void steps_draw(struct screen *s, struct picture *p)
{
	struct steps_panel *q = (struct steps_panel *)s;
	struct box b = panel_box(p, 1);
	struct area at = { 0, 0 };
	int lines = draw_steps(q, NULL, (struct box){ 0, 0, 0, b.cols - 4 }, 0, &at);
	struct box inner;

	b = panel_box(p, lines + 2);
	inner = (struct box){ b.y + 1, b.x + 2, b.rows - 4, b.cols - 4 };
	scroll_to(q, at, inner.rows);
	picture_box(p, b, q->title);
	draw_steps(q, p, inner, -q->top, &at);
	picture_put(p, (struct spot){ b.y + b.rows - 2, b.x + 2, b.cols - 4 }, answers(q), LOOK_FIELD);
	picture_cursor(p, inner.y + at.y, inner.x);
}

/* --- keys --- */

static void take(struct steps_panel *q)
{
	struct app *a = q->screen.app;
	struct err e = ERR_INIT;
	const struct field *gap;
	bool alone;
	int rc;

	if (!q->n)
		return;
	gap = first_gap(q, &alone);
	rc = findings_error(&q->items[q->cursor.at].missing, 0, &e);
	if (rc == 0 || gap)
		app_pop(a, 0);
	if (gap)
		q->fill(q->ctx, alone ? q->items[q->cursor.at].step : NULL, gap);
	else if (rc == 0)
		q->done(q->ctx, q->items[q->cursor.at].step);
	if (rc < 0)
		app_say_error(a, &e);
}

static bool steps_key(struct screen *s, const struct key *k)
{
	struct steps_panel *q = (struct steps_panel *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		app_say(s->app, _("上下键选一步，Enter 办理，Esc 返回。"));
	else if (a->run < MOVES)
		cursor_move(&q->cursor, a->run, q->n);
	else if (a->run == STEPS_TAKE)
		take(q);
	else
		app_pop(s->app, 0);
	return true;
}

static void steps_free(struct screen *s)
{
	struct steps_panel *q = (struct steps_panel *)s;

	for (size_t i = 0; i < q->n; i++) {
		free(q->items[i].label);
		findings_release(&q->items[i].missing);
	}
	free(q->title);
	free(q);
}

const struct screen_type steps_type = {
	.name = "steps", .title = N_("办理下一步"), .panel = true, .actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = steps_draw, .key = steps_key, .cursor = offsetof(struct steps_panel, cursor), .free = steps_free,
};

/* The first one that can be made and only leads on. */
static size_t likely(const struct steps_panel *q)
{
	for (size_t i = 0; i < q->n; i++)
		if (!q->items[i].step->reason && !findings_count(&q->items[i].missing, RULE_ERROR))
			return i;
	return 0;
}

struct screen *steps_new(struct app *a, const struct steps_want *want)
{
	struct steps_panel *q = xcalloc(1, sizeof(*q));
	const struct step *next[STEPS_MOST];
	struct store *s = app_store(a);
	struct buf b = BUF_INIT;

	q->screen = (struct screen){ .type = &steps_type, .app = a };
	q->reg = want->reg;
	q->done = want->done;
	q->fill = want->fill;
	q->ctx = want->ctx;
	q->n = workflow_next(want->reg, want->base, next, STEPS_MOST);
	q->n = q->n < STEPS_MOST ? q->n : STEPS_MOST;
	q->cursor.room = 1;
	for (size_t i = 0; i < q->n; i++) {
		buf_addf(&b, "%s -> %s", _(next[i]->label), stage_label(s, want->reg, next[i]->to));
		q->items[i].step = next[i];
		q->items[i].label = buf_detach(&b);
		step_missing(s, want, next[i], &q->items[i].missing);
	}
	q->cursor.at = likely(q);
	buf_addf(&b, _("办理：现在是「%s」"), stage_label(s, want->reg, workflow_stage(want->reg, want->base)));
	q->title = buf_detach(&b);
	return &q->screen;
}
