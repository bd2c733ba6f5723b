/* What the first screen tells: worklists, drafts, views, what was changed last, how many records each register has. */
#include "ui/home.h"

#include <stdlib.h>
#include <string.h>

#include "db/care.h"
#include "db/import_left.h"
#include "db/views.h"
#include "src/clock.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/app.h"
#include "ui/change.h"
#include "ui/checkup.h"
#include "ui/draft_show.h"
#include "ui/import.h"
#include "src/banned.h"

/* How long the numbers may take before the first picture; the others come while nobody types. */
#define FIRST_MS 12
#define CHANGES 3
#define CHANGES_WIDE 9

/* --- rows --- */

static void release_row(struct home_row *row)
{
	free(row->label);
	free(row->note);
	free(row->path);
	free(row->work.key);
	free(row->work.label);
	free(row->work.where);
	action_release(&row->action);
}

void home_release(struct home *h)
{
	for (int i = 0; i < PANES; i++) {
		for (size_t k = 0; k < h->panes[i].n; k++)
			release_row(&h->panes[i].rows[k]);
		free(h->panes[i].rows);
		h->panes[i].rows = NULL;
		h->panes[i].n = h->panes[i].cap = 0;
	}
}

bool home_row_is_work(const struct home_row *row)
{
	return row->kind == HOME_WORK || row->kind == HOME_DRAFTS || row->kind == HOME_REFUSED;
}

bool home_row_is_open(const struct home_row *row)
{
	return row->kind != HOME_HEADING && row->kind != HOME_NOTHING && row->kind != HOME_FACT;
}

bool home_row_is_shown(const struct home *h, const struct home_row *row)
{
	if (row->wide && !h->wide)
		return false;
	return (row->kind != HOME_WORK && row->kind != HOME_NOTHING) || row->count.n > 0 || !row->count.done;
}

static struct home_row *add_row(struct home_pane *p, enum home_kind kind, const char *label)
{
	struct home_row *row;

	if (p->n == p->cap) {
		p->cap = p->cap ? p->cap * 2 : 16;
		p->rows = xreallocarray(p->rows, p->cap, sizeof(*p->rows));
	}
	row = &p->rows[p->n++];
	*row = (struct home_row){ .kind = kind, .label = xstrdup(label) };
	return row;
}

/* --- counting --- */

/* "最长12天", behind what is overdue. */
static void note_days(struct home *h, struct home_row *row)
{
	struct buf b = BUF_INIT;

	if (row->urgency != URGENCY_OVERDUE || date_is_empty(row->count.since))
		return;
	buf_addf(&b, _("最长%lld天"),
		 (long long)date_days_between(date_last_day(row->count.since), store_lookup(app_store(h->screen.app))->today));
	free(row->note);
	row->note = buf_detach(&b);
}

/* A condition that cannot be read, as one of an old view, has no number. */
static void count_row(struct home *h, struct home_row *row, int ms)
{
	if (store_worklist_count(app_store(h->screen.app), &row->work, &row->count, ms, NULL) < 0) {
		row->counted = false;
		row->count.done = true;
	} else if (row->count.done) {
		note_days(h, row);
	}
}

/* The next row without its number, each in turn; NULL when all have theirs. */
static struct home_row *next_uncounted(struct home *h)
{
	for (int i = 0; i < PANES; i++)
		for (size_t k = 0; k < h->panes[i].n; k++)
			if (h->panes[i].rows[k].counted && !h->panes[i].rows[k].count.done)
				return &h->panes[i].rows[k];
	return NULL;
}

bool home_count(struct home *h, int ms)
{
	struct store *s = app_store(h->screen.app);
	struct home_row *row = next_uncounted(h);
	bool own;

	if (row && store_snapshot_begin(s, &own, NULL) == 0) {
		/* Others may have saved since the state that the numbers on the screen are of. */
		if (store_data_version(s) == h->data_version)
			count_row(h, row, ms);
		store_snapshot_end(s, own);
	}
	h->waiting = next_uncounted(h) != NULL;
	return h->waiting;
}

/* All that the short way finds, as far as there is time. */
static void count_first(struct home *h)
{
	int64_t end = clock_ms() + FIRST_MS;

	for (int i = 0; i < PANES; i++)
		for (size_t k = 0; k < h->panes[i].n && clock_ms() < end; k++)
			if (h->panes[i].rows[k].counted && !h->panes[i].rows[k].count.done)
				count_row(h, &h->panes[i].rows[k], 1);
	h->waiting = next_uncounted(h) != NULL;
}

/* --- today --- */

static void add_work(struct home_pane *p, struct worklist_made *made)
{
	struct buf label = BUF_INIT;
	struct home_row *row;

	buf_addf(&label, "%s %s", _(made->reg->title), made->label);
	row = add_row(p, HOME_WORK, buf_str(&label));
	row->urgency = made->urgency;
	row->work = *made;
	row->counted = true;
	buf_release(&label);
}

