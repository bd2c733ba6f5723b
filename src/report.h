#ifndef SRC_REPORT_H
#define SRC_REPORT_H

#include "src/reg.h"

/*
 * A report (报表) is a table of columns over the records of a register: what an office hands
 * up.  Its columns reach through references and into children, so a ledger that
 * is many records here is one line there.  Reports are rows of a table (reports.c); the command
 * line and the screens show any of them.
 *
 * A column's paths, separated by spaces, are joined by spaces.  A path is a chain of
 *
 *	name                    a field; before a dot the reference is followed
 *	division^level=county   ... and up its tree, to the first record with this code (or itself)
 *	problem<rectification   the children in use whose field refers to the record, one after the other
 *	acceptance<rectification!on   only the one that has the greatest value there, the last of equals
 *
 * and ends with a field ("org.division^level=county.name"), or is
 *
 *	#                       the line's number
 *	=days_left              a fact of the register
 *	?earlier                是 or 否: whether that field is filled in
 *	%event %since %was      what happened to a record in a report of progress (see report_line)
 */

struct report_column {
	const char *name;	/* key of JSON, how --columns calls it */
	const char *label;	/* N_(); NULL: that of the field the first path ends with */
	const char *paths;
	int width;		/* most cells in a list; 0: that of the field */
};

struct report {
	const char *name;	/* "rectification-ledger" */
	const char *title;	/* N_("整顿台账") */
	const char *help;	/* N_() */
	const struct reg *reg;
	const char *where;	/* condition in the words of query.h, or NULL */
	const char *sort;	/* a sortable field; NULL: the register's own order */
	const char *stays;	/* the column that tells whose line it is, and stays on the screen beside the others */
	bool progress;		/* only what moved since a day, in the order of enum event; needs a workflow */
	const struct report_column *columns;
	size_t n;
};

#define REPORT_COLUMNS(table) .columns = (table), .n = sizeof(table) / sizeof((table)[0])

/* All of them, in the order of menus. */
extern const struct report *const reports[];
extern const size_t reports_n;
const struct report *report_find(const char *name_or_title);	/* NULL */

/* What happened to a record with a workflow since a day. */
enum event { EVENT_NONE, EVENT_NEW, EVENT_ADVANCED, EVENT_ENDED, EVENT_OVERDUE };
const char *event_value(enum event event);	/* "new"; "" for EVENT_NONE */
const char *event_label(enum event event);	/* _("新列入") */

/* A line of a report. */
struct report_line {
	const void *rec;
	int64_t number;		/* from 1 */
	enum event event;	/* in a report of progress; else EVENT_NONE */
	const char *was;	/* the stage it was in on the first day (code value), NULL: it was not there yet */
	struct date since;	/* the day the reports looks back to */
};

/* How a cell is written. */
struct report_style {
	const struct lookup *lookup;
	enum style style;
	bool reveal;		/* personal data in full */
};

/* Adds the cell of a column; nothing where there is nothing to say. */
void report_cell(const struct report *r, const struct report_column *column, const struct report_line *line,
		 const struct report_style *how, struct buf *out);
/* The field that the column's only path ends with, of any register; NULL where it is no such path. */
const struct field *report_field(const struct report *r, const struct report_column *column);
const char *report_label(const struct report *r, const struct report_column *column);	/* in the person's language */
int report_width(const struct report *r, const struct report_column *column);		/* cells; 0: as many as it takes */

/* Whether the table is sound: every path ends with a field or a fact, no name stands there twice.  For the tests. */
int report_test(const struct report *r, struct err *e);

#endif
