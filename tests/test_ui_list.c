/*
 * The list of any register: moving, sorting, selecting, retiring.
 */
#include "ui/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/forms.h"
#include "tests/support/stage.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	return 0;
}

static void press_times(struct stage *s, const char *keys, int n)
{
	while (n-- > 0)
		stage_keys(s, keys);
}

/* --- pictures --- */

static void test_list__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Space><Down>");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                     第 4 行 57%  共 7  选中 1",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		"   001             中共示例镇委员会               党委",
		" * 002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
		"   003             中共示例镇北沙沟村支部委员会   党支部     中共示例镇委员会",
		">  004             中共示例镇东河村支部委员会     党支部     中共示例镇委员会",
		"   005             中共示例镇西岭村支部委员会     党支部     中共示例镇委员会",
		"   006             中共示例镇南街社区支部委员会   党支部     中共示例镇委员会",
		"   007             中共示例县直属机关支部委员会   党支部",
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
		"",
		"  Enter 打开   z 全部   i 详情   Space 选中   = 合计   h 历史   u 撤销   g 转到",
		"1帮助   2命令   3查找   4筛选   5树形   6排序   7新增   8停用   9菜单   10返回");
	assert_int_equal(s->picture.cursor_y, 6);
	assert_int_equal(stage_look_of(s, "西岭"), LOOK_TEXT);
	assert_int_equal(stage_look_of(s, "东河"), LOOK_CURRENT);
	assert_int_equal(stage_look_of(s, "南沙沟"), LOOK_SELECTED);
}

static void test_list__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<Down>");
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"   全称                         类别   >",
		"   中共示例镇委员会             党委",
		">  中共示例镇南沙沟村支部委员会 党支部",
		"   中共示例镇北沙沟村支部委员会 党支部",
		"   中共示例镇东河村支部委员会   党支部",
		"   中共示例镇西岭村支部委员会   党支部",
		"   中共示例镇南街社区支部委员会 党支部",
		"   中共示例县直属机关支部委员会 党支部",
		"",
		"  Enter 打开   z 全部   i 详情   = 合计",
		"1帮助   2命令   3查找   4筛选   10返回");
}

static void test_list__at_200x60(void **state)
{
	struct stage *s = *state;
	const struct field *f = org_reg.fields;

	stage_size(s, 200, 60);
	/* Every listed column is there, whole. */
	for (size_t i = 0; i < org_reg.nfields; i++)
		if (f[i].flags & FIELD_LISTED)
			stage_shows(s, f[i].label);
	stage_shows(s, "中共示例镇南沙沟村支部委员会");
	stage_hides(s, "~");
	assert_string_equal(stage_row(s, 11), "");
}

/* --- order --- */

static void test_list__sorts_by_every_listed_column(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F6>");
	stage_says(s, "按「全称」排序");
	stage_shows(s, "全称^");
	/* In the order of pinyin: xian before zhen, bei, dong, nan jie, nan sha ... */
	assert_non_null(strstr(stage_row(s, 3), "县直属"));
	assert_non_null(strstr(stage_row(s, 4), "北沙沟"));
	assert_non_null(strstr(stage_row(s, 5), "东河"));
	press_times(s, "<F6>", 6);
	stage_says(s, "正式党员");
	stage_shows(s, "^正式党员");
	assert_non_null(strstr(stage_row(s, 3), "北沙沟"));
	stage_keys(s, "I");
	stage_says(s, "从大到小");
	assert_non_null(strstr(stage_row(s, 3), "示例镇委员会"));
	stage_keys(s, "<F6><F6>");
	stage_shows(s, "编码^");
	stage_keys(s, "<lt>");
	stage_shows(s, "届满日期^");
}

static void test_list__the_selection_follows_its_record(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Down><Down>");
	stage_current_is(s, "东河");
	stage_keys(s, "<F6>");
	stage_current_is(s, "东河");
	stage_keys(s, "I");
	stage_current_is(s, "东河");
	stage_keys(s, "<F4>支部<Enter><Esc>");
	stage_keys(s, "z");
	assert_true(stage_current(s)[0] == '>');
}

