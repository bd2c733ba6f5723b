#ifndef DB_USES_H
#define DB_USES_H

#include "db/store.h"

/*
 * What refers to a record: the registers whose reference fields name it, and how many of their
 * records in use do.  Reads nothing but the indexes of those fields, and never many entries.
 */

#ifndef USES_MOST
#define USES_MOST 1000
#endif

struct use {
	const struct reg *reg;
	const struct field *field;	/* of reg, its target is the record's register */
	int64_t n;			/* at most USES_MOST */
	bool more;			/* there are more than n */
};

/* Calls fn for each that has any, in the order of registers[]. */
int store_uses(struct store *s, const struct reg *reg, int64_t id, void (*fn)(void *ctx, const struct use *use),
	void *ctx, struct err *e);
/* Adds how it is named beside the number: 下级 in a tree; else the register, with the field where that has several. */
void use_label(const struct use *use, struct buf *out);
/* Adds the number: 23, or 1000+. */
void use_count(const struct use *use, struct buf *out);

#endif
