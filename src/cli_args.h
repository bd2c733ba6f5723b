#ifndef SRC_CLI_ARGS_H
#define SRC_CLI_ARGS_H

#include "src/cli.h"

/*
 * Options are rows of a table: how they are written, what they mean, and which
 * member of struct cli they fill.  Global ones are taken by every command.
 */

enum option_kind { OPTION_SWITCH, OPTION_TEXT, OPTION_NUMBER, OPTION_LIST };

struct option_row {
	const char *name;    /* without the two dashes */
	const char *value;   /* N_(): what stands behind it, for help; NULL: a switch */
	const char *help;    /* N_() */
	const char *choices; /* the values it may have, separated by spaces; NULL: any */
	size_t offset;	     /* of the member of struct cli */
	enum option_kind kind;
	char letter;	     /* short form, or 0 */
	bool global;
};

extern const struct option_row option_rows[];
extern const size_t option_rows_n;

/* Reads argv into c (zeroed by the caller): options, the command, its arguments.  ERR_USAGE. */
int args_parse(struct cli *c, int argc, char **argv, struct err *e);
/* Refuses what the command does not take, and options that contradict each other. */
int args_check(const struct cli *c, struct err *e);
/* Whether this option stood on the command line. */
bool args_given(const struct cli *c, const char *option);
/* Whether `word` is one of the words of a list separated by spaces. */
bool args_in_list(const char *list, const char *word);
/* Refuses a command that there is not, with the nearest. */
int args_unknown_command(const char *word, struct err *e);
/* The row of a name; NULL. */
const struct option_row *option_find(const char *name, size_t n);

#endif
