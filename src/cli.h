#ifndef SRC_CLI_H
#define SRC_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "db/store.h"
#include "src/err.h"
#include "src/reg.h"

/*
 * The command line.  A command is one row of the table in cli.c and one file in
 * src/cmd/; an option is one row too, and a command names the options it takes, so
 * that help, the manual's synopsis and "no such option here" follow from the tables.
 *
 * Data goes to stdout, everything said goes to stderr.  Exit status: err_exit_status().
 */

enum cli_format { FORMAT_TABLE, FORMAT_CSV, FORMAT_TSV, FORMAT_JSON };

#define CLI_WHERE_MAX 16

struct cli {
	/* given before or after the command */
	const char *db, *config, *lang, *operator_login;
	bool readonly, no_color, no_input, yes;
	/* of commands */
	enum cli_format format;
	const char *columns, *sort, *reason, *errors, *encoding, *separator;
	const char *where[CLI_WHERE_MAX];
	size_t n_where;
	long limit;
	bool all, dry_run, partial, no_bom, reveal, show_origin, english;
	unsigned long given;	/* which options stood there, bit = row of the option table */
	const struct command *command;
	int argc;		/* what is left: the command's own arguments */
	char **argv;
	struct store *store;	/* open as the command needs it */
};

enum cli_needs { NEEDS_NOTHING, NEEDS_READ, NEEDS_WRITE };

struct command {
	const char *name;
	const char *synopsis;	/* "REG KEY field=value..." */
	const char *summary;	/* N_(): one line */
	const char *options;	/* names of the options it takes, separated by spaces */
	int least, most;	/* how many arguments; most -1: any number */
	enum cli_needs needs;
	int (*run)(struct cli *c, struct err *e);	/* 0, negative enum err_code, or 1: ran, but no match / problems found */
};

extern const struct command *const commands[];
extern const size_t commands_n;

/* The whole program: parses, opens the database, runs, prints the error, returns the exit status. */
int cli_main(int argc, char **argv);

/* Shared by commands (cli_util.c). */
int cli_reg(struct cli *c, const char *name, const struct reg **out, struct err *e);	/* unknown: names the nearest */

#endif
