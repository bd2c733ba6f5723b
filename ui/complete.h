#ifndef UI_COMPLETE_H
#define UI_COMPLETE_H

#include "db/store.h"
#include "ui/edit.h"
#include "ui/picture.h"

/*
 * Proposals for a condition that is being typed: names of fields, what may stand behind them, and values.
 * They only propose: until one is asked for, every key does what it does without them.
 */

struct proposal {
	char *text;		/* what takes the place of ... */
	size_t from, to;	/* ... these bytes of the line */
	char *label;
	bool whole;		/* a condition that can be used as it stands */
};

struct completion {
	struct proposal *items;
	size_t n;
	size_t at;		/* the one that is taken */
	bool chosen;		/* somebody moved to it: Enter takes it too */
	size_t from, to;	/* the bytes of what is typed at the caret */
	bool written;		/* they are values to be stored, as they stand, and no conditions */
};

/* What is typed where. */
struct completing {
	struct store *store;
	const struct reg *reg;
	const struct field *field;	/* only values of this one; NULL: whole conditions */
	const struct edit *line;
	bool asked;			/* somebody asked: also for what would otherwise go without */
	bool nothing_found;		/* the list is empty: perhaps its words name something referred to */
};

void completion_update(struct completion *c, const struct completing *what);
/* The same for a value to be stored in the field, and for the name of a field that takes one. */
void completion_value(struct completion *c, const struct completing *what);
void completion_field(struct completion *c, const struct reg *reg, const struct edit *line);
void completion_close(struct completion *c);
void completion_move(struct completion *c, int by);
/* Puts the marked proposal into the line; true when that is a condition to be used. */
bool completion_take(struct completion *c, struct edit *line);
/* A proposal as a thing of the picture: far below all that others count. */
#define PROPOSAL(i) (INT64_MIN + (int64_t)(i))
bool completion_has(const struct completion *c, int64_t what);
/* It was clicked on and is the marked one; true where it was that already, and is to be taken. */
bool completion_point(struct completion *c, int64_t what);
/* A box at the end of this room, at its left edge, no higher than that. */
void completion_draw(const struct completion *c, struct picture *p, struct box room);

#endif
