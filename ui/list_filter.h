#ifndef UI_LIST_FILTER_H
#define UI_LIST_FILTER_H

#include "src/query.h"
#include "ui/edit.h"
#include "ui/keys.h"

struct list;

/*
 * The condition of a list and the line it is typed into.  What cannot be read leaves the last good condition in
 * force, and nothing typed gets lost.
 */
struct filter {
	struct query query;		/* of the last condition that could be read */
	struct buf where;		/* its text */
	struct buf name;		/* the condition in words, as long as nobody changed it; or empty */
	struct edit line;		/* the filter line; screen.input says that it has the keys */
	struct buf before;		/* what Esc in the filter line brings back */
	char *mark;			/* the word whose place in the rows is marked, or NULL */
};

void filter_init(struct filter *f);
void filter_release(struct filter *f);

/* Makes text the condition, around the record `keep` (0: from the beginning); false when it cannot be read, as the
 * message line then says. */
bool filter_set(struct list *l, const char *text, int64_t keep);
/* Opens the filter line, and makes what stands in it the condition that stays; false when that cannot be read. */
void filter_start(struct list *l);
bool filter_keep(struct list *l);
/* A key while the filter line has the keys; false when it is none of the line's. */
bool filter_key(struct list *l, const struct key *k);

#endif
