/* Many records at once: previewed, written as one action, taken back in one step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/batch.h"
#include "src/mem.h"
#include "tests/support/stage.h"
#include "src/banned.h"

static void enter(struct stage *s)
{
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "");
}

static void is(struct stage *s, const char *code, const char *field, const char *value)
{
	char *text = office_field(s->office, stage_org(s, code), field);

	assert_string_equal(text, value);
	free(text);
}

static int64_t actions(struct stage *s)
{
	return office_number(s->office, "SELECT count(*) FROM action");
}

static int64_t in_use(struct stage *s)
{
	return office_number(s->office, "SELECT count(*) FROM org WHERE retired_on IS NULL");
}

/* 002, 003 and 004 are selected, and the screen is open. */
static void open_three(struct stage *s)
{
	enter(s);
	stage_keys(s, "<Down><Space><Space><Space>e");
	stage_shows(s, "选中 3 条");
}

/* --- pictures --- */

static void test_bulk__at_80x24(void **state)
{
	struct stage *s = *state;

	open_three(s);
	stage_keys(s, "lxr<Enter>示例才仁<Enter>");
	stage_is(s,
		" 台账 > 党组织 > 批量修改                                             选中 3 条",
		"--------------------------------------------------------------------------------",
		" 字段 [联系人               ]  改为 [示例才仁                                 ]",
		"  编码            全称                 原值             新值               结果",
		"> 002             中共示例镇南沙沟村~  （空）           示例才仁           改",
		"  003             中共示例镇北沙沟村~  （空）           示例才仁           改",
		"  004             中共示例镇东河村支~  （空）           示例才仁           改",
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
		" 中共示例镇南沙沟村支部委员会 (002)",
		"",
		" 将改 3",
		"  Ctrl-S 写入  F4 说明  F5 命令行  上/下 看各条  Esc 取消",
		" 原因(必填) [                                                                 ]",
		"1帮助   2命令   3       4说明   5命令行 6       7加一项 8只可见 9菜单   10取消");
}

static void test_bulk__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	open_three(s);
	stage_keys(s, "lxr<Enter>示例才仁<Enter>统一");
	stage_is(s,
		" 党组织 > 批量修改            选中 3 条",
		" 字段 [联系人                         ]",
		" 改为 [示例才仁                       ]",
		"  全称       原值     新值         结果",
		"> 中共示例~  （空）   示例才仁     改",
		"  中共示例~  （空）   示例才仁     改",
		"  中共示例~  （空）   示例才仁     改",
		" 中共示例镇南沙沟村支部委员会 (002)",
		" 将改 3",
		"  Ctrl-S 写入  F4 说明  F5 命令行",
		" 原因(必填) [统一                     ]",
		"1帮助   2命令   4说明   5命令行 10取消");
}

static void test_bulk__hidden_ones_at_80x24(void **state)
{
	struct stage *s = *state;

	enter(s);
	stage_keys(s, "<Down><Space><Space><Space><F4>dh<Enter><F8>");
	stage_is(s,
		" 台账 > 党组织 > 批量停用                                  选中 3 条，隐藏 2 条",
		"--------------------------------------------------------------------------------",
		"  编码            全称                 原值             新值               结果",
		"> 004             中共示例镇东河村支~  在用             停用               改",
		"  002             [隐] 中共示例镇南沙~ 在用             停用               改",
		"  003             [隐] 中共示例镇北沙~ 在用             停用               改",
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
		" 中共示例镇东河村支部委员会 (004)",
		"",
		" 将改 3",
		"  Ctrl-S 写入  F4 说明  F5 命令行  上/下 看各条  Esc 取消",
		" 原因(必填) [                                                                 ]",
		"1帮助   2命令   3       4说明   5命令行 6       7       8只可见 9菜单   10取消");
	stage_keys(s, "<F8>");
	stage_says(s, "隐藏的 2 条不改");
	stage_shows(s, "将改 1  不管 2");
	stage_keys(s, "合并");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已停用 1 条");
	assert_int_equal(in_use(s), 6);
}

/* --- writing --- */

