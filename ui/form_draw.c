/* The picture of a form: sections, fields, the list of proposals, the lines about the current field. */
#include <inttypes.h>
#include <string.h>

#include "src/i18n.h"
#include "src/text.h"
#include "ui/form.h"
#include "src/banned.h"

#define NOTE_ROWS 3
#define CHOICE_ROWS 10
#define VALUE_MOST 80		/* a longer box is harder to look at than a text that scrolls in it */
#define MARKS 3			/* cells before the labels: ">", the mark and a blank */
#define REQUIRED N_("(必填)")

/* --- where things stand --- */

static int rows_of(const struct field *t)
{
	return t->type == TYPE_NOTE ? NOTE_ROWS : 1;
}

/* What follows from the record stands below the first section, where it is seen at once. */
static size_t before_facts(const struct form *f)
{
	return form_next_section(f, 0);
}

/* The line of a field from the top of the whole form; a section has a line of its own before its first field. */
static int line_of(const struct form *f, size_t field)
{
	int line = field >= before_facts(f) ? (int)f->n_facts : 0;

	for (size_t i = 0; i <= field; i++) {
		line += f->reg->fields[i].section ? 1 : 0;
		if (i < field)
			line += rows_of(&f->reg->fields[i]);
	}
	return line;
}

/* The line of the first fact. */
static int facts_line(const struct form *f)
{
	size_t last = before_facts(f) - 1;

	return line_of(f, last) + rows_of(&f->reg->fields[last]);
}

static int total_lines(const struct form *f)
{
	size_t last = f->reg->nfields - 1;
	int end = line_of(f, last) + rows_of(&f->reg->fields[last]);

	return before_facts(f) > last ? end + (int)f->n_facts : end;
}

static int label_width(const struct field *t)
{
	return text_width(_(t->label)) + (t->flags & FIELD_REQUIRED ? text_width(_(REQUIRED)) : 0);
}

/* All labels get the cells of the longest, so that the values stand below each other. */
static int label_cells(const struct form *f, const struct picture *p)
{
	int cells = 0;

	for (size_t i = 0; i < f->reg->nfields; i++)
		if (label_width(&f->reg->fields[i]) > cells)
			cells = label_width(&f->reg->fields[i]);
	for (size_t i = 0; i < f->n_facts; i++)
		if (text_width(f->facts[i].label) > cells)
			cells = text_width(f->facts[i].label);
	return cells < p->cols / 3 ? cells : p->cols / 3;
}

/* A box about as wide as what belongs into it. */
static int value_cells(const struct field *t, int room)
{
	static const int by_type[TYPE_COUNT] = {
		[TYPE_INT] = 12, [TYPE_BOOL] = 6, [TYPE_DATE] = 14, [TYPE_MONTH] = 14, [TYPE_MONEY] = 20,
		[TYPE_PERCENT] = 12, [TYPE_DECIMAL] = 12, [TYPE_CODE] = 30, [TYPE_PHONE] = 24, [TYPE_CITIZEN] = 24, [TYPE_CREDIT] = 24,
		[TYPE_CARD] = 28,
	};
	int cells = by_type[t->type];

	if (room > VALUE_MOST)
		room = VALUE_MOST;
	if (!cells && t->type == TYPE_TEXT && t->max && t->max < room / 2)
		cells = t->max * 2 + 2;
	return cells && cells < room ? cells : room;
}

/* --- one field --- */

char form_mark_of(const struct form *f, size_t field)
{
	const struct finding *finding = form_finding(f, field);

	if (f->fields[field].error || (finding && finding->level == RULE_ERROR))
		return '!';
	if (form_is_editable(f, field) && form_is_changed(f, field))
		return '*';
	return finding ? '?' : ' ';
}

