/* Finding without hiding: the find line, the way from hit to hit, and which of how many it is. */
#include "ui/list_find.h"

#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/list.h"
#include "src/banned.h"

#define FIND_MAX 1000
#define KEY_MS 4		/* how long a key may look for a hit, before that goes on while idle */
#define IDLE_MS 8

void find_init(struct find *f)
{
	*f = (struct find){ .open = false };
	edit_init(&f->line, TEXT_LINE, FIND_MAX);
}

void find_release(struct find *f)
{
	edit_release(&f->line);
	query_release(&f->query);
	buf_release(&f->text);
	buf_release(&f->hint);
	marks_release(&f->marks);
}

bool find_is_on(const struct list *l)
{
	return !query_is_empty(&l->find.query);
}

static struct store *store_of(struct list *l)
{
	return app_store(l->screen.app);
}

/* --- which of how many --- */

static void count_anew(struct find *f)
{
	f->tour = (struct tour){ .also = &f->query };
	f->counted = false;
	f->seen = f->place = 0;
}

static int pass(void *ctx, int64_t id)
{
	struct find *f = ctx;

	f->seen++;
	if (id == f->hit)
		f->place = f->seen;
	return 0;
}

/* A slice; the hit may be passed over while one goes on to another, and is then counted once more. */
static bool count_on(struct list *l, int budget_ms)
{
	struct find *f = &l->find;
	struct err e = ERR_INIT;

	if (f->reloads != l->reloads) {
		f->reloads = l->reloads;
		count_anew(f);
	}
	if (f->counted && (f->place || !f->hit))
		return false;
	if (f->counted)
		count_anew(f);
	f->tour.budget_ms = budget_ms;
	if (store_tour(store_of(l), &l->view, &f->tour, pass, f, &e) < 0) {
		f->counted = true;
		f->place = -1;
		return false;
	}
	f->counted = f->tour.over;
	if (f->counted && f->hit && !f->place)
		f->place = -1;
	return !f->counted;
}

/* --- from hit to hit --- */

/* "3/8", and "3/120+" while more are counted. */
static void add_place(const struct find *f, struct buf *b)
{
	if (f->looking) {
		buf_adds(b, _("还在找"));
		return;
	}
	if (f->place > 0)
		list_add_number(b, f->place);
	else
		buf_adds(b, f->hit || !f->counted ? "?" : "0");
	buf_adds(b, "/");
	list_add_number(b, f->seen);
	buf_adds(b, f->counted ? "" : "+");
}

/* From one hit to the next, which it is is known without counting. */
static int64_t place_beside(const struct find *f)
{
	if (!f->counted || f->place < 1)
		return 0;
	if (f->up)
		return f->place > 1 ? f->place - 1 : f->seen;
	return f->place < f->seen ? f->place + 1 : 1;
}

static void arrive(struct list *l, int64_t id)
{
	struct find *f = &l->find;
	bool beside = f->hit && f->hit == list_current_id(l);

	f->looking = false;
	if (id != f->hit)
		f->place = beside ? place_beside(f) : 0;
	f->hit = id;
	list_show(l, id, l->cur - l->top);
}

static void say_nothing_found(struct list *l)
{
	struct find *f = &l->find;
	struct buf shown = BUF_INIT;

	text_show(&shown, buf_str(&f->text));
	app_say(l->screen.app, _("没有找到「%s」"), buf_str(&shown));
	buf_release(&shown);
	f->looking = false;
	f->hit = 0;
	f->place = 0;
}

/* Looks on for a while. */
static void look(struct list *l, int budget_ms)
{
	struct find *f = &l->find;
	struct sought found;
	struct err e = ERR_INIT;

	f->want.budget_ms = budget_ms;
	if (store_seek(store_of(l), &l->view, &f->query, &f->want, &found, &e) < 0) {
		f->looking = false;
		if (e.code != ERR_NOT_FOUND)
			app_say_error(l->screen.app, &e);
		return;
	}
	if (found.id) {
		arrive(l, found.id);
	} else if (found.unfinished) {
		f->want = (struct page_want){ .from = f->up ? PAGE_BEFORE : PAGE_AFTER, .anchor = found.resume };
	} else if (!f->wrapped && f->want.from != PAGE_FIRST && f->want.from != PAGE_LAST) {
		f->wrapped = true;
		f->want = (struct page_want){ .from = f->up ? PAGE_LAST : PAGE_FIRST };
		look(l, budget_ms);
	} else {
		say_nothing_found(l);
	}
}

static void look_from(struct list *l, enum page_from from, int64_t anchor)
{
	struct find *f = &l->find;

	if (!anchor)
		from = f->up ? PAGE_LAST : PAGE_FIRST;
	f->want = (struct page_want){ .from = from, .anchor = anchor };
	f->looking = true;
	f->wrapped = false;
	look(l, KEY_MS);
}

static void say_wrapped(struct list *l)
{
	struct buf place = BUF_INIT;

	add_place(&l->find, &place);
	app_say(l->screen.app, l->find.up ? _("已到开头，从末尾接着找：%s") : _("已到末尾，从头接着找：%s"), buf_str(&place));
	buf_release(&place);
}

