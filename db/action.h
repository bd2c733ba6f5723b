#ifndef DB_ACTION_H
#define DB_ACTION_H

#include "db/internal.h"
#include "db/journal.h"
#include "db/sm3.h"

/* Writing the journal: the other half of every save. */

/* Journals one record's way from before to now: NULL before is a creation, NULL now a removal. */
int action_record(struct store *s, const struct reg *reg, const void *before, const void *now, struct err *e);
/* Remembers why a write was refused for want of a right; journaled when the action ends. */
void action_denied(struct store *s, const char *sentence);

/*
 * A point of the open action, not of a bulk load, that it can go back to when what is written next cannot stand.  One at
 * a time; end it in one of both ways.
 */
struct action_mark {
	int64_t changes, records;
	bool codes_changed;
	struct sm3 *hash;
};
int action_mark(struct store *s, struct action_mark *m, struct err *e);
int action_keep(struct store *s, struct action_mark *m, struct err *e);		/* what came since stays */
int action_go_back(struct store *s, struct action_mark *m, struct err *e);	/* it is as if nothing had come since */

/* SM3 over one change, and over an action with its changes' digest; both used to write and to verify the chain. */
#define ACTION_HASH SM3_SIZE
void action_hash_change(struct sm3 *md, const char *const *columns, size_t n);
void action_hash(const unsigned char *previous, const unsigned char *changes, const char *const *columns, size_t n,
		 unsigned char *out);
/* Number and hash of the newest action as the meta row "head" has them (zeros where there is none): the end of the
 * chain stands apart from the actions, so that one cut off at the end is missed. */
int action_head(struct store *s, int64_t *id, unsigned char *hash, struct err *e);

#endif
