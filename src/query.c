/*
 * Reading conditions from the words a person types.  It runs at each key of the
 * filter line, so half-typed text is met with patience: an open quote or a
 * dangling "or" is no error; only what cannot mean anything is refused.
 */
#include "src/query.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/query_sign.h"
#include "src/query_value.h"
#include "src/text.h"
#include "src/banned.h"

#define MAX_CONDS 64
#define MAX_BYTES 4096

struct parser {
	const struct reg *reg;
	const struct lookup *lookup;
	const char *text;
	size_t n;
	size_t at;         /* the next byte */
	size_t begin;      /* where the condition at hand begins, for messages */
	const char *field; /* its field, once that is known */
	size_t count;
	bool fresh; /* the next condition begins an alternative */
	bool without_store; /* values that only a database knows are not judged */
	struct query *out;
	struct err *e;
};

/* Values behind a sign. */
struct words {
	char **items;
	size_t n;
	bool quoted; /* one of them was in quotes: then it means just these letters */
};

/* ---- Characters -------------------------------------------------------------------------------- */

static uint32_t peek(const struct parser *p, size_t at, size_t *length)
{
	return query_char(p->text + at, p->n - at, length);
}

static bool is_next(const struct parser *p, uint32_t cp)
{
	size_t length;

	return peek(p, p->at, &length) == cp;
}

static void step(struct parser *p)
{
	size_t length;

	peek(p, p->at, &length);
	p->at += length;
}

static void skip_spaces(struct parser *p)
{
	while (is_next(p, ' '))
		step(p);
}

static bool at_end(const struct parser *p)
{
	return is_next(p, 0) || is_next(p, ' ') || is_next(p, '|');
}

static bool at_quote(const struct parser *p)
{
	return is_next(p, '"') || is_next(p, 0x201C);
}

/* The sign at a place: its bytes, 0 where there is none. */
static size_t find_sign(const struct parser *p, enum op *op)
{
	return query_sign(p->text + p->at, p->n - p->at, op);
}

static bool at_sign(const struct parser *p)
{
	enum op op;

	return find_sign(p, &op) > 0;
}

/* Adds what stands in quotes; an open quote reaches to the end, because the other one is still to be typed. */
static void read_quoted(struct parser *p, struct buf *out)
{
	uint32_t closing = is_next(p, 0x201C) ? 0x201D : '"';
	size_t from;

	step(p);
	from = p->at;
	while (p->at < p->n && !is_next(p, closing))
		step(p);
	buf_add(out, p->text + from, p->at - from);
	step(p);
}

/* ---- Messages ---------------------------------------------------------------------------------- */

/* Says where the condition at hand stands, what it is, and why it is refused. */
__attribute__((format(printf, 3, 4))) static int refuse(
	const struct parser *p, enum err_code code, const char *fmt, ...)
{
	struct buf why = BUF_INIT, shown = BUF_INIT;
	char *before = xstrndup(p->text, p->begin), *word = xstrndup(p->text + p->begin, p->at - p->begin);
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&why, fmt, ap);
	va_end(ap);
	text_quote(&shown, word);
	err_field(p->e, code, p->field, _("第 %zu 个字起的%s：%s"), text_length(before) + 1, buf_str(&shown),
		buf_str(&why));
	buf_release(&why);
	buf_release(&shown);
	free(before);
	free(word);
	return code;
}

static int refuse_unknown(const struct parser *p, const char *name)
{
	const struct field *near = reg_field_nearest(p->reg, name);
	struct buf shown = BUF_INIT;

	text_quote(&shown, name);
	if (near)
		refuse(p, ERR_INVALID, _("没有%s这个字段，最接近的是「%s」；要找这几个字本身，请加引号。"),
			buf_str(&shown), _(near->label));
	else
		refuse(p, ERR_INVALID, _("「%s」没有%s这个字段；要找这几个字本身，请加引号。"),
			_(p->reg->title), buf_str(&shown));
	buf_release(&shown);
	return ERR_INVALID;
}

/* ---- Collecting -------------------------------------------------------------------------------- */

