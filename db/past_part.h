#ifndef DB_PAST_PART_H
#define DB_PAST_PART_H

#include "db/internal.h"
#include "db/past.h"

/* What past.c and rewind.c share. */

struct past {
	struct store *live;
	struct moment moment;
};

/* Takes back all changes of a private copy from the first action on that came after the moment. */
int rewind_store(struct store *s, const struct past_want *want, struct err *e);
/* The first action after it; 0: there is none. */
int rewind_find(struct store *s, const struct past_want *want, int64_t *first, struct err *e);
int64_t moment_ms(const struct moment *m);	/* its end, since 1970 UTC */
/* Where an action of this store is journaled: itself, or the present that it was made from. */
struct store *past_journal(struct store *s);

#endif
