/* Two moments side by side: the fields that differ, record by record; found in slices, so that nobody waits for them. */
#include "ui/compare.h"

#include <stdlib.h>
#include <time.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/change.h"
#include "ui/cursor.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "src/banned.h"

/* What is asked for unless something else is typed. */
#define USUAL "-7..现在"
#define SLICE_MS 8

struct compare {
	struct screen screen;
	struct compare_want want;
	char *words;
	struct comparison *running;	/* NULL: all is found */
	struct compare_sum sum;
	struct change *lines;
	size_t n, cap;
	struct cursor cursor;
	int64_t data_version;
};

enum { COMPARE_BACK = MOVES, COMPARE_OPEN, COMPARE_OTHER };

static const struct ui_action actions[] = {
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到原来的屏幕。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = COMPARE_BACK },
	{ .name = "open", .label = N_("详细"), .bar = N_("详细"),
	  .help = N_("光标所在记录的全部改动；只比一条记录时，显示这个字段的完整内容。"), .keys = { "Enter" }, .group = GROUP_RECORD,
	  .run = COMPARE_OPEN },
	{ .name = "other", .label = N_("换两个时点"), .bar = N_("时点"), .help = N_("另写两个时点，重新比较。"), .keys = { "F5", "c" },
	  .words = N_("比较 差别"), .group = GROUP_PAST, .run = COMPARE_OTHER },
	MOVE_ACTIONS,
};

/* ---- Reading ----------------------------------------------------------------------------------- */

static int take(void *ctx, const struct change *change)
{
	struct compare *c = ctx;

	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 64;
		c->lines = xreallocarray(c->lines, c->cap, sizeof(*c->lines));
	}
	change_copy(&c->lines[c->n++], change);
	return 0;
}

static void stop(struct compare *c)
{
	if (c->running)
		c->sum = *comparison_sum(c->running);
	comparison_free(c->running);
	c->running = NULL;
}

static void start(struct compare *c)
{
	struct err e = ERR_INIT;

	stop(c);
	for (size_t i = 0; i < c->n; i++)
		change_release(&c->lines[i]);
	c->n = 0;
	c->sum = (struct compare_sum){ .more = false };
	c->data_version = store_data_version(app_store(c->screen.app));
	c->running = comparison_new(app_store(c->screen.app), &c->want, &e);
	if (!c->running)
		app_say_error(c->screen.app, &e);
}

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A slice; true when more is left. */
static bool read_on(struct compare *c)
{
	int64_t end = clock_ms() + SLICE_MS;
	struct err e = ERR_INIT;
	int rc = c->running ? 1 : 0;

	while (rc == 1 && clock_ms() < end)
		rc = comparison_next(c->running, take, c, &e);
	if (rc < 0)
		app_say_error(c->screen.app, &e);
	if (rc != 1)
		stop(c);
	return c->running != NULL;
}

/* ---- The picture ------------------------------------------------------------------------------- */

#define NARROW 72
#define ARROW " -> "
#define ARROW_CELLS 4

enum column { RECORD, DONE, FIELD_NAME, BEFORE, AFTER, COLUMNS };

static const char *const heads[COLUMNS] = { N_("记录"), N_("变化"), N_("字段"), N_("原值"), N_("新值") };

/* Of one record it need not be said which one. */
static void lay_out(const struct compare *c, int cols, struct spot out[COLUMNS])
{
	static const int wide[] = { 24, 6, 12 }, narrow[] = { 12, 0, 8 };
	int x = 2;

	for (int i = RECORD; i <= FIELD_NAME; i++) {
		int cells = cols < NARROW ? narrow[i] : wide[i];

		if (c->want.record && i == RECORD)
			cells = 0;
		out[i] = (struct spot){ 0, x, cells };
		x += cells ? cells + 1 : 0;
	}
	out[BEFORE] = (struct spot){ 0, x, (cols - x - ARROW_CELLS) / 2 };
	x += out[BEFORE].cells + ARROW_CELLS;
	out[AFTER] = (struct spot){ 0, x, cols - x };
}

/* Whether the line before is of the same record, whose name then need not stand there again. */
static bool goes_on(const struct compare *c, size_t i)
{
	return i > c->cursor.top && c->lines[i - 1].record == c->lines[i].record;
}

/* Where there is no room for what was done, it stands for the field of a record that came or went. */
static void add_cell(const struct compare *c, size_t i, enum column column, bool narrow, struct buf *out)
{
	struct store *s = app_store(c->screen.app);
	const struct change *line = &c->lines[i];

	if (column == RECORD && !goes_on(c, i))
		change_add_record(s, line, out);
	else if (column == DONE || (column == FIELD_NAME && narrow && line->op != CHANGE_UPDATE))
		buf_adds(out, deed_label(change_deed(line)));
	else if (column == FIELD_NAME)
		buf_adds(out, change_field_label(line));
	else if (column == BEFORE && line->op == CHANGE_UPDATE)
		change_add_value(s, line, line->before, out);
	else if (column == AFTER && line->op == CHANGE_UPDATE)
		change_add_value(s, line, line->after, out);
}

