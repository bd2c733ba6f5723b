/*
 * One row of a ledger: which record it is about, what it says, and whether that
 * may be saved.  An empty cell leaves what stands there; a reference to a row further down
 * makes the row wait, so that no record is ever saved without its superior.
 */
#include "db/import_part.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

bool row_is_refusal(int rc)
{
	return rc == ERR_INVALID || rc == ERR_NOT_FOUND || rc == ERR_DENIED || rc == ERR_CONFLICT;
}

const char *row_cell(const struct csv_row *row, size_t column)
{
	static const char *const blanks[] = { " ", "\t", "\xC2\xA0", "\xE3\x80\x80" };
	const char *s = column < row->n ? row->cells[column] : "", *p = s;

	for (size_t i = 0; *p && i < sizeof(blanks) / sizeof(blanks[0]); i++) {
		size_t n = strlen(blanks[i]);

		if (strncmp(p, blanks[i], n) == 0) {
			p += n;
			i = SIZE_MAX;
		}
	}
	return *p ? csv_unguard(s) : p;
}

/* --- which record --- */

static void take_key(struct import *im, const void *rec)
{
	const struct field *key = reg_key(im->reg);
	struct cell c;

	field_type(key)->put(field_const(key, rec), &c);
	buf_clear(&im->key);
	buf_adds(&im->key, c.kind == CELL_NULL ? "" : cell_text(&c));
}

/* The key as the register keeps it: what is typed may be shorter or full-width. */
static void complete_key(struct import *im)
{
	if (im->reg->fill)
		im->reg->fill(&im->lookup, im->probe, NULL);
	take_key(im, im->probe);
	reg_release(im->reg, im->probe);
}

static int identify_by_key(struct import *im, const struct csv_row *row, const char *cell, int64_t *id,
			   struct err *e)
{
	struct err why = ERR_INIT;
	int rc = field_parse(reg_key(im->reg), cell, &im->lookup, im->probe, &why);

	if (rc < 0) {
		refuse_typed(im, row, im->header.key, &why);
		return 0;
	}
	complete_key(im);
	rc = im->key.len ? refs_find_key(im, buf_str(&im->key), id, e) : 0;
	return rc < 0 ? rc : 0;
}

/* Where the program makes the key of other fields, those say which record it is. */
static int identify_by_parts(struct import *im, const struct csv_row *row, int64_t *id, struct err *e)
{
	int rc;

	for (size_t i = 0; i < im->header.n; i++) {
		const char *cell = row_cell(row, i);

		/* What is wrong with a cell is said when it is taken. */
		if (im->header.columns[i].field && cell[0])
			field_parse(im->header.columns[i].field, cell, &im->lookup, im->probe, NULL);
	}
	complete_key(im);
	rc = im->key.len ? refs_find_key(im, buf_str(&im->key), id, e) : 0;
	return rc < 0 ? rc : 0;
}

/* The file may well have the keys, under a name that nobody knows: then it is said where they are looked for. */
static void refuse_nameless(struct import *im, const struct csv_row *row, const char *label)
{
	bool unknown = im->header.key == NO_COLUMN && im->report->unknown_columns;
	const char *key = _(reg_key(im->reg)->label);
	struct buf why = BUF_INIT, shown = BUF_INIT;

	text_show(&shown, label);
	if (label[0] && unknown)
		buf_addf(&why, _("没有叫「%s」的%s；要新增，请先指明文件里哪一列是「%s」。"), buf_str(&shown), _(im->reg->title), key);
	else if (label[0])
		buf_addf(&why, _("没有叫「%s」的%s；要新增，文件里请加上「%s」一列。"), buf_str(&shown), _(im->reg->title), key);
	else if (unknown)
		buf_addf(&why, _("没有填；也没有指明文件里哪一列是「%s」，不知道是哪一条记录。"), key);
	else
		buf_addf(&why, _("没有填；文件里也没有「%s」一列，不知道是哪一条记录。"), key);
	refuse_cell(im, row, im->header.label, buf_str(&why));
	im->refusals[im->nrefusals - 1].mapping = unknown;
	buf_release(&why);
	buf_release(&shown);
}

