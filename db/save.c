/*
 * The one write path.  Whatever writes (form, command, import, undo) passes
 * judge() and then write(): there is no other place that changes a register.
 */
#include "db/save.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "db/action.h"
#include "db/derived.h"
#include "db/lookup.h"
#include "db/operator.h"
#include "db/tree.h"
#include "db/tree_count.h"
#include "src/empty.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/workflow.h"

#include "src/banned.h"

void save_report_release(struct save_report *r)
{
	findings_release(&r->findings);
	conflicts_release(&r->conflicts);
	*r = (struct save_report){ .changed = false };
}

/* --- judging --- */

/* Whether a record goes out of use, or comes back, together with what refers to it or what it refers to. */
static bool goes_together(const struct store *s, const struct reg *reg, int64_t id)
{
	const struct together *t = &s->together;
	size_t low = 0, high = t->reg == reg ? t->n : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->ids[middle] == id)
			return true;
		if (t->ids[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static int check_unique_field(struct store *s, const struct reg *reg, const struct field *f, const void *rec,
			      struct err *e)
{
	const struct rec *r = rec;
	struct buf sql = BUF_INIT;
	struct cell c;
	sqlite3_stmt *stmt;
	int rc;

	field_type(f)->put(field_const(f, rec), &c);
	if (c.kind == CELL_NULL)
		return 0;
	buf_addf(&sql, "SELECT id FROM \"%s\" WHERE \"%s\" = ?1 AND id <> ?2", reg->name, f->name);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 2, r->id);
	rc = rows_bind_cell(stmt, 1, &c) == SQLITE_OK ? sql_step(s, stmt, e) : sql_error(s, e);
	if (rc == 1) {
		struct buf shown = BUF_INIT, other = BUF_INIT;

		field_format_masked(f, rec, &s->lookup, STYLE_LIST, &shown);
		s->lookup.ref_format(s, reg, sqlite3_column_int64(stmt, 0), STYLE_LIST, &other);
		rc = err_field(e, ERR_INVALID, f->name, _("%s「%s」已经用在「%s」上；请换一个。"), _(f->label),
			       buf_str(&shown), buf_str(&other));
		buf_release(&shown);
		buf_release(&other);
	}
	sql_done(s, stmt);
	return rc;
}

static int check_unique(struct store *s, const struct reg *reg, const void *cur, const void *rec, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		if ((f->flags & FIELD_UNIQUE) && !(cur && field_equal(f, cur, rec)))
			rc = check_unique_field(s, reg, f, rec, e);
	}
	return rc;
}

static int check_reference(struct store *s, const struct field *f, int64_t id, struct err *e)
{
	struct buf name = BUF_INIT;
	const void *target;
	int rc = lookup_peek(s, f->target, id, &target, e);

	if (rc == ERR_NOT_FOUND)
		return err_field(e, ERR_INVALID, f->name, _("%s：所指的%s已不存在；请重新选择。"), _(f->label),
				 _(f->target->title));
	if (rc < 0 || date_is_empty(((const struct rec *)target)->retired_on))
		return rc;
	s->lookup.ref_format(s, f->target, id, STYLE_EDIT, &name);
	rc = err_field(e, ERR_INVALID, f->name, _("%s：「%s」已停用；请选在用的，或先把它恢复。"), _(f->label),
		       buf_str(&name));
	buf_release(&name);
	return rc;
}

/* The chain of superiors above `id` must not come back to `self`. */
static int check_cycle(struct store *s, const struct reg *reg, const struct field *tree, int64_t self, int64_t id,
		       struct err *e)
{
	int rc = 1, depth = 0;

	for (; rc == 1 && id && id != self && depth < TREE_DEPTH; depth++)
		rc = tree_parent(s, reg, id, &id, e);
	if (rc < 0)
		return rc;
	if (id && id == self)
		return err_field(e, ERR_INVALID, tree->name, _("%s：不能选自己或自己的下级；请另选。"), _(tree->label));
	if (depth >= TREE_DEPTH)
		return err_field(e, ERR_INVALID, tree->name, _("%s：层级超过 %d 层；请检查上级关系。"), _(tree->label),
				 TREE_DEPTH);
	return 0;
}

/* Undo and redo bring values back whose code may have gone in the meantime. */
static int check_codes(struct store *s, const struct reg *reg, const void *cur, const void *rec, struct err *e)
{
	struct cell c;

	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		if (!f->set || field_empty(f, rec) || (cur && field_equal(f, cur, rec)))
			continue;
		field_type(f)->put(field_const(f, rec), &c);
		if (!codebook_has(&s->codes, f->set, cell_text(&c)))
			return err_field(e, ERR_INVALID, f->name, _("%s：所指的%s已不存在；请重新选择。"), _(f->label),
					 _(code_reg.title));
	}
	return 0;
}

