/*
 * Saving what a person edited: the record may have moved on since it was read.
 * Fields that only one side changed are merged without a question; fields that both
 * changed differently are a conflict, and nothing is written.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/action.h"
#include "db/save.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/merge.h"
#include "src/text.h"

#include "src/banned.h"

void conflicts_release(struct conflicts *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->items[i].base);
		free(c->items[i].theirs);
		free(c->items[i].mine);
	}
	free(c->items);
	free(c->who);
	free(c->when);
	*c = (struct conflicts){ .items = NULL };
}

static char *edit_text(struct store *s, const struct field *f, const void *rec)
{
	struct buf b = BUF_INIT;

	field_format_masked(f, rec, &s->lookup, STYLE_EDIT, &b);
	return b.data ? buf_detach(&b) : xstrdup("");
}

static void add_conflict(struct store *s, struct conflicts *c, const struct field *f, const void *const three[3])
{
	c->items = xreallocarray(c->items, c->n + 1, sizeof(*c->items));
	c->items[c->n++] = (struct conflict){
		.field = f,
		.base = edit_text(s, f, three[0]),
		.theirs = edit_text(s, f, three[1]),
		.mine = edit_text(s, f, three[2]),
	};
}

/* Who saved the record last, and when. */
static void name_other(struct store *s, const struct reg *reg, int64_t id, struct conflicts *c)
{
	sqlite3_stmt *stmt;
	char when[32] = "";

	if (sql_get(s, "SELECT a.name, a.at FROM change c JOIN action a ON a.id = c.action WHERE c.reg = ?1"
		       " AND c.record = ?2 ORDER BY c.action DESC LIMIT 1", &stmt, NULL) < 0)
		return;
	sqlite3_bind_text(stmt, 1, reg->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 2, id);
	if (sql_step(s, stmt, NULL) == 1) {
		time_t at = (time_t)(sqlite3_column_int64(stmt, 1) / 1000);
		struct tm tm;

		if (localtime_r(&at, &tm))
			strftime(when, sizeof(when), "%Y-%m-%d %H:%M", &tm);
		c->who = xstrdup(sql_text(stmt, 0));
		c->when = xstrdup(when);
	}
	sql_done(s, stmt);
}

/* Takes over into rec what they changed; true when something stands against each other. */
static bool merge_fields(struct store *s, const struct reg *reg, const void *const three[3], void *rec,
			 struct save_report *report)
{
	const void *base = three[0], *theirs = three[1];

	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];
		enum merge holds = field_merge(f, base, theirs, rec);

		if (holds == MERGE_ASK) {
			add_conflict(s, &report->conflicts, f, three);
		} else if (holds == MERGE_THEIRS) {
			field_copy(f, rec, theirs);
			report->merged++;
		}
	}
	return report->conflicts.n > 0;
}

static int merge(struct store *s, const struct reg *reg, const void *const three[3], void *rec,
		 struct save_report *report, struct err *e)
{
	const struct rec *base = three[0], *theirs = three[1];
	struct conflicts *c = &report->conflicts;

	if (!date_is_empty(theirs->retired_on) && date_is_empty(base->retired_on))
		return err_set(e, ERR_INVALID, _("这条记录刚被停用，不能再改；要改请先恢复它。"));
	if (!merge_fields(s, reg, three, rec, report))
		return 0;
	name_other(s, reg, theirs->id, c);
	return err_field(e, ERR_CONFLICT, c->items[0].field->name,
			 _("%s 在 %s 也改了「%s」：对方改成「%s」，你改成「%s」；没有写入，请重新打开后再定。"), c->who ? c->who : "?",
			 c->when ? c->when : "?", _(c->items[0].field->label), c->items[0].theirs, c->items[0].mine);
}

/* What a form does not have: number, version, and being out of use, which has its own way.  The table's holds. */
static void take_fixed(const struct rec *cur, struct rec *rec)
{
	rec->id = cur->id;
	rec->version = cur->version;
	rec->retired_on = cur->retired_on;
	free(rec->retired_reason);
	rec->retired_reason = xstrdup(cur->retired_reason);
}

