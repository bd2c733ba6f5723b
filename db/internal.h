#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "db/store.h"
#include "src/codebook.h"
#include "src/records.h"

/*
 * What the files of db/ share and nobody else may see: the open store, its
 * statements, and how a record becomes a row and comes back.
 *
 * Tables.  Facts: one STRICT table per register, named as the register, with the
 * columns id, version, retired_on, retired_reason and one per field.  The journal:
 * action, change.  meta: name -> value.  Everything else (sort keys, search, counters)
 * is derived: made by the program from the facts and the register table, never by a
 * migration, and rebuilt when its fingerprint no longer fits (see derived.h).
 */

struct reg_sql {
	char *columns;		/* id, version, retired_on, retired_reason, "code", ... */
	char *insert, *update;	/* whole rows; ?1 = id, then in the order of columns */
	char *select;		/* SELECT columns FROM reg WHERE id = ?1 */
};

struct stmt_slot {
	char *sql;
	uint32_t hash;		/* of sql: most look-ups miss by one comparison of numbers */
	sqlite3_stmt *stmt;
	bool busy;
};

#define STMT_SLOTS 128

struct pending_action {
	bool open;
	int64_t id;
	enum action_kind kind;
	char *reason;
	int64_t target;		/* of undo and redo */
	int64_t changes;	/* journaled so far */
	int64_t records;
	bool codes_changed, rules_changed, operators_changed;
	bool bulk;
	const struct reg *bulk_reg;
	struct settle *settle;	/* at the end of a bulk load */
	bool broken;		/* a step of a write failed half way: nothing of it may be committed */
	struct sm3 *hash;	/* running, over its changes */
	struct buf json;	/* of the record that is journaled; kept, because an import has many */
	/* A write that was refused for want of a right, to be journaled after the rollback. */
	char *denied;
};

/* Records that go out of use or come back in one batch: what refers from one of them to another is no obstacle. */
struct together {
	const struct reg *reg;
	const int64_t *ids;	/* ascending, borrowed */
	size_t n;
};

struct store {
	sqlite3 *db;
	char *path, *channel, *host;
	char *account;			/* the OS account where --operator lets it work as somebody else; else NULL */
	bool readonly;
	struct past *past;		/* it shows the past (past.h); NULL: the present */
	bool seeding;			/* the shipped code sets, rules and divisions are being loaded: small fixed numbers */
	bool guarded;			/* the authorizer refuses DDL, PRAGMA and ATTACH */
	int busy_ms;
	int64_t at_ms;			/* where its clock stands; 0: it is the computer's */
	char *export_masks;		/* see struct store_options */
	struct lookup lookup;
	struct codebook codes;
	struct ruleset rules;
	struct operator_row operator_row;
	struct pending_action action;
	struct together together;
	struct reg_sql *sql;		/* one per registers[] */
	struct recent *recent;		/* one per registers[]; lookup.c */
	struct stmt_slot stmts[STMT_SLOTS];
	size_t last_slot;		/* of the statement that was given out last */
	int64_t last_id;		/* the newest id given out by this connection */
	int64_t codes_version;		/* data version the codes and rules were read at */
	bool unclean, health_asked;	/* see health.h */
	int64_t opened_ms;		/* by clock_ms() */
	struct health *health;
	struct derived *derived;	/* owned by derived.c */
	volatile int *stop;		/* when not NULL and set by a signal handler, statements end with ERR_STOPPED */
};

/* --- statements (sql.c) --- */

/* A prepared statement for this text, from a cache; reset and unbound.  Give it back with sql_done(), also after errors. */
int sql_get(struct store *s, const char *sql, sqlite3_stmt **out, struct err *e);
void sql_done(struct store *s, sqlite3_stmt *stmt);
void sql_forget_all(struct store *s);	/* finalizes the cache: before DDL and at close */
/* Runs a statement (or several, without parameters) that returns no rows. */
int sql_exec(struct store *s, const char *sql, struct err *e);
/* 1: a row, 0: done, negative: what SQLite said, as a sentence (busy, full disk, damaged, interrupted ...). */
int sql_step(struct store *s, sqlite3_stmt *stmt, struct err *e);
/* The sentence for the connection's last error; returns its code. */
int sql_error(struct store *s, struct err *e);
/* One integer from a statement without parameters; fallback when there is no row, or when it could not be read. */
int64_t sql_integer(struct store *s, const char *sql, int64_t fallback);
/* The same where being unable to read is no answer: *n is 0 when there is no row. */
int sql_ask(struct store *s, const char *sql, int64_t *n, struct err *e);
/* Text of a column, NULL for NULL; and of one that is never NULL in a sound file: "" where a damaged one has none. */
const char *sql_text_or_null(sqlite3_stmt *stmt, int column);
const char *sql_text(sqlite3_stmt *stmt, int column);
/* Binds text, copied; a parameter that could not be bound would be NULL, so a failure must not be passed over. */
int sql_bind(struct store *s, sqlite3_stmt *stmt, int at, const char *text, struct err *e);
/* Gives back what a copying bind said; without memory the program ends. */
int sql_copied(int rc);

/* --- records and rows (rows.c) --- */

size_t reg_index(const struct reg *reg);		/* place in registers[] */
const struct reg_sql *rows_sql(struct store *s, const struct reg *reg);
/* Fills an initialised record from a row whose columns begin at `first` in the order of reg_sql.columns. */
int rows_read(const struct reg *reg, sqlite3_stmt *stmt, int first, void *rec, struct err *e);
/* Binds a cell at place `at`, transient text; what SQLite says. */
int rows_bind_cell(sqlite3_stmt *stmt, int at, const struct cell *c);
/* Binds id, version, retired_*, fields at 1, 2, ... of an unbound statement; rec must last until it has run; what SQLite says, and the first failure ends it. */
int rows_bind(const struct reg *reg, sqlite3_stmt *stmt, const void *rec);
int rows_insert(struct store *s, const struct reg *reg, const void *rec, struct err *e);
int rows_update(struct store *s, const struct reg *reg, const void *rec, struct err *e);
int rows_delete(struct store *s, const struct reg *reg, int64_t id, struct err *e);
int rows_get(struct store *s, const struct reg *reg, int64_t id, void *rec, struct err *e);
int rows_missing(const struct reg *reg, int64_t id, struct err *e);	/* says that there is no such record */

/* --- meta (sql.c) --- */

/* NULL where there is none; the caller frees. */
char *meta_get(struct store *s, const char *name);
int meta_set(struct store *s, const char *name, const char *value, struct err *e);

/* --- guard (open.c) --- */

/* Lets DDL through while the store itself changes derived tables; give the old state back with the same call. */
bool store_guard(struct store *s, bool on);
/* Numbers, time-ordered and unique: see ids.c.  begin looks up the newest one, with the action's transaction open, because
 * another program may have given out later ones: an action's number decides its place in the chain. */
int store_ids_begin(struct store *s, struct err *e);
int64_t store_new_id(struct store *s);
/* Milliseconds since 1970 UTC, by its clock. */
int64_t store_clock_ms(const struct store *s);
/* What "today" is: the day that is looked at, where that is a past one, or that of its clock. */
struct date store_today(const struct store *s);
/* (Re)reads code sets, rules and the operator when somebody has changed them. */
int store_refresh(struct store *s, struct err *e);

#endif
