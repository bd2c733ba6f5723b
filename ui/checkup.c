/* Data check: what the rules of today find, counted while nobody types. */
#include "ui/checkup.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/query.h"
#include "src/banned.h"

#define ROWS 64		/* read at a time */
#define REST 10		/* times as long as the last pass took */

/* --- groups --- */

void checkup_group_release(struct checkup_group *g)
{
	free(g->rule);
	free(g->ids);
	*g = (struct checkup_group){ .n = 0 };
}

void checkup_group_copy(struct checkup_group *to, const struct checkup_group *from)
{
	*to = *from;
	to->rule = from->rule ? xstrdup(from->rule) : NULL;
	to->ids = xreallocarray(NULL, from->n_ids + 1, sizeof(*to->ids));
	to->cap = from->n_ids + 1;
	if (from->n_ids)
		memcpy(to->ids, from->ids, from->n_ids * sizeof(*to->ids));
}

static void pass_release(struct checkup_pass *p)
{
	for (size_t i = 0; i < p->n; i++)
		checkup_group_release(&p->groups[i]);
	free(p->groups);
	*p = (struct checkup_pass){ .n = 0 };
}

void checkup_release(struct checkup *s)
{
	pass_release(&s->going);
	pass_release(&s->last);
	*s = (struct checkup){ .runs = false };
}

static size_t place_of(const struct reg *reg)
{
	size_t i = 0;

	while (registers[i] != reg)
		i++;
	return i;
}

static int compare(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_groups(const struct checkup_group *a, const struct checkup_group *b)
{
	int way = compare(b->level, a->level);

	if (!way)
		way = compare((int64_t)place_of(a->reg), (int64_t)place_of(b->reg));
	if (!way && (!a->field || !b->field))
		way = compare(a->field != NULL, b->field != NULL);
	else if (!way)
		way = compare(a->field - a->reg->fields, b->field - b->reg->fields);
	return way ? way : strcmp(a->rule ? a->rule : "", b->rule ? b->rule : "");
}

static struct checkup_group *insert_group(struct checkup_pass *p, size_t at, const struct checkup_group *g)
{
	p->groups = xreallocarray(p->groups, ++p->n, sizeof(*p->groups));
	memmove(p->groups + at + 1, p->groups + at, (p->n - 1 - at) * sizeof(*p->groups));
	p->groups[at] = *g;
	p->groups[at].rule = g->rule ? xstrdup(g->rule) : NULL;
	return &p->groups[at];
}

static struct checkup_group *group_for(struct checkup_pass *p, const struct checkup_group *like)
{
	size_t i = 0;
	int way = -1;

	while (i < p->n && (way = compare_groups(&p->groups[i], like)) < 0)
		i++;
	return i < p->n && way == 0 ? &p->groups[i] : insert_group(p, i, like);
}

bool checkup_is_of(const struct checkup_group *g, const struct finding *f)
{
	const char *field = g->field ? g->field->name : "", *rule = g->rule ? g->rule : "";

	return f->level == g->level && strcmp(field, f->field ? f->field : "") == 0 && strcmp(rule, f->rule ? f->rule : "") == 0;
}

/* The label of the rule says what is wrong; what is wrong whatever the rules are is a matter of its field. */
void checkup_add_label(const struct checkup_group *g, const struct lookup *l, struct buf *out)
{
	const struct rule_item *rule = g->rule ? rule_on(l->rules, g->rule, l->today) : NULL;

	buf_addf(out, "%s ", _(g->reg->title));
	if (rule && rule->label)
		buf_adds(out, rule->label);
	else
		buf_addf(out, _("%s不合要求"), g->field ? _(g->field->label) : _("记录"));
}

/* --- a pass --- */

/* A record counts once for each rule, however often that is broken in it. */
static void count(struct checkup_pass *p, const struct reg *reg, int64_t id, const struct finding *f)
{
	const struct checkup_group like = { .reg = reg, .field = f->field ? reg_field(reg, f->field) : NULL,
		.rule = (char *)(uintptr_t)f->rule, .level = f->level };
	struct checkup_group *g = group_for(p, &like);

	if (g->newest == id)
		return;
	g->newest = id;
	g->n++;
	if (g->n_ids == CHECKUP_IDS)
		return;
	if (g->n_ids == g->cap) {
		g->cap = g->cap ? g->cap * 2 : 16;
		g->ids = xreallocarray(g->ids, g->cap, sizeof(*g->ids));
	}
	g->ids[g->n_ids++] = id;
}

static void judge(struct checkup_pass *p, const struct reg *reg, struct store *store, const void *rec)
{
	struct findings found = { .n = 0 };

	reg_check(reg, store_lookup(store), rec, rec, &found, NULL);
	for (size_t i = 0; i < found.n; i++)
		count(p, reg, ((const struct rec *)rec)->id, &found.items[i]);
	findings_release(&found);
	p->looked++;
}

static void begin(struct checkup *s, struct store *store)
{
	pass_release(&s->going);
	s->runs = true;
	s->reg = 0;
	s->after = 0;
	s->spent_ms = 0;
	s->data_version = store_data_version(store);
}

static void end(struct checkup *s, int64_t now)
{
	pass_release(&s->last);
	s->last = s->going;
	s->going = (struct checkup_pass){ .n = 0 };
	s->whole = true;
	s->runs = false;
	s->ended_ms = now;
	s->changes++;
}

/* Some records of the register it is in; less than a page was the last of it. */
static int look_at_page(struct checkup *s, struct store *store, int ms)
{
	const struct reg *reg = registers[s->reg];
	const struct page_want want = { .from = s->after ? PAGE_AFTER : PAGE_FIRST, .anchor = s->after, .rows = ROWS,
		.budget_ms = ms };
	struct page page = { .rows = NULL };
	struct buf where = BUF_INIT;
	struct query q = { .n = 0 };
	struct view v = { .reg = reg, .query = &q, .all = true };
	int rc;

	store_add_scope(store, reg, "state=current", &where);
	rc = query_parse(reg, buf_str(&where), store_lookup(store), &q, NULL);
	if (rc == 0)
		rc = store_page(store, &v, &want, &page, NULL);
	for (size_t i = 0; rc == 0 && i < page.n; i++)
		judge(&s->going, reg, store, page_row(&page, i));
	if (rc == 0 && page.unfinished)
		s->after = page.resume;
	else if (rc == 0 && page.n)
		s->after = ((const struct rec *)page_row(&page, page.n - 1))->id;
	if (rc == 0 && !page.more) {
		s->reg++;
		s->after = 0;
	}
	page_release(&page);
	query_release(&q);
	buf_release(&where);
	return rc;
}

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool checkup_idle(struct checkup *s, struct store *store, int64_t now, int ms)
{
	int64_t from = clock_ms();
	int rc = 0;

	if (!s->runs) {
		if (s->whole && (store_data_version(store) == s->data_version || now - s->ended_ms < REST * s->spent_ms))
			return false;
		begin(s, store);
	}
	while (rc == 0 && s->reg < registers_n && clock_ms() - from < ms)
		rc = look_at_page(s, store, ms);
	s->spent_ms += clock_ms() - from;
	s->changes += !s->whole;
	if (rc < 0) {
		/* The record it stood behind is gone, or the database is too busy: another time, from the beginning. */
		s->runs = false;
		return false;
	}
	if (s->reg == registers_n)
		end(s, now);
	return true;
}

const struct checkup_pass *checkup_found(const struct checkup *s)
{
	return s->whole ? &s->last : &s->going;
}

bool checkup_is_counting(const struct checkup *s)
{
	return !s->whole;
}
