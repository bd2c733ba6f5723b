/*
 * The code sets in memory.  A set is found by binary search; inside a set the
 * few dozen items are looked through in their order, which is the order of lists.
 */
#include "src/codebook.h"

#include <stdlib.h>
#include <string.h>

#include "src/buf.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

void codebook_release(struct codebook *book)
{
	for (size_t i = 0; i < book->n; i++) {
		free(book->items[i].set);
		free(book->items[i].value);
		free(book->items[i].label);
		free(book->items[i].label_en);
	}
	free(book->items);
	*book = (struct codebook){ .items = NULL };
}

/* Asked once when an item is read, because lists and exports show labels by the hundred thousand. */
static const char *label_shown(const struct code_item *item)
{
	/* Every catalogue translates this word by its own language's name. */
	const char *language = _("中文");

	if (item->label_en && strcmp(language, "中文") != 0)
		return item->label_en;
	return item->label ? item->label : item->value;
}

void codebook_add(struct codebook *book, const struct code_item *item)
{
	struct code_item *copy;

	if (book->n == book->cap) {
		book->cap = book->cap ? book->cap * 2 : 64;
		book->items = xreallocarray(book->items, book->cap, sizeof(book->items[0]));
	}
	copy = &book->items[book->n++];
	*copy = *item;
	copy->set = xstrdup(item->set);
	copy->value = xstrdup(item->value);
	copy->label = xstrdup(item->label);
	copy->label_en = xstrdup(item->label_en);
	copy->shown = label_shown(copy);
}

static int item_compare(const void *one, const void *other)
{
	const struct code_item *a = one, *b = other;
	int order = strcmp(a->set, b->set);

	if (order == 0)
		order = (a->position > b->position) - (a->position < b->position);
	return order ? order : strcmp(a->value, b->value);
}

void codebook_sort(struct codebook *book)
{
	if (book->n > 1)
		qsort(book->items, book->n, sizeof(book->items[0]), item_compare);
}

size_t codebook_set(const struct codebook *book, const char *set, const struct code_item **first)
{
	size_t low = 0, high = book->n, n = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(book->items[middle].set, set) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low + n < book->n && strcmp(book->items[low + n].set, set) == 0)
		n++;
	*first = n ? &book->items[low] : NULL;
	return n;
}

const struct code_item *codebook_by_value(const struct codebook *book, const char *set, const char *value)
{
	const struct code_item *items;
	size_t n = codebook_set(book, set, &items);

	for (size_t i = 0; i < n; i++)
		if (strcmp(items[i].value, value) == 0)
			return &items[i];
	return NULL;
}

bool codebook_has(const struct codebook *book, const char *set, const char *values)
{
	char *one;
	bool has = true;

	for (size_t n; has && values && *values; values += n + (values[n] == ',')) {
		n = strcspn(values, ",");
		one = xstrndup(values, n);
		has = codebook_by_value(book, set, one) != NULL;
		free(one);
	}
	return has;
}

static bool same_text(const char *name, const char *typed)
{
	return name && strcmp(name, typed) == 0;
}

static bool same_key(const char *name, const char *key)
{
	struct buf own = BUF_INIT;
	bool same;

	if (!name)
		return false;
	text_key(&own, name);
	same = strcmp(buf_str(&own), key) == 0;
	buf_release(&own);
	return same;
}

/* A label may have been given again to a newer item; what is still in use is meant then. */
static int age(const struct code_item *item)
{
	if (item->retired)
		return 2;
	return date_is_empty(item->to) ? 0 : 1;
}

/* The youngest of the items that have such a name. */
static const struct code_item *youngest(const struct code_item *items, size_t n, const char *text,
					bool (*same)(const char *name, const char *text))
{
	const struct code_item *best = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct code_item *item = &items[i];

		if (!same(item->label, text) && !same(item->label_en, text) && !same(item->value, text))
			continue;
		if (!best || age(item) < age(best))
			best = item;
	}
	return best;
}

const struct code_item *codebook_find(const struct codebook *book, const char *set, const char *typed)
{
	const struct code_item *items, *found = codebook_by_value(book, set, typed);
	size_t n = codebook_set(book, set, &items);
	struct buf key = BUF_INIT;

	/* Keys are made only for what was not written exactly: ledgers repeat a label in every row. */
	if (!found)
		found = youngest(items, n, typed, same_text);
	if (found || n == 0)
		return found;
	text_key(&key, typed);
	if (key.len > 0)
		found = youngest(items, n, buf_str(&key), same_key);
	buf_release(&key);
	return found;
}

/* Whether `day` lies after the whole of a date, which may be a month or a year. */
static bool day_is_after(struct date day, struct date end)
{
	if (end.month == 0)
		day.month = 0;
	if (end.day == 0)
		day.day = 0;
	return date_compare(day, end) > 0;
}

bool dated_in_use(struct date from, struct date to, struct date day)
{
	if (date_is_empty(day))
		return true;
	if (!date_is_empty(from) && date_compare(day, from) < 0)
		return false;
	return date_is_empty(to) || !day_is_after(day, to);
}

bool code_item_in_use(const struct code_item *item, struct date day)
{
	return !item->retired && dated_in_use(item->from, item->to, day);
}

const char *code_item_label(const struct code_item *item)
{
	return item->shown;
}
