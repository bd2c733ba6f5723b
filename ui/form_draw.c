/* The picture of a form: sections, fields, the list of proposals, the line about the current field. */
#include <string.h>

#include "src/i18n.h"
#include "src/text.h"
#include "ui/form.h"

#define NOTE_ROWS 3

/* Where things stand: the pure part of the layout. */
struct place {
	int line;	/* from the top of the whole form */
	int rows;
};

static int label_cells(const struct picture *p)
{
	return p->cols < 60 ? 10 : 16;
}

static int rows_of(const struct field *f)
{
	return f->type == TYPE_NOTE ? NOTE_ROWS : 1;
}

/* The place of a field; a section takes one more line before its first field. */
static struct place place_of(const struct form *f, size_t field)
{
	struct place at = { .rows = rows_of(&f->reg->fields[field]) };

	for (size_t i = 0; i <= field; i++) {
		at.line += f->reg->fields[i].section ? 1 : 0;
		if (i < field)
			at.line += rows_of(&f->reg->fields[i]);
	}
	return at;
}

static int total_lines(const struct form *f)
{
	struct place last = place_of(f, f->reg->nfields - 1);

	return last.line + last.rows;
}

static char mark_of(const struct form *f, size_t field)
{
	char mark = form_is_changed(f, field) ? '*' : ' ';

	if (f->errors[field])
		return '!';
	for (size_t i = 0; i < f->findings.n; i++)
		if (f->findings.items[i].field && strcmp(f->findings.items[i].field, f->reg->fields[field].name) == 0)
			mark = f->findings.items[i].level == RULE_ERROR ? '!' : mark == ' ' ? '?' : mark;
	return mark;
}

static void draw_editor(struct form *f, struct picture *p, int y, int x, int cells)
{
	struct edit_view view;
	int rows = rows_of(&f->reg->fields[f->cur]);

	edit_view(&f->edit, cells, rows, &view);
	for (int i = 0; i < rows; i++) {
		struct buf b = BUF_INIT;

		if (i < view.rows)
			buf_add(&b, edit_text(&f->edit) + view.row[i].from, view.row[i].to - view.row[i].from);
		picture_put(p, y + i, x, cells, buf_str(&b), LOOK_FIELD);
		buf_release(&b);
	}
	picture_cursor(p, y + view.y, x + view.x);
}

/* A value that is not being edited; notes line by line. */
static void draw_value(struct form *f, struct picture *p, size_t field, const int box[3])
{
	struct buf text = BUF_INIT;
	const char *s;
	enum look look = f->errors[field] ? LOOK_ERROR : form_is_changed(f, field) ? LOOK_CHANGED : LOOK_TEXT;

	form_field_text(f, field, &text);
	s = buf_str(&text);
	for (int i = 0; i < rows_of(&f->reg->fields[field]); i++) {
		struct buf line = BUF_INIT;
		size_t n = strcspn(s, "\n");

		buf_add(&line, s, n);
		picture_put(p, box[0] + i, box[1], box[2], buf_str(&line), look);
		buf_release(&line);
		s += n + (s[n] == '\n');
	}
	if (field == f->cur)
		picture_cursor(p, box[0], box[1]);
	buf_release(&text);
}

static void draw_field(struct form *f, struct picture *p, size_t field, int y)
{
	const struct field *t = &f->reg->fields[field];
	int label = label_cells(p), x = 3 + label + 1, cells = p->cols - x - 2;
	char mark[3] = { field == f->cur ? '>' : ' ', mark_of(f, field), '\0' };
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s%s", _(t->label), t->flags & FIELD_REQUIRED ? "*" : "");
	picture_put(p, y, 0, 2, mark, mark[1] == '!' ? LOOK_ERROR : LOOK_TEXT);
	picture_put(p, y, 3, label, buf_str(&b), field == f->cur ? LOOK_HEAD : LOOK_TEXT);
	buf_release(&b);
	if (form_is_editable(f, field)) {
		picture_put(p, y, x - 1, 1, "[", LOOK_DIM);
		picture_put(p, y, x + cells, 1, "]", LOOK_DIM);
	}
	if (field == f->cur && form_is_editable(f, field) && !f->hidden)
		draw_editor(f, p, y, x, cells);
	else
		draw_value(f, p, field, (int[]){ y, x, cells });
}

