/* Proposals for a condition that is being typed. */
#include "ui/complete.h"

#include <stdlib.h>
#include <string.h>

#include "db/batch.h"
#include "db/read.h"
#include "db/tree.h"
#include "src/empty.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/pinyin.h"
#include "src/query_sign.h"
#include "src/text.h"
#include "src/banned.h"

#define PROPOSALS_MOST 60
#define RECORDS_MOST 8
/* How long looking for records may delay a key. */
#define RECORDS_MS 4
/* Fewer letters than these are the beginning of too many things. */
#define LETTERS_LEAST 2
/* Of how many words is tried whether they name what is referred to. */
#define WORDS_MOST 4

/* A word of the line, cut into what completion looks at. */
struct word {
	const char *text;
	size_t from;		/* of the name, or of the value after the last comma */
	size_t to;
	size_t sign, n_sign;	/* where a sign stands, and its bytes; 0 bytes: there is none */
	enum op op;		/* what it means; OP_EQ where there is none */
	char *part;		/* what of it is typed so far, without an opening quote */
};

/* --- collecting --- */

void completion_close(struct completion *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->items[i].text);
		free(c->items[i].label);
	}
	free(c->items);
	*c = (struct completion){ .items = NULL };
}

static bool has(const struct completion *c, const char *text)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->items[i].text, text) == 0)
			return true;
	return false;
}

static void add(struct completion *c, const char *text, const char *label, bool whole)
{
	if (c->n == PROPOSALS_MOST || has(c, text))
		return;
	c->items = xreallocarray(c->items, c->n + 1, sizeof(*c->items));
	c->items[c->n++] = (struct proposal){ xstrdup(text), c->from, c->to, xstrdup(label), whole };
}

/* A text as a value of the filter language, in quotes where it would be read as something else. */
static void add_value_text(struct buf *out, const char *text)
{
	bool plain = strpbrk(text, " ,|\"") == NULL && strstr(text, "，") == NULL && strstr(text, "　") == NULL;

	buf_addf(out, plain ? "%s" : "\"%s\"", text);
}

static void add_value(struct completion *c, const char *text, const char *note)
{
	struct buf value = BUF_INIT, label = BUF_INIT;

	if (c->written)
		buf_adds(&value, text);
	else
		add_value_text(&value, text);
	buf_addf(&label, *note ? "%s  %s" : "%s%s", text, note);
	add(c, buf_str(&value), buf_str(&label), true);
	buf_release(&value);
	buf_release(&label);
}

/* --- the word at the caret --- */

/* How many bytes of s, if any, are one of the signs in the list. */
static size_t one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (strncmp(s, *list, strlen(*list)) == 0)
			return strlen(*list);
	return 0;
}

/* Where the word that ends at the caret begins: behind the last blank or bar that is not in quotes. */
static size_t word_start(const char *text, size_t caret)
{
	static const char *const ends[] = { " ", "　", "|", "｜", NULL };
	static const char *const quotes[] = { "\"", "＂", "“", "”", NULL };
	size_t from = 0, step;
	bool quoted = false;

	for (size_t at = 0; at < caret; at += step) {
		size_t end = one_of(text + at, ends);

		step = text_next(text + at, caret - at);
		if (one_of(text + at, quotes))
			quoted = !quoted;
		else if (end && !quoted)
			from = at + end;
	}
	return from;
}

/* Behind the last comma of a list of values, unless that is in quotes. */
static size_t value_start(const char *text, size_t from, size_t to)
{
	static const char *const commas[] = { ",", "，", NULL };
	bool quoted = false;
	size_t start = from, step;

	for (size_t at = from; at < to; at += step) {
		size_t comma = one_of(text + at, commas);

		step = text_next(text + at, to - at);
		quoted ^= text[at] == '"';
		if (comma && !quoted)
			start = at + comma;
	}
	return start;
}

