#ifndef UI_FORM_H
#define UI_FORM_H

#include "db/store.h"
#include "src/workflow.h"
#include "ui/complete.h"
#include "ui/draft.h"
#include "ui/edit.h"
#include "ui/screen.h"

/*
 * The state of a form, shared by its parts: form.c (keys), form_field.c (values and
 * what is being typed), form_walk.c (from field to field and from record to record),
 * form_tabs.c (sections), form_refs.c (records that it refers to), form_save.c (saving
 * and guards), form_choice.c (the list of proposals), form_help.c and form_draw.c (the picture).
 *
 * A field's text is read when the field is left.  What cannot be read stays as it was typed, with the
 * reason, and blocks saving; nothing typed is ever thrown away without a question.
 */

#define CHOICES 100		/* a whole code set */
#define RECORD_CHOICES 8	/* more records than that are found by typing on */

struct choice {
	int64_t id;		/* of the record, 0 for a code */
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
	bool readonly;			/* this person may only look ... */
	struct err denied;		/* ... and why */
	bool looked_back;		/* its history is or was shown above */
	bool keep_failed;		/* the draft could not be written, and the person knows */
	unsigned int changes;		/* so far */
	void *base;			/* as read; empty for a new record */
	void *rec;			/* as it shall be */
	struct form_field *fields;	/* one for each of the register's */
	struct findings findings;	/* what the rules say about rec now */

	size_t cur;			/* field the cursor is in */
	struct edit edit;		/* its text */
	struct buf original;		/* its text in base */
	bool hidden;			/* it is personal and not revealed: typing replaces it as a whole */
	bool replaced;			/* ... and has */
	bool looking;			/* for more records that have what is typed, from look_from on */

	struct choice choices[CHOICES];
	size_t n_choices, choice;
	int64_t look_from;
	size_t kept;			/* bytes of the text that stay in front of a choice (fields with several codes) */

	int top, room, hint_y;		/* first line shown, lines on the screen, the line below them */

	struct form_fact {
		char *label, *text;
	} *facts;			/* what follows from the record, read only */
	size_t n_facts;
	char *reason;			/* why its warnings are accepted, as given last; or NULL */
	unsigned int reason_at;		/* ... after which change */

	struct neighbours beside;	/* the list it was opened from; step is NULL where there is none */
	int by;				/* which way the person is going in it */
	size_t goes_to;			/* the field that is gone to there, by form_save_next() */
	bool at_end;			/* ... and there is no record to go to */
	void *theirs;			/* what somebody else saved, while a panel asks about it; or NULL */
	void *saving;			/* the copy that is being saved, while the database is busy; or NULL */
	struct save_report report;	/* of that */
	void (*leave)(struct form *f, int64_t saved);	/* see form_ask_leave() */

	int64_t data_version;		/* of the store when others' changes were looked for last; 0: not yet */
	int64_t told_version;		/* the record's, of which the person knows that somebody else saved it */

