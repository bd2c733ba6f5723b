#ifndef UI_LIST_HARVEST_H
#define UI_LIST_HARVEST_H

#include "db/tour.h"

struct list;

/* Picking all records that are listed, or exactly those of them that were not picked, in slices while idle. */
struct harvest {
	bool on, invert;
	struct tour tour;
	int64_t *ids;
	size_t n, cap;
	bool ascending;
	unsigned int reloads;		/* of the rows that are meant */
};

void harvest_release(struct harvest *h);
void harvest_start(struct list *l, bool invert);
/* A slice; true while it goes on. */
bool harvest_idle(struct list *l);
/* Stops it with nothing picked; false where nothing was under way. */
bool harvest_stop(struct list *l);

#endif
