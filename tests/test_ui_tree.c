/*
 * The list as a tree: folds, filters, totals, whole branches.
 */
#include "ui/list_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "src/banned.h"

/* A general branch with two branches of its own, below the town's committee. */
static void add_org(struct stage *s, const char *code, const char *name, const char *category, const char *superior)
{
	struct org *org = office_new_org(code, stage_org(s, superior));
	struct err e = ERR_INIT;

	if (field_parse(reg_field(&org_reg, "name"), name, store_lookup(s->office->s), org, &e) < 0 ||
	    field_parse(reg_field(&org_reg, "category"), category, store_lookup(s->office->s), org, &e) < 0 ||
	    field_parse(reg_field(&org_reg, "full_members"), "10", store_lookup(s->office->s), org, &e) < 0 ||
	    store_save_one(s->office->s, &org_reg, NULL, org, NULL, &e) < 0)
		fail_msg("%s", e.text);
	reg_free(&org_reg, org);
}

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	add_org(s, "010", "中共示例镇总支部委员会", "621", "001");
	add_org(s, "011", "中共示例镇第一支部委员会", "631", "010");
	add_org(s, "012", "中共示例镇第二支部委员会", "631", "010");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<F5>");
	return 0;
}

/* --- pictures --- */

static void test_tree__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right><Down><Down><Down><Down><Down><Down>");
	stage_is(s,
		" 台账 > 党组织 [树形]                                                     共 10",
		"--------------------------------------------------------------------------------",
		"   全称                                    下级/正式党员 类别       领域",
		"   - 中共示例镇委员会                              8/134 党委       农村",
		"       中共示例镇南沙沟村支部委员会                      党支部     农村",
		"       中共示例镇北沙沟村支部委员会                      党支部     农村",
		"       中共示例镇东河村支部委员会                        党支部     农村",
		"       中共示例镇西岭村支部委员会                        党支部     农村",
		"       中共示例镇南街社区支部委员会                      党支部     城市社区",
		">    + 中共示例镇总支部委员会                       2/20 党总支部",
		"     中共示例县直属机关支部委员会                        党支部     机关",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		" 路径 中共示例镇委员会 / 中共示例镇总支部委员会",
		" 本枝合计 下级 2  正式党员 20  预备党员 0",
		"  Enter 打开   Right 展开   * 全展开   Space 选中   m 移动   z 全部   i 详情",
		"1帮助   2命令   3查找   4筛选   5平铺   6排序   7新增   8停用   9菜单   10返回");
}

static void test_tree__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_is(s,
		" 党组织 [树形]                       10",
		"   全称                         类别",
		">  + 中共示例镇委员会       (8) 党委",
		"     中共示例县直属机关支部委~  党支部",
		"",
		"",
		"",
		"",
		"",
		"",
		"  Enter 打开   Right 展开   * 全展开",
		"1帮助   2命令   3查找   4筛选   10返回");
}

static void test_tree__a_filter_keeps_those_above(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>第一<Enter>");
	stage_is(s,
		" 台账 > 党组织 [树形]                                        筛选后 1 / 全部 10",
		" 筛选: 第一                                              Esc 逐个去掉  w 存视图",
		"   全称                                    下级/正式党员 类别       领域",
		"   - 中共示例镇委员会                 (灰)         8/134 党委       农村",
		"     - 中共示例镇总支部委员会         (灰)          2/20 党总支部",
		">        中共示例镇第一支部委员会                        党支部",
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
		"",
		"",
		" 路径 中共示例镇委员会 / 中共示例镇总支部委员会 / 中共示例镇第一支部委员会",
		" 本枝合计 没有下级",
		"  Enter 打开   Right 展开   * 全展开   k 只命中   Space 选中   m 移动   z 全部",
		"1帮助   2命令   3查找   4筛选   5平铺   6排序   7新增   8停用   9菜单   10返回");
}

static void test_tree__a_filter_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<F4>第一<Enter>");
	stage_is(s,
		" 党组织 [树形] 筛:第一           1 / 10",
		"   全称                         类别",
		"   - 中共示例镇委员会      (灰) 党委",
		"     - 中共示例镇总支部委~ (灰) 党总支部",
		">        中共示例镇第一支部委~  党支部",
		"",
		"",
		"",
		"",
		"",
		"  Enter 打开   Right 展开   * 全展开",
		"1帮助   2命令   3查找   4筛选   10返回");
}

