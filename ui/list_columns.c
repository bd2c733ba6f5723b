/* Which columns of a register fit beside each other. */
#include "src/i18n.h"
#include "src/text.h"
#include "ui/list.h"
#include "src/banned.h"

#define CODE_LEAST 8		/* a column is not made narrower than four characters ... */
#define TEXT_LEAST 10		/* ... a text than five, as many as a person's name has ... */
#define NAME_LEAST 16		/* ... nor the name of another record, or what rows are known by in order, than eight */
#define LABEL_LEAST 22
#define LABEL_GIVES 2		/* of what the name of the record has, where one column more fits then */
#define WIDE_COLS 100		/* from here on there are more columns than those listed ... */
#define VERY_WIDE_COLS 132	/* ... and from here on as many as there is room for */
#define FOR_SIGNS 8		/* of a name in a tree: indentation and what is said behind it */
#define FOR_SIGNS_NARROW 6

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static bool is_chosen(const struct columns_want *in)
{
	return in->layout && in->layout->n > 0;
}

/* The cells that somebody gave a column, or 0. */
static int chosen_width(const struct columns_want *in, const struct field *f)
{
	size_t i = is_chosen(in) ? layout_place(in->layout, f) : 0;

	return is_chosen(in) && i < in->layout->n ? in->layout->column[i].cells : 0;
}

static int full_width(const struct columns_want *in, const struct field *f)
{
	int chosen = chosen_width(in, f);

	return chosen ? chosen : layout_full_width(f);
}

/* A number or a date cut short says nothing; the beginning of a text does. */
static int least_width(const struct columns_want *in, const struct field *f)
{
	const struct type *t = field_type(f);
	bool names = f->type == TYPE_REF || f == reg_field(in->view->reg, in->view->reg->sort);
	int width = full_width(in, f), least = names ? NAME_LEAST : f->type == TYPE_TEXT ? TEXT_LEAST : CODE_LEAST;

	if ((f->flags & FIELD_UNIQUE) || t->right || t->ordered || chosen_width(in, f))
		return width;
	return smaller(width, larger(least, text_width(_(f->label))));
}

/* The key says nothing in a tree, and who stands above is seen, unless somebody asked for that order. */
static bool is_seen(const struct view *v, const struct field *f)
{
	if (f == v->sort && f != reg_field(v->reg, v->reg->sort))
		return false;
	return f == reg_tree(v->reg) || f == reg_key(v->reg);
}

/* The columns that scroll, as somebody chose them. */
static size_t chosen_of(const struct columns_want *in, const struct field **out)
{
	size_t n = 0;

	for (size_t i = 0; i < in->layout->n; i++)
		if (in->layout->column[i].field != reg_label(in->view->reg))
			out[n++] = in->layout->column[i].field;
	return n;
}

/* The columns that scroll, in the order of the table, which is that of their weight.  In a narrow window the key comes
 * last, so that names are readable.  A column that somebody sorts by is one of them. */
static size_t movable_of(const struct columns_want *in, bool narrow, const struct field **out)
{
	const struct view *v = in->view;
	const struct field *key = reg_key(v->reg), *label = reg_label(v->reg);
	bool last = narrow && !in->tree && key != label && (key->flags & FIELD_LISTED);
	size_t n = 0;

	if (is_chosen(in))
		return chosen_of(in, out);
	for (size_t i = 0; i < v->reg->nfields && n + last < COLUMNS_MAX - 1; i++) {
		const struct field *f = &v->reg->fields[i];

		if (in->tree && is_seen(v, f))
			continue;
		if (f != label && !(last && f == key) && ((f->flags & FIELD_LISTED) || f == v->sort))
			out[n++] = f;
	}
	if (last)
		out[n++] = key;
	return n;
}

static void add(struct columns *c, const struct field *f, int cells)
{
	c->column[c->n++] = (struct column){ .field = f, .cells = cells };
}

/* The place of a column among all of them. */
static size_t place_of(const struct columns_want *in, const struct field *f)
{
	return is_chosen(in) ? layout_place(in->layout, f) % in->layout->n : (size_t)(f - in->view->reg->fields);
}

/* The name column stands where the table or whoever chose has it, as far as those before it are not scrolled away; in a tree
 * first. */
static void place_label(const struct columns_want *in, struct columns *c, int cells)
{
	const struct field *label = reg_label(in->view->reg);
	size_t at = 0;

	while (!in->tree && at < c->n && place_of(in, c->column[at].field) < place_of(in, label))
		at++;
	add(c, label, cells);
	for (size_t i = c->n - 1; i > at; i--) {
		struct column swap = c->column[i];

		c->column[i] = c->column[i - 1];
		c->column[i - 1] = swap;
	}
}

/* At first the name gets this much; of what is then left others get their share. */
static int name_width(const struct columns_want *in, int room)
{
	const struct field *label = reg_label(in->view->reg);
	int signs = !in->tree ? 0 : room < NARROW_COLS ? FOR_SIGNS_NARROW : FOR_SIGNS;

	if (chosen_width(in, label))
		return smaller(chosen_width(in, label), larger(LABEL_LEAST, room * 2 / 3)) + signs;
	return larger(LABEL_LEAST, smaller(full_width(in, label), room * 2 / 5)) + signs;
}

