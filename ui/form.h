#ifndef UI_FORM_H
#define UI_FORM_H

#include "db/store.h"
#include "ui/edit.h"
#include "ui/screen.h"

/*
 * The state of a form, shared by its parts: form.c (keys), form_save.c (saving
 * and guards), form_choice.c (the list of proposals) and form_draw.c (the picture).
 *
 * A field's text is parsed when it is left.  What cannot be read stays as it was typed in `typed`, with
 * the reason in `errors`, and blocks saving; nothing typed is ever thrown away without a question.
 */

#define CHOICES 8

struct choice {
	char *text;	/* what is put into the field */
	char *label;	/* what the person sees */
};

struct form {
	struct screen screen;
	const struct reg *reg;
	void *base;			/* as read; NULL for a new record */
	void *rec;			/* as it shall be */
	char **typed, **errors;		/* one per field, NULL where all is well */
	struct findings findings;	/* what the rules say about rec now */
	size_t cur;			/* field the cursor is in */
	struct edit edit;		/* its text */
	bool hidden;			/* the field is personal and not revealed: typing replaces it as a whole */
	bool replaced;			/* ... and has been */
	bool revealed;
	struct choice choices[CHOICES];
	size_t n_choices, choice;
	bool choosing;
	int top;			/* first line shown */
	struct conflicts conflicts;	/* that a question above is about */
};

/* form.c */
void form_load_field(struct form *f);		/* the current field's text into the editor */
bool form_leave_field(struct form *f);		/* parses it; false: an error is shown */
void form_go(struct form *f, size_t field);	/* leaves the current field, error or not */
bool form_is_changed(const struct form *f, size_t field);
size_t form_changes(const struct form *f);
void form_field_text(struct form *f, size_t field, struct buf *out);	/* as the form shows it */
void form_judge(struct form *f);		/* findings anew */
bool form_is_editable(const struct form *f, size_t field);

/* form_save.c */
void form_save(struct form *f);
bool form_may_leave(struct screen *s);
void form_ask_leave(struct form *f);

/* form_choice.c */
void choice_update(struct form *f, bool all);	/* proposals for what is typed; all: whatever is typed */
void choice_close(struct form *f);
bool choice_take(struct form *f);		/* the marked one into the editor */

void form_draw(struct screen *s, struct picture *p);

#endif
