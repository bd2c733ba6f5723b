#ifndef SRC_CLI_OUT_H
#define SRC_CLI_OUT_H

#include "src/buf.h"
#include "src/cli.h"

/*
 * Rows on stdout, as a table for eyes or as CSV, TSV or JSON lines for programs.
 * A table is laid out by display cells; columns are as wide as what is in them,
 * but no wider than the column allows, unless there are too many rows to wait for.
 */

enum out_kind { OUT_TEXT, OUT_NUMBER, OUT_BOOL };

struct out_column {
	const char *name;  /* key of JSON, and how --columns calls it */
	const char *label; /* N_() */
	int width;	   /* most cells in a table; 0: as many as it takes */
	bool right;
	enum out_kind kind; /* how JSON writes it */
};

struct out_test;

struct out {
	const struct cli *cli;
	struct out_column *columns;
	size_t n;
	size_t *shown; /* columns to print, in order */
	size_t nshown;
	struct out_test *tests; /* of --where, where out_pick() was asked */
	size_t ntests;
	size_t sort; /* column to sort by; n: none */
	bool descending;
	char **row; /* the row at hand; NULL: no value */
	char **other; /* what else a condition may call its cells; NULL: nothing */
	size_t at;
	char ***rows; /* kept back: to find the widths, or to sort */
	size_t nrows, cap;
	int *widths; /* once known */
	bool begun, screen, bold;
	long given; /* rows that passed, for --limit */
};

/* The caller fills all columns of each row with out_cell() and ends it with out_row().  out_end() must
 * follow, also after errors. */
void out_begin(struct out *o, const struct cli *c, const struct out_column *columns, size_t n);
/* Lets --columns, --where and --sort work on the columns themselves, for rows that are no register's. */
int out_pick(struct out *o, struct err *e);
void out_cell(struct out *o, const char *text); /* NULL: no value */
/* A cell that people see as its label and programs as its value; conditions know it by both. */
void out_word(struct out *o, const char *value, const char *label);
/* 0: go on; 1: --limit is reached; ERR_IO when stdout takes no more. */
int out_row(struct out *o, struct err *e);
/* Writes what was kept back, unless rc is an error already.  1 when there was no row at all; else rc. */
int out_end(struct out *o, int rc, struct err *e);

/* Flushes stdout: 0, or ERR_IO with the reason. */
int out_flush(struct err *e);
/* Whether the one who read our output has gone away: then there is nobody to tell. */
bool out_abandoned(void);

#endif
