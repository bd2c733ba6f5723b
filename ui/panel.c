/* Panels over another screen: a question with a few answers, and a line to fill in. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/edit.h"
#include "ui/screen.h"

#define ANSWERS 4
#define PANEL_COLS 72

struct panel_box { int y, x, rows, cols; };

/* The place of a panel with so many lines inside, on even cells so that wide characters below stay whole. */
static struct panel_box place(const struct picture *p, int lines)
{
	struct panel_box b = { .rows = lines + 2, .cols = p->cols - 4 };

	if (b.cols > PANEL_COLS)
		b.cols = PANEL_COLS;
	if (b.rows > p->rows - 2)
		b.rows = p->rows - 2;
	b.x = (p->cols - b.cols) / 2 & ~1;
	b.y = (p->rows - b.rows) / 2;
	return b;
}

/* --- a question --- */

struct question {
	struct screen screen;
	char *title, *text;
	struct key keys[ANSWERS];
	char *names[ANSWERS], *labels[ANSWERS];
	int n, first_line, answer;
	void (*done)(void *ctx, int answer);
	void *ctx;
};

/* How many lines the text takes when broken at `cols` cells, and the line to draw at `want` (-1: none). */
static int wrap(const char *text, int cols, int want, struct buf *line)
{
	int n = 0;

	for (const char *s = text; *s; n++) {
		const char *end = strchr(s, '\n');
		size_t len = end ? (size_t)(end - s) : strlen(s), fit;
		struct buf part = BUF_INIT;

		buf_add(&part, s, len);
		fit = text_fit(buf_str(&part), cols);
		if (fit == 0 && len)
			fit = text_next(s, len);
		if (n == want)
			buf_add(line, s, fit);
		buf_release(&part);
		s += fit;
		if (fit == len && *s == '\n')
			s++;
	}
	return n;
}

static void draw_answers(struct question *c, struct picture *p, const struct panel_box *b)
{
	int x = b->x + 2;

	for (int i = 0; i < c->n; i++) {
		struct buf t = BUF_INIT;

		buf_addf(&t, "[ %s %s ]", c->names[i], c->labels[i]);
		x += picture_add(p, b->y + b->rows - 2, x, b->x + b->cols - 2 - x, buf_str(&t), LOOK_FIELD) + 2;
		buf_release(&t);
	}
}

static void confirm_draw(struct screen *s, struct picture *p)
{
	struct question *c = (struct question *)s;
	struct panel_box b = place(p, 1);
	int inner = b.cols - 4, lines = wrap(c->text, inner, -1, NULL), room;

	b = place(p, lines + 2);
	room = b.rows - 4;
	if (c->first_line > lines - room)
		c->first_line = lines > room ? lines - room : 0;
	picture_box(p, b.y, b.x, b.rows, b.cols, c->title);
	for (int i = 0; i < room && c->first_line + i < lines; i++) {
		struct buf line = BUF_INIT;

		wrap(c->text, inner, c->first_line + i, &line);
		picture_put(p, b.y + 1 + i, b.x + 2, inner, buf_str(&line), LOOK_TEXT);
		buf_release(&line);
	}
	if (lines > room)
		picture_add(p, b.y + b.rows - 3, b.x + 2, inner, _("（上下键看其余）"), LOOK_DIM);
	draw_answers(c, p, &b);
	picture_cursor(p, b.y + b.rows - 2, b.x + 2);
}

static bool confirm_key(struct screen *s, const struct key *k)
{
	struct question *c = (struct question *)s;

	for (int i = 0; i < c->n; i++)
		if (key_equal(k, &c->keys[i])) {
			c->answer = i;
			app_pop(s->app, i);
			return true;
		}
	if (k->kind == K_ESC)
		app_pop(s->app, -1);
	else if (k->kind == K_DOWN || k->kind == K_PGDN)
		c->first_line++;
	else if ((k->kind == K_UP || k->kind == K_PGUP) && c->first_line)
		c->first_line--;
	else
		app_say(s->app, _("请按方括号里的键，或按 Esc 返回。"));
	return true;
}

