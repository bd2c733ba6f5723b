#ifndef DB_NAMED_H
#define DB_NAMED_H

#include "db/internal.h"

/* The records of a register that a bare word finds, retired ones too: lookup's ref_named(). */
int lookup_named(void *ctx, const struct reg *reg, const char *word, int64_t **ids, size_t *n, struct err *e);

#endif
