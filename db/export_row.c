/*
 * One record as one line of a file.  Only columns that are filled cost anything:
 * each goes through its type's own functions, by way of a record that holds one value at a time.
 */
#include "db/export_part.h"

#include <stdlib.h>
#include <string.h>

#include "src/csv.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

/* --- references --- */

static struct ref_slot *ref_slot(struct export *x, const struct reg *reg, int64_t id)
{
	uint64_t h = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15);

	return &x->refs[(h >> 32 ^ reg_index(reg)) % REF_SLOTS];
}

static int format_ref(void *ctx, const struct reg *reg, int64_t id, enum style style, struct buf *out)
{
	struct export *x = ctx;
	struct ref_slot *slot = ref_slot(x, reg, id);
	struct buf text = BUF_INIT;
	int rc = 0;

	if (!slot->text || slot->reg != reg || slot->id != id) {
		rc = x->s->lookup.ref_format(x->s, reg, id, style, &text);
		free(slot->text);
		*slot = (struct ref_slot){ .reg = reg, .id = id, .text = xstrdup(buf_str(&text)) };
		buf_release(&text);
	}
	buf_adds(out, slot->text);
	return rc;
}

/* --- begin and end --- */

/* Is the field named among those that never leave uncovered? */
static bool is_named(const struct export *x, const struct field *f)
{
	struct buf name = BUF_INIT;
	const char *at = x->s->export_masks;
	bool found = false;

	buf_addf(&name, "%s.%s", x->view->reg->name, f->name);
	for (; !found && *at; at += strcspn(at, " "), at += strspn(at, " "))
		found = strcspn(at, " ") == name.len && strncmp(at, buf_str(&name), name.len) == 0;
	buf_release(&name);
	return found;
}

void export_row_begin(struct export *x)
{
	const struct reg *reg = x->view->reg;

	x->style = x->o->format == EXPORT_JSON ? STYLE_DATA : STYLE_EDIT;
	x->separator = x->o->format == EXPORT_TSV ? '\t' : ',';
	x->line_end = x->o->gb18030 ? "\r\n" : "\n";
	x->n = x->o->columns ? x->o->ncolumns : reg->nfields;
	x->columns = xcalloc(x->n + 1, sizeof(x->columns[0]));
	x->covered = xcalloc(x->n + 1, sizeof(x->covered[0]));
	for (size_t i = 0; i < x->n; i++) {
		x->columns[i] = x->o->columns ? x->o->columns[i] : &reg->fields[i];
		x->covered[i] = !x->o->reveal || is_named(x, x->columns[i]);
	}
	x->refs = xcalloc(REF_SLOTS, sizeof(x->refs[0]));
	x->codes = xcalloc(x->n + 1, sizeof(x->codes[0]));
	x->rec = reg_new(reg);
	x->lookup = x->s->lookup;
	/* It formats and nothing else: the store's other functions want another ctx. */
	x->lookup.ref_format = format_ref;
	x->lookup.ref_find = NULL;
	x->lookup.ref_get = NULL;
	x->lookup.ref_peek = NULL;
	x->lookup.ctx = x;
}

void export_row_end(struct export *x)
{
	for (size_t i = 0; i < REF_SLOTS; i++)
		free(x->refs[i].text);
	free(x->refs);
	for (size_t i = 0; i < x->n; i++) {
		free(x->codes[i].value);
		free(x->codes[i].shown);
	}
	free(x->codes);
	free(x->columns);
	free(x->covered);
	reg_free(x->view->reg, x->rec);
	buf_release(&x->cell);
	buf_release(&x->text);
}

void export_header(struct export *x)
{
	if (x->o->format == EXPORT_JSON)
		return;
	if (x->o->bom && !x->o->gb18030)
		buf_addcp(&x->text, 0xFEFF);
	for (size_t i = 0; i < x->n; i++) {
		if (i)
			buf_addc(&x->text, x->separator);
		csv_add_cell(&x->text, x->o->english ? x->columns[i]->name : _(x->columns[i]->label), x->separator, true);
	}
	buf_adds(&x->text, x->line_end);
}

/* --- cells --- */

