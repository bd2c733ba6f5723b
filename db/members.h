#ifndef DB_MEMBERS_H
#define DB_MEMBERS_H

#include "db/internal.h"

/* Values of the journal put into a record: what undo and the past have in common. */

/* One by the name of its column; NULL text empties it.  A field that the register no longer has is passed over. */
int members_set(const struct reg *reg, void *rec, const char *name, const char *text, struct err *e);
/* All of a whole record, as its creation or removal has them, but for its number. */
int members_set_all(struct store *s, const struct reg *reg, void *rec, const char *json, struct err *e);

#endif