static void find_word(const struct completing *what, struct word *w)
{
	const char *text = edit_text(what->line);
	size_t start = what->field ? 0 : word_start(text, what->line->caret), at;

	*w = (struct word){ .text = text, .to = what->line->caret, .op = OP_EQ };
	if (!what->field && text[start] == '-' && start < w->to)
		start++;
	for (at = start; at < w->to && !w->n_sign; at += w->n_sign ? 0 : text_next(text + at, w->to - at)) {
		w->n_sign = query_sign(text + at, w->to - at, &w->op);
		w->sign = at;
	}
	if (w->n_sign || what->field)
		w->from = value_start(text, w->n_sign ? w->sign + w->n_sign : start, w->to);
	else
		w->from = start;
	at = w->from < w->to && text[w->from] == '"' ? w->from + 1 : w->from;
	w->part = xstrndup(text + at, w->to - at);
}

/* --- fields --- */

static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* Enough to tell what is meant, so that ordinary searching is left alone. */
static bool is_enough(const char *typed)
{
	return *typed && (!is_ascii(typed) || strlen(typed) >= LETTERS_LEAST);
}

static enum match match_field(const struct field *f, const char *typed)
{
	enum match found = *typed ? pinyin_match(_(f->label), typed, NULL) : MATCH_PREFIX;

	if (is_ascii(typed) && found == MATCH_INSIDE)
		found = MATCH_NONE;
	if (found == MATCH_NONE && is_ascii(typed) && strncmp(f->name, typed, strlen(typed)) == 0)
		return MATCH_PREFIX;
	return found;
}

/* In the order in which they are proposed. */
static const struct sign {
	enum op op;
	const char *label;
	bool ordered;		/* only where less and more mean something */
} signs[] = {
	{ OP_HAS, N_("含有"), false }, { OP_EQ, N_("等于"), false }, { OP_GT, N_("大于、晚于"), true },
	{ OP_LT, N_("小于、早于"), true }, { OP_GE, N_("至少、不早于"), true }, { OP_LE, N_("至多、不晚于"), true },
	{ OP_NE, N_("不等于"), false },
};

/* What a sign can do for a field. */
static bool takes_sign(const struct field *f, const struct sign *s)
{
	const struct type *t = field_type(f);

	if (query_has_branches(f) && s->ordered)
		return s->op == OP_LT || s->op == OP_LE;
	if (s->ordered && !t->ordered)
		return false;
	if (s->op == OP_HAS)
		return f->type == TYPE_REF || (t->storage == STORAGE_TEXT && !t->ordered && !f->set);
	return true;
}

/* Where only one sign makes sense at first it is written right away, and the values are proposed. */
static bool takes_one_sign(const struct field *f)
{
	return f->set || f->type == TYPE_BOOL;
}

static void propose_field(struct completion *c, const struct field *f)
{
	struct buf text = BUF_INIT, label = BUF_INIT;

	buf_addf(&text, takes_one_sign(f) ? "%s=" : "%s", query_field_name(f));
	buf_addf(&label, "%s  %s", _(f->label), f->name);
	add(c, buf_str(&text), buf_str(&label), false);
	buf_release(&text);
	buf_release(&label);
}

static void propose_sign(struct completion *c, const char *name, const char *sign, const char *label, bool whole)
{
	struct buf text = BUF_INIT, shown = BUF_INIT;

	buf_addf(&text, "%s%s", name, sign);
	buf_addf(&shown, "%s%s  %s", name, sign, label);
	add(c, buf_str(&text), buf_str(&shown), whole);
	buf_release(&text);
	buf_release(&shown);
}

/* Less and more are levels where a tree is referred to. */
static const char *label_of(const struct field *f, const struct sign *s)
{
	if (!query_has_branches(f) || !s->ordered)
		return _(s->label);
	return s->op == OP_LE ? _("及以下，整枝") : _("只要下级");
}

