#ifndef DB_CARE_H
#define DB_CARE_H

#include "db/store.h"

/* Copies of the database, and what can be said about its health. */

/* Copies the live database to a new file by SQLite's backup API, verifies the copy (quick_check, chain) and only then
 * gives it its name.  Refuses where `to` exists.  Mode 0600. */
int care_backup(struct store *s, const char *to, struct err *e);
/* Makes a new database at `to` from a backup, after the same checks; never over a file that exists. */
int care_restore(const char *backup, const char *to, struct err *e);
/* Adds what the daily check of the file (run by store_idle() in the background) found wrong; false: nothing so far. */
bool care_complaint(const struct store *s, struct buf *out);
/* Remembers that it was done now, with the database itself and not as an action; where that cannot be written, it is not remembered. */
enum care_mark { CARE_BACKUP, CARE_VERIFY };
void care_mark(struct store *s, enum care_mark mark);
/* When it was done last, in milliseconds since 1970; 0: never, as far as this database knows. */
int64_t care_marked(struct store *s, enum care_mark mark);
/* Facts for `zhibu doctor`: fn(ctx, "schema", "3") and so on. */
int care_facts(struct store *s, void (*fn)(void *ctx, const char *what, const char *value), void *ctx,
	       struct err *e);

#endif
