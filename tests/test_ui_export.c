/* A list as a CSV file. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/records.h"
#include "tests/support/stage.h"
#include "ui/app.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	mkdir(office_file(s->office, "家"), 0700);
	setenv("HOME", office_file(s->office, "家"), 1);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "");
	return 0;
}

/* What a file in the home folder has; NULL: there is none. */
static const char *home_file(struct stage *s, const char *name)
{
	static char text[8192];
	char path[512];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "家/%s", name);
	f = fopen(office_file(s->office, path), "r");
	if (!f)
		return NULL;
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static size_t count_files(struct stage *s)
{
	DIR *dir = opendir(office_file(s->office, "家"));
	size_t n = 0;

	assert_non_null(dir);
	for (const struct dirent *d; (d = readdir(dir)) != NULL;)
		n += d->d_name[0] != '.';
	closedir(dir);
	return n;
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; (text = strchr(text, '\n')) != NULL; text++)
		n++;
	return n;
}

static void test_export__what_is_asked_with_counts(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Space><F4>书记=空<Enter>x");
	stage_shows(s, "导出哪些");
	stage_shows(s, "现在列出的  1 条");
	stage_shows(s, ">选中的  1 条");
	stage_shows(s, "全部，不筛选  7 条");
	stage_keys(s, "<Esc>");
	assert_int_equal(count_files(s), 0);
}

static void test_export__in_40_columns(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "x");
	stage_shows(s, "现在列出的  7 条");
	stage_keys(s, "<Enter>");
	stage_shows(s, "导出到哪个文件");
	stage_shows(s, "2024-05-20.csv");
	stage_keys(s, "<Enter>");
	assert_int_equal(count_files(s), 1);
}

static void test_export__what_is_listed(void **state)
{
	struct stage *s = *state;
	const char *text;

	stage_keys(s, "<F4>书记=空<Enter>x<Enter><Enter>");
	stage_says(s, "已导出 1 条到");
	stage_says(s, "已遮盖");
	text = home_file(s, "党组织-2024-05-20.csv");
	assert_non_null(text);
	assert_int_equal(count_lines(text), 2);
	assert_non_null(strstr(text, "004,"));
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action WHERE kind = 'export' AND reason LIKE '%书记%1 条%'"), 1);
}

/* What has no personal data says nothing about it. */
static void test_export__without_personal_data(void **state)
{
	struct stage *s = *state;
	bool error;

	app_push(s->app, list_new(s->app, &rule_reg, NULL, NULL));
	stage_keys(s, "x<Enter>");
	stage_shows(s, "CSV，表格软件可以直接打开。");
	stage_keys(s, "<Enter>");
	stage_says(s, "已导出");
	assert_null(strstr(app_message(s->app, &error), "个人信息"));
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action WHERE kind = 'export' AND reason LIKE '%个人信息%'"), 0);
}

static void test_export__what_is_selected_also_where_it_is_hidden(void **state)
{
	struct stage *s = *state;
	const char *text;

	stage_keys(s, "<Space><Space><F4>书记=空<Enter>x<Enter><Enter>");
	stage_says(s, "已导出 2 条到");
	text = home_file(s, "党组织-2024-05-20.csv");
	assert_non_null(strstr(text, "001,"));
	assert_non_null(strstr(text, "002,"));
	assert_null(strstr(text, "004,"));
	/* Phones are masked. */
	assert_null(strstr(text, "13900000001"));
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action WHERE kind = 'export' AND reason LIKE '%选中%2 条%'"), 1);
}

static void test_export__everything_under_another_name(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>书记=空<Enter>x<Down><Enter><Ctrl-U>全部.csv<Enter>");
	stage_says(s, "已导出 7 条到");
	assert_int_equal(count_lines(home_file(s, "全部.csv")), 8);
}

static void test_export__a_file_is_not_overwritten_unasked(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "x<Enter><Enter>");
	stage_keys(s, "<F4>书记=空<Enter>x<Enter><Enter>");
	stage_shows(s, "这个文件已经有了");
	stage_keys(s, "<Esc>");
	assert_int_equal(count_lines(home_file(s, "党组织-2024-05-20.csv")), 8);
	stage_keys(s, "x<Enter><Enter><F8>");
	stage_says(s, "已导出 1 条到");
	assert_int_equal(count_lines(home_file(s, "党组织-2024-05-20.csv")), 2);
	assert_int_equal(count_files(s), 1);
}

static void test_export__what_is_no_file_of_ones_own_stays(void **state)
{
	struct stage *s = *state;

	mkdir(office_file(s->office, "家/夹"), 0700);
	assert_int_equal(symlink("/etc/passwd", office_file(s->office, "家/链.csv")), 0);
	stage_keys(s, "x<Enter><Ctrl-U>夹<Enter>");
	stage_errs(s, "不能覆盖");
	stage_keys(s, "<Ctrl-U>链.csv<Enter>");
	stage_errs(s, "不能覆盖");
	stage_keys(s, "<Ctrl-U>没有/这个.csv<Enter>");
	stage_errs(s, "没有 ");
	stage_errs(s, "家/没有 这个目录");
	stage_shows(s, "没有/这个.csv");
	assert_int_equal(count_files(s), 2);
}

static void test_export__stopped_it_leaves_no_file(void **state)
{
	struct stage *s = *state;
	struct key enter = { .kind = K_ENTER }, other = { .kind = K_CHAR, .cp = 'x' }, esc = { .kind = K_ESC };

	stage_keys(s, "x<Enter>");
	app_key(s->app, &enter);
	app_key(s->app, &other);
	assert_non_null(strstr(app_message(s->app, NULL), "Esc 停止"));
	stage_shows(s, "不留下文件");
	app_key(s->app, &esc);
	stage_keys(s, "");
	stage_shows(s, "南沙沟村");
	assert_int_equal(count_files(s), 0);
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action WHERE kind = 'export'"), 0);
	office_sound(s->office);
}

#define T(f) cmocka_unit_test_setup_teardown(test_export__##f, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_asked_with_counts),
		T(in_40_columns),
		T(what_is_listed),
		T(without_personal_data),
		T(what_is_selected_also_where_it_is_hidden),
		T(everything_under_another_name),
		T(a_file_is_not_overwritten_unasked),
		T(what_is_no_file_of_ones_own_stays),
		T(stopped_it_leaves_no_file),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
