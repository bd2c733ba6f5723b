#ifndef SRC_CLI_PICK_H
#define SRC_CLI_PICK_H

#include "src/cli_out.h"
#include "src/query.h"

/* Choosing among rows that are no records: --columns, --where and --sort on the printed columns. */

struct out_test {
	size_t column; /* n: any of them */
	enum op op; /* OP_HAS, or one of those that compare */
	const char *text;
};

/* The column of a name or label; an unknown one is refused with the nearest. */
int pick_column(const struct out *o, const char *name, size_t *out, struct err *e);
int pick_columns(struct out *o, const char *list, struct err *e);
int pick_tests(struct out *o, struct err *e);
/* Whether the row at hand meets them all. */
bool pick_passes(const struct out *o);
void pick_sort(struct out *o);

#endif
