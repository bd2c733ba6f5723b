/* The sections of a form: one long form, with a strip that says where one is and where something is to do. */

#include "src/i18n.h"
#include "src/text.h"
#include "ui/form.h"
#include "src/banned.h"

#define FAR_DOWN 100000		/* a line behind the end of any form */

size_t form_next_section(const struct form *f, size_t field)
{
	do
		field++;
	while (field < f->reg->nfields && !f->reg->fields[field].section);
	return field;
}

bool form_has_tabs(const struct form *f)
{
	return form_next_section(f, 0) < f->reg->nfields;
}

void form_go_to_section(struct form *f, size_t number)
{
	size_t at = 0;

	for (size_t i = 1; i < number && at < f->reg->nfields; i++)
		at = form_next_section(f, at);
	if (at >= f->reg->nfields) {
		app_say(f->screen.app, _("没有第 %zu 段"), number);
		return;
	}
	form_go(f, at);
	/* Its beginning comes to the top, so that as much of it is seen as fits. */
	f->top = FAR_DOWN;
	if (!f->readonly && !form_is_editable(f, at))
		form_step(f, 1);
}

/* The worst mark of the fields of a section: "!", "*" or none. */
static const char *mark_of(const struct form *f, size_t from, size_t to)
{
	const char *mark = "";

	for (size_t i = from; i < to; i++) {
		char one = form_mark_of(f, i);

		if (one == '!')
			return "!";
		if (one == '*')
			mark = "*";
	}
	return mark;
}

/* " 2班子* ", the current one "<2班子*>"; short: only the current one has its name. */
static void add_tab(const struct form *f, size_t number, size_t from, bool brief, struct buf *out)
{
	size_t to = form_next_section(f, from);
	const char *name = f->reg->fields[from].section;
	bool current = f->cur >= from && f->cur < to;

	buf_addc(out, current ? '<' : ' ');
	buf_addf(out, "%zu", number);
	if (name && (current || !brief))
		buf_adds(out, _(name));
	buf_adds(out, mark_of(f, from, to));
	buf_addc(out, current ? '>' : ' ');
}

/* p: each is to be clicked on in line y; NULL: they are only written. */
static void add_tabs(const struct form *f, bool brief, struct picture *p, int y, struct buf *out)
{
	size_t number = 1;

	for (size_t from = 0; from < f->reg->nfields; from = form_next_section(f, from)) {
		int x = text_width(buf_str(out));

		add_tab(f, number, from, brief, out);
		if (p)
			picture_touch(p, (struct box){ y, x, 1, text_width(buf_str(out)) - x }, FORM_TAB(number));
		number++;
	}
}

void form_draw_tabs(const struct form *f, struct picture *p, int y)
{
	struct buf strip = BUF_INIT;
	const char *hint = _(" Alt-数字换段 ");
	int width, hinted = text_width(hint);

	bool brief;

	add_tabs(f, false, NULL, y, &strip);
	brief = text_width(buf_str(&strip)) > p->cols - 1;
	buf_clear(&strip);
	add_tabs(f, brief, p, y, &strip);
	picture_fill(p, y, '-', LOOK_FRAME);
	width = picture_add(p, (struct spot){ y, 0, p->cols }, buf_str(&strip), LOOK_HEAD);
	if (width + hinted + 4 < p->cols)
		picture_add(p, (struct spot){ y, p->cols - hinted - 2, hinted }, hint, LOOK_DIM);
	buf_release(&strip);
}