/* Behind a whole name: what can be asked about the field. */
static void propose_signs(struct completion *c, const struct field *f, const char *name)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (takes_sign(f, &signs[i]))
			propose_sign(c, name, query_sign_text(signs[i].op), label_of(f, &signs[i]), false);
	if (f->type != TYPE_BOOL) {
		propose_sign(c, name, _("=空"), _("没有填"), true);
		propose_sign(c, name, _("=非空"), _("填了"), true);
	}
}

/* What every register knows. */
static void propose_state(struct completion *c, const char *typed)
{
	if (!*typed || pinyin_match("状态", typed, NULL) != MATCH_NONE || strncmp("state", typed, strlen(typed)) == 0)
		add(c, _("状态="), _("状态  state"), false);
}

/* Whether a word finds some of the records of a register, and not very many. */
static bool names_some(struct store *s, const struct reg *reg, const char *word)
{
	const struct lookup *l = store_lookup(s);
	int64_t *ids = NULL;
	size_t n = 0;
	bool some = l->ref_named(l->ctx, reg, word, &ids, &n, NULL) == 0 && n > 0;

	free(ids);
	return some;
}

static void propose_reference(struct completion *c, const struct field *f, const char *word)
{
	struct buf text = BUF_INIT, label = BUF_INIT;

	buf_addf(&text, "%s~%s", query_field_name(f), word);
	buf_addf(&label, _("%s  %s里有这个词"), buf_str(&text), _(f->label));
	add(c, buf_str(&text), buf_str(&label), true);
	buf_release(&text);
	buf_release(&label);
}

static void propose_references(struct completion *c, const struct completing *what, const char *word)
{
	for (size_t i = 0; i < what->reg->nfields; i++) {
		const struct field *f = &what->reg->fields[i];

		if (f->type == TYPE_REF && names_some(what->store, f->target, word))
			propose_reference(c, f, word);
	}
}

/* Words that together find nothing may be names of what records refer to: 柯柯镇 支部. */
static void propose_for_words(struct completion *c, const struct completing *what, const struct word *w)
{
	size_t left = WORDS_MOST, from = w->from, to = w->to;

	for (size_t end = 0; w->text[end] && left > 0; left--) {
		size_t start = end + strspn(w->text + end, " ");
		char *word;

		end = start + strcspn(w->text + start, " ");
		word = xstrndup(w->text + start, end - start);
		c->from = start;
		c->to = end;
		if (is_enough(word) && !strpbrk(word, "=<>~|\"-"))
			propose_references(c, what, word);
		free(word);
	}
	c->from = from;
	c->to = to;
}

static void propose_names(struct completion *c, const struct completing *what, const struct word *w)
{
	const struct field *exact = *w->part ? reg_field_typed(what->reg, w->part) : NULL;

	if (!what->asked && !is_enough(w->part))
		return;
	if (exact)
		propose_signs(c, exact, w->part);
	for (int want = MATCH_EXACT; want < MATCH_NONE; want++)
		for (size_t i = 0; i < what->reg->nfields; i++)
			if ((int)match_field(&what->reg->fields[i], w->part) == want && &what->reg->fields[i] != exact)
				propose_field(c, &what->reg->fields[i]);
	propose_state(c, w->part);
	if (what->nothing_found && *w->part)
		propose_for_words(c, what, w);
}

/* --- values --- */

static enum match match_code(const struct code_item *item, const char *typed)
{
	enum match found = *typed ? pinyin_match(code_item_label(item), typed, NULL) : MATCH_PREFIX;

	if (found > MATCH_PREFIX && strncmp(item->value, typed, strlen(typed)) == 0)
		return strcmp(item->value, typed) == 0 ? MATCH_EXACT : MATCH_PREFIX;
	return found;
}