/* The most urgent first; the register's own order within. */
static void add_worklists(struct home *h)
{
	struct worklists lists = { .n = 0 };

	store_worklists(app_store(h->screen.app), NULL, &lists);
	for (int u = URGENCY_OVERDUE; u <= URGENCY_CHECK; u++)
		for (size_t i = 0; i < lists.n; i++)
			if ((int)lists.items[i].urgency == u)
				add_work(&h->panes[PANE_TODAY], &lists.items[i]);
	/* The rows have taken over what the items point to. */
	free(lists.items);
}

static void add_drafts(struct home *h)
{
	struct draft_list drafts;
	struct err e = ERR_INIT;
	struct home_row *row;

	if (draft_find_all(h->screen.app, &drafts, &e) < 0)
		app_say_error(h->screen.app, &e);
	if (drafts.n) {
		row = add_row(&h->panes[PANE_TODAY], HOME_DRAFTS, _("草稿"));
		row->urgency = URGENCY_WAITING;
		row->counted = row->count.done = true;
		row->count.n = (int64_t)drafts.n;
	}
	draft_list_release(&drafts);
}

static void add_refused_file(struct home *h, const struct import_left *left)
{
	const char *slash = strrchr(left->path, '/');
	struct home_row *row;
	struct buf label = BUF_INIT;

	if (!reg_find(left->reg))
		return;
	buf_adds(&label, _("导入留下的错误行 "));
	text_show(&label, slash ? slash + 1 : left->path);
	row = add_row(&h->panes[PANE_TODAY], HOME_REFUSED, buf_str(&label));
	row->urgency = URGENCY_WAITING;
	row->counted = row->count.done = true;
	row->count.n = left->rows;
	row->work.reg = reg_find(left->reg);
	row->path = xstrdup(left->path);
	buf_release(&label);
}

/* Rows that an import refused, until they are corrected and imported. */
static void add_refused(struct home *h)
{
	struct app *a = h->screen.app;
	char *folder = import_memory(a);
	struct import_left_list left;
	struct err e = ERR_INIT;

	if (import_left_read(folder, store_identity(app_store(a)), &left, &e) < 0)
		app_say_error(a, &e);
	for (size_t i = 0; i < left.n; i++)
		add_refused_file(h, &left.items[i]);
	import_left_release(&left);
	free(folder);
}

/* --- views --- */

static int add_view(void *ctx, const struct saved_view *v)
{
	struct home_pane *p = ctx;
	struct home_row *row;

	if (!v->reg || !v->mine)
		return 0;
	if (p->n && p->rows[p->n - 1].kind != HOME_VIEW)
		add_row(p, HOME_HEADING, _("我的视图"));
	row = add_row(p, HOME_VIEW, v->name);
	row->note = xstrdup(_(v->reg->title));
	row->work = (struct worklist_made){ .reg = v->reg, .where = xstrdup(v->filter), .all = v->all };
	row->view = v->id;
	row->counted = true;
	return 0;
}

/* --- changes --- */

struct telling {
	struct store *store;
	struct home_pane *pane;
	struct buf *out;
};

static int add_record(void *ctx, const struct action *a, const struct change *c)
{
	struct telling *t = ctx;
	const struct lookup *l = store_lookup(t->store);

	(void)a;
	/* Its key would be cut off. */
	if (c->reg)
		l->ref_format(l->ctx, c->reg, c->record, STYLE_LIST, t->out);
	else
		change_add_record(t->store, c, t->out);
	return 1;
}

/* What was changed: the record where it is one, else the reason. */
static void add_subject(struct telling *t, const struct action *a, struct buf *out)
{
	const struct journal_lines first = { .action = a->id };

	buf_addc(out, ' ');
	t->out = out;
	if (a->records == 1)
		journal_read(t->store, &first, add_record, t, NULL);
	else if (a->reason)
		buf_adds(out, a->reason);
}

/* "导出「党组织」，1,644 条" needs no "导出" before it. */
static bool says_itself(const struct action *a)
{
	const char *label = action_label(a);

	return !a->records && a->reason && strncmp(a->reason, label, strlen(label)) == 0;
}

static int add_change(void *ctx, const struct action *a)
{
	struct telling *t = ctx;
	struct buf b = BUF_INIT;
	struct home_row *row;

	change_add_time(&b, a->at_ms, MOMENT_SHORT);
	buf_addf(&b, " %s", a->name);
	if (!says_itself(a))
		buf_addf(&b, " %s", action_label(a));
	add_subject(t, a, &b);
	row = add_row(t->pane, HOME_CHANGE, buf_str(&b));
	row->wide = t->pane->n - t->pane->aside > CHANGES + 1;
	action_copy(&row->action, a);
	buf_clear(&b);
	buf_addf(&b, _("%lld 条"), (long long)a->records);
	if (a->records > 1)
		row->note = buf_detach(&b);
	buf_release(&b);
	return 0;
}

