#ifndef DB_ACTION_H
#define DB_ACTION_H

#include "db/internal.h"
#include "db/journal.h"

/* Writing the journal: the other half of every save. */

/* Journals one record's way from before to now: NULL before is a creation, NULL now a removal. */
int action_record(struct store *s, const struct reg *reg, const void *before, const void *now, struct err *e);
/* Remembers why a write was refused for want of a right; journaled when the action ends. */
void action_denied(struct store *s, const char *sentence);

/* SM3 over one change, and over an action with its changes' digest; both used to write and to verify the chain. */
#define ACTION_HASH 32
void action_hash_change(void *md, const char *const *columns, size_t n);
void action_hash(const unsigned char *previous, const unsigned char *changes, const char *const *columns, size_t n,
		 unsigned char *out);
/* Hash of the newest action (zeros where there is none). */
int action_last_hash(struct store *s, unsigned char *out, struct err *e);

#endif
