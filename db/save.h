#ifndef DB_SAVE_H
#define DB_SAVE_H

#include "db/internal.h"

/*
 * The one write path below store_save(): rights, rules, uniqueness, references, then row, journal and derived data.
 * cur is the record as it stands in the table (NULL: it is not there), rec as it shall be.
 */

int save_record(struct store *s, const struct reg *reg, const void *cur, void *rec, struct save_report *report,
		struct err *e);
/* Everything of that but the writing, outside of an action: 0 where it would be written, 1 where it is as it was. */
int save_try(struct store *s, const struct reg *reg, const void *cur, void *rec, struct save_report *report, struct err *e);
/* The same of a record that goes out of use or comes back. */
int save_try_retired(struct store *s, const struct reg *reg, const void *cur, const void *rec, struct err *e);
/* As save_record() without the register's fill(): undo must bring back exactly what was there. */
int save_exact(struct store *s, const struct reg *reg, const void *cur, void *rec, struct err *e);
/* The same of a record that goes out of use or comes back, with what follows for those that are counted with it. */
int save_retired(struct store *s, const struct reg *reg, const void *cur, void *rec, struct err *e);
/* Takes the row away; the journal keeps it whole.  Only undo of a creation does this. */
int save_remove(struct store *s, const struct reg *reg, const void *cur, struct err *e);
/* ERR_INVALID naming a record (in use only, or any) that refers to this one. */
int save_check_unreferenced(struct store *s, const struct reg *reg, int64_t id, bool in_use, struct err *e);
/* ERR_INVALID naming a record (any) that holds this code's value. */
int save_check_code_unused(struct store *s, const struct code_row *code, struct err *e);

#endif
