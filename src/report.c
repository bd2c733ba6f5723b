/* Reports: the paths of their columns are read and followed here, with the lookup as the only way to other records. */
#include "src/report.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/workflow.h"
#include "src/banned.h"

const struct report *report_find(const char *name_or_title)
{
	for (size_t i = 0; i < reports_n; i++)
		if (strcmp(reports[i]->name, name_or_title) == 0 || strcmp(reports[i]->title, name_or_title) == 0 ||
		    strcmp(_(reports[i]->title), name_or_title) == 0)
			return reports[i];
	return NULL;
}

/* --- events --- */

static const struct {
	const char *value, *label;
} events[] = {
	[EVENT_NONE] = { "", "" },
	[EVENT_NEW] = { "new", N_("新列入") },
	[EVENT_ADVANCED] = { "advanced", N_("推进") },
	[EVENT_ENDED] = { "ended", N_("办结") },
	[EVENT_OVERDUE] = { "overdue", N_("逾期") },
};

const char *event_value(enum event event)
{
	return events[event].value;
}

const char *event_label(enum event event)
{
	return event == EVENT_NONE ? "" : _(events[event].label);
}

/* --- paths --- */

/* One link of a path, as it is written. */
struct hop {
	char name[40];		/* a field, or a register of children */
	char by[40];		/* for children: their field that refers here; up a tree: the field that tells */
	char value[40];		/* up a tree: what it says; of the latest child: the field that is compared */
	enum { HOP_FIELD, HOP_UP, HOP_EACH, HOP_LAST } kind;
};

/* Copies what stands before any of `stops`, and goes on to there. */
static const char *take(char (*to)[40], const char *from, const char *stops)
{
	size_t n = strcspn(from, stops), fits = n < sizeof(*to) ? n : sizeof(*to) - 1;

	memcpy(*to, from, fits);
	(*to)[fits] = '\0';
	return from + n;
}

/* Reads a link and goes behind its dot. */
static const char *read_hop(const char *path, struct hop *h)
{
	*h = (struct hop){ .kind = HOP_FIELD };
	path = take(&h->name, path, "^<. ");
	if (*path == '^') {
		h->kind = HOP_UP;
		path = take(&h->by, path + 1, "=. ");
		if (*path == '=')
			path = take(&h->value, path + 1, ". ");
	} else if (*path == '<') {
		h->kind = HOP_EACH;
		path = take(&h->by, path + 1, "!. ");
		if (*path == '!') {
			h->kind = HOP_LAST;
			path = take(&h->value, path + 1, ". ");
		}
	}
	return *path == '.' ? path + 1 : path;
}

static bool is_last(const char *rest)
{
	return !*rest || *rest == ' ';
}

/* The register behind a link, NULL where there is none. */
static const struct reg *hop_target(const struct reg *reg, const struct hop *h)
{
	const struct field *f;

	if (h->kind == HOP_EACH || h->kind == HOP_LAST)
		return reg_find(h->name);
	f = reg_field(reg, h->name);
	return f ? f->target : NULL;
}

/* The field that a path ends with; NULL where it does not. */
static const struct field *path_field(const struct reg *reg, const char *path)
{
	struct hop h;

	while (reg) {
		path = read_hop(path, &h);
		if (is_last(path))
			return h.kind == HOP_FIELD ? reg_field(reg, h.name) : NULL;
		reg = hop_target(reg, &h);
	}
	return NULL;
}

static const struct fact *find_fact(const struct reg *reg, const char *name)
{
	size_t n = strcspn(name, " ");

	for (size_t i = 0; i < reg->nfacts; i++)
		if (strncmp(reg->facts[i].name, name, n) == 0 && !reg->facts[i].name[n])
			return &reg->facts[i];
	return NULL;
}

/* --- following them --- */

/* A path on its way through the records. */
struct walk {
	const struct report_style *how;
	const char *rest;	/* of the path, from here on */
	struct buf *out;
	int64_t *found;		/* how many values of children were added; NULL: there are none on this path */
};

static void follow(const struct walk *w, const struct reg *reg, const void *rec);

static void add_value(const struct walk *w, const struct field *f, const void *rec)
{
	struct buf text = BUF_INIT;

	if (w->how->reveal)
		field_format(f, rec, w->how->lookup, w->how->style, &text);
	else
		field_format_masked(f, rec, w->how->lookup, w->how->style, &text);
	if (text.len && w->found) {
		buf_adds(w->out, !*w->found ? "" : w->how->style == STYLE_LIST ? "；" : "\n");
		buf_addf(w->out, "%lld.", (long long)(*w->found += 1));
	}
	buf_adds(w->out, buf_str(&text));
	buf_release(&text);
}