int store_may_refer(struct store *s, const struct reg *reg, const struct field *f, const void *rec, struct err *e)
{
	int64_t self = ((const struct rec *)rec)->id, id = ((const struct ref *)field_const(f, rec))->id;
	int rc = check_reference(s, f, id, e);

	return rc == 0 && self && (f->flags & FIELD_TREE) ? check_cycle(s, reg, f, self, id, e) : rc;
}

/* A reference among those that are counted together: it is filled in anew as soon as one of them goes or comes back. */
static bool is_filled_anew(const struct reg *reg, const struct field *f)
{
	return reg->kin && f->target == reg && (f->flags & FIELD_READONLY);
}

static int check_references(struct store *s, const struct reg *reg, const void *cur, const void *rec, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];
		int64_t id;

		if (f->type != TYPE_REF || is_filled_anew(reg, f) || (cur && field_equal(f, cur, rec)))
			continue;
		id = ((const struct ref *)field_const(f, rec))->id;
		if (!id)
			continue;
		rc = check_reference(s, f, id, e);
		if (rc == 0 && cur && (f->flags & FIELD_TREE))
			rc = check_cycle(s, reg, f, ((const struct rec *)rec)->id, id, e);
	}
	return rc;
}

/* Every record in use that this one refers to must be in use. */
static int check_targets(struct store *s, const struct reg *reg, const void *rec, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];
		const struct ref *to = f->type == TYPE_REF ? field_const(f, rec) : NULL;

		if (to && to->id && !is_filled_anew(reg, f) && !goes_together(s, f->target, to->id))
			rc = check_reference(s, f, to->id, e);
	}
	return rc;
}

/* Going out of use or coming back: nothing in use may refer to what is out of use. */
static int check_retirement(struct store *s, const struct reg *reg, const void *cur, const void *rec, struct err *e)
{
	bool was = cur && !date_is_empty(((const struct rec *)cur)->retired_on);
	bool is = !date_is_empty(((const struct rec *)rec)->retired_on);

	if (was == is)
		return 0;
	return is ? save_check_unreferenced(s, reg, ((const struct rec *)rec)->id, true, e) :
		    check_targets(s, reg, rec, e);
}

/* Asks for the right to write, and remembers a refusal for the journal. */
static int ask_right(struct store *s, const struct reg *reg, const void *cur, const void *rec, struct err *e)
{
	struct err own = ERR_INIT;
	const struct doer who = { .role = operator_role(s), .name = store_operator_name(s),
		.undoes = s->action.kind == ACTION_UNDO };
	int rc = operator_may(s, reg, cur, rec, e ? e : &own);

	if (rc == 0)
		rc = workflow_may(reg, &who, rec, cur, e ? e : &own);
	if (rc == ERR_DENIED)
		action_denied(s, e ? e->text : own.text);
	if (rc == 0 && reg == &operator_reg)
		rc = operator_keep_admin(s, cur, rec, e);
	return rc;
}

/* A new record that does not say yet where it belongs: what it lacks helps more than that it is nobody's to write. */
static bool is_nobodys(const struct reg *reg, const void *rec)
{
	return reg->scope && *reg->scope && !((const struct ref *)field_const(reg_field(reg, reg->scope), rec))->id;
}

static int judge(struct store *s, const struct reg *reg, const void *cur, const void *rec, struct findings *found,
		 struct err *e)
{
	bool checks_first = !cur && is_nobodys(reg, rec) && store_role(s) >= reg->writers;
	int rc = checks_first ? 0 : ask_right(s, reg, cur, rec, e);

	if (rc == 0)
		rc = reg_check(reg, &s->lookup, rec, cur, found, e);
	if (rc == 0 && checks_first)
		rc = ask_right(s, reg, cur, rec, e);
	if (rc == 0 && cur)
		rc = check_unique(s, reg, cur, rec, e);
	if (rc == 0)
		rc = check_codes(s, reg, cur, rec, e);
	if (rc == 0)
		rc = check_references(s, reg, cur, rec, e);
	if (rc == 0)
		rc = check_retirement(s, reg, cur, rec, e);
	return rc;
}

