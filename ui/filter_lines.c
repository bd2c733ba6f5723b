/* Conditions line by line. */
#include "ui/filter_lines.h"

#include <stdlib.h>
#include <string.h>

#include "src/empty.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/query_sign.h"
#include "src/text.h"
#include "src/banned.h"

static size_t sign_at(const char *s)
{
	return query_sign(s, strlen(s), NULL);
}

bool filter_line_has_parts(const struct field *f)
{
	const struct type *t = field_type(f);

	return f->type == TYPE_REF || (t->storage == STORAGE_TEXT && !t->ordered && !f->set);
}

/* --- a line as a condition --- */

/* 空, 未填 and the like, which only = understands. */
static bool is_about_empty(const char *value)
{
	static const char *const words[] = { "空", "empty", "非空", "filled" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(value, words[i]) == 0)
			return true;
	return empty_typed(value) != EMPTY_NOT;
}

static const char *sign_for(const struct field *f, const char *value)
{
	return filter_line_has_parts(f) && *value != '"' && !is_about_empty(value) ? "~" : "=";
}

/* In quotes where a blank or a bar would end it. */
static void add_value(struct buf *out, const char *value)
{
	bool plain = *value == '"' || !strpbrk(value, " |\"");

	if (!plain)
		buf_addc(out, '"');
	for (const char *s = value; *s; s++)
		if (plain || *s != '"')
			buf_addc(out, *s);
	if (!plain)
		buf_addc(out, '"');
}

static void add_piece(const struct field *f, const char *piece, struct buf *out)
{
	size_t sign = sign_at(piece);

	if (out->len)
		buf_addc(out, ' ');
	buf_adds(out, query_field_name(f));
	if (sign)
		buf_add(out, piece, sign);
	else
		buf_adds(out, sign_for(f, piece));
	piece += sign;
	add_value(out, piece + strspn(piece, " "));
}

/* Where the next condition of a line begins: behind a blank, with a sign. */
static size_t piece_length(const char *s)
{
	bool quoted = false;

	for (size_t at = 0; s[at]; at++) {
		quoted ^= s[at] == '"';
		if (!quoted && s[at] == ' ' && sign_at(s + at + strspn(s + at, " ")))
			return at;
	}
	return strlen(s);
}

static void add_pieces(const struct field *f, const char *text, struct buf *out)
{
	for (const char *s = text; *s; s += strspn(s, " ")) {
		size_t n = piece_length(s), end = n;
		char *piece;

		while (end > 0 && s[end - 1] == ' ')
			end--;
		piece = xstrndup(s, end);
		add_piece(f, piece, out);
		free(piece);
		s += n;
	}
}

void filter_line_condition(const struct filter_line *line, struct buf *out)
{
	struct buf clean = BUF_INIT;
	const char *text;

	/* Blanks of any kind part and surround; what is odd in it is for the reader of conditions to say. */
	text_halfwidth(&clean, line->text, strlen(line->text));
	text = strchr(buf_str(&clean), ' ') ? buf_str(&clean) : line->text;
	text += strspn(text, " ");
	if (*text && line->field)
		add_pieces(line->field, text, out);
	else
		buf_adds(out, text);
	buf_release(&clean);
}

/* --- chips as lines --- */

static void append(struct filter_line *line, const char *text)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s%s%s", line->text, *line->text ? " " : "", text);
	free(line->text);
	line->text = buf_detach(&b);
}

static void add_word(struct filter_line *line, const struct cond *c)
{
	struct buf b = BUF_INIT;
	bool plain = !strpbrk(c->text, " |=<>~!\"") && c->text[0] != '-' && strcmp(c->text, "或") != 0;

	buf_addf(&b, plain ? "%s%s" : "%s\"%s\"", c->minus ? "-" : "", c->text);
	append(line, buf_str(&b));
	buf_release(&b);
}

/* A minus turns = and != about; before another sign it has no place in a line. */
static enum op sign_of(const struct cond *c)
{
	if (!c->minus)
		return c->sign;
	return c->sign == OP_EQ ? OP_NE : OP_EQ;
}

