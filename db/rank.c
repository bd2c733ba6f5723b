/*
 * The order of matches.
 */
#include "db/rank.h"

#include "db/query_sql.h"
#include "src/pinyin.h"
#include "src/banned.h"

int rank_open(struct rank *r, struct store *s, const struct view *v, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc;

	*r = (struct rank){ .s = s, .query = v->query };
	buf_adds(&sql, "SELECT NULL");
	for (size_t i = 0; i < v->reg->nfields; i++) {
		if (field_is_searched(&v->reg->fields[i]))
			buf_addf(&sql, ", \"%s\"", v->reg->fields[i].name);
	}
	buf_addf(&sql, " FROM \"%s\" WHERE id = ?1", v->reg->name);
	rc = sql_get(s, buf_str(&sql), &r->stmt, e);
	buf_release(&sql);
	return rc;
}

/* What a match is worth, best first: a name that is all of the word before one that only begins with it, whichever way
 * it is written. */
enum grade {
	GRADE_EXACT, GRADE_EXACT_INITIALS, GRADE_EXACT_FULL, GRADE_PREFIX, GRADE_PREFIX_INITIALS, GRADE_PREFIX_FULL,
	GRADE_INITIALS, GRADE_FULL, GRADE_INSIDE, GRADE_NONE
};

static enum grade grade_of(const char *text, const char *word)
{
	static const struct {
		enum grade whole, beginning, within;
	} grades[] = {
		[MATCH_EXACT] = { GRADE_EXACT, GRADE_EXACT, GRADE_EXACT },
		[MATCH_PREFIX] = { GRADE_PREFIX, GRADE_PREFIX, GRADE_PREFIX },
		[MATCH_INITIALS] = { GRADE_EXACT_INITIALS, GRADE_PREFIX_INITIALS, GRADE_INITIALS },
		[MATCH_FULL] = { GRADE_EXACT_FULL, GRADE_PREFIX_FULL, GRADE_FULL },
		[MATCH_INSIDE] = { GRADE_INSIDE, GRADE_INSIDE, GRADE_INSIDE },
		[MATCH_NONE] = { GRADE_NONE, GRADE_NONE, GRADE_NONE },
	};
	struct span at;
	enum match found = pinyin_match(text, word, &at);

	if (at.from > 0)
		return grades[found].within;
	return text[at.to] ? grades[found].beginning : grades[found].whole;
}

/* The best match of a word in the fields of the row. */
static enum grade best_match(const struct rank *r, const char *word)
{
	enum grade best = GRADE_NONE;

	for (int i = 1; i < sqlite3_column_count(r->stmt); i++) {
		const char *text = (const char *)sqlite3_column_text(r->stmt, i);
		enum grade found = text ? grade_of(text, word) : GRADE_NONE;

		if (found < best)
			best = found;
	}
	return best;
}

static int sum_of(const struct rank *r, const struct all_of *all)
{
	int sum = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (all->conds[i].op == OP_WORD && !all->conds[i].negate)
			sum += (int)best_match(r, all->conds[i].text);
	}
	return sum;
}

int rank_of(struct rank *r, int64_t id, int *rank, struct err *e)
{
	int rc;

	*rank = 0;
	sqlite3_bind_int64(r->stmt, 1, id);
	rc = sql_step(r->s, r->stmt, e);
	for (size_t i = 0; rc == 1 && i < r->query->n; i++) {
		int sum = sum_of(r, &r->query->any[i]);

		if (i == 0 || sum < *rank)
			*rank = sum;
	}
	sqlite3_reset(r->stmt);
	return rc < 0 ? rc : 0;
}

void rank_close(struct rank *r)
{
	sql_done(r->s, r->stmt);
	r->stmt = NULL;
}
