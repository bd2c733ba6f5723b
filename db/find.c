/* Finding in one register what was typed without any: by numbers first, then by words. */
#include "db/find.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "db/internal.h"
#include "db/query_sql.h"
#include "db/search.h"
#include "db/seen.h"
#include "db/tour.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/pinyin.h"
#include "src/banned.h"

/* So many records may share the end of a number. */
#define TAILS_MOST 500

void found_release(struct found *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->items[i].key);
		free(f->items[i].label);
		free(f->items[i].by);
	}
	free(f->items);
	f->items = NULL;
	f->n = 0;
}

static char *text_of(struct store *s, const struct field *f, const void *rec)
{
	struct buf b = BUF_INIT;

	field_format_masked(f, rec, &s->lookup, STYLE_LIST, &b);
	return buf_detach(&b);
}

static struct found_item *add(struct store *s, struct found *out, const void *rec)
{
	struct found_item *item;

	for (size_t i = 0; i < out->n; i++)
		if (out->items[i].id == ((const struct rec *)rec)->id)
			return NULL;
	out->items = xreallocarray(out->items, out->n + 1, sizeof(out->items[0]));
	item = &out->items[out->n++];
	*item = (struct found_item){ .id = ((const struct rec *)rec)->id };
	item->key = text_of(s, reg_key(out->reg), rec);
	item->label = text_of(s, reg_label(out->reg), rec);
	item->retired = !date_is_empty(((const struct rec *)rec)->retired_on);
	return item;
}

/* What it was found by, where that is not in its key or its name. */
static void say_by(struct store *s, const struct field *f, const void *rec, struct found_item *item)
{
	struct buf by = BUF_INIT;

	buf_addf(&by, "%s ", _(f->label));
	field_format_masked(f, rec, &s->lookup, STYLE_LIST, &by);
	item->by = buf_detach(&by);
}

/* --- by the end of a number --- */

/* The records whose number ends so: those that words find too count once. */
struct tails {
	int64_t ids[TAILS_MOST];
	size_t n;
};

static bool tails_have(const struct tails *tails, int64_t id)
{
	for (size_t i = 0; i < tails->n; i++)
		if (tails->ids[i] == id)
			return true;
	return false;
}

/* What was typed as numbers are compared: letters and digits in capitals.  false: it is no end of one. */
static bool number_of(const char *typed, struct buf *out)
{
	for (const char *c = typed; *c; c++) {
		if (*c == ' ' || *c == '-')
			continue;
		if (!isdigit((unsigned char)*c) && !(c[1] == '\0' && toupper((unsigned char)*c) == 'X'))
			return false;
		buf_addc(out, (char)toupper((unsigned char)*c));
	}
	return out->len >= FIELD_TAIL;
}

static bool ends_with(const char *text, const struct buf *number)
{
	size_t n = number->len, at = strlen(text);

	while (n > 0 && at > 0) {
		at--;
		if (!isalnum((unsigned char)text[at]))
			continue;
		if (toupper((unsigned char)text[at]) != number->data[--n])
			return false;
	}
	return n == 0;
}

/* The field whose number it is, or NULL: another record may share the last digits. */
static const struct field *field_with(const struct reg *reg, const void *rec, const struct buf *number)
{
	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];
		struct cell c;

		if (!field_type(f)->tail)
			continue;
		field_type(f)->put(field_const(f, rec), &c);
		if (cell_text(&c) && ends_with(cell_text(&c), number))
			return f;
	}
	return NULL;
}

/* 1: the record's number does end so. */
static int look_at(struct store *s, const struct buf *number, int64_t id, size_t rows, struct found *out, struct err *e)
{
	void *rec = reg_new(out->reg);
	int rc = rows_get(s, out->reg, id, rec, e);
	const struct field *f = rc == 0 && seen_record(s, out->reg, rec) ? field_with(out->reg, rec, number) : NULL;
	struct found_item *item = f && out->n < rows ? add(s, out, rec) : NULL;

	if (item)
		say_by(s, f, rec, item);
	reg_free(out->reg, rec);
	return rc < 0 ? rc : f != NULL;
}

static int find_tails(struct store *s, const struct buf *number, size_t rows, struct tails *tails, struct found *out,
		      struct err *e)
{
	struct buf sql = BUF_INIT, token = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT rowid FROM \"s_%s\" WHERE \"s_%s\" MATCH ?1 LIMIT %d", out->reg->name, out->reg->name, TAILS_MOST);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	buf_addf(&token, "\"=%s\"", buf_str(number) + number->len - FIELD_TAIL);
	rc = sql_bind(s, stmt, 1, buf_str(&token), e);
	while (rc >= 0 && (rc = sql_step(s, stmt, e)) == 1) {
		int64_t id = sqlite3_column_int64(stmt, 0);

		rc = look_at(s, number, id, rows, out, e);
		if (rc == 1)
			tails->ids[tails->n++] = id;
	}
	out->count.n = (int64_t)tails->n;
	sql_done(s, stmt);
	buf_release(&token);
	return rc;
}

