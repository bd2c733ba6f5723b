/* Reports on the screen: the list of them, and one as a table with its current cell in full. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "tests/support/forms.h"
#include "tests/support/stage_cases.h"
#include "ui/list.h"
#include "ui/reports.h"
#include "ui/screens.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	stage_add_cases(s);
	app_push(s->app, reports_new(s->app, NULL));
	stage_keys(s, "");
	return 0;
}

static void test_report__the_list_at_80x24(void **state)
{
	struct stage *s = *state;

	stage_is(s,
		" 台账 > 报表",
		"--------------------------------------------------------------------------------",
		">软弱涣散村党组织整顿台账                                          整顿案件",
		" 整顿进展周报                                                      整顿案件",
		" 再次列入整顿的村                                                  整顿案件",
		" 党建示范点台账                                                    示范点",
		" 述职评议整改措施                                                  整改措施",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"--------------------------------------------------------------------------------",
		" 一个案件一行：在哪里、为什么列入、谁负责、做到哪一步、验收和销号的结果。",
		"",
		"",
		"  Enter 打开",
		"1帮助   2命令   3       4       5       6       7       8       9菜单   10返回");
}

static void test_report__those_of_a_register_are_one_key_away_from_its_list_and_board(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &site_reg, NULL, NULL));
	stage_keys(s, "r");
	stage_shows(s, ">党建示范点台账");
	stage_hides(s, "整顿");
	stage_keys(s, "<Enter>");
	stage_shows(s, "党建示范点台账");
	stage_keys(s, "<Esc><Esc>br");
	assert_string_equal(app_top(s->app)->type->name, "reports");
	stage_shows(s, ">党建示范点台账");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "r");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

static void test_report__all_are_one_key_away_from_home(void **state)
{
	struct stage *s = *state;

	app_push(s->app, home_new(s->app));
	stage_keys(s, "r");
	stage_shows(s, ">软弱涣散村党组织整顿台账");
	stage_shows(s, "党建示范点台账");
	stage_keys(s, "<Esc><F2>周报");
	stage_shows(s, "报表");
	stage_keys(s, "<Enter>");
	stage_shows(s, "台账 > 报表 > 整顿进展周报");
}

static void test_report__the_list_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_is(s,
		" 报表",
		">软弱涣散村党组织整顿台账  整顿案件",
		" 整顿进展周报              整顿案件",
		" 再次列入整顿的村          整顿案件",
		" 党建示范点台账            示范点",
		" 述职评议整改措施          整改措施",
		"----------------------------------------",
		" 一个案件一行：在哪里、为什么列入、谁负",
		" 责、做到哪一步、验收和销号的结果。",
		"",
		"  Enter 打开",
		"1帮助   2命令   9菜单   10返回");
}

static void test_report__a_ledger_at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Enter><Down><Right><Right>");
	stage_is(s,
		" 台账 > 报表 > 软弱涣散村党组织整顿台账                                     2/5",
		"--------------------------------------------------------------------------------",
		" 序号 全称                     州           县市         乡镇                  >",
		" 1    中共示例镇南沙沟村支部~  海西蒙古族~  乌兰县       柯柯镇",
		">2    中共示例镇南沙沟村支部~  海西蒙古族~  乌兰县       柯柯镇",
		" 3    中共示例镇北沙沟村支部~  海西蒙古族~  乌兰县       柯柯镇",
		" 4    中共示例镇东河村支部委~  海西蒙古族~  乌兰县       柯柯镇",
		" 5    中共示例镇西岭村支部委~  海西蒙古族~  乌兰县       柯柯镇",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"--------------------------------------------------------------------------------",
		" 乡镇: 柯柯镇",
		"",
		"",
		"  Enter 打开   Right 换列   x 导出",
		"1帮助   2命令   3       4       5重算   6       7       8       9菜单   10返回");
}

static void test_report__a_ledger_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<Enter><Right><Right>");
	stage_is(s,
		" 软弱涣散村党组织整顿台账           1/5",
		" 序号 全称         乡镇                >",
		">1    中共示例镇~  柯柯镇",
		" 2    中共示例镇~  柯柯镇",
		" 3    中共示例镇~  柯柯镇",
		" 4    中共示例镇~  柯柯镇",
		" 5    中共示例镇~  柯柯镇",
		"----------------------------------------",
		" 乡镇: 柯柯镇",
		"",
		"  Enter 打开   Right 换列   x 导出",
		"1帮助   2命令   5重算   9菜单   10返回");
}

/* Whether the line below the table is about this column. */
static bool tells_of(struct stage *s, const struct report_column *column)
{
	struct buf label = BUF_INIT;
	bool tells;

	buf_addf(&label, " %s:", report_label(reports[0], column));
	tells = strncmp(stage_row(s, s->rows - 5), buf_str(&label), label.len) == 0;
	buf_release(&label);
	return tells;
}

static void test_report__every_column_can_be_reached_at_every_width(void **state)
{
	static const int widths[] = { 40, 80, 200 };
	const struct report *r = reports[0];
	struct stage *s = *state;

	stage_keys(s, "<Enter>");
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		bool seen[64] = { false };

		stage_size(s, widths[i], 24);
		for (size_t k = 0; k < r->n; k++)
			stage_keys(s, "<Left>");
		for (size_t k = 0; k < r->n; k++) {
			for (size_t c = 0; c < r->n; c++)
				seen[c] = seen[c] || tells_of(s, &r->columns[c]);
			stage_keys(s, "<Right>");
		}
		for (size_t c = 0; c < r->n; c++)
			if (!seen[c])
				fail_msg("%s is not reached at %d", r->columns[c].name, widths[i]);
	}
}

