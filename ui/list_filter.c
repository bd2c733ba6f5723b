/* The condition of a list: the filter line and what is typed there. */
#include "ui/list_filter.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/list.h"
#include "src/banned.h"

#define FILTER_MAX 1000

void filter_init(struct filter *f)
{
	*f = (struct filter){ .mark = NULL };
	edit_init(&f->line, TEXT_LINE, FILTER_MAX);
}

void filter_release(struct filter *f)
{
	query_release(&f->query);
	buf_release(&f->where);
	buf_release(&f->name);
	edit_release(&f->line);
	buf_release(&f->before);
	free(f->mark);
}

/* The first bare word of the condition, whose place in the rows is marked. */
static void remember_mark(struct filter *f)
{
	struct buf words = BUF_INIT;

	free(f->mark);
	f->mark = NULL;
	query_words(&f->query, &words);
	if (words.len)
		f->mark = xstrndup(buf_str(&words), strcspn(buf_str(&words), " "));
	buf_release(&words);
}

bool filter_set(struct list *l, const char *text, int64_t keep)
{
	struct filter *f = &l->filter;
	struct query q = { .n = 0 };
	struct err e = ERR_INIT;

	if (query_parse(l->reg, text, store_lookup(app_store(l->screen.app)), &q, &e) < 0) {
		app_say_error(l->screen.app, &e);
		return false;
	}
	query_release(&f->query);
	f->query = q;
	buf_clear(&f->where);
	buf_adds(&f->where, text);
	buf_clear(&f->name);
	remember_mark(f);
	list_reload(l, keep);
	return true;
}

/* Whether the filter line has the keys. */
static void set_input(struct list *l, bool input)
{
	l->screen.input = input;
	l->screen.hint = input ? _("Enter 固定  Esc 还原  例: nsg  书记=空  届满<2027  -东河  东河 或 西岭") : NULL;
}

void filter_start(struct list *l)
{
	struct filter *f = &l->filter;

	set_input(l, true);
	buf_clear(&f->before);
	buf_adds(&f->before, buf_str(&f->where));
	edit_load(&f->line, buf_str(&f->where));
}

static void cancel(struct list *l)
{
	struct filter *f = &l->filter;

	set_input(l, false);
	if (strcmp(buf_str(&f->before), buf_str(&f->where)) != 0)
		filter_set(l, buf_str(&f->before), list_current_id(l));
}

/* Makes what stands in the filter line the condition. */
static bool take(struct list *l)
{
	const char *text = edit_text(&l->filter.line);

	return strcmp(text, buf_str(&l->filter.where)) == 0 || filter_set(l, text, 0);
}

bool filter_keep(struct list *l)
{
	bool good = take(l);

	if (good)
		set_input(l, false);
	return good;
}

static void edited(struct list *l)
{
	if (l->filter.line.refused.text[0])
		app_say_error(l->screen.app, &l->filter.line.refused);
	else
		take(l);
}

bool filter_key(struct list *l, const struct key *k)
{
	if (k->kind == K_ENTER)
		filter_keep(l);
	else if (k->kind == K_ESC)
		cancel(l);
	else if (edit_key(&l->filter.line, k))
		edited(l);
	else
		return key_is_text(k);
	return true;
}