/* Goes on at another record, where there is one. */
static void follow_at(const struct walk *w, const struct reg *reg, int64_t id)
{
	const struct lookup *l = w->how->lookup;
	void *rec = reg_new(reg);

	if (id && l->ref_get && l->ref_get(l->ctx, reg, id, rec, NULL) == 0)
		follow(w, reg, rec);
	reg_free(reg, rec);
}

/* Higher than any tree is; a damaged one may go round. */
#define LEVELS_MOST 64

/* The record, or the first above it, whose field says so. */
static int64_t climb(const struct lookup *l, const struct reg *reg, const struct hop *h, int64_t id)
{
	const struct field *tells = reg_field(reg, h->by), *up = reg_tree(reg);
	void *rec = reg_new(reg);
	int64_t found = 0;

	for (int i = 0; id && !found && i < LEVELS_MOST; i++) {
		const struct code *code = field_const(tells, rec);

		if (!l->ref_get || l->ref_get(l->ctx, reg, id, rec, NULL) < 0)
			break;
		if (code->s && strcmp(code->s, h->value) == 0)
			found = id;
		id = ((const struct ref *)field_const(up, rec))->id;
	}
	reg_free(reg, rec);
	return found;
}

struct children {
	const struct walk *walk;
	const struct reg *reg;
	const struct field *compared;	/* NULL: every child is followed */
	void *last;			/* the greatest so far; NULL: none */
};

static int compare(const struct field *f, const void *a, const void *b)
{
	struct cell x, y;

	field_type(f)->put(field_const(f, a), &x);
	field_type(f)->put(field_const(f, b), &y);
	if (x.kind != y.kind)
		return x.kind == CELL_NULL ? -1 : 1;
	if (x.kind == CELL_TEXT)
		return strcmp(x.text, y.text);
	return x.kind == CELL_NULL || x.number == y.number ? 0 : x.number < y.number ? -1 : 1;
}

static int take_child(void *arg, const void *rec)
{
	struct children *c = arg;

	if (!date_is_empty(((const struct rec *)rec)->retired_on))
		return 0;
	if (!c->compared) {
		follow(c->walk, c->reg, rec);
	} else if (!c->last || compare(c->compared, rec, c->last) >= 0) {
		if (!c->last)
			c->last = reg_new(c->reg);
		reg_copy(c->reg, c->last, rec);
	}
	return 0;
}

static void follow_children(const struct walk *w, const struct hop *h, int64_t of)
{
	const struct lookup *l = w->how->lookup;
	struct children c = { .walk = w, .reg = reg_find(h->name) };

	if (!l->ref_each)
		return;
	if (h->kind == HOP_LAST)
		c.compared = reg_field(c.reg, h->value);
	l->ref_each(l->ctx, &(struct children_of){ c.reg, reg_field(c.reg, h->by), of }, take_child, &c, NULL);
	if (c.last) {
		follow(w, c.reg, c.last);
		reg_free(c.reg, c.last);
	}
}

static void follow(const struct walk *w, const struct reg *reg, const void *rec)
{
	struct walk on = *w;
	const struct reg *target;
	struct hop h;
	int64_t id;

	on.rest = read_hop(w->rest, &h);
	if (is_last(on.rest)) {
		add_value(w, reg_field(reg, h.name), rec);
		return;
	}
	target = hop_target(reg, &h);
	if (h.kind == HOP_EACH || h.kind == HOP_LAST) {
		follow_children(&on, &h, ((const struct rec *)rec)->id);
		return;
	}
	id = ((const struct ref *)field_const(reg_field(reg, h.name), rec))->id;
	follow_at(&on, target, h.kind == HOP_UP ? climb(w->how->lookup, target, &h, id) : id);
}

/* Whether several values may stand at the end of it. */
static bool has_many(const char *path)
{
	struct hop h;

	while (!is_last(path)) {
		path = read_hop(path, &h);
		if (h.kind == HOP_EACH)
			return true;
	}
	return false;
}

/* --- cells --- */

static void add_stage(const struct report *r, const struct report_style *how, const char *value, struct buf *out)
{
	if (value)
		buf_adds(out, how->style == STYLE_DATA ? value : workflow_stage_label(r->reg, how->lookup, value));
}

static void add_event(const struct report *r, const char *what, const struct report_line *line,
		      const struct report_style *how, struct buf *out)
{
	if (strncmp(what, "event", 5) == 0)
		buf_adds(out, how->style == STYLE_DATA ? event_value(line->event) : event_label(line->event));
	else if (strncmp(what, "was", 3) == 0)
		add_stage(r, how, line->was, out);
	else
		date_format(out, line->since);
}