static void test_report__enter_opens_the_record_and_comes_back(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Enter><Down><Enter>");
	assert_string_equal(stage_top(s), "form");
	stage_keys(s, "<Esc>");
	assert_string_equal(stage_top(s), "report");
	stage_shows(s, "2/5");
}

static void test_report__it_follows_what_others_save(void **state)
{
	struct stage *s = *state;
	struct rectification *r = reg_new(&rectification_reg), *base = reg_new(&rectification_reg);

	stage_keys(s, "<Down><Enter>");
	stage_shows(s, "新列入");
	assert_int_equal(store_find(s->office->s, &rectification_reg, "002-2024", base, &s->office->e), 0);
	reg_copy(&rectification_reg, r, base);
	assert_int_equal(field_parse(reg_field(&rectification_reg, "responsible"), "示例别人", store_lookup(s->office->s), r,
				     &s->office->e), 0);
	assert_int_equal(store_save_one(s->office->s, &rectification_reg, base, r, NULL, &s->office->e), 0);
	stage_keys(s, "<End>");
	stage_keys(s, "<Right><Right><Right><Right><Right><Right><Right><Right>");
	stage_shows(s, "示例别人");
	reg_free(&rectification_reg, r);
	reg_free(&rectification_reg, base);
}

static void test_report__one_without_lines_says_so(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Down><Down><Enter>");
	stage_shows(s, "没有符合的记录");
	stage_shows(s, "0/0");
	stage_keys(s, "<Enter><Right><End><PgUp>");
	assert_string_equal(stage_top(s), "report");
}

/* What a file in the home folder has. */
static void read_home_file(struct stage *s, const char *name, char text[4096])
{
	char path[512];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "家/%s", name);
	f = fopen(office_file(s->office, path), "r");
	assert_non_null(f);
	n = fread(text, 1, 4095, f);
	text[n] = '\0';
	fclose(f);
}

static void make_home(struct stage *s)
{
	mkdir(office_file(s->office, "家"), 0700);
	setenv("HOME", office_file(s->office, "家"), 1);
}

static void test_report__x_writes_it_as_a_file(void **state)
{
	struct stage *s = *state;
	char text[4096];

	make_home(s);
	stage_keys(s, "<Enter>x");
	stage_shows(s, "软弱涣散村党组织整顿台账-2024-05-20.csv");
	stage_keys(s, "<Enter>");
	stage_says(s, "已导出 5 条到");
	read_home_file(s, "软弱涣散村党组织整顿台账-2024-05-20.csv", text);
	assert_memory_equal(text, "\xEF\xBB\xBF序号,", 10);
	assert_non_null(strstr(text, "\n1,"));
	assert_non_null(strstr(text, "\n5,"));
	assert_null(strstr(text, "\n6,"));
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action WHERE kind = 'export' AND reason LIKE '%整顿台账%5 条%'"), 1);
}

/* A file that is there stays as it is unless the question is answered. */
static void test_report__x_asks_before_it_replaces(void **state)
{
	struct stage *s = *state;
	char text[4096];
	FILE *f;

	make_home(s);
	f = fopen(office_file(s->office, "家/软弱涣散村党组织整顿台账-2024-05-20.csv"), "w");
	assert_non_null(f);
	fputs("旧", f);
	fclose(f);
	stage_keys(s, "<Enter>x<Enter>");
	stage_shows(s, "这个文件已经有了");
	stage_keys(s, "<Esc>");
	read_home_file(s, "软弱涣散村党组织整顿台账-2024-05-20.csv", text);
	assert_string_equal(text, "旧");
	stage_keys(s, "x<Enter><F8>");
	stage_says(s, "已导出 5 条到");
	read_home_file(s, "软弱涣散村党组织整顿台账-2024-05-20.csv", text);
	assert_non_null(strstr(text, "\n5,"));
}

static void test_report__x_without_lines_writes_the_header(void **state)
{
	struct stage *s = *state;
	char text[4096];

	make_home(s);
	stage_keys(s, "<Down><Down><Down><Enter>x<Enter>");
	stage_says(s, "已导出 0 条到");
	read_home_file(s, "党建示范点台账-2024-05-20.csv", text);
	assert_memory_equal(text, "\xEF\xBB\xBF序号,", 10);
}

/* Each can be found by its own name. */
static void test_report__one_opens_from_the_palette(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F2>再次");
	stage_shows(s, "报表 再次列入整顿的村");
	stage_keys(s, "<Enter>");
	assert_string_equal(stage_top(s), "report");
	stage_shows(s, "台账 > 报表 > 再次列入整顿的村");
}

#define T(name) cmocka_unit_test_setup_teardown(test_report__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_list_at_80x24),
		T(the_list_at_40x12),
		T(those_of_a_register_are_one_key_away_from_its_list_and_board),
		T(all_are_one_key_away_from_home),
		T(a_ledger_at_80x24),
		T(a_ledger_at_40x12),
		T(every_column_can_be_reached_at_every_width),
		T(enter_opens_the_record_and_comes_back),
		T(it_follows_what_others_save),
		T(one_without_lines_says_so),
		T(x_writes_it_as_a_file),
		T(x_asks_before_it_replaces),
		T(x_without_lines_writes_the_header),
		T(one_opens_from_the_palette),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