static void test_bulk__is_one_action_and_one_undo(void **state)
{
	struct stage *s = *state;
	int64_t before;

	open_three(s);
	before = actions(s);
	stage_keys(s, "lxr<Enter>示例才仁<Enter>统一");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 3 条");
	assert_int_equal(actions(s), before + 1);
	is(s, "002", "contact", "示例才仁");
	is(s, "004", "contact", "示例才仁");
	stage_keys(s, "u");
	stage_shows(s, "这 3 条记录会一起改");
	stage_shows(s, "统一");
	stage_keys(s, "<Ctrl-S>");
	is(s, "002", "contact", "");
	is(s, "004", "contact", "");
	office_sound(s->office);
}

/* Among the codes there is a record whose id is 1. */
static void test_bulk__afterwards_the_cursor_is_where_it_was(void **state)
{
	struct stage *s = *state;
	char *before;

	app_push(s->app, list_new(s->app, &code_reg, NULL, NULL));
	stage_keys(s, "<Space><Space>");
	before = xstrdup(stage_current(s));
	stage_keys(s, "e备注<Enter>统一<Enter>统一");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 2 条");
	stage_current_is(s, before);
	free(before);
}

static void test_bulk__what_is_written_was_seen(void **state)
{
	struct stage *s = *state;

	open_three(s);
	stage_keys(s, "lxr<Enter>示例才仁<Enter>统一<Shift-Tab>二");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "新值刚刚预览");
	is(s, "002", "contact", "");
	stage_shows(s, "示例才仁二");
	stage_keys(s, "<Ctrl-S>");
	is(s, "002", "contact", "示例才仁二");
}

static void test_bulk__many_want_a_reason(void **state)
{
	struct stage *s = *state;

	open_three(s);
	stage_keys(s, "<Ctrl-S>");
	stage_errs(s, "请先选字段");
	stage_keys(s, "lxr<Enter><Enter>");
	stage_errs(s, "改成什么还没有填");
	stage_keys(s, "甲<Enter>");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "请写明原因");
	is(s, "002", "contact", "");
}

static void test_bulk__without_a_selection_the_current_one(void **state)
{
	struct stage *s = *state;

	enter(s);
	stage_keys(s, "<Down>e");
	stage_says(s, "只改当前这一条");
	/* The title goes on saying so. */
	stage_keys(s, "联");
	stage_shows(s, " 台账 > 党组织 > 批量修改 > 中共示例镇南沙沟村支部委员会          只改当前 1 条");
	stage_size(s, 40, 12);
	stage_keys(s, "");
	stage_shows(s, " 党组织 > 批量修改            当前 1 条");
	stage_size(s, 80, 24);
	stage_keys(s, "<Backspace>");
	stage_keys(s, "lxr<Enter>甲<Enter>");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 1 条");
	is(s, "002", "contact", "甲");
}

static void test_bulk__emptying_is_said(void **state)
{
	struct stage *s = *state;

	open_three(s);
	stage_keys(s, "书记<Enter>未填<Enter>清空");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 2 条");
	is(s, "002", "secretary", "");
}

static void test_bulk__refusals_are_named_and_stay(void **state)
{
	struct stage *s = *state;

	enter(s);
	stage_keys(s, "<Space><Space>e上级组织<Enter>003<Enter>");
	stage_shows(s, "将改 1  拒绝 1");
	stage_shows(s, "不能选自己或自己的下级");
	stage_keys(s, "<F4>");
	stage_shows(s, "结果: 拒绝");
	stage_keys(s, "<Esc>调整");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 1 条");
	is(s, "001", "superior", "");
	is(s, "002", "superior", "003");
}

static void test_bulk__fixed_and_unknown_fields_are_refused(void **state)
{
	struct stage *s = *state;

	open_three(s);
	stage_keys(s, "没有这样的<Enter>");
	stage_errs(s, "没有「没有这样的」这个字段");
}

