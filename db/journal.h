#ifndef DB_JOURNAL_H
#define DB_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "db/store.h"
#include "src/date.h"

/*
 * Looking back.  An action says who, when, from where, what and why; its
 * changes say which field of which record went from which value to which.
 * Values are canonical cell texts; journal_value() shows one to people.
 * Actions are chained: each hash (SM3) covers the one before.
 */

/* What happened to a record. */
enum deed { DEED_EDIT, DEED_CREATE, DEED_REMOVE, DEED_RETIRE, DEED_REVIVE };

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
	int64_t changes;	/* and in how many places; a record that was created or removed is one */
	enum deed deed;		/* of an edit or a batch whose changes are all of one sort; else DEED_EDIT */
};

void action_copy(struct action *to, const struct action *from);	/* deep; action_release() it */
void action_release(struct action *a);

enum change_op { CHANGE_CREATE, CHANGE_UPDATE, CHANGE_REMOVE };
enum change_op change_op_from(const char *value);	/* as stored: "create"; CHANGE_UPDATE for anything unknown */

struct change {
	int64_t action;
	const struct reg *reg;
	int64_t record;
	enum change_op op;
	const struct field *field;	/* NULL for retired_on / retired_reason (see name) and for whole records */
	const char *name;		/* field name */
	const char *before, *after;	/* cell texts; NULL: empty */
	int64_t seq;		/* its place in the action */
	int part;		/* which field of a whole record, from 1; else 0 */
};

void change_copy(struct change *to, const struct change *from);	/* deep; change_release() it */
void change_release(struct change *c);
enum deed change_deed(const struct change *c);
const char *change_field_label(const struct change *c);

struct journal_filter {
	const struct reg *reg;	/* NULL: any */
	int64_t record;		/* 0: any */
	int64_t action;		/* 0: any */
	const char *login;	/* NULL: anyone */
	const char *person;	/* login or name, as it was then; NULL: anyone */
	const char *kind;	/* "import"; NULL: any */
	struct date from, to;	/* days in local time, both included; empty: no limit */
	int64_t before;		/* only actions older than this id; 0: from the newest */
	int64_t limit;		/* actions; 0: all */
};

/*
 * Reads what people write for a stretch of days: a day as moment.h reads it, or a whole month or year (2026-03, 2025).
 * ERR_INVALID with a sentence.
 */
int journal_days(struct store *s, const char *typed, struct date *from, struct date *to, struct err *e);
/* Newest first.  A non-zero return of fn ends it and is returned. */
int journal_actions(struct store *s, const struct journal_filter *f, int (*fn)(void *ctx, const struct action *a),
		    void *ctx, struct err *e);
/* Changes of the matching actions, newest action first; a created record comes as one change per filled field, op CHANGE_CREATE. */
int journal_changes(struct store *s, const struct journal_filter *f,
		    int (*fn)(void *ctx, const struct action *a, const struct change *c), void *ctx, struct err *e);

/* Whether so few changes are the register's that looking at all of them takes no time. */
bool journal_is_short(struct store *s, const struct reg *reg);

/* Some lines of the journal: changes of one record or of one action, from a place on. */
struct journal_lines {
	const struct reg *reg;		/* all changes of this record, newest action first ... */
	int64_t record;
	int64_t action;			/* ... or, where record is 0, all of this action as they were made */
	const char *field;		/* only those of this field; NULL: every one */
	const struct change *from;	/* the lines behind this one; NULL: from the beginning */
	bool back;			/* the lines in front of it (NULL: from the end), the nearest first */
};

/*
 * Gives line after line until fn returns something else than 0, which is returned, or there are no more: 0.  No more of the
 * journal is read than what is given, but for changes of other fields where only one is asked for.
 */
int journal_read(struct store *s, const struct journal_lines *which,
		 int (*fn)(void *ctx, const struct action *a, const struct change *c), void *ctx, struct err *e);
/* How many actions changed the record; 0 when that cannot be read. */
int64_t journal_times(struct store *s, const struct reg *reg, int64_t record);

/* Adds a change's value as people read it (code label, record name, masked personal data). */
void journal_value(struct store *s, const struct change *c, const char *text, struct buf *out);
/* The same with personal data in full; the caller has asked for that with journal_note(). */
void journal_value_in_full(struct store *s, const struct change *c, const char *text, struct buf *out);
const char *action_kind_value(enum action_kind kind);	/* "edit" */
const char *action_kind_label(enum action_kind kind);	/* _("修改") */
const char *action_label(const struct action *a);	/* the same, but _("新增"), _("停用"), _("恢复") where it was that */
const char *deed_value(enum deed deed);			/* "update", "create", "remove", "retire", "revive" */
const char *deed_label(enum deed deed);
const char *channel_label(const char *channel);		/* _("表单") */

/* What an undo or redo would do, before it is done. */
struct undo_plan {
	struct action action;		/* what is taken back or done again */
	int64_t changes;		/* field changes in it */
	int64_t gone, back;		/* records that it made and that would go; that it removed and that would come back */
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

/* Adds who changed again later, by another action, what this change made; nothing where nobody did. */
void journal_overtaken_by(struct store *s, const struct change *c, struct buf *out);

/*
 * Gives one field of a record the value it had at some time (a cell text from the journal; NULL: empty), as an action of its
 * own through the one write path.  ERR_INVALID: it has that value, may not be changed, or the value is none any more.
 */
struct restore {
	const struct reg *reg;
	int64_t record;
	const char *name;	/* of the field */
	const char *value;
	const char *reason;	/* NULL: none */
};
/* 0: it could be done, as far as that can be said without doing it, and *now (NULL allowed, the caller frees) stands there;
 * 1: it has that value already. */
int journal_may_restore(struct store *s, const struct restore *r, char **now, struct err *e);
int journal_restore(struct store *s, const struct restore *r, int64_t *done, struct err *e);

/* Journals a reveal or an export of personal data: no change, but a trace. */
int journal_note(struct store *s, enum action_kind kind, const char *what, struct err *e);

/* Journals that one field of a stored record is shown in full, where that may be (store_may_see()). */
int journal_reveal(struct store *s, const struct reg *reg, const struct field *f, const void *rec, struct err *e);

/*
 * Recomputes the chain and replays every record from the journal against the tables.
 * report is called with one sentence for each thing that is wrong; *problems counts them.
 */
int journal_verify(struct store *s, void (*report)(void *ctx, const char *text), void *ctx, int64_t *problems,
		   struct err *e);

#endif
