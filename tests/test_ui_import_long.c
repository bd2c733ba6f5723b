/* The import screen with a long file: it tells how far it is, goes on being used, and stops without a trace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "ui/import.h"
#include "src/banned.h"

#define HEAD "编码,全称,类别,上级,领域\n"
#define LARGE 20100	/* rows, from which on orders and search are made at the end */

static const char *write_ledger(struct stage *s, int rows)
{
	const char *path = office_file(s->office, "示例台账.csv");
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(HEAD, f);
	for (int i = 0; i < rows; i++)
		fprintf(f, "%d,中共示例镇第%d支部委员会,党支部,001,农村\n", 100000 + i, i);
	assert_int_equal(fclose(f), 0);
	return path;
}

static void open_ledger(struct stage *s, int rows)
{
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	app_push(s->app, import_new(s->app, &org_reg, write_ledger(s, rows)));
}

static struct importer *importer(struct stage *s)
{
	assert_string_equal(app_top(s->app)->type->name, "import");
	return (struct importer *)app_top(s->app);
}

/* One key, and no work behind it. */
static void press(struct stage *s, const char *name)
{
	struct key k;

	assert_int_equal(key_parse(&k, name, NULL), 0);
	app_key(s->app, &k);
	key_release(&k);
	picture_start(&s->picture, s->cols, s->rows);
	app_draw(s->app, &s->picture);
}

static int64_t count(struct stage *s, const char *table)
{
	struct buf sql = BUF_INIT;
	int64_t n;

	buf_addf(&sql, "SELECT count(*) FROM %s", table);
	n = office_number(s->office, buf_str(&sql));
	buf_release(&sql);
	return n;
}

static void work_until(struct stage *s, enum import_phase phase)
{
	while (importer(s)->phase != phase)
		assert_true(app_idle(s->app, false));
	picture_start(&s->picture, s->cols, s->rows);
	app_draw(s->app, &s->picture);
}

static void test_import_long__what_follows_the_rows_is_told_and_stopped_by_esc(void **state)
{
	struct stage *s = *state;
	static const char *const tables[] = { "org", "k_org", "k_org_ids", "k_org_branch", "s_org_data", "tally", "action", "change" };
	int64_t before[sizeof(tables) / sizeof(tables[0])];

	open_ledger(s, LARGE);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		before[i] = count(s, tables[i]);
	stage_keys(s, "");
	stage_shows(s, "共 20,100 行:  新增 20,100");
	press(s, "Ctrl-S");
	press(s, "Ctrl-S");
	work_until(s, PHASE_SETTLE);
	for (int i = 0; i < 3; i++)
		assert_true(app_idle(s->app, false));
	press(s, "n");
	stage_says(s, "正在处理，Esc 取消。");
	stage_shows(s, " 正在整理检索和统计  ");
	stage_shows(s, "%   Esc 取消，什么都不写");
	/* The way out is told in a narrow window too. */
	stage_size(s, 40, 12);
	press(s, "n");
	stage_shows(s, "%   Esc 取消");
	stage_size(s, 80, 24);
	press(s, "Esc");
	stage_says(s, "已取消，什么都没有写入。");
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		assert_int_equal(count(s, tables[i]), before[i]);
	office_sound(s->office);
	/* The check still stands, and the same is written after all. */
	stage_keys(s, "<Ctrl-S><Ctrl-S>");
	stage_says(s, "已导入：新增 20100；u 撤销这次导入");
	assert_int_equal(count(s, "org"), 7 + LARGE);
	office_sound(s->office);
}

/* --- correcting --- */

#define SOME 4000	/* rows: more than a slice */

static void open_with_faults(struct stage *s)
{
	const char *path = write_ledger(s, SOME);
	FILE *f = fopen(path, "a");

	assert_non_null(f);
	fputs("901,中共示例镇甲村支部委员会,党支不,001,农村\n"
	      "902,中共示例镇乙村支部委员会,党支不,001,农村\n"
	      "903,,党支部,001,农村\n", f);
	assert_int_equal(fclose(f), 0);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	app_push(s->app, import_new(s->app, &org_reg, path));
	stage_keys(s, "");
	stage_shows(s, "错误 3");
}

static void test_import_long__corrections_go_on_while_the_first_is_checked(void **state)
{
	struct stage *s = *state;

	open_with_faults(s);
	stage_current_is(s, "4002 错误 901");
	press(s, "Enter");
	assert_true(app_idle(s->app, false) && app_idle(s->app, false));
	press(s, "Up");
	/* What the last check said stands there, and what is corrected is marked. */
	stage_shows(s, " 正在检查 ");
	stage_current_is(s, "4002 已改 901");
	stage_shows(s, "  4003 错误 902");
	/* Enter goes on to the next one, and takes its proposal. */
	press(s, "Enter");
	stage_current_is(s, "4003 错误 902");
	press(s, "Enter");
	stage_current_is(s, "4003 已改 902");
	assert_true(app_idle(s->app, false));
	assert_true(import_is_rechecking(importer(s)));
	press(s, "Ctrl-S");
	stage_says(s, "改过以后还没有检查完，请稍等。");
	stage_keys(s, "");
	stage_shows(s, "共 4,003 行:  新增 4,002   错误 1");
	stage_current_is(s, "4004 错误 903");
	stage_hides(s, "已改");
}

static void test_import_long__nothing_is_locked_while_a_person_types(void **state)
{
	struct stage *s = *state;
	struct store *other;

	open_with_faults(s);
	press(s, "Enter");
	assert_true(app_idle(s->app, false) && app_idle(s->app, false));
	assert_int_equal(importer(s)->phase, PHASE_ROWS);
	press(s, "F6");
	press(s, "e");
	other = office_second(s->office);
	store_wait(other, 0);
	assert_int_equal(store_begin(other, ACTION_EDIT, NULL, &s->office->e), 0);
	store_rollback(other);
	/* Neither while help is read. */
	press(s, "Esc");
	assert_true(app_idle(s->app, false) && app_idle(s->app, false));
	assert_int_equal(importer(s)->phase, PHASE_ROWS);
	press(s, "F1");
	assert_string_not_equal(app_top(s->app)->type->name, "import");
	assert_int_equal(store_begin(other, ACTION_EDIT, NULL, &s->office->e), 0);
	store_rollback(other);
	store_close(other);
	stage_keys(s, "<Esc>");
	stage_shows(s, "错误 2");
}

static void test_import_long__a_check_that_is_given_up_is_no_check(void **state)
{
	struct stage *s = *state;

	open_with_faults(s);
	press(s, "s");
	stage_current_is(s, "4002 已改 901");
	assert_true(app_idle(s->app, false) && app_idle(s->app, false));
	press(s, "Esc");
	stage_says(s, "检查已取消；按 r 再检查。");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "还没有检查完；按 r 再检查。");
	stage_keys(s, "r");
	stage_shows(s, "错误 2   略过 1");
}

#define T(f) cmocka_unit_test_setup_teardown(test_import_long__##f, stage_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_follows_the_rows_is_told_and_stopped_by_esc),
		T(corrections_go_on_while_the_first_is_checked),
		T(nothing_is_locked_while_a_person_types),
		T(a_check_that_is_given_up_is_no_check),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