static void test_tree__asks_for_the_branch(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Space>");
	stage_is(s,
		" 台账 > 党组织 [树形]                                                     共 10",
		"--------------------------------------------------------------------------------",
		"   全称                                    下级/正式党员 类别       领域",
		">  + 中共示例镇委员会                              8/134 党委       农村",
		"     中共示例县直属机关支部委员会                        党支部     机关",
		"",
		"",
		"",
		"",
		"    +- 选中 ---------------------------------------------------------------+",
		"    | 中共示例镇委员会 (001)                                               |",
		"    | 它下面还有记录。                                                     |",
		"    |                                                                      |",
		"    | [ Enter 只选这一条 ]  [ Ctrl-A 选整枝 (9) ]  [ Esc 返回 ]            |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		" 路径 中共示例镇委员会",
		" 本枝合计 下级 8  正式党员 134  预备党员 0",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
}

static void test_tree__asks_before_it_moves(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>");
	stage_keys(s, "<Down><Down><Down><Down><Down><Down>m");
	stage_keys(s, "007");
	stage_keys(s, "<Enter>");
	stage_is(s,
		" 台账 > 党组织 [树形]                                                     共 10",
		"--------------------------------------------------------------------------------",
		"   全称                                    下级/正式党员 类别       领域",
		"   - 中共示例镇委员会                              8/134 党委       农村",
		"       中共示例镇南沙沟村支部委员会                      党支部     农村",
		"       中共示例镇北沙沟村支部委员会                      党支部     农村",
		"       中共示例镇东河村支部委员会                        党支部     农村",
		"       中共示例镇西岭村支部委员会                        党支部     农村",
		"       中共示例镇南街社区支部委员会                      党支部     城市社区",
		">   +- 移动 ---------------------------------------------------------------+",
		"    | 把「中共示例镇总支部委员会」和它下面的 2 条记录（共 3 条）移到「中共 |",
		"    | 示例县直属机关支部委员会」下面。                                     |",
		"    |                                                                      |",
		"    | [ Ctrl-S 移动 ]  [ Esc 返回 ]                                        |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		" 路径 中共示例镇委员会 / 中共示例镇总支部委员会",
		" 本枝合计 下级 2  正式党员 20  预备党员 0",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
}

/* --- folds --- */

static void test_tree__the_cursor_and_the_flat_list(void **state)
{
	struct stage *s = *state;

	/* A record that lies folded away comes to light, and the flat list has it again. */
	stage_keys(s, "<F5><End>");
	stage_current_is(s, "第二支部");
	stage_keys(s, "t");
	stage_shows(s, "[树形]");
	stage_current_is(s, "第二支部");
	stage_shows(s, "- 中共示例镇总支部");
	stage_keys(s, "t");
	stage_hides(s, "[树形]");
	stage_current_is(s, "第二支部");
}

static void test_tree__right_and_left_fold(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>");
	stage_current_is(s, "- 中共示例镇委员会");
	stage_keys(s, "<Right>");
	stage_current_is(s, "南沙沟");
	stage_keys(s, "<Right>");
	stage_says(s, "没有下级可展开");
	stage_keys(s, "<Left>");
	stage_current_is(s, "- 中共示例镇委员会");
	stage_keys(s, "<Left>");
	stage_current_is(s, "+ 中共示例镇委员会");
	stage_hides(s, "南沙沟");
	stage_keys(s, "<Left>");
	stage_says(s, "最上面一级");
}

static void test_tree__levels(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "+");
	stage_says(s, "第 2 级");
	stage_shows(s, "+ 中共示例镇总支部");
	stage_hides(s, "第一支部");
	stage_keys(s, "*");
	stage_says(s, "已全部展开");
	stage_shows(s, "第一支部");
	/* One level less hides the lowest; the cursor goes to the one above. */
	stage_keys(s, "<Down><Down><Down><Down><Down><Down><Down>");
	stage_current_is(s, "第一支部");
	stage_keys(s, "-");
	stage_current_is(s, "+ 中共示例镇总支部");
	stage_keys(s, "--");
	stage_current_is(s, "+ 中共示例镇委员会");
	stage_says(s, "第 1 级");
}

static void test_tree__siblings(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>]");
	stage_current_is(s, "县直属");
	stage_keys(s, "]");
	stage_says(s, "后面没有同级的了");
	stage_keys(s, "[");
	stage_current_is(s, "示例镇委员会");
	stage_keys(s, "[");
	stage_says(s, "前面没有同级的了");
}

static void test_tree__home_end_and_pages(void **state)
{
	struct stage *s = *state;

	stage_size(s, 80, 16);
	stage_keys(s, "*<End>");
	stage_current_is(s, "县直属");
	stage_keys(s, "<Up>");
	stage_current_is(s, "第二支部");
	stage_keys(s, "<Home>");
	stage_current_is(s, "- 中共示例镇委员会");
	stage_keys(s, "<PgDn><PgDn>");
	stage_current_is(s, "县直属");
	stage_keys(s, "<PgUp><PgUp>");
	stage_current_is(s, "- 中共示例镇委员会");
}

