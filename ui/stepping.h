#ifndef UI_STEPPING_H
#define UI_STEPPING_H

#include "src/workflow.h"
#include "ui/screen.h"

/*
 * Making a step of a record from a screen that shows it and is no form of it: what can be done, why, and who was faster.
 * A screen has one of these, zeroed at first, with `app` and, where it wants to know, `done` and `ctx` set.
 */
struct stepping {
	struct app *app;
	/* Called when the step is made, or somebody else has made one; may be NULL. */
	void (*done)(void *ctx);
	void *ctx;

	const struct reg *reg;
	const struct step *step;
	void *base, *saving;		/* as read when it was begun; the copy that is being saved */
	struct save_report report;
	char *reason;
};

/* Shows the next steps of the record, read anew, and makes the chosen one. */
void stepping_ask(struct stepping *q, const struct reg *reg, int64_t id);
void stepping_release(struct stepping *q);

#endif
