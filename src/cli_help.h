#ifndef SRC_CLI_HELP_H
#define SRC_CLI_HELP_H

#include "src/cli.h"

/* Help on stdout, printed from the tables of commands, options, registers and settings.  All return 0. */

int help_version(void);
int help_overview(void);
int help_keys(void);	/* the actions of the screens and their keys */
int help_command(const struct command *command);

#endif