/* A value that is not being edited; notes line by line. */
static void draw_value(struct form *f, struct picture *p, size_t field, struct box b)
{
	bool changed = form_is_editable(f, field) && form_is_changed(f, field);
	enum look look = f->fields[field].error ? LOOK_ERROR : changed ? LOOK_CHANGED : LOOK_TEXT;
	struct buf text = BUF_INIT;

	form_add_text(f, field, &text);
	picture_text(p, b, buf_str(&text), look);
	if (field == f->cur)
		picture_cursor(p, b.y, b.x);
	buf_release(&text);
}

static void draw_label(const struct form *f, struct picture *p, size_t field, struct spot at)
{
	const struct field *t = &f->reg->fields[field];
	char marks[] = { field == f->cur ? '>' : ' ', form_mark_of(f, field), '\0' };
	struct buf b = BUF_INIT;

	buf_adds(&b, _(t->label));
	if ((t->flags & FIELD_REQUIRED) && label_width(t) <= at.cells)
		buf_adds(&b, _(REQUIRED));
	picture_put(p, (struct spot){ at.y, 0, 2 }, marks, marks[1] == '!' ? LOOK_ERROR : LOOK_TEXT);
	picture_put(p, at, buf_str(&b), field == f->cur ? LOOK_CHANGED : LOOK_TEXT);
	buf_release(&b);
}

/* Beside the box of the field that is being edited, or in place of the hint where there is no room. */
static void draw_preview(const struct form *f, struct picture *p, struct spot beside, struct spot hint)
{
	struct buf text = BUF_INIT;

	form_preview(f, &text);
	if (text.len && text_width(buf_str(&text)) <= beside.cells)
		picture_add(p, beside, buf_str(&text), LOOK_DIM);
	else if (text.len)
		picture_put(p, hint, buf_str(&text), LOOK_DIM);
	buf_release(&text);
}

static void draw_fact(const struct form *f, struct picture *p, size_t fact, struct spot label)
{
	int x = label.x + label.cells + 2;

	picture_put(p, label, f->facts[fact].label, LOOK_DIM);
	picture_put(p, (struct spot){ label.y, x, p->cols - x - 1 }, f->facts[fact].text, LOOK_DIM);
}

/* rows: how many of its rows are on the screen. */
static void draw_field(struct form *f, struct picture *p, size_t field, struct spot label, int rows)
{
	const struct field *t = &f->reg->fields[field];
	int x = label.x + label.cells + 2, cells = value_cells(t, p->cols - x - 2);
	struct box b = { label.y, x, rows, cells };
	bool editable = form_is_editable(f, field);

	picture_touch(p, (struct box){ label.y, 0, rows, p->cols }, (int64_t)field);
	draw_label(f, p, field, label);
	for (int i = 0; editable && i < b.rows; i++) {
		picture_put(p, (struct spot){ b.y + i, x - 1, 1 }, "[", LOOK_DIM);
		picture_put(p, (struct spot){ b.y + i, x + cells, 1 }, "]", LOOK_DIM);
	}
	if (field == f->cur && editable)
		draw_preview(f, p, (struct spot){ b.y, x + cells + 2, p->cols - x - cells - 3 },
			(struct spot){ f->hint_y, 2, p->cols - 2 });
	if (field == f->cur && editable && !f->hidden)
		picture_edit(p, b, &f->edit);
	else
		draw_value(f, p, field, b);
}

/* --- around it --- */

static int choice_cells(const struct form *f)
{
	int cells = 0;

	for (size_t i = 0; i < f->n_choices; i++)
		if (text_width(f->choices[i].label) > cells)
			cells = text_width(f->choices[i].label);
	return cells;
}

/* Below the field in line y, or above it where there is more room; never over it.  On even cells, where wide characters stand. */
static struct box place_choices(const struct form *f, const struct picture *p, int y, int x)
{
	int below = p->rows - 2 - y, above = y - 1, cols = choice_cells(f) + 4;
	int rows = f->n_choices < CHOICE_ROWS ? (int)f->n_choices : CHOICE_ROWS;
	struct box b = { .x = x & ~1, .rows = rows + 2 };
	bool up = b.rows > below && above > below;

