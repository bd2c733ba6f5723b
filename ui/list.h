#ifndef UI_LIST_H
#define UI_LIST_H

#include "db/read.h"
#include "db/tree.h"
#include "src/layout.h"
#include "ui/list_detail.h"
#include "ui/list_filter.h"
#include "ui/list_find.h"
#include "ui/list_harvest.h"
#include "ui/list_goto.h"
#include "ui/list_select.h"
#include "ui/list_totals.h"
#include "ui/list_view.h"
#include "ui/screen.h"

/*
 * The state of a list screen, shared by its parts: list.c (keys), list_filter.c (its condition), list_rows.c (the
 * window of records), list_tree.c (the same as a tree), list_find.c and list_goto.c (ways through it), list_select.c
 * and list_harvest.c (what is picked), list_totals.c, list_detail.c, list_columns.c (which columns fit),
 * list_view.c (saved views, with the panels view_chooser.c, view_save.c and column_editor.c),
 * list_retire.c, and list_draw.c with list_title.c (the picture).
 *
 * The window is a run of neighbouring records of the view, some screens long; it is read on at
 * its ends and trimmed at the far one, so memory does not grow with the register.  The current row and the
 * selection are kept by record number, never by place.
 */

struct list_row {
	void *rec;
	char **cells;		/* texts of its fields, made when first drawn: a reference costs a look into the store */
	enum { STANDING_UNKNOWN, STANDING_LISTED, STANDING_LEFT_OUT } standing;	/* what the default view does with it */
	/* In a tree: */
	int depth;		/* 0 at the top */
	char fold;		/* '+' closed, '-' open, ' ' nothing below */
	bool dim;		/* only shows where others belong */
	int64_t below;		/* records of the view below it */
	struct branch branch;	/* the totals below it */
};

struct list_tree;

#define COLUMNS_MAX LAYOUT_MAX

struct column {
	const struct field *field;
	int x, cells;
};

struct columns {
	struct column column[COLUMNS_MAX];
	size_t n;
	bool more_left, more_right;	/* others lie that way */
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
	bool ranked;			/* the best matches do come first */
	int64_t resume, resume_before;	/* ... and for rows before it; 0: from the first row on */
	int room;			/* rows on the screen at the last drawing */

	struct count count, total;	/* of the view, and of the view without the condition */
	int64_t first_place;		/* place of rows[0] in the view, -1: not known */

	struct find find;
	struct journey journey;
	struct selection selection;
	struct harvest harvest;
	struct totals totals;
	struct detail detail;
	struct shown_view shown;	/* the saved view that is shown */
	struct layout layout;		/* the columns that somebody chose; empty: nobody did */
	struct columns columns;		/* at the last drawing */
	size_t scroll;			/* columns that lie to the left of the window */
	const struct field *show_column; /* the next drawing scrolls to it; or NULL */

	struct list_tree *tree;		/* NULL until it was asked for; see list_tree.h */
	bool picks;			/* Enter gives a record to the screen below */
	bool in_tree;			/* the rows are those of the tree */
	int totals_x, totals_cells;	/* the column of what stands below; 0 cells: none */

	unsigned int reloads;		/* how often the rows were read anew: other condition, order or data */
	int64_t data_version;
	int64_t pending;		/* record that a panel above is about */
	bool brings_back;		/* it is to be used again, not taken out of use */
	char *reason;			/* for that, as given last; or NULL */
};

/* --- the window (list_rows.c): errors go to the message line --- */

void list_release_rows(struct list *l);
/* Reads anew, around the record `keep` (0 or gone: from the beginning). */
void list_reload(struct list *l, int64_t keep);
/* The same with what is known of the view, for other rows of it. */
void list_reread(struct list *l, int64_t keep);
/* Puts rows into the window, whose they become: before those that are there, or behind them. */
void list_insert_rows(struct list *l, const struct list_row *rows, size_t n, bool before);
/* Makes a record of the view the current one, reading it on that line of the screen where it is not near. */
void list_show(struct list *l, int64_t id, size_t line);
void list_move(struct list *l, long by);	/* the current row, reading on where needed */
void list_first(struct list *l);
void list_last(struct list *l);
bool list_idle(struct list *l, bool quiet);
/* The key of an action of this list, for messages; every kind of list that speaks of it has it. */
const char *list_key_of(const struct list *l, const char *action);
const struct rec *list_current(const struct list *l);	/* NULL when there is none */
int64_t list_current_id(const struct list *l);		/* 0 when there is none */
/* A field of a row as the list shows it; borrowed as long as the row. */
const char *list_cell(struct list *l, size_t row, const struct field *f);

/* What a form that is opened from this list goes on through (list_walk.c). */
struct neighbours list_neighbours(struct list *l);

/* --- columns (list_columns.c) --- */

struct columns_want {
	const struct view *view;
	const struct layout *layout;	/* what somebody chose; NULL or empty: as the register lists them and as there is room */
	int x, cols;			/* from this cell on, in a window so wide */
	size_t scroll;			/* of the columns beside the name, those from this one on */
	bool tree;			/* the name first, with room for its signs; without what the tree itself shows */
};
/* The columns that fit: the one with the name always. */
void columns_fit(const struct columns_want *in, struct columns *out);
bool columns_have(const struct columns *c, const struct field *f);

/* --- the picture --- */

/* What can be clicked on: a record by its number, the head of a column by that of its field, which is less than all of those. */
#define LIST_HEAD(field) (-1 - (int64_t)(field))

void list_draw(struct screen *s, struct picture *p);
/* For so many rows on the screen; where the window ends above the last line, earlier rows fill it. */
void list_scroll_to_current(struct list *l, int room);
/* The title: what is listed, and as far as there is room the place, how many there are, and how many are picked (list_title.c). */
void list_title(const struct list *l, const struct picture *p, struct buf *left, struct buf *right);
void list_help(struct screen *s, struct buf *out);	/* also there */
void list_add_counts(const struct list *l, struct buf *b);
bool list_is_ranked(const struct list *l);		/* ordered by how well the rows match */
void list_add_number(struct buf *b, int64_t n);		/* "1,644" */

/* The person's own filter of the register, or NULL; what is wrong with it is said, with the place to correct it, and left out. */
const char *list_own_filter(struct app *a, const struct reg *reg);
/* Between flat and tree, with the keys of what is shown. */
void list_change_shape(struct list *l);

/* Its records as a board (board.h), where the register has a workflow. */
void list_open_board(struct list *l);

/* Many at once (list_bulk.c): a field of the selected records, or without a selection of the current one, is changed;
 * fill: it gets the value of the first of them. */
void list_bulk_edit(struct list *l, bool fill);
/* The selected records are taken out of use, or brought back where the current one is out of use. */
void list_bulk_retire(struct list *l);
/* A block from a spreadsheet onto the selected records, or from the current one on; false: it is none. */
bool list_paste(struct list *l, const struct key *k);

/* Asks for the reason and takes the current record out of use, or brings it back (list_retire.c). */
void list_ask_retire(struct list *l);

#endif
