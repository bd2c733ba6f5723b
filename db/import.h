#ifndef DB_IMPORT_H
#define DB_IMPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "db/store.h"
#include "src/csv.h"

/*
 * Ledger files into a register and out of it, driven by the register's table.
 * An import is one action: all or nothing, unless the person takes the good rows only.
 */

struct import_refusal {
	long line;		/* as the spreadsheet shows it */
	const char *column;	/* header text, or "" */
	const char *value;	/* as in the file */
	const char *reason;
};

struct import_options {
	enum csv_encoding encoding;
	char separator;
	bool dry_run;		/* everything is checked, nothing is written */
	bool partial;		/* good rows are written, refused ones reported */
	FILE *errors;		/* NULL, or gets the refused rows as CSV: the columns of the file, line and reason */
	const char *reason;	/* of the action; NULL: the file's name */
	/* Each refused row (NULL allowed), and progress: return non-zero to stop; nothing is left behind then. */
	void (*refused)(void *ctx, const struct import_refusal *r);
	int (*progress)(void *ctx, long long done, long long all, long rows);
	void *ctx;
};

struct import_report {
	long rows, added, updated, unchanged, refused, warnings;
	long header_line;
	char *unknown_columns;	/* names of columns that were ignored, joined by ", "; or NULL */
	int64_t action;		/* the journaled action, 0 when nothing was written */
	enum csv_encoding encoding;
	char separator;
};
void import_report_release(struct import_report *r);

/* ERR_INVALID when rows were refused (with partial too, after writing the others). name is the file's name for messages. */
int import_file(struct store *s, const struct reg *reg, FILE *in, const char *name, const struct import_options *o,
		struct import_report *report, struct err *e);

#endif
