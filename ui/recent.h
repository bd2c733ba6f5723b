#ifndef UI_RECENT_H
#define UI_RECENT_H

#include <stddef.h>
#include <stdint.h>

#include "src/err.h"
#include "src/reg.h"

/*
 * The records that a person opened or saved last: those of this run, kept by the app, and those of earlier ones, in a small
 * file below the person's state folder.  Only which records they are is kept, nothing of what is in them.
 */

#define RECENT_MOST 50		/* of one database */

struct recent_item {
	int64_t database;	/* store_identity() */
	char *reg;		/* name of the register */
	int64_t id;
};

struct recent {
	struct recent_item *items;	/* the last one first */
	size_t n;
};

void recent_release(struct recent *r);
/* Puts a record first; the one that has been in the list longest gives way. */
void recent_add(struct recent *r, int64_t database, const char *reg, int64_t id);
/* The file's text.  ERR_INVALID where it is not one of ours, and *out is empty; it is the caller's. */
int recent_parse(const char *text, struct recent *out, struct err *e);

struct app;
struct screen;

/* A record was opened or saved just now. */
void recent_note(struct app *a, const struct reg *reg, int64_t id);
/* Those of this run before those of earlier ones.  ERR_INVALID where the file had to be ignored; *out is the caller's anyway. */
int recent_all(struct app *a, struct recent *out, struct err *e);
/* At the end of the program: what other programs wrote meanwhile stays behind what was opened here. */
void recent_keep(struct app *a);
/* Shows them, to open one (recent_view.c). */
void recent_ask(struct app *a);

#endif
