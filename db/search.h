#ifndef DB_SEARCH_H
#define DB_SEARCH_H

#include "db/internal.h"
#include "db/tokens.h"
#include "src/query.h"

/*
 * Bare words: s_<reg> is a contentless FTS5 table over a register's searched fields with the
 * tokens of tokens.h.  It finds candidates quickly and in the order of their numbers; whether a
 * candidate has the word is for zhibu_match(), the SQL function around pinyin_match().
 */

/* The tokenizer and the functions, once per connection. */
int search_open(struct store *s, struct err *e);
/* A register without searched fields has no table and finds nothing. */
bool search_has(const struct reg *reg);
/* Makes an empty table, dropping what is there. */
int search_table(struct store *s, const struct reg *reg, struct err *e);
/* Before and after so many records: with much memory at hand the index falls into few parts, with too much one of them takes
 * long to write. */
int search_fill_begin(struct store *s, const struct reg *reg, int64_t rows, struct err *e);
int search_fill_end(struct store *s, const struct reg *reg, struct err *e);
/* Whether something of a field is in the index: its words, or the end of its number. */
bool search_takes(const struct field *f);
/* Adds what is searched of a value, ended by a line feed. */
void search_add_text(const struct field *f, struct cell *c, struct buf *out);
/* What of a record is searched: that of all its fields. */
void search_text(const struct reg *reg, const void *rec, struct buf *out);
int search_add(struct store *s, const struct reg *reg, int64_t id, const struct buf *text, struct err *e);
/* The same for many, with tokens made before: *stmt is NULL before the first, and given back with sql_done() after the last. */
int search_add_next(struct store *s, const struct reg *reg, sqlite3_stmt **stmt, int64_t id,
	const struct packed *tokens, struct err *e);
/* The text must be the one that was added. */
int search_remove(struct store *s, const struct reg *reg, int64_t id, const struct buf *text, struct err *e);

/* Adds the FTS5 expression that every record of the query meets; false when some need not have any
 * word at all.  With `parts`, what a searched field has to contain counts as a word too. */
bool search_expression(const struct query *q, bool parts, struct buf *out);

/* Merges what edits leave in the index, about `pages` pages of it: 1 when more is left, 0 when not. */
int search_merge(struct store *s, const struct reg *reg, int pages, struct err *e);

/* A number that follows from all (token, record) pairs, whatever their order: as made, and as stored. */
uint64_t search_sum_tokens(const struct packed *tokens, int64_t id);
int search_sum_stored(struct store *s, const struct reg *reg, uint64_t *sum, struct err *e);

#endif
