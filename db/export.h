#ifndef DB_EXPORT_H
#define DB_EXPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "db/read.h"

/*
 * A view as a file.  In CSV and TSV each cell is as a form shows it, so that an import of the file changes
 * nothing; personal data is masked unless revealed, and import knows a masked cell again.
 *
 * Every export is journaled (ACTION_EXPORT) with register, condition, number of records and whether personal data
 * was revealed.  A read-only store cannot journal: it gives out masked data only.
 */

enum export_format { EXPORT_CSV, EXPORT_TSV, EXPORT_JSON };

struct export_options {
	enum export_format format;
	bool gb18030;			/* CSV and TSV: GB18030 with CR LF instead of UTF-8 with LF */
	bool bom;			/* UTF-8 CSV begins with a byte order mark */
	bool english;			/* headers are English names instead of labels */
	bool reveal;			/* personal data in full: the caller has checked the role */
	const struct field *const *columns;	/* NULL: all fields */
	size_t ncolumns;
	int64_t limit;			/* 0: all */
	const int64_t *ids;		/* not NULL: these records and no others, in this order, whatever the view's condition */
	size_t nids;
	bool replace;			/* a file that stands at the path gives way, once the new one is complete */
};

/*
 * Writes the view to an open file, in its order, from one snapshot; *rows counts them.  JSON is one object a line, keys
 * the field names, values as in STYLE_DATA (integers and booleans bare), empty fields as null.
 * ERR_DENIED: personal data of a read-only store; ERR_IO: the file takes no more.
 */
int export_view(struct store *s, const struct view *v, const struct export_options *o, FILE *out, long *rows,
		struct err *e);
/* The same into a new file: a temporary name beside it, flushed to disk, renamed; mode 0600.  ERR_USAGE where one stands. */
int export_file(struct store *s, const struct view *v, const struct export_options *o, const char *path, long *rows,
		struct err *e);

/* --- a new file in slices, for a screen that stays alive --- */

struct export;

/* Begins as export_file(); nothing may be written through the store until it has ended.  View, options and what they point to
 * live as long as *out. */
int export_begin(struct store *s, const struct view *v, const struct export_options *o, const char *path, struct export **out,
		struct err *e);
/* Writes records for about so many milliseconds: 1 there are more, 0 all are written, negative: cancel it. */
int export_step(struct export *x, int ms, struct err *e);
long export_rows(const struct export *x);		/* so far */
/* Journals it and gives the file its name; frees x in any case, and where that fails there is no file. */
int export_end(struct export *x, struct err *e);
void export_cancel(struct export *x);			/* nothing is left behind; NULL is allowed */

#endif
