/* Panels over another screen: a question with a few answers, and a line to fill in. */
#include "ui/panel.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/edit.h"
#include "ui/screens.h"
#include "ui/wrap.h"
#include "src/banned.h"

#define PANEL_COLS 72
#define ANSWER_GAP 2

static const struct ui_action panel_actions[] = {
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("收起，什么都不做。"), .keys = { "F10", "Esc" }, .group = GROUP_MOVE },
};

#define PANEL_ACTIONS { panel_actions, sizeof(panel_actions) / sizeof(panel_actions[0]) }

static int panel_cols(const struct picture *p)
{
	return p->cols - 4 < PANEL_COLS ? p->cols - 4 : PANEL_COLS;
}

struct box panel_box(const struct picture *p, int lines)
{
	struct box b = { .rows = lines + 2, .cols = panel_cols(p) };

	if (b.rows > p->rows - 2)
		b.rows = p->rows - 2;
	b.x = (p->cols - b.cols) / 2 & ~1;
	b.y = (p->rows - b.rows) / 2;
	return b;
}

/* --- a question --- */

struct question_panel {
	struct screen screen;
	char *title, *text;
	struct key keys[ANSWERS_MAX];
	char *labels[ANSWERS_MAX + 1];	/* "[ Ctrl-S 保存 ]"; after them the one for Esc */
	int n, first_line, lines, room;
	void (*done)(void *ctx, int answer);
	void *ctx;
};

/* "[ Ctrl-S 保存 ]": its key is the second word. */
static void touch_answer(struct picture *p, struct box b, const char *label)
{
	const char *from = label + strcspn(label, " ");
	struct buf name = BUF_INIT;
	struct key key;

	from += strspn(from, " ");
	buf_add(&name, from, strcspn(from, " "));
	if (key_parse(&key, buf_str(&name), NULL) == 0)
		picture_touch_key(p, b, &key);
	buf_release(&name);
}

int panel_answers(struct picture *p, struct box b, int y, char *const *labels, int n)
{
	int x = 2, lines = 1;

	for (int i = 0; i < n; i++) {
		int width = text_width(labels[i]);

		if (x > 2 && x + width > b.cols - 2) {
			x = 2;
			lines++;
		}
		if (y >= 0)
			touch_answer(p, (struct box){ y + lines - 1, b.x + x, 1, width }, labels[i]);
		if (y >= 0)
			picture_add(p, (struct spot){ y + lines - 1, b.x + x, width }, labels[i], LOOK_FIELD);
		x += width + ANSWER_GAP;
	}
	return lines;
}

static void draw_text(struct question_panel *q, struct picture *p, struct box b)
{
	const char *s = q->text;
	struct buf line = BUF_INIT;

	for (int i = 0; *s && i < q->first_line + q->room; i++) {
		struct wrap w = wrap_line(s, b.cols - 4);

		buf_clear(&line);
		buf_add(&line, s, w.shown);
		if (i >= q->first_line)
			picture_put(p, (struct spot){ b.y + 1 + i - q->first_line, b.x + 2, b.cols - 4 },
				buf_str(&line), LOOK_TEXT);
		s += w.all;
	}
	buf_release(&line);
}

static void question_draw(struct screen *s, struct picture *p)
{
	struct question_panel *q = (struct question_panel *)s;
	struct box b = { .cols = panel_cols(p) };
	int answers = panel_answers(p, b, -1, q->labels, q->n + 1), bottom;

	q->lines = wrap_count(q->text, b.cols - 4);
	b = panel_box(p, q->lines + 1 + answers);
	q->room = b.rows - 3 - answers;
	if (q->first_line > q->lines - q->room)
		q->first_line = q->lines > q->room ? q->lines - q->room : 0;
	picture_box(p, b, q->title);
	draw_text(q, p, b);
	bottom = b.y + b.rows - 1 - answers;
	if (q->lines > q->room)
		picture_add(p, (struct spot){ bottom - 1, b.x + 2, b.cols - 4 }, _("（上下键看其余）"), LOOK_DIM);
	panel_answers(p, b, bottom, q->labels, q->n + 1);
	picture_cursor(p, bottom, b.x + 2);
}