static int identify_by_label(struct import *im, const struct csv_row *row, int64_t *id, struct err *e)
{
	const struct field *f = reg_label(im->reg);
	struct err why = ERR_INIT;
	struct cell c;
	int rc = field_parse(f, row_cell(row, im->header.label), &im->lookup, im->probe, &why);

	field_type(f)->put(field_const(f, im->probe), &c);
	if (rc == 0 && c.kind != CELL_NULL)
		rc = refs_find_label(im, cell_text(&c), id, &why);
	/* A new record may come without a key where the program makes one. */
	if (rc == 0 && (c.kind == CELL_NULL || (reg_key(im->reg)->flags & FIELD_REQUIRED)))
		refuse_nameless(im, row, c.kind == CELL_NULL ? "" : cell_text(&c));
	else if (row_is_refusal(rc))
		refuse_typed(im, row, im->header.label, &why);
	else if (rc < 0 && e)
		*e = why;
	reg_release(im->reg, im->probe);
	return rc > 0 || row_is_refusal(rc) ? 0 : rc;
}

/* Whether the row tells its record by name: it has no key, and the program does not make the key of other fields. */
static bool is_by_label(const struct import *im, const struct csv_row *row)
{
	unsigned int flags = reg_key(im->reg)->flags;

	return !row_cell(row, im->header.key)[0] && !(flags & FIELD_READONLY) &&
	       (im->header.key == NO_COLUMN || !(flags & FIELD_REQUIRED));
}

/* *id: the record that the row is about, 0 for a new one. */
static int identify(struct import *im, const struct csv_row *row, int64_t *id, struct err *e)
{
	const char *cell = row_cell(row, im->header.key);

	*id = 0;
	buf_clear(&im->key);
	if (cell[0])
		return identify_by_key(im, row, cell, id, e);
	if (reg_key(im->reg)->flags & FIELD_READONLY)
		return identify_by_parts(im, row, id, e);
	if (is_by_label(im, row))
		return identify_by_label(im, row, id, e);
	return 0;
}

/* The record as it stands; a new one is empty. */
static int load(struct import *im, int64_t id, struct err *e)
{
	int rc;

	if (!id)
		return 0;
	rc = rows_get(im->s, im->reg, id, im->base, e);
	if (rc < 0)
		return rc;
	reg_copy(im->reg, im->rec, im->base);
	if (!im->key.len)
		take_key(im, im->base);
	return 0;
}

static bool is_first(struct import *im, const struct csv_row *row, const char *who)
{
	struct map_slot *slot = map_put(&im->keys, who);
	struct buf why = BUF_INIT;

	if (!slot->line) {
		slot->line = (uint32_t)row->line;
		return true;
	}
	buf_addf(&why, _("与第 %ld 行是同一条记录；一个文件里每条记录只能有一行。"), (long)slot->line);
	refuse_field(im, row, im->header.key != NO_COLUMN ? reg_key(im->reg) : reg_label(im->reg), buf_str(&why));
	buf_release(&why);
	return false;
}

/* A new record by its name has no key yet; no key begins with a line break. */
static bool is_named_first(struct import *im, const struct csv_row *row)
{
	struct buf name = BUF_INIT;
	bool first;

	buf_addf(&name, "\n%s", row_cell(row, im->header.label));
	first = is_first(im, row, buf_str(&name));
	buf_release(&name);
	return first;
}

/* The same record twice in one file: nobody knows which row is right. */
static void check_repeated(struct import *im, const struct csv_row *row)
{
	if (is_by_label(im, row) && !is_named_first(im, row))
		return;
	if (im->key.len)
		is_first(im, row, buf_str(&im->key));
}

/* --- what it says --- */

/* A masked cell is what an export gave out: it is the stored value, or it is nothing at all. */
static void take_masked(struct import *im, const struct csv_row *row, size_t column, int64_t id)
{
	const struct field *f = im->header.columns[column].field;
	struct buf masked = BUF_INIT;

	if (id)
		field_format_masked(f, im->base, &im->lookup, STYLE_EDIT, &masked);
	if (!masked.len || strcmp(buf_str(&masked), row_cell(row, column)) != 0)
		refuse_cell(im, row, column, _("是遮盖过的，不是完整的内容；请填写完整的，不改的请把这一格留空。"));
	buf_release(&masked);
}

static bool is_masked(const struct field *f, const char *cell)
{
	return field_is_personal(f) && (strchr(cell, '*') || strstr(cell, "＊"));
}

/* Most rows of a ledger have the codes of the row before. */
static bool take_same_code(struct import *im, const struct column *c, const char *cell)
{
	struct cell code = { .kind = c->code ? CELL_TEXT : CELL_NULL, .text = c->code };

	return c->typed && strcmp(c->typed, cell) == 0 &&
	       field_type(c->field)->get(field_value(c->field, im->rec), &code) == 0;
}