/* Puts a value into x->cell as text. */
static int show(struct export *x, size_t i, const struct cell *c, struct err *e)
{
	const struct field *f = x->columns[i];

	if (field_type(f)->get(field_value(f, x->rec), c) < 0)
		return err_field(e, ERR_DATABASE, f->name, _("%s 记录 %lld 的「%s」不是%s；请用 zhibu verify 查看。"),
			_(x->view->reg->title), (long long)sqlite3_column_int64(x->stmt, 0), _(f->label),
			_(field_type(f)->label));
	buf_clear(&x->cell);
	if (!x->covered[i])
		field_format(f, x->rec, &x->lookup, x->style, &x->cell);
	else
		field_format_masked(f, x->rec, &x->lookup, x->style, &x->cell);
	return 0;
}

static int show_code(struct export *x, size_t i, const struct cell *c, struct err *e)
{
	struct code_memo *memo = &x->codes[i];
	int rc;

	if (memo->value && strcmp(memo->value, c->text) == 0) {
		buf_clear(&x->cell);
		buf_adds(&x->cell, memo->shown);
		return 0;
	}
	rc = show(x, i, c, e);
	if (rc < 0)
		return rc;
	free(memo->value);
	free(memo->shown);
	memo->value = xstrdup(c->text);
	memo->shown = xstrdup(buf_str(&x->cell));
	return 0;
}

/* The value of a column as text in x->cell, unless it is empty. */
static int read_cell(struct export *x, size_t i, bool *filled, struct err *e)
{
	int column = (int)i + 1, type = sqlite3_column_type(x->stmt, column);
	struct cell c = { .kind = type == SQLITE_INTEGER ? CELL_INT : CELL_TEXT };

	*filled = type != SQLITE_NULL;
	if (!*filled)
		return 0;
	if (type == SQLITE_INTEGER)
		c.number = sqlite3_column_int64(x->stmt, column);
	else
		c.text = sql_text(x->stmt, column);
	return x->columns[i]->set && c.kind == CELL_TEXT ? show_code(x, i, &c, e) : show(x, i, &c, e);
}

static int add_csv_row(struct export *x, struct err *e)
{
	bool filled;

	for (size_t i = 0; i < x->n; i++) {
		int rc = read_cell(x, i, &filled, e);

		if (rc < 0)
			return rc;
		if (i)
			buf_addc(&x->text, x->separator);
		if (filled)
			csv_add_cell(&x->text, buf_str(&x->cell), x->separator, true);
	}
	buf_adds(&x->text, x->line_end);
	return 0;
}

static void add_json_text(struct buf *out, const char *s)
{
	buf_addc(out, '"');
	while (*s) {
		size_t n = 0;

		while ((unsigned char)s[n] >= 0x20 && s[n] != '"' && s[n] != '\\')
			n++;
		buf_add(out, s, n);
		s += n;
		if (*s == '"' || *s == '\\')
			buf_addf(out, "\\%c", *s);
		else if (*s)
			buf_addf(out, "\\u%04x", (unsigned int)*s);
		s += *s ? 1 : 0;
	}
	buf_addc(out, '"');
}

/* A number that is masked is a text. */
static bool is_bare(const struct export *x, size_t i)
{
	const struct field *f = x->columns[i];

	return (f->type == TYPE_INT || f->type == TYPE_BOOL) && (!x->covered[i] || !field_is_personal(f));
}

static int add_json_row(struct export *x, struct err *e)
{
	bool filled;

	for (size_t i = 0; i < x->n; i++) {
		int rc = read_cell(x, i, &filled, e);

		if (rc < 0)
			return rc;
		buf_adds(&x->text, i ? ",\"" : "{\"");
		buf_adds(&x->text, x->columns[i]->name);
		buf_adds(&x->text, "\":");
		if (!filled)
			buf_adds(&x->text, "null");
		else if (is_bare(x, i))
			buf_add(&x->text, buf_str(&x->cell), x->cell.len);
		else
			add_json_text(&x->text, buf_str(&x->cell));
	}
	buf_adds(&x->text, "}\n");
	return 0;
}

int export_row(struct export *x, struct err *e)
{
	return x->o->format == EXPORT_JSON ? add_json_row(x, e) : add_csv_row(x, e);
}