static void answer(struct question_panel *q, int which)
{
	void (*done)(void *ctx, int answer) = q->done;

	q->done = NULL;
	app_pop(q->screen.app, 0);
	if (done)
		done(q->ctx, which);
}

static void scroll(struct question_panel *q, const struct key *k)
{
	int page = q->room > 1 ? q->room : 1;

	switch ((int)k->kind) {
	case K_DOWN: q->first_line++; break;
	case K_UP: q->first_line--; break;
	case K_PGDN: q->first_line += page; break;
	case K_PGUP: q->first_line -= page; break;
	default: app_say(q->screen.app, _("请按方括号里的键，或按 Esc 返回。")); break;
	}
	if (q->first_line > q->lines - q->room)
		q->first_line = q->lines - q->room;
	if (q->first_line < 0)
		q->first_line = 0;
}

static bool question_key(struct screen *s, const struct key *k)
{
	struct question_panel *q = (struct question_panel *)s;

	for (int i = 0; i < q->n; i++)
		if (key_equal(k, &q->keys[i])) {
			answer(q, i);
			return true;
		}
	if (actions_find(s->type->actions, k))
		answer(q, -1);
	else
		scroll(q, k);
	return true;
}

static void question_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("请按方括号里的键，或按 Esc 返回。"));
}

static void question_free(struct screen *s)
{
	struct question_panel *q = (struct question_panel *)s;

	if (q->done)
		q->done(q->ctx, -1);
	for (int i = 0; i <= q->n; i++)
		free(q->labels[i]);
	free(q->title);
	free(q->text);
	free(q);
}

const struct screen_type question_type = {
	.name = "question", .title = N_("问题"), .panel = true, .actions = PANEL_ACTIONS,
	.draw = question_draw, .key = question_key, .help = question_help, .free = question_free,
};

struct screen *question_new(struct app *a, const struct question *question)
{
	struct question_panel *q = xcalloc(1, sizeof(*q));
	struct buf esc = BUF_INIT;

	q->screen = (struct screen){ .type = &question_type, .app = a };
	q->title = xstrdup(question->title);
	q->text = xstrdup(question->text);
	q->n = question->n < ANSWERS_MAX ? question->n : ANSWERS_MAX;
	q->done = question->done;
	q->ctx = question->ctx;
	for (int i = 0; i < q->n; i++) {
		const struct answer *from = &question->answers[i];
		struct buf label = BUF_INIT;

		key_parse(&q->keys[i], from->key, NULL);
		buf_addf(&label, "[ %s %s ]", from->key, from->label);
		q->labels[i] = buf_detach(&label);
	}
	buf_addf(&esc, "[ Esc %s ]", question->esc ? question->esc : _("返回"));
	q->labels[q->n] = buf_detach(&esc);
	return &q->screen;
}

/* --- a line to fill in --- */

#define PROMPT_MAX 200

struct prompt_panel {
	struct screen screen;
	char *title, *label, *more;
	bool required;
	int rows;
	struct edit edit;
	int (*check)(void *ctx, const char *text, struct err *e);
	void (*done)(void *ctx, const char *text);
	void (*more_done)(void *ctx, const char *text);
	void (*free)(void *ctx);
	void *ctx;
};

static void prompt_draw(struct screen *s, struct picture *p)
{
	struct prompt_panel *q = (struct prompt_panel *)s;
	int inner = panel_cols(p) - 4, lines = wrap_count(q->label, inner);
	struct box b = panel_box(p, 2 + q->rows + (lines > 1 ? lines : 1));
	int x = b.x + 2, end = b.y + b.rows - 1;
	struct buf answers = BUF_INIT;

	picture_box(p, b, q->title);
	picture_text(p, (struct box){ b.y + 1, x, b.rows - 4 - q->rows, inner }, q->label, LOOK_TEXT);
	buf_addf(&answers, "%s%s%s%s", q->rows > 1 ? _("[ Ctrl-S 确定 ]  ") : _("[ Enter 确定 ]  "), q->more ? "[ F7 " : "",
		q->more ? q->more : "", q->more ? " ]  " : "");
	buf_adds(&answers, _("[ Esc 取消 ]"));
	picture_put(p, (struct spot){ end - 1, x, inner }, buf_str(&answers), LOOK_TEXT);
	buf_release(&answers);
	picture_edit(p, (struct box){ end - 2 - q->rows, x, q->rows, inner }, &q->edit);
}

