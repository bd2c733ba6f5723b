#ifndef SRC_LAYOUT_H
#define SRC_LAYOUT_H

#include <stddef.h>

#include "src/buf.h"
#include "src/err.h"
#include "src/reg.h"

/*
 * The columns of a list as somebody chose them: which fields, in which order, how wide.  As text, in saved views and in
 * files, "name:30,code,category:8": names, labels or aliases of fields, and cells where the width was chosen too.
 */

#define LAYOUT_MAX 64		/* no register has as many fields: a test sees to that */
#define LAYOUT_LEAST 4		/* cells of a column: two characters */
#define LAYOUT_MOST 120

struct layout {
	struct layout_column {
		const struct field *field;
		int cells;		/* 0: as its field says, and as there is room */
	} column[LAYOUT_MAX];
	size_t n;			/* 0: nobody chose */
};

/*
 * Reads it.  ERR_INVALID names the first word that is no column, stands there twice or has no possible width; *out has
 * the others.
 */
int layout_parse(const struct reg *reg, const char *text, struct layout *out, struct err *e);
/* Adds it as text; nothing where nobody chose. */
void layout_format(const struct layout *l, struct buf *out);
/* Place of a field among the columns, l->n where it is none of them. */
size_t layout_place(const struct layout *l, const struct field *f);
/* What a column is as wide as unless somebody chooses: its field's width, and at least its head. */
int layout_full_width(const struct field *f);

#endif
