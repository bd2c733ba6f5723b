/*
 * What a ledger refers to.  Most rows of a ledger have the superior of the row
 * before, and many name a row of the same file, so what was found once is kept.
 *
 * In a bulk load the database cannot be asked for records by name: its orders are made
 * after the rows.  Keys, and names once one is asked for, are then held in memory.
 */
#include "db/import_part.h"

#include <string.h>

#include "db/lookup.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

/* In labels: several records have this name. */
#define AMBIGUOUS INT64_MIN

/* --- all records of the register --- */

struct gathering {
	struct map *map;
	void (*add)(struct map *m, const char *text, int64_t id);
};

static void add_key(struct map *m, const char *text, int64_t id)
{
	map_put(m, text)->id = id;
}

static void add_label(struct map *m, const char *text, int64_t id)
{
	struct map_slot *slot = map_put(m, text);

	slot->id = slot->id && slot->id != id ? AMBIGUOUS : id;
}

static int gather(struct import *im, const struct field *f, const struct gathering *g, struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT id, \"%s\" FROM \"%s\" WHERE \"%s\" IS NOT NULL", f->name, im->reg->name, f->name);
	rc = sql_get(im->s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	while ((rc = sql_step(im->s, stmt, e)) == 1)
		g->add(g->map, sql_text(stmt, 1), sqlite3_column_int64(stmt, 0));
	sql_done(im->s, stmt);
	return rc;
}

int refs_load(struct import *im, struct err *e)
{
	return gather(im, reg_key(im->reg), &(struct gathering){ &im->keys, add_key }, e);
}

static int make_labels(struct import *im, struct err *e)
{
	int rc;

	if (im->labels_made)
		return 0;
	map_release(&im->labels);
	rc = gather(im, reg_label(im->reg), &(struct gathering){ &im->labels, add_label }, e);
	im->labels_made = rc == 0;
	return rc;
}

/* --- finding --- */

int refs_find_key(struct import *im, const char *key, int64_t *id, struct err *e)
{
	const struct map_slot *slot = map_find(&im->keys, key);
	int rc;

	if (slot && slot->id) {
		*id = slot->id;
		return 1;
	}
	if (im->bulk)
		return 0;
	rc = lookup_key(im->s, im->reg, key, id, e);
	if (rc == 0)
		map_put(&im->keys, key)->id = *id;
	return rc == ERR_NOT_FOUND ? 0 : rc < 0 ? rc : 1;
}

int refs_find_label(struct import *im, const char *label, int64_t *id, struct err *e)
{
	const struct map_slot *slot;
	int rc;

	if (im->bulk) {
		rc = make_labels(im, e);
		slot = rc == 0 ? map_find(&im->labels, label) : NULL;
		if (!slot)
			return rc;
		if (slot->id != AMBIGUOUS) {
			*id = slot->id;
			return 1;
		}
	}
	rc = lookup_label(im->s, im->reg, label, id, e);
	return rc == ERR_NOT_FOUND ? 0 : rc < 0 ? rc : 1;
}

/* What a text stood for when it was last found, for references whose meaning cannot change meanwhile. */
static struct map_slot *known(struct import *im, const struct reg *reg, const char *typed)
{
	buf_clear(&im->scratch);
	buf_adds(&im->scratch, reg->name);
	buf_addc(&im->scratch, ' ');
	buf_adds(&im->scratch, typed);
	return map_find(&im->known, buf_str(&im->scratch));
}

/* After known(), of the same text. */
static void know(struct import *im, int64_t id)
{
	map_put(&im->known, buf_str(&im->scratch))->id = id;
}

/* "name key", as an export writes references: 1 found. */
static int find_both(struct import *im, const char *typed, int64_t *id, struct err *e)
{
	const char *space = strrchr(typed, ' ');
	const struct map_slot *slot = space ? known(im, im->reg, typed) : NULL;
	struct buf shown = BUF_INIT;
	int rc;

	if (slot) {
		*id = slot->id;
		return 1;
	}
	rc = space ? refs_find_key(im, space + 1, id, e) : 0;
	if (rc == 1 && im->s->lookup.ref_format(im->s, im->reg, *id, STYLE_EDIT, &shown) < 0)
		rc = 0;
	if (rc == 1 && strcmp(buf_str(&shown), typed) != 0)
		rc = 0;
	if (rc == 1)
		know(im, *id);
	buf_release(&shown);
	return rc;
}

