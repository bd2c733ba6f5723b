/*
 * Dated rules, and what checks find by them.
 */
#include "src/rule.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "src/codebook.h"
#include "src/mem.h"
#include "src/banned.h"

static const char *const level_values[] = {
	[RULE_OFF] = "off",
	[RULE_WARN] = "warn",
	[RULE_ERROR] = "error",
};

const char *rule_level_value(enum rule_level level)
{
	return level_values[level];
}

enum rule_level rule_level_from_value(const char *value)
{
	if (!value || strcmp(value, level_values[RULE_OFF]) == 0)
		return RULE_OFF;
	return strcmp(value, level_values[RULE_ERROR]) == 0 ? RULE_ERROR : RULE_WARN;
}

void ruleset_release(struct ruleset *set)
{
	for (size_t i = 0; i < set->n; i++) {
		free(set->items[i].name);
		free(set->items[i].label);
		free(set->items[i].document);
	}
	free(set->items);
	*set = (struct ruleset){ .items = NULL };
}

void ruleset_add(struct ruleset *set, const struct rule_item *item)
{
	struct rule_item *copy;

	if (set->n == set->cap) {
		set->cap = set->cap ? set->cap * 2 : 32;
		set->items = xreallocarray(set->items, set->cap, sizeof(set->items[0]));
	}
	copy = &set->items[set->n++];
	*copy = *item;
	copy->name = xstrdup(item->name);
	copy->label = xstrdup(item->label);
	copy->document = xstrdup(item->document);
}

static int item_compare(const void *one, const void *other)
{
	const struct rule_item *a = one, *b = other;
	int order = strcmp(a->name, b->name);

	return order ? order : date_compare(a->from, b->from);
}

void ruleset_sort(struct ruleset *set)
{
	if (set->n > 1)
		qsort(set->items, set->n, sizeof(set->items[0]), item_compare);
}

/* The first row of that name, or where it would stand. */
static size_t first_of(const struct ruleset *set, const char *name)
{
	size_t low = 0, high = set->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(set->items[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct rule_item *rule_on(const struct ruleset *set, const char *name, struct date day)
{
	const struct rule_item *found = NULL;

	for (size_t i = first_of(set, name); i < set->n; i++) {
		const struct rule_item *item = &set->items[i];

		if (strcmp(item->name, name) != 0)
			break;
		/* Rows of one name ascend by effective_from, so the last that fits is the latest. */
		if (!item->retired && dated_in_use(item->from, item->to, day))
			found = item;
	}
	return found;
}

void findings_clear(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->items[i].text);
	f->n = f->counted = 0;
}

void findings_release(struct findings *f)
{
	findings_clear(f);
	free(f->items);
	*f = (struct findings){ .items = NULL };
}

bool findings_only_count(struct findings *f, enum rule_level level)
{
	if (!f->counting || level != RULE_WARN)
		return false;
	f->counted++;
	return true;
}

void findings_add(struct findings *f, enum rule_level level, const char *rule, const char *field,
		  const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	if (level == RULE_OFF || findings_only_count(f, level))
		return;
	if (f->n == f->cap) {
		f->cap = f->cap ? f->cap * 2 : 8;
		f->items = xreallocarray(f->items, f->cap, sizeof(f->items[0]));
	}
	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	f->items[f->n++] = (struct finding){
		.level = level, .rule = rule, .field = field, .text = buf_detach(&text),
	};
}

size_t findings_count(const struct findings *f, enum rule_level level)
{
	size_t n = level == RULE_WARN ? f->counted : 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->items[i].level == level;
	return n;
}

int findings_error(const struct findings *f, size_t first, struct err *e)
{
	for (size_t i = first; i < f->n; i++)
		if (f->items[i].level == RULE_ERROR)
			return err_field(e, ERR_INVALID, f->items[i].field, "%s", f->items[i].text);
	return 0;
}
