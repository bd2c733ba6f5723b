/*
 * References by name and by number.  People name a record by its key, by its
 * exact name, or by "name key" as forms and CSV cells show it; a name that
 * several records carry is refused with the candidates.
 */
#include "db/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "db/below.h"
#include "db/derived.h"
#include "db/keys.h"
#include "db/named.h"
#include "db/near.h"
#include "db/seen.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"

#include "src/banned.h"

/* How many candidates a sentence names. */
#define CANDIDATES 4

static int by_column(struct store *s, const struct reg *reg, const struct field *f, const char *text,
		     sqlite3_stmt **out, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc;

	buf_addf(&sql, "SELECT t.id FROM \"%s\" t WHERE t.\"%s\" = ?1", reg->name, f->name);
	seen_add_records(s, reg, &sql);
	buf_addf(&sql, " ORDER BY t.retired_on IS NOT NULL, t.id LIMIT %d", CANDIDATES + 1);
	rc = sql_get(s, buf_str(&sql), out, e);
	buf_release(&sql);
	if (rc == 0)
		rc = sql_bind(s, *out, 1, text, e);
	if (rc < 0) {
		sql_done(s, *out);
		*out = NULL;
	}
	return rc;
}

int lookup_key(struct store *s, const struct reg *reg, const char *key, int64_t *id, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = by_column(s, reg, reg_key(reg), key, &stmt, e);

	if (rc < 0)
		return rc;
	rc = sql_step(s, stmt, e);
	if (rc == 1)
		*id = sqlite3_column_int64(stmt, 0);
	sql_done(s, stmt);
	return rc == 0 ? ERR_NOT_FOUND : rc == 1 ? 0 : rc;
}

/* Adds the name and the key that a statement about this record gives. */
static int format_row(struct store *s, const char *sql, int64_t id, enum style style, struct buf *out)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, sql, &stmt, NULL);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	rc = sql_step(s, stmt, NULL) == 1 ? 0 : ERR_NOT_FOUND;
	if (rc == 0 && style != STYLE_DATA)
		buf_adds(out, sql_text(stmt, 0));
	if (rc == 0 && style == STYLE_EDIT)
		buf_addc(out, ' ');
	if (rc == 0 && style != STYLE_LIST)
		buf_adds(out, sql_text(stmt, 1));
	sql_done(s, stmt);
	return rc;
}

/* A record that undo took away is named as the journal knew it. */
static void format_removed(struct store *s, const struct reg *reg, int64_t id, enum style style, struct buf *out)
{
	struct buf sql = BUF_INIT;

	buf_addf(&sql, "SELECT json_extract(before, '$.%s'), json_extract(before, '$.%s') FROM change WHERE reg = '%s'"
		       " AND record = ?1 AND op = 'remove' ORDER BY action DESC LIMIT 1", reg_label(reg)->name,
		 reg_key(reg)->name, reg->name);
	if (format_row(s, buf_str(&sql), id, style, out) < 0)
		buf_addf(out, "#%lld", (long long)id);
	buf_release(&sql);
}

static int format(void *ctx, const struct reg *reg, int64_t id, enum style style, struct buf *out)
{
	struct store *s = ctx;
	struct buf sql = BUF_INIT;
	int rc;

	buf_addf(&sql, "SELECT \"%s\", \"%s\" FROM \"%s\" WHERE id = ?1", reg_label(reg)->name, reg_key(reg)->name,
		 reg->name);
	rc = format_row(s, buf_str(&sql), id, style, out);
	buf_release(&sql);
	if (rc < 0)
		format_removed(s, reg, id, style, out);
	return rc;
}

static void name_candidates(struct store *s, const struct reg *reg, const int64_t *ids, int n, struct buf *out)
{
	for (int i = 0; i < n && i < CANDIDATES; i++) {
		buf_adds(out, i ? _("、") : "");
		format(s, reg, ids[i], STYLE_EDIT, out);
	}
	if (n > CANDIDATES)
		buf_adds(out, _(" 等"));
}

/* Up to CANDIDATES + 1 records with this name; how many. */
static int with_label(struct store *s, const struct reg *reg, const char *label, int64_t *ids, struct err *e)
{
	sqlite3_stmt *stmt;
	int n = 0, rc;

	/* The order of names finds them at once, but a bulk load makes it only after its rows. */
	if (key_is_kept(reg_label(reg)) && !seen_is_limited(s, reg) && !(s->action.bulk && s->action.bulk_reg == reg))
		return derived_find_label(s, reg, label, ids, CANDIDATES + 1, e);
	rc = by_column(s, reg, reg_label(reg), label, &stmt, e);
	if (rc < 0)
		return rc;
	while ((rc = sql_step(s, stmt, e)) == 1)
		ids[n++] = sqlite3_column_int64(stmt, 0);
	sql_done(s, stmt);
	return rc < 0 ? rc : n;
}

