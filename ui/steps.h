#ifndef UI_STEPS_H
#define UI_STEPS_H

#include "src/workflow.h"
#include "ui/screen.h"

/*
 * The next steps of a record's workflow: each with all that is still missing for it, and the choice between them.
 * What is missing is judged as the record shall be; whether this person may make a step, as the store would.
 */
struct steps_want {
	const struct reg *reg;		/* with a workflow */
	const void *base, *rec;		/* as stored, and as it shall be; borrowed for the call */
	/* Called at most once, with the panel gone, with a step for which nothing is missing. */
	void (*done)(void *ctx, const struct step *step);
	/* Called instead with the first of the record's own fields that the step wants filled in; step is NULL where that is
	 * not all it wants. */
	void (*fill)(void *ctx, const struct step *step, const struct field *field);
	void *ctx;
};
struct screen *steps_new(struct app *a, const struct steps_want *want);

/* What a stage is called. */
const char *stage_label(struct store *s, const struct reg *reg, const char *value);
/* Everything that keeps this person from making the step now, or that is doubtful about it. */
void step_missing(struct store *s, const struct steps_want *want, const struct step *step, struct findings *out);

#endif