/* A step of the register's workflow, and that whoever makes one that wants a reason has given it. */
static int judge_step(struct store *s, const struct reg *reg, const void *cur, const void *rec, struct findings *found,
		      struct err *e)
{
	const struct step *step = workflow_wants_reason(reg, rec, cur);
	struct findings own = { .items = NULL };
	const struct check c = { .lookup = &s->lookup, .found = found ? found : &own };
	int rc = workflow_check(reg, &c, rec, cur, s->action.reason, e);

	if (rc == 0 && step && !s->action.reason)
		rc = err_field(e, ERR_INVALID, reg->workflow->stage, _("「%s」要写明原因。"), _(step->label));
	findings_release(&own);
	return rc;
}

/* --- writing --- */

/* Shipped rows are numbered from 1 in every office alike, divisions by their own code. */
static int64_t number_for(struct store *s, const struct reg *reg, const void *rec)
{
	struct buf sql = BUF_INIT;
	int64_t id;

	if (reg->key_is_id)
		return strtoll(*(char *const *)field_const(reg_key(reg), rec), NULL, 10);
	if (!s->seeding)
		return store_new_id(s);
	buf_addf(&sql, "SELECT max(id) FROM \"%s\"", reg->name);
	id = sql_integer(s, buf_str(&sql), 0) + 1;
	buf_release(&sql);
	return id;
}

static bool derived_waits(const struct store *s, const struct reg *reg)
{
	return s->action.bulk && s->action.bulk_reg == reg;
}

/* After a failed step SQLite may have rolled back by itself; what is written then would stand alone, for good. */
static int check_whole(struct store *s, struct err *e)
{
	if (!s->action.broken && !sqlite3_get_autocommit(s->db))
		return 0;
	return err_set(e, ERR_IO, _("这次操作中前面有一步没有写成，后面的不再写入；请再试一次。"));
}

/* SQLite finds a value that is taken while it writes a new row; only then it is worth asking for the record that has it. */
static bool is_taken(struct store *s, const struct reg *reg, const void *rec, struct err *e)
{
	return (sqlite3_errcode(s->db) & 0xff) == SQLITE_CONSTRAINT && check_unique(s, reg, NULL, rec, e) == ERR_INVALID;
}

/* The books of codes and rules follow each row of theirs; those of a bulk load are read once, at its end. */
static int reread_books(struct store *s, const struct reg *reg, struct err *e)
{
	if (!lookup_has_book(reg) || s->seeding || derived_waits(s, reg))
		return 0;
	return lookup_reload(s, e);
}

/* Row, journal and derived data: all of them, or the action is broken. */
static int write_all(struct store *s, const struct reg *reg, const void *cur, void *rec, struct err *e)
{
	int rc = cur ? rows_update(s, reg, rec, e) : rows_insert(s, reg, rec, e);

	/* Nothing was written then, so that nothing is broken. */
	if (rc < 0 && !cur && is_taken(s, reg, rec, e))
		return ERR_INVALID;
	lookup_forget(s, reg, ((const struct rec *)rec)->id);
	if (rc == 0)
		rc = action_record(s, reg, cur, rec, e);
	if (rc == 0 && !derived_waits(s, reg))
		rc = derived_update(s, reg, cur, rec, e);
	if (rc == 0)
		rc = reread_books(s, reg, e);
	s->action.broken = rc < 0;
	return rc;
}

static int write(struct store *s, const struct reg *reg, const void *cur, void *rec, struct err *e)
{
	struct rec *r = rec, before = *r;
	int rc = check_whole(s, e);

	if (rc < 0)
		return rc;
	if (cur)
		r->version = ((const struct rec *)cur)->version + 1;
	else if (!r->version)
		r->version = 1;
	if (!r->id)
		r->id = number_for(s, reg, rec);
	rc = write_all(s, reg, cur, rec, e);
	if (rc < 0) {
		r->id = before.id;
		r->version = before.version;
	}
	return rc;
}

static bool unchanged(const struct reg *reg, const void *cur, const void *rec)
{
	const struct rec *a = cur, *b = rec;
	const char *was = a->retired_reason, *is = b->retired_reason;

	return reg_equal(reg, cur, rec) && date_compare(a->retired_on, b->retired_on) == 0 &&
	       strcmp(was ? was : "", is ? is : "") == 0;
}

/* --- records that are counted among each other --- */

/* What follows from the others now.  Nobody typed it, so that nobody's right is asked for. */
static int refill(struct store *s, const struct reg *reg, int64_t id, struct err *e)
{
	void *cur = reg_new(reg), *rec = reg_new(reg);
	int rc = rows_get(s, reg, id, cur, e);

	if (rc == 0) {
		reg_copy(reg, rec, cur);
		reg->fill(&s->lookup, rec, cur);
		if (!unchanged(reg, cur, rec))
			rc = write(s, reg, cur, rec, e);
	}
	reg_free(reg, cur);
	reg_free(reg, rec);
	return rc;
}

