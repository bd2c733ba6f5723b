#ifndef UI_DRAFT_H
#define UI_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/buf.h"
#include "src/err.h"

/*
 * A draft is what somebody has typed into a form and not saved: the fields that differ, each as it was opened and as it
 * shall be, also where what was typed cannot be read yet.  It is kept in a file of its own below the person's state folder
 * (draft_file.c), and what comes out of such a file is believed only when it is whole.
 */

struct draft_field {
	char *name;
	char *base;		/* cell text as opened; NULL: empty */
	char *text;		/* a value's cell text (NULL: emptied), or what was typed */
	bool typed;		/* text is as typed, and has not been read */
};

struct draft {
	int64_t database;	/* store_identity() */
	char *login;		/* whose it is */
	char *reg;		/* name of the register */
	int64_t record;		/* 0: a new one */
	int64_t number;		/* tells drafts of the same record apart; 0: not written yet */
	int64_t version;	/* of the record as it was opened */
	int64_t at_ms;		/* when it was written */
	char *field;		/* the cursor was in this one */
	struct draft_field *fields;
	size_t n;
};

void draft_release(struct draft *d);
/* Copies the texts; see struct draft_field. */
void draft_add(struct draft *d, const char *name, const char *base, const char *text, bool typed);
/* The bytes of the file. */
void draft_encode(const struct draft *d, struct buf *out);
/* ERR_INVALID where they are not a whole draft; *out is empty then. */
int draft_decode(struct draft *out, const char *bytes, size_t n);

/* --- files (draft_file.c) --- */

/*
 * A draft's file while this program works on it.  It is locked, so that another program neither offers nor
 * changes it; the lock goes with the program, however that ends.  Begin with DRAFT_NONE.
 */
struct draft_file {
	char *path;		/* NULL: there is none */
	int fd;
	int64_t number;
};
#define DRAFT_NONE { .fd = -1 }

/* Writes it (d->number and at_ms are set), durably and never half; a first one gets a new file.  ERR_IO with the reason; the
 * file that was there before stays. */
int draft_write(const char *folder, struct draft_file *file, struct draft *d, struct err *e);
void draft_remove(struct draft_file *file);	/* the file too */
void draft_let_go(struct draft_file *file);	/* the file stays for the next start */
/* Makes the file of a draft that was found this program's own; ERR_BUSY where another one was faster. */
int draft_take(const char *folder, const struct draft *d, struct draft_file *file, struct err *e);

/* Which drafts: those of one database and person that no program is working on. */
struct draft_want {
	int64_t database;
	const char *login;
	const char *reg;	/* NULL: any, and any record */
	int64_t record;
};

struct draft_list {
	struct draft *items;	/* newest first */
	size_t n;
};
void draft_list_release(struct draft_list *l);
/* ERR_INVALID where files could not be read: they are put aside under another name, and the others are there. */
int draft_find(const char *folder, const struct draft_want *want, struct draft_list *out, struct err *e);

#endif
