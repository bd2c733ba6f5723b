/*
 * What holds for every screen: sound tables of keys, and every register.  Sizes are
 * test_ui_sizes.c, any keys in any order test_ui_monkey.c.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/records/rectification.h"
#include "src/text.h"
#include "tests/support/stage.h"
#include "ui/app.h"
#include "ui/board.h"
#include "ui/files.h"
#include "ui/history.h"
#include "ui/import.h"
#include "ui/palette.h"
#include "ui/panel.h"
#include "ui/pick.h"
#include "ui/reports.h"
#include "ui/log.h"
#include "ui/screens.h"
#include "ui/steps.h"
#include "ui/undo.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define FILE_MOST (1 << 20)
#define SCREENS_MOST 48

/* --- tables --- */

static void no_answer(void *ctx, int answer)
{
	(void)ctx;
	(void)answer;
}

static void no_text(void *ctx, const char *text)
{
	(void)ctx;
	(void)text;
}

/* A ledger of one row. */
static const char *ledger_file(struct stage *s)
{
	const char *path = office_file(s->office, "示例.csv");
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs("编码,全称,类别\n101,中共示例镇新村支部委员会,党支部\n", f);
	assert_int_equal(fclose(f), 0);
	return path;
}

/* One of each type; what is on the stage owns them. */
static size_t all_screens(struct stage *s, struct screen **out)
{
	static char word[] = "示例";
	const struct change_line line = {
		.action = { .name = word, .login = word, .channel = word, .host = word }, .change = { .name = word },
	};
	struct undo_plan plan;
	struct err e = ERR_INIT;
	struct app *a = s->app;
	void *empty = reg_new(&rectification_reg);
	size_t n = 0;

	out[n++] = home_new(a);
	out[n++] = list_new(a, &org_reg, NULL, NULL);
	out[n++] = list_new_picker(a, &org_reg, 0);
	out[n++] = list_new(a, &rectification_reg, NULL, NULL);
	out[n++] = board_new(a, &(struct board_want){ .reg = &rectification_reg });
	out[n++] = steps_new(a, &(struct steps_want){ .reg = &rectification_reg, .base = empty, .rec = empty });
	out[n++] = form_new(a, &org_reg, stage_org(s, "002"));
	out[n++] = history_new(a, &org_reg, stage_org(s, "002"));
	out[n++] = log_new(a, NULL);
	out[n++] = change_new(a, &line);
	for (int as = ACTION_LOOK; as <= ACTION_ASK_REDO; as++) {
		assert_int_equal(journal_plan_undo(s->office->s, 0, &plan, &e), 0);
		out[n++] = action_new(a, &plan, (enum action_view)as);
	}
	out[n++] = reports_new(a, NULL);
	out[n++] = report_view_new(a, reports[0]);
	out[n++] = files_new(a, &(struct files_want){ .title = "文件" });
	out[n++] = pick_new(a, &(struct pick){ .title = "选", .labels = (const char *const[]){ "甲" }, .n = 1 });
	out[n++] = import_new(a, &org_reg, ledger_file(s));
	out[n] = import_map_new((struct importer *)out[n - 1]);
	n++;
	out[n++] = help_new(a, out[0]);
	out[n++] = question_new(a, &(struct question){ .title = "问", .text = "好吗？", .done = no_answer });
	out[n++] = prompt_new(a, &(struct prompt){ .title = "写", .label = "什么", .done = no_text });
	reg_free(&rectification_reg, empty);
	for (size_t i = 0; i < n; i++)
		app_push(a, out[i]);
	app_push(a, out[n++] = palette_new(a));
	app_push(a, out[n++] = menu_new(a));
	return n;
}

static void test_screens__tables_of_keys_are_sound(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	if (actions_check(app_actions(), &e) < 0)
		fail_msg("app: %s", e.text);
	for (size_t i = 0; i < screen_types_n; i++)
		if (actions_check(screen_types[i]->actions, &e) < 0)
			fail_msg("%s: %s", screen_types[i]->name, e.text);
}

/* Every screen has a name of its own, a way out that the bar names, and help for each key. */
static void test_screens__every_screen_can_be_left_by_its_bar(void **state)
{
	(void)state;
	for (size_t i = 0; i < screen_types_n; i++) {
		struct ui_actions actions = screen_types[i]->actions;
		struct key f10 = { .kind = K_F, .code = 10 };

		assert_non_null(actions_find(actions, &f10));
		assert_non_null(actions_find(actions, &f10)->bar);
		for (size_t k = 0; k < actions.n; k++)
			assert_non_null(actions.rows[k].help);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(screen_types[i]->name, screen_types[k]->name);
	}
}

/* In the index of help, and where keys are changed by their names. */
static void test_screens__every_type_is_in_the_list_of_all(void **state)
{
	struct stage *s = *state;
	struct screen *screens[SCREENS_MOST];
	size_t n = all_screens(s, screens);

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < screen_types_n && screen_types[k] != screens[i]->type)
			k++;
		if (k == screen_types_n || !screen_types[k]->title)
			fail_msg("%s is not in ui/screens.c, or has no title", screens[i]->type->name);
	}
}

