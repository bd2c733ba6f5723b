/* Proposals below a field while somebody types: items of a code set, records of another register. */
#include <stdlib.h>
#include <string.h>

#include "src/empty.h"
#include "src/mem.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "ui/form.h"
#include "src/banned.h"

/* How long looking for records may delay a key; what is missing then comes while idle. */
#define SEARCH_MS 2
#define IDLE_MS 10

void choice_close(struct form *f)
{
	for (size_t i = 0; i < f->n_choices; i++) {
		free(f->choices[i].text);
		free(f->choices[i].label);
	}
	f->n_choices = f->choice = 0;
	f->looking = false;
}

static void add(struct form *f, int64_t id, const char *text, const char *label)
{
	for (size_t i = 0; id && i < f->n_choices; i++)
		if (f->choices[i].id == id)
			return;
	if (f->n_choices < CHOICES)
		f->choices[f->n_choices++] = (struct choice){ id, xstrdup(text), xstrdup(label) };
}

/* How an item answers to what is typed: by its label, or by its code. */
static enum match match_code(const struct code_item *item, const char *typed)
{
	enum match found = *typed ? pinyin_match(code_item_label(item), typed, NULL) : MATCH_PREFIX;

	if (strcmp(item->value, typed) == 0)
		return MATCH_EXACT;
	if (found == MATCH_NONE && strncmp(item->value, typed, strlen(typed)) == 0)
		return MATCH_PREFIX;
	return found;
}

/* The best kind of match comes first; within a kind the set's own order stands. */
static void propose_codes(struct form *f, const char *typed)
{
	const struct lookup *l = store_lookup(app_store(f->screen.app));
	const struct code_item *items;
	size_t n = codebook_set(l->codes, form_current(f)->set, &items);

	for (int want = MATCH_EXACT; want < MATCH_NONE; want++)
		for (size_t i = 0; i < n; i++) {
			struct buf shown = BUF_INIT;

			if ((int)match_code(&items[i], typed) != want || !code_item_in_use(&items[i], l->today))
				continue;
			buf_addf(&shown, "%s  %s", code_item_label(&items[i]), items[i].value);
			add(f, 0, code_item_label(&items[i]), buf_str(&shown));
			buf_release(&shown);
		}
}

/* Where the whole set is listed, what can stand for a missing value is too. */
static void propose_empty(struct form *f)
{
	for (enum empty state = EMPTY_NONE; state < EMPTY_COUNT; state++)
		if (field_knows(form_current(f), state))
			add(f, 0, empty_label(state), empty_label(state));
}

/* A typed name is a word even where it holds a sign of conditions. */
static int parse_word(const struct reg *reg, const char *typed, const struct lookup *l, struct query *q)
{
	struct buf quoted = BUF_INIT;
	int rc;

	buf_addc(&quoted, '"');
	for (const char *s = typed; *s; s++)
		if (*s != '"')
			buf_addc(&quoted, *s);
	buf_addc(&quoted, '"');
	rc = query_parse(reg, quoted.len > 2 ? buf_str(&quoted) : "", l, q, NULL);
	buf_release(&quoted);
	return rc;
}

static void add_record(struct form *f, const struct reg *reg, int64_t id)
{
	const struct lookup *l = store_lookup(app_store(f->screen.app));
	struct buf text = BUF_INIT;

	if (f->n_choices < RECORD_CHOICES && l->ref_format(l->ctx, reg, id, STYLE_EDIT, &text) == 0)
		add(f, id, buf_str(&text), buf_str(&text));
	buf_release(&text);
}

/* Reads on in the records that have what is typed, from the first one or from behind the anchor. */
static void look(struct form *f, const char *typed, enum page_from from, int64_t anchor)
{
	struct store *s = app_store(f->screen.app);
	const struct reg *reg = form_current(f)->target;
	struct query q = { .n = 0 };
	struct view v = { .reg = reg, .query = &q, .sort = reg_field(reg, reg->sort), .ranked = true };
	struct page_want want = { .from = from, .anchor = anchor, .rows = RECORD_CHOICES,
				  .budget_ms = from == PAGE_FIRST ? SEARCH_MS : IDLE_MS };
	struct page page = { .rows = NULL };

	f->looking = false;
	if (parse_word(reg, typed, store_lookup(s), &q) == 0 && store_page(s, &v, &want, &page, NULL) == 0) {
		for (size_t i = 0; i < page.n; i++)
			add_record(f, reg, ((const struct rec *)page_row(&page, i))->id);
		f->looking = page.unfinished && f->n_choices < RECORD_CHOICES;
		f->look_from = page.resume;
	}
	page_release(&page);
	query_release(&q);
}

bool choice_idle(struct form *f)
{
	if (f->looking)
		look(f, edit_text(&f->edit), PAGE_AFTER, f->look_from);
	return f->looking;
}

/* What is meant by the typed text as it stands comes first, so that Enter never takes another one. */
static void propose_records(struct form *f, const char *typed)
{
	const struct lookup *l = store_lookup(app_store(f->screen.app));
	const struct reg *reg = form_current(f)->target;
	int64_t exact = 0;

	if (*typed && l->ref_find(l->ctx, reg, typed, &exact, NULL) == 0)
		add_record(f, reg, exact);
	look(f, typed, PAGE_FIRST, 0);
}

/* Where the last of several codes begins. */
static size_t last_word(const char *text)
{
	static const char *const signs[] = { "、", "，", ",", "；", ";", " " };
	size_t last = 0;

	for (size_t at = 0; text[at]; at += text_next(text + at, strlen(text + at)))
		for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
			if (strncmp(text + at, signs[i], strlen(signs[i])) == 0)
				last = at + strlen(signs[i]);
	return last;
}

void choice_update(struct form *f, bool all)
{
	const struct field *field = form_current(f);
	const char *typed = edit_text(&f->edit);
	bool several = field->type == TYPE_CODES;

	choice_close(f);
	f->kept = several ? last_word(typed) : 0;
	if (several && all && typed[f->kept])
		f->kept = strlen(typed);
	typed = all ? "" : typed + f->kept;
	if (!all && !*typed)
		return;
	if (field->type == TYPE_REF)
		propose_records(f, typed);
	else if (field->set)
		propose_codes(f, typed);
	if (all && field->set && !f->kept)
		propose_empty(f);
}

void choice_move(struct form *f, int by)
{
	f->choice = (f->choice + (by > 0 ? 1 : f->n_choices - 1)) % f->n_choices;
}

bool choice_take(struct form *f)
{
	struct buf text = BUF_INIT;

	if (!f->n_choices)
		return false;
	buf_add(&text, edit_text(&f->edit), f->kept);
	/* Behind a code that stands there without a separator. */
	if (f->kept && last_word(buf_str(&text)) != f->kept)
		buf_adds(&text, "、");
	buf_adds(&text, f->choices[f->choice].text);
	edit_replace(&f->edit, buf_str(&text));
	buf_release(&text);
	choice_close(f);
	return true;
}
