#ifndef DB_PLACE_H
#define DB_PLACE_H

#include <stdbool.h>

#include "src/buf.h"
#include "src/err.h"

/*
 * Where a database may stand.  A file that others can read leaks personal data, one that is linked twice
 * or reached over a network loses its locks, so those are refused before SQLite sees them.
 */

/* Checks an existing file (regular, one link, ours or our group's, closed to others, not on a network file system for
 * writing, header of SQLite).  *real: its path with the directory resolved; the caller frees. */
int place_check(const char *path, bool readonly, char **real, struct err *e);
/* Checks that nothing stands at path and its directory can take a new file; the same *real. */
int place_check_new(const char *path, char **real, struct err *e);
/* Whether a file system type (statfs f_type) lies on another machine: SQLite's locks do not hold there. */
bool place_is_network(long type);
/* Whether nobody can write there (a read-only medium) and no log with newer contents lies beside the file. */
bool place_is_frozen(const char *path);
/* Whether an empty log lies beside a file that we may write: nobody's data, and SQLite can take it away. */
bool place_has_empty_log(const char *path);
/* Gives a finished file its name without replacing anything, and makes that durable. */
int place_publish(const char *from, const char *to, struct err *e);
/* The same in place of the file of that name, if there is one. */
int place_replace(const char *from, const char *to, struct err *e);
/* Adds the name of a file that is being made for `path`: beside it, with the number of this process. */
void place_temporary(const char *path, struct buf *out);
/* Takes away what processes that were killed, or lost their power, left unfinished beside `path`. */
void place_sweep(const char *path);
/* Takes a temporary database away, with the files that SQLite puts beside it. */
void place_drop(const char *path);

#endif