struct numbers {
	int64_t *ids;
	size_t n;
};

static int find_kin(struct store *s, const struct reg *reg, const char *by, int64_t of, struct numbers *out, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT id FROM \"%s\" WHERE \"%s\" = ?1 AND retired_on IS NULL", reg->name, by);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, of);
	while ((rc = sql_step(s, stmt, e)) == 1) {
		out->ids = xreallocarray(out->ids, out->n + 1, sizeof(*out->ids));
		out->ids[out->n++] = sqlite3_column_int64(stmt, 0);
	}
	sql_done(s, stmt);
	return rc;
}

/* After a record has come or gone; what goes together with it is not counted any more. */
static int refill_kin(struct store *s, const struct reg *reg, const void *rec, struct err *e)
{
	bool goes = !date_is_empty(((const struct rec *)rec)->retired_on);
	struct numbers kin = { .n = 0 };
	int rc = 0;

	for (const char *const *by = reg->kin; rc == 0 && by && *by; by++)
		rc = find_kin(s, reg, *by, ((const struct ref *)field_const(reg_field(reg, *by), rec))->id, &kin, e);
	for (size_t i = 0; rc == 0 && i < kin.n; i++)
		if (!goes || !goes_together(s, reg, kin.ids[i]))
			rc = refill(s, reg, kin.ids[i], e);
	free(kin.ids);
	return rc;
}

int save_retired(struct store *s, const struct reg *reg, const void *cur, void *rec, struct err *e)
{
	int rc = save_exact(s, reg, cur, rec, e);

	return rc == 0 ? refill_kin(s, reg, rec, e) : rc;
}

int save_exact(struct store *s, const struct reg *reg, const void *cur, void *rec, struct err *e)
{
	int rc;

	/* What already is as it was needs no change, and so no right. */
	if (cur && unchanged(reg, cur, rec))
		return 0;
	rc = judge(s, reg, cur, rec, NULL, e);
	return rc == 0 ? write(s, reg, cur, rec, e) : rc;
}

/* A record that belongs to somebody and does not say to whom belongs to who saves it first. */
static void fill_owner(const struct store *s, const struct reg *reg, void *rec)
{
	char **owner = field_value(reg_field(reg, reg->sharing->owner), rec);

	if (*owner)
		return;
	*owner = xstrdup(store_operator_login(s));
}

/* Everything in front of the writing of a record.  1: it is as it was, and there is nothing to write. */
static int consider(struct store *s, const struct reg *reg, const void *cur, void *rec, struct save_report *report,
		    struct err *e)
{
	const struct doer who = { .role = operator_role(s), .name = store_operator_name(s) };
	int rc;

	workflow_fill(reg, &who, &s->lookup, rec, cur);
	if (reg->sharing && !cur)
		fill_owner(s, reg, rec);
	if (reg->fill)
		reg->fill(&s->lookup, rec, cur);
	if (cur && unchanged(reg, cur, rec))
		return 1;
	rc = judge(s, reg, cur, rec, report ? &report->findings : NULL, e);
	return rc == 0 ? judge_step(s, reg, cur, rec, report ? &report->findings : NULL, e) : rc;
}

int save_record(struct store *s, const struct reg *reg, const void *cur, void *rec, struct save_report *report,
		struct err *e)
{
	struct err own = ERR_INIT;
	int rc = consider(s, reg, cur, rec, report, e ? e : &own);

	if (rc == 1)
		return 0;
	if (rc == 0)
		rc = write(s, reg, cur, rec, e ? e : &own);
	if (rc == 0 && !cur)
		rc = refill_kin(s, reg, rec, e ? e : &own);
	if (rc == 0 && report)
		report->changed = true;
	return rc;
}

/* A step that wants a reason can be tried without one, and what a right is missing for leaves no trace. */
static void begin_trying(struct store *s)
{
	assert(!s->action.open);
	s->action.reason = xstrdup("-");
}

static void end_trying(struct store *s)
{
	free(s->action.reason);
	free(s->action.denied);
	s->action.reason = s->action.denied = NULL;
}

int save_try(struct store *s, const struct reg *reg, const void *cur, void *rec, struct save_report *report, struct err *e)
{
	int rc;

	begin_trying(s);
	rc = consider(s, reg, cur, rec, report, e);
	end_trying(s);
	return rc;
}

