/* The conditions of a list: the filter line and what is typed there, and those that are kept. */
#include "ui/list_filter.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/filter_form.h"
#include "ui/list.h"
#include "src/banned.h"

#define FILTER_MAX 1000

void filter_init(struct filter *f)
{
	*f = (struct filter){ .sorted = false };
	edit_init(&f->line, TEXT_LINE, FILTER_MAX);
}

void filter_release(struct filter *f)
{
	chips_release(&f->chips);
	chips_release(&f->before);
	query_release(&f->limit);
	query_release(&f->query);
	edit_release(&f->line);
	buf_release(&f->typed);
	buf_release(&f->hint);
	marks_release(&f->marks);
	completion_close(&f->completion);
}

bool filter_is_on(const struct filter *f)
{
	return f->chips.n > 0 || f->typed.len > 0;
}

static const struct lookup *lookup_of(const struct list *l)
{
	return store_lookup(app_store(l->screen.app));
}

/* --- examples --- */

/* The first field in lists that may be empty, or that is a day. */
static const struct field *example_field(const struct reg *reg, bool day)
{
	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		if ((f->flags & FIELD_LISTED) && (day ? f->type == TYPE_DATE : !(f->flags & FIELD_REQUIRED)))
			return f;
	}
	return NULL;
}

void filter_examples(const struct reg *reg, struct buf *out)
{
	const struct field *open = example_field(reg, false), *day = example_field(reg, true);

	if (open)
		buf_addf(out, "%s%s", query_field_name(open), _("=空"));
	if (day)
		buf_addf(out, "%s%s<2027", open ? "  " : "", query_field_name(day));
}

/* --- what is in force --- */

static bool has_words(const struct query *q)
{
	struct buf words = BUF_INIT;
	bool any;

	query_words(q, &words);
	any = words.len > 0;
	buf_release(&words);
	return any;
}

/* Takes a condition that was read; the rows are still those of the one before. */
static void take_query(struct list *l, struct query *q)
{
	struct filter *f = &l->filter;

	query_release(&f->query);
	f->query = *q;
	marks_release(&f->marks);
	marks_add_query(&f->marks, &f->query);
	l->view.ranked = !f->sorted && has_words(&f->query);
}

static int read_line(const struct list *l, const char *text, struct query *out, struct err *e)
{
	struct query line, limit;
	int rc = query_parse(l->reg, text, lookup_of(l), &line, e);

	if (rc < 0)
		return rc;
	query_copy(&limit, &l->filter.limit);
	query_and(&line, &limit);
	rc = chips_query(&l->filter.chips, &line, out, e);
	query_release(&line);
	return rc;
}

/* Puts the chips and this text in force, around the record `keep` (0: from the beginning); false when it cannot be read,
 * as the message line then says. */
static bool apply(struct list *l, const char *text, int64_t keep)
{
	struct filter *f = &l->filter;
	struct query q;
	struct err e = ERR_INIT;

	if (read_line(l, text, &q, &e) < 0) {
		app_say_error(l->screen.app, &e);
		return false;
	}
	take_query(l, &q);
	buf_clear(&f->typed);
	buf_adds(&f->typed, text);
	list_reload(l, keep);
	return true;
}

void filter_limit(struct list *l, const char *where)
{
	struct err e = ERR_INIT;

	query_release(&l->filter.limit);
	if (where && query_parse(l->reg, where, lookup_of(l), &l->filter.limit, &e) < 0) {
		app_say_error(l->screen.app, &e);
		l->filter.limit = (struct query){ .n = 0 };
	}
	apply(l, buf_str(&l->filter.typed), list_current_id(l));
}

void filter_refresh(struct list *l)
{
	struct query q;

	chips_read_again(&l->filter.chips, l->reg, lookup_of(l));
	if (read_line(l, buf_str(&l->filter.typed), &q, NULL) == 0)
		take_query(l, &q);
}

