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
	if (strcmp(c->argv[0], "keys") == 0)
		return help_keys();
	command = command_find(c->argv[0]);
	return command ? help_command(command) : args_unknown_command(c->argv[0], e);
}

const struct command command_help = {
	.name = "help",
	.synopsis = "[COMMAND|keys]",
	.summary = N_("显示用法；help keys 列出各屏幕的操作和键"),
	.options = "",
	.most = 1,
	.tolerant = true,
	.run = run,
};
