/*
 * Giving one field of a record a value back that it had.  It is written as if a person had typed it:
 * a code or a reference that went out of use in the meantime is refused, and so are fields nobody types.
 */
#include <string.h>

#include "db/internal.h"
#include "db/journal.h"
#include "db/save.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"

#include "src/banned.h"

/* The field of the restore, or a refusal. */
static int find_field(const struct restore *r, const struct field **out, struct err *e)
{
	const struct field *f = reg_field(r->reg, r->name);

	*out = f;
	if (!f && strncmp(r->name, "retired_", 8) == 0)
		return err_set(e, ERR_INVALID, _("停用和恢复不在这里改；请在列表里按 F8，或撤销那一次操作。"));
	if (!f)
		return err_set(e, ERR_INVALID, _("现在没有「%s」这个字段，不能恢复。"), r->name);
	if (f->flags & (FIELD_READONLY | FIELD_FIXED))
		return err_field(e, ERR_INVALID, f->name, _("「%s」由程序填写或登记后不能改，不能恢复。"), _(f->label));
	return 0;
}

/* Puts the value into a record.  But for references, which the save judges, it has to read back as if it were typed. */
static int put_value(struct store *s, const struct restore *r, const struct field *f, void *rec, struct err *e)
{
	struct err why = ERR_INIT;
	struct buf typed = BUF_INIT;
	struct cell c;
	int rc;

	cell_from_text(&c, field_type(f), r->value);
	rc = field_type(f)->get(field_value(f, rec), &c);
	if (rc == 0 && r->value && f->type != TYPE_REF) {
		field_format(f, rec, &s->lookup, STYLE_EDIT, &typed);
		rc = field_parse(f, buf_str(&typed), &s->lookup, rec, &why);
	}
	buf_release(&typed);
	if (rc < 0)
		return err_field(e, ERR_INVALID, f->name, _("「%s」当时的值现在不能用：%s"), _(f->label),
				 why.text[0] ? why.text : _("操作记录里的值不合要求。"));
	return 0;
}

static char *shown(struct store *s, const struct field *f, const void *rec)
{
	struct buf b = BUF_INIT;

	field_format_masked(f, rec, &s->lookup, STYLE_LIST, &b);
	return buf_detach(&b);
}

/* cur is read, rec is it with the value put back; 1: that stands there already. */
static int prepare(struct store *s, const struct restore *r, void *cur, void *rec, struct err *e)
{
	const struct field *f;
	int rc = find_field(r, &f, e);

	if (rc == 0)
		rc = rows_get(s, r->reg, r->record, cur, e);
	if (rc < 0)
		return rc;
	reg_copy(r->reg, rec, cur);
	rc = put_value(s, r, f, rec, e);
	return rc == 0 && field_equal(f, cur, rec) ? 1 : rc;
}

int journal_may_restore(struct store *s, const struct restore *r, char **now, struct err *e)
{
	void *cur = reg_new(r->reg), *rec = reg_new(r->reg);
	int rc = prepare(s, r, cur, rec, e);

	if (rc == 0)
		rc = store_may_write(s, r->reg, cur, e);
	if (rc == 0 && now)
		*now = shown(s, reg_field(r->reg, r->name), cur);
	reg_free(r->reg, cur);
	reg_free(r->reg, rec);
	return rc;
}

static int restore(struct store *s, const struct restore *r, struct err *e)
{
	void *cur = reg_new(r->reg), *rec = reg_new(r->reg);
	int rc = prepare(s, r, cur, rec, e);

	if (rc == 0)
		rc = save_record(s, r->reg, cur, rec, NULL, e);
	else if (rc == 1)
		rc = err_field(e, ERR_INVALID, r->name, _("「%s」现在就是这个值，没有改动。"),
			       _(reg_field(r->reg, r->name)->label));
	reg_free(r->reg, cur);
	reg_free(r->reg, rec);
	return rc;
}

int journal_restore(struct store *s, const struct restore *r, int64_t *done, struct err *e)
{
	struct buf why = BUF_INIT;
	int rc = text_clean(&why, r->reason ? r->reason : "", r->reason ? strlen(r->reason) : 0, TEXT_LINE, e);

	if (rc == 0)
		rc = store_begin(s, ACTION_EDIT, why.len ? buf_str(&why) : NULL, e);
	buf_release(&why);
	if (rc < 0)
		return rc;
	rc = restore(s, r, e);
	if (rc == 0)
		return store_commit(s, done, e);
	store_rollback(s);
	return rc;
}
