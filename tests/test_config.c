/* Tests of settings: files good and bad, the order of origins, places. */
#include "src/config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/buf.h"
#include "src/mem.h"
#include "tests/support/run.h"

struct world {
	struct settings settings;
	struct err e;
	int rc;
};

static int setup(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));

	run_new_home();
	settings_init(&w->settings);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	settings_release(&w->settings);
	free(w);
	run_remove_home();
	return 0;
}

static void read_n(struct world *w, const char *text, size_t n)
{
	run_write_file(run_path("f"), text, n);
	err_clear(&w->e);
	w->rc = settings_read(&w->settings, run_path("f"), FROM_USER, &w->e);
}

static void read_text(struct world *w, const char *text)
{
	read_n(w, text, strlen(text));
}

/* Refused as wrong use, naming the file, its line, and what is wrong; nothing was taken. */
static void refused(struct world *w, long line, const char *why)
{
	assert_int_equal(w->rc, ERR_USAGE);
	assert_int_equal(w->e.line, line);
	assert_non_null(strstr(w->e.text, run_path("f")));
	if (!strstr(w->e.text, why))
		fail_msg("「%s」 does not say 「%s」", w->e.text, why);
	for (size_t i = 0; i < SETTINGS_N; i++)
		assert_int_equal(w->settings.values[i].origin, FROM_BUILTIN);
}

static const char *text_of(const struct world *w, enum setting_id id)
{
	return settings_text(&w->settings, id);
}

/* ---- What a file may say ----------------------------------------------------------------------- */

static void test_config__has_built_in_values(void **state)
{
	struct world *w = *state;

	assert_string_equal(text_of(w, SETTING_DATABASE), run_path("data/zhibu/zhibu.db"));
	assert_string_equal(text_of(w, SETTING_LANGUAGE), "auto");
	assert_string_equal(text_of(w, SETTING_COLOR), "auto");
	assert_int_equal(settings_number(&w->settings, SETTING_BUSY_SECONDS), 5);
}

static void test_config__reads_every_setting(void **state)
{
	struct world *w = *state;

	read_text(w, "# comment\ndatabase = \"/srv/示例.db\";\nlanguage = \"en\";\ncolor: "
		     "\"never\"\nbusy_seconds = 30;\n");
	assert_int_equal(w->rc, 0);
	assert_string_equal(text_of(w, SETTING_DATABASE), "/srv/示例.db");
	assert_string_equal(text_of(w, SETTING_LANGUAGE), "en");
	assert_string_equal(text_of(w, SETTING_COLOR), "never");
	assert_int_equal(settings_number(&w->settings, SETTING_BUSY_SECONDS), 30);
	assert_int_equal(w->settings.values[SETTING_COLOR].origin, FROM_USER);
	assert_non_null(strstr(w->settings.values[SETTING_COLOR].place, "/f:4"));
}

static void test_config__the_mark_of_a_windows_editor_is_no_part_of_it(void **state)
{
	struct world *w = *state;

	read_text(w, "\xEF\xBB\xBFtheme = \"contrast\";\r\n");
	assert_int_equal(w->rc, 0);
	assert_string_equal(text_of(w, SETTING_THEME), "contrast");
	read_text(w, "\xEF\xBB\xBF");
	assert_int_equal(w->rc, 0);
}

static void test_config__an_empty_file_says_nothing(void **state)
{
	struct world *w = *state;

	read_text(w, "");
	assert_int_equal(w->rc, 0);
	assert_string_equal(text_of(w, SETTING_LANGUAGE), "auto");
}

static void test_config__home_is_expanded(void **state)
{
	struct world *w = *state;

	read_text(w, "database = \"~/a.db\";");
	assert_int_equal(w->rc, 0);
	assert_string_equal(text_of(w, SETTING_DATABASE), run_path("a.db"));
}

/* Digits and signs inside strings and comments are no numbers. */
static void test_config__strings_and_comments_are_let_through(void **state)
{
	struct world *w = *state;

	read_text(w, "/* 12345678901234 */ // 99999999999\n# 88888888888888\ndatabase = "
		     "\"/srv/20261122103000123.db\";");
	assert_int_equal(w->rc, 0);
	assert_string_equal(text_of(w, SETTING_DATABASE), "/srv/20261122103000123.db");
}

