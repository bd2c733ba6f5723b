#ifndef DB_JOURNAL_H
#define DB_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "db/store.h"

/*
 * Looking back.  An action says who, when, from where, what and why; its
 * changes say which field of which record went from which value to which.
 * Values are canonical cell texts; journal_value() shows one to people.
 * Actions are chained: each hash (SM3) covers the one before.
 */

struct action {
	int64_t id;
	int64_t at_ms;		/* milliseconds since 1970-01-01 UTC */
	char *login, *name;	/* who */
	char *channel, *host;	/* from where */
	enum action_kind kind;
	char *reason;		/* NULL: none given */
	int64_t target;		/* the action that this one undid or redid, or 0 */
	int64_t undone_by;	/* the undo in force against it, or 0 */
	int64_t records;	/* how many records it changed */
};

void action_release(struct action *a);

enum change_op { CHANGE_CREATE, CHANGE_UPDATE, CHANGE_REMOVE };
enum change_op change_op_from(const char *value);	/* as stored: "create"; CHANGE_UPDATE for anything unknown */

struct change {
	int64_t action;
	const struct reg *reg;
	int64_t record;
	enum change_op op;
	const struct field *field;	/* NULL for retired_on / retired_reason (see name) and for whole records */
	const char *name;		/* field name, "" for whole records */
	const char *before, *after;	/* cell texts; NULL: empty. Whole records: a JSON object of the filled fields */
};

struct journal_filter {
	const struct reg *reg;	/* NULL: any */
	int64_t record;		/* 0: any */
	int64_t action;		/* 0: any */
	const char *login;	/* NULL: anyone */
	int64_t before;		/* only actions older than this id; 0: from the newest */
	int64_t limit;		/* actions; 0: all */
};

/* Newest first.  A non-zero return of fn ends it and is returned. */
int journal_actions(struct store *s, const struct journal_filter *f, int (*fn)(void *ctx, const struct action *a),
		    void *ctx, struct err *e);
/* Changes of the matching actions, newest action first; a created record comes as one change per filled field, op CHANGE_CREATE. */
int journal_changes(struct store *s, const struct journal_filter *f,
		    int (*fn)(void *ctx, const struct action *a, const struct change *c), void *ctx, struct err *e);
/* Adds a change's value as people read it (code label, record name, masked personal data). */
void journal_value(struct store *s, const struct change *c, const char *text, struct buf *out);
const char *action_kind_value(enum action_kind kind);	/* "edit" */
const char *action_kind_label(enum action_kind kind);	/* _("修改") */

/* What an undo or redo would do, before it is done. */
struct undo_plan {
	struct action action;		/* what is taken back or done again */
	int64_t changes;		/* field changes in it */
	int64_t overtaken;		/* of these, changed again later by somebody: those would be lost */
	char *overtaken_text;		/* the first of them in words, or NULL */
	char *subject;			/* the record it changed, "name key"; with more of them the first */
};
void undo_plan_release(struct undo_plan *p);

/* action 0: the operator's latest action that can be undone (redone).  ERR_NOT_FOUND: there is none. */
int journal_plan_undo(struct store *s, int64_t action, struct undo_plan *out, struct err *e);
int journal_plan_redo(struct store *s, int64_t action, struct undo_plan *out, struct err *e);
/* Does it as an action of its own.  ERR_CONFLICT when something was overtaken and force is not set. *done: the new action. */
int journal_undo(struct store *s, const struct undo_plan *p, bool force, int64_t *done, struct err *e);
int journal_redo(struct store *s, const struct undo_plan *p, bool force, int64_t *done, struct err *e);

/* Journals a reveal or an export of personal data: no change, but a trace. */
int journal_note(struct store *s, enum action_kind kind, const char *what, struct err *e);

/*
 * Recomputes the chain and replays every record from the journal against the tables.
 * report is called with one sentence for each thing that is wrong; *problems counts them.
 */
int journal_verify(struct store *s, void (*report)(void *ctx, const char *text), void *ctx, int64_t *problems,
		   struct err *e);

#endif