static void finish(struct prompt_panel *q)
{
	struct err e = ERR_INIT;

	if (q->check && q->check(q->ctx, edit_text(&q->edit), &e) < 0) {
		app_say_error(q->screen.app, &e);
		return;
	}
	app_pop(q->screen.app, 0);
	q->done(q->ctx, edit_text(&q->edit));
}

static void go_further(struct prompt_panel *q)
{
	app_pop(q->screen.app, 0);
	q->more_done(q->ctx, edit_text(&q->edit));
}

/* Where the text has several lines, Enter begins a new one. */
static bool enters(const struct prompt_panel *q, const struct key *k)
{
	return q->rows > 1 ? k->kind == K_CTRL && k->cp == 's' : k->kind == K_ENTER;
}

static const char *how_to_answer(const struct prompt_panel *q)
{
	return q->rows > 1 ? _("写好后按 Ctrl-S 确定，不做就按 Esc 取消。") : _("写好后按 Enter 确定，不做就按 Esc 取消。");
}

static void prompt_help(struct screen *s, struct buf *out)
{
	buf_adds(out, how_to_answer((struct prompt_panel *)s));
}

static bool prompt_key(struct screen *s, const struct key *k)
{
	struct prompt_panel *q = (struct prompt_panel *)s;
	bool empty = edit_text(&q->edit)[strspn(edit_text(&q->edit), " ")] == '\0';

	if (actions_find(s->type->actions, k))
		app_pop(s->app, 0);
	else if (q->more && k->kind == K_F && k->code == 7)
		go_further(q);
	else if (enters(q, k) && q->required && empty)
		app_say(s->app, _("请先填写，或按 Esc 取消。"));
	else if (enters(q, k))
		finish(q);
	else if (!edit_key(&q->edit, k))
		app_say(s->app, "%s", how_to_answer(q));
	else if (q->edit.refused.text[0])
		app_say_error(s->app, &q->edit.refused);
	return true;
}

static void prompt_free(struct screen *s)
{
	struct prompt_panel *q = (struct prompt_panel *)s;

	if (q->free)
		q->free(q->ctx);
	edit_release(&q->edit);
	free(q->title);
	free(q->label);
	free(q->more);
	free(q);
}

const struct screen_type prompt_type = {
	.name = "prompt", .title = N_("填一行"), .panel = true, .actions = PANEL_ACTIONS,
	.draw = prompt_draw, .key = prompt_key, .help = prompt_help, .free = prompt_free,
};

struct screen *prompt_new(struct app *a, const struct prompt *prompt)
{
	struct prompt_panel *q = xcalloc(1, sizeof(*q));

	q->screen = (struct screen){ .type = &prompt_type, .app = a };
	q->title = xstrdup(prompt->title);
	q->label = xstrdup(prompt->label);
	q->required = prompt->required;
	q->check = prompt->check;
	q->more = prompt->more ? xstrdup(prompt->more) : NULL;
	q->more_done = prompt->more_done;
	q->done = prompt->done;
	q->free = prompt->free;
	q->ctx = prompt->ctx;
	q->rows = prompt->rows > 1 ? prompt->rows : 1;
	edit_init(&q->edit, q->rows > 1 ? TEXT_NOTE : TEXT_LINE, prompt->max ? (size_t)prompt->max : PROMPT_MAX);
	edit_load(&q->edit, prompt->initial ? prompt->initial : "");
	return &q->screen;
}