static bool has_tails(const struct reg *reg)
{
	for (size_t i = 0; i < reg->nfields; i++)
		if (field_type(&reg->fields[i])->tail)
			return true;
	return false;
}

/* --- by words --- */

static bool has_words(const struct reg *reg)
{
	for (size_t i = 0; i < reg->nfields; i++)
		if (field_is_searched(&reg->fields[i]))
			return true;
	return false;
}

void find_condition(const char *typed, struct buf *out)
{
	while (*typed) {
		size_t n = strcspn(typed, " \"");

		if (n)
			buf_addf(out, "%s\"%.*s\"", out->len ? " " : "", (int)n, typed);
		typed += n + (typed[n] ? 1 : 0);
	}
}

static bool has_word(struct store *s, const struct field *f, const void *rec, const char *word)
{
	char *text = text_of(s, f, rec);
	bool has = pinyin_match(text, word, NULL) != MATCH_NONE;

	free(text);
	return has;
}

/* The field that has the word, or NULL: what is shown of the record in any case has it. */
static const struct field *field_of_word(struct store *s, const struct reg *reg, const void *rec, const char *word)
{
	if (has_word(s, reg_label(reg), rec, word) || has_word(s, reg_key(reg), rec, word))
		return NULL;
	for (size_t i = 0; i < reg->nfields; i++)
		if (field_is_searched(&reg->fields[i]) && has_word(s, &reg->fields[i], rec, word))
			return &reg->fields[i];
	return NULL;
}

/* words stand apart by spaces. */
static void say_word(struct store *s, const struct reg *reg, const void *rec, const char *words, struct found_item *item)
{
	for (const char *at = words; *at && !item->by; at += strspn(at, " ")) {
		char *word = xstrndup(at, strcspn(at, " "));
		const struct field *f = field_of_word(s, reg, rec, word);

		if (f)
			say_by(s, f, rec, item);
		at += strlen(word);
		free(word);
	}
}

static void add_items(struct store *s, const struct view *v, struct page *page, size_t rows, struct found *out)
{
	struct buf words = BUF_INIT;

	query_words(v->query, &words);
	for (size_t i = 0; i < page->n && out->n < rows; i++) {
		struct found_item *item = add(s, out, page_row(page, i));

		if (item)
			say_word(s, out->reg, page_row(page, i), buf_str(&words), item);
	}
	buf_release(&words);
}

/* How many of all that the words find are new. */
static int count_words(struct store *s, const struct view *v, struct tails *tails, struct count *c, struct err *e)
{
	struct sift both = { .ids = tails->ids, .n = tails->n };
	int rc = store_count(s, v, c, e);

	if (rc == 0)
		rc = store_sift(s, v, &both, 0, e);
	c->n -= (int64_t)both.passed;
	return rc;
}

static int find_words(struct store *s, const struct view *v, const struct page_want *want, struct tails *tails,
		      struct found *out, struct err *e)
{
	struct page page = { .rows = NULL };
	struct count count = { .cap = FOUND_COUNT_MOST, .budget_ms = want->budget_ms };
	int rc = store_page(s, v, want, &page, e);

	if (rc == 0)
		add_items(s, v, &page, (size_t)want->rows, out);
	out->done = rc == 0 && !page.unfinished;
	if (rc == 0 && page.more && !page.unfinished) {
		rc = count_words(s, v, tails, &count, e);
		out->count.n += count.n;
		out->count.exact = count.exact;
	} else {
		for (size_t i = 0; rc == 0 && i < page.n; i++)
			out->count.n += !tails_have(tails, ((const struct rec *)page_row(&page, i))->id);
	}
	page_release(&page);
	return rc;
}

int store_find_in(struct store *s, const struct reg *reg, const char *typed, const struct page_want *want, struct found *out,
		  struct err *e)
{
	struct buf number = BUF_INIT, words = BUF_INIT;
	struct query q = { .n = 0 };
	struct view v = { .reg = reg, .query = &q, .all = true, .ranked = true };
	struct tails tails = { .n = 0 };
	int rc = 0;

	found_release(out);
	out->reg = reg;
	out->count = (struct count){ .exact = true };
	out->done = true;
	if (search_has(reg) && has_tails(reg) && number_of(typed, &number))
		rc = find_tails(s, &number, (size_t)want->rows, &tails, out, e);
	find_condition(typed, &words);
	if (rc == 0 && words.len)
		rc = query_parse(reg, buf_str(&words), &s->lookup, &q, e);
	if (rc == 0 && q.n && has_words(reg))
		rc = find_words(s, &v, want, &tails, out, e);
	query_release(&q);
	buf_release(&number);
	buf_release(&words);
	return rc;
}
