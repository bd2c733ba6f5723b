#ifndef TESTS_SUPPORT_OFFICE_H
#define TESTS_SUPPORT_OFFICE_H

#include <sys/types.h>

#include "db/store.h"
#include "src/records.h"

struct action;

/*
 * An office with a database: what tests of the store begin with.  The database is made once for
 * a test program and copied for each test; whoever runs the test is its administrator.
 *
 *	cmocka_run_group_tests(tests, office_group_setup, office_group_teardown)
 *	cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)	*state is the struct office
 */
struct office {
	char *dir;		/* a folder of its own, gone after the test */
	char *path;		/* the database in it */
	struct store *s;	/* open from the beginning */
	struct err e;
};

int office_group_setup(void **state);
int office_group_teardown(void **state);
int office_setup(void **state);
int office_teardown(void **state);

/* Makes what this office has now the beginning of all tests that follow; for a group's own setup. */
void office_keep(struct office *o);

/* A path inside the folder; valid until the test ends. */
const char *office_file(struct office *o, const char *name);

/* Closes and opens again: for this login, NULL the account itself.  The test fails when that fails. */
void office_open(struct office *o, const char *login);
void office_close(struct office *o);
/* Opens a second time, as another program would; the caller closes it. */
struct store *office_second(struct office *o);
/* Tries to open the file at a path: the refusal is in o->e, nothing stays open. */
int office_try(struct office *o, const char *path, bool readonly);

/* Behind the program's back: another connection without any of its switches. */
void office_meddle(struct office *o, const char *sql);
int64_t office_number(struct office *o, const char *sql);
char *office_text(struct office *o, const char *sql);	/* the caller frees; NULL for NULL */

/* A sound branch (category 631) with this code, saved; superior is an id or 0. */
int64_t office_branch(struct office *o, const char *code, int64_t superior);
/* An unsaved one. */
struct org *office_new_org(const char *code, int64_t superior);
struct org *office_org(struct office *o, int64_t id);		/* read; reg_free() it */
/* Reads, sets one field as typed, saves: what store_save_one() returned, with the refusal in o->e. */
int office_edit(struct office *o, int64_t id, const char *field, const char *typed);
void office_must_edit(struct office *o, int64_t id, const char *field, const char *typed);
char *office_field(struct office *o, int64_t id, const char *field);	/* as a form shows it; the caller frees */
/* An operator with that role ("clerk") and scope (0: everything). */
int64_t office_operator(struct office *o, const char *login, const char *role, int64_t scope);
int office_retire(struct office *o, const struct reg *reg, int64_t id);

/* How many things verify finds; the first in *first (NULL allowed; the caller frees). */
int64_t office_problems(struct office *o, char **first);
void office_ignore(void *ctx, const char *text);	/* for reports that nobody reads */
/* The store verifies clean. */
void office_sound(struct office *o);
/* After the meddling, verify finds something that says these words. */
void office_found(struct office *o, const char *words);

/* The refusal has this code and says these words (parted by '/'). */
void office_refused(const struct office *o, int rc, int code, const char *words);

/* Another process that holds the write lock of a database until it is ended. */
struct blocker {
	pid_t pid;
	int release;		/* closing this lets it go */
};
struct blocker office_block(const char *path);
void office_unblock(struct blocker *b);

/* From now on no file of this process grows beyond that: writing fails as on a full disk. For child processes. */
void office_limit_files(long bytes);

/* Runs fn in a child process as the unprivileged account 65534; its result.  Only root can: -1 for others. */
int office_as_nobody(int (*fn)(void *ctx), void *ctx);

#endif
