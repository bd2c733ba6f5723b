#ifndef DB_OPERATOR_H
#define DB_OPERATOR_H

#include "db/internal.h"

/* Who works, and what they may write.  Rights are checked in the one write path, never in a screen. */

/* Sets the operator: the OS account, or `login` when the OS account is an administrator. */
int operator_enter(struct store *s, const char *login, struct err *e);
/* Reads the operator's row again (roles change while programs run); makes the OS account the administrator of a database without
 * operators.  Called by store_begin() with the transaction open; *first says that the row must still be saved. */
int operator_refresh(struct store *s, bool *first, struct err *e);
/* 0, or ERR_DENIED with the reason.  before: as it stands (NULL: new), now: as it shall be (NULL: removed). */
int operator_may(struct store *s, const struct reg *reg, const void *before, const void *now, struct err *e);
/* ERR_INVALID when this would take away the last administrator: nobody could then make another one. */
int operator_keep_admin(struct store *s, const struct operator_row *before, const struct operator_row *now,
			struct err *e);
enum role operator_role(const struct store *s);
/* The OS account's login name, "uid1000" where the system knows none; the caller frees.  ERR_IO where it cannot be told now. */
int operator_account(char **login, struct err *e);

#endif