static void add_path(const struct report *r, const char *path, const struct report_line *line,
		     const struct report_style *how, struct buf *out)
{
	int64_t found = 0;
	struct walk w = { .how = how, .rest = path, .out = out, .found = has_many(path) ? &found : NULL };
	bool filled;

	switch (*path) {
	case '#':
		buf_addf(out, "%lld", (long long)line->number);
		break;
	case '=':
		find_fact(r->reg, path + 1)->add(how->lookup, line->rec, out);
		break;
	case '?':
		filled = !field_is_empty(path_field(r->reg, path + 1), line->rec);
		buf_adds(out, how->style == STYLE_DATA ? filled ? "true" : "false" : filled ? _("是") : _("否"));
		break;
	case '%':
		add_event(r, path + 1, line, how, out);
		break;
	default:
		follow(&w, r->reg, line->rec);
	}
}

void report_cell(const struct report *r, const struct report_column *column, const struct report_line *line,
		 const struct report_style *how, struct buf *out)
{
	size_t began = out->len;

	for (const char *path = column->paths; *path; path += strspn(path, " ")) {
		struct buf text = BUF_INIT;

		add_path(r, path, line, how, &text);
		if (text.len)
			buf_addf(out, "%s%s", out->len > began ? " " : "", buf_str(&text));
		buf_release(&text);
		path += strcspn(path, " ");
	}
}

/* --- columns --- */

static bool is_plain(const char *path)
{
	return !strchr("#=?%", *path);
}

const struct field *report_field(const struct report *r, const struct report_column *column)
{
	if (!is_plain(column->paths) || strchr(column->paths, ' ') || has_many(column->paths))
		return NULL;
	return path_field(r->reg, column->paths);
}

const char *report_label(const struct report *r, const struct report_column *column)
{
	return _(column->label ? column->label : path_field(r->reg, column->paths)->label);
}

int report_width(const struct report *r, const struct report_column *column)
{
	const struct field *f = report_field(r, column);

	if (column->width || !f)
		return column->width;
	return f->width ? f->width : field_type(f)->width;
}

/* --- for the tests --- */

static bool is_event_word(const char *word)
{
	static const char *const words[] = { "event", "since", "was" };
	size_t n = strcspn(word, " ");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n && strncmp(words[i], word, n) == 0)
			return true;
	return false;
}

static bool is_sound_path(const struct report *r, const char *path)
{
	struct hop h;
	const struct reg *reg = r->reg;

	if (*path == '=')
		return find_fact(reg, path + 1);
	if (*path == '?')
		return path_field(reg, path + 1) && !strchr(path, '.');
	if (*path == '#')
		return true;
	if (*path == '%')
		return r->progress && is_event_word(path + 1);
	for (const char *at = path; reg && !is_last(at); reg = hop_target(reg, &h)) {
		at = read_hop(at, &h);
		if (is_last(at))
			break;
		if (h.kind == HOP_UP && (!hop_target(reg, &h) || !reg_tree(hop_target(reg, &h)) ||
					 !reg_field(hop_target(reg, &h), h.by)))
			return false;
		if ((h.kind == HOP_EACH || h.kind == HOP_LAST) &&
		    (!reg_find(h.name) || !reg_field(reg_find(h.name), h.by) ||
		     reg_field(reg_find(h.name), h.by)->target != reg))
			return false;
		if (h.kind == HOP_LAST && !reg_field(reg_find(h.name), h.value))
			return false;
	}
	return path_field(r->reg, path);
}

static int test_column(const struct report *r, size_t i, struct err *e)
{
	const struct report_column *c = &r->columns[i];

	for (size_t k = 0; k < i; k++)
		if (strcmp(r->columns[k].name, c->name) == 0)
			return err_set(e, ERR_INVALID, "%s: column %s stands there twice", r->name, c->name);
	if (!c->label && (!is_plain(c->paths) || !path_field(r->reg, c->paths)))
		return err_set(e, ERR_INVALID, "%s: column %s has no label", r->name, c->name);
	for (const char *path = c->paths; *path; path += strspn(path, " ")) {
		if (!is_sound_path(r, path))
			return err_set(e, ERR_INVALID, "%s: column %s leads nowhere: %s", r->name, c->name, path);
		path += strcspn(path, " ");
	}
	return 0;
}

int report_test(const struct report *r, struct err *e)
{
	const struct field *sort = r->sort ? reg_field(r->reg, r->sort) : NULL;
	bool stays = false;
	int rc = 0;

	if (r->sort && (!sort || !field_is_sortable(sort)))
		return err_set(e, ERR_INVALID, "%s: cannot be sorted by %s", r->name, r->sort);
	if (r->progress && !r->reg->workflow)
		return err_set(e, ERR_INVALID, "%s: its register has no workflow", r->name);
	for (size_t i = 0; rc == 0 && i < r->n; i++) {
		rc = test_column(r, i, e);
		stays = stays || (r->stays && strcmp(r->stays, r->columns[i].name) == 0 && i > 0);
	}
	if (rc == 0 && !stays)
		return err_set(e, ERR_INVALID, "%s: no column stays", r->name);
	return rc;
}
