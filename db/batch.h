#ifndef DB_BATCH_H
#define DB_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/store.h"

/*
 * A batch (批量) is the same work on many records: fields to be set, to be taken out of use, to be brought back.
 * It is judged first, by what every save is judged by and without writing anything, so that a person sees of each
 * record what would become of it; then all that would change is written as one action, or nothing at all.
 *
 * Both go in slices: batch_judge() keeps no key waiting, and batch_write() can be stopped until its last slice.
 * No transaction is open between judging and writing: a record that somebody else changed meanwhile is refused.
 */

#define BATCH_MOST 10000	/* records at once */

enum batch_deed { BATCH_SET, BATCH_RETIRE, BATCH_REVIVE };

enum batch_result {
	BATCH_WAITING,		/* not judged yet */
	BATCH_CHANGE, BATCH_SAME,
	BATCH_REFUSED,		/* why says by what rule or right */
	BATCH_LEFT_OUT,		/* the person did */
	BATCH_RESULTS
};

struct batch_row {
	int64_t id;
	void *base, *rec;	/* as it is stored and as it would be; NULL before it is judged, and where it is gone */
	enum batch_result result;
	char *why;		/* of a refused record; of one that would change, what it would be warned of; or NULL */
	const struct field *wrong;	/* what it is refused for, where that is one field; or NULL */
	bool left_out;		/* set by the caller, before it is judged */
	bool denied;		/* refused because a right is missing */
	bool wants_reason;	/* a warning, or a step of a workflow that is not made without one */
};

struct batch {
	const struct reg *reg;
	enum batch_deed deed;
	struct batch_row *rows;		/* as they were added */
	size_t n, cap;
	const struct field **fields;	/* to be set */
	size_t nfields;
	char **texts;			/* nfields of them for all rows or for each one; NULL: that field stays as it is */
	bool each;
	size_t counts[BATCH_RESULTS];
	size_t warned;			/* of those that would change */
	size_t at;			/* rows judged or written so far */
	bool judged, again, writing;
	int64_t *together;		/* ids, ascending, of what goes out of use or comes back in this batch */
	size_t n_together;
};

void batch_init(struct batch *b, const struct reg *reg, enum batch_deed deed);
void batch_release(struct batch *b);
void batch_add(struct batch *b, int64_t id);

/* Whether a batch can set this field: typed by people, and not only once. */
bool batch_may_set(const struct field *f);
/* These fields (copied) are to be set, with values for each row or the same for all; all texts are NULL at first. */
void batch_set_fields(struct batch *b, const struct field *const *fields, size_t n, bool each);
/* What is typed into a field, for a row or, where they are the same, for all of them (row 0).  "" empties it. */
void batch_set_text(struct batch *b, size_t row, size_t field, const char *text);
/* NULL where the field of the row stays as it is. */
const char *batch_text(const struct batch *b, size_t row, size_t field);

/* Adds what a field of a judged row has (after: would have) as people read it; personal data that is stored is masked. Of a
 * batch that sets no fields: in use, or out of use. */
void batch_show(struct store *s, const struct batch *b, size_t row, size_t field, bool after, struct buf *out);
const char *batch_result_value(enum batch_result result);	/* "change", "same", "refused", ... */
const char *batch_result_label(enum batch_result result);	/* _("改"), _("不变"), ... */

/* Everything is to be judged anew, from the records as they then are. */
void batch_restart(struct batch *b);
/* Judges on for about that long (0: to the end); 1: there is more to be judged.  Refusals are in the rows. */
int batch_judge(struct store *s, struct batch *b, int budget_ms, struct err *e);
/* Whether it is to be said why: more than one record changes, or one is warned of. */
bool batch_wants_reason(const struct batch *b);

/*
 * Writes the judged records that change, for about that long (0: to the end); 1: there is more to be written, 0: all is
 * committed.  After an error nothing is written; where that is about a record, the sentence names it.
 */
int batch_write(struct store *s, struct batch *b, const char *reason, int budget_ms, struct err *e);
/* What was judged is not written, because a right is missing for some of it: the journal keeps that, as of every refused save. */
void batch_note_denied(struct store *s, const struct batch *b);
/* Stops a writing that is under way: nothing is written. */
void batch_stop(struct store *s, struct batch *b);

#endif
