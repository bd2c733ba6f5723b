#ifndef SRC_CLI_PICK_H
#define SRC_CLI_PICK_H

#include "src/cli_out.h"

/* Choosing among rows that are no records: --columns, --where and --sort on the printed columns. */

enum test_op { TEST_HAS, TEST_EQ, TEST_NE, TEST_LT, TEST_GT, TEST_LE, TEST_GE };

struct out_test {
	size_t column; /* n: any of them */
	enum test_op op;
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
