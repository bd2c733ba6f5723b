#ifndef DB_VIEWS_H
#define DB_VIEWS_H

#include <stdbool.h>
#include <stdint.h>

#include "db/store.h"
#include "src/query.h"

/*
 * Saved views: what a list shows, under a name.  They are records like others, with history, undo and files; here is
 * what screens and commands ask of them.  Conditions, order and columns are the texts as they were saved: what no longer
 * makes sense is for whoever applies them to say.
 */

enum view_kind { VIEW_PRIVATE, VIEW_SHARED, VIEW_LOCKED };
#define VIEW_KINDS 3

struct saved_view {
	int64_t id;			/* 0: not saved yet */
	const struct reg *reg;		/* NULL: this program has no such register */
	char *ledger;			/* its name */
	char *name;
	enum view_kind kind;
	char *owner;			/* login; NULL of a new one: who saves it */
	bool mine;			/* whoever works is the owner */
	char *filter;			/* conditions, one in a line; NULL: none */
	bool all;			/* also what the default view leaves out */
	char *sort;			/* name of a field; NULL: the register's own order */
	bool descending, tree;
	bool retired;			/* out of use */
	char *columns;			/* in the words of layout.h; NULL: as there is room */
};

void saved_view_release(struct saved_view *v);
void saved_view_copy(struct saved_view *to, const struct saved_view *from);

/* What a kind is called. */
const char *view_kind_label(struct store *s, enum view_kind kind);

/*
 * The views in use that whoever works is offered, of a register (NULL: of all): first one's own, then those of others,
 * each by name.  A non-zero return of fn ends it and is returned.
 */
int views_each(struct store *s, const struct reg *reg, int (*fn)(void *ctx, const struct saved_view *v), void *ctx,
	       struct err *e);
/* *out is the caller's.  ERR_NOT_FOUND. */
int views_get(struct store *s, int64_t id, struct saved_view *out, struct err *e);
/* By name or key, one's own before those of others.  ERR_NOT_FOUND lists what there is; ERR_INVALID: several of others. */
int views_find(struct store *s, const struct reg *reg, const char *name, struct saved_view *out, struct err *e);

/* Its conditions as one; ERR_INVALID about the first that makes no sense, *out has the others.  *out is the caller's in any case. */
int view_query(struct store *s, const struct saved_view *v, struct query *out, struct err *e);

/* The operator's own view of this name, also one out of use; id 0 where there is none. */
int views_mine(struct store *s, const struct reg *reg, const char *name, int64_t *id, struct err *e);
/* May whoever works save this view (a new one, or over the one of its number)?  0, or ERR_DENIED with the reason. */
int views_may_save(struct store *s, const struct saved_view *v, struct err *e);
/* Saves it: over the view of its number, which comes back into use, or as a new one; v->id is its number then. One action. */
int views_save(struct store *s, struct saved_view *v, struct err *e);
/* Takes it out of use, or says why not. */
int views_retire(struct store *s, int64_t id, const char *reason, struct err *e);

#endif
