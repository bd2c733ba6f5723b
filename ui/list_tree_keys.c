/* What the keys of a tree do. */

#include "src/i18n.h"
#include "ui/list_tree.h"
#include "ui/panel.h"
#include "src/banned.h"

static struct list_row *current(struct list *l)
{
	return l->cur < l->n ? &l->rows[l->cur] : NULL;
}

/* Puts the cursor on a record that is shown. */
static void go(struct list *l, int64_t id)
{
	for (size_t i = 0; i < l->n; i++)
		if (((const struct rec *)l->rows[i].rec)->id == id) {
			l->cur = i;
			return;
		}
	list_reread(l, id);
}

/* From the top down to the current record; false where there is none. */
static bool path_of_current(struct list *l, int64_t path[TREE_DEPTH], size_t *n)
{
	int64_t id = list_current_id(l);

	return id && store_chain(app_store(l->screen.app), l->reg, id, path, n, NULL) == 0;
}

/* ---- Folding ---- */

static void toggle(struct list *l)
{
	l->tree->untouched = false;
	selection_toggle(&list_tree_folds(l)->odd, list_current_id(l));
	list_reread(l, list_current_id(l));
}

static void unfold(struct list *l)
{
	const struct list_row *row = current(l);

	if (!row || row->fold == ' ') {
		app_say(l->screen.app, _("这里没有下级可展开"));
	} else if (row->fold == '-') {
		list_move(l, 1);
	} else {
		toggle(l);
		if (tree_is_crowded(l->tree->tree, list_current_id(l)))
			app_say(l->screen.app, _("直接下级太多，按登记先后排列；筛选后再看会快些。"));
	}
}

static void fold(struct list *l)
{
	int64_t path[TREE_DEPTH];
	size_t n;

	if (current(l) && current(l)->fold == '-')
		toggle(l);
	else if (path_of_current(l, path, &n) && n > 1 && !l->tree->hits_only)
		go(l, path[n - 2]);
	else
		app_say(l->screen.app, _("已经在最上面一级"));
}

/* All to that level; the cursor stays on its record, or goes to the one above that is still shown. */
static void set_level(struct list *l, int level)
{
	struct folds *f = list_tree_folds(l);
	int64_t path[TREE_DEPTH];
	size_t n = 0;

	f->level = level < 0 ? 0 : level > TREE_DEPTH ? TREE_DEPTH : level;
	selection_clear(&f->odd);
	l->tree->untouched = false;
	if (!path_of_current(l, path, &n))
		n = 0;
	if (n > (size_t)f->level + 1 && !l->tree->hits_only)
		n = (size_t)f->level + 1;
	list_reread(l, n ? path[n - 1] : 0);
	if (f->level == TREE_DEPTH)
		app_say(l->screen.app, _("已全部展开"));
	else
		app_say(l->screen.app, _("展开到第 %d 级"), f->level + 1);
}

/* One level less than can be seen, however far the level itself goes. */
static void change_level(struct list *l, int by)
{
	int deepest = 0;

	for (size_t i = 0; i < l->n; i++)
		if (l->rows[i].depth > deepest)
			deepest = l->rows[i].depth;
	set_level(l, (by < 0 ? deepest : list_tree_folds(l)->level) + by);
}

static void toggle_hits(struct list *l)
{
	l->tree->hits_only = !l->tree->hits_only;
	list_reload(l, list_current_id(l));
	app_say(l->screen.app, l->tree->hits_only ? _("只看命中的记录，不列上级") : _("也列出上级"));
}

static void go_beside(struct list *l, enum tree_step step)
{
	int64_t path[TREE_DEPTH], id;
	size_t n;
	struct err e = ERR_INIT;
	int rc;

	if (!path_of_current(l, path, &n))
		return;
	id = path[n - 1];
	rc = tree_child(l->tree->tree, n > 1 ? path[n - 2] : 0, step, &id, &e);
	if (rc == 1)
		go(l, id);
	else if (rc < 0)
		app_say_error(l->screen.app, &e);
	else
		app_say(l->screen.app, step == TREE_AFTER ? _("后面没有同级的了") : _("前面没有同级的了"));
}

/* ---- Selecting a branch ---- */

struct picking {
	struct list *list;
	bool on;
	int64_t n;
};

static int pick(void *ctx, int64_t id)
{
	struct picking *p = ctx;

	if (selection_has(&p->list->selection, id) != p->on) {
		selection_toggle(&p->list->selection, id);
		p->n++;
	}
	return 0;
}

static void pick_branch(struct list *l, bool on)
{
	struct picking p = { .list = l, .on = on };
	struct err e = ERR_INIT;

	if (tree_each(l->tree->tree, l->pending, pick, &p, &e) < 0)
		app_say_error(l->screen.app, &e);
	else
		app_say(l->screen.app, on ? _("又选中了 %lld 条") : _("取消了 %lld 条"), (long long)p.n);
}

static void branch_answered(void *ctx, int answer)
{
	struct list *l = ctx;
	bool on = !selection_has(&l->selection, l->pending);

	if (answer == 0)
		selection_toggle(&l->selection, l->pending);
	else if (answer == 1)
		pick_branch(l, on);
}

static void ask_branch(struct list *l, const struct list_row *row)
{
	bool on = !selection_has(&l->selection, list_current_id(l));
	struct buf text = BUF_INIT, whole = BUF_INIT;
	struct answer answers[] = {
		{ "Enter", on ? _("只选这一条") : _("只取消这一条") },
		{ "Ctrl-A", NULL },
	};

	l->pending = list_current_id(l);
	buf_addf(&whole, on ? _("选整枝 (%lld)") : _("取消整枝 (%lld)"), (long long)row->below + !row->dim);
	answers[1].label = buf_str(&whole);
	reg_describe(l->reg, row->rec, &text);
	buf_adds(&text, _("\n它下面还有记录。"));
	app_push(l->screen.app, question_new(l->screen.app, &(struct question){
		.title = _("选中"), .text = buf_str(&text), .answers = answers, .n = 2, .done = branch_answered, .ctx = l,
	}));
	buf_release(&text);
	buf_release(&whole);
}

static void select_current(struct list *l)
{
	const struct list_row *row = current(l);

	if (!row)
		return;
	if (row->fold != ' ' && row->below > 0) {
		ask_branch(l, row);
		return;
	}
	selection_toggle(&l->selection, list_current_id(l));
	list_move(l, 1);
}

void list_tree_run(struct list *l, int what)
{
	switch (what) {
	case TREE_UNFOLD: unfold(l); break;
	case TREE_FOLD: fold(l); break;
	case TREE_MORE: change_level(l, 1); break;
	case TREE_LESS: change_level(l, -1); break;
	case TREE_ALL: set_level(l, TREE_DEPTH); break;
	case TREE_HITS: toggle_hits(l); break;
	case TREE_SELECT: select_current(l); break;
	case TREE_MOVE: move_branch_ask(l); break;
	case TREE_PREVIOUS: go_beside(l, TREE_BEFORE); break;
	case TREE_NEXT: go_beside(l, TREE_AFTER); break;
	default: break;
	}
}
