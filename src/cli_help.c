/*
 * Help, from the tables.
 */
#include "src/cli_help.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "src/buf.h"
#include "src/cli_args.h"
#include "src/i18n.h"
#include "src/text.h"
#include "ui/ui.h"
#include "src/banned.h"

#define COMMAND_CELLS 12
#define OPTION_CELLS 24
#define LINE_CELLS 80
#define ACTION_CELLS 26
#define KEY_CELLS 24

int help_version(void)
{
	printf("zhibu %s\n", ZHIBU_VERSION);
	return 0;
}

/* Whether a line may end here: at a space, or behind a wide character that no closing sign follows. */
static bool may_break(const char *text, size_t at)
{
	static const char *const closing[] = { "，", "。", "；", "：", "、", "）", "」", "？" };
	size_t last = text_prev(text, at);

	if (text[at] == ' ' || !text[at])
		return true;
	for (size_t i = 0; i < sizeof(closing) / sizeof(closing[0]); i++)
		if (strncmp(text + at, closing[i], strlen(closing[i])) == 0)
			return false;
	return text_width_n(text + at - last, last) == 2 && strncmp(text + at - last, "（", 3) != 0 &&
		strncmp(text + at - last, "「", 3) != 0;
}

/* How much of a paragraph stands on a line of so many cells. */
static size_t fit_line(const char *text, size_t n, int cells)
{
	size_t fits = text_fit(text, cells), at;

	if (fits >= n)
		return n;
	for (at = fits; at > 0 && !may_break(text, at);)
		at -= text_prev(text, at);
	return at ? at : fits;
}

/* Prints text from column `column` on, where the cursor stands, in lines of at most 80 cells. */
static void print_text(const char *text, int column)
{
	while (*text) {
		size_t paragraph = strcspn(text, "\n"), n = fit_line(text, paragraph, LINE_CELLS - column);

		printf("%.*s\n", (int)n, text);
		text += n;
		text += n < paragraph ? strspn(text, " ") : strspn(text, "\n");
		if (*text)
			printf("%*s", column, "");
	}
}

/* "  left      right", the left part in so many cells. */
static void print_pair(const char *left, int cells, const char *right)
{
	struct buf line = BUF_INIT;
	int width = text_width(left);

	buf_addf(&line, "  %s", left);
	buf_fill(&line, ' ', (size_t)(width < cells ? cells - width : 2));
	printf("%s", buf_str(&line));
	print_text(right, text_width(buf_str(&line)));
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

static void print_keys(void *ctx, const char *name, const char *keys, const char *label)
{
	struct buf line = BUF_INIT;

	(void)ctx;
	text_pad(&line, name, ACTION_CELLS, TEXT_LEFT);
	text_pad(&line, keys, KEY_CELLS, TEXT_LEFT);
	printf("%s%s\n", buf_str(&line), label);
	buf_release(&line);
}

int help_keys(void)
{
	print_keys(NULL, _("屏幕和操作"), _("键"), "");
	ui_each_action(print_keys, NULL);
	return 0;
}

int help_command(const struct command *command)
{
	printf(_("用法：zhibu %s%s%s\n"), command->name, *command->synopsis ? " " : "", command->synopsis);
	print_text(_(command->summary), 0);
	if (command->help) {
		putchar('\n');
		print_text(_(command->help), 0);
	}
	if (*command->options)
		printf("\n%s\n", _("选项："));
	for (size_t i = 0; i < option_rows_n; i++)
		if (!option_rows[i].global && args_in_list(command->options, option_rows[i].name))
			print_option(&option_rows[i]);
	if (strstr(command->synopsis, "REG"))
		print_registers();
	return 0;
}