/* ---- What a file may not say ------------------------------------------------------------------- */

static void test_config__include_is_refused_wherever_it_stands(void **state)
{
	struct world *w = *state;

	read_text(w, "language = \"zh\";\n@include \"/etc/passwd\"\n");
	refused(w, 2, "@include");
	read_text(w, "# @include \"/tmp\"\n");
	refused(w, 1, "@include");
	read_text(w, "database = \"/a@include\";\n");
	refused(w, 1, "@include");
}

static void test_config__unknown_settings_are_refused_with_the_nearest(void **state)
{
	struct world *w = *state;

	read_text(w, "language = \"zh\";\n\ncolour = \"never\";\n");
	refused(w, 3, "color");
	read_text(w, "something_else = 1;\n");
	refused(w, 1, "database");
	read_text(w, "group = { color = \"never\"; };\n");
	refused(w, 1, "group");
}

static void test_config__types_are_checked(void **state)
{
	struct world *w = *state;

	read_text(w, "busy_seconds = \"5\";");
	refused(w, 1, "busy_seconds");
	read_text(w, "busy_seconds = 5.5;");
	refused(w, 1, "busy_seconds");
	read_text(w, "busy_seconds = true;");
	refused(w, 1, "busy_seconds");
	read_text(w, "busy_seconds = 5L;");
	refused(w, 1, "busy_seconds");
	read_text(w, "\nlanguage = 1;");
	refused(w, 2, "language");
	read_text(w, "database = [ \"/a\" ];");
	refused(w, 1, "database");
	read_text(w, "mouse = \"true\";");
	refused(w, 1, "true");
	read_text(w, "mouse = 1;");
	refused(w, 1, "mouse");
	read_text(w, "export_masks = \"org.phone\";");
	refused(w, 1, "export_masks");
	read_text(w, "export_masks = [ 1, 2 ];");
	refused(w, 1, "export_masks");
	read_text(w, "filters = \"x\";");
	refused(w, 1, "filters");
	read_text(w, "filters = {\n  org = 5;\n};");
	refused(w, 2, "org");
	read_text(w, "keys = {\n  list = [ \"F4\" ];\n};");
	refused(w, 2, "list");
	read_text(w, "keys = { list = {\n  filter = \"F4\";\n  }; };");
	refused(w, 2, "filter");
	read_text(w, "keys = { list = { find = [ \"F3\" ];\n  filter = [ \"F 4\" ]; }; };");
	refused(w, 2, "filter");
}

/* The line of a group, or NULL. */
static const struct setting_entry *line_of(const struct world *w, enum setting_id id, const char *key)
{
	const struct setting_value *group = &w->settings.values[id];

	for (size_t i = 0; i < group->n; i++)
		if (strcmp(group->entries[i].key, key) == 0)
			return &group->entries[i];
	return NULL;
}

static void test_config__groups_are_taken_line_by_line(void **state)
{
	struct world *w = *state;
	const char *site = "filters = { org = \"a\"; code = \"b\"; };";
	const struct setting_entry *entry;

	read_text(w, "keys = {\n list = { filter = [ \"F4\", \"&\" ]; };\n};\nfilters = { org = \"状态=在用\"; };");
	assert_string_equal(w->e.text, "");
	entry = line_of(w, SETTING_KEYS, "list.filter");
	assert_non_null(entry);
	assert_string_equal(entry->text, "F4 &");
	assert_non_null(strstr(entry->place, "/f:2"));
	run_write_file(run_path("site"), site, strlen(site));
	assert_int_equal(settings_read(&w->settings, run_path("site"), FROM_SITE, &w->e), 0);
	assert_string_equal(line_of(w, SETTING_FILTERS, "org")->text, "状态=在用");
	assert_string_equal(line_of(w, SETTING_FILTERS, "code")->text, "b");
	assert_int_equal(line_of(w, SETTING_FILTERS, "code")->origin, FROM_SITE);
	assert_null(line_of(w, SETTING_FILTERS, "rule"));
}

