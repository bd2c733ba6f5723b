#ifndef DB_CREATE_H
#define DB_CREATE_H

#include "db/internal.h"

/* Loads the shipped code sets, rules and divisions (db/seed) into an empty, migrated database, as one action. */
int create_seed(struct store *s, struct err *e);
/* Adds the code sets and rules that a newer program ships and the database does not have; what is there stays as it is. */
int create_top_up(struct store *s, struct err *e);

#endif
