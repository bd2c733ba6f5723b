/* What was said about the rows of a file, and what somebody corrected in them. */
#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "ui/import.h"
#include "src/banned.h"

/* --- what was said --- */

void import_items_release(struct import_items *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct import_item *item = &l->items[i];
		char *const texts[] = { item->key, item->name, item->title, item->value, item->text, item->cell, item->near };

		for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
			free(texts[k]);
	}
	free(l->items);
	*l = (struct import_items){ .cursor = l->cursor };
}

/* Those that begin here, or behind it, in the order of lines and, about one row, of columns. */
static bool is_before(const struct import_item *a, long line, size_t at)
{
	return a->line < line || (a->line == line && a->at < at);
}

void import_items_replace(struct import_items *l, struct import_items *fresh)
{
	size_t at = l->cursor.at;

	if (at < l->n) {
		const struct import_item was = l->items[at];

		for (at = 0; at < fresh->n && is_before(&fresh->items[at], was.line, was.at); at++)
			;
	}
	fresh->cursor = l->cursor;
	fresh->cursor.at = at < fresh->n || !fresh->n ? at : fresh->n - 1;
	import_items_release(l);
	*l = *fresh;
	*fresh = (struct import_items){ .n = 0 };
}

static void put_text(char **to, const char *text)
{
	free(*to);
	*to = xstrdup(text);
}

void import_mark(struct importer *m, long line, size_t column, const char *text)
{
	for (size_t i = 0; i < m->problems.n; i++) {
		struct import_item *item = &m->problems.items[i];

		if (item->line != line || (text && item->at != column))
			continue;
		item->corrected = true;
		if (!text)
			continue;
		put_text(&item->cell, text);
		put_text(&item->value, text);
		put_text(&item->near, "");
	}
}

static struct import_item *add(struct import_items *l)
{
	if (l->n == ITEMS_MOST) {
		l->more++;
		return NULL;
	}
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 64;
		l->items = xreallocarray(l->items, l->cap, sizeof(*l->items));
	}
	return &l->items[l->n++];
}

static void keep(struct importer *m, const struct import_refusal *r, enum item_kind kind)
{
	struct import_item *item = m->task == TASK_CHECK ? add(&m->found) : NULL;

	if (item)
		*item = (struct import_item){
			.line = r->line, .kind = kind, .reg = m->reg, .key = xstrdup(r->key), .name = xstrdup(r->name),
			.title = xstrdup(r->column), .value = xstrdup(r->value), .text = xstrdup(r->reason),
			.cell = xstrdup(r->cell), .near = xstrdup(r->near), .at = r->at,
			.mapping = r->mapping,
		};
}

void import_keep_refused(void *ctx, const struct import_refusal *r)
{
	keep(ctx, r, ITEM_ERROR);
}

void import_keep_warned(void *ctx, const struct import_refusal *r)
{
	keep(ctx, r, ITEM_WARNING);
}

/* What stays as it is needs no line. */
void import_keep_taken(void *ctx, const struct import_taken *t)
{
	struct importer *m = ctx;
	struct import_item *item = m->task == TASK_CHECK && t->fate != IMPORT_UNCHANGED ? add(&m->takes) : NULL;

	if (item)
		*item = (struct import_item){
			.line = t->line, .kind = t->fate == IMPORT_ADDED ? ITEM_ADDED : ITEM_UPDATED, .reg = t->reg,
			.key = xstrdup(t->key), .name = xstrdup(t->name), .title = xstrdup(""), .value = xstrdup(""),
			.text = xstrdup(t->changes), .cell = xstrdup(""), .near = xstrdup(""), .at = IMPORT_NO_COLUMN,
		};
}

/* Rows that waited for others come late; what belongs to a row stays in its order. */
void import_items_sort(struct import_items *l)
{
	struct import_item *sorted = xcalloc(l->n + 1, sizeof(*sorted)), *from = l->items, *swap;

	for (size_t width = 1; width < l->n; width *= 2) {
		for (size_t low = 0; low < l->n; low += 2 * width) {
			size_t a = low, middle = low + width < l->n ? low + width : l->n;
			size_t b = middle, high = low + 2 * width < l->n ? low + 2 * width : l->n;

			for (size_t k = low; k < high; k++)
				sorted[k] = b == high || (a < middle && from[a].line <= from[b].line) ? from[a++] : from[b++];
		}
		swap = from;
		from = sorted;
		sorted = swap;
	}
	l->items = from;
	l->cap = l->n + 1;
	free(sorted);
}

struct import_items *import_shown(struct importer *m)
{
	return m->shows_taken ? &m->taken : &m->problems;
}

const struct import_item *import_current(const struct importer *m)
{
	const struct import_items *l = m->shows_taken ? &m->taken : &m->problems;

	return l->cursor.at < l->n ? &l->items[l->cursor.at] : NULL;
}

/* --- corrections --- */

static int compare(const struct import_fix *f, long line, size_t column)
{
	if (f->line != line)
		return f->line < line ? -1 : 1;
	return (f->column > column) - (f->column < column);
}

void import_fix(struct importer *m, long line, size_t column, const char *text)
{
	size_t at = 0;

	while (at < m->n_fixes && compare(&m->fixes[at], line, column) < 0)
		at++;
	if (at < m->n_fixes && compare(&m->fixes[at], line, column) == 0) {
		free(m->fixes[at].text);
	} else {
		m->fixes = xreallocarray(m->fixes, m->n_fixes + 1, sizeof(*m->fixes));
		memmove(m->fixes + at + 1, m->fixes + at, (m->n_fixes++ - at) * sizeof(*m->fixes));
	}
	m->fixes[at] = (struct import_fix){ .line = line, .column = column, .text = xstrdup(text) };
}

long import_unskip(struct importer *m)
{
	size_t n = 0, before = m->n_fixes;

	for (size_t i = 0; i < before; i++) {
		if (m->fixes[i].column == IMPORT_NO_COLUMN)
			free(m->fixes[i].text);
		else
			m->fixes[n++] = m->fixes[i];
	}
	m->n_fixes = n;
	return (long)(before - n);
}

void import_forget_fixes(struct importer *m)
{
	for (size_t i = 0; i < m->n_fixes; i++)
		free(m->fixes[i].text);
	free(m->fixes);
	m->fixes = NULL;
	m->n_fixes = 0;
}
