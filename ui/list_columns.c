/* Which columns of a register fit beside each other. */
#include "src/i18n.h"
#include "src/text.h"
#include "ui/list.h"
#include "src/banned.h"

#define TEXT_LEAST 8		/* a text column is not made narrower than four characters */
#define LABEL_LEAST 22

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

/* A number or a date cut short says nothing, nor does the beginning of a long name; a short text does. */
static int least_width(const struct field *f)
{
	const struct type *t = field_type(f);
	int width = full_width(f);

	if ((f->flags & FIELD_UNIQUE) || t->right || t->ordered || f->type == TYPE_REF)
		return width;
	return smaller(width, larger(TEXT_LEAST, text_width(_(f->label))));
}

/* A column that somebody sorts by is to be seen; in a narrow window the key is left out, so that names are readable. */
static bool is_wanted(const struct view *v, const struct field *f, bool narrow)
{
	if (f == v->sort && f != reg_field(v->reg, v->reg->sort))
		return true;
	return (f->flags & FIELD_LISTED) && !(narrow && f == reg_key(v->reg));
}

/* The name column always; then the others in table order, as long as they fit at their least width. */
static size_t choose(const struct view *v, int *room, struct column *out)
{
	const struct field *label = reg_label(v->reg);
	bool narrow = *room < NARROW_COLS;
	int name = larger(LABEL_LEAST, smaller(full_width(label), *room * 2 / 5)), sort = 0;
	size_t n = 0;

	if (v->sort && v->sort != label && is_wanted(v, v->sort, true))
		sort = least_width(v->sort) + 1;
	*room -= name + sort;
	for (size_t i = 0; i < v->reg->nfields && n < COLUMNS_MAX; i++) {
		const struct field *f = &v->reg->fields[i];
		int cells = least_width(f);

		if (f == label || (f == v->sort && sort)) {
			out[n++] = (struct column){ .field = f, .cells = f == label ? name : cells };
		} else if (is_wanted(v, f, narrow) && cells + 1 <= *room) {
			out[n++] = (struct column){ .field = f, .cells = cells };
			*room -= cells + 1;
		}
	}
	return n;
}

/* Widens a column to that width, as far as there is room. */
static void widen(struct column *c, int width, int *room)
{
	int more = smaller(*room, larger(0, width - c->cells));

	c->cells += more;
	*room -= more;
}

/* What is left first gives each column its full width, the name before the others; then names get more than that. */
static void share(struct column *columns, size_t n, const struct field *label, int room)
{
	struct column *name = columns;

	for (size_t i = 0; i < n; i++)
		if (columns[i].field == label)
			name = &columns[i];
	widen(name, full_width(label), &room);
	for (size_t i = 0; i < n; i++)
		widen(&columns[i], full_width(columns[i].field), &room);
	widen(name, name->cells * 3 / 2, &room);
	for (size_t i = 0; i < n; i++)
		if (columns[i].field->type == TYPE_REF)
			widen(&columns[i], columns[i].cells * 3 / 2, &room);
}

size_t columns_fit(const struct view *v, int x, int cols, struct column *out)
{
	int room = cols - x;
	size_t n = choose(v, &room, out);

	share(out, n, reg_label(v->reg), room);
	for (size_t i = 0; i < n; i++) {
		out[i].x = x;
		x += out[i].cells + 1;
	}
	return n;
}
