#ifndef DB_TREE_COUNT_H
#define DB_TREE_COUNT_H

#include "db/internal.h"
#include "db/read.h"

/*
 * Counts how many records that meet a view's condition stand below each record, a slice at a time: they are
 * read in the way that finds them quickest, and each adds one to all that stand above it.  What is held is a
 * line for each record with something below it; the records found themselves only where they are few (few.h),
 * because then they tell, without a look at any other record, which children are shown.
 */

struct tree_line {
	int64_t id;		/* 0: free */
	int64_t parent;
	int64_t below;
};

/* A record that was found. */
struct tree_hit {
	int64_t id, parent;
};

struct tree_count {
	struct tree_line *lines;	/* open addressing */
	size_t n, cap;
	struct tree_hit *hits;	/* all that were found so far, as long as they are few; else NULL */
	int64_t found;
	bool begun, whole;	/* something was looked at; all was */
	bool words;		/* read by the search index, else along the order */
	int64_t resume;		/* the record looked at last; 0: none yet */
};

/* ms: about how long, 0: to the end. */
int tree_count_on(struct tree_count *c, struct store *s, const struct view *v, int ms, struct err *e);
int64_t tree_count_below(const struct tree_count *c, int64_t id);
/* Whether the records found so far are held. */
bool tree_count_is_few(const struct tree_count *c);
void tree_count_clear(struct tree_count *c);

/* 1: *parent is the record above this one, 0 at the top; 0: there is no such record. */
int tree_parent(struct store *s, const struct reg *reg, int64_t id, int64_t *parent, struct err *e);

#endif
