#ifndef SRC_QUERY_SIGN_H
#define SRC_QUERY_SIGN_H

#include <stddef.h>
#include <stdint.h>

#include "src/query.h"

/* The signs between a field and its value, as a person may type them: full-width ones and ≠ ≤ ≥ mean the same. */

/* The next character of a condition: a full-width sign as its ASCII twin, any blank as a space; *length gets its bytes.  0 with
 * length 0 at the end. */
uint32_t query_char(const char *text, size_t n, size_t *length);
/* The sign that a text of n bytes begins with: its bytes, and *op (NULL allowed) what it means; 0 where there is none. */
size_t query_sign(const char *text, size_t n, enum op *op);
/* How the program writes it, "<="; "" for what has no sign. */
const char *query_sign_text(enum op op);

#endif