/* The name column always; then from the first one scrolled to as many as fit at their least width, but one at least. */
static int choose(const struct columns_want *in, int room, struct columns *out)
{
	const struct field *movable[COLUMNS_MAX];
	size_t n = movable_of(in, room < NARROW_COLS, movable), i = in->scroll < n ? in->scroll : n - (n > 0);
	int name = name_width(in, room), gives = chosen_width(in, reg_label(in->view->reg)) ? 0 : LABEL_GIVES;

	*out = (struct columns){ .more_left = i > 0 };
	room -= name;
	for (; i < n; i++) {
		int cells = least_width(in, movable[i]), lacking = cells + 1 - room;

		if (lacking > 0 && lacking <= gives && name - lacking >= LABEL_LEAST) {
			name -= lacking;
			room += lacking;
			gives -= lacking;
		}
		if (cells + 1 > room && out->n > 0)
			break;
		cells = smaller(cells, room - 1);
		add(out, movable[i], cells);
		room -= cells + 1;
	}
	out->more_right = i < n;
	place_label(in, out, name);
	return room;
}

/* How much more than their least width the columns would take. */
static int still_wanted(const struct columns_want *in, const struct columns *c)
{
	int wanted = 0;

	for (size_t i = 0; i < c->n; i++)
		wanted += larger(0, full_width(in, c->column[i].field) - c->column[i].cells);
	return wanted;
}

/* Adds those that have all these flags and fit whole; what is left of the spare cells. */
static int add_whole(const struct columns_want *in, unsigned int flags, int spare, struct columns *c)
{
	const struct reg *reg = in->view->reg;

	for (size_t i = 0; i < reg->nfields && c->n < COLUMNS_MAX; i++) {
		const struct field *f = &reg->fields[i];
		int cells = full_width(in, f);

		/* A key that is not listed is made of what is. */
		if ((f->flags & flags) != flags || f == reg_key(reg) || columns_have(c, f) || cells + 1 > spare)
			continue;
		add(c, f, cells);
		spare -= cells + 1;
	}
	return spare;
}

/* A wide window that has room for more than what is listed shows more, as far as nothing that is listed suffers; returns the
 * cells that are left. */
static int add_others(const struct columns_want *in, int room, struct columns *c)
{
	int wanted = still_wanted(in, c), spare = room - wanted;

	spare = add_whole(in, FIELD_WIDE, spare, c);
	if (in->cols >= VERY_WIDE_COLS)
		spare = add_whole(in, 0, spare, c);
	return spare + wanted;
}

/* Widens a column to that width, as far as there is room. */
static void widen(struct column *c, int width, int *room)
{
	int more = smaller(*room, larger(0, width - c->cells));

	c->cells += more;
	*room -= more;
}

/* Who chose a width has it. */
static void widen_more(const struct columns_want *in, struct column *c, int *room)
{
	if (!chosen_width(in, c->field))
		widen(c, c->cells * 3 / 2, room);
}

/* What is left first gives each column its full width, the name before the others; then names get more than that. */
static void share(const struct columns_want *in, struct columns *c, int room)
{
	const struct field *label = reg_label(in->view->reg);
	struct column *name = c->column;

	for (size_t i = 0; i < c->n; i++)
		if (c->column[i].field == label)
			name = &c->column[i];
	widen(name, full_width(in, label), &room);
	for (size_t i = 0; i < c->n; i++)
		widen(&c->column[i], full_width(in, c->column[i].field), &room);
	widen_more(in, name, &room);
	for (size_t i = 0; i < c->n; i++)
		if (c->column[i].field->type == TYPE_REF)
			widen_more(in, &c->column[i], &room);
}

/* The head of the last column would stand where the sign for more columns does. */
static bool fills_the_edge(const struct columns *c)
{
	const struct column *last = &c->column[c->n - 1];

	return field_type(last->field)->right || text_width(_(last->field->label)) >= last->cells;
}

void columns_fit(const struct columns_want *in, struct columns *out)
{
	int room = choose(in, in->cols - in->x, out), x = in->x;

	if (out->more_right && fills_the_edge(out) && room == 0)
		room = choose(in, in->cols - in->x - 1, out);
	else if (out->more_right && fills_the_edge(out))
		room--;
	if (!out->more_right && !out->more_left && !in->tree && !is_chosen(in) && in->cols >= WIDE_COLS)
		room = add_others(in, room, out);
	share(in, out, room);
	for (size_t i = 0; i < out->n; i++) {
		out->column[i].x = x;
		x += out->column[i].cells + 1;
	}
	/* A tree's columns do not scroll. */
	out->more_right &= !in->tree;
}

bool columns_have(const struct columns *c, const struct field *f)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->column[i].field == f)
			return true;
	return false;
}
