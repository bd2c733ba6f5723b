#ifndef UI_SCREENS_H
#define UI_SCREENS_H

#include "ui/screen.h"

/*
 * All types of screens there are: what can be looked up in the index of help, and whose keys can be changed.
 * A new type stands here once.
 */

extern const struct screen_type home_type;
extern const struct screen_type figures_type;
extern const struct screen_type checkup_type;
extern const struct screen_type find_all_type;
extern const struct screen_type list_type;
extern const struct screen_type flow_type;
extern const struct screen_type tree_type;
extern const struct screen_type picker_type;
extern const struct screen_type tree_picker_type;
extern const struct screen_type board_type;
extern const struct screen_type story_type;
extern const struct screen_type story_add_type;
extern const struct screen_type steps_type;
extern const struct screen_type form_type;
extern const struct screen_type filter_form_type;
extern const struct screen_type conflict_type;
extern const struct screen_type drafts_type;
extern const struct screen_type history_type;
extern const struct screen_type log_type;
extern const struct screen_type compare_type;
extern const struct screen_type change_type;
extern const struct screen_type help_type;
extern const struct screen_type question_type;
extern const struct screen_type prompt_type;
extern const struct screen_type pin_type;
extern const struct screen_type busy_type;
extern const struct screen_type going_type;
extern const struct screen_type reports_type;
extern const struct screen_type report_type;
extern const struct screen_type palette_type;
extern const struct screen_type menu_type;
extern const struct screen_type bulk_set_type;
extern const struct screen_type bulk_state_type;
extern const struct screen_type pick_type;
extern const struct screen_type files_type;
extern const struct screen_type recent_type;
extern const struct screen_type import_type;
extern const struct screen_type import_map_type;
extern const struct screen_type view_chooser_type;
extern const struct screen_type view_save_type;
extern const struct screen_type column_editor_type;
extern const struct screen_type export_type;
extern const struct screen_type action_types[3];	/* by enum action_view */

extern const struct screen_type *const screen_types[];
extern const size_t screen_types_n;

/* Whether a type is called so: "list" is also "list-flow", which differs in a few actions only. */
bool screen_is_named(const char *type, const char *name);

/*
 * Other keys for an action, before the first screen: "list" and "find", or screen NULL for every table that has an action of
 * that name; "app" is the table of what works everywhere.  ERR_NOT_FOUND where there is none, ERR_INVALID for a key that is
 * none.  Whether the keys of all tables still go together is said by keys_check() when the last one was given.
 */
int keys_bind(const char *screen, const char *action, const char *const keys[ACTION_KEYS], struct err *e);
/* 0, or ERR_INVALID with the names of two actions that have the same key; then actions_unbind() takes all back. */
int keys_check(struct err *e);

#endif
