#ifndef UI_LINEAR_H
#define UI_LINEAR_H

#include "db/store.h"
#include "ui/draft.h"
#include "ui/talk.h"

/*
 * The whole program as questions and answers: registers, their records by number, fields one by one.  The same
 * checks, the same journal and the same drafts as on the screens; nothing here names a register.
 *
 *	linear.c	the menu of registers
 *	linear_list.c	a register's records, page by page
 *	linear_record.c	one record: shown, changed, made, retired
 *	linear_save.c	saved, with reasons and choices
 *	linear_draft.c	what was typed and not saved
 */

struct linear {
	struct talk talk;
	struct store *store;
	const char *drafts;	/* folder where drafts are kept; NULL: none are */
};

/* Talks until the person leaves or the input ends. */
void linear_run(struct linear *l);

/* --- its parts --- */

void linear_list(struct linear *l, const struct reg *reg);
/* id 0: a new record. */
void linear_record(struct linear *l, const struct reg *reg, int64_t id);

/* A record while it is worked on. */
struct linear_edit {
	struct linear *linear;
	const struct reg *reg;
	void *base;		/* as it was read; of a new one: empty */
	void *rec;		/* as it shall be */
	char *reason;		/* why, as given last; or NULL */
	struct draft_file *draft;
};
bool linear_is_new(const struct linear_edit *edit);
bool linear_is_changed(const struct linear_edit *edit);
/* Asks for a new value until one was taken: 1 the person wants no more questions, -1 back one, 0 go on. */
int linear_ask_field(struct linear_edit *edit, const struct field *f);
/* Asks for what a save wants, and saves; true when it is done and edit->rec is what is stored. */
bool linear_save(struct linear_edit *edit);

/* Writes down what differs; what cannot be written is said. */
void linear_keep(struct linear_edit *edit);
/* Offers what was left of this record; taken up, it is in edit->rec. */
void linear_offer_draft(struct linear_edit *edit);

#endif
