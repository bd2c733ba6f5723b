#ifndef UI_IMPORT_H
#define UI_IMPORT_H

#include <stdio.h>
#include <sys/stat.h>

#include "db/import.h"
#include "ui/cursor.h"
#include "ui/screen.h"

/*
 * The import screen: a file is checked, corrected and only then written.  import.c has its keys, import_run.c the
 * session with the engine in slices, import_rows.c what was said about the rows and what was corrected, import_draw.c the
 * picture, import_map.c the columns, import_memory.c what is remembered from one time to the next.
 *
 * What always holds: nothing is locked while a person looks or types; the file itself is never changed.
 */

/* Asks for a file, and then imports it into the register. */
void import_ask(struct app *a, const struct reg *reg);

struct screen *import_new(struct app *a, const struct reg *reg, const char *path);

/* Something said about a row. */
enum item_kind { ITEM_ERROR, ITEM_WARNING, ITEM_ADDED, ITEM_UPDATED };

struct import_item {
	long line;
	enum item_kind kind;
	const struct reg *reg;
	char *key, *name;
	char *title, *value;	/* of the cell; "" */
	char *text;		/* the problem, or what changes */
	char *cell, *near;	/* see struct import_refusal */
	size_t at;
	bool mapping;
	bool corrected;		/* since it was said */
};

#define ITEMS_MOST 5000		/* of a ledger that is all wrong, the first ones say enough */

struct import_items {
	struct import_item *items;	/* by line */
	size_t n, cap;
	long more;			/* that were not kept */
	struct cursor cursor;
};

/* A column as it shall be imported. */
struct import_choice {
	char *title, *sample;
	struct import_target target;
	bool ours, twice;
};

enum import_task { TASK_NONE, TASK_CHECK, TASK_SAVE, TASK_WRITE };
enum import_phase { PHASE_LOCK, PHASE_ROWS, PHASE_SETTLE, PHASE_END };

struct importer {
	struct screen screen;
	const struct reg *reg;
	char *path, *name;		/* name: the path's last part */
	FILE *in;
	struct stat opened;		/* the file as it was opened */
	struct import_options o;	/* the person's choices: encoding, header_line, separator */
	struct import_report report, checked;	/* of the session, and of the last whole check */
	bool is_checked;
	char *complaint;		/* why the file as a whole cannot be imported; NULL: it can */

	struct import *session;
	enum import_task task;
	enum import_phase phase;
	char *errors_path;		/* of the file of refused rows that is written */
	char *saved_path;		/* ... that was written last */
	bool saved;			/* ... since the last check */

	struct import_choice *columns;
	size_t n_columns;
	bool remapped;			/* the last check is about other columns */
	bool mapped;			/* the columns go where they say; else where the engine found */
	struct import_fix *fixes;	/* by line and column */
	size_t n_fixes;

	struct import_items problems, taken;	/* of the last whole check */
	struct import_items found, takes;	/* of the one under way */
	bool shows_taken;
	bool stale;			/* something was corrected since the last whole check */
};

/* --- import_run.c --- */

/* Reads the columns, and checks the file from the beginning.  What is under way ends. */
void import_check(struct importer *m);
/* The same after something was corrected: what the last check said stands until this one is done, and may be corrected
 * further, which begins it anew. */
void import_recheck(struct importer *m);
/* Whether such a check is under way. */
bool import_is_rechecking(const struct importer *m);
/* Nothing is locked while a person types: it ends, and is begun anew when nothing stands over the screen. */
void import_pause(struct importer *m);
void import_stop(struct importer *m);		/* without a trace */
/* Writes the refused rows to a new file. */
void import_save_refused(struct importer *m);
/* Writes what the last check found good. */
void import_write(struct importer *m);
/* A slice of it; false: nothing is under way. */
bool import_work(struct importer *m);
/* Opens the file anew with the choices as they are, and reads its columns; false: it cannot be, and complaint says why. */
bool import_reopen(struct importer *m);
void import_forget_columns(struct importer *m);

/* --- import_rows.c --- */

void import_items_release(struct import_items *l);
/* Callbacks of the engine; ctx is the importer. */
void import_keep_refused(void *ctx, const struct import_refusal *r);
void import_keep_warned(void *ctx, const struct import_refusal *r);
void import_keep_taken(void *ctx, const struct import_taken *t);
void import_items_sort(struct import_items *l);
/* Has `fresh` take the place of a list, with the cursor on what it was on, or on what comes next. */
void import_items_replace(struct import_items *l, struct import_items *fresh);
/* Marks what was said about a cell as corrected to this text, or with NULL all about its row. */
void import_mark(struct importer *m, long line, size_t column, const char *text);
/* Corrects a cell, or with IMPORT_NO_COLUMN leaves the row out; text is copied. */
void import_fix(struct importer *m, long line, size_t column, const char *text);
/* Takes the leaving out of all rows back; how many they were. */
long import_unskip(struct importer *m);
void import_forget_fixes(struct importer *m);
struct import_items *import_shown(struct importer *m);
const struct import_item *import_current(const struct importer *m);	/* NULL: there is none */

/* --- import_draw.c --- */

void import_draw(struct screen *s, struct picture *p);
/* "31 new, 168 changed ..." of what was checked, in one line. */
void import_add_counts(const struct importer *m, struct buf *out);

/* --- import_map.c --- */

struct screen *import_map_new(struct importer *m);
/* "编码", or "问题：来源" of a part. */
void import_add_target(const struct reg *reg, const struct import_target *t, struct buf *out);

/* --- import_memory.c --- */

/* The folder of what is remembered; NULL: nothing is.  The caller frees. */
char *import_memory(const struct app *a);
/* Maps the columns as the last time a file with these names was imported.  ERR_INVALID where that no longer fits. */
int import_recall(const char *folder, const struct reg *reg, struct import *im, struct err *e);
void import_remember(const char *folder, const struct importer *m);
char *import_last_folder(const char *folder);		/* NULL: none; the caller frees */
void import_keep_folder(const char *folder, const char *path);	/* that of this file */

#endif
