#ifndef UI_LIST_FIND_H
#define UI_LIST_FIND_H

#include "db/tour.h"
#include "src/query.h"
#include "ui/edit.h"
#include "ui/keys.h"
#include "ui/marks.h"

struct list;
struct picture;

/*
 * Finding without hiding: the current row goes from hit to hit.  What takes longer than a key may is done in slices
 * while idle: looking for the next hit, and counting which of how many it is.
 */
struct find {
	struct edit line;
	bool open;		/* the find line has the keys */
	struct query query;	/* of what could be read last; empty: nothing is looked for */
	struct buf text;	/* in words */
	struct marks marks;	/* what of the rows is marked */
	int64_t from;		/* where one was when the line was opened, */
	size_t from_line;	/* on which line of the screen */

	bool looking;		/* for the next hit, from `want` on */
	bool up, wrapped;	/* which way; once around the end */
	struct page_want want;
	int64_t hit;		/* the one found last, 0: none */

	struct tour tour;	/* counts the hits */
	bool counted;		/* ... to the end */
	int64_t seen;		/* hits passed */
	int64_t place;		/* of `hit` among them, from 1; 0: not passed yet, -1: not in the view */
	unsigned int reloads;	/* of the rows that were counted */
	struct buf hint;	/* what the message line says while hits are marked and the line is closed */
};

void find_init(struct find *f);
void find_release(struct find *f);

/* Opens the find line. */
void find_start(struct list *l);
/* The line no longer has the keys; one stays at the hit. */
void find_close(struct list *l);
/* Nothing is looked for any more. */
void find_end(struct list *l);
bool find_is_on(const struct list *l);
/* To the next or previous hit; without anything to look for it opens the line. */
void find_next(struct list *l, bool up);
/* A key while the find line has the keys; false when it is none of the line's. */
bool find_key(struct list *l, const struct key *k);
/* A slice of what is under way; true when more is left. */
bool find_idle(struct list *l, bool quiet);
/* The line above the key bar, or where it is closed the sentence in its place. */
void find_draw_line(struct list *l, struct picture *p);
const char *find_hint(struct list *l, int cols);

#endif