	if (b.rows > (up ? above : below))
		b.rows = up ? above : below;
	b.y = up ? y - b.rows : y + 1;
	b.cols = cols < p->cols - b.x ? cols : p->cols - b.x;
	return b;
}

/* "3/23" in the lower edge, where not all of them are in sight. */
static void draw_choice_place(const struct form *f, struct picture *p, struct box b)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, " %zu/%zu ", f->choice + 1, f->n_choices);
	picture_add(p, (struct spot){ b.y + b.rows - 1, b.x + 2, b.cols - 4 }, buf_str(&text), LOOK_TEXT);
	buf_release(&text);
}

static void draw_choices(const struct form *f, struct picture *p, int y, int x)
{
	struct box b = place_choices(f, p, y, x);
	size_t rows = b.rows > 2 ? (size_t)b.rows - 2 : 0, first = f->choice < rows ? 0 : f->choice - rows + 1;

	if (!f->n_choices)
		return;
	picture_box(p, b, NULL);
	if (rows < f->n_choices)
		draw_choice_place(f, p, b);
	for (size_t i = 0; i < rows; i++) {
		bool marked = first + i == f->choice;
		enum look look = marked ? LOOK_CURRENT : LOOK_TEXT;
		int line = b.y + 1 + (int)i;

		picture_touch(p, (struct box){ line, b.x + 1, 1, b.cols - 2 }, PROPOSAL(first + i));
		picture_put(p, (struct spot){ line, b.x + 1, 1 }, marked ? ">" : " ", look);
		picture_put(p, (struct spot){ line, b.x + 2, b.cols - 3 }, f->choices[first + i].label, look);
	}
}

struct hint {
	const char *text;
	enum look look;
};

static const char *hidden_hint(const struct form *f)
{
	bool may = store_may_see(app_store(f->screen.app), f->reg, form_current(f), f->base, NULL) == 0;

	if (f->readonly)
		return may ? _("个人信息，已遮住：F5 显示（会记入操作记录）。") : _("个人信息，已遮住；要看全请找审核员。");
	return may ? _("个人信息，已遮住：F5 显示（会记入操作记录）；直接输入则整个替换。") :
		     _("个人信息，已遮住；要看全请找审核员，直接输入则整个替换。");
}

/* What the message line says just now need not stand there twice. */
static bool is_said(const struct form *f, const char *text)
{
	return strstr(app_message(f->screen.app, NULL), text) != NULL;
}

/* What is wrong with the current field, else what it means. */
static struct hint hint_of(const struct form *f)
{
	const struct field *t = form_current(f);
	const struct finding *finding = form_finding(f, f->cur);
	const char *error = f->fields[f->cur].error;

	if (error && !is_said(f, error))
		return (struct hint){ error, LOOK_ERROR };
	if (finding && !error && !is_said(f, finding->text))
		return (struct hint){ finding->text, finding->level == RULE_ERROR ? LOOK_ERROR : LOOK_WARN };
	if (f->hidden)
		return (struct hint){ hidden_hint(f), LOOK_DIM };
	return (struct hint){ t->help ? _(t->help) : "", LOOK_DIM };
}

static void draw_hint(const struct form *f, struct picture *p, struct area area)
{
	struct hint hint = hint_of(f);
	const char *sign = hint.look == LOOK_ERROR ? "! " : hint.look == LOOK_WARN ? "? " : "  ";

	picture_put(p, (struct spot){ area.y, 0, 2 }, sign, hint.look);
	picture_text(p, (struct box){ area.y, 2, area.rows, p->cols - 2 }, hint.text, hint.look);
}

static void add_title(const struct form *f, struct buf *out)
{
	buf_addf(out, _("台账 > %s > "), _(f->reg->title));
	if (f->fresh)
		buf_adds(out, _("新增"));
	else
		reg_describe(f->reg, f->base, out);
}

