#ifndef DB_IMPORT_LEFT_H
#define DB_IMPORT_LEFT_H

#include <stddef.h>
#include <stdint.h>

#include "src/err.h"

/*
 * Files of refused rows that a person still has to correct and import again: each is noted when it is written, and
 * forgotten when it is imported without a refusal, or when it is gone.  The notes are one small file in a folder of the
 * person's own (below the state folder), because they are about files of that person on that machine, not about records.
 */

struct import_left {
	int64_t database;	/* store_identity() */
	char *reg;		/* name of the register */
	char *path;		/* absolute */
	long rows;
};

struct import_left_list {
	struct import_left *items;	/* oldest first */
	size_t n;
	long rows;			/* of all of them */
};
void import_left_release(struct import_left_list *l);

/* Those of one database (0: of any) whose files are still there.  No folder, or none noted: an empty list, and 0. */
int import_left_read(const char *folder, int64_t database, struct import_left_list *out, struct err *e);
/* Remembers a file; one of the same path is replaced.  Makes the folder where it is missing.  ERR_IO with the reason. */
int import_left_note(const char *folder, const struct import_left *left, struct err *e);
/* Forgets the file of this path, if it is known. */
int import_left_clear(const char *folder, const char *path, struct err *e);

#endif
