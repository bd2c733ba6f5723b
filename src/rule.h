#ifndef SRC_RULE_H
#define SRC_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/buf.h"
#include "src/date.h"
#include "src/err.h"

/*
 * A rule is a judgement that a document makes, not the program: it is a dated
 * row (effective_from, document number) that an office may switch between off,
 * warn and error, with one number as its parameter.  check() functions ask
 * rule_on() and report findings; the level comes from the row.
 */

enum rule_level { RULE_OFF, RULE_WARN, RULE_ERROR };
/* Code values of the set "rule_level": off, warn, error. */
const char *rule_level_value(enum rule_level level);
/* Off for NULL; a level this program does not know is a warning: it is seen and refuses nothing. */
enum rule_level rule_level_from_value(const char *value);

struct rule_item {
	char *name;		/* "org.branch_min_members" */
	char *label;		/* what it says, for messages and F1 */
	char *document;		/* 文号, may be NULL */
	enum rule_level level;
	int64_t param;		/* INT64_MIN: the row gives none */
	struct date from, to;
	bool retired;
};

struct ruleset {
	struct rule_item *items;
	size_t n, cap;
};

void ruleset_release(struct ruleset *set);
void ruleset_add(struct ruleset *set, const struct rule_item *item);
void ruleset_sort(struct ruleset *set);
/* The row in force on that day (the latest effective_from wins), or NULL: a missing rule is off. Borrowed. */
const struct rule_item *rule_on(const struct ruleset *set, const char *name, struct date day);

/* What a check found, in the order it was found. */
struct finding {
	enum rule_level level;
	const char *rule;	/* NULL: a built-in impossibility (required, unique, cycle) */
	const char *field;	/* field name, borrowed from the register's table */
	char *text;		/* one sentence */
};

struct findings {
	struct finding *items;
	size_t n, cap;
	bool counting;		/* set by who wants only the number of warnings: their sentences are not made */
	size_t counted;
};

void findings_release(struct findings *f);
void findings_clear(struct findings *f);
void findings_add(struct findings *f, enum rule_level level, const char *rule, const char *field,
		  const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* Where warnings are only counted, counts this one: true, and there is nothing to add. */
bool findings_only_count(struct findings *f, enum rule_level level);
size_t findings_count(const struct findings *f, enum rule_level level);
/* Turns the first error among the findings from number `first` on into an error: ERR_INVALID with field and sentence, or 0. */
int findings_error(const struct findings *f, size_t first, struct err *e);

#endif