/* The best kind of match comes first; within a kind the set's own order stands. */
static void propose_codes(struct completion *c, const struct field *f, const struct lookup *l, const char *typed)
{
	const struct code_item *items;
	size_t n = codebook_set(l->codes, f->set, &items);

	for (int want = MATCH_EXACT; want < MATCH_NONE; want++)
		for (size_t i = 0; i < n; i++)
			if ((int)match_code(&items[i], typed) == want && code_item_in_use(&items[i], l->today))
				add_value(c, code_item_label(&items[i]), items[i].value);
}

struct proposed {
	int64_t id;
	const char *text;	/* as it can be typed */
};

/* The same with what stands below it, which another sign asks for. */
static void propose_branch(struct completion *c, const struct word *w, const char *record)
{
	struct buf text = BUF_INIT, label = BUF_INIT;
	size_t from = c->from;

	buf_adds(&text, query_sign_text(OP_LE));
	add_value_text(&text, record);
	buf_addf(&label, _("%s  及以下"), record);
	c->from = w->n_sign ? w->sign : w->from;
	add(c, buf_str(&text), buf_str(&label), true);
	c->from = from;
	buf_release(&text);
	buf_release(&label);
}

/* A record, and where it stands in a tree above others what is to be had of its branch. */
static void propose_record(struct completion *c, const struct completing *what, const struct word *w, const struct field *f,
	const struct proposed *r)
{
	/* Behind a comma there are other values, and behind != there is no branch. */
	bool alone = w->n_sign ? w->from == w->sign + w->n_sign : w->from == 0;
	bool equal = w->op == OP_EQ;
	struct branch below = { .n = 0 };

	if (c->written) {
		add_value(c, r->text, "");
		return;
	}
	if (query_has_branches(f))
		store_branch(what->store, f->target, r->id, &below, NULL);
	if (w->op == OP_LE)
		add_value(c, r->text, _("及以下"));
	else if (w->op == OP_LT)
		add_value(c, r->text, _("只要下级"));
	else
		add_value(c, r->text, below.n && equal && alone ? _("只有它本身") : "");
	if (below.n && equal && alone)
		propose_branch(c, w, r->text);
}

static void propose_records(struct completion *c, const struct completing *what, const struct field *f, const struct word *w)
{
	const char *typed = w->part;
	const struct lookup *l = store_lookup(what->store);
	struct cond word = { .op = OP_WORD, .text = xstrdup(typed) };
	struct all_of all = { .conds = &word, .n = 1 };
	struct query q = { .any = &all, .n = 1 };
	struct view v = { .reg = f->target, .query = &q, .ranked = true };
	struct page_want want = { .from = PAGE_FIRST, .rows = RECORDS_MOST, .budget_ms = RECORDS_MS };
	struct page page = { .rows = NULL };

	if (*typed && store_page(what->store, &v, &want, &page, NULL) == 0)
		for (size_t i = 0; i < page.n; i++) {
			struct buf text = BUF_INIT;

			if (l->ref_format(l->ctx, f->target, ((const struct rec *)page_row(&page, i))->id, STYLE_EDIT, &text) == 0)
				propose_record(c, what, w, f, &(struct proposed){
					((const struct rec *)page_row(&page, i))->id, buf_str(&text) });
			buf_release(&text);
		}
	page_release(&page);
	free(word.text);
}

struct fixed {
	const char *text, *label;
};

/* Those of a few words that answer to what is typed. */
static void propose_fixed(struct completion *c, const struct fixed *words, size_t n, const char *typed)
{
	for (size_t i = 0; i < n; i++)
		if (!*typed || pinyin_match(_(words[i].text), typed, NULL) != MATCH_NONE)
			add_value(c, _(words[i].text), _(words[i].label));
}

#define FIXED(words) words, sizeof(words) / sizeof((words)[0])