static int read_chip(struct list *l, const char *where, const char *name, struct err *e)
{
	struct query q;
	int rc = query_parse(l->reg, where, lookup_of(l), &q, e);

	if (rc < 0)
		return rc;
	if (query_is_empty(&q))
		query_release(&q);
	else
		chips_add(&l->filter.chips, where, name, &q);
	return 0;
}

static bool add_chip(struct list *l, const char *where, const char *name)
{
	struct err e = ERR_INIT;
	int rc = read_chip(l, where, name, &e);

	if (rc < 0)
		app_say_error(l->screen.app, &e);
	return rc == 0;
}

/* Takes the next line off; the caller frees it.  NULL: there is none. */
static char *next_line(const char **lines)
{
	size_t n = *lines ? strcspn(*lines, "\n") : 0;
	char *line;

	if (!*lines || !**lines)
		return NULL;
	line = xstrndup(*lines, n);
	*lines += n + ((*lines)[n] == '\n');
	return line;
}

/* What a worklist with this condition is called; NULL where none has it. */
static const char *name_of(const struct worklists *w, const char *where)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->items[i].where && strcmp(w->items[i].where, where) == 0)
			return w->items[i].label;
	return NULL;
}

int filter_set(struct list *l, const char *lines, struct err *e)
{
	struct worklists lists = { .n = 0 };
	int rc = 0;

	chips_release(&l->filter.chips);
	store_worklists(app_store(l->screen.app), l->reg, &lists);
	for (char *line; (line = next_line(&lines)) != NULL; free(line)) {
		int one = l->filter.chips.n < CHIPS_MAX ? read_chip(l, line, name_of(&lists, line), rc == 0 ? e : NULL) : 0;

		rc = rc < 0 ? rc : one;
	}
	worklists_release(&lists);
	apply(l, "", 0);
	return rc;
}

bool filter_adds_to(const struct filter *f, const char *lines)
{
	size_t n = 0;

	for (char *line; (line = next_line(&lines)) != NULL; free(line)) {
		if (n >= f->chips.n || strcmp(f->chips.items[n].where, line) != 0) {
			free(line);
			return false;
		}
		n++;
	}
	return f->chips.n > n;
}

void filter_open(struct list *l, const char *where, const char *name, int64_t at)
{
	if (where)
		add_chip(l, where, name);
	apply(l, "", at);
}

void filter_drop(struct list *l)
{
	chips_drop_last(&l->filter.chips);
	apply(l, "", list_current_id(l));
}

void filter_sorted(struct list *l)
{
	l->filter.sorted = true;
	l->view.ranked = false;
}

/* --- the line --- */

static void say_hint(struct list *l)
{
	struct filter *f = &l->filter;

	buf_clear(&f->hint);
	if (f->completion.n) {
		buf_adds(&f->hint, l->picks ? _("Tab 填入  上/下 挑选  Enter 选定  Esc 还原") : _("Tab 填入  上/下 挑选  Enter 固定  Esc 还原"));
	} else {
		buf_adds(&f->hint, l->picks ? _("输入就筛选  上/下 挑  Enter 选定  Esc 返回  Tab 提示  例: nk  ") :
			 _("Enter 固定  Esc 还原  Tab 提示  F4 填表  例: nsg  "));
		filter_examples(l->reg, &f->hint);
	}
	l->screen.hint = l->screen.input ? buf_str(&f->hint) : NULL;
}

static void propose(struct list *l, bool asked)
{
	struct filter *f = &l->filter;

	completion_update(&f->completion, &(struct completing){
		.store = app_store(l->screen.app), .reg = l->reg, .line = &f->line, .asked = asked,
		.nothing_found = !l->n && !l->unfinished,
	});
	say_hint(l);
}

static void close_proposals(struct list *l)
{
	completion_close(&l->filter.completion);
	say_hint(l);
}

/* Whether the filter line has the keys. */
static void set_input(struct list *l, bool input)
{
	l->screen.input = input;
	edit_load(&l->filter.line, "");
	buf_clear(&l->filter.typed);
	close_proposals(l);
}

