/* Values of the journal put into a record. */
#include "db/members.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

int members_set(const struct reg *reg, void *rec, const char *name, const char *text, struct err *e)
{
	struct rec *r = rec;
	const struct field *f = reg_field(reg, name);
	struct cell c;

	if (strcmp(name, "version") == 0) {
		r->version = text ? strtoll(text, NULL, 10) + 1 : 1;
	} else if (strcmp(name, "retired_on") == 0) {
		cell_from_text(&c, type_by_id(TYPE_DATE), text);
		return type_by_id(TYPE_DATE)->get(&r->retired_on, &c);
	} else if (strcmp(name, "retired_reason") == 0) {
		free(r->retired_reason);
		r->retired_reason = xstrdup(text);
	} else if (f) {
		cell_from_text(&c, field_type(f), text);
		if (field_type(f)->get(field_value(f, rec), &c) < 0)
			return err_field(e, ERR_DATABASE, f->name, _("操作记录里「%s」的值不合要求；请用 zhibu verify 查看。"),
					 _(f->label));
	}
	return 0;
}

int members_set_all(struct store *s, const struct reg *reg, void *rec, const char *json, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "SELECT key, value FROM json_each(?1)", &stmt, e);

	if (rc < 0)
		return rc;
	rc = sql_bind(s, stmt, 1, json, e);
	while (rc == 0 && (rc = sql_step(s, stmt, e)) == 1)
		rc = members_set(reg, rec, sql_text(stmt, 0), sql_text_or_null(stmt, 1), e);
	sql_done(s, stmt);
	return rc;
}
