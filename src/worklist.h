#ifndef SRC_WORKLIST_H
#define SRC_WORKLIST_H

#include "src/reg.h"

/*
 * Worklists (要办的事): what somebody has to see to, as named conditions.  A register with a workflow has these without a
 * word, made from the workflow's table for the person:
 *
 *	overdue		the deadline is over, in a stage in which it counts
 *	due-7		it is today or within seven days
 *	due-month	it is later than that, but within this month
 *	waiting		the next step is for this person's role, and not barred to this person
 *
 * and those of its own table.  They are in words that mean another day tomorrow, and on a past day that is looked at.
 */

struct worklist_for {
	enum role role;
	const char *name;	/* as signatures show it */
	const char *scope;	/* key of the organization whose subtree is theirs; NULL: everything */
};

struct worklist_made {
	const struct reg *reg;
	char *key, *label, *where;	/* where: conditions, one in a line; NULL: none */
	enum urgency urgency;
	const struct field *since;	/* see struct worklist; NULL: none */
	bool all;			/* also what the default view leaves out, as some saved views do */
};

struct worklists {
	struct worklist_made *items;
	size_t n;
};

/* Adds those of a register that are for this person, the table's own behind those of the workflow. */
void worklists_add(struct worklists *out, const struct reg *reg, const struct worklist_for *who);
/* Adds a condition (without "|") as it is for this person: only of the records that are theirs to see to. */
void worklists_add_scope(struct buf *out, const struct reg *reg, const struct worklist_for *who, const char *where);
/* By key; NULL where the register has none of that name for this person. */
const struct worklist_made *worklists_find(const struct worklists *w, const struct reg *reg, const char *key);
void worklists_release(struct worklists *w);
/* The condition of a figure, its own or that of the worklist that it counts, whoever has to see to that; NULL: the default
 * view.  The caller frees. */
char *figure_where(const struct reg *reg, const struct figure *f);
const char *urgency_value(enum urgency u);	/* "overdue", "soon", "waiting", "check" */
const char *urgency_label(enum urgency u);

#endif
