#ifndef UI_LIST_FILTER_H
#define UI_LIST_FILTER_H

#include "ui/chips.h"
#include "ui/complete.h"
#include "ui/edit.h"
#include "ui/keys.h"
#include "ui/marks.h"
#include "ui/picture.h"
#include "ui/screen.h"

struct list;

/*
 * The conditions of a list: kept ones (chips), and the line in which another is typed.  What cannot be read leaves
 * the last good condition in force, and nothing typed gets lost.
 */
struct filter {
	struct chips chips;
	struct edit line;		/* the filter line; screen.input says that it has the keys */
	struct buf typed;		/* what of it is in force: the last text that could be read */
	struct query limit;		/* holds beside them, is not shown among them and not dropped; empty: nothing */
	struct query query;		/* of all of these */
	struct chips before;		/* what Esc in the filter line brings back */
	struct marks marks;		/* what of the rows is marked */
	struct completion completion;	/* the proposals above the line */
	struct buf hint;		/* below the line, while it is open */
	bool sorted;			/* somebody chose an order: it is not given up for how well things match */
};

/* Adds conditions that this register knows, to show how they are written: "上级组织=空  届满日期<2027". */
void filter_examples(const struct reg *reg, struct buf *out);

void filter_init(struct filter *f);
void filter_release(struct filter *f);
/* Whether the list is under a condition. */
bool filter_is_on(const struct filter *f);

/* The conditions a list begins with, and the record (0: the first one) that is current; name, for where, may be NULL.  What
 * cannot be read is said and left out. */
void filter_open(struct list *l, const char *where, const char *name, int64_t at);
/* What holds in any case, in the words of query.h; NULL: nothing. */
void filter_limit(struct list *l, const char *where);
/* Reads everything again, after the data changed; the rows are the caller's business. */
void filter_refresh(struct list *l);
/* Puts these conditions, one in a line (NULL: none), in the place of those there are, and shows from the beginning.  What
 * cannot be read is left out: ERR_INVALID, with the first one in e. */
int filter_set(struct list *l, const char *lines, struct err *e);
/* Whether they are these conditions and more. */
bool filter_adds_to(const struct filter *f, const char *lines);
/* Takes the last condition away. */
void filter_drop(struct list *l);
/* Somebody chose an order. */
void filter_sorted(struct list *l);
/* Opens the filter line. */
void filter_start(struct list *l);
/* The same conditions as a form, with what stands in the line; from there too. */
void filter_open_form(struct list *l);
/* Makes what stands in the line one of the chips and closes it; false when it cannot be read. */
bool filter_keep(struct list *l);
/* Closes the line; what was in force before it is in force again. */
void filter_cancel(struct list *l);
/* A key while the filter line has the keys; false when it is none of the line's. */
bool filter_key(struct list *l, const struct key *k);

/* In place of the rule below the title, or where there is none nothing. */
void filter_draw_chips(const struct list *l, struct picture *p);
/* The line itself and the proposals, which stand at the end of the area above it. */
void filter_draw_line(struct list *l, struct picture *p, struct area area);

#endif