static void test_list__another_order_begins_at_the_first_row_unless_somebody_moved(void **state)
{
	struct stage *s = *state;

	stage_current_is(s, "中共示例镇委员会");
	stage_keys(s, "<F6>");
	stage_current_is(s, "县直属");
	stage_shows(s, "第 1 行");
	stage_keys(s, "I");
	stage_current_is(s, "示例镇委员会");
	stage_keys(s, "<F6><lt>");
	stage_shows(s, "第 1 行");
	/* One line down and up again is the first row too; one line down is a record. */
	stage_keys(s, "<Down><Up><F6>");
	stage_shows(s, "第 1 行");
	stage_keys(s, "<lt><Down>");
	stage_current_is(s, "北沙沟");
	stage_keys(s, "I");
	stage_current_is(s, "北沙沟");
	stage_shows(s, "第 6 行");
}

static void test_list__taking_a_condition_away_stays_on_the_record(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>xl<Enter>");
	stage_current_is(s, "西岭");
	stage_keys(s, "<Esc>");
	stage_shows(s, "共 7");
	stage_current_is(s, "西岭");
	stage_shows(s, "第 5");
}

/* --- moving --- */

static void test_list__stops_at_both_ends(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Up><PgUp>");
	stage_current_is(s, "001");
	stage_keys(s, "<End>");
	stage_current_is(s, "007");
	stage_keys(s, "<Down><PgDn>j");
	stage_current_is(s, "007");
	stage_keys(s, "<Home>k");
	stage_current_is(s, "001");
	stage_keys(s, "G");
	stage_current_is(s, "007");
}

/* More records than the window holds: every one is passed, down and up, by lines and by pages. */
static void test_list__passes_every_record_of_a_long_register(void **state)
{
	struct stage *s = *state;
	char want[32];

	stage_size(s, 80, 12);
	stage_keys(s, "<Esc>");
	app_free(s->app);
	s->app = app_new(s->office->s);
	app_push(s->app, list_new(s->app, &division_reg, NULL, NULL));
	stage_keys(s, "");
	for (int i = 1; i < 443; i++) {
		snprintf(want, sizeof(want), "第 %d 行", i);
		stage_shows(s, want);
		stage_keys(s, "<Down>");
	}
	stage_shows(s, "第 443 行 100%  共 443");
	for (int i = 443; i > 1; i--) {
		snprintf(want, sizeof(want), "第 %d 行", i);
		stage_shows(s, want);
		stage_keys(s, "<Up>");
	}
	press_times(s, "<PgDn>", 20);
	stage_shows(s, "第 161 行 36%  共 443");
	press_times(s, "<PgUp>", 19);
	stage_shows(s, "第 9 行");
	stage_keys(s, "<End>");
	stage_shows(s, "第 443 行 100%  共 443");
	press_times(s, "<PgUp>", 10);
	stage_shows(s, "第 363 行");
	stage_keys(s, "<Home>");
	stage_shows(s, "第 1 行 0%  共 443");
}

static void test_list__the_last_page_is_full(void **state)
{
	struct stage *s = *state;

	app_free(s->app);
	s->app = app_new(s->office->s);
	app_push(s->app, list_new(s->app, &division_reg, NULL, NULL));
	stage_keys(s, "<End>");
	assert_non_null(strstr(stage_row(s, 21), ">"));
	for (int y = 3; y < 22; y++)
		assert_true(strlen(stage_row(s, y)) > 10);
}

/* --- selecting --- */

static void test_list__selects_by_record_and_says_how_many(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "  ");
	stage_shows(s, "选中 2");
	assert_non_null(strstr(stage_row(s, 3), " * 001"));
	/* Hidden ones are still counted. */
	stage_keys(s, "<F4>xl<Enter>");
	stage_shows(s, "选中 2");
	stage_keys(s, "<Esc><Home> ");
	stage_shows(s, "选中 1");
	stage_keys(s, "U");
	stage_hides(s, "选中 1");
	/* Esc takes the selection away before it leaves. */
	stage_keys(s, " <Esc>");
	stage_hides(s, "选中 1");
	assert_false(app_done(s->app));
}

/* --- records --- */

