#ifndef UI_BUSY_H
#define UI_BUSY_H

#include "src/err.h"
#include "ui/screen.h"

/*
 * A write that may have to wait for another program's.  It is tried in short attempts, with the screen alive in
 * between: who holds the database, for how long already, and Esc to stop waiting.
 */
struct busy_work {
	/* One attempt, which waits briefly; ERR_BUSY: again. */
	int (*attempt)(void *ctx, struct err *e);
	/* Called once with what the last attempt said: ERR_BUSY after Esc, or when the store's time limit is over.  Not called
	 * when the program ends meanwhile. */
	void (*done)(void *ctx, int rc, const struct err *e);
	void (*free)(void *ctx);	/* with nothing left to be done, in any case; may be NULL */
	const char *kept;		/* what is not lost meanwhile, a sentence; NULL: a form with its contents */
	void *ctx;
};

/* Tries at once; what work points to lives as long as it.  A panel appears only where that is not enough. */
void busy_run(struct app *a, const struct busy_work *work);

#endif
