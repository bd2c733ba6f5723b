/* zhibu help: what there is, or one command in full. */
#include "src/cmd/commands.h"

#include <string.h>

#include "src/cli_args.h"
#include "src/cli_help.h"
#include "src/i18n.h"
#include "src/banned.h"

static int run(struct cli *c, struct err *e)
{
	const struct command *command;

	if (!c->argc)
		return help_overview();
	command = command_find(c->argv[0]);
	return command ? help_command(command) : args_unknown_command(c->argv[0], e);
}

const struct command command_help = {
	.name = "help",
	.synopsis = "[COMMAND]",
	.summary = N_("显示用法"),
	.options = "",
	.most = 1,
	.tolerant = true,
	.run = run,
};
