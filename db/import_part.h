#ifndef DB_IMPORT_PART_H
#define DB_IMPORT_PART_H

#include "db/action.h"
#include "db/import.h"
#include "db/import_map.h"
#include "db/internal.h"
#include "src/i18n.h"

/*
 * What the files of the import share: import.c runs it, import_header.c finds the columns, import_named.c those that were named,
 * import_row.c turns a row into a record, import_ref.c finds what a row refers to,
 * import_refuse.c says why a row is not taken, import_tell.c what becomes of one that is,
 * import_parts.c makes the records below that of a row.
 */

/* Titles of the two columns that a file of refused rows has behind those of the ledger. */
#define IMPORT_LINE N_("行号")
#define IMPORT_REASON N_("原因")

/* A row that outlives the reader's next one; one block of memory, free() gives it back. */
struct kept_row {
	struct csv_row row;
};

struct kept_rows {
	struct kept_row **items;
	size_t n, cap;
};

void kept_rows_add(struct kept_rows *k, const struct csv_row *row);
void kept_rows_release(struct kept_rows *k);

struct column {
	const struct field *field;	/* of the register; NULL: the column is ignored, or a part's */
	const struct reg_part *part;	/* NULL: none */
	const struct field *part_field;	/* of it */
	const struct field *twin;	/* the field it names, which another column has */
	char *title;			/* as in the file; "" where it has none */
	char *shown;			/* the same in one line */
	bool ours;			/* line and reason of a file of refused rows */
	bool told;			/* without a title, but not empty: told as ignored */
	bool left_out;			/* on purpose */
	char *typed, *code;		/* of a column of codes: the last cell that was taken, and its code */
};

#define NO_COLUMN IMPORT_NO_COLUMN

struct header {
	struct column *columns;
	size_t n;
	size_t key, label;	/* the columns of these fields, or NO_COLUMN */
	size_t naming;		/* by what a person knows which row is meant: label or, without it, what tells the record */
	char *missing;		/* required fields without a column, in words; NULL: none */
	struct kept_rows rows;	/* read while looking for the header, and after it */
	size_t next;
};

struct refusal {
	size_t column;		/* or NO_COLUMN */
	const char *title;	/* borrowed */
	char *value, *reason;
	char *cell, *near;	/* as the file has it (NULL: nothing to edit), and what was meant (NULL: unknown) */
	bool mapping;		/* another mapping of the columns may mend it */
};

/* What is to be said about one row. */
struct told {
	long line;
	struct refusal *items;
	size_t n;
	char *key, *name;	/* as shown */
	bool warning;		/* the row is taken all the same */
	char *written;		/* its line in the file of refused rows; NULL: none */
};

struct import {
	struct store *s;
	const struct reg *reg;
	const struct import_options *o;
	struct import_report *report;
	struct csv_reader *reader;
	struct header header;
	struct lookup lookup;		/* the store's, but for ref_find */
	struct map keys;		/* of rows read so far; in a bulk load of all records */
	struct map labels;		/* in a bulk load, from the first reference by name on */
	struct map known;		/* what rows named a record of another register by, or of this one by name and key */
	void *rec, *base, *probe;	/* one row's record, what stood before, its key alone */
	struct save_report saved;
	struct refusal *refusals;	/* of the row at hand */
	size_t nrefusals, refusals_cap;
	struct told *held;
	size_t nheld, held_cap;
	long warned;			/* rows with warnings that were told */
	struct buf key;			/* of the row at hand, as the register keeps it; empty: it has none */
	struct buf scratch;
	struct kept_rows waiting;
	struct rounds {
		size_t before, n, at;	/* how many waited before the round and wait in it, and how many were tried */
		int number;
		bool backward, on;
	} rounds;			/* over the rows that wait */
	size_t fix;			/* the next one of the options' fixes */
	char **fixed;			/* cells of the row at hand, where it is corrected */
	size_t fixed_cap;
	long lines;			/* of the file, about */
	struct told_part {
		const struct reg *reg;
		enum import_fate fate;
		char *key, *name, *changes;
	} *told_parts;			/* of the row at hand, as long as it may yet be refused */
	size_t ntold_parts;
	long taken;			/* rows whose fate was told */
	int64_t next_report_ns;
	bool hold;			/* a row waits: what is said about others must not come before its turn */
	bool unresolved;		/* the row at hand refers to a record of this register that is not there (yet) */
	bool last_try;			/* no further row will bring it */
	bool bulk, labels_made;
	bool error_header;		/* the file of refused rows has its first line */
	bool all_read;			/* the file; rows may still wait */
	bool parts_on;			/* the file has columns that make records below */
	bool settling, settled;		/* orders, search and counters are being made after a bulk load; they are */
	bool begun;			/* its action is open */
};

