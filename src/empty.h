#ifndef SRC_EMPTY_H
#define SRC_EMPTY_H

#include "src/field.h"

/*
 * A value that is not there says why: nobody has filled it in yet (未填), there is none (无), or the
 * question does not apply (不适用).  Every field can be unfilled; the flags FIELD_MAY_BE_NONE and
 * FIELD_MAY_NOT_APPLY add the other two where they mean something.  Those are stored as the words 无
 * and 不适用 themselves, which such a field takes for nothing else, so they pass through files, the
 * journal and its hashes as any text does.  Only types that are text in memory can have them.
 */

enum empty { EMPTY_NOT, EMPTY_UNFILLED, EMPTY_NONE, EMPTY_INAPPLICABLE, EMPTY_COUNT };

/* Shown to people: 未填, 无, 不适用. */
const char *empty_label(enum empty state);
/* As it is stored; NULL for EMPTY_UNFILLED, which is stored as nothing. */
const char *empty_text(enum empty state);
/* What a person means: 无, none, 不适用, n/a, 未填, unfilled; else EMPTY_NOT. */
enum empty empty_typed(const char *typed);
/* What a stored text says, for code that has no field at hand; NULL is EMPTY_UNFILLED. */
enum empty empty_stored(const char *text);

/* Whether the field may be in this state; EMPTY_NONE or EMPTY_INAPPLICABLE: by its flags. */
bool field_knows(const struct field *f, enum empty state);
/* Whether it knows more than being unfilled. */
bool field_has_states(const struct field *f);
/* EMPTY_NOT where there is a value. */
enum empty field_empty(const struct field *f, const void *rec);
enum empty field_empty_cell(const struct field *f, const struct cell *c);
/* Takes the value away, for this reason; the field must know it. */
void field_set_empty(const struct field *f, void *rec, enum empty state);

#endif
