#ifndef UI_LIST_H
#define UI_LIST_H

#include "db/read.h"
#include "ui/edit.h"
#include "ui/screen.h"

/*
 * The state of a list screen, shared by its three parts: list.c (keys), list_rows.c
 * (the window of records) and list_draw.c (the picture).
 *
 * The window is a run of neighbouring records of the view, some screens long; it is read on at
 * its ends and trimmed at the far one, so memory does not grow with the register.  The current row and the
 * selection are kept by record number, never by place.
 */

struct list {
	struct screen screen;
	const struct reg *reg;
	bool picker;

	struct view view;
	struct query query;		/* of the last condition that could be read */
	struct buf where;		/* its text */
	bool filtering;			/* the filter line has the keys */
	struct edit filter;
	struct buf before_filter;	/* what Esc in the filter line brings back */
	struct err filter_error;

	void **rows;			/* reg_new() records in list order */
	size_t n, cap;
	size_t top, cur;		/* first row shown, current row: places in rows */
	bool more_before, more_after;
	bool unfinished;		/* the store is still looking for rows after `resume` */
	int64_t resume;
	int room;			/* rows on the screen at the last drawing */

	int64_t count;
	bool count_exact, count_open;	/* counting goes on while idle */
	int64_t first_place;		/* place of rows[0] in the view, -1: not known */

	int64_t *selected;
	size_t n_selected;
	int64_t data_version;
	int64_t pending;		/* record that a panel above is about */
};

/* --- the window (list_rows.c): errors go to the message line --- */

void list_release_rows(struct list *l);
/* Reads anew, around the record `keep` (0 or gone: from the beginning). */
void list_reload(struct list *l, int64_t keep);
void list_move(struct list *l, long by);	/* the current row, reading on where needed */
void list_first(struct list *l);
void list_last(struct list *l);
bool list_idle(struct list *l);
void *list_current(const struct list *l);	/* NULL when there is none */
int64_t list_current_id(const struct list *l);

/* --- conditions (list.c) --- */

/* Makes text the condition; where it cannot be read the last good one stays and filter_error says why. */
bool list_set_where(struct list *l, const char *text);

bool list_is_selected(const struct list *l, int64_t id);

void list_draw(struct screen *s, struct picture *p);

#endif
