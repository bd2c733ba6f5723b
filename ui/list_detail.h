#ifndef UI_LIST_DETAIL_H
#define UI_LIST_DETAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "src/buf.h"

struct list;
struct picture;
struct box;

/* What the rows have no room for: the current record's superiors, its other fields, and who changed it last. */
struct detail {
	bool on;
	int64_t id, version, data_version;	/* what it has been read for */
	struct buf path, last;
};

#define DETAIL_SIDE_COLS 132	/* from this width on it stands at the side */

void detail_release(struct detail *d);
/* Its cells of a window: lines below the rows, or columns at their side; 0 where there is no room. */
int detail_lines(const struct list *l, const struct picture *p);
int detail_cols(const struct list *l, const struct picture *p);
void detail_draw(struct list *l, struct picture *p, struct box b);

#endif
