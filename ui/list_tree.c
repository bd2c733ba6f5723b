/* The rows of a list shown as a tree: folds, and walking through the open branches. */
#include "ui/list_tree.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

/* How long a key may wait for counting; the rest is counted while idle. */
#define WORK_MS 16
#define IDLE_MS 10
#define QUIET_MS 40
/* A condition that leaves so few records shows them all at once. */
#define FEW_HITS 200

/* ---- Folds ---- */

struct folds *list_tree_folds(struct list *l)
{
	return query_is_empty(&l->filter.query) ? &l->tree->plain : &l->tree->filtered;
}

bool list_tree_is_open(const struct list *l, int64_t id, int depth)
{
	const struct list_tree *t = l->tree;
	const struct folds *f = query_is_empty(&l->filter.query) ? &t->plain : &t->filtered;

	return t->hits_only || (depth < f->level) != selection_has(&f->odd, id);
}

/* ---- Walking ---- */

/* A row: the numbers from the top down to it; n is 0 before the first and behind the last one. */
struct walk_at {
	int64_t path[TREE_DEPTH];
	size_t n;
	struct tree_node node;
};

static int look(struct list *l, struct walk_at *at, struct err *e)
{
	int rc = tree_node(l->tree->tree, at->path[at->n - 1], &at->node, e);

	return rc < 0 ? rc : 1;
}

static int64_t parent_of(const struct walk_at *at)
{
	return at->n > 1 ? at->path[at->n - 2] : 0;
}

static bool goes_deeper(const struct list *l, const struct walk_at *at)
{
	return at->n > 0 && at->n < TREE_DEPTH && at->node.parent &&
	       list_tree_is_open(l, at->path[at->n - 1], (int)at->n - 1);
}

/* To the first or last child: 1, or 0 where there is none. */
static int enter(struct list *l, struct walk_at *at, enum tree_step step, struct err *e)
{
	int64_t id = 0;
	int rc = tree_child(l->tree->tree, at->n ? at->path[at->n - 1] : 0, step, &id, e);

	if (rc <= 0)
		return rc;
	at->path[at->n++] = id;
	return look(l, at, e);
}

static int step_down(struct list *l, struct walk_at *at, struct err *e)
{
	int rc = at->n == 0 || goes_deeper(l, at) ? enter(l, at, TREE_FIRST, e) : 0;

	while (rc == 0 && at->n > 0) {
		rc = tree_child(l->tree->tree, parent_of(at), TREE_AFTER, &at->path[at->n - 1], e);
		if (rc == 1)
			return look(l, at, e);
		at->n--;
	}
	return rc;
}

static int enter_last(struct list *l, struct walk_at *at, struct err *e)
{
	int rc = 1;

	while (rc == 1 && goes_deeper(l, at))
		rc = enter(l, at, TREE_LAST, e);
	return rc < 0 ? rc : 1;
}

static int step_up(struct list *l, struct walk_at *at, struct err *e)
{
	int rc;

	if (at->n == 0) {
		rc = enter(l, at, TREE_LAST, e);
		return rc == 1 ? enter_last(l, at, e) : rc;
	}
	rc = tree_child(l->tree->tree, parent_of(at), TREE_BEFORE, &at->path[at->n - 1], e);
	if (rc == 0 && --at->n == 0)
		return 0;
	if (rc >= 0) {
		int looked = look(l, at, e);

		return looked == 1 && rc == 1 ? enter_last(l, at, e) : looked;
	}
	return rc;
}

/* To the next row that is shown: with nothing but hits, those that only show the way are passed over. */
static int step(struct list *l, struct walk_at *at, bool down, struct err *e)
{
	int rc;

	do
		rc = down ? step_down(l, at, e) : step_up(l, at, e);
	while (rc == 1 && l->tree->hits_only && !at->node.hit);
	return rc;
}

