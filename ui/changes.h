#ifndef UI_CHANGES_H
#define UI_CHANGES_H

#include "db/journal.h"
#include "ui/cursor.h"

/*
 * A window over the changes of one record or of one action: only the lines around the cursor are in memory,
 * and what lies beyond them is read when the cursor comes there.
 */

/* How many lines are read at once; a test makes it small. */
#ifndef CHANGES_PAGE
#define CHANGES_PAGE 128
#endif

struct change_line {
	struct action action;
	struct change change;
};

struct changes {
	struct store *store;
	struct journal_lines which;	/* from and back are its own */
	char *field;			/* owned: only its changes are shown; NULL: all */
	struct change_line *lines;
	size_t n;
	bool first, last;		/* the window has the first, the last line of all */
	struct cursor cursor;		/* among those in the window */
};

/* These return 0, or the reason why the journal could not be read; what is in memory stays whole. */
int changes_load(struct changes *c, struct err *e);	/* anew, the cursor on the line where it was */
int changes_move(struct changes *c, int move, struct err *e);
int changes_only(struct changes *c, const char *field, struct err *e);	/* NULL: all fields again */
/* Before drawing. */
void changes_fit(struct changes *c, int room);
/* The line at the cursor, or NULL where there is none. */
const struct change_line *changes_current(const struct changes *c);
void changes_release(struct changes *c);

#endif