static void test_tree__the_order_is_that_of_siblings(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>I");
	/* From the last code to the first: 007 before 001, and below that 010 before 006. */
	assert_non_null(strstr(stage_row(s, 3), "县直属"));
	assert_non_null(strstr(stage_row(s, 4), "示例镇委员会"));
	assert_non_null(strstr(stage_row(s, 5), "总支部"));
	assert_non_null(strstr(stage_row(s, 6), "南街"));
}

static void test_tree__records_open_from_it(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right><Down><Enter>");
	assert_string_equal(app_top(s->app)->type->name, "form");
	stage_keys(s, "<Esc>");
	stage_shows(s, "[树形]");
	stage_current_is(s, "南沙沟");
}

static void test_tree__needs_superiors(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &rule_reg, NULL, NULL));
	stage_keys(s, "<F5>");
	stage_says(s, "没有上下级");
	app_push(s->app, list_new(s->app, &division_reg, NULL, NULL));
	stage_keys(s, "<F5>-");
	stage_shows(s, "[树形]");
	stage_shows(s, "下级");
}

/* --- filters --- */

static void test_tree__a_filter_has_folds_of_its_own(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>第一<Enter><Left><Left>");
	stage_current_is(s, "+ 中共示例镇总支部");
	stage_current_is(s, "(灰)(命中1)");
	stage_hides(s, "第一支部");
	stage_shows(s, "命中 1");
	/* Without it the record stays in sight, and nothing else was unfolded. */
	stage_keys(s, "<Right><Down><Esc>");
	stage_current_is(s, "第一支部");
	stage_shows(s, "第二支部");
	stage_shows(s, "南沙沟");
}

static void test_tree__nothing_found(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>没有这个");
	stage_shows(s, "没有符合条件的记录");
	stage_keys(s, "<Esc>");
	stage_shows(s, "县直属");
}

static void test_tree__hits_only(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>第一 或 东河<Enter>k");
	stage_says(s, "只看命中");
	stage_hides(s, "(灰)");
	assert_non_null(strstr(stage_row(s, 3), "东河"));
	assert_non_null(strstr(stage_row(s, 4), "第一支部"));
	assert_string_equal(stage_row(s, 5), "");
	stage_keys(s, "k");
	stage_shows(s, "(灰)");
}

/* A record outside of the default view is shown where others below it are. */
static void test_tree__keeps_superiors_outside_of_the_view(void **state)
{
	struct stage *s = *state;

	office_must_edit(s->office, stage_org(s, "010"), "category", "党组");
	stage_keys(s, "*");
	stage_shows(s, "- 中共示例镇总支部");
	stage_shows(s, "(灰)");
	office_must_edit(s->office, stage_org(s, "004"), "category", "党组");
	stage_keys(s, "<Home>");
	stage_hides(s, "东河");
	stage_keys(s, "z");
	stage_shows(s, "东河");
	stage_hides(s, "(灰)");
}

/* --- selecting --- */

static void test_tree__selects_one_or_the_branch(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Space><Enter>");
	stage_shows(s, "选中 1");
	stage_keys(s, "U<Space><Ctrl-A>");
	stage_says(s, "又选中了 9 条");
	stage_shows(s, "选中 9");
	/* What a condition hides is not meant. */
	stage_keys(s, "U<F4>支部 或 总支部<Enter><Home><Space><Ctrl-A>");
	stage_shows(s, "选中 8");
	stage_keys(s, "<Esc><Home><Space><Ctrl-A>");
	stage_shows(s, "选中 9");
	stage_keys(s, "<Home><Space><Ctrl-A>");
	stage_says(s, "取消了 9 条");
	stage_hides(s, "选中 9");
	/* A record without any below is not asked about. */
	stage_keys(s, "<End><Space>");
	stage_shows(s, "选中 1");
}

/* --- moving --- */

static void pick_new_place(struct stage *s, const char *code)
{
	stage_keys(s, "m");
	assert_string_equal(app_top(s->app)->type->name, "picker");
	stage_keys(s, code);
	stage_keys(s, "<Enter><Enter>");
}

static void to_general_branch(struct stage *s)
{
	stage_keys(s, "<Home><Right><Down><Down><Down><Down><Down><Down>");
	stage_current_is(s, "总支部");
}

