/* The title of a list: what is listed, where in it one is, how many there are, and how many are picked. */
#include <string.h>

#include "src/i18n.h"
#include "src/money.h"
#include "src/text.h"
#include "ui/list.h"
#include "src/banned.h"

#define CHIP_CELLS 16		/* of the conditions in a narrow title */
#define MARGINS 4		/* cells of a title beside its two halves */

bool list_is_ranked(const struct list *l)
{
	return l->ranked && l->n > 1 && !l->in_tree;
}

void list_add_number(struct buf *b, int64_t n)
{
	money_format_grouped(b, (struct money){ n * 100 });
	buf_truncate(b, b->len - strlen(".00"));
}

static void add_count(struct buf *b, const struct count *c)
{
	list_add_number(b, c->n);
	buf_adds(b, c->exact ? "" : "+");
}

/* "8 / 1,644": how many the condition leaves. */
void list_add_counts(const struct list *l, struct buf *b)
{
	if (filter_is_on(&l->filter)) {
		add_count(b, &l->count);
		buf_adds(b, " / ");
	}
	add_count(b, &l->total);
	if (l->unfinished)
		buf_adds(b, _(" 还在找"));
}

/* The same in words. */
static void add_counts_in_words(const struct list *l, struct buf *b)
{
	buf_adds(b, list_is_ranked(l) ? _("按匹配程度  ") : "");
	if (filter_is_on(&l->filter)) {
		buf_adds(b, _("筛选后 "));
		add_count(b, &l->count);
		buf_adds(b, " / ");
	}
	buf_adds(b, filter_is_on(&l->filter) ? _("全部 ") : _("共 "));
	add_count(b, &l->total);
	if (l->unfinished)
		buf_adds(b, _(" 还在找"));
}

static void add_picked(const struct list *l, bool narrow, struct buf *b)
{
	int64_t hidden = totals_hidden(l);
	struct buf n = BUF_INIT;

	if (!l->selection.n)
		return;
	buf_adds(b, narrow ? _(" 选") : _("  选中 "));
	list_add_number(b, (int64_t)l->selection.n);
	if (hidden > 0) {
		list_add_number(&n, hidden);
		buf_addf(b, narrow ? _("(藏%s)") : _("，其中 %s 条未显示"), buf_str(&n));
	}
	buf_release(&n);
}

/* Where the current row stands: "第 4 行", and how far down that is. */
static void add_place(const struct list *l, bool percent, struct buf *b)
{
	int64_t place = l->first_place + (int64_t)l->cur + 1;
	struct buf number = BUF_INIT;

	if (l->first_place < 0 || !l->n)
		return;
	list_add_number(&number, place);
	buf_addf(b, _("第 %s 行"), buf_str(&number));
	buf_release(&number);
	if (percent && l->count.exact && l->count.n > 0)
		buf_addf(b, " %d%%", (int)(place * 100 / l->count.n));
	buf_adds(b, "  ");
}

/* All records and only those of a condition of the table are different lists: that is said, if need be in short. */
static void add_what(const struct list *l, bool in_full, struct buf *b)
{
	buf_addf(b, _("台账 > %s"), _(l->reg->title));
	if (l->shown.saved.id)
		buf_addf(b, _(" [视图: %s%s]"), l->shown.saved.name, list_view_is_changed(l) ? "*" : "");
	if (l->filter.limit.n)
		buf_adds(b, in_full ? _(" [在用的全部]") : _(" [在用]"));
	else if (l->view.all)
		buf_adds(b, in_full ? _(" [全部，含停用]") : _(" [全部]"));
	else if (in_full && l->reg->view_label && !l->in_tree && !l->shown.saved.id)
		buf_addf(b, " [%s]", _(l->reg->view_label));
	if (l->in_tree)
		buf_adds(b, _(" [树形]"));
}

/* With the conditions, where there is no line of its own for them. */
static void say_left(const struct list *l, bool chips, bool in_full, struct buf *left)
{
	buf_clear(left);
	add_what(l, in_full && !chips, left);
	if (!chips)
		return;
	buf_adds(left, _(" 筛:"));
	chips_add_text(&l->filter.chips, CHIP_CELLS, left);
}

/* How much is said: what goes first where room is short. */
enum fullness { FULL, NO_PERCENT, NO_VIEW, NO_VIEW_NO_PERCENT, NO_PLACE };

static void say_right(const struct list *l, enum fullness how, const struct buf *counts, struct buf *right)
{
	buf_clear(right);
	if (how != NO_PLACE)
		add_place(l, how == FULL || how == NO_VIEW, right);
	buf_adds(right, buf_str(counts));
}

void list_title(const struct list *l, const struct picture *p, struct buf *left, struct buf *right)
{
	bool narrow = p->cols < NARROW_COLS, chips = l->filter.chips.n && (narrow || p->rows < TALL_ROWS);
	struct buf counts = BUF_INIT;

	if (narrow)
		list_add_counts(l, &counts);
	else
		add_counts_in_words(l, &counts);
	add_picked(l, narrow, &counts);
	if (narrow) {
		say_left(l, chips, true, left);
		buf_adds(right, buf_str(&counts));
	}
	for (enum fullness how = FULL; !narrow && how <= NO_PLACE; how++) {
		say_left(l, chips, how == FULL || how == NO_PERCENT, left);
		say_right(l, how, &counts, right);
		if (text_width(buf_str(left)) + text_width(buf_str(right)) + MARGINS <= p->cols)
			break;
	}
	buf_release(&counts);
}

void list_help(struct screen *s, struct buf *out)
{
	const struct list *l = (const struct list *)s;

	buf_addf(out, _("「%s」的列表。按 F4 后输入汉字、拼音首字母、全拼或条件来筛选；空格隔开的都要符合。"), _(l->reg->title));
	buf_adds(out, _("\n条件的写法：字段=值，几个值用逗号隔开；!= < <= > >= 和 ~（含有）；日期=2010..2015；字段=空，字段=非空；"
			"引用的字段<=名称 表示它及以下，< 只要下级；引用的字段~词 表示能用这个词找到；-词 表示不含；词 或 词 表示二者之一。例："));
	filter_examples(l->reg, out);
	buf_adds(out, _("\nEnter 把条件固定在列表上方，可以固定几个；Esc 逐个去掉。Tab 提示可以怎样写。F4 按两次则填表，不用写符号。"));
	buf_adds(out, _("\n这个台账的字段："));
	for (size_t i = 0; i < l->reg->nfields; i++)
		buf_addf(out, "%s%s", i ? _("、") : "", _(l->reg->fields[i].label));
}