static void add_changes(struct home *h)
{
	const struct journal_filter newest = { .limit = CHANGES_WIDE };
	struct telling t = { .store = app_store(h->screen.app), .pane = &h->panes[PANE_TODAY] };

	t.pane->aside = t.pane->n;
	add_row(t.pane, HOME_HEADING, _("最近改动"));
	journal_actions(t.store, &newest, add_change, &t, NULL);
}

/* --- the data check --- */

static void add_finding(struct home *h, const struct checkup_pass *found, size_t group, bool counting)
{
	const struct checkup_group *g = &found->groups[group];
	struct home_row *row;
	struct buf label = BUF_INIT;

	checkup_add_label(g, store_lookup(app_store(h->screen.app)), &label);
	row = add_row(&h->panes[PANE_TODAY], HOME_FINDING, buf_str(&label));
	row->urgency = g->level == RULE_ERROR ? URGENCY_SOON : URGENCY_CHECK;
	row->group = group;
	row->counted = row->count.done = true;
	row->count.n = g->n;
	row->note = counting ? xstrdup("+") : NULL;
	buf_release(&label);
}

/* The last ones of the pane: what everybody has known for long must not stand before what is urgent. */
static void add_findings(struct home *h)
{
	struct home_pane *p = &h->panes[PANE_TODAY];
	const struct checkup *checkup = app_checkup(h->screen.app);
	const struct checkup_pass *found = checkup ? checkup_found(checkup) : NULL;

	p->findings = p->n;
	h->checked_up = checkup ? checkup->changes : 0;
	if (found && found->n)
		add_row(p, HOME_HEADING, _("数据体检"));
	for (size_t i = 0; found && i < found->n; i++)
		add_finding(h, found, i, checkup_is_counting(checkup));
}

bool home_take_findings(struct home *h)
{
	struct home_pane *p = &h->panes[PANE_TODAY];
	const struct checkup *checkup = app_checkup(h->screen.app);

	if (!checkup || checkup->changes == h->checked_up)
		return false;
	while (p->n > p->findings)
		release_row(&p->rows[--p->n]);
	add_findings(h);
	return true;
}

/* --- registers --- */

static void add_registers(struct home *h)
{
	struct store *s = app_store(h->screen.app);

	add_row(&h->panes[PANE_REGISTERS], HOME_HEADING, _("台账"));
	for (size_t i = 0; i < registers_n; i++) {
		struct home_row *row = add_row(&h->panes[PANE_REGISTERS], HOME_REG, _(registers[i]->title));
		struct view v = { .reg = registers[i] };
		struct count count = { .cap = 0 };

		row->work.reg = registers[i];
		row->counted = store_count(s, &v, &count, NULL) == 0;
		row->count.n = count.n;
		row->count.done = true;
	}
}

/* When the file was last copied and verified, as far as this database has been told. */
static void add_care(struct home *h)
{
	static const struct {
		enum care_mark mark;
		const char *label;
	} marks[] = { { CARE_BACKUP, N_("上次备份") }, { CARE_VERIFY, N_("上次校验") } };
	struct home_pane *p = &h->panes[PANE_REGISTERS];

	add_row(p, HOME_HEADING, _("数据安全"));
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct home_row *row = add_row(p, HOME_FACT, _(marks[i].label));
		int64_t at = care_marked(app_store(h->screen.app), marks[i].mark);
		struct buf b = BUF_INIT;

		if (at)
			change_add_time(&b, at, MOMENT);
		else
			buf_adds(&b, _("从来没有"));
		row->note = buf_detach(&b);
	}
}

/* --- all of it --- */

static void add_all(struct home *h)
{
	struct home_pane *today = &h->panes[PANE_TODAY];

	add_row(today, HOME_HEADING, _("今天要办"));
	add_worklists(h);
	add_drafts(h);
	add_refused(h);
	add_row(today, HOME_NOTHING, _("今天没有要办的。"));
	views_each(app_store(h->screen.app), NULL, add_view, today, NULL);
	add_changes(h);
	add_findings(h);
	add_registers(h);
	add_care(h);
}

void home_load(struct home *h)
{
	struct store *s = app_store(h->screen.app);
	bool own = false;

	home_release(h);
	/* Where the database is too busy for a snapshot, each number is right by itself. */
	store_snapshot_begin(s, &own, NULL);
	h->data_version = store_data_version(s);
	add_all(h);
	count_first(h);
	store_snapshot_end(s, own);
}
