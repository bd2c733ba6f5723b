#ifndef DB_HEALTH_H
#define DB_HEALTH_H

#include "db/internal.h"

/*
 * SQLite's quick_check of the whole file, once a day and after an unclean end.  At a gigabyte it takes
 * seconds, so it runs in a thread with a read-only connection of its own, is started only while the program
 * is idle, and is broken off when the store closes.
 */

struct health;

/* Looks whether a write-ahead log was left behind; before SQLite opens the file and takes it in. */
bool health_left_unclean(const char *path);
/* Starts the check when it is due and the store has been open for a while, or takes its result: called by store_idle(). */
void health_idle(struct store *s);
/* A check has begun and its result has not been taken yet. */
bool health_running(const struct store *s);
/* Ends a running check. */
void health_close(struct store *s);

#endif