static void test_bulk__the_first_ones_value_goes_to_all(void **state)
{
	struct stage *s = *state;

	enter(s);
	stage_keys(s, "<Down><Ctrl-D>");
	stage_says(s, "先用 空格 选中几条");
	stage_keys(s, "<Space><Space><Space><Ctrl-D>书记<Enter>");
	stage_shows(s, "改为 [示例卓玛");
	stage_shows(s, "将改 2  不变 1");
	stage_keys(s, "<Enter>同一人");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 2 条");
	is(s, "003", "secretary", "示例卓玛");
	is(s, "004", "secretary", "示例卓玛");
	stage_keys(s, "<Ctrl-D>书记电话<Enter>");
	stage_errs(s, "个人信息");
}

static void test_bulk__somebody_else_was_faster(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office);
	struct org *base = reg_new(&org_reg), *org = reg_new(&org_reg);
	struct err e = ERR_INIT;

	open_three(s);
	stage_keys(s, "lxr<Enter>甲<Enter>统一");
	assert_int_equal(store_get(other, &org_reg, stage_org(s, "003"), base, &e), 0);
	reg_copy(&org_reg, org, base);
	assert_int_equal(field_parse(reg_field(&org_reg, "contact"), "乙", store_lookup(other), org, &e), 0);
	assert_int_equal(store_save_one(other, &org_reg, base, org, NULL, &e), 0);
	stage_keys(s, "<Ctrl-S>");
	stage_errs(s, "003");
	stage_errs(s, "预览以后有人改过");
	is(s, "002", "contact", "");
	/* The new preview shows what stands there now. */
	stage_shows(s, "乙");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 3 条");
	is(s, "003", "contact", "甲");
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
	store_close(other);
}

static void test_bulk__going_back_changes_nothing(void **state)
{
	struct stage *s = *state;
	int64_t before;

	open_three(s);
	before = actions(s);
	stage_keys(s, "lxr<Enter>甲<Enter>统一<Esc>");
	stage_shows(s, "还没有写入");
	stage_keys(s, "<Esc>");
	stage_shows(s, "统一");
	stage_keys(s, "<Esc><F8>");
	stage_shows(s, "选中 3");
	assert_int_equal(actions(s), before);
}

static void test_bulk__a_reason_is_not_dropped_unasked(void **state)
{
	struct stage *s = *state;

	enter(s);
	stage_keys(s, "<Space><Space><F8><Esc>");
	stage_hides(s, "批量停用");
	stage_keys(s, "<F8>合并<Esc>");
	stage_shows(s, "还没有写入");
	stage_keys(s, "<Esc>");
	stage_shows(s, "合并");
	stage_keys(s, "<Esc><F8>");
	stage_hides(s, "批量停用");
	assert_int_equal(in_use(s), 7);
}

/* --- who may --- */

static void test_bulk__a_viewer_is_told(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "kan", "viewer", 0);
	stage_enter(s, "kan");
	enter(s);
	stage_keys(s, "<Space>e");
	stage_hides(s, "批量修改");
	assert_true(strlen(app_message(s->app, &(bool){ false })) > 0);
}

static void test_bulk__out_of_scope_is_refused_by_record(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "cun", "clerk", stage_org(s, "002"));
	stage_enter(s, "cun");
	open_three(s);
	stage_keys(s, "lxr<Enter>甲<Enter>");
	stage_shows(s, "将改 1  拒绝 2");
	stage_keys(s, "<Ctrl-S>");
	is(s, "002", "contact", "甲");
	is(s, "003", "contact", "");
}

/* --- out of use --- */

static void test_bulk__retiring_a_branch_and_bringing_it_back(void **state)
{
	struct stage *s = *state;

	enter(s);
	stage_keys(s, "<Space><Space><Space><F8>");
	stage_shows(s, "将改 2  拒绝 1");
	stage_shows(s, "还被");
	stage_keys(s, "<Esc>A");
	stage_keys(s, "<F8>");
	stage_shows(s, "将改 7");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "请写明原因");
	stage_keys(s, "合并");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已停用 7 条");
	assert_int_equal(in_use(s), 0);
	stage_keys(s, "z<F8>");
	stage_shows(s, "批量恢复");
	stage_keys(s, "误操作");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已恢复 7 条");
	assert_int_equal(in_use(s), 7);
	office_sound(s->office);
}

/* --- a block from a spreadsheet --- */

