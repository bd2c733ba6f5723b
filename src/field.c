/*
 * Fields: what is the same for every type.  What differs stands in the row of
 * the type (types.c).
 */
#include "src/field.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "src/empty.h"
#include "src/i18n.h"
#include "src/banned.h"

void *field_value(const struct field *f, void *rec)
{
	return (char *)rec + f->offset;
}

const void *field_const(const struct field *f, const void *rec)
{
	return (const char *)rec + f->offset;
}

static int check_length(const struct field *f, const struct type *t, const char *text, struct err *e)
{
	int max = f->max ? f->max : t->max;
	size_t length;

	/* No text has more characters than bytes, and most are short. */
	if (strlen(text) <= (size_t)max)
		return 0;
	length = text_length(text);
	if (length <= (size_t)max)
		return 0;
	return err_set(e, ERR_INVALID, _("有 %zu 个字符，最多 %d 个，请写短一些。"), length, max);
}

/* Says which field it was; the parsers below do not know. */
static int name_field(const struct field *f, int rc, struct err *e)
{
	if (!e)
		return rc;
	return err_field(e, rc, f->name, _("%s：%s"), _(f->label), e->text);
}

/* A word that says why there is no value: 1: taken, 0: it is none of those. */
static int take_empty(const struct field *f, const char *typed, void *rec, struct err *e)
{
	enum empty state = field_has_states(f) ? empty_typed(typed) : EMPTY_NOT;

	if (!state)
		return 0;
	if (!field_knows(f, state))
		return err_set(e, ERR_INVALID, _("不能填「%s」，可以填「%s」，还不知道的请留空。"), empty_label(state),
			       empty_label(state == EMPTY_NONE ? EMPTY_INAPPLICABLE : EMPTY_NONE));
	field_set_empty(f, rec, state);
	return 1;
}

int field_parse(const struct field *f, const char *typed, const struct lookup *l, void *rec, struct err *e)
{
	const struct type *t = field_type(f);
	void *value = field_value(f, rec);
	struct buf clean = BUF_INIT;
	int rc;

	/* Most cells of a ledger are empty. */
	if (!typed || !typed[0]) {
		t->release(value);
		return 0;
	}
	rc = text_clean(&clean, typed, strlen(typed), t->kind, e);
	if (!rc)
		rc = check_length(f, t, buf_str(&clean), e);
	if (!rc && clean.len == 0)
		t->release(value);
	else if (!rc && (rc = take_empty(f, buf_str(&clean), rec, e)) == 0)
		rc = t->parse(f, buf_str(&clean), l, value, e);
	buf_release(&clean);
	return rc < 0 ? name_field(f, rc, e) : 0;
}

void field_format(const struct field *f, const void *rec, const struct lookup *l, enum style style,
		  struct buf *out)
{
	enum empty state = field_has_states(f) ? field_empty(f, rec) : EMPTY_NOT;

	if (state > EMPTY_UNFILLED)
		buf_adds(out, style == STYLE_DATA ? empty_text(state) : empty_label(state));
	else
		field_type(f)->format(f, field_const(f, rec), l, style, out);
}

bool field_is_personal(const struct field *f)
{
	return (f->flags & FIELD_PERSONAL) != 0 || field_type(f)->personal;
}

bool field_tail(const struct field *f, const char *text, char out[FIELD_TAIL + 1])
{
	size_t want = (size_t)field_type(f)->tail, n = 0;

	if (!want || !text)
		return false;
	for (size_t i = strlen(text); i > 0 && n < want; i--)
		if (isalnum((unsigned char)text[i - 1]))
			out[want - ++n] = (char)toupper((unsigned char)text[i - 1]);
	out[want] = '\0';
	return n == want;
}

void field_format_masked(const struct field *f, const void *rec, const struct lookup *l, enum style style,
			 struct buf *out)
{
	const struct type *t = field_type(f);
	struct buf plain = BUF_INIT;

	/* That there is none tells nothing about anybody. */
	if (!field_is_personal(f) || field_empty(f, rec)) {
		field_format(f, rec, l, style, out);
		return;
	}
	if (t->mask_head == 0 && t->mask_tail == 0) {
		/* How many digits a salary has says too much already. */
		buf_adds(out, "***");
		return;
	}
	field_format(f, rec, l, style, &plain);
	text_mask(out, buf_str(&plain), t->mask_head, t->mask_tail);
	buf_release(&plain);
}

bool field_is_empty(const struct field *f, const void *rec)
{
	struct cell c;

	field_type(f)->put(field_const(f, rec), &c);
	return c.kind == CELL_NULL;
}

bool field_equal(const struct field *f, const void *a, const void *b)
{
	const struct type *t = field_type(f);
	struct cell one, other;

	t->put(field_const(f, a), &one);
	t->put(field_const(f, b), &other);
	return cell_equal(&one, &other);
}

void field_copy(const struct field *f, void *to, const void *from)
{
	const struct type *t = field_type(f);
	struct cell c;

	if (to == from)
		return;
	t->put(field_const(f, from), &c);
	if (t->get(field_value(f, to), &c))
		t->release(field_value(f, to));
}

/* Writes a number that ends before `end`; returns its beginning.  Journals and files have many of them. */
static const char *digits(int64_t number, char *end)
{
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	*--end = '\0';
	do
		*--end = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (number < 0)
		*--end = '-';
	return end;
}

const char *cell_text(struct cell *c)
{
	if (c->kind == CELL_NULL)
		return NULL;
	if (c->kind == CELL_TEXT)
		return c->text;
	return digits(c->number, c->scratch + sizeof(c->scratch));
}

/* Only what cell_text() writes is an integer: no spaces, no plus sign, nothing behind it. */
static bool read_integer(const char *text, int64_t *out)
{
	char *end;

	if (*text != '-' && (*text < '0' || *text > '9'))
		return false;
	errno = 0;
	*out = strtoll(text, &end, 10);
	return errno == 0 && *end == '\0' && end != text;
}

void cell_from_text(struct cell *c, const struct type *t, const char *text)
{
	c->kind = text ? CELL_TEXT : CELL_NULL;
	c->number = 0;
	c->text = text;
	/* What is no integer stays text, and the type's get() refuses it. */
	if (text && t->storage == STORAGE_INTEGER && read_integer(text, &c->number)) {
		c->kind = CELL_INT;
		c->text = NULL;
	}
}

bool cell_equal(const struct cell *a, const struct cell *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == CELL_INT)
		return a->number == b->number;
	return a->kind == CELL_NULL || strcmp(a->text, b->text) == 0;
}
