#ifndef UI_LIST_TREE_H
#define UI_LIST_TREE_H

#include "db/tree.h"
#include "ui/list.h"

/*
 * The list as a tree: the same window, filter, selection and actions, with rows from the open branches.
 *
 * Which branches are open is a level and the exceptions from it, by record number, so that unfolding all of a
 * large register is one assignment; rows are read as they are scrolled to.  A condition has folds of its own: where it
 * leaves little, everything is open, and when it is gone the tree stands as it stood.
 */

struct folds {
	int level;			/* records less deep than this are open, from 0 */
	struct selection odd;		/* ... but for these, which are closed, and open below */
};

struct list_tree {
	struct tree *tree;
	struct folds plain, filtered;	/* without and with a condition */
	struct buf where;		/* the condition that the folds belong to */
	bool untouched;			/* nobody has folded anything since that condition came */
	bool hits_only;
	int64_t moving;			/* the record whose new place is being picked; 0: none */
};

enum tree_action {
	TREE_FLAT = 1000, TREE_UNFOLD, TREE_FOLD, TREE_MORE, TREE_LESS, TREE_ALL, TREE_HITS, TREE_SELECT, TREE_MOVE,
	TREE_PREVIOUS, TREE_NEXT,
};

/* ---- Rows (list_tree.c) ---- */

/* Between the flat list and the tree, with the cursor on its record. */
void list_tree_toggle(struct list *l);
void list_tree_free(struct list *l);
/* The view or the data are others: before the window is read anew around a record, which comes to light. */
void list_tree_renew(struct list *l, int64_t keep);
/* Opens the branches that a record stands in. */
void list_tree_reveal(struct list *l, int64_t id);
/* Puts the cursor on the first row that is in the view, as far as one is in the window. */
void list_tree_first_hit(struct list *l);
/* Reads rows into the window, as store_page() does for a flat list. */
int list_tree_read(struct list *l, enum page_from from, int64_t anchor, int rows);
/* Counting on; true when more is left. */
bool list_tree_idle(struct list *l, bool quiet);
bool list_tree_is_open(const struct list *l, int64_t id, int depth);
struct folds *list_tree_folds(struct list *l);

/* ---- Keys (list_tree_keys.c) ---- */

void list_tree_run(struct list *l, int what);

/* ---- Moving a branch (move_branch.c) ---- */

void move_branch_ask(struct list *l);
/* The picker is gone, with a record or with 0: asks, and moves.  True where that was awaited. */
bool move_branch_picked(struct list *l, int64_t id);

/* ---- The picture (list_tree_draw.c) ---- */

/* The columns of a tree: the name first, then what stands below. */
void list_tree_columns(struct list *l, int x, int cols);
void list_tree_draw_head(const struct list *l, struct picture *p, int y);
/* Signs and indentation before a name, and what is said behind it; *name becomes the cells that are left for it. */
void list_tree_draw_row(const struct list *l, struct picture *p, int y, const struct list_row *row, enum look look,
	struct column *name);
/* Path and totals of the current record at the foot of the area; how many lines they take. */
int list_tree_draw_foot(const struct list *l, struct picture *p, struct area area);

#endif
