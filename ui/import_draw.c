/* The picture of an import. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/text.h"
#include "ui/import.h"
#include "ui/list.h"
#include "ui/wrap.h"
#include "src/banned.h"

#define DETAIL_LINES 3

/* --- what is above the rows --- */

static const char *encoding_name(const struct importer *m)
{
	enum csv_encoding shown = m->report.encoding ? m->report.encoding : m->checked.encoding;

	return shown == CSV_GB18030 ? "GB18030" : "UTF-8";
}

/* "名称=全称  其余同名": a column that is called like its field says nothing. */
static void add_mapping(const struct importer *m, struct buf *out)
{
	struct buf title = BUF_INIT, target = BUF_INIT;
	size_t same = 0, before = out->len;

	for (size_t i = 0; i < m->n_columns; i++) {
		const struct import_choice *c = &m->columns[i];

		if (c->ours)
			continue;
		buf_clear(&title);
		buf_clear(&target);
		text_show(&title, c->title);
		import_add_target(m->reg, &c->target, &target);
		if (strcmp(buf_str(&title), buf_str(&target)) == 0)
			same++;
		else
			buf_addf(out, " %s=%s", buf_str(&title), buf_str(&target));
	}
	if (same)
		buf_adds(out, out->len > before ? _("  其余同名") : _(" 各列同名"));
	buf_release(&title);
	buf_release(&target);
}

static void draw_layout(const struct importer *m, struct picture *p, int y)
{
	struct buf b = BUF_INIT;
	long line = m->is_checked ? m->checked.header_line : m->report.header_line;

	buf_addf(&b, _("字符编码 %s%s  表头 第%ld行  对应:"), encoding_name(m), m->o.encoding == CSV_DETECT ? _("(自动)") : "", line);
	add_mapping(m, &b);
	picture_put(p, (struct spot){ y, 1, p->cols - 2 }, buf_str(&b), LOOK_DIM);
	buf_release(&b);
}

static void add_number(struct buf *out, const char *label, long n)
{
	if (!n)
		return;
	buf_addf(out, "%s%s ", out->len ? "   " : "", label);
	list_add_number(out, n);
}

void import_add_counts(const struct importer *m, struct buf *out)
{
	const struct import_report *r = &m->checked;

	add_number(out, _("新增"), r->added);
	add_number(out, _("更新"), r->updated);
	add_number(out, _("无变化"), r->unchanged);
	add_number(out, _("提醒"), r->warnings);
	add_number(out, _("错误"), r->refused);
	add_number(out, _("略过"), r->skipped);
}

static void add_parts(const struct importer *m, struct buf *out)
{
	for (size_t i = 0; i < IMPORT_PARTS && m->checked.parts[i].reg; i++) {
		const struct import_part_count *c = &m->checked.parts[i];

		buf_addf(out, "%s%s ", i ? "   " : _("其中 "), _(c->reg->title));
		buf_addf(out, _("新增 %ld 更新 %ld"), c->added, c->updated);
	}
}

static void add_progress(const struct importer *m, struct buf *out)
{
	static const char *const tasks[] = {
		[TASK_NONE] = "", [TASK_CHECK] = N_("正在检查"), [TASK_SAVE] = N_("正在另存错误行"), [TASK_WRITE] = N_("正在导入"),
	};
	struct import_progress at;

	if (m->phase == PHASE_LOCK) {
		buf_adds(out, _("等数据库空出来：另一个程序正在写入。Esc 停止等待"));
		return;
	}
	if (m->phase == PHASE_END) {
		buf_adds(out, _("正在收尾，请稍等……"));
		return;
	}
	import_progress(m->session, &at);
	if (at.settling) {
		buf_adds(out, _("正在整理检索和统计"));
	} else {
		buf_addf(out, "%s ", _(tasks[m->task]));
		list_add_number(out, at.rows);
		buf_adds(out, _(" 行"));
	}
	if (at.all > 0)
		buf_addf(out, "  %lld%%", at.done * 100 / at.all);
	buf_adds(out, _("   Esc 取消，什么都不写"));
}

static void draw_counts(const struct importer *m, struct picture *p, int y)
{
	struct buf b = BUF_INIT, counts = BUF_INIT;

	if (m->task != TASK_NONE) {
		add_progress(m, &b);
	} else if (m->complaint) {
		buf_adds(&b, _("不能导入："));
	} else if (m->is_checked) {
		import_add_counts(m, &counts);
		buf_adds(&b, _("共 "));
		list_add_number(&b, m->checked.rows);
		buf_addf(&b, _(" 行:  %s"), buf_str(&counts));
	}
	picture_put(p, (struct spot){ y, 1, p->cols - 2 }, buf_str(&b), m->checked.refused ? LOOK_WARN : LOOK_TEXT);
	buf_release(&b);
	buf_release(&counts);
}

