#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

#include "db/internal.h"

/* "zhib": tells our databases from other SQLite files. */
#define SCHEMA_APPLICATION_ID 0x7a686962

/* Runs every migration on an empty database (new) or those still missing (an older version). */
int schema_migrate(struct store *s, struct err *e);
/* Refuses foreign, newer and altered databases; migrates an older one when it may be written. */
int schema_check(struct store *s, struct err *e);
/* ERR_DATABASE where a newer program has brought the file to its version since it was opened: this one does not know its rules. */
int schema_unchanged(struct store *s, struct err *e);
/* Adds a fingerprint of all tables and indexes that migrations made. */
int schema_fingerprint(struct store *s, struct buf *out, struct err *e);

#endif
