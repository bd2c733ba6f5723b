/* Worklists: from the tables of registers and workflows to conditions for a person. */
#include "src/worklist.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/workflow.h"
#include "src/banned.h"

static const struct {
	const char *value, *label;
} urgencies[] = {
	[URGENCY_OVERDUE] = { "overdue", N_("逾期") },
	[URGENCY_SOON] = { "soon", N_("临期") },
	[URGENCY_WAITING] = { "waiting", N_("等办") },
	[URGENCY_CHECK] = { "check", N_("核对") },
};

const char *urgency_value(enum urgency u)
{
	return urgencies[u].value;
}

const char *urgency_label(enum urgency u)
{
	return _(urgencies[u].label);
}

/* --- the scope --- */

/* Records that this person may write: of the organization whose they are, or of those below it. */
static void add_scope(struct buf *out, const struct reg *reg, const struct worklist_for *who)
{
	const char *by = !reg->scope ? NULL : reg->scope[0] ? reg->scope : reg_tree(reg) ? reg_tree(reg)->name : NULL;

	if (who->scope && by)
		buf_addf(out, " %s<=\"%s\"", by, who->scope);
}

/* Where the register is the tree of scopes itself, the top of the scope belongs to it too. */
static void add_top(struct buf *out, const struct reg *reg, const struct worklist_for *who, const char *where)
{
	if (who->scope && reg->scope && !reg->scope[0] && reg_tree(reg))
		buf_addf(out, " | %s %s=\"%s\"", where, reg->key, who->scope);
}

void worklists_add_scope(struct buf *out, const struct reg *reg, const struct worklist_for *who, const char *where)
{
	buf_adds(out, where);
	add_scope(out, reg, who);
	add_top(out, reg, who, where);
}

/* --- one of them --- */

static void take(struct worklists *out, const struct reg *reg, const struct worklist *from, struct buf *where)
{
	struct worklist_made *made;

	out->items = xreallocarray(out->items, out->n + 1, sizeof(out->items[0]));
	made = &out->items[out->n++];
	*made = (struct worklist_made){ .reg = reg, .urgency = from->urgency };
	made->since = from->since ? reg_field(reg, from->since) : NULL;
	made->key = xstrdup(from->key);
	made->label = xstrdup(_(from->label));
	made->where = buf_detach(where);
}

static void add(struct worklists *out, const struct reg *reg, const struct worklist_for *who, const struct worklist *from)
{
	struct buf where = BUF_INIT;

	worklists_add_scope(&where, reg, who, from->where);
	take(out, reg, from, &where);
}

/* --- deadlines --- */

/* The stages in which the deadline no longer counts are left out. */
static void add_running(struct buf *out, const struct reg *reg)
{
	const struct workflow *w = reg->workflow;

	if (!w->ended)
		return;
	buf_addf(out, "%s!=", w->stage);
	for (size_t i = 0; w->ended[i]; i++)
		buf_addf(out, "%s%s", i ? "," : "", w->ended[i]);
	buf_addc(out, ' ');
}

/* A deadline that is a month or a year is over with its last day; as text it stands before the days it contains. */
static void add_overdue(struct buf *out, const char *field)
{
	buf_addf(out, "%s<今天 %s!=\"本月\",\"今年\"", field, field);
}

static void add_soon(struct buf *out, const char *field)
{
	buf_addf(out, "%s=今天..+7d", field);
}

/* From the eighth day on to the end of the month; with those that are the month itself, which stand before its days. */
static void add_month(struct buf *out, const char *field)
{
	buf_addf(out, "%s=本月 %s!=月初..+7d", field, field);
}

