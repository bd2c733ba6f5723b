/* F1: the keys of the screen below and what its cursor stands on, from the tables; F1 again shows all registers and fields. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/app.h"
#include "ui/screen.h"

struct help {
	struct screen screen;
	struct screen *about;	/* stands below, lives longer */
	bool index;
	int top, room, lines;
	struct buf text;
	int cols;		/* width the text was laid out for */
};

enum { HELP_BACK, HELP_INDEX, HELP_DOWN, HELP_UP, HELP_PAGE_DOWN, HELP_PAGE_UP, HELP_FIRST, HELP_LAST };

static const struct ui_action actions[] = {
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到原来的屏幕。"),
	  .keys = { "F10", "Esc", "q" }, .run = HELP_BACK },
	{ .name = "index", .label = N_("总目"), .bar = N_("总目"), .help = N_("所有台账和字段的说明；再按一次回到本屏说明。"),
	  .keys = { "F1", "?" }, .run = HELP_INDEX },
	{ .name = "down", .label = N_("下一行"), .help = N_("往下看。"), .keys = { "Down", "j", "Enter" }, .run = HELP_DOWN },
	{ .name = "up", .label = N_("上一行"), .help = N_("往上看。"), .keys = { "Up", "k" }, .run = HELP_UP },
	{ .name = "page-down", .label = N_("下一页"), .help = N_("往下翻一页。"), .keys = { "PgDn", "Space" },
	  .run = HELP_PAGE_DOWN },
	{ .name = "page-up", .label = N_("上一页"), .help = N_("往上翻一页。"), .keys = { "PgUp", "b" }, .run = HELP_PAGE_UP },
	{ .name = "first", .label = N_("开头"), .help = N_("到开头。"), .keys = { "Home", "g" }, .run = HELP_FIRST },
	{ .name = "last", .label = N_("末尾"), .help = N_("到末尾。"), .keys = { "End", "G" }, .run = HELP_LAST },
};

/* Adds text broken at `cols` cells, each line after `indent` spaces. */
static void add_wrapped(struct buf *out, const char *text, int cols, int indent)
{
	int room = cols - indent > 8 ? cols - indent : 8;

	while (*text) {
		size_t fit = text_fit(text, room);

		if (!fit)
			fit = text_next(text, strlen(text));
		buf_fill(out, ' ', (size_t)indent);
		buf_add(out, text, fit);
		buf_addc(out, '\n');
		text += fit;
	}
}

static void about_field(struct buf *out, const struct field *f, int cols)
{
	struct buf head = BUF_INIT;

	buf_addf(&head, "%s  %s  (%s%s)", _(f->label), f->name, _(field_type(f)->label),
		 f->flags & FIELD_REQUIRED ? _("，必填") : "");
	add_wrapped(out, buf_str(&head), cols, 2);
	buf_clear(&head);
	if (f->help)
		add_wrapped(out, _(f->help), cols, 6);
	if (f->example) {
		buf_addf(&head, _("例：%s"), f->example);
		add_wrapped(out, buf_str(&head), cols, 6);
		buf_clear(&head);
	}
	if (f->source) {
		buf_addf(&head, _("依据：%s"), _(f->source));
		add_wrapped(out, buf_str(&head), cols, 6);
	}
	buf_release(&head);
}

static void lay_out_index(struct help *h, int cols)
{
	for (size_t i = 0; i < registers_n; i++) {
		const struct reg *reg = registers[i];

		buf_addf(&h->text, "%s  %s\n", _(reg->title), reg->name);
		for (size_t k = 0; k < reg->nfields; k++)
			about_field(&h->text, &reg->fields[k], cols);
		buf_addc(&h->text, '\n');
	}
}

static void lay_out_screen(struct help *h, int cols)
{
	struct buf at = BUF_INIT;

	if (h->about->type->help)
		h->about->type->help(h->about, &at);
	if (at.len) {
		for (const char *s = buf_str(&at); *s;) {
			size_t n = strcspn(s, "\n");
			struct buf line = BUF_INIT;

			buf_add(&line, s, n);
			add_wrapped(&h->text, buf_str(&line), cols, 0);
			buf_release(&line);
			s += n + (s[n] == '\n');
		}
		buf_addc(&h->text, '\n');
	}
	buf_addf(&h->text, "%s\n", _("这个屏幕的键："));
	actions_help(&h->text, h->about->type->actions, cols);
	buf_addf(&h->text, "\n%s\n", _("到处可用的键："));
	actions_help(&h->text, app_actions(), cols);
	buf_release(&at);
}

static void lay_out(struct help *h, int cols)
{
	buf_clear(&h->text);
	h->cols = cols;
	if (h->index)
		lay_out_index(h, cols);
	else
		lay_out_screen(h, cols);
	h->lines = 0;
	for (const char *s = buf_str(&h->text); *s; s++)
		h->lines += *s == '\n';
}

static const char *line_at(const struct help *h, int n)
{
	const char *s = buf_str(&h->text);

	while (n-- > 0 && *s)
		s += strcspn(s, "\n") + 1;
	return s;
}

static void help_draw(struct screen *s, struct picture *p)
{
	struct help *h = (struct help *)s;
	int rows, first = screen_frame(s, p, h->index ? _("帮助 > 台账和字段") : _("帮助"), NULL, &rows);

	if (h->cols != p->cols - 2)
		lay_out(h, p->cols - 2);
	h->room = rows;
	if (h->top > h->lines - rows)
		h->top = h->lines > rows ? h->lines - rows : 0;
	if (h->top < 0)
		h->top = 0;
	for (int i = 0; i < rows && h->top + i < h->lines; i++) {
		const char *line = line_at(h, h->top + i);
		struct buf b = BUF_INIT;

		buf_add(&b, line, strcspn(line, "\n"));
		picture_put(p, first + i, 1, p->cols - 1, buf_str(&b), LOOK_TEXT);
		buf_release(&b);
	}
	picture_cursor(p, first, 0);
}

static bool help_key(struct screen *s, const struct key *k)
{
	struct help *h = (struct help *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case HELP_BACK: app_pop(s->app, 0); break;
	case HELP_INDEX:
		h->index = !h->index;
		h->cols = 0;
		h->top = 0;
		break;
	case HELP_DOWN: h->top++; break;
	case HELP_UP: h->top--; break;
	case HELP_PAGE_DOWN: h->top += h->room; break;
	case HELP_PAGE_UP: h->top -= h->room; break;
	case HELP_FIRST: h->top = 0; break;
	case HELP_LAST: h->top = h->lines; break;
	}
	return true;
}

static void help_free(struct screen *s)
{
	struct help *h = (struct help *)s;

	buf_release(&h->text);
	free(h);
}

static const struct screen_type help_type = {
	.name = "help",
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = help_draw, .key = help_key, .free = help_free,
};

struct screen *help_new(struct app *a, struct screen *about)
{
	struct help *h = xcalloc(1, sizeof(*h));

	h->screen = (struct screen){ .type = &help_type, .app = a };
	h->about = about;
	return &h->screen;
}
