/* The choice between two values of a field, where two people changed it at the same time. */
#include "ui/conflict.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/merge.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "ui/wrap.h"
#include "src/banned.h"

enum { CONFLICT_SAVE, CONFLICT_SWITCH, CONFLICT_NEXT, CONFLICT_PREV, CONFLICT_PAGE_DOWN, CONFLICT_PAGE_UP, CONFLICT_BACK };

static const struct ui_action actions[] = {
	{ .name = "save", .label = N_("按选择保存"), .bar = N_("保存"), .help = N_("按标着 (*) 的值保存。"), .keys = { "Ctrl-S" },
	  .group = GROUP_RECORD, .run = CONFLICT_SAVE },
	{ .name = "switch", .label = N_("换一个值"), .bar = N_("换"), .help = N_("这一项用我的，或用对方的。"),
	  .keys = { "Space", "Enter" }, .group = GROUP_RECORD, .run = CONFLICT_SWITCH },
	{ .name = "switch-side", .label = N_("换另一边"), .help = N_("这一项用我的，或用对方的。"), .keys = { "Left", "Right" },
	  .group = GROUP_RECORD, .run = CONFLICT_SWITCH },
	{ .name = "next", .label = N_("下一处"), .help = N_("到下一处要选的。"), .keys = { "Down", "Tab" },
	  .group = GROUP_MOVE, .run = CONFLICT_NEXT },
	{ .name = "previous", .label = N_("上一处"), .help = N_("到上一处要选的。"), .keys = { "Up", "Shift-Tab" },
	  .group = GROUP_MOVE, .run = CONFLICT_PREV },
	{ .name = "page-down", .label = N_("往下看"), .help = N_("往下翻。"), .keys = { "PgDn" }, .group = GROUP_MOVE, .run = CONFLICT_PAGE_DOWN },
	{ .name = "page-up", .label = N_("往回看"), .help = N_("往上翻。"), .keys = { "PgUp" }, .group = GROUP_MOVE, .run = CONFLICT_PAGE_UP },
	{ .name = "back", .label = N_("回到表单"), .bar = N_("返回"), .help = N_("不保存，回到表单，什么都不丢。"),
	  .keys = { "F10", "Esc" }, .group = GROUP_MOVE, .run = CONFLICT_BACK },
};

/* What is clicked on: a field to choose for, or one of its values. */
enum part { PART_FIELD, PART_THEIRS, PART_MINE, PARTS };
#define NO_THING (-1)

struct line {
	char *text;
	bool chosen;
	int64_t thing;			/* which field and which part of it; NO_THING: neither */
};

struct conflict_panel {
	struct screen screen;
	struct conflict_question asked;
	char *who, *when;
	size_t *fields;			/* those to choose for */
	size_t n, cur;
	bool *theirs;			/* for all fields */

	struct line *lines;		/* as laid out for the last picture */
	size_t n_lines, cap;
	int64_t thing;			/* of the lines that are being laid out */
	size_t from, to;		/* lines of the current field */
	int top, room;
	bool follow;			/* the current field must be in sight */
};

static enum merge holds(const struct conflict_question *m, size_t field)
{
	return field_merge(&m->reg->fields[field], m->base, m->theirs, m->mine);
}

/* --- the lines --- */

static void clear_lines(struct conflict_panel *c)
{
	for (size_t i = 0; i < c->n_lines; i++)
		free(c->lines[i].text);
	c->n_lines = 0;
}

/* Adds text broken into lines; what comes after the first one stands below it, `indent` cells in. */
static void add_lines(struct conflict_panel *c, const char *text, int indent, int cols, bool chosen)
{
	bool first = true;

	while (*text) {
		struct wrap w = wrap_line(text, first ? cols : cols - indent);
		struct buf b = BUF_INIT;

		buf_fill(&b, ' ', first ? 0 : (size_t)indent);
		buf_add(&b, text, w.shown);
		if (c->n_lines == c->cap) {
			c->cap = c->cap ? c->cap * 2 : 16;
			c->lines = xreallocarray(c->lines, c->cap, sizeof(*c->lines));
		}
		c->lines[c->n_lines++] = (struct line){ .text = buf_detach(&b), .chosen = chosen, .thing = c->thing };
		text += w.all;
		first = false;
	}
}

