#ifndef UI_SECRET_H
#define UI_SECRET_H

#include "ui/keys.h"
#include "ui/picture.h"

/* A line that is typed and not shown: a PIN.  It takes what a PIN can have, and is wiped when it is done with. */
struct secret {
	struct buf typed;
};

void secret_forget(struct secret *s);	/* wiped, and empty */
void secret_release(struct secret *s);
/* Text, Backspace; true where the key was for it. */
bool secret_key(struct secret *s, const struct key *k);
/* A star for each character, with the cursor behind them; in a narrow place no more than fit. */
void secret_draw(const struct secret *s, struct picture *p, struct spot at);

#endif
