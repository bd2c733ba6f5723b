/* Kept conditions. */
#include "ui/chips.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* Conditions with alternatives multiply. */
#define ALTERNATIVES_MOST 64
#define CONDS_MOST 1000

static void release(struct chip *chip)
{
	free(chip->where);
	free(chip->name);
	query_release(&chip->query);
}

void chips_release(struct chips *c)
{
	while (c->n)
		chips_drop_last(c);
	free(c->items);
	*c = (struct chips){ .items = NULL };
}

static bool has(const struct chips *c, const char *where)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->items[i].where, where) == 0)
			return true;
	return false;
}

void chips_add(struct chips *c, const char *where, const char *name, struct query *query)
{
	if (has(c, where)) {
		query_release(query);
		return;
	}
	c->items = xreallocarray(c->items, c->n + 1, sizeof(*c->items));
	c->items[c->n++] = (struct chip){ xstrdup(where), name ? xstrdup(name) : NULL, *query };
	*query = (struct query){ .n = 0 };
}

void chips_drop_last(struct chips *c)
{
	if (c->n)
		release(&c->items[--c->n]);
}

void chips_copy(struct chips *to, const struct chips *from)
{
	chips_release(to);
	for (size_t i = 0; i < from->n; i++) {
		struct query q;

		query_copy(&q, &from->items[i].query);
		chips_add(to, from->items[i].where, from->items[i].name, &q);
	}
}

bool chips_equal(const struct chips *a, const struct chips *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->items[i].where, b->items[i].where) != 0)
			return false;
	return true;
}

void chips_read_again(struct chips *c, const struct reg *reg, const struct lookup *l)
{
	for (size_t i = 0; i < c->n; i++) {
		struct query q;

		if (query_parse(reg, c->items[i].where, l, &q, NULL) < 0)
			continue;
		query_release(&c->items[i].query);
		c->items[i].query = q;
	}
}

static size_t alternatives(const struct query *q)
{
	return q->n ? q->n : 1;
}

static bool are_too_many(const struct chips *c, const struct query *more)
{
	size_t n = more ? alternatives(more) : 1;

	for (size_t i = 0; i < c->n && n <= ALTERNATIVES_MOST; i++)
		n *= alternatives(&c->items[i].query);
	return n > ALTERNATIVES_MOST;
}

static size_t count_conds(const struct query *q)
{
	size_t n = 0;

	for (size_t i = 0; i < q->n; i++)
		n += q->any[i].n;
	return n;
}

static void join(const struct chips *c, const struct query *more, struct query *out)
{
	for (size_t i = 0; i <= c->n; i++) {
		const struct query *from = i < c->n ? &c->items[i].query : more;
		struct query q = { .n = 0 };

		if (from)
			query_copy(&q, from);
		query_and(out, &q);
	}
}

int chips_query(const struct chips *c, const struct query *more, struct query *out, struct err *e)
{
	bool fits = !are_too_many(c, more);

	*out = (struct query){ .n = 0 };
	if (fits) {
		join(c, more, out);
		fits = count_conds(out) <= CONDS_MOST;
	}
	if (fits)
		return 0;
	query_release(out);
	return err_set(e, ERR_INVALID, _("条件合起来太多；请去掉一些，或少写几个「或」。"));
}

static const char *text_of(const struct chip *chip)
{
	return chip->name ? chip->name : chip->where;
}

#define JOIN " + "
#define LEFT_OUT ".. + "

void chips_add_text(const struct chips *c, int cells, struct buf *out)
{
	int width = 0;
	size_t first = c->n;

	/* The last one is the next to go: it is shown whatever its length. */
	while (first > 0) {
		int before = first > 1 ? text_width(LEFT_OUT) : 0;

		width += text_width(text_of(&c->items[first - 1])) + (first < c->n ? text_width(JOIN) : 0);
		if (first < c->n && width + before > cells)
			break;
		first--;
	}
	buf_adds(out, first > 0 ? LEFT_OUT : "");
	for (size_t i = first; i < c->n; i++)
		buf_addf(out, "%s%s", i > first ? JOIN : "", text_of(&c->items[i]));
}