static int save_existing(struct store *s, const struct reg *reg, const void *base, void *rec,
			 struct save_report *report, struct err *e)
{
	void *cur = reg_new(reg), *mine = reg_new(reg);
	const void *three[3] = { base, cur, mine };
	int rc = rows_get(s, reg, ((const struct rec *)base)->id, cur, e);

	if (rc == 0 && ((struct rec *)cur)->version != ((const struct rec *)base)->version) {
		reg_copy(reg, mine, rec);
		rc = merge(s, reg, three, rec, report, e);
	}
	if (rc == 0) {
		take_fixed(cur, rec);
		if (!date_is_empty(((struct rec *)cur)->retired_on) && !reg_equal(reg, cur, rec))
			rc = err_set(e, ERR_INVALID, _("这条记录已停用，不能改；要改请先恢复它。"));
	}
	if (rc == 0)
		rc = save_record(s, reg, cur, rec, report, e);
	reg_free(reg, cur);
	reg_free(reg, mine);
	return rc;
}

int store_save(struct store *s, const struct reg *reg, const void *base, void *rec, struct save_report *report,
	       struct err *e)
{
	struct save_report own = { .changed = false };
	int rc;

	assert(s->action.open);
	if (base)
		rc = save_existing(s, reg, base, rec, report ? report : &own, e);
	else
		rc = save_record(s, reg, NULL, rec, report ? report : &own, e);
	save_report_release(&own);
	return rc;
}

int store_save_one(struct store *s, const struct reg *reg, const void *base, void *rec, struct save_report *report,
		   struct err *e)
{
	int rc = store_begin(s, ACTION_EDIT, report ? report->reason : NULL, e);

	if (rc < 0)
		return rc;
	rc = store_save(s, reg, base, rec, report, e);
	if (rc < 0)
		store_rollback(s);
	else
		rc = store_commit(s, NULL, e);
	return rc;
}

/* --- out of use and back --- */

static int set_retired(struct store *s, const struct reg *reg, const void *cur, const char *reason, struct err *e)
{
	void *rec = reg_new(reg);
	struct rec *r = rec;
	int rc;

	reg_copy(reg, rec, cur);
	r->retired_on = reason ? s->lookup.today : (struct date){ 0 };
	free(r->retired_reason);
	r->retired_reason = xstrdup(reason);
	rc = save_retired(s, reg, cur, rec, e);
	reg_free(reg, rec);
	return rc;
}

static int clean_reason(const char *reason, struct buf *out, struct err *e)
{
	int rc = text_clean(out, reason ? reason : "", reason ? strlen(reason) : 0, TEXT_LINE, e);

	if (rc == 0 && !out->len)
		rc = err_set(e, ERR_USAGE, _("请写明原因：停用和恢复都要留下原因。"));
	return rc;
}

int store_retire(struct store *s, const struct reg *reg, int64_t id, const char *reason, struct err *e)
{
	void *cur = reg_new(reg);
	struct buf why = BUF_INIT;
	int rc = clean_reason(reason, &why, e);

	if (rc == 0)
		rc = rows_get(s, reg, id, cur, e);
	if (rc == 0 && !date_is_empty(((struct rec *)cur)->retired_on))
		rc = err_set(e, ERR_INVALID, _("这条记录早已停用，没有改动。"));
	if (rc == 0)
		rc = set_retired(s, reg, cur, buf_str(&why), e);
	buf_release(&why);
	reg_free(reg, cur);
	return rc;
}

int store_revive(struct store *s, const struct reg *reg, int64_t id, const char *reason, struct err *e)
{
	void *cur = reg_new(reg);
	struct buf why = BUF_INIT;
	int rc = clean_reason(reason, &why, e);

	if (rc == 0)
		rc = rows_get(s, reg, id, cur, e);
	if (rc == 0 && date_is_empty(((struct rec *)cur)->retired_on))
		rc = err_set(e, ERR_INVALID, _("这条记录正在使用，没有改动。"));
	if (rc == 0)
		rc = set_retired(s, reg, cur, NULL, e);
	buf_release(&why);
	reg_free(reg, cur);
	return rc;
}
