/*
 * Who sees what belongs to persons.
 */
#include "db/seen.h"

#include <string.h>

#include "db/operator.h"
#include "src/banned.h"

static bool is_seen(const struct store *s, const struct share *share)
{
	return share->seen || operator_role(s) >= share->others;
}

/* A record whose kind is not known is for administrators, as reg_share() has it. */
bool seen_is_limited(const struct store *s, const struct reg *reg)
{
	return reg->sharing && operator_role(s) < ROLE_ADMIN;
}

bool seen_record(const struct store *s, const struct reg *reg, const void *rec)
{
	return !seen_is_limited(s, reg) || is_seen(s, reg_share(reg, rec)) ||
	       strcmp(reg_owner(reg, rec), store_operator_login(s)) == 0;
}

/* Text as SQL has it. */
static void add_quoted(const char *text, struct buf *sql)
{
	buf_addc(sql, '\'');
	for (; *text; text++) {
		buf_addc(sql, *text);
		if (*text == '\'')
			buf_addc(sql, '\'');
	}
	buf_addc(sql, '\'');
}

/* A field of the record, whose text stands between these two. */
struct place {
	const char *before, *after;
};

static void add_condition(const struct store *s, const struct reg *reg, const struct place *p, struct buf *sql)
{
	const struct sharing *sharing = reg->sharing;

	buf_addf(sql, "(%s%s%s = ", p->before, sharing->owner, p->after);
	add_quoted(store_operator_login(s), sql);
	buf_addf(sql, " OR %s%s%s IN (''", p->before, sharing->kind, p->after);
	for (size_t i = 0; i < sharing->n; i++) {
		if (is_seen(s, &sharing->shares[i])) {
			buf_adds(sql, ", ");
			add_quoted(sharing->shares[i].kind, sql);
		}
	}
	buf_adds(sql, "))");
}

void seen_add_records(const struct store *s, const struct reg *reg, struct buf *sql)
{
	static const struct place column = { "t.\"", "\"" };

	if (!seen_is_limited(s, reg))
		return;
	buf_adds(sql, " AND ");
	add_condition(s, reg, &column, sql);
}

/* Of a record that undo took away the journal has all fields. */
static void add_removed(const struct store *s, const struct reg *reg, const char *change, struct buf *sql)
{
	static const struct place member = { "json_extract(gone.before, '$.", "')" };

	buf_addf(sql, " OR (NOT EXISTS (SELECT 1 FROM \"%s\" t WHERE t.id = %s.record) AND EXISTS (SELECT 1 FROM change gone"
		      " WHERE gone.reg = '%s' AND gone.record = %s.record AND gone.op = 'remove' AND ", reg->name, change, reg->name,
		 change);
	add_condition(s, reg, &member, sql);
	buf_adds(sql, "))");
}

void seen_add_changes(const struct store *s, const char *change, struct buf *sql)
{
	for (size_t i = 0; i < registers_n; i++) {
		const struct reg *reg = registers[i];

		if (!seen_is_limited(s, reg))
			continue;
		buf_addf(sql, " AND (%s.reg <> '%s' OR EXISTS (SELECT 1 FROM \"%s\" t WHERE t.id = %s.record", change, reg->name,
			 reg->name, change);
		seen_add_records(s, reg, sql);
		buf_adds(sql, ")");
		add_removed(s, reg, change, sql);
		buf_adds(sql, ")");
	}
}