/* The label of a code, where that is read as this code again and needs no quotes. */
static const char *label_of(const struct codebook *codes, const struct field *f, const char *value)
{
	const struct code_item *item = codebook_find(codes, f->set, value), *same = NULL;

	if (empty_typed(value) > EMPTY_UNFILLED)
		return empty_label(empty_typed(value));
	if (item && !strpbrk(code_item_label(item), " ,|\"") && !sign_at(code_item_label(item)))
		same = codebook_find(codes, f->set, code_item_label(item));
	return same == item && item ? code_item_label(item) : value;
}

/* What a condition asks for as a person would write it: conditions of the program itself speak in codes and English words. */
static void add_meant(const struct codebook *codes, const struct cond *c, struct buf *out)
{
	if (c->op == OP_EMPTY || c->op == OP_FILLED) {
		buf_adds(out, (c->op == OP_EMPTY) == (c->sign == OP_EQ) ? _("空") : _("非空"));
	} else if (c->op == OP_UNFILLED) {
		buf_adds(out, empty_label(EMPTY_UNFILLED));
	} else if (c->field->type == TYPE_DATE && strcmp(c->text, "today") == 0) {
		buf_adds(out, _("今天"));
	} else if (c->field->set && c->nvalues) {
		for (size_t i = 0; i < c->nvalues; i++)
			buf_addf(out, "%s%s", i ? "," : "", label_of(codes, c->field, c->values[i].text));
	} else {
		buf_adds(out, c->text);
	}
}

static void add_cond(struct filter_line *line, const struct codebook *codes, const struct cond *c)
{
	struct buf b = BUF_INIT, meant = BUF_INIT;
	const char *sign = query_sign_text(sign_of(c));

	add_meant(codes, c, &meant);
	if (*line->text || strcmp(sign, sign_for(line->field, buf_str(&meant))) != 0)
		buf_adds(&b, sign);
	buf_adds(&b, buf_str(&meant));
	append(line, buf_str(&b));
	buf_release(&b);
	buf_release(&meant);
}

static bool fits_lines(const struct cond *c)
{
	if (c->op == OP_WORD)
		return true;
	return c->field && !(c->minus && c->sign != OP_EQ && c->sign != OP_NE);
}

/* Whether a chip is nothing but words and conditions on fields, all of which must hold. */
static bool can_be_parted(const struct query *q)
{
	bool can = q->n == 1;

	for (size_t i = 0; can && i < q->any[0].n; i++)
		can = fits_lines(&q->any[0].conds[i]);
	return can;
}

static void add_line(struct filter_lines *f, const struct field *field, const char *text)
{
	f->items = xreallocarray(f->items, f->n + 1, sizeof(*f->items));
	f->items[f->n++] = (struct filter_line){ field, xstrdup(text) };
}

static void add_chip(struct filter_lines *f, const struct codebook *codes, const struct chip *chip)
{
	const struct all_of *all = chip->query.any;

	if (!can_be_parted(&chip->query)) {
		add_line(f, NULL, chip->where);
		return;
	}
	for (size_t i = 0; i < all->n; i++) {
		const struct cond *c = &all->conds[i];

		if (c->field)
			add_cond(&f->items[1 + (size_t)(c->field - f->reg->fields)], codes, c);
		else
			add_word(&f->items[0], c);
	}
}

void filter_lines_init(struct filter_lines *f, const struct reg *reg, const struct codebook *codes, const struct chips *chips)
{
	*f = (struct filter_lines){ .reg = reg };
	add_line(f, NULL, "");
	for (size_t i = 0; i < reg->nfields; i++)
		add_line(f, &reg->fields[i], "");
	for (size_t i = 0; i < chips->n; i++)
		add_chip(f, codes, &chips->items[i]);
}

void filter_lines_release(struct filter_lines *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->items[i].text);
	free(f->items);
	*f = (struct filter_lines){ .items = NULL };
}

const char *filter_line_label(const struct filter_lines *f, size_t line)
{
	if (line == 0)
		return _("词语");
	return f->items[line].field ? _(f->items[line].field->label) : _("其他条件");
}

void filter_line_set(struct filter_lines *f, size_t line, const char *text)
{
	free(f->items[line].text);
	f->items[line].text = xstrdup(text);
}
