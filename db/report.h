#ifndef DB_REPORT_H
#define DB_REPORT_H

#include "db/read.h"
#include "src/report.h"

/* Reports (src/report.h) over the records of a store. */

struct report_want {
	const struct report *report;
	const struct query *query;	/* a further condition on the register's records, or NULL */
	struct date since;		/* of a report of progress; empty: seven days before today */
};

/*
 * Calls fn for each line, in the report's order; a non-zero return of fn ends it and is returned.  A report of progress
 * compares what is with what the journal says of the first moment of that day, so what was entered late is
 * reported when it was entered.  The line and its record are borrowed for the call.
 */
int store_report(struct store *s, const struct report_want *want,
		 int (*fn)(void *ctx, const struct report_line *line), void *ctx, struct err *e);

#endif
