#ifndef DB_KEYS_H
#define DB_KEYS_H

#include "db/internal.h"

/*
 * Sort keys: bytes whose memcmp() order is the order of a field's values.  Chinese text is
 * ordered by pinyin (ICU, zh@collation=pinyin), codes, dates and numbers by their value,
 * references by the number of what they refer to; then come 无 and 不适用, and at the end what is
 * not filled in.
 */

#define KEY_TEXT 96	/* longer texts tie, and ties are ordered by the record's number */
#define KEY_MAX (KEY_TEXT + 2)
#define MARK_MAX (KEY_MAX + 8)

struct key {
	size_t n;
	uint8_t bytes[KEY_MAX];
};

/* A place in an order: a key and the record's number behind it. */
struct mark {
	size_t n;
	uint8_t bytes[MARK_MAX];
};

/* Whether the store keeps an order by this field: lists sort by it, or it refers to records. */
bool key_is_kept(const struct field *f);
/* ERR_DATABASE: ICU cannot make sort keys on this machine. */
int key_make(const struct field *f, const struct cell *c, struct key *out, struct err *e);
int key_of_record(const struct field *f, const void *rec, struct key *out, struct err *e);
/* The stored value; its text lives until the statement moves on. */
void key_column(sqlite3_stmt *stmt, int column, struct cell *out);
/* Of a stored record; 1: made, 0: there is no such record. */
int key_of_id(struct store *s, const struct reg *reg, const struct field *f, int64_t id, struct key *out,
	struct err *e);
int key_compare(const struct key *a, const struct key *b);

void mark_make(const struct key *key, int64_t id, struct mark *out);

/* What the keys depend on besides this code: the version of ICU, for the fingerprint. */
void key_version(struct buf *out);

#endif
