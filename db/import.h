#ifndef DB_IMPORT_H
#define DB_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "db/store.h"
#include "src/csv.h"

/*
 * A ledger file into a register, driven by the register's table.  An import is one
 * action: all or nothing, unless the person takes the good rows only.  A command runs it by
 * import_file(); a screen that has to stay alive takes it by the session, slice by slice.
 *
 * The header is found within the first ten lines; columns may stand in any order.  A row is about
 * the record with its key; without a column of keys, about the only one with its name.  An empty cell
 * leaves what stands there.  References may point to rows further down.  Columns of the register's parts (reg.h) make
 * records below that of their row.
 */

#define IMPORT_NO_COLUMN SIZE_MAX
#define IMPORT_PARTS 4		/* registers below the one that is imported */

/* Something that is wrong with a row, or doubtful.  All texts are borrowed for the call. */
struct import_refusal {
	long line;		/* as the spreadsheet shows it */
	const char *column;	/* title in the file, or the field's label where the file has no such column, or "" */
	const char *value;	/* as in the file, safe to show; personal data masked */
	const char *reason;
	const char *key, *name;	/* what stands in the row's columns of these; safe to show */
	size_t at;		/* number of the column, from 0, or IMPORT_NO_COLUMN */
	const char *cell;	/* as it stands there, to be edited: "" of personal data */
	const char *near;	/* what was probably meant, or "" */
	bool mapping;		/* a column that goes nowhere may be what is missing: import_map() may mend it */
};

/* What a row becomes, told as soon as that is known. */
struct import_taken {
	long line;
	const struct reg *reg;	/* the one that is imported, or that of a part */
	enum import_fate { IMPORT_ADDED, IMPORT_UPDATED, IMPORT_UNCHANGED } fate;
	const char *key, *name;	/* of the record; safe to show */
	const char *changes;	/* fields with what they were and become, or what a part says; personal data masked */
};

/* What somebody corrected in the file's row of this line, which in the file stays as it is. */
struct import_fix {
	long line;
	size_t column;		/* IMPORT_NO_COLUMN: the row is left out */
	char *text;		/* borrowed, never changed */
};

/* Where the cells of a column go, as a person names both; over what was found. */
struct import_named {
	const char *title;	/* as the header has it */
	const char *field;	/* by any of its names, of a part "problem.source" or "问题：来源"; "": nowhere */
};

/* How far it is. */
struct import_progress {
	long rows;		/* of the file, so far */
	bool settling;		/* all rows are judged; orders, search and counters are being made */
	long long done, all;	/* bytes of the file, or thousandths of the settling; all 0: unknown */
};

struct import_options {
	FILE *in;
	const char *name;	/* of the file, for messages */
	enum csv_encoding encoding;
	char separator;		/* 0: found out */
	long header_line;	/* of the names of the columns; 0: found out */
	/* Each column once, each field once; one that is not there is ERR_INVALID. */
	const struct import_named *named;
	size_t nnamed;
	bool dry_run;		/* everything is checked, nothing is written */
	bool partial;		/* good rows are written, refused ones reported */
	/* Ascending by line. */
	const struct import_fix *fixes;
	size_t nfixes;
	/* NULL, or gets the refused rows as CSV: the columns of the file, line, reasons.  Corrected, it can be imported. */
	FILE *errors;
	const char *reason;	/* of the action; NULL: the file's name */
	/* Each thing that is wrong, several of one row too (NULL allowed), in the order of lines. */
	void (*refused)(void *ctx, const struct import_refusal *r);
	/* The same for what rules warn of in rows that are taken, from the first `warn_rows` such rows (NULL allowed). */
	void (*warned)(void *ctx, const struct import_refusal *r);
	long warn_rows;
	/* What becomes of the first `taken_rows` rows that are taken (NULL allowed); those that waited for others come late. */
	void (*taken)(void *ctx, const struct import_taken *t);
	long taken_rows;
	/* Ten times a second at most (NULL allowed).  Return non-zero to stop: nothing is left behind then, and the result is
	 * ERR_STOPPED. */
	int (*progress)(void *ctx, const struct import_progress *p);
	void *ctx;
};

/* What was found, also when nothing was written in the end (action is 0 then). */
struct import_report {
	long rows;		/* = added + updated + unchanged + refused, once all were read */
	long added, updated, unchanged, refused;
	long skipped;		/* left out by a fix; not among the rows */
	long warnings;		/* of rules, about rows that were taken */
	struct import_part_count {
		const struct reg *reg;
		long added, updated, unchanged;
	} parts[IMPORT_PARTS];	/* records below those of the rows; reg is NULL behind the last */
	long header_line;
	char *unknown_columns;	/* names of columns that were ignored, joined by ", "; or NULL */
	int64_t action;		/* the journaled action, 0 when nothing was written */
	enum csv_encoding encoding;
	char separator;
};
void import_report_release(struct import_report *r);

/*
 * ERR_INVALID: rows were refused (with partial too, after writing the others), or
 * the file as a whole (no header, a column twice, no required column for new records, bytes that are no text).
 */
int import_file(struct store *s, const struct reg *reg, const struct import_options *o, struct import_report *report,
		struct err *e);

/* --- the same in slices --- */

/* Where a column's cells go: a field of the register or of one of its parts. */
struct import_target {
	const struct reg *reg;
	const struct field *field;	/* NULL: nowhere */
};
/* All that there are for a register, fields of parts behind its own; the caller frees. */
struct import_target *import_targets(const struct reg *reg, size_t *n);

struct import_column {
	const char *title;		/* as in the file, in one line; borrowed until the session is closed */
	struct import_target target;
	bool twice;			/* named as another column is, and so left out; the import is refused until it is mapped */
	bool ours;			/* line or reason of a file of refused rows: never imported */
};

struct import;

/*
 * Opens the file, which must be a regular one, and finds its columns; nothing is locked or written yet.  The options, the report and what
 * they point to live as long as the session.  With a header_line that line is the header whatever it says.
 * The caller closes *out, which ends an import that is under way without a trace.
 */
int import_open(struct store *s, const struct reg *reg, const struct import_options *o, struct import_report *report,
		struct import **out, struct err *e);
size_t import_columns(const struct import *im);
struct import_column import_column(const struct import *im, size_t i);
/* What stands in this column of the first row behind the header; "" where that is not known yet. Borrowed. */
const char *import_sample(const struct import *im, size_t column);
/* Before import_begin(): has a column's cells go there, and those of another column that went there nowhere. */
void import_map(struct import *im, size_t column, struct import_target target);

/* Locks the database; ERR_INVALID where the columns will not do, ERR_BUSY where another program writes. */
int import_begin(struct import *im, struct err *e);
/* Takes rows for about so many milliseconds (0: all of them): 1 there are more, 0 all are judged, negative: it has ended. */
int import_step(struct import *im, int ms, struct err *e);
/* After the last row, where all of it shall be written: makes what follows from many new records, for about so many
 * milliseconds; 1 there is more, 0 it may be ended, negative: it has ended. */
int import_settle(struct import *im, int ms, struct err *e);
void import_progress(const struct import *im, struct import_progress *p);
/* Writes or forgets what was judged, as the options say; like import_file().  Settles what is not settled yet. */
int import_end(struct import *im, struct err *e);
void import_close(struct import *im);		/* NULL is allowed */

#endif