/* To a record: 1, or 0 where it is folded away or not in the tree. */
static int go_to(struct list *l, struct walk_at *at, int64_t id, struct err *e)
{
	int rc = store_chain(app_store(l->screen.app), l->reg, id, at->path, &at->n, e);

	if (rc < 0)
		return rc == ERR_NOT_FOUND ? 0 : rc;
	for (size_t i = 0; i + 1 < at->n; i++)
		if (!list_tree_is_open(l, at->path[i], (int)i))
			return 0;
	rc = look(l, at, e);
	if (rc < 0)
		return rc == ERR_NOT_FOUND ? 0 : rc;
	return at->node.hit || (at->node.below > 0 && !l->tree->hits_only);
}

/* ---- The window ---- */

static int make_row(struct list *l, const struct walk_at *at, struct list_row *row, struct err *e)
{
	int64_t id = at->path[at->n - 1];
	struct store *s = app_store(l->screen.app);
	int rc;

	*row = (struct list_row){
		.rec = reg_new(l->reg),
		.depth = l->tree->hits_only ? 0 : (int)at->n - 1,
		.fold = !at->node.parent || l->tree->hits_only ? ' ' : goes_deeper(l, at) ? '-' : '+',
		.dim = !at->node.hit,
		.below = at->node.below,
	};
	rc = store_get(s, l->reg, id, row->rec, e);
	if (rc == 0)
		rc = store_branch(s, l->reg, id, &row->branch, e);
	if (rc < 0)
		reg_free(l->reg, row->rec);
	return rc;
}

