#ifndef UI_BULK_H
#define UI_BULK_H

#include "db/batch.h"
#include "db/tour.h"
#include "ui/complete.h"
#include "ui/cursor.h"
#include "ui/edit.h"
#include "ui/screen.h"
#include "ui/tsv.h"

/*
 * The screen of a batch (db/batch.h): which field gets which value, what becomes of each record, why, and then all at
 * once.  bulk.c has the keys, bulk_value.c what is typed, bulk_rows.c the records, bulk_run.c the judging and writing,
 * bulk_draw.c the picture, bulk_command.c the same on the command line.
 *
 * What is written is what was shown: another value is previewed first, and a record that somebody changed meanwhile stops
 * it.
 */

#define BULK_FIELDS 4		/* set at once, with the one that stands in the lines */

/* A field and its value, as typed, that were put aside to choose a further one. */
struct bulk_added {
	const struct field *field;
	char *text;
};

enum bulk_part { BULK_FIELD, BULK_VALUE, BULK_REASON, BULK_PARTS };

struct bulk_want {
	const struct reg *reg;
	enum batch_deed deed;
	struct view view;		/* says the order, and which of the records are not to be seen; lives longer */
	const int64_t *ids;		/* copied; ascending, unless they are listed */
	size_t n;
	bool listed;			/* they are all to be seen, and stand in order: nothing has to be looked for */
	bool selected;			/* somebody selected them; else it is the current record, or those from it on */
	bool fill;			/* the field gets the value of the first record */
	struct tsv *block;		/* taken over: the values to be pasted; or NULL */
	const struct field *const *columns;	/* copied: the order of fields, where a block has no header */
	size_t ncolumns;
};

struct bulk {
	struct screen screen;
	const struct reg *reg;
	struct view view;
	struct batch batch;
	int64_t *ids;			/* that still have to be found in the view */
	char *found;			/* one for each of them */
	size_t n_ids, n_found;
	struct tour tour;
	size_t visible;			/* of the batch's rows; those behind are hidden by the list's condition */

	struct tsv block;		/* that is pasted; no rows: none */
	const struct field **columns;	/* their order, where it has no header */
	size_t ncolumns;

	struct edit edits[BULK_PARTS];
	struct completion completion;
	const struct field *field;	/* chosen, or the first one of a block; NULL: none yet */
	struct buf applied;		/* the value that the preview is of */
	struct bulk_added added[BULK_FIELDS - 1];
	size_t n_added;

	struct cursor cursor;		/* lines: one for each record and field */
	enum bulk_part part;
	unsigned int previews;		/* counts them */
	bool gathering;			/* the records are still looked for in the view */
	bool leaves_hidden;
	bool selected;			/* somebody selected the records */
	bool fill;			/* the field gets the value of the first record */
	bool header;			/* the block's first row names the fields */
	bool has_value;			/* the preview is of the one in the line, or of a block */
	bool writing;
	bool stuck;			/* it could not be previewed, and the person knows */
};

/* NULL where it cannot be done, which is said. */
struct screen *bulk_new(struct app *a, const struct bulk_want *want);

/* Whether a block's fields are named by its first row; else they follow each other from a chosen one. */
bool bulk_has_header(const struct reg *reg, const struct tsv *block);
bool bulk_sets(const struct bulk *b);		/* fields, and not the state of records */
bool bulk_has_part(const struct bulk *b, enum bulk_part part);
bool bulk_has_values(const struct bulk *b);	/* the preview is of some */

/* --- bulk_rows.c --- */

void bulk_start_gathering(struct bulk *b, const struct bulk_want *want);
/* A slice; true while it goes on. */
bool bulk_gather(struct bulk *b);
/* The fields that a preview has, a line for each of them and each record. */
size_t bulk_fields(const struct bulk *b);
size_t bulk_lines(const struct bulk *b);
bool bulk_is_hidden(const struct bulk *b, size_t row);

/* --- bulk_value.c --- */

/* Takes over what is typed in a part, where it can be taken: true; else the message says why. */
bool bulk_take(struct bulk *b, enum bulk_part part);
/* The fields and the values that were taken, to the batch, which is previewed. */
void bulk_apply(struct bulk *b);
/* Both, as Ctrl-S wants them. */
bool bulk_take_all(struct bulk *b);
/* The value of the first record into the line. */
void bulk_copy_first(struct bulk *b);
void bulk_propose(struct bulk *b, bool asked);
/* Puts the field and its value aside: the lines are for a further one. */
void bulk_add(struct bulk *b);
/* The one added last is no longer set; where nothing stands in the lines, it comes back into them. */
void bulk_take_back(struct bulk *b);
void bulk_release_added(struct bulk *b);

/* --- bulk_run.c --- */

void bulk_judge_anew(struct bulk *b);		/* the first slice at once */
void bulk_leave_hidden(struct bulk *b);		/* ... out, or take them in again */
void bulk_write(struct bulk *b);
bool bulk_idle(struct screen *s, bool quiet);

/* --- bulk_command.c --- */

/* Adds the command line that does the same; false where there is none, and out says why. */
bool bulk_command(const struct bulk *b, struct buf *out);

/* --- bulk_draw.c --- */

/* What is typed, as a thing of the picture; a line is its number. */
#define BULK_THING(part) (-1 - (int64_t)(part))

void bulk_draw(struct screen *s, struct picture *p);
/* How a line's cell came out: of a record that changes, the fields that stay are unchanged. */
enum batch_result bulk_result(const struct bulk *b, size_t row, size_t field);

#endif