static const struct fixed yes_or_no[] = { { N_("是"), "" }, { N_("否"), "" } };
static const struct fixed days[] = {
	{ .text = N_("今天"), .label = "" },
	{ .text = "+30", .label = N_("30 天以后") },
	{ .text = "+6m", .label = N_("6 个月以后") },
	{ .text = "+1y", .label = N_("一年以后") },
	{ .text = "-30", .label = N_("30 天以前") },
	{ .text = "-1y", .label = N_("一年以前") },
};
/* Both words are read in any language. */
static const struct fixed states[] = { { "在用", "current" }, { "停用", "retired" } };
static const struct fixed emptiness[] = { { N_("空"), N_("没有填") }, { N_("非空"), N_("填了") } };

static void propose_empty(struct completion *c, const struct field *f, const char *typed)
{
	propose_fixed(c, FIXED(emptiness), typed);
	for (int state = EMPTY_UNFILLED; field_has_states(f) && state < EMPTY_COUNT; state++) {
		const char *label = empty_label((enum empty)state);

		if (field_knows(f, (enum empty)state) && (!*typed || pinyin_match(label, typed, NULL) != MATCH_NONE))
			add_value(c, label, "");
	}
}

static void propose_values(struct completion *c, const struct completing *what, const struct field *f, const struct word *w)
{
	bool empty_fits = w->op == OP_EQ || w->op == OP_NE;

	if (w->op == OP_HAS)
		return;
	if (f->set)
		propose_codes(c, f, store_lookup(what->store), w->part);
	else if (f->type == TYPE_BOOL)
		propose_fixed(c, FIXED(yes_or_no), w->part);
	else if (f->type == TYPE_DATE)
		propose_fixed(c, FIXED(days), w->part);
	else if (f->type == TYPE_REF)
		propose_records(c, what, f, w);
	if (f->type != TYPE_BOOL && empty_fits)
		propose_empty(c, f, w->part);
}

static bool is_state(const char *name)
{
	return strcmp(name, "状态") == 0 || strcmp(name, "state") == 0;
}

static void propose_behind_sign(struct completion *c, const struct completing *what, const struct word *w)
{
	const struct field *f = what->field;
	size_t start = word_start(w->text, w->to);
	char *name;

	if (!f && w->text[start] == '-')
		start++;
	name = f ? NULL : xstrndup(w->text + start, w->sign - start);
	if (name)
		f = reg_field_typed(what->reg, name);
	if (f)
		propose_values(c, what, f, w);
	else if (name && is_state(name))
		propose_fixed(c, FIXED(states), w->part);
	free(name);
}

/* What is typed in full already needs no proposal. */
static bool is_complete(const struct completion *c, const struct word *w)
{
	size_t n = w->to - w->from;

	for (size_t i = 0; i < c->n; i++)
		if (c->items[i].whole && strlen(c->items[i].text) == n && strncmp(c->items[i].text, w->text + w->from, n) == 0)
			return true;
	return false;
}

void completion_update(struct completion *c, const struct completing *what)
{
	struct word w;

	completion_close(c);
	find_word(what, &w);
	c->from = w.from;
	c->to = w.to;
	if (w.n_sign || what->field)
		propose_behind_sign(c, what, &w);
	else if (w.text[w.from] != '"')
		propose_names(c, what, &w);
	if (!what->asked && is_complete(c, &w))
		completion_close(c);
	free(w.part);
}

static void propose_states(struct completion *c, const struct field *f, const char *typed)
{
	for (int state = EMPTY_UNFILLED; state < EMPTY_COUNT; state++) {
		const char *label = empty_label((enum empty)state);

		if (field_knows(f, (enum empty)state) && (!*typed || pinyin_match(label, typed, NULL) != MATCH_NONE))
			add_value(c, label, "");
	}
}

