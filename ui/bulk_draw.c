/* The picture of a batch: what is typed, what becomes of each record, how many of which sort. */
#include "src/i18n.h"
#include "src/text.h"
#include "ui/bulk.h"
#include "ui/list.h"
#include "src/banned.h"

enum cell_of { KEY, NAME, FIELD_NAME, FROM, TO, RESULT, COLUMNS };

#define MARKS 2
#define KEY_CELLS 15
#define FIELD_CELLS 10
#define RESULT_CELLS 5
#define FIELD_LINE 20		/* cells of the line in which the field is typed */

/* --- the title --- */

static const char *title(const struct bulk *b)
{
	if (b->block.nrows)
		return _("粘贴");
	if (bulk_sets(b))
		return _("批量修改");
	return b->batch.deed == BATCH_RETIRE ? _("批量停用") : _("批量恢复");
}

/* Nobody has said which: it is the one that the list stood on, and its name is in the title. */
static bool is_current(const struct bulk *b)
{
	return !b->selected && !b->block.nrows && b->batch.n == 1;
}

static void add_left(const struct bulk *b, bool narrow, struct buf *out)
{
	const struct lookup *l = store_lookup(app_store(b->screen.app));

	buf_addf(out, "%s%s > %s", narrow ? "" : _("台账 > "), _(b->reg->title), title(b));
	if (is_current(b) && !narrow) {
		buf_adds(out, " > ");
		l->ref_format(l->ctx, b->reg, b->batch.rows[0].id, STYLE_LIST, out);
	}
}

static void add_right(const struct bulk *b, bool narrow, struct buf *out)
{
	size_t hidden = b->batch.n - b->visible;

	if (b->gathering) {
		buf_adds(out, _("正在找选中的记录 "));
		list_add_number(out, (int64_t)b->n_found);
		buf_adds(out, "/");
		list_add_number(out, (int64_t)b->n_ids);
		return;
	}
	buf_adds(out, b->selected ? _("选中 ") : !is_current(b) ? _("从当前起 ") : narrow ? _("当前 ") : _("只改当前 "));
	list_add_number(out, (int64_t)b->batch.n);
	buf_adds(out, _(" 条"));
	if (hidden)
		buf_addf(out, _("，隐藏 %zu 条"), hidden);
}

/* --- what is typed --- */

/* A label and a line in brackets behind it; returns the cells behind that. */
static int draw_edit(struct bulk *b, struct picture *p, struct spot at, const char *label, enum bulk_part part)
{
	struct box box = { .y = at.y, .rows = 1 };

	box.x = at.x + picture_add(p, (struct spot){ at.y, at.x, at.cells }, label, LOOK_TEXT) + 2;
	box.cols = at.x + at.cells - box.x - 1;
	if (box.cols < 2)
		return at.x + at.cells;
	picture_touch(p, (struct box){ at.y, at.x, 1, at.cells }, BULK_THING(part));
	picture_put(p, (struct spot){ at.y, box.x - 1, 1 }, "[", LOOK_DIM);
	picture_put(p, (struct spot){ at.y, box.x + box.cols, 1 }, "]", LOOK_DIM);
	if (part == b->part)
		picture_edit(p, box, &b->edits[part]);
	else
		picture_put(p, (struct spot){ at.y, box.x, box.cols }, edit_text(&b->edits[part]), LOOK_TEXT);
	return box.x + box.cols + 1;
}

static void draw_header_fields(const struct bulk *b, struct picture *p, int y)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, _("按表头: "));
	for (size_t k = 0; k < b->batch.nfields; k++)
		buf_addf(&text, "%s%s", k ? _("、") : "", _(b->batch.fields[k]->label));
	picture_put(p, (struct spot){ y, 1, p->cols - 1 }, buf_str(&text), LOOK_TEXT);
	buf_release(&text);
}

/* A line for each of those that were put aside, or one for all of them in a window that has few.  Returns the lines taken. */
static int draw_added(const struct bulk *b, struct picture *p, int y)
{
	bool each = p->rows >= TALL_ROWS;
	struct buf text = BUF_INIT;
	int lines = 0;

	for (size_t i = 0; i < b->n_added; i++) {
		buf_addf(&text, "%s%s=", text.len ? "  " : "", _(b->added[i].field->label));
		text_show(&text, b->added[i].text);
		if (!each && i + 1 < b->n_added)
			continue;
		picture_put(p, (struct spot){ y + lines++, 1, p->cols - 2 }, buf_str(&text), LOOK_TEXT);
		buf_clear(&text);
	}
	buf_release(&text);
	return lines;
}

/* Returns the lines taken. */
static int draw_wanted(struct bulk *b, struct picture *p, int y)
{
	const char *label = b->block.nrows ? _("起始列") : _("字段");
	bool narrow = p->cols < NARROW_COLS;
	int x;

	if (!bulk_sets(b))
		return 0;
	if (b->header) {
		draw_header_fields(b, p, y);
		return 1;
	}
	x = draw_edit(b, p, (struct spot){ y, 1, narrow ? p->cols - 2 : FIELD_LINE + 8 }, label, BULK_FIELD);
	if (b->block.nrows)
		return 1;
	if (narrow)
		draw_edit(b, p, (struct spot){ y + 1, 1, p->cols - 2 }, _("改为"), BULK_VALUE);
	else
		draw_edit(b, p, (struct spot){ y, x + 2, p->cols - x - 3 }, _("改为"), BULK_VALUE);
	return narrow ? 2 : 1;
}