void find_next(struct list *l, bool up)
{
	if (!find_is_on(l)) {
		find_start(l);
		return;
	}
	l->find.up = up;
	look_from(l, up ? PAGE_BEFORE : PAGE_AFTER, list_current_id(l));
	if (!l->find.looking && l->find.wrapped && l->find.hit)
		say_wrapped(l);
}

/* --- the line --- */

static void take_query(struct find *f, struct query *q, const char *text)
{
	query_release(&f->query);
	f->query = *q;
	buf_clear(&f->text);
	buf_adds(&f->text, text);
	marks_release(&f->marks);
	marks_add_query(&f->marks, &f->query);
	f->looking = f->up = false;
	f->hit = 0;
	count_anew(f);
}

static void go_back_to_start(struct list *l)
{
	struct find *f = &l->find;

	if (!f->from)
		return;
	list_show(l, f->from, f->from_line);
	l->top = l->cur > f->from_line ? l->cur - f->from_line : 0;
}

void find_end(struct list *l)
{
	struct query none = { .n = 0 };

	take_query(&l->find, &none, "");
	l->find.open = l->screen.input = false;
	l->screen.hint = NULL;
}

void find_close(struct list *l)
{
	l->find.open = l->screen.input = false;
	l->screen.hint = NULL;
}

void find_start(struct list *l)
{
	struct find *f = &l->find;

	f->open = l->screen.input = true;
	l->screen.hint = _("Enter 停在这里  Esc 回到原处  上下键 前后各处  可输入汉字、拼音首字母、条件");
	f->from = list_current_id(l);
	f->from_line = l->cur - l->top;
	edit_load(&f->line, "");
}

/* The first hit at or after where one was; what cannot be read leaves the last good one in force. */
static void edited(struct list *l)
{
	struct find *f = &l->find;
	const char *text = edit_text(&f->line);
	struct query q = { .n = 0 };
	struct err e = ERR_INIT;

	if (f->line.refused.text[0]) {
		app_say_error(l->screen.app, &f->line.refused);
		return;
	}
	if (strcmp(text, buf_str(&f->text)) == 0)
		return;
	if (query_parse(l->reg, text, store_lookup(store_of(l)), &q, &e) < 0) {
		app_say_error(l->screen.app, &e);
		return;
	}
	take_query(f, &q, text);
	if (find_is_on(l))
		look_from(l, PAGE_AT, f->from);
	else
		go_back_to_start(l);
}

bool find_key(struct list *l, const struct key *k)
{
	struct find *f = &l->find;

	if (k->kind == K_ENTER) {
		find_close(l);
	} else if (k->kind == K_ESC) {
		find_end(l);
		go_back_to_start(l);
	} else if ((k->kind == K_DOWN || k->kind == K_UP) && find_is_on(l)) {
		find_next(l, k->kind == K_UP);
	} else if (edit_key(&f->line, k)) {
		edited(l);
	} else {
		return key_is_text(k);
	}
	return true;
}

bool find_idle(struct list *l, bool quiet)
{
	if (!find_is_on(l))
		return false;
	if (l->find.looking) {
		look(l, IDLE_MS);
		return true;
	}
	/* A short result is counted at once; a long count waits until nobody types. */
	return count_on(l, quiet ? IDLE_MS : KEY_MS) && quiet;
}

/* --- the picture --- */

#define COUNT_CELLS 20
#define NARROW_COUNT_CELLS 12

void find_draw_line(struct list *l, struct picture *p)
{
	int y = p->rows - 2, label = text_width(_(" 查找> "));
	int count = p->cols < NARROW_COLS ? NARROW_COUNT_CELLS : COUNT_CELLS;
	struct buf right = BUF_INIT;

	if (find_is_on(l))
		add_place(&l->find, &right);
	picture_put(p, (struct spot){ y, 0, label }, _(" 查找> "), LOOK_TEXT);
	picture_put_right(p, (struct spot){ y, p->cols - count, count - 1 }, buf_str(&right), LOOK_TEXT);
	picture_edit(p, (struct box){ y, label, 1, p->cols - label - count - 1 }, &l->find.line);
	buf_release(&right);
}

#define HINT_TEXT_CELLS 24

const char *find_hint(struct list *l, int cols)
{
	struct find *f = &l->find;
	struct buf shown = BUF_INIT;
	bool narrow = cols < NARROW_COLS;

	buf_clear(&f->hint);
	text_show(&shown, buf_str(&f->text));
	buf_truncate(&shown, text_fit(buf_str(&shown), narrow ? HINT_TEXT_CELLS / 2 : HINT_TEXT_CELLS));
	buf_addf(&f->hint, narrow ? "%s " : _("查找「%s」 "), buf_str(&shown));
	add_place(f, &f->hint);
	buf_adds(&f->hint, narrow ? _("  n 下个 N 上个") : _("   n 下一处   N 上一处   Esc 结束查找"));
	buf_release(&shown);
	return buf_str(&f->hint);
}