static int not_found(struct import *im, const char *typed, struct err *e)
{
	const struct map_slot *slot = map_find(&im->keys, typed);
	struct buf shown = BUF_INIT;

	text_show(&shown, typed);
	if (slot && slot->line)
		err_set(e, ERR_NOT_FOUND, _("「%s」在第 %ld 行，那一行没有导入（被拒绝，或者互为上下级）；请先改好那一行。"),
			buf_str(&shown), (long)slot->line);
	else
		err_set(e, ERR_NOT_FOUND, _("没有编码或名称为「%s」的%s。"), buf_str(&shown), _(im->reg->title));
	buf_release(&shown);
	return ERR_NOT_FOUND;
}

/* A record of the register of the import itself; a row that is still to come may bring it. */
static int find_own(struct import *im, const char *typed, int64_t *id, struct err *e)
{
	const struct map_slot *slot = map_find(&im->keys, typed);
	int rc = 0;

	if (slot && slot->line && !slot->id) {
		im->unresolved = true;
		return not_found(im, typed, e);
	}
	rc = refs_find_key(im, typed, id, e);
	if (rc == 0)
		rc = find_both(im, typed, id, e);
	if (rc == 0)
		rc = refs_find_label(im, typed, id, e);
	if (rc != 0)
		return rc < 0 ? rc : 0;
	im->unresolved = true;
	/* Only who gets to read it needs the sentence with the nearest key, which takes a look at the database. */
	if (im->bulk || !im->last_try)
		return not_found(im, typed, e);
	return im->s->lookup.ref_find(im->s, im->reg, typed, id, e);
}

static int find_other(struct import *im, const struct reg *reg, const char *typed, int64_t *id, struct err *e)
{
	const struct map_slot *slot = known(im, reg, typed);
	int rc;

	if (slot) {
		*id = slot->id;
		return 0;
	}
	rc = im->s->lookup.ref_find(im->s, reg, typed, id, e);
	if (rc == 0)
		know(im, *id);
	return rc;
}

static int find(void *ctx, const struct reg *reg, const char *typed, int64_t *id, struct err *e)
{
	struct import *im = ctx;

	return reg == im->reg ? find_own(im, typed, id, e) : find_other(im, reg, typed, id, e);
}

static int format(void *ctx, const struct reg *reg, int64_t id, enum style style, struct buf *out)
{
	struct import *im = ctx;

	return im->s->lookup.ref_format(im->s, reg, id, style, out);
}

static int get(void *ctx, const struct reg *reg, int64_t id, void *rec, struct err *e)
{
	struct import *im = ctx;

	return im->s->lookup.ref_get(im->s, reg, id, rec, e);
}

static int peek(void *ctx, const struct reg *reg, int64_t id, const void **rec, struct err *e)
{
	struct import *im = ctx;

	return im->s->lookup.ref_peek(im->s, reg, id, rec, e);
}

static int each(void *ctx, const struct children_of *which, int (*fn)(void *arg, const void *rec), void *arg, struct err *e)
{
	struct import *im = ctx;

	return im->s->lookup.ref_each(im->s, which, fn, arg, e);
}

/* --- the import's own records --- */

static const char *text_of(const struct field *f, const void *rec, struct cell *c)
{
	field_type(f)->put(field_const(f, rec), c);
	return cell_text(c);
}

void refs_saved(struct import *im, const char *key, const void *before, const void *rec)
{
	const struct field *label = reg_label(im->reg);
	int64_t id = ((const struct rec *)rec)->id;
	struct cell now;
	const char *text = text_of(reg_key(im->reg), rec, &now);

	if (key[0])
		map_put(&im->keys, key)->id = id;
	/* The program may have made another key of what it was found by. */
	if (text && strcmp(text, key) != 0)
		map_put(&im->keys, text)->id = id;
	if (!im->labels_made)
		return;
	text = text_of(label, rec, &now);
	if (before && !field_equal(label, before, rec))
		im->labels_made = false;
	else if (!before && text)
		add_label(&im->labels, text, id);
}

void refs_init(struct import *im)
{
	/* Named one by one: a function of the store's own must never get the import as its context. */
	im->lookup = (struct lookup){
		.today = im->s->lookup.today,
		.codes = im->s->lookup.codes,
		.rules = im->s->lookup.rules,
		.ref_format = format,
		.ref_find = find,
		.ref_get = get,
		.ref_peek = peek,
		.ref_each = each,
		.ctx = im,
	};
}

void refs_release(struct import *im)
{
	map_release(&im->keys);
	map_release(&im->labels);
	map_release(&im->known);
	buf_release(&im->scratch);
}
