#ifndef DB_SEEN_H
#define DB_SEEN_H

#include "db/internal.h"

/*
 * Who sees what.  Records that belong to persons (sharing in src/reg.h) are seen by whose they are, by everybody where
 * their kind says so, and by those who may write them for others.  To all the rest they are as if they were not there:
 * in lists, counts, exports, searches, by number and by key, and so is what the journal says of them.  What the program does for itself - saving,
 * undoing, verifying, copying - sees everything.
 */

/* Whether there may be records of it that whoever works does not see. */
bool seen_is_limited(const struct store *s, const struct reg *reg);
bool seen_record(const struct store *s, const struct reg *reg, const void *rec);
/* Adds " AND ..." for the register's table under the alias t; nothing where all are seen. */
void seen_add_records(const struct store *s, const struct reg *reg, struct buf *sql);
/* The same for the journal's changes, whose table is called that there: of records seen now or, where they were removed, then. */
void seen_add_changes(const struct store *s, const char *change, struct buf *sql);

#endif