void filter_start(struct list *l)
{
	chips_copy(&l->filter.before, &l->filter.chips);
	set_input(l, true);
}

void filter_cancel(struct list *l)
{
	struct filter *f = &l->filter;
	bool changed = f->typed.len > 0 || !chips_equal(&f->chips, &f->before);

	/* In a picker, the line stands open from the beginning: with nothing in it there is nothing to take back. */
	if (l->picks && !changed && !edit_text(&f->line)[0] && !f->chips.n) {
		app_pop(l->screen.app, 0);
		return;
	}

	chips_copy(&f->chips, &f->before);
	set_input(l, false);
	if (changed)
		apply(l, "", list_current_id(l));
}

/* Puts what stands in the line in force. */
static bool take_line(struct list *l)
{
	const char *text = edit_text(&l->filter.line);

	return strcmp(text, buf_str(&l->filter.typed)) == 0 || apply(l, text, 0);
}

bool filter_keep(struct list *l)
{
	struct filter *f = &l->filter;

	if (f->chips.n >= CHIPS_MAX && edit_text(&f->line)[0]) {
		app_say(l->screen.app, _("条件已经有 %d 个，不能再加；请先按 Esc 去掉一些。"), CHIPS_MAX);
		return false;
	}
	if (!take_line(l) || !add_chip(l, edit_text(&f->line), NULL))
		return false;
	set_input(l, false);
	return true;
}

/* An empty result is not worth keeping: the line stays, to be changed. */
static void keep_or_change(struct list *l)
{
	bool typed = edit_text(&l->filter.line)[0] != '\0';

	if (!take_line(l))
		return;
	if (typed && !l->n && !l->unfinished)
		app_say(l->screen.app, _("没有符合条件的记录；改条件，或按 Esc 还原"));
	else if (l->picks && l->n)
		app_pop(l->screen.app, list_current_id(l));
	else
		filter_keep(l);
}

/* In an empty line Backspace takes the last chip back to be changed. */
static void change_last(struct list *l)
{
	struct filter *f = &l->filter;
	struct buf where = BUF_INIT;

	buf_adds(&where, f->chips.items[f->chips.n - 1].where);
	chips_drop_last(&f->chips);
	edit_load(&f->line, buf_str(&where));
	take_line(l);
	buf_release(&where);
}

static void edited(struct list *l)
{
	if (l->filter.line.refused.text[0]) {
		app_say_error(l->screen.app, &l->filter.line.refused);
		return;
	}
	take_line(l);
	propose(l, false);
}

/* --- keys --- */

/* What stands before a condition that is not finished yet is in force meanwhile. */
static void take_beginning(struct list *l, size_t n)
{
	struct buf text = BUF_INIT;

	buf_add(&text, edit_text(&l->filter.line), n);
	if (strcmp(buf_str(&text), buf_str(&l->filter.typed)) != 0)
		apply(l, buf_str(&text), 0);
	buf_release(&text);
}

static void take_proposal(struct list *l)
{
	struct filter *f = &l->filter;

	if (!f->completion.n) {
		propose(l, true);
		if (!f->completion.n)
			app_say(l->screen.app, _("这里没有可填的提示；F1 看条件怎样写。"));
		return;
	}
	if (completion_take(&f->completion, &f->line))
		take_line(l);
	else
		take_beginning(l, f->completion.items[f->completion.at].from);
	if (f->line.refused.text[0])
		app_say_error(l->screen.app, &f->line.refused);
	propose(l, false);
}

/* The keys that proposals have while they are open. */
static bool proposal_key(struct list *l, const struct key *k)
{
	struct completion *c = &l->filter.completion;

	if (key_equal(k, &(struct key){ .kind = K_UP }) || key_equal(k, &(struct key){ .kind = K_DOWN }))
		completion_move(c, k->kind == K_DOWN ? 1 : -1);
	else if (k->kind == K_ENTER && c->chosen)
		take_proposal(l);
	else if (k->kind == K_ESC && c->chosen)
		close_proposals(l);
	else
		return false;
	return true;
}

