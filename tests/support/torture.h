#ifndef TESTS_SUPPORT_TORTURE_H
#define TESTS_SUPPORT_TORTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "db/store.h"
#include "src/records.h"

/*
 * Treatment that no database should have to stand, in rounds: some in `make check`, thousands in
 * `make torture`.  Everything random follows from the seed and the number of the round, and a
 * failing round says both, so that it can be had again:
 *
 *	build/tests/torture/torture kill 1 4711 17	one round, with seed 4711, beginning with number 17
 */
struct torture {
	const char *dir;	/* an empty folder; what fails is left in it */
	unsigned int seed;
	int first, rounds;
};

/* Each returns how many rounds failed. */
int torture_kill(const struct torture *t);	/* kill -9 at any moment of a program that saves */
int torture_writers(const struct torture *t);	/* several programs save at once */
int torture_damage(const struct torture *t);	/* bytes of the file and of its log are changed */
int torture_import(const struct torture *t);	/* ledgers with anything in them are imported and undone */

/* --- shared by the files of torture --- */

/* Random numbers of a round. */
struct dice {
	uint64_t state;
};
struct dice dice_of(const struct torture *t, int round);
uint32_t dice_roll(struct dice *d, uint32_t below);

/* Says what failed, on stderr; returns 1, so that failures can be added up. */
int torture_failed(const struct torture *t, const char *what, int round, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* The caller frees. */
char *torture_path(const struct torture *t, const char *name);
void torture_remove(const char *path);		/* with log and shared memory */
void torture_copy(const char *from, const char *to);

/* NULL with the reason in e. */
struct store *torture_open(const char *path, struct err *e);
/* Makes the database (with n branches T0, T1, ...) unless it is there; the test ends when that fails. */
void torture_make(const char *path, int n);
struct org *torture_read(struct store *s, const char *code, struct err *e);	/* NULL: reason in e; reg_free() it */
struct org *torture_branch(const char *code);	/* an unsaved one */
void torture_set(char **text, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* How many problems verify finds, or -1; the first sentence (or why not) in e. */
int64_t torture_verify(const char *path, struct err *e);
/* A number that follows from all facts, read as they stand in the file: another one when anything differs. */
uint64_t torture_facts(const char *path);

#endif