static void test_list__retires_with_a_reason_and_brings_back(void **state)
{
	struct stage *s = *state;
	int64_t id = stage_org(s, "007");

	stage_keys(s, "<End><F8>");
	stage_shows(s, "停用，请写原因");
	stage_shows(s, "中共示例县直属机关支部委员会 007");
	stage_keys(s, "<Enter>");
	stage_says(s, "请先填写");
	stage_keys(s, "并入示例镇党委<Enter>");
	stage_says(s, "已停用");
	stage_shows(s, "共 6");
	stage_hides(s, "县直属机关");
	stage_keys(s, "z");
	stage_shows(s, "[全部，含停用]");
	stage_shows(s, " x 007");
	assert_int_equal(stage_look_of(s, "007"), LOOK_DIM);
	stage_keys(s, "<End><F8>");
	stage_shows(s, "恢复，请写原因");
	stage_keys(s, "停错了<Enter>");
	stage_says(s, "已恢复");
	stage_keys(s, "z");
	stage_shows(s, "共 7");
	free(office_field(s->office, id, "code"));
}

static void test_list__the_neighbour_is_next_when_a_record_is_gone(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Down><Down><F8>并入<Enter>");
	stage_hides(s, "东河");
	stage_current_is(s, "西岭");
	/* The last one leaves the cursor to the one before it. */
	stage_keys(s, "<End><F8>并入<Enter>");
	stage_current_is(s, "南街");
}

/* One's cursor does not pass to another record without a word when somebody else takes the first one away. */
static void test_list__a_record_that_others_took_away_is_named(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>联系人=空<Enter><Down>");
	stage_current_is(s, "南沙沟");
	stage_other_edits(s, "003", "contact", "甲");
	assert_true(app_idle(s->app, true));
	stage_current_is(s, "南沙沟");
	assert_string_equal(app_message(s->app, NULL), "");
	stage_other_edits(s, "002", "contact", "甲");
	assert_true(app_idle(s->app, true));
	stage_says(s, "南沙沟村支部委员会」已不在列表里");
}

static void test_list__esc_retires_nothing(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<End><Del>并入<Esc>");
	stage_shows(s, "共 7");
	stage_says(s, "");
}

static void test_list__a_record_others_refer_to_is_not_retired(void **state)
{
	struct stage *s = *state;

	/* Before a reason is asked. */
	stage_keys(s, "<F8>");
	stage_hides(s, "请写原因");
	stage_errs(s, "还被");
	stage_shows(s, "共 7");
}

static void test_list__undoes_and_redoes(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<End><F8>并入<Enter>u");
	stage_shows(s, "停用日期: 2024-05-20 -> （空）");
	stage_shows(s, "停用原因: 并入 -> （空）");
	stage_keys(s, "<Esc>");
	stage_shows(s, "共 6");
	stage_keys(s, "u<Ctrl-S>");
	stage_says(s, "已撤销");
	stage_shows(s, "共 7");
	stage_keys(s, "R");
	stage_shows(s, "停用日期: （空） -> 2024-05-20");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已重做");
	stage_shows(s, "共 6");
}

static void test_list__nothing_to_undo_is_said(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "R");
	stage_errs(s, "");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

static void test_list__opens_a_record_and_comes_back_to_it(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Down><Enter>");
	assert_string_equal(app_top(s->app)->type->name, "form");
	stage_shows(s, "北沙沟村支部委员会 (003)");
	stage_keys(s, "<Esc>");
	stage_current_is(s, "北沙沟");
}

static void test_list__sees_what_others_save_and_stays_on_its_record(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office), *own = s->office->s;

	stage_keys(s, "<Down><Down>");
	s->office->s = other;
	office_must_edit(s->office, stage_org(s, "004"), "secretary", "示例旦增");
	office_branch(s->office, "000", 0);
	s->office->s = own;
	store_close(other);
	stage_size(s, 132, 24);
	stage_keys(s, "");
	stage_shows(s, "示例旦增");
	stage_shows(s, "共 8");
	stage_current_is(s, "北沙沟");
}

