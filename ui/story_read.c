/* The lines of a record's page: state, next steps, facts, sections, and what belongs to it. */
#include <stdlib.h>
#include <string.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/steps.h"
#include "ui/story.h"
#include "ui/way.h"
#include "src/banned.h"

#define STEPS_MOST 16
#define CHILDREN_MOST 2000	/* of one record; the list has them all */
#define ROUNDS_MOST 100

static const struct lookup *lookup_of(const struct story *st)
{
	return store_lookup(app_store(st->screen.app));
}

void story_release_lines(struct story *st)
{
	for (size_t i = 0; i < st->n; i++) {
		free(st->lines[i].text);
		free(st->lines[i].laid);
	}
	free(st->lines);
	st->lines = NULL;
	st->n = 0;
}

/* A line about the record of the page; takes the text. */
static struct story_line *add_line(struct story *st, struct buf *text, int indent, enum look look)
{
	if (st->n % 64 == 0)
		st->lines = xreallocarray(st->lines, st->n + 64, sizeof(*st->lines));
	st->lines[st->n] = (struct story_line){ .reg = st->reg, .id = st->id, .indent = indent, .look = look,
		.text = buf_detach(text) };
	if (!st->lines[st->n].text)
		st->lines[st->n].text = xstrdup("");
	return &st->lines[st->n++];
}

static void add_head(struct story *st, const char *label)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, label);
	add_line(st, &b, 0, LOOK_HEAD)->head = true;
}

static void add_value(const struct story *st, const struct field *f, const void *rec, struct buf *out)
{
	field_format_masked(f, rec, lookup_of(st), STYLE_LIST, out);
}

/* Parts of a line that stay whole. */
static void part(struct buf *out)
{
	if (out->len)
		buf_addc(out, '\n');
}

/* --- the state and what comes next --- */

static void add_labelled(const struct story *st, const char *name, const void *rec, struct buf *out)
{
	const struct field *f = name ? reg_field(st->reg, name) : NULL;

	if (!f || field_is_empty(f, rec))
		return;
	part(out);
	buf_addf(out, "%s: ", _(f->label));
	add_value(st, f, rec, out);
}

static void add_since(const struct story *st, const void *rec, struct buf *out)
{
	struct date since = way_since(app_store(st->screen.app), st->reg, rec), today = lookup_of(st)->today;
	struct buf day = BUF_INIT;

	if (date_is_empty(since))
		return;
	date_format(&day, since);
	part(out);
	if (date_compare(since, today) <= 0)
		buf_addf(out, _("从 %s 起，第 %lld 天"), buf_str(&day), (long long)date_days_between(since, today) + 1);
	else
		buf_addf(out, _("从 %s 起"), buf_str(&day));
	buf_release(&day);
}

static void add_state(struct story *st, const void *rec)
{
	const struct workflow *w = st->reg->workflow;
	struct buf text = BUF_INIT, days = BUF_INIT;
	enum look look;

	add_labelled(st, w->stage, rec, &text);
	add_since(st, rec, &text);
	add_labelled(st, w->deadline, rec, &text);
	look = way_add_days(st->reg, rec, lookup_of(st)->today, &days);
	if (days.len) {
		part(&text);
		buf_adds(&text, buf_str(&days));
	}
	add_labelled(st, w->person, rec, &text);
	add_line(st, &text, 1, look);
	way_add_past(st->reg, rec, &text);
	if (text.len) {
		struct buf past = BUF_INIT;

		buf_addf(&past, _("走过: %s"), buf_str(&text));
		add_line(st, &past, 1, LOOK_TEXT);
	}
	buf_release(&days);
	buf_release(&text);
}

static void add_step(struct story *st, const struct step *step, const void *rec)
{
	struct store *s = app_store(st->screen.app);
	struct findings missing = { .items = NULL };
	struct buf text = BUF_INIT;
	size_t errors;

	step_missing(s, &(struct steps_want){ .reg = st->reg, .base = rec, .rec = rec }, step, &missing);
	errors = findings_count(&missing, RULE_ERROR);
	buf_addf(&text, "[%s] -> %s  ", _(step->label), stage_label(s, st->reg, step->to));
	if (errors)
		buf_addf(&text, _("还缺 %zu 项"), errors);
	else
		buf_adds(&text, step->reason || missing.n ? _("可以办，要写原因") : _("可以办"));
	add_line(st, &text, 1, LOOK_TEXT);
	for (size_t i = 0; i < missing.n; i++) {
		bool error = missing.items[i].level == RULE_ERROR;

		buf_addf(&text, "%s %s", error ? "!" : "?", missing.items[i].text);
		add_line(st, &text, 4, error ? LOOK_ERROR : LOOK_WARN);
	}
	findings_release(&missing);
}

