#ifndef DB_BELOW_H
#define DB_BELOW_H

#include "db/internal.h"

/* What stands below a record of a tree, as far as it is referred to: lookup's ref_below(). */
int lookup_below(void *ctx, const struct reg *reg, const struct field *by, int64_t id, int64_t ids[REF_BELOW_MOST],
	size_t *n, struct err *e);

#endif
