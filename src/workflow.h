#ifndef SRC_WORKFLOW_H
#define SRC_WORKFLOW_H

#include "src/reg.h"

/*
 * A workflow (流程) is the way that the records of a register go: a table of steps, each from one stage to
 * another, with who may make it, what must be there before, and what it sets.
 *
 * The stage is an ordinary code field, and a step is made by saving another stage.  So a form, `zhibu
 * step`, `zhibu set` and an import make the same steps through the one write path, and undo and history
 * know them without a word more.  A new record may begin in any stage, because old ledgers are entered
 * too; it takes the right to make a step into that stage.
 */

struct step {
	const char *from, *to;		/* values of the stage's code set */
	const char *label;		/* N_("报县级审定"): what a person does */
	enum role role;			/* least role that may do it */
	bool later;			/* its time comes by itself: nobody is waited for as soon as the stage is reached */
	bool reason;			/* says why: what was sent back, revoked or failed */
	const char *const *fields;	/* that must be filled in before, NULL at the end; NULL: none */
	const char *sets;		/* date field that becomes the day of the step where nobody filled it in; NULL: none */
	const char *const *empties;	/* what an earlier way through here left and no longer holds, NULL at the end; NULL: none */
	const char *signs;		/* text field that keeps who made it; NULL: none */
	const char *not_by;		/* field of this kind: whoever stands there may not make this step; NULL: anybody */
	/* Reports what else is missing; may be NULL. */
	void (*demand)(const struct check *c, const void *rec);
};

struct workflow {
	const char *stage;		/* the code field */
	const char *deadline;		/* date field: until when it has to be done; NULL: none */
	const char *const *ended;	/* stages in which that no longer counts, NULL at the end; NULL: it counts in all */
	const char *person;		/* text field: who answers for it; NULL: none */
	const struct step *steps;	/* the first leads on from the stage that records begin in */
	size_t n;
};

#define WORKFLOW_STEPS(table) .steps = (table), .n = sizeof(table) / sizeof((table)[0])

/* Who makes a step. */
struct doer {
	enum role role;
	const char *name;		/* as the signature shows it */
	bool undoes;			/* takes an earlier step back, instead of making one */
};

/* Value of the record's stage, "" where it has none; borrowed. */
const char *workflow_stage(const struct reg *reg, const void *rec);
/* A stage as people call it; the value itself where no code says; borrowed. */
const char *workflow_stage_label(const struct reg *reg, const struct lookup *l, const char *value);
/* The step between two stages (code values), or NULL. */
const struct step *workflow_step(const struct reg *reg, const char *from, const char *to);
/* Steps that lead on from here: up to `room` of them; how many there are. */
size_t workflow_next(const struct reg *reg, const void *rec, const struct step **out, size_t room);

/* Days until the deadline, negative when it is over; false where there is none, or it no longer counts. */
bool workflow_days_left(const struct reg *reg, const void *rec, struct date today, int64_t *days);

/* Reports everything that a step still wants of a record, whoever makes it. */
void workflow_missing(const struct reg *reg, const struct step *step, const struct check *c, const void *rec);
/*
 * Beside reg_check(), for every save but those of undo: the step that the save makes is one of the table, and nothing is
 * missing for it.  reason is why, as the person said, or NULL; a step that wants one and has none is warned of here
 * (so that forms ask) and refused by the store.  Returns 0, or ERR_INVALID with the first error; everything is in c->found.
 */
int workflow_check(const struct reg *reg, const struct check *c, const void *rec, const void *before, const char *reason,
		   struct err *e);
/* The step that a save makes, where it wants a reason; else NULL. */
const struct step *workflow_wants_reason(const struct reg *reg, const void *rec, const void *before);
/* May this person make this step with the record as it is stored?  0, or ERR_DENIED with the reason. */
int workflow_may_make(const struct reg *reg, const struct step *step, const struct doer *who, const void *before,
		      struct err *e);
/* For the write path: may this person make the step that the save makes, or take it back?  0, or ERR_DENIED with the reason. */
int workflow_may(const struct reg *reg, const struct doer *who, const void *rec, const void *before, struct err *e);
/* For the write path: the day and the signature of the step that the save makes. */
void workflow_fill(const struct reg *reg, const struct doer *who, const struct lookup *l, void *rec, const void *before);
/* Whether the table is sound: stages of one set, fields of the right type, no step twice.  For the tests of registers. */
int workflow_test(const struct reg *reg, struct err *e);

#endif
