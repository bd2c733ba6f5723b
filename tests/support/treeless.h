#ifndef TESTS_SUPPORT_TREELESS_H
#define TESTS_SUPPORT_TREELESS_H

#include "db/care.h"
#include "db/tour.h"
#include "db/tree.h"

/*
 * For the one test that has a store of its own: a store without trees, with nothing to go through, never busy, never
 * damaged.  These are the functions themselves, so only one file of a program includes this.
 */

/* NOLINTBEGIN(readability-non-const-parameter, misc-definitions-in-headers) */

size_t branch_fields(const struct reg *reg, const struct field **out)
{
	(void)reg;
	(void)out;
	return 0;
}

int store_branch(struct store *s, const struct reg *reg, int64_t id, struct branch *out, struct err *e)
{
	(void)s;
	(void)reg;
	(void)id;
	*out = (struct branch){ .n = 0 };
	return err_set(e, ERR_NOT_FOUND, "没有");
}

int store_branch_size(struct store *s, const struct reg *reg, int64_t id, int64_t *n, struct err *e)
{
	(void)s;
	(void)reg;
	(void)id;
	*n = 0;
	return err_set(e, ERR_NOT_FOUND, "没有");
}

int store_chain(struct store *s, const struct reg *reg, int64_t id, int64_t path[TREE_DEPTH], size_t *n, struct err *e)
{
	(void)s;
	(void)reg;
	(void)id;
	(void)path;
	*n = 0;
	return err_set(e, ERR_NOT_FOUND, "没有");
}

struct tree *tree_new(struct store *s, const struct view *v)
{
	(void)s;
	(void)v;
	return NULL;
}

void tree_free(struct tree *t)
{
	(void)t;
}

void tree_forget(struct tree *t)
{
	(void)t;
}

int tree_work(struct tree *t, int ms, struct err *e)
{
	(void)t;
	(void)ms;
	(void)e;
	return 0;
}

int64_t tree_found(const struct tree *t)
{
	(void)t;
	return 0;
}

bool tree_is_counted(const struct tree *t)
{
	(void)t;
	return true;
}

int tree_child(struct tree *t, int64_t parent, enum tree_step step, int64_t *id, struct err *e)
{
	(void)t;
	(void)parent;
	(void)step;
	(void)e;
	*id = 0;
	return 0;
}

bool tree_is_crowded(struct tree *t, int64_t parent)
{
	(void)t;
	(void)parent;
	return false;
}

int tree_node(struct tree *t, int64_t id, struct tree_node *out, struct err *e)
{
	(void)t;
	(void)id;
	*out = (struct tree_node){ .hit = false };
	return err_set(e, ERR_NOT_FOUND, "没有");
}

int tree_each(struct tree *t, int64_t id, int (*fn)(void *ctx, int64_t id), void *ctx, struct err *e)
{
	(void)t;
	(void)id;
	(void)fn;
	(void)ctx;
	(void)e;
	return 0;
}

int store_tour(struct store *s, const struct view *v, struct tour *t, int (*fn)(void *ctx, int64_t id),
	       void *ctx, struct err *e)
{
	(void)s;
	(void)v;
	(void)fn;
	(void)ctx;
	(void)e;
	t->over = true;
	return 0;
}

int store_seek(struct store *s, const struct view *v, const struct query *also, const struct page_want *want,
	       struct sought *out, struct err *e)
{
	(void)s;
	(void)v;
	(void)also;
	(void)want;
	(void)e;
	*out = (struct sought){ .id = 0 };
	return 0;
}

int store_sift(struct store *s, const struct view *v, struct sift *sift, int budget_ms, struct err *e)
{
	(void)s;
	(void)v;
	(void)budget_ms;
	(void)e;
	sift->at = sift->n;
	return 0;
}

int store_nth(struct store *s, const struct view *v, int64_t n, int64_t *id, struct err *e)
{
	(void)s;
	(void)v;
	(void)n;
	*id = 0;
	return err_set(e, ERR_NOT_FOUND, "没有");
}

bool field_is_summed(const struct field *f)
{
	(void)f;
	return false;
}

void sums_init(struct sums *sums, const struct reg *reg)
{
	*sums = (struct sums){ .reg = reg };
}

void sums_release(struct sums *sums)
{
	*sums = (struct sums){ .reg = NULL };
}

int store_sum(struct store *s, struct sums *sums, int64_t id, struct err *e)
{
	(void)s;
	(void)sums;
	(void)id;
	(void)e;
	return 0;
}

int store_wait(struct store *s, int ms)
{
	(void)s;
	return ms;
}

void store_holder(const struct store *s, struct buf *out)
{
	(void)s;
	(void)out;
}

bool care_complaint(const struct store *s, struct buf *out)
{
	(void)s;
	(void)out;
	return false;
}

/* NOLINTEND(readability-non-const-parameter, misc-definitions-in-headers) */

#endif
