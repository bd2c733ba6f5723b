/*
 * All commands, in the order of help: the one place to name a new one.
 */
#include "src/cmd/commands.h"

#include <string.h>

#include "src/banned.h"

const struct command *const commands[] = {
	&command_init,
	&command_demo,
	&command_figures,
	&command_report,
	&command_today,
	&command_list,
	&command_show,
	&command_add,
	&command_set,
	&command_step,
	&command_retire,
	&command_revive,
	&command_import,
	&command_export,
	&command_check,
	&command_verify,
	&command_log,
	&command_history,
	&command_compare,
	&command_undo,
	&command_redo,
	&command_backup,
	&command_restore,
	&command_pin,
	&command_doctor,
	&command_config,
	&command_help,
};
const size_t commands_n = sizeof(commands) / sizeof(commands[0]);

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < commands_n; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}