static void test_bulk__a_block_with_a_header(void **state)
{
	struct stage *s = *state;

	enter(s);
	stage_keys(s, "<Down><Space><Space><Space><Paste:联系人\t简称\n甲\t短甲\n\t短乙\n丙\t>");
	stage_is(s,
		" 台账 > 党组织 > 粘贴                                                 选中 3 条",
		"--------------------------------------------------------------------------------",
		" 按表头: 联系人、简称",
		"  编码            全称             字段       原值          新值           结果",
		"> 002             中共示例镇南沙~  联系人     （空）        甲             改",
		"  002             中共示例镇南沙~  简称       南沙沟村党支~ 短甲           改",
		"  003             中共示例镇北沙~  联系人     （空）                       不变",
		"  003             中共示例镇北沙~  简称       北沙沟村党支~ 短乙           改",
		"  004             中共示例镇东河~  联系人     （空）        丙             改",
		"  004             中共示例镇东河~  简称       东河村党支部                 不变",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		" 中共示例镇南沙沟村支部委员会 (002)",
		"",
		" 将改 3",
		"  Ctrl-S 写入  F4 说明  F5 命令行  上/下 看各条  Esc 取消",
		" 原因(必填) [                                                                 ]",
		"1帮助   2命令   3       4说明   5命令行 6       7       8只可见 9菜单   10取消");
	stage_keys(s, "抄来的");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 3 条");
	is(s, "002", "contact", "甲");
	is(s, "002", "short_name", "短甲");
	is(s, "003", "contact", "");
	is(s, "003", "short_name", "短乙");
	is(s, "004", "contact", "丙");
	is(s, "004", "short_name", "东河村党支部");
}

static void test_bulk__a_block_from_a_column_on(void **state)
{
	struct stage *s = *state;

	enter(s);
	stage_keys(s, "<Down><Paste:甲\t5\n乙\t六\n>");
	stage_shows(s, "起始列");
	stage_keys(s, "书记<Enter>");
	stage_shows(s, "正式党员");
	stage_shows(s, "将改 1  拒绝 1");
	stage_keys(s, "<F5>");
	stage_shows(s, "没有一条等价的命令");
	stage_keys(s, "<Esc>");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 1 条");
	is(s, "002", "secretary", "甲");
	is(s, "002", "full_members", "5");
	is(s, "003", "secretary", "示例扎西");
}

static void test_bulk__a_block_that_does_not_fit(void **state)
{
	struct stage *s = *state;
	int64_t before;

	enter(s);
	before = actions(s);
	stage_keys(s, "<Space><Space><Paste:1\t2\n3\t4\n5\t6\n>");
	stage_errs(s, "粘贴的一块有 3 行，列出的只选中了 2 条");
	stage_keys(s, "U<End><Paste:1\t2\n3\t4\n>");
	stage_errs(s, "从当前这条往下只有 1 条");
	stage_keys(s, "<Home><Paste:1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\t14\t15\t16\t17\t18\t19\t20\n>书记<Enter>");
	stage_errs(s, "粘贴的一块有 20 列");
	stage_keys(s, "<Esc><Paste:联系人\tcontact\n1\t2\n>");
	stage_errs(s, "「联系人」有两列");
	stage_keys(s, "<Esc><Paste:\"open\t1\n>");
	stage_shows(s, "! ");
	stage_keys(s, "<F5><Paste:1\t2\n>");
	stage_errs(s, "树形里不能粘贴");
	assert_int_equal(actions(s), before);
}

/* More rows than a batch has room for, and as many selected records. */
static void test_bulk__too_many_at_once(void **state)
{
	struct stage *s = *state;
	struct buf keys = BUF_INIT;

	enter(s);
	buf_adds(&keys, "<Paste:");
	for (int i = 0; i <= BATCH_MOST; i++)
		buf_adds(&keys, "1\t2\n");
	buf_adds(&keys, ">");
	stage_keys(s, buf_str(&keys));
	stage_errs(s, "一次最多 10000 行");
	buf_release(&keys);
}

static int count_idle(struct stage *s)
{
	int slices = 0;

	while (slices < 10000 && app_idle(s->app, false))
		slices++;
	return slices;
}

