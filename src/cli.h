#ifndef SRC_CLI_H
#define SRC_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "db/store.h"
#include "src/config.h"
#include "src/err.h"
#include "src/reg.h"

/*
 * The command line.  A command is one row of the table in cmd/commands.c and one
 * file in src/cmd/; an option is one row too (cli_args.h), and a command names the
 * options it takes, so that help, the manual's synopsis and "no such option here"
 * follow from the tables.
 *
 * Data goes to stdout, everything said goes to stderr.  Exit status: err_exit_status().
 */

#define ZHIBU_VERSION "0.1.0"

enum cli_format { FORMAT_TABLE, FORMAT_CSV, FORMAT_TSV, FORMAT_JSON };

#define CLI_LIST_MAX 16

/* What an option said that may stand there several times. */
struct cli_list {
	const char *items[CLI_LIST_MAX];
	size_t n;
};

struct cli {
	/* given before or after the command */
	const char *db, *config, *lang, *operator_login;
	bool readonly, no_color, unicode, no_unicode, no_mouse, no_input, linear, help, version;
	/* of commands */
	const char *as_of, *day, *until, *person, *in_register;
	const char *format_name, *columns, *worklist, *view, *sort, *reason, *ids, *errors, *since, *encoding, *separator;
	struct cli_list where, map;
	long limit; /* 0: none given */
	bool all, yes, dry_run, partial, no_bom, reveal, english, show_origin, check, clear;
	unsigned long given; /* which options stood there, bit = row of the option table */

	enum cli_format format; /* what format_name says */
	const struct command *command;
	int argc; /* what is left: the command's own arguments */
	char **argv;
	struct settings settings;
	struct err settings_error; /* for commands that go on in spite of it */
	struct store *store;	   /* open as the command needs it, on the day that --as-of says */
	struct store *present;	   /* what that day was made from; NULL without --as-of */
};

enum cli_needs {
	NEEDS_NOTHING,
	NEEDS_READ,
	NEEDS_WRITE,
	NEEDS_NEW, /* makes a database itself: contradicts --readonly */
};

/* Some of the command's arguments. */
struct words {
	char *const *items;
	int n;
};
/* Those from the n-th on. */
struct words cli_words(const struct cli *c, int from);

struct command {
	const char *name;
	const char *synopsis; /* "REG KEY field=value..." */
	const char *summary;  /* N_(): one line */
	const char *help;     /* N_(): what else there is to know, or NULL */
	const char *options;  /* names of the options it takes, separated by spaces */
	int least, most;      /* how many arguments; most -1: any number */
	enum cli_needs needs;
	bool tolerant;	      /* runs although a configuration file is wrong */
	int (*run)(struct cli *c,
		struct err *e); /* 0, negative enum err_code, or 1: ran, but no match / problems found */
};

extern const struct command *const commands[];
extern const size_t commands_n;
const struct command *command_find(const char *name); /* NULL where there is none */

/* The whole program: parses, opens the database, runs, prints the error, returns the exit status. */
int cli_main(int argc, char **argv);

/* Shared by commands. */

/* The path of the database that these options and settings name. */
const char *cli_database(const struct cli *c);
/* Makes the folders of the database's usual place (0700); a place that was named must be there already. */
int cli_make_folders(const struct cli *c, struct err *e);
/* Opens it as --operator, --readonly and busy_seconds say. */
int cli_open(struct cli *c, bool readonly, struct err *e);
/* Gives the screens the keys that the settings say; ERR_USAGE where they do not go together. */
int cli_bind_keys(const struct settings *s, struct err *e);
/* Says one line on stderr. */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