static void test_tree__moves_a_branch_in_one_step(void **state)
{
	struct stage *s = *state;

	to_general_branch(s);
	pick_new_place(s, "007");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已移动");
	stage_current_is(s, "总支部");
	stage_shows(s, "路径 中共示例县直属机关支部委员会 / 中共示例镇总支部委员会");
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM change WHERE field = 'superior'"), 1);
	office_sound(s->office);
	stage_keys(s, "u<Ctrl-S>");
	stage_shows(s, "路径 中共示例镇委员会 / 中共示例镇总支部委员会");
	office_sound(s->office);
}

static void test_tree__a_move_waits_for_another_program(void **state)
{
	struct stage *s = *state;
	struct blocker b;

	store_wait(s->office->s, 600000);
	to_general_branch(s);
	pick_new_place(s, "007");
	b = office_block(s->office->path);
	app_key(s->app, &(struct key){ .kind = K_CTRL, .cp = 's' });
	assert_string_equal(app_top(s->app)->type->name, "busy");
	stage_shows(s, "什么都不改");
	office_unblock(&b);
	stage_keys(s, "");
	stage_says(s, "已移动");
	stage_shows(s, "路径 中共示例县直属机关支部委员会 / 中共示例镇总支部委员会");
	/* The next move is asked for anew. */
	b = office_block(s->office->path);
	stage_keys(s, "u");
	app_key(s->app, &(struct key){ .kind = K_CTRL, .cp = 's' });
	assert_string_equal(app_top(s->app)->type->name, "busy");
	app_key(s->app, &(struct key){ .kind = K_ESC });
	stage_errs(s, "没有做");
	office_unblock(&b);
	stage_keys(s, "u<Ctrl-S>");
	stage_says(s, "已撤销");
	stage_shows(s, "路径 中共示例镇委员会 / 中共示例镇总支部委员会");
}

static void test_tree__moves_nothing_without_a_yes(void **state)
{
	struct stage *s = *state;

	to_general_branch(s);
	stage_keys(s, "m<Esc>");
	stage_current_is(s, "总支部");
	pick_new_place(s, "007");
	stage_keys(s, "<Esc>");
	stage_shows(s, "路径 中共示例镇委员会 / 中共示例镇总支部委员会");
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM change WHERE field = 'superior'"), 0);
}

static void test_tree__refuses_a_circle(void **state)
{
	struct stage *s = *state;

	to_general_branch(s);
	pick_new_place(s, "011");
	stage_keys(s, "<Ctrl-S>");
	stage_errs(s, "不能选自己或自己的下级");
	stage_current_is(s, "总支部");
	stage_shows(s, "路径 中共示例镇委员会 / 中共示例镇总支部委员会");
}

static void test_tree__moves_only_what_one_may_write(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "looker", "viewer", 0);
	stage_enter(s, "looker");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<F5>m");
	assert_string_equal(app_top(s->app)->type->name, "tree");
	assert_true(strlen(app_message(s->app, NULL)) > 0);
}

/* --- what others do --- */

static void test_tree__follows_others_with_its_folds(void **state)
{
	struct stage *s = *state;
	struct store *other;
	struct err e = ERR_INIT;
	struct org *base = office_org(s->office, stage_org(s, "004")), *org = office_org(s->office, base->rec.id);

	to_general_branch(s);
	other = office_second(s->office);
	org->superior.id = stage_org(s, "010");
	assert_int_equal(store_save_one(other, &org_reg, base, org, NULL, &e), 0);
	store_close(other);
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
	stage_keys(s, "<Ctrl-L>");
	stage_current_is(s, "+ 中共示例镇总支部");
	stage_current_is(s, "3/32");
	stage_hides(s, "东河");
	stage_keys(s, "<Right>");
	stage_shows(s, "东河");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_tree__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(a_filter_keeps_those_above),
		TEST(a_filter_at_40x12),
		TEST(asks_for_the_branch),
		TEST(asks_before_it_moves),
		TEST(the_cursor_and_the_flat_list),
		TEST(right_and_left_fold),
		TEST(levels),
		TEST(siblings),
		TEST(home_end_and_pages),
		TEST(the_order_is_that_of_siblings),
		TEST(records_open_from_it),
		TEST(needs_superiors),
		TEST(a_filter_has_folds_of_its_own),
		TEST(nothing_found),
		TEST(hits_only),
		TEST(keeps_superiors_outside_of_the_view),
		TEST(selects_one_or_the_branch),
		TEST(moves_a_branch_in_one_step),
		TEST(a_move_waits_for_another_program),
		TEST(moves_nothing_without_a_yes),
		TEST(refuses_a_circle),
		TEST(moves_only_what_one_may_write),
		TEST(follows_others_with_its_folds),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
