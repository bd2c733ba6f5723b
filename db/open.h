#ifndef DB_OPEN_H
#define DB_OPEN_H

#include "db/internal.h"

/* The steps of opening that creating and copying a database share. */

/* Allocates a store for `path` (taken over). */
struct store *open_new(const struct store_options *o, char *path);
/* Opens the connection with every limit and switch set, not yet guarded. */
int open_connection(struct store *s, bool create, struct err *e);
/* Moves all of the write-ahead log into the file and makes that durable: before a file that is to be renamed is closed. */
int open_settle(struct store *s, struct err *e);
/* Whether what is written will be found again: ERR_DATABASE where the file or its log has been moved, replaced or removed meanwhile. */
int open_in_place(struct store *s, struct err *e);
/* Derived data, code sets, rules, the operator; the connection is guarded afterwards. */
int open_finish(struct store *s, const char *login, struct err *e);

#endif