bool filter_key(struct list *l, const struct key *k)
{
	struct filter *f = &l->filter;

	if (f->completion.n && proposal_key(l, k))
		return true;
	if (k->kind == K_TAB && !k->shift)
		take_proposal(l);
	else if (k->kind == K_ENTER)
		keep_or_change(l);
	else if (k->kind == K_ESC)
		filter_cancel(l);
	else if (k->kind == K_BACKSPACE && !k->alt && !f->line.text.len && f->chips.n)
		change_last(l);
	else if (edit_key(&f->line, k))
		edited(l);
	else
		return key_is_text(k);
	return true;
}

/* --- the form --- */

static void form_done(void *ctx, struct chips *chips)
{
	struct list *l = ctx;

	chips_copy(&l->filter.chips, chips);
	apply(l, "", 0);
}

void filter_open_form(struct list *l)
{
	if (l->screen.input && !filter_keep(l))
		return;
	app_push(l->screen.app, filter_form_new(l->screen.app, &(struct filter_form_want){
		.reg = l->reg, .all = l->view.all, .limit = &l->filter.limit, .chips = &l->filter.chips, .done = form_done, .ctx = l,
	}));
}

/* --- the picture --- */

/* What can be done with the conditions, as far as so many cells say it; by the key that keeping a view has now. */
static void add_chips_hint(const struct list *l, int cells, struct buf *out)
{
	const struct ui_action *keep = actions_named(l->screen.type->actions, "save-view");
	size_t some;

	/* What belongs to a view is not taken away by Esc, which leaves the list then. */
	if (!l->shown.saved.id || list_view_is_changed(l))
		buf_adds(out, _("Esc 逐个去掉"));
	some = out->len;
	if (keep && !l->picks)
		buf_addf(out, _("  %s 存视图"), action_keys(keep)[0]);
	if (text_width(buf_str(out)) >= cells)
		buf_truncate(out, some);
	if (text_width(buf_str(out)) >= cells)
		buf_clear(out);
}

void filter_draw_chips(const struct list *l, struct picture *p)
{
	const char *label = _(" 筛选: ");
	int room = p->cols - text_width(label) - text_width(_("Esc 逐个去掉")) - 2;
	struct buf b = BUF_INIT, hint = BUF_INIT;

	if (!l->filter.chips.n || p->rows < TALL_ROWS)
		return;
	buf_adds(&b, label);
	chips_add_text(&l->filter.chips, room, &b);
	picture_put(p, (struct spot){ 1, 0, p->cols }, buf_str(&b), LOOK_TEXT);
	add_chips_hint(l, p->cols - text_width(buf_str(&b)) - 1, &hint);
	room = text_width(buf_str(&hint));
	if (room && !l->screen.input)
		picture_put_right(p, (struct spot){ 1, p->cols - room - 1, room }, buf_str(&hint), LOOK_DIM);
	buf_release(&b);
	buf_release(&hint);
}

#define COUNT_CELLS 20
#define NARROW_COUNT_CELLS 14

void filter_draw_line(struct list *l, struct picture *p, struct area area)
{
	int y = p->rows - 2, label = text_width(_(" 筛选> "));
	int count = p->cols < NARROW_COLS ? NARROW_COUNT_CELLS : COUNT_CELLS;
	struct buf right = BUF_INIT;

	list_add_counts(l, &right);
	completion_draw(&l->filter.completion, p, (struct box){ area.y + 1, label - 1, area.rows - 1, p->cols - label });
	picture_put(p, (struct spot){ y, 0, label }, _(" 筛选> "), LOOK_TEXT);
	picture_put_right(p, (struct spot){ y, p->cols - count, count - 1 }, buf_str(&right), LOOK_TEXT);
	picture_edit(p, (struct box){ y, label, 1, p->cols - label - count - 1 }, &l->filter.line);
	buf_release(&right);
}
