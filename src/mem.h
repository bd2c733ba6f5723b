#ifndef SRC_MEM_H
#define SRC_MEM_H

#include <stddef.h>

/*
 * Allocation that cannot fail: when memory runs out, the die hook restores the
 * terminal, one sentence goes to stderr and the process ends with status 70.
 * Nothing durable is lost by that, because every write is a transaction.
 */

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
/* Grows to n elements of the given size; overflow of n * size counts as out of memory. */
void *xreallocarray(void *old, size_t n, size_t size);
char *xstrdup(const char *s);		/* NULL gives NULL */
char *xstrndup(const char *s, size_t n);

/* Called once before the process gives up; ui/term.c sets it to restore the terminal. */
void mem_set_die_hook(void (*hook)(void));
_Noreturn void mem_die(const char *why);

#endif