static void draw_line(const struct compare *c, struct picture *p, int y, const struct spot *columns, size_t i)
{
	enum look look = i == c->cursor.at ? LOOK_CURRENT : LOOK_TEXT;
	struct buf b = BUF_INIT;

	picture_fill(p, y, ' ', look);
	picture_put(p, (struct spot){ y, 0, 1 }, i == c->cursor.at ? ">" : " ", look);
	for (int k = 0; k < COLUMNS; k++) {
		buf_clear(&b);
		add_cell(c, i, (enum column)k, p->cols < NARROW, &b);
		picture_put(p, (struct spot){ y, columns[k].x, columns[k].cells }, buf_str(&b), look);
	}
	if (c->lines[i].op == CHANGE_UPDATE)
		picture_put(p, (struct spot){ y, columns[AFTER].x - ARROW_CELLS, ARROW_CELLS }, ARROW, look);
	buf_release(&b);
}

static void draw_lines(struct compare *c, struct picture *p, struct area area)
{
	struct spot columns[COLUMNS];

	lay_out(c, p->cols, columns);
	picture_fill(p, area.y, ' ', LOOK_HEAD);
	for (int k = 0; k < COLUMNS; k++)
		picture_put(p, (struct spot){ area.y, columns[k].x, columns[k].cells }, _(heads[k]), LOOK_HEAD);
	cursor_fit(&c->cursor, c->n, area.rows - 2);
	for (size_t i = c->cursor.top; i < c->n && i < c->cursor.top + (size_t)c->cursor.room; i++)
		draw_line(c, p, area.y + 1 + (int)(i - c->cursor.top), columns, i);
	if (!c->n)
		picture_put(p, (struct spot){ area.y + 1, 2, p->cols - 2 },
			    c->running ? _("正在比较") : _("这两个时点没有差别"), LOOK_DIM);
	picture_cursor(p, area.y + 1 + (int)(c->cursor.at - c->cursor.top), 0);
}

/* "2026-11-15 .. 现在  新增 3 条  修改 12 条": what was not there at all is not said. */
static void add_sum(const struct compare *c, struct buf *out)
{
	static const enum deed deeds[] = { DEED_CREATE, DEED_EDIT, DEED_RETIRE, DEED_REVIVE, DEED_REMOVE };
	const struct compare_sum *sum = c->running ? comparison_sum(c->running) : &c->sum;

	buf_addf(out, "%s  ", c->words);
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (sum->records[deeds[i]])
			buf_addf(out, _("%s %lld 条  "), deed_label(deeds[i]), (long long)sum->records[deeds[i]]);
	if (c->running)
		buf_adds(out, _("正在比较"));
	else if (sum->more)
		buf_addf(out, _("只比了前 %d 条；请把时间缩短。"), COMPARE_MOST);
}

static void add_title(const struct compare *c, struct buf *out)
{
	const struct lookup *l = store_lookup(app_store(c->screen.app));

	buf_addf(out, _("台账 > %s > "), _(c->want.reg->title));
	if (c->want.record) {
		l->ref_format(l->ctx, c->want.reg, c->want.record, STYLE_EDIT, out);
		buf_adds(out, " > ");
	}
	buf_adds(out, _("比较"));
}

static void compare_draw(struct screen *s, struct picture *p)
{
	struct compare *c = (struct compare *)s;
	struct buf title = BUF_INIT, sum = BUF_INIT;
	struct area area;

	add_title(c, &title);
	area = screen_frame(s, p, buf_str(&title), NULL);
	draw_lines(c, p, area);
	add_sum(c, &sum);
	picture_put(p, (struct spot){ area.y + area.rows - 1, 2, p->cols - 2 }, buf_str(&sum), LOOK_DIM);
	buf_release(&title);
	buf_release(&sum);
}

/* ---- Keys -------------------------------------------------------------------------------------- */

/* All of one field, which a line may be too short for. */
static void show_whole(struct compare *c, const struct change *line)
{
	struct app *a = c->screen.app;
	struct buf text = BUF_INIT;

	buf_addf(&text, _("%s\n\n原值: "), c->words);
	change_add_value(app_store(a), line, line->before, &text);
	buf_adds(&text, _("\n新值: "));
	change_add_value(app_store(a), line, line->after, &text);
	app_push(a, question_new(a, &(struct question){
		.title = line->op == CHANGE_UPDATE ? change_field_label(line) : deed_label(change_deed(line)), .text = buf_str(&text) }));
	buf_release(&text);
}