static void add_way(struct story *st, const void *rec)
{
	const struct step *next[STEPS_MOST];
	size_t n;
	struct buf text = BUF_INIT;

	if (!st->reg->workflow)
		return;
	add_state(st, rec);
	add_head(st, _("下一步"));
	n = workflow_next(st->reg, rec, next, STEPS_MOST);
	for (size_t i = 0; i < n && i < STEPS_MOST; i++)
		add_step(st, next[i], rec);
	if (!n) {
		buf_adds(&text, _("已经是最后一步。"));
		add_line(st, &text, 1, LOOK_DIM);
	}
}

static void add_facts(struct story *st, const void *rec)
{
	struct buf fact = BUF_INIT, text = BUF_INIT;

	for (size_t i = 0; i < st->reg->nfacts; i++) {
		buf_clear(&fact);
		st->reg->facts[i].add(lookup_of(st), rec, &fact);
		if (!fact.len || (st->reg->workflow && st->reg->facts[i].of_way))
			continue;
		buf_addf(&text, "%s: %s", _(st->reg->facts[i].label), buf_str(&fact));
		add_line(st, &text, 1, strncmp(buf_str(&fact), "!!", 2) == 0 ? LOOK_ERROR : *buf_str(&fact) == '!' ? LOOK_WARN : LOOK_TEXT);
	}
	buf_release(&fact);
}

/* --- sections --- */

static bool is_same(const char *name, const struct field *f)
{
	return name && strcmp(name, f->name) == 0;
}

/* What the title and the state have said already. */
static bool is_told(const struct reg *reg, const struct field *f)
{
	const struct workflow *w = reg->workflow;

	if (f == reg_label(reg))
		return true;
	if (!w)
		return false;
	for (size_t i = 0; i < w->n; i++)
		if (is_same(w->steps[i].sets, f))
			return true;
	return is_same(w->stage, f) || is_same(w->deadline, f) || is_same(w->person, f);
}

/* Takes what was gathered of a section; its heading comes with the first line. */
static void end_part(struct story *st, const char **heading, struct buf *text)
{
	if (!text->len)
		return;
	if (*heading)
		add_head(st, _(*heading));
	*heading = NULL;
	add_line(st, text, 1, LOOK_TEXT);
}

/* A reference is a line of its own, which opens what it names. */
static void add_reference(struct story *st, const char **heading, const struct field *f, const void *rec)
{
	struct buf text = BUF_INIT;
	size_t line;

	buf_addf(&text, "%s: ", _(f->label));
	add_value(st, f, rec, &text);
	line = st->n + (*heading ? 1 : 0);
	end_part(st, heading, &text);
	st->lines[line].reg = f->target;
	st->lines[line].id = ((const struct ref *)field_const(f, rec))->id;
}

static void add_part(const struct story *st, const struct field *f, const void *rec, bool more, struct buf *text)
{
	if (more) {
		buf_addc(text, ' ');
	} else {
		part(text);
		buf_addf(text, "%s: ", _(f->label));
	}
	add_value(st, f, rec, text);
}

static void add_sections(struct story *st, const void *rec)
{
	const struct reg *reg = st->reg;
	const char *heading = NULL;
	struct buf text = BUF_INIT;
	bool after = false;		/* the field before stands there */

	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		if (f->section) {
			end_part(st, &heading, &text);
			heading = f->section;
		}
		if (field_is_empty(f, rec)) {
			after = after && (f->flags & FIELD_MORE);
			continue;
		}
		if (is_told(reg, f))
			continue;
		if (f->type == TYPE_REF) {
			end_part(st, &heading, &text);
			add_reference(st, &heading, f, rec);
		} else {
			add_part(st, f, rec, after && (f->flags & FIELD_MORE), &text);
		}
		after = f->type != TYPE_REF;
	}
	end_part(st, &heading, &text);
	buf_release(&text);
}

/* --- what belongs to it --- */

struct child {
	void *rec;
	int64_t number;		/* what it is sorted by: a number, or else a text */
	char *text;
};

struct children {
	const struct belongs *of;
	struct child *items;
	size_t n;
	bool more;
};

static int take_child(void *ctx, const void *rec)
{
	struct children *c = ctx;
	const struct belonging *by = c->of->by;
	struct child child = { .rec = NULL };

	if (!date_is_empty(((const struct rec *)rec)->retired_on))
		return 0;
	if (c->n == CHILDREN_MOST) {
		c->more = true;
		return 1;
	}
	if (by->order) {
		const struct field *f = reg_field(c->of->reg, by->order);
		struct cell cell;

		field_type(f)->put(field_const(f, rec), &cell);
		child.number = cell.kind == CELL_INT ? cell.number : 0;
		child.text = xstrdup(cell.kind == CELL_TEXT ? cell.text : "");
	}
	child.rec = reg_new(c->of->reg);
	reg_copy(c->of->reg, child.rec, rec);
	c->items = c->n % 32 ? c->items : xreallocarray(c->items, c->n + 32, sizeof(*c->items));
	c->items[c->n++] = child;
	return 0;
}