/* Takes the condition's contents. */
static int add(struct parser *p, struct cond *c)
{
	struct query *q = p->out;
	struct all_of *all;

	if (p->count == MAX_CONDS) {
		query_cond_release(c);
		return refuse(
			p, ERR_INVALID, _("条件太多，一次最多 %d 个；请去掉一些，或分几次筛选。"), MAX_CONDS);
	}
	if (p->fresh) {
		q->any = xreallocarray(q->any, q->n + 1, sizeof(q->any[0]));
		q->any[q->n++] = (struct all_of){ .conds = NULL };
	}
	p->fresh = false;
	p->count++;
	all = &q->any[q->n - 1];
	all->conds = xreallocarray(all->conds, all->n + 1, sizeof(all->conds[0]));
	all->conds[all->n++] = *c;
	return 0;
}

/* A bare word or quoted text; one that is still empty asks for nothing. */
static int add_word(struct parser *p, const char *s, size_t n, bool negate)
{
	struct cond c = { .op = OP_WORD, .negate = negate, .minus = negate };
	struct buf clean = BUF_INIT;
	struct err why = ERR_INIT;
	int rc = text_clean(&clean, s, n, TEXT_LINE, &why);

	if (rc < 0 || clean.len == 0) {
		buf_release(&clean);
		return rc < 0 ? refuse(p, why.code, "%s", why.text) : 0;
	}
	c.text = buf_detach(&clean);
	return add(p, &c);
}

/* ---- Conditions on a field --------------------------------------------------------------------- */

static void words_add(struct words *w, struct buf *word)
{
	if (word->len == 0)
		return;
	w->items = xreallocarray(w->items, w->n + 1, sizeof(w->items[0]));
	w->items[w->n++] = buf_detach(word);
}

static void words_release(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->items[i]);
	free(w->items);
}

/* Reads one value, or several with commas between where the sign takes several. */
static void read_words(struct parser *p, bool several, struct words *w)
{
	struct buf word = BUF_INIT;

	for (;;) {
		size_t from = p->at;

		if (at_quote(p)) {
			read_quoted(p, &word);
			w->quoted = true;
		} else {
			while (!at_end(p) && !(several && is_next(p, ',')))
				step(p);
			buf_add(&word, p->text + from, p->at - from);
		}
		words_add(w, &word);
		buf_clear(&word);
		if (!several || !is_next(p, ','))
			break;
		step(p);
		skip_spaces(p);
	}
	buf_release(&word);
}

static bool is_comparison(enum op op)
{
	return op == OP_LT || op == OP_LE || op == OP_GT || op == OP_GE;
}

static bool same(const char *a, const char *b)
{
	struct buf one = BUF_INIT, other = BUF_INIT;
	bool equal;

	text_key(&one, a);
	text_key(&other, b);
	equal = strcmp(buf_str(&one), buf_str(&other)) == 0;
	buf_release(&one);
	buf_release(&other);
	return equal;
}

/* Words with a meaning of their own as the only value, and what `!=` makes of them: the same again is denied. */
struct meaning {
	const char *word;
	enum op op, opposite;
};

static const struct meaning states[] = {
	{ "在用", OP_CURRENT, OP_RETIRED },
	{ "在册", OP_CURRENT, OP_RETIRED },
	{ "current", OP_CURRENT, OP_RETIRED },
	{ "停用", OP_RETIRED, OP_CURRENT },
	{ "retired", OP_RETIRED, OP_CURRENT },
	{ .word = NULL },
};

static const struct meaning fillings[] = {
	{ "空", OP_EMPTY, OP_FILLED },
	{ "empty", OP_EMPTY, OP_FILLED },
	{ "非空", OP_FILLED, OP_EMPTY },
	{ "filled", OP_FILLED, OP_EMPTY },
	{ "未填", OP_UNFILLED, OP_UNFILLED },
	{ "unfilled", OP_UNFILLED, OP_UNFILLED },
	{ .word = NULL },
};

/* Turns the sign into what the word means; false where it means nothing special. */
static bool take_meaning(const struct meaning *m, const struct words *w, struct cond *c)
{
	if (w->n != 1 || w->quoted || (c->op != OP_EQ && c->op != OP_NE))
		return false;
	for (; m->word; m++) {
		if (!same(m->word, w->items[0]))
			continue;
		c->negate ^= c->op == OP_NE && m->opposite == m->op;
		c->op = c->op == OP_EQ ? m->op : m->opposite;
		return true;
	}
	return false;
}

