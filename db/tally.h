#ifndef DB_TALLY_H
#define DB_TALLY_H

#include "db/internal.h"

/*
 * Counters: how many records of the default view have each value of a tallied field, kept
 * in the transaction of every change.  The field '' counts the whole view, and under
 * the value 'out' the records outside of it.
 *
 * Changes are gathered on a pad first: one record's few, or those of a whole register.
 */

#define TALLY_OUT "out"

struct tally_line {
	const char *field;
	char *value;
	int64_t n;
};

struct tally_pad {
	struct tally_line *lines;	/* open addressing; free where value is NULL */
	size_t n, cap;
};

/* n more (or fewer) records outside of the view or in it; the values count only in the view. */
void tally_pad_record(struct tally_pad *pad, bool out, int n);
void tally_pad_value(struct tally_pad *pad, const struct field *f, const struct cell *value, int n);
void tally_pad_release(struct tally_pad *pad);
/* What stands on the pad for a field's value; 0 where nothing does. */
int64_t tally_pad_get(const struct tally_pad *pad, const char *field, const char *value);

/* Makes the table, empty. */
int tally_table(struct store *s, struct err *e);
int tally_clear(struct store *s, const struct reg *reg, struct err *e);
/* Adds the pad to the register's counters. */
int tally_write(struct store *s, const struct reg *reg, const struct tally_pad *pad, struct err *e);
int tally_read(struct store *s, const struct reg *reg, const char *field, const char *value, int64_t *n,
	struct err *e);

#endif
