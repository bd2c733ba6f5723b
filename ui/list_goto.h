#ifndef UI_LIST_GOTO_H
#define UI_LIST_GOTO_H

#include "db/tour.h"

struct list;

/* The way to the n-th record of a list; where a condition has to be read up to there, in slices while idle. */
struct journey {
	int64_t to;		/* from 1; 0: no journey */
	int64_t passed, found;
	struct tour tour;
	unsigned int reloads;	/* of the rows in which it began */
};

/* Asks for the number and goes there. */
void goto_ask(struct list *l);
/* A slice of the journey; true while it goes on. */
bool goto_idle(struct list *l);

#endif
