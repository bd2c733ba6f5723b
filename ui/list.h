#ifndef UI_LIST_H
#define UI_LIST_H

#include "db/read.h"
#include "ui/list_filter.h"
#include "ui/screen.h"

/*
 * The state of a list screen, shared by its parts: list.c (keys), list_filter.c (its condition), list_rows.c (the
 * window of records), list_columns.c (which columns fit) and list_draw.c (the picture).
 *
 * The window is a run of neighbouring records of the view, some screens long; it is read on at
 * its ends and trimmed at the far one, so memory does not grow with the register.  The current row and the
 * selection are kept by record number, never by place.
 */

struct list_row {
	void *rec;
	char **cells;		/* texts of its fields, made when first drawn: a reference costs a look into the store */
};

struct list {
	struct screen screen;
	const struct reg *reg;

	struct view view;
	struct filter filter;

	struct list_row *rows;		/* in list order */
	size_t n, cap;
	size_t top, cur;		/* first row shown, current row: places in rows */
	bool more_before, more_after;
	bool unfinished;		/* the store is still looking for rows after `resume` */
	int64_t resume, resume_before;	/* ... and for rows before it; 0: from the first row on */
	int room;			/* rows on the screen at the last drawing */

	struct count count, total;	/* of the view, and of the view without the condition */
	bool count_open;		/* counting goes on while idle */
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
bool list_idle(struct list *l, bool quiet);
const struct rec *list_current(const struct list *l);	/* NULL when there is none */
int64_t list_current_id(const struct list *l);		/* 0 when there is none */
/* A field of a row as the list shows it; borrowed as long as the row. */
const char *list_cell(struct list *l, size_t row, const struct field *f);

/* What a form that is opened from this list goes on through (list_walk.c). */
struct neighbours list_neighbours(struct list *l);

/* --- columns (list_columns.c) --- */

#define COLUMNS_MAX 48

struct column {
	const struct field *field;
	int x, cells;
};

/* The columns of the view that fit in a window so wide, from cell x on; at most COLUMNS_MAX. */
size_t columns_fit(const struct view *v, int x, int cols, struct column *out);

bool list_is_selected(const struct list *l, int64_t id);
void list_draw(struct screen *s, struct picture *p);

#endif
