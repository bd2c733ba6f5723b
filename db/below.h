#ifndef DB_BELOW_H
#define DB_BELOW_H

#include "src/lookup.h"

/* What stands below a record of a tree, as far as it is referred to: lookup's ref_below(). */
int lookup_below(void *ctx, struct ref_branch *b, struct err *e);

#endif