static void test_config__filters_name_registers(void **state)
{
	struct world *w = *state;

	read_text(w, "filters = {\n  orgs = \"x\";\n};");
	refused(w, 2, "org");
	read_text(w, "filters = { org = \" \"; };");
	refused(w, 1, "org");
}

static void test_config__masks_name_personal_fields(void **state)
{
	struct world *w = *state;

	read_text(w, "export_masks = [ \"phone\" ];");
	refused(w, 1, "operator.phone");
	read_text(w, "export_masks = [ \"operators.phone\" ];");
	refused(w, 1, "operator");
	read_text(w, "export_masks = [ \"operator.fax\" ];");
	refused(w, 1, "fax");
	read_text(w, "export_masks = [ \"operator.login\" ];");
	refused(w, 1, "operator.login");
	assert_int_equal(settings_set(&w->settings, SETTING_EXPORT_MASKS, "x", FROM_ENVIRONMENT, &w->e), ERR_USAGE);
}

/* What an office masks, nobody in it can take back. */
static void test_config__masks_add_up(void **state)
{
	struct world *w = *state;
	const char *site = "export_masks = [ \"operator.phone\" ];";

	read_text(w, "export_masks = [ \"org.secretary_phone\" ];");
	if (w->rc < 0)
		fail_msg("%s", w->e.text);
	run_write_file(run_path("site"), site, strlen(site));
	assert_int_equal(settings_read(&w->settings, run_path("site"), FROM_SITE, &w->e), 0);
	assert_string_equal(text_of(w, SETTING_EXPORT_MASKS), "org.secretary_phone operator.phone");
	assert_int_equal(w->settings.values[SETTING_EXPORT_MASKS].origin, FROM_USER);
}

/* There is one truth, and it has a date, a document and a history. */
static void test_config__rules_of_documents_are_no_settings(void **state)
{
	struct world *w = *state;

	read_text(w, "\nstar_maximum = 10;");
	refused(w, 2, "org.stars_max");
	read_text(w, "reminder_months = 3;");
	refused(w, 1, "org.term_reminder");
}

static void test_config__ranges_are_checked(void **state)
{
	struct world *w = *state;

	read_text(w, "busy_seconds = 0;");
	refused(w, 1, "1");
	read_text(w, "busy_seconds = -5;");
	refused(w, 1, "600");
	read_text(w, "busy_seconds = 601;");
	refused(w, 1, "601");
	read_text(w, "idle_lock = 601;");
	refused(w, 1, "600");
	read_text(w, "theme = \"dark\";");
	refused(w, 1, "sunlight");
	read_text(w, "language = \"fr\";");
	refused(w, 1, "zh");
	read_text(w, "language = \"\";");
	refused(w, 1, "zh");
	read_text(w, "color = \"always\";");
	refused(w, 1, "never");
}

/* The library would take 4294967301 for 5. */
static void test_config__numbers_that_would_wrap_are_refused(void **state)
{
	struct world *w = *state;

	read_text(w, "\n\nbusy_seconds = 4294967301;");
	refused(w, 3, "数字");
	read_text(w, "busy_seconds = 0x100000005;");
	refused(w, 1, "数字");
	read_text(w, "busy_seconds = 99999999999999999999;");
	refused(w, 1, "数字");
}

static void test_config__paths_are_whole_and_readable(void **state)
{
	struct world *w = *state;

	read_text(w, "database = \"a.db\";");
	refused(w, 1, "database");
	read_text(w, "database = \"\";");
	refused(w, 1, "database");
	read_text(w, "database = \"/srv/a\\nb.db\";");
	refused(w, 1, "database");
	read_text(w, "database = \"/srv/\xE2\x80\xAE.db\";");
	refused(w, 1, "database");
}

static void test_config__one_wrong_line_spoils_the_file(void **state)
{
	struct world *w = *state;

	read_text(w, "language = \"en\";\ncolor = \"never\";\nbusy_seconds = 9999;\n");
	refused(w, 3, "9999");
}

