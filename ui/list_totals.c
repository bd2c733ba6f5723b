/* The totals of a list: places, counts and sums, found in slices while idle. */
#include "ui/list_totals.h"

#include "src/i18n.h"
#include "src/money.h"
#include "src/text.h"
#include "ui/list.h"
#include "src/banned.h"

#define SLICE_MS 8
#define SMALL_SELECTION 500	/* so many are gone through at once, without waiting for a quiet moment */

void totals_release(struct totals *t)
{
	sums_release(&t->visible.sums);
	sums_release(&t->whole.sums);
	sums_release(&t->picked.sums);
}

/* When the last of those picked is let go, the line goes on with those listed. */
static enum totals_of shown_of(const struct list *l)
{
	return l->totals.of == TOTALS_PICKED && !l->selection.n ? TOTALS_VISIBLE : l->totals.of;
}

/* Nobody wants the sum of nothing, nor the same sum twice. */
static bool is_worth_showing(const struct list *l, enum totals_of of)
{
	if (of == TOTALS_PICKED)
		return l->selection.n > 0;
	return of != TOTALS_WHOLE || !query_is_empty(&l->filter.query);
}

void totals_next(struct list *l)
{
	static const char *const said[] = {
		[TOTALS_OFF] = N_("不显示合计"),
		[TOTALS_VISIBLE] = N_("合计：列出的记录"),
		[TOTALS_PICKED] = N_("合计：选中的记录"),
		[TOTALS_WHOLE] = N_("合计：全部记录，不论筛选"),
	};
	/* Who has picked records wants to know about those. */
	static const enum totals_of order[] = { TOTALS_OFF, TOTALS_PICKED, TOTALS_VISIBLE, TOTALS_WHOLE };
	struct totals *t = &l->totals;
	size_t at = 0;

	while (order[at] != shown_of(l))
		at++;
	do
		at = (at + 1) % TOTALS_COUNT;
	while (!is_worth_showing(l, order[at]));
	t->of = order[at];
	app_say(l->screen.app, "%s", _(said[t->of]));
}

/* --- surveys --- */

static void begin(const struct list *l, struct survey *s, bool with_sums)
{
	sums_release(&s->sums);
	*s = (struct survey){ .begun = true, .tour.budget_ms = SLICE_MS, .with_sums = with_sums, .reloads = l->reloads, .mark_place = -1 };
	if (with_sums)
		sums_init(&s->sums, l->reg);
	if (l->n)
		s->mark = ((const struct rec *)l->rows[0].rec)->id;
}

struct visit {
	struct store *store;
	struct survey *survey;
	struct err *e;
};

static int visit(void *ctx, int64_t id)
{
	struct visit *v = ctx;
	struct survey *s = v->survey;

	if (id == s->mark)
		s->mark_place = s->n;
	s->n++;
	return s->with_sums ? store_sum(v->store, &s->sums, id, v->e) : 0;
}

/* A slice; a view that changes meanwhile is begun anew when it is read. */
static bool survey(struct list *l, struct survey *s, const struct view *v)
{
	struct err e = ERR_INIT;
	struct visit visits = { app_store(l->screen.app), s, &e };

	if (s->tour.over)
		return false;
	if (store_tour(visits.store, v, &s->tour, visit, &visits, &e) < 0) {
		s->tour.over = true;
		s->begun = false;
		return false;
	}
	return !s->tour.over;
}

/* Rows of a tree have no number. */
static bool has_place(const struct list *l)
{
	return l->first_place >= 0 || !l->n || l->in_tree;
}

/* The window may have moved on; the record whose place was noted need only still be in it. */
static void take_place(struct list *l, const struct survey *s)
{
	if (has_place(l) || s->mark_place < 0)
		return;
	for (size_t i = 0; i < l->n; i++)
		if (((const struct rec *)l->rows[i].rec)->id == s->mark)
			l->first_place = s->mark_place - (int64_t)i;
}

static void take_count(struct list *l, const struct survey *s)
{
	if (l->count.exact)
		return;
	l->count.exact = s->tour.over;
	if (s->tour.over || s->n > l->count.n)
		l->count.n = s->n;
}

/* Whether what was found is about other rows, lacks the sums, or noted the place of a record that is no longer near. */
static bool is_stale(const struct list *l, const struct survey *s, bool sums)
{
	if (!s->begun || s->reloads != l->reloads || (sums && !s->with_sums))
		return true;
	return s->tour.over && !has_place(l) && s->mark != ((const struct rec *)l->rows[0].rec)->id;
}

