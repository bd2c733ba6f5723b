#ifndef DB_PIN_H
#define DB_PIN_H

#include "db/store.h"

/*
 * The PIN with which an operator unlocks screens that were left alone.  Only what scrypt makes of it is kept, with its
 * salt and its costs; that it was set or cleared is journaled, the PIN nowhere.  Digits may come in full width, as an
 * input method sends them.
 */

#define PIN_LEAST 4
#define PIN_MOST 64

/* Whether the operator who works has one: 1 or 0, negative where that cannot be read. */
int pin_is_set(struct store *s, struct err *e);
/* 1: this is the operator's PIN, 0: it is not.  Takes about a tenth of a second. */
int pin_matches(struct store *s, const char *pin, struct err *e);
/* Whether the operator who works can have one at all: 0, or ERR_DENIED: nobody's, or reading only. */
int pin_may_set(struct store *s, struct err *e);
/* Whether it is long enough, and not too long.  ERR_INVALID. */
int pin_check(const char *pin, struct err *e);
/* Gives the operator who works this one.  ERR_INVALID: too short, too long; ERR_DENIED: nobody's, or reading only. */
int pin_set(struct store *s, const char *pin, struct err *e);
/* Takes the PIN of an operator away: one's own, or as an administrator anybody's.  ERR_NOT_FOUND: there is none. */
int pin_clear(struct store *s, const char *login, struct err *e);

#endif
