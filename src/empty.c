/*
 * The states of a value that is not there.
 */
#include "src/empty.h"

#include <assert.h>
#include <string.h>

#include "src/i18n.h"
#include "src/banned.h"

/* Longer than any of the words, in bytes.  Ledgers have millions of cells, and most need no closer look. */
#define WORD_MAX 24

static const struct state {
	const char *label, *text;
	const char *words[3];	/* search keys; the labels of every language are among them */
	unsigned int flag;
} states[EMPTY_COUNT] = {
	[EMPTY_UNFILLED] = { N_("未填"), NULL, { "未填", "unfilled" }, 0 },
	[EMPTY_NONE] = { N_("无"), "无", { "无", "none" }, FIELD_MAY_BE_NONE },
	[EMPTY_INAPPLICABLE] = { N_("不适用"), "不适用", { "不适用", "n/a" }, FIELD_MAY_NOT_APPLY },
};

const char *empty_label(enum empty state)
{
	return states[state].label ? _(states[state].label) : "";
}

const char *empty_text(enum empty state)
{
	return states[state].text;
}

static bool is_called(const struct state *s, const char *key)
{
	for (size_t i = 0; s->words[i]; i++)
		if (strcmp(s->words[i], key) == 0)
			return true;
	return false;
}

enum empty empty_typed(const char *typed)
{
	enum empty found = EMPTY_NOT;
	struct buf key = BUF_INIT;

	if ((*typed >= '0' && *typed <= '9') || strlen(typed) > WORD_MAX)
		return EMPTY_NOT;
	text_key(&key, typed);
	for (int i = EMPTY_UNFILLED; i < EMPTY_COUNT && !found; i++)
		if (is_called(&states[i], buf_str(&key)))
			found = (enum empty)i;
	buf_release(&key);
	return found;
}

enum empty empty_stored(const char *text)
{
	if (!text || !text[0])
		return EMPTY_UNFILLED;
	if (strcmp(text, states[EMPTY_NONE].text) == 0)
		return EMPTY_NONE;
	return strcmp(text, states[EMPTY_INAPPLICABLE].text) == 0 ? EMPTY_INAPPLICABLE : EMPTY_NOT;
}

bool field_knows(const struct field *f, enum empty state)
{
	return state == EMPTY_UNFILLED ? f->type != TYPE_BOOL : (f->flags & states[state].flag) != 0;
}

bool field_has_states(const struct field *f)
{
	return (f->flags & (FIELD_MAY_BE_NONE | FIELD_MAY_NOT_APPLY)) != 0;
}

enum empty field_empty_cell(const struct field *f, const struct cell *c)
{
	if (c->kind == CELL_NULL)
		return EMPTY_UNFILLED;
	return c->kind == CELL_TEXT && field_has_states(f) ? empty_stored(c->text) : EMPTY_NOT;
}

enum empty field_empty(const struct field *f, const void *rec)
{
	struct cell c;

	field_type(f)->put(field_const(f, rec), &c);
	return field_empty_cell(f, &c);
}

void field_set_empty(const struct field *f, void *rec, enum empty state)
{
	struct cell c;

	assert(state != EMPTY_NOT && field_knows(f, state));
	cell_from_text(&c, field_type(f), states[state].text);
	field_type(f)->get(field_value(f, rec), &c);
}
