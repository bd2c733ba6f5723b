#ifndef DB_IMPORT_H
#define DB_IMPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "db/store.h"
#include "src/csv.h"

/*
 * A ledger file into a register, driven by the register's table.  An import is one
 * action: all or nothing, unless the person takes the good rows only.
 *
 * The header is found within the first ten lines; columns may stand in any order.  A row is about
 * the record with its key; without a column of keys, about the only one with its name.  An empty cell
 * leaves what stands there.  References may point to rows further down.
 */

struct import_refusal {
	long line;		/* as the spreadsheet shows it */
	const char *column;	/* title in the file, or the field's label where the file has no such column, or "" */
	const char *value;	/* as in the file, safe to show; personal data masked */
	const char *reason;
};

struct import_options {
	FILE *in;
	const char *name;	/* of the file, for messages */
	enum csv_encoding encoding;
	char separator;		/* 0: found out */
	bool dry_run;		/* everything is checked, nothing is written */
	bool partial;		/* good rows are written, refused ones reported */
	/* NULL, or gets the refused rows as CSV: the columns of the file, line, reasons.  Corrected, it can be imported. */
	FILE *errors;
	const char *reason;	/* of the action; NULL: the file's name */
	/* Each thing that is wrong, several of one row too (NULL allowed), in the order of lines. */
	void (*refused)(void *ctx, const struct import_refusal *r);
	/* The same for what rules warn of in rows that are taken, from the first `warn_rows` such rows (NULL allowed). */
	void (*warned)(void *ctx, const struct import_refusal *r);
	long warn_rows;
	/* Ten times a second at most (NULL allowed): bytes done, of all (0: unknown), rows so far.  Return non-zero to
	 * stop: nothing is left behind then, and the result is ERR_STOPPED. */
	int (*progress)(void *ctx, long long done, long long all, long rows);
	void *ctx;
};

/* What was found, also when nothing was written in the end (action is 0 then). */
struct import_report {
	long rows;		/* = added + updated + unchanged + refused, once all were read */
	long added, updated, unchanged, refused;
	long warnings;		/* of rules, about rows that were taken */
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

#endif