static void open_line(struct compare *c)
{
	const struct change *line = &c->lines[c->cursor.at];

	if (c->want.record)
		show_whole(c, line);
	else
		app_push(c->screen.app, history_new(c->screen.app, line->reg, line->record));
}

static int may_run(struct screen *s, int what, struct err *e)
{
	const struct compare *c = (const struct compare *)s;

	if (what == COMPARE_OPEN && !c->n)
		return err_set(e, ERR_NOT_FOUND, "%s", _("这两个时点没有差别"));
	return 0;
}

/* ---- The question ------------------------------------------------------------------------------ */

struct asked {
	struct app *app;
	const struct reg *reg;
	struct compare *again;		/* the screen that gets what was typed; NULL: a new one */
};

static int check_words(void *ctx, const char *typed, struct err *e)
{
	const struct asked *q = ctx;
	struct compare_want want = { .reg = q->reg };

	return compare_parse(app_store(q->app), typed, &want, NULL, e);
}

static void take_words(void *ctx, const char *typed)
{
	const struct asked *q = ctx;
	struct compare_want want = { .reg = q->reg, .most = COMPARE_MOST };
	struct buf words = BUF_INIT;

	if (compare_parse(app_store(q->app), typed, &want, &words, NULL) < 0)
		return;
	if (!q->again) {
		app_push(q->app, compare_new(q->app, &want, buf_str(&words)));
		buf_release(&words);
		return;
	}
	want.record = q->again->want.record;
	q->again->want = want;
	free(q->again->words);
	q->again->words = buf_detach(&words);
	q->again->cursor = (struct cursor){ .at = 0 };
	start(q->again);
}

static void ask(struct app *a, const struct reg *reg, struct compare *again)
{
	struct asked *q = xcalloc(1, sizeof(*q));

	*q = (struct asked){ a, reg, again };
	app_push(a, prompt_new(a, &(struct prompt){
		.title = _("比较两个时点"),
		.label = _("从哪一天到哪一天，都指那天结束时；只写一个就和现在比。\n昨天   -7..现在   上月底..昨天   2026-03-01..2026-03-15"),
		.initial = USUAL, .check = check_words, .done = take_words, .free = free, .ctx = q }));
}

void compare_ask(struct app *a, const struct reg *reg)
{
	ask(a, reg, NULL);
}

/* ---- The screen -------------------------------------------------------------------------------- */

static bool compare_key(struct screen *s, const struct key *k)
{
	struct compare *c = (struct compare *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);
	struct err e = ERR_INIT;

	if (!a)
		return false;
	if (may_run(s, a->run, &e) < 0)
		app_say(s->app, "%s", e.text);
	else if (a->run == COMPARE_BACK)
		app_pop(s->app, 0);
	else if (a->run == COMPARE_OPEN)
		open_line(c);
	else if (a->run == COMPARE_OTHER)
		ask(s->app, c->want.reg, c);
	else
		cursor_move(&c->cursor, a->run, c->n);
	return true;
}

/* What is compared with now follows what is written. */
static bool compare_idle(struct screen *s, bool quiet)
{
	struct compare *c = (struct compare *)s;

	(void)quiet;
	if (c->want.until == COMPARE_NOW && store_data_version(app_store(s->app)) != c->data_version)
		start(c);
	return read_on(c);
}

static void compare_resume(struct screen *s, int64_t result)
{
	(void)result;
	compare_idle(s, false);
}

static struct screen *compare_again(const struct screen *s)
{
	const struct compare *c = (const struct compare *)s;

	return compare_new(s->app, &c->want, c->words);
}

static void compare_free(struct screen *s)
{
	struct compare *c = (struct compare *)s;

	stop(c);
	for (size_t i = 0; i < c->n; i++)
		change_release(&c->lines[i]);
	free(c->lines);
	free(c->words);
	free(c);
}

const struct screen_type compare_type = {
	.name = "compare", .title = N_("比较两个时点"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = compare_draw, .key = compare_key, .may_run = may_run, .idle = compare_idle, .resume = compare_resume,
	.again = compare_again, .free = compare_free,
};

struct screen *compare_new(struct app *a, const struct compare_want *want, const char *words)
{
	struct compare *c = xcalloc(1, sizeof(*c));

	c->screen = (struct screen){ .type = &compare_type, .app = a };
	c->want = *want;
	c->words = xstrdup(words);
	start(c);
	/* The usual few are there at once. */
	read_on(c);
	return &c->screen;
}