static void draw_reason(struct bulk *b, struct picture *p)
{
	int y = p->rows - 2;

	picture_fill(p, y, ' ', LOOK_TEXT);
	draw_edit(b, p, (struct spot){ y, 1, p->cols - 2 }, batch_wants_reason(&b->batch) ? _("原因(必填)") : _("原因"),
		BULK_REASON);
}

/* --- the records --- */

static void lay_out(const struct bulk *b, int cols, struct spot out[COLUMNS])
{
	bool narrow = cols < NARROW_COLS;
	int cells[COLUMNS] = {
		[KEY] = narrow ? 0 : KEY_CELLS, [FIELD_NAME] = bulk_fields(b) > 1 ? FIELD_CELLS : 0, [RESULT] = RESULT_CELLS,
	};
	int rest = cols - MARKS - RESULT_CELLS - cells[KEY] - cells[FIELD_NAME] - COLUMNS, x = MARKS;

	cells[NAME] = rest * 2 / 5;
	cells[FROM] = cells[TO] = (rest - cells[NAME]) / 2;
	for (int k = 0; k < COLUMNS; k++) {
		out[k] = (struct spot){ 0, x, cells[k] };
		x += cells[k] + (cells[k] ? 1 : 0);
	}
	out[RESULT].x = cols - RESULT_CELLS;
}

static void draw_heads(const struct bulk *b, struct picture *p, int y, const struct spot *columns)
{
	const char *const heads[COLUMNS] = { _(reg_key(b->reg)->label), _(reg_label(b->reg)->label), _("字段"), _("原值"), _("新值"), _("结果") };

	picture_fill(p, y, ' ', LOOK_HEAD);
	for (int k = 0; k < COLUMNS; k++)
		if (columns[k].cells)
			picture_put(p, (struct spot){ y, columns[k].x, columns[k].cells }, heads[k], LOOK_HEAD);
}

static void add_field(const struct bulk *b, const struct field *f, const void *rec, struct buf *out)
{
	if (rec)
		field_format_masked(f, rec, store_lookup(app_store(b->screen.app)), STYLE_LIST, out);
}

/* A value that is none is seen as one. */
static void add_value(const struct bulk *b, size_t row, size_t field, bool after, struct buf *out)
{
	const struct batch_row *r = &b->batch.rows[row];
	size_t before = out->len;

	if ((bulk_sets(b) && !b->batch.nfields) || !r->base || (after && bulk_sets(b) && !bulk_has_values(b)))
		return;
	batch_show(app_store(b->screen.app), &b->batch, row, field, after, out);
	if (out->len == before && (!after || !b->batch.nfields || batch_text(&b->batch, row, field)))
		buf_adds(out, _("（空）"));
}

static void add_cell(const struct bulk *b, size_t row, size_t field, enum cell_of column, struct buf *out)
{
	const struct batch_row *r = &b->batch.rows[row];

	switch (column) {
	case KEY: add_field(b, reg_key(b->reg), r->base, out); break;
	case NAME:
		buf_adds(out, bulk_is_hidden(b, row) ? _("[隐] ") : "");
		add_field(b, reg_label(b->reg), r->base, out);
		break;
	case FIELD_NAME: buf_adds(out, b->batch.nfields ? _(b->batch.fields[field]->label) : ""); break;
	case FROM: add_value(b, row, field, false, out); break;
	case TO: add_value(b, row, field, true, out); break;
	case RESULT:
		if (bulk_sets(b) && !bulk_has_values(b))
			break;
		buf_adds(out, batch_result_label(bulk_result(b, row, field)));
		buf_adds(out, r->result == BATCH_CHANGE && r->why ? " !" : "");
		break;
	case COLUMNS: break;
	}
}

static enum look look_of(enum batch_result result)
{
	if (result == BATCH_REFUSED)
		return LOOK_WARN;
	return result == BATCH_SAME || result == BATCH_LEFT_OUT ? LOOK_DIM : LOOK_TEXT;
}

static void draw_line(const struct bulk *b, struct picture *p, int y, const struct spot *columns, size_t line)
{
	size_t row = line / bulk_fields(b), field = line % bulk_fields(b);
	bool current = line == b->cursor.at;
	enum look look = current ? LOOK_CURRENT : look_of(bulk_result(b, row, field));
	struct buf text = BUF_INIT;

	picture_fill(p, y, ' ', look);
	picture_put(p, (struct spot){ y, 0, 1 }, current ? ">" : " ", look);
	for (int k = 0; k < COLUMNS; k++) {
		buf_clear(&text);
		add_cell(b, row, field, (enum cell_of)k, &text);
		if (columns[k].cells)
			picture_put(p, (struct spot){ y, columns[k].x, columns[k].cells }, buf_str(&text), look);
	}
	buf_release(&text);
}