static void add_value(const struct conflict_panel *c, size_t field, const void *rec, struct buf *out)
{
	const struct lookup *l = store_lookup(app_store(c->screen.app));
	struct buf b = BUF_INIT;

	field_format_masked(&c->asked.reg->fields[field], rec, l, STYLE_EDIT, &b);
	/* A note's lines would look like further values. */
	for (const char *at = buf_str(&b); *at; at++)
		buf_addc(out, *at == '\n' ? ' ' : *at);
	if (!b.len)
		buf_adds(out, _("（空）"));
	buf_release(&b);
}

/* The field with its value at opening, and below it the two to choose from. */
static void add_field(struct conflict_panel *c, size_t which, int cols)
{
	size_t field = c->fields[which];
	bool theirs = c->theirs[field];
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s %s  %s ", which == c->cur ? ">" : " ", _(c->asked.reg->fields[field].label), _("打开时"));
	add_value(c, field, c->asked.base, &b);
	c->thing = (int64_t)which * PARTS + PART_FIELD;
	add_lines(c, buf_str(&b), 4, cols, which == c->cur);
	buf_clear(&b);
	buf_addf(&b, "    (%c) %s ", theirs ? '*' : ' ', _("对方改成"));
	add_value(c, field, c->asked.theirs, &b);
	c->thing = (int64_t)which * PARTS + PART_THEIRS;
	add_lines(c, buf_str(&b), 8, cols, theirs);
	buf_clear(&b);
	buf_addf(&b, "    (%c) %s ", theirs ? ' ' : '*', _("我改成"));
	add_value(c, field, c->asked.mine, &b);
	c->thing = (int64_t)which * PARTS + PART_MINE;
	add_lines(c, buf_str(&b), 8, cols, !theirs);
	c->thing = NO_THING;
	buf_release(&b);
}

static void add_merged(struct conflict_panel *c, int cols)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < c->asked.reg->nfields; i++)
		if (holds(&c->asked, i) == MERGE_THEIRS) {
			buf_adds(&b, b.len ? _("；") : _("已自动合并对方改的："));
			buf_addf(&b, "%s ", _(c->asked.reg->fields[i].label));
			add_value(c, i, c->asked.base, &b);
			buf_adds(&b, " -> ");
			add_value(c, i, c->asked.theirs, &b);
		}
	add_lines(c, buf_str(&b), 2, cols, false);
	buf_release(&b);
}

static void lay_out(struct conflict_panel *c, int cols)
{
	struct buf b = BUF_INIT;

	clear_lines(c);
	c->thing = NO_THING;
	buf_addf(&b, _("%s 在 %s 也改了这一条；%zu 处要你选："), c->who ? c->who : "?",
		c->when ? c->when : "?", c->n);
	add_lines(c, buf_str(&b), 0, cols, false);
	for (size_t i = 0; i < c->n; i++) {
		if (i == c->cur)
			c->from = c->n_lines;
		add_field(c, i, cols);
		if (i == c->cur)
			c->to = c->n_lines;
	}
	add_merged(c, cols);
	buf_release(&b);
}

/* --- the picture --- */

/* Scrolls so that the current field is in sight, its beginning first; with all lines in sight there is nothing to scroll. */
static void fit(struct conflict_panel *c)
{
	int last = (int)c->n_lines - c->room;

	if (c->follow && c->cur == 0 && (int)c->to <= c->room)
		c->top = 0;
	else if (c->follow && (int)c->to > c->top + c->room)
		c->top = (int)c->to - c->room;
	if (c->follow && (int)c->from < c->top)
		c->top = (int)c->from;
	if (c->top > last)
		c->top = last;
	if (c->top < 0)
		c->top = 0;
}

static void draw_lines(const struct conflict_panel *c, struct picture *p, struct box b)
{
	for (int i = 0; i < c->room && c->top + i < (int)c->n_lines; i++) {
		const struct line *line = &c->lines[c->top + i];

		picture_put(p, (struct spot){ b.y + 1 + i, b.x + 2, b.cols - 4 }, line->text,
			line->chosen ? LOOK_CHANGED : LOOK_TEXT);
		if (line->thing != NO_THING)
			picture_touch(p, (struct box){ b.y + 1 + i, b.x + 2, 1, b.cols - 4 }, line->thing);
	}
	if ((int)c->n_lines > c->room)
		picture_add(p, (struct spot){ b.y + 1 + c->room, b.x + 2, b.cols - 4 }, _("（PgDn、PgUp 看其余）"), LOOK_DIM);
	picture_cursor(p, b.y + 1 + ((int)c->from > c->top ? (int)c->from - c->top : 0), b.x + 2);
}