int save_try_retired(struct store *s, const struct reg *reg, const void *cur, const void *rec, struct err *e)
{
	int rc;

	begin_trying(s);
	rc = judge(s, reg, cur, rec, NULL, e);
	end_trying(s);
	return rc;
}

int save_remove(struct store *s, const struct reg *reg, const void *cur, struct err *e)
{
	int rc = ask_right(s, reg, cur, NULL, e);

	if (rc == 0)
		rc = check_whole(s, e);
	if (rc < 0)
		return rc;
	rc = rows_delete(s, reg, ((const struct rec *)cur)->id, e);
	lookup_forget(s, reg, ((const struct rec *)cur)->id);
	if (rc == 0)
		rc = action_record(s, reg, cur, NULL, e);
	if (rc == 0 && !derived_waits(s, reg))
		rc = derived_update(s, reg, cur, NULL, e);
	if (rc == 0)
		rc = reread_books(s, reg, e);
	s->action.broken = rc < 0;
	return rc;
}

/* --- what still uses a record --- */

/* A field that may name what shall go. */
struct use {
	const struct reg *reg;
	const struct field *field;
};

static int refuse_used(struct store *s, const struct use *by, int64_t id, const char *whom, struct err *e)
{
	struct buf who = BUF_INIT;

	s->lookup.ref_format(s, by->reg, id, STYLE_EDIT, &who);
	err_set(e, ERR_INVALID, _("「%s」还被「%s」（%s）引用；请先改那一条的「%s」。"), whom, buf_str(&who), _(by->reg->title),
		_(by->field->label));
	buf_release(&who);
	return ERR_INVALID;
}

static int check_field_refers(struct store *s, const struct use *by, int64_t id, bool in_use, struct err *e)
{
	struct buf sql = BUF_INIT, whom = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT id FROM \"%s\" WHERE \"%s\" = ?1%s", by->reg->name, by->field->name,
		 in_use ? " AND retired_on IS NULL" : "");
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	do
		rc = sql_step(s, stmt, e);
	while (rc == 1 && goes_together(s, by->reg, sqlite3_column_int64(stmt, 0)));
	if (rc == 1) {
		s->lookup.ref_format(s, by->field->target, id, STYLE_EDIT, &whom);
		rc = refuse_used(s, by, sqlite3_column_int64(stmt, 0), buf_str(&whom), e);
		buf_release(&whom);
	}
	sql_done(s, stmt);
	return rc;
}

int save_check_unreferenced(struct store *s, const struct reg *reg, int64_t id, bool in_use, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		for (size_t k = 0; rc == 0 && k < registers[i]->nfields; k++) {
			const struct use by = { .reg = registers[i], .field = &registers[i]->fields[k] };

			if (by.field->type == TYPE_REF && by.field->target == reg && !(in_use && by.reg == reg && is_filled_anew(reg, by.field)))
				rc = check_field_refers(s, &by, id, in_use, e);
		}
	return rc;
}

int store_may_retire(struct store *s, const struct reg *reg, const void *rec, struct err *e)
{
	int rc = store_may_write(s, reg, rec, e);

	return rc < 0 ? rc : save_check_unreferenced(s, reg, ((const struct rec *)rec)->id, true, e);
}

/* A field of several values holds them between commas. */
static int check_field_holds(struct store *s, const struct use *by, const struct code_row *code, struct err *e)
{
	struct buf sql = BUF_INIT, whom = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT id FROM \"%s\" WHERE ", by->reg->name);
	buf_addf(&sql, by->field->type == TYPE_CODES ? "instr(',' || \"%s\" || ',', ',' || ?1 || ',')" : "\"%s\" = ?1",
		 by->field->name);
	buf_adds(&sql, " LIMIT 1");
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	rc = sql_bind(s, stmt, 1, code->value, e);
	if (rc == 0)
		rc = sql_step(s, stmt, e);
	if (rc == 1) {
		reg_describe(&code_reg, code, &whom);
		rc = refuse_used(s, by, sqlite3_column_int64(stmt, 0), buf_str(&whom), e);
		buf_release(&whom);
	}
	sql_done(s, stmt);
	return rc;
}

int save_check_code_unused(struct store *s, const struct code_row *code, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		for (size_t k = 0; rc == 0 && k < registers[i]->nfields; k++) {
			const struct use by = { .reg = registers[i], .field = &registers[i]->fields[k] };

			if (by.field->set && code->value && strcmp(by.field->set, code->set_name ? code->set_name : "") == 0)
				rc = check_field_holds(s, &by, code, e);
		}
	return rc;
}
