#ifndef DB_TREE_H
#define DB_TREE_H

#include "db/read.h"

/*
 * A register as a tree by its FIELD_TREE reference: the records of a view with those above them.  A record above
 * that is not in the view is kept, because it shows where the others belong; a branch without any record of the
 * view is left out.
 *
 * Only the children of the records asked for are read, so a tree of any size costs what is looked at.  Which
 * branches have records of a condition is counted in slices (tree_work()); until that has ended a branch may be
 * missing and a count be too low.
 */

/* No branch is deeper; a longer chain of superiors is a circle in damaged data. */
#define TREE_DEPTH 64

/* ---- Summaries: what stands below a record, itself not counted ------------------------------------------------- */

#define BRANCH_SUMS 4

/* Records of the default view; and sums of the FIELD_SUMMED fields over the lowest of them, because those
 * above hold totals in the same fields. */
struct branch {
	int64_t n;
	int64_t sums[BRANCH_SUMS];
};

/* The summed fields of a register in table order, at most BRANCH_SUMS; returns how many. */
size_t branch_fields(const struct reg *reg, const struct field **out);
/* From the summaries, which are kept with every change. */
int store_branch(struct store *s, const struct reg *reg, int64_t id, struct branch *out, struct err *e);
/* How many records stand below this one, whatever they are; they are counted one by one. */
int store_branch_size(struct store *s, const struct reg *reg, int64_t id, int64_t *n, struct err *e);
/* The numbers from the top down to this record; *n how many.  ERR_NOT_FOUND: there is no such record. */
int store_chain(struct store *s, const struct reg *reg, int64_t id, int64_t path[TREE_DEPTH], size_t *n,
	struct err *e);

/* ---- The tree of a view ---------------------------------------------------------------------------------------- */

struct tree;

/* The register has a FIELD_TREE field.  The view is borrowed. */
struct tree *tree_new(struct store *s, const struct view *v);
void tree_free(struct tree *t);
/* The view or the data have become others: nothing read so far counts any more. */
void tree_forget(struct tree *t);

/* Looks for records that meet the condition, for about so long (0: to the end): 1 when more is left, 0 when not. */
int tree_work(struct tree *t, int ms, struct err *e);
/* How many were found; whether those are all. */
int64_t tree_found(const struct tree *t);
bool tree_is_counted(const struct tree *t);

enum tree_step { TREE_FIRST, TREE_LAST, TREE_AFTER, TREE_BEFORE };
/* Steps among the children of a record (0: those at the top) in the order of the view; *id is where from and where
 * to.  1: there is one, 0: none. */
int tree_child(struct tree *t, int64_t parent, enum tree_step step, int64_t *id, struct err *e);
/* Whether so many children stand there that they come in the order of their numbers. */
bool tree_is_crowded(struct tree *t, int64_t parent);

struct tree_node {
	bool hit;		/* it is in the view; else it only shows where others belong */
	bool parent;		/* something of the tree is below it */
	int64_t below;		/* records of the view below it, as far as they are counted; without a condition those of the default view */
};
/* ERR_NOT_FOUND: there is no such record. */
int tree_node(struct tree *t, int64_t id, struct tree_node *out, struct err *e);

/* Calls fn for each record of the view in a branch, the topmost too; a non-zero return of fn ends it and is returned. */
int tree_each(struct tree *t, int64_t id, int (*fn)(void *ctx, int64_t id), void *ctx, struct err *e);

#endif
