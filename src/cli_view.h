#ifndef SRC_CLI_VIEW_H
#define SRC_CLI_VIEW_H

#include "db/read.h"
#include "src/cli.h"
#include "src/cli_out.h"
#include "src/layout.h"

/* The records that --where, --view, --sort, --all and a condition ask for, and the columns of --columns. */

struct cli_view {
	struct view view; /* its query points into this struct */
	struct query query;
	struct layout layout; /* the columns of --view; none: it names none, or --columns are given */
};

/* words: further conditions (arguments), joined like those of a filter line. */
int cli_view_open(
	struct cli *c, const struct reg *reg, struct words words, struct cli_view *out, struct err *e);
/* The condition that these words make, as in a filter line; ERR_USAGE.  *out is zeroed, and released by the caller. */
int cli_condition(
	struct cli *c, const struct reg *reg, struct words words, struct query *out, struct err *e);
void cli_view_release(struct cli_view *v);

/* A column of a register: a field, or a member of struct rec. */
struct record_columns {
	struct out_column *columns;
	const struct field **fields; /* NULL: id, version, retired_on, retired_reason, by the column's name */
	size_t n;
	bool notes; /* notes keep their lines in a table too */
};

/* Those of --columns; else all fields, or only the listed ones. */
int record_columns_pick(
	const struct cli *c, const struct reg *reg, bool listed, struct record_columns *out, struct err *e);
/* Those of a layout instead. */
void record_columns_take(struct record_columns *r, const struct layout *layout);
void record_columns_release(struct record_columns *r);
/* Adds the record's cells to a row, personal data masked unless --reveal. */
void record_columns_cells(
	const struct cli *c, const struct record_columns *r, const void *rec, struct out *o);

#endif
