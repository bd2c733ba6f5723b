#ifndef DB_SM3_H
#define DB_SM3_H

#include <stddef.h>

/*
 * SM3 (GB/T 32905-2016), the hash of the journal's chain and of the schema, from libcrypto.  A wrong digest
 * would break the chain for good; so where libcrypto cannot work (no memory), the process ends before
 * anything is written, as it does for all memory.
 */

#define SM3_SIZE 32

struct sm3;

struct sm3 *sm3_new(void);
void sm3_add(struct sm3 *s, const void *bytes, size_t n);
/* One that goes on from the same bytes on its own. */
struct sm3 *sm3_copy(struct sm3 *s);
/* Writes SM3_SIZE bytes and frees md. */
void sm3_end(struct sm3 *s, unsigned char *out);
void sm3_free(struct sm3 *s);		/* NULL is allowed */

#endif