static void conflict_draw(struct screen *s, struct picture *p)
{
	struct conflict_panel *c = (struct conflict_panel *)s;
	char *answers[] = { xstrdup(_("[ Ctrl-S 保存 ]")), xstrdup(_("[ 空格 换一个 ]")), xstrdup(_("[ Esc 回到表单 ]")) };
	struct box b = panel_box(p, 0);
	int below = panel_answers(p, b, -1, answers, 3);

	lay_out(c, b.cols - 4);
	b = panel_box(p, (int)c->n_lines + 1 + below);
	c->room = b.rows - 3 - below;
	fit(c);
	picture_box(p, b, _("两个人改了同一项"));
	panel_answers(p, b, b.y + b.rows - 1 - below, answers, 3);
	draw_lines(c, p, b);
	for (size_t i = 0; i < 3; i++)
		free(answers[i]);
}

/* --- keys --- */

static void finish(struct conflict_panel *c, bool save)
{
	struct conflict_question m = c->asked;

	app_pop(c->screen.app, 0);
	m.done(m.ctx, save ? c->theirs : NULL);
}

static void go(struct conflict_panel *c, size_t to)
{
	c->follow = true;
	if (to < c->n)
		c->cur = to;
}

static void turn(struct conflict_panel *c, int by)
{
	c->follow = false;
	c->top += by * (c->room > 1 ? c->room - 1 : 1);
}

static bool conflict_key(struct screen *s, const struct key *k)
{
	struct conflict_panel *c = (struct conflict_panel *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a) {
		app_say(s->app, _("上下键到下一处，空格或 Enter 换一个值，Ctrl-S 保存，Esc 回到表单。"));
		return true;
	}
	switch (a->run) {
	case CONFLICT_SAVE: finish(c, true); break;
	case CONFLICT_SWITCH: c->theirs[c->fields[c->cur]] ^= true; break;
	case CONFLICT_NEXT: go(c, c->cur + 1); break;
	case CONFLICT_PREV: go(c, c->cur ? c->cur - 1 : 0); break;
	case CONFLICT_PAGE_DOWN: turn(c, 1); break;
	case CONFLICT_PAGE_UP: turn(c, -1); break;
	default: finish(c, false); break;
	}
	return true;
}

/* A click on a value chooses it; Enter, which would change it, is nobody's wish then. */
static bool conflict_point(struct screen *s, int64_t what)
{
	struct conflict_panel *c = (struct conflict_panel *)s;

	go(c, (size_t)(what / PARTS));
	if (what % PARTS != PART_FIELD)
		c->theirs[c->fields[c->cur]] = what % PARTS == PART_THEIRS;
	return false;
}

static void conflict_free(struct screen *s)
{
	struct conflict_panel *c = (struct conflict_panel *)s;

	clear_lines(c);
	free(c->lines);
	free(c->fields);
	free(c->theirs);
	free(c->who);
	free(c->when);
	free(c);
}

const struct screen_type conflict_type = {
	.name = "conflict", .title = N_("别人也改了"), .panel = true, .actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = conflict_draw, .key = conflict_key, .point = conflict_point, .free = conflict_free,
};

struct screen *conflict_new(struct app *a, const struct conflict_question *asked)
{
	struct conflict_panel *c = xcalloc(1, sizeof(*c));

	c->screen = (struct screen){ .type = &conflict_type, .app = a };
	c->asked = *asked;
	c->who = xstrdup(asked->who);
	c->when = xstrdup(asked->when);
	c->fields = xcalloc(asked->reg->nfields, sizeof(*c->fields));
	c->theirs = xcalloc(asked->reg->nfields, sizeof(*c->theirs));
	c->follow = true;
	for (size_t i = 0; i < asked->reg->nfields; i++)
		if (holds(asked, i) == MERGE_ASK)
			c->fields[c->n++] = i;
	return &c->screen;
}