	struct draft_file draft;	/* what was written down so far */
	struct buf kept_left, kept_typed;	/* the draft as last written, without and with what is being typed */
	struct draft_list offered;	/* what a question above is about */
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
void form_judge(struct form *f);		/* findings and facts anew */
/* Personal data that somebody else typed and nobody revealed here. */
bool form_is_hidden(const struct form *f, size_t field);
void form_load_field(struct form *f);		/* the current field's text into the editor */
bool form_leave_field(struct form *f);		/* reads it; false: an error is shown */
/* Reads text into any field, as if it were typed and left; what cannot be read stays as text. */
void form_read(struct form *f, size_t field, const char *typed);
void form_go(struct form *f, size_t field);	/* leaves the current field, error or not */
/* What the text being typed will become, where that looks different; adds nothing otherwise. */
void form_preview(const struct form *f, struct buf *out);
void form_unhide(struct form *f);		/* what is typed next replaces hidden data as a whole */
/* A value of the program's own in place of what stands in the current field; as form_leave_field(). */
bool form_put(struct form *f, const char *text);
/* Takes back: the current field as it was opened, else the field changed last. */
void form_undo(struct form *f);

/* --- form_others.c --- */

/* Has somebody else saved this record?  Then it is shown as it is now or, where something was typed, that is said. */
void form_look_around(struct form *f);

/* --- form_walk.c --- */

/* Reads the record (0: a new one) in place of what is shown; the cursor stays in its field.  What store_get() says. */
int form_load(struct form *f, int64_t id, struct err *e);
void form_step(struct form *f, int by);		/* to the next field that can be filled in */
void form_next_error(struct form *f);
void form_beside(struct form *f, int by);	/* to the record before or after this one, through the guard */
void form_save_next(struct form *f);		/* saves, and on to the same field of the record after it */
/* It was saved as rec: keeps that for form_take_last() in the forms that follow. */
void form_remember(const struct form *f, const void *rec);
void form_take_last(struct form *f);		/* the value of the record saved last into the current field */

/* --- form_facts.c --- */

void form_read_facts(struct form *f);
void form_release_facts(struct form *f);

/* --- form_warnings.c --- */

/* Asks for a reason where this edit made or touched warnings that nobody gave one for: true, and form_save_on() follows
 * when it is given.  false: there is nothing to ask, f->reason is the reason or NULL. */
bool form_ask_reason(struct form *f);
void form_forget_reason(struct form *f);

/* --- form_tabs.c --- */

/* What can be clicked on: a field by its place, a section by its number. */
#define FORM_TAB(number) (-(int64_t)(number))

size_t form_next_section(const struct form *f, size_t field);	/* the field that begins it, or the number of fields */

void form_go_to_section(struct form *f, size_t number);	/* from 1 */
bool form_has_tabs(const struct form *f);
/* The sections in one line, the current one in angle brackets. */
void form_draw_tabs(const struct form *f, struct picture *p, int y);

/* --- form_refs.c --- */

void form_find(struct form *f);			/* what can be chosen from, by the type of the field */
void form_open_target(struct form *f);
void form_new_target(struct form *f);
void form_history(struct form *f);
void form_toggle(struct form *f);		/* yes and no */
void form_next_empty(struct form *f);		/* 无, 不适用, 未填 in turn */
void form_resume(struct screen *s, int64_t result);	/* with the record that was picked or saved above */

/* --- form_step.c --- */

void form_ask_step(struct form *f);		/* shows the next steps of its workflow, and makes the chosen one */

/* Goes to the field; the stage is that behind the step already (NULL: stays), so that saving makes it. */
void form_fill_for(struct form *f, const struct step *step, const struct field *field);

/* --- form_help.c --- */

void form_help(struct screen *s, struct buf *out);

/* --- form_save.c --- */

/* Saves; done is called when that was done, and not where it is refused.  NULL: back to the screen below. */
void form_save(struct form *f, void (*done)(struct form *f, int64_t saved));
void form_save_on(struct form *f);		/* goes on with a saving that had to ask something */
/*
 * The guard: done is called once the form holds nothing that could be lost, at once or when the question about the changes
 * is answered (saved: the record's id, 0 when it was not saved); the form may then be filled with another record.  It is not
 * called when the person stays.  NULL: back to the screen below.
 */
void form_ask_leave(struct form *f, void (*done)(struct form *f, int64_t saved));
bool form_may_leave(struct screen *s);

/* --- form_draft.c --- */

/* For the app: writes the draft where something has changed since. */
void form_keep(struct screen *s, bool typed);
/* What would be in it now: how many fields, and as lines for questions. */
size_t form_add_changes(struct form *f, struct buf *out);
/* Writes it now, with what is being typed; false: that failed, and the person was told. */
bool form_keep_now(struct form *f);
void form_drop_draft(struct form *f);	/* nothing is left to be kept */
void form_release_draft(struct form *f);	/* the file stays */
/* Offers the draft that somebody left of this record, where there is one. */
void form_offer_draft(struct form *f);
/* A form that goes on with this one, whose file becomes its own; NULL as form_new(). */
struct screen *form_new_from_draft(struct app *a, const struct reg *reg, const struct draft *d);

/* --- form_choice.c --- */

void choice_update(struct form *f, bool all);	/* proposals for what is typed; all: whatever is typed */
bool choice_idle(struct form *f);		/* looks on for a while; true when there is more to do */
void choice_close(struct form *f);
void choice_move(struct form *f, int by);
bool choice_take(struct form *f);		/* the marked one into the editor */

/* --- form_draw.c --- */

/* The sign beside the label: "!" wrong, "*" changed, "?" doubtful, or a blank. */
char form_mark_of(const struct form *f, size_t field);
void form_draw(struct screen *s, struct picture *p);

#endif