static int by_order(const void *one, const void *other)
{
	const struct child *a = one, *b = other;
	const struct rec *x = a->rec, *y = b->rec;
	int text = a->text && b->text ? strcmp(a->text, b->text) : 0;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return text ? text : (x->id > y->id) - (x->id < y->id);
}

static void read_children(const struct story *st, const struct belongs *of, int64_t id, struct children *out)
{
	const struct lookup *l = lookup_of(st);
	const struct children_of which = { of->reg, reg_field(of->reg, of->by->by), id };

	*out = (struct children){ .of = of };
	l->ref_each(l->ctx, &which, take_child, out, NULL);
	if (out->n)
		qsort(out->items, out->n, sizeof(out->items[0]), by_order);
	for (size_t i = 0; of->by->newest_first && i < out->n / 2; i++) {
		struct child swap = out->items[i];

		out->items[i] = out->items[out->n - 1 - i];
		out->items[out->n - 1 - i] = swap;
	}
}

static void release_children(struct children *c)
{
	for (size_t i = 0; i < c->n; i++) {
		reg_free(c->of->reg, c->items[i].rec);
		free(c->items[i].text);
	}
	free(c->items);
}

/* Names, codes, the stage and what the lines are sorted by say themselves what they are. */
static bool is_plain(const struct belongs *of, const struct field *f)
{
	const struct workflow *w = of->reg->workflow;

	return f == reg_label(of->reg) || f->type == TYPE_CODE || f->type == TYPE_CODES || is_same(of->by->order, f) ||
	       is_same(of->by->signs, f) || (w && is_same(w->deadline, f));
}

/* The days that are left stand beside their deadline. */
static enum look add_days(const struct story *st, const struct belongs *of, const void *rec, struct buf *out)
{
	struct buf days = BUF_INIT;
	enum look look = way_add_days(of->reg, rec, lookup_of(st)->today, &days);

	if (days.len)
		buf_addf(out, "  %s", buf_str(&days));
	buf_release(&days);
	return look;
}

static struct story_line *add_record(struct story *st, const struct belongs *of, const void *rec, int indent)
{
	struct buf text = BUF_INIT;
	enum look look = LOOK_TEXT;
	struct story_line *line;

	for (const char *const *name = of->by->says; *name; name++) {
		const struct field *f = reg_field(of->reg, *name);

		if (field_is_empty(f, rec))
			continue;
		part(&text);
		if (!is_plain(of, f))
			buf_addf(&text, "%s: ", _(f->label));
		add_value(st, f, rec, &text);
		if (of->reg->workflow && is_same(of->reg->workflow->deadline, f))
			look = add_days(st, of, rec, &text);
	}
	line = add_line(st, &text, indent, look);
	line->inset = true;
	line->reg = of->reg;
	line->id = ((const struct rec *)rec)->id;
	return line;
}

/* How many there are, and of these how many are overdue, for the heading. */
struct tally {
	const struct reg *reg;
	int64_t n, overdue;
};

static void tally(const struct story *st, struct tally *t, const struct belongs *of, const void *rec)
{
	int64_t days;

	t->reg = of->reg;
	t->n++;
	t->overdue += of->reg->workflow && workflow_days_left(of->reg, rec, lookup_of(st)->today, &days) && days < 0;
}

static void add_tally(const struct tally *t, const char *label, struct buf *out)
{
	buf_addf(out, "%s%s (%lld)", out->len ? "  " : "", label, (long long)t->n);
	if (t->overdue)
		buf_addf(out, _("  逾期 %lld !!"), (long long)t->overdue);
}

static void say_more(struct story *st, int indent)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, _("只列 %d 条，其余的请到列表里看。"), CHILDREN_MOST);
	add_line(st, &text, indent, LOOK_DIM);
}

/* What belongs to a line in turn. */
static void add_below(struct story *st, size_t under, struct tally *t)
{
	struct belongs own[BELONGS_MOST];
	size_t n = belongs_to(st->lines[under].reg, own);

	for (size_t i = 0; i < n; i++) {
		struct children c;

		read_children(st, &own[i], st->lines[under].id, &c);
		for (size_t k = 0; k < c.n; k++) {
			tally(st, t, &own[i], c.items[k].rec);
			add_record(st, &own[i], c.items[k].rec, st->lines[under].indent + 2)->under = under;
		}
		if (c.more)
			say_more(st, st->lines[under].indent + 2);
		release_children(&c);
	}
}