static void test_config__what_is_no_configuration_is_refused(void **state)
{
	struct world *w = *state;
	static const char nul[] = "color = \"never\";\n\0language = \"en\";";
	struct buf big = BUF_INIT;

	read_text(w, "busy_seconds 5\n");
	refused(w, 1, "=");
	read_text(w, "busy_seconds = 5;\nbusy_seconds = 6;\n");
	refused(w, 2, "两次");
	read_text(w, "\nlanguage = \"zh");
	refused(w, 2, "引号");
	read_text(w, "/* never ends");
	refused(w, 1, "注释");
	read_n(w, nul, sizeof(nul) - 1);
	refused(w, 2, "NUL");
	read_text(w, "# \xD6\xD0\xCE\xC4\n");
	refused(w, 0, "UTF-8");
	buf_adds(&big, "color = ");
	buf_fill(&big, '(', 30000);
	read_text(w, buf_str(&big));
	assert_int_equal(w->rc, ERR_USAGE);
	buf_release(&big);
}

/* ---- What a file must be ----------------------------------------------------------------------- */

static void test_config__files_are_of_a_sensible_size(void **state)
{
	struct world *w = *state;
	struct buf big = BUF_INIT;

	buf_adds(&big, "busy_seconds = 7;\n#");
	buf_fill(&big, 'x', 65536 - big.len);
	read_text(w, buf_str(&big));
	assert_string_equal(w->e.text, "");
	assert_int_equal(w->rc, 0);
	assert_int_equal(settings_number(&w->settings, SETTING_BUSY_SECONDS), 7);
	settings_release(&w->settings);
	settings_init(&w->settings);
	buf_addc(&big, 'x');
	read_text(w, buf_str(&big));
	refused(w, 0, "64 KB");
	buf_release(&big);
}

static void read_path(struct world *w, const char *path)
{
	err_clear(&w->e);
	w->rc = settings_read(&w->settings, path, FROM_USER, &w->e);
}

static void test_config__files_are_regular_and_there(void **state)
{
	struct world *w = *state;

	read_path(w, run_path("none"));
	assert_int_equal(w->rc, ERR_NOT_FOUND);
	read_path(w, run_path("config"));
	assert_int_equal(w->rc, ERR_USAGE);
	assert_int_equal(mkfifo(run_path("pipe"), 0600), 0);
	read_path(w, run_path("pipe"));
	assert_int_equal(w->rc, ERR_USAGE);
	read_path(w, "/dev/null");
	assert_int_equal(w->rc, ERR_USAGE);
}

static void test_config__files_that_others_may_write_are_refused(void **state)
{
	struct world *w = *state;

	run_write_file(run_path("f"), "color = \"never\";", 16);
	assert_int_equal(chmod(run_path("f"), 0646), 0);
	read_path(w, run_path("f"));
	refused(w, 0, "chmod");
}

static void test_config__files_of_others_are_refused(void **state)
{
	struct world *w = *state;
	uid_t stranger = 65534;

	/* Only root can give a file away. */
	if (geteuid() != 0)
		skip();
	run_write_file(run_path("f"), "color = \"never\";", 16);
	assert_int_equal(chown(run_path("f"), stranger, (gid_t)-1), 0);
	read_path(w, run_path("f"));
	refused(w, 0, "别的账号");
}

/* ---- Origins ----------------------------------------------------------------------------------- */

static void test_config__the_stronger_origin_wins_in_any_order(void **state)
{
	struct world *w = *state;
	const char *site = "busy_seconds = 10; color = \"never\";";

	read_text(w, "busy_seconds = 20; language = \"en\";");
	assert_int_equal(w->rc, 0);
	run_write_file(run_path("site"), site, strlen(site));
	assert_int_equal(settings_read(&w->settings, run_path("site"), FROM_SITE, &w->e), 0);
	assert_int_equal(settings_number(&w->settings, SETTING_BUSY_SECONDS), 20);
	assert_int_equal(w->settings.values[SETTING_COLOR].origin, FROM_SITE);
	setenv("ZHIBU_BUSY_SECONDS", "40", 1);
	assert_int_equal(settings_environment(&w->settings, &w->e), 0);
	assert_int_equal(settings_number(&w->settings, SETTING_BUSY_SECONDS), 40);
	assert_string_equal(w->settings.values[SETTING_BUSY_SECONDS].place, "ZHIBU_BUSY_SECONDS");
	assert_int_equal(settings_set(&w->settings, SETTING_LANGUAGE, "zh", FROM_COMMAND, &w->e), 0);
	assert_string_equal(text_of(w, SETTING_LANGUAGE), "zh");
	assert_int_equal(w->settings.values[SETTING_LANGUAGE].origin, FROM_COMMAND);
}

