#ifndef SRC_CLI_BATCH_H
#define SRC_CLI_BATCH_H

#include "db/batch.h"
#include "src/cli.h"

/* Whether many records are meant, or a look at what would become of one: --ids, --dry-run. */
bool cli_is_batch(const struct cli *c);
/*
 * The work of one command on the records that --ids names (or, without it, on the one of the second argument), as one
 * action or, where one of them is refused, not at all; with --dry-run the preview of it on stdout.  What is to be set
 * are the arguments behind.
 */
int cli_batch(struct cli *c, const struct reg *reg, enum batch_deed deed, struct err *e);

#endif