static int refuse_ambiguous(struct store *s, const struct reg *reg, const char *label, const int64_t *ids, int n,
			    struct err *e)
{
	struct buf names = BUF_INIT, shown = BUF_INIT;

	name_candidates(s, reg, ids, n, &names);
	text_show(&shown, label);
	if (n > CANDIDATES)
		err_set(e, ERR_INVALID, _("叫「%s」的%s不止 %d 个：%s；请写编码。"), buf_str(&shown), _(reg->title), CANDIDATES,
			buf_str(&names));
	else
		err_set(e, ERR_INVALID, _("有 %d 个%s叫「%s」：%s；请写编码。"), n, _(reg->title), buf_str(&shown),
			buf_str(&names));
	buf_release(&names);
	buf_release(&shown);
	return ERR_INVALID;
}

int lookup_label(struct store *s, const struct reg *reg, const char *label, int64_t *id, struct err *e)
{
	int64_t ids[CANDIDATES + 1];
	int n = with_label(s, reg, label, ids, e);

	if (n < 0)
		return n;
	if (n > 1)
		return refuse_ambiguous(s, reg, label, ids, n, e);
	if (n == 1)
		*id = ids[0];
	return n == 1 ? 0 : ERR_NOT_FOUND;
}

/* "name key": the last word is a key, the rest that record's name. */
static int by_both(struct store *s, const struct reg *reg, const char *typed, int64_t *id, struct err *e)
{
	const char *space = strrchr(typed, ' ');
	struct buf label = BUF_INIT;
	int rc = ERR_NOT_FOUND;

	if (!space || space == typed)
		return ERR_NOT_FOUND;
	if (lookup_key(s, reg, space + 1, id, e) == 0 && format(s, reg, *id, STYLE_EDIT, &label) == 0)
		rc = strcmp(buf_str(&label), typed) == 0 ? 0 : ERR_NOT_FOUND;
	buf_release(&label);
	return rc;
}

static int find(void *ctx, const struct reg *reg, const char *typed, int64_t *id, struct err *e)
{
	struct store *s = ctx;
	struct buf near = BUF_INIT, shown = BUF_INIT;
	int rc = lookup_key(s, reg, typed, id, e);

	/* Both ways by key come first: they cost the same however many records there are. */
	if (rc == ERR_NOT_FOUND)
		rc = by_both(s, reg, typed, id, e);
	if (rc == ERR_NOT_FOUND)
		rc = lookup_label(s, reg, typed, id, e);
	/* Nobody reads what was probably meant where no sentence is wanted. */
	if (rc != ERR_NOT_FOUND || !e)
		return rc;
	near_add(s, reg, typed, &near);
	text_show(&shown, typed);
	if (near.len)
		err_set(e, ERR_NOT_FOUND, _("没有编码或名称为「%s」的%s；最接近的是 %s。"), buf_str(&shown),
			_(reg->title), buf_str(&near));
	else
		err_set(e, ERR_NOT_FOUND, _("没有编码或名称为「%s」的%s。"), buf_str(&shown), _(reg->title));
	err_set_near(e, buf_str(&near));
	buf_release(&near);
	buf_release(&shown);
	return ERR_NOT_FOUND;
}

/* --- records --- */

struct recent {
	int64_t action;		/* in which rec was read; 0: nothing is held */
	void *rec;
};

static struct recent *recent_of(struct store *s, const struct reg *reg)
{
	struct recent *r;

	if (!s->recent)
		s->recent = xcalloc(registers_n, sizeof(*s->recent));
	r = &s->recent[reg_index(reg)];
	if (!r->rec)
		r->rec = reg_new(reg);
	return r;
}

int lookup_peek(struct store *s, const struct reg *reg, int64_t id, const void **rec, struct err *e)
{
	struct recent *r = recent_of(s, reg);
	int rc = 0;

	/* Outside of an action the record may be another one at any time. */
	if (!s->action.open || r->action != s->action.id || ((struct rec *)r->rec)->id != id) {
		r->action = 0;
		rc = rows_get(s, reg, id, r->rec, e);
		r->action = rc == 0 && s->action.open ? s->action.id : 0;
	}
	*rec = r->rec;
	return rc;
}

void lookup_forget(struct store *s, const struct reg *reg, int64_t id)
{
	struct recent *r = s->recent ? &s->recent[reg_index(reg)] : NULL;

	if (r && r->rec && ((struct rec *)r->rec)->id == id)
		r->action = 0;
}

