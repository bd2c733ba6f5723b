#ifndef DB_STORE_H
#define DB_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "src/lookup.h"
#include "src/reg.h"

/*
 * The store keeps all registers in one SQLite file.  This header opens it and
 * writes to it; read.h reads, journal.h looks back, care.h keeps it safe.
 *
 * What always holds:
 *  - Every write is part of one action, and there is one way to write: begin,
 *    save / retire / revive any number of records, commit.  Roles, scope, rules,
 *    versions, the journal, sort keys, search and counters are all served there.
 *  - "Saved" means committed with synchronous=FULL.
 *  - No transaction is open while a person types.
 */

struct store;

struct store_options {
	const char *path;
	bool readonly;
	const char *operator_login;	/* NULL: the OS account; another one only for an administrator */
	const char *channel;		/* "cli", "form", "import": where actions come from */
	int busy_ms;			/* how long to wait for another writer; 0: five seconds */
	int64_t at_ms;			/* what its clock says, since 1970 UTC, as long as it is open; 0: what the computer's says */
	const char *export_masks;	/* "operator.phone org.phone": masked in every export, also a revealed one; may be NULL */
};

/* Creates a new database with code sets, rules and divisions; refuses where a file stands. The OS account becomes its administrator. */
int store_create(const struct store_options *o, struct err *e);
/*
 * Opens a database after the checks of the manual's DATABASE section.  The caller closes *out.
 * ERR_DATABASE: missing, damaged, foreign or newer; ERR_DENIED: not ours, wrong kind of file, network
 * file system; ERR_BUSY: locked longer than busy_ms.
 */
int store_open(const struct store_options *o, struct store **out, struct err *e);
/* Whether a database of ours stands there, or nothing does and one could be made: as far as its first bytes say, nothing is
 * opened.  0, or why not, as store_open() and store_create() say it. */
int store_may_stand(const char *path, struct err *e);
void store_close(struct store *s);	/* NULL is allowed; an open action is rolled back */

/* Borrowed until store_close(); its contents follow the code and rule registers. */
const struct lookup *store_lookup(struct store *s);
const struct operator_row *store_operator(const struct store *s);	/* who works; never NULL, a viewer when unknown */
const char *store_operator_name(const struct store *s);
const char *store_operator_login(const struct store *s);	/* never NULL */
enum role store_role(const struct store *s);
const char *store_path(const struct store *s);
/* Which database it is, wherever its file stands and in every copy of it: the number of its first action, 0 before there is one. */
int64_t store_identity(struct store *s);
bool store_is_readonly(const struct store *s);
/* May anybody write anything here?  0, or ERR_DENIED with the way out: opened for reading only, or a day of the past. */
int store_may_change(const struct store *s, struct err *e);
/* May this operator write this record (NULL: a new one somewhere)?  0, or ERR_DENIED with the reason. Nothing is journaled. */
int store_may_write(struct store *s, const struct reg *reg, const void *rec, struct err *e);

/* May this operator take this record out of use?  Also ERR_INVALID where records in use refer to it. */
int store_may_retire(struct store *s, const struct reg *reg, const void *rec, struct err *e);

/* May the record refer as its field f says: to a record in use and, in a tree, to none below itself?  0, or ERR_INVALID. */
int store_may_refer(struct store *s, const struct reg *reg, const struct field *f, const void *rec, struct err *e);

/* May this operator see personal data in full?  0, or ERR_DENIED: only checkers and those above them. */
int store_may_reveal(struct store *s, struct err *e);
/* The same of one field of a stored record: where its type says so, who may write the record within a scope of their own too. */
int store_may_see(struct store *s, const struct reg *reg, const struct field *f, const void *rec, struct err *e);

/* The kinds of action, as the journal keeps them. */
enum action_kind {
	ACTION_EDIT, ACTION_BATCH, ACTION_IMPORT, ACTION_UNDO, ACTION_REDO,
	ACTION_REFUSED, ACTION_EXPORT, ACTION_REVEAL, ACTION_SETUP, ACTION_PIN,
};
#define ACTION_KINDS (ACTION_PIN + 1)

/* Begins an action (BEGIN IMMEDIATE).  reason may be NULL. ERR_BUSY says who holds the database, where that can be known. */
int store_begin(struct store *s, enum action_kind kind, const char *reason, struct err *e);
/* Makes it durable; an action without changes leaves no trace.  *action (NULL allowed) is its number, 0 when nothing changed. */
int store_commit(struct store *s, int64_t *action, struct err *e);
void store_rollback(struct store *s);

/* A field that both sides changed since `base` was read. */
struct conflict {
	const struct field *field;
	char *base, *theirs, *mine;	/* as EDIT text */
};
struct conflicts {
	struct conflict *items;
	size_t n;
	char *who;	/* name of the person who saved in between */
	char *when;	/* local time, "2026-11-22 08:52" */
};
void conflicts_release(struct conflicts *c);

struct save_report {
	const char *reason;	/* set before, for store_save_one(): why, as the journal keeps it; NULL: none */
	struct findings findings;
	struct conflicts conflicts;
	bool changed;		/* false: rec was equal to what is stored, nothing written */
	int merged;		/* fields taken over from somebody else's save */
};
void save_report_release(struct save_report *r);

/*
 * Saves one record inside an action.  base is the record as it was read (NULL: a new one), rec as it shall be;
 * on success rec has its id, its new version and the fields merged from others.  Refused: ERR_INVALID
 * (rules, unique, cycle, retired reference), ERR_DENIED (role, scope: also journaled after the rollback),
 * ERR_CONFLICT (report lists them).  report may be NULL.
 * After a refusal the action is still open: go on, or roll back.
 */
int store_save(struct store *s, const struct reg *reg, const void *base, void *rec, struct save_report *report,
	       struct err *e);

/* Takes a record out of use, or brings it back, with a reason; refused while records in use refer to it. */
int store_retire(struct store *s, const struct reg *reg, int64_t id, const char *reason, struct err *e);
int store_revive(struct store *s, const struct reg *reg, int64_t id, const char *reason, struct err *e);

/*
 * A bulk load, inside an action: orders, search and counters are made after the rows, by steps of about so many milliseconds
 * (0: to the end): 1 there is more, 0 they are made, and the action may be committed.
 */
void store_bulk_begin(struct store *s, const struct reg *reg);
int store_bulk_step(struct store *s, int ms, struct err *e);
/* How much of the steps is done, in thousandths. */
int store_bulk_progress(const struct store *s);

/* A one-record convenience: begin (with the report's reason), save, commit or roll back. */
int store_save_one(struct store *s, const struct reg *reg, const void *base, void *rec, struct save_report *report,
		   struct err *e);

/* How many milliseconds writes wait for another writer from now on; returns how many they did. */
int store_wait(struct store *s, int ms);
/* Adds who holds the write lock, as the kernel knows it; nothing where that cannot be known. */
void store_holder(const struct store *s, struct buf *out);

/* While *flag is not zero, running statements end with ERR_STOPPED: for Ctrl-C.  NULL: no flag. */
void store_stop_flag(struct store *s, volatile int *flag);

/* Work that can wait (checkpoint, search merge): does a slice of at most about `ms`; true when more is left. */
bool store_idle(struct store *s, int ms);
/* Grows whenever anyone, in this program or another, has committed a change. */
int64_t store_data_version(struct store *s);

#endif
