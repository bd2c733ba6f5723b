/*
 * Help, from the tables.
 */
#include "src/cli_help.h"

#include <stdio.h>
#include <string.h>

#include "src/buf.h"
#include "src/cli_args.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

#define COMMAND_CELLS 12
#define OPTION_CELLS 24

int help_version(void)
{
	printf("zhibu %s\n", ZHIBU_VERSION);
	return 0;
}

/* "  left      right", the left part in so many cells. */
static void print_pair(const char *left, int cells, const char *right)
{
	struct buf line = BUF_INIT;
	int width = text_width(left);

	buf_addf(&line, "  %s", left);
	buf_fill(&line, ' ', (size_t)(width < cells ? cells - width : 2));
	printf("%s%s\n", buf_str(&line), right);
	buf_release(&line);
}

static void print_option(const struct option_row *o)
{
	struct buf left = BUF_INIT;

	if (o->letter)
		buf_addf(&left, "-%c, ", o->letter);
	buf_addf(&left, "--%s", o->name);
	if (o->value)
		buf_addf(&left, " %s", _(o->value));
	print_pair(buf_str(&left), OPTION_CELLS, _(o->help));
	buf_release(&left);
}

static void print_registers(void)
{
	printf("\n%s\n", _("台账（REG）："));
	for (size_t i = 0; i < registers_n; i++)
		print_pair(registers[i]->name, COMMAND_CELLS, _(registers[i]->title));
}

int help_overview(void)
{
	printf("%s\n\n", _("用法：zhibu [选项] [命令 ...]        不写命令就打开界面"));
	puts(_("命令："));
	for (size_t i = 0; i < commands_n; i++)
		print_pair(commands[i]->name, COMMAND_CELLS, _(commands[i]->summary));
	printf("\n%s\n", _("选项（写在命令前后都可以）："));
	for (size_t i = 0; i < option_rows_n; i++)
		if (option_rows[i].global)
			print_option(&option_rows[i]);
	print_registers();
	printf("\n%s\n", _("某个命令的用法：zhibu help 命令"));
	return 0;
}

int help_command(const struct command *command)
{
	printf(_("用法：zhibu %s%s%s\n"), command->name, *command->synopsis ? " " : "", command->synopsis);
	printf("%s\n", _(command->summary));
	if (command->help)
		printf("\n%s\n", _(command->help));
	if (*command->options)
		printf("\n%s\n", _("选项："));
	for (size_t i = 0; i < option_rows_n; i++)
		if (!option_rows[i].global && args_in_list(command->options, option_rows[i].name))
			print_option(&option_rows[i]);
	if (strstr(command->synopsis, "REG"))
		print_registers();
	return 0;
}
