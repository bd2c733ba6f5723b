#ifndef TESTS_SUPPORT_RUN_H
#define TESTS_SUPPORT_RUN_H

#include <stddef.h>

/*
 * Running the built program as a person or a script does: what it writes and its
 * exit status.  For a terminal there is e2e.h.
 */

struct run {
	int status; /* exit status, or 128 + the signal that ended it */
	char *out, *err;
	size_t out_len;
};

/* Its path: ZHIBU_BIN. */
const char *run_program(void);
/* Runs `zhibu` with these arguments (NULL ends them), stdin from `input` (NULL: nothing).  What an earlier
 * run left in r is released; start with a zeroed one. */
void run_with(struct run *r, const char *input, const char *const *args);
#define run_zhibu(r, ...) run_with((r), NULL, (const char *const[]){ __VA_ARGS__, NULL })
/* With stdout to this descriptor, or open to this file, instead of captured. */
void run_onto(struct run *r, int fd, const char *const *args);
void run_into(struct run *r, const char *file, const char *const *args);
/* With no file allowed to grow beyond so many bytes: a full disk. */
void run_limited(struct run *r, size_t bytes, const char *const *args);
/* With these of its three streams closed ("012"). */
void run_without(struct run *r, const char *streams, const char *const *args);
void run_release(struct run *r);

/* These let the test fail where it is not so. */
void says(const char *where, const char *text);
/* It ended with this status, wrote one sentence with this text to stderr, and nothing to stdout. */
void run_refused(const struct run *r, int status, const char *text);

/* An empty home of the test's own: HOME and the XDG folders lie in it; returns its path. */
const char *run_new_home(void);
void run_remove_home(void);
/* A home with a database in its usual place, whose administrator runs the test: A1, a committee (root
 * of the tree, which is a warning), and B1, a branch under it with secretary and phone.  Made once, then
 * copied. */
void run_new_desk(void);
const char *run_database(void);
/* A path below the home; borrowed until the fourth call after. */
const char *run_path(const char *below);
void run_write_file(const char *path, const char *text, size_t n);
char *run_read_file(const char *path, size_t *n); /* the caller frees; NULL where there is none */

#endif
