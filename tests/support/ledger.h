#ifndef TESTS_SUPPORT_LEDGER_H
#define TESTS_SUPPORT_LEDGER_H

#include "db/export.h"
#include "db/import.h"
#include "tests/support/office.h"

/*
 * Ledgers as literals: imported into an office's store, and what was said about them
 * as lines of text that a test can compare.
 */
struct ledger {
	struct import_options o;	/* set what the test is about; the rest is filled in */
	const char *name;		/* NULL: 示例台账.csv */
	struct import_report report;
	struct buf refused;		/* "line|column|value|reason\n" for each thing that was wrong */
	struct buf warned;		/* the same for warnings, where o.warn_rows is set */
	struct buf errors;		/* what the file of refused rows had, where keep_errors is set */
	bool keep_errors;
	struct err e;
};

/* What import_file() returned. */
int ledger_import(struct office *o, struct ledger *l, const struct reg *reg, const char *text);
int ledger_import_bytes(struct office *o, struct ledger *l, const struct reg *reg, const void *bytes, size_t n);
int ledger_import_path(struct office *o, struct ledger *l, const struct reg *reg, const char *path);
void ledger_release(struct ledger *l);

/* The lines of l->refused are these; one that ends in a star is only begun by it, where the sentence is another module's. */
void ledger_said(const struct ledger *l, const char *want);

/* Imports organizations; the test fails unless all rows were taken, and unless the counts are these. */
void ledger_take(struct office *o, const char *text, long added, long updated, long unchanged);
/* The ledger of organizations is refused, nothing is changed, and ledger_said() this. */
void ledger_refuse(struct office *o, const char *text, const char *want);
/* The file as a whole is refused with these words (parted by '/'), and nothing is changed. */
void ledger_refuse_file(struct office *o, const char *text, const char *words);

/* How many organizations there are, retired ones too. */
int64_t ledger_orgs(struct office *o);
/* A field of the organization with this code is, in STYLE_DATA, this text. */
void ledger_field(struct office *o, const char *code, const char *field, const char *want);

/* All of a register as an export writes it. */
void ledger_export(struct office *o, const struct reg *reg, const struct export_options *options, struct buf *out);

#endif
