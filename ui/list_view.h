#ifndef UI_LIST_VIEW_H
#define UI_LIST_VIEW_H

#include <stdbool.h>

#include "db/views.h"
#include "src/layout.h"
#include "ui/screen.h"

struct list;

/*
 * A list and the saved views of its register.  A view that is shown lives as long as nobody chooses another one; what is
 * changed meanwhile is the list's, and the view stays as it was saved until somebody saves it again.
 */
struct shown_view {
	struct saved_view saved;	/* id 0: none.  What it holds is as the list stood when it was applied */
	bool partly;			/* some of what was saved makes no sense any more */
	struct saved_view pending;	/* what is being saved, until it is */
};

void shown_view_release(struct shown_view *v);

/* Shows a view: conditions, order, columns and shape.  What makes no sense any more is left out, and that is said. */
void list_view_apply(struct list *l, const struct saved_view *v);
/* Without any view: as the list of the register is opened. */
void list_view_leave(struct list *l);
/* What is shown is not what was saved. */
bool list_view_is_changed(const struct list *l);
/* Esc: takes changes of the view back, the conditions that were added one by one; false: there is nothing to take back. */
bool list_view_step_back(struct list *l);
/* What the list shows now, as a view without a name; the caller's. */
void list_view_describe(const struct list *l, struct saved_view *out);

/* Asks for a name and for whom, and saves what is shown. */
void list_view_ask_save(struct list *l);
/* May what is shown be saved by this name?  Then it is what list_view_save() saves, asking before it takes another's place. */
int list_view_check_name(struct list *l, const char *name, enum view_kind kind, struct err *e);
void list_view_save(struct list *l);
/* Offers the views of the register. */
void list_view_choose(struct list *l);
/* Lets a person choose the columns. */
void list_choose_columns(struct list *l);

/* ---- Columns from run to run (column_memory.c) ---- */

/* The columns that the person chose last in lists of the register, *out->n 0 where there are none; what makes no sense any more
 * is left alone, and that is said. */
void columns_recall(struct app *a, const struct reg *reg, struct layout *out);
/* These are they from now on; l->n 0: none are any more. */
void columns_keep(struct app *a, const struct reg *reg, const struct layout *l);

/* ---- The panels ---- */

/* The views of the list's register, and which one is to be shown (view_chooser.c). */
struct screen *view_chooser_new(struct list *l);
/* A name and for whom, for what the list shows (view_save.c). */
struct screen *view_save_new(struct list *l);
/* Which columns, in which order, how wide (column_editor.c). */
struct screen *column_editor_new(struct list *l);

#endif