static void test_config__the_environment_is_checked_and_named(void **state)
{
	struct world *w = *state;

	setenv("ZHIBU_COLOR", "", 1);
	assert_int_equal(settings_environment(&w->settings, &w->e), 0);
	setenv("ZHIBU_COLOR", "pink\033[2J", 1);
	assert_int_equal(settings_environment(&w->settings, &w->e), ERR_USAGE);
	assert_non_null(strstr(w->e.text, "ZHIBU_COLOR"));
	assert_null(strchr(w->e.text, '\033'));
	assert_string_equal(text_of(w, SETTING_COLOR), "auto");
}

/* On the command line and in the environment a path begins where one is. */
static void test_config__only_files_need_whole_paths(void **state)
{
	struct world *w = *state;

	assert_int_equal(settings_set(&w->settings, SETTING_DATABASE, "a.db", FROM_COMMAND, &w->e), 0);
	assert_string_equal(text_of(w, SETTING_DATABASE), "a.db");
	assert_int_equal(settings_set(&w->settings, SETTING_DATABASE, "", FROM_COMMAND, &w->e), ERR_USAGE);
}

static void test_config__origins_have_names(void **state)
{
	(void)state;
	assert_string_equal(setting_origin_value(FROM_BUILTIN), "builtin");
	assert_string_equal(setting_origin_value(FROM_COMMAND), "command");
	for (int i = FROM_BUILTIN; i <= FROM_COMMAND; i++)
		assert_true(setting_origin_label((enum setting_origin)i)[0] != '\0');
}

/* ---- Places ------------------------------------------------------------------------------------ */

static void check_path(char *path, const char *expected)
{
	assert_non_null(path);
	assert_string_equal(path, expected);
	free(path);
}

static void test_config__xdg_folders_count_when_they_are_absolute(void **state)
{
	(void)state;
	check_path(xdg_user_config(), run_path("config/zhibu/config"));
	setenv("XDG_CONFIG_HOME", "relative", 1);
	check_path(xdg_user_config(), run_path(".config/zhibu/config"));
	unsetenv("XDG_CONFIG_HOME");
	check_path(xdg_user_config(), run_path(".config/zhibu/config"));
	setenv("XDG_DATA_HOME", "./here", 1);
	check_path(xdg_path("XDG_DATA_HOME", ".local/share", "zhibu/zhibu.db"),
		run_path(".local/share/zhibu/zhibu.db"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_config__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(has_built_in_values),
		TEST(reads_every_setting),
		TEST(an_empty_file_says_nothing),
		TEST(the_mark_of_a_windows_editor_is_no_part_of_it),
		TEST(home_is_expanded),
		TEST(strings_and_comments_are_let_through),
		TEST(include_is_refused_wherever_it_stands),
		TEST(unknown_settings_are_refused_with_the_nearest),
		TEST(types_are_checked),
		TEST(groups_are_taken_line_by_line),
		TEST(filters_name_registers),
		TEST(masks_name_personal_fields),
		TEST(masks_add_up),
		TEST(rules_of_documents_are_no_settings),
		TEST(ranges_are_checked),
		TEST(numbers_that_would_wrap_are_refused),
		TEST(paths_are_whole_and_readable),
		TEST(one_wrong_line_spoils_the_file),
		TEST(what_is_no_configuration_is_refused),
		TEST(files_are_of_a_sensible_size),
		TEST(files_are_regular_and_there),
		TEST(files_that_others_may_write_are_refused),
		TEST(files_of_others_are_refused),
		TEST(the_stronger_origin_wins_in_any_order),
		TEST(the_environment_is_checked_and_named),
		TEST(only_files_need_whole_paths),
		TEST(origins_have_names),
		TEST(xdg_folders_count_when_they_are_absolute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
