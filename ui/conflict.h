#ifndef UI_CONFLICT_H
#define UI_CONFLICT_H

#include "ui/screen.h"

/*
 * Somebody else saved the same record first.  What only one side changed is merged; of each field that both
 * changed, the person chooses which value shall hold.
 */

struct conflict_question {
	const struct reg *reg;
	const void *base, *theirs, *mine;	/* as opened, as stored now, as it shall be; borrowed until done() */
	const char *who, *when;			/* of the last save in between; NULL: not known */
	/* Called once, with the panel gone: for each of the register's fields whether theirs shall hold, or NULL to go back to
	 * the form.  Not called when the program ends. */
	void (*done)(void *ctx, const bool *theirs);
	void *ctx;
};

struct screen *conflict_new(struct app *a, const struct conflict_question *asked);

#endif