static void add_deadlines(struct worklists *out, const struct reg *reg, const struct worklist_for *who)
{
	static const struct {
		const char *key, *label;
		enum urgency urgency;
		void (*add)(struct buf *out, const char *field);
	} kinds[] = {
		{ "overdue", N_("逾期"), URGENCY_OVERDUE, add_overdue },
		{ "due-7", N_("七日内到期"), URGENCY_SOON, add_soon },
		{ "due-month", N_("本月稍后到期"), URGENCY_SOON, add_month },
	};
	const char *field = reg->workflow->deadline;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct worklist made = { .key = kinds[i].key, .label = kinds[i].label, .urgency = kinds[i].urgency, .since = field };
		struct buf where = BUF_INIT;

		add_running(&where, reg);
		kinds[i].add(&where, field);
		made.where = buf_str(&where);
		add(out, reg, who, &made);
		buf_release(&where);
	}
}

/* --- waiting for me --- */

/*
 * Whether a step waits for this role.  Somebody with a higher one may make the clerks' steps too, but those wait for the clerks:
 * for checkers and those above them there is what clerks cannot do.
 */
static bool is_for(const struct step *step, enum role role)
{
	if (step->reason || step->later || step->role > role)
		return false;
	return role <= ROLE_CLERK || step->role > ROLE_CLERK;
}

/* In quotes that the name has not itself. */
static void add_other_person(struct buf *out, const struct step *step, const char *name)
{
	bool plain = !strchr(name, '"');

	if (step->not_by)
		buf_addf(out, plain ? " %s!=\"%s\"" : " %s!=“%s”", step->not_by, name);
}

/* Another step from the same stage, earlier in the table, that waits for this role and bars nobody else. */
static bool is_told(const struct workflow *w, size_t at, enum role role)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(w->steps[i].from, w->steps[at].from) == 0 && is_for(&w->steps[i], role))
			return true;
	return false;
}

static void add_waiting(struct worklists *out, const struct reg *reg, const struct worklist_for *who)
{
	const struct workflow *w = reg->workflow;
	const struct worklist waiting = { .key = "waiting", .label = N_("等我办"), .urgency = URGENCY_WAITING };
	struct buf where = BUF_INIT, all = BUF_INIT, scope = BUF_INIT;

	add_scope(&scope, reg, who);
	for (size_t i = 0; i < w->n; i++) {
		if (!is_for(&w->steps[i], who->role) || is_told(w, i, who->role))
			continue;
		buf_clear(&where);
		buf_addf(&where, "%s=%s", w->stage, w->steps[i].from);
		add_other_person(&where, &w->steps[i], who->name);
		buf_addf(&all, "%s%s%s", all.len ? " | " : "", buf_str(&where), buf_str(&scope));
	}
	if (all.len)
		take(out, reg, &waiting, &all);
	buf_release(&scope);
	buf_release(&where);
}

/* --- all --- */

void worklists_add(struct worklists *out, const struct reg *reg, const struct worklist_for *who)
{
	if (reg->workflow && reg->workflow->deadline)
		add_deadlines(out, reg, who);
	if (reg->workflow && who->role >= reg->writers)
		add_waiting(out, reg, who);
	for (size_t i = 0; i < reg->nworklists; i++)
		if (who->role >= reg->worklists[i].role)
			add(out, reg, who, &reg->worklists[i]);
}

const struct worklist_made *worklists_find(const struct worklists *w, const struct reg *reg, const char *key)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->items[i].reg == reg && strcmp(w->items[i].key, key) == 0)
			return &w->items[i];
	return NULL;
}

char *figure_where(const struct reg *reg, const struct figure *f)
{
	const struct worklist_for everybody = { .role = ROLE_ADMIN, .name = "" };
	struct worklists all = { .n = 0 };
	const struct worklist_made *made;
	char *where;

	if (!f->worklist)
		return xstrdup(f->where);
	worklists_add(&all, reg, &everybody);
	made = worklists_find(&all, reg, f->worklist);
	where = xstrdup(made ? made->where : NULL);
	worklists_release(&all);
	return where;
}

void worklists_release(struct worklists *w)
{
	for (size_t i = 0; i < w->n; i++) {
		free(w->items[i].key);
		free(w->items[i].label);
		free(w->items[i].where);
	}
	free(w->items);
	*w = (struct worklists){ .n = 0 };
}
