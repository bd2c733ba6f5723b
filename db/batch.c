/*
 * The same work on many records: judged, shown, and written as one action.
 */
#include "db/batch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "db/action.h"
#include "db/save.h"
#include "src/clock.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/workflow.h"

#include "src/banned.h"

/* --- what is to be done --- */

void batch_init(struct batch *b, const struct reg *reg, enum batch_deed deed)
{
	*b = (struct batch){ .reg = reg, .deed = deed };
}

static void clear_row(const struct batch *b, struct batch_row *row)
{
	reg_free(b->reg, row->base);
	reg_free(b->reg, row->rec);
	free(row->why);
	*row = (struct batch_row){ .id = row->id, .left_out = row->left_out };
}

static size_t number_of_texts(const struct batch *b)
{
	return b->nfields * (b->each ? b->n : 1);
}

static void release_texts(struct batch *b)
{
	for (size_t i = 0; i < number_of_texts(b); i++)
		free(b->texts[i]);
	free(b->texts);
	free(b->fields);
	b->texts = NULL;
	b->fields = NULL;
	b->nfields = 0;
}

void batch_release(struct batch *b)
{
	assert(!b->writing);
	release_texts(b);
	for (size_t i = 0; i < b->n; i++)
		clear_row(b, &b->rows[i]);
	free(b->rows);
	free(b->together);
	*b = (struct batch){ .reg = b->reg };
}

void batch_add(struct batch *b, int64_t id)
{
	assert(!b->each);
	if (b->n == b->cap) {
		b->cap = b->cap ? b->cap * 2 : 16;
		b->rows = xreallocarray(b->rows, b->cap, sizeof(*b->rows));
	}
	b->rows[b->n++] = (struct batch_row){ .id = id };
}

bool batch_may_set(const struct field *f)
{
	return !(f->flags & (FIELD_READONLY | FIELD_FIXED));
}

void batch_set_fields(struct batch *b, const struct field *const *fields, size_t n, bool each)
{
	release_texts(b);
	b->nfields = n;
	b->each = each;
	b->fields = xcalloc(n + 1, sizeof(const struct field *));
	if (n)
		memcpy(b->fields, fields, n * sizeof(const struct field *));
	b->texts = xcalloc(number_of_texts(b) + 1, sizeof(*b->texts));
	batch_restart(b);
}

static char **text_at(const struct batch *b, size_t row, size_t field)
{
	return &b->texts[(b->each ? row * b->nfields : 0) + field];
}

void batch_set_text(struct batch *b, size_t row, size_t field, const char *text)
{
	char **at = text_at(b, row, field);

	free(*at);
	*at = xstrdup(text);
}

const char *batch_text(const struct batch *b, size_t row, size_t field)
{
	return *text_at(b, row, field);
}

/* --- what is shown --- */

static void show_state(const void *rec, struct buf *out)
{
	buf_adds(out, date_is_empty(((const struct rec *)rec)->retired_on) ? _("在用") : _("停用"));
}

void batch_show(struct store *s, const struct batch *b, size_t row, size_t field, bool after, struct buf *out)
{
	const struct batch_row *r = &b->rows[row];
	const struct field *f = b->nfields ? b->fields[field] : NULL;
	const char *typed = f ? batch_text(b, row, field) : NULL;
	bool changed;

	if (!r->rec || (f && after && !typed))
		return;
	if (!f) {
		show_state(after ? r->rec : r->base, out);
		return;
	}
	changed = !field_equal(f, r->base, r->rec);
	if (!after)
		field_format_masked(f, r->base, &s->lookup, STYLE_LIST, out);
	else if (changed)
		field_format(f, r->rec, &s->lookup, STYLE_LIST, out);
	else if (r->result == BATCH_REFUSED)
		buf_adds(out, typed);
	else
		field_format_masked(f, r->rec, &s->lookup, STYLE_LIST, out);
}

static const struct {
	const char *value, *label;
} results[] = {
	[BATCH_WAITING] = { "waiting", N_("待查") },
	[BATCH_CHANGE] = { "change", N_("改") },
	[BATCH_SAME] = { "same", N_("不变") },
	[BATCH_REFUSED] = { "refused", N_("拒绝") },
	[BATCH_LEFT_OUT] = { "left-out", N_("不管") },
};

const char *batch_result_value(enum batch_result result)
{
	return results[result].value;
}