/* Enough records that writing them takes some slices: stopped after the first one, nothing is written. */
static void test_bulk__a_writing_can_be_stopped(void **state)
{
	struct stage *s = *state;
	const struct key save = { .kind = K_CTRL, .cp = 's' }, esc = { .kind = K_ESC };
	char code[12];
	int64_t before;

	for (int i = 0; i < 400; i++) {
		snprintf(code, sizeof(code), "1%03d", i);
		office_branch(s->office, code, stage_org(s, "001"));
	}
	enter(s);
	stage_keys(s, "A");
	stage_keys(s, "e书记<Enter>示例才仁<Enter>统一");
	count_idle(s);
	before = actions(s);
	app_key(s->app, &save);
	stage_size(s, 80, 24);
	if (strstr(stage_lines(s), "正在写入")) {
		app_key(s->app, &esc);
		stage_says(s, "已停止，一条都没有改");
		assert_int_equal(actions(s), before);
		is(s, "1399", "secretary", "");
		count_idle(s);
		app_key(s->app, &save);
	}
	count_idle(s);
	assert_int_equal(actions(s), before + 1);
	is(s, "1399", "secretary", "示例才仁");
}

static void test_bulk__prose_stays_harmless(void **state)
{
	struct stage *s = *state;

	enter(s);
	stage_keys(s, "<Paste:第一行\n第二行\n>");
	stage_says(s, "请先用 空格 选中它们");
	stage_keys(s, "<Paste:词>");
	stage_says(s, "这里不能粘贴");
}

/* --- the same as a command --- */

static void test_bulk__as_a_command(void **state)
{
	struct stage *s = *state;

	open_three(s);
	stage_keys(s, "<F5>");
	stage_shows(s, "还没有要改的记录");
	stage_keys(s, "<Esc>lxr<Enter>示例 '才仁<Enter>统一");
	stage_keys(s, "<F5>");
	stage_shows(s, "zhibu set org --ids 002,003,004 'contact=示例 '\\''才仁' --reason");
	stage_keys(s, "<Esc><Esc><F8>U<End><Space><F8>");
	stage_keys(s, "<F5>");
	stage_shows(s, "zhibu retire org --ids 007");
}

static void test_bulk__every_register_has_it(void **state)
{
	struct stage *s = *state;

	struct screen *home = home_new(s->app);

	app_push(s->app, home);
	for (size_t i = 0; i < registers_n; i++) {
		app_push(s->app, list_new(s->app, registers[i], NULL, NULL));
		stage_keys(s, "<Space>e");
		while (app_top(s->app) != home)
			stage_keys(s, "<Esc>");
	}
	office_sound(s->office);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_bulk__at_80x24),
		TEST(test_bulk__at_40x12),
		TEST(test_bulk__hidden_ones_at_80x24),
		TEST(test_bulk__is_one_action_and_one_undo),
		TEST(test_bulk__afterwards_the_cursor_is_where_it_was),
		TEST(test_bulk__what_is_written_was_seen),
		TEST(test_bulk__many_want_a_reason),
		TEST(test_bulk__without_a_selection_the_current_one),
		TEST(test_bulk__emptying_is_said),
		TEST(test_bulk__refusals_are_named_and_stay),
		TEST(test_bulk__fixed_and_unknown_fields_are_refused),
		TEST(test_bulk__the_first_ones_value_goes_to_all),
		TEST(test_bulk__somebody_else_was_faster),
		TEST(test_bulk__going_back_changes_nothing),
		TEST(test_bulk__a_reason_is_not_dropped_unasked),
		TEST(test_bulk__a_viewer_is_told),
		TEST(test_bulk__out_of_scope_is_refused_by_record),
		TEST(test_bulk__retiring_a_branch_and_bringing_it_back),
		TEST(test_bulk__a_block_with_a_header),
		TEST(test_bulk__a_block_from_a_column_on),
		TEST(test_bulk__a_block_that_does_not_fit),
		TEST(test_bulk__too_many_at_once),
		TEST(test_bulk__a_writing_can_be_stopped),
		TEST(test_bulk__prose_stays_harmless),
		TEST(test_bulk__as_a_command),
		TEST(test_bulk__every_register_has_it),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