static const char *label_of(const struct belongs *of)
{
	return of->by->label ? _(of->by->label) : _(of->reg->title);
}

static void add_chapter(struct story *st, const struct belongs *of)
{
	struct tally own = { .n = 0 }, below = { .n = 0 };
	struct children c;
	struct buf text = BUF_INIT;
	size_t head = st->n;

	read_children(st, of, st->id, &c);
	add_line(st, &text, 0, LOOK_HEAD)->head = true;
	for (size_t i = 0; i < c.n; i++) {
		size_t at = st->n;

		tally(st, &own, of, c.items[i].rec);
		add_record(st, of, c.items[i].rec, 1);
		if (of->by->whole)
			add_below(st, at, &below);
	}
	if (c.more)
		say_more(st, 1);
	release_children(&c);
	add_tally(&own, label_of(of), &text);
	if (below.n)
		add_tally(&below, _(below.reg->title), &text);
	free(st->lines[head].text);
	st->lines[head].text = buf_detach(&text);
}

/* --- rounds --- */

/* The rounds before this one, from the latest back, and those after it. */
static void add_rounds(struct story *st, const void *rec)
{
	const struct field *f = reg_earlier(st->reg);
	const struct belongs of = { st->reg, reg_belonging(st->reg, f) };
	const struct lookup *l = lookup_of(st);
	void *round = reg_new(st->reg);
	int64_t id = f ? ((const struct ref *)field_const(f, rec))->id : 0;
	struct buf text = BUF_INIT;

	if (id && of.by) {
		buf_adds(&text, _("以前的轮次"));
		add_line(st, &text, 0, LOOK_HEAD)->head = true;
	}
	for (int i = 0; of.by && id && i < ROUNDS_MOST && l->ref_get(l->ctx, st->reg, id, round, NULL) == 0; i++) {
		add_record(st, &of, round, 1);
		id = ((const struct ref *)field_const(f, round))->id;
	}
	reg_free(st->reg, round);
}

static bool is_round(const struct story *st, const struct belongs *of)
{
	return of->reg == st->reg;
}

static bool has_any(const struct story *st, const struct belongs *of)
{
	struct children c;
	bool any;

	read_children(st, of, st->id, &c);
	any = c.n > 0;
	release_children(&c);
	return any;
}

static void add_belongings(struct story *st, const void *rec)
{
	struct belongs own[BELONGS_MOST];
	size_t n = belongs_to(st->reg, own);

	for (size_t i = 0; i < n; i++)
		if (!is_round(st, &own[i]))
			add_chapter(st, &own[i]);
	add_rounds(st, rec);
	for (size_t i = 0; i < n; i++)
		if (is_round(st, &own[i]) && has_any(st, &own[i]))
			add_chapter(st, &own[i]);
}

/* --- the whole --- */

/* Where the cursor was: on which line of which record. */
struct place {
	const struct reg *reg;
	int64_t id;
	size_t nth, line;
};

static struct place place_of(const struct story *st)
{
	struct place p = { .line = st->cur };

	if (st->cur >= st->n)
		return p;
	p.reg = st->lines[st->cur].reg;
	p.id = st->lines[st->cur].id;
	for (size_t i = 0; i < st->cur; i++)
		p.nth += st->lines[i].reg == p.reg && st->lines[i].id == p.id;
	return p;
}

static void go_to(struct story *st, const struct place *p)
{
	size_t nth = 0;

	st->cur = p->line < st->n ? p->line : st->n - 1;
	for (size_t i = 0; i < st->n; i++)
		if (st->lines[i].reg == p->reg && st->lines[i].id == p->id && nth++ <= p->nth)
			st->cur = i;
}

int story_read(struct story *st, const struct reg *reg, int64_t id, struct err *e)
{
	struct store *s = app_store(st->screen.app);
	struct place place = id ? (struct place){ reg, id, 0, 0 } : place_of(st);
	void *rec = reg_new(st->reg);
	struct buf name = BUF_INIT;
	int rc;

	st->data_version = store_data_version(s);
	rc = store_get(s, st->reg, st->id, rec, e);
	if (rc == 0) {
		story_release_lines(st);
		field_format(reg_label(st->reg), rec, lookup_of(st), STYLE_LIST, &name);
		free(st->name);
		st->name = xstrdup(buf_str(&name));
		add_way(st, rec);
		add_facts(st, rec);
		add_sections(st, rec);
		add_belongings(st, rec);
		if (place.reg)
			go_to(st, &place);
		st->sought = true;
	}
	buf_release(&name);
	reg_free(st->reg, rec);
	return rc;
}