/* Of a new record only: an old one may keep a code that can be given no more. */
static void keep_code(const struct import *im, struct column *c, const char *cell)
{
	struct cell code;

	field_type(c->field)->put(field_const(c->field, im->rec), &code);
	free(c->typed);
	free(c->code);
	c->typed = xstrdup(cell);
	c->code = xstrdup(cell_text(&code));
}

static int take_cell(struct import *im, const struct csv_row *row, size_t column, int64_t id, struct err *e)
{
	const struct field *f = im->header.columns[column].field;
	const char *cell = row_cell(row, column);
	struct err why = ERR_INIT;
	int rc;

	if (!cell[0] || (f->flags & FIELD_READONLY))
		return 0;
	if (is_masked(f, cell)) {
		take_masked(im, row, column, id);
		return 0;
	}
	if (f->set && take_same_code(im, &im->header.columns[column], cell))
		return 0;
	rc = field_parse(f, cell, &im->lookup, im->rec, &why);
	if (rc == 0 && f->set && !id)
		keep_code(im, &im->header.columns[column], cell);
	if (row_is_refusal(rc))
		refuse_typed(im, row, column, &why);
	else if (rc < 0 && e)
		*e = why;
	return row_is_refusal(rc) ? 0 : rc;
}

/* A column without a title is ignored, but not in silence once something stands in it. */
static void tell_unnamed(struct import *im, const struct csv_row *row, size_t column)
{
	struct column *c = &im->header.columns[column];
	struct buf names = BUF_INIT;

	if (c->told || c->ours || c->part || c->title[0] || !row_cell(row, column)[0])
		return;
	c->told = true;
	if (im->report->unknown_columns)
		buf_addf(&names, "%s, ", im->report->unknown_columns);
	buf_addf(&names, _("第 %zu 列（没有列名）"), column + 1);
	free(im->report->unknown_columns);
	im->report->unknown_columns = buf_detach(&names);
}

/* A separator inside a cell without quotes moves everything behind it: such a row must not be half taken. */
static void check_width(struct import *im, const struct csv_row *row)
{
	for (size_t i = im->header.n; i < row->n; i++) {
		struct buf why = BUF_INIT;

		if (!row_cell(row, i)[0])
			continue;
		buf_addf(&why, _("这一行有 %zu 格，表头只有 %zu 列；多半是格内有分隔符而没有加引号，请改正。"), row->n,
			im->header.n);
		refuse_field(im, row, NULL, buf_str(&why));
		buf_release(&why);
		return;
	}
}

static int take_cells(struct import *im, const struct csv_row *row, int64_t id, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < im->header.n; i++) {
		if (im->header.columns[i].field && !parts_take_cell(im, row, i))
			rc = take_cell(im, row, i, id, e);
		else
			tell_unnamed(im, row, i);
	}
	check_width(im, row);
	return rc;
}

/* What the program fills in may stand in the file (an export has it), but it must be what the program says. */
static void check_computed(struct import *im, const struct csv_row *row, size_t column, int64_t id)
{
	const struct field *f = im->header.columns[column].field;
	const char *cell = row_cell(row, column);
	struct buf own = BUF_INIT, why = BUF_INIT;

	if (!cell[0])
		return;
	if (im->reg->fill)
		im->reg->fill(&im->lookup, im->rec, id ? im->base : NULL);
	if (field_parse(f, cell, &im->lookup, im->probe, NULL) < 0 || !field_equal(f, im->probe, im->rec)) {
		field_format_masked(f, im->rec, &im->lookup, STYLE_EDIT, &own);
		buf_addf(&why, _("由程序填写，这里应是「%s」；请照此改正，或者留空。"), buf_str(&own));
		refuse_cell(im, row, column, buf_str(&why));
	}
	reg_release(im->reg, im->probe);
	buf_release(&own);
	buf_release(&why);
}

static void check_all_computed(struct import *im, const struct csv_row *row, int64_t id)
{
	for (size_t i = 0; i < im->header.n; i++) {
		const struct field *f = im->header.columns[i].field;

		/* The key of a record that is there has told which one it is, and may change by what the row says. */
		if (f && (f->flags & FIELD_READONLY) && !(id && i == im->header.key))
			check_computed(im, row, i, id);
	}
}

/* --- saving --- */

static void refuse_findings(struct import *im, const struct csv_row *row, const struct err *why)
{
	const struct findings *found = &im->saved.findings;
	bool told = false;

	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->items[i];

		if (f->level != RULE_ERROR)
			continue;
		refuse_field(im, row, f->field ? reg_field(im->reg, f->field) : NULL, f->text);
		told = true;
	}
	if (!told)
		refuse_field(im, row, why->field ? reg_field(im->reg, why->field) : NULL, why->text);
}

