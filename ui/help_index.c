/* The index of help, and what is found in it. */
#include "ui/help_index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "src/english.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/pinyin.h"
#include "ui/app.h"
#include "ui/screens.h"
#include "ui/wrap.h"
#include "src/banned.h"

/* One pass over all topics: the first one collects what they are found by, the others write those that are found. */
struct index {
	struct help_index *all;
	size_t at;
	const char *typed;
	int cols;
	struct buf *out;	/* NULL in the first pass */
};

void help_wrapped(struct buf *out, const char *text, int indent, int cols)
{
	int room = cols - indent > 8 ? cols - indent : 8;

	while (*text) {
		struct wrap w = wrap_line(text, room);

		buf_fill(out, ' ', (size_t)indent);
		buf_add(out, text, w.shown);
		buf_addc(out, '\n');
		text += w.all;
	}
}

/* --- what is sought --- */

/* What a thing is called comes first, and by its initials only that is found: those of a sentence would match anything. */
static bool has_word(const char *lines, const char *word)
{
	struct buf line = BUF_INIT;
	bool found = false;

	for (const char *s = lines; *s && !found; s += strcspn(s, "\n"), s += *s == '\n') {
		enum match m;

		buf_clear(&line);
		buf_add(&line, s, strcspn(s, "\n"));
		m = pinyin_match(buf_str(&line), word, NULL);
		found = m != MATCH_NONE && (s == lines || m != MATCH_INITIALS);
	}
	buf_release(&line);
	return found;
}

/* As a whole, or each word for itself. */
static bool is_found(const struct index *x, const char *lines)
{
	struct buf word = BUF_INIT;
	bool found = true;

	for (const char *s = x->typed + strspn(x->typed, " "); *s && found; s += strspn(s, " ")) {
		buf_clear(&word);
		buf_add(&word, s, strcspn(s, " "));
		found = has_word(lines, buf_str(&word));
		s += word.len;
	}
	buf_release(&word);
	return found || has_word(lines, x->typed);
}

/* A text and what the English catalogue says for it, each in a line of its own. */
static void add_sought(struct buf *lines, const char *text)
{
	if (!text)
		return;
	buf_addf(lines, "%s\n", text);
	if (strcmp(english(text), text) != 0)
		buf_addf(lines, "%s\n", english(text));
}

/* --- registers and fields --- */

static void add_labelled(struct index *x, const char *label, const char *text)
{
	struct buf b = BUF_INIT;

	if (!text)
		return;
	buf_addf(&b, "%s%s", label, text);
	help_wrapped(x->out, buf_str(&b), 6, x->cols);
	buf_release(&b);
}

static void add_field(struct index *x, const struct field *f)
{
	struct buf head = BUF_INIT;

	buf_addf(&head, "%s  %s  (%s%s)", _(f->label), f->name, _(field_type(f)->label),
		f->flags & FIELD_REQUIRED ? _("，必填") : "");
	help_wrapped(x->out, buf_str(&head), 2, x->cols);
	buf_release(&head);
	add_labelled(x, "", f->help ? _(f->help) : NULL);
	add_labelled(x, _("例："), f->example);
	add_labelled(x, _("依据："), f->source ? _(f->source) : NULL);
}

static void collect(struct help_index *all, const char *lines)
{
	if (!all->sought || all->n == all->cap) {
		all->cap = all->cap ? all->cap * 2 : 512;
		all->sought = xreallocarray(all->sought, all->cap, sizeof(*all->sought));
	}
	all->sought[all->n++] = xstrdup(lines);
}

/* Whether the next topic is to be written. */
static bool next_is_found(struct index *x)
{
	assert(x->all->sought && x->at < x->all->n);
	return is_found(x, x->all->sought[x->at++]);
}

static void collect_field(struct index *x, const struct reg *reg, const struct field *f)
{
	struct buf lines = BUF_INIT;

	add_sought(&lines, f->label);
	buf_addf(&lines, "%s\n", f->name);
	add_sought(&lines, f->help);
	add_sought(&lines, reg->title);
	collect(x->all, buf_str(&lines));
	buf_release(&lines);
}

static void collect_action(struct index *x, const struct ui_action *a)
{
	struct buf lines = BUF_INIT;

	add_sought(&lines, a->label);
	buf_addf(&lines, "%s\n", a->name);
	add_sought(&lines, a->words);
	add_sought(&lines, a->help);
	collect(x->all, buf_str(&lines));
	buf_release(&lines);
}

/* A head without anything below it goes again. */
static void settle(struct index *x, size_t head, size_t body)
{
	if (x->out->len == body)
		buf_truncate(x->out, head);
	else
		buf_addc(x->out, '\n');
}

static void add_register(struct index *x, const struct reg *reg)
{
	size_t head = x->out ? x->out->len : 0, body;

	if (x->out)
		buf_addf(x->out, "%s  %s\n", _(reg->title), reg->name);
	body = x->out ? x->out->len : 0;
	for (size_t i = 0; i < reg->nfields; i++)
		if (!x->out)
			collect_field(x, reg, &reg->fields[i]);
		else if (next_is_found(x))
			add_field(x, &reg->fields[i]);
	if (x->out)
		settle(x, head, body);
}

static void add_screen(struct index *x, const char *title, struct ui_actions actions)
{
	size_t head = x->out ? x->out->len : 0, body;

	if (x->out)
		buf_addf(x->out, "%s\n", _(title));
	body = x->out ? x->out->len : 0;
	for (size_t i = 0; i < actions.n; i++)
		if (!x->out)
			collect_action(x, &actions.rows[i]);
		else if (next_is_found(x))
			actions_help(x->out, (struct ui_actions){ &actions.rows[i], 1 }, x->cols);
	if (x->out)
		settle(x, head, body);
}

static void pass(struct index *x)
{
	for (size_t i = 0; i < registers_n; i++)
		add_register(x, registers[i]);
	add_screen(x, N_("到处可用的键："), app_actions());
	for (size_t i = 0; i < screen_types_n; i++)
		add_screen(x, screen_types[i]->title, screen_types[i]->actions);
}

void help_index(struct help_index *all, const char *typed, int cols, struct buf *out)
{
	struct index x = { .all = all, .typed = typed[strspn(typed, " ")] ? typed : "", .cols = cols };

	if (!all->sought) {
		english_begin();
		pass(&x);
		english_end();
	}
	x.out = out;
	pass(&x);
	if (!out->len)
		help_wrapped(out, _("没有找到；换一个词，或按 F1 回到本屏说明。"), 0, cols);
}

void help_index_release(struct help_index *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->sought[i]);
	free(all->sought);
	*all = (struct help_index){ .n = 0 };
}
