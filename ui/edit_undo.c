/*
 * Changes of the text in the line editor, and the way back.
 */
#include "ui/edit_part.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "src/mem.h"
#include "src/banned.h"

struct edit_step {
	size_t at;
	struct buf cut, add;
	size_t before, after;		/* where the caret stood */
	enum edit_run run;
};

size_t edit_border(const struct edit *e, size_t at)
{
	const char *s = edit_text(e);
	size_t len, back;
	uint32_t cp;

	if (at >= e->text.len)
		return e->text.len;
	len = text_decode(s + at, e->text.len - at, &cp);
	if (at == 0 || len == 0)
		return at;
	/* Only what stands before a place decides whether the character behind it begins a grapheme. */
	back = text_prev(s, at + len);
	if (back == len)
		return at;
	at = at + len - back;
	return at + text_next(s + at, e->text.len - at);
}

void edit_splice(struct edit *e, size_t at, size_t cut, const char *add, size_t n)
{
	struct buf *text = &e->text;
	size_t tail = text->len - at - cut, len = text->len - cut + n;

	if (n > cut)
		buf_fill(text, ' ', n - cut);
	if (text->data) {
		memmove(text->data + at + n, text->data + at + cut, tail);
		if (n > 0)
			memcpy(text->data + at, add, n);
		buf_truncate(text, len);
	}
	/* What was shown first stays first; what is put in right there is seen. */
	if (e->from > at)
		e->from = e->from >= at + cut ? e->from - cut + n : at;
}

/* ---- Steps ---------------------------------------------------------------- */

static void step_release(struct edit_step *step)
{
	buf_release(&step->cut);
	buf_release(&step->add);
}

static void drop_undone(struct edit *e)
{
	while (e->n_steps > e->done)
		step_release(&e->steps[--e->n_steps]);
}

void edit_forget_steps(struct edit *e)
{
	e->done = 0;
	drop_undone(e);
	free(e->steps);
	e->steps = NULL;
	e->cap_steps = 0;
	e->joins = false;
}

static struct edit_step *new_step(struct edit *e)
{
	if (e->n_steps == e->cap_steps) {
		e->cap_steps = e->cap_steps ? e->cap_steps * 2 : 16;
		e->steps = xreallocarray(e->steps, e->cap_steps, sizeof(*e->steps));
	}
	e->done++;
	return &e->steps[e->n_steps++];
}

/* The step a change goes on with, or NULL where it begins one of its own. */
static struct edit_step *joined_step(struct edit *e, const struct edit_change *c)
{
	struct edit_step *last = e->done ? &e->steps[e->done - 1] : NULL;

	if (!e->joins || !last || last->run != c->run || e->done != e->n_steps)
		return NULL;
	switch (c->run) {
	case RUN_TYPE:
		return c->at == last->at + last->add.len ? last : NULL;
	case RUN_BACKSPACE:
		return c->at + c->cut == last->at ? last : NULL;
	case RUN_DELETE:
		return c->at == last->at ? last : NULL;
	case RUN_NONE:
		break;
	}
	return NULL;
}

static void remember(struct edit *e, const struct edit_change *c)
{
	struct edit_step *step = joined_step(e, c);
	struct buf cut = BUF_INIT;

	if (!step) {
		drop_undone(e);
		step = new_step(e);
		*step = (struct edit_step){ .at = c->at, .before = e->caret, .run = c->run };
	}
	/* Backspace takes away what stands before that which it took last. */
	buf_add(&cut, edit_text(e) + c->at, c->cut);
	if (c->run == RUN_BACKSPACE) {
		buf_add(&cut, buf_str(&step->cut), step->cut.len);
		buf_clear(&step->cut);
		step->at = c->at;
	}
	buf_add(&step->cut, buf_str(&cut), cut.len);
	if (c->n > 0)
		buf_add(&step->add, c->add, c->n);
	buf_release(&cut);
}

/* A run of typing ends where a clause does, so that undo takes back a thought and not the whole page. */
static bool ends_run(const struct edit_change *c)
{
	uint32_t cp = 0;

	if (c->run == RUN_NONE)
		return true;
	if (c->run != RUN_TYPE || text_decode(c->add, c->n, &cp) == 0)
		return false;
	return iswspace((wint_t)cp) || iswpunct((wint_t)cp);
}

void edit_change(struct edit *e, const struct edit_change *c)
{
	remember(e, c);
	edit_splice(e, c->at, c->cut, c->add, c->n);
	e->caret = edit_border(e, c->at + c->n);
	e->steps[e->done - 1].after = e->caret;
	e->joins = !ends_run(c);
	e->goal = -1;
}

bool edit_undo(struct edit *e)
{
	const struct edit_step *step;

	if (e->done == 0)
		return false;
	step = &e->steps[--e->done];
	edit_splice(e, step->at, step->add.len, buf_str(&step->cut), step->cut.len);
	e->caret = step->before;
	e->joins = false;
	e->goal = -1;
	return true;
}

bool edit_redo(struct edit *e)
{
	const struct edit_step *step;

	if (e->done == e->n_steps)
		return false;
	step = &e->steps[e->done++];
	edit_splice(e, step->at, step->cut.len, buf_str(&step->add), step->add.len);
	e->caret = step->after;
	e->joins = false;
	e->goal = -1;
	return true;
}
