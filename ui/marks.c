/* Where in the rows is what was looked for. */
#include "ui/marks.h"

#include <stdlib.h>

#include "src/mem.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "src/banned.h"

void marks_release(struct marks *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->items[i].word);
	free(m->items);
	*m = (struct marks){ .items = NULL };
}

static void add(struct marks *m, const struct field *field, const char *word)
{
	m->items = xreallocarray(m->items, m->n + 1, sizeof(*m->items));
	m->items[m->n++] = (struct mark){ field, xstrdup(word) };
}

/* Of `~` the typed parts; those of a reference have become records, and the typed text is one of them or none. */
static void add_cond(struct marks *m, const struct cond *c)
{
	if (c->negate)
		return;
	if (c->op == OP_WORD)
		add(m, NULL, c->text);
	else if (c->op == OP_HAS)
		for (size_t i = 0; i < c->nvalues; i++)
			add(m, c->field, c->values[i].text);
	else if (c->sign == OP_HAS && c->field)
		add(m, c->field, c->text);
}

void marks_add_query(struct marks *m, const struct query *q)
{
	for (size_t i = 0; i < q->n; i++)
		for (size_t j = 0; j < q->any[i].n; j++)
			add_cond(m, &q->any[i].conds[j]);
}

static bool is_about(const struct mark *mark, const struct field *f)
{
	return mark->field ? mark->field == f : (f->flags & FIELD_SEARCHED) != 0;
}

void marks_draw(const struct marks *m, struct picture *p, struct spot at, const struct field *f, const char *text,
	enum look look)
{
	for (size_t i = 0; i < m->n; i++) {
		struct span span;
		int from, to;

		if (!is_about(&m->items[i], f) || pinyin_match(text, m->items[i].word, &span) == MATCH_NONE)
			continue;
		from = text_width_n(text, span.from);
		to = text_width_n(text, span.to);
		if (to > at.cells)
			to = at.cells;
		picture_look(p, (struct spot){ at.y, at.x + from, to - from }, look);
	}
}
