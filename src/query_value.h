#ifndef SRC_QUERY_VALUE_H
#define SRC_QUERY_VALUE_H

#include "src/query.h"

/*
 * The typed values of conditions, for query.c only.  A cell here owns its text:
 * unlike a record's cell it outlives what it was made from.
 */

/* Reads one value as the field's type reads it; what `~` looks for stays the text it is. */
int query_value(
	const struct cond *c, const char *typed, const struct lookup *l, struct cell *out, struct err *e);
/* Fills in c->upper of dates. */
int query_period(struct cond *c, struct err *e);
/* Reads "from..to" into c->values[0] and c->upper; with one end left out c->op becomes OP_GE or OP_LE. */
int query_range(struct cond *c, const char *typed, const struct lookup *l, struct err *e);
/* Adds the numbers of all records that c's reference field may mean by a word of their names. */
int query_named(struct cond *c, const char *typed, const struct lookup *l, struct err *e);
/* A branch of few records becomes OP_EQ with those that are referred to as values; a larger one stays as it is. */
int query_branch(const struct reg *reg, struct cond *c, const struct lookup *l, struct err *e);
/* Whether `~` makes sense: the stored value is text that a person reads. */
bool query_has_parts(const struct field *f);

void query_cond_copy(struct cond *to, const struct cond *from);
void query_cond_release(struct cond *c);

#endif