/* Returns the lines it takes. */
static int draw_head(const struct importer *m, struct picture *p, struct area area)
{
	struct buf b = BUF_INIT;
	int y = area.y;

	draw_layout(m, p, y++);
	draw_counts(m, p, y++);
	if (m->is_checked && m->checked.parts[0].reg) {
		add_parts(m, &b);
		picture_put(p, (struct spot){ y++, 1, p->cols - 2 }, buf_str(&b), LOOK_TEXT);
	}
	if (p->rows >= TALL_ROWS)
		picture_fill(p, y++, '-', LOOK_DIM);
	buf_release(&b);
	return y - area.y;
}

/* --- rows --- */

enum cell_of_line { LINE, KIND, KEY, NAME, TITLE, VALUE, TEXT, COLUMNS };

static void lay_out(const struct importer *m, int cols, struct spot out[COLUMNS])
{
	static const int wide[] = { 6, 4, 10, 16, 10, 12 }, narrow[] = { 5, 4, 0, 0, 8, 0 }, taken[] = { 6, 4, 8, 24, 0, 0 },
			 taken_narrow[] = { 5, 4, 0, 16, 0, 0 };
	bool small = cols < NARROW_COLS;
	const int *cells = m->shows_taken ? (small ? taken_narrow : taken) : (small ? narrow : wide);
	int x = 1;

	for (int i = 0; i < TEXT; i++) {
		out[i] = (struct spot){ 0, x, cells[i] };
		x += cells[i] ? cells[i] + 1 : 0;
	}
	out[TEXT] = (struct spot){ 0, x, cols - x };
}

static const char *kind_label(const struct import_item *item)
{
	static const char *const labels[] = {
		[ITEM_ERROR] = N_("错误"), [ITEM_WARNING] = N_("提醒"), [ITEM_ADDED] = N_("新增"), [ITEM_UPDATED] = N_("更新"),
	};

	return item->corrected ? _("已改") : _(labels[item->kind]);
}

static const char *cell_of(const struct importer *m, const struct import_item *item, enum cell_of_line column)
{
	switch (column) {
	case KIND: return kind_label(item);
	case KEY: return m->shows_taken ? _(item->reg->title) : item->key;
	case NAME: return item->name;
	case TITLE: return item->title;
	case VALUE: return *item->value ? item->value : _("（空）");
	case TEXT: return item->text;
	case LINE: case COLUMNS: break;
	}
	return "";
}

/* Lines are shown one after the other where they stand in the file; a row's own is not said again for each of its parts. */
static void draw_item(const struct importer *m, struct picture *p, int y, const struct spot *columns, size_t i)
{
	const struct import_items *l = m->shows_taken ? &m->taken : &m->problems;
	const struct import_item *item = &l->items[i];
	bool current = i == l->cursor.at;
	enum look look = current ? LOOK_CURRENT : item->corrected ? LOOK_DIM : item->kind == ITEM_ERROR ? LOOK_ERROR : LOOK_TEXT;
	struct buf b = BUF_INIT;

	picture_put(p, (struct spot){ y, 0, p->cols }, current ? ">" : "", look);
	buf_addf(&b, "%ld", item->line);
	picture_put_right(p, (struct spot){ y, columns[LINE].x, columns[LINE].cells }, buf_str(&b), look);
	for (int k = KIND; k < COLUMNS; k++)
		if (columns[k].cells > 0)
			picture_put(p, (struct spot){ y, columns[k].x, columns[k].cells }, cell_of(m, item, (enum cell_of_line)k), look);
	buf_release(&b);
}

static void draw_heads(const struct importer *m, struct picture *p, int y, const struct spot *columns)
{
	const char *const heads[COLUMNS] = {
		_("行"), _("结果"), m->shows_taken ? _("台账") : _(reg_key(m->reg)->label), _("名称"), _("字段"), _("原文"),
		m->shows_taken ? _("改什么") : _("问题"),
	};

	picture_fill(p, y, ' ', LOOK_HEAD);
	picture_put_right(p, (struct spot){ y, columns[LINE].x, columns[LINE].cells }, heads[LINE], LOOK_HEAD);
	for (int k = KIND; k < COLUMNS; k++)
		if (columns[k].cells > 0)
			picture_put(p, (struct spot){ y, columns[k].x, columns[k].cells }, heads[k], LOOK_HEAD);
}

