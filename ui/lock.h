#ifndef UI_LOCK_H
#define UI_LOCK_H

#include "db/store.h"
#include "ui/keys.h"
#include "ui/picture.h"

/*
 * The screens of somebody who went away: after some time without a key they show nothing and ask for the operator's PIN.
 * What is below goes on as it was, with all that was typed.  Times are in milliseconds of any one clock; nothing here waits.
 */

struct lock;

/* idle_ms 0: it locks only when asked to. */
struct lock *lock_new(struct store *s, int64_t idle_ms);
void lock_free(struct lock *l);

bool lock_is_on(const struct lock *l);
/* Locks.  ERR_NOT_FOUND where there is no PIN, with which nobody could come back. */
int lock_now(struct lock *l, struct err *e);
/* A key was pressed, at this time. */
void lock_touch(struct lock *l, int64_t now_ms);
/* No key came for the time given. */
bool lock_is_due(const struct lock *l, int64_t now_ms);

/* A key while it is on.  Each wrong PIN makes the next one wait longer, up to a minute. */
void lock_key(struct lock *l, const struct key *k, int64_t now_ms);
void lock_draw(const struct lock *l, struct picture *p);

#endif
