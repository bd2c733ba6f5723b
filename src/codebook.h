#ifndef SRC_CODEBOOK_H
#define SRC_CODEBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "src/date.h"

/*
 * All code sets (domains, categories, criteria, ...) in memory: a few hundred rows,
 * read from the `code` register when a database is opened and whenever it changes.
 * Always sorted by set, then position, then value.
 */

struct code_item {
	char *set, *value;	/* "org_category", "631" */
	char *label;		/* 党支部 */
	char *label_en;		/* may be NULL */
	long position;
	struct date from, to;	/* in use from .. to, both may be empty */
	bool retired;
	const char *shown;		/* the label in the person's language: codebook_add() sets it */
};

struct codebook {
	struct code_item *items;
	size_t n, cap;
};

void codebook_release(struct codebook *book);
/* Copies the item in; call codebook_sort() after the last one. */
void codebook_add(struct codebook *book, const struct code_item *item);
void codebook_sort(struct codebook *book);

/* The items of a set: a pointer to the first and how many; 0 where the set is unknown. Borrowed. */
size_t codebook_set(const struct codebook *book, const char *set, const struct code_item **first);
/* By value, then by label (either language); NULL where there is none. */
const struct code_item *codebook_by_value(const struct codebook *book, const char *set, const char *value);
const struct code_item *codebook_find(const struct codebook *book, const char *set, const char *typed);
/* Whether each of these values, parted by commas, has a row; retired ones count. */
bool codebook_has(const struct codebook *book, const char *set, const char *values);
/* In use on that day (an empty day asks about retired only). */
bool code_item_in_use(const struct code_item *item, struct date day);
/* The label in the person's language. */
const char *code_item_label(const struct code_item *item);

/* Whether a dated row counts on that day: both ends may be empty, and a partial end covers its whole month or year. */
bool dated_in_use(struct date from, struct date to, struct date day);

#endif
