#ifndef UI_FORM_H
#define UI_FORM_H

#include "db/store.h"
#include "ui/edit.h"
#include "ui/screen.h"

/*
 * The state of a form, shared by its parts: form.c (keys), form_field.c (values and
 * what is being typed), form_save.c (saving and guards), form_choice.c (the list of
 * proposals) and form_draw.c (the picture).
 *
 * A field's text is read when the field is left.  What cannot be read stays as it was typed, with the
 * reason, and blocks saving; nothing typed is ever thrown away without a question.
 */

#define CHOICES 8

struct choice {
	char *text;		/* what is put into the field */
	char *label;		/* what the person sees */
};

struct form_field {
	char *typed, *error;	/* what could not be read, and why; NULL where all is well */
	bool seen;		/* the person has left it: only then a new record's gaps are shown */
	bool revealed;		/* personal, but shown */
	unsigned int changed_at;	/* which change of the form the last one of this field was; 0: none */
};

struct form {
	struct screen screen;
	const struct reg *reg;
	bool fresh;			/* a new record */
	bool readonly;			/* this person may only look */
	void *base;			/* as read; empty for a new record */
	void *rec;			/* as it shall be */
	struct form_field *fields;	/* one for each of the register's */
	unsigned int changes;		/* so far */
	struct findings findings;	/* what the rules say about rec now */

	size_t cur;			/* field the cursor is in */
	struct edit edit;		/* its text */
	struct buf original;		/* its text in base */
	bool hidden;			/* it is personal and not revealed: typing replaces it as a whole */
	bool replaced;			/* ... and has */

	struct choice choices[CHOICES];
	size_t n_choices, choice;
	size_t kept;			/* bytes of the text that stay in front of a choice (fields with several codes) */

	int top, room;			/* first line shown, lines on the screen */
	struct conflicts conflicts;	/* that a question above is about */
	void (*leave)(struct form *f, int64_t saved);	/* see form_ask_leave() */
};

/* --- form_field.c --- */

const struct field *form_current(const struct form *f);
bool form_is_editable(const struct form *f, size_t field);
/* Differs from base; a value typed back does not. */
bool form_is_changed(const struct form *f, size_t field);
size_t form_count_changes(const struct form *f);
/* As the form shows it. */
void form_add_text(const struct form *f, size_t field, struct buf *out);
/* The worst thing the rules say about a field, or NULL; a new record's fields are left alone until they were seen. */
const struct finding *form_finding(const struct form *f, size_t field);
void form_judge(struct form *f);		/* findings anew */
void form_load_field(struct form *f);		/* the current field's text into the editor */
bool form_leave_field(struct form *f);		/* reads it; false: an error is shown */
void form_go(struct form *f, size_t field);	/* leaves the current field, error or not */
/* Takes back: the current field as it was opened, else the field changed last. */
void form_undo(struct form *f);

/* --- form_save.c --- */

/* Saves and goes back to the screen below. */
void form_save(struct form *f);
/*
 * The guard: done is called once the form holds nothing that could be lost, at once or when the question about the changes
 * is answered (saved: the record's id, 0 when it was not saved); the form may then be filled with another record.  It is not
 * called when the person stays.  NULL: back to the screen below.
 */
void form_ask_leave(struct form *f, void (*done)(struct form *f, int64_t saved));
bool form_may_leave(struct screen *s);

/* --- form_choice.c --- */

void choice_update(struct form *f, bool all);	/* proposals for what is typed; all: whatever is typed */
void choice_close(struct form *f);
void choice_move(struct form *f, int by);
bool choice_take(struct form *f);		/* the marked one into the editor */

void form_draw(struct screen *s, struct picture *p);

#endif
