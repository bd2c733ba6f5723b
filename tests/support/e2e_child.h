#ifndef TESTS_SUPPORT_E2E_CHILD_H
#define TESTS_SUPPORT_E2E_CHILD_H

#include "tests/support/e2e.h"

/* Programs for the tests of the terminal, as functions run in a child process. */

/* Names every key on the screen: all of them in row 0, the last one in row 1.  Says "ready", ends with q
 * or with the terminal: 0, 128 and the signal, or 2 where the terminal is refused. */
int e2e_name_keys(void *ctx);
void e2e_show(int y, const char *text);		/* in the child: text in a row of curses' screen */

struct e2e *e2e_start_env(int (*run)(void *), const char *const *env);
struct e2e *e2e_start_ready(int (*run)(void *));	/* and waits for "ready" */
/* Sends q; the program must end with 0 and leave the terminal as it was. */
void e2e_leave(struct e2e *e);

#endif
