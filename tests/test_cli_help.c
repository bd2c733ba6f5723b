/* Help fits a terminal of 80 columns, in both languages, whatever the tables say. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "src/cli_args.h"
#include "src/cli_locale.h"
#include "src/mem.h"
#include "src/text.h"
#include "tests/support/run.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	run_new_home();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

/* No line is wider than the screen, none ends in a space, none begins with a closing sign. */
static void check_lines(const char *name)
{
	char *save, *text = xstrdup(r.out);

	assert_int_equal(r.status, 0);
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		const char *first = line + strspn(line, " ");

		if (text_width(line) > 80)
			fail_msg("help %s has a line of %d cells: %s", name, text_width(line), line);
		if (line[strlen(line) - 1] == ' ')
			fail_msg("help %s has a space at the end of: %s", name, line);
		if (strncmp(first, "，", 3) == 0 || strncmp(first, "。", 3) == 0 ||
			strncmp(first, "）", 3) == 0)
			fail_msg("help %s begins a line with a closing sign: %s", name, line);
	}
	free(text);
}

static void check_language(const char *language)
{
	run_zhibu(&r, "--lang", language, "help");
	check_lines("");
	for (size_t i = 0; i < commands_n; i++) {
		run_zhibu(&r, "--lang", language, "help", commands[i]->name);
		check_lines(commands[i]->name);
	}
}

static void test_cli_help__chinese_fits_80_columns(void **state)
{
	(void)state;
	check_language("zh");
}

static void test_cli_help__english_fits_80_columns(void **state)
{
	(void)state;
	check_language("en");
}

/* Nothing is lost where a line is broken. */
static void test_cli_help__broken_lines_hold_the_whole_text(void **state)
{
	struct buf joined = BUF_INIT, whole = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < commands_n; i++) {
		if (!commands[i]->help)
			continue;
		run_zhibu(&r, "--lang", "zh", "help", commands[i]->name);
		buf_clear(&joined);
		buf_clear(&whole);
		text_key(&joined, r.out);
		text_key(&whole, commands[i]->help);
		if (!strstr(buf_str(&joined), buf_str(&whole)))
			fail_msg("help %s does not say all of: %s", commands[i]->name, commands[i]->help);
	}
	buf_release(&joined);
	buf_release(&whole);
}

/* What the tables promise: every command says what it does, and a synopsis where it takes arguments. */
static void test_cli_help__tables_are_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < commands_n; i++) {
		const struct command *k = commands[i];

		assert_ptr_equal(command_find(k->name), k);
		assert_true(k->summary && *k->summary);
		assert_non_null(k->run);
		assert_true((k->most != 0) == (*k->synopsis != '\0'));
		assert_true(k->most < 0 || k->most >= k->least);
	}
	for (size_t i = 0; i < option_rows_n; i++) {
		const struct option_row *o = &option_rows[i];

		assert_ptr_equal(option_find(o->name, strlen(o->name)), o);
		assert_true(o->help && *o->help);
		assert_true((o->kind == OPTION_SWITCH) == (o->value == NULL));
	}
}

/* An option that no command takes would be a promise to nobody. */
static void test_cli_help__every_option_is_taken_somewhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < option_rows_n; i++) {
		size_t takers = option_rows[i].global;

		for (size_t k = 0; k < commands_n; k++)
			takers += args_in_list(commands[k]->options, option_rows[i].name);
		if (!takers)
			fail_msg("no command takes --%s", option_rows[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cli_help__chinese_fits_80_columns, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cli_help__english_fits_80_columns, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_cli_help__broken_lines_hold_the_whole_text, setup, teardown),
		cmocka_unit_test(test_cli_help__tables_are_complete),
		cmocka_unit_test(test_cli_help__every_option_is_taken_somewhere),
	};

	locale_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
