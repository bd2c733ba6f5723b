#ifndef DB_READER_H
#define DB_READER_H

#include "db/candidates.h"
#include "db/few.h"
#include "db/sieve.h"
#include "db/walk.h"

/*
 * Reads a view's records one after another, in the way that suits it:
 *
 *   a short result    its numbers, sorted already;
 *   with words        what the search index names, in the order of numbers, sifted;
 *   else              a walk over the order, sifted.
 *
 * While a reader is open, nothing else may be written through the store.
 */

enum reader_kind { READER_FEW, READER_WORDS, READER_WALK };

struct reader {
	enum reader_kind kind;
	struct store *s;
	const struct view *v;
	bool down;
	struct sieve sieve;
	struct walk walk;
	struct candidates words;
	int64_t *ids;		/* of a short result */
	size_t n, at;
	bool ranked;		/* they stand by their ranks */
	int looked;		/* records, since it was opened */
};

/* As store_page(), with no end to the rows; want NULL: from the first.  ERR_NOT_FOUND: the anchor is gone. */
int reader_open(struct reader *r, struct store *s, const struct view *v, const struct page_want *want,
	struct err *e);
/* 1: *id has been looked at, and *passes says whether it is in the view; 0: the end. */
int reader_next(struct reader *r, int64_t *id, bool *passes, struct err *e);
bool reader_is_over(struct reader *r);	/* the time is up; to be asked once for each record */
void reader_close(struct reader *r);

#endif