static void confirm_free(struct screen *s)
{
	struct question *c = (struct question *)s;

	if (c->done)
		c->done(c->ctx, c->answer);
	for (int i = 0; i < c->n; i++) {
		free(c->names[i]);
		free(c->labels[i]);
		key_release(&c->keys[i]);
	}
	free(c->title);
	free(c->text);
	free(c);
}

static const struct screen_type confirm_type = {
	.name = "confirm", .panel = true, .draw = confirm_draw, .key = confirm_key, .free = confirm_free,
};

struct screen *confirm_new(struct app *a, const struct confirm *question)
{
	struct question *c = xcalloc(1, sizeof(*c));

	c->screen = (struct screen){ .type = &confirm_type, .app = a };
	c->title = xstrdup(question->title);
	c->text = xstrdup(question->text);
	c->n = question->n < ANSWERS ? question->n : ANSWERS;
	c->answer = -1;
	c->done = question->done;
	c->ctx = question->ctx;
	for (int i = 0; i < c->n; i++) {
		key_parse(&c->keys[i], question->answers[i].key, NULL);
		c->names[i] = xstrdup(question->answers[i].key);
		c->labels[i] = xstrdup(question->answers[i].label);
	}
	return &c->screen;
}

/* --- a line to fill in --- */

struct prompt {
	struct screen screen;
	char *title, *label;
	bool required;
	struct edit edit;
	void (*done)(void *ctx, const char *text);
	void *ctx;
};

static void prompt_draw(struct screen *s, struct picture *p)
{
	struct prompt *pr = (struct prompt *)s;
	struct panel_box b = place(p, 4);
	struct edit_view view;
	struct buf shown = BUF_INIT;
	int inner = b.cols - 4;

	picture_box(p, b.y, b.x, b.rows, b.cols, pr->title);
	picture_put(p, b.y + 1, b.x + 2, inner, pr->label, LOOK_TEXT);
	edit_view(&pr->edit, inner, 1, &view);
	buf_add(&shown, edit_text(&pr->edit) + view.row[0].from, view.row[0].to - view.row[0].from);
	picture_put(p, b.y + 2, b.x + 2, inner, buf_str(&shown), LOOK_FIELD);
	picture_put(p, b.y + 4, b.x + 2, inner, _("[ 回车 确定 ]  [ Esc 取消 ]"), LOOK_DIM);
	picture_cursor(p, b.y + 2, b.x + 2 + view.x);
	buf_release(&shown);
}

static void finish(struct prompt *pr)
{
	struct app *a = pr->screen.app;
	void (*done)(void *ctx, const char *text) = pr->done;
	void *ctx = pr->ctx;
	char *text = xstrdup(edit_text(&pr->edit));

	app_pop(a, 0);
	done(ctx, text);
	free(text);
}

static bool prompt_key(struct screen *s, const struct key *k)
{
	struct prompt *pr = (struct prompt *)s;

	if (k->kind == K_ESC)
		app_pop(s->app, 0);
	else if (k->kind == K_ENTER && pr->required && !*edit_text(&pr->edit))
		app_say(s->app, _("请先填写，或按 Esc 取消。"));
	else if (k->kind == K_ENTER)
		finish(pr);
	else if (edit_key(&pr->edit, k) && pr->edit.refused.text[0])
		app_say_error(s->app, &pr->edit.refused);
	return true;
}

static void prompt_free(struct screen *s)
{
	struct prompt *pr = (struct prompt *)s;

	edit_release(&pr->edit);
	free(pr->title);
	free(pr->label);
	free(pr);
}

static const struct screen_type prompt_type = {
	.name = "prompt", .panel = true, .draw = prompt_draw, .key = prompt_key, .free = prompt_free,
};

struct screen *prompt_new(struct app *a, const char *title, const char *label, bool required,
			  void (*done)(void *ctx, const char *text), void *ctx)
{
	struct prompt *pr = xcalloc(1, sizeof(*pr));

	pr->screen = (struct screen){ .type = &prompt_type, .app = a };
	pr->title = xstrdup(title);
	pr->label = xstrdup(label);
	pr->required = required;
	pr->done = done;
	pr->ctx = ctx;
	edit_init(&pr->edit, TEXT_LINE, 200);
	return &pr->screen;
}
