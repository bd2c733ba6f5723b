/* Going to the n-th record of a list. */
#include "ui/list_goto.h"

#include <string.h>

#include "src/i18n.h"
#include "src/text.h"
#include "ui/list.h"
#include "ui/panel.h"
#include "src/banned.h"

#define SLICE_MS 8
#define DIGITS_MOST 15

static int refuse_beyond(const struct list *l, int64_t n, struct err *e)
{
	struct buf row = BUF_INIT, all = BUF_INIT;

	list_add_number(&row, n);
	list_add_number(&all, l->count.n);
	err_set(e, ERR_INVALID, _("没有第 %s 行：这里一共 %s 行。"), buf_str(&row), buf_str(&all));
	buf_release(&row);
	buf_release(&all);
	return ERR_INVALID;
}

/* Digits, also full-width ones, and commas between them. */
static int parse(const char *text, int64_t *n)
{
	struct buf half = BUF_INIT;
	int digits = 0;

	*n = 0;
	text_halfwidth(&half, text, strlen(text));
	for (const char *s = buf_str(&half); *s; s++) {
		if (*s == ',' || *s == ' ')
			continue;
		if (*s < '0' || *s > '9' || ++digits > DIGITS_MOST) {
			*n = 0;
			break;
		}
		*n = *n * 10 + (*s - '0');
	}
	buf_release(&half);
	return *n > 0 ? 0 : ERR_INVALID;
}

static int check(void *ctx, const char *text, struct err *e)
{
	const struct list *l = ctx;
	struct buf shown = BUF_INIT;
	int64_t n;
	int rc = parse(text, &n);

	if (rc == 0 && l->count.exact && n > l->count.n)
		return refuse_beyond(l, n, e);
	if (rc < 0) {
		text_quote(&shown, text);
		err_set(e, ERR_INVALID, _("%s不是行号；请填 1 以上的数字，例如 120。"), buf_str(&shown));
		buf_release(&shown);
	}
	return rc;
}

static int pass(void *ctx, int64_t id)
{
	struct journey *j = ctx;

	if (++j->passed < j->to)
		return 0;
	j->found = id;
	return 1;
}

static void arrive(struct list *l, int64_t id)
{
	struct journey *j = &l->journey;

	list_show(l, id, (size_t)(l->room > 0 ? l->room / 2 : 0));
	l->first_place = j->to - 1 - (int64_t)l->cur;
	j->to = 0;
}

static void go_on(struct list *l)
{
	struct journey *j = &l->journey;
	struct err e = ERR_INIT;

	if (store_tour(app_store(l->screen.app), &l->view, &j->tour, pass, j, &e) < 0) {
		app_say_error(l->screen.app, &e);
		j->to = 0;
	} else if (j->found) {
		arrive(l, j->found);
	} else if (j->tour.over) {
		l->count.n = j->passed;
		l->count.exact = true;
		refuse_beyond(l, j->to, &e);
		app_say_error(l->screen.app, &e);
		j->to = 0;
	}
}

/* Without a condition the orders know the place. */
static void set_out(void *ctx, const char *text)
{
	struct list *l = ctx;
	struct journey *j = &l->journey;
	struct err e = ERR_INIT;
	int64_t id;

	*j = (struct journey){ .tour.budget_ms = SLICE_MS, .reloads = l->reloads };
	if (parse(text, &j->to) < 0)
		return;
	if (!query_is_empty(&l->filter.query)) {
		go_on(l);
	} else if (store_nth(app_store(l->screen.app), &l->view, j->to - 1, &id, &e) < 0) {
		app_say_error(l->screen.app, &e);
		j->to = 0;
	} else {
		arrive(l, id);
	}
}

void goto_ask(struct list *l)
{
	struct buf label = BUF_INIT;

	buf_adds(&label, _("第几行"));
	if (l->count.exact) {
		buf_adds(&label, "  1 - ");
		list_add_number(&label, l->count.n);
	}
	app_push(l->screen.app, prompt_new(l->screen.app, &(struct prompt){
		.title = _("转到"), .label = buf_str(&label), .required = true, .check = check, .done = set_out, .ctx = l,
	}));
	buf_release(&label);
}

bool goto_idle(struct list *l)
{
	if (!l->journey.to)
		return false;
	if (l->journey.reloads == l->reloads)
		go_on(l);
	else
		l->journey.to = 0;
	return l->journey.to > 0;
}