/* Rows from here on, downwards or upwards; *n how many, at most `most`. */
static int collect(struct list *l, struct walk_at *at, bool down, struct list_row *rows, size_t *n, struct err *e)
{
	size_t most = *n;
	int rc = 1;

	for (*n = 0; *n < most; ++*n) {
		rc = step(l, at, down, e);
		if (rc == 1)
			rc = make_row(l, at, &rows[down ? *n : most - 1 - *n], e);
		else
			return rc;
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int read_rows(struct list *l, enum page_from from, int64_t anchor, struct list_row *rows, size_t *n,
	struct err *e)
{
	struct walk_at at = { .n = 0 };
	bool down = from == PAGE_FIRST || from == PAGE_AFTER || from == PAGE_AT;
	size_t first = 0;
	int rc = 1;

	if (from != PAGE_FIRST && from != PAGE_LAST)
		rc = go_to(l, &at, anchor, e);
	if (rc <= 0) {
		*n = 0;
		return rc < 0 ? rc : ERR_NOT_FOUND;
	}
	if (from == PAGE_AT) {
		rc = make_row(l, &at, rows, e);
		first = rc == 0;
		*n -= 1;
	}
	if (rc >= 0)
		rc = collect(l, &at, down, rows + first, n, e);
	else
		*n = 0;
	*n += first;
	return rc;
}

int list_tree_read(struct list *l, enum page_from from, int64_t anchor, int rows)
{
	bool down = from == PAGE_FIRST || from == PAGE_AFTER || from == PAGE_AT;
	struct list_row *read = xcalloc((size_t)rows, sizeof(*read));
	struct err e = ERR_INIT;
	size_t n = (size_t)rows;
	int rc = read_rows(l, from, anchor, read, &n, &e);

	list_insert_rows(l, down ? read : read + rows - n, n, from == PAGE_BEFORE);
	free(read);
	if (down)
		l->more_after = n == (size_t)rows;
	else
		l->more_before = n == (size_t)rows;
	l->unfinished = false;
	if (rc < 0 && rc != ERR_NOT_FOUND)
		app_say_error(l->screen.app, &e);
	return rc;
}

/* ---- Anew ---- */

static void work(struct list *l, int ms)
{
	struct err e = ERR_INIT;

	if (tree_work(l->tree->tree, ms, &e) < 0)
		app_say_error(l->screen.app, &e);
}

/* One record at the top is open from the beginning. */
static int first_level(struct list *l)
{
	int64_t id = 0;

	return tree_child(l->tree->tree, 0, TREE_FIRST, &id, NULL) == 1 &&
	       tree_child(l->tree->tree, 0, TREE_AFTER, &id, NULL) == 0;
}

static void unfold_few(struct list *l)
{
	struct list_tree *t = l->tree;

	if (t->untouched && !query_is_empty(&l->filter.query) && tree_is_counted(t->tree) && tree_found(t->tree) <= FEW_HITS)
		t->filtered.level = TREE_DEPTH;
}

/* The conditions in force, as they were typed. */
static void add_condition(const struct list *l, struct buf *b)
{
	for (size_t i = 0; i < l->filter.chips.n; i++)
		buf_addf(b, "%s\n", l->filter.chips.items[i].where);
	buf_adds(b, buf_str(&l->filter.typed));
}

/* A new condition begins with folds of its own. */
static void fold_for_condition(struct list *l)
{
	struct list_tree *t = l->tree;
	struct buf now = BUF_INIT;

	add_condition(l, &now);
	if (strcmp(buf_str(&t->where), buf_str(&now)) != 0) {
		selection_clear(&t->filtered.odd);
		t->untouched = true;
		t->filtered.level = first_level(l);
	}
	buf_release(&t->where);
	t->where = now;
}

void list_tree_reveal(struct list *l, int64_t id)
{
	int64_t path[TREE_DEPTH];
	size_t n;

	if (store_chain(app_store(l->screen.app), l->reg, id, path, &n, NULL) < 0)
		return;
	for (size_t i = 0; i + 1 < n; i++)
		if (!list_tree_is_open(l, path[i], (int)i))
			selection_toggle(&list_tree_folds(l)->odd, path[i]);
}

void list_tree_renew(struct list *l, int64_t keep)
{
	tree_forget(l->tree->tree);
	work(l, WORK_MS);
	fold_for_condition(l);
	unfold_few(l);
	if (keep)
		list_tree_reveal(l, keep);
}

void list_tree_first_hit(struct list *l)
{
	size_t i = 0;

	while (i < l->n && l->rows[i].dim)
		i++;
	if (i < l->n)
		l->cur = i;
}

bool list_tree_idle(struct list *l, bool quiet)
{
	int64_t found = tree_found(l->tree->tree);

	/* As long as the screen is not full the person waits for rows; what else is counted has time. */
	if (tree_is_counted(l->tree->tree) || (!quiet && l->n >= (size_t)l->room))
		return false;
	work(l, quiet ? QUIET_MS : IDLE_MS);
	unfold_few(l);
	if (tree_found(l->tree->tree) != found || tree_is_counted(l->tree->tree))
		list_reread(l, list_current_id(l));
	return true;
}

void list_tree_toggle(struct list *l)
{
	int64_t keep = list_current_id(l);

	if (!reg_tree(l->reg)) {
		app_say(l->screen.app, _("%s没有上下级，不能显示成树。"), _(l->reg->title));
		return;
	}
	if (!l->tree) {
		l->tree = xcalloc(1, sizeof(*l->tree));
		l->tree->tree = tree_new(app_store(l->screen.app), &l->view);
		l->tree->plain.level = first_level(l);
		l->tree->untouched = true;
	}
	l->in_tree = !l->in_tree;
	l->scroll = 0;
	list_reload(l, keep);
	/* What stands above the record is to be seen too. */
	l->top = l->cur > (size_t)l->room / 2 ? l->cur - (size_t)l->room / 2 : 0;
}

void list_tree_free(struct list *l)
{
	struct list_tree *t = l->tree;

	if (!t)
		return;
	tree_free(t->tree);
	selection_release(&t->plain.odd);
	selection_release(&t->filtered.odd);
	buf_release(&t->where);
	free(t);
	l->tree = NULL;
}