static void test_list__a_viewer_is_told_at_once(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "viewer", "viewer", 0);
	stage_enter(s, "viewer");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<F8>");
	stage_errs(s, "录入员");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_keys(s, "<F7>");
	stage_errs(s, "录入员");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_keys(s, "<Enter>");
	assert_string_equal(app_top(s->app)->type->name, "form");
}

/* --- the picker --- */

static void test_list__a_picker_gives_its_record(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new_picker(s->app, &org_reg, 0));
	stage_shows(s, "Enter 选定");
	stage_hides(s, "停用");
	stage_keys(s, "<F8>");
	stage_says(s, "这里不用 F8");
	stage_keys(s, "<Enter>");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

static void test_list__a_picker_searches_at_once(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	app_push(s->app, list_new_picker(s->app, &org_reg, 0));
	stage_shows(s, " 筛选> ");
	stage_keys(s, "xzs");
	stage_shows(s, "筛选后 1 / 全部 ");
	/* Nothing found gives nothing; what is found is given by one Enter. */
	stage_keys(s, "没有<Enter>");
	stage_says(s, "没有符合条件的记录");
	assert_string_equal(app_top(s->app)->type->name, "picker");
	stage_keys(s, "<Backspace><Backspace><Enter>");
	assert_string_equal(app_top(s->app)->type->name, "list");
	/* Esc takes back what was typed, and with nothing typed leaves. */
	app_push(s->app, list_new_picker(s->app, &org_reg, 0));
	stage_keys(s, "xzs<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "picker");
	stage_hides(s, "筛选后");
	stage_keys(s, "<Esc>");
	assert_string_equal(app_top(s->app)->type->name, "list");
	app_push(s->app, list_new_picker(s->app, &org_reg, 0));
	stage_keys(s, "<F10>");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

/* What the default view leaves out may be a superior; what is retired may not. */
static void test_list__a_picker_has_all_that_is_in_use(void **state)
{
	struct stage *s = *state;
	int64_t retired = office_branch(s->office, "090", 0);

	office_retire(s->office, &org_reg, retired);
	office_must_edit(s->office, stage_org(s, "007"), "category", "103");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_hides(s, "直属机关");
	app_push(s->app, list_new_picker(s->app, &org_reg, 0));
	stage_shows(s, "台账 > 党组织 [在用的全部]");
	stage_shows(s, "直属机关");
	stage_hides(s, "示例090");
	/* z after the line is closed: the retired ones too, and back. */
	stage_keys(s, "党支部<Esc>z");
	stage_shows(s, "[全部，含停用]");
	stage_shows(s, "示例090");
	stage_keys(s, "z");
	stage_hides(s, "示例090");
	stage_size(s, 40, 12);
	stage_shows(s, "党组织 [在用的全部]");
}

static void test_list__a_condition_given_from_outside_may_be_wrong(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &org_reg, "没有的字段=1", NULL));
	stage_errs(s, "没有的字段");
	stage_shows(s, "共 7");
	app_push(s->app, list_new(s->app, &org_reg, "书记=空", NULL));
	stage_shows(s, "筛选后 1 / 全部 7");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_list__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(at_200x60),
		TEST(sorts_by_every_listed_column),
		TEST(the_selection_follows_its_record),
		TEST(another_order_begins_at_the_first_row_unless_somebody_moved),
		TEST(taking_a_condition_away_stays_on_the_record),
		TEST(stops_at_both_ends),
		TEST(passes_every_record_of_a_long_register),
		TEST(the_last_page_is_full),
		TEST(selects_by_record_and_says_how_many),
		TEST(retires_with_a_reason_and_brings_back),
		TEST(the_neighbour_is_next_when_a_record_is_gone),
		TEST(a_record_that_others_took_away_is_named),
		TEST(esc_retires_nothing),
		TEST(a_record_others_refer_to_is_not_retired),
		TEST(undoes_and_redoes),
		TEST(nothing_to_undo_is_said),
		TEST(opens_a_record_and_comes_back_to_it),
		TEST(sees_what_others_save_and_stays_on_its_record),
		TEST(a_viewer_is_told_at_once),
		TEST(a_picker_gives_its_record),
		TEST(a_picker_searches_at_once),
		TEST(a_picker_has_all_that_is_in_use),
		TEST(a_condition_given_from_outside_may_be_wrong),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