static int check_sign(const struct parser *p, const struct cond *c)
{
	const struct type *t = field_type(c->field);

	if (query_has_branches(c->field) && (c->op == OP_GT || c->op == OP_GE))
		return refuse(p, ERR_INVALID, _("「%s」不分大小；%s<= 表示及以下，%s< 表示只要下级。"), _(c->field->label),
			query_field_name(c->field), query_field_name(c->field));
	if (is_comparison(c->op) && !t->ordered && !query_has_branches(c->field))
		return refuse(p, ERR_INVALID, _("「%s」是%s，不分大小；请改用 = 或 !=。"), _(c->field->label),
			_(t->label));
	if (c->op == OP_HAS && !query_has_parts(c->field))
		return refuse(p, ERR_INVALID, _("「%s」是%s，不能用 ~ 找其中一段；请改用 = 。"),
			_(c->field->label), _(t->label));
	return 0;
}

static int fill_values(struct parser *p, const struct words *w, struct cond *c)
{
	struct err why = ERR_INIT;
	int rc = check_sign(p, c);

	if (rc < 0)
		return rc;
	c->values = xcalloc(w->n, sizeof(c->values[0]));
	for (size_t i = 0; i < w->n && rc == 0; i++) {
		rc = query_value(c, w->items[i], p->lookup, &c->values[i], &why);
		c->nvalues++;
	}
	if (rc == 0 && !w->quoted)
		rc = query_period(c, &why);
	if (rc == 0 && is_comparison(c->op) && query_has_branches(c->field))
		rc = query_branch(p->reg, c, p->lookup, &why);
	return rc < 0 ? refuse(p, why.code, "%s", why.text) : 0;
}

/* The records that a reference may mean by their names become its values.  No record has the number 0: where none is
 * named so, nothing refers to it. */
static int fill_named(struct parser *p, const struct words *w, struct cond *c)
{
	struct err why = ERR_INIT;
	int rc = 0;

	c->op = OP_EQ;
	for (size_t i = 0; i < w->n && rc == 0; i++)
		rc = query_named(c, w->items[i], p->lookup, &why);
	if (rc == 0 && c->nvalues == 0) {
		c->values = xcalloc(1, sizeof(c->values[0]));
		c->values[c->nvalues++] = (struct cell){ .kind = CELL_INT, .number = 0 };
	}
	return rc < 0 ? refuse(p, why.code, "%s", why.text) : 0;
}

/* "from..to", one end of which may be left out. */
static int fill_range(struct parser *p, const char *typed, struct cond *c)
{
	struct err why = ERR_INIT;
	int rc = query_range(c, typed, p->lookup, &why);

	return rc < 0 ? refuse(p, why.code, "%s", why.text) : 0;
}

static bool is_range(const struct cond *c, const struct words *w)
{
	return (c->op == OP_EQ || c->op == OP_NE) && field_type(c->field)->ordered && w->n == 1 && !w->quoted &&
	       strstr(w->items[0], "..");
}

/* Whether the value asks for open records of another register: "@整顿案件". */
static bool is_open(const struct words *w)
{
	return w->n == 1 && !w->quoted && (w->items[0][0] == '@' || strncmp(w->items[0], "＠", strlen("＠")) == 0);
}

static int fill_open(struct parser *p, const struct words *w, struct cond *c)
{
	const char *name = w->items[0] + (w->items[0][0] == '@' ? 1 : strlen("＠"));
	const struct reg *target = c->field ? c->field->target : p->reg;
	struct buf shown = BUF_INIT;
	int rc = 0;

	c->by_reg = reg_find(name);
	c->by = c->by_reg && target ? reg_reference(c->by_reg, target) : NULL;
	text_quote(&shown, name);
	if (!target || (c->op != OP_EQ && c->op != OP_NE))
		rc = refuse(p, ERR_INVALID, _("@ 后面写台账，只能用在引用别的记录的字段上，写成 党组织=@整顿案件 这样。"));
	else if (!c->by_reg)
		rc = refuse(p, ERR_INVALID, _("没有%s这个台账。"), buf_str(&shown));
	else if (!c->by)
		rc = refuse(p, ERR_INVALID, _("「%s」的记录不引用「%s」。"), _(c->by_reg->title), _(target->title));
	buf_release(&shown);
	c->negate ^= c->op == OP_NE;
	c->op = OP_OPEN;
	return rc;
}

