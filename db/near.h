#ifndef DB_NEAR_H
#define DB_NEAR_H

#include "db/internal.h"

/*
 * Adds the record that somebody probably meant by a key or a name that no record has, as it can be typed: the nearest one
 * in use, or nothing where none is near.  The keys looked at are the neighbours of the typed one; the names are those that
 * have its first or its second half, because who mistypes a letter leaves one of them whole.  A half that very many
 * records have says nothing.
 */
void near_add(struct store *s, const struct reg *reg, const char *typed, struct buf *out);

#endif
