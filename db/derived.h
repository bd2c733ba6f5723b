#ifndef DB_DERIVED_H
#define DB_DERIVED_H

#include "db/internal.h"
#include "src/query.h"

/*
 * Everything that is computed from the facts to make reading instant, for every register alike:
 *
 *   k_<reg>  sort keys: id, out (0: in the default view, 1: not), one column per sortable field.
 *            Text is an ICU sort key (pinyin order) as a BLOB, the rest its plain value; an empty value is x'FF', so
 *            that it sorts last and no key is ever NULL.  One index (out, column) per column.
 *   s_<reg>  search: contentless FTS5 over the searched fields, own tokenizer: pairs of neighbouring characters
 *            and the last single one, for the text itself and for pinyin initials (as private-use characters).
 *   tally    counters: reg, field, value -> how many records of the default view; field '' counts all.
 *
 * meta.derived holds the fingerprint (register tables, ICU version, tokenizer version); when it does not fit, or a
 * migration ran, everything is rebuilt.  All functions but ensure run inside the action's transaction.
 */

int derived_open(struct store *s, struct err *e);	/* collator, functions, tokenizer; once per connection */
void derived_close(struct store *s);
int derived_ensure(struct store *s, struct err *e);	/* creates or rebuilds what does not fit; nothing when read-only */

/* Called by the save path around each change of a row: the record as it stood (NULL: new) and as it stands now
 * (NULL: removed).  The row itself has already been written. */
int derived_update(struct store *s, const struct reg *reg, const void *before, const void *now, struct err *e);

/* During a bulk load derived_update() is not called; end makes keys, search and counters of the whole register anew
 * (indexes dropped by begin are created again after the rows). */
int derived_bulk_begin(struct store *s, const struct reg *reg, struct err *e);
int derived_bulk_end(struct store *s, const struct reg *reg, struct err *e);

/* The id of a record by the text of its key field, then by exact label; *n says how many have that label (up to `max` ids). */
int derived_find_label(struct store *s, const struct reg *reg, const char *label, int64_t *ids, int max, int *n,
		       struct err *e);

/* Compares all derived data of a register with the facts; used by verify. */
int derived_verify(struct store *s, const struct reg *reg, void (*report)(void *ctx, const char *text), void *ctx,
		   int64_t *problems, struct err *e);
/* Search merge and checkpoint in slices; true when more is left. */
bool derived_idle(struct store *s, int ms);

/* The condition as an SQL expression over "<reg>" (alias t) without the bare words; parameters are appended to params,
 * in order, owned by the caller.  An empty query gives "1". */
struct sql_params { struct cell *cells; size_t n, cap; };
void sql_params_release(struct sql_params *p);
int query_sql(const struct reg *reg, const struct query *q, struct buf *sql, struct sql_params *params,
	      struct err *e);

#endif
