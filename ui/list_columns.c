/* Which columns of a register fit beside each other. */
#include "src/i18n.h"
#include "src/text.h"
#include "ui/list.h"
#include "src/banned.h"

#define TEXT_LEAST 10		/* a text column is not made narrower than five characters */
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

/* A number or a date cut short says nothing; a text does. */
static int least_width(const struct field *f)
{
	const struct type *t = field_type(f);
	int width = full_width(f);

	if (f->flags & FIELD_UNIQUE || t->right || t->ordered)
		return width;
	return smaller(width, larger(TEXT_LEAST, text_width(_(f->label))));
}

/* The name column always; then the others in table order, as long as they fit at their least width. */
static size_t choose(const struct reg *reg, int *room, struct column *out)
{
	const struct field *label = reg_label(reg);
	int name = larger(LABEL_LEAST, smaller(full_width(label), *room / 3));
	size_t n = 0;

	*room -= name;
	for (size_t i = 0; i < reg->nfields && n < COLUMNS_MAX; i++) {
		const struct field *f = &reg->fields[i];
		int cells = least_width(f);

		if (f == label) {
			out[n++] = (struct column){ .field = f, .cells = name };
		} else if ((f->flags & FIELD_LISTED) && cells + 1 <= *room) {
			out[n++] = (struct column){ .field = f, .cells = cells };
			*room -= cells + 1;
		}
	}
	return n;
}

/* What is left first gives each column its full width, the name before the others; then it is the name's. */
static void widen(struct column *columns, size_t n, const struct field *label, int room)
{
	struct column *name = columns;

	for (size_t i = 0; i < n; i++)
		if (columns[i].field == label)
			name = &columns[i];
	for (size_t i = 0; i <= n; i++) {
		struct column *c = i == 0 ? name : &columns[i - 1];
		int more = smaller(room, larger(0, full_width(c->field) - c->cells));

		c->cells += more;
		room -= more;
	}
	name->cells += smaller(room, name->cells / 2);
}

size_t columns_fit(const struct reg *reg, int x, int cols, struct column *out)
{
	int room = cols - x;
	size_t n = choose(reg, &room, out);

	widen(out, n, reg_label(reg), room);
	for (size_t i = 0; i < n; i++) {
		out[i].x = x;
		x += out[i].cells + 1;
	}
	return n;
}
