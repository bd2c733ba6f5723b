#ifndef SRC_LOOKUP_H
#define SRC_LOOKUP_H

#include <stdint.h>

#include "src/buf.h"
#include "src/codebook.h"
#include "src/date.h"
#include "src/err.h"
#include "src/rule.h"

/*
 * What a value needs to know of the world to be read, shown or judged: today,
 * the code sets, the dated rules, and other records by number or by name.
 * The store fills one in; tests use a small one of their own.
 */

struct reg;
struct field;

#define REF_NAMED_MOST 1000
#define REF_BELOW_MOST 60

/* The records below one of a tree, as far as records of a register refer to them. */
struct ref_branch {
	const struct reg *reg;		/* the one that refers ... */
	const struct field *by;		/* ... by this field */
	int64_t top;			/* itself not among them */
	int64_t ids[REF_BELOW_MOST];
	size_t n;
};

enum style {
	STYLE_LIST,	/* for eyes: label of a code, name of a reference, 1,234.50 */
	STYLE_EDIT,	/* as it stands in a form or a CSV cell: unambiguous, and parse() reads it back */
	STYLE_DATA,	/* for programs: code value, key of the referenced record, 1234.50, ISO dates */
};

/* The records of `reg` that refer to record `of` by the field `by`. */
struct children_of {
	const struct reg *reg;
	const struct field *by;
	int64_t of;
};

struct lookup {
	struct date today;
	const struct codebook *codes;
	const struct ruleset *rules;
	/* Adds how a record is shown: its name (LIST), "name key" (EDIT), its key (DATA). */
	int (*ref_format)(void *ctx, const struct reg *reg, int64_t id, enum style style, struct buf *out);
	/* Finds a record by key, exact name or "name key"; ERR_NOT_FOUND names the nearest, ERR_INVALID the
	 * candidates of an ambiguous name.  *retired (NULL allowed) says whether it is out of use. */
	int (*ref_find)(void *ctx, const struct reg *reg, const char *typed, int64_t *id, struct err *e);
	/* All records whose name or key has a word, as text or pinyin; the caller frees *ids.  ERR_INVALID: more than
	 * REF_NAMED_MOST, or so many to look at that it takes too long.  May be NULL; then conditions cannot ask for it. */
	int (*ref_named)(void *ctx, const struct reg *reg, const char *word, int64_t **ids, size_t *n, struct err *e);
	/* What is below b->top.  0: these are all; 1: there are more than REF_BELOW_MOST, or so many to look at that it takes
	 * too long.  May be NULL; then it is found out for each record that refers to the tree. */
	int (*ref_below)(void *ctx, struct ref_branch *b, struct err *e);
	/* Copies a record; the caller releases it with reg_release().  Rules use it to look at a superior. */
	int (*ref_get)(void *ctx, const struct reg *reg, int64_t id, void *rec, struct err *e);
	/* The same without the copy: borrowed until the next call for its register.  May be NULL; then there is ref_get. */
	int (*ref_peek)(void *ctx, const struct reg *reg, int64_t id, const void **rec, struct err *e);
	/* Children, retired ones too, in the order of their numbers: for rules about them.  rec is borrowed for the call; a
	 * non-zero return of fn ends it and is returned.  May be NULL. */
	int (*ref_each)(void *ctx, const struct children_of *which, int (*fn)(void *arg, const void *rec), void *arg,
			struct err *e);
	void *ctx;
};

#endif