/* Codes and records are known to the database alone. */
static bool is_for_store(const struct field *f)
{
	return f->set || f->type == TYPE_REF;
}

static int fill(struct parser *p, const char *name, const struct words *w, struct cond *c)
{
	bool state = same(name, "状态") || same(name, "state");

	if (!*name)
		return refuse(p, ERR_INVALID, _("前面没有写是哪个字段；请写成 党员>30 这样。"));
	if (state && take_meaning(states, w, c))
		return 0;
	if (state && is_open(w))
		return fill_open(p, w, c);
	c->field = reg_field_typed(p->reg, name);
	if (state && !c->field)
		return refuse(p, ERR_INVALID,
			_("请写 状态=在用 或 状态=停用；两种都要，请写 状态=在用 | 状态=停用。"));
	if (!c->field)
		return refuse_unknown(p, name);
	p->field = c->field->name;
	if (w->n == 0)
		return refuse(p, ERR_INVALID, _("后面还没有写值；要找没有填写的，请写 %s=空。"),
			_(c->field->label));
	if (take_meaning(fillings, w, c))
		return 0;
	if (is_open(w))
		return fill_open(p, w, c);
	if (p->without_store && is_for_store(c->field))
		return c->op == OP_HAS && c->field->type == TYPE_REF ? 0 : check_sign(p, c);
	if (c->op == OP_HAS && c->field->type == TYPE_REF && p->lookup && p->lookup->ref_named)
		return fill_named(p, w, c);
	return is_range(c, w) ? fill_range(p, w->items[0], c) : fill_values(p, w, c);
}

/* The name stands in [from, to), the sign comes next. */
static int condition(struct parser *p, size_t from, size_t to, bool negate)
{
	struct cond c = { .negate = negate, .minus = negate };
	struct words w = { .items = NULL };
	char *name = xstrndup(p->text + from, to - from);
	int rc;

	p->at += find_sign(p, &c.op);
	c.sign = c.op;
	skip_spaces(p);
	from = p->at;
	read_words(p, !is_comparison(c.op), &w);
	c.text = xstrndup(p->text + from, p->at - from);
	rc = fill(p, name, &w, &c);
	if (rc < 0)
		query_cond_release(&c);
	else
		rc = add(p, &c);
	words_release(&w);
	free(name);
	return rc;
}

/* ---- The grammar ------------------------------------------------------------------------------- */

static bool is_word(const char *s, size_t n, const char *word)
{
	return n == strlen(word) && strncasecmp(s, word, n) == 0;
}

/* A bare word, or a condition when a sign follows its first word (with or without spaces). */
static int unquoted(struct parser *p, bool negate)
{
	const char *s = p->text + p->at;
	size_t from = p->at, to;

	while (!at_end(p) && !at_sign(p))
		step(p);
	to = p->at;
	skip_spaces(p);
	if (at_sign(p))
		return condition(p, from, to, negate);
	p->at = to;
	if (!negate && is_word(s, to - from, "或")) {
		p->fresh = true;
		return 0;
	}
	if (!negate && (is_word(s, to - from, "且") || is_word(s, to - from, "and")))
		return 0;
	return add_word(p, s, to - from, negate);
}

static int quoted(struct parser *p, bool negate)
{
	struct buf word = BUF_INIT;
	int rc;

	read_quoted(p, &word);
	rc = add_word(p, buf_str(&word), word.len, negate);
	buf_release(&word);
	return rc;
}

/* Reads what comes next: 0, or negative. */
static int one(struct parser *p)
{
	bool negate;

	p->begin = p->at;
	p->field = NULL;
	if (is_next(p, '|')) {
		step(p);
		p->fresh = true;
		return 0;
	}
	negate = is_next(p, '-');
	if (negate)
		step(p);
	if (negate && at_end(p))
		return refuse(
			p, ERR_INVALID, _("减号后面还没有写不要什么；请写成 -东河 这样，中间没有空格。"));
	return at_quote(p) ? quoted(p, negate) : unquoted(p, negate);
}

