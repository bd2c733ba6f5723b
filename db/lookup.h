#ifndef DB_LOOKUP_H
#define DB_LOOKUP_H

#include "db/internal.h"

/* The store's answer to src/lookup.h: names and numbers of other records, from the tables. */
void lookup_init(struct store *s);

/* The id by the text of the key field; ERR_NOT_FOUND without a sentence. */
int lookup_key(struct store *s, const struct reg *reg, const char *key, int64_t *id, struct err *e);

/* The only id with exactly this text in the label field; ERR_NOT_FOUND without a sentence, ERR_INVALID with the candidates. */
int lookup_label(struct store *s, const struct reg *reg, const char *label, int64_t *id, struct err *e);

/*
 * The record as it stands, borrowed until the next call for its register.  Within an action one record per register is
 * held, because a ledger's rows refer to the same few.  ERR_NOT_FOUND with a sentence.
 */
int lookup_peek(struct store *s, const struct reg *reg, int64_t id, const void **rec, struct err *e);
/* This record was written: what is held of it is no longer true. */
void lookup_forget(struct store *s, const struct reg *reg, int64_t id);
void lookup_forget_all(struct store *s);	/* an action has ended */
void lookup_close(struct store *s);

/* Codes and rules are held in memory as whole books, which follow each change of theirs. */
bool lookup_has_book(const struct reg *reg);
/* Reads code sets and rules again, after this connection changed them. */
int lookup_reload(struct store *s, struct err *e);

#endif
