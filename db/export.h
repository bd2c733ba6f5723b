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

#endif