static int parse(struct parser *p)
{
	int rc = 0;

	*p->out = (struct query){ .any = NULL };
	p->n = strlen(p->text);
	p->fresh = true;
	if (p->n > MAX_BYTES)
		return err_set(
			p->e, ERR_INVALID, _("条件太长，最多 %d 字节；请去掉一些，或分几次筛选。"), MAX_BYTES);
	if (!text_is_utf8(p->text, p->n))
		return err_set(p->e, ERR_INVALID, _("条件里有不是 UTF-8 的字节；请检查终端的编码后重新输入。"));
	for (skip_spaces(p); rc == 0 && p->at < p->n; skip_spaces(p))
		rc = one(p);
	if (rc < 0)
		query_release(p->out);
	return rc;
}

int query_parse(
	const struct reg *reg, const char *text, const struct lookup *l, struct query *out, struct err *e)
{
	return parse(&(struct parser){ .reg = reg, .lookup = l, .text = text, .out = out, .e = e });
}

int query_check(const struct reg *reg, const char *text, struct err *e)
{
	const struct lookup l = { .today = date_today() };
	struct query q = { .any = NULL };
	int rc = parse(&(struct parser){
		.reg = reg, .lookup = &l, .text = text, .without_store = true, .out = &q, .e = e });

	if (rc == 0)
		query_release(&q);
	return rc;
}

/* ---- Conditions as data ------------------------------------------------------------------------ */

static void all_of_release(struct all_of *all)
{
	for (size_t i = 0; i < all->n; i++)
		query_cond_release(&all->conds[i]);
	free(all->conds);
}

void query_release(struct query *q)
{
	for (size_t i = 0; i < q->n; i++)
		all_of_release(&q->any[i]);
	free(q->any);
	*q = (struct query){ .any = NULL };
}

/* Adds copies of what `more` demands. */
static void demand(struct all_of *all, const struct all_of *more)
{
	all->conds = xreallocarray(all->conds, all->n + more->n, sizeof(all->conds[0]));
	for (size_t i = 0; i < more->n; i++)
		query_cond_copy(&all->conds[all->n++], &more->conds[i]);
}

void query_and(struct query *q, struct query *more)
{
	struct query both = { .n = q->n * more->n };

	if (q->n == 0 || more->n == 0) {
		if (q->n == 0)
			*q = *more;
		*more = (struct query){ .any = NULL };
		return;
	}
	both.any = xcalloc(both.n, sizeof(both.any[0]));
	for (size_t i = 0; i < both.n; i++) {
		demand(&both.any[i], &q->any[i / more->n]);
		demand(&both.any[i], &more->any[i % more->n]);
	}
	query_release(q);
	query_release(more);
	*q = both;
}

int query_parse_lines(const struct reg *reg, const char *lines, const struct lookup *l, struct query *out, struct err *e)
{
	int rc = 0;

	*out = (struct query){ .any = NULL };
	while (lines && *lines) {
		size_t n = strcspn(lines, "\n");
		char *line = xstrndup(lines, n);
		struct query more;
		int one = query_parse(reg, line, l, &more, rc == 0 ? e : NULL);

		if (one == 0)
			query_and(out, &more);
		rc = rc < 0 ? rc : one;
		free(line);
		lines += n + (lines[n] == '\n');
	}
	return rc;
}

void query_copy(struct query *to, const struct query *from)
{
	*to = (struct query){ .n = from->n };
	if (from->n)
		to->any = xcalloc(from->n, sizeof(to->any[0]));
	for (size_t i = 0; i < from->n; i++)
		demand(&to->any[i], &from->any[i]);
}

bool query_is_empty(const struct query *q)
{
	return q->n == 0;
}

static void add_words(const struct all_of *all, struct buf *out)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct cond *c = &all->conds[i];

		if (c->op != OP_WORD || c->negate)
			continue;
		if (out->len > 0)
			buf_addc(out, ' ');
		buf_adds(out, c->text);
	}
}

void query_words(const struct query *q, struct buf *out)
{
	for (size_t i = 0; i < q->n; i++)
		add_words(&q->any[i], out);
}

bool query_has_branches(const struct field *f)
{
	return f->type == TYPE_REF && reg_tree(f->target);
}

const char *query_field_name(const struct field *f)
{
	const char *label = _(f->label);

	return strpbrk(label, " \t,|=<>~!\"-()") ? f->name : label;
}
