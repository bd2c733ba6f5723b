#ifndef UI_HOME_H
#define UI_HOME_H

#include "db/journal.h"
#include "db/read.h"
#include "ui/cursor.h"
#include "ui/screen.h"

/*
 * The first screen, shared by its parts: home.c (keys), home_load.c (what there is to see to, how many, what was
 * changed last) and home_draw.c (the picture).
 *
 * All numbers are of one state of the data: they are read in one snapshot, and those that take longer are counted on
 * while nobody types only as long as the data stay the same; else all are read anew.
 */

/* What stands in one line of a pane. */
enum home_kind { HOME_HEADING, HOME_NOTHING, HOME_WORK, HOME_DRAFTS, HOME_REFUSED, HOME_VIEW, HOME_CHANGE, HOME_FINDING, HOME_REG, HOME_FACT };

struct home_row {
	enum home_kind kind;
	enum urgency urgency;		/* of work */
	char *label, *note;		/* the note may be NULL */
	struct worklist_made work;	/* of work and views: register and condition */
	struct worklist_count count;
	bool counted;			/* it has a number at all */
	struct action action;		/* of a change */
	size_t group;			/* of a finding: place among what the data check found */
	int64_t view;			/* number of a saved view */
	char *path;			/* of a file of refused rows */
	int digit;			/* the key that opens it; 0: none */
	bool wide;			/* only shown where the window has a third column */
};

struct home_pane {
	struct home_row *rows;
	size_t n, cap;
	struct cursor cursor;
	size_t findings;		/* the first row of the data check, which are the last ones */
	size_t aside, aside_top;	/* the rows from this one on have a column of their own in a wide window, with this one on top */
};

enum { PANE_TODAY, PANE_REGISTERS, PANES };

struct home {
	struct screen screen;
	struct home_pane panes[PANES];
	int pane;			/* where the cursor is */
	bool waiting;			/* numbers are still to come */
	bool wide;			/* the window was, at the last drawing */
	int64_t data_version;
	unsigned int checked_up;		/* checkup.changes of what is shown */
};

/* Of the window; the last one only in a wide one. */
enum { COLUMN_TODAY, COLUMN_REGISTERS, COLUMN_ASIDE, COLUMNS };

/* A row as a thing of the picture, by its place in its pane; behind all rows there is the column itself. */
#define HOME_THING(column, row) ((int64_t)(column) << 32 | (int64_t)(row))
#define HOME_COLUMN_OF(what) ((int)((what) >> 32))
#define HOME_ROW_OF(what) ((size_t)((what) & INT64_C(0xFFFFFFFF)))
#define HOME_NO_ROW INT64_C(0xFFFFFFFF)

/* --- home_load.c --- */

void home_load(struct home *h);
/* Counts on for some milliseconds; true when more is left. */
bool home_count(struct home *h, int ms);
/* Takes over what the data check has found since; false: nothing new. */
bool home_take_findings(struct home *h);
void home_release(struct home *h);
/* Whether a row is shown: what there is none of is not. */
bool home_row_is_shown(const struct home *h, const struct home_row *row);
/* Something to see to, with a digit to open it. */
bool home_row_is_work(const struct home_row *row);
bool home_row_is_open(const struct home_row *row);	/* Enter opens something */

/* --- home.c --- */

/* After rows came, went or changed: digits, and the cursor on a row that is shown. */
void home_number_rows(struct home *h);

/* --- home_draw.c --- */

void home_draw(struct screen *s, struct picture *p);

#endif