static void draw_lines(struct bulk *b, struct picture *p, struct area area)
{
	struct spot columns[COLUMNS];
	size_t n = bulk_lines(b);

	lay_out(b, p->cols, columns);
	draw_heads(b, p, area.y, columns);
	cursor_show(&b->cursor, n, p, (struct box){ area.y + 1, 0, area.rows - 1, p->cols });
	for (size_t i = b->cursor.top; i < n && i < b->cursor.top + (size_t)b->cursor.room; i++)
		draw_line(b, p, area.y + 1 + (int)(i - b->cursor.top), columns, i);
}

/* --- below them --- */

/* Why the current record is refused or warned of; else its name in full. */
static void draw_current(const struct bulk *b, struct picture *p, struct box box)
{
	size_t row = b->cursor.at / bulk_fields(b);
	const struct batch_row *r = row < b->batch.n ? &b->batch.rows[row] : NULL;
	struct buf text = BUF_INIT;

	if (!r || !r->base)
		return;
	if (r->why)
		buf_addf(&text, "! %s", r->why);
	else
		reg_describe(b->reg, r->base, &text);
	picture_text(p, box, buf_str(&text), r->why ? LOOK_WARN : LOOK_DIM);
	buf_release(&text);
}

static void add_count(struct buf *out, const char *label, size_t n)
{
	if (!n)
		return;
	buf_addf(out, "%s%s ", out->len ? "  " : "", label);
	list_add_number(out, (int64_t)n);
}

static void add_summary(const struct bulk *b, struct buf *out)
{
	const size_t *n = b->batch.counts;

	if (bulk_sets(b) && !bulk_has_values(b)) {
		buf_adds(out, b->block.nrows ? _("选好起始列，再看每条会怎样") : _("选好字段，填新值，再看每条会怎样"));
		return;
	}
	buf_adds(out, _("将改 "));
	list_add_number(out, (int64_t)n[BATCH_CHANGE]);
	add_count(out, _("不变"), n[BATCH_SAME]);
	add_count(out, _("拒绝"), n[BATCH_REFUSED]);
	add_count(out, _("不管"), n[BATCH_LEFT_OUT]);
	add_count(out, _("有提醒"), b->batch.judged ? b->batch.warned : 0);
	add_count(out, b->writing ? _("正在写入") : _("正在预览"), b->writing ? b->batch.at : b->batch.judged ? 0 : b->batch.at + 1);
}

static const char *hint(const struct bulk *b)
{
	if (b->writing)
		return _("正在写入，Esc 停止，一条都不改");
	if (b->completion.n)
		return _("Tab 填入  上/下 挑选  Esc 收起");
	if (b->part == BULK_FIELD)
		return _("输入字段名或拼音  F3 挑选  Enter 下一格  Esc 取消");
	if (b->part == BULK_VALUE)
		return _("Enter 预览  F3 挑选  F7 再加一项  Ctrl-D 照第一条  清空填「未填」");
	return _("Ctrl-S 写入  F4 说明  F5 命令行  上/下 看各条  Esc 取消");
}

/* Below the line that they are for. */
static void draw_proposals(const struct bulk *b, struct picture *p, struct area area)
{
	bool second = b->part == BULK_VALUE && p->cols >= NARROW_COLS;
	int y = area.y + (b->part == BULK_VALUE && p->cols < NARROW_COLS ? 2 : 1), x = second ? FIELD_LINE + 16 : 6;
	struct box room = { y, x, area.y + area.rows - y, p->cols - x };
	int needed = (int)b->completion.n + 2;

	if (needed < room.rows)
		room.rows = needed;
	completion_draw(&b->completion, p, room);
}

void bulk_draw(struct screen *s, struct picture *p)
{
	struct bulk *b = (struct bulk *)s;
	struct buf left = BUF_INIT, right = BUF_INIT, summary = BUF_INIT;
	bool tall = p->rows >= TALL_ROWS;
	int detail = tall ? 2 : 1, taken;
	struct area area;

	s->hint = hint(b);
	add_left(b, p->cols < NARROW_COLS, &left);
	add_right(b, p->cols < NARROW_COLS, &right);
	area = screen_frame(s, p, buf_str(&left), buf_str(&right));
	draw_reason(b, p);
	taken = draw_added(b, p, area.y);
	area = (struct area){ area.y + taken, area.rows - taken };
	taken = draw_wanted(b, p, area.y);
	draw_lines(b, p, (struct area){ area.y + taken, area.rows - taken - detail - 1 });
	draw_current(b, p, (struct box){ area.y + area.rows - detail - 1, 1, detail, p->cols - 2 });
	add_summary(b, &summary);
	picture_put(p, (struct spot){ area.y + area.rows - 1, 1, p->cols - 1 }, buf_str(&summary), LOOK_TEXT);
	draw_proposals(b, p, area);
	buf_release(&left);
	buf_release(&right);
	buf_release(&summary);
}
