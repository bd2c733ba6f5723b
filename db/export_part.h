#ifndef DB_EXPORT_PART_H
#define DB_EXPORT_PART_H

#include "db/export.h"
#include "db/internal.h"
#include "db/reader.h"

/* What the files of the export share: export.c reads and writes, export_row.c makes lines, export_note.c journals. */

/* Names of records that were referred to lately; a ledger refers to the same few again and again. */
#define REF_SLOTS 4096

struct ref_slot {
	const struct reg *reg;
	int64_t id;
	char *text;
};

/* A column's last code and what it is shown as: most rows of a ledger have those of the row before. */
struct code_memo {
	char *value, *shown;
};

struct export {
	struct store *s;
	const struct view *view;
	const struct export_options *o;
	FILE *out;
	const struct field **columns;
	bool *covered;		/* which of them are masked, revealed or not */
	size_t n;
	char separator;
	const char *line_end;
	enum style style;
	sqlite3_stmt *stmt;	/* id -> the columns */
	struct lookup lookup;	/* the store's, but for ref_format */
	struct ref_slot *refs;
	struct code_memo *codes;	/* one per column */
	void *rec;		/* holds one value at a time */
	struct buf cell, text;	/* text: lines that are not written yet */
	long rows;
	struct reader reader;
	bool reading, snapshot;	/* the reader is open; the snapshot is its own */
	size_t at;		/* among the options' ids */
	char *path, *temporary;	/* of a file in slices */
};

/* Sets style, columns, separator and line end by view and options. */
void export_row_begin(struct export *x);
void export_row_end(struct export *x);
void export_header(struct export *x);
/* Adds the line of the record on which the statement stands; ERR_DATABASE where it holds what it cannot. */
int export_row(struct export *x, struct err *e);

/* Journals it: 0 where the store is read-only and nothing was revealed. */
int export_note(struct store *s, const struct view *v, const struct export_options *o, int64_t rows, struct err *e);

#endif
