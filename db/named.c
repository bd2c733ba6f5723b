/*
 * Records by a word.
 */
#include "db/named.h"

#include <stdlib.h>

#include "db/reader.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* A condition is read at each key of a filter line. */
#define NAMED_MS 10

static int refuse(const struct reg *reg, const char *word, struct err *e)
{
	struct buf shown = BUF_INIT;

	text_quote(&shown, word);
	err_set(e, ERR_INVALID, _("用%s能找到的%s太多，一时查不完（最多 %d 个）；请写得更具体。"), buf_str(&shown), _(reg->title),
		REF_NAMED_MOST);
	buf_release(&shown);
	return ERR_INVALID;
}

/* 0: these are all, 1: there are more than one wants to know of, or it takes too long to tell. */
static int collect(struct reader *r, int64_t *ids, size_t *n, struct err *e)
{
	bool passes;
	int64_t id;
	int rc;

	*n = 0;
	while ((rc = reader_next(r, &id, &passes, e)) == 1) {
		if (reader_is_over(r) || (passes && *n == REF_NAMED_MOST))
			return 1;
		if (passes)
			ids[(*n)++] = id;
	}
	return rc;
}

static int read_ids(struct store *s, const struct view *v, int64_t *ids, size_t *n, struct err *e)
{
	const struct page_want want = { .from = PAGE_FIRST, .budget_ms = NAMED_MS };
	struct reader r;
	bool own;
	int rc = store_snapshot_begin(s, &own, e);

	if (rc < 0)
		return rc;
	rc = reader_open(&r, s, v, &want, e);
	if (rc == 0) {
		rc = collect(&r, ids, n, e);
		reader_close(&r);
	}
	store_snapshot_end(s, own);
	return rc;
}

int lookup_named(void *ctx, const struct reg *reg, const char *word, int64_t **ids, size_t *n, struct err *e)
{
	struct cond c = { .op = OP_WORD, .text = xstrdup(word) };
	struct all_of all = { .conds = &c, .n = 1 };
	struct query q = { .any = &all, .n = 1 };
	struct view v = { .reg = reg, .query = &q, .all = true };
	int rc;

	*ids = xcalloc(REF_NAMED_MOST, sizeof(**ids));
	rc = read_ids(ctx, &v, *ids, n, e);
	free(c.text);
	if (rc == 0)
		return 0;
	free(*ids);
	*ids = NULL;
	return rc < 0 ? rc : refuse(reg, word, e);
}