static bool survey_visible(struct list *l)
{
	struct survey *s = &l->totals.visible;
	bool sums = shown_of(l) == TOTALS_VISIBLE, more;

	if (!sums && l->count.exact && has_place(l))
		return false;
	if (is_stale(l, s, sums))
		begin(l, s, sums);
	more = survey(l, s, &l->view);
	take_place(l, s);
	take_count(l, s);
	return more;
}

static bool survey_whole(struct list *l)
{
	struct survey *s = &l->totals.whole;
	struct view whole = l->view;

	if (l->totals.of != TOTALS_WHOLE)
		return false;
	whole.query = NULL;
	if (!s->begun || s->reloads != l->reloads)
		begin(l, s, true);
	return survey(l, s, &whole);
}

/* --- those picked --- */

static void begin_picked(const struct list *l, struct picked *p)
{
	sums_release(&p->sums);
	*p = (struct picked){ .begun = true, .reloads = l->reloads, .changes = l->selection.changes };
	sums_init(&p->sums, l->reg);
}

static bool is_current(const struct list *l, const struct picked *p)
{
	return p->begun && p->reloads == l->reloads && p->changes == l->selection.changes;
}

#define SUMS_A_SLICE 2000

static int sum_some(struct list *l, struct picked *p, struct err *e)
{
	size_t end = p->summed + SUMS_A_SLICE;
	int rc = 0;

	for (; rc == 0 && p->summed < l->selection.n && p->summed < end; p->summed++)
		rc = store_sum(app_store(l->screen.app), &p->sums, l->selection.ids[p->summed], e);
	return rc;
}

static bool survey_picked(struct list *l)
{
	struct picked *p = &l->totals.picked;
	struct err e = ERR_INIT;
	int rc = 0;

	if (!l->selection.n)
		return false;
	if (!is_current(l, p))
		begin_picked(l, p);
	/* The selection's numbers may have moved in memory. */
	p->sift.ids = l->selection.ids;
	p->sift.n = l->selection.n;
	if (p->sift.at < p->sift.n)
		rc = store_sift(app_store(l->screen.app), &l->view, &p->sift, SLICE_MS, &e);
	else if (l->totals.of == TOTALS_PICKED)
		rc = sum_some(l, p, &e);
	if (rc < 0) {
		app_say_error(l->screen.app, &e);
		p->sift.at = p->summed = p->sift.n;
	}
	return p->sift.at < p->sift.n || (l->totals.of == TOTALS_PICKED && p->summed < p->sift.n);
}

int64_t totals_hidden(const struct list *l)
{
	const struct picked *p = &l->totals.picked;

	if (!l->selection.n)
		return 0;
	if (!is_current(l, p) || p->sift.at < l->selection.n)
		return -1;
	return (int64_t)(l->selection.n - p->sift.passed);
}

bool totals_idle(struct list *l, bool quiet)
{
	if (!quiet)
		return l->selection.n <= SMALL_SELECTION && survey_picked(l);
	return survey_picked(l) || survey_visible(l) || survey_whole(l);
}

/* --- the picture --- */

struct shown {
	const char *label;
	const struct sums *sums;
	int64_t n;
	bool known;
};

static struct shown what_is_shown(const struct list *l)
{
	const struct totals *t = &l->totals;
	enum totals_of of = shown_of(l);
	const struct survey *s = of == TOTALS_WHOLE ? &t->whole : &t->visible;

	if (of == TOTALS_PICKED)
		return (struct shown){ _("选中"), &t->picked.sums, (int64_t)l->selection.n,
			is_current(l, &t->picked) && t->picked.summed >= l->selection.n };
	return (struct shown){ of == TOTALS_WHOLE ? _("全部") : filter_is_on(&l->filter) ? _("筛选后") : _("合计"), &s->sums,
		of == TOTALS_WHOLE ? l->total.n : l->count.n,
		s->begun && s->with_sums && s->reloads == l->reloads && s->tour.over };
}

static void add_sum(const struct sums *sums, size_t i, struct buf *b)
{
	if (sums->too_large[i])
		buf_adds(b, _("太大"));
	else if (sums->fields[i]->type == TYPE_MONEY)
		money_format_grouped(b, (struct money){ sums->sum[i] });
	else
		list_add_number(b, sums->sum[i]);
}

/* Whether it is not simply the sum of what stands in the column. */
static bool leaves_out(const struct sums *sums, size_t i)
{
	return sums->above[i] || sums->outside[i];
}

