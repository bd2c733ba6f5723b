#ifndef SRC_CMD_COMMANDS_H
#define SRC_CMD_COMMANDS_H

#include "src/cli.h"

/* The rows of all commands, one in each file of this folder. */
extern const struct command command_add, command_backup, command_check, command_compare, command_config, command_demo,
	command_doctor, command_export, command_figures, command_help, command_history, command_import, command_init,
	command_list, command_log, command_pin, command_redo, command_report, command_restore, command_retire, command_revive, command_set,
	command_show, command_step, command_today, command_undo, command_verify;

#endif
