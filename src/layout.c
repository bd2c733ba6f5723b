/* The columns of a list as somebody chose them, and as text. */
#include "src/layout.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

#define DIGITS "0123456789"
#define DIGITS_MOST 3

int layout_full_width(const struct field *f)
{
	int width = f->width ? f->width : field_type(f)->width, head = text_width(_(f->label));

	return width > head ? width : head;
}

size_t layout_place(const struct layout *l, const struct field *f)
{
	size_t i = 0;

	while (i < l->n && l->column[i].field != f)
		i++;
	return i;
}

static int refuse_name(const struct reg *reg, const char *name, struct err *e)
{
	const struct field *near = reg_field_nearest(reg, name);
	struct buf shown = BUF_INIT;

	text_quote(&shown, name);
	if (near)
		err_set(e, ERR_INVALID, _("「%s」没有%s这一列，最接近的是「%s」。"), _(reg->title), buf_str(&shown), _(near->label));
	else
		err_set(e, ERR_INVALID, _("「%s」没有%s这一列。"), _(reg->title), buf_str(&shown));
	buf_release(&shown);
	return ERR_INVALID;
}

/* cells: "30", or NULL where none were written. */
static int read_cells(const char *cells, int *out)
{
	size_t n = cells ? strlen(cells) : 0;

	*out = 0;
	if (!cells)
		return 0;
	if (!n || n > DIGITS_MOST || strspn(cells, DIGITS) != n)
		return ERR_INVALID;
	*out = (int)strtol(cells, NULL, 10);
	return *out >= LAYOUT_LEAST && *out <= LAYOUT_MOST ? 0 : ERR_INVALID;
}

/* One column, "name" or "name:30"; the text is changed. */
static int read_column(const struct reg *reg, char *text, struct layout *out, struct err *e)
{
	char *name = text + strspn(text, " "), *colon = strchr(name, ':');
	struct layout_column column;

	if (colon)
		*colon = '\0';
	column.field = reg_field_typed(reg, name);
	if (!column.field)
		return refuse_name(reg, name, e);
	if (layout_place(out, column.field) < out->n)
		return err_set(e, ERR_INVALID, _("「%s」这一列写了两次。"), _(column.field->label));
	if (read_cells(colon ? colon + 1 : NULL, &column.cells) < 0)
		return err_set(e, ERR_INVALID, _("「%s」的宽度要在 %d 和 %d 之间，例如 %s:20。"), _(column.field->label),
			       LAYOUT_LEAST, LAYOUT_MOST, column.field->name);
	if (out->n < LAYOUT_MAX)
		out->column[out->n++] = column;
	return 0;
}

int layout_parse(const struct reg *reg, const char *text, struct layout *out, struct err *e)
{
	int rc = 0;

	out->n = 0;
	while (text && *text) {
		size_t n = strcspn(text, ",");
		char *word = xstrndup(text, n);
		int one = word[strspn(word, " ")] ? read_column(reg, word, out, rc == 0 ? e : NULL) : 0;

		rc = rc < 0 ? rc : one;
		free(word);
		text += n + (text[n] == ',');
	}
	return rc;
}

void layout_format(const struct layout *l, struct buf *out)
{
	for (size_t i = 0; i < l->n; i++) {
		buf_addf(out, "%s%s", i ? "," : "", l->column[i].field->name);
		if (l->column[i].cells)
			buf_addf(out, ":%d", l->column[i].cells);
	}
}