/* The cell without the guard against formulas; "" when it is empty, blank or not there. */
const char *row_cell(const struct csv_row *row, size_t column);

/* --- import_header.c --- */

/* Reads up to the header and remembers the rows behind it; fills report.header_line and unknown_columns. */
int header_read(struct import *im, struct err *e);
/* Like csv_next(), from the first row after the header, with what was corrected. */
int header_next_row(struct import *im, struct csv_row *row, struct err *e);
/* Refuses columns that will not do: one field twice, or nothing that tells one record from another. */
int header_check(struct import *im, struct err *e);
/* The column that the cells for this field come from, or NO_COLUMN. */
size_t header_column(const struct header *h, const struct field *f);
size_t header_part_column(const struct header *h, const struct reg_part *part, const struct field *f);
/* After columns were mapped otherwise: what follows from them. */
void header_settle(struct import *im);
void header_release(struct header *h);

/* --- import_named.c --- */

/* Maps the columns as the options name them. */
int named_map(struct import *im, struct err *e);

/* --- import_row.c --- */

#define ROW_WAITS 1	/* it refers to a record that a later row may bring */

/* Takes or refuses (0) one row; negative when the import cannot go on. again: it has waited. */
int row_take(struct import *im, const struct csv_row *row, bool again, struct err *e);

/* Codes that are about one row; after any other the import cannot go on. */
bool row_is_refusal(int rc);

/* --- import_parts.c --- */

/* Which columns serve parts; sets parts_on. */
void parts_begin(struct import *im);
/* Whether the cell is of several values for the parts, and so none for the record itself. */
bool parts_take_cell(const struct import *im, const struct csv_row *row, size_t column);
/* Saves the records below the row's own, which is saved; what is wrong is refused as the row's. */
int parts_save(struct import *im, const struct csv_row *row, struct err *e);

/* --- import_tell.c --- */

/* Tells what became of the row's record, and of those below it: before is NULL for a new one. */
void tell_taken(struct import *im, const struct csv_row *row, const void *before, const void *rec, bool changed);
/* Keeps what became of a record below it, until it is told with the row. */
void tell_keep_part(struct import *im, const struct reg *reg, const void *before, const void *rec, bool changed);
void tell_forget_parts(struct import *im);

/* --- import_ref.c --- */

/* Finds records for references, and keeps in mind those that this import makes. */
void refs_init(struct import *im);
/* The record with this key in the register of the import: 1 found, 0 not there. */
int refs_find_key(struct import *im, const char *key, int64_t *id, struct err *e);
/* By exact label: 1 found, 0 not there, ERR_INVALID naming the candidates. */
int refs_find_label(struct import *im, const char *label, int64_t *id, struct err *e);
/* A row became this record. */
void refs_saved(struct import *im, const char *key, const void *before, const void *rec);
/* Reads all keys of the register, so that a bulk load need not ask for each. */
int refs_load(struct import *im, struct err *e);
void refs_release(struct import *im);

/* --- import_refuse.c --- */

/* Something is wrong with this cell of the row at hand. */
void refuse_cell(struct import *im, const struct csv_row *row, size_t column, const char *reason);
/* The same, as a parser said it: with what was probably meant. */
void refuse_typed(struct import *im, const struct csv_row *row, size_t column, const struct err *why);
/* With this field; NULL or one without a column: with the row. */
void refuse_field(struct import *im, const struct csv_row *row, const struct field *f, const char *reason);
void refuse_forget(struct import *im);
/* Tells all that is wrong with the row, counts it and writes it to the file of refused rows. */
void refuse_row(struct import *im, const struct csv_row *row);
/* Whether the warnings of a further row will be told, so that their sentences are needed. */
bool refuse_wants_warnings(const struct import *im);
/* Tells the warnings about a row that was taken. */
void refuse_warn(struct import *im, const struct csv_row *row, const struct findings *found);
/* No row waits any more: tells what was held back, in the order of lines. */
void refuse_give_held(struct import *im);
void refuse_release(struct import *im);

#endif
