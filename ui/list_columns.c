/* Which columns of a register fit beside each other. */
#include "src/i18n.h"
#include "src/text.h"
#include "ui/list.h"
#include "src/banned.h"

#define TEXT_LEAST 8		/* a text column is not made narrower than four characters */
#define NAME_LEAST 16		/* ... nor the name of another record than eight */
#define LABEL_LEAST 22
#define FOR_SIGNS 8		/* of a name in a tree: indentation and what is said behind it */
#define FOR_SIGNS_NARROW 6

/* What is to be shown where. */
struct frame {
	const struct view *v;
	int x, cols;
	size_t scroll;
	bool tree;
};

static int full_width(const struct field *f)
{
	int width = f->width ? f->width : field_type(f)->width, head = text_width(_(f->label));

	return width > head ? width : head;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* A number or a date cut short says nothing; the beginning of a text does. */
static int least_width(const struct field *f)
{
	const struct type *t = field_type(f);
	int width = full_width(f), least = f->type == TYPE_REF ? NAME_LEAST : TEXT_LEAST;

	if ((f->flags & FIELD_UNIQUE) || t->right || t->ordered)
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

/* The columns that scroll, in the order of the table, which is that of their weight.  In a narrow window the key comes
 * last, so that names are readable.  A column that somebody sorts by is one of them. */
static size_t movable_of(const struct frame *in, bool narrow, const struct field **out)
{
	const struct view *v = in->v;
	const struct field *key = reg_key(v->reg), *label = reg_label(v->reg);
	bool last = narrow && !in->tree && key != label && (key->flags & FIELD_LISTED);
	size_t n = 0;

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

/* The name column stands where the table has it, as far as those before it are not scrolled away; in a tree first. */
static void place_label(struct columns *c, const struct field *label, bool tree, int cells)
{
	size_t at = 0;

	while (!tree && at < c->n && c->column[at].field < label)
		at++;
	add(c, label, cells);
	for (size_t i = c->n - 1; i > at; i--) {
		struct column swap = c->column[i];

		c->column[i] = c->column[i - 1];
		c->column[i - 1] = swap;
	}
}

/* The name column always; then from the first one scrolled to as many as fit at their least width, but one at least. */
static int choose(const struct frame *in, int room, struct columns *out)
{
	const struct field *movable[COLUMNS_MAX], *label = reg_label(in->v->reg);
	size_t n = movable_of(in, room < NARROW_COLS, movable), i = in->scroll < n ? in->scroll : n - (n > 0);
	int signs = !in->tree ? 0 : room < NARROW_COLS ? FOR_SIGNS_NARROW : FOR_SIGNS;
	int name = larger(LABEL_LEAST, smaller(full_width(label), room * 2 / 5)) + signs;

	*out = (struct columns){ .more_left = i > 0 };
	room -= name;
	for (; i < n; i++) {
		int cells = least_width(movable[i]);

		if (cells + 1 > room && out->n > 0)
			break;
		cells = smaller(cells, room - 1);
		add(out, movable[i], cells);
		room -= cells + 1;
	}
	out->more_right = i < n;
	place_label(out, label, in->tree, name);
	return room;
}

/* Widens a column to that width, as far as there is room. */
static void widen(struct column *c, int width, int *room)
{
	int more = smaller(*room, larger(0, width - c->cells));

	c->cells += more;
	*room -= more;
}

/* What is left first gives each column its full width, the name before the others; then names get more than that. */
static void share(struct columns *c, const struct field *label, int room)
{
	struct column *name = c->column;

	for (size_t i = 0; i < c->n; i++)
		if (c->column[i].field == label)
			name = &c->column[i];
	widen(name, full_width(label), &room);
	for (size_t i = 0; i < c->n; i++)
		widen(&c->column[i], full_width(c->column[i].field), &room);
	widen(name, name->cells * 3 / 2, &room);
	for (size_t i = 0; i < c->n; i++)
		if (c->column[i].field->type == TYPE_REF)
			widen(&c->column[i], c->column[i].cells * 3 / 2, &room);
}

/* The head of the last column would stand where the sign for more columns does. */
static bool fills_the_edge(const struct columns *c)
{
	const struct column *last = &c->column[c->n - 1];

	return field_type(last->field)->right || text_width(_(last->field->label)) >= last->cells;
}

static void fit(const struct frame *in, struct columns *out)
{
	int room = choose(in, in->cols - in->x, out), x = in->x;

	if (out->more_right && fills_the_edge(out) && room == 0)
		room = choose(in, in->cols - in->x - 1, out);
	else if (out->more_right && fills_the_edge(out))
		room--;
	share(out, reg_label(in->v->reg), room);
	for (size_t i = 0; i < out->n; i++) {
		out->column[i].x = x;
		x += out->column[i].cells + 1;
	}
}

void columns_fit(const struct view *v, int x, int cols, size_t scroll, struct columns *out)
{
	fit(&(struct frame){ .v = v, .x = x, .cols = cols, .scroll = scroll }, out);
}

void columns_fit_tree(const struct view *v, int x, int cols, struct columns *out)
{
	fit(&(struct frame){ .v = v, .x = x, .cols = cols, .tree = true }, out);
	out->more_right = false;
}

bool columns_have(const struct columns *c, const struct field *f)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->column[i].field == f)
			return true;
	return false;
}