static void test_screens__keys_are_changed_by_name(void **state)
{
	static const char *const own[ACTION_KEYS] = { "F12" }, *const taken[ACTION_KEYS] = { "F4" },
		*const no_key[ACTION_KEYS] = { "F99" };
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(keys_bind("list", "find", own, &e), 0);
	assert_int_equal(keys_bind(NULL, "undo", (const char *const[ACTION_KEYS]){ "F11" }, &e), 0);
	if (keys_check(&e) < 0)
		fail_msg("%s", e.text);
	assert_string_equal(action_keys(actions_named(list_type.actions, "find"))[0], "F12");
	assert_string_equal(action_keys(actions_named(picker_type.actions, "find"))[0], "F3");
	assert_string_equal(action_keys(actions_named(board_type.actions, "undo"))[0], "F11");
	assert_int_equal(keys_bind("list", "find", taken, &e), 0);
	assert_int_equal(keys_check(&e), ERR_INVALID);
	assert_int_equal(keys_bind("list", "no-such", own, &e), ERR_NOT_FOUND);
	assert_int_equal(keys_bind(NULL, "no-such", own, &e), ERR_NOT_FOUND);
	assert_int_equal(keys_bind("list", "find", no_key, &e), ERR_INVALID);
	actions_unbind();
	assert_int_equal(keys_check(&e), 0);
}

static void test_screens__f10_closes_one_after_the_other(void **state)
{
	struct stage *s = *state;
	struct screen *screens[SCREENS_MOST];
	size_t n = all_screens(s, screens);

	for (size_t i = n; i-- > 0;) {
		assert_false(app_done(s->app));
		assert_ptr_equal(app_top(s->app), screens[i]);
		stage_keys(s, "<F10>");
	}
	assert_true(app_done(s->app));
}

static char *read_file(const char *path)
{
	char *text = calloc(1, FILE_MOST);
	FILE *f = fopen(path, "r");

	if (!f || fread(text, 1, FILE_MOST - 1, f) == 0)
		fail_msg("%s cannot be read", path);
	if (f)
		fclose(f);
	return text;
}

/* Whether a line of the section is a list of keys with this one in it. */
static bool is_named(const char *section, const char *key)
{
	const char *shown = strcmp(key, "\\") == 0 ? "\\e" : key;
	size_t n = strlen(shown);

	for (const char *s = section; (s = strstr(s, shown)) != NULL; s += n)
		if ((s[-1] == '\n' || s[-1] == ' ') && (s[n] == '\n' || s[n] == ','))
			return true;
	return false;
}

static void check_manual(struct ui_actions actions, const char *path, const char *heading)
{
	char *page = read_file(path), *section = strstr(page, heading), *end = section ? strstr(section + 4, "\n.SH") : NULL;

	if (!end)
		fail_msg("%s has no section %s", path, heading);
	*end = '\0';
	for (size_t i = 0; i < actions.n; i++)
		for (size_t k = 0; k < ACTION_KEYS && actions.rows[i].keys[k]; k++)
			if (!is_named(section, actions.rows[i].keys[k]))
				fail_msg("%s does not name the key %s", path, actions.rows[i].keys[k]);
	free(page);
}

static void test_screens__the_manual_names_every_key(void **state)
{
	(void)state;
	for (size_t i = 0; i <= screen_types_n; i++) {
		struct ui_actions actions = i < screen_types_n ? screen_types[i]->actions : app_actions();

		check_manual(actions, "man/zhibu.1", "\n.SH KEYS");
		check_manual(actions, "man/zh_CN/zhibu.1", "\n.SH 按键");
	}
}

/* --- registers --- */

/* A list without records. */
static bool stage_is_empty(struct stage *s)
{
	return strstr(stage_lines(s), "还没有记录") != NULL;
}

static void test_screens__every_register_runs_through_them(void **state)
{
	struct stage *s = *state;

	app_push(s->app, home_new(s->app));
	for (size_t i = 0; i < registers_n; i++) {
		stage_keys(s, "<Enter>");
		stage_shows(s, registers[i]->title);
		if (stage_is_empty(s)) {
			stage_keys(s, "<F6>I<End><Home><F4>1<Enter><Esc><F7>");
			stage_shows(s, registers[i]->fields[0].label);
			stage_keys(s, "<Tab><Tab><Shift-Tab><F6><Esc><Esc><Down>");
			continue;
		}
		stage_keys(s, "<F6>I<End><Home><F4>1<Enter><Esc><Enter>");
		assert_string_equal(app_top(s->app)->type->name, "form");
		stage_shows(s, registers[i]->fields[0].label);
		stage_keys(s, "<Tab><Tab><Shift-Tab><PgDn><PgUp><F6><Esc>h");
		assert_string_equal(app_top(s->app)->type->name, "history");
		stage_keys(s, "<Esc><F7>");
		stage_shows(s, "新增");
		stage_keys(s, "<Tab><Esc><Esc><Down>");
		assert_string_equal(app_top(s->app)->type->name, "home");
	}
}

static void find_names(const char *file, const char *text)
{
	for (size_t i = 0; i < registers_n; i++) {
		struct buf table = BUF_INIT, name = BUF_INIT;

		buf_addf(&table, "%s_reg", registers[i]->name);
		buf_addf(&name, "\"%s\"", registers[i]->name);
		if (strstr(text, buf_str(&table)) || strstr(text, buf_str(&name)) || strstr(text, "src/records"))
			fail_msg("%s names the register %s", file, registers[i]->name);
		buf_release(&table);
		buf_release(&name);
	}
}

static void test_screens__no_line_names_a_register(void **state)
{
	DIR *dir = opendir("ui");
	int files = 0;

	(void)state;
	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		char path[300], *text;

		if (strchr(entry->d_name, '.') <= entry->d_name)
			continue;
		snprintf(path, sizeof(path), "ui/%s", entry->d_name);
		text = read_file(path);
		find_names(path, text);
		free(text);
		files++;
	}
	closedir(dir);
	assert_true(files > 20);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_screens__##name, stage_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tables_of_keys_are_sound),
		TEST(every_screen_can_be_left_by_its_bar),
		TEST(every_type_is_in_the_list_of_all),
		TEST(keys_are_changed_by_name),
		TEST(f10_closes_one_after_the_other),
		TEST(the_manual_names_every_key),
		TEST(every_register_runs_through_them),
		TEST(no_line_names_a_register),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
