/*
 * Derived data: made when a database is new or has been written by another version, and made anew after a bulk load.
 */
#include "db/derived.h"

#include <stdlib.h>
#include <string.h>

#include "db/derived_fill.h"
#include "db/derived_state.h"
#include "db/order.h"
#include "db/read.h"
#include "db/search.h"
#include "db/tally.h"
#include "db/tokens.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

/* Grows when the tables of orders or counters become others. */
#define DERIVED_VERSION 2

/* ---- Opening ----------------------------------------------------------------------------------- */

int derived_open(struct store *s, struct err *e)
{
	s->derived = xcalloc(1, sizeof(*s->derived));
	s->derived->views = default_views_new();
	s->derived->merge = s->derived->log = !s->readonly;
	return search_open(s, e);
}

void derived_close(struct store *s)
{
	default_views_free(s->derived->views);
	few_release(&s->derived->few);
	free(s->derived);
	s->derived = NULL;
}

/* ---- What it was made from --------------------------------------------------------------------- */

static void describe_field(const struct field *f, struct buf *out)
{
	const unsigned int that_count = FIELD_LISTED | FIELD_SEARCHED | FIELD_PERSONAL | FIELD_TALLIED |
		FIELD_MAY_BE_NONE | FIELD_MAY_NOT_APPLY | FIELD_SUMMED;

	buf_addf(out, "%s %d %u\n", f->name, (int)f->type, f->flags & that_count);
}

static void describe_reg(const struct reg *reg, struct buf *out)
{
	buf_addf(out, "register %s view %s\n", reg->name, reg->view ? reg->view : "");
	for (size_t i = 0; i < reg->nfields; i++)
		describe_field(&reg->fields[i], out);
}

/* FNV-1a over everything that decides what is derived. */
static void fingerprint(struct store *s, struct buf *out)
{
	struct buf all = BUF_INIT;
	uint64_t h = UINT64_C(0xCBF29CE484222325);

	buf_addf(&all, "derived %d chunk %d\n", DERIVED_VERSION, ORDER_CHUNK);
	buf_addf(&all, "schema %lld\n", (long long)sql_integer(s, "PRAGMA user_version", 0));
	key_version(&all);
	tokens_version(&all);
	for (size_t i = 0; i < registers_n; i++)
		describe_reg(registers[i], &all);
	for (size_t i = 0; i < all.len; i++)
		h = (h ^ (unsigned char)all.data[i]) * UINT64_C(0x100000001B3);
	buf_addf(out, "%016llx", (unsigned long long)h);
	buf_release(&all);
}

/* ---- Making it anew ---------------------------------------------------------------------------- */

int derived_make(struct store *s, const struct reg *reg, struct err *e)
{
	struct derived_fill *f = derived_fill_new(s, reg);
	int rc = derived_fill_step(f, 0, e);

	derived_fill_free(f);
	return rc;
}

static int make_all(struct store *s, const char *print, struct err *e)
{
	int rc = tally_table(s, e);

	for (size_t i = 0; rc == 0 && i < registers_n; i++)
		rc = derived_make(s, registers[i], e);
	return rc < 0 ? rc : meta_set(s, "derived", print, e);
}

static int rebuild(struct store *s, const char *print, struct err *e)
{
	bool guarded = store_guard(s, false);
	int rc = store_refresh(s, e);

	if (rc == 0)
		rc = sql_exec(s, "BEGIN IMMEDIATE", e);
	if (rc < 0)
		goto out;
	rc = make_all(s, print, e);
	if (rc == 0)
		rc = sql_exec(s, "COMMIT", e);
	if (rc < 0)
		sql_exec(s, "ROLLBACK", NULL);
	s->derived->merge = s->derived->log = true;
out:
	store_guard(s, guarded);
	return rc;
}

int derived_ensure(struct store *s, struct err *e)
{
	struct buf print = BUF_INIT;
	char *stored = meta_get(s, "derived");
	int rc = 0;

	fingerprint(s, &print);
	if (!stored || strcmp(stored, buf_str(&print)) != 0) {
		if (s->readonly)
			rc = err_set(e, ERR_DATABASE, _("数据库 %s 的检索数据是别的版本做的，要重做才能读；请先用 zhibu 打开一次（不加 --readonly）。"),
				     s->path);
		else
			rc = rebuild(s, buf_str(&print), e);
	}
	free(stored);
	buf_release(&print);
	return rc;
}