const char *batch_result_label(enum batch_result result)
{
	return _(results[result].label);
}

/* --- what goes together --- */

static int compare_ids(const void *one, const void *other)
{
	const int64_t *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

/* What is refused stays in use, and so counts among those that refer to others. */
static void gather_together(struct batch *b)
{
	free(b->together);
	b->together = NULL;
	b->n_together = 0;
	if (b->deed == BATCH_SET)
		return;
	b->together = xcalloc(b->n + 1, sizeof(*b->together));
	for (size_t i = 0; i < b->n; i++)
		if (!b->rows[i].left_out && b->rows[i].result <= BATCH_CHANGE)
			b->together[b->n_together++] = b->rows[i].id;
	qsort(b->together, b->n_together, sizeof(*b->together), compare_ids);
}

/* --- judging --- */

void batch_restart(struct batch *b)
{
	assert(!b->writing);
	for (size_t i = 0; i < b->n; i++)
		clear_row(b, &b->rows[i]);
	memset(b->counts, 0, sizeof(b->counts));
	b->counts[BATCH_WAITING] = b->n;
	b->at = 0;
	b->judged = b->again = false;
	gather_together(b);
}

static void set_result(struct batch *b, struct batch_row *row, enum batch_result result, const char *why)
{
	b->counts[row->result]--;
	b->counts[result]++;
	row->result = result;
	free(row->why);
	row->why = xstrdup(why);
}

/* What is said about a record; anything else is about the database, and ends the judging. */
static bool is_refusal(int rc)
{
	return rc == ERR_INVALID || rc == ERR_DENIED || rc == ERR_NOT_FOUND || rc == ERR_CONFLICT || rc == ERR_USAGE;
}

static int read_values(struct store *s, const struct batch *b, size_t i, void *rec, struct err *e)
{
	int rc = 0;

	for (size_t k = 0; rc == 0 && k < b->nfields; k++) {
		const char *text = batch_text(b, i, k);

		if (text)
			rc = field_parse(b->fields[k], text, &s->lookup, rec, e);
	}
	return rc;
}

/* Two records of the batch cannot both get what only one may have; the store sees that only while it writes. */
static int check_unlike_others(struct store *s, const struct batch *b, size_t i, const struct field *f, struct err *e)
{
	const struct batch_row *row = &b->rows[i];

	for (size_t k = 0; k < i; k++) {
		const struct batch_row *other = &b->rows[k];
		struct buf shown = BUF_INIT, name = BUF_INIT;

		if (other->result != BATCH_CHANGE || !field_equal(f, other->rec, row->rec))
			continue;
		field_format_masked(f, row->rec, &s->lookup, STYLE_LIST, &shown);
		reg_describe(b->reg, other->base, &name);
		err_field(e, ERR_INVALID, f->name, _("%s「%s」在这一批里已经给了「%s」；每条要不同。"), _(f->label),
			  buf_str(&shown), buf_str(&name));
		buf_release(&shown);
		buf_release(&name);
		return ERR_INVALID;
	}
	return 0;
}

static int check_unlike(struct store *s, const struct batch *b, size_t i, struct err *e)
{
	const struct batch_row *row = &b->rows[i];
	int rc = 0;

	for (size_t k = 0; rc == 0 && k < b->nfields; k++)
		if ((b->fields[k]->flags & FIELD_UNIQUE) && !field_is_empty(b->fields[k], row->rec) &&
		    !field_equal(b->fields[k], row->base, row->rec))
			rc = check_unlike_others(s, b, i, b->fields[k], e);
	return rc;
}

/* The warnings that are new with this change, one after the other. */
static char *warnings(struct store *s, const struct batch *b, const struct batch_row *row, struct findings *found)
{
	struct buf text = BUF_INIT;

	reg_drop_old_warnings(b->reg, &s->lookup, row->base, found);
	for (size_t i = 0; i < found->n; i++)
		if (found->items[i].level == RULE_WARN)
			buf_addf(&text, "%s%s", text.len ? " " : "", found->items[i].text);
	return text.len ? buf_detach(&text) : NULL;
}

/* What would become of a record whose fields are set.  1: nothing. */
static int judge_set(struct store *s, struct batch *b, size_t i, struct err *e)
{
	struct batch_row *row = &b->rows[i];
	struct save_report report = { .changed = false };
	int rc = read_values(s, b, i, row->rec, e);
	char *warned;

	if (rc == 0 && !date_is_empty(((struct rec *)row->base)->retired_on) && !reg_equal(b->reg, row->base, row->rec))
		rc = err_set(e, ERR_INVALID, _("这条记录已停用，不能改；要改请先恢复它。"));
	if (rc == 0)
		rc = save_try(s, b->reg, row->base, row->rec, &report, e);
	if (rc == 0)
		rc = check_unlike(s, b, i, e);
	if (rc == 0) {
		warned = warnings(s, b, row, &report.findings);
		row->wants_reason = warned || workflow_wants_reason(b->reg, row->rec, row->base);
		set_result(b, row, BATCH_CHANGE, warned);
		free(warned);
	}
	save_report_release(&report);
	return rc;
}

static int judge_retire(struct store *s, struct batch *b, size_t i, struct err *e)
{
	struct batch_row *row = &b->rows[i];
	struct rec *rec = row->rec;
	bool out = b->deed == BATCH_RETIRE;
	int rc;

	if (out == !date_is_empty(rec->retired_on))
		return 1;
	rec->retired_on = out ? s->lookup.today : (struct date){ 0 };
	rc = save_try_retired(s, b->reg, row->base, rec, e);
	if (rc == 0)
		set_result(b, row, BATCH_CHANGE, NULL);
	return rc;
}

static int judge_record(struct store *s, struct batch *b, size_t i, struct err *e)
{
	struct batch_row *row = &b->rows[i];
	int rc;

	row->base = reg_new(b->reg);
	row->rec = reg_new(b->reg);
	rc = rows_get(s, b->reg, row->id, row->base, e);
	if (rc < 0) {
		reg_free(b->reg, row->base);
		reg_free(b->reg, row->rec);
		row->base = row->rec = NULL;
		return rc;
	}
	reg_copy(b->reg, row->rec, row->base);
	if (row->left_out)
		return 1;
	return b->deed == BATCH_SET ? judge_set(s, b, i, e) : judge_retire(s, b, i, e);
}

static int judge_row(struct store *s, struct batch *b, size_t i, struct err *e)
{
	struct batch_row *row = &b->rows[i];
	struct err own = ERR_INIT;
	int rc;

	rc = judge_record(s, b, i, &own);
	if (rc == 1)
		set_result(b, row, row->left_out ? BATCH_LEFT_OUT : BATCH_SAME, NULL);
	if (rc >= 0)
		return 0;
	if (!is_refusal(rc)) {
		if (e)
			*e = own;
		return rc;
	}
	set_result(b, row, BATCH_REFUSED, own.text);
	row->denied = rc == ERR_DENIED;
	row->wrong = own.field ? reg_field(b->reg, own.field) : NULL;
	b->again |= b->deed != BATCH_SET;
	return 0;
}

/* Those that would have gone together with what was refused are judged once more; each round has fewer of them. */
static bool begin_again(struct batch *b)
{
	if (!b->again)
		return false;
	gather_together(b);
	for (size_t i = 0; i < b->n; i++)
		if (b->rows[i].result == BATCH_CHANGE) {
			set_result(b, &b->rows[i], BATCH_WAITING, NULL);
			clear_row(b, &b->rows[i]);
		}
	b->at = 0;
	b->again = false;
	return true;
}

static void finish_judging(struct batch *b)
{
	b->judged = true;
	b->warned = 0;
	for (size_t i = 0; i < b->n; i++)
		b->warned += b->rows[i].result == BATCH_CHANGE && b->rows[i].why;
}

static int judge_some(struct store *s, struct batch *b, int budget_ms, struct err *e)
{
	int64_t end = clock_ms() + budget_ms;

	do {
		s->together = (struct together){ b->reg, b->together, b->n_together };
		for (; b->at < b->n; b->at++) {
			int rc;

			if (b->rows[b->at].result != BATCH_WAITING)
				continue;
			if (budget_ms && clock_ms() >= end)
				return 1;
			rc = judge_row(s, b, b->at, e);
			if (rc < 0)
				return rc;
		}
	} while (begin_again(b));
	finish_judging(b);
	return 0;
}

int batch_judge(struct store *s, struct batch *b, int budget_ms, struct err *e)
{
	int rc;

	assert(!b->writing);
	rc = judge_some(s, b, budget_ms, e);
	s->together = (struct together){ .reg = NULL };
	return rc;
}

bool batch_wants_reason(const struct batch *b)
{
	if (b->counts[BATCH_CHANGE] > 1 || b->deed != BATCH_SET)
		return true;
	for (size_t i = 0; i < b->n; i++)
		if (b->rows[i].result == BATCH_CHANGE && b->rows[i].wants_reason)
			return true;
	return false;
}

/* --- writing --- */

/* What was shown must still be so: nobody agreed to anything else. */
static int check_unmoved(struct store *s, const struct batch *b, const struct batch_row *row, void *cur, struct err *e)
{
	int rc = rows_get(s, b->reg, row->id, cur, e);

	if (rc == 0 && ((struct rec *)cur)->version != ((struct rec *)row->base)->version)
		rc = err_set(e, ERR_CONFLICT, _("预览以后有人改过这一条。"));
	return rc;
}

static int write_row(struct store *s, const struct batch *b, struct batch_row *row, struct err *e)
{
	void *cur = reg_new(b->reg);
	struct rec *rec = row->rec;
	int rc = check_unmoved(s, b, row, cur, e);

	if (rc == 0 && b->deed == BATCH_SET) {
		rc = save_record(s, b->reg, cur, rec, NULL, e);
	} else if (rc == 0) {
		free(rec->retired_reason);
		rec->retired_reason = b->deed == BATCH_RETIRE ? xstrdup(s->action.reason) : NULL;
		rc = save_retired(s, b->reg, cur, rec, e);
	}
	reg_free(b->reg, cur);
	return rc;
}

/* Refused after all: the sentence says which record, and that nothing was written. */
static void name_row(const struct batch *b, const struct batch_row *row, struct err *e)
{
	struct buf name = BUF_INIT;
	struct err was;

	if (!e)
		return;
	was = *e;
	reg_describe(b->reg, row->base, &name);
	err_set(e, was.code, _("「%s」：%s一条都没有改。"), buf_str(&name), was.text);
	buf_release(&name);
}

static int write_some(struct store *s, struct batch *b, int budget_ms, struct err *e)
{
	int64_t end = clock_ms() + budget_ms;

	for (; b->at < b->n; b->at++) {
		struct batch_row *row = &b->rows[b->at];
		int rc;

		if (row->result != BATCH_CHANGE)
			continue;
		if (budget_ms && clock_ms() >= end)
			return 1;
		rc = write_row(s, b, row, e);
		if (rc < 0) {
			if (is_refusal(rc))
				name_row(b, row, e);
			return rc;
		}
	}
	return 0;
}

static int begin(struct store *s, struct batch *b, const char *reason, struct err *e)
{
	struct buf why = BUF_INIT;
	int rc = text_clean(&why, reason ? reason : "", reason ? strlen(reason) : 0, TEXT_LINE, e);

	assert(b->judged);
	if (rc < 0 && e)
		err_set(e, rc, _("原因：%s"), e->text);
	if (rc == 0 && !why.len && batch_wants_reason(b))
		rc = err_set(e, ERR_USAGE, _("请写明原因：一次改几条记录，或有提醒的，都要留下原因。"));
	if (rc == 0)
		rc = store_begin(s, ACTION_BATCH, why.len ? buf_str(&why) : NULL, e);
	if (rc == 0) {
		b->writing = true;
		b->at = 0;
	}
	buf_release(&why);
	return rc;
}

int batch_write(struct store *s, struct batch *b, const char *reason, int budget_ms, struct err *e)
{
	int rc = b->writing ? 0 : begin(s, b, reason, e);

	if (rc < 0)
		return rc;
	s->together = (struct together){ b->reg, b->together, b->n_together };
	rc = write_some(s, b, budget_ms, e);
	s->together = (struct together){ .reg = NULL };
	if (rc == 1)
		return 1;
	b->writing = false;
	if (rc < 0) {
		store_rollback(s);
		return rc;
	}
	return store_commit(s, NULL, e);
}

void batch_note_denied(struct store *s, const struct batch *b)
{
	size_t i = 0;

	while (i < b->n && !b->rows[i].denied)
		i++;
	if (i == b->n || store_begin(s, ACTION_BATCH, NULL, NULL) < 0)
		return;
	action_denied(s, b->rows[i].why);
	store_rollback(s);
}

void batch_stop(struct store *s, struct batch *b)
{
	if (!b->writing)
		return;
	b->writing = false;
	store_rollback(s);
}