static void draw_none(const struct importer *m, struct picture *p, struct area area)
{
	const char *text = "";

	if (m->task != TASK_NONE)
		return;
	if (m->complaint)
		text = m->complaint;
	else if (m->is_checked && !m->checked.rows)
		text = _("文件里只有表头，没有数据行，没有什么可导入的。");
	else if (m->is_checked)
		text = m->shows_taken ? _("没有要写入的行。") : _("没有发现问题。Tab 看将要写入的内容，Ctrl-S 导入。");
	picture_text(p, (struct box){ area.y, 2, area.rows, p->cols - 4 }, text, m->complaint ? LOOK_ERROR : LOOK_TEXT);
}

static void draw_rows(struct importer *m, struct picture *p, struct area area)
{
	struct import_items *l = import_shown(m);
	struct spot columns[COLUMNS];

	if (!l->n) {
		draw_none(m, p, area);
		return;
	}
	lay_out(m, p->cols, columns);
	draw_heads(m, p, area.y, columns);
	cursor_show(&l->cursor, l->n, p, (struct box){ area.y + 1, 0, area.rows - 1, p->cols });
	for (size_t i = l->cursor.top; i < l->n && i < l->cursor.top + (size_t)l->cursor.room; i++)
		draw_item(m, p, area.y + 1 + (int)(i - l->cursor.top), columns, i);
	picture_cursor(p, area.y + 1 + (int)(l->cursor.at - l->cursor.top), 0);
}

/* --- the current one in full --- */

static void draw_detail(struct importer *m, struct picture *p, struct area area)
{
	const struct import_item *item = import_current(m);
	struct buf b = BUF_INIT, near = BUF_INIT;

	if (!item || (m->task != TASK_NONE && !import_is_rechecking(m)))
		return;
	buf_addf(&b, _("第%ld行 "), item->line);
	if (m->shows_taken)
		buf_addf(&b, "%s %s %s: %s", _(item->reg->title), item->key, item->name, item->text);
	else
		buf_addf(&b, "%s%s%s: %s", item->title, *item->value ? " " : "", item->value, item->text);
	if (*item->near) {
		text_show(&near, item->near);
		/* Most refusals name it already. */
		buf_addf(&b, strstr(item->text, item->near) ? _("（%s 采用）") : _("（%s 采用「%s」）"),
			action_key(m->screen.type->actions, "take"), buf_str(&near));
	}
	if (item->mapping)
		buf_addf(&b, _(" (%s 列的对应)"), action_key(m->screen.type->actions, "columns"));
	picture_text(p, (struct box){ area.y, 1, area.rows, p->cols - 2 }, buf_str(&b), LOOK_TEXT);
	buf_release(&near);
	buf_release(&b);
}

static void add_more(const struct importer *m, struct buf *out)
{
	const struct import_items *l = m->shows_taken ? &m->taken : &m->problems;

	if (!l->n)
		return;
	list_add_number(out, (int64_t)l->cursor.at + 1);
	buf_addc(out, '/');
	list_add_number(out, (int64_t)l->n);
	if (l->more)
		buf_addf(out, _("  另有 %ld 处没有列出"), l->more);
}

void import_draw(struct screen *s, struct picture *p)
{
	struct importer *m = (struct importer *)s;
	struct buf title = BUF_INIT, right = BUF_INIT;
	struct area area;
	int head, detail = p->rows >= TALL_ROWS ? DETAIL_LINES : 2;

	buf_addf(&title, _("台账 > 导入 > %s  "), _(m->reg->title));
	text_show(&title, m->name);
	if (m->is_checked && m->task == TASK_NONE)
		buf_adds(&right, _("检查完成  还没有写入"));
	area = screen_frame(s, p, buf_str(&title), buf_str(&right));
	head = draw_head(m, p, area);
	draw_rows(m, p, (struct area){ area.y + head, area.rows - head - detail - 1 });
	buf_clear(&right);
	add_more(m, &right);
	picture_fill(p, area.y + area.rows - detail - 1, '-', LOOK_DIM);
	picture_put_right(p, (struct spot){ area.y + area.rows - detail - 1, p->cols - 1 - text_width(buf_str(&right)),
		text_width(buf_str(&right)) }, buf_str(&right), LOOK_DIM);
	draw_detail(m, p, (struct area){ area.y + area.rows - detail, detail });
	buf_release(&title);
	buf_release(&right);
}