void lookup_forget_all(struct store *s)
{
	for (size_t i = 0; s->recent && i < registers_n; i++)
		s->recent[i].action = 0;
}

void lookup_close(struct store *s)
{
	for (size_t i = 0; s->recent && i < registers_n; i++)
		reg_free(registers[i], s->recent[i].rec);
	free(s->recent);
}

static int peek(void *ctx, const struct reg *reg, int64_t id, const void **rec, struct err *e)
{
	return lookup_peek(ctx, reg, id, rec, e);
}

static int get(void *ctx, const struct reg *reg, int64_t id, void *rec, struct err *e)
{
	struct store *s = ctx;
	const void *held;
	int rc;

	if (!s->action.open)
		return rows_get(s, reg, id, rec, e);
	rc = lookup_peek(s, reg, id, &held, e);
	if (rc == 0)
		reg_copy(reg, rec, held);
	return rc;
}

static int each_child(void *ctx, const struct children_of *which, int (*fn)(void *arg, const void *rec), void *arg,
		      struct err *e)
{
	struct store *s = ctx;
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	void *rec;
	int rc, end = 0;

	buf_addf(&sql, "SELECT %s FROM \"%s\" WHERE \"%s\" = ?1 ORDER BY id", rows_sql(s, which->reg)->columns,
		 which->reg->name, which->by->name);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, which->of);
	rec = reg_new(which->reg);
	while (end == 0 && (rc = sql_step(s, stmt, e)) == 1)
		end = (rc = rows_read(which->reg, stmt, 0, rec, e)) < 0 ? rc : fn(arg, rec);
	reg_free(which->reg, rec);
	sql_done(s, stmt);
	return end ? end : rc;
}

void lookup_init(struct store *s)
{
	s->lookup = (struct lookup){
		.today = date_today(),
		.codes = &s->codes,
		.rules = &s->rules,
		.ref_format = format,
		.ref_find = find,
		.ref_named = lookup_named,
		.ref_below = lookup_below,
		.ref_get = get,
		.ref_peek = peek,
		.ref_each = each_child,
		.ctx = s,
	};
}

/* --- the books in memory --- */

static int each_row(struct store *s, const struct reg *reg, void (*fn)(struct store *s, const void *rec),
		    struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	void *rec = reg_new(reg);
	int rc;

	buf_addf(&sql, "SELECT %s FROM \"%s\"", rows_sql(s, reg)->columns, reg->name);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	while (rc == 0 && (rc = sql_step(s, stmt, e)) == 1) {
		rc = rows_read(reg, stmt, 0, rec, e);
		if (rc == 0)
			fn(s, rec);
	}
	sql_done(s, stmt);
	reg_free(reg, rec);
	return rc;
}

/* Only a damaged row lacks what is required; the books may rely on it. */
static char *required(char *text)
{
	static char none[] = "";

	return text ? text : none;
}

static void take_code(struct store *s, const void *rec)
{
	const struct code_row *row = rec;

	codebook_add(&s->codes, &(struct code_item){
		.set = required(row->set_name), .value = required(row->value), .label = required(row->label),
		.label_en = row->label_en,
		.position = row->position == INT_NONE ? 0 : (long)row->position, .from = row->effective_from,
		.to = row->effective_to, .retired = !date_is_empty(row->rec.retired_on),
	});
}

static void take_rule(struct store *s, const void *rec)
{
	const struct rule_row *row = rec;

	ruleset_add(&s->rules, &(struct rule_item){
		.name = required(row->name), .label = required(row->label), .document = row->document,
		.level = rule_level_from_value(row->level.s),
		.param = row->param, .from = row->effective_from, .to = row->effective_to,
		.retired = !date_is_empty(row->rec.retired_on),
	});
}

/* After a failure half the books are missing, and what they forbid would pass: they are read again before the next use. */
static int reload(struct store *s, struct err *e)
{
	int rc;

	codebook_release(&s->codes);
	rc = each_row(s, &code_reg, take_code, e);
	codebook_sort(&s->codes);
	if (rc == 0) {
		ruleset_release(&s->rules);
		rc = each_row(s, &rule_reg, take_rule, e);
		ruleset_sort(&s->rules);
	}
	if (rc < 0)
		s->codes_version = 0;
	return rc;
}

int store_refresh(struct store *s, struct err *e)
{
	int64_t version;
	int rc = sql_ask(s, "PRAGMA data_version", &version, e);

	s->lookup.today = store_today(s);
	if (rc < 0 || version == s->codes_version)
		return rc;
	s->codes_version = version;
	return reload(s, e);
}

bool lookup_has_book(const struct reg *reg)
{
	return reg == &code_reg || reg == &rule_reg;
}

int lookup_reload(struct store *s, struct err *e)
{
	return reload(s, e);
}