static void draw_choices(struct form *f, struct picture *p, int y)
{
	int label = label_cells(p), x = (3 + label + 1) & ~1, cols = p->cols - x - 2, rows = (int)f->n_choices + 2;

	if (!f->choosing)
		return;
	if (y + 1 + rows > p->rows - 1)
		y = y - rows - 1 > 0 ? y - rows - 1 : 0;
	picture_box(p, y + 1, x, rows, cols, NULL);
	for (size_t i = 0; i < f->n_choices; i++) {
		picture_put(p, y + 2 + (int)i, x + 1, 1, i == f->choice ? ">" : " ", LOOK_TEXT);
		picture_put(p, y + 2 + (int)i, x + 2, cols - 3, f->choices[i].label,
			    i == f->choice ? LOOK_CURRENT : LOOK_TEXT);
	}
}

/* What is wrong with the current field, else what it means. */
static void draw_hint(struct form *f, struct picture *p, int y)
{
	const struct field *t = &f->reg->fields[f->cur];
	const char *text = t->help ? _(t->help) : "";
	enum look look = LOOK_DIM;

	for (size_t i = 0; i < f->findings.n; i++)
		if (f->findings.items[i].field && strcmp(f->findings.items[i].field, t->name) == 0) {
			text = f->findings.items[i].text;
			look = f->findings.items[i].level == RULE_ERROR ? LOOK_ERROR : LOOK_WARN;
			break;
		}
	if (f->errors[f->cur]) {
		text = f->errors[f->cur];
		look = LOOK_ERROR;
	} else if (f->hidden) {
		text = _("个人信息：F5 显示（会记入日志）；直接输入则整个替换。");
	}
	picture_put(p, y, 0, 2, look == LOOK_ERROR ? "! " : look == LOOK_WARN ? "? " : "  ", look);
	picture_put(p, y, 2, p->cols - 2, text, look);
}

static void draw_title(struct form *f, struct buf *left, struct buf *right)
{
	size_t n = form_changes(f);

	buf_addf(left, _("台账 > %s > "), _(f->reg->title));
	if (f->base)
		reg_describe(f->reg, f->base, left);
	else
		buf_adds(left, _("新增"));
	if (n)
		buf_addf(right, _("*%zu处未保存"), n);
	if (f->base && !date_is_empty(((struct rec *)f->base)->retired_on))
		buf_adds(right, _("  已停用"));
}

static void scroll(struct form *f, int room)
{
	struct place at = place_of(f, f->cur);
	int first = f->reg->fields[f->cur].section ? at.line - 1 : at.line, total = total_lines(f);

	if (first < f->top)
		f->top = first;
	if (at.line + at.rows > f->top + room)
		f->top = at.line + at.rows - room;
	if (f->top > total - room)
		f->top = total > room ? total - room : 0;
}

void form_draw(struct screen *s, struct picture *p)
{
	struct form *f = (struct form *)s;
	struct buf left = BUF_INIT, right = BUF_INIT;
	int rows, y, room, cursor_line = 0;

	draw_title(f, &left, &right);
	y = screen_frame(s, p, buf_str(&left), buf_str(&right), &rows);
	room = rows - 1;
	scroll(f, room);
	for (size_t i = 0; i < f->reg->nfields; i++) {
		struct place at = place_of(f, i);
		int line = at.line - f->top;

		if (f->reg->fields[i].section && line - 1 >= 0 && line - 1 < room)
			picture_put(p, y + line - 1, 1, p->cols - 1, _(f->reg->fields[i].section), LOOK_HEAD);
		if (line >= 0 && line + at.rows <= room)
			draw_field(f, p, i, y + line);
		if (i == f->cur)
			cursor_line = y + line;
	}
	draw_hint(f, p, y + room);
	draw_choices(f, p, cursor_line);
	buf_release(&left);
	buf_release(&right);
}