static void add_words(const struct sums *sums, size_t i, bool narrow, struct buf *b)
{
	const char *how = !leaves_out(sums, i) ? "" : sums->outside[i] && !narrow ? _("按在册最下级 ") : _("按最下级 ");

	buf_addf(b, "  %s %s", _(sums->fields[i]->label), how);
	add_sum(sums, i, b);
}

static size_t place_in(const struct sums *sums, const struct field *f)
{
	size_t i = 0;

	while (i < sums->n_fields && sums->fields[i] != f)
		i++;
	return i;
}

static int end_of(const struct column *c)
{
	return c->x + c->cells;
}

/* Sums that need words: those whose columns are not seen, and those that are more than the sum of a column.  With `all`
 * every sum is told; one that does not fit the line as a whole is left out, because cut it would be another number. */
static void add_sums(const struct list *l, const struct sums *sums, bool all, int cols, struct buf *b)
{
	struct buf one = BUF_INIT;

	for (size_t i = 0; i < sums->n_fields; i++) {
		if (!field_is_summed(sums->fields[i]) ||
		    !(all || leaves_out(sums, i) || !columns_have(&l->columns, sums->fields[i])))
			continue;
		buf_clear(&one);
		add_words(sums, i, cols < NARROW_COLS, &one);
		if (text_width(buf_str(b)) + text_width(buf_str(&one)) <= cols)
			buf_adds(b, buf_str(&one));
	}
	buf_release(&one);
}

/* A number is right-aligned and wider than what it adds up: it may begin further left; another text may end further
 * right.  True when there is room for it between these cells. */
static bool fits_below(const struct column *c, int width, int from, int to, int *x)
{
	bool right = field_type(c->field)->right;

	*x = right ? end_of(c) - width : c->x > from ? c->x : from;
	return *x >= from && *x < end_of(c) && *x + width <= to;
}

static bool is_told(const struct sums *sums, size_t i, struct buf *b)
{
	buf_clear(b);
	if (field_is_summed(sums->fields[i])) {
		add_sum(sums, i, b);
	} else if (sums->empty[i]) {
		buf_adds(b, _("未填 "));
		list_add_number(b, sums->empty[i]);
	}
	return b->len > 0;
}

struct below {
	int y, from, to;	/* the cells that are free */
	bool sums, unfilled;	/* what is told */
};

/* Below the columns, from the last one on, what is told of each; false when a sum finds no room.  p may be NULL: only to see. */
static bool put_below(const struct list *l, const struct sums *sums, struct picture *p, const struct below *w)
{
	struct buf b = BUF_INIT;
	bool fits = true;
	int to = w->to, x;

	for (size_t at = l->columns.n; at-- > 0;) {
		const struct column *c = &l->columns.column[at];
		size_t i = place_in(sums, c->field);
		bool sum = field_is_summed(c->field);

		if (i == sums->n_fields || c->field == reg_label(l->reg) || !(sum ? w->sums : w->unfilled) ||
		    !is_told(sums, i, &b))
			continue;
		if (!fits_below(c, text_width(buf_str(&b)), w->from, to, &x)) {
			fits &= !sum;
			continue;
		}
		if (p)
			picture_add(p, (struct spot){ w->y, x, p->cols - x }, buf_str(&b), LOOK_HEAD);
		to = x - 1;
	}
	buf_release(&b);
	return fits;
}

static void draw_known(const struct list *l, const struct sums *sums, struct picture *p, int y, struct buf *text)
{
	size_t count = text->len;
	struct below below = { .y = y, .to = p->cols, .sums = true };

	add_sums(l, sums, false, p->cols - 1, text);
	below.from = 1 + text_width(buf_str(text)) + 2;
	if (!put_below(l, sums, NULL, &below)) {
		buf_truncate(text, count);
		add_sums(l, sums, true, p->cols - 1, text);
		below.from = 1 + text_width(buf_str(text)) + 2;
		below.sums = false;
	}
	below.unfilled = true;
	put_below(l, sums, p, &below);
}

void totals_draw(const struct list *l, struct picture *p, int y)
{
	struct shown s = what_is_shown(l);
	struct buf b = BUF_INIT;

	picture_fill(p, y, ' ', LOOK_HEAD);
	buf_addf(&b, "%s ", s.label);
	list_add_number(&b, s.n);
	buf_adds(&b, s.known ? _(" 条") : _(" 条  正在合计.."));
	if (s.known)
		draw_known(l, s.sums, p, y, &b);
	picture_add(p, (struct spot){ y, 1, p->cols - 1 }, buf_str(&b), LOOK_HEAD);
	buf_release(&b);
}
