#ifndef DB_WORKER_H
#define DB_WORKER_H

#include <stdbool.h>

/*
 * A second thread for work that needs only memory, so that the one that has the database need not
 * wait for it.  It does one job after the other in the order in which they were given, and no more
 * than one is under way: who gives it the next one waits for the one before.  With two blocks
 * in turn, one is filled while the other is worked on.
 *
 * Between worker_give() and the end of the job, what it works on belongs to the worker.  Where the
 * system gives no thread, worker_give() does the job itself.
 */

struct worker;

struct worker *worker_new(void (*work)(void *ctx, void *job), void *ctx);
/* Waits for the job before, if need be, and returns while the new one is under way. */
void worker_give(struct worker *w, void *job);
/* Waits until everything that was given is done; NULL is allowed. */
void worker_wait(struct worker *w);
/* The same for so many milliseconds at most (0: as long as it takes); true: it is done. */
bool worker_wait_ms(struct worker *w, int ms);
/* Waits and ends the thread; NULL is allowed. */
void worker_free(struct worker *w);

#endif