static void count(struct import *im, int64_t id)
{
	struct import_report *r = im->report;

	if (!id)
		r->added++;
	else if (im->saved.changed)
		r->updated++;
	else
		r->unchanged++;
	r->warnings += (long)findings_count(&im->saved.findings, RULE_WARN);
}

/* The record of the row is saved, and what belongs to it. */
static void saved(struct import *im, const struct csv_row *row, int64_t id)
{
	const void *before = id ? im->base : NULL;

	count(im, id);
	refuse_warn(im, row, &im->saved.findings);
	tell_taken(im, row, before, im->rec, im->saved.changed);
	refs_saved(im, buf_str(&im->key), before, im->rec);
}

static int save_record_of(struct import *im, const struct csv_row *row, int64_t id, struct err *e)
{
	struct err why = ERR_INIT;
	int rc;

	save_report_release(&im->saved);
	im->saved.findings.counting = !refuse_wants_warnings(im);
	rc = store_save(im->s, im->reg, id ? im->base : NULL, im->rec, &im->saved, &why);
	if (row_is_refusal(rc))
		refuse_findings(im, row, &why);
	else if (rc < 0 && e)
		*e = why;
	return row_is_refusal(rc) ? 0 : rc;
}

/* All of the row or nothing: where a record below cannot be saved, the row's own goes too. */
static int save_with_parts(struct import *im, const struct csv_row *row, int64_t id, struct err *e)
{
	const struct import_report before = *im->report;
	struct action_mark mark;
	int rc = action_mark(im->s, &mark, e), back;

	if (rc < 0)
		return rc;
	rc = save_record_of(im, row, id, e);
	if (rc == 0 && !im->nrefusals)
		rc = parts_save(im, row, e);
	if (rc == 0 && !im->nrefusals)
		return action_keep(im->s, &mark, e);
	memcpy(im->report->parts, before.parts, sizeof(before.parts));
	tell_forget_parts(im);
	back = action_go_back(im->s, &mark, rc < 0 ? NULL : e);
	return rc < 0 ? rc : back;
}

static int save(struct import *im, const struct csv_row *row, int64_t id, struct err *e)
{
	int rc = im->parts_on ? save_with_parts(im, row, id, e) : save_record_of(im, row, id, e);

	if (rc == 0 && !im->nrefusals)
		saved(im, row, id);
	return rc;
}

/* A file without required columns can change records, not add them. */
static int check_required_columns(struct import *im, const struct csv_row *row, int64_t id, struct err *e)
{
	struct buf why = BUF_INIT;
	int rc = 0;

	if (id || !im->header.missing)
		return 0;
	buf_addf(&why, _("第 %ld 行是新的记录，但文件里没有必填的列：%s；请补上，或改正这一行的「%s」。"), row->line,
		im->header.missing, _(reg_key(im->reg)->label));
	if (im->o->partial)
		refuse_field(im, row, NULL, buf_str(&why));
	else
		rc = err_set(e, ERR_INVALID, "%s", buf_str(&why));
	buf_release(&why);
	return rc;
}

static int read_row(struct import *im, const struct csv_row *row, bool again, struct err *e)
{
	int64_t id;
	int rc = identify(im, row, &id, e);

	if (rc == 0 && !im->nrefusals)
		rc = check_required_columns(im, row, id, e);
	if (rc == 0 && !im->nrefusals)
		rc = load(im, id, e);
	if (rc == 0 && !im->nrefusals && !again)
		check_repeated(im, row);
	if (rc == 0)
		rc = take_cells(im, row, id, e);
	if (rc < 0 || (im->unresolved && !im->last_try))
		return rc;
	if (!im->nrefusals)
		check_all_computed(im, row, id);
	return im->nrefusals ? 0 : save(im, row, id, e);
}

/* A number that the program gave to a row that is refused goes to the next row. */
static void give_number_back(struct import *im, const struct csv_row *row)
{
	struct map_slot *slot = map_find(&im->keys, buf_str(&im->key));

	if (slot && slot->line == (uint32_t)row->line && (reg_key(im->reg)->flags & FIELD_READONLY))
		slot->line = 0;
}

int row_take(struct import *im, const struct csv_row *row, bool again, struct err *e)
{
	int rc;

	reg_release(im->reg, im->rec);
	im->unresolved = false;
	rc = read_row(im, row, again, e);
	if (rc == 0 && im->unresolved && !im->last_try) {
		refuse_forget(im);
		return ROW_WAITS;
	}
	if (rc == 0 && im->nrefusals) {
		give_number_back(im, row);
		refuse_row(im, row);
	}
	return rc;
}