void completion_value(struct completion *c, const struct completing *what)
{
	const struct field *f = what->field;
	const char *text = edit_text(what->line);
	size_t to = what->line->caret, from = f->type == TYPE_CODES ? value_start(text, 0, to) : 0;
	struct word w = { .text = text, .from = from, .to = to, .part = xstrndup(text + from, to - from) };

	completion_close(c);
	c->written = true;
	c->from = from;
	c->to = to;
	if (f->set)
		propose_codes(c, f, store_lookup(what->store), w.part);
	else if (f->type == TYPE_BOOL)
		propose_fixed(c, FIXED(yes_or_no), w.part);
	else if (f->type == TYPE_DATE)
		propose_fixed(c, FIXED(days), w.part);
	else if (f->type == TYPE_REF)
		propose_records(c, what, f, &w);
	if (f->type != TYPE_BOOL && (what->asked || *w.part))
		propose_states(c, f, w.part);
	if (!what->asked && (!*w.part || is_complete(c, &w)))
		completion_close(c);
	free(w.part);
}

void completion_field(struct completion *c, const struct reg *reg, const struct edit *line)
{
	const char *typed = edit_text(line);

	completion_close(c);
	c->to = strlen(typed);
	for (int want = MATCH_EXACT; want < MATCH_NONE; want++)
		for (size_t i = 0; i < reg->nfields; i++) {
			struct buf label = BUF_INIT;

			if (!batch_may_set(&reg->fields[i]) || (int)match_field(&reg->fields[i], typed) != want)
				continue;
			buf_addf(&label, "%s  %s", _(reg->fields[i].label), reg->fields[i].name);
			add(c, _(reg->fields[i].label), buf_str(&label), true);
			buf_release(&label);
		}
}

/* --- choosing --- */

/* The first step only shows that the keys are here now. */
void completion_move(struct completion *c, int by)
{
	if (c->chosen)
		c->at = (c->at + (by > 0 ? 1 : c->n - 1)) % c->n;
	else
		c->at = by > 0 ? 0 : c->n - 1;
	c->chosen = true;
}

bool completion_take(struct completion *c, struct edit *line)
{
	const struct proposal *p = &c->items[c->at];

	return edit_put(line, p->from, p->to, p->text) && p->whole;
}

bool completion_has(const struct completion *c, int64_t what)
{
	return what < PROPOSAL(c->n);
}

bool completion_point(struct completion *c, int64_t what)
{
	bool was = c->chosen && PROPOSAL(c->at) == what;

	c->at = (size_t)(what - PROPOSAL(0));
	c->chosen = true;
	return was;
}

/* --- the picture --- */

static int width_of(const struct completion *c)
{
	int cells = 0;

	for (size_t i = 0; i < c->n; i++)
		if (text_width(c->items[i].label) > cells)
			cells = text_width(c->items[i].label);
	return cells;
}

#define BOX_ROWS 8
#define BOX_EDGES 4		/* cells: both sides of the frame, the mark and a blank */

void completion_draw(const struct completion *c, struct picture *p, struct box room)
{
	int lines = room.rows - 2 < BOX_ROWS ? room.rows - 2 : BOX_ROWS, cols = width_of(c) + BOX_EDGES;
	size_t rows = c->n < (size_t)(lines > 0 ? lines : 0) ? c->n : (size_t)(lines > 0 ? lines : 0);
	size_t first = c->at < rows ? 0 : c->at - rows + 1;
	struct box b = { .x = room.x & ~1, .rows = (int)rows + 2, .cols = cols < room.cols ? cols : room.cols };

	if (!c->n || !rows)
		return;
	b.y = room.y + room.rows - b.rows;
	picture_box(p, b, NULL);
	for (size_t i = 0; i < rows; i++) {
		bool marked = first + i == c->at;
		enum look look = marked && c->chosen ? LOOK_CURRENT : LOOK_TEXT;
		int y = b.y + 1 + (int)i;

		picture_touch(p, (struct box){ y, b.x + 1, 1, b.cols - 2 }, PROPOSAL(first + i));
		picture_put(p, (struct spot){ y, b.x + 1, 1 }, marked ? ">" : " ", look);
		picture_put(p, (struct spot){ y, b.x + 2, b.cols - 3 }, c->items[first + i].label, look);
	}
}