/* "  4/8": where the record stands in the list that the form was opened from. */
static void add_place(const struct form *f, struct buf *out)
{
	int64_t place = 0, of = 0;

	if (!f->beside.place)
		return;
	f->beside.place(f->beside.ctx, &place, &of);
	if (place && of)
		buf_addf(out, "  %" PRId64 "/%" PRId64, place, of);
	else if (place)
		buf_addf(out, _("  第 %" PRId64 " 条"), place);
}

/* "*3处未保存 !1处错误  4/8" */
static void add_state(const struct form *f, struct buf *out)
{
	size_t changes = form_count_changes(f), errors = 0;

	for (size_t i = 0; i < f->reg->nfields; i++)
		errors += form_mark_of(f, i) == '!';
	if (f->readonly)
		buf_adds(out, _("只读"));
	if (!date_is_empty(((const struct rec *)f->base)->retired_on))
		buf_adds(out, _(" 已停用"));
	if (changes)
		buf_addf(out, _(" *%zu处未保存"), changes);
	if (errors)
		buf_addf(out, _(" !%zu处错误"), errors);
	add_place(f, out);
}

#define AROUND 2		/* lines that stay in sight above and below the current field */

static void scroll(struct form *f, int room)
{
	int around = room > 4 * AROUND ? AROUND : 0, total = total_lines(f);
	int at = line_of(f, f->cur), end = at + rows_of(form_current(f)) + around;
	int first = at - (form_current(f)->section ? 1 : 0) - around;

	f->room = room;
	if (end > f->top + room)
		f->top = end - room;
	if (first < f->top)
		f->top = first;
	if (f->top > total - room)
		f->top = total - room;
	if (f->top < 0)
		f->top = 0;
}

static void draw_fields(struct form *f, struct picture *p, struct area area)
{
	int label = label_cells(f, p);

	scroll(f, area.rows);
	for (size_t i = 0; i < f->reg->nfields; i++) {
		const struct field *t = &f->reg->fields[i];
		int line = line_of(f, i) - f->top, y = area.y + line;

		if (t->section && line > 0 && line <= area.rows)
			picture_put(p, (struct spot){ y - 1, 1, p->cols - 1 }, _(t->section), LOOK_HEAD);
		if (line >= 0 && line < area.rows)
			draw_field(f, p, i, (struct spot){ y, MARKS, label },
				line + rows_of(t) < area.rows ? rows_of(t) : area.rows - line);
	}
	for (size_t i = 0; i < f->n_facts; i++) {
		int line = facts_line(f) + (int)i - f->top;

		if (line >= 0 && line < area.rows)
			draw_fact(f, p, i, (struct spot){ area.y + line, MARKS, label });
	}
	draw_choices(f, p, area.y + line_of(f, f->cur) - f->top, MARKS + label);
}

/* The strip of tabs stands in the frame's rule; where there is none it takes a line of its own. */
static struct area draw_tabs(const struct form *f, struct picture *p, struct area area)
{
	bool ruled = area.y > 1;

	form_draw_tabs(f, p, 1);
	return ruled ? area : (struct area){ area.y + 1, area.rows - 1 };
}

void form_draw(struct screen *s, struct picture *p)
{
	struct form *f = (struct form *)s;
	struct buf left = BUF_INIT, right = BUF_INIT;
	int hints = p->rows >= TALL_ROWS ? 2 : 1;
	struct area area;

	add_title(f, &left);
	add_state(f, &right);
	area = screen_frame(s, p, buf_str(&left), buf_str(&right));
	if (form_has_tabs(f))
		area = draw_tabs(f, p, area);
	area.rows -= hints;
	f->hint_y = area.y + area.rows;
	draw_hint(f, p, (struct area){ f->hint_y, hints });
	draw_fields(f, p, area);
	buf_release(&left);
	buf_release(&right);
}
